//! Pipelines: a product line to the port, a high-pressure gas line that grazes the new suburb, and the town's mains.

use super::World;
use super::geom::{Line, along, at, distance, km, left, line_length, offset, part, spline};
use super::land::clip_line;
use super::rng::Rng;
use super::write::{Row, Shape};
use crate::units::Xy;

/// The long-distance gas line, kilometres: from the west, round the south, past Nanhu Xincheng, to the port.
const GAS: &[(f64, f64)] = &[
    (-33.0, -3.0),
    (-24.0, -4.2),
    (-15.0, -6.2),
    (-8.0, -8.2),
    (-2.0, -8.6),
    (2.0, -7.9),
    (4.6, -6.9),
    (6.0, -5.6),
    (7.2, -4.2),
    (9.8, -4.6),
    (13.0, -7.6),
    (20.0, -8.4),
    (33.0, -5.5),
];
const PRODUCT: &[(f64, f64)] = &[
    (-33.0, 13.0),
    (-20.0, 11.6),
    (-11.0, 8.6),
    (-2.0, 7.6),
    (6.0, 7.4),
    (11.2, 5.9),
    (12.6, 2.6),
    (12.2, -0.4),
    (11.4, -1.3),
];
const NORTH_GAS: &[(f64, f64)] =
    &[(-1.2, -8.7), (-7.2, -6.0), (-9.6, -2.6), (-10.2, 2.4), (-9.4, 6.4), (-3.0, 8.0), (3.4, 8.4)];

/// A place beside the gas line at the new suburb: near enough that a rupture would reach it.
pub fn beside_suburb() -> Xy {
    let line = drawn(GAS);
    let (near, aside) = (km(4.3, -6.9), 130.0);
    let (place, along_it) = (0..(line_length(&line) / 20.0) as u32)
        .map(|k| at(&line, f64::from(k) * 20.0))
        .min_by(|a, b| distance(a.0, near).total_cmp(&distance(b.0, near)))
        .unwrap_or_default();
    along(place, left(along_it), aside)
}

fn drawn(stops: &[(f64, f64)]) -> Line {
    spline(&stops.iter().map(|p| km(p.0, p.1)).collect::<Line>(), 120.0)
}

/// Writes the `pipelines` layer.
pub fn write(world: &World, files: &mut super::Files<'_>) -> std::io::Result<()> {
    let long = [
        (drawn(GAS), "岚江输气管道", "Lanjiang Gas Pipeline", "natural gas", 813.0, 9.2, 2014),
        (drawn(PRODUCT), "岚港成品油管道", "Langang Product Pipeline", "refined products", 406.0, 8.0, 2009),
        (drawn(NORTH_GAS), "岚北高压燃气管道", "Lanbei High-pressure Gas Main", "natural gas", 508.0, 4.0, 2018),
    ];
    files.features("pipelines", |add| {
        let mut rng = Rng::new(world.seed, "pipelines");
        let mut id = 0;
        let mut next = || {
            id += 1;
            format!("G-{id:02}")
        };
        for (line, zh, en, product, diameter, pressure, year) in &long {
            let line = clip_line(line, |p| world.districts.contains(p));
            // Long lines are kept by valve section, as operators keep them.
            let total = line_length(&line);
            let count = (total / 12_000.0).ceil().max(1.0);
            for k in 0..count as usize {
                let (from, to) = (total * k as f64 / count, total * (k + 1) as f64 / count);
                let row = Row::new(next())
                    .name(
                        format!("{zh} K{:.0}–K{:.0}", from / 1000.0, to / 1000.0),
                        format!("{en} K{:.0}–K{:.0}", from / 1000.0, to / 1000.0),
                    )
                    .text("product", *product)
                    .number("diameter_mm", *diameter)
                    .number("pressure_mpa", *pressure)
                    .text("operator", "岚川管输有限公司")
                    .number("laid_year", f64::from(*year))
                    .text("location", "underground");
                add(row, Shape::Line(&part(&line, from, to)))?;
            }
        }
        // Medium-pressure mains lie beside the main streets.
        for course in &world.streets.courses {
            let main = matches!(course.class, "primary" | "secondary") && course.name.is_some();
            let length = line_length(&course.line);
            let in_town = world.settlements.zone(course.line[course.line.len() / 2]).is_some();
            if !main || !in_town || length < 2600.0 || !rng.chance(0.75) {
                continue;
            }
            let line = offset(&course.line, |_| -12.0);
            let name = course.name.clone().unwrap_or_default();
            let row = Row::new(next())
                .name(format!("{}中压燃气管", name.0), format!("{} gas main", name.1))
                .text("product", "natural gas")
                .number("diameter_mm", f64::from(*rng.pick(&[200, 250, 315])))
                .when(rng.chance(0.85), |r| r.number("pressure_mpa", 0.4))
                .text("operator", "岚川燃气有限公司")
                .when(rng.chance(0.7), |r| r.number("laid_year", f64::from(rng.int(1998, 2023) as i32)))
                .text("location", "underground");
            add(row, Shape::Line(&line))?;
        }
        Ok(())
    })
}
