//! How overdue dangers are.

use super::super::{DangerLevel, Late, Standing, State};
use serde::{Deserialize, Serialize};

/// Open dangers by days past their due day. One level's, or all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overdue {
    /// Not closed, and not past the due day.
    pub in_time: u32,
    /// Overdue by days: 1–7, 8–30, 31–90, more.
    pub bands: [u32; 4],
    /// Assigned, with no due day known.
    pub unknown: u32,
    /// The most days; 0 where none is overdue.
    pub most: u32,
    /// The middle of the overdue days, the higher of two; 0 where none is overdue.
    pub median: u32,
}

impl Overdue {
    /// The last day of each band but the open one.
    pub const BANDS: [u32; 3] = [7, 30, 90];

    /// How many are overdue.
    pub fn overdue(&self) -> u32 {
        self.bands.iter().sum()
    }
}

/// The distribution over standings: all of them, or those of one level. Closed ones are left out, soundly closed or not.
pub fn overdue<'a>(
    standings: impl IntoIterator<Item = (DangerLevel, &'a Standing<'a>)>,
    level: Option<DangerLevel>,
) -> Overdue {
    let mut sum = Overdue::default();
    let mut all: Vec<u32> = Vec::new();
    for (of, standing) in standings {
        let counts = standing.open && standing.state != State::Closed && level.is_none_or(|l| l == of);
        match standing.late {
            _ if !counts => {}
            Late::No => sum.in_time += 1,
            Late::Unknown => sum.unknown += 1,
            Late::Days(days) => {
                sum.bands[Overdue::BANDS.partition_point(|last| *last < days)] += 1;
                all.push(days);
            }
        }
    }
    all.sort_unstable();
    sum.most = all.last().copied().unwrap_or(0);
    sum.median = all.get(all.len() / 2).copied().unwrap_or(0);
    sum
}
