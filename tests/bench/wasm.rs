//! The index, the density surface and the engine's tiles and levels as a WASM module of their own, so that the browser benchmark can ask them beside
//! other libraries. Batches cross the boundary once: queries in one array, answers in another.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, reason = "called by tests/bench/page.mjs alone")]

use js_sys::Uint32Array;
use riskmap::domain::{LayerName, Shapes};
use riskmap::engine::{ConflictsQuery, Engine, FeatureRef, LevelsQuery, LevelsTable, NamedBytes, Reply, Request};
use riskmap::risk::assess::RATED;
use riskmap::spatial::{Index, Plane, Probe};
use riskmap::surface::Grid;
use riskmap::surface::density::{DensityJob, Mode, Points};
use riskmap::units::{LngLat, LngLatBox, Step, Xy, XyBox};
use wasm_bindgen::prelude::*;

/// Points and, once built, their index.
#[wasm_bindgen]
pub struct Bench {
    shapes: Shapes,
    plane: Plane,
    index: Index,
}

/// The answers to a batch: `ends[i]` is where the ids of query `i` end in `ids`.
#[wasm_bindgen]
#[derive(Default)]
pub struct Found {
    ids: Vec<u32>,
    ends: Vec<u32>,
}

#[wasm_bindgen]
impl Found {
    pub fn ids(&self) -> Uint32Array {
        Uint32Array::from(self.ids.as_slice())
    }

    pub fn ends(&self) -> Uint32Array {
        Uint32Array::from(self.ends.as_slice())
    }

    fn add(&mut self, ids: impl IntoIterator<Item = u32>) {
        self.ids.extend(ids);
        self.ends.push(self.ids.len() as u32);
    }
}

#[wasm_bindgen]
impl Bench {
    /// Points as lng, lat, lng, lat, …; the plane is centred on the given place.
    #[wasm_bindgen(constructor)]
    pub fn new(lng_lat: &[f64], centre_lng: f64, centre_lat: f64) -> Self {
        let mut shapes = Shapes::new();
        for at in lng_lat.chunks_exact(2) {
            shapes.push_point(LngLat::new(at[0], at[1]));
        }
        let plane = Plane::centred_on(LngLat::new(centre_lng, centre_lat));
        let index = Index::build(&Shapes::new(), &plane);
        Self { shapes, plane, index }
    }

    /// Projects and indexes the points: all that a city pays when it is opened.
    pub fn build(&mut self) {
        self.index = Index::build(&self.shapes, &self.plane);
    }

    /// Indexes the points as [`Self::build`] projected them: what the other libraries do.
    pub fn build_projected(&mut self) {
        self.index = Index::of_xy(&self.shapes, &self.plane, self.index.xy().to_vec());
    }

    /// The points on the plane, x, y, x, y, …: what the other libraries are given.
    pub fn xy(&self) -> Vec<f64> {
        self.index.xy().iter().flat_map(|p| [p.x, p.y]).collect()
    }

    /// Boxes as west, south, east, north, ….
    pub fn in_box(&self, boxes: &[f64]) -> Found {
        let mut found = Found::default();
        for b in boxes.chunks_exact(4) {
            found.add(self.index.in_box(&self.shapes, &lng_lat_box(b)));
        }
        found
    }

    pub fn count_in_box(&self, boxes: &[f64]) -> u32 {
        boxes.chunks_exact(4).map(|b| self.index.count_in_box(&self.shapes, &lng_lat_box(b)) as u32).sum()
    }

    /// Places as x, y, …; nearest first.
    pub fn within(&self, places: &[f64], radius_m: f64) -> Found {
        let mut found = Found::default();
        for p in places.chunks_exact(2) {
            let hits = self.index.within(&self.shapes, &Probe::point(Xy::new(p[0], p[1])), radius_m);
            found.add(hits.into_iter().map(|hit| hit.row));
        }
        found
    }

    pub fn nearest(&self, places: &[f64], k: usize) -> Found {
        let mut found = Found::default();
        for p in places.chunks_exact(2) {
            let hits = self.index.nearest(&self.shapes, &Probe::point(Xy::new(p[0], p[1])), k);
            found.add(hits.into_iter().map(|hit| hit.row));
        }
        found
    }

    /// A surface on a square grid of `nodes` a side around the middle of the points; per km², from the south-west.
    pub fn density(&self, bandwidth_m: f64, nodes: usize, side_m: f64, exact: bool) -> Result<Vec<f32>, String> {
        let cell_m = side_m / nodes as f64;
        let half = side_m / 2.0;
        let bounds = XyBox { min: Xy::new(-half, -half), max: Xy::new(half - 2.0 * cell_m, half - 2.0 * cell_m) };
        let grid = Grid::covering(bounds, cell_m).ok_or("no grid")?;
        let mode = if exact { Mode::Exact } else { Mode::Fast };
        let mut job = DensityJob::on(grid, bandwidth_m, mode).map_err(|error| error.to_string())?;
        let points = Points::counted(self.index.xy());
        while job.step(points) != Step::Done {}
        Ok(job.finish().per_km2)
    }
}

fn lng_lat_box(b: &[f64]) -> LngLatBox {
    LngLatBox { west: b[0], south: b[1], east: b[2], north: b[3] }
}

/// rstar as it comes, over the same points: what the blocks are for.
#[wasm_bindgen]
pub struct PlainRstar(rstar::RTree<rstar::primitives::GeomWithData<[f64; 2], u32>>);

#[wasm_bindgen]
impl PlainRstar {
    #[wasm_bindgen(constructor)]
    pub fn new(xy: &[f64]) -> Self {
        let points =
            xy.chunks_exact(2).zip(0..).map(|(p, row)| rstar::primitives::GeomWithData::new([p[0], p[1]], row));
        Self(rstar::RTree::bulk_load(points.collect()))
    }

    pub fn in_box(&self, boxes: &[f64]) -> Found {
        let mut found = Found::default();
        for b in boxes.chunks_exact(4) {
            let envelope = rstar::AABB::from_corners([b[0], b[1]], [b[2], b[3]]);
            found.add(self.0.locate_in_envelope(&envelope).map(|point| point.data));
        }
        found
    }

    pub fn count_in_box(&self, boxes: &[f64]) -> u32 {
        let count = |b: &[f64]| {
            self.0.locate_in_envelope(&rstar::AABB::from_corners([b[0], b[1]], [b[2], b[3]])).count() as u32
        };
        boxes.chunks_exact(4).map(count).sum()
    }

    pub fn within(&self, places: &[f64], radius_m: f64) -> Found {
        let mut found = Found::default();
        for p in places.chunks_exact(2) {
            found.add(self.0.locate_within_distance([p[0], p[1]], radius_m * radius_m).map(|point| point.data));
        }
        found
    }

    pub fn nearest(&self, places: &[f64], k: usize) -> Found {
        let mut found = Found::default();
        for p in places.chunks_exact(2) {
            found.add(self.0.nearest_neighbor_iter(&[p[0], p[1]]).take(k).map(|point| point.data));
        }
        found
    }
}

/// Rows that a list shows.
const LISTED: u32 = 200;

const OTHER: &str = "the engine answered something else";

/// A whole city in the engine, for the time of its tiles, levels, explanations and conflicts.
#[wasm_bindgen]
#[derive(Default)]
pub struct CityBench {
    files: Vec<NamedBytes>,
    engine: Engine,
    subjects: Vec<FeatureRef>,
}

#[wasm_bindgen]
impl CityBench {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// A file of the dataset.
    pub fn add(&mut self, name: String, bytes: Vec<u8>) {
        self.files.push(NamedBytes { name, bytes });
    }

    /// Opens the files; west, south, east, north of the city.
    pub fn open(&mut self) -> Result<Vec<f64>, String> {
        let files = std::mem::take(&mut self.files);
        match self.engine.handle(Request::Open(files)).map_err(|error| error.to_string())? {
            Reply::Opened(city) => {
                let b = city.bounds.ok_or("nothing has a place")?;
                Ok(vec![b.west, b.south, b.east, b.north])
            }
            _ => Err(OTHER.to_owned()),
        }
    }

    /// The levels of all on the day of the data, as far as a list shows them; gives how many subjects there are.
    pub fn levels(&mut self) -> Result<u32, String> {
        let listed = |layer| LevelsQuery { limit: LISTED, ..LevelsQuery::of(layer) };
        self.rated(listed).map(|tables| tables.iter().flat_map(|table| &table.counts).map(|count| count.dynamic).sum())
    }

    /// Whatever is rated, for [`Self::explanations`]; gives how many subjects that are.
    pub fn list(&mut self) -> Result<u32, String> {
        let tables = self.rated(LevelsQuery::of)?;
        self.subjects = tables.iter().flat_map(|table| &table.rows).map(|row| row.hit.feature).collect();
        Ok(self.subjects.len() as u32)
    }

    /// Explains all that is listed, as a card does: working, rings, neighbours, dangers; gives how many steps that are.
    pub fn explanations(&mut self) -> Result<u32, String> {
        let mut steps = 0;
        for of in self.subjects.clone() {
            match self.ask(Request::Why { of, as_of: None })? {
                Reply::Why(why) => steps += why.parts.iter().map(|p| p.worked.explanation.steps.len()).sum::<usize>(),
                _ => return Err(OTHER.to_owned()),
            }
        }
        Ok(steps as u32)
    }

    /// Every hazard ring against every sensitive site; gives how many pairs there are.
    pub fn conflicts(&mut self) -> Result<u32, String> {
        match self.ask(Request::Conflicts(ConflictsQuery { limit: LISTED, ..ConflictsQuery::default() }))? {
            Reply::Conflicts(table) => Ok(table.count),
            _ => Err(OTHER.to_owned()),
        }
    }

    fn rated(&mut self, asked: impl Fn(LayerName) -> LevelsQuery) -> Result<Vec<LevelsTable>, String> {
        let table = |layer| match self.ask(Request::Levels(asked(layer)))? {
            Reply::Levels(table) => Ok(*table),
            _ => Err(OTHER.to_owned()),
        };
        RATED.into_iter().map(table).collect()
    }

    fn ask(&mut self, request: Request) -> Result<Reply, String> {
        self.engine.handle(request).map_err(|error| error.to_string())
    }

    /// Cuts a tile; gives its bytes.
    pub fn tile(&mut self, address: &str) -> Result<Vec<u8>, String> {
        self.engine.tile(address).map_err(|error| error.to_string())
    }
}
