//! The conflict finder: every hazard ring against every sensitive site, as a join over the R-trees.
//!
//! **Question.** Which schools, hospitals and other sensitive sites stand inside which hazard's ring, and how far too near?
//!
//! **Method.** The rings are those of the explosives and vessels methods; distances run boundary to boundary. A site is
//! told once a hazard, with the ring that it is deepest in. Worst first: by the ring's level, then by deficit.
//!
//! **When not to use.** As for the rings: screening values, no safety distances but the licensed ones.

use super::facility::Facilities;
use super::near::Named;
use crate::domain::{LayerName, Level};
use crate::risk::rating::Range;
use crate::risk::rings::{self, RingKind, Site, Target};
use crate::units::Step;
use serde::{Deserialize, Serialize};

/// A site that stands too near to a hazard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// The facility's row.
    pub facility: u32,
    /// The site's layer.
    pub layer: LayerName,
    /// The site's row.
    pub row: u32,
    /// What the site is to the hazard.
    pub target: Target,
    /// The ring that it is deepest in.
    pub ring: RingKind,
    /// As the licence names the ring's target; empty for rings that are computed.
    pub named: String,
    /// The level that this ring gives; none for rings that are only drawn.
    pub level: Option<Level>,
    /// How far the ring reaches, metres.
    pub radius_m: Range,
    /// Metres between the boundaries.
    pub distance_m: f64,
    /// How many metres it is too near, at the least.
    pub deficit_m: f64,
}

/// All conflicts of a city, step by step.
#[derive(Clone, Debug, Default)]
pub struct Conflicts {
    next: u32,
    found: Vec<Conflict>,
    ringed: Vec<(u32, bool)>,
}

/// What a search has found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Searched {
    /// The conflicts, worst first.
    pub conflicts: Vec<Conflict>,
    /// Facilities that have rings, ascending, and whether it is known how far each of these reaches.
    pub ringed: Vec<(u32, bool)>,
}

/// Facilities looked at in one step.
const A_STEP: u32 = 100;

impl Conflicts {
    /// Looks at the next facilities.
    pub fn step(&mut self, facilities: &Facilities<'_>) -> Step {
        let total = facilities.layer.len() as u32;
        let to = (self.next + A_STEP).min(total);
        for row in self.next..to {
            let (found, reaches) = looked_at(facilities, row);
            self.found.extend(found);
            self.ringed.extend(reaches.map(|known| (row, known)));
        }
        self.next = to;
        if to == total { Step::Done } else { Step::More { done: u64::from(to), total: u64::from(total) } }
    }

    /// What was found; complete once [`Self::step`] said [`Step::Done`].
    pub fn finish(mut self) -> Searched {
        let order = |c: &Conflict| (c.level.unwrap_or(Level::Unrated), c.facility, c.layer, c.row);
        self.found.sort_by(|a, b| {
            (order(a).0.cmp(&order(b).0)).then(b.deficit_m.total_cmp(&a.deficit_m)).then(order(a).cmp(&order(b)))
        });
        Searched { conflicts: self.found, ringed: self.ringed }
    }
}

/// The conflicts of one facility: sites that people live or gather in, the largest deficit first, of equal ones the nearest.
pub fn of_facility(facilities: &Facilities<'_>, row: u32) -> Vec<Conflict> {
    let mut found = looked_at(facilities, row).0;
    found.sort_by(|a, b| b.deficit_m.total_cmp(&a.deficit_m).then(a.distance_m.total_cmp(&b.distance_m)));
    found
}

/// The conflicts of one facility, and whether it is known how far its rings reach; none where it has no ring.
fn looked_at(facilities: &Facilities<'_>, row: u32) -> (Vec<Conflict>, Option<bool>) {
    let mut all: Vec<Conflict> = Vec::new();
    let mut reaches: Option<bool> = None;
    for asked in facilities.ringed(row, &facilities.probe(row), Named::No) {
        let found = asked.rings(|rings, found| {
            if !rings.is_empty() {
                let known = rings.iter().all(|ring| ring.radius_m.known().is_some());
                reaches = Some(reaches.unwrap_or(true) && known);
            }
            let sites: Vec<Site<'_>> = found.iter().map(super::near::Found::site).collect();
            let inside = rings::exposed(rings, &sites).into_iter().filter_map(|e| {
                let (ring, site) = (rings.get(e.ring)?, found.get(e.site)?);
                // What is not surely inside is no conflict.
                (site.target >= Target::Inhabited && site.distance_m < ring.radius_m.low).then(|| Conflict {
                    facility: row,
                    layer: site.layer,
                    row: site.row,
                    target: site.target,
                    ring: ring.kind,
                    named: ring.named.unwrap_or_default().to_owned(),
                    level: ring.level,
                    radius_m: ring.radius_m,
                    distance_m: site.distance_m,
                    deficit_m: e.deficit_m.low,
                })
            });
            inside.collect::<Vec<_>>()
        });
        all.extend(found.unwrap_or_default());
    }
    // The gravest ring of a site first, then the deepest.
    let grave = |c: &Conflict| c.level.unwrap_or(Level::Unrated);
    all.sort_by(|a, b| {
        (a.layer, a.row).cmp(&(b.layer, b.row)).then(grave(a).cmp(&grave(b))).then(b.deficit_m.total_cmp(&a.deficit_m))
    });
    all.dedup_by_key(|c| (c.layer, c.row));
    (all, reaches)
}
