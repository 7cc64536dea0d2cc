//! The areas between two values of a surface, as polygons on the plane.
//!
//! **Question.** Where does the surface lie in each class?
//!
//! **Method.** Marching squares: a ring runs where the surface, taken as straight along the lattice's edges, passes a
//! class's lower edge; where two opposite corners of a cell lie above, the mean of its four corners decides whether they
//! hang together. A band is what lies inside its own rings and outside of those of the next class, so bands never
//! overlap and leave no gap. A surface that is above an edge on the grid's rim is closed along the rim.
//!
//! (The crate `contour` does the same with every ring compared with every other, which a city's hundreds of rings make
//! slow, and in one piece, which a worker cannot interrupt.)
//!
//! **Accuracy.** A ring lies within the lattice's cell of the true line; of a bandwidth of ten cells, a few metres.
//!
//! **Cost.** One look at every node a class, and the rings' own length.

use super::Grid;
use crate::units::{Step, Xy, XyBox};
use std::collections::HashMap;

/// A closed ring on the plane, its last position its first.
pub type Ring = Vec<Xy>;

/// Where a surface lies in one class.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// The class's lower edge; values here reach it.
    pub lower: f64,
    /// The next class's lower edge; values here do not reach it. `None` for the highest class.
    pub upper: Option<f64>,
    /// The polygon's members: each an outer ring, counter-clockwise, and its holes, clockwise.
    pub members: Vec<Vec<Ring>>,
}

/// Bands in the making, a class a step. Call [`Self::step`] with the same surface until it says [`Step::Done`].
#[derive(Clone, Debug)]
pub struct BandsJob {
    edges: Vec<f64>,
    rings: Vec<Vec<Ring>>,
}

/// The bands of a surface for ascending lower edges ([`super::Breaks::edges`]), in one go. Values row by row from the
/// south-west.
pub fn bands(grid: &Grid, values: &[f32], edges: &[f64]) -> Vec<Band> {
    let mut job = BandsJob::new(edges);
    while job.step(grid, values) != Step::Done {}
    job.finish()
}

impl BandsJob {
    /// A job for ascending lower edges; those that are not finite or do not ascend are left out.
    pub fn new(edges: &[f64]) -> Self {
        let mut kept: Vec<f64> = Vec::with_capacity(edges.len());
        for edge in edges.iter().filter(|e| e.is_finite()) {
            if kept.last().is_none_or(|last| last < edge) {
                kept.push(*edge);
            }
        }
        Self { edges: kept, rings: Vec::new() }
    }

    /// Draws the next class's rings: some 10 ms for a million nodes.
    pub fn step(&mut self, grid: &Grid, values: &[f32]) -> Step {
        if let Some(edge) = self.edges.get(self.rings.len()) {
            let whole = values.len() == grid.len() && !grid.is_empty();
            self.rings.push(if whole { Tracer { grid, values, edge: *edge }.rings() } else { Vec::new() });
        }
        let (done, total) = (self.rings.len() as u64, self.edges.len() as u64);
        if done == total { Step::Done } else { Step::More { done, total } }
    }

    /// The bands, lowest first, one a class even where it is nowhere.
    pub fn finish(self) -> Vec<Band> {
        let none = Vec::new();
        let classes = 0..self.edges.len();
        classes
            .map(|class| {
                let above = self.rings.get(class + 1).unwrap_or(&none);
                let reversed = above.iter().map(|ring| ring.iter().rev().copied().collect());
                let rings = self.rings.get(class).into_iter().flatten().cloned().chain(reversed);
                Band {
                    lower: self.edges[class],
                    upper: self.edges.get(class + 1).copied(),
                    members: assemble(rings.collect()),
                }
            })
            .collect()
    }
}

/// Draws the rings around everything that reaches one value. What reaches it lies on a ring's left.
struct Tracer<'a> {
    grid: &'a Grid,
    values: &'a [f32],
    edge: f64,
}

/// The sides of a cell.
#[derive(Clone, Copy)]
enum Side {
    South,
    East,
    North,
    West,
}

impl Tracer<'_> {
    fn rings(&self) -> Vec<Ring> {
        let segments = self.segments();
        let next: HashMap<u32, u32> = segments.iter().copied().collect();
        let mut walked: HashMap<u32, ()> = HashMap::with_capacity(next.len());
        let mut rings = Vec::new();
        for (start, _) in segments {
            let mut ring = Ring::new();
            let mut at = start;
            while walked.insert(at, ()).is_none() {
                let place = self.place(at);
                if ring.last() != Some(&place) {
                    ring.push(place);
                }
                // Every crossing that is entered is left again.
                let Some(to) = next.get(&at) else { break };
                at = *to;
            }
            if ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
            if ring.len() >= 3 {
                ring.push(ring[0]);
                rings.push(ring);
            }
        }
        rings
    }

    /// Directed pieces from crossing to crossing. A frame of nodes that reach nothing is thought around the grid, so
    /// that every ring closes.
    fn segments(&self) -> Vec<(u32, u32)> {
        let width = self.grid.columns + 2;
        let mut segments = Vec::new();
        let (mut below, mut above) = (vec![false; width], vec![false; width]);
        for row in 0..=self.grid.rows {
            std::mem::swap(&mut below, &mut above);
            above.fill(false);
            if let Some(values) = self.values.chunks_exact(self.grid.columns).nth(row) {
                for (inside, v) in above[1..].iter_mut().zip(values) {
                    *inside = f64::from(*v) >= self.edge;
                }
            }
            self.add_segments(row, &below, &above, &mut segments);
        }
        segments
    }

    /// The pieces in one row of cells, by which of the nodes below and above lie inside.
    #[inline(never)] // see TURNS
    fn add_segments(&self, row: usize, below: &[bool], above: &[bool], out: &mut Vec<(u32, u32)>) {
        for (column, (below, above)) in below.windows(2).zip(above.windows(2)).enumerate() {
            let corners = [below[0], below[1], above[1], above[0]];
            let code = corners.iter().enumerate().fold(0, |code, (bit, inside)| code | usize::from(*inside) << bit);
            for (from, to) in self.pieces(code, column, row) {
                out.push((self.crossing(column, row, from), self.crossing(column, row, to)));
            }
        }
    }

    fn pieces(&self, code: usize, column: usize, row: usize) -> impl Iterator<Item = (Side, Side)> {
        use Side::*;
        let (first, second) = match code {
            1 => (Some((South, West)), None),
            2 => (Some((East, South)), None),
            3 => (Some((East, West)), None),
            4 => (Some((North, East)), None),
            6 => (Some((North, South)), None),
            7 => (Some((North, West)), None),
            8 => (Some((West, North)), None),
            9 => (Some((South, North)), None),
            11 => (Some((East, North)), None),
            12 => (Some((West, East)), None),
            13 => (Some((South, East)), None),
            14 => (Some((West, South)), None),
            5 if self.joined(column, row) => (Some((North, West)), Some((South, East))),
            5 => (Some((South, West)), Some((North, East))),
            10 if self.joined(column, row) => (Some((West, South)), Some((East, North))),
            10 => (Some((East, South)), Some((West, North))),
            _ => (None, None),
        };
        first.into_iter().chain(second)
    }

    /// Whether the mean of a cell's corners reaches the value. Only asked of cells within the grid: the frame never
    /// has opposite corners.
    fn joined(&self, column: usize, row: usize) -> bool {
        let v = |c: usize, r: usize| self.value(c, r).unwrap_or(f64::NEG_INFINITY);
        (v(column, row) + v(column + 1, row) + v(column + 1, row + 1) + v(column, row + 1)) / 4.0 >= self.edge
    }

    /// The value at a node of the framed grid; none on the frame.
    fn value(&self, column: usize, row: usize) -> Option<f64> {
        let (column, row) = (column.checked_sub(1)?, row.checked_sub(1)?);
        let inside = column < self.grid.columns && row < self.grid.rows;
        inside.then(|| f64::from(self.values[row * self.grid.columns + column]))
    }

    /// The number of the lattice edge on a side of a cell: twice its first node, plus one for northward edges.
    fn crossing(&self, column: usize, row: usize, side: Side) -> u32 {
        let node = |column: usize, row: usize| (2 * (row * (self.grid.columns + 2) + column)) as u32;
        match side {
            Side::South => node(column, row),
            Side::North => node(column, row + 1),
            Side::West => node(column, row) + 1,
            Side::East => node(column + 1, row) + 1,
        }
    }

    /// Where the surface passes the value on a lattice edge; on an edge to the frame, at the grid's own node.
    fn place(&self, crossing: u32) -> Xy {
        let width = self.grid.columns + 2;
        let (node, northward) = (crossing as usize / 2, crossing % 2 == 1);
        let (column, row) = (node % width, node / width);
        let (column2, row2) = if northward { (column, row + 1) } else { (column + 1, row) };
        let at = match (self.value(column, row), self.value(column2, row2)) {
            (Some(a), Some(b)) => ((self.edge - a) / (b - a)).clamp(0.0, 1.0),
            (Some(_), None) => 0.0,
            _ => 1.0,
        };
        let (x, y) = if northward { (0.0, at) } else { (at, 0.0) };
        let lattice = |first: i64, n: usize, off: f64| (first + n as i64 - 1) as f64 + off;
        Xy::new(
            lattice(self.grid.column0, column, x) * self.grid.cell_m,
            lattice(self.grid.row0, row, y) * self.grid.cell_m,
        )
    }
}

/// Gives every hole to the smallest outer ring around it.
fn assemble(rings: Vec<Ring>) -> Vec<Vec<Ring>> {
    let (outer, holes): (Vec<_>, Vec<_>) =
        rings.into_iter().map(|ring| (area(&ring), ring)).filter(|(area, _)| *area != 0.0).partition(|(a, _)| *a > 0.0);
    let bounds: Vec<Option<XyBox>> = outer.iter().map(|(_, ring)| XyBox::around(ring.iter().copied())).collect();
    let mut members: Vec<Vec<Ring>> = outer.iter().map(|(_, ring)| vec![ring.clone()]).collect();
    for (_, hole) in holes {
        let Some(within) = XyBox::around(hole.iter().copied()) else { continue };
        let around = (0..outer.len())
            .filter(|i| bounds[*i].is_some_and(|b| b.contains(within.min) && b.contains(within.max)))
            .filter(|i| encloses(&outer[*i].1, &hole))
            .min_by(|a, b| outer[*a].0.total_cmp(&outer[*b].0));
        if let Some(at) = around {
            members[at].push(hole);
        }
    }
    // Where the next class begins on the very same ring there is nothing between.
    members.retain(|rings| rings.iter().map(|ring| area(ring)).sum::<f64>() > 0.0);
    members
}

/// Twice the signed area; positive when counter-clockwise.
fn area(ring: &[Xy]) -> f64 {
    // From the first position, so that large eastings do not eat the digits.
    let Some(o) = ring.first() else { return 0.0 };
    ring.windows(2).map(|w| (w[0].x - o.x) * (w[1].y - o.y) - (w[1].x - o.x) * (w[0].y - o.y)).sum()
}

/// Whether a ring encloses another that does not cross it. They may touch along the grid's rim, so the first corner or
/// middle of a side that is not on the ring decides; when all of them are on it, the two are one.
fn encloses(ring: &[Xy], other: &[Xy]) -> bool {
    let middles = other.windows(2).map(|w| Xy::new((w[0].x + w[1].x) / 2.0, (w[0].y + w[1].y) / 2.0));
    other.iter().copied().chain(middles).find_map(|p| is_inside(ring, p)).unwrap_or(true)
}

/// Whether a position lies inside a ring; `None` on it.
fn is_inside(ring: &[Xy], p: Xy) -> Option<bool> {
    let mut inside = false;
    for w in ring.windows(2) {
        let (a, b) = (w[0], w[1]);
        if p == a || (a.y == p.y && b.y == p.y && (a.x <= p.x) != (b.x < p.x)) {
            return None;
        }
        if (a.y > p.y) != (b.y > p.y) {
            let cross = (b.x - a.x) * (p.y - a.y) - (p.x - a.x) * (b.y - a.y);
            if cross == 0.0 {
                return None;
            }
            inside ^= (cross > 0.0) == (b.y > a.y);
        }
    }
    Some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn grid(columns: usize, rows: usize) -> Grid {
        Grid { cell_m: 10.0, column0: -2, row0: 3, columns, rows }
    }

    #[test]
    fn one_high_node_gives_one_diamond() {
        let g = grid(3, 3);
        let mut values = [0.0f32; 9];
        values[4] = 4.0;
        let bands = bands(&g, &values, &[1.0, 3.0]);
        assert_eq!(bands.len(), 2);
        assert_eq!((bands[0].lower, bands[0].upper, bands[1].upper), (1.0, Some(3.0), None));
        // Rings cross the four edges at three quarters and at one quarter of the way from the node at (-10, 40).
        let ring = &bands[1].members[0][0];
        for place in [(-7.5, 40.0), (-10.0, 42.5), (-12.5, 40.0), (-10.0, 37.5)] {
            assert!(ring.contains(&Xy::new(place.0, place.1)), "{ring:?}");
        }
        assert!((area(ring) / 2.0 - 12.5).abs() < 1e-9);
        assert_eq!(bands[0].members.len(), 1);
        assert_eq!(bands[0].members[0].len(), 2, "the next class is a hole");
        assert!((area(&bands[0].members[0][0]) / 2.0 - 112.5).abs() < 1e-9);
        assert!(area(&bands[0].members[0][1]) < 0.0);
    }

    #[test]
    fn a_surface_that_reaches_the_rim_is_closed_along_it() {
        let g = grid(4, 3);
        let all = bands(&g, &[5.0; 12], &[1.0]);
        assert_eq!(all[0].members.len(), 1);
        assert!((area(&all[0].members[0][0]) / 2.0 - 30.0 * 20.0).abs() < 1e-9, "{:?}", all[0]);
        let steep = bands(&g, &[5.0; 12], &[1.0, 2.0]);
        assert_eq!((steep[0].members.len(), steep[1].members.len()), (0, 1), "nothing lies in the lower class");
        assert!(bands(&g, &[0.0; 12], &[1.0])[0].members.is_empty());
        assert!(bands(&g, &[5.0; 12], &[]).is_empty());
        assert!(bands(&g, &[5.0; 3], &[1.0])[0].members.is_empty(), "values of another grid");
        assert_eq!(BandsJob::new(&[1.0, f64::NAN, 1.0, 2.0, 1.5]).edges, [1.0, 2.0]);
    }

    #[test]
    fn islands_in_lakes_are_members_of_their_own() {
        // A plateau with a lake, and in the lake an island.
        let g = grid(9, 9);
        let values: Vec<f32> = (0..81)
            .map(|i| {
                let far = (i % 9 - 4i32).abs().max((i / 9 - 4i32).abs());
                [9.0, 0.0, 0.0, 9.0, 0.0][far as usize]
            })
            .collect();
        let band = &bands(&g, &values, &[4.5])[0];
        let mut sizes: Vec<usize> = band.members.iter().map(Vec::len).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [1, 2]);
    }

    proptest! {
        /// Whatever the surface: at every node exactly the band of its value covers it, and the bands' areas add up.
        #[test]
        fn bands_cover_what_is_in_their_class(
            nodes in proptest::collection::vec(0u8..40, 30), low in 1.0..15.0f64, step in 0.5..12.0f64,
        ) {
            let g = grid(6, 5);
            // Off the edges: a node on an edge is on the ring itself.
            let values: Vec<f32> = nodes.iter().map(|v| f32::from(*v) + 0.137).collect();
            let edges = [low, low + step, low + 2.0 * step];
            let found = bands(&g, &values, &edges);
            for (i, v) in values.iter().enumerate() {
                let (column, row) = (i % 6, i / 6);
                // The rim's nodes lie on the closing rings.
                if column == 0 || row == 0 || column == 5 || row == 4 {
                    continue;
                }
                let at = g.node(column, row);
                for band in &found {
                    let inside = f64::from(*v) >= band.lower && band.upper.is_none_or(|u| f64::from(*v) < u);
                    let within = |ring: &Ring| is_inside(ring, at) == Some(true);
                    let covered =
                        band.members.iter().any(|rings| within(&rings[0]) && !rings[1..].iter().any(within));
                    prop_assert_eq!(inside, covered, "{} at {:?} in {}..{:?}", v, at, band.lower, band.upper);
                }
            }
            let sum = |band: &Band| band.members.iter().flatten().map(|ring| area(ring)).sum::<f64>();
            let above = bands(&g, &values, &edges[..1]);
            prop_assert!((found.iter().map(sum).sum::<f64>() - sum(&above[0])).abs() < 1e-6);
        }
    }
}
