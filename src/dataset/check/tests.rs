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

/// Hydrants around Vaduz, so many of each hundred with longitude and latitude swapped.
fn hydrants(swapped_of_100: u32) -> Layer {
    let at = |i: u32| [9.5 + f64::from(i % 10) * 0.002, 47.1 + f64::from(i / 10) * 0.002];
    let turned = |[x, y]: [f64; 2]| [y, x];
    let places: Vec<Row<'_>> =
        (0..100).map(|i| (if i < swapped_of_100 { turned(at(i)) } else { at(i) }, &[][..])).collect();
    layer_of(LayerName::Hydrants, &places)
}

/// Thirty roads there.
fn roads() -> Layer {
    let mut b = LayerBuilder::new(LayerName::Roads, "roads.geojson");
    let class = b.slot("class");
    for i in 0..30 {
        let x = 9.5 + f64::from(i) * 0.001;
        let line = [vec![[x, 47.1], [x, 47.11]]];
        assert!(b.push(i as u32 + 1, RawGeometry::Lines(&line), &[(class, RawValue::Text("primary"))]));
    }
    b.finish().0
}

#[test]
fn swapped_rows_are_noticed_however_many_there_are() {
    for n in [1, 5, 33] {
        let report = checked(vec![hydrants(n)]);
        assert_eq!(rows(&report, "hydrants", WarningKind::Swapped), (1..=n).collect::<Vec<_>>(), "{n} of 100");
        assert_eq!(report.layers["hydrants"].warning_counts.len(), 1);
    }
    // Most or all of a layer: the others say which way round it is; where there is one other, its lines do.
    for n in [60, 100] {
        let report = checked(vec![hydrants(n), roads()]);
        assert_eq!(rows(&report, "hydrants", WarningKind::Swapped).len() as u32, n);
        assert!(!report.layers.contains_key("roads") && report.warnings.is_empty(), "{:?}", report.warnings);
    }
    // A city whose longitudes are its latitudes: nothing can be told, and nothing is.
    let v = [("kind", "other")];
    let places: Vec<Row<'_>> =
        (0..100).map(|i| ([30.5 + f64::from(i % 10) * 0.02, 30.5 + f64::from(i / 10) * 0.02], &v[..])).collect();
    assert!(checked(vec![layer_of(LayerName::Venues, &places)]).layers.is_empty());
}

#[test]
fn a_layer_of_few_is_held_against_the_city() {
    let stations: Vec<Row<'_>> =
        [[9.5, 47.1], [9.52, 47.11], [9.6, 47.2], [0.0, 0.0], [8.5, 47.4]].map(|at| (at, &[][..])).into();
    let report = checked(vec![hydrants(0), layer_of(LayerName::FireStations, &stations)]);
    assert_eq!(rows(&report, "fire_stations", WarningKind::Outlier), [4, 5]);
    assert!(report.layers["fire_stations"].warnings[1].text.en.ends_with("from the rest of the city"));
    // By itself it is no city.
    assert!(checked(vec![layer_of(LayerName::FireStations, &stations)]).layers.is_empty());
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
fn what_has_no_name_is_twice_only_in_the_same_place() {
    let fuel = |name| [("kind", "fuel_station"), ("name", name)];
    let report = checked(vec![
        layer_of(
            LayerName::Hydrants,
            &[([9.5, 47.1], &[]), ([9.51, 47.1], &[]), ([9.5, 47.1], &[]), ([9.500_05, 47.1], &[])],
        ),
        layer_of(
            LayerName::Facilities,
            &[
                ([9.5, 47.1], &fuel("")),
                ([9.5, 47.1], &fuel("A")),
                ([9.5, 47.1], &[("kind", "works")]),
                ([9.5, 47.1], &fuel("")),
            ],
        ),
        layer_of(LayerName::Residents, &[([9.5, 47.1], &[("persons", "3")]), ([9.5, 47.1], &[("persons", "4")])]),
    ]);
    assert_eq!(rows(&report, "hydrants", WarningKind::Duplicate), [3]);
    assert_eq!(rows(&report, "facilities", WarningKind::Duplicate), [4]);
    assert_eq!(rows(&report, "residents", WarningKind::Duplicate), [] as [u32; 0]);
}

#[test]
fn a_crash_twice_is_noticed() {
    let crash = |id, at, severity| [("id", id), ("at", at), ("severity", severity)];
    let (a, b) = (crash("a", "2024-01-02T03:04", "slight"), crash("b", "2024-01-02T03:04", "slight"));
    let (c, d) = (crash("c", "2024-01-02T03:04", "fatal"), crash("d", "2024-01-02T03:05", "slight"));
    let days = [crash("e", "2024-01-02", "slight"), crash("f", "2024-01-02", "slight")];
    let report = checked(vec![layer_of(
        LayerName::Crashes,
        &[
            ([9.5, 47.1], &a),
            ([9.5, 47.1], &c),
            ([9.5, 47.1], &d),
            ([9.5, 47.1], &b),
            ([9.5, 47.1], &days[0]),
            ([9.5, 47.1], &days[1]),
        ],
    )]);
    assert_eq!(rows(&report, "crashes", WarningKind::Duplicate), [4]);
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

/// A part of a city: buildings at random, venues at their corners, crashes on random roads; moved by metres east.
struct Quarter {
    state: u64,
}

impl Quarter {
    /// A number from 0 to 1.
    fn next(&mut self) -> f64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 40) as f64 / (1u64 << 24) as f64
    }

    fn place(&mut self) -> [f64; 2] {
        [9.5 + self.next() * 0.06, 47.1 + self.next() * 0.04]
    }

    /// Roads, crashes on them, buildings, venues at these.
    fn layers(moved: LayerName, degrees_east: f64) -> Vec<Layer> {
        let mut random = Self { state: 7 };
        let by = |name: LayerName| if name == moved { degrees_east } else { 0.0 };
        let (mut roads, mut buildings) =
            (LayerBuilder::new(LayerName::Roads, "r"), LayerBuilder::new(LayerName::Buildings, "b"));
        let class = roads.slot("class");
        let (mut crashes, mut venues) = (Vec::new(), Vec::new());
        for i in 0..60 {
            let (a, b) = (random.place(), random.place());
            let along = |t: f64| [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
            crashes.extend([0.2, 0.5, 0.7, 0.9].map(along));
            let line = [vec![a, b].into_iter().map(|p| [p[0] + by(LayerName::Roads), p[1]]).collect()];
            roads.push(i + 1, RawGeometry::Lines(&line), &[(class, RawValue::Text("primary"))]);
        }
        for i in 0..500 {
            let [x, y] = random.place();
            if i % 3 == 0 {
                venues.push([x, y]);
            }
            let east = by(LayerName::Buildings);
            let ring = [[x, y], [x + 4e-4, y], [x + 4e-4, y + 3e-4], [x, y + 3e-4], [x, y]];
            let polygon = [vec![ring.map(|p| [p[0] + east, p[1]]).to_vec()]];
            buildings.push(i + 1, RawGeometry::Polygons(&polygon), &[]);
        }
        let points = |name: LayerName, places: &[[f64; 2]], values: &[(&str, &str)]| {
            let rows: Vec<Row<'_>> = places.iter().map(|p| ([p[0] + by(name), p[1]], values)).collect();
            layer_of(name, &rows)
        };
        vec![
            roads.finish().0,
            buildings.finish().0,
            points(LayerName::Crashes, &crashes, &[("at", "2024-01-01"), ("severity", "slight")]),
            points(LayerName::Venues, &venues, &[("kind", "other")]),
        ]
    }
}

#[test]
fn the_layer_that_moved_is_named() {
    assert_eq!(shifts(&checked(Quarter::layers(LayerName::Venues, 0.0))), []);
    for (moved, from) in [(LayerName::Venues, "buildings"), (LayerName::Crashes, "roads")] {
        let report = checked(Quarter::layers(moved, 0.006));
        let said = shifts(&report);
        assert!(said.len() == 1 && said[0].0 == moved.code(), "{moved}: {said:?}");
        // 454 m, in steps of 25.
        let told = |m: u32| format!("all of {moved} lies about {m} m from {from} (east {m}, north 0)");
        assert!([430, 450, 480].into_iter().any(|m| said[0].1.starts_with(&told(m))), "{said:?}");
    }
    // Five layers of which two agree with each other and all but one with the roads: the roads are believed.
    let mut layers = Quarter::layers(LayerName::Crashes, 0.006);
    let crash_places: Vec<[f64; 2]> =
        Quarter::layers(LayerName::Crashes, 0.0)[2].shapes().coords().iter().map(|p| [p.lng, p.lat]).collect();
    let hydrants: Vec<Row<'_>> = crash_places.iter().map(|p| (*p, &[][..])).collect();
    layers.push(layer_of(LayerName::Hydrants, &hydrants));
    let report = checked(layers);
    assert!(shifts(&report).len() == 1 && shifts(&report)[0].1.contains("2 layers lie alike"), "{:?}", shifts(&report));
}

#[test]
fn what_cannot_be_judged_is_known() {
    let mut city = City::new(Manifest::default());
    Quarter::layers(LayerName::Venues, 0.0).into_iter().for_each(|layer| city.insert(layer));
    city.insert(layer_of(LayerName::FireStations, &[([9.5, 47.1], &[])]));
    assert_eq!(unjudged_for_shift(&city), [LayerName::FireStations]);
}
