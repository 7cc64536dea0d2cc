//! The scores of single items, from what a record says of them.

use super::{is_number, number};
use crate::risk::rating::Range;
use crate::text::{Said, said};

/// An item of likelihood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// 火灾危险性类别.
    Fire,
    /// 化学品急性毒性危害类别.
    Toxicity,
    /// 化学品管控类别.
    Control,
    /// 危险工艺和操作.
    Process,
    /// 工艺压力.
    Pressure,
    /// 工艺温度.
    Temperature,
}

impl Item {
    /// All six, in the order of the source.
    pub const ALL: [Self; 6] =
        [Self::Fire, Self::Toxicity, Self::Control, Self::Process, Self::Pressure, Self::Temperature];

    /// Its member in the dataset's `grading`.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Fire => "fire",
            Self::Toxicity => "toxicity",
            Self::Control => "control",
            Self::Process => "process",
            Self::Pressure => "pressure",
            Self::Temperature => "temperature",
        }
    }

    pub(super) fn label(self) -> Said {
        match self {
            Self::Fire => said!("火灾危险性类别", "fire class"),
            Self::Toxicity => said!("急性毒性类别", "acute toxicity"),
            Self::Control => said!("管控类别", "control lists"),
            Self::Process => said!("危险工艺和操作", "process"),
            Self::Pressure => said!("工艺压力", "pressure"),
            Self::Temperature => said!("工艺温度", "temperature"),
        }
    }
}

/// How an area works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Process {
    /// No process.
    None,
    /// Not hazardous, continuous.
    Continuous,
    /// Not hazardous, in batches.
    Batch,
    /// Hazardous, continuous.
    HazardousContinuous,
    /// Hazardous, in batches.
    HazardousBatch,
}

impl Process {
    /// Its score.
    pub const fn score(self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Continuous => 1.0,
            Self::Batch => 2.0,
            Self::HazardousContinuous => 3.0,
            Self::HazardousBatch => 4.0,
        }
    }
}

/// The score of a fire class, 甲 to 戊; none where it is none.
pub fn fire_score(class: &str) -> Option<f64> {
    match class.trim().trim_end_matches('类') {
        "甲" => Some(4.0),
        "乙" => Some(3.0),
        "丙" => Some(2.0),
        "丁" | "戊" => Some(1.0),
        _ => None,
    }
}

/// The score of a category of acute toxicity, 1 to 5; 0 is no toxic substance.
pub const fn toxicity_score(category: u8) -> Option<f64> {
    match category {
        0 => Some(0.0),
        1 => Some(4.0),
        2 => Some(3.0),
        3 => Some(2.0),
        4 | 5 => Some(1.0),
        _ => None,
    }
}

/// The score of being on the list of chemicals under key supervision (重点监管) and on that under special control
/// (特别管控).
pub const fn control_score(key: bool, special: bool) -> f64 {
    match (key, special) {
        (true, true) => 4.0,
        (false, false) => 0.0,
        _ => 3.0,
    }
}

/// The score of a gauge pressure in MPa; none where it is no pressure. A vacuum counts as up to 0.1 MPa.
pub fn pressure_score(mpa: f64) -> Option<f64> {
    match mpa {
        p if !p.is_finite() || p < -0.102 => None,
        p if p >= 10.0 => Some(4.0),
        p if p >= 1.6 => Some(3.0),
        p if p > 0.1 => Some(2.0),
        _ => Some(1.0),
    }
}

/// The score of a temperature in °C; none where it is none.
pub fn temperature_score(celsius: f64) -> Option<f64> {
    match celsius {
        t if !t.is_finite() || t < -273.15 => None,
        t if t >= 450.0 => Some(4.0),
        t if t >= 150.0 => Some(3.0),
        t if t > 20.0 => Some(2.0),
        _ => Some(1.0),
    }
}

/// Protection targets near the boundary.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Targets {
    /// 一般防护目标中的三类.
    pub third_class: Range,
    /// All others: of the first or second class, of high sensitivity, important.
    pub others: Range,
}

impl Default for Targets {
    fn default() -> Self {
        Self { third_class: Range::unknown(), others: Range::unknown() }
    }
}

impl Targets {
    /// Targets that are counted.
    pub const fn exactly(third_class: u32, others: u32) -> Self {
        Self { third_class: Range::exactly(third_class as f64), others: Range::exactly(others as f64) }
    }

    /// Whether both numbers are known.
    pub(super) fn known(&self) -> bool {
        [self.third_class, self.others].iter().all(|n| is_number(*n) && n.known().is_some())
    }

    /// Their score, between its ends.
    pub(super) fn score(&self) -> Range {
        let (third, others) = (number(self.third_class), number(self.others));
        let score = |third: f64, others: f64| match third {
            _ if others > 0.0 => 4.0,
            n if n > 2.0 => 4.0,
            n if n > 1.0 => 3.0,
            n if n > 0.0 => 2.0,
            _ => 1.0,
        };
        Range { low: score(third.low, others.low), high: score(third.high, others.high) }
    }
}
