//! The page: regions as folders, state as signals that a link restores, everything else derived.
//!
//! Who owns what: `state::AppState` is what a link keeps, `desk::Desk` what is open on this screen, `session` the
//! engine and its answers. `asks` is the only place that asks the engine by itself, `address` the only one that
//! writes the address, `stage` the only one that speaks to the map. Words are in [`words`], sentences about an answer
//! in [`sentences`], [`dangers`] and [`crew`], values of fields in [`values`], what is typed in [`choice`] and [`edges`],
//! what is printed and sent along in [`sheet`]: plain functions, tested natively.

pub mod chart;
pub mod choice;
pub mod crew;
pub mod dangers;
pub mod edges;
pub mod sentences;
pub mod sheet;
pub mod terms;
pub mod values;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod address;
#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod area;
#[cfg(target_arch = "wasm32")]
mod asks;
#[cfg(target_arch = "wasm32")]
mod bar;
#[cfg(target_arch = "wasm32")]
mod beside;
#[cfg(target_arch = "wasm32")]
mod cities;
#[cfg(target_arch = "wasm32")]
mod classes;
#[cfg(target_arch = "wasm32")]
mod commands;
#[cfg(target_arch = "wasm32")]
mod compare;
#[cfg(target_arch = "wasm32")]
mod coords;
#[cfg(target_arch = "wasm32")]
mod correct;
#[cfg(target_arch = "wasm32")]
mod crashes;
#[cfg(target_arch = "wasm32")]
mod desk;
#[cfg(target_arch = "wasm32")]
mod dialogs;
#[cfg(target_arch = "wasm32")]
mod dock;
#[cfg(target_arch = "wasm32")]
mod document;
#[cfg(target_arch = "wasm32")]
mod drop;
#[cfg(target_arch = "wasm32")]
mod first;
#[cfg(target_arch = "wasm32")]
mod inspector;
#[cfg(target_arch = "wasm32")]
mod kept;
#[cfg(target_arch = "wasm32")]
mod keys;
#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
mod ledger;
#[cfg(target_arch = "wasm32")]
mod left;
#[cfg(target_arch = "wasm32")]
mod lines;
#[cfg(target_arch = "wasm32")]
mod numbers;
#[cfg(target_arch = "wasm32")]
mod own;
#[cfg(target_arch = "wasm32")]
mod parts;
#[cfg(target_arch = "wasm32")]
mod phone;
#[cfg(target_arch = "wasm32")]
mod roads;
#[cfg(target_arch = "wasm32")]
mod rows;
#[cfg(target_arch = "wasm32")]
mod say;
#[cfg(target_arch = "wasm32")]
mod session;
#[cfg(target_arch = "wasm32")]
mod stage;
#[cfg(target_arch = "wasm32")]
mod state;
#[cfg(target_arch = "wasm32")]
mod taking;
#[cfg(target_arch = "wasm32")]
mod tour;

#[cfg(target_arch = "wasm32")]
pub use app::App;
