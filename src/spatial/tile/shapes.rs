//! Lines and polygons for tiles: each position in the tiles' world with the zoom it is first drawn at, each feature
//! with its box and the zoom it is first drawn at.

use super::clip::{self, At, BUFFER};
use super::detail::{Detail, FULL};
use super::mvt::{GeometryType, MvtLayer};
use super::world::{Tile, World, WorldBox};
use crate::domain::{ShapeKind, Shapes};
use crate::spatial::Index;

/// At most so many features of a base layer in a tile, the largest first.
const MOST: usize = 4000;
/// A feature of the base map that is smaller than so many tile units (a pixel) is not drawn.
const PIXEL: f64 = 8.0;
/// Up to so many features are looked through one by one; of more, the R-tree is asked.
const FEW: usize = 4096;

/// The lines and polygons of a layer.
#[derive(Clone, Debug)]
pub(super) struct ShapeTiles {
    /// Beside the layer's positions.
    world: Vec<World>,
    zooms: Vec<u8>,
    /// By first zoom, then largest first.
    features: Vec<Feature>,
    /// Where a row is in `features`; `NOWHERE` for what is no line or polygon.
    of_row: Vec<u32>,
    /// Around all features.
    whole: WorldBox,
    /// Whether small features and those beyond [`MOST`] are left out.
    base: bool,
    /// Whether an area that is too small to be seen is drawn as a dot, see [`DOT`].
    dots: bool,
}

/// A ring less than so many tile units wide and high (six pixels) loses its shape to the simplification. As a dot it is
/// an octagon of the ellipse in its box, each side of it at least [`DOT_SIDE`].
const DOT: i64 = 48;
/// Four pixels: less is not seen between roads.
const DOT_SIDE: i64 = 32;
/// The octagon's corners about the middle, for half axes of one: as large as the circle (√(π / (2 √2)) from the middle).
const OCTAGON: [(f64, f64); 8] = {
    let (far, near) = (0.973_7, 0.403_3);
    [(far, near), (near, far), (-near, far), (-far, near), (-far, -near), (-near, -far), (near, -far), (far, -near)]
};

const NOWHERE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Feature {
    row: u32,
    first_zoom: u8,
    around: WorldBox,
}

/// Scratch for cutting.
#[derive(Default)]
struct Cutter {
    ring: Vec<At>,
    spare: Vec<At>,
}

impl ShapeTiles {
    /// `None` when the layer has neither lines nor polygons. `first_zoom` tells from which zoom a row is drawn; with
    /// `base`, not before it is a pixel large either.
    pub(super) fn build(shapes: &Shapes, first_zoom: impl Fn(usize) -> u8, base: bool) -> Option<Self> {
        if shapes.all_points() {
            return None;
        }
        let world: Vec<World> = shapes.coords().iter().map(|at| World::of(*at)).collect();
        let mut zooms = Vec::with_capacity(world.len());
        let mut detail = Detail::default();
        let mut features = Vec::new();
        for row in 0..shapes.len() {
            let shape = shapes.get(row);
            let all = shape.coord_range();
            if !matches!(shape.kind(), ShapeKind::Line | ShapeKind::Polygon) {
                zooms.resize(all.end, 0);
                continue;
            }
            let mut from = all.start;
            for (part, _) in shape.parts() {
                detail.zooms(&world[from..from + part.len()], &mut zooms);
                from += part.len();
            }
            let Some(around) = WorldBox::around(world[all].iter().copied()) else { continue };
            let visible = if base { zoom_of_size(around.size()) } else { 0 };
            features.push(Feature { row: row as u32, first_zoom: first_zoom(row).max(visible), around });
        }
        let whole = WorldBox::around(features.iter().flat_map(|f| [f.around.min, f.around.max]))?;
        features.sort_by_key(|f| (f.first_zoom, std::cmp::Reverse(f.around.size()), f.row));
        let mut of_row = vec![NOWHERE; shapes.len()];
        for (i, f) in features.iter().enumerate() {
            of_row[f.row as usize] = i as u32;
        }
        Some(Self { world, zooms, features, of_row, whole, base, dots: false })
    }

    /// Draws areas that are too small to be seen as dots.
    pub(super) fn with_dots(self) -> Self {
        Self { dots: true, ..self }
    }

    /// The rows that a tile shows, by row. `always` says of a row that it is drawn at every zoom.
    pub(super) fn rows(&self, index: &Index, tile: Tile, always: impl Fn(u32) -> bool) -> Vec<u32> {
        let around = tile.world_box(BUFFER);
        let shown = self.features.partition_point(|f| f.first_zoom <= tile.z);
        let mut places: Vec<u32> = Vec::new();
        let most = if self.base { MOST } else { usize::MAX };
        if shown <= FEW || self.share(&around) > 0.1 {
            places.extend((0..shown).filter(|i| self.features[*i].around.meets(&around)).take(most).map(|i| i as u32));
            let later = (shown..self.features.len())
                .filter(|i| always(self.features[*i].row) && self.features[*i].around.meets(&around));
            places.extend(later.map(|i| i as u32));
        } else {
            let candidates =
                index.extended_maybe_in(&tile.lnglat_box(BUFFER), self.of_row.len()).into_iter().filter_map(|row| {
                    let place = self.of_row[row as usize];
                    let feature = self.features.get(place as usize)?;
                    let drawn = (place as usize) < shown || always(row);
                    (drawn && feature.around.meets(&around)).then_some(place)
                });
            places.extend(candidates);
            if places.len() > most {
                places.sort_unstable();
                places.truncate(most);
            }
        }
        let mut rows: Vec<u32> = places.into_iter().map(|place| self.features[place as usize].row).collect();
        rows.sort_unstable();
        rows
    }

    /// How much of the layer's box lies in another.
    fn share(&self, of: &WorldBox) -> f64 {
        let all = &self.whole;
        let overlap = |a: (u32, u32), b: (u32, u32)| f64::from(a.1.min(b.1).saturating_sub(a.0.max(b.0)));
        let side = |a: (u32, u32)| f64::from(a.1 - a.0).max(1.0);
        let (x, y) = ((all.min.x, all.max.x), (all.min.y, all.max.y));
        overlap(x, (of.min.x, of.max.x)) / side(x) * overlap(y, (of.min.y, of.max.y)) / side(y)
    }

    /// Writes a row's geometry as a tile shows it; the type to end the feature with, `None` when nothing is left of it.
    pub(super) fn cut(&self, shapes: &Shapes, row: u32, tile: Tile, out: &mut MvtLayer<'_>) -> Option<GeometryType> {
        let shape = shapes.get(row as usize);
        let mut cutter = Cutter::default();
        let mut from = shape.coord_range().start;
        let mut written = false;
        let mut outer_written = false;
        for (part, hole) in shape.parts() {
            let range = from..from + part.len();
            from = range.end;
            // A hole is the outer ring of the next class, so both become the same dot: neither gap nor overlap.
            let dot =
                (self.dots && shape.kind() == ShapeKind::Polygon).then(|| self.dot(range.clone(), tile)).flatten();
            match dot {
                Some(dot) => {
                    cutter.ring.clear();
                    cutter.ring.extend(dot);
                }
                None => self.positions(range, tile, &mut cutter.ring),
            }
            match shape.kind() {
                ShapeKind::Line => {
                    widen_line(&mut cutter.ring);
                    clip::line(&cutter.ring, |piece| {
                        written = true;
                        out.line(piece);
                    });
                }
                // A hole of what is not there is not there.
                _ if hole && !outer_written => {}
                _ => {
                    let drawn = cutter.polygon_ring(hole, !self.base);
                    if drawn {
                        out.ring(&cutter.ring);
                        written = true;
                    }
                    if !hole {
                        outer_written = drawn;
                    }
                }
            }
        }
        let kind = if shape.kind() == ShapeKind::Line { GeometryType::Line } else { GeometryType::Polygon };
        written.then_some(kind)
    }

    /// The dot that stands for a ring which is too small to keep its shape at the tile's zoom; `None` for a larger one.
    fn dot(&self, range: std::ops::Range<usize>, tile: Tile) -> Option<[At; 8]> {
        let around = WorldBox::around(self.world[range].iter().copied())?;
        let (a, b) = (tile.local(around.min), tile.local(around.max));
        let (wide, high) = ((b.0 - a.0).abs(), (b.1 - a.1).abs());
        if wide.max(high) >= DOT {
            return None;
        }
        let half = |side: i64| side.max(DOT_SIDE) as f64 / 2.0;
        let (x, y) = ((a.0 + b.0) as f64 / 2.0, (a.1 + b.1) as f64 / 2.0);
        let corner =
            |(cx, cy): (f64, f64)| ((x + cx * half(wide)).round() as i64, (y + cy * half(high)).round() as i64);
        Some(OCTAGON.map(corner))
    }

    /// The positions of a part that are drawn at the tile's zoom, in tile units, none twice in a row.
    fn positions(&self, range: std::ops::Range<usize>, tile: Tile, out: &mut Vec<At>) {
        out.clear();
        for i in range {
            if self.zooms[i] <= tile.z || tile.z >= FULL {
                let at = tile.local(self.world[i]);
                if out.last() != Some(&at) {
                    out.push(at);
                }
            }
        }
    }
}

impl Cutter {
    /// Makes the closed ring in `self.ring` an open one as the format wants it: cut to the tile, wound the right way.
    /// False when nothing is left. With `keep` an outer ring that is too thin to have an area gets one.
    fn polygon_ring(&mut self, hole: bool, keep: bool) -> bool {
        let ring = &mut self.ring;
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        if keep && !hole && clip::area(ring) == 0 {
            thicken(ring);
        }
        clip::ring(ring, &mut self.spare);
        let area = clip::area(ring);
        if ring.len() < 3 || area == 0 {
            return false;
        }
        if (area > 0) == hole {
            ring.reverse();
        }
        true
    }
}

/// A line that has shrunk to a position becomes a line of one unit, so that it is still there.
fn widen_line(line: &mut Vec<At>) {
    if let [only] = line[..] {
        line.push((only.0 + 1, only.1));
    }
}

/// A ring without area becomes one a unit wide, from its first position to the one farthest from it.
fn thicken(ring: &mut Vec<At>) {
    let Some(a) = ring.first().copied() else { return };
    let away = |p: &At| (p.0 - a.0).abs().max((p.1 - a.1).abs());
    let b = ring.iter().copied().max_by_key(away).unwrap_or(a);
    let b = if b == a { (a.0 + 1, a.1) } else { b };
    let across = if (b.0 - a.0).abs() >= (b.1 - a.1).abs() { (0, 1) } else { (1, 0) };
    *ring = vec![a, b, (b.0 + across.0, b.1 + across.1), (a.0 + across.0, a.1 + across.1)];
}

/// The first zoom at which so many world units are a pixel.
fn zoom_of_size(size: u32) -> u8 {
    // A tile unit of zoom z is 2^(20 − z) world units.
    let zoom = 20.0 - libm::log2(f64::from(size.max(1)) / PIXEL);
    zoom.ceil().clamp(0.0, f64::from(FULL)) as u8
}
