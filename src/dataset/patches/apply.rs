//! Corrections applied to layers, counted and told.

use super::file::cell;
use crate::dataset::report::{LayerReport, Report, Warning, WarningKind, shortened};
use crate::dataset::write::words_of;
use crate::domain::{
    Act, Cell, City, Correction, Edits, Entry, Layer, LayerName, ShapeKind, Standing, Stood, Value, Words, schema,
};
use crate::units::LngLat;
use std::collections::HashMap;

/// Positions are the same up to this, degrees: what is written to seven decimals is read again.
const SAME_DEG: f64 = 1.5e-7;
/// Numbers are the same up to this share of them.
const SAME_SHARE: f64 = 1e-12;

/// Rows that went from a layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Gone {
    merged: u64,
    removed: u64,
}

impl Gone {
    fn of(layer: LayerName, list: &[Entry]) -> Self {
        let mut out = Self::default();
        for correction in list.iter().filter_map(Entry::applied).filter(|c| c.layer == layer) {
            match correction.act {
                Act::Merge { .. } => out.merged += 1,
                Act::Remove { .. } => out.removed += 1,
                Act::Move { .. } | Act::Set { .. } => {}
            }
        }
        out
    }

    /// Counts them among what was merged and skipped.
    fn count(self, report: &mut LayerReport) {
        report.kept = report.kept.saturating_sub(self.merged + self.removed);
        report.merged += self.merged;
        report.skipped += self.removed;
    }

    fn uncount(self, report: &mut LayerReport) {
        report.kept += self.merged + self.removed;
        report.merged = report.merged.saturating_sub(self.merged);
        report.skipped = report.skipped.saturating_sub(self.removed);
    }
}

/// Applies the corrections of a layer to it as it was read, says of each how it stands, and counts the rows that go.
pub fn apply_layer(layer: Layer, list: &mut [Entry], report: &mut LayerReport) -> Layer {
    let name = layer.name();
    if !list.iter().filter_map(Entry::correction).any(|c| c.layer == name) {
        return layer;
    }
    let layer = layer.into_as_read();
    let mut working = Working::new(&layer, list);
    for (at, entry) in (0..).zip(list.iter_mut()) {
        if let Entry::Read { correction, standing } = entry
            && correction.layer == name
        {
            *standing = Some(match working.take(at, correction) {
                Ok(took) => Standing::Applied { took },
                Err(unfit) => unfit,
            });
        }
    }
    let edits = working.edits;
    Gone::of(name, list).count(report);
    let applied = list.iter().filter_map(Entry::applied).any(|c| c.layer == name);
    if applied { layer.corrected(&edits) } else { layer }
}

/// Applies all corrections to a city's layers as they were read.
pub fn apply_all(city: &mut City, report: &mut Report) {
    let mut list = std::mem::take(&mut city.corrections);
    for name in LayerName::ALL {
        if let Some(layer) = city.take(*name) {
            let told = report.layers.entry(name.code().to_owned()).or_default();
            city.insert(apply_layer(layer, &mut list, told));
        }
    }
    city.corrections = list;
}

/// Takes all corrections back, for rows to be added to the layers as they were read or for other corrections.
pub fn undo(city: &mut City, report: &mut Report) {
    uncount(city, report);
    strip(report);
    for name in LayerName::ALL {
        if let Some(layer) = city.take(*name) {
            city.insert(layer.into_as_read());
        }
    }
    for entry in &mut city.corrections {
        if let Entry::Read { standing, .. } = entry {
            *standing = None;
        }
    }
}

/// Applies all corrections anew after [`undo`], and tells what does not fit.
pub fn redo(city: &mut City, report: &mut Report) {
    apply_all(city, report);
    finish(city, report);
}

/// Ends reading: what has found no layer does not fit. Tells what does not fit and what is malformed.
pub fn finish(city: &mut City, report: &mut Report) {
    for entry in &mut city.corrections {
        if let Entry::Read { correction, standing: standing @ None } = entry {
            let why = Words::new("没有这个图层", "there is no such layer");
            *standing = Some(Standing::Unfit { field: "layer".into(), found: correction.layer.code().into(), why });
        }
    }
    tell(city, report);
}

/// A report without what corrections did to its counts: that of the files as they are.
pub fn uncounted(city: &City, report: &Report) -> Report {
    let mut out = report.clone();
    uncount(city, &mut out);
    strip(&mut out);
    out
}

fn uncount(city: &City, report: &mut Report) {
    for name in LayerName::ALL {
        if let Some(told) = report.layers.get_mut(name.code()) {
            Gone::of(*name, &city.corrections).uncount(told);
        }
    }
}

fn strip(report: &mut Report) {
    use WarningKind::{CorrectionRejected, CorrectionUnfit};
    report.warnings.retain(|w| !matches!(w.kind, CorrectionUnfit | CorrectionRejected));
}

fn tell(city: &City, report: &mut Report) {
    strip(report);
    let file = city.manifest.patches.as_deref().unwrap_or(super::PATCHES);
    for (row, entry) in (1..).zip(&city.corrections) {
        let warning = |kind, layer: &str, field: &str, found: &str, text| Warning {
            kind,
            layer: layer.to_owned(),
            file: file.to_owned(),
            row: Some(row),
            field: field.to_owned(),
            found: shortened(found),
            text,
        };
        match entry {
            Entry::Read { correction, standing: Some(Standing::Unfit { field, found, why }) } => {
                let Correction { layer, id, .. } = correction;
                let text = Words::new(
                    format!("更正不再适用，未采用（{layer}:{id}）：{}", why.zh),
                    format!("the correction of {layer}:{id} no longer fits and is not applied: {}", why.en),
                );
                report.warnings.push(warning(WarningKind::CorrectionUnfit, layer.code(), field, found, text));
            }
            Entry::Rejected { field, found, why, .. } => {
                let text = Words::new(
                    format!("更正无法读取，未采用：{}", why.zh),
                    format!("the correction is malformed and is not applied: {}", why.en),
                );
                report.warnings.push(warning(WarningKind::CorrectionRejected, "", field, found, text));
            }
            Entry::Read { .. } => {}
        }
    }
}

/// A layer under correction: what was read, and what has been changed of it so far.
struct Working<'a> {
    layer: &'a Layer,
    rows: HashMap<String, usize>,
    edits: Edits,
}

impl<'a> Working<'a> {
    fn new(layer: &'a Layer, list: &[Entry]) -> Self {
        let own = list.iter().filter_map(Entry::correction).filter(|c| c.layer == layer.name());
        let ids = own.flat_map(|c| {
            let into = match &c.act {
                Act::Merge { into, .. } => Some(into.as_str()),
                _ => None,
            };
            std::iter::once(c.id.as_str()).chain(into)
        });
        let rows = layer.rows_of(ids).into_iter().map(|(id, row)| (id.to_owned(), row)).collect();
        Self { layer, rows, edits: Edits::default() }
    }

    /// Takes a correction, or says why it does not fit. Gives the fields that a row took from one merged into it.
    fn take(&mut self, at: u32, of: &Correction) -> Result<Vec<String>, Standing> {
        let row = self.row("id", &of.id)?;
        let mut took = Vec::new();
        match &of.act {
            Act::Move { to, was } => {
                if self.layer.shapes().get(row).kind() != ShapeKind::Point {
                    return Err(unfit("geometry", "", "它不是点，不能移动", "it is no point and cannot be moved"));
                }
                self.stands_at(row, Some(*was))?;
                self.edits.moved.insert(row, *to);
                self.edits.marks.entry(row).or_default().push(at);
            }
            Act::Set { field, to, was } => {
                let place = schema::position(self.layer.name(), field);
                let Some((place, def)) = place.and_then(|at| Some((at, schema::at(self.layer.name(), at)?))) else {
                    return Err(unfit(field, "", "没有这个字段", "there is no such field"));
                };
                let now = self.value(row, place, def.name);
                if !same(now, cell(def, was.as_deref()).as_ref().map(Cell::value)) {
                    return Err(otherwise(field, now));
                }
                let to = cell(def, to.as_deref());
                self.edits.values.insert((row, place), to);
                self.edits.marks.entry(row).or_default().push(at);
            }
            Act::Merge { into, was } => {
                let stays = self.row("merge_into", into)?;
                self.stands(row, was)?;
                took = self.fill(stays, row);
                self.edits.gone.insert(row, Some(stays));
                self.edits.marks.entry(stays).or_default().push(at);
            }
            Act::Remove { was } => {
                self.stands(row, was)?;
                self.edits.gone.insert(row, None);
            }
        }
        Ok(took)
    }

    fn row(&self, field: &str, id: &str) -> Result<usize, Standing> {
        let Some(row) = self.rows.get(id).copied() else {
            return Err(unfit(field, id, "数据中没有这个编号", "there is no such id in the data"));
        };
        match self.edits.gone.get(&row) {
            None => Ok(row),
            Some(None) => Err(unfit(field, id, "先前的更正已把它移除", "an earlier correction removes it")),
            Some(Some(_)) => Err(unfit(field, id, "先前的更正已把它并入另一条", "an earlier correction merges it")),
        }
    }

    fn value(&self, row: usize, place: usize, field: &str) -> Option<Value<'_>> {
        match self.edits.values.get(&(row, place)) {
            Some(cell) => cell.as_ref().map(Cell::value),
            None => self.layer.value(row, field),
        }
    }

    fn at(&self, row: usize) -> Option<LngLat> {
        let read = || self.layer.shapes().get(row).coords().first().copied();
        self.edits.moved.get(&row).copied().or_else(read)
    }

    fn stands_at(&self, row: usize, was: Option<LngLat>) -> Result<(), Standing> {
        let now = self.at(row);
        let same = match (now, was) {
            (Some(a), Some(b)) => (a.lng - b.lng).abs() <= SAME_DEG && (a.lat - b.lat).abs() <= SAME_DEG,
            (None, None) => true,
            _ => false,
        };
        if same {
            return Ok(());
        }
        let found = now.map_or(String::new(), |at| format!("({}, {})", at.lng, at.lat));
        Err(unfit(
            "geometry",
            &found,
            "它已不在作出更正时的位置；来源可能已改正",
            "it does not lie where it lay when the correction was made; the source may have been mended",
        ))
    }

    fn stands(&self, row: usize, was: &Stood) -> Result<(), Standing> {
        let name = schema::position(self.layer.name(), "name").and_then(|at| self.value(row, at, "name"));
        if !same(name, was.name.as_deref().map(Value::Text)) {
            return Err(otherwise("name", name));
        }
        if self.layer.name().is_spatial() { self.stands_at(row, was.at) } else { Ok(()) }
    }

    /// What a row does not say it takes from the one merged into it.
    fn fill(&mut self, stays: usize, goes: usize) -> Vec<String> {
        let mut took = Vec::new();
        for (place, def) in schema::all(self.layer.name()).enumerate().filter(|(_, def)| !def.name.starts_with('_')) {
            if self.value(stays, place, def.name).is_none()
                && let Some(value) = self.value(goes, place, def.name).map(Cell::of)
            {
                self.edits.values.insert((stays, place), Some(value));
                took.push(def.name.to_owned());
            }
        }
        let extras = |row: usize| {
            let own = self.layer.extras(row).map(|(name, text)| (name.to_owned(), text.to_owned()));
            let late = self.edits.extras.iter().filter(move |((of, _), _)| *of == row);
            own.chain(late.map(|((_, name), text)| (name.clone(), text.clone())))
        };
        let new: Vec<(String, String)> =
            extras(goes).filter(|(name, _)| extras(stays).all(|(known, _)| known != *name)).collect();
        for (name, text) in new {
            took.push(name.clone());
            self.edits.extras.insert((stays, name), text);
        }
        took
    }
}

fn unfit(field: &str, found: &str, zh: &str, en: &str) -> Standing {
    Standing::Unfit { field: field.to_owned(), found: shortened(found), why: Words::new(zh, en) }
}

fn otherwise(field: &str, now: Option<Value<'_>>) -> Standing {
    unfit(
        field,
        &now.map(words_of).unwrap_or_default(),
        "现在的值不是作出更正时的值；来源可能已改正",
        "something else stands there than when the correction was made; the source may have been mended",
    )
}

fn same(a: Option<Value<'_>>, b: Option<Value<'_>>) -> bool {
    match (a, b) {
        (Some(Value::Number(a)), Some(Value::Number(b))) => (a - b).abs() <= SAME_SHARE * a.abs().max(b.abs()),
        (a, b) => a == b,
    }
}
