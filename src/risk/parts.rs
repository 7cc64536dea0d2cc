//! Small parts that the workings of several methods share: inputs, ranges in words, the search for what would lower a
//! level.

use super::explain::{Confidence, Input, Origin, Step};
use super::rating::{Lowering, Range, Rating};
use crate::domain::Level;
use crate::text::{Gap, Number, Said, Text, Written, said, same};

/// What stands beside every figure that only screens.
pub fn screening() -> Said {
    said!(
        "筛查值：只说明哪里要细看，不是安全距离，也不能代替定量风险评价。",
        "Screening value: it says where to look closer. It is no safety distance and replaces no quantitative assessment.",
    )
}

/// What stands beside a number that nobody has checked against the standard's text.
pub fn not_per_standard() -> Said {
    said!("未经标准原文核对", "not per standard (not checked against the official text)")
}

/// A number to three figures.
pub fn number(v: f64) -> Number {
    Number::new(v, Written::Rounded)
}

/// A number with every figure; of a whole one also a count.
pub fn exact(v: f64) -> Number {
    Number::new(v, Written::Exact)
}

/// A whole number with thousands commas.
pub fn count(n: u64) -> Number {
    exact(n as f64)
}

/// A number to six figures.
pub fn short(v: f64) -> Number {
    Number::new(v, Written::Short)
}

/// A range as people read it: the value, both ends, or the end that is known.
pub fn span(range: Range) -> Number {
    Number::between(range.low, range.high, Written::Rounded)
}

/// A value, or the two ends between which it lies, to six figures: as a standard's own example is written.
pub fn ends(range: Range) -> Number {
    Number::between(range.low, range.high, Written::Short)
}

/// The same inside a formula, where two ends need a bracket.
pub fn part(range: Range) -> Gap {
    range.known().map_or_else(|| same!("({0})", ends(range)).into(), |v| short(v).into())
}

/// An input of a step.
pub fn input(
    symbol: impl Into<Text>,
    label: impl Into<Said>,
    value: Option<f64>,
    unit: &'static str,
    from: Origin,
) -> Input {
    Input { symbol: symbol.into(), label: label.into(), value, unit: unit.into(), from }
}

/// A row of the dataset as an origin.
pub fn row(row: &str) -> Origin {
    Origin::Row(row.to_owned())
}

/// A constant as an input.
pub fn fixed(
    symbol: &'static str,
    label: impl Into<Said>,
    value: f64,
    unit: &'static str,
    source: &'static str,
    confidence: Confidence,
) -> Input {
    input(symbol, label, Some(value), unit, Origin::Constant { source: source.into(), confidence })
}

/// A level in a formula: its letter, or the two between which it lies.
pub fn letters(best: Level, worst: Level) -> Gap {
    if best == worst { best.letter().into() } else { same!("{0}…{1}", best.letter(), worst.letter()).into() }
}

/// A rating in words: its level, or the ends between which it lies.
pub fn rating_words(rating: Rating) -> Said {
    if rating.best == rating.worst {
        return same!("{0}", rating.best);
    }
    said!("未评（{0} 至 {1}）", "unrated ({0} to {1})", rating.best, rating.worst)
}

/// The last step of a working: the level, and the rule that gives it.
pub fn level_step(rating: Rating, rule: Said) -> Step {
    Step {
        says: said!("等级：{0}。规则：{1}", "Level: {0}. Rule: {1}", rating_words(rating), rule), ..Step::default()
    }
}

/// A step that is a sentence alone.
pub fn says(says: Said) -> Step {
    Step { says, ..Step::default() }
}

/// Whether a change brings a level down. A level that does not stand has no step to come down from.
pub fn lowers(now: Rating, then: Rating) -> bool {
    now.level() != Level::Unrated && then.worst > now.worst
}

/// A change that brings a level down: the level then is its worst end.
pub fn lowering(says: Said, then: Rating, just_under: bool) -> Lowering {
    Lowering { says, to: then.worst, just_under }
}

/// The largest value below `now` at which `better` holds, cut to three figures where that still holds; none where it
/// does not hold at 0. `better` must hold from 0 up to one value and not beyond.
pub fn largest_below(now: f64, better: impl Fn(f64) -> bool) -> Option<f64> {
    if !now.is_finite() || now <= 0.0 || better(now) || !better(0.0) {
        return None;
    }
    let (mut low, mut high) = (0.0, now);
    for _ in 0..64 {
        let middle = 0.5 * (low + high);
        if better(middle) { low = middle } else { high = middle }
    }
    let cut = figures(low, f64::floor);
    Some(if better(cut) { cut } else { low })
}

/// The smallest value above `now`, and not above `most`, at which `better` holds, raised to three figures where that
/// still holds. `better` must hold from one value on.
pub fn smallest_above(now: f64, most: f64, better: impl Fn(f64) -> bool) -> Option<f64> {
    if !now.is_finite() || !most.is_finite() || now < 0.0 || now >= most || better(now) || !better(most) {
        return None;
    }
    let (mut low, mut high) = (now, most);
    for _ in 0..64 {
        let middle = 0.5 * (low + high);
        if better(middle) { high = middle } else { low = middle }
    }
    let raised = figures(high, f64::ceil);
    Some(if better(raised) { raised } else { high })
}

fn figures(value: f64, cut: impl Fn(f64) -> f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let decimals = 2 - (value.log10().floor() as i32);
    // Multiplying by a power of ten that is whole keeps the cut value exact.
    match decimals {
        d if d >= 0 => cut(value * 10f64.powi(d)) / 10f64.powi(d),
        d => cut(value / 10f64.powi(-d)) * 10f64.powi(-d),
    }
}

/// The largest number of four figures that is below a positive one.
pub fn just_below(limit: f64) -> f64 {
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
    fn the_last_value_before_a_threshold_is_found_and_cut_to_the_safe_side() {
        assert_eq!(largest_below(20.0, |v| v < 7.7777), Some(7.77));
        assert_eq!(largest_below(20_000.0, |v| v * 3.0 < 37_037.0), Some(12_300.0));
        assert_eq!(largest_below(20.0, |_| false), None);
        assert_eq!(largest_below(20.0, |_| true), None);
        assert_eq!(smallest_above(20.0, 1000.0, |v| v >= 451.9), Some(452.0));
        assert_eq!(smallest_above(20.0, 30.0, |v| v >= 451.9), None);
        assert_eq!(largest_below(f64::INFINITY, |v| v < 3.0), None);
    }

    #[test]
    fn only_a_level_that_stands_can_come_down() {
        let (red, open) = (Rating::exactly(Level::Red), Rating { best: Level::Blue, worst: Level::Red });
        assert!(lowers(red, Rating::exactly(Level::Orange)));
        assert!(!lowers(red, open));
        assert!(!lowers(open, Rating::exactly(Level::Blue)));
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
