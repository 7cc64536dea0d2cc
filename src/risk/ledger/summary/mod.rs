//! The ledger summed up: burn-down of a campaign, who answers for what, how overdue things are.

mod burn_down;
mod overdue;
mod responsibility;

pub use burn_down::{BurnDown, DayCount, Period, burn_down, by_sector};
pub use overdue::{Overdue, overdue};
pub use responsibility::{Subject, TableRow, responsibility};
