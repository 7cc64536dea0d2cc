//! Where things are and what is near: the city's plane in metres, the R-tree over each layer, vector tiles.
//!
//! By question:
//! - Degrees to metres and back? [`Plane`]
//! - What is in this box, within 500 m, nearest, inside this area? [`Index`]
//! - Near what? A point, a line or a polygon on the plane: [`Probe`]; drawn, how far that is: [`Probe::reach`]
//! - Where is most of it? [`usual_degrees`], [`usual_places`]
//! - Does a drawn ring enclose an area? [`crosses_itself`]
//! - What does the map draw? [`TileSource`]
//!
//! Every answer is sorted, so that the same question has the same answer on every machine. Not for a world: a city
//! that lies on both sides of the antimeridian is refused ([`SpatialError`]).

mod error;
mod geometry;
mod index;
mod inner;
mod paths;
mod plane;
mod probe;
mod reach;
mod ring;
pub mod tile;
mod usual;

pub use error::SpatialError;
pub use index::{Hit, Index, OnLine};
pub use inner::inner_point;
pub use plane::Plane;
pub use probe::Probe;
pub use reach::Rings;
pub use ring::crosses_itself;
pub use tile::TileSource;
pub use usual::{usual_degrees, usual_places};
