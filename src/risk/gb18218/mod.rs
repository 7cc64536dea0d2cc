//! Major hazard installations: GB 18218-2018, 危险化学品重大危险源辨识.
//!
//! **Question.** Is a unit of a plant a major hazard installation, and of which grade?
//!
//! **Source.** GB 18218-2018: the tables of Q, β and α and both formulas, on which two independent transcriptions agree; the official
//! print was not at hand, so every figure is a screening value (筛查值). The class from which Table 4 gives β for a named
//! substance is applied by this project ([`substances`]). The colours of the grades are a rule of this project.
//!
//! **Formula.** For each production or storage unit by itself
//!
//! ```text
//! S = q₁/Q₁ + q₂/Q₂ + … + qₙ/Qₙ               a major hazard installation where S ≥ 1
//! R = α·(β₁·q₁/Q₁ + β₂·q₂/Q₂ + … + βₙ·qₙ/Qₙ)  only then
//! ```
//!
//! α by permanent residents within 500 m outside the plant's boundary: 100 and more 2.0, 50–99 1.5, 30–49 1.2, 1–29 1.0,
//! none 0.5. Grades: 一级 R ≥ 100, 二级 50 ≤ R < 100, 三级 10 ≤ R < 50, 四级 R < 10. Colours: 一级 red, 二级 orange, 三级 and
//! 四级 yellow, S < 1 blue. The plant's level is its worst unit's.
//!
//! **Units.** q and Q tonnes; S, α, β, R have none; residents persons, a part of a person counting as one.
//!
//! **Assumptions.** A named substance is taken for the row of Table 1, within whose limits (a concentration, say) it then
//! is said to be. What of a substance is unknown runs over all that it can be: without a quantity from nothing on; an
//! unlisted substance of no known class over no threshold and every class of Table 2; a name or number that cannot be
//! read over every row of Table 1 as well. Of several classes the smallest Q and the largest β count. What a record does
//! not declare cannot be known: S < 1 leaves the worst end open unless all substances are declared, and so does a record
//! that says that some are not, whatever S is.
//!
//! **When not to use.** Vehicles and long-distance pipelines, military and nuclear sites, mines but for their processing
//! and storage of chemicals, offshore oil and gas. A grade is a matter of record (备案): it is not for this figure to
//! replace it.
//!
//! **Confidence.** Formulas, thresholds, β of Table 3 and by class, α, grades: two sources. β of a named substance that
//! Table 3 does not name: derived. Colours: a rule of this project. That quantities are design maxima: not checked
//! against the official text, and counted only where [`Inputs::count_design_max`] asks for it.

pub mod classes;
mod faults;
mod lowering;
mod overrides;
mod read;
mod stock;
pub mod substances;
mod told;
mod working;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use faults::{Fault, FaultKind};
pub use overrides::{ALPHA, Alpha, Override, Overrides};
pub use read::read;
pub use stock::{Basis, Identity, Stock, Why};
pub use working::explain;

use super::rating::{Range, Rating};
use crate::domain::Level;
use crate::text::{Said, said};
use std::cmp::Ordering;

/// How far outside the plant's boundary residents count, metres.
pub const REACH_M: f64 = 500.0;

/// A sum that misses a threshold by no more than this part of it meets it: binary fractions do not add up to 1.
const TIE: f64 = 1e-12;

/// What is known of a plant.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// Its units, as [`read`] gives them.
    pub units: Vec<Unit>,
    /// Whether all its substances are declared (`substances_complete`).
    pub complete: Option<bool>,
    /// Permanent residents within [`REACH_M`] outside its boundary.
    pub residents: Range,
    /// How many rows of the residents layer they come from.
    pub residents_rows: u32,
    /// Who sleeps near it and is no permanent resident; asked for a working alone, as it changes no figure.
    pub sleepers: Option<Sleepers>,
    /// Its row: "file#row".
    pub row: String,
    /// Constants that the manifest sets otherwise.
    pub overrides: Overrides,
    /// Take what is present for the least that the design maximum can be. Not per standard until somebody has checked
    /// the official text.
    pub count_design_max: bool,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            units: Vec::new(),
            complete: None,
            residents: Range::unknown(),
            residents_rows: 0,
            sleepers: None,
            row: String::new(),
            overrides: Overrides::default(),
            count_design_max: false,
        }
    }
}

/// People who sleep in venues within [`REACH_M`] outside a plant's boundary: α counts permanent residents alone.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sleepers {
    /// How many by night, in the venues that say so.
    pub people: f64,
    /// How many venues say so.
    pub venues: u32,
    /// How many such venues do not say.
    pub unsaid: u32,
}

/// A production or storage unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unit {
    /// What the record calls it; may be empty.
    pub id: String,
    /// Production or storage, where the record says so.
    pub kind: Option<UnitKind>,
    /// Its substances.
    pub stocks: Vec<Stock>,
    /// Its substances could not be read: there may be any.
    pub unreadable: bool,
    /// What is wrong with the unit itself.
    pub noted: Vec<FaultKind>,
}

/// What a unit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitKind {
    /// 生产单元.
    Production,
    /// 储存单元.
    Storage,
}

/// A grade of a major hazard installation, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// 一级, R ≥ 100.
    First,
    /// 二级, 50 ≤ R < 100.
    Second,
    /// 三级, 10 ≤ R < 50.
    Third,
    /// 四级, R < 10.
    Fourth,
    /// S < 1: no major hazard installation.
    None,
}

impl Grade {
    /// The least R of each grade that has one, worst first.
    pub const LEAST_R: [(Self, f64); 3] = [(Self::First, 100.0), (Self::Second, 50.0), (Self::Third, 10.0)];

    /// The grade of both sums.
    pub fn of(s: f64, r: f64) -> Self {
        let meets = |value: f64, limit: f64| value >= limit * (1.0 - TIE);
        if !meets(s, 1.0) {
            return Self::None;
        }
        Self::LEAST_R.iter().find(|(_, least)| meets(r, *least)).map_or(Self::Fourth, |(grade, _)| *grade)
    }

    /// Its colour: a rule of this project.
    pub const fn level(self) -> Level {
        match self {
            Self::First => Level::Red,
            Self::Second => Level::Orange,
            Self::Third | Self::Fourth => Level::Yellow,
            Self::None => Level::Blue,
        }
    }

    /// Its name.
    pub const fn says(self) -> Said {
        match self {
            Self::First => said!("一级", "grade 1"),
            Self::Second => said!("二级", "grade 2"),
            Self::Third => said!("三级", "grade 3"),
            Self::Fourth => said!("四级", "grade 4"),
            Self::None => said!("不构成重大危险源", "no major hazard installation"),
        }
    }
}

/// S and R of one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitOutcome {
    /// Σ q/Q.
    pub s: Range,
    /// Σ β·q/Q.
    pub weighted: Range,
    /// α·Σ β·q/Q.
    pub r: Range,
    /// The grade if all that is missing is as good as it can be.
    pub best: Grade,
    /// The grade if all that is missing is as bad as it can be.
    pub worst: Grade,
}

impl UnitOutcome {
    /// Worse first; what is worse at its best goes before.
    fn worse_first(&self, other: &Self) -> Ordering {
        (self.best.cmp(&other.best))
            .then(self.worst.cmp(&other.worst))
            .then(other.r.low.total_cmp(&self.r.low))
            .then(other.r.high.total_cmp(&self.r.high))
            .then(other.s.low.total_cmp(&self.s.low))
            .then(other.s.high.total_cmp(&self.s.high))
    }
}

/// What the method says of a plant.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// How far it could rate.
    pub rating: Rating,
    /// The worst unit's grade at the best of what is missing, without what is not declared.
    pub best: Grade,
    /// The worst unit's grade at the worst of what is missing, without what is not declared.
    pub worst: Grade,
    /// S of the worst unit.
    pub s: Range,
    /// α.
    pub alpha: Range,
    /// R of the worst unit.
    pub r: Range,
    /// The worst unit; none where the plant has none.
    pub unit: Option<u32>,
    /// What is wrong with the record.
    pub faults: Vec<Fault>,
}

impl Inputs {
    /// The residents, or any number where what is given can be none.
    fn people(&self) -> Range {
        let Range { low, high } = self.residents;
        if low >= 0.0 && high >= low && low.is_finite() { self.residents } else { Range::unknown() }
    }

    /// Whether no substance is recorded and nothing says that there is none.
    fn is_unrecorded(&self) -> bool {
        self.complete != Some(true) && self.units.iter().all(|unit| unit.stocks.is_empty())
    }

    /// α, between its ends.
    pub fn alpha(&self) -> Range {
        self.overrides.alpha(self.people())
    }

    /// S and R of one of the units.
    pub fn unit(&self, unit: &Unit, alpha: Range) -> UnitOutcome {
        let mut ratios: Vec<(Range, Range)> = Vec::with_capacity(unit.stocks.len());
        for stock in &unit.stocks {
            let per_tonne = stock.per_tonne(&self.overrides);
            let tonnes = stock.tonnes(self.count_design_max);
            ratios.push((tonnes * per_tonne.ratio, tonnes * per_tonne.weighted));
        }
        // In the order of size, so that the order of the rows cannot change a last digit.
        let sum = |of: &dyn Fn(&(Range, Range)) -> f64| {
            let mut terms: Vec<f64> = ratios.iter().map(of).collect();
            terms.sort_unstable_by(f64::total_cmp);
            let high = if unit.unreadable { f64::INFINITY } else { 0.0 };
            (terms.iter().sum::<f64>(), terms.iter().sum::<f64>() + high)
        };
        let s = Range { low: sum(&|t| t.0.low).0, high: sum(&|t| t.0.high).1 };
        let weighted = Range { low: sum(&|t| t.1.low).0, high: sum(&|t| t.1.high).1 };
        let r = alpha * weighted;
        UnitOutcome { s, weighted, r, best: Grade::of(s.low, r.low), worst: Grade::of(s.high, r.high) }
    }
}

/// Rates a plant. A plant of no units is rated too: it has no substance, which is blue only where it says that this is
/// all.
pub fn rate(inputs: &Inputs) -> Outcome {
    let alpha = inputs.alpha();
    let nothing = Range::exactly(0.0);
    let none = UnitOutcome { s: nothing, weighted: nothing, r: nothing, best: Grade::None, worst: Grade::None };
    let units = inputs.units.iter().map(|unit| inputs.unit(unit, alpha));
    let (mut worst_unit, mut rating) = (None::<(u32, UnitOutcome)>, Rating::exactly(Level::Blue));
    for (i, unit) in (0u32..).zip(units) {
        rating = rating.worse(Rating { best: unit.best.level(), worst: unit.worst.level() });
        let id = |i: u32| inputs.units.get(i as usize).map(|u| u.id.as_str());
        let before = |(j, worst): &(u32, UnitOutcome)| unit.worse_first(worst).then(id(i).cmp(&id(*j))).is_lt();
        if worst_unit.as_ref().is_none_or(before) {
            worst_unit = Some((i, unit));
        }
    }
    let open = match inputs.complete {
        Some(complete) => !complete,
        None => rating.best == Level::Blue,
    };
    if open {
        rating.worst = Level::Red;
    }
    let (unit, worst) = worst_unit.map_or((None, none), |(i, unit)| (Some(i), unit));
    Outcome {
        rating,
        best: worst.best,
        worst: worst.worst,
        s: worst.s,
        alpha,
        r: worst.r,
        unit,
        faults: inputs.faults(),
    }
}
