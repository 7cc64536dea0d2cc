//! Lists of things of several sorts: each carries its level, the worst stand first, and what is not listed is counted.

mod demo;

use demo::lanchuan;
use riskmap::domain::{CrashFilter, LayerName, Level};
use riskmap::engine::*;
use riskmap::risk::ledger::State;
use riskmap::risk::venues::{HYDRANT_BAND_M, STATION_BAND_M};
use riskmap::units::LngLatBox;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The level on a day of every feature of a layer, by row: from the table of levels.
fn levels(engine: &mut Engine, layer: LayerName, as_of: Option<&str>) -> BTreeMap<u32, Level> {
    let query = LevelsQuery { as_of: as_of.map(str::to_owned), ..LevelsQuery::of(layer) };
    let Ok(Reply::Levels(table)) = engine.handle(Request::Levels(query)) else { panic!("{layer}") };
    table.rows.iter().map(|row| (row.hit.feature.row, row.dynamic.level())).collect()
}

fn venues(engine: &mut Engine, sort: VenueSort) -> VenueTable {
    let query = VenuesQuery { sort, limit: u32::MAX, ..VenuesQuery::default() };
    let Ok(Reply::Venues(table)) = engine.handle(Request::Venues(query)) else { panic!("{sort:?}") };
    *table
}

fn rows_of(engine: &mut Engine, table: Export) -> Vec<BTreeMap<String, String>> {
    let Ok(Reply::File(file)) = engine.handle(Request::Export { table, on: "2026-11-27".to_owned() }) else { panic!() };
    let text = String::from_utf8(file.bytes).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// A number as a place in an order, the largest first; unknown last.
fn most(value: Option<f64>) -> Reverse<i64> {
    Reverse(value.map_or(-1, |v| (v * 10.0) as i64))
}

/// Whether a table counts each level as often as the table of levels has it.
fn table_of_levels(table: &VenueTable, expected: &BTreeMap<u32, Level>) -> bool {
    table.levels.iter().all(|(level, n)| expected.values().filter(|of| *of == level).count() == *n as usize)
}

/// Whatever day the levels were asked of before: list and map go by that of the data.
#[test]
fn venues_are_painted_by_the_levels_that_their_list_counts() {
    let mut engine = lanchuan();
    let expected = venues(&mut engine, VenueSort::Level).levels;
    levels(&mut engine, LayerName::Venues, Some("2025-11-07"));
    let table = venues(&mut engine, VenueSort::Level);
    assert_eq!(table.levels, expected);
    let request = Request::Tally {
        area: Area::Box(LngLatBox { west: 110.0, south: 29.0, east: 115.0, north: 33.0 }),
        layers: vec![LayerName::Venues],
        kinds: vec![],
        district: None,
        lacking: Default::default(),
        only: None,
        crashes: CrashFilter::default(),
    };
    let Ok(Reply::Tallies(tallies)) = engine.handle(request) else { panic!() };
    let (_, painted) = &tallies[0];
    for (level, n) in table.levels {
        let drawn = painted.classes.get(usize::from(level.class())).copied();
        let drawn = if level == Level::Unrated { Some(painted.unclassed) } else { drawn };
        assert_eq!(drawn.unwrap_or(0), n, "{level:?}");
    }
}

/// The counts of whom help does not reach are those of the rows' own distances, and each is a filter that list, kinds, map
/// and cover go by alike.
#[test]
fn whom_help_does_not_reach_is_counted_and_can_be_asked_for_alone() {
    let mut engine = lanchuan();
    let all = venues(&mut engine, VenueSort::People);
    let cover = all.cover;
    assert_eq!((cover.of, cover.station_m, cover.hydrant_m), (all.count, 1_795.0, 150.0));
    let beyond = |hit: &Option<Hit>, m: f64| hit.as_ref().is_none_or(|hit| hit.distance_m.is_none_or(|d| d > m));
    let both = Lacks::from(Lack::Station).toggled(Lack::Hydrant);
    for lacks in [Lack::Station.into(), Lack::Hydrant.into(), both] {
        let is = |row: &&VenueRow| {
            lacks.each().all(|lack| match lack {
                Lack::Station => beyond(&row.station, cover.station_m),
                Lack::Hydrant => beyond(&row.hydrant, cover.hydrant_m),
            })
        };
        let expected: Vec<u32> = all.rows.iter().filter(is).map(|row| row.hit.feature.row).collect();
        for lack in lacks.each() {
            assert_eq!(cover.lacking_beside(lack, lacks), Some(expected.len() as u32), "{lacks:?}");
        }
        assert!(!expected.is_empty() && expected.len() < all.rows.len(), "{lacks:?}: some and not all");
        let query = VenuesQuery { lacking: lacks, ..all.query.clone() };
        let Ok(Reply::Venues(some)) = engine.handle(Request::Venues(query.clone())) else { panic!("{lacks:?}") };
        assert_eq!(some.rows.iter().map(|row| row.hit.feature.row).collect::<Vec<_>>(), expected);
        assert_eq!(some.cover, cover, "a lack is counted whatever lack is asked for");
        assert_eq!(some.kinds.iter().map(|kind| kind.count).sum::<u32>(), some.count);
        assert_eq!(some.worry as usize, some.rows.iter().filter(|row| row.worry).count());
        let request = Request::Tally {
            area: Area::Box(LngLatBox { west: 110.0, south: 29.0, east: 115.0, north: 33.0 }),
            layers: vec![LayerName::Venues],
            kinds: vec![],
            district: None,
            lacking: lacks,
            only: None,
            crashes: CrashFilter::default(),
        };
        let Ok(Reply::Tallies(tallies)) = engine.handle(request) else { panic!("{lacks:?}") };
        assert_eq!(tallies[0].1.count, some.count, "the map's own rows");
        let saved = rows_of(&mut engine, Export::Venues(query));
        assert_eq!(saved.len(), expected.len());
        assert!(saved[0]["filter"].starts_with("beyond 1"), "{}", saved[0]["filter"]);
    }
    // Who is unrated says what is missing, and nobody else does.
    assert!(all.rows.iter().take(900).all(|row| row.missing.is_empty() == (row.hit.level != Some(Level::Unrated))));
}

#[test]
fn venues_are_ranked_as_they_say() {
    let mut engine = lanchuan();
    let expected = levels(&mut engine, LayerName::Venues, None);
    let away = |hit: &Option<Hit>| hit.as_ref().and_then(|hit| hit.distance_m);
    let band = |metres: Option<f64>, band: f64| most(metres.map(|m| (m / band).floor()));
    for sort in VenueSort::ALL {
        let table = venues(&mut engine, sort);
        assert_eq!(table.count as usize, expected.len());
        assert!(table.rows.iter().all(|row| row.hit.level == expected.get(&row.hit.feature.row).copied()));
        let key = |row: &VenueRow| {
            let (level, people) = (row.hit.level, most(row.hit.people));
            let first = match sort {
                VenueSort::People => people,
                VenueSort::Level => Reverse(0),
                VenueSort::Floors => most(row.floors),
                VenueSort::StationDistance => band(away(&row.station), STATION_BAND_M),
                VenueSort::HydrantDistance => band(away(&row.hydrant), HYDRANT_BAND_M),
            };
            (first, level, people)
        };
        assert!(table.rows.windows(2).all(|pair| key(&pair[0]) <= key(&pair[1])), "{sort:?}");
    }
    assert!(table_of_levels(&venues(&mut engine, VenueSort::Level), &expected));
    // A red venue of few people stands before a blue one of many, and the file says the same.
    let table = venues(&mut engine, VenueSort::Level);
    assert_eq!(table.rows.first().map(|row| row.hit.level), Some(Some(Level::Red)));
    let saved = rows_of(&mut engine, Export::Venues(VenuesQuery { limit: 3, ..table.query.clone() }));
    assert_eq!(saved.len(), table.rows.len());
    for (row, saved) in table.rows.iter().zip(&saved) {
        assert_eq!((&saved["id"], saved["level"].as_str()), (&row.hit.id, row.hit.level.unwrap().code()));
    }
    assert_eq!(
        (saved[0]["ranked_by"].as_str(), saved[0]["levels_as_of"].as_str()),
        ("level, then people", "2026-03-03")
    );
}

fn card(engine: &mut Engine, of: FeatureRef, as_of: Option<&str>) -> FeatureCard {
    let as_of = as_of.map(str::to_owned);
    let Ok(Reply::Feature(card)) = engine.handle(Request::Feature { of, radius_m: 1_500.0, as_of }) else { panic!() };
    *card
}

#[test]
fn neighbours_stand_by_level_then_by_distance_on_the_day_that_is_asked_about() {
    let mut engine = lanchuan();
    let of = engine.open().unwrap().lookup(LayerName::Facilities, "F-0025").unwrap();
    for day in [None, Some("2025-06-30")] {
        let expected = levels(&mut engine, LayerName::Venues, day);
        let facilities = levels(&mut engine, LayerName::Facilities, day);
        // Another day's levels are at hand when the card is asked for.
        levels(&mut engine, LayerName::Venues, Some("2025-12-01"));
        let card = card(&mut engine, of, day);
        assert_eq!(card.hit.level, facilities.get(&of.row).copied());
        let near = &card.neighbours.venues;
        assert!(near.len() > 20);
        assert!(near.iter().all(|hit| hit.level == expected.get(&hit.feature.row).copied()), "{day:?}");
        let key = |hit: &Hit| (hit.level, (hit.distance_m.unwrap() * 1e6) as i64);
        assert!(near.windows(2).all(|pair| key(&pair[0]) <= key(&pair[1])), "{day:?}");
        assert!(card.neighbours.facilities.windows(2).all(|pair| key(&pair[0]) <= key(&pair[1])), "{day:?}");
        assert!(card.neighbours.nearest_hydrant.as_ref().is_some_and(|hit| hit.working != Some(false)));
        let as_of = day.map(str::to_owned);
        let saved = rows_of(&mut engine, Export::Near { of, radius_m: 1_500.0, as_of });
        let venues = saved.iter().filter(|row| row["layer"] == "venues");
        let ids: Vec<&str> = venues.map(|row| row["id"].as_str()).take(near.len()).collect();
        assert_eq!(ids, near.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), "the file is in the list's order");
    }
}

#[test]
fn what_is_inside_stands_by_level_then_by_people() {
    let mut engine = lanchuan();
    let expected = levels(&mut engine, LayerName::Venues, None);
    let at = riskmap::units::LngLat::new(112.2968, 30.9203);
    let query = InsideQuery {
        area: Area::Circle { at, radius_m: 1_500.0 },
        as_of: None,
        limit: 60,
        crashes: Default::default(),
    };
    let Ok(Reply::Inside(table)) = engine.handle(Request::Inside(query)) else { panic!() };
    let of = table.of(LayerName::Venues).unwrap();
    assert!(of.count > 60 && of.rows.len() == 60);
    assert!(of.rows.iter().all(|hit| hit.level == expected.get(&hit.feature.row).copied()));
    let key = |hit: &Hit| (hit.level, most(hit.people));
    assert!(of.rows.windows(2).all(|pair| key(&pair[0]) <= key(&pair[1])));
    // Nobody who is not listed should have been.
    let worse = of.levels.iter().filter(|n| Some(n.level) < of.rows[59].level).map(|n| n.dynamic).sum::<u32>();
    assert_eq!(of.rows.iter().filter(|hit| hit.level < of.rows[59].level).count() as u32, worse);
    // The headline's figures say whose they are, and the working has the same numbers and the residents' rows.
    let people = table.people.unwrap();
    let night = people.counted()[1] == Counted::ResidentsByNight;
    assert_eq!(night, people.residents_night.unwrap() > people.venue_night);
    let inputs = table.explanation.steps.iter().flat_map(|step| &step.inputs);
    let residents: Vec<_> = inputs.filter(|input| input.label.zh().starts_with("居民")).collect();
    let all = engine.open().unwrap().city().layer(LayerName::Residents).unwrap().len() as u32;
    assert_eq!(residents.len(), 2);
    for input in residents {
        assert_eq!(input.from, riskmap::risk::explain::Origin::Layer("residents".into(), all));
        assert_eq!(input.unit, "persons");
    }
}

#[test]
fn a_search_tells_the_level_of_what_it_finds() {
    let mut engine = lanchuan();
    let find = |engine: &mut Engine, text: &str| {
        let asked = Request::Find { text: text.to_owned(), near: None, limit: 12 };
        let Ok(Reply::Findings(found)) = engine.handle(asked) else { panic!() };
        found.hits
    };
    // Nobody has asked for levels before.
    let found = find(&mut engine, "F-0025");
    let expected = levels(&mut engine, LayerName::Facilities, None);
    assert_eq!(found[0].level, expected.get(&found[0].feature.row).copied());
    assert!(find(&mut engine, "医院").iter().any(|hit| hit.level.is_some() && hit.people.is_some()));
    let stations = find(&mut engine, "消防站");
    assert!(stations.iter().filter(|hit| hit.feature.layer == LayerName::FireStations).all(|hit| hit.level.is_none()));
}

#[test]
fn conflicts_are_told_apart_by_the_kind_of_site() {
    let mut engine = lanchuan();
    let ask = |engine: &mut Engine, site: Option<&str>| {
        let query = ConflictsQuery { site: site.map(str::to_owned), limit: u32::MAX, ..ConflictsQuery::default() };
        let Ok(Reply::Conflicts(table)) = engine.handle(Request::Conflicts(query)) else { panic!() };
        *table
    };
    let all = ask(&mut engine, None);
    assert_eq!(all.site_kinds.iter().map(|k| k.count).sum::<u32>(), all.count);
    assert!(all.site_kinds.len() > 2);
    for kind in &all.site_kinds {
        let one = ask(&mut engine, Some(&kind.kind));
        assert_eq!(one.count, kind.count);
        let own = |line: &ConflictLine| {
            let layer = line.site.feature.layer;
            if layer == LayerName::Venues { line.site.kind == kind.kind } else { layer.code() == kind.kind }
        };
        assert!(one.rows.iter().all(own), "{}", kind.kind);
        assert_eq!(one.site_kinds, all.site_kinds, "the other kinds stay to be chosen");
    }
    let site = all.site_kinds[0].kind.clone();
    let saved =
        rows_of(&mut engine, Export::Conflicts(ConflictsQuery { site: Some(site.clone()), ..Default::default() }));
    assert_eq!(saved.len() as u32, all.site_kinds[0].count);
    assert_eq!(saved[0]["filter"], format!("kind of site: {site}"));
}

#[test]
fn the_crashes_of_a_section_are_listed_newest_first_and_all_are_counted() {
    let mut engine = lanchuan();
    let ask_of = |engine: &mut Engine, selected: Vec<u32>, crashes: CrashFilter| {
        let (sort, breaks) = (SectionSort::Crashes, Breaks::Natural);
        let query = SectionsQuery { sort, breaks, own_classes: false, selected, crashes, ..SectionsQuery::default() };
        let Ok(Reply::Sections(table)) = engine.handle(Request::Sections(query)) else { panic!() };
        *table
    };
    let ask = |engine: &mut Engine, selected| ask_of(engine, selected, CrashFilter::default());
    let worst = ask(&mut engine, vec![]);
    assert!(worst.events.is_empty() && worst.line.is_empty());
    let rows: Vec<u32> = worst.rows.iter().take(3).map(|row| row.hit.feature.row).collect();
    let one = ask(&mut engine, vec![rows[0]]);
    assert_eq!(one.events.len() as u32, one.total.crashes.min(200));
    assert!(one.events.windows(2).all(|pair| pair[0].at >= pair[1].at), "the newest first");
    let fatal = one.events.iter().filter(|of| of.severity == "fatal").count() as u32;
    assert_eq!(fatal, one.total.fatal);
    // Each is on the section: near its line, by its own position.
    let near =
        Request::Feature { of: FeatureRef { layer: LayerName::Roads, row: rows[0] }, radius_m: 0.0, as_of: None };
    assert!(engine.handle(near).is_ok());
    assert!(one.line.len() > 1);
    let area = Area::Along { line: one.line.clone(), within_m: 31.0 };
    let along = Request::Select { layer: LayerName::Crashes, area };
    let Ok(Reply::Selected { rows: along, .. }) = engine.handle(along) else { panic!() };
    assert!(one.events.iter().all(|of| along.binary_search(&of.hit.feature.row).is_ok()));
    // Those that a filter of days leaves, no others.
    let day = |of: &CrashLine| of.at.get(..10).unwrap_or_default().to_owned();
    let (newest, oldest) = (day(&one.events[0]), day(one.events.last().unwrap()));
    assert!(newest > oldest && one.events.len() < 200, "{newest}, {oldest}");
    let from = newest.parse::<jiff::civil::Date>().unwrap().since((jiff::Unit::Day, jiff::civil::date(1970, 1, 1)));
    let filtered = ask_of(&mut engine, vec![rows[0]], CrashFilter::over(Some(from.unwrap().get_days()), None));
    let expected: Vec<_> = one.events.iter().filter(|of| day(of) >= newest).collect();
    assert!(!expected.is_empty() && filtered.events.iter().collect::<Vec<_>>() == expected);
    assert_eq!(filtered.total.crashes as usize, expected.len());
    let three = ask(&mut engine, rows);
    assert!(three.line.is_empty() && three.events.len() as u32 == three.total.crashes.min(200));
}

/// A closing that does not count leaves a danger open, past its day and yet not overdue: wherever it is told of.
#[test]
fn a_false_closing_is_told_of_alike_in_ledger_level_and_working() {
    let mut engine = lanchuan();
    let filter = LedgerFilter { group: Some(LedgerGroup::FalselyClosed), ..LedgerFilter::default() };
    let Ok(Reply::Ledger(table)) = engine.handle(Request::Ledger(LedgerQuery { as_of: None, filter, limit: 1_000 }))
    else {
        panic!()
    };
    let mut told = 0;
    for row in table.rows.iter().filter(|row| row.state == State::Closed) {
        let Some(target) = row.target.as_ref().map(|hit| hit.feature) else { continue };
        if !matches!(target.layer, LayerName::Facilities | LayerName::Venues) {
            continue;
        }
        let Ok(Reply::Why(why)) = engine.handle(Request::Why { of: target, as_of: None }) else { panic!() };
        let Some(line) = why.dangers.iter().find(|line| line.id == row.id) else { continue };
        assert!(!line.not_closed.is_empty(), "{}", row.id);
        assert_eq!((line.late.overdue(line.state), row.late.overdue(row.state)), (None, None));
        let Ok(Reply::Danger(page)) = engine.handle(Request::Danger { id: row.id.clone(), as_of: None }) else {
            panic!()
        };
        let said = page.explanation.steps.iter().any(|step| step.says.zh().contains("逾期"));
        assert!(!said, "{}: what is closed is past its day, not overdue", row.id);
        if let Some(days) = line.late.past() {
            let of_row = |input: &&riskmap::risk::explain::Input| input.symbol == row.id;
            let inputs = why.raised.explanation.steps.iter().flat_map(|step| &step.inputs);
            for input in inputs.filter(of_row) {
                assert_eq!((input.value, &*input.unit), (Some(f64::from(days)), "d"), "{}", row.id);
            }
            told += 1;
        }
    }
    assert!(told > 0, "the demo city has such closings");
    // The tables of levels count them apart.
    let query = LevelsQuery::of(LayerName::Venues);
    let Ok(Reply::Levels(levels)) = engine.handle(Request::Levels(query)) else { panic!() };
    assert!(levels.rows.iter().all(|row| row.falsely + row.overdue <= row.open));
    assert!(levels.rows.iter().any(|row| row.falsely > 0));
}
