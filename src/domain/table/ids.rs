//! The ids of a layer, and the rows that they name.

use super::Layer;
use std::collections::{HashMap, HashSet};

/// The ids of a layer's features.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ids {
    bytes: String,
    ends: Vec<u32>,
}

impl Ids {
    pub(super) fn push(&mut self, id: &str) {
        self.bytes.push_str(id);
        self.ends.push(self.bytes.len() as u32);
    }

    pub(super) fn get(&self, row: usize) -> &str {
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        &self.bytes[start..self.ends[row] as usize]
    }

    /// Gives back what growing set aside.
    pub(super) fn shrink_to_fit(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

impl Layer {
    /// A feature's id.
    pub fn id(&self, row: usize) -> &str {
        self.ids.get(row)
    }

    /// The row of an id, or the one that a row of this id was merged into; looks at every row.
    pub fn row_of(&self, id: &str) -> Option<usize> {
        let own = (0..self.len()).find(|&row| self.id(row) == id);
        own.or_else(|| self.aliases.get(id).map(|row| *row as usize))
    }

    /// The rows of many ids at once, in one look at every row; ids that it does not have are missing.
    pub fn rows_of<'a>(&self, ids: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
        let wanted: HashSet<&str> = ids.collect();
        let mut out = HashMap::with_capacity(wanted.len());
        for row in 0..self.len() {
            if let Some(id) = wanted.get(self.id(row)) {
                out.entry(*id).or_insert(row);
            }
        }
        for id in wanted {
            if let Some(row) = self.aliases.get(id) {
                out.entry(id).or_insert(*row as usize);
            }
        }
        out
    }
}
