//! The levels of another day, or by the other rule, beside those that are there, and whose level differs.

use super::super::super::Engine;
use super::super::super::apart::tell_apart;
use super::super::super::filter::numbers::Ranged;
use super::super::super::protocol::{
    Changes, CompareQuery, Comparison, EngineError, FeatureRef, LevelChange, LevelChanges, LevelKind, LevelsQuery,
    OtherState,
};
use super::day_of;
use super::table::{open_dangers, unpainted};
use crate::domain::{LayerName, Level};

/// The comparison.
pub(super) fn compared(engine: &mut Engine, one: LevelsQuery, other: LevelsQuery) -> Result<Comparison, EngineError> {
    let (_, ones, _) = unpainted(engine, LevelsQuery { limit: 0, ..one.clone() })?;
    let (mut table, others, _) = unpainted(engine, other.clone())?;
    let changes = changes(engine, (&one, &other), (&ones, &others))?;
    table.revision = engine.next_revision();
    engine.compared.paint(other.layer, table.revision, others);
    let query = CompareQuery::Levels { one, other };
    Ok(Comparison { query, other: OtherState::Levels(Box::new(table)), changes: Changes::Levels(changes) })
}

fn changes(
    engine: &mut Engine,
    (one, other): (&LevelsQuery, &LevelsQuery),
    (ones, others): (&[u8], &[u8]),
) -> Result<LevelChanges, EngineError> {
    let mut told = std::mem::take(&mut engine.told);
    let within = engine.open().and_then(|open| {
        let layer = open.need(one.layer)?.layer;
        Ok(match one.district {
            None => vec![true; layer.len()],
            // Districts stand in none: the one that is asked about is meant.
            Some(wanted) if one.layer == LayerName::Districts => {
                (0..layer.len() as u32).map(|row| row == wanted).collect()
            }
            wanted => told.districts_of(open, layer).iter().map(|district| *district == wanted).collect(),
        })
    });
    engine.told = told;
    let mut within: Vec<bool> = within?;
    let open = engine.open()?;
    let ranged = Ranged::of(open.need(one.layer)?.layer, engine.access.as_ref(), &one.ranges);
    within.iter_mut().zip(0..).for_each(|(within, row)| *within = *within && ranged.passes(row));
    let (day, other_day) = (day_of(open, one.as_of.as_deref())?, day_of(open, other.as_of.as_deref())?);
    // Of one day the base comes before what the day makes of it.
    let forward = (day, one.kind == LevelKind::Dynamic) <= (other_day, other.kind == LevelKind::Dynamic);
    let (days, classes) = if forward { ((day, other_day), (ones, others)) } else { ((other_day, day), (others, ones)) };
    let mut changes = LevelChanges { forward, ..LevelChanges::default() };
    let mut rows: Vec<(u32, Level, Level)> = Vec::new();
    for (row, (from, to)) in classes.0.iter().zip(classes.1).enumerate() {
        if within.get(row) != Some(&true) {
            continue;
        }
        let (from, to) = (Level::of_class(*from), Level::of_class(*to));
        // What had or has one of the levels that are asked for.
        if !from.is_among(&one.levels) && !to.is_among(&one.levels) {
            continue;
        }
        match (from, to) {
            (from, to) if from == to => changes.same += 1,
            (Level::Unrated, _) | (_, Level::Unrated) => changes.unknown += 1,
            // Levels ascend from the worst.
            (from, to) if to < from => changes.worse += 1,
            _ => changes.better += 1,
        }
        if from != to {
            rows.push((row as u32, from, to));
        }
    }
    rows.sort_by_key(|(row, from, to)| {
        let kind = match (from, to) {
            (Level::Unrated, _) | (_, Level::Unrated) => 2,
            (from, to) if to < from => 0,
            _ => 1,
        };
        // The worst of both ends first: where it came to, or, of what is better, where it came from.
        let (worst, end) = if kind == 1 { (*from, *to) } else { (*to, *from) };
        (kind, worst, std::cmp::Reverse(end), *row)
    });
    let book = engine.book.as_ref().ok_or(EngineError::NoCity)?;
    let dangers = |row: u32, day| {
        let its = open_dangers(book, (one.layer, row), day);
        (its.open, its.overdue)
    };
    let line = |(row, from, to): (u32, Level, Level)| {
        let hit = open.hit(FeatureRef { layer: one.layer, row }, None)?;
        Ok(LevelChange { hit, from, to, open_before: dangers(row, days.0), open_after: dangers(row, days.1) })
    };
    let listed = rows.into_iter().take(other.limit as usize);
    changes.rows = listed.map(line).collect::<Result<_, EngineError>>()?;
    tell_apart(open, changes.rows.iter_mut().map(|row| &mut row.hit));
    Ok(changes)
}
