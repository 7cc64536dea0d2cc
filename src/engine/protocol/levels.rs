//! Answers about the four levels: every subject's, and one subject's why.

use super::{Hit, Loosened, ReachedBy};
use crate::domain::{LayerName, Level, NumberRanges, Words};
use crate::risk::assess::{Conflict, Method, Part, WayDown};
use crate::risk::explain::Explanation;
use crate::risk::ledger::{DangerLevel, Late, State};
use crate::risk::rating::{Rating, Worked};
use crate::text::Text;
use crate::units::LngLat;
use serde::{Deserialize, Serialize};

/// Which of a subject's two levels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LevelKind {
    /// By its methods alone.
    Base,
    /// On the day, with its open dangers and accidents.
    #[default]
    Dynamic,
}

/// Which levels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelsQuery {
    /// Facilities, pipelines or venues; or districts, each with the worst level of all that stands in it.
    pub layer: LayerName,
    /// The day, YYYY-MM-DD; none is the day of the data.
    pub as_of: Option<String>,
    /// Which level paints and ranks.
    pub kind: LevelKind,
    /// A district's row; none is the whole city.
    pub district: Option<u32>,
    /// Only subjects whose numbers lie in these ranges; not of districts.
    pub ranges: NumberRanges,
    /// Only subjects that have one of these levels, by the kind that ranks; empty is all.
    pub levels: Vec<Level>,
    /// At most so many rows come back; the counts are of all.
    pub limit: u32,
}

impl LevelsQuery {
    /// All of a layer on the day of the data.
    pub fn of(layer: LayerName) -> Self {
        Self {
            layer,
            as_of: None,
            kind: LevelKind::Dynamic,
            district: None,
            ranges: NumberRanges::default(),
            levels: Vec::new(),
            limit: u32::MAX,
        }
    }
}

/// How many subjects have a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelCount {
    /// Which one.
    pub level: Level,
    /// By base level.
    pub base: u32,
    /// On the day.
    pub dynamic: u32,
}

/// The levels of a layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelsTable {
    /// What was asked.
    pub query: LevelsQuery,
    /// The paint's number: classes are 0 blue, 1 yellow, 2 orange, 3 red; unrated has none.
    pub revision: u32,
    /// The day.
    pub as_of: String,
    /// Subjects by level, worst first, unrated last: whichever levels are asked for.
    pub counts: Vec<LevelCount>,
    /// How many of the district pass no range, because a number is unknown.
    pub left_out: u32,
    /// Where nothing passes: what to loosen.
    pub loosened: Loosened,
    /// The rows, worst first.
    pub rows: Vec<LevelRow>,
    /// By district, worst first: never an average.
    pub districts: Vec<DistrictLevels>,
    /// The rule.
    pub explanation: Explanation,
}

/// A subject's levels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelRow {
    /// The subject.
    pub hit: Hit,
    /// By its methods alone, at both ends of what is missing.
    pub base: Rating,
    /// On the day.
    pub dynamic: Rating,
    /// The method that decides the base; none where none applies.
    pub method: Option<Method>,
    /// Share of what its methods ask for that is known, 0…1; none where no method applies, and in a list where the level
    /// stands ([`crate::engine::Engine::tell_known`]).
    pub completeness: Option<f64>,
    /// Fields without which its methods could not say more; in a list where the level does not stand.
    pub missing: Vec<Text>,
    /// Its open dangers.
    pub open: u32,
    /// Of these, overdue.
    pub overdue: u32,
    /// Of the open ones, closed in a way that does not count.
    pub falsely: u32,
}

impl LevelRow {
    /// One of the two.
    pub fn rating(&self, kind: LevelKind) -> Rating {
        match kind {
            LevelKind::Base => self.base,
            LevelKind::Dynamic => self.dynamic,
        }
    }
}

impl LevelsTable {
    /// How many are ranked: those of the levels that are asked for.
    pub fn ranked(&self) -> u32 {
        let asked = self.counts.iter().filter(|count| count.level.is_among(&self.query.levels));
        asked.map(|count| count.of(self.query.kind)).sum()
    }
}

impl LevelCount {
    /// By one of the two.
    pub fn of(&self, kind: LevelKind) -> u32 {
        match kind {
            LevelKind::Base => self.base,
            LevelKind::Dynamic => self.dynamic,
        }
    }
}

/// A district's levels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DistrictLevels {
    /// The district; none for subjects in no district.
    pub hit: Option<Hit>,
    /// Its worst level on the day.
    pub worst: Level,
    /// Subjects by level.
    pub counts: Vec<LevelCount>,
}

/// A line of a subject's dangers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DangerLine {
    /// Its id.
    pub id: String,
    /// What it is, as recorded.
    pub what: String,
    /// How grave.
    pub level: DangerLevel,
    /// Where it stands on the day.
    pub state: State,
    /// How late it is.
    pub late: Late,
    /// Why its closing does not count; empty where it is not closed.
    pub not_closed: Vec<Words>,
}

/// A ring around a hazard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RingLine {
    /// What it is.
    pub says: Words,
    /// How far it reaches, metres, at both ends of what is missing.
    pub radius_m: crate::risk::rating::Range,
    /// The level that a site inside gives; none for rings that are only drawn.
    pub level: Option<Level>,
    /// Its outline: polygons, of each the outer ring, then holes; all closed. Empty where its reach is not known.
    pub outline: Vec<Vec<Vec<LngLat>>>,
}

/// A site inside a ring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConflictLine {
    /// The hazard.
    pub hazard: Hit,
    /// The code of the hazard's status where it does not operate: under construction, suspended, closed. None where it operates, and
    /// where nobody says.
    pub status: Option<String>,
    /// The site.
    pub site: Hit,
    /// The join.
    pub conflict: Conflict,
    /// People there, the larger of day and night; none where nobody knows.
    pub people: Option<f64>,
    /// People there by day; none where nobody knows.
    pub people_day: Option<f64>,
    /// People there by night; none where nobody knows.
    pub people_night: Option<f64>,
}

/// Why a subject has its level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// The subject.
    pub hit: Hit,
    /// The day.
    pub as_of: String,
    /// Its base level, at both ends of what is missing.
    pub base: Rating,
    /// The method that decides it.
    pub method: Option<Method>,
    /// Its level on the day.
    pub dynamic: Rating,
    /// Every method that applies, with its working.
    pub parts: Vec<Part>,
    /// How the level on the day follows from the base.
    pub raised: Worked,
    /// Single changes that a method or the ledger names, each with what the levels are then.
    pub ways_down: Vec<WayDown>,
    /// Whether what the ledger holds would give this level whatever the base.
    pub held_by_ledger: bool,
    /// Its open dangers.
    pub dangers: Vec<DangerLine>,
    /// Sites inside its rings.
    pub conflicts: Vec<ConflictLine>,
    /// Its rings.
    pub rings: Vec<RingLine>,
    /// Of a venue: the hazards of which a ring reaches it.
    pub reached_by: Option<ReachedBy>,
}

impl Why {
    /// One of its two levels.
    pub fn rating(&self, kind: LevelKind) -> Rating {
        match kind {
            LevelKind::Base => self.base,
            LevelKind::Dynamic => self.dynamic,
        }
    }

    /// Single changes that bring one of its two levels down.
    pub fn lowers(&self, kind: LevelKind) -> impl Iterator<Item = (&WayDown, Level)> {
        // Levels are ordered worst first.
        self.ways_then(kind)
            .filter(move |(_, then)| then.worst > self.rating(kind).worst)
            .map(|(way, then)| (way, then.level()))
    }

    /// Single changes that bring a method's own level down, and leave the whole as it is.
    pub fn lowers_one_alone(&self, kind: LevelKind) -> impl Iterator<Item = &WayDown> {
        self.ways_then(kind).filter(move |(_, then)| then.worst <= self.rating(kind).worst).map(|(way, _)| way)
    }

    fn ways_then(&self, kind: LevelKind) -> impl Iterator<Item = (&WayDown, Rating)> {
        let of_kind = move |way: &&WayDown| kind == LevelKind::Dynamic || way.of.is_some();
        self.ways_down
            .iter()
            .filter(of_kind)
            .map(move |way| (way, if kind == LevelKind::Base { way.base } else { way.dynamic }))
    }

    /// The methods, and as none the ledger, that set one of its two levels.
    pub fn held_by(&self, kind: LevelKind) -> Vec<Option<Method>> {
        let now = self.rating(kind).worst;
        let by_ledger = kind == LevelKind::Dynamic && (self.held_by_ledger || now < self.base.worst);
        // What the ledger alone would not make so bad, it raises from what the base is.
        let base = if by_ledger && !self.held_by_ledger { self.base.worst } else { now };
        let methods = self.parts.iter().filter(|part| part.worked.rating.worst == base).map(|part| Some(part.method));
        methods.chain(by_ledger.then_some(None)).collect()
    }
}
