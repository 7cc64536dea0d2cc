//! Questions in degrees: boxes and polygons whose edges are straight in longitude and latitude, borders inclusive,
//! decided on the positions as they were given. The plane's tree gives the candidates.

use super::Index;
use super::scan::lanes_of;
use crate::domain::{Shape, Shapes};
use crate::spatial::geometry::{in_polygon, segment_touches_box, side_of_ring};
use crate::spatial::paths::Paths;
use crate::units::{LngLat, LngLatBox, Xy, XyBox};

/// Boxes wider than this are not looked for on the plane: everything is a candidate, degrees.
const WIDE: f64 = 3.0;

/// A box in degrees as it lies on the plane.
struct OnPlane {
    /// Around everything in the box.
    outer: XyBox,
    /// Surely in the box.
    inner: Option<XyBox>,
    /// Its south-western corner.
    corner: (LngLat, Xy),
}

impl Index {
    /// Features that lie in a box or touch it, by row. A box whose west is east of its east holds nothing; make boxes
    /// with [`LngLatBox::checked`].
    pub fn in_box(&self, shapes: &Shapes, asked: &LngLatBox) -> Vec<u32> {
        let Some(on_plane) = self.on_plane(asked) else { return Vec::new() };
        if self.all_in(asked) {
            return (0..shapes.len() as u32).filter(|row| has_place(shapes, *row)).collect();
        }
        let mut rows = Vec::with_capacity(128);
        self.points_in_box(shapes, asked, &on_plane, |coords| match &self.rows {
            None => rows.extend_from_slice(coords),
            Some(of) => rows.extend(coords.iter().map(|c| of[*c as usize])),
        });
        self.extended_in_box(shapes, asked, &on_plane, &mut rows);
        self.sorted(rows, shapes.len())
    }

    /// How many features lie in a box or touch it.
    pub fn count_in_box(&self, shapes: &Shapes, asked: &LngLatBox) -> usize {
        let Some(on_plane) = self.on_plane(asked) else { return 0 };
        if self.all_in(asked) {
            return if shapes.all_points() {
                shapes.len()
            } else {
                (0..shapes.len() as u32).filter(|row| has_place(shapes, *row)).count()
            };
        }
        let mut points = 0;
        self.points_in_box(shapes, asked, &on_plane, |coords| points += coords.len());
        let mut rows = Vec::new();
        self.extended_in_box(shapes, asked, &on_plane, &mut rows);
        points + self.sorted(rows, shapes.len()).len()
    }

    /// Whether nothing of the layer lies outside a box.
    fn all_in(&self, asked: &LngLatBox) -> bool {
        self.degrees.is_some_and(|all| {
            asked.west <= all.west && asked.south <= all.south && all.east <= asked.east && all.north <= asked.north
        })
    }

    /// Features that lie in a polygon or touch it, by row. The polygon comes as members, each an outer ring and its
    /// holes.
    pub fn in_polygon(&self, shapes: &Shapes, members: &[Vec<Vec<LngLat>>]) -> Vec<u32> {
        let mut rows = Vec::new();
        let rings = members.iter().flat_map(|rings| rings.iter().enumerate().map(|(i, ring)| (ring.as_slice(), i > 0)));
        let asked = Paths::rings(rings);
        let Some((min, max)) = asked.extent() else { return rows };
        let around = LngLatBox { west: min.0, south: min.1, east: max.0, north: max.1 };
        let Some(on_plane) = self.on_plane(&around) else { return rows };
        let coords = shapes.coords();
        if let Some(points) = &self.points {
            points.rects.visit(&on_plane.outer, None, |blocks, _| {
                for block in blocks {
                    let of_block = points.coords(block);
                    for lane in lanes_of(points.maybe_in(block, &on_plane.outer)) {
                        let coord = of_block[lane] as usize;
                        if around.contains(coords[coord]) && asked.contains(coords[coord]) {
                            rows.push(self.row(coord));
                        }
                    }
                }
            });
        }
        self.segments_near(&on_plane.outer, |from, to| {
            let (a, b) = (coords[from], coords[to]);
            let row = self.row(from);
            if rows.last() != Some(&row)
                && segment_touches_box(a, b, &around)
                && (asked.contains(a) || asked.meet_segment(a, b))
            {
                rows.push(row);
            }
        });
        for start in asked.starts() {
            self.areas_around(shapes, start, self.plane.xy(start), &mut rows);
        }
        self.sorted(rows, shapes.len())
    }

    /// Lines and polygons of a layer of so many rows that may lie in a box, by row: all that touch it, and some that come near
    /// it.
    pub(in crate::spatial) fn extended_maybe_in(&self, asked: &LngLatBox, of: usize) -> Vec<u32> {
        let mut rows = Vec::new();
        let Some(on_plane) = self.on_plane(asked) else { return rows };
        self.segments_near(&on_plane.outer, |from, _| {
            let row = self.row(from);
            if rows.last() != Some(&row) {
                rows.push(row);
            }
        });
        if let Some(areas) = &self.areas {
            areas.maybe_around(on_plane.corner.1, |row| rows.push(row));
        }
        self.sorted(rows, of)
    }

    /// Where a box lies on the plane; `None` when nothing of the layer can be in it.
    fn on_plane(&self, asked: &LngLatBox) -> Option<OnPlane> {
        let (bounds, degrees) = (self.bounds?, self.degrees?);
        // Nothing lies outside `degrees`, so the box need not either.
        let clip = LngLatBox {
            west: asked.west.max(degrees.west),
            south: asked.south.max(degrees.south),
            east: asked.east.min(degrees.east),
            north: asked.north.min(degrees.north),
        };
        // Written so that NaN gives nothing; a turned box may look right once it is clipped.
        if !(asked.west <= asked.east
            && asked.south <= asked.north
            && clip.west <= clip.east
            && clip.south <= clip.north)
        {
            return None;
        }
        let corners = [
            LngLat::new(clip.west, clip.south),
            LngLat::new(clip.east, clip.south),
            LngLat::new(clip.east, clip.north),
            LngLat::new(clip.west, clip.north),
        ];
        let [sw, se, ne, nw] = corners.map(|c| self.plane.xy(c));
        let corner = (corners[0], sw);
        if clip.east - clip.west > WIDE || clip.north - clip.south > WIDE {
            return Some(OnPlane { outer: bounds, inner: None, corner });
        }
        // The box's edges bow on the plane, and rounding may add a hair.
        let farthest_x = [sw, se, ne, nw].iter().map(|p| p.x.abs()).fold(0.0, f64::max);
        let across = sw.distance_m(ne).max(se.distance_m(nw));
        let bow_m = 1e-3 + self.plane.bow_m(corners[0], corners[2], across, farthest_x);
        let outer =
            XyBox { min: Xy::new(sw.x.min(nw.x), sw.y.min(se.y)), max: Xy::new(se.x.max(ne.x), nw.y.max(ne.y)) }
                .grown(bow_m);
        let inner =
            XyBox { min: Xy::new(sw.x.max(nw.x), sw.y.max(se.y)), max: Xy::new(se.x.min(ne.x), nw.y.min(ne.y)) }
                .grown(-bow_m);
        let inner = (inner.min.x < inner.max.x && inner.min.y < inner.max.y).then_some(inner);
        Some(OnPlane { outer, inner, corner })
    }

    /// Points in a box, a few at a time, in the tree's order.
    fn points_in_box(&self, shapes: &Shapes, asked: &LngLatBox, at: &OnPlane, mut found: impl FnMut(&[u32])) {
        let Some(points) = &self.points else { return };
        let coords = shapes.coords();
        let mut hits = [0u32; super::points::LANES];
        points.rects.visit(&at.outer, at.inner.as_ref(), |blocks, whole| {
            for block in blocks {
                let of_block = points.coords(block);
                if whole {
                    found(of_block);
                    continue;
                }
                let sure = at.inner.as_ref().map_or(0, |inner| points.surely_in(block, inner));
                let mut n = 0;
                for lane in lanes_of(points.maybe_in(block, &at.outer)) {
                    let coord = of_block[lane];
                    if sure >> lane & 1 == 1 || asked.contains(coords[coord as usize]) {
                        hits[n] = coord;
                        n += 1;
                    }
                }
                found(&hits[..n]);
            }
        });
    }

    /// Lines and polygons in a box, unsorted, some more than once.
    fn extended_in_box(&self, shapes: &Shapes, asked: &LngLatBox, at: &OnPlane, rows: &mut Vec<u32>) {
        let coords = shapes.coords();
        if let Some(segments) = &self.segments {
            segments.rects.visit(&at.outer, at.inner.as_ref(), |blocks, whole| {
                for block in blocks {
                    let lanes = if whole { segments.all(block) } else { segments.maybe_meet(block, &at.outer) };
                    for lane in lanes_of(lanes) {
                        let s = segments.segment(block, lane);
                        let row = self.row(s.from);
                        let touches = || whole || segment_touches_box(coords[s.from], coords[s.to], asked);
                        if rows.last() != Some(&row) && touches() {
                            rows.push(row);
                        }
                    }
                }
            });
        }
        self.areas_around(shapes, at.corner.0, at.corner.1, rows);
    }

    /// Segments whose box may meet a box on the plane, by their positions' places.
    fn segments_near(&self, outer: &XyBox, mut found: impl FnMut(usize, usize)) {
        let Some(segments) = &self.segments else { return };
        segments.rects.visit(outer, None, |blocks, _| {
            for block in blocks {
                for lane in lanes_of(segments.maybe_meet(block, outer)) {
                    let s = segments.segment(block, lane);
                    found(s.from, s.to);
                }
            }
        });
    }

    /// Polygons that hold a position, decided in degrees.
    fn areas_around(&self, shapes: &Shapes, at: LngLat, xy: Xy, rows: &mut Vec<u32>) {
        let Some(areas) = &self.areas else { return };
        areas.maybe_around(xy, |row| {
            if holds(shapes.get(row as usize), at) {
                rows.push(row);
            }
        });
    }

    /// The rows in order, each once, of a layer of so many.
    fn sorted(&self, rows: Vec<u32>, of: usize) -> Vec<u32> {
        // A point is found once; only what has segments may come again.
        if self.segments.is_none() {
            return in_order(rows);
        }
        if rows.len() >= of / 32 {
            return marked(&rows, of);
        }
        let mut rows = in_order(rows);
        rows.dedup();
        rows
    }
}

/// Row numbers in order, each once, by marking each in a layer of so many.
fn marked(rows: &[u32], of: usize) -> Vec<u32> {
    let mut marks = vec![0u64; of.div_ceil(64)];
    for row in rows {
        marks[*row as usize / 64] |= 1 << (row % 64);
    }
    let mut each = Vec::with_capacity(marks.iter().map(|word| word.count_ones() as usize).sum());
    for (n, word) in marks.iter().enumerate() {
        let mut left = *word;
        while left != 0 {
            each.push(n as u32 * 64 + left.trailing_zeros());
            left &= left - 1;
        }
    }
    each
}

fn has_place(shapes: &Shapes, row: u32) -> bool {
    !shapes.get(row as usize).coord_range().is_empty()
}

/// Sorts row numbers: some bits at a time once there are enough of them, which is several times quicker than comparing.
fn in_order(mut rows: Vec<u32>) -> Vec<u32> {
    if rows.len() < 96 {
        rows.sort_unstable();
        return rows;
    }
    // Any number that has the highest bit of all.
    let used = 32 - rows.iter().fold(0, |all, row| all | row).leading_zeros();
    let passes = used.div_ceil(11).max(1);
    let bits = used.div_ceil(passes).max(1);
    let (size, digit) = (1usize << bits, (1u32 << bits) - 1);
    let mut counts = vec![0u32; passes as usize * size];
    for row in &rows {
        for (pass, counts) in counts.chunks_exact_mut(size).enumerate() {
            counts[(row >> (pass as u32 * bits) & digit) as usize] += 1;
        }
    }
    let mut spare = vec![0; rows.len()];
    for (pass, counts) in counts.chunks_exact_mut(size).enumerate() {
        let mut start = 0;
        for c in counts.iter_mut() {
            start += std::mem::replace(c, start);
        }
        for row in &rows {
            let at = &mut counts[(row >> (pass as u32 * bits) & digit) as usize];
            spare[*at as usize] = *row;
            *at += 1;
        }
        std::mem::swap(&mut rows, &mut spare);
    }
    rows
}

/// Whether a polygon holds a position, its edges straight in degrees, borders included.
fn holds(shape: Shape<'_>, at: LngLat) -> bool {
    in_polygon(shape.parts(), |ring| side_of_ring(ring, at))
}
