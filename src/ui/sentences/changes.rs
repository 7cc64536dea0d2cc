//! What differs between two datasets, in words.

use crate::engine::{ChangesTable, ColumnKey, FieldValue, LayerChanges, Presence, RowChange, ValueChange};
use crate::text::{self, Lang};
use crate::ui::terms;
use crate::ui::values::{Said, said};
use crate::ui::words::Word;

/// What differs in all, in a sentence.
pub fn sum(table: &ChangesTable, lang: Lang) -> String {
    if table.total == 0 {
        return Word::DataSame.said(lang).to_owned();
    }
    let sum = |of: fn(&LayerChanges) -> u32| terms::count(table.layers.iter().map(|layer| u64::from(of(layer))).sum());
    let figures = [
        terms::count(u64::from(table.total)),
        sum(|layer| layer.added),
        sum(|layer| layer.gone),
        sum(|layer| layer.moved),
        sum(|layer| layer.altered),
        sum(|layer| layer.worse),
        sum(|layer| layer.better),
    ];
    Word::ChangesSum.fill(lang, &figures.each_ref().map(String::as_str))
}

/// What is to be known before the figures are believed: two cities, ids given anew.
pub fn doubts(table: &ChangesTable, lang: Lang) -> Vec<String> {
    let other = (table.before.name != table.after.name)
        .then(|| Word::OtherCity.fill(lang, &[lang.of(&table.before.name), lang.of(&table.after.name)]));
    let anew = table.layers.iter().filter(|layer| layer.share_no_id());
    let anew = anew.map(|layer| Word::NoCommonId.fill(lang, &[terms::layer(layer.layer, lang)]));
    other.into_iter().chain(anew).collect()
}

/// What became of a row: each difference in a few words. Its level is drawn, not said.
pub fn of_row(row: &RowChange, lang: Lang) -> Vec<String> {
    let presence = match row.presence {
        Presence::Gone => Some(Word::RowGone),
        Presence::Added => Some(Word::RowAdded),
        Presence::Both => None,
    };
    let moved = row.moved_m.map(|metres| {
        if metres < 0.05 {
            Word::Redrawn.said(lang).to_owned()
        } else {
            Word::Moved.fill(lang, &[&terms::metres(metres)])
        }
    });
    let values = row.values.iter().map(|value| of_value(row, value, lang));
    presence.map(|word| word.said(lang).to_owned()).into_iter().chain(moved).chain(values).collect()
}

fn of_value(row: &RowChange, value: &ValueChange, lang: Lang) -> String {
    let (field, title) = match &value.field {
        ColumnKey::Field(name) => (name.as_str(), text::field(row.layer, name, lang)),
        other => (other.name(), other.name().to_owned()),
    };
    let told = |known: &crate::engine::Known| {
        let of = FieldValue { field: field.to_owned(), unit: value.unit.clone(), value: known.clone() };
        match said(row.layer, &of, lang) {
            Said::Unknown => Word::Unknown.said(lang).to_owned(),
            Said::Text(text) => text,
            Said::Amount(amount, unit) if unit.is_empty() => amount,
            Said::Amount(amount, unit) => format!("{amount} {unit}"),
            Said::Records(records) => records.join(Word::ListComma.said(lang)),
        }
    };
    Word::ValueWasIs.fill(lang, &[&title, &told(&value.before), &told(&value.after)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LayerName, Words};
    use crate::engine::{DataOf, Known};

    fn venue(presence: Presence) -> RowChange {
        RowChange {
            layer: LayerName::Venues,
            id: "V-1".to_owned(),
            name: Words::same("V-1"),
            hit: None,
            presence,
            moved_m: None,
            values: Vec::new(),
            level: None,
        }
    }

    #[test]
    fn a_row_says_what_became_of_it_with_units_and_unknowns() {
        let value = |name: &str, unit: &str, before, after| ValueChange {
            field: ColumnKey::Field(name.to_owned()),
            unit: unit.to_owned(),
            before,
            after,
        };
        let row = RowChange {
            moved_m: Some(110.94),
            values: vec![
                value("people_day", "", Known::Unknown, Known::Number(1200.0)),
                value("sleeping", "", Known::Flag(false), Known::Flag(true)),
            ],
            ..venue(Presence::Both)
        };
        let [moved, people, sleeping] = &of_row(&row, Lang::Zh)[..] else { panic!() };
        assert!(moved.contains("111 m"), "{moved}");
        assert!(people.contains("未知") && people.contains("1,200"), "{people}");
        assert!(sleeping.contains("否 → 是"), "{sleeping}");
        assert_eq!(of_row(&venue(Presence::Gone), Lang::En), ["no longer there"]);
        let redrawn = RowChange { moved_m: Some(0.0), ..venue(Presence::Both) };
        assert_eq!(of_row(&redrawn, Lang::En), ["drawn otherwise"]);
    }

    #[test]
    fn what_makes_the_figures_doubtful_is_said() {
        let layer = |gone| LayerChanges {
            layer: LayerName::Venues,
            before: 5,
            after: 5,
            added: gone,
            gone,
            moved: 0,
            altered: 0,
            worse: 0,
            better: 0,
        };
        let data = |name: &str| DataOf { name: Words::same(name), as_of: "2024-01-01".to_owned() };
        let mut table = ChangesTable {
            before: data("甲村"),
            after: data("甲村"),
            layers: vec![layer(4)],
            total: 8,
            rows: Vec::new(),
        };
        assert!(doubts(&table, Lang::En).is_empty());
        table.layers = vec![layer(5)];
        table.after = data("乙村");
        let [city, ids] = &doubts(&table, Lang::En)[..] else { panic!() };
        assert!(city.contains("甲村") && city.contains("乙村") && ids.contains("Venues: no id"), "{city} {ids}");
        assert!(sum(&table, Lang::En).starts_with("8 rows changed"), "{}", sum(&table, Lang::En));
    }
}
