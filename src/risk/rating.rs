//! What every method of the four colours gives: how far it could rate, and the figures behind it.
//!
//! An input that is missing is no reason to guess. A method is asked for both ends: the level if every missing input were
//! as good as it can be, and the level if every one were as bad. Where both agree the level stands; where they differ the
//! subject is unrated, and both ends are shown with what is missing.

use super::explain::{Confidence, Explanation, Origin};
use crate::domain::Level;
use crate::text::{Said, Text};
use serde::{Deserialize, Serialize};

/// A quantity of which one or both ends are known.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// The least that it can be.
    pub low: f64,
    /// The most that it can be; infinite where nothing bounds it.
    pub high: f64,
}

impl Range {
    /// A value that is known.
    pub const fn exactly(value: f64) -> Self {
        Self { low: value, high: value }
    }

    /// Anything from nothing on.
    pub const fn unknown() -> Self {
        Self { low: 0.0, high: f64::INFINITY }
    }

    /// A value, or any from nothing on where it is not known.
    pub fn of(value: Option<f64>) -> Self {
        value.map_or(Self::unknown(), Self::exactly)
    }

    /// The value, where it is known.
    pub fn known(self) -> Option<f64> {
        (self.low == self.high).then_some(self.low)
    }

    /// Both ends through a function that never falls.
    pub fn map(self, rising: impl Fn(f64) -> f64) -> Self {
        Self { low: rising(self.low), high: rising(self.high) }
    }
}

impl std::ops::Add for Range {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
    }
}

impl std::ops::Mul for Range {
    type Output = Self;

    /// Of ranges of numbers that are not negative. Nothing times something unbounded is nothing.
    fn mul(self, other: Self) -> Self {
        let times = |a: f64, b: f64| if a == 0.0 || b == 0.0 { 0.0 } else { a * b };
        Self { low: times(self.low, other.low), high: times(self.high, other.high) }
    }
}

/// How far a method could rate: the level at the best and at the worst of what is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// If every missing input is as good as it can be.
    pub best: Level,
    /// If every missing input is as bad as it can be.
    pub worst: Level,
}

impl Rating {
    /// A level that stands.
    pub const fn exactly(level: Level) -> Self {
        Self { best: level, worst: level }
    }

    /// Nothing is known.
    pub const fn unknown() -> Self {
        Self { best: Level::Blue, worst: Level::Red }
    }

    /// The level of the two ends of a figure.
    pub fn between(range: Range, level: impl Fn(f64) -> Level) -> Self {
        let (low, high) = (level(range.low), level(range.high));
        // Levels are ordered worst first.
        Self { best: low.max(high), worst: low.min(high) }
    }

    /// The level, where both ends agree; otherwise unrated.
    pub fn level(self) -> Level {
        if self.best == self.worst { self.best } else { Level::Unrated }
    }

    /// Two ratings of one subject: the worse of both counts, at either end.
    pub fn worse(self, other: Self) -> Self {
        Self { best: self.best.min(other.best), worst: self.worst.min(other.worst) }
    }
}

/// A figure of a method, named as in its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Its symbol: S, R, alpha; where that does not say all, with what it is.
    pub name: Said,
    /// Its value, or the ends between which it lies.
    pub value: Range,
    /// Its unit; empty for a ratio or count.
    pub unit: Text,
    /// Standard, paper or rule.
    pub source: Text,
    /// How sure that is.
    pub confidence: Confidence,
}

impl Figure {
    /// A figure.
    pub fn new(
        name: impl Into<Said>,
        value: Range,
        unit: &'static str,
        source: impl Into<Text>,
        confidence: Confidence,
    ) -> Self {
        Self { name: name.into(), value, unit: unit.into(), source: source.into(), confidence }
    }
}

/// A single change that would bring a level down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lowering {
    /// What to change, to what.
    pub says: Said,
    /// The level then.
    pub to: Level,
    /// The change only just passes a threshold: it is no leave to hold so much.
    pub just_under: bool,
}

/// What a method gives of one subject, with its whole working.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Worked {
    /// How far it could rate.
    pub rating: Rating,
    /// In one line what weighs most in it; empty where its figures are few enough to say so themselves.
    pub because: Said,
    /// The figures, in the order in which they are computed.
    pub figures: Vec<Figure>,
    /// Fields without which it could not say more, as the dataset names them.
    pub missing: Vec<Text>,
    /// The smallest single changes that bring the level down one step, or past it.
    pub lowering: Vec<Lowering>,
    /// The working.
    pub explanation: Explanation,
}

/// A constant of a standard, as an origin.
pub fn constant(source: impl Into<Text>, confidence: Confidence) -> Origin {
    Origin::Constant { source: source.into(), confidence }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_stands_where_both_ends_agree() {
        let level = |s: f64| if s >= 1.0 { Level::Red } else { Level::Blue };
        assert_eq!(Rating::between(Range::exactly(0.9), level).level(), Level::Blue);
        let open = Rating::between(Range { low: 0.9, high: 1.1 }, level);
        assert_eq!(open, Rating { best: Level::Blue, worst: Level::Red });
        assert_eq!(open.level(), Level::Unrated);
        assert_eq!(open.worse(Rating::exactly(Level::Red)).level(), Level::Red, "what is missing decides nothing");
        assert_eq!(open.worse(Rating::exactly(Level::Blue)), open);
    }

    #[test]
    fn ranges_add_and_multiply_by_their_ends() {
        let sum = Range::exactly(2.0) + Range { low: 1.0, high: f64::INFINITY };
        assert_eq!(sum, Range { low: 3.0, high: f64::INFINITY });
        assert_eq!(Range::exactly(0.0) * Range::unknown(), Range::exactly(0.0));
        assert_eq!((Range::exactly(2.0) * Range { low: 0.5, high: 2.0 }).known(), None);
        assert_eq!(Range::of(Some(4.0)).map(f64::sqrt).known(), Some(2.0));
    }
}
