//! Looking at a block at once: comparisons over small fixed arrays of `f32` that give a bit a lane.
//!
//! In WASM with `simd128` written by hand, because the compiler does not find the mask instruction; elsewhere plain
//! loops that it vectorises. A lane that holds NaN never matches.

/// A window in a block's own coordinates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub min_x: f32,
    pub min_y: f32,
    pub max_x: f32,
    pub max_y: f32,
}

/// Lanes whose rectangle meets the window. For points both corners are the same arrays.
#[inline]
pub(super) fn rects_meet<const N: usize>(
    min_x: &[f32; N],
    min_y: &[f32; N],
    max_x: &[f32; N],
    max_y: &[f32; N],
    w: &Window,
) -> u32 {
    lanes::compare4([min_x, min_y], [w.max_x, w.max_y], [max_x, max_y], [w.min_x, w.min_y])
}

/// Lanes whose rectangle lies in the window.
#[inline]
pub(super) fn rects_inside<const N: usize>(
    min_x: &[f32; N],
    min_y: &[f32; N],
    max_x: &[f32; N],
    max_y: &[f32; N],
    w: &Window,
) -> u32 {
    lanes::compare4([max_x, max_y], [w.max_x, w.max_y], [min_x, min_y], [w.min_x, w.min_y])
}

/// Lanes whose point lies within the root of `radius_sq` of a position.
#[inline]
pub(super) fn points_near<const N: usize>(xs: &[f32; N], ys: &[f32; N], x: f32, y: f32, radius_sq: f32) -> u32 {
    lanes::near(xs, ys, x, y, radius_sq)
}

/// The lanes of a mask, lowest first.
#[inline]
pub(super) fn lanes_of(mut mask: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        if mask == 0 {
            return None;
        }
        let lane = mask.trailing_zeros() as usize;
        mask &= mask - 1;
        Some(lane)
    })
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes {
    use core::arch::wasm32::{
        f32x4, f32x4_add, f32x4_ge, f32x4_le, f32x4_mul, f32x4_splat, f32x4_sub, i32x4_bitmask, v128, v128_and,
    };

    #[inline]
    fn four<const N: usize>(a: &[f32; N], at: usize) -> v128 {
        f32x4(a[at], a[at + 1], a[at + 2], a[at + 3])
    }

    /// Lanes where `small ≤ most` and `large ≥ least` in both axes.
    #[inline]
    pub fn compare4<const N: usize>(
        small: [&[f32; N]; 2],
        most: [f32; 2],
        large: [&[f32; N]; 2],
        least: [f32; 2],
    ) -> u32 {
        let (mx, my) = (f32x4_splat(most[0]), f32x4_splat(most[1]));
        let (lx, ly) = (f32x4_splat(least[0]), f32x4_splat(least[1]));
        let mut mask = 0;
        for at in (0..N).step_by(4) {
            let x = v128_and(f32x4_le(four(small[0], at), mx), f32x4_ge(four(large[0], at), lx));
            let y = v128_and(f32x4_le(four(small[1], at), my), f32x4_ge(four(large[1], at), ly));
            mask |= u32::from(i32x4_bitmask(v128_and(x, y))) << at;
        }
        mask
    }

    #[inline]
    pub fn near<const N: usize>(xs: &[f32; N], ys: &[f32; N], x: f32, y: f32, radius_sq: f32) -> u32 {
        let (x, y, radius_sq) = (f32x4_splat(x), f32x4_splat(y), f32x4_splat(radius_sq));
        let mut mask = 0;
        for at in (0..N).step_by(4) {
            let (dx, dy) = (f32x4_sub(four(xs, at), x), f32x4_sub(four(ys, at), y));
            let distance_sq = f32x4_add(f32x4_mul(dx, dx), f32x4_mul(dy, dy));
            mask |= u32::from(i32x4_bitmask(f32x4_le(distance_sq, radius_sq))) << at;
        }
        mask
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod lanes {
    /// Lanes where `small ≤ most` and `large ≥ least` in both axes.
    #[inline]
    pub fn compare4<const N: usize>(
        small: [&[f32; N]; 2],
        most: [f32; 2],
        large: [&[f32; N]; 2],
        least: [f32; 2],
    ) -> u32 {
        let mut mask = 0;
        for i in 0..N {
            let hit = (small[0][i] <= most[0])
                & (small[1][i] <= most[1])
                & (large[0][i] >= least[0])
                & (large[1][i] >= least[1]);
            mask |= u32::from(hit) << i;
        }
        mask
    }

    #[inline]
    pub fn near<const N: usize>(xs: &[f32; N], ys: &[f32; N], x: f32, y: f32, radius_sq: f32) -> u32 {
        let mut mask = 0;
        for i in 0..N {
            let (dx, dy) = (xs[i] - x, ys[i] - y);
            mask |= u32::from(dx * dx + dy * dy <= radius_sq) << i;
        }
        mask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_and_padding() {
        let mut xs = [f32::NAN; 32];
        let mut ys = [f32::NAN; 32];
        for (i, x, y) in [(0, 0.0, 0.0), (5, 3.0, 4.0), (31, 10.0, 10.0)] {
            xs[i] = x;
            ys[i] = y;
        }
        let w = Window { min_x: 0.0, min_y: 0.0, max_x: 3.0, max_y: 4.0 };
        assert_eq!(lanes_of(rects_meet(&xs, &ys, &xs, &ys, &w)).collect::<Vec<_>>(), [0, 5]);
        assert_eq!(rects_inside(&xs, &ys, &xs, &ys, &w), 1 | 1 << 5);
        assert_eq!(points_near(&xs, &ys, 0.0, 0.0, 25.0), 1 | 1 << 5);
        assert_eq!(points_near(&xs, &ys, 0.0, 0.0, 24.9), 1);
        let all = Window { min_x: f32::MIN, min_y: f32::MIN, max_x: f32::MAX, max_y: f32::MAX };
        assert_eq!(rects_meet(&xs, &ys, &xs, &ys, &all), 1 | 1 << 5 | 1 << 31);
    }
}
