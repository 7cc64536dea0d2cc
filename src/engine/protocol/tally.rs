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
    /// Of the roads the sections in no class, by why; all 0 before the newest ranking of them.
    pub sections: Classless,
}

/// Road sections in no class of their ranking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classless {
    /// Too short for the rate that is ranked by.
    pub short: u32,
    /// Of the value 0, though with a crash.
    pub zero: u32,
    /// Of an unknown value, though with a crash.
    pub unknown: u32,
    /// Without a crash.
    pub none: u32,
    /// Outside the ranking's scope or ranges.
    pub outside: u32,
}

/// The tallies of some layers, in the order asked; a layer that the city lacks is left out.
pub type Tallies = Vec<(LayerName, Tally)>;
