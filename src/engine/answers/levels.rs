//! The four levels: of every subject on a day, why one has its level, and the conflicts.

use super::super::apart::tell_apart;
use super::super::open::Open;
use super::super::protocol::{
    ConflictLine, ConflictTable, DangerLine, DistrictLevels, EngineError, FeatureRef, LevelCount, LevelKind, LevelRow,
    LevelsQuery, LevelsTable, Progress, Reply, RingLine, Why,
};
use super::super::{Begun, Engine, Job, Paint, Step, UNPAINTED};
use crate::domain::{LayerName, Level, Words};
use crate::risk::assess::{Assessor, Base, Book, Conflict, Conflicts, Levels, Parameters, RATED, Surroundings};
use crate::risk::district_levels;
use crate::risk::explain::Explanation;
use crate::risk::exposure::Population;
use crate::risk::ledger::{Late, Standing};
use crate::risk::rating::Rating;
use crate::risk::venues::{Access, Indexed, people};
use crate::units;
use crate::units::Xy;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What the assessor borrows of the engine.
struct Parts<'a> {
    open: &'a Open,
    population: Option<&'a Population>,
    access: Option<&'a Access>,
    set: &'a Parameters,
}

impl<'a> Parts<'a> {
    fn of(engine: &'a Engine) -> Result<Self, EngineError> {
        Ok(Self {
            open: engine.open()?,
            population: engine.population.as_ref(),
            access: engine.access.as_ref(),
            set: &engine.parameters,
        })
    }

    fn assessor(&self, book: &'a Book) -> Assessor<'a> {
        let open = self.open;
        let indexed = |name| open.get(name).map(|r| Indexed { layer: r.layer, index: &r.placed.index });
        let around = Surroundings {
            plane: open.plane(),
            facilities: indexed(LayerName::Facilities),
            venues: indexed(LayerName::Venues),
            roads: indexed(LayerName::Roads),
            railways: indexed(LayerName::Railways),
            water: indexed(LayerName::Water),
            buildings: indexed(LayerName::Buildings),
            residents: indexed(LayerName::Residents),
            population: self.population,
        };
        Assessor::new(|name| open.get(name).map(|r| r.layer), around, self.access, book, self.set)
    }
}

/// The day that is asked about: the manifest's where none is given.
pub fn day_of(open: &Open, as_of: Option<&str>) -> Result<Date, EngineError> {
    let text = as_of.unwrap_or(&open.city().manifest.as_of);
    text.trim().parse().map_err(|_| EngineError::Parameter {
        name: "as_of".to_owned(),
        found: text.to_owned(),
        expected: "a day, YYYY-MM-DD".to_owned(),
    })
}

/// Begins the levels of a layer.
pub fn levels(engine: &mut Engine, query: LevelsQuery) -> Result<Begun, EngineError> {
    if !RATED.contains(&query.layer) {
        return Err(EngineError::NotThere(format!("levels of {}", query.layer)));
    }
    let open = engine.open()?;
    open.need(query.layer)?;
    if let Some(row) = query.district {
        open.feature(FeatureRef { layer: LayerName::Districts, row })?;
    }
    day_of(open, query.as_of.as_deref())?;
    Ok(Begun::Working(Box::new(Working { wanted: Wanted::Table(query), preparing: Preparing::default() })))
}

/// Begins the answer why one subject has its level.
pub fn why(engine: &mut Engine, of: FeatureRef, as_of: Option<String>) -> Result<Begun, EngineError> {
    if !RATED.contains(&of.layer) {
        return Err(EngineError::NotThere(format!("level of {}", of.layer)));
    }
    engine.open()?.feature(of)?;
    day_of(engine.open()?, as_of.as_deref())?;
    Ok(Begun::Working(Box::new(Working { wanted: Wanted::Why(of, as_of), preparing: Preparing::default() })))
}

/// Begins the search for conflicts.
pub fn conflicts(engine: &mut Engine, limit: u32) -> Result<Begun, EngineError> {
    engine.open()?.need(LayerName::Facilities)?;
    Ok(Begun::Working(Box::new(Working {
        wanted: Wanted::Conflicts(limit, Some(Conflicts::default())),
        preparing: Preparing::default(),
    })))
}

enum Wanted {
    Table(LevelsQuery),
    Why(FeatureRef, Option<String>),
    Conflicts(u32, Option<Conflicts>),
}

/// What every question needs first: the residents spread, the ways to water, the ledger read, the city rated.
#[derive(Default)]
struct Preparing {
    access: Access,
    levels: Levels,
}

struct Working {
    wanted: Wanted,
    preparing: Preparing,
}

impl Job for Working {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        let more = |done, total| Ok(Step::More(Progress { what: "levels".to_owned(), done, total }));
        if let Some((done, total)) = self.prepare(engine)? {
            return more(done, total);
        }
        match &mut self.wanted {
            Wanted::Table(query) => {
                let table = table(engine, query.clone())?;
                Ok(Step::Done(Box::new(Reply::Levels(Box::new(table)))))
            }
            Wanted::Why(of, as_of) => {
                let why = why_of(engine, *of, as_of.as_deref())?;
                Ok(Step::Done(Box::new(Reply::Why(Box::new(why)))))
            }
            Wanted::Conflicts(limit, conflicts) => {
                let parts = Parts::of(engine)?;
                let assessor = parts.assessor(engine.book.as_ref().ok_or(EngineError::NoCity)?);
                let day = day_of(parts.open, None)?;
                if let (Some(conflicts), Some(facilities)) = (conflicts.as_mut(), &assessor.facilities)
                    && let units::Step::More { done, total } = conflicts.step(facilities, day)
                {
                    return more(done, total);
                }
                let found = conflicts.take().map(Conflicts::finish).unwrap_or_default();
                let count = found.len() as u32;
                let lines = found.into_iter().take(*limit as usize).map(|c| conflict_line(parts.open, c));
                let mut rows: Vec<ConflictLine> = lines.collect::<Result<_, _>>()?;
                tell_apart(parts.open, rows.iter_mut().map(|row| &mut row.site));
                Ok(Step::Done(Box::new(Reply::Conflicts(Box::new(ConflictTable { count, rows })))))
            }
        }
    }
}

impl Working {
    /// Does the next part of what is still missing: how much of how much is done, or none when all is there.
    fn prepare(&mut self, engine: &mut Engine) -> Result<Option<(u64, u64)>, EngineError> {
        let open = engine.open()?;
        if engine.population.is_none() {
            engine.population = open.city().layer(LayerName::Residents).map(|l| Population::of(l, open.plane()));
        }
        let open = engine.open()?;
        if let (None, Some(venues)) = (&engine.access, open.get(LayerName::Venues)) {
            let indexed = |name| open.get(name).map(|r| Indexed { layer: r.layer, index: &r.placed.index });
            let (stations, hydrants) = (indexed(LayerName::FireStations), indexed(LayerName::Hydrants));
            if let units::Step::More { done, total } =
                self.preparing.access.step(venues.layer, open.plane(), stations, hydrants)
            {
                return Ok(Some((done, total)));
            }
            engine.access = Some(std::mem::take(&mut self.preparing.access));
        }
        if engine.levels.is_some() {
            return Ok(None);
        }
        engine.read_book()?;
        let parts = Parts::of(engine)?;
        let book = engine.book.as_ref().ok_or(EngineError::NoCity)?;
        let day = day_of(parts.open, None)?;
        match self.preparing.levels.step(&parts.assessor(book), day) {
            units::Step::Done => {
                engine.levels = Some(std::mem::take(&mut self.preparing.levels));
                Ok(None)
            }
            units::Step::More { done, total } => Ok(Some((done, total))),
        }
    }
}

/// Puts the levels of another day in the place of those there.
fn redate(engine: &mut Engine, day: Date) -> Result<(), EngineError> {
    let Some(mut levels) = engine.levels.take() else { return Err(EngineError::NoCity) };
    if levels.day() != Some(day) {
        let parts = Parts::of(engine)?;
        let book = engine.book.as_ref().ok_or(EngineError::NoCity)?;
        levels.redate(&parts.assessor(book), day);
    }
    engine.levels = Some(levels);
    Ok(())
}

/// The class on the map.
fn class_of(level: Level) -> u8 {
    match level {
        Level::Red => 3,
        Level::Orange => 2,
        Level::Yellow => 1,
        Level::Blue => 0,
        Level::Unrated => UNPAINTED,
    }
}

fn count(all: impl Iterator<Item = (Base, Rating)>) -> Vec<LevelCount> {
    let mut counts = Level::ALL.map(|level| LevelCount { level, base: 0, dynamic: 0 });
    for (base, dynamic) in all {
        for count in &mut counts {
            count.base += u32::from(base.level() == count.level);
            count.dynamic += u32::from(dynamic.level() == count.level);
        }
    }
    counts.to_vec()
}

fn table(engine: &mut Engine, query: LevelsQuery) -> Result<LevelsTable, EngineError> {
    let day = day_of(engine.open()?, query.as_of.as_deref())?;
    redate(engine, day)?;
    let open = engine.open()?;
    let (book, levels) = engine.book.as_ref().zip(engine.levels.as_ref()).ok_or(EngineError::NoCity)?;
    let (base, dynamic) = (levels.base(query.layer), levels.dynamic(query.layer));
    let layer = open.need(query.layer)?.layer;
    let district_of = |row: u32| -> Option<u32> {
        let of = FeatureRef { layer: query.layer, row };
        open.district_of(of, super::super::open::anchor(layer, row as usize)?)
    };
    let districts: Vec<Option<u32>> = (0..layer.len() as u32).map(district_of).collect();
    let within = |row: u32| query.district.is_none() || districts[row as usize] == query.district;
    let rows: Vec<u32> = (0..layer.len() as u32).filter(|row| within(*row)).collect();
    let counts = count(rows.iter().map(|row| (base[*row as usize], dynamic[*row as usize])));
    let shown = |row: u32| match query.kind {
        LevelKind::Base => base[row as usize].rating,
        LevelKind::Dynamic => dynamic[row as usize],
    };
    let dangers = |row: u32| open_dangers(book, (query.layer, row), day);
    // Worst first; of one level those with more open dangers, then by name as the rows stand.
    let mut ranked: Vec<(u32, (u32, u32))> = rows.iter().map(|row| (*row, dangers(*row))).collect();
    ranked.sort_by_key(|(row, (open, overdue))| {
        (shown(*row).level(), shown(*row).worst, std::cmp::Reverse((*overdue, *open)), *row)
    });
    let parts = Parts::of(engine)?;
    let assessor = parts.assessor(book);
    let row_of = |(row, (opened, overdue)): &(u32, (u32, u32))| -> Result<LevelRow, EngineError> {
        let parts = assessor.parts((query.layer, *row), day);
        let known: Vec<f64> = parts.iter().filter_map(|part| part.worked.explanation.completeness).collect();
        let mut missing: Vec<String> = parts.into_iter().flat_map(|part| part.worked.missing).collect();
        missing.sort();
        missing.dedup();
        Ok(LevelRow {
            hit: open.hit(FeatureRef { layer: query.layer, row: *row }, None)?,
            completeness: (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64),
            missing,
            base: base[*row as usize].rating,
            dynamic: dynamic[*row as usize],
            method: base[*row as usize].method,
            open: *opened,
            overdue: *overdue,
        })
    };
    let mut rows: Vec<LevelRow> =
        ranked.iter().take(query.limit as usize).map(row_of).collect::<Result<_, EngineError>>()?;
    tell_apart(open, rows.iter_mut().map(|row| &mut row.hit));
    let by_district = by_district(open, &districts, base, dynamic)?;
    let explanation = rule(&counts);
    let days = book.days.map(|(from, to)| (from.to_string(), to.to_string()));
    let weeks = weeks(book);
    let classes = (0..layer.len() as u32).map(|row| class_of(shown(row).level())).collect();
    engine.paints.insert(query.layer, Paint { classes });
    let revision = engine.next_revision();
    let as_of = day.to_string();
    Ok(LevelsTable { revision, as_of, days, weeks, counts, rows, districts: by_district, explanation, query })
}

/// Dangers found in each seven days from the ledger's first day on.
fn weeks(book: &Book) -> Vec<u32> {
    let Some((first, _)) = book.days else { return Vec::new() };
    let mut weeks = Vec::new();
    for found in book.ledger.dangers().iter().filter_map(|danger| danger.found_on) {
        let week = (found.duration_since(first).as_hours() / (24 * 7)) as usize;
        if weeks.len() <= week {
            weeks.resize(week + 1, 0);
        }
        weeks[week] += 1;
    }
    weeks
}

/// Open dangers of a subject, and how many of them are overdue.
fn open_dangers(book: &Book, of: (LayerName, u32), day: Date) -> (u32, u32) {
    let its = book.dangers.get(&of).map(Vec::as_slice).unwrap_or_default();
    let standings = its.iter().filter_map(|place| book.ledger.standing(*place as usize, day));
    standings.filter(|s| s.open).fold((0, 0), |(open, late), s| (open + 1, late + u32::from(is_late(&s))))
}

fn is_late(standing: &Standing<'_>) -> bool {
    matches!(standing.late, Late::Days(_))
}

fn by_district(
    open: &Open,
    districts: &[Option<u32>],
    base: &[Base],
    dynamic: &[Rating],
) -> Result<Vec<DistrictLevels>, EngineError> {
    let mut rows: BTreeMap<Option<u32>, Vec<usize>> = BTreeMap::new();
    for (row, district) in districts.iter().enumerate() {
        rows.entry(*district).or_default().push(row);
    }
    let mut all = Vec::with_capacity(rows.len());
    for (district, rows) in rows {
        let mut levels = district_levels::Levels::default();
        rows.iter().for_each(|row| levels.add(dynamic[*row]));
        let hit = district.map(|row| open.hit(FeatureRef { layer: LayerName::Districts, row }, None)).transpose()?;
        all.push(DistrictLevels {
            hit,
            worst: levels.worst(),
            counts: count(rows.iter().map(|row| (base[*row], dynamic[*row]))),
        });
    }
    let share = |d: &DistrictLevels| d.counts.iter().map(|c| std::cmp::Reverse(c.dynamic)).collect::<Vec<_>>();
    all.sort_by_key(share);
    Ok(all)
}

/// The rule in words, with the counts.
fn rule(counts: &[LevelCount]) -> Explanation {
    use crate::risk::explain::Step;
    let of = |level: Level| counts.iter().find(|c| c.level == level).map_or(0, |c| c.dynamic);
    let all: u32 = counts.iter().map(|c| c.dynamic).sum();
    Explanation {
        title: Words::new("四色等级", "Four-colour levels"),
        steps: vec![
            Step {
                says: Words::new(
                    "基础等级：对适用的每种方法分别定级，取最严重者。",
                    "Base level: every method that applies rates the subject, and the worst counts.",
                ),
                ..Step::default()
            },
            Step {
                says: Words::new(
                    "动态等级：未销号的隐患和一年内死亡事故使等级上升，从不低于基础等级。",
                    "Level on the day: open dangers and a fatal accident within a year raise it; it is never better than the base.",
                ),
                ..Step::default()
            },
            Step {
                says: Words::new(
                    "缺数据时两端都算：一致则定级，不一致则未评。",
                    "Where an input is missing both ends are computed: if they agree the level stands, else it is unrated.",
                ),
                ..Step::default()
            },
        ],
        unknown: Vec::new(),
        notes: Vec::new(),
        completeness: (all > 0).then(|| f64::from(all - of(Level::Unrated)) / f64::from(all)),
    }
}

fn conflict_line(open: &Open, conflict: Conflict) -> Result<ConflictLine, EngineError> {
    let hazard = open.hit(FeatureRef { layer: LayerName::Facilities, row: conflict.facility }, None)?;
    let site = FeatureRef { layer: conflict.layer, row: conflict.row };
    let headcount = match (conflict.layer, open.city().layer(conflict.layer)) {
        (LayerName::Venues, Some(layer)) => people(layer, conflict.row),
        (LayerName::Residents, Some(layer)) => layer.number(conflict.row as usize, "residents"),
        _ => None,
    };
    Ok(ConflictLine { hazard, site: open.hit(site, Some(conflict.distance_m))?, people: headcount, conflict })
}

/// Conflicts that a card lists.
const LISTED: usize = 200;

fn why_of(engine: &Engine, of: FeatureRef, as_of: Option<&str>) -> Result<Why, EngineError> {
    let parts = Parts::of(engine)?;
    let book = engine.book.as_ref().ok_or(EngineError::NoCity)?;
    let assessor = parts.assessor(book);
    let day = day_of(parts.open, as_of)?;
    let why = assessor.why((of.layer, of.row), day);
    let open = parts.open;
    let mut conflicts = Vec::new();
    let mut rings = Vec::new();
    if let (LayerName::Facilities, Some(facilities)) = (of.layer, &assessor.facilities) {
        for conflict in crate::risk::assess::conflicts_of(facilities, of.row, day).into_iter().take(LISTED) {
            conflicts.push(conflict_line(open, conflict)?);
        }
        let probe = open.probe(of)?;
        let degrees = |ring: Vec<Xy>| ring.into_iter().map(|at| open.plane().lnglat(at)).collect::<Vec<_>>();
        for (says, radius_m, level) in facilities.rings(of.row, day) {
            let outline = match radius_m.known() {
                Some(metres) => {
                    probe.reach(metres).into_iter().map(|rings| rings.into_iter().map(degrees).collect()).collect()
                }
                None => Vec::new(),
            };
            rings.push(RingLine { says, radius_m, level, outline });
        }
    }
    let dangers = open.city().layer(LayerName::Dangers);
    let line = |place: &u32| {
        let danger = book.ledger.dangers().get(*place as usize)?;
        let standing = book.ledger.standing(*place as usize, day)?;
        Some(DangerLine {
            id: danger.id.to_string(),
            what: dangers.and_then(|l| l.text(danger.row as usize, "what")).unwrap_or_default().to_owned(),
            level: danger.level,
            state: standing.state,
            late: standing.late,
        })
    };
    Ok(Why {
        hit: open.hit(of, None)?,
        as_of: day.to_string(),
        base: why.base.rating,
        method: why.base.method,
        dynamic: why.dynamic,
        parts: why.parts,
        raised: why.raised,
        dangers: why.open.iter().filter_map(line).collect(),
        conflicts,
        rings,
    })
}
