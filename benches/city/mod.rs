//! A dataset's folder as an open city, with all that its levels are computed from.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads files")]

use riskmap::dataset::Formats;
use riskmap::domain::LayerName;
use riskmap::engine::{Engine, Job, NamedBytes, Open, Step, open_files};
use riskmap::risk::assess::{Assessor, Book, Parameters, Surroundings};
use riskmap::risk::exposure::Population;
use riskmap::risk::venues::{Access, Indexed};
use riskmap::units;
use std::path::{Path, PathBuf};

/// The demo city, or the folder that `RISKMAP_BENCH_CITY` names: `riskmap demo --scale 100 --out DIR` makes a large one.
pub fn folder() -> PathBuf {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/lanchuan");
    std::env::var_os("RISKMAP_BENCH_CITY").map_or(demo, PathBuf::from)
}

/// Opens a dataset's folder.
pub fn open(folder: &Path) -> Engine {
    let entries = std::fs::read_dir(folder).expect("a dataset's folder").map(|e| e.expect("its entries").path());
    let files = entries.filter(|path| path.is_file()).map(|path| NamedBytes {
        name: path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        bytes: std::fs::read(&path).expect("its files"),
    });
    let mut engine = Engine::new();
    let mut job = open_files(files.collect(), Formats::canonical()).expect("a dataset");
    while !matches!(job.step(&mut engine).expect("a dataset"), Step::Done(_)) {}
    engine
}

/// A layer with its index.
pub fn indexed(open: &Open, name: LayerName) -> Option<Indexed<'_>> {
    open.get(name).map(|r| Indexed { layer: r.layer, index: &r.placed.index })
}

/// The nearest station and hydrant of every venue.
pub fn access(open: &Open) -> Option<Access> {
    let venues = open.get(LayerName::Venues)?.layer;
    let (stations, hydrants) = (indexed(open, LayerName::FireStations), indexed(open, LayerName::Hydrants));
    let mut access = Access::default();
    while access.step(venues, open.plane(), stations, hydrants) != units::Step::Done {}
    Some(access)
}

/// Where people live, spread over their areas.
pub fn population(open: &Open) -> Option<Population> {
    open.city().layer(LayerName::Residents).map(|layer| Population::of(layer, open.plane()))
}

/// What every rating needs.
pub fn assessor<'a>(
    open: &'a Open,
    population: Option<&'a Population>,
    access: Option<&'a Access>,
    book: &'a Book,
    set: &'a Parameters,
) -> Assessor<'a> {
    let around = Surroundings {
        plane: open.plane(),
        facilities: indexed(open, LayerName::Facilities),
        venues: indexed(open, LayerName::Venues),
        roads: indexed(open, LayerName::Roads),
        railways: indexed(open, LayerName::Railways),
        water: indexed(open, LayerName::Water),
        buildings: indexed(open, LayerName::Buildings),
        residents: indexed(open, LayerName::Residents),
        population,
    };
    Assessor::new(|name| open.get(name).map(|r| r.layer), around, access, book, set)
}
