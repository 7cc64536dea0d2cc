//! Fire stations, with the newest suburb left badly covered, and hydrants along the streets, some of them dry.

use super::World;
use super::geom::{at, km, line_length};
use super::rng::Rng;
use super::settlements::Zone;
use super::write::{Row, Shape};

/// Stations: names, kilometres, engines, crew, tonnes of water.
const STATIONS: &[(&str, &str, f64, f64, u8, u8, u8)] = &[
    ("城关消防救援站", "Chengguan Fire Station", -0.9, 1.9, 6, 38, 36),
    ("城北消防救援站", "Chengbei Fire Station", 0.6, 4.0, 4, 26, 24),
    ("月湖消防救援站", "Yuehu Fire Station", -6.2, 2.4, 4, 24, 22),
    ("沙湾消防救援站", "Shawan Fire Station", 5.4, 2.6, 5, 32, 30),
    ("港口特勤站", "Port Special Fire Station", 10.2, -0.4, 8, 46, 72),
    ("江南消防救援站", "Jiangnan Fire Station", -0.8, -3.7, 4, 26, 24),
    ("青岩县消防救援站", "Qingyan Fire Station", 6.1, 14.6, 3, 21, 18),
    ("望山县消防救援站", "Wangshan Fire Station", -21.2, 9.6, 3, 20, 18),
    ("柳林县消防救援站", "Liulin Fire Station", -18.6, -10.6, 3, 20, 16),
    ("临江县消防救援站", "Linjiang Fire Station", 21.8, -12.6, 3, 21, 18),
    ("云台县消防救援站", "Yuntai Fire Station", 20.2, 8.8, 3, 20, 18),
];

/// Writes `fire_stations` and `hydrants`.
pub fn write(world: &World, files: &mut super::Files<'_>) -> std::io::Result<()> {
    files.features("fire_stations", |add| {
        for (i, &(zh, en, x, y, engines, crew, water)) in STATIONS.iter().enumerate() {
            let wish = km(x, y);
            // Beside the nearest street, where engines can leave.
            let at = world.street_grid.nearest(wish, 3000.0, |_| true).map_or(wish, |n| {
                let (a, b, _) = world.street_grid.segment(n.segment);
                let d = super::geom::unit(super::geom::to(a, b));
                super::geom::along(super::geom::mix(a, b, n.t), super::geom::left(d), 28.0)
            });
            let row = Row::new(format!("X-{:02}", i + 1)).name(zh, en);
            let row = match world.districts.code(at) {
                Some(code) => row.text("district", code),
                None => row,
            };
            let row = row.number("engines", f64::from(engines)).number("crew", f64::from(crew));
            add(row.when(i != 9, |r| r.number("water_t", f64::from(water))), Shape::Point(at))?;
        }
        Ok(())
    })?;
    write_hydrants(world, files)
}

fn write_hydrants(world: &World, files: &mut super::Files<'_>) -> std::io::Result<()> {
    // Streets by how many hydrants they have: dense in the old town, few in the new suburb.
    let mut total = Vec::new();
    let mut sum = 0.0;
    for (i, s) in world.streets.sections.iter().enumerate() {
        let middle = at(&s.line, s.length_m / 2.0).0;
        let density = match world.settlements.zone(middle) {
            _ if s.bridge || world.streets.course(i).class.starts_with("motorway") => 0.0,
            Some(Zone::OldTown) => 1.6,
            Some(Zone::City) => 1.0,
            Some(Zone::NewTown) => 0.22,
            Some(Zone::Industry) => 0.9,
            Some(Zone::Town) => 0.45,
            Some(Zone::Village) | None => 0.0,
        };
        sum += density * line_length(&s.line);
        total.push(sum);
    }
    files.table("hydrants", &["district", "flow_lps", "working", "code"], true, |add| {
        let mut rng = Rng::new(world.seed, "hydrants");
        for i in 0..world.count(1450.0) {
            let draw = rng.unit() * sum;
            let s = total.partition_point(|t| *t <= draw).min(total.len() - 1);
            let section = &world.streets.sections[s];
            let side = if rng.chance(0.5) { 1.0 } else { -1.0 };
            let (p, _) = world.streets.beside(s, rng.range(0.0, section.length_m), side * rng.range(5.0, 9.0));
            let row = Row::new(format!("H-{:05}", i + 1));
            let row = match world.districts.code(p) {
                Some(code) => row.text("district", code),
                None => row,
            };
            let row = row.when(rng.chance(0.72), |r| r.number("flow_lps", f64::from(rng.int(8, 30) as i32)));
            let row = row.when(rng.chance(0.9), |r| r.flag("working", !rng.chance(0.075)));
            add(row.text("code", format!("XH{:06}", 10_000 + i)), Some(p))?;
        }
        Ok(())
    })
}
