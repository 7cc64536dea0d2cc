//! Venues as the fire services rank them.
//!
//! **Question.** Where are the most people, the most floors, the longest way for an engine or for water?
//!
//! **Method.** People: the larger of the headcounts by day and by night. Floors: as recorded. Station and hydrant: the
//! straight-line distance from the venue's boundary to the nearest one on the city's plane, in metres. A hydrant that is
//! recorded as dry is passed over; one of which nothing is said counts, and the working says how many such there are.
//!
//! **Assumptions.** Straight lines: an engine drives farther and hoses go around corners. Nothing is guessed: a venue
//! without a headcount has none and stands behind those that have one.
//!
//! **When not to use.** Not a response time and not a measure of fire risk; it says where to look first.

use super::{sites, threads};
use crate::domain::Layer;
use crate::spatial::{Hit, Index, Plane, Probe};
use crate::units::Step;

/// A layer with its index.
#[derive(Clone, Copy, Debug)]
pub struct Indexed<'a> {
    /// The rows.
    pub layer: &'a Layer,
    /// Their R-tree.
    pub index: &'a Index,
}

/// The nearest station and hydrant of every venue, step by step: computed once for a city.
#[derive(Clone, Debug, Default)]
pub struct Access {
    station: Vec<Option<Hit>>,
    hydrant: Vec<Option<Hit>>,
}

/// A venue's nearest station and hydrant.
fn nearest(
    venues: &Layer,
    row: u32,
    plane: &Plane,
    stations: Option<Indexed<'_>>,
    hydrants: Option<Indexed<'_>>,
) -> (Option<Hit>, Option<Hit>) {
    let probe = Probe::of(venues.shapes(), row, plane);
    let station = stations.and_then(|s| s.index.nearest(s.layer.shapes(), &probe, 1).first().copied());
    (station, hydrants.and_then(|h| nearest_with_water(h, &probe)))
}

/// Venues looked up in one step: about 30 ms.
const A_STEP: usize = 4_000;
/// Venues that a thread looks up at a time.
const A_PART: usize = 500;

impl Access {
    /// Looks up the next venues.
    pub fn step(
        &mut self,
        venues: &Layer,
        plane: &Plane,
        stations: Option<Indexed<'_>>,
        hydrants: Option<Indexed<'_>>,
    ) -> Step {
        let from = self.station.len();
        let to = (from + A_STEP).min(venues.len());
        let found = threads::each(from..to, A_PART, |row| nearest(venues, row, plane, stations, hydrants));
        for (station, hydrant) in found {
            self.station.push(station);
            self.hydrant.push(hydrant);
        }
        if to == venues.len() { Step::Done } else { Step::More { done: to as u64, total: venues.len() as u64 } }
    }

    /// A venue's nearest station.
    pub fn station(&self, venue: u32) -> Option<Hit> {
        self.station.get(venue as usize).copied().flatten()
    }

    /// A venue's nearest hydrant that is not known to be dry.
    pub fn hydrant(&self, venue: u32) -> Option<Hit> {
        self.hydrant.get(venue as usize).copied().flatten()
    }
}

/// The nearest hydrant that is not recorded as dry.
fn nearest_with_water(hydrants: Indexed<'_>, probe: &Probe) -> Option<Hit> {
    let mut k = 4;
    loop {
        let hits = hydrants.index.nearest(hydrants.layer.shapes(), probe, k);
        let wet = hits.iter().find(|h| hydrants.layer.flag(h.row as usize, "working") != Some(false));
        if wet.is_some() || hits.len() < k {
            return wet.copied();
        }
        k *= 4;
    }
}

/// What venues are ranked by; the most worrying first, unknown last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RankBy {
    /// The larger of people by day and by night.
    People,
    /// Floors.
    Floors,
    /// Metres to the nearest fire station.
    Station,
    /// Metres to the nearest hydrant that is not known to be dry.
    Hydrant,
}

/// The larger of the headcounts by day and by night; `None` when neither is known.
pub fn people(venues: &Layer, row: u32) -> Option<f64> {
    let at = |field| venues.number(row as usize, field);
    at("people_day").into_iter().chain(at("people_night")).reduce(f64::max)
}

/// Whether a venue is of a kind that worries a fire service most.
pub fn is_worry(venues: &Layer, row: u32) -> bool {
    venues.text(row as usize, "kind").is_some_and(sites::is_worry)
}

/// Ranks some venues: the largest value first, unknown values last, equal ones with the worrying kinds first, then by
/// row.
pub fn ranked(venues: &Layer, access: &Access, rows: impl IntoIterator<Item = u32>, by: RankBy) -> Vec<u32> {
    let value = |row: u32| match by {
        RankBy::People => people(venues, row),
        RankBy::Floors => venues.number(row as usize, "floors"),
        RankBy::Station => access.station(row).map(|h| h.distance_m),
        RankBy::Hydrant => access.hydrant(row).map(|h| h.distance_m),
    };
    let mut keyed: Vec<(f64, bool, u32)> =
        rows.into_iter().map(|row| (value(row).unwrap_or(f64::NEG_INFINITY), is_worry(venues, row), row)).collect();
    keyed.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    keyed.into_iter().map(|(_, _, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LayerName, Value, schema};
    use crate::units::{LngLat, Xy};

    fn points(name: LayerName, plane: &Plane, at: &[Xy]) -> Layer {
        let mut layer = Layer::new(name, "t");
        for (i, xy) in at.iter().enumerate() {
            layer.shapes_mut().push_point(plane.lnglat(*xy));
            if name == LayerName::Hydrants && i == 0 {
                layer.set(schema::position(name, "working").unwrap(), Value::Flag(false));
            }
            if name == LayerName::Venues {
                let kinds = ["restaurant", "hotel", "restaurant"];
                layer.set(schema::position(name, "kind").unwrap(), Value::Code(kinds[i % 3]));
                if i == 2 {
                    layer.set(schema::position(name, "people_day").unwrap(), Value::Number(3.0));
                    layer.set(schema::position(name, "people_night").unwrap(), Value::Number(8.0));
                }
            }
            layer.finish_row(&i.to_string(), i as u32 + 1);
        }
        layer.finish();
        layer
    }

    #[test]
    fn dry_hydrants_are_passed_over_and_unknown_stands_last() {
        let plane = Plane::centred_on(LngLat::new(112.0, 31.0));
        let venues = points(LayerName::Venues, &plane, &[Xy::new(0.0, 0.0), Xy::new(1000.0, 0.0), Xy::new(500.0, 0.0)]);
        let stations = points(LayerName::FireStations, &plane, &[Xy::new(0.0, 300.0), Xy::new(1000.0, 50.0)]);
        let hydrants = points(LayerName::Hydrants, &plane, &[Xy::new(0.0, 1.0), Xy::new(0.0, 40.0)]);
        let (si, hi) = (Index::build(stations.shapes(), &plane), Index::build(hydrants.shapes(), &plane));
        let stations = Indexed { layer: &stations, index: &si };
        let hydrants = Indexed { layer: &hydrants, index: &hi };
        let mut access = Access::default();
        while access.step(&venues, &plane, Some(stations), Some(hydrants)) != Step::Done {}
        let hydrant = access.hydrant(0).unwrap();
        assert_eq!(hydrant.row, 1);
        assert!((hydrant.distance_m - 40.0).abs() < 1e-6);
        assert_eq!(access.station(1).unwrap().row, 1);
        assert_eq!(people(&venues, 2), Some(8.0));
        assert_eq!(ranked(&venues, &access, 0..3, RankBy::People), [2, 1, 0]);
        assert_eq!(ranked(&venues, &access, 0..3, RankBy::Hydrant), [1, 2, 0]);
        assert_eq!(ranked(&venues, &access, 0..3, RankBy::Station), [2, 0, 1]);
        let none = Access::default();
        assert_eq!(ranked(&venues, &none, 0..3, RankBy::Station), [1, 0, 2]);
    }
}
