//! Rows of a layer put right by hand. The layer keeps what was read beside what is said now, so that a correction can be
//! taken back and the data be written as they came.

use super::join::push_shape;
use super::{Column, Ids, Layer, TextColumn, Value, code_place};
use crate::domain::schema;
use crate::domain::shapes::{ShapeKind, Shapes};
use crate::units::LngLat;
use std::collections::BTreeMap;

/// A value with its own text.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words, or a list as JSON text.
    Text(String),
    /// Anything else.
    Plain(Value<'static>),
}

impl Cell {
    /// The value of another row, owned.
    pub fn of(value: Value<'_>) -> Self {
        match value {
            Value::Text(t) => Self::Text(t.to_owned()),
            Value::Code(v) => Self::Plain(Value::Code(v)),
            Value::Number(v) => Self::Plain(Value::Number(v)),
            Value::Flag(v) => Self::Plain(Value::Flag(v)),
            Value::Date(v) => Self::Plain(Value::Date(v)),
            Value::DateTime(v) => Self::Plain(Value::DateTime(v)),
        }
    }

    /// The value.
    pub fn value(&self) -> Value<'_> {
        match self {
            Self::Text(t) => Value::Text(t),
            Self::Plain(value) => *value,
        }
    }
}

/// What is changed of a layer, by row.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    /// Points that lie elsewhere.
    pub moved: BTreeMap<usize, LngLat>,
    /// Values by row and place among the columns; none is unknown.
    pub values: BTreeMap<(usize, usize), Option<Cell>>,
    /// Values of fields that the schema does not know.
    pub extras: BTreeMap<(usize, String), String>,
    /// Rows that go, each with the row that stands for it, if one does.
    pub gone: BTreeMap<usize, Option<usize>>,
    /// Which corrections each row that stays owes something to.
    pub marks: BTreeMap<usize, Vec<u32>>,
}

impl Edits {
    /// The row that stands for a row at last; none for one that was taken away.
    fn stands_for(&self, row: usize) -> Option<usize> {
        let mut at = row;
        // A row goes once, so that this ends.
        for _ in 0..=self.gone.len() {
            match self.gone.get(&at) {
                None => return Some(at),
                Some(next) => at = (*next)?,
            }
        }
        None
    }
}

impl Layer {
    /// The layer as it was read, before anything was put right.
    pub fn as_read(&self) -> &Self {
        self.as_read.as_deref().unwrap_or(self)
    }

    /// The layer as it was read.
    pub fn into_as_read(self) -> Self {
        match self.as_read {
            Some(before) => *before,
            None => self,
        }
    }

    /// The places, in the list of corrections, of those that a row owes something to.
    pub fn corrections(&self, row: usize) -> &[u32] {
        self.marks.get(&(row as u32)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Ids of rows that were merged into another, with the row that stands for each.
    pub fn aliases(&self) -> impl Iterator<Item = (&str, u32)> {
        self.aliases.iter().map(|(id, row)| (id.as_str(), *row))
    }

    /// The layer with some rows changed; the rows must be those of the layer as it was read.
    pub fn corrected(self, edits: &Edits) -> Self {
        let before = self.into_as_read();
        let mut out = before.clone();
        for (row, at) in &edits.moved {
            out.shapes.move_point(*row, *at);
        }
        for ((row, at), cell) in &edits.values {
            out.put(*row, *at, cell.as_ref().map(Cell::value));
        }
        for ((row, name), text) in &edits.extras {
            out.put_extra(*row, name, text);
        }
        out.drop_rows(edits);
        for (at, column) in out.columns.iter_mut().enumerate() {
            let touched = !edits.gone.is_empty() || edits.values.keys().any(|(_, field)| *field == at);
            if touched && column.as_ref().is_some_and(Column::is_unknown) {
                *column = None;
            }
        }
        out.as_read = Some(Box::new(before));
        out
    }

    /// Puts a value into a row that is there.
    fn put(&mut self, row: usize, field: usize, value: Option<Value<'_>>) {
        let n = self.len();
        let Some(def) = schema::at(self.name, field).filter(|_| row < n) else { return };
        let column = self.columns[field].get_or_insert_with(|| Column::new(def.kind));
        column.fill(n);
        match (column, value) {
            (Column::Text(c), None) => c.rows[row] = 0,
            (Column::Text(c), Some(Value::Text(v))) => c.put(row, v),
            (Column::Code(c), None) | (Column::Flag(c), None) => c[row] = 0,
            (Column::Code(c), Some(Value::Code(v))) => c[row] = code_place(def, v),
            (Column::Number(c), None) => c[row] = f64::NAN,
            (Column::Number(c), Some(Value::Number(v))) => c[row] = v,
            (Column::Flag(c), Some(Value::Flag(v))) => c[row] = 1 + u8::from(v),
            (Column::Date(c), None) => c[row] = i32::MIN,
            (Column::Date(c), Some(Value::Date(v))) => c[row] = v,
            (Column::DateTime(c), None) => c[row] = i64::MIN,
            (Column::DateTime(c), Some(Value::DateTime(v))) => c[row] = v,
            (column, value) => debug_assert!(false, "{value:?} into {}: {column:?}", def.name),
        }
    }

    fn put_extra(&mut self, row: usize, name: &str, text: &str) {
        let n = self.len();
        if let Some((_, column)) = self.extras.iter_mut().find(|(n, _)| n == name) {
            column.rows.resize(n, 0);
            column.put(row, text);
        }
    }

    /// Takes rows out, and keeps under which ids and marks the others stand now.
    fn drop_rows(&mut self, edits: &Edits) {
        let n = self.len();
        let stays: Vec<bool> = (0..n).map(|row| !edits.gone.contains_key(&row)).collect();
        let mut place = Vec::with_capacity(n);
        let mut next = 0_u32;
        for stays in &stays {
            place.push(next);
            next += u32::from(*stays);
        }
        self.aliases = edits
            .gone
            .keys()
            .filter_map(|row| Some((self.id(*row).to_owned(), *place.get(edits.stands_for(*row)?)?)))
            .collect();
        self.marks = BTreeMap::new();
        for (row, marks) in &edits.marks {
            let Some(at) = edits.stands_for(*row).and_then(|row| place.get(row)) else { continue };
            let its = self.marks.entry(*at).or_default();
            its.extend(marks);
            its.sort_unstable();
            its.dedup();
        }
        if edits.gone.is_empty() {
            return;
        }
        let (mut ids, mut shapes) = (Ids::default(), Shapes::new());
        for row in (0..n).filter(|row| stays[*row]) {
            ids.push(self.ids.get(row));
            push_shape(&mut shapes, self.shapes.get(row));
        }
        (self.ids, self.shapes) = (ids, shapes);
        keep(&mut self.source_rows, &stays);
        for column in self.columns.iter_mut().flatten() {
            match column {
                Column::Text(c) => keep(&mut c.rows, &stays),
                Column::Code(c) | Column::Flag(c) => keep(c, &stays),
                Column::Number(c) => keep(c, &stays),
                Column::Date(c) => keep(c, &stays),
                Column::DateTime(c) => keep(c, &stays),
            }
        }
        for (_, column) in &mut self.extras {
            keep(&mut column.rows, &stays);
        }
    }
}

fn keep<T>(values: &mut Vec<T>, stays: &[bool]) {
    let mut stays = stays.iter();
    values.retain(|_| stays.next().is_none_or(|stays| *stays));
}

impl Column {
    /// Whether no row fills it.
    fn is_unknown(&self) -> bool {
        match self {
            Self::Text(c) => c.rows.iter().all(|v| *v == 0),
            Self::Code(c) | Self::Flag(c) => c.iter().all(|v| *v == 0),
            Self::Number(c) => c.iter().all(|v| v.is_nan()),
            Self::Date(c) => c.iter().all(|v| *v == i32::MIN),
            Self::DateTime(c) => c.iter().all(|v| *v == i64::MIN),
        }
    }
}

impl TextColumn {
    /// Puts a text into a row that is there; one that is stored already is found again.
    fn put(&mut self, row: usize, text: &str) {
        let at = self.pool.iter().position(|known| **known == *text).unwrap_or_else(|| {
            self.pool.push(text.into());
            self.pool.len() - 1
        });
        if let Some(code) = self.rows.get_mut(row) {
            *code = at as u32 + 1;
        }
    }
}

impl Shapes {
    /// Puts a point elsewhere; anything but a point stays.
    fn move_point(&mut self, row: usize, at: LngLat) {
        if row < self.len() && self.get(row).kind() == ShapeKind::Point {
            let place = self.get(row).coord_range().start;
            self.set_coord(place, at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LayerName;

    fn layer() -> Layer {
        let mut layer = Layer::new(LayerName::Venues, "venues.csv");
        let name = schema::position(LayerName::Venues, "name").unwrap();
        let day = schema::position(LayerName::Venues, "people_day").unwrap();
        for (n, (id, title)) in [("A", "甲"), ("B", "乙"), ("C", "丙"), ("D", "丁")].iter().enumerate() {
            layer.shapes_mut().push_point(LngLat::new(112.0 + n as f64, 30.0));
            layer.set(name, Value::Text(title));
            if n == 1 {
                layer.set(day, Value::Number(7.0));
            }
            layer.finish_row(id, n as u32 + 1);
        }
        layer.finish();
        layer
    }

    #[test]
    fn rows_change_and_the_layer_as_it_was_read_stays() {
        let day = schema::position(LayerName::Venues, "people_day").unwrap();
        let name = schema::position(LayerName::Venues, "name").unwrap();
        let mut edits = Edits::default();
        edits.moved.insert(3, LngLat::new(1.0, 2.0));
        edits.values.insert((3, name), Some(Cell::Text("甲".into())));
        edits.values.insert((1, day), None);
        edits.gone.insert(0, Some(2));
        edits.gone.insert(2, Some(3));
        edits.marks.insert(2, vec![0, 1]);
        edits.marks.insert(3, vec![2, 1]);
        let now = layer().corrected(&edits);
        assert_eq!((now.len(), now.id(0), now.id(1)), (2, "B", "D"));
        assert_eq!(now.shapes().coords(), [LngLat::new(113.0, 30.0), LngLat::new(1.0, 2.0)]);
        assert_eq!((now.text(0, "name"), now.text(1, "name")), (Some("乙"), Some("甲")));
        assert!(now.column("people_day").is_none(), "a column that no row fills is not kept");
        assert_eq!(now.source(1), "venues.csv#4");
        assert_eq!(
            (now.row_of("A"), now.row_of("C"), now.row_of("D"), now.row_of("E")),
            (Some(1), Some(1), Some(1), None)
        );
        assert_eq!((now.corrections(0), now.corrections(1)), (&[][..], &[0, 1, 2][..]));
        let back = now.into_as_read();
        assert_eq!((back.len(), back.number(1, "people_day"), back.row_of("A")), (4, Some(7.0), Some(0)));
        assert_eq!(back.shapes().coords(), layer().shapes().coords());
    }
}
