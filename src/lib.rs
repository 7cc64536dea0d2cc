//! riskmap: where a city's danger is, who is near it, what is not yet mended and who answers for it.
//!
//! By question:
//! - What does a city consist of, and which fields has a layer? [`domain`]
//! - Metres or degrees? [`units`]
//!
//! A module may name only those above it in this file; `tests/layers.rs` keeps that.

pub mod units;

pub mod domain;
