//! Which coordinate system puts a table's positions on the roads.

use super::super::open::Open;
use super::super::protocol::{ON_ROAD_M, OnRoads};
use crate::dataset::china::{wgs84_of_bd09, wgs84_of_gcj02};
use crate::domain::LayerName;
use crate::units::LngLat;

/// At most so many positions are tried.
const MOST: usize = 400;

/// Counts the positions on a road under each system; none where the city has no roads.
pub fn on_roads(open: &Open, positions: &[LngLat]) -> Option<OnRoads> {
    let roads = open.get(LayerName::Roads)?;
    let step = positions.len().div_ceil(MOST).max(1);
    let tried: Vec<LngLat> = positions.iter().copied().filter(|p| p.is_valid()).step_by(step).collect();
    let count = |of: fn(LngLat) -> LngLat| {
        let on_road = |p: &&LngLat| {
            let at = open.plane().xy(of(**p));
            roads.placed.index.nearest_line(roads.layer.shapes(), at, ON_ROAD_M).is_some()
        };
        tried.iter().filter(on_road).count() as u32
    };
    Some(OnRoads {
        of: tried.len() as u32,
        wgs84: count(|p| p),
        gcj02: count(wgs84_of_gcj02),
        bd09: count(wgs84_of_bd09),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::china::gcj02_of_wgs84;
    use crate::engine::village::{collection, files};
    use crate::engine::{Engine, Reply, Request};

    #[test]
    fn positions_of_a_web_map_lie_on_roads_only_when_they_are_taken_as_such() {
        let street = |n: u32, from: &str, to: &str| {
            format!(
                r#"{{"type":"Feature","id":"{n}","properties":{{"class":"primary"}},"geometry":{{"type":"LineString","coordinates":[{from},{to}]}}}}"#
            )
        };
        let roads = [street(1, "[112.01,30.05]", "[112.19,30.05]"), street(2, "[112.1,30.01]", "[112.1,30.09]")];
        let mut engine = Engine::new();
        engine.handle(Request::Open(files("roads", "roads.geojson", &collection(&roads)))).unwrap();
        let truth: Vec<LngLat> = (0..30).map(|i| LngLat::new(112.02 + f64::from(i) * 0.005, 30.05)).collect();
        let asked = |positions: Vec<LngLat>, engine: &mut Engine| match engine.handle(Request::OnRoads(positions)) {
            Ok(Reply::OnRoads(Some(found))) => found,
            other => panic!("{other:?}"),
        };
        let as_is = asked(truth.clone(), &mut engine);
        assert_eq!((as_is.of, as_is.wgs84, as_is.verdict()), (30, 30, Some("EPSG:4490")));
        let shifted = asked(truth.iter().map(|p| gcj02_of_wgs84(*p)).collect(), &mut engine);
        assert_eq!((shifted.gcj02, shifted.verdict()), (30, Some("GCJ02")));
        let elsewhere = asked(truth.iter().map(|p| LngLat::new(p.lng, 30.08)).collect(), &mut engine);
        assert_eq!(elsewhere.verdict(), None);
    }
}
