//! Answers about facilities and venues that nobody has inspected.

use super::{Hit, LedgerQuery};
use crate::domain::Words;
use serde::{Deserialize, Serialize};

/// Facilities and venues not inspected in the campaign, or ever where none is chosen: those that the table of who
/// answers counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UncheckedTable {
    /// What was asked; of the filter that is asked which is about places, not about dangers.
    pub query: LedgerQuery,
    /// The tiles' number; part of their address.
    pub revision: u32,
    /// The day.
    pub as_of: String,
    /// How many there are.
    pub count: u32,
    /// Of these, facilities.
    pub facilities: u32,
    /// Of these, venues.
    pub venues: u32,
    /// Of these, without a place on the map.
    pub unplaced: u32,
    /// The rows: facilities first, then venues with the most people first.
    pub rows: Vec<UncheckedRow>,
}

/// A place that nobody has inspected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UncheckedRow {
    /// The facility or venue.
    pub hit: Hit,
    /// Its district, as the table of who answers knows it.
    pub district: Option<Words>,
    /// The post that answers for it; empty where nobody is named.
    pub leader: String,
    /// The department that supervises it; empty where nobody is named.
    pub department: String,
    /// People there, the larger of day and night; none where nobody knows.
    pub people: Option<f64>,
}
