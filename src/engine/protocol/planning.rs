//! Answers for planners: density surfaces and exposure.

use super::{Counted, DensityQuery, ExposureQuery, Hit};
use crate::risk::explain::Explanation;
use crate::units::LngLat;
use serde::{Deserialize, Serialize};

/// A density surface, ready to be drawn as the tile layer `density`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DensitySurface {
    /// What was asked.
    pub query: DensityQuery,
    /// Counts the surfaces of this engine; part of the tiles' address.
    pub revision: u32,
    /// Lower edges of the classes, per km², ascending; below the first nothing is drawn.
    pub breaks: Vec<f64>,
    /// The highest value on the grid, per km².
    pub max_per_km2: f64,
    /// The grid's cell, metres.
    pub cell_m: f64,
    /// Points that count.
    pub points: u32,
    /// Points left out because they bring no weight.
    pub without_weight: u32,
    /// The sum of the weights; the surface integrates to it.
    pub total: f64,
    /// What the surface integrates to.
    pub integral: f64,
    /// First and last day of the points, where they have one.
    pub period: Option<(String, String)>,
    /// How it was computed.
    pub explanation: Explanation,
}

/// The density at one place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DensityAt {
    /// Where.
    pub at: LngLat,
    /// Weight per km², the exact sum.
    pub per_km2: f64,
    /// How many points made it.
    pub points: u32,
}

/// A ranking by exposure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExposureTable {
    /// What was asked.
    pub query: ExposureQuery,
    /// The paint's number; part of the tiles' address.
    pub revision: u32,
    /// Whether the ranking counts people; false: no headcount is known and venues are counted.
    pub by_people: bool,
    /// Lower edges of the classes.
    pub breaks: Vec<f64>,
    /// How many features fall in each class.
    pub class_counts: Vec<u32>,
    /// The rows, most exposed first.
    pub rows: Vec<ExposureRow>,
    /// How it was computed.
    pub explanation: Explanation,
}

/// One feature's exposure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExposureRow {
    /// The feature.
    pub hit: Hit,
    /// People by day in venues within the distance, as far as known.
    pub people_day: f64,
    /// People by night in venues within the distance, as far as known.
    pub people_night: f64,
    /// Residents within the distance; none where the city has no residents layer.
    pub residents: Option<f64>,
    /// People of the residents layer by day within the distance, as far as known; none without the layer. They may be
    /// the same people as those in venues.
    pub residents_day: Option<f64>,
    /// The same by night; permanent residents where it is not known.
    pub residents_night: Option<f64>,
    /// Sensitive venues within the distance.
    pub sensitive: u32,
    /// All venues within the distance.
    pub venues: u32,
    /// Of those, how many bring no headcount.
    pub unknown: u32,
    /// The value that is ranked and classed: the largest of the four counts of people, a lower bound; venues where no
    /// headcount is known.
    pub value: f64,
    /// Which count the value is.
    pub counted: Counted,
    /// Its class, 0 the lowest; none is below the first edge.
    pub class: Option<u8>,
}
