//! One place a feature, so that areas and points can lie in one density.

use crate::domain::{ShapeKind, Shapes};
use crate::units::Xy;

/// The place of every feature by row: a point's own, a polygon's centroid (holes counted), NaN for a line or a row
/// without a place. `xy` are the positions on the plane, beside [`Shapes::coords`].
///
/// The centroid of a bent or ring-shaped area may lie outside of it; at a density's bandwidth that does not matter. A
/// polygon without area has the mean of its positions.
pub fn one_place_each(shapes: &Shapes, xy: &[Xy]) -> Vec<Xy> {
    if shapes.all_points() {
        return xy.to_vec();
    }
    let nowhere = Xy::new(f64::NAN, f64::NAN);
    (0..shapes.len())
        .map(|row| {
            let shape = shapes.get(row);
            let positions = &xy[shape.coord_range()];
            match shape.kind() {
                ShapeKind::Point => positions.first().copied().unwrap_or(nowhere),
                ShapeKind::Polygon => {
                    let mut from = 0;
                    let rings = shape.parts().map(|(ring, hole)| {
                        let ring = &positions[from..from + ring.len()];
                        from += ring.len();
                        (ring, hole)
                    });
                    centroid(rings).or_else(|| mean(positions)).unwrap_or(nowhere)
                }
                ShapeKind::Line | ShapeKind::None => nowhere,
            }
        })
        .collect()
}

/// The centroid of rings, holes taken away; `None` when nothing is enclosed.
fn centroid<'a>(rings: impl Iterator<Item = (&'a [Xy], bool)>) -> Option<Xy> {
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    let mut origin = None;
    for (ring, hole) in rings {
        // From one origin for all rings, near them, so that large eastings do not eat the digits.
        let o = *origin.get_or_insert(*ring.first()?);
        let (mut a2, mut cx, mut cy) = (0.0, 0.0, 0.0);
        for w in ring.windows(2) {
            let (p, q) = (Xy::new(w[0].x - o.x, w[0].y - o.y), Xy::new(w[1].x - o.x, w[1].y - o.y));
            let cross = p.x * q.y - q.x * p.y;
            a2 += cross;
            cx += (p.x + q.x) * cross;
            cy += (p.y + q.y) * cross;
        }
        // Whatever way the ring turns, an outer one adds and a hole takes away.
        let sign = if (a2 < 0.0) == hole { 1.0 } else { -1.0 };
        area += sign * a2;
        x += sign * cx;
        y += sign * cy;
    }
    let o = origin?;
    (area > 0.0).then(|| Xy::new(o.x + x / (3.0 * area), o.y + y / (3.0 * area)))
}

fn mean(positions: &[Xy]) -> Option<Xy> {
    let n = positions.len() as f64;
    let sum = positions.iter().fold(Xy::default(), |s, p| Xy::new(s.x + p.x, s.y + p.y));
    (n > 0.0).then(|| Xy::new(sum.x / n, sum.y / n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::LngLat;

    /// A square of 10 m with a hole of 4 m in its eastern half, turned either way; a point, a line, nothing, a sliver.
    #[test]
    fn points_areas_and_what_has_no_place() {
        let square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)];
        let hole = [(5.0, 3.0), (9.0, 3.0), (9.0, 7.0), (5.0, 7.0), (5.0, 3.0)];
        let ring = |of: &[(f64, f64)], back: bool| {
            let mut ring: Vec<LngLat> = of.iter().map(|p| LngLat::new(p.0, p.1)).collect();
            if back {
                ring.reverse();
            }
            ring
        };
        let mut shapes = Shapes::new();
        shapes.push_point(LngLat::new(3.0, 4.0));
        shapes.push_polygon(&[vec![ring(&square, false), ring(&hole, true)]]);
        shapes.push_polygon(&[vec![ring(&square, true), ring(&hole, true)]]);
        shapes.push_line(&[vec![LngLat::new(0.0, 0.0), LngLat::new(1.0, 0.0)]]);
        shapes.push_none();
        shapes.push_polygon(&[vec![ring(&[(0.0, 0.0), (4.0, 0.0), (2.0, 0.0), (0.0, 0.0)], false)]]);
        // The test's plane is a metre a degree.
        let xy: Vec<Xy> = shapes.coords().iter().map(|p| Xy::new(p.lng, p.lat)).collect();
        let places = one_place_each(&shapes, &xy);
        assert_eq!(places[0], Xy::new(3.0, 4.0));
        let x = (100.0 * 5.0 - 16.0 * 7.0) / 84.0;
        for place in &places[1..3] {
            assert!((place.x - x).abs() < 1e-12 && (place.y - 5.0).abs() < 1e-12, "{place:?}");
        }
        assert!(places[3].x.is_nan() && places[4].x.is_nan());
        assert_eq!(places[5], Xy::new(1.5, 0.0));
    }
}
