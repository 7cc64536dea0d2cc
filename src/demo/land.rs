//! What the ground is used for: woods, parks, farmland, and built-up land by use, as polygons with organic edges.

use super::World;
use super::geom::{Line, distance, km, line_length, ring_area, simplify};
use super::rng::Noise;
use super::settlements::{Settlements, Zone};
use super::write::{Row, Shape};
use crate::units::Xy;
use contour::ContourBuilder;
use geo::{BooleanOps, Coord, LineString, MultiPolygon, Polygon};

/// A polygon of a use: outer ring and holes.
pub type Patch = Vec<Line>;

/// A name in Chinese and English.
type Name = (&'static str, &'static str);

/// A water's shape.
enum Water {
    Area(Vec<Patch>),
    Course(Line),
}

/// Where a field is positive, as polygons. Samples lie `step` metres apart.
fn patches(step: f64, wide_m: f64, high_m: f64, smallest_m2: f64, field: impl Fn(Xy) -> f64) -> Vec<Patch> {
    let (columns, rows) = ((wide_m / step) as usize, (high_m / step) as usize);
    let place = |i: f64, j: f64| Xy::new((i - columns as f64 / 2.0) * step, (j - rows as f64 / 2.0) * step);
    let mut samples = Vec::with_capacity(columns * rows);
    for j in 0..rows {
        for i in 0..columns {
            samples.push(field(place(i as f64 + 0.5, j as f64 + 0.5)));
        }
    }
    let Ok(contours) = ContourBuilder::new(columns, rows, true).contours(&samples, &[0.0]) else { return Vec::new() };
    let mut found = Vec::new();
    for polygon in contours.iter().flat_map(|c| c.geometry().iter()) {
        let ring = |line: &LineString<f64>| -> Line {
            let line: Line = line.coords().map(|c| place(c.x, c.y)).collect();
            simplify(&line, step / 7.0)
        };
        let outer = ring(polygon.exterior());
        if ring_area(&outer).abs() < smallest_m2 || outer.len() < 4 {
            continue;
        }
        let mut patch = vec![outer];
        patch.extend(
            polygon.interiors().iter().map(ring).filter(|r| ring_area(r).abs() >= smallest_m2 / 2.0 && r.len() >= 4),
        );
        found.push(patch);
    }
    found
}

/// The parts of some patches that lie within a ring.
pub fn clip(patches: &[Patch], ring: &[Xy]) -> Vec<Patch> {
    let line = |ring: &[Xy]| LineString::new(ring.iter().map(|p| Coord { x: p.x, y: p.y }).collect());
    let polygon = |p: &Patch| Polygon::new(line(&p[0]), p[1..].iter().map(|r| line(r)).collect());
    let within = Polygon::new(line(ring), Vec::new());
    let back = |line: &LineString<f64>| -> Line { line.coords().map(|c| Xy::new(c.x, c.y)).collect() };
    let mut out = Vec::new();
    for patch in patches {
        let cut: MultiPolygon<f64> = polygon(patch).intersection(&within);
        for p in cut.0 {
            let mut patch = vec![back(p.exterior())];
            patch.extend(p.interiors().iter().map(back));
            out.push(patch);
        }
    }
    out
}

/// The part of a line that lies within the prefecture: its longest run.
pub fn clip_line(line: &[Xy], inside: impl Fn(Xy) -> bool) -> Line {
    let mut best: Line = Vec::new();
    let mut run: Line = Vec::new();
    for p in line {
        if inside(*p) {
            run.push(*p);
        } else {
            if line_length(&run) > line_length(&best) {
                best = std::mem::take(&mut run);
            }
            run.clear();
        }
    }
    if line_length(&run) > line_length(&best) { run } else { best }
}

/// How strongly a place belongs to built-up land of some zones, against the others; positive inside.
fn use_of(settlements: &Settlements, p: Xy, wanted: impl Fn(Zone) -> bool) -> f64 {
    let (mut own, mut other) = (-1.0f64, -1.0f64);
    let waver = settlements.waver(p);
    for s in &settlements.all {
        if distance(p, s.at) > s.radius * 2.6 {
            continue;
        }
        let off = s.off(p);
        let u = 1.0 + waver - off / s.radius;
        if wanted(s.zone) {
            own = own.max(u);
        } else {
            other = other.max(u);
        }
    }
    own.min(own - other)
}

/// Business quarters: middle and reach in metres.
const BUSINESS: &[(f64, f64, f64)] = &[
    (-0.2, 0.75, 620.0),
    (-0.1, 4.7, 420.0),
    (3.7, -5.3, 560.0),
    (5.3, 1.6, 430.0),
    (-3.4, 0.9, 330.0),
    (0.5, -3.6, 400.0),
];

/// Whether a place lies in a business quarter, and how near its middle: 1 there, 0 at its edge.
pub fn business(p: Xy) -> f64 {
    BUSINESS.iter().map(|&(x, y, r)| 1.0 - distance(p, km(x, y)) / r).fold(-1.0, f64::max)
}

/// Rows of the `built` layer.
fn built(world: &World) -> Vec<(String, Patch)> {
    let noise = Noise::new(world.seed, "business");
    let dry = |p: Xy, v: f64| v.min(world.terrain.shore_distance(p) / 300.0);
    let core = |p: Xy| business(p) + 0.25 * noise.fractal(p.x, p.y, 500.0, 2);
    let mut all = Vec::new();
    let mut add = |kind: &str, found: Vec<Patch>| all.extend(found.into_iter().map(|p| (kind.to_owned(), p)));
    let lived = |zone| zone != Zone::Industry;
    add(
        "residential",
        patches(90.0, 62_000.0, 52_000.0, 9000.0, |p| dry(p, use_of(&world.settlements, p, lived)).min(-core(p))),
    );
    add(
        "industrial",
        patches(90.0, 62_000.0, 52_000.0, 9000.0, |p| dry(p, use_of(&world.settlements, p, |z| z == Zone::Industry))),
    );
    add(
        "commercial",
        patches(60.0, 20_000.0, 20_000.0, 9000.0, |p| dry(p, core(p).min(use_of(&world.settlements, p, lived)))),
    );
    all
}

/// Rows of the `green` layer: kind, names, patch.
fn green(world: &World) -> Vec<(&'static str, Option<Name>, Patch)> {
    let noise = Noise::new(world.seed, "fields");
    let built = |p: Xy| world.settlements.built(p).0;
    let woods = patches(130.0, 66_000.0, 56_000.0, 60_000.0, |p| {
        world.terrain.wood(p).min(-built(p) * 0.6 - 0.02).min(world.terrain.shore_distance(p) / 600.0 - 0.05)
    });
    let fields = patches(200.0, 66_000.0, 56_000.0, 150_000.0, |p| {
        let open = 0.32 + 0.6 * noise.fractal(p.x, p.y, 2600.0, 3);
        let away = (-built(p) * 1.2 - 0.06).min(-world.terrain.wood(p) - 0.1);
        open.min(away).min(world.terrain.shore_distance(p) / 900.0 - 0.1)
    });
    let mut all = Vec::new();
    let outline = &world.districts.outline;
    all.extend(clip(&woods, outline).into_iter().map(|p| ("forest", None, p)));
    all.extend(clip(&fields, outline).into_iter().map(|p| ("farmland", None, p)));
    all.extend(world.terrain.parks.iter().map(|park| ("park", Some(park.name), vec![park.edge.clone()])));
    all
}

/// Rows of the `water` layer: kind, names, and a polygon or a line.
fn water(world: &World) -> Vec<(&'static str, Name, Water)> {
    let terrain = &world.terrain;
    let outline = &world.districts.outline;
    let river = clip(&[vec![terrain.river.outline()]], outline);
    let stream = clip(&[vec![terrain.stream.outline()]], outline);
    let mut all = vec![
        ("river", ("岚江", "Lan River"), Water::Area(river)),
        ("river", ("青溪", "Qing Stream"), Water::Area(stream)),
    ];
    for lake in &terrain.lakes {
        all.push(("lake", lake.name, Water::Area(vec![vec![lake.shore.clone()]])));
    }
    for (brook, name) in terrain.brooks().into_iter().zip(BROOKS) {
        all.push(("stream", *name, Water::Course(clip_line(&brook, |p| world.districts.contains(p)))));
    }
    all
}

const BROOKS: &[(&str, &str)] = &[
    ("望溪", "Wang Brook"),
    ("石门河", "Shimen Brook"),
    ("梅溪", "Mei Brook"),
    ("云溪", "Yun Brook"),
    ("东溪", "Dong Brook"),
    ("柳溪", "Liu Brook"),
    ("白鹭河", "Bailu Brook"),
    ("莲溪", "Lian Brook"),
    ("南溪", "Nan Brook"),
    ("芦溪", "Lu Brook"),
    ("苇溪", "Wei Brook"),
];

/// Writes the base map's land: `water`, `green`, `built`, `railways`, `places`.
pub fn write(world: &World, files: &mut super::Files<'_>) -> std::io::Result<()> {
    let water = water(world);
    files.features("water", |add| {
        for (i, (kind, name, shape)) in water.iter().enumerate() {
            let row = Row::new(format!("water-{}", i + 1)).name(name.0, name.1).text("kind", *kind);
            match shape {
                Water::Area(patches) if patches.is_empty() => {}
                Water::Area(patches) => add(row, Shape::Polygons(patches))?,
                Water::Course(line) if line.len() < 2 => {}
                Water::Course(line) => add(row, Shape::Line(line))?,
            }
        }
        Ok(())
    })?;
    let green = green(world);
    files.features("green", |add| {
        for (i, (kind, name, patch)) in green.iter().enumerate() {
            let row = Row::new(format!("green-{}", i + 1)).text("kind", *kind);
            let row = match name {
                Some(name) => row.name(name.0, name.1),
                None => row,
            };
            add(row, Shape::Polygons(std::slice::from_ref(patch)))?;
        }
        Ok(())
    })?;
    let built = built(world);
    files.features("built", |add| {
        for (i, (kind, patch)) in built.iter().enumerate() {
            let row = Row::new(format!("built-{}", i + 1)).text("kind", kind.as_str());
            add(row, Shape::Polygons(std::slice::from_ref(patch)))?;
        }
        Ok(())
    })?;
    files.features("railways", |add| {
        for (i, r) in world.railways.iter().enumerate() {
            let line = clip_line(&r.line, |p| world.districts.contains(p));
            let row = Row::new(format!("rail-{}", i + 1)).name(r.name.0, r.name.1).text("kind", r.kind);
            add(row, Shape::Line(&line))?;
        }
        Ok(())
    })
}
