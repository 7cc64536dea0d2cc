//! Lengths and areas on the WGS84 ellipsoid, along geodesics (C. F. F. Karney, Algorithms for geodesics, J. Geodesy 87,
//! 2013), as the crate `geo` computes them with GeographicLib's methods: to some nanometres.
//!
//! The city's plane would not do for this: it is true on its central meridian alone and stretches a length by 2.8·10⁻⁴ at
//! 150 km from it. It stays what answers who is within a distance, where one plane for all is worth more than the last
//! metre in three kilometres.

use super::super::BadArea;
use super::super::protocol::{EngineError, MOST_CORNERS, Measured};
use crate::spatial::crosses_itself;
use crate::units::LngLat;
use geo::{Distance, Geodesic, GeodesicArea, LineString, Point, Polygon};

/// Edges that are straight in degrees are followed in steps so long at most, degrees: about 500 m, over which a parallel
/// leaves the geodesic by less than 1 cm at 60 degrees of latitude.
const STEP: f64 = 0.005;
/// Steps that an edge is followed in at most.
const MOST_STEPS: f64 = 2_000.0;

/// Metres along the shortest way.
pub fn length_m(a: LngLat, b: LngLat) -> f64 {
    Geodesic.distance(Point::new(a.lng, a.lat), Point::new(b.lng, b.lat))
}

/// m² of the polygon whose edges are the shortest ways between some corners, in whichever order they come: of a ring that
/// runs clockwise the unsigned area would be that of the rest of the Earth.
fn area_m2(ring: impl Iterator<Item = LngLat>) -> f64 {
    let ring: LineString = ring.map(|p| (p.lng, p.lat)).collect();
    Polygon::new(ring, Vec::new()).geodesic_area_signed().abs()
}

/// m² of polygons whose edges are straight in degrees: of each the outer ring, then holes.
pub fn area_of_degrees_m2(polygons: &[Vec<Vec<LngLat>>]) -> f64 {
    let ring = |ring: &Vec<LngLat>| area_m2(followed(ring).into_iter());
    polygons
        .iter()
        .map(|rings| rings.iter().enumerate().map(|(n, r)| if n == 0 { ring(r) } else { -ring(r) }).sum::<f64>())
        .sum()
}

/// A ring with more positions on its edges.
fn followed(ring: &[LngLat]) -> Vec<LngLat> {
    let mut out = Vec::new();
    for (n, from) in ring.iter().enumerate() {
        let to = ring[(n + 1) % ring.len()];
        let steps = ((to.lng - from.lng).hypot(to.lat - from.lat) / STEP).ceil().clamp(1.0, MOST_STEPS);
        out.extend((0..steps as u32).map(|step| {
            let t = f64::from(step) / steps;
            LngLat::new(from.lng + (to.lng - from.lng) * t, from.lat + (to.lat - from.lat) * t)
        }));
    }
    out
}

/// m² of a circle whose radius is short beside the Earth's: π r² less what the ground's curvature takes, by Gauss's
/// curvature at its centre.
pub fn circle_m2(at: LngLat, radius_m: f64) -> f64 {
    const A: f64 = 6_378_137.0;
    const E2: f64 = 0.006_694_379_990_141_317;
    let sin = libm::sin(at.lat.to_radians());
    let w2 = 1.0 - E2 * sin * sin;
    let curvature = w2 * w2 / (A * A * (1.0 - E2));
    std::f64::consts::PI * radius_m * radius_m * (1.0 - curvature * radius_m * radius_m / 12.0)
}

/// Lengths and area of positions in their order.
pub fn measure(points: Vec<LngLat>) -> Result<Measured, EngineError> {
    if points.len() > MOST_CORNERS {
        return Err(EngineError::Area(BadArea::ManyCorners(points.len() as u32)));
    }
    if points.iter().any(|p| !p.is_valid()) {
        return Err(EngineError::Area(BadArea::Nowhere));
    }
    let legs_m = points.windows(2).map(|leg| length_m(leg[0], leg[1])).collect();
    let encloses = points.len() > 2;
    let closing_m = if encloses { length_m(points[points.len() - 1], points[0]) } else { 0.0 };
    let area_m2 = (encloses && !crosses_itself(&points)).then(|| area_m2(points.iter().copied()));
    Ok(Measured { points, legs_m, closing_m, area_m2 })
}
