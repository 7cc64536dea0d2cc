//! Whose ranges: where the page keeps them, of which layer they are, and which numbers may be chosen.

use crate::domain::ranges::{HYDRANT_M, OVERDUE_DAYS, STATION_M};
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
}

impl Held {
    /// The layer whose numbers they are.
    pub fn layer(self, app: AppState) -> LayerName {
        match self {
            Self::Venues => LayerName::Venues,
            Self::Levels => app.planning.with(|p| p.levels_of),
            Self::Dangers => LayerName::Dangers,
            Self::Crashes => LayerName::Crashes,
        }
    }

    /// The ranges that leave something out.
    pub fn ranges(self, app: AppState) -> NumberRanges {
        match self {
            Self::Venues => app.fire.with(|f| f.ranges.clone()),
            Self::Levels => app.planning.with(|p| p.ranges()),
            Self::Dangers => app.ledger.with(|l| l.filter.ranges.clone()),
            Self::Crashes => app.crashes.with(|f| f.numbers.clone()),
        }
    }

    /// Changes them.
    pub fn change(self, app: AppState, how: impl FnOnce(&mut NumberRanges)) {
        match self {
            Self::Venues => app.fire.update(|f| how(&mut f.ranges)),
            Self::Levels => app.planning.update(|p| how(&mut p.numbers)),
            Self::Dangers => change(app, |l| how(&mut l.filter.ranges)),
            Self::Crashes => app.crashes.update(|f| how(&mut f.numbers)),
        }
    }

    /// The numbers that the city knows.
    pub fn numbers(self, app: AppState, session: Session) -> Vec<String> {
        let layer = self.layer(app);
        if self == Self::Dangers {
            return vec![OVERDUE_DAYS.to_owned()];
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
            // The filter of crashes says it of all its parts.
            Self::Crashes => 0,
        }
    }
}
