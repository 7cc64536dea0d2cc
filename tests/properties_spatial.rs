//! The index against a twin that looks at everything, and against `geo`, over random and degenerate layers.

use geo::{Area, Buffer, Contains, Distance, Euclidean, Intersects};
use proptest::prelude::*;
use riskmap::domain::{ShapeKind, Shapes};
use riskmap::spatial::{Index, Plane, Probe};
use riskmap::units::{LngLat, LngLatBox, TRUE_WITHIN_M, Xy};

/// How a layer's places are strewn.
#[derive(Clone, Copy, Debug)]
enum Strewn {
    Evenly,
    InClusters,
    AtOnePlace,
    OnAParallel,
    OnADiagonal,
    OnACoarseGrid,
    OverAContinent,
}

fn strewn() -> impl Strategy<Value = Strewn> {
    use Strewn::*;
    prop_oneof![
        3 => Just(Evenly),
        3 => Just(InClusters),
        1 => Just(AtOnePlace),
        1 => Just(OnAParallel),
        1 => Just(OnADiagonal),
        2 => Just(OnACoarseGrid),
        1 => Just(OverAContinent),
    ]
}

fn city() -> impl Strategy<Value = LngLat> {
    prop_oneof![
        Just(LngLat::new(116.4, 39.9)),
        Just(LngLat::new(-2.3, 53.5)),
        Just(LngLat::new(0.0, 0.0)),
        Just(LngLat::new(-70.9, -53.2)),
    ]
}

/// The place of two numbers in 0…1.
fn place(city: LngLat, how: Strewn, u: f64, v: f64) -> LngLat {
    let (x, y) = match how {
        Strewn::Evenly => ((u - 0.5) * 0.3, (v - 0.5) * 0.2),
        Strewn::InClusters => {
            let (a, b) = ((u * 4.0).floor(), (v * 3.0).floor());
            (a * 0.1 + (u * 4.0 - a).powi(4) * 0.05, b * 0.07 + (v * 3.0 - b).powi(4) * 0.05)
        }
        Strewn::AtOnePlace => (0.01, 0.02),
        Strewn::OnAParallel => ((u - 0.5) * 0.4, 0.03),
        Strewn::OnADiagonal => (u * 0.25, u * 0.25),
        Strewn::OnACoarseGrid => ((u * 5.0).floor() * 0.01, (v * 5.0).floor() * 0.01),
        Strewn::OverAContinent => ((u - 0.5) * 60.0, (v - 0.5) * 40.0),
    };
    LngLat::new(city.lng + x, (city.lat + y).clamp(-85.0, 85.0))
}

/// A layer of points, and some places of its kind to ask about.
#[derive(Clone, Debug)]
struct Case {
    /// Whether the plane stretches some of its lengths.
    far: bool,
    shapes: Shapes,
    plane: Plane,
    asked: Vec<LngLat>,
    numbers: Vec<f64>,
}

fn unit() -> impl Strategy<Value = f64> {
    0.0..1.0f64
}

fn points() -> impl Strategy<Value = Case> {
    (
        city(),
        strewn(),
        prop_oneof![1 => 0..3usize, 4 => 3..120usize, 3 => 400..1300usize],
        any::<u64>(),
        prop::collection::vec((unit(), unit()), 6),
        prop::collection::vec(unit(), 4),
    )
        .prop_map(|(city, how, n, seed, asked, numbers)| {
            let mut random = Random(seed);
            let mut shapes = Shapes::new();
            for _ in 0..n {
                shapes.push_point(place(city, how, random.unit(), random.unit()));
            }
            let mut asked: Vec<LngLat> = asked.into_iter().map(|(u, v)| place(city, how, u, v)).collect();
            if n > 0 {
                // Places that are in the layer, so that borders are met exactly.
                asked[0] = shapes.coords()[seed as usize % n];
                asked[1] = shapes.coords()[(seed >> 20) as usize % n];
            }
            let far = matches!(how, Strewn::OverAContinent);
            Case { far, shapes, plane: Plane::centred_on(city), asked, numbers }
        })
}

/// A layer of points, lines, polygons with holes and rows without a place.
fn mixed() -> impl Strategy<Value = Case> {
    (
        city(),
        strewn(),
        prop_oneof![1 => 0..3usize, 4 => 3..60usize, 1 => 100..250usize],
        any::<u64>(),
        prop::collection::vec((unit(), unit()), 6),
        prop::collection::vec(unit(), 4),
    )
        .prop_map(|(city, how, n, seed, asked, numbers)| {
            let mut random = Random(seed);
            let mut shapes = Shapes::new();
            for _ in 0..n {
                let at = place(city, how, random.unit(), random.unit());
                match random.below(8) {
                    0 => shapes.push_none(),
                    1 | 2 => shapes.push_point(at),
                    3 | 4 => {
                        let parts: Vec<Vec<LngLat>> = (0..1 + random.below(2)).map(|_| walk(&mut random, at)).collect();
                        shapes.push_line(&parts);
                    }
                    _ => shapes.push_polygon(&polygon(&mut random, at)),
                }
            }
            let mut asked: Vec<LngLat> = asked.into_iter().map(|(u, v)| place(city, how, u, v)).collect();
            if !shapes.coords().is_empty() {
                asked[0] = shapes.coords()[seed as usize % shapes.coords().len()];
                asked[1] = shapes.coords()[(seed >> 20) as usize % shapes.coords().len()];
            }
            let far = matches!(how, Strewn::OverAContinent);
            Case { far, shapes, plane: Plane::centred_on(city), asked, numbers }
        })
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

fn walk(random: &mut Random, from: LngLat) -> Vec<LngLat> {
    let mut at = from;
    (0..1 + random.below(9))
        .map(|_| {
            at = LngLat::new(at.lng + (random.unit() - 0.5) * 0.02, at.lat + (random.unit() - 0.5) * 0.02);
            at
        })
        .collect()
}

fn star(random: &mut Random, centre: LngLat, radius: f64) -> Vec<LngLat> {
    // Five corners or more, no two more than 108° apart: the star is simple and holds its centre.
    let n = 5 + random.below(8);
    let mut ring: Vec<LngLat> = (0..n)
        .map(|i| {
            let angle = (i as f64 + 0.5 * random.unit()) / n as f64 * std::f64::consts::TAU;
            let r = radius * (0.5 + 0.5 * random.unit());
            LngLat::new(centre.lng + r * angle.cos(), centre.lat + r * angle.sin())
        })
        .collect();
    ring.push(ring[0]);
    ring
}

fn polygon(random: &mut Random, centre: LngLat) -> Vec<Vec<Vec<LngLat>>> {
    let radius = 0.001 + 0.02 * random.unit();
    let mut members = vec![vec![star(random, centre, radius)]];
    if random.below(2) == 0 {
        // Well inside: an edge of the star comes no nearer to its centre than 0.29 of the radius.
        members[0].push(star(random, centre, radius * 0.04));
    }
    if random.below(3) == 0 {
        let beside = LngLat::new(centre.lng + 3.0 * radius, centre.lat);
        members.push(vec![star(random, beside, radius)]);
    }
    members
}

fn coord_of(at: LngLat) -> geo::Coord<f64> {
    geo::Coord { x: at.lng, y: at.lat }
}

/// A feature as `geo` sees it, in whatever units `coord` makes.
fn geometry(shapes: &Shapes, row: usize, coord: impl Fn(LngLat) -> geo::Coord<f64>) -> Option<geo::Geometry<f64>> {
    let shape = shapes.get(row);
    let line = |part: &[LngLat]| {
        let mut coords: Vec<_> = part.iter().map(|p| coord(*p)).collect();
        if coords.len() == 1 {
            coords.push(coords[0]);
        }
        geo::LineString::new(coords)
    };
    match shape.kind() {
        ShapeKind::None => None,
        ShapeKind::Point => Some(geo::Point(coord(shape.coords()[0])).into()),
        ShapeKind::Line => Some(geo::MultiLineString::new(shape.parts().map(|(p, _)| line(p)).collect()).into()),
        ShapeKind::Polygon => {
            let mut members: Vec<geo::Polygon<f64>> = Vec::new();
            for (ring, hole) in shape.parts() {
                if hole {
                    members.last_mut().unwrap().interiors_push(line(ring));
                } else {
                    members.push(geo::Polygon::new(line(ring), Vec::new()));
                }
            }
            Some(geo::MultiPolygon::new(members).into())
        }
    }
}

fn on(plane: &Plane) -> impl Fn(LngLat) -> geo::Coord<f64> + '_ {
    |at| {
        let xy = plane.xy(at);
        geo::Coord { x: xy.x, y: xy.y }
    }
}

fn box_of(a: LngLat, b: LngLat) -> LngLatBox {
    LngLatBox::around([a, b]).unwrap()
}

/// Where `geo`'s distance and ours may differ by rounding, metres; coordinates are below 10⁷ m.
const ROUNDING_M: f64 = 1e-6;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn points_in_a_box_are_those_in_the_box(case in points()) {
        let index = Index::build(&case.shapes, &case.plane);
        for pair in case.asked.windows(2) {
            let asked = box_of(pair[0], pair[1]);
            let all: Vec<u32> = (0..case.shapes.len())
                .filter(|row| asked.contains(case.shapes.coords()[*row]))
                .map(|row| row as u32)
                .collect();
            prop_assert_eq!(&index.in_box(&case.shapes, &asked), &all);
            prop_assert_eq!(index.count_in_box(&case.shapes, &asked), all.len());
        }
        let world = LngLatBox { west: -180.0, south: -90.0, east: 180.0, north: 90.0 };
        prop_assert_eq!(index.in_box(&case.shapes, &world).len(), case.shapes.len());
        let turned = LngLatBox { west: 180.0, south: -90.0, east: -180.0, north: 90.0 };
        prop_assert_eq!(index.count_in_box(&case.shapes, &turned), 0);
    }

    #[test]
    fn points_near_a_position_are_those_near_it(case in points()) {
        let index = Index::build(&case.shapes, &case.plane);
        for (at, number) in case.asked.iter().zip(&case.numbers) {
            let at = case.plane.xy(*at);
            // From half a metre to half the Earth.
            let radius_m = 0.5 * 10f64.powf(number * 7.0);
            let on_plane = |p: Xy| ((p.x - at.x).powi(2) + (p.y - at.y).powi(2)).sqrt();
            // What the ground's distances are is held against geodesics elsewhere; here, who is found.
            let stretched = |p: Xy| p.x.abs() > TRUE_WITHIN_M;
            let apart =
                |p: Xy| if stretched(p) || stretched(at) { case.plane.distance_m(at, p) } else { on_plane(p) };
            let mut all: Vec<(f64, u32)> =
                index.xy().iter().enumerate().map(|(row, p)| (apart(*p), row as u32)).collect();
            all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let hits = |found: Vec<riskmap::spatial::Hit>| found.iter().map(|h| (h.distance_m, h.row)).collect::<Vec<_>>();
            let inside: Vec<_> = all.iter().copied().filter(|(d, _)| *d <= radius_m).collect();
            prop_assert_eq!(hits(index.within(&case.shapes, &Probe::point(at), radius_m)), inside.clone());
            let mut called: Vec<u32> = Vec::new();
            index.for_each_point_within(at, radius_m, |row, xy| {
                assert_eq!(xy, index.xy()[row as usize]);
                called.push(row);
            });
            called.sort_unstable();
            let rows: Vec<u32> =
                (0u32..).zip(index.xy()).filter(|(_, p)| on_plane(**p) <= radius_m).map(|(row, _)| row).collect();
            prop_assert_eq!(called, rows);
            for k in [0, 1, 3, 8, 40, 5000] {
                let nearest: Vec<_> = all.iter().copied().take(k).collect();
                prop_assert_eq!(hits(index.nearest(&case.shapes, &Probe::point(at), k)), nearest);
            }
        }
        prop_assert_eq!(index.within(&case.shapes, &Probe::point(Xy::new(0.0, 0.0)), f64::NAN), []);
        prop_assert_eq!(index.within(&case.shapes, &Probe::point(Xy::new(0.0, 0.0)), -1.0), []);
        let everything = index.within(&case.shapes, &Probe::point(Xy::new(0.0, 0.0)), f64::INFINITY);
        prop_assert_eq!(everything.len(), case.shapes.len());
    }

    #[test]
    fn points_in_a_polygon_are_those_geo_covers(case in points(), seed in any::<u64>()) {
        let index = Index::build(&case.shapes, &case.plane);
        let mut random = Random(seed);
        for at in &case.asked {
            let asked = polygon(&mut random, *at);
            let mut shapes = Shapes::new();
            shapes.push_polygon(&asked);
            let Some(geo::Geometry::MultiPolygon(twin)) = geometry(&shapes, 0, coord_of) else { unreachable!() };
            let all: Vec<u32> = (0..case.shapes.len())
                .filter(|row| twin.intersects(&geo::Point(coord_of(case.shapes.coords()[*row]))))
                .map(|row| row as u32)
                .collect();
            prop_assert_eq!(index.in_polygon(&case.shapes, &asked), all);
        }
        // A triangle whose corners are in the layer: borders count.
        let corners = vec![case.asked[0], case.asked[1], case.asked[2]];
        let found = index.in_polygon(&case.shapes, &[vec![corners]]);
        for (row, at) in case.shapes.coords().iter().enumerate() {
            if *at == case.asked[0] || *at == case.asked[1] {
                prop_assert!(found.contains(&(row as u32)));
            }
        }
    }

    #[test]
    fn lines_and_polygons_in_a_box_are_those_that_touch_it(case in mixed()) {
        let index = Index::build(&case.shapes, &case.plane);
        let mut boxes: Vec<LngLatBox> = case.asked.windows(2).map(|pair| box_of(pair[0], pair[1])).collect();
        boxes.extend(case.asked.iter().zip(&case.numbers).map(|(at, size)| {
            let half = size * 0.01;
            LngLatBox { west: at.lng - half, south: at.lat - half, east: at.lng + half, north: at.lat + half }
        }));
        for asked in boxes {
            let rect = geo::Rect::new((asked.west, asked.south), (asked.east, asked.north)).to_polygon();
            let all: Vec<u32> = (0..case.shapes.len())
                .filter(|row| geometry(&case.shapes, *row, coord_of).is_some_and(|g| g.intersects(&rect)))
                .map(|row| row as u32)
                .collect();
            prop_assert_eq!(&index.in_box(&case.shapes, &asked), &all);
            prop_assert_eq!(index.count_in_box(&case.shapes, &asked), all.len());
        }
    }

    #[test]
    fn lines_and_polygons_in_a_polygon_are_those_that_touch_it(case in mixed(), seed in any::<u64>()) {
        let index = Index::build(&case.shapes, &case.plane);
        let mut random = Random(seed);
        for at in &case.asked {
            let asked = polygon(&mut random, *at);
            let mut shapes = Shapes::new();
            shapes.push_polygon(&asked);
            let twin = geometry(&shapes, 0, coord_of).unwrap();
            let all: Vec<u32> = (0..case.shapes.len())
                .filter(|row| geometry(&case.shapes, *row, coord_of).is_some_and(|g| g.intersects(&twin)))
                .map(|row| row as u32)
                .collect();
            prop_assert_eq!(index.in_polygon(&case.shapes, &asked), all);
        }
    }

    #[test]
    fn distances_to_lines_and_polygons_are_those_of_geo(case in mixed(), seed in any::<u64>()) {
        prop_assume!(!case.far);
        let index = Index::build(&case.shapes, &case.plane);
        let mut random = Random(seed);
        let twins: Vec<_> = (0..case.shapes.len()).map(|row| geometry(&case.shapes, row, on(&case.plane))).collect();
        for (at, number) in case.asked.iter().zip(&case.numbers) {
            let mut asked = Shapes::new();
            match random.below(3) {
                0 => asked.push_point(*at),
                1 => asked.push_line(&[walk(&mut random, *at), walk(&mut random, *at)]),
                _ => asked.push_polygon(&polygon(&mut random, *at)),
            }
            let probe = Probe::of(&asked, 0, &case.plane);
            let from = geometry(&asked, 0, on(&case.plane)).unwrap();
            let all: Vec<Option<f64>> = twins.iter().map(|twin| Some(Euclidean.distance(&from, twin.as_ref()?))).collect();
            let radius_m = 0.5 * 10f64.powf(number * 5.0);

            let found = index.within(&case.shapes, &probe, radius_m);
            let odd = index.within_where(&case.shapes, &probe, radius_m, &|row| row % 2 == 1);
            let mut rows: Vec<u32> = odd.iter().map(|hit| hit.row).collect();
            rows.sort_unstable();
            prop_assert_eq!(odd, found.iter().copied().filter(|hit| hit.row % 2 == 1).collect::<Vec<_>>());
            prop_assert_eq!(index.rows_within(&case.shapes, &probe, radius_m, &|row| row % 2 == 1), rows);
            prop_assert!(found.is_sorted_by(|a, b| (a.distance_m, a.row) < (b.distance_m, b.row)));
            for hit in &found {
                let twin_m = all[hit.row as usize].unwrap();
                prop_assert!((hit.distance_m - twin_m).abs() < ROUNDING_M, "{:?}, geo: {}", hit, twin_m);
            }
            for (row, twin_m) in all.iter().enumerate() {
                if twin_m.is_some_and(|m| m < radius_m - ROUNDING_M) {
                    prop_assert!(found.iter().any(|hit| hit.row as usize == row), "row {} at {:?}", row, twin_m);
                }
            }

            let mut sorted: Vec<f64> = all.iter().flatten().copied().collect();
            sorted.sort_by(f64::total_cmp);
            for k in [1, 5, 1000] {
                let found = index.nearest(&case.shapes, &probe, k);
                prop_assert!(found.is_sorted_by(|a, b| (a.distance_m, a.row) < (b.distance_m, b.row)));
                prop_assert_eq!(found.len(), k.min(sorted.len()));
                for (hit, twin_m) in found.iter().zip(&sorted) {
                    prop_assert!((hit.distance_m - twin_m).abs() < ROUNDING_M, "{:?}, geo: {}", hit, twin_m);
                    prop_assert!((hit.distance_m - all[hit.row as usize].unwrap()).abs() < ROUNDING_M);
                }
            }
        }
    }

    #[test]
    fn the_nearest_line_is_the_nearest_line(case in mixed()) {
        prop_assume!(!case.far);
        let index = Index::build(&case.shapes, &case.plane);
        for (at, number) in case.asked.iter().zip(&case.numbers) {
            let at = case.plane.xy(*at);
            let max_m = 10f64.powf(number * 6.0);
            let nearest = (0..case.shapes.len())
                .filter(|row| case.shapes.get(*row).kind() == ShapeKind::Line)
                .filter_map(|row| geometry(&case.shapes, row, on(&case.plane)))
                .map(|line| Euclidean.distance(&geo::Geometry::from(geo::Point::new(at.x, at.y)), &line))
                .fold(f64::INFINITY, f64::min);
            match index.nearest_line(&case.shapes, at, max_m) {
                None => prop_assert!(nearest > max_m - ROUNDING_M, "{} within {}", nearest, max_m),
                Some(found) => {
                    prop_assert!((found.distance_m - nearest).abs() < ROUNDING_M, "{:?}, geo: {}", found, nearest);
                    // The place it names lies on the line, that far away.
                    let range = case.shapes.part_range(found.row as usize, found.part as usize);
                    let foot = along(&index.xy()[range], found.along_m);
                    prop_assert!((foot.distance_m(at) - nearest).abs() < 10.0 * ROUNDING_M);
                }
            }
        }
    }
}

/// Places within some kilometres, metres on the plane.
fn walked() -> impl Strategy<Value = Vec<Xy>> {
    proptest::collection::vec((-3e3..3e3, -3e3..3e3).prop_map(|(x, y)| Xy::new(x, y)), 1..9)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// The outline of a reach is as far away as it says, holds what is nearer and is as large as `geo`'s buffer.
    #[test]
    fn a_reach_is_the_buffer_of_geo(places in walked(), area in any::<bool>(), radius_m in 100.0..2500.0) {
        let coords: Vec<geo::Coord<f64>> = places.iter().map(|p| geo::Coord { x: p.x, y: p.y }).collect();
        // A star about its mean does not cross itself; about a place outside, it might.
        let star = |places: &[Xy]| -> Vec<Xy> {
            let count = places.len() as f64;
            let mean = Xy::new(places.iter().map(|p| p.x).sum::<f64>() / count, places.iter().map(|p| p.y).sum::<f64>() / count);
            let angle = |place: &Xy| (place.y - mean.y).atan2(place.x - mean.x);
            let mut star = places.to_vec();
            star.sort_by(|a, b| angle(a).total_cmp(&angle(b)));
            star.push(star[0]);
            star
        };
        let (probe, twin) = if area && places.len() > 3 {
            let ring = star(&places);
            let line = geo::LineString::new(ring.iter().map(|p| geo::Coord { x: p.x, y: p.y }).collect());
            (Probe::polygon(vec![vec![ring]]), geo::Polygon::new(line, Vec::new()).buffer(radius_m))
        } else if places.len() == 1 {
            (Probe::point(places[0]), geo::Point::from(coords[0]).buffer(radius_m))
        } else {
            (Probe::line(vec![places]), geo::LineString::new(coords).buffer(radius_m))
        };
        let reach = probe.reach(radius_m);
        let line = |ring: &Vec<Xy>| geo::LineString::new(ring.iter().map(|p| geo::Coord { x: p.x, y: p.y }).collect());
        let polygons = reach.iter().map(|rings| geo::Polygon::new(line(&rings[0]), rings[1..].iter().map(line).collect()));
        let polygons = geo::MultiPolygon::new(polygons.collect());
        for corner in reach.iter().flatten().flatten() {
            prop_assert!((probe.distance_m(*corner) / radius_m - 1.0).abs() < 1e-5);
        }
        let (ours, theirs) = (polygons.unsigned_area(), twin.unsigned_area());
        prop_assert!((ours / theirs - 1.0).abs() < 0.01, "{} {}", ours, theirs);
        for i in 0..40 {
            for j in 0..40 {
                let at = Xy::new(f64::from(i) * 290.0 - 5655.0, f64::from(j) * 290.0 - 5655.0);
                let far = probe.distance_m(at) / radius_m;
                // A gap or neck narrower than a cell may be missed; a cell is 1/24 of the radius at most.
                if (far - 1.0).abs() > 0.04 {
                    let inside = polygons.intersects(&geo::Point::new(at.x, at.y));
                    prop_assert_eq!(inside, far < 1.0, "{:?} {}", at, far);
                }
            }
        }
    }
}

/// The place so many metres along a line.
fn along(line: &[Xy], mut rest_m: f64) -> Xy {
    for ends in line.windows(2) {
        let length_m = ends[0].distance_m(ends[1]);
        if rest_m <= length_m && length_m > 0.0 {
            let t = rest_m / length_m;
            return Xy::new(ends[0].x + t * (ends[1].x - ends[0].x), ends[0].y + t * (ends[1].y - ends[0].y));
        }
        rest_m -= length_m;
    }
    line[line.len() - 1]
}

#[test]
fn geo_says_what_contains_means() {
    // Where `contains` of the standard leaves the border out, ours takes it in: the twin above must be `intersects`.
    let square = geo::Rect::new((0.0, 0.0), (1.0, 1.0)).to_polygon();
    assert!(!square.contains(&geo::Point::new(1.0, 0.5)) && square.intersects(&geo::Point::new(1.0, 0.5)));
}
