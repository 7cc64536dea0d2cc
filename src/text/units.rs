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
        ("years", Lang::Zh) => "年",
        ("crashes/km", Lang::Zh) => "起/km",
        ("crashes/(km·year)", Lang::Zh) => "起/(km·年)",
        ("per km²", Lang::Zh) => "个/km²",
        _ => unit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
