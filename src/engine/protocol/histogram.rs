//! A number's histogram beside its range.

use serde::{Deserialize, Serialize};

/// How many rows of a list have which value of a number, under every filter of the list but this number's own. The bins
/// and the unknown together are all of these rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The number's name.
    pub number: String,
    /// Its unit; empty for counts and ratios.
    pub unit: String,
    /// The bins' edges over the whole layer, whatever is filtered: one more than there are bins, ascending and round. A bin
    /// holds its lower edge and not its upper one. Empty where nothing is known.
    pub edges: Vec<f64>,
    /// The edges are a ladder of 1, 2, 5, 10 … and not equal steps.
    pub ladder: bool,
    /// Every value of the layer is whole.
    pub whole: bool,
    /// Rows by bin.
    pub counts: Vec<u32>,
    /// Rows whose value is unknown.
    pub unknown: u32,
}

impl Histogram {
    /// The least value that a range from an edge on has, and the most that one up to an edge has: an end of the bins is no
    /// limit, and of whole numbers the value below the upper edge is the last.
    pub fn ends(&self, first: usize, last: usize) -> (Option<f64>, Option<f64>) {
        let from = self.edges.get(first).copied().filter(|_| first > 0);
        let to = self.edges.get(last).copied().filter(|_| last + 1 < self.edges.len());
        (from, to.map(|edge| if self.whole { edge - 1.0 } else { edge }))
    }

    /// Where a value lies, in bins from the first edge: between two edges by its share of the way.
    pub fn place(&self, value: f64) -> f64 {
        let bins = self.edges.len().saturating_sub(1);
        let above = self.edges.partition_point(|edge| *edge <= value);
        match (above.checked_sub(1).and_then(|below| self.edges.get(below)), self.edges.get(above)) {
            (Some(below), Some(next)) => above as f64 - 1.0 + (value - below) / (next - below),
            (None, _) => 0.0,
            (_, None) => bins as f64,
        }
    }

    /// Where the upper end of a range lies: of whole numbers behind all that it holds.
    pub fn place_of_end(&self, to: f64) -> f64 {
        self.place(if self.whole { to.floor() + 1.0 } else { to })
    }
}
