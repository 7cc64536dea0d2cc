//! A substance of a unit: what it is, how much of it, and how much a tonne of it adds.

use super::FaultKind;
use super::classes::Class;
use super::overrides::Overrides;
use super::substances::{self, Substance};
use crate::domain::cas::{self, Cas};
use crate::risk::rating::Range;

/// A substance of a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Stock {
    /// What the record calls it.
    pub written: String,
    /// What it is.
    pub identity: Identity,
    /// Its hazard classes, as the record says.
    pub classes: Vec<Class>,
    /// How much, tonnes; what cannot be a quantity counts as unknown.
    pub quantity_t: Option<f64>,
    /// What that quantity is.
    pub basis: Option<Basis>,
    /// What was wrong when it was read.
    pub noted: Vec<FaultKind>,
}

/// What a substance is, as far as the tables know it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Identity {
    /// A row of Table 1; several where its grade is not said.
    Listed(&'static [Substance]),
    /// Not in Table 1; the record says its classes.
    ByClass,
    /// Not known well enough to give it a threshold.
    Unknown(Why),
}

/// Why a substance has no threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No name.
    NoName,
    /// Its CAS number is wrong by a digit.
    CheckDigit,
    /// Its name is not in Table 1, and may be another name of what is.
    Name,
    /// Its CAS number is not in Table 1, and no class is said.
    Unlisted,
}

/// What a quantity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The most that the unit is built to hold.
    DesignMax,
    /// What is there now.
    Present,
}

/// What a tonne of a substance adds to the sums.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PerTonne {
    /// 1/Q.
    pub ratio: Range,
    /// β/Q.
    pub weighted: Range,
}

/// Both ranges and what is between them.
fn either(a: Range, b: Range) -> Range {
    Range { low: a.low.min(b.low), high: a.high.max(b.high) }
}

impl PerTonne {
    fn of(q: f64, beta: Range) -> Self {
        Self { ratio: Range::exactly(1.0 / q), weighted: Range { low: beta.low / q, high: beta.high / q } }
    }

    const NOTHING: Self = Self { ratio: Range::exactly(0.0), weighted: Range::exactly(0.0) };

    fn or(self, other: Self) -> Self {
        Self { ratio: either(self.ratio, other.ratio), weighted: either(self.weighted, other.weighted) }
    }
}

impl Stock {
    /// A substance by what the record says: its CAS number or name, its classes, tonnes.
    pub fn new(written: &str, classes: Vec<Class>, quantity_t: Option<f64>, basis: Option<Basis>) -> Self {
        let identity = Identity::find(written, !classes.is_empty()).of_class(&classes);
        Self { written: written.to_owned(), identity, classes, quantity_t, basis, noted: Vec::new() }
    }

    /// The quantity, where it can be one.
    pub fn known_t(&self) -> Option<f64> {
        self.quantity_t.filter(|t| t.is_finite() && *t >= 0.0)
    }

    /// The quantity between its ends. What is present is the least that a design maximum can be, where that is asked for.
    pub(super) fn tonnes(&self, count_design_max: bool) -> Range {
        match (self.known_t(), self.basis) {
            (Some(t), Some(Basis::Present)) if count_design_max => Range { low: t, high: f64::INFINITY },
            (t, _) => Range::of(t),
        }
    }

    /// What a tonne adds.
    pub(super) fn per_tonne(&self, overrides: &Overrides) -> PerTonne {
        let row = |row: &Substance| PerTonne::of(overrides.q_of(row), overrides.beta_of(row, &self.classes));
        let class = |class| PerTonne::of(overrides.q_of_class(class), Range::exactly(overrides.beta_of_class(class)));
        let any_class = || Class::all().map(class).fold(PerTonne::NOTHING, PerTonne::or);
        match self.identity {
            Identity::Listed(rows) => rows.iter().map(row).reduce(PerTonne::or).unwrap_or(PerTonne::NOTHING),
            Identity::ByClass => {
                let set = overrides.own_threshold(&self.written).map(|o| o.value);
                PerTonne::of(set.unwrap_or_else(|| overrides.smallest_q(&self.classes)), self.beta(overrides))
            }
            Identity::Unknown(Why::Unlisted) => match overrides.own_threshold(&self.written) {
                Some(set) => PerTonne::of(set.value, self.beta(overrides)),
                None => any_class(),
            },
            Identity::Unknown(_) => substances::TABLE.iter().map(row).fold(any_class(), PerTonne::or),
        }
    }

    /// β, between its ends.
    pub(super) fn beta(&self, overrides: &Overrides) -> Range {
        let rows = |rows: &[Substance]| rows.iter().map(|row| overrides.beta_of(row, &self.classes)).reduce(either);
        let nothing = Range::exactly(1.0);
        let classes = || Class::all().map(|class| Range::exactly(overrides.beta_of_class(class))).reduce(either);
        let set = || overrides.own_beta(&self.written).map(|o| Range::exactly(o.value));
        match self.identity {
            Identity::Listed(listed) => rows(listed).unwrap_or(nothing),
            Identity::ByClass => set().unwrap_or_else(|| Range::exactly(overrides.largest_beta(&self.classes))),
            Identity::Unknown(Why::Unlisted) => set().or_else(classes).unwrap_or(nothing),
            Identity::Unknown(_) => {
                rows(&substances::TABLE).into_iter().chain(classes()).reduce(either).unwrap_or(nothing)
            }
        }
    }

    /// Tells what is wrong with it.
    pub(super) fn faults(&self, overrides: &Overrides, mut tell: impl FnMut(FaultKind)) {
        self.noted.iter().for_each(|kind| tell(*kind));
        match self.identity {
            Identity::Listed([row]) => {
                let without = overrides.beta_of(row, &[]).known();
                if without.is_some() && overrides.beta_of(row, &self.classes).known().is_none() {
                    tell(FaultKind::ClassDiffers);
                }
            }
            Identity::Listed(_) => {
                let per_tonne = self.per_tonne(overrides);
                if per_tonne.ratio.known().is_none() || per_tonne.weighted.known().is_none() {
                    tell(FaultKind::Ambiguous);
                }
            }
            Identity::ByClass => {}
            // The city sets a threshold and β of its own.
            Identity::Unknown(Why::Unlisted) if self.per_tonne(overrides).weighted.known().is_some() => {}
            Identity::Unknown(why) => tell(match why {
                Why::NoName => FaultKind::NoName,
                Why::CheckDigit => FaultKind::CheckDigit,
                Why::Name => FaultKind::UnknownName,
                Why::Unlisted => FaultKind::NoThreshold,
            }),
        }
        use FaultKind::{QuantityBad, QuantityMissing, QuantityUnread, QuantityWithoutUnit};
        match (self.quantity_t, self.known_t()) {
            (Some(_), None) => tell(QuantityBad),
            (None, _) if !self.noted.iter().any(|k| matches!(k, QuantityUnread | QuantityWithoutUnit)) => {
                tell(QuantityMissing);
            }
            _ => {}
        }
    }
}

impl Identity {
    /// What a record's text is. A number whose check digit fails is nothing, whatever class stands beside it: one of both
    /// is wrong.
    fn find(written: &str, has_class: bool) -> Self {
        let plain = cas::plain(written);
        let kind = cas::check(&plain);
        match (substances::find(&plain), kind) {
            _ if plain.is_empty() && !has_class => Self::Unknown(Why::NoName),
            (_, Cas::Wrong) => Self::Unknown(Why::CheckDigit),
            ([], _) if has_class => Self::ByClass,
            ([], Cas::Right) => Self::Unknown(Why::Unlisted),
            ([], _) => Self::Unknown(Why::Name),
            (rows, _) => Self::Listed(rows),
        }
    }

    /// Of the grades of one substance, those of the record's class: dry nitrocellulose is an explosive, wet no more than a
    /// flammable solid. All of them where the class is that of none.
    fn of_class(self, classes: &[Class]) -> Self {
        let Self::Listed(rows) = self else { return self };
        let is = |row: &Substance| match row.by {
            substances::By::Class(applied) => applied.iter().any(|class| classes.contains(class)),
            substances::By::Table3(_) => false,
        };
        let fits = |i: usize| rows.get(i).is_some_and(is);
        let first = (0..rows.len()).find(|i| fits(*i)).unwrap_or(0);
        let last = (0..rows.len()).rev().find(|i| fits(*i)).map_or(rows.len(), |i| i + 1);
        Self::Listed(rows.get(first..last).unwrap_or(rows))
    }

    /// Its row, where there is one only.
    pub fn row(self) -> Option<&'static Substance> {
        match self {
            Self::Listed([row]) => Some(row),
            _ => None,
        }
    }
}
