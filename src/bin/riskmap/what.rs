//! What a question on the command line is asked of: `LON,LAT`, `LAYER:ID` or a GeoJSON file.

use geojson::{GeoJson, GeometryValue};
use riskmap::domain::LayerName;
use riskmap::engine::Open;
use riskmap::spatial::Probe;
use riskmap::units::{LngLat, LngLatBox, Xy};
use std::path::Path;

/// A polygon's members, each as rings in degrees.
pub type Members = Vec<Vec<Vec<LngLat>>>;

/// The shape that `WHAT` names, on the city's plane.
pub fn probe(open: &Open, what: &str) -> Result<Probe, String> {
    if let Some(at) = lnglat(what) {
        return Ok(Probe::point(open.plane().xy(at)));
    }
    if let Some((layer, id)) = what.split_once(':')
        && let Some(layer) = LayerName::from_code(layer)
    {
        let of = open.lookup(layer, id).ok_or_else(|| format!("there is no {what}"))?;
        return open.probe(of).map_err(|e| e.to_string());
    }
    let path = Path::new(what);
    if !path.is_file() {
        return Err(format!("{what:?} is no LON,LAT, no LAYER:ID and no GeoJSON file"));
    }
    let geometry = first_geometry(path)?;
    let xy = |p: &LngLat| -> Xy { open.plane().xy(*p) };
    let on_plane = |parts: &[Vec<LngLat>]| parts.iter().map(|part| part.iter().map(xy).collect()).collect();
    Ok(match geometry {
        Drawn::Point(at) => Probe::point(xy(&at)),
        Drawn::Line(parts) => Probe::line(on_plane(&parts)),
        Drawn::Polygon(members) => Probe::polygon(members.iter().map(|rings| on_plane(rings)).collect()),
    })
}

/// The polygon of a GeoJSON file.
pub fn polygon(path: &Path) -> Result<Members, String> {
    match first_geometry(path)? {
        Drawn::Polygon(members) => Ok(members),
        _ => Err(format!("{}: expected a Polygon or MultiPolygon", path.display())),
    }
}

/// `W,S,E,N` in degrees.
pub fn lnglat_box(text: &str) -> Result<LngLatBox, String> {
    let numbers: Vec<f64> =
        text.split(',').map(|n| n.trim().parse()).collect::<Result<_, _>>().map_err(|e| format!("{text:?}: {e}"))?;
    let [west, south, east, north] = numbers[..] else {
        return Err(format!("{text:?}: expected W,S,E,N in degrees"));
    };
    let fits = LngLat::new(west, south).is_valid() && LngLat::new(east, north).is_valid() && south <= north;
    if !fits {
        return Err(format!("{text:?}: expected W,S,E,N in degrees, S not above N"));
    }
    if west > east {
        return Err(format!("{text:?}: a box across the antimeridian (W > E) is refused; ask for its two halves"));
    }
    Ok(LngLatBox { west, south, east, north })
}

fn lnglat(text: &str) -> Option<LngLat> {
    let (lng, lat) = text.split_once(',')?;
    let at = LngLat::new(lng.trim().parse().ok()?, lat.trim().parse().ok()?);
    at.is_valid().then_some(at)
}

enum Drawn {
    Point(LngLat),
    Line(Vec<Vec<LngLat>>),
    Polygon(Members),
}

fn first_geometry(path: &Path) -> Result<Drawn, String> {
    let name = path.display();
    let text = std::fs::read_to_string(path).map_err(|e| format!("{name}: {e}"))?;
    let json: GeoJson = text.parse().map_err(|e| format!("{name}: {e}"))?;
    let geometry = match json {
        GeoJson::Geometry(g) => Some(g),
        GeoJson::Feature(f) => f.geometry,
        GeoJson::FeatureCollection(c) => c.features.into_iter().find_map(|f| f.geometry),
    }
    .ok_or_else(|| format!("{name}: no geometry"))?;
    let place = |p: &geojson::Position| -> Result<LngLat, String> {
        match p.as_slice() {
            [lng, lat, ..] if LngLat::new(*lng, *lat).is_valid() => Ok(LngLat::new(*lng, *lat)),
            other => Err(format!("{name}: {other:?} is no position")),
        }
    };
    let line = |ps: &Vec<geojson::Position>| ps.iter().map(place).collect::<Result<Vec<_>, _>>();
    let lines = |ls: &Vec<Vec<geojson::Position>>| ls.iter().map(line).collect::<Result<Vec<_>, _>>();
    match &geometry.value {
        GeometryValue::Point { coordinates } => Ok(Drawn::Point(place(coordinates)?)),
        GeometryValue::LineString { coordinates } => Ok(Drawn::Line(vec![line(coordinates)?])),
        GeometryValue::MultiLineString { coordinates } => Ok(Drawn::Line(lines(coordinates)?)),
        GeometryValue::Polygon { coordinates } => Ok(Drawn::Polygon(vec![lines(coordinates)?])),
        GeometryValue::MultiPolygon { coordinates } => {
            Ok(Drawn::Polygon(coordinates.iter().map(lines).collect::<Result<_, _>>()?))
        }
        GeometryValue::MultiPoint { .. } | GeometryValue::GeometryCollection { .. } => {
            Err(format!("{name}: expected a point, line or polygon"))
        }
    }
}
