//! Facilities: which methods apply to a kind and its record, and what each is asked.

use super::near::{Found, Named, Surroundings};
use super::{Base, Book, Method, Part};
use crate::domain::{Layer, LayerName, Level, Words};
use crate::risk::explosives::{self, Depot, K_APART, Licensed, Pair};
use crate::risk::faults::Fault;
use crate::risk::gb18218::{self, Grade};
use crate::risk::rating::{Range, Rating, Worked};
use crate::risk::rings::{Ring, Site};
use crate::risk::sites::is_sensitive;
use crate::risk::vessels::{self, Vessel};
use crate::risk::{area_grading, lec, mines, score};
use crate::spatial::Probe;
use jiff::civil::Date;

/// Kinds that hold hazardous chemicals: without a list of substances they cannot be rated.
const HOLD_CHEMICALS: &[&str] = &[
    "chemical_plant",
    "tank_farm",
    "storage_tank",
    "lpg_station",
    "fuel_station",
    "hydrogen_station",
    "gas_gate",
    "gas_holder",
];
/// Kinds that hold their gas in pressure vessels, whether or not these are recorded.
const IN_VESSELS: &[&str] = &["lpg_station"];
/// Kinds whose explosives go off as one mass. Fireworks do not as a rule: their record brings a score.
const EXPLOSIVE: &[&str] = &["explosives_plant", "explosives_depot", "blasting_site"];
/// No ring is looked for farther than this, metres: 45.2 Q^⅓ of 1,000 t.
pub const FARTHEST_M: f64 = 4_520.0;

/// A city's facilities as the methods ask about them.
pub struct Facilities<'a> {
    /// The layer.
    pub layer: &'a Layer,
    /// What stands around them.
    pub around: Surroundings<'a>,
    /// What happened at them.
    pub book: &'a Book,
    /// Constants that the manifest sets otherwise.
    pub overrides: &'a gb18218::Overrides,
    /// Whether mines are in the north-west, where the city says so.
    pub north_west: Option<bool>,
}

/// What one method is asked about one facility.
pub(super) enum Asked {
    Gb(gb18218::Inputs),
    Area(area_grading::Inputs),
    Lec(lec::Inputs),
    Score(score::Inputs),
    Explosives(Explosives),
    Vessels(Vessels),
    Mine(Mine),
}

/// The explosives' inputs with what they borrow.
pub(super) struct Explosives {
    depots: Vec<(Option<f64>, Option<bool>, Words, String)>,
    pairs: Vec<Pair>,
    licensed: Vec<Licensed>,
    found: Vec<Found>,
    searched_m: f64,
    faults: Vec<Fault>,
}

impl Explosives {
    fn ask<T>(&self, ask: impl FnOnce(&explosives::Inputs<'_>) -> T) -> T {
        let depots: Vec<Depot<'_>> = self
            .depots
            .iter()
            .map(|(net_kg, barricaded, name, row)| Depot { net_kg: *net_kg, barricaded: *barricaded, name, row })
            .collect();
        let sites: Vec<Site<'_>> = self.found.iter().map(Found::site).collect();
        ask(&explosives::Inputs {
            depots: &depots,
            pairs: &self.pairs,
            licensed: &self.licensed,
            sites: &sites,
            searched_m: self.searched_m,
            faults: &self.faults,
        })
    }
}

/// The vessels' inputs with what they borrow.
pub(super) struct Vessels {
    vessels: Vec<Vessel>,
    at_most: Option<Vessel>,
    found: Vec<Found>,
    searched_m: f64,
    row: String,
    faults: Vec<Fault>,
}

impl Vessels {
    fn ask<T>(&self, ask: impl FnOnce(&vessels::Inputs<'_>) -> T) -> T {
        let sites: Vec<Site<'_>> = self.found.iter().map(Found::site).collect();
        ask(&vessels::Inputs {
            vessels: &self.vessels,
            at_most: self.at_most.as_ref(),
            sites: &sites,
            searched_m: self.searched_m,
            unverified_heats: false,
            row: &self.row,
            faults: &self.faults,
        })
    }
}

/// A mine's inputs with what they borrow.
pub(super) struct Mine {
    kind: mines::Kind,
    status: Option<mines::Status>,
    mine: mines::Mine,
    sealed: Option<bool>,
    running: Option<bool>,
    residents_below: Option<f64>,
    north_west: Option<bool>,
    row: String,
    faults: Vec<Fault>,
}

impl Mine {
    fn ask<T>(&self, ask: impl FnOnce(&mines::Inputs<'_>) -> T) -> T {
        ask(&mines::Inputs {
            kind: self.kind,
            status: self.status,
            sealed: self.sealed,
            running: self.running,
            north_west: self.north_west,
            mine: self.mine,
            residents_below: self.residents_below,
            row: &self.row,
            faults: &self.faults,
        })
    }
}

impl Asked {
    /// Which method.
    pub fn method(&self) -> Method {
        match self {
            Self::Gb(_) => Method::Gb18218,
            Self::Area(_) => Method::AreaGrading,
            Self::Lec(_) => Method::Lec,
            Self::Score(_) => Method::Score,
            Self::Explosives(_) => Method::Explosives,
            Self::Vessels(_) => Method::Vessels,
            Self::Mine(_) => Method::Mine,
        }
    }

    /// How far it can rate.
    pub fn rate(&self) -> Rating {
        match self {
            Self::Gb(inputs) => gb18218::rate(inputs).rating,
            Self::Area(inputs) => area_grading::rate(inputs).rating,
            Self::Lec(inputs) => lec::rate(inputs).rating,
            Self::Score(inputs) => score::rate(inputs).rating,
            Self::Explosives(inputs) => inputs.ask(|inputs| explosives::rate(inputs).rating),
            Self::Vessels(inputs) => inputs.ask(|inputs| vessels::rate(inputs).rating),
            Self::Mine(inputs) => inputs.ask(|inputs| mines::rate(inputs).rating),
        }
    }

    /// Its whole answer.
    pub fn explain(&self) -> Worked {
        match self {
            Self::Gb(inputs) => gb18218::explain(inputs),
            Self::Area(inputs) => area_grading::explain(inputs),
            Self::Lec(inputs) => lec::explain(inputs),
            Self::Score(inputs) => score::explain(inputs),
            Self::Explosives(inputs) => inputs.ask(explosives::explain),
            Self::Vessels(inputs) => inputs.ask(vessels::explain),
            Self::Mine(inputs) => inputs.ask(mines::explain),
        }
    }

    /// The rings that it draws, and what stands near enough to be inside one.
    pub fn rings<T>(&self, read: impl FnOnce(&[Ring<'_>], &[Found]) -> T) -> Option<T> {
        match self {
            Self::Explosives(inputs) => Some(inputs.ask(|asked| read(&explosives::rate(asked).rings, &inputs.found))),
            Self::Vessels(inputs) => Some(inputs.ask(|asked| read(&vessels::rate(asked).rings, &inputs.found))),
            _ => None,
        }
    }
}

impl Facilities<'_> {
    /// A facility's base level on a day.
    pub fn base(&self, row: u32, day: Date) -> Base {
        Base::of(self.asked(row, day, Named::No).iter().map(|asked| (asked.method(), asked.rate())))
    }

    /// The whole answer of every method that applies.
    pub fn parts(&self, row: u32, day: Date) -> Vec<Part> {
        self.asked(row, day, Named::Yes)
            .iter()
            .map(|asked| Part { method: asked.method(), worked: asked.explain() })
            .collect()
    }

    /// A facility's rings: what each is, how far it reaches, the level that a site inside gives.
    pub fn rings(&self, row: u32) -> Vec<(Words, Range, Option<Level>)> {
        let told = |ring: &Ring<'_>| (ring.words(), ring.radius_m, ring.level);
        let probe = self.probe(row);
        let asked = self.ringed(row, &probe, Named::No);
        let rings = asked.filter_map(|asked| asked.rings(|rings, _| rings.iter().map(told).collect::<Vec<_>>()));
        rings.flatten().collect()
    }

    /// What each method that applies is asked.
    fn asked(&self, row: u32, day: Date, named: Named) -> Vec<Asked> {
        let kind = self.kind(row);
        let probe = self.probe(row);
        let mut asked = Vec::new();
        let chemicals = self.chemicals(row, kind, &probe, named);
        let hazard = chemicals.as_ref().map(|inputs| {
            let outcome = gb18218::rate(inputs);
            // What is not declared may be anything.
            let open = inputs.complete != Some(true);
            (outcome.best, if open { Grade::First } else { outcome.worst })
        });
        asked.extend(chemicals.map(Asked::Gb));
        asked.extend(self.area(row, hazard, &probe).map(Asked::Area));
        asked.extend(self.lec(row).map(Asked::Lec));
        asked.extend(self.score(row, day).map(Asked::Score));
        asked.extend(self.ringed(row, &probe, named));
        asked.extend(self.mine(row, kind).map(Asked::Mine));
        asked
    }

    /// What the methods that draw rings are asked.
    pub(super) fn ringed(&self, row: u32, probe: &Probe, named: Named) -> impl Iterator<Item = Asked> + use<> {
        let depot = EXPLOSIVE.contains(&self.kind(row)).then(|| self.explosives(row, probe, named));
        let vessels = self.vessels(row, probe, named);
        depot.map(Asked::Explosives).into_iter().chain(vessels.map(Asked::Vessels))
    }

    /// Its shape, as the R-trees are asked.
    pub(super) fn probe(&self, row: u32) -> Probe {
        Probe::of(self.layer.shapes(), row, self.around.plane)
    }

    fn kind(&self, row: u32) -> &str {
        self.layer.text(row as usize, "kind").unwrap_or_default()
    }

    fn chemicals(&self, row: u32, kind: &str, probe: &Probe, named: Named) -> Option<gb18218::Inputs> {
        let at = row as usize;
        let (units, substances) = (self.layer.text(at, "units"), self.layer.text(at, "substances"));
        if units.is_none() && substances.is_none() && !HOLD_CHEMICALS.contains(&kind) {
            return None;
        }
        let (residents, residents_rows) = self.around.residents_outside(probe, gb18218::REACH_M);
        Some(gb18218::Inputs {
            units: gb18218::read(units, substances),
            complete: self.layer.flag(at, "substances_complete"),
            residents,
            residents_rows,
            sleepers: (named == Named::Yes).then(|| self.around.sleepers_outside(probe, gb18218::REACH_M)),
            row: self.layer.source(at),
            overrides: self.overrides.clone(),
            ..gb18218::Inputs::default()
        })
    }

    fn area(&self, row: u32, hazard: Option<(Grade, Grade)>, probe: &Probe) -> Option<area_grading::Inputs> {
        let text = self.layer.text(row as usize, "grading")?;
        let venues = self.around.venues;
        let near = self.around.within(venues, probe, area_grading::REACH_M, None);
        let sensitive = |row: u32| venues.and_then(|v| v.layer.text(row as usize, "kind")).is_some_and(is_sensitive);
        let others = near.iter().filter(|hit| sensitive(hit.row)).count() as f64;
        // The dataset does not class its ordinary venues: each may be of the third class or above.
        let ordinary = near.len() as f64 - others;
        let targets = match venues {
            None => area_grading::Targets::default(),
            Some(_) => area_grading::Targets {
                third_class: Range { low: 0.0, high: ordinary },
                others: Range { low: others, high: others + ordinary },
            },
        };
        Some(area_grading::Inputs {
            hazard: hazard.unwrap_or((Grade::None, Grade::None)),
            targets,
            row: self.layer.source(row as usize),
            ..area_grading::Inputs::read(text)
        })
    }

    fn lec(&self, row: u32) -> Option<lec::Inputs> {
        let at = row as usize;
        let number = |field| self.layer.number(at, field);
        let (l, e, c) = (number("lec.l"), number("lec.e"), number("lec.c"));
        l.or(e).or(c)?;
        let table = self.layer.text(at, "lec.table").and_then(lec::CTable::read);
        Some(lec::Inputs { l, e, c, table, row: self.layer.source(at) })
    }

    fn score(&self, row: u32, day: Date) -> Option<score::Inputs> {
        let at = row as usize;
        let (value, vetoes) = (self.layer.number(at, "score.value"), self.layer.text(at, "score.vetoes"));
        if value.is_none() && vetoes.is_none() {
            return None;
        }
        // A list that cannot be read may hold a veto: a blank one says so.
        let read = |text: &str| serde_json::from_str::<Vec<String>>(text).unwrap_or_else(|_| vec![String::new()]);
        Some(score::Inputs {
            value,
            vetoes: vetoes.map(read),
            accidents: self.book.scored((LayerName::Facilities, row), day),
            as_of: Some(day),
            row: self.layer.source(at),
            ..score::Inputs::default()
        })
    }

    fn explosives(&self, row: u32, probe: &Probe, named: Named) -> Explosives {
        let at = row as usize;
        let mut faults = Vec::new();
        let licensed = self
            .layer
            .text(at, "licensed_distances")
            .map(|text| explosives::read(text, &mut faults))
            .unwrap_or_default();
        let depot = |row: usize| {
            let number = self.layer.number(row, "net_explosive_kg");
            let (name, source) = named.of(self.layer, row);
            (number, self.layer.flag(row, "barricaded"), name, source)
        };
        let mut depots = vec![depot(at)];
        let mut pairs: Vec<Pair> = Vec::new();
        // Two depots of 1,000 t each are apart at 286 m.
        for hit in self.around.within(self.around.facilities, probe, K_APART * 100.0, Some(row)) {
            let other = hit.row as usize;
            if self.layer.text(other, "kind").is_some_and(|kind| EXPLOSIVE.contains(&kind)) {
                pairs.push(Pair { of: [0, depots.len()], distance_m: hit.distance_m });
                depots.push(depot(other));
            }
        }
        let mut all = Explosives { depots, pairs, licensed, found: Vec::new(), searched_m: FARTHEST_M, faults };
        let reach = all.ask(|inputs| farthest(&explosives::rate(inputs).rings));
        all.searched_m = reach;
        all.found = self.around.sites(probe, reach, row, named);
        all
    }

    fn vessels(&self, row: u32, probe: &Probe, named: Named) -> Option<Vessels> {
        let at = row as usize;
        let mut faults = Vec::new();
        let (vessels, at_most) = match self.layer.text(at, "vessels") {
            // A list that nobody could read bounds nothing.
            Some(text) => (vessels::read(text, &mut faults), None),
            None if IN_VESSELS.contains(&self.kind(row)) => (Vec::new(), self.all_in_one_vessel(at)),
            None => return None,
        };
        let (found, row_of) = (Vec::new(), self.layer.source(at));
        let mut all = Vessels { vessels, at_most, found, searched_m: FARTHEST_M, row: row_of, faults };
        let reach = all.ask(|inputs| farthest(&vessels::rate(inputs).rings));
        all.searched_m = reach;
        all.found = self.around.sites(probe, reach, row, named);
        Some(all)
    }

    /// All the gas of a facility in one vessel: what no vessel can hold more than, where its substances are declared
    /// completely and as design maximum.
    fn all_in_one_vessel(&self, row: usize) -> Option<Vessel> {
        let text = |field| self.layer.text(row, field);
        let units = gb18218::read(text("units"), text("substances"));
        let stocks: Vec<_> = units.iter().flat_map(|unit| &unit.stocks).collect();
        let is_whole = self.layer.flag(row, "substances_complete") == Some(true)
            && units.iter().all(|unit| !unit.unreadable)
            && stocks.iter().all(|stock| stock.basis == Some(gb18218::Basis::DesignMax));
        // What makes no fireball may still make a cloud: what gives no heat alone is left out.
        let burns = |substance: &str| vessels::Gas::of(Some(substance), false).heat_kj_kg.high > 0.0;
        let gases: Vec<_> = stocks.into_iter().filter(|stock| burns(&stock.written)).collect();
        if !is_whole || gases.is_empty() {
            return None;
        }
        let tonnes = gases.iter().map(|stock| stock.quantity_t).sum::<Option<f64>>()?;
        let substance = match gases.as_slice() {
            [only] => Some(only.written.clone()),
            // Of several gases the one that gives most is not told apart.
            _ => None,
        };
        Some(Vessel { substance, mass_t: Some(tonnes) })
    }

    fn mine(&self, row: u32, kind: &str) -> Option<Mine> {
        let at = row as usize;
        let kind = match kind {
            "coal_mine" => mines::Kind::Coal,
            "metal_mine" => mines::Kind::Metal,
            "quarry" => mines::Kind::OpenPit,
            "tailings_pond" => mines::Kind::Tailings,
            _ => return None,
        };
        let number = |field| self.layer.number(at, field);
        let status = self.layer.text(at, "status").and_then(|status| match status {
            "operating" => Some(mines::Status::Operating),
            "under_construction" => Some(mines::Status::UnderConstruction),
            "suspended" => Some(mines::Status::Suspended),
            "closed" => Some(mines::Status::Closed),
            _ => None,
        });
        let mut faults = Vec::new();
        let rockburst = self.layer.text(at, "mine.rockburst").and_then(|text| mines::Rockburst::of(text, &mut faults));
        Some(Mine {
            kind,
            status,
            mine: mines::Mine {
                relative_m3_t: number("mine.gas_relative_m3_t"),
                absolute_m3_min: number("mine.gas_absolute_m3_min"),
                heading_m3_min: number("mine.gas_heading_m3_min"),
                face_m3_min: number("mine.gas_face_m3_min"),
                outburst: self.layer.flag(at, "mine.outburst"),
                inflow_m3_h: number("mine.inflow_m3_h"),
                inflow_max_m3_h: number("mine.inflow_max_m3_h"),
                inrush_m3_h: None,
                capacity_l_sm: None,
                rockburst,
                slope_m: number("mine.slope_m"),
            },
            sealed: self.layer.flag(at, "mine.sealed"),
            running: self.layer.flag(at, "mine.running"),
            residents_below: number("tailings.residents_below"),
            north_west: self.north_west,
            row: self.layer.source(at),
            faults,
        })
    }
}

/// How far the farthest ring may reach, metres.
fn farthest(rings: &[Ring<'_>]) -> f64 {
    rings.iter().map(|ring| ring.radius_m.high).fold(0.0, f64::max).min(FARTHEST_M)
}
