//! A table of the reader's own on its way into a city: what it holds, how its columns are used, what would come of it.
//! Data only, as it crosses the importer's border; `import::own` does the work.

use super::report::Rejection;
use crate::domain::{LayerName, Words};
use crate::units::{LngLat, LngLatBox};
use serde::{Deserialize, Serialize};

/// A table of more bytes is not opened in the page: its rows, their text and what is made of them stand in memory at once.
pub const LARGEST: u64 = 128 << 20;

/// Whether one file by itself is a table to be matched, by its name; datasets, plans and extracts say themselves what they
/// are. What is no table at all goes the same way, and is told what it is.
pub fn is_lone_table(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let lower = lower.strip_suffix(".gz").unwrap_or(&lower);
    let others = [".zip", ".toml", ".pbf", ".osm", ".osm.xml", "city.json"];
    !others.iter().any(|ending| lower.ends_with(ending))
}

/// A file that is too large to be opened in the page.
pub fn too_large(name: &str, most: u64) -> Words {
    let mb = most >> 20;
    Words::new(
        format!("{name} 超过 {mb} MB，网页不读这么大的文件；请用命令行 riskmap import 导入"),
        format!(
            "{name} has more than {mb} MB, which the page does not read; import it with riskmap import on the command line"
        ),
    )
}

/// What is asked about the table that the importer holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum OwnAsk {
    /// What it holds and how it is best read: as a layer, or as whichever it seems to be.
    Guess {
        /// The layer.
        layer: Option<LayerName>,
        /// Where it goes.
        into: OwnPlace,
    },
    /// What would come of a choice.
    Judge {
        /// The choice.
        choice: OwnChoice,
        /// Where it goes.
        into: OwnPlace,
    },
    /// The dataset that comes of it.
    Take {
        /// The choice.
        choice: OwnChoice,
        /// Where it goes.
        into: OwnPlace,
    },
    /// The rows that would be rejected, with their own cells and the reason, as CSV.
    Rejected {
        /// The choice.
        choice: OwnChoice,
        /// Where it goes.
        into: OwnPlace,
        /// Reasons in Chinese, else in English.
        zh: bool,
    },
}

/// Where a table goes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnPlace {
    /// The box of the open city; none when none is open.
    pub near: Option<LngLatBox>,
    /// Today, YYYY-MM-DD.
    pub today: String,
}

/// What a table holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnTable {
    /// The file's name.
    pub file: String,
    /// Its format, and of text the encoding.
    pub form: String,
    /// Rows behind the header.
    pub rows: u64,
    /// Lines or sheet rows above the header.
    pub above: u32,
    /// Features have a geometry of their own.
    pub shapes: bool,
    /// The columns.
    pub columns: Vec<OwnColumn>,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnColumn {
    /// Its name.
    pub name: String,
    /// In how many rows something stands.
    pub filled: u64,
    /// The first different values.
    pub samples: Vec<String>,
}

/// How a table is best read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnGuess {
    /// The layers that its shapes allow, the likeliest first.
    pub layers: Vec<LayerName>,
    /// How sure the layer is.
    pub layer_sure: Sure,
    /// The choice.
    pub choice: OwnChoice,
    /// How sure each column's use is.
    pub sure: Vec<Sure>,
    /// The coordinate systems that its numbers can be in, the likeliest first.
    pub systems: Vec<OwnSystem>,
    /// How sure the system is; `Asked` leaves the choice without one.
    pub system_sure: Sure,
    /// What there is to know: why the system, which words of a column mean what.
    pub notes: Vec<Words>,
}

/// How sure a guess is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sure {
    /// Nothing speaks for one answer: the reader is asked.
    Asked,
    /// Something speaks for it.
    Likely,
    /// It says so itself.
    Sure,
}

/// A coordinate system that numbers can be in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnSystem {
    /// Its code, as a plan has it.
    pub code: String,
    /// What it is called.
    pub name: Words,
    /// The share of sampled rows that then lie in the open city's box, 0…1; none when no city is open.
    pub inside: Option<f64>,
}

/// How a table is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnChoice {
    /// As which layer.
    pub layer: LayerName,
    /// What each column is.
    pub columns: Vec<ColumnUse>,
    /// Values that every row has: field and value.
    pub fixed: Vec<(String, String)>,
    /// The coordinate system's code; none while it has not been said.
    pub system: Option<String>,
    /// It takes the place of what the open city's layer holds.
    pub replaces: bool,
}

/// What a column is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ColumnUse {
    /// No field: its words stay under its name.
    Keep,
    /// The id.
    Id,
    /// Longitude or easting.
    X,
    /// Latitude or northing.
    Y,
    /// Both in one cell, longitude or easting first.
    Xy,
    /// Well-known text.
    Wkt,
    /// A field of the schema.
    Field(String),
    /// Tonnes of the substance that another column names.
    Quantity,
}

impl ColumnUse {
    /// Whether it says where a row is.
    pub fn is_place(&self) -> bool {
        matches!(self, Self::X | Self::Y | Self::Xy | Self::Wkt)
    }
}

/// What would come of a choice: read = taken + merged + skipped + rejected.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnOutcome {
    /// Rows of the file.
    pub read: u64,
    /// Rows that would be features.
    pub taken: u64,
    /// Rows that say again what another says.
    pub merged: u64,
    /// Rows in which nothing stands.
    pub skipped: u64,
    /// Rows that would not be taken.
    pub rejected: u64,
    /// The first of them.
    pub rejections: Vec<Rejection>,
    /// The fields of the preview.
    pub fields: Vec<String>,
    /// The first rows as they would be read.
    pub rows: Vec<OwnRow>,
    /// What would be noticed, by kind: how often, and the first.
    pub noticed: Vec<OwnNotice>,
    /// Rows that would lie in the open city's box; none when none is open or rows have no places.
    pub inside: Option<u64>,
    /// Where they would lie.
    pub bounds: Option<LngLatBox>,
    /// The coordinate systems that the chosen columns can be in.
    pub systems: Vec<OwnSystem>,
    /// The first positions as they are, where they are degrees: whether roads tell their system is asked of the engine.
    pub degrees: Vec<LngLat>,
    /// The plan that says all this, as `riskmap import` takes it.
    pub plan: String,
}

/// A row as it would be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnRow {
    /// Its number in the file, from 1.
    pub row: u32,
    /// Where it would be.
    pub at: Option<LngLat>,
    /// Its values, by the preview's fields, as files have them.
    pub values: Vec<Option<String>>,
}

/// Something that would be noticed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnNotice {
    /// How often.
    pub count: u64,
    /// The row of the first; none when it is about the file.
    pub row: Option<u32>,
    /// Its field, or empty.
    pub field: String,
    /// What stood there, or empty.
    pub found: String,
    /// The sentence.
    pub text: Words,
}

/// What fields and codes are called, Chinese and English: the page's own words, which tables are matched by, too.
#[derive(Clone, Copy)]
pub struct Labels {
    /// Of a layer's field.
    pub field: fn(LayerName, &str) -> Words,
    /// Of a code of a field's closed list.
    pub code: fn(LayerName, &str, &str) -> Words,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_itself_what_it_is_is_no_lone_table() {
        for name in ["a.csv", "名单.xlsx", "a.geojson", "a.json", "a.csv.gz", "a.png", "a"] {
            assert!(is_lone_table(name), "{name}");
        }
        for name in ["a.zip", "plan.toml", "a.osm.pbf", "A.OSM", "x/city.json", "a.osm.gz"] {
            assert!(!is_lone_table(name), "{name}");
        }
    }
}
