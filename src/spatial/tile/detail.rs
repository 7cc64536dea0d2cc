//! Which positions of a line are drawn from which zoom: Visvalingam's simplification (M. Visvalingam and J. D. Whyatt,
//! Line generalisation by repeated elimination of points, Cartographic Journal 30, 1993), done once for every zoom.
//!
//! It is the same in every tile, so that a line cut at a tile's edge goes on in the next, and takes n log n however the
//! line is wound.

use super::world::World;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// From this zoom every position is drawn: tiles of it are also stretched to deeper zooms.
pub(super) const FULL: u8 = 16;
/// Half a pixel, in tile units: a corner is drawn when its triangle with its neighbours has an area of this squared
/// (twice a triangle's area is compared).
const HALF_PIXEL: f64 = 4.0;

/// Scratch for many lines.
#[derive(Default)]
pub(super) struct Detail {
    heap: BinaryHeap<Reverse<(u64, u32)>>,
    before: Vec<u32>,
    after: Vec<u32>,
    area: Vec<u64>,
}

impl Detail {
    /// Appends the first zoom of each position of a line (or of a closed ring). Its ends are always drawn.
    pub(super) fn zooms(&mut self, line: &[World], zooms: &mut Vec<u8>) {
        let n = line.len();
        let first = zooms.len();
        zooms.resize(first + n, 0);
        if n < 3 {
            return;
        }
        self.heap.clear();
        self.before.clear();
        self.before.extend((0..n as u32).map(|i| i.saturating_sub(1)));
        self.after.clear();
        self.after.extend(1..=n as u32);
        self.area.clear();
        self.area.resize(n, u64::MAX);
        for i in 1..n - 1 {
            self.push(line, i);
        }
        let mut reached = 0u64;
        while let Some(Reverse((area, i))) = self.heap.pop() {
            let at = i as usize;
            if self.area[at] != area {
                continue;
            }
            // A corner is never drawn later than one that was less in its way.
            reached = reached.max(area);
            zooms[first + at] = zoom_of(f64::from_bits(reached));
            self.area[at] = u64::MAX;
            let (before, after) = (self.before[at] as usize, self.after[at] as usize);
            self.after[before] = after as u32;
            self.before[after] = before as u32;
            for neighbour in [before, after] {
                if neighbour > 0 && neighbour < n - 1 {
                    self.push(line, neighbour);
                }
            }
        }
    }

    fn push(&mut self, line: &[World], i: usize) {
        let (a, b, c) = (line[self.before[i] as usize], line[i], line[self.after[i] as usize]);
        let from_b = |p: World| (f64::from(p.x) - f64::from(b.x), f64::from(p.y) - f64::from(b.y));
        let (u, v) = (from_b(a), from_b(c));
        // Not negative, so that the bits are ordered as the numbers are.
        let area = (u.0 * v.1 - u.1 * v.0).abs().to_bits();
        self.area[i] = area;
        self.heap.push(Reverse((area, i as u32)));
    }
}

/// The first zoom at which twice a triangle's area, in world units, is at least half a pixel squared.
fn zoom_of(area: f64) -> u8 {
    if area <= 0.0 {
        return FULL;
    }
    // A tile unit of zoom z is 2^(20 − z) world units.
    let zoom = 20.0 - libm::log2(area.sqrt() / HALF_PIXEL);
    zoom.ceil().clamp(0.0, f64::from(FULL)) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_corners_come_late_and_large_ones_early() {
        // A level line with a bump of 2¹² units, on a base of 2¹² on each side, and a bump of 2²⁰.
        let w = |x: u32, y: u32| World { x, y };
        let line = [
            w(0, 1 << 30),
            w(1 << 24, 1 << 30),
            w((1 << 24) + (1 << 12), (1 << 30) + (1 << 12)),
            w((1 << 24) + (2 << 12), 1 << 30),
            w(1 << 26, (1 << 30) + (1 << 20)),
            w(1 << 28, 1 << 30),
        ];
        let mut zooms = vec![7];
        Detail::default().zooms(&line, &mut zooms);
        assert_eq!(zooms[0], 7, "it appends");
        assert_eq!((zooms[1], zooms[6]), (0, 0), "the ends are always there");
        // The small bump: twice its area is 2¹²·2¹³ = 2²⁵, so 20 − (12.5 − 2) = 9.5.
        assert_eq!(zooms[3], 10);
        // The large one: at least 2²⁰ high over 2²⁶: 20 − (23 − 2) < 0.
        assert_eq!(zooms[5], 0);
    }

    #[test]
    fn what_lies_on_the_line_waits_for_full_detail() {
        let line: Vec<World> = (0..100).map(|i| World { x: i * 1000, y: i * 1000 }).collect();
        let mut zooms = Vec::new();
        Detail::default().zooms(&line, &mut zooms);
        assert!(zooms[1..99].iter().all(|z| *z == FULL));
    }
}
