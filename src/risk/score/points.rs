//! What accidents take off a score, and when they make a firm red.

use super::{DirectRed, Inputs};
use crate::risk::rating::Range;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// The class of an accident, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// 特别重大: thirty deaths and more.
    Extreme,
    /// 重大: ten to twenty-nine.
    Major,
    /// 较大: three to nine.
    Large,
    /// 一般: fewer.
    Ordinary,
}

impl Class {
    /// The class of a word, zh or en; none where it is neither.
    pub fn read(text: &str) -> Option<Self> {
        Some(match text.trim().trim_end_matches("事故") {
            "特别重大" | "extreme" => Self::Extreme,
            "重大" | "major" => Self::Major,
            "较大" | "large" => Self::Large,
            "一般" | "general" | "ordinary" => Self::Ordinary,
            _ => return None,
        })
    }

    fn of_deaths(deaths: f64) -> Self {
        match deaths {
            d if d >= 30.0 => Self::Extreme,
            d if d >= 10.0 => Self::Major,
            d if d >= 3.0 => Self::Large,
            _ => Self::Ordinary,
        }
    }
}

/// An accident.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accident {
    /// The day.
    pub on: Option<Date>,
    /// Its class, where recorded.
    pub class: Option<Class>,
    /// People killed.
    pub deaths: Option<f64>,
    /// It drew wide notice without casualties.
    pub notorious: bool,
    /// Its row: "file#row".
    pub row: String,
}

/// An accident at one end of what is known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Seen {
    pub(super) class: Class,
    pub(super) fatal: bool,
    pub(super) notorious: bool,
    pub(super) in_three_years: bool,
    pub(super) in_one_year: bool,
}

impl Seen {
    /// Points that it takes off: by its deaths or class, or for the notice that it drew.
    pub(super) const fn points(&self) -> f64 {
        match self.class {
            _ if !self.in_three_years => 0.0,
            // A worse one is direct red; whoever looks at the points alone sees no fewer than for 较大.
            Class::Extreme | Class::Major | Class::Large => -10.0,
            Class::Ordinary if self.fatal => -8.0,
            Class::Ordinary if self.notorious => -5.0,
            Class::Ordinary => 0.0,
        }
    }
}

impl Accident {
    /// People killed, where that is a number of people.
    pub(super) fn known_deaths(&self) -> Option<f64> {
        self.deaths.filter(|d| d.is_finite() && *d >= 0.0)
    }

    /// Whether it was in so many years; none where its day is not known, or lies ahead, and may be any.
    fn within(&self, years: i32, inputs: &Inputs) -> Option<bool> {
        let (on, as_of) = self.on.filter(|_| !inputs.is_future(self)).zip(inputs.as_of)?;
        Some(as_of.checked_sub(years.years()).map_or(true, |from| on >= from))
    }

    /// It at its best and at its worst.
    pub(super) fn ends(&self, inputs: &Inputs) -> [Seen; 2] {
        let (best, worst) = match (self.class, self.known_deaths()) {
            (Some(class), Some(deaths)) => (class.min(Class::of_deaths(deaths)), class.min(Class::of_deaths(deaths))),
            (Some(class), None) => (class, class),
            (None, Some(deaths)) => (Class::of_deaths(deaths), Class::of_deaths(deaths)),
            (None, None) => (Class::Ordinary, Class::Extreme),
        };
        let fatal = self.known_deaths().map(|deaths| deaths > 0.0);
        let within = |years| self.within(years, inputs);
        let (three, one) = (within(3), within(1));
        let seen = |class, open: bool| Seen {
            class,
            fatal: fatal.unwrap_or(open),
            notorious: self.notorious,
            in_three_years: three.unwrap_or(open),
            in_one_year: one.unwrap_or(open),
        };
        [seen(best, false), seen(worst, true)]
    }
}

impl Inputs {
    /// Whether an accident was in so many years for certain, and whether one may have been.
    pub(super) fn accident_within(&self, years: i32) -> [bool; 2] {
        let any = |open: bool| self.accidents.iter().flatten().any(|a| a.within(years, self).unwrap_or(open));
        [any(false), any(true)]
    }

    /// Points that accidents take off, the most and the least.
    pub(super) fn deductions(&self) -> Range {
        let Some(accidents) = &self.accidents else { return Range { low: f64::NEG_INFINITY, high: 0.0 } };
        let mut sum = Range::exactly(0.0);
        for [best, worst] in accidents.iter().map(|accident| accident.ends(self)) {
            sum = sum + Range { low: worst.points(), high: best.points() };
        }
        sum
    }

    /// What accidents make red for certain, and whether they may.
    pub(super) fn red_by_accidents(&self) -> (Vec<DirectRed>, bool) {
        let at = |end: usize| {
            let seen = || self.accidents.iter().flatten().filter_map(move |a| a.ends(self).get(end).copied());
            let count = |is: fn(&Seen) -> bool| seen().filter(is).count();
            let mut red = Vec::new();
            if count(|s| s.in_three_years && s.class <= Class::Major) > 0 {
                red.push(DirectRed::Major);
            }
            if count(|s| s.in_three_years && s.class <= Class::Large) > 1 {
                red.push(DirectRed::TwoLarge);
            }
            // Of whatever class: two accidents with deaths are no better for one of them being a larger one.
            if count(|s| s.in_one_year && s.fatal) > 1 {
                red.push(DirectRed::TwoFatal);
            }
            red
        };
        (at(0), !at(1).is_empty())
    }
}
