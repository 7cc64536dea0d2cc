//! A layer's file as geojson, plain or gzipped.
#![no_main]

use libfuzzer_sys::fuzz_target;
use riskmap::dataset::{Files, Formats, read};

const MANIFEST: &str =
    r#"{"schema":"riskmap/1","name":"x","as_of":"2024-01-01","layers":{"LAYER":{"href":"f.geojson"}}}"#;

fuzz_target!(|input: (u8, &[u8])| {
    let layers = riskmap::domain::LayerName::ALL;
    let layer = layers[usize::from(input.0) % layers.len()];
    let mut files = Files::new();
    let manifest = MANIFEST.replace("LAYER", layer.code()).into_bytes();
    if files.insert("city.json", manifest).is_err() || files.insert("f.geojson", input.1.to_vec()).is_err() {
        return;
    }
    if let Ok(loaded) = read(files, &Formats::canonical(), &mut |_| {}) {
        assert!(loaded.report.adds_up());
        let coords = loaded.city.layers().flat_map(|l| l.shapes().coords());
        assert!(coords.into_iter().all(|p| p.is_valid()));
    }
});
