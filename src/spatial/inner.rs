//! A place inside a polygon, for its symbol, its name, and whoever asks where it is.

use crate::domain::{Shape, ShapeKind};
use crate::units::LngLat;

/// Where on its height a polygon is cut, the middle first.
const HEIGHTS: [f64; 7] = [0.5, 0.382, 0.618, 0.25, 0.75, 0.1, 0.9];

/// A place inside a polygon, in its largest member and in none of its holes: the middle of the widest run at half
/// height. A polygon without area gives its first position; points and lines give `None`.
pub fn inner_point(shape: Shape<'_>) -> Option<LngLat> {
    if shape.kind() != ShapeKind::Polygon {
        return None;
    }
    let rings: Vec<(&[LngLat], bool)> = shape.parts().collect();
    let largest = (0..rings.len())
        .filter(|i| !rings[*i].1)
        .max_by(|a, b| area(rings[*a].0).total_cmp(&area(rings[*b].0)).then(b.cmp(a)))?;
    let holes = rings[largest + 1..].iter().take_while(|(_, hole)| *hole).map(|(ring, _)| *ring);
    let member: Vec<&[LngLat]> = std::iter::once(rings[largest].0).chain(holes).collect();
    let (south, north) =
        member[0].iter().fold((f64::MAX, f64::MIN), |(low, high), p| (low.min(p.lat), high.max(p.lat)));
    HEIGHTS
        .iter()
        .find_map(|height| widest_run(&member, south + (north - south) * height))
        .or_else(|| member[0].first().copied())
}

/// The middle of the widest run of a parallel inside the rings (even-odd).
fn widest_run(rings: &[&[LngLat]], lat: f64) -> Option<LngLat> {
    let mut crossings: Vec<f64> = Vec::new();
    for ring in rings {
        for ends in ring.windows(2) {
            let (a, b) = (ends[0], ends[1]);
            if (a.lat <= lat) != (b.lat <= lat) {
                crossings.push(a.lng + (lat - a.lat) / (b.lat - a.lat) * (b.lng - a.lng));
            }
        }
    }
    crossings.sort_unstable_by(f64::total_cmp);
    let runs = crossings.chunks_exact(2).map(|run| (run[1] - run[0], (run[0] + run[1]) / 2.0));
    // Of equally wide runs the western one.
    let (width, lng) = runs.reduce(|best, run| if run.0 > best.0 { run } else { best })?;
    (width > 0.0).then_some(LngLat::new(lng, lat))
}

/// Twice the area of a closed ring in square degrees, from its first position so that digits are kept.
fn area(ring: &[LngLat]) -> f64 {
    let Some(o) = ring.first() else { return 0.0 };
    ring.windows(2)
        .map(|e| (e[0].lng - o.lng) * (e[1].lat - o.lat) - (e[1].lng - o.lng) * (e[0].lat - o.lat))
        .sum::<f64>()
        .abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Shapes;

    fn ring(corners: &[(f64, f64)]) -> Vec<LngLat> {
        corners.iter().map(|(x, y)| LngLat::new(*x, *y)).collect()
    }

    #[test]
    fn it_avoids_holes_and_takes_the_largest_member() {
        let mut shapes = Shapes::new();
        shapes.push_polygon(&[
            vec![ring(&[(50.0, 0.0), (51.0, 0.0), (51.0, 1.0), (50.0, 1.0), (50.0, 0.0)])],
            vec![
                ring(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]),
                ring(&[(1.0, 1.0), (8.0, 1.0), (8.0, 9.0), (1.0, 9.0), (1.0, 1.0)]),
            ],
        ]);
        assert_eq!(inner_point(shapes.get(0)), Some(LngLat::new(9.0, 5.0)));
    }

    #[test]
    fn without_an_area_there_is_still_a_place() {
        let mut shapes = Shapes::new();
        shapes.push_polygon(&[vec![ring(&[(3.0, 4.0), (3.0, 4.0), (3.0, 4.0)])]]);
        shapes.push_polygon(&[vec![ring(&[(3.0, 4.0), (5.0, 4.0), (3.0, 4.0)])]]);
        shapes.push_point(LngLat::new(1.0, 1.0));
        shapes.push_polygon(&[]);
        assert_eq!(inner_point(shapes.get(0)), Some(LngLat::new(3.0, 4.0)));
        assert_eq!(inner_point(shapes.get(1)), Some(LngLat::new(3.0, 4.0)));
        assert_eq!(inner_point(shapes.get(2)), None);
        assert_eq!(inner_point(shapes.get(3)), None);
    }
}
