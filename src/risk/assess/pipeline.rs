//! Pipelines: what stands along them, and where along them it stands.
//!
//! What is small is put at the chainage of the line's nearest place; what is long (a road, a railway, a river) at the
//! stretches that are near, which are found in steps of [`STEP_M`].

use super::near::{Named, Surroundings};
use super::{Base, Method, Part};
use crate::domain::{Layer, ShapeKind, Words};
use crate::risk::pipelines::{self, Inputs, Kind, NEAR_M, Object, Options, Product, RoadClass, SIDE_M};
use crate::risk::sites::is_sensitive;
use crate::risk::venues::Indexed;
use crate::spatial::{Plane, Probe};
use crate::units::{Xy, XyBox};

/// Steps in which stretches are found, metres.
pub const STEP_M: f64 = 25.0;
/// What is no longer than this stands at one place, metres.
const SMALL_M: f64 = 200.0;
/// Storeys from which a building counts as tall.
const TALL: f64 = 4.0;
/// Facilities that burn or explode.
const FLAMMABLE: &[&str] = &[
    "fuel_station",
    "hydrogen_station",
    "lpg_station",
    "tank_farm",
    "storage_tank",
    "gas_holder",
    "chemical_plant",
    "explosives_plant",
    "explosives_depot",
    "fireworks_store",
];

/// A city's pipelines as the method asks about them.
#[derive(Clone, Copy)]
pub struct Pipelines<'a> {
    /// The layer.
    pub layer: &'a Layer,
    /// What stands around them.
    pub around: Surroundings<'a>,
    /// What the city switches on.
    pub options: Options,
}

/// Something along a line, with its name.
struct Along {
    kind: Kind,
    from_m: f64,
    to_m: f64,
    distance_m: f64,
    name: Words,
    row: String,
}

impl Pipelines<'_> {
    /// A line's base level; no method applies to what is neither oil nor gas.
    pub fn base(&self, row: u32) -> Base {
        match self.product(row) {
            Product::Other => Base::NONE,
            _ => {
                let rating = self.ask(row, Named::No, |inputs| pipelines::rate(inputs).rating);
                Base { rating, method: Some(Method::Pipeline) }
            }
        }
    }

    /// The whole answer.
    pub fn parts(&self, row: u32) -> Vec<Part> {
        match self.product(row) {
            Product::Other => Vec::new(),
            _ => vec![Part { method: Method::Pipeline, worked: self.ask(row, Named::Yes, pipelines::explain) }],
        }
    }

    fn product(&self, row: u32) -> Product {
        Product::of(self.layer.text(row as usize, "product"))
    }

    fn ask<T>(&self, row: u32, named: Named, ask: impl FnOnce(&Inputs<'_>) -> T) -> T {
        let at = row as usize;
        let number = |field| self.layer.number(at, field);
        let (diameter_mm, pressure_mpa) = (number("diameter_mm"), number("pressure_mpa"));
        let impact = diameter_mm.zip(pressure_mpa).map_or(0.0, |(d, p)| pipelines::radius_m(d, p));
        let searched_m = f64::max(SIDE_M, impact).min(2_000.0);
        let line = Line::of(self.layer, at, &self.around);
        let along = self.along(&line, row, searched_m, named);
        let objects: Vec<Object<'_>> = along
            .iter()
            .map(|a| Object {
                kind: a.kind,
                from_m: a.from_m,
                to_m: a.to_m,
                distance_m: a.distance_m,
                name: &a.name,
                row: &a.row,
            })
            .collect();
        let source = self.layer.source(at);
        ask(&Inputs {
            length_m: line.length_m(),
            diameter_mm,
            pressure_mpa,
            product: self.product(row),
            objects: &objects,
            searched_m,
            options: self.options,
            row: &source,
        })
    }

    /// Everything along a line that the rules for its product may ask about.
    fn along(&self, line: &Line, row: u32, searched_m: f64, named: Named) -> Vec<Along> {
        let probe = Probe::of(self.layer.shapes(), row, self.around.plane);
        let (around, product) = (&self.around, self.product(row));
        let (mut all, mut tall) = (Vec::new(), Vec::new());
        let mut add = |of: Indexed<'_>, radius_m: f64, kind: &dyn Fn(usize) -> Option<Kind>| {
            let shapes = of.layer.shapes();
            for hit in of.index.within_where(shapes, &probe, radius_m, &|row| kind(row as usize).is_some()) {
                let at = hit.row as usize;
                let Some(kind) = kind(at) else { continue };
                for (from_m, to_m) in line.stretches(of, hit.row, around.plane, radius_m) {
                    let (name, row) = named.of(of.layer, at);
                    all.push(Along { kind, from_m, to_m, distance_m: hit.distance_m, name, row });
                }
            }
        };
        let asked = |of, kind| Option::filter(of, |_| product.asks(kind));
        if let Some(of) = asked(around.residents, Kind::Households(None)) {
            let people = ["residents", "people_night", "people_day"].map(|field| of.layer.cells(field));
            let households = of.layer.cells("households");
            add(of, SIDE_M, &|at| {
                let (people, households) = (people.iter().find_map(|cells| cells.number(at)), households.number(at));
                // Where nobody lives there are no households to ask for.
                (households.is_some() || people != Some(0.0)).then_some(Kind::Households(households))
            });
        }
        if let Some(of) = asked(around.venues, Kind::Identified) {
            let kind = of.layer.cells("kind");
            add(of, searched_m, &|at| kind.text(at).is_some_and(is_sensitive).then_some(Kind::Identified));
        }
        if let Some(of) = asked(around.buildings, Kind::TallBuilding) {
            let levels = of.layer.cells("levels");
            let is_tall = |at| levels.number(at).is_some_and(|n| n >= TALL);
            if named == Named::Yes {
                add(of, SIDE_M, &|at| is_tall(at).then_some(Kind::TallBuilding));
            } else {
                // They are thousands, and a level only counts those that are near enough.
                for row in of.index.rows_within(of.layer.shapes(), &probe, SIDE_M, &|row| is_tall(row as usize)) {
                    let stretches = line.stretches(of, row, around.plane, SIDE_M);
                    tall.extend(stretches.into_iter().map(|(from_m, to_m)| Along {
                        kind: Kind::TallBuilding,
                        from_m,
                        to_m,
                        distance_m: SIDE_M,
                        name: Words::default(),
                        row: String::new(),
                    }));
                }
            }
        }
        if let Some(of) = asked(around.roads, Kind::Road(RoadClass::Unknown)) {
            let (class, number) = (of.layer.cells("class"), of.layer.cells("ref"));
            add(of, NEAR_M, &|at| Some(Kind::Road(road_class(class.text(at)?, number.text(at))?)));
        }
        if let Some(of) = asked(around.railways, Kind::Railway) {
            add(of, NEAR_M, &|_| Some(Kind::Railway));
        }
        if let Some(of) = asked(around.facilities, Kind::Flammable) {
            let kind = of.layer.cells("kind");
            add(of, SIDE_M, &|at| {
                kind.text(at).is_some_and(|kind| FLAMMABLE.contains(&kind)).then_some(Kind::Flammable)
            });
        }
        if let Some(of) = asked(around.water, Kind::Water) {
            let kind = of.layer.cells("kind");
            let is_body = |kind: &str| matches!(kind, "river" | "lake" | "reservoir");
            add(of, SIDE_M, &|at| kind.text(at).is_some_and(is_body).then_some(Kind::Water));
        }
        all.append(&mut tall);
        all
    }
}

/// What a road is to GB 32167, by its number first; none for what is no road between places.
fn road_class(class: &str, number: Option<&str>) -> Option<RoadClass> {
    let number = number.and_then(|r| r.chars().next());
    match (class, number) {
        ("motorway" | "motorway_link", _) => Some(RoadClass::Expressway),
        (_, Some('G')) => Some(RoadClass::National),
        (_, Some('S')) => Some(RoadClass::Provincial),
        // A road of rank without a number may be one or the other.
        ("trunk" | "primary", None) => Some(RoadClass::Unknown),
        ("trunk" | "primary" | "secondary" | "tertiary", _) => Some(RoadClass::Minor),
        _ => None,
    }
}

/// A line on the plane with its chainage.
struct Line {
    /// Its pieces in order, each with its chainage at both ends, metres.
    segments: Vec<[(Xy, f64); 2]>,
    /// A box around every [`RUN`] of them.
    boxes: Vec<XyBox>,
}

/// So many pieces of a line share a box.
const RUN: usize = 16;

impl Line {
    fn of(layer: &Layer, row: usize, around: &Surroundings<'_>) -> Self {
        let (mut segments, mut at_m) = (Vec::new(), 0.0);
        for (coords, _) in layer.shapes().get(row).parts() {
            let mut before: Option<(Xy, f64)> = None;
            for at in coords.iter().map(|c| around.plane.xy(*c)) {
                at_m += before.map_or(0.0, |(before, _)| around.plane.distance_m(before, at));
                segments.extend(before.map(|before| [before, (at, at_m)]));
                before = Some((at, at_m));
            }
        }
        let boxes = segments.chunks(RUN).filter_map(|run| XyBox::around(run.iter().flatten().map(|(at, _)| *at)));
        Self { boxes: boxes.collect(), segments }
    }

    fn length_m(&self) -> f64 {
        self.segments.last().map_or(0.0, |[_, (_, until)]| *until)
    }

    /// The pieces whose shared boxes pass a test, in order.
    fn pieces(&self, mut test: impl FnMut(&XyBox) -> bool) -> impl Iterator<Item = &[(Xy, f64); 2]> {
        self.segments.chunks(RUN).zip(&self.boxes).filter(move |(_, bounds)| test(bounds)).flat_map(|(run, _)| run)
    }

    /// The chainage of the place nearest to a position no farther away than a distance; the first of equally near ones.
    fn nearest(&self, to: Xy, within_m: f64) -> Option<f64> {
        let about = XyBox { min: to, max: to }.grown(within_m);
        let place = |[(a, from), (b, until)]: &[(Xy, f64); 2]| {
            let (dx, dy) = (b.x - a.x, b.y - a.y);
            let square = dx * dx + dy * dy;
            let t = if square > 0.0 { ((to.x - a.x) * dx + (to.y - a.y) * dy) / square } else { 0.0 }.clamp(0.0, 1.0);
            let at = Xy::new(a.x + t * dx, a.y + t * dy);
            // Squared metres: the root is no nearer.
            ((at.x - to.x).powi(2) + (at.y - to.y).powi(2), from + t * (until - from))
        };
        let pieces = self.pieces(|bounds| bounds.intersects(&about));
        pieces.map(place).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, at)| at)
    }

    /// Where a feature within a radius is near: one place for what is small, stretches for what is long.
    fn stretches(&self, of: Indexed<'_>, row: u32, plane: &Plane, radius_m: f64) -> Vec<(f64, f64)> {
        let shapes = of.layer.shapes();
        let Some(bounds) = of.index.box_of(shapes, row) else { return Vec::new() };
        let (wide, high) = (bounds.max.x - bounds.min.x, bounds.max.y - bounds.min.y);
        // What is within the radius is at most its box's diagonal farther from the box's middle.
        let middle = || {
            let at = Xy::new((bounds.min.x + bounds.max.x) / 2.0, (bounds.min.y + bounds.max.y) / 2.0);
            self.nearest(at, radius_m + wide.hypot(high)).map(|at| (at, at))
        };
        if shapes.get(row as usize).kind() == ShapeKind::Point || wide.max(high) <= SMALL_M {
            return middle().into_iter().collect();
        }
        let probe = Probe::of(shapes, row, plane);
        let about = bounds.grown(radius_m);
        let mut found: Vec<(f64, f64)> = Vec::new();
        for [(a, from), (b, until)] in self.pieces(|bounds| bounds.intersects(&about)) {
            let steps = ((until - from) / STEP_M).ceil().max(1.0) as usize;
            for t in near_steps((*a, *b), steps, radius_m, |at| probe.distance_m(at)) {
                let chainage = from + t * (until - from);
                match found.last_mut() {
                    Some(last) if chainage - last.1 <= 2.0 * STEP_M => last.1 = chainage,
                    _ => found.push((chainage, chainage)),
                }
            }
        }
        if found.is_empty() {
            // Near between two steps.
            found.extend(middle());
        }
        found
    }
}

/// The steps along a segment, as shares of it, at which something is within a radius. Where it is farther away the steps
/// that cannot come near are left out.
fn near_steps(
    (a, b): (Xy, Xy),
    steps: usize,
    radius_m: f64,
    distance_m: impl Fn(Xy) -> f64,
) -> impl Iterator<Item = f64> {
    let step_m = a.distance_m(b) / steps as f64;
    let mut next = 0;
    std::iter::from_fn(move || {
        while next <= steps {
            let t = next as f64 / steps as f64;
            let beyond_m = distance_m(Xy::new(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y))) - radius_m;
            if beyond_m <= 0.0 {
                next += 1;
                return Some(t);
            }
            next = next.saturating_add((beyond_m / step_m).max(1.0) as usize);
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_step_that_is_near_is_left_out() {
        let places = [(130.0, 40.0), (131.0, -60.0), (500.0, 300.0), (742.0, 10.0), (1200.0, 900.0)];
        let places = places.map(|(x, y)| Xy::new(x, y));
        let distance_m = |at: Xy| places.iter().map(|place| place.distance_m(at)).fold(f64::INFINITY, f64::min);
        let (a, b) = (Xy::new(-20.0, 0.0), Xy::new(1500.0, 12.0));
        for (steps, radius_m) in [(61, 50.0), (61, 10.0), (61, 2000.0), (61, 0.0), (1, 200.0), (977, 77.0)] {
            let at = |t: f64| Xy::new(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y));
            let all = (0..=steps).map(|i| i as f64 / steps as f64);
            let near: Vec<f64> = all.filter(|t| distance_m(at(*t)) <= radius_m).collect();
            assert_eq!(near_steps((a, b), steps, radius_m, distance_m).collect::<Vec<_>>(), near);
        }
        assert_eq!(near_steps((a, a), 1, 50.0, distance_m).count(), 0, "a segment without length");
        assert_eq!(near_steps((a, b), 9, 50.0, |_| f64::INFINITY).count(), 0, "nothing has a place");
    }
}
