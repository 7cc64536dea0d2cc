//! Where a surface's values stand: a lattice that belongs to the plane, never to the screen.

use crate::units::{Xy, XyBox};
use serde::{Deserialize, Serialize};

/// The most nodes that a grid may have; 64 MB of values.
pub const MAX_NODES: u64 = 16 << 20;

/// A lattice of nodes at whole multiples of the cell, so that two grids of one cell share their nodes wherever they
/// overlap, and panning or zooming never changes a value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// Metres between neighbouring nodes.
    pub cell_m: f64,
    /// The westernmost column: node `(0, 0)` lies at `x = column0 · cell_m`.
    pub column0: i64,
    /// The southernmost row: node `(0, 0)` lies at `y = row0 · cell_m`.
    pub row0: i64,
    /// Nodes from west to east.
    pub columns: usize,
    /// Nodes from south to north.
    pub rows: usize,
}

impl Grid {
    /// The smallest grid whose nodes enclose the box. `None` when the cell is not a positive number, the box not
    /// finite, or more than [`MAX_NODES`] nodes were needed.
    pub fn covering(bounds: XyBox, cell_m: f64) -> Option<Self> {
        let size_ok = cell_m.is_finite() && cell_m > 0.0;
        let edges = [bounds.min.x, bounds.min.y, bounds.max.x, bounds.max.y].map(|v| v / cell_m);
        // Beyond 2^50 cells a node's place is no longer a number of its own.
        if !size_ok || edges.iter().any(|v| !v.is_finite() || v.abs() > (1u64 << 50) as f64) {
            return None;
        }
        let (column0, row0) = (edges[0].floor() as i64, edges[1].floor() as i64);
        let columns = (edges[2].ceil() as i64 - column0).max(0) as u64 + 1;
        let rows = (edges[3].ceil() as i64 - row0).max(0) as u64 + 1;
        if columns.checked_mul(rows)? > MAX_NODES {
            return None;
        }
        Some(Self { cell_m, column0, row0, columns: columns as usize, rows: rows as usize })
    }

    /// A cell that suits a bandwidth over a box: a tenth of the bandwidth rounded down to 1, 2 or 5 times a power of
    /// ten, then the next larger of these until at most `max_nodes` nodes are needed. It depends on the data and the
    /// bandwidth alone. At a bandwidth of ten cells the surface between two nodes is straight to 0.5 % of a point's
    /// peak.
    pub fn cell_for(bounds: XyBox, bandwidth_m: f64, max_nodes: u64) -> Option<f64> {
        if !(bandwidth_m.is_finite() && bandwidth_m > 0.0) {
            return None;
        }
        let mut power = libm::floor(libm::log10(bandwidth_m / 10.0)) as i32;
        let mut steps: &[f64] = &[5.0, 2.0, 1.0];
        let want = bandwidth_m / 10.0 * (1.0 + 1e-9);
        let start = steps.iter().position(|s| s * libm::pow(10.0, f64::from(power)) <= want)?;
        steps = &[1.0, 2.0, 5.0];
        let mut at = 2 - start;
        loop {
            let cell = steps[at] * libm::pow(10.0, f64::from(power));
            if Self::covering(bounds, cell).is_some_and(|g| g.len() as u64 <= max_nodes.max(4)) {
                return Some(cell);
            }
            at += 1;
            if at == 3 {
                (at, power) = (0, power + 1);
            }
            if power > 12 {
                return None;
            }
        }
    }

    /// How many nodes.
    pub fn len(&self) -> usize {
        self.columns * self.rows
    }

    /// Whether there are none; [`Self::covering`] never gives such a grid.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The eastings of a column in metres.
    pub fn x(&self, column: usize) -> f64 {
        (self.column0 + column as i64) as f64 * self.cell_m
    }

    /// The northing of a row in metres.
    pub fn y(&self, row: usize) -> f64 {
        (self.row0 + row as i64) as f64 * self.cell_m
    }

    /// Where a node lies.
    pub fn node(&self, column: usize, row: usize) -> Xy {
        Xy::new(self.x(column), self.y(row))
    }

    /// The box around the nodes.
    pub fn bounds(&self) -> XyBox {
        XyBox { min: self.node(0, 0), max: self.node(self.columns.saturating_sub(1), self.rows.saturating_sub(1)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(x0: f64, y0: f64, x1: f64, y1: f64) -> XyBox {
        XyBox { min: Xy::new(x0, y0), max: Xy::new(x1, y1) }
    }

    #[test]
    fn nodes_belong_to_the_plane() {
        let a = Grid::covering(bounds(-130.0, 20.0, 260.0, 99.0), 50.0).unwrap();
        assert_eq!((a.column0, a.row0, a.columns, a.rows), (-3, 0, 10, 3));
        let b = Grid::covering(bounds(-13.0, 2.0, 26.0, 9.0), 50.0).unwrap();
        assert_eq!(a.node(2, 0), b.node(0, 0));
        assert_eq!(a.bounds(), bounds(-150.0, 0.0, 300.0, 100.0));
    }

    #[test]
    fn a_grid_that_cannot_be_is_refused() {
        let some = bounds(0.0, 0.0, 1e5, 1e5);
        for cell in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-300, 1.0] {
            assert_eq!(Grid::covering(some, cell), None, "{cell}");
        }
        assert_eq!(Grid::covering(bounds(0.0, 0.0, f64::INFINITY, 1.0), 1.0), None);
        assert!(Grid::covering(bounds(3.0, 3.0, 3.0, 3.0), 10.0).is_some());
    }

    #[test]
    fn cells_are_round_and_suit_the_bandwidth() {
        let city = bounds(-25_000.0, -25_000.0, 25_000.0, 25_000.0);
        let cells = [250.0, 500.0, 800.0, 5000.0].map(|h| Grid::cell_for(city, h, 1 << 22).unwrap());
        for (got, want) in cells.iter().zip([50.0, 50.0, 50.0, 500.0]) {
            assert!((got - want).abs() < 1e-9 * want, "{cells:?}");
        }
        assert!(Grid::cell_for(city, 250.0, 1 << 26).unwrap() < 21.0);
        assert_eq!(Grid::cell_for(city, 0.0, 1 << 20), None);
        assert_eq!(Grid::cell_for(city, f64::NAN, 1 << 20), None);
        assert!(Grid::cell_for(city, 0.001, 1 << 20).is_some(), "cells grow to what the box needs");
    }
}
