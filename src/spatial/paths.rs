//! Lines and rings prepared for many questions: cut into chunks of 16 segments, each with its box, so that most
//! segments are never looked at.

use super::geometry::{
    Crossing, Place, Side, apart_distance_sq, boxes_distance_sq, crosses, in_polygon, segments_distance_sq,
    segments_meet, to_segment,
};
use crate::units::{Xy, XyBox, greater, lesser};
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

/// A run of chunks and the box around them.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Which chunks.
    pub chunks: Range<usize>,
    /// Around them.
    pub bounds: XyBox,
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
                chunk.min = (lesser(chunk.min.0, p.x()), lesser(chunk.min.1, p.y()));
                chunk.max = (greater(chunk.max.0, p.x()), greater(chunk.max.1, p.y()));
            }
            self.chunks.push(chunk);
        }
        self.parts.push(Part { coords: start..end, chunks: first_chunk..self.chunks.len(), hole });
    }

    /// The corners of the box around everything.
    pub(super) fn extent(&self) -> Option<((f64, f64), (f64, f64))> {
        let first = self.chunks.first()?;
        Some(self.chunks.iter().fold((first.min, first.max), |(min, max), c| {
            let min = (lesser(min.0, c.min.0), lesser(min.1, c.min.1));
            (min, (greater(max.0, c.max.0), greater(max.1, c.max.1)))
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
        let min = (lesser(a.x(), b.x()), lesser(a.y(), b.y()));
        let max = (greater(a.x(), b.x()), greater(a.y(), b.y()));
        self.chunks
            .iter()
            .filter(|c| c.min.0 <= max.0 && min.0 <= c.max.0 && c.min.1 <= max.1 && min.1 <= c.max.1)
            .any(|c| self.coords[c.from..=c.to].windows(2).any(|ends| segments_meet(a, b, ends[0], ends[1])))
    }
}

impl Paths<Xy> {
    /// Squared metres to the nearest segment; infinite when there is none.
    pub(super) fn distance_sq_to_point(&self, p: Xy) -> f64 {
        self.distance_sq_to_point_under(p, f64::INFINITY)
    }

    /// The same where it is less than a bound, otherwise the bound: most segments need no look.
    pub(super) fn distance_sq_to_point_under(&self, p: Xy, bound_sq: f64) -> f64 {
        self.nearest(0..self.chunks.len(), &XyBox { min: p, max: p }, bound_sq, |a, b, _| to_segment(p, a, b).0)
    }

    /// The place on the nearest segment that is nearest to a position.
    pub(super) fn nearest_place(&self, p: Xy) -> Option<Xy> {
        let least = self.distance_sq_to_point(p);
        let about = XyBox { min: p, max: p };
        self.chunks.iter().filter(|c| boxes_distance_sq(&c.bounds(), &about) <= least).find_map(|c| {
            self.coords[c.from..=c.to].windows(2).find_map(|ends| {
                let (distance_sq, t) = to_segment(p, ends[0], ends[1]);
                let along = |from: f64, to: f64| from + (to - from) * t;
                (distance_sq <= least).then(|| Xy::new(along(ends[0].x, ends[1].x), along(ends[0].y, ends[1].y)))
            })
        })
    }

    /// All positions.
    pub(super) fn coords(&self) -> &[Xy] {
        &self.coords
    }

    /// Squared metres from the nearest segment to a segment, 0 when they meet, where they are less than a bound; otherwise
    /// the bound.
    pub(super) fn distance_sq_to_segment_under(&self, a: Xy, b: Xy, bound_sq: f64) -> f64 {
        self.chunks_to_segment_under(0..self.chunks.len(), a, b, bound_sq)
    }

    /// The same of the segments of one piece.
    pub(super) fn piece_to_segment_under(&self, piece: &Piece, a: Xy, b: Xy, bound_sq: f64) -> f64 {
        self.chunks_to_segment_under(piece.chunks.clone(), a, b, bound_sq)
    }

    fn chunks_to_segment_under(&self, chunks: Range<usize>, a: Xy, b: Xy, bound_sq: f64) -> f64 {
        if a == b {
            return self.nearest(chunks, &XyBox { min: a, max: a }, bound_sq, |c, d, _| to_segment(a, c, d).0);
        }
        self.nearest(chunks, &XyBox::around_two(a, b), bound_sq, |c, d, apart| {
            if apart { apart_distance_sq(a, b, c, d) } else { segments_distance_sq(a, b, c, d) }
        })
    }

    /// Runs of chunks, each as long as its box stays within a size, and at least one chunk long.
    pub(super) fn pieces(&self, size_m: f64) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for (n, chunk) in self.chunks.iter().enumerate() {
            let own = chunk.bounds();
            if let Some(piece) = pieces.last_mut() {
                let both = piece.bounds.union(&own);
                if both.max.x - both.min.x <= size_m && both.max.y - both.min.y <= size_m {
                    (piece.chunks.end, piece.bounds) = (n + 1, both);
                    continue;
                }
            }
            pieces.push(Piece { chunks: n..n + 1, bounds: own });
        }
        pieces
    }

    /// A lower bound of the squared metres to anything in a box.
    pub(super) fn distance_sq_to_box(&self, to: &XyBox) -> f64 {
        self.chunks.iter().map(|c| boxes_distance_sq(&c.bounds(), to)).fold(f64::INFINITY, lesser)
    }

    /// The least of what `distance` says of the segments, where it is less than a bound, otherwise the bound. It is told
    /// whether a segment's box is apart from the box that is asked about.
    fn nearest(&self, of: Range<usize>, around: &XyBox, bound_sq: f64, distance: impl Fn(Xy, Xy, bool) -> f64) -> f64 {
        let mut best = bound_sq;
        for chunk in &self.chunks[of] {
            if boxes_distance_sq(&chunk.bounds(), around) >= best {
                continue;
            }
            let coords = &self.coords[chunk.from..=chunk.to];
            let (mut apart_sq, mut first) = ([f64::INFINITY; CHUNK], 0);
            for (i, ends) in coords.windows(2).enumerate() {
                apart_sq[i] = boxes_distance_sq(&XyBox::around_two(ends[0], ends[1]), around);
                if apart_sq[i] < apart_sq[first] {
                    first = i;
                }
            }
            // The likeliest before all others, of which most need no look then.
            for i in std::iter::once(first).chain(0..coords.len() - 1) {
                let at_least = apart_sq[i];
                if at_least < best {
                    best = lesser(best, distance(coords[i], coords[i + 1], at_least > 0.0));
                    apart_sq[i] = f64::INFINITY;
                }
            }
        }
        best
    }
}
