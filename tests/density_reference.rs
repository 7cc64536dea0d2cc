//! Density surfaces beside what other implementations make of the same points; `tests/reference/density/make.py` made
//! the numbers and names the versions.

use riskmap::surface::Grid;
use riskmap::surface::density::{DensityJob, Kernel, Mode, Points, exact_at_with};
use riskmap::units::{Step, Xy, XyBox};
use std::collections::BTreeMap;

/// Values by place and by what made them: source, kernel, radius in metres.
type Values = BTreeMap<(String, String, u32), Vec<(Xy, f64)>>;

fn read() -> (Vec<Xy>, Vec<f64>, Values) {
    let number = |text: &str| text.parse::<f64>().unwrap();
    let (mut xy, mut weights) = (Vec::new(), Vec::new());
    for line in include_str!("reference/density/points.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        xy.push(Xy::new(number(cells[0]), number(cells[1])));
        weights.push(number(cells[2]));
    }
    let mut values = Values::new();
    for line in include_str!("reference/density/values.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let key = (cells[0].to_owned(), cells[1].to_owned(), number(cells[2]) as u32);
        values.entry(key).or_default().push((Xy::new(number(cells[3]), number(cells[4])), number(cells[5])));
    }
    (xy, weights, values)
}

fn kernel(name: &str) -> Kernel {
    if name == "quartic" { Kernel::Quartic } else { Kernel::Epanechnikov }
}

fn share_of_largest(mut values: Vec<f64>) -> Vec<f64> {
    let top = values.iter().fold(0.0f64, |m, v| m.max(*v));
    values.iter_mut().for_each(|v| *v /= top);
    values
}

#[test]
fn the_plain_sum_and_the_exact_surface_equal_theirs() {
    let (xy, weights, values) = read();
    assert_eq!(values.len(), 9, "three sources at three bandwidths");
    let grid = Grid::covering(XyBox { min: Xy::new(0.0, 0.0), max: Xy::new(1e4, 1e4) }, 500.0).unwrap();
    for ((source, name, radius), truth) in &values {
        let points = if source == "numpy" { Points::weighted(&xy, &weights) } else { Points::counted(&xy) };
        let h = f64::from(*radius);
        let each = |i: usize| (xy[i], points.weight(i).unwrap());
        let plain = truth
            .iter()
            .map(|(at, _)| exact_at_with(kernel(name), (0..xy.len()).map(each), *at, h).per_km2)
            .collect::<Vec<_>>();
        let mut job = DensityJob::on(grid, h, Mode::Exact).unwrap().with_kernel(kernel(name));
        while job.step(points) != Step::Done {}
        let surface = job.finish();
        let node = |at: &Xy| (at.y / 500.0) as usize * grid.columns + (at.x / 500.0) as usize;
        let swept = truth.iter().map(|(at, _)| f64::from(surface.per_km2[node(at)])).collect::<Vec<_>>();
        let truth = truth.iter().map(|(_, v)| *v).collect::<Vec<_>>();
        // libkdv's values have no stated scale.
        let scaled = |v: Vec<f64>| if source == "libkdv" { share_of_largest(v) } else { v };
        let (plain, swept, truth) = (scaled(plain), scaled(swept), scaled(truth));
        let top = truth.iter().fold(0.0f64, |m, v| m.max(*v));
        for (found, way, bound) in [(&plain, "plain sum", 1e-9), (&swept, "surface", 1e-6)] {
            let worst = found.iter().zip(&truth).fold(0.0f64, |m, (a, b)| m.max((a - b).abs())) / top;
            println!("{source} {name} {radius} m, {way}: {worst:.1e} of the maximum");
            assert!(worst < bound, "{source} {name} {radius} m, {way}: {worst:e}");
        }
    }
}
