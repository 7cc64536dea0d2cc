//! Two states side by side: what is asked, the other state's own answer, and what differs.

use super::{DensityQuery, DensitySurface, Hit, LevelsQuery, LevelsTable, SectionTable, SectionsQuery};
use crate::domain::Level;
use serde::{Deserialize, Serialize};

/// Two states of the same question. `one` is the state that the page asked for by itself and keeps its paint; `other` is
/// answered and painted beside it, in the classes that its query names: those of `one`, so that both halves share them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CompareQuery {
    /// Levels on two days, or by both rules.
    Levels {
        /// The state that is there.
        one: LevelsQuery,
        /// The state beside it.
        other: LevelsQuery,
    },
    /// A density of two periods, or of two bandwidths.
    Density {
        /// The state that is there.
        one: DensityQuery,
        /// The state beside it.
        other: DensityQuery,
    },
    /// Crashes by road section in two periods.
    Sections {
        /// The state that is there.
        one: SectionsQuery,
        /// The state beside it.
        other: SectionsQuery,
    },
}

/// Two states compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// What was asked.
    pub query: CompareQuery,
    /// The other state's answer; its revision is its own paint's.
    pub other: OtherState,
    /// What differs.
    pub changes: Changes,
}

/// The answer of the other state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum OtherState {
    /// Levels.
    Levels(Box<LevelsTable>),
    /// A density surface.
    Density(Box<DensitySurface>),
    /// Road sections.
    Sections(Box<SectionTable>),
}

/// What differs between two states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Changes {
    /// Levels, from the earlier day to the later one, or on one day from the base to the level of the day.
    Levels(LevelChanges),
    /// Counts of two periods of the same length, from the earlier to the later one.
    Counts(CountChanges),
    /// Nothing became anything: the same crashes at two bandwidths.
    None,
}

/// Which levels changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LevelChanges {
    /// The change goes from the state that was there to the other one; else the other way.
    pub forward: bool,
    /// How many became worse.
    pub worse: u32,
    /// How many became better.
    pub better: u32,
    /// How many are rated in one state alone: neither worse nor better.
    pub unknown: u32,
    /// How many have the same level in both.
    pub same: u32,
    /// What changed: worse first and the worst of these first, then better, then what is rated in one state alone. At most as
    /// many as the other state's query has rows; the counts are of all.
    pub rows: Vec<LevelChange>,
}

/// One subject whose level changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelChange {
    /// The subject.
    pub hit: Hit,
    /// Its level before.
    pub from: Level,
    /// Its level after.
    pub to: Level,
    /// Its open dangers before, and of these the overdue ones.
    pub open_before: (u32, u32),
    /// The same after.
    pub open_after: (u32, u32),
}

/// Which counts changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CountChanges {
    /// The change goes from the state that was there to the other one; else the other way.
    pub forward: bool,
    /// The earlier period.
    pub before: (String, String),
    /// The later period.
    pub after: (String, String),
    /// Days in each of them.
    pub days: u32,
    /// All that was counted before.
    pub total_before: u32,
    /// All that was counted after.
    pub total_after: u32,
    /// Places with more.
    pub more: u32,
    /// Places with fewer.
    pub fewer: u32,
    /// Of those with more, how many have more than chance explains ([`crate::risk::change::CHANCE`]).
    pub surely_more: u32,
    /// Of those with fewer, likewise.
    pub surely_fewer: u32,
    /// Places where anything was counted in either period: so many were looked at.
    pub places: u32,
    /// What changed, the largest growth first, the largest fall last; the head and the tail of it, the counts are of all.
    pub rows: Vec<CountChange>,
}

/// One place whose count changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountChange {
    /// The place: a road section or a district.
    pub hit: Hit,
    /// How many before.
    pub before: u32,
    /// How many after.
    pub after: u32,
    /// How likely a difference as large as this or larger is by chance alone, 0…1.
    pub chance: f64,
}
