//! How the workings of the four colours put numbers and origins in.

use super::explain::{Input, Origin};
use super::rating::Range;
use crate::domain::Words;
use crate::text::exact;

/// Words in both languages.
pub(super) fn w(zh: impl Into<String>, en: impl Into<String>) -> Words {
    Words::new(zh, en)
}

/// A quantity that went into a step.
pub(super) fn input(symbol: &str, label: Words, value: Option<f64>, unit: &str, from: Origin) -> Input {
    Input { symbol: symbol.to_owned(), label, value, unit: unit.to_owned(), from }
}

/// A row of the dataset, as an origin.
pub(super) fn from_row(row: &str) -> Origin {
    Origin::Row(row.to_owned())
}

/// A number to six figures at most, without the last digits that binary fractions leave behind.
pub(super) fn short(v: f64) -> String {
    if v == f64::INFINITY {
        return "∞".to_owned();
    }
    if v == 0.0 || !v.is_finite() {
        return exact(v);
    }
    // Printed and read back: scaling by a power of ten would bring digits of its own.
    exact(format!("{v:.5e}").parse().unwrap_or(v))
}

/// A value, or the two ends between which it lies.
pub(super) fn span(range: Range) -> String {
    match range.known() {
        Some(v) => short(v),
        None => format!("{}…{}", short(range.low), short(range.high)),
    }
}

/// The same inside a formula, where two ends need a bracket.
pub(super) fn part(range: Range) -> String {
    range.known().map_or_else(|| format!("({})", span(range)), short)
}

/// The largest number of four figures that is below a positive one.
pub(super) fn just_below(limit: f64) -> f64 {
    if !limit.is_finite() || limit <= 0.0 {
        return 0.0;
    }
    // Digits and exponent as they are printed: a logarithm may differ in its last digit from one machine to another.
    let text = format!("{limit:.3e}");
    let Some((digits, exponent)) = text.split_once('e') else { return 0.0 };
    let (Ok(n), Ok(exponent)) = (digits.replace('.', "").parse::<i64>(), exponent.parse::<i32>()) else { return 0.0 };
    let value = |n: i64| format!("{n}e{}", exponent - 3).parse::<f64>().unwrap_or(0.0);
    [n, n - 1].into_iter().map(value).find(|below| *below < limit).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_whole() {
        assert_eq!(short(0.1 + 0.2), "0.3");
        assert_eq!(short(3.525), "3.525");
        assert_eq!(short(12_345.678), "12,345.7");
        assert_eq!(span(Range { low: 0.0, high: f64::INFINITY }), "0…∞");
        assert_eq!(span(Range::exactly(1.5)), "1.5");
    }

    #[test]
    fn just_below_is_below_and_near() {
        for limit in [1e-5, 0.3, 1.0, 50.0, 166.666_666, 9999.5, 3e9] {
            let below = just_below(limit);
            assert!(below < limit && below > limit * 0.998, "{limit}: {below}");
        }
        assert_eq!(just_below(50.0), 49.99);
        assert_eq!(just_below(166.666_666), 166.6);
        assert_eq!([just_below(0.0), just_below(-1.0), just_below(f64::NAN)], [0.0; 3]);
    }
}
