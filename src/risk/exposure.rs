//! Who would be exposed: people and sensitive venues near facilities, pipelines and routes.
//!
//! **Question.** Near which facility, pipeline or route are the most people?
//!
//! **Method.** Every venue whose boundary is within the distance `d` of the feature's boundary (0 inside) counts once,
//! however long the pipeline: `V_day = Σ people_day`, `V_night = Σ people_night` over those venues. Beside them stand the
//! people of the residents layer within `d`: `R_day` and `R_night`, its headcounts by day and by night where it has them,
//! its permanent residents by night where it does not. People by day are `N_day = max(V_day, R_day)`, people by night
//! `N_night = max(V_night, R_night)`; the ranked value is the larger of these two, and the answer says which it is
//! ([`Counted`]). Where the city has no headcount at all, venues are counted instead.
//!
//! **Why the largest and not a sum.** People in a dormitory or group rental, pupils of a school, patients of a ward are
//! residents too, of this area or another, and a residents layer's `people_day` may be those at home or all who are
//! there (the dataset does not say). Whoever is in both is counted twice by a sum. At one time of day the largest part is
//! never more than the people there, so the value is a lower bound that holds whatever the layers mean; the sum of both
//! is the upper one. The split of day and night by use (HAZUS, HEC-FIA) adds parts because its
//! parts exclude one another, which these two layers do not promise.
//!
//! **Units.** `d` metres on the city's plane (scale error under 3e-4 within 150 km of its centre); values in persons, or
//! venues.
//!
//! **Assumptions.** A resident area's people are spread evenly over it: it is read as a lattice of at least
//! [`LATTICE`] places, so shares are good to about 1 / [`LATTICE`].
//!
//! **When not to use.** A distance is not a consequence: nothing is said about what the facility can do at that
//! distance. Unknown headcounts add nothing, which lowers the bound further; the number of venues without one stands
//! beside it.

use super::rating::Range;
use super::sites;
use super::venues::Indexed;
use crate::domain::{Layer, ShapeKind, Shapes};
use crate::spatial::{Hit, Index, Plane, Probe};
use crate::units::{LngLat, Step, XyBox};
use serde::{Deserialize, Serialize};

/// Places that an area's people are spread over, at least.
pub const LATTICE: usize = 64;

/// Where people live, as places that each stand for some of them.
#[derive(Clone, Debug)]
pub struct Population {
    shapes: Shapes,
    index: Index,
    people: Vec<Residents>,
    /// The layer's row that each place is of.
    rows: Vec<u32>,
    /// Permanent residents of each place; those by night where only these are known, and none where nothing is said.
    permanent: Vec<Option<f64>>,
}

/// People of one place or within a distance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Residents {
    /// Permanent residents.
    pub residents: f64,
    /// By day, where known.
    pub day: f64,
    /// By night; the permanent residents where it is not known.
    pub night: f64,
}

impl Residents {
    fn share(self, of: f64) -> Self {
        Self { residents: self.residents / of, day: self.day / of, night: self.night / of }
    }

    fn add(&mut self, other: Self) {
        self.residents += other.residents;
        self.day += other.day;
        self.night += other.night;
    }
}

impl Population {
    /// Spreads a residents layer. Rows without a headcount bring nobody, and are remembered.
    pub fn of(residents: &Layer, plane: &Plane) -> Self {
        let mut shapes = Shapes::new();
        let (mut people, mut rows, mut lives) = (Vec::new(), Vec::new(), Vec::new());
        for row in 0..residents.len() {
            let number = |field| residents.number(row, field);
            let (permanent, day, night) = (number("residents"), number("people_day"), number("people_night"));
            let all = Residents {
                residents: permanent.unwrap_or(0.0),
                day: day.unwrap_or(0.0),
                night: night.or(permanent).unwrap_or(0.0),
            };
            let places = places(residents.shapes(), row, plane);
            for place in &places {
                shapes.push_point(*place);
                people.push(all.share(places.len() as f64));
                rows.push(row as u32);
                lives.push(permanent.or(night).map(|n| n / places.len() as f64));
            }
        }
        Self { index: Index::build(&shapes, plane), shapes, people, rows, permanent: lives }
    }

    /// Permanent residents within a distance outside a shape's boundary, and how many rows they come from. Where a row
    /// says nothing, there may be any number.
    pub fn outside(&self, probe: &Probe, distance_m: f64) -> (Range, u32) {
        let mut hits = self.index.within(&self.shapes, probe, distance_m);
        hits.retain(|hit| hit.distance_m > 0.0);
        let sum: f64 = hits.iter().filter_map(|hit| self.permanent[hit.row as usize]).sum();
        let open = hits.iter().any(|hit| self.permanent[hit.row as usize].is_none());
        let mut rows: Vec<u32> = hits.iter().map(|hit| self.rows[hit.row as usize]).collect();
        rows.sort_unstable();
        rows.dedup();
        (Range { low: sum, high: if open { f64::INFINITY } else { sum } }, rows.len() as u32)
    }

    /// Rows of the layer in which people live within a distance of a shape, each at its nearest place, nearest first.
    pub fn places_within(&self, probe: &Probe, distance_m: f64) -> Vec<Hit> {
        let hits = self.index.within(&self.shapes, probe, distance_m);
        let mut seen = std::collections::HashSet::new();
        let lived_in = |place: usize| self.permanent[place] != Some(0.0);
        hits.into_iter()
            .filter(|hit| lived_in(hit.row as usize))
            .map(|hit| Hit { row: self.rows[hit.row as usize], ..hit })
            .filter(|hit| seen.insert(hit.row))
            .collect()
    }

    /// People within a distance of a shape.
    pub fn within(&self, probe: &Probe, distance_m: f64) -> Residents {
        let mut sum = Residents::default();
        for hit in self.index.within(&self.shapes, probe, distance_m) {
            sum.add(self.people[hit.row as usize]);
        }
        sum
    }
}

/// The place of a point, or a lattice of at least [`LATTICE`] places inside an area (its first position when it is too
/// thin for any).
fn places(shapes: &Shapes, row: usize, plane: &Plane) -> Vec<LngLat> {
    let shape = shapes.get(row);
    if shape.kind() != ShapeKind::Polygon {
        return shape.coords().first().copied().into_iter().collect();
    }
    let probe = Probe::of(shapes, row as u32, plane);
    let Some(bounds) = probe.bounds() else { return Vec::new() };
    let mut step = ((bounds.max.x - bounds.min.x) * (bounds.max.y - bounds.min.y) / LATTICE as f64).sqrt();
    for _ in 0..6 {
        let found = lattice(&probe, bounds, step, plane);
        if found.len() >= LATTICE || step <= 0.0 {
            return if found.is_empty() { shape.coords().first().copied().into_iter().collect() } else { found };
        }
        step /= 2.0;
    }
    shape.coords().first().copied().into_iter().collect()
}

fn lattice(probe: &Probe, bounds: XyBox, step: f64, plane: &Plane) -> Vec<LngLat> {
    if step.is_nan() || step <= 0.0 {
        return Vec::new();
    }
    let count = |low: f64, high: f64| ((high - low) / step).floor() as usize + 1;
    let mut found = Vec::new();
    for j in 0..count(bounds.min.y, bounds.max.y) {
        for i in 0..count(bounds.min.x, bounds.max.x) {
            let at =
                crate::units::Xy::new(bounds.min.x + (i as f64 + 0.5) * step, bounds.min.y + (j as f64 + 0.5) * step);
            if probe.contains(at) {
                found.push(plane.lnglat(at));
            }
        }
    }
    found
}

/// Which count a ranked value is: when, and of whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counted {
    /// People in venues by day.
    VenuesByDay,
    /// People in venues by night.
    VenuesByNight,
    /// People of the residents layer by day.
    ResidentsByDay,
    /// People of the residents layer by night.
    ResidentsByNight,
    /// Venues: no headcount is known in the city.
    Venues,
}

impl Counted {
    /// Whether it counts people by night; by day otherwise. None where venues are counted.
    pub const fn is_night(self) -> Option<bool> {
        match self {
            Self::VenuesByDay | Self::ResidentsByDay => Some(false),
            Self::VenuesByNight | Self::ResidentsByNight => Some(true),
            Self::Venues => None,
        }
    }
}

/// One feature's exposure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Exposed {
    /// The feature's row.
    pub row: u32,
    /// People by day in venues, as far as known.
    pub venue_day: f64,
    /// People by night in venues, as far as known.
    pub venue_night: f64,
    /// People of the residents layer.
    pub residents: Residents,
    /// Sensitive venues.
    pub sensitive: u32,
    /// All venues.
    pub venues: u32,
    /// Venues of which the headcount by day is not known, and by night: they add nothing to that time's people.
    pub unknown: [u32; 2],
}

impl Exposed {
    /// People by day: the larger of those in venues and of residents.
    pub fn by_day(&self) -> f64 {
        f64::max(self.venue_day, self.residents.day)
    }

    /// People by night, likewise.
    pub fn by_night(&self) -> f64 {
        f64::max(self.venue_night, self.residents.night)
    }

    /// The value that is ranked, and what it counts: the larger of people by day and by night; or the venues where no
    /// headcount is known. Of equal ones those by day, and those in venues.
    pub fn counted(&self, by_people: bool) -> (f64, Counted) {
        let (day, night) = (self.by_day(), self.by_night());
        match (by_people, night > day) {
            (false, _) => (f64::from(self.venues), Counted::Venues),
            (true, false) if self.residents.day > self.venue_day => (day, Counted::ResidentsByDay),
            (true, false) => (day, Counted::VenuesByDay),
            (true, true) if self.residents.night > self.venue_night => (night, Counted::ResidentsByNight),
            (true, true) => (night, Counted::VenuesByNight),
        }
    }

    /// The value that is ranked.
    pub fn value(&self, by_people: bool) -> f64 {
        self.counted(by_people).0
    }
}

/// The exposure of every feature of a layer, step by step.
#[derive(Clone, Debug)]
pub struct ExposureJob {
    distance_m: f64,
    rows: Vec<Exposed>,
}

/// Features looked at in one step.
const A_STEP: usize = 50;

impl ExposureJob {
    /// Looks within `distance_m` metres.
    pub fn new(distance_m: f64) -> Self {
        Self { distance_m, rows: Vec::new() }
    }

    /// Looks at the next features.
    pub fn step(
        &mut self,
        features: &Layer,
        plane: &Plane,
        venues: Option<Indexed<'_>>,
        population: Option<&Population>,
    ) -> Step {
        let from = self.rows.len();
        let to = (from + A_STEP).min(features.len());
        for row in from..to {
            self.rows.push(self.one(features, row as u32, plane, venues, population));
        }
        if to == features.len() { Step::Done } else { Step::More { done: to as u64, total: features.len() as u64 } }
    }

    /// The exposure of one feature.
    pub fn one(
        &self,
        features: &Layer,
        row: u32,
        plane: &Plane,
        venues: Option<Indexed<'_>>,
        population: Option<&Population>,
    ) -> Exposed {
        let probe = Probe::of(features.shapes(), row, plane);
        let mut exposed = Exposed { row, ..Default::default() };
        if let Some(venues) = venues {
            for hit in venues.index.within(venues.layer.shapes(), &probe, self.distance_m) {
                count(&mut exposed, venues.layer, hit.row as usize);
            }
        }
        if let Some(population) = population {
            exposed.residents = population.within(&probe, self.distance_m);
        }
        exposed
    }

    /// By row of the layer; complete once [`Self::step`] said [`Step::Done`].
    pub fn finish(self) -> Vec<Exposed> {
        self.rows
    }
}

fn count(exposed: &mut Exposed, venues: &Layer, row: usize) {
    let (day, night) = (venues.number(row, "people_day"), venues.number(row, "people_night"));
    exposed.venues += 1;
    exposed.sensitive += u32::from(venues.text(row, "kind").is_some_and(sites::is_sensitive));
    for (unknown, people) in exposed.unknown.iter_mut().zip([day, night]) {
        *unknown += u32::from(people.is_none());
    }
    exposed.venue_day += day.unwrap_or(0.0);
    exposed.venue_night += night.unwrap_or(0.0);
}

/// Whether anything in the city says how many people there are.
pub fn knows_people(venues: Option<&Layer>, residents: Option<&Layer>) -> bool {
    let known = |layer: &Layer, fields: &[&str]| fields.iter().any(|f| layer.column(f).is_some());
    venues.is_some_and(|v| known(v, &["people_day", "people_night"]))
        || residents.is_some_and(|r| known(r, &["residents", "people_day", "people_night"]))
}

/// Ranks: the largest value first, then sensitive venues, then the row.
pub fn ranked(rows: &[Exposed], by_people: bool) -> Vec<Exposed> {
    let mut ranked = rows.to_vec();
    ranked.sort_by(|a, b| {
        (b.value(by_people).total_cmp(&a.value(by_people))).then(b.sensitive.cmp(&a.sensitive)).then(a.row.cmp(&b.row))
    });
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LayerName, Value, schema};
    use crate::units::Xy;

    fn plane() -> Plane {
        Plane::centred_on(LngLat::new(112.0, 31.0))
    }

    fn venue(layer: &mut Layer, at: Xy, kind: &'static str, day: Option<f64>, night: Option<f64>) {
        let set = |name| schema::position(LayerName::Venues, name).unwrap();
        layer.shapes_mut().push_point(plane().lnglat(at));
        layer.set(set("kind"), Value::Code(kind));
        if let Some(v) = day {
            layer.set(set("people_day"), Value::Number(v));
        }
        if let Some(v) = night {
            layer.set(set("people_night"), Value::Number(v));
        }
        let n = layer.len();
        layer.finish_row(&n.to_string(), n as u32 + 1);
    }

    /// A pipeline 1,000 m long and a plant of 100 × 100 m, worked out by hand.
    #[test]
    fn a_tiny_city_by_hand() {
        let plane = plane();
        let mut venues = Layer::new(LayerName::Venues, "v");
        venue(&mut venues, Xy::new(500.0, 499.0), "school", Some(900.0), Some(0.0));
        venue(&mut venues, Xy::new(500.0, -499.0), "hotel", Some(50.0), Some(200.0));
        venue(&mut venues, Xy::new(500.0, 501.0), "mall", Some(5000.0), Some(10.0));
        venue(&mut venues, Xy::new(1300.0, 399.0), "clinic", None, None);
        venues.finish();
        let index = Index::build(venues.shapes(), &plane);
        let mut pipelines = Layer::new(LayerName::Pipelines, "p");
        let line: Vec<LngLat> = [0.0, 500.0, 1000.0].iter().map(|x| plane.lnglat(Xy::new(*x, 0.0))).collect();
        pipelines.shapes_mut().push_line(&[line]);
        pipelines.finish_row("p", 1);
        pipelines.finish();
        let mut job = ExposureJob::new(500.0);
        let venues = Indexed { layer: &venues, index: &index };
        while job.step(&pipelines, &plane, Some(venues), None) != Step::Done {}
        let rows = job.finish();
        let e = rows[0];
        assert_eq!((e.venues, e.sensitive, e.unknown), (3, 1, [1, 1]));
        assert_eq!((e.venue_day, e.venue_night), (950.0, 200.0));
        assert_eq!(e.counted(true), (950.0, Counted::VenuesByDay));
        assert_eq!(e.counted(false), (3.0, Counted::Venues));
    }

    /// A dormitory of 800 inside an area of 1,000 residents: 1,000 people sleep there, not 1,800.
    #[test]
    fn who_lives_in_a_venue_is_not_counted_twice() {
        let at = |venue_day, venue_night, day, night| Exposed {
            venue_day,
            venue_night,
            residents: Residents { residents: night, day, night },
            ..Default::default()
        };
        assert_eq!(at(50.0, 800.0, 300.0, 1000.0).counted(true), (1000.0, Counted::ResidentsByNight));
        assert_eq!(at(50.0, 800.0, 300.0, 700.0).counted(true), (800.0, Counted::VenuesByNight));
        assert_eq!(at(50.0, 0.0, 300.0, 0.0).counted(true), (300.0, Counted::ResidentsByDay));
        assert_eq!(at(0.0, 0.0, 0.0, 0.0).counted(true), (0.0, Counted::VenuesByDay));
        let both = at(50.0, 800.0, 300.0, 700.0);
        assert_eq!((both.by_day(), both.by_night()), (300.0, 800.0), "never added, at no time of day");
    }

    #[test]
    fn an_areas_people_are_spread_by_area() {
        let plane = plane();
        let mut residents = Layer::new(LayerName::Residents, "r");
        let ring: Vec<LngLat> = [(0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0), (0.0, 1000.0), (0.0, 0.0)]
            .iter()
            .map(|(x, y)| plane.lnglat(Xy::new(*x, *y)))
            .collect();
        residents.shapes_mut().push_polygon(&[vec![ring]]);
        residents.set(schema::position(LayerName::Residents, "residents").unwrap(), Value::Number(6400.0));
        residents.finish_row("r", 1);
        residents.finish();
        let population = Population::of(&residents, &plane);
        let near = population.within(&Probe::line(vec![vec![Xy::new(0.0, 0.0), Xy::new(0.0, 1000.0)]]), 250.0);
        assert!((near.residents - 1600.0).abs() < 6400.0 / LATTICE as f64, "{near:?}");
        assert_eq!(near.night, near.residents);
        assert_eq!(near.day, 0.0);
        let all = population.within(&Probe::point(Xy::new(500.0, 500.0)), 2000.0);
        assert!((all.residents - 6400.0).abs() < 1e-6);
    }

    /// Metres from a position to a line, by looking at every piece.
    fn to_line(p: Xy, line: &[Xy]) -> f64 {
        let piece = |w: &[Xy]| {
            let (dx, dy) = (w[1].x - w[0].x, w[1].y - w[0].y);
            let len = dx * dx + dy * dy;
            let t = if len == 0.0 { 0.0 } else { (((p.x - w[0].x) * dx + (p.y - w[0].y) * dy) / len).clamp(0.0, 1.0) };
            p.distance_m(Xy::new(w[0].x + t * dx, w[0].y + t * dy))
        };
        line.windows(2).map(piece).fold(f64::INFINITY, f64::min)
    }

    fn exposed(lines: &[Vec<Xy>], venues: &[(Xy, f64, f64)], distance_m: f64) -> Vec<Exposed> {
        let plane = plane();
        let mut layer = Layer::new(LayerName::Venues, "v");
        for (i, (at, day, night)) in venues.iter().enumerate() {
            let known = i % 3 != 0;
            let kind = if i % 2 == 0 { "school" } else { "bar" };
            venue(&mut layer, *at, kind, known.then_some(*day), known.then_some(*night));
        }
        layer.finish();
        let mut pipelines = Layer::new(LayerName::Pipelines, "p");
        for (i, line) in lines.iter().enumerate() {
            pipelines.shapes_mut().push_line(&[line.iter().map(|p| plane.lnglat(*p)).collect()]);
            pipelines.finish_row(&i.to_string(), i as u32 + 1);
        }
        pipelines.finish();
        let index = Index::build(layer.shapes(), &plane);
        let mut job = ExposureJob::new(distance_m);
        let of = Indexed { layer: &layer, index: &index };
        while job.step(&pipelines, &plane, Some(of), None) != Step::Done {}
        job.finish()
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]

        /// As a look at every venue and every piece of every line; and a longer distance never exposes fewer.
        #[test]
        fn each_venue_within_the_distance_counts_once(
            lines in proptest::collection::vec(
                proptest::collection::vec((-2000i32..2000, -2000i32..2000), 2..5), 1..4),
            at in proptest::collection::vec((-3000i32..3000, -3000i32..3000, 0u16..900, 0u16..900), 0..40),
            distance in 10.0..1500.0f64,
        ) {
            let xy = |x: i32, y: i32| Xy::new(f64::from(x), f64::from(y));
            let lines: Vec<Vec<Xy>> = lines.iter().map(|l| l.iter().map(|p| xy(p.0, p.1)).collect()).collect();
            let venues: Vec<(Xy, f64, f64)> =
                at.iter().map(|v| (xy(v.0, v.1), f64::from(v.2), f64::from(v.3))).collect();
            // Positions went through degrees and back: what lies on the very edge may fall either way.
            let edge = |p: Xy| lines.iter().any(|l| (to_line(p, l) - distance).abs() < 1e-4);
            proptest::prop_assume!(!venues.iter().any(|v| edge(v.0)));
            let found = exposed(&lines, &venues, distance);
            let farther = exposed(&lines, &venues, distance + 100.0);
            for (row, line) in lines.iter().enumerate() {
                let near: Vec<usize> = (0..venues.len()).filter(|i| to_line(venues[*i].0, line) <= distance).collect();
                let known = || near.iter().filter(|i| **i % 3 != 0);
                let e = found[row];
                proptest::prop_assert_eq!(e.venues as usize, near.len());
                proptest::prop_assert_eq!(e.sensitive as usize, near.iter().filter(|i| **i % 2 == 0).count());
                proptest::prop_assert_eq!(e.unknown, [(near.len() - known().count()) as u32; 2]);
                proptest::prop_assert_eq!(e.venue_day, known().map(|i| venues[*i].1).sum::<f64>());
                proptest::prop_assert_eq!(e.venue_night, known().map(|i| venues[*i].2).sum::<f64>());
                proptest::prop_assert!(farther[row].venues >= e.venues && farther[row].value(true) >= e.value(true));
            }
            let order = ranked(&found, true);
            proptest::prop_assert!(order.windows(2).all(|w| w[0].value(true) >= w[1].value(true)));
        }
    }
}
