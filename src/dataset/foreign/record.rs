//! A source's rows, the same whatever the format: column names, values as text, and a geometry where the format has one.

use crate::dataset::format::FileError;
use crate::dataset::report::WarningKind;
use crate::dataset::wkt::OwnedGeometry;
use crate::domain::Words;
use std::collections::HashMap;

/// The names of a source's columns.
#[derive(Debug, Default)]
pub struct Columns {
    names: Vec<String>,
    places: HashMap<String, usize>,
    /// Every column is known before the first row (a table), not found on the way (GeoJSON).
    pub complete: bool,
}

impl Columns {
    /// The columns of a table's header; of two of one name the first counts.
    pub fn of_header<S: AsRef<str>>(header: impl IntoIterator<Item = S>) -> Self {
        let mut columns = Self { complete: true, ..Self::default() };
        for name in header {
            let name = name.as_ref().trim();
            let place = columns.names.len();
            columns.names.push(name.to_owned());
            columns.places.entry(name.to_owned()).or_insert(place);
        }
        columns
    }

    /// The place of a column, added where it is new.
    pub fn place_or_add(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), self.names.len() - 1);
        self.names.len() - 1
    }

    /// The place of a column.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name.trim()).copied()
    }

    /// The names, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// A row of a source.
pub struct Record<'a> {
    /// Its number, from 1.
    pub row: u32,
    /// Where it is, where the format says so.
    pub geometry: &'a OwnedGeometry,
    /// The columns.
    pub columns: &'a Columns,
    /// The values by column; blank is none, and missing ones at the end are none.
    pub values: &'a [String],
}

impl<'a> Record<'a> {
    /// The value of a column; `None` where nothing stands there.
    pub fn get(&self, column: &str) -> Option<&'a str> {
        let value = self.values.get(self.columns.place(column)?)?;
        Some(value.as_str()).filter(|v| !v.trim().is_empty())
    }
}

/// What a source's reader finds.
pub enum Found<'a> {
    /// A table's columns, before its first row.
    Header(&'a Columns),
    /// A row.
    Row(Record<'a>),
    /// A row in which nothing stands.
    Blank,
    /// A row that makes no sense: its number, what was found, what was expected in Chinese and English.
    Bad(u32, String, &'static str, &'static str),
    /// The coordinate system that the file itself names, before its first row, or why it cannot be said; what the plan
    /// says counts more.
    Crs(Result<String, FileError>),
    /// Something to know about the file.
    Warning(WarningKind, Words),
}

/// Hears what a reader finds; an error stops the reading.
pub type Sink<'a> = dyn FnMut(Found<'_>) -> Result<(), FileError> + 'a;
