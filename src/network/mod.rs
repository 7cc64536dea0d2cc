//! The road network: which section a place is on.
//!
//! - What is a section, and how long? [`Driven`]
//! - Which section is a crash on? [`Snapping`]

mod driven;
mod snap;

pub use driven::Driven;
pub use snap::{Snapped, Snapping};
