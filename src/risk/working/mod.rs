//! The workings of this crate's first methods, put together from their results: one file a method.

mod density;
mod exposure;
mod inside;
mod sections;
mod venues;

pub use density::{DensityFacts, PlaceFacts, density, density_at};
pub use exposure::{ExposureFacts, exposure};
pub use inside::{AreaShape, InsideFacts, inside};
pub use sections::{sections, selection};
pub use venues::{VenueFacts, venues};

use super::explain::Origin;
use super::parts::{input, w};
use crate::domain::LayerName;

fn rows(name: LayerName, n: u32) -> Origin {
    Origin::Layer(name.code().to_owned(), n)
}
