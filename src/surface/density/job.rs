//! A density surface computed in slices, so that a worker can answer in between.

use super::fast::Fast;
use super::kernel::{Kernel, M2_PER_KM2};
use super::sweep::Sweep;
use super::{Density, DensityError, DensityParams, Mode, Points};
use crate::surface::Grid;
use crate::units::{Step, TURNS, Xy, XyBox};
use std::ops::Range;

/// Points counted in one slice.
const POINTS_A_STEP: usize = 1 << 19;
/// Point-and-row operations of the sweep in one slice, some 10 ns each.
const SWEEP_A_STEP: usize = 3_000_000;

/// As many point-and-row operations cost no more than the fast way's convolution: the exact way is taken.
const SWEEP_IS_QUICK: f64 = 4e6;

/// A surface in the making. Call [`DensityJob::step`] with the same points until it says [`Step::Done`], then
/// [`DensityJob::finish`].
#[derive(Debug)]
pub struct DensityJob {
    out: Density,
    mode: Mode,
    kernel: Kernel,
    stage: Stage,
    counted: usize,
}

#[derive(Debug)]
enum Stage {
    Count,
    Fast(Box<Fast>),
    /// Sums a fast surface, then judges it.
    Judge(Box<Fast>, usize),
    Sweep(Box<Sweep>),
    Sum(usize),
    Done,
}

/// The surface of some points over their own extent, grown by the bandwidth, in one go.
pub fn density(points: Points<'_>, params: DensityParams) -> Result<Density, DensityError> {
    let origin = XyBox { min: Xy::default(), max: Xy::default() };
    let mut job = DensityJob::over(points.bounds().unwrap_or(origin), params)?;
    while job.step(points) != Step::Done {}
    Ok(job.finish())
}

impl DensityJob {
    /// A surface over the points in `extent`: the grid reaches one bandwidth farther, so that no kernel is cut off.
    pub fn over(extent: XyBox, params: DensityParams) -> Result<Self, DensityError> {
        let grid = Grid::covering(extent.grown(params.bandwidth_m), params.cell_m);
        if !(params.bandwidth_m.is_finite() && params.bandwidth_m > 0.0) {
            return Err(DensityError::Bandwidth(params.bandwidth_m));
        }
        Self::on(grid.ok_or(DensityError::Cell { cell_m: params.cell_m })?, params.bandwidth_m, params.mode)
    }

    /// A surface on a given grid. Points outside of it count as far as their kernels reach in.
    pub fn on(grid: Grid, bandwidth_m: f64, mode: Mode) -> Result<Self, DensityError> {
        if !(bandwidth_m.is_finite() && bandwidth_m > 0.0) {
            return Err(DensityError::Bandwidth(bandwidth_m));
        }
        Ok(Self::of(grid, bandwidth_m, mode))
    }

    /// The same of a bandwidth that is known to be a positive number.
    pub(super) fn of(grid: Grid, bandwidth_m: f64, mode: Mode) -> Self {
        let out = Density {
            grid,
            bandwidth_m,
            per_km2: vec![0.0; grid.len()],
            max_per_km2: 0.0,
            points: 0,
            without_weight: 0,
            without_place: 0,
            total: 0.0,
            integral: 0.0,
            exact: false,
        };
        Self { out, mode, kernel: Kernel::Quartic, stage: Stage::Count, counted: 0 }
    }

    /// Takes another kernel; anything but the quartic is summed exactly whatever the mode. To be called before the first
    /// step.
    pub fn with_kernel(self, kernel: Kernel) -> Self {
        Self { kernel, ..self }
    }

    /// Does one slice of the work, 20–50 ms.
    pub fn step(&mut self, points: Points<'_>) -> Step {
        let rows = self.out.grid.rows;
        self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Count => {
                self.count(points);
                if self.counted < points.xy.len() { Stage::Count } else { self.start(points) }
            }
            Stage::Fast(mut fast) => {
                if fast.step(points, &mut self.out) {
                    Stage::Judge(fast, 0)
                } else {
                    Stage::Fast(fast)
                }
            }
            Stage::Judge(fast, row) => {
                let end = sum(&mut self.out, row);
                match () {
                    () if end < rows => Stage::Judge(fast, end),
                    () if fast.crowded(self.out.max_per_km2) => {
                        (self.out.max_per_km2, self.out.integral) = (0.0, 0.0);
                        self.sweep(points)
                    }
                    () => Stage::Done,
                }
            }
            Stage::Sweep(mut sweep) => {
                let mut spent = 0;
                while spent < SWEEP_A_STEP && sweep.row() < rows {
                    spent += sweep.next_cost();
                    let at = sweep.row() * self.out.grid.columns;
                    sweep.next_row(&mut self.out.per_km2[at..at + self.out.grid.columns]);
                }
                if sweep.row() < rows { Stage::Sweep(sweep) } else { Stage::Sum(0) }
            }
            Stage::Sum(row) => {
                let end = sum(&mut self.out, row);
                self.out.exact = end == rows;
                if end < rows { Stage::Sum(end) } else { Stage::Done }
            }
            Stage::Done => Stage::Done,
        };
        self.progress(points.xy.len())
    }

    /// The surface; complete once [`Self::step`] said [`Step::Done`].
    pub fn finish(self) -> Density {
        self.out
    }

    fn progress(&self, points: usize) -> Step {
        let (rows, total) = (self.out.grid.rows as u64, 10_000);
        let done = match &self.stage {
            Stage::Count => 1000 * self.counted as u64 / points.max(1) as u64,
            // A crowded surface is computed anew, so the fast way claims the first half only.
            Stage::Fast(fast) => 1000 + 3 * fast.progress(points),
            Stage::Judge(..) => 4000,
            Stage::Sweep(s) => 5000 + 4500 * s.row() as u64 / rows,
            Stage::Sum(row) => 9500 + 500 * *row as u64 / rows,
            Stage::Done => return Step::Done,
        };
        Step::More { done, total }
    }

    /// Counts what is left out, and why.
    fn count(&mut self, points: Points<'_>) {
        let end = (self.counted + POINTS_A_STEP).min(points.xy.len());
        for from in (self.counted..end).step_by(TURNS) {
            self.count_some(points, from..end.min(from + TURNS));
        }
        self.counted = end;
    }

    #[inline(never)] // see TURNS
    fn count_some(&mut self, points: Points<'_>, some: Range<usize>) {
        for i in some {
            let p = points.xy[i];
            match points.weight(i) {
                _ if !(p.x.is_finite() && p.y.is_finite()) => self.out.without_place += 1,
                None => self.out.without_weight += 1,
                Some(weight) => {
                    self.out.points += 1;
                    self.out.total += weight;
                }
            }
        }
    }

    /// Chooses the way.
    fn start(&self, points: Points<'_>) -> Stage {
        let rows_a_point = (2.0 * self.out.bandwidth_m / self.out.grid.cell_m).min(self.out.grid.rows as f64);
        let quick = self.out.points as f64 * rows_a_point <= SWEEP_IS_QUICK;
        if self.mode == Mode::Exact || self.kernel != Kernel::Quartic || quick {
            return self.sweep(points);
        }
        match Fast::new(self.out.grid, self.out.bandwidth_m) {
            Some(fast) => Stage::Fast(Box::new(fast)),
            None => self.sweep(points),
        }
    }

    fn sweep(&self, points: Points<'_>) -> Stage {
        let all = points.counting(0, points.xy.len());
        Stage::Sweep(Box::new(Sweep::new(self.out.grid, self.kernel, self.out.bandwidth_m, all)))
    }
}

/// Adds one slice of rows to the integral and the maximum; gives the row to go on with.
fn sum(out: &mut Density, from: usize) -> usize {
    let columns = out.grid.columns;
    let to = (from + 4_000_000 / columns + 1).min(out.grid.rows);
    let area_km2 = out.grid.cell_m * out.grid.cell_m / M2_PER_KM2;
    let mut max = 0.0f32;
    for row in out.per_km2[from * columns..to * columns].chunks_exact(columns) {
        let mut sums = [0.0f32; 16];
        for part in row.chunks(16) {
            for (sum, v) in sums.iter_mut().zip(part) {
                *sum += v;
                max = if *v > max { *v } else { max };
            }
        }
        out.integral += sums.iter().map(|s| f64::from(*s)).sum::<f64>() * area_km2;
    }
    out.max_per_km2 = out.max_per_km2.max(f64::from(max));
    to
}
