//! A layer as a table: its rows, their order, what is found in it, and the files that it becomes.

mod demo;

use demo::lanchuan;
use riskmap::dataset::Limits;
use riskmap::dataset::foreign::xlsx::{self, Cell};
use riskmap::domain::{CrashFilter, CrashPart, LayerName, Level};
use riskmap::engine::*;
use riskmap::risk::ledger::DangerLevel;
use riskmap::text::Lang;
use riskmap::units::LngLat;

fn query(layer: LayerName) -> RowsQuery {
    RowsQuery { layer, area: None, text: String::new(), sort: vec![], listing: None, as_of: None, lang: Lang::Zh }
}

fn field(name: &str) -> ColumnKey {
    ColumnKey::Field(name.to_owned())
}

fn by(column: ColumnKey, descending: bool) -> SortKey {
    SortKey { column, descending }
}

fn page(engine: &mut Engine, query: &RowsQuery, from: u32, count: u32) -> RowsPage {
    match engine.handle(Request::Rows { query: Box::new(query.clone()), from, count, mark: None }) {
        Ok(Reply::Rows(page)) => *page,
        other => panic!("{other:?}"),
    }
}

fn ids(engine: &mut Engine, query: &RowsQuery) -> Vec<String> {
    page(engine, query, 0, 1_000).rows.into_iter().map(|row| row.id).collect()
}

/// Seven venues: names whose order by sound is not that of their characters, people with gaps and ties.
fn village() -> Engine {
    let venues = "id,lon,lat,name,name_en,kind,people_day,note,floors_text\n\
        a,112.001,31,赵家酒店,Zhao Hotel,hotel,40,,2\n\
        b,112.002,31,艾米旅馆,Amy Inn,hotel,,=1+1,10\n\
        c,112.003,31,北湖商场,North Mall,mall,900,near the lake,9\n\
        d,112.004,31,,,mall,40,,\n\
        e,112.005,31,陈氏诊所,Chen Clinic,hospital,7,\"a, \"\"b\"\"\",-1\n\
        f,112.006,31,赵家酒店,Zhao Hotel,hotel,40,,1.5\n\
        g,112.007,31,Bar 10,,bar,0,,\n";
    let manifest = r#"{"schema":"riskmap/1","name":{"zh":"甲村","en":"Village"},"as_of":"2024-01-01","crs":"EPSG:4326",
        "layers":{"venues":{"href":"v.csv"}}}"#;
    open(vec![("city.json", manifest.as_bytes().to_vec()), ("v.csv", venues.as_bytes().to_vec())])
}

fn open(files: Vec<(&str, Vec<u8>)>) -> Engine {
    let files = files.into_iter().map(|(name, bytes)| NamedBytes { name: name.to_owned(), bytes });
    let mut engine = Engine::new();
    let opened = engine.handle(Request::Open(files.collect()));
    assert!(matches!(opened, Ok(Reply::Opened(_))), "{opened:?}");
    engine
}

#[test]
fn several_keys_decide_one_after_another_and_what_is_unknown_comes_last() {
    let mut engine = village();
    let mut venues = query(LayerName::Venues);
    assert_eq!(ids(&mut engine, &venues), ["a", "b", "c", "d", "e", "f", "g"], "as in the file");
    venues.sort = vec![by(field("people_day"), false)];
    assert_eq!(ids(&mut engine, &venues), ["g", "e", "a", "d", "f", "c", "b"]);
    venues.sort = vec![by(field("people_day"), true)];
    assert_eq!(ids(&mut engine, &venues), ["c", "a", "d", "f", "e", "g", "b"], "equal ones stay as in the file");
    venues.sort = vec![by(field("people_day"), true), by(ColumnKey::Name, true)];
    assert_eq!(ids(&mut engine, &venues), ["c", "a", "f", "d", "e", "g", "b"], "no name comes last");
    // 艾 ai, Bar, 北 bei, 陈 chen, 赵 zhao.
    venues.sort = vec![by(ColumnKey::Name, false), by(ColumnKey::Id, true)];
    assert_eq!(ids(&mut engine, &venues), ["b", "g", "c", "e", "f", "a", "d"]);
    venues.lang = Lang::En;
    assert_eq!(ids(&mut engine, &venues), ["b", "g", "e", "c", "f", "a", "d"], "Amy, Bar, Chen, North, Zhao");
    // A column of numbers that the schema does not know is ordered as numbers.
    venues.sort = vec![by(ColumnKey::Extra("floors_text".to_owned()), false)];
    assert_eq!(ids(&mut engine, &venues)[..5], ["e", "f", "a", "c", "b"]);
}

#[test]
fn windows_lie_side_by_side_and_a_feature_has_its_place() {
    let mut engine = lanchuan();
    let mut venues = query(LayerName::Venues);
    venues.sort = vec![by(ColumnKey::District, false), by(field("people_day"), true), by(ColumnKey::Id, false)];
    let whole = page(&mut engine, &venues, 0, 1_000);
    assert!(whole.total > 1_000 && whole.rows.len() == 1_000);
    for from in [0, 7, 333, 998] {
        assert_eq!(page(&mut engine, &venues, from, 2).rows, whole.rows[from as usize..from as usize + 2]);
    }
    assert!(page(&mut engine, &venues, whole.total + 5, 10).rows.is_empty());
    let mark = Some(whole.rows[412].of);
    let Ok(Reply::Rows(of)) = engine.handle(Request::Rows { query: Box::new(venues), from: 0, count: 0, mark }) else {
        panic!()
    };
    assert_eq!((of.marked, of.rows.len()), (Some(412), 0));
}

#[test]
fn every_word_must_occur_somewhere_in_a_row() {
    let mut engine = village();
    let mut venues = query(LayerName::Venues);
    for (text, expected) in [
        ("赵家", &["a", "f"][..]),
        ("ＮＯＲＴＨ", &["c"]),
        ("hotel zhao", &["a", "f"]),
        ("医院", &["e"]),
        ("the LAKE", &["c"]),
        ("nothing such", &[]),
        ("  ", &["a", "b", "c", "d", "e", "f", "g"]),
    ] {
        venues.text = text.to_owned();
        assert_eq!(ids(&mut engine, &venues), expected, "{text}");
    }
    assert_eq!(page(&mut engine, &venues, 0, 1).all, 7);
}

#[test]
fn an_area_and_a_filter_of_crashes_leave_what_they_leave_elsewhere() {
    let mut engine = lanchuan();
    let mut crashes = query(LayerName::Crashes);
    let mut fatal = CrashFilter::default();
    fatal.toggle_word(CrashPart::Severity, "fatal");
    crashes.listing = Some(Listing::Crashes(fatal.clone()));
    let at = page(&mut engine, &query(LayerName::Venues), 0, 1).rows[0].of;
    let Ok(Reply::Feature(card)) = engine.handle(Request::Feature { of: at, radius_m: 10.0, as_of: None }) else {
        panic!()
    };
    let area = Area::Circle { at: card.hit.at, radius_m: 4_000.0 };
    crashes.area = Some(area.clone());
    let table = page(&mut engine, &crashes, 0, 1_000);
    let inside = InsideQuery { area, as_of: None, limit: u32::MAX, crashes: fatal };
    let Ok(Reply::Inside(inside)) = engine.handle(Request::Inside(inside)) else { panic!() };
    let of_crashes = inside.layers.iter().find(|of| of.layer == LayerName::Crashes).unwrap();
    assert!(of_crashes.count > 10);
    assert_eq!(table.total, of_crashes.count);
    let mut expected: Vec<u32> = of_crashes.rows.iter().map(|hit| hit.feature.row).collect();
    expected.sort_unstable();
    assert_eq!(table.rows.iter().map(|row| row.of.row).collect::<Vec<_>>(), expected);
    let broken = Area::Circle { at: LngLat::new(112.0, 31.0), radius_m: -1.0 };
    crashes.area = Some(broken);
    let refused = engine.handle(Request::Rows { query: Box::new(crashes), from: 0, count: 1, mark: None });
    assert!(matches!(refused, Err(EngineError::Area(_))), "{refused:?}");
}

/// What a ranking lists, asked for with all its rows.
fn ranked(engine: &mut Engine, question: Request) -> Vec<FeatureRef> {
    match engine.handle(question) {
        Ok(Reply::Venues(table)) => table.rows.iter().map(|row| row.hit.feature).collect(),
        Ok(Reply::Levels(table)) => table.rows.iter().map(|row| row.hit.feature).collect(),
        Ok(Reply::Exposure(table)) => table.rows.iter().map(|row| row.hit.feature).collect(),
        Ok(Reply::Conflicts(table)) => table.rows.iter().map(|row| row.hazard.feature).collect(),
        Ok(Reply::Ledger(table)) => table.rows.iter().map(|row| row.feature).collect(),
        Ok(Reply::Sections(table)) if table.selected.is_empty() => {
            table.rows.iter().map(|row| row.hit.feature).collect()
        }
        Ok(Reply::Sections(table)) => table.selected.iter().map(|row| row.hit.feature).collect(),
        other => panic!("{other:?}"),
    }
}

/// The rows of a layer's table that holds what a question lists.
fn listed(engine: &mut Engine, question: &Request, layer: LayerName) -> RowsPage {
    let listing = Listing::of(question, layer);
    assert!(listing.is_some(), "{question:?} lists {layer}");
    page(engine, &RowsQuery { listing, ..query(layer) }, 0, 1_000)
}

fn venues_of(kinds: &[&str], district: Option<u32>, lacking: Option<Lack>) -> Request {
    let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    Request::Venues(VenuesQuery {
        kinds,
        district,
        lacking: lacking.map(Lacks::from).unwrap_or_default(),
        sort: VenueSort::StationDistance,
        limit: u32::MAX,
        ..VenuesQuery::default()
    })
}

#[test]
fn a_table_holds_what_the_workbench_lists_in_its_order() {
    use LayerName::{Crashes, Dangers, Facilities, Roads, Venues};
    // The tables' engine has not answered the questions before.
    let (mut engine, mut tables) = (lanchuan(), lanchuan());
    let mut overdue = LedgerFilter { group: Some(LedgerGroup::Overdue), ..LedgerFilter::default() };
    overdue.level = Some(DangerLevel::Major);
    let sections = |selected: Vec<u32>, crashes: CrashFilter| {
        Request::Sections(SectionsQuery { own_classes: false, selected, crashes, ..SectionsQuery::default() })
    };
    let levels = LevelsQuery { district: Some(3), ..LevelsQuery::of(Facilities) };
    let exposure =
        ExposureQuery { layer: Facilities, distance_m: 300.0, ranges: Default::default(), breaks: Breaks::Pretty };
    let mut fatal = CrashFilter::default();
    fatal.toggle_word(CrashPart::Severity, "fatal");
    let questions = [
        (Venues, venues_of(&["hotel", "mall"], Some(2), Some(Lack::Hydrant))),
        (Facilities, Request::Levels(levels)),
        (Facilities, Request::Exposure(exposure)),
        (Dangers, Request::Ledger(LedgerQuery { as_of: None, filter: overdue, limit: u32::MAX })),
        (Roads, sections(vec![], fatal.clone())),
    ];
    for (layer, question) in questions {
        let expected = ranked(&mut engine, question.clone());
        let table = listed(&mut tables, &question, layer);
        assert!(expected.len() > 3, "{question:?}");
        assert_eq!(table.total, expected.len() as u32, "{question:?}");
        assert_eq!(table.listed, table.total);
        assert!(layer == Facilities || table.listed < table.all, "{question:?}");
        let rows: Vec<FeatureRef> = table.rows.iter().map(|row| row.of).collect();
        assert_eq!(rows, expected[..expected.len().min(1_000)], "{question:?}");
    }
    // Of pairs the hazards, each once, and no others.
    let kind = Some("lpg_station".to_owned());
    let question = Request::Conflicts(ConflictsQuery { kind, limit: u32::MAX, ..ConflictsQuery::default() });
    let mut hazards = ranked(&mut engine, question.clone());
    hazards.sort_unstable();
    hazards.dedup();
    let mut rows: Vec<FeatureRef> = listed(&mut tables, &question, Facilities).rows.iter().map(|row| row.of).collect();
    rows.sort_unstable();
    assert!(!hazards.is_empty());
    assert_eq!(rows, hazards);
    // Of a selection its sections, and on the crashes' table the crashes that the selection counts.
    let worst = ranked(&mut engine, sections(vec![], fatal.clone()));
    let selected: Vec<u32> = worst[..4].iter().map(|of| of.row).collect();
    let Request::Sections(of_city) = sections(selected.clone(), fatal) else { panic!() };
    let whole = listed(&mut tables, &Request::Sections(of_city.clone()), Roads);
    assert_eq!(whole.total as usize, worst.len(), "a ranking of the city stays one, whatever is selected");
    let question = Request::Sections(SectionsQuery { scope: SectionScope::Selected, ..of_city });
    let Ok(Reply::Sections(table)) = engine.handle(question.clone()) else { panic!() };
    let roads: Vec<u32> = listed(&mut tables, &question, Roads).rows.iter().map(|row| row.of.row).collect();
    assert_eq!(roads, selected, "the worst first");
    let crashes = listed(&mut tables, &question, Crashes);
    assert_eq!(crashes.total, table.total.crashes);
    let mut events: Vec<u32> = table.events.iter().map(|event| event.hit.feature.row).collect();
    events.sort_unstable();
    assert_eq!(crashes.rows.iter().map(|row| row.of.row).collect::<Vec<_>>(), events);
}

/// The figures of a page's column, by row.
fn figures(page: &RowsPage, figure: Figure) -> Vec<(FeatureRef, Known)> {
    let in_cells = |c: &&RowsColumn| matches!(c.key, ColumnKey::Figure(_) | ColumnKey::Field(_) | ColumnKey::Extra(_));
    let place = page.columns.iter().filter(in_cells).position(|c| c.key == ColumnKey::Figure(figure)).unwrap();
    page.rows.iter().map(|row| (row.of, row.cells[place].clone())).collect()
}

#[test]
fn a_table_of_a_list_tells_what_the_list_is_ranked_by() {
    let mut engine = lanchuan();
    let mut night = CrashFilter::default();
    night.toggle_word(CrashPart::Severity, "fatal");
    let asked = |crashes: CrashFilter| SectionsQuery { own_classes: false, crashes, ..SectionsQuery::default() };
    for filter in [CrashFilter::default(), night] {
        let question = Request::Sections(asked(filter.clone()));
        let Ok(Reply::Sections(ranking)) = engine.handle(question.clone()) else { panic!() };
        // Another question in between must not change what this table tells.
        assert!(engine.handle(Request::Sections(asked(CrashFilter::default()))).is_ok());
        let mut roads = query(LayerName::Roads);
        roads.listing = Listing::of(&question, LayerName::Roads);
        let table = page(&mut engine, &roads, 0, 1_000);
        let (crashes, rates) = (figures(&table, Figure::Crashes), figures(&table, Figure::CrashesPerKm));
        for (n, row) in ranking.rows.iter().take(1_000).enumerate() {
            assert_eq!(crashes[n], (row.hit.feature, Known::Number(f64::from(row.crashes))), "{filter:?}");
            let Known::Number(rate) = rates[n].1 else { panic!("{n}") };
            assert!((rate - row.per_km).abs() < 1e-9, "{rate} {}", row.per_km);
        }
        roads.sort = vec![by(ColumnKey::Figure(Figure::LengthM), true)];
        let lengths = figures(&page(&mut engine, &roads, 0, 1_000), Figure::LengthM);
        let lengths: Vec<f64> =
            lengths.iter().map(|(_, v)| if let Known::Number(v) = v { *v } else { panic!() }).collect();
        assert!(lengths.is_sorted_by(|a, b| a >= b) && lengths[0] > 100.0);
    }
    let question = venues_of(&["hotel"], None, None);
    let Ok(Reply::Venues(ranking)) = engine.handle(question.clone()) else { panic!() };
    let mut hotels = query(LayerName::Venues);
    hotels.listing = Listing::of(&question, LayerName::Venues);
    let table = page(&mut engine, &hotels, 0, 1_000);
    for (row, (of, told)) in ranking.rows.iter().zip(figures(&table, Figure::StationM)) {
        let metres = row.station.as_ref().and_then(|hit| hit.distance_m).map_or(Known::Unknown, Known::Number);
        assert_eq!((row.hit.feature, metres), (of, told));
    }
    // A search that finds nothing takes no column away.
    let none = RowsQuery { text: "nowhere".to_owned(), ..hotels.clone() };
    assert_eq!(page(&mut engine, &none, 0, 10).total, 0);
    assert_eq!(page(&mut engine, &hotels, 0, 10).columns, table.columns);
    let known = |page: &RowsPage, of| page.columns.iter().find(|c| c.key == ColumnKey::Figure(of)).map(|c| c.known);
    let with_station = ranking.rows.iter().filter(|row| row.station.is_some()).count() as u32;
    assert_eq!(known(&table, Figure::StationM), Some(with_station));
    // The village has neither.
    let table = page(&mut village(), &hotels, 0, 10);
    assert_eq!((table.listed, known(&table, Figure::StationM), known(&table, Figure::HydrantM)), (3, Some(0), Some(0)));
    // The whole layer is ranked by nothing.
    let whole = page(&mut engine, &query(LayerName::Venues), 0, 1);
    assert!(whole.columns.iter().all(|c| !matches!(c.key, ColumnKey::Figure(_))));
    let columns = [ColumnKey::Id, ColumnKey::Figure(Figure::StationM)];
    let csv = String::from_utf8(saved(&mut engine, &hotels, &columns, RowsFormat::Csv).bytes).unwrap();
    assert!(csv.starts_with("\u{feff}id,station_m,lon,lat,"), "{}", csv.lines().next().unwrap());
}

#[test]
fn a_table_of_a_list_is_searched_sorted_and_told_what_to_loosen() {
    let mut engine = lanchuan();
    let question = venues_of(&["hotel"], None, Some(Lack::Station));
    let mut venues = RowsQuery { listing: Listing::of(&question, LayerName::Venues), ..query(LayerName::Venues) };
    let all = page(&mut engine, &venues, 0, 1_000);
    assert!(all.total > 5 && all.loosened.is_empty());
    venues.sort = vec![by(ColumnKey::Id, true)];
    let mut ids: Vec<String> = all.rows.iter().map(|row| row.id.clone()).collect();
    ids.sort_by(|a, b| b.cmp(a));
    let sorted: Vec<String> = page(&mut engine, &venues, 0, 1_000).rows.into_iter().map(|row| row.id).collect();
    assert_eq!(sorted, ids);
    // A school is in no list of hotels: without the search all hotels come, without the list all schools.
    venues.text = "学校".to_owned();
    let none = page(&mut engine, &venues, 0, 10);
    let schools = page(&mut engine, &RowsQuery { listing: None, ..venues.clone() }, 0, 1).total;
    assert!(none.total == 0 && schools > 0);
    assert_eq!(none.loosened, [(FilterPart::Text, all.total), (FilterPart::Listing, schools)]);
}

/// A fire officer looks for dry hydrants by that word: their flag has one of its own, and no plain no is meant by it.
#[test]
fn dry_hydrants_are_found_by_that_word() {
    let mut engine = lanchuan();
    let layer = engine.open().unwrap().city().layer(LayerName::Hydrants).unwrap();
    let dry: Vec<String> = (0..layer.len())
        .filter(|row| layer.flag(*row, "working") == Some(false))
        .map(|row| layer.id(row).to_owned())
        .collect();
    assert!(!dry.is_empty() && dry.len() < layer.len());
    for text in ["干栓", "dry"] {
        let found = page(&mut engine, &RowsQuery { text: text.to_owned(), ..query(LayerName::Hydrants) }, 0, 10_000);
        assert_eq!(found.rows.into_iter().map(|row| row.id).collect::<Vec<_>>(), dry, "{text}");
    }
    let venues = page(&mut engine, &RowsQuery { text: "dry".to_owned(), ..query(LayerName::Venues) }, 0, 10);
    assert!(venues.rows.iter().all(|row| !row.id.is_empty()) && venues.total < 100, "no flag of a venue is meant");
}

#[test]
fn what_lists_nothing_says_which_filter_to_loosen() {
    let mut engine = lanchuan();
    let mut venues = |kinds: &[&str], district, lacking| match engine.handle(venues_of(kinds, district, lacking)) {
        Ok(Reply::Venues(table)) => *table,
        other => panic!("{other:?}"),
    };
    // Nothing is of a kind that does not exist: any kind has as many as are there without it.
    let there = venues(&[], Some(1), Some(Lack::Hydrant)).count;
    let none = venues(&["spaceport"], Some(1), Some(Lack::Hydrant));
    assert!(there > 0);
    assert_eq!((none.count, none.loosened), (0, vec![(FilterPart::Kinds, there)]));
    let ledger = |engine: &mut Engine, filter: LedgerFilter| match engine.handle(Request::Ledger(LedgerQuery {
        as_of: None,
        filter,
        limit: 1,
    })) {
        Ok(Reply::Ledger(table)) => *table,
        other => panic!("{other:?}"),
    };
    let enterprise = Some("没有这个单位".to_owned());
    let open = LedgerFilter { group: Some(LedgerGroup::Open), ..LedgerFilter::default() };
    let all = ledger(&mut engine, open.clone()).count;
    let none = ledger(&mut engine, LedgerFilter { enterprise, ..open });
    assert_eq!((none.count, none.loosened), (0, vec![(FilterPart::Enterprise, all)]));
    let Ok(Reply::Conflicts(none)) = engine.handle(Request::Conflicts(ConflictsQuery {
        kind: Some("spaceport".to_owned()),
        site: Some("school".to_owned()),
        ..ConflictsQuery::default()
    })) else {
        panic!()
    };
    let Ok(Reply::Conflicts(schools)) = engine
        .handle(Request::Conflicts(ConflictsQuery { site: Some("school".to_owned()), ..ConflictsQuery::default() }))
    else {
        panic!()
    };
    let expected = if schools.count > 0 { vec![(FilterPart::Hazard, schools.count)] } else { vec![] };
    assert_eq!((none.count, none.loosened), (0, expected));
}

#[test]
fn the_worst_level_comes_first() {
    let mut engine = lanchuan();
    let mut plants = query(LayerName::Facilities);
    plants.sort = vec![by(ColumnKey::Level, false), by(ColumnKey::Id, false)];
    let table = page(&mut engine, &plants, 0, 1_000);
    let levels: Vec<Level> = table.rows.iter().map(|row| row.level.expect("every facility is judged")).collect();
    assert!(levels.is_sorted() && levels[0] == Level::Red, "{:?}", &levels[..9]);
    // Unrated is not low: it comes last the other way round, too.
    let turned = RowsQuery { sort: vec![by(ColumnKey::Level, true)], ..plants.clone() };
    let turned: Vec<_> = page(&mut engine, &turned, 0, 1_000).rows.iter().map(|row| row.level).collect();
    assert_eq!((turned[0], turned[turned.len() - 1]), (Some(Level::Blue), Some(Level::Unrated)));
    let levels_of = LevelsQuery::of(LayerName::Facilities);
    let Ok(Reply::Levels(of)) = engine.handle(Request::Levels(levels_of)) else { panic!() };
    for row in &table.rows {
        let same = of.rows.iter().find(|r| r.hit.feature == row.of).unwrap();
        assert_eq!(Some(same.dynamic.level()), row.level, "{}", row.id);
    }
}

fn saved(engine: &mut Engine, query: &RowsQuery, columns: &[ColumnKey], format: RowsFormat) -> NamedBytes {
    let table = Export::Rows { query: Box::new(query.clone()), columns: columns.to_vec(), format };
    match engine.handle(Request::Export { table, on: "2026-03-03".to_owned() }) {
        Ok(Reply::File(file)) => file,
        other => panic!("{other:?}"),
    }
}

#[test]
fn files_hold_the_rows_in_their_order_and_run_nothing() {
    let mut engine = village();
    let mut venues = query(LayerName::Venues);
    venues.sort = vec![by(field("people_day"), true)];
    let columns = [ColumnKey::Id, ColumnKey::Name, field("kind"), field("people_day"), field("note")];
    let csv = saved(&mut engine, &venues, &columns, RowsFormat::Csv);
    let text = String::from_utf8(csv.bytes).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(csv.name, "venues.csv");
    assert!(lines[0].starts_with("\u{feff}id,name,kind,people_day (persons),note,lon,lat,dataset,"), "{}", lines[0]);
    assert!(lines[1].starts_with("c,北湖商场,mall,900,near the lake,112.0030000,31.0000000,"), "{}", lines[1]);
    assert!(lines[7].starts_with("b,艾米旅馆,hotel,,'=1+1,"), "unknown is empty, a formula is text: {}", lines[7]);
    assert!(lines[5].starts_with("e,陈氏诊所,hospital,7,\"a, \"\"b\"\"\","), "{}", lines[5]);

    venues.lang = Lang::En;
    let pasted = String::from_utf8(saved(&mut engine, &venues, &columns, RowsFormat::Text).bytes).unwrap();
    let lines: Vec<&str> = pasted.lines().collect();
    assert_eq!(lines[0], "ID\tName\tKind\tPeople by day (people)\tNote\tlon\tlat");
    assert_eq!(lines[1], "c\tNorth Mall\tMall\t900\tnear the lake\t112.0030000\t31.0000000");
    assert_eq!(lines.len(), 8);
}

/// The workbook is read by the reader of foreign workbooks, which knows nothing of the writer.
#[test]
fn a_workbook_is_read_again_as_it_was() {
    let mut engine = village();
    let mut venues = query(LayerName::Venues);
    venues.sort = vec![by(ColumnKey::Id, true)];
    let columns = [ColumnKey::Id, ColumnKey::Name, field("kind"), field("people_day"), field("note")];
    let book = saved(&mut engine, &venues, &columns, RowsFormat::Xlsx);
    assert_eq!(book.name, "venues.xlsx");
    let mut names = Vec::new();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&book.bytes)).unwrap();
    for i in 0..zip.len() {
        let mut text = String::new();
        let mut file = zip.by_index(i).unwrap();
        names.push(file.name().unwrap().into_owned());
        std::io::Read::read_to_string(&mut file, &mut text).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{}: {error}", names[i]),
            }
        }
    }
    assert!(names.contains(&"xl/worksheets/sheet2.xml".to_owned()));

    let sheet = |name: Option<&str>| {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut row = |_: u32, cells: &[Cell]| {
            rows.push(cells.iter().map(Cell::shown).collect());
            Ok(())
        };
        xlsx::read(&book.bytes, name, Limits::default(), &mut row).unwrap();
        rows
    };
    let rows = sheet(None);
    assert_eq!(rows[0], ["编号", "名称", "类别", "日间人数（人）", "备注", "lon", "lat"]);
    assert_eq!(rows.len(), 8);
    assert_eq!(rows[1], ["g", "Bar 10", "酒吧", "0", "", "112.007", "31"]);
    assert_eq!(rows[3], ["e", "陈氏诊所", "医院", "7", "a, \"b\"", "112.005", "31"]);
    assert_eq!(rows[6][4], "=1+1", "text, and no formula");
    let about = sheet(Some("依据"));
    assert!(about.contains(&vec!["rows".to_owned(), "7".to_owned()]), "{about:?}");
    assert!(about.contains(&vec!["exported_on".to_owned(), "2026-03-03".to_owned()]));
}

/// GeoJSON is read as a dataset again, and gives the same table.
#[test]
fn geojson_is_a_layer_again() {
    let mut engine = lanchuan();
    let mut roads = query(LayerName::Roads);
    roads.sort = vec![by(field("length_m"), true), by(ColumnKey::Id, false)];
    let file = saved(&mut engine, &roads, &[], RowsFormat::GeoJson);
    assert_eq!(file.name, "roads.geojson");
    let before = page(&mut engine, &roads, 0, 1_000);
    let manifest = r#"{"schema":"riskmap/1","name":{"zh":"甲","en":"A"},"as_of":"2024-01-01","crs":"EPSG:4326",
        "layers":{"roads":{"href":"roads.geojson"}}}"#;
    let mut again = open(vec![("city.json", manifest.as_bytes().to_vec()), ("roads.geojson", file.bytes)]);
    let after = page(&mut again, &query(LayerName::Roads), 0, 1_000);
    assert!(before.total > 1_000);
    assert_eq!(after.total, before.total);
    for (a, b) in before.rows.iter().zip(&after.rows) {
        assert_eq!((&a.id, &a.name), (&b.id, &b.name));
    }
}
