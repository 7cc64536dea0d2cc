//! The exact surface: a sweep along each row with the moments of the kernel's polynomial.
//!
//! Within its disc the quartic is a polynomial of degree 4 in the eastings, so a point adds to a row of nodes one
//! polynomial between two columns. Adding its coefficients where it begins, taking them away where it ends and running
//! along the row once costs a few operations a point and row, however wide the bandwidth is in cells
//! (Chan, Cheng, Yiu: SLAM, SIGMOD 2022). Coefficients are relative to a segment of four bandwidths, so that high
//! powers of large coordinates never cancel. A bandwidth of few cells is summed node by node: that is quicker then.

use super::kernel::{Kernel, M2_PER_KM2};
use crate::surface::Grid;
use crate::units::Xy;

/// One point, ready to be swept: position and weight.
#[derive(Clone, Copy, Debug)]
struct Event {
    x: f64,
    y: f64,
    weight: f64,
}

/// Up to so many cells a bandwidth, a row's nodes are summed one by one.
const FEW_CELLS: f64 = 24.0;

/// The rows of the exact surface, one after another.
#[derive(Debug)]
pub(super) struct Sweep {
    grid: Grid,
    kernel: Kernel,
    h: f64,
    /// By northing.
    events: Vec<Event>,
    /// The first event that may still reach the current row.
    first: usize,
    /// Changes by column: of the coefficients t⁰…t⁴, and of how many points reach the column.
    changes: Vec<[f64; 6]>,
    /// Columns in a segment.
    segment: usize,
    /// The row's plain sums, when the bandwidth is of few cells.
    plain: Option<Vec<f64>>,
    row: usize,
}

impl Sweep {
    /// Takes the points that can reach the grid.
    pub(super) fn new(grid: Grid, kernel: Kernel, bandwidth_m: f64, points: impl Iterator<Item = (Xy, f64)>) -> Self {
        let reach = grid.bounds().grown(bandwidth_m);
        let mut events: Vec<Event> =
            points.filter(|(p, _)| reach.contains(*p)).map(|(p, weight)| Event { x: p.x, y: p.y, weight }).collect();
        // A total order, so that the same points in another order give the same bits.
        events
            .sort_unstable_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)).then(a.weight.total_cmp(&b.weight)));
        let segment = ((4.0 * bandwidth_m / grid.cell_m).ceil() as usize).clamp(8, grid.columns.max(8));
        let plain = (bandwidth_m <= FEW_CELLS * grid.cell_m).then(|| vec![0.0; grid.columns]);
        Self {
            plain,
            grid,
            kernel,
            h: bandwidth_m,
            events,
            first: 0,
            changes: vec![[0.0; 6]; grid.columns + 1],
            segment,
            row: 0,
        }
    }

    /// Rows done so far.
    pub(super) fn row(&self) -> usize {
        self.row
    }

    /// About how many operations the next row takes, in points and nodes.
    pub(super) fn next_cost(&self) -> usize {
        let y = self.grid.y(self.row.min(self.grid.rows - 1)) + self.h;
        let end = self.events.partition_point(|e| e.y < y);
        end.saturating_sub(self.first) + self.grid.columns / 4
    }

    /// Computes the next row, per km². Does nothing when all are done.
    pub(super) fn next_row(&mut self, out: &mut [f32]) {
        if self.row >= self.grid.rows {
            return;
        }
        let y = self.grid.y(self.row);
        self.row += 1;
        while self.events.get(self.first).is_some_and(|e| e.y <= y - self.h) {
            self.first += 1;
        }
        match &mut self.plain {
            Some(plain) => plain.fill(0.0),
            None => self.changes.fill([0.0; 6]),
        }
        let reaching = self.events[self.first..].iter().take_while(|e| e.y < y + self.h);
        let columns = self.grid.columns as f64 - 1.0;
        let (west, cell, h, kernel) = (self.grid.x(0), self.grid.cell_m, self.h, self.kernel);
        for e in reaching {
            let v = (e.y - y) / h;
            let a = 1.0 - v * v;
            if a <= 0.0 {
                continue;
            }
            let centre = (e.x - west) / cell;
            let half = a.sqrt() * h / cell;
            let from = (centre - half).ceil().max(0.0);
            let to = (centre + half).floor().min(columns);
            if from > to {
                continue;
            }
            if let Some(plain) = &mut self.plain {
                let (from, to) = (from as usize, to as usize);
                let (first, step) = ((from as f64 - centre) * (cell / h), cell / h);
                for (i, sum) in plain[from..=to].iter_mut().enumerate() {
                    let u = first + f64::from(i as u32) * step;
                    let rest = a - u * u;
                    *sum += e.weight * kernel.share(rest);
                }
            } else {
                let span = Span { centre, a, from: from as usize, to: to as usize };
                add(&mut self.changes, self.segment, cell / h, |q| polynomial(kernel, e.weight, span.a, q), span);
            }
        }
        match &self.plain {
            Some(plain) => {
                let scale = kernel.peak_per_m2(h) * M2_PER_KM2;
                out.iter_mut().zip(plain).for_each(|(out, sum)| *out = (sum * scale) as f32);
            }
            None => self.run(out),
        }
    }

    /// Runs along the row: sums the changes and evaluates the polynomial at each node.
    fn run(&self, out: &mut [f32]) {
        let scale = self.kernel.peak_per_m2(self.h) * M2_PER_KM2;
        let step = self.grid.cell_m / self.h;
        for (s, (out, changes)) in out.chunks_mut(self.segment).zip(self.changes.chunks(self.segment)).enumerate() {
            let middle = middle(s, self.segment);
            let mut c = [0.0f64; 6];
            for (i, (out, change)) in out.iter_mut().zip(changes).enumerate() {
                for (c, d) in c.iter_mut().zip(change) {
                    *c += d;
                }
                if c[5] < 0.5 {
                    // No point reaches here: drop what cancelling left behind.
                    c = [0.0; 6];
                    *out = 0.0;
                    continue;
                }
                let t = ((s * self.segment + i) as f64 - middle) * step;
                let sum = (((c[4] * t + c[3]) * t + c[2]) * t + c[1]) * t + c[0];
                *out = (sum * scale).max(0.0) as f32;
            }
        }
    }
}

/// The column that a segment's polynomials are relative to.
fn middle(segment: usize, width: usize) -> f64 {
    (segment * width) as f64 + width as f64 / 2.0
}

/// Where a point reaches a row: its column, 1 − (its distance from the row / h)², and the columns it reaches.
#[derive(Clone, Copy)]
struct Span {
    centre: f64,
    a: f64,
    from: usize,
    to: usize,
}

/// The coefficients t⁰…t⁴ of `w · share(a − (t − q)²)`, and the 1 that counts the point.
fn polynomial(kernel: Kernel, w: f64, a: f64, q: f64) -> [f64; 6] {
    let r = q * q - a;
    match kernel {
        Kernel::Quartic => [w * r * r, -4.0 * w * q * r, w * (6.0 * q * q - 2.0 * a), -4.0 * w * q, w, 1.0],
        Kernel::Epanechnikov => [-w * r, 2.0 * w * q, -w, 0.0, 0.0, 1.0],
    }
}

/// Adds one point's polynomial to the columns it reaches, in each segment about that segment's own middle.
fn add(changes: &mut [[f64; 6]], width: usize, step: f64, polynomial: impl Fn(f64) -> [f64; 6], span: Span) {
    for segment in span.from / width..=span.to / width {
        let coefficients = polynomial((span.centre - middle(segment, width)) * step);
        let begin = span.from.max(segment * width);
        let end = span.to + 1;
        for (c, d) in changes[begin].iter_mut().zip(coefficients) {
            *c += d;
        }
        // At the next segment everything starts anew, so nothing needs to be taken away there.
        if end < (segment + 1) * width {
            for (c, d) in changes[end].iter_mut().zip(coefficients) {
                *c -= d;
            }
        }
    }
}
