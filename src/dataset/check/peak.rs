//! One layer laid on another: which small move puts the most of its corners on the other's lines and borders?
//!
//! Every move of up to 800 m is tried, 25 m apart. A true fit is a peak: far above the mean of all moves, and well above
//! the best of those that are not its neighbours. Chance gives several of nearly the same height. In cities that fit, the
//! best move elsewhere came to 2.6 to 5 standard deviations above the mean, whatever the layers.

use super::Spot;
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
        let origin = Spot::new(origin);
        let mut cells: Vec<_> = coords.iter().step_by(step).map(|p| cell(origin.offset_m(*p))).collect();
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

/// A square of 64 by 64 cells: a word is a row of it, its lowest bit the westernmost cell.
type Square = [u64; 64];

/// The cells that a layer's lines or borders pass through.
pub(super) struct Picture {
    /// By place, in squares.
    places: HashMap<(i32, i32), usize>,
    squares: Vec<Square>,
}

impl Picture {
    /// No more squares are begun after so many, half a kilobyte each: a province's roads need no more to be recognised.
    const MAX_SQUARES: usize = 40_000;

    pub(super) fn of(layer: &Layer, origin: LngLat) -> Self {
        let origin = Spot::new(origin);
        let (mut places, mut squares) = (HashMap::new(), Vec::new());
        // The next cell of a line is nearly always in the same square.
        let mut last = ((i32::MIN, i32::MIN), 0);
        for row in 0..layer.len() {
            for (part, _) in layer.shapes().get(row).parts() {
                let mut corners = part.iter().map(|p| origin.offset_m(*p));
                let Some(mut a) = corners.next() else { continue };
                for b in corners {
                    let steps = (libm::hypot(b.0 - a.0, b.1 - a.1) / CELL_M).ceil().clamp(1.0, 10_000.0);
                    for i in 0..=steps as usize {
                        let t = i as f64 / steps;
                        let (x, y) = cell((a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t));
                        let place = (x >> 6, y >> 6);
                        if place != last.0 {
                            last = (place, *places.entry(place).or_insert(squares.len()));
                            if last.1 == squares.len() {
                                squares.push([0; 64]);
                            }
                        }
                        squares[last.1][(y & 63) as usize] |= 1 << (x & 63);
                    }
                    a = b;
                }
            }
            if squares.len() > Self::MAX_SQUARES {
                break;
            }
        }
        Self { places, squares }
    }

    /// The four squares that hold all cells within reach of a cell, southern ones first.
    fn around(&self, (x, y): (i32, i32)) -> [[&Square; 2]; 2] {
        let (west, south) = ((x - REACH) >> 6, (y - REACH) >> 6);
        let at = |x, y| self.places.get(&(x, y)).map_or(&[0; 64], |place| &self.squares[*place]);
        [0, 1].map(|north| [0, 1].map(|east| at(west + east, south + north)))
    }

    /// The move that stands out among all, if there is one.
    pub(super) fn peak(&self, Corners(corners): &Corners) -> Option<Peak> {
        if corners.len() < FEW {
            return None;
        }
        let mut hits = vec![0u32; MOVES * MOVES];
        for (x, y) in corners {
            let squares = self.around((*x, *y));
            let (west, south) = ((x - REACH) & 63, (y - REACH) & 63);
            for (j, hits) in hits.chunks_exact_mut(MOVES).enumerate() {
                let north = south as usize + j;
                let [left, right] = squares[north >> 6].map(|square| u128::from(square[north & 63]));
                let mut row = (left | right << 64) >> west;
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
