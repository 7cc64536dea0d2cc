//! The engine's longer answers: rankings and surfaces, put together from the methods' results.

mod changes;
mod compare;
mod density;
mod export;
mod exposure;
mod ground;
mod histogram;
mod inside;
mod ledger;
mod levels;
mod not_read;
mod on_roads;
mod path;
mod place;
mod region;
mod rows;
mod sections;
mod tally;
mod unchecked;
mod venues;

pub use changes::changes;
pub use compare::{Compared, compare};
pub use density::{DensityLayer, density};
pub use export::{About, export};
pub use exposure::{ExposedRows, exposure, exposure_of};
pub use ground::measure;
pub use histogram::histogram;
pub use ledger::{danger, days as ledger_days, ledger};
pub use levels::{Preparing, Rings, Teller, Told, conflicts, figures, inside, levels, overview, why};
pub use not_read::not_read;
pub use on_roads::on_roads;
pub use path::path;
pub use place::{density_at, density_parts};
pub use region::select;
pub use rows::{Listed, Rankings, Window, rows};
pub use sections::{Network, sections};
pub use tally::tally;
pub use unchecked::unchecked;
pub use venues::venues;

use super::protocol::EngineError;
use super::{Engine, Paint, UNPAINTED};
use crate::domain::{Column, Layer, LayerName};
use crate::surface::breaks::class_of;

/// Classes of a ranking.
const CLASSES: usize = 5;

/// A parameter that must lie in a range.
fn within(name: &str, value: f64, min: f64, max: f64, unit: &str) -> Result<(), EngineError> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    Err(EngineError::Parameter {
        name: name.to_owned(),
        found: format!("{value} {unit}"),
        expected: format!("{min} to {max} {unit}"),
    })
}

/// The numbers of a field, by row; NaN where unknown.
fn number_field<'a>(layer: &'a Layer, field: &str) -> Result<&'a [f64], EngineError> {
    match layer.column(field) {
        Some(Column::Number(values)) => Ok(values),
        _ => Err(EngineError::NotThere(format!("number {field} in {}", layer.name()))),
    }
}

/// Days since 1970-01-01 as the dates of a period.
fn period(days: Option<(i32, i32)>) -> Option<(String, String)> {
    days.map(|(first, last)| (crate::dataset::dates::write_date(first), crate::dataset::dates::write_date(last)))
}

impl Engine {
    /// Paints a layer: `values` by row, none for rows without one. Gives the paint's number.
    fn paint(&mut self, layer: LayerName, edges: &[f64], values: impl Iterator<Item = Option<f64>>) -> u32 {
        let classes = values.map(|v| v.and_then(|v| class_of(v, edges)).unwrap_or(UNPAINTED)).collect();
        self.paints.insert(layer, Paint { classes });
        self.next_revision()
    }
}
