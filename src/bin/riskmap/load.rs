//! A dataset from disk into the engine.

use riskmap::dataset::Formats;
use riskmap::engine::{Engine, Job, NamedBytes, Step, open_files};
use std::path::Path;

/// Opens a dataset: a folder with `city.json`, or a .zip of one.
pub fn open(path: &Path) -> Result<Engine, String> {
    let files = files(path)?;
    let mut engine = Engine::new();
    let mut job = open_files(files, Formats::all()).map_err(|e| e.to_string())?;
    loop {
        match job.step(&mut engine).map_err(|e| format!("{}: {e}", path.display()))? {
            Step::Done(_) => return Ok(engine),
            Step::More(_) | Step::Partial(_) => {}
        }
    }
}

/// The files of a folder, with their names relative to it; or the one file.
pub fn files(path: &Path) -> Result<Vec<NamedBytes>, String> {
    let read = |path: &Path, name: String| -> Result<NamedBytes, String> {
        let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(NamedBytes { name, bytes })
    };
    if path.is_file() {
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        return Ok(vec![read(path, name)?]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        for entry in entries {
            let entry = entry.map_err(|e| format!("{}: {e}", folder.display()))?.path();
            if entry.is_dir() {
                folders.push(entry);
            } else {
                let name = entry.strip_prefix(path).unwrap_or(&entry).to_string_lossy().replace('\\', "/");
                found.push(read(&entry, name)?);
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}
