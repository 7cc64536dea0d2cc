//! A city that is written and read again is the same city, to the last bit.

use riskmap::dataset::{Files, Formats, LayerBuilder, RawGeometry, RawValue, Report, Slot, WriteOptions, read, write};
use riskmap::domain::{City, FieldType, Geometry, Layer, LayerName, Manifest, Words, schema};

/// Every layer with rows that use every field and every shape, and words that tempt a careless writer.
fn city(rows: u32) -> City {
    let mut city = City::new(Manifest {
        schema: "riskmap/1".into(),
        name: Words::new("岚川市", "Lanchuan"),
        crs: "EPSG:4326".into(),
        as_of: "2024-03-03".into(),
        fictional: true,
        ..Manifest::default()
    });
    for &name in LayerName::ALL {
        let mut b = LayerBuilder::new(name, "made");
        for row in 1..=rows {
            push_row(&mut b, name, row);
        }
        let (layer, report) = b.finish();
        assert_eq!(report.kept, u64::from(rows), "{name}: {report:?}");
        city.insert(layer);
    }
    city
}

fn push_row(b: &mut LayerBuilder, name: LayerName, row: u32) {
    const WORDS: &[&str] = &["=1+1", "a,b;c\td", "line\nbreak \"quoted\"", "石油 & <b>", "'", "1e5", "yes", "\\u0041"];
    let n = f64::from(row);
    let (x, y) = (106.0 + n * 0.001_234_5, 29.0 - n * 0.000_987_6);
    let ring = |d: f64| vec![[x, y], [x + d, y], [x + d, y + d], [x, y + d], [x, y]];
    let hole = vec![[x + 0.2, y + 0.2], [x + 0.2, y + 0.4], [x + 0.4, y + 0.4], [x + 0.2, y + 0.2]];
    let lines = [vec![[x, y], [x + 0.1, y]], vec![[x, y + 0.1], [x + 0.1, y + 0.3], [x, y]]];
    let polygons = [vec![ring(1.0), hole], vec![vec![[x + 5.0, y], [x + 6.0, y], [x + 6.0, y + 1.0], [x + 5.0, y]]]];
    let many = if row.is_multiple_of(2) && name != LayerName::Roads { 2 } else { 1 };
    let geometry = match name.geometry() {
        Geometry::PointOrNone if row.is_multiple_of(3) => RawGeometry::Missing,
        Geometry::None => RawGeometry::Missing,
        Geometry::Line => RawGeometry::Lines(&lines[..many]),
        Geometry::Polygon => RawGeometry::Polygons(&polygons[..many]),
        Geometry::PointOrPolygon if row.is_multiple_of(3) => RawGeometry::Polygons(&polygons[..many]),
        Geometry::LineOrPolygon if row.is_multiple_of(3) => RawGeometry::Lines(&lines[..many]),
        Geometry::LineOrPolygon => RawGeometry::Polygons(&polygons[..many]),
        _ => RawGeometry::Point([x, y]),
    };
    let number = n / 7.0;
    let id = format!("{}-{row}", WORDS[row as usize % 2].replace('\t', " "));
    let mut values = vec![(Slot::Id, RawValue::Text(&id))];
    for (at, field) in schema::all(name).enumerate() {
        if !field.required && (at as u32 + row).is_multiple_of(4) {
            continue;
        }
        let value = match field.kind {
            FieldType::Text => RawValue::Text(WORDS[(at + row as usize) % WORDS.len()]),
            FieldType::Code(codes) => RawValue::Text(codes[row as usize % codes.len()]),
            FieldType::Kind(kinds) => RawValue::Text(kinds[row as usize % kinds.len()].code),
            FieldType::Number { min, max, .. } => RawValue::Number(number.clamp(min, max)),
            FieldType::Flag => RawValue::Bool(row.is_multiple_of(2)),
            FieldType::Date => RawValue::Text("2024-02-29"),
            FieldType::DateTime => RawValue::Text("2024-02-29T23:59:07"),
            FieldType::List => RawValue::Text(r#"[{"substance":"67-56-1","quantity_t":0.1}]"#),
        };
        values.push((Slot::Field(at as u16), value));
    }
    if row % 2 == 1 {
        for name in ["x", "Élan", "a.b", "tags"] {
            values.push((b.slot(name), RawValue::Text(WORDS[row as usize % WORDS.len()])));
        }
    }
    assert!(b.push(row, geometry, &values), "{name}");
}

fn assert_same(a: &Layer, b: &Layer) {
    assert_eq!(a.len(), b.len(), "{}", a.name());
    assert_eq!(a.shapes().coords(), b.shapes().coords(), "{}", a.name());
    for row in 0..a.len() {
        assert_eq!(a.id(row), b.id(row), "{}", a.name());
        assert_eq!(a.values(row).collect::<Vec<_>>(), b.values(row).collect::<Vec<_>>(), "{} {row}", a.name());
        assert_eq!(a.extras(row).collect::<Vec<_>>(), b.extras(row).collect::<Vec<_>>(), "{} {row}", a.name());
        let (p, q) = (a.shapes().get(row), b.shapes().get(row));
        assert_eq!(p.kind(), q.kind(), "{} {row}", a.name());
        assert_eq!(p.parts().collect::<Vec<_>>(), q.parts().collect::<Vec<_>>(), "{} {row}", a.name());
    }
}

#[test]
fn every_layer_comes_back_as_it_was() {
    // Seven decimals are what is written, so the first reading rounds and the second must not change a bit.
    let made = city(40);
    let rounded =
        read(write(&made, None, &WriteOptions::default()).unwrap(), &Formats::canonical(), &mut |_| {}).unwrap();
    for options in [
        WriteOptions::default(),
        WriteOptions { gzip: true, ..WriteOptions::default() },
        WriteOptions { csv_from_rows: 0, gzip: false },
        WriteOptions { csv_from_rows: 0, gzip: true },
    ] {
        let files = write(&rounded.city, None, &options).unwrap();
        assert_eq!(files, write(&rounded.city, None, &options).unwrap(), "the same bytes again");
        let back = read(files, &Formats::canonical(), &mut |_| {}).unwrap();
        assert!(back.report.adds_up());
        for layer in rounded.city.layers() {
            let report = &back.report.layers[layer.name().code()];
            assert_eq!((report.read, report.kept), (40, 40), "{}: {report:?}", layer.name());
            assert_same(layer, back.city.layer(layer.name()).unwrap());
        }
        assert_eq!(back.city.manifest.name, made.manifest.name);
        assert!(back.city.manifest.fictional);
    }
    for layer in made.layers() {
        let back = rounded.city.layer(layer.name()).unwrap();
        assert_eq!(layer.len(), back.len());
        for (a, b) in layer.shapes().coords().iter().zip(back.shapes().coords()) {
            assert!((a.lng - b.lng).abs() < 5.1e-8 && (a.lat - b.lat).abs() < 5.1e-8);
        }
    }
}

#[test]
fn empty_layers_come_back_empty() {
    let files = write(&city(0), None, &WriteOptions::default()).unwrap();
    let back = read(files, &Formats::canonical(), &mut |_| {}).unwrap();
    assert_eq!(back.city.layers().count(), LayerName::ALL.len());
    assert!(back.city.layers().all(|layer| layer.is_empty()));
    assert_eq!(back.report.warnings, []);
}

#[test]
fn what_import_merged_and_rejected_stays_known() {
    let made = city(5);
    let mut import = Report::default();
    for layer in made.layers() {
        let report = import.layers.entry(layer.name().code().to_owned()).or_default();
        (report.read, report.kept, report.merged, report.skipped) = (12, 5, 4, 3);
    }
    let files = write(&made, Some(&import), &WriteOptions::default()).unwrap();
    let back = read(files.clone(), &Formats::canonical(), &mut |_| {}).unwrap();
    assert!(back.report.adds_up());
    let roads = &back.report.layers["roads"];
    assert_eq!([roads.read, roads.kept, roads.merged, roads.skipped, roads.rejected_count], [12, 5, 4, 3, 0]);
    assert!(!back.report.warnings.iter().any(|w| w.kind == riskmap::dataset::WarningKind::ReportMismatch));
    // One road less than import kept.
    let mut changed = Files::new();
    for (name, bytes) in files {
        let text = String::from_utf8(bytes).unwrap();
        let text = if name == "roads.geojson" {
            text.lines().take(2).map(|l| l.trim_end_matches(',')).collect::<String>() + "]}"
        } else {
            text
        };
        changed.insert(&name, text.into_bytes()).unwrap();
    }
    let back = read(changed, &Formats::canonical(), &mut |_| {}).unwrap();
    assert!(back.report.adds_up());
    let roads = &back.report.layers["roads"];
    assert_eq!([roads.read, roads.kept, roads.merged, roads.skipped], [8, 1, 4, 3]);
    assert!(back.report.warnings.iter().any(|w| w.kind == riskmap::dataset::WarningKind::ReportMismatch));
}
