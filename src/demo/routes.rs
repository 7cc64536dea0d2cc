//! Approved routes of dangerous goods, shortest along the road graph, and the tracks of vehicles that drove them.

use super::World;
use super::calendar::days_ago;
use super::geom::{Line, at, distance, line_length};
use super::rng::Rng;
use super::write::{Row, Shape};
use crate::units::Xy;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A route.
pub struct Route {
    /// Its id.
    pub id: String,
    name: (String, String),
    /// Its line, from the loading place.
    pub line: Line,
    cargo: &'static str,
    load_t: f64,
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

/// The approved routes.
pub fn approve(world: &World) -> Vec<Route> {
    let mut rng = Rng::new(world.seed, "routes");
    let graph = Graph::new(world);
    let of = |kind: &str| -> Vec<usize> {
        (0..world.facilities.len()).filter(|&f| world.facilities[f].kind == kind).collect()
    };
    let mut all = Vec::new();
    for leg in LEGS {
        let (from, to) = (of(leg.0), of(leg.1));
        if from.is_empty() || to.is_empty() {
            continue;
        }
        let mut tries = 0;
        let mut made = 0;
        while made < leg.6 && tries < 60 {
            tries += 1;
            let (a, b) = (&world.facilities[*rng.pick(&from)], &world.facilities[*rng.pick(&to)]);
            if distance(a.at, b.at) < 3500.0 {
                continue;
            }
            let Some(line) = graph.shortest(world, graph.nearest(world, a.at), graph.nearest(world, b.at)) else {
                continue;
            };
            if line_length(&line) < 4000.0 {
                continue;
            }
            made += 1;
            let id = format!("L-{:02}", all.len() + 1);
            let name = (format!("{}—{} {}", a.name, b.name, leg.4), format!("{} to {}: {}", a.id, b.id, leg.5));
            all.push(Route { id, name, line, cargo: leg.2, load_t: leg.3 });
        }
    }
    all
}

/// Writes `routes` and `tracks`.
pub fn write(world: &World, files: &mut super::Files<'_>) -> std::io::Result<()> {
    files.features("routes", |add| {
        let mut rng = Rng::new(world.seed, "approvals");
        for r in &world.routes {
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
    let columns = ["vehicle", "at", "speed_kmh", "cargo", "load_t", "loaded"];
    files.table("tracks", &columns, true, |add| {
        let mut rng = Rng::new(world.seed, "tracks");
        let mut id = 0;
        for (v, r) in world.routes.iter().enumerate().filter(|(v, _)| v % 2 == 0) {
            let plate = format!("岚A·D{:04}", 1207 + 311 * v);
            let day = days_ago(rng.int(1, 6));
            let mut seconds = rng.int(5 * 3600, 19 * 3600);
            let (mut s, total) = (0.0, line_length(&r.line));
            while s < total {
                let speed = (rng.about(42.0)).clamp(0.0, 96.0).round();
                let p = at(&r.line, s).0;
                let wander = Xy::new(p.x + rng.range(-6.0, 6.0), p.y + rng.range(-6.0, 6.0));
                id += 1;
                let (h, m, sec) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
                let row = Row::new(format!("T-{id:06}"))
                    .text("vehicle", plate.as_str())
                    .text("at", format!("{day}T{h:02}:{m:02}:{sec:02}"))
                    .number("speed_kmh", speed)
                    .text("cargo", r.cargo)
                    .number("load_t", r.load_t)
                    .flag("loaded", true);
                add(row, Some(wander))?;
                s += speed.max(4.0) / 3.6 * 30.0;
                seconds += 30;
            }
        }
        Ok(())
    })
}

/// The road graph for shortest ways.
struct Graph {
    out: Vec<Vec<(u32, usize, bool, f64)>>,
}

impl Graph {
    fn new(world: &World) -> Self {
        let mut out = vec![Vec::new(); world.streets.nodes.len()];
        for (i, s) in world.streets.sections.iter().enumerate() {
            let course = world.streets.course(i);
            // Tankers keep to main roads: small streets count as longer.
            let shun = match course.class {
                "residential" | "unclassified" => 4.0,
                "tertiary" => 1.6,
                _ => 1.0,
            };
            let cost = s.length_m * shun / f64::from(course.speed_kmh);
            out[s.nodes[0] as usize].push((s.nodes[1], i, true, cost));
            if !course.oneway {
                out[s.nodes[1] as usize].push((s.nodes[0], i, false, cost));
            }
        }
        Self { out }
    }

    /// The junction nearest to a place.
    fn nearest(&self, world: &World, p: Xy) -> usize {
        let nodes = &world.streets.nodes;
        let open = (0..nodes.len()).filter(|&n| !self.out[n].is_empty());
        open.min_by(|&a, &b| distance(nodes[a], p).total_cmp(&distance(nodes[b], p))).unwrap_or(0)
    }

    /// The line of the quickest way between two junctions (Dijkstra).
    fn shortest(&self, world: &World, from: usize, to: usize) -> Option<Line> {
        let mut best = vec![f64::INFINITY; self.out.len()];
        let mut before: Vec<Option<(usize, usize, bool)>> = vec![None; self.out.len()];
        let mut open = BinaryHeap::new();
        best[from] = 0.0;
        // Whole milliseconds of cost order the heap, so that no float needs a total order.
        open.push((Reverse(0u64), from));
        while let Some((_, at)) = open.pop() {
            if at == to {
                break;
            }
            for &(next, section, forward, cost) in &self.out[at] {
                let next = next as usize;
                if best[at] + cost < best[next] {
                    best[next] = best[at] + cost;
                    before[next] = Some((at, section, forward));
                    open.push((Reverse((best[next] * 1000.0) as u64), next));
                }
            }
        }
        let mut pieces = Vec::new();
        let mut at = to;
        while let Some((previous, section, forward)) = before[at] {
            let mut line = world.streets.sections[section].line.clone();
            if !forward {
                line.reverse();
            }
            pieces.push(line);
            at = previous;
        }
        if at != from || pieces.is_empty() {
            return None;
        }
        let mut line: Line = Vec::new();
        for piece in pieces.into_iter().rev() {
            line.extend(&piece[usize::from(!line.is_empty())..]);
        }
        Some(line)
    }
}
