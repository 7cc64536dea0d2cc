//! The hazards of which a ring reaches a place from outside it.

use super::super::super::Engine;
use super::super::super::apart::tell_apart;
use super::super::super::protocol::{EngineError, FeatureRef, ReachedBy, ReachingRing};
use super::Parts;
use crate::domain::{LayerName, Level};
use crate::risk::assess::FARTHEST_M;
use crate::spatial::Probe;

/// Of a shape and all within so many metres of it. What lies in it is counted apart; `level` tells the level of a hazard, and
/// at most `limit` are listed. None where the city has no facilities.
pub(super) fn reaching(
    engine: &Engine,
    (probe, within_m): (&Probe, f64),
    level: &dyn Fn(LayerName, u32) -> Level,
    limit: usize,
) -> Result<Option<ReachedBy>, EngineError> {
    let parts = Parts::of(engine)?;
    let assessor = parts.assessor(engine.book.as_ref().ok_or(EngineError::NoCity)?);
    let (Some(facilities), Some(ready)) = (&assessor.facilities, parts.open.get(LayerName::Facilities)) else {
        return Ok(None);
    };
    let is_ringed = |row| !engine.rings.of(facilities, row).is_empty();
    let near = ready.placed.index.within_where(ready.layer.shapes(), probe, within_m + FARTHEST_M, &is_ringed);
    let mut found = ReachedBy::default();
    for hit in near {
        let distance_m = hit.distance_m - within_m;
        let rings = engine.rings.of(facilities, hit.row);
        if distance_m <= 0.0 {
            found.inside += u32::from(rings.iter().any(|(_, radius_m, _)| radius_m.high > 0.0));
            continue;
        }
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
    found.rings.truncate(limit);
    tell_apart(parts.open, found.rings.iter_mut().map(|ring| &mut ring.hazard));
    Ok(Some(found))
}
