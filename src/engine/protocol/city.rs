//! The open city: its layers, districts and counts.

use crate::dataset::patches;
use crate::domain::{LayerName, OwnData, Source, Words};
use crate::units::LngLatBox;
use serde::{Deserialize, Serialize};

/// The open city.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CityInfo {
    /// Counts the cities opened by this engine, so that old tiles are told from new ones.
    pub generation: u32,
    /// Its name.
    pub name: Words,
    /// The place is invented.
    pub fictional: bool,
    /// The day of the data.
    pub as_of: String,
    /// The box around the districts, or around everything when there are none.
    pub bounds: Option<LngLatBox>,
    /// Its layers, in display order.
    pub layers: Vec<LayerInfo>,
    /// Hydrants that are known not to work.
    pub dry_hydrants: u32,
    /// The districts below the city, for lists.
    pub districts: Vec<DistrictInfo>,
    /// Where the data came from.
    pub sources: Vec<Source>,
    /// Tables of the reader's own among its layers.
    pub own: Vec<OwnData>,
    /// Corrections made by hand.
    pub corrections: patches::Counts,
    /// Rows that were not read (rejected).
    pub rejected: u64,
    /// Things noticed but not corrected.
    pub warnings: u32,
    /// Share of the values that methods ask for which are known, 0…1; none when nothing asks.
    pub completeness: Option<f64>,
    /// Of a facility, pipeline or venue something is known by which a method rates: it makes sense to ask for levels.
    pub rated: bool,
}

impl CityInfo {
    /// A layer, if there is something in it.
    pub fn layer(&self, name: LayerName) -> Option<&LayerInfo> {
        self.layers.iter().find(|l| l.layer == name && l.count > 0)
    }

    /// The layers that have something in them, in display order.
    pub fn present(&self) -> Vec<LayerName> {
        self.layers.iter().filter(|l| l.count > 0).map(|l| l.layer).collect()
    }
}

/// A layer of the open city.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerInfo {
    /// Which one.
    pub layer: LayerName,
    /// How many features.
    pub count: u32,
    /// How many of each kind, most first; empty where the layer has no kinds.
    pub kinds: Vec<KindCount>,
    /// Number fields that at least one row fills: what a density may be weighted by.
    pub numbers: Vec<String>,
    /// Not for everyone: whoever prints it is told.
    pub restricted: bool,
}

/// How many features are of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindCount {
    /// The kind's code.
    pub kind: String,
    /// How many.
    pub count: u32,
}

/// A district of the open city.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DistrictInfo {
    /// Its row.
    pub row: u32,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Words,
    /// Its level (city, county, town, grid); unknown is empty.
    pub level: String,
    /// Its extent, to be shown whole; none where it has no shape.
    pub bounds: Option<LngLatBox>,
}

/// How many of a layer's features lie in the view.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerCount {
    /// Which layer.
    pub layer: LayerName,
    /// In the box, borders included.
    pub in_view: u32,
    /// In the city.
    pub total: u32,
}
