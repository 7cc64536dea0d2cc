//! Another state beside the one that was asked for: painted for itself, and what differs between the two.

use super::super::protocol::{
    Changes, CompareQuery, Comparison, CountChange, CountChanges, DensityQuery, EngineError, FeatureRef, OtherState,
    Reply, Request, SectionsQuery,
};
use super::super::{Begun, Engine, Job, Paint, Step};
use super::density::{self, DensityLayer};
use super::{levels, period};
use crate::domain::{CrashFilter, LayerName};
use crate::risk::change::{CHANCE, chance};
use std::collections::BTreeMap;

/// Changed places that are sent: half of them from each end of the list; the counts are of all.
const LISTED: usize = 200;

/// How the map paints the other state. The paints of the state that it stands beside are where they always are.
#[derive(Default)]
pub struct Compared {
    paints: BTreeMap<LayerName, (u32, Paint)>,
    density: Option<(u32, DensityLayer)>,
}

impl Compared {
    /// The classes of a layer under the number of a paint, if it is the other state's.
    pub fn classes(&self, layer: LayerName, revision: u32) -> Option<&[u8]> {
        let (_, paint) = self.paints.get(&layer).filter(|(own, _)| *own == revision)?;
        Some(&paint.classes)
    }

    /// The density surface under a number, if it is the other state's.
    pub fn density(&self, revision: Option<u32>) -> Option<&DensityLayer> {
        self.density.as_ref().filter(|(own, _)| Some(*own) == revision).map(|(_, surface)| surface)
    }

    /// Keeps the other state's classes of a layer.
    pub fn paint(&mut self, layer: LayerName, revision: u32, classes: Vec<u8>) {
        self.paints.insert(layer, (revision, Paint { classes }));
    }
}

/// Begins a comparison.
pub fn compare(engine: &mut Engine, query: CompareQuery) -> Result<Begun, EngineError> {
    match &query {
        CompareQuery::Levels { one, other } => levels::compare(engine, one.clone(), other.clone()),
        CompareQuery::Density { one, other } => {
            if one.layer != other.layer || one.weight != other.weight {
                return Err(EngineError::Parameter {
                    name: "layer".to_owned(),
                    found: format!("{} beside {}", other.layer, one.layer),
                    expected: "one layer and one weight: other units share no classes".to_owned(),
                });
            }
            if one.crashes != other.crashes {
                periods(engine, &one.crashes, &other.crashes)?;
            }
            let inner = match density::density(engine, other.clone())? {
                Begun::Working(job) => job,
                done @ Begun::Done(_) => return Ok(done),
            };
            Ok(Begun::Working(Box::new(Surface { query, inner })))
        }
        CompareQuery::Sections { one, other } => {
            let comparison = sections(engine, one, other)?;
            Ok(Begun::Done(Box::new(Reply::Compared(Box::new(Comparison { query, ..comparison })))))
        }
    }
}

/// First and last day.
type Days = (i32, i32);

/// The days of both, which must be as many.
fn periods(engine: &Engine, one: &CrashFilter, other: &CrashFilter) -> Result<(Days, Days), EngineError> {
    let days = engine.open()?.need(LayerName::Crashes)?.layer.days("at");
    let length = |(first, last): Days| last - first + 1;
    match (one.period(days), other.period(days)) {
        (Some(one), Some(other)) if length(one) == length(other) => Ok((one, other)),
        (one, other) => {
            let said =
                |days: Option<Days>| days.map_or("no day of the data".to_owned(), |d| format!("{} days", length(d)));
            Err(EngineError::Parameter {
                name: "period".to_owned(),
                found: format!("{} beside {}", said(other), said(one)),
                expected: "two periods of the same length within the data".to_owned(),
            })
        }
    }
}

/// A surface that is computed beside the one that is there.
struct Surface {
    query: CompareQuery,
    inner: Box<dyn Job>,
}

impl Job for Surface {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        // The job puts its surface where the newest one stands: that one waits meanwhile.
        let before = engine.density.take();
        let step = self.inner.step(engine);
        let made = std::mem::replace(&mut engine.density, before);
        let reply = match step? {
            Step::Done(reply) => reply,
            step => return Ok(step),
        };
        let (Reply::Density(surface), CompareQuery::Density { one, other }) = (*reply, &self.query) else {
            return Err(EngineError::Stale);
        };
        let changes = if one.crashes == other.crashes { Changes::None } else { by_district(engine, one, other)? };
        engine.compared.density = made.map(|made| (surface.revision, made));
        let comparison = Comparison { query: self.query.clone(), other: OtherState::Density(surface), changes };
        Ok(Step::Done(Box::new(Reply::Compared(Box::new(comparison)))))
    }

    fn give_up(self: Box<Self>, engine: &mut Engine) {
        self.inner.give_up(engine);
    }
}

/// How many crashes each district had in both periods.
fn by_district(engine: &mut Engine, one: &DensityQuery, other: &DensityQuery) -> Result<Changes, EngineError> {
    let days = periods(engine, &one.crashes, &other.crashes)?;
    let rows = [density::asked(engine, one)?, density::asked(engine, other)?];
    let mut told = std::mem::take(&mut engine.told);
    let counted = engine.open().and_then(|open| {
        let layer = open.need(LayerName::Crashes)?.layer;
        let mut counts: BTreeMap<u32, [u32; 2]> = BTreeMap::new();
        let mut totals = [0; 2];
        let districts = told.districts_of(open, layer);
        for (row, district) in districts.iter().enumerate() {
            for (place, passing) in rows.iter().enumerate() {
                if passing.as_ref().is_none_or(|passing| passing.rows.get(row) == Some(&true)) {
                    totals[place] += 1;
                    if let Some(district) = district {
                        counts.entry(*district).or_default()[place] += 1;
                    }
                }
            }
        }
        Ok((counts, totals))
    });
    engine.told = told;
    let (counts, totals) = counted?;
    count_changes(engine, LayerName::Districts, counts.into_iter(), totals, days)
}

/// The other period's ranking, and which sections had more or fewer crashes.
fn sections(engine: &mut Engine, one: &SectionsQuery, other: &SectionsQuery) -> Result<Comparison, EngineError> {
    let days = periods(engine, &one.crashes, &other.crashes)?;
    let before = engine.paints.remove(&LayerName::Roads);
    let answer = engine.handle(Request::Sections(other.clone()));
    let painted = engine.paints.remove(&LayerName::Roads);
    engine.paints.extend(before.map(|paint| (LayerName::Roads, paint)));
    let Reply::Sections(table) = answer? else { return Err(EngineError::Stale) };
    let others = super::sections::crashes_by_row(engine);
    // What else is asked of the ranking that was asked for last is asked of the state that was there.
    let Reply::Sections(first) = engine.handle(Request::Sections(one.clone()))? else { return Err(EngineError::Stale) };
    let ones = super::sections::crashes_by_row(engine);
    let totals = [first.crashes, table.crashes];
    let asked = ones.iter().zip(&others).filter(|(one, other)| one.asked || other.asked);
    let counts = asked.map(|(one, other)| (one.row, [one.crashes, other.crashes]));
    let changes = count_changes(engine, LayerName::Roads, counts, totals, days)?;
    if let Some(paint) = painted {
        engine.compared.paint(LayerName::Roads, table.revision, paint.classes);
    }
    let query = CompareQuery::Sections { one: one.clone(), other: other.clone() };
    Ok(Comparison { query, other: OtherState::Sections(table), changes })
}

/// What changed, from the earlier period to the later one; counts are of the state that was there, and of the other.
fn count_changes(
    engine: &Engine,
    layer: LayerName,
    counts: impl Iterator<Item = (u32, [u32; 2])>,
    totals: [u32; 2],
    (one, other): (Days, Days),
) -> Result<Changes, EngineError> {
    let forward = one.0 <= other.0;
    let ordered = |[one, other]: [u32; 2]| if forward { (one, other) } else { (other, one) };
    let (before, after) = if forward { (one, other) } else { (other, one) };
    let (total_before, total_after) = ordered(totals);
    let said = |days: Days| period(Some(days)).unwrap_or_default();
    let days = u32::try_from(before.1 - before.0 + 1).unwrap_or(0);
    let mut changes = CountChanges {
        forward,
        before: said(before),
        after: said(after),
        days,
        total_before,
        total_after,
        ..Default::default()
    };
    let mut rows: Vec<(u32, u32, u32, f64)> = Vec::new();
    for (row, both) in counts {
        let (before, after) = ordered(both);
        changes.places += u32::from(before + after > 0);
        if before == after {
            continue;
        }
        let chance = chance(before, after);
        let sure = u32::from(chance < CHANCE);
        if after > before {
            (changes.more, changes.surely_more) = (changes.more + 1, changes.surely_more + sure);
        } else {
            (changes.fewer, changes.surely_fewer) = (changes.fewer + 1, changes.surely_fewer + sure);
        }
        rows.push((row, before, after, chance));
    }
    // Most grown first; of the same growth what is less likely chance, then as the rows stand.
    let grown = |(_, before, after, _): &(u32, u32, u32, f64)| i64::from(*after) - i64::from(*before);
    rows.sort_by(|a, b| grown(b).cmp(&grown(a)).then(a.3.total_cmp(&b.3)).then(a.0.cmp(&b.0)));
    let cut = rows.len().saturating_sub(LISTED);
    let first = if cut > 0 { LISTED / 2 } else { rows.len() };
    let (head, tail) = (rows.iter().take(first), rows.iter().skip(first + cut));
    let open = engine.open()?;
    let line = |(row, before, after, chance): &(u32, u32, u32, f64)| {
        let hit = open.hit(FeatureRef { layer, row: *row }, None)?;
        Ok(CountChange { hit, before: *before, after: *after, chance: *chance })
    };
    changes.rows = head.chain(tail).map(line).collect::<Result<_, EngineError>>()?;
    super::super::apart::tell_apart(open, changes.rows.iter_mut().map(|row| &mut row.hit));
    Ok(Changes::Counts(changes))
}
