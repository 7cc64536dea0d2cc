//! The prefecture's outline and its nine districts and counties, which share their borders exactly.
//!
//! A raster says which place belongs where; the borders between its cells become arcs from junction to junction, each
//! smoothed once, and every district is put together from the arcs around it. So there can be no gap and no overlap.

use super::geom::{Line, distance, in_ring, km, mix, ring_area, simplify};
use super::rng::Noise;
use super::terrain::Terrain;
use crate::units::Xy;
use std::collections::BTreeMap;

const CELL_M: f64 = 250.0;
const WIDE: usize = 264;
const HIGH: usize = 224;

/// A district: code, names, and where it is decided from.
struct Plan {
    code: &'static str,
    zh: &'static str,
    en: &'static str,
    seeds: &'static [(f64, f64)],
    /// 1: only north of the Lan; −1: only south; 0: both.
    bank: i8,
}

const fn plan(code: &'static str, zh: &'static str, en: &'static str, bank: i8, seeds: &'static [(f64, f64)]) -> Plan {
    Plan { code, zh, en, seeds, bank }
}

const PLANS: [Plan; 9] = [
    plan("990102", "城关区", "Chengguan District", 1, &[(-0.6, 1.8), (0.0, 4.5), (-0.3, 7.0)]),
    plan("990103", "沙湾区", "Shawan District", 1, &[(6.4, 1.2), (10.6, -0.8), (8.4, 4.4)]),
    plan("990104", "江南区", "Jiangnan District", -1, &[(0.4, -4.2), (4.6, -7.0), (-3.6, -4.0)]),
    plan("990105", "月湖区", "Yuehu District", 1, &[(-6.4, 3.4), (-9.0, 6.6)]),
    plan("990121", "青岩县", "Qingyan County", 1, &[(5.0, 17.0), (-4.5, 17.0)]),
    plan("990122", "望山县", "Wangshan County", 1, &[(-22.0, 12.0), (-16.0, 15.0)]),
    plan("990123", "柳林县", "Liulin County", -1, &[(-19.5, -9.5), (-11.0, -15.0)]),
    plan("990124", "临江县", "Linjiang County", 0, &[(22.0, -13.0), (7.0, -18.0), (16.0, -9.5)]),
    plan("990125", "云台县", "Yuntai County", 1, &[(21.5, 10.0), (19.0, 3.0)]),
];

/// A district with its land.
#[derive(Clone, Debug)]
pub struct District {
    /// Division code.
    pub code: &'static str,
    /// Chinese name.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// Its polygons; each an outer ring and its holes.
    pub land: Vec<Vec<Line>>,
}

/// The prefecture's division.
#[derive(Clone, Debug)]
pub struct Districts {
    /// Districts and counties.
    pub all: Vec<District>,
    /// The prefecture's outline, one ring.
    pub outline: Line,
}

impl Districts {
    /// The division of a seed.
    pub fn new(seed: u64, terrain: &Terrain) -> Self {
        let labels = clean(raster(seed, terrain));
        let arcs = arcs(&labels);
        let all = PLANS
            .iter()
            .enumerate()
            .map(|(i, p)| District { code: p.code, zh: p.zh, en: p.en, land: polygons(&arcs, i as u8 + 1) })
            .collect();
        let mut outer = polygons(&arcs, 0);
        // Seen from outside, the prefecture is one hole in the rest of the world.
        let outline = outer.pop().and_then(|mut rings| rings.pop()).unwrap_or_default();
        Self { all, outline }
    }

    /// The district of a place.
    pub fn of(&self, p: Xy) -> Option<usize> {
        self.all.iter().position(|d| d.land.iter().any(|rings| in_polygon(p, rings)))
    }

    /// The district code of a place, for the `district` column.
    pub fn code(&self, p: Xy) -> Option<&'static str> {
        self.of(p).map(|i| self.all[i].code)
    }

    /// Whether a place lies in the prefecture.
    pub fn contains(&self, p: Xy) -> bool {
        in_ring(p, &self.outline)
    }
}

/// Whether a place lies in a polygon with holes.
pub fn in_polygon(p: Xy, rings: &[Line]) -> bool {
    rings.iter().filter(|ring| in_ring(p, ring)).count() % 2 == 1
}

/// For each cell the district plus one; 0 outside the prefecture.
fn raster(seed: u64, terrain: &Terrain) -> Vec<u8> {
    let noise = Noise::new(seed, "districts");
    let mut labels = vec![0; WIDE * HIGH];
    for j in 2..HIGH - 2 {
        for i in 2..WIDE - 2 {
            let p = corner(i, j);
            let p = Xy::new(p.x + CELL_M / 2.0, p.y + CELL_M / 2.0);
            // Bays and spurs of several kilometres, ragged along ridges.
            let warp = |dx: f64| {
                3600.0 * noise.fractal(p.x + dx, p.y, 15_000.0, 2) + 1500.0 * noise.fractal(p.x + dx, p.y, 4200.0, 4)
            };
            let q = Xy::new(p.x + warp(0.0), p.y + warp(70_000.0));
            let (u, v) = (q.x / 28_400.0, q.y / 23_600.0);
            if u * u * u * u + v * v * v * v >= 1.0 {
                continue;
            }
            let north = north_of_river(terrain, p);
            let mut best = (f64::INFINITY, 0);
            for (d, plan) in PLANS.iter().enumerate() {
                let wrong = plan.bank != 0 && (plan.bank > 0) != north;
                for &(x, y) in plan.seeds {
                    // City districts are small: their seeds count as nearer than a county's.
                    let weight = if d < 4 { 1.0 } else { 0.82 };
                    let off = weight * distance(mix(p, q, 0.75), km(x, y)) + if wrong { 60_000.0 } else { 0.0 };
                    if off < best.0 {
                        best = (off, d);
                    }
                }
            }
            labels[j * WIDE + i] = best.1 as u8 + 1;
        }
    }
    labels
}

/// Which side of the Lan a place is on; far from it, by the nearest reach.
fn north_of_river(terrain: &Terrain, p: Xy) -> bool {
    let line = &terrain.river.line;
    let nearest = (0..line.len() - 1)
        .step_by(4)
        .min_by(|&a, &b| distance(line[a], p).total_cmp(&distance(line[b], p)))
        .unwrap_or(0);
    let (a, b) = (line[nearest.saturating_sub(2)], line[(nearest + 2).min(line.len() - 1)]);
    super::geom::cross(super::geom::to(a, b), super::geom::to(a, p)) > 0.0
}

/// Leaves one connected area a label: smaller pieces go to the neighbour with the longest border.
fn clean(mut labels: Vec<u8>) -> Vec<u8> {
    for _ in 0..4 {
        let (piece, sizes) = pieces(&labels);
        let mut largest = BTreeMap::new();
        for (id, &(label, size)) in sizes.iter().enumerate() {
            let best = largest.entry(label).or_insert((size, id));
            if size > best.0 {
                *best = (size, id);
            }
        }
        let mut borders: BTreeMap<usize, BTreeMap<u8, usize>> = BTreeMap::new();
        for at in 0..labels.len() {
            if largest[&labels[at]].1 != piece[at] {
                for next in neighbours(at) {
                    if labels[next] != labels[at] {
                        *borders.entry(piece[at]).or_default().entry(labels[next]).or_default() += 1;
                    }
                }
            }
        }
        if borders.is_empty() {
            break;
        }
        for at in 0..labels.len() {
            if let Some(around) = borders.get(&piece[at])
                && let Some((label, _)) = around.iter().max_by_key(|(_, n)| **n)
            {
                labels[at] = *label;
            }
        }
    }
    labels
}

fn neighbours(at: usize) -> impl Iterator<Item = usize> {
    let (i, j) = (at % WIDE, at / WIDE);
    [(i > 0, 0), (i + 1 < WIDE, 1), (j > 0, 2), (j + 1 < HIGH, 3)].into_iter().filter(|(ok, _)| *ok).map(
        move |(_, side)| match side {
            0 => at - 1,
            1 => at + 1,
            2 => at - WIDE,
            _ => at + WIDE,
        },
    )
}

/// Connected areas: the area of each cell, and each area's label and size.
fn pieces(labels: &[u8]) -> (Vec<usize>, Vec<(u8, usize)>) {
    let mut piece = vec![usize::MAX; labels.len()];
    let mut sizes = Vec::new();
    for start in 0..labels.len() {
        if piece[start] != usize::MAX {
            continue;
        }
        let id = sizes.len();
        let (mut open, mut size) = (vec![start], 0);
        piece[start] = id;
        while let Some(at) = open.pop() {
            size += 1;
            for next in neighbours(at) {
                if piece[next] == usize::MAX && labels[next] == labels[start] {
                    piece[next] = id;
                    open.push(next);
                }
            }
        }
        sizes.push((labels[start], size));
    }
    (piece, sizes)
}

fn corner(i: usize, j: usize) -> Xy {
    Xy::new((i as f64 - WIDE as f64 / 2.0) * CELL_M, (j as f64 - HIGH as f64 / 2.0) * CELL_M)
}

/// A border from junction to junction, with the labels on its left and right.
struct Arc {
    line: Line,
    ends: [usize; 2],
    left: u8,
    right: u8,
}

/// The borders between labels, smoothed.
fn arcs(labels: &[u8]) -> Vec<Arc> {
    let at = |i: usize, j: usize| labels[j * WIDE + i];
    let id = |i: usize, j: usize| j * (WIDE + 1) + i;
    // Every border edge of the lattice, directed so that its left and right labels are known.
    let mut edges: Vec<(usize, usize, u8, u8)> = Vec::new();
    for j in 1..HIGH {
        for i in 1..WIDE {
            let (west, east) = (at(i - 1, j), at(i, j));
            if west != east {
                edges.push((id(i, j), id(i, j + 1), west, east));
            }
            let (south, north) = (at(i, j - 1), at(i, j));
            if south != north {
                edges.push((id(i, j), id(i + 1, j), north, south));
            }
        }
    }
    let mut around: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (e, edge) in edges.iter().enumerate() {
        around.entry(edge.0).or_default().push(e);
        around.entry(edge.1).or_default().push(e);
    }
    let mut used = vec![false; edges.len()];
    let mut arcs = Vec::new();
    let mut follow = |start: usize, first: usize, used: &mut Vec<bool>| {
        let mut corners = vec![start];
        let (mut vertex, mut e) = (start, first);
        let forward = edges[first].0 == start;
        let (left, right) = if forward { (edges[first].2, edges[first].3) } else { (edges[first].3, edges[first].2) };
        loop {
            used[e] = true;
            vertex = if edges[e].0 == vertex { edges[e].1 } else { edges[e].0 };
            corners.push(vertex);
            if around[&vertex].len() != 2 || vertex == start {
                break;
            }
            match around[&vertex].iter().find(|n| !used[**n]) {
                Some(next) => e = *next,
                None => break,
            }
        }
        let line = corners.iter().map(|v| corner(v % (WIDE + 1), v / (WIDE + 1))).collect();
        arcs.push(Arc { line: smooth(line), ends: [start, vertex], left, right });
    };
    for (vertex, at) in &around {
        if at.len() != 2 {
            for &e in at {
                if !used[e] {
                    follow(*vertex, e, &mut used);
                }
            }
        }
    }
    for e in 0..edges.len() {
        if !used[e] {
            follow(edges[e].0, e, &mut used);
        }
    }
    arcs
}

/// Takes the stairs out of a border, ends kept.
fn smooth(mut line: Line) -> Line {
    let n = line.len();
    for _ in 0..5 {
        let before = line.clone();
        for i in 1..n - 1 {
            line[i] = mix(before[i], mix(before[i - 1], before[i + 1], 0.5), 0.5);
        }
    }
    simplify(&line, 22.0)
}

/// The polygons of a label, from the arcs around it: outer rings counter-clockwise with their holes.
fn polygons(arcs: &[Arc], label: u8) -> Vec<Vec<Line>> {
    let mut pieces: Vec<(usize, usize, Line)> = Vec::new();
    for arc in arcs {
        if arc.left == label {
            pieces.push((arc.ends[0], arc.ends[1], arc.line.clone()));
        } else if arc.right == label {
            pieces.push((arc.ends[1], arc.ends[0], arc.line.iter().rev().copied().collect()));
        }
    }
    let mut rings: Vec<Line> = Vec::new();
    while let Some((start, mut end, mut ring)) = pieces.pop() {
        while end != start {
            let Some(next) = pieces.iter().position(|p| p.0 == end) else { break };
            let (_, to, line) = pieces.swap_remove(next);
            ring.extend_from_slice(&line[1..]);
            end = to;
        }
        rings.push(ring);
    }
    let (outer, holes): (Vec<Line>, Vec<Line>) = rings.into_iter().partition(|r| ring_area(r) > 0.0);
    let mut polygons: Vec<Vec<Line>> = outer.into_iter().map(|r| vec![r]).collect();
    polygons.sort_by(|a, b| ring_area(&b[0]).total_cmp(&ring_area(&a[0])));
    for hole in holes {
        match polygons.iter_mut().rev().find(|p| in_ring(hole[0], &p[0])) {
            Some(home) => home.push(hole),
            None => polygons.push(vec![hole]),
        }
    }
    polygons
}

/// Writes the `districts` layer: the city, then its districts and counties.
pub fn write(world: &super::World, files: &mut super::Files<'_>) -> std::io::Result<()> {
    use super::write::{Row, Shape};
    let people = world.population();
    files.features("districts", |add| {
        let city = Row::new("990100")
            .name("岚川市（虚构）", "Lanchuan (fictional)")
            .text("code", "990100")
            .text("level", "city")
            .number("population", people.iter().sum())
            .text("leader", "市安委会主任");
        add(city, Shape::Ring(&world.districts.outline))?;
        for (d, people) in world.districts.all.iter().zip(&people) {
            let row = Row::new(d.code)
                .name(d.zh, d.en)
                .text("code", d.code)
                .text("level", "county")
                .text("parent", "990100")
                .number("population", *people)
                .text("leader", format!("{}安委会主任", d.zh));
            add(row, Shape::Polygons(&d.land))?;
        }
        Ok(())
    })
}
