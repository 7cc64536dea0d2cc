//! Bad input: each gets one clear message with file, row and field, or is taken with a warning that says what was
//! done; good rows stay, counts add up, nothing hangs and nothing crashes.

use riskmap::dataset::{
    FileError, Files, Formats, LayerBuilder, LayerReport, Loaded, Opening, WarningKind, read as read_dataset,
};
use riskmap::domain::{Layer, LayerName};
use std::io::Write;
use std::time::{Duration, Instant};

/// Reads one layer's file with the canonical readers, in pieces of `piece` bytes.
fn read_in_pieces(layer: LayerName, file: &str, bytes: &[u8], piece: usize) -> (Layer, LayerReport, Option<FileError>) {
    let formats = Formats::canonical();
    let opening = Opening { limits: formats.limits, open_crs: formats.open_crs, crs_is_declared: false };
    let mut reader = (formats.find(None, file).expect("a format").open)(&opening);
    let mut rows = LayerBuilder::new(layer, file);
    let mut done = Ok(());
    for piece in bytes.chunks(piece) {
        done = done.and_then(|()| reader.feed(piece, &mut rows));
    }
    let error = done.and_then(|()| reader.finish(&mut rows)).err();
    let (layer, report) = rows.finish();
    assert!(report.adds_up(), "{file}: {report:?}");
    (layer, report, error)
}

/// The same for every size of piece: where a file is cut on its way must not matter.
fn read(layer: LayerName, file: &str, bytes: impl AsRef<[u8]>) -> (Layer, LayerReport, Option<FileError>) {
    let bytes = bytes.as_ref();
    let whole = read_in_pieces(layer, file, bytes, bytes.len().max(1));
    for piece in [1, 2, 7, 64] {
        let parts = read_in_pieces(layer, file, bytes, piece);
        assert_eq!((&whole.1, &whole.2), (&parts.1, &parts.2), "{file} in pieces of {piece}");
        assert_eq!(whole.0.len(), parts.0.len());
    }
    whole
}

fn counts(report: &LayerReport) -> [u64; 5] {
    [report.read, report.kept, report.merged, report.skipped, report.rejected_count]
}

fn rejections(report: &LayerReport) -> Vec<(u32, &str, &str)> {
    report.rejected.iter().map(|r| (r.row, r.field.as_str(), r.found.as_str())).collect()
}

fn kinds(report: &LayerReport) -> Vec<WarningKind> {
    report.warnings.iter().map(|w| w.kind).collect()
}

#[test]
fn a_table_with_every_kind_of_bad_row() {
    let text = "id,lon,lat,kind,beds,name\r\n\
        a,121.4,31.2,hotel,40,\"Sea, \"\"blue\"\"\r\nhotel\"\r\n\
        b,NaN,31.2,hotel,1,\r\n\
        c,121.4,inf,hotel,1,\r\n\
        d,121.4,91,hotel,1,\r\n\
        e,east,31.2,hotel,1,\r\n\
        f,121.4,,hotel,1,\r\n\
        g,,,hotel,1,\r\n\
        h,121.4,31.2,,1,\r\n\
        i,121.4,31.2,hotel,many,\r\n\
        j,121.4,31.2,hotel,1e99,\r\n\
        k,121.4,31.2,spa,1,\r\n\
        ,,,,,\r\n\
        \r\n\
        l,121.4,31.2,hotel,1,x,y\r\n\
        m,121.4,31.2,hotel\r\n";
    let (layer, report, error) = read(LayerName::Venues, "venues.csv", text);
    assert_eq!(error, None);
    assert_eq!(counts(&report), [14, 5, 0, 1, 8]);
    assert_eq!(
        rejections(&report),
        [
            (2, "lon, lat", "(NaN, 31.2)"),
            (3, "lon, lat", "(121.4, inf)"),
            (4, "lon, lat", "(121.4, 91)"),
            (5, "lon", "east"),
            (6, "lat", ""),
            (7, "lon, lat", ""),
            (8, "kind", ""),
            (13, "", "y"),
        ]
    );
    assert_eq!(kinds(&report), [WarningKind::ValueDropped, WarningKind::ValueDropped, WarningKind::UnknownKind]);
    assert_eq!(report.warnings[0].found, "many");
    assert_eq!(layer.text(0, "name"), Some("Sea, \"blue\"\r\nhotel"));
    assert_eq!(layer.id(4), "m");
}

#[test]
fn positions_are_called_what_the_file_calls_them() {
    let text = "编号,经度,纬度\n1,999,47.1\n2,东,47.1\n3,9.5,\n4,,\n";
    let (_, report, _) = read(LayerName::Hydrants, "h.csv", text);
    let both = "经度, 纬度";
    assert_eq!(rejections(&report), [(1, both, "(999, 47.1)"), (2, "经度", "东"), (3, "纬度", ""), (4, both, "")]);
    let (_, report, _) = read(LayerName::Hydrants, "h.csv", "id,wkt\n1,POINT(999 47.1)\n");
    assert_eq!(rejections(&report), [(1, "wkt", "(999, 47.1)")]);
}

#[test]
fn delimiters_and_byte_order_marks_are_found() {
    for (file, text) in [
        ("h.csv", "\u{feff}id,lon,lat,flow_lps\nh1,9.5,47.1,15\n"),
        ("h.csv", "id;lon;lat;flow_lps\nh1;9.5;47.1;15\n"),
        ("h.tsv", "\u{feff}编号\tid\t经度\t纬度\tflow_lps\n1\th1\t9.5\t47.1\t15"),
        ("h.csv", "id,wkt,flow_lps\nh1,POINT(9.5 47.1),15\n"),
    ] {
        let (layer, report, error) = read(LayerName::Hydrants, file, text);
        assert_eq!((error, counts(&report)), (None, [1, 1, 0, 0, 0]), "{text}");
        assert_eq!((layer.id(0), layer.number(0, "flow_lps")), ("h1", Some(15.0)), "{text}");
        let at = layer.shapes().coords()[0];
        assert_eq!((at.lng, at.lat), (9.5, 47.1));
    }
}

#[test]
fn columns_that_no_row_can_do_without() {
    let (_, report, error) = read(LayerName::Venues, "v.csv", "id,kind\na,hotel\n");
    assert_eq!(counts(&report), [0; 5]);
    assert_eq!(
        error.unwrap().words.en,
        "no columns with coordinates (lon and lat, or geometry); the header is: id, kind"
    );
    let (_, _, error) = read(LayerName::Venues, "v.csv", "id,lon,lat\na,1,2\n");
    assert!(error.unwrap().words.en.starts_with("the column \"kind\" is missing"));
    let (_, _, error) = read(LayerName::Venues, "v.csv", "");
    assert_eq!(error.unwrap().words.en, "an empty file: there is no header");
}

#[test]
fn a_layer_of_no_rows_is_a_layer() {
    for (file, text) in [
        ("h.csv", "id,lon,lat"),
        ("h.csv", "id,lon,lat\r\n"),
        ("h.geojson", r#"{"type":"FeatureCollection","features":[]}"#),
    ] {
        let (layer, report, error) = read(LayerName::Hydrants, file, text);
        assert_eq!((layer.len(), counts(&report), error), (0, [0; 5], None), "{text}");
    }
}

#[test]
fn what_is_not_utf8_is_sent_to_the_importer() {
    // 编号,经度,纬度 and 加油站 as a Chinese spreadsheet saves them.
    let gbk_header = b"\xb1\xe0\xba\xc5,\xbe\xad\xb6\xc8,\xce\xb3\xb6\xc8\n1,9.5,47.1\n";
    let (_, report, error) = read(LayerName::Hydrants, "h.csv", gbk_header);
    let error = error.unwrap();
    assert!(error.needs_importer && error.words.en.contains("GB18030"), "{error:?}");
    assert_eq!(counts(&report), [0; 5]);
    let gbk_row = b"id,lon,lat,name\na,9.5,47.1,\xbc\xd3\xd3\xcd\xd5\xbe\nb,9.5,47.1,pump\n";
    let (_, report, error) = read(LayerName::Hydrants, "h.csv", gbk_row);
    assert_eq!((error, counts(&report)), (None, [2, 1, 0, 0, 1]));
    assert_eq!(kinds(&report), [WarningKind::Encoding]);
    let (_, _, error) = read(LayerName::Hydrants, "h.csv", b"\xff\xfei\0d\0\n\0");
    assert!(error.unwrap().words.en.contains("UTF-16"));
    let (_, _, error) = read(LayerName::Hydrants, "h.csv", b"PK\x03\x04\0\0\n");
    assert_eq!(error.unwrap().words.en, "not a text file");
}

#[test]
fn a_table_that_breaks_off_says_so() {
    let (layer, report, error) = read(LayerName::Hydrants, "h.csv", "id,lon,lat,name\na,9.5,47.1,x\nb,9.");
    assert_eq!((error, layer.len(), counts(&report)), (None, 1, [2, 1, 0, 0, 1]));
    assert_eq!((kinds(&report), rejections(&report)), (vec![WarningKind::Truncated], vec![(2, "", "b9.")]));
    let (_, report, _) = read(LayerName::Hydrants, "h.csv", "id,lon,lat,name\na,9.5,47.1,x\nb,9.5,47.1,\"op");
    assert_eq!((counts(&report), kinds(&report)), ([2, 1, 0, 0, 1], vec![WarningKind::OpenQuote]));
    let (_, report, _) = read(
        LayerName::Hydrants,
        "h.csv",
        "id,lon,lat,name\na,9.5,47.1,x\nb,9.5,47.1,\"op\nc,9.5,47.1,y\nd,9.5,47.1,z\n",
    );
    assert_eq!((counts(&report), kinds(&report)), ([2, 1, 0, 0, 1], vec![WarningKind::OpenQuote]));
    let text = &report.warnings[0].text.en;
    assert!(text.starts_with("a quotation mark opened in row 2 is never closed; the 3 lines from there on"), "{text}");
    // A quotation mark in the middle of a field is no more than that, at the end of a file as anywhere.
    for end in ["", "\n", "\n\n"] {
        let text = format!("id,lon,lat,name\na,9.5,47.1,5\" pipe\nb,9.5,47.1,x{end}");
        let (_, report, error) = read(LayerName::Hydrants, "h.csv", &text);
        assert_eq!((error, counts(&report), kinds(&report)), (None, [2, 2, 0, 0, 0], vec![]), "{end:?}");
    }
}

fn collection(features: &[&str]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",\n"))
}

fn at(geometry: &str, properties: &str) -> String {
    format!(r#"{{"type":"Feature","geometry":{geometry},"properties":{{{properties}}}}}"#)
}

#[test]
fn a_collection_with_every_kind_of_bad_feature() {
    let point = r#"{"type":"Point","coordinates":[9.5,47.1,480]}"#;
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let features = [
        at(point, r#""id":"a","kind":"hotel","protection":{"alarm":true,"extra":{"x":1}},"tags":[1,2]"#),
        at("null", r#""kind":"hotel""#),
        at(r#"{"type":"Point","coordinates":[9.5]}"#, r#""kind":"hotel""#),
        at(r#"{"type":"Point","coordinates":["9.5","47.1"]}"#, r#""kind":"hotel""#),
        at(r#"{"type":"Point","coordinates":[1e400,47.1]}"#, r#""kind":"hotel""#),
        at(r#"{"type":"Point","coordinates":[9.5,147.1]}"#, r#""kind":"hotel""#),
        at(r#"{"type":"Circle","coordinates":[9.5,47.1]}"#, r#""kind":"hotel""#),
        at(r#"{"type":"Point","coordinates":[NaN,47.1]}"#, r#""kind":"hotel""#),
        at(point, r#""kind":"hotel","x":"#),
        at(point, r#""kind":3"#),
        at(point, r#""kind":"Hotel","beds":"forty""#),
        at(point, &format!(r#""kind":"hotel","x":{deep}"#)),
        at(r#"{"type":"GeometryCollection","geometries":[]}"#, r#""kind":"hotel""#),
        "null".to_owned(),
        r#"{"type":"Feature","id":7,"geometry":{"type":"MultiPoint","coordinates":[[9.5,47.1]]},"properties":{"kind":"酒吧"}}"#
            .to_owned(),
    ];
    let text = collection(&features.each_ref().map(String::as_str));
    let (layer, report, error) = read(LayerName::Venues, "v.geojson", &text);
    assert_eq!(error, None);
    assert_eq!(counts(&report), [15, 3, 0, 0, 12]);
    let rows: Vec<_> = report.rejected.iter().map(|r| (r.row, r.field.as_str())).collect();
    let geometry: Vec<_> = [2, 3, 4, 5, 6, 7, 13].iter().map(|&row| (row, "geometry")).collect();
    assert!(geometry.iter().all(|g| rows.contains(g)), "{rows:?}");
    assert!([8, 9, 12, 14].iter().all(|&row| rows.contains(&(row, ""))), "{rows:?}");
    assert!(rows.contains(&(10, "kind")));
    assert_eq!(layer.flag(0, "protection.alarm"), Some(true));
    let extras: Vec<_> = layer.extras(0).collect();
    assert_eq!(extras, [("protection.extra.x", "1"), ("tags", "[1,2]")]);
    assert_eq!((layer.id(2), layer.text(2, "kind")), ("7", Some("bar")));
    assert_eq!(kinds(&report), [WarningKind::ValueDropped]);
}

#[test]
fn other_shapes_of_geojson() {
    for text in [
        r#"{"type":"Point","coordinates":[9.5,47.1]}"#,
        r#"{"properties":{},"geometry":{"coordinates":[9.5,47.1],"type":"Point"},"type":"Feature"}"#,
        "\u{feff} {\"features\":[{\"geometry\":{\"type\":\"Point\",\"coordinates\":[9.5,47.1]}}]}\n",
        "\u{1e}{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[9.5,47.1]},\"properties\":null}\n",
        r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},
            "features":[{"geometry":{"type":"Point","coordinates":[9.5,47.1]}}]}"#,
    ] {
        let (layer, report, error) = read(LayerName::Hydrants, "h.geojson", text);
        assert_eq!((error, counts(&report)), (None, [1, 1, 0, 0, 0]), "{text}");
        assert_eq!(layer.shapes().coords()[0].lat, 47.1);
    }
}

#[test]
fn what_is_not_geojson_says_what_it_looks_like() {
    for (text, part) in [
        ("", "empty"),
        ("<!doctype html>", "web page"),
        ("[1,2]", "array"),
        ("PK\u{3}\u{4}", "not GeoJSON"),
        (r#"{"type":"Topology","objects":{}}"#, "\"Topology\""),
        ("{}", "its type is"),
        (r#"{"type":"FeatureCollection","features":["#, "before its first feature"),
    ] {
        let (_, report, error) = read(LayerName::Hydrants, "h.geojson", text);
        let error = error.unwrap();
        assert!(error.words.en.contains(part), "{text}: {error}");
        assert_eq!(report.kept, 0);
    }
    let foreign = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:2326"}},"features":[{"geometry":{"type":"Point","coordinates":[836694,819069]}}]}"#;
    let (_, _, error) = read(LayerName::Hydrants, "h.geojson", foreign);
    let error = error.unwrap();
    assert!(error.needs_importer && error.words.en.contains("EPSG:2326"), "{error}");
}

#[test]
fn a_collection_that_breaks_off_keeps_what_came_before() {
    let whole = collection(&[
        &at(r#"{"type":"Point","coordinates":[9.5,47.1]}"#, r#""id":"a""#),
        &at(r#"{"type":"Point","coordinates":[9.6,47.1]}"#, r#""id":"b""#),
    ]);
    let first_ends = whole.find("},\n").unwrap() + 1;
    for end in first_ends..whole.len() - 1 {
        let (_, report, error) = read_in_pieces(LayerName::Hydrants, "h.geojson", &whole.as_bytes()[..end], 16);
        assert_eq!(error, None);
        assert!(kinds(&report).contains(&WarningKind::Truncated), "at {end}");
        assert!(report.kept >= 1, "at {end}");
    }
    let garbage = whole.replacen("},\n", "},\n}", 1);
    let (_, report, error) = read(LayerName::Hydrants, "h.geojson", garbage);
    assert_eq!((report.kept, error.unwrap().words.en.starts_with("not valid JSON")), (1, true));
}

const CITY: &str = r#"{"schema":"riskmap/1","name":{"zh":"试","en":"Check"},"as_of":"2024-01-01","layers":{LAYERS}}"#;

fn dataset(layers: &str, files: &[(&str, &[u8])]) -> Loaded {
    let mut all = Files::new();
    all.insert("city.json", CITY.replace("LAYERS", layers).into_bytes()).unwrap();
    for (name, bytes) in files {
        all.insert(name, bytes.to_vec()).unwrap();
    }
    let loaded = read_dataset(all, &Formats::canonical(), &mut |_| {}).unwrap();
    assert!(loaded.report.adds_up());
    loaded
}

fn said(loaded: &Loaded) -> Vec<(WarningKind, &str)> {
    loaded.report.warnings.iter().map(|w| (w.kind, w.layer.as_str())).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const HYDRANTS: &[u8] = b"id,lon,lat\na,9.5,47.1\nb,9.6,47.1\n";

#[test]
fn a_bad_layer_costs_no_other_layer() {
    let layers = r#""hydrants":{"href":"h.csv"},"places":{"href":"gone.geojson"},"water":{"href":"../w.geojson"},
        "moons":{"href":"m.csv"},"roads":{"href":"r.xlsx"},"venues":{"href":"v.csv","crs":"EPSG:2326"},
        "green":{"href":"g.geojson"}"#;
    let files: &[(&str, &[u8])] =
        &[("h.csv", HYDRANTS), ("r.xlsx", b"PK"), ("v.csv", b"lon,lat,kind\n1,2,hotel\n"), ("g.geojson", b"<html>")];
    let loaded = dataset(layers, files);
    assert_eq!(loaded.city.layers().map(|l| l.name()).collect::<Vec<_>>(), [LayerName::Hydrants]);
    assert_eq!(loaded.report.layers["hydrants"].kept, 2);
    let mut said = said(&loaded);
    said.sort_unstable();
    assert_eq!(
        said,
        [
            (WarningKind::Unreadable, "green"),
            (WarningKind::Unreadable, "places"),
            (WarningKind::Unreadable, "roads"),
            (WarningKind::Unreadable, "venues"),
            (WarningKind::Unreadable, "water"),
            (WarningKind::UnknownLayer, "moons"),
        ]
    );
    let gone = loaded.report.warnings.iter().find(|w| w.layer == "places").unwrap();
    assert_eq!(gone.text.en, "the file \"gone.geojson\" of the manifest cannot be had: it is not there");
}

#[test]
fn gzip_is_known_by_its_bytes_and_its_damage_is_said() {
    let whole = gzip(HYDRANTS);
    for name in ["h.csv.gz", "h.csv"] {
        let loaded = dataset(&format!(r#""hydrants":"{name}""#), &[(name, &whole)]);
        assert_eq!((loaded.report.layers["hydrants"].kept, said(&loaded)), (2, vec![]));
    }
    // Fetched by a browser that has taken the gzip off already.
    let loaded = dataset(r#""hydrants":"h.csv.gz""#, &[("h.csv.gz", HYDRANTS)]);
    assert_eq!(loaded.report.layers["hydrants"].kept, 2);
    for end in 1..whole.len() {
        let loaded = dataset(r#""hydrants":"h.csv.gz""#, &[("h.csv.gz", &whole[..end])]);
        assert_eq!(said(&loaded), [(WarningKind::Unreadable, "hydrants")], "cut at {end}");
    }
}

/// A damaged archive keeps the rows before the damage, whichever reader has it, and says once where it broke.
#[test]
fn the_rows_before_a_damage_are_kept() {
    let mut text = String::from("id,lon,lat,name\n");
    for i in 0..20_000 {
        // Names that gzip cannot guess, so that there is something in every piece.
        text += &format!("{i},9.{:05},47.1,{:x} 消火栓\n", i * 7_919 % 99_991, i * 2_654_435_761_u64);
    }
    let whole = gzip(text.as_bytes());
    let cut = &whole[..whole.len() / 2];
    for (formats, name) in [(Formats::canonical(), "canonical"), (Formats::all(), "foreign")] {
        let mut files = Files::new();
        files.insert("city.json", CITY.replace("LAYERS", r#""hydrants":"h.csv.gz""#).into_bytes()).unwrap();
        files.insert("h.csv.gz", cut.to_vec()).unwrap();
        let loaded = read_dataset(files, &formats, &mut |_| {}).unwrap();
        let report = &loaded.report.layers["hydrants"];
        let kept = report.kept;
        assert!(kept > 5_000 && counts(report) == [kept, kept, 0, 0, 0], "{name}: {:?}", counts(report));
        let layer = loaded.city.layer(LayerName::Hydrants).unwrap();
        let last = kept as usize - 1;
        assert_eq!((layer.len(), layer.id(last)), (kept as usize, last.to_string().as_str()), "{name}");
        let [broken] = &loaded.report.warnings[..] else { panic!("{name}: {:?}", loaded.report.warnings) };
        assert_eq!((broken.kind, broken.row), (WarningKind::Unreadable, Some(kept as u32 + 1)), "{name}");
        assert!(broken.text.en.contains("gzip") && report.warnings.is_empty(), "{name}: {:?}", report.warnings);
    }
}

#[allow(clippy::disallowed_methods, reason = "native only: a hang is seen by the clock")]
#[test]
fn a_gzip_that_inflates_without_end_is_stopped() {
    let mut text = b"id,lon,lat,name\na,9.5,47.1,x\n".to_vec();
    text.resize(600 << 20, b' ');
    let bomb = gzip(&text);
    assert!(bomb.len() < 1 << 20);
    drop(text);
    let begun = Instant::now();
    let loaded = dataset(r#""hydrants":"h.csv.gz""#, &[("h.csv.gz", &bomb)]);
    assert_eq!(said(&loaded), [(WarningKind::Unreadable, "hydrants")]);
    assert_eq!(loaded.report.layers["hydrants"].kept, 1, "what came before is kept");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn two_million_rows_are_taken() {
    let mut text = String::from("id,lon,lat\n");
    for i in 0..2_000_000 {
        text.push_str(&format!("h{i},{},{}\n", 9.0 + f64::from(i % 1000) / 1e4, 47.0 + f64::from(i / 1000) / 1e5));
    }
    let loaded = dataset(r#""hydrants":"h.csv""#, &[("h.csv", text.as_bytes())]);
    assert_eq!((loaded.report.layers["hydrants"].kept, said(&loaded)), (2_000_000, vec![]));
}

#[test]
fn a_dataset_without_a_usable_manifest_says_why() {
    let read = |files: &[(&str, &[u8])]| {
        let mut all = Files::new();
        for (name, bytes) in files {
            all.insert(name, bytes.to_vec()).unwrap();
        }
        read_dataset(all, &Formats::canonical(), &mut |_| {}).map(|_| ()).unwrap_err().to_string()
    };
    assert_eq!(read(&[]), "there is no city.json among the 0 files");
    assert_eq!(read(&[("a/b/city.json", b"{}"), ("x.csv", b"")]), "there is no city.json among the 2 files");
    assert!(read(&[("city.json", b"{")]).starts_with("city.json: not valid JSON"));
    assert!(read(&[("city.json", b"{}")]).contains("schema is missing"));
    assert!(read(&[("city.zip", b"PK\x03\x04")]).starts_with("the archive cannot be read"));
}

#[test]
fn self_crossing_polygons_are_kept_and_said() {
    let bow_tie = r#"{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}"#;
    let line = r#"{"type":"LineString","coordinates":[[0,0],[0,0]]}"#;
    let (layer, report, _) = read(LayerName::Built, "b.geojson", collection(&[&at(bow_tie, ""), &at(line, "")]));
    assert_eq!((layer.len(), kinds(&report)), (1, vec![WarningKind::SelfCrossing]));
    assert_eq!(rejections(&report), [(2, "geometry", "LineString")]);
}
