//! MapLibre's style of a scene, as JSON, and the difference between two styles.
//!
//! There is no `glyphs` address: without one MapLibre draws every character, Latin and Chinese, from the machine's own
//! fonts. The weight is read from the first family's name.

mod base;
mod expr;
mod labels;
mod lines;
mod order;
mod overlay;
mod points;
mod roads;
mod scaled;
mod unchecked;

pub use overlay::CONFLICT_WIDTHS;

use super::layers::{MapLayer, Switch};
use super::palette::Palette;
use super::scene::{Command, Scene};
use super::sources::{self, Source};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// A style: the sources by id and every map layer, bottom to top in the scene's order.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    sources: Vec<(&'static str, Source)>,
    layers: Vec<(MapLayer, Draw)>,
}

impl Style {
    /// The style of a scene.
    pub fn of(scene: &Scene) -> Self {
        let look = Look { scene, p: Palette::of(scene.theme) };
        let layers = order::of(&scene.looks)
            .into_iter()
            .map(|layer| {
                let mut draw = look.draw(layer);
                let solid = layer.faded().map_or(100, |what| scene.looks.solid(what));
                if solid < 100 {
                    draw = draw.solid(solid);
                }
                if layer == MapLayer::WorstSymbol {
                    draw = draw.solid_by_layer(&scene.looks);
                }
                if scene.large {
                    draw = draw.larger(layer.switch() == Switch::Base);
                }
                let visibility = if scene.shows(layer.switch()) { "visible" } else { "none" };
                draw.layout.insert("visibility".to_owned(), json!(visibility));
                (layer, draw)
            })
            .collect();
        Self { sources: sources::of(scene, overlay::data(scene)), layers }
    }

    /// The style as MapLibre reads it.
    pub fn to_json(&self) -> Value {
        let sources: Map<String, Value> = self.sources.iter().map(|(id, s)| ((*id).to_owned(), s.to_json())).collect();
        let layers: Vec<Value> = self.layers.iter().map(|(layer, draw)| draw.to_json(layer.id())).collect();
        json!({"version": 8, "name": "riskmap", "sources": sources, "layers": layers})
    }

    /// What turns this style into another.
    pub(super) fn changes(&self, next: &Self) -> Vec<Command> {
        let mut commands = Vec::new();
        for ((id, old), (_, new)) in self.sources.iter().zip(&next.sources) {
            match new {
                _ if old == new => {}
                Source::Tiles(url) => commands.push(Command::Tiles { source: id, url: url.clone() }),
                Source::Data(data) => commands.push(Command::Data { source: id, data: data.clone() }),
            }
        }
        let orders = [self, next].map(|style| style.layers.iter().map(|(layer, _)| *layer).collect::<Vec<_>>());
        commands.extend(order::moves(&orders[0], &orders[1]));
        let old: HashMap<MapLayer, &Draw> = self.layers.iter().map(|(layer, draw)| (*layer, draw)).collect();
        for (layer, new) in &next.layers {
            let Some(old) = old.get(layer) else { continue };
            let layer = layer.id();
            if old.filter != new.filter {
                commands.push(Command::Filter { layer, value: new.filter.clone().unwrap_or(Value::Null) });
            }
            let layout = differences(&old.layout, &new.layout);
            commands.extend(layout.map(|(name, value)| Command::Layout { layer, name, value }));
            let paint = differences(&old.paint, &new.paint);
            commands.extend(paint.map(|(name, value)| Command::Paint { layer, name, value }));
        }
        commands
    }
}

/// The properties whose value changes, with the new value; null for those that go.
fn differences<'a>(
    old: &'a Map<String, Value>,
    new: &'a Map<String, Value>,
) -> impl Iterator<Item = (String, Value)> + 'a {
    let gone = old.keys().filter(|name| !new.contains_key(*name)).map(|name| (name.clone(), Value::Null));
    let changed = new.iter().filter(|(name, value)| old.get(*name) != Some(*value));
    gone.chain(changed.map(|(name, value)| (name.clone(), value.clone())))
}

/// What decides how a layer is drawn: the scene and its theme's colours.
#[derive(Clone, Copy)]
struct Look<'a> {
    scene: &'a Scene,
    p: &'static Palette,
}

impl Look<'_> {
    fn draw(self, layer: MapLayer) -> Draw {
        use MapLayer::*;
        match layer {
            Background | Land | LandSeam | Built | Farm | Green | Stream | RiverBank | River | Water | WaterBank
            | DensityBand | Building | BuildingEdge | Rail | RailDash | DistrictHalo | DistrictBorder
            | DistrictChosen | DistrictLevel => self.base(layer),
            Path | Track | ServiceCase | MinorCase | MainCase | Tunnel | ServiceRoad | MinorRoad | MainRoad
            | BridgeCase | BridgeRoad => self.road(layer),
            SectionHit | SectionHover | SectionSelected | SectionSelectedHalo | SectionHalo | Section | RouteHover
            | RouteSelected | RouteHalo | Route | RouteClassEdge | RouteClass | PipelineHover | PipelineSelected
            | PipelineHalo | Pipeline | PipelineCore | PipelineClassEdge | PipelineClass | RouteIcon | PipelineIcon => {
                self.line(layer)
            }
            VenueArea | VenueAreaEdge | FacilityArea | FacilityAreaEdge | StationArea | CrashCell | Crash
            | HydrantCell | Hydrant | VenueCell | VenueDot | FacilityCell | FacilityDot | CrashCount | HydrantCount
            | HydrantIcon | VenueCount | FacilityCount | CrashHover | HydrantHover | VenueHover | FacilityHover
            | StationHover | CrashSelected | HydrantSelected | VenueSelected | FacilitySelected | StationSelected
            | VenueSymbol | FacilitySymbol | StationSymbol | VenueLevel | FacilityLevel | OwnCrash | OwnHydrant
            | OwnVenue | OwnFacility | OwnStation => self.point(layer),
            UncheckedVenue | UncheckedFacility | UncheckedVenueCount | UncheckedFacilityCount => self.unchecked(layer),
            DistrictLetter | DistrictLabel | WaterLabel | RiverLabel | RoadLabel | PlaceLabel => self.label(layer),
            RingFill | RingEdge | ConflictHalo | ConflictLine | TieHalo | TieLine | TieEnd | TieLabel | RingLabel
            | DensestMark | DensestLabel | WorstHover | WorstSymbol | DangerDot | DangerSymbol | DangerLate
            | DangerHover | Pin | FocusRing | FocusSymbol | DrawnFill | DrawnEdge => self.overlay(layer),
        }
    }
}

/// How a layer is drawn: the style's layer object without its id.
#[derive(Clone, Debug, PartialEq)]
struct Draw {
    kind: &'static str,
    source: Option<(&'static str, Option<String>)>,
    min_zoom: Option<f64>,
    filter: Option<Value>,
    layout: Map<String, Value>,
    paint: Map<String, Value>,
}

impl Draw {
    /// A layer of a kind (fill, line, circle, symbol) over a layer of a source's tiles.
    fn new(kind: &'static str, source: &'static str, layer: impl Into<String>) -> Self {
        Self { source: Some((source, Some(layer.into()))), ..Self::bare(kind) }
    }

    /// A layer over the page's own GeoJSON.
    fn overlay(kind: &'static str) -> Self {
        Self { source: Some((sources::OVERLAY, None)), ..Self::bare(kind) }
    }

    fn bare(kind: &'static str) -> Self {
        Self { kind, source: None, min_zoom: None, filter: None, layout: Map::new(), paint: Map::new() }
    }

    fn min_zoom(mut self, zoom: f64) -> Self {
        self.min_zoom = Some(zoom);
        self
    }

    fn filter(mut self, filter: Value) -> Self {
        self.filter = Some(filter);
        self
    }

    /// Draws only what passes another filter too.
    fn and(self, filter: Value) -> Self {
        let both = match &self.filter {
            Some(old) => json!(["all", old, filter]),
            None => filter,
        };
        self.filter(both)
    }

    fn layout(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.layout.insert(name.to_owned(), value.into());
        self
    }

    fn paint(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.paint.insert(name.to_owned(), value.into());
        self
    }

    fn to_json(&self, id: &str) -> Value {
        let mut layer = json!({"id": id, "type": self.kind, "layout": self.layout, "paint": self.paint});
        if let Some((source, source_layer)) = &self.source {
            layer["source"] = json!(source);
            if let Some(name) = source_layer {
                layer["source-layer"] = json!(name);
            }
        }
        if let Some(zoom) = self.min_zoom {
            layer["minzoom"] = json!(zoom);
        }
        if let Some(filter) = &self.filter {
            layer["filter"] = filter.clone();
        }
        layer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LayerName;
    use crate::text::Lang;
    use crate::view::Theme;

    fn full(theme: Theme, lang: Lang) -> Scene {
        let everything: std::collections::BTreeSet<LayerName> = LayerName::ALL.iter().copied().collect();
        Scene { theme, lang, generation: Some(1), present: everything.clone(), visible: everything, ..Scene::default() }
    }

    #[test]
    fn every_layer_is_there_once_in_the_order_of_the_list() {
        let style = Style::of(&full(Theme::Light, Lang::Zh)).to_json();
        let ids: Vec<&str> =
            style["layers"].as_array().expect("layers").iter().filter_map(|l| l["id"].as_str()).collect();
        let list: Vec<&str> = MapLayer::ALL.iter().map(|l| l.id()).collect();
        assert_eq!(ids, list);
    }

    #[test]
    fn the_feature_in_the_inspector_is_named_once() {
        use crate::{domain::Words, engine::FeatureRef, map::scene::Mark, units::LngLat};
        let mut scene = full(Theme::Light, Lang::Zh);
        scene.focus = Some(Mark {
            feature: FeatureRef { layer: LayerName::Venues, row: 4 },
            kind: "hotel".to_owned(),
            class: None,
            name: Words::same("甲"),
            at: LngLat::new(9.5, 47.1),
        });
        let style = Style::of(&scene).to_json();
        let filter = |id: MapLayer| {
            let layers = style["layers"].as_array().expect("layers");
            layers.iter().find(|l| l["id"] == id.id()).expect("a layer")["filter"].to_string()
        };
        let left_out = r#"["!",["match",["id"],[4],true,false]]"#;
        assert!(filter(MapLayer::VenueSymbol).contains(left_out), "{}", filter(MapLayer::VenueSymbol));
        assert!(!filter(MapLayer::FacilitySymbol).contains(left_out));
    }

    #[test]
    fn every_layer_draws_from_a_source_that_exists() {
        let style = Style::of(&full(Theme::Dark, Lang::En)).to_json();
        for layer in style["layers"].as_array().expect("layers") {
            if layer["type"] != "background" {
                let source = layer["source"].as_str().expect("a source");
                assert!(style["sources"][source].is_object(), "{} draws from {source}", layer["id"]);
            }
        }
    }

    #[test]
    fn no_colour_of_a_level_is_on_the_map() {
        let levels = ["#C4281C", "#E8473A", "#EC7D1E", "#F2933A", "#F4C733", "#F6D252", "#2D6DB8", "#4E8FDD"];
        for theme in [Theme::Light, Theme::Dark] {
            let style = Style::of(&full(theme, Lang::Zh)).to_json().to_string();
            assert!(levels.iter().all(|l| !style.contains(l)), "{theme:?}");
        }
    }

    #[test]
    fn a_level_is_never_a_colour_alone() {
        let mut scene = full(Theme::Light, Lang::Zh);
        scene.paints = crate::view::RATED.iter().map(|l| (*l, crate::map::Paint::levels(2))).collect();
        let style = Style::of(&scene).to_json();
        let layer = |id: MapLayer| {
            let layers = style["layers"].as_array().expect("layers");
            layers.iter().find(|l| l["id"] == id.id()).expect("a layer").clone()
        };
        for (dots, shapes) in [
            ([MapLayer::FacilityDot, MapLayer::FacilityCell, MapLayer::FacilitySymbol], MapLayer::FacilityLevel),
            ([MapLayer::VenueDot, MapLayer::VenueCell, MapLayer::VenueSymbol], MapLayer::VenueLevel),
        ] {
            assert!(dots.into_iter().all(|dot| layer(dot)["layout"]["visibility"] == "none"));
            assert_eq!(layer(shapes)["layout"]["visibility"], "visible");
            assert_eq!(layer(shapes)["layout"]["icon-allow-overlap"], true, "a symbol never gives way");
        }
        // A line has its edge, its width, and its level's shape along it.
        let text = |id| layer(id).to_string();
        let palette = Palette::of(Theme::Light);
        assert!(text(MapLayer::PipelineClass).contains(palette.a));
        assert!(text(MapLayer::PipelineClassEdge).contains(palette.a_edge));
        assert!(text(MapLayer::PipelineIcon).contains("level/"));
    }

    #[test]
    fn names_are_asked_for_in_the_readers_language_first() {
        let field = |lang| {
            let style = Style::of(&full(Theme::Light, lang)).to_json();
            let place = style["layers"].as_array().and_then(|l| l.iter().find(|l| l["id"] == "place-label")).cloned();
            place.expect("place-label")["layout"]["text-field"].clone()
        };
        assert_eq!(field(Lang::Zh), json!(["coalesce", ["get", "name"], ["get", "name_en"], ""]));
        assert_eq!(field(Lang::En), json!(["coalesce", ["get", "name_en"], ["get", "name"], ""]));
    }

    /// Lets MapLibre's own validator judge styles (`tests/style.mjs`): prints them where it is asked to.
    #[test]
    fn styles_can_be_judged_from_outside() {
        let Some(folder) = std::env::var_os("RISKMAP_STYLES") else {
            println!("SKIPPED: RISKMAP_STYLES names no folder to write the styles to");
            return;
        };
        for (theme, theme_name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            for lang in [Lang::Zh, Lang::En] {
                let mut scene = full(theme, lang);
                let paint = crate::map::Paint::amount(1, 5);
                scene.paints = LayerName::ALL.iter().map(|l| (*l, paint)).collect();
                scene.density = Some(paint);
                let write = |scene: &Scene, what: &str| {
                    let path = std::path::Path::new(&folder).join(format!("{theme_name}-{}{what}.json", lang.code()));
                    std::fs::write(path, Style::of(scene).to_json().to_string()).expect("the folder can be written");
                };
                write(&scene, "");
                let levels = crate::map::Paint::levels(2);
                scene.paints = crate::view::RATED.iter().map(|l| (*l, levels)).collect();
                write(&scene, "-levels");
            }
        }
    }
}
