//! What a printed legend counts: the features in the map's frame, by class, by kind, by state.

use riskmap::domain::{LayerName, Level, NumberRanges};
use riskmap::engine::*;
use riskmap::units::{LngLat, LngLatBox};

const CITY: &str = r#"{"schema":"riskmap/1","name":{"zh":"甲市","en":"A"},"as_of":"2026-03-03",
    "layers":{"venues":{"href":"v.csv"},"hydrants":{"href":"h.csv","visibility":"restricted"},
              "facilities":{"href":"f.csv"}}}"#;
/// Two hotels and an office within 112.0–112.1°, a hotel east of it.
const VENUES: &str = "id,name,kind,people_day,lng,lat\n\
    V-1,甲,hotel,100,112.01,31.0\nV-2,乙,hotel,10,112.02,31.0\nV-3,丙,office,10,112.03,31.0\nV-4,丁,hotel,10,112.5,31.0\n";
/// One works, one is dry, of one nobody knows.
const HYDRANTS: &str = "id,working,lng,lat\nH-1,yes,112.01,31.0\nH-2,no,112.02,31.0\nH-3,,112.03,31.0\n";
/// One beside the first hotel, one beside nobody, one out of the frame.
const FACILITIES: &str = "id,name,kind,lng,lat\n\
    F-1,子,fuel_station,112.0101,31.0\nF-2,丑,fuel_station,112.09,31.05\nF-3,寅,fuel_station,112.5001,31.0\n";

fn engine() -> Engine {
    let engine = opened(CITY, &[]);
    let city = engine.open().unwrap().info();
    let restricted = city.layers.iter().filter(|of| of.restricted).map(|of| of.layer);
    assert_eq!(restricted.collect::<Vec<_>>(), [LayerName::Hydrants]);
    engine
}

/// The city by its manifest, with more files.
fn opened(manifest: &str, more: &[(&str, &str)]) -> Engine {
    let file = |(name, text): &(&str, &str)| NamedBytes { name: (*name).to_owned(), bytes: text.as_bytes().to_vec() };
    let files = [("city.json", manifest), ("v.csv", VENUES), ("h.csv", HYDRANTS), ("f.csv", FACILITIES)];
    let mut engine = Engine::new();
    let opened = engine.handle(Request::Open(files.iter().chain(more).map(file).collect()));
    assert!(matches!(opened, Ok(Reply::Opened(_))), "{opened:?}");
    engine
}

fn tally(engine: &mut Engine, area: Area, layers: &[LayerName], kinds: &[&str]) -> Tallies {
    let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    match engine.handle(Request::Tally {
        area,
        layers: layers.to_vec(),
        kinds,
        district: None,
        lacking: Default::default(),
        only: None,
        crashes: Default::default(),
    }) {
        Ok(Reply::Tallies(found)) => found,
        other => panic!("{other:?}"),
    }
}

const FRAME: Area = Area::Box(LngLatBox { west: 112.0, south: 30.9, east: 112.1, north: 31.1 });

#[test]
fn what_is_outside_of_the_frame_is_not_counted() {
    let mut engine = engine();
    let layers = [LayerName::Venues, LayerName::Hydrants, LayerName::Crashes];
    let found = tally(&mut engine, FRAME, &layers, &[]);
    let venues = Tally { count: 3, unclassed: 3, worry: 2, ..Tally::default() };
    let hydrants = Tally { count: 3, unclassed: 3, out: 1, ..Tally::default() };
    assert_eq!(found, [(LayerName::Venues, venues), (LayerName::Hydrants, hydrants)]);
    // A frame that is turned is a ring.
    let corners = [(112.005, 31.0), (112.015, 31.01), (112.025, 31.0), (112.015, 30.99)];
    let ring = Area::Lasso(corners.map(|(lng, lat)| LngLat::new(lng, lat)).to_vec());
    assert_eq!(tally(&mut engine, ring, &[LayerName::Venues], &[])[0].1.count, 2);
    assert_eq!(tally(&mut engine, FRAME, &[LayerName::Venues], &["office"])[0].1.count, 1);
}

/// Four streets of about 1.1 km, 40 m, 1.1 km and 1.1 km along meridians, and a footpath; crashes on the first two alone.
const ROADS: &str = "id,class,wkt\n\
    a,primary,\"LINESTRING (112.01 31.0, 112.01 31.01)\"\nb,primary,\"LINESTRING (112.02 31.0, 112.02 31.00036)\"\n\
    c,primary,\"LINESTRING (112.03 31.0, 112.03 31.01)\"\nd,primary,\"LINESTRING (112.5 31.0, 112.5 31.01)\"\n\
    e,footway,\"LINESTRING (112.04 31.0, 112.04 31.01)\"\n";
const CRASHES: &str = "id,at,severity,lng,lat\n\
    1,2023-01-01,damage_only,112.01,31.002\n2,2023-02-01,damage_only,112.02,31.0002\n3,2023-03-01,slight,112.01,31.003\n";

fn with_roads() -> Engine {
    let city = CITY.replace(r#""facilities""#, r#""roads":{"href":"r.csv"},"crashes":{"href":"c.csv"},"facilities""#);
    opened(&city, &[("r.csv", ROADS), ("c.csv", CRASHES)])
}

#[test]
fn sections_in_no_class_are_counted_by_why() {
    let mut engine = with_roads();
    let of = |engine: &mut Engine, sort| {
        let query = sections(sort, SectionScope::City, &[], &[]);
        assert!(matches!(engine.handle(Request::Sections(query)), Ok(Reply::Sections(_))));
        tally(engine, FRAME, &[LayerName::Roads], &[])[0].1.sections
    };
    assert_eq!(
        tally(&mut engine, FRAME, &[LayerName::Roads], &[])[0].1.sections,
        Classless::default(),
        "not ranked yet"
    );
    // By a rate the short one has no class; d lies outside, and a footpath is no section.
    assert_eq!(of(&mut engine, SectionSort::PerKm), Classless { short: 1, none: 1, ..Classless::default() });
    assert_eq!(of(&mut engine, SectionSort::Deaths), Classless { zero: 2, none: 1, ..Classless::default() });
}

fn sections(sort: SectionSort, scope: SectionScope, ranges: &[&str], selected: &[u32]) -> SectionsQuery {
    let mut of = NumberRanges::default();
    ranges.iter().for_each(|text| of.read(&[LayerName::Roads], text).expect("a range"));
    SectionsQuery {
        sort,
        breaks: Breaks::Equal,
        scope,
        ranges: of,
        selected: selected.to_vec(),
        ..SectionsQuery::default()
    }
}

/// Of the streets of [`ROADS`] a has 2 crashes on 1,109 m, b 1 on 40 m, c and d none.
#[test]
fn a_ranking_is_of_its_scope_and_ranges_in_list_map_table_and_file() {
    let mut engine = with_roads();
    let by = SectionSort::Crashes;
    let west = LngLatBox { west: 112.005, south: 31.0, east: 112.015, north: 31.02 };
    let outside = LngLatBox { west: 112.028, south: 31.0, east: 112.6, north: 31.02 };
    type Case<'a> = (SectionScope, &'a [&'a str], &'a [u32], [&'a [&'a str]; 2], [u32; 3]);
    // The rows ranked, and those of the table; then sections in the scope, with a crash but out of range, coloured on the
    // map in the frame.
    let cases: [Case; 8] = [
        (SectionScope::City, &[], &[], [&["a", "b"]; 2], [4, 0, 2]),
        (SectionScope::City, &[], &[1], [&["a", "b"]; 2], [4, 0, 2]),
        (SectionScope::Selected, &[], &[1, 2], [&["b"], &["b", "c"]], [2, 0, 1]),
        (SectionScope::Box(west), &[], &[1], [&["a"]; 2], [1, 0, 1]),
        (SectionScope::Box(outside), &[], &[], [&[]; 2], [2, 0, 0]),
        (SectionScope::City, &["length_m:100.."], &[], [&["a"]; 2], [4, 1, 1]),
        (SectionScope::City, &["crashes_per_km:10..", "crashes:..1"], &[], [&["b"]; 2], [4, 1, 1]),
        (SectionScope::Selected, &["length_m:100.."], &[1, 0], [&["a"]; 2], [2, 1, 1]),
    ];
    for (scope, ranges, selected, [expected, in_table], [in_scope, out_of_range, coloured]) in cases {
        let query = sections(by, scope, ranges, selected);
        let Ok(Reply::Sections(table)) = engine.handle(Request::Sections(query.clone())) else { panic!("sections") };
        let ids: Vec<&str> = table.rows.iter().map(|row| row.hit.id.as_str()).collect();
        assert_eq!(ids, expected, "{scope:?} {ranges:?}");
        assert_eq!((table.in_scope, table.out_of_range, table.with_crash), (in_scope, out_of_range, ids.len() as u32));
        assert_eq!(table.ranked_crashes, table.rows.iter().map(|row| row.crashes).sum::<u32>(), "{scope:?} {ranges:?}");
        assert_eq!(table.class_counts.iter().sum::<u32>(), ids.len() as u32, "each is in a class of its own ranking");
        assert_eq!(table.selected.len(), selected.len(), "what is selected is summed whatever its figures");
        let tally = &tally(&mut engine, Area::Box(LngLatBox { east: 113.0, ..west }), &[LayerName::Roads], &[])[0].1;
        assert_eq!(tally.classes.iter().sum::<u32>(), coloured, "{scope:?} {ranges:?}");
        let classless = tally.sections;
        assert_eq!(classless.none + classless.outside, 4 - coloured, "{classless:?}");
        // The table and the file hold what is ranked; of a ranking of the city the selection has a file of its own.
        let asked = RowsQuery {
            layer: LayerName::Roads,
            area: None,
            text: String::new(),
            sort: vec![],
            listing: Some(Listing::Sections(query.clone())),
            as_of: None,
            lang: riskmap::text::Lang::En,
        };
        let asked = Request::Rows { query: Box::new(asked), from: 0, count: 10, mark: None };
        let Ok(Reply::Rows(page)) = engine.handle(asked) else { panic!("rows") };
        let ids: Vec<&str> = page.rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, in_table, "{scope:?} {ranges:?}");
        let saved = engine.handle(Request::Export { table: Export::Sections(query), on: "2026-03-03".to_owned() });
        let Ok(Reply::File(file)) = saved else { panic!("file") };
        let of_selection = !selected.is_empty() && scope != SectionScope::Selected;
        assert_eq!(file.name, if of_selection { "selected-sections.csv" } else { "section-ranking.csv" });
        let lines = String::from_utf8(file.bytes).unwrap().lines().count() - 1;
        assert_eq!(lines, if of_selection { selected.len() } else { expected.len() });
    }
    let mut cuts = |breaks| {
        let query = SectionsQuery { breaks, ..sections(by, SectionScope::City, &["length_m:100.."], &[]) };
        let Ok(Reply::Sections(table)) = engine.handle(Request::Sections(query)) else { panic!("sections") };
        format!("{:?}", table.explanation.notes).contains("cut over the ranked ones")
    };
    let typed = Breaks::Typed(Edges::new(&[0.0, 1.0, 5.0]).expect("edges"));
    assert_eq!((cuts(Breaks::Equal), cuts(typed)), (true, false), "typed classes are cut over nothing");
    let Ok(Reply::Sections(none)) =
        engine.handle(Request::Sections(sections(by, SectionScope::City, &["length_m:5000.."], &[])))
    else {
        panic!("sections")
    };
    assert_eq!((none.with_crash, none.loosened), (0, vec![(FilterPart::Number(0), 2)]));
    let of = Listing::Sections(sections(by, SectionScope::City, &["length_m:5000..", "crashes:2.."], &[]));
    let Ok(Reply::Histogram(bars)) = engine.handle(Request::Histogram { of, number: "length_m".to_owned() }) else {
        panic!("histogram")
    };
    assert_eq!((bars.counts.iter().sum::<u32>(), bars.unit.as_str()), (1, "m"), "the one with two crashes");
}

#[test]
fn classes_are_those_of_the_map() {
    let mut engine = engine();
    let query = ExposureQuery {
        layer: LayerName::Facilities,
        distance_m: 500.0,
        ranges: Default::default(),
        breaks: Breaks::Equal,
    };
    let table = match engine.handle(Request::Exposure(query)) {
        Ok(Reply::Exposure(table)) => *table,
        other => panic!("{other:?}"),
    };
    let class = |id: &str| table.rows.iter().find(|row| row.hit.id == id).and_then(|row| row.class);
    let found = tally(&mut engine, FRAME, &[LayerName::Facilities], &[]);
    let in_frame = [class("F-1"), class("F-2")];
    assert_eq!((found[0].1.count, found[0].1.unclassed), (2, in_frame.iter().filter(|c| c.is_none()).count() as u32));
    for (of, count) in found[0].1.classes.iter().enumerate() {
        let said = in_frame.iter().filter(|class| **class == Some(of as u8)).count();
        assert_eq!(*count as usize, said, "class {of} of {in_frame:?}");
    }
    assert!(class("F-1").is_some(), "a hundred people are next door");
    assert_eq!(
        Engine::new().handle(Request::Tally {
            area: FRAME,
            layers: vec![],
            kinds: vec![],
            district: None,
            lacking: Default::default(),
            only: None,
            crashes: Default::default()
        }),
        Err(EngineError::NoCity)
    );
}

/// A map that is opened by a link asks for tiles before anybody has looked up the ways to water.
#[test]
fn a_tile_that_was_asked_for_too_early_is_not_kept() {
    let mut engine = engine();
    let address = "riskmap://venues/0/0/0?v=1&lacking=hydrant";
    assert_eq!(engine.tile(address), Ok(Vec::new()), "nobody is known to lack anything yet");
    let query = VenuesQuery { lacking: Lack::Hydrant.into(), limit: 10, ..VenuesQuery::default() };
    let Ok(Reply::Venues(table)) = engine.handle(Request::Venues(query)) else { panic!() };
    assert_eq!(table.count, 2, "the one beside the dry hydrant, and the one far away");
    assert!(!engine.tile(address).unwrap().is_empty(), "the map has what the list counts");
}

fn of_level(level: Level) -> VenuesQuery {
    VenuesQuery { levels: vec![level], limit: 10, ..VenuesQuery::default() }
}

/// The paint that a tile names, or none: not what was painted last.
#[test]
fn a_tile_without_a_paint_shows_nothing_by_its_classes() {
    let mut engine = engine();
    let Ok(Reply::Venues(table)) = engine.handle(Request::Venues(of_level(Level::Unrated))) else { panic!() };
    assert!(table.count > 0);
    let mut is_empty =
        |paint: &str| engine.tile(&format!("riskmap://venues/0/0/0?v=1&levels=unrated{paint}")).unwrap().is_empty();
    assert_eq!((is_empty(&format!("&paint={}", table.revision)), is_empty("")), (false, true));
}
