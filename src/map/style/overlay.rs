//! What the page itself puts on the map: rings of reach, straight lines that were measured, the pinned place, the head
//! of the ranking, the dangers of a list, the feature in the inspector, the box or lasso. GeoJSON, told apart by the
//! property `what`.

use super::expr::{bold, by_class, by_zoom};
use super::points::ring_radius;
use super::{Draw, Look};
use crate::domain::LayerName;
use crate::engine::FeatureRef;
use crate::map::icons::{self, Shape};
use crate::map::layers::MapLayer;
use crate::map::scene::{Mark, Scene, Tie};
use crate::text::Lang;
use crate::units::LngLat;
use serde_json::{Value, json};

impl Look<'_> {
    /// A layer of the page's own drawing.
    pub(super) fn overlay(self, layer: MapLayer) -> Draw {
        let p = self.p;
        let main_label = json!(["case", ["get", "main"], ["get", "label"], ""]);
        match layer {
            MapLayer::RingFill => of("fill", "ring").paint("fill-color", p.ink).paint("fill-opacity", 0.07),
            MapLayer::RingEdge => of("line", "ring")
                .paint("line-color", p.ink)
                .paint("line-width", 1.4)
                .paint("line-dasharray", json!([3.6, 2.9])),
            MapLayer::Pin => of("circle", "pin")
                .paint("circle-color", p.selected)
                .paint("circle-radius", 4.5)
                .paint("circle-stroke-color", p.selected_halo)
                .paint("circle-stroke-width", 2.5),
            // A cross-hair ring: no symbol of a layer looks so, and the colours of the surface stay seen in it.
            MapLayer::DensestMark => of("circle", "densest")
                .paint("circle-color", p.selected)
                .paint("circle-opacity", 0)
                .paint("circle-radius", 9)
                .paint("circle-stroke-color", p.selected)
                .paint("circle-stroke-width", 1.8),
            MapLayer::DensestLabel => of("symbol", "densest")
                .layout("text-field", json!(["get", "label"]))
                .layout("text-font", bold())
                .layout("text-size", 12)
                .layout("text-variable-anchor", json!(["left", "right", "top", "bottom"]))
                .layout("text-radial-offset", 1.2)
                .layout("text-justify", "auto")
                .layout("text-allow-overlap", true)
                .paint("text-color", p.label)
                .paint("text-halo-color", p.halo)
                .paint("text-halo-width", 2.2),
            MapLayer::ConflictHalo => of("line", "conflict")
                .filter(self.conflicts_shown())
                .layout("line-cap", "round")
                .paint("line-color", p.halo)
                .paint("line-opacity", 0.75)
                .paint("line-width", by_zoom([(9.0, 2.4), (13.0, 4.2)])),
            // The graver the ring, the wider the line: level has no other colour here than ink, as it is a measured line.
            MapLayer::ConflictLine => of("line", "conflict")
                .filter(self.conflicts_shown())
                .layout("line-cap", "round")
                .layout("line-sort-key", by_class([1, 2, 3, 4], 0))
                .paint("line-color", by_class([p.ink_2, p.ink_2, p.ink, p.ink], p.ink_2))
                .paint("line-width", by_zoom([(9.0, conflict_widths(0.7)), (13.0, conflict_widths(1.2))])),
            MapLayer::TieHalo => of("line", "tie")
                .layout("line-cap", "round")
                .paint("line-color", p.halo)
                .paint("line-opacity", 0.8)
                .paint("line-width", main_or(4.4, 3.4)),
            MapLayer::TieLine => of("line", "tie")
                .paint("line-color", p.ink)
                .paint("line-width", main_or(1.6, 1.1))
                .paint("line-dasharray", json!([4, 2.4])),
            MapLayer::TieEnd => of("circle", "tie-end")
                .paint("circle-color", p.halo)
                .paint("circle-radius", main_or(5.0, 3.4))
                .paint("circle-stroke-color", p.ink)
                .paint("circle-stroke-width", 1.4),
            MapLayer::TieLabel => of("symbol", "tie-label")
                .layout("text-field", json!(["step", ["zoom"], main_label, 15, ["get", "label"]]))
                .layout("text-font", bold())
                .layout("text-size", 12)
                .layout("symbol-sort-key", main_or(0.0, 1.0))
                .paint("text-color", p.label)
                .paint("text-halo-color", p.halo)
                .paint("text-halo-width", 2),
            // On the line itself, so that nobody asks which one is meant.
            MapLayer::RingLabel => of("symbol", "ring-label")
                .layout("text-field", json!(["get", "label"]))
                .layout("text-max-width", 40)
                .layout("text-font", bold())
                .layout("text-size", 11)
                .paint("text-color", p.ink)
                .paint("text-halo-color", p.halo)
                .paint("text-halo-width", 2.4),
            MapLayer::FocusRing => of("circle", "focus")
                .filter(json!(["all", is("focus"), ["!=", ["get", "image"], ""]]))
                .paint("circle-color", p.selected_halo)
                .paint("circle-radius", self.ring_of(self.scene.focus.as_ref()))
                .paint("circle-stroke-color", p.selected)
                .paint("circle-stroke-width", 2.2),
            MapLayer::WorstHover => {
                let key = self.scene.hovered.and_then(|of| self.scene.worst.iter().position(|m| m.feature == of));
                of("circle", "worst")
                    .filter(json!(["all", is("worst"), ["==", ["get", "rank"], key.map_or(-1, |k| k as i64)]]))
                    .paint("circle-opacity", 0)
                    .paint("circle-radius", self.ring_of(self.scene.worst.first()))
                    .paint("circle-stroke-color", p.selected)
                    .paint("circle-stroke-width", 2)
            }
            MapLayer::WorstSymbol => self
                .marks("worst", [0.85, 1.0, 1.1])
                .filter(self.worst_shown())
                .layout("symbol-sort-key", json!(["get", "rank"]))
                .layout("icon-allow-overlap", json!(["step", ["zoom"], false, 11, true]))
                .layout("text-field", json!(["step", ["zoom"], "", 10.5, ["get", "name"]])),
            MapLayer::DangerDot => of("circle", "danger")
                .filter(json!(["match", ["get", "what"], ["danger", "danger-late"], true, false]))
                .paint("circle-color", p.raise)
                .paint("circle-radius", by_zoom([(9.0, 2.6), (12.0, 3.4), (14.0, 4.4)]))
                .paint("circle-stroke-color", json!(["case", is("danger-late"), p.bad, p.ink_2]))
                .paint("circle-stroke-width", 1.2),
            MapLayer::DangerSymbol => self
                .marks("danger", [0.7, 0.8, 0.95])
                .layout("symbol-sort-key", json!(["get", "rank"]))
                .layout("text-field", json!(["step", ["zoom"], "", 13, ["get", "name"]])),
            MapLayer::DangerLate => self
                .marks("danger-late", [0.7, 0.85, 1.0])
                .layout("symbol-sort-key", json!(["get", "rank"]))
                .layout("icon-allow-overlap", true)
                .layout("text-field", json!(["step", ["zoom"], "", 12, ["get", "name"]])),
            MapLayer::DangerHover => {
                let of_row = |of: FeatureRef| (of.layer == LayerName::Dangers).then_some(of.row);
                let row = self.scene.hovered.and_then(of_row).map_or(-1, i64::from);
                of("circle", "danger")
                    .filter(json!(["all", ["==", ["get", "layer"], "dangers"], ["==", ["get", "row"], row]]))
                    .paint("circle-opacity", 0)
                    .paint("circle-radius", ring_radius())
                    .paint("circle-stroke-color", p.selected)
                    .paint("circle-stroke-width", 2)
            }
            MapLayer::DrawnFill => of("fill", "drawn").paint("fill-color", p.accent).paint("fill-opacity", 0.1),
            MapLayer::DrawnEdge => of("line", "drawn").paint("line-color", p.accent).paint("line-width", 1.6),
            _ => self
                .marks("focus", [0.8, 0.95, 1.1])
                .layout("icon-allow-overlap", true)
                .layout("icon-ignore-placement", true)
                .layout("text-field", json!(["get", "name"])),
        }
    }

    /// The lines between hazards and sites without classes that the legend has put away.
    fn conflicts_shown(self) -> Value {
        match self.scene.isolated.as_slice() {
            [] => is("conflict"),
            some => json!(["all", is("conflict"), ["match", ["get", "class"], some, true, false]]),
        }
    }

    /// The ring around a mark and those of its layer.
    fn ring_of(self, mark: Option<&Mark>) -> Value {
        mark.map_or_else(ring_radius, |mark| self.ring(mark.feature.layer))
    }

    /// Symbols with their names, of sizes at zooms 9, 12 and 14.
    fn marks(self, what: &str, [far, middle, near]: [f64; 3]) -> Draw {
        of("symbol", what)
            .layout("icon-image", json!(["get", "image"]))
            .layout("icon-size", by_zoom([(9.0, far), (12.0, middle), (14.0, near)]))
            .layout("icon-padding", 0)
            .layout("text-font", bold())
            .layout("text-size", 12)
            .layout("text-max-width", 14)
            .layout("text-optional", true)
            .layout("text-variable-anchor", json!(["left", "right", "top", "bottom"]))
            .layout("text-radial-offset", 1.5)
            .layout("text-justify", "auto")
            .paint("text-color", self.p.label)
            .paint("text-halo-color", self.p.halo)
            .paint("text-halo-width", 1.6)
    }

    /// The head of the ranking without classes that the legend has put away.
    fn worst_shown(self) -> Value {
        match self.scene.isolated.as_slice() {
            [] => is("worst"),
            some => json!(["all", is("worst"), ["match", ["get", "class"], some, true, false]]),
        }
    }
}

fn of(kind: &'static str, what: &str) -> Draw {
    Draw::overlay(kind).filter(is(what))
}

/// How wide the line to a site is by the class of its ring, px; last of rings that give no level.
pub const CONFLICT_WIDTHS: [f64; 5] = [1.0, 1.0, 1.6, 2.2, 0.8];

fn conflict_widths(scale: f64) -> Value {
    let [blue, yellow, orange, red, none] = CONFLICT_WIDTHS.map(|width| width * scale);
    by_class([blue, yellow, orange, red], none)
}

/// One value for the tie that matters most, another for the others.
fn main_or(main: f64, other: f64) -> Value {
    json!(["case", ["get", "main"], main, other])
}

fn is(what: &str) -> Value {
    json!(["==", ["get", "what"], what])
}

/// The overlay's GeoJSON.
pub(super) fn data(scene: &Scene) -> Value {
    let mut features: Vec<Value> = Vec::new();
    for (what, polygons) in [("ring", &scene.reach), ("drawn", &scene.drawn)] {
        if !polygons.is_empty() {
            let rings = |rings: &Vec<Vec<LngLat>>| rings.iter().map(|ring| closed(ring)).collect::<Vec<_>>();
            let polygons: Vec<_> = polygons.iter().map(rings).collect();
            features.push(feature(json!({"what": what}), json!({"type": "MultiPolygon", "coordinates": polygons})));
        }
    }
    features.extend(
        scene.pin.map(|at| feature(json!({"what": "pin"}), json!({"type": "Point", "coordinates": [at.lng, at.lat]}))),
    );
    features.extend(scene.conflicts.iter().map(|of| {
        let line = json!([[of.from.lng, of.from.lat], [of.to.lng, of.to.lat]]);
        feature(json!({"what": "conflict", "class": of.class}), json!({"type": "LineString", "coordinates": line}))
    }));
    features.extend(scene.ties.iter().flat_map(tied));
    features.extend(scene.ring_labels.iter().map(|of| {
        let point = json!({"type": "Point", "coordinates": [of.at.lng, of.at.lat]});
        feature(json!({"what": "ring-label", "label": of.label}), point)
    }));
    features.extend(scene.densest.iter().map(|of| {
        let point = json!({"type": "Point", "coordinates": [of.at.lng, of.at.lat]});
        feature(json!({"what": "densest", "label": of.label}), point)
    }));
    features.extend(scene.dangers.iter().enumerate().map(|(rank, mark)| {
        let what = if mark.kind == icons::OVERDUE { "danger-late" } else { "danger" };
        marked(what, rank, mark, scene)
    }));
    features.extend(scene.worst.iter().enumerate().map(|(rank, mark)| marked("worst", rank, mark, scene)));
    features.extend(scene.partner.as_ref().map(|mark| marked("focus", 1, mark, scene)));
    features.extend(scene.focus.as_ref().map(|mark| marked("focus", 0, mark, scene)));
    json!({"type": "FeatureCollection", "features": features})
}

fn closed(ring: &[LngLat]) -> Vec<[f64; 2]> {
    let mut positions: Vec<[f64; 2]> = ring.iter().map(|p| [p.lng, p.lat]).collect();
    if positions.first() != positions.last() {
        positions.extend(positions.first().copied());
    }
    positions
}

/// A measured line, its far end, and its label at the middle.
fn tied(tie: &Tie) -> [Value; 3] {
    let at = |p: LngLat| json!([p.lng, p.lat]);
    let middle = LngLat::new((tie.from.lng + tie.to.lng) / 2.0, (tie.from.lat + tie.to.lat) / 2.0);
    let named = |what: &str| json!({"what": what, "main": tie.main, "label": tie.label});
    [
        feature(named("tie"), json!({"type": "LineString", "coordinates": [at(tie.from), at(tie.to)]})),
        feature(named("tie-end"), json!({"type": "Point", "coordinates": at(tie.to)})),
        feature(named("tie-label"), json!({"type": "Point", "coordinates": at(middle)})),
    ]
}

fn marked(what: &str, rank: usize, mark: &Mark, scene: &Scene) -> Value {
    let name = match scene.lang {
        Lang::Zh => &mark.name.zh,
        Lang::En => &mark.name.en,
    };
    // Lines and polygons are outlined where they lie; only what is a point on the map gets a symbol.
    let image = Shape::of(mark.feature.layer).map_or(String::new(), |_| icons::symbol(mark, scene));
    let point = json!({"type": "Point", "coordinates": [mark.at.lng, mark.at.lat]});
    let (layer, row) = (mark.feature.layer.code(), mark.feature.row);
    let class = mark.class.unwrap_or(u8::MAX);
    feature(
        json!({"what": what, "layer": layer, "row": row, "rank": rank, "class": class, "image": image, "name": name}),
        point,
    )
}

fn feature(properties: Value, geometry: Value) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": geometry})
}
