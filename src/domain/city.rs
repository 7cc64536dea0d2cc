//! A city: its manifest and its layers.

use super::corrections::Entry;
use super::layer::LayerName;
use super::rules::RulePack;
use super::table::Layer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Words in both languages of the page. Where a source has only one, both are that one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Words in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The same words in both languages: a name that has no translation.
    pub fn same(both: impl Into<String>) -> Self {
        let both = both.into();
        Self { zh: both.clone(), en: both }
    }
}

/// Where data came from; shown as attribution and carried into every export. It crosses the worker's border as postcard,
/// so no field may be skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What the source is called.
    pub name: String,
    /// Its licence.
    #[serde(default)]
    pub licence: String,
    /// The line that must be shown.
    #[serde(default)]
    pub attribution: String,
    /// Where it is published.
    #[serde(default)]
    pub url: Option<String>,
    /// The day it was fetched.
    #[serde(default)]
    pub retrieved: Option<String>,
}

/// A table of a reader's own that was added to the city: its rows stand among the others, and say so. It crosses the
/// worker's border as postcard, so no field may be skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnData {
    /// The code of the layer that it was added to.
    pub layer: String,
    /// The file's name, as rows say it.
    pub file: String,
    /// How many rows were taken.
    pub rows: u64,
    /// The day on which it was added.
    #[serde(default)]
    pub added: String,
    /// It took the place of what the layer held before.
    #[serde(default)]
    pub replaces: bool,
}

/// A layer's file in the manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerFile {
    /// The file, relative to the manifest; never leaves its folder.
    pub href: String,
    /// Said where the ending does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The coordinate system where it is not the city's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crs: Option<String>,
    /// `public` or `restricted`; missing is public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<String>,
    /// The day of the layer's data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
}

/// A campaign of the hidden-danger ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Its id, as dangers name it.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The sector it looks at.
    #[serde(default)]
    pub sector: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// `city.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always "riskmap/1".
    pub schema: String,
    /// The city's name.
    pub name: Words,
    /// The layers' coordinate system; x is always easting or longitude.
    #[serde(default = "wgs84")]
    pub crs: String,
    /// The day of the data, YYYY-MM-DD.
    pub as_of: String,
    /// IANA name; dates are days there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// The layers' files, by layer code.
    #[serde(default)]
    pub layers: BTreeMap<String, LayerFile>,
    /// Where the data came from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// Tables of a reader's own among the layers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own_data: Vec<OwnData>,
    /// Campaigns of the ledger.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub campaigns: Vec<Campaign>,
    /// Overrides of method constants, shown as overridden.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, f64>,
    /// The file of corrections made by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patches: Option<String>,
    /// Files with a province's thresholds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rule_packs: Vec<String>,
    /// Local conventions.
    #[serde(default, skip_serializing_if = "Conventions::is_empty")]
    pub conventions: Conventions,
    /// The base map, PMTiles of the same origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basemap: Option<BaseMap>,
    /// What import kept, merged, skipped and rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// The place is invented; said on every picture and print.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fictional: bool,
}

fn wgs84() -> String {
    "EPSG:4326".to_owned()
}

/// Local conventions that methods ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conventions {
    /// A death counts as the crash's if it comes within so many days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death_within_days: Option<u32>,
    /// `right` or `left`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drives_on: Option<String>,
}

impl Conventions {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A base map file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseMap {
    /// PMTiles of the same origin.
    pub href: String,
}

/// A city in memory.
#[derive(Clone, Debug, Default)]
pub struct City {
    /// Its manifest.
    pub manifest: Manifest,
    /// The rule packs that the manifest names and that could be read, in its order.
    pub rules: Vec<RulePack>,
    /// Corrections made by hand, in their order. The layers are as these leave them.
    pub corrections: Vec<Entry>,
    layers: BTreeMap<LayerName, Layer>,
}

impl City {
    /// A city without layers.
    pub fn new(manifest: Manifest) -> Self {
        Self { manifest, rules: Vec::new(), corrections: Vec::new(), layers: BTreeMap::new() }
    }

    /// A layer, if the city has it.
    pub fn layer(&self, name: LayerName) -> Option<&Layer> {
        self.layers.get(&name)
    }

    /// A layer, to be added to.
    pub fn layer_mut(&mut self, name: LayerName) -> Option<&mut Layer> {
        self.layers.get_mut(&name)
    }

    /// Takes a layer out.
    pub fn take(&mut self, name: LayerName) -> Option<Layer> {
        self.layers.remove(&name)
    }

    /// Adds or replaces a layer.
    pub fn insert(&mut self, layer: Layer) {
        self.layers.insert(layer.name(), layer);
    }

    /// The layers, in the order of [`LayerName::ALL`].
    pub fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.layers.values()
    }
}
