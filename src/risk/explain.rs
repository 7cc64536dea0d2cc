//! How a figure was computed, as data: what every method returns beside its result, and what page and print show.

pub use crate::domain::Confidence;
use crate::text::{Lang, Said, Text};
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

impl Input {
    /// Its symbol and what it is. The name of a parameter is no symbol: it stands behind what it is, in brackets.
    pub fn shown(&self, lang: Lang) -> (&str, String) {
        let label = self.label.told(lang);
        match (&*self.symbol, lang) {
            (name, Lang::Zh) if name.contains('.') => ("", format!("{label}（{name}）")),
            (name, Lang::En) if name.contains('.') => ("", format!("{label} ({name})")),
            (symbol, _) => (symbol, label.into_owned()),
        }
    }
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
    /// A row of the dataset in which this value was put right by hand.
    Corrected {
        /// "file#row".
        row: String,
        /// What stands there; none is unknown.
        was: Option<String>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::said;

    #[test]
    fn a_parameter_is_told_in_words_and_named_in_brackets() {
        let of = |symbol: &'static str| Input {
            symbol: symbol.into(),
            label: said!("户数界限", "households"),
            value: Some(1.0),
            unit: "".into(),
            from: Origin::Parameter,
        };
        let (set, symbol) = (of("pipelines.households"), of("n"));
        assert_eq!(set.shown(Lang::Zh), ("", "户数界限（pipelines.households）".to_owned()));
        assert_eq!(set.shown(Lang::En), ("", "households (pipelines.households)".to_owned()));
        assert_eq!(symbol.shown(Lang::En), ("n", "households".to_owned()));
    }
}
