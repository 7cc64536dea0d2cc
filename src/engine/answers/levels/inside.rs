//! What is inside an area, once the city is rated.

use super::super::super::Engine;
use super::super::super::protocol::{EngineError, InsideQuery, InsideTable};
use super::super::inside::{self, Rated};
use super::super::region::Region;
use super::reaching::reaching;
use super::{day_of, redate, table};
use crate::domain::{LayerName, Level};

/// The answer.
pub(super) fn inside(engine: &mut Engine, query: InsideQuery) -> Result<InsideTable, EngineError> {
    let has_crashes = engine.open()?.get(LayerName::Crashes).is_some();
    let passing = if has_crashes { engine.passing(&query.crashes)? } else { None };
    let day = day_of(engine.open()?, query.as_of.as_deref())?;
    redate(engine, day)?;
    let (book, levels) = engine.book.as_ref().zip(engine.levels.as_ref()).ok_or(EngineError::NoCity)?;
    let counts = |layer: LayerName, rows: &[u32]| {
        let (base, dynamic) = (levels.base(layer), levels.dynamic(layer));
        table::count(rows.iter().map(|row| (base[*row as usize], dynamic[*row as usize])))
    };
    let level =
        |layer: LayerName, row: u32| levels.dynamic(layer).get(row as usize).map_or(Level::Unrated, |r| r.level());
    let table = inside::table(engine, query, &Rated { book, day, counts: &counts, level: &level, passing })?;
    let (probe, within_m) = Region::of(engine.open()?, &table.query.area)?.probe(engine.open()?);
    let reached_by = reaching(engine, (&probe, within_m), &level, table.query.limit as usize)?;
    Ok(InsideTable { reached_by, ..table })
}
