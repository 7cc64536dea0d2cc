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

    /// Everything along a line that a rule may ask about.
    fn along(&self, line: &Line, row: u32, searched_m: f64, named: Named) -> Vec<Along> {
        let probe = Probe::of(self.layer.shapes(), row, self.around.plane);
        let around = &self.around;
        let mut all = Vec::new();
        let mut add = |of: Indexed<'_>, radius_m: f64, kind: &dyn Fn(usize) -> Option<Kind>| {
            let wanted = |row: u32| kind(row as usize).is_some();
            for hit in of.index.within_where(of.layer.shapes(), &probe, radius_m, &wanted) {
                let at = hit.row as usize;
                let Some(kind) = kind(at) else { continue };
                for (from_m, to_m) in line.stretches(of, hit.row, around.plane, radius_m) {
                    let (name, row) = named.of(of.layer, at);
                    all.push(Along { kind, from_m, to_m, distance_m: hit.distance_m, name, row });
                }
            }
        };
        if let Some(of) = around.residents {
            let people = ["residents", "people_night", "people_day"].map(|field| of.layer.cells(field));
            let households = of.layer.cells("households");
            add(of, SIDE_M, &|at| {
                let (people, households) = (people.iter().find_map(|cells| cells.number(at)), households.number(at));
                // Where nobody lives there are no households to ask for.
                (households.is_some() || people != Some(0.0)).then_some(Kind::Households(households))
            });
        }
        if let Some(of) = around.venues {
            let kind = of.layer.cells("kind");
            add(of, searched_m, &|at| kind.text(at).is_some_and(is_sensitive).then_some(Kind::Identified));
        }
        if let Some(of) = around.buildings {
            let levels = of.layer.cells("levels");
            add(of, SIDE_M, &|at| levels.number(at).is_some_and(|n| n >= TALL).then_some(Kind::TallBuilding));
        }
        if let Some(of) = around.roads {
            let (class, number) = (of.layer.cells("class"), of.layer.cells("ref"));
            add(of, NEAR_M, &|at| Some(Kind::Road(road_class(class.text(at)?, number.text(at))?)));
        }
        if let Some(of) = around.railways {
            add(of, NEAR_M, &|_| Some(Kind::Railway));
        }
        if let Some(of) = around.facilities {
            let kind = of.layer.cells("kind");
            add(of, SIDE_M, &|at| {
                kind.text(at).is_some_and(|kind| FLAMMABLE.contains(&kind)).then_some(Kind::Flammable)
            });
        }
        if let Some(of) = around.water {
            let kind = of.layer.cells("kind");
            let is_body = |kind: &str| matches!(kind, "river" | "lake" | "reservoir");
            add(of, SIDE_M, &|at| kind.text(at).is_some_and(is_body).then_some(Kind::Water));
        }
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
            for i in 0..=steps {
                let t = i as f64 / steps as f64;
                let at = Xy::new(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y));
                if !about.contains(at) || !probe.is_within(at, radius_m) {
                    continue;
                }
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
