//! The one door through which every format's rows come.
//!
//! A reader finds out once which [`Slot`] each of its columns or properties is, then pushes rows: a number, a
//! geometry, values. The builder judges them by the schema, adds the row or rejects it whole, and counts:
//! read = kept + merged + skipped + rejected.

mod crossing;
mod geometry;
mod ids;
mod lists;
mod value;

pub use geometry::{Position, RawGeometry};
pub use value::RawValue;

use super::crs::Crs;
use super::dates::Offset;
use super::report::{LayerReport, Rejection, Warning, WarningKind, shortened};
use crate::domain::{Field, FieldType, Layer, LayerName, Value, Words, schema};
use crate::units::LngLatBox;
use geometry::{Door, Mended, Placed, Refused};
use ids::IdTable;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use value::Read;

/// At most so many rows of a layer are taken; the rest is rejected.
pub const MAX_ROWS: u32 = 20_000_000;
/// At most so many different unknown fields of a layer are kept.
const MAX_EXTRAS: usize = 256;
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
            keys: KEYS.iter().filter_map(|name| schema::position(layer, name)).collect(),
            kind_text: schema::position(layer, "kind_text"),
            src: position("_src"),
            xy0: position("_xy0"),
            crs0: position("_crs0"),
            keep_source: false,
            door: Door { geometry: layer.geometry(), crs: None, bounds: None },
            layer: Layer::new(layer, file.clone()),
            report: LayerReport::default(),
            file,
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
        }
    }

    /// Goes on with another file of the same layer; rows then say which file they came from (`_src`).
    pub fn set_file(&mut self, file: impl Into<String>) {
        self.file = file.into();
        self.keep_source = true;
    }

    /// Makes every row carry where it came from (`_src`), so that it survives being written anew.
    pub fn keep_source(&mut self) {
        self.keep_source = true;
    }

    /// The coordinate system of what is pushed from now on; `None` is WGS84. Rows then carry their coordinates
    /// before conversion (`_xy0`: the first position) and the system (`_crs0`).
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
        if self.same_rows > 0 {
            let n = self.same_rows;
            let text = Words::new(
                format!("{n} 行没有编号，且与另一行的每个值都相同；按各自独立的记录保留"),
                format!("{n} rows without an id are alike in every value to another row; kept as records of their own"),
            );
            self.warn(WarningKind::SameRow, None, "id", "", text);
        }
        self.layer.finish();
        debug_assert!(self.report.adds_up());
        (self.layer, self.report)
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

    /// Everything about a row that does not depend on other rows.
    fn judge(
        &mut self,
        geometry: RawGeometry<'_>,
        values: &[(Slot, RawValue<'_>)],
    ) -> Result<Placed, (Cow<'static, str>, Refused)> {
        let refuse = |field: &'static str, found: &str, zh: &str, en: &str| {
            let expected = (zh.to_owned(), en.to_owned());
            (Cow::Borrowed(field), Refused { found: found.to_owned(), expected })
        };
        if self.layer.len() as u32 >= MAX_ROWS {
            return Err(refuse("", "", "每层最多 2000 万行", "at most 20 million rows a layer"));
        }
        let (placed, mended) = self.door.place(geometry).map_err(|r| (Cow::Borrowed("geometry"), r))?;
        self.note_mended(mended, &placed);
        for &(slot, raw) in values {
            match slot {
                Slot::None => {}
                Slot::Id => {
                    if self.id.is_empty() {
                        self.id.push_str(raw.shown().trim());
                    }
                    if self.id.len() > MAX_ID || self.id.contains(char::is_control) {
                        return Err(refuse(
                            "id",
                            &self.id,
                            "至多 256 字节的单行文字",
                            "text of one line, at most 256 bytes",
                        ));
                    }
                }
                Slot::Extra(at) => {
                    let shown = raw.shown();
                    let words = shown.trim();
                    if !words.is_empty() && (at as usize) < self.extras.len() {
                        let start = self.text.len();
                        self.text.push_str(words);
                        self.staged_extras.push((at as usize, start, self.text.len()));
                    }
                }
                Slot::Field(at) => self.stage_field(at as usize, raw)?,
            }
        }
        for &at in &self.required {
            if !self.staged.iter().any(|(field, _)| *field == at) {
                let field = self.fields[at];
                return Err((
                    Cow::Borrowed(field.name),
                    Refused { found: String::new(), expected: value::expected(field) },
                ));
            }
        }
        self.stage_origin(geometry);
        Ok(placed)
    }

    fn stage_text(&mut self, at: usize, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.staged.push((at, Staged::Text(start, self.text.len())));
    }

    fn is_staged(&self, at: usize) -> bool {
        self.staged.iter().any(|(field, _)| *field == at)
    }

    fn stage_field(&mut self, at: usize, raw: RawValue<'_>) -> Result<(), (Cow<'static, str>, Refused)> {
        let Some(&field) = self.fields.get(at) else { return Ok(()) };
        let read = value::read(field, raw);
        // A given `kind_text` wins over the one made of an unknown kind, whichever comes first.
        if self.is_staged(at) && Some(at) != self.kind_text {
            return Ok(());
        }
        let plain = match read {
            Read::Missing => return Ok(()),
            Read::Text(text) => {
                if Some(at) == self.kind_text {
                    self.staged.retain(|(field, _)| *field != at);
                }
                self.stage_text(at, &text);
                return Ok(());
            }
            Read::Code(code) => Value::Code(code),
            Read::OtherCode(word) => {
                self.stage_other(field, word);
                Value::Code("other")
            }
            Read::Number(n) => Value::Number(n),
            Read::Flag(f) => Value::Flag(f),
            Read::Date(d) => Value::Date(d),
            Read::DateTime(s, offset) => {
                if offset == Offset::Ignored {
                    self.note(WarningKind::OffsetIgnored, field.name, &raw.shown(), || {
                        Words::new(
                            "时间带有时区；按其钟面时间当作当地时间",
                            "the time has an offset; its own clock was taken as local time",
                        )
                    });
                }
                Value::DateTime(s)
            }
            Read::Wrong => {
                let expected = value::expected(field);
                if field.required {
                    let found = raw.shown().into_owned();
                    return Err((Cow::Borrowed(field.name), Refused { found, expected }));
                }
                self.note(WarningKind::ValueDropped, field.name, &raw.shown(), || {
                    Words::new(
                        format!("应为{}；按未知处理", expected.0),
                        format!("expected {}; taken as unknown", expected.1),
                    )
                });
                return Ok(());
            }
        };
        self.staged.push((at, Staged::Plain(plain)));
        Ok(())
    }

    /// Keeps the words of a kind that is not in the closed list.
    fn stage_other(&mut self, field: &'static Field, word: &str) {
        if word.eq_ignore_ascii_case("other") {
            return;
        }
        match self.kind_text {
            Some(at) if matches!(field.kind, FieldType::Kind(_)) => {
                if !self.is_staged(at) {
                    self.stage_text(at, word);
                }
            }
            _ => {
                if let Slot::Extra(at) = self.slot(&format!("{}_text", field.name)) {
                    let start = self.text.len();
                    self.text.push_str(word);
                    self.staged_extras.push((at as usize, start, self.text.len()));
                }
            }
        }
        self.note(WarningKind::UnknownKind, field.name, word, || {
            Words::new(
                "不在类别表中；按“其他”保留，并记下原文",
                "not in the list of kinds; kept as other, with its own words",
            )
        });
    }

    /// Where the row came from, if it does not say so itself.
    fn stage_origin(&mut self, geometry: RawGeometry<'_>) {
        let Some(code) = self.door.crs.as_ref().map(|c| c.code().to_owned()) else { return };
        let first = match geometry {
            RawGeometry::Point(p) => Some(p),
            RawGeometry::Lines(parts) => parts.iter().flatten().next().copied(),
            RawGeometry::Polygons(members) => members.iter().flatten().flatten().next().copied(),
            RawGeometry::Missing | RawGeometry::Unreadable(_) => None,
        };
        let Some([x, y]) = first.filter(|_| self.layer.name().is_spatial()) else { return };
        if !self.is_staged(self.xy0) {
            self.stage_text(self.xy0, &format!("{x} {y}"));
        }
        if !self.is_staged(self.crs0) {
            self.stage_text(self.crs0, &code);
        }
    }

    fn note(&mut self, kind: WarningKind, field: &'static str, found: &str, text: impl FnOnce() -> Words) {
        self.notes.push(Note { kind, field: Cow::Borrowed(field), found: found.to_owned(), text: text() });
    }

    fn note_mended(&mut self, mended: Mended, placed: &Placed) {
        if mended.closed {
            self.note(WarningKind::RingClosed, "geometry", "", || {
                Words::new("环没有闭合；已闭合", "a ring was not closed; closed")
            });
        }
        if mended.dropped {
            self.note(WarningKind::PartDropped, "geometry", "", || {
                Words::new("有一部分没有长度或面积；已略去", "a part without length or area was left out")
            });
        }
        if mended.crossing {
            self.note(WarningKind::SelfCrossing, "geometry", "", || {
                Words::new(
                    "边界自相交；按原样保留，内外按奇偶规则判定",
                    "the border crosses itself; kept as drawn, inside is told by the even–odd rule",
                )
            });
        }
        if let Placed::Lines(parts) = placed
            && parts.len() > 1
            && self.layer.name() == LayerName::Roads
        {
            self.note(WarningKind::SeveralParts, "geometry", "", || {
                Words::new("一个路段有几段线；原样保留", "a road section of several parts; kept as it is")
            });
        }
    }

    /// Gives a judged row its id and adds it, unless it was there before.
    fn admit(&mut self, row: u32, placed: Placed) -> bool {
        if self.id.is_empty() {
            self.make_id(&placed);
        } else if let Some(twin) = self.ids.find(&self.layer, &self.id) {
            if self.same_as(twin, &placed) {
                self.report.merged += 1;
            } else {
                let expected = (
                    format!("未用过的编号（{} 已用）", self.layer.source(twin)),
                    format!("an id that is not used yet (it is by {})", self.layer.source(twin)),
                );
                let found = self.id.clone();
                self.count_rejection(row, (Cow::Borrowed("id"), Refused { found, expected }));
            }
            return false;
        }
        if self.keep_source && !self.is_staged(self.src) {
            let source = format!("{}#{row}", self.file);
            self.stage_text(self.src, &source);
        }
        placed.push_to(self.layer.shapes_mut());
        for &(at, staged) in &self.staged {
            let value = match staged {
                Staged::Text(start, end) => Value::Text(&self.text[start..end]),
                Staged::Plain(value) => value,
            };
            self.layer.set(at, value);
        }
        for (i, &(at, start, end)) in self.staged_extras.iter().enumerate() {
            if !self.staged_extras[..i].iter().any(|(other, ..)| *other == at) {
                self.layer.set_extra(&self.extras[at], &self.text[start..end]);
            }
        }
        self.ids.insert_next(&self.id);
        self.layer.finish_row(&self.id, row);
        self.report.kept += 1;
        for note in std::mem::take(&mut self.notes) {
            self.warn(note.kind, Some(row), &note.field, &note.found, note.text);
        }
        true
    }

    /// An id from the file's name and the row's key, so that the same row has the same id at the next import.
    fn make_id(&mut self, placed: &Placed) {
        let mut key = ids::hash_bytes(0, self.file.as_bytes());
        for p in placed.positions() {
            key = ids::hash_word(ids::hash_word(key, p.lng.to_bits()), p.lat.to_bits());
        }
        for &at in &self.keys {
            if let Some((_, staged)) = self.staged.iter().find(|(field, _)| *field == at) {
                key = self.hash_staged(ids::hash_word(key, at as u64), *staged);
            }
        }
        let Some(twin) = self.ids.make(&self.layer, key, &mut self.id) else { return };
        // A key that came before: is the whole row the same as the key's first row, or as another of its repeats?
        let mut whole = key;
        for (at, staged) in &self.staged {
            whole = self.hash_staged(ids::hash_word(whole, *at as u64), *staged);
        }
        for &(at, start, end) in &self.staged_extras {
            whole = ids::hash_bytes(ids::hash_word(whole, at as u64), &self.text.as_bytes()[start..end]);
        }
        if !self.repeats.insert(whole) || self.same_as(twin, placed) {
            self.same_rows += 1;
        }
    }

    fn hash_staged(&self, hash: u64, staged: Staged) -> u64 {
        match staged {
            Staged::Text(start, end) => ids::hash_bytes(hash, &self.text.as_bytes()[start..end]),
            Staged::Plain(Value::Text(t) | Value::Code(t)) => ids::hash_bytes(hash, t.as_bytes()),
            Staged::Plain(Value::Number(n)) => ids::hash_word(hash, n.to_bits()),
            Staged::Plain(Value::Flag(f)) => ids::hash_word(hash, u64::from(f)),
            Staged::Plain(Value::Date(d)) => ids::hash_word(hash, d as u64),
            Staged::Plain(Value::DateTime(s)) => ids::hash_word(hash, s as u64),
        }
    }

    /// Whether the judged row says exactly what a row of the layer says; where it came from does not count.
    fn same_as(&self, twin: usize, placed: &Placed) -> bool {
        if !placed.equals(self.layer.shapes().get(twin)) {
            return false;
        }
        let own = self.staged.iter().filter(|(at, _)| *at != self.src).map(|&(at, staged)| {
            let value = match staged {
                Staged::Text(start, end) => Value::Text(&self.text[start..end]),
                Staged::Plain(value) => value,
            };
            (at, value)
        });
        let mut own: Vec<_> = own.collect();
        own.sort_by_key(|(at, _)| *at);
        let theirs = self.layer.values(twin).filter(|(field, _)| field.name != "_src");
        if !theirs.map(|(field, value)| (field.name, value)).eq(own.iter().map(|(at, v)| (self.fields[*at].name, *v))) {
            return false;
        }
        let mut extras: Vec<_> = self
            .staged_extras
            .iter()
            .map(|&(at, start, end)| (self.extras[at].as_str(), &self.text[start..end]))
            .collect();
        let mut others: Vec<_> = self.layer.extras(twin).collect();
        extras.sort_unstable();
        others.sort_unstable();
        extras == others
    }
}

/// The fields that, with the file's name and the geometry, tell rows without an id apart.
const KEYS: &[&str] = &["name", "at", "on", "kind", "class", "vehicle", "danger", "event", "target", "code", "ref"];

#[cfg(test)]
mod tests;
