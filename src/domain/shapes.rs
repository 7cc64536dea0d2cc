//! Where a layer's features are: points, lines and polygons in flat arrays, a million points in 16 MB.

use crate::units::LngLat;
use serde::{Deserialize, Serialize};

/// What a feature's shape is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShapeKind {
    /// No place: a row of a table.
    None,
    /// One position.
    Point,
    /// One or more lines; each part is a line.
    Line,
    /// One or more polygons; each part is a ring.
    Polygon,
}

/// Flags of a part (a line or a ring).
const HOLE: u8 = 1;

/// The shapes of a layer's features, by row.
///
/// A feature has parts, a part has positions. The parts of a polygon are its rings, closed (last position = first); a
/// ring that is a hole belongs to the outer ring before it. While every feature is a point, only `coords` is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shapes {
    coords: Vec<LngLat>,
    rich: Option<Rich>,
}

/// The offsets that are needed as soon as one feature is not a point.
#[derive(Clone, Debug, Default, PartialEq)]
struct Rich {
    kinds: Vec<ShapeKind>,
    /// Feature `i` owns parts `part_starts[i]..part_starts[i + 1]`.
    part_starts: Vec<u32>,
    /// Part `p` owns positions `coord_starts[p]..coord_starts[p + 1]`.
    coord_starts: Vec<u32>,
    flags: Vec<u8>,
}

impl Rich {
    fn of_points(n: usize) -> Self {
        Self {
            kinds: vec![ShapeKind::Point; n],
            part_starts: (0..=n as u32).collect(),
            coord_starts: (0..=n as u32).collect(),
            flags: vec![0; n],
        }
    }

    fn part(&mut self, end: usize, hole: bool) {
        self.coord_starts.push(end as u32);
        self.flags.push(if hole { HOLE } else { 0 });
    }

    fn feature(&mut self, kind: ShapeKind) {
        self.kinds.push(kind);
        self.part_starts.push(self.flags.len() as u32);
    }
}

/// One feature's shape, borrowed.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    shapes: &'a Shapes,
    row: usize,
}

impl Shapes {
    /// No features.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many features.
    pub fn len(&self) -> usize {
        self.rich.as_ref().map_or(self.coords.len(), |r| r.kinds.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether every feature is a point, so that `coords()[row]` is its position.
    pub fn all_points(&self) -> bool {
        self.rich.is_none()
    }

    /// Every position of every feature, in row order.
    pub fn coords(&self) -> &[LngLat] {
        &self.coords
    }

    /// Where in [`Self::coords`] part `part` of feature `row` lies.
    pub fn part_range(&self, row: usize, part: usize) -> std::ops::Range<usize> {
        match &self.rich {
            None => row..row + 1,
            Some(r) => {
                let p = r.part_starts[row] as usize + part;
                r.coord_starts[p] as usize..r.coord_starts[p + 1] as usize
            }
        }
    }

    /// The shape of a feature. Panics when there is no such row.
    pub fn get(&self, row: usize) -> Shape<'_> {
        assert!(row < self.len(), "row {row} of {}", self.len());
        Shape { shapes: self, row }
    }

    /// Adds a point.
    pub fn push_point(&mut self, at: LngLat) {
        self.coords.push(at);
        if let Some(rich) = &mut self.rich {
            rich.part(self.coords.len(), false);
            rich.feature(ShapeKind::Point);
        }
    }

    /// Puts a position elsewhere. A ring's first and last are two.
    pub(super) fn set_coord(&mut self, place: usize, at: LngLat) {
        if let Some(coord) = self.coords.get_mut(place) {
            *coord = at;
        }
    }

    /// Adds a row without a place.
    pub fn push_none(&mut self) {
        self.enrich().feature(ShapeKind::None);
    }

    /// Adds a line of one or more parts.
    pub fn push_line(&mut self, parts: &[Vec<LngLat>]) {
        self.enrich();
        for part in parts {
            self.push_part(part, false);
        }
        self.enrich().feature(ShapeKind::Line);
    }

    /// Adds a polygon of one or more members; of each member the first ring is the outer one, the others are holes.
    pub fn push_polygon(&mut self, members: &[Vec<Vec<LngLat>>]) {
        self.enrich();
        for rings in members {
            for (i, ring) in rings.iter().enumerate() {
                self.push_part(ring, i > 0);
            }
        }
        self.enrich().feature(ShapeKind::Polygon);
    }

    fn push_part(&mut self, part: &[LngLat], hole: bool) {
        self.coords.extend_from_slice(part);
        let end = self.coords.len();
        self.enrich().part(end, hole);
    }

    fn enrich(&mut self) -> &mut Rich {
        let n = self.coords.len();
        self.rich.get_or_insert_with(|| Rich::of_points(n))
    }

    /// Gives back what growing set aside.
    pub fn shrink_to_fit(&mut self) {
        self.coords.shrink_to_fit();
        if let Some(r) = &mut self.rich {
            r.kinds.shrink_to_fit();
            r.part_starts.shrink_to_fit();
            r.coord_starts.shrink_to_fit();
            r.flags.shrink_to_fit();
        }
    }
}

impl<'a> Shape<'a> {
    /// What it is.
    pub fn kind(self) -> ShapeKind {
        self.shapes.rich.as_ref().map_or(ShapeKind::Point, |r| r.kinds[self.row])
    }

    /// Its parts, each as positions and whether it is a hole.
    pub fn parts(self) -> impl Iterator<Item = (&'a [LngLat], bool)> + Clone {
        let n = match &self.shapes.rich {
            None => 1,
            Some(r) => (r.part_starts[self.row + 1] - r.part_starts[self.row]) as usize,
        };
        (0..n).map(move |p| {
            let range = self.shapes.part_range(self.row, p);
            let hole =
                self.shapes.rich.as_ref().is_some_and(|r| r.flags[r.part_starts[self.row] as usize + p] & HOLE != 0);
            (&self.shapes.coords[range], hole)
        })
    }

    /// Where its positions lie in [`Shapes::coords`], so that a parallel array (the plane) can be read.
    pub fn coord_range(self) -> std::ops::Range<usize> {
        match &self.shapes.rich {
            None => self.row..self.row + 1,
            Some(r) => {
                let (a, b) = (r.part_starts[self.row] as usize, r.part_starts[self.row + 1] as usize);
                r.coord_starts[a] as usize..r.coord_starts[b] as usize
            }
        }
    }

    /// Its positions, of all parts.
    pub fn coords(self) -> &'a [LngLat] {
        &self.shapes.coords[self.coord_range()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(x: f64, y: f64) -> LngLat {
        LngLat::new(x, y)
    }

    #[test]
    fn points_stay_lean_until_something_else_comes() {
        let mut shapes = Shapes::new();
        shapes.push_point(p(1.0, 2.0));
        shapes.push_point(p(3.0, 4.0));
        assert!(shapes.all_points());
        shapes.push_none();
        shapes.push_polygon(&[
            vec![vec![p(0.0, 0.0), p(9.0, 0.0), p(9.0, 9.0), p(0.0, 0.0)], vec![p(1.0, 1.0), p(2.0, 1.0), p(1.0, 1.0)]],
            vec![vec![p(20.0, 0.0), p(29.0, 0.0), p(20.0, 0.0)]],
        ]);
        shapes.push_point(p(5.0, 6.0));
        assert!(!shapes.all_points());
        assert_eq!(shapes.len(), 5);
        assert_eq!(shapes.get(1).coords(), [p(3.0, 4.0)]);
        assert_eq!(shapes.get(2).kind(), ShapeKind::None);
        assert_eq!(shapes.get(2).parts().count(), 0);
        let holes: Vec<bool> = shapes.get(3).parts().map(|(_, hole)| hole).collect();
        assert_eq!(holes, [false, true, false]);
        assert_eq!(shapes.get(3).coords().len(), 10);
        assert_eq!(shapes.get(4).parts().next().unwrap().0, [p(5.0, 6.0)]);
    }
}
