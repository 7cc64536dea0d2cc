//! The values of a layer's features, a column a field.
//!
//! A column that no row fills is not kept at all, and text is stored once however often it occurs, so that a million
//! crashes cost tens of megabytes.

mod cells;
mod column;
mod correct;
mod ids;
mod join;

pub use cells::Cells;
pub use column::{Column, TextColumn, Value};
pub use correct::{Cell, Edits};
pub use ids::Ids;

use super::city::Words;
use super::layer::LayerName;
use super::schema::{self, Field};
use super::shapes::Shapes;
use column::{code_at, code_place, range};
use std::collections::{BTreeMap, HashMap};

/// A layer: its features' ids, shapes and values, by row.
#[derive(Clone, Debug)]
pub struct Layer {
    name: LayerName,
    ids: Ids,
    shapes: Shapes,
    columns: Vec<Option<Column>>,
    /// Fields that the schema does not know, kept as text.
    extras: Vec<(String, TextColumn)>,
    /// The file that the rows were read from, and the row (1 = first row of data) of each.
    file: String,
    source_rows: Vec<u32>,
    /// The layer before anything was put right; none where nothing is.
    as_read: Option<Box<Layer>>,
    /// Ids of rows that were merged into another, and that row.
    aliases: BTreeMap<String, u32>,
    /// By row, the places of the corrections that it owes something to.
    marks: BTreeMap<u32, Vec<u32>>,
}

impl Layer {
    /// An empty layer, to be filled from a file of that name.
    pub fn new(name: LayerName, file: impl Into<String>) -> Self {
        Self {
            name,
            ids: Ids::default(),
            shapes: Shapes::new(),
            columns: schema::all(name).map(|_| None).collect(),
            extras: Vec::new(),
            file: file.into(),
            source_rows: Vec::new(),
            as_read: None,
            aliases: BTreeMap::new(),
            marks: BTreeMap::new(),
        }
    }

    /// Which layer it is.
    pub fn name(&self) -> LayerName {
        self.name
    }

    /// How many features.
    pub fn len(&self) -> usize {
        self.source_rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.source_rows.is_empty()
    }

    /// Where the features are.
    pub fn shapes(&self) -> &Shapes {
        &self.shapes
    }

    /// Where to add the next row's shape: exactly one push before [`Self::finish_row`].
    pub fn shapes_mut(&mut self) -> &mut Shapes {
        &mut self.shapes
    }

    /// Sets a value of the row being added. `field` is a [`schema::position`]; text stands for lists too.
    pub fn set(&mut self, field: usize, value: Value<'_>) {
        let row = self.source_rows.len();
        let Some(def) = schema::at(self.name, field) else { return };
        let column = self.columns[field].get_or_insert_with(|| Column::new(def.kind));
        column.fill(row);
        match (column, value) {
            (Column::Text(c), Value::Text(v)) => c.push(v),
            (Column::Code(c), Value::Code(v)) => c.push(code_place(def, v)),
            (Column::Number(c), Value::Number(v)) => c.push(v),
            (Column::Flag(c), Value::Flag(v)) => c.push(1 + u8::from(v)),
            (Column::Date(c), Value::Date(v)) => c.push(v),
            (Column::DateTime(c), Value::DateTime(v)) => c.push(v),
            (column, value) => debug_assert!(false, "{value:?} into {}: {column:?}", def.name),
        }
    }

    /// Sets a value that the schema does not know.
    pub fn set_extra(&mut self, name: &str, text: &str) {
        let row = self.source_rows.len();
        let at = match self.extras.iter().position(|(n, _)| n == name) {
            Some(at) => at,
            None => {
                self.extras.push((name.to_owned(), TextColumn::default()));
                self.extras.len() - 1
            }
        };
        let column = &mut self.extras[at].1;
        column.rows.resize(row, 0);
        column.push(text);
    }

    /// Ends the row being added. `source_row` counts from 1 in the file.
    pub fn finish_row(&mut self, id: &str, source_row: u32) {
        self.ids.push(id);
        self.source_rows.push(source_row);
        debug_assert_eq!(self.shapes.len(), self.source_rows.len(), "one shape a row");
    }

    /// Ends the layer: gives back what growing set aside.
    pub fn finish(&mut self) {
        let n = self.len();
        for column in self.columns.iter_mut().flatten() {
            column.fill(n);
            match column {
                Column::Text(c) => {
                    c.rows.shrink_to_fit();
                    c.seen = HashMap::new();
                }
                Column::Code(c) | Column::Flag(c) => c.shrink_to_fit(),
                Column::Number(c) => c.shrink_to_fit(),
                Column::Date(c) => c.shrink_to_fit(),
                Column::DateTime(c) => c.shrink_to_fit(),
            }
        }
        for (_, column) in &mut self.extras {
            column.rows.resize(n, 0);
            column.seen = HashMap::new();
        }
        self.ids.shrink_to_fit();
        self.source_rows.shrink_to_fit();
        self.shapes.shrink_to_fit();
    }

    /// A row's name in both languages, else its number as a road's, else its id.
    pub fn title(&self, row: usize) -> Words {
        let (zh, en) = (self.text(row, "name"), self.text(row, "name_en"));
        let either = zh.or(en).or_else(|| self.text(row, "ref")).unwrap_or_else(|| self.id(row));
        Words::new(zh.unwrap_or(either), en.unwrap_or(either))
    }

    /// Where a row came from: "file#row".
    pub fn source(&self, row: usize) -> String {
        match self.text(row, "_src") {
            Some(src) => src.to_owned(),
            None => format!("{}#{}", self.file, self.source_rows[row]),
        }
    }

    /// A field's column, if any row fills it. Take it once before a loop over rows.
    pub fn column(&self, field: &str) -> Option<&Column> {
        let column = self.columns[schema::position(self.name, field)?].as_ref()?;
        debug_assert!(column.len() <= self.len());
        Some(column)
    }

    /// A row's value of a field; `None` when unknown.
    pub fn value(&self, row: usize, field: &str) -> Option<Value<'_>> {
        let at = schema::position(self.name, field)?;
        self.value_at(row, at)
    }

    fn value_at(&self, row: usize, at: usize) -> Option<Value<'_>> {
        Some(match self.columns[at].as_ref()? {
            Column::Text(c) => Value::Text(c.get(row)?),
            Column::Code(c) => {
                let place = c.get(row)?.checked_sub(1)?;
                let def = schema::at(self.name, at)?;
                Value::Code(code_at(def, place as usize)?)
            }
            Column::Number(c) => Value::Number(*c.get(row).filter(|v| !v.is_nan())?),
            Column::Flag(c) => match c.get(row)? {
                1 => Value::Flag(false),
                2 => Value::Flag(true),
                _ => return None,
            },
            Column::Date(c) => Value::Date(*c.get(row).filter(|v| **v != i32::MIN)?),
            Column::DateTime(c) => Value::DateTime(*c.get(row).filter(|v| **v != i64::MIN)?),
        })
    }

    /// A row's known values, in schema order.
    pub fn values(&self, row: usize) -> impl Iterator<Item = (&'static Field, Value<'_>)> {
        schema::all(self.name).enumerate().filter_map(move |(at, def)| Some((def, self.value_at(row, at)?)))
    }

    /// A row's values of fields that the schema does not know.
    pub fn extras(&self, row: usize) -> impl Iterator<Item = (&str, &str)> {
        self.extras.iter().filter_map(move |(name, column)| Some((name.as_str(), column.get(row)?)))
    }

    /// The fields that the schema does not know, with their columns.
    pub fn extra_columns(&self) -> impl Iterator<Item = (&str, &TextColumn)> {
        self.extras.iter().map(|(name, column)| (name.as_str(), column))
    }

    /// A row's text (or code) of a field.
    pub fn text(&self, row: usize, field: &str) -> Option<&str> {
        self.cells(field).text(row)
    }

    /// A row's number of a field.
    pub fn number(&self, row: usize, field: &str) -> Option<f64> {
        self.cells(field).number(row)
    }

    /// A field's cells. A field is looked up by its name: once before a loop over rows, not at every row.
    pub fn cells(&self, field: &str) -> Cells<'_> {
        Cells { layer: self, at: schema::position(self.name, field) }
    }

    /// First and last day of a date or date-time field, days since 1970-01-01; `None` when no row has one.
    pub fn days(&self, field: &str) -> Option<(i32, i32)> {
        match self.column(field)? {
            Column::Date(c) => range(c, i32::MIN),
            Column::DateTime(c) => range(c, i64::MIN).map(|range| range.map(|t| t.div_euclid(86_400) as i32)),
            _ => None,
        }
        .map(<(i32, i32)>::from)
    }

    /// A row's yes or no of a field.
    pub fn flag(&self, row: usize, field: &str) -> Option<bool> {
        self.cells(field).flag(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::LngLat;

    #[test]
    fn missing_values_stay_missing() {
        let mut layer = Layer::new(LayerName::Venues, "venues.csv");
        let people = schema::position(LayerName::Venues, "people_day").unwrap();
        let kind = schema::position(LayerName::Venues, "kind").unwrap();
        let alarm = schema::position(LayerName::Venues, "protection.alarm").unwrap();
        for row in 0..3u32 {
            layer.shapes_mut().push_point(LngLat::new(f64::from(row), 0.0));
            layer.set(kind, Value::Code("hotel"));
            if row == 1 {
                layer.set(people, Value::Number(40.0));
                layer.set(alarm, Value::Flag(false));
                layer.set_extra("phone", "=1+1");
            }
            layer.finish_row(&format!("v{row}"), row + 1);
        }
        layer.finish();
        assert_eq!(layer.number(0, "people_day"), None);
        assert_eq!(layer.number(1, "people_day"), Some(40.0));
        assert_eq!(layer.number(2, "people_day"), None);
        assert_eq!(layer.flag(1, "protection.alarm"), Some(false));
        assert_eq!(layer.flag(2, "protection.alarm"), None);
        assert_eq!(layer.text(2, "kind"), Some("hotel"));
        assert!(layer.column("capacity").is_none());
        assert_eq!(layer.id(2), "v2");
        assert_eq!(layer.source(2), "venues.csv#3");
        assert_eq!(layer.cells("people_day").number(1), Some(40.0));
        assert_eq!(layer.cells("no such field").text(1), None);
        assert_eq!(layer.row_of("v1"), Some(1));
        assert_eq!(layer.extras(1).collect::<Vec<_>>(), [("phone", "=1+1")]);
        assert_eq!(layer.extras(2).count(), 0);
    }
}
