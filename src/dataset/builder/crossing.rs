//! Whether a polygon's rings cross themselves or one another.

use crate::units::LngLat;

/// Comparisons after which a monstrous polygon is let through unjudged; about 0.2 s.
const MAX_COMPARISONS: usize = 20_000_000;

/// A side of a ring, its western end first.
struct Side {
    a: LngLat,
    b: LngLat,
    south: f64,
    north: f64,
}

/// Whether two sides of the rings properly cross: each has its ends strictly on both sides of the other. Rings that
/// only touch, at a corner or along a side, do not count. Compares sides whose boxes meet, found from west to east.
pub(super) fn crosses_itself(rings: &[Vec<LngLat>]) -> bool {
    let mut sides: Vec<Side> = rings
        .iter()
        .flat_map(|ring| ring.windows(2))
        .map(|w| {
            let (a, b) = if w[0].lng <= w[1].lng { (w[0], w[1]) } else { (w[1], w[0]) };
            Side { a, b, south: a.lat.min(b.lat), north: a.lat.max(b.lat) }
        })
        .collect();
    // Four sides with one ring cannot be fewer than a quadrilateral: a triangle never crosses itself.
    if sides.len() < 4 {
        return false;
    }
    sides.sort_by(|p, q| p.a.lng.total_cmp(&q.a.lng));
    let mut comparisons = 0;
    for (i, p) in sides.iter().enumerate() {
        for q in &sides[i + 1..] {
            if q.a.lng > p.b.lng {
                break;
            }
            comparisons += 1;
            if q.south <= p.north && p.south <= q.north && cross(p, q) {
                return true;
            }
        }
        if comparisons > MAX_COMPARISONS {
            return false;
        }
    }
    false
}

fn cross(p: &Side, q: &Side) -> bool {
    let side = |o: LngLat, d: LngLat, x: LngLat| {
        let turn = (d.lng - o.lng) * (x.lat - o.lat) - (d.lat - o.lat) * (x.lng - o.lng);
        // Below this the sign is rounding: coordinates have about 1e-14 of their size.
        if turn.abs() < 1e-18 { 0.0 } else { turn }
    };
    side(p.a, p.b, q.a) * side(p.a, p.b, q.b) < 0.0 && side(q.a, q.b, p.a) * side(q.a, q.b, p.b) < 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Vec<LngLat> {
        points.iter().map(|&(x, y)| LngLat::new(x, y)).collect()
    }

    #[test]
    fn bow_ties_cross_and_neighbours_do_not() {
        let square = ring(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]);
        let bow_tie = ring(&[(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)]);
        let hole = ring(&[(0.2, 0.2), (0.2, 0.4), (0.4, 0.4), (0.2, 0.2)]);
        let sticking_out = ring(&[(0.2, 0.2), (0.2, 1.4), (0.4, 0.4), (0.2, 0.2)]);
        let touching = ring(&[(0.0, 0.0), (0.5, 1.0), (1.0, 0.0), (0.0, 0.0)]);
        assert!(!crosses_itself(std::slice::from_ref(&square)));
        assert!(crosses_itself(&[bow_tie]));
        assert!(!crosses_itself(&[square.clone(), hole]));
        assert!(crosses_itself(&[square.clone(), sticking_out]));
        assert!(!crosses_itself(&[square, touching]));
    }
}
