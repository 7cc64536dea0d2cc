//! Points in blocks of 32 along the Hilbert curve, in `f32` from the block's corner.

use super::hilbert;
use super::rects::RectTree;
use super::scan::{Window, points_near, rects_meet};
use crate::units::{TURNS, Xy, XyBox};

/// Points a block: a bit of a mask each.
pub(super) const LANES: usize = 32;

/// The points of a layer.
#[derive(Clone, Debug)]
pub(super) struct PointTree {
    blocks: Vec<Block>,
    pub rects: RectTree,
    len: usize,
}

/// Lanes behind the last point hold NaN, which no comparison finds.
#[derive(Clone, Debug)]
struct Block {
    x: [f32; LANES],
    y: [f32; LANES],
    coord: [u32; LANES],
}

impl Block {
    /// A block of the next [`LANES`] points, or of those that are left, and the box around them; `None` for none.
    #[inline(never)] // see TURNS
    fn next(points: &mut impl Iterator<Item = (u32, Xy)>) -> Option<(Self, XyBox)> {
        let (mut members, mut n) = ([(0, Xy::new(0.0, 0.0)); LANES], 0);
        for (member, point) in members.iter_mut().zip(points) {
            *member = point;
            n += 1;
        }
        let members = &members[..n];
        let (min, max) = bounds_of(members.iter().map(|m| (m.1.x, m.1.y)))?;
        let bounds = XyBox { min: Xy::new(min.0, min.1), max: Xy::new(max.0, max.1) };
        // The corner as the rectangle tree keeps it.
        let (left, bottom) =
            (f64::from((bounds.min.x as f32).next_down()), f64::from((bounds.min.y as f32).next_down()));
        let mut block = Self { x: [f32::NAN; LANES], y: [f32::NAN; LANES], coord: [0; LANES] };
        for (lane, (coord, at)) in members.iter().enumerate() {
            block.x[lane] = (at.x - left) as f32;
            block.y[lane] = (at.y - bottom) as f32;
            block.coord[lane] = *coord;
        }
        Some((block, bounds))
    }
}

impl PointTree {
    /// The points at some places of `xy`.
    pub(super) fn build(xy: &[Xy], coords: impl ExactSizeIterator<Item = usize> + Clone, bounds: &XyBox) -> Self {
        let len = coords.len();
        let order = hilbert::order(coords.clone().map(|c| xy[c]), bounds);
        // While every feature is a point, the places are 0, 1, 2…
        let places: Option<Vec<usize>> = if len == xy.len() { None } else { Some(coords.collect()) };
        let mut members = order.map(|i| {
            let coord = places.as_ref().map_or(i, |p| p[i]);
            (coord as u32, xy[coord])
        });
        let mut sorted = Vec::with_capacity(len.div_ceil(LANES));
        let mut boxes = Vec::with_capacity(len.div_ceil(LANES));
        while let Some((block, bounds)) = Block::next(&mut members) {
            boxes.push(bounds);
            sorted.push(block);
        }
        Self { blocks: sorted, rects: RectTree::build(boxes), len }
    }

    /// How many points a block holds.
    pub(super) fn block_len(&self, block: usize) -> usize {
        LANES.min(self.len - block * LANES)
    }

    /// A block's points, as places in the layer's positions.
    pub(super) fn coords(&self, block: usize) -> &[u32] {
        &self.blocks[block].coord[..self.block_len(block)]
    }

    /// Where a lane's point is, but for at most [`Self::off_m`].
    pub(super) fn about(&self, block: usize, lane: usize) -> Xy {
        let (b, corner) = (&self.blocks[block], self.rects.rect(block).min);
        Xy::new(corner.x + f64::from(b.x[lane]), corner.y + f64::from(b.y[lane]))
    }

    /// How far, in metres, a block's own positions may be from the exact ones.
    pub(super) fn off_m(&self, block: usize) -> f64 {
        let rect = self.rects.rect(block);
        slack(longer_side(&rect))
    }

    /// Every lane of a block.
    pub(super) fn all(&self, block: usize) -> u32 {
        u32::MAX >> (LANES - self.block_len(block))
    }

    /// Lanes that may lie in a box: all that do, and perhaps some a hair outside.
    pub(super) fn maybe_in(&self, block: usize, asked: &XyBox) -> u32 {
        let b = &self.blocks[block];
        rects_meet(&b.x, &b.y, &b.x, &b.y, &local(asked, &self.rects.rect(block), 1.0))
    }

    /// Lanes that surely lie in a box: perhaps some a hair inside its border are missing.
    pub(super) fn surely_in(&self, block: usize, asked: &XyBox) -> u32 {
        let b = &self.blocks[block];
        rects_meet(&b.x, &b.y, &b.x, &b.y, &local(asked, &self.rects.rect(block), -1.0))
    }

    /// Lanes that may lie within a radius of a position.
    #[inline]
    pub(super) fn maybe_near(&self, block: usize, at: Xy, radius_m: f64) -> u32 {
        let rect = self.rects.rect(block);
        let extent = longer_side(&rect);
        if radius_m > 1e15 {
            return self.all(block);
        }
        let b = &self.blocks[block];
        let grown = radius_m + slack(2.0 * extent + radius_m);
        // A position so far away that f32 rounds it into the block is not asked: the block's rectangle is within reach.
        let (x, y) = ((at.x - rect.min.x) as f32, (at.y - rect.min.y) as f32);
        points_near(&b.x, &b.y, x, y, (grown * grown * (1.0 + 1e-6)) as f32)
    }
}

/// The lowest and the highest x and y of some positions, none of them NaN. Plain comparisons: `f64::min` asks for NaN
/// too, which costs a city of a million points tens of milliseconds in WASM.
fn bounds_of(positions: impl Iterator<Item = (f64, f64)>) -> Option<((f64, f64), (f64, f64))> {
    let (mut min, mut max) = ((f64::INFINITY, f64::INFINITY), (f64::NEG_INFINITY, f64::NEG_INFINITY));
    for (x, y) in positions {
        min = (if x < min.0 { x } else { min.0 }, if y < min.1 { y } else { min.1 });
        max = (if x > max.0 { x } else { max.0 }, if y > max.1 { y } else { max.1 });
    }
    (min.0 <= max.0).then_some((min, max))
}

/// [`bounds_of`] a slice.
pub(super) fn bounds_of_many<T>(
    positions: &[T],
    at: impl Fn(&T) -> (f64, f64) + Copy,
) -> Option<((f64, f64), (f64, f64))> {
    bounds_of(positions.chunks(TURNS).filter_map(|some| bounds_of_some(some, at)).flat_map(<[_; 2]>::from))
}

#[inline(never)] // see TURNS
fn bounds_of_some<T>(some: &[T], at: impl Fn(&T) -> (f64, f64)) -> Option<((f64, f64), (f64, f64))> {
    bounds_of(some.iter().map(at))
}

fn longer_side(b: &XyBox) -> f64 {
    let (x, y) = (b.max.x - b.min.x, b.max.y - b.min.y);
    if x > y { x } else { y }
}

/// More than `f32` arithmetic on lengths up to `extent` can be wrong, in metres.
fn slack(extent: f64) -> f64 {
    (extent + 1.0) * (0.5_f64).powi(20)
}

/// A box seen from a block's corner, grown (`sign` 1) or shrunk (−1) by what rounding may do.
pub(super) fn local(asked: &XyBox, block: &XyBox, sign: f64) -> Window {
    let extent = longer_side(block);
    let by = sign * slack(extent);
    // What lies beyond the block is as good as a little beyond it, and stays exact.
    let near = |v: f64| {
        let v = if v < -extent - 1.0 { -extent - 1.0 } else { v };
        if v > 2.0 * extent + 1.0 { 2.0 * extent + 1.0 } else { v }
    };
    Window {
        min_x: (near(asked.min.x - block.min.x) - by) as f32,
        min_y: (near(asked.min.y - block.min.y) - by) as f32,
        max_x: (near(asked.max.x - block.min.x) + by) as f32,
        max_y: (near(asked.max.y - block.min.y) + by) as f32,
    }
}
