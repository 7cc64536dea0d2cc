//! An area as a link keeps it, and as the map draws it before the engine has answered.

use crate::engine::Area;
use crate::spatial::Plane;
use crate::units::{LngLat, LngLatBox, Xy};
use geo::Simplify;

/// The longest text that a link gives to an area; browsers, mails and chats cut longer links.
const MOST_TEXT: usize = 1_200;
/// Corners with which a circle is drawn.
const ROUND: u32 = 96;

/// The area as a link keeps it: positions of five decimals, about a metre, and whole metres.
pub fn to_text(area: &Area) -> String {
    let pair = |p: &LngLat| format!("{:.5},{:.5}", p.lng, p.lat);
    let pairs = |all: &[LngLat]| all.iter().map(pair).collect::<Vec<_>>().join(",");
    match area {
        Area::Box(b) => format!("box:{}", pairs(&[LngLat::new(b.west, b.south), LngLat::new(b.east, b.north)])),
        Area::Lasso(ring) => format!("lasso:{}", pairs(ring)),
        Area::Circle { at, radius_m } => format!("circle:{},{radius_m}", pair(at)),
        Area::Along { line, within_m } => format!("along:{within_m},{}", pairs(line)),
        Area::District(id) => format!("district:{id}"),
    }
}

/// The area of a link's text; `None` when it cannot be read. Whether it can be asked about is the engine's to judge.
pub fn from_text(text: &str) -> Option<Area> {
    let (how, value) = text.split_once(':')?;
    let numbers =
        || value.split(',').map(|n| n.parse::<f64>().ok().filter(|n| n.is_finite())).collect::<Option<Vec<_>>>();
    match how {
        "box" => match positions(&numbers()?)?.as_slice() {
            [a, b] if a.lng < b.lng && a.lat < b.lat => {
                Some(Area::Box(LngLatBox { west: a.lng, south: a.lat, east: b.lng, north: b.lat }))
            }
            _ => None,
        },
        "lasso" => positions(&numbers()?).filter(|ring| ring.len() >= 3).map(Area::Lasso),
        "circle" => match numbers()?.as_slice() {
            [lng, lat, radius_m] => Some(Area::Circle { at: valid(*lng, *lat)?, radius_m: *radius_m }),
            _ => None,
        },
        "along" => match numbers()?.as_slice() {
            [within_m, line @ ..] => {
                let line = positions(line).filter(|line| line.len() >= 2)?;
                Some(Area::Along { line, within_m: *within_m })
            }
            _ => None,
        },
        "district" => Some(Area::District(value.to_owned())).filter(|_| !value.is_empty()),
        _ => None,
    }
}

fn valid(lng: f64, lat: f64) -> Option<LngLat> {
    Some(LngLat::new(lng, lat)).filter(|p| p.is_valid())
}

fn positions(numbers: &[f64]) -> Option<Vec<LngLat>> {
    let pairs = numbers.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    pairs.map(|p| valid(p[0], p[1])).collect()
}

/// An area drawn by hand as a link can say it: positions of five decimals, whole metres, and of a line or ring only those
/// that lie farther than a tolerance (degrees) from the line without them. What is too small for that stays as it was drawn.
pub fn tidied(area: Area, tolerance: f64) -> Area {
    match &area {
        Area::Box(b) => {
            let tidy = LngLatBox { west: five(b.west), south: five(b.south), east: five(b.east), north: five(b.north) };
            if tidy.west < tidy.east && tidy.south < tidy.north { Area::Box(tidy) } else { area }
        }
        Area::Lasso(ring) => {
            let tidy = thinned(ring, tolerance);
            if tidy.len() >= 3 { Area::Lasso(tidy) } else { area }
        }
        Area::Circle { at, radius_m } => {
            let at = LngLat::new(five(at.lng), five(at.lat));
            Area::Circle { at, radius_m: if *radius_m >= 1.0 { radius_m.round() } else { *radius_m } }
        }
        Area::Along { line, within_m } => {
            let tidy = thinned(line, tolerance);
            if tidy.len() >= 2 { Area::Along { line: tidy, within_m: *within_m } } else { area }
        }
        Area::District(_) => area,
    }
}

/// The same, with a tolerance that is doubled until a link can say the area.
pub fn fitted(area: Area, mut tolerance: f64) -> Area {
    for _ in 0..20 {
        let tidy = tidied(area.clone(), tolerance);
        if to_text(&tidy).len() <= MOST_TEXT {
            return tidy;
        }
        tolerance *= 2.0;
    }
    area
}

fn five(v: f64) -> f64 {
    (v * 1e5).round() / 1e5
}

fn thinned(line: &[LngLat], tolerance: f64) -> Vec<LngLat> {
    let line: geo::LineString = line.iter().map(|p| (p.lng, p.lat)).collect();
    let mut tidy: Vec<LngLat> =
        line.simplify(tolerance).into_iter().map(|p| LngLat::new(five(p.x), five(p.y))).collect();
    tidy.dedup();
    tidy
}

/// Metres from a centre to a place, on the plane that is true at the centre: the radius of a circle drawn through it.
pub fn radius_m(centre: LngLat, through: LngLat) -> f64 {
    Plane::centred_on(centre).xy(through).distance_m(Xy::new(0.0, 0.0))
}

/// Polygons, of each the outer ring, then holes; none for what only the engine can outline.
pub fn outline(area: &Area) -> Vec<Vec<Vec<LngLat>>> {
    let ring: Vec<LngLat> = match area {
        Area::Box(b) => [(b.west, b.south), (b.east, b.south), (b.east, b.north), (b.west, b.north)]
            .map(|(lng, lat)| LngLat::new(lng, lat))
            .to_vec(),
        Area::Lasso(ring) => ring.clone(),
        Area::Circle { at, radius_m } => {
            let plane = Plane::centred_on(*at);
            let on = |n: u32| (f64::from(n) / f64::from(ROUND) * std::f64::consts::TAU).sin_cos();
            let xy = |(sin, cos): (f64, f64)| plane.lnglat(Xy::new(radius_m * cos, radius_m * sin));
            (0..ROUND).map(|n| xy(on(n))).collect()
        }
        Area::Along { .. } | Area::District(_) => return Vec::new(),
    };
    vec![vec![ring]]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(points: &[(f64, f64)]) -> Vec<LngLat> {
        points.iter().map(|(x, y)| LngLat::new(*x, *y)).collect()
    }

    #[test]
    fn every_area_comes_back_from_its_text() {
        let line = at(&[(112.1, 30.2), (112.25, 30.31234)]);
        let areas = [
            (
                Area::Box(LngLatBox { west: 112.1, south: 30.25, east: 112.31234, north: 30.5 }),
                "box:112.10000,30.25000,112.31234,30.50000",
            ),
            (
                Area::Lasso(at(&[(112.0, 30.0), (112.5, 30.1), (112.2, 30.5)])),
                "lasso:112.00000,30.00000,112.50000,30.10000,112.20000,30.50000",
            ),
            (Area::Circle { at: LngLat::new(112.0, -30.0), radius_m: 500.0 }, "circle:112.00000,-30.00000,500"),
            (Area::Along { line, within_m: 250.0 }, "along:250,112.10000,30.20000,112.25000,30.31234"),
            (Area::District("990103".to_owned()), "district:990103"),
        ];
        for (area, text) in areas {
            assert_eq!((to_text(&area).as_str(), from_text(text)), (text, Some(area)));
        }
    }

    #[test]
    fn what_is_no_area_is_refused() {
        let refused = [
            "",
            "box",
            "box:1,2,3",
            "box:3,4,1,2",
            "lasso:1,2,3,4",
            "lasso:1,2,3,4,5,999",
            "circle:1,2",
            "circle:1,2,inf",
            "circle:1,2,3,4",
            "along:5,1,2",
            "along:5,1,2,3",
            "district:",
            "moon:1",
            "box:a,b,c,d",
        ];
        for text in refused {
            assert_eq!(from_text(text), None, "{text}");
        }
    }

    #[test]
    fn a_hand_drawn_line_keeps_its_corners() {
        let ring = at(&[(0.0, 0.0), (0.1, 0.000004), (0.2, 0.0), (0.2, 0.1), (0.2, 0.2), (0.1, 0.100003), (0.0, 0.01)]);
        let tidy = at(&[(0.0, 0.0), (0.2, 0.0), (0.2, 0.2), (0.1, 0.1), (0.0, 0.01)]);
        assert_eq!(tidied(Area::Lasso(ring), 1e-5), Area::Lasso(tidy));
        let small = Area::Box(LngLatBox { west: 1.0, south: 1.0, east: 1.000001, north: 1.000001 });
        assert_eq!(tidied(small.clone(), 1e-5), small, "what is smaller than a metre stays");
    }

    #[test]
    fn a_long_drawing_is_thinned_until_a_link_can_say_it() {
        let on = |i: u32| (f64::from(i) / 5_000.0 * std::f64::consts::TAU).sin_cos();
        let round = Area::Lasso((0..5_000).map(on).map(|(y, x)| LngLat::new(112.0 + x, 30.0 + y)).collect());
        let fit = fitted(round, 1e-6);
        assert!(to_text(&fit).len() <= MOST_TEXT);
        let Area::Lasso(ring) = fit else { panic!("a ring") };
        assert!(ring.len() > 20, "{} corners", ring.len());
    }

    #[test]
    fn a_circle_is_drawn_where_its_radius_ends() {
        let at = LngLat::new(112.3, 30.9);
        let drawn = outline(&Area::Circle { at, radius_m: 3_000.0 });
        for corner in &drawn[0][0] {
            assert!((radius_m(at, *corner) - 3_000.0).abs() < 1e-3);
        }
    }
}
