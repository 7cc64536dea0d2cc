//! Answers about what a picture of the map shows, for its legend.

use crate::domain::LayerName;
use serde::{Deserialize, Serialize};

/// What of a layer lies in an area.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many features.
    pub count: u32,
    /// How many of them in each class that the newest paint of the layer gave, from class 0; empty where none has one.
    pub classes: Vec<u32>,
    /// How many are in no class.
    pub unclassed: u32,
    /// How many are of the kinds that worry a city most.
    pub worry: u32,
    /// How many are known not to work: dry hydrants.
    pub out: u32,
}

/// The tallies of some layers, in the order asked; a layer that the city lacks is left out.
pub type Tallies = Vec<(LayerName, Tally)>;
