//! What differs between an earlier dataset and the open one.

use super::{ColumnKey, Hit, Known};
use crate::domain::{LayerName, Level, Words};
use serde::{Deserialize, Serialize};

/// A dataset, in a line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DataOf {
    /// The city's name.
    pub name: Words,
    /// The day of the data, on which its levels are.
    pub as_of: String,
}

/// What differs. Rows are the same where layer and id are; one without an id of its own has one made of its content, so
/// that it counts as gone and added when anything in it changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChangesTable {
    /// The earlier dataset.
    pub before: DataOf,
    /// The open one.
    pub after: DataOf,
    /// Layers that either has, in display order.
    pub layers: Vec<LayerChanges>,
    /// Rows that differ, whether they come back or not; of a layer with a great many, not all are held.
    pub total: u32,
    /// The first of them: a level that became worse, worst first; gone; added; a level that became better; another level
    /// change; moved, farthest first; changed values.
    pub rows: Vec<RowChange>,
}

/// How many rows of a layer differ. A row may count in several columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerChanges {
    /// The layer.
    pub layer: LayerName,
    /// Its rows in the earlier dataset.
    pub before: u32,
    /// Its rows in the open one.
    pub after: u32,
    /// Rows that only the open one has.
    pub added: u32,
    /// Rows that only the earlier one has.
    pub gone: u32,
    /// Rows in another place, or drawn otherwise.
    pub moved: u32,
    /// Rows with another value of any field.
    pub altered: u32,
    /// Rows whose level became worse, of those that have one in both.
    pub worse: u32,
    /// Rows whose level became better, likewise.
    pub better: u32,
}

impl LayerChanges {
    /// Both have rows, and no id occurs in both: probably the ids were given anew.
    pub fn share_no_id(&self) -> bool {
        self.before > 0 && self.after > 0 && self.gone == self.before
    }
}

/// A row that differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowChange {
    /// The layer.
    pub layer: LayerName,
    /// The id.
    pub id: String,
    /// Its name, as the open dataset has it; as the earlier one had it where it is gone.
    pub name: Words,
    /// To fly there; none for what is gone or has no place.
    pub hit: Option<Hit>,
    /// Which of the two have it.
    pub presence: Presence,
    /// How far its place moved, metres on the plane; 0 where the shape was drawn otherwise around the same place. None
    /// where nothing moved.
    pub moved_m: Option<f64>,
    /// Fields with another value.
    pub values: Vec<ValueChange>,
    /// Its level before and after, where they differ. Each is on the day of its own dataset.
    pub level: Option<(Level, Level)>,
}

/// Which of two datasets have a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Presence {
    /// Only the earlier one.
    Gone,
    /// Only the open one.
    Added,
    /// Both.
    Both,
}

/// A field with another value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValueChange {
    /// The field.
    pub field: ColumnKey,
    /// The unit of its numbers.
    pub unit: String,
    /// The value in the earlier dataset.
    pub before: Known,
    /// The value in the open one.
    pub after: Known,
}
