//! The 100-point score of producers and storers of hazardous chemicals, with direct red.
//!
//! **Question.** Which of the four colours does a chemicals firm have by the score that its assessors gave it, and does
//! anything make it red at once?
//!
//! **Source.** 应急〔2018〕19号, 危险化学品生产储存企业安全风险评估诊断分级指南（试行）; two sources agree on bands, points
//! and direct red.
//!
//! **Formula.** ≥ 90 blue, 75 to < 90 yellow, 60 to < 75 orange, < 60 red. Points on a base score: an own full-time fire
//! brigade +3; standardisation level 1 +15, 2 +5, 3 +2; within three years an accident with one or two deaths −8, a
//! 较大 one −10, one that drew wide notice without casualties −5; five years without an accident +5. **Direct red**
//! (一票否决): any veto of the record; in three years one 重大 accident or two 较大; in one year two 一般 with deaths.
//!
//! **Units.** Points.
//!
//! **Assumptions.** Each accident takes its own points off (sources give the points of one). An accident's class is the
//! worse of the class recorded and the one that its deaths give: 特别重大 from 30, 重大 10–29, 较大 3–9, 一般 below. An
//! accident on the first day of a period counts. Where the score is a total, points are in it already and only direct red
//! is asked for. A record that lists its vetoes, if only an empty list, has looked; where it lists none the worst end is
//! red.
//!
//! **When not to use.** For firms that nobody has scored: the score is imported, never made here. It is redone every
//! three years in principle, and an old one says little.
//!
//! **Confidence.** Two sources; how several accidents add up is a rule of this project.

mod points;
#[cfg(test)]
mod tests;
mod working;

pub use points::{Accident, Class};
pub use working::explain;

use super::rating::{Range, Rating};
use crate::domain::Level;
use jiff::civil::Date;

/// What a score is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// All points are in it.
    #[default]
    Total,
    /// Points are still to be added.
    Base,
}

/// Level of safety standardisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standardisation {
    /// 一级, +15.
    First,
    /// 二级, +5.
    Second,
    /// 三级, +2.
    Third,
    /// None reached.
    None,
}

/// What is known of a firm.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs {
    /// Its score, points.
    pub value: Option<f64>,
    /// Whether points are in it.
    pub kind: Kind,
    /// An own full-time fire brigade; asked of a base score only.
    pub own_brigade: Option<bool>,
    /// Its standardisation; asked of a base score only.
    pub standardisation: Option<Standardisation>,
    /// Five years without an accident; asked of a base score only.
    pub five_years_without: Option<bool>,
    /// Its vetoes, in words; none where the record has no list of them.
    pub vetoes: Option<Vec<String>>,
    /// Its accidents; none where the dataset has no accidents.
    pub accidents: Option<Vec<Accident>>,
    /// The day that it is rated for.
    pub as_of: Option<Date>,
    /// Its row: "file#row".
    pub row: String,
}

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The score is negative, not finite, or above what can be reached.
    Value,
    /// A veto without words: there may be one.
    BlankVeto(u32),
    /// An accident whose deaths are no number of people.
    Deaths(u32),
    /// An accident after the day that is rated for.
    Future(u32),
    /// Five years without an accident, and an accident in them: the bonus is not given.
    FiveYears,
}

/// What makes a firm red at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectRed {
    /// A veto of the record.
    Veto(u32),
    /// A 重大 accident in three years, or worse.
    Major,
    /// Two 较大 accidents in three years.
    TwoLarge,
    /// Two accidents with deaths in one year.
    TwoFatal,
}

/// What the method says.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// How far it could rate.
    pub rating: Rating,
    /// The score with its points.
    pub points: Range,
    /// What makes it red for certain.
    pub direct: Vec<DirectRed>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// The most that a base score can reach: 100 and every bonus.
pub const MOST: f64 = 123.0;

/// The least points of each colour but red, best first.
pub const BANDS: [(Level, f64); 3] = [(Level::Blue, 90.0), (Level::Yellow, 75.0), (Level::Orange, 60.0)];

/// The colour of a score.
pub fn level(points: f64) -> Level {
    BANDS.iter().find(|(_, least)| points >= *least).map_or(Level::Red, |(level, _)| *level)
}

impl Inputs {
    fn known_value(&self) -> Option<f64> {
        let most = if self.kind == Kind::Base { 100.0 } else { MOST };
        self.value.filter(|v| (0.0..=most).contains(v))
    }

    /// The score with its points, between its ends.
    fn points(&self) -> Range {
        let value = match self.known_value() {
            Some(value) => Range::exactly(value),
            None => Range { low: 0.0, high: if self.kind == Kind::Base { 100.0 } else { MOST } },
        };
        if self.kind == Kind::Total { value } else { self.bonuses().into_iter().fold(value, |sum, one| sum + one) }
    }

    fn bonuses(&self) -> [Range; 4] {
        let yes = |answer: Option<bool>, points: f64| match answer {
            Some(true) => Range::exactly(points),
            Some(false) => Range::exactly(0.0),
            None => Range { low: 0.0, high: points },
        };
        let standard = match self.standardisation {
            Some(level) => Range::exactly(level.points()),
            None => Range { low: 0.0, high: Standardisation::First.points() },
        };
        [yes(self.own_brigade, 3.0), standard, yes(self.five_years_without(), 5.0), self.deductions()]
    }

    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.value.is_some() && self.known_value().is_none() {
            faults.push(Fault::Value);
        }
        for (i, veto) in (0u32..).zip(self.vetoes.iter().flatten()) {
            if veto.trim().is_empty() {
                faults.push(Fault::BlankVeto(i));
            }
        }
        for (i, accident) in (0u32..).zip(self.accidents.iter().flatten()) {
            if accident.deaths.is_some() && accident.known_deaths().is_none() {
                faults.push(Fault::Deaths(i));
            }
            if self.is_future(accident) {
                faults.push(Fault::Future(i));
            }
        }
        if self.five_years_without == Some(true) && self.accident_within(5).contains(&true) {
            faults.push(Fault::FiveYears);
        }
        faults
    }

    /// What the record says, unless an accident says otherwise; where the day of one is open, so is this.
    fn five_years_without(&self) -> Option<bool> {
        let [no, open] = self.accident_within(5);
        match self.five_years_without {
            Some(true) if no => Some(false),
            Some(true) if open => None,
            said => said,
        }
    }

    fn is_future(&self, accident: &Accident) -> bool {
        accident.on.zip(self.as_of).is_some_and(|(on, as_of)| on > as_of)
    }
}

impl Standardisation {
    /// Its points.
    pub const fn points(self) -> f64 {
        match self {
            Self::First => 15.0,
            Self::Second => 5.0,
            Self::Third => 2.0,
            Self::None => 0.0,
        }
    }
}

/// Rates a firm.
pub fn rate(inputs: &Inputs) -> Outcome {
    let points = inputs.points();
    let (mut direct, may_be_red) = inputs.red_by_accidents();
    let said = |veto: &str| !veto.trim().is_empty();
    let vetoes = (0u32..).zip(inputs.vetoes.iter().flatten());
    direct.extend(vetoes.filter(|(_, veto)| said(veto)).map(|(i, _)| DirectRed::Veto(i)));
    let by_points = Rating::between(points, level);
    let blank = || inputs.vetoes.iter().flatten().any(|veto| !said(veto));
    let rating = if !direct.is_empty() {
        Rating::exactly(Level::Red)
    } else if may_be_red || inputs.vetoes.is_none() || blank() {
        Rating { worst: Level::Red, ..by_points }
    } else {
        by_points
    };
    Outcome { rating, points, direct, faults: inputs.faults() }
}
