//! Rows by their numbers: fields of the schema, and ways that the engine has found.

use super::super::protocol::{FilterPart, Loosened};
use crate::domain::ranges::{HYDRANT_M, PEOPLE, STATION_M};
use crate::domain::{Column, Layer, LayerName, NumberRange, NumberRanges};
use crate::risk::cover::Lack;
use crate::risk::venues::{Access, people};

/// A number's values, by row.
pub(in crate::engine) enum Values<'a> {
    /// Nobody knows any.
    Unknown,
    /// A field's.
    Field(&'a [f64]),
    /// The way from a venue to help.
    Way(&'a Access, Lack),
    /// People in a venue, by day or by night.
    People(&'a Layer),
}

impl<'a> Values<'a> {
    /// Those of a layer's number. Before the ways are looked up nobody knows any.
    pub fn of(layer: &'a Layer, access: Option<&'a Access>, number: &str) -> Self {
        let way = |lack| access.map_or(Self::Unknown, |access| Self::Way(access, lack));
        match (layer.name(), number) {
            (LayerName::Venues, STATION_M) => way(Lack::Station),
            (LayerName::Venues, HYDRANT_M) => way(Lack::Hydrant),
            (LayerName::Venues, PEOPLE) => Self::People(layer),
            _ => match layer.column(number) {
                Some(Column::Number(values)) => Self::Field(values),
                _ => Self::Unknown,
            },
        }
    }

    /// A row's; none is unknown.
    pub fn get(&self, row: u32) -> Option<f64> {
        match self {
            Self::Unknown => None,
            Self::Field(values) => values.get(row as usize).copied().filter(|v| !v.is_nan()),
            Self::Way(access, lack) => access.nearest(*lack, row).map(|hit| hit.distance_m),
            Self::People(venues) => people(venues, row),
        }
    }
}

/// What ranges make of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Judged {
    /// It passes.
    In,
    /// A known value lies outside.
    Out,
    /// No known value lies outside, and one is unknown.
    Unknown,
}

/// What some ranges, but for that of one number, make of values that are told by the number's name.
pub(in crate::engine) fn judged(
    ranges: &NumberRanges,
    but: Option<&str>,
    value: impl Fn(&str) -> Option<f64>,
) -> Judged {
    let ranges = ranges.iter().filter(|range| Some(range.number.as_str()) != but);
    judge(ranges.map(|range| (range, value(&range.number))))
}

fn judge<'a>(ranges: impl Iterator<Item = (&'a NumberRange, Option<f64>)>) -> Judged {
    let mut judged = Judged::In;
    for (range, value) in ranges {
        match (range.passes(value), value) {
            (true, _) => {}
            (false, Some(_)) => return Judged::Out,
            (false, None) => judged = Judged::Unknown,
        }
    }
    judged
}

/// How many rows would be listed without each of some ranges alone, counted by its place and its number.
pub(in crate::engine) fn loosened_ranges(ranges: &NumberRanges, count: impl Fn(usize, &str) -> u32) -> Loosened {
    let without = ranges.iter().enumerate();
    let without = without.map(|(place, range)| (FilterPart::Number(place as u8), count(place, &range.number)));
    without.filter(|(_, n)| *n > 0).collect()
}

/// Ranges with the values that they ask for.
pub(in crate::engine) struct Ranged<'a>(Vec<(&'a NumberRange, Values<'a>)>);

impl<'a> Ranged<'a> {
    /// The ranges of a layer.
    pub fn of(layer: &'a Layer, access: Option<&'a Access>, ranges: &'a NumberRanges) -> Self {
        Self(ranges.iter().map(|range| (range, Values::of(layer, access, &range.number))).collect())
    }

    /// What they make of a row.
    pub fn judge(&self, row: u32) -> Judged {
        self.judge_but(usize::MAX, row)
    }

    /// Whether a row passes.
    pub fn passes(&self, row: u32) -> bool {
        self.judge(row) == Judged::In
    }

    /// Whether a row passes all ranges but the one at a place.
    pub fn passes_but(&self, place: usize, row: u32) -> bool {
        self.judge_but(place, row) == Judged::In
    }

    fn judge_but(&self, place: usize, row: u32) -> Judged {
        let others = self.0.iter().enumerate().filter(|(at, _)| *at != place);
        judge(others.map(|(_, (range, values))| (*range, values.get(row))))
    }
}
