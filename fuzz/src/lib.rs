//! What the fuzz targets share: random bytes as a layer's file or as a source of an import, and what must hold then.

use riskmap::dataset::import;
use riskmap::dataset::{FileError, Files, Formats, Limits, read};
use riskmap::domain::LayerName;
use std::borrow::Cow;

/// Small caps, so that a run looks for what passes them and not for memory.
fn limits() -> Limits {
    Limits { file_bytes: 16 << 20, total_bytes: 32 << 20, ..Limits::default() }
}

/// Reads a dataset of one layer whose file has this name and these bytes. Counts add up, and no coordinate that is not
/// finite or not on the globe passes the door.
pub fn layer(formats: Formats, file: &str, layer: u8, bytes: &[u8]) {
    let layer = LayerName::ALL[usize::from(layer) % LayerName::ALL.len()];
    let manifest = format!(
        r#"{{"schema":"riskmap/1","name":"x","as_of":"2024-01-01","layers":{{"{}":{{"href":"{file}"}}}}}}"#,
        layer.code()
    );
    let mut files = Files::new();
    if files.insert("city.json", manifest.into_bytes()).is_err() || files.insert(file, bytes.to_vec()).is_err() {
        return;
    }
    if let Ok(loaded) = read(files, &Formats { limits: limits(), ..formats }, &mut |_| {}) {
        assert!(loaded.report.adds_up());
        let coords = loaded.city.layers().flat_map(|l| l.shapes().coords());
        assert!(coords.into_iter().all(|p| p.is_valid()));
    }
}

/// Carries out an import whose every source has these bytes. Counts add up, and what was imported can be written.
pub fn import(plan: &str, bytes: &[u8]) {
    let open = |_: &str| Ok::<_, FileError>(Cow::Borrowed(bytes));
    let formats = Formats { limits: limits(), ..Formats::all() };
    if let Ok(imported) = import::run(plan, &open, &formats, &mut |_| {}) {
        assert!(imported.report.adds_up());
        assert!(imported.into_files().is_ok());
    }
}

/// A plan with one source.
pub fn plan(source: &str) -> String {
    format!("[city]\nname = {{ zh = \"试\", en = \"Test\" }}\nas_of = \"2024-03-03\"\n\n[[source]]\n{source}\n")
}
