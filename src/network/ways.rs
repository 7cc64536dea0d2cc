//! The shortest way along the road network from one section to another.
//!
//! **Question.** Which sections lie on the shortest way between two, as a vehicle may drive it?
//!
//! **Method.** Sections join where they end at the same node (`from_node`, `to_node`; without those, at the same position).
//! Dijkstra's algorithm over the driven sections by length, from an end of the first section to an end of the last; both
//! count whole. `oneway` is respected. Where no such way exists, the shortest one that ignores it is given, and said to run
//! against a one-way section.
//!
//! **Units.** Metres on the city's plane.
//!
//! **When not to use.** It is no route guidance: no turn bans, no heights, no times; sections that merely cross without a
//! common end do not join.

use super::Driven;
use crate::domain::{Layer, ShapeKind};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// The network as ends and sections between them.
#[derive(Clone, Debug)]
pub struct Ways {
    sections: Vec<Section>,
    /// Sections that touch an end, by its number: their places.
    at: Vec<Vec<u32>>,
    /// The place of a row of the roads layer.
    places: HashMap<u32, u32>,
}

#[derive(Clone, Copy, Debug)]
struct Section {
    row: u32,
    ends: [u32; 2],
    length_m: f64,
    forth: bool,
    back: bool,
}

/// A way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Way {
    /// Rows of its sections, from the first to the last.
    pub rows: Vec<u32>,
    /// Its length, both ends whole, metres.
    pub length_m: f64,
    /// No way respects every one-way section; this one does not.
    pub against: bool,
}

/// A section's end: by the node's name, or by its position to the last bit.
#[derive(Clone, PartialEq, Eq, Hash)]
enum End<'a> {
    Named(&'a str),
    At(u64, u64),
}

impl Ways {
    /// The network of a roads layer.
    pub fn of(roads: &Layer, driven: &Driven) -> Self {
        let mut numbers: HashMap<End<'_>, u32> = HashMap::new();
        let mut ways = Self { sections: Vec::new(), at: Vec::new(), places: HashMap::new() };
        for place in 0..driven.len() {
            let row = driven.row(place) as usize;
            let shape = roads.shapes().get(row);
            let coords = shape.coords();
            let (ShapeKind::Line, Some(first), Some(last)) = (shape.kind(), coords.first(), coords.last()) else {
                continue;
            };
            let ends = [("from_node", first), ("to_node", last)].map(|(field, at)| {
                let end = roads.text(row, field).map_or(End::At(at.lng.to_bits(), at.lat.to_bits()), End::Named);
                let next = numbers.len() as u32;
                *numbers.entry(end).or_insert(next)
            });
            let oneway = roads.text(row, "oneway");
            let section = Section {
                row: row as u32,
                ends,
                length_m: driven.length_m(place),
                forth: oneway != Some("reverse"),
                back: oneway != Some("yes"),
            };
            ways.at.resize(numbers.len(), Vec::new());
            let own = ways.sections.len() as u32;
            for end in ends {
                ways.at[end as usize].push(own);
            }
            ways.places.insert(row as u32, own);
            ways.sections.push(section);
        }
        ways
    }

    /// The shortest way from one row of the roads layer to another; none where no vehicle drives on one of them, or nothing
    /// joins them.
    pub fn between(&self, from: u32, to: u32) -> Option<Way> {
        let (first, last) = (*self.places.get(&from)?, *self.places.get(&to)?);
        if first == last {
            return Some(Way { rows: vec![from], length_m: self.sections[first as usize].length_m, against: false });
        }
        self.shortest(first, last, true).or_else(|| self.shortest(first, last, false))
    }

    /// The ends at which a section may be left, and those at which it may be entered.
    fn sides(&self, of: u32, respect: bool) -> impl Iterator<Item = (u32, u32)> {
        let Section { ends: [a, b], forth, back, .. } = self.sections[of as usize];
        let ways = [(forth || !respect, (a, b)), (back || !respect, (b, a))];
        ways.into_iter().filter(|(may, _)| *may).map(|(_, way)| way)
    }

    fn shortest(&self, first: u32, last: u32, respect: bool) -> Option<Way> {
        // Of every end: how far it is, and the section that leads there with the end before it.
        let mut best: Vec<f64> = vec![f64::INFINITY; self.at.len()];
        let mut before: HashMap<u32, (u32, u32)> = HashMap::new();
        let mut queue = BinaryHeap::new();
        for (_, end) in self.sides(first, respect) {
            best[end as usize] = 0.0;
            queue.push(Reverse((Metres(0.0), end)));
        }
        let goals: Vec<u32> = self.sides(last, respect).map(|(entered, _)| entered).collect();
        let mut reached = None;
        while let Some(Reverse((Metres(so_far), end))) = queue.pop() {
            if so_far > best[end as usize] {
                continue;
            }
            if goals.contains(&end) {
                reached = Some((end, so_far));
                break;
            }
            for place in &self.at[end as usize] {
                for (_, next) in self.sides(*place, respect).filter(|(entered, _)| *entered == end) {
                    let length_m = so_far + self.sections[*place as usize].length_m;
                    if length_m < best[next as usize] && *place != first && *place != last {
                        best[next as usize] = length_m;
                        before.insert(next, (*place, end));
                        queue.push(Reverse((Metres(length_m), next)));
                    }
                }
            }
        }
        let (mut end, between_m) = reached?;
        let row = |place: u32| self.sections[place as usize].row;
        let mut rows = vec![row(last)];
        while let Some((place, earlier)) = before.get(&end) {
            rows.push(row(*place));
            end = *earlier;
        }
        rows.push(row(first));
        rows.reverse();
        let own_m = self.sections[first as usize].length_m + self.sections[last as usize].length_m;
        Some(Way { rows, length_m: own_m + between_m, against: !respect })
    }
}

/// Metres in an order.
#[derive(Clone, Copy, PartialEq)]
struct Metres(f64);

impl Eq for Metres {}

impl PartialOrd for Metres {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Metres {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
