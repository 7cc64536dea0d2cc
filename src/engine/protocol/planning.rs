//! Answers for planners: density surfaces and exposure.

use super::{Counted, DensityQuery, ExposureQuery, FieldValue, Hit, Loosened};
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
    /// Where that is; none where there is no point.
    pub densest: Option<LngLat>,
    /// The grid's cell, metres.
    pub cell_m: f64,
    /// Points that count.
    pub points: u32,
    /// Points left out because they bring no weight.
    pub without_weight: u32,
    /// Crashes that the query's filter leaves out for a value that is unknown alone.
    pub left_out: u32,
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

/// The density at one place, and the features that make it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DensityParts {
    /// Of which surface.
    pub query: DensityQuery,
    /// Where.
    pub at: LngLat,
    /// Weight per km², the exact sum: what [`DensityAt`] says of the same place.
    pub per_km2: f64,
    /// How many features are within the bandwidth and so made it.
    pub points: u32,
    /// The features, largest part first; at most as many as were asked for.
    pub parts: Vec<DensityPart>,
    /// The polygons that hold every place within the bandwidth: of each the outer ring, then holes; all closed.
    pub reach: Vec<Vec<Vec<LngLat>>>,
    /// How it was computed.
    pub explanation: Explanation,
}

/// One feature's part in the density at a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DensityPart {
    /// The feature, with its metres from the place.
    pub hit: Hit,
    /// Its weight.
    pub weight: f64,
    /// What it adds, weight per km².
    pub per_km2: f64,
    /// Of a crash, which has no name: when it was and how severe, unknown ones left out.
    pub facts: Vec<FieldValue>,
}

impl DensityParts {
    /// A part's share in the value, 0…1; 0 where the value is 0.
    pub fn share(&self, of: &DensityPart) -> f64 {
        if self.per_km2 > 0.0 { of.per_km2 / self.per_km2 } else { 0.0 }
    }

    /// How many features are not listed, and their share in the value together.
    pub fn unlisted(&self) -> (u32, f64) {
        let left = self.points.saturating_sub(self.parts.len() as u32);
        let listed: f64 = self.parts.iter().map(|part| self.share(part)).sum();
        (left, if left == 0 { 0.0 } else { (1.0 - listed).max(0.0) })
    }
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
    /// How many features the ranges leave out.
    pub out_of_range: u32,
    /// Where none is left: which range to loosen.
    pub loosened: Loosened,
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
    /// People by day within the distance: the larger of those in venues and of residents, a lower bound.
    pub people_day: f64,
    /// People by night within the distance, likewise.
    pub people_night: f64,
    /// People by day in venues within the distance, as far as known.
    pub venue_day: f64,
    /// People by night in venues within the distance, as far as known.
    pub venue_night: f64,
    /// People of the residents layer by day within the distance, as far as known; none without the layer. They may be
    /// the same people as those in venues.
    pub residents_day: Option<f64>,
    /// The same by night; permanent residents where it is not known.
    pub residents_night: Option<f64>,
    /// Sensitive venues within the distance.
    pub sensitive: u32,
    /// All venues within the distance.
    pub venues: u32,
    /// Of those, how many bring no headcount by day, and by night.
    pub unknown: [u32; 2],
    /// The value that is ranked and classed: the larger of people by day and by night; venues where no headcount is known.
    pub value: f64,
    /// Which count the value is.
    pub counted: Counted,
    /// Its class, 0 the lowest; none is below the first edge.
    pub class: Option<u8>,
}

/// How one feature's figure in an exposure ranking was computed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExposureOf {
    /// Of which ranking.
    pub query: ExposureQuery,
    /// The feature and its figures, without a class.
    pub row: ExposureRow,
    /// How its figure was computed.
    pub explanation: Explanation,
}
