//! How dense points lie: planar kernel density with the quartic kernel, per km².
//!
//! **Question.** Where do crashes, venues, facilities or dangers crowd, counted or weighted?
//!
//! **Formula.** `f(x) = Σ wᵢ · 3/(πh²) · (1 − (dᵢ/h)²)²` over the points nearer than the bandwidth `h`
//! (Silverman 1986, ch. 4, biweight). `d` and `h` in metres on the city's plane, `w` 1 or a
//! weight ≥ 0, `f` per km². The kernel integrates to 1, so the surface integrates to the total weight; the result says
//! what it did integrate to on its grid.
//!
//! **Two ways to one surface.** [`Mode::Exact`] is the plain sum to 1e-6 of its maximum. [`Mode::Fast`] is within 1e-3
//! of the maximum and is what a map needs; it takes the exact way itself where that is as quick, or where the points
//! crowd so closely that the fast way would not hold its promise.
//!
//! **Wide data.** Where the plane stretches lengths, [`WideJob`] keeps bandwidth and values those of the ground.
//!
//! **Assumptions.** Flat plane, no barriers, no edge correction: near the border of the data the density is low because
//! what lies beyond is not known. Points without a place are left out; so are, and are counted, points without a weight.
//!
//! **When not to use.** For points that can only lie on roads the plane favours dense networks; compare roads along the
//! network. A bandwidth is a choice, not a fact: a narrow one shows noise, a wide one hides streets.
//!
//! **Degenerate input.** No points: a surface of zeros. All points at one place: one exact bump.
//!
//! **Cost.** Exact: points × rows within the bandwidth. Fast: 9 additions a point, then some 200 additions and
//! multiplications a node, whatever the bandwidth.

mod bins;
mod fast;
mod job;
mod kernel;
mod refine;
mod sweep;
mod taps;
#[cfg(test)]
mod tests;
mod wide;

pub use job::{DensityJob, density};
pub use kernel::{Kernel, M2_PER_KM2, PointDensity, exact_at, exact_at_with, peak_per_m2, quartic_per_m2};
pub use wide::WideJob;

use super::breaks::{Breaks, ladder};
use super::grid::Grid;
use crate::units::{Xy, XyBox};
use serde::{Deserialize, Serialize};

/// The points of a surface: positions and, if they are weighted, a weight each.
#[derive(Clone, Copy, Debug)]
pub struct Points<'a> {
    /// Positions on the plane; a position that is not finite is no place.
    pub xy: &'a [Xy],
    /// Weights, one a position; NaN or negative is no weight. `None` counts every point once.
    pub weights: Option<&'a [f64]>,
}

impl<'a> Points<'a> {
    /// Points that count once each.
    pub fn counted(xy: &'a [Xy]) -> Self {
        Self { xy, weights: None }
    }

    /// Weighted points; a position without a weight in the list has none.
    pub fn weighted(xy: &'a [Xy], weights: &'a [f64]) -> Self {
        Self { xy, weights: Some(weights) }
    }

    /// Position and weight of the points that count, from index `from` up to `to`.
    pub fn counting(self, from: usize, to: usize) -> impl Iterator<Item = (Xy, f64)> + 'a {
        let to = to.min(self.xy.len());
        (from.min(to)..to).filter_map(move |i| {
            let p = self.xy[i];
            let weight = self.weight(i)?;
            (p.x.is_finite() && p.y.is_finite()).then_some((p, weight))
        })
    }

    /// The weight of a point, if it has one.
    pub fn weight(self, i: usize) -> Option<f64> {
        match self.weights {
            None => Some(1.0),
            Some(weights) => weights.get(i).copied().filter(|w| w.is_finite() && *w >= 0.0),
        }
    }

    /// The box around the points that have a place.
    pub fn bounds(self) -> Option<XyBox> {
        XyBox::around(self.xy.iter().copied().filter(|p| p.x.is_finite() && p.y.is_finite()))
    }
}

/// How close to the plain sum a surface must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// Within 1e-3 of the surface's maximum.
    #[default]
    Fast,
    /// Within 1e-6 of the surface's maximum.
    Exact,
}

/// What to compute.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DensityParams {
    /// The kernel's radius in metres, above 0. No default is true of every city; 500 m suits streets, 5 km regions.
    pub bandwidth_m: f64,
    /// Metres between nodes; see [`Grid::cell_for`].
    pub cell_m: f64,
    /// How close to the plain sum.
    pub mode: Mode,
}

/// A surface and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Density {
    /// Where its nodes lie.
    pub grid: Grid,
    /// The kernel's radius, metres.
    pub bandwidth_m: f64,
    /// Values by node, row by row from the south-west, per km².
    pub per_km2: Vec<f32>,
    /// The largest of them.
    pub max_per_km2: f64,
    /// Points that count.
    pub points: u64,
    /// Points left out because they have no weight.
    pub without_weight: u64,
    /// Points left out because they have no place.
    pub without_place: u64,
    /// The sum of the weights.
    pub total: f64,
    /// What the surface integrates to over its grid; less than `total` where the grid cuts kernels off.
    pub integral: f64,
    /// Whether the values are the plain sum to 1e-6 of the maximum.
    pub exact: bool,
}

/// Values under this share of the maximum do not make classes: only ground that points crowd on, not the empty land
/// around it.
const CLASSED_FROM: f64 = 0.05;
/// More nodes than this are thinned evenly before classes are cut.
const NODES_FOR_EDGES: usize = 100_000;

impl Density {
    /// The node of the highest value, the first of several; none where all are 0.
    pub fn densest(&self) -> Option<Xy> {
        let highest = |best: (usize, f32), (at, v): (usize, &f32)| if *v > best.1 { (at, *v) } else { best };
        let (at, most) = self.per_km2.iter().enumerate().fold((0, 0.0), highest);
        (most > 0.0).then(|| self.grid.node(at % self.grid.columns, at / self.grid.columns))
    }

    /// Lower edges of the classes; below the first nothing is drawn. Round numbers are the [`ladder`] below the maximum;
    /// the other ways look at the values from a twentieth of the maximum up. Large grids are thinned to every n-th node,
    /// so those edges are a sample's, the same every time.
    pub fn edges(&self, way: Breaks, classes: usize) -> Vec<f64> {
        if way == Breaks::Pretty {
            return ladder(self.max_per_km2, classes);
        }
        let floor = (self.max_per_km2 * CLASSED_FROM).max(f64::MIN_POSITIVE);
        let every = self.per_km2.len().div_ceil(NODES_FOR_EDGES).max(1);
        // A step that shares no factor with the columns visits all of them.
        let every = (every..).find(|n| gcd(*n, self.grid.columns) == 1).unwrap_or(1);
        let sample = self.per_km2.iter().step_by(every).map(|v| f64::from(*v)).filter(|v| *v >= floor);
        way.edges(sample.chain((self.max_per_km2 > 0.0).then_some(self.max_per_km2)), classes)
    }

    /// The value between nodes, straight along both axes; `None` outside of the grid.
    pub fn at(&self, place: Xy) -> Option<f64> {
        let u = place.x / self.grid.cell_m - self.grid.column0 as f64;
        let v = place.y / self.grid.cell_m - self.grid.row0 as f64;
        let inside = |u: f64, n: usize| u >= 0.0 && u <= n as f64 - 1.0;
        if !inside(u, self.grid.columns) || !inside(v, self.grid.rows) {
            return None;
        }
        let (column, row) = (u as usize, v as usize);
        let (column2, row2) = ((column + 1).min(self.grid.columns - 1), (row + 1).min(self.grid.rows - 1));
        let value = |column: usize, row: usize| f64::from(self.per_km2[row * self.grid.columns + column]);
        let (s, t) = (u - column as f64, v - row as f64);
        let south = value(column, row) * (1.0 - s) + value(column2, row) * s;
        let north = value(column, row2) * (1.0 - s) + value(column2, row2) * s;
        Some(south * (1.0 - t) + north * t)
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Why there is no surface.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum DensityError {
    /// The bandwidth is not a positive number.
    #[error("bandwidth is {0} m, expected a number above 0")]
    Bandwidth(f64),
    /// The cell is not a positive number, or so small that the grid would be too large.
    #[error("cell is {cell_m} m, expected one that needs at most {max} nodes", max = super::grid::MAX_NODES)]
    Cell {
        /// What was asked.
        cell_m: f64,
    },
}
