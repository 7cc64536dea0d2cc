//! Units as they are written behind a number.

use super::Lang;

/// A unit of [`crate::domain::schema`] in words; international symbols stay as they are.
pub fn unit(unit: &str, lang: Lang) -> &str {
    match (unit, lang) {
        ("persons", Lang::Zh) => "人",
        ("persons", Lang::En) => "people",
        ("vehicles/day", Lang::Zh) => "辆/日",
        ("vehicles/day", Lang::En) => "vehicles/day",
        ("/year", Lang::Zh) => "次/年",
        ("/year", Lang::En) => "per year",
        _ => unit,
    }
}
