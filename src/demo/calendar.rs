//! Days: the demo city is as of 2026-03-03, and its crashes and ledger look back three years.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The day of the data.
pub const AS_OF: Date = date(2026, 3, 3);
/// How many days the crashes and the ledger cover, up to the day before [`AS_OF`].
pub const DAYS: i64 = 1096;

/// The day that many days before [`AS_OF`]; negative for days after it.
pub fn days_ago(days: i64) -> Date {
    AS_OF.saturating_sub(days.days())
}

/// A day with a time, as the dataset writes them.
pub fn moment(day: Date, minutes: i64) -> String {
    format!("{day}T{:02}:{:02}:00", minutes / 60 % 24, minutes % 60)
}
