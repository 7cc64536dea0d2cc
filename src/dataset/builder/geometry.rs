//! A row's geometry: judged once, turned to WGS84, closed and oriented.

use super::super::crs::Crs;
use super::crossing;
use crate::domain::{Geometry, Shape, ShapeKind, Shapes};
use crate::units::{LngLat, LngLatBox};

/// Easting or longitude, then northing or latitude, as the file has them.
pub type Position = [f64; 2];

/// Where a row is, in the file's own coordinates.
#[derive(Clone, Copy, Debug)]
pub enum RawGeometry<'a> {
    /// No geometry.
    Missing,
    /// One position.
    Point(Position),
    /// Lines.
    Lines(&'a [Vec<Position>]),
    /// Polygons; of each the first ring is the outer one, the others are holes.
    Polygons(&'a [Vec<Vec<Position>>]),
    /// Something that is no geometry: the words that were found.
    Unreadable(&'a str),
}

impl<'a> RawGeometry<'a> {
    /// Its positions, in order.
    pub(super) fn positions(self) -> impl Iterator<Item = Position> + 'a {
        let (point, lines, polygons): (_, &'a [Vec<Position>], &'a [Vec<Vec<Position>>]) = match self {
            Self::Missing | Self::Unreadable(_) => (None, &[], &[]),
            Self::Point(p) => (Some(p), &[], &[]),
            Self::Lines(parts) => (None, parts, &[]),
            Self::Polygons(members) => (None, &[], members),
        };
        point.into_iter().chain(lines.iter().flatten().copied()).chain(polygons.iter().flatten().flatten().copied())
    }
}

/// A geometry that passed the door.
#[derive(Debug)]
pub(super) enum Placed {
    None,
    Point(LngLat),
    Lines(Vec<Vec<LngLat>>),
    Polygons(Vec<Vec<Vec<LngLat>>>),
}

/// Why a geometry did not pass: what was found, and what was expected in Chinese and English.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) found: String,
    pub(super) expected: (String, String),
}

/// What was done to a geometry that passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mended {
    pub(super) closed: bool,
    pub(super) dropped: bool,
    pub(super) crossing: bool,
}

/// The door: the layer's shapes, the file's coordinate system, the plan's bounds.
pub(super) struct Door {
    pub(super) geometry: Geometry,
    pub(super) crs: Option<Box<dyn Crs>>,
    pub(super) bounds: Option<LngLatBox>,
}

impl Door {
    /// Judges a geometry.
    pub(super) fn place(&self, raw: RawGeometry<'_>) -> Result<(Placed, Mended), Refused> {
        use Geometry as G;
        let mut mended = Mended::default();
        let placed = match (raw, self.geometry) {
            (_, G::None) => Placed::None,
            (RawGeometry::Missing, G::PointOrNone) => Placed::None,
            (RawGeometry::Missing, _) => return Err(self.refused(String::new())),
            (RawGeometry::Unreadable(found), _) => return Err(self.refused(found.to_owned())),
            (RawGeometry::Point(p), G::Point | G::PointOrPolygon | G::PointOrNone) => Placed::Point(self.position(p)?),
            (RawGeometry::Lines(parts), G::Line | G::LineOrPolygon) => Placed::Lines(self.lines(parts, &mut mended)?),
            (RawGeometry::Polygons(members), G::Polygon | G::PointOrPolygon | G::LineOrPolygon) => {
                Placed::Polygons(self.polygons(members, &mut mended)?)
            }
            (RawGeometry::Point(_), _) => return Err(self.refused("Point".into())),
            (RawGeometry::Lines(_), _) => return Err(self.refused("LineString".into())),
            (RawGeometry::Polygons(_), _) => return Err(self.refused("Polygon".into())),
        };
        Ok((placed, mended))
    }

    fn refused(&self, found: String) -> Refused {
        let (zh, en) = match self.geometry {
            Geometry::Point | Geometry::PointOrNone => ("点坐标", "a point"),
            Geometry::Line => ("线", "a line"),
            Geometry::Polygon => ("面", "a polygon"),
            Geometry::PointOrPolygon => ("点或面", "a point or a polygon"),
            Geometry::LineOrPolygon => ("线或面", "a line or a polygon"),
            Geometry::None => ("无", "nothing"),
        };
        Refused { found, expected: (zh.into(), en.into()) }
    }

    /// The one place where coordinates are judged: finite, within their system, within the plan's bounds.
    pub(super) fn position(&self, [x, y]: Position) -> Result<LngLat, Refused> {
        let refused = |zh: String, en: String| Refused { found: format!("({x}, {y})"), expected: (zh, en) };
        let at = match &self.crs {
            None => Some(LngLat::new(x + 0.0, y + 0.0)),
            Some(crs) if x.is_finite() && y.is_finite() => crs.lng_lat(x, y),
            Some(_) => None,
        };
        let Some(at) = at.filter(|p| p.is_valid()) else {
            return Err(match &self.crs {
                None => refused(
                    "经度 −180 到 180，纬度 −90 到 90".into(),
                    "longitude from −180 to 180, latitude from −90 to 90".into(),
                ),
                Some(crs) => refused(format!("{} 坐标", crs.code()), crs.expected()),
            });
        };
        match self.bounds {
            Some(b) if !b.contains(at) => Err(refused(
                format!("在范围 {}, {}, {}, {} 之内", b.west, b.south, b.east, b.north),
                format!("inside the bounds {}, {}, {}, {}", b.west, b.south, b.east, b.north),
            )),
            _ => Ok(at),
        }
    }

    fn positions(&self, part: &[Position]) -> Result<Vec<LngLat>, Refused> {
        part.iter().map(|p| self.position(*p)).collect()
    }

    fn lines(&self, parts: &[Vec<Position>], mended: &mut Mended) -> Result<Vec<Vec<LngLat>>, Refused> {
        let mut out = Vec::with_capacity(parts.len());
        for part in parts {
            let line = self.positions(part)?;
            if line.iter().any(|p| *p != line[0]) {
                out.push(line);
            } else {
                mended.dropped = true;
            }
        }
        if out.is_empty() {
            return Err(Refused {
                found: format!("{} positions", parts.iter().map(Vec::len).sum::<usize>()),
                expected: ("至少两个不同位置的线".into(), "a line of at least two different positions".into()),
            });
        }
        Ok(out)
    }

    fn polygons(&self, members: &[Vec<Vec<Position>>], mended: &mut Mended) -> Result<Vec<Vec<Vec<LngLat>>>, Refused> {
        let mut out = Vec::with_capacity(members.len());
        for rings in members {
            let mut member: Vec<Vec<LngLat>> = Vec::with_capacity(rings.len());
            for (i, ring) in rings.iter().enumerate() {
                let ring = self.positions(ring)?;
                match mend_ring(ring, i == 0, mended) {
                    Some(ring) => member.push(ring),
                    // Holes without an outer ring mean nothing.
                    None if i == 0 => break,
                    None => {}
                }
            }
            if !member.is_empty() {
                out.push(member);
            }
        }
        if out.is_empty() {
            return Err(Refused {
                found: format!("{} positions", members.iter().flatten().map(Vec::len).sum::<usize>()),
                expected: ("有面积的面".into(), "a polygon with an area".into()),
            });
        }
        mended.crossing = out.iter().any(|rings| crossing::crosses_itself(rings));
        Ok(out)
    }
}

/// Closes a ring and turns it the way GeoJSON wants it: outer rings anticlockwise, holes clockwise. `None` where it
/// has no area.
fn mend_ring(mut ring: Vec<LngLat>, outer: bool, mended: &mut Mended) -> Option<Vec<LngLat>> {
    let first = *ring.first()?;
    if ring.last() != Some(&first) {
        ring.push(first);
        mended.closed = true;
    }
    let flat = ring.iter().all(|p| p.lng == first.lng) || ring.iter().all(|p| p.lat == first.lat);
    if ring.len() < 4 || flat {
        mended.dropped = true;
        return None;
    }
    let doubled_area: f64 = ring
        .windows(2)
        .map(|w| (w[0].lng - first.lng) * (w[1].lat - first.lat) - (w[1].lng - first.lng) * (w[0].lat - first.lat))
        .sum();
    if (doubled_area < 0.0) == outer && doubled_area != 0.0 {
        ring.reverse();
    }
    Some(ring)
}

impl Placed {
    /// Adds the shape as a layer's next.
    pub(super) fn push_to(&self, shapes: &mut Shapes) {
        match self {
            Self::None => shapes.push_none(),
            Self::Point(p) => shapes.push_point(*p),
            Self::Lines(parts) => shapes.push_line(parts),
            Self::Polygons(members) => shapes.push_polygon(members),
        }
    }

    /// Whether a shape is the same, position by position.
    pub(super) fn equals(&self, shape: Shape<'_>) -> bool {
        let kind = match self {
            Self::None => ShapeKind::None,
            Self::Point(_) => ShapeKind::Point,
            Self::Lines(_) => ShapeKind::Line,
            Self::Polygons(_) => ShapeKind::Polygon,
        };
        let mut own = self.parts();
        kind == shape.kind()
            && shape.parts().all(|(part, hole)| own.next().is_some_and(|(p, h)| h == hole && p == part))
            && own.next().is_none()
    }

    /// Every part and whether it is a hole.
    fn parts(&self) -> Box<dyn Iterator<Item = (&[LngLat], bool)> + '_> {
        match self {
            Self::None => Box::new(std::iter::empty()),
            Self::Point(p) => Box::new(std::iter::once((std::slice::from_ref(p), false))),
            Self::Lines(parts) => Box::new(parts.iter().map(|p| (p.as_slice(), false))),
            Self::Polygons(members) => {
                Box::new(members.iter().flat_map(|rings| rings.iter().enumerate().map(|(i, r)| (r.as_slice(), i > 0))))
            }
        }
    }

    /// Every position.
    pub(super) fn positions(&self) -> impl Iterator<Item = LngLat> + '_ {
        let point = match self {
            Self::Point(p) => Some(*p),
            _ => None,
        };
        let rest = match self {
            Self::Lines(_) | Self::Polygons(_) => Some(self.parts()),
            _ => None,
        };
        point.into_iter().chain(rest.into_iter().flatten().flat_map(|(part, _)| part.iter().copied()))
    }
}
