//! The demo city as it ships: whether a planner would believe it, and whether what was put in on purpose can be found.
//! The truth is asked of the program that made the city; everything else is read from the files, as anyone would.

use riskmap::dataset::{Files, Formats, Loaded, read};
use riskmap::demo::{Memory, Options, make};
use riskmap::domain::{FieldType, Layer, LayerName, kinds, schema};
use riskmap::network::{Driven, Snapped};
use riskmap::risk::sections::{SectionSort, by_section};
use riskmap::spatial::{Index, Plane, Probe};
use riskmap::units::{LngLat, Xy};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/lanchuan");

/// The city made anew, and its truth.
fn made() -> &'static (Memory, Value) {
    static MADE: OnceLock<(Memory, Value)> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut memory = Memory::default();
        let truth = make(Options { seed: 1, scale: 1.0 }, &mut memory).unwrap();
        (memory, truth)
    })
}

fn truth(name: &str) -> &'static Value {
    &made().1[name]
}

fn shipped() -> &'static (Loaded, Plane) {
    static SHIPPED: OnceLock<(Loaded, Plane)> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let mut files = Files::new();
        for entry in std::fs::read_dir(FOLDER).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            files.insert(name, std::fs::read(&path).unwrap()).unwrap();
        }
        let loaded = read(files, &Formats::canonical(), &mut |_| {}).unwrap();
        let city = layer_of(&loaded, LayerName::Districts).shapes().get(0).coords()[0];
        (loaded, Plane::centred_on(city))
    })
}

fn layer_of(loaded: &Loaded, name: LayerName) -> &Layer {
    loaded.city.layer(name).unwrap_or_else(|| panic!("no {name}"))
}

fn layer(name: LayerName) -> &'static Layer {
    layer_of(&shipped().0, name)
}

fn xy(layer: &Layer, row: usize) -> Xy {
    shipped().1.xy(layer.shapes().get(row).coords()[0])
}

fn probe(layer: &Layer, id: &str) -> Probe {
    Probe::of(layer.shapes(), layer.row_of(id).unwrap() as u32, &shipped().1)
}

fn codes(layer: &Layer, field: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for row in 0..layer.len() {
        *counts.entry(layer.text(row, field).unwrap_or_default().to_owned()).or_default() += 1;
    }
    counts
}

#[test]
fn the_shipped_city_is_what_the_program_makes() {
    for (name, bytes) in &made().0.0 {
        let shipped = std::fs::read(format!("{FOLDER}/{name}")).unwrap_or_default();
        assert!(shipped == *bytes, "{name} is not what `riskmap demo` writes: make data/lanchuan anew");
    }
    assert_eq!(std::fs::read_dir(FOLDER).unwrap().count(), made().0.0.len());
    assert!(made().0.0.iter().map(|f| f.1.len()).sum::<usize>() <= 6_000_000);
}

#[test]
fn the_old_town_and_the_new_suburb_are_places_in_english_too() {
    for name in [LayerName::Facilities, LayerName::Venues, LayerName::Places] {
        let layer = layer(name);
        for row in 0..layer.len() {
            let (zh, en) =
                (layer.text(row, "name").unwrap_or_default(), layer.text(row, "name_en").unwrap_or_default());
            for (place, place_en) in [("老城", "Laocheng"), ("南湖新城", "Nanhu Xincheng")] {
                assert!(!zh.starts_with(place) || en.starts_with(place_en), "{zh}: {en}");
            }
        }
    }
}

#[test]
fn no_row_is_rejected_and_little_is_odd() {
    let report = &shipped().0.report;
    for (layer, counts) in &report.layers {
        assert_eq!((counts.rejected_count, counts.merged, counts.skipped), (0, 0, 0), "{layer}");
        assert_eq!(counts.read, counts.kept, "{layer}");
    }
    let warnings: u64 = report.layers.values().flat_map(|l| l.warning_counts.values()).sum();
    assert!(warnings + report.warnings.len() as u64 <= 12, "{warnings} {:?}", report.warnings);
    let shifted = |w: &&riskmap::dataset::Warning| w.kind == riskmap::dataset::WarningKind::Shifted;
    assert_eq!(report.warnings.iter().find(shifted), None);
}

#[test]
fn every_kind_and_every_state_occurs() {
    let expect = |layer_name, field, wanted: &[&str]| {
        let found = codes(layer(layer_name), field);
        for code in wanted {
            assert!(found.contains_key(*code), "no {layer_name} with {field} {code}: {found:?}");
        }
    };
    let of = |kinds: &[kinds::Kind]| -> Vec<&'static str> { kinds.iter().map(|k| k.code).collect() };
    expect(LayerName::Facilities, "kind", &of(kinds::FACILITY_KINDS));
    expect(LayerName::Venues, "kind", &of(kinds::VENUE_KINDS));
    for (name, field) in [
        (LayerName::Facilities, "status"),
        (LayerName::Dangers, "status"),
        (LayerName::Dangers, "level"),
        (LayerName::DangerEvents, "event"),
        (LayerName::Crashes, "severity"),
    ] {
        let FieldType::Code(codes) = schema::all(name).find(|f| f.name == field).unwrap().kind else {
            panic!("{field}")
        };
        expect(name, field, codes);
    }
    let mines = layer(LayerName::Facilities);
    let of_mines: BTreeSet<&str> = (0..mines.len())
        .filter(|row| mines.text(*row, "kind").is_some_and(|k| k.ends_with("_mine")))
        .filter_map(|row| mines.text(row, "status"))
        .collect();
    assert_eq!(of_mines.len(), 4, "mines are {of_mines:?}");
}

/// Residents of a district are its population; by day and by night about as many people are somewhere as live there.
#[test]
fn people_add_up() {
    let (residents, districts, venues) =
        (layer(LayerName::Residents), layer(LayerName::Districts), layer(LayerName::Venues));
    let mut lived: BTreeMap<&str, f64> = BTreeMap::new();
    for row in 0..residents.len() {
        *lived.entry(residents.text(row, "district").unwrap()).or_default() +=
            residents.number(row, "residents").unwrap();
    }
    let mut counties = 0;
    for row in (0..districts.len()).filter(|row| districts.text(*row, "level") == Some("county")) {
        counties += 1;
        let code = districts.text(row, "code").unwrap();
        assert_eq!(districts.number(row, "population"), lived.get(code).copied(), "{code}");
    }
    assert_eq!(counties, 9);
    let total: f64 = lived.values().sum();
    // What is known of each, scaled up by how many rows say it.
    let sum = |layer: &Layer, field: &str, counts: &dyn Fn(usize) -> bool| {
        let rows: Vec<usize> = (0..layer.len()).filter(|row| counts(*row)).collect();
        let known: Vec<f64> = rows.iter().filter_map(|row| layer.number(*row, field)).collect();
        known.iter().sum::<f64>() * rows.len() as f64 / known.len() as f64
    };
    // Who lives in a tower or above a shop is a resident already.
    let public = |row: usize| !matches!(venues.text(row, "kind"), Some("high_rise" | "mixed_use" | "group_rental"));
    for field in ["people_day", "people_night"] {
        let there = sum(residents, field, &|_| true) + sum(venues, field, &public);
        assert!((there / total - 1.0).abs() < 0.15, "{field}: {there} of {total}");
    }
    let offices = |row: usize| venues.text(row, "kind") == Some("office");
    let (day, night) = (sum(venues, "people_day", &offices), sum(venues, "people_night", &offices));
    assert!(night < 0.05 * day, "offices by night: {night} of {day}");
}

/// Which sections carry the black spots, and where crashes per km rank them.
#[test]
fn black_spots_are_found_by_the_ranking() {
    let plane = &shipped().1;
    let (roads, crashes) = (layer(LayerName::Roads), layer(LayerName::Crashes));
    let driven = Driven::of(roads, plane);
    let places: Vec<Xy> = (0..crashes.len()).map(|row| xy(crashes, row)).collect();
    let snapped = Snapped::all(&driven, &places, 30.0);
    let counted = by_section(crashes, &driven, &snapped, None, crashes.days("at"));
    assert!(counted.unsnapped * 200 < counted.crashes, "{} unsnapped", counted.unsnapped);
    let mut by_count: Vec<usize> = (0..counted.sections.len()).collect();
    by_count.sort_by_key(|place| std::cmp::Reverse(counted.sections[*place].crashes));
    let by_rate = counted.ranked(SectionSort::PerKm);
    let spots = truth("black_spots").as_array().unwrap();
    let index = Index::build(roads.shapes(), plane);
    let mut best = 0;
    for spot in spots {
        // Crashes at a junction belong to any of its arms.
        let at = plane.xy(LngLat { lng: spot["lon"].as_f64().unwrap(), lat: spot["lat"].as_f64().unwrap() });
        let arms: BTreeSet<u32> =
            index.within(roads.shapes(), &Probe::point(at), 30.0).iter().map(|hit| hit.row).collect();
        let rank = |order: &[usize]| order.iter().position(|p| arms.contains(&driven.row(*p))).unwrap();
        assert!(100 * rank(&by_count) < driven.len(), "{spot}: {}", rank(&by_count));
        best += usize::from(rank(&by_rate).min(rank(&by_count)) < 12);
    }
    assert!(spots.len() == 6 && best >= 4, "{best} of {} stand out", spots.len());
}

#[test]
fn the_bad_route_passes_whom_the_better_one_spares() {
    let (routes, venues, roads) = (layer(LayerName::Routes), layer(LayerName::Venues), layer(LayerName::Roads));
    let bad = truth("bad_route");
    let bad_line = probe(routes, bad["route"].as_str().unwrap());
    let better: Vec<Probe> =
        bad["better"]["sections"].as_array().unwrap().iter().map(|id| probe(roads, id.as_str().unwrap())).collect();
    for id in bad["passes"].as_array().unwrap() {
        let at = xy(venues, venues.row_of(id.as_str().unwrap()).unwrap());
        assert!(bad_line.distance_m(at) < 60.0, "{id}");
        assert!(better.iter().all(|section| section.distance_m(at) > 500.0), "{id}");
    }
    let near = |off: &dyn Fn(Xy) -> f64| (0..venues.len()).filter(|row| off(xy(venues, *row)) <= 300.0).count();
    let worse = near(&|at| bad_line.distance_m(at));
    let spared = near(&|at| better.iter().map(|s| s.distance_m(at)).fold(f64::INFINITY, f64::min));
    assert!(spared * 3 < worse, "{spared} venues within 300 m instead of {worse}");
    assert!(bad["better"]["length_m"].as_f64().unwrap() < 1.6 * bad["length_m"].as_f64().unwrap());
}

/// By vehicle: how far from every route it ever was, and how long it stood at one place before it had unloaded.
#[test]
fn one_vehicle_strays_and_one_stops_too_long() {
    let (tracks, routes) = (layer(LayerName::Tracks), layer(LayerName::Routes));
    let lines: Vec<Probe> = (0..routes.len()).map(|row| probe(routes, routes.id(row))).collect();
    let mut vehicles: BTreeMap<&str, (f64, usize, usize)> = BTreeMap::new();
    for row in 0..tracks.len() {
        let seen = vehicles.entry(tracks.text(row, "vehicle").unwrap()).or_default();
        let at = xy(tracks, row);
        seen.0 = lines.iter().map(|line| line.distance_m(at)).fold(f64::INFINITY, f64::min).max(seen.0);
        seen.1 = if tracks.number(row, "speed_kmh") == Some(0.0) { seen.1 + 1 } else { 0 };
        seen.2 = seen.2.max(seen.1);
    }
    let far: Vec<&str> = vehicles.iter().filter(|(_, seen)| seen.0 > 200.0).map(|(v, _)| *v).collect();
    assert_eq!(far, [truth("tracks")["strays"]["vehicle"].as_str().unwrap()]);
    assert!(vehicles.values().filter(|seen| seen.0 < 20.0).count() == vehicles.len() - 1);
    // Positions come every 30 seconds.
    let stood: Vec<&str> = vehicles.iter().filter(|(_, seen)| seen.2 > 60).map(|(v, _)| *v).collect();
    assert_eq!(stood, [truth("tracks")["stops"]["vehicle"].as_str().unwrap()]);
}

/// From the events alone: who closed a danger without the owner's signature, or out of order, and what came back.
#[test]
fn false_closings_and_overdue_dangers_are_in_the_events() {
    let (dangers, events) = (layer(LayerName::Dangers), layer(LayerName::DangerEvents));
    let mut of: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for row in 0..events.len() {
        let event = (events.text(row, "at"), events.text(row, "event").unwrap());
        // Days and minutes are numbers in the layer; their rows stand in the order in which things happened.
        of.entry(events.text(row, "danger").unwrap()).or_default().push((event.0.unwrap_or_default(), event.1));
    }
    let mut wrong: BTreeSet<(String, &str)> = BTreeSet::new();
    for (danger, events) in &of {
        let Some(closed) = events.iter().rposition(|e| e.1 == "close") else { continue };
        let at = |name: &str| events[..closed].iter().rposition(|e| e.1 == name);
        match (at("sign_inspector"), at("sign_owner"), at("sign_leader")) {
            (Some(a), Some(b), Some(c)) if a < b && b < c => {}
            (Some(_), Some(_), Some(_)) => {
                wrong.insert(((*danger).to_owned(), "signatures_out_of_order"));
            }
            _ => {
                wrong.insert(((*danger).to_owned(), "signature_missing"));
            }
        }
    }
    let told = truth("dangers").as_array().unwrap();
    let expected: BTreeSet<(String, &str)> = told
        .iter()
        .filter_map(|t| Some((t["danger"].as_str()?.to_owned(), t["falsely_closed"].as_str()?)))
        .filter(|(_, how)| *how != "recurred_within_90_days")
        .collect();
    assert_eq!(wrong, expected);
    assert!(wrong.iter().filter(|w| w.1 == "signature_missing").count() >= 3);
    let recurred = told.iter().filter(|t| t["falsely_closed"] == "recurred_within_90_days").count();
    assert!(recurred >= 3, "{recurred}");

    // Overdue ones crowd in two districts.
    let overdue: BTreeSet<&str> =
        told.iter().filter(|t| t["overdue"] == true).filter_map(|t| t["danger"].as_str()).collect();
    let mut share: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for row in 0..dangers.len() {
        let of = share.entry(dangers.text(row, "district").unwrap()).or_default();
        of.0 += f64::from(overdue.contains(dangers.id(row)));
        of.1 += 1.0;
    }
    let mut shares: Vec<f64> = share.values().map(|(n, of)| n / of).collect();
    shares.sort_by(f64::total_cmp);
    assert!(shares.len() == 9 && shares[7] > 1.5 * shares[6] && shares[7] > 2.0 * shares[4], "{shares:?}");
}

#[test]
fn the_gas_line_grazes_a_school() {
    let (venues, pipelines) = (layer(LayerName::Venues), layer(LayerName::Pipelines));
    let school = xy(venues, venues.row_of(truth("school_at_gas_line").as_str().unwrap()).unwrap());
    let nearest = (0..pipelines.len())
        .filter(|row| pipelines.number(*row, "pressure_mpa").is_some_and(|p| p > 6.0))
        .map(|row| probe(pipelines, pipelines.id(row)).distance_m(school))
        .fold(f64::INFINITY, f64::min);
    assert!((60.0..240.0).contains(&nearest), "{nearest}");
}

/// Roads cross water on bridges, and a road that is more than a street ends at another or at the border.
#[test]
fn roads_cross_water_on_bridges_and_end_somewhere() {
    let (roads, water) = (layer(LayerName::Roads), layer(LayerName::Water));
    let rivers = Index::build(water.shapes(), &shipped().1);
    let mut degree: BTreeMap<&str, u32> = BTreeMap::new();
    for row in 0..roads.len() {
        for end in ["from_node", "to_node"] {
            *degree.entry(roads.text(row, end).unwrap()).or_default() += 1;
        }
    }
    let outline: Vec<Xy> = {
        let districts = layer(LayerName::Districts);
        let city = districts.row_of("990100").unwrap();
        districts.shapes().get(city).coords().iter().map(|p| shipped().1.xy(*p)).collect()
    };
    let mut ring = outline.clone();
    ring.push(outline[0]);
    let edge = Probe::line(vec![ring]);
    let (mut bridges, mut wet) = (0, 0);
    for row in 0..roads.len() {
        let shape = roads.shapes().get(row);
        let line: Vec<Xy> = shape.coords().iter().map(|p| shipped().1.xy(*p)).collect();
        let bridge = roads.flag(row, "bridge") == Some(true);
        bridges += usize::from(bridge);
        // A road's middle in a polygon of water is a bridge, or it stands in a river.
        let length: f64 = line.windows(2).map(|w| w[0].distance_m(w[1])).sum();
        let mut left = length / 2.0;
        let middle = line
            .windows(2)
            .find_map(|w| {
                let long = w[0].distance_m(w[1]);
                left -= long;
                (left <= 0.0).then(|| {
                    let t = (left + long) / long.max(1e-9);
                    Xy::new(w[0].x + t * (w[1].x - w[0].x), w[0].y + t * (w[1].y - w[0].y))
                })
            })
            .unwrap();
        let over = rivers
            .within(water.shapes(), &Probe::point(middle), 0.0)
            .iter()
            .any(|hit| matches!(water.shapes().get(hit.row as usize).kind(), riskmap::domain::ShapeKind::Polygon));
        wet += usize::from(over && !bridge);
        let main = matches!(roads.text(row, "class"), Some("motorway" | "trunk" | "primary" | "secondary"));
        for (end, at) in [("from_node", line[0]), ("to_node", line[line.len() - 1])] {
            if main && degree[roads.text(row, end).unwrap()] == 1 {
                assert!(edge.distance_m(at) < 60.0, "{} ends nowhere", roads.id(row));
            }
        }
    }
    assert_eq!(wet, 0, "sections in the water");
    assert!(bridges > 20, "{bridges}");
}
