//! The four levels and the ledger, asked of the engine: over cities that are worked out by hand, against brute force, and
//! over the demo city.

mod demo;

use demo::lanchuan;
use riskmap::domain::{LayerName, Level};
use riskmap::engine::*;
use riskmap::risk::assess::Method;
use riskmap::risk::ledger::{DangerLevel, Late, State};
use riskmap::spatial::Probe;
use std::collections::{BTreeMap, BTreeSet};

fn open(layers: &[(&str, &str)], files: &[(&str, String)]) -> Engine {
    let layers: Vec<String> = layers.iter().map(|(layer, file)| format!(r#""{layer}":{{"href":"{file}"}}"#)).collect();
    let manifest = format!(
        r#"{{"schema":"riskmap/1","name":{{"zh":"甲市","en":"A"}},"as_of":"2024-06-30","layers":{{{}}},
        "campaigns":[{{"id":"c1","name":"百日","sector":"chemicals","from":"2024-05-01","to":"2024-07-31"}}]}}"#,
        layers.join(",")
    );
    let files = std::iter::once(("city.json", manifest)).chain(files.iter().cloned());
    let files = files.map(|(name, text)| NamedBytes { name: name.to_owned(), bytes: text.into_bytes() }).collect();
    let mut engine = Engine::new();
    assert!(matches!(engine.handle(Request::Open(files)), Ok(Reply::Opened(_))));
    engine
}

fn features(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

/// A plant of 222.6 m by 190.9 m (at 31° north) with its south-west corner at a place.
fn plant(id: &str, lon: f64, properties: &str) -> String {
    let (e, n) = (lon + 0.002, 31.002);
    format!(
        r#"{{"type":"Feature","id":"{id}","properties":{{"name":"{id}",{properties}}},"geometry":{{"type":"Polygon",
        "coordinates":[[[{lon},31.0],[{e},31.0],[{e},{n}],[{lon},{n}],[{lon},31.0]]]}}}}"#
    )
}

const CHLORINE: &str =
    r#""kind":"chemical_plant","substances":[{"substance":"7782-50-5","quantity_t":60}],"substances_complete":true"#;

/// Residents inside the plant, near it and too far from it: only the 40 near it count for α.
fn residents(lon: f64) -> String {
    let (inside, near, far) = (lon + 0.001, lon + 0.006, lon + 0.008);
    format!("id,residents,lon,lat\n1,1000,{inside},31.001\n2,40,{near},31.001\n3,5000,{far},31.001\n")
}

fn table(engine: &mut Engine, layer: LayerName, as_of: Option<&str>) -> LevelsTable {
    let as_of = as_of.map(str::to_owned);
    let query = LevelsQuery { as_of, ..LevelsQuery::of(layer) };
    match engine.handle(Request::Levels(query)) {
        Ok(Reply::Levels(table)) => *table,
        other => panic!("{other:?}"),
    }
}

fn why(engine: &mut Engine, layer: LayerName, id: &str, as_of: Option<&str>) -> Why {
    let of = engine.open().unwrap().lookup(layer, id).unwrap();
    match engine.handle(Request::Why { of, as_of: as_of.map(str::to_owned) }) {
        Ok(Reply::Why(why)) => *why,
        other => panic!("{other:?}"),
    }
}

fn ledger(engine: &mut Engine, as_of: Option<&str>, filter: LedgerFilter) -> LedgerTable {
    let query = LedgerQuery { as_of: as_of.map(str::to_owned), filter, limit: u32::MAX };
    match engine.handle(Request::Ledger(query)) {
        Ok(Reply::Ledger(table)) => *table,
        other => panic!("{other:?}"),
    }
}

/// Levels by id: base and dynamic.
fn by_id(table: &LevelsTable) -> BTreeMap<String, (Level, Level)> {
    table.rows.iter().map(|row| (row.hit.id.clone(), (row.base.level(), row.dynamic.level()))).collect()
}

#[test]
fn a_plant_is_graded_by_those_who_live_outside_its_boundary() {
    let mut engine = open(
        &[("facilities", "f.geojson"), ("residents", "r.csv")],
        &[("f.geojson", features(&[plant("P", 112.0, CHLORINE)])), ("r.csv", residents(112.0))],
    );
    let why = why(&mut engine, LayerName::Facilities, "P", None);
    let figure = |name: &str| {
        let figures = why.parts.iter().flat_map(|part| &part.worked.figures);
        figures.into_iter().find(|f| f.name.en() == name).unwrap().value.known().unwrap()
    };
    // T1.4: chlorine 60 t, 40 residents.
    assert_eq!((figure("S"), figure("alpha")), (12.0, 1.2));
    assert!((figure("R") - 57.6).abs() < 1e-9);
    assert_eq!((why.base.level(), why.method), (Level::Orange, Some(Method::Gb18218)));
    assert_eq!(why.dynamic.level(), Level::Orange, "nothing happened there");
}

/// Inside the plant, near it and far from it; a school is not slept in, nor is a hotel that says so.
#[test]
fn a_working_names_who_sleeps_near_a_plant_and_is_not_in_alpha() {
    let venue = |id: &str, kind: &str, night: &str, sleeping: &str, east: f64| {
        format!("{id},{kind},{night},{sleeping},{},31.001\n", 112.0 + east)
    };
    let of = |venues: &[String]| {
        let head = "id,kind,people_night,sleeping,lon,lat\n".to_owned();
        let files = [
            ("f.geojson", features(&[plant("P", 112.0, CHLORINE)])),
            ("r.csv", residents(112.0)),
            ("v.csv", head + &venues.concat()),
        ];
        let layers = [("facilities", "f.geojson"), ("residents", "r.csv"), ("venues", "v.csv")];
        let mut engine = open(&layers, &files);
        let why = why(&mut engine, LayerName::Facilities, "P", None);
        let notes = why.parts[0].worked.explanation.notes.clone();
        let said = notes.iter().map(|note| note.zh().to_string());
        (why.base, said.filter(|note| note.starts_with("α 只计")).collect::<Vec<_>>())
    };
    let near = [
        venue("1", "dormitory", "300", "", 0.001),
        venue("2", "dormitory", "120", "true", 0.006),
        venue("3", "hospital", "80", "", 0.005),
        venue("4", "hotel", "", "", 0.005),
        venue("5", "hotel", "9", "false", 0.005),
        venue("6", "school", "7", "", 0.005),
        venue("7", "group_rental", "1000", "", 0.009),
    ];
    let (rating, notes) = of(&near);
    assert_eq!(
        notes,
        [
            "α 只计常住人口：厂界外 500 m 内宿舍、群租房、养老院、医院、宾馆等 2 处场所夜间 200 人，未计入（另有 1 处人数未知）。"
        ]
    );
    let (without, none) = of(&near[5..]);
    assert_eq!((without, none.len()), (rating, 0));
}

#[test]
fn without_residents_a_level_is_unrated_and_says_why() {
    let mut engine = open(&[("facilities", "f.geojson")], &[("f.geojson", features(&[plant("P", 112.0, CHLORINE)]))]);
    let table = table(&mut engine, LayerName::Facilities, None);
    let row = &table.rows[0];
    // R between 0.5 · 48 and 2 · 48.
    assert_eq!((row.base.best, row.base.worst), (Level::Yellow, Level::Orange));
    assert_eq!(row.base.level(), Level::Unrated);
    assert!(row.missing.iter().any(|field| field.contains("residents")), "{:?}", row.missing);
    assert_eq!(table.counts.iter().find(|c| c.level == Level::Unrated).unwrap().base, 1);
}

/// One danger at the plant, found on 1 June, due on 20 June, mended and signed for on 10 July.
fn dangers(level: &str, plan: &str) -> (String, String) {
    let dangers = format!(
        "id,target,level,sector,category,what,found_on,due_on,plan_approved_on\n\
         D,facilities:P,{level},chemicals,罐区,切断阀失效,2024-06-01,2024-06-20,{plan}\n\
         X,facilities:NOWHERE,general,chemicals,罐区,目标不存在,2024-06-01,2024-06-20,\n"
    );
    let events = "id,danger,at,event,by,post,due_on\n\
         1,D,2024-06-01T09:00,register,甲,检查人,\n\
         2,D,2024-06-02T09:00,assign,甲,安委办,2024-06-20\n\
         3,D,2024-07-08T09:00,report_mended,乙,企业,\n\
         4,D,2024-07-09T09:00,sign_inspector,甲,检查人,\n\
         5,D,2024-07-09T10:00,sign_owner,丙,法定代表人,\n\
         6,D,2024-07-10T09:00,sign_leader,丁,属地领导,\n\
         7,D,2024-07-10T10:00,close,甲,安委办,\n";
    (dangers, events.to_owned())
}

fn with_danger(level: &str, plan: &str) -> Engine {
    let (dangers, events) = dangers(level, plan);
    let methane =
        r#""kind":"tank_farm","substances":[{"substance":"68476-85-7","quantity_t":400}],"substances_complete":true"#;
    open(
        &[("facilities", "f.geojson"), ("residents", "r.csv"), ("dangers", "d.csv"), ("danger_events", "e.csv")],
        &[
            ("f.geojson", features(&[plant("P", 112.0, methane)])),
            ("r.csv", residents(112.0)),
            ("d.csv", dangers),
            ("e.csv", events),
        ],
    )
}

#[test]
fn a_level_moves_with_the_ledger_and_falls_back_on_closing() {
    // LPG 400 t, 40 residents: R = 1.2 · 1.5 · 8 = 14.4, 三级, yellow.
    let mut engine = with_danger("major", "2024-06-05");
    let mut on = |day: &str| by_id(&table(&mut engine, LayerName::Facilities, Some(day)))["P"];
    assert_eq!(on("2024-05-31"), (Level::Yellow, Level::Yellow), "not found yet");
    assert_eq!(on("2024-06-03").1, Level::Red, "no plan is approved yet");
    assert_eq!(on("2024-06-10").1, Level::Orange, "on schedule");
    assert_eq!(on("2024-06-20").1, Level::Orange, "the due day itself is in time");
    assert_eq!(on("2024-06-21").1, Level::Red, "overdue");
    assert_eq!(on("2024-07-09").1, Level::Red, "reported mended is not mended");
    assert_eq!(on("2024-07-10").1, Level::Yellow, "closed, with three signatures in order");
    assert_eq!(on("2024-06-21").1, Level::Red, "and back");
}

/// A plant with chlorine and a job's LEC, 40 residents near it, and a danger where one is given.
fn plant_with_job(tonnes: f64, lec: [f64; 3], danger: Option<&str>) -> Engine {
    let [l, e, c] = lec;
    let record = format!(
        r#""kind":"chemical_plant","substances":[{{"substance":"7782-50-5","quantity_t":{tonnes}}}],
        "substances_complete":true,"lec":{{"l":{l},"e":{e},"c":{c}}}"#
    );
    let mut layers = vec![("facilities", "f.geojson"), ("residents", "r.csv")];
    let mut files = vec![("f.geojson", features(&[plant("P", 112.0, &record)])), ("r.csv", residents(112.0))];
    if let Some(level) = danger {
        let (dangers, events) = dangers(level, "");
        layers.extend([("dangers", "d.csv"), ("danger_events", "e.csv")]);
        files.extend([("d.csv", dangers), ("e.csv", events)]);
    }
    open(&layers, &files)
}

#[test]
fn a_change_is_offered_only_where_nothing_else_holds_the_level() {
    // R 57.6 is orange. L·E·C = 3 · 6 · 7 = 126 is yellow, 6 · 6 · 7 = 252 orange.
    let (yellow, orange) = ([3.0, 6.0, 7.0], [6.0, 6.0, 7.0]);
    let day = Some("2024-06-21");
    let asked = |lec, danger| why(&mut plant_with_job(60.0, lec, danger), LayerName::Facilities, "P", day);
    let lowers = |why: &Why| -> Vec<(Option<Method>, Level)> {
        why.lowers(LevelKind::Dynamic).map(|(way, to)| (way.of, to)).collect()
    };

    let alone = asked(yellow, None);
    assert_eq!(alone.dynamic.level(), Level::Orange);
    assert_eq!(alone.held_by(LevelKind::Dynamic), [Some(Method::Gb18218)]);
    assert!(lowers(&alone).contains(&(Some(Method::Gb18218), Level::Yellow)), "{:?}", lowers(&alone));
    assert!(lowers(&alone).iter().all(|(of, _)| *of == Some(Method::Gb18218)), "{:?}", lowers(&alone));
    // Made for real, the change gives what it says.
    let less = alone.lowers(LevelKind::Dynamic).map(|(way, _)| way.change.says.en().into_owned());
    let less = less.filter_map(|says| says.split(" t to ").nth(1)?.split(' ').next()?.parse::<f64>().ok());
    let less: Vec<f64> = less.collect();
    assert_eq!(less.len(), 1, "one substance");
    let then = why(&mut plant_with_job(less[0], yellow, None), LayerName::Facilities, "P", day);
    assert_eq!(then.dynamic.level(), Level::Yellow);

    let both = asked(orange, None);
    assert_eq!(both.dynamic.level(), Level::Orange);
    assert_eq!(both.held_by(LevelKind::Dynamic), [Some(Method::Gb18218), Some(Method::Lec)]);
    assert_eq!(lowers(&both), [], "each holds it by itself");
    let methods: BTreeSet<_> = both.lowers_one_alone(LevelKind::Dynamic).map(|way| way.of).collect();
    assert_eq!(methods, BTreeSet::from([Some(Method::Gb18218), Some(Method::Lec)]));
    let then = why(&mut plant_with_job(less[0], orange, None), LayerName::Facilities, "P", day);
    assert_eq!(then.dynamic.level(), Level::Orange);

    let vetoed = asked(yellow, Some("major"));
    assert_eq!(vetoed.dynamic.level(), Level::Red);
    assert_eq!(vetoed.held_by(LevelKind::Dynamic), [None]);
    assert!(lowers(&vetoed).contains(&(None, Level::Orange)), "closing leaves the base: {:?}", lowers(&vetoed));
    assert!(lowers(&vetoed).iter().all(|(of, _)| of.is_none()), "no plant is safe from a veto by holding less");
    assert!(vetoed.lowers(LevelKind::Base).all(|(way, to)| way.of == Some(Method::Gb18218) && to > Level::Orange));
    assert!(vetoed.lowers(LevelKind::Base).next().is_some());
}

#[test]
fn one_overdue_general_danger_counts_after_a_month() {
    let mut engine = with_danger("general", "");
    let mut on = |day: &str| by_id(&table(&mut engine, LayerName::Facilities, Some(day)))["P"].1;
    assert_eq!(on("2024-06-21"), Level::Yellow);
    assert_eq!(on("2024-07-05"), Level::Yellow, "overdue for 15 days");
}

#[test]
fn the_ledger_lists_what_is_late_and_what_has_no_place() {
    let mut engine = with_danger("major", "2024-06-05");
    let all = ledger(&mut engine, None, LedgerFilter::default());
    assert_eq!(all.count, 2);
    let row = |id: &str| all.rows.iter().find(|row| row.id == id).unwrap();
    assert_eq!((row("D").late, row("D").state), (Late::Days(10), State::Assigned));
    assert_eq!((row("D").level, row("D").signed), (DangerLevel::Major, [Signed::Missing; 3]));
    assert!(row("X").target.is_none() && row("X").at.is_none(), "kept, and without a place");
    let overdue = LedgerFilter { group: Some(LedgerGroup::Overdue), ..LedgerFilter::default() };
    assert_eq!(ledger(&mut engine, None, overdue.clone()).count, 2);
    let later = ledger(&mut engine, Some("2024-07-31"), LedgerFilter::default());
    let d = later.rows.iter().find(|row| row.id == "D").unwrap();
    assert_eq!((d.state, d.signed), (State::Closed, [Signed::InOrder; 3]));
    assert!(!d.false_closing.any());
    for table in [&all, &later] {
        let states: u32 = table.states.iter().map(|(_, n)| n).sum();
        assert_eq!(states, table.count, "every danger is in one state");
        let open = table.groups.iter().find(|(group, _)| *group == LedgerGroup::Open).unwrap().1;
        let said: u32 = table.responsibility.iter().filter(|row| row.depth == 1).map(|row| row.open).sum();
        assert_eq!(said, open, "somebody answers for each, if only nobody known");
    }
}

#[test]
fn a_campaign_burns_down() {
    let mut engine = with_danger("major", "2024-06-05");
    let of = LedgerFilter { campaign: Some("c1".to_owned()), ..LedgerFilter::default() };
    let burn = ledger(&mut engine, Some("2024-07-31"), of).burn_down.unwrap();
    assert_eq!((burn.stock, burn.increment), (0, 2));
    let open = |day: &str| {
        let (_, [stock, increment, ..]) = burn.days.iter().find(|(on, _)| on == day).unwrap();
        stock + increment
    };
    assert_eq!([open("2024-05-31"), open("2024-06-01"), open("2024-07-09"), open("2024-07-10")], [0, 2, 2, 1]);
}

#[test]
fn one_danger_tells_its_whole_chain() {
    let mut engine = with_danger("major", "2024-06-05");
    let page = |engine: &mut Engine, day: &str| match engine
        .handle(Request::Danger { id: "D".to_owned(), as_of: Some(day.to_owned()) })
    {
        Ok(Reply::Danger(page)) => *page,
        other => panic!("{other:?}"),
    };
    let early = page(&mut engine, "2024-06-15");
    assert_eq!(early.events.len(), 2, "what comes later is not told");
    let late = page(&mut engine, "2024-07-31");
    assert_eq!(late.events.len(), 7);
    assert!(late.signatures.iter().all(Option::is_some));
    let missing = engine.handle(Request::Danger { id: "?".to_owned(), as_of: None });
    assert!(matches!(missing, Err(EngineError::NotThere(_))));
    let day = engine.handle(Request::Danger { id: "D".to_owned(), as_of: Some("yesterday".to_owned()) });
    assert!(matches!(day, Err(EngineError::Parameter { .. })));
}

/// Depots and schools strewn without order, the same on every run.
fn strewn(depots: usize, schools: usize) -> (String, String) {
    let mut state = 42_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as f64 / (1_u64 << 31) as f64
    };
    let mut facilities = "id,name,kind,net_explosive_kg,barricaded,lon,lat\n".to_owned();
    for i in 0..depots {
        let (lon, lat, kg) = (112.0 + 0.2 * next(), 31.0 + 0.2 * next(), (10.0 + 9000.0 * next()).round());
        facilities += &format!("F{i},库{i},explosives_depot,{kg},true,{lon:.6},{lat:.6}\n");
    }
    let mut venues = "id,name,kind,people_day,lon,lat\n".to_owned();
    for i in 0..schools {
        let (lon, lat) = (112.0 + 0.2 * next(), 31.0 + 0.2 * next());
        let kind = if i % 3 == 0 { "restaurant" } else { "school" };
        venues += &format!("V{i},校{i},{kind},100,{lon:.6},{lat:.6}\n");
    }
    (facilities, venues)
}

#[test]
fn conflicts_are_those_of_brute_force() {
    let (facilities, venues) = strewn(120, 600);
    let mut engine = open(&[("facilities", "f.csv"), ("venues", "v.csv")], &[("f.csv", facilities), ("v.csv", venues)]);
    let found = match engine.handle(Request::Conflicts(ConflictsQuery { limit: 10_000, ..ConflictsQuery::default() })) {
        Ok(Reply::Conflicts(table)) => *table,
        other => panic!("{other:?}"),
    };
    assert_eq!(found.count as usize, found.rows.len());
    let found: BTreeSet<(u32, u32)> =
        found.rows.iter().map(|line| (line.conflict.facility, line.conflict.row)).collect();

    // Every pair, by hand: a school within 45.2 Q^⅓, any building within 22.2 Q^⅓ or the debris minima.
    let open = engine.open().unwrap();
    let layer = |name| open.city().layer(name).unwrap();
    let (facilities, venues) = (layer(LayerName::Facilities), layer(LayerName::Venues));
    let probe = |layer: &riskmap::domain::Layer, row: usize| Probe::of(layer.shapes(), row as u32, open.plane());
    let place = |row: usize| open.plane().xy(facilities.shapes().get(row).coords()[0]);
    let kg = |row: usize| facilities.number(row, "net_explosive_kg").unwrap();
    let mut expected = BTreeSet::new();
    for f in 0..facilities.len() {
        // Depots too near to one another count as one, and those too near to these.
        let mut one = BTreeSet::from([f]);
        loop {
            let near = (0..facilities.len()).filter(|other| {
                one.iter().any(|of| {
                    of != other && {
                        let apart = 1.43 * kg(*of).max(kg(*other)).cbrt();
                        place(*of).distance_m(place(*other)) < apart
                    }
                })
            });
            let grown: BTreeSet<usize> = one.iter().copied().chain(near).collect();
            if grown == one {
                break;
            }
            one = grown;
        }
        let root = one.iter().map(|row| kg(*row)).sum::<f64>().cbrt();
        for v in 0..venues.len() {
            let distance = probe(venues, v).distance_m(place(f));
            let school = venues.text(v, "kind") == Some("school");
            let debris = if 22.2 * root < 400.0 { 400.0 } else { 0.0 };
            let reach = f64::max(if school { 45.2 * root } else { 22.2 * root }, debris);
            if distance < reach {
                expected.insert((f as u32, v as u32));
            }
        }
    }
    assert!(expected.len() > 20, "the city is too empty to say anything: {}", expected.len());
    assert_eq!(found, expected);
}

#[test]
fn the_order_of_rows_changes_no_level() {
    let (facilities, venues) = strewn(60, 300);
    let turned = |csv: &str| {
        let mut lines: Vec<&str> = csv.lines().collect();
        lines[1..].reverse();
        lines.join("\n") + "\n"
    };
    let layers = [("facilities", "f.csv"), ("venues", "v.csv")];
    let mut engine = open(&layers, &[("f.csv", facilities.clone()), ("v.csv", venues.clone())]);
    let mut other = open(&layers, &[("f.csv", turned(&facilities)), ("v.csv", turned(&venues))]);
    for layer in [LayerName::Facilities, LayerName::Venues] {
        assert_eq!(by_id(&table(&mut engine, layer, None)), by_id(&table(&mut other, layer, None)));
    }
}

#[test]
fn more_never_lowers_a_level() {
    let severity = |level: Level| Level::ALL.iter().rev().position(|l| *l == level).unwrap();
    let mut before = 0;
    for tonnes in [1.0, 4.9, 5.0, 20.0, 60.0, 200.0, 1000.0] {
        let substances = format!(
            r#""kind":"chemical_plant","substances":[{{"substance":"7782-50-5","quantity_t":{tonnes}}}],"substances_complete":true"#
        );
        let mut engine = open(
            &[("facilities", "f.geojson"), ("residents", "r.csv")],
            &[("f.geojson", features(&[plant("P", 112.0, &substances)])), ("r.csv", residents(112.0))],
        );
        let now = severity(by_id(&table(&mut engine, LayerName::Facilities, None))["P"].0);
        assert!(now >= before, "{tonnes} t");
        before = now;
    }
    assert_eq!(before, severity(Level::Red));
}

#[test]
fn in_the_demo_city_every_method_gives_every_level_that_it_can() {
    let mut engine = lanchuan();
    let mut seen: BTreeMap<Method, BTreeSet<Level>> = BTreeMap::new();
    let mut unrated = BTreeMap::new();
    for layer in [LayerName::Facilities, LayerName::Pipelines, LayerName::Venues] {
        let table = table(&mut engine, layer, None);
        let count = |level: Level| table.counts.iter().find(|c| c.level == level).map_or(0, |c| c.base);
        let all: u32 = table.counts.iter().map(|c| c.base).sum();
        assert_eq!(all as usize, table.rows.len());
        for level in [Level::Red, Level::Orange, Level::Yellow, Level::Blue, Level::Unrated] {
            let by_district: u32 =
                table.districts.iter().flat_map(|d| &d.counts).filter(|c| c.level == level).map(|c| c.base).sum();
            assert_eq!(by_district, count(level), "{layer} {level:?}: a district's table sums to its map");
        }
        unrated.insert(layer, f64::from(count(Level::Unrated)) / f64::from(all));
        for row in &table.rows {
            let why = match engine.handle(Request::Why { of: row.hit.feature, as_of: None }) {
                Ok(Reply::Why(why)) => *why,
                other => panic!("{other:?}"),
            };
            assert_eq!((why.base, why.dynamic, why.method), (row.base, row.dynamic, row.method), "map and card agree");
            assert!(
                why.dynamic.worst <= why.base.worst && why.dynamic.best <= why.base.best,
                "never better than its base"
            );
            for part in why.parts {
                seen.entry(part.method).or_default().insert(part.worked.rating.level());
            }
        }
    }
    let levels = [Level::Red, Level::Orange, Level::Yellow, Level::Blue];
    for method in Method::ALL {
        let has = &seen[&method];
        let lacks: Vec<&Level> = levels.iter().filter(|level| !has.contains(level)).collect();
        assert!(lacks.is_empty(), "{method:?} lacks {lacks:?}, has {has:?}");
    }
    assert!(unrated[&LayerName::Facilities] < 0.45, "{unrated:?}");
}

#[test]
fn the_overview_is_what_the_tables_of_both_days_say() {
    let mut engine = lanchuan();
    let overview = match engine.handle(Request::Overview(OverviewQuery { as_of: None, limit: 10 })) {
        Ok(Reply::Overview(table)) => *table,
        other => panic!("{other:?}"),
    };
    assert_eq!((overview.as_of.as_str(), overview.before.as_str()), ("2026-03-03", "2026-02-01"));
    assert_eq!((overview.layers.len(), overview.rows.len()), (3, 10));
    let mut all = Vec::new();
    for of in &overview.layers {
        let now = table(&mut engine, of.layer, None);
        let before = table(&mut engine, of.layer, Some("2026-02-01"));
        assert_eq!(of.now, now.counts, "{}", of.layer);
        assert_eq!(of.before, before.counts, "{}", of.layer);
        let was: BTreeMap<FeatureRef, Level> =
            before.rows.iter().map(|row| (row.hit.feature, row.dynamic.level())).collect();
        all.extend(now.rows.into_iter().map(|row| {
            let was = was[&row.hit.feature];
            (row, was)
        }));
    }
    all.retain(|(row, _)| row.dynamic.level() != Level::Unrated);
    // People as the rankings by exposure and the venues themselves count them.
    let mut people: BTreeMap<FeatureRef, Option<f64>> = BTreeMap::new();
    for layer in [LayerName::Facilities, LayerName::Pipelines] {
        match engine.handle(Request::Exposure(ExposureQuery {
            layer,
            distance_m: NEAR_M,
            ranges: Default::default(),
            breaks: Breaks::Natural,
        })) {
            Ok(Reply::Exposure(table)) => {
                people.extend(table.rows.iter().map(|row| (row.hit.feature, Some(row.value))))
            }
            other => panic!("{other:?}"),
        }
    }
    let venues = engine.open().unwrap().city().layer(LayerName::Venues).unwrap();
    for row in 0..venues.len() {
        let counts = ["people_day", "people_night"].map(|field| venues.number(row, field));
        let most = counts.into_iter().flatten().reduce(f64::max);
        people.insert(FeatureRef { layer: LayerName::Venues, row: row as u32 }, most);
    }
    let rose = |row: &LevelRow, was: Level| was != Level::Unrated && row.dynamic.level() < was;
    all.sort_by(|(a, was_a), (b, was_b)| {
        let key = |row: &LevelRow, was: Level| (row.dynamic.level(), !rose(row, was));
        let concerned = |row: &LevelRow| people[&row.hit.feature].unwrap_or(-1.0);
        let rest = |row: &LevelRow| (std::cmp::Reverse((row.overdue, row.open)), row.hit.feature);
        (key(a, *was_a).cmp(&key(b, *was_b))).then(concerned(b).total_cmp(&concerned(a))).then(rest(a).cmp(&rest(b)))
    });
    for (of, (row, was)) in overview.rows.iter().zip(&all) {
        assert_eq!((of.row.hit.feature, of.row.dynamic, of.row.base), (row.hit.feature, row.dynamic, row.base));
        assert_eq!((of.row.open, of.row.overdue, of.before.level()), (row.open, row.overdue, *was));
        assert_eq!(of.people, people[&row.hit.feature]);
    }
    let to_red = |(row, was): &&(LevelRow, Level)| row.dynamic.level() == Level::Red && rose(row, *was);
    assert_eq!(overview.rose as usize, all.iter().filter(to_red).count());
    let (now, then) = (i64::from(overview.now(Level::Red)), i64::from(overview.then(Level::Red)));
    let moved = i64::from(overview.rose) + i64::from(overview.rated) - i64::from(overview.fell);
    assert_eq!(now - then, moved, "what came and what went make the difference");
    assert!(overview.rows.iter().any(|of| rose(&of.row, of.before.level())), "nothing rose in a month");
}

#[test]
fn what_was_rated_stays_for_whoever_asks_next() {
    let query = || {
        Request::Levels(LevelsQuery {
            layer: LayerName::Facilities,
            as_of: None,
            kind: LevelKind::Dynamic,
            district: None,
            ranges: Default::default(),
            levels: vec![],
            limit: 5,
        })
    };
    let begin = |engine: &mut Engine| match engine.begin(query()).unwrap() {
        Begun::Working(job) => job,
        Begun::Done(_) => panic!("levels are worked for"),
    };
    let steps = |engine: &mut Engine| {
        let mut job = begin(engine);
        (1..).find(|_| matches!(job.step(engine).unwrap(), Step::Done(_))).unwrap()
    };
    let alone = steps(&mut lanchuan());
    assert!(alone > 3, "a city is rated in steps");

    // Somebody asks, and gives up after two steps.
    let mut engine = lanchuan();
    let mut job = begin(&mut engine);
    for _ in 0..2 {
        assert!(matches!(job.step(&mut engine).unwrap(), Step::More(_)));
    }
    job.give_up(&mut engine);
    assert_eq!(steps(&mut engine), alone - 2);

    // Nobody asks.
    let mut engine = lanchuan();
    while engine.prepare_ahead() {}
    assert_eq!(steps(&mut engine), 1);
    assert!(!engine.prepare_ahead() && !Engine::new().prepare_ahead(), "there is nothing to do");
}

#[test]
fn venues_and_the_overview_stand_on_the_day_that_the_levels_stand_on() {
    let mut engine = lanchuan();
    let ask = |engine: &mut Engine, request| engine.handle(request).unwrap_or_else(|e| panic!("{e:?}"));
    for day in ["2025-06-30", "2025-12-01", "2026-03-03"] {
        let as_of = || Some(day.to_owned());
        let levels = |layer| LevelsQuery { as_of: as_of(), ..LevelsQuery::of(layer) };
        let Reply::Levels(table) = ask(&mut engine, Request::Levels(levels(LayerName::Venues))) else { panic!() };
        let of_levels: BTreeMap<u32, Level> =
            table.rows.iter().map(|row| (row.hit.feature.row, row.dynamic.level())).collect();
        // Another day is asked for in between: what comes next must not be left standing on it.
        let other = LevelsQuery { as_of: Some("2025-09-09".to_owned()), ..LevelsQuery::of(LayerName::Facilities) };
        ask(&mut engine, Request::Levels(other));
        let query = VenuesQuery { as_of: as_of(), limit: u32::MAX, ..VenuesQuery::default() };
        let Reply::Venues(venues) = ask(&mut engine, Request::Venues(query)) else { panic!() };
        let of_venues: BTreeMap<u32, Level> =
            venues.rows.iter().map(|row| (row.hit.feature.row, row.hit.level.unwrap())).collect();
        assert_eq!((of_venues, venues.as_of.as_str()), (of_levels, day));
        let query = OverviewQuery { as_of: as_of(), limit: 10 };
        let Reply::Overview(overview) = ask(&mut engine, Request::Overview(query)) else { panic!() };
        let red = table.counts.iter().find(|count| count.level == Level::Red).unwrap().dynamic;
        let in_overview = overview.layers.iter().find(|of| of.layer == LayerName::Venues).unwrap();
        assert_eq!((in_overview.now(Level::Red), overview.as_of.as_str()), (red, day));
    }
    let query = VenuesQuery { as_of: Some("2025-02-30".to_owned()), ..VenuesQuery::default() };
    assert!(matches!(engine.handle(Request::Venues(query)), Err(EngineError::Parameter { .. })));
}

/// A row that names its last inspection alone says nothing of earlier ones: on an earlier day nobody knows.
#[test]
fn what_was_inspected_later_is_not_called_uninspected_before() {
    let place = |id: &str, on: &str| {
        format!(
            r#"{{"type":"Feature","id":"{id}","properties":{{"name":"{id}","kind":"fuel_station"{on}}},"geometry":{{"type":"Point","coordinates":[112,31]}}}}"#
        )
    };
    let facilities = [
        place("never", ""),
        place("early", r#","inspected_on":"2024-01-05""#),
        place("late", r#","inspected_on":"2024-06-05""#),
    ];
    let dangers = "id,target,level,sector,category,what,found_on,due_on,plan_approved_on\n\
        d1,facilities:never,general,chemicals,c,w,2024-01-01,,\n";
    let inspections = "target,on\nfacilities:late,2024-06-05\n";
    let mut engine = open(
        &[("facilities", "f.json"), ("dangers", "d.csv"), ("inspections", "i.csv")],
        &[("f.json", features(&facilities)), ("d.csv", dangers.to_owned()), ("i.csv", inspections.to_owned())],
    );
    let mut counts = |day: &str| {
        let query = LedgerQuery { as_of: Some(day.to_owned()), limit: 9, ..LedgerQuery::default() };
        match engine.handle(Request::Ledger(query)) {
            Ok(Reply::Ledger(table)) => (table.never_inspected, table.inspected_later),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(counts("2024-01-02"), (1, 2));
    assert_eq!(counts("2024-03-01"), (1, 1));
    assert_eq!(counts("2024-06-30"), (1, 0));
}

/// Whoever is chosen in the table of who answers gets a list as long as the row says.
#[test]
fn a_row_of_who_answers_lists_what_it_counts() {
    let mut engine = lanchuan();
    let ask = |engine: &mut Engine, filter| {
        let query = LedgerQuery { filter, limit: u32::MAX, ..LedgerQuery::default() };
        match engine.handle(Request::Ledger(query)) {
            Ok(Reply::Ledger(table)) => *table,
            other => panic!("{other:?}"),
        }
    };
    let all = ask(&mut engine, LedgerFilter::default());
    let (mut way, mut asked) = (Vec::<String>::new(), 0);
    for row in &all.responsibility {
        way.truncate(usize::from(row.depth) - 1);
        way.push(row.code.clone());
        // Of whom nobody knows who answers nothing can be asked.
        if way.iter().any(String::is_empty) || row.depth == 4 && row.open == 0 {
            continue;
        }
        let of = |depth: usize| way.get(depth).cloned();
        let filter = LedgerFilter {
            leader: of(0),
            district: of(1),
            department: of(2),
            enterprise: of(3),
            ..LedgerFilter::default()
        };
        let its = ask(&mut engine, filter);
        let groups = [LedgerGroup::Open, LedgerGroup::Overdue, LedgerGroup::FalselyClosed];
        let counts = groups.map(|group| its.groups.iter().find(|(of, _)| *of == group).unwrap().1);
        assert_eq!(counts, [row.open, row.overdue, row.falsely_closed], "{way:?}");
        assert_eq!(its.never_inspected, row.never_inspected, "{way:?}");
        asked += 1;
    }
    assert!(asked > 50 && all.choices.leaders.len() > 9, "{asked} rows, {:?}", all.choices.leaders);
}

#[test]
fn the_ledgers_days_are_the_first_and_last_of_its_events_and_its_weeks_count_every_danger() {
    let mut engine = lanchuan();
    let Ok(Reply::Days(of)) = engine.handle(Request::Days) else { panic!() };
    let (first, last) = of.days.unwrap();
    assert!(first < last);
    let query = LedgerQuery { limit: u32::MAX, ..LedgerQuery::default() };
    let Ok(Reply::Ledger(ledger)) = engine.handle(Request::Ledger(query)) else { panic!() };
    assert_eq!(of.weeks.iter().sum::<u32>(), ledger.found, "on the day of the data all are found");
    // A city without a ledger has none.
    let mut bare = open(&[("facilities", "f.json")], &[("f.json", features(&[]))]);
    assert_eq!(bare.handle(Request::Days), Ok(Reply::Days(LedgerDays::default())));
}

/// The page of a site and the list of conflicts tell of the same rings.
#[test]
fn a_venue_names_every_hazard_that_the_conflicts_name_for_it() {
    let mut engine = lanchuan();
    let query = ConflictsQuery { kind: None, site: None, district: None, limit: u32::MAX };
    let Ok(Reply::Conflicts(conflicts)) = engine.handle(Request::Conflicts(query)) else { panic!() };
    let mut of_site: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    // What does not operate says so.
    let layer = engine.open().unwrap().city().layer(LayerName::Facilities).unwrap();
    let told: BTreeSet<_> = conflicts.rows.iter().map(|line| (line.conflict.facility, line.status.clone())).collect();
    assert!(told.iter().any(|(_, status)| status.is_some()) && told.iter().any(|(_, status)| status.is_none()));
    for (row, status) in told {
        let recorded = layer.text(row as usize, "status").filter(|code| *code != "operating");
        assert_eq!(status.as_deref(), recorded);
    }
    for line in conflicts.rows.iter().filter(|line| line.site.feature.layer == LayerName::Venues) {
        of_site.entry(line.site.feature.row).or_default().insert(line.hazard.feature.row);
    }
    assert!(of_site.len() > 20, "{} sites", of_site.len());
    for (row, hazards) in of_site {
        let of = FeatureRef { layer: LayerName::Venues, row };
        let Ok(Reply::Why(why)) = engine.handle(Request::Why { of, as_of: None }) else { panic!() };
        let reached_by = why.reached_by.unwrap();
        let named: BTreeSet<u32> = reached_by.rings.iter().map(|ring| ring.hazard.feature.row).collect();
        assert!(hazards.is_subset(&named), "{row}: {hazards:?} {named:?}");
        for ring in &reached_by.rings {
            assert!(ring.radius_m > ring.hazard.distance_m.unwrap() && ring.hazard.level.is_some());
        }
        assert_eq!((reached_by.count as usize, named.len()), (reached_by.rings.len(), reached_by.rings.len()));
    }
}

/// The bound of vessels that nobody recorded is never smaller than what the record allows.
#[test]
fn an_lpg_station_without_vessels_is_bounded_by_all_that_burns_and_by_nothing_else() {
    let station = |id: &str, lon: f64, more: &str| {
        format!(
            r#"{{"type":"Feature","id":"{id}","properties":{{"name":"{id}","kind":"lpg_station"{more}}},"geometry":{{"type":"Point","coordinates":[{lon},31]}}}}"#
        )
    };
    let holds = |cas: &str, how: &str, complete: bool| {
        format!(
            r#","substances_complete":{complete},"substances":[{{"substance":"{cas}","quantity_t":22,"as":"{how}"}}]"#
        )
    };
    let lpg = holds("68476-85-7", "design_max", true);
    let facilities = [
        station("lpg", 112.0, &lpg),
        // Stored as a gas it makes no fireball, and a cloud all the same.
        station("methane", 112.2, &holds("74-82-8", "design_max", true)),
        station("present", 112.4, &holds("68476-85-7", "present", true)),
        station("open", 112.6, &holds("68476-85-7", "design_max", false)),
        station("nothing", 112.8, ""),
        station("unreadable", 113.0, &format!(r#"{lpg},"vessels":"not a list""#)),
    ];
    let mut engine = open(&[("facilities", "f.json")], &[("f.json", features(&facilities))]);
    let mut cloud = |row: u32| {
        let of = FeatureRef { layer: LayerName::Facilities, row };
        let Ok(Reply::Why(why)) = engine.handle(Request::Why { of, as_of: None }) else { panic!("{row}") };
        let highs: Vec<f64> = why.rings.iter().map(|ring| ring.radius_m.high).collect();
        assert!(why.rings.iter().all(|ring| ring.radius_m.low == 0.0), "{row}");
        (highs[0], highs[3])
    };
    // 17 (0.1 W ΔHc / 4680)^⅓ of 22 t, at most 46,333 and at 50,009 kJ/kg.
    let one_psi = |heat: f64| 17.0 * (0.1 * 22_000.0 * heat / 4680.0_f64).cbrt();
    let (fire, psi) = cloud(0);
    assert!(fire > 0.0 && (psi - one_psi(46_333.0)).abs() < 0.1, "{fire} {psi}");
    let (fire, psi) = cloud(1);
    assert!(fire == 0.0 && (psi - one_psi(50_009.0)).abs() < 0.1, "{fire} {psi}");
    for row in 2..6 {
        assert_eq!(cloud(row), (f64::INFINITY, f64::INFINITY), "{row}");
    }
}

#[test]
fn a_danger_with_a_position_alone_names_no_target_and_one_that_is_nowhere_does() {
    let dangers = "id,target,level,sector,category,what,found_on,due_on,plan_approved_on,lon,lat\n\
        road,,general,traffic,c,w,2024-06-01,,,112.0,31.0\n\
        nowhere,facilities:NOWHERE,general,chemicals,c,w,2024-06-01,,,,\n";
    let facility = r#"{"type":"Feature","id":"P","properties":{"name":"P","kind":"fuel_station"},"geometry":{"type":"Point","coordinates":[112,31]}}"#;
    let mut engine = open(
        &[("facilities", "f.json"), ("dangers", "d.csv")],
        &[("f.json", features(&[facility.to_owned()])), ("d.csv", dangers.to_owned())],
    );
    let query = LedgerQuery { limit: 9, ..LedgerQuery::default() };
    let Ok(Reply::Ledger(table)) = engine.handle(Request::Ledger(query)) else { panic!() };
    let of = |id: &str| table.rows.iter().find(|row| row.id == id).map(|row| (row.target.is_some(), row.names_target));
    assert_eq!((of("road"), of("nowhere")), (Some((false, false)), Some((false, true))));
}
