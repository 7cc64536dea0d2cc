//! The density at one place: its exact value, and the features that make it.

use super::super::Engine;
use super::super::apart::tell_apart;
use super::super::card;
use super::super::open::{Open, anchor};
use super::super::protocol::{DensityAt, DensityPart, DensityParts, DensityQuery, EngineError, FeatureRef};
use super::density::asked;
use super::{number_field, within};
use crate::risk::working;
use crate::spatial::Probe;
use crate::surface::density::{M2_PER_KM2, PointDensity, exact_at, quartic_per_m2};
use crate::units::{LngLat, Xy};

/// A place inside an area may lie on its rim, and the two ways to ask for its distance round differently, metres.
const SLACK_M: f64 = 0.01;
/// The scale changes within the bandwidth: candidates are asked for a little farther.
const FAR_SLACK: f64 = 1.01;

/// A feature within the bandwidth of a place.
struct Near {
    row: u32,
    at: Xy,
    weight: f64,
}

/// What the features within the bandwidth of a place are, and how many of them bring no weight.
struct Around {
    place: Xy,
    /// By how much a length is longer on the plane than on the ground here, and the bandwidth on the plane.
    stretch: f64,
    on_plane_m: f64,
    near: Vec<Near>,
    without_weight: u32,
}

impl Around {
    /// Asks the R-tree. A feature that is no point stands at a place on it, as it does in the surface.
    fn of(open: &Open, query: &DensityQuery, passing: Option<&[bool]>, at: LngLat) -> Result<Self, EngineError> {
        within("bandwidth_m", query.bandwidth_m, 10.0, 50_000.0, "m")?;
        let ready = open.need(query.layer)?;
        let weights = query.weight.as_ref().map(|field| number_field(ready.layer, field)).transpose()?;
        let place = open.plane().xy(at);
        let stretch = open.plane().stretch_at(place);
        let on_plane_m = query.bandwidth_m * stretch;
        let mut around = Self { place, stretch, on_plane_m, near: Vec::new(), without_weight: 0 };
        let index = &ready.placed.index;
        let mut take = |row: u32, at: Xy| {
            let is_asked = passing.is_none_or(|passing| passing.get(row as usize) == Some(&true));
            if at.distance_m(place) >= on_plane_m || !is_asked {
                return;
            }
            let weight = weights.map_or(1.0, |w| w.get(row as usize).copied().unwrap_or(f64::NAN));
            if weight.is_finite() && weight >= 0.0 {
                around.near.push(Near { row, at, weight });
            } else {
                around.without_weight += 1;
            }
        };
        if ready.layer.shapes().all_points() {
            index.for_each_point_within(place, on_plane_m, &mut take);
        } else {
            let reach = query.bandwidth_m * FAR_SLACK + SLACK_M;
            for hit in index.within(ready.layer.shapes(), &Probe::point(place), reach) {
                if let Some(at) = anchor(ready.layer, hit.row as usize) {
                    take(hit.row, open.plane().xy(at));
                }
            }
        }
        // The tree's order is no order of the rows; the sum must not depend on how the tree was built.
        around.near.sort_unstable_by_key(|near| near.row);
        Ok(around)
    }

    fn value(&self) -> PointDensity {
        let found = exact_at(self.near.iter().map(|n| (n.at, n.weight)), self.place, self.on_plane_m);
        PointDensity { per_km2: found.per_km2 * self.stretch * self.stretch, ..found }
    }
}

/// The exact density at one place.
pub fn density_at(engine: &mut Engine, query: &DensityQuery, at: LngLat) -> Result<DensityAt, EngineError> {
    let passing = asked(engine, query)?;
    let rows = passing.as_ref().map(|passing| passing.rows.as_slice());
    let open = engine.open()?;
    let found = Around::of(open, query, rows, at)?.value();
    Ok(DensityAt { at, per_km2: found.per_km2, points: found.points })
}

/// The density at one place with the features that make it, largest part first, at most so many.
pub fn density_parts(
    engine: &mut Engine,
    query: DensityQuery,
    at: LngLat,
    most: u32,
) -> Result<DensityParts, EngineError> {
    let passing = asked(engine, &query)?;
    let open = engine.open()?;
    let around = Around::of(open, &query, passing.as_ref().map(|passing| passing.rows.as_slice()), at)?;
    let layer = open.need(query.layer)?.layer;
    let (plane, area) = (open.plane(), around.stretch * around.stretch);
    let found = around.value();
    let part = |near: &Near| {
        let on_plane_m = near.at.distance_m(around.place);
        let per_km2 = near.weight * quartic_per_m2(on_plane_m, around.on_plane_m) * M2_PER_KM2 * area;
        (near.row, near.weight, plane.distance_m(near.at, around.place), per_km2)
    };
    let mut parts: Vec<_> = around.near.iter().map(part).collect();
    parts.sort_by(|a, b| b.3.total_cmp(&a.3).then(a.2.total_cmp(&b.2)).then(a.0.cmp(&b.0)));
    let parts = parts.into_iter().take(most as usize).map(|(row, weight, distance_m, per_km2)| {
        let hit = open.hit(FeatureRef { layer: query.layer, row }, Some(distance_m))?;
        Ok(DensityPart { hit, weight, per_km2, facts: card::crash_facts(layer, row) })
    });
    let mut parts = parts.collect::<Result<Vec<_>, EngineError>>()?;
    tell_apart(open, parts.iter_mut().map(|part| &mut part.hit));
    let explanation = working::density_at(&working::PlaceFacts {
        layer: query.layer,
        weight: query.weight.as_deref(),
        bandwidth_m: query.bandwidth_m,
        found,
        without_weight: around.without_weight,
        largest: parts.first().map(|part| (&part.hit.name, part.weight, part.hit.distance_m.unwrap_or(0.0))),
    });
    let degrees = |ring: Vec<Xy>| ring.into_iter().map(|at| open.plane().lnglat(at)).collect();
    let reach = Probe::point(around.place).reach(around.on_plane_m);
    Ok(DensityParts {
        at,
        per_km2: found.per_km2,
        points: found.points,
        parts,
        reach: reach.into_iter().map(|rings| rings.into_iter().map(degrees).collect()).collect(),
        explanation,
        query,
    })
}
