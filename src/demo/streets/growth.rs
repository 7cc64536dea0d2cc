//! Streets grown between the arterials: evenly spaced lines of the direction field (after Jobard and Lefer 1997),
//! first the few that carry traffic, then the many that people live on.

use super::field::Field;
use super::{Course, Site};
use crate::demo::geom::{Line, SegmentGrid, along, crossing, distance, dot, left, line_length, simplify, to, unit};
use crate::demo::names::StreetNames;
use crate::demo::rng::Rng;
use crate::demo::settlements::Zone;
use crate::units::Xy;
use std::collections::VecDeque;

const STEP_M: f64 = 22.0;

/// How one round of streets grows.
struct Round {
    class: &'static str,
    /// Metres between neighbours, by use; none where this round grows nothing.
    apart: fn(Zone) -> Option<f64>,
    longest_m: f64,
    shortest_m: f64,
    /// Whether it may bridge the Qing and cross the railway.
    crosses: bool,
}

const ROUNDS: &[Round] = &[
    Round {
        class: "secondary",
        apart: |zone| match zone {
            Zone::City | Zone::NewTown | Zone::Industry => Some(980.0),
            _ => None,
        },
        longest_m: 7000.0,
        shortest_m: 900.0,
        crosses: true,
    },
    Round {
        class: "tertiary",
        apart: |zone| match zone {
            Zone::OldTown => Some(330.0),
            Zone::City => Some(450.0),
            Zone::NewTown => Some(460.0),
            Zone::Industry => Some(620.0),
            Zone::Town => Some(420.0),
            Zone::Village => None,
        },
        longest_m: 3600.0,
        shortest_m: 360.0,
        crosses: true,
    },
    Round {
        class: "residential",
        apart: |zone| {
            Some(match zone {
                Zone::OldTown => 92.0,
                Zone::City => 165.0,
                Zone::NewTown => 225.0,
                Zone::Industry => 330.0,
                Zone::Town => 135.0,
                Zone::Village => 105.0,
            })
        },
        longest_m: 1100.0,
        shortest_m: 85.0,
        crosses: false,
    },
];

/// Adds the grown streets to the courses.
pub fn fill(site: &Site<'_>, names: &mut StreetNames, courses: &mut Vec<Course>) {
    let mut rng = Rng::new(site.seed, "growth");
    let field = Field::new(site);
    for round in ROUNDS {
        let mut grid = SegmentGrid::default();
        let mut guides = SegmentGrid::default();
        let mut seeds = VecDeque::new();
        for (i, course) in courses.iter().enumerate() {
            grid.add_line(&course.line, i as u32);
            if !matches!(course.class, "motorway" | "motorway_link") {
                guides.add_line(&course.line, i as u32);
                sow(site, round, &field, &course.line, &mut seeds);
            }
        }
        let mut grower = Grower { site, field: &field, round, grid, guides, first_new: courses.len() };
        while let Some((start, direction)) = seeds.pop_front() {
            let Some(line) = grower.grow(start, direction, courses, &mut rng) else { continue };
            sow(site, round, &field, &line, &mut seeds);
            grower.grid.add_line(&line, courses.len() as u32);
            let mut course = Course::new(round.class, line);
            let long = line_length(&course.line);
            if round.class != "residential" || long > 260.0 {
                course.name = names.next(round.class);
            }
            course.oneway = round.class == "residential" && long > 200.0 && rng.chance(0.07);
            courses.push(course);
        }
    }
}

/// Places beside a line from which neighbours and cross streets may grow.
fn sow(site: &Site<'_>, round: &Round, field: &Field<'_>, line: &[Xy], seeds: &mut VecDeque<(Xy, Xy)>) {
    let mut since = f64::INFINITY;
    for w in line.windows(2) {
        since += distance(w[0], w[1]);
        let Some(apart) = site.settlements.zone(w[1]).and_then(round.apart) else { continue };
        let apart = apart * field.spread(w[1]);
        if since < apart {
            continue;
        }
        since = 0.0;
        let direction = unit(to(w[0], w[1]));
        for side in [1.0, -1.0] {
            let across = Xy::new(left(direction).x * side, left(direction).y * side);
            seeds.push_back((along(w[1], across, 2.0), across));
            seeds.push_back((along(w[1], across, apart), direction));
        }
    }
}

struct Grower<'a> {
    site: &'a Site<'a>,
    field: &'a Field<'a>,
    round: &'a Round,
    grid: SegmentGrid,
    guides: SegmentGrid,
    first_new: usize,
}

impl Grower<'_> {
    /// A street through a place, grown to both sides; none when there is no room for it.
    fn grow(&self, start: Xy, direction: Xy, courses: &[Course], rng: &mut Rng) -> Option<Line> {
        let apart = self.apart(start)?;
        if self.crowded(start, direction, apart * 0.86, None) || !self.dry(start, direction) {
            return None;
        }
        let d = self.field.onward(start, direction, &self.guides);
        let longest = self.round.longest_m * rng.range(0.35, 1.0);
        let ahead = self.walk(start, d, longest, courses, rng);
        let behind = self.walk(start, Xy::new(-d.x, -d.y), longest, courses, rng);
        let mut line: Line = behind.into_iter().rev().collect();
        line.push(start);
        line.extend(ahead);
        (line_length(&line) >= self.round.shortest_m).then(|| simplify(&line, 1.6))
    }

    fn apart(&self, p: Xy) -> Option<f64> {
        let zone = self.site.settlements.zone(p)?;
        Some((self.round.apart)(zone)? * self.field.spread(p))
    }

    fn dry(&self, p: Xy, direction: Xy) -> bool {
        if self.site.terrain.in_park(p) {
            return false;
        }
        let shore = self.site.terrain.shore_distance(p);
        if self.round.crosses {
            let open = self.site.terrain.in_river(p) || self.site.terrain.in_lake(p);
            return !open && (shore > 45.0 || self.over_stream(p, direction));
        }
        shore > 38.0 && self.site.rails.nearest(p, 32.0, |_| true).is_none()
    }

    /// On the Qing or its banks and across its flow: traffic streets bridge it.
    fn over_stream(&self, p: Xy, direction: Xy) -> bool {
        self.site.terrain.flow(p, 120.0).is_some_and(|(_, flow)| dot(flow, direction).abs() < 0.55)
    }

    /// Whether a street runs in nearly the same direction within `reach`.
    fn crowded(&self, p: Xy, direction: Xy, reach: f64, own: Option<u32>) -> bool {
        self.grid.around(p, reach).into_iter().any(|id| {
            let (a, b, owner) = self.grid.segment(id);
            own != Some(owner)
                && dot(unit(to(a, b)), direction).abs() > 0.72
                && crate::demo::geom::to_segment(p, a, b).0 < reach
        })
    }

    fn walk(&self, start: Xy, direction: Xy, longest: f64, courses: &[Course], rng: &mut Rng) -> Line {
        let mut line: Line = Vec::new();
        let (mut p, mut d, mut gone) = (start, direction, 0.0);
        while gone < longest {
            let halfway = along(p, d, STEP_M / 2.0);
            d = self.field.onward(halfway, d, &self.guides);
            let next = along(p, d, STEP_M);
            let Some(apart) = self.apart(next) else { break };
            if !self.dry(next, d) || self.crowded(next, d, apart * 0.62, None) || self.doubles_back(&line, next, apart)
            {
                break;
            }
            let met = self.first_met(p, next);
            line.push(next);
            gone += STEP_M;
            p = next;
            if let Some((owner, at)) = met
                && gone > 1.5 * STEP_M
                && self.ends_at(owner, courses, rng)
            {
                line.pop();
                line.push(at);
                return line;
            }
        }
        // A street that stops just short of another goes on to it.
        let reach = along(p, d, 110.0);
        if let Some((_, at)) = self.first_met(p, reach)
            && self.dry(crate::demo::geom::mix(p, at, 0.5), d)
        {
            line.push(at);
        }
        line
    }

    fn doubles_back(&self, line: &[Xy], p: Xy, apart: f64) -> bool {
        let recent = (apart * 1.6 / STEP_M) as usize;
        line.iter().rev().skip(recent).any(|q| distance(*q, p) < apart * 0.6)
    }

    /// The first street crossed between two places.
    fn first_met(&self, a: Xy, b: Xy) -> Option<(u32, Xy)> {
        let reach = distance(a, b);
        let mut best: Option<(f64, u32)> = None;
        for id in self.grid.around(a, reach) {
            let (c, d, owner) = self.grid.segment(id);
            if let Some((t, _)) = crossing(a, b, c, d)
                && t > 0.12
                && best.is_none_or(|x| t < x.0)
            {
                best = Some((t, owner));
            }
        }
        best.map(|(t, owner)| (owner, crate::demo::geom::mix(a, b, t)))
    }

    /// Small streets mostly end at big ones: few junctions on a ring road.
    fn ends_at(&self, owner: u32, courses: &[Course], rng: &mut Rng) -> bool {
        let met = courses[owner as usize].class;
        let chance = match (self.round.class, met) {
            (_, "motorway" | "motorway_link") => return true,
            ("residential", "trunk") => 1.0,
            ("residential", "primary") => 0.7,
            ("residential", "secondary") => 0.4,
            ("residential", "tertiary") => 0.2,
            ("residential", _) if owner as usize >= self.first_new => 0.13,
            ("tertiary", "trunk") => 0.6,
            ("tertiary", "primary") => 0.25,
            _ => 0.04,
        };
        rng.chance(chance)
    }
}
