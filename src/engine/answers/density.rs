//! Density surfaces: the grid, and its bands as a tile layer.

use super::super::filter::Passing;
use super::super::open::{Open, anchor};
use super::super::protocol::{DensityQuery, DensitySurface, EngineError, Progress, Reply};
use super::super::{Begun, Engine, Job, Step};
use super::{CLASSES, number_field, period, within};
use crate::domain::{LayerName, Shapes};
use crate::risk::working;
use crate::spatial::tile::BandTiles;
use crate::spatial::{Index, Plane, SpatialError, usual_places};
use crate::surface::bands::BandsJob;
use crate::surface::density::{Density, DensityError, DensityJob, DensityParams, Mode, Points, WideJob};
use crate::surface::{Grid, MAX_NODES as MAX_FILE_NODES};
use crate::units::{self, TRUE_WITHIN_M, Xy, XyBox};

/// Nodes of a grid: fine enough for a city, small enough for a second.
const MAX_NODES: u64 = 1 << 20;
/// Nodes of a grid whose bandwidth is narrow for the city: a peak between two nodes would be lost.
const MOST_NODES: u64 = 12 << 20;
/// So many cells to the bandwidth show a peak to a part in ten.
const CELLS_TO_BANDWIDTH: f64 = 5.0;
/// With fewer cells to the bandwidth a point between nodes is lost.
const LEAST_CELLS_TO_BANDWIDTH: f64 = 2.0;

/// The cell of a map's surface.
fn cell_m(bounds: XyBox, bandwidth_m: f64) -> Option<f64> {
    let around = bounds.grown(bandwidth_m);
    let cell_m = Grid::cell_for(around, bandwidth_m, MAX_NODES)?;
    if cell_m * CELLS_TO_BANDWIDTH <= bandwidth_m {
        return Some(cell_m);
    }
    Grid::cell_for(around, bandwidth_m, MOST_NODES)
}

fn is_far(x: f64) -> bool {
    x.abs() > TRUE_WITHIN_M
}

/// The newest surface's bands, as the map draws them: one feature a class.
pub struct DensityLayer {
    shapes: Shapes,
    index: Index,
    tiles: BandTiles,
    classes: Vec<u8>,
}

impl DensityLayer {
    /// A tile of the bands.
    pub fn tile(&self, z: u8, x: u32, y: u32) -> Result<Vec<u8>, SpatialError> {
        self.tiles.cut(super::super::DENSITY, &self.shapes, &self.index, (z, x, y), &self.classes)
    }
}

/// The points of a query: where the features are (a place inside those that are areas), and their weights.
struct Cloud {
    /// `None` where every feature is a point and counts: their index has them, and a million take 16 MB.
    own: Option<Vec<Xy>>,
    /// Of places of its own their weights, where they have some.
    weights: Vec<f64>,
    /// Crashes that the filter leaves out for a value that is unknown alone.
    left_out: u32,
    /// Whether some lie where lengths on the plane are not those on the ground.
    far: bool,
    /// The city that they are of.
    generation: u32,
}

impl Cloud {
    fn of(engine: &mut Engine, query: &DensityQuery) -> Result<Self, EngineError> {
        within("bandwidth_m", query.bandwidth_m, 10.0, 50_000.0, "m")?;
        let passing = asked(engine, query)?;
        let open = engine.open()?;
        let layer = open.need(query.layer)?.layer;
        let weights = query.weight.as_ref().map(|field| number_field(layer, field)).transpose()?;
        let nowhere = Xy::new(f64::NAN, f64::NAN);
        let place = |row| anchor(layer, row).map_or(nowhere, |at| open.plane().xy(at));
        let counts = |row: &usize| passing.as_ref().is_none_or(|passing| passing.rows.get(*row) == Some(&true));
        let own = (passing.is_some() || !layer.shapes().all_points())
            .then(|| (0..layer.len()).filter(counts).map(place).collect::<Vec<_>>());
        let weight = |row: usize| weights.and_then(|w| w.get(row).copied()).unwrap_or(f64::NAN);
        let weights = match (&own, weights) {
            (Some(_), Some(_)) => (0..layer.len()).filter(counts).map(weight).collect(),
            _ => Vec::new(),
        };
        let left_out = passing.as_ref().map_or(0, |passing| passing.left_out);
        Ok(Self { own, weights, left_out, far: false, generation: open.generation() })
    }

    /// The box of a map's surface and its cell: around all points, or, where the cell would be too wide for the bandwidth,
    /// around all but those that lie far from the rest.
    fn ground(&self, open: &Open, query: &DensityQuery) -> Result<Option<(XyBox, f64)>, EngineError> {
        let (all, xy) = match &self.own {
            Some(xy) => (Points::counted(xy).bounds(), xy.as_slice()),
            None => {
                let index = &open.need(query.layer)?.placed.index;
                (index.bounds(), index.xy())
            }
        };
        let Some(all) = all else { return Ok(None) };
        let fine = |cell_m: &f64| cell_m * LEAST_CELLS_TO_BANDWIDTH <= query.bandwidth_m;
        let of_all = cell_m(all, query.bandwidth_m);
        if let Some(cell_m) = of_all.filter(fine) {
            return Ok(Some((all, cell_m)));
        }
        let usual = usual_places(xy).map(|b| b.grown(((b.max.x - b.min.x).max(b.max.y - b.min.y)) / 2.0));
        if let Some(usual) = usual
            && let Some(cell_m) = cell_m(usual, query.bandwidth_m).filter(fine)
        {
            return Ok(Some((usual, cell_m)));
        }
        let least_m = of_all.map_or(f64::INFINITY, |cell_m| cell_m * LEAST_CELLS_TO_BANDWIDTH);
        Err(EngineError::Narrow { bandwidth_m: query.bandwidth_m, least_m })
    }

    fn points<'a>(&'a self, open: &'a Open, query: &DensityQuery) -> Result<Points<'a>, EngineError> {
        if self.generation != open.generation() {
            return Err(EngineError::Stale);
        }
        let ready = open.need(query.layer)?;
        Ok(match (&self.own, &query.weight) {
            (Some(own), None) => Points::counted(own),
            (Some(own), Some(_)) => Points::weighted(own, &self.weights),
            (None, None) => Points::counted(ready.placed.index.xy()),
            (None, Some(field)) => Points::weighted(ready.placed.index.xy(), number_field(ready.layer, field)?),
        })
    }
}

/// The crashes that a surface is made of; none where it is all of them, or of another layer.
pub fn asked(engine: &mut Engine, query: &DensityQuery) -> Result<Option<Passing>, EngineError> {
    if query.layer == LayerName::Crashes { engine.passing(&query.crashes) } else { Ok(None) }
}

impl Engine {
    /// The density on nodes a given cell apart, over all points and a bandwidth around them; every value is the plain sum
    /// to 1e-6 of the maximum. `None` when no point has a place. It is what a file is made of and no request: a grid
    /// never crosses to the page.
    pub fn density_grid(&mut self, query: &DensityQuery, cell_m: f64) -> Result<Option<Density>, EngineError> {
        let cloud = Cloud::of(self, query)?;
        let open = self.open()?;
        let points = cloud.points(open, query)?;
        let Some(bounds) = points.bounds() else { return Ok(None) };
        let params = DensityParams { bandwidth_m: query.bandwidth_m, cell_m, mode: Mode::Exact };
        let density = Making::over(bounds, params, points, open.plane()).map(|mut making| {
            while making.step(points) != units::Step::Done {}
            Some(making.finish())
        });
        density.map_err(|_| EngineError::Parameter {
            name: "cell".to_owned(),
            found: format!("{cell_m} m"),
            expected: format!("a number above 0 that makes at most {MAX_FILE_NODES} nodes"),
        })
    }
}

/// Begins a density surface.
pub fn density(engine: &mut Engine, query: DensityQuery) -> Result<Begun, EngineError> {
    let mut cloud = Cloud::of(engine, &query)?;
    let open = engine.open()?;
    let job = match cloud.ground(open, &query)? {
        None => None,
        Some((bounds, cell_m)) => {
            let params = DensityParams { bandwidth_m: query.bandwidth_m, cell_m, mode: Mode::Fast };
            let making = Making::over(bounds, params, cloud.points(open, &query)?, open.plane()).map_err(refused)?;
            cloud.far = matches!(making, Making::Wide(_));
            Some(making)
        }
    };
    Ok(Begun::Working(Box::new(Working { query, cloud, stage: Stage::Surface(job) })))
}

fn refused(error: DensityError) -> EngineError {
    EngineError::Parameter {
        name: "bandwidth_m".to_owned(),
        found: error.to_string(),
        expected: "see message".to_owned(),
    }
}

struct Working {
    query: DensityQuery,
    cloud: Cloud,
    stage: Stage,
}

/// A surface in the making.
enum Making {
    /// Where lengths on the plane are those on the ground.
    Plain(DensityJob),
    /// Where they are not everywhere.
    Wide(Box<WideJob>),
}

impl Making {
    fn over(bounds: XyBox, params: DensityParams, points: Points<'_>, plane: &Plane) -> Result<Self, DensityError> {
        if !is_far(bounds.min.x) && !is_far(bounds.max.x) {
            return DensityJob::over(bounds, params).map(Self::Plain);
        }
        let y = (bounds.min.y + bounds.max.y) / 2.0;
        let scale = |x| plane.stretch_at(Xy::new(x, y));
        WideJob::over(bounds, params, points, scale).map(Box::new).map(Self::Wide)
    }

    fn step(&mut self, points: Points<'_>) -> units::Step {
        match self {
            Self::Plain(job) => job.step(points),
            Self::Wide(job) => job.step(),
        }
    }

    fn finish(self) -> Density {
        match self {
            Self::Plain(job) => job.finish(),
            Self::Wide(job) => job.finish(),
        }
    }
}

enum Stage {
    Surface(Option<Making>),
    Bands(Box<Density>, BandsJob, Vec<f64>),
    Done,
}

impl Job for Working {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Surface(None) => Ok(Step::Done(Box::new(finish(engine, &self.query, &self.cloud, None)?))),
            Stage::Surface(Some(mut job)) => {
                let step = job.step(self.cloud.points(engine.open()?, &self.query)?);
                let (done, total) = match step {
                    units::Step::More { done, total } => {
                        self.stage = Stage::Surface(Some(job));
                        (done, total)
                    }
                    units::Step::Done => {
                        let density = job.finish();
                        let edges = density.edges(self.query.breaks, CLASSES);
                        let bands = BandsJob::new(&edges);
                        self.stage = Stage::Bands(Box::new(density), bands, edges);
                        (1, 1)
                    }
                };
                // Drawing the bands is about a fifth of the whole.
                Ok(Step::More(Progress { what: "density".to_owned(), done: done * 4, total: total * 5 }))
            }
            Stage::Bands(density, mut bands, edges) => match bands.step(&density.grid, &density.per_km2) {
                units::Step::More { done, total } => {
                    self.stage = Stage::Bands(density, bands, edges);
                    Ok(Step::More(Progress { what: "density".to_owned(), done: total * 4 + done, total: total * 5 }))
                }
                units::Step::Done => {
                    let drawn = Some((*density, bands, edges));
                    Ok(Step::Done(Box::new(finish(engine, &self.query, &self.cloud, drawn)?)))
                }
            },
            Stage::Done => Err(EngineError::Stale),
        }
    }
}

fn finish(
    engine: &mut Engine,
    query: &DensityQuery,
    cloud: &Cloud,
    drawn: Option<(Density, BandsJob, Vec<f64>)>,
) -> Result<Reply, EngineError> {
    let (left_out, far) = (cloud.left_out, cloud.far);
    let open = engine.open()?;
    let days = open
        .city()
        .layer(query.layer)
        .and_then(|l| l.days(if query.layer == LayerName::Dangers { "found_on" } else { "at" }));
    let days = if query.layer == LayerName::Crashes { query.crashes.period(days) } else { days };
    let (density, bands, breaks) = match drawn {
        Some((density, bands, edges)) => (Some(density), bands.finish(), edges),
        None => (None, Vec::new(), Vec::new()),
    };
    let mut shapes = Shapes::new();
    let mut classes = Vec::new();
    for (class, band) in bands.iter().enumerate() {
        if band.members.is_empty() {
            continue;
        }
        let ring = |ring: &Vec<Xy>| ring.iter().map(|p| open.plane().lnglat(*p)).collect::<Vec<_>>();
        shapes.push_polygon(&band.members.iter().map(|rings| rings.iter().map(ring).collect()).collect::<Vec<_>>());
        classes.push(class as u8);
    }
    let index = Index::build(&shapes, open.plane());
    let tiles = BandTiles::build(&shapes);
    // Where the filter leaves nothing, nothing lacks a weight.
    let left_all = query.layer == LayerName::Crashes && !query.crashes.shows_all();
    let facts = working::DensityFacts {
        layer: query.layer,
        bandwidth_m: query.bandwidth_m,
        cell_m: density.as_ref().map_or(0.0, |d| d.grid.cell_m),
        points: density.as_ref().map_or(0, |d| d.points as u32),
        without_weight: density
            .as_ref()
            .map_or(if left_all { 0 } else { open.need(query.layer)?.layer.len() as u32 }, |d| d.without_weight as u32),
        total: density.as_ref().map_or(0.0, |d| d.total),
        integral: density.as_ref().map_or(0.0, |d| d.integral),
        max_per_km2: density.as_ref().map_or(0.0, |d| d.max_per_km2),
        weighted: query.weight.is_some(),
        asked: working::CrashesAsked { filter: &query.crashes, left_out },
        far,
    };
    let densest = density.as_ref().and_then(Density::densest).map(|at| open.plane().lnglat(at));
    engine.density = Some(DensityLayer { shapes, index, tiles, classes });
    Ok(Reply::Density(Box::new(DensitySurface {
        query: query.clone(),
        revision: engine.next_revision(),
        breaks,
        max_per_km2: facts.max_per_km2,
        densest,
        cell_m: facts.cell_m,
        points: facts.points,
        without_weight: facts.without_weight,
        total: facts.total,
        integral: facts.integral,
        left_out,
        period: period(days),
        explanation: working::density(&facts),
    })))
}
