//! What every question about levels needs first: the residents spread, the ways to water, the ledger read, the city rated.

use super::super::super::Engine;
use super::super::super::protocol::{EngineError, Progress};
use super::{Parts, day_of};
use crate::domain::LayerName;
use crate::risk::assess::{Levels, RATED};
use crate::risk::exposure::Population;
use crate::risk::venues::{Access, Indexed};
use crate::units;

/// What is half done.
#[derive(Default)]
pub struct Preparing {
    access: Access,
    levels: Levels,
}

impl Engine {
    /// Does the next part of what is still missing: how much of how much is done, or none when all is there. What is done
    /// stays done for whoever asks next, also where the asker gives up.
    pub fn prepare(&mut self) -> Result<Option<Progress>, EngineError> {
        let more = |done, total| Ok(Some(Progress { what: "levels".to_owned(), done, total }));
        let open = self.open()?;
        if self.population.is_none() {
            self.population = open.city().layer(LayerName::Residents).map(|l| Population::of(l, open.plane()));
        }
        let open = self.open.as_ref().ok_or(EngineError::NoCity)?;
        if let (None, Some(venues)) = (&self.access, open.get(LayerName::Venues)) {
            let indexed = |name| open.get(name).map(|r| Indexed { layer: r.layer, index: &r.placed.index });
            let (stations, hydrants) = (indexed(LayerName::FireStations), indexed(LayerName::Hydrants));
            let step = self.preparing.access.step(venues.layer, open.plane(), stations, hydrants);
            if let units::Step::More { done, total } = step {
                return more(done, total);
            }
            self.access = Some(std::mem::take(&mut self.preparing.access));
            // Whoever asked before who lacks what was told of nobody.
            self.narrowed.clear();
        }
        if self.levels.is_some() {
            return Ok(None);
        }
        self.read_book()?;
        // A city without a day has no levels, and answers all else.
        let Ok(day) = day_of(self.open()?, None) else { return Ok(None) };
        let mut levels = std::mem::take(&mut self.preparing.levels);
        let parts = Parts::of(self)?;
        let book = self.book.as_ref().ok_or(EngineError::NoCity)?;
        match levels.step(&parts.assessor(book), day) {
            units::Step::Done => {
                self.levels = Some(levels);
                Ok(None)
            }
            units::Step::More { done, total } => {
                self.preparing.levels = levels;
                more(done, total)
            }
        }
    }

    /// Does the next part of it while nobody asks: whether there is more to do. A city of very many places is rated only
    /// when it is asked about.
    pub fn prepare_ahead(&mut self) -> bool {
        self.is_soon_rated() && (self.levels.is_none() && matches!(self.prepare(), Ok(Some(_))) || self.place_ahead())
    }

    /// Finds the district of every place of one more of the layers that are rated; whether there was one.
    fn place_ahead(&mut self) -> bool {
        let mut told = std::mem::take(&mut self.told);
        let next = self.open().ok().and_then(|open| {
            let layer = RATED.iter().find(|layer| !told.has_districts_of(**layer) && open.get(**layer).is_some())?;
            told.districts_of(open, open.get(*layer)?.layer);
            Some(())
        });
        self.told = told;
        next.is_some()
    }

    /// Whether the city has places to be rated, and not too many to do so before anybody asks for a level.
    pub fn is_soon_rated(&self) -> bool {
        let Ok(open) = self.open() else { return false };
        let rated: usize = RATED.iter().filter_map(|layer| open.city().layer(*layer)).map(|layer| layer.len()).sum();
        (1..=SOON).contains(&rated)
    }
}

/// So many places are rated in less than a second.
const SOON: usize = 30_000;
