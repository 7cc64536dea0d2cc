//! The index natively beside plain rstar, at 100,000 and a million points: `cargo bench --bench index`.
//! A query bench asks 1,000 times around places where something is.

mod points;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use points::{CENTRE, Random, city};
use riskmap::spatial::{Index, Plane, Probe};
use riskmap::units::{LngLat, LngLatBox, Xy};
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};
use std::hint::black_box;

type Plain = RTree<GeomWithData<[f64; 2], u32>>;

const QUERIES: usize = 1000;

fn plain(xy: &[Xy]) -> Plain {
    RTree::bulk_load(xy.iter().zip(0..).map(|(p, row)| GeomWithData::new([p.x, p.y], row)).collect())
}

fn index(c: &mut Criterion) {
    for n in [100_000, 1_000_000] {
        let plane = Plane::centred_on(CENTRE);
        let shapes = city(n);
        let index = Index::build(&shapes, &plane);
        let tree = plain(index.xy());
        let mut next = Random::new(7);
        let places: Vec<Xy> = (0..QUERIES).map(|_| index.xy()[next.below(n)]).collect();

        let mut group = c.benchmark_group(format!("{n} points"));
        group.sample_size(10);
        group.bench_function("build, projection included", |b| b.iter(|| Index::build(&shapes, &plane)));
        group.bench_function("build", |b| b.iter(|| Index::of_xy(&shapes, &plane, index.xy().to_vec())));
        group.bench_function("build, plain rstar", |b| b.iter(|| plain(index.xy())));

        // At a million points, boxes of these sizes hold about 10, 100 and 1,000.
        for half_m in [20.0, 75.0, 400.0] {
            let corner = |p: Xy, by: f64| plane.lnglat(Xy::new(p.x + by, p.y + by));
            let boxes: Vec<LngLatBox> = places
                .iter()
                .map(|&p| {
                    let (a, b): (LngLat, LngLat) = (corner(p, -half_m), corner(p, half_m));
                    LngLatBox { west: a.lng, south: a.lat, east: b.lng, north: b.lat }
                })
                .collect();
            let hits: usize = boxes.iter().map(|b| index.count_in_box(&shapes, b)).sum::<usize>() / QUERIES;
            let name = |what| BenchmarkId::new(what, format!("{hits} hits"));
            group.bench_function(name("box"), |b| {
                b.iter(|| boxes.iter().map(|asked| black_box(index.in_box(&shapes, asked)).len()).sum::<usize>())
            });
            group.bench_function(name("count"), |b| {
                b.iter(|| boxes.iter().map(|asked| index.count_in_box(&shapes, asked)).sum::<usize>())
            });
            group.bench_function(name("box, plain rstar"), |b| {
                b.iter(|| {
                    let found = |p: &Xy| {
                        let envelope = AABB::from_corners([p.x - half_m, p.y - half_m], [p.x + half_m, p.y + half_m]);
                        black_box(tree.locate_in_envelope(&envelope).map(|point| point.data).collect::<Vec<_>>()).len()
                    };
                    places.iter().map(found).sum::<usize>()
                })
            });
        }
        group.bench_function("within 85 m", |b| {
            b.iter(|| {
                places.iter().map(|&p| black_box(index.within(&shapes, &Probe::point(p), 85.0)).len()).sum::<usize>()
            })
        });
        group.bench_function("within 85 m, plain rstar", |b| {
            b.iter(|| {
                let found = |p: &Xy| {
                    let near = tree.locate_within_distance([p.x, p.y], 85.0 * 85.0).map(|point| point.data);
                    black_box(near.collect::<Vec<_>>()).len()
                };
                places.iter().map(found).sum::<usize>()
            })
        });
        group.bench_function("8 nearest", |b| {
            b.iter(|| {
                places.iter().map(|&p| black_box(index.nearest(&shapes, &Probe::point(p), 8)).len()).sum::<usize>()
            })
        });
        group.bench_function("8 nearest, plain rstar", |b| {
            b.iter(|| {
                let found = |p: &Xy| {
                    black_box(
                        tree.nearest_neighbor_iter(&[p.x, p.y]).take(8).map(|point| point.data).collect::<Vec<_>>(),
                    )
                };
                places.iter().map(|p| found(p).len()).sum::<usize>()
            })
        });
        group.finish();
    }
}

criterion_group!(benches, index);
criterion_main!(benches);
