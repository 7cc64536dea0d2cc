//! What is inside an area, once the city is rated.

use super::super::super::Engine;
use super::super::super::apart::tell_apart;
use super::super::super::protocol::{EngineError, FeatureRef, InsideQuery, InsideTable, ReachedBy, ReachingRing};
use super::super::inside::{self, Rated};
use super::super::region::Region;
use super::{Parts, day_of, redate, table};
use crate::domain::{LayerName, Level};
use crate::risk::assess::FARTHEST_M;

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
    let reached_by = reached_by(engine, &table.query, &level)?;
    Ok(InsideTable { reached_by, ..table })
}

/// The hazards outside an area of which a ring reaches into it.
fn reached_by(
    engine: &Engine,
    query: &InsideQuery,
    level: &dyn Fn(LayerName, u32) -> Level,
) -> Result<Option<ReachedBy>, EngineError> {
    let parts = Parts::of(engine)?;
    let assessor = parts.assessor(engine.book.as_ref().ok_or(EngineError::NoCity)?);
    let (Some(facilities), Some(ready)) = (&assessor.facilities, parts.open.get(LayerName::Facilities)) else {
        return Ok(None);
    };
    let (probe, within_m) = Region::of(parts.open, &query.area)?.probe(parts.open);
    let near = ready.placed.index.within(ready.layer.shapes(), &probe, within_m + FARTHEST_M);
    let mut found = ReachedBy::default();
    for hit in near {
        let distance_m = hit.distance_m - within_m;
        if distance_m <= 0.0 {
            continue;
        }
        let rings = facilities.rings(hit.row);
        let grave = |level: &Option<Level>| level.unwrap_or(Level::Unrated);
        let reaching = rings.iter().filter(|(_, radius_m, _)| radius_m.low > distance_m);
        let gravest = reaching.min_by(|a, b| grave(&a.2).cmp(&grave(&b.2)).then(a.1.low.total_cmp(&b.1.low)));
        match gravest {
            Some((says, radius_m, of_ring)) => {
                let feature = FeatureRef { layer: LayerName::Facilities, row: hit.row };
                let mut hazard = parts.open.hit(feature, Some(distance_m))?;
                hazard.level = Some(level(feature.layer, feature.row));
                found.rings.push(ReachingRing { hazard, says: says.clone(), radius_m: radius_m.low, level: *of_ring });
            }
            None => found.unknown += u32::from(rings.iter().any(|(_, radius_m, _)| radius_m.high > distance_m)),
        }
    }
    let deep = |ring: &ReachingRing| ring.radius_m - ring.hazard.distance_m.unwrap_or_default();
    found.rings.sort_by(|a, b| {
        let order = |ring: &ReachingRing| (ring.level.unwrap_or(Level::Unrated), ring.hazard.feature.row);
        order(a).0.cmp(&order(b).0).then(deep(b).total_cmp(&deep(a))).then(order(a).1.cmp(&order(b).1))
    });
    found.count = found.rings.len() as u32;
    found.rings.truncate(query.limit as usize);
    tell_apart(parts.open, found.rings.iter_mut().map(|ring| &mut ring.hazard));
    Ok(Some(found))
}
