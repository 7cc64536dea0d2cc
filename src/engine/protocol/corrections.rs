//! Corrections made by hand: their list, and what of a feature can be put right.

use super::{FeatureRef, Hit};
use crate::domain::{Entry, Stood, Words};
use crate::units::LngLat;
use serde::{Deserialize, Serialize};

/// A correction of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorrectionRow {
    /// Its place in the list, from 0.
    pub place: u32,
    /// What it says and how it stands.
    pub entry: Entry,
    /// What is corrected: its name, or its id; empty for one that cannot be read.
    pub title: Words,
    /// What it does; of one that cannot be read what is wrong.
    pub says: Words,
    /// Why, who says so and when; empty for one that cannot be read.
    pub grounds: Words,
    /// The row that it is about, as far as it is there.
    pub hit: Option<Hit>,
}

/// What of a feature can be put right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correctable {
    /// The feature.
    pub hit: Hit,
    /// Its fields, in the schema's order.
    pub fields: Vec<FieldForm>,
    /// Where it lies, where it is a point and can be moved.
    pub point: Option<LngLat>,
    /// It can be merged into another or taken away.
    pub removable: bool,
    /// By what it is known again if it goes.
    pub stood: Stood,
    /// Others of its layer that are near, nearest first.
    pub alike: Vec<Alike>,
    /// How far was looked for them, metres.
    pub alike_m: f64,
}

/// Another feature that may be the same thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alike {
    /// The feature.
    pub hit: Hit,
    /// By what it is known again if it goes.
    pub stood: Stood,
}

/// A field as it is put right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldForm {
    /// The field.
    pub field: String,
    /// What it takes.
    pub takes: Takes,
    /// What stands there, as a table has it; none is unknown.
    pub now: Option<String>,
    /// It cannot be unknown.
    pub required: bool,
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Takes {
    /// Any text.
    Text,
    /// One of these codes.
    Code(Vec<String>),
    /// A number from one to another, with its unit, which may be empty.
    Number {
        /// The unit.
        unit: String,
        /// The smallest.
        min: f64,
        /// The largest.
        max: f64,
    },
    /// Yes or no.
    Flag,
    /// A day.
    Date,
    /// A local day and time.
    DateTime,
    /// A list: JSON, or `key:value;key:value`.
    List,
}

/// A correction that concerns a feature, as its card shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Corrected {
    /// Its place in the list, from 0.
    pub place: u32,
    /// The field whose value it gave; empty for another.
    pub field: String,
    /// The fields that were taken from one merged into it.
    pub took: Vec<String>,
    /// What it does, with what stood there.
    pub says: Words,
    /// Why, who says so and when.
    pub grounds: Words,
    /// It moved the feature.
    pub moved: bool,
    /// The feature.
    pub of: FeatureRef,
}
