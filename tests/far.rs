//! Distances in data that reach far beyond a city, against geodesics of the ellipsoid.

use geo::{Distance, Geodesic, Point};
use riskmap::domain::{LayerName, Shapes};
use riskmap::engine::*;
use riskmap::spatial::{Index, Plane, Probe};
use riskmap::surface::Breaks;
use riskmap::units::LngLat;

fn geodesic_m(a: LngLat, b: LngLat) -> f64 {
    Geodesic.distance(Point::new(a.lng, a.lat), Point::new(b.lng, b.lat))
}

/// Honolulu, Philadelphia, St Louis, Kansas City, and a place on the central meridian of a plane over all of them.
const FAR: [LngLat; 5] = [
    LngLat { lng: -157.858, lat: 21.307 },
    LngLat { lng: -75.165, lat: 39.953 },
    LngLat { lng: -90.199, lat: 38.627 },
    LngLat { lng: -94.578, lat: 39.1 },
    LngLat { lng: -112.0, lat: 44.0 },
];

fn plane() -> Plane {
    Plane::centred_on(LngLat::new(-112.0, 44.0))
}

/// A lattice of places around one, about 40 km across.
fn around(at: LngLat) -> Vec<LngLat> {
    let step = |n: i32| f64::from(n) * 0.023;
    (-8..=8).flat_map(|i| (-8..=8).map(move |j| LngLat::new(at.lng + step(i), at.lat + step(j) * 0.8))).collect()
}

#[test]
fn points_far_away_are_as_near_as_on_the_ground() {
    let plane = plane();
    let mut shapes = Shapes::new();
    let mut all = Vec::new();
    for at in FAR.into_iter().flat_map(around) {
        shapes.push_point(at);
        all.push(at);
    }
    let index = Index::build(&shapes, &plane);
    for centre in FAR {
        let asked = LngLat::new(centre.lng + 0.0071, centre.lat - 0.0033);
        let probe = Probe::point(plane.xy(asked));
        for radius_m in [500.0, 4_000.0, 15_000.0] {
            let hits = index.within(&shapes, &probe, radius_m);
            // On the rim a last digit may decide; none of these lies there.
            let rows: Vec<usize> = (0..all.len()).filter(|row| geodesic_m(asked, all[*row]) <= radius_m).collect();
            let mut found: Vec<usize> = hits.iter().map(|hit| hit.row as usize).collect();
            found.sort_unstable();
            assert_eq!(found, rows, "{centre:?} {radius_m}");
            for hit in hits {
                let truth = geodesic_m(asked, all[hit.row as usize]);
                assert!((hit.distance_m / truth - 1.0).abs() < 3e-4, "{centre:?}: {} for {truth}", hit.distance_m);
            }
        }
        let mut truth: Vec<(f64, u32)> =
            all.iter().enumerate().map(|(i, at)| (geodesic_m(asked, *at), i as u32)).collect();
        truth.sort_by(|a, b| a.partial_cmp(b).unwrap());
        for k in [1, 8, 40] {
            let rows: Vec<u32> = index.nearest(&shapes, &probe, k).iter().map(|hit| hit.row).collect();
            let wanted: Vec<u32> = truth[..k].iter().map(|(_, row)| *row).collect();
            assert_eq!(rows, wanted, "{centre:?} {k}");
        }
    }
}

/// The least geodesic between points strewn densely over two segments: an upper bound that is near.
fn least_between(a: [LngLat; 2], b: [LngLat; 2]) -> f64 {
    let along = |[from, to]: [LngLat; 2], n: i32| {
        let t = f64::from(n) / 200.0;
        LngLat::new(from.lng + (to.lng - from.lng) * t, from.lat + (to.lat - from.lat) * t)
    };
    let places = |s| (0..=200).map(move |n| along(s, n));
    places(a).flat_map(|p| places(b).map(move |q| geodesic_m(p, q))).fold(f64::INFINITY, f64::min)
}

#[test]
fn lines_far_away_are_as_near_as_on_the_ground() {
    let plane = plane();
    for at in FAR {
        let place = |east: f64, north: f64| LngLat::new(at.lng + east, at.lat + north);
        let line = [place(0.0, 0.0), place(0.03, 0.02)];
        let others = [[place(0.05, 0.0), place(0.06, 0.05)], [place(-0.01, 0.03), place(0.02, 0.06)]];
        let mut shapes = Shapes::new();
        for other in others {
            shapes.push_line(&[other.to_vec()]);
        }
        let index = Index::build(&shapes, &plane);
        let probe = Probe::line(vec![plane.xys(&line)]);
        let mut hits = index.within(&shapes, &probe, 10_000.0);
        hits.sort_by_key(|hit| hit.row);
        assert_eq!(hits.len(), 2, "{at:?}");
        for hit in &hits {
            let truth = least_between(line, others[hit.row as usize]);
            assert!((hit.distance_m / truth - 1.0).abs() < 3e-4, "{at:?}: {} for {truth}", hit.distance_m);
        }
        // A radius between the two tells them apart.
        let (near, far) = (hits[0].distance_m.min(hits[1].distance_m), hits[0].distance_m.max(hits[1].distance_m));
        assert_eq!(index.within(&shapes, &probe, (near + far) / 2.0).len(), 1);
        let asked = place(0.08, 0.03);
        let on = index.nearest_line(&shapes, plane.xy(asked), 3_000.0).unwrap();
        let truth = least_between([asked, asked], others[on.row as usize]);
        assert!((on.distance_m / truth - 1.0).abs() < 3e-4, "{at:?}: {} for {truth}", on.distance_m);
    }
}

#[test]
fn the_scale_is_what_the_ellipsoid_says() {
    let plane = plane();
    for east in [0.5, 2.0, 5.0, 10.0, 20.0, 35.0, 45.0] {
        for lat in [20.0, 40.0, 60.0] {
            let (a, b) = (LngLat::new(-112.0 + east, lat), LngLat::new(-112.0 + east + 0.001, lat + 0.001));
            let (on_plane, truth) = (plane.xy(a).distance_m(plane.xy(b)), geodesic_m(a, b));
            let scale = plane.scale_at(plane.xy(a));
            assert!((on_plane / truth / scale - 1.0).abs() < 2e-5, "{east} {lat}: {} {scale}", on_plane / truth);
        }
    }
}

const MANIFEST: &str =
    r#"{"schema":"riskmap/1","name":{"zh":"甲","en":"A"},"as_of":"2024-06-30","layers":{"venues":{"href":"v.csv"}}}"#;

fn open(venues: &str) -> Engine {
    let mut engine = Engine::new();
    let files = [("city.json", MANIFEST), ("v.csv", venues)];
    let files = files.map(|(name, text)| NamedBytes { name: name.to_owned(), bytes: text.into() });
    assert!(matches!(engine.handle(Request::Open(files.into())), Ok(Reply::Opened(_))));
    engine
}

fn ask_density(bandwidth_m: f64) -> DensityQuery {
    let layer = LayerName::Venues;
    DensityQuery { layer, weight: None, bandwidth_m, breaks: Breaks::Pretty, crashes: Default::default() }
}

fn density_at(engine: &mut Engine, at: LngLat, bandwidth_m: f64) -> f64 {
    match engine.handle(Request::DensityAt { query: ask_density(bandwidth_m), at }) {
        Ok(Reply::DensityAt(found)) => found.per_km2,
        other => panic!("{other:?}"),
    }
}

fn surface(engine: &mut Engine, bandwidth_m: f64) -> Result<DensitySurface, EngineError> {
    match engine.handle(Request::Density(ask_density(bandwidth_m)))? {
        Reply::Density(surface) => Ok(*surface),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_density_far_away_is_per_km2_of_the_ground() {
    let rows = FAR.into_iter().flat_map(around).enumerate();
    let rows = rows.map(|(i, at)| format!("{i},{},{},hotel\n", at.lng, at.lat));
    let mut engine = open(&format!("id,lon,lat,kind\n{}", rows.collect::<String>()));
    for centre in FAR {
        // One point stands for a cell of the lattice.
        let east = LngLat::new(centre.lng + 0.023, centre.lat);
        let north = LngLat::new(centre.lng, centre.lat + 0.023 * 0.8);
        let truth = 1e6 / (geodesic_m(centre, east) * geodesic_m(centre, north));
        let found = density_at(&mut engine, centre, 10_000.0);
        assert!((found / truth - 1.0).abs() < 0.01, "{centre:?}: {found} for {truth}");
    }
    let refused = surface(&mut engine, 200.0).unwrap_err();
    assert!(
        matches!(refused, EngineError::Narrow { least_m, .. } if surface(&mut engine, least_m).is_ok()),
        "what is offered is drawn"
    );
    let drawn = surface(&mut engine, 10_000.0).unwrap();
    assert!((drawn.integral / drawn.total - 1.0).abs() < 0.02, "{} of {}", drawn.integral, drawn.total);
}

#[test]
fn one_stray_position_changes_no_figure_of_the_others() {
    let home = LngLat::new(114.05, 22.55);
    let rows = around(home).into_iter().enumerate().map(|(i, at)| format!("{i},{},{},hotel\n", at.lng, at.lat));
    let rows = rows.collect::<String>();
    let figures = |stray: &str| {
        let mut engine = open(&format!("id,lon,lat,kind\n{stray}{rows}"));
        let near = match engine.handle(Request::Density(ask_density(2_000.0))) {
            Ok(Reply::Density(surface)) => surface.max_per_km2,
            other => panic!("{other:?}"),
        };
        let of = engine.open().unwrap().lookup(LayerName::Venues, "100").unwrap();
        let card = match engine.handle(Request::Feature { of, radius_m: 6_000.0, as_of: None }) {
            Ok(Reply::Feature(card)) => card,
            other => panic!("{other:?}"),
        };
        let near_m: Vec<f64> = card.neighbours.venues.iter().filter_map(|hit| hit.distance_m).collect();
        (near, density_at(&mut engine, home, 2_000.0), near_m)
    };
    let (peak, here, near) = figures("");
    assert!(near.len() > 5);
    for stray in ["x,0,0,hotel\n", "x,-114.05,22.55,hotel\n", "x,22.55,14.05,hotel\n"] {
        let (peak_then, here_then, near_then) = figures(stray);
        assert!((here_then / here - 1.0).abs() < 1e-4, "{stray}: {here_then} for {here}");
        assert!((peak_then / peak - 1.0).abs() < 5e-3, "{stray}: {peak_then} for {peak}");
        assert_eq!(near_then.len(), near.len(), "{stray}");
        for (then, now) in near_then.iter().zip(&near) {
            assert!((then - now).abs() < 0.01, "{stray}: {then} m for {now} m");
        }
    }
}
