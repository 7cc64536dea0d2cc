//! The rows that a workbench lists, in its order: what its newest answer ranked, and not only the first of them.

use super::super::super::protocol::{EngineError, Listing, Request, RowsQuery};
use super::super::super::{Begun, Engine, Job};
use crate::domain::LayerName;
use crate::risk::assess::Subject;
use std::mem::discriminant;
use std::rc::Rc;

/// What the newest question of each kind ranked.
#[derive(Default)]
pub struct Rankings(Vec<(Listing, Rc<Vec<Subject>>)>);

impl Rankings {
    /// Keeps what a question ranked, in the place of what the one before ranked.
    pub fn keep(&mut self, of: Listing, ranked: Vec<Subject>) {
        self.0.retain(|(before, _)| discriminant(before) != discriminant(&of));
        self.0.push((of, Rc::new(ranked)));
    }

    fn of(&self, listing: &Listing) -> Option<&Rc<Vec<Subject>>> {
        self.0.iter().find(|(of, _)| of == listing).map(|(_, ranked)| ranked)
    }
}

/// The question that has to be answered before the rows that a workbench lists are known; none where it has been.
pub fn unanswered(engine: &Engine, listing: &Listing) -> Option<Request> {
    // The figures of a table are those of the newest counting.
    let is_counted = match listing {
        Listing::Sections(asked) => engine.network.as_ref().is_some_and(|network| network.counts(asked)),
        _ => true,
    };
    if is_counted && engine.rankings.of(listing).is_some() { None } else { listing.question() }
}

/// Begins that question. What it paints is painted already where the workbench has asked it.
pub fn before(engine: &mut Engine, query: &RowsQuery) -> Result<Option<Box<dyn Job>>, EngineError> {
    let question = query.listing.as_ref().and_then(|listing| unanswered(engine, listing));
    let Some(question) = question else { return Ok(None) };
    Ok(match engine.begin(question)? {
        Begun::Done(_) => None,
        Begun::Working(job) => Some(job),
    })
}

/// Answers it in one go.
pub fn answer_before(engine: &mut Engine, query: &RowsQuery) -> Result<(), EngineError> {
    match query.listing.as_ref().and_then(|listing| unanswered(engine, listing)) {
        Some(question) => engine.handle(question).map(drop),
        None => Ok(()),
    }
}

/// The rows of a layer that a workbench lists, in its order; all of them, as in the file, where none is asked for.
pub fn rows(engine: &mut Engine, layer: LayerName, listing: Option<&Listing>) -> Result<Vec<u32>, EngineError> {
    let all = engine.open()?.city().layer(layer).ok_or(EngineError::NoLayer(layer))?.len() as u32;
    Ok(match listing {
        None => (0..all).collect(),
        Some(Listing::Crashes(filter)) => match engine.passing(filter)? {
            Some(passing) => (0..all).filter(|row| passing.rows.get(*row as usize) == Some(&true)).collect(),
            None => (0..all).collect(),
        },
        Some(listing) => {
            let ranked = engine.rankings.of(listing).ok_or(EngineError::Stale)?;
            ranked.iter().filter(|(of, _)| *of == layer).map(|(_, row)| *row).collect()
        }
    })
}
