//! A surface over data so wide that the plane stretches lengths in a part of it.
//!
//! The grid is cut into strips of columns along which the scale `k` of the plane differs by less than a part in five
//! hundred. In each the bandwidth is `h · k`, which is `h` on the ground, and the value is multiplied by `k²`, which makes
//! it one per km² of the ground: `k² · 3/(π(hk)²) · (1 − (kd/hk)²)² = 3/(πh²) · (1 − (d/h)²)²`. So a lone point has the same
//! peak wherever it lies, and the surface integrates to the total.

use super::{Density, DensityError, DensityJob, DensityParams, Points};
use crate::surface::Grid;
use crate::units::{Step, Xy, XyBox};
use std::ops::Range;

/// Columns whose scale differs by less share a strip.
const SAME_SCALE: f64 = 0.002;

/// Some columns and their scale.
#[derive(Clone, Debug)]
struct Strip {
    columns: Range<usize>,
    scale: f64,
}

/// A surface in the making, strip by strip.
#[derive(Debug)]
pub struct WideJob {
    out: Density,
    params: DensityParams,
    strips: Vec<Strip>,
    /// The strip that is being made, and which points may reach into it.
    at: usize,
    job: Option<(DensityJob, Range<usize>)>,
    /// Points that count, from west to east, and their weights.
    xy: Vec<Xy>,
    weights: Vec<f64>,
}

impl WideJob {
    /// Over the points in `extent`, given the plane's scale at an easting.
    pub fn over(
        extent: XyBox,
        params: DensityParams,
        points: Points<'_>,
        scale: impl Fn(f64) -> f64,
    ) -> Result<Self, DensityError> {
        let h = params.bandwidth_m;
        if !(h.is_finite() && h > 0.0) {
            return Err(DensityError::Bandwidth(h));
        }
        let widest = [extent.min.x, extent.max.x].map(&scale).into_iter().fold(1.0, f64::max);
        let grid = Grid::covering(extent.grown(h * widest), params.cell_m);
        let grid = grid.ok_or(DensityError::Cell { cell_m: params.cell_m })?;
        let mut all: Vec<(Xy, f64)> = points.counting(0, points.xy.len()).collect();
        all.sort_by(|a, b| a.0.x.total_cmp(&b.0.x));
        let placed = points.xy.iter().filter(|p| p.x.is_finite() && p.y.is_finite()).count();
        let out = Density {
            grid,
            bandwidth_m: h,
            per_km2: vec![0.0; grid.len()],
            max_per_km2: 0.0,
            points: all.len() as u64,
            without_weight: (placed - all.len()) as u64,
            without_place: (points.xy.len() - placed) as u64,
            total: all.iter().map(|(_, weight)| weight).sum(),
            integral: 0.0,
            exact: true,
        };
        let (xy, weights) = all.into_iter().unzip();
        Ok(Self { out, params, strips: strips(&grid, scale), at: 0, job: None, xy, weights })
    }

    /// Does one slice of the work.
    pub fn step(&mut self) -> Step {
        let Some(strip) = self.strips.get(self.at).cloned() else { return Step::Done };
        let (job, some) = match &mut self.job {
            Some(job) => job,
            none => none.insert(begin(&self.out.grid, &strip, &self.params, &self.xy)),
        };
        let points = Points::weighted(&self.xy[some.clone()], &self.weights[some.clone()]);
        if job.step(points) == Step::Done
            && let Some((job, _)) = self.job.take()
        {
            self.put(&strip, &job.finish());
            self.at += 1;
        }
        match self.strips.len() as u64 {
            all if self.at as u64 == all => Step::Done,
            all => Step::More { done: self.at as u64, total: all },
        }
    }

    fn put(&mut self, strip: &Strip, of: &Density) {
        let area = strip.scale * strip.scale;
        let rows = self.out.per_km2.chunks_exact_mut(self.out.grid.columns);
        for (row, values) in rows.zip(of.per_km2.chunks_exact(strip.columns.len())) {
            for (to, value) in row[strip.columns.clone()].iter_mut().zip(values) {
                *to = value * area as f32;
            }
        }
        self.out.max_per_km2 = self.out.max_per_km2.max(of.max_per_km2 * area);
        // Of the plane's values over the plane's area, which is that of the ground's over the ground's.
        self.out.integral += of.integral;
        self.out.exact &= of.exact;
    }

    /// The surface; complete once [`Self::step`] said [`Step::Done`].
    pub fn finish(self) -> Density {
        self.out
    }
}

fn begin(grid: &Grid, strip: &Strip, params: &DensityParams, xy: &[Xy]) -> (DensityJob, Range<usize>) {
    let own = Grid { column0: grid.column0 + strip.columns.start as i64, columns: strip.columns.len(), ..*grid };
    let h = params.bandwidth_m * strip.scale;
    let (west, east) = (own.x(0) - h, own.x(own.columns - 1) + h);
    let some = xy.partition_point(|p| p.x < west)..xy.partition_point(|p| p.x <= east);
    (DensityJob::of(own, h, params.mode), some)
}

fn strips(grid: &Grid, scale: impl Fn(f64) -> f64) -> Vec<Strip> {
    let mut strips: Vec<Strip> = Vec::new();
    let mut first = f64::NAN;
    for column in 0..grid.columns {
        let here = scale(grid.x(column));
        match strips.last_mut() {
            Some(strip) if (here / first - 1.0).abs() < SAME_SCALE => {
                strip.columns.end = column + 1;
                // Halfway between its ends.
                strip.scale = (first + here) / 2.0;
            }
            _ => {
                strips.push(Strip { columns: column..column + 1, scale: here });
                first = here;
            }
        }
    }
    strips
}

#[cfg(test)]
mod tests {
    use super::super::{Mode, density, exact_at};
    use super::*;

    /// A scale like that of a transverse Mercator plane.
    fn scale(x: f64) -> f64 {
        libm::cosh(x / 6_371_000.0)
    }

    fn made(points: &[Xy], params: DensityParams, scale: impl Fn(f64) -> f64) -> Density {
        let points = Points::counted(points);
        let mut job = WideJob::over(points.bounds().unwrap(), params, points, scale).unwrap();
        while job.step() != Step::Done {}
        job.finish()
    }

    #[test]
    fn a_lone_point_has_the_same_peak_everywhere_and_all_integrate_to_the_total() {
        let points: Vec<Xy> = [-3.1e6, -1.2e6, 0.0, 0.9e6, 2.4e6].map(|x| Xy::new(x, x / 9.0)).to_vec();
        for mode in [Mode::Fast, Mode::Exact] {
            let params = DensityParams { bandwidth_m: 40_000.0, cell_m: 5_000.0, mode };
            let surface = made(&points, params, scale);
            let peak = exact_at([(Xy::default(), 1.0)], Xy::default(), 40_000.0).per_km2;
            for at in &points {
                let found = surface.at(*at).unwrap();
                assert!((found / peak - 1.0).abs() < 0.02, "{at:?}: {found} for {peak}");
            }
            assert!((surface.integral / 5.0 - 1.0).abs() < 5e-3, "{}", surface.integral);
            assert_eq!((surface.points, surface.total), (5, 5.0));
        }
    }

    #[test]
    fn without_stretch_it_is_the_plain_surface() {
        let points: Vec<Xy> =
            (0..400).map(|n| Xy::new(f64::from(n * 37 % 1000) * 9.0, f64::from(n * 91 % 777))).collect();
        let params = DensityParams { bandwidth_m: 300.0, cell_m: 30.0, mode: Mode::Exact };
        let (wide, plain) = (made(&points, params, |_| 1.0), density(Points::counted(&points), params).unwrap());
        assert_eq!(wide.grid, plain.grid);
        let off = wide.per_km2.iter().zip(&plain.per_km2).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(f64::from(off) < 1e-5 * plain.max_per_km2, "{off}");
        assert!((wide.integral / plain.integral - 1.0).abs() < 1e-6);
    }
}
