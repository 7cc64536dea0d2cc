//! Exact geometry of segments, rings and boxes, the same in metres and in degrees: a position is two numbers.
//!
//! Which side of a line a position lies on is decided by adaptive predicates (crate `robust`, after Shewchuk), so that
//! borders are inclusive without a tolerance. Distances are squared and rounded once.

use crate::units::{LngLat, LngLatBox, Xy, XyBox, greater, lesser};
use robust::{Coord, orient2d};

/// A position in either world.
pub(super) trait Place: Copy {
    /// East.
    fn x(self) -> f64;
    /// North.
    fn y(self) -> f64;
}

impl Place for Xy {
    fn x(self) -> f64 {
        self.x
    }
    fn y(self) -> f64 {
        self.y
    }
}

impl Place for LngLat {
    fn x(self) -> f64 {
        self.lng
    }
    fn y(self) -> f64 {
        self.lat
    }
}

/// Positive when `c` lies left of the line from `a` to `b`, zero on it. The sign is exact.
pub(super) fn orientation<P: Place>(a: P, b: P, c: P) -> f64 {
    let coord = |p: P| Coord { x: p.x(), y: p.y() };
    orient2d(coord(a), coord(b), coord(c))
}

/// Whether two segments share a point.
pub(super) fn segments_meet<P: Place>(a: P, b: P, c: P, d: P) -> bool {
    if greater(a.x(), b.x()) < lesser(c.x(), d.x())
        || greater(c.x(), d.x()) < lesser(a.x(), b.x())
        || greater(a.y(), b.y()) < lesser(c.y(), d.y())
        || greater(c.y(), d.y()) < lesser(a.y(), b.y())
    {
        return false;
    }
    let (ca, cb) = (orientation(c, d, a), orientation(c, d, b));
    let (ac, ad) = (orientation(a, b, c), orientation(a, b, d));
    // Products would underflow; signs do not. With overlapping boxes, touching lines meet.
    let apart = |p: f64, q: f64| (p > 0.0 && q > 0.0) || (p < 0.0 && q < 0.0);
    !apart(ca, cb) && !apart(ac, ad)
}

/// Squared metres from a position to a segment, and how far along the segment (0 to 1) the nearest place is.
pub(super) fn to_segment(p: Xy, a: Xy, b: Xy) -> (f64, f64) {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length_sq = dx * dx + dy * dy;
    let t = if length_sq > 0.0 { (((p.x - a.x) * dx + (p.y - a.y) * dy) / length_sq).clamp(0.0, 1.0) } else { 0.0 };
    // From the nearer end, so that a position on an end is at distance 0 exactly.
    let (ex, ey) = if t <= 0.5 {
        (a.x + t * dx - p.x, a.y + t * dy - p.y)
    } else {
        (b.x - (1.0 - t) * dx - p.x, b.y - (1.0 - t) * dy - p.y)
    };
    (ex * ex + ey * ey, t)
}

/// Squared metres between two positions.
pub(super) fn distance_sq(a: Xy, b: Xy) -> f64 {
    let (dx, dy) = (a.x - b.x, a.y - b.y);
    dx * dx + dy * dy
}

/// Squared metres between two segments; 0 when they meet.
pub(super) fn segments_distance_sq(a: Xy, b: Xy, c: Xy, d: Xy) -> f64 {
    if segments_meet(a, b, c, d) { 0.0 } else { apart_distance_sq(a, b, c, d) }
}

/// The same of two that are known not to meet.
pub(super) fn apart_distance_sq(a: Xy, b: Xy, c: Xy, d: Xy) -> f64 {
    let (a_cd, b_cd) = (to_segment(a, c, d).0, to_segment(b, c, d).0);
    let (c_ab, d_ab) = (to_segment(c, a, b).0, to_segment(d, a, b).0);
    lesser(lesser(a_cd, b_cd), lesser(c_ab, d_ab))
}

/// Squared metres between two boxes; 0 when they meet.
#[inline]
pub(super) fn boxes_distance_sq(a: &XyBox, b: &XyBox) -> f64 {
    let dx = greater(greater(a.min.x - b.max.x, b.min.x - a.max.x), 0.0);
    let dy = greater(greater(a.min.y - b.max.y, b.min.y - a.max.y), 0.0);
    dx * dx + dy * dy
}

/// Whether a segment in degrees touches a box, borders included.
pub(super) fn segment_touches_box(a: LngLat, b: LngLat, within: &LngLatBox) -> bool {
    if greater(a.lng, b.lng) < within.west
        || lesser(a.lng, b.lng) > within.east
        || greater(a.lat, b.lat) < within.south
        || lesser(a.lat, b.lat) > within.north
    {
        return false;
    }
    if within.contains(a) || within.contains(b) {
        return true;
    }
    // The boxes overlap: apart only if all four corners lie strictly on one side.
    let sides = [
        LngLat::new(within.west, within.south),
        LngLat::new(within.east, within.south),
        LngLat::new(within.east, within.north),
        LngLat::new(within.west, within.north),
    ]
    .map(|corner| orientation(a, b, corner));
    !(sides.iter().all(|s| *s > 0.0) || sides.iter().all(|s| *s < 0.0))
}

/// Where a position lies with regard to a closed ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Strictly inside (even-odd).
    Inside,
    /// On the ring itself.
    Border,
    /// Strictly outside.
    Outside,
}

/// Where `p` lies with regard to a ring; a ring whose last position is not its first is closed in thought.
pub(super) fn side_of_ring<P: Place>(ring: &[P], p: P) -> Side {
    let Some(last) = ring.last() else { return Side::Outside };
    let mut inside = false;
    let mut a = *last;
    for &b in ring {
        match crosses(a, b, p) {
            Crossing::Border => return Side::Border,
            Crossing::Yes => inside = !inside,
            Crossing::No => {}
        }
        a = b;
    }
    if inside { Side::Inside } else { Side::Outside }
}

/// Whether a position lies in a polygon, borders included, whose rings come with whether they are holes and are asked
/// by `side`. A hole belongs to the outer ring before it; members may overlap.
pub(super) fn in_polygon<R>(rings: impl Iterator<Item = (R, bool)>, side: impl Fn(R) -> Side) -> bool {
    let mut inside = false;
    for (ring, hole) in rings {
        if !hole {
            if inside {
                return true;
            }
            match side(ring) {
                Side::Border => return true,
                at => inside = at == Side::Inside,
            }
        } else if inside {
            match side(ring) {
                Side::Border => return true,
                at => inside = at == Side::Outside,
            }
        }
    }
    inside
}

/// What an edge does to the ray that runs east from a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Crossing {
    /// The position lies on the edge.
    Border,
    /// The ray crosses the edge.
    Yes,
    /// It does not.
    No,
}

/// Whether the ray east from `p` crosses the edge from `a` to `b`; an edge counts its lower end, not its upper one.
pub(super) fn crosses<P: Place>(a: P, b: P, p: P) -> Crossing {
    let (low, high) = if a.y() <= b.y() { (a, b) } else { (b, a) };
    if p.y() < low.y() || p.y() > high.y() || p.x() > greater(a.x(), b.x()) {
        return Crossing::No;
    }
    let counted = p.y() < high.y();
    if p.x() < lesser(a.x(), b.x()) {
        return if counted { Crossing::Yes } else { Crossing::No };
    }
    // Left of an upward edge: the ray meets it.
    match orientation(low, high, p) {
        0.0 => Crossing::Border,
        side if side > 0.0 && counted => Crossing::Yes,
        _ => Crossing::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(x: f64, y: f64) -> Xy {
        Xy::new(x, y)
    }

    #[test]
    fn borders_and_corners_of_a_ring() {
        let diamond = [p(0.0, -1.0), p(1.0, 0.0), p(0.0, 1.0), p(-1.0, 0.0), p(0.0, -1.0)];
        assert_eq!(side_of_ring(&diamond, p(0.0, 0.0)), Side::Inside);
        assert_eq!(side_of_ring(&diamond, p(-0.5, 0.0)), Side::Inside, "the ray meets a corner");
        assert_eq!(side_of_ring(&diamond, p(-2.0, 0.0)), Side::Outside, "the ray meets two corners");
        assert_eq!(side_of_ring(&diamond, p(-2.0, 1.0)), Side::Outside, "the ray grazes the top");
        assert_eq!(side_of_ring(&diamond, p(-2.0, -1.0)), Side::Outside, "the ray grazes the bottom");
        assert_eq!(side_of_ring(&diamond, p(0.5, 0.5)), Side::Border);
        assert_eq!(side_of_ring(&diamond, p(1.0, 0.0)), Side::Border);
        assert_eq!(side_of_ring::<Xy>(&[], p(0.0, 0.0)), Side::Outside);
        let square = [p(0.0, 0.0), p(4.0, 0.0), p(4.0, 4.0), p(0.0, 4.0), p(0.0, 0.0)];
        assert_eq!(side_of_ring(&square, p(2.0, 4.0)), Side::Border, "on a level edge");
        assert_eq!(side_of_ring(&square, p(-1.0, 4.0)), Side::Outside, "before a level edge");
        assert_eq!(side_of_ring(&square, p(2.0, 0.0)), Side::Border);
    }

    #[test]
    fn holes_count_and_islands_in_them_too() {
        let square = |r: f64| vec![p(-r, -r), p(r, -r), p(r, r), p(-r, r), p(-r, -r)];
        let (outer, hole, island) = (square(3.0), square(2.0), square(1.0));
        let lies_in =
            |at| in_polygon([(&outer, false), (&hole, true), (&island, false)].into_iter(), |r| side_of_ring(r, at));
        assert!(lies_in(p(2.5, 0.0)));
        assert!(!lies_in(p(1.5, 0.0)));
        assert!(lies_in(p(0.5, 0.0)));
        assert!(lies_in(p(2.0, 0.0)), "the border of a hole belongs to the polygon");
    }

    #[test]
    fn segments_meet_when_they_touch() {
        assert!(segments_meet(p(0.0, 0.0), p(2.0, 2.0), p(1.0, 1.0), p(5.0, 1.0)));
        assert!(segments_meet(p(0.0, 0.0), p(2.0, 0.0), p(1.0, 0.0), p(3.0, 0.0)), "on one line");
        assert!(!segments_meet(p(0.0, 0.0), p(2.0, 0.0), p(2.1, 0.0), p(3.0, 0.0)), "on one line, apart");
        assert!(!segments_meet(p(0.0, 0.0), p(2.0, 2.0), p(1.0, 0.9), p(2.0, 0.0)));
        assert!(segments_meet(p(1.0, 1.0), p(1.0, 1.0), p(0.0, 0.0), p(2.0, 2.0)), "a segment may be a point");
        assert_eq!(segments_distance_sq(p(0.0, 0.0), p(2.0, 0.0), p(0.0, 3.0), p(2.0, 3.0)), 9.0);
        assert_eq!(segments_distance_sq(p(0.0, 0.0), p(2.0, 0.0), p(5.0, 4.0), p(9.0, 4.0)), 25.0);
    }

    #[test]
    fn a_segment_may_cut_a_box_without_an_end_in_it() {
        let within = LngLatBox { west: 0.0, south: 0.0, east: 1.0, north: 1.0 };
        let cut = |ax, ay, bx, by| segment_touches_box(LngLat::new(ax, ay), LngLat::new(bx, by), &within);
        assert!(cut(-1.0, 0.5, 2.0, 0.5));
        assert!(cut(-0.5, 0.5, 0.5, 1.5), "through a corner");
        assert!(!cut(-0.6, 0.5, 0.5, 1.6), "past a corner");
        assert!(cut(1.0, 1.0, 2.0, 2.0), "at a corner");
        assert!(cut(0.3, 1.0, 0.6, 1.0), "along the border");
    }
}
