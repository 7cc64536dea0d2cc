//! A density surface computed in slices, so that a worker can answer in between.

use super::kernel::M2_PER_KM2;
use super::sweep::Sweep;
use super::{Density, DensityError, DensityParams, Mode, Points};
use crate::surface::Grid;
use crate::units::{Step, Xy, XyBox};

/// Points counted in one slice.
const POINTS_A_STEP: usize = 1 << 19;
/// Point-and-row operations of the sweep in one slice, some 10 ns each.
const SWEEP_A_STEP: usize = 3_000_000;

/// A surface in the making. Call [`DensityJob::step`] with the same points until it says [`Step::Done`], then
/// [`DensityJob::finish`].
#[derive(Debug)]
pub struct DensityJob {
    out: Density,
    stage: Stage,
    counted: usize,
}

#[derive(Debug)]
enum Stage {
    Count,
    Sweep(Box<Sweep>),
    Sum { row: usize },
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
            exact: mode == Mode::Exact,
        };
        Ok(Self { out, stage: Stage::Count, counted: 0 })
    }

    /// Does one slice of the work, 20–50 ms.
    pub fn step(&mut self, points: Points<'_>) -> Step {
        match &mut self.stage {
            Stage::Count => {
                self.count(points);
                if self.counted == points.xy.len() {
                    self.stage = self.start(points);
                }
            }
            Stage::Sweep(sweep) => {
                let mut spent = 0;
                while spent < SWEEP_A_STEP && sweep.row() < self.out.grid.rows {
                    spent += sweep.next_cost();
                    let at = sweep.row() * self.out.grid.columns;
                    sweep.next_row(&mut self.out.per_km2[at..at + self.out.grid.columns]);
                }
                if sweep.row() == self.out.grid.rows {
                    self.out.exact = true;
                    self.stage = Stage::Sum { row: 0 };
                }
            }
            Stage::Sum { row } => {
                let end = (*row + 4_000_000 / self.out.grid.columns + 1).min(self.out.grid.rows);
                sum(&mut self.out, *row, end);
                self.stage = if end == self.out.grid.rows { Stage::Done } else { Stage::Sum { row: end } };
            }
            Stage::Done => {}
        }
        self.progress(points.xy.len())
    }

    /// The surface; complete once [`Self::step`] said [`Step::Done`].
    pub fn finish(self) -> Density {
        self.out
    }

    fn progress(&self, points: usize) -> Step {
        // Counting is a tenth of the work or less.
        let total = 10_000;
        let done = match &self.stage {
            Stage::Count => 1000 * self.counted as u64 / points.max(1) as u64,
            Stage::Sweep(s) => 1000 + 8500 * s.row() as u64 / self.out.grid.rows as u64,
            Stage::Sum { row } => 9500 + 500 * *row as u64 / self.out.grid.rows as u64,
            Stage::Done => return Step::Done,
        };
        Step::More { done, total }
    }

    /// Counts what is left out, and why.
    fn count(&mut self, points: Points<'_>) {
        let end = (self.counted + POINTS_A_STEP).min(points.xy.len());
        for i in self.counted..end {
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
        self.counted = end;
    }

    /// Chooses the way.
    fn start(&self, points: Points<'_>) -> Stage {
        let all = points.counting(0, points.xy.len());
        Stage::Sweep(Box::new(Sweep::new(self.out.grid, self.out.bandwidth_m, all)))
    }
}

/// Adds rows to the integral (trapezoid weights are 1 inside, and the rim is zero) and the maximum.
fn sum(out: &mut Density, from: usize, to: usize) {
    let columns = out.grid.columns;
    let area_km2 = out.grid.cell_m * out.grid.cell_m / M2_PER_KM2;
    for row in out.per_km2[from * columns..to * columns].chunks(columns) {
        let mut total = 0.0f64;
        for &v in row {
            total += f64::from(v);
            out.max_per_km2 = out.max_per_km2.max(f64::from(v));
        }
        out.integral += total * area_km2;
    }
}
