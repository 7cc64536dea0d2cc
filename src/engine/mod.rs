//! The open city, its indexes and caches behind one function. Worker, command line and tests ask the same questions.

pub mod protocol;

pub use protocol::*;
