use super::*;
use crate::dataset::report::MAX_WARNINGS;
use crate::units::LngLat;

fn row(b: &mut LayerBuilder, n: u32, at: Position, values: &[(&str, RawValue<'_>)]) -> bool {
    let values: Vec<_> = values.iter().map(|(name, value)| (b.slot(name), *value)).collect();
    b.push(n, RawGeometry::Point(at), &values)
}

use RawValue::Text as T;

#[test]
fn a_bad_row_takes_no_good_row_with_it() {
    let mut b = LayerBuilder::new(LayerName::Venues, "venues.csv");
    assert!(row(&mut b, 1, [9.5, 47.1], &[("id", T("a")), ("kind", T("hotel")), ("beds", T("forty"))]));
    assert!(!row(&mut b, 2, [9.5, 97.1], &[("id", T("b")), ("kind", T("hotel"))]));
    assert!(!row(&mut b, 3, [f64::NAN, 47.1], &[("id", T("c")), ("kind", T("hotel"))]));
    assert!(!row(&mut b, 4, [9.5, f64::INFINITY], &[("id", T("d")), ("kind", T("hotel"))]));
    assert!(!row(&mut b, 5, [9.5, 47.1], &[("id", T("e"))]));
    assert!(row(&mut b, 6, [9.5, 47.1], &[("id", T("f")), ("kind", T("棋牌室")), ("mood", T("good"))]));
    assert!(!b.push(7, RawGeometry::Missing, &[]));
    let kind = b.slot("kind");
    assert!(!b.push(8, RawGeometry::Lines(&[vec![[9.5, 47.1], [9.6, 47.1]]]), &[(kind, T("hotel"))]));
    let (layer, report) = b.finish();
    assert!(report.adds_up());
    assert_eq!((report.read, report.kept, report.rejected_count), (8, 2, 6));
    let rejected: Vec<_> = report.rejected.iter().map(|r| (r.row, r.field.as_str(), r.found.as_str())).collect();
    assert_eq!(
        rejected,
        [
            (2, "geometry", "(9.5, 97.1)"),
            (3, "geometry", "(NaN, 47.1)"),
            (4, "geometry", "(9.5, inf)"),
            (5, "kind", ""),
            (7, "geometry", ""),
            (8, "geometry", "LineString"),
        ]
    );
    assert_eq!(layer.number(0, "beds"), None);
    assert_eq!((layer.text(1, "kind"), layer.text(1, "kind_text")), (Some("other"), Some("棋牌室")));
    assert_eq!(layer.extras(1).collect::<Vec<_>>(), [("mood", "good")]);
    let warned: Vec<_> = report.warnings.iter().map(|w| (w.kind, w.row, w.field.as_str(), w.found.as_str())).collect();
    assert_eq!(
        warned,
        [(WarningKind::ValueDropped, Some(1), "beds", "forty"), (WarningKind::UnknownKind, Some(6), "kind", "棋牌室"),]
    );
}

#[test]
fn ids_are_told_apart() {
    let mut b = LayerBuilder::new(LayerName::Venues, "v.csv");
    let hotel = [("id", T("a")), ("kind", T("hotel")), ("beds", T("40")), ("phone", T("1"))];
    assert!(row(&mut b, 1, [1.0, 2.0], &hotel));
    assert!(!row(&mut b, 2, [1.0, 2.0], &hotel));
    assert!(!row(&mut b, 3, [1.0, 2.0], &hotel[..3]));
    assert!(!row(&mut b, 4, [1.0, 2.1], &hotel));
    let (_, report) = b.finish();
    assert_eq!((report.read, report.kept, report.merged, report.rejected_count), (4, 1, 1, 2));
    assert_eq!(report.rejected[1].expected, "an id that is not used yet (it is by v.csv#1)");
}

#[test]
fn made_ids_survive_a_second_reading_and_tell_repeats_apart() {
    let build = |order: &[(&str, &str)]| {
        let mut b = LayerBuilder::new(LayerName::Crashes, "c.csv");
        for (i, (at, deaths)) in order.iter().enumerate() {
            let values = [("at", T(at)), ("severity", T("fatal")), ("deaths", T(deaths))];
            assert!(row(&mut b, i as u32 + 1, [1.0, 2.0], &values));
        }
        b.finish()
    };
    let rows = [("2024-01-01T08:00", "1"), ("2024-01-01T08:00", "2"), ("2024-01-02", "1"), ("2024-01-01 08:00", "2")];
    let (first, report) = build(&rows);
    let (second, _) = build(&[rows[2], rows[0]]);
    assert_eq!(first.id(2), second.id(0));
    assert_eq!(first.id(0), second.id(1));
    assert_eq!(first.id(1), format!("{}-2", first.id(0)));
    assert_eq!(first.id(3), format!("{}-3", first.id(0)));
    assert_eq!(report.warning_counts[&WarningKind::SameRow], 1);
    assert_eq!((report.kept, report.merged), (4, 0));
}

#[test]
fn many_rows_without_id_at_one_place_stay_quick() {
    let mut b = LayerBuilder::new(LayerName::Hydrants, "h.csv");
    for n in 0..200_000 {
        b.push(n + 1, RawGeometry::Point([1.0, 2.0]), &[]);
    }
    let (layer, report) = b.finish();
    assert_eq!((layer.len(), report.kept), (200_000, 200_000));
    assert_eq!(layer.id(199_999), format!("{}-200000", layer.id(0)));
}

#[test]
fn rings_are_closed_and_turned_and_crossings_said() {
    let mut b = LayerBuilder::new(LayerName::Built, "b.geojson");
    let clockwise_and_open = vec![vec![[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0]]];
    let bow_tie = vec![vec![[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]];
    let flat = vec![vec![[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [0.0, 0.0]]];
    assert!(b.push(1, RawGeometry::Polygons(&[clockwise_and_open]), &[]));
    assert!(b.push(2, RawGeometry::Polygons(&[bow_tie, flat.clone()]), &[]));
    assert!(!b.push(3, RawGeometry::Polygons(&[flat]), &[]));
    let (layer, report) = b.finish();
    let ring = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)].map(|(x, y)| LngLat::new(x, y));
    assert_eq!(layer.shapes().get(0).coords(), ring);
    let kinds: Vec<_> = report.warnings.iter().map(|w| (w.row, w.kind)).collect();
    assert_eq!(
        kinds,
        [(Some(1), WarningKind::RingClosed), (Some(2), WarningKind::PartDropped), (Some(2), WarningKind::SelfCrossing)]
    );
}

#[test]
fn what_it_was_before_stays_with_the_record() {
    struct Doubled;
    impl Crs for Doubled {
        fn code(&self) -> &str {
            "TEST:2"
        }
        fn lng_lat(&self, x: f64, y: f64) -> Option<LngLat> {
            (x < 100.0).then(|| LngLat::new(x / 2.0, y / 2.0))
        }
    }
    let mut b = LayerBuilder::new(LayerName::Hydrants, "h.xlsx");
    b.set_crs(Some(Box::new(Doubled)));
    b.set_file("more.xlsx");
    assert!(row(&mut b, 1, [3.0, 5.0], &[]));
    assert!(!row(&mut b, 2, [300.0, 5.0], &[]));
    b.set_bounds(Some(LngLatBox { west: 0.0, south: 0.0, east: 1.0, north: 1.0 }));
    assert!(!row(&mut b, 3, [3.0, 5.0], &[]));
    let (layer, report) = b.finish();
    assert_eq!(layer.shapes().coords(), [LngLat::new(1.5, 2.5)]);
    assert_eq!((layer.text(0, "_xy0"), layer.text(0, "_crs0")), (Some("3 5"), Some("TEST:2")));
    assert_eq!(layer.source(0), "more.xlsx#1");
    assert_eq!(report.rejected[0].expected, "coordinates in TEST:2");
    assert_eq!(report.rejected[1].expected, "inside the bounds 0, 0, 1, 1");
}

#[test]
fn rows_that_would_fit_swapped_are_said_to() {
    let said = |rows: &[Position]| {
        let mut b = LayerBuilder::new(LayerName::Hydrants, "h.csv");
        b.name_place(&["x", "y"]);
        for (i, at) in rows.iter().enumerate() {
            row(&mut b, i as u32 + 1, *at, &[]);
        }
        let report = b.finish().1;
        assert!(report.adds_up());
        let one = report.warnings.first().map(|w| (w.kind, w.field.clone(), w.text.en.clone()));
        assert_eq!(report.warnings.len(), usize::from(one.is_some()));
        one
    };
    let (kind, field, text) = said(&[[22.6, 113.9], [22.61, 113.95]]).unwrap();
    assert_eq!((kind, field.as_str()), (WarningKind::SwappedRefused, "x, y"));
    assert!(text.starts_with("2 rows were rejected for their coordinates; all of them fit if x and y"), "{text}");
    assert!(said(&[[113.9, 22.6], [22.6, 113.9], [22.6, 113.8], [22.6, 113.7]]).is_some());
    // Two typing errors, and rows that fit neither way.
    assert_eq!(said(&[[113.9, 22.6], [22.6, 113.9], [22.6, 113.8]]), None);
    assert_eq!(said(&[[22.6, 113.9], [222.6, 113.9]]), None);
    // A polygon is judged by the corner that is at fault.
    let mut b = LayerBuilder::new(LayerName::Built, "b.geojson");
    let ring = vec![vec![[22.6, 80.0], [22.6, 113.9], [22.7, 113.9], [22.6, 80.0]]];
    assert!(!b.push(1, RawGeometry::Polygons(&[ring]), &[]));
    assert_eq!(b.finish().1.warnings[0].kind, WarningKind::SwappedRefused);
}

#[test]
fn no_kind_of_warning_hides_another() {
    let mut report = LayerReport::default();
    let of = |kind| move || Warning::of_layer(kind, "venues", "v.csv", Words::default());
    for _ in 0..MAX_WARNINGS + 5 {
        report.warn(WarningKind::UnknownKind, of(WarningKind::UnknownKind));
    }
    report.warn(WarningKind::Outlier, of(WarningKind::Outlier));
    let kept = |r: &LayerReport, kind| r.warnings.iter().filter(|w| w.kind == kind).count();
    for (n, times) in [(1, 1), (2, 2)] {
        assert_eq!((kept(&report, WarningKind::UnknownKind), kept(&report, WarningKind::Outlier)), (MAX_WARNINGS, n));
        let all = times * (MAX_WARNINGS as u64 + 5);
        assert_eq!(report.more().collect::<Vec<_>>(), [(WarningKind::UnknownKind, all - MAX_WARNINGS as u64)]);
        report.absorb(report.clone());
    }
}
