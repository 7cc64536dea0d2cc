//! Bytes to a city and back: files, formats, validation, reports.
//!
//! Every format's rows come through one door, [`LayerBuilder`], which judges them by the schema: a bad row is rejected
//! whole with file, row, field, what was found and what was expected, and never takes a good row with it.

pub mod builder;
pub mod check;
pub mod china;
pub mod columns;
pub mod crs;
pub mod csv;
pub mod dates;
pub mod files;
#[cfg(feature = "foreign")]
pub mod foreign;
pub mod format;
pub mod geojson;
mod gunzip;
#[cfg(feature = "foreign")]
pub mod import;
pub mod limits;
pub mod manifest;
pub mod own;
pub mod patches;
pub mod read;
pub mod report;
pub mod rules;
pub mod wkt;
pub mod write;

pub use builder::{LayerBuilder, Position, RawGeometry, RawValue, Slot};
pub use crs::Crs;
pub use files::{Files, FilesError};
pub use format::{FileError, Format, Formats, LayerReader, Opening};
pub use limits::Limits;
pub use manifest::ManifestError;
pub use read::{DatasetError, LayerLoad, Loaded, Progress, Reading, Wanted, read};
pub use report::{LayerReport, Rejection, Report, Warning, WarningKind};
pub use write::{WriteOptions, push_feature, write};
