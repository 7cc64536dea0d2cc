//! Traffic: trips between homes, work and the neighbouring prefectures, assigned to the road graph. What drives into a
//! junction drives out of it again, or its trip begins or ends there.
//!
//! Trips follow a gravity model: from each origin to all destinations in proportion to what draws there, damped by the
//! time it takes. Every trip takes the quickest way; the origins are assigned in parts, and roads that
//! have filled by then are slower for the rest (the BPR function, Bureau of Public Roads 1964).

use super::World;
use super::geom::distance;
use super::settlements::Zone;
use super::streets::ways::{Step, Tree, Ways};
use crate::units::Xy;
use std::collections::BTreeMap;

/// Vehicles of an average day.
#[derive(Default)]
pub struct Traffic {
    /// Along each section and against it.
    pub vehicles: Vec<[f64; 2]>,
    /// Trips that begin and that end at each node.
    pub ends: Vec<[f64; 2]>,
}

/// Trips by vehicle that an inhabitant makes a day, there and back counted as two.
const TRIPS: f64 = 0.9;
/// Inhabitants for whom trips are made: those of the city at scale 1, whatever its scale, because roads stay.
const PEOPLE: f64 = 1_080_000.0;
/// Minutes after which a destination draws a third of what it would draw next door.
const DAMPING_MIN: f64 = 9.0;
/// The same for who comes over the border.
const FAR_MIN: f64 = 25.0;
/// Origins are gathered in cells of this size.
const CELL_M: f64 = 800.0;
/// Origins are assigned in so many parts.
const PARTS: usize = 6;
/// Vehicles a lane carries a day before it slows traffic down by 15 %.
const LANE: f64 = 6500.0;

/// Vehicles a day over the border, in each direction, by class of road.
fn abroad(class: &str) -> f64 {
    match class {
        "motorway" => 17_000.0,
        "primary" => 4800.0,
        "secondary" => 2100.0,
        "tertiary" => 500.0,
        _ => 0.0,
    }
}

/// The share of the permitted speed that traffic makes on an empty road, signals and crossings counted in. Small streets
/// count as slower than they are: through traffic keeps out of them.
fn flowing(class: &str) -> f64 {
    match class {
        "motorway" => 1.0,
        "motorway_link" | "trunk" => 0.85,
        "primary" => 0.62,
        "secondary" => 0.68,
        "tertiary" => 0.72,
        "unclassified" => 0.6,
        _ => 0.4,
    }
}

impl Traffic {
    /// Vehicles a day on a section, both directions together.
    pub fn aadt(&self, section: usize) -> f64 {
        self.vehicles[section].iter().sum()
    }

    /// Assigns the trips of a city whose buildings stand.
    pub fn assign(world: &World) -> Self {
        let streets = &world.streets;
        let ways = Ways::new(streets);
        let demand = Demand::new(world);
        let mut traffic =
            Self { vehicles: vec![[0.0; 2]; streets.sections.len()], ends: vec![[0.0; 2]; streets.nodes.len()] };
        let origins = demand.origins(world);
        for part in 0..PARTS {
            let assigned = part as f64 / PARTS as f64;
            let section_ms = traffic.times(world, assigned);
            for &(node, homes, jobs) in origins.iter().skip(part).step_by(PARTS) {
                let tree = ways.tree(node, &section_ms);
                // Out in the morning and back in the evening: homes send to work, and work sends home.
                for (trips, draw) in [(homes, &demand.jobs), (jobs, &demand.homes)] {
                    traffic.send(&tree, node, trips, draw, DAMPING_MIN, false);
                }
            }
        }
        let section_ms = traffic.times(world, 1.0);
        let anywhere: Vec<f64> = demand.homes.iter().zip(&demand.jobs).map(|(h, j)| h + j).collect();
        let back = Ways::backwards(streets);
        for &gate in &streets.gates {
            let class = (0..streets.sections.len())
                .find(|&s| streets.sections[s].nodes.contains(&gate))
                .map_or("", |s| streets.course(s).class);
            // As many come as go; of a carriageway there is only one direction.
            traffic.send(&ways.tree(gate, &section_ms), gate, abroad(class), &anywhere, FAR_MIN, false);
            traffic.send(&back.tree(gate, &section_ms), gate, abroad(class), &anywhere, FAR_MIN, true);
        }
        traffic
    }

    /// Sends so many trips from a node to all others, or from all others to it, in proportion to what draws there.
    fn send(&mut self, tree: &Tree, node: u32, trips: f64, draw: &[f64], damping_min: f64, to_node: bool) {
        let weight = |n: usize| match tree.cost_ms[n] {
            u32::MAX => 0.0,
            ms => draw[n] * libm::exp(-f64::from(ms) / 60_000.0 / damping_min),
        };
        let mut ends: Vec<f64> = (0..draw.len()).map(weight).collect();
        ends[node as usize] = 0.0;
        let total: f64 = ends.iter().sum();
        if total <= 0.0 {
            return;
        }
        let (near, far) = if to_node { (1, 0) } else { (0, 1) };
        for (n, share) in ends.iter_mut().enumerate() {
            *share *= trips / total;
            self.ends[n][far] += *share;
        }
        self.ends[node as usize][near] += trips;
        let vehicles = &mut self.vehicles;
        tree.load(&mut ends, |(section, forward): Step, n| vehicles[section as usize][usize::from(!forward)] += n);
    }

    /// Milliseconds that each section takes when that share of all trips is on the road.
    fn times(&self, world: &World, assigned: f64) -> Vec<u32> {
        let streets = &world.streets;
        (0..streets.sections.len())
            .map(|i| {
                let course = streets.course(i);
                let speed = f64::from(course.speed_kmh) * flowing(course.class);
                let free = streets.sections[i].length_m * 3600.0 / speed;
                let full = match assigned > 0.0 {
                    true => self.aadt(i) / assigned / (LANE * f64::from(course.lanes)),
                    false => 0.0,
                };
                // Four seconds for each junction at its end.
                (free * (1.0 + 0.15 * full.min(3.0).powi(4)) + 4000.0).round() as u32
            })
            .collect()
    }
}

/// What sends and draws trips at each node.
struct Demand {
    homes: Vec<f64>,
    jobs: Vec<f64>,
}

impl Demand {
    fn new(world: &World) -> Self {
        let streets = &world.streets;
        let n = streets.nodes.len();
        let (mut homes, mut jobs) = (vec![0.0; n], vec![0.0; n]);
        for b in &world.buildings {
            let Some(near) = world.street_grid.nearest(b.middle, 400.0, |_| true) else { continue };
            let [from, to] = streets.sections[near.owner as usize].nodes;
            let off = |node: u32| distance(streets.nodes[node as usize], b.middle);
            let node = if off(to) < off(from) { to } else { from } as usize;
            let floor = b.area_m2 * f64::from(b.levels);
            let business = super::land::business(b.middle).max(0.0);
            match b.zone {
                Zone::Industry => jobs[node] += 2.2 * floor,
                _ => {
                    homes[node] += floor * (1.0 - 0.8 * business);
                    jobs[node] += floor * (0.28 + 1.6 * business);
                }
            }
        }
        let trips = TRIPS * PEOPLE / 2.0;
        for list in [&mut homes, &mut jobs] {
            let total: f64 = list.iter().sum();
            list.iter_mut().for_each(|v| *v *= trips / total.max(1.0));
        }
        Self { homes, jobs }
    }

    /// Where trips begin: in every cell the node of the road that gathers them; with trips from homes and from work.
    fn origins(&self, world: &World) -> Vec<(u32, f64, f64)> {
        let streets = &world.streets;
        let mut rank = vec![0u8; streets.nodes.len()];
        for (i, s) in streets.sections.iter().enumerate() {
            let class = match streets.course(i).class {
                "tertiary" => 3,
                "secondary" => 2,
                "primary" | "residential" | "unclassified" => 1,
                _ => 0,
            };
            for n in s.nodes {
                rank[n as usize] = rank[n as usize].max(class);
            }
        }
        let mut cells: BTreeMap<(i64, i64), Vec<u32>> = BTreeMap::new();
        let mut origins = Vec::new();
        for n in 0..streets.nodes.len() as u32 {
            let Xy { x, y } = streets.nodes[n as usize];
            let key = |v: f64| (v / CELL_M).floor() as i64;
            cells.entry((key(x), key(y))).or_default().push(n);
        }
        for nodes in cells.values() {
            let sum = |list: &[f64]| nodes.iter().map(|n| list[*n as usize]).sum::<f64>();
            let best = nodes.iter().max_by(|a, b| {
                let of = |n: u32| (rank[n as usize], self.homes[n as usize]);
                of(**a).0.cmp(&of(**b).0).then(of(**a).1.total_cmp(&of(**b).1)).then(b.cmp(a))
            });
            let (homes, jobs) = (sum(&self.homes), sum(&self.jobs));
            if let Some(&node) = best
                && homes + jobs > 0.0
            {
                origins.push((node, homes, jobs));
            }
        }
        origins
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> &'static World {
        static SMALL: std::sync::OnceLock<World> = std::sync::OnceLock::new();
        SMALL.get_or_init(|| World::new(3, 0.05))
    }

    #[test]
    fn what_drives_into_a_junction_drives_out_or_ends_there() {
        let world = small();
        let Traffic { vehicles, ends } = &world.traffic;
        // By node: what comes in and begins, less what goes out and ends.
        let mut left: Vec<f64> = ends.iter().map(|[begin, end]| begin - end).collect();
        for (section, [along, against]) in world.streets.sections.iter().zip(vehicles) {
            let [a, b] = section.nodes.map(|n| n as usize);
            left[a] += against - along;
            left[b] += along - against;
        }
        assert!(left.iter().all(|n| n.abs() < 1e-6), "{:?}", left.iter().copied().fold(0.0, f64::max));
        let (begun, ended): (f64, f64) = (ends.iter().map(|e| e[0]).sum(), ends.iter().map(|e| e[1]).sum());
        assert!((begun - ended).abs() < 1e-3 && begun > 0.8 * TRIPS * PEOPLE, "{begun} {ended}");
    }

    #[test]
    fn nobody_drives_against_a_one_way_street_and_main_roads_carry_more() {
        let world = small();
        let mut by_class: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for (i, section) in world.streets.sections.iter().enumerate() {
            let course = world.streets.course(i);
            assert!(!course.oneway || world.traffic.vehicles[i][1] == 0.0);
            let sum = by_class.entry(course.class).or_default();
            sum.0 += world.traffic.aadt(i) * section.length_m;
            sum.1 += section.length_m;
        }
        let mean = |class: &str| by_class[class].0 / by_class[class].1;
        assert!(mean("trunk") > mean("secondary") && mean("primary") > 2.0 * mean("secondary"));
        assert!(mean("secondary") > 2.0 * mean("tertiary") && mean("tertiary") > 2.0 * mean("residential"));
    }

    /// Every place can be driven to, but for the beginnings of carriageways that come in over the border.
    #[test]
    fn vehicles_reach_everything_and_come_back() {
        let world = small();
        let streets = &world.streets;
        let ways = Ways::new(streets);
        let free = Traffic { vehicles: vec![[0.0; 2]; streets.sections.len()], ends: Vec::new() }.times(world, 0.0);
        let hub = ways.nearest(Xy::default());
        let out = ways.tree(hub, &free);
        let unreached: Vec<usize> = (0..streets.nodes.len()).filter(|n| out.cost_ms[*n] == u32::MAX).collect();
        // The beginnings of carriageways that come in over the border.
        // The carriageways that come in over the border, up to their first link.
        let incoming = |n: usize| {
            let mut arms = (0..streets.sections.len()).filter(|s| streets.sections[*s].nodes.contains(&(n as u32)));
            arms.all(|s| streets.course(s).class.starts_with("motorway"))
        };
        assert!(unreached.iter().all(|n| incoming(*n)), "{unreached:?}");
        for gate in &streets.gates {
            let back = ways.tree(*gate, &free);
            let (to, from) = (out.cost_ms[*gate as usize], back.cost_ms[hub as usize]);
            assert!(to != u32::MAX || from != u32::MAX, "gate {gate}");
        }
    }
}
