//! How many people are in a venue: as counted, else at most as many as it may hold.
//!
//! A design figure says for how many people a floor's exits are made. It never stands in for a count: it closes the
//! interval of a number that nobody recorded.

use super::super::faults::wrong;
use super::super::rating::Range;
use super::{Inputs, Time};

/// Where the densities stand; read in transcriptions of the code.
pub const SOURCE: &str = "GB 50016-2014, 5.5.21";

/// Design density of a kind of venue, persons/m²: of rooms for singing, games and the net 0.5; of shops 0.56 from the
/// second basement down, else 0.60, the most of any storey (upper storeys have less). None where the code gives none.
///
/// `floor` is the highest that is used; where it is not known, the most of any storey counts.
pub fn density(kind: &str, floor: Option<f64>) -> Option<f64> {
    match kind {
        "karaoke" | "net_cafe" => Some(0.5),
        "mall" | "market" | "supermarket" if floor.is_some_and(|floor| floor <= -2.0) => Some(0.56),
        "mall" | "market" | "supermarket" => Some(0.6),
        _ => None,
    }
}

/// People that the floor area is made for, persons: density times area in m². None where either is not known or cannot
/// be.
pub fn design_load(inputs: &Inputs) -> Option<f64> {
    Some(inputs.density? * positive(inputs.area_m2)?)
}

/// The most people who may be there at once, persons: the larger of recorded capacity and [`design_load`], so that the
/// smaller of two records lowers nothing. None where neither is known.
pub fn at_most(inputs: &Inputs) -> Option<f64> {
    positive(inputs.capacity).into_iter().chain(design_load(inputs)).reduce(f64::max)
}

/// Whether it was counted at a time that nobody is there.
pub fn is_empty(inputs: &Inputs, time: Time) -> bool {
    inputs.people[time as usize] == Some(0.0)
}

/// People at a time, persons: the count, or all numbers up to [`at_most`] where nobody counted. A count that cannot be
/// is bounded by nothing.
pub fn people(inputs: &Inputs, time: Time) -> Range {
    match inputs.people[time as usize] {
        Some(counted) => Range::of(Some(counted).filter(|n| wrong(*n).is_none())),
        None => at_most(inputs).map_or(Range::unknown(), |high| Range { low: 0.0, high }),
    }
}

fn positive(value: Option<f64>) -> Option<f64> {
    value.filter(|v| v.is_finite() && *v > 0.0)
}
