//! What other things are near to: a point, a line or a polygon on the plane.

use super::paths::Paths;
use super::plane::Plane;
use crate::domain::{ShapeKind, Shapes};
use crate::units::{Xy, XyBox};

/// A shape on the plane that distances are asked to. A line runs straight between its positions; in a polygon every
/// distance is 0, in its holes it is not.
#[derive(Clone, Debug)]
pub struct Probe {
    shape: ProbeShape,
    bounds: Option<XyBox>,
}

#[derive(Clone, Debug)]
pub(super) enum ProbeShape {
    Nothing,
    Point(Xy),
    Line(Paths<Xy>),
    Polygon(Paths<Xy>),
}

impl Probe {
    /// A position.
    pub fn point(at: Xy) -> Self {
        Self { shape: ProbeShape::Point(at), bounds: Some(XyBox { min: at, max: at }) }
    }

    /// A line of one or more parts; without any position it is near to nothing.
    pub fn line(parts: Vec<Vec<Xy>>) -> Self {
        Self::of_paths(Paths::lines(parts.iter().map(Vec::as_slice)), ProbeShape::Line)
    }

    /// A polygon of one or more members; of each member the first ring is the outer one, the others are holes.
    pub fn polygon(members: Vec<Vec<Vec<Xy>>>) -> Self {
        let rings = members.iter().flat_map(|rings| rings.iter().enumerate().map(|(i, ring)| (ring.as_slice(), i > 0)));
        Self::of_paths(Paths::rings(rings), ProbeShape::Polygon)
    }

    /// The shape of a layer's feature. A row without a place is near to nothing.
    pub fn of(shapes: &Shapes, row: u32, plane: &Plane) -> Self {
        let shape = shapes.get(row as usize);
        let parts: Vec<(Vec<Xy>, bool)> = shape.parts().map(|(part, hole)| (plane.xys(part), hole)).collect();
        match shape.kind() {
            ShapeKind::None => Self { shape: ProbeShape::Nothing, bounds: None },
            ShapeKind::Point => match parts.first().and_then(|(part, _)| part.first()) {
                Some(at) => Self::point(*at),
                None => Self { shape: ProbeShape::Nothing, bounds: None },
            },
            ShapeKind::Line => {
                Self::of_paths(Paths::lines(parts.iter().map(|(part, _)| part.as_slice())), ProbeShape::Line)
            }
            ShapeKind::Polygon => Self::of_paths(
                Paths::rings(parts.iter().map(|(part, hole)| (part.as_slice(), *hole))),
                ProbeShape::Polygon,
            ),
        }
    }

    fn of_paths(paths: Paths<Xy>, shape: impl Fn(Paths<Xy>) -> ProbeShape) -> Self {
        let bounds = paths.extent().map(|(min, max)| XyBox { min: Xy::new(min.0, min.1), max: Xy::new(max.0, max.1) });
        let shape = if bounds.is_some() { shape(paths) } else { ProbeShape::Nothing };
        Self { shape, bounds }
    }

    /// The box around it; `None` for a row without a place.
    pub fn bounds(&self) -> Option<XyBox> {
        self.bounds
    }

    /// Metres from a position, 0 inside a polygon; infinite when the probe has no place.
    pub fn distance_m(&self, from: Xy) -> f64 {
        self.distance_sq_to_point(from).sqrt()
    }

    /// The place of the probe's line, border or position that is nearest to a position; none when it has no place.
    pub(super) fn nearest_place(&self, to: Xy) -> Option<Xy> {
        match &self.shape {
            ProbeShape::Nothing => None,
            ProbeShape::Point(at) => Some(*at),
            ProbeShape::Line(paths) | ProbeShape::Polygon(paths) => paths.nearest_place(to),
        }
    }

    /// Its positions.
    pub(super) fn corners(&self) -> &[Xy] {
        match &self.shape {
            ProbeShape::Nothing => &[],
            ProbeShape::Point(at) => std::slice::from_ref(at),
            ProbeShape::Line(paths) | ProbeShape::Polygon(paths) => paths.coords(),
        }
    }

    /// Whether a position lies in the probe's polygon, borders included; never for points and lines.
    pub fn contains(&self, at: Xy) -> bool {
        match &self.shape {
            ProbeShape::Polygon(rings) => self.bounds.is_some_and(|b| b.contains(at)) && rings.contains(at),
            _ => false,
        }
    }

    pub(super) fn shape(&self) -> &ProbeShape {
        &self.shape
    }

    pub(super) fn distance_sq_to_point(&self, p: Xy) -> f64 {
        match &self.shape {
            ProbeShape::Nothing => f64::INFINITY,
            ProbeShape::Point(at) => super::geometry::distance_sq(*at, p),
            ProbeShape::Line(lines) => lines.distance_sq_to_point(p),
            ProbeShape::Polygon(_) if self.contains(p) => 0.0,
            ProbeShape::Polygon(rings) => rings.distance_sq_to_point(p),
        }
    }
}
