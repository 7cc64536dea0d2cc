//! Lines and rings prepared for many questions: cut into chunks of 16 segments, each with its box, so that most
//! segments are never looked at.

use super::geometry::{
    Crossing, Place, Side, boxes_distance_sq, crosses, in_polygon, segments_distance_sq, segments_meet, to_segment,
};
use crate::units::{Xy, XyBox};
use std::ops::Range;

/// Segments a chunk.
const CHUNK: usize = 16;

/// Lines or rings, in metres or in degrees.
#[derive(Clone, Debug)]
pub(super) struct Paths<P> {
    coords: Vec<P>,
    parts: Vec<Part>,
    chunks: Vec<Chunk>,
}

/// A line or a ring.
#[derive(Clone, Debug)]
struct Part {
    coords: Range<usize>,
    chunks: Range<usize>,
    hole: bool,
}

/// Segments `from..to` (segment i runs from position i to i + 1) and the box around them.
#[derive(Clone, Copy, Debug)]
struct Chunk {
    from: usize,
    to: usize,
    min: (f64, f64),
    max: (f64, f64),
}

impl Chunk {
    fn bounds(&self) -> XyBox {
        XyBox { min: Xy::new(self.min.0, self.min.1), max: Xy::new(self.max.0, self.max.1) }
    }
}

impl<P: Place> Paths<P> {
    /// Lines; empty ones are left out. A line of one position is a segment without length.
    pub(super) fn lines<'a>(lines: impl IntoIterator<Item = &'a [P]>) -> Self
    where
        P: 'a,
    {
        let mut paths = Self { coords: Vec::new(), parts: Vec::new(), chunks: Vec::new() };
        for line in lines {
            paths.push(line, false, false);
        }
        paths
    }

    /// Rings, each with whether it is a hole of the outer ring before it; open ones are closed.
    pub(super) fn rings<'a>(rings: impl IntoIterator<Item = (&'a [P], bool)>) -> Self
    where
        P: 'a,
    {
        let mut paths = Self { coords: Vec::new(), parts: Vec::new(), chunks: Vec::new() };
        for (ring, hole) in rings {
            paths.push(ring, hole, true);
        }
        paths
    }

    fn push(&mut self, line: &[P], hole: bool, close: bool) {
        let (Some(first), Some(last)) = (line.first(), line.last()) else { return };
        let start = self.coords.len();
        let first_chunk = self.chunks.len();
        self.coords.extend_from_slice(line);
        if line.len() == 1 || (close && (first.x() != last.x() || first.y() != last.y())) {
            self.coords.push(*first);
        }
        let end = self.coords.len();
        for from in (start..end - 1).step_by(CHUNK) {
            let to = (from + CHUNK).min(end - 1);
            let mut chunk = Chunk { from, to, min: (f64::MAX, f64::MAX), max: (f64::MIN, f64::MIN) };
            for p in &self.coords[from..=to] {
                chunk.min = (chunk.min.0.min(p.x()), chunk.min.1.min(p.y()));
                chunk.max = (chunk.max.0.max(p.x()), chunk.max.1.max(p.y()));
            }
            self.chunks.push(chunk);
        }
        self.parts.push(Part { coords: start..end, chunks: first_chunk..self.chunks.len(), hole });
    }

    /// The corners of the box around everything.
    pub(super) fn extent(&self) -> Option<((f64, f64), (f64, f64))> {
        let first = self.chunks.first()?;
        Some(self.chunks.iter().fold((first.min, first.max), |(min, max), c| {
            ((min.0.min(c.min.0), min.1.min(c.min.1)), (max.0.max(c.max.0), max.1.max(c.max.1)))
        }))
    }

    /// The first position of each line or ring.
    pub(super) fn starts(&self) -> impl Iterator<Item = P> + '_ {
        self.parts.iter().map(|part| self.coords[part.coords.start])
    }

    /// Whether a position lies in the polygon of these rings, borders included; members may overlap.
    pub(super) fn contains(&self, p: P) -> bool {
        in_polygon(self.parts.iter().map(|part| (part, part.hole)), |part| self.side(part, p))
    }

    fn side(&self, ring: &Part, p: P) -> Side {
        let mut inside = false;
        for chunk in &self.chunks[ring.chunks.clone()] {
            if p.y() < chunk.min.1 || p.y() > chunk.max.1 || p.x() > chunk.max.0 {
                continue;
            }
            for ends in self.coords[chunk.from..=chunk.to].windows(2) {
                match crosses(ends[0], ends[1], p) {
                    Crossing::Border => return Side::Border,
                    Crossing::Yes => inside = !inside,
                    Crossing::No => {}
                }
            }
        }
        if inside { Side::Inside } else { Side::Outside }
    }

    /// Whether a segment shares a point with any line or ring.
    pub(super) fn meet_segment(&self, a: P, b: P) -> bool {
        let (min, max) = ((a.x().min(b.x()), a.y().min(b.y())), (a.x().max(b.x()), a.y().max(b.y())));
        self.chunks
            .iter()
            .filter(|c| c.min.0 <= max.0 && min.0 <= c.max.0 && c.min.1 <= max.1 && min.1 <= c.max.1)
            .any(|c| self.coords[c.from..=c.to].windows(2).any(|ends| segments_meet(a, b, ends[0], ends[1])))
    }
}

/// The box around a segment. Compared, not `f64::min`: that is a call in WASM.
fn box_of(a: Xy, b: Xy) -> XyBox {
    let (west, east) = if a.x < b.x { (a.x, b.x) } else { (b.x, a.x) };
    let (south, north) = if a.y < b.y { (a.y, b.y) } else { (b.y, a.y) };
    XyBox { min: Xy::new(west, south), max: Xy::new(east, north) }
}

impl Paths<Xy> {
    /// Squared metres to the nearest segment; infinite when there is none.
    pub(super) fn distance_sq_to_point(&self, p: Xy) -> f64 {
        self.distance_sq_to_point_under(p, f64::INFINITY)
    }

    /// The same where it is less than a bound, otherwise the bound: most segments need no look.
    pub(super) fn distance_sq_to_point_under(&self, p: Xy, bound_sq: f64) -> f64 {
        self.nearest(&XyBox { min: p, max: p }, bound_sq, |a, b| to_segment(p, a, b).0)
    }

    /// Squared metres from the nearest segment to a segment, 0 when they meet, where they are less than a bound; otherwise
    /// the bound.
    pub(super) fn distance_sq_to_segment_under(&self, a: Xy, b: Xy, bound_sq: f64) -> f64 {
        if a == b {
            return self.distance_sq_to_point_under(a, bound_sq);
        }
        self.nearest(&box_of(a, b), bound_sq, |c, d| segments_distance_sq(a, b, c, d))
    }

    /// A lower bound of the squared metres to anything in a box.
    pub(super) fn distance_sq_to_box(&self, to: &XyBox) -> f64 {
        self.chunks.iter().map(|c| boxes_distance_sq(&c.bounds(), to)).fold(f64::INFINITY, f64::min)
    }

    fn nearest(&self, around: &XyBox, bound_sq: f64, distance: impl Fn(Xy, Xy) -> f64) -> f64 {
        let mut best = bound_sq;
        for chunk in &self.chunks {
            if boxes_distance_sq(&chunk.bounds(), around) < best {
                for ends in self.coords[chunk.from..=chunk.to].windows(2) {
                    if boxes_distance_sq(&box_of(ends[0], ends[1]), around) < best {
                        best = best.min(distance(ends[0], ends[1]));
                    }
                }
            }
        }
        best
    }
}
