//! Venues: how hard it is for the people in a building to live through a fire, by day and by night.
//!
//! **Question.** In which venues are many people, who sleep, who cannot leave by themselves, high up, with little
//! protection and help far away?
//!
//! **Source.** An index of this project, not a standard: the quotient of Gretener (danger over protection) with the
//! occupant factors of NFPA 101A's fire safety evaluation system (FSES), extended to larger numbers of people. The FSES
//! values have not been checked against its text.
//!
//! **Formula.** `VFI(t) = O · M · L · T · A · S · G / (C · Q)` at t = 14:00 and t = 02:00.
//!
//! **Units.** Dimensionless, higher is worse; people in persons, travel in minutes, distances in metres.
//!
//! **Level** (rule of this project). Blue below 2, yellow from 2, orange from 5, red from 10; the worse of day and night.
//! A venue on the authority's list of high fire danger (火灾高危单位) is never below yellow.
//!
//! **Assumptions.** Where all can leave by themselves, attendants and age count nothing. People sleep at 02:00, nobody at
//! 14:00. Where it was counted that nobody is there at a time, nobody sleeps and nobody has to be helped: S = T = 1. The highest occupied floor counts. A floor 0 is the ground floor. What is not known ranges over all its values:
//! the index is then an interval. People whom nobody counted are at most as many as the venue may hold: the larger of its
//! recorded capacity and of floor area times design density (persons/m²: singing rooms and net cafés 0.5; shops 0.60, from
//! the second basement down 0.56; GB 50016-2014, 5.5.21). Nothing bounds the people of other kinds without a capacity;
//! beds bound nobody, for staff and visitors are there too.
//!
//! **When not to use.** As a probability of fire, or before the thresholds are calibrated on local records; for open
//! squares and parks, which have no floors, exits or smoke.
//!
//! **Confidence.** This project's rule; factor values not checked.

mod crowd;
mod explain;
mod factors;
#[cfg(test)]
mod tests;

pub use crowd::density;
pub use explain::explain;
pub use factors::{Factor, Fuel, Mobility, Symbol, Time, aged, fuel, waterfall};

use super::faults::{Fault, Wrong, wrong};
use super::rating::{Range, Rating};
use crate::domain::Level;

/// From which index on a venue is yellow, orange, red, where the city sets nothing else.
pub const THRESHOLDS: [f64; 3] = [2.0, 5.0, 10.0];

/// What the method asks of one venue. No text: a million of them are rated at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inputs {
    /// People by day and by night.
    pub people: [Option<f64>; 2],
    /// People whom it may hold at once, as recorded.
    pub capacity: Option<f64>,
    /// Floor area, m².
    pub area_m2: Option<f64>,
    /// Design density of its kind, persons/m²; see [`density`].
    pub density: Option<f64>,
    /// How well they can leave.
    pub mobility: Option<Mobility>,
    /// Attendants by day and by night.
    pub attendants: [Option<f64>; 2],
    /// Whether they are 65 and over, or one year and under.
    pub aged: Option<bool>,
    /// Whether people sleep there at night.
    pub sleeping: Option<bool>,
    /// Highest occupied floor; below 0 is a basement.
    pub floor: Option<f64>,
    /// Floors of the building, which bound the occupied one.
    pub floors: Option<f64>,
    /// Below ground.
    pub underground: Option<bool>,
    /// What burns and kindles, at best and at worst.
    pub fuel: [Fuel; 2],
    /// Sprinklers.
    pub sprinklers: Option<bool>,
    /// Automatic alarm.
    pub alarm: Option<bool>,
    /// Smoke control.
    pub smoke_control: Option<bool>,
    /// Own full-time or mini brigade.
    pub brigade: Option<bool>,
    /// Exits.
    pub exits: Option<f64>,
    /// Minutes until the first engine is there; unknown until someone computes it.
    pub travel_min: Range,
    /// Metres to the nearest hydrant that works.
    pub hydrant_m: Range,
    /// On the authority's list of high fire danger.
    pub high_danger: bool,
    /// From which index on a venue is yellow, orange, red.
    pub breaks: [f64; 3],
}

impl Default for Inputs {
    /// Nothing is known.
    fn default() -> Self {
        Self {
            people: [None; 2],
            capacity: None,
            area_m2: None,
            density: None,
            mobility: None,
            attendants: [None; 2],
            aged: None,
            sleeping: None,
            floor: None,
            floors: None,
            underground: None,
            fuel: [Fuel::Ordinary, Fuel::Heavy],
            sprinklers: None,
            alarm: None,
            smoke_control: None,
            brigade: None,
            exits: None,
            travel_min: Range::unknown(),
            hydrant_m: Range::unknown(),
            high_danger: false,
            breaks: THRESHOLDS,
        }
    }
}

/// What the method gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The level of the worse of day and night, or the ends between which it lies.
    pub rating: Rating,
    /// The index by day and by night.
    pub index: [Range; 2],
    /// The levels by day and by night.
    pub ratings: [Rating; 2],
    /// Values that cannot be; nothing is allocated where there are none.
    pub faults: Vec<Fault>,
}

/// The level of an index.
pub fn level(index: f64, breaks: [f64; 3]) -> Level {
    // A product of factors such as 1.2 · 1.5 may fall a hair below the number that it is.
    let reaches = |threshold: f64| index >= threshold - 1e-9;
    match breaks.map(reaches) {
        [_, _, true] => Level::Red,
        [_, true, _] => Level::Orange,
        [true, ..] => Level::Yellow,
        _ => Level::Blue,
    }
}

/// Rates a venue.
pub fn rate(inputs: &Inputs) -> Outcome {
    let index = [Time::Day, Time::Night].map(|time| factors::index(inputs, time));
    let ratings = index.map(|range| {
        let rating = Rating::between(range, |index| level(index, inputs.breaks));
        if inputs.high_danger { rating.worse(Rating::exactly(Level::Yellow)) } else { rating }
    });
    Outcome { rating: ratings[0].worse(ratings[1]), index, ratings, faults: faults(inputs) }
}

/// Values that cannot be.
fn faults(inputs: &Inputs) -> Vec<Fault> {
    let mut found = Vec::new();
    let quantities = [
        ("people_day", inputs.people[0]),
        ("people_night", inputs.people[1]),
        ("capacity", inputs.capacity),
        ("area_m2", inputs.area_m2),
        ("attendants_day", inputs.attendants[0]),
        ("attendants_night", inputs.attendants[1]),
        ("floors", inputs.floors),
        ("exits", inputs.exits),
    ];
    for (field, value) in quantities {
        if let Some(wrong) = value.and_then(wrong) {
            found.push(Fault::new(field, None, wrong));
        }
    }
    // A floor may be below ground.
    if inputs.floor.is_some_and(|f| !f.is_finite()) {
        found.push(Fault::new("occupied_floor", None, Wrong::NotFinite));
    }
    for (field, range) in [("travel_min", inputs.travel_min), ("hydrant_m", inputs.hydrant_m)] {
        if let Some(wrong) = factors::wrong_range(range) {
            found.push(Fault::new(field, None, wrong));
        }
    }
    found
}
