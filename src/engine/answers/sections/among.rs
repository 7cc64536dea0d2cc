//! Among which sections a ranking chooses: those of its scope whose figures lie in its ranges.

use super::super::super::filter::numbers::{Judged, judged, loosened_ranges};
use super::super::super::open::Open;
use super::super::super::protocol::{Area, EngineError, Loosened, SectionScope, SectionsQuery};
use super::super::select;
use crate::domain::LayerName;
use crate::domain::ranges::{CRASHES, CRASHES_PER_KM, DEATHS, LENGTH_M};
use crate::network::Driven;
use crate::risk::sections::SectionCrashes;
use std::collections::HashSet;

/// A figure of a section by its name in ranges; none is unknown.
pub fn figure(of: &SectionCrashes, number: &str) -> Option<f64> {
    match number {
        CRASHES => Some(f64::from(of.crashes)),
        CRASHES_PER_KM => Some(of.per_km()),
        DEATHS => of.deaths_known(),
        LENGTH_M => Some(of.length_m),
        _ => None,
    }
}

/// The sections that a question is about.
pub struct Among<'a> {
    query: &'a SectionsQuery,
    /// Places of the sections in the scope; none is all.
    scope: Option<HashSet<usize>>,
}

impl<'a> Among<'a> {
    /// Those of a query.
    pub fn of(open: &Open, roads: &Driven, query: &'a SectionsQuery) -> Result<Self, EngineError> {
        let places = |rows: &[u32]| rows.iter().filter_map(|row| roads.place(*row)).collect();
        let scope = match &query.scope {
            SectionScope::City => None,
            SectionScope::Selected => Some(places(&query.selected)),
            SectionScope::Box(area) => Some(places(&select(open, LayerName::Roads, &Area::Box(*area))?)),
        };
        Ok(Self { query, scope })
    }

    /// Whether a section, by its place, is in the scope.
    pub fn has(&self, place: usize) -> bool {
        self.scope.as_ref().is_none_or(|scope| scope.contains(&place))
    }

    /// How many of so many sections are in the scope.
    pub fn size(&self, all: usize) -> u32 {
        self.scope.as_ref().map_or(all, HashSet::len) as u32
    }

    /// What the ranges make of a section, but for that of one number.
    pub fn judge_but(&self, but: Option<&str>, of: &SectionCrashes) -> Judged {
        judged(&self.query.ranges, but, |number| figure(of, number))
    }

    /// Whether a section is ranked.
    pub fn ranks(&self, place: usize, of: &SectionCrashes) -> bool {
        self.has(place) && self.judge_but(None, of) == Judged::In
    }

    /// How many of some sections in the scope would be ranked without each of the ranges alone.
    pub fn loosened<'b>(&self, sections: impl Iterator<Item = &'b SectionCrashes> + Clone) -> Loosened {
        loosened_ranges(&self.query.ranges, |_, number| {
            sections.clone().filter(|of| self.judge_but(Some(number), of) == Judged::In).count() as u32
        })
    }
}
