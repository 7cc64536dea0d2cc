//! Answers of the search.

use super::Hit;
use crate::units::LngLat;
use serde::{Deserialize, Serialize};

/// What a search finds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// Features, best first.
    pub hits: Vec<Hit>,
    /// The positions that the text may mean, the likeliest first; none where it is no position.
    pub positions: Vec<PositionHit>,
}

/// A position that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PositionHit {
    /// Where it is, WGS84.
    pub at: LngLat,
    /// As it was written, in its own system.
    pub written: LngLat,
    /// The system in which it is read.
    pub datum: Datum,
}

/// The system of a position that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Datum {
    /// WGS84, and CGCS2000, which is the same to a few centimetres.
    Wgs84,
    /// GCJ-02, of most web maps in China.
    Gcj02,
    /// BD-09, of Baidu's maps.
    Bd09,
}

impl Datum {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Wgs84, Self::Gcj02, Self::Bd09];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wgs84 => "WGS84",
            Self::Gcj02 => "GCJ-02",
            Self::Bd09 => "BD-09",
        }
    }
}
