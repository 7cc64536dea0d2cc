//! What is suspicious about a city. Nothing is corrected: every finding is a warning that says what was seen.

use super::report::Report;
use crate::domain::City;

/// Looks at a whole city and adds what it notices to the report.
pub fn check(_city: &City, _report: &mut Report) {}
