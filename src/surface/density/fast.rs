//! The fast way: spread over a lattice of 9 to 36 cells a bandwidth, convolve, and interpolate where that is coarse.

use super::bins::Bins;
use super::kernel::{M2_PER_KM2, peak_per_m2};
use super::refine::{Refine, coarse_grid};
use super::taps::LONE_POINT_ERROR;
use super::{Density, Points};
use crate::surface::Grid;

/// Points spread in one slice, some 15 ns each.
const POINTS_A_STEP: usize = 1 << 20;
/// Multiplications in one slice, some 0.1 ns each.
const TAPS_A_STEP: usize = 200_000_000;
/// The largest lattice, cells of 4 bytes.
const MOST_CELLS: usize = 24 << 20;
/// The share of the maximum that the promise of 1e-3 leaves for points that crowd in one cell.
const CROWDED: f64 = 0.7e-3;

/// The fast surface in the making.
#[derive(Debug)]
pub(super) struct Fast {
    /// The grid of the convolution: the surface's own, or a coarser one around it.
    grid: Grid,
    factor: usize,
    radius: f64,
    peak_per_km2: f64,
    stage: Stage,
    /// Weight of the heaviest cell.
    heaviest: f64,
}

#[derive(Debug)]
enum Stage {
    Spread { bins: Box<Bins>, next: usize },
    Convolve { bins: Box<Bins>, row: usize, coarse: Vec<f32> },
    Refine { refine: Box<Refine>, row: usize },
    Done,
}

impl Fast {
    /// Chooses the lattice. `None` when the bandwidth is under four cells or the lattice would be too large: the exact
    /// way is better then.
    pub(super) fn new(grid: Grid, bandwidth_m: f64) -> Option<Self> {
        let radius = bandwidth_m / grid.cell_m;
        let (factor, stride) = match radius {
            r if r < 4.0 => return None,
            r if r < 9.0 => (1, 2),
            r if r < 18.0 => (1, 1),
            r if r < 36.0 => (2, 1),
            r => (1usize << (r / 18.0).log2().floor() as u32, 1),
        };
        let own = if factor == 1 { grid } else { coarse_grid(&grid, factor) };
        let radius = radius * stride as f64 / factor as f64;
        if Bins::cells(&own, radius, stride) > MOST_CELLS {
            return None;
        }
        Some(Self {
            grid: own,
            factor,
            radius,
            peak_per_km2: peak_per_m2(bandwidth_m) * M2_PER_KM2,
            stage: Stage::Spread { bins: Box::new(Bins::new(&own, radius, stride)), next: 0 },
            heaviest: 0.0,
        })
    }

    /// Does one slice; `true` when the surface is whole.
    pub(super) fn step(&mut self, points: Points<'_>, out: &mut Density) -> bool {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Spread { mut bins, next } => {
                let end = (next + POINTS_A_STEP).min(points.xy.len());
                bins.spread(points, next, end);
                if end < points.xy.len() {
                    Stage::Spread { bins, next: end }
                } else {
                    self.heaviest = f64::from(bins.close());
                    let coarse = if self.factor == 1 { Vec::new() } else { vec![0.0; self.grid.len()] };
                    Stage::Convolve { bins, row: 0, coarse }
                }
            }
            Stage::Convolve { mut bins, row, mut coarse } => {
                let values = if self.factor == 1 { &mut out.per_km2 } else { &mut coarse };
                let end = (row + TAPS_A_STEP / bins.row_cost().max(1) + 1).min(self.grid.rows);
                let columns = self.grid.columns;
                for (row, out) in (row..end).zip(values.chunks_exact_mut(columns).skip(row)) {
                    bins.convolve_row(row, self.peak_per_km2 as f32, out);
                }
                match () {
                    () if end < self.grid.rows => Stage::Convolve { bins, row: end, coarse },
                    () if self.factor == 1 => Stage::Done,
                    () => Stage::Refine { refine: Box::new(Refine::new(self.grid, self.factor, coarse)), row: 0 },
                }
            }
            Stage::Refine { mut refine, row } => {
                let fine = out.grid;
                let end = (row + 4_000_000 / fine.columns + 1).min(fine.rows);
                for (row, out) in (row..end).zip(out.per_km2.chunks_exact_mut(fine.columns).skip(row)) {
                    refine.row(&fine, row, out);
                }
                if end < fine.rows { Stage::Refine { refine, row: end } } else { Stage::Done }
            }
            Stage::Done => Stage::Done,
        };
        matches!(self.stage, Stage::Done)
    }

    /// Done so far, 0…1000.
    pub(super) fn progress(&self, points: usize) -> u64 {
        let share = |done: usize, of: usize| (done * 1000 / of.max(1)) as u64;
        match &self.stage {
            Stage::Spread { next, .. } => share(*next, points) * 3 / 10,
            Stage::Convolve { row, .. } => 300 + share(*row, self.grid.rows) * 6 / 10,
            Stage::Refine { row, .. } => 900 + share(*row, self.grid.rows * self.factor).min(1000) / 10,
            Stage::Done => 1000,
        }
    }

    /// Whether the surface may be farther than 1e-3 of its maximum from the plain sum.
    ///
    /// What the taps leave of a point's kernel changes sign with where the point lies in its cell, so spread-out points
    /// cancel; points in one place do not. The heaviest cell's points are the most that can add up, and at most half
    /// of what lies at one place may be seen in another cell.
    pub(super) fn crowded(&self, max_per_km2: f64) -> bool {
        let coarse = if self.factor == 1 { 1.0 } else { 1.3 };
        let lone = coarse * LONE_POINT_ERROR / (self.radius * self.radius);
        lone * 2.0 * self.heaviest * self.peak_per_km2 > CROWDED * max_per_km2
    }
}
