//! Rule packs from files to explanations: which value is in force, what it does to levels, what is said of it.

use riskmap::dataset::{Files, Formats, Loaded, import, read, write};
use riskmap::domain::{LayerName, Level};
use riskmap::engine::{Engine, NamedBytes, Reply, Request, Why};
use riskmap::risk::explain::{Confidence, Origin};

const PACK: &str = include_str!("fixtures/rules/province.toml");
const OTHER: &str = "name = '乙市'\nsource.title = '乙市规定'\nparameters.dynamic.general_count = 4\n";

const FACILITIES: &str = r#"{"type":"FeatureCollection","features":[
    {"type":"Feature","id":"P","geometry":{"type":"Point","coordinates":[112.0,31.0]},"properties":{"name":"甲厂",
     "kind":"chemical_plant","substances":[{"substance":"7782-50-5","quantity_t":4}],"substances_complete":true}},
    {"type":"Feature","id":"M","geometry":{"type":"Point","coordinates":[112.1,31.0]},"properties":{"name":"甲矿",
     "kind":"coal_mine","status":"operating","mine":{"gas_relative_m3_t":2,"gas_absolute_m3_min":3,
     "gas_heading_m3_min":1,"gas_face_m3_min":1,"outburst":false,"rockburst":"none","inflow_m3_h":700}}}]}"#;
const RESIDENTS: &str = "id,residents,lon,lat\n1,40,112.003,31.0\n";
/// Overdue by 20 days on the day of the data.
const DANGERS: &str = "id,target,level,found_on,due_on,what\nD,facilities:P,general,2024-05-01,2024-06-10,阀门\n";

fn files(manifest: &str, packs: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    let manifest = format!(
        r#"{{"schema":"riskmap/1","name":"甲市","as_of":"2024-06-30",{manifest}"layers":{{
        "facilities":{{"href":"f.geojson"}},"residents":{{"href":"r.csv"}},"dangers":{{"href":"d.csv"}}}}}}"#
    );
    let city = [("city.json", manifest.as_str()), ("f.geojson", FACILITIES), ("r.csv", RESIDENTS), ("d.csv", DANGERS)];
    city.iter().chain(packs).map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

fn opened(manifest: &str, packs: &[(&str, &str)]) -> Engine {
    let files = files(manifest, packs).into_iter().map(|(name, bytes)| NamedBytes { name, bytes }).collect();
    let mut engine = Engine::new();
    assert!(matches!(engine.handle(Request::Open(files)), Ok(Reply::Opened(_))));
    engine
}

fn why(engine: &mut Engine, id: &str) -> Why {
    let of = engine.open().unwrap().lookup(LayerName::Facilities, id).unwrap();
    match engine.handle(Request::Why { of, as_of: None }) {
        Ok(Reply::Why(why)) => *why,
        other => panic!("{other:?}"),
    }
}

fn loaded(manifest: &str, packs: &[(&str, &str)]) -> Loaded {
    let mut all = Files::new();
    files(manifest, packs).into_iter().for_each(|(name, bytes)| all.insert(&name, bytes).unwrap());
    read(all, &Formats::canonical(), &mut |_| {}).unwrap()
}

const ONE: &str = r#""rule_packs":["rules/province.toml"],"#;

#[test]
fn a_packs_thresholds_decide_and_name_their_source() {
    // By the standard: 4 t of chlorine are S = 0.8, no major hazard; one general danger 20 days late raises nothing.
    let plain = why(&mut opened("", &[]), "P");
    assert_eq!((plain.base.level(), plain.dynamic.level()), (Level::Blue, Level::Blue));

    let mut engine = opened(ONE, &[("rules/province.toml", PACK)]);
    let why_plant = why(&mut engine, "P");
    // By the pack: Q = 2 t, so S = 2; R = 1.2 · 4 · 2 = 9.6, grade 4, yellow; 20 days are more than 15.
    assert_eq!((why_plant.base.level(), why_plant.dynamic.level()), (Level::Yellow, Level::Orange));
    let source = "甲省（测试用） / Province A (made for tests) · 甲省安全风险阈值 · 测〔2024〕1号 · 2024-01-01";
    let from =
        |line: &str| Origin::Constant { source: format!("{source}{line}").into(), confidence: Confidence::Checked };
    let inputs = |why: &Why| -> Vec<(String, Option<f64>, Origin)> {
        let steps = why.parts.iter().map(|p| &p.worked).chain([&why.raised]).flat_map(|w| w.explanation.steps.clone());
        steps.flat_map(|s| s.inputs).map(|i| (i.symbol.into_owned(), i.value, i.from)).collect()
    };
    let has = |why: &Why, symbol: &str, value: f64, from: Origin| {
        assert!(inputs(why).contains(&(symbol.to_owned(), Some(value), from)), "{symbol}: {:#?}", inputs(why));
    };
    has(&why_plant, "Q₁", 2.0, from(" · 第三条"));
    has(&why_plant, "d", 15.0, from(""));
    assert!(why_plant.raised.explanation.notes.iter().any(|n| n.en().contains(source)), "also where nothing is raised");
    // Of water inflow 700 m³/h the table of the north-west makes complex at 180 to 1,200, the other at 600 to 2,100.
    has(&why(&mut engine, "M"), "mines.north_west", 0.0, from(""));
}

#[test]
fn a_later_pack_and_the_manifest_override() {
    let packs = [("rules/province.toml", PACK), ("b.toml", OTHER)];
    let manifest = r#""rule_packs":["rules/province.toml","b.toml"],"parameters":{"dynamic.general_days":25},"#;
    let city = loaded(manifest, &packs).city;
    let settings = city.settings();
    let of = |name: &str| settings.set.get(name).map(|s| (s.value, s.pack));
    assert_eq!(of("dynamic.general_count"), Some((4.0, Some(1))));
    assert_eq!(of("dynamic.general_days"), Some((25.0, None)));
    assert_eq!(of("gb18218.threshold_t.7782-50-5"), Some((2.0, Some(0))));
    let mut engine = opened(manifest, &packs);
    assert_eq!(why(&mut engine, "P").dynamic.level(), Level::Yellow, "20 days are not more than the manifest's 25");
}

#[test]
fn what_cannot_be_used_is_said_with_file_and_field() {
    let bad = "name = '甲'\nsource.title = '乙'\n[parameters]\nspeed_of_light = 3e8\ndynamic.general_days = -1\n\
               dynamic.general_count = 'three'\nvenue_index.yellow = 7\n";
    let manifest = r#""rule_packs":["bad.toml","gone.toml","broken.toml","no-source.toml"],"#;
    let packs = [("bad.toml", bad), ("broken.toml", "name = "), ("no-source.toml", "name = '甲'\n")];
    let loaded = loaded(manifest, &packs);
    let mut said: Vec<(&str, &str)> =
        loaded.report.warnings.iter().map(|w| (w.file.as_str(), w.field.as_str())).collect();
    said.sort_unstable();
    assert_eq!(
        said,
        [
            ("bad.toml", "parameters.dynamic.general_count"),
            ("bad.toml", "parameters.dynamic.general_days"),
            ("bad.toml", "parameters.speed_of_light"),
            ("bad.toml", "parameters.venue_index.yellow"),
            ("broken.toml", ""),
            ("gone.toml", ""),
            ("no-source.toml", "source.title"),
        ]
    );
    assert!(loaded.city.settings().set.is_empty());
    let mut engine = opened(manifest, &packs);
    assert_eq!(why(&mut engine, "P").base.level(), Level::Blue, "the standard's own stay in force");
    let told = engine.open().unwrap().report().warnings.len();
    assert_eq!(told, loaded.report.warnings.len(), "the page says the same");
}

#[test]
fn a_city_written_again_keeps_its_packs() {
    let made = loaded(ONE, &[("rules/province.toml", PACK)]).city;
    let again = read(write(&made, None, &Default::default()).unwrap(), &Formats::canonical(), &mut |_| {}).unwrap();
    assert_eq!(again.report.warnings, []);
    assert_eq!(again.city.rules, made.rules);
}

#[test]
fn an_import_plan_names_packs_too() {
    let plan = "[city]\nname = { zh = '甲', en = 'A' }\nas_of = '2024-06-30'\nrule_packs = ['../province.toml', 'broken.toml']\n\n\
                [[source]]\nfile = 'v.csv'\nlayer = 'venues'\n[source.fields]\nid = 'id'\nkind = 'kind'\nx = 'x'\ny = 'y'\n";
    let open = |file: &str| {
        let text = match file {
            "../province.toml" => PACK,
            "broken.toml" => "name =",
            _ => "id,kind,x,y\n1,hotel,112,31\n",
        };
        Ok(std::borrow::Cow::Borrowed(text.as_bytes()))
    };
    let imported = import::run(plan, &open, &Formats::all(), &mut |_| {}).unwrap();
    let files = imported.into_files().unwrap();
    let again = read(files, &Formats::canonical(), &mut |_| {}).unwrap();
    assert_eq!(again.city.rules.iter().map(|pack| pack.file.as_str()).collect::<Vec<_>>(), ["rules/province.toml"]);
    assert_eq!(again.report.warnings.iter().map(|w| w.file.as_str()).collect::<Vec<_>>(), ["rules/broken.toml"]);
}
