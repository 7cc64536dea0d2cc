//! The lattice that points are spread over, and its convolution with the taps.

use super::Points;
use super::taps::Taps;
use crate::surface::Grid;
use crate::units::{TURNS, Xy};

/// Columns that one pass of the inner loop fills: eight SIMD registers of sums.
const LANES: usize = 32;

/// So many cells of 4 bytes stay in a processor's cache.
const CACHED: usize = 2 << 20;
/// So many cells of a band stay beside the processor.
const BAND: usize = 1 << 17;

/// A point on the lattice: where it lies, in cells from the corner's centre, and its weight. A hundredth of a thousandth
/// of the kernel is what `f32` takes from it on the largest lattice.
type OnLattice = [f32; 3];

/// Weight by cell. A cell's centre is a node; `stride` cells lie between two output nodes.
///
/// A row is kept as `stride` planes, each with every `stride`-th column, so that what one output column and the next
/// need lies side by side.
#[derive(Debug)]
pub(super) struct Bins {
    /// Where output column 0 and row 0 lie, and the cell of the bins, in metres.
    west: f64,
    south: f64,
    cell_m: f64,
    stride: usize,
    /// Cells between the lattice's edge and output column 0; a multiple of `stride`.
    margin: usize,
    /// Cells in a plane's row.
    width: usize,
    rows: usize,
    weights: Vec<f32>,
    /// By row: the first and one past the last place in a plane that holds weight.
    spans: Vec<(u32, u32)>,
    taps: Taps,
    /// The sum of two rows, and the sums of the output row.
    pair: Vec<f32>,
    sums: Vec<f32>,
}

impl Bins {
    /// How many cells [`Self::new`] will hold.
    pub(super) fn cells(grid: &Grid, radius: f64, stride: usize) -> usize {
        let margin = margin(radius, stride);
        (grid.columns * stride + 2 * margin) * (grid.rows * stride + 2 * margin)
    }

    /// Empty bins for the nodes of `grid`: `stride` (1 or 2) cells between two nodes, the kernel's radius in cells.
    pub(super) fn new(grid: &Grid, radius: f64, stride: usize) -> Self {
        let margin = margin(radius, stride);
        // Whole passes of the inner loop may run beyond the last column.
        let width = grid.columns.next_multiple_of(LANES) + 2 * margin / stride;
        let rows = (grid.rows - 1) * stride + 1 + 2 * margin;
        Self {
            west: grid.x(0),
            south: grid.y(0),
            cell_m: grid.cell_m / stride as f64,
            stride,
            margin,
            width,
            rows,
            weights: vec![0.0; rows * width * stride],
            spans: Vec::new(),
            taps: Taps::quartic(radius),
            pair: vec![0.0; width * stride],
            sums: vec![0.0; grid.columns.next_multiple_of(LANES)],
        }
    }

    /// Spreads points over 3 × 3 cells each. Points that no node can see are passed over.
    pub(super) fn spread(&mut self, points: Points<'_>, from: usize, to: usize) {
        if self.weights.len() > CACHED {
            self.spread_by_bands(points, from, to);
            return;
        }
        for from in (from..to).step_by(TURNS) {
            self.spread_some(points, from, to.min(from + TURNS));
        }
    }

    #[inline(never)] // see TURNS
    fn spread_some(&mut self, points: Points<'_>, from: usize, to: usize) {
        for (p, weight) in points.counting(from, to) {
            if let Some(spread) = self.over(p, weight) {
                self.add(spread);
            }
        }
    }

    /// The same for a lattice that the processor's cache does not hold: points that lie all over it wait for memory nine
    /// times each. Put in bands of rows before, they find their part of the lattice at hand.
    fn spread_by_bands(&mut self, points: Points<'_>, from: usize, to: usize) {
        let band = (BAND / (self.width * self.stride)).max(1);
        let mut ends = vec![0; self.rows.div_ceil(band) + 1];
        for from in (from..to).step_by(TURNS) {
            self.count_some(points, from, to.min(from + TURNS), band, &mut ends);
        }
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let mut sorted = vec![[0.0; 3]; start];
        for from in (from..to).step_by(TURNS) {
            self.sort_some(points, from, to.min(from + TURNS), band, (&mut ends, &mut sorted));
        }
        for some in sorted.chunks(TURNS) {
            self.add_some(some);
        }
    }

    #[inline(never)] // see TURNS
    fn count_some(&self, points: Points<'_>, from: usize, to: usize, band: usize, counts: &mut [usize]) {
        for at in points.counting(from, to).filter_map(|(p, weight)| self.over(p, weight)) {
            counts[at[1] as usize / band] += 1;
        }
    }

    #[inline(never)] // see TURNS
    fn sort_some(
        &self,
        points: Points<'_>,
        from: usize,
        to: usize,
        band: usize,
        (ends, sorted): (&mut [usize], &mut [OnLattice]),
    ) {
        for at in points.counting(from, to).filter_map(|(p, weight)| self.over(p, weight)) {
            let end = &mut ends[at[1] as usize / band];
            sorted[*end] = at;
            *end += 1;
        }
    }

    #[inline(never)] // see TURNS
    fn add_some(&mut self, some: &[OnLattice]) {
        for at in some {
            self.add(*at);
        }
    }

    /// Where a point lies on the lattice; `None` where no node can see it.
    #[inline]
    fn over(&self, p: Xy, weight: f64) -> Option<OnLattice> {
        let (per_m, margin) = (1.0 / self.cell_m, self.margin as f64);
        let (x, y) = ((p.x - self.west) * per_m + margin, (p.y - self.south) * per_m + margin);
        let (last_column, last_row) = ((self.width * self.stride) as f64 - 2.0, self.rows as f64 - 2.0);
        (x >= 0.5 && y >= 0.5 && x < last_column && y < last_row).then_some([x as f32, y as f32, weight as f32])
    }

    #[inline(always)] // both ways of spreading are a loop around it
    fn add(&mut self, [x, y, weight]: OnLattice) {
        let (column, row) = ((x + 0.5) as usize, (y + 0.5) as usize);
        let row_len = self.width * self.stride;
        let across = spline_weights(x - column as f32);
        let up = spline_weights(y - row as f32).map(|w| w * weight);
        let places = [self.place(column - 1), self.place(column), self.place(column + 1)];
        let rows = &mut self.weights[(row - 1) * row_len..(row + 2) * row_len];
        for (cells, up) in rows.chunks_exact_mut(row_len).zip(up) {
            for (place, across) in places.into_iter().zip(across) {
                cells[place] += up * across;
            }
        }
    }

    /// Where a cell stands in its row.
    #[inline]
    fn place(&self, column: usize) -> usize {
        if self.stride == 1 { column } else { (column & 1) * self.width + (column >> 1) }
    }

    /// Ends the spreading: notes where weight lies, and gives the largest weight of a cell.
    pub(super) fn close(&mut self) -> f32 {
        let mut most = 0.0f32;
        self.spans = self
            .weights
            .chunks_exact(self.width * self.stride)
            .map(|row| {
                let mut span = (u32::MAX, 0);
                for plane in row.chunks_exact(self.width) {
                    if let Some(first) = plane.iter().position(|w| *w != 0.0) {
                        let last = plane.iter().rposition(|w| *w != 0.0).unwrap_or(first);
                        span = (span.0.min(first as u32), span.1.max(last as u32 + 1));
                        most = plane.iter().fold(most, |m, w| if *w > m { *w } else { m });
                    }
                }
                span
            })
            .collect();
        most
    }

    /// Multiplications of one output row, about.
    pub(super) fn row_cost(&self) -> usize {
        self.sums.len() * self.taps.rows.iter().map(Vec::len).sum::<usize>()
    }

    /// The convolution at one row of output nodes, times `scale`. Rows at equal distance above and below are summed
    /// before, columns at equal distance in passing, so that a tap is multiplied once for four cells.
    #[inline(never)] // see TURNS
    pub(super) fn convolve_row(&mut self, row: usize, scale: f32, out: &mut [f32]) {
        let row_len = self.width * self.stride;
        let middle = row * self.stride + self.margin;
        let shift = self.margin / self.stride;
        self.sums.fill(0.0);
        for (d, taps) in self.taps.rows.iter().enumerate() {
            let (above, below) = (middle + d, middle - d);
            let (lo, hi) = (
                self.spans[above].0.min(self.spans[below].0) as usize,
                self.spans[above].1.max(self.spans[below].1) as usize,
            );
            if taps.is_empty() || lo >= hi {
                continue;
            }
            let rows = [above, below].map(|r| &self.weights[r * row_len..(r + 1) * row_len]);
            if d == 0 {
                self.pair.copy_from_slice(rows[0]);
            } else {
                for ((pair, a), b) in self.pair.iter_mut().zip(rows[0]).zip(rows[1]) {
                    *pair = a + b;
                }
            }
            // Only columns that the weight of these rows can reach.
            let far = taps.len() / self.stride + 1;
            let first = (lo.saturating_sub(shift + far)) / LANES * LANES;
            let end = (hi + far).saturating_sub(shift).next_multiple_of(LANES).min(self.sums.len());
            for start in (first..end).step_by(LANES) {
                let mut sums = [0.0; LANES];
                sums.copy_from_slice(&self.sums[start..start + LANES]);
                if self.stride == 1 {
                    fold(&mut sums, &self.pair, start + shift, taps);
                } else {
                    fold_planes(&mut sums, &self.pair, self.width, start + shift, taps);
                }
                self.sums[start..start + LANES].copy_from_slice(&sums);
            }
        }
        for (out, sum) in out.iter_mut().zip(&self.sums) {
            // The taps swing slightly below zero beyond the rim.
            let v = sum * scale;
            *out = if v > 0.0 { v } else { 0.0 };
        }
    }
}

fn margin(radius: f64, stride: usize) -> usize {
    (Taps::reach(radius) + 2).next_multiple_of(stride)
}

/// Quadratic B-spline weights of the cells before, at and after a position `t` ∈ −½…½ from its cell's centre.
#[inline]
fn spline_weights(t: f32) -> [f32; 3] {
    [0.5 * (0.5 - t) * (0.5 - t), 0.75 - t * t, 0.5 * (0.5 + t) * (0.5 + t)]
}

/// `sums[l] += Σ tap(e) · (row[at + l + e] + row[at + l − e])`.
#[inline]
fn fold(sums: &mut [f32; LANES], row: &[f32], at: usize, taps: &[f32]) {
    add_one(sums, lanes(row, at), taps[0]);
    for (e, tap) in taps.iter().enumerate().skip(1) {
        add_two(sums, lanes(row, at + e), lanes(row, at - e), *tap);
    }
}

/// The same for two planes: even distances lie in the first, odd ones in the second.
#[inline]
fn fold_planes(sums: &mut [f32; LANES], row: &[f32], width: usize, at: usize, taps: &[f32]) {
    let (even, odd) = row.split_at(width);
    add_one(sums, lanes(even, at), taps[0]);
    for (e, tap) in taps.iter().enumerate().skip(1) {
        let m = e / 2;
        if e % 2 == 0 {
            add_two(sums, lanes(even, at + m), lanes(even, at - m), *tap);
        } else {
            add_two(sums, lanes(odd, at + m), lanes(odd, at - m - 1), *tap);
        }
    }
}

#[inline]
fn lanes(row: &[f32], at: usize) -> &[f32; LANES] {
    match row[at..].first_chunk() {
        Some(lanes) => lanes,
        None => &[0.0; LANES],
    }
}

#[inline]
fn add_one(sums: &mut [f32; LANES], a: &[f32; LANES], tap: f32) {
    for (sum, a) in sums.iter_mut().zip(a) {
        *sum += tap * a;
    }
}

#[inline]
fn add_two(sums: &mut [f32; LANES], a: &[f32; LANES], b: &[f32; LANES], tap: f32) {
    for l in 0..LANES {
        sums[l] += tap * (a[l] + b[l]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::XyBox;

    #[test]
    fn spread_by_bands_is_spread_in_any_order() {
        let bounds = XyBox { min: Xy::new(0.0, 0.0), max: Xy::new(20_000.0, 12_000.0) };
        let grid = Grid::covering(bounds, 10.0).unwrap();
        // Golden-ratio steps in both axes fill the box and more, in no order.
        let at = |i: u32, step: f64| (f64::from(i) * step).fract() * 1.1 - 0.05;
        let xy: Vec<Xy> = (0..50_000)
            .map(|i| Xy::new(at(i, 0.618_033_988_7) * 20_000.0, at(i, 0.754_877_666_2) * 12_000.0))
            .chain([Xy::new(f64::NAN, 0.0), Xy::new(20_000.0, 12_000.0), Xy::new(0.0, 0.0)])
            .collect();
        let weights: Vec<f64> = (0..xy.len()).map(|i| (i % 7) as f64).collect();
        let points = Points::weighted(&xy, &weights);
        let (mut plain, mut banded) = (Bins::new(&grid, 6.0, 2), Bins::new(&grid, 6.0, 2));
        assert!(plain.weights.len() > CACHED, "a lattice that is put in bands");
        plain.spread_some(points, 0, xy.len());
        // In two slices, the second beyond the end.
        banded.spread(points, 0, 30_000);
        banded.spread(points, 30_000, xy.len() + 5);
        assert!(plain.weights.iter().sum::<f32>() > 100_000.0);
        for (a, b) in plain.weights.iter().zip(&banded.weights) {
            assert!((a - b).abs() <= 1e-5 * a.max(1.0), "{a} and {b}");
        }
    }
}
