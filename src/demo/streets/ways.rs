//! Quickest ways over the road graph. Costs are whole milliseconds, so that no rounding decides between two ways.

use super::graph::Streets;
use crate::demo::geom::{Line, distance};
use crate::units::Xy;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A section that may be driven from a node.
#[derive(Clone, Copy, Debug)]
struct Exit {
    to: u32,
    section: u32,
    forward: bool,
}

/// The directed graph of vehicles.
pub struct Ways<'a> {
    streets: &'a Streets,
    exits: Vec<Vec<Exit>>,
}

/// A section and whether it is driven from its first node to its second.
pub type Step = (u32, bool);

/// The quickest ways from one node to all others.
pub struct Tree {
    /// The node that it starts from.
    from: u32,
    /// Milliseconds from the start; `u32::MAX` where no way leads.
    pub cost_ms: Vec<u32>,
    /// The node before and the step from it.
    before: Vec<Option<(u32, Step)>>,
    /// The nodes that can be reached, nearest first.
    order: Vec<u32>,
}

impl<'a> Ways<'a> {
    /// The graph of a road network.
    pub fn new(streets: &'a Streets) -> Self {
        Self::directed(streets, true)
    }

    /// The graph of a road network driven backwards: its trees are the quickest ways *to* a node. Steps still say how a
    /// section is driven.
    pub fn backwards(streets: &'a Streets) -> Self {
        Self::directed(streets, false)
    }

    fn directed(streets: &'a Streets, onwards: bool) -> Self {
        let mut exits = vec![Vec::new(); streets.nodes.len()];
        for (i, s) in streets.sections.iter().enumerate() {
            let mut add = |from: u32, to: u32, forward| {
                let (at, to) = if onwards { (from, to) } else { (to, from) };
                exits[at as usize].push(Exit { to, section: i as u32, forward });
            };
            let [a, b] = s.nodes;
            add(a, b, true);
            if !streets.course(i).oneway {
                add(b, a, false);
            }
        }
        Self { streets, exits }
    }

    /// The quickest ways from a node (Dijkstra 1959), where each section costs so many milliseconds.
    pub fn tree(&self, from: u32, section_ms: &[u32]) -> Tree {
        let n = self.exits.len();
        let mut tree = Tree { from, cost_ms: vec![u32::MAX; n], before: vec![None; n], order: Vec::new() };
        let mut open = BinaryHeap::new();
        tree.cost_ms[from as usize] = 0;
        open.push(Reverse((0u32, from)));
        while let Some(Reverse((cost, at))) = open.pop() {
            if cost > tree.cost_ms[at as usize] {
                continue;
            }
            tree.order.push(at);
            for exit in &self.exits[at as usize] {
                let next = cost.saturating_add(section_ms[exit.section as usize]);
                if next < tree.cost_ms[exit.to as usize] {
                    tree.cost_ms[exit.to as usize] = next;
                    tree.before[exit.to as usize] = Some((at, (exit.section, exit.forward)));
                    open.push(Reverse((next, exit.to)));
                }
            }
        }
        tree
    }

    /// The node nearest to a place that can be left.
    pub fn nearest(&self, p: Xy) -> u32 {
        let nodes = &self.streets.nodes;
        let open = (0..nodes.len()).filter(|&n| !self.exits[n].is_empty());
        open.min_by(|&a, &b| distance(nodes[a], p).total_cmp(&distance(nodes[b], p))).unwrap_or(0) as u32
    }

    /// The line of some steps in a row.
    pub fn line(&self, steps: &[Step]) -> Line {
        let mut line: Line = Vec::new();
        for &(section, forward) in steps {
            let mut piece = self.streets.sections[section as usize].line.clone();
            if !forward {
                piece.reverse();
            }
            line.extend(&piece[usize::from(!line.is_empty())..]);
        }
        line
    }
}

impl Tree {
    /// The steps to a node; none where it is the start or cannot be reached.
    pub fn steps(&self, to: u32) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = to;
        while let Some((before, step)) = self.before[at as usize] {
            steps.push(step);
            at = before;
        }
        debug_assert!(steps.is_empty() || at == self.from);
        steps.reverse();
        steps
    }

    /// Sends vehicles along the ways between the start and the nodes: `ends[n]` vehicles drive to node n (backwards: from
    /// it); at the end it holds what passed through each node.
    pub fn load(&self, ends: &mut [f64], mut onto: impl FnMut(Step, f64)) {
        for &node in self.order.iter().rev() {
            let vehicles = ends[node as usize];
            if vehicles > 0.0
                && let Some((before, step)) = self.before[node as usize]
            {
                onto(step, vehicles);
                ends[before as usize] += vehicles;
            }
        }
    }
}
