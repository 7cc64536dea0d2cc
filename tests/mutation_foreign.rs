//! Valid foreign files, changed at random with fixed seeds: nothing may panic, hang or lose count of a row.

mod pbf;

use pbf::{field, packed, varint};
use riskmap::dataset::import::own::Own;
use riskmap::dataset::import::{self, Plan};
use riskmap::dataset::own::OwnPlace;
use riskmap::dataset::{FileError, Files, Formats, read};
use riskmap::domain::LayerName;
use riskmap::text::LABELS;
use std::borrow::Cow;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

/// A small generator of our own, so that a case can be told by its number alone.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() as usize) % n.max(1)
    }
}

/// One to four changes: a byte flipped, set to an extreme, a run removed, doubled or cut off.
fn mutated(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bd1);
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(4) {
        if out.is_empty() {
            break;
        }
        let at = random.below(out.len());
        let run = at..(at + 1 + random.below(16)).min(out.len());
        match random.below(6) {
            0 => out[at] ^= 1 << random.below(8),
            1 => out[at] = [0, 0x7f, 0x80, 0xff, b'"', b'<', b'9'][random.below(7)],
            2 => drop(out.drain(run)),
            3 => {
                let again = out[run].to_vec();
                out.splice(at..at, again);
            }
            4 => out[at] = random.next() as u8,
            _ => out.truncate(at),
        }
    }
    out
}

/// A file that keeps the reader busy for so long has hung it; on a busy machine the others take up to a second.
const HUNG: Duration = Duration::from_secs(5);

/// Imports a file by a plan; a refusal is as good as an answer, as long as it comes soon and counts add up.
#[allow(clippy::disallowed_methods, reason = "native only: a hang is seen by the clock")]
fn survives(plan: &str, bytes: &[u8], case: &str) {
    let open = |_: &str| Ok::<_, FileError>(Cow::Borrowed(bytes));
    let begun = Instant::now();
    if let Ok(imported) = import::run(plan, &open, &Formats::all(), &mut |_| {}) {
        for (layer, report) in &imported.report.layers {
            assert!(report.adds_up(), "{case}: {layer}: {report:?}");
        }
        imported.into_files().expect("what was imported can be written");
    }
    assert!(begun.elapsed() < HUNG, "{case} took {:?}", begun.elapsed());
}

fn plan(source: &str) -> String {
    format!("[city]\nname = {{ zh = \"试\", en = \"Test\" }}\nas_of = \"2024-03-03\"\n\n[[source]]\n{source}\n")
}

const XML: &str = r#"<?xml version="1.0"?><osm version="0.6">
<node id="1" lon="9.51" lat="47.1"/><node id="2" lon="9.52" lat="47.1"/><node id="3" lon="9.52" lat="47.11"/>
<node id="4" lon="9.51" lat="47.11"><tag k="amenity" v="fuel"/><tag k="name" v="A &amp; B"/></node>
<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="primary"/><tag k="maxspeed" v="30 mph"/></way>
<way id="2"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/><tag k="building" v="yes"/></way>
<way id="3"><nd ref="2"/><nd ref="4"/><tag k="highway" v="residential"/></way>
<relation id="1"><member type="way" ref="2" role="outer"/><tag k="type" v="multipolygon"/><tag k="landuse" v="industrial"/></relation>
</osm>"#;

/// The same extract as PBF: one header block, one data block with dense nodes, ways and a relation.
fn pbf() -> Vec<u8> {
    let words = ["", "amenity", "fuel", "highway", "primary", "type", "multipolygon", "building", "yes", "outer"];
    let mut dense = Vec::new();
    field(1, &packed([1, 1, 1, 1], true), &mut dense);
    field(8, &packed([471_000_000, 0, 100_000, 0], true), &mut dense);
    field(9, &packed([95_100_000, 100_000, 0, -100_000], true), &mut dense);
    field(10, &packed([0, 0, 0, 1, 2, 0], false), &mut dense);
    let way = |id: u64, tags: [i64; 2], refs: &[i64]| {
        let mut out = Vec::new();
        varint(1 << 3, &mut out);
        varint(id, &mut out);
        field(2, &packed([tags[0]], false), &mut out);
        field(3, &packed([tags[1]], false), &mut out);
        field(8, &packed(refs.iter().copied(), true), &mut out);
        out
    };
    let mut relation = Vec::new();
    varint(1 << 3, &mut relation);
    varint(1, &mut relation);
    field(2, &packed([5, 7], false), &mut relation);
    field(3, &packed([6, 8], false), &mut relation);
    field(8, &packed([9], false), &mut relation);
    field(9, &packed([2], true), &mut relation);
    field(10, &packed([1], false), &mut relation);
    let mut group = Vec::new();
    field(2, &dense, &mut group);
    field(3, &way(1, [3, 4], &[1, 1, 1]), &mut group);
    field(3, &way(2, [7, 8], &[1, 1, 1, 1, -3]), &mut group);
    field(4, &relation, &mut group);
    pbf::file(&words, &[group])
}

fn workbook() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in [
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/sharedStrings.xml", "<sst><si><t>kind</t></si><si><t>hotel</t></si></sst>"),
        ("xl/styles.xml", r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#),
        (
            "xl/worksheets/sheet1.xml",
            r#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>x</t></is></c>
            <c r="C1" t="str"><v>y</v></c><c r="D1" t="str"><v>inspected</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c>
            <c r="B2"><v>9.5</v></c><c r="C2"><v>47.1</v></c><c r="D2" s="1"><v>45352</v></c></row></sheetData></worksheet>"#,
        ),
    ] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const SHEET: &str = "file = \"a.xlsx\"\nlayer = \"venues\"\n[source.fields]\nkind = \"kind\"\nx = \"x\"\ny = \"y\"\n\
                     inspected_on = \"inspected\"";

const TABLE_PLAN: &str = r#"[city]
name = { zh = "试", en = "Test" }
as_of = "2024-03-03"
[[city.sources]]
name = "n"
[[source]]
file = "a.csv"
layer = "crashes"
crs = "EPSG:4547"
skip_rows = 0
bounds = [100, 20, 130, 40]
[source.fields]
x = "x"
y = "y"
at = { columns = ["d", "t"], format = "%Y%m%d %H%M%S" }
severity = { column = "s", map = { "A1" = "fatal" }, otherwise = "injury" }
deaths = { column = "死", extract = '(\d+)' }
chainage_km = { column = "k", unit = "mi" }
[source.unique]
by = ["d", "t"]
keep = { severity = "worst", injured = "count" }
"#;

const TABLE: &str = "d,t,x,y,s,死,k\n20240301,83000,38489717.8,2500244.5,A1,死亡1;受伤2,1.5\n\
                     20240301,83000,489717.8,2500244.5,A2,0,1\n脚注,,,,,,\n";

#[test]
fn the_unchanged_files_are_read_whole() {
    let run = |plan: &str, bytes: &[u8]| {
        let open = |_: &str| Ok::<_, FileError>(Cow::Owned(bytes.to_vec()));
        import::run(plan, &open, &Formats::all(), &mut |_| {}).unwrap().report
    };
    for (bytes, roads) in [(XML.as_bytes(), 3), (&pbf()[..], 1)] {
        let report = run(&plan("file = \"a.osm\"\nprofile = \"osm\""), bytes);
        assert!(report.warnings.is_empty(), "{:?}", report.warnings);
        assert_eq!((report.layers["roads"].kept, report.layers["buildings"].kept > 0), (roads, true));
        assert_eq!(report.layers["facilities"].kept, if roads == 3 { 2 } else { 1 });
    }
    let sheet = run(&plan(SHEET), &workbook());
    assert_eq!((sheet.layers["venues"].read, sheet.layers["venues"].kept), (1, 1));
    let table = &run(TABLE_PLAN, TABLE.as_bytes()).layers["crashes"];
    assert_eq!((table.read, table.kept, table.merged, table.rejected_count), (3, 1, 1, 1), "{table:?}");
}

#[test]
fn changed_extracts() {
    let (plan, pbf) = (plan("file = \"a.osm\"\nprofile = \"osm\""), pbf());
    for seed in 0..2_000 {
        survives(&plan, &mutated(XML.as_bytes(), seed), &format!("xml {seed}"));
        survives(&plan, &mutated(&pbf, seed), &format!("pbf {seed}"));
    }
}

#[test]
fn changed_workbooks() {
    let (plan, workbook) = (plan(SHEET), workbook());
    for seed in 0..2_000 {
        survives(&plan, &mutated(&workbook, seed), &format!("xlsx {seed}"));
    }
}

/// A GeoPackage of one table of points.
fn geopackage(system: u32, points: &[[f64; 2]]) -> Vec<u8> {
    let mut db = rusqlite::Connection::open_in_memory().unwrap();
    db.execute_batch(
        "create table gpkg_spatial_ref_sys(srs_name text, srs_id integer primary key, organization text,
         organization_coordsys_id integer, definition text, description text);
         create table gpkg_geometry_columns(table_name text, column_name text, geometry_type_name text, srs_id integer,
         z int, m int);
         create table v(fid integer primary key, geom blob, kind text, name text);",
    )
    .unwrap();
    let params = rusqlite::params![system, system];
    db.execute("insert into gpkg_spatial_ref_sys values('s', ?, 'EPSG', ?, '', '')", params).unwrap();
    db.execute("insert into gpkg_geometry_columns values('v', 'geom', 'POINT', ?, 0, 0)", [system]).unwrap();
    for [x, y] in points {
        let mut blob = b"GP\0\x01".to_vec();
        blob.extend(system.to_le_bytes());
        blob.extend(b"\x01\x01\0\0\0");
        blob.extend(x.to_le_bytes());
        blob.extend(y.to_le_bytes());
        db.execute("insert into v(geom, kind, name) values(?, 'school', '学校')", [blob]).unwrap();
    }
    db.serialize("main").unwrap().to_vec()
}

const GEOPACKAGE_PLAN: &str =
    "file = \"a.gpkg\"\nlayer = \"venues\"\n[source.fields]\nkind = \"kind\"\nname = \"name\"";

#[test]
fn geopackages_are_read_in_the_system_that_they_name() {
    for (system, at) in [(4326, [113.9, 22.6]), (4547, [489_717.783_2, 2_500_244.536_2])] {
        let bytes = geopackage(system, &[at]);
        // As a layer's file, and as a plan's source.
        let mut files = Files::new();
        let manifest =
            r#"{"schema":"riskmap/1","name":"x","as_of":"2024-01-01","layers":{"venues":{"href":"a.gpkg"}}}"#;
        files.insert("city.json", manifest.into()).unwrap();
        files.insert("a.gpkg", bytes.clone()).unwrap();
        let read = read(files, &Formats::all(), &mut |_| {}).unwrap();
        let open = |_: &str| Ok::<_, FileError>(Cow::Borrowed(&bytes[..]));
        let imported = import::run(&plan(GEOPACKAGE_PLAN), &open, &Formats::all(), &mut |_| {}).unwrap();
        for (city, report) in [(read.city, read.report), (imported.city, imported.report)] {
            assert!(report.adds_up() && report.layers["venues"].kept == 1, "{report:?}");
            let layer = city.layer(LayerName::Venues).unwrap();
            let place = layer.shapes().get(0).coords()[0];
            assert!((place.lng - 113.9).abs() < 1e-8 && (place.lat - 22.6).abs() < 1e-8, "{system}: {place:?}");
            assert_eq!((layer.text(0, "name"), layer.text(0, "kind")), (Some("学校"), Some("school")));
            assert_eq!(layer.text(0, "_crs0"), (system != 4326).then_some("EPSG:4547"));
        }
    }
}

#[test]
fn changed_geopackages() {
    let (plan, whole) =
        (plan(GEOPACKAGE_PLAN), geopackage(4547, &[[489_717.8, 2_500_244.5], [489_817.8, 2_500_244.5]]));
    for seed in 0..400 {
        survives(&plan, &mutated(&whole, seed), &format!("gpkg {seed}"));
    }
    for end in (0..whole.len()).step_by(512) {
        survives(&plan, &whole[..end], &format!("gpkg cut at {end}"));
    }
    let said = |bytes: &[u8]| {
        let open = |_: &str| Ok::<_, FileError>(Cow::Owned(bytes.to_vec()));
        import::run(&plan, &open, &Formats::all(), &mut |_| {}).err().map(|e| e.to_string()).unwrap_or_default()
    };
    assert!(said(&whole[..6_000]).contains("the GeoPackage cannot be read"), "{}", said(&whole[..6_000]));
    assert!(said(b"GP").contains("not a GeoPackage"));
}

#[test]
fn changed_plans_and_tables() {
    for seed in 0..1_500 {
        survives(
            &String::from_utf8_lossy(&mutated(TABLE_PLAN.as_bytes(), seed)),
            TABLE.as_bytes(),
            &format!("plan {seed}"),
        );
        survives(TABLE_PLAN, &mutated(TABLE.as_bytes(), seed), &format!("table {seed}"));
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "native only: a hang is seen by the clock")]
fn changed_tables_without_a_plan() {
    let table = "名单,,,,\n名称,类别,人数（人）,经度,纬度,药量（kg）,检查日期\n甲,加油站,12人,113.0,28.0,\"1,200\",2025年3月1日\n乙,化工,8,113°0′,28.1,5,2025-3-2\n";
    let json = r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[113,28]},"properties":{"名称":"甲","类别":"宾馆","层数":"3层"}}]}"#;
    let into = OwnPlace { near: None, today: "2026-02-01".to_owned() };
    for (name, bytes) in [("名单.csv", table.as_bytes()), ("a.geojson", json.as_bytes()), ("a.xlsx", &workbook())] {
        for seed in 0..400 {
            let case = format!("{name} {seed}");
            let begun = Instant::now();
            let Ok(own) = Own::new(name, mutated(bytes, seed), LABELS) else { continue };
            let guess = own.guess(None, &into);
            assert_eq!(guess.choice.columns.len(), own.table().columns.len(), "{case}");
            // Whatever the table is called and holds, the plan that is made of it is one.
            let plan = own.plan(&guess.choice, &into);
            assert!(Plan::parse(&plan).is_ok(), "{case}: {:?}\n{plan}", Plan::parse(&plan).err());
            if let Ok(out) = own.judge(&guess.choice, &into) {
                assert_eq!(out.read, out.taken + out.merged + out.skipped + out.rejected, "{case}");
            }
            assert!(begun.elapsed() < HUNG, "{case} took {:?}", begun.elapsed());
        }
    }
}

#[test]
fn lies_are_not_believed() {
    let plan = plan("file = \"a.osm.pbf\"\nprofile = \"osm\"");
    let refused = |bytes: &[u8]| {
        let open = |_: &str| Ok::<_, FileError>(Cow::Owned(bytes.to_vec()));
        match import::run(&plan, &open, &Formats::all(), &mut |_| {}) {
            Ok(imported) => imported.report.warnings.iter().map(|w| w.text.en.clone()).collect::<String>(),
            Err(e) => e.to_string(),
        }
    };
    assert!(refused(b"\n<!DOCTYPE html><html><head>").contains("HTML page"));
    assert!(refused(b"\x3c\x21not a pbf").contains("not an OSM"));
    // A header that claims a gibibyte, and a block that does.
    assert!(refused(&[0x40, 0, 0, 0, 1, 2, 3]).contains("larger than the format allows"));
    let mut huge = vec![0, 0, 0, 17, 10, 9];
    huge.extend(b"OSMHeader");
    huge.extend([24, 0xff, 0xff, 0xff, 0xff, 0x0f]);
    huge[3] = (huge.len() - 4) as u8;
    assert!(refused(&huge).contains("claims to be larger"));
    let whole = pbf();
    assert!(refused(&whole[..whole.len() - 40]).contains("ends in the middle"), "the first block stays");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gz.write_all(&vec![b' '; 1 << 20]).unwrap();
    assert!(refused(&gz.finish().unwrap()).contains("no objects"));
}
