//! The real open data that the plans of data/plans name, where it lies beside the project.

use riskmap::dataset::import::{self, Imported};
use riskmap::dataset::{FileError, Formats};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Carries out a plan of data/plans; nothing where its data is absent, which is said aloud.
pub fn imported(plan: &str) -> Option<Imported> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/plans");
    let text = std::fs::read_to_string(folder.join(format!("{plan}.toml"))).expect("the plan is part of the project");
    let missing: Vec<PathBuf> = import::Plan::parse(&text)
        .expect("the plan can be read")
        .sources
        .iter()
        .map(|s| folder.join(&s.file))
        .filter(|path| !path.exists())
        .collect();
    if let Some(path) = missing.first() {
        println!("SKIPPED: {plan}: {} absent", path.display());
        return None;
    }
    let open = |file: &str| {
        let bytes = std::fs::read(folder.join(file)).map_err(|e| FileError::new(e.to_string(), e.to_string()))?;
        Ok(Cow::Owned(bytes))
    };
    let imported = import::run(&text, &open, &Formats::all(), &mut |_| {}).unwrap_or_else(|e| panic!("{plan}: {e}"));
    for (layer, report) in &imported.report.layers {
        assert!(report.adds_up(), "{plan}: {layer}: {report:?}");
    }
    Some(imported)
}
