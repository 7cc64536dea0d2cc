//! The figures of a whole city, each with how much of it is known: what two cities are compared by.

use super::{Cover, LevelCount};
use crate::domain::LayerName;
use crate::risk::sections;
use serde::{Deserialize, Serialize};

/// A sum over rows of which some may not say their part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KnownSum {
    /// The sum of what is known.
    pub sum: f64,
    /// Rows that say it.
    pub known: u32,
    /// All rows.
    pub of: u32,
}

impl KnownSum {
    /// Whether every row says it: else the sum is a lower bound.
    pub const fn is_whole(&self) -> bool {
        self.known == self.of
    }
}

/// Crashes of a city.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CrashFigures {
    /// All of them.
    pub count: u32,
    /// The first and the last day.
    pub period: Option<(String, String)>,
    /// Years between them, both days counted; none where no day is known.
    pub years: Option<f64>,
}

impl CrashFigures {
    /// Crashes a year; none where the data spans less than a year.
    pub fn a_year(&self) -> Option<f64> {
        sections::a_year(f64::from(self.count), self.years?)
    }
}

/// Hidden dangers of a city on the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DangerFigures {
    /// Found by the day.
    pub found: u32,
    /// Of these, those that count as open.
    pub open: u32,
    /// Of these, those past their due day.
    pub overdue: u32,
    /// Open ones of which nobody knows when they were due.
    pub due_unknown: u32,
}

/// The figures of a city. What its layers do not tell is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CityFigures {
    /// The day of the data, as the manifest says it.
    pub as_of: String,
    /// Permanent residents; none without a residents layer, or where none of its rows says any.
    pub residents: Option<KnownSum>,
    /// People in venues by day.
    pub venues_day: Option<KnownSum>,
    /// People in venues by night.
    pub venues_night: Option<KnownSum>,
    /// Levels of the layers that are rated and there, on the day; empty where the data has no day.
    pub levels: Vec<(LayerName, Vec<LevelCount>)>,
    /// Crashes.
    pub crashes: Option<CrashFigures>,
    /// Driven road, km.
    pub roads_km: Option<f64>,
    /// Hidden dangers; none without a ledger or a day.
    pub dangers: Option<DangerFigures>,
    /// Venues beyond the reach of help; none without venues.
    pub cover: Option<Cover>,
}
