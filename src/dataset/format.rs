//! What a file format is to the dataset: endings and a reader. Formats are handed in as a value, so that a program
//! that never names a format does not carry it.

use super::builder::LayerBuilder;
use super::crs::{self, Crs};
use super::files::MANIFEST;
use super::limits::Limits;
use crate::domain::Words;

/// Reads one layer's file in pieces as they arrive, and pushes its rows into a builder.
///
/// A row that makes no sense is rejected by the builder and reading goes on. An error means that nothing more of the
/// file can be read; rows pushed before it stay.
pub trait LayerReader {
    /// Takes the next piece of the file, of any length.
    fn feed(&mut self, bytes: &[u8], rows: &mut LayerBuilder) -> Result<(), FileError>;

    /// Says that the file has ended.
    fn finish(&mut self, rows: &mut LayerBuilder) -> Result<(), FileError>;

    /// Says that nothing more of the file can be had, damaged as it is: whoever has gathered rows pushes those that are
    /// whole. Why is said elsewhere.
    fn broken_off(&mut self, _rows: &mut LayerBuilder) {}
}

/// Why a file could not be read (any further).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .words.en)]
pub struct FileError {
    /// The sentence for people.
    pub words: Words,
    /// Whether the importer (or the command line) can read it.
    pub needs_importer: bool,
}

impl FileError {
    /// A file that cannot be read by anyone.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { words: Words::new(zh, en), needs_importer: false }
    }

    /// A file that is fine, but not for this program.
    pub fn foreign(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { words: Words::new(zh, en), needs_importer: true }
    }
}

/// Opens a coordinate system by its code.
pub type OpenCrs = fn(&str) -> Result<Option<Box<dyn Crs>>, FileError>;

/// What a reader may need to know when it starts.
#[derive(Clone)]
pub struct Opening {
    /// Caps on what a file may make the program hold.
    pub limits: Limits,
    /// Opens a coordinate system that the file itself names.
    pub open_crs: OpenCrs,
    /// The manifest names this file's coordinate system: what the file says of it does not count.
    pub crs_is_declared: bool,
}

/// A file format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name in the manifest's `format`.
    pub name: &'static str,
    /// The endings of its files, lower case, without the dot; `.gz` is taken off before.
    pub endings: &'static [&'static str],
    /// Starts to read a file.
    pub open: fn(&Opening) -> Box<dyn LayerReader>,
}

/// The formats and coordinate systems that a program can read.
#[derive(Clone)]
pub struct Formats {
    /// The formats; of two that fit the first counts.
    pub formats: Vec<Format>,
    /// The coordinate systems; `Ok(None)` is WGS84.
    pub open_crs: OpenCrs,
    /// Caps on what a file may make the program hold.
    pub limits: Limits,
}

impl Formats {
    /// GeoJSON and UTF-8 CSV in WGS84 or CGCS2000: what the engine reads.
    pub fn canonical() -> Self {
        Self {
            formats: vec![super::geojson::FORMAT, super::csv::FORMAT],
            open_crs: plain_crs,
            limits: Limits::default(),
        }
    }

    /// The format of a file, by the name that the manifest gives or else by the file's ending.
    pub fn find(&self, named: Option<&str>, href: &str) -> Option<&Format> {
        if let Some(name) = named {
            return self.formats.iter().find(|f| f.name.eq_ignore_ascii_case(name));
        }
        let lower = href.to_ascii_lowercase();
        let stem = lower.strip_suffix(".gz").unwrap_or(&lower);
        let fits = |ending: &&str| stem.strip_suffix(*ending).is_some_and(|s| s.ends_with('.'));
        self.formats.iter().find(|f| f.endings.iter().any(fits))
    }
}

/// Whether a file is of a format that only the importer and the command line read, by its name.
pub fn needs_importer(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let plain = lower.strip_suffix(".gz").unwrap_or(&lower);
    [".pbf", ".osm", ".xlsx", ".toml", ".gpkg"].iter().any(|ending| plain.ends_with(ending))
}

/// Whether some files have one among them that only the importer reads, by their names. Beside a manifest a TOML file is a rule
/// pack, which is read everywhere; without one it is an import plan.
pub fn any_needs_importer<'a>(names: impl Iterator<Item = &'a str> + Clone) -> bool {
    let dataset = names.clone().any(|name| name == MANIFEST || name.ends_with("/city.json"));
    let is_pack = |name: &str| dataset && name.to_ascii_lowercase().ends_with(".toml");
    names.into_iter().any(|name| needs_importer(name) && !is_pack(name))
}

/// WGS84 and CGCS2000; everything else needs the importer.
pub fn plain_crs(code: &str) -> Result<Option<Box<dyn Crs>>, FileError> {
    if crs::is_plain(code) {
        return Ok(None);
    }
    Err(FileError::foreign(
        format!("坐标系 {code:?} 需先导入转换（riskmap import，或在页面中打开此文件）"),
        format!("coordinate system {code:?} must be imported first (riskmap import, or open the file in the page)"),
    ))
}

#[cfg(test)]
mod tests {
    use super::any_needs_importer;

    #[test]
    fn a_rule_pack_beside_a_manifest_is_no_import_plan() {
        let any = |names: &[&str]| any_needs_importer(names.iter().copied());
        assert!(any(&["plan.toml", "a.csv"]) && any(&["city.json", "a.xlsx", "r.toml"]));
        assert!(any(&["city.json", "a.gpkg"]) && any(&["A.GPKG"]));
        assert!(!any(&["city.json", "rules/r.toml"]) && !any(&["x/city.json", "x/r.TOML"]));
    }
}
