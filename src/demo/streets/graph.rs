//! From drawn roads to a graph: roads are cut where they meet, loose ends are tidied, bridges are found, and what is
//! not connected with the city is left out.

use super::ends::Border;
use super::{Course, Meets};
use crate::demo::geom::{Line, SegmentGrid, along, at, crossing, distance, line_length, mix, part, simplify, to, unit};
use crate::demo::terrain::Terrain;
use crate::units::Xy;
use std::collections::BTreeMap;

/// A road section between two junctions.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its middle line, from the first node to the second.
    pub line: Line,
    /// Its nodes.
    pub nodes: [u32; 2],
    /// The course that it is part of.
    pub course: u32,
    /// Metres from the course's start to its own.
    pub from_m: f64,
    /// Over the Lan, the Qing or a lake.
    pub bridge: bool,
    /// Under a ridge.
    pub tunnel: bool,
    /// Its length in metres.
    pub length_m: f64,
}

/// The road network.
#[derive(Clone, Debug)]
pub struct Streets {
    /// The courses that sections belong to.
    pub courses: Vec<Course>,
    /// Junctions and ends.
    pub nodes: Vec<Xy>,
    /// The sections.
    pub sections: Vec<Section>,
    /// How many sections meet at each node.
    pub degree: Vec<u32>,
    /// The nodes at which roads leave the prefecture.
    pub gates: Vec<u32>,
}

impl Streets {
    /// The course of a section.
    pub fn course(&self, section: usize) -> &Course {
        &self.courses[self.sections[section].course as usize]
    }

    /// The sections' segments by place; the owner is the section.
    pub fn grid(&self) -> SegmentGrid {
        let mut grid = SegmentGrid::default();
        for (i, s) in self.sections.iter().enumerate() {
            grid.add_line(&s.line, i as u32);
        }
        grid
    }
}

/// Ends nearer than this to a road are joined to it.
const SNAP_M: f64 = 16.0;
/// Places nearer than this are one junction.
const JUNCTION_M: f64 = 9.0;

/// Cuts the courses into a connected graph.
pub fn build(mut courses: Vec<Course>, terrain: &Terrain, border: &Border) -> Streets {
    snap_ends(&mut courses);
    let cuts = cuts(&courses);
    let mut nodes = Nodes::default();
    let mut sections = Vec::new();
    for (c, course) in courses.iter().enumerate() {
        let total = line_length(&course.line);
        let mut stops: Vec<f64> = cuts[c].clone();
        stops.extend([0.0, total]);
        stops.sort_by(f64::total_cmp);
        let mut kept: Vec<f64> = Vec::new();
        for s in stops {
            if kept.last().is_none_or(|k| s - k > JUNCTION_M) {
                kept.push(s);
            }
        }
        if let Some(last) = kept.last_mut()
            && total - *last < JUNCTION_M
        {
            *last = total;
        }
        for w in kept.windows(2) {
            cut_section(course, c as u32, w[0], w[1], terrain, &mut nodes, &mut sections);
        }
    }
    let mut streets = Streets { courses, nodes: nodes.at, sections, degree: Vec::new(), gates: Vec::new() };
    streets.drop_twins();
    streets.drop_stubs(border);
    streets.keep_connected();
    streets.merge_through_nodes();
    streets.renumber();
    streets.find_gates(border);
    streets.open_traps();
    streets
}

/// Moves the ends of courses onto the road that they nearly touch.
fn snap_ends(courses: &mut [Course]) {
    let mut grid = SegmentGrid::default();
    for (i, course) in courses.iter().enumerate() {
        grid.add_line(&course.line, i as u32);
    }
    for i in 0..courses.len() {
        let n = courses[i].line.len();
        for end in [0, n - 1] {
            let p = courses[i].line[end];
            let link = courses[i].meets == Meets::AtEnds;
            let fits = |owner: u32| {
                owner as usize != i
                    && match courses[owner as usize].meets {
                        Meets::Everywhere => true,
                        Meets::AtLinks => link,
                        Meets::AtEnds => false,
                    }
            };
            if let Some(near) = grid.nearest(p, SNAP_M, fits) {
                let (a, b, _) = grid.segment(near.segment);
                courses[i].line[end] = mix(a, b, near.t);
            }
        }
    }
}

/// For every course, the metres along it at which it must be cut.
fn cuts(courses: &[Course]) -> Vec<Vec<f64>> {
    let mut grid = SegmentGrid::default();
    let mut starts = Vec::new();
    for (i, course) in courses.iter().enumerate() {
        let mut s = 0.0;
        for w in course.line.windows(2) {
            grid.add(w[0], w[1], i as u32);
            starts.push(s);
            s += distance(w[0], w[1]);
        }
    }
    let mut cuts = vec![Vec::new(); courses.len()];
    for id in 0..grid.len() as u32 {
        let (a, b, owner) = grid.segment(id);
        if courses[owner as usize].meets != Meets::Everywhere {
            continue;
        }
        let long = distance(a, b);
        for other in grid.around(mix(a, b, 0.5), long / 2.0 + 1.0) {
            let (c, d, other_owner) = grid.segment(other);
            let neighbours = owner == other_owner && other.abs_diff(id) <= 1;
            if other <= id || neighbours || courses[other_owner as usize].meets != Meets::Everywhere {
                continue;
            }
            if let Some((t, u)) = crossing(a, b, c, d) {
                cuts[owner as usize].push(starts[id as usize] + t * long);
                cuts[other_owner as usize].push(starts[other as usize] + u * distance(c, d));
            }
        }
    }
    // Ends that lie on another road without crossing it.
    for (i, course) in courses.iter().enumerate() {
        for p in [course.line[0], course.line[course.line.len() - 1]] {
            for id in grid.around(p, 1.0) {
                let (a, b, owner) = grid.segment(id);
                let open = match courses[owner as usize].meets {
                    Meets::Everywhere => true,
                    Meets::AtLinks => course.meets == Meets::AtEnds,
                    Meets::AtEnds => false,
                };
                let (off, t) = crate::demo::geom::to_segment(p, a, b);
                if owner as usize != i && open && off < 0.5 {
                    cuts[owner as usize].push(starts[id as usize] + t * distance(a, b));
                }
            }
        }
    }
    cuts
}

#[derive(Default)]
struct Nodes {
    at: Vec<Xy>,
    cells: BTreeMap<(i64, i64), Vec<u32>>,
}

impl Nodes {
    /// The junction at a place: one that is near enough, or a new one.
    fn get(&mut self, p: Xy) -> u32 {
        let key = |v: f64| (v / 20.0).floor() as i64;
        let (i, j) = (key(p.x), key(p.y));
        let mut best: Option<(f64, u32)> = None;
        for di in -1..=1 {
            for dj in -1..=1 {
                for &n in self.cells.get(&(i + di, j + dj)).into_iter().flatten() {
                    let d = distance(self.at[n as usize], p);
                    if d < JUNCTION_M && best.is_none_or(|b| d < b.0) {
                        best = Some((d, n));
                    }
                }
            }
        }
        if let Some((_, n)) = best {
            return n;
        }
        let n = self.at.len() as u32;
        self.at.push(p);
        self.cells.entry((i, j)).or_default().push(n);
        n
    }
}

/// What a road lies on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ground {
    Open,
    Water,
    /// A ridge that an expressway goes through, not over.
    Ridge,
}

/// Ground higher than this, as [`Terrain::height`] has it, is tunnelled by an expressway.
const RIDGE: f64 = 0.74;
/// A tunnel is at least that long; a shorter one is a cutting.
const TUNNEL_M: f64 = 220.0;

impl Ground {
    fn under(course: &Course, terrain: &Terrain, p: Xy) -> Self {
        if terrain.in_water(p) {
            Self::Water
        } else if course.class == "motorway" && terrain.height(p) > RIDGE {
            Self::Ridge
        } else {
            Self::Open
        }
    }
}

/// Adds the sections of a piece between two cuts: the piece itself, or several where part of it is a bridge or a tunnel.
fn cut_section(
    course: &Course,
    c: u32,
    from: f64,
    to_m: f64,
    terrain: &Terrain,
    nodes: &mut Nodes,
    sections: &mut Vec<Section>,
) {
    let ground = |s: f64| Ground::under(course, terrain, at(&course.line, s).0);
    let mut stops = vec![from];
    let (mut before, mut s) = (ground(from), from);
    while s < to_m {
        let next = (s + 15.0).min(to_m);
        let now = ground(next);
        if now != before {
            let stop = match (before, now) {
                // Abutments stand a little back from the water, on dry land.
                (_, Ground::Water) => s - 12.0,
                (Ground::Water, _) => next + 12.0,
                _ => next,
            };
            if stop > stops[stops.len() - 1] + 25.0 && stop < to_m - 25.0 {
                stops.push(stop);
            }
            before = now;
        }
        s = next;
    }
    stops.push(to_m);
    for w in stops.windows(2) {
        let mut line = part(&course.line, w[0], w[1]);
        let ends = [nodes.get(line[0]), nodes.get(line[line.len() - 1])];
        let n = line.len();
        line[0] = nodes.at[ends[0] as usize];
        line[n - 1] = nodes.at[ends[1] as usize];
        let length_m = line_length(&line);
        if ends[0] == ends[1] && length_m < 120.0 {
            continue;
        }
        let under = |k: i32| Ground::under(course, terrain, at(&line, length_m * f64::from(k) / 8.0).0);
        let bridge = (1..8).any(|k| under(k) == Ground::Water);
        let tunnel = !bridge && length_m > TUNNEL_M && (1..8).filter(|k| under(*k) == Ground::Ridge).count() > 4;
        sections.push(Section { line, nodes: ends, course: c, from_m: w[0], bridge, tunnel, length_m });
    }
}

impl Streets {
    fn count_degree(&mut self) {
        self.degree = vec![0; self.nodes.len()];
        for s in &self.sections {
            for n in s.nodes {
                self.degree[n as usize] += 1;
            }
        }
    }

    /// Two sections between the same nodes that lie on one another are one.
    fn drop_twins(&mut self) {
        let mut seen: BTreeMap<(u32, u32), Vec<Xy>> = BTreeMap::new();
        self.sections.retain(|s| {
            let key = (s.nodes[0].min(s.nodes[1]), s.nodes[0].max(s.nodes[1]));
            let middle = at(&s.line, s.length_m / 2.0).0;
            let others = seen.entry(key).or_default();
            let twin = others.iter().any(|m| distance(*m, middle) < 25.0);
            others.push(middle);
            !twin
        });
    }

    /// Loose ends of main roads, short ones of small streets and those over water are left out, again and again.
    fn drop_stubs(&mut self, border: &Border) {
        loop {
            self.count_degree();
            let before = self.sections.len();
            let (degree, courses, nodes) = (std::mem::take(&mut self.degree), &self.courses, &self.nodes);
            self.sections.retain(|s| {
                let loose = s.nodes.iter().any(|n| degree[*n as usize] < 2 && !border.touches(nodes[*n as usize]));
                let limit = match courses[s.course as usize].class {
                    "residential" | "unclassified" => 48.0,
                    "motorway" => 0.0,
                    "tertiary" => 300.0,
                    _ => f64::INFINITY,
                };
                !(loose && (s.length_m < limit || s.bridge))
            });
            if self.sections.len() == before {
                self.count_degree();
                return;
            }
        }
    }

    /// Keeps the largest connected part.
    fn keep_connected(&mut self) {
        let mut group: Vec<u32> = (0..self.nodes.len() as u32).collect();
        fn root(group: &mut [u32], mut n: u32) -> u32 {
            while group[n as usize] != n {
                group[n as usize] = group[group[n as usize] as usize];
                n = group[n as usize];
            }
            n
        }
        for s in &self.sections {
            let (a, b) = (root(&mut group, s.nodes[0]), root(&mut group, s.nodes[1]));
            group[a.max(b) as usize] = a.min(b);
        }
        let mut sizes = vec![0u32; self.nodes.len()];
        for s in &self.sections {
            sizes[root(&mut group, s.nodes[0]) as usize] += 1;
        }
        let largest = (0..sizes.len()).max_by_key(|&i| (sizes[i], std::cmp::Reverse(i))).unwrap_or(0) as u32;
        self.sections.retain(|s| root(&mut group, s.nodes[0]) == largest);
        self.count_degree();
    }

    /// Where only two sections of one course meet and neither is a bridge, they are one.
    fn merge_through_nodes(&mut self) {
        let mut merged: Vec<Section> = Vec::with_capacity(self.sections.len());
        for s in self.sections.drain(..) {
            if let Some(last) = merged.last_mut()
                && last.course == s.course
                && last.nodes[1] == s.nodes[0]
                && last.nodes[0] != s.nodes[1]
                && self.degree[s.nodes[0] as usize] == 2
                && (last.bridge, last.tunnel) == (s.bridge, s.tunnel)
            {
                last.line.extend_from_slice(&s.line[1..]);
                last.nodes[1] = s.nodes[1];
                last.length_m += s.length_m;
            } else {
                merged.push(s);
            }
        }
        self.sections = merged;
        for s in &mut self.sections {
            s.line = simplify(&s.line, 1.2);
            s.length_m = line_length(&s.line);
        }
    }

    /// Where one-way streets leave a place that cannot be driven to, or not away from, they are made two-way.
    fn open_traps(&mut self) {
        loop {
            let (out, back) = (self.reached(true), self.reached(false));
            let mut opened = false;
            for s in &self.sections {
                let course = &mut self.courses[s.course as usize];
                let trapped = s.nodes.iter().any(|n| !out[*n as usize] || !back[*n as usize]);
                if course.oneway && course.class == "residential" && trapped {
                    course.oneway = false;
                    opened = true;
                }
            }
            if !opened {
                return;
            }
        }
    }

    /// Which nodes can be driven to from the city's middle, or from which it can be driven to.
    fn reached(&self, forward: bool) -> Vec<bool> {
        let mut near = vec![Vec::new(); self.nodes.len()];
        for s in &self.sections {
            let [a, b] = if forward { s.nodes } else { [s.nodes[1], s.nodes[0]] };
            near[a as usize].push(b);
            if !self.courses[s.course as usize].oneway {
                near[b as usize].push(a);
            }
        }
        let off = |n: usize| distance(self.nodes[n], Xy::default());
        let hub = (0..self.nodes.len()).min_by(|&a, &b| off(a).total_cmp(&off(b))).unwrap_or(0);
        let mut reached = vec![false; self.nodes.len()];
        let mut open = vec![hub as u32];
        while let Some(n) = open.pop() {
            if let Some(seen) = reached.get_mut(n as usize)
                && !std::mem::replace(seen, true)
            {
                open.extend(&near[n as usize]);
            }
        }
        reached
    }

    fn find_gates(&mut self, border: &Border) {
        let nodes = self.nodes.iter().zip(&self.degree).enumerate();
        self.gates =
            nodes.filter(|(_, (p, degree))| **degree == 1 && border.touches(**p)).map(|(n, _)| n as u32).collect();
    }

    /// Leaves out nodes that no section uses.
    fn renumber(&mut self) {
        let mut new = vec![u32::MAX; self.nodes.len()];
        let mut nodes = Vec::new();
        for s in &mut self.sections {
            for n in &mut s.nodes {
                if new[*n as usize] == u32::MAX {
                    new[*n as usize] = nodes.len() as u32;
                    nodes.push(self.nodes[*n as usize]);
                }
                *n = new[*n as usize];
            }
        }
        self.nodes = nodes;
        self.count_degree();
    }

    /// A place beside a section: `s` metres along it, `aside` metres to its left; with the direction there.
    pub fn beside(&self, section: usize, s: f64, aside: f64) -> (Xy, Xy) {
        let (p, d) = at(&self.sections[section].line, s);
        let d = unit(to(Xy::default(), d));
        (along(p, crate::demo::geom::left(d), aside), d)
    }
}
