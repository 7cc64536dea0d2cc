//! A layer as a table: which rows, in which order, a window of them.

use super::{Area, FeatureRef, Known, Listing, Loosened};
use crate::domain::{LayerName, Level, Words, ranges};
use crate::text::{self, Lang};
use serde::{Deserialize, Serialize};

/// Which rows of a layer stand in a table, and in which order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowsQuery {
    /// The layer.
    pub layer: LayerName,
    /// Only what lies in an area; none is the whole city.
    pub area: Option<Area>,
    /// Only rows in which each of these words occurs, in their id or any text; empty is all.
    pub text: String,
    /// What decides the order, the first key first; rows that are equal in all of them stand as in the list, or
    /// as in the file. What is unknown comes last, whichever way a key runs.
    pub sort: Vec<SortKey>,
    /// Only what a workbench lists, in its order where no key decides; none is the whole layer.
    pub listing: Option<Listing>,
    /// The day of levels, YYYY-MM-DD; none is the day of the data.
    pub as_of: Option<String>,
    /// In which language names are compared.
    pub lang: Lang,
}

/// A column that rows are sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SortKey {
    /// The column.
    pub column: ColumnKey,
    /// Largest, latest or last in the alphabet first.
    pub descending: bool,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ColumnKey {
    /// The feature's id.
    Id,
    /// Its name.
    Name,
    /// Its level on the day, worst first.
    Level,
    /// The district that it lies in.
    District,
    /// What the workbench computes of the rows that it lists.
    Figure(Figure),
    /// A field of the schema.
    Field(String),
    /// A field that the schema does not know, as text.
    Extra(String),
}

/// A figure that a workbench computes of the rows that it lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Figure {
    /// Crashes on a road section, as filtered.
    Crashes,
    /// These per km.
    CrashesPerKm,
    /// People killed in them, as far as the crashes say.
    Deaths,
    /// The section's length, metres.
    LengthM,
    /// From a venue to the nearest fire station, metres, straight line.
    StationM,
    /// From a venue to the nearest hydrant that is not known to be dry, metres, straight line.
    HydrantM,
}

impl Figure {
    /// Its name in files, and that of the number that a list is narrowed by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Crashes => ranges::CRASHES,
            Self::CrashesPerKm => ranges::CRASHES_PER_KM,
            Self::Deaths => ranges::DEATHS,
            Self::LengthM => ranges::LENGTH_M,
            Self::StationM => ranges::STATION_M,
            Self::HydrantM => ranges::HYDRANT_M,
        }
    }

    /// Its unit, of rows of its layer; empty for counts, and where its name says it.
    pub fn unit(self, layer: LayerName) -> &'static str {
        ranges::number_unit(layer, self.name()).unwrap_or_default()
    }

    /// Decimals that say all that is known.
    pub const fn decimals(self) -> usize {
        match self {
            Self::Crashes | Self::Deaths => 0,
            Self::CrashesPerKm => 3,
            Self::LengthM | Self::StationM | Self::HydrantM => 1,
        }
    }

    const fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Crashes => lang.pick("事故", "Crashes"),
            Self::CrashesPerKm => lang.pick("每公里事故", "Crashes per km"),
            Self::Deaths => lang.pick("死亡", "Killed"),
            Self::LengthM => lang.pick("路段长", "Length"),
            Self::StationM => lang.pick("最近消防站", "Nearest station"),
            Self::HydrantM => lang.pick("最近消火栓（干栓不计）", "Nearest hydrant (not dry)"),
        }
    }
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnKind {
    /// Words, codes, dates, yes and no.
    Words,
    /// Numbers.
    Number,
    /// Lists of records.
    List,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowsColumn {
    /// Which one.
    pub key: ColumnKey,
    /// The unit of its numbers; empty for others, counts and ratios.
    pub unit: String,
    /// What its cells are.
    pub kind: ColumnKind,
    /// In how many of the layer's rows it is known; a figure in how many of those that the workbench lists.
    pub known: u32,
}

/// A window of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowsPage {
    /// What was asked.
    pub query: RowsQuery,
    /// The layer's columns that any row fills.
    pub columns: Vec<RowsColumn>,
    /// Rows of the layer.
    pub all: u32,
    /// Rows of the layer that the workbench lists; all where it is not asked for what it lists.
    pub listed: u32,
    /// Rows of the table.
    pub total: u32,
    /// Where there are none: what to loosen.
    pub loosened: Loosened,
    /// The place of the window's first row in the table.
    pub from: u32,
    /// The window.
    pub rows: Vec<RowsRow>,
    /// The place of the marked feature in the table; none where it is not in it.
    pub marked: Option<u32>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowsRow {
    /// The feature.
    pub of: FeatureRef,
    /// Its id.
    pub id: String,
    /// Its name; its id where it has none.
    pub name: Words,
    /// Its level; none for what has no level.
    pub level: Option<Level>,
    /// Its district.
    pub district: Option<Words>,
    /// Its values of the page's columns that are figures or fields, known to the schema or not, in their order.
    pub cells: Vec<Known>,
}

/// The kind of file that a table becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowsFormat {
    /// CSV, UTF-8 with BOM.
    Csv,
    /// Fields between tabs, to be pasted into a spreadsheet.
    Text,
    /// A workbook of a sheet with the rows and a sheet with what they rest on.
    Xlsx,
    /// GeoJSON, WGS84, with every field that a row has.
    GeoJson,
}

impl ColumnKey {
    /// Its name in files.
    pub fn name(&self) -> &str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Level => "level",
            Self::District => "district",
            Self::Figure(figure) => figure.name(),
            Self::Field(name) | Self::Extra(name) => name,
        }
    }
}

impl RowsColumn {
    /// What it is called.
    pub fn title(&self, layer: LayerName, lang: Lang) -> String {
        match &self.key {
            ColumnKey::Id => lang.pick("编号", "ID").to_owned(),
            ColumnKey::Name => lang.pick("名称", "Name").to_owned(),
            ColumnKey::Level => lang.pick("风险等级", "Risk level").to_owned(),
            ColumnKey::District => lang.pick("所在行政区", "District").to_owned(),
            ColumnKey::Figure(figure) => figure.title(lang).to_owned(),
            ColumnKey::Field(name) => text::field(layer, name, lang),
            ColumnKey::Extra(name) => name.clone(),
        }
    }

    /// Its unit in words.
    pub fn unit_said(&self, lang: Lang) -> &str {
        text::unit(&self.unit, lang)
    }

    /// Its name in files, with the unit where that is not part of it.
    pub fn name_with_unit(&self) -> String {
        match self.unit.as_str() {
            "" => self.key.name().to_owned(),
            _ if matches!(self.key, ColumnKey::Figure(_)) => self.key.name().to_owned(),
            unit if self.key.name().ends_with(&format!("_{unit}")) => self.key.name().to_owned(),
            unit => format!("{} ({unit})", self.key.name()),
        }
    }
}
