//! The expressway: two carriageways around the north and east of the city, with diamond interchanges at main roads.

use super::{Course, Meets};
use crate::demo::geom::{Line, along, at, crossing, distance, dot, km, left, line_length, offset, spline, to, unit};
use crate::units::Xy;

const WAY: &[(f64, f64)] = &[
    (-31.5, 14.2),
    (-26.0, 12.4),
    (-19.5, 12.8),
    (-12.5, 9.9),
    (-5.0, 8.9),
    (2.0, 9.3),
    (8.0, 10.1),
    (12.4, 8.2),
    (14.8, 4.2),
    (15.4, -0.6),
    (13.6, -5.6),
    (11.4, -10.4),
    (12.8, -16.2),
    (14.6, -21.5),
    (15.4, -27.0),
];

/// Half the distance between the carriageways' middle lines.
const HALF_M: f64 = 14.0;
/// How far along the carriageway links leave and join it.
const TAPER_M: f64 = 430.0;
/// How far along the crossing road links meet it.
const FOOT_M: f64 = 150.0;

/// Adds the carriageways and links.
pub fn draw(courses: &mut Vec<Course>) {
    let middle = spline(&WAY.iter().map(|p| km(p.0, p.1)).collect::<Line>(), 70.0);
    let mut foot_points = Vec::new();
    for (i, course) in courses.iter().enumerate() {
        if matches!(course.class, "primary" | "secondary" | "trunk") {
            foot_points.extend(crossings(&middle, &course.line).into_iter().map(|(s, r)| (s, r, i)));
        }
    }
    foot_points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut last = f64::NEG_INFINITY;
    let mut links = Vec::new();
    for (s, r, road) in foot_points {
        let road = &courses[road].line;
        let fits = r > FOOT_M + 30.0 && line_length(road) - r > FOOT_M + 30.0;
        if s - last < 3000.0 || !fits || s < 1500.0 {
            continue;
        }
        last = s;
        links.extend(diamond(&middle, s, road, r));
    }
    let reversed: Line = middle.iter().rev().copied().collect();
    for line in [&middle, &reversed] {
        let mut course = Course::new("motorway", offset(line, |_| -HALF_M)).named("岚云高速", "Lanyun Expressway");
        course.reference = Some("S91");
        course.oneway = true;
        course.meets = Meets::AtLinks;
        courses.push(course);
    }
    courses.extend(links);
}

/// Where a road crosses the expressway: metres along each.
fn crossings(middle: &[Xy], road: &[Xy]) -> Vec<(f64, f64)> {
    let mut found = Vec::new();
    let mut r = 0.0;
    for road_piece in road.windows(2) {
        let mut s = 0.0;
        for piece in middle.windows(2) {
            if let Some((t, u)) = crossing(piece[0], piece[1], road_piece[0], road_piece[1]) {
                found.push((s + t * distance(piece[0], piece[1]), r + u * distance(road_piece[0], road_piece[1])));
            }
            s += distance(piece[0], piece[1]);
        }
        r += distance(road_piece[0], road_piece[1]);
    }
    found
}

/// The four links of an interchange: off and on for each carriageway.
fn diamond(middle: &[Xy], s: f64, road: &[Xy], r: f64) -> Vec<Course> {
    let (_, forward) = at(middle, s);
    let mut links = Vec::new();
    for side in [-1.0, 1.0] {
        // Traffic keeps right: the right carriageway runs forward, the left one backward.
        let sense = -side;
        let (a, b) = (at(road, r - FOOT_M).0, at(road, r + FOOT_M).0);
        let outward = Xy::new(left(forward).x * side, left(forward).y * side);
        let foot = if dot(to(at(middle, s).0, a), outward) > 0.0 { a } else { b };
        for (along_m, off) in [(-TAPER_M, true), (TAPER_M, false)] {
            let (p, d) = at(middle, s + sense * along_m);
            let d = Xy::new(d.x * sense, d.y * sense);
            let gate = along(p, outward_of(d), HALF_M);
            let travel = if off { d } else { Xy::new(-d.x, -d.y) };
            let shoulder = along(along(gate, travel, 190.0), outward_of(d), 24.0);
            let near = along(foot, unit(to(foot, shoulder)), 70.0);
            let mut line =
                spline(&[gate, along(along(gate, travel, 70.0), outward_of(d), 5.0), shoulder, near, foot], 30.0);
            if !off {
                line.reverse();
            }
            let mut course = Course::new("motorway_link", line);
            course.oneway = true;
            course.meets = Meets::AtEnds;
            links.push(course);
        }
    }
    links
}

/// The right-hand side of a direction of traffic.
fn outward_of(d: Xy) -> Xy {
    Xy::new(d.y, -d.x)
}
