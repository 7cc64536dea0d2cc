//! Venues as the fire services rank them.
//!
//! **Question.** Where are the most people, the most floors, the longest way for an engine or for water?
//!
//! **Method.** People: the larger of the headcounts by day and by night. Floors: as recorded. Station and hydrant: the
//! straight-line distance from the venue's boundary to the nearest one on the city's plane, in metres. A hydrant that is
//! recorded as dry is passed over; one of which nothing is said counts, and the working says how many such there are.
//!
//! **Order.** People, floors and levels: the worst first; of equals the worse level, then the more people, then the kinds
//! that worry. Distances are told apart by bands alone, of 500 m to a station and of 50 m to a hydrant, the farthest first:
//! a crew does not go by single metres, and within a band the worse level and the more people count.
//!
//! **Assumptions.** Straight lines: an engine drives farther and hoses go around corners. Nothing is guessed: a venue
//! without a headcount has none and stands behind those that have one.
//!
//! **When not to use.** Not a response time and not a measure of fire risk; it says where to look first.

use super::cover::Lack;
use super::{sites, threads};
use crate::domain::{Layer, Level, Words};
use crate::spatial::{Hit, Index, Plane, Probe};
use crate::text::number;
use crate::units::Step;
use serde::{Deserialize, Serialize};

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

    /// What would keep a venue from lacking it.
    pub fn nearest(&self, lack: Lack, venue: u32) -> Option<Hit> {
        match lack {
            Lack::Station => self.station(venue),
            Lack::Hydrant => self.hydrant(venue),
        }
    }
}

/// The nearest hydrant that is not recorded as dry.
pub fn nearest_with_water(hydrants: Indexed<'_>, probe: &Probe) -> Option<Hit> {
    // Nearly all work.
    let mut k = 1;
    loop {
        let hits = hydrants.index.nearest(hydrants.layer.shapes(), probe, k);
        let wet = hits.iter().find(|h| hydrants.layer.flag(h.row as usize, "working") != Some(false));
        if wet.is_some() || hits.len() < k {
            return wet.copied();
        }
        k *= 4;
    }
}

/// What venues are ranked by; always the most worrying first, unknown last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum VenueSort {
    /// The larger of people by day and by night.
    #[default]
    People,
    /// The level on the day of the data.
    Level,
    /// Floors.
    Floors,
    /// Metres to the nearest fire station, straight line.
    StationDistance,
    /// Metres to the nearest hydrant known to work or not known to be dry, straight line.
    HydrantDistance,
}

impl VenueSort {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::People, Self::Level, Self::Floors, Self::StationDistance, Self::HydrantDistance];

    /// The order in one sentence.
    pub fn order(self) -> Words {
        let band = |zh: &str, en: &str, metres: f64| {
            let metres = number(metres);
            Words::new(
                format!("{zh}每 {metres} m 一档，远的在前；同一档先看等级，再看人数"),
                format!(
                    "{en} in bands of {metres} m, the farthest first; within a band the worse level, then more people"
                ),
            )
        };
        match self {
            Self::People => Words::new(
                "人多的在前（昼夜取较大者）；一样多的先看等级",
                "Most people first, by day or by night; of equals the worse level",
            ),
            Self::Level => Words::new(
                "最严重的在前；同级人多的在前，未评的在后",
                "Worst level first; within a level most people first; unrated behind",
            ),
            Self::Floors => Words::new(
                "层数多的在前；一样多的先看等级，再看人数",
                "Most floors first; of equals the worse level, then more people",
            ),
            Self::StationDistance => {
                band("离最近消防站的直线距离", "Straight lines to the nearest station", STATION_BAND_M)
            }
            Self::HydrantDistance => band(
                "离最近消火栓（干栓不计）的直线距离",
                "Straight lines to the nearest hydrant, dry ones not counted,",
                HYDRANT_BAND_M,
            ),
        }
    }
}

/// Ways to a station that differ by less are as long, metres: a minute of an engine. A rule of this project.
pub const STATION_BAND_M: f64 = 500.0;
/// Ways to a hydrant that differ by less are as long, metres: two lengths of hose and a bit. A rule of this project.
pub const HYDRANT_BAND_M: f64 = 50.0;

/// The larger of the headcounts by day and by night; `None` when neither is known.
pub fn people(venues: &Layer, row: u32) -> Option<f64> {
    let at = |field| venues.number(row as usize, field);
    at("people_day").into_iter().chain(at("people_night")).reduce(f64::max)
}

/// Whether a venue is of a kind that worries a fire service most.
pub fn is_worry(venues: &Layer, row: u32) -> bool {
    venues.text(row as usize, "kind").is_some_and(sites::is_worry)
}

/// Ranks some venues, each with its level on the day: the largest value first, unknown values last; of equals the worse
/// level, then the more people, then the worrying kinds, the farther, and by row.
pub fn ranked(
    venues: &Layer,
    access: &Access,
    rows: impl IntoIterator<Item = (u32, Level)>,
    by: VenueSort,
) -> Vec<u32> {
    let last = f64::NEG_INFINITY;
    let away =
        |hit: Option<Hit>, band_m: f64| hit.map_or((last, last), |h| ((h.distance_m / band_m).floor(), h.distance_m));
    let keyed = rows.into_iter().map(|(row, level)| {
        let people = people(venues, row).unwrap_or(last);
        let (value, exact) = match by {
            VenueSort::People => (people, last),
            VenueSort::Floors => (venues.number(row as usize, "floors").unwrap_or(last), last),
            VenueSort::StationDistance => away(access.station(row), STATION_BAND_M),
            VenueSort::HydrantDistance => away(access.hydrant(row), HYDRANT_BAND_M),
            VenueSort::Level => (0.0, last),
        };
        (value, level, people, is_worry(venues, row), exact, row)
    });
    let mut keyed: Vec<(f64, Level, f64, bool, f64, u32)> = keyed.collect();
    keyed.sort_by(|a, b| {
        (b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(b.2.total_cmp(&a.2)))
            .then(b.3.cmp(&a.3))
            .then(b.4.total_cmp(&a.4))
            .then(a.5.cmp(&b.5))
    });
    keyed.into_iter().map(|(.., row)| row).collect()
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
        let unrated = || (0..3).map(|row| (row, Level::Unrated));
        assert_eq!(ranked(&venues, &access, unrated(), VenueSort::People), [2, 1, 0]);
        assert_eq!(ranked(&venues, &access, unrated(), VenueSort::HydrantDistance), [1, 2, 0]);
        assert_eq!(
            ranked(&venues, &access, unrated(), VenueSort::StationDistance),
            [2, 1, 0],
            "300 m and 50 m are one band"
        );
        let none = Access::default();
        assert_eq!(ranked(&venues, &none, unrated(), VenueSort::StationDistance), [2, 1, 0]);
        let levels = [Level::Red, Level::Blue, Level::Unrated];
        let rated = || (0..3).zip(levels);
        assert_eq!(ranked(&venues, &access, rated(), VenueSort::Level), [0, 1, 2], "what nobody rated stands behind");
        assert_eq!(ranked(&venues, &access, rated(), VenueSort::People), [2, 0, 1], "of equals the worse level");
        assert_eq!(
            ranked(&venues, &access, rated(), VenueSort::StationDistance),
            [2, 0, 1],
            "another band comes first"
        );
    }
}
