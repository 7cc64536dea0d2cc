//! Points for tiles: sorted along the Morton curve, so that a tile of any zoom is one run of them, and counted in cells
//! where they are too many to be told apart.

use super::attributes::is_shown;
use super::morton::Points;
use super::world::{Tile, World};
use crate::units::{LngLat, TURNS};
use std::ops::Range;

/// Where a tile has more points than this, all tiles of its zoom go out as counted cells.
pub(super) const MOST: usize = 4000;
/// A cell is a tile so many zooms deeper: 64 × 64 cells a tile.
const CELL_ZOOMS: u8 = 6;
/// What is drawn as a symbol needs more room than a dot: where a tile has more of them than this, all tiles of its zoom go
/// out in coarse cells, 16 × 16 a tile, where the tile asks for it.
const MOST_SYMBOLS: usize = 100;
/// A coarse cell is a tile so many zooms deeper.
const COARSE_ZOOMS: u8 = 4;
/// So few of all are told apart at any zoom.
const FEW: usize = 400;
/// From here on a reader looks at single places, however many.
const SINGLE_FROM: u8 = 14;
/// Cells of these zooms are listed; deeper ones are found by searching.
const LISTED: usize = 17;

/// The points of a layer.
#[derive(Clone, Debug)]
pub(super) struct Pyramid {
    /// By Morton cell of zoom 26, then row.
    at: Vec<World>,
    rows: Vec<u32>,
    /// For each zoom from 0 to 16, where the runs of points in one tile begin.
    runs: Vec<Vec<u32>>,
    /// The first zoom at which no tile has more than [`MOST`]; from there on points are told apart.
    apart_from: u8,
    /// The first zoom at which no tile has more than [`MOST_SYMBOLS`], or [`SINGLE_FROM`].
    symbols_from: u8,
}

/// What a tile shows of some points.
pub(super) struct Cell<'a> {
    /// Where the point is that stands for them: one of them, in the middle along the curve.
    pub at: World,
    /// The places of all of them, row by row.
    pub places: &'a [World],
    /// The rows of all of them.
    pub rows: &'a [u32],
}

impl Pyramid {
    /// The points that tiles can show, of so many rows.
    pub(super) fn build(rows: usize, placed: impl Fn(usize) -> Option<LngLat>) -> Self {
        let mut points = Points::with_capacity(rows);
        for from in (0..rows).step_by(TURNS) {
            points.add(from..rows.min(from + TURNS), &placed);
        }
        points.sort();
        let mut runs = vec![Vec::new(); LISTED];
        let mut before = None;
        for (keys, i) in points.keys.chunks(TURNS).zip(0..) {
            before = note_runs(keys, i * TURNS as u32, before, &mut runs);
        }
        for run in &mut runs {
            run.shrink_to_fit();
        }
        let is_crowded = |run: &[u32], most: usize| {
            let ends = run.iter().skip(1).copied().chain([points.keys.len() as u32]);
            run.iter().zip(ends).any(|(from, to)| (to - from) as usize > most)
        };
        // A tile is at least as full as those that it consists of.
        let first = |most: usize| runs.iter().take_while(|run| is_crowded(run, most)).count() as u8;
        let (apart_from, symbols_from) = (first(MOST), first(MOST_SYMBOLS).min(SINGLE_FROM));
        Self {
            apart_from,
            symbols_from,
            at: points.keys.iter().map(|key| World::of_morton(*key)).collect(),
            rows: points.rows,
            runs,
        }
    }

    /// Whether no tile shows anything.
    pub(super) fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// Whether a tile has no more than so many points that a filter, if there is one, lets through.
    pub(super) fn has_at_most(&self, most: usize, tile: Tile, shown: Option<&[bool]>) -> bool {
        let range = self.range(tile);
        range.len() <= most
            || shown.is_some()
                && self.rows[range].iter().filter(|row| is_shown(shown, **row)).take(most + 1).count() <= most
    }

    fn range(&self, tile: Tile) -> Range<usize> {
        let (from, to) = tile.morton_range();
        let start = self.at.partition_point(|at| at.morton() < from);
        let end = match to {
            Some(to) => start + self.at[start..].partition_point(|at| at.morton() < to),
            None => self.at.len(),
        };
        start..end
    }

    /// Whether a tile of symbols goes out in coarse cells.
    fn is_coarse(&self, tile: Tile, shown: Option<&[bool]>) -> bool {
        let many = || self.rows.iter().filter(|row| is_shown(shown, **row)).take(FEW + 1).count() > FEW;
        tile.z < self.symbols_from && many()
    }

    /// What a tile shows: each point that a filter, if there is one, lets through in exactly one cell. With `symbols` what
    /// is drawn needs the room of one.
    pub(super) fn cells(&self, tile: Tile, shown: Option<&[bool]>, symbols: bool, mut found: impl FnMut(Cell<'_>)) {
        let Range { start, end } = self.range(tile);
        if start == end {
            return;
        }
        let (mut places, mut rows) = (Vec::new(), Vec::new());
        let mut give = |run: Range<usize>| {
            let middle = |len: usize| len.saturating_sub(1) / 2;
            if shown.is_none() {
                let at = self.at[run.start + middle(run.len())];
                return found(Cell { at, places: &self.at[run.clone()], rows: &self.rows[run] });
            }
            places.clear();
            rows.clear();
            for i in run.filter(|i| is_shown(shown, self.rows[*i])) {
                places.push(self.at[i]);
                rows.push(self.rows[i]);
            }
            if let Some(at) = places.get(middle(places.len())) {
                found(Cell { at: *at, places: &places, rows: &rows });
            }
        };
        // Cells in one tile beside points in the next would look as if the places differed.
        let coarse = symbols && self.is_coarse(tile, shown);
        let are_apart =
            !coarse && if usize::from(tile.z) < LISTED { tile.z >= self.apart_from } else { end - start <= MOST };
        if are_apart {
            (start..end).for_each(|i| give(i..i + 1));
            return;
        }
        let zoom = tile.z + if coarse { COARSE_ZOOMS } else { CELL_ZOOMS };
        if let Some(runs) = self.runs.get(usize::from(zoom)) {
            let first = runs.partition_point(|run| (*run as usize) < start);
            let mut from = start;
            for next in runs[first..].iter().skip(1).map(|run| *run as usize).take_while(|run| *run < end) {
                give(from..next);
                from = next;
            }
            give(from..end);
            return;
        }
        let mut from = start;
        while from < end {
            let next = self.run_end(from, end, zoom);
            give(from..next);
            from = next;
        }
    }

    /// Where the points in the same cell as the point at `from` end: steps that double, then halving.
    fn run_end(&self, from: usize, end: usize, zoom: u8) -> usize {
        let shift = 64 - 2 * u32::from(zoom);
        let cell = self.at[from].morton() >> shift;
        let same = |i: usize| self.at[i].morton() >> shift == cell;
        let (mut known, mut step) = (from, 1);
        while known + step < end && same(known + step) {
            known += step;
            step *= 2;
        }
        let (low, high) = (known + 1, (known + step).min(end));
        low + self.at[low..high].partition_point(|at| at.morton() >> shift == cell)
    }
}

/// Notes the points that begin a tile's run, by zoom; `i` is the place of the first, `before` the key before it. Gives
/// the last key.
#[inline(never)] // see TURNS
fn note_runs(keys: &[u64], i: u32, mut before: Option<u64>, runs: &mut [Vec<u32>]) -> Option<u64> {
    for (key, i) in keys.iter().zip(i..) {
        // Two neighbours part at the zoom of their first differing pair of bits.
        let parts_at = before.map_or(0, |b| ((b ^ key).leading_zeros() / 2 + 1) as usize);
        for run in runs.iter_mut().skip(parts_at) {
            run.push(i);
        }
        before = Some(*key);
    }
    before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_stand_for_all_of_a_coarse_cell_and_for_themselves_where_they_are_few() {
        // A square of 40 × 40 points over a fifth of a degree, and one of which only every tenth is let through.
        let place = |row: usize| LngLat::new(112.0 + (row % 40) as f64 * 0.005, 31.0 + (row / 40) as f64 * 0.005);
        let pyramid = Pyramid::build(1_600, |row| Some(place(row)));
        let few: Vec<bool> = (0..1_600).map(|row| row % 10 == 0).collect();
        let at = World::of(place(820));
        for z in 6..=14 {
            let tile = Tile { z, x: at.x >> (32 - z), y: at.y >> (32 - z) };
            let told = |shown: Option<&[bool]>, symbols: bool| {
                let (mut cells, mut rows, mut most) = (0, Vec::new(), 0);
                pyramid.cells(tile, shown, symbols, |cell| {
                    assert_eq!(cell.places.len(), cell.rows.len());
                    cells += 1;
                    most = most.max(cell.rows.len());
                    rows.extend_from_slice(cell.rows);
                });
                rows.sort_unstable();
                (cells, most, rows)
            };
            let (single, coarse) = (told(None, false), told(None, true));
            assert_eq!(single.2, coarse.2, "zoom {z}: the same places, each once");
            assert_eq!(single.1, 1);
            assert!(coarse.0 <= 256 || z >= SINGLE_FROM, "zoom {z}: {}", coarse.0);
            assert_eq!(told(Some(&few), true).1, 1, "zoom {z}: few are told apart");
        }
        assert!(pyramid.symbols_from > 8 && pyramid.apart_from == 0);
    }

    #[test]
    fn a_tile_beside_crowded_ones_is_empty() {
        // Too many at one place to be told apart at any zoom, and the tile to the east of it without a point.
        let pyramid = Pyramid::build(MOST + 1, |_| Some(LngLat::new(112.0, 31.0)));
        for z in 4..=20 {
            let at = World::of(LngLat::new(112.0, 31.0));
            let (x, y) = (at.x >> (32 - z), at.y >> (32 - z));
            let count = |x: u32| {
                let mut count = 0;
                pyramid.cells(Tile { z, x, y }, None, false, |cell| count += cell.rows.len());
                count
            };
            assert_eq!((count(x), count(x + 1)), (MOST + 1, 0), "zoom {z}");
        }
    }
}
