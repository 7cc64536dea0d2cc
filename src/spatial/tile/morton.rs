//! Points on their way into a pyramid: keyed by where they lie along the Morton curve, and sorted.

use super::world::World;
use crate::units::{LngLat, TURNS};
use std::ops::Range;

/// The bits of a key that say more than a cell of zoom 26, 0.6 m, the deepest asked for.
const BELOW_CELLS: u32 = 64 - 2 * 26;
const BITS: u32 = 11;
const BUCKETS: usize = 1 << BITS;

/// Points side by side with their rows: two lists take less memory than one of pairs.
#[derive(Debug)]
pub(super) struct Points {
    /// Places along the curve.
    pub keys: Vec<u64>,
    /// The row of each.
    pub rows: Vec<u32>,
}

impl Points {
    /// None yet, of so many at most.
    pub(super) fn with_capacity(most: usize) -> Self {
        Self { keys: Vec::with_capacity(most), rows: Vec::with_capacity(most) }
    }

    /// Adds some rows, those that have a place that a tile can show.
    #[inline(never)] // see TURNS
    pub(super) fn add(&mut self, rows: Range<usize>, placed: impl Fn(usize) -> Option<LngLat>) {
        for row in rows {
            if let Some(at) = placed(row).and_then(World::shown) {
                self.keys.push(at.morton());
                self.rows.push(row as u32);
            }
        }
    }

    /// Sorts by Morton cell of zoom 26, then row: rows come ascending and the sort is stable. Eleven bits at a time, where
    /// bits differ at all: the points of a city share the upper ones.
    pub(super) fn sort(&mut self) {
        self.keys.shrink_to_fit();
        self.rows.shrink_to_fit();
        if self.keys.len() < TURNS {
            let mut pairs: Vec<_> = self.keys.iter().copied().zip(self.rows.iter().copied()).collect();
            pairs.sort_by_key(|(key, _)| key >> BELOW_CELLS);
            (self.keys, self.rows) = pairs.into_iter().unzip();
            return;
        }
        let differing = self.keys.iter().fold(0, |d, key| d | (key ^ self.keys[0]));
        let mut spare = Self { keys: vec![0; self.keys.len()], rows: vec![0; self.rows.len()] };
        let mut shift = BELOW_CELLS;
        while shift < 64 && differing >> shift != 0 {
            if !((differing >> shift) as usize).is_multiple_of(BUCKETS) {
                let mut free = starts(&self.keys, shift);
                for (keys, rows) in self.keys.chunks(TURNS).zip(self.rows.chunks(TURNS)) {
                    spare.deal(keys, rows, shift, &mut free);
                }
                std::mem::swap(self, &mut spare);
            }
            shift += BITS;
        }
    }

    /// Puts points into their buckets, whose next free places are `free`.
    #[inline(never)] // see TURNS
    fn deal(&mut self, keys: &[u64], rows: &[u32], shift: u32, free: &mut [u32]) {
        for (key, row) in keys.iter().zip(rows) {
            let at = &mut free[(key >> shift) as usize % BUCKETS];
            self.keys[*at as usize] = *key;
            self.rows[*at as usize] = *row;
            *at += 1;
        }
    }
}

/// Where each bucket begins.
fn starts(keys: &[u64], shift: u32) -> Vec<u32> {
    let mut counts = vec![0; BUCKETS];
    for keys in keys.chunks(TURNS) {
        tally(keys, shift, &mut counts);
    }
    let mut start = 0;
    for count in &mut counts {
        start += std::mem::replace(count, start);
    }
    counts
}

#[inline(never)] // see TURNS
fn tally(keys: &[u64], shift: u32, counts: &mut [u32]) {
    for key in keys {
        counts[(key >> shift) as usize % BUCKETS] += 1;
    }
}
