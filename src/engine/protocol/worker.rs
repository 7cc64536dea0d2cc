//! The messages between the page and its worker.

use super::{CityInfo, EngineError, Reply, Request};
use serde::{Deserialize, Serialize};

/// The protocol's version; an old cached worker is told from a new page by it.
pub const PROTOCOL: u32 = 18;

/// From the page to the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToEngine {
    /// A numbered request.
    Ask {
        /// Its number, ascending.
        id: u32,
        /// The request.
        request: Box<Request>,
    },
    /// Fetch a dataset from an address and open it; answered like [`Request::Open`].
    OpenUrl {
        /// Its number, ascending.
        id: u32,
        /// The folder's address, ending in a slash, or a .zip's.
        url: String,
    },
    /// Forget a request.
    Cancel(u32),
}

/// From the worker to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromEngine {
    /// The first message: the protocol's version.
    Ready(u32),
    /// Progress of a request.
    Progress(u32, Progress),
    /// A city that is being opened, with the layers that are ready: the map may draw them already.
    Partial(u32, Box<CityInfo>),
    /// The answer to a request.
    Answer(u32, Result<Reply, EngineError>),
    /// The text of a panic, just before the trap.
    Panic(String),
}

/// How far a long answer is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done: a layer's code while opening, a method's name otherwise.
    pub what: String,
    /// Done so far, in any unit.
    pub done: u64,
    /// Out of; 0 when unknown.
    pub total: u64,
}
