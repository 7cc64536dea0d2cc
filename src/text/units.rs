//! Units as they are written behind a number.

use super::Lang;

/// A unit of [`crate::domain::schema`] or of a method in words; international symbols stay as they are.
pub fn unit(unit: &str, lang: Lang) -> &str {
    match (unit, lang) {
        ("persons", Lang::Zh) => "人",
        ("persons", Lang::En) => "people",
        ("vehicles/day", Lang::Zh) => "辆/日",
        ("vehicles/day", Lang::En) => "vehicles/day",
        ("/year", Lang::Zh) => "次/年",
        ("/year", Lang::En) => "per year",
        ("venues", Lang::Zh) => "处",
        ("years", Lang::Zh) => "年",
        ("crashes/km", Lang::Zh) => "起/km",
        ("crashes/(km·year)", Lang::Zh) => "起/(km·年)",
        ("per km²", Lang::Zh) => "个/km²",
        _ => unit,
    }
}
