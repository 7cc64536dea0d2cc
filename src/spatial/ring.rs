//! Whether a drawn ring encloses an area at all.

use super::geometry::{Place, orientation, segments_meet};
use crate::units::LngLat;

/// Whether the edges of a ring, straight in degrees, meet anywhere but where one ends and the next begins. The ring may be
/// closed or not; a corner that is given twice in a row is one corner.
pub fn crosses_itself(ring: &[LngLat]) -> bool {
    let mut corners = ring.to_vec();
    corners.dedup();
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    let n = corners.len();
    let edge = |i: usize| (corners[i], corners[(i + 1) % n]);
    (0..n).any(|i| {
        let (a, b) = edge(i);
        let beyond = (i + 2..n).filter(|j| (j + 1) % n != i).any(|j| {
            let (c, d) = edge(j);
            segments_meet(a, b, c, d)
        });
        beyond || n > 2 && folds_back(a, b, edge((i + 1) % n).1)
    })
}

/// Whether the way from `b` on to `c` runs back along the way from `a` to `b`.
fn folds_back<P: Place>(a: P, b: P, c: P) -> bool {
    let along = (b.x() - a.x()) * (c.x() - b.x()) + (b.y() - a.y()) * (c.y() - b.y());
    orientation(a, b, c) == 0.0 && along < 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: &[(f64, f64)]) -> Vec<LngLat> {
        corners.iter().map(|(x, y)| LngLat::new(*x, *y)).collect()
    }

    #[test]
    fn a_ring_crosses_itself_where_edges_meet_that_do_not_follow_each_other() {
        let open = ring(&[(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0)]);
        let closed = ring(&[(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0), (0.0, 0.0)]);
        assert!(!crosses_itself(&open) && !crosses_itself(&closed));
        assert!(!crosses_itself(&ring(&[(0.0, 0.0), (0.0, 0.0), (1.0, 0.0), (0.0, 1.0)])), "a corner given twice");
        assert!(
            !crosses_itself(&ring(&[(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (0.0, 1.0)])),
            "a corner on a straight edge"
        );
        assert!(crosses_itself(&ring(&[(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)])), "a bow tie");
        assert!(crosses_itself(&ring(&[(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (1.0, 0.0)])), "a corner on another edge");
        assert!(crosses_itself(&ring(&[(0.0, 0.0), (2.0, 0.0), (1.0, 0.0), (1.0, 1.0)])), "back along an edge");
        assert!(crosses_itself(&ring(&[(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)])), "a line there and back");
    }
}
