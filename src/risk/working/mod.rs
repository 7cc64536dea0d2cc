//! The workings of this crate's first methods, put together from their results: one file a method.

mod density;
mod exposure;
mod sections;
mod venues;

pub use density::{DensityFacts, PlaceFacts, density, density_at};
pub use exposure::{ExposureFacts, exposure};
pub use sections::{sections, selection};
pub use venues::{VenueFacts, venues};

use super::explain::{Input, Origin};
use crate::domain::{LayerName, Words};

fn w(zh: impl Into<String>, en: impl Into<String>) -> Words {
    Words::new(zh, en)
}

fn input(symbol: &str, label: Words, value: Option<f64>, unit: &str, from: Origin) -> Input {
    Input { symbol: symbol.to_owned(), label, value, unit: unit.to_owned(), from }
}

fn rows(name: LayerName, n: u32) -> Origin {
    Origin::Layer(name.code().to_owned(), n)
}
