//! A field looked up once, and then its rows.

use super::{Layer, Value};

/// The cells of one field of a layer.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    pub(super) layer: &'a Layer,
    pub(super) at: Option<usize>,
}

impl<'a> Cells<'a> {
    /// A row's value; none when unknown.
    pub fn value(self, row: usize) -> Option<Value<'a>> {
        self.layer.value_at(row, self.at?)
    }

    /// A row's text (or code).
    pub fn text(self, row: usize) -> Option<&'a str> {
        match self.value(row)? {
            Value::Text(t) => Some(t),
            Value::Code(t) => Some(t),
            _ => None,
        }
    }

    /// A row's number.
    pub fn number(self, row: usize) -> Option<f64> {
        match self.value(row)? {
            Value::Number(v) => Some(v),
            _ => None,
        }
    }

    /// A row's yes or no.
    pub fn flag(self, row: usize) -> Option<bool> {
        match self.value(row)? {
            Value::Flag(v) => Some(v),
            _ => None,
        }
    }
}
