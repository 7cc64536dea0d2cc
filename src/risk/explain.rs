//! How a figure was computed, as data: what every method returns beside its result, and what page and print show.

pub use crate::domain::Confidence;
use crate::domain::Words;
use serde::{Deserialize, Serialize};

/// The whole working of one figure or table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// What was computed, in one line.
    pub title: Words,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What was missing, and how often.
    pub unknown: Vec<Words>,
    /// Assumptions, and when not to use the figure.
    pub notes: Vec<Words>,
    /// Share of the needed inputs that are known, 0…1; none where that has no meaning.
    pub completeness: Option<f64>,
}

/// One step of a working.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// A plain sentence with the step's result.
    pub says: Words,
    /// The formula as its source writes it; empty for none.
    pub formula: String,
    /// The same line with numbers in place of symbols; empty for none.
    pub substituted: String,
    /// What went in.
    pub inputs: Vec<Input>,
}

/// A quantity that went into a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Its symbol in the formula; empty for none.
    pub symbol: String,
    /// What it is.
    pub label: Words,
    /// Its value; none is unknown.
    pub value: Option<f64>,
    /// Its unit; empty for a count or ratio.
    pub unit: String,
    /// Where it came from.
    pub from: Origin,
}

/// Where a quantity came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Origin {
    /// A row of the dataset: "file#row".
    Row(String),
    /// A whole layer, by code, with how many rows were used.
    Layer(String, u32),
    /// What the user set.
    Parameter,
    /// A constant, with its source and how sure it is.
    Constant {
        /// Standard, paper or rule.
        source: String,
        /// How sure.
        confidence: Confidence,
    },
    /// An earlier step.
    Computed,
}
