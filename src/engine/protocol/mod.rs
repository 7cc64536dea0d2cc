//! What the page (or the command line, or a test) may ask the engine, and what it answers: data only.
//!
//! Every message crosses the worker's border as postcard bytes, so the types hold no `untagged`, no `flatten`, no
//! skipped fields; `tests/protocol.rs` sends every one there and back. Rows are row numbers inside the one open city;
//! what a link keeps is the id.
//!
//! By purpose: `request` asks; `reply` lists the answers, whose parts are `city`, `feature`, `corrections` and `not_read`, and for the
//! workbenches `planning`, `levels`, `conflicts`, `ledger`, `unchecked`, `traffic` and `fire`, for all of them `listing` and
//! `inside`, for two states side by side `compare`, for two datasets `changes`, for two cities `figures`, for a range beside its number `histogram` and for the print sheet `tally`; `error` is
//! why there is none;
//! `worker` is the wire around both.

mod changes;
mod city;
mod compare;
mod conflicts;
mod corrections;
mod error;
mod feature;
mod figures;
mod find;
mod fire;
mod histogram;
mod inside;
mod ledger;
mod levels;
mod listing;
mod not_read;
mod on_roads;
mod overview;
mod planning;
mod reply;
mod request;
mod rows;
mod tally;
mod traffic;
mod unchecked;
mod worker;

pub use changes::*;
pub use city::*;
pub use compare::*;
pub use conflicts::*;
pub use corrections::*;
pub use error::*;
pub use feature::*;
pub use figures::*;
pub use find::*;
pub use fire::*;
pub use histogram::*;
pub use inside::*;
pub use ledger::*;
pub use levels::*;
pub use listing::*;
pub use not_read::*;
pub use on_roads::*;
pub use overview::*;
pub use planning::*;
pub use reply::*;
pub use request::*;
pub use rows::*;
pub use tally::*;
pub use traffic::*;
pub use unchecked::*;
pub use worker::*;

use crate::domain::LayerName;
pub use crate::network::Way;
pub use crate::risk::cover::{Lack, Lacks};
pub use crate::risk::crashes::{Bar, BarStep, CrashCounts};
pub use crate::risk::exposure::Counted;
pub use crate::risk::sections::SectionSort;
pub use crate::risk::venues::VenueSort;
pub use crate::surface::{Breaks, Edges, EdgesError};
use serde::{Deserialize, Serialize};

/// A feature of the open city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FeatureRef {
    /// Its layer.
    pub layer: LayerName,
    /// Its row in the open city.
    pub row: u32,
}

/// A file of a dataset.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedBytes {
    /// Its name relative to the dataset's folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for NamedBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.name, self.bytes.len())
    }
}
