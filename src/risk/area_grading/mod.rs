//! Grading of an area of a chemicals site: a matrix of likelihood and severity, 安全风险分区.
//!
//! **Question.** Which of the four colours has an area of a hazardous-chemicals site, by what is done in it and who is
//! near?
//!
//! **Source.** Public code that carries the method out; the document behind it was not identified. Checked against that
//! one source.
//!
//! **Formula.** `L = ⌈(l₁ + … + l₆)/6⌉`, at least 1, of six items from 0 (does not apply) to 4: fire class (甲 4, 乙 3, 丙 2,
//! 丁 and 戊 1), acute toxicity (category 1 4, 2 3, 3 2, 4 and 5 1), control lists (on both 4, on one 3), process (hazardous
//! and in batches 4, hazardous and continuous 3, in batches 2, continuous 1), pressure p in MPa (p ≥ 10 4, 1.6 ≤ p < 10 3,
//! 0.1 < p < 1.6 2, p ≤ 0.1 1), temperature t in °C (t ≥ 450 4, 150 ≤ t < 450 3, 20 < t < 150 2, t ≤ 20 1). `S = max` of:
//! most people in this area and those beside it (0–2 1, 3–9 2, 10–29 3, from 30 4), most people in any process area of
//! the firm (the same), grade of a major hazard installation (none 1, 三级 and 四级 2, 二级 3, 一级 4), protection targets
//! within 500 m outside the boundary (none 1, one of the third class 2, two of the third class 3, anything else 4).
//!
//! ```text
//! L\S   1       2       3       4
//! 1     blue    blue    blue    yellow
//! 2     blue    yellow  yellow  orange
//! 3     blue    yellow  orange  red
//! 4     yellow  orange  red     red
//! ```
//!
//! **Units.** MPa (gauge), °C, persons, metres; scores without unit.
//!
//! **Assumptions.** An item that is missing may be any. The source counts 4 for a missing severity;
//! [`Inputs::conservative_defaults`] asks for that, and the explanation then says so.
//!
//! **When not to use.** Sites without hazardous chemicals. A mean hides the worst item: one 4 among zeros is L = 1.
//!
//! **Confidence.** Checked against one source.

mod items;
mod read;
#[cfg(test)]
mod tests;
mod working;

pub use items::{Item, Process, Targets, control_score, fire_score, pressure_score, temperature_score, toxicity_score};
pub use working::explain;

use super::gb18218::Grade;
use super::rating::{Range, Rating};
use crate::domain::Level;

/// How far outside the boundary targets count, metres.
pub const REACH_M: f64 = 500.0;

/// By likelihood, then by severity.
const MATRIX: [[Level; 4]; 4] = [
    [Level::Blue, Level::Blue, Level::Blue, Level::Yellow],
    [Level::Blue, Level::Yellow, Level::Yellow, Level::Orange],
    [Level::Blue, Level::Yellow, Level::Orange, Level::Red],
    [Level::Yellow, Level::Orange, Level::Red, Level::Red],
];

/// What is known of an area.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// The six items of likelihood, 0 to 4, in the order of [`Item::ALL`].
    pub items: [Option<f64>; 6],
    /// Most people in this area and those beside it, other firms' too.
    pub people_area: Range,
    /// Most people in any process area of the firm.
    pub people_unit: Range,
    /// Its grade as a major hazard installation, at the best and at the worst of what is known.
    pub hazard: (Grade, Grade),
    /// Protection targets within [`REACH_M`].
    pub targets: Targets,
    /// Count 4 for a missing severity, as the source does.
    pub conservative_defaults: bool,
    /// The record could not be read.
    pub unreadable: bool,
    /// Its row: "file#row".
    pub row: String,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            items: [None; 6],
            people_area: Range::unknown(),
            people_unit: Range::unknown(),
            hazard: (Grade::None, Grade::First),
            targets: Targets::default(),
            conservative_defaults: false,
            unreadable: false,
            row: String::new(),
        }
    }
}

/// What is wrong with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The record is no JSON, or no record.
    Unreadable,
    /// An item that is no score from 0 to 4.
    Item(Item),
    /// People in this area and those beside it: no number of people.
    PeopleArea,
    /// People in any process area: no number of people.
    PeopleUnit,
    /// Targets of the third class, or others: no number.
    Targets,
}

/// What the method says.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// How far it could rate.
    pub rating: Rating,
    /// Likelihood, 1 to 4.
    pub l: Range,
    /// Severity, 1 to 4.
    pub s: Range,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// The colour of a likelihood and a severity; worse than both where either is no score.
pub fn level(l: f64, s: f64) -> Level {
    let at = |score: f64| (score.clamp(1.0, 4.0) as usize).saturating_sub(1);
    MATRIX.get(at(l)).and_then(|row| row.get(at(s))).copied().unwrap_or(Level::Red)
}

/// The score of so many people; a part of a person counts as one.
pub fn people_score(people: f64) -> f64 {
    match (people - 1e-9).ceil() {
        n if n >= 30.0 => 4.0,
        n if n >= 10.0 => 3.0,
        n if n >= 3.0 => 2.0,
        _ => 1.0,
    }
}

/// The score of a grade.
pub const fn hazard_score(grade: Grade) -> f64 {
    match grade {
        Grade::First => 4.0,
        Grade::Second => 3.0,
        Grade::Third | Grade::Fourth => 2.0,
        Grade::None => 1.0,
    }
}

/// A number of people or targets, or any where it can be none.
fn number(range: Range) -> Range {
    if is_number(range) { range } else { Range::unknown() }
}

fn is_number(range: Range) -> bool {
    range.low >= 0.0 && range.high >= range.low && range.low.is_finite()
}

impl Inputs {
    /// An item between its ends.
    fn item(&self, item: Item) -> Range {
        match self.items.get(item as usize).copied().flatten() {
            Some(score) if is_score(score) => Range::exactly(score),
            _ => Range { low: 0.0, high: 4.0 },
        }
    }

    fn likelihood(&self) -> Range {
        let sum = Item::ALL.iter().fold(Range::exactly(0.0), |sum, item| sum + self.item(*item));
        sum.map(|sum| (sum / 6.0).ceil().max(1.0))
    }

    /// The four severities between their ends: people here, people in any process area, grade, targets.
    fn severities(&self) -> [Range; 4] {
        let hazard = Range { low: hazard_score(self.hazard.0), high: hazard_score(self.hazard.1) };
        [
            number(self.people_area).map(people_score),
            number(self.people_unit).map(people_score),
            Range { low: hazard.low.min(hazard.high), high: hazard.high.max(hazard.low) },
            self.targets.score(),
        ]
    }

    fn severity(&self) -> Range {
        let most = |of: fn(&Range) -> f64| self.severities().iter().map(of).fold(1.0, f64::max);
        let s = Range { low: most(|r| r.low), high: most(|r| r.high) };
        if self.conservative_defaults { Range::exactly(s.high) } else { s }
    }

    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.unreadable {
            faults.push(Fault::Unreadable);
        }
        for (item, score) in Item::ALL.iter().zip(&self.items) {
            if score.is_some_and(|score| !is_score(score)) {
                faults.push(Fault::Item(*item));
            }
        }
        let people = [(Fault::PeopleArea, self.people_area), (Fault::PeopleUnit, self.people_unit)];
        faults.extend(people.iter().filter(|(_, range)| !is_number(*range)).map(|(fault, _)| *fault));
        if !is_number(self.targets.third_class) || !is_number(self.targets.others) {
            faults.push(Fault::Targets);
        }
        faults
    }
}

fn is_score(score: f64) -> bool {
    (0.0..=4.0).contains(&score) && score == score.trunc()
}

/// Rates an area.
pub fn rate(inputs: &Inputs) -> Outcome {
    let (l, s) = (inputs.likelihood(), inputs.severity());
    let rating = Rating { best: level(l.low, s.low), worst: level(l.high, s.high) };
    Outcome { rating, l, s, faults: inputs.faults() }
}
