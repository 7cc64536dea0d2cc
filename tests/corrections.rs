//! Corrections made by hand: applied at every reading, told when they no longer fit, never lost, never silent.

use proptest::prelude::*;
use riskmap::dataset::import::{self, Imported};
use riskmap::dataset::write::{WriteOptions, write};
use riskmap::dataset::{FileError, Files, Formats, Loaded, Warning, WarningKind, patches, read};
use riskmap::domain::{Act, Correction, Entry, Layer, LayerName};
use riskmap::engine::{CityInfo, Engine, EngineError, Export, FeatureCard, NamedBytes, Reply, Request, Takes};
use riskmap::units::LngLat;
use std::borrow::Cow;

const MANIFEST: &str = r#"{"schema":"riskmap/1","name":"Test","as_of":"2026-01-31","patches":"patches.json",
    "layers":{"venues":{"href":"venues.csv"},"facilities":{"href":"facilities.csv"},"dangers":{"href":"dangers.csv"}}}"#;
const VENUES: &str = "id,name,kind,lon,lat,people_day,floors\n\
    V1,石桥小学,school,112.05,30.05,240,\nV2,石桥旅馆,hotel,112.15,30.05,20,4\n\
    V3,石桥小学（东门）,school,112.0503,30.05,,3\nV4,不存在的网吧,net_cafe,112.2,30.1,30,1\n";
const FACILITIES: &str = "id,name,kind,lon,lat\nF1,甲,fuel_station,112.1,30.1\nF2,甲站,fuel_station,112.1001,30.1\n";
const DANGERS: &str = "id,target,what,level,found_on\nD1,facilities:F2,漏,major,2026-01-01\n";

fn patch(entries: &[&str]) -> String {
    format!(r#"{{"schema": "riskmap-patches/1", "corrections": [{}]}}"#, entries.join(",\n"))
}

/// An entry with its grounds.
fn entry(what: &str) -> String {
    format!(r#"{{{what}, "reason": "现场核对", "who": "张", "on": "2026-02-01"}}"#)
}

fn files(venues: &str, patches: &str) -> Files {
    let mut files = Files::new();
    for (name, text) in [
        ("city.json", MANIFEST),
        ("venues.csv", venues),
        ("facilities.csv", FACILITIES),
        ("dangers.csv", DANGERS),
        ("patches.json", patches),
    ] {
        files.insert(name, text.as_bytes().to_vec()).unwrap();
    }
    files
}

fn load(venues: &str, entries: &[&str]) -> Loaded {
    let loaded = read(files(venues, &patch(entries)), &Formats::all(), &mut |_| {}).unwrap();
    assert!(loaded.report.adds_up(), "{:?}", loaded.report);
    loaded
}

fn venues(of: &Loaded) -> &Layer {
    of.city.layer(LayerName::Venues).unwrap()
}

/// What is said of corrections that are not applied: entry, field, what stands there.
fn told(of: &Loaded, kind: WarningKind) -> Vec<(u32, &str, &str)> {
    let those = of.report.warnings.iter().filter(|w| w.kind == kind);
    those.map(|w: &Warning| (w.row.unwrap(), w.field.as_str(), w.found.as_str())).collect()
}

fn counts(of: &Loaded, layer: &str) -> [u64; 5] {
    let r = &of.report.layers[layer];
    [r.read, r.kept, r.merged, r.skipped, r.rejected_count]
}

const MOVE: &str =
    r#""layer": "venues", "id": "V2", "move": {"lon": 112.16, "lat": 30.06}, "was": {"lon": 112.15, "lat": 30.05}"#;
const SET: &str = r#""layer": "venues", "id": "V1", "set": "people_day", "to": 420, "was": 240"#;
const MERGE: &str = r#""layer": "venues", "id": "V3", "merge_into": "V1", "was": {"name": "石桥小学（东门）", "lon": 112.0503, "lat": 30.05}"#;
const REMOVE: &str =
    r#""layer": "venues", "id": "V4", "remove": true, "was": {"name": "不存在的网吧", "lon": 112.2, "lat": 30.1}"#;

#[test]
fn each_kind_of_correction_is_applied_and_counted() {
    let all = [MOVE, SET, MERGE, REMOVE].map(entry);
    let loaded = load(VENUES, &all.each_ref().map(String::as_str));
    let layer = venues(&loaded);
    assert_eq!((layer.len(), layer.id(0), layer.id(1)), (2, "V1", "V2"));
    assert_eq!(layer.number(0, "people_day"), Some(420.0));
    assert_eq!(layer.number(0, "floors"), Some(3.0), "what a row does not say it takes from the one merged into it");
    assert_eq!(layer.text(0, "name"), Some("石桥小学"), "what it says stays");
    assert_eq!(layer.shapes().coords()[1], LngLat::new(112.16, 30.06));
    assert_eq!((layer.row_of("V3"), layer.row_of("V4")), (Some(0), None), "a merged id means the row that stayed");
    assert_eq!(counts(&loaded, "venues"), [4, 2, 1, 1, 0], "merged as merged, removed as skipped");
    assert_eq!((layer.corrections(0), layer.corrections(1)), (&[1, 2][..], &[0][..]));
    assert_eq!(patches::counts(&loaded.city), patches::Counts { applied: 4, no_longer_fit: 0, rejected: 0 });
    assert_eq!(layer.as_read().number(0, "people_day"), Some(240.0), "what was read is kept");
}

#[test]
fn a_danger_of_a_merged_facility_stays_a_danger() {
    let merge = entry(
        r#""layer": "facilities", "id": "F2", "merge_into": "F1", "was": {"name": "甲站", "lon": 112.1001, "lat": 30.1}"#,
    );
    let loaded = load(VENUES, &[&merge]);
    assert_eq!(loaded.city.layer(LayerName::Facilities).unwrap().len(), 1);
    let lost = loaded.report.layers["dangers"].warnings.iter().any(|w| w.kind == WarningKind::NoTarget);
    assert!(!lost, "its target is the facility that stayed");
    let (layer, row) = riskmap::risk::assess::subject(&loaded.city, "facilities:F2").unwrap();
    assert_eq!((layer, row), (LayerName::Facilities, 0));
}

#[test]
fn what_no_longer_fits_is_not_applied_and_is_told() {
    // The source was mended, one row is gone, another lies elsewhere.
    let changed = VENUES.replace("240", "400").replace("V2,石桥旅馆,hotel,112.15", "V2,石桥旅馆,hotel,112.17");
    let gone = entry(r#""layer": "venues", "id": "V9", "set": "floors", "to": 2, "was": null"#);
    let nowhere = entry(r#""layer": "hydrants", "id": "H1", "set": "working", "to": true, "was": null"#);
    let [moved, set] = [MOVE, SET].map(entry);
    let loaded = load(&changed, &[&moved, &set, &gone, &nowhere]);
    assert_eq!(
        told(&loaded, WarningKind::CorrectionUnfit),
        [(1, "geometry", "(112.17, 30.05)"), (2, "people_day", "400"), (3, "id", "V9"), (4, "layer", "hydrants")]
    );
    assert_eq!(venues(&loaded).number(0, "people_day"), Some(400.0));
    assert_eq!(venues(&loaded).shapes().coords()[1], LngLat::new(112.17, 30.05));
    assert_eq!(counts(&loaded, "venues"), [4, 4, 0, 0, 0]);
    let told = loaded.report.warnings.iter().find(|w| w.field == "people_day").unwrap();
    assert_eq!((told.file.as_str(), told.layer.as_str()), ("patches.json", "venues"));
    assert!(told.text.en.contains("venues:V1") && told.text.en.contains("no longer fits"), "{}", told.text.en);
}

#[test]
fn corrections_follow_one_another_in_their_order() {
    let first = entry(SET);
    let second = entry(r#""layer": "venues", "id": "V1", "set": "people_day", "to": null, "was": 420"#);
    let loaded = load(VENUES, &[&first, &second]);
    assert_eq!(venues(&loaded).number(0, "people_day"), None);
    let loaded = load(VENUES, &[&second, &first]);
    assert_eq!(told(&loaded, WarningKind::CorrectionUnfit), [(1, "people_day", "240")]);
    assert_eq!(venues(&loaded).number(0, "people_day"), Some(420.0));
    // One that was merged or removed before is not there for those that come after.
    let [merge, remove] = [MERGE, REMOVE].map(entry);
    let into_gone = entry(
        r#""layer": "venues", "id": "V1", "merge_into": "V4", "was": {"name": "石桥小学", "lon": 112.05, "lat": 30.05}"#,
    );
    let loaded = load(VENUES, &[&merge, &remove, &merge, &into_gone]);
    let fields: Vec<_> = told(&loaded, WarningKind::CorrectionUnfit).iter().map(|(n, f, _)| (*n, *f)).collect();
    assert_eq!(fields, [(3, "id"), (4, "merge_into")]);
}

#[test]
fn a_malformed_entry_is_named_and_the_others_are_applied() {
    let bad = [
        (r#"{"layer": "venues"}"#.to_owned(), "", "exactly one"),
        (entry(r#""layer": "moons", "id": "V1", "remove": true, "was": {}"#), "layer", "not a layer"),
        (
            entry(r#""layer": "dangers", "id": "D1", "set": "what", "to": "x", "was": "漏""#),
            "layer",
            "not corrected here",
        ),
        (entry(r#""layer": "venues", "id": "V1", "set": "colour", "to": 1, "was": 2"#), "set", "no such field"),
        (entry(r#""layer": "venues", "id": "V1", "set": "_src", "to": "x", "was": null"#), "set", "no such field"),
        (entry(r#""layer": "venues", "id": "V1", "set": "people_day", "to": -1, "was": 240"#), "to", "a number from 0"),
        (
            entry(r#""layer": "venues", "id": "V1", "set": "people_day", "to": "many", "was": 240"#),
            "to",
            "a number from 0",
        ),
        (entry(r#""layer": "venues", "id": "V1", "set": "kind", "to": "castle", "was": "school""#), "to", "a kind"),
        (
            entry(r#""layer": "venues", "id": "V1", "set": "kind", "to": null, "was": "school""#),
            "to",
            "cannot be unknown",
        ),
        (entry(r#""layer": "venues", "id": "V1", "set": "people_day", "to": 1"#), "was", "is missing"),
        (
            entry(r#""layer": "venues", "id": "V1", "move": {"lon": 200, "lat": 30}, "was": {"lon": 1, "lat": 1}"#),
            "move",
            "out of range",
        ),
        (
            entry(r#""layer": "venues", "id": "V1", "move": {"lon": 112}, "was": {"lon": 1, "lat": 1}"#),
            "move",
            "lon, lat",
        ),
        (entry(r#""layer": "venues", "id": "V1", "merge_into": "V1", "was": {}"#), "merge_into", "another row"),
        (entry(r#""layer": "venues", "id": "V1", "remove": "yes", "was": {}"#), "remove", "must be true"),
        (entry(r#""layer": "venues", "id": "V1", "remove": true, "was": {}, "colour": 1"#), "colour", "not a key"),
        (entry(SET).replace("现场核对", " "), "reason", "missing"),
        (entry(SET).replace("2026-02-01", "yesterday"), "on", "a date"),
        ("7".to_owned(), "", "must be an object"),
    ];
    let good = entry(MOVE);
    let mut all: Vec<&str> = bad.iter().map(|(text, ..)| text.as_str()).collect();
    all.push(&good);
    let loaded = load(VENUES, &all);
    let said: Vec<&Warning> =
        loaded.report.warnings.iter().filter(|w| w.kind == WarningKind::CorrectionRejected).collect();
    assert_eq!(said.len(), bad.len());
    for (n, ((text, field, why), said)) in (1..).zip(bad.iter().zip(said)) {
        assert_eq!((said.row, said.field.as_str(), said.file.as_str()), (Some(n), *field, "patches.json"), "{text}");
        assert!(said.text.en.contains(why), "{text}: {}", said.text.en);
    }
    assert_eq!(venues(&loaded).shapes().coords()[1], LngLat::new(112.16, 30.06));
    // Nobody's work is thrown away: what could not be read stands in the file that is written.
    let again = patches::parse("patches.json", &patches::write(&loaded.city.corrections), &mut Vec::new());
    let rejected = again.iter().filter(|e| matches!(e, Entry::Rejected { .. })).count();
    assert_eq!((again.len(), rejected), (bad.len() + 1, bad.len()));
}

#[test]
fn a_file_that_is_none_is_told_and_the_city_opens() {
    for bad in ["", "[]", "{", r#"{"schema": "riskmap-patches/1"}"#, r#"{"schema": "x", "corrections": []}"#] {
        let loaded = read(files(VENUES, bad), &Formats::all(), &mut |_| {}).unwrap();
        assert_eq!(venues(&loaded).len(), 4);
        let said =
            loaded.report.warnings.iter().filter(|w| w.kind == WarningKind::Unreadable && w.file == "patches.json");
        assert_eq!(said.count(), 1, "{bad}");
    }
}

#[test]
fn a_city_with_corrections_is_written_as_it_was_read_and_read_again_as_it_is() {
    let all = [MOVE, SET, MERGE, REMOVE].map(entry);
    let loaded = load(VENUES, &all.each_ref().map(String::as_str));
    let out = write(&loaded.city, Some(&loaded.report.to_save()), &WriteOptions::default()).unwrap();
    let again = read(out.clone(), &Formats::canonical(), &mut |_| {}).unwrap();
    assert_eq!(again.city.corrections, loaded.city.corrections);
    assert_eq!(counts(&again, "venues"), counts(&loaded, "venues"));
    assert!(again.report.warnings.iter().all(|w| w.kind != WarningKind::ReportMismatch), "{:?}", again.report.warnings);
    assert_eq!(venues(&again).len(), 2);
    let twice = write(&again.city, Some(&again.report.to_save()), &WriteOptions::default()).unwrap();
    assert!(out.iter().eq(twice.iter()), "to the last byte");
}

fn import(beside: Option<&str>, named: bool) -> Imported {
    let plan = format!(
        "[city]\nname = {{ zh = \"试\", en = \"Test\" }}\nas_of = \"2026-01-31\"\n{}[[source]]\nfile = \"a.csv\"\nlayer = \"venues\"\n[source.fields]\n\
         id = \"id\"\nname = \"name\"\nkind = \"kind\"\nx = \"lon\"\ny = \"lat\"\npeople_day = \"people_day\"\nfloors = \"floors\"\n",
        if named { "patches = \"mine.json\"\n" } else { "" }
    );
    let file = if named { "mine.json" } else { "patches.json" };
    let open = |wanted: &str| match wanted {
        "a.csv" => Ok(Cow::Borrowed(VENUES.as_bytes())),
        name if name == file && beside.is_some() => Ok(Cow::Borrowed(beside.unwrap_or_default().as_bytes())),
        _ => Err(FileError::new("没有", "not there")),
    };
    let mut imported = import::run(&plan, &open, &Formats::all(), &mut |_| {}).unwrap();
    if let Some(text) = beside.filter(|_| !named) {
        imported.correct(patches::parse("patches.json", text.as_bytes(), &mut Vec::new()));
    }
    imported
}

#[test]
fn import_carries_corrections_over_and_applies_them_at_every_reading() {
    let all = [SET, MERGE].map(entry);
    let text = patch(&all.each_ref().map(String::as_str));
    for named in [false, true] {
        let imported = import(Some(&text), named);
        assert_eq!(patches::counts(&imported.city).applied, 2, "{:?}", imported.report.warnings);
        assert!(imported.report.adds_up());
        let told = &imported.report.layers["venues"];
        assert_eq!([told.read, told.kept, told.merged], [4, 3, 1]);
        let loaded = read(imported.into_files().unwrap(), &Formats::canonical(), &mut |_| {}).unwrap();
        assert_eq!(loaded.city.manifest.patches.as_deref(), Some("patches.json"));
        assert_eq!(counts(&loaded, "venues"), [4, 3, 1, 0, 0]);
        assert_eq!(venues(&loaded).number(0, "people_day"), Some(420.0));
        assert!(loaded.report.warnings.iter().all(|w| w.kind != WarningKind::ReportMismatch));
        // What was corrected beside the dataset since then is kept by the next import, each once.
        let mut next = import(Some(&text), named);
        let moved = entry(MOVE);
        let since = patch(&[&all[0], &moved]);
        next.correct(patches::parse("patches.json", since.as_bytes(), &mut Vec::new()));
        assert_eq!(patches::counts(&next.city), patches::Counts { applied: 3, no_longer_fit: 0, rejected: 0 });
    }
    assert!(import(None, false).city.corrections.is_empty());
}

fn engine(entries: &[&str]) -> Engine {
    let named = files(VENUES, &patch(entries));
    let named = named.iter().map(|(name, bytes)| NamedBytes { name: name.to_owned(), bytes: bytes.to_vec() });
    let mut engine = Engine::new();
    engine.handle(Request::Open(named.collect())).unwrap();
    engine
}

fn city(reply: Reply) -> CityInfo {
    match reply {
        Reply::Opened(city) => *city,
        other => panic!("{other:?}"),
    }
}

fn card(engine: &mut Engine, layer: LayerName, id: &str) -> FeatureCard {
    let of = engine.open().unwrap().lookup(layer, id).unwrap();
    match engine.handle(Request::Feature { of, radius_m: 500.0, as_of: None }) {
        Ok(Reply::Feature(card)) => *card,
        other => panic!("{other:?}"),
    }
}

fn correction(id: &str, act: Act) -> Request {
    let (layer, id) = (LayerName::Venues, id.to_owned());
    let (reason, who, on) = ("现场核对".to_owned(), String::new(), "2026-02-02".to_owned());
    Request::Correct(Box::new(Correction { layer, id, act, reason, who, on }))
}

fn set(id: &str, field: &str, to: Option<&str>, was: Option<&str>) -> Request {
    let own = |text: Option<&str>| text.map(str::to_owned);
    correction(id, Act::Set { field: field.to_owned(), to: own(to), was: own(was) })
}

#[test]
fn the_open_city_is_corrected_saved_and_opened_again() {
    let mut engine = engine(&[&entry(MERGE)]);
    let before = engine.open().unwrap().info();
    assert_eq!(before.corrections.applied, 1);
    let after = city(engine.handle(set("V1", "people_day", Some("420"), Some("240"))).unwrap());
    assert!(after.generation > before.generation, "tiles are cut anew");
    assert_eq!(after.corrections.applied, 2);
    let first = card(&mut engine, LayerName::Venues, "V1");
    assert_eq!(first.corrections.len(), 2);
    assert!(first.corrections[1].says.en.contains("was 240") && first.corrections[1].grounds.en.contains("现场核对"));
    // The level's explanation says it, too.
    let of = first.hit.feature;
    let Ok(Reply::Why(why)) = engine.handle(Request::Why { of, as_of: None }) else { panic!() };
    let notes: Vec<String> = why.raised.explanation.notes.iter().map(|n| n.en().into_owned()).collect();
    assert!(notes.iter().any(|n| n.contains("Corrected by hand") && n.contains("was 240")), "{notes:?}");
    // A moved point is found where it lies now, by the R-tree.
    let to = LngLat::new(112.06, 30.06);
    let act = Act::Move { to, was: LngLat::new(112.15, 30.05) };
    engine.handle(correction("V2", act)).unwrap();
    assert_eq!(card(&mut engine, LayerName::Venues, "V2").hit.at, to);
    // What does not hold changes nothing.
    let held = engine.open().unwrap().info();
    for wrong in [
        set("V1", "people_day", Some("1"), Some("240")),
        set("V9", "people_day", Some("1"), None),
        set("V1", "people_day", Some("many"), Some("420")),
    ] {
        assert!(matches!(engine.handle(wrong.clone()), Err(EngineError::Correction { .. })), "{wrong:?}");
        assert_eq!(engine.open().unwrap().info(), CityInfo { ..held.clone() });
    }
    let Ok(Reply::File(zip)) = engine.handle(Request::Export { table: Export::Dataset, on: "2026-02-02".into() })
    else {
        panic!("no zip")
    };
    let mut second = Engine::new();
    let again = city(second.handle(Request::Open(vec![zip])).unwrap());
    assert_eq!(again.corrections.applied, 3);
    assert_eq!(card(&mut second, LayerName::Venues, "V1").corrections.len(), 2);
    // Taken back, the last first, the city is as it was read.
    for place in [2, 1, 0] {
        second.handle(Request::Uncorrect(place)).unwrap();
    }
    let read = second.open().unwrap().city().layer(LayerName::Venues).unwrap();
    assert_eq!((read.len(), read.number(0, "people_day")), (4, Some(240.0)));
    assert!(second.open().unwrap().report().adds_up());
    assert_eq!(second.handle(Request::Uncorrect(0)), Err(EngineError::NotThere("correction 1".into())));
    // The file by itself does the same to a city that was never corrected.
    let Ok(Reply::File(file)) = engine.handle(Request::Export { table: Export::Corrections, on: String::new() }) else {
        panic!("no file")
    };
    let mut take = |file: &NamedBytes, instead| {
        city(second.handle(Request::Patch { file: file.clone(), instead }).unwrap()).corrections
    };
    assert_eq!(take(&file, false).applied, 3);
    assert_eq!(take(&file, false).all(), 3, "each once");
    // In the place of the list nothing stays in force that the file does not say.
    let none = NamedBytes { name: file.name.clone(), bytes: patch(&[]).into() };
    assert_eq!((take(&none, false).all(), take(&none, true).all(), take(&file, true).applied), (3, 0, 3));
}

/// Twenty thousand corrections that a file just holds as it was written, without a space, and not as it is written here.
#[test]
fn a_working_says_of_a_corrected_value_what_stood_there() {
    use riskmap::risk::explain::Origin;
    let mut engine = engine(&[]);
    for (field, to, was) in [("people_day", Some("300"), "240"), ("people_day", None, "300"), ("floors", Some("2"), "")]
    {
        let was = Some(was).filter(|was| !was.is_empty());
        assert!(engine.handle(set("V1", field, to, was)).is_ok(), "{field}");
    }
    let inputs = |engine: &mut Engine, id: &str| {
        let of = engine.open().unwrap().lookup(LayerName::Venues, id).unwrap();
        let Ok(Reply::Why(why)) = engine.handle(Request::Why { of, as_of: None }) else { panic!("{id}") };
        let steps = why.parts.into_iter().flat_map(|part| part.worked.explanation.steps);
        let corrected = steps.flat_map(|step| step.inputs).filter(|i| matches!(i.from, Origin::Corrected { .. }));
        corrected.map(|i| (i.label.zh().to_string(), i.value, i.from)).collect::<Vec<_>>()
    };
    assert!(inputs(&mut engine, "V1").is_empty(), "by night nobody says either how many: it may be any of the two");
    assert!(engine.handle(set("V2", "people_day", Some("25"), Some("20"))).is_ok());
    let from = Origin::Corrected { row: "venues.csv#2".to_owned(), was: Some("20".to_owned()) };
    assert_eq!(inputs(&mut engine, "V2"), [("人数".to_owned(), Some(25.0), from)]);
    assert_eq!(
        riskmap::text::corrected_source("venues.csv#2", Some("20"), riskmap::text::Lang::Zh),
        "更正，原为 20 · venues.csv#2"
    );
}

#[test]
fn a_list_that_is_full_may_still_become_shorter() {
    let entry = |n: usize| {
        let (was, on) = (r#"{"name":"x"}"#, "2026-02-01");
        let reason = "r".repeat(300);
        format!(
            r#"{{"layer":"venues","id":"X{n:05}","remove":true,"was":{was},"reason":"{reason}","who":"a","on":"{on}"}}"#
        )
    };
    let all: Vec<String> = (0..patches::MAX).map(entry).collect();
    let mut engine = engine(&all.iter().map(String::as_str).collect::<Vec<_>>());
    let full = engine.open().unwrap().info().corrections.all();
    assert_eq!(full as usize, patches::MAX);
    let refused = engine.handle(set("V1", "people_day", Some("420"), Some("240")));
    assert!(matches!(&refused, Err(EngineError::Correction { field, .. }) if field == "corrections"), "{refused:?}");
    let after = city(engine.handle(Request::Uncorrect(0)).unwrap());
    assert_eq!(after.corrections.all(), full - 1);
    let refused = engine.handle(set("V1", "people_day", Some("420"), Some("240")));
    assert!(matches!(&refused, Err(EngineError::Correction { field, .. }) if field == "corrections"), "{refused:?}");
}

#[test]
fn what_is_near_is_offered_as_the_same_thing_nearest_first() {
    let mut engine = engine(&[]);
    let of = engine.open().unwrap().lookup(LayerName::Venues, "V1").unwrap();
    let Ok(Reply::Correctable(form)) = engine.handle(Request::Correctable(of)) else { panic!() };
    let alike: Vec<&str> = form.alike.iter().map(|other| other.hit.id.as_str()).collect();
    assert_eq!(alike, ["V3"], "29 m away; the hotel is 10 km away");
    assert_eq!(form.point, Some(LngLat::new(112.05, 30.05)));
    assert!(form.fields.iter().any(|f| f.field == "people_day" && f.now.as_deref() == Some("240")));
    assert!(form.fields.iter().all(|f| !f.field.starts_with('_')));
    let fuel = form.fields.iter().find(|f| f.field == "fuel_class").map(|f| &f.takes);
    let words = Takes::Code(["low", "medium", "high"].map(str::to_owned).to_vec());
    assert_eq!(fuel, Some(&words), "a method reads these words and no others");
}

#[test]
fn a_lone_file_beside_the_manifest_is_taken_and_said() {
    let unnamed = MANIFEST.replace(r#""patches":"patches.json","#, "");
    let mut all = files(VENUES, &patch(&[&entry(SET)]));
    all.take("city.json");
    all.insert("city.json", unnamed.into_bytes()).unwrap();
    let loaded = read(all.clone(), &Formats::all(), &mut |_| {}).unwrap();
    assert_eq!(patches::counts(&loaded.city).applied, 1);
    assert!(loaded.report.warnings.iter().any(|w| w.kind == WarningKind::Manifest && w.file == "patches.json"));
    let named = all.iter().map(|(name, bytes)| NamedBytes { name: name.to_owned(), bytes: bytes.to_vec() });
    let opened = city(Engine::new().handle(Request::Open(named.collect())).unwrap());
    assert_eq!(opened.corrections.applied, 1, "the engine reads what the command line reads");
}

/// Any correction of a small layer: some fit, some do not.
fn any_entry() -> impl Strategy<Value = String> {
    let id = || (0..7_u32).prop_map(|n| format!("V{n}"));
    let was = |n: &str| {
        let at = VENUES.lines().find(|line| line.starts_with(&format!("{n},"))).unwrap_or("V0,无,x,1,1");
        let cells: Vec<&str> = at.split(',').collect();
        format!(r#"{{"name": "{}", "lon": {}, "lat": {}}}"#, cells[1], cells[3], cells[4])
    };
    let merge = (id(), id()).prop_map(move |(a, b)| {
        let was = was(&a);
        entry(&format!(r#""layer": "venues", "id": "{a}", "merge_into": "{b}", "was": {was}"#))
    });
    let remove = id().prop_map(move |a| {
        let was = was(&a);
        entry(&format!(r#""layer": "venues", "id": "{a}", "remove": true, "was": {was}"#))
    });
    let value = || prop_oneof![Just("null".to_owned()), (0..3_u32).prop_map(|n| n.to_string())];
    let set = (id(), value(), value()).prop_map(|(a, to, was)| {
        entry(&format!(r#""layer": "venues", "id": "{a}", "set": "floors", "to": {to}, "was": {was}"#))
    });
    let place = (id(), 0..3_u32).prop_map(move |(a, to)| {
        let was = was(&a);
        entry(&format!(r#""layer": "venues", "id": "{a}", "move": {{"lon": 112.{to}, "lat": 30}}, "was": {was}"#))
    });
    prop_oneof![merge, remove, set, place, Just("{}".to_owned())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// However corrections follow one another: every row and every entry is accounted for, applying them again changes
    /// nothing, and what was read can be had back.
    #[test]
    fn counts_add_up_and_applying_again_changes_nothing(entries in proptest::collection::vec(any_entry(), 0..12)) {
        let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
        let loaded = load(VENUES, &entries);
        let layer = venues(&loaded);
        let [read, kept, merged, skipped, rejected] = counts(&loaded, "venues");
        prop_assert_eq!((read, rejected), (4, 0));
        prop_assert_eq!(kept, layer.len() as u64);
        prop_assert_eq!(read, kept + merged + skipped);
        let counted = patches::counts(&loaded.city);
        prop_assert_eq!(counted.applied + counted.no_longer_fit + counted.rejected, entries.len() as u32);
        let unfit = told(&loaded, WarningKind::CorrectionUnfit).len() + told(&loaded, WarningKind::CorrectionRejected).len();
        prop_assert_eq!(unfit as u32, counted.no_longer_fit + counted.rejected);
        for row in 0..layer.len() {
            for place in layer.corrections(row) {
                prop_assert!(loaded.city.corrections[*place as usize].applied().is_some(), "marked by what is applied");
            }
        }
        let rows = |layer: &Layer| -> Vec<String> {
            (0..layer.len()).map(|row| {
                let values: Vec<_> = layer.values(row).map(|(f, v)| format!("{}={v:?}", f.name)).collect();
                format!("{} {:?} {values:?}", layer.id(row), layer.shapes().get(row).coords())
            }).collect()
        };
        let before = rows(layer);
        let Loaded { mut city, mut report } = loaded;
        let list = city.corrections.clone();
        patches::undo(&mut city, &mut report);
        prop_assert!(report.adds_up());
        prop_assert_eq!(rows(city.layer(LayerName::Venues).unwrap()), rows(venues(&load(VENUES, &[]))));
        patches::redo(&mut city, &mut report);
        prop_assert!(report.adds_up());
        prop_assert_eq!(&city.corrections, &list);
        prop_assert_eq!(rows(city.layer(LayerName::Venues).unwrap()), before);
        let unjudged = list.iter().any(|e| matches!(e, Entry::Read { standing: None, .. }));
        prop_assert!(!unjudged, "each says how it stands");
        let back = patches::parse("p", &patches::write(&list), &mut Vec::new());
        let said = |of: &[Entry]| of.iter().map(Entry::correction).map(|c| c.cloned()).collect::<Vec<_>>();
        prop_assert_eq!(said(&back), said(&list), "the file says the same again");
    }
}
