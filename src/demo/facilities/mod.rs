//! Hazardous facilities: where such things are. What the registers say of them, and what they leave open, is in
//! `registers`.

mod registers;

use super::World;
use super::geom::{Line, along, blob, distance, km, unit};
use super::names;
use super::rng::Rng;
use super::settlements::{Rank, Zone};
use super::write::{Row, Shape};
use crate::units::Xy;

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
        registers::sector(self.kind)
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
    /// Among the works around a place, kilometres, within so many metres.
    Around {
        at: (f64, f64),
        within: f64,
    },
    /// On the northern bank at the port.
    Quay,
    /// As far from another facility of its kind, metres.
    Beside(&'static str, f64),
    /// Uphill of a village, so many metres from its last houses.
    Above(f64),
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

/// Where the chemical park is: at the port, across the river from the new town and downwind of the city.
const PARK: (f64, f64) = (11.7, -0.4);

/// Where the nth of a kind is: the city's stories stand where they can be found, the rest where its kind is found.
fn site(kind: &Kind, n: u32) -> Site {
    match (kind.0, n) {
        ("chemical_park", _) => Site::Around { at: PARK, within: 700.0 },
        ("chemical_plant", 0..9) => Site::Around { at: PARK, within: 1100.0 },
        ("tank_farm", 0..3) => Site::Quay,
        ("storage_tank", 0..12) => Site::Around { at: PARK, within: 1600.0 },
        // Two depots so near that what they hold counts together, and one too near to a village.
        ("explosives_depot", 1) => Site::Beside("explosives_depot", 205.0),
        ("explosives_depot", 2) => Site::Above(230.0),
        // One that keeps its licence, with a village nearer than the reference distance.
        ("explosives_depot", 5) => Site::Above(470.0),
        ("tailings_pond", 0) => Site::Above(420.0),
        _ => kind.2,
    }
}

/// Places every facility. Their number never depends on the scale.
pub fn place(world: &World) -> Vec<Facility> {
    let mut rng = Rng::new(world.seed, "facilities");
    let mut all: Vec<Facility> = Vec::new();
    for kind in KINDS {
        for n in 0..kind.1 {
            let apart = if kind.5 > 200.0 { 1200.0 } else { 90.0 + kind.5 };
            let wanted = find(world, site(kind, n), apart, &all, &mut rng);
            let Some(at) = wanted.or_else(|| find(world, kind.2, apart, &all, &mut rng)) else { continue };
            let id = format!("F-{:04}", all.len() + 1);
            let own = names::word(&mut rng);
            let (zh, en) = call(world, kind, n, at, own, &mut rng);
            let outline = (kind.5 > 0.0).then(|| {
                let waver: Vec<f64> = (0..7).map(|_| rng.range(0.7, 1.05)).collect();
                blob(at, kind.5, waver.len(), |i| waver[i])
            });
            let row = registers::describe(world, kind.0, n, &id, (&zh, &en), at, &mut rng);
            all.push(Facility { id, kind: kind.0, name: zh, at, outline, row });
        }
    }
    all
}

/// A place of a site that is dry and keeps apart from what stands already; none where it cannot be found.
fn find(world: &World, site: Site, apart: f64, all: &[Facility], rng: &mut Rng) -> Option<Xy> {
    let in_park = |p: Xy| distance(p, km(PARK.0, PARK.1)) < 1800.0;
    for _ in 0..6000 {
        let Some(p) = draw(world, site, all, rng) else { continue };
        let dry = world.terrain.shore_distance(p) > 40.0 && !world.terrain.in_park(p);
        let clear = |f: &Facility| match site {
            // Plants stand within the park.
            Site::Around { .. } if f.kind == "chemical_park" || in_park(p) => {
                f.kind == "chemical_park" || distance(f.at, p) > apart.min(170.0)
            }
            _ => distance(f.at, p) > apart,
        };
        if dry && world.districts.contains(p) && all.iter().all(clear) {
            return Some(p);
        }
    }
    None
}

/// A place of a site, drawn once; none where what was drawn does not fit.
fn draw(world: &World, site: Site, all: &[Facility], rng: &mut Rng) -> Option<Xy> {
    let near_building = |rng: &mut Rng| {
        let b = rng.pick(&world.buildings);
        (along(b.middle, rng.heading(), rng.range(15.0, 60.0)), b.zone)
    };
    match site {
        Site::In(zones) => {
            let (p, zone) = near_building(rng);
            zones.contains(&zone).then_some(p)
        }
        Site::Around { at, within } => {
            let (p, zone) = near_building(rng);
            (zone == Zone::Industry && distance(p, km(at.0, at.1)) < within).then_some(p)
        }
        Site::Quay => {
            let (p, zone) = near_building(rng);
            let (bank, _) = super::terrain::river_at(&world.terrain, p.x / 1000.0);
            (zone == Zone::Industry && p.y > bank.y && world.terrain.shore_distance(p) < 520.0).then_some(p)
        }
        Site::Out { from_homes, low, high } => {
            let p = km(rng.range(-29.0, 29.0), rng.range(-24.0, 24.0));
            let h = world.terrain.height(p);
            let near_road = world.street_grid.nearest(p, 900.0, |_| true).is_some_and(|n| n.distance > 60.0);
            let clear = world.settlements.all.iter().all(|s| s.off(p) > s.radius + from_homes);
            (h >= low && h <= high && near_road && clear).then_some(p)
        }
        Site::Roadside => {
            let s = rng.below(world.streets.sections.len());
            let class = world.streets.course(s).class;
            let main = matches!(class, "primary" | "secondary" | "trunk" | "tertiary");
            let length = world.streets.sections[s].length_m;
            let (p, _) = world.streets.beside(s, rng.range(0.2, 0.8) * length, -34.0);
            (main && !world.streets.sections[s].bridge).then_some(p)
        }
        Site::Beside(kind, metres) => {
            let other = all.iter().find(|f| f.kind == kind)?;
            Some(along(other.at, rng.heading(), metres))
        }
        Site::Above(metres) => {
            let villages: Vec<_> = world.settlements.ranked(Rank::Village).collect();
            if villages.is_empty() {
                return None;
            }
            let village = rng.pick(&villages);
            let way = rng.heading();
            let p = along(village.at, unit(way), village.radius + metres);
            let clear = world.settlements.all.iter().all(|s| s.off(p) > s.radius + metres * 0.5);
            let climbs = world.terrain.height(p) > world.terrain.height(village.at) + 0.08;
            (clear && climbs && world.terrain.height(p) > 0.2).then_some(p)
        }
    }
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
