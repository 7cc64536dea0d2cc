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

const VENUES: &str =
    "layer = \"venues\"\n[source.fields]\nid = \"id\"\nname = \"name\"\nkind = \"kind\"\nx = \"x\"\ny = \"y\"";

#[test]
fn a_quotation_mark_left_open_is_said_and_the_rows_before_it_are_kept() {
    let good = "id,name,kind,x,y\n1,a,school,9.5,47.1\n2,b,school,,\n";
    let city =
        table(VENUES, format!("{good}3,\"c,school,9.5,47.1\n4,d,school,9.5,47.1\n5,e,school,9.5,47.1\n").as_bytes());
    let report = &city.report.layers["venues"];
    assert_eq!(counts(report), [3, 1, 0, 0, 2], "{:?}", report.rejected);
    let [open] = &report.warnings[..] else { panic!("{:?}", report.warnings) };
    assert_eq!(open.kind, WarningKind::OpenQuote);
    assert!(
        open.text.en.starts_with("a quotation mark opened in row 3 is never closed; the 3 lines"),
        "{}",
        open.text.en
    );
    // However much follows it.
    let city =
        table(VENUES, format!("{good}3,\"c,school,9.5,47.1\n{}", "4,d,school,9.5,47.1\n".repeat(10_000)).as_bytes());
    let report = &city.report.layers["venues"];
    assert_eq!((counts(report), report.warnings[0].kind), ([3, 1, 0, 0, 2], WarningKind::OpenQuote));
    // Quotation marks that are closed, or stand in the middle of a field, are no such thing.
    let long = format!("3,\"{}\",school,9.5,47.1", "c\n".repeat(10_000));
    for last in ["3,\"c\nd\",school,9.5,47.1", "3,5\" c,school,9.5,47.1", "3,\"c\"\"\",school,9.5,47.1\n", &long] {
        let city = table(VENUES, format!("{good}{last}").as_bytes());
        let report = &city.report.layers["venues"];
        assert_eq!((counts(report), report.warnings.len()), ([3, 2, 0, 0, 1], 0), "{last}");
    }
}

#[test]
fn the_rows_before_a_damaged_end_are_kept() {
    let mut text = String::from("id,name,kind,x,y\n");
    for i in 0..20_000u64 {
        text += &format!("{i},{:x} 学校,school,9.5,47.1\n", i * 2_654_435_761);
    }
    let gzip = |text: &str| {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut gz, text.as_bytes()).unwrap();
        gz.finish().unwrap()
    };
    let whole = gzip(&text);
    let city = table(VENUES, &whole[..whole.len() / 2]);
    let report = &city.report.layers["venues"];
    assert!(report.kept > 5_000 && report.rejected_count == 0, "{report:?}");
    let [broken] = &report.warnings[..] else { panic!("{:?}", report.warnings) };
    let says = format!("the file cannot be read after row {} (the gzip file is damaged", report.kept);
    assert!(broken.kind == WarningKind::Truncated && broken.text.en.starts_with(&says), "{}", broken.text.en);
    let features: Vec<String> = (0..5_000u64)
        .map(|i| format!(r#"{{"type":"Feature","properties":{{"kind":"school","name":"{:x}"}},"geometry":{{"type":"Point","coordinates":[9.5,47.1]}}}}"#, i * 2_654_435_761))
        .collect();
    let json = gzip(&format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",")));
    let plan =
        "[[source]]\nfile = \"a.geojson\"\nlayer = \"venues\"\n[source.fields]\nkind = \"kind\"\nname = \"name\"";
    let city = run(plan, &[("a.geojson", &json[..json.len() / 2])]).unwrap();
    let report = &city.report.layers["venues"];
    assert!(report.kept > 1_000, "{report:?}");
    assert_eq!(report.warnings.iter().map(|w| w.kind).collect::<Vec<_>>(), [WarningKind::Truncated]);
}

#[test]
fn columns_the_wrong_way_round_are_said_to_be() {
    let plan = |x, y| {
        format!(
            "crs = \"EPSG:4547\"\nlayer = \"hydrants\"\n[source.fields]\nid = \"id\"\nx = \"{x}\"\ny = \"{y}\"\n[source.unique]\nby = [\"id\"]"
        )
    };
    let text = "id,east,north\n1,489717.8,2500244.5\n2,489817.8,2500244.5\n3,489917.8,2500244.5\n";
    let right = table(&plan("east", "north"), text.as_bytes());
    assert_eq!(
        (counts(&right.report.layers["hydrants"]), right.report.layers["hydrants"].warnings.len()),
        ([3, 3, 0, 0, 0], 0)
    );
    let wrong = table(&plan("north", "east"), text.as_bytes());
    let report = &wrong.report.layers["hydrants"];
    assert_eq!(counts(report), [3, 0, 0, 0, 3]);
    let [said] = &report.warnings[..] else { panic!("{:?}", report.warnings) };
    assert_eq!((said.kind, said.field.as_str()), (WarningKind::SwappedRefused, "north, east"));
}
