//! The order in which things are packed into blocks: along a Hilbert curve, so that neighbours share a block.

use crate::units::{TURNS, Xy, XyBox};

/// One step of the curve takes four bits of x and of y. `STEPS[state][x][y]` is the eight bits of the curve's position
/// and, above them, the next state: whether x and y are swapped (1) and both turned round (2).
static STEPS: [[[u16; 16]; 16]; 4] = steps();

const fn steps() -> [[[u16; 16]; 16]; 4] {
    let mut table = [[[0; 16]; 16]; 4];
    let mut start = 0;
    while start < 4 {
        let mut x = 0;
        while x < 16 {
            let mut y = 0;
            while y < 16 {
                let (mut state, mut at, mut bit) = (start, 0, 4);
                while bit > 0 {
                    bit -= 1;
                    let turned = (state >> 1) & 1;
                    let (bx, by) = (((x >> bit) & 1) ^ turned, ((y >> bit) & 1) ^ turned);
                    let (bx, by) = if state & 1 == 1 { (by, bx) } else { (bx, by) };
                    at = (at << 2) | ((3 * bx) ^ by);
                    if by == 0 {
                        state ^= 1 | (bx << 1);
                    }
                }
                table[start][x][y] = (at | (state << 8)) as u16;
                y += 1;
            }
            x += 1;
        }
        start += 1;
    }
    table
}

/// The position along the curve of a cell of a 65536 × 65536 grid.
fn key(x: u16, y: u16) -> u32 {
    let (mut state, mut at) = (0usize, 0u32);
    for shift in [12, 8, 4, 0] {
        let step = STEPS[state][usize::from(x >> shift) & 15][usize::from(y >> shift) & 15];
        at = (at << 8) | u32::from(step & 255);
        state = usize::from(step >> 8);
    }
    at
}

/// The places in `centres` along the Hilbert curve over their bounds; equal positions stay in their order.
pub(super) fn order(
    centres: impl ExactSizeIterator<Item = Xy>,
    bounds: &XyBox,
) -> impl ExactSizeIterator<Item = usize> {
    let across = |min: f64, max: f64| if max > min { 65_535.0 / (max - min) } else { 0.0 };
    let (sx, sy) = (across(bounds.min.x, bounds.max.x), across(bounds.min.y, bounds.max.y));
    let mut keyed = Vec::with_capacity(centres.len());
    let mut keys = centres.enumerate().map(|(i, c)| {
        let (x, y) = ((c.x - bounds.min.x) * sx, (c.y - bounds.min.y) * sy);
        (u64::from(key(x as u16, y as u16)) << 32) | i as u64
    });
    while keys.len() > 0 {
        add_keys(&mut keys, &mut keyed);
    }
    radix_sort(keyed).into_iter().map(|keyed| keyed as u32 as usize)
}

#[inline(never)] // see TURNS
fn add_keys(keys: &mut impl Iterator<Item = u64>, out: &mut Vec<u64>) {
    out.extend(keys.take(TURNS));
}

const BUCKETS: usize = 2048;

/// Counts how many items go into each bucket.
#[inline(never)] // see TURNS
fn tally(items: &[u64], shift: u32, counts: &mut [u32; BUCKETS]) {
    for item in items {
        counts[(item >> shift) as usize % BUCKETS] += 1;
    }
}

/// Puts items into their buckets, whose next free places are `free`.
#[inline(never)] // see TURNS
fn deal(items: &[u64], shift: u32, free: &mut [u32; BUCKETS], out: &mut [u64]) {
    for item in items {
        let at = &mut free[(item >> shift) as usize % BUCKETS];
        out[*at as usize] = *item;
        *at += 1;
    }
}

/// Sorts by the upper 32 bits, stable, in three passes of 11, 11 and 10 bits.
fn radix_sort(mut items: Vec<u64>) -> Vec<u64> {
    if items.len() < 256 {
        items.sort_unstable();
        return items;
    }
    const SHIFTS: [u32; 3] = [32, 43, 54];
    let mut counts = vec![[0u32; BUCKETS]; 3];
    for items in items.chunks(TURNS) {
        for (count, shift) in counts.iter_mut().zip(SHIFTS) {
            tally(items, shift, count);
        }
    }
    let mut spare = vec![0u64; items.len()];
    for (count, shift) in counts.iter_mut().zip(SHIFTS) {
        if count.iter().any(|c| *c as usize == items.len()) {
            continue;
        }
        let mut start = 0;
        for c in count.iter_mut() {
            start += std::mem::replace(c, start);
        }
        for items in items.chunks(TURNS) {
            deal(items, shift, count, &mut spare);
        }
        std::mem::swap(&mut items, &mut spare);
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_visits_every_cell_and_steps_to_neighbours() {
        // The coarsest 64 × 64 cells: every key once, consecutive keys side by side.
        let mut cells: Vec<(u32, i32, i32)> =
            (0..64).flat_map(|x| (0..64).map(move |y| (key((x << 10) as u16, (y << 10) as u16) >> 20, x, y))).collect();
        cells.sort_unstable();
        for (i, cell) in cells.iter().enumerate() {
            assert_eq!(cell.0 as usize, i);
        }
        for pair in cells.windows(2) {
            assert_eq!((pair[0].1 - pair[1].1).abs() + (pair[0].2 - pair[1].2).abs(), 1, "{pair:?}");
        }
    }

    #[test]
    fn the_sort_is_the_sort() {
        let mut state = 7u64;
        let items: Vec<u64> = (0..5000u64)
            .map(|i| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let key = if i % 3 == 0 { 5 } else { state >> 32 };
                (key << 32) | i
            })
            .collect();
        let mut expected = items.clone();
        expected.sort();
        assert_eq!(radix_sort(items), expected);
    }

    #[test]
    fn one_place_keeps_its_order() {
        let here = Xy::new(3.0, 4.0);
        let bounds = XyBox { min: here, max: here };
        let places: Vec<usize> = order([here; 1000].into_iter(), &bounds).collect();
        assert_eq!(places, (0..1000).collect::<Vec<_>>());
    }
}
