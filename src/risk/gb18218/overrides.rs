//! Constants that a city sets otherwise: its manifest's parameters and rule packs, each with where it comes from.

use super::classes::Class;
use super::substances::{By, Substance};
use crate::domain::cas;
use crate::risk::explain::Origin;
use crate::risk::rating::Range;

/// Constants that take the place of the standard's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    /// Thresholds Q, tonnes.
    pub thresholds: Vec<Override>,
    /// Correction factors β.
    pub betas: Vec<Override>,
    /// The steps of α.
    pub alpha: Option<Alpha>,
}

/// A constant of one substance or class.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// A CAS number, a name as Table 1 writes it, or a class symbol of Table 2.
    pub of: String,
    /// Its value.
    pub value: f64,
    /// Where it comes from, in words.
    pub note: String,
    /// Where it comes from.
    pub from: Origin,
}

/// Steps of α that take the place of the standard's.
#[derive(Clone, Debug, PartialEq)]
pub struct Alpha {
    /// From how many people on, and α then.
    pub steps: Vec<(f64, f64)>,
    /// Of the steps that are set: from how many people on, and where they come from.
    pub set: Vec<(f64, Origin)>,
    /// Where they come from, in words.
    pub note: String,
}

/// The standard's: from how many people on, and α then. One person is enough for 1.0.
pub const ALPHA: [(f64, f64); 5] = [(0.0, 0.5), (1.0, 1.0), (30.0, 1.2), (50.0, 1.5), (100.0, 2.0)];

fn can_be(value: f64) -> bool {
    value.is_finite() && value > 0.0
}

impl Override {
    fn names(&self, substance: &Substance) -> bool {
        substance.cas.contains(&self.of.as_str()) || [substance.zh, substance.en].contains(&self.of.as_str())
    }
}

/// The first of some constants that can be one and is meant.
fn first(of: &[Override], is_meant: impl Fn(&Override) -> bool) -> Option<&Override> {
    of.iter().find(|o| can_be(o.value) && is_meant(o))
}

impl Overrides {
    /// Whether any constant cannot be one; it is left out.
    pub(super) fn any_bad(&self) -> bool {
        let bad = |of: &[Override]| of.iter().any(|o| !can_be(o.value));
        let steps = self.alpha.as_ref().is_some_and(|a| !steps_are_right(&a.steps));
        bad(&self.thresholds) || bad(&self.betas) || steps
    }

    /// What is set for the threshold of a row.
    pub(super) fn threshold(&self, substance: &Substance) -> Option<&Override> {
        first(&self.thresholds, |o| o.names(substance))
    }

    /// What is set for the threshold of a class.
    pub(super) fn class_threshold(&self, class: Class) -> Option<&Override> {
        first(&self.thresholds, |o| o.of == class.symbol())
    }

    /// What is set for the threshold of a substance that Table 1 does not have, by its CAS number as the record writes it.
    pub(super) fn own_threshold(&self, written: &str) -> Option<&Override> {
        let written = cas::plain(written);
        first(&self.thresholds, |o| o.of == written)
    }

    /// What is set for its β.
    pub(super) fn own_beta(&self, written: &str) -> Option<&Override> {
        let written = cas::plain(written);
        first(&self.betas, |o| o.of == written)
    }

    /// What is set for the β of a row.
    pub(super) fn beta(&self, substance: &Substance) -> Option<&Override> {
        first(&self.betas, |o| o.names(substance))
    }

    /// What is set for the β of a class.
    pub(super) fn class_beta(&self, class: Class) -> Option<&Override> {
        first(&self.betas, |o| o.of == class.symbol())
    }

    /// Q of a row, tonnes.
    pub(super) fn q_of(&self, substance: &Substance) -> f64 {
        self.threshold(substance).map_or(substance.threshold_t, |o| o.value)
    }

    /// Q of a class, tonnes.
    pub(super) fn q_of_class(&self, class: Class) -> f64 {
        self.class_threshold(class).map_or(class.threshold_t(), |o| o.value)
    }

    /// β of a class.
    pub(super) fn beta_of_class(&self, class: Class) -> f64 {
        self.class_beta(class).map_or(class.beta(), |o| o.value)
    }

    /// β of a row, of whose class the record may say something too. Where the record's class and the one applied here
    /// differ in β it may be either.
    pub(super) fn beta_of(&self, substance: &Substance, recorded: &[Class]) -> Range {
        if let Some(set) = self.beta(substance) {
            return Range::exactly(set.value);
        }
        let applied = match substance.by {
            By::Table3(beta) => return Range::exactly(beta),
            By::Class(classes) => classes,
        };
        if recorded.iter().any(|class| applied.contains(class)) {
            return Range::exactly(self.largest_beta(recorded));
        }
        let betas = applied.iter().map(|class| self.beta_of_class(*class));
        let recorded = (!recorded.is_empty()).then(|| self.largest_beta(recorded));
        let (low, high) = betas
            .chain(recorded)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), beta| (low.min(beta), high.max(beta)));
        Range { low, high }
    }

    /// The largest β of some classes.
    pub(super) fn largest_beta(&self, classes: &[Class]) -> f64 {
        classes.iter().map(|class| self.beta_of_class(*class)).fold(0.0, f64::max)
    }

    /// The smallest Q of some classes, tonnes.
    pub(super) fn smallest_q(&self, classes: &[Class]) -> f64 {
        classes.iter().map(|class| self.q_of_class(*class)).fold(f64::INFINITY, f64::min)
    }

    /// The steps of α that hold, in the order of their people.
    pub(super) fn steps(&self) -> &[(f64, f64)] {
        match &self.alpha {
            Some(alpha) if steps_are_right(&alpha.steps) => &alpha.steps,
            _ => &ALPHA,
        }
    }

    /// Where α of so many people comes from, if its step is set. Of people who may be on several steps: of the first that is.
    pub(super) fn alpha_from(&self, people: Range) -> Option<&Origin> {
        let alpha = self.alpha.as_ref().filter(|a| steps_are_right(&a.steps))?;
        let on = |n: f64| alpha.steps.partition_point(|(from, _)| *from <= (n - 1e-9).ceil()).saturating_sub(1);
        let reached = alpha.steps.get(on(people.low)..=on(people.high)).unwrap_or_default();
        alpha.set.iter().find(|(from, _)| reached.iter().any(|step| step.0 == *from)).map(|(_, origin)| origin)
    }

    /// α of so many people: the least and the most of every step that their number may be on. A part of a person counts
    /// as one, so that people spread over an area are never fewer than they are.
    pub(super) fn alpha(&self, people: Range) -> Range {
        let whole = |n: f64| (n - 1e-9).ceil();
        let steps = self.steps();
        let on = |n: f64| steps.partition_point(|(from, _)| *from <= whole(n)).saturating_sub(1);
        let reached = steps.get(on(people.low)..=on(people.high)).unwrap_or(steps);
        let ends = reached
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (_, alpha)| (low.min(*alpha), high.max(*alpha)));
        Range { low: ends.0, high: ends.1 }
    }
}

/// From nobody on, rising, each a number that can be α.
fn steps_are_right(steps: &[(f64, f64)]) -> bool {
    let rises = steps.iter().zip(steps.iter().skip(1)).all(|(a, b)| a.0 < b.0 && a.1 <= b.1);
    let usable = steps.iter().all(|(from, alpha)| from.is_finite() && can_be(*alpha));
    rises && usable && steps.first().is_some_and(|(from, _)| *from == 0.0)
}
