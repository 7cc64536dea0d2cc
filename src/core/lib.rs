//! Where the rows of a city are held and counted: the rooms whose speed is felt. The library `riskmap` shows them as its
//! own, in its own order, and nobody else needs to name this one.

#[path = "../units.rs"]
pub mod units;

#[path = "../domain/mod.rs"]
pub mod domain;

#[path = "../spatial/mod.rs"]
pub mod spatial;

#[path = "../surface/mod.rs"]
pub mod surface;
