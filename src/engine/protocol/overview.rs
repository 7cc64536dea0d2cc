//! The overview: the worst places of a city, whatever they are, and what a month has changed.

use super::{LevelCount, LevelRow};
use crate::domain::{LayerName, Level};
use crate::risk::explain::Explanation;
use crate::risk::rating::Rating;
use serde::{Deserialize, Serialize};

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OverviewQuery {
    /// The day, YYYY-MM-DD; the manifest's if none is given.
    pub as_of: Option<String>,
    /// So many of the worst.
    pub limit: u32,
}

/// The levels of all that is rated, on a day and a month before. Facilities, pipelines and venues are painted by it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OverviewTable {
    /// What was asked.
    pub query: OverviewQuery,
    /// The tiles' number; part of their address.
    pub revision: u32,
    /// The day.
    pub as_of: String,
    /// The day that it is compared with.
    pub before: String,
    /// How many places became major since the day before.
    pub rose: u32,
    /// How many are major that nobody could rate before.
    pub rated: u32,
    /// How many were major and no longer are: less, or unrated.
    pub fell: u32,
    /// Counts by layer, of the layers that the city has.
    pub layers: Vec<OverviewLayer>,
    /// The worst: by level, then those that became worse since the day before, then by the people concerned, then by overdue
    /// dangers and open ones.
    pub rows: Vec<OverviewRow>,
    /// The rule, and how the worst were put in order.
    pub explanation: Explanation,
}

impl OverviewTable {
    /// How many places have a level on the day.
    pub fn now(&self, level: Level) -> u32 {
        self.layers.iter().map(|of| of.now(level)).sum()
    }

    /// How many had it on the day before.
    pub fn then(&self, level: Level) -> u32 {
        self.layers.iter().map(|of| dynamic(&of.before, level)).sum()
    }
}

impl OverviewLayer {
    /// How many have a level on the day.
    pub fn now(&self, level: Level) -> u32 {
        dynamic(&self.now, level)
    }
}

fn dynamic(counts: &[LevelCount], level: Level) -> u32 {
    counts.iter().find(|count| count.level == level).map_or(0, |count| count.dynamic)
}

/// The counts of a layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OverviewLayer {
    /// The layer.
    pub layer: LayerName,
    /// On the day.
    pub now: Vec<LevelCount>,
    /// On the day before.
    pub before: Vec<LevelCount>,
}

/// One of the worst.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OverviewRow {
    /// Its levels on the day.
    pub row: LevelRow,
    /// Its level on the day before.
    pub before: Rating,
    /// People whom it concerns: in a venue the larger of day and night; at any other place the largest of the counts
    /// within [`NEAR_M`]. None where nobody knows.
    pub people: Option<f64>,
}

/// Whom a facility or a pipeline concerns, metres.
pub const NEAR_M: f64 = 500.0;

/// How long before the day it is compared, days.
pub const BACK_DAYS: i32 = 30;
