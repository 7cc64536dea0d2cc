//! Units as they are written behind a number.

use super::Lang;
use crate::domain::schema;

/// A unit of [`crate::domain::schema`] or of a method in words; international symbols stay as they are.
pub fn unit(unit: &str, lang: Lang) -> &str {
    if let Some((zh, en)) = schema::unit_words(unit) {
        return lang.pick(zh, en);
    }
    match (unit, lang) {
        ("venues", Lang::Zh) => "处",
        ("d", Lang::Zh) => "天",
        ("years", Lang::Zh) => "年",
        ("crashes/km", Lang::Zh) => "起/km",
        ("crashes/(km·year)", Lang::Zh) => "起/(km·年)",
        ("persons/m²", Lang::Zh) => "人/m²",
        ("per km²", Lang::Zh) => "个/km²",
        _ => unit,
    }
}

/// A unit behind one number: a noun follows it, 1 person and 2 people.
pub fn unit_of(number: f64, of: &str, lang: Lang) -> &str {
    match (of, lang) {
        ("persons", Lang::En) if number == 1.0 => "person",
        ("vehicles/day", Lang::En) if number == 1.0 => "vehicle/day",
        ("venues", Lang::En) if number == 1.0 => "venue",
        ("years", Lang::En) if number == 1.0 => "year",
        _ => unit(of, lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_follows_its_number() {
        assert_eq!((unit_of(1.0, "persons", Lang::En), unit_of(2.0, "persons", Lang::En)), ("person", "people"));
        assert_eq!((unit_of(1.0, "persons", Lang::Zh), unit_of(1.0, "km", Lang::En)), ("人", "km"));
    }
    use crate::domain::{FieldType, LayerName};

    #[test]
    fn every_unit_is_a_symbol_or_has_words_in_both_languages() {
        const SYMBOLS: &[&str] =
            &["", "mm", "m", "km", "m²", "m³", "kg", "t", "MPa", "km/h", "L/s", "m³/t", "m³/min", "m³/h"];
        for field in LayerName::ALL.iter().flat_map(|layer| schema::all(*layer)) {
            let FieldType::Number { unit: code, .. } = field.kind else { continue };
            let (zh, en) = (unit(code, Lang::Zh), unit(code, Lang::En));
            assert!(SYMBOLS.contains(&code) || (!zh.is_ascii() && en.is_ascii()), "{}: {code}", field.name);
        }
    }
}
