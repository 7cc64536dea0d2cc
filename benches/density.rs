//! Density of one million clustered points on 1024 × 1024 nodes, three bandwidths: fast, exact, and the plain sum.
//!
//! `cargo bench --bench density`. The plain sum (every point's kernel added node by node in f64) is what a web page
//! would do without either; the other two are compared with it, at every node up to 500 m and at one node of 701 at 5 km,
//! where the whole sum takes minutes.

#![allow(clippy::disallowed_methods, reason = "a benchmark takes the time")]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use riskmap::surface::Grid;
use riskmap::surface::density::{DensityJob, Mode, Points, quartic_per_m2};
use riskmap::units::{Step, Xy, XyBox};
use std::hint::black_box;
use std::time::{Duration, Instant};

const POINTS: usize = 1_000_000;
/// 1024 nodes over some 52 km.
const CELL_M: f64 = 51.2;
const BANDWIDTHS_M: [f64; 3] = [250.0, 500.0, 5000.0];

/// SplitMix64: the same points on every machine.
struct Random(u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.unit()).ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }
}

/// 15,000 places about 40 towns, each with about 70 points: a third in the very place, the others 120 m about it.
fn clustered() -> Vec<Xy> {
    let mut r = Random(20_240_630);
    let towns: Vec<(Xy, f64)> =
        (0..40).map(|_| (Xy::new(r.unit() * 44e3 - 22e3, r.unit() * 44e3 - 22e3), 500.0 + 3000.0 * r.unit())).collect();
    let places: Vec<Xy> = (0..15_000)
        .map(|_| {
            let (town, size) = towns[(r.unit() * r.unit() * 40.0) as usize];
            Xy::new(town.x + size * r.normal(), town.y + size * r.normal())
        })
        .collect();
    (0..POINTS)
        .map(|_| {
            let at = places[(r.unit() * 15_000.0) as usize];
            let off = if r.unit() < 0.3 { 0.0 } else { 120.0 };
            Xy::new(at.x + off * r.normal(), at.y + off * r.normal())
        })
        .collect()
}

fn run(grid: Grid, points: Points<'_>, bandwidth_m: f64, mode: Mode) -> (Vec<f32>, Duration) {
    let Ok(mut job) = DensityJob::on(grid, bandwidth_m, mode) else { return (Vec::new(), Duration::ZERO) };
    let mut longest = Duration::ZERO;
    loop {
        let start = Instant::now();
        let step = job.step(points);
        longest = longest.max(start.elapsed());
        if step == Step::Done {
            return (job.finish().per_km2, longest);
        }
    }
}

/// Every point's kernel added to every node it reaches, in f64.
fn plain_sum(grid: &Grid, points: &[Xy], h: f64) -> Vec<f64> {
    let mut out = vec![0.0f64; grid.len()];
    for p in points {
        let range = |at: f64, first: i64, n: usize| {
            let lo = ((at - h) / grid.cell_m).ceil() as i64 - first;
            let hi = ((at + h) / grid.cell_m).floor() as i64 - first;
            lo.max(0) as usize..(hi + 1).clamp(0, n as i64) as usize
        };
        for row in range(p.y, grid.row0, grid.rows) {
            let dy = grid.y(row) - p.y;
            for column in range(p.x, grid.column0, grid.columns) {
                let d2 = (grid.x(column) - p.x).powi(2) + dy * dy;
                let rest = 1.0 - d2 / (h * h);
                if rest > 0.0 {
                    out[row * grid.columns + column] += rest * rest;
                }
            }
        }
    }
    let scale = quartic_per_m2(0.0, h) * 1e6;
    out.iter_mut().for_each(|v| *v *= scale);
    out
}

/// So many nodes lie between those that are summed at a wide bandwidth: a prime, so that all columns are visited.
const EVERY: usize = 701;

/// The plain sum at one node of [`EVERY`], by node.
fn sampled_sum(grid: &Grid, points: &[Xy], h: f64) -> Vec<(usize, f64)> {
    let scale = quartic_per_m2(0.0, h) * 1e6;
    let at = |node: usize| {
        let (x, y) = (grid.x(node % grid.columns), grid.y(node / grid.columns));
        let rest = |p: &Xy| (1.0 - ((p.x - x).powi(2) + (p.y - y).powi(2)) / (h * h)).max(0.0);
        (node, points.iter().map(|p| rest(p) * rest(p)).sum::<f64>() * scale)
    };
    (0..grid.len()).step_by(EVERY).map(at).collect()
}

fn density(c: &mut Criterion) {
    let xy = clustered();
    let points = Points::counted(&xy);
    let half = 511.5 * CELL_M;
    let bounds = XyBox { min: Xy::new(-half, -half), max: Xy::new(half, half) };
    let Some(grid) = Grid::covering(bounds, CELL_M) else { return };
    println!("{POINTS} points, {} x {} nodes of {CELL_M} m", grid.columns, grid.rows);

    for h in BANDWIDTHS_M {
        let start = Instant::now();
        let truth: Vec<(usize, f64)> = if h <= 500.0 {
            plain_sum(&grid, &xy, h).into_iter().enumerate().collect()
        } else {
            sampled_sum(&grid, &xy, h)
        };
        let plain = start.elapsed();
        let top = truth.iter().fold(0.0f64, |m, (_, v)| m.max(*v));
        for mode in [Mode::Fast, Mode::Exact] {
            let (values, longest) = run(grid, points, h, mode);
            let off =
                |(node, sum): &(usize, f64)| values.get(*node).map_or(f64::INFINITY, |v| (f64::from(*v) - sum).abs());
            let worst = truth.iter().map(off).fold(0.0f64, f64::max);
            println!("{h} m {mode:?}: worst {:.1e} of the maximum, longest step {longest:.1?}", worst / top);
        }
        println!("{h} m plain f64 sum at {} of {} nodes: {plain:.1?}", truth.len(), grid.len());
    }

    let mut group = c.benchmark_group("density");
    group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    for h in BANDWIDTHS_M {
        for mode in [Mode::Fast, Mode::Exact] {
            group.bench_function(BenchmarkId::new(format!("{mode:?}"), h), |b| {
                b.iter(|| run(grid, black_box(points), h, mode));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, density);
criterion_main!(benches);
