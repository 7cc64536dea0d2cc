//! What opening a city left out, and what it noticed.

use crate::domain::Words;
use serde::{Deserialize, Serialize};

/// What was not read, merged, skipped or noticed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NotRead {
    /// By layer.
    pub layers: Vec<LayerReading>,
    /// Things noticed but not corrected.
    pub notices: Vec<Notice>,
}

/// How a layer was read: read = kept + merged + skipped + rejected.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LayerReading {
    /// The layer's code (a table of import that fed no layer keeps its own name).
    pub layer: String,
    /// Rows read.
    pub read: u64,
    /// Rows kept.
    pub kept: u64,
    /// Rows merged into another.
    pub merged: u64,
    /// Rows skipped because the plan says so.
    pub skipped: u64,
    /// Rows rejected.
    pub rejected: u64,
    /// The rejected rows, as many as were kept note of.
    pub rows: Vec<Rejected>,
}

/// Something noticed but not corrected, with its place as far as there is one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// The layer's code; empty when it concerns the whole dataset.
    pub layer: String,
    /// The file, or empty.
    pub file: String,
    /// The row, from 1; none when it is not about one row.
    pub row: Option<u64>,
    /// The field, or empty.
    pub field: String,
    /// What was found, or empty.
    pub found: String,
    /// What was noticed.
    pub says: Words,
}

/// A row that was not read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rejected {
    /// The file.
    pub file: String,
    /// The row, from 1.
    pub row: u64,
    /// The field, or empty for the whole row.
    pub field: String,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: Words,
}
