//! Answers for the fire services: venues by what makes them hard to save.

use super::{Hit, KindCount, VenuesQuery};
use crate::risk::explain::Explanation;
use crate::risk::sites::is_worry;
use serde::{Deserialize, Serialize};

/// A ranking of venues.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VenueTable {
    /// What was asked.
    pub query: VenuesQuery,
    /// The day of the levels.
    pub as_of: String,
    /// How many venues pass the filter.
    pub count: u32,
    /// How many of them each kind has, in the list's order, before the kind filter.
    pub kinds: Vec<KindCount>,
    /// The rows, most worrying first.
    pub rows: Vec<VenueRow>,
    /// How it was computed.
    pub explanation: Explanation,
}

impl VenueTable {
    /// Whether a filter is on, and how many venues pass: of the kinds that worry a city most, and others.
    pub fn passing(&self) -> (bool, u32, u32) {
        let VenuesQuery { kinds, district, .. } = &self.query;
        let asked = |kind: &str| kinds.is_empty() || kinds.iter().any(|k| k == kind);
        let worry = self.kinds.iter().filter(|k| is_worry(&k.kind) && asked(&k.kind)).map(|k| k.count).sum();
        (!kinds.is_empty() || district.is_some(), worry, self.count.saturating_sub(worry))
    }
}

/// A venue as the fire services rank it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VenueRow {
    /// The venue, with its level and its people.
    pub hit: Hit,
    /// Floors.
    pub floors: Option<f64>,
    /// The nearest fire station, straight line.
    pub station: Option<Hit>,
    /// The nearest hydrant not known to be dry, straight line.
    pub hydrant: Option<Hit>,
    /// One of the kinds that worry a city most.
    pub worry: bool,
}
