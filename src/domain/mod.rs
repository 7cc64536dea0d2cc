//! The city's nouns: layers, fields, kinds, levels, shapes and tables. No algorithms.

pub mod cas;
mod city;
mod corrections;
pub mod crashes;
pub mod kinds;
mod layer;
mod level;
pub mod parameters;
pub mod ranges;
mod rules;
pub mod schema;
mod shapes;
mod table;

pub use city::{BaseMap, Campaign, City, Conventions, LayerFile, Manifest, OwnData, Source, Words};
pub use corrections::{Act, Correction, Entry, Standing, Stood, is_correctable, is_removable};
pub use crashes::{CrashFilter, CrashPart};
pub use layer::{Geometry, LayerName};
pub use level::Level;
pub use ranges::{NumberRange, NumberRanges};
pub use rules::{Confidence, Refused, RulePack, RuleValue, Setting, Settings};
pub use schema::{Field, FieldType};
pub use shapes::{Shape, ShapeKind, Shapes};
pub use table::{Cell, Cells, Column, Edits, Ids, Layer, TextColumn, Value};
