//! What differs between two datasets of a city, against hand-made rows, a second reading of the same ledger, and geo.

mod demo;

use demo::{lanchuan, lanchuan_files};
use geo::{Distance, Geodesic, Point};
use riskmap::domain::{LayerName, Level};
use riskmap::engine::*;
use std::collections::BTreeMap;

const HEAD: &str = "id,lon,lat,name,kind,people_day,_src,floors_text\n";

fn village(as_of: &str, rows: &[&str]) -> Vec<NamedBytes> {
    let manifest = format!(
        r#"{{"schema":"riskmap/1","name":{{"zh":"甲村","en":"Village"}},"as_of":"{as_of}","crs":"EPSG:4326",
        "layers":{{"venues":{{"href":"v.csv"}}}}}}"#
    );
    let table = format!("{HEAD}{}\n", rows.join("\n"));
    [("city.json", manifest), ("v.csv", table)]
        .map(|(name, text)| NamedBytes { name: name.to_owned(), bytes: text.into_bytes() })
        .into()
}

fn opened(files: Vec<NamedBytes>) -> Engine {
    let mut engine = Engine::new();
    assert!(matches!(engine.handle(Request::Open(files)), Ok(Reply::Opened(_))));
    engine
}

fn changes(engine: &mut Engine, older: Vec<NamedBytes>) -> ChangesTable {
    match engine.handle(Request::Changes(older)) {
        Ok(Reply::Changes(table)) => *table,
        other => panic!("{other:?}"),
    }
}

const BEFORE: [&str; 5] = [
    "a,112.001,31,赵家酒店,hotel,40,old.csv#1,2",
    "b,112.002,31,艾米旅馆,hotel,,old.csv#2,10",
    "c,112.003,31,北湖商场,mall,900,old.csv#3,9",
    "d,112.004,31,旧诊所,clinic,7,old.csv#4,",
    "e,112.005,31,酒吧,bar,60,old.csv#5,1",
];
/// In another order: `a` as it was but for where it was read from, `b` altered, `c` moved, `d` gone, `e` altered in a
/// field that the schema does not know, `f` new.
const AFTER: [&str; 5] = [
    "f,112.006,31,新网吧,net_cafe,30,new.csv#1,",
    "e,112.005,31,酒吧,bar,60,new.csv#2,2",
    "c,112.003,31.001,北湖商场,mall,900,new.csv#3,9",
    "b,112.002,31,艾米旅馆,hotel,55,new.csv#4,10",
    "a,112.001,31,赵家酒店,hotel,40,new.csv#5,2",
];

#[test]
fn rows_are_told_apart_by_their_ids() {
    let mut engine = opened(village("2024-02-01", &AFTER));
    let table = changes(&mut engine, village("2024-01-01", &BEFORE));
    assert_eq!((table.before.as_of.as_str(), table.after.as_of.as_str()), ("2024-01-01", "2024-02-01"));
    let [venues] = table.layers[..] else { panic!("{:?}", table.layers) };
    assert_eq!((venues.before, venues.after, venues.added, venues.gone), (5, 5, 1, 1));
    assert_eq!((venues.moved, venues.altered, venues.share_no_id()), (1, 2, false));
    let by_id: BTreeMap<&str, &RowChange> = table.rows.iter().map(|row| (row.id.as_str(), row)).collect();
    assert_eq!(by_id.keys().copied().collect::<Vec<_>>(), ["b", "c", "d", "e", "f"], "a did not change");
    assert_eq!(table.total, 5);
    assert_eq!((by_id["d"].presence, &by_id["d"].hit, by_id["d"].name.zh.as_str()), (Presence::Gone, &None, "旧诊所"));
    assert_eq!(by_id["f"].presence, Presence::Added);
    let values = |id: &str| {
        let told = |v: &ValueChange| (v.field.name().to_owned(), v.before.clone(), v.after.clone());
        by_id[id].values.iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(values("b"), [("people_day".to_owned(), Known::Unknown, Known::Number(55.0))]);
    let text = |text: &str| Known::Text(text.to_owned());
    assert_eq!(values("e"), [("floors_text".to_owned(), text("1"), text("2"))]);
    assert_eq!(values("c"), []);
    let metres = Geodesic.distance(Point::new(112.003, 31.0), Point::new(112.003, 31.001));
    let moved = by_id["c"].moved_m.unwrap();
    assert!((moved - metres).abs() < 3e-4 * metres, "{moved} {metres}");
    // Nothing of this village has a level that moved: gone and added come first, then what moved, then values.
    let order: Vec<&str> = table.rows.iter().filter(|row| row.level.is_none()).map(|row| row.id.as_str()).collect();
    assert_eq!(order, ["d", "f", "c", "b", "e"]);
}

#[test]
fn every_difference_is_in_the_file_and_none_without_a_comparison() {
    let mut engine = opened(village("2024-02-01", &AFTER));
    let export = || Request::Export { table: Export::Changes, on: "2024-03-03".to_owned() };
    assert!(matches!(engine.handle(export()), Err(EngineError::NotThere(_))));
    changes(&mut engine, village("2024-01-01", &BEFORE));
    let Ok(Reply::File(file)) = engine.handle(export()) else { panic!() };
    let text = String::from_utf8(file.bytes).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert!(lines[0].starts_with("layer,id,name,name_en,change,field,unit,before,after,lon,lat,"), "{}", lines[0]);
    let has = |start: &str| lines.iter().any(|line| line.starts_with(start));
    assert!(has("venues,d,旧诊所,旧诊所,gone,,,,,,,"), "{text}");
    assert!(has("venues,b,艾米旅馆,艾米旅馆,value,people_day,"), "{text}");
    assert!(has("venues,c,北湖商场,北湖商场,moved,place,m,,110.9,112.0030000,31.0010000,"), "{text}");
    assert!(lines[1].contains("甲村 2024-01-01"), "with what was compared: {}", lines[1]);
    assert_eq!(lines.len(), 6);
}

#[test]
fn the_same_data_differs_in_nothing_and_new_ids_are_noticed() {
    let mut engine = opened(village("2024-01-01", &BEFORE));
    let mut turned = BEFORE;
    turned.reverse();
    let same = changes(&mut engine, village("2024-01-01", &turned));
    assert_eq!((same.total, &same.rows[..]), (0, &[][..]));
    let renamed: Vec<String> = BEFORE.iter().map(|row| format!("x{row}")).collect();
    let renamed: Vec<&str> = renamed.iter().map(String::as_str).collect();
    let other = changes(&mut engine, village("2024-01-01", &renamed));
    assert!(other.layers[0].share_no_id());
    assert_eq!((other.layers[0].gone, other.layers[0].added), (5, 5));
}

#[test]
fn a_dataset_that_cannot_be_opened_leaves_the_open_city_as_it_is() {
    let mut engine = opened(village("2024-01-01", &BEFORE));
    let nonsense = vec![NamedBytes { name: "city.json".to_owned(), bytes: b"{".to_vec() }];
    assert!(matches!(engine.handle(Request::Changes(nonsense)), Err(EngineError::Dataset(_))));
    assert_eq!(engine.open().unwrap().city().layer(LayerName::Venues).unwrap().len(), 5);
}

/// The demo city as of an earlier day: the same rows, so that only its ledger's days decide.
#[test]
fn levels_are_those_of_each_dataset_on_its_own_day() {
    const EARLIER: &str = "2025-09-30";
    let mut engine = lanchuan();
    let mut older = lanchuan_files();
    let manifest = older.iter_mut().find(|file| file.name == "city.json").unwrap();
    let text = String::from_utf8(manifest.bytes.clone()).unwrap();
    let mut json: serde_json::Value = serde_json::from_str(&text).unwrap();
    json["as_of"] = EARLIER.into();
    manifest.bytes = json.to_string().into_bytes();
    let table = changes(&mut engine, older);
    let mut levels = |layer, as_of: Option<&str>| -> BTreeMap<String, Level> {
        let as_of = as_of.map(str::to_owned);
        let query = LevelsQuery { as_of, ..LevelsQuery::of(layer) };
        let Ok(Reply::Levels(table)) = engine.handle(Request::Levels(query)) else { panic!() };
        table.rows.into_iter().map(|row| (row.hit.id, row.dynamic.level())).collect()
    };
    for layer in [LayerName::Facilities, LayerName::Pipelines, LayerName::Venues] {
        let (before, after) = (levels(layer, Some(EARLIER)), levels(layer, None));
        let differ = |worse: fn(&Level, &Level) -> bool| {
            let rated = |a: &Level, b: &Level| *a != Level::Unrated && *b != Level::Unrated;
            before.iter().filter(|(id, was)| rated(was, &after[*id]) && worse(was, &after[*id])).count() as u32
        };
        let of = table.layers.iter().find(|of| of.layer == layer).unwrap();
        assert_eq!(of.worse, differ(|was, is| is < was), "{layer}");
        assert_eq!(of.better, differ(|was, is| is > was), "{layer}");
        assert_eq!((of.added, of.gone, of.moved, of.altered), (0, 0, 0, 0), "{layer}");
    }
    let worse: u32 = table.layers.iter().map(|of| of.worse).sum();
    assert!(worse > 0, "something became worse since {EARLIER}");
    let (from, to) = table.rows[0].level.expect("what became worse comes first");
    assert!(to < from);
}

/// More rows than are held: all are counted, and the file says how many it has.
#[test]
fn a_layer_with_new_ids_is_counted_whole_and_held_in_part() {
    const ROWS: usize = 20_500;
    let city = |prefix: &str| {
        let rows: Vec<String> =
            (0..ROWS).map(|n| format!("{prefix}{n},{:.4},31,a,hotel,1,,", 112.0 + n as f64 * 1e-4)).collect();
        village("2024-01-01", &rows.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let mut engine = opened(city("n"));
    let table = changes(&mut engine, city("o"));
    assert_eq!((table.layers[0].gone, table.layers[0].added, table.total), (20_500, 20_500, 41_000));
    let Ok(Reply::File(file)) = engine.handle(Request::Export { table: Export::Changes, on: String::new() }) else {
        panic!()
    };
    let text = String::from_utf8(file.bytes).unwrap();
    assert_eq!(text.lines().count(), 1 + 40_000);
    assert!(text.contains("41000, of which 40000 are written"));
}
