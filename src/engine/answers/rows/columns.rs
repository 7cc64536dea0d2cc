//! The columns of a layer's table, and their cells.

use super::super::super::card;
use super::super::super::open::Open;
use super::super::super::protocol::{ColumnKey, ColumnKind, Known, RowsColumn};
use crate::domain::{Column, FieldType, Layer, LayerName, schema};
use crate::risk::assess::RATED;

/// Fields that stand in the columns of the name and the district.
const OWN: [&str; 3] = ["name", "name_en", "district"];

/// Whether a layer's table says which district a row lies in.
fn names_district(open: &Open, layer: &Layer) -> bool {
    layer.name().is_spatial() && layer.name() != LayerName::Districts && open.get(LayerName::Districts).is_some()
}

/// The columns that any row fills: what every layer has, the layer's own fields, those common to all, those that the
/// schema does not know.
pub fn columns(open: &Open, layer: &Layer) -> Vec<RowsColumn> {
    let all = layer.len() as u32;
    let text = |key, known| RowsColumn { key, unit: String::new(), kind: ColumnKind::Words, known };
    let mut columns = vec![text(ColumnKey::Id, all)];
    let names = [OWN[0], OWN[1]].map(|field| layer.cells(field));
    let named = (0..layer.len()).filter(|row| names.iter().any(|cells| cells.text(*row).is_some())).count();
    if named > 0 {
        columns.push(text(ColumnKey::Name, named as u32));
    }
    if RATED.contains(&layer.name()) {
        columns.push(text(ColumnKey::Level, all));
    }
    if names_district(open, layer) {
        columns.push(text(ColumnKey::District, all));
    }
    for field in schema::fields(layer.name()).iter().chain(schema::COMMON) {
        let Some(column) = layer.column(field.name).filter(|_| !OWN.contains(&field.name)) else { continue };
        let (unit, kind) = match field.kind {
            FieldType::Number { unit, .. } => (unit, ColumnKind::Number),
            FieldType::List => ("", ColumnKind::List),
            _ => ("", ColumnKind::Words),
        };
        columns.push(RowsColumn {
            key: ColumnKey::Field(field.name.to_owned()),
            unit: unit.to_owned(),
            kind,
            known: known(column),
        });
    }
    for (name, column) in layer.extra_columns() {
        let known = (0..layer.len()).filter(|row| column.code(*row).is_some()).count();
        columns.push(text(ColumnKey::Extra(name.to_owned()), known as u32));
    }
    columns.retain(|column| column.known > 0 || column.key == ColumnKey::Id);
    columns
}

fn known(column: &Column) -> u32 {
    let count = match column {
        Column::Text(c) => (0..c.len()).filter(|row| c.code(*row).is_some()).count(),
        Column::Code(c) | Column::Flag(c) => c.iter().filter(|v| **v != 0).count(),
        Column::Number(c) => c.iter().filter(|v| !v.is_nan()).count(),
        Column::Date(c) => c.iter().filter(|v| **v != i32::MIN).count(),
        Column::DateTime(c) => c.iter().filter(|v| **v != i64::MIN).count(),
    };
    count as u32
}

/// A row's value of a field, known to the schema or not; none for the columns that every layer has and for figures.
pub fn cell(layer: &Layer, row: usize, key: &ColumnKey) -> Option<Known> {
    match key {
        ColumnKey::Id | ColumnKey::Name | ColumnKey::Level | ColumnKey::District | ColumnKey::Figure(_) => None,
        ColumnKey::Field(name) => Some(card::value(layer, row, name)),
        ColumnKey::Extra(name) => {
            let text = layer.extras(row).find(|(extra, _)| extra == name).map(|(_, text)| text.to_owned());
            Some(text.map_or(Known::Unknown, Known::Text))
        }
    }
}
