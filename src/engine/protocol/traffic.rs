//! Answers for the traffic police: crashes by road section.

use super::{Hit, Loosened, SectionsQuery};
use crate::risk::explain::Explanation;
use crate::units::LngLat;
use serde::{Deserialize, Serialize};

/// A ranking of road sections.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SectionTable {
    /// What was asked.
    pub query: SectionsQuery,
    /// The paint's number; part of the tiles' address.
    pub revision: u32,
    /// Lower edges of the classes, in the unit of what is ranked by.
    pub breaks: Vec<f64>,
    /// How many sections fall in each class; with `short`, `zero` and `unknown` all that have a crash.
    pub class_counts: Vec<u32>,
    /// Crashes in all that pass the query's filter.
    pub crashes: u32,
    /// Crashes that the filter leaves out for a value that is unknown alone.
    pub left_out: u32,
    /// Crashes farther than `snap_m` from every section.
    pub unsnapped: u32,
    /// First and last day of the data, cut to the days that the filter names.
    pub period: Option<(String, String)>,
    /// Years between them, both days counted.
    pub years: Option<f64>,
    /// Sections with a crash in the scope and the ranges, worst first by what was asked; at most 2,000.
    pub rows: Vec<SectionRow>,
    /// How many these are.
    pub with_crash: u32,
    /// Crashes on these.
    pub ranked_crashes: u32,
    /// How many driven sections are in the scope.
    pub in_scope: u32,
    /// How many of them have a crash and lie outside the ranges.
    pub out_of_range: u32,
    /// How many of these for a figure that is unknown alone.
    pub unknown_range: u32,
    /// Where none is ranked: which range to loosen.
    pub loosened: Loosened,
    /// How many of these are too short for the rate that is ranked by, and so in no class; 0 where it is no rate.
    pub short: u32,
    /// How many of them have the value 0: where killed people are ranked by, nobody was killed there.
    pub zero: u32,
    /// How many of them have an unknown value.
    pub unknown: u32,
    /// How many driven sections there are.
    pub sections: u32,
    /// The fewest sections that hold a third of all crashes; none where all of them together do not, and where not all
    /// sections are ranked.
    pub third: Option<u32>,
    /// The selected sections, in the order asked.
    pub selected: Vec<SectionRow>,
    /// Their sum.
    pub total: SectionTotal,
    /// Their crashes, the newest first; at most 200, [`SectionTotal::crashes`] counts all.
    pub events: Vec<CrashLine>,
    /// The line of the one selected section; empty for none, and for several.
    pub line: Vec<LngLat>,
    /// How their sum was computed.
    pub selection: Explanation,
    /// How it was computed.
    pub explanation: Explanation,
}

/// Crashes of a road section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SectionRow {
    /// The section.
    pub hit: Hit,
    /// Its class (OSM highway value).
    pub class_code: String,
    /// Its length, metres.
    pub length_m: f64,
    /// Its crashes.
    pub crashes: u32,
    /// Of these, with a death.
    pub fatal: u32,
    /// Of these, with a serious injury.
    pub serious: u32,
    /// Of these, with a slight injury or an injury of unknown degree.
    pub slight: u32,
    /// Of these, with damage only.
    pub damage: u32,
    /// Crashes per km over the whole period.
    pub per_km: f64,
    /// Crashes per km and year; none when the data spans less than a year.
    pub per_km_year: Option<f64>,
    /// People killed, as recorded; none when none of the fatal crashes says how many.
    pub deaths: Option<f64>,
    /// Fatal crashes that do not say how many were killed: with any, `deaths` is a lower bound.
    pub deaths_unknown: u32,
    /// Equivalent crashes (EPDO, 当量事故): 8 a fatal crash, 3 an injury crash, 1 one with damage only; the weights of
    /// several US states ([`crate::risk::sections::EPDO_WEIGHTS`]).
    pub epdo: f64,
    /// Equivalent crashes per km over the whole period.
    pub epdo_per_km: f64,
    /// The value that is ranked and classed; none is unknown.
    pub value: Option<f64>,
    /// Too short for its rate to mean much.
    pub short: bool,
    /// Its class on the map; none without a crash, and where the value is 0 or unknown.
    pub class: Option<u8>,
    /// Its place in the ranking, from 1; none for what it does not rank.
    pub rank: Option<u32>,
}

/// One crash of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrashLine {
    /// The crash.
    pub hit: Hit,
    /// When, as the data's own clock says: YYYY-MM-DD HH:MM.
    pub at: String,
    /// How grave, by code.
    pub severity: String,
    /// Who was in it, as recorded.
    pub party: Option<String>,
    /// People killed; none where nothing is said.
    pub deaths: Option<f64>,
    /// People injured; none where nothing is said.
    pub injured: Option<f64>,
}

/// The sum over selected sections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SectionTotal {
    /// How many.
    pub sections: u32,
    /// Metres.
    pub length_m: f64,
    /// Crashes.
    pub crashes: u32,
    /// With a death.
    pub fatal: u32,
    /// With a serious injury.
    pub serious: u32,
    /// With a slight injury or one of unknown degree.
    pub slight: u32,
    /// With damage only.
    pub damage: u32,
    /// Crashes per km over the whole period; 0 for no length.
    pub per_km: f64,
    /// Crashes per km and year; none when the data spans less than a year.
    pub per_km_year: Option<f64>,
    /// People killed, as recorded; none when none of the fatal crashes says how many.
    pub deaths: Option<f64>,
    /// Fatal crashes that do not say how many were killed.
    pub deaths_unknown: u32,
    /// Equivalent crashes, as in [`SectionRow::epdo`].
    pub epdo: f64,
    /// Equivalent crashes per km over the whole period.
    pub epdo_per_km: f64,
}
