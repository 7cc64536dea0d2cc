//! Tables as Chinese and English offices write them: which layer they are, which column is which field, in which coordinate
//! system, and what is read of them. The plan that comes of it is the one that `riskmap import` takes.

use encoding_rs::GB18030;
use riskmap::dataset::import::own::Own;
use riskmap::dataset::import::{self, Plan};
use riskmap::dataset::own::{ColumnUse, OwnChoice, OwnGuess, OwnOutcome, OwnPlace, Sure};
use riskmap::dataset::{Files, Formats};
use riskmap::domain::{LayerName, schema};
use riskmap::engine::template;
use riskmap::text::{LABELS, Lang};
use riskmap::units::LngLatBox;
use std::borrow::Cow;
use std::io::{Cursor, Read, Write};

fn place() -> OwnPlace {
    let near = Some(LngLatBox { west: 112.8, south: 27.8, east: 113.3, north: 28.4 });
    OwnPlace { near, today: "2026-02-01".to_owned() }
}

fn own(name: &str, text: &str) -> Own {
    Own::new(name, text.as_bytes().to_vec(), LABELS).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn guess(own: &Own) -> OwnGuess {
    own.guess(None, &place())
}

/// What each column is taken for, in short.
fn uses(guess: &OwnGuess) -> Vec<String> {
    let short = |c: &ColumnUse| match c {
        ColumnUse::Field(name) => name.clone(),
        other => format!("{other:?}").to_lowercase(),
    };
    guess.choice.columns.iter().map(short).collect()
}

fn judge(own: &Own, choice: &OwnChoice) -> OwnOutcome {
    let out = own.judge(choice, &place()).unwrap_or_else(|e| panic!("{}\n{e}", own.plan(choice, &place())));
    assert_eq!(out.read, out.taken + out.merged + out.skipped + out.rejected, "every row is accounted for");
    out
}

/// A value of a row of the preview.
fn value<'a>(out: &'a OwnOutcome, row: usize, field: &str) -> Option<&'a str> {
    let at = out.fields.iter().position(|f| f == field)?;
    out.rows[row].values[at].as_deref()
}

const SITES: &str = "序号,企业名称,企业类型,详细地址,经度,纬度,从业人数,危化品名称,最大储量（吨）,联系人,联系电话\r\n\
    1,江口加油站,加油站,江口路1号,113.01,28.01,12,汽油,60,张三,13800000000\r\n\
    2,城北液化气站,液化石油气储配站,城北路2号,113.02,28.02,8人,68476-85-7,20,李四,13900000000\r\n\
    3,远大化工,危险化学品生产企业,园区3号,113.03,28.03,\"1,200\",氯,约5,王五,\r\n\
    4,无坐标的企业,化工,不详,,,5,,,,\r\n\
    5,坐标写错的,化工,不详,一百一十三度,28.0,5,,,,\r\n";

#[test]
fn a_register_of_sites_in_gb18030_is_matched_and_read() {
    let bytes = GB18030.encode(SITES).0.into_owned();
    let own = Own::new("危化企业名单.csv", bytes, LABELS).unwrap();
    assert_eq!((own.table().form.as_str(), own.table().rows), ("CSV · gb18030", 5));
    let mut guess = guess(&own);
    assert_eq!((guess.choice.layer, guess.layer_sure), (LayerName::Facilities, Sure::Sure));
    assert_eq!(
        uses(&guess),
        ["keep", "name", "kind", "keep", "x", "y", "workers_day", "substances", "quantity", "keep", "keep"]
    );
    assert_eq!((guess.system_sure, &guess.choice.system), (Sure::Asked, &None), "degrees do not say their system");
    let codes: Vec<&str> = guess.systems.iter().map(|s| s.code.as_str()).collect();
    assert_eq!(codes, ["EPSG:4490", "GCJ02", "BD09"]);
    assert!(guess.systems.iter().all(|s| s.inside == Some(1.0)), "all lie in the city, and that tells nothing");
    guess.choice.system = Some("GCJ02".to_owned());
    let out = judge(&own, &guess.choice);
    assert_eq!((out.read, out.taken, out.rejected), (5, 3, 2));
    let kinds: Vec<_> = (0..3).map(|row| value(&out, row, "kind").unwrap()).collect();
    assert_eq!(kinds, ["fuel_station", "lpg_station", "chemical_plant"]);
    assert_eq!(value(&out, 1, "workers_day"), Some("8"));
    assert_eq!(value(&out, 2, "workers_day"), Some("1200"));
    assert_eq!(value(&out, 0, "substances"), Some(r#"[{"quantity_t":60.0,"substance":"汽油"}]"#));
    assert_eq!(value(&out, 2, "substances"), None, "an amount that is no number is not half believed");
    assert!(out.noticed.iter().any(|n| n.found.contains("约5")), "and it is said");
    assert_eq!(out.inside, Some(3));
    // GCJ-02 lies some 500 m from WGS 84 here.
    let at = out.rows[0].at.unwrap();
    let off_m = ((at.lng - 113.01) * 98_300.0).hypot((at.lat - 28.01) * 110_800.0);
    assert!((300.0..800.0).contains(&off_m), "{off_m} m");
    let why: Vec<(u32, &str, &str)> =
        out.rejections.iter().map(|r| (r.row, r.field.as_str(), r.found.as_str())).collect();
    assert_eq!(why, [(4, "经度, 纬度", ""), (5, "经度", "一百一十三度")]);
}

#[test]
fn rejected_rows_come_back_with_their_own_cells_and_the_reason() {
    let own = own("危化企业名单.csv", SITES);
    let choice = guess(&own).choice;
    let csv = own.rejected(&choice, &place(), true).unwrap();
    let mut rows = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    assert!(csv.starts_with('\u{feff}'), "spreadsheets need it");
    let header = rows.headers().unwrap().clone();
    assert_eq!(header.iter().take(4).collect::<Vec<_>>(), ["行", "原因", "序号", "企业名称"]);
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!((&rows[0][0], &rows[0][3]), ("4", "无坐标的企业"));
    assert_eq!((&rows[1][0], &rows[1][6]), ("5", "一百一十三度"));
    assert!(rows[1][1].contains("数字坐标"), "{}", &rows[1][1]);
}

#[test]
fn the_plan_does_the_same_on_the_command_line() {
    let own = own("危化企业名单.csv", SITES);
    let mut choice = guess(&own).choice;
    choice.system = Some("GCJ02".to_owned());
    let out = judge(&own, &choice);
    assert!(Plan::parse(&out.plan).is_ok(), "{}", out.plan);
    let open = |file: &str| {
        assert_eq!(file, "危化企业名单.csv");
        Ok(Cow::Borrowed(SITES.as_bytes()))
    };
    let imported = import::run(&out.plan, &open, &Formats::all(), &mut |_| {}).unwrap();
    let layer = imported.city.layer(LayerName::Facilities).unwrap();
    assert_eq!(layer.len() as u64, out.taken);
    assert_eq!(layer.text(0, "_crs0"), Some("GCJ02"));
    assert_eq!(layer.source(1), "危化企业名单.csv#2");
    let kept: Vec<(&str, &str)> = layer.extras(0).collect();
    assert!(kept.contains(&("详细地址", "江口路1号")) && kept.contains(&("联系人", "张三")), "{kept:?}");
}

#[test]
fn tables_of_other_offices_are_known_by_their_columns() {
    let cases: &[(&str, &str, LayerName, &[&str])] = &[
        (
            "2025年学校名册.csv",
            "学校名称,办学类型,学生人数,建筑面积（㎡）,层数,经度,纬度\n一小,小学,800,\"5,200\",4,113.0,28.0\n二中,中学,1200,9000,5,113.1,28.1\n",
            LayerName::Venues,
            &["name", "kind", "people_day", "area_m2", "floors", "x", "y"],
        ),
        (
            "accidents.csv",
            "事故编号,事故发生时间,经度,纬度,事故等级,死亡人数,受伤人数,天气\nA1,2025年3月1日 08:30,113.0,28.0,死亡事故,1,0,雨\nA2,2025年3月2日 18:05,113.1,28.1,伤人事故,0,2,晴\n",
            LayerName::Crashes,
            &["id", "at", "x", "y", "severity", "deaths", "injured", "weather"],
        ),
        (
            "crashes_2025.csv",
            "id,date,time,longitude,latitude,accident_severity,number_of_vehicles\n1,2025-03-01,08:30,113.0,28.0,fatal,2\n2,2025-03-02,18:05,113.1,28.1,slight,1\n",
            LayerName::Crashes,
            &["id", "at", "at", "x", "y", "severity", "vehicles"],
        ),
        (
            "消火栓.csv",
            "编号,所属区县,坐标,是否完好,流量(L/s)\nH1,东区,\"113.0,28.0\",完好,15\nH2,东区,\"113.1,28.1\",损坏,10\n",
            LayerName::Hydrants,
            &["id", "district", "xy", "working", "flow_lps"],
        ),
        (
            "隐患排查台账.csv",
            "隐患编号,企业编号,隐患等级,隐患描述,发现日期,整改期限,整改状态\nD1,F1,重大事故隐患,通道堵塞,2025.3.1,2025.4.1,整改中\nD2,F2,一般,灭火器过期,2025.3.2,2025.3.9,已销号\n",
            LayerName::Dangers,
            &["id", "target", "level", "what", "found_on", "due_on", "status"],
        ),
        (
            "消防站.csv",
            "消防站名称,消防车数量（辆）,执勤人数,X坐标,Y坐标\n一站,5,30,3108000,400000\n",
            LayerName::FireStations,
            &["name", "engines", "crew", "y", "x"],
        ),
        (
            "小区.csv",
            "小区名称,常住人口（万人）,户数（户）,经度,纬度\n甲,0.3,900,113°00′36″,28°06′00″\n",
            LayerName::Residents,
            &["name", "residents", "households", "x", "y"],
        ),
    ];
    for (file, text, layer, columns) in cases {
        let own = own(file, text);
        let guess = guess(&own);
        assert_eq!(guess.choice.layer, *layer, "{file}: {:?}", guess.layers);
        assert_eq!(uses(&guess), *columns, "{file}");
    }
}

#[test]
fn values_become_what_the_fields_take() {
    let crashes = own(
        "事故.csv",
        "事故发生时间,经度,纬度,事故等级\n2025年3月1日 08:30,113.0,28.0,死亡事故\n2025年3月2日 18:05,113.1,28.1,伤人事故\n",
    );
    let out = judge(&crashes, &guess(&crashes).choice);
    assert_eq!(
        (out.taken, value(&out, 0, "at"), value(&out, 1, "severity")),
        (2, Some("2025-03-01T08:30"), Some("injury"))
    );
    let halves = own("crashes.csv", "time,date,lon,lat,severity\n08:30,2025-03-01,113.0,28.0,fatal\n");
    let out = judge(&halves, &guess(&halves).choice);
    assert_eq!(value(&out, 0, "at"), Some("2025-03-01T08:30"), "a day before its time of day");
    let hydrants =
        own("消火栓.csv", "编号,坐标,是否完好,流量(L/min)\nH1,\"113.0,28.0\",完好,600\nH2,\"113.1，28.1\",损坏,900\n");
    let out = judge(&hydrants, &guess(&hydrants).choice);
    assert_eq!((value(&out, 0, "working"), value(&out, 1, "working")), (Some("yes"), Some("no")));
    assert_eq!((value(&out, 0, "flow_lps"), out.rows[1].at.map(|p| p.lat)), (Some("10"), Some(28.1)));
    let areas = own(
        "场所.csv",
        "场所名称,类别,面积,经度,纬度\n甲,宾馆,\"5,200㎡\",113.0,28.0\n乙,宾馆,约800㎡,113.0,28.0\n丙,宾馆,900 ㎡,113.0,28.0\n",
    );
    let out = judge(&areas, &guess(&areas).choice);
    assert_eq!(
        (value(&out, 0, "area_m2"), value(&out, 1, "area_m2"), value(&out, 2, "area_m2")),
        (Some("5200"), None, Some("900"))
    );
    assert!(out.noticed.iter().any(|n| n.found == "约800㎡"), "what is not quite a number is said: {:?}", out.noticed);
    let people = own("小区.csv", "小区名称,常住人口（万人）,经度,纬度\n甲,0.3,113°00′36″,28°06′00″\n");
    let out = judge(&people, &guess(&people).choice);
    assert_eq!(value(&out, 0, "residents"), Some("3000"));
    assert!((out.rows[0].at.unwrap().lng - 113.01).abs() < 1e-9);
}

#[test]
fn numbers_in_an_unknown_unit_are_no_field() {
    let own = own("场所.csv", "场所名称,类别,高度(ft2),面积(万元),经度,纬度\n甲,宾馆,30,5,113.0,28.0\n");
    assert_eq!(uses(&guess(&own)), ["name", "kind", "keep", "keep", "x", "y"]);
}

#[test]
fn a_file_of_one_kind_says_it_by_its_name() {
    let own = own("岚川市加油站名单.csv", "名称,经度,纬度\n甲站,113.0,28.0\n");
    let guess = guess(&own);
    assert_eq!(guess.choice.layer, LayerName::Facilities);
    assert_eq!(guess.choice.fixed, [("kind".to_owned(), "fuel_station".to_owned())]);
    let out = judge(&own, &guess.choice);
    assert_eq!((out.taken, value(&out, 0, "kind")), (1, Some("fuel_station")));
}

#[test]
fn a_title_above_the_header_is_not_read() {
    let own =
        own("表.csv", "2025年重点场所名单,,,\n填报单位：安委办,,,\n场所名称,场所类型,经度,纬度\n甲,宾馆,113.0,28.0\n");
    assert_eq!((own.table().above, own.table().rows), (2, 1));
    let guess = guess(&own);
    assert_eq!(uses(&guess), ["name", "kind", "x", "y"]);
    assert_eq!(judge(&own, &guess.choice).taken, 1);
}

#[test]
fn coordinate_systems_are_said_by_headers_zones_or_the_reader() {
    let of = |header: &str, row: &str| {
        let own = own("场所.csv", &format!("名称,类别,{header}\n甲,宾馆,{row}\n乙,宾馆,{row}\n"));
        guess(&own)
    };
    let said = of("GCJ02经度,GCJ02纬度", "113.0,28.0");
    assert_eq!((said.choice.system.as_deref(), said.system_sure), (Some("GCJ02"), Sure::Sure));
    let said = of("百度经度,百度纬度", "113.0,28.0");
    assert_eq!(said.choice.system.as_deref(), Some("BD09"));
    let zoned = of("X,Y", "38400000,3108000");
    assert_eq!((zoned.choice.system, zoned.systems[0].code.as_str()), (None, "EPSG:4526"));
    let bare = of("X,Y", "400000,3108000");
    assert_eq!((bare.choice.system, bare.systems[0].code.as_str()), (None, "EPSG:4547"));
    // One wrong row makes no table of metres of it: the system is asked as for the others.
    let wrong = own("场所.csv", "名称,类别,经度,纬度\n甲,宾馆,113.0,28.0\n乙,宾馆,113.1,28.1\n丙,宾馆,1130000,28.2\n");
    let wrong = guess(&wrong);
    let codes: Vec<&str> = wrong.systems.iter().map(|s| s.code.as_str()).collect();
    assert_eq!((codes, wrong.choice.system), (vec!["EPSG:4490", "GCJ02", "BD09"], None));
    let swapped = of("经度,纬度", "28.0,113.0");
    assert_eq!(uses(&swapped)[2..], ["y", "x"]);
    assert!(swapped.notes.iter().any(|n| n.zh.contains("对调")), "and it is said");
    let geojson = own(
        "场所.geojson",
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[113.0,28.0]},"properties":{"名称":"甲","类别":"宾馆"}}]}"#,
    );
    let said = guess(&geojson);
    assert_eq!((said.choice.layer, said.system_sure), (LayerName::Venues, Sure::Likely));
    assert_eq!(judge(&geojson, &said.choice).taken, 1);
}

#[test]
fn what_is_no_table_is_refused_with_one_sentence() {
    for (name, bytes) in [
        ("a.csv", b"".as_slice()),
        ("a.csv", "名称,经度,纬度\n".as_bytes()),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("a.pdf", b"%PDF-1.7\n"),
        ("a.csv", b"\0\x01\x02\x03"),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.geojson", b"{\"type\":\"FeatureCollection\",\"features\":[]}"),
        ("a.json", b"{\"a\":1}"),
    ] {
        match Own::new(name, bytes.to_vec(), LABELS) {
            Ok(own) => panic!("{name} is a table: {:?}", own.table()),
            Err(e) => assert!(!e.words.zh.is_empty() && !e.words.en.is_empty(), "{name}"),
        }
    }
}

#[test]
fn the_dataset_of_a_table_is_a_city_of_one_layer() {
    let own = own("危化企业名单.csv", SITES);
    let mut choice = guess(&own).choice;
    choice.system = Some("EPSG:4490".to_owned());
    let files: Files = own.take(&choice, &place()).unwrap();
    let loaded = riskmap::dataset::read(files, &Formats::canonical(), &mut |_| {}).unwrap();
    assert_eq!(loaded.city.layer(LayerName::Facilities).unwrap().len(), 3);
    let data = &loaded.city.manifest.own_data;
    assert_eq!((data.len(), data[0].file.as_str(), data[0].rows), (1, "危化企业名单.csv", 3));
    let report = &loaded.report.layers["facilities"];
    assert_eq!((report.read, report.kept, report.rejected_count), (5, 3, 2), "what was rejected stays known");
}

/// A workbook's sheet with rows put behind those that it has.
fn filled(book: &[u8], rows: &str) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..from.len() {
        let mut file = from.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            text = text.replace("</sheetData>", &format!("{rows}</sheetData>"));
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn a_filled_template_is_read_back_with_every_column_sure() {
    for layer in LayerName::ALL {
        for lang in [Lang::Zh, Lang::En] {
            let book = template(*layer, lang);
            let empty = Own::new(&book.name, book.bytes.clone(), LABELS);
            assert!(
                empty.is_err_and(|e| e.words.zh.contains("没有一行")),
                "{layer}: an empty form says that it is empty"
            );
            // Where every cell holds a value of its kind, every head must be known.
            let heads = heads(&book.bytes);
            let cells: String = heads.iter().map(|head| cell(*layer, head, lang)).collect();
            let bytes = filled(&book.bytes, &format!("<row>{cells}</row>"));
            let own = Own::new(&book.name, bytes, LABELS).unwrap_or_else(|e| panic!("{layer}: {e}"));
            assert_eq!(own.table().above, 1, "{layer}");
            let guess = own.guess(Some(*layer), &place());
            let unsure: Vec<(&str, &ColumnUse)> = (0..heads.len())
                .filter(|i| guess.sure[*i] != Sure::Sure || guess.choice.columns[*i] == ColumnUse::Keep)
                .map(|i| (own.table().columns[i].name.as_str(), &guess.choice.columns[i]))
                .collect();
            assert!(unsure.is_empty(), "{layer} {lang:?}: {unsure:?}");
            let out = judge(&own, &guess.choice);
            assert_eq!((out.taken, out.rejected), (1, 0), "{layer} {lang:?}: {:?} {}", out.rejections, out.plan);
            assert_eq!(out.noticed, [], "{layer} {lang:?}");
            if layer.is_spatial() && guess.choice.columns.contains(&ColumnUse::X) {
                assert_eq!(guess.choice.system.as_deref(), Some("EPSG:4326"), "{layer}: the head says it");
            }
        }
    }
}

/// The heads of a template: its second row.
fn heads(book: &[u8]) -> Vec<String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut text = String::new();
    zip.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
    let row = text.split("<row>").nth(2).unwrap();
    row.split("xml:space=\"preserve\">").skip(1).map(|cell| cell.split("</t>").next().unwrap().to_owned()).collect()
}

/// A cell that the column of a head takes: of a list its first word.
fn cell(layer: LayerName, head: &str, lang: Lang) -> String {
    use riskmap::domain::FieldType::*;
    let text = |t: &str| format!("<c t=\"inlineStr\"><is><t>{t}</t></is></c>");
    if head.starts_with("经度") || head.starts_with("Longitude") {
        return "<c><v>113.0</v></c>".to_owned();
    }
    if head.starts_with("纬度") || head.starts_with("Latitude") {
        return "<c><v>28.0</v></c>".to_owned();
    }
    if head.starts_with("geometry") {
        use riskmap::domain::Geometry::*;
        return text(match layer.geometry() {
            Polygon => "POLYGON((113 28, 113.1 28, 113.1 28.1, 113 28))",
            _ => "LINESTRING(113 28, 113.1 28.1)",
        });
    }
    let word = head.split(['（', '(']).next().unwrap().trim();
    let inner = head.split(['（', '(']).nth(1).unwrap_or("").trim_end_matches(['）', ')']);
    let field = schema::all(layer)
        .find(|f| f.name == inner)
        .or_else(|| schema::all(layer).find(|f| riskmap::text::field(layer, f.name, lang) == word));
    let Some(field) = field else { return text("A-1") };
    match field.kind {
        Text => text("甲"),
        Code(codes) => text(&riskmap::text::code(layer, field.name, codes[0], lang)),
        Kind(kinds) => text(lang.pick(kinds[0].zh, kinds[0].en)),
        Number { .. } => "<c><v>2</v></c>".to_owned(),
        Flag => text(lang.pick("是", "yes")),
        Date => text("2026-01-31"),
        DateTime => text("2026-01-31 08:30"),
        List => text("7664-41-7:8.5"),
    }
}
