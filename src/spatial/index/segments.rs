//! Segments of lines and rings in blocks of 16 along the Hilbert curve, in `f32` from the block's corner.

use super::hilbert;
use super::points::local;
use super::rects::RectTree;
use super::scan::rects_meet;
use crate::domain::{ShapeKind, Shapes};
use crate::spatial::plane::Plane;
use crate::units::{Xy, XyBox};

/// Segments a block.
const LANES: usize = 16;
/// Marks a line of a single position: a segment without length.
const SINGLE: u32 = 1 << 31;

/// The segments of a layer.
#[derive(Clone, Debug)]
pub(super) struct SegmentTree {
    blocks: Vec<Block>,
    pub rects: RectTree,
    len: usize,
}

/// The boxes of segments; lanes behind the last segment hold NaN.
#[derive(Clone, Debug)]
struct Block {
    min_x: [f32; LANES],
    min_y: [f32; LANES],
    max_x: [f32; LANES],
    max_y: [f32; LANES],
    /// The place of the segment's first position.
    coord: [u32; LANES],
    /// How far a segment that is straight in degrees may leave its box, metres.
    bow_m: f32,
}

/// A segment by its places in the layer's positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// The place of its first position.
    pub from: usize,
    /// The place of its second.
    pub to: usize,
}

impl Segment {
    fn of(coord: u32) -> Self {
        let from = (coord & !SINGLE) as usize;
        Self { from, to: if coord & SINGLE == 0 { from + 1 } else { from } }
    }
}

/// Every segment of every line and ring, as it is kept in a block.
pub(super) fn of_shapes(shapes: &Shapes) -> Vec<u32> {
    let mut all = Vec::new();
    if shapes.all_points() {
        return all;
    }
    for row in 0..shapes.len() {
        let shape = shapes.get(row);
        if !matches!(shape.kind(), ShapeKind::Line | ShapeKind::Polygon) {
            continue;
        }
        for part in 0..shape.parts().count() {
            let range = shapes.part_range(row, part);
            match range.len() {
                0 => {}
                1 => all.push(range.start as u32 | SINGLE),
                _ => all.extend(range.start as u32..range.end as u32 - 1),
            }
        }
    }
    all
}

impl SegmentTree {
    pub(super) fn build(shapes: &Shapes, xy: &[Xy], plane: &Plane, all: &[u32], bounds: &XyBox) -> Self {
        let middle = |coord: &u32| {
            let s = Segment::of(*coord);
            Xy::new((xy[s.from].x + xy[s.to].x) / 2.0, (xy[s.from].y + xy[s.to].y) / 2.0)
        };
        let mut order = hilbert::order(all.iter().map(middle), bounds);
        let farthest_x = bounds.min.x.abs().max(bounds.max.x.abs());
        let (mut blocks, mut boxes) = (Vec::new(), Vec::new());
        let mut members: Vec<(u32, XyBox)> = Vec::with_capacity(LANES);
        loop {
            members.clear();
            let mut bow_m: f64 = 0.0;
            for i in order.by_ref().take(LANES) {
                let s = Segment::of(all[i]);
                let (a, b) = (xy[s.from], xy[s.to]);
                bow_m =
                    bow_m.max(plane.bow_m(shapes.coords()[s.from], shapes.coords()[s.to], a.distance_m(b), farthest_x));
                members.push((all[i], XyBox::around_two(a, b)));
            }
            let Some(bounds) = XyBox::around(members.iter().flat_map(|m| [m.1.min, m.1.max])) else { break };
            let rect = bounds.grown(bow_m);
            boxes.push(rect);
            let (left, bottom) =
                (f64::from((rect.min.x as f32).next_down()), f64::from((rect.min.y as f32).next_down()));
            const EMPTY: [f32; LANES] = [f32::NAN; LANES];
            let mut block = Block {
                min_x: EMPTY,
                min_y: EMPTY,
                max_x: EMPTY,
                max_y: EMPTY,
                coord: [0; LANES],
                bow_m: (bow_m as f32).next_up(),
            };
            for (lane, (coord, around)) in members.iter().enumerate() {
                block.min_x[lane] = (around.min.x - left) as f32;
                block.min_y[lane] = (around.min.y - bottom) as f32;
                block.max_x[lane] = (around.max.x - left) as f32;
                block.max_y[lane] = (around.max.y - bottom) as f32;
                block.coord[lane] = *coord;
            }
            blocks.push(block);
        }
        Self { blocks, rects: RectTree::build(boxes), len: all.len() }
    }

    /// Every lane of a block.
    pub(super) fn all(&self, block: usize) -> u32 {
        u32::MAX >> (32 - LANES.min(self.len - block * LANES))
    }

    /// The segment of a lane.
    pub(super) fn segment(&self, block: usize, lane: usize) -> Segment {
        Segment::of(self.blocks[block].coord[lane])
    }

    /// Lanes whose box may meet a box, be they straight on the plane or in degrees.
    pub(super) fn maybe_meet(&self, block: usize, asked: &XyBox) -> u32 {
        let b = &self.blocks[block];
        let w = local(&asked.grown(f64::from(b.bow_m)), &self.rects.rect(block), 1.0);
        rects_meet(&b.min_x, &b.min_y, &b.max_x, &b.max_y, &w)
    }
}
