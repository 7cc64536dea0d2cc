//! Polygons by the boxes around them: which may hold a position, however far their borders are.

use super::hilbert;
use super::rects::RectTree;
use crate::domain::{ShapeKind, Shapes};
use crate::spatial::plane::Plane;
use crate::units::{Xy, XyBox};

/// The polygons of a layer.
#[derive(Clone, Debug)]
pub(super) struct AreaTree {
    rects: RectTree,
    rows: Vec<u32>,
}

impl AreaTree {
    /// `None` when no feature is a polygon.
    pub(super) fn build(shapes: &Shapes, xy: &[Xy], plane: &Plane, bounds: &XyBox) -> Option<Self> {
        if shapes.all_points() {
            return None;
        }
        let farthest_x = bounds.min.x.abs().max(bounds.max.x.abs());
        let mut areas = Vec::new();
        for row in 0..shapes.len() {
            let shape = shapes.get(row);
            if shape.kind() != ShapeKind::Polygon {
                continue;
            }
            let at = shape.coord_range();
            let Some(around) = XyBox::around(xy[at.clone()].iter().copied()) else { continue };
            let bow_m = (at.start..at.end.saturating_sub(1))
                .map(|i| {
                    plane.bow_m(shapes.coords()[i], shapes.coords()[i + 1], xy[i].distance_m(xy[i + 1]), farthest_x)
                })
                .fold(0.0, f64::max);
            areas.push((row as u32, around.grown(bow_m)));
        }
        if areas.is_empty() {
            return None;
        }
        let middle = |b: &XyBox| Xy::new((b.min.x + b.max.x) / 2.0, (b.min.y + b.max.y) / 2.0);
        let order: Vec<usize> = hilbert::order(
            areas.iter().map(|(_, b)| {
                let m = middle(b);
                Xy::new(m.x.clamp(bounds.min.x, bounds.max.x), m.y.clamp(bounds.min.y, bounds.max.y))
            }),
            bounds,
        )
        .collect();
        Some(Self {
            rects: RectTree::build(order.iter().map(|i| areas[*i].1)),
            rows: order.iter().map(|i| areas[*i].0).collect(),
        })
    }

    /// Rows whose box holds a position.
    pub(super) fn maybe_around(&self, at: Xy, mut found: impl FnMut(u32)) {
        self.rects.visit(&XyBox { min: at, max: at }, None, |items, _| {
            for item in items {
                found(self.rows[item]);
            }
        });
    }
}
