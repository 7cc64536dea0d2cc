//! What differs between an earlier dataset and the open one, one line a difference.

use super::super::super::Engine;
use super::super::super::csv_out::{Cell, table};
use super::super::super::protocol::{ColumnKey, EngineError, Known, NamedBytes, Presence, RowChange};
use super::super::changes::whole;
use super::About;
use crate::domain::Words;

/// Writes every difference of the newest comparison.
pub fn table_of(engine: &Engine, on: &str) -> Result<NamedBytes, EngineError> {
    let changes = whole(engine)?;
    let header = ["layer", "id", "name", "name_en", "change", "field", "unit", "before", "after", "lon", "lat"];
    let layers: Vec<_> = changes.layers.iter().map(|layer| layer.layer).collect();
    let about = About::dataset(engine.open()?, &layers)
        .and("compared_with", format!("{} {}", changes.before.name.zh, changes.before.as_of))
        .and("rows_differ", format!("{}, of which {} are written", changes.total, changes.rows.len()))
        .and("method", "rows are the same where layer and id are; levels are on the day of each dataset")
        .and("exported_on", on);
    let rows = changes.rows.iter().flat_map(lines);
    Ok(table("changes.csv", &header, &about, rows))
}

fn lines(row: &RowChange) -> Vec<Vec<Cell>> {
    let line = |change: &str, field: &str, unit: &str, before: Cell, after: Cell| {
        let degrees = |of: fn(crate::units::LngLat) -> f64| {
            row.hit.as_ref().map_or(Cell::Empty, |hit| Cell::Number(of(hit.at), 7))
        };
        let name = |words: &Words| [words.zh.clone(), words.en.clone()].map(Cell::Text);
        let [zh, en] = name(&row.name);
        vec![
            Cell::text(row.layer.code()),
            Cell::text(&row.id),
            zh,
            en,
            Cell::text(change),
            Cell::text(field),
            Cell::text(unit),
            before,
            after,
            degrees(|at| at.lng),
            degrees(|at| at.lat),
        ]
    };
    let mut lines = match row.presence {
        Presence::Gone => vec![line("gone", "", "", Cell::Empty, Cell::Empty)],
        Presence::Added => vec![line("added", "", "", Cell::Empty, Cell::Empty)],
        Presence::Both => Vec::new(),
    };
    if let Some((before, after)) = row.level {
        lines.push(line("level", "level", "", Cell::text(before.code()), Cell::text(after.code())));
    }
    if let Some(metres) = row.moved_m {
        lines.push(line("moved", "place", "m", Cell::Empty, Cell::Number(metres, 1)));
    }
    lines.extend(row.values.iter().map(|value| {
        let field = match &value.field {
            ColumnKey::Field(name) | ColumnKey::Extra(name) => name.as_str(),
            other => other.name(),
        };
        line("value", field, &value.unit, known(&value.before), known(&value.after))
    }));
    lines
}

fn known(value: &Known) -> Cell {
    match value {
        Known::Unknown => Cell::Empty,
        Known::Text(text) | Known::Code(text) => Cell::text(text),
        Known::Number(v) => Cell::Exact(*v),
        Known::Flag(flag) => Cell::text(if *flag { "yes" } else { "no" }),
        Known::List(records) => {
            let record = |pairs: &Vec<(String, String)>| {
                pairs.iter().map(|(name, text)| format!("{name}: {text}")).collect::<Vec<_>>().join(", ")
            };
            Cell::Text(records.iter().map(record).collect::<Vec<_>>().join("; "))
        }
    }
}
