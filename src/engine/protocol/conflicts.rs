//! Answers about conflicts: sensitive sites inside the rings of hazards.

use super::{ConflictLine, Hit, KindCount, Loosened};
use crate::risk::explain::Explanation;
use serde::{Deserialize, Serialize};

/// Which conflicts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictsQuery {
    /// A kind of hazard, by its code; none is every kind.
    pub kind: Option<String>,
    /// A kind of site: a venue's, or the code of a layer without kinds (`residents`). None is every kind.
    pub site: Option<String>,
    /// A district's row: either end, hazard or site, lies in it. None is the whole city.
    pub district: Option<u32>,
    /// At most so many rows come back; the counts are of all.
    pub limit: u32,
}

/// Conflicts, worst first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConflictTable {
    /// What was asked.
    pub query: ConflictsQuery,
    /// The day.
    pub as_of: String,
    /// How many pairs of a hazard and a site there are.
    pub count: u32,
    /// Hazards that have a site inside their rings.
    pub hazards: u32,
    /// Sites inside somebody's ring, each once.
    pub sites: u32,
    /// Kinds of hazard with their pairs, whichever kind of hazard is asked about; most pairs first.
    pub kinds: Vec<KindCount>,
    /// Kinds of site with their pairs, whichever kind of site is asked about; most pairs first.
    pub site_kinds: Vec<KindCount>,
    /// Hazards that have rings, with a site inside or without.
    pub ringed: u32,
    /// Of these, how many have a ring of which nobody knows how far it reaches: what is inside it is not told.
    pub unknown: u32,
    /// The first of them.
    pub unknown_rows: Vec<Hit>,
    /// Where there is none: what to loosen.
    pub loosened: Loosened,
    /// The pairs, worst first.
    pub rows: Vec<ConflictLine>,
    /// How they were found.
    pub explanation: Explanation,
}
