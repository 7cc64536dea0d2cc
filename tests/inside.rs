//! What is inside an area: against a twin that looks at every row with `geo`, against sums by hand, against GeographicLib.

mod demo;

use geo::{Distance, Euclidean, Geometry, Intersects, LineString, MultiLineString, MultiPolygon, Point, Polygon};
use riskmap::domain::{Layer, LayerName, Level, ShapeKind};
use riskmap::engine::*;
use riskmap::risk::ledger::{Late, State};
use riskmap::units::{LngLat, LngLatBox};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const MIDDLE: LngLat = LngLat::new(112.2968, 30.9203);

fn at(points: &[(f64, f64)]) -> Vec<LngLat> {
    points.iter().map(|(lng, lat)| LngLat::new(*lng, *lat)).collect()
}

fn ask(engine: &mut Engine, area: &Area, limit: u32) -> Result<InsideTable, EngineError> {
    let query = InsideQuery { area: area.clone(), as_of: None, limit, crashes: Default::default() };
    match engine.handle(Request::Inside(query))? {
        Reply::Inside(table) => Ok(*table),
        other => panic!("{other:?}"),
    }
}

/// Areas of every kind in the middle of the demo city.
fn areas() -> Vec<Area> {
    vec![
        Area::Box(LngLatBox { west: 112.27, south: 30.9, east: 112.32, north: 30.94 }),
        Area::Lasso(at(&[(112.26, 30.90), (112.33, 30.895), (112.30, 30.92), (112.335, 30.95), (112.27, 30.945)])),
        Area::Circle { at: MIDDLE, radius_m: 1_500.0 },
        Area::Circle { at: MIDDLE, radius_m: 40.0 },
        Area::Along { line: at(&[(112.22, 30.88), (112.2968, 30.9203), (112.36, 30.92)]), within_m: 300.0 },
        Area::District("990102".to_owned()),
    ]
}

/// A row's shape, in whatever coordinates `place` gives.
fn shape(layer: &Layer, row: usize, place: Place<'_>) -> Option<Geometry> {
    let shape = layer.shapes().get(row);
    let line = |part: &[LngLat]| part.iter().map(|p| place(*p)).collect::<LineString>();
    Some(match shape.kind() {
        ShapeKind::None => return None,
        ShapeKind::Point => Geometry::Point(Point::from(place(shape.coords()[0]))),
        ShapeKind::Line => {
            Geometry::MultiLineString(MultiLineString::new(shape.parts().map(|(p, _)| line(p)).collect()))
        }
        ShapeKind::Polygon => {
            let mut members: Vec<(LineString, Vec<LineString>)> = Vec::new();
            for (ring, hole) in shape.parts() {
                match members.last_mut().filter(|_| hole) {
                    Some((_, holes)) => holes.push(line(ring)),
                    None => members.push((line(ring), Vec::new())),
                }
            }
            Geometry::MultiPolygon(MultiPolygon::new(members.into_iter().map(|(o, h)| Polygon::new(o, h)).collect()))
        }
    })
}

/// How positions become numbers.
type Place<'a> = &'a dyn Fn(LngLat) -> (f64, f64);

/// Whether an area holds or touches something, asked of `geo`.
fn holds(open: &Open, area: &Area, own: &dyn Fn(Place<'_>) -> Option<Geometry>) -> bool {
    let degrees: Place<'_> = &|p: LngLat| (p.lng, p.lat);
    let metres: Place<'_> = &|p: LngLat| {
        let xy = open.plane().xy(p);
        (xy.x, xy.y)
    };
    let ring = |ring: &[LngLat]| Polygon::new(ring.iter().map(|p| degrees(*p)).collect(), Vec::new());
    let near = |to: Geometry, m: f64| own(metres).is_some_and(|own| Euclidean.distance(&own, &to) <= m);
    match area {
        Area::Box(b) => {
            let corners = at(&[(b.west, b.south), (b.east, b.south), (b.east, b.north), (b.west, b.north)]);
            own(degrees).is_some_and(|own| own.intersects(&ring(&corners)))
        }
        Area::Lasso(corners) => own(degrees).is_some_and(|own| own.intersects(&ring(corners))),
        Area::Circle { at, radius_m } => near(Geometry::Point(metres(*at).into()), *radius_m),
        Area::Along { line, within_m } => {
            near(Geometry::LineString(line.iter().map(|p| metres(*p)).collect()), *within_m)
        }
        Area::District(id) => {
            let districts = open.city().layer(LayerName::Districts).unwrap();
            let district = shape(districts, districts.row_of(id).unwrap(), degrees).unwrap();
            own(degrees).is_some_and(|own| own.intersects(&district))
        }
    }
}

/// Rows of a layer inside an area, each asked of `geo`.
fn twin(open: &Open, layer: &Layer, area: &Area) -> BTreeSet<String> {
    let inside = |row: &usize| holds(open, area, &|place| shape(layer, *row, place));
    (0..layer.len()).filter(inside).map(|row| layer.id(row).to_owned()).collect()
}

/// The rows of a table, each by column.
fn rows_of(file: NamedBytes) -> Vec<BTreeMap<String, String>> {
    let text = String::from_utf8(file.bytes).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn every_kind_of_area_holds_what_looking_at_every_row_finds() {
    let mut engine = demo::lanchuan();
    for area in areas() {
        let table = ask(&mut engine, &area, u32::MAX).unwrap();
        let open = engine.open().unwrap();
        for of in table.layers.iter().filter(|of| of.layer != LayerName::Dangers) {
            let layer = open.city().layer(of.layer).unwrap();
            let found: BTreeSet<String> = of.rows.iter().map(|hit| hit.id.clone()).collect();
            assert_eq!((found.len(), of.rows.len()), (of.count as usize, of.count as usize), "{}: each once", of.layer);
            assert_eq!(found, twin(open, layer, &area), "{} in {area:?}", of.layer);
            // Lists of kinds, levels and severities are of the same rows.
            for counts in [of.kinds.iter().map(|k| k.count).sum::<u32>(), of.levels.iter().map(|l| l.dynamic).sum()] {
                assert!(counts == of.count || counts == 0, "{}: {counts} of {}", of.layer, of.count);
            }
            let dry = |id: &String| layer.flag(layer.row_of(id).unwrap(), "working") == Some(false);
            if of.layer == LayerName::Hydrants {
                assert_eq!(of.troubled as usize, found.iter().filter(|id| dry(id)).count());
            }
        }
        let venues = open.city().layer(LayerName::Venues).unwrap();
        let inside = twin(open, venues, &area);
        let sum = |field| inside.iter().filter_map(|id| venues.number(venues.row_of(id).unwrap(), field)).sum::<f64>();
        let people = table.people.unwrap();
        assert!(
            (people.venue_day - sum("people_day")).abs() < 1e-6
                && (people.venue_night - sum("people_night")).abs() < 1e-6
        );
        let says = |id: &&String, field| venues.number(venues.row_of(id).unwrap(), field).is_some();
        let unknown = inside.iter().filter(|id| !says(id, "people_day") && !says(id, "people_night")).count();
        assert_eq!(people.unknown as usize, unknown);
        assert!(people.by_day() >= people.venue_day && people.residents_day.is_some());
    }
}

#[test]
fn open_dangers_inside_are_those_of_the_ledger_whose_place_is() {
    let mut engine = demo::lanchuan();
    let filter = LedgerFilter { group: Some(LedgerGroup::Open), ..LedgerFilter::default() };
    let ledger = Request::Ledger(LedgerQuery { as_of: None, filter, limit: u32::MAX });
    let Ok(Reply::Ledger(ledger)) = engine.handle(ledger) else { panic!() };
    let mut some = 0;
    for area in areas() {
        let table = ask(&mut engine, &area, u32::MAX).unwrap();
        let inside: BTreeSet<&str> = table.layers.iter().flat_map(|of| &of.rows).map(|hit| &*hit.id).collect();
        let of = table.of(LayerName::Dangers).unwrap();
        let found: BTreeSet<&str> = of.rows.iter().map(|hit| &*hit.id).collect();
        // In the demo city a danger is at a facility or venue, or has a place of its own.
        let open = engine.open().unwrap();
        let expected = ledger.rows.iter().filter(|row| match (&row.target, row.at) {
            (Some(target), _) => inside.contains(&*target.id),
            (None, Some(at)) => holds(open, &area, &|place| Some(Geometry::Point(place(at).into()))),
            (None, None) => false,
        });
        let expected: BTreeSet<&str> = expected.map(|row| &*row.id).collect();
        assert_eq!(found, expected, "{area:?}");
        let overdue = |id: &&&str| {
            let row = ledger.rows.iter().find(|row| row.id == **id).unwrap();
            matches!(row.late, Late::Days(_)) && row.state != State::Closed
        };
        assert_eq!(of.troubled as usize, found.iter().filter(overdue).count());
        some += of.troubled;
    }
    assert!(some > 0, "a test that finds none tests nothing");
}

#[test]
fn the_worst_stands_first_and_the_file_holds_all() {
    let mut engine = demo::lanchuan();
    let area = Area::Circle { at: MIDDLE, radius_m: 1_500.0 };
    let short = ask(&mut engine, &area, 3).unwrap();
    let whole = ask(&mut engine, &area, u32::MAX).unwrap();
    for (short, whole) in short.layers.iter().zip(&whole.layers) {
        assert_eq!((short.count, &short.kinds, &short.levels), (whole.count, &whole.kinds, &whole.levels));
        assert_eq!(short.rows.len(), whole.rows.len().min(3));
    }
    let query = InsideQuery { area, as_of: None, limit: 3, crashes: Default::default() };
    let save = Request::Export { table: Export::Inside(query), on: "2026-11-26".to_owned() };
    let Ok(Reply::File(file)) = engine.handle(save) else { panic!() };
    assert_eq!(file.name, "inside.csv");
    let rows = rows_of(file);
    assert_eq!(rows.len(), whole.layers.iter().map(|of| of.count as usize).sum::<usize>());
    let of = |layer: &str, column: &str| -> Vec<String> {
        rows.iter().filter(|row| row["layer"] == layer).map(|row| row[column].clone()).collect()
    };
    let day: f64 = of("venues", "people_day").iter().filter_map(|n| n.parse::<f64>().ok()).sum();
    assert!((day - whole.people.unwrap().venue_day).abs() < 0.5 * rows.len() as f64);
    // Red, orange, yellow, blue, unrated: as the counts say, in that order.
    let levels = of("facilities", "level");
    let counted = &whole.of(LayerName::Facilities).unwrap().levels;
    let expected: Vec<String> =
        counted.iter().flat_map(|of| std::iter::repeat_n(of.level.code().to_owned(), of.dynamic as usize)).collect();
    assert_eq!(levels, expected);
    assert_eq!(counted.first().map(|of| of.level), Some(Level::Red));
    let listed: Vec<_> = whole
        .of(LayerName::Facilities)
        .unwrap()
        .rows
        .iter()
        .filter_map(|hit| Some(hit.level?.code().to_owned()))
        .collect();
    assert_eq!(listed, expected, "each listed facility has its own level");
    assert_eq!(short.of(LayerName::Facilities).unwrap().rows.len(), 3);
    assert!(whole.of(LayerName::Crashes).unwrap().rows.iter().all(|hit| hit.level.is_none()));
    assert!(
        rows.iter().all(|row| row["area"] == "circle 112.2968 30.9203 radius_m 1500" && row["as_of"] == "2026-03-03")
    );
    assert!(of("crashes", "severity").windows(2).all(|pair| pair[0] == pair[1] || pair[0] != "damage_only"));
}

#[test]
fn a_shape_that_encloses_nothing_is_refused_in_a_sentence() {
    let mut engine = demo::lanchuan();
    let circle = |radius_m| Area::Circle { at: MIDDLE, radius_m };
    let line = at(&[(112.2, 30.9), (112.3, 30.9)]);
    let refused = [
        (Area::Lasso(at(&[(112.2, 30.9), (112.3, 30.9)])), BadArea::FewCorners),
        (Area::Lasso(at(&[(112.2, 30.9), (112.3, 30.9), (112.2, 30.9)])), BadArea::FewCorners),
        (Area::Lasso(at(&[(112.2, 30.9), (112.3, 30.9), (112.4, 30.9)])), BadArea::Empty),
        (Area::Lasso(at(&[(112.2, 30.9), (112.3, 31.0), (112.3, 30.9), (112.2, 31.0)])), BadArea::CrossesItself),
        (Area::Lasso(at(&[(112.25, 30.5), (112.5, 30.75), (112.75, 31.0)])), BadArea::CrossesItself),
        (Area::Lasso(at(&[(112.2, 30.9), (f64::NAN, 31.0), (112.3, 30.9)])), BadArea::Nowhere),
        (Area::Box(LngLatBox { west: 112.2, south: 30.9, east: 112.2, north: 31.0 }), BadArea::Empty),
        (Area::Box(LngLatBox { west: 112.3, south: 30.9, east: 112.2, north: 31.0 }), BadArea::Empty),
        (circle(0.0), BadArea::Reach(0.0)),
        (circle(-5.0), BadArea::Reach(-5.0)),
        (circle(1_000_000.0), BadArea::Reach(1_000_000.0)),
        (Area::Along { line: at(&[(112.2, 30.9), (112.2, 30.9)]), within_m: 100.0 }, BadArea::NoLine),
        (Area::Along { line: line.clone(), within_m: 0.0 }, BadArea::Reach(0.0)),
        (Area::Lasso(vec![MIDDLE; 1_001]), BadArea::ManyCorners(1_001)),
    ];
    for (area, why) in refused {
        assert_eq!(ask(&mut engine, &area, 1).err(), Some(EngineError::Area(why)), "{area:?}");
        assert!(!why.says().zh.is_empty() && why.says().en.ends_with('.'));
    }
    let not_a_number = ask(&mut engine, &circle(f64::NAN), 1);
    assert!(matches!(not_a_number, Err(EngineError::Area(BadArea::Reach(_)))), "{not_a_number:?}");
    let nowhere = ask(&mut engine, &Area::District("none".to_owned()), 1);
    assert!(matches!(nowhere, Err(EngineError::NotThere(_))), "{nowhere:?}");
    assert_eq!(ask(&mut Engine::new(), &circle(500.0), 1).err(), Some(EngineError::NoCity));
    // The circle that nothing lies in is an answer, not an error.
    let sea = ask(&mut engine, &Area::Circle { at: LngLat::new(-30.0, 10.0), radius_m: 500.0 }, 9).unwrap();
    assert!(sea.layers.iter().all(|of| of.count == 0));
}

/// Numbers of GeographicLib; the script beside them says how.
fn reference() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/geodesic/geodesic.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn position(of: &Value) -> LngLat {
    LngLat::new(of[0].as_f64().unwrap(), of[1].as_f64().unwrap())
}

fn corners(of: &Value) -> Vec<LngLat> {
    of["corners"].as_array().unwrap().iter().map(position).collect()
}

fn measure(points: Vec<LngLat>) -> Measured {
    match Engine::new().handle(Request::Measure(points)) {
        Ok(Reply::Measured(measured)) => measured,
        other => panic!("{other:?}"),
    }
}

#[test]
fn lengths_and_areas_are_those_of_geographiclib() {
    let reference = reference();
    for of in reference["lengths"].as_array().unwrap() {
        let measured = measure(vec![position(&of["from"]), position(&of["to"])]);
        assert!((measured.length_m() - of["m"].as_f64().unwrap()).abs() < 1e-6, "{measured:?}");
        assert_eq!((measured.closing_m, measured.area_m2), (0.0, None));
    }
    // The library's own documentation says this of Wellington and Salamanca.
    assert!((reference["lengths"][0]["m"].as_f64().unwrap() - 19_959_679.267).abs() < 1e-3);
    for of in reference["rings"].as_array().unwrap() {
        let measured = measure(corners(of));
        let perimeter_m = measured.length_m() + measured.closing_m;
        assert!((perimeter_m - of["perimeter_m"].as_f64().unwrap()).abs() < 1e-6, "{measured:?}");
        let (found, exact) = (measured.area_m2.unwrap(), of["area_m2"].as_f64().unwrap());
        assert!((found / exact - 1.0).abs() < 1e-9, "{found} {exact}");
        let backwards = measure(corners(of).into_iter().rev().collect());
        assert!((backwards.area_m2.unwrap() / exact - 1.0).abs() < 1e-9, "clockwise: {backwards:?}");
    }
    let bow_tie = at(&[(112.0, 30.0), (112.1, 30.1), (112.1, 30.0), (112.0, 30.1)]);
    assert_eq!(measure(bow_tie).area_m2, None, "nobody knows what is inside");
    assert_eq!(measure(vec![MIDDLE]).legs_m, Vec::<f64>::new());
    let refused = Engine::new().handle(Request::Measure(at(&[(200.0, 30.0)])));
    assert_eq!(refused, Err(EngineError::Area(BadArea::Nowhere)));
}

#[test]
fn an_areas_size_is_that_of_the_ellipsoid() {
    let mut engine = demo::lanchuan();
    let reference = reference();
    for of in reference["straight"].as_array().unwrap() {
        let found = ask(&mut engine, &Area::Lasso(corners(of)), 1).unwrap().area_m2;
        let exact = of["area_m2"].as_f64().unwrap();
        assert!((found / exact - 1.0).abs() < 1e-6, "{found} {exact}");
        let backwards = Area::Lasso(corners(of).into_iter().rev().collect());
        let found = ask(&mut engine, &backwards, 1).unwrap().area_m2;
        assert!((found / exact - 1.0).abs() < 1e-6, "clockwise: {found} {exact}");
    }
    for of in reference["circles"].as_array().unwrap() {
        let (at, radius_m) = (position(&of["at"]), of["radius_m"].as_f64().unwrap());
        let exact = of["area_m2"].as_f64().unwrap();
        let found = ask(&mut engine, &Area::Circle { at, radius_m }, 1).unwrap().area_m2;
        assert!((found / exact - 1.0).abs() < 1e-6, "{found} {exact}");
        // A line as short as a step: the same circle, of an outline that is cut short by less than a thousandth.
        let line = vec![at, LngLat::new(at.lng + 1e-6, at.lat)];
        let along = ask(&mut engine, &Area::Along { line, within_m: radius_m }, 1).unwrap().area_m2;
        assert!((along / exact - 1.0).abs() < 4e-3, "{along} {exact}");
    }
    // A box by the closed form of a zone between two parallels, on the sphere of the same area: R² Δλ (sin β₂ − sin β₁).
    let b = LngLatBox { west: 112.0, south: 30.5, east: 112.6, north: 31.1 };
    let e2 = 0.006_694_379_990_141_317_f64;
    let e = e2.sqrt();
    let q = |lat: f64| {
        let s = lat.to_radians().sin();
        (1.0 - e2) * (s / (1.0 - e2 * s * s) + (e * s).atanh() / e)
    };
    let exact = 6_378_137.0_f64.powi(2) / 2.0 * 0.6_f64.to_radians() * (q(31.1) - q(30.5));
    let found = ask(&mut engine, &Area::Box(b), 1).unwrap().area_m2;
    assert!((found / exact - 1.0).abs() < 1e-7, "{found} {exact}");
}

#[test]
fn hazards_outside_are_told_of_which_a_ring_reaches_in() {
    let mut engine = demo::lanchuan();
    let query = ConflictsQuery { district: None, limit: 400, ..ConflictsQuery::default() };
    let Ok(Reply::Conflicts(conflicts)) = engine.handle(Request::Conflicts(query)) else { panic!() };
    let venues = conflicts.rows.iter().filter(|row| row.site.feature.layer == LayerName::Venues);
    let (mut told, mut rings) = (0, 0);
    for row in venues.step_by(25).take(8) {
        let area = Area::Circle { at: row.site.at, radius_m: 1.0 };
        let reached = ask(&mut engine, &area, u32::MAX).unwrap().reached_by.unwrap();
        assert_eq!(reached.count as usize, reached.rings.len());
        // Whoever stands too near to a hazard stands inside one of its rings.
        let found = reached.rings.iter().find(|ring| ring.hazard.feature == row.hazard.feature);
        let found = found.unwrap_or_else(|| panic!("{} beside {}", row.hazard.id, row.site.id));
        let distance_m = found.hazard.distance_m.unwrap();
        assert!((distance_m - row.conflict.distance_m).abs() < 1.5, "{distance_m} of {:?}", row.conflict);
        let grave = |level: Option<Level>| level.unwrap_or(Level::Unrated);
        assert!(grave(found.level) <= grave(row.conflict.level), "the gravest: {found:?}, {:?}", row.conflict);
        told += 1;
        for ring in &reached.rings {
            assert!(ring.hazard.distance_m.is_some_and(|m| m > 0.0 && m < ring.radius_m), "{ring:?}");
            let why = Request::Why { of: ring.hazard.feature, as_of: None };
            let Ok(Reply::Why(why)) = engine.handle(why) else { panic!() };
            assert!(why.rings.iter().any(|of| of.says == ring.says && of.radius_m.low == ring.radius_m), "{ring:?}");
            rings += 1;
        }
        let deep = |ring: &ReachingRing| ring.radius_m - ring.hazard.distance_m.unwrap();
        let order = |ring: &ReachingRing| ring.level.unwrap_or(Level::Unrated);
        assert!(reached.rings.is_sorted_by(|a, b| order(a) < order(b) || order(a) == order(b) && deep(a) >= deep(b)));
        let first = ask(&mut engine, &area, 1).unwrap().reached_by.unwrap();
        assert_eq!((first.count, &first.rings[..]), (reached.count, &reached.rings[..1]));
    }
    assert!(told > 3 && rings >= told);
    // Far from everything nothing reaches.
    let nowhere = Area::Circle { at: LngLat::new(113.5, 30.0), radius_m: 100.0 };
    assert_eq!(ask(&mut engine, &nowhere, 9).unwrap().reached_by, Some(ReachedBy::default()));
}
