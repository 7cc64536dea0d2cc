//! Why the engine could not answer.

use super::BadArea;
use crate::domain::{LayerName, Words};
use serde::{Deserialize, Serialize};

/// Why the engine could not answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
pub enum EngineError {
    /// No city is open.
    #[error("no city is open")]
    NoCity,
    /// The city lacks the layer that the question needs.
    #[error("the city has no layer {0}")]
    NoLayer(LayerName),
    /// A row or field that is not there.
    #[error("there is no {0}")]
    NotThere(String),
    /// A parameter outside of what can be computed.
    #[error("{name} is {found}, expected {expected}")]
    Parameter {
        /// Which one.
        name: String,
        /// What was asked.
        found: String,
        /// What can be.
        expected: String,
    },
    /// A shape that encloses nothing that could be asked about.
    #[error("{}", .0.says().en)]
    Area(BadArea),
    /// The dataset could not be opened at all.
    #[error("{}", .0.en)]
    Dataset(Words),
    /// The dataset holds files that only the importer reads.
    #[error("the dataset must be imported first: it holds formats or coordinate systems that are not read directly")]
    NeedsImporter,
    /// A newer request of the same kind took its place.
    #[error("superseded by a newer request")]
    Stale,
    /// The engine stopped and was started anew; what it was doing is named.
    #[error("the engine stopped while {0}")]
    Stopped(String),
}

impl From<crate::spatial::SpatialError> for EngineError {
    fn from(error: crate::spatial::SpatialError) -> Self {
        Self::NotThere(error.to_string())
    }
}
