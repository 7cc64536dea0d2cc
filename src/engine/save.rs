//! The open city as a dataset in one zip: what `riskmap check` and the page open again.

use super::open::Open;
use super::protocol::{EngineError, NamedBytes};
use crate::dataset::write::{WriteOptions, write};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Every layer with its sources, rule packs and the report of what was not read.
pub fn dataset(open: &Open) -> Result<NamedBytes, EngineError> {
    let refused = |e: crate::dataset::FilesError| EngineError::Dataset(e.words());
    let report = open.report().to_save();
    let files = write(open.city(), Some(&report), &WriteOptions::default()).map_err(refused)?;
    let name = &open.city().manifest.name.zh;
    let name: String =
        name.chars().map(|c| if c.is_control() || "\\/:*?\"<>|".contains(c) { '_' } else { c }).collect();
    Ok(NamedBytes { name: format!("{name}.zip"), bytes: zip_of(files.iter()) })
}

/// Files in a zip, without times, so that the bytes depend on the content alone.
pub fn zip_of<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // Writing to memory does not fail.
        let _ = zip.start_file(name, options);
        let _ = zip.write_all(bytes);
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}
