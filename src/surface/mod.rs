//! Density surfaces on the plane, their classes and their bands.
//!
//! - How dense is it at one place, and everywhere? [`density`]
//! - Where does an area count? [`one_place_each`]
//! - Where do a grid's nodes lie? [`Grid`]
//! - Where are classes cut? [`breaks`]
//! - Which area does a class cover? [`bands`]

pub mod bands;
pub mod bins;
pub mod breaks;
pub mod density;
mod grid;
mod places;

pub use breaks::{Breaks, Edges, EdgesError};
pub use grid::{Grid, MAX_NODES};
pub use places::one_place_each;
