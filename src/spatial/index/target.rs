//! What a distance is asked to: a position, or any shape. A trait, so that the search for the nearest points to a
//! position is compiled for exactly that.

use crate::spatial::geometry::{boxes_distance_sq, distance_sq, to_segment};
use crate::spatial::paths::{Paths, Piece};
use crate::units::{Xy, XyBox};

/// Something with a distance. All distances are squared metres.
pub(super) trait Target {
    /// The box around it.
    fn bounds(&self) -> XyBox;
    /// A lower bound of the distance to anything in a box.
    fn to_box_sq(&self, b: &XyBox) -> f64;
    /// The distance to a position.
    fn to_point_sq(&self, p: Xy) -> f64 {
        self.to_point_under_sq(p, f64::INFINITY)
    }
    /// The distance to a position where it is less than a bound; otherwise the bound or more.
    fn to_point_under_sq(&self, p: Xy, bound_sq: f64) -> f64;
    /// The distance to a segment.
    fn to_segment_sq(&self, a: Xy, b: Xy) -> f64 {
        self.to_segment_under_sq(a, b, f64::INFINITY)
    }
    /// The distance to a segment where it is less than a bound; otherwise the bound or more.
    fn to_segment_under_sq(&self, a: Xy, b: Xy, bound_sq: f64) -> f64;
    /// Parts that may be asked one after the other, none much larger than a size, each with its box: the distance is the
    /// least of theirs.
    fn pieces(&self, _size_m: f64) -> Vec<Piece> {
        vec![Piece { chunks: 0..0, bounds: self.bounds() }]
    }
    /// A lower bound of the distance from a part to anything in a box.
    fn piece_to_box_sq(&self, _: &Piece, b: &XyBox) -> f64 {
        self.to_box_sq(b)
    }
    /// The distance from a part to a segment where it is less than a bound; otherwise the bound or more.
    fn piece_to_segment_under_sq(&self, _: &Piece, a: Xy, b: Xy, bound_sq: f64) -> f64 {
        self.to_segment_under_sq(a, b, bound_sq)
    }
    /// One position of each part: a polygon that holds the target holds one of these, or its border is nearer.
    fn starts(&self) -> Vec<Xy>;
    /// The position, when it is nothing but one.
    fn position(&self) -> Option<Xy> {
        None
    }
}

impl Target for Xy {
    #[inline]
    fn bounds(&self) -> XyBox {
        XyBox { min: *self, max: *self }
    }
    #[inline]
    fn to_box_sq(&self, b: &XyBox) -> f64 {
        boxes_distance_sq(&XyBox { min: *self, max: *self }, b)
    }
    #[inline]
    fn to_point_under_sq(&self, p: Xy, _: f64) -> f64 {
        distance_sq(*self, p)
    }
    #[inline]
    fn to_segment_under_sq(&self, a: Xy, b: Xy, _: f64) -> f64 {
        to_segment(*self, a, b).0
    }
    fn starts(&self) -> Vec<Xy> {
        vec![*self]
    }
    #[inline]
    fn position(&self) -> Option<Xy> {
        Some(*self)
    }
}

/// A line as a target.
pub(super) struct LineTarget<'a>(pub &'a Paths<Xy>, pub XyBox);

impl Target for LineTarget<'_> {
    fn bounds(&self) -> XyBox {
        self.1
    }
    fn to_box_sq(&self, b: &XyBox) -> f64 {
        self.0.distance_sq_to_box(b)
    }
    fn to_point_under_sq(&self, p: Xy, bound_sq: f64) -> f64 {
        self.0.distance_sq_to_point_under(p, bound_sq)
    }
    fn to_segment_under_sq(&self, a: Xy, b: Xy, bound_sq: f64) -> f64 {
        self.0.distance_sq_to_segment_under(a, b, bound_sq)
    }
    fn pieces(&self, size_m: f64) -> Vec<Piece> {
        self.0.pieces(size_m)
    }
    fn piece_to_box_sq(&self, piece: &Piece, b: &XyBox) -> f64 {
        boxes_distance_sq(&piece.bounds, b)
    }
    fn piece_to_segment_under_sq(&self, piece: &Piece, a: Xy, b: Xy, bound_sq: f64) -> f64 {
        self.0.piece_to_segment_under(piece, a, b, bound_sq)
    }
    fn starts(&self) -> Vec<Xy> {
        self.0.starts().collect()
    }
}

/// A polygon as a target: everything inside is at distance 0.
pub(super) struct PolygonTarget<'a>(pub &'a Paths<Xy>, pub XyBox);

impl PolygonTarget<'_> {
    fn contains(&self, p: Xy) -> bool {
        self.1.contains(p) && self.0.contains(p)
    }
}

impl Target for PolygonTarget<'_> {
    fn bounds(&self) -> XyBox {
        self.1
    }
    fn to_box_sq(&self, b: &XyBox) -> f64 {
        let to_border = self.0.distance_sq_to_box(b);
        // Away from the border the box lies wholly inside or wholly outside.
        if to_border > 0.0 && boxes_distance_sq(&self.1, b) == 0.0 && self.contains(b.min) { 0.0 } else { to_border }
    }
    fn to_point_under_sq(&self, p: Xy, bound_sq: f64) -> f64 {
        if self.contains(p) { 0.0 } else { self.0.distance_sq_to_point_under(p, bound_sq) }
    }
    fn to_segment_under_sq(&self, a: Xy, b: Xy, bound_sq: f64) -> f64 {
        if self.contains(a) { 0.0 } else { self.0.distance_sq_to_segment_under(a, b, bound_sq) }
    }
    fn starts(&self) -> Vec<Xy> {
        self.0.starts().collect()
    }
}
