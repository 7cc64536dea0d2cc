//! The open city, its indexes and caches behind one function. Worker, command line and tests ask the same questions.
//!
//! [`Engine::handle`] answers a request in one go. A caller that must stay responsive uses [`Engine::begin`] and steps
//! the job itself: each step takes some tens of milliseconds, and between steps tiles can be cut, progress shown, or
//! the job dropped.

mod answers;
mod apart;
mod card;
mod correct;
mod csv_out;
mod encoding;
mod filter;
mod find;
mod join;
mod load;
pub mod open;
pub mod protocol;
mod save;
mod template;
mod tile;
#[cfg(test)]
mod village;
mod xlsx_out;

pub use encoding::{decode, encode};
pub use filter::{RowFilter, crashes as crash_filter};
pub use load::{Loading, open_files};
pub use open::Open;
pub use protocol::*;
pub use template::template;
pub use tile::{DENSITY, TileAddress};

use crate::dataset::Formats;
use crate::domain::{CrashFilter, LayerName};
use crate::network::Ways;
use crate::risk::assess::{Book, Levels, Parameters};
use crate::risk::crashes::Times;
use crate::risk::exposure::Population;
use crate::risk::venues::Access;
use crate::units::LngLatBox;
use std::collections::BTreeMap;

/// The engine: at most one open city, and what was last computed for its map.
#[derive(Default)]
pub struct Engine {
    open: Option<Open>,
    density: Option<answers::DensityLayer>,
    paints: BTreeMap<LayerName, Paint>,
    network: Option<answers::Network>,
    ways: Option<Ways>,
    population: Option<Population>,
    access: Option<Access>,
    book: Option<Book>,
    parameters: Parameters,
    levels: Option<Levels>,
    rings: answers::Rings,
    /// What of access and levels is half done.
    preparing: answers::Preparing,
    told: answers::Told,
    narrowed: Vec<Narrowed>,
    compared: answers::Compared,
    times: Option<Times>,
    passing: Option<filter::Passing>,
    unchecked: BTreeMap<LayerName, Vec<bool>>,
    /// Rows of the reader's own, by layer, as far as tiles have asked; none where a layer has none.
    own: BTreeMap<LayerName, Option<Vec<bool>>>,
    names: Option<find::Names>,
    listed: Option<answers::Listed>,
    changes: Option<ChangesTable>,
    rankings: answers::Rankings,
    exposed: Option<answers::ExposedRows>,
    generation: u32,
    revision: u32,
}

/// The class of every row of a layer, as its newest ranking gave it.
struct Paint {
    classes: Vec<u8>,
}

/// The rows that a filter of tiles lets through.
struct Narrowed {
    layer: LayerName,
    filter: RowFilter,
    /// The number of the paint that the tiles carry; it matters to a filter by level alone.
    paint: Option<u32>,
    rows: Vec<bool>,
}

impl Narrowed {
    /// Whether these are the rows of a filter of a layer.
    fn is_of(&self, layer: LayerName, filter: &RowFilter, paint: Option<u32>) -> bool {
        self.layer == layer && self.filter == *filter && (!filter.asks_paint() || self.paint == paint)
    }
}

/// The class of a row that has none.
const UNPAINTED: u8 = 255;

/// What beginning a request led to.
pub enum Begun {
    /// The answer.
    Done(Box<Reply>),
    /// A job to be stepped.
    Working(Box<dyn Job>),
}

/// A long answer in steps of some tens of milliseconds.
pub trait Job {
    /// Does the next step.
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError>;

    /// Leaves the engine as it was before, when the job failed or its answer is not wanted any more.
    fn give_up(self: Box<Self>, _engine: &mut Engine) {}
}

/// What a step led to.
pub enum Step {
    /// There is more to do.
    More(Progress),
    /// A city that is being opened has layers that can be drawn.
    Partial(Box<CityInfo>),
    /// The answer.
    Done(Box<Reply>),
}

impl Engine {
    /// An engine without a city.
    pub fn new() -> Self {
        Self::default()
    }

    /// The open city.
    pub fn open(&self) -> Result<&Open, EngineError> {
        self.open.as_ref().ok_or(EngineError::NoCity)
    }

    /// Answers in one go.
    pub fn handle(&mut self, request: Request) -> Result<Reply, EngineError> {
        match self.begin(request)? {
            Begun::Done(reply) => Ok(*reply),
            Begun::Working(mut job) => loop {
                match job.step(self) {
                    Ok(Step::Done(reply)) => return Ok(*reply),
                    Ok(Step::More(_) | Step::Partial(_)) => {}
                    Err(error) => {
                        job.give_up(self);
                        return Err(error);
                    }
                }
            },
        }
    }

    /// Begins a request: short ones are answered at once, long ones give a job.
    pub fn begin(&mut self, request: Request) -> Result<Begun, EngineError> {
        let reply = match request {
            Request::Open(files) => return Ok(Begun::Working(Box::new(open_files(files, Formats::canonical())?))),
            Request::Changes(older) => return answers::changes(self, older),
            Request::Join(files) => return Ok(Begun::Working(Box::new(join::join_files(files)?))),
            Request::OnRoads(positions) => Reply::OnRoads(answers::on_roads(self.open()?, &positions)),
            Request::Own(_) => return Err(EngineError::NotThere("table that the importer holds".to_owned())),
            Request::InView { area, crashes } => Reply::InView(self.in_view(&area, &crashes)?),
            Request::Feature { of, radius_m, as_of } => {
                return card::begin(self, card::CardQuery { of, radius_m, as_of });
            }
            Request::Lookup { layer, id } => {
                let open = self.open()?;
                let hits = open.lookup(layer, &id).map(|of| open.hit(of, None)).transpose()?;
                Reply::Found(hits.into_iter().collect())
            }
            Request::Find { text, near, limit } => return find::begin(self, find::Wanted { text, near, limit }),
            Request::Select { layer, area } => {
                Reply::Selected { layer, rows: answers::select(self.open()?, layer, &area)? }
            }
            Request::Tally { area, layers, kinds, district, lacking, only, crashes } => Reply::Tallies(answers::tally(
                self,
                &area,
                &layers,
                &RowFilter::new(only.as_ref().map_or(LayerName::Venues, |only| only.layer), &kinds, district)
                    .lacking(lacking),
                only.as_deref(),
                &crashes,
            )?),
            Request::Inside(query) => return answers::inside(self, query),
            Request::Path { from, to } => Reply::Path(answers::path(self, from, to)?),
            Request::Measure(points) => Reply::Measured(answers::measure(points)?),
            Request::Corrections => Reply::Corrections(correct::list(self.open()?)),
            Request::Correctable(of) => Reply::Correctable(Box::new(correct::correctable(self.open()?, of)?)),
            Request::Correct(correction) => correct::correct(self, *correction)?,
            Request::Uncorrect(place) => correct::uncorrect(self, place)?,
            Request::Patch { file, instead } => correct::patch(self, &file, instead)?,
            Request::NotRead => Reply::NotRead(Box::new(answers::not_read(self.open()?))),
            Request::Density(query) => return answers::density(self, query),
            Request::DensityAt { query, at } => Reply::DensityAt(answers::density_at(self, &query, at)?),
            Request::DensityParts { query, at, most } => {
                Reply::DensityParts(Box::new(answers::density_parts(self, query, at, most.min(1_000))?))
            }
            Request::Exposure(query) => return answers::exposure(self, query),
            Request::ExposureOf { query, of } => Reply::ExposureOf(Box::new(answers::exposure_of(self, query, of)?)),
            Request::Sections(query) => return answers::sections(self, query),
            Request::Venues(query) => return answers::venues(self, query),
            Request::Overview(query) => return answers::overview(self, query),
            Request::Figures => return answers::figures(self),
            Request::Levels(query) => return answers::levels(self, query),
            Request::Why { of, as_of } => return answers::why(self, of, as_of),
            Request::Compare(query) => return answers::compare(self, *query),
            Request::Days => Reply::Days(answers::ledger_days(self)?),
            Request::Ledger(query) => Reply::Ledger(Box::new(answers::ledger(self, query)?)),
            Request::Danger { id, as_of } => Reply::Danger(Box::new(answers::danger(self, &id, as_of.as_deref())?)),
            Request::Unchecked(query) => Reply::Unchecked(Box::new(answers::unchecked(self, query)?)),
            Request::Conflicts(query) => return answers::conflicts(self, query),
            Request::Rows { query, from, count, mark } => {
                return answers::rows(self, answers::Window { query: *query, from, count, mark });
            }
            Request::Crashes(filter) => Reply::Crashes(Box::new(self.crash_counts(&filter)?)),
            Request::Histogram { of, number } => return answers::histogram(self, of, number),
            Request::Export { table, on } => Reply::File(answers::export(self, table, &on)?),
        };
        Ok(Begun::Done(Box::new(reply)))
    }

    /// The open city with its names, which are read when they are first asked for.
    fn names(&mut self) -> Result<(&Open, &find::Names), EngineError> {
        let open = self.open.as_ref().ok_or(EngineError::NoCity)?;
        let names = self.names.take().filter(|names| names.are_of(open.city()));
        Ok((open, self.names.insert(names.unwrap_or_else(|| find::Names::read(open.city())))))
    }

    /// Reads the ledger's tables, once for a city.
    fn read_book(&mut self) -> Result<(), EngineError> {
        if self.book.is_none() {
            let city = self.open()?.city();
            (self.book, self.parameters) = (Some(Book::read(city)), Parameters::read(city));
        }
        Ok(())
    }

    fn in_view(&mut self, area: &LngLatBox, crashes: &CrashFilter) -> Result<Vec<LayerCount>, EngineError> {
        let has_crashes = self.open()?.get(LayerName::Crashes).is_some();
        let passing = if has_crashes { self.passing(crashes)? } else { None };
        let open = self.open()?;
        let count = |ready: &open::Ready<'_>| {
            let (index, shapes) = (&ready.placed.index, ready.layer.shapes());
            match passing.as_ref().filter(|_| ready.layer.name() == LayerName::Crashes) {
                Some(passing) => {
                    let rows = index.in_box(shapes, area);
                    rows.iter().filter(|row| passing.rows.get(**row as usize) == Some(&true)).count()
                }
                None => index.count_in_box(shapes, area),
            }
        };
        let counts = LayerName::ALL.iter().filter_map(|name| open.get(*name)).map(|ready| LayerCount {
            layer: ready.layer.name(),
            in_view: count(&ready) as u32,
            total: ready.layer.len() as u32,
        });
        Ok(counts.collect())
    }

    /// The class of every row of a layer, as its newest ranking gave it.
    fn newest_classes(&self, layer: LayerName) -> Option<&[u8]> {
        self.paints.get(&layer).map(|paint| paint.classes.as_slice())
    }

    /// A new city takes the place of the old one. Gives the old one with all that was computed for it.
    fn replace(&mut self, open: Open) -> Self {
        let new = Self { open: Some(open), generation: self.generation, revision: self.revision, ..Self::default() };
        std::mem::replace(self, new)
    }

    /// Puts back what [`Self::replace`] gave. Numbers given out since then are not given out again.
    fn restore(&mut self, before: Self) {
        *self = Self { generation: self.generation, revision: self.revision, ..before };
    }

    fn next_generation(&mut self) -> u32 {
        self.generation += 1;
        self.generation
    }

    fn next_revision(&mut self) -> u32 {
        self.revision += 1;
        self.revision
    }
}
