//! The outline of all that lies within a distance of a shape.
//!
//! The outline is where the distance that answers [`super::Index::within`] equals the radius, so that what is drawn is what
//! is counted. The square around the shape is quartered wherever the outline can pass: a distance changes by no more than
//! the way between two places. Through the smallest cells, 1/24 of the radius or 1/2048 of the whole, the outline is
//! followed from edge to edge, its corners within a millionth of the radius of where the distance says; those that the
//! others stand in for within 1/2000 of the radius are then left out. So arcs are cut short by less than 1/1000 of the
//! radius, and a gap narrower than a cell may be closed.

use super::geometry::to_segment;
use super::plane::Plane;
use super::probe::Probe;
use crate::units::Xy;

/// Cells that a radius is long.
const FINE: f64 = 24.0;
/// The square is halved at most so often.
const MOST_HALVINGS: u32 = 11;

/// A polygon on the plane: the outer ring anticlockwise, holes clockwise; all closed.
pub type Rings = Vec<Vec<Xy>>;

impl Probe {
    /// As [`Probe::reach`], of a radius on the ground: where the plane stretches lengths, it is drawn as much larger.
    pub fn reach_on(&self, plane: &Plane, radius_m: f64) -> Vec<Rings> {
        let Some(around) = self.bounds() else { return Vec::new() };
        let middle = Xy::new((around.min.x + around.max.x) / 2.0, (around.min.y + around.max.y) / 2.0);
        self.reach(radius_m * plane.stretch_at(middle))
    }

    /// The polygons that hold every position within a radius, metres on the plane; none for a row without a place and for
    /// a radius that is not larger than 0.
    pub fn reach(&self, radius_m: f64) -> Vec<Rings> {
        let Some(around) = self.bounds().filter(|_| radius_m > 0.0 && radius_m.is_finite()) else { return Vec::new() };
        let around = around.grown(radius_m * 1.05);
        let side = (around.max.x - around.min.x).max(around.max.y - around.min.y);
        let halvings = (side * FINE / radius_m).log2().ceil().clamp(1.0, f64::from(MOST_HALVINGS)) as u32;
        let cell = side / f64::from(1 << halvings);
        let mut tracer =
            Tracer { probe: self, radius_m, origin: around.min, cell, cells: Vec::new(), known: Vec::new() };
        tracer.search(halvings, 0, 0);
        tracer.measure();
        polygons(tracer.rings().into_iter().map(|ring| thinned(&ring, radius_m / 2000.0)))
    }
}

/// A corner of the grid.
type Node = (u32, u32);

/// An edge of the grid: its lower or left end, and whether it runs upwards.
type Edge = (Node, bool);

/// The corners of a cell, anticlockwise from the lower left one.
fn corners((i, j): Node) -> [Node; 4] {
    [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
}

struct Tracer<'a> {
    probe: &'a Probe,
    radius_m: f64,
    origin: Xy,
    cell: f64,
    /// The cells, by their lower left corner, that the outline may pass.
    cells: Vec<Node>,
    /// The corners of these cells in order, each with its metres beyond the radius.
    known: Vec<(Node, f64)>,
}

impl Tracer<'_> {
    /// Metres by which a position lies beyond the radius.
    fn beyond(&self, at: Xy) -> f64 {
        self.probe.distance_m(at) - self.radius_m
    }

    fn place(&self, (i, j): Node) -> Xy {
        Xy::new(self.origin.x + f64::from(i) * self.cell, self.origin.y + f64::from(j) * self.cell)
    }

    fn at_node(&self, node: Node) -> f64 {
        match self.known.binary_search_by_key(&node, |(node, _)| *node) {
            Ok(at) => self.known[at].1,
            Err(_) => self.beyond(self.place(node)),
        }
    }

    /// Finds the cells that the outline may pass in a square of so many halvings' size.
    fn search(&mut self, halvings: u32, i: u32, j: u32) {
        let half = self.cell * f64::from(1 << halvings) / 2.0;
        let corner = self.place((i, j));
        let middle = Xy::new(corner.x + half, corner.y + half);
        // A little more than the half diagonal, for the last bits.
        if self.beyond(middle).abs() > half * 1.415 {
            return;
        }
        if halvings == 0 {
            self.cells.push((i, j));
            return;
        }
        let step = 1 << (halvings - 1);
        for (i, j) in [(i, j), (i + step, j), (i, j + step), (i + step, j + step)] {
            self.search(halvings - 1, i, j);
        }
    }

    /// Measures at every corner of the cells, once.
    fn measure(&mut self) {
        let mut nodes: Vec<Node> = self.cells.iter().flat_map(|cell| corners(*cell)).collect();
        nodes.sort_unstable();
        nodes.dedup();
        self.known = nodes.into_iter().map(|node| (node, self.beyond(self.place(node)))).collect();
    }

    /// The outline's rings, what is within at their left.
    fn rings(&self) -> Vec<Vec<Xy>> {
        let mut steps = self.steps();
        steps.sort_unstable();
        let mut taken = vec![false; steps.len()];
        let mut rings = Vec::new();
        for start in 0..steps.len() {
            let (mut ring, mut at) = (Vec::new(), Some(start));
            while let Some(k) = at.filter(|k| !std::mem::replace(&mut taken[*k], true)) {
                let (from, to) = steps[k];
                ring.push(self.crossing(from));
                at = steps.binary_search_by_key(&to, |(from, _)| *from).ok();
            }
            if let Some(first) = ring.first() {
                ring.push(*first);
                rings.push(ring);
            }
        }
        rings
    }

    /// The outline's way through each cell, from one of its edges to another.
    fn steps(&self) -> Vec<(Edge, Edge)> {
        let mut steps = Vec::with_capacity(self.cells.len());
        for (i, j) in self.cells.iter().copied() {
            let edges = [((i, j), false), ((i + 1, j), true), ((i, j + 1), false), ((i, j), true)];
            let within = corners((i, j)).map(|node| self.at_node(node) <= 0.0);
            // Anticlockwise around the cell the outline leaves what is within over some edges and comes back over others.
            let leaves = |k: usize| within[k] && !within[(k + 1) % 4];
            let enters = |k: usize| !within[k] && within[(k + 1) % 4];
            let is_saddle = (0..4).filter(|k| leaves(*k)).count() == 2;
            let middle = self.place((i, j));
            let joined =
                is_saddle && self.beyond(Xy::new(middle.x + self.cell / 2.0, middle.y + self.cell / 2.0)) <= 0.0;
            for k in (0..4).filter(|k| leaves(*k)) {
                // Of two ways through a cell: around the corner that is within, or across where the middle is within too.
                let back = if joined { [1, 2, 3] } else { [3, 2, 1] };
                if let Some(to) = back.into_iter().map(|step| (k + step) % 4).find(|k| enters(*k)) {
                    steps.push((edges[k], edges[to]));
                }
            }
        }
        steps
    }

    /// Where the outline crosses an edge of which one end is within: between the ends, halved or better each time.
    fn crossing(&self, ((i, j), upwards): Edge) -> Xy {
        let other = if upwards { (i, j + 1) } else { (i + 1, j) };
        let (mut a, mut b) = ((self.place((i, j)), self.at_node((i, j))), (self.place(other), self.at_node(other)));
        for n in 0..60 {
            // By the slope, every third time by halves: at a kink the slope alone is slow.
            let share = if n % 3 == 2 { 0.5 } else { a.1 / (a.1 - b.1) };
            let at = Xy::new(a.0.x + (b.0.x - a.0.x) * share, a.0.y + (b.0.y - a.0.y) * share);
            let beyond = self.beyond(at);
            if beyond.abs() <= self.radius_m * 1e-6 {
                return at;
            }
            if (beyond <= 0.0) == (a.1 <= 0.0) { a = (at, beyond) } else { b = (at, beyond) }
        }
        a.0
    }
}

/// A closed ring without the corners that lie within a tolerance of the line between those that stay.
fn thinned(ring: &[Xy], tolerance_m: f64) -> Vec<Xy> {
    let last = ring.len() - 1;
    let mut stays = vec![false; ring.len()];
    // The corner farthest from the first one stays as well: between them are two lines.
    let farthest = (0..last).max_by(|a, b| ring[*a].distance_m(ring[0]).total_cmp(&ring[*b].distance_m(ring[0])));
    let mut runs = vec![(0, farthest.unwrap_or(0)), (farthest.unwrap_or(0), last)];
    while let Some((from, to)) = runs.pop() {
        (stays[from], stays[to]) = (true, true);
        let off_m = |at: Xy| to_segment(at, ring[from], ring[to]).0.sqrt();
        let off = (from + 1..to).map(|k| (k, off_m(ring[k]))).max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((k, _)) = off.filter(|(_, m)| *m > tolerance_m) {
            runs.extend([(from, k), (k, to)]);
        }
    }
    ring.iter().zip(stays).filter(|(_, stays)| *stays).map(|(at, _)| *at).collect()
}

/// Rings as polygons: each hole behind the outer ring that it lies in.
fn polygons(rings: impl Iterator<Item = Vec<Xy>>) -> Vec<Rings> {
    let doubled_area = |ring: &[Xy]| -> f64 {
        let o = ring[0];
        ring.windows(2).map(|w| (w[0].x - o.x) * (w[1].y - o.y) - (w[1].x - o.x) * (w[0].y - o.y)).sum()
    };
    let (outer, holes): (Vec<_>, Vec<_>) =
        rings.filter(|ring| ring.len() > 3).partition(|ring| doubled_area(ring) > 0.0);
    let mut polygons: Vec<Rings> = outer.into_iter().map(|ring| vec![ring]).collect();
    for hole in holes {
        let lies_in = |polygon: &Rings| Probe::polygon(vec![vec![polygon[0].clone()]]).contains(hole[0]);
        if let Some(at) = polygons.iter().position(lies_in) {
            polygons[at].push(hole);
        }
    }
    polygons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(f64, f64)]) -> Vec<Xy> {
        points.iter().map(|(x, y)| Xy::new(*x, *y)).collect()
    }

    fn area(polygons: &[Rings]) -> f64 {
        let ring = |ring: &Vec<Xy>| ring.windows(2).map(|w| w[0].x * w[1].y - w[1].x * w[0].y).sum::<f64>() / 2.0;
        polygons.iter().flatten().map(ring).sum()
    }

    #[test]
    fn a_points_reach_is_a_circle_and_a_lines_has_round_ends() {
        let pi = std::f64::consts::PI;
        let circle = Probe::point(Xy::new(7.0, -3.0)).reach(500.0);
        assert!((area(&circle) / (pi * 250_000.0) - 1.0).abs() < 2e-3, "{}", area(&circle));
        let line = Probe::line(vec![line(&[(0.0, 0.0), (3000.0, 0.0)])]).reach(500.0);
        let exact = 3000.0 * 1000.0 + pi * 250_000.0;
        assert!((area(&line) / exact - 1.0).abs() < 1e-3, "{}", area(&line));
        assert_eq!((line.len(), line[0].len()), (1, 1));
        assert!(line[0][0].len() < 200, "{} corners", line[0][0].len());
    }

    #[test]
    fn a_wide_ring_keeps_its_middle_and_parts_far_apart_are_two() {
        let square = |half: f64| line(&[(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]);
        let ring = Probe::polygon(vec![vec![square(2000.0), square(1500.0).into_iter().rev().collect()]]).reach(500.0);
        assert_eq!((ring.len(), ring[0].len()), (1, 2));
        let exact = 4000.0_f64.powi(2) + 4.0 * 4000.0 * 500.0 + std::f64::consts::PI * 250_000.0 - 2000.0_f64.powi(2);
        assert!((area(&ring) / exact - 1.0).abs() < 1e-3, "{} {exact}", area(&ring));
        let apart = [line(&[(0.0, 0.0), (10.0, 0.0)]), line(&[(0.0, 900.0), (10.0, 900.0)])];
        assert_eq!(Probe::line(apart.to_vec()).reach(400.0).len(), 2);
        assert_eq!(Probe::line(apart.to_vec()).reach(500.0).len(), 1);
    }

    #[test]
    fn nothing_has_no_reach() {
        assert_eq!(Probe::line(vec![]).reach(500.0), Vec::<Rings>::new());
        for radius in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Probe::point(Xy::new(0.0, 0.0)).reach(radius), Vec::<Rings>::new());
        }
    }
}
