//! Explosives depots: rings by quantity and distance, and the sites inside them.
//!
//! **Question.** Which roads, houses, schools stand nearer to a depot than its licence or the reference distances allow?
//!
//! **Source.** The depot's licensed external distances come first. Beside them, as reference and not GB 50089, stand the
//! hazard division 1.1 constants of NATO AASTP-1 and UN IATG 02.20 (from memory; their nominal pressures 21, 9 and 5 kPa
//! agree with the Kingery–Bulmash curve within 8 %), and the ring at which the blast falls to 2 kPa, GB 6722-2014's limit
//! for people in the open. Depots nearer to one another than 27 CFR 555.218 separates magazines count as one.
//!
//! **Formula.** `D = K · Q^⅓`, K = 8.0 process building, 14.8 public traffic route, 22.2 inhabited building, 45.2
//! vulnerable building (2 kPa). Magazines: K = 2.86 unbarricaded, 1.43 where both are barricaded, Q of the larger one.
//!
//! **Units.** `Q` net explosive quantity, kg TNT equivalent; `D` metres, boundary to boundary; `K` m/kg^⅓.
//!
//! **Level** (rule of this project, no standard). A licensed distance that an inhabited building or a vulnerable site
//! does not keep: red. A vulnerable site within 45.2 Q^⅓ or an inhabited building within 22.2 Q^⅓: orange. A public
//! traffic route within 14.8 Q^⅓ or within its licensed distance: yellow. Nothing inside: blue. Process buildings are the
//! operator's own and are listed, never coloured. A vulnerable site is an inhabited building too.
//!
//! **Assumptions.** Blast only. AASTP-1's debris minima of 270 m (scattered houses) and 400 m (built-up areas) are drawn
//! where they reach further than 22.2 Q^⅓; they are no safe distances and give no level. Below 4500 kg AASTP-1 allows
//! the shorter 3.6 Q^½ and 5.5 Q^½; the longer Q^⅓ is used throughout. Distances between depots that are not given are
//! taken as far apart.
//!
//! **When not to use.** To license or to site a depot; for fireworks of divisions 1.3 and 1.4; below ground.
//!
//! **Confidence.** Constants derived, with a numeric cross-check; magazine separation from two sources; a screening value.

mod explain;
#[cfg(test)]
mod tests;

pub use explain::explain;

use super::explain::Confidence;
use super::faults::{self, Fault, quantity, records, wrong};
use super::rating::{Range, Rating};
use super::rings::{self, Ring, RingKind, Site, Target};
use crate::domain::{Level, Words};

/// Where the reference rings are from.
pub const REFERENCE: &str = "NATO AASTP-1, UN IATG 02.20, HD 1.1 · 仅参考，非 GB 50089 / for reference, not GB 50089";
/// Where the outer ring is from.
pub const TWO_KPA: &str =
    "GB 6722-2014 §13.3 (2 kPa), Kingery–Bulmash, Z = 45.2 · 仅参考，非 GB 50089 / for reference, not GB 50089";
/// Where the separation of magazines is from.
pub const SEPARATION: &str = "27 CFR 555.218, American Table of Distances";
const LICENCE: &str = "licence of the depot (licensed_distances)";

/// m/kg^⅓: process building, traffic route, inhabited building, vulnerable building.
pub const K: [f64; 4] = [8.0, 14.8, 22.2, 45.2];
/// Separation of magazines, m/kg^⅓, without barricades.
pub const K_APART: f64 = 2.86;
/// Separation of magazines, m/kg^⅓, where both are barricaded.
pub const K_APART_BARRICADED: f64 = 1.43;
/// One ft/lb^⅓, m/kg^⅓.
pub const FT_PER_CBRT_LB: f64 = 0.396_698;

/// A depot.
#[derive(Clone, Copy, Debug)]
pub struct Depot<'a> {
    /// Net explosive quantity, kg TNT equivalent.
    pub net_kg: Option<f64>,
    /// Behind a barricade.
    pub barricaded: Option<bool>,
    /// Its name.
    pub name: &'a Words,
    /// Where it is recorded: "file#row".
    pub row: &'a str,
}

/// How far two depots are apart.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// The depots, by their place in the list.
    pub of: [usize; 2],
    /// Metres between the boundaries.
    pub distance_m: f64,
}

/// An external distance that the depot's licence prescribes.
#[derive(Clone, Debug, PartialEq)]
pub struct Licensed {
    /// To what, as the licence writes it.
    pub target: String,
    /// Metres.
    pub m: Option<f64>,
}

/// What the method asks of one depot.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The depot itself first, then those around that might count as one with it.
    pub depots: &'a [Depot<'a>],
    /// Distances between them.
    pub pairs: &'a [Pair],
    /// Its licensed distances; empty where the record has none.
    pub licensed: &'a [Licensed],
    /// What stands around.
    pub sites: &'a [Site<'a>],
    /// How far sites were looked for, metres.
    pub searched_m: f64,
    /// What was wrong with the record where it was read.
    pub faults: &'a [Fault],
}

/// What the method gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome<'a> {
    /// The level, or the ends between which it lies.
    pub rating: Rating,
    /// The quantity that counts: the depot's, with those that stand too near, kg.
    pub quantity_kg: Range,
    /// Depots that count as one with it, at best and at worst, itself among them.
    pub joined: (u32, u32),
    /// The rings, the licensed ones first.
    pub rings: Vec<Ring<'a>>,
    /// Values that cannot be.
    pub faults: Vec<Fault>,
}

/// What a licence's target means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant {
    /// Sites of this kind.
    Sites(Target),
    /// Something that is no site of this method: a power line.
    Other,
    /// Nobody knows.
    Unclear,
}

/// Words of licences, in the order in which they are looked for: a school's dormitory is vulnerable before it is lived in.
const WORDS: &[(Meant, &[&str])] = &[
    (Meant::Other, &["电力线", "高压线", "输电", "变电", "架空", "power line", "transmission line", "substation"]),
    (
        Meant::Sites(Target::Vulnerable),
        &[
            "学校",
            "医院",
            "幼儿园",
            "养老",
            "福利",
            "school",
            "hospital",
            "kindergarten",
            "nursing",
            "high-rise",
            "高层",
        ],
    ),
    (
        Meant::Sites(Target::Inhabited),
        &[
            "村",
            "居民",
            "居住",
            "住宅",
            "住户",
            "民用建筑",
            "城镇",
            "人口",
            "village",
            "house",
            "dwelling",
            "inhabited",
            "residen",
            "town",
        ],
    ),
    (
        Meant::Sites(Target::Traffic),
        &["公路", "道路", "铁路", "国道", "省道", "车站", "road", "highway", "railway", "traffic route"],
    ),
    (Meant::Sites(Target::Process), &["工房", "工序", "process building", "workshop"]),
];

/// What a target of a licence means.
pub fn meant(target: &str) -> Meant {
    let target = target.to_lowercase();
    let found = WORDS.iter().find(|(_, words)| words.iter().any(|word| target.contains(word)));
    found.map_or(Meant::Unclear, |(meant, _)| *meant)
}

/// Reads licensed distances from the dataset's JSON text.
pub fn read(text: &str, faults: &mut Vec<Fault>) -> Vec<Licensed> {
    let mut list = Vec::new();
    for (i, record) in records("licensed_distances", text, faults).iter().enumerate() {
        if !record.is_object() {
            faults.push(Fault::new("licensed_distances", Some(i), faults::Wrong::NoRecord));
            continue;
        }
        let target = faults::text(record, "target", "licensed_distances.target", Some(i), faults);
        let m = faults::number(record, "m", "licensed_distances.m", Some(i), faults);
        list.push(Licensed { target: target.unwrap_or_default(), m });
    }
    list
}

/// How far two depots have to be apart to count as two, metres: at best and at worst.
fn apart(a: &Depot<'_>, b: &Depot<'_>) -> Range {
    let open = |d: &Depot<'_>| d.barricaded == Some(false);
    let behind = |d: &Depot<'_>| d.barricaded == Some(true);
    let low = if open(a) || open(b) { K_APART } else { K_APART_BARRICADED };
    let high = if behind(a) && behind(b) { K_APART_BARRICADED } else { K_APART };
    let (qa, qb) = (net(a), net(b));
    Range { low: low * qa.low.max(qb.low).cbrt(), high: high * qa.high.max(qb.high).cbrt() }
}

fn net(depot: &Depot<'_>) -> Range {
    Range::of(depot.net_kg.filter(|q| wrong(*q).is_none()))
}

/// Which depots count as one with the first, at best or at worst. Nearness passes on from depot to depot.
fn together(inputs: &Inputs<'_>, worst: bool) -> Vec<bool> {
    let depots = inputs.depots;
    let mut of = vec![false; depots.len()];
    if let Some(first) = of.first_mut() {
        *first = true;
    }
    loop {
        let mut grown = false;
        for pair in inputs.pairs {
            let [a, b] = pair.of;
            let (Some(da), Some(db)) = (depots.get(a), depots.get(b)) else { continue };
            let apart = apart(da, db);
            let near = match wrong(pair.distance_m) {
                Some(_) => worst,
                None if worst => pair.distance_m < apart.high,
                None => pair.distance_m < apart.low,
            };
            if near && of[a] != of[b] {
                (of[a], of[b], grown) = (true, true, true);
            }
        }
        if !grown {
            return of;
        }
    }
}

/// The quantity that counts, and how many depots make it at best and at worst.
fn combined(inputs: &Inputs<'_>) -> (Range, (u32, u32)) {
    let mut sum = Range::exactly(0.0);
    let mut count = (0, 0);
    let best = together(inputs, false);
    let worst = together(inputs, true);
    for (i, depot) in inputs.depots.iter().enumerate() {
        if best[i] {
            sum.low += net(depot).low;
            count.0 += 1;
        }
        if worst[i] {
            sum.high += net(depot).high;
            count.1 += 1;
        }
    }
    // No depot at all: nothing is known of it.
    if inputs.depots.is_empty() { (Range::unknown(), count) } else { (sum, count) }
}

/// The rings of a quantity and a licence, the licensed ones first.
pub fn rings_of<'a>(quantity_kg: Range, licensed: &'a [Licensed]) -> Vec<Ring<'a>> {
    use Target::{Inhabited, Process, Traffic, Vulnerable};
    let mut rings = Vec::with_capacity(licensed.len() + 6);
    for l in licensed {
        let (exposes, level, unsure): (&'static [Target], _, _) = match meant(&l.target) {
            Meant::Sites(Vulnerable) => (&[Vulnerable], Some(Level::Red), false),
            Meant::Sites(Inhabited) => (&[Inhabited, Vulnerable], Some(Level::Red), false),
            Meant::Sites(Traffic) => (&[Traffic], Some(Level::Yellow), false),
            Meant::Sites(Process) => (&[Process], None, false),
            Meant::Other => (&[], None, false),
            Meant::Unclear => (&[Inhabited, Vulnerable], Some(Level::Red), true),
        };
        rings.push(Ring {
            kind: RingKind::Licensed,
            named: Some(&l.target),
            radius_m: Range::of(l.m.filter(|m| wrong(*m).is_none())),
            exposes,
            unsure,
            level,
            source: LICENCE,
            confidence: Confidence::Checked,
        });
    }
    let blast: [(RingKind, &'static [Target], _, _); 4] = [
        (RingKind::ProcessBuilding, &[Process], None, REFERENCE),
        (RingKind::TrafficRoute, &[Traffic], Some(Level::Yellow), REFERENCE),
        (RingKind::InhabitedBuilding, &[Inhabited, Vulnerable], Some(Level::Orange), REFERENCE),
        (RingKind::VulnerableBuilding, &[Vulnerable], Some(Level::Orange), TWO_KPA),
    ];
    for ((kind, exposes, level, source), k) in blast.into_iter().zip(K) {
        let radius_m = quantity_kg.map(|q| k * q.cbrt());
        let confidence = Confidence::Derived;
        rings.push(Ring { kind, named: None, radius_m, exposes, unsure: false, level, source, confidence });
    }
    let houses_m = quantity_kg.map(|q| K[2] * q.cbrt());
    for (kind, metres) in [(RingKind::Debris270, 270.0), (RingKind::Debris400, 400.0)] {
        if quantity_kg.high > 0.0 && houses_m.low < metres {
            rings.push(Ring {
                kind,
                named: None,
                radius_m: Range::exactly(metres),
                exposes: &[Inhabited, Vulnerable],
                unsure: false,
                level: None,
                source: REFERENCE,
                confidence: Confidence::Derived,
            });
        }
    }
    rings
}

/// Rates a depot.
pub fn rate<'a>(inputs: &Inputs<'a>) -> Outcome<'a> {
    let (quantity_kg, joined) = combined(inputs);
    let rings = rings_of(quantity_kg, inputs.licensed);
    let mut rating = rings::rate(&rings, inputs.sites, inputs.searched_m);
    // A record that could not be read whole may have held a distance that is not kept.
    if inputs.faults.iter().any(|f| f.field.starts_with("licensed_distances") && f.wrong != faults::Wrong::NoText) {
        rating.worst = Level::Red;
    }
    let mut faults = inputs.faults.to_vec();
    for (i, depot) in inputs.depots.iter().enumerate() {
        quantity("net_explosive_kg", (i > 0).then_some(i), depot.net_kg, &mut faults);
    }
    for (i, l) in inputs.licensed.iter().enumerate() {
        quantity("licensed_distances.m", Some(i), l.m, &mut faults);
    }
    let pairs = inputs.pairs.iter().enumerate();
    faults.extend(pairs.filter_map(|(i, p)| Some(Fault::new("pairs.distance_m", Some(i), wrong(p.distance_m)?))));
    faults.extend(rings::faults(inputs.sites));
    Outcome { rating, quantity_kg, joined, rings, faults }
}
