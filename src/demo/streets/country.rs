//! Roads between settlements: the cheapest way over the ground, sharing what is already built.

use super::{Course, Site};
use crate::demo::geom::{Line, SegmentGrid, at, crossing, distance, line_length, mix, simplify, spline};
use crate::demo::rng::{Noise, Rng};
use crate::demo::settlements::{Rank, Settlement};
use crate::units::Xy;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const CELL_M: f64 = 200.0;
const WIDE: i32 = 312;
const HIGH: i32 = 262;

/// Connects county towns, townships and villages, and the prefecture with its neighbours.
pub fn connect(site: &Site<'_>, courses: &mut Vec<Course>) {
    let mut country = Country::new(site, courses);
    let towns: Vec<Settlement> = site.settlements.ranked(Rank::CountyTown).cloned().collect();
    let named = |zh: &str| towns.iter().find(|t| t.name.0 == zh).map(|t| t.at);
    let towards = |x: f64, y: f64| Xy::new(x * 1000.0, y * 1000.0);
    // National and provincial roads: from the ends of the city's radials to the county towns, and on to the border.
    type Main = (Option<Xy>, Xy, &'static str, &'static str, (&'static str, &'static str));
    let main_roads: &[Main] = &[
        (named("青岩"), towards(1.3, 10.8), "primary", "G931", ("岚青公路", "Lanchuan–Qingyan Road")),
        (named("望山"), towards(-10.4, 3.3), "primary", "G932", ("岚望公路", "Lanchuan–Wangshan Road")),
        (named("柳林"), towards(-8.8, -8.7), "primary", "G932", ("岚柳公路", "Lanchuan–Liulin Road")),
        (named("临江"), towards(17.3, -3.4), "primary", "S305", ("岚临公路", "Lanchuan–Linjiang Road")),
        (named("云台"), towards(13.6, 8.6), "primary", "S304", ("岚云公路", "Lanchuan–Yuntai Road")),
        (named("青岩"), towards(5.0, 26.0), "primary", "G931", ("青北公路", "Qingyan North Road")),
        (named("望山"), towards(-31.0, 11.5), "secondary", "S208", ("望西公路", "Wangshan West Road")),
        (named("望山"), towards(-19.0, 26.0), "secondary", "S215", ("望北公路", "Wangshan North Road")),
        (named("柳林"), towards(-31.0, -14.5), "primary", "G932", ("柳西公路", "Liulin West Road")),
        (named("临江"), towards(31.0, -12.5), "secondary", "S305", ("临东公路", "Linjiang East Road")),
        (named("云台"), towards(31.0, 6.0), "secondary", "S304", ("云东公路", "Yuntai East Road")),
        (Some(towards(-0.7, -9.4)), towards(-2.0, -26.0), "primary", "G931", ("岚南公路", "Lanchuan South Road")),
        (Some(towards(6.4, -9.6)), towards(13.5, -26.0), "secondary", "S212", ("南湖公路", "Nanhu Road")),
        (named("望山"), named("柳林").unwrap_or_default(), "secondary", "S209", ("望柳公路", "Wangshan–Liulin Road")),
        (named("青岩"), named("云台").unwrap_or_default(), "secondary", "S210", ("青云公路", "Qingyan–Yuntai Road")),
        (named("云台"), named("临江").unwrap_or_default(), "secondary", "S213", ("云临公路", "Yuntai–Linjiang Road")),
        (named("青岩"), towards(-12.4, 9.4), "secondary", "S211", ("青望公路", "Qingyan–Wangshan Road")),
        (named("柳林"), towards(-0.9, -13.0), "secondary", "S214", ("柳南公路", "Liulin South Road")),
    ];
    for (from, goal, class, number, name) in main_roads {
        let Some(from) = from else { continue };
        let template = Course::new(class, Vec::new()).named(name.0, name.1).numbered(number);
        country.build(*from, *goal, &template, courses);
    }
    let mut rng = Rng::new(site.seed, "county roads");
    for (rank, class, links) in [(Rank::Township, "tertiary", 3), (Rank::Village, "unclassified", 2)] {
        for s in site.settlements.ranked(rank) {
            let mut others: Vec<&Settlement> =
                site.settlements.all.iter().filter(|o| o.rank != Rank::Quarter && o.at != s.at).collect();
            others.sort_by(|a, b| distance(a.at, s.at).total_cmp(&distance(b.at, s.at)));
            let wanted: Vec<Xy> = match rank {
                Rank::Village => others.iter().take(links).map(|o| o.at).collect(),
                _ => others.iter().filter(|o| o.rank != Rank::Village).take(links).map(|o| o.at).collect(),
            };
            for goal in wanted {
                let mut template = Course::new(class, Vec::new());
                template.speed_kmh = if rank == Rank::Village { 40 } else { 50 };
                if rank == Rank::Township {
                    let short: String = s.name.0.chars().take(2).collect();
                    let en = s.name.1.trim_end_matches(" Town");
                    let end = if rng.chance(0.5) { ("公路", "Road") } else { ("路", "County Road") };
                    template.name = Some((format!("{short}{}", end.0), format!("{en} {}", end.1)));
                }
                country.build(s.at, goal, &template, courses);
            }
        }
    }
}

struct Country {
    noise: Noise,
    cost: Vec<f32>,
    road: Vec<bool>,
    grid: SegmentGrid,
}

fn cell(p: Xy) -> (i32, i32) {
    let i = (p.x / CELL_M).floor() as i32 + WIDE / 2;
    let j = (p.y / CELL_M).floor() as i32 + HIGH / 2;
    (i.clamp(0, WIDE - 1), j.clamp(0, HIGH - 1))
}

fn middle(i: i32, j: i32) -> Xy {
    Xy::new((f64::from(i - WIDE / 2) + 0.5) * CELL_M, (f64::from(j - HIGH / 2) + 0.5) * CELL_M)
}

impl Country {
    fn new(site: &Site<'_>, courses: &[Course]) -> Self {
        let noise = Noise::new(site.seed, "country roads");
        let mut cost = Vec::with_capacity((WIDE * HIGH) as usize);
        for j in 0..HIGH {
            for i in 0..WIDE {
                let p = middle(i, j);
                let h = site.terrain.height(p);
                let shore = site.terrain.shore_distance(p);
                let water = if site.terrain.in_lake(p) {
                    400.0
                } else if site.terrain.in_river(p) {
                    26.0
                } else if shore < 40.0 {
                    3.0
                } else if shore < 200.0 {
                    0.8
                } else {
                    0.0
                };
                cost.push((1.0 + 7.0 * h * h + 3.2 * noise.fractal(p.x, p.y, 1500.0, 3).abs() + water) as f32);
            }
        }
        let mut country = Self { noise, cost, road: vec![false; (WIDE * HIGH) as usize], grid: SegmentGrid::default() };
        for (i, course) in courses.iter().enumerate() {
            country.pave(&course.line, i as u32);
        }
        country
    }

    fn pave(&mut self, line: &[Xy], owner: u32) {
        let total = line_length(line);
        let mut s = 0.0;
        while s <= total {
            let (i, j) = cell(at(line, s).0);
            self.road[(j * WIDE + i) as usize] = true;
            s += 90.0;
        }
        self.grid.add_line(line, owner);
    }

    /// Builds what is missing of the cheapest way between two places.
    fn build(&mut self, from: Xy, goal: Xy, template: &Course, courses: &mut Vec<Course>) {
        let path = self.cheapest(cell(from), cell(goal));
        let new: Vec<bool> = path.iter().map(|&(i, j)| !self.road[(j * WIDE + i) as usize]).collect();
        let mut k = 0;
        while k < path.len() {
            if !new[k] {
                k += 1;
                continue;
            }
            let begin = k;
            while k < path.len() && new[k] {
                k += 1;
            }
            // The run with the road cells at its two ends, where it joins.
            let run = &path[begin.saturating_sub(1)..(k + 1).min(path.len())];
            if let Some(line) = self.shape(run, from, goal, begin == 0, k == path.len()) {
                let mut course = template.clone();
                course.line = line;
                self.pave(&course.line, courses.len() as u32);
                courses.push(course);
            }
        }
    }

    /// A drivable line along a run of cells.
    fn shape(&self, run: &[(i32, i32)], from: Xy, goal: Xy, starts: bool, ends: bool) -> Option<Line> {
        let mut line: Line = run
            .iter()
            .map(|&(i, j)| {
                let p = middle(i, j);
                let shift = 70.0;
                Xy::new(
                    p.x + shift * self.noise.fractal(p.x, p.y, 700.0, 1),
                    p.y + shift * self.noise.fractal(p.y, p.x, 700.0, 1),
                )
            })
            .collect();
        let n = line.len();
        if starts {
            line[0] = from;
        }
        if ends {
            line[n - 1] = goal;
        }
        if n < 2 {
            return None;
        }
        for _ in 0..4 {
            let before = line.clone();
            for i in 1..n - 1 {
                line[i] = mix(before[i], mix(before[i - 1], before[i + 1], 0.5), 0.5);
            }
        }
        let mut line = spline(&simplify(&line, 45.0), 60.0);
        if !ends {
            self.join(&mut line);
        }
        if !starts {
            line.reverse();
            self.join(&mut line);
            line.reverse();
        }
        (line_length(&line) > 40.0).then(|| simplify(&line, 2.0))
    }

    /// Ends a line on the road that it first meets in its last part, or else on the nearest one.
    fn join(&self, line: &mut Line) {
        let total = line_length(line);
        let mut s = 0.0;
        for k in 1..line.len() {
            s += distance(line[k - 1], line[k]);
            if total - s > 700.0 || s < 60.0 {
                continue;
            }
            let hit = self
                .grid
                .around(line[k], distance(line[k - 1], line[k]))
                .into_iter()
                .filter_map(|id| {
                    let (c, d, _) = self.grid.segment(id);
                    crossing(line[k - 1], line[k], c, d).map(|(t, _)| t)
                })
                .fold(f64::INFINITY, f64::min);
            if hit.is_finite() {
                line[k] = mix(line[k - 1], line[k], hit);
                line.truncate(k + 1);
                return;
            }
        }
        let Some(&last) = line.last() else { return };
        if let Some(near) = self.grid.nearest(last, 600.0, |_| true) {
            let (a, b, _) = self.grid.segment(near.segment);
            line.push(mix(a, b, near.t));
        }
    }

    fn cheapest(&self, from: (i32, i32), goal: (i32, i32)) -> Vec<(i32, i32)> {
        let size = (WIDE * HIGH) as usize;
        let id = |(i, j): (i32, i32)| (j * WIDE + i) as usize;
        let mut best = vec![f32::INFINITY; size];
        let mut before = vec![u32::MAX; size];
        let mut open = BinaryHeap::new();
        best[id(from)] = 0.0;
        open.push((Reverse(0u64), id(from) as u32));
        while let Some((Reverse(_), at)) = open.pop() {
            let at = at as usize;
            if at == id(goal) {
                break;
            }
            let (i, j) = (at as i32 % WIDE, at as i32 / WIDE);
            for (di, dj, step) in STEPS {
                let (ni, nj) = (i + di, j + dj);
                if ni < 0 || nj < 0 || ni >= WIDE || nj >= HIGH {
                    continue;
                }
                let next = id((ni, nj));
                let both = self.road[at] && self.road[next];
                let ground = if both { 0.45 } else { (self.cost[at] + self.cost[next]) / 2.0 };
                let cost = best[at] + step * ground;
                if cost < best[next] {
                    best[next] = cost;
                    before[next] = at as u32;
                    // The straight distance that is left, at the cheapest rate, guides the search.
                    let (gi, gj) = (f64::from(goal.0 - ni), f64::from(goal.1 - nj));
                    let left = 0.45 * (gi * gi + gj * gj).sqrt();
                    open.push((Reverse(((f64::from(cost) + left) * 1024.0) as u64), next as u32));
                }
            }
        }
        let mut path = vec![goal];
        let mut at = id(goal);
        while at != id(from) && before[at] != u32::MAX {
            at = before[at] as usize;
            path.push((at as i32 % WIDE, at as i32 / WIDE));
        }
        path.reverse();
        path
    }
}

const STEPS: [(i32, i32, f32); 8] = [
    (1, 0, 1.0),
    (-1, 0, 1.0),
    (0, 1, 1.0),
    (0, -1, 1.0),
    (1, 1, 1.414),
    (1, -1, 1.414),
    (-1, 1, 1.414),
    (-1, -1, 1.414),
];
