//! Loose ends: a main road that stops short of another goes on to it, so that main roads end somewhere.

use super::{Course, Meets, Site};
use crate::demo::geom::{Line, SegmentGrid, along, crossing, distance, heading, mix, to};
use crate::units::Xy;

/// Ends nearer than this to another road are taken to touch it.
const TOUCH_M: f64 = 16.0;
/// Ends nearer than this to the prefecture's border lead out of it.
const BORDER_M: f64 = 60.0;
/// By how much an end may turn, radians, to either side.
const TURNS: [f64; 4] = [0.0, 0.22, 0.45, 0.7];

/// How far a road of a class goes on to meet another, metres.
fn reach(class: &str) -> f64 {
    match class {
        "trunk" | "primary" => 1300.0,
        "secondary" => 900.0,
        "tertiary" => 420.0,
        _ => 0.0,
    }
}

/// Where roads leave the prefecture.
pub struct Border(SegmentGrid);

impl Border {
    /// The border of a site.
    pub fn new(site: &Site<'_>) -> Self {
        let mut grid = SegmentGrid::default();
        let outline = &site.districts.outline;
        grid.add_line(outline, 0);
        if let (Some(first), Some(last)) = (outline.first(), outline.last()) {
            grid.add(*last, *first, 0);
        }
        Self(grid)
    }

    /// Whether a place lies on it.
    pub fn touches(&self, p: Xy) -> bool {
        self.0.nearest(p, BORDER_M, |_| true).is_some()
    }
}

/// Leads every loose end of a main road on to the next road ahead, where dry land lies between.
pub fn join(site: &Site<'_>, border: &Border, courses: &mut [Course]) {
    let mut grid = SegmentGrid::default();
    for (i, course) in courses.iter().enumerate() {
        grid.add_line(&course.line, i as u32);
    }
    for i in 0..courses.len() {
        let n = courses[i].line.len();
        if courses[i].meets != Meets::Everywhere || n < 2 || courses[i].line[0] == courses[i].line[n - 1] {
            continue;
        }
        for at_start in [true, false] {
            let inward: Line =
                if at_start { courses[i].line.clone() } else { courses[i].line.iter().rev().copied().collect() };
            let end = inward[0];
            let open = |owner: u32| owner as usize != i && courses[owner as usize].meets == Meets::Everywhere;
            if border.touches(end) || grid.nearest(end, TOUCH_M, open).is_some() {
                continue;
            }
            let Some(target) = ahead(site, &grid, &inward, reach(courses[i].class), open) else { continue };
            grid.add(end, target, i as u32);
            let line = &mut courses[i].line;
            line.insert(if at_start { 0 } else { line.len() }, target);
        }
    }
}

/// The nearest place on another road that lies about straight ahead of a line's first place.
fn ahead(site: &Site<'_>, grid: &SegmentGrid, inward: &[Xy], reach: f64, open: impl Fn(u32) -> bool) -> Option<Xy> {
    let end = inward[0];
    let back = inward.iter().find(|p| distance(**p, end) > 50.0).or(inward.last())?;
    let d = to(*back, end);
    let course = libm::atan2(d.y, d.x);
    let mut best: Option<(f64, Xy)> = None;
    for turn in TURNS {
        for angle in [course + turn, course - turn] {
            let far = along(end, heading(angle), reach);
            let hit = grid
                .around(end, reach)
                .into_iter()
                .filter_map(|id| {
                    let (a, b, owner) = grid.segment(id);
                    let (t, _) = crossing(end, far, a, b)?;
                    open(owner).then_some(t)
                })
                .fold(f64::INFINITY, f64::min);
            let target = mix(end, far, hit.min(1.0));
            let long = distance(end, target);
            // Straight on is preferred to a shorter way aside.
            let cost = long * (1.0 + turn);
            if hit <= 1.0 && best.is_none_or(|b| cost < b.0) && buildable(site, end, target) {
                best = Some((cost, target));
            }
        }
    }
    best.map(|b| b.1)
}

/// Whether a road can be led straight from one place to another: over dry land, outside parks.
fn buildable(site: &Site<'_>, from: Xy, to: Xy) -> bool {
    let steps = (distance(from, to) / 30.0).ceil().max(1.0) as u32;
    (1..steps).all(|k| {
        let p = mix(from, to, f64::from(k) / f64::from(steps));
        !site.terrain.in_water(p) && !site.terrain.in_park(p)
    })
}
