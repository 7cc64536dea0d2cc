//! What a city plans by hand: rings, radials, riverside roads, bridges, and the railway. Kilometres from the centre.

use super::{Course, Railway, Site};
use crate::demo::geom::{Line, closed_spline, km, simplify, spline};
use crate::demo::rng::Rng;
use crate::demo::terrain::crossing_at;
use crate::units::Xy;

const STEP_M: f64 = 45.0;

/// A stop of an arterial: a place, or a bridge over the Lan at a given x.
enum Stop {
    At(f64, f64),
    /// From the north bank to the south bank.
    Southward(f64),
    /// From the south bank to the north bank.
    Northward(f64),
}

use Stop::{At, Northward, Southward};

fn through(site: &Site<'_>, rng: &mut Rng, stops: &[Stop]) -> Line {
    let mut line = Vec::new();
    for stop in stops {
        match *stop {
            At(x, y) => line.push(km(x + rng.range(-0.06, 0.06), y + rng.range(-0.06, 0.06))),
            Southward(x) => line.extend(crossing_at(site.terrain, x, 420.0)),
            Northward(x) => line.extend(crossing_at(site.terrain, x, 420.0).into_iter().rev()),
        }
    }
    line
}

/// The arterials of the city proper.
pub fn draw(site: &Site<'_>) -> Vec<Course> {
    let mut rng = Rng::new(site.seed, "arterials");
    let mut courses = Vec::new();
    let mut ring = |class, zh, en, stops: &[Stop]| {
        let mut line = closed_spline(&through(site, &mut rng, stops), STEP_M);
        line.extend(line.first().copied());
        courses.push(Course::new(class, line).named(zh, en));
    };
    ring(
        "secondary",
        "环城路",
        "Old Wall Ring",
        &[
            At(-0.35, 2.2),
            At(0.75, 2.0),
            At(1.35, 1.3),
            At(1.4, 0.2),
            At(0.9, -0.6),
            At(-0.3, -0.72),
            At(-1.4, -0.5),
            At(-1.95, 0.4),
            At(-1.7, 1.5),
        ],
    );
    ring(
        "primary",
        "二环路",
        "Second Ring Road",
        &[
            At(0.2, 4.2),
            At(2.6, 4.15),
            At(4.7, 3.5),
            At(5.5, 2.0),
            At(5.2, 0.6),
            Southward(4.7),
            At(4.1, -3.0),
            At(2.6, -4.2),
            At(0.6, -4.6),
            At(-1.6, -4.2),
            At(-3.2, -2.9),
            Northward(-3.6),
            At(-3.45, 0.7),
            At(-2.9, 2.4),
            At(-1.8, 3.7),
        ],
    );
    ring(
        "trunk",
        "外环路",
        "Outer Ring Road",
        &[
            At(-0.6, 6.7),
            At(3.4, 6.6),
            At(6.6, 5.7),
            At(8.0, 3.8),
            At(9.3, 1.9),
            At(9.5, -0.4),
            Southward(8.9),
            At(7.9, -5.0),
            At(6.4, -7.0),
            At(3.6, -7.9),
            At(0.6, -7.1),
            At(-2.2, -6.2),
            At(-4.7, -5.0),
            At(-6.3, -3.2),
            Northward(-7.0),
            At(-8.4, 1.6),
            At(-8.3, 3.7),
            At(-6.6, 5.4),
            At(-4.0, 6.3),
        ],
    );
    let mut radial = |class, zh, en, number: Option<&'static str>, stops: &[Stop]| {
        let line = spline(&through(site, &mut rng, stops), STEP_M);
        let mut course = Course::new(class, line).named(zh, en);
        course.reference = number;
        courses.push(course);
    };
    radial(
        "primary",
        "人民路",
        "Renmin Road",
        Some("G931"),
        &[At(-0.4, -1.2), At(-0.35, 0.9), At(-0.05, 2.9), At(0.3, 4.3), At(0.5, 6.6), At(0.9, 9.1), At(1.3, 10.8)],
    );
    radial(
        "primary",
        "江南大道",
        "Jiangnan Avenue",
        Some("G931"),
        &[At(0.75, -0.62), Southward(0.7), At(0.55, -3.3), At(0.6, -4.7), At(0.2, -7.0), At(-0.7, -9.4)],
    );
    radial(
        "primary",
        "解放路",
        "Jiefang Road",
        Some("G932"),
        &[
            At(-10.4, 3.3),
            At(-8.4, 2.1),
            At(-5.7, 1.0),
            At(-3.4, 0.8),
            At(-1.9, 0.8),
            At(-0.35, 0.9),
            At(1.4, 0.8),
            At(3.3, 1.2),
            At(5.4, 1.6),
            At(7.6, 1.7),
            At(9.3, 1.8),
            At(12.2, 2.0),
            At(15.3, 1.3),
            At(17.6, 1.6),
        ],
    );
    radial(
        "primary",
        "云台大道",
        "Yuntai Avenue",
        Some("S304"),
        &[
            At(0.85, 1.95),
            At(2.7, 2.75),
            At(4.5, 3.3),
            At(6.0, 4.4),
            At(7.2, 5.5),
            At(8.4, 6.8),
            At(11.0, 7.8),
            At(13.6, 8.6),
        ],
    );
    radial(
        "primary",
        "月湖大道",
        "Yuehu Avenue",
        Some("S211"),
        &[At(-1.65, 1.55), At(-2.9, 2.3), At(-4.4, 2.65), At(-6.2, 3.0), At(-8.2, 4.1), At(-10.2, 6.6), At(-12.4, 9.4)],
    );
    radial(
        "primary",
        "港口大道",
        "Port Avenue",
        Some("S305"),
        &[At(5.25, 0.8), At(7.0, 0.3), At(9.4, -0.4), At(11.4, -1.4), At(13.4, -1.9), At(15.3, -2.4), At(17.3, -3.4)],
    );
    radial(
        "primary",
        "南湖大道",
        "Nanhu Avenue",
        Some("S212"),
        &[At(4.0, -3.1), At(4.3, -4.8), At(4.9, -6.4), At(5.2, -7.6), At(6.4, -9.6)],
    );
    radial(
        "primary",
        "柳林大道",
        "Liulin Avenue",
        Some("G932"),
        &[At(-3.2, -2.9), At(-4.2, -4.2), At(-5.2, -5.4), At(-6.6, -7.3), At(-8.8, -8.7)],
    );
    for (side, zh, en, from, to) in
        [(1.0, "滨江北路", "Riverside North Road", -6.6, 9.2), (-1.0, "滨江南路", "Riverside South Road", -6.3, 8.4)]
    {
        let bank: Vec<Xy> = site
            .terrain
            .river
            .bank(side, 75.0)
            .into_iter()
            .filter(|p| p.x > from * 1000.0 && p.x < to * 1000.0)
            .collect();
        courses.push(Course::new("secondary", spline(&simplify(&bank, 14.0), STEP_M)).named(zh, en));
    }
    courses
}

/// The main line past the station north of the centre, and the spur to the port.
pub fn railways() -> Vec<Railway> {
    let line = |stops: &[(f64, f64)]| spline(&stops.iter().map(|s| km(s.0, s.1)).collect::<Line>(), 90.0);
    let main = line(&[
        (-36.0, 15.6),
        (-24.0, 13.9),
        (-15.0, 10.6),
        (-9.0, 6.9),
        (-4.0, 5.45),
        (-0.2, 5.3),
        (3.0, 5.3),
        (5.6, 6.4),
        (8.0, 8.3),
        (13.5, 10.6),
        (20.5, 10.9),
        (27.0, 12.8),
        (36.0, 13.6),
    ]);
    let spur =
        line(&[(2.6, 5.28), (4.9, 5.1), (6.4, 3.9), (6.9, 2.4), (8.0, 0.95), (9.4, 0.3), (11.4, -0.5), (12.6, -1.2)]);
    vec![
        Railway { name: ("岚云铁路", "Lanchuan–Yuntai Railway"), kind: "rail", line: main },
        Railway { name: ("港口支线", "Port Spur"), kind: "spur", line: spur },
    ]
}
