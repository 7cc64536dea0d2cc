//! The demo city: Lanchuan (岚川市), an invented prefecture on a river, with every layer of the dataset.
//!
//! One seed makes one city, with the same bytes on every machine: chance is drawn in whole numbers, sines come from
//! `libm`, positions are whole units of 1e-7 degree. The scale multiplies people and things (venues, crashes, residents,
//! dangers, hydrants), never land, roads or facilities.
//!
//! - Where water, hills and towns are: `terrain`, `settlements`, `districts`
//! - Where roads and houses are, and what drives there: `streets`, `land`, `buildings`, `traffic`
//! - What is there: `facilities`, `pipelines`, `venues`, `people`, `fire`, `routes`
//! - What went wrong: `harm`, `ledger`

mod buildings;
mod calendar;
mod districts;
mod facilities;
mod fire;
mod geom;
mod harm;
mod land;
mod ledger;
mod names;
mod people;
mod pipelines;
mod rng;
mod routes;
mod settlements;
mod streets;
mod terrain;
mod traffic;
mod venues;
mod write;

use crate::domain::{Conventions, LayerFile, Manifest, Source, Words};
use crate::units::Xy;
use geom::SegmentGrid;
use std::collections::BTreeMap;
use std::io;
pub use write::{Memory, Output};

/// Everything that has a place and is made before the rows that refer to it.
struct World {
    seed: u64,
    scale: f64,
    terrain: terrain::Terrain,
    settlements: settlements::Settlements,
    districts: districts::Districts,
    railways: Vec<streets::Railway>,
    rail_grid: SegmentGrid,
    streets: streets::Streets,
    street_grid: SegmentGrid,
    buildings: Vec<buildings::Building>,
    traffic: traffic::Traffic,
    estates: Vec<people::Estate>,
    facilities: Vec<facilities::Facility>,
    routes: routes::Routes,
}

impl World {
    fn new(seed: u64, scale: f64) -> Self {
        let terrain = terrain::Terrain::new(seed);
        let districts = districts::Districts::new(seed, &terrain);
        let settlements = settlements::Settlements::new(seed, &terrain, &districts);
        let railways = streets::railways();
        let mut rail_grid = SegmentGrid::default();
        for (i, r) in railways.iter().enumerate() {
            rail_grid.add_line(&r.line, i as u32);
        }
        let site = streets::Site {
            seed,
            terrain: &terrain,
            settlements: &settlements,
            districts: &districts,
            rails: rail_grid.clone(),
        };
        let streets = streets::lay_out(&site);
        let street_grid = streets.grid();
        let mut world = Self {
            seed,
            scale,
            terrain,
            settlements,
            districts,
            railways,
            rail_grid,
            streets,
            street_grid,
            buildings: Vec::new(),
            traffic: traffic::Traffic::default(),
            estates: Vec::new(),
            facilities: Vec::new(),
            routes: routes::Routes::default(),
        };
        world.buildings = buildings::build(&world);
        world.traffic = traffic::Traffic::assign(&world);
        world.estates = people::settle(&world);
        world.facilities = facilities::place(&world);
        world.routes = routes::approve(&world);
        world
    }
}

/// The files of a dataset as they are written, with their names for the manifest.
struct Files<'o> {
    output: &'o mut dyn Output,
    layers: BTreeMap<String, LayerFile>,
}

impl Files<'_> {
    fn features(
        &mut self,
        layer: &str,
        mut fill: impl FnMut(write::AddFeature<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let href = format!("{layer}.geojson.gz");
        self.output.file(&href, &mut |out| write::features(out, &mut fill))?;
        self.note(layer, href);
        Ok(())
    }

    fn table(
        &mut self,
        layer: &str,
        columns: &[&'static str],
        places: bool,
        mut fill: impl FnMut(write::AddRow<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let href = format!("{layer}.csv.gz");
        self.output.file(&href, &mut |out| write::table(out, columns, places, &mut fill))?;
        self.note(layer, href);
        Ok(())
    }

    fn note(&mut self, layer: &str, href: String) {
        self.layers.insert(layer.to_owned(), LayerFile { href, ..Default::default() });
    }
}

/// What to make.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The seed: one seed, one city.
    pub seed: u64,
    /// How many times the usual number of people and things.
    pub scale: f64,
}

/// Largest scale that is taken for meant: a hundred million venues.
const LARGEST_SCALE: f64 = 10_000.0;

/// Why the demo city was not made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The scale makes no sense.
    #[error("scale must be more than 0 and at most 10000, found {0}")]
    Scale(f64),
    /// A file could not be written.
    #[error("could not write: {0}")]
    Write(#[from] io::Error),
}

/// Writes the dataset, and returns what was put in on purpose: black spots, false closings, overdue dangers. That truth
/// is for judging methods and does not belong beside the data.
pub fn make(options: Options, output: &mut dyn Output) -> Result<serde_json::Value, DemoError> {
    if !(options.scale > 0.0 && options.scale <= LARGEST_SCALE) {
        return Err(DemoError::Scale(options.scale));
    }
    let world = World::new(options.seed, options.scale);
    let mut files = Files { output, layers: BTreeMap::new() };
    land::write(&world, &mut files)?;
    people::write_places(&world, &mut files)?;
    districts::write(&world, &mut files)?;
    people::write(&world, &mut files)?;
    streets::write(&world, &mut files)?;
    buildings::write(&world, &mut files)?;
    facilities::write(&world, &mut files)?;
    pipelines::write(&world, &mut files)?;
    let venues = venues::write(&world, &mut files)?;
    fire::write(&world, &mut files)?;
    let bad_route = routes::write(&world, &mut files)?;
    let tracks = routes::write_tracks(&world, &mut files)?;
    let black_spots = harm::write(&world, &mut files)?;
    let dangers = ledger::write(&world, &venues, &mut files)?;
    let layers = std::mem::take(&mut files.layers);
    let manifest = serde_json::to_vec_pretty(&manifest(layers)).map_err(io::Error::from)?;
    files.output.file("city.json", &mut |out| out.write_all(&manifest))?;
    Ok(serde_json::json!({
        "seed": options.seed, "scale": options.scale, "black_spots": black_spots, "bad_route": bad_route,
        "tracks": tracks, "school_at_gas_line": venues::id(4), "dangers": dangers,
    }))
}

fn manifest(layers: BTreeMap<String, LayerFile>) -> Manifest {
    Manifest {
        schema: "riskmap/1".to_owned(),
        name: Words::new("岚川市（虚构）", "Lanchuan (fictional)"),
        crs: "EPSG:4326".to_owned(),
        as_of: calendar::AS_OF.to_string(),
        timezone: Some("Asia/Shanghai".to_owned()),
        layers,
        sources: vec![Source {
            name: "riskmap demo".to_owned(),
            licence: "CC0-1.0".to_owned(),
            attribution: "岚川市为虚构城市 · Lanchuan is fictional".to_owned(),
            ..Source::default()
        }],
        campaigns: ledger::campaigns(),
        // What the standards leave open, as this city has decided it: shown beside every level that it touches.
        parameters: BTreeMap::from([
            ("pipelines.location_classes".to_owned(), 1.0),
            ("pipelines.concentrated".to_owned(), 40.0),
        ]),
        conventions: Conventions { death_within_days: Some(7), drives_on: Some("right".to_owned()) },
        fictional: true,
        ..Manifest::default()
    }
}

impl World {
    /// A number of people or things at this scale; at least one.
    fn count(&self, usual: f64) -> u32 {
        (usual * self.scale).round().clamp(1.0, f64::from(u32::MAX)) as u32
    }

    /// People by district.
    fn population(&self) -> Vec<f64> {
        let mut people = vec![0.0; self.districts.all.len()];
        for e in &self.estates {
            people[e.district] += e.residents;
        }
        people
    }

    /// The settlement nearest to a place, measured from its edge.
    fn near_settlement(&self, p: Xy) -> &settlements::Settlement {
        let (u, i) = self.settlements.built(p);
        if u > 0.0 {
            return &self.settlements.all[i];
        }
        let all = &self.settlements.all;
        let off = |s: &settlements::Settlement| geom::distance(s.at, p) - s.radius;
        all.iter().min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or(&all[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LayerName;
    use std::collections::BTreeSet;
    use std::io::Read;
    use std::sync::OnceLock;

    /// A small city, made once for all tests.
    fn city() -> &'static (Memory, serde_json::Value) {
        static CITY: OnceLock<(Memory, serde_json::Value)> = OnceLock::new();
        CITY.get_or_init(|| made(1, 0.2))
    }

    fn made(seed: u64, scale: f64) -> (Memory, serde_json::Value) {
        let mut memory = Memory::default();
        let truth = make(Options { seed, scale }, &mut memory).unwrap();
        (memory, truth)
    }

    fn text(name: &str) -> String {
        let bytes = &city().0.0.iter().find(|f| f.0 == name).unwrap().1;
        let mut text = String::new();
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
        text
    }

    fn features(layer: &str) -> Vec<serde_json::Value> {
        let mut json: serde_json::Value = serde_json::from_str(&text(&format!("{layer}.geojson.gz"))).unwrap();
        json["features"].as_array_mut().map(std::mem::take).unwrap()
    }

    #[test]
    fn one_seed_is_one_city() {
        let again = made(1, 0.2);
        assert!(city().0 == again.0 && city().1 == again.1);
        assert!(city().0 != made(2, 0.2).0);
    }

    #[test]
    fn every_layer_is_there_and_none_is_empty() {
        let manifest: Manifest = serde_json::from_slice(&city().0.0.last().unwrap().1).unwrap();
        assert!(manifest.fictional && manifest.schema == "riskmap/1");
        for layer in LayerName::ALL {
            let file = manifest.layers.get(layer.code()).unwrap_or_else(|| panic!("no {layer}"));
            let rows = match file.href.contains(".csv") {
                true => text(&file.href).lines().count() - 1,
                false => features(layer.code()).len(),
            };
            assert!(rows > 0, "{layer} is empty");
        }
    }

    #[test]
    fn every_kind_occurs() {
        let kinds: BTreeSet<String> =
            features("facilities").iter().map(|f| f["properties"]["kind"].as_str().unwrap().to_owned()).collect();
        for kind in crate::domain::kinds::FACILITY_KINDS {
            assert!(kinds.contains(kind.code), "no {}", kind.code);
        }
        let venues = text("venues.csv.gz");
        for kind in crate::domain::kinds::VENUE_KINDS {
            assert!(venues.contains(&format!(",{},", kind.code)), "no {}", kind.code);
        }
    }

    #[test]
    fn the_road_graph_is_connected() {
        let roads = features("roads");
        let node = |f: &serde_json::Value, end: &str| f["properties"][end].as_str().unwrap().to_owned();
        let mut near: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for road in &roads {
            let (a, b) = (node(road, "from_node"), node(road, "to_node"));
            near.entry(a.clone()).or_default().push(b.clone());
            near.entry(b).or_default().push(a);
        }
        let mut open = vec![near.keys().next().unwrap().clone()];
        let mut seen: BTreeSet<String> = open.iter().cloned().collect();
        while let Some(at) = open.pop() {
            for next in &near[&at] {
                if seen.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        assert_eq!(seen.len(), near.len());
    }

    /// A node is one place, however many sections meet there.
    #[test]
    fn sections_meet_exactly_at_their_nodes() {
        let mut places: BTreeMap<String, serde_json::Value> = BTreeMap::new();
        for road in features("roads") {
            let line = road["geometry"]["coordinates"].as_array().unwrap();
            for (end, place) in [("from_node", line.first()), ("to_node", line.last())] {
                let node = road["properties"][end].as_str().unwrap().to_owned();
                let place = place.unwrap().clone();
                assert_eq!(*places.entry(node).or_insert(place.clone()), place);
            }
        }
    }

    fn area(geometry: &serde_json::Value) -> f64 {
        let ring = |ring: &serde_json::Value| {
            let p: Vec<(f64, f64)> =
                ring.as_array().unwrap().iter().map(|c| (c[0].as_f64().unwrap(), c[1].as_f64().unwrap())).collect();
            p.windows(2).map(|w| (w[0].0 - 112.0) * (w[1].1 - 30.0) - (w[1].0 - 112.0) * (w[0].1 - 30.0)).sum::<f64>()
                / 2.0
        };
        let polygon = |rings: &serde_json::Value| rings.as_array().unwrap().iter().map(ring).sum::<f64>();
        match geometry["type"].as_str() {
            Some("Polygon") => polygon(&geometry["coordinates"]),
            _ => geometry["coordinates"].as_array().unwrap().iter().map(polygon).sum(),
        }
    }

    #[test]
    fn districts_tile_the_city() {
        let all = features("districts");
        let level = |f: &serde_json::Value| f["properties"]["level"].as_str().unwrap().to_owned();
        let city: f64 = all.iter().filter(|f| level(f) == "city").map(|f| area(&f["geometry"])).sum();
        let counties: Vec<f64> = all.iter().filter(|f| level(f) == "county").map(|f| area(&f["geometry"])).collect();
        assert_eq!(counties.len(), 9);
        let sum: f64 = counties.iter().sum();
        // Square degrees, to the last digit that seven decimals leave.
        assert!((sum - city).abs() < 1e-9 && counties.iter().all(|a| *a > 0.001), "{sum} of {city}");
    }

    #[test]
    fn people_of_the_districts_are_the_residents() {
        let total = text("residents.csv.gz")
            .lines()
            .skip(1)
            .map(|l| l.split(',').nth(2).unwrap().parse::<f64>().unwrap())
            .sum::<f64>();
        let city = features("districts").into_iter().find(|f| f["id"] == "990100").unwrap();
        assert_eq!(city["properties"]["population"].as_f64(), Some(total));
    }

    #[test]
    fn senseless_scales_are_refused_before_anything_is_written() {
        for scale in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e9] {
            let mut memory = Memory::default();
            let error = make(Options { seed: 1, scale }, &mut memory).unwrap_err();
            assert!(error.to_string().contains("scale must be"), "{error}");
            assert!(memory.0.is_empty());
        }
    }

    #[test]
    fn a_full_disk_is_told() {
        struct Full;
        impl Output for Full {
            fn file(&mut self, _: &str, _: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()> {
                Err(io::Error::other("disk full"))
            }
        }
        let error = make(Options { seed: 1, scale: 0.1 }, &mut Full).unwrap_err();
        assert_eq!(error.to_string(), "could not write: disk full");
    }
}
