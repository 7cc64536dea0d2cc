//! Venues ranked for the fire services.

use super::super::apart::tell_apart;
use super::super::open::kind_counts;
use super::super::protocol::{EngineError, FeatureRef, Hit, Reply, VenueRow, VenueTable, VenuesQuery};
use super::super::{Begun, Engine, Job, RowFilter, Step};
use super::levels::{Preparing, Teller};
use crate::domain::{Layer, LayerName, Level};
use crate::risk::venues::{is_worry, people, ranked};
use crate::risk::working;
use crate::spatial;

/// Begins a venue ranking. The nearest stations and hydrants are looked up, and the city is rated, once for a city.
pub fn venues(engine: &mut Engine, query: VenuesQuery) -> Result<Begun, EngineError> {
    engine.open()?.need(LayerName::Venues)?;
    Ok(Begun::Working(Box::new(Working { query, preparing: Preparing::default() })))
}

struct Working {
    query: VenuesQuery,
    preparing: Preparing,
}

impl Job for Working {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        match self.preparing.next(engine)? {
            Some(progress) => Ok(Step::More(progress)),
            None => Ok(Step::Done(Box::new(answer(engine, self.query.clone())?))),
        }
    }
}

fn answer(engine: &Engine, query: VenuesQuery) -> Result<Reply, EngineError> {
    let open = engine.open()?;
    let access = engine.access.as_ref().ok_or(EngineError::NoCity)?;
    let venues = open.need(LayerName::Venues)?.layer;
    if let Some(row) = query.district {
        open.feature(FeatureRef { layer: LayerName::Districts, row })?;
    }
    let filter = RowFilter::new(LayerName::Venues, &query.kinds, query.district);
    let inside = filter.in_district(open, LayerName::Venues);
    let kinds = kind_counts(venues, inside.iter().map(|row| *row as usize));
    let asked: Vec<u32> = inside.into_iter().filter(|row| filter.is_of_kind(venues, *row)).collect();
    let teller = Teller::of(engine, None)?;
    let levels = teller.rows(LayerName::Venues, asked.iter().copied());
    let rated = levels.iter().filter(|level| level.is_some_and(|level| level != Level::Unrated)).count() as u32;
    let ranked = ranked(venues, access, asked.into_iter().zip(levels), query.sort);
    let facts = working::VenueFacts {
        venues: ranked.len() as u32,
        people_known: ranked.iter().filter(|row| people(venues, **row).is_some()).count() as u32,
        rated,
        sort: query.sort,
        floors_known: ranked.iter().filter(|row| venues.number(**row as usize, "floors").is_some()).count() as u32,
        stations: open.city().layer(LayerName::FireStations).map_or(0, |l| l.len() as u32),
        hydrants: open.city().layer(LayerName::Hydrants).map_or((0, 0, 0), hydrant_states),
    };
    let near = |layer: LayerName, hit: Option<spatial::Hit>| -> Result<Option<Hit>, EngineError> {
        hit.map(|h| open.hit(FeatureRef { layer, row: h.row }, Some(h.distance_m))).transpose()
    };
    let mut rows: Vec<VenueRow> = ranked
        .iter()
        .take(query.limit as usize)
        .map(|row| {
            Ok(VenueRow {
                hit: open.hit(FeatureRef { layer: LayerName::Venues, row: *row }, None)?,
                floors: venues.number(*row as usize, "floors"),
                station: near(LayerName::FireStations, access.station(*row))?,
                hydrant: near(LayerName::Hydrants, access.hydrant(*row))?,
                worry: is_worry(venues, *row),
            })
        })
        .collect::<Result<_, EngineError>>()?;
    tell_apart(open, rows.iter_mut().map(|row| &mut row.hit));
    teller.tell(rows.iter_mut().map(|row| &mut row.hit));
    Ok(Reply::Venues(Box::new(VenueTable {
        query,
        as_of: open.city().manifest.as_of.clone(),
        count: ranked.len() as u32,
        kinds,
        rows,
        explanation: working::venues(&facts),
    })))
}

/// Hydrants: all, known to be dry, of which nothing is said.
fn hydrant_states(hydrants: &Layer) -> (u32, u32, u32) {
    let state = |row: usize| hydrants.flag(row, "working");
    let count = |wanted: Option<bool>| (0..hydrants.len()).filter(|row| state(*row) == wanted).count() as u32;
    (hydrants.len() as u32, count(Some(false)), count(None))
}
