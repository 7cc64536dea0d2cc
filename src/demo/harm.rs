//! Crashes over three years on the road graph: as traffic and junctions have it, with the hours, weather and severity
//! that go with them, and a handful of true black spots, each with its cause.

use super::World;
use super::calendar::{DAYS, days_ago};
use super::geom::{Line, along, at, distance};
use super::rng::Rng;
use super::write::Row;
use crate::units::Xy;
use serde_json::{Value, json};

/// Why a black spot is one.
struct Cause {
    zh: &'static str,
    en: &'static str,
    class: &'static [&'static str],
    /// Where it lies, roughly, kilometres.
    near: (f64, f64),
    junction: bool,
    /// Hours at which its crashes crowd.
    hours: &'static [i64],
    weather: Option<&'static str>,
    party: &'static str,
    /// How many of 10,000 crashes are its.
    share: f64,
}

const CAUSES: &[Cause] = &[
    Cause {
        zh: "路口信号灯被行道树遮挡",
        en: "signal hidden by street trees",
        class: &["primary", "secondary"],
        near: (-3.3, 0.8),
        junction: true,
        hours: &[17, 18, 19],
        weather: None,
        party: "car-electric_bicycle",
        share: 74.0,
    },
    Cause {
        zh: "弯道雨天路面湿滑",
        en: "slippery bend in rain",
        class: &["primary"],
        near: (1.5, 10.5),
        junction: false,
        hours: &[7, 8, 20, 21, 22],
        weather: Some("rain"),
        party: "car",
        share: 52.0,
    },
    Cause {
        zh: "学校门前人行横道标线磨损",
        en: "worn crossing before a school",
        class: &["secondary", "tertiary"],
        near: (5.2, 2.2),
        junction: false,
        hours: &[7, 11, 16, 17],
        weather: None,
        party: "car-pedestrian",
        share: 46.0,
    },
    Cause {
        zh: "大货车右转盲区",
        en: "lorries turning right, blind side",
        class: &["primary", "trunk"],
        near: (9.3, -0.4),
        junction: true,
        hours: &[5, 6, 9, 10, 14],
        weather: None,
        party: "truck-electric_bicycle",
        share: 58.0,
    },
    Cause {
        zh: "夜间无照明的村口",
        en: "unlit village entrance at night",
        class: &["primary", "secondary"],
        near: (-12.0, -9.4),
        junction: true,
        hours: &[19, 20, 21, 22, 23],
        weather: None,
        party: "truck-pedestrian",
        share: 33.0,
    },
    Cause {
        zh: "匝道汇入视距不足",
        en: "short sight at a merging link",
        class: &["motorway_link", "motorway"],
        near: (15.2, 1.5),
        junction: true,
        hours: &[8, 9, 17, 18],
        weather: Some("fog"),
        party: "car-truck",
        share: 36.0,
    },
];

/// Crashes for as much traffic, against a main road in town: fewer where traffic is divided and nobody crosses.
fn peril(class: &str) -> f64 {
    match class {
        "motorway" => 0.28,
        "motorway_link" => 0.6,
        "trunk" => 0.75,
        "primary" => 1.0,
        "secondary" => 1.15,
        "tertiary" => 1.3,
        "unclassified" => 1.1,
        _ => 1.4,
    }
}

/// Crashes grow less than traffic does: the power that safety performance functions of urban roads find, about 0.8.
const GROWTH: f64 = 0.8;
/// A junction has as many crashes as this many kilometres of a road with its traffic.
const JUNCTION_KM: f64 = 0.11;

/// What each section's crashes are in proportion to: its length and the junctions at its ends, with their traffic.
fn expected(world: &World) -> Vec<f64> {
    let streets = &world.streets;
    let mut rng = Rng::new(world.seed, "crash rates");
    let mut through = vec![0.0; streets.nodes.len()];
    for (i, s) in streets.sections.iter().enumerate() {
        for n in s.nodes {
            // What enters a junction leaves it: each vehicle is counted on two arms.
            through[n as usize] += world.traffic.aadt(i) / 2000.0;
        }
    }
    let grown = |thousands: f64| libm::pow(thousands + 0.02, GROWTH);
    (0..streets.sections.len())
        .map(|i| {
            let s = &streets.sections[i];
            let junctions = s.nodes.iter().filter(|n| streets.degree[**n as usize] > 2);
            let at_junctions: f64 = junctions
                .map(|n| JUNCTION_KM * grown(through[*n as usize]) / f64::from(streets.degree[*n as usize]))
                .sum();
            // Real sections differ for reasons nobody wrote down.
            let luck = rng.about(1.0);
            let along = s.length_m / 1000.0 * grown(world.traffic.aadt(i) / 1000.0);
            peril(streets.course(i).class) * luck * (along + at_junctions)
        })
        .collect()
}

const COLUMNS: &[&str] = &[
    "district",
    "at",
    "severity",
    "deaths",
    "injured",
    "vehicles",
    "party",
    "light",
    "weather",
    "road_ref",
    "chainage_km",
    "note",
];

/// Writes the `crashes` layer and tells where the black spots are.
pub fn write(world: &World, files: &mut super::Files<'_>) -> std::io::Result<Vec<Value>> {
    let sections = &world.streets.sections;
    let mut sum = 0.0;
    let total: Vec<f64> = expected(world)
        .into_iter()
        .map(|share| {
            sum += share;
            sum
        })
        .collect();
    let districts: Vec<Option<&str>> =
        sections.iter().map(|s| world.districts.code(s.line[s.line.len() / 2])).collect();
    let spots: Vec<usize> = CAUSES.iter().map(|c| spot(world, c)).collect();
    let ordinary = world.count(10_000.0);
    let mut truth = Vec::new();
    let days: Vec<String> = (1..=DAYS).map(|d| days_ago(d).to_string()).collect();
    let draws = Draws { days: &days };
    for (cause, &s) in CAUSES.iter().zip(&spots) {
        let (x, y) = super::write::degrees(black_place(world, s, cause));
        truth.push(json!({
            "section": format!("r{}", s + 1), "road": world.streets.course(s).name.as_ref().map(|n| n.0.clone()),
            "lon": x as f64 / 1e7, "lat": y as f64 / 1e7, "cause": {"zh": cause.zh, "en": cause.en},
            "crashes": world.count(cause.share),
        }));
    }
    files.table("crashes", COLUMNS, true, |add| {
        let mut rng = Rng::new(world.seed, "crashes");
        let mut id = 0;
        for (cause, &s) in CAUSES.iter().zip(&spots) {
            for _ in 0..world.count(cause.share) {
                id += 1;
                let reach = if cause.junction { 22.0 } else { 60.0 };
                let place = black_place(world, s, cause);
                let p = along(place, rng.heading(), rng.range(0.0, reach).min(rng.range(0.0, reach)));
                let p = onto(world, s, p, &mut rng);
                let hour = *rng.pick(cause.hours);
                let row = draws.row(id, world, s, hour, cause.weather, Some(cause.party), districts[s], &mut rng);
                add(row, Some(p))?;
            }
        }
        for _ in 0..ordinary {
            id += 1;
            let draw = rng.unit() * sum;
            let s = total.partition_point(|t| *t <= draw).min(total.len() - 1);
            let length = sections[s].length_m;
            // Two in five near a junction, the rest anywhere.
            let near = rng.range(0.0, 38.0).min(length / 2.0);
            let along_m = if !rng.chance(0.42) {
                rng.range(0.0, length)
            } else if rng.chance(0.5) {
                near
            } else {
                length - near
            };
            let aside = rng.range(-7.0, 7.0);
            // A few are entered at the police post instead of the road.
            let astray = if rng.chance(0.004) { rng.range(45.0, 160.0) } else { 0.0 };
            let (p, _) = world.streets.beside(s, along_m, aside + astray);
            let hour = hour(&mut rng);
            add(draws.row(id, world, s, hour, None, None, districts[s], &mut rng), Some(p))?;
        }
        Ok(())
    })?;
    Ok(truth)
}

fn hour(rng: &mut Rng) -> i64 {
    const WEIGHTS: [f64; 24] = [
        1.0, 0.7, 0.5, 0.4, 0.5, 1.0, 2.2, 5.4, 5.6, 4.4, 4.0, 4.3, 4.0, 3.8, 4.2, 4.6, 5.2, 6.6, 6.4, 4.8, 3.8, 3.0,
        2.2, 1.5,
    ];
    rng.weighted(&WEIGHTS) as i64
}

struct Draws<'a> {
    days: &'a [String],
}

impl Draws<'_> {
    #[expect(clippy::too_many_arguments, reason = "a crash is this many things")]
    fn row(
        &self,
        id: u32,
        world: &World,
        section: usize,
        hour: i64,
        weather: Option<&str>,
        party: Option<&str>,
        district: Option<&str>,
        rng: &mut Rng,
    ) -> Row {
        let course = world.streets.course(section);
        let fast = f64::from(course.speed_kmh);
        let night = !(6..19).contains(&hour);
        let party = party.unwrap_or_else(|| {
            *rng.pick(&[
                "car-car",
                "car-car",
                "car",
                "car-electric_bicycle",
                "car-electric_bicycle",
                "electric_bicycle",
                "car-pedestrian",
                "truck-car",
                "truck-electric_bicycle",
                "motorcycle",
                "bus-car",
            ])
        });
        let soft = party.contains("pedestrian") || party.contains("bicycle") || party.contains("motorcycle");
        let grave =
            0.006 * (fast / 40.0) * (fast / 40.0) * if night { 1.7 } else { 1.0 } * if soft { 2.0 } else { 1.0 };
        let draw = rng.unit();
        let severity = match draw {
            d if d < grave => "fatal",
            d if d < grave + 0.08 * if soft { 1.6 } else { 0.8 } => "serious",
            d if d < 0.53 => "slight",
            d if d < 0.55 => "injury",
            _ => "damage_only",
        };
        let deaths = if severity == "fatal" { 1 + i64::from(rng.chance(0.08)) } else { 0 };
        let injured = match severity {
            "damage_only" => 0,
            "fatal" => rng.int(0, 2),
            _ => 1 + i64::from(rng.chance(0.22)) + i64::from(rng.chance(0.05)),
        };
        let weather = weather.unwrap_or_else(|| {
            *rng.pick(&["clear", "clear", "clear", "clear", "cloudy", "cloudy", "cloudy", "rain", "rain", "fog"])
        });
        let light = match hour {
            6 | 18 => "dusk",
            7..=17 => "day",
            _ if rng.chance(0.75) => "night_lit",
            _ => "night_dark",
        };
        let mut row = Row::new(format!("C-{id:07}"));
        if let Some(district) = district {
            row = row.text("district", district);
        }
        let day = rng.pick(self.days);
        let minute = rng.int(0, 59);
        row = row
            .text("at", format!("{day}T{hour:02}:{minute:02}:00"))
            .text("severity", severity)
            .number("deaths", deaths as f64)
            .number("injured", injured as f64);
        let vehicles = if party.contains('-') && !party.contains("pedestrian") { 2.0 } else { 1.0 };
        row = row.when(rng.chance(0.97), |r| r.number("vehicles", vehicles));
        row = row.when(rng.chance(0.95), |r| r.text("party", party));
        row = row.when(rng.chance(0.96), |r| r.text("light", light));
        row = row.when(rng.chance(0.95), |r| r.text("weather", weather));
        if let Some(reference) = course.reference {
            row = row.text("road_ref", reference);
        }
        row
    }
}

/// The section that a cause lies on: of its class, nearest to where it should be, not a bridge.
fn spot(world: &World, cause: &Cause) -> usize {
    let near = super::geom::km(cause.near.0, cause.near.1);
    let fits = |s: usize| cause.class.contains(&world.streets.course(s).class);
    (0..world.streets.sections.len())
        .filter(|&s| fits(s) && world.streets.sections[s].length_m > 60.0 && !world.streets.sections[s].bridge)
        .min_by(|&a, &b| {
            let off = |s: usize| distance(world.streets.sections[s].line[0], near);
            off(a).total_cmp(&off(b)).then(a.cmp(&b))
        })
        .unwrap_or(0)
}

fn black_place(world: &World, section: usize, cause: &Cause) -> Xy {
    let s = &world.streets.sections[section];
    if cause.junction { s.line[0] } else { at(&s.line, s.length_m / 2.0).0 }
}

/// The place on the section nearest to a position, a little aside of its middle line.
fn onto(world: &World, section: usize, p: Xy, rng: &mut Rng) -> Xy {
    let line: &Line = &world.streets.sections[section].line;
    let mut best = (f64::INFINITY, line[0]);
    for w in line.windows(2) {
        let (off, t) = super::geom::to_segment(p, w[0], w[1]);
        if off < best.0 {
            best = (off, super::geom::mix(w[0], w[1], t));
        }
    }
    along(best.1, rng.heading(), rng.range(0.0, 5.0))
}
