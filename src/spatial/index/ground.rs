//! Distances on the ground, where the plane stretches them.
//!
//! Up to [`TRUE_WITHIN_M`] from the central meridian a length on the plane is a length on the ground to 3·10⁻⁴, and is
//! given as it is. Beyond, the plane's tree gives candidates out of a radius widened by the largest scale around the
//! question; of each the two places nearest to each other are found, and the way between them measured on the ground
//! ([`Plane::distance_m`]). The plane is conformal, so which places are nearest does not depend on its scale.
//!
//! [`Plane::distance_m`]: crate::spatial::Plane::distance_m

use super::near::Wanted;
use super::{Hit, Index};
use crate::domain::{ShapeKind, Shapes};
use crate::spatial::geometry::to_segment;
use crate::spatial::probe::Probe;
use crate::units::{TRUE_WITHIN_M, Xy, XyBox, greater, lesser};

/// Whether lengths in a box may be stretched by more than 3·10⁻⁴.
pub(super) fn is_stretched(within: &XyBox) -> bool {
    within.min.x < -TRUE_WITHIN_M || within.max.x > TRUE_WITHIN_M
}

/// Bounds of the scale in a box: at least, at most.
fn scale_in(within: &XyBox) -> (f64, f64) {
    let (west, east) = (within.min.x.abs(), within.max.x.abs());
    let nearest = if within.min.x <= 0.0 && within.max.x >= 0.0 { 0.0 } else { lesser(west, east) };
    // The Earth's curvature lies between these radii, and the margin covers the rest.
    (libm::cosh(nearest / 6_400_000.0) * 0.999, libm::cosh(greater(west, east) / 6_330_000.0) * 1.001)
}

impl Index {
    /// As `within`, of a question that lies where the plane is stretched.
    pub(super) fn within_on_ground(
        &self,
        shapes: &Shapes,
        probe: &Probe,
        around: &XyBox,
        radius_m: f64,
        wanted: Wanted<'_>,
    ) -> Vec<Hit> {
        let (_, here) = scale_in(around);
        let (_, most) = scale_in(&around.grown(radius_m * here * 1.5));
        let hits = self.within_on_plane(shapes, probe, radius_m * most, wanted);
        let mut hits = self.measured(shapes, probe, hits);
        hits.retain(|hit| hit.distance_m <= radius_m);
        hits
    }

    /// As `nearest`, given the nearest on the plane, where some of them lie where it is stretched.
    pub(super) fn nearest_on_ground(
        &self,
        shapes: &Shapes,
        probe: &Probe,
        around: &XyBox,
        (on_plane, k): (Vec<Hit>, usize),
    ) -> Vec<Hit> {
        let farthest_m = on_plane.last().map_or(0.0, |hit| hit.distance_m);
        let hits = if on_plane.len() < k {
            on_plane
        } else {
            // What is truly nearer than the last may lie farther away on the plane, by the ratio of the scales.
            let (least, most) = scale_in(&around.grown(farthest_m * 3.0));
            self.within_on_plane(shapes, probe, farthest_m * lesser(most / least, 3.0), None)
        };
        let mut hits = self.measured(shapes, probe, hits);
        hits.truncate(k);
        hits
    }

    /// Hits with their distances on the ground, by distance, then row.
    fn measured(&self, shapes: &Shapes, probe: &Probe, hits: Vec<Hit>) -> Vec<Hit> {
        let mut hits: Vec<Hit> = hits
            .into_iter()
            .map(|hit| match self.nearest_places(shapes, probe, hit) {
                Some((from, to)) if is_stretched(&XyBox::around_two(from, to)) => {
                    Hit { distance_m: self.plane.distance_m(from, to), ..hit }
                }
                _ => hit,
            })
            .collect();
        hits.sort_unstable_by_key(|hit| (hit.distance_m.to_bits(), hit.row));
        hits
    }

    /// A place of the probe and one of a feature that are as near to each other as both are; none where they touch.
    fn nearest_places(&self, shapes: &Shapes, probe: &Probe, hit: Hit) -> Option<(Xy, Xy)> {
        if hit.distance_m == 0.0 {
            return None;
        }
        let shape = shapes.get(hit.row as usize);
        if shape.kind() == ShapeKind::Point {
            let at = self.xy[shape.coord_range()].first().copied()?;
            return Some((probe.nearest_place(at)?, at));
        }
        let parts = (0..shape.parts().count()).map(|part| &self.xy[shapes.part_range(hit.row as usize, part)]);
        let ends = parts.flat_map(|part| {
            let single = (part.len() == 1).then(|| [part[0], part[0]]);
            part.windows(2).map(|ends| [ends[0], ends[1]]).chain(single)
        });
        let mut best: Option<(f64, (Xy, Xy))> = None;
        let mut offer = |from: Xy, to: Xy| {
            let apart = from.distance_m(to);
            if best.is_none_or(|(least, _)| apart < least) {
                best = Some((apart, (from, to)));
            }
        };
        let near = probe.bounds()?.grown(hit.distance_m * (1.0 + 1e-9));
        for [a, b] in ends.filter(|[a, b]| XyBox::around_two(*a, *b).intersects(&near)) {
            // Of two segments that do not meet, an end of one is nearest to the other.
            for end in [a, b] {
                if let Some(from) = probe.nearest_place(end) {
                    offer(from, end);
                }
            }
            for corner in probe.corners() {
                let (_, t) = to_segment(*corner, a, b);
                offer(*corner, Xy::new(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t));
            }
        }
        best.map(|(_, places)| places)
    }
}
