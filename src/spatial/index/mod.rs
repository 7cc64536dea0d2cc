//! The index over a layer: an R-tree over Hilbert blocks.
//!
//! Points lie in runs of 32 along a Hilbert curve, segments of lines and rings in runs of 16, as `f32` metres from
//! their run's corner; sixteen runs' rectangles lie side by side, and rstar holds the rectangles around those. A
//! question walks rstar, compares sixteen rectangles at a time, then 32 points at a time, and settles what the `f32`
//! cannot with the exact positions: metres in `f64` on the plane, or degrees as they were given.

mod areas;
mod degrees;
mod ground;
mod hilbert;
mod near;
mod nearest;
mod points;
mod rects;
mod scan;
mod segments;
mod target;

use super::plane::Plane;
use crate::domain::{ShapeKind, Shapes};
use crate::units::{LngLatBox, Xy, XyBox};
use areas::AreaTree;
use points::{PointTree, bounds_of_many};
use segments::SegmentTree;

/// A feature that was found, and how far away it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Its row in the layer.
    pub row: u32,
    /// Metres, 0 inside a polygon: on the plane, and on the ground where the plane stretches lengths by more than 3·10⁻⁴.
    pub distance_m: f64,
}

/// The nearest place on a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnLine {
    /// The line's row in the layer.
    pub row: u32,
    /// Which of its parts.
    pub part: u32,
    /// Metres along the part from its first position.
    pub along_m: f64,
    /// Metres from the position asked.
    pub distance_m: f64,
}

/// The index over a layer's shapes. It does not borrow them: they are given with each question, and must be those it
/// was built from.
#[derive(Clone, Debug)]
pub struct Index {
    plane: Plane,
    xy: Vec<Xy>,
    /// The row of each position; `None` while every feature is a point, and row and position are one.
    rows: Option<Vec<u32>>,
    bounds: Option<XyBox>,
    degrees: Option<LngLatBox>,
    points: Option<PointTree>,
    segments: Option<SegmentTree>,
    areas: Option<AreaTree>,
}

impl Index {
    /// Indexes a layer's shapes. Positions must be valid ([`crate::units::LngLat::is_valid`]).
    pub fn build(shapes: &Shapes, plane: &Plane) -> Self {
        Self::of_xy(shapes, plane, plane.xys(shapes.coords()))
    }

    /// Indexes a layer's shapes whose positions are on the plane already, one for each of `shapes.coords()`.
    pub fn of_xy(shapes: &Shapes, plane: &Plane, xy: Vec<Xy>) -> Self {
        debug_assert_eq!(xy.len(), shapes.coords().len(), "a place on the plane for every position");
        let bounds = bounds_of_many(&xy, |p| (p.x, p.y))
            .map(|(min, max)| XyBox { min: Xy::new(min.0, min.1), max: Xy::new(max.0, max.1) });
        let mut index = Self {
            plane: *plane,
            rows: rows_of(shapes),
            bounds,
            degrees: bounds_of_many(shapes.coords(), |p| (p.lng, p.lat)).map(|(min, max)| LngLatBox {
                west: min.0,
                south: min.1,
                east: max.0,
                north: max.1,
            }),
            points: None,
            segments: None,
            areas: None,
            xy,
        };
        let Some(bounds) = bounds else { return index };
        if shapes.all_points() {
            index.points = Some(PointTree::build(&index.xy, 0..index.xy.len(), &bounds));
            return index;
        }
        let points: Vec<usize> = (0..shapes.len())
            .map(|row| shapes.get(row))
            .filter(|shape| shape.kind() == ShapeKind::Point)
            .flat_map(|shape| shape.coord_range())
            .collect();
        if !points.is_empty() {
            index.points = Some(PointTree::build(&index.xy, points.iter().copied(), &bounds));
        }
        let segments = segments::of_shapes(shapes);
        if !segments.is_empty() {
            index.segments = Some(SegmentTree::build(shapes, &index.xy, plane, &segments, &bounds));
        }
        index.areas = AreaTree::build(shapes, &index.xy, plane, &bounds);
        index
    }

    /// The positions on the plane, beside [`Shapes::coords`].
    pub fn xy(&self) -> &[Xy] {
        &self.xy
    }

    /// The plane that it lies on.
    pub fn plane(&self) -> &Plane {
        &self.plane
    }

    /// The box around everything on the plane; `None` when nothing has a place.
    pub fn bounds(&self) -> Option<XyBox> {
        self.bounds
    }

    /// The box around everything in degrees; `None` when nothing has a place.
    pub fn lnglat_bounds(&self) -> Option<LngLatBox> {
        self.degrees
    }

    fn row(&self, coord: usize) -> u32 {
        self.rows.as_ref().map_or(coord as u32, |rows| rows[coord])
    }
}

fn rows_of(shapes: &Shapes) -> Option<Vec<u32>> {
    if shapes.all_points() {
        return None;
    }
    let mut rows = Vec::with_capacity(shapes.coords().len());
    for row in 0..shapes.len() {
        rows.resize(shapes.get(row).coord_range().end, row as u32);
    }
    Some(rows)
}
