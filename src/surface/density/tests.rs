use super::*;
use crate::units::Step;
use proptest::prelude::*;

fn params(bandwidth_m: f64, cell_m: f64, mode: Mode) -> DensityParams {
    DensityParams { bandwidth_m, cell_m, mode }
}

/// A small repeatable generator: the fraction of a Weyl sequence, scrambled.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Half of the points about a few towns, half anywhere in 20 km by 20 km.
fn towns(n: usize, seed: u64) -> Vec<Xy> {
    let mut r = Numbers(seed);
    let centres: Vec<Xy> = (0..7).map(|_| Xy::new(r.next() * 2e4 - 1e4, r.next() * 2e4 - 1e4)).collect();
    (0..n)
        .map(|i| {
            let (a, b) = (r.next(), r.next());
            if i % 2 == 0 {
                let c = centres[i / 2 % centres.len()];
                let far = 1500.0 * (a * b).sqrt();
                let turn = std::f64::consts::TAU * r.next();
                Xy::new(c.x + far * turn.cos(), c.y + far * turn.sin())
            } else {
                Xy::new(a * 2e4 - 1e4, b * 2e4 - 1e4)
            }
        })
        .collect()
}

/// The largest difference from the plain sum at every `every`-th node, as a share of the maximum.
fn worst(d: &Density, points: Points<'_>, every: usize) -> f64 {
    let (mut error, mut top) = (0.0f64, d.max_per_km2);
    for node in (0..d.grid.len()).step_by(every) {
        let at = d.grid.node(node % d.grid.columns, node / d.grid.columns);
        let truth = exact_at(points.counting(0, usize::MAX), at, d.bandwidth_m).per_km2;
        error = error.max((f64::from(d.per_km2[node]) - truth).abs());
        top = top.max(truth);
    }
    error / top
}

#[test]
fn exact_is_the_plain_sum_at_every_width() {
    let xy = towns(400, 1);
    for (h, cell) in [(250.0, 240.0), (500.0, 51.2), (1234.5, 77.0), (5000.0, 100.0), (40.0, 100.0)] {
        let d = density(Points::counted(&xy), params(h, cell, Mode::Exact)).unwrap();
        let worst = worst(&d, Points::counted(&xy), 31);
        assert!(worst < 1e-6, "{h} m on {cell} m: {worst:e}");
    }
}

#[test]
fn the_other_kernel_is_summed_exactly_at_every_width() {
    let xy = towns(300, 4);
    for (h, cell) in [(500.0, 50.0), (5000.0, 100.0)] {
        let grid = Grid::covering(XyBox { min: Xy::new(-8e3, -8e3), max: Xy::new(8e3, 8e3) }, cell).unwrap();
        let mut job = DensityJob::on(grid, h, Mode::Fast).unwrap().with_kernel(Kernel::Epanechnikov);
        while job.step(Points::counted(&xy)) != Step::Done {}
        let d = job.finish();
        for node in (0..grid.len()).step_by(173) {
            let at = grid.node(node % grid.columns, node / grid.columns);
            let truth = exact_at_with(Kernel::Epanechnikov, xy.iter().map(|p| (*p, 1.0)), at, h).per_km2;
            assert!((f64::from(d.per_km2[node]) - truth).abs() < 1e-6 * d.max_per_km2, "{h} m at {at:?}");
        }
    }
}

#[test]
fn fast_is_within_a_thousandth_at_every_width() {
    let xy = towns(400_000, 11);
    let weights: Vec<f64> = (0..xy.len()).map(|i| f64::from(i as u32 % 7)).collect();
    // The lattice is twice as fine, the grid itself, twice and eight times as coarse.
    for (h, cell) in [(420.0, 80.0), (500.0, 51.2), (1100.0, 60.0), (2400.0, 100.0), (5000.0, 51.2)] {
        for points in [Points::counted(&xy), Points::weighted(&xy, &weights)] {
            let d = density(points, params(h, cell, Mode::Fast)).unwrap();
            assert!(!d.exact, "{h} m on {cell} m went the exact way");
            let worst = worst(&d, points, d.grid.len() / 300);
            assert!(worst < 1e-3, "{h} m on {cell} m: {worst:e}");
            assert!((d.integral / d.total - 1.0).abs() < 1e-3, "{} of {}", d.integral, d.total);
        }
    }
}

#[test]
fn crowded_points_are_computed_exactly() {
    // Half a million points in three places: the fast way would be 2e-3 off.
    let places = [Xy::new(10.0, 20.0), Xy::new(4000.0, 100.0), Xy::new(-77.0, 3333.0)];
    let xy: Vec<Xy> = (0..500_000).map(|i| places[i % 3]).collect();
    let d = density(Points::counted(&xy), params(500.0, 50.0, Mode::Fast)).unwrap();
    assert!(d.exact);
    assert!(worst(&d, Points::counted(&xy), d.grid.len() / 300) < 1e-6);
    assert!((d.integral / d.total - 1.0).abs() < 1e-3);
}

#[test]
fn a_window_sees_what_lies_outside_of_it() {
    let xy = towns(300_000, 5);
    let points = Points::counted(&xy);
    let window = XyBox { min: Xy::new(-2000.0, -1000.0), max: Xy::new(3000.0, 2000.0) };
    let whole = density(points, params(900.0, 60.0, Mode::Fast)).unwrap();
    for mode in [Mode::Fast, Mode::Exact] {
        let grid = Grid::covering(window, 60.0).unwrap();
        let mut job = DensityJob::on(grid, 900.0, mode).unwrap();
        while job.step(points) != Step::Done {}
        let part = job.finish();
        for (i, v) in part.per_km2.iter().enumerate() {
            let column = (i % grid.columns) as i64 + grid.column0 - whole.grid.column0;
            let row = (i / grid.columns) as i64 + grid.row0 - whole.grid.row0;
            let other = whole.per_km2[row as usize * whole.grid.columns + column as usize];
            assert!(f64::from((v - other).abs()) < 1e-3 * whole.max_per_km2, "{mode:?}: {v} and {other}");
        }
    }
}

#[test]
fn weights_count_and_missing_ones_are_counted() {
    let xy = [Xy::new(0.0, 0.0), Xy::new(300.0, 0.0), Xy::new(0.0, 400.0), Xy::new(9.0, 9.0), Xy::new(f64::NAN, 0.0)];
    let weights = [1.0, 1.0, 3.0, f64::NAN, 1.0];
    let d = density(Points::weighted(&xy, &weights), params(500.0, 50.0, Mode::Exact)).unwrap();
    assert_eq!((d.points, d.without_weight, d.without_place, d.total), (3, 1, 1, 5.0));
    let origin = (-d.grid.row0) as usize * d.grid.columns + (-d.grid.column0) as usize;
    assert!((f64::from(d.per_km2[origin]) - 6.86938).abs() < 1e-5);
    assert!((d.integral - 5.0).abs() < 0.005, "{}", d.integral);
}

#[test]
fn degenerate_input() {
    let none = density(Points::counted(&[]), params(500.0, 50.0, Mode::Fast)).unwrap();
    assert!(none.per_km2.iter().all(|v| *v == 0.0) && none.max_per_km2 == 0.0 && none.points == 0);
    let one = [Xy::new(12.0, 34.0); 1000];
    let d = density(Points::counted(&one), params(500.0, 50.0, Mode::Fast)).unwrap();
    assert!(worst(&d, Points::counted(&one), 1) < 1e-3);
    let far = [Xy::new(0.0, 0.0), Xy::new(1e7, 1e7)];
    assert!(matches!(density(Points::counted(&far), params(500.0, 50.0, Mode::Fast)), Err(DensityError::Cell { .. })));
    for h in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = density(Points::counted(&one), params(h, 50.0, Mode::Fast)).unwrap_err();
        assert!(matches!(error, DensityError::Bandwidth(_)), "{h}: {error}");
    }
}

#[test]
fn points_in_another_order_give_the_same_bits() {
    let xy = towns(3000, 2);
    let mut back = xy.clone();
    back.reverse();
    let a = density(Points::counted(&xy), params(700.0, 70.0, Mode::Exact)).unwrap();
    let b = density(Points::counted(&back), params(700.0, 70.0, Mode::Exact)).unwrap();
    assert_eq!(a.per_km2, b.per_km2);
}

#[test]
fn progress_never_goes_back() {
    let xy = towns(200_000, 3);
    let points = Points::counted(&xy);
    let extent = points.bounds().unwrap();
    let mut job = DensityJob::over(extent, params(2000.0, 40.0, Mode::Exact)).unwrap();
    let (mut last, mut steps) = (0, 0);
    while let Step::More { done, total } = job.step(points) {
        assert!(done >= last && done <= total);
        last = done;
        steps += 1;
    }
    assert!(steps > 2, "the work was cut in slices");
    assert_eq!(job.finish().points, 200_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Any few points, any width: the exact surface is the plain sum, and mass is kept.
    #[test]
    fn exact_holds_for_any_points(
        at in proptest::collection::vec((-3000.0..3000.0f64, -3000.0..3000.0f64, 0.0..50.0f64), 1..30),
        h in 60.0..2000.0f64,
        cell in 20.0..200.0f64,
    ) {
        let xy: Vec<Xy> = at.iter().map(|p| Xy::new(p.0, p.1)).collect();
        let weights: Vec<f64> = at.iter().map(|p| p.2).collect();
        let points = Points::weighted(&xy, &weights);
        let d = density(points, params(h, cell, Mode::Exact)).unwrap();
        if d.max_per_km2 > 0.0 {
            prop_assert!(worst(&d, points, 7) < 1e-6);
        }
        if h > 8.0 * cell {
            prop_assert!((d.integral - d.total).abs() <= 0.01 * d.total);
        }
    }
}
