//! The road network: which section a place is on.
//!
//! - What is a section, and how long? [`Driven`]
//! - Which section is a crash on? [`Snapping`]
//! - Which sections lie on the shortest way between two? [`Ways`]

mod driven;
mod snap;
mod ways;

pub use driven::Driven;
pub use snap::{Snapped, Snapping};
pub use ways::{Way, Ways};
