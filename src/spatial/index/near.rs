//! What lies within a distance, exactly, in metres.

use super::ground::is_stretched;
use super::scan::lanes_of;
use super::target::{LineTarget, PolygonTarget, Target};
use super::{Hit, Index};
use crate::domain::{Shape, Shapes};
use crate::spatial::geometry::{in_polygon, side_of_ring};
use crate::spatial::probe::{Probe, ProbeShape};
use crate::units::{Xy, XyBox};
use std::collections::BTreeMap;

/// Which rows are asked for; none is all of them, without a call for each.
pub(super) type Wanted<'a> = Option<&'a dyn Fn(u32) -> bool>;

impl Index {
    /// Features within a radius of a shape, the radius included, by distance, then row. None for a radius that is
    /// negative or not a number.
    pub fn within(&self, shapes: &Shapes, probe: &Probe, radius_m: f64) -> Vec<Hit> {
        self.within_of(shapes, probe, radius_m, None)
    }

    /// The same of the rows that are wanted: of all others no distance is measured.
    pub fn within_where(
        &self,
        shapes: &Shapes,
        probe: &Probe,
        radius_m: f64,
        wanted: &dyn Fn(u32) -> bool,
    ) -> Vec<Hit> {
        self.within_of(shapes, probe, radius_m, Some(wanted))
    }

    /// The rows alone, ascending, for whoever only counts them: of a row that is near enough nothing more is measured.
    pub fn rows_within(&self, shapes: &Shapes, probe: &Probe, radius_m: f64, wanted: &dyn Fn(u32) -> bool) -> Vec<u32> {
        let stretched = |around: &XyBox| is_stretched(&around.grown(radius_m));
        let mut rows: Vec<u32> = match (probe.shape(), probe.bounds()) {
            (ProbeShape::Line(line), Some(b)) if radius_m >= 0.0 && !stretched(&b) => {
                let target = LineTarget(line, b);
                let mut rows: Vec<u32> =
                    self.extended_within(shapes, &target, radius_m, Some(wanted), true).into_keys().collect();
                self.points_within(&target, radius_m, Some(wanted), |coord, _| rows.push(self.row(coord)));
                rows
            }
            _ => self.within_where(shapes, probe, radius_m, wanted).into_iter().map(|hit| hit.row).collect(),
        };
        rows.sort_unstable();
        rows
    }

    fn within_of(&self, shapes: &Shapes, probe: &Probe, radius_m: f64, wanted: Wanted<'_>) -> Vec<Hit> {
        match probe.bounds() {
            Some(around) if radius_m >= 0.0 && is_stretched(&around.grown(radius_m)) => {
                self.within_on_ground(shapes, probe, &around, radius_m, wanted)
            }
            _ => self.within_on_plane(shapes, probe, radius_m, wanted),
        }
    }

    /// The same in metres on the plane, wherever it is.
    pub(super) fn within_on_plane(
        &self,
        shapes: &Shapes,
        probe: &Probe,
        radius_m: f64,
        wanted: Wanted<'_>,
    ) -> Vec<Hit> {
        match (probe.shape(), probe.bounds()) {
            (ProbeShape::Point(at), _) => self.within_target(shapes, at, radius_m, wanted),
            (ProbeShape::Line(line), Some(b)) => self.within_target(shapes, &LineTarget(line, b), radius_m, wanted),
            (ProbeShape::Polygon(rings), Some(b)) => {
                self.within_target(shapes, &PolygonTarget(rings, b), radius_m, wanted)
            }
            _ => Vec::new(),
        }
    }

    fn within_target(&self, shapes: &Shapes, target: &impl Target, radius_m: f64, wanted: Wanted<'_>) -> Vec<Hit> {
        if radius_m.is_nan() || radius_m < 0.0 {
            return Vec::new();
        }
        let mut hits = Vec::new();
        self.points_within(target, radius_m, wanted, |coord, distance_sq| {
            hits.push(Hit { row: self.row(coord), distance_m: distance_sq.sqrt() });
        });
        hits.extend(
            self.extended_within(shapes, target, radius_m, wanted, false)
                .into_iter()
                .map(|(row, distance_sq)| Hit { row, distance_m: distance_sq.sqrt() }),
        );
        // Of numbers that are not negative the bits have the numbers' order, and compare in one step.
        hits.sort_unstable_by_key(|hit| (hit.distance_m.to_bits(), hit.row));
        hits
    }

    /// Calls `found` with the row and the place of every point feature within a radius of a position, metres on the plane;
    /// lines and polygons are not given. The order is the tree's: the same on every machine, but not sorted.
    pub fn for_each_point_within(&self, at: Xy, radius_m: f64, mut found: impl FnMut(u32, Xy)) {
        if radius_m >= 0.0 {
            self.points_within(&at, radius_m, None, |coord, _| found(self.row(coord), self.xy[coord]));
        }
    }

    fn points_within(
        &self,
        target: &impl Target,
        radius_m: f64,
        wanted: Wanted<'_>,
        mut found: impl FnMut(usize, f64),
    ) {
        let Some(points) = &self.points else { return };
        let radius_sq = radius_m * radius_m;
        // What is at the radius itself is within.
        let beyond_sq = radius_sq.next_up();
        let outer = target.bounds().grown(radius_m);
        // The exact positions lie all over the memory: asked for in one loop, they are fetched side by side.
        let mut maybe: Vec<u32> = Vec::with_capacity(256);
        let mut settle = |maybe: &mut Vec<u32>| {
            for coord in maybe.drain(..) {
                if wanted.is_some_and(|wanted| !wanted(self.row(coord as usize))) {
                    continue;
                }
                let distance_sq = target.to_point_under_sq(self.xy[coord as usize], beyond_sq);
                if distance_sq <= radius_sq {
                    found(coord as usize, distance_sq);
                }
            }
        };
        points.rects.visit(&outer, None, |blocks, _| {
            for block in blocks {
                if target.to_box_sq(&points.rects.rect(block)) > radius_sq {
                    continue;
                }
                let of_block = points.coords(block);
                let lanes = match target.position() {
                    Some(at) => points.maybe_near(block, at, radius_m),
                    None => points.maybe_in(block, &outer),
                };
                maybe.extend(lanes_of(lanes).map(|lane| of_block[lane]));
                if maybe.len() >= 224 {
                    settle(&mut maybe);
                }
            }
        });
        settle(&mut maybe);
    }

    /// Lines and polygons within a radius, with their squared distances; where being near is `enough`, with any that is
    /// within it.
    fn extended_within(
        &self,
        shapes: &Shapes,
        target: &impl Target,
        radius_m: f64,
        wanted: Wanted<'_>,
        enough: bool,
    ) -> BTreeMap<u32, f64> {
        let mut found = BTreeMap::new();
        self.areas_holding(shapes, target, |row| {
            if wanted.is_none_or(|wanted| wanted(row)) {
                found.insert(row, 0.0);
            }
        });
        let Some(segments) = &self.segments else { return found };
        let radius_sq = radius_m * radius_m;
        let beyond_sq = radius_sq.next_up();
        // The last row that was looked at and how near it must come to count: its next segment mostly comes next. 0 is
        // never undercut.
        let (mut last, mut under_sq) = (None, 0.0);
        // A long line is asked piece by piece: what is near one end of it has nothing to do with the other.
        for piece in target.pieces(radius_m) {
            let outer = piece.bounds.grown(radius_m);
            segments.rects.visit(&outer, None, |blocks, _| {
                for block in blocks {
                    if target.piece_to_box_sq(&piece, &segments.rects.rect(block)) > radius_sq {
                        continue;
                    }
                    for lane in lanes_of(segments.maybe_meet(block, &outer)) {
                        let s = segments.segment(block, lane);
                        let row = self.row(s.from);
                        if last != Some(row) {
                            under_sq = match found.get(&row) {
                                Some(_) if enough => 0.0,
                                Some(best) => *best,
                                None if wanted.is_some_and(|wanted| !wanted(row)) => 0.0,
                                None => beyond_sq,
                            };
                            last = Some(row);
                        }
                        if under_sq == 0.0 {
                            continue;
                        }
                        let (a, b) = (self.xy[s.from], self.xy[s.to]);
                        let distance_sq = target.piece_to_segment_under_sq(&piece, a, b, under_sq);
                        if distance_sq < under_sq {
                            found.insert(row, distance_sq);
                            under_sq = if enough { 0.0 } else { distance_sq };
                        }
                    }
                }
            });
        }
        found
    }

    /// Polygons that hold a part of the target.
    pub(super) fn areas_holding(&self, shapes: &Shapes, target: &impl Target, mut found: impl FnMut(u32)) {
        let Some(areas) = &self.areas else { return };
        for start in target.starts() {
            areas.maybe_around(start, |row| {
                if self.holds(shapes.get(row as usize), start) {
                    found(row);
                }
            });
        }
    }

    /// Whether a polygon holds a position, its edges straight on the plane, borders included.
    fn holds(&self, shape: Shape<'_>, at: Xy) -> bool {
        let mut from = shape.coord_range().start;
        let rings = shape.parts().map(|(ring, hole)| {
            let range = from..from + ring.len();
            from = range.end;
            (&self.xy[range], hole)
        });
        in_polygon(rings, |ring| side_of_ring(ring, at))
    }

    /// The box of a feature on the plane; `None` for a row without a place.
    pub fn box_of(&self, shapes: &Shapes, row: u32) -> Option<XyBox> {
        XyBox::around(self.xy[shapes.get(row as usize).coord_range()].iter().copied())
    }
}
