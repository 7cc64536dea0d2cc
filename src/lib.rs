//! riskmap: where a city's danger is, who is near it, what is not yet mended and who answers for it.
//!
//! By question:
//! - Metres or degrees? [`units`]
//! - What does a city consist of, and which fields has a layer? [`domain`]
//! - How do files become a city, and what was wrong with them? [`dataset`]
//! - What is near, inside, along? [`spatial`]
//! - What is it called, in Chinese and in English? [`text`]
//! - Which road section is this on? [`network`]
//! - How dense, in which classes? [`surface`]
//! - How dangerous, and why? [`risk`]
//! - Where does the fictional city come from? [`demo`]
//! - What can be asked of an open city? [`engine`]
//! - What does a link restore? [`view`]
//! - How is it drawn? [`map`]
//! - What does the browser give and take? `platform`, and the page itself is `ui` (both exist for WASM only)
//!
//! Four of them, from the package `riskmap-core`, are compiled for speed where the page's programs are compiled for size.
//! A module may name only those above it in this file; `tests/layers.rs` keeps that.

#[doc(inline)]
pub use riskmap_core::units;

#[doc(inline)]
pub use riskmap_core::domain;

pub mod dataset;

#[doc(inline)]
pub use riskmap_core::spatial;

pub mod text;

pub mod network;

#[doc(inline)]
pub use riskmap_core::surface;

pub mod risk;

pub mod demo;

pub mod engine;

pub mod view;

pub mod map;

#[cfg(target_arch = "wasm32")]
pub mod platform;

#[cfg(any(not(target_arch = "wasm32"), feature = "page"))] // the workers are built without
pub mod ui;
