//! Exposure near facilities, pipelines and routes, for planners.

use super::super::apart::tell_apart;
use super::super::filter::numbers::{Judged, judged, loosened_ranges};
use super::super::open::Open;
use super::super::protocol::{
    Counted, EngineError, ExposureOf, ExposureQuery, ExposureRow, ExposureTable, FeatureRef, Listing, Loosened,
    Progress, Reply,
};
use super::super::{Begun, Engine, Job, Step};
use super::histogram::Figures;
use super::{CLASSES, within};
use crate::domain::LayerName;
use crate::domain::ranges::{EXPOSING, PEOPLE_WITHIN, SENSITIVE_WITHIN};
use crate::risk::explain::Explanation;
use crate::risk::exposure::{Exposed, ExposureJob, Population, knows_people, ranked};
use crate::risk::venues::{self, Indexed};
use crate::risk::working;
use crate::surface::breaks::{class_counts, class_of, of_whole_numbers};
use crate::units;

/// Begins an exposure ranking.
pub fn exposure(engine: &mut Engine, query: ExposureQuery) -> Result<Begun, EngineError> {
    prepare(engine, &query)?;
    if engine.exposed.as_ref().is_some_and(|kept| kept.is_of(&query)) {
        return Ok(Begun::Done(Box::new(answer(engine, query)?)));
    }
    let job = ExposureJob::new(query.distance_m);
    Ok(Begun::Working(Box::new(Working { query, job: Some(job) })))
}

/// Who is near every feature of a layer: kept, so that other ranges and classes are answered at once.
pub struct ExposedRows {
    layer: LayerName,
    distance_m: f64,
    rows: Vec<Exposed>,
}

impl ExposedRows {
    fn is_of(&self, query: &ExposureQuery) -> bool {
        (self.layer, self.distance_m) == (query.layer, query.distance_m)
    }
}

/// A figure of a feature by its name in ranges; none is unknown.
fn figure(of: &Exposed, by_people: bool, number: &str) -> Option<f64> {
    match number {
        PEOPLE_WITHIN => by_people.then(|| of.value(true)),
        SENSITIVE_WITHIN => Some(f64::from(of.sensitive)),
        _ => None,
    }
}

/// The values of a number of all features, and of those that pass every range but that of the number. The ranking of the
/// layer and the distance has been asked for.
pub fn values(engine: &Engine, query: &ExposureQuery, number: &str) -> Result<Figures, EngineError> {
    let kept = engine.exposed.as_ref().filter(|kept| kept.is_of(query)).ok_or(EngineError::Stale)?;
    let by_people = counts_people(engine.open()?);
    let passes =
        |of: &&Exposed| judged(&query.ranges, Some(number), |number| figure(of, by_people, number)) == Judged::In;
    let figures = |of: &Exposed| figure(of, by_people, number);
    Ok(Figures {
        all: kept.rows.iter().map(figures).collect(),
        passing: kept.rows.iter().filter(passes).map(figures).collect(),
    })
}

/// Whether the city knows of any people.
fn counts_people(open: &Open) -> bool {
    knows_people(open.city().layer(LayerName::Venues), open.city().layer(LayerName::Residents))
}

/// How one feature's figure in a ranking was computed.
pub fn exposure_of(engine: &mut Engine, query: ExposureQuery, of: FeatureRef) -> Result<ExposureOf, EngineError> {
    prepare(engine, &query)?;
    if of.layer != query.layer {
        engine.open()?.feature(of)?;
        return Err(EngineError::NotThere(format!("{} in a ranking of {}", of.layer, query.layer)));
    }
    let (exposed, row) = one(engine, of, query.distance_m)?;
    let explanation = explanation(engine.open()?, &query, Some(exposed))?;
    Ok(ExposureOf { query, row, explanation })
}

/// Who is near one feature. The residents are spread already.
fn one(engine: &Engine, of: FeatureRef, distance_m: f64) -> Result<(Exposed, ExposureRow), EngineError> {
    let open = engine.open()?;
    let features = open.feature(of)?.layer;
    let venues = open.get(LayerName::Venues).map(|v| Indexed { layer: v.layer, index: &v.placed.index });
    let exposed = ExposureJob::new(distance_m).one(features, of.row, open.plane(), venues, engine.population.as_ref());
    let by_people = knows_people(venues.map(|v| v.layer), open.city().layer(LayerName::Residents));
    Ok((exposed, table_row(open, of.layer, &exposed, by_people, None)?))
}

/// People near a feature: the largest of the four counts that a ranking takes; none where no headcount is known. The
/// residents are spread already.
pub(super) fn people_near(engine: &Engine, of: FeatureRef, distance_m: f64) -> Result<Option<f64>, EngineError> {
    let (_, row) = one(engine, of, distance_m)?;
    Ok((row.counted != Counted::Venues).then_some(row.value))
}

/// Judges a query, and spreads the residents once for all queries.
fn prepare(engine: &mut Engine, query: &ExposureQuery) -> Result<(), EngineError> {
    within("distance_m", query.distance_m, 0.0, 50_000.0, "m")?;
    if !EXPOSING.contains(&query.layer) {
        return Err(EngineError::NotThere(format!("exposure of {}", query.layer)));
    }
    let open = engine.open()?;
    open.need(query.layer)?;
    if engine.population.is_none() {
        engine.population = open.city().layer(LayerName::Residents).map(|l| Population::of(l, open.plane()));
    }
    Ok(())
}

struct Working {
    query: ExposureQuery,
    job: Option<ExposureJob>,
}

impl Job for Working {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        let open = engine.open()?;
        let features = open.need(self.query.layer)?.layer;
        let venues = open.get(LayerName::Venues).map(|v| Indexed { layer: v.layer, index: &v.placed.index });
        if let Some(job) = &mut self.job
            && let units::Step::More { done, total } =
                job.step(features, open.plane(), venues, engine.population.as_ref())
        {
            return Ok(Step::More(Progress { what: "exposure".to_owned(), done, total }));
        }
        let rows = self.job.take().map(ExposureJob::finish).unwrap_or_default();
        engine.exposed = Some(ExposedRows { layer: self.query.layer, distance_m: self.query.distance_m, rows });
        Ok(Step::Done(Box::new(answer(engine, self.query.clone())?)))
    }
}

fn answer(engine: &mut Engine, query: ExposureQuery) -> Result<Reply, EngineError> {
    let open = engine.open()?;
    let by_people = counts_people(open);
    let all = engine.exposed.as_ref().map(|kept| kept.rows.as_slice()).unwrap_or_default();
    let passes = |but: Option<&str>, of: &Exposed| {
        judged(&query.ranges, but, |number| figure(of, by_people, number)) == Judged::In
    };
    let rows: Vec<Exposed> = all.iter().filter(|of| passes(None, of)).copied().collect();
    let without = |_, number: &str| all.iter().filter(|of| passes(Some(number), of)).count() as u32;
    let loosened = if rows.is_empty() { loosened_ranges(&query.ranges, without) } else { Loosened::new() };
    // A feature with nobody near is in no class.
    let values = || rows.iter().map(|e| e.value(by_people)).filter(|v| *v > 0.0);
    let edges = query.breaks.edges(values(), CLASSES);
    let edges = if by_people { edges } else { of_whole_numbers(&edges) };
    let class = |e: &Exposed| Some(e.value(by_people)).filter(|v| *v > 0.0).and_then(|v| class_of(v, &edges));
    let ranked = ranked(&rows, by_people);
    let order = ranked.iter().map(|e| (query.layer, e.row)).collect();
    let explanation = explanation(open, &query, ranked.first().copied())?;
    let mut table_rows: Vec<ExposureRow> = ranked
        .into_iter()
        .map(|e| table_row(open, query.layer, &e, by_people, class(&e)))
        .collect::<Result<_, EngineError>>()?;
    tell_apart(open, table_rows.iter_mut().map(|row| &mut row.hit));
    let mut painted = vec![None; open.need(query.layer)?.layer.len()];
    for e in &rows {
        painted[e.row as usize] = Some(e.value(by_people)).filter(|v| *v > 0.0);
    }
    let (class_counts, out_of_range) = (class_counts(values(), &edges), (all.len() - rows.len()) as u32);
    engine.rankings.keep(Listing::Exposure(query.clone()), order);
    let revision = engine.paint(query.layer, &edges, painted.into_iter());
    Ok(Reply::Exposure(Box::new(ExposureTable {
        query,
        revision,
        by_people,
        breaks: edges,
        class_counts,
        out_of_range,
        loosened,
        rows: table_rows,
        explanation,
    })))
}

/// A feature's exposure as tables show it.
fn table_row(
    open: &Open,
    layer: LayerName,
    e: &Exposed,
    by_people: bool,
    class: Option<u8>,
) -> Result<ExposureRow, EngineError> {
    let residents = open.city().layer(LayerName::Residents);
    let (value, counted) = e.counted(by_people);
    Ok(ExposureRow {
        hit: open.hit(FeatureRef { layer, row: e.row }, None)?,
        people_day: e.by_day(),
        people_night: e.by_night(),
        venue_day: e.venue_day,
        venue_night: e.venue_night,
        residents_day: residents.map(|_| e.residents.day),
        residents_night: residents.map(|_| e.residents.night),
        sensitive: e.sensitive,
        venues: e.venues,
        unknown: e.unknown,
        value,
        counted,
        class,
    })
}

/// The working of a ranking, with the numbers of one feature.
fn explanation(open: &Open, query: &ExposureQuery, example: Option<Exposed>) -> Result<Explanation, EngineError> {
    let (venues, residents) = (open.city().layer(LayerName::Venues), open.city().layer(LayerName::Residents));
    let known = venues.map_or(0, |v| (0..v.len() as u32).filter(|row| venues::people(v, *row).is_some()).count());
    let features = open.need(query.layer)?.layer;
    let name = example.map(|e| features.title(e.row as usize));
    Ok(working::exposure(&working::ExposureFacts {
        layer: query.layer,
        distance_m: query.distance_m,
        features: features.len() as u32,
        venues: (venues.map_or(0, |v| v.len() as u32), known as u32),
        residents: residents.map(|r| r.len() as u32),
        by_people: knows_people(venues, residents),
        example: name.as_ref().zip(example),
    }))
}
