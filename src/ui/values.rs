//! What the inspector says of a field: its value in words, with its unit.

use super::terms;
use super::words::Word;
use crate::domain::LayerName;
use crate::engine::{FieldValue, Known};
use crate::text::{self, Lang};

/// A value in the reader's words.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Not in the data.
    Unknown,
    /// Words.
    Text(String),
    /// A number and its unit, which may be empty.
    Amount(String, String),
    /// One line a record.
    Records(Vec<String>),
}

/// What a field says of a feature.
pub fn said(layer: LayerName, field: &FieldValue, lang: Lang) -> Said {
    match &field.value {
        Known::Unknown => Said::Unknown,
        Known::Text(text) => Said::Text(terms::text(layer, &field.field, text, lang)),
        Known::Code(code) => Said::Text(terms::code(layer, &field.field, code, lang)),
        // A year is a name, not an amount: no thousands comma.
        Known::Number(v) if matches!(field.field.as_str(), "laid_year" | "aadt_year") => Said::Text(v.to_string()),
        Known::Number(v) => Said::Amount(terms::exact(*v), terms::unit_of(*v, &field.unit, lang).to_owned()),
        Known::Flag(yes) => {
            let plain = if *yes { Word::Yes } else { Word::No };
            Said::Text(text::flag(layer, &field.field, *yes, lang).unwrap_or(plain.said(lang)).to_owned())
        }
        Known::List(records) if records.is_empty() => Said::Text(Word::NoneListed.said(lang).to_owned()),
        Known::List(records) => {
            Said::Records(records.iter().map(|record| terms::record(&field.field, record, lang)).collect())
        }
    }
}

/// The known ones of some values in one line, without what they are called.
pub fn in_line(layer: LayerName, fields: &[FieldValue], lang: Lang) -> String {
    let text = |field: &FieldValue| match said(layer, field, lang) {
        Said::Text(text) => Some(text),
        Said::Amount(number, unit) => Some(format!("{number} {unit}").trim_end().to_owned()),
        Said::Unknown | Said::Records(_) => None,
    };
    fields.iter().filter_map(text).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Engine, FeatureCard, FeatureRef, NamedBytes, Reply, Request};

    /// The cards of some rows of each layer of the demo city that has places.
    fn cards() -> Vec<FeatureCard> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/lanchuan");
        let file = |entry: std::io::Result<std::fs::DirEntry>| {
            let entry = entry.unwrap();
            NamedBytes { name: entry.file_name().into_string().unwrap(), bytes: std::fs::read(entry.path()).unwrap() }
        };
        // What is only looked at is left out: it takes most of the time.
        let bulky = |file: &NamedBytes| file.name.starts_with("buildings");
        let files = std::fs::read_dir(folder).unwrap().map(file).filter(|file| !bulky(file)).collect();
        let mut engine = Engine::new();
        let Ok(Reply::Opened(city)) = engine.handle(Request::Open(files)) else { panic!("the demo city opens") };
        let mut cards = Vec::new();
        for layer in city.layers.iter().filter(|l| l.layer.is_spatial() && l.count > 0) {
            let step = (layer.count / 150).max(1) as usize;
            for row in (0..layer.count).step_by(step) {
                let of = FeatureRef { layer: layer.layer, row };
                // A hidden danger may have no place of its own.
                if let Ok(Reply::Feature(card)) = engine.handle(Request::Feature { of, radius_m: 0.0, as_of: None }) {
                    cards.push(*card);
                }
            }
        }
        assert!(cards.len() > 1_000, "{}", cards.len());
        cards
    }

    /// A word as codes are written: small letters, underscores.
    fn is_code(word: &str) -> bool {
        word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    }

    #[test]
    fn no_code_of_the_demo_city_is_shown_raw() {
        let symbols = ["mm", "km", "kg"];
        for card in cards() {
            let layer = card.hit.feature.layer;
            let kind = terms::kind(layer, &card.hit.kind, Lang::Zh);
            assert!(!is_code(&kind), "{layer}: {kind}");
            for field in &card.fields {
                let label = terms::field(layer, &field.field, Lang::Zh);
                assert!(!label.is_ascii(), "{layer}.{}", field.field);
                let texts = match said(layer, field, Lang::Zh) {
                    Said::Unknown => continue,
                    Said::Text(text) => vec![text],
                    Said::Amount(number, unit) => vec![number, unit],
                    Said::Records(records) => records,
                };
                if matches!(field.field.as_str(), "name_en" | "_assumed") {
                    continue;
                }
                for word in texts.iter().flat_map(|text| text.split([' ', '·', '，', '（', '）'])) {
                    assert!(!is_code(word) || symbols.contains(&word), "{layer}.{}: {texts:?}", field.field);
                }
            }
        }
    }

    fn is_chinese(text: &str) -> bool {
        text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    }

    /// Texts that are written by hand, names and places stay as the data has them; whatever has words of its own in both
    /// languages is said in the reader's.
    #[test]
    fn the_demo_city_speaks_english_but_for_what_is_written_by_hand() {
        let by_hand = [
            "dangers.what",
            "districts.leader",
            "facilities.kind_text",
            "facilities.leader",
            "facilities.operator",
            "facilities.regulator",
            "facilities.score.vetoes",
            "pipelines.operator",
            "tracks.vehicle",
            "venues.kind_text",
        ];
        let mut left = std::collections::BTreeMap::<String, String>::new();
        for card in cards() {
            let layer = card.hit.feature.layer;
            for field in card.fields.iter().filter(|f| !f.field.starts_with('_') && f.field != "name") {
                let texts = match said(layer, field, Lang::En) {
                    Said::Unknown => continue,
                    Said::Text(text) => vec![text],
                    Said::Amount(number, unit) => vec![number, unit],
                    Said::Records(records) => records,
                };
                if let Some(text) = texts.iter().find(|text| is_chinese(text)) {
                    left.insert(format!("{layer}.{}", field.field), text.clone());
                }
            }
        }
        left.retain(|field, _| !by_hand.contains(&field.as_str()));
        assert!(left.is_empty(), "{left:#?}");
    }
}
