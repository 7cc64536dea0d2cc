//! The roads of the base map: white, cased by class, small under large; all casings lie under all fills so that
//! junctions are open. What is coloured by risk lies above, in `lines`.

use super::expr::{all, by_text, by_zoom, flag, one_of};
use super::{Draw, Look};
use crate::map::layers::MapLayer;
use crate::map::sources::STREETS;
use serde_json::{Value, json};

/// Highways that lead through the city.
const PRIMARY: &[&str] = &["motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link"];
/// Highways between quarters.
const SECONDARY: &[&str] = &["secondary", "secondary_link"];
/// Streets that collect.
const TERTIARY: &[&str] = &["tertiary", "tertiary_link"];
/// Streets that serve houses.
const RESIDENTIAL: &[&str] = &["residential", "unclassified", "living_street", "pedestrian", "road", "busway"];
/// Drives and yards.
const SERVICE: &[&str] = &["service"];
/// Farm and forest tracks.
const TRACK: &[&str] = &["track"];
/// For people on foot and on bicycles.
const PATH: &[&str] = &["path", "footway", "cycleway", "steps", "bridleway", "corridor"];

/// Widths in px by zoom: primary, secondary, tertiary, residential, service.
const WIDTHS: &[(f64, [f64; 5])] = &[
    (8.0, [0.9, 0.6, 0.4, 0.3, 0.2]),
    (12.0, [2.4, 1.8, 1.4, 0.8, 0.4]),
    (13.0, [4.0, 3.2, 2.6, 1.7, 0.7]),
    (16.0, [19.0, 16.0, 14.0, 11.0, 6.0]),
];

/// How much wider a casing is.
const MAIN_CASE: f64 = 1.4;
const MINOR_CASE: f64 = 1.1;

impl Look<'_> {
    /// A layer of the road network.
    pub(super) fn road(self, layer: MapLayer) -> Draw {
        let p = self.p;
        match layer {
            MapLayer::Path => roads(PATH, 13.2)
                .paint("line-color", p.path)
                .paint("line-width", by_zoom([(13.0, 0.4), (16.0, 1.4)]))
                .paint("line-dasharray", json!([3, 2])),
            MapLayer::Track => roads(TRACK, 12.0)
                .paint("line-color", p.path)
                .paint("line-width", by_zoom([(12.0, 0.4), (13.0, 0.5), (16.0, 2.0)]))
                .paint("line-dasharray", json!([5, 2.5])),
            MapLayer::ServiceCase => {
                on_ground(SERVICE, 13.2).paint("line-color", p.road_case).paint("line-width", width(MINOR_CASE))
            }
            MapLayer::MinorCase => {
                on_ground(&minor(), 12.0).paint("line-color", p.road_case).paint("line-width", width(MINOR_CASE))
            }
            MapLayer::MainCase => {
                on_ground(&main(), 8.0).paint("line-color", p.main_case).paint("line-width", width(MAIN_CASE))
            }
            MapLayer::Tunnel => Draw::new("line", STREETS, "roads")
                .min_zoom(12.0)
                .filter(all([one_of("highway", &[&main()[..], &minor()].concat()), flag("tunnel")]))
                .paint("line-color", p.main_case)
                .paint("line-width", 1.0)
                .paint("line-dasharray", json!([3, 3])),
            MapLayer::ServiceRoad => {
                on_ground(SERVICE, 13.2).paint("line-color", p.road).paint("line-width", width(0.0))
            }
            MapLayer::MinorRoad => {
                on_ground(&minor(), 12.0).paint("line-color", p.road).paint("line-width", width(0.0))
            }
            MapLayer::BridgeCase => {
                bridge().paint("line-color", p.main_case).paint("line-width", width(MAIN_CASE + 0.8))
            }
            MapLayer::BridgeRoad => bridge().paint("line-color", p.road).paint("line-width", width(0.0)),
            _ => on_ground(&main(), 8.0).paint("line-color", p.road).paint("line-width", width(0.0)),
        }
    }
}

fn main() -> Vec<&'static str> {
    [PRIMARY, SECONDARY].concat()
}

fn minor() -> Vec<&'static str> {
    [TERTIARY, RESIDENTIAL].concat()
}

fn roads(highways: &[&str], min_zoom: f64) -> Draw {
    Draw::new("line", STREETS, "roads").min_zoom(min_zoom).filter(one_of("highway", highways))
}

fn on_ground(highways: &[&str], min_zoom: f64) -> Draw {
    roads(highways, min_zoom)
        .filter(all([one_of("highway", highways), json!(["!", flag("tunnel")])]))
        .layout("line-cap", "round")
        .layout("line-join", "round")
        .layout("line-sort-key", by_text("highway", &[(PRIMARY, 3), (SECONDARY, 2), (TERTIARY, 1)], 0))
}

fn bridge() -> Draw {
    Draw::new("line", STREETS, "roads")
        .min_zoom(13.0)
        .filter(all([one_of("highway", &[&main()[..], &minor()].concat()), flag("bridge")]))
        .layout("line-cap", "butt")
        .layout("line-join", "round")
}

/// The width by class and zoom, plus so many px.
fn width(more: f64) -> Value {
    by_zoom(WIDTHS.iter().map(|(zoom, [primary, secondary, tertiary, residential, service])| {
        let wide = |w: &f64| Value::from(((w + more) * 100.0).round() / 100.0);
        let cases: [(&[&str], Value); 4] = [
            (PRIMARY, wide(primary)),
            (SECONDARY, wide(secondary)),
            (TERTIARY, wide(tertiary)),
            (SERVICE, wide(service)),
        ];
        (*zoom, by_text("highway", &cases, wide(residential)))
    }))
}
