//! Crashes by road section, per kilometre.
//!
//! **Question.** Which road sections have the most crashes for their length, and how bad were they?
//!
//! **Method.** Each crash is given to the nearest driven section within a snapping distance (default 30 m, the page's
//! parameter); crashes farther away belong to none and are counted. A section's rate is its crashes divided by its
//! length in km, over the whole period of the data: `r = n / L`.
//!
//! **Units.** `n` crashes, `L` km on the city's plane (scale error under 3e-4 within 150 km of its centre), `r` crashes
//! per km over the whole period; per km and year by [`SectionCrashes::per_km_year`], from the days of the first and last
//! crash, when they are at least a year apart.
//!
//! **Filter.** Of a filter in time and kind only the crashes that pass are counted, in every figure. The period is that of
//! the data, cut to the days that the filter names, and not that of the crashes that are left: hours, weekdays, severity,
//! light, weather and parties shorten no year. A crash whose value is unknown passes no part of a filter that asks for
//! it, and is counted as left out; a time of midnight is a day alone, its hour unknown.
//!
//! **Ranking.** By [`SectionSort`], crashes per km unless asked otherwise; classes are cut over the same value. Deaths
//! are as recorded: where none of a section's fatal crashes says how many died they are unknown, not 0, and such a
//! section stands last.
//!
//! **Assumptions.** The nearest centre line is the road; a crash at a junction goes to one of its sections (the nearer,
//! then the lower row), never to several. Traffic is not asked: a busy road has more crashes than a quiet one that is
//! more dangerous to drive.
//!
//! **When not to use.** Sections shorter than [`SHORT_M`] make one crash a high rate: they are marked `short`, in a
//! ranking by rate they stand behind all others and are in no class; their number is said, and none is left out. Those
//! under [`BRIEF_M`] say so beside their rate. A rate of fewer than [`FEW_CRASHES`] crashes may be chance, and is marked too. Rates of periods of different length must
//! not be compared. Counts favour long sections.
//!
//! **EPDO** (equivalent property-damage-only crashes, 当量事故). `8·fatal + 3·injury + 1·damage only`, the moderate
//! weights that several US states use (checked). An injury of unknown degree counts as an injury.

use super::crashes::severities;
use crate::domain::{Column, Layer, LayerName};
use crate::network::{Driven, Snapped};
use serde::{Deserialize, Serialize};

/// Sections shorter than this, in metres, are marked and ranked last: one crash on 50 m is already 20 per km. A rule of
/// this project, no standard.
pub const SHORT_M: f64 = 50.0;

/// Sections shorter than this, in metres, are marked where a rate is ranked, and keep their place: one crash more on them is
/// more than 10 more per km. Screening looks at longer stretches, the ministry's campaign of 2001 at points of 500 m and
/// the Highway Safety Manual at windows of a tenth of a mile and more (both unverified); but where half of a city's
/// sections lie between two junctions 120 m apart, as long a least length would leave most of its streets unranked.
pub const BRIEF_M: f64 = 100.0;

/// Which of the two limits a section of so many metres is under, the shorter first; none for a longer one.
pub fn under(length_m: f64) -> Option<f64> {
    [SHORT_M, BRIEF_M].into_iter().find(|limit| length_m < *limit)
}

/// Fewer crashes than this make a rate that may be chance: of a Poisson count n the relative standard error is 1/√n, more
/// than a half below 4. Such sections are marked and keep their place, as no source names a number below which they lose it.
pub const FEW_CRASHES: u32 = 4;

/// The days of a year.
const YEAR_DAYS: f64 = 365.25;

/// 365 days in years: the least period that gives a yearly rate.
const ONE_YEAR: f64 = 365.0 / YEAR_DAYS;

/// Years from the first day to the last, both included.
pub fn years_of((first, last): (i32, i32)) -> f64 {
    f64::from(last - first + 1) / YEAR_DAYS
}

/// So many over so many years as so many a year; `None` when these are less than one: a part of a year is no year's rate.
pub fn a_year(n: f64, years: f64) -> Option<f64> {
    (years >= ONE_YEAR).then(|| n / years)
}

/// Weights of equivalent crashes: fatal, injury, damage only. One of several sets in use in US states, and moderate:
/// with the crash-cost weights of the Highway Safety Manual (542, 11, 1) one death decides every ranking.
pub const EPDO_WEIGHTS: [f64; 3] = [8.0, 3.0, 1.0];

/// What sections are ranked and classed by; always the worst first, unknown last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SectionSort {
    /// Crashes per km over the whole period.
    #[default]
    PerKm,
    /// Crashes.
    Crashes,
    /// People killed, as recorded.
    Deaths,
    /// Equivalent crashes by [`EPDO_WEIGHTS`].
    Epdo,
    /// Equivalent crashes per km over the whole period.
    EpdoPerKm,
}

impl SectionSort {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::PerKm, Self::Crashes, Self::Deaths, Self::Epdo, Self::EpdoPerKm];

    /// A section's value; `None` is unknown.
    pub fn value(self, of: &SectionCrashes) -> Option<f64> {
        match self {
            Self::PerKm => Some(of.per_km()),
            Self::Crashes => Some(f64::from(of.crashes)),
            Self::Deaths => of.deaths_known(),
            Self::Epdo => Some(of.epdo()),
            Self::EpdoPerKm => Some(of.epdo_per_km()),
        }
    }

    /// Whether the value is divided by length, which a short section makes large.
    pub const fn is_rate(self) -> bool {
        matches!(self, Self::PerKm | Self::EpdoPerKm)
    }
}

/// Crashes of one section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SectionCrashes {
    /// The section's row in the roads layer.
    pub row: u32,
    /// Its length on the plane.
    pub length_m: f64,
    /// Its crashes.
    pub crashes: u32,
    /// Of these with a death.
    pub fatal: u32,
    /// Of these with a serious injury.
    pub serious: u32,
    /// Of these with a slight injury, or an injury of unknown degree.
    pub slight: u32,
    /// Of these with damage only.
    pub damage: u32,
    /// People killed, where the crashes say so.
    pub deaths: f64,
    /// People injured, where the crashes say so.
    pub injured: f64,
    /// Fatal crashes that do not say how many were killed. What a crash of another severity leaves out is no death.
    pub deaths_unknown: u32,
    /// Crashes that do not say how many were killed, or how many were injured.
    pub casualties_unknown: u32,
}

impl SectionCrashes {
    /// Crashes per km; 0 for a section of no length.
    pub fn per_km(&self) -> f64 {
        self.over_km(f64::from(self.crashes))
    }

    fn over_km(&self, n: f64) -> f64 {
        if self.length_m > 0.0 { n * 1000.0 / self.length_m } else { 0.0 }
    }

    /// Crashes per km and year; `None` when the data spans less than a year.
    pub fn per_km_year(&self, years: f64) -> Option<f64> {
        a_year(self.per_km(), years)
    }

    /// Equivalent crashes by [`EPDO_WEIGHTS`].
    pub fn epdo(&self) -> f64 {
        let [fatal, injury, damage] = EPDO_WEIGHTS;
        fatal * f64::from(self.fatal) + injury * f64::from(self.serious + self.slight) + damage * f64::from(self.damage)
    }

    /// Equivalent crashes per km; 0 for a section of no length.
    pub fn epdo_per_km(&self) -> f64 {
        self.over_km(self.epdo())
    }

    /// People killed, as far as the crashes say; `None` when there are fatal ones and none of them does.
    pub fn deaths_known(&self) -> Option<f64> {
        (self.deaths_unknown == 0 || self.deaths_unknown < self.fatal || self.deaths > 0.0).then_some(self.deaths)
    }

    /// Too short for its rate to mean much.
    pub fn is_short(&self) -> bool {
        self.length_m < SHORT_M
    }

    fn add(&mut self, severity: Severity, deaths: Option<f64>, injured: Option<f64>) {
        self.crashes += 1;
        self.deaths += deaths.unwrap_or(0.0);
        self.injured += injured.unwrap_or(0.0);
        self.deaths_unknown += u32::from(severity == Severity::Fatal && deaths.is_none());
        self.casualties_unknown += u32::from(deaths.is_none() || injured.is_none());
        match severity {
            Severity::Fatal => self.fatal += 1,
            Severity::Serious => self.serious += 1,
            Severity::Slight => self.slight += 1,
            Severity::Damage => self.damage += 1,
            Severity::Unknown => {}
        }
    }
}

/// The degrees of severity that are told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Severity {
    Fatal,
    Serious,
    Slight,
    Damage,
    Unknown,
}

impl Severity {
    fn of(code: Option<&str>) -> Self {
        match code {
            Some("fatal") => Self::Fatal,
            Some("serious") => Self::Serious,
            Some("slight" | "injury") => Self::Slight,
            Some("damage_only") => Self::Damage,
            _ => Self::Unknown,
        }
    }
}

/// Crashes by section, every driven section in the order of the roads layer, those without a crash included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CrashesBySection {
    /// By place in [`Driven`].
    pub sections: Vec<SectionCrashes>,
    /// All crashes.
    pub crashes: u32,
    /// Crashes that are on no section.
    pub unsnapped: u32,
    /// First and last day of the period, days since 1970-01-01.
    pub days: Option<(i32, i32)>,
}

/// Counts crashes by section. `snapped` holds one entry a row of the crashes layer, and so does `passing`, if only some
/// of them count; `days` is the period that they are counted over.
pub fn by_section(
    crashes: &Layer,
    roads: &Driven,
    snapped: &Snapped,
    passing: Option<&[bool]>,
    days: Option<(i32, i32)>,
) -> CrashesBySection {
    debug_assert_eq!(crashes.name(), LayerName::Crashes);
    let mut sections: Vec<SectionCrashes> = (0..roads.len())
        .map(|place| SectionCrashes { row: roads.row(place), length_m: roads.length_m(place), ..Default::default() })
        .collect();
    let numbers = |field| match crashes.column(field) {
        Some(Column::Number(values)) => values.as_slice(),
        _ => &[],
    };
    let (deaths, injured) = (numbers("deaths"), numbers("injured"));
    let codes = match crashes.column("severity") {
        Some(Column::Code(codes)) => codes.as_slice(),
        _ => &[],
    };
    let degrees: Vec<Severity> =
        std::iter::once(None).chain(severities().iter().copied().map(Some)).map(Severity::of).collect();
    let severity = |row: usize| codes.get(row).and_then(|code| degrees.get(usize::from(*code)).copied());
    let people = |of: &[f64], row: usize| of.get(row).copied().filter(|n| !n.is_nan());
    let (mut counted, mut unsnapped) = (0, 0);
    for row in 0..crashes.len() {
        if passing.is_some_and(|passing| !passing.get(row).copied().unwrap_or(false)) {
            continue;
        }
        counted += 1;
        match snapped.section(row) {
            Some(place) => {
                let severity = severity(row).unwrap_or(Severity::Unknown);
                sections[place].add(severity, people(deaths, row), people(injured, row));
            }
            None => unsnapped += 1,
        }
    }
    CrashesBySection { sections, crashes: counted, unsnapped, days }
}

impl CrashesBySection {
    /// The sum over some sections, given by their places: lengths, crashes and people add up. Its `row` is 0.
    pub fn total(&self, places: impl IntoIterator<Item = usize>) -> SectionCrashes {
        let mut sum = SectionCrashes::default();
        for s in places.into_iter().filter_map(|place| self.sections.get(place)) {
            sum.length_m += s.length_m;
            sum.crashes += s.crashes;
            sum.fatal += s.fatal;
            sum.serious += s.serious;
            sum.slight += s.slight;
            sum.damage += s.damage;
            sum.deaths += s.deaths;
            sum.injured += s.injured;
            sum.deaths_unknown += s.deaths_unknown;
            sum.casualties_unknown += s.casualties_unknown;
        }
        sum
    }

    /// The fewest sections that hold a third of all crashes, those on no section among them; none where all sections
    /// together do not.
    pub fn fewest_with_a_third(&self) -> Option<u32> {
        let mut crashes: Vec<u32> = self.sections.iter().map(|s| s.crashes).filter(|n| *n > 0).collect();
        crashes.sort_unstable_by(|a, b| b.cmp(a));
        let mut sum = 0u64;
        let at = crashes.iter().position(|n| {
            sum += u64::from(*n);
            3 * sum >= u64::from(self.crashes)
        })?;
        Some(at as u32 + 1)
    }

    /// Places of the sections with a crash, the largest value first, unknown last; where the value is a rate, short
    /// sections stand behind all others. Equal ones by crashes per km, then by row.
    pub fn ranked(&self, by: SectionSort) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.sections.len()).filter(|p| self.sections[*p].crashes > 0).collect();
        let behind = |s: &SectionCrashes| by.is_rate() && s.is_short();
        let value = |s: &SectionCrashes| by.value(s).unwrap_or(f64::NEG_INFINITY);
        places.sort_by(|a, b| {
            let (a, b) = (&self.sections[*a], &self.sections[*b]);
            (behind(a).cmp(&behind(b)))
                .then(value(b).total_cmp(&value(a)))
                .then(b.per_km().total_cmp(&a.per_km()))
                .then(a.row.cmp(&b.row))
        });
        places
    }

    /// Years from the first day to the last, both included; `None` without days.
    pub fn years(&self) -> Option<f64> {
        self.days.map(years_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Value, schema};
    use crate::spatial::Plane;
    use crate::units::{LngLat, Xy};

    fn layer(name: LayerName, plane: &Plane, rows: &[(Vec<Xy>, &'static str, i64)]) -> Layer {
        let mut layer = Layer::new(name, "t");
        let roads = name == LayerName::Roads;
        let code = schema::position(name, if roads { "class" } else { "severity" }).unwrap();
        for (i, (xy, value, day)) in rows.iter().enumerate() {
            let at: Vec<LngLat> = xy.iter().map(|p| plane.lnglat(*p)).collect();
            if roads {
                layer.shapes_mut().push_line(&[at]);
            } else {
                layer.shapes_mut().push_point(at[0]);
                layer.set(schema::position(name, "at").unwrap(), Value::DateTime(day * 86_400 + 3_600));
            }
            layer.set(code, Value::Code(value));
            layer.finish_row(&i.to_string(), i as u32 + 1);
        }
        layer.finish();
        layer
    }

    /// Three sections: 200 m, 40 m (short), 1,000 m without a crash; crashes worked out by hand.
    #[test]
    fn a_tiny_city_by_hand() {
        let plane = Plane::centred_on(LngLat::new(112.0, 31.0));
        let roads = layer(
            LayerName::Roads,
            &plane,
            &[
                (vec![Xy::new(0.0, 0.0), Xy::new(200.0, 0.0)], "primary", 0),
                (vec![Xy::new(300.0, 0.0), Xy::new(340.0, 0.0)], "residential", 0),
                (vec![Xy::new(0.0, 500.0), Xy::new(1000.0, 500.0)], "secondary", 0),
            ],
        );
        let crashes = layer(
            LayerName::Crashes,
            &plane,
            &[
                (vec![Xy::new(10.0, 5.0)], "fatal", 100),
                (vec![Xy::new(150.0, -29.0)], "injury", 100),
                (vec![Xy::new(320.0, 1.0)], "damage_only", 830),
                (vec![Xy::new(320.0, 100.0)], "slight", 400),
            ],
        );
        let driven = Driven::of(&roads, &plane);
        let places: Vec<Xy> = crashes.shapes().coords().iter().map(|p| plane.xy(*p)).collect();
        let snapped = Snapped::all(&driven, &places, 30.0);
        let result = by_section(&crashes, &driven, &snapped, None, crashes.days("at"));
        assert_eq!((result.crashes, result.unsnapped), (4, 1));
        let first = &result.sections[0];
        assert_eq!((first.crashes, first.fatal, first.slight), (2, 1, 1));
        assert!((first.per_km() - 10.0).abs() < 1e-4, "{}", first.per_km());
        assert!((first.epdo() - 11.0).abs() < 1e-12);
        // 25 crashes per km, but on 40 m: behind the 10 per km of a full section.
        assert!((result.sections[1].per_km() - 25.0).abs() < 1e-3);
        assert_eq!(result.ranked(SectionSort::PerKm), [0, 1]);
        assert_eq!(result.days, Some((100, 830)));
        assert!((result.years().unwrap() - 731.0 / 365.25).abs() < 1e-12);
        let yearly = first.per_km_year(result.years().unwrap()).unwrap();
        assert!((yearly - 10.0 * 365.25 / 731.0).abs() < 1e-4, "{yearly}");
        assert_eq!(first.per_km_year(0.5), None);
        let total = result.total([0, 1, 9]);
        assert_eq!((total.crashes, total.fatal, total.slight, total.damage), (3, 1, 1, 1));
        assert!((total.length_m - 240.0).abs() < 1e-3);
        assert!((total.per_km() - 12.5).abs() < 1e-3);
        assert_eq!((total.casualties_unknown, total.deaths), (3, 0.0));
        assert_eq!((total.deaths_unknown, total.deaths_known()), (1, None), "a death of which no number is known");
        // Only the second and the fourth, the one that is on no section.
        let some = by_section(&crashes, &driven, &snapped, Some(&[false, true, false, true]), Some((100, 464)));
        assert_eq!((some.crashes, some.unsnapped, some.sections[0].crashes, some.sections[0].slight), (2, 1, 1, 1));
        assert_eq!((some.sections[0].fatal, some.sections[1].crashes), (0, 0));
        assert!((some.years().unwrap() - 365.0 / 365.25).abs() < 1e-12, "the period is what was given");
    }

    /// Two sections of 1 km and a short one: each ranking worked out by hand.
    #[test]
    fn each_ranking_puts_its_own_worst_first() {
        let of = |row, length_m, fatal, damage| SectionCrashes {
            row,
            length_m,
            crashes: fatal + damage,
            fatal,
            damage,
            deaths: f64::from(fatal) * 2.0,
            ..Default::default()
        };
        let unknown = SectionCrashes { deaths: 0.0, deaths_unknown: 1, ..of(3, 1000.0, 1, 0) };
        let result = CrashesBySection {
            sections: vec![of(0, 1000.0, 0, 9), of(1, 1000.0, 1, 3), of(2, 40.0, 0, 1), unknown],
            ..Default::default()
        };
        // Per km 9, 4, 25 (short), 1; EPDO 9, 11, 1, 8; deaths 0, 2, 0, unknown.
        assert_eq!(result.ranked(SectionSort::PerKm), [0, 1, 3, 2]);
        assert_eq!(result.ranked(SectionSort::Crashes), [0, 1, 2, 3]);
        assert_eq!(result.ranked(SectionSort::Epdo), [1, 0, 3, 2]);
        assert_eq!(result.ranked(SectionSort::EpdoPerKm), [1, 0, 3, 2]);
        assert_eq!(result.ranked(SectionSort::Deaths), [1, 2, 0, 3]);
        assert_eq!(result.total([0, 1, 3]).deaths_known(), Some(2.0));
    }

    /// A third of 30 is 10: the largest two sections, wherever they stand; of crashes on no road a third may be too many.
    #[test]
    fn a_third_is_counted_over_all_crashes_with_the_fewest_sections() {
        let fewest = |crashes: &[u32], all| {
            let section = |n: &u32| SectionCrashes { crashes: *n, ..Default::default() };
            CrashesBySection { sections: crashes.iter().map(section).collect(), crashes: all, ..Default::default() }
                .fewest_with_a_third()
        };
        assert_eq!(fewest(&[2, 6, 0, 3, 4, 5], 30), Some(2));
        assert_eq!(fewest(&[10], 30), Some(1));
        assert_eq!(fewest(&[9], 30), None);
        assert_eq!(fewest(&[], 0), None);
    }

    /// Worked example T9.2 of the domain reference: 1 fatal, 4 injury, 10 damage only.
    #[test]
    fn equivalent_crashes() {
        let s = SectionCrashes { fatal: 1, serious: 1, slight: 3, damage: 10, ..Default::default() };
        assert_eq!(s.epdo(), 30.0);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(16))]

        /// The crashes in another order: the same counts, the same ranking, and no crash is lost.
        #[test]
        fn the_order_of_crashes_does_not_matter(
            at in proptest::collection::vec((-50i32..350, -60i32..560, 0usize..5), 1..60), turn in 0usize..60,
        ) {
            let plane = Plane::centred_on(LngLat::new(112.0, 31.0));
            let roads = layer(
                LayerName::Roads,
                &plane,
                &[
                    (vec![Xy::new(0.0, 0.0), Xy::new(200.0, 0.0), Xy::new(300.0, 100.0)], "primary", 0),
                    (vec![Xy::new(300.0, 100.0), Xy::new(330.0, 100.0)], "residential", 0),
                    (vec![Xy::new(0.0, 0.0), Xy::new(0.0, 500.0)], "secondary", 0),
                    (vec![Xy::new(10.0, 0.0), Xy::new(10.0, 500.0)], "footway", 0),
                ],
            );
            let severities = ["fatal", "serious", "slight", "injury", "damage_only"];
            let mut rows: Vec<(Vec<Xy>, &'static str, i64)> = at
                .iter()
                .map(|(x, y, s)| (vec![Xy::new(f64::from(*x), f64::from(*y))], severities[*s], i64::from(*x) + 400))
                .collect();
            let driven = Driven::of(&roads, &plane);
            let count = |rows: &[(Vec<Xy>, &'static str, i64)]| {
                let crashes = layer(LayerName::Crashes, &plane, rows);
                let places: Vec<Xy> = crashes.shapes().coords().iter().map(|p| plane.xy(*p)).collect();
                by_section(&crashes, &driven, &Snapped::all(&driven, &places, 30.0), None, crashes.days("at"))
            };
            let one = count(&rows);
            rows.reverse();
            rows.rotate_left(turn % at.len());
            let other = count(&rows);
            proptest::prop_assert_eq!(&one, &other);
            for by in SectionSort::ALL {
                proptest::prop_assert_eq!(one.ranked(by), other.ranked(by));
            }
            let all = one.total(0..one.sections.len());
            proptest::prop_assert_eq!(all.crashes + one.unsnapped, one.crashes);
            proptest::prop_assert_eq!(all.fatal + all.serious + all.slight + all.damage, all.crashes);
        }
    }
}
