//! Which crashes are asked about: a filter in time and kind.

use super::ranges::NumberRanges;
use serde::{Deserialize, Serialize};

/// Hours of a day.
pub const HOURS: u8 = 24;
/// Days of a week.
pub const WEEKDAYS: u8 = 7;
/// The first and the last hour of a night, as the filter takes it in one step: 20:00 to 6:00. A rule of this project; who
/// asks for darkness itself chooses by light.
pub const NIGHT: (u8, u8) = (20, 5);

/// A part of a filter of crashes; each can be taken out alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CrashPart {
    /// From a day to a day.
    Days,
    /// Hours of the day.
    Hours,
    /// Days of the week.
    Weekdays,
    /// How grave.
    Severity,
    /// Daylight or dark.
    Light,
    /// The weather.
    Weather,
    /// Who was in it.
    Party,
    /// How many died.
    Deaths,
    /// How many were hurt.
    Injured,
    /// How many vehicles.
    Vehicles,
}

impl CrashPart {
    /// Every part.
    pub const ALL: [Self; 10] = [
        Self::Days,
        Self::Hours,
        Self::Weekdays,
        Self::Severity,
        Self::Light,
        Self::Weather,
        Self::Party,
        Self::Deaths,
        Self::Injured,
        Self::Vehicles,
    ];
    /// The parts that choose among words.
    pub const OF_WORDS: [Self; 4] = [Self::Severity, Self::Light, Self::Weather, Self::Party];
    /// The parts that are ranges of numbers.
    pub const OF_NUMBERS: [Self; 3] = [Self::Deaths, Self::Injured, Self::Vehicles];

    /// The field of the crashes layer that the part asks.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Days | Self::Hours | Self::Weekdays => "at",
            Self::Severity => "severity",
            Self::Light => "light",
            Self::Weather => "weather",
            Self::Party => "party",
            Self::Deaths => "deaths",
            Self::Injured => "injured",
            Self::Vehicles => "vehicles",
        }
    }
}

/// A filter of crashes. A crash passes when it passes every part; one whose value is unknown passes no part that asks
/// for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrashFilter {
    /// The first day, days since 1970-01-01; none is from the beginning.
    pub from: Option<i32>,
    /// The last day, included; none is to the end.
    pub to: Option<i32>,
    /// Hours of the day, a bit each, bit 8 from 8:00 to 9:00; none of them is all.
    hours: u32,
    /// Days of the week, a bit each, bit 0 Monday; none of them is all.
    weekdays: u8,
    /// Words of severity, light, weather and party, ascending; none of them is all.
    words: [Vec<String>; 4],
    /// Ranges of deaths, injured and vehicles.
    pub numbers: NumberRanges,
}

impl CrashFilter {
    /// A filter of days alone, both included.
    pub fn over(from: Option<i32>, to: Option<i32>) -> Self {
        Self { from, to, ..Self::default() }
    }

    /// Whether every crash passes.
    pub fn shows_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a part leaves anything out.
    pub fn has(&self, part: CrashPart) -> bool {
        match part {
            CrashPart::Days => self.from.is_some() || self.to.is_some(),
            CrashPart::Hours => self.hours != 0,
            CrashPart::Weekdays => self.weekdays != 0,
            CrashPart::Deaths | CrashPart::Injured | CrashPart::Vehicles => self.numbers.get(part.field()).is_some(),
            _ => !self.words(part).is_empty(),
        }
    }

    /// The parts that leave something out, in order.
    pub fn parts(&self) -> impl Iterator<Item = CrashPart> {
        CrashPart::ALL.into_iter().filter(|part| self.has(*part))
    }

    /// Takes a part out.
    pub fn clear(&mut self, part: CrashPart) {
        match part {
            CrashPart::Days => (self.from, self.to) = (None, None),
            CrashPart::Hours => self.hours = 0,
            CrashPart::Weekdays => self.weekdays = 0,
            CrashPart::Deaths | CrashPart::Injured | CrashPart::Vehicles => self.numbers.clear(part.field()),
            _ => {
                if let Some(place) = place(part) {
                    self.words[place].clear();
                }
            }
        }
    }

    /// The same filter without a part.
    pub fn without(&self, part: CrashPart) -> Self {
        let mut other = self.clone();
        other.clear(part);
        other
    }

    /// Whether an hour is among those that are chosen.
    pub fn has_hour(&self, hour: u8) -> bool {
        hour < HOURS && self.hours >> hour & 1 == 1
    }

    /// Takes an hour in or out. All of them are none.
    pub fn toggle_hour(&mut self, hour: u8) {
        if hour < HOURS {
            self.hours ^= 1 << hour;
            self.hours &= if self.hours == (1 << HOURS) - 1 { 0 } else { u32::MAX };
        }
    }

    /// Whether just the hours of a night are chosen.
    pub fn is_night(&self) -> bool {
        let mut night = self.without(CrashPart::Hours);
        night.add_hours(NIGHT.0, NIGHT.1);
        *self == night
    }

    /// Chooses the hours of a night and no others, or where just these are chosen all hours again.
    pub fn toggle_night(&mut self) {
        let was = self.is_night();
        self.clear(CrashPart::Hours);
        if !was {
            self.add_hours(NIGHT.0, NIGHT.1);
        }
    }

    /// Takes in the hours from one to another, the last one included, over midnight where the last is the earlier.
    pub fn add_hours(&mut self, first: u8, last: u8) {
        let mut hour = first % HOURS;
        loop {
            self.hours |= 1 << hour;
            if hour == last % HOURS {
                break;
            }
            hour = (hour + 1) % HOURS;
        }
        self.hours &= if self.hours == (1 << HOURS) - 1 { 0 } else { u32::MAX };
    }

    /// The chosen hours as spans of the clock: `(22, 5)` is from 22:00 to 5:00. What runs over midnight is one span; the
    /// end of a day is 24.
    pub fn hour_spans(&self) -> Vec<(u8, u8)> {
        let before = |hour: u8| (hour + HOURS - 1) % HOURS;
        let starts = (0..HOURS).filter(|hour| self.has_hour(*hour) && !self.has_hour(before(*hour)));
        let end = |start: u8| (1..HOURS).map(|n| (start + n) % HOURS).find(|hour| !self.has_hour(*hour));
        starts.filter_map(|start| Some((start, end(start).map(|hour| if hour == 0 { HOURS } else { hour })?))).collect()
    }

    /// Whether a day of the week is among those that are chosen; Monday is 0.
    pub fn has_weekday(&self, day: u8) -> bool {
        day < WEEKDAYS && self.weekdays >> day & 1 == 1
    }

    /// Takes a day of the week in or out. All of them are none.
    pub fn toggle_weekday(&mut self, day: u8) {
        if day < WEEKDAYS {
            self.weekdays ^= 1 << day;
            self.weekdays &= if self.weekdays == (1 << WEEKDAYS) - 1 { 0 } else { u8::MAX };
        }
    }

    /// The words that a part lets through; none of them is all. Parts in time and of numbers have none.
    pub fn words(&self, part: CrashPart) -> &[String] {
        place(part).map_or(&[], |place| &self.words[place])
    }

    /// Takes a word of a part in or out.
    pub fn toggle_word(&mut self, part: CrashPart, word: &str) {
        let Some(words) = place(part).map(|place| &mut self.words[place]) else { return };
        match words.binary_search_by(|own| own.as_str().cmp(word)) {
            Ok(at) => drop(words.remove(at)),
            Err(at) => words.insert(at, word.to_owned()),
        }
    }

    /// The chosen part of a period, both days included; none where they do not meet.
    pub fn period(&self, days: Option<(i32, i32)>) -> Option<(i32, i32)> {
        let (first, last) = days?;
        let (first, last) = (self.from.unwrap_or(first).max(first), self.to.unwrap_or(last).min(last));
        (first <= last).then_some((first, last))
    }
}

fn place(part: CrashPart) -> Option<usize> {
    CrashPart::OF_WORDS.iter().position(|of| *of == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_run_over_midnight_and_all_are_none() {
        let mut of = CrashFilter::default();
        of.add_hours(22, 4);
        assert_eq!(of.hour_spans(), [(22, 5)]);
        assert!(of.has_hour(0) && of.has_hour(4) && !of.has_hour(5) && !of.has_hour(24));
        of.toggle_hour(0);
        assert_eq!(of.hour_spans(), [(1, 5), (22, 24)]);
        of.add_hours(5, 0);
        assert_eq!((of.hour_spans(), of.shows_all()), (vec![], true));
        of.toggle_hour(23);
        assert_eq!(of.hour_spans(), [(23, 24)]);
        (0..23).for_each(|hour| of.toggle_hour(hour));
        assert!(of.shows_all(), "all are none");
    }

    #[test]
    fn each_part_is_taken_out_alone() {
        let mut of = CrashFilter { from: Some(3), ..CrashFilter::default() };
        of.toggle_weekday(6);
        of.toggle_word(CrashPart::Weather, "rain");
        of.toggle_word(CrashPart::Weather, "fog");
        assert_eq!(of.words(CrashPart::Weather), ["fog", "rain"]);
        assert_eq!(of.parts().collect::<Vec<_>>(), [CrashPart::Days, CrashPart::Weekdays, CrashPart::Weather]);
        let mut left = of.clone();
        for part in of.parts() {
            assert!(!of.without(part).has(part) && of.without(part).parts().count() == 2, "{part:?}");
            left.clear(part);
        }
        assert!(left.shows_all());
    }

    #[test]
    fn a_period_is_cut_to_what_is_chosen() {
        let of = |from, to| CrashFilter { from, to, ..CrashFilter::default() }.period(Some((100, 200)));
        assert_eq!(of(None, None), Some((100, 200)));
        assert_eq!(of(Some(150), Some(900)), Some((150, 200)));
        assert_eq!(of(Some(201), None), None);
        assert_eq!(CrashFilter::default().period(None), None);
    }
}
