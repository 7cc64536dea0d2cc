//! What every question about levels needs first.

use super::super::super::Engine;
use super::super::super::protocol::{EngineError, Progress};
use super::{Parts, day_of};
use crate::domain::LayerName;
use crate::risk::assess::Levels;
use crate::risk::exposure::Population;
use crate::risk::venues::{Access, Indexed};
use crate::units;

/// What every question needs first: the residents spread, the ways to water, the ledger read, the city rated.
#[derive(Default)]
pub struct Preparing {
    access: Access,
    levels: Levels,
}

impl Preparing {
    /// Does the next part of what is still missing: how much of how much is done, or none when all is there.
    pub fn next(&mut self, engine: &mut Engine) -> Result<Option<Progress>, EngineError> {
        let more = |done, total| Ok(Some(Progress { what: "levels".to_owned(), done, total }));
        let open = engine.open()?;
        if engine.population.is_none() {
            engine.population = open.city().layer(LayerName::Residents).map(|l| Population::of(l, open.plane()));
        }
        let open = engine.open()?;
        if let (None, Some(venues)) = (&engine.access, open.get(LayerName::Venues)) {
            let indexed = |name| open.get(name).map(|r| Indexed { layer: r.layer, index: &r.placed.index });
            let (stations, hydrants) = (indexed(LayerName::FireStations), indexed(LayerName::Hydrants));
            if let units::Step::More { done, total } = self.access.step(venues.layer, open.plane(), stations, hydrants)
            {
                return more(done, total);
            }
            engine.access = Some(std::mem::take(&mut self.access));
            // Whoever asked before who lacks what was told of nobody.
            engine.narrowed.clear();
        }
        if engine.levels.is_some() {
            return Ok(None);
        }
        engine.read_book()?;
        let parts = Parts::of(engine)?;
        let book = engine.book.as_ref().ok_or(EngineError::NoCity)?;
        // A city without a day has no levels, and answers all else.
        let Ok(day) = day_of(parts.open, None) else { return Ok(None) };
        match self.levels.step(&parts.assessor(book), day) {
            units::Step::Done => {
                engine.levels = Some(std::mem::take(&mut self.levels));
                Ok(None)
            }
            units::Step::More { done, total } => more(done, total),
        }
    }
}
