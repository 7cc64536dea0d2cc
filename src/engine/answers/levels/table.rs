//! The levels of a layer on a day, ranked and painted.

use super::super::super::apart::tell_apart;
use super::super::super::filter::numbers::{Judged, Ranged, loosened_ranges};
use super::super::super::open::{Open, anchor};
use super::super::super::protocol::{
    DistrictLevels, EngineError, FeatureRef, FilterPart, LevelCount, LevelKind, LevelRow, LevelsQuery, LevelsTable,
    Listing, Loosened,
};
use super::super::super::{Engine, Paint};
use super::{Parts, day_of, districts, redate};
use crate::domain::{Layer, LayerName, Level};
use crate::risk::assess::{Assessor, Base, Book, Subject};
use crate::risk::district_levels;
use crate::risk::explain::Explanation;
use crate::risk::rating::Rating;
use crate::text::{Text, said};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};

/// What a table of levels asks again and again, whatever the day.
#[derive(Default)]
pub struct Told {
    /// The district of every row, by layer.
    districts: BTreeMap<LayerName, Vec<Option<u32>>>,
    /// Of subjects that were listed: how much is known, and what is missing.
    pub(super) known: Known,
}

/// How much is known of subjects, and what is missing, each told once.
#[derive(Default)]
pub(super) struct Known(HashMap<Subject, (Option<f64>, Vec<Text>)>);

impl Known {
    /// Of one subject.
    pub(super) fn of(&mut self, of: Subject, assessor: &Assessor<'_>, day: Date) -> (Option<f64>, Vec<Text>) {
        self.0.entry(of).or_insert_with(|| known(assessor, of, day)).clone()
    }
}

impl Told {
    /// Whether the districts of a layer's rows are told already.
    pub fn has_districts_of(&self, layer: LayerName) -> bool {
        self.districts.contains_key(&layer)
    }

    /// The district of every row of a layer, told once.
    pub fn districts_of(&mut self, open: &Open, layer: &Layer) -> &[Option<u32>] {
        let name = layer.name();
        let district_of = |row: u32| open.district_of(FeatureRef { layer: name, row }, anchor(layer, row as usize)?);
        self.districts.entry(name).or_insert_with(|| (0..layer.len() as u32).map(district_of).collect())
    }
}

pub(super) fn count(all: impl Iterator<Item = (Base, Rating)>) -> Vec<LevelCount> {
    let mut counts = Level::ALL.map(|level| LevelCount { level, base: 0, dynamic: 0 });
    for (base, dynamic) in all {
        for count in &mut counts {
            count.base += u32::from(base.level() == count.level);
            count.dynamic += u32::from(dynamic.level() == count.level);
        }
    }
    counts.to_vec()
}

/// A table without its revision, the classes that its layer is painted in, and the rows that it ranks, in order.
pub(super) type Ranked = (LevelsTable, Vec<u8>, Vec<u32>);

/// The levels of a layer on a day; paints it.
pub(super) fn table(engine: &mut Engine, query: LevelsQuery) -> Result<LevelsTable, EngineError> {
    let (mut table, classes, ranked) = unpainted(engine, query)?;
    let ranked = ranked.into_iter().map(|row| (table.query.layer, row)).collect();
    engine.rankings.keep(Listing::Levels(table.query.clone()), ranked);
    engine.paints.insert(table.query.layer, Paint { classes });
    table.revision = engine.next_revision();
    Ok(table)
}

/// The levels of a layer on a day without their revision, the classes that the layer is painted in, and all that it ranks.
pub(super) fn unpainted(engine: &mut Engine, query: LevelsQuery) -> Result<Ranked, EngineError> {
    let day = day_of(engine.open()?, query.as_of.as_deref())?;
    redate(engine, day)?;
    // Taken out while the rest of the engine is read, and put back.
    let mut told = std::mem::take(&mut engine.told);
    let table = match query.layer {
        LayerName::Districts => districts::ranked(engine, query, &mut told),
        _ => ranked(engine, query, day, &mut told),
    };
    engine.told = told;
    table
}

/// The table without its revision, the classes that the layer is painted in, and all that it ranks.
fn ranked(engine: &Engine, query: LevelsQuery, day: Date, told: &mut Told) -> Result<Ranked, EngineError> {
    let open = engine.open()?;
    let (book, levels) = engine.book.as_ref().zip(engine.levels.as_ref()).ok_or(EngineError::NoCity)?;
    let (base, dynamic) = (levels.base(query.layer), levels.dynamic(query.layer));
    let layer = open.need(query.layer)?.layer;
    told.districts_of(open, layer);
    let districts = told.districts.get(&query.layer).map(Vec::as_slice).unwrap_or_default();
    let within = |row: u32| query.district.is_none() || districts[row as usize] == query.district;
    let ranged = Ranged::of(layer, engine.access.as_ref(), &query.ranges);
    let shown = |row: u32| match query.kind {
        LevelKind::Base => base[row as usize].rating,
        LevelKind::Dynamic => dynamic[row as usize],
    };
    let is_asked = |row: u32| shown(row).level().is_among(&query.levels);
    let mut left_out = 0;
    let mut rows: Vec<u32> = (0..layer.len() as u32).filter(|row| within(*row)).collect();
    rows.retain(|row| {
        let judged = ranged.judge(*row);
        left_out += u32::from(judged == Judged::Unknown && is_asked(*row));
        judged == Judged::In
    });
    let counts = count(rows.iter().map(|row| (base[*row as usize], dynamic[*row as usize])));
    rows.retain(|row| is_asked(*row));
    let loosened = if rows.is_empty() {
        loosened(layer.len() as u32, &query, &ranged, (within, is_asked))
    } else {
        Loosened::new()
    };
    let dangers = |row: u32| open_dangers(book, (query.layer, row), day);
    // Worst first; of one level those with more open dangers, then by name as the rows stand.
    let mut ranked: Vec<(u32, Dangers)> = rows.iter().map(|row| (*row, dangers(*row))).collect();
    ranked.sort_by_key(|(row, dangers)| {
        (shown(*row).level(), shown(*row).worst, std::cmp::Reverse((dangers.overdue, dangers.open)), *row)
    });
    let parts = Parts::of(engine)?;
    let assessor = parts.assessor(book);
    let mut row_of =
        |(row, _): &(u32, Dangers)| level_row(engine, &assessor, (query.layer, *row), day, &mut told.known);
    let mut rows: Vec<LevelRow> =
        ranked.iter().take(query.limit as usize).map(&mut row_of).collect::<Result<_, EngineError>>()?;
    tell_apart(open, rows.iter_mut().map(|row| &mut row.hit));
    let by_district = by_district(open, districts, |row| ranged.passes(row), base, dynamic)?;
    let explanation = rule(&counts);
    let classes = (0..layer.len() as u32).map(|row| shown(row).level().class()).collect();
    let as_of = day.to_string();
    let table = LevelsTable {
        revision: 0,
        as_of,
        counts,
        left_out,
        loosened,
        rows,
        districts: by_district,
        explanation,
        query,
    };
    Ok((table, classes, ranked.into_iter().map(|(row, _)| row).collect()))
}

/// The rows of a layer that pass every filter but the range of a number.
pub fn rows_but(engine: &mut Engine, query: &LevelsQuery, number: &str) -> Result<Vec<u32>, EngineError> {
    let day = day_of(engine.open()?, query.as_of.as_deref())?;
    redate(engine, day)?;
    let mut told = std::mem::take(&mut engine.told);
    let rows = engine.open().and_then(|open| {
        let layer = open.need(query.layer)?.layer;
        let levels = engine.levels.as_ref().ok_or(EngineError::NoCity)?;
        let (base, dynamic) = (levels.base(query.layer), levels.dynamic(query.layer));
        let level = |row: u32| match query.kind {
            LevelKind::Base => base.get(row as usize).map(|base| base.level()),
            LevelKind::Dynamic => dynamic.get(row as usize).map(|rating| rating.level()),
        };
        let is_asked = |row: u32| level(row).map_or(query.levels.is_empty(), |of| of.is_among(&query.levels));
        let districts = told.districts_of(open, layer);
        let ranges = query.ranges.without(number);
        let ranged = Ranged::of(layer, engine.access.as_ref(), &ranges);
        let within = |row: u32| query.district.is_none() || districts[row as usize] == query.district;
        let passes = |row: &u32| within(*row) && ranged.passes(*row) && is_asked(*row);
        Ok((0..layer.len() as u32).filter(passes).collect())
    });
    engine.told = told;
    rows
}

/// How many subjects would be listed without each of the filters alone.
fn loosened(
    rows: u32,
    query: &LevelsQuery,
    ranged: &Ranged<'_>,
    (within, is_asked): (impl Fn(u32) -> bool, impl Fn(u32) -> bool),
) -> Loosened {
    let mut without = Loosened::new();
    let count = |passes: &dyn Fn(u32) -> bool| (0..rows).filter(|row| passes(*row)).count() as u32;
    if query.district.is_some() {
        without.push((FilterPart::District, count(&|row| ranged.passes(row) && is_asked(row))));
    }
    if !query.levels.is_empty() {
        without.push((FilterPart::Levels, count(&|row| ranged.passes(row) && within(row))));
    }
    without.retain(|(_, n)| *n > 0);
    let others = |place, _: &str| count(&|row| within(row) && ranged.passes_but(place, row) && is_asked(row));
    without.extend(loosened_ranges(&query.ranges, others));
    without
}

/// A subject's row.
pub(super) fn level_row(
    engine: &Engine,
    assessor: &Assessor<'_>,
    of: Subject,
    day: Date,
    known: &mut Known,
) -> Result<LevelRow, EngineError> {
    let (layer, row) = of;
    let (book, levels) = engine.book.as_ref().zip(engine.levels.as_ref()).ok_or(EngineError::NoCity)?;
    let base = levels.base(layer)[row as usize];
    let dynamic = levels.dynamic(layer)[row as usize];
    // Asked of a working, which takes long: told where it decides.
    let is_open = base.level() == Level::Unrated || dynamic.level() == Level::Unrated;
    let (completeness, missing) = if is_open { known.of(of, assessor, day) } else { (None, Vec::new()) };
    let Dangers { open, overdue, falsely } = open_dangers(book, of, day);
    Ok(LevelRow {
        hit: engine.open()?.hit(FeatureRef { layer, row }, None)?,
        base: base.rating,
        dynamic,
        method: base.method,
        completeness,
        missing,
        open,
        overdue,
        falsely,
    })
}

impl Engine {
    /// Tells of every row of a table of levels how much of what its methods ask for is known, and what is missing: what a
    /// file holds, and no list.
    pub fn tell_known(&mut self, table: &mut LevelsTable) -> Result<(), EngineError> {
        let day = day_of(self.open()?, Some(&table.as_of))?;
        let mut told = std::mem::take(&mut self.told);
        let parts = Parts::of(self);
        if let (Ok(parts), Some(book)) = (&parts, &self.book) {
            let assessor = parts.assessor(book);
            for row in table.rows.iter_mut().filter(|row| row.hit.feature.layer != LayerName::Districts) {
                let of = (row.hit.feature.layer, row.hit.feature.row);
                (row.completeness, row.missing) = told.known.of(of, &assessor, day);
            }
        }
        let failed = parts.map(drop);
        self.told = told;
        failed
    }
}

/// What its methods know of a subject and what they miss: the same on every day.
fn known(assessor: &Assessor<'_>, of: Subject, day: Date) -> (Option<f64>, Vec<Text>) {
    let parts = assessor.parts(of, day);
    let known: Vec<f64> = parts.iter().filter_map(|part| part.worked.explanation.completeness).collect();
    let mut missing: Vec<Text> = parts.into_iter().flat_map(|part| part.worked.missing).collect();
    missing.sort();
    missing.dedup();
    ((!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64), missing)
}

/// A subject's dangers on a day.
#[derive(Clone, Copy, Default)]
pub(super) struct Dangers {
    /// Those that count as open.
    pub open: u32,
    /// Of these, overdue.
    pub overdue: u32,
    /// Of the open ones, closed in a way that does not count.
    pub falsely: u32,
}

/// Open dangers of a subject, how many of them are overdue, and how many were closed in a way that does not count.
pub(super) fn open_dangers(book: &Book, of: (LayerName, u32), day: Date) -> Dangers {
    let its = book.dangers.get(&of).map(Vec::as_slice).unwrap_or_default();
    let standings = its.iter().filter_map(|place| book.ledger.standing(*place as usize, day));
    standings.filter(|s| s.open).fold(Dangers::default(), |sum, s| Dangers {
        open: sum.open + 1,
        overdue: sum.overdue + u32::from(s.overdue_days().is_some()),
        falsely: sum.falsely + u32::from(s.is_falsely_closed()),
    })
}

fn by_district(
    open: &Open,
    districts: &[Option<u32>],
    passes: impl Fn(u32) -> bool,
    base: &[Base],
    dynamic: &[Rating],
) -> Result<Vec<DistrictLevels>, EngineError> {
    let mut rows: BTreeMap<Option<u32>, Vec<usize>> = BTreeMap::new();
    for (row, district) in districts.iter().enumerate().filter(|(row, _)| passes(*row as u32)) {
        rows.entry(*district).or_default().push(row);
    }
    let mut all = Vec::with_capacity(rows.len());
    for (district, rows) in rows {
        let mut levels = district_levels::Levels::default();
        rows.iter().for_each(|row| levels.add(dynamic[*row]));
        let hit = district.map(|row| open.hit(FeatureRef { layer: LayerName::Districts, row }, None)).transpose()?;
        all.push(DistrictLevels {
            hit,
            worst: levels.worst(),
            counts: count(rows.iter().map(|row| (base[*row], dynamic[*row]))),
        });
    }
    by_worst(&mut all, LevelKind::Dynamic);
    Ok(all)
}

/// The district with most of the worst level first.
pub(super) fn by_worst(districts: &mut [DistrictLevels], kind: LevelKind) {
    districts.sort_by_key(|d| d.counts.iter().map(|c| std::cmp::Reverse(c.of(kind))).collect::<Vec<_>>());
}

/// The rule in words, with the counts.
pub(super) fn rule(counts: &[LevelCount]) -> Explanation {
    use crate::risk::explain::Step;
    let of = |level: Level| counts.iter().find(|c| c.level == level).map_or(0, |c| c.dynamic);
    let all: u32 = counts.iter().map(|c| c.dynamic).sum();
    Explanation {
        title: said!("四色等级", "Four-colour levels"),
        steps: vec![
            Step {
                says: said!(
                    "基础等级：对适用的每种方法分别定级，取最严重者。",
                    "Base level: every method that applies rates the subject, and the worst counts."
                ),
                ..Step::default()
            },
            Step {
                says: said!(
                    "动态等级：未销号的隐患和一年内死亡事故使等级上升，从不低于基础等级。",
                    "Level on the day: open dangers and a fatal accident within a year raise it; it is never better than the base."
                ),
                ..Step::default()
            },
            Step {
                says: said!(
                    "缺数据时两端都算：一致则定级，不一致则未评。",
                    "Where an input is missing both ends are computed: if they agree the level stands, else it is unrated."
                ),
                ..Step::default()
            },
        ],
        unknown: Vec::new(),
        notes: Vec::new(),
        completeness: (all > 0).then(|| f64::from(all - of(Level::Unrated)) / f64::from(all)),
    }
}
