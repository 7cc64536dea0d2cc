//! The road network: drawn arterials, least-cost country roads, streets grown between them, one connected graph.

mod arterials;
mod country;
mod ends;
mod expressway;
mod field;
mod graph;
mod growth;
pub mod ways;

pub use graph::Streets;

use super::districts::Districts;
use super::geom::{Line, SegmentGrid, mix};
use super::names::StreetNames;
use super::rng::Rng;
use super::settlements::Settlements;
use super::terrain::Terrain;
use super::write::{Row, Shape};
use crate::units::Xy;

/// Where a course may meet others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meets {
    /// At every crossing.
    Everywhere,
    /// Only where links end on it: a motorway.
    AtLinks,
    /// Only at its own two ends: a link.
    AtEnds,
}

/// A road as drawn, before it is cut at junctions.
#[derive(Clone, Debug)]
pub struct Course {
    /// Its middle line; of a one-way road, in the direction of traffic.
    pub line: Line,
    /// The OSM highway value.
    pub class: &'static str,
    /// Its name in Chinese and English.
    pub name: Option<(String, String)>,
    /// Its number.
    pub reference: Option<&'static str>,
    /// Lanes, both directions together.
    pub lanes: u8,
    /// Permitted speed.
    pub speed_kmh: u8,
    /// Traffic in one direction only.
    pub oneway: bool,
    /// Where it joins others.
    pub meets: Meets,
}

impl Course {
    /// A two-way road of a class with the lanes and speed that the class usually has.
    pub fn new(class: &'static str, line: Line) -> Self {
        let (lanes, speed_kmh) = match class {
            "motorway" => (2, 100),
            "trunk" => (6, 70),
            "primary" => (6, 60),
            "secondary" => (4, 50),
            "tertiary" => (2, 40),
            "motorway_link" => (1, 40),
            "residential" => (2, 30),
            _ => (2, 30),
        };
        Self { line, class, name: None, reference: None, lanes, speed_kmh, oneway: false, meets: Meets::Everywhere }
    }

    /// The same road with a name.
    pub fn named(mut self, zh: &str, en: &str) -> Self {
        self.name = Some((zh.to_owned(), en.to_owned()));
        self
    }

    /// The same road with a number.
    pub fn numbered(mut self, reference: &'static str) -> Self {
        self.reference = Some(reference);
        self
    }
}

/// A railway: what runs on it, and its line.
#[derive(Clone, Debug)]
pub struct Railway {
    /// Chinese and English name.
    pub name: (&'static str, &'static str),
    /// `rail` or `spur`.
    pub kind: &'static str,
    /// Its middle line.
    pub line: Line,
}

/// What streets are laid out on.
pub struct Site<'a> {
    /// The seed.
    pub seed: u64,
    /// The ground.
    pub terrain: &'a Terrain,
    /// Who lives where.
    pub settlements: &'a Settlements,
    /// The prefecture, where roads end.
    pub districts: &'a Districts,
    /// The railways' segments.
    pub rails: SegmentGrid,
}

/// The railways of the city.
pub fn railways() -> Vec<Railway> {
    arterials::railways()
}

/// The whole road network of a site.
pub fn lay_out(site: &Site<'_>) -> Streets {
    let mut courses = arterials::draw(site);
    country::connect(site, &mut courses);
    expressway::draw(&mut courses);
    let mut names = StreetNames::new(site.seed);
    for course in &mut courses {
        course.line = within(&course.line, site.districts);
    }
    courses.retain(|c| c.line.len() > 1);
    let border = ends::Border::new(site);
    ends::join(site, &border, &mut courses);
    growth::fill(site, &mut names, &mut courses);
    ends::join(site, &border, &mut courses);
    graph::build(courses, site.terrain, &border)
}

/// The part of a road inside the prefecture; it is cut exactly on the border.
fn within(line: &[Xy], districts: &Districts) -> Line {
    if line.iter().all(|p| districts.contains(*p)) {
        return line.to_vec();
    }
    let mut dense: Line = Vec::new();
    for w in line.windows(2) {
        dense.push(w[0]);
        let ends = [districts.contains(w[0]), districts.contains(w[1])];
        if ends[0] != ends[1] {
            let (mut inside, mut outside) = if ends[0] { (w[0], w[1]) } else { (w[1], w[0]) };
            for _ in 0..20 {
                let middle = mix(inside, outside, 0.5);
                if districts.contains(middle) { inside = middle } else { outside = middle }
            }
            dense.push(inside);
        }
    }
    dense.extend(line.last());
    super::land::clip_line(&dense, |p| districts.contains(p))
}

/// Writes the `roads` layer.
pub fn write(world: &super::World, files: &mut super::Files<'_>) -> std::io::Result<()> {
    let mut rng = Rng::new(world.seed, "traffic");
    files.features("roads", |add| {
        for (i, s) in world.streets.sections.iter().enumerate() {
            let course = world.streets.course(i);
            let mut row = Row::new(format!("r{}", i + 1)).text("class", course.class);
            if let Some(name) = &course.name {
                row = row.name(name.0.as_str(), name.1.as_str());
            }
            if let Some(number) = course.reference {
                let km = |m: f64| (m / 10.0).round() / 100.0;
                row = row.text("ref", number);
                row = row.number("from_km", km(s.from_m)).number("to_km", km(s.from_m + s.length_m));
            }
            row = row.number("lanes", f64::from(course.lanes)).number("speed_kmh", f64::from(course.speed_kmh));
            // Counted on the main roads and on some of the others.
            let counted = match course.class {
                "motorway" | "motorway_link" | "trunk" | "primary" | "secondary" => true,
                "tertiary" => rng.chance(0.3),
                _ => false,
            };
            let aadt = (world.traffic.aadt(i) / 10.0).round() * 10.0;
            row = row.when(counted && aadt >= 50.0, |r| r.number("aadt", aadt).number("aadt_year", 2025.0));
            row = row.text("oneway", if course.oneway { "yes" } else { "no" });
            row = row.when(s.bridge, |r| r.flag("bridge", true));
            row =
                row.when(s.tunnel, |r| r.flag("tunnel", true).text("tunnel_category", "C").number("max_height_m", 4.5));
            row = row.text("from_node", format!("n{}", s.nodes[0])).text("to_node", format!("n{}", s.nodes[1]));
            add(row, Shape::Line(&s.line))?;
        }
        Ok(())
    })
}
