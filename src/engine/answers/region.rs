//! An area as questions use it: judged, and put on the plane where metres decide.

use super::super::open::{Open, Ready};
use super::super::protocol::{Area, BadArea, EngineError, LEAST_REACH_M, MOST_CORNERS, MOST_REACH_M};
use super::ground;
use crate::domain::{LayerName, ShapeKind, Words};
use crate::spatial::{Probe, crosses_itself};
use crate::units::{LngLat, LngLatBox, Xy};

/// Polygons in degrees: of each the outer ring, then holes; all closed.
pub type Outline = Vec<Vec<Vec<LngLat>>>;

/// An area that can be asked about.
pub struct Region {
    inside: Inside,
    /// The area on the ellipsoid, m².
    pub area_m2: f64,
    /// What the map draws.
    pub outline: Outline,
    /// The box around it.
    pub bounds: LngLatBox,
    /// The district that it is.
    pub district: Option<Words>,
}

enum Inside {
    /// Decided in degrees.
    Box(LngLatBox),
    /// Decided in degrees.
    Rings(Outline),
    /// Decided in metres on the plane.
    Near(Probe, f64),
}

impl Region {
    /// Judges an area, and prepares it.
    pub fn of(open: &Open, area: &Area) -> Result<Self, EngineError> {
        judge(area).map_err(EngineError::Area)?;
        let rings = |outline: Outline, inside: Inside, district| {
            let area_m2 = ground::area_of_degrees_m2(&outline);
            Self::new(inside, outline, area_m2, district)
        };
        match area {
            Area::Box(b) => {
                let corners = [(b.west, b.south), (b.east, b.south), (b.east, b.north), (b.west, b.north)];
                let ring = closed(&corners.map(|(lng, lat)| LngLat::new(lng, lat)));
                rings(vec![vec![ring]], Inside::Box(*b), None)
            }
            Area::Lasso(ring) => {
                let outline = vec![vec![closed(ring)]];
                rings(outline.clone(), Inside::Rings(outline), None)
            }
            Area::Circle { at, radius_m } => {
                let probe = Probe::point(open.plane().xy(*at));
                let outline = reach(open, &probe, *radius_m);
                Self::new(Inside::Near(probe, *radius_m), outline, ground::circle_m2(*at, *radius_m), None)
            }
            Area::Along { line, within_m } => {
                let probe = Probe::line(vec![open.plane().xys(line)]);
                let outline = reach(open, &probe, *within_m);
                let area_m2 = ground::area_of_degrees_m2(&outline);
                Self::new(Inside::Near(probe, *within_m), outline, area_m2, None)
            }
            Area::District(id) => {
                let not_there = || EngineError::NotThere(format!("districts:{id}"));
                let layer = open.need(LayerName::Districts)?.layer;
                let row = layer.row_of(id).ok_or_else(not_there)?;
                let shape = layer.shapes().get(row);
                if shape.kind() != ShapeKind::Polygon {
                    return Err(not_there());
                }
                let mut outline: Outline = Vec::new();
                for (ring, hole) in shape.parts() {
                    match outline.last_mut().filter(|_| hole) {
                        Some(member) => member.push(ring.to_vec()),
                        None => outline.push(vec![ring.to_vec()]),
                    }
                }
                rings(outline.clone(), Inside::Rings(outline), Some(layer.title(row)))
            }
        }
    }

    fn new(inside: Inside, outline: Outline, area_m2: f64, district: Option<Words>) -> Result<Self, EngineError> {
        let bounds = LngLatBox::around(outline.iter().flatten().flatten().copied())
            .filter(|_| area_m2 > 0.0)
            .ok_or(EngineError::Area(BadArea::Empty))?;
        Ok(Self { inside, area_m2, outline, bounds, district })
    }

    /// Rows of a layer that lie in it or touch it, ascending.
    pub fn rows(&self, of: Ready<'_>) -> Vec<u32> {
        let (index, shapes) = (&of.placed.index, of.layer.shapes());
        match &self.inside {
            Inside::Box(b) => index.in_box(shapes, b),
            Inside::Rings(outline) => index.in_polygon(shapes, outline),
            Inside::Near(probe, metres) => {
                let mut rows: Vec<u32> = index.within(shapes, probe, *metres).into_iter().map(|hit| hit.row).collect();
                rows.sort_unstable();
                rows
            }
        }
    }

    /// The same as a shape on the plane and a distance from it: of boxes and rings the edges are straight on the plane.
    pub fn probe(&self, open: &Open) -> (Probe, f64) {
        match &self.inside {
            Inside::Near(probe, metres) => (probe.clone(), *metres),
            Inside::Box(_) | Inside::Rings(_) => {
                let on_plane = |ring: &Vec<LngLat>| open.plane().xys(ring);
                let members = self.outline.iter().map(|rings| rings.iter().map(on_plane).collect());
                (Probe::polygon(members.collect()), 0.0)
            }
        }
    }
}

/// The polygons that hold every place within a distance, in degrees.
fn reach(open: &Open, probe: &Probe, metres: f64) -> Outline {
    let degrees = |ring: Vec<Xy>| ring.into_iter().map(|at| open.plane().lnglat(at)).collect();
    probe.reach_on(open.plane(), metres).into_iter().map(|rings| rings.into_iter().map(degrees).collect()).collect()
}

fn closed(ring: &[LngLat]) -> Vec<LngLat> {
    let open = ring.first() != ring.last();
    ring.iter().copied().chain(ring.first().copied().filter(|_| open)).collect()
}

/// Whether a shape can be asked about; what is wrong with it otherwise.
fn judge(area: &Area) -> Result<(), BadArea> {
    match area {
        Area::Box(b) => {
            let corners = [LngLat::new(b.west, b.south), LngLat::new(b.east, b.north)];
            valid(&corners)?;
            if b.west < b.east && b.south < b.north { Ok(()) } else { Err(BadArea::Empty) }
        }
        Area::Lasso(ring) => {
            valid(ring)?;
            if different(ring) < 3 {
                return Err(BadArea::FewCorners);
            }
            if flat(ring) {
                return Err(BadArea::Empty);
            }
            if crosses_itself(ring) { Err(BadArea::CrossesItself) } else { Ok(()) }
        }
        Area::Circle { at, radius_m } => valid(&[*at]).and_then(|()| reaches(*radius_m)),
        Area::Along { line, within_m } => {
            valid(line)?;
            if different(line) < 2 { Err(BadArea::NoLine) } else { reaches(*within_m) }
        }
        Area::District(_) => Ok(()),
    }
}

fn valid(positions: &[LngLat]) -> Result<(), BadArea> {
    if positions.len() > MOST_CORNERS {
        return Err(BadArea::ManyCorners(positions.len() as u32));
    }
    if positions.iter().all(|p| p.is_valid()) { Ok(()) } else { Err(BadArea::Nowhere) }
}

fn reaches(metres: f64) -> Result<(), BadArea> {
    if (LEAST_REACH_M..=MOST_REACH_M).contains(&metres) { Ok(()) } else { Err(BadArea::Reach(metres)) }
}

fn different(positions: &[LngLat]) -> usize {
    let mut all: Vec<(u64, u64)> = positions.iter().map(|p| (p.lng.to_bits(), p.lat.to_bits())).collect();
    all.sort_unstable();
    all.dedup();
    all.len()
}

/// Whether all corners lie on one meridian or one parallel.
fn flat(ring: &[LngLat]) -> bool {
    LngLatBox::around(ring.iter().copied()).is_none_or(|b| b.west >= b.east || b.south >= b.north)
}

/// The rows of a layer inside an area drawn on the map, ascending.
pub fn select(open: &Open, layer: LayerName, area: &Area) -> Result<Vec<u32>, EngineError> {
    let ready = open.need(layer)?;
    let (index, shapes) = (&ready.placed.index, ready.layer.shapes());
    match area {
        Area::Box(b) => Ok(index.in_box(shapes, b)),
        // A hand's loops are no reason to select nothing: by which side of the outline a place lies on is decided as it is.
        Area::Lasso(ring) => {
            let ring = closed(ring);
            Ok(if ring.len() < 4 { Vec::new() } else { index.in_polygon(shapes, &[vec![ring]]) })
        }
        Area::Circle { .. } | Area::Along { .. } | Area::District(_) => Ok(Region::of(open, area)?.rows(ready)),
    }
}
