//! Venues ranked for the fire services.

use super::super::apart::tell_apart;
use super::super::filter::numbers::{Judged, Ranged, loosened_ranges};
use super::super::open::Open;
use super::super::open::kind_counts;
use super::super::protocol::{
    Cover, EngineError, FeatureRef, FilterPart, Hit, Listing, Loosened, Reply, VenueRow, VenueTable, VenuesQuery,
};
use super::super::{Begun, Engine, Job, RowFilter, Step};
use super::levels::{Teller, Told, day_of, paint_venues};
use crate::domain::{Layer, LayerName, Level};
use crate::risk::cover::{Lack, Lacks, Limits};
use crate::risk::venues::{Access, is_worry, people, ranked};
use crate::risk::working;
use crate::spatial;

/// Unrated venues of a list that say what is missing: each costs more than its place in the list.
const REASONS: usize = 1_000;

/// Begins a venue ranking. The nearest stations and hydrants are looked up, and the city is rated, once for a city.
pub fn venues(engine: &mut Engine, query: VenuesQuery) -> Result<Begun, EngineError> {
    let open = engine.open()?;
    open.need(LayerName::Venues)?;
    if query.as_of.is_some() {
        day_of(open, query.as_of.as_deref())?;
    }
    Ok(Begun::Working(Box::new(Working { query })))
}

struct Working {
    query: VenuesQuery,
}

impl Job for Working {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        match engine.prepare()? {
            Some(progress) => Ok(Step::More(progress)),
            None => Ok(Step::Done(Box::new(answer(engine, self.query.clone())?))),
        }
    }
}

fn answer(engine: &mut Engine, query: VenuesQuery) -> Result<Reply, EngineError> {
    let (table, ranked) = table(engine, query)?;
    let ranked = ranked.into_iter().map(|row| (LayerName::Venues, row)).collect();
    engine.rankings.keep(Listing::Venues(table.query.clone()), ranked);
    let revision = paint_venues(engine, table.query.as_of.as_deref())?;
    Ok(Reply::Venues(Box::new(VenueTable { revision, ..table })))
}

/// How many of some venues lack a station or a hydrant.
pub fn cover(open: &Open, access: &Access, limits: Limits, venues: &[u32]) -> Cover {
    let has = |layer: LayerName| open.city().layer(layer).is_some();
    let count = |lacks: Lacks| venues.iter().filter(|row| limits.lacks_all(access, **row, lacks)).count() as u32;
    let (stations, hydrants) = (has(LayerName::FireStations), has(LayerName::Hydrants));
    Cover {
        of: venues.len() as u32,
        station_m: limits.station_m,
        hydrant_m: limits.hydrant_m,
        no_station: stations.then(|| count(Lack::Station.into())),
        no_hydrant: hydrants.then(|| count(Lack::Hydrant.into())),
        neither: (stations && hydrants).then(|| count(Lacks::from(Lack::Station).toggled(Lack::Hydrant))),
    }
}

/// The table without its paint, and all that it ranks.
fn table(engine: &mut Engine, query: VenuesQuery) -> Result<(VenueTable, Vec<u32>), EngineError> {
    // Taken out while the rest of the engine is read, and put back.
    let mut told = std::mem::take(&mut engine.told);
    let table = rows_of(engine, query, &mut told);
    engine.told = told;
    table
}

fn rows_of(engine: &Engine, query: VenuesQuery, told: &mut Told) -> Result<(VenueTable, Vec<u32>), EngineError> {
    let open = engine.open()?;
    let access = engine.access.as_ref().ok_or(EngineError::NoCity)?;
    let venues = open.need(LayerName::Venues)?.layer;
    let teller = Teller::of(engine, query.as_of.as_deref())?;
    if let Some(row) = query.district {
        open.feature(FeatureRef { layer: LayerName::Districts, row })?;
    }
    let filter = RowFilter::new(LayerName::Venues, &query.kinds, query.district);
    let limits = Limits::of(&engine.parameters.set_by);
    let lacks = |row: u32| limits.lacks_all(access, row, query.lacking);
    let ranged = Ranged::of(venues, Some(access), &query.ranges);
    let inside = filter.in_district(open, LayerName::Venues);
    let passes = |row: u32| filter.is_of_kind(venues, row) && ranged.passes(row) && lacks(row);
    // Where no level is asked for, levels decide nothing: they are told of what is listed.
    let told_of = inside.iter().copied().filter(|row| !query.levels.is_empty() || passes(*row));
    let told_of: Vec<u32> = told_of.collect();
    let mut level_of = vec![Level::Unrated; venues.len()];
    for (row, level) in told_of.iter().zip(levels_of(&teller, &told_of)) {
        level_of[*row as usize] = level;
    }
    let is_asked = |row: u32| is_of_levels(&query, level_of[row as usize]);
    // Each filter's choices are counted under the others.
    let passing = inside.iter().filter(|row| lacks(**row) && ranged.passes(**row) && is_asked(**row));
    let kinds = kind_counts(venues, passing.map(|row| *row as usize));
    let of_kind = inside.into_iter().filter(|row| filter.is_of_kind(venues, *row));
    let (mut asked, mut left_out) = (Vec::new(), 0);
    for row in of_kind {
        match ranged.judge(row) {
            Judged::In => asked.push(row),
            Judged::Unknown => left_out += u32::from(lacks(row) && is_asked(row)),
            Judged::Out => {}
        }
    }
    let of_levels: Vec<u32> = asked.iter().copied().filter(|row| is_asked(*row)).collect();
    let cover = cover(open, access, limits, &of_levels);
    asked.retain(|row| lacks(*row));
    let of_level = |level: Level| (level, asked.iter().filter(|row| level_of[**row as usize] == level).count() as u32);
    let by_level = Level::ALL.map(of_level).to_vec();
    asked.retain(|row| is_asked(*row));
    let loosened =
        if asked.is_empty() { loosened(open, (venues, &teller), &query, &ranged, lacks) } else { Loosened::new() };
    let rated = asked.iter().filter(|row| level_of[**row as usize] != Level::Unrated).count() as u32;
    let levels = asked.iter().map(|row| (*row, level_of[*row as usize]));
    let ranked = ranked(venues, access, levels, query.sort);
    let facts = working::VenueFacts {
        venues: ranked.len() as u32,
        people_known: ranked.iter().filter(|row| people(venues, **row).is_some()).count() as u32,
        rated,
        sort: query.sort,
        beyond: limits.step(&engine.parameters.set_by, [cover.no_station, cover.no_hydrant]),
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
                people: ["people_day", "people_night"].map(|field| venues.number(*row as usize, field)),
                floors: venues.number(*row as usize, "floors"),
                station: near(LayerName::FireStations, access.station(*row))?,
                hydrant: near(LayerName::Hydrants, access.hydrant(*row))?,
                worry: is_worry(venues, *row),
                missing: Vec::new(),
            })
        })
        .collect::<Result<_, EngineError>>()?;
    tell_apart(open, rows.iter_mut().map(|row| &mut row.hit));
    teller.tell(rows.iter_mut().map(|row| &mut row.hit));
    for row in rows.iter_mut().filter(|row| row.hit.level == Some(Level::Unrated)).take(REASONS) {
        row.missing = teller.missing((LayerName::Venues, row.hit.feature.row), told);
    }
    let table = VenueTable {
        loosened,
        left_out,
        worry: ranked.iter().filter(|row| is_worry(venues, **row)).count() as u32,
        levels: by_level,
        revision: 0,
        cover,
        as_of: query.as_of.clone().unwrap_or_else(|| open.city().manifest.as_of.clone()),
        query,
        count: ranked.len() as u32,
        kinds,
        rows,
        explanation: working::venues(&facts),
    };
    Ok((table, ranked))
}

/// The levels of some venues. Where nobody can rate they are unrated, as on the map.
fn levels_of(teller: &Teller<'_>, venues: &[u32]) -> Vec<Level> {
    let levels = teller.rows(LayerName::Venues, venues.iter().copied());
    levels.into_iter().map(|level| level.unwrap_or(Level::Unrated)).collect()
}

/// Whether a venue's level is asked for.
fn is_of_levels(query: &VenuesQuery, level: Level) -> bool {
    level.is_among(&query.levels)
}

/// The venues that pass every filter but the range of a number.
pub fn rows_but(engine: &Engine, query: &VenuesQuery, number: &str) -> Result<Vec<u32>, EngineError> {
    let open = engine.open()?;
    let access = engine.access.as_ref().ok_or(EngineError::NoCity)?;
    let venues = open.need(LayerName::Venues)?.layer;
    let filter = RowFilter::new(LayerName::Venues, &query.kinds, query.district);
    let limits = Limits::of(&engine.parameters.set_by);
    let ranges = query.ranges.without(number);
    let ranged = Ranged::of(venues, Some(access), &ranges);
    let mut rows = filter.in_district(open, LayerName::Venues);
    rows.retain(|row| {
        filter.is_of_kind(venues, *row) && limits.lacks_all(access, *row, query.lacking) && ranged.passes(*row)
    });
    if !query.levels.is_empty() {
        let levels = levels_of(&Teller::of(engine, query.as_of.as_deref())?, &rows);
        rows =
            rows.into_iter().zip(levels).filter(|(_, level)| is_of_levels(query, *level)).map(|(row, _)| row).collect();
    }
    Ok(rows)
}

/// How many venues would be listed without each of the filters alone.
fn loosened(
    open: &Open,
    (venues, teller): (&Layer, &Teller<'_>),
    query: &VenuesQuery,
    ranged: &Ranged<'_>,
    lacks: impl Fn(u32) -> bool,
) -> Loosened {
    let of_any = |kinds: &[String], district: Option<u32>, passes: &dyn Fn(u32) -> bool| {
        let filter = RowFilter::new(LayerName::Venues, kinds, district);
        let passes = |row: &u32| filter.is_of_kind(venues, *row) && passes(*row);
        let mut rows = filter.in_district(open, LayerName::Venues);
        rows.retain(passes);
        rows
    };
    let count = |kinds: &[String], district: Option<u32>, passes: &dyn Fn(u32) -> bool| {
        let rows = of_any(kinds, district, passes);
        levels_of(teller, &rows).into_iter().filter(|level| is_of_levels(query, *level)).count() as u32
    };
    let (kinds, district) = (query.kinds.as_slice(), query.district);
    let all = |row: u32| lacks(row) && ranged.passes(row);
    let mut without = Loosened::new();
    if !kinds.is_empty() {
        without.push((FilterPart::Kinds, count(&[], district, &all)));
    }
    if !query.lacking.is_empty() {
        without.push((FilterPart::Lacking, count(kinds, district, &|row| ranged.passes(row))));
    }
    if !query.levels.is_empty() {
        without.push((FilterPart::Levels, of_any(kinds, district, &all).len() as u32));
    }
    if district.is_some() {
        without.push((FilterPart::District, count(kinds, None, &all)));
    }
    without.retain(|(_, n)| *n > 0);
    let others = |place, _: &str| count(kinds, district, &|row| lacks(row) && ranged.passes_but(place, row));
    without.extend(loosened_ranges(&query.ranges, others));
    without
}

/// Hydrants: all, known to be dry, of which nothing is said.
fn hydrant_states(hydrants: &Layer) -> (u32, u32, u32) {
    let state = |row: usize| hydrants.flag(row, "working");
    let count = |wanted: Option<bool>| (0..hydrants.len()).filter(|row| state(*row) == wanted).count() as u32;
    (hydrants.len() as u32, count(Some(false)), count(None))
}
