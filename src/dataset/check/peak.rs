//! One layer laid on another: which small move puts the most of its corners on the other's lines and borders?
//!
//! Every move of up to 800 m is tried, 25 m apart. A true fit is a peak: far above the mean of all moves, and well above
//! the best of those that are not its neighbours. Chance gives several of nearly the same height. In cities that fit, the
//! best move elsewhere came to 2.6 to 5 standard deviations above the mean, whatever the layers.

use super::{distance_m, offset_m};
use crate::domain::Layer;
use crate::units::LngLat;
use std::collections::HashMap;

/// Cell of the picture, metres: as wide as a wide road, and what positions are uncertain by.
const CELL_M: f64 = 25.0;
/// How many cells a layer is moved at most in each direction.
const REACH: i32 = 32;
/// So many moves in each direction.
const MOVES: usize = 2 * REACH as usize + 1;
/// Corners of a layer that are tried.
const SAMPLE: usize = 600;
/// With fewer corners, chance alone finds a better place.
const FEW: usize = 16;
/// A move that is so many cells from the best, or more, is none of its neighbours.
const NEAR: usize = 5;
/// So many corners must hit after a move on average: of rarer hits the deviation says nothing.
const MEAN: f64 = 3.0;

/// Corners of a layer, at most [`SAMPLE`], as cells.
pub(super) struct Corners(Vec<(i32, i32)>);

impl Corners {
    pub(super) fn of(layer: &Layer, origin: LngLat) -> Self {
        let coords = layer.shapes().coords();
        let step = coords.len().div_ceil(SAMPLE).max(1);
        let mut cells: Vec<_> = coords.iter().step_by(step).map(|p| cell(offset_m(origin, *p))).collect();
        // Twenty things in one place are one sign, not twenty.
        cells.sort_unstable();
        cells.dedup();
        Self(cells)
    }
}

/// A move that stands out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Peak {
    /// Metres east and north.
    pub(super) move_m: (f64, f64),
    /// It stands out enough to say that a layer is elsewhere, not only that it is where it should be.
    pub(super) sure: bool,
}

/// The cells that a layer's lines or borders pass through: 64 in a row of the grid are one word.
pub(super) struct Picture(HashMap<(i32, i32), u64>);

impl Picture {
    /// At most so many words are drawn: a province's roads need no more to be recognised.
    const MAX_WORDS: usize = 1_000_000;

    pub(super) fn of(layer: &Layer, origin: LngLat) -> Self {
        let mut words = HashMap::new();
        for row in 0..layer.len() {
            for (part, _) in layer.shapes().get(row).parts() {
                for w in part.windows(2) {
                    let (a, b) = (offset_m(origin, w[0]), offset_m(origin, w[1]));
                    let steps = (distance_m(w[0], w[1]) / CELL_M).ceil().clamp(1.0, 10_000.0);
                    for i in 0..=steps as usize {
                        let t = i as f64 / steps;
                        let (x, y) = cell((a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t));
                        *words.entry((x >> 6, y)).or_default() |= 1 << (x & 63);
                    }
                }
            }
            if words.len() > Self::MAX_WORDS {
                break;
            }
        }
        Self(words)
    }

    /// The cells of a row from `x` on, the first the lowest bit: as many as there are moves.
    fn row(&self, x: i32, y: i32) -> u128 {
        let word = |at: i32| u128::from(self.0.get(&(at, y)).copied().unwrap_or(0));
        (word(x >> 6) | word((x >> 6) + 1) << 64) >> (x & 63)
    }

    /// The move that stands out among all, if there is one.
    pub(super) fn peak(&self, Corners(corners): &Corners) -> Option<Peak> {
        if corners.len() < FEW {
            return None;
        }
        let mut hits = vec![0u32; MOVES * MOVES];
        for (x, y) in corners {
            for (j, hits) in hits.chunks_exact_mut(MOVES).enumerate() {
                let mut row = self.row(x - REACH, y - REACH + j as i32);
                while row != 0 {
                    // The window holds more cells than there are moves.
                    let Some(hit) = hits.get_mut(row.trailing_zeros() as usize) else { break };
                    *hit += 1;
                    row &= row - 1;
                }
            }
        }
        let n = hits.len() as f64;
        let mean = hits.iter().map(|h| f64::from(*h)).sum::<f64>() / n;
        let variance = hits.iter().map(|h| (f64::from(*h) - mean).powi(2)).sum::<f64>() / n;
        // Of equals the one nearest to no move at all.
        let far = |i: usize| (i % MOVES).abs_diff(REACH as usize).pow(2) + (i / MOVES).abs_diff(REACH as usize).pow(2);
        let best = (0..hits.len()).max_by_key(|i| (hits[*i], std::cmp::Reverse(far(*i))))?;
        let apart = |i: usize| {
            let (x, y) = ((i % MOVES).abs_diff(best % MOVES), (i / MOVES).abs_diff(best / MOVES));
            x.max(y) >= NEAR
        };
        let elsewhere = (0..hits.len()).filter(|i| apart(*i)).map(|i| hits[i]).max()?;
        if mean < MEAN || variance <= 0.0 {
            return None;
        }
        let above = |hits: u32| (f64::from(hits) - mean) / variance.sqrt();
        let (height, next) = (above(hits[best]), above(elsewhere));
        let cells = |at: usize| (at as i32 - REACH) as f64 * CELL_M;
        let stands_out = |height_at_least: f64, times: f64| height >= height_at_least && height >= times * next;
        // What keeps to something does so more often than by the way: a few of many corners hit by chance.
        let share = f64::from(hits[best]) / corners.len() as f64;
        (stands_out(4.0, 1.2) && share >= 0.1).then(|| Peak {
            move_m: (cells(best % MOVES), cells(best / MOVES)),
            sure: stands_out(4.8, 1.35) && share >= 0.2,
        })
    }
}

fn cell((east, north): (f64, f64)) -> (i32, i32) {
    ((east / CELL_M).floor() as i32, (north / CELL_M).floor() as i32)
}
