//! Hazardous facilities: where such things are, with what the registers would say of them and what they would not.

use super::World;
use super::calendar::days_ago;
use super::geom::{Line, along, blob, distance, km};
use super::names;
use super::rng::Rng;
use super::settlements::Zone;
use super::write::{Row, Shape};
use crate::units::Xy;
use serde_json::{Value, json};

/// A facility that has been placed.
pub struct Facility {
    /// Its id.
    pub id: String,
    /// Its kind's code.
    pub kind: &'static str,
    /// Its Chinese name.
    pub name: String,
    /// Its middle.
    pub at: Xy,
    /// Its outline, where it is known.
    pub outline: Option<Line>,
    row: Row,
}

impl Facility {
    /// The sector that answers for its kind.
    pub fn sector(&self) -> &'static str {
        sector(self.kind)
    }
}

/// Where a kind is found.
#[derive(Clone, Copy)]
enum Site {
    In(&'static [Zone]),
    /// Out of town: metres from the nearest settlement, and how high the ground may stand.
    Out {
        from_homes: f64,
        low: f64,
        high: f64,
    },
    /// At a main road.
    Roadside,
}

/// How many of a kind, where, what it is called, and the radius of its outline in metres (0: a point).
struct Kind(&'static str, u32, Site, &'static str, &'static str, f64);

const HILLS: Site = Site::Out { from_homes: 700.0, low: 0.28, high: 1.2 };
const FOOTHILLS: Site = Site::Out { from_homes: 900.0, low: 0.1, high: 0.6 };
const PLAIN: Site = Site::Out { from_homes: 350.0, low: -0.1, high: 0.25 };
const WORKS: Site = Site::In(&[Zone::Industry]);
const TOWN: Site = Site::In(&[Zone::City, Zone::OldTown, Zone::NewTown, Zone::Town]);
const EDGE: Site = Site::In(&[Zone::Town, Zone::City, Zone::Industry]);

const KINDS: &[Kind] = &[
    Kind("explosives_plant", 1, FOOTHILLS, "民爆器材厂", "Explosives Works", 210.0),
    Kind("explosives_depot", 6, FOOTHILLS, "民爆储存库", "Explosives Depot", 90.0),
    Kind("blasting_site", 8, HILLS, "爆破作业点", "Blasting Site", 0.0),
    Kind("fireworks_store", 9, PLAIN, "烟花爆竹仓库", "Fireworks Store", 0.0),
    Kind("chemical_plant", 14, WORKS, "化工有限公司", "Chemicals", 110.0),
    Kind("chemical_park", 1, WORKS, "化工园区", "Chemical Park", 620.0),
    Kind("tank_farm", 4, WORKS, "油库", "Oil Depot", 120.0),
    Kind("storage_tank", 22, WORKS, "储罐", "Storage Tank", 0.0),
    Kind("lpg_station", 13, EDGE, "液化气储配站", "LPG Station", 42.0),
    Kind("fuel_station", 76, Site::Roadside, "加油站", "Fuel Station", 0.0),
    Kind("hydrogen_station", 2, Site::Roadside, "加氢站", "Hydrogen Station", 0.0),
    Kind("gas_gate", 5, PLAIN, "天然气门站", "Gas Gate Station", 45.0),
    Kind("gas_regulator", 40, TOWN, "调压站", "Gas Regulator", 0.0),
    Kind("gas_holder", 1, WORKS, "储气柜", "Gas Holder", 0.0),
    Kind("coal_mine", 5, HILLS, "煤矿", "Coal Mine", 0.0),
    Kind("metal_mine", 7, HILLS, "铁矿", "Iron Mine", 0.0),
    Kind("quarry", 16, HILLS, "采石场", "Quarry", 130.0),
    Kind("tailings_pond", 6, HILLS, "尾矿库", "Tailings Pond", 160.0),
    Kind("works", 95, WORKS, "机械厂", "Machine Works", 0.0),
    Kind("industrial_area", 5, EDGE, "工业园", "Industrial Estate", 300.0),
    Kind("power_plant", 3, WORKS, "热电厂", "Power Plant", 140.0),
    Kind("substation", 42, TOWN, "变电站", "Substation", 0.0),
    Kind("waste_site", 9, PLAIN, "固废处置中心", "Waste Centre", 100.0),
    Kind("other", 8, EDGE, "气瓶检验站", "Cylinder Testing Station", 0.0),
];

/// Places every facility. Their number never depends on the scale.
pub fn place(world: &World) -> Vec<Facility> {
    let mut rng = Rng::new(world.seed, "facilities");
    let mut all: Vec<Facility> = Vec::new();
    for kind in KINDS {
        for n in 0..kind.1 {
            let apart = if kind.5 > 200.0 { 1200.0 } else { 90.0 + kind.5 };
            let Some(at) = find(world, kind.2, apart, &all, &mut rng) else { continue };
            let id = format!("F-{:04}", all.len() + 1);
            let own = names::word(&mut rng);
            let (zh, en) = call(world, kind, n, at, own, &mut rng);
            let outline = (kind.5 > 0.0).then(|| {
                let waver: Vec<f64> = (0..7).map(|_| rng.range(0.7, 1.05)).collect();
                blob(at, kind.5, waver.len(), |i| waver[i])
            });
            let row = describe(world, kind, &id, (&zh, &en), at, &mut rng);
            all.push(Facility { id, kind: kind.0, name: zh, at, outline, row });
        }
    }
    all
}

fn find(world: &World, site: Site, apart: f64, all: &[Facility], rng: &mut Rng) -> Option<Xy> {
    for _ in 0..6000 {
        let (p, ok) = match site {
            Site::In(zones) => {
                let b = rng.pick(&world.buildings);
                (along(b.middle, rng.heading(), rng.range(15.0, 60.0)), zones.contains(&b.zone))
            }
            Site::Out { from_homes, low, high } => {
                let p = km(rng.range(-29.0, 29.0), rng.range(-24.0, 24.0));
                let h = world.terrain.height(p);
                let near_road = world.street_grid.nearest(p, 900.0, |_| true).is_some_and(|n| n.distance > 60.0);
                let clear = world.settlements.all.iter().all(|s| s.off(p) > s.radius + from_homes);
                (p, h >= low && h <= high && near_road && clear && world.districts.contains(p))
            }
            Site::Roadside => {
                let s = rng.below(world.streets.sections.len());
                let class = world.streets.course(s).class;
                let main = matches!(class, "primary" | "secondary" | "trunk" | "tertiary");
                let length = world.streets.sections[s].length_m;
                let (p, _) = world.streets.beside(s, rng.range(0.2, 0.8) * length, -34.0);
                (p, main && !world.streets.sections[s].bridge)
            }
        };
        let dry = ok && world.terrain.shore_distance(p) > 40.0 && !world.terrain.in_park(p);
        if dry && all.iter().all(|f| distance(f.at, p) > apart) {
            return Some(p);
        }
    }
    None
}

/// What a facility is called: after its settlement or an invented word.
fn call(world: &World, kind: &Kind, n: u32, at: Xy, own: (&str, &str), rng: &mut Rng) -> (String, String) {
    let near = world.near_settlement(at);
    let (place, place_en) = (near.name.0.trim_end_matches('镇'), near.name.1.trim_end_matches(" Town"));
    match kind.0 {
        "chemical_plant" => {
            let line = *rng.pick(&[
                ("合成氨", "Ammonia"),
                ("精细", "Fine"),
                ("氯碱", "Chlor-alkali"),
                ("涂料", "Coatings"),
                ("农", "Agro"),
            ]);
            let tail = if line.0 == "农" { "化有限公司" } else { "化工有限公司" };
            (format!("{}{}{tail}", own.0, line.0), format!("{} {} Chemicals", own.1, line.1))
        }
        "works" => {
            let line = *rng.pick(&[
                ("机械厂", "Machine Works"),
                ("纺织厂", "Textile Mill"),
                ("粮油加工厂", "Grain and Oil Mill"),
                ("铝制品厂", "Aluminium Works"),
                ("家具厂", "Furniture Works"),
                ("食品冷库", "Cold Store"),
                ("建材厂", "Building Materials Works"),
            ]);
            (format!("{}{}", own.0, line.0), format!("{} {}", own.1, line.1))
        }
        "chemical_park" => ("沙湾港化工园区".to_owned(), "Shawan Port Chemical Park".to_owned()),
        "storage_tank" => (format!("{}{} {} 号储罐", own.0, "库区", n + 1), format!("{} Tank No. {}", own.1, n + 1)),
        "fuel_station" => (format!("{}{}", own.0, kind.3), format!("{} {}", own.1, kind.4)),
        "gas_regulator" => (format!("{place}{} 号{}", n + 1, kind.3), format!("{place_en} Gas Regulator {}", n + 1)),
        "substation" => (format!("110 kV {}变电站", own.0), format!("{} 110 kV Substation", own.1)),
        _ => (format!("{place}{}{}", own.0, kind.3), format!("{place_en} {} {}", own.1, kind.4)),
    }
}

fn substance(cas: &str, tonnes: f64) -> Value {
    json!({"substance": cas, "quantity_t": (tonnes * 10.0).round() / 10.0, "as": "design_max"})
}

fn unit(id: &str, kind: &str, substances: Vec<Value>) -> Value {
    json!({"id": id, "kind": kind, "substances": substances})
}

fn sector(kind: &str) -> &'static str {
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
fn describe(world: &World, kind: &Kind, id: &str, name: (&str, &str), at: Xy, rng: &mut Rng) -> Row {
    let code = kind.0;
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
    let status = *rng.pick(&["operating"; 12]);
    let status = if rng.chance(0.06) { *rng.pick(&["under_construction", "suspended", "closed"]) } else { status };
    row = row.text("status", status).text("regulator", regulator(sector));
    row = row.when(rng.chance(0.85), |r| r.text("operator", name.0));
    row = content(row, code, rng);
    let (day, night) = workers(code, rng);
    row = row.when(rng.chance(0.9), |r| r.number("workers_day", day));
    row = row.when(rng.chance(0.78), |r| r.number("workers_night", night));
    let hazardous = matches!(sector, "explosives" | "gas" | "chemicals" | "mines" | "fireworks");
    if hazardous && rng.chance(0.75) {
        let l = *rng.pick(&[0.5, 1.0, 1.0, 3.0, 6.0]);
        let (e, c) = (*rng.pick(&[3.0, 6.0, 6.0]), *rng.pick(&[3.0, 7.0, 15.0, 40.0]));
        row = row.json("lec", json!({"l": l, "e": e, "c": c, "table": "classic"}));
    }
    if hazardous && rng.chance(0.7) {
        let vetoes: Vec<&str> = if rng.chance(0.06) { vec!["安全设施停用"] } else { Vec::new() };
        row = row.json("score", json!({"value": rng.int(58, 97), "vetoes": vetoes}));
    }
    if hazardous && rng.chance(0.86) {
        let yes = |rng: &mut Rng| rng.chance(0.88);
        let (a, b, c, d) = (yes(rng), yes(rng), yes(rng), yes(rng));
        row = row.json("responsibilities", json!({"investment": a, "training": b, "management": c, "rescue": d}));
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
fn content(row: Row, kind: &str, rng: &mut Rng) -> Row {
    let complete = rng.chance(0.82);
    let units = match kind {
        "chemical_plant" => {
            let stored = match rng.below(5) {
                0 => vec![substance("7664-41-7", rng.range(30.0, 260.0)), substance("67-56-1", rng.range(60.0, 900.0))],
                1 => vec![substance("7782-50-5", rng.range(4.0, 70.0)), substance("7647-01-0", rng.range(8.0, 60.0))],
                2 => vec![substance("108-88-3", rng.range(30.0, 400.0)), substance("141-78-6", rng.range(20.0, 300.0))],
                3 => vec![substance("71-43-2", rng.range(10.0, 160.0)), substance("100-42-5", rng.range(40.0, 600.0))],
                _ => vec![substance("75-21-8", rng.range(3.0, 45.0)), substance("107-13-1", rng.range(8.0, 90.0))],
            };
            let made = vec![substance("7664-41-7", rng.range(0.5, 9.0))];
            vec![unit("罐区", "storage", stored), unit("生产装置", "production", made)]
        }
        "tank_farm" => vec![
            unit("汽油罐组", "storage", vec![substance("86290-81-5", rng.range(900.0, 9000.0))]),
            unit("柴油罐组", "storage", vec![substance("68334-30-5", rng.range(1500.0, 14_000.0))]),
        ],
        "storage_tank" => {
            let cas = *rng.pick(&["67-56-1", "64-17-5", "68334-30-5", "7664-41-7", "108-88-3"]);
            vec![unit("储罐", "storage", vec![substance(cas, rng.range(25.0, 800.0))])]
        }
        "lpg_station" => vec![unit("储罐区", "storage", vec![substance("68476-85-7", rng.about(70.0).min(1640.0))])],
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
            let net = match kind {
                "explosives_plant" => rng.range(12_000.0, 30_000.0),
                "explosives_depot" => rng.range(2000.0, 20_000.0),
                "blasting_site" => rng.range(60.0, 900.0),
                _ => rng.range(800.0, 9000.0),
            };
            row = row.when(rng.chance(0.9), |r| r.number("net_explosive_kg", (net / 10.0).round() * 10.0));
            row = row.when(rng.chance(0.8), |r| r.flag("barricaded", kind != "fireworks_store"));
            let far = (libm::cbrt(net) * 22.0 / 10.0).round() * 10.0;
            row.when(rng.chance(0.8), |r| {
                r.json("licensed_distances", json!([{"target": "村庄", "m": far}, {"target": "公路", "m": (far * 0.5).round()}]))
            })
        }
        "lpg_station" => row.when(rng.chance(0.7), |r| {
            r.json("vessels", json!([{"substance": "68476-85-7", "mass_t": rng.int(20, 50)}, {"substance": "68476-85-7", "mass_t": 25}]))
                .json("licensed_distances", json!([{"target": "学校、医院", "m": 150}, {"target": "民用建筑", "m": 70}]))
        }),
        "coal_mine" => {
            let gassy = rng.chance(0.5);
            let outburst = gassy && rng.chance(0.5);
            row.json(
                "mine",
                json!({
                    "gas_relative_m3_t": if gassy { rng.int(11, 26) } else { rng.int(2, 9) },
                    "gas_absolute_m3_min": if gassy { rng.int(41, 90) } else { rng.int(5, 35) },
                    "outburst": outburst, "inflow_m3_h": rng.int(20, 260), "inflow_max_m3_h": rng.int(280, 620),
                    "rockburst": if rng.chance(0.3) { "weak" } else { "none" }, "depth_m": rng.int(280, 760)
                }),
            )
        }
        "metal_mine" => row.when(rng.chance(0.7), |r| {
            r.json("mine", json!({"inflow_m3_h": rng.int(15, 140), "depth_m": rng.int(90, 520)}))
        }),
        "tailings_pond" => row.json(
            "tailings",
            json!({"volume_m3": rng.int(40, 900) * 10_000, "height_m": rng.int(18, 74), "residents_below": rng.int(0, 640)}),
        ),
        "works" => row
            .when(rng.chance(0.8), |r| r.text("fire_class", *rng.pick(&["甲", "乙", "丙", "丙", "丁", "戊"])))
            .when(rng.chance(0.6), |r| r.number("storeys", f64::from(rng.int(1, 5) as i32))),
        _ => row,
    }
}

/// Writes the `facilities` layer.
pub fn write(world: &World, files: &mut super::Files<'_>) -> std::io::Result<()> {
    files.features("facilities", |add| {
        for f in &world.facilities {
            let shape = f.outline.as_deref().map_or(Shape::Point(f.at), Shape::Ring);
            add(f.row.clone(), shape)?;
        }
        Ok(())
    })
}
