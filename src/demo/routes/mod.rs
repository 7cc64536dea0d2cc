//! Approved routes of dangerous goods, quickest along the road graph; one of them is bad, with a better one at hand.
//! `tracks` has the vehicles that drove them.

mod tracks;

pub use tracks::write as write_tracks;

use super::World;
use super::calendar::days_ago;
use super::geom::{Line, at, distance, km, line_length};
use super::rng::Rng;
use super::streets::ways::{Step, Ways};
use super::write::{Row, Shape};
use crate::units::Xy;
use serde_json::{Value, json};

/// A route.
pub struct Route {
    /// Its id.
    pub id: String,
    name: (String, String),
    /// Its line, from the loading place.
    pub line: Line,
    /// The sections that it takes.
    steps: Vec<Step>,
    cargo: &'static str,
    load_t: f64,
}

/// The approved routes. The first is the bad one.
#[derive(Default)]
pub struct Routes {
    /// All of them.
    pub all: Vec<Route>,
    /// How the first could go instead.
    better: Vec<Step>,
    /// Metres along the first at which it passes a school and a market.
    pub passes_m: [f64; 2],
}

/// From which kind to which, with what, in which loads.
struct Leg(&'static str, &'static str, &'static str, f64, &'static str, &'static str, u32);

const LEGS: &[Leg] = &[
    Leg("explosives_depot", "quarry", "explosives", 4.0, "民爆物品运输线", "explosives route", 4),
    Leg("explosives_plant", "explosives_depot", "explosives", 8.0, "民爆物品调拨线", "explosives transfer", 2),
    Leg("tank_farm", "lpg_station", "68476-85-7", 20.0, "液化气运输线", "LPG route", 4),
    Leg("tank_farm", "fuel_station", "86290-81-5", 25.0, "成品油配送线", "petrol route", 4),
    Leg("chemical_plant", "works", "7664-41-7", 18.0, "液氨运输线", "ammonia route", 2),
    Leg("chemical_plant", "chemical_plant", "7782-50-5", 12.0, "液氯运输线", "chlorine route", 1),
];

/// The approved routes of a city whose facilities stand.
pub fn approve(world: &World) -> Routes {
    let mut rng = Rng::new(world.seed, "routes");
    let ways = Ways::new(&world.streets);
    let section_ms = tanker_ms(world);
    let of = |kind: &str| -> Vec<usize> {
        (0..world.facilities.len()).filter(|&f| world.facilities[f].kind == kind).collect()
    };
    let mut routes = Routes::default();
    let west = |f: &usize| world.facilities[*f].at.x;
    let farms = of("tank_farm");
    let from = farms.iter().max_by(|a, b| west(a).total_cmp(&west(b)));
    let stations = of("lpg_station");
    // Across the city, but not beyond it.
    let to = stations.iter().filter(|f| west(f) > -9000.0).min_by(|a, b| west(a).total_cmp(&west(b)));
    if let (Some(&from), Some(&to)) = (from, to) {
        let node = |f: usize| ways.nearest(world.facilities[f].at);
        // As it was always driven: through the old town.
        let middle = ways.nearest(km(-0.35, 0.9));
        let mut steps = ways.tree(node(from), &section_ms).steps(middle);
        steps.extend(ways.tree(middle, &section_ms).steps(node(to)));
        if routes.add(world, &ways, &LEGS[2], [from, to], steps) {
            let around: Vec<u32> = (0..section_ms.len())
                .map(|i| {
                    let line = &world.streets.sections[i].line;
                    let lived = world.settlements.built(line[line.len() / 2]).0.max(0.0);
                    (f64::from(section_ms[i]) * (1.0 + 2.5 * lived)) as u32
                })
                .collect();
            routes.better = ways.tree(node(from), &around).steps(node(to));
            routes.passes_m = passes(world, &routes.all[0].line);
        }
    }
    for leg in LEGS {
        let (from, to) = (of(leg.0), of(leg.1));
        if from.is_empty() || to.is_empty() {
            continue;
        }
        let mut tries = 0;
        let mut made = 0;
        while made < leg.6 && tries < 60 {
            tries += 1;
            let (a, b) = (*rng.pick(&from), *rng.pick(&to));
            let (start, end) = (world.facilities[a].at, world.facilities[b].at);
            if distance(start, end) < 3500.0 {
                continue;
            }
            let steps = ways.tree(ways.nearest(start), &section_ms).steps(ways.nearest(end));
            made += u32::from(routes.add(world, &ways, leg, [a, b], steps));
        }
    }
    routes
}

/// Metres along a line at a third and at six tenths of what runs through built-up land.
fn passes(world: &World, line: &[Xy]) -> [f64; 2] {
    let total = line_length(line);
    let steps = (total / 50.0) as u32;
    let inside: Vec<f64> =
        (0..steps).map(|k| f64::from(k) * 50.0).filter(|s| world.settlements.zone(at(line, *s).0).is_some()).collect();
    [0.34, 0.6].map(|share| inside.get((inside.len() as f64 * share) as usize).copied().unwrap_or(share * total))
}

/// Writes the `routes` layer and tells which is bad and how it could go instead.
pub fn write(world: &World, files: &mut super::Files<'_>) -> std::io::Result<Value> {
    files.features("routes", |add| {
        let mut rng = Rng::new(world.seed, "approvals");
        for r in &world.routes.all {
            let trips = (rng.about(260.0) / 10.0).round() * 10.0;
            let hours = *rng.pick(&["06:00-08:00;20:00-23:00", "09:30-16:30", "21:00-06:00", "00:00-24:00"]);
            let row = Row::new(r.id.as_str())
                .name(r.name.0.as_str(), r.name.1.as_str())
                .text("cargo", r.cargo)
                .number("load_t", r.load_t)
                .when(rng.chance(0.85), |x| x.number("trips_per_year", trips))
                .when(rng.chance(0.9), |x| x.text("hours", hours))
                .text("approved_until", days_ago(rng.int(-500, 40)).to_string());
            add(row, Shape::Line(&r.line))?;
        }
        Ok(())
    })?;
    let Some(bad) = world.routes.all.first() else { return Ok(Value::Null) };
    let metres = |steps: &[Step]| steps.iter().map(|(s, _)| world.streets.sections[*s as usize].length_m).sum::<f64>();
    let sections: Vec<String> = world.routes.better.iter().map(|(s, _)| format!("r{}", s + 1)).collect();
    Ok(json!({
        "route": bad.id,
        "length_m": metres(&bad.steps).round(),
        "passes": [super::venues::id(2), super::venues::id(3)],
        "better": { "length_m": metres(&world.routes.better).round(), "sections": sections },
    }))
}

impl Routes {
    /// Approves a route between two facilities, if it is long enough to need that.
    fn add(&mut self, world: &World, ways: &Ways<'_>, leg: &Leg, ends: [usize; 2], steps: Vec<Step>) -> bool {
        let line = ways.line(&steps);
        if line_length(&line) < 4000.0 {
            return false;
        }
        let [a, b] = ends.map(|f| &world.facilities[f]);
        let id = format!("L-{:02}", self.all.len() + 1);
        let name = (format!("{}—{} {}", a.name, b.name, leg.4), format!("{} to {}: {}", a.id, b.id, leg.5));
        self.all.push(Route { id, name, line, steps, cargo: leg.2, load_t: leg.3 });
        true
    }
}

/// Milliseconds that a section counts for a tanker, which keeps to main roads: small streets count as longer.
fn tanker_ms(world: &World) -> Vec<u32> {
    let streets = &world.streets;
    (0..streets.sections.len())
        .map(|i| {
            let course = streets.course(i);
            let shun = match course.class {
                "residential" | "unclassified" => 4.0,
                "tertiary" => 1.6,
                _ => 1.0,
            };
            (streets.sections[i].length_m * 3600.0 * shun / f64::from(course.speed_kmh)).round() as u32
        })
        .collect()
}
