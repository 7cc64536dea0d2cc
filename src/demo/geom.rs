//! The plane geometry that drawing a city needs: vectors, lines, rings, and a grid that finds segments near a place.

use crate::units::Xy;

/// A line or, where the text says so, a ring whose first position is not repeated.
pub type Line = Vec<Xy>;

/// A position from kilometres, as the city's plan is written in them.
pub const fn km(x: f64, y: f64) -> Xy {
    Xy::new(x * 1000.0, y * 1000.0)
}

/// a + b·t
pub fn along(a: Xy, b: Xy, t: f64) -> Xy {
    Xy::new(a.x + b.x * t, a.y + b.y * t)
}

/// b − a
pub fn to(a: Xy, b: Xy) -> Xy {
    Xy::new(b.x - a.x, b.y - a.y)
}

/// Between a (t = 0) and b (t = 1).
pub fn mix(a: Xy, b: Xy, t: f64) -> Xy {
    along(a, to(a, b), t)
}

/// Metres between two positions; the same bits everywhere, which `f64::hypot` does not promise.
pub fn distance(a: Xy, b: Xy) -> f64 {
    length(to(a, b))
}

/// Length of a vector.
pub fn length(v: Xy) -> f64 {
    (v.x * v.x + v.y * v.y).sqrt()
}

/// The vector of length 1 in the same direction; zero stays zero.
pub fn unit(v: Xy) -> Xy {
    let l = length(v);
    if l > 0.0 { Xy::new(v.x / l, v.y / l) } else { v }
}

/// Scalar product.
pub fn dot(a: Xy, b: Xy) -> f64 {
    a.x * b.x + a.y * b.y
}

/// Positive when b lies to the left of a.
pub fn cross(a: Xy, b: Xy) -> f64 {
    a.x * b.y - a.y * b.x
}

/// A quarter turn to the left.
pub fn left(v: Xy) -> Xy {
    Xy::new(-v.y, v.x)
}

/// The unit vector of an angle in radians, counter-clockwise from east.
pub fn heading(angle: f64) -> Xy {
    Xy::new(libm::cos(angle), libm::sin(angle))
}

/// Metres along a line.
pub fn line_length(line: &[Xy]) -> f64 {
    line.windows(2).map(|w| distance(w[0], w[1])).sum()
}

/// The position `s` metres along a line and the direction there; the ends beyond them.
pub fn at(line: &[Xy], s: f64) -> (Xy, Xy) {
    let mut rest = s.max(0.0);
    for w in line.windows(2) {
        let l = distance(w[0], w[1]);
        if rest <= l && l > 0.0 {
            return (mix(w[0], w[1], rest / l), unit(to(w[0], w[1])));
        }
        rest -= l;
    }
    let n = line.len();
    match n {
        0 => (Xy::default(), Xy::new(1.0, 0.0)),
        1 => (line[0], Xy::new(1.0, 0.0)),
        _ => (line[n - 1], unit(to(line[n - 2], line[n - 1]))),
    }
}

/// The part of a line between two distances along it.
pub fn part(line: &[Xy], from: f64, to_s: f64) -> Line {
    let mut out = vec![at(line, from).0];
    let mut s = 0.0;
    for w in line.windows(2) {
        s += distance(w[0], w[1]);
        if s > from + 0.01 && s < to_s - 0.01 {
            out.push(w[1]);
        }
    }
    out.push(at(line, to_s).0);
    out
}

/// A smooth line through all the given positions (Catmull–Rom), a position about every `step` metres.
pub fn spline(through: &[Xy], step: f64) -> Line {
    let n = through.len();
    let mut out = Vec::new();
    for i in 0..n.saturating_sub(1) {
        let (b, c) = (through[i], through[i + 1]);
        let a = if i > 0 { through[i - 1] } else { along(b, to(c, b), 1.0) };
        let d = if i + 2 < n { through[i + 2] } else { along(c, to(b, c), 1.0) };
        let pieces = (distance(b, c) / step).ceil().max(1.0);
        for k in 0..pieces as usize {
            out.push(catmull_rom(a, b, c, d, k as f64 / pieces));
        }
    }
    out.extend(through.last());
    out
}

/// The closed counterpart of [`spline`]; the first position is not repeated.
pub fn closed_spline(through: &[Xy], step: f64) -> Line {
    let n = through.len();
    let mut out = Vec::new();
    for i in 0..n {
        let [a, b, c, d] = [through[(i + n - 1) % n], through[i], through[(i + 1) % n], through[(i + 2) % n]];
        let pieces = (distance(b, c) / step).ceil().max(1.0);
        for k in 0..pieces as usize {
            out.push(catmull_rom(a, b, c, d, k as f64 / pieces));
        }
    }
    out
}

fn catmull_rom(a: Xy, b: Xy, c: Xy, d: Xy, t: f64) -> Xy {
    let f = |a: f64, b: f64, c: f64, d: f64| {
        0.5 * (2.0 * b + t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a))))
    };
    Xy::new(f(a.x, b.x, c.x, d.x), f(a.y, b.y, c.y, d.y))
}

/// A parallel line, to the left for positive distances; `by` gives the distance at each vertex.
pub fn offset(line: &[Xy], by: impl Fn(usize) -> f64) -> Line {
    let n = line.len();
    (0..n)
        .map(|i| {
            let direction = unit(to(line[i.saturating_sub(1)], line[(i + 1).min(n - 1)]));
            along(line[i], left(direction), by(i))
        })
        .collect()
}

/// A line with fewer positions that stays within `tolerance` metres of the given one (Douglas–Peucker).
pub fn simplify(line: &[Xy], tolerance: f64) -> Line {
    if line.len() < 3 {
        return line.to_vec();
    }
    let mut keep = vec![false; line.len()];
    keep[0] = true;
    keep[line.len() - 1] = true;
    let mut open = vec![(0, line.len() - 1)];
    while let Some((a, b)) = open.pop() {
        let far = (a + 1..b)
            .map(|i| (to_segment(line[i], line[a], line[b]).0, i))
            .fold((tolerance, 0), |best, next| if next.0 > best.0 { next } else { best });
        if far.1 > 0 {
            keep[far.1] = true;
            open.push((a, far.1));
            open.push((far.1, b));
        }
    }
    line.iter().zip(keep).filter_map(|(p, k)| k.then_some(*p)).collect()
}

/// Metres from a position to a segment, and how far along it (0…1) the nearest place is.
pub fn to_segment(p: Xy, a: Xy, b: Xy) -> (f64, f64) {
    let ab = to(a, b);
    let l2 = dot(ab, ab);
    let t = if l2 > 0.0 { (dot(to(a, p), ab) / l2).clamp(0.0, 1.0) } else { 0.0 };
    (distance(p, mix(a, b, t)), t)
}

/// Where two segments cross: how far along each (0…1).
pub fn crossing(a: Xy, b: Xy, c: Xy, d: Xy) -> Option<(f64, f64)> {
    let (r, s) = (to(a, b), to(c, d));
    let denominator = cross(r, s);
    if denominator == 0.0 {
        return None;
    }
    let ac = to(a, c);
    let (t, u) = (cross(ac, s) / denominator, cross(ac, r) / denominator);
    ((0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u)).then_some((t, u))
}

/// Whether a position lies inside a ring (closed or not).
pub fn in_ring(p: Xy, ring: &[Xy]) -> bool {
    let mut inside = false;
    let Some(mut a) = ring.last().copied() else { return false };
    for &b in ring {
        if (b.y > p.y) != (a.y > p.y) && p.x < (a.x - b.x) * (p.y - b.y) / (a.y - b.y) + b.x {
            inside = !inside;
        }
        a = b;
    }
    inside
}

/// Twice-signed area halved: positive for counter-clockwise rings (closed or not).
pub fn ring_area(ring: &[Xy]) -> f64 {
    let Some(mut a) = ring.last().copied() else { return 0.0 };
    let mut sum = 0.0;
    for &b in ring {
        sum += cross(a, b);
        a = b;
    }
    sum / 2.0
}

/// The four corners of a rectangle with its middle, its direction (a unit vector), length along it and width.
pub fn rectangle(middle: Xy, direction: Xy, long: f64, wide: f64) -> [Xy; 4] {
    let (u, v) = (direction, left(direction));
    let corner = |a: f64, b: f64| along(along(middle, u, a * long / 2.0), v, b * wide / 2.0);
    [corner(-1.0, -1.0), corner(1.0, -1.0), corner(1.0, 1.0), corner(-1.0, 1.0)]
}

/// A ring around a place whose radius wavers: an organic blob.
pub fn blob(middle: Xy, radius: f64, corners: usize, waver: impl Fn(usize) -> f64) -> Line {
    let through: Line = (0..corners)
        .map(|i| {
            let angle = std::f64::consts::TAU * i as f64 / corners as f64;
            along(middle, heading(angle), radius * waver(i))
        })
        .collect();
    closed_spline(&through, radius / 4.0)
}

const CELL_M: f64 = 200.0;
const CELLS: i32 = 400;

/// Segments by place: which lie near a position, over ±40 km around the city's centre.
#[derive(Clone, Debug)]
pub struct SegmentGrid {
    cells: Vec<Vec<u32>>,
    segments: Vec<(Xy, Xy, u32)>,
}

impl Default for SegmentGrid {
    fn default() -> Self {
        Self { cells: vec![Vec::new(); (CELLS * CELLS) as usize], segments: Vec::new() }
    }
}

/// A segment near a place.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    /// Metres to it.
    pub distance: f64,
    /// How far along it, 0…1.
    pub t: f64,
    /// The segment.
    pub segment: u32,
    /// What it was added for.
    pub owner: u32,
}

fn cell(v: f64) -> i32 {
    ((v / CELL_M).floor() as i32 + CELLS / 2).clamp(0, CELLS - 1)
}

impl SegmentGrid {
    /// Adds one segment for an owner.
    pub fn add(&mut self, a: Xy, b: Xy, owner: u32) {
        let id = self.segments.len() as u32;
        self.segments.push((a, b, owner));
        for i in cell(a.x.min(b.x))..=cell(a.x.max(b.x)) {
            for j in cell(a.y.min(b.y))..=cell(a.y.max(b.y)) {
                self.cells[(j * CELLS + i) as usize].push(id);
            }
        }
    }

    /// Adds a line's segments for an owner.
    pub fn add_line(&mut self, line: &[Xy], owner: u32) {
        for w in line.windows(2) {
            self.add(w[0], w[1], owner);
        }
    }

    /// A segment's ends and owner.
    pub fn segment(&self, id: u32) -> (Xy, Xy, u32) {
        self.segments[id as usize]
    }

    /// How many segments.
    pub fn len(&self) -> usize {
        self.segments.len()
    }

    /// Segments whose cells meet the square of that half-width, each once, by number.
    pub fn around(&self, p: Xy, radius: f64) -> Vec<u32> {
        let mut found = Vec::new();
        for j in cell(p.y - radius)..=cell(p.y + radius) {
            for i in cell(p.x - radius)..=cell(p.x + radius) {
                found.extend_from_slice(&self.cells[(j * CELLS + i) as usize]);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The nearest segment within `max` metres that passes the test.
    pub fn nearest(&self, p: Xy, max: f64, test: impl Fn(u32) -> bool) -> Option<Near> {
        let mut best: Option<Near> = None;
        // Nearest first in rings of cells, so that far searches stay cheap where something is near.
        let mut reach = CELL_M.min(max);
        loop {
            for id in self.around(p, reach) {
                let (a, b, owner) = self.segments[id as usize];
                let (distance, t) = to_segment(p, a, b);
                if distance <= max && best.is_none_or(|n| distance < n.distance) && test(owner) {
                    best = Some(Near { distance, t, segment: id, owner });
                }
            }
            if reach >= max || best.is_some_and(|n| n.distance <= reach) {
                return best;
            }
            reach = (reach * 2.0).min(max);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::rng::Rng;

    #[test]
    fn the_grid_finds_what_looking_at_every_segment_finds() {
        let mut rng = Rng::new(3, "segments");
        let mut grid = SegmentGrid::default();
        for i in 0..400 {
            let a = Xy::new(rng.range(-9000.0, 9000.0), rng.range(-9000.0, 9000.0));
            grid.add(a, along(a, heading(rng.range(0.0, 6.3)), rng.range(0.0, 900.0)), i);
        }
        for _ in 0..200 {
            let p = Xy::new(rng.range(-9500.0, 9500.0), rng.range(-9500.0, 9500.0));
            let max = rng.range(50.0, 3000.0);
            let brute = (0..400)
                .map(|i| to_segment(p, grid.segment(i).0, grid.segment(i).1).0)
                .filter(|d| *d <= max)
                .fold(f64::INFINITY, f64::min);
            let found = grid.nearest(p, max, |_| true).map_or(f64::INFINITY, |n| n.distance);
            assert_eq!(found, brute);
        }
    }

    #[test]
    fn a_part_of_a_line_has_the_asked_length() {
        let line = spline(&[km(0.0, 0.0), km(1.0, 0.4), km(2.0, -0.3)], 25.0);
        let cut = part(&line, 200.0, 900.0);
        assert!((line_length(&cut) - 700.0).abs() < 1e-6);
        assert!(line_length(&simplify(&line, 5.0)) <= line_length(&line));
    }
}
