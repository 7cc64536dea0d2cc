//! Where the map's features come from, and what the style expects of the engine's tiles.
//!
//! A tile's address (of a city beside the open one `riskmap-beside`) is `riskmap://LAYER[+LAYER…]/{z}/{x}/{y}?v=VERSION[&paint=REVISION][&symbols=yes][&unchecked=REVISION][&kinds=…][&district=…]`:
//! `v` tells new tiles from old ones, only with `paint` do features carry their class, with `unchecked` there are those
//! alone that nobody has inspected, and `kinds` and `district` are the engine's filter: what is left out is in no tile and
//! no count. The layers of a tile have the dataset's layer codes, and the
//! bands of a density surface the name `density`. A feature's id is its row. What the style reads of a feature:
//!
//! | property | of | meaning |
//! |---|---|---|
//! | `name`, `name_en` | all | names, where known |
//! | `kind` | facilities, venues, water, green, built, places | the kind's code |
//! | `class` | painted layers, density | the class from 0, least; absent or 255: none |
//! | `count` | points | how many features a cell stands for; absent for a feature that stands for itself |
//! | `highway` | roads | the OSM highway value |
//! | `bridge`, `tunnel` | roads | `yes` |
//! | `until` | districts | from this zoom on a place inside says the same name |
//! | `level` | districts | city, county, town, grid |
//! | `population` | places | people |
//! | `severity` | crashes | fatal, serious, slight, injury, damage_only |
//! | `working` | hydrants | yes, no |
//! | `own` | all | yes: from a table of the reader's own; absent otherwise |
//!
//! Outlines of features of a point layer are in `LAYER_area`. Names of districts and lakes stand at the one point that
//! `districts_label` and `water_label` give, because a polygon that is cut into tiles would be named in each of them.

use super::scene::{Channel, Paint, Scale, Scene};
use crate::domain::LayerName;
use crate::engine::RowFilter;
use serde_json::{Value, json};

/// The source of the ground: waters, land, railways, districts, names of places.
pub const GROUND: &str = "ground";
/// The source of the base map's roads.
pub const STREETS: &str = "streets";
/// The source of the buildings.
pub const HOUSES: &str = "houses";
/// The source of the density bands.
pub const DENSITY: &str = "density";
/// The source of the places that nobody has inspected.
pub const UNCHECKED: &str = "unchecked";
/// The GeoJSON of what the page itself draws.
pub const OVERLAY: &str = "overlay";

/// The base map's sources and the layers of their tiles. A city grows on the map while it is being read; what comes late
/// has a source of its own, so that what is drawn already need not be cut again.
const BASE_MAP: &[(&str, &[LayerName])] = &[
    (
        GROUND,
        &[
            LayerName::Water,
            LayerName::Green,
            LayerName::Built,
            LayerName::Railways,
            LayerName::Places,
            LayerName::Districts,
        ],
    ),
    (STREETS, &[LayerName::Roads]),
    (HOUSES, &[LayerName::Buildings]),
];

/// The layers that have a source of their own, named by their code.
pub const DATA_LAYERS: &[LayerName] = &[
    LayerName::Facilities,
    LayerName::Pipelines,
    LayerName::Venues,
    LayerName::Roads,
    LayerName::Crashes,
    LayerName::Routes,
    LayerName::FireStations,
    LayerName::Hydrants,
    // The ground has its districts too: these carry their level.
    LayerName::Districts,
];

/// Beyond this zoom tiles are stretched: at 16 a tile's unit is 15 cm.
const MAX_ZOOM: u8 = 16;

/// A source of the style.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Source {
    /// Vector tiles, by their address.
    Tiles(String),
    /// GeoJSON.
    Data(Value),
}

impl Source {
    /// The source as the style has it.
    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::Tiles(url) => json!({"type": "vector", "tiles": [url], "minzoom": 0, "maxzoom": MAX_ZOOM}),
            Self::Data(data) => json!({"type": "geojson", "data": data}),
        }
    }
}

/// The sources of a scene, by id. The ids are always the same; those that nothing visible uses are never fetched.
pub(super) fn of(scene: &Scene, overlay: Value) -> Vec<(&'static str, Source)> {
    let generation = scene.generation.unwrap_or(0);
    let mut sources = Vec::new();
    for (id, layers) in BASE_MAP {
        // Each new layer of a city that is being read is a new address.
        let grown = layers.iter().filter(|l| scene.present.contains(l)).count();
        let names: Vec<&str> = layers.iter().map(|l| l.code()).collect();
        sources.push((*id, tiles(scene.channel, &names.join("+"), &format!("{generation}.{grown}"))));
    }
    for layer in DATA_LAYERS {
        // A level is a symbol of its own, which needs more room than a dot.
        let symbols = |paint: &Paint| if paint.scale == Scale::Level { "&symbols=yes" } else { "" };
        let paint = scene.paints.get(layer).map(|paint| format!("&paint={}{}", paint.revision, symbols(paint)));
        let paint = paint.unwrap_or_default();
        let filter = scene.filters.get(layer).map(RowFilter::to_query).unwrap_or_default();
        let version = format!("{generation}{paint}{filter}");
        sources.push((layer.code(), tiles(scene.channel, layer.code(), &version)));
    }
    let revision = scene.density.map_or(0, |d| d.revision);
    sources.push((DENSITY, tiles(scene.channel, DENSITY, &format!("{generation}&paint={revision}"))));
    let unchecked = format!("{generation}&unchecked={}", scene.unchecked.unwrap_or(0));
    let both = format!("{}+{}", LayerName::Facilities.code(), LayerName::Venues.code());
    sources.push((UNCHECKED, tiles(scene.channel, &both, &unchecked)));
    sources.push((OVERLAY, Source::Data(overlay)));
    sources
}

fn tiles(channel: Channel, layers: &str, version: &str) -> Source {
    Source::Tiles(format!("{}://{layers}/{{z}}/{{x}}/{{y}}?v={version}", channel.scheme()))
}
