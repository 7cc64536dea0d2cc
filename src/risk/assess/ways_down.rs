//! What brings a subject's level down: every single change that a method or the ledger names, and what the whole is then.
//!
//! A change of one method brings nothing down where another one says the same, or where the ledger holds the level. So
//! each change is put in alone, and the subject rated again with all else as it is.

use super::{Base, Method, Part};
use crate::risk::dynamic::{self, Inputs};
use crate::risk::rating::{Lowering, Rating, Worked};
use serde::{Deserialize, Serialize};

/// A single change, and the subject's levels once it is made and nothing else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WayDown {
    /// The method whose input changes; none where it is the ledger.
    pub of: Option<Method>,
    /// The change, and what its method says then.
    pub change: Lowering,
    /// The base level then.
    pub base: Rating,
    /// The level on the day then.
    pub dynamic: Rating,
}

/// Every change: those of the ledger first, then the methods' in the order of the parts.
pub(super) fn all(parts: &[Part], raised: &Worked, now: Base, inputs: &Inputs<'_>) -> Vec<WayDown> {
    let of_ledger = raised.lowering.iter().map(|change| WayDown {
        of: None,
        change: change.clone(),
        base: now.rating,
        dynamic: Rating::exactly(change.to),
    });
    let of_part = |(i, part): (usize, &Part)| {
        let (method, of) = (part.method, i);
        let then = move |to| {
            let rated = parts
                .iter()
                .enumerate()
                .map(|(i, part)| (part.method, if i == of { Rating::exactly(to) } else { part.worked.rating }));
            Base::of(rated).rating
        };
        part.worked
            .lowering
            .iter()
            .map(move |change| {
                let base = then(change.to);
                let dynamic = dynamic::rate(&Inputs { base, ..*inputs }).rating;
                WayDown { of: Some(method), change: change.clone(), base, dynamic }
            })
            .collect::<Vec<_>>()
    };
    of_ledger.chain(parts.iter().enumerate().flat_map(of_part)).collect()
}

/// Whether the ledger alone would give a level as bad, were the base as good as it can be.
pub(super) fn held_by_ledger(now: Rating, inputs: &Inputs<'_>) -> bool {
    let best = Rating::exactly(crate::domain::Level::Blue);
    let alone = dynamic::rate(&Inputs { base: best, ..*inputs }).rating;
    alone.worst == now.worst && alone != best
}
