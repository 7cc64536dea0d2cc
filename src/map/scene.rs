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
    /// Where its tiles come from.
    pub channel: Channel,
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
    pub ring_labels: Vec<PlaceLabel>,
    /// The place that is looked at together with the feature in the inspector: the other end of a pair.
    pub partner: Option<Mark>,
    /// The pinned place on a surface.
    pub pin: Option<LngLat>,
    /// The place of a surface's highest value, with what it is in the reader's language.
    pub densest: Option<PlaceLabel>,
    /// Straight lines that were measured from what is selected.
    pub ties: Vec<Tie>,
    /// The area whose inside is shown or asked for: polygons, of each the outer ring, then holes.
    pub drawn: Vec<Vec<Vec<LngLat>>>,
}

impl Default for Scene {
    fn default() -> Self {
        Self {
            channel: Channel::Open,
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
            densest: None,
            ties: Vec::new(),
            drawn: Vec::new(),
        }
    }
}

/// From which engine a map has its tiles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Channel {
    /// That of the open city.
    #[default]
    Open,
    /// That of the city beside it.
    Beside,
}

impl Channel {
    /// How addresses of its tiles begin.
    pub const fn scheme(self) -> &'static str {
        match self {
            Self::Open => "riskmap",
            Self::Beside => "riskmap-beside",
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

/// What is said at a place: of a ring, of a surface's highest value.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceLabel {
    /// Where.
    pub at: LngLat,
    /// What, in the reader's language: how far a ring reaches, how much there is.
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
mod tests;
