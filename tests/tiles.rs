//! Tiles read back by a decoder of their own: counts add up, coordinates are the projected ones rounded down, rings are
//! wound as the format wants them, nothing leaves its tile.

mod mvt;

use mvt::{Feature, Tile, decode};
use riskmap::domain::{Layer, LayerName, Value, schema};
use riskmap::engine::{Engine, NamedBytes, Reply, Request, RowFilter, VenuesQuery};
use riskmap::spatial::tile::{BandTiles, RowLooks};
use riskmap::spatial::{Index, Plane, SpatialError, TileSource};
use riskmap::units::LngLat;
use std::collections::BTreeMap;

/// A layer with what its tiles need.
struct Served {
    layer: Layer,
    index: Index,
    tiles: TileSource,
}

impl Served {
    fn new(mut layer: Layer) -> Self {
        layer.finish();
        let centre = layer.shapes().coords().first().copied().unwrap_or_default();
        let index = Index::build(layer.shapes(), &Plane::centred_on(centre));
        Self { tiles: TileSource::build(&layer), index, layer }
    }

    fn cut(&self, z: u8, x: u32, y: u32, paint: Option<&[u8]>) -> BTreeMap<String, Tile> {
        self.cut_as((z, x, y), RowLooks { paint, ..RowLooks::default() })
    }

    fn cut_as(&self, at: (u8, u32, u32), looks: RowLooks<'_>) -> BTreeMap<String, Tile> {
        decode(&self.tiles.cut(&self.layer, &self.index, at, looks).unwrap())
    }

    /// Where a position lies at a zoom, in tiles, by the formula of the slippy map.
    fn at(p: LngLat, z: u8) -> (f64, f64) {
        let n = f64::from(z).exp2();
        let y = (1.0 - p.lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * n;
        ((p.lng + 180.0) / 360.0 * n, y)
    }
}

struct Random(u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
    /// Near 0, rarely far.
    fn clustered(&mut self) -> f64 {
        (self.unit() - 0.5) * self.unit().powi(4)
    }
}

fn crashes(n: usize, place: impl Fn(&mut Random) -> LngLat) -> Served {
    let mut random = Random(20_240_229);
    let mut layer = Layer::new(LayerName::Crashes, "crashes.csv");
    let severity = schema::position(LayerName::Crashes, "severity").unwrap();
    for row in 0..n {
        let at = place(&mut random);
        layer.shapes_mut().push_point(at);
        layer.set(severity, Value::Code("slight"));
        layer.finish_row(&format!("c{row}"), row as u32 + 1);
    }
    Served::new(layer)
}

fn count(f: &Feature) -> usize {
    f.number("count").map_or(1, |n| n as usize)
}

/// At every zoom, every tile with a point in it: the counts are the points of the tile, and every single point is where
/// it was, rounded down.
fn counts_add_up(served: &Served, zooms: impl Iterator<Item = u8>) {
    let points = served.layer.shapes().coords();
    for z in zooms {
        let mut by_tile: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for p in points {
            let (x, y) = Served::at(*p, z);
            *by_tile.entry((x as u32, y as u32)).or_default() += 1;
        }
        // All tiles of the coarse zooms, some of the fine ones.
        let step = (by_tile.len() / 40).max(1);
        for ((x, y), inside) in by_tile.into_iter().step_by(step) {
            let layers = served.cut(z, x, y, None);
            let features = &layers["crashes"].features;
            assert_eq!(features.iter().map(count).sum::<usize>(), inside, "{z}/{x}/{y}");
            assert!(features.len() <= 4096, "{z}/{x}/{y}: {} features", features.len());
            for f in features {
                let [[at]] = f.parts.iter().map(Vec::as_slice).collect::<Vec<_>>()[..] else { panic!("one position") };
                assert!((0..4096).contains(&at.0) && (0..4096).contains(&at.1), "{at:?}");
                if let Some(row) = f.id {
                    assert_eq!(count(f), 1);
                    let (fx, fy) = Served::at(points[row as usize], z);
                    let exact = ((fx - f64::from(x)) * 4096.0, (fy - f64::from(y)) * 4096.0);
                    // Two formulas may round a position that lies on a unit's edge to either side.
                    let off = |got: i64, exact: f64| {
                        (got as f64 - exact.floor()).abs()
                            > if exact.fract() < 1e-4 || exact.fract() > 0.9999 { 1.0 } else { 0.0 }
                    };
                    assert!(!off(at.0, exact.0) && !off(at.1, exact.1), "{z}/{x}/{y}: {at:?} for {exact:?}");
                    assert_eq!(f.text("severity"), Some("slight"));
                }
            }
        }
    }
}

#[test]
fn counts_of_clustered_points_add_up_at_every_zoom() {
    let served = crashes(30_000, |r| LngLat::new(-2.24 + r.clustered() * 2.0, 53.48 + r.clustered()));
    counts_add_up(&served, 0..=20);
}

#[test]
fn counts_of_points_all_over_the_world_add_up() {
    let served = crashes(9000, |r| LngLat::new(r.unit() * 360.0 - 180.0, r.unit() * 170.0 - 85.0));
    counts_add_up(&served, 0..=5);
}

#[test]
fn counts_of_points_at_one_place_add_up_to_the_deepest_zoom() {
    let served = crashes(5001, |_| LngLat::new(121.473701, 31.230416));
    counts_add_up(&served, 0..=20);
    let (x, y) = Served::at(LngLat::new(121.473701, 31.230416), 20);
    let layers = served.cut(20, x as u32, y as u32, None);
    assert_eq!(layers["crashes"].features.len(), 1, "one cell");
    assert_eq!(layers["crashes"].features[0].number("count"), Some(5001.0));
}

/// At every zoom the counts are those of the rows that a filter lets through, tile by tile, and who stands alone is one of
/// them.
#[test]
fn counts_of_filtered_points_are_those_of_the_rows_that_pass() {
    let served = crashes(30_000, |r| LngLat::new(-2.24 + r.clustered() * 2.0, 53.48 + r.clustered()));
    let points = served.layer.shapes().coords();
    let mut random = Random(7);
    for share in [0.0, 0.0003, 0.02, 0.5, 1.0] {
        let shown: Vec<bool> = points.iter().map(|_| random.unit() < share).collect();
        for z in 0..=18 {
            let mut inside: BTreeMap<(u32, u32), (usize, usize)> = BTreeMap::new();
            for (p, shown) in points.iter().zip(&shown) {
                let (x, y) = Served::at(*p, z);
                let counts = inside.entry((x as u32, y as u32)).or_default();
                counts.0 += usize::from(*shown);
                counts.1 += 1;
            }
            let step = (inside.len() / 40).max(1);
            for ((x, y), (passing, _)) in inside.into_iter().step_by(step) {
                let layers = served.cut_as((z, x, y), RowLooks { shown: Some(&shown), ..RowLooks::default() });
                let features = layers.get("crashes").map_or(&[][..], |tile| tile.features.as_slice());
                assert_eq!(features.iter().map(count).sum::<usize>(), passing, "{share} {z}/{x}/{y}");
                assert!(features.iter().filter_map(|f| f.id).all(|row| shown[row as usize]));
                let ids = features.iter().filter(|f| f.text("id").is_some()).count();
                let alone = features.iter().filter(|f| f.id.is_some()).count();
                assert_eq!(ids, if passing <= 2000 { alone } else { 0 }, "{share} {z}/{x}/{y}");
            }
        }
    }
}

#[test]
fn a_cell_has_the_highest_class_in_it() {
    let served = crashes(5000, |_| LngLat::new(8.0, 47.0));
    let mut paint = vec![255; 5000];
    let class = |paint: &[u8]| {
        let layers = served.cut(0, 0, 0, Some(paint));
        layers["crashes"].features[0].number("class")
    };
    assert_eq!(class(&paint), None, "255 is none");
    paint[17] = 1;
    paint[4000] = 3;
    assert_eq!(class(&paint), Some(3.0));
}

#[test]
fn tiles_that_do_not_exist_are_refused() {
    let served = crashes(1, |_| LngLat::new(0.0, 0.0));
    let cut = |z, x, y| served.tiles.cut(&served.layer, &served.index, (z, x, y), RowLooks::default());
    assert_eq!(cut(3, 8, 0), Err(SpatialError::NoSuchTile { z: 3, x: 8, y: 0 }));
    assert_eq!(cut(0, 0, 1), Err(SpatialError::NoSuchTile { z: 0, x: 0, y: 1 }));
    assert!(cut(21, 0, 0).is_err() && cut(255, 0, 0).is_err());
    assert_eq!(cut(1, 0, 0), Ok(Vec::new()), "nothing there: no bytes");
}

/// Twice the area of a closed ring as the format counts it: positive is an outer ring.
fn area(ring: &[(i64, i64)]) -> i64 {
    ring.windows(2).map(|e| e[0].0 * e[1].1 - e[1].0 * e[0].1).sum()
}

fn buildings(n: usize) -> Served {
    let mut random = Random(7);
    let mut layer = Layer::new(LayerName::Buildings, "buildings.geojson");
    for row in 0..n {
        let (lng, lat) = (9.5 + random.clustered() * 0.2, 47.1 + random.clustered() * 0.2);
        let (w, h) = (1e-4 + random.unit() * 4e-4, 1e-4 + random.unit() * 3e-4);
        let square = |x: f64, y: f64, w: f64, h: f64| {
            [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)].map(|(x, y)| LngLat::new(x, y)).to_vec()
        };
        let mut outer = square(lng, lat, w, h);
        let mut rings = Vec::new();
        // Files wind their rings either way.
        if row % 2 == 0 {
            outer.reverse();
        }
        rings.push(outer);
        if row % 3 == 0 {
            rings.push(square(lng + w * 0.3, lat + h * 0.3, w * 0.4, h * 0.4));
        }
        layer.shapes_mut().push_polygon(&[rings]);
        layer.finish_row(&format!("b{row}"), row as u32 + 1);
    }
    Served::new(layer)
}

#[test]
fn rings_are_wound_outer_clockwise_with_y_down() {
    let served = buildings(3000);
    let mut holes = 0;
    for z in [12, 14, 16, 18] {
        let (x, y) = Served::at(LngLat::new(9.5, 47.1), z);
        let layers = served.cut(z, x as u32, y as u32, None);
        assert!(!layers["buildings"].features.is_empty(), "zoom {z}");
        for f in &layers["buildings"].features {
            assert_eq!(f.kind, 3);
            assert!(area(&f.parts[0]) > 0, "an outer ring comes first");
            for ring in &f.parts {
                assert!(ring.len() >= 4 && ring.first() == ring.last());
                assert!(ring.iter().all(|p| (-64..=4160).contains(&p.0) && (-64..=4160).contains(&p.1)), "{ring:?}");
                assert!(ring.windows(2).all(|e| e[0] != e[1]), "no edge without length: {ring:?}");
                holes += usize::from(area(ring) < 0);
            }
        }
    }
    assert!(holes > 100, "holes are there: {holes}");
}

#[test]
fn base_layers_keep_the_largest_and_drop_what_is_below_a_pixel() {
    let served = buildings(12_000);
    assert!(served.cut(11, 1077, 718, None).is_empty(), "buildings begin at zoom 12");
    let (x, y) = Served::at(LngLat::new(9.5, 47.1), 12);
    let features = &served.cut(12, x as u32, y as u32, None)["buildings"].features;
    assert!(features.len() <= 4000);
    // A degree is 2^12 / 360 tiles of 4096 units.
    let unit = 360.0 / 4096.0 / 4096.0;
    let size = |row: u64| {
        let c = served.layer.shapes().get(row as usize).coords();
        let lat_units = |p: LngLat| Served::at(p, 12).1 * 4096.0;
        ((c[0].lng - c[2].lng).abs() / unit).max((lat_units(c[0]) - lat_units(c[2])).abs())
    };
    let smallest = features.iter().map(|f| size(f.id.unwrap())).fold(f64::INFINITY, f64::min);
    assert!(smallest >= 7.99, "{smallest} units");
}

fn roads() -> Served {
    let mut random = Random(99);
    let mut layer = Layer::new(LayerName::Roads, "roads.geojson");
    let class = schema::position(LayerName::Roads, "class").unwrap();
    let bridge = schema::position(LayerName::Roads, "bridge").unwrap();
    for row in 0..6000u32 {
        let (lng, lat) = (114.0 + random.unit() * 0.3, 22.4 + random.unit() * 0.3);
        let line: Vec<LngLat> =
            (0..8).map(|i| LngLat::new(lng + f64::from(i) * 3e-4, lat + (random.unit() - 0.5) * 2e-4)).collect();
        layer.shapes_mut().push_line(&[line]);
        layer.set(class, Value::Code(if row % 10 == 0 { "primary" } else { "residential" }));
        if row == 0 {
            layer.set(bridge, Value::Flag(true));
        }
        layer.finish_row(&format!("r{row}"), row + 1);
    }
    Served::new(layer)
}

/// Rows of a layer in all tiles of a zoom.
fn rows_at(served: &Served, z: u8, paint: Option<&[u8]>) -> BTreeMap<u64, usize> {
    let mut tiles: Vec<(u32, u32)> =
        served.layer.shapes().coords().iter().map(|p| Served::at(*p, z)).map(|(x, y)| (x as u32, y as u32)).collect();
    tiles.sort_unstable();
    tiles.dedup();
    let mut rows = BTreeMap::new();
    for (x, y) in tiles {
        for layer in served.cut(z, x, y, paint).values() {
            for f in &layer.features {
                *rows.entry(f.id.unwrap()).or_default() += 1;
                for line in &f.parts {
                    assert!(line.len() >= 2 && line.windows(2).all(|e| e[0] != e[1]), "{line:?}");
                    assert!(line.iter().all(|p| (-64..=4160).contains(&p.0) && (-64..=4160).contains(&p.1)));
                }
            }
        }
    }
    rows
}

#[test]
fn roads_begin_with_their_class_and_none_is_lost() {
    let served = roads();
    assert!(rows_at(&served, 7, None).is_empty());
    for z in [8, 11] {
        let rows = rows_at(&served, z, None);
        assert_eq!(rows.len(), 600, "zoom {z}: the primary roads, however small");
        assert!(rows.keys().all(|row| row % 10 == 0));
    }
    for z in [12, 14, 16] {
        assert_eq!(rows_at(&served, z, None).len(), 6000, "zoom {z}");
    }
}

#[test]
fn painted_roads_are_always_there() {
    let served = roads();
    let mut paint = vec![255; 6000];
    for row in [3, 77, 5999] {
        paint[row] = 2;
    }
    assert_eq!(rows_at(&served, 5, Some(&paint)).into_keys().collect::<Vec<_>>(), [3, 77, 5999]);
    assert_eq!(rows_at(&served, 9, Some(&paint)).len(), 603);
    let (x, y) = Served::at(served.layer.shapes().get(0).coords()[0], 14);
    let layers = served.cut(14, x as u32, y as u32, Some(&vec![4; 6000]));
    let road = layers["roads"].features.iter().find(|f| f.id == Some(0)).unwrap();
    assert_eq!(road.number("class"), Some(4.0));
    assert_eq!(road.text("highway"), Some("primary"));
    assert_eq!(road.text("bridge"), Some("yes"));
    assert_eq!(road.text("id"), Some("r0"));
}

#[test]
fn outlines_of_venues_stand_beside_their_symbols() {
    let mut layer = Layer::new(LayerName::Venues, "venues.geojson");
    let kind = schema::position(LayerName::Venues, "kind").unwrap();
    let name = schema::position(LayerName::Venues, "name").unwrap();
    layer.shapes_mut().push_point(LngLat::new(120.001, 30.001));
    layer.set(kind, Value::Code("hotel"));
    layer.finish_row("hotel", 1);
    let ring = [(120.0, 30.0), (120.004, 30.0), (120.004, 30.004), (120.0, 30.004), (120.0, 30.0)];
    layer.shapes_mut().push_polygon(&[vec![ring.map(|(x, y)| LngLat::new(x, y)).to_vec()]]);
    layer.set(kind, Value::Code("hospital"));
    layer.set(name, Value::Text("市一医院"));
    layer.finish_row("hospital", 2);
    let served = Served::new(layer);
    let (x, y) = Served::at(LngLat::new(120.002, 30.002), 14);
    let layers = served.cut(14, x as u32, y as u32, None);
    assert_eq!(layers.keys().collect::<Vec<_>>(), ["venues", "venues_area"]);
    let symbols = &layers["venues"].features;
    let of_row = |row: u64| symbols.iter().find(|f| f.id == Some(row)).unwrap();
    assert_eq!((symbols.len(), of_row(0).text("kind"), of_row(1).text("kind")), (2, Some("hotel"), Some("hospital")));
    assert_eq!(of_row(1).text("name"), Some("市一医院"));
    assert_eq!(layers["venues_area"].features.len(), 1);
    assert_eq!(layers["venues_area"].features[0].id, Some(1));
    // Far out the outline is gone, the symbol is not.
    assert_eq!(served.cut(2, 3, 1, None).keys().collect::<Vec<_>>(), ["venues"]);
}

#[test]
fn bands_carry_their_class_at_every_zoom() {
    let mut shapes = riskmap::domain::Shapes::new();
    let ring = [(10.0, 50.0), (10.2, 50.0), (10.2, 50.2), (10.0, 50.2), (10.0, 50.0)];
    shapes.push_polygon(&[vec![ring.map(|(x, y)| LngLat::new(x, y)).to_vec()]]);
    let index = Index::build(&shapes, &Plane::centred_on(LngLat::new(10.1, 50.1)));
    let tiles = BandTiles::build(&shapes);
    for z in 0..=20 {
        let (x, y) = Served::at(LngLat::new(10.1, 50.1), z);
        let bytes = tiles.cut("density", &shapes, &index, (z, x as u32, y as u32), &[3]).unwrap();
        let layers = decode(&bytes);
        assert_eq!(layers["density"].features[0].number("class"), Some(3.0), "zoom {z}");
    }
}

/// A peak that is too small to keep its shape is a round dot, and the class around it has a hole of just that shape: one
/// colour never lies over another. As large as the circle that it stands for, once that is four pixels wide.
#[test]
fn a_small_peak_fills_the_hole_around_it() {
    let middle = LngLat::new(10.013, 5.021);
    let circle = |radius: f64| -> Vec<LngLat> {
        let corner = |i: u32| f64::from(i % 64) / 64.0 * std::f64::consts::TAU;
        (0..=64)
            .map(corner)
            .map(|a| LngLat::new(middle.lng + radius * a.cos(), middle.lat + radius * a.sin()))
            .collect()
    };
    let (peak, foot) = (circle(0.001), circle(0.1));
    let hole: Vec<LngLat> = peak.iter().rev().copied().collect();
    let mut shapes = riskmap::domain::Shapes::new();
    shapes.push_polygon(&[vec![foot, hole]]);
    shapes.push_polygon(&[vec![peak]]);
    let index = Index::build(&shapes, &Plane::centred_on(middle));
    let tiles = BandTiles::build(&shapes);
    let area =
        |ring: &[(i64, i64)]| ring.windows(2).map(|w| (w[0].0 * w[1].1 - w[1].0 * w[0].1) as f64).sum::<f64>() / 2.0;
    let mut dots = 0;
    for z in 8..=16 {
        let (x, y) = Served::at(middle, z);
        let layers = decode(&tiles.cut("density", &shapes, &index, (z, x as u32, y as u32), &[1, 2]).unwrap());
        let [foot, peak] = &layers["density"].features[..] else { panic!("zoom {z}: two classes") };
        let (hole, peak) = (&foot.parts[1], &peak.parts[0]);
        let sorted = |ring: &[(i64, i64)]| ring[1..].iter().copied().collect::<std::collections::BTreeSet<_>>();
        assert_eq!(sorted(hole), sorted(peak), "zoom {z}");
        // Tile units: 4096 a tile, 8 a pixel.
        let radius = 0.001 / 360.0 * f64::from(z).exp2() * 4096.0;
        let round = std::f64::consts::PI * radius.max(16.0).powi(2);
        let share = area(peak).abs() / round;
        assert!((0.93..1.05).contains(&share), "zoom {z}: {share} of the circle");
        dots += u32::from(radius < 24.0 && peak.len() == 9);
    }
    assert_eq!(dots, 4, "up to zoom 11 it is a dot");
}

/// What a ranking counts is what the tiles of a zoom show, as cells and as single venues and outlines.
#[test]
fn a_filtered_map_shows_what_the_list_counts() {
    let kinds = ["hotel", "mall", "bar", "hospital"];
    let mut venues = String::from("id,lon,lat,kind,district\n");
    for i in 0..9_000 {
        // Spread over four hundredths of a degree; every thousandth says that it belongs to the other district.
        let (lon, lat) = (112.0 + f64::from(i * 7919 % 9_000) * 4e-6, 31.0 + f64::from(i * 104_729 % 9_000) * 4e-6);
        let named = if i % 1000 == 0 { "east" } else { "" };
        venues += &format!("{i},{lon:.6},{lat:.6},{},{named}\n", kinds[(i % 7 % 4) as usize]);
    }
    let area = |id: &str, west: f64, east: f64| {
        let ring = format!("[[[{west},30.9],[{east},30.9],[{east},31.1],[{west},31.1],[{west},30.9]]]");
        format!(
            r#"{{"type":"Feature","id":"{id}","properties":{{"level":"county"}},"geometry":{{"type":"Polygon","coordinates":{ring}}}}}"#
        )
    };
    let (west, east) = (area("west", 111.9, 112.0180005), area("east", 112.0180005, 112.1));
    let districts = format!(r#"{{"type":"FeatureCollection","features":[{west},{east}]}}"#);
    let manifest = r#"{"schema":"riskmap/1","name":{"zh":"甲市","en":"A"},"as_of":"2024-01-01",
        "layers":{"districts":{"href":"d.geojson"},"venues":{"href":"v.csv"}}}"#;
    let files = [("city.json", manifest), ("d.geojson", &districts), ("v.csv", &venues)];
    let named = |(name, text): (&str, &str)| NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    let mut engine = Engine::new();
    engine.handle(Request::Open(files.map(named).to_vec())).unwrap();
    let mut seen = Vec::new();
    for chosen in [&[][..], &["hotel"], &["mall", "bar"], &["spaceport"]] {
        for district in [None, Some(0), Some(1)] {
            let chosen: Vec<String> = chosen.iter().map(|k| (*k).to_owned()).collect();
            let filter = RowFilter::new(LayerName::Venues, &chosen, district);
            let query = VenuesQuery { kinds: chosen, district, limit: 0, ..VenuesQuery::default() };
            let Ok(Reply::Venues(table)) = engine.handle(Request::Venues(query)) else { panic!() };
            for z in [4, 9, 12, 15] {
                let mut drawn = 0;
                // The tiles around the venues: four hundredths of a degree, whole tiles.
                let at = |lon: f64, lat: f64| {
                    let n = f64::from(1 << z);
                    let y = (1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * n;
                    (((lon + 180.0) / 360.0 * n) as u32, y as u32)
                };
                let (from, to) = (at(111.99, 31.05), at(112.05, 30.99));
                for x in from.0..=to.0 {
                    for y in from.1..=to.1 {
                        let tile =
                            engine.tile(&format!("riskmap://venues/{z}/{x}/{y}?v=1{}", filter.to_query())).unwrap();
                        let tile = decode(&tile);
                        let features = tile.get("venues").map_or(&[][..], |t| t.features.as_slice());
                        drawn += features.iter().map(|f| f.number("count").map_or(1, |n| n as u32)).sum::<u32>();
                    }
                }
                assert_eq!(drawn, table.count, "{filter:?} zoom {z}");
            }
            seen.push(table.count);
        }
    }
    assert_eq!((seen[0], seen[1] + seen[2]), (9_000, 9_000), "{seen:?}");
    assert!(seen[3] > 0 && seen[4] > 0 && seen[4] < seen[3] && seen[9] == 0, "{seen:?}");
}
