//! What the registers say of a facility: status, substances by unit, explosives, mine and pond figures, licensed
//! distances, scores. What they leave open is not written.

use crate::demo::World;
use crate::demo::calendar::days_ago;
use crate::demo::geom::distance;
use crate::demo::rng::Rng;
use crate::demo::write::Row;
use crate::units::Xy;
use serde_json::{Value, json};

fn substance(cas: &str, tonnes: f64) -> Value {
    let mut stock = json!({"substance": cas, "quantity_t": (tonnes * 10.0).round() / 10.0, "as": "design_max"});
    // Diesel is in no list of substances: what it is has to be said.
    if cas == "68334-30-5" {
        stock["hazard_class"] = json!("W5.4");
    }
    stock
}

fn unit(id: &str, kind: &str, substances: Vec<Value>) -> Value {
    json!({"id": id, "kind": kind, "substances": substances})
}

/// The sector that answers for a kind.
pub fn sector(kind: &str) -> &'static str {
    match kind {
        "explosives_plant" | "explosives_depot" | "blasting_site" => "explosives",
        "fireworks_store" => "fireworks",
        "chemical_plant" | "chemical_park" | "tank_farm" | "storage_tank" | "fuel_station" | "hydrogen_station" => {
            "chemicals"
        }
        "lpg_station" | "gas_gate" | "gas_regulator" | "gas_holder" => "gas",
        "coal_mine" | "metal_mine" | "quarry" | "tailings_pond" => "mines",
        _ => "other",
    }
}

fn regulator(sector: &str) -> &'static str {
    match sector {
        "explosives" => "市公安局治安支队",
        "gas" => "市城管委燃气处",
        "mines" => "市应急管理局矿山科",
        "chemicals" | "fireworks" => "市应急管理局危化科",
        _ => "市应急管理局综合科",
    }
}

/// Everything the registers say; what they leave open is not written.
pub fn describe(world: &World, code: &str, n: u32, id: &str, name: (&str, &str), at: Xy, rng: &mut Rng) -> Row {
    let sector = sector(code);
    let mut row = Row::new(id).name(name.0, name.1).text("kind", code).text("sector", sector);
    if code == "other" {
        row = row.text("kind_text", "气瓶检验站");
    }
    if let Some(district) = world.districts.of(at) {
        let d = &world.districts.all[district];
        row = row.text("district", d.code);
        row = row.when(rng.chance(0.9), |r| r.text("leader", format!("{}副区（县）长（分管安全）", d.zh)));
    }
    row = row.text("status", status(code, n, rng)).text("regulator", regulator(sector));
    row = row.when(rng.chance(0.85), |r| r.text("operator", name.0));
    row = content(world, row, code, n, at, rng);
    let (day, night) = workers(code, rng);
    row = row.when(rng.chance(0.9), |r| r.number("workers_day", day));
    row = row.when(rng.chance(0.78), |r| r.number("workers_night", night));
    let hazardous = matches!(sector, "explosives" | "gas" | "chemicals" | "mines" | "fireworks");
    if hazardous && rng.chance(0.75) {
        let l = *rng.pick(&[0.5, 0.5, 1.0, 1.0, 3.0]);
        let (e, c) = (*rng.pick(&[3.0, 6.0, 6.0]), *rng.pick(&[3.0, 7.0, 7.0, 15.0, 15.0, 40.0]));
        row = row.json("lec", json!({"l": l, "e": e, "c": c, "table": "classic"}));
    }
    if hazardous && rng.chance(0.7) {
        let vetoes: Vec<&str> = if rng.chance(0.06) { vec!["安全设施停用"] } else { Vec::new() };
        // Most firms score well; a few do not.
        let short = f64::from(rng.int(0, 39) as i32);
        row = row.json("score", json!({"value": (97.0 - short * short / 39.0).round(), "vetoes": vetoes}));
    }
    if !hazardous {
        // Of places without a method of their own the jobs are scored, as far as anybody has.
        let mut own = Rng::new(world.seed, id);
        if own.chance(0.7) {
            let (l, e) = (*own.pick(&[0.5, 1.0, 1.0, 3.0]), *own.pick(&[3.0, 6.0, 6.0]));
            row = row.json("lec", json!({"l": l, "e": e, "c": *own.pick(&[3.0, 7.0, 15.0]), "table": "classic"}));
        }
    }
    if hazardous && rng.chance(0.86) {
        let yes = |rng: &mut Rng| rng.chance(0.88);
        let (a, b, c, d) = (yes(rng), yes(rng), yes(rng), yes(rng));
        row = row.json("responsibilities", json!({"investment": a, "training": b, "management": c, "rescue": d}));
    }
    if let Some(area) = grading(code, n) {
        row = row.json("grading", area);
    }
    row = row.when(rng.chance(0.7), |r| r.text("drill_on", days_ago(rng.int(10, 420)).to_string()));
    row.when(rng.chance(0.88), |r| r.text("inspected_on", days_ago(rng.int(3, 300)).to_string()))
}

fn workers(kind: &str, rng: &mut Rng) -> (f64, f64) {
    let day: f64 = match kind {
        "chemical_park" | "industrial_area" => 2600.0,
        "coal_mine" => 420.0,
        "explosives_plant" | "metal_mine" | "power_plant" => 190.0,
        "works" => 130.0,
        "chemical_plant" => 160.0,
        "quarry" => 38.0,
        "fuel_station" | "lpg_station" | "hydrogen_station" => 8.0,
        "substation" | "gas_regulator" | "storage_tank" => 1.0,
        _ => 16.0,
    };
    let day = rng.about(day).round().max(1.0);
    (day, (day * rng.range(0.08, 0.4)).round())
}

/// What is there: substances by unit, explosives, mine and pond figures, licensed distances.
fn content(world: &World, row: Row, kind: &str, n: u32, at: Xy, rng: &mut Rng) -> Row {
    let complete = rng.chance(0.82);
    let units = match kind {
        "chemical_plant" => chemicals(n),
        "tank_farm" => vec![
            unit("汽油罐组", "storage", vec![substance("86290-81-5", rng.range(900.0, 9000.0))]),
            unit("柴油罐组", "storage", vec![substance("68334-30-5", rng.range(1500.0, 14_000.0))]),
        ],
        "storage_tank" => {
            let cas = *rng.pick(&["67-56-1", "64-17-5", "68334-30-5", "7664-41-7", "108-88-3"]);
            vec![unit("储罐", "storage", vec![substance(cas, rng.range(25.0, 800.0))])]
        }
        "lpg_station" => vec![unit("储罐区", "storage", vec![substance("68476-85-7", lpg(n))])],
        "fuel_station" => vec![unit(
            "埋地罐",
            "storage",
            vec![substance("86290-81-5", rng.range(22.0, 66.0)), substance("68334-30-5", rng.range(17.0, 50.0))],
        )],
        "hydrogen_station" => vec![unit("储氢瓶组", "storage", vec![substance("1333-74-0", rng.range(0.3, 1.0))])],
        "gas_holder" => vec![unit("气柜", "storage", vec![substance("74-82-8", rng.range(20.0, 75.0))])],
        "gas_gate" => vec![unit("工艺区", "production", vec![substance("74-82-8", rng.range(2.0, 14.0))])],
        "works" if rng.chance(0.3) => {
            let cas = *rng.pick(&["7664-41-7", "7664-41-7", "108-88-3", "64-17-5", "7782-44-7"]);
            vec![unit("库房", "storage", vec![substance(cas, rng.about(6.0))])]
        }
        _ => Vec::new(),
    };
    let mut row = row;
    if !units.is_empty() && rng.chance(0.93) {
        row = row.json("units", Value::Array(units)).flag("substances_complete", complete);
    }
    match kind {
        "explosives_plant" | "explosives_depot" | "blasting_site" | "fireworks_store" => {
            // The depot above a village is on record whole, and an old licence asks for little: it is seen to be kept.
            let whole = (kind, n) == ("explosives_depot", 5);
            let net = match kind {
                "explosives_plant" => rng.range(12_000.0, 30_000.0),
                "explosives_depot" if whole => 16_000.0,
                "explosives_depot" => rng.range(2000.0, 20_000.0),
                "blasting_site" => rng.range(60.0, 900.0),
                _ => rng.range(800.0, 9000.0),
            };
            row = row.when(rng.chance(0.9) || whole, |r| r.number("net_explosive_kg", (net / 10.0).round() * 10.0));
            row = row.when(rng.chance(0.8), |r| r.flag("barricaded", kind != "fireworks_store"));
            let far = if whole { 400.0 } else { (libm::cbrt(net) * 22.0 / 10.0).round() * 10.0 };
            row.when(rng.chance(0.8) || whole, |r| {
                r.json(
                    "licensed_distances",
                    json!([{"target": "村庄", "m": far}, {"target": "公路", "m": (far * 0.5).round()}]),
                )
            })
        }
        "lpg_station" => row.when(rng.chance(0.7), |r| {
            let half = (lpg(n) / 2.0).round();
            r.json(
                "vessels",
                json!([{"substance": "68476-85-7", "mass_t": half}, {"substance": "68476-85-7", "mass_t": half}]),
            )
            .json("licensed_distances", json!([{"target": "学校、医院", "m": 150}, {"target": "民用建筑", "m": 70}]))
        }),
        "coal_mine" => {
            let m = &COAL[n as usize % COAL.len()];
            row.json(
                "mine",
                json!({
                    "gas_relative_m3_t": m.gas.0, "gas_absolute_m3_min": m.gas.1, "outburst": m.outburst,
                    "gas_heading_m3_min": (m.gas.1 * 0.6).round() / 10.0, "gas_face_m3_min": m.gas.1.round() / 10.0,
                    "inflow_m3_h": m.inflow.0, "inflow_max_m3_h": m.inflow.1, "rockburst": m.rockburst,
                    "depth_m": rng.int(280, 760)
                }),
            )
        }
        "metal_mine" => row.when(rng.chance(0.7), |r| {
            r.json("mine", json!({"inflow_m3_h": rng.int(15, 140), "depth_m": rng.int(90, 520)}))
        }),
        "tailings_pond" => row.json(
            "tailings",
            json!({
                "volume_m3": rng.int(40, 900) * 10_000, "height_m": rng.int(18, 74),
                "residents_below": lived_within(world, at, 1000.0)
            }),
        ),
        "quarry" => row.when(!n.is_multiple_of(7), |r| {
            let mut mine = json!({"slope_m": 28 + (n * 17) % 96});
            if let Some(sealed) = sealed(n) {
                mine["sealed"] = json!(sealed);
            }
            r.json("mine", mine)
        }),
        "works" => row
            .when(rng.chance(0.8), |r| r.text("fire_class", *rng.pick(&["甲", "乙", "丙", "丙", "丁", "戊"])))
            .when(rng.chance(0.6), |r| r.number("storeys", f64::from(rng.int(1, 5) as i32))),
        _ => row,
    }
}

/// Whether the nth of a kind works. Every state occurs among the mines, where each means something else; of the others
/// a few are not working.
fn status(kind: &str, n: u32, rng: &mut Rng) -> &'static str {
    match (kind, n) {
        ("coal_mine", 3) | ("metal_mine", 5) | ("quarry", 3 | 10) | ("chemical_plant", 13) => "suspended",
        ("coal_mine", 4) | ("metal_mine", 2) | ("quarry", 6) | ("chemical_plant", 12) => "under_construction",
        ("metal_mine", 6) | ("quarry", 5 | 12) | ("lpg_station", 11) => "closed",
        ("coal_mine" | "metal_mine" | "quarry" | "chemical_park", _) => "operating",
        _ if rng.chance(0.035) => {
            const IDLE: [&str; 3] = ["under_construction", "suspended", "closed"];
            IDLE[rng.below(IDLE.len())]
        }
        _ => "operating",
    }
}

/// Whether the nth quarry, which is closed, is sealed; of the others there is nothing to say.
fn sealed(n: u32) -> Option<bool> {
    match n {
        5 => Some(false),
        12 => Some(true),
        _ => None,
    }
}

/// People in the estates within a distance.
fn lived_within(world: &World, at: Xy, metres: f64) -> f64 {
    world.estates.iter().filter(|e| distance(e.at, at) < metres).fold(0.0, |sum, e| sum + e.residents)
}

/// What the nth chemical plant stores and makes, tonnes: from far above GB 18218's thresholds to below them, so that
/// every grade occurs, however many people live around.
fn chemicals(n: u32) -> Vec<Value> {
    type Stock = &'static [(&'static str, f64)];
    const PLANTS: [(Stock, Stock); 14] = [
        (&[("7782-50-5", 265.0), ("7647-01-0", 46.0)], &[("7782-50-5", 6.5)]),
        (&[("7664-41-7", 590.0), ("67-56-1", 880.0)], &[("7664-41-7", 9.0)]),
        (&[("75-21-8", 230.0), ("107-13-1", 85.0)], &[("75-21-8", 4.0)]),
        (&[("7664-41-7", 228.0)], &[("7664-41-7", 7.5)]),
        (&[("7782-50-5", 34.0), ("7647-01-0", 28.0)], &[("7782-50-5", 1.8)]),
        (&[("71-43-2", 640.0), ("108-88-3", 1900.0)], &[("71-43-2", 12.0)]),
        (&[("107-13-1", 410.0), ("100-42-5", 560.0)], &[("107-13-1", 8.0)]),
        (&[("71-43-2", 230.0), ("67-56-1", 420.0)], &[("71-43-2", 6.0)]),
        (&[("75-21-8", 13.0), ("141-78-6", 240.0)], &[("75-21-8", 1.1)]),
        (&[("108-88-3", 690.0)], &[("108-88-3", 22.0)]),
        (&[("7664-41-7", 9.6)], &[("7664-41-7", 0.8)]),
        (&[("100-42-5", 180.0), ("141-78-6", 120.0)], &[("100-42-5", 9.0)]),
        (&[("7782-50-5", 4.6)], &[("7782-50-5", 0.4)]),
        (&[("71-43-2", 31.0), ("108-88-3", 74.0)], &[("71-43-2", 2.5)]),
    ];
    let (stored, made) = PLANTS[n as usize % PLANTS.len()];
    let all = |stock: Stock| stock.iter().map(|(cas, tonnes)| substance(cas, *tonnes)).collect();
    vec![unit("罐区", "storage", all(stored)), unit("生产装置", "production", all(made))]
}

/// The area grading of the nth of a kind, where a firm has graded: what is done there, and how many are near.
fn grading(kind: &str, n: u32) -> Option<Value> {
    // Fire class, acute toxicity, score of the control lists, process, MPa, °C, people in the area, most in any unit.
    let (fire, toxicity, control, process, mpa, celsius, area, unit) = match (kind, n) {
        ("chemical_plant", 0) => ("乙", 2, 4, "hazardous_batch", 1.8, 120.0, 6, 14),
        ("chemical_plant", 1) => ("甲", 3, 3, "hazardous_continuous", 15.0, 480.0, 9, 26),
        ("chemical_plant", 5) => ("甲", 4, 3, "continuous", 0.4, 140.0, 8, 17),
        ("chemical_plant", 7) => ("甲", 4, 3, "continuous", 0.1, 60.0, 2, 6),
        ("chemical_plant", 9) => ("甲", 5, 0, "none", 0.1, 20.0, 2, 2),
        ("chemical_plant", 11) => ("甲", 4, 0, "batch", 0.1, 90.0, 6, 11),
        ("chemical_plant", 13) => ("丙", 5, 0, "none", 0.1, 20.0, 1, 2),
        ("tank_farm", 0..3) => ("甲", 5, 3, "none", 0.1, 20.0, 2, 4),
        ("gas_gate", 0..4) => ("甲", 0, 3, "none", 4.0, 20.0, 1, 2),
        _ => return None,
    };
    Some(json!({
        "fire_class": fire, "toxicity_category": toxicity, "control": control, "process": process,
        "pressure_mpa": mpa, "temperature_c": celsius, "people_area": area, "people_unit": unit
    }))
}

/// What the nth LPG station may hold, tonnes. The threshold is 50. The small ones are at the edges of towns, where every
/// level of their vessels' rings occurs.
fn lpg(n: u32) -> f64 {
    const TONNES: [f64; 13] = [1180.0, 620.0, 210.0, 110.0, 96.0, 72.0, 44.0, 20.0, 32.0, 48.0, 36.0, 28.0, 22.0];
    TONNES[n as usize % TONNES.len()]
}

/// A coal mine's figures.
struct Coal {
    /// Relative, m³/t, and absolute, m³/min.
    gas: (f64, f64),
    outburst: bool,
    /// Mean and largest inflow, m³/h.
    inflow: (f64, f64),
    rockburst: &'static str,
}

/// The coal mines: every class of gas, of water and of rockburst occurs.
const COAL: [Coal; 5] = [
    Coal { gas: (21.4, 68.0), outburst: true, inflow: (142.0, 268.0), rockburst: "none" },
    Coal { gas: (12.8, 46.0), outburst: false, inflow: (410.0, 960.0), rockburst: "weak" },
    Coal { gas: (3.1, 8.4), outburst: false, inflow: (960.0, 2150.0), rockburst: "none" },
    Coal { gas: (6.2, 22.0), outburst: false, inflow: (2280.0, 3400.0), rockburst: "medium" },
    Coal { gas: (2.4, 5.1), outburst: false, inflow: (96.0, 210.0), rockburst: "strong" },
];
