//! Crashes in time and kind: which pass a filter, and how many each choice would leave.
//!
//! **Counting.** Every choice is counted as if it stood alone in its part, with all other parts of the filter applied: what
//! stands beside it is what the map would show with it. One look at each row counts all of them: a row that passes every
//! part counts in each, a row that fails one part alone counts in that part.
//!
//! **Unknown.** A time of midnight is a day alone, as everywhere in this project: its hour is unknown. A row whose value is
//! unknown passes no part that asks for it, and is counted as left out for that.

use crate::dataset::dates::{civil, days};
use crate::domain::crashes::{HOURS, WEEKDAYS};
use crate::domain::{Column, CrashFilter, CrashPart, FieldType, Layer, LayerName, NumberRange, TextColumn, schema};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const PARTS: usize = CrashPart::ALL.len();
const NO_DAY: i32 = i32::MIN;
const NO_HOUR: u8 = u8::MAX;

/// Groups of severity in a histogram: fatal, injury of any degree, damage only or unknown.
pub const GROUPS: usize = 3;

/// How long a bar of the histogram is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BarStep {
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

impl BarStep {
    /// Bars that can be told apart: days of up to a quarter, weeks of up to a year and a half, months of up to thirty
    /// years, else years.
    fn of(span_days: i32) -> Self {
        match span_days {
            ..=92 => Self::Day,
            93..=550 => Self::Week,
            551..=11_000 => Self::Month,
            _ => Self::Year,
        }
    }

    /// The first day of the bar that a day is in.
    fn start(self, day: i32) -> i32 {
        match self {
            Self::Day => day,
            Self::Week => day - i32::from(weekday(day)),
            Self::Month | Self::Year => {
                let (year, month, _) = civil(day);
                days(year, if self == Self::Month { month } else { 1 }, 1).unwrap_or(day)
            }
        }
    }
}

/// A bar of the histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// Its first day, days since 1970-01-01.
    pub from: i32,
    /// Crashes by [`GROUPS`].
    pub counts: [u32; GROUPS],
}

/// How many crashes pass a filter, and how many each of its choices would leave.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CrashCounts {
    /// The filter.
    pub filter: CrashFilter,
    /// All crashes.
    pub all: u32,
    /// Those that pass.
    pub passing: u32,
    /// Those that no known value leaves out, and an unknown one does.
    pub unknown: u32,
    /// First and last day of all crashes, days since 1970-01-01.
    pub days: Option<(i32, i32)>,
    /// How long the bars are.
    pub step: Option<BarStep>,
    /// The histogram over all days, without the part of days; bars without a crash are there.
    pub bars: Vec<Bar>,
    /// The day after the last bar.
    pub until: i32,
    /// By hour of the day, without the part of hours.
    pub hours: Vec<u32>,
    /// By day of the week from Monday, without the part of weekdays.
    pub weekdays: Vec<u32>,
    /// Words of severity (gravest first), light, weather and party (most crashes first), each without its own part.
    pub words: [Vec<(String, u32)>; 4],
    /// By part: crashes that pass all others and whose own value is unknown.
    pub unknown_of: [u32; PARTS],
    /// By part: crashes that would pass without it.
    pub without: [u32; PARTS],
}

impl CrashCounts {
    /// The part whose removal gives most, and how many that are, where nothing passes. None where no single part helps.
    pub fn loosen(&self) -> Option<(CrashPart, u32)> {
        let given = self.filter.parts().map(|part| (part, self.without[part as usize])).filter(|(_, n)| *n > 0);
        given.fold(None, |most: Option<(CrashPart, u32)>, of| most.filter(|(_, n)| *n >= of.1).or(Some(of)))
    }

    /// The choices of a part of words.
    pub fn choices(&self, part: CrashPart) -> &[(String, u32)] {
        CrashPart::OF_WORDS.iter().position(|of| *of == part).map_or(&[], |place| &self.words[place])
    }
}

/// The day of the week of a day since 1970-01-01, which was a Thursday; Monday is 0.
pub fn weekday(day: i32) -> u8 {
    (i64::from(day) + 3).rem_euclid(i64::from(WEEKDAYS)) as u8
}

/// Days and hours of a city's crashes, by row.
#[derive(Clone, Debug, Default)]
pub struct Times {
    days: Vec<i32>,
    hours: Vec<u8>,
    span: Option<(i32, i32)>,
}

impl Times {
    /// Reads the times of the crashes layer.
    pub fn of(crashes: &Layer) -> Self {
        debug_assert_eq!(crashes.name(), LayerName::Crashes);
        let mut times =
            Self { days: vec![NO_DAY; crashes.len()], hours: vec![NO_HOUR; crashes.len()], span: crashes.days("at") };
        if let Some(Column::DateTime(column)) = crashes.column("at") {
            for (row, at) in column.iter().enumerate().filter(|(_, at)| **at != i64::MIN) {
                times.days[row] = at.div_euclid(86_400) as i32;
                let of_day = at.rem_euclid(86_400);
                if of_day != 0 {
                    times.hours[row] = (of_day / 3600) as u8;
                }
            }
        }
        times
    }

    /// For each row whether it passes, and how many do not for a value that is unknown alone.
    pub fn passing(&self, crashes: &Layer, filter: &CrashFilter) -> (Vec<bool>, u32) {
        let judge = Judge::of(crashes, filter);
        let mut left_out = 0;
        let judged = (0..self.days.len()).map(|row| {
            let (fails, unknown) = judge.fails(self, row);
            left_out += u32::from(fails != 0 && fails == unknown);
            fails == 0
        });
        (judged.collect(), left_out)
    }

    /// For each crash the value of a part of numbers, none where it is unknown; only crashes that pass all other parts.
    pub fn values(&self, crashes: &Layer, filter: &CrashFilter, part: CrashPart) -> Vec<Option<f64>> {
        let (passing, _) = self.passing(crashes, &filter.without(part));
        let values = number_values(crashes, part);
        let of = |(row, passes): (usize, bool)| passes.then(|| value_at(values, row));
        passing.into_iter().enumerate().filter_map(of).collect()
    }

    /// Counts all choices in one look at each row.
    pub fn counts(&self, crashes: &Layer, filter: &CrashFilter) -> CrashCounts {
        let judge = Judge::of(crashes, filter);
        let step = self.span.map(|(first, last)| BarStep::of(last - first + 1));
        let mut out = CrashCounts {
            filter: filter.clone(),
            all: self.days.len() as u32,
            days: self.span,
            step,
            hours: vec![0; usize::from(HOURS)],
            weekdays: vec![0; usize::from(WEEKDAYS)],
            ..CrashCounts::default()
        };
        let bar_of = self.lay_bars(step, &mut out);
        let first = self.span.map_or(0, |(first, _)| first);
        let group = groups();
        // By part of words: crashes by code, and by code whatever the filter; 0 is unknown.
        let mut found = judge.values.each_ref().map(|values| vec![[0u32; 2]; values.codes() + 1]);
        let mut failed_alone = [0u32; PARTS];
        for row in 0..self.days.len() {
            let (fails, unknown) = judge.fails(self, row);
            let codes = judge.values.each_ref().map(|values| values.code(row));
            found.iter_mut().zip(codes).for_each(|(found, code)| found[code][1] += 1);
            out.passing += u32::from(fails == 0);
            out.unknown += u32::from(fails != 0 && fails == unknown);
            if fails.count_ones() > 1 {
                continue;
            }
            if fails != 0 {
                failed_alone[fails.trailing_zeros() as usize] += 1;
            }
            let counts = |part: CrashPart| fails & !(1u16 << part as u8) == 0;
            let (day, hour) = (self.days[row], self.hours[row]);
            if counts(CrashPart::Days) {
                match bar_of.get(day.wrapping_sub(first) as usize).filter(|_| day != NO_DAY) {
                    Some(bar) => out.bars[*bar as usize].counts[group[codes[0].min(group.len() - 1)]] += 1,
                    None => out.unknown_of[CrashPart::Days as usize] += 1,
                }
            }
            if counts(CrashPart::Hours) {
                match out.hours.get_mut(usize::from(hour)) {
                    Some(n) => *n += 1,
                    None => out.unknown_of[CrashPart::Hours as usize] += 1,
                }
            }
            if counts(CrashPart::Weekdays) {
                match day {
                    NO_DAY => out.unknown_of[CrashPart::Weekdays as usize] += 1,
                    day => out.weekdays[usize::from(weekday(day))] += 1,
                }
            }
            for (part, values) in CrashPart::OF_NUMBERS.into_iter().zip(judge.numbers) {
                out.unknown_of[part as usize] += u32::from(counts(part) && value_at(values, row).is_none());
            }
            for ((part, found), code) in CrashPart::OF_WORDS.into_iter().zip(&mut found).zip(codes) {
                found[code][0] += u32::from(counts(part));
            }
        }
        for (place, part) in CrashPart::OF_WORDS.into_iter().enumerate() {
            out.unknown_of[part as usize] = found[place][0][0];
            out.words[place] = judge.values[place].choices(part, &found[place][1..], filter.words(part));
        }
        out.without = failed_alone.map(|n| n + out.passing);
        out
    }

    /// Empty bars over all days, and by day from the first one its bar.
    fn lay_bars(&self, step: Option<BarStep>, out: &mut CrashCounts) -> Vec<u32> {
        let (Some((first, last)), Some(step)) = (self.span, step) else { return Vec::new() };
        let mut bar_of = Vec::with_capacity((last - first + 1) as usize);
        for day in first..=last {
            let from = step.start(day);
            if out.bars.last().is_none_or(|bar| bar.from != from) {
                out.bars.push(Bar { from, counts: [0; GROUPS] });
            }
            bar_of.push(out.bars.len() as u32 - 1);
        }
        // The longest step is a year.
        out.until = (last + 1..=last + 367).find(|day| step.start(*day) == *day).unwrap_or(last + 1);
        bar_of
    }
}

/// The group of a severity by its code; an unknown one stands with damage only, at the foot of no claim.
fn groups() -> Vec<usize> {
    let group = |severity: &str| match severity {
        "fatal" => 0,
        "damage_only" => 2,
        _ => 1,
    };
    std::iter::once(2).chain(severities().iter().map(|severity| group(severity))).collect()
}

/// The closed list of severities, in the schema's order.
pub fn severities() -> &'static [&'static str] {
    let field = schema::fields(LayerName::Crashes).iter().find(|field| field.name == "severity");
    match field.map(|field| field.kind) {
        Some(FieldType::Code(codes)) => codes,
        _ => &[],
    }
}

/// The values of a part of words, by row.
enum Values<'a> {
    None,
    Codes(&'a [u8]),
    Texts(&'a TextColumn),
}

impl<'a> Values<'a> {
    fn of(crashes: &'a Layer, part: CrashPart) -> Self {
        match crashes.column(part.field()) {
            Some(Column::Code(codes)) => Self::Codes(codes),
            Some(Column::Text(texts)) => Self::Texts(texts),
            _ => Self::None,
        }
    }

    /// How many values there may be.
    fn codes(&self) -> usize {
        match self {
            Self::None => 0,
            Self::Codes(_) => severities().len(),
            Self::Texts(texts) => texts.distinct().len(),
        }
    }

    /// The value's place from 1; 0 is unknown.
    fn code(&self, row: usize) -> usize {
        match self {
            Self::None => 0,
            Self::Codes(codes) => codes.get(row).map_or(0, |code| usize::from(*code)),
            Self::Texts(texts) => texts.code(row).map_or(0, |code| code as usize + 1),
        }
    }

    fn text(&self, place: usize) -> &str {
        match self {
            Self::None => "",
            Self::Codes(_) => severities().get(place).copied().unwrap_or_default(),
            Self::Texts(texts) => texts.distinct().get(place).map_or("", |text| text),
        }
    }

    /// By value whether a part lets it through; the first is the unknown.
    fn allowed(&self, part: CrashPart, wanted: &[String]) -> Vec<bool> {
        let passes = |place: usize| words_of(part, self.text(place)).iter().any(|own| wanted.iter().any(|w| w == own));
        std::iter::once(false).chain((0..self.codes()).map(passes)).collect()
    }

    /// The part's words with their counts: severities in their order, others with the most in the whole city first. A word
    /// that is chosen is there though no crash has it.
    fn choices(&self, part: CrashPart, found: &[[u32; 2]], chosen: &[String]) -> Vec<(String, u32)> {
        let mut words: Vec<(String, [u32; 2])> = Vec::new();
        let mut add = |word: &str, counts: [u32; 2]| match words.iter_mut().find(|(own, _)| own == word) {
            Some((_, own)) => *own = [own[0] + counts[0], own[1] + counts[1]],
            None => words.push((word.to_owned(), counts)),
        };
        for (place, counts) in found.iter().enumerate() {
            words_of(part, self.text(place)).into_iter().for_each(|word| add(word, *counts));
        }
        chosen.iter().for_each(|word| add(word, [0, 0]));
        words.retain(|(word, [_, all])| *all > 0 || chosen.contains(word));
        if part != CrashPart::Severity {
            words.sort_by(|a, b| b.1[1].cmp(&a.1[1]).then_with(|| a.0.cmp(&b.0)));
        }
        words.into_iter().map(|(word, [n, _])| (word, n)).collect()
    }
}

/// The words of a value: of who was in a crash one each, every one once.
fn words_of(part: CrashPart, text: &str) -> BTreeSet<&str> {
    match part {
        CrashPart::Party => text.split('-').map(str::trim).filter(|word| !word.is_empty()).collect(),
        _ => BTreeSet::from([text]),
    }
}

/// The values of a part of numbers, by row; empty where nobody knows any.
fn number_values(crashes: &Layer, part: CrashPart) -> &[f64] {
    match crashes.column(part.field()) {
        Some(Column::Number(values)) => values,
        _ => &[],
    }
}

/// The value of a row.
fn value_at(values: &[f64], row: usize) -> Option<f64> {
    values.get(row).copied().filter(|v| !v.is_nan())
}

/// A filter made ready for a city's rows.
struct Judge<'a> {
    filter: &'a CrashFilter,
    values: [Values<'a>; 4],
    /// By part of words, by value; none lets all through.
    allowed: [Option<Vec<bool>>; 4],
    /// By part of numbers.
    numbers: [&'a [f64]; 3],
    /// The ranges asked for, each with its place among the parts of numbers.
    ranges: Vec<(usize, &'a NumberRange)>,
}

impl<'a> Judge<'a> {
    fn of(crashes: &'a Layer, filter: &'a CrashFilter) -> Self {
        let values = CrashPart::OF_WORDS.map(|part| Values::of(crashes, part));
        let mut allowed = [None, None, None, None];
        for (place, part) in CrashPart::OF_WORDS.into_iter().enumerate().filter(|(_, part)| filter.has(*part)) {
            allowed[place] = Some(values[place].allowed(part, filter.words(part)));
        }
        let numbers = CrashPart::OF_NUMBERS.map(|part| number_values(crashes, part));
        let place_of = |number: &str| CrashPart::OF_NUMBERS.iter().position(|part| part.field() == number);
        let ranges = filter.numbers.iter().filter_map(|range| Some((place_of(&range.number)?, range))).collect();
        Self { filter, values, allowed, numbers, ranges }
    }

    /// The parts that a row fails, a bit each, and of these those whose value is unknown.
    fn fails(&self, times: &Times, row: usize) -> (u16, u16) {
        let (mut fails, mut unknown) = (0u16, 0u16);
        let mut fail = |part: CrashPart, is_unknown: bool| {
            fails |= 1 << part as u8;
            unknown |= u16::from(is_unknown) << part as u8;
        };
        let f = self.filter;
        let (day, hour) = (times.days[row], times.hours[row]);
        let known = day != NO_DAY;
        if f.has(CrashPart::Days) && !(known && f.from.is_none_or(|n| n <= day) && f.to.is_none_or(|n| day <= n)) {
            fail(CrashPart::Days, !known);
        }
        if f.has(CrashPart::Hours) && !f.has_hour(hour) {
            fail(CrashPart::Hours, hour == NO_HOUR);
        }
        if f.has(CrashPart::Weekdays) && !(known && f.has_weekday(weekday(day))) {
            fail(CrashPart::Weekdays, !known);
        }
        for (place, part) in CrashPart::OF_WORDS.into_iter().enumerate() {
            if let Some(allowed) = &self.allowed[place] {
                let code = self.values[place].code(row);
                if !allowed.get(code).copied().unwrap_or(false) {
                    fail(part, code == 0);
                }
            }
        }
        for (place, range) in &self.ranges {
            let value = value_at(self.numbers[*place], row);
            if !range.passes(value) {
                fail(CrashPart::OF_NUMBERS[*place], value.is_none());
            }
        }
        (fails, unknown)
    }
}
