//! Why the engine could not answer.

use super::BadArea;
use crate::domain::{LayerName, Words};
use crate::spatial::SpatialError;
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
    /// A bandwidth that is so narrow for the data that points would fall between the nodes of a surface.
    #[error("a bandwidth of {bandwidth_m} m is too narrow for data so wide, expected at least {least_m} m")]
    Narrow {
        /// What was asked.
        bandwidth_m: f64,
        /// The least that shows every point.
        least_m: f64,
    },
    /// A shape that encloses nothing that could be asked about.
    #[error("{}", .0.says().en)]
    Area(BadArea),
    /// The dataset could not be opened at all.
    #[error("{}", .0.en)]
    Dataset(Words),
    /// A correction that does not hold, or a file of them.
    #[error("{field}: {}", .why.en)]
    Correction {
        /// What of it is wrong: a key of the file; may be empty.
        field: String,
        /// What is wrong.
        why: Words,
    },
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

impl From<SpatialError> for EngineError {
    fn from(error: SpatialError) -> Self {
        match error {
            SpatialError::AcrossAntimeridian { west, east } => {
                let span = east - west;
                let zh = format!(
                    "数据的经度跨 {span:.1} 度（{west:.4} 到 {east:.4}）；跨 180° 经线的城市（或有一个位置错得很远）不能画在一个平面上"
                );
                Self::Dataset(Words::new(zh, error.to_string()))
            }
            SpatialError::NoSuchTile { z, x, y } => Self::NotThere(format!("tile {z}/{x}/{y}")),
            SpatialError::BoxTurned { west, east } => Self::Parameter {
                name: "box".to_owned(),
                found: format!("west {west}, east {east}"),
                expected: "west ≤ east".to_owned(),
            },
            SpatialError::BoxUpsideDown { south, north } => Self::Parameter {
                name: "box".to_owned(),
                found: format!("south {south}, north {north}"),
                expected: "south ≤ north".to_owned(),
            },
            SpatialError::NoDegrees { what, value } => {
                Self::Parameter { name: what.to_owned(), found: value.to_string(), expected: "degrees".to_owned() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_across_the_antimeridian_is_said_in_words_of_its_own() {
        let error = EngineError::from(SpatialError::AcrossAntimeridian { west: -66.0, east: 162.0 });
        assert!(error.to_string().starts_with("the positions span 228.0 degrees of longitude"), "{error}");
        let EngineError::Dataset(words) = error else { panic!("{error:?}") };
        assert!(words.zh.contains("228.0 度") && words.zh.contains("180° 经线"), "{}", words.zh);
        let tile = EngineError::from(SpatialError::NoSuchTile { z: 1, x: 2, y: 3 });
        assert_eq!(tile.to_string(), "there is no tile 1/2/3");
    }
}
