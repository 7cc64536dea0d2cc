//! Corrections made by hand: what a city's staff found wrong on the map, what they put in its place, and why. They stand
//! beside the data, in a file of their own, and are applied to every reading of it.

use super::city::Words;
use super::layer::LayerName;
use crate::units::LngLat;
use serde::{Deserialize, Serialize};

/// One thing put right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// The layer.
    pub layer: LayerName,
    /// The id of the row.
    pub id: String,
    /// What is done to it.
    pub act: Act,
    /// Why; never empty.
    pub reason: String,
    /// Who says so; may be empty.
    pub who: String,
    /// The day on which it was said, YYYY-MM-DD.
    pub on: String,
}

/// What is done to a row, and what stood there when it was decided. Values are words, as a table has them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Act {
    /// A point lies elsewhere.
    Move {
        /// Where it lies.
        to: LngLat,
        /// Where it was.
        was: LngLat,
    },
    /// A field has another value.
    Set {
        /// The field of the schema.
        field: String,
        /// Its value; none is unknown.
        to: Option<String>,
        /// What stood there; none is unknown.
        was: Option<String>,
    },
    /// It is the same thing as another row of the layer, which stays and takes from it what it does not say itself.
    Merge {
        /// The id of the row that stays.
        into: String,
        /// What stood there.
        was: Stood,
    },
    /// It is not there at all.
    Remove {
        /// What stood there.
        was: Stood,
    },
}

/// By what a row that went is known again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stood {
    /// Its name, if it had one.
    pub name: Option<String>,
    /// Its first position, if it had a place.
    pub at: Option<LngLat>,
}

/// A correction of the list, and how it stands to the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Entry {
    /// It could be read.
    Read {
        /// What it says.
        correction: Correction,
        /// What became of it; none while its layer has not been read.
        standing: Option<Standing>,
    },
    /// It is malformed, and is not applied. It stays in the file as it is.
    Rejected {
        /// Its JSON.
        raw: String,
        /// The key that is wrong; may be empty.
        field: String,
        /// What stands there; may be empty.
        found: String,
        /// What is wrong.
        why: Words,
    },
}

/// What became of a correction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Standing {
    /// It is applied.
    Applied {
        /// The fields that the row which stays took from the one merged into it.
        took: Vec<String>,
    },
    /// What it was made for is not there any more; it is not applied.
    Unfit {
        /// What of it does not fit: a field, `id` or `geometry`.
        field: String,
        /// What stands there now; may be empty.
        found: String,
        /// Why it does not fit.
        why: Words,
    },
}

impl Entry {
    /// One that waits for its layer.
    pub fn new(correction: Correction) -> Self {
        Self::Read { correction, standing: None }
    }

    /// The correction, where it is applied.
    pub fn applied(&self) -> Option<&Correction> {
        match self {
            Self::Read { correction, standing: Some(Standing::Applied { .. }) } => Some(correction),
            Self::Read { .. } | Self::Rejected { .. } => None,
        }
    }

    /// The correction, where it could be read.
    pub fn correction(&self) -> Option<&Correction> {
        match self {
            Self::Read { correction, .. } => Some(correction),
            Self::Rejected { .. } => None,
        }
    }
}

/// Whether rows of a layer can be put right by hand. The ledger and what is on record about a subject are mended where
/// they are kept: a danger must not be closed by a correction.
pub const fn is_correctable(layer: LayerName) -> bool {
    layer.is_spatial() && !matches!(layer, LayerName::Dangers | LayerName::Tracks)
}

/// Whether rows of a layer can be merged or taken away. Districts hang together, and so do the sections of a road.
pub const fn is_removable(layer: LayerName) -> bool {
    is_correctable(layer) && !matches!(layer, LayerName::Districts | LayerName::Roads)
}
