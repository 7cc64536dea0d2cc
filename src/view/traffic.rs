//! The traffic workbench's parameters.

use super::selection;
use crate::domain::NumberRanges;
use crate::engine::{Breaks, SectionSort};

/// Which sections are ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ranked {
    /// All of the city.
    #[default]
    City,
    /// Those that the map shows.
    View,
    /// The selected ones; with none selected all of the city.
    Selection,
}

/// The traffic workbench's parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Traffic {
    /// Crashes farther than this from every section belong to none, metres.
    pub snap_m: f64,
    /// What sections are ranked and classed by.
    pub sort: SectionSort,
    /// How classes are cut.
    pub breaks: Breaks,
    /// Under a filter the classes are cut over the crashes that pass; otherwise over all.
    pub own_classes: bool,
    /// Which sections are ranked, classed and painted.
    pub scope: Ranked,
    /// Of these only those whose figures lie in these ranges.
    pub ranges: NumberRanges,
    /// Selected sections, by id.
    pub selected: Vec<String>,
    /// How they were selected, where their ids are too many for a link. A link's steps are here before their sections are.
    pub made: Vec<selection::Step>,
}

impl Default for Traffic {
    fn default() -> Self {
        Self {
            snap_m: 30.0,
            sort: SectionSort::PerKm,
            breaks: Breaks::Natural,
            own_classes: true,
            scope: Ranked::City,
            ranges: NumberRanges::default(),
            selected: Vec::new(),
            made: Vec::new(),
        }
    }
}
