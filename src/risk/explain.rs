//! How a figure was computed, as data: what every method returns beside its result, and what page and print show.

pub use crate::domain::Confidence;
use crate::text::{Said, Text};
use serde::{Deserialize, Serialize};

/// The whole working of one figure or table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// What was computed, in one line.
    pub title: Said,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What was missing, and how often.
    pub unknown: Vec<Said>,
    /// Assumptions, and when not to use the figure.
    pub notes: Vec<Said>,
    /// Share of the needed inputs that are known, 0…1; none where that has no meaning.
    pub completeness: Option<f64>,
}

/// One step of a working.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// A plain sentence with the step's result.
    pub says: Said,
    /// The formula as its source writes it; empty for none.
    pub formula: Said,
    /// The same line with numbers in place of symbols; empty for none.
    pub substituted: Said,
    /// What went in.
    pub inputs: Vec<Input>,
}

/// A quantity that went into a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Its symbol in the formula; empty for none.
    pub symbol: Text,
    /// What it is.
    pub label: Said,
    /// Its value; none is unknown.
    pub value: Option<f64>,
    /// Its unit; empty for a count or ratio.
    pub unit: Text,
    /// Where it came from.
    pub from: Origin,
}

/// Where a quantity came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Origin {
    /// A row of the dataset: "file#row".
    Row(String),
    /// A whole layer, by code, with how many rows were used.
    Layer(Text, u32),
    /// What the user set.
    Parameter,
    /// A constant, with its source and how sure it is.
    Constant {
        /// Standard, paper or rule.
        source: Text,
        /// How sure.
        confidence: Confidence,
    },
    /// An earlier step.
    Computed,
}
