//! What differs between an earlier dataset and the open one: rows added, gone, moved, altered, levels up and down.
//!
//! The earlier city is opened in an engine of its own, rated on its own day, compared layer by layer and dropped.

use super::super::load::open_files;
use super::super::open::{Open, anchor};
use super::super::protocol::{
    ChangesTable, ColumnKey, DataOf, EngineError, FeatureRef, Known, LayerChanges, NamedBytes, Presence, Progress,
    Reply, RowChange, ValueChange,
};
use super::super::{Begun, Engine, Job, Step};
use super::levels::Teller;
use super::rows::cell;
use crate::dataset::Formats;
use crate::domain::{Cells, FieldType, Layer, LayerName, Level, TextColumn, schema};
use crate::risk::assess::RATED;
use crate::units::LngLat;
use std::collections::{BTreeSet, HashMap};

/// So many rows come back; the export has all that are held.
const LISTED: usize = 500;

/// So many rows of a layer are held of those gone, of those added, and of those with another place or value alone: a layer
/// whose ids were given anew has all its rows gone and added. All are counted, and every level that changed is held.
pub const HELD: u32 = 20_000;

/// Coordinates that differ by less are the same: a centimetre, and what rounding to seven decimals does.
const SAME_DEGREES: f64 = 1.01e-7;

/// Fields of bookkeeping: where a row was read from says nothing about the place.
fn is_told(field: &str) -> bool {
    !field.starts_with('_')
}

/// Begins the comparison with an earlier dataset.
pub fn changes(engine: &mut Engine, older: Vec<NamedBytes>) -> Result<Begun, EngineError> {
    engine.open()?;
    let opening = open_files(older, Formats::canonical())?;
    Ok(Begun::Working(Box::new(Comparing {
        older: Engine::new(),
        opening: Some(Box::new(opening)),
        layers: LayerName::ALL.to_vec(),
        table: ChangesTable::default(),
    })))
}

/// The rows that differ, as the newest comparison found them.
pub fn whole(engine: &Engine) -> Result<&ChangesTable, EngineError> {
    engine.changes.as_ref().ok_or_else(|| EngineError::NotThere("comparison with an earlier dataset".to_owned()))
}

struct Comparing {
    older: Engine,
    opening: Option<Box<dyn Job>>,
    /// What is still to be compared, the last one first.
    layers: Vec<LayerName>,
    table: ChangesTable,
}

impl Job for Comparing {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        if let Some(opening) = &mut self.opening {
            return Ok(match opening.step(&mut self.older)? {
                Step::More(progress) => Step::More(progress),
                Step::Partial(_) => more(0, 0),
                Step::Done(_) => {
                    self.opening = None;
                    more(0, 0)
                }
            });
        }
        for engine in [&mut self.older, &mut *engine] {
            if let Some(progress) = engine.prepare()? {
                return Ok(Step::More(progress));
            }
        }
        let total = LayerName::ALL.len() as u64;
        if let Some(name) = self.layers.pop() {
            let (layer, rows, differ) = compare(&self.older, engine, name)?;
            self.table.layers.extend(layer);
            self.table.rows.extend(rows);
            self.table.total += differ;
            return Ok(more(total - self.layers.len() as u64, total));
        }
        let mut table = std::mem::take(&mut self.table);
        table.layers.reverse();
        (table.before, table.after) = (data_of(self.older.open()?), data_of(engine.open()?));
        table.rows.sort_by(|a, b| {
            order(a)
                .cmp(&order(b))
                .then_with(|| far(b).total_cmp(&far(a)))
                .then_with(|| (a.layer, &a.id).cmp(&(b.layer, &b.id)))
        });
        let listed = table.rows.iter().take(LISTED).cloned().collect();
        let held = std::mem::replace(&mut table.rows, listed);
        engine.changes = Some(ChangesTable { rows: held, ..table.clone() });
        Ok(Step::Done(Box::new(Reply::Changes(Box::new(table)))))
    }
}

fn more(done: u64, total: u64) -> Step {
    Step::More(Progress { what: "changes".to_owned(), done, total })
}

fn data_of(open: &Open) -> DataOf {
    let manifest = &open.city().manifest;
    DataOf { name: manifest.name.clone(), as_of: manifest.as_of.clone() }
}

/// What a reader wants to see first; of one kind the worse level now.
fn order(row: &RowChange) -> (u8, Option<Level>) {
    let kind = match (row.presence, row.level) {
        (Presence::Gone, _) => 1,
        (Presence::Added, _) => 2,
        (Presence::Both, Some((from, to))) if is_worse((from, to)) => 0,
        (Presence::Both, Some((from, to))) if is_worse((to, from)) => 3,
        (Presence::Both, Some(_)) => 4,
        (Presence::Both, None) if row.moved_m.is_some() => 5,
        (Presence::Both, None) => 6,
    };
    (kind, row.level.map(|(_, now)| now))
}

fn far(row: &RowChange) -> f64 {
    row.moved_m.unwrap_or_default()
}

/// Between two rated levels; what is unrated is neither worse nor better.
fn is_worse((before, after): (Level, Level)) -> bool {
    before != Level::Unrated && after < before
}

/// A layer of both cities: the counts, none where neither has it, the rows that differ as far as they are held, and how many
/// differ.
fn compare(
    older: &Engine,
    newer: &Engine,
    name: LayerName,
) -> Result<(Option<LayerChanges>, Vec<RowChange>, u32), EngineError> {
    let (old, new) = (older.open()?.city().layer(name), newer.open()?.city().layer(name));
    let len = |layer: Option<&Layer>| layer.map_or(0, Layer::len) as u32;
    let mut counts = LayerChanges {
        layer: name,
        before: len(old),
        after: len(new),
        added: 0,
        gone: 0,
        moved: 0,
        altered: 0,
        worse: 0,
        better: 0,
    };
    if counts.before + counts.after == 0 {
        return Ok((None, Vec::new(), 0));
    }
    let mut rows = Vec::new();
    let open = newer.open()?;
    let by_id: HashMap<&str, u32> = new.map(ids).into_iter().flatten().collect();
    let mut matched = vec![false; counts.after as usize];
    let both: Vec<(u32, u32)> = old
        .map(ids)
        .into_iter()
        .flatten()
        .filter_map(|(id, row)| {
            let found = by_id.get(id).copied();
            match found {
                Some(to) => matched[to as usize] = true,
                None => {
                    counts.gone += 1;
                    if counts.gone <= HELD {
                        let title = old?.title(row as usize);
                        rows.push(RowChange { name: title, ..bare(name, id, Presence::Gone) });
                    }
                }
            }
            Some((row, found?))
        })
        .collect();
    if let Some(layer) = new {
        for row in (0..counts.after).filter(|row| !matched[*row as usize]) {
            counts.added += 1;
            if counts.added <= HELD {
                let change = bare(name, layer.id(row as usize), Presence::Added);
                rows.push(RowChange { name: layer.title(row as usize), hit: hit(open, name, row), ..change });
            }
        }
    }
    let mut differ = counts.gone + counts.added;
    let mut held = 0;
    if let (Some(old), Some(new)) = (old, new) {
        let levels = levels(older, newer, name, &both)?;
        let fields = Fields::of(old, new);
        for (&(from, to), levels) in both.iter().zip(levels) {
            let (was, is) = (from as usize, to as usize);
            let moved_m = moved(old, new, (was, is), open);
            let values = fields.changed(old, new, (was, is));
            let level = levels.filter(|(before, after)| before != after);
            counts.moved += u32::from(moved_m.is_some());
            counts.altered += u32::from(!values.is_empty());
            counts.worse += u32::from(level.is_some_and(is_worse));
            counts.better += u32::from(level.is_some_and(|(before, after)| is_worse((after, before))));
            if moved_m.is_none() && values.is_empty() && level.is_none() {
                continue;
            }
            differ += 1;
            held += u32::from(level.is_none());
            if level.is_some() || held <= HELD {
                let change = bare(name, new.id(is), Presence::Both);
                rows.push(RowChange {
                    name: new.title(is),
                    hit: hit(open, name, to),
                    moved_m,
                    values,
                    level,
                    ..change
                });
            }
        }
    }
    Ok((Some(counts), rows, differ))
}

fn ids(layer: &Layer) -> impl Iterator<Item = (&str, u32)> {
    (0..layer.len()).map(|row| (layer.id(row), row as u32))
}

fn bare(layer: LayerName, id: &str, presence: Presence) -> RowChange {
    RowChange {
        layer,
        id: id.to_owned(),
        name: Default::default(),
        hit: None,
        presence,
        moved_m: None,
        values: Vec::new(),
        level: None,
    }
}

fn hit(open: &Open, layer: LayerName, row: u32) -> Option<super::super::protocol::Hit> {
    open.hit(FeatureRef { layer, row }, None).ok()
}

/// The levels of the rows that both have, each in its own city on its own day.
fn levels(
    older: &Engine,
    newer: &Engine,
    name: LayerName,
    both: &[(u32, u32)],
) -> Result<Vec<Option<(Level, Level)>>, EngineError> {
    if !RATED.contains(&name) {
        return Ok(vec![None; both.len()]);
    }
    let before = Teller::of(older, None)?.rows(name, both.iter().map(|(row, _)| *row));
    let after = Teller::of(newer, None)?.rows(name, both.iter().map(|(_, row)| *row));
    Ok(before.into_iter().zip(after).map(|(before, after)| before.zip(after)).collect())
}

/// How far a row's place is from where it was; 0 for another drawing around the same place.
fn moved(old: &Layer, new: &Layer, (was, is): (usize, usize), open: &Open) -> Option<f64> {
    let (before, after) = (old.shapes().get(was), new.shapes().get(is));
    let same =
        |(a, b): (&LngLat, &LngLat)| (a.lng - b.lng).abs() < SAME_DEGREES && (a.lat - b.lat).abs() < SAME_DEGREES;
    let (before, after) = (before.coords(), after.coords());
    if before.len() == after.len() && before.iter().zip(after).all(same) {
        return None;
    }
    let metres = anchor(old, was).zip(anchor(new, is)).map(|(from, to)| {
        let (from, to) = (open.plane().xy(from), open.plane().xy(to));
        (to.x - from.x).hypot(to.y - from.y)
    });
    Some(metres.unwrap_or_default())
}

/// The fields that either layer fills.
struct Fields<'a> {
    known: Vec<(ColumnKey, &'static str, Cells<'a>, Cells<'a>)>,
    extras: Vec<(ColumnKey, [Option<&'a TextColumn>; 2])>,
}

impl<'a> Fields<'a> {
    fn of(old: &'a Layer, new: &'a Layer) -> Self {
        let filled = |name: &str| old.column(name).is_some() || new.column(name).is_some();
        let known = schema::all(new.name()).filter(|field| is_told(field.name) && filled(field.name)).map(|field| {
            let unit = if let FieldType::Number { unit, .. } = field.kind { unit } else { "" };
            (ColumnKey::Field(field.name.to_owned()), unit, old.cells(field.name), new.cells(field.name))
        });
        let names: BTreeSet<&str> = old.extra_columns().chain(new.extra_columns()).map(|(name, _)| name).collect();
        let column =
            |of: &'a Layer, name: &str| of.extra_columns().find(|(own, _)| *own == name).map(|(_, column)| column);
        let extras =
            names.into_iter().map(|name| (ColumnKey::Extra(name.to_owned()), [column(old, name), column(new, name)]));
        Self { known: known.collect(), extras: extras.collect() }
    }

    fn changed(&self, old: &Layer, new: &Layer, (was, is): (usize, usize)) -> Vec<ValueChange> {
        let value = |layer, row, key: &ColumnKey| cell(layer, row, key).unwrap_or(Known::Unknown);
        let change = |key: &ColumnKey, unit: &str| ValueChange {
            field: key.clone(),
            unit: unit.to_owned(),
            before: value(old, was, key),
            after: value(new, is, key),
        };
        let known = self.known.iter().filter(|(_, _, before, after)| before.value(was) != after.value(is));
        let mut changed: Vec<ValueChange> = known.map(|(key, unit, ..)| change(key, unit)).collect();
        let text = |column: Option<&'a TextColumn>, row| column.and_then(|column| column.get(row));
        let extras = self.extras.iter().filter(|(_, [before, after])| text(*before, was) != text(*after, is));
        changed.extend(extras.map(|(key, _)| change(key, "")));
        changed
    }
}
