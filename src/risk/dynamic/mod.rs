//! The dynamic level: what the ledger makes of a base level today.
//!
//! **Question.** What level does a facility, venue or pipeline have on a day, with its open dangers and recent accidents?
//!
//! **Source.** A proposal of this project, no standard. Its pattern, a score for the base and a veto for what happens, is
//! that of 应急〔2018〕19号 (direct red; two sources agree) and of district schemes that put a firm straight into the worst
//! class after a fatal accident within a year (checked against one source). No source was found that raises a level by
//! one for overdue dangers.
//!
//! **Formula.** With blue 1, yellow 2, orange 3, red 4:
//! ```text
//! dyn = base
//! any open major danger, overdue or without approved plan     → dyn = 4
//! else any open major danger on schedule                      → dyn = min(max(dyn + 1, 3), 4)
//! any overdue general danger, > 30 d past due or ≥ 3 of them  → dyn = min(dyn + 1, 4)
//! fatal accident within 365 d                                 → dyn = 4
//! ```
//! Never better than the base. A danger counts until it is soundly closed (销号); being mended changes nothing.
//!
//! **Units.** Days; counts of dangers.
//!
//! **Assumptions.** An accident counts from its day to the 365th day after it. Where a due day, an approved plan, a day of
//! an accident or its deaths are unknown, both ends are rated. A number of deaths that is negative or no number is unknown.
//!
//! **When not to use.** A ledger that nobody keeps makes every place look as good as its base. Levels of places whose
//! ledgers are kept with different zeal must not be ranked against each other.
//!
//! **Confidence.** A rule of this project.

mod explain;
mod reasons;
#[cfg(test)]
mod tests;

pub use explain::explain;
pub use reasons::{Reason, ReasonKind, reasons};

use super::ledger::{Danger, DangerLevel, Late, Standing, State};
use super::rating::Rating;
use super::set_by::SetBy;
use crate::domain::Level;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The numbers of the rule, which a rule pack can override.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Params {
    /// A general danger more than so many days past its due day raises the level.
    pub general_days: u32,
    /// So many overdue general dangers raise the level, however late each is.
    pub general_count: u32,
    /// A fatal accident makes red for so many days.
    pub accident_days: u32,
}

impl Default for Params {
    fn default() -> Self {
        Self { general_days: 30, general_count: 3, accident_days: 365 }
    }
}

/// Why a danger that the ledger calls closed counts as open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// It is not closed.
    None,
    /// Its closing lacks the signatures in order.
    Closing,
    /// Its events are faulty.
    Fault,
}

/// An open danger of a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenDanger<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its row, as "file#row".
    pub row: &'a str,
    /// How grave it is.
    pub level: DangerLevel,
    /// How late it is.
    pub late: Late,
    /// Whether its plan is approved, where that is known.
    pub plan_approved: Option<bool>,
    /// Why it counts, where it is not plainly open.
    pub doubt: Doubt,
}

impl<'a> OpenDanger<'a> {
    /// A danger where it counts as open. `row` is its row, as "file#row".
    pub fn of(danger: &'a Danger, standing: &Standing<'_>, row: &'a str) -> Option<Self> {
        standing.open.then(|| Self {
            id: &danger.id,
            row,
            level: danger.level,
            late: standing.late,
            plan_approved: standing.plan_approved,
            doubt: match standing.state {
                State::Closed | State::NotYetFound if standing.faults.iter().any(|f| f.kind.keeps_open()) => {
                    Doubt::Fault
                }
                State::Closed => Doubt::Closing,
                _ => Doubt::None,
            },
        })
    }
}

/// An accident of a subject.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accident<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its row, as "file#row".
    pub row: &'a str,
    /// Its day.
    pub on: Option<Date>,
    /// How many died.
    pub deaths: Option<f64>,
}

impl Accident<'_> {
    /// How many died, where that is a number that can be.
    pub fn deaths(&self) -> Option<f64> {
        self.deaths.filter(|n| n.is_finite() && *n >= 0.0)
    }

    /// Whether the number of deaths cannot be.
    pub fn is_faulty(&self) -> bool {
        self.deaths.is_some() && self.deaths().is_none()
    }

    /// Whether it is a fatal one within the period: at best and at worst.
    fn counts(&self, day: Date, within_days: u32) -> (bool, bool) {
        let recent = self.on.map(|on| {
            let ago = day.duration_since(on).as_hours() / 24;
            (0..=i64::from(within_days)).contains(&ago)
        });
        let fatal = self.deaths().map(|n| n > 0.0);
        (recent == Some(true) && fatal == Some(true), recent != Some(false) && fatal != Some(false))
    }
}

/// What a subject's dynamic level is made of.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// How far its base could be rated.
    pub base: Rating,
    /// The day.
    pub day: Date,
    /// Its dangers that count as open on that day.
    pub dangers: &'a [OpenDanger<'a>],
    /// Its accidents.
    pub accidents: &'a [Accident<'a>],
    /// The numbers of the rule.
    pub params: Params,
    /// Where those come from that are not the rule's own.
    pub set_by: &'a SetBy,
}

/// What counts, at one end of what is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Open major dangers.
    pub majors: u32,
    /// Of these, overdue or without an approved plan.
    pub vetoes: u32,
    /// Overdue general dangers.
    pub generals: u32,
    /// Of these, past due for longer than the rule allows.
    pub long: u32,
    /// Fatal accidents within the period.
    pub fatal: u32,
}

impl Counts {
    fn plus(self, o: Self) -> Self {
        Self {
            majors: self.majors + o.majors,
            vetoes: self.vetoes + o.vetoes,
            generals: self.generals + o.generals,
            long: self.long + o.long,
            fatal: self.fatal + o.fatal,
        }
    }

    fn minus(self, o: Self) -> Self {
        Self {
            majors: self.majors.saturating_sub(o.majors),
            vetoes: self.vetoes.saturating_sub(o.vetoes),
            generals: self.generals.saturating_sub(o.generals),
            long: self.long.saturating_sub(o.long),
            fatal: self.fatal.saturating_sub(o.fatal),
        }
    }

    /// The level after each rule: majors, generals, accidents.
    fn steps(self, base: Level, params: &Params) -> [Level; 3] {
        let worse = |level: Level| match level {
            Level::Blue => Level::Yellow,
            Level::Yellow => Level::Orange,
            _ => Level::Red,
        };
        // Levels are ordered worst first.
        let first = match (self.vetoes, self.majors) {
            (0, 0) => base,
            (0, _) => worse(base).min(Level::Orange),
            _ => Level::Red,
        };
        let raised = self.long > 0 || (self.generals > 0 && self.generals >= params.general_count);
        let second = if raised { worse(first) } else { first };
        [first, second, if self.fatal > 0 { Level::Red } else { second }]
    }
}

/// What counts, at best and at worst of what is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// At best.
    pub best: Counts,
    /// At worst.
    pub worst: Counts,
}

impl Tally {
    fn of_danger(d: &OpenDanger<'_>, params: &Params) -> Self {
        let (late, maybe) = (matches!(d.late, Late::Days(_)), d.late != Late::No);
        let end = |late: bool, planned: bool, long: bool| match d.level {
            DangerLevel::Major => Counts { majors: 1, vetoes: u32::from(late || !planned), ..Counts::default() },
            DangerLevel::General => Counts { generals: u32::from(late), long: u32::from(long), ..Counts::default() },
        };
        let long = |unknown| match d.late {
            Late::No => false,
            Late::Days(days) => days > params.general_days,
            Late::Unknown => unknown,
        };
        Self {
            best: end(late, d.plan_approved != Some(false), long(false)),
            worst: end(maybe, d.plan_approved == Some(true), long(true)),
        }
    }

    fn plus(self, o: Self) -> Self {
        Self { best: self.best.plus(o.best), worst: self.worst.plus(o.worst) }
    }

    fn minus(self, o: Self) -> Self {
        Self { best: self.best.minus(o.best), worst: self.worst.minus(o.worst) }
    }

    fn rating(self, base: Rating, params: &Params) -> Rating {
        let base = both_ends(base);
        let dynamic =
            Rating { best: self.best.steps(base.best, params)[2], worst: self.worst.steps(base.worst, params)[2] };
        dynamic.worse(base)
    }
}

/// A base with two levels for ends: an unrated end is as good, or as bad, as it can be.
pub(super) fn both_ends(base: Rating) -> Rating {
    let or = |level: Level, end: Level| if level == Level::Unrated { end } else { level };
    Rating { best: or(base.best, Level::Blue), worst: or(base.worst, Level::Red) }
}

/// What the rule gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How far it could rate.
    pub rating: Rating,
    /// What it counted.
    pub tally: Tally,
    /// Accidents whose number of deaths cannot be.
    pub faulty: u32,
}

/// The dynamic level. Cheap: it reads each danger and accident once.
pub fn rate(inputs: &Inputs<'_>) -> Outcome {
    let mut tally = Tally::default();
    let mut faulty = 0;
    for danger in inputs.dangers {
        tally = tally.plus(Tally::of_danger(danger, &inputs.params));
    }
    for accident in inputs.accidents {
        let (best, worst) = accident.counts(inputs.day, inputs.params.accident_days);
        tally.best.fatal += u32::from(best);
        tally.worst.fatal += u32::from(worst);
        faulty += u32::from(accident.is_faulty());
    }
    Outcome { rating: tally.rating(inputs.base, &inputs.params), tally, faulty }
}
