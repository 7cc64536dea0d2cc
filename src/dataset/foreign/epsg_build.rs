//! Build script: packs the EPSG definitions of the `crs-definitions` crate into one deflated text, a definition a line.
//! As code they would cost the importer 160 kB gzipped, packed they cost 70.

use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;
use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=src/dataset/foreign/epsg_build.rs");
    let mut text = String::new();
    for code in 0..=u16::MAX {
        if let Some(def) = crs_definitions::from_code(code) {
            text.push_str(&format!("{code} {}\n", def.proj4));
        }
    }
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let file = std::fs::File::create(Path::new(&out).join("epsg.deflate")).expect("OUT_DIR can be written");
    let mut packed = DeflateEncoder::new(file, Compression::best());
    packed.write_all(text.as_bytes()).expect("OUT_DIR can be written");
    packed.finish().expect("OUT_DIR can be written");
}
