//! A day on the approved routes: every vehicle drives out loaded, unloads and comes back empty. One strays from its
//! route, one stops too long on it.

use super::{Route, tanker_ms};
use crate::demo::calendar::days_ago;
use crate::demo::geom::{Line, at, line_length};
use crate::demo::rng::Rng;
use crate::demo::streets::ways::{Step, Ways};
use crate::demo::write::Row;
use crate::demo::{Files, World};
use crate::units::Xy;
use serde_json::{Value, json};

/// Seconds between two positions of a vehicle.
const EVERY_S: i64 = 30;
/// How long the vehicle that stops too long stands, minutes.
const STOP_MIN: i64 = 47;

/// A drive along a line: the line, and the permitted speed up to each distance.
struct Drive {
    line: Line,
    limits: Vec<(f64, f64)>,
}

impl Drive {
    fn new(world: &World, ways: &Ways<'_>, steps: &[Step]) -> Self {
        let mut s = 0.0;
        let limits = steps
            .iter()
            .map(|&(section, _)| {
                s += world.streets.sections[section as usize].length_m;
                (s, f64::from(world.streets.course(section as usize).speed_kmh))
            })
            .collect();
        Self { line: ways.line(steps), limits }
    }

    fn limit(&self, s: f64) -> f64 {
        let i = self.limits.partition_point(|l| l.0 < s).min(self.limits.len().saturating_sub(1));
        self.limits.get(i).map_or(30.0, |l| l.1)
    }
}

/// The way back: the same sections, where they may be driven both ways; otherwise none.
fn back(world: &World, steps: &[Step]) -> Option<Vec<Step>> {
    let both = steps.iter().all(|(s, _)| !world.streets.course(*s as usize).oneway);
    both.then(|| steps.iter().rev().map(|(s, forward)| (*s, !forward)).collect())
}

/// How a vehicle leaves its route between a quarter and three quarters of it, as small streets let it.
fn astray(world: &World, ways: &Ways<'_>, route: &Route) -> Option<Vec<Step>> {
    let n = route.steps.len();
    let (from, to) = (n / 4, 3 * n / 4);
    let node = |&(section, forward): &Step| world.streets.sections[section as usize].nodes[usize::from(!forward)];
    let mut section_ms: Vec<u32> = tanker_ms(world);
    for (section, _) in &route.steps[from..to] {
        section_ms[*section as usize] = section_ms[*section as usize].saturating_mul(6);
    }
    let around = ways.tree(node(&route.steps[from]), &section_ms).steps(node(&route.steps[to]));
    let mut steps = route.steps[..from].to_vec();
    steps.extend(around);
    steps.extend_from_slice(&route.steps[to..]);
    (steps != route.steps).then_some(steps)
}

/// Writes the `tracks` layer and tells who strayed and who stopped.
pub fn write(world: &World, files: &mut Files<'_>) -> std::io::Result<Value> {
    let ways = Ways::new(&world.streets);
    let day = days_ago(1);
    // The bad route's vehicle stops before the market; another, of explosives, strays.
    let strays = world.routes.all.iter().position(|r| r.cargo == "explosives");
    let mut truth = json!({});
    let columns = ["vehicle", "at", "speed_kmh", "cargo", "load_t", "loaded"];
    files.table("tracks", &columns, true, |add| {
        let mut rng = Rng::new(world.seed, "tracks");
        let mut id = 0;
        for (v, route) in world.routes.all.iter().enumerate() {
            let plate = format!("岚A·D{:04}", 1207 + 311 * v);
            let aside = (strays == Some(v)).then(|| astray(world, &ways, route)).flatten();
            if aside.is_some() {
                truth["strays"] = json!({"vehicle": plate, "route": route.id});
            }
            let out = Drive::new(world, &ways, aside.as_deref().unwrap_or(&route.steps));
            let mut seconds = rng.int(6 * 3600, 15 * 3600);
            let stop_m = (v == 0).then_some(world.routes.passes_m[1]);
            let mut drives = vec![(out, true)];
            if let Some(steps) = back(world, &route.steps) {
                drives.push((Drive::new(world, &ways, &steps), false));
            }
            for (drive, loaded) in drives {
                let (mut s, total) = (0.0, line_length(&drive.line));
                let mut stop_m = stop_m.filter(|_| loaded);
                while s < total {
                    let stands = stop_m.is_some_and(|m| s >= m);
                    let waits = rng.chance(0.04);
                    let speed = drive.limit(s) * rng.range(0.62, 0.98);
                    let speed = if stands || waits { 0.0 } else { speed.round() };
                    if stands {
                        let (x, y) = crate::demo::write::degrees(at(&drive.line, s).0);
                        truth["stops"] = json!({
                            "vehicle": plate, "route": route.id, "minutes": STOP_MIN,
                            "lon": x as f64 / 1e7, "lat": y as f64 / 1e7,
                        });
                        stop_m = None;
                    }
                    let rows = if stands { STOP_MIN * 60 / EVERY_S } else { 1 };
                    for _ in 0..rows {
                        let p = at(&drive.line, s).0;
                        // Receivers are a few metres off.
                        let p = Xy::new(p.x + rng.range(-6.0, 6.0), p.y + rng.range(-6.0, 6.0));
                        id += 1;
                        let (h, m, sec) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
                        let row = Row::new(format!("T-{id:06}"))
                            .text("vehicle", plate.as_str())
                            .text("at", format!("{day}T{h:02}:{m:02}:{sec:02}"))
                            .number("speed_kmh", speed)
                            .text("cargo", route.cargo)
                            .number("load_t", if loaded { route.load_t } else { 0.0 })
                            .flag("loaded", loaded);
                        add(row, Some(p))?;
                        seconds += EVERY_S;
                    }
                    s += speed / 3.6 * EVERY_S as f64;
                }
                seconds += rng.int(20, 45) * 60;
            }
        }
        Ok(())
    })?;
    Ok(truth)
}
