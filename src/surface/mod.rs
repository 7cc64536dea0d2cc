//! Density surfaces on the plane, their classes and their bands.
//!
//! - How dense is it at one place, and everywhere? [`density`]
//! - Where do a grid's nodes lie? [`Grid`]
//! - Where are classes cut? [`breaks`]

pub mod breaks;
pub mod density;
mod grid;

pub use breaks::Breaks;
pub use grid::{Grid, MAX_NODES};
