//! Where the camera must go so that something is seen clear of what floats on the map. Plain geometry of MapLibre's
//! camera (Web Mercator, the world 512 px wide at zoom 0), so that it can be judged before anything moves.

use crate::units::{LngLat, LngLatBox};
use crate::view::Camera;

/// Nearer than this a point has its symbol, a line its width: no need to go nearer.
pub const LEGIBLE_ZOOM: f64 = 13.0;
/// But for lines and areas that would be dots even so: at least so long, px.
const LEAST_PX: f64 = 24.0;
/// Farther away a thing is still legible if it is at least so long, px.
pub const THING_PX: f64 = 120.0;
/// A place has no length, and is legible at any zoom.
pub const PLACE_PX: f64 = 0.0;
/// And an area in which things are to be told apart, px.
pub const AREA_PX: f64 = 320.0;
/// Nothing that is shown touches the map's edge, px.
const MARGIN: f64 = 32.0;
/// Nor what floats on the map, px.
const GAP: f64 = 20.0;
/// What the camera brings into view stands well inside: so much of the free room's width and height stays free on each
/// side, as a symbol has a name beside it.
const AROUND: f64 = 0.11;

/// A rectangle on the map's element, px from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Rect {
    fn width(self) -> f64 {
        self.right - self.left
    }

    fn height(self) -> f64 {
        self.bottom - self.top
    }

    fn middle(self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    fn area(self) -> f64 {
        self.width().max(0.0) * self.height().max(0.0)
    }

    fn grown(self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    fn holds(self, other: Self) -> bool {
        self.left <= other.left && self.top <= other.top && other.right <= self.right && other.bottom <= self.bottom
    }

    fn meets(self, other: Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// What is left of it beside another one: the largest of the four strips.
    fn beside(self, other: Self) -> Self {
        if !self.meets(other) {
            return self;
        }
        let strips = [
            Self { left: other.right, ..self },
            Self { right: other.left, ..self },
            Self { top: other.bottom, ..self },
            Self { bottom: other.top, ..self },
        ];
        strips.into_iter().fold(strips[0], |best, strip| if strip.area() > best.area() { strip } else { best })
    }
}

/// The map's element, and what floats on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Screen {
    /// Its width, px.
    pub width: f64,
    /// Its height, px.
    pub height: f64,
    /// Panels, sheets and boxes over it.
    pub floats: Vec<Rect>,
}

impl Screen {
    /// Where to look so that a box is seen whole, clear of what floats on the map and legible, from where the camera is;
    /// none where it is seen so already. The zoom stays where it can; otherwise it is at most `near`. `legible_px` is how
    /// long it must be on a map that is far away.
    pub fn look(&self, from: Camera, of: LngLatBox, near: f64, legible_px: f64) -> Option<Camera> {
        let whole = Rect { left: 0.0, top: 0.0, right: self.width, bottom: self.height };
        let framed = whole.grown(-MARGIN);
        let floats: Vec<Rect> = self.floats.iter().map(|r| r.grown(GAP)).filter(|r| r.meets(whole)).collect();
        // A point needs room for its symbol and the beginning of its name, and so does whatever stands at a corner.
        let free = |r: Rect| framed.grown(-GAP).holds(r) && !floats.iter().any(|float| float.meets(r));
        let clear = floats.iter().fold(framed, |room, float| room.beside(*float));
        let clear = if clear.width() > MARGIN && clear.height() > MARGIN { clear } else { whole };

        let here = self.place(from, of);
        let length = here.width().max(here.height());
        let drawn = length == 0.0 || length >= LEAST_PX || from.zoom >= near;
        let legible = length >= legible_px || (from.zoom >= LEGIBLE_ZOOM && drawn);
        if legible && free(here) {
            return None;
        }
        let inside = 1.0 - 2.0 * AROUND;
        let room = (inside * clear.width() / here.width()).min(inside * clear.height() / here.height());
        let zoom = match room >= 1.0 {
            true if legible => from.zoom,
            _ => (from.zoom + room.log2()).min(near.max(LEGIBLE_ZOOM)),
        };
        let scale = (zoom - from.zoom).exp2();
        let about = |(x, y): (f64, f64)| {
            let (w, h) = (here.width() * scale / 2.0, here.height() * scale / 2.0);
            Rect { left: x - w, top: y - h, right: x + w, bottom: y + h }
        };
        // In the middle where nothing floats over it; else in the middle of what is left.
        let target = if free(about(whole.middle())) { whole.middle() } else { clear.middle() };
        let size = world_px(zoom);
        let (x, y) = mercator(of.west, of.south);
        let (east, north) = mercator(of.east, of.north);
        let (cx, cy) = ((x + east) / 2.0, (y + north) / 2.0);
        let (dx, dy) = turned(target.0 - self.width / 2.0, target.1 - self.height / 2.0, from.bearing);
        let at = unmercator(cx - dx / size, cy - dy / size);
        Some(Camera { lng: at.lng, lat: at.lat, zoom, bearing: from.bearing })
    }

    /// Where a box is seen: the upright rectangle around it.
    fn place(&self, camera: Camera, of: LngLatBox) -> Rect {
        let size = world_px(camera.zoom);
        let (cx, cy) = mercator(camera.lng, camera.lat);
        let corners = [(of.west, of.south), (of.east, of.south), (of.east, of.north), (of.west, of.north)];
        let none =
            Rect { left: f64::INFINITY, top: f64::INFINITY, right: f64::NEG_INFINITY, bottom: f64::NEG_INFINITY };
        corners.into_iter().fold(none, |r, (lng, lat)| {
            let (x, y) = mercator(lng, lat);
            let (x, y) = turned((x - cx) * size, (y - cy) * size, -camera.bearing);
            let (x, y) = (x + self.width / 2.0, y + self.height / 2.0);
            Rect { left: r.left.min(x), top: r.top.min(y), right: r.right.max(x), bottom: r.bottom.max(y) }
        })
    }
}

/// The world's width, px.
fn world_px(zoom: f64) -> f64 {
    512.0 * zoom.exp2()
}

/// The part of the world's width from the antimeridian, and of its height from the top.
fn mercator(lng: f64, lat: f64) -> (f64, f64) {
    let y = lat.to_radians().tan().asinh() / std::f64::consts::TAU;
    (lng / 360.0 + 0.5, 0.5 - y)
}

fn unmercator(x: f64, y: f64) -> LngLat {
    let lat = ((0.5 - y) * std::f64::consts::TAU).sinh().atan().to_degrees();
    LngLat::new((x - 0.5) * 360.0, lat)
}

/// A vector with y down, turned clockwise by some degrees.
fn turned(x: f64, y: f64, degrees: f64) -> (f64, f64) {
    let (sin, cos) = degrees.to_radians().sin_cos();
    (x * cos - y * sin, x * sin + y * cos)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At the equator and zoom 14 a px is 360 / (512 · 2^14) degrees.
    const DEGREES_A_PX: f64 = 360.0 / (512.0 * 16_384.0);

    fn camera(zoom: f64) -> Camera {
        Camera { lng: 0.0, lat: 0.0, zoom, bearing: 0.0 }
    }

    /// A box by its px from the middle of the map at zoom 14, right and down.
    fn at(left: f64, top: f64, right: f64, bottom: f64) -> LngLatBox {
        let d = DEGREES_A_PX;
        LngLatBox { west: left * d, south: -bottom * d, east: right * d, north: -top * d }
    }

    fn desk() -> Screen {
        let caption = Rect { left: 12.0, top: 12.0, right: 400.0, bottom: 62.0 };
        let legend = Rect { left: 12.0, top: 400.0, right: 232.0, bottom: 548.0 };
        let controls = Rect { left: 692.0, top: 12.0, right: 724.0, bottom: 240.0 };
        Screen { width: 736.0, height: 560.0, floats: vec![caption, legend, controls] }
    }

    fn is_near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 0.01, "{found}, expected {expected}");
    }

    #[test]
    fn what_is_well_in_view_stays_where_it_is() {
        assert_eq!(desk().look(camera(14.0), at(-100.0, -20.0, 50.0, 20.0), 14.5, THING_PX), None);
        // Far away, but long enough to be read: 800 px at zoom 14 are 200 at zoom 12.
        assert_eq!(desk().look(camera(12.0), at(-400.0, -20.0, 400.0, 20.0), 14.5, THING_PX), None);
    }

    #[test]
    fn what_is_too_small_comes_nearer_but_not_too_near() {
        let look = desk().look(camera(11.0), at(-50.0, 0.0, 50.0, 10.0), 14.5, THING_PX).expect("a move");
        is_near(look.zoom, 14.5);
        let point = desk().look(camera(9.0), at(10.0, 10.0, 10.0, 10.0), 14.5, THING_PX).expect("a move");
        is_near(point.zoom, 14.5);
        is_near(point.lng / DEGREES_A_PX, 10.0);
        is_near(point.lat / DEGREES_A_PX, -10.0);
    }

    /// 20 px at zoom 13 is a dot, however near the map is; at the nearest zoom nothing can be done about it.
    #[test]
    fn a_short_line_comes_nearer_still() {
        let line = at(-20.0, 0.0, 20.0, 0.0);
        let look = desk().look(camera(13.0), line, 15.0, THING_PX).expect("a move");
        is_near(look.zoom, 15.0);
        assert_eq!(desk().look(camera(15.0), at(-5.0, 0.0, 5.0, 0.0), 15.0, THING_PX), None);
    }

    #[test]
    fn a_place_comes_into_view_at_any_zoom_and_no_nearer() {
        assert_eq!(desk().look(camera(9.0), at(10.0, 10.0, 10.0, 10.0), 14.5, PLACE_PX), None);
        let under_the_legend = at(-250.0, 200.0, -250.0, 200.0);
        let look = desk().look(camera(14.0), under_the_legend, 14.5, PLACE_PX).expect("a move");
        is_near(look.zoom, 14.0);
        let far = Camera { lng: 1.0, ..camera(9.0) };
        is_near(desk().look(far, under_the_legend, 14.5, PLACE_PX).expect("a move").zoom, 9.0);
    }

    #[test]
    fn an_area_is_shown_larger_than_a_thing() {
        let area = at(-400.0, -300.0, 400.0, 300.0);
        assert_eq!(desk().look(camera(12.0), area, 14.5, THING_PX), None);
        let look = desk().look(camera(12.0), area, 14.5, AREA_PX).expect("a move");
        assert!(look.zoom > 12.5 && look.zoom < 14.0, "{look:?}");
    }

    #[test]
    fn what_lies_outside_comes_to_the_middle_at_the_same_zoom() {
        let look = desk().look(camera(14.0), at(900.0, 0.0, 1000.0, 50.0), 14.5, THING_PX).expect("a move");
        is_near(look.zoom, 14.0);
        is_near(look.lng / DEGREES_A_PX, 950.0);
        is_near(look.lat / DEGREES_A_PX, -25.0);
    }

    #[test]
    fn what_is_under_the_legend_comes_out_of_it() {
        let legend = at(-300.0, 200.0, -250.0, 220.0);
        let look = desk().look(camera(14.0), legend, 14.5, THING_PX).expect("a move");
        assert_eq!(desk().look(look, legend, 14.5, THING_PX), None, "{look:?}");
    }

    #[test]
    fn what_is_too_large_is_shown_whole_beside_what_floats() {
        let large = at(-2000.0, -900.0, 2000.0, 900.0);
        let look = desk().look(camera(15.0), large, 14.5, THING_PX).expect("a move");
        let seen = desk().place(look, large);
        let clear = desk().floats.iter().all(|float| !float.meets(seen));
        assert!(clear && seen.left >= MARGIN && seen.right <= 736.0 - MARGIN, "{seen:?}");
        assert!(seen.top >= MARGIN && seen.bottom <= 560.0 - MARGIN, "{seen:?}");
        assert!(seen.width() > 320.0, "as large as it can be: {seen:?}");
    }

    /// With east up, 100 px to the east are 100 px above the middle.
    #[test]
    fn a_turned_map_is_understood() {
        let east_up = Camera { bearing: 90.0, ..camera(14.0) };
        let seen = desk().place(east_up, at(100.0, 0.0, 100.0, 0.0));
        is_near(seen.left, 368.0);
        is_near(seen.top, 180.0);
        let far = at(2000.0, 300.0, 2040.0, 330.0);
        let look = desk().look(east_up, far, 14.5, THING_PX).expect("a move");
        assert_eq!(look.bearing, 90.0);
        let seen = desk().place(look, far);
        is_near(seen.middle().0, 368.0);
        is_near(seen.middle().1, 280.0);
    }

    /// A phone: half of the map is under the sheet.
    #[test]
    fn a_sheet_leaves_the_upper_half() {
        let sheet = Rect { left: 0.0, top: 448.0, right: 390.0, bottom: 788.0 };
        let search = Rect { left: 12.0, top: 12.0, right: 322.0, bottom: 56.0 };
        let phone = Screen { width: 390.0, height: 788.0, floats: vec![search, sheet] };
        let section = at(-100.0, -20.0, 100.0, 20.0);
        let look = phone.look(camera(14.0), section, 14.5, THING_PX);
        assert_eq!(look, None, "above the sheet");
        let below = at(-100.0, 180.0, 100.0, 220.0);
        let look = phone.look(camera(14.0), below, 14.5, THING_PX).expect("a move");
        let seen = phone.place(look, below);
        assert!(seen.bottom < 448.0 && seen.top > 56.0, "{seen:?}");
    }

    /// A venue in the lower right corner of its way to the station: neither stands at the map's edge, nor under a panel.
    #[test]
    fn what_is_brought_into_view_stands_well_inside() {
        let way = at(2000.0, 900.0, 4000.0, 1900.0);
        let look = desk().look(camera(14.0), way, 15.0, THING_PX).expect("a move");
        let seen = desk().place(look, way);
        assert!(seen.right < 692.0 - 60.0 && seen.left > 80.0, "{seen:?}");
        assert!(seen.bottom < 560.0 - 52.0 && seen.top > 52.0, "{seen:?}");
        assert_eq!(desk().look(look, way, 15.0, THING_PX), None, "it stays");
    }

    #[test]
    fn a_map_that_is_covered_whole_still_looks_there() {
        let all = Rect { left: 0.0, top: 0.0, right: 736.0, bottom: 560.0 };
        let look = Screen { floats: vec![all], ..desk() }.look(camera(14.0), at(5.0, 5.0, 5.0, 5.0), 14.5, THING_PX);
        is_near(look.expect("a move").lng / DEGREES_A_PX, 5.0);
    }
}
