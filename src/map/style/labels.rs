//! Names on the ground: places, roads, waters, districts. A name moves up to eight ways before it gives way; a symbol
//! never does.

use super::expr::{all, bold, by_class, by_text, by_zoom, font, has_class, name};
use super::points::{by_level, small_by};
use super::{Draw, Look};
use crate::domain::LayerName;
use crate::map::icons::level_symbol_id;
use crate::map::layers::MapLayer;
use crate::map::sources::{GROUND, STREETS};
use crate::spatial::tile::place_named_from;
use crate::text::Lang;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Half the stroke that a name is drawn over, px.
const HALO: f64 = 1.6;
/// The same for road names.
const ROAD_HALO: f64 = 1.3;

/// Whether districts are painted by level.
fn painted(look: Look<'_>) -> bool {
    look.scene.classes(LayerName::Districts) > 0
}

/// The number of a district, by its row; nothing where there is none.
fn tally(of: &BTreeMap<u32, u32>) -> Value {
    let mut expression = vec![json!("match"), json!(["id"])];
    for (row, count) in of {
        expression.extend([json!(row), json!(count.to_string())]);
    }
    if of.is_empty() {
        return json!("");
    }
    expression.push(json!(""));
    Value::from(expression)
}

impl Look<'_> {
    /// A layer of names.
    pub(super) fn label(self, layer: MapLayer) -> Draw {
        let p = self.p;
        let lang = self.scene.lang;
        let zh = lang == Lang::Zh;
        match layer {
            // The larger district claims its place first; townships and grid cells are named when they are large enough.
            MapLayer::DistrictLabel => self
                .text("districts_label", 12.0, font(), p.label_2)
                .min_zoom(8.0)
                .filter(json!([
                    "all",
                    // A district that has a level is named with it.
                    ["!", painted(self)],
                    ["match", ["get", "level"], "town", [">=", ["zoom"], 10], "grid", [">=", ["zoom"], 13], true],
                    // From there on a place in it says the same name.
                    ["<", ["zoom"], ["coalesce", ["get", "until"], 30]]
                ]))
                .layout("text-size", by_text("level", &[(&["town", "grid"], 11)], 12))
                .layout("symbol-sort-key", by_text("level", &[(&["city"], 0), (&["town"], 2), (&["grid"], 3)], 1))
                .layout("text-letter-spacing", spaced(lang, 0.5, 0.08)),
            // Letter and number never give way: the colour alone says nothing.
            MapLayer::DistrictLetter => {
                let of = LayerName::Districts;
                let letter = by_class(["D", "C", "B", "A"], "");
                let line = json!(["concat", letter, " ", tally(&self.scene.tallies)]);
                let small = json!({"font-scale": 0.86});
                Draw::new("symbol", of.code(), "districts_label")
                    .filter(has_class(self.scene.classes(of), &self.scene.isolated))
                    .layout("icon-image", level_symbol_id(of, |_| false, self.scene.theme))
                    .layout("icon-size", by_level(small_by))
                    // An offset is of the symbol's full size.
                    .layout(
                        "icon-offset",
                        by_level(|level| json!(["literal", [-8.0 / small_by(level), 9.0 / small_by(level)]])),
                    )
                    .layout("icon-allow-overlap", true)
                    .layout("text-field", json!(["format", name(lang), small, "\n", {}, line, {}]))
                    .layout("text-font", bold())
                    .layout("text-size", 14)
                    .layout("text-justify", "left")
                    .layout("text-anchor", "left")
                    .layout("text-offset", json!([0.2, 0]))
                    .layout("text-allow-overlap", true)
                    .paint("text-color", p.label)
                    .paint("text-halo-color", p.halo)
                    .paint("text-halo-width", HALO)
            }
            MapLayer::WaterLabel => self.text("water_label", 12.0, font(), p.water_label).min_zoom(12.0),
            MapLayer::RiverLabel => self
                .text("water", 13.0, font(), p.water_label)
                .min_zoom(10.5)
                .filter(json!(["==", ["geometry-type"], "LineString"]))
                .layout("symbol-placement", "line")
                .layout("symbol-spacing", 420)
                .layout("text-max-angle", if zh { 60 } else { 40 })
                // Along a steep line MapLibre sets Chinese upright, one character under the other.
                .layout("text-rotation-alignment", "map")
                .layout("text-letter-spacing", spaced(lang, 1.2, 0.2)),
            MapLayer::RoadLabel => self
                .text("roads", 11.0, font(), p.label_2)
                .min_zoom(11.5)
                .filter(all([json!(["has", "highway"]), road_is_named_at()]))
                .layout("symbol-placement", "line")
                .layout("symbol-spacing", 300)
                .layout("symbol-sort-key", road_rank())
                .layout("text-letter-spacing", spaced(lang, 0.14, 0.02))
                .layout("text-padding", 6)
                .paint("text-halo-width", ROAD_HALO),
            _ => self
                .text("places", 13.0, bold(), p.label_2)
                .min_zoom(5.0)
                .filter(json!([
                    "any",
                    ["match", ["get", "kind"], ["city", "town"], true, false],
                    ["all", ["==", ["get", "kind"], "suburb"], [">=", ["zoom"], place_named_from("suburb")]],
                    [">=", ["zoom"], place_named_from("village")]
                ]))
                .layout("text-size", place_size())
                .layout("text-letter-spacing", spaced(lang, 0.2, 0.04))
                .layout("symbol-sort-key", place_rank())
                .layout(
                    "text-variable-anchor",
                    json!([
                        "center",
                        "top",
                        "bottom",
                        "left",
                        "right",
                        "top-left",
                        "top-right",
                        "bottom-left",
                        "bottom-right"
                    ]),
                )
                .layout("text-radial-offset", 0.9)
                .layout("text-justify", "auto"),
        }
    }

    fn text(self, layer: &'static str, size: f64, font: Value, colour: &str) -> Draw {
        Draw::new("symbol", if layer == "roads" { STREETS } else { GROUND }, layer)
            .layout("text-field", name(self.scene.lang))
            .layout("text-font", font)
            .layout("text-size", size)
            .layout("text-max-width", 9)
            .paint("text-color", colour)
            .paint("text-halo-color", self.p.halo)
            .paint("text-halo-width", HALO)
    }
}

/// Space between letters by the script of the name itself: a Chinese reader's map of a foreign city has Latin names.
fn spaced(lang: Lang, chinese: f64, other: f64) -> Value {
    // U+2E80 is where the characters of Chinese begin.
    json!(["case", [">=", ["to-string", name(lang)], "\u{2e80}"], chinese, other])
}

fn place_size() -> Value {
    let size = |more: f64| by_text("kind", &[(&["city"], 16.0 + more), (&["town"], 14.0 + more)], 12.0 + more);
    by_zoom([(8.0, size(-1.0)), (13.0, size(1.0))])
}

/// The larger place claims first; where no population is known, the higher kind.
fn place_rank() -> Value {
    let kind = by_text("kind", &[(&["city"], 200_000), (&["town"], 20_000), (&["suburb"], 5_000)], 500);
    json!(["-", 0, ["to-number", ["coalesce", ["get", "population"], kind], 0]])
}

/// The main road claims first.
fn road_rank() -> Value {
    by_text(
        "highway",
        &[
            (&["motorway", "trunk", "primary"][..], 0),
            (&["secondary"][..], 1),
            (&["tertiary"][..], 2),
            (&["residential", "unclassified", "living_street", "pedestrian"][..], 3),
        ],
        4,
    )
}

/// Main roads are named from zoom 11.5, streets from 14, the rest from 15.
fn road_is_named_at() -> Value {
    json!(["<=", road_rank(), ["step", ["zoom"], 1, 13, 2, 14, 3, 15, 4]])
}
