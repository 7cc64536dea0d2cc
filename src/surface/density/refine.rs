//! A coarse surface made fine by cubic splines through its nodes.

use crate::surface::Grid;

/// Values on a coarse grid, interpolated on a grid whose cell is a whole fraction of the coarse one.
#[derive(Debug)]
pub(super) struct Refine {
    coarse: Grid,
    factor: usize,
    /// Spline coefficients by coarse node.
    coefficients: Vec<f32>,
    /// A row of the fine grid's northing, at the coarse columns.
    row: Vec<f32>,
    /// The four weights of each phase between two nodes.
    weights: Vec<[f32; 4]>,
}

/// Coarse nodes needed beyond a fine grid on each side.
const RIM: i64 = 3;

/// The coarse grid that [`Refine`] needs around a fine one.
pub(super) fn coarse_grid(fine: &Grid, factor: usize) -> Grid {
    let f = factor as i64;
    let (column0, row0) = (fine.column0.div_euclid(f) - RIM, fine.row0.div_euclid(f) - RIM);
    let last = |first: i64, n: usize| (first + n as i64 - 1).div_euclid(f) + 1 + RIM;
    Grid {
        cell_m: fine.cell_m * factor as f64,
        column0,
        row0,
        columns: (last(fine.column0, fine.columns) - column0 + 1) as usize,
        rows: (last(fine.row0, fine.rows) - row0 + 1) as usize,
    }
}

impl Refine {
    /// Takes the values at the nodes of a [`coarse_grid`].
    pub(super) fn new(coarse: Grid, factor: usize, mut values: Vec<f32>) -> Self {
        let columns = coarse.columns;
        for row in values.chunks_exact_mut(columns) {
            prefilter(row, 0, 1, columns);
        }
        for column in 0..columns {
            prefilter(&mut values, column, columns, coarse.rows);
        }
        let weights = (0..factor).map(|i| cubic_weights(i as f32 / factor as f32)).collect();
        Self { coarse, factor, coefficients: values, row: vec![0.0; columns], weights }
    }

    /// One row of the fine grid.
    #[inline(never)] // see TURNS
    pub(super) fn row(&mut self, fine: &Grid, row: usize, out: &mut [f32]) {
        let f = self.factor as i64;
        let y = fine.row0 + row as i64;
        let (base, up) = (y.div_euclid(f) - self.coarse.row0, self.weights[y.rem_euclid(f) as usize]);
        let columns = self.coarse.columns;
        let first = (base - 1) as usize * columns;
        let rows = &self.coefficients[first..first + 4 * columns];
        for (i, v) in self.row.iter_mut().enumerate() {
            *v = up[0] * rows[i]
                + up[1] * rows[columns + i]
                + up[2] * rows[2 * columns + i]
                + up[3] * rows[3 * columns + i];
        }
        // The fine columns between two coarse ones share their four coefficients.
        let mut done = 0;
        while done < out.len() {
            let x = fine.column0 + done as i64;
            let at = (x.div_euclid(f) - self.coarse.column0 - 1) as usize;
            let phase = x.rem_euclid(f) as usize;
            let c = &self.row[at..at + 4];
            let run = (self.factor - phase).min(out.len() - done);
            for (out, w) in out[done..done + run].iter_mut().zip(&self.weights[phase..]) {
                let v = w[0] * c[0] + w[1] * c[1] + w[2] * c[2] + w[3] * c[3];
                *out = if v > 0.0 { v } else { 0.0 };
            }
            done += run;
        }
    }
}

/// Cubic B-spline weights of the four nodes around a position `t` ∈ 0…1 after the second.
fn cubic_weights(t: f32) -> [f32; 4] {
    let s = 1.0 - t;
    [s * s * s / 6.0, 2.0 / 3.0 - t * t + t * t * t / 2.0, 2.0 / 3.0 - s * s + s * s * s / 2.0, t * t * t / 6.0]
}

/// Turns values into cubic spline coefficients, in place (Unser, Aldroubi, Eden 1993). Beyond both ends the values are
/// zero: the rim of a surface is.
fn prefilter(values: &mut [f32], first: usize, step: usize, n: usize) {
    const POLE: f32 = -0.267_949_2; // √3 − 2
    let at = |i: usize| first + i * step;
    let mut before = 0.0f32;
    for i in 0..n {
        before = 6.0 * values[at(i)] + POLE * before;
        values[at(i)] = before;
    }
    // Running on beyond the end the forward part dies away as POLE^k, which sums to this start of the way back.
    let mut after = before * POLE / (POLE * POLE - 1.0);
    values[at(n - 1)] = after;
    for i in (0..n - 1).rev() {
        after = POLE * (after - values[at(i)]);
        values[at(i)] = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Xy, XyBox};

    #[test]
    fn passes_through_the_nodes_and_follows_a_smooth_bump_between() {
        let bounds = XyBox { min: Xy::new(-430.0, -370.0), max: Xy::new(510.0, 333.0) };
        let fine = Grid::covering(bounds, 10.0).unwrap();
        let bump = |p: Xy| {
            let rest = 1.0 - (p.x * p.x + p.y * p.y) / (300.0 * 300.0);
            if rest > 0.0 { rest * rest * rest * rest } else { 0.0 }
        };
        for factor in [2, 3, 4] {
            let coarse = coarse_grid(&fine, factor);
            let values =
                (0..coarse.len()).map(|i| bump(coarse.node(i % coarse.columns, i / coarse.columns)) as f32).collect();
            let mut refine = Refine::new(coarse, factor, values);
            let mut row = vec![0.0; fine.columns];
            let (mut worst, mut worst_at_nodes) = (0.0f64, 0.0f64);
            for j in 0..fine.rows {
                refine.row(&fine, j, &mut row);
                for (i, v) in row.iter().enumerate() {
                    let error = (f64::from(*v) - bump(fine.node(i, j))).abs();
                    worst = worst.max(error);
                    let f = factor as i64;
                    if (fine.column0 + i as i64) % f == 0 && (fine.row0 + j as i64) % f == 0 {
                        worst_at_nodes = worst_at_nodes.max(error);
                    }
                }
            }
            assert!(worst_at_nodes < 2e-6, "{factor}: {worst_at_nodes:e}");
            assert!(worst < 1e-4 * f64::from(factor as u8), "{factor}: {worst:e}");
        }
    }
}
