//! The four levels: of every subject on a day, why one has its level, and the conflicts.

mod compare;
mod conflicts;
mod districts;
mod figures;
mod inside;
mod overview;
mod prepare;
mod reaching;
mod rings;
mod table;
mod tell;
mod why;

pub use overview::paint_venues;
pub use prepare::Preparing;
pub use rings::Rings;
pub use table::{Told, rows_but};
pub use tell::Teller;

use super::super::open::Open;
use super::super::protocol::{
    ConflictsQuery, EngineError, FeatureRef, InsideQuery, LevelsQuery, Listing, OverviewQuery, Progress, Reply,
};
use super::super::{Begun, Engine, Job, Step};
use super::region::Region;
use crate::domain::LayerName;
use crate::risk::assess::{Assessor, Book, Conflicts, Parameters, RATED, Surroundings};
use crate::risk::exposure::Population;
use crate::risk::venues::{Access, Indexed};
use crate::units;
use jiff::civil::Date;
use table::table;
use why::why_of;

/// What the assessor borrows of the engine.
struct Parts<'a> {
    open: &'a Open,
    population: Option<&'a Population>,
    access: Option<&'a Access>,
    set: &'a Parameters,
}

impl<'a> Parts<'a> {
    fn of(engine: &'a Engine) -> Result<Self, EngineError> {
        Ok(Self {
            open: engine.open()?,
            population: engine.population.as_ref(),
            access: engine.access.as_ref(),
            set: &engine.parameters,
        })
    }

    fn assessor(&self, book: &'a Book) -> Assessor<'a> {
        let open = self.open;
        let indexed = |name| open.get(name).map(|r| Indexed { layer: r.layer, index: &r.placed.index });
        let around = Surroundings {
            plane: open.plane(),
            facilities: indexed(LayerName::Facilities),
            venues: indexed(LayerName::Venues),
            roads: indexed(LayerName::Roads),
            railways: indexed(LayerName::Railways),
            water: indexed(LayerName::Water),
            buildings: indexed(LayerName::Buildings),
            residents: indexed(LayerName::Residents),
            population: self.population,
        };
        Assessor::new(|name| open.get(name).map(|r| r.layer), around, self.access, book, self.set)
    }
}

/// The day that is asked about: the manifest's where none is given.
pub fn day_of(open: &Open, as_of: Option<&str>) -> Result<Date, EngineError> {
    let text = as_of.unwrap_or(&open.city().manifest.as_of);
    text.trim().parse().map_err(|_| EngineError::Parameter {
        name: "as_of".to_owned(),
        found: text.to_owned(),
        expected: "a day, YYYY-MM-DD".to_owned(),
    })
}

/// Begins the levels of a layer.
pub fn levels(engine: &mut Engine, query: LevelsQuery) -> Result<Begun, EngineError> {
    if !RATED.contains(&query.layer) && query.layer != LayerName::Districts {
        return Err(EngineError::NotThere(format!("levels of {}", query.layer)));
    }
    let open = engine.open()?;
    open.need(query.layer)?;
    if let Some(row) = query.district {
        open.feature(FeatureRef { layer: LayerName::Districts, row })?;
    }
    day_of(open, query.as_of.as_deref())?;
    Ok(Begun::Working(Box::new(Working { wanted: Wanted::Table(query) })))
}

/// Begins a comparison of the levels of a layer.
pub fn compare(engine: &mut Engine, one: LevelsQuery, other: LevelsQuery) -> Result<Begun, EngineError> {
    if (one.layer, one.district, &one.ranges, &one.levels)
        != (other.layer, other.district, &other.ranges, &other.levels)
    {
        return Err(EngineError::Parameter {
            name: "layer".to_owned(),
            found: format!("{} beside {}", other.layer, one.layer),
            expected: "the same places in both states".to_owned(),
        });
    }
    // Both are asked as each would be alone.
    levels(engine, one.clone())?;
    levels(engine, other.clone())?;
    Ok(Begun::Working(Box::new(Working { wanted: Wanted::Compare(one, other) })))
}

/// Begins the overview.
pub fn overview(engine: &mut Engine, query: OverviewQuery) -> Result<Begun, EngineError> {
    let open = engine.open()?;
    if RATED.into_iter().all(|layer| open.get(layer).is_none()) {
        return Err(EngineError::NoLayer(LayerName::Facilities));
    }
    day_of(open, query.as_of.as_deref())?;
    Ok(Begun::Working(Box::new(Working { wanted: Wanted::Overview(query) })))
}

/// Begins the figures of the city.
pub fn figures(engine: &mut Engine) -> Result<Begun, EngineError> {
    engine.open()?;
    Ok(Begun::Working(Box::new(Working { wanted: Wanted::Figures })))
}

/// Begins the answer why one subject has its level.
pub fn why(engine: &mut Engine, of: FeatureRef, as_of: Option<String>) -> Result<Begun, EngineError> {
    if !RATED.contains(&of.layer) {
        return Err(EngineError::NotThere(format!("level of {}", of.layer)));
    }
    engine.open()?.feature(of)?;
    day_of(engine.open()?, as_of.as_deref())?;
    Ok(Begun::Working(Box::new(Working { wanted: Wanted::Why(of, as_of) })))
}

/// Begins the answer what is inside an area. A shape that cannot be asked about is refused before anything is counted.
pub fn inside(engine: &mut Engine, query: InsideQuery) -> Result<Begun, EngineError> {
    let open = engine.open()?;
    Region::of(open, &query.area)?;
    day_of(open, query.as_of.as_deref())?;
    Ok(Begun::Working(Box::new(Working { wanted: Wanted::Inside(query) })))
}

/// Begins the search for conflicts.
pub fn conflicts(engine: &mut Engine, query: ConflictsQuery) -> Result<Begun, EngineError> {
    let open = engine.open()?;
    open.need(LayerName::Facilities)?;
    if let Some(row) = query.district {
        open.feature(FeatureRef { layer: LayerName::Districts, row })?;
    }
    Ok(Begun::Working(Box::new(Working { wanted: Wanted::Conflicts(query, Some(Conflicts::default())) })))
}

enum Wanted {
    Table(LevelsQuery),
    Compare(LevelsQuery, LevelsQuery),
    Overview(OverviewQuery),
    Figures,
    Why(FeatureRef, Option<String>),
    Inside(InsideQuery),
    Conflicts(ConflictsQuery, Option<Conflicts>),
}

struct Working {
    wanted: Wanted,
}

impl Job for Working {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        let more = |done, total| Ok(Step::More(Progress { what: "levels".to_owned(), done, total }));
        if let Some(progress) = engine.prepare()? {
            return Ok(Step::More(progress));
        }
        match &mut self.wanted {
            Wanted::Table(query) => {
                let table = table(engine, query.clone())?;
                Ok(Step::Done(Box::new(Reply::Levels(Box::new(table)))))
            }
            Wanted::Compare(one, other) => {
                let comparison = compare::compared(engine, one.clone(), other.clone())?;
                Ok(Step::Done(Box::new(Reply::Compared(Box::new(comparison)))))
            }
            Wanted::Overview(query) => {
                let table = overview::overview(engine, query.clone())?;
                Ok(Step::Done(Box::new(Reply::Overview(Box::new(table)))))
            }
            Wanted::Figures => {
                let figures = figures::figures(engine)?;
                Ok(Step::Done(Box::new(Reply::Figures(Box::new(figures)))))
            }
            Wanted::Why(of, as_of) => {
                let why = why_of(engine, *of, as_of.as_deref())?;
                Ok(Step::Done(Box::new(Reply::Why(Box::new(why)))))
            }
            Wanted::Inside(query) => {
                let table = inside::inside(engine, query.clone())?;
                Ok(Step::Done(Box::new(Reply::Inside(Box::new(table)))))
            }
            Wanted::Conflicts(query, search) => {
                let parts = Parts::of(engine)?;
                let assessor = parts.assessor(engine.book.as_ref().ok_or(EngineError::NoCity)?);
                let day = day_of(parts.open, None)?;
                if let (Some(search), Some(facilities)) = (search.as_mut(), &assessor.facilities)
                    && let units::Step::More { done, total } = search.step(facilities)
                {
                    return more(done, total);
                }
                let found = search.take().map(Conflicts::finish).unwrap_or_default();
                let (table, ends) =
                    conflicts::table((parts.open, &Teller::of(engine, None)?), query.clone(), day.to_string(), found)?;
                engine.rankings.keep(Listing::Conflicts(table.query.clone()), ends);
                Ok(Step::Done(Box::new(Reply::Conflicts(Box::new(table)))))
            }
        }
    }
}

/// Puts the levels of another day in the place of those there.
fn redate(engine: &mut Engine, day: Date) -> Result<(), EngineError> {
    let Some(mut levels) = engine.levels.take() else {
        day_of(engine.open()?, None)?;
        return Err(EngineError::NoCity);
    };
    if levels.day() != Some(day) {
        let parts = Parts::of(engine)?;
        let book = engine.book.as_ref().ok_or(EngineError::NoCity)?;
        levels.redate(&parts.assessor(book), day);
    }
    engine.levels = Some(levels);
    Ok(())
}
