//! Tables drawn by hand, each the smallest that shows one rule of an import plan.

use riskmap::dataset::import::{self, Imported};
use riskmap::dataset::{FileError, Formats, LayerReport, WarningKind};
use riskmap::domain::{Layer, LayerName};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Carries out a plan over files in memory; the error in Chinese.
fn run(plan: &str, files: &[(&str, &[u8])]) -> Result<Imported, String> {
    let files: BTreeMap<&str, &[u8]> = files.iter().copied().collect();
    let open = |file: &str| {
        files
            .get(file)
            .map(|b| Cow::Borrowed(*b))
            .ok_or_else(|| FileError::new("没有这个文件", "there is no such file"))
    };
    let plan = format!("[city]\nname = {{ zh = \"试\", en = \"Test\" }}\nas_of = \"2024-03-03\"\n{plan}");
    let imported = import::run(&plan, &open, &Formats::all(), &mut |_| {}).map_err(|e| e.words().zh)?;
    for (layer, report) in &imported.report.layers {
        assert!(report.adds_up(), "{layer}: {report:?}");
    }
    Ok(imported)
}

fn table(source: &str, bytes: &[u8]) -> Imported {
    run(&format!("[[source]]\nfile = \"a.csv\"\n{source}"), &[("a.csv", bytes)]).expect("a table")
}

fn layer(city: &Imported, name: LayerName) -> &Layer {
    city.city.layer(name).expect("the plan fills it")
}

/// read, kept, merged, skipped, rejected.
fn counts(report: &LayerReport) -> [u64; 5] {
    [report.read, report.kept, report.merged, report.skipped, report.rejected_count]
}

#[test]
fn tabs_titles_above_the_header_and_an_old_encoding() {
    let text = "匯出日期\t2024\n\n編號\t名稱\t類別\tX\tY\nA1\t中正國小\t學校\t121.5\t25.0\n";
    let (bytes, _, _) = encoding_rs::BIG5.encode(text);
    let plan = "layer = \"venues\"\nencoding = \"big5\"\nskip_rows = 2\n[source.fields]\nid = \"編號\"\nname = \"名稱\"\n\
                x = \"X\"\ny = \"Y\"\nkind = { column = \"類別\", map = { \"學校\" = \"school\" }, otherwise = \"reject\" }";
    let city = table(plan, &bytes);
    let venues = layer(&city, LayerName::Venues);
    assert_eq!(
        (venues.id(0), venues.text(0, "name"), venues.text(0, "kind")),
        ("A1", Some("中正國小"), Some("school"))
    );
}

#[test]
fn shapes_may_stand_in_a_column_and_units_are_converted() {
    let text = "id;wkt;inch;psi;note\n\
                P1;LINESTRING (9 47, 9.1 47.1);8;1000;x\n\
                P2;MULTILINESTRING ((9 47, 9.1 47), (9.2 47, 9.3 47));;;\n\
                P3;LINESTRING (9 47);8;1;\n";
    let plan = "layer = \"pipelines\"\n[source.fields]\nid = \"id\"\ngeometry = \"wkt\"\n\
                diameter_mm = { column = \"inch\", unit = \"in\" }\npressure_mpa = { column = \"psi\", unit = \"psi\" }\n\
                product = { value = \"gas\" }";
    let city = table(plan, text.as_bytes());
    let pipelines = layer(&city, LayerName::Pipelines);
    assert_eq!(counts(&city.report.layers["pipelines"]), [3, 2, 0, 0, 1], "one position is no line");
    assert_eq!(pipelines.number(0, "diameter_mm"), Some(203.2));
    // 1 psi is 6,894.757293168 Pa.
    assert_eq!(pipelines.number(0, "pressure_mpa"), Some(6.894757293168));
    assert_eq!((pipelines.number(1, "diameter_mm"), pipelines.shapes().get(1).parts().count()), (None, 2));
    assert_eq!(pipelines.text(0, "_assumed"), Some("product"), "what the plan assumed is said of each row");
}

#[test]
fn a_value_outside_the_map_is_rejected_skipped_or_named_as_the_plan_says() {
    let text = "kind,x,y\nhotel,9,47\nspa,9,47\n,9,47\n";
    let kinds = |otherwise: &str| {
        let plan = format!(
            "layer = \"venues\"\n[source.fields]\nx = \"x\"\ny = \"y\"\nkind = {{ column = \"kind\", map = {{ \"hotel\" = \
             \"hotel\" }}{otherwise} }}"
        );
        let city = table(&plan, text.as_bytes());
        let venues = layer(&city, LayerName::Venues);
        let kinds: Vec<String> =
            (0..venues.len()).map(|row| venues.text(row, "kind").unwrap_or_default().to_owned()).collect();
        (kinds.join(" "), counts(&city.report.layers["venues"]))
    };
    assert_eq!(kinds(", otherwise = \"reject\""), ("hotel".to_owned(), [3, 1, 0, 0, 2]));
    assert_eq!(kinds(", otherwise = \"skip\""), ("hotel".to_owned(), [3, 1, 0, 2, 0]));
    assert_eq!(kinds(", otherwise = \"bathhouse\""), ("hotel bathhouse bathhouse".to_owned(), [3, 3, 0, 0, 0]));
    // Not said: the words stay, and a kind is required.
    assert_eq!(kinds(""), ("hotel other".to_owned(), [3, 2, 0, 0, 1]));
}

/// Rows of one crash, one a casualty: the worst severity, the casualties added, a bad row rejected and not merged away.
#[test]
fn rows_of_one_thing_are_merged_as_the_plan_says() {
    let text = "ref,date,time,severity,killed,x,y,car\n\
                1,01/02/2024,7:05,Slight,0,9,47,a\n\
                1,01/02/2024,7:05,Fatal,1,9,47,b\n\
                1,01/02/2024,7:05,Slight,0,east,47,c\n\
                2,01/02/2024,,Slight,0,9,47,d\n\
                合计：2,,,,,,,\n";
    let plan = "layer = \"crashes\"\n[source.fields]\nid = \"ref\"\nx = \"x\"\ny = \"y\"\nparty = \"car\"\n\
                at = { columns = [\"date\", \"time\"], format = \"%d/%m/%Y %H:%M\" }\n\
                severity = { column = \"severity\", map = { \"Fatal\" = \"fatal\", \"Slight\" = \"slight\" }, otherwise = \
                \"reject\" }\ndeaths = \"killed\"\n\
                [source.unique]\nby = [\"ref\"]\nkeep = { severity = \"worst\", deaths = \"sum\", vehicles = \"count\" }";
    let city = table(plan, text.as_bytes());
    let crashes = layer(&city, LayerName::Crashes);
    let report = &city.report.layers["crashes"];
    assert_eq!(counts(report), [5, 1, 1, 0, 3], "{report:?}");
    assert_eq!((crashes.text(0, "severity"), crashes.text(0, "party")), (Some("fatal"), Some("a")));
    assert_eq!((crashes.number(0, "deaths"), crashes.number(0, "vehicles")), (Some(1.0), Some(2.0)));
    let mut told: Vec<_> =
        report.rejected.iter().map(|r| (r.row, r.field.as_str(), r.found.as_str(), r.expected_zh.as_str())).collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            (3, "x", "east", "数字坐标"),
            (4, "at", "", "当地日期与时间，年-月-日T时:分"),
            (5, "severity", "… 合计：2", "以下之一：Fatal, Slight")
        ]
    );
}

#[test]
fn a_column_that_is_not_there_is_named_with_those_that_are() {
    let plan = "[[source]]\nfile = \"a.csv\"\nlayer = \"venues\"\n[source.fields]\nx = \"经度\"\ny = \"纬度\"\nkind = \"类别\"";
    let said = run(plan, &[("a.csv", "种类,经度,纬度\n".as_bytes())]).err().expect("a column is missing");
    assert_eq!(said, "a.csv：没有列 \"类别\"；表头为：种类, 经度, 纬度");
    let said = run(plan, &[]).err().expect("the file is missing");
    assert_eq!(said, "a.csv：没有这个文件");
    let misspelt = plan.replace("kind =", "kinds =");
    let said = run(&misspelt, &[]).err().expect("a field is misspelt");
    assert!(said.starts_with("导入方案第 10 行：venues 图层没有字段 \"kinds\""), "{said}");
}

/// Nested properties are dotted columns; a system that the file names itself counts unless the plan names another.
#[test]
fn geojson_is_a_table_too() {
    let text = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},"features":[
        {"type":"Feature","id":7,"properties":{"info":{"kind":"hotel","rooms":[1,2]},"name":null},
         "geometry":{"type":"Point","coordinates":[1001875.417, 5942074.072]}},
        {"type":"Feature","properties":{},"geometry":null}]}"#;
    let plan = "[[source]]\nfile = \"a.geojson\"\nlayer = \"venues\"\n[source.fields]\nid = \"id\"\nkind = \"info.kind\"\nname = \"name\"";
    let city = run(plan, &[("a.geojson", text.as_bytes())]).expect("a collection");
    let venues = layer(&city, LayerName::Venues);
    assert_eq!((venues.len(), venues.id(0), venues.text(0, "kind")), (1, "7", Some("hotel")));
    let at = venues.shapes().get(0).coords()[0];
    // 9° E, 47° N in web Mercator, by PROJ.
    assert!((at.lng - 9.0).abs() < 1e-6 && (at.lat - 47.0).abs() < 1e-6, "{at:?}");
    assert_eq!(venues.text(0, "_crs0").map(|c| c.contains("3857")), Some(true));
    let report = &city.report.layers["venues"];
    assert_eq!(counts(report), [2, 1, 0, 0, 1]);
    let late = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"info":{"kind":"hotel"}},
        "geometry":{"type":"Point","coordinates":[9,47]}}],"crs":{"type":"name","properties":{"name":"EPSG:2056"}}}"#;
    let said = run(plan, &[("a.geojson", late.as_bytes())]).err().expect("what was read is in another system");
    assert_eq!(said, "a.geojson：坐标系 \"EPSG:2056\" 写在要素之后；请用 crs 指明");
    assert_eq!(report.warning_counts.get(&WarningKind::Column), Some(&1), "no row has a name");
}
