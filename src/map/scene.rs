//! What the map shows, as plain data; and what must be told to MapLibre so that one scene becomes the next.

use super::icons::{LEVEL_CLASSES, MAX_CLASSES};
use super::layers::Switch;
use super::sources::DATA_LAYERS;
use super::style::Style;
use crate::domain::{LayerName, Words};
use crate::engine::{FeatureRef, RowFilter};
use crate::text::Lang;
use crate::units::LngLat;
use crate::view::{Looks, Theme};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that decides how the map looks, except where it looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Light or dark.
    pub theme: Theme,
    /// The language of names.
    pub lang: Lang,
    /// The open city's number; none while no city is open.
    pub generation: Option<u32>,
    /// The layers that the city has.
    pub present: BTreeSet<LayerName>,
    /// The layers of the list that are on. Base map layers need not be named.
    pub visible: BTreeSet<LayerName>,
    /// Layers that a method has painted.
    pub paints: BTreeMap<LayerName, Paint>,
    /// The density surface, if one is shown.
    pub density: Option<Paint>,
    /// Filters that the engine cuts the tiles of a layer by; a layer that is not named shows all.
    pub filters: BTreeMap<LayerName, RowFilter>,
    /// The district that is asked about, by its row.
    pub district: Option<u32>,
    /// Of districts that are painted by level: how many places in each stand at its worst one, by row.
    pub tallies: BTreeMap<u32, u32>,
    /// How layers are drawn that are drawn otherwise than they are by themselves.
    pub looks: Looks,
    /// Larger names and marks, for those who sit far away.
    pub large: bool,
    /// Selected rows, ascending.
    pub selected: BTreeMap<LayerName, Vec<u32>>,
    /// The feature under the pointer, here or in a list.
    pub hovered: Option<FeatureRef>,
    /// The feature in the inspector; drawn however small and even if its layer is off.
    pub focus: Option<Mark>,
    /// The head of the workbench's ranking, worst first: symbols at every zoom, where all others are dots.
    pub worst: Vec<Mark>,
    /// Listed dangers that have a place, one mark a place, in the list's order; [`super::icons::OVERDUE`] is the kind of
    /// those that are late.
    pub dangers: Vec<Mark>,
    /// Hazards and sites that stand too near to each other, worst first: a line each.
    pub conflicts: Vec<Conflict>,
    /// Facilities and venues that nobody has inspected, by the number of the engine's answer; none are shown without.
    pub unchecked: Option<u32>,
    /// Classes that the legend isolates, ascending; none shows all.
    pub isolated: Vec<u8>,
    /// How far the reach of what is selected is: polygons, of each the outer ring, then holes; all closed.
    pub reach: Vec<Vec<Vec<LngLat>>>,
    /// What each ring of the reach is, at a place on it.
    pub ring_labels: Vec<RingLabel>,
    /// The place that is looked at together with the feature in the inspector: the other end of a pair.
    pub partner: Option<Mark>,
    /// The pinned place on a surface.
    pub pin: Option<LngLat>,
    /// Straight lines that were measured from what is selected.
    pub ties: Vec<Tie>,
    /// The area whose inside is shown or asked for: polygons, of each the outer ring, then holes.
    pub drawn: Vec<Vec<Vec<LngLat>>>,
}

impl Default for Scene {
    fn default() -> Self {
        Self {
            theme: Theme::Light,
            lang: Lang::Zh,
            generation: None,
            present: BTreeSet::new(),
            visible: BTreeSet::new(),
            paints: BTreeMap::new(),
            density: None,
            filters: BTreeMap::new(),
            district: None,
            tallies: BTreeMap::new(),
            looks: Looks::default(),
            large: false,
            selected: BTreeMap::new(),
            hovered: None,
            focus: None,
            worst: Vec::new(),
            dangers: Vec::new(),
            conflicts: Vec::new(),
            unchecked: None,
            isolated: Vec::new(),
            reach: Vec::new(),
            ring_labels: Vec::new(),
            partner: None,
            pin: None,
            ties: Vec::new(),
            drawn: Vec::new(),
        }
    }
}

/// Classes that the engine wrote into the tiles of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paint {
    /// The engine's number for it; part of the tiles' address.
    pub revision: u32,
    /// How many classes there are, at most [`MAX_CLASSES`].
    pub classes: usize,
    /// What the classes say.
    pub scale: Scale,
}

/// What the classes of a paint say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// How much: plum, least first.
    Amount,
    /// Which of the four levels: blue 0 to red 3.
    Level,
}

impl Paint {
    /// Classes of an amount.
    pub const fn amount(revision: u32, classes: usize) -> Self {
        Self { revision, classes, scale: Scale::Amount }
    }

    /// The four levels.
    pub const fn levels(revision: u32) -> Self {
        Self { revision, classes: LEVEL_CLASSES, scale: Scale::Level }
    }
}

/// A feature that the page itself draws, whatever the tiles hold of it at this zoom.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Which one.
    pub feature: FeatureRef,
    /// Its kind's code, or empty.
    pub kind: String,
    /// Its class, if its layer is painted.
    pub class: Option<u8>,
    /// Its name.
    pub name: Words,
    /// A position on it.
    pub at: LngLat,
}

/// A hazard and a site inside its ring.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conflict {
    /// The hazard.
    pub from: LngLat,
    /// The site.
    pub to: LngLat,
    /// The class of the level that the ring gives.
    pub class: u8,
}

/// What a ring says.
#[derive(Clone, Debug, PartialEq)]
pub struct RingLabel {
    /// Where on the ring.
    pub at: LngLat,
    /// Its level and how far it reaches, in the reader's language.
    pub label: String,
}

/// A straight line that was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// Where it begins.
    pub from: LngLat,
    /// Where it ends.
    pub to: LngLat,
    /// What it says, in the reader's language.
    pub label: String,
    /// The one that matters most: heavier, and labelled at every zoom.
    pub main: bool,
}

impl Scene {
    /// Whether a map layer is on.
    pub fn shows(&self, switch: Switch) -> bool {
        let on = |layer| self.visible.contains(&layer) && self.present.contains(&layer);
        match switch {
            Switch::Overlay => true,
            _ if self.generation.is_none() => false,
            Switch::Base => true,
            Switch::Layer(layer) => on(layer),
            Switch::Painted(layer) => on(layer) && self.classes(layer) > 0,
            Switch::Level(layer) => on(layer) && self.scale(layer) == Some(Scale::Level),
            Switch::Plain(layer) => on(layer) && self.scale(layer) != Some(Scale::Level),
            Switch::Unchecked => self.unchecked.is_some(),
            Switch::Density => self.classes_of(self.density) > 0,
        }
    }

    /// How many classes a layer is painted in; 0 for none.
    pub fn classes(&self, layer: LayerName) -> usize {
        self.classes_of(self.paints.get(&layer).copied())
    }

    /// What a layer's classes say; none where it has none.
    pub fn scale(&self, layer: LayerName) -> Option<Scale> {
        self.paints.get(&layer).map(|paint| paint.scale)
    }

    fn classes_of(&self, paint: Option<Paint>) -> usize {
        paint.map_or(0, |p| p.classes.min(MAX_CLASSES))
    }

    /// What must be told to MapLibre so that `self` becomes `next`. The styles are passed in, because the caller keeps
    /// them: building one twice would double the work.
    pub fn changes(&self, style: &Style, next: &Self, next_style: &Style) -> Vec<Command> {
        let mut commands = style.changes(next_style);
        if self.hovered != next.hovered {
            // What the page itself draws is in no source of tiles: a layer of its own says that the pointer is on it.
            let told = |feature: Option<FeatureRef>, on| {
                let feature = feature.filter(|of| DATA_LAYERS.contains(&of.layer));
                feature.map(|of| Command::Hover { layer: of.layer.code(), row: of.row, on })
            };
            commands.extend(told(self.hovered, false));
            commands.extend(told(next.hovered, true));
        }
        commands
    }
}

/// One thing to tell MapLibre.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum Command {
    /// Set a paint property of a layer; null is its default.
    Paint {
        /// The layer's id.
        layer: &'static str,
        /// The property.
        name: String,
        /// Its value.
        value: Value,
    },
    /// Set a layout property of a layer; null is its default.
    Layout {
        /// The layer's id.
        layer: &'static str,
        /// The property.
        name: String,
        /// Its value.
        value: Value,
    },
    /// Set a layer's filter.
    Filter {
        /// The layer's id.
        layer: &'static str,
        /// The filter.
        value: Value,
    },
    /// Draw a layer right under another one.
    Move {
        /// The layer's id.
        layer: &'static str,
        /// The id of the one over it; none is the topmost.
        before: Option<&'static str>,
    },
    /// Fetch a source's tiles anew from another address.
    Tiles {
        /// The source's id.
        source: &'static str,
        /// The addresses' template.
        url: String,
    },
    /// Replace an overlay's GeoJSON.
    Data {
        /// The source's id.
        source: &'static str,
        /// The GeoJSON.
        data: Value,
    },
    /// Say of a feature that the pointer is on it, or not any more.
    Hover {
        /// The layer's code: its source and its source layer.
        layer: &'static str,
        /// The feature's row.
        row: u32,
        /// On or off.
        on: bool,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::icons;
    use crate::view::Faded;
    use serde_json::json;

    fn city() -> Scene {
        Scene {
            generation: Some(1),
            present: LayerName::ALL.iter().copied().collect(),
            visible: [LayerName::Facilities, LayerName::Roads].into(),
            ..Scene::default()
        }
    }

    fn hotels(district: Option<u32>) -> RowFilter {
        RowFilter::new(LayerName::Venues, &["hotel".to_owned()], district)
    }

    fn danger(row: u32, kind: &str) -> Mark {
        Mark {
            feature: FeatureRef { layer: LayerName::Dangers, row },
            kind: kind.to_owned(),
            class: None,
            name: Words::same("甲"),
            at: LngLat::new(9.5, 47.1),
        }
    }

    /// Every scene that a reader might pass through, each one step from the last.
    fn story() -> Vec<Scene> {
        let mut scenes = vec![Scene::default(), city()];
        let mut then = |change: fn(&mut Scene)| {
            let mut next = scenes.last().expect("a scene").clone();
            change(&mut next);
            scenes.push(next);
        };
        then(|s| s.theme = Theme::Dark);
        then(|s| s.pin = Some(LngLat::new(112.3, 31.0)));
        then(|s| s.lang = Lang::En);
        then(|s| s.visible = [LayerName::Venues, LayerName::FireStations, LayerName::Hydrants].into());
        then(|s| s.filters = [(LayerName::Venues, hotels(None))].into());
        then(|s| s.filters = [(LayerName::Venues, hotels(Some(3)))].into());
        then(|s| {
            s.visible = [LayerName::Facilities, LayerName::Pipelines, LayerName::Routes, LayerName::Crashes].into()
        });
        then(|s| s.paints = [(LayerName::Facilities, Paint::amount(3, 5))].into());
        then(|s| {
            s.paints = [(LayerName::Facilities, Paint::levels(4)), (LayerName::Pipelines, Paint::levels(5))].into()
        });
        then(|s| s.density = Some(Paint::amount(4, 5)));
        then(|s| s.density = Some(Paint::amount(5, 3)));
        then(|s| s.selected = [(LayerName::Pipelines, vec![2, 7])].into());
        then(|s| {
            s.focus = Some(Mark {
                feature: FeatureRef { layer: LayerName::Facilities, row: 4 },
                kind: "lpg_station".to_owned(),
                class: None,
                name: Words::new("城东储配站", "Chengdong depot"),
                at: LngLat::new(9.5, 47.1),
            });
        });
        then(|s| s.worst = s.focus.clone().into_iter().collect());
        then(|s| s.dangers = vec![danger(3, icons::OVERDUE), danger(9, "")]);
        then(|s| s.unchecked = Some(8));
        then(|s| {
            let (from, to) = (LngLat::new(9.5, 47.1), LngLat::new(9.6, 47.1));
            s.conflicts = vec![Conflict { from, to, class: 3 }, Conflict { from: to, to: from, class: u8::MAX }];
        });
        then(|s| s.paints = [(LayerName::Districts, Paint::levels(6))].into());
        then(|s| s.tallies = [(0, 95), (3, 7)].into());
        then(|s| s.isolated = vec![1, 2]);
        then(|s| s.looks.fade(Faded::Layer(LayerName::Facilities), 40));
        then(|s| s.looks.raise(LayerName::Routes, &[LayerName::Routes, LayerName::Pipelines]));
        then(|s| s.looks.raise(LayerName::Hydrants, &[LayerName::Hydrants, LayerName::Facilities]));
        then(|s| s.large = true);
        then(|s| s.reach = vec![vec![vec![LngLat::new(0.0, 0.0), LngLat::new(1.0, 0.0), LngLat::new(0.0, 0.0)]]]);
        then(|s| s.drawn = vec![vec![vec![LngLat::new(0.0, 0.0), LngLat::new(1.0, 0.0), LngLat::new(1.0, 1.0)]]]);
        then(|s| {
            let (from, to) = (LngLat::new(9.5, 47.1), LngLat::new(9.6, 47.1));
            s.ties = vec![Tie { from, to, label: "7.6 km".to_owned(), main: true }];
        });
        then(|s| s.generation = Some(2));
        then(|s| s.generation = None);
        scenes
    }

    fn layer_of<'a>(style: &'a mut Value, id: &str) -> &'a mut Value {
        let layers = style["layers"].as_array_mut().expect("layers");
        layers.iter_mut().find(|l| l["id"] == id).expect("a known layer")
    }

    fn set(object: &mut Value, name: &str, value: &Value) {
        let object = object.as_object_mut().expect("an object");
        match value {
            Value::Null => drop(object.remove(name)),
            value => drop(object.insert(name.to_owned(), value.clone())),
        }
    }

    /// What MapLibre does with the commands, on the style's JSON.
    fn apply(style: &mut Value, commands: &[Command]) {
        for command in commands {
            match command {
                Command::Paint { layer, name, value } => set(&mut layer_of(style, layer)["paint"], name, value),
                Command::Layout { layer, name, value } => set(&mut layer_of(style, layer)["layout"], name, value),
                Command::Filter { layer, value } => set(layer_of(style, layer), "filter", value),
                Command::Tiles { source, url } => style["sources"][source]["tiles"] = json!([url]),
                Command::Data { source, data } => style["sources"][source]["data"] = data.clone(),
                Command::Move { layer, before } => {
                    let layers = style["layers"].as_array_mut().expect("layers");
                    let at = |layers: &[Value], id: &str| layers.iter().position(|l| l["id"] == id);
                    let moved = layers.remove(at(layers, layer).expect("a known layer"));
                    let place = before.map_or(layers.len(), |id| at(layers, id).expect("a known layer"));
                    layers.insert(place, moved);
                }
                Command::Hover { .. } => {}
            }
        }
    }

    #[test]
    fn the_changes_between_two_scenes_make_one_style_the_other() {
        let story = story();
        for from in &story {
            for to in &story {
                let (a, b) = (Style::of(from), Style::of(to));
                let mut told = a.to_json();
                apply(&mut told, &from.changes(&a, to, &b));
                assert_eq!(told, b.to_json());
            }
        }
    }

    #[test]
    fn nothing_changed_is_nothing_told() {
        for scene in story() {
            let style = Style::of(&scene);
            assert_eq!(scene.changes(&style, &scene.clone(), &style), []);
        }
    }

    #[test]
    fn a_small_change_is_told_in_few_words() {
        let before = city();
        let mut after = before.clone();
        after.hovered = Some(FeatureRef { layer: LayerName::Facilities, row: 7 });
        let (a, b) = (Style::of(&before), Style::of(&after));
        let told = serde_json::to_value(before.changes(&a, &after, &b)).expect("commands are JSON");
        assert_eq!(told, json!([{"op": "hover", "layer": "facilities", "row": 7, "on": true}]));

        let mut repainted = before.clone();
        repainted.paints.insert(LayerName::Roads, Paint::amount(9, 5));
        let told = before.changes(&a, &repainted, &Style::of(&repainted));
        assert!(
            told.contains(&Command::Tiles {
                source: "roads",
                url: "riskmap://roads/{z}/{x}/{y}?v=1&paint=9".to_owned()
            })
        );
        assert!(told.iter().all(|c| !matches!(c, Command::Tiles { source, .. } if *source != "roads")));
    }

    #[test]
    fn another_filter_is_other_tiles_and_nothing_else() {
        let before = city();
        let mut after = before.clone();
        after.filters.insert(LayerName::Venues, hotels(Some(3)));
        let told = before.changes(&Style::of(&before), &after, &Style::of(&after));
        let url = "riskmap://venues/{z}/{x}/{y}?v=1&kinds=hotel&district=3".to_owned();
        assert_eq!(told, [Command::Tiles { source: "venues", url }]);
    }

    #[test]
    fn the_pointer_leaves_one_feature_for_the_next() {
        let on = |row| Scene { hovered: Some(FeatureRef { layer: LayerName::Venues, row }), ..city() };
        let style = Style::of(&city());
        assert_eq!(
            on(1).changes(&style, &on(2), &style),
            [
                Command::Hover { layer: "venues", row: 1, on: false },
                Command::Hover { layer: "venues", row: 2, on: true }
            ]
        );
    }

    #[test]
    fn a_danger_is_drawn_by_the_page_and_no_tile_is_told_of_the_pointer() {
        let before = Scene { dangers: vec![danger(3, icons::OVERDUE), danger(9, "")], ..city() };
        let after = Scene { hovered: Some(before.dangers[1].feature), ..before.clone() };
        let told = before.changes(&Style::of(&before), &after, &Style::of(&after));
        assert!(matches!(told.as_slice(), [Command::Filter { layer: "danger-hover", .. }]), "{told:?}");
        let data = &Style::of(&before).to_json()["sources"]["overlay"]["data"]["features"];
        let said = |at: usize| {
            let of = &data[at]["properties"];
            (of["what"].clone(), of["layer"].clone(), of["row"].clone(), of["image"].clone())
        };
        assert_eq!(said(0), (json!("danger-late"), json!("dangers"), json!(3), json!("tile/danger/late/light")));
        assert_eq!(said(1), (json!("danger"), json!("dangers"), json!(9), json!("disc/danger/plain/light")));
    }

    #[test]
    fn without_a_city_only_the_page_draws() {
        let style = Style::of(&Scene::default()).to_json();
        for layer in style["layers"].as_array().expect("layers") {
            let hidden = layer["layout"]["visibility"] == "none";
            let of_tiles = layer["source"].as_str().is_some_and(|s| s != "overlay");
            assert_eq!(hidden, of_tiles, "{}", layer["id"]);
        }
    }
}
