//! The shortest way along the roads: by hand on a small network, against a twin that relaxes every section on the demo city.

mod demo;

use riskmap::domain::{Layer, LayerName, schema};
use riskmap::engine::*;
use std::collections::HashMap;

/// A street of five sections along a parallel (a to e), a one-way way round over c (x, then y), a path beside it, and a street
/// that touches nothing.
fn village() -> Engine {
    let manifest = r#"{"schema":"riskmap/1","name":{"zh":"村","en":"village"},"as_of":"2026-01-31","layers":{
        "roads":{"href":"roads.geojson"}},"sources":[]}"#;
    let road = |id: &str, more: &str, coordinates: &str| {
        format!(
            r#"{{"type":"Feature","id":"{id}","properties":{{"class":"primary"{more}}},"geometry":{{"type":"LineString","coordinates":{coordinates}}}}}"#
        )
    };
    let along =
        |id: &str, more: &str, from: u32| road(id, more, &format!("[[112.{from:03},30.0],[112.{:03},30.0]]", from + 1));
    let roads = [
        along("a", "", 0),
        along("b", "", 1),
        along("c", r#","oneway":"reverse""#, 2),
        along("d", "", 3),
        road("x", r#","oneway":"yes""#, "[[112.002,30.0],[112.0025,30.01]]"),
        road("y", r#","oneway":"yes""#, "[[112.0025,30.01],[112.003,30.0]]"),
        road("far", "", "[[113.0,30.0],[113.001,30.0]]"),
        road("one", r#","oneway":"yes""#, "[[112.004,30.0],[112.005,30.0]]"),
        road("foot", "", "[[112.0,30.0],[112.0,30.1]]").replace("primary", "footway"),
    ];
    let roads = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, roads.join(","));
    let file = |name: &str, text: &str| NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    let mut engine = Engine::new();
    let opened = engine.handle(Request::Open(vec![file("city.json", manifest), file("roads.geojson", &roads)]));
    assert!(matches!(opened, Ok(Reply::Opened(_))), "{opened:?}");
    engine
}

fn way(engine: &mut Engine, from: &str, to: &str) -> Option<(String, Way)> {
    let row = |engine: &Engine, id| engine.open().unwrap().lookup(LayerName::Roads, id).unwrap().row;
    let (from, to) = (row(engine, from), row(engine, to));
    let Ok(Reply::Path(found)) = engine.handle(Request::Path { from, to }) else { panic!() };
    let layer = engine.open().unwrap().city().layer(LayerName::Roads).unwrap();
    found.map(|way| (way.rows.iter().map(|row| layer.id(*row as usize)).collect::<Vec<_>>().join(" "), way))
}

#[test]
fn a_way_respects_one_way_sections_or_says_that_none_does() {
    let mut engine = village();
    let mut ids = |from, to| way(&mut engine, from, to).map(|(ids, way)| (ids, way.against));
    let said = |ids: &str, against| Some((ids.to_owned(), against));
    assert_eq!(ids("a", "b"), said("a b", false));
    assert_eq!(ids("a", "d"), said("a b x y d", false), "c runs the other way");
    assert_eq!(ids("d", "a"), said("d c b a", false));
    assert_eq!(ids("d", "one"), said("d one", false));
    assert_eq!(ids("one", "d"), said("one d", true), "nobody may drive out of it that way");
    assert_eq!(ids("c", "c"), said("c", false));
    assert_eq!(ids("a", "far"), None);
    assert_eq!(ids("a", "foot"), None, "nobody drives there");
    let (_, found) = way(&mut engine, "a", "b").unwrap();
    // Two thousandths of a degree along the parallel of 30°: a cos φ / sqrt(1 − e² sin² φ) metres a radian.
    let (phi, e2) = (30.0_f64.to_radians(), 0.006_694_379_990_141_317);
    let metres = 6_378_137.0 * phi.cos() / (1.0_f64 - e2 * phi.sin().powi(2)).sqrt() * 0.002_f64.to_radians();
    assert!((found.length_m / metres - 1.0).abs() < 1e-4, "{} {metres}", found.length_m);
    let nowhere = engine.handle(Request::Path { from: 0, to: 99 });
    assert!(matches!(nowhere, Err(EngineError::NotThere(_))), "{nowhere:?}");
}

/// Lengths from one section to every other, both whole, by relaxing every section until nothing changes.
fn twin(layer: &Layer, length_m: &dyn Fn(usize) -> f64, from: usize) -> HashMap<usize, f64> {
    let driven: Vec<usize> =
        (0..layer.len()).filter(|row| layer.text(*row, "class").is_some_and(schema::is_driven)).collect();
    let sides = |row: usize| {
        let (a, b) = (layer.text(row, "from_node").unwrap(), layer.text(row, "to_node").unwrap());
        match layer.text(row, "oneway") {
            Some("yes") => vec![(a, b)],
            Some("reverse") => vec![(b, a)],
            _ => vec![(a, b), (b, a)],
        }
    };
    let mut at: HashMap<&str, f64> = sides(from).into_iter().map(|(_, end)| (end, 0.0)).collect();
    loop {
        let mut changed = false;
        for row in &driven {
            for (enter, leave) in sides(*row) {
                let Some(so_far) = at.get(enter).copied() else { continue };
                let reached = so_far + length_m(*row);
                if at.get(leave).is_none_or(|known| reached < *known - 1e-9) {
                    at.insert(leave, reached);
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    let own = length_m(from);
    let to = driven.into_iter().filter(|row| *row != from).filter_map(|row| {
        let nearest = sides(row).into_iter().filter_map(|(enter, _)| at.get(enter).copied()).min_by(f64::total_cmp)?;
        Some((row, own + nearest + length_m(row)))
    });
    to.collect()
}

#[test]
fn ways_in_the_demo_city_are_as_short_as_relaxing_every_section_finds() {
    let mut engine = demo::lanchuan();
    let (twin, rows) = {
        let open = engine.open().unwrap();
        let layer = open.city().layer(LayerName::Roads).unwrap();
        let length_m = |row: usize| {
            let xy = open.plane().xys(layer.shapes().get(row).coords());
            xy.windows(2).map(|pair| pair[0].distance_m(pair[1])).sum::<f64>()
        };
        let mut rows: Vec<(usize, f64)> = twin(layer, &length_m, 0).into_iter().collect();
        rows.sort_by_key(|(row, _)| *row);
        (rows.clone(), rows.iter().map(|(row, _)| *row).step_by(997).collect::<Vec<_>>())
    };
    assert!(rows.len() > 10);
    for row in rows {
        let Ok(Reply::Path(Some(way))) = engine.handle(Request::Path { from: 0, to: row as u32 }) else {
            panic!("{row}")
        };
        let expected = twin.iter().find(|(of, _)| *of == row).unwrap().1;
        assert!((way.length_m - expected).abs() < 1e-3, "{row}: {} {expected}", way.length_m);
        assert!(!way.against && way.rows.first() == Some(&0) && way.rows.last() == Some(&(row as u32)));
    }
}
