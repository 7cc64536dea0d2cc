//! What is nearest: blocks by growing distance, until no block can hold anything nearer than what was found.

use super::ground::is_stretched;
use super::scan::lanes_of;
use super::target::{LineTarget, PolygonTarget, Target};
use super::{Hit, Index, OnLine};
use crate::domain::{ShapeKind, Shapes};
use crate::spatial::geometry::to_segment;
use crate::spatial::probe::{Probe, ProbeShape};
use crate::units::Xy;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

/// A squared distance and a row, ordered by both. Distances are not negative, so their bits are ordered as they are.
type Key = (u64, u32);

impl Index {
    /// The `k` nearest features, by distance, then row; fewer when there are fewer.
    pub fn nearest(&self, shapes: &Shapes, probe: &Probe, k: usize) -> Vec<Hit> {
        let hits = self.nearest_on_plane(shapes, probe, k);
        match (probe.bounds(), hits.last()) {
            (Some(around), Some(last)) if is_stretched(&around.grown(last.distance_m)) => {
                self.nearest_on_ground(shapes, probe, &around, (hits, k))
            }
            _ => hits,
        }
    }

    fn nearest_on_plane(&self, shapes: &Shapes, probe: &Probe, k: usize) -> Vec<Hit> {
        match (probe.shape(), probe.bounds()) {
            (ProbeShape::Point(at), _) => self.nearest_to(shapes, at, k),
            (ProbeShape::Line(line), Some(b)) => self.nearest_to(shapes, &LineTarget(line, b), k),
            (ProbeShape::Polygon(rings), Some(b)) => self.nearest_to(shapes, &PolygonTarget(rings, b), k),
            _ => Vec::new(),
        }
    }

    fn nearest_to(&self, shapes: &Shapes, target: &impl Target, k: usize) -> Vec<Hit> {
        if k == 0 {
            return Vec::new();
        }
        let mut best = self.nearest_points(target, k);
        let enough = if best.len() == k { best.last().map(|key| f64::from_bits(key.0)) } else { None };
        best.extend(self.nearest_extended(shapes, target, k, enough.unwrap_or(f64::INFINITY)));
        best.sort_unstable();
        best.truncate(k);
        best.into_iter().map(|(bits, row)| Hit { row, distance_m: f64::from_bits(bits).sqrt() }).collect()
    }

    fn nearest_points(&self, target: &impl Target, k: usize) -> Vec<Key> {
        let Some(points) = &self.points else { return Vec::new() };
        // The exact positions lie all over the memory; the blocks' own are near enough to tell who may be among the
        // `k` nearest. `worst` is the k-th smallest of what a distance is at most.
        let mut maybe: Vec<(f64, u32)> = Vec::new();
        let mut at_most: BinaryHeap<u64> = BinaryHeap::new();
        let mut worst_m = f64::INFINITY;
        points.rects.visit_nearest(target, worst_m, |block| {
            let lanes = match target.position() {
                Some(at) if worst_m < f64::INFINITY => points.maybe_near(block, at, worst_m),
                _ => points.all(block),
            };
            let (coords, off_m) = (points.coords(block), points.off_m(block));
            for lane in lanes_of(lanes) {
                let about_m = target.to_point_sq(points.about(block, lane)).sqrt();
                if about_m - off_m > worst_m {
                    continue;
                }
                maybe.push((about_m - off_m, coords[lane]));
                let most = (about_m + off_m).to_bits();
                if at_most.len() < k {
                    at_most.push(most);
                } else if let Some(mut worst) = at_most.peek_mut()
                    && most < *worst
                {
                    *worst = most;
                }
                if at_most.len() == k {
                    worst_m = at_most.peek().map_or(f64::INFINITY, |worst| f64::from_bits(*worst));
                }
            }
            // A little more than its square, for the rounding of both roots.
            worst_m * worst_m * (1.0 + 1e-12)
        });
        let mut best: Vec<Key> = maybe
            .into_iter()
            .filter(|(at_least_m, _)| *at_least_m <= worst_m)
            .map(|(_, coord)| (target.to_point_sq(self.xy[coord as usize]).to_bits(), self.row(coord as usize)))
            .collect();
        best.sort_unstable();
        best.truncate(k);
        best
    }

    /// Lines and polygons: a feature has many segments, and counts by the nearest.
    fn nearest_extended(&self, shapes: &Shapes, target: &impl Target, k: usize, enough_sq: f64) -> BTreeSet<Key> {
        let mut best: BTreeSet<Key> = BTreeSet::new();
        let mut at: HashMap<u32, u64> = HashMap::new();
        let mut put = |row: u32, distance_sq: f64| {
            let bits = distance_sq.to_bits();
            match at.get(&row) {
                Some(known) if *known <= bits => {}
                known => {
                    if let Some(known) = known {
                        best.remove(&(*known, row));
                    }
                    at.insert(row, bits);
                    best.insert((bits, row));
                    if best.len() > k {
                        best.pop_last();
                    }
                }
            }
            match best.last() {
                Some(worst) if best.len() == k => f64::from_bits(worst.0).min(enough_sq),
                _ => enough_sq,
            }
        };
        let mut wanted_sq = enough_sq;
        self.areas_holding(shapes, target, |row| wanted_sq = put(row, 0.0));
        if let Some(segments) = &self.segments {
            segments.rects.visit_nearest(target, wanted_sq, |block| {
                for lane in lanes_of(segments.all(block)) {
                    let s = segments.segment(block, lane);
                    let distance_sq = target.to_segment_sq(self.xy[s.from], self.xy[s.to]);
                    if distance_sq <= wanted_sq {
                        wanted_sq = put(self.row(s.from), distance_sq);
                    }
                }
                wanted_sq
            });
        }
        best
    }

    /// The nearest place on a line within `max_m` of a position; of equally near ones the smallest row, part and
    /// place. Polygons' borders are not lines.
    pub fn nearest_line(&self, shapes: &Shapes, at: Xy, max_m: f64) -> Option<OnLine> {
        let segments = self.segments.as_ref()?;
        if max_m.is_nan() || max_m < 0.0 {
            return None;
        }
        // A road is near: the scale here is that of the whole way.
        let scale = self.plane.stretch_at(at);
        let mut best: Option<(Key, usize, f64)> = None;
        let mut wanted_sq = (max_m * scale) * (max_m * scale);
        segments.rects.visit_nearest(&at, wanted_sq, |block| {
            for lane in lanes_of(segments.all(block)) {
                let s = segments.segment(block, lane);
                let (distance_sq, t) = to_segment(at, self.xy[s.from], self.xy[s.to]);
                let row = self.row(s.from);
                if distance_sq > wanted_sq || shapes.get(row as usize).kind() != ShapeKind::Line {
                    continue;
                }
                let key = (distance_sq.to_bits(), row);
                if best.is_none_or(|(known, from, _)| (key, s.from) < (known, from)) {
                    best = Some((key, s.from, t * self.xy[s.from].distance_m(self.xy[s.to])));
                    wanted_sq = distance_sq;
                }
            }
            wanted_sq
        });
        let ((distance_bits, row), from, along_segment_m) = best?;
        let part = (0..shapes.get(row as usize).parts().count())
            .find(|part| shapes.part_range(row as usize, *part).contains(&from))?;
        let start = shapes.part_range(row as usize, part).start;
        let before_m: f64 = self.xy[start..=from].windows(2).map(|w| w[0].distance_m(w[1])).sum();
        Some(OnLine {
            row,
            part: part as u32,
            along_m: (before_m + along_segment_m) / scale,
            distance_m: f64::from_bits(distance_bits).sqrt() / scale,
        })
    }
}
