//! Whose ranges: where the page keeps them, of which layer they are, and which numbers may be chosen.

use crate::domain::ranges::{HYDRANT_M, OF_EXPOSURE, OF_SECTIONS, OVERDUE_DAYS, PEOPLE, SENSITIVE_WITHIN, STATION_M};
use crate::domain::{CrashPart, LayerName, NumberRanges};
use crate::risk::assess::RATED;
use crate::ui::ledger::change;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use leptos::prelude::*;

/// A list that can be filtered by its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// The fire services' venues.
    Venues,
    /// What has levels.
    Levels,
    /// The ledger's dangers.
    Dangers,
    /// The crashes.
    Crashes,
    /// The ranked road sections.
    Sections,
    /// What is ranked by who is near.
    Exposure,
}

impl Held {
    /// The layer whose numbers they are.
    pub fn layer(self, app: AppState) -> LayerName {
        match self {
            Self::Venues => LayerName::Venues,
            Self::Levels => app.planning.with(|p| p.levels_of),
            Self::Dangers => LayerName::Dangers,
            Self::Crashes => LayerName::Crashes,
            Self::Sections => LayerName::Roads,
            Self::Exposure => app.planning.with(|p| p.exposure_of),
        }
    }

    /// The ranges that leave something out.
    pub fn ranges(self, app: AppState) -> NumberRanges {
        match self {
            Self::Venues => app.fire.with(|f| f.ranges.clone()),
            Self::Levels => app.planning.with(|p| p.ranges()),
            Self::Dangers => app.ledger.with(|l| l.filter.ranges.clone()),
            Self::Crashes => app.crashes.with(|f| f.numbers.clone()),
            Self::Sections => app.traffic.with(|t| t.ranges.clone()),
            Self::Exposure => app.planning.with(|p| p.numbers.of_exposure()),
        }
    }

    /// Changes them.
    pub fn change(self, app: AppState, how: impl FnOnce(&mut NumberRanges)) {
        match self {
            Self::Venues => app.fire.update(|f| how(&mut f.ranges)),
            Self::Levels | Self::Exposure => app.planning.update(|p| how(&mut p.numbers)),
            Self::Sections => app.traffic.update(|t| how(&mut t.ranges)),
            Self::Dangers => change(app, |l| how(&mut l.filter.ranges)),
            Self::Crashes => app.crashes.update(|f| how(&mut f.numbers)),
        }
    }

    /// Drops all of them; what another list keeps beside them stays.
    pub fn clear(self, app: AppState) {
        let shown = untrack(|| self.ranges(app));
        self.change(app, |ranges| shown.iter().for_each(|range| ranges.clear(&range.number)));
    }

    /// The numbers that the city knows.
    pub fn numbers(self, app: AppState, session: Session) -> Vec<String> {
        let layer = self.layer(app);
        let named = |numbers: &[&str]| numbers.iter().map(|number| (*number).to_owned()).collect();
        match self {
            Self::Dangers => return named(&[OVERDUE_DAYS]),
            Self::Sections => return named(&OF_SECTIONS),
            // Of people nobody knows anything where only venues are counted.
            Self::Exposure if session.answers.exposure.with(|t| t.as_ref().is_some_and(|t| !t.by_people)) => {
                return named(&[SENSITIVE_WITHIN]);
            }
            Self::Exposure => return named(&OF_EXPOSURE),
            _ => {}
        }
        if self == Self::Levels && !RATED.contains(&layer) {
            return Vec::new();
        }
        let mut numbers = session.city.with(|city| {
            city.as_ref().and_then(|city| city.layer(layer)).map(|of| of.numbers.clone()).unwrap_or_default()
        });
        if self == Self::Crashes {
            numbers.retain(|number| CrashPart::OF_NUMBERS.iter().any(|part| part.field() == number));
        }
        if layer == LayerName::Venues {
            if let Some(at) = numbers.iter().position(|number| number == "people_day" || number == "people_night") {
                numbers.insert(at, PEOPLE.to_owned());
            }
            let ways = [(LayerName::FireStations, STATION_M), (LayerName::Hydrants, HYDRANT_M)];
            let known = ways.into_iter().filter(|(help, _)| session.has(*help));
            numbers.extend(known.map(|(_, number)| number.to_owned()));
        }
        numbers
    }

    /// How many pass all else and no range, because a number is unknown.
    pub fn left_out(self, session: Session) -> u32 {
        let answers = session.answers;
        match self {
            Self::Venues => answers.venues.with(|t| t.as_ref().map_or(0, |t| t.left_out)),
            Self::Levels => answers.levels.with(|t| t.as_ref().map_or(0, |t| t.left_out)),
            Self::Dangers => answers.ledger.with(|t| t.as_ref().map_or(0, |t| t.left_out)),
            Self::Sections => answers.sections.with(|t| t.as_ref().map_or(0, |t| t.unknown_range)),
            // The filter of crashes says it of all its parts; what is near is counted, and of no feature unknown alone.
            Self::Crashes | Self::Exposure => 0,
        }
    }
}
