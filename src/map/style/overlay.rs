//! What the page itself puts on the map: rings of reach, the feature in the inspector, the box or lasso. GeoJSON of a
//! few features, told apart by their property `what`.

use super::expr::{bold, by_zoom};
use super::points::ring_radius;
use super::{Draw, Look};
use crate::engine::Area;
use crate::map::icons::{self, Shape};
use crate::map::layers::MapLayer;
use crate::map::scene::{Focus, Scene};
use crate::text::Lang;
use crate::units::LngLat;
use serde_json::{Value, json};

impl Look<'_> {
    /// A layer of the page's own drawing.
    pub(super) fn overlay(self, layer: MapLayer) -> Draw {
        let p = self.p;
        match layer {
            MapLayer::RingFill => of("fill", "ring").paint("fill-color", p.ink).paint("fill-opacity", 0.07),
            MapLayer::RingEdge => of("line", "ring")
                .paint("line-color", p.ink)
                .paint("line-width", 1.4)
                .paint("line-dasharray", json!([3.6, 2.9])),
            MapLayer::FocusRing => of("circle", "focus")
                .filter(json!(["all", is("focus"), ["!=", ["get", "image"], ""]]))
                .paint("circle-color", p.selected_halo)
                .paint("circle-radius", ring_radius())
                .paint("circle-stroke-color", p.selected)
                .paint("circle-stroke-width", 2.2),
            MapLayer::DrawnFill => of("fill", "drawn").paint("fill-color", p.accent).paint("fill-opacity", 0.1),
            MapLayer::DrawnEdge => of("line", "drawn").paint("line-color", p.accent).paint("line-width", 1.6),
            _ => of("symbol", "focus")
                .layout("icon-image", json!(["get", "image"]))
                .layout("icon-size", by_zoom([(9.0, 0.8), (12.0, 0.95), (14.0, 1.1)]))
                .layout("icon-allow-overlap", true)
                .layout("icon-ignore-placement", true)
                .layout("text-field", json!(["get", "name"]))
                .layout("text-font", bold())
                .layout("text-size", 12)
                .layout("text-max-width", 14)
                .layout("text-optional", true)
                .layout("text-variable-anchor", json!(["left", "right", "top", "bottom"]))
                .layout("text-radial-offset", 1.6)
                .layout("text-justify", "auto")
                .paint("text-color", p.label)
                .paint("text-halo-color", p.halo)
                .paint("text-halo-width", 1.6),
        }
    }
}

fn of(kind: &'static str, what: &str) -> Draw {
    Draw::overlay(kind).filter(is(what))
}

fn is(what: &str) -> Value {
    json!(["==", ["get", "what"], what])
}

/// The overlay's GeoJSON.
pub(super) fn data(scene: &Scene) -> Value {
    let mut features: Vec<Value> = scene.rings.iter().map(|ring| polygon("ring", ring)).collect();
    features.extend(scene.drawn.as_ref().map(|area| {
        match area {
            Area::Box(b) => polygon(
                "drawn",
                &[(b.west, b.south), (b.east, b.south), (b.east, b.north), (b.west, b.north)]
                    .map(|(x, y)| LngLat::new(x, y)),
            ),
            Area::Lasso(ring) => polygon("drawn", ring),
        }
    }));
    features.extend(scene.focus.as_ref().map(|focus| focus_feature(focus, scene)));
    json!({"type": "FeatureCollection", "features": features})
}

fn polygon(what: &str, ring: &[LngLat]) -> Value {
    let mut positions: Vec<[f64; 2]> = ring.iter().map(|p| [p.lng, p.lat]).collect();
    if positions.first() != positions.last() {
        positions.extend(positions.first().copied());
    }
    feature(json!({"what": what}), json!({"type": "Polygon", "coordinates": [positions]}))
}

fn focus_feature(focus: &Focus, scene: &Scene) -> Value {
    let name = match scene.lang {
        Lang::Zh => &focus.name.zh,
        Lang::En => &focus.name.en,
    };
    // Lines and polygons are outlined where they lie; only what is a point on the map gets a symbol.
    let image = Shape::of(focus.layer).map_or(String::new(), |_| icons::symbol(focus, scene));
    let point = json!({"type": "Point", "coordinates": [focus.at.lng, focus.at.lat]});
    feature(json!({"what": "focus", "image": image, "name": name}), point)
}

fn feature(properties: Value, geometry: Value) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": geometry})
}
