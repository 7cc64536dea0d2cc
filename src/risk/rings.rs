//! Rings around a hazard, as data: what the map draws, what the conflict finder joins with sites, what a level is read
//! from.
//!
//! A ring says how far one effect or one prescribed distance reaches and which sites it is meant for. A site is inside
//! where its distance, boundary to boundary, is less than the radius: a distance that is just kept is kept.

use super::explain::{Confidence, Step};
use super::faults::{Fault, wrong};
use super::parts::{self, count, input, number, span};
use super::rating::{Lowering, Range, Rating};
use crate::domain::{Level, Words};
use crate::text::{Lang, Said, register_name, said};
use serde::{Deserialize, Serialize};

/// What stands near a hazard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Target {
    /// A process building or workshop of the operator.
    Process,
    /// A public road or railway.
    Traffic,
    /// A building in which people live or work.
    Inhabited,
    /// A building whose people are many or cannot leave by themselves: a school, a hospital, a high-rise.
    Vulnerable,
}

impl Target {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Process, Self::Traffic, Self::Inhabited, Self::Vulnerable];
}

/// One site near a hazard.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// What it is.
    pub target: Target,
    /// Metres from the hazard's boundary to the site's; 0 inside.
    pub distance_m: f64,
    /// Its name.
    pub name: &'a Words,
    /// Where it is recorded: "file#row".
    pub row: &'a str,
}

/// Which ring of its method a ring is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RingKind {
    /// A distance from the licence.
    Licensed,
    /// Explosives: process building distance.
    ProcessBuilding,
    /// Explosives: public traffic route distance.
    TrafficRoute,
    /// Explosives: inhabited building distance.
    InhabitedBuilding,
    /// Explosives: vulnerable building distance, where the blast falls to 2 kPa.
    VulnerableBuilding,
    /// Explosives: how far debris is reckoned with around scattered houses.
    Debris270,
    /// Explosives: how far debris is reckoned with around built-up areas.
    Debris400,
    /// Fireball: 1800 tdu.
    Dose1800,
    /// Fireball: 1000 tdu.
    Dose1000,
    /// Fireball: 500 tdu.
    Dose500,
    /// Vapour cloud: 1 psi overpressure.
    OnePsi,
}

/// A ring around a hazard.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Ring<'a> {
    /// Which ring it is.
    pub kind: RingKind,
    /// As the licence names its target; none for rings that are computed.
    pub named: Option<&'a str>,
    /// How far it reaches from the hazard's boundary, metres.
    pub radius_m: Range,
    /// Which sites it is meant for.
    pub exposes: &'static [Target],
    /// It is not known whether it is meant for these sites: a licence with a target that nobody could read.
    pub unsure: bool,
    /// The level of a hazard that has such a site inside; none for rings that are only drawn.
    pub level: Option<Level>,
    /// Standard, paper or record.
    pub source: &'static str,
    /// How sure that is.
    pub confidence: Confidence,
}

/// A site inside a ring.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exposure {
    /// The ring, by its place in the list.
    pub ring: usize,
    /// The site, by its place in the list.
    pub site: usize,
    /// Metres between the boundaries.
    pub distance_m: f64,
    /// How many metres the site is too near; both ends where the radius is not known.
    pub deficit_m: Range,
}

impl RingKind {
    /// Its name.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Licensed => ("许可外部距离", "Licensed distance"),
            Self::ProcessBuilding => ("工房距离", "Process building distance"),
            Self::TrafficRoute => ("公共交通线距离", "Public traffic route distance"),
            Self::InhabitedBuilding => ("居住建筑距离", "Inhabited building distance"),
            Self::VulnerableBuilding => ("易损建筑距离（2 kPa）", "Vulnerable building distance (2 kPa)"),
            Self::Debris270 => ("飞散物 270 m（零散房屋）", "Debris, 270 m (scattered houses)"),
            Self::Debris400 => ("飞散物 400 m（成片建筑）", "Debris, 400 m (built-up areas)"),
            Self::Dose1800 => ("火球热剂量 1800 tdu", "Fireball dose 1800 tdu"),
            Self::Dose1000 => ("火球热剂量 1000 tdu", "Fireball dose 1000 tdu"),
            Self::Dose500 => ("火球热剂量 500 tdu", "Fireball dose 500 tdu"),
            Self::OnePsi => ("蒸气云爆炸 1 psi（6.9 kPa）", "Vapour cloud explosion, 1 psi (6.9 kPa)"),
        };
        Words::new(zh, en)
    }
}

impl Ring<'_> {
    /// Its name; of a licensed distance also what it is kept from.
    pub fn words(&self) -> Words {
        let kind = self.kind.words();
        let Some(named) = self.named else { return kind };
        let of = |lang| register_name(named, lang);
        Words::new(format!("{}：{}", kind.zh, of(Lang::Zh)), format!("{}: {}", kind.en, of(Lang::En)))
    }
}

impl Target {
    /// Its name.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Process => ("工房", "process building"),
            Self::Traffic => ("公共交通线", "public traffic route"),
            Self::Inhabited => ("居住建筑", "inhabited building"),
            Self::Vulnerable => ("易损目标", "vulnerable site"),
        };
        Words::new(zh, en)
    }
}

impl Site<'_> {
    /// The distance; any from 0 on where it cannot be.
    pub fn distance(&self) -> Range {
        Range::of(Some(self.distance_m).filter(|d| wrong(*d).is_none()))
    }
}

/// The level of a hazard from the sites inside its rings. `searched_m` is how far sites were looked for: of what lies
/// beyond nothing is known, so a ring that reaches further may have a site inside.
pub fn rate(rings: &[Ring<'_>], sites: &[Site<'_>], searched_m: f64) -> Rating {
    let mut rating = Rating::exactly(Level::Blue);
    for ring in rings {
        let Some(level) = ring.level else { continue };
        let covered = ring.radius_m.high == 0.0 || ring.radius_m.high <= searched_m;
        let (mut sure, mut maybe) = (false, !covered);
        for site in sites.iter().filter(|s| ring.exposes.contains(&s.target)) {
            let d = site.distance();
            sure |= d.high < ring.radius_m.low;
            maybe |= d.low < ring.radius_m.high;
        }
        if sure && !ring.unsure {
            rating.best = rating.best.min(level);
        }
        if maybe {
            rating.worst = rating.worst.min(level);
        }
    }
    rating
}

/// The sites that are, or may be, inside each ring: by ring, then by distance, then by place in the list.
pub fn exposed(rings: &[Ring<'_>], sites: &[Site<'_>]) -> Vec<Exposure> {
    let mut found = Vec::new();
    for (r, ring) in rings.iter().enumerate() {
        let from = found.len();
        for (s, site) in sites.iter().enumerate().filter(|(_, s)| ring.exposes.contains(&s.target)) {
            let d = site.distance();
            if d.low < ring.radius_m.high {
                let deficit_m = Range { low: (ring.radius_m.low - d.high).max(0.0), high: ring.radius_m.high - d.low };
                found.push(Exposure { ring: r, site: s, distance_m: site.distance_m, deficit_m });
            }
        }
        found[from..].sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.site.cmp(&b.site)));
    }
    found
}

/// Sites whose distance cannot be.
pub fn faults(sites: &[Site<'_>]) -> impl Iterator<Item = Fault> {
    sites.iter().enumerate().filter_map(|(i, s)| Some(Fault::new("sites.distance_m", Some(i), wrong(s.distance_m)?)))
}

/// Sites that one step of a working names, the nearest; the rest are counted, and need no name.
pub const NAMED: usize = 12;

/// A ring as a step of a working: how far it reaches, who is inside, each with distance and deficit.
pub fn step(rings: &[Ring<'_>], ring: usize, sites: &[Site<'_>], exposed: &[Exposure]) -> Step {
    let Some(of) = rings.get(ring) else { return Step::default() };
    let inside: Vec<&Exposure> = exposed.iter().filter(|e| e.ring == ring).collect();
    let name = of.words();
    let (r, n) = (span(of.radius_m), count(inside.len() as u64));
    // Where the radius or a distance is open, what is inside may be.
    let open = of.unsure || inside.iter().any(|e| e.deficit_m.low <= 0.0);
    let have = if open { said!("可能有 ", "perhaps ") } else { said!("内有 ", "") };
    let sites_inside = if inside.len() == 1 { said!(" 处", " site inside") } else { said!(" 处", " sites inside") };
    let nearest = inside.first().map_or_else(Said::default, |e| {
        let (d, lack) = (number(e.distance_m), span(e.deficit_m));
        said!("，最近 {0} m（差 {1} m）", ", the nearest at {0} m ({1} m short)", d, lack)
    });
    let mut inputs: Vec<_> = inside
        .iter()
        .take(NAMED)
        .filter_map(|e| sites.get(e.site))
        .map(|site| {
            let label = said!("{0}（{1}）", "{0} ({1})", site.name, site.target.words());
            input("d", label, Some(site.distance_m).filter(|d| wrong(*d).is_none()), "m", parts::row(site.row))
        })
        .collect();
    if inside.len() > NAMED {
        let rest = inside.len() - NAMED;
        let label = said!("其余目标数", "further sites");
        inputs.push(input("", label, Some(rest as f64), "", super::explain::Origin::Computed));
    }
    Step {
        says: said!("{0}：{1} m，{2}{3}{4}{5}", "{0}: {1} m, {2}{3}{4}{5}", name, r, have, n, sites_inside, nearest),
        inputs,
        ..Step::default()
    }
}

/// The sites that decide a rating, and would if any one of them were moved: of each kind of target the two nearest and one
/// whose distance cannot be. The others stand behind them in every ring. In the order of the list.
pub fn deciding<'a>(sites: &[Site<'a>]) -> Vec<Site<'a>> {
    let mut places: Vec<usize> = Vec::new();
    for target in Target::ALL {
        let of = || sites.iter().enumerate().filter(move |(_, s)| s.target == target);
        let good = |least: Option<usize>| {
            let others = of().filter(move |(i, s)| Some(*i) != least && wrong(s.distance_m).is_none());
            others.min_by(|a, b| a.1.distance_m.total_cmp(&b.1.distance_m)).map(|(i, _)| i)
        };
        let nearest = good(None);
        let second = nearest.and_then(|nearest| good(Some(nearest)));
        let faulty = of().find(|(_, s)| wrong(s.distance_m).is_some()).map(|(i, _)| i);
        places.extend([nearest, second, faulty].into_iter().flatten());
    }
    places.sort_unstable();
    places.into_iter().map(|i| sites[i]).collect()
}

/// Which one site, moved out of the rings, would bring a level down: how far it would have to be.
pub fn farther(now: Rating, sites: &[Site<'_>], rate: impl Fn(&[Site<'_>]) -> Rating) -> Vec<Lowering> {
    let sites = deciding(sites);
    let mut moved = sites.clone();
    let mut found = Vec::new();
    for i in 0..sites.len() {
        let at = sites[i].distance_m;
        let mut then = |distance_m: f64| {
            moved[i].distance_m = distance_m;
            let rating = rate(&moved);
            moved[i].distance_m = at;
            rating
        };
        if wrong(at).is_some() || !parts::lowers(now, then(f64::MAX)) {
            continue;
        }
        let then = std::cell::RefCell::new(then);
        let better = |d: f64| parts::lowers(now, (then.borrow_mut())(d));
        let Some(far) = parts::smallest_above(at, 1e6, better) else { continue };
        let (name, far_m) = (sites[i].name, number(far));
        let rating = (then.borrow_mut())(far);
        let says = said!("{0}距此至少 {1} m", "{0} at least {1} m away", name, far_m);
        found.push(parts::lowering(says, rating, true));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    static NAME: Words = Words { zh: String::new(), en: String::new() };

    fn ring(low: f64, high: f64, level: Level) -> Ring<'static> {
        Ring {
            kind: RingKind::OnePsi,
            named: None,
            radius_m: Range { low, high },
            exposes: &[Target::Vulnerable],
            unsure: false,
            level: Some(level),
            source: "",
            confidence: Confidence::OurRule,
        }
    }

    fn site(distance_m: f64) -> Site<'static> {
        Site { target: Target::Vulnerable, distance_m, name: &NAME, row: "venues.csv#1" }
    }

    #[test]
    fn a_distance_that_is_just_kept_is_kept() {
        let rings = [ring(300.0, 300.0, Level::Orange)];
        let level = |d: f64| rate(&rings, &[site(d)], 1000.0).level();
        assert_eq!((level(299.9), level(300.0)), (Level::Orange, Level::Blue));
        assert_eq!(level(f64::NAN), Level::Unrated, "nobody knows where it is");
        let road = Site { target: Target::Traffic, ..site(10.0) };
        assert_eq!(rate(&rings, &[road], 1000.0).level(), Level::Blue, "the ring is not meant for it");
    }

    #[test]
    fn beyond_the_search_nothing_is_known() {
        let rings = [ring(300.0, 300.0, Level::Orange)];
        let open = Rating { best: Level::Blue, worst: Level::Orange };
        assert_eq!(rate(&rings, &[], 299.0), open);
        assert_eq!(rate(&rings, &[], f64::NAN), open);
        assert_eq!(rate(&rings, &[], 300.0).level(), Level::Blue);
        assert_eq!(
            rate(&[ring(0.0, 0.0, Level::Red)], &[site(0.0)], 0.0).level(),
            Level::Blue,
            "no ring, nothing inside"
        );
    }

    #[test]
    fn deficits_are_listed_by_ring_and_distance() {
        let rings = [ring(300.0, 300.0, Level::Orange), ring(100.0, 200.0, Level::Red)];
        let sites = [site(250.0), site(150.0), site(50.0)];
        let found: Vec<_> = exposed(&rings, &sites).iter().map(|e| (e.ring, e.site, e.deficit_m)).collect();
        let exactly = Range::exactly;
        assert_eq!(
            found,
            [
                (0, 2, exactly(250.0)),
                (0, 1, exactly(150.0)),
                (0, 0, exactly(50.0)),
                (1, 2, Range { low: 50.0, high: 150.0 }),
                (1, 1, Range { low: 0.0, high: 50.0 }),
            ]
        );
        let said = step(&rings, 0, &sites, &exposed(&rings, &sites)).says;
        assert_eq!(
            said.en(),
            "Vapour cloud explosion, 1 psi (6.9 kPa): 300 m, 3 sites inside, the nearest at 50 m (250 m short)"
        );
    }

    #[test]
    fn one_site_alone_can_lower() {
        let rings = [ring(300.0, 300.0, Level::Orange)];
        let rate = |sites: &[Site<'_>]| rate(&rings, sites, 1000.0);
        let alone = [site(120.0), site(500.0)];
        let found = farther(rate(&alone), &alone, rate);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].says.en().trim(), found[0].to), ("at least 300 m away", Level::Blue));
        let two = [site(120.0), site(130.0)];
        assert!(farther(rate(&two), &two, rate).is_empty(), "the other one stays inside");
    }

    /// As [`farther`], but every site is tried among all.
    fn farther_of_all(now: Rating, sites: &[Site<'_>], rate: impl Fn(&[Site<'_>]) -> Rating) -> Vec<String> {
        let all = (0..sites.len()).filter(|i| wrong(sites[*i].distance_m).is_none()).filter_map(|i| {
            let then = |distance_m: f64| {
                let mut moved = sites.to_vec();
                moved[i].distance_m = distance_m;
                parts::lowers(now, rate(&moved))
            };
            let far = then(f64::MAX).then(|| parts::smallest_above(sites[i].distance_m, 1e6, then)).flatten()?;
            Some(format!("{} at least {} m away", sites[i].name.en, number(far)))
        });
        all.collect()
    }

    proptest! {
        #[test]
        fn few_sites_decide(all in prop::collection::vec((0..Target::ALL.len(), 0..30i32), 0..30), radii in (1f64..30.0, 1f64..30.0, 1f64..30.0)) {
            let names: Vec<Words> = (0..all.len()).map(|i| Words::same(i.to_string())).collect();
            let of = |((target, metres), name): (&(usize, i32), _)| {
                // One in thirty cannot be.
                let distance_m = if *metres == 0 { -1.0 } else { f64::from(*metres) };
                Site { target: Target::ALL[*target], distance_m, name, row: "" }
            };
            let sites: Vec<Site<'_>> = all.iter().zip(&names).map(of).collect();
            let rings = [
                Ring { exposes: &[Target::Vulnerable, Target::Inhabited], ..ring(radii.0, radii.0, Level::Red) },
                Ring { exposes: &[Target::Traffic], ..ring(radii.1, radii.1 + 2.0, Level::Yellow) },
                Ring { exposes: &[Target::Vulnerable], ..ring(radii.2, radii.2, Level::Orange) },
            ];
            let of = |sites: &[Site<'_>]| rate(&rings, sites, 30.0);
            let now = of(&sites);
            prop_assert_eq!(of(&deciding(&sites)), now);
            let few: Vec<String> = farther(now, &sites, of).into_iter().map(|l| l.says.words().en).collect();
            prop_assert_eq!(few, farther_of_all(now, &sites, of));
        }

        #[test]
        fn the_order_of_sites_changes_nothing(at in proptest::collection::vec(0.0f64..600.0, 0..8), low in 0.0f64..400.0, wide in 0.0f64..300.0) {
            let rings = [ring(low, low + wide, Level::Red), ring(low / 2.0, low, Level::Yellow)];
            let sites: Vec<_> = at.iter().map(|d| site(*d)).collect();
            let back: Vec<_> = sites.iter().rev().copied().collect();
            prop_assert_eq!(rate(&rings, &sites, 500.0), rate(&rings, &back, 500.0));
        }

        #[test]
        fn a_radius_within_its_ends_rates_within_the_ends(d in 0.0f64..600.0, low in 0.0f64..400.0, wide in 0.0f64..300.0, part in 0.0f64..1.0) {
            let open = rate(&[ring(low, low + wide, Level::Red)], &[site(d)], 1000.0);
            let at = low + part * wide;
            let one = rate(&[ring(at, at, Level::Red)], &[site(d)], 1000.0);
            prop_assert!(open.worst <= one.worst && one.best <= open.best);
        }
    }
}
