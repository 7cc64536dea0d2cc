//! The values of one field, by row.

use crate::domain::schema::{Field, FieldType};
use std::collections::HashMap;

/// One value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Words, or a list as JSON text.
    Text(&'a str),
    /// One of a closed list.
    Code(&'static str),
    /// A number, in the field's unit.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Days since 1970-01-01.
    Date(i32),
    /// Local seconds since 1970-01-01T00:00:00.
    DateTime(i64),
}

/// Text by row, each different text kept once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextColumn {
    /// 0 is missing, otherwise the place in `pool` plus one.
    pub(super) rows: Vec<u32>,
    pub(super) pool: Vec<Box<str>>,
    pub(super) seen: HashMap<Box<str>, u32>,
}

impl TextColumn {
    pub(super) fn push(&mut self, text: &str) {
        let next = self.pool.len() as u32 + 1;
        let code = match self.seen.get(text) {
            Some(code) => *code,
            None => {
                self.pool.push(text.into());
                self.seen.insert(text.into(), next);
                next
            }
        };
        self.rows.push(code);
    }

    /// Rows up to the last that was filled.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row was filled.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The text of a row.
    pub fn get(&self, row: usize) -> Option<&str> {
        let code = *self.rows.get(row)?;
        code.checked_sub(1).map(|i| &*self.pool[i as usize])
    }

    /// The different texts, in order of first occurrence.
    pub fn distinct(&self) -> &[Box<str>] {
        &self.pool
    }

    /// The place of a row's text in [`Self::distinct`].
    pub fn code(&self, row: usize) -> Option<u32> {
        self.rows.get(row)?.checked_sub(1)
    }
}

/// A field's values by row. Missing values have a mark of their own in each kind of column.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Text and lists.
    Text(TextColumn),
    /// Closed lists: 0 is missing, otherwise the place in the list plus one.
    Code(Vec<u8>),
    /// Numbers; NaN is missing.
    Number(Vec<f64>),
    /// Yes and no: 0 missing, 1 no, 2 yes.
    Flag(Vec<u8>),
    /// Days since 1970-01-01; `i32::MIN` is missing.
    Date(Vec<i32>),
    /// Local seconds since 1970-01-01T00:00:00; `i64::MIN` is missing.
    DateTime(Vec<i64>),
}

impl Column {
    pub(super) fn new(kind: FieldType) -> Self {
        match kind {
            FieldType::Text | FieldType::List => Self::Text(TextColumn::default()),
            FieldType::Code(_) | FieldType::Kind(_) => Self::Code(Vec::new()),
            FieldType::Number { .. } => Self::Number(Vec::new()),
            FieldType::Flag => Self::Flag(Vec::new()),
            FieldType::Date => Self::Date(Vec::new()),
            FieldType::DateTime => Self::DateTime(Vec::new()),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Text(c) => c.rows.len(),
            Self::Code(c) | Self::Flag(c) => c.len(),
            Self::Number(c) => c.len(),
            Self::Date(c) => c.len(),
            Self::DateTime(c) => c.len(),
        }
    }

    /// Missing values up to `rows`.
    pub(super) fn fill(&mut self, rows: usize) {
        match self {
            Self::Text(c) => c.rows.resize(rows, 0),
            Self::Code(c) | Self::Flag(c) => c.resize(rows, 0),
            Self::Number(c) => c.resize(rows, f64::NAN),
            Self::Date(c) => c.resize(rows, i32::MIN),
            Self::DateTime(c) => c.resize(rows, i64::MIN),
        }
    }
}

/// The lowest and the highest of some values, but for the mark of what is missing.
pub(super) fn range<T: Copy + Ord>(values: &[T], missing: T) -> Option<[T; 2]> {
    let mut known = values.iter().copied().filter(|value| *value != missing);
    let first = known.next()?;
    Some(known.fold([first; 2], |[low, high], value| [low.min(value), high.max(value)]))
}

pub(super) fn code_place(def: &Field, code: &str) -> u8 {
    let place = match def.kind {
        FieldType::Code(codes) => codes.iter().position(|c| *c == code),
        FieldType::Kind(kinds) => kinds.iter().position(|k| k.code == code),
        _ => None,
    };
    place.map_or(0, |p| p as u8 + 1)
}

pub(super) fn code_at(def: &Field, place: usize) -> Option<&'static str> {
    match def.kind {
        FieldType::Code(codes) => codes.get(place).copied(),
        FieldType::Kind(kinds) => kinds.get(place).map(|k| k.code),
        _ => None,
    }
}
