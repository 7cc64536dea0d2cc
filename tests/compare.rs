//! Two states side by side, over the demo city: what differs is what two answers asked one after the other differ in, each
//! state's tiles carry its own classes, and the state that was there keeps its own.

mod demo;
#[allow(dead_code, reason = "only properties are asked")]
mod mvt;

use demo::lanchuan;
use riskmap::dataset::dates::parse_date;
use riskmap::domain::{CrashFilter, LayerName, Level};
use riskmap::engine::*;
use std::collections::BTreeMap;

fn levels_query(day: Option<&str>, kind: LevelKind) -> LevelsQuery {
    let as_of = day.map(str::to_owned);
    LevelsQuery { as_of, kind, ..LevelsQuery::of(LayerName::Facilities) }
}

fn levels(engine: &mut Engine, query: LevelsQuery) -> LevelsTable {
    match engine.handle(Request::Levels(query)) {
        Ok(Reply::Levels(table)) => *table,
        other => panic!("{other:?}"),
    }
}

fn compare(engine: &mut Engine, query: CompareQuery) -> Comparison {
    match engine.handle(Request::Compare(Box::new(query))) {
        Ok(Reply::Compared(comparison)) => *comparison,
        other => panic!("{other:?}"),
    }
}

fn by_id(table: &LevelsTable) -> BTreeMap<String, Level> {
    table.rows.iter().map(|row| (row.hit.id.clone(), row.rating(table.query.kind).level())).collect()
}

/// Classes of a layer's features in one tile of the whole city, by row.
fn classes(engine: &mut Engine, layer: LayerName, paint: u32) -> BTreeMap<u64, f64> {
    let mut all = BTreeMap::new();
    let bounds = engine.open().unwrap().info().bounds.unwrap();
    let tile = |lng: f64, lat: f64| {
        let n = f64::from(1u32 << 12);
        let y = (1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * n;
        (((lng + 180.0) / 360.0 * n) as u32, y as u32)
    };
    let ((x0, y1), (x1, y0)) = (tile(bounds.west, bounds.south), tile(bounds.east, bounds.north));
    for (x, y) in (x0..=x1).flat_map(|x| (y0..=y1).map(move |y| (x, y))) {
        let bytes = engine.tile(&format!("riskmap://{layer}/12/{x}/{y}?v=1&paint={paint}")).unwrap();
        for feature in mvt::decode(&bytes).into_values().flat_map(|tile| tile.features) {
            if let (Some(id), Some(class)) = (feature.id, feature.number("class")) {
                all.insert(id, class);
            }
        }
    }
    all
}

#[test]
fn what_became_worse_is_what_two_answers_differ_in() {
    let mut engine = lanchuan();
    let before = levels_query(Some("2025-11-07"), LevelKind::Dynamic);
    let (old, new) = (levels(&mut engine, before.clone()), levels(&mut engine, levels_query(None, LevelKind::Dynamic)));
    let (was, is) = (by_id(&old), by_id(&new));
    let both = || was.iter().map(|(id, from)| (id, *from, is[id]));
    let rated = |from: Level, to: Level| from != Level::Unrated && to != Level::Unrated;
    let worse = both().filter(|(_, from, to)| rated(*from, *to) && to < from).count();
    let better = both().filter(|(_, from, to)| rated(*from, *to) && to > from).count();
    let unknown = both().filter(|(_, from, to)| from != to && !rated(*from, *to)).count();
    assert!(worse > 0 && better > 0, "the demo city's ledger moves levels both ways: {worse} {better}");

    let query = CompareQuery::Levels { one: levels_query(None, LevelKind::Dynamic), other: before };
    let comparison = compare(&mut engine, query.clone());
    assert_eq!(comparison.query, query);
    let Changes::Levels(changes) = &comparison.changes else { panic!("levels") };
    assert!(!changes.forward, "from the earlier day to the later one, whichever is beside");
    assert_eq!((changes.worse as usize, changes.better as usize, changes.unknown as usize), (worse, better, unknown));
    assert_eq!(changes.same as usize, was.len() - worse - better - unknown);
    assert_eq!(changes.rows.len(), worse + better + unknown);
    for row in &changes.rows {
        assert_eq!((row.from, row.to), (was[&row.hit.id], is[&row.hit.id]), "{}", row.hit.id);
        let open = |table: &LevelsTable| {
            let row = table.rows.iter().find(|other| other.hit.id == row.hit.id).unwrap();
            (row.open, row.overdue)
        };
        assert_eq!((row.open_before, row.open_after), (open(&old), open(&new)), "{}", row.hit.id);
    }
    let place = |row: &LevelChange| match (row.from, row.to) {
        (Level::Unrated, _) | (_, Level::Unrated) => 2,
        (from, to) => u8::from(to > from),
    };
    assert!(changes.rows.is_sorted_by_key(place), "worse, then better, then unknown");
    let first: Vec<Level> = changes.rows.iter().filter(|row| place(row) == 0).map(|row| row.to).collect();
    assert!(first.is_sorted(), "the worst of the worse first");
}

#[test]
fn a_comparison_of_some_levels_is_of_what_had_or_has_one_of_them() {
    let mut engine = lanchuan();
    let query = |kind, levels: &[Level]| LevelsQuery { levels: levels.to_vec(), ..levels_query(None, kind) };
    let of =
        |levels| CompareQuery::Levels { one: query(LevelKind::Dynamic, levels), other: query(LevelKind::Base, levels) };
    let mut changes = |levels| match compare(&mut engine, of(levels)).changes {
        Changes::Levels(changes) => changes,
        other => panic!("{other:?}"),
    };
    let (all, red) = (changes(&[]), changes(&[Level::Red]));
    let is_red = |row: &&LevelChange| row.from == Level::Red || row.to == Level::Red;
    let expected: Vec<LevelChange> = all.rows.iter().filter(is_red).cloned().collect();
    assert!(!expected.is_empty() && expected.len() < all.rows.len(), "{} of {}", expected.len(), all.rows.len());
    assert_eq!(red.rows, expected);
    assert_eq!((red.worse + red.better + red.unknown) as usize, expected.len());
    assert!(red.same < all.same, "what is of other levels in both states is not counted");
    let beside =
        CompareQuery::Levels { one: query(LevelKind::Dynamic, &[Level::Red]), other: query(LevelKind::Base, &[]) };
    let refused = engine.handle(Request::Compare(Box::new(beside)));
    assert!(matches!(&refused, Err(EngineError::Parameter { .. })), "{refused:?}");
}

#[test]
fn each_half_has_its_own_classes_and_the_first_keeps_them() {
    let mut engine = lanchuan();
    let one = levels(&mut engine, levels_query(None, LevelKind::Dynamic));
    let painted = classes(&mut engine, LayerName::Facilities, one.revision);
    let query = CompareQuery::Levels {
        one: levels_query(None, LevelKind::Dynamic),
        other: levels_query(None, LevelKind::Base),
    };
    let comparison = compare(&mut engine, query);
    let OtherState::Levels(other) = &comparison.other else { panic!("levels") };
    assert_ne!(other.revision, one.revision);
    let beside = classes(&mut engine, LayerName::Facilities, other.revision);
    assert_eq!(classes(&mut engine, LayerName::Facilities, one.revision), painted, "the first half stays");
    let class = |level: Level| Level::ALL.iter().rev().skip(1).position(|of| *of == level).map(|place| place as f64);
    for row in &other.rows {
        let drawn = beside.get(&u64::from(row.hit.feature.row)).copied();
        assert_eq!(drawn, class(row.base.level()), "{} is drawn by its base", row.hit.id);
    }
    let Changes::Levels(changes) = &comparison.changes else { panic!("levels") };
    assert!(!changes.forward && changes.worse > 0 && changes.better == 0, "the ledger never makes a place better");
    let differ = painted.iter().filter(|(row, class)| beside.get(row) != Some(class)).count()
        + beside.keys().filter(|row| !painted.contains_key(row)).count();
    assert_eq!(differ as u32, changes.worse + changes.unknown);
}

fn sections_query(from: &str, to: &str, breaks: Breaks) -> SectionsQuery {
    SectionsQuery {
        breaks,
        own_classes: false,
        crashes: CrashFilter::over(parse_date(from), parse_date(to)),
        ..SectionsQuery::default()
    }
}

fn sections(engine: &mut Engine, query: SectionsQuery) -> SectionTable {
    match engine.handle(Request::Sections(query)) {
        Ok(Reply::Sections(table)) => *table,
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_periods_of_sections_share_classes_and_count_what_changed() {
    let mut engine = lanchuan();
    let (later, earlier) = (("2025-03-03", "2026-03-02"), ("2024-03-03", "2025-03-02"));
    let one = sections(&mut engine, sections_query(later.0, later.1, Breaks::Natural));
    let edges = Breaks::Typed(Edges::new(&one.breaks).unwrap());
    let before = sections(&mut engine, sections_query(earlier.0, earlier.1, edges));
    assert_eq!(before.breaks, one.breaks, "the classes are locked");
    let query = CompareQuery::Sections {
        one: sections_query(later.0, later.1, Breaks::Natural),
        other: sections_query(earlier.0, earlier.1, edges),
    };
    let comparison = compare(&mut engine, query);
    let OtherState::Sections(other) = &comparison.other else { panic!("sections") };
    assert_eq!(other.breaks, one.breaks);
    assert_eq!((other.crashes, &other.class_counts), (before.crashes, &before.class_counts));
    let Changes::Counts(changes) = &comparison.changes else { panic!("counts") };
    assert_eq!((changes.forward, changes.days), (false, 365));
    assert_eq!((changes.before.0.as_str(), changes.after.1.as_str()), (earlier.0, later.1));
    let crashes = |table: &SectionTable| {
        table.rows.iter().map(|row| (row.hit.id.clone(), row.crashes)).collect::<BTreeMap<String, u32>>()
    };
    let (was, is) = (crashes(&before), crashes(&one));
    assert!(was.len() < 2_000 && is.len() < 2_000, "the rankings are whole");
    let of = |map: &BTreeMap<String, u32>, id: &str| map.get(id).copied().unwrap_or(0);
    let ids: std::collections::BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let more = ids.iter().filter(|id| of(&is, id) > of(&was, id)).count();
    let fewer = ids.iter().filter(|id| of(&is, id) < of(&was, id)).count();
    assert_eq!((changes.more as usize, changes.fewer as usize, changes.places as usize), (more, fewer, ids.len()));
    assert_eq!((changes.total_before, changes.total_after), (before.crashes, one.crashes));
    for row in &changes.rows {
        assert_eq!((row.before, row.after), (of(&was, &row.hit.id), of(&is, &row.hit.id)), "{}", row.hit.id);
    }
    let grown: Vec<i64> = changes.rows.iter().map(|row| i64::from(row.after) - i64::from(row.before)).collect();
    assert!(grown.is_sorted_by(|a, b| a >= b) && grown.len() == (more + fewer).min(200));
    // What is exported and counted afterwards is of the state that was there.
    let again = sections(&mut engine, sections_query(later.0, later.1, Breaks::Natural));
    assert_eq!(again.class_counts, one.class_counts);
}

#[test]
fn two_periods_of_a_surface_share_classes_and_are_counted_by_district() {
    let mut engine = lanchuan();
    let query = |from: &str, to: &str, breaks| DensityQuery {
        layer: LayerName::Crashes,
        weight: None,
        bandwidth_m: 500.0,
        breaks,
        crashes: CrashFilter::over(parse_date(from), parse_date(to)),
    };
    let density = |engine: &mut Engine, query| match engine.handle(Request::Density(query)) {
        Ok(Reply::Density(surface)) => *surface,
        other => panic!("{other:?}"),
    };
    let one = query("2025-03-03", "2026-03-02", Breaks::Pretty);
    let surface = density(&mut engine, one.clone());
    let tile = |engine: &mut Engine, revision: u32| {
        let bounds = engine.open().unwrap().info().bounds.unwrap().centre();
        let n = f64::from(1u32 << 9);
        let y = (1.0 - bounds.lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * n;
        let x = (bounds.lng + 180.0) / 360.0 * n;
        engine.tile(&format!("riskmap://density/9/{}/{}?v=1&paint={revision}", x as u32, y as u32)).unwrap()
    };
    let drawn = tile(&mut engine, surface.revision);
    let edges = Breaks::Typed(Edges::new(&surface.breaks).unwrap());
    let other = query("2024-03-03", "2025-03-02", edges);
    let comparison = compare(&mut engine, CompareQuery::Density { one: one.clone(), other: other.clone() });
    let OtherState::Density(beside) = &comparison.other else { panic!("a surface") };
    assert_eq!(beside.breaks, surface.breaks, "the classes are locked");
    assert_eq!(tile(&mut engine, surface.revision), drawn, "the first half stays");
    let second = tile(&mut engine, beside.revision);
    assert_ne!(second, drawn, "the other half is another");
    let Changes::Counts(changes) = &comparison.changes else { panic!("counts") };
    assert_eq!((changes.total_before, changes.total_after), (beside.points, surface.points));
    // Alone, the same surface is the same picture.
    let alone = density(&mut engine, other);
    assert_eq!((alone.max_per_km2, alone.points), (beside.max_per_km2, beside.points));
    assert_eq!(tile(&mut engine, alone.revision), second);

    // Periods of different length, other layers: refused, with what was found.
    let short = query("2024-03-03", "2024-06-03", edges);
    let refused = engine.handle(Request::Compare(Box::new(CompareQuery::Density { one: one.clone(), other: short })));
    assert!(matches!(&refused, Err(EngineError::Parameter { name, .. }) if name == "period"), "{refused:?}");
    let venues = DensityQuery { layer: LayerName::Venues, crashes: CrashFilter::default(), ..one.clone() };
    let refused = engine.handle(Request::Compare(Box::new(CompareQuery::Density { one: one.clone(), other: venues })));
    assert!(matches!(&refused, Err(EngineError::Parameter { name, .. }) if name == "layer"), "{refused:?}");
    // Two bandwidths: nothing became anything.
    let wide = DensityQuery { bandwidth_m: 1000.0, breaks: edges, ..one.clone() };
    let comparison = compare(&mut engine, CompareQuery::Density { one, other: wide });
    assert_eq!(comparison.changes, Changes::None);
}
