//! Edges of classes as somebody types them.

use super::terms;
use super::words::Word;
use crate::engine::{Edges, EdgesError};
use crate::surface::breaks::MAX_CLASSES;
use crate::text::Lang;

/// A number to three significant figures.
pub fn three_figures(n: f64) -> f64 {
    format!("{n:.2e}").parse().unwrap_or(n)
}

/// Why typed edges are none.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// It is no number.
    NoNumber(String),
    /// It is not whole, of what counts.
    NotWhole(f64),
    /// The numbers are no edges.
    Edges(EdgesError),
}

impl Wrong {
    /// What is wrong, in words.
    pub fn says(&self, lang: Lang) -> String {
        match self {
            Self::NoNumber(text) => Word::EdgeNoNumber.fill(lang, &[text]),
            Self::NotWhole(n) => Word::EdgeNotWhole.fill(lang, &[&terms::number(*n)]),
            Self::Edges(EdgesError::Count(n)) => {
                Word::EdgesCount.fill(lang, &[&n.to_string(), &MAX_CLASSES.to_string()])
            }
            Self::Edges(EdgesError::NoNumber(n)) => Word::EdgeNegative.fill(lang, &[&n.to_string()]),
            Self::Edges(EdgesError::NotAscending(n, before)) => {
                Word::EdgesNotAscending.fill(lang, &[&n.to_string(), &before.to_string()])
            }
        }
    }
}

/// Edges out of a text: numbers parted by spaces, commas or semicolons of either script. Of what counts they are whole.
pub fn read(text: &str, whole: bool) -> Result<Edges, Wrong> {
    let parts = text.split(|c: char| c.is_whitespace() || [',', ';', '，', '；', '、'].contains(&c));
    let numbers = parts.filter(|part| !part.is_empty()).map(|part| {
        let n = part.parse::<f64>().ok().filter(|n| n.is_finite()).ok_or_else(|| Wrong::NoNumber(part.to_owned()))?;
        if whole && n.fract() != 0.0 { Err(Wrong::NotWhole(n)) } else { Ok(n) }
    });
    Edges::new(&numbers.collect::<Result<Vec<_>, _>>()?).map_err(Wrong::Edges)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_are_parted_by_signs_of_either_script() {
        let edges = |text| read(text, false).map(|edges| edges.as_slice().to_vec());
        assert_eq!(edges("1, 2.5；4、 8"), Ok(vec![1.0, 2.5, 4.0, 8.0]));
        assert_eq!(edges("1 zwei"), Err(Wrong::NoNumber("zwei".to_owned())));
        assert_eq!(edges("1 inf"), Err(Wrong::NoNumber("inf".to_owned())));
        assert_eq!(edges("2 1"), Err(Wrong::Edges(EdgesError::NotAscending(1.0, 2.0))));
        assert_eq!(read("1 2.5", true).map(|_| ()), Err(Wrong::NotWhole(2.5)));
    }

    #[test]
    fn typing_begins_with_short_numbers() {
        let of = [(0.123_456, 0.123), (12.3456, 12.3), (98_765.4, 98_800.0), (0.0, 0.0), (5.0, 5.0)];
        for (n, short) in of {
            assert_eq!(three_figures(n), short);
        }
    }
}
