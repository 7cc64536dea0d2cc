//! Answers for the fire services: venues by what makes them hard to save.

use super::{Hit, KindCount, Loosened, VenuesQuery};
use crate::domain::Level;
use crate::risk::cover::{Lack, Lacks};
use crate::risk::explain::Explanation;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// A ranking of venues.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VenueTable {
    /// What was asked.
    pub query: VenuesQuery,
    /// The day of the levels.
    pub as_of: String,
    /// How many venues pass the filter.
    pub count: u32,
    /// How many of them each kind has, in the list's order, before the kind filter.
    pub kinds: Vec<KindCount>,
    /// How many of them are of the kinds that worry a city most.
    pub worry: u32,
    /// How many have each level, worst first, unrated last, of those that pass all other filters.
    pub levels: Vec<(Level, u32)>,
    /// The paint's number: classes are those of [`super::LevelsTable::revision`].
    pub revision: u32,
    /// How many that pass all other filters pass no range, because a number is unknown.
    pub left_out: u32,
    /// How many lack a station and a hydrant, of those that pass all other filters.
    pub cover: Cover,
    /// Where none passes: what to loosen.
    pub loosened: Loosened,
    /// The rows, most worrying first.
    pub rows: Vec<VenueRow>,
    /// How it was computed.
    pub explanation: Explanation,
}

impl VenueTable {
    /// Whether not every venue is asked for.
    pub fn is_filtered(&self) -> bool {
        let VenuesQuery { kinds, district, lacking, ranges, levels, .. } = &self.query;
        !kinds.is_empty() || district.is_some() || !lacking.is_empty() || !ranges.is_empty() || !levels.is_empty()
    }
}

/// How many venues lie beyond the reach of help, straight lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cover {
    /// Venues that are counted.
    pub of: u32,
    /// How far a station reaches, metres.
    pub station_m: f64,
    /// How far a hydrant reaches, metres.
    pub hydrant_m: f64,
    /// Venues beyond every station's reach; none where the city has no stations.
    pub no_station: Option<u32>,
    /// Venues beyond the reach of every hydrant not known to be dry; none where the city has no hydrants.
    pub no_hydrant: Option<u32>,
    /// Venues beyond both; none where the city lacks either layer.
    pub neither: Option<u32>,
}

impl Cover {
    /// How many venues lack it; none where nobody can say.
    pub const fn lacking(&self, lack: Lack) -> Option<u32> {
        match lack {
            Lack::Station => self.no_station,
            Lack::Hydrant => self.no_hydrant,
        }
    }

    /// How many venues lack it and all that is asked for beside it; none where nobody can say.
    pub fn lacking_beside(&self, lack: Lack, asked: Lacks) -> Option<u32> {
        if asked.each().any(|other| other != lack) { self.neither } else { self.lacking(lack) }
    }

    /// Its reach, metres.
    pub const fn metres(&self, lack: Lack) -> f64 {
        match lack {
            Lack::Station => self.station_m,
            Lack::Hydrant => self.hydrant_m,
        }
    }
}

/// A venue as the fire services rank it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VenueRow {
    /// The venue, with its level and its people.
    pub hit: Hit,
    /// People by day and by night; none where nothing is said. The larger of the two is the venue's.
    pub people: [Option<f64>; 2],
    /// Floors.
    pub floors: Option<f64>,
    /// The nearest fire station, straight line.
    pub station: Option<Hit>,
    /// The nearest hydrant not known to be dry, straight line.
    pub hydrant: Option<Hit>,
    /// One of the kinds that worry a city most.
    pub worry: bool,
    /// Fields without which its level could not be told; empty where it is rated.
    pub missing: Vec<Text>,
}
