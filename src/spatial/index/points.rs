//! Points in blocks of 32 along the Hilbert curve, in `f32` from the block's corner.

use super::hilbert;
use super::rects::RectTree;
use super::scan::{Window, points_near, rects_meet};
use crate::units::{Xy, XyBox};

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

impl PointTree {
    /// The points at some places of `xy`.
    pub(super) fn build(xy: &[Xy], coords: impl ExactSizeIterator<Item = usize> + Clone, bounds: &XyBox) -> Self {
        let len = coords.len();
        let mut order = hilbert::order(coords.clone().map(|c| xy[c]), bounds);
        // While every feature is a point, the places are 0, 1, 2…
        let places: Option<Vec<usize>> = if len == xy.len() { None } else { Some(coords.collect()) };
        let mut members: Vec<(u32, Xy)> = Vec::with_capacity(LANES);
        let mut sorted = Vec::with_capacity(len.div_ceil(LANES));
        let mut boxes = Vec::with_capacity(len.div_ceil(LANES));
        loop {
            members.clear();
            members.extend(order.by_ref().take(LANES).map(|i| {
                let coord = places.as_ref().map_or(i, |p| p[i]);
                (coord as u32, xy[coord])
            }));
            let Some(bounds) = XyBox::around(members.iter().map(|m| m.1)) else { break };
            boxes.push(bounds);
            // The corner as the rectangle tree keeps it.
            let (left, bottom) =
                (f64::from((bounds.min.x as f32).next_down()), f64::from((bounds.min.y as f32).next_down()));
            let mut block = Block { x: [f32::NAN; LANES], y: [f32::NAN; LANES], coord: [0; LANES] };
            for (lane, (coord, at)) in members.iter().enumerate() {
                block.x[lane] = (at.x - left) as f32;
                block.y[lane] = (at.y - bottom) as f32;
                block.coord[lane] = *coord;
            }
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
    pub(super) fn maybe_near(&self, block: usize, at: Xy, radius_m: f64) -> u32 {
        let rect = self.rects.rect(block);
        let extent = (rect.max.x - rect.min.x).max(rect.max.y - rect.min.y);
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

/// More than `f32` arithmetic on lengths up to `extent` can be wrong, in metres.
fn slack(extent: f64) -> f64 {
    (extent + 1.0) * (0.5_f64).powi(20)
}

/// A box seen from a block's corner, grown (`sign` 1) or shrunk (−1) by what rounding may do.
pub(super) fn local(asked: &XyBox, block: &XyBox, sign: f64) -> Window {
    let extent = (block.max.x - block.min.x).max(block.max.y - block.min.y);
    let by = sign * slack(extent);
    // What lies beyond the block is as good as a little beyond it, and stays exact.
    let near = |v: f64| v.clamp(-extent - 1.0, 2.0 * extent + 1.0);
    Window {
        min_x: (near(asked.min.x - block.min.x) - by) as f32,
        min_y: (near(asked.min.y - block.min.y) - by) as f32,
        max_x: (near(asked.max.x - block.min.x) + by) as f32,
        max_y: (near(asked.max.y - block.min.y) + by) as f32,
    }
}
