//! The ground: land and its use, waters, buildings, railways, borders; and the density surface that lies among them.
//! Quiet on purpose: only risk is saturated.

use super::expr::{by_class, by_text, by_zoom, has_class, one_of, rows};
use super::{Draw, Look};
use crate::domain::LayerName;
use crate::map::layers::MapLayer;
use crate::map::sources::{DENSITY, GROUND, HOUSES};
use serde_json::{Value, json};

impl Look<'_> {
    /// Land, water, buildings, railways, borders and the density surface.
    pub(super) fn base(self, layer: MapLayer) -> Draw {
        let p = self.p;
        match layer {
            MapLayer::Land => base("fill", "districts").paint("fill-color", p.land).paint("fill-antialias", false),
            // Districts are simplified one by one: this closes the slits between them.
            MapLayer::LandSeam => base("line", "districts").paint("line-color", p.land).paint("line-width", 2.4),
            MapLayer::Built => base("fill", "built").min_zoom(10.0).paint("fill-antialias", false).paint(
                "fill-color",
                by_text("kind", &[(&["industrial"], p.indus), (&["commercial"], p.comm)], p.built),
            ),
            MapLayer::Farm => base("fill", "green")
                .min_zoom(10.0)
                .filter(one_of("kind", &["farmland"]))
                .paint("fill-color", p.farm)
                .paint("fill-antialias", false),
            MapLayer::Green => base("fill", "green")
                .min_zoom(9.0)
                .filter(one_of("kind", &["forest", "park"]))
                .paint("fill-color", by_text("kind", &[(&["park"], p.park)], p.forest)),
            MapLayer::Stream => water("line")
                .min_zoom(11.0)
                .filter(json!(["all", is("LineString"), one_of("kind", &["stream"])]))
                .layout("line-cap", "round")
                .paint("line-color", p.stream)
                .paint("line-width", by_zoom([(11.0, 0.5), (13.0, 0.9), (16.0, 3.0)])),
            MapLayer::RiverBank => river()
                .paint("line-color", p.stream)
                .paint("line-width", by_zoom([(8.0, 1.0), (11.0, 4.0), (13.0, 12.2), (15.0, 36.0)])),
            MapLayer::River => river()
                .paint("line-color", p.water)
                .paint("line-width", by_zoom([(8.0, 0.8), (11.0, 3.0), (13.0, 11.0), (15.0, 34.0)])),
            MapLayer::Water => water("fill").min_zoom(8.0).filter(is("Polygon")).paint("fill-color", p.water),
            MapLayer::WaterBank => water("line")
                .min_zoom(11.0)
                .filter(is("Polygon"))
                .paint("line-color", p.stream)
                .paint("line-width", 0.6),
            MapLayer::DensityBand => self.density(),
            MapLayer::DistrictLevel => self.district_level(),
            MapLayer::Building => houses("fill").min_zoom(12.6).paint("fill-color", p.building),
            MapLayer::BuildingEdge => {
                houses("line").min_zoom(14.0).paint("line-color", p.building_edge).paint("line-width", 0.6)
            }
            MapLayer::Rail => base("line", "railways")
                .min_zoom(10.0)
                .paint("line-color", p.rail)
                .paint("line-width", by_zoom([(10.0, 1.2), (13.0, 2.2), (16.0, 3.4)])),
            MapLayer::RailDash => base("line", "railways")
                .min_zoom(12.0)
                .paint("line-color", p.land)
                .paint("line-width", by_zoom([(12.0, 0.8), (13.0, 1.1), (16.0, 1.8)]))
                .paint("line-dasharray", json!([4.5, 4.5])),
            MapLayer::DistrictHalo => borders()
                .paint("line-color", p.halo)
                .paint("line-width", by_zoom([(9.0, by_level(1.8, 1.0)), (12.0, by_level(3.2, 2.2))])),
            MapLayer::DistrictBorder => borders()
                .paint("line-color", p.border)
                .paint("line-width", by_zoom([(9.0, by_level(0.8, 0.4)), (12.0, by_level(1.2, 0.8))]))
                .paint("line-dasharray", json!([5.5, 2.7, 1.4, 2.7])),
            MapLayer::DistrictChosen => base("line", "districts")
                .filter(rows(self.scene.district.as_slice()))
                .layout("line-join", "round")
                .paint("line-color", p.accent)
                .paint("line-width", by_zoom([(9.0, 2.0), (12.0, 3.0)])),
            // The ground under everything: where a city has districts, what lies outside of them is flat and darker.
            _ => {
                let city = self.scene.generation.is_some() && self.scene.present.contains(&LayerName::Districts);
                Draw::bare("background").paint("background-color", if city { p.out } else { p.land })
            }
        }
    }

    /// A district's ground in the colour of its worst level, quiet: it is large, and what made it so is a place.
    fn district_level(self) -> Draw {
        let of = LayerName::Districts;
        Draw::new("fill", of.code(), of.code())
            .filter(has_class(self.scene.classes(of), &self.scene.isolated))
            .paint("fill-color", by_class(self.fills(of), self.p.land))
            .paint("fill-opacity", by_class([0.10, 0.18, 0.16, 0.13], 0.0))
            .paint("fill-antialias", false)
    }

    fn density(self) -> Draw {
        let classes = self.scene.density.map_or(0, |d| d.classes);
        // More is not only darker but also more solid, so that a faint band lets the ground through.
        let opacity = (0..classes).map(|i| {
            let t = if classes > 1 { i as f64 / (classes - 1) as f64 } else { 1.0 };
            (0.50 + 0.32 * t, i)
        });
        let rounded = opacity.map(|(o, _)| Value::from((o * 100.0).round() / 100.0));
        Draw::new("fill", DENSITY, "density")
            .filter(has_class(classes, &self.scene.isolated))
            .paint("fill-color", by_class(self.p.amount(classes), self.p.m1))
            .paint("fill-opacity", by_class(rounded, 0.0))
            .paint("fill-antialias", false)
    }
}

fn base(kind: &'static str, layer: &'static str) -> Draw {
    Draw::new(kind, GROUND, layer)
}

fn houses(kind: &'static str) -> Draw {
    Draw::new(kind, HOUSES, "buildings")
}

fn water(kind: &'static str) -> Draw {
    base(kind, "water")
}

/// Borders of districts: those of townships and of grid cells only where there is room for them.
fn borders() -> Draw {
    base("line", "districts")
        .filter(json!(["match", ["get", "level"], "town", [">=", ["zoom"], 8], "grid", [">=", ["zoom"], 11], true]))
        .layout("line-join", "round")
        .layout("line-sort-key", by_level(1.0, 0.0))
}

/// One value for cities and counties, another for what they consist of.
fn by_level(upper: f64, lower: f64) -> Value {
    by_text("level", &[(&["town", "grid"], lower)], upper)
}

fn river() -> Draw {
    water("line")
        .min_zoom(8.0)
        .filter(json!(["all", is("LineString"), ["!", one_of("kind", &["stream"])]]))
        .layout("line-cap", "round")
        .layout("line-join", "round")
}

/// Whether a feature is a line or a polygon; its parts count as one.
fn is(geometry: &str) -> Value {
    json!(["==", ["geometry-type"], geometry])
}
