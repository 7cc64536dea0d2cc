use super::*;
use crate::dataset::{Files, Formats, LayerBuilder, RawGeometry, RawValue, read};
use crate::domain::{LayerName, Manifest};

type Row<'a> = ([f64; 2], &'a [(&'a str, &'a str)]);

fn layer_of(name: LayerName, rows: &[Row<'_>]) -> Layer {
    let mut b = LayerBuilder::new(name, format!("{name}.csv"));
    for (i, (at, values)) in rows.iter().enumerate() {
        let values: Vec<_> = values.iter().map(|(field, text)| (b.slot(field), RawValue::Text(text))).collect();
        let geometry = if name.is_spatial() { RawGeometry::Point(*at) } else { RawGeometry::Missing };
        assert!(b.push(i as u32 + 1, geometry, &values), "{name} {i}");
    }
    b.finish().0
}

fn checked(layers: Vec<Layer>) -> Report {
    let mut city = City::new(Manifest { as_of: "2024-06-30".into(), ..Manifest::default() });
    layers.into_iter().for_each(|layer| city.insert(layer));
    let mut report = Report::default();
    check(&city, &mut report);
    report
}

fn rows(report: &Report, layer: &str, kind: WarningKind) -> Vec<u32> {
    report
        .layers
        .get(layer)
        .map_or(vec![], |l| l.warnings.iter().filter(|w| w.kind == kind).filter_map(|w| w.row).collect())
}

/// A town of hydrants around a place, and strangers.
fn town(strangers: &[[f64; 2]]) -> Report {
    let mut places: Vec<Row<'_>> =
        (0..100).map(|i| ([9.5 + f64::from(i % 10) * 0.002, 47.1 + f64::from(i / 10) * 0.002], &[][..])).collect();
    places.extend(strangers.iter().map(|at| (*at, &[][..])));
    checked(vec![layer_of(LayerName::Hydrants, &places)])
}

#[test]
fn strangers_are_noticed_and_neighbours_are_not() {
    let report = town(&[[9.6, 47.2], [10.5, 47.1], [47.1, 9.5], [0.0, 0.0]]);
    assert_eq!(rows(&report, "hydrants", WarningKind::Outlier), [102, 104]);
    assert_eq!(rows(&report, "hydrants", WarningKind::Swapped), [103]);
    assert!(town(&[]).layers.is_empty());
}

#[test]
fn twins_are_noticed() {
    let v = |name, kind| [("name", name), ("kind", kind)];
    let (a, b, c) = (v("Löwen", "hotel"), v("Löwen", "restaurant"), v("Adler", "hotel"));
    let report = checked(vec![layer_of(
        LayerName::Venues,
        &[([9.5, 47.1], &a), ([9.500_05, 47.1], &a), ([9.5, 47.1], &b), ([9.5, 47.1], &c), ([9.51, 47.1], &a)],
    )]);
    assert_eq!(rows(&report, "venues", WarningKind::Duplicate), [2]);
}

#[test]
fn dates_and_references_are_looked_at() {
    let crash = |at| [("at", at), ("severity", "slight")];
    let danger = |target, found, due| {
        [("id", found), ("level", "major"), ("target", target), ("found_on", found), ("due_on", due)]
    };
    let event = |danger, at| [("danger", danger), ("at", at), ("event", "register")];
    let report = checked(vec![
        layer_of(LayerName::Crashes, &[([9.5, 47.1], &crash("2024-06-30T23:59")), ([9.5, 47.1], &crash("2024-07-01"))]),
        layer_of(LayerName::Facilities, &[([9.5, 47.1], &[("id", "F-1"), ("kind", "works")])]),
        layer_of(
            LayerName::Dangers,
            &[
                ([9.5, 47.1], &danger("facilities:F-1", "2024-01-01", "2024-02-01")),
                ([9.5, 47.1], &danger("facilities:F-2", "2024-02-02", "2024-02-01")),
                ([9.5, 47.1], &danger("F-1", "2024-02-03", "2024-03-01")),
            ],
        ),
        layer_of(
            LayerName::DangerEvents,
            &[([0.0; 2], &event("2024-01-01", "2024-01-01")), ([0.0; 2], &event("?", "2024-01-01"))],
        ),
    ]);
    assert_eq!(rows(&report, "crashes", WarningKind::DateOrder), [2]);
    assert_eq!(rows(&report, "dangers", WarningKind::DateOrder), [2]);
    assert_eq!(rows(&report, "dangers", WarningKind::NoTarget), [2, 3]);
    assert_eq!(rows(&report, "danger_events", WarningKind::NoTarget), [2]);
}

#[test]
fn cas_numbers_are_checked() {
    let report = checked(vec![layer_of(
        LayerName::Facilities,
        &[
            ([9.5, 47.1], &[("kind", "works"), ("substances", "67-56-1:20;7664-14-7:8")]),
            ([9.6, 47.1], &[("kind", "works"), ("units", r#"[{"substances":[{"substance":"氯"}]}]"#)]),
        ],
    )]);
    assert_eq!(rows(&report, "facilities", WarningKind::CasNumber), [1]);
    assert_eq!(rows(&report, "facilities", WarningKind::Quantity), [2]);
}

/// The roads of central Shanghai in one of their three systems, as a layer.
fn shanghai(layer: LayerName, system: &str) -> Option<Layer> {
    let path = format!("{}/../shared/data/osm-shanghai-roads/roads_{system}.geojson", env!("CARGO_MANIFEST_DIR"));
    let Ok(bytes) = std::fs::read(&path) else {
        println!("SKIPPED: {path} absent");
        return None;
    };
    // The extract says `highway` for what a layer calls `class`.
    let text = String::from_utf8(bytes).ok()?.replace("\"highway\"", "\"class\"");
    let manifest = format!(
        r#"{{"schema":"riskmap/1","name":"上海","as_of":"2026-07-21","layers":{{"{layer}":{{"href":"r.geojson"}}}}}}"#
    );
    let mut files = Files::new();
    files.insert("city.json", manifest.into_bytes()).ok()?;
    files.insert("r.geojson", text.into_bytes()).ok()?;
    read(files, &Formats::canonical(), &mut |_| {}).ok()?.city.layer(layer).cloned()
}

/// Crashes on the roads: every third corner, moved by so many degrees.
fn crashes_on(roads: &Layer, (east, north): (f64, f64)) -> Layer {
    let crash = [("at", "2024-01-01"), ("severity", "slight")];
    let places: Vec<Row<'_>> =
        roads.shapes().coords().iter().step_by(3).map(|p| ([p.lng + east, p.lat + north], &crash[..])).collect();
    layer_of(LayerName::Crashes, &places)
}

fn shifts(report: &Report) -> Vec<(&str, &str)> {
    report
        .warnings
        .iter()
        .filter(|w| w.kind == WarningKind::Shifted)
        .map(|w| (w.layer.as_str(), w.text.en.as_str()))
        .collect()
}

#[test]
fn a_layer_in_gcj02_among_wgs84_is_noticed() {
    let (Some(wgs84), Some(gcj02)) = (shanghai(LayerName::Roads, "wgs84"), shanghai(LayerName::Roads, "gcj02")) else {
        return;
    };
    assert_eq!(shifts(&checked(vec![wgs84.clone(), crashes_on(&wgs84, (0.0, 0.0))])), []);
    let report = checked(vec![wgs84.clone(), crashes_on(&gcj02, (0.0, 0.0))]);
    let said = shifts(&report);
    assert!(said.len() == 1 && said[0].0 == "crashes", "{said:?}");
    assert!(said[0].1.contains("east 4") && said[0].1.contains("from roads"), "{said:?}");
    // Any constant move of a few hundred metres, not only that one; and none for a small one.
    assert_eq!(shifts(&checked(vec![wgs84.clone(), crashes_on(&wgs84, (-0.003, 0.003))])).len(), 1);
    assert_eq!(shifts(&checked(vec![wgs84.clone(), crashes_on(&wgs84, (0.0003, 0.0))])), []);
    // Routes that follow the roads' names.
    let routes = shanghai(LayerName::Routes, "gcj02").unwrap();
    let report = checked(vec![wgs84, routes]);
    assert_eq!(shifts(&report).len(), 1);
}

#[test]
fn the_same_names_a_constant_way_apart_are_noticed() {
    let names: Vec<String> = (0..30).map(|i| format!("n{i}")).collect();
    let spread = |i: usize| [9.5 + (i * 37 % 30) as f64 * 0.001, 47.1 + (i * 17 % 30) as f64 * 0.001];
    let apart = |east: f64, north: f64| {
        let values: Vec<_> = names.iter().map(|n| [("name", n.as_str()), ("kind", "other")]).collect();
        let one: Vec<Row<'_>> = values.iter().enumerate().map(|(i, v)| (spread(i), &v[..])).collect();
        let two: Vec<Row<'_>> =
            values.iter().enumerate().map(|(i, v)| ([spread(i)[0] + east, spread(i)[1] + north], &v[..])).collect();
        checked(vec![layer_of(LayerName::Facilities, &one), layer_of(LayerName::Venues, &two)])
    };
    assert_eq!(shifts(&apart(0.0, 0.0)), []);
    assert_eq!(shifts(&apart(0.02, 0.0)), []);
    let report = apart(0.005, -0.002);
    assert_eq!(shifts(&report).len(), 1);
    assert!(
        shifts(&report)[0].1.starts_with("all of venues lies about 440 m from facilities"),
        "{:?}",
        shifts(&report)
    );
}
