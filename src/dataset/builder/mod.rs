//! The one door through which every format's rows come.
//!
//! A reader finds out once which [`Slot`] each of its columns or properties is, then pushes rows: a number, a
//! geometry, values. The builder judges them by the schema (`judge`), adds the row or its twin's count (`admit`) or
//! rejects it whole, and counts: read = kept + merged + skipped + rejected.

mod admit;
mod crossing;
mod geometry;
mod ids;
mod judge;
mod lists;
mod value;

pub use geometry::{Position, RawGeometry};
pub use value::{RawValue, judged};

use super::crs::Crs;
use super::report::{LayerReport, Rejection, Warning, WarningKind, shortened};
use crate::domain::{Field, Layer, LayerName, Value, Words, schema};
use crate::units::LngLatBox;
use geometry::{Door, Refused};
use ids::IdTable;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// At most so many rows of a layer are taken; the rest is rejected.
pub const MAX_ROWS: u32 = 20_000_000;
/// At most so many different unknown fields of a layer are kept.
const MAX_EXTRAS: usize = 256;
/// What reports call the positions of a format that has no column for them.
const GEOMETRY: &str = "geometry";
/// The longest id, bytes.
const MAX_ID: usize = 256;

/// What a column or property of a file is in its layer. From [`LayerBuilder::slot`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The feature's id.
    Id,
    /// A field of the schema, by its position.
    Field(u16),
    /// A field that the schema does not know, kept as text.
    Extra(u16),
    /// Not kept: one unknown field too many.
    None,
}

/// A value that has been judged and waits for the rest of its row. Text lies in the builder's scratch.
#[derive(Clone, Copy, Debug)]
enum Staged {
    Text(usize, usize),
    Plain(Value<'static>),
}

/// Builds a layer from the rows of one or more files.
pub struct LayerBuilder {
    layer: Layer,
    report: LayerReport,
    file: String,
    /// What reports call the column of the positions.
    place: String,
    fields: Vec<&'static Field>,
    required: Vec<usize>,
    keys: Vec<usize>,
    kind_text: Option<usize>,
    src: usize,
    xy0: usize,
    crs0: usize,
    keep_source: bool,
    door: Door,
    ids: IdTable,
    extras: Vec<String>,
    slots: HashMap<String, Slot>,
    // Scratch of the row being judged, kept to save allocations.
    staged: Vec<(usize, Staged)>,
    staged_extras: Vec<(usize, usize, usize)>,
    text: String,
    id: String,
    notes: Vec<Note>,
    /// Whole rows whose key came before, and how many of them say what another row says.
    repeats: HashSet<u64>,
    same_rows: u64,
    places: Places,
}

/// What is counted of a file's coordinates.
#[derive(Debug, Default)]
struct Places {
    /// Rows with a position that was refused, and how many of these positions fit with x and y swapped.
    refused: u64,
    fit_swapped: u64,
    /// Rows whose easting was mended, what was done to the first, and what stood there.
    mended: u64,
    first_mended: Option<([&'static str; 2], f64)>,
}

/// A warning that is only given if its row is kept.
#[derive(Debug)]
struct Note {
    kind: WarningKind,
    field: Cow<'static, str>,
    found: String,
    text: Words,
}

impl LayerBuilder {
    /// Starts a layer. `file` is what reports call the file, and part of what missing ids are made from.
    pub fn new(layer: LayerName, file: impl Into<String>) -> Self {
        let file = file.into();
        let fields: Vec<_> = schema::all(layer).collect();
        let position = |name| schema::position(layer, name).unwrap_or(usize::MAX);
        Self {
            required: fields.iter().enumerate().filter(|(_, f)| f.required).map(|(i, _)| i).collect(),
            keys: admit::KEYS.iter().filter_map(|name| schema::position(layer, name)).collect(),
            kind_text: schema::position(layer, "kind_text"),
            src: position("_src"),
            xy0: position("_xy0"),
            crs0: position("_crs0"),
            keep_source: false,
            door: Door { geometry: layer.geometry(), crs: None, bounds: None },
            layer: Layer::new(layer, file.clone()),
            report: LayerReport::default(),
            file,
            place: GEOMETRY.to_owned(),
            fields,
            ids: IdTable::default(),
            extras: Vec::new(),
            slots: HashMap::new(),
            staged: Vec::new(),
            staged_extras: Vec::new(),
            text: String::new(),
            id: String::new(),
            notes: Vec::new(),
            repeats: HashSet::new(),
            same_rows: 0,
            places: Places::default(),
        }
    }

    /// Goes on with another file of the same layer; rows then say which file they came from (`_src`).
    pub fn set_file(&mut self, file: impl Into<String>) {
        self.say_of_file();
        self.file = file.into();
        GEOMETRY.clone_into(&mut self.place);
        self.keep_source = true;
    }

    /// What the file calls the column or columns of its positions, for reports; `geometry` unless it is said.
    pub fn name_place(&mut self, columns: &[&str]) {
        self.place = columns.join(", ");
    }

    /// Makes every row carry where it came from (`_src`), so that it survives being written anew.
    pub fn keep_source(&mut self) {
        self.keep_source = true;
    }

    /// The coordinate system of what is pushed from now on; `None` is WGS84. Rows then carry their coordinates
    /// before conversion (`_xy0`: of a line or an area its first corner) and the system (`_crs0`).
    pub fn set_crs(&mut self, crs: Option<Box<dyn Crs>>) {
        self.door.crs = crs;
    }

    /// Rejects what lies outside from now on.
    pub fn set_bounds(&mut self, bounds: Option<LngLatBox>) {
        self.door.bounds = bounds;
    }

    /// Which layer is being built.
    pub fn layer(&self) -> LayerName {
        self.layer.name()
    }

    /// The file whose rows are being pushed.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Rows seen so far.
    pub fn rows_read(&self) -> u64 {
        self.report.read
    }

    /// What became of the rows so far: the counts, without details.
    pub fn counts(&self) -> LayerReport {
        let LayerReport { read, kept, merged, skipped, rejected_count, .. } = self.report;
        LayerReport { read, kept, merged, skipped, rejected_count, ..LayerReport::default() }
    }

    /// What a column or property of this name is. Names are matched exactly, then without regard to case.
    pub fn slot(&mut self, name: &str) -> Slot {
        if let Some(slot) = self.slots.get(name) {
            return *slot;
        }
        let trimmed = name.trim();
        let field = |f: &&'static Field| f.name == trimmed;
        let loosely = |f: &&'static Field| f.name.eq_ignore_ascii_case(trimmed);
        let position = self.fields.iter().position(field).or_else(|| self.fields.iter().position(loosely));
        let slot = match position {
            _ if trimmed.eq_ignore_ascii_case("id") => Slot::Id,
            Some(at) => Slot::Field(at as u16),
            None if trimmed.is_empty() => Slot::None,
            None => match self.extras.iter().position(|e| e == trimmed) {
                Some(at) => Slot::Extra(at as u16),
                None if self.extras.len() < MAX_EXTRAS => {
                    self.extras.push(trimmed.to_owned());
                    Slot::Extra(self.extras.len() as u16 - 1)
                }
                None => Slot::None,
            },
        };
        if self.slots.len() < 4 * MAX_EXTRAS {
            self.slots.insert(name.to_owned(), slot);
        }
        slot
    }

    /// The slot of a name that the schema knows; unlike [`Self::slot`] it takes no new field in.
    pub fn slot_of_known(&self, name: &str) -> Option<Slot> {
        match self.slots.get(name) {
            Some(slot) => Some(*slot),
            None => schema::position(self.layer.name(), name).map(|at| Slot::Field(at as u16)),
        }
    }

    /// The schema's field of a slot.
    pub fn field(&self, slot: Slot) -> Option<&'static Field> {
        match slot {
            Slot::Field(at) => self.fields.get(at as usize).copied(),
            _ => None,
        }
    }

    /// Judges a row and adds it, merges it with its twin, or rejects it whole. `row` counts from 1 in the file. Of two
    /// values of one slot the first counts. Returns whether the row was kept.
    pub fn push(&mut self, row: u32, geometry: RawGeometry<'_>, values: &[(Slot, RawValue<'_>)]) -> bool {
        self.report.read += 1;
        self.staged.clear();
        self.staged_extras.clear();
        self.text.clear();
        self.id.clear();
        self.notes.clear();
        match self.judge(geometry, values) {
            Ok(placed) => self.admit(row, placed),
            Err(refusal) => {
                self.count_place(geometry);
                self.count_rejection(row, refusal);
                false
            }
        }
    }

    /// Rejects a row that the reader itself could not make sense of.
    pub fn reject(&mut self, row: u32, field: &str, found: &str, expected_zh: &str, expected_en: &str) {
        self.report.read += 1;
        let refused = Refused { found: found.to_owned(), expected: (expected_zh.to_owned(), expected_en.to_owned()) };
        self.count_rejection(row, (Cow::Owned(field.to_owned()), refused));
    }

    /// Counts rows that were left out on purpose.
    pub fn skip(&mut self, rows: u64) {
        self.report.read += rows;
        self.report.skipped += rows;
    }

    /// Counts rows that were merged into another before they came here.
    pub fn merge(&mut self, rows: u64) {
        self.report.read += rows;
        self.report.merged += rows;
    }

    /// Notes something about a row that is kept, or about the file (no row).
    pub fn warn(&mut self, kind: WarningKind, row: Option<u32>, field: &str, found: &str, text: Words) {
        let (layer, file) = (self.layer.name().code(), &self.file);
        self.report.warn(kind, || Warning {
            kind,
            layer: layer.to_owned(),
            file: file.clone(),
            row,
            field: field.to_owned(),
            found: shortened(found),
            text,
        });
    }

    /// The layer and what became of its rows.
    pub fn finish(mut self) -> (Layer, LayerReport) {
        self.say_of_file();
        self.layer.finish();
        debug_assert!(self.report.adds_up());
        (self.layer, self.report)
    }

    /// Whether a rejected row's position is at fault, and whether it would fit with x and y swapped.
    fn count_place(&mut self, geometry: RawGeometry<'_>) {
        if let Some([x, y]) = geometry.positions().find(|p| self.door.position(*p).is_err()) {
            self.places.refused += 1;
            self.places.fit_swapped += u64::from(self.door.position([y, x]).is_ok());
        }
    }

    /// Says what was counted of the file that ends.
    fn say_of_file(&mut self) {
        self.say_same_rows();
        let Places { refused: n, fit_swapped, mended, first_mended } = std::mem::take(&mut self.places);
        // One or two among many are typing errors, which fit swapped by chance.
        if n > 0 && fit_swapped == n && (n > 2 || self.report.kept == 0) {
            let text = Words::new(
                format!("{n} 行因坐标无效被拒绝；x 与 y（经度与纬度）互换后全部有效，可能列写反了"),
                format!(
                    "{n} rows were rejected for their coordinates; all of them fit if x and y (longitude and latitude) are swapped"
                ),
            );
            let place = self.place.clone();
            self.warn(WarningKind::SwappedRefused, None, &place, "", text);
        }
        if let Some(([zh, en], x)) = first_mended {
            let code = self.door.crs.as_ref().map_or("", |crs| crs.code()).to_owned();
            let text = Words::new(format!("{code}：{mended} 行：{zh}"), format!("{code}: {mended} rows: {en}"));
            let place = self.place.clone();
            self.warn(WarningKind::ZoneMended, None, &place, &x.to_string(), text);
        }
    }

    fn say_same_rows(&mut self) {
        let n = std::mem::take(&mut self.same_rows);
        if n > 0 {
            let text = Words::new(
                format!("{n} 行没有编号，且与另一行的每个值都相同；按各自独立的记录保留"),
                format!("{n} without an id say in every value what another row says; kept as records of their own"),
            );
            self.warn(WarningKind::SameRow, None, "id", "", text);
        }
    }

    fn count_rejection(&mut self, row: u32, (field, refused): (Cow<'static, str>, Refused)) {
        let (expected_zh, expected) = refused.expected;
        self.report.reject(Rejection {
            file: self.file.clone(),
            row,
            field: field.into_owned(),
            found: shortened(&refused.found),
            expected,
            expected_zh,
        });
    }
}

#[cfg(test)]
mod tests;
