//! Lists filtered by ranges of numbers, and the histograms beside them: against a twin that looks at one row at a time.

mod demo;
#[allow(dead_code, reason = "only how many features there are is asked")]
mod mvt;

use demo::lanchuan;
use proptest::prelude::*;
use riskmap::domain::{CrashFilter, LayerName, Level, NumberRange, NumberRanges};
use riskmap::engine::*;
use riskmap::text::Lang;
use riskmap::units::LngLatBox;
use std::fmt::Write;

/// A venue as a row of the file and as the twin knows it.
#[derive(Clone, Debug)]
struct Venue {
    kind: &'static str,
    beds: Option<u32>,
    area: Option<f64>,
    /// Hundredths of a degree east of the one fire station.
    east: u32,
}

const KINDS: [&str; 3] = ["hotel", "mall", "bar"];
const STATION: (f64, f64) = (112.0, 31.0);

fn venue() -> impl Strategy<Value = Venue> {
    let beds = proptest::option::weighted(0.7, prop_oneof![0..12u32, 0..5_000u32]);
    let area =
        proptest::option::weighted(0.7, prop_oneof![Just(20.0), (1..40_000u32).prop_map(|n| f64::from(n) / 8.0)]);
    let kind = proptest::sample::select(&KINDS[..]);
    (kind, beds, area, 0..9u32).prop_map(|(kind, beds, area, east)| Venue { kind, beds, area, east })
}

/// Ends that values lie on, between and beyond, and whether the unknown stay.
type Ends = Option<(Option<u32>, Option<u32>, bool)>;

fn ends(most: u32) -> impl Strategy<Value = Ends> {
    let end = move || proptest::option::weighted(0.6, prop_oneof![0..12u32, 0..most]);
    proptest::option::weighted(0.6, (end(), end(), any::<bool>()))
}

/// The ranges of some ends; those that cannot be meant are none.
fn ranges(of: [(&str, Ends); 3]) -> NumberRanges {
    let mut ranges = NumberRanges::default();
    for (number, ends) in of {
        let Some((from, to, with_unknown)) = ends else { continue };
        if let Some(range) = NumberRange::new(number, from.map(f64::from), to.map(f64::from)) {
            ranges.set(NumberRange { with_unknown, ..range });
        }
    }
    ranges
}

fn city(venues: &[Venue]) -> Engine {
    let mut csv = String::from("id,kind,beds,area_m2,lon,lat\n");
    for (n, v) in venues.iter().enumerate() {
        let text = |of: Option<String>| of.unwrap_or_default();
        let (beds, area) = (text(v.beds.map(|n| n.to_string())), text(v.area.map(|n| n.to_string())));
        let lon = STATION.0 + f64::from(v.east) / 100.0;
        writeln!(csv, "V{n},{},{beds},{area},{lon},{}", v.kind, STATION.1).expect("memory");
    }
    let stations = format!("id,lon,lat\nS1,{},{}\n", STATION.0, STATION.1);
    let manifest = r#"{"schema":"riskmap/1","name":{"zh":"甲","en":"A"},"as_of":"2026-01-01",
        "layers":{"venues":{"href":"v.csv"},"fire_stations":{"href":"s.csv"}}}"#;
    let file = |name: &str, text: &str| NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    let files = vec![file("city.json", manifest), file("v.csv", &csv), file("s.csv", &stations)];
    let mut engine = Engine::new();
    assert!(matches!(engine.handle(Request::Open(files)), Ok(Reply::Opened(_))));
    engine
}

/// Metres along the circle of latitude, near enough to tell hundredths of a degree apart.
fn away_m(v: &Venue) -> f64 {
    f64::from(v.east) / 100.0 * 111_320.0 * STATION.1.to_radians().cos()
}

fn value(v: &Venue, number: &str) -> Option<f64> {
    match number {
        "beds" => v.beds.map(f64::from),
        "area_m2" => v.area,
        "station_m" => Some(away_m(v)),
        _ => None,
    }
}

fn is_in(v: &Venue, range: &NumberRange) -> bool {
    match value(v, &range.number) {
        Some(v) => range.from.unwrap_or(f64::MIN) <= v && v <= range.to.unwrap_or(f64::MAX),
        None => range.with_unknown,
    }
}

fn table(engine: &mut Engine, query: &VenuesQuery) -> VenueTable {
    match engine.handle(Request::Venues(query.clone())) {
        Ok(Reply::Venues(table)) => *table,
        other => panic!("{other:?}"),
    }
}

fn histogram(engine: &mut Engine, of: Listing, number: &str) -> Histogram {
    match engine.handle(Request::Histogram { of, number: number.to_owned() }) {
        Ok(Reply::Histogram(found)) => *found,
        other => panic!("{other:?}"),
    }
}

const EVERYWHERE: LngLatBox = LngLatBox { west: 110.0, south: 29.0, east: 115.0, north: 33.0 };

fn tallied(engine: &mut Engine, layer: LayerName, kinds: &[String], ranges: &NumberRanges) -> u32 {
    let request = Request::Tally {
        area: Area::Box(EVERYWHERE),
        layers: vec![layer],
        kinds: kinds.to_vec(),
        district: None,
        lacking: Default::default(),
        only: Some(Box::new(OnlyRows { layer, ranges: ranges.clone(), levels: vec![] })),
        crashes: CrashFilter::default(),
    };
    match engine.handle(request) {
        Ok(Reply::Tallies(tallies)) => tallies[0].1.count,
        other => panic!("{other:?}"),
    }
}

/// What the tile of the whole world counts of a layer.
fn drawn(engine: &mut Engine, layer: LayerName, filter: &RowFilter) -> u32 {
    drawn_as(engine, layer, &filter.to_query())
}

/// The same of what an address says.
fn drawn_as(engine: &mut Engine, layer: LayerName, query: &str) -> u32 {
    let tile = engine.tile(&format!("riskmap://{layer}/0/0/0?v=1{query}")).unwrap();
    let tile = mvt::decode(&tile);
    let features = tile.get(layer.code()).map_or(&[][..], |t| t.features.as_slice());
    features.iter().map(|f| f.number("count").map_or(1, |n| n as u32)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_list_under_ranges_is_what_a_naive_look_has(
        venues in proptest::collection::vec(venue(), 1..120),
        asked in proptest::collection::vec((
            proptest::sample::subsequence(&KINDS[..], 0..=2), ends(5_000), ends(5_000), ends(9_000),
        ), 3),
    ) {
        let mut engine = city(&venues);
        for (kinds, beds, area, station) in asked {
            let ranges = ranges([("beds", beds), ("area_m2", area), ("station_m", station)]);
            // An end too near to a venue's distance is told by the plane's own millimetres, not by the twin's.
            let near = |end: f64| venues.iter().any(|v| (away_m(v) - end).abs() < 60.0);
            let of_station = ranges.get("station_m").into_iter().flat_map(|range| range.from.into_iter().chain(range.to));
            if of_station.clone().any(|end| end > 0.0 && near(end)) {
                continue;
            }
            let kinds: Vec<String> = kinds.into_iter().map(str::to_owned).collect();
            let query = VenuesQuery { kinds: kinds.clone(), ranges: ranges.clone(), sort: VenueSort::Floors, limit: 1_000, ..VenuesQuery::default() };
            let found = table(&mut engine, &query);
            let of_kind = |v: &Venue| kinds.is_empty() || kinds.iter().any(|kind| kind == v.kind);
            let all_in = |v: &Venue, of: &NumberRanges| of.iter().all(|range| is_in(v, range));
            let count = |of: &dyn Fn(&Venue) -> bool| venues.iter().filter(|v| of(v)).count() as u32;
            let expected: Vec<String> = (0..).zip(&venues).filter(|(_, v)| of_kind(v) && all_in(v, &ranges)).map(|(n, _): (u32, _)| format!("V{n}")).collect();
            let mut listed: Vec<String> = found.rows.iter().map(|row| row.hit.id.clone()).collect();
            listed.sort_by_key(|id| id[1..].parse::<u32>().ok());
            prop_assert_eq!(&listed, &expected, "{:?}", &ranges);
            prop_assert_eq!(found.count as usize, expected.len());
            // Who is left out for an unknown value alone, and the kinds under the ranges.
            let left_out = count(&|v| of_kind(v) && !all_in(v, &ranges)
                && ranges.iter().filter(|range| !is_in(v, range)).all(|range| value(v, &range.number).is_none()));
            prop_assert_eq!(found.left_out, left_out);
            for kind in &found.kinds {
                prop_assert_eq!(kind.count, count(&|v| v.kind == kind.kind && all_in(v, &ranges)), "{}", kind.kind);
            }
            prop_assert_eq!(found.cover.of, found.count);
            // The map's rows, the sheet's and the table's.
            let filter = RowFilter::new(LayerName::Venues, &kinds, None).ranged(ranges.clone());
            prop_assert_eq!(drawn(&mut engine, LayerName::Venues, &filter), found.count);
            prop_assert_eq!(tallied(&mut engine, LayerName::Venues, &kinds, &ranges), found.count);
            let rows = RowsQuery {
                layer: LayerName::Venues,
                area: None,
                text: String::new(),
                sort: vec![],
                listing: Some(Listing::Venues(query.clone())),
                as_of: None,
                lang: Lang::Zh,
            };
            let Ok(Reply::Rows(page)) = engine.handle(Request::Rows { query: Box::new(rows), from: 0, count: 1_000, mark: None }) else {
                panic!("a table")
            };
            prop_assert_eq!(page.total, found.count);
            // Nothing left: each filter alone, and how many it brings.
            if found.count == 0 {
                let mut without = Vec::new();
                if !kinds.is_empty() {
                    without.push((FilterPart::Kinds, count(&|v| all_in(v, &ranges))));
                }
                for (place, range) in (0..).zip(ranges.iter()) {
                    let others = ranges.without(&range.number);
                    without.push((FilterPart::Number(place), count(&|v| of_kind(v) && all_in(v, &others))));
                }
                without.retain(|(_, n)| *n > 0);
                prop_assert_eq!(&found.loosened, &without);
            } else {
                prop_assert!(found.loosened.is_empty());
            }
            for number in ["beds", "area_m2", "station_m", "floors"] {
                let bars = histogram(&mut engine, Listing::Venues(query.clone()), number);
                let others = ranges.without(number);
                let passes = |v: &Venue| of_kind(v) && all_in(v, &others);
                prop_assert_eq!(bars.counts.iter().sum::<u32>() + bars.unknown, count(&passes), "{}", number);
                prop_assert_eq!(bars.unknown, count(&|v| passes(v) && value(v, number).is_none()));
                prop_assert_eq!(&bars.unit, if number == "area_m2" { "m²" } else if number == "station_m" { "m" } else { "" });
                for (edges, own) in bars.edges.windows(2).zip(&bars.counts).filter(|_| number != "station_m") {
                    let within = |v: &Venue| value(v, number).is_some_and(|v| edges[0] <= v && v < edges[1]);
                    prop_assert_eq!(*own, count(&|v| passes(v) && within(v)), "{} {:?}", number, edges);
                }
            }
        }
    }
}

fn of_number(number: &str, ends: &str) -> NumberRanges {
    let mut ranges = NumberRanges::default();
    ranges.set(NumberRange::of_ends(number, ends).expect("a range"));
    ranges
}

fn levels(engine: &mut Engine, query: &LevelsQuery) -> LevelsTable {
    match engine.handle(Request::Levels(query.clone())) {
        Ok(Reply::Levels(table)) => *table,
        other => panic!("{other:?}"),
    }
}

/// The workers of every facility that says how many.
fn workers(engine: &mut Engine) -> std::collections::BTreeMap<u32, f64> {
    let layer = engine.open().unwrap().city().layer(LayerName::Facilities).unwrap();
    (0..layer.len()).filter_map(|row| Some((row as u32, layer.number(row, "workers_day")?))).collect()
}

#[test]
fn levels_under_a_range_are_those_of_its_facilities_on_list_and_map_and_by_district() {
    let mut engine = lanchuan();
    let query = LevelsQuery::of(LayerName::Facilities);
    let all = levels(&mut engine, &query);
    let workers = workers(&mut engine);
    assert!(workers.len() < all.rows.len(), "of some nobody knows");
    let of = |table: &LevelsTable| table.rows.iter().map(|row| row.hit.feature.row).collect::<Vec<u32>>();
    for (ends, unknown) in [("50..500", false), ("..10", false), ("50..500~", true)] {
        let ranges = of_number("workers_day", ends);
        let some = levels(&mut engine, &LevelsQuery { ranges: ranges.clone(), ..query.clone() });
        let is = |row: &u32| {
            workers.get(row).map_or(unknown, |n| if ends == "..10" { *n <= 10.0 } else { (50.0..=500.0).contains(n) })
        };
        let expected: Vec<u32> = of(&all).into_iter().filter(is).collect();
        assert_eq!(of(&some), expected, "in the order of the whole list");
        assert!(!expected.is_empty() && expected.len() < all.rows.len());
        assert_eq!(some.left_out as usize, if unknown { 0 } else { all.rows.len() - workers.len() });
        let listed = expected.len() as u32;
        assert_eq!(some.counts.iter().map(|n| n.dynamic).sum::<u32>(), listed);
        assert_eq!(some.districts.iter().flat_map(|d| &d.counts).map(|n| n.dynamic).sum::<u32>(), listed);
        let filter = RowFilter::default().ranged(ranges.clone());
        assert_eq!(drawn(&mut engine, LayerName::Facilities, &filter), listed);
        assert_eq!(tallied(&mut engine, LayerName::Facilities, &[], &ranges), listed);
        let bars = histogram(&mut engine, Listing::Levels(some.query.clone()), "workers_day");
        assert_eq!(
            (bars.counts.iter().sum::<u32>() as usize, bars.ladder),
            (workers.len(), true),
            "its own range is no filter of it"
        );
    }
    // In a district without such a facility: what to loosen.
    let district = all.districts.iter().find_map(|d| d.hit.as_ref()).unwrap().feature.row;
    let none = LevelsQuery { district: Some(district), ranges: of_number("workers_day", "1000000.."), ..query.clone() };
    let (none, there) =
        (levels(&mut engine, &none), levels(&mut engine, &LevelsQuery { district: Some(district), ..query }));
    assert_eq!(none.loosened, [(FilterPart::Number(0), there.rows.len() as u32)]);
}

#[test]
fn dangers_are_listed_by_their_days_overdue() {
    let mut engine = lanchuan();
    let ask = |engine: &mut Engine, filter: LedgerFilter| {
        let query = LedgerQuery { as_of: None, filter, limit: u32::MAX };
        match engine.handle(Request::Ledger(query)) {
            Ok(Reply::Ledger(table)) => *table,
            other => panic!("{other:?}"),
        }
    };
    let filter = LedgerFilter { group: Some(LedgerGroup::Open), ..LedgerFilter::default() };
    let open = ask(&mut engine, filter.clone());
    let late = |row: &LedgerRow| match row.late.overdue(row.state) {
        Some(days) => Some(days),
        None if row.late == riskmap::risk::ledger::Late::Unknown => None,
        None => Some(0),
    };
    let ids = |table: &LedgerTable, is: &dyn Fn(u32) -> bool| {
        let rows = table.rows.iter().filter(|row| late(row).is_some_and(is));
        rows.map(|row| row.id.clone()).collect::<Vec<_>>()
    };
    let ranged = LedgerFilter { ranges: of_number("overdue_days", "30..90"), ..filter.clone() };
    let some = ask(&mut engine, ranged.clone());
    assert_eq!(ids(&some, &|_| true), ids(&open, &|days| (30..=90).contains(&days)));
    assert!(some.count > 0 && some.count < open.count);
    assert_eq!(some.groups.iter().find(|(of, _)| *of == LedgerGroup::Open), Some(&(LedgerGroup::Open, some.count)));
    let unknown = open.rows.iter().filter(|row| late(row).is_none()).count() as u32;
    assert_eq!(some.left_out, unknown);
    let query = LedgerQuery { as_of: None, filter: ranged, limit: 0 };
    let bars = histogram(&mut engine, Listing::Ledger(query), "overdue_days");
    assert_eq!(
        (bars.counts.iter().sum::<u32>() + bars.unknown, bars.unknown, bars.unit.as_str()),
        (open.count, unknown, "d")
    );
    assert!(bars.whole && bars.edges.windows(2).all(|edges| edges[0] < edges[1]));
    let never = ask(&mut engine, LedgerFilter { ranges: of_number("overdue_days", "100000.."), ..filter });
    assert_eq!((never.count, &never.loosened), (0, &vec![(FilterPart::Number(0), open.count)]));
}

#[test]
fn what_a_list_has_no_number_of_is_refused() {
    let mut engine = lanchuan();
    let query = VenuesQuery { limit: 1, ..VenuesQuery::default() };
    for number in ["workers_day", "kind", ""] {
        let asked = Request::Histogram { of: Listing::Venues(query.clone()), number: number.to_owned() };
        assert!(matches!(engine.handle(asked), Err(EngineError::NotThere(_))), "{number}");
    }
}

#[test]
fn a_level_alone_is_listed_drawn_and_counted_alike_and_the_others_keep_their_counts() {
    let mut engine = lanchuan();
    let query = LevelsQuery::of(LayerName::Facilities);
    let all = levels(&mut engine, &query);
    let rows = |table: &LevelsTable| table.rows.iter().map(|row| row.hit.feature.row).collect::<Vec<u32>>();
    for wanted in [vec![Level::Orange], vec![Level::Red, Level::Unrated]] {
        let some = levels(&mut engine, &LevelsQuery { levels: wanted.clone(), ..query.clone() });
        let of = all.rows.iter().filter(|row| wanted.contains(&row.dynamic.level())).map(|row| row.hit.feature.row);
        let expected: Vec<u32> = of.collect();
        assert_eq!(rows(&some), expected, "{wanted:?}, in the order of the whole list");
        assert!(!expected.is_empty() && expected.len() < all.rows.len());
        assert_eq!((some.counts.clone(), some.ranked() as usize), (all.counts.clone(), expected.len()));
        let filter = RowFilter::default().of_levels(&wanted);
        let painted = format!("{}&paint={}&symbols=yes", filter.to_query(), some.revision);
        assert_eq!(drawn_as(&mut engine, LayerName::Facilities, &painted) as usize, expected.len());
        let request = Request::Tally {
            area: Area::Box(EVERYWHERE),
            layers: vec![LayerName::Facilities],
            kinds: vec![],
            district: None,
            lacking: Default::default(),
            only: Some(Box::new(OnlyRows {
                layer: LayerName::Facilities,
                ranges: NumberRanges::default(),
                levels: wanted.clone(),
            })),
            crashes: CrashFilter::default(),
        };
        let Ok(Reply::Tallies(found)) = engine.handle(request) else { panic!("tallies") };
        assert_eq!(found[0].1.count as usize, expected.len());
    }
    // Where nothing has both: what to loosen, the level among it.
    let none = LevelsQuery { levels: vec![Level::Orange], ranges: of_number("workers_day", "1000000.."), ..query };
    let none = levels(&mut engine, &none);
    let orange = all.counts.iter().find(|n| n.level == Level::Orange).map_or(0, |n| n.dynamic);
    let known = workers(&mut engine);
    assert!(none.rows.is_empty() && orange > 0);
    let count = all.rows.iter().filter(|row| row.dynamic.level() == Level::Orange).count() as u32;
    assert_eq!(none.loosened, [(FilterPart::Number(0), count)], "{} know their workers", known.len());
}

#[test]
fn venues_of_a_level_pass_with_the_other_filters_and_people_are_those_of_day_or_night() {
    let mut engine = lanchuan();
    let query = VenuesQuery {
        kinds: vec!["hotel".to_owned(), "school".to_owned()],
        sort: VenueSort::Level,
        limit: u32::MAX,
        ..VenuesQuery::default()
    };
    let all = table(&mut engine, &query);
    let only = |levels: Vec<Level>, ranges| VenuesQuery { levels, ranges, ..query.clone() };
    let some = table(&mut engine, &only(vec![Level::Red], NumberRanges::default()));
    let red: Vec<&str> =
        all.rows.iter().filter(|r| r.hit.level == Some(Level::Red)).map(|r| r.hit.id.as_str()).collect();
    assert_eq!(some.rows.iter().map(|r| r.hit.id.as_str()).collect::<Vec<_>>(), red);
    assert!(!red.is_empty() && some.count < all.count);
    assert_eq!(some.levels, all.levels, "what the other levels would bring");
    assert!(
        some.kinds.iter().map(|kind| kind.count).sum::<u32>() < all.kinds.iter().map(|kind| kind.count).sum::<u32>()
    );
    // The larger of day and night.
    let crowded = table(&mut engine, &only(vec![], of_number("people", "600..")));
    let larger = |row: &VenueRow| row.people.into_iter().flatten().reduce(f64::max);
    let expected = all.rows.iter().filter(|row| larger(row).is_some_and(|n| n >= 600.0)).count();
    assert!(expected > 0 && crowded.rows.iter().all(|row| row.hit.people == larger(row)));
    assert_eq!(crowded.rows.len(), expected);
    let bars = histogram(&mut engine, Listing::Venues(only(vec![Level::Red], of_number("people", "600.."))), "people");
    assert_eq!(bars.counts.iter().sum::<u32>() + bars.unknown, some.count, "its own range is no filter of it");
}

#[test]
fn exposure_is_narrowed_by_who_is_near_and_says_what_it_leaves_out() {
    let mut engine = lanchuan();
    let ask = |engine: &mut Engine, ranges| {
        let breaks = riskmap::surface::Breaks::Pretty;
        let query = ExposureQuery { layer: LayerName::Facilities, distance_m: 500.0, ranges, breaks };
        match engine.handle(Request::Exposure(query)) {
            Ok(Reply::Exposure(table)) => *table,
            other => panic!("{other:?}"),
        }
    };
    let all = ask(&mut engine, NumberRanges::default());
    let mut both = of_number("people_within", "2000..");
    both.read(&[LayerName::Facilities], "sensitive_within:3..").unwrap();
    let some = ask(&mut engine, both.clone());
    let is = |row: &&ExposureRow| row.people_day.max(row.people_night) >= 2_000.0 && row.sensitive >= 3;
    let ids = |rows: Vec<&ExposureRow>| rows.into_iter().map(|row| row.hit.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(some.rows.iter().collect()), ids(all.rows.iter().filter(is).collect()));
    assert!(!some.rows.is_empty() && some.rows.len() < all.rows.len());
    assert_eq!(some.out_of_range as usize, all.rows.len() - some.rows.len());
    let bars = histogram(&mut engine, Listing::Exposure(some.query.clone()), "sensitive_within");
    let people = all.rows.iter().filter(|row| row.people_day.max(row.people_night) >= 2_000.0).count();
    assert_eq!((bars.counts.iter().sum::<u32>() as usize, bars.whole), (people, true));
    let none = ask(&mut engine, of_number("people_within", "1e9.."));
    assert_eq!((none.rows.len(), none.loosened), (0, vec![(FilterPart::Number(0), all.rows.len() as u32)]));
}
