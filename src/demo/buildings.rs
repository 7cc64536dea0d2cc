//! Building footprints: rectangles in rows along the streets, each in the manner of its quarter, none on a road, on a
//! railway, in water or on another.

use super::World;
use super::geom::{along, at, crossing, dot, in_ring, left, mix, rectangle, to, to_segment};
use super::rng::Rng;
use super::settlements::Zone;
use super::write::{Row, Shape};
use crate::units::Xy;

/// A footprint.
#[derive(Clone, Debug)]
pub struct Building {
    /// Its corners.
    pub corners: [Xy; 4],
    /// Its middle.
    pub middle: Xy,
    /// Storeys.
    pub levels: u8,
    /// What the ground around is used for.
    pub zone: Zone,
    /// Ground area, m².
    pub area_m2: f64,
    /// Its district's place in the list of districts.
    pub district: usize,
}

/// How a zone is built.
struct Manner {
    long: (f64, f64),
    deep: (f64, f64),
    setback: f64,
    gap: (f64, f64),
    rows: u32,
    row_gap: f64,
    /// Share of the places that are built on.
    filled: f64,
}

fn manner(zone: Zone) -> Manner {
    let m =
        |long, deep, setback, gap, rows, row_gap, filled| Manner { long, deep, setback, gap, rows, row_gap, filled };
    match zone {
        Zone::OldTown => m((13.0, 30.0), (11.0, 17.0), 3.5, (3.0, 9.0), 2, 6.0, 0.86),
        Zone::City => m((34.0, 62.0), (12.0, 16.0), 9.0, (11.0, 22.0), 3, 21.0, 0.72),
        Zone::NewTown => m((32.0, 54.0), (15.0, 19.0), 17.0, (24.0, 40.0), 3, 40.0, 0.72),
        Zone::Industry => m((55.0, 130.0), (28.0, 58.0), 16.0, (16.0, 40.0), 2, 20.0, 0.62),
        Zone::Town => m((14.0, 36.0), (11.0, 14.0), 5.0, (4.0, 14.0), 2, 13.0, 0.66),
        Zone::Village => m((10.0, 15.0), (8.5, 11.0), 6.0, (5.0, 22.0), 1, 9.0, 0.62),
    }
}

fn levels(zone: Zone, business: f64, rng: &mut Rng) -> u8 {
    let n = match zone {
        Zone::OldTown if business > 0.2 => rng.int(4, 18),
        Zone::OldTown => rng.int(2, 6),
        Zone::City if business > 0.0 => rng.int(8, 32),
        Zone::City => *rng.pick(&[5, 6, 6, 6, 7, 7, 11, 18, 26]),
        Zone::NewTown => *rng.pick(&[11, 18, 18, 24, 26, 32, 33]),
        Zone::Industry => rng.int(1, 3),
        Zone::Town => rng.int(2, 6),
        Zone::Village => rng.int(1, 3),
    };
    n as u8
}

/// Half the width of a road's ground, metres.
fn half_road(class: &str) -> f64 {
    match class {
        "motorway" => 22.0,
        "trunk" => 24.0,
        "primary" => 19.0,
        "secondary" => 15.0,
        "tertiary" => 10.0,
        "motorway_link" => 9.0,
        _ => 6.0,
    }
}

/// Builds along every street of the settlements.
pub fn build(world: &World) -> Vec<Building> {
    let mut rng = Rng::new(world.seed, "buildings");
    let mut plots = Plots::new();
    let mut sections: Vec<usize> = (0..world.streets.sections.len()).collect();
    // Big streets are lined first, so that their fronts stay whole.
    sections.sort_by(|a, b| {
        half_road(world.streets.course(*b).class).total_cmp(&half_road(world.streets.course(*a).class)).then(a.cmp(b))
    });
    for s in sections {
        let section = &world.streets.sections[s];
        let class = world.streets.course(s).class;
        if section.bridge || matches!(class, "motorway" | "motorway_link") {
            continue;
        }
        for side in [1.0, -1.0] {
            let mut along_m = rng.range(4.0, 16.0);
            while along_m < section.length_m - 4.0 {
                let (p, d) = at(&section.line, along_m);
                let Some(zone) = world.settlements.zone(along(p, left(d), side * 30.0)) else {
                    along_m += 30.0;
                    continue;
                };
                let m = manner(zone);
                let long = rng.range(m.long.0, m.long.1);
                let deep = rng.range(m.deep.0, m.deep.1);
                let mut off = half_road(class) + m.setback + deep / 2.0;
                let middle = (along_m + long / 2.0).min(section.length_m);
                let (p, d) = at(&section.line, middle);
                for row in 0..m.rows {
                    let built = rng.chance(m.filled);
                    let floors = levels(zone, super::land::business(p), &mut rng);
                    let at = along(p, left(d), side * off);
                    if built && (row == 0 || world.settlements.zone(at) == Some(zone)) {
                        plots.raise(world, at, d, (long, deep), floors, zone);
                    }
                    off += deep + m.row_gap;
                }
                along_m += long + rng.range(m.gap.0, m.gap.1);
            }
        }
    }
    plots.built
}

const CELL_M: f64 = 80.0;
const CELLS: usize = 900;

struct Plots {
    built: Vec<Building>,
    cells: Vec<Vec<u32>>,
}

impl Plots {
    fn new() -> Self {
        Self { built: Vec::new(), cells: vec![Vec::new(); CELLS * CELLS] }
    }

    fn cell(p: Xy) -> (usize, usize) {
        let c = |v: f64| ((v / CELL_M).floor() + CELLS as f64 / 2.0).clamp(1.0, CELLS as f64 - 2.0) as usize;
        (c(p.x), c(p.y))
    }

    /// Adds a building where it fits.
    fn raise(&mut self, world: &World, middle: Xy, direction: Xy, size: (f64, f64), levels: u8, zone: Zone) {
        let corners = rectangle(middle, direction, size.0, size.1);
        let reach = (size.0 + size.1) / 2.0;
        let terrain = &world.terrain;
        let wet = terrain.shore_distance(middle) < reach / 2.0 + 12.0;
        if wet || corners.iter().any(|c| terrain.in_park(*c)) || world.settlements.zone(middle).is_none() {
            return;
        }
        let (i, j) = Self::cell(middle);
        let yard = rectangle(middle, direction, size.0 + 4.0, size.1 + 4.0);
        // Footprints are at most 130 m long: nothing beyond two cells can touch.
        for y in j.saturating_sub(2)..=(j + 2).min(CELLS - 1) {
            for x in i.saturating_sub(2)..=(i + 2).min(CELLS - 1) {
                let touches = |&b: &u32| overlap(&yard, &self.built[b as usize].corners);
                if self.cells[y * CELLS + x].iter().any(touches) {
                    return;
                }
            }
        }
        let on_road = world.street_grid.around(middle, reach + 26.0).into_iter().any(|id| {
            let (a, b, s) = world.street_grid.segment(id);
            gap(&corners, a, b) < half_road(world.streets.course(s as usize).class) + 1.5
        });
        let on_rail = world.rail_grid.around(middle, reach + 30.0).into_iter().any(|id| {
            let (a, b, _) = world.rail_grid.segment(id);
            gap(&corners, a, b) < 22.0
        });
        if on_road || on_rail {
            return;
        }
        let Some(district) = world.districts.of(middle) else { return };
        self.cells[j * CELLS + i].push(self.built.len() as u32);
        self.built.push(Building { corners, middle, levels, zone, area_m2: size.0 * size.1, district });
    }
}

/// Whether two rectangles overlap (separating axes).
fn overlap(a: &[Xy; 4], b: &[Xy; 4]) -> bool {
    let reach = |c: &[Xy; 4], axis: Xy| {
        c.iter().map(|p| dot(*p, axis)).fold((f64::INFINITY, f64::NEG_INFINITY), |r, v| (r.0.min(v), r.1.max(v)))
    };
    [to(a[0], a[1]), to(a[1], a[2]), to(b[0], b[1]), to(b[1], b[2])].into_iter().all(|axis| {
        let (ra, rb) = (reach(a, axis), reach(b, axis));
        ra.0 < rb.1 && rb.0 < ra.1
    })
}

/// Metres between a rectangle and a segment; 0 where they touch.
fn gap(corners: &[Xy; 4], a: Xy, b: Xy) -> f64 {
    if in_ring(a, corners) || in_ring(mix(a, b, 0.5), corners) {
        return 0.0;
    }
    let mut best = f64::INFINITY;
    for k in 0..4 {
        let (c, d) = (corners[k], corners[(k + 1) % 4]);
        if crossing(a, b, c, d).is_some() {
            return 0.0;
        }
        best = best.min(to_segment(c, a, b).0).min(to_segment(a, c, d).0).min(to_segment(b, c, d).0);
    }
    best
}

/// Writes the `buildings` layer.
pub fn write(world: &World, files: &mut super::Files<'_>) -> std::io::Result<()> {
    files.features("buildings", |add| {
        for (i, b) in world.buildings.iter().enumerate() {
            let row = Row::new(format!("b{}", i + 1)).number("levels", f64::from(b.levels));
            let row = row.when(b.levels > 8, |r| r.number("height_m", f64::from(b.levels) * 3.0));
            add(row, Shape::Ring(&b.corners))?;
        }
        Ok(())
    })
}
