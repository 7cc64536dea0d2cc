//! A number's histogram under all other filters of a workbench's list.

use super::super::filter::numbers::Values;
use super::super::protocol::{EngineError, Histogram, Listing, Reply};
use super::super::{Begun, Engine, Job, Step};
use super::rows::unanswered;
use super::{exposure, ledger, levels, sections, venues};
use crate::domain::ranges::number_unit;
use crate::domain::{CrashFilter, CrashPart, LayerName};
use crate::risk::assess::RATED;
use crate::risk::crashes::Times;
use crate::surface::bins::Bins;

/// Begins a histogram of a number of what a workbench lists.
pub fn histogram(engine: &mut Engine, of: Listing, number: String) -> Result<Begun, EngineError> {
    let layer = layer(&of).filter(|layer| number_unit(*layer, &number).is_some());
    let layer = layer.ok_or_else(|| EngineError::NotThere(format!("range of {number}")))?;
    engine.open()?.city().layer(layer).ok_or(EngineError::NoLayer(layer))?;
    match of {
        Listing::Venues(_) | Listing::Levels(_) => Ok(Begun::Working(Box::new(Working { of, number }))),
        // Their figures are those of the ranking: it is asked for first, where it has not been.
        Listing::Sections(_) | Listing::Exposure(_) => {
            let job = match unanswered(engine, &of).map(|question| engine.begin(question)).transpose()? {
                Some(Begun::Working(job)) => Some(job),
                _ => None,
            };
            Ok(Begun::Working(Box::new(Ranking { of, number, job })))
        }
        _ => Ok(Begun::Done(Box::new(answer(engine, &of, &number)?))),
    }
}

/// The layer whose numbers a list can be filtered by.
fn layer(of: &Listing) -> Option<LayerName> {
    match of {
        Listing::Venues(_) => Some(LayerName::Venues),
        Listing::Levels(query) => Some(query.layer).filter(|layer| RATED.contains(layer)),
        Listing::Ledger(_) => Some(LayerName::Dangers),
        Listing::Crashes(_) => Some(LayerName::Crashes),
        Listing::Sections(_) => Some(LayerName::Roads),
        Listing::Exposure(query) => Some(query.layer),
        Listing::Conflicts(_) => None,
    }
}

/// A number of what a ranking is about; none is unknown.
pub struct Figures {
    /// Of all: over them bins are cut.
    pub all: Vec<Option<f64>>,
    /// Of those that pass every other range: they are counted.
    pub passing: Vec<Option<f64>>,
}

/// Sections and exposure need their ranking.
struct Ranking {
    of: Listing,
    number: String,
    job: Option<Box<dyn Job>>,
}

impl Job for Ranking {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        if let Some(job) = &mut self.job {
            match job.step(engine)? {
                Step::Done(_) => self.job = None,
                more => return Ok(more),
            }
        }
        Ok(Step::Done(Box::new(answer(engine, &self.of, &self.number)?)))
    }

    fn give_up(self: Box<Self>, engine: &mut Engine) {
        if let Some(job) = self.job {
            job.give_up(engine);
        }
    }
}

/// Venues and levels need what their list needs.
struct Working {
    of: Listing,
    number: String,
}

impl Job for Working {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        match engine.prepare()? {
            Some(progress) => Ok(Step::More(progress)),
            None => Ok(Step::Done(Box::new(answer(engine, &self.of, &self.number)?))),
        }
    }
}

fn answer(engine: &mut Engine, of: &Listing, number: &str) -> Result<Reply, EngineError> {
    let histogram = match of {
        Listing::Venues(query) => {
            of_rows(engine, LayerName::Venues, number, &venues::rows_but(engine, query, number)?)?
        }
        Listing::Levels(query) => {
            let rows = levels::rows_but(engine, query, number)?;
            of_rows(engine, query.layer, number, &rows)?
        }
        Listing::Ledger(query) => {
            let (all, passing) = ledger::values(engine, query, number)?;
            counted(all.iter().copied(), passing.iter().copied())
        }
        Listing::Crashes(filter) => of_crashes(engine, filter, number)?,
        Listing::Sections(query) => {
            let of = sections::values(engine, query, number)?;
            counted(of.all.iter().copied(), of.passing.iter().copied())
        }
        Listing::Exposure(query) => {
            let of = exposure::values(engine, query, number)?;
            counted(of.all.iter().copied(), of.passing.iter().copied())
        }
        Listing::Conflicts(_) => return Err(EngineError::Stale),
    };
    let unit = layer(of).and_then(|layer| number_unit(layer, number)).unwrap_or_default();
    Ok(Reply::Histogram(Box::new(Histogram { number: number.to_owned(), unit: unit.to_owned(), ..histogram })))
}

/// Of some rows of a layer.
fn of_rows(engine: &Engine, layer: LayerName, number: &str, rows: &[u32]) -> Result<Histogram, EngineError> {
    let layer = engine.open()?.city().layer(layer).ok_or(EngineError::NoLayer(layer))?;
    let values = Values::of(layer, engine.access.as_ref(), number);
    let all = (0..layer.len() as u32).map(|row| values.get(row));
    Ok(counted(all, rows.iter().map(|row| values.get(*row))))
}

/// Of the crashes that pass every other part of a filter.
fn of_crashes(engine: &mut Engine, filter: &CrashFilter, number: &str) -> Result<Histogram, EngineError> {
    let part = CrashPart::OF_NUMBERS.into_iter().find(|part| part.field() == number);
    let part = part.ok_or_else(|| EngineError::NotThere(format!("range of {number}")))?;
    let crashes = engine.open.as_ref().ok_or(EngineError::NoCity)?.need(LayerName::Crashes)?.layer;
    let passing = engine.times.get_or_insert_with(|| Times::of(crashes)).values(crashes, filter, part);
    let values = Values::of(crashes, None, number);
    Ok(counted((0..crashes.len() as u32).map(|row| values.get(row)), passing.iter().copied()))
}

/// Bins over all values, and how many of some of them each holds.
fn counted(
    all: impl Iterator<Item = Option<f64>> + Clone,
    passing: impl Iterator<Item = Option<f64>> + Clone,
) -> Histogram {
    let bins = Bins::of(all.flatten());
    let counts = bins.counts(passing.clone().flatten());
    let unknown = passing.filter(Option::is_none).count() as u32;
    let Bins { edges, ladder, whole } = bins;
    Histogram { edges, ladder, whole, counts, unknown, ..Histogram::default() }
}
