//! Rectangles in an R-tree: sixteen at a time side by side, and over the sixteens rstar.
//!
//! The rectangles come in the order of the Hilbert curve. They are kept as `f32` rounded outwards, so that whatever a
//! rectangle was put around stays inside; what they give is candidates.

use super::scan::{Window, lanes_of, rects_inside, rects_meet};
use super::target::Target;
use crate::units::{Xy, XyBox};
use rstar::{AABB, Envelope, PointDistance, RTree, RTreeObject};
use std::ops::{ControlFlow, Range};

/// Rectangles a group.
const FAN: usize = 16;

/// Rectangles, numbered as they came.
#[derive(Clone, Debug)]
pub(super) struct RectTree {
    groups: Vec<Group>,
    len: usize,
    tree: RTree<Leaf>,
}

#[derive(Clone, Debug)]
struct Group {
    min_x: [f32; FAN],
    min_y: [f32; FAN],
    max_x: [f32; FAN],
    max_y: [f32; FAN],
}

/// A group in rstar.
#[derive(Clone, Debug)]
struct Leaf {
    around: AABB<[f64; 2]>,
    group: u32,
}

impl RTreeObject for Leaf {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        self.around
    }
}

impl PointDistance for Leaf {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        Envelope::distance_2(&self.around, point)
    }
}

impl RectTree {
    pub(super) fn build(rects: impl IntoIterator<Item = XyBox>) -> Self {
        const EMPTY: [f32; FAN] = [f32::NAN; FAN];
        let mut groups: Vec<Group> = Vec::new();
        let mut leaves: Vec<Leaf> = Vec::new();
        let mut len = 0;
        for rect in rects {
            let lane = len % FAN;
            if lane == 0 {
                groups.push(Group { min_x: EMPTY, min_y: EMPTY, max_x: EMPTY, max_y: EMPTY });
                leaves.push(Leaf { around: AABB::from_point([0.0, 0.0]), group: len as u32 / FAN as u32 });
            }
            len += 1;
            let (Some(group), Some(leaf)) = (groups.last_mut(), leaves.last_mut()) else { continue };
            let w = outwards(&rect);
            (group.min_x[lane], group.min_y[lane]) = (w.min_x, w.min_y);
            (group.max_x[lane], group.max_y[lane]) = (w.max_x, w.max_y);
            let around =
                AABB::from_corners([f64::from(w.min_x), f64::from(w.min_y)], [f64::from(w.max_x), f64::from(w.max_y)]);
            leaf.around = if lane == 0 { around } else { leaf.around.merged(&around) };
        }
        groups.shrink_to_fit();
        Self { groups, len, tree: RTree::bulk_load(leaves) }
    }

    /// The rectangle of an item, as it is kept.
    pub(super) fn rect(&self, item: usize) -> XyBox {
        let (group, lane) = (&self.groups[item / FAN], item % FAN);
        XyBox {
            min: Xy::new(f64::from(group.min_x[lane]), f64::from(group.min_y[lane])),
            max: Xy::new(f64::from(group.max_x[lane]), f64::from(group.max_y[lane])),
        }
    }

    /// Every item whose rectangle meets `outer`, as ranges, with whether all of the range lies in `inner`.
    pub(super) fn visit(&self, outer: &XyBox, inner: Option<&XyBox>, mut found: impl FnMut(Range<usize>, bool)) {
        let window = outwards(outer);
        let asked = AABB::from_corners([outer.min.x, outer.min.y], [outer.max.x, outer.max.y]);
        let inner_box = inner.map(|b| AABB::from_corners([b.min.x, b.min.y], [b.max.x, b.max.y]));
        let inner_window = inner.map(inwards);
        let _ = self.tree.locate_in_envelope_intersecting_int(&asked, |leaf| {
            let first = leaf.group as usize * FAN;
            if inner_box.is_some_and(|b| b.contains_envelope(&leaf.around)) {
                found(first..(first + FAN).min(self.len), true);
                return ControlFlow::<()>::Continue(());
            }
            let g = &self.groups[leaf.group as usize];
            let met = rects_meet(&g.min_x, &g.min_y, &g.max_x, &g.max_y, &window);
            let whole = inner_window.map_or(0, |w| rects_inside(&g.min_x, &g.min_y, &g.max_x, &g.max_y, &w));
            for lane in lanes_of(met) {
                found(first + lane..first + lane + 1, whole >> lane & 1 == 1);
            }
            ControlFlow::Continue(())
        });
    }

    /// Items by growing distance, roughly: `found` takes an item and gives the squared metres beyond which nothing
    /// more is wanted. Every item nearer than that (or as near) is given.
    pub(super) fn visit_nearest(&self, target: &impl Target, mut wanted_sq: f64, mut found: impl FnMut(usize) -> f64) {
        let bounds = target.bounds();
        let centre = [(bounds.min.x + bounds.max.x) / 2.0, (bounds.min.y + bounds.max.y) / 2.0];
        let reach = (bounds.max.x - bounds.min.x).hypot(bounds.max.y - bounds.min.y) / 2.0;
        for (leaf, from_centre_sq) in self.tree.nearest_neighbor_iter_with_distance_2(&centre) {
            // The target's nearest place is at most `reach` nearer than its centre; less what rounding may add.
            let least_sq = if reach > 0.0 {
                let least = (from_centre_sq.sqrt() * (1.0 - 1e-12) - reach * (1.0 + 1e-12)).max(0.0);
                least * least
            } else {
                from_centre_sq
            };
            if least_sq > wanted_sq {
                break;
            }
            let first = leaf.group as usize * FAN;
            let lanes = FAN.min(self.len - first);
            let mut least = [f64::INFINITY; FAN];
            for (lane, least) in least.iter_mut().enumerate().take(lanes) {
                *least = target.to_box_sq(&self.rect(first + lane));
            }
            for _ in 0..lanes {
                let mut next = 0;
                for lane in 1..lanes {
                    if least[lane] < least[next] {
                        next = lane;
                    }
                }
                if least[next] > wanted_sq || least[next] == f64::INFINITY {
                    break;
                }
                least[next] = f64::INFINITY;
                wanted_sq = found(first + next);
            }
        }
    }
}

/// The rectangle in `f32`, not smaller anywhere.
fn outwards(b: &XyBox) -> Window {
    Window {
        min_x: (b.min.x as f32).next_down(),
        min_y: (b.min.y as f32).next_down(),
        max_x: (b.max.x as f32).next_up(),
        max_y: (b.max.y as f32).next_up(),
    }
}

/// The rectangle in `f32`, not larger anywhere.
fn inwards(b: &XyBox) -> Window {
    Window {
        min_x: (b.min.x as f32).next_up(),
        min_y: (b.min.y as f32).next_up(),
        max_x: (b.max.x as f32).next_down(),
        max_y: (b.max.y as f32).next_down(),
    }
}
