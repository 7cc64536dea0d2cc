//! What planners and the ledger count beside the levels: sites inside rings, places that nobody has inspected, who answers
//! for a danger, districts. Over cities that are worked out by hand, and over the demo city against its own files.

mod demo;
mod mvt;

use demo::lanchuan;
use mvt::decode;
use riskmap::domain::{LayerName, Level};
use riskmap::engine::*;
use std::collections::{BTreeMap, BTreeSet};

fn open(layers: &[(&str, &str)], files: &[(&str, &str)]) -> Engine {
    let layers: Vec<String> = layers.iter().map(|(layer, file)| format!(r#""{layer}":{{"href":"{file}"}}"#)).collect();
    let manifest = format!(
        r#"{{"schema":"riskmap/1","name":{{"zh":"甲市","en":"A"}},"as_of":"2024-06-30","layers":{{{}}},
        "campaigns":[{{"id":"c1","name":"百日","sector":"fire","from":"2024-05-01","to":"2024-07-31"}}]}}"#,
        layers.join(",")
    );
    let files = std::iter::once(("city.json", manifest.as_str())).chain(files.iter().copied());
    let files = files.map(|(name, text)| NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() });
    opened(files.collect())
}

fn opened(files: Vec<NamedBytes>) -> Engine {
    let mut engine = Engine::new();
    assert!(matches!(engine.handle(Request::Open(files)), Ok(Reply::Opened(_))));
    engine
}

fn conflicts(engine: &mut Engine, query: ConflictsQuery) -> ConflictTable {
    match engine.handle(Request::Conflicts(query)) {
        Ok(Reply::Conflicts(table)) => *table,
        other => panic!("{other:?}"),
    }
}

fn all_conflicts() -> ConflictsQuery {
    ConflictsQuery { limit: u32::MAX, ..ConflictsQuery::default() }
}

fn ledger(engine: &mut Engine, filter: LedgerFilter) -> LedgerTable {
    match engine.handle(Request::Ledger(LedgerQuery { as_of: None, filter, limit: u32::MAX })) {
        Ok(Reply::Ledger(table)) => *table,
        other => panic!("{other:?}"),
    }
}

fn unchecked(engine: &mut Engine, filter: LedgerFilter) -> UncheckedTable {
    match engine.handle(Request::Unchecked(LedgerQuery { as_of: None, filter, limit: u32::MAX })) {
        Ok(Reply::Unchecked(table)) => *table,
        other => panic!("{other:?}"),
    }
}

fn levels(engine: &mut Engine, layer: LayerName, kind: LevelKind, district: Option<u32>) -> LevelsTable {
    match engine.handle(Request::Levels(LevelsQuery { kind, district, ..LevelsQuery::of(layer) })) {
        Ok(Reply::Levels(table)) => *table,
        other => panic!("{other:?}"),
    }
}

/// The rows of a saved table, by column.
fn saved(engine: &mut Engine, table: Export) -> (String, Vec<BTreeMap<String, String>>) {
    let file = match engine.handle(Request::Export { table, on: "2026-03-03".to_owned() }) {
        Ok(Reply::File(file)) => file,
        other => panic!("{other:?}"),
    };
    let mut reader = csv::Reader::from_reader(&file.bytes[3..]);
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| header.iter().cloned().zip(row.unwrap().iter().map(str::to_owned)).collect());
    (file.name, rows.collect())
}

/// A depot of 1,000 kg (Q^⅓ = 10: 222 m to houses, 452 m to a school, 400 m of debris), one of unknown quantity, a fuel
/// station without rings; a school 300 m east of the first (0.001° of longitude is 95.4 m at 31° north), a restaurant 380 m
/// east, one 500 m east, a school 600 m east of the second, beyond where debris falls whatever the quantity.
fn two_depots() -> Engine {
    let facilities = "id,name,kind,net_explosive_kg,barricaded,district,lon,lat\n\
        F1,甲库,explosives_depot,1000,true,D1,112.0,31.0\n\
        F2,乙库,explosives_depot,,true,D2,112.2,31.0\n\
        F3,加油站,fuel_station,,,D1,112.0,31.1\n";
    let venues = "id,name,kind,people_day,people_night,district,lon,lat\n\
        V1,小学,school,400,,D2,112.003144,31.0\n\
        V2,饭店,restaurant,,60,D1,112.003983,31.0\n\
        V3,酒楼,restaurant,80,80,D1,112.005241,31.0\n\
        V4,中学,school,900,10,D2,112.2063,31.0\n";
    let square = |id: &str, west: f64, east: f64| {
        format!(
            r#"{{"type":"Feature","id":"{id}","properties":{{"name":"{id}区","level":"county"}},"geometry":{{"type":"Polygon",
            "coordinates":[[[{west},30.9],[{east},30.9],[{east},31.2],[{west},31.2],[{west},30.9]]]}}}}"#
        )
    };
    let districts = [square("D1", 111.9, 112.1), square("D2", 112.1, 112.3)].join(",");
    let districts = format!(r#"{{"type":"FeatureCollection","features":[{districts}]}}"#);
    open(
        &[("facilities", "f.csv"), ("venues", "v.csv"), ("districts", "d.geojson")],
        &[("f.csv", facilities), ("v.csv", venues), ("d.geojson", &districts)],
    )
}

fn pairs(table: &ConflictTable) -> Vec<(&str, &str)> {
    table.rows.iter().map(|row| (row.hazard.id.as_str(), row.site.id.as_str())).collect()
}

#[test]
fn a_pair_has_distance_deficit_and_people_and_what_is_not_known_is_counted() {
    let mut engine = two_depots();
    let table = conflicts(&mut engine, all_conflicts());
    // The school in the ring for schools; the near restaurant in that of debris alone; the far one in none.
    assert_eq!(pairs(&table), [("F1", "V1"), ("F1", "V2")]);
    assert_eq!((table.count, table.hazards, table.sites), (2, 1, 2));
    let school = &table.rows[0];
    assert!((school.conflict.distance_m - 300.0).abs() < 1.0, "{}", school.conflict.distance_m);
    let deficit = school.conflict.radius_m.low - school.conflict.distance_m;
    assert!((school.conflict.deficit_m - deficit).abs() < 1e-9 && (deficit - 152.0).abs() < 1.5, "{deficit}");
    assert_eq!((school.people_day, school.people_night), (Some(400.0), None), "nobody knows who is there by night");
    assert_eq!((table.rows[1].people_day, table.rows[1].people_night), (None, Some(60.0)));
    // The depot without a quantity has a school 600 m away, and nobody can say whether that is too near.
    assert_eq!((table.ringed, table.unknown), (2, 1));
    assert_eq!(table.unknown_rows.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), ["F2"]);
    assert_eq!(table.explanation.unknown.len(), 1);
    assert_eq!(table.explanation.completeness, Some(0.5));
    assert_eq!(table.kinds, [KindCount { kind: "explosives_depot".to_owned(), count: 2 }]);
}

#[test]
fn conflicts_of_a_kind_and_of_a_district() {
    let mut engine = two_depots();
    let row = |engine: &Engine, id: &str| engine.open().unwrap().lookup(LayerName::Districts, id).unwrap().row;
    let (first, second) = (row(&engine, "D1"), row(&engine, "D2"));
    let mut asked = |kind: Option<&str>, district: Option<u32>| {
        conflicts(&mut engine, ConflictsQuery { kind: kind.map(str::to_owned), district, ..all_conflicts() })
    };
    let fuel = asked(Some("fuel_station"), None);
    assert_eq!((fuel.count, fuel.ringed, fuel.unknown), (0, 0, 0), "it has no ring at all");
    assert_eq!(fuel.kinds.len(), 1, "the other kinds stay to be chosen");
    // Either end counts: the school belongs to the second district, its hazard to the first.
    assert_eq!(pairs(&asked(None, Some(first))), [("F1", "V1"), ("F1", "V2")]);
    let there = asked(Some("explosives_depot"), Some(second));
    assert_eq!((pairs(&there), there.ringed, there.unknown), (vec![("F1", "V1")], 1, 1));
    assert_eq!(asked(None, None).count, 2);
    let nowhere = engine.handle(Request::Conflicts(ConflictsQuery { district: Some(99), ..all_conflicts() }));
    assert!(nowhere.is_err());
}

/// In the demo city one facility's rings hold many sites: page, map and print take them in this order.
#[test]
fn the_sites_inside_one_facilitys_rings_stand_by_how_much_too_near_they_are() {
    let mut engine = lanchuan();
    let of = engine.open().unwrap().lookup(LayerName::Facilities, "F-0067").unwrap();
    let Ok(Reply::Why(why)) = engine.handle(Request::Why { of, as_of: None }) else { panic!("why") };
    assert!(why.conflicts.len() > 2);
    for pair in why.conflicts.windows(2) {
        let key = |line: &ConflictLine| (-line.conflict.deficit_m, line.conflict.distance_m);
        assert!(key(&pair[0]) <= key(&pair[1]), "{:?} {:?}", key(&pair[0]), key(&pair[1]));
    }
}

#[test]
fn saved_levels_name_the_method_that_decides_by_its_code() {
    let (_, rows) = saved(&mut two_depots(), Export::Levels(LevelsQuery::of(LayerName::Facilities)));
    let decided: BTreeSet<&str> = rows.iter().map(|row| row["decided_by"].as_str()).collect();
    assert!(decided.contains("explosives"), "{decided:?}");
    assert!(rows.iter().all(|row| row["method"].contains("screening values")));
}

#[test]
fn conflicts_are_saved_with_what_they_rest_on() {
    let mut engine = lanchuan();
    let table = conflicts(&mut engine, ConflictsQuery { limit: 5, ..ConflictsQuery::default() });
    assert_eq!(table.rows.len(), 5);
    let (name, rows) = saved(&mut engine, Export::Conflicts(ConflictsQuery { limit: 5, ..ConflictsQuery::default() }));
    assert_eq!((name.as_str(), rows.len()), ("conflicts.csv", table.count as usize));
    for row in &rows {
        let number = |column: &str| row[column].parse::<f64>().unwrap();
        let deficit = number("ring_radius_m") - number("distance_m");
        assert!((number("deficit_m") - deficit).abs() < 0.11, "{row:?}");
        assert!(row["hazard_layer"] == "facilities" && !row["site_id"].is_empty() && !row["sources"].is_empty());
        assert!(row["method"].contains("screening values") && row["exported_on"] == "2026-03-03");
    }
    let sites: BTreeSet<(&String, &String)> = rows.iter().map(|row| (&row["site_layer"], &row["site_id"])).collect();
    let hazards: BTreeSet<&String> = rows.iter().map(|row| &row["hazard_id"]).collect();
    assert_eq!((sites.len(), hazards.len()), (table.sites as usize, table.hazards as usize));
    let by_kind: u32 = table.kinds.iter().map(|kind| kind.count).sum();
    assert_eq!(by_kind, table.count, "every hazard is of one kind");
    for kind in &table.kinds {
        let of = ConflictsQuery { kind: Some(kind.kind.clone()), ..all_conflicts() };
        assert_eq!(conflicts(&mut engine, of).count, kind.count, "{}", kind.kind);
    }
}

/// Two enterprises in two districts, three inspections and one that a station's own row tells; the second venue has neither
/// enterprise nor district.
fn inspected() -> Engine {
    let facilities = "id,name,kind,sector,regulator,operator,district,leader,inspected_on,lon,lat\n\
        F1,甲站,fuel_station,chemicals,危化科,甲公司,D1,,,112.0,31.0\n\
        F2,乙站,fuel_station,chemicals,危化科,乙公司,D1,,2024-07-01,112.01,31.0\n\
        F3,丙站,lpg_station,gas,燃气处,甲公司,D2,,,112.02,31.0\n\
        F4,丁站,lpg_station,gas,燃气处,乙公司,D2,,2024-06-12,112.03,31.0\n";
    let venues = "id,name,kind,people_day,district,lon,lat\nV1,小学,school,400,D1,112.0,31.0\nV2,饭店,restaurant,,,112.0,31.01\n";
    let inspections =
        "id,target,on,campaign\n1,facilities:F1,2024-02-01,\n2,venues:V1,2024-05-02,c1\n3,facilities:F3,2024-07-15,\n";
    let dangers = "id,target,district,level,sector,category,what,found_on,due_on\n\
        A,facilities:F1,D1,general,chemicals,罐区,甲,2024-06-01,2024-06-20\n\
        B,facilities:F3,D2,general,gas,管道,乙,2024-06-01,2024-07-20\n\
        C,venues:V2,,general,fire,通道,丙,2024-06-01,2024-06-20\n\
        D,facilities:NOWHERE,D1,general,chemicals,罐区,丁,2024-06-01,2024-06-20\n";
    open(
        &[("facilities", "f.csv"), ("venues", "v.csv"), ("inspections", "i.csv"), ("dangers", "d.csv")],
        &[("f.csv", facilities), ("v.csv", venues), ("i.csv", inspections), ("d.csv", dangers)],
    )
}

fn ids<'a>(rows: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut ids: Vec<&str> = rows.collect();
    ids.sort_unstable();
    ids
}

#[test]
fn what_nobody_inspected_is_what_the_table_counts() {
    let mut engine = inspected();
    let never = unchecked(&mut engine, LedgerFilter::default());
    // The third station is inspected after the day of the data, the fourth says itself that it was. The second names a last
    // inspection after that day: whether there was an earlier one nobody knows.
    assert_eq!(ids(never.rows.iter().map(|row| row.hit.id.as_str())), ["F3", "V2"]);
    assert_eq!((never.count, never.facilities, never.venues, never.unplaced), (2, 1, 1, 0));
    assert_eq!(ledger(&mut engine, LedgerFilter::default()).inspected_later, 1);
    let campaign = LedgerFilter { campaign: Some("c1".to_owned()), ..LedgerFilter::default() };
    let of = unchecked(&mut engine, campaign);
    assert_eq!(
        ids(of.rows.iter().map(|row| row.hit.id.as_str())),
        ["V2"],
        "the campaign is of the fire services alone"
    );
}

#[test]
fn the_same_counts_in_list_table_and_tiles() {
    let mut engine = lanchuan();
    let district = Some("990103".to_owned());
    let filters = [
        LedgerFilter::default(),
        LedgerFilter { district: district.clone(), ..LedgerFilter::default() },
        LedgerFilter { campaign: Some("2025-fire".to_owned()), ..LedgerFilter::default() },
        LedgerFilter { department: Some("市应急管理局危化科".to_owned()), ..LedgerFilter::default() },
    ];
    for filter in filters {
        let table = ledger(&mut engine, filter.clone());
        let of = unchecked(&mut engine, filter.clone());
        let by_leader: u32 =
            table.responsibility.iter().filter(|row| row.depth == 1).map(|row| row.never_inspected).sum();
        assert!(of.count > 0, "{filter:?} says nothing");
        assert_eq!((table.never_inspected, by_leader), (of.count, of.count), "{filter:?}");
        assert_eq!(of.facilities + of.venues, of.count);
        assert_eq!(of.rows.len() as u32 + of.unplaced, of.count);
        for depth in 1..=4 {
            let sum: u32 =
                table.responsibility.iter().filter(|row| row.depth == depth).map(|row| row.never_inspected).sum();
            assert_eq!(sum, of.count, "{filter:?} at depth {depth}");
        }
        // The whole world in one tile: its counts are those of the list.
        let tile = engine.tile(&format!("riskmap://facilities+venues/0/0/0?v=1&unchecked={}", of.revision)).unwrap();
        assert_eq!(drawn(&tile), of.count - of.unplaced, "{filter:?}");
    }
    let (name, rows) = saved(&mut engine, Export::Unchecked(LedgerQuery::default()));
    let all = unchecked(&mut engine, LedgerFilter::default());
    assert_eq!((name.as_str(), rows.len()), ("not-inspected.csv", all.rows.len()));
    assert!(rows.iter().all(|row| row["filter"] == "none" && !row["sources"].is_empty()));
}

/// How many features the points of a tile stand for.
fn drawn(tile: &[u8]) -> u32 {
    let layers = decode(tile);
    let points = layers.iter().filter(|(name, _)| !name.ends_with("_area"));
    points.flat_map(|(_, layer)| &layer.features).map(|f| f.number("count").unwrap_or(1.0) as u32).sum()
}

#[test]
fn the_ledger_is_filtered_by_department_and_enterprise() {
    let mut engine = inspected();
    let mut listed = |department: Option<&str>, enterprise: Option<&str>| {
        let of = |text: Option<&str>| text.map(str::to_owned);
        let filter = LedgerFilter { department: of(department), enterprise: of(enterprise), ..LedgerFilter::default() };
        let table = ledger(&mut engine, filter);
        let ids = ids(table.rows.iter().map(|row| row.id.as_str())).into_iter().map(str::to_owned).collect::<Vec<_>>();
        (ids, table)
    };
    assert_eq!(listed(Some("危化科"), None).0, ["A"]);
    assert_eq!(listed(None, Some("甲公司")).0, ["A", "B"], "an enterprise may answer to two departments");
    assert_eq!(listed(Some("燃气处"), Some("甲公司")).0, ["B"]);
    assert_eq!(listed(None, Some("饭店")).0, ["C"], "a place without an enterprise is its own");
    let (all, table) = listed(None, None);
    assert_eq!(all, ["A", "B", "C", "D"]);
    assert_eq!(table.choices.departments, ["危化科", "燃气处"]);
    let (_, gas) = listed(Some("燃气处"), Some("甲公司"));
    assert_eq!(gas.choices.enterprises, ["甲公司"], "of those whom the other filters leave");
    // Every row of the table of who answers leads to as many dangers as it counts.
    for row in table.responsibility.iter().filter(|row| row.depth >= 3 && !row.code.is_empty()) {
        let of = (row.depth == 3).then_some(row.code.as_str());
        let (_, there) = listed(of, of.is_none().then_some(row.code.as_str()));
        let open: u32 =
            there.responsibility.iter().filter(|r| r.depth == row.depth && r.code == row.code).map(|r| r.open).sum();
        let before: u32 =
            table.responsibility.iter().filter(|r| r.depth == row.depth && r.code == row.code).map(|r| r.open).sum();
        assert_eq!(open, before, "{row:?}");
    }
}

#[test]
fn a_district_has_the_worst_of_all_that_stands_in_it() {
    let mut engine = lanchuan();
    for kind in [LevelKind::Base, LevelKind::Dynamic] {
        let districts = levels(&mut engine, LayerName::Districts, kind, None);
        let mut map: BTreeMap<Option<String>, BTreeMap<Level, u32>> = BTreeMap::new();
        for layer in [LayerName::Facilities, LayerName::Pipelines, LayerName::Venues] {
            // Each layer's own table, district by district.
            for district in levels(&mut engine, layer, kind, None).districts {
                let counts = map.entry(district.hit.map(|hit| hit.id)).or_default();
                for count in &district.counts {
                    *counts.entry(count.level).or_default() += count.of(kind);
                }
            }
        }
        for district in &districts.districts {
            let id = district.hit.as_ref().map(|hit| hit.id.clone());
            for count in &district.counts {
                let expected = map.get(&id).and_then(|counts| counts.get(&count.level)).copied().unwrap_or(0);
                assert_eq!(count.of(kind), expected, "{id:?} {:?}", count.level);
            }
        }
        let told: u32 = districts.districts.iter().flat_map(|d| &d.counts).map(|c| c.of(kind)).sum();
        assert_eq!(told, map.values().flat_map(BTreeMap::values).sum::<u32>(), "the table sums to the map");
        for row in &districts.rows {
            let counts = &map[&Some(row.hit.id.clone())];
            let worst = Level::ALL.into_iter().find(|level| counts.get(level).is_some_and(|n| *n > 0)).unwrap();
            assert_eq!(row.rating(kind).level(), worst, "{}: the worst, never an average", row.hit.id);
            let unrated = f64::from(counts.get(&Level::Unrated).copied().unwrap_or(0));
            let share = 1.0 - unrated / f64::from(counts.values().sum::<u32>());
            assert!((row.completeness.unwrap() - share).abs() < 1e-12);
        }
        assert_eq!(districts.counts.iter().map(|c| c.of(kind)).sum::<u32>() as usize, districts.rows.len());
        // On the map each has the class of its level.
        let tile = engine.tile(&format!("riskmap://districts/0/0/0?v=1&paint={}", districts.revision)).unwrap();
        let layers = decode(&tile);
        let shapes = &layers["districts"];
        let class =
            |level: Level| [Level::Blue, Level::Yellow, Level::Orange, Level::Red].iter().position(|l| *l == level);
        for row in &districts.rows {
            let shape = shapes.features.iter().find(|f| f.id == Some(u64::from(row.hit.feature.row))).unwrap();
            assert_eq!(shape.text("id"), Some(row.hit.id.as_str()));
            assert_eq!(shape.number("class").map(|c| c as usize), class(row.rating(kind).level()), "{}", row.hit.id);
        }
    }
    let one = levels(&mut engine, LayerName::Districts, LevelKind::Dynamic, None).rows[0].hit.feature.row;
    let alone = levels(&mut engine, LayerName::Districts, LevelKind::Dynamic, Some(one));
    assert_eq!(alone.rows.iter().map(|row| row.hit.feature.row).collect::<Vec<_>>(), [one]);
    let query = alone.query.clone();
    let (_, saved) = saved(&mut engine, Export::Levels(query));
    let counts = &alone.districts.iter().find(|d| d.hit.as_ref().is_some_and(|h| h.feature.row == one)).unwrap().counts;
    let columns = ["n_red", "n_orange", "n_yellow", "n_blue", "n_unrated"];
    let said: Vec<u32> = columns.iter().map(|column| saved[0][*column].parse().unwrap()).collect();
    assert_eq!(said, counts.iter().map(|count| count.dynamic).collect::<Vec<_>>());
}
