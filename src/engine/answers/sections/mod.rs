//! Crashes by road section, for the traffic police.

mod among;

use super::super::apart::tell_apart_by;
use super::super::filter::Passing;
use super::super::filter::numbers::Judged;
use super::super::open::Open;
use super::super::protocol::{
    Breaks, Classless, CrashLine, EngineError, FeatureRef, Listing, Loosened, Progress, Reply, SectionRow,
    SectionScope, SectionTable, SectionTotal, SectionsQuery,
};
use super::super::{Begun, Engine, Job, Step};
use super::histogram::Figures;
use super::{CLASSES, period, within};
use crate::dataset::dates::write_date_time;
use crate::domain::{CrashFilter, Layer, LayerName, Value};
use crate::network::{Driven, Snapped, Snapping};
use crate::risk::assess::Subject;
use crate::risk::explain::Explanation;
use crate::risk::sections::{CrashesBySection, SectionCrashes, SectionSort, by_section};
use crate::risk::working;
use crate::surface::breaks::{class_counts, class_of, of_whole_numbers};
use crate::text::said;
use crate::units::{self, LngLat};
use among::Among;
pub use among::figure;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Rows of the ranking that are sent; the counts are of all.
const LISTED: usize = 2_000;

/// Crashes of the selection that are sent; the counts are of all.
const CRASHES_LISTED: usize = 200;

/// The driven network and where the crashes lie on it: kept while the snapping distance stays, so that a new selection
/// is answered at once.
pub struct Network {
    roads: Driven,
    snapped: Snapped,
    counted: CrashesBySection,
    /// While a filter is set all crashes, whatever it lets through: over them classes are cut that stay.
    whole: Option<CrashesBySection>,
    /// The crashes that were counted, and how many are left out for a value that is unknown alone.
    filter: CrashFilter,
    left_out: u32,
    /// The districts of sections that were listed, by row: a new selection is not to look them up again.
    districts: HashMap<u32, Option<u32>>,
    /// The order last asked for, and by what.
    order: Vec<usize>,
    sort: SectionSort,
    /// Of this order what the newest question ranks.
    ranked: Vec<usize>,
    /// For each section whether that question is about it, with a crash or without.
    asked: Vec<bool>,
}

impl Network {
    fn new(roads: Driven, snapped: Snapped, crashes: &Layer) -> Self {
        let counted = by_section(crashes, &roads, &snapped, None, crashes.days("at"));
        let sort = SectionSort::default();
        Self {
            order: counted.ranked(sort),
            ranked: Vec::new(),
            asked: Vec::new(),
            roads,
            snapped,
            whole: None,
            counted,
            filter: CrashFilter::default(),
            left_out: 0,
            districts: HashMap::new(),
            sort,
        }
    }

    /// Counts the crashes of another filter: which section each is on is known.
    fn count(&mut self, crashes: &Layer, filter: &CrashFilter, passing: Option<&Passing>) {
        if self.filter == *filter {
            return;
        }
        if self.filter.shows_all() {
            self.whole = Some(std::mem::take(&mut self.counted));
        }
        self.counted = match (filter.shows_all(), self.whole.take()) {
            (true, Some(whole)) => whole,
            (_, whole) => {
                self.whole = whole;
                let rows = passing.map(|passing| passing.rows.as_slice());
                by_section(crashes, &self.roads, &self.snapped, rows, filter.period(crashes.days("at")))
            }
        };
        self.order = self.counted.ranked(self.sort);
        (self.filter, self.left_out) = (filter.clone(), passing.map_or(0, |passing| passing.left_out));
    }

    /// The driven sections.
    pub fn roads(&self) -> &Driven {
        &self.roads
    }

    /// Whether what is counted is what a query asks.
    pub fn counts(&self, query: &SectionsQuery) -> bool {
        self.snapped.max_m == query.snap_m && self.filter == query.crashes
    }

    /// What a query counts on a section, by its row in the roads layer; none where something else is counted.
    pub fn section(&self, query: &SectionsQuery, row: u32) -> Option<&SectionCrashes> {
        let place = self.roads.place(row).filter(|_| self.counts(query))?;
        self.counted.sections.get(place)
    }

    fn rank(&mut self, sort: SectionSort) {
        if self.sort != sort {
            (self.order, self.sort) = (self.counted.ranked(sort), sort);
        }
    }

    /// Ranks the sections that a question is about. Gives how many of the others are in its scope and have a crash, and of
    /// how many of these a figure is unknown and none known to be outside.
    fn choose(&mut self, among: &Among<'_>) -> (u32, u32) {
        let sections = self.counted.sections.iter().enumerate();
        // None lies outside of the scope.
        let judged = sections.map(|(place, of)| among.has(place).then(|| among.judge_but(None, of)));
        let judged: Vec<Option<Judged>> = judged.collect();
        let is = |place: &usize, wanted| judged[*place] == Some(wanted);
        let with_crash = |wanted| self.order.iter().filter(|place| is(place, wanted)).count() as u32;
        let unknown = with_crash(Judged::Unknown);
        let out = with_crash(Judged::Out) + unknown;
        self.ranked = self.order.iter().copied().filter(|place| is(place, Judged::In)).collect();
        self.asked = judged.into_iter().map(|of| of == Some(Judged::In)).collect();
        (out, unknown)
    }

    /// Whether the newest question is about a row of the roads layer.
    fn asks(&self, row: u32) -> bool {
        self.roads.place(row).is_some_and(|place| self.asked.get(place) == Some(&true))
    }
}

/// Begins a section ranking.
pub fn sections(engine: &mut Engine, query: SectionsQuery) -> Result<Begun, EngineError> {
    within("snap_m", query.snap_m, 0.0, 1_000.0, "m")?;
    engine.open()?.need(LayerName::Crashes)?;
    if engine.network.as_ref().is_some_and(|n| n.snapped.max_m == query.snap_m) {
        return Ok(Begun::Done(Box::new(answer(engine, query)?)));
    }
    let kept = engine.network.take().map(|network| network.roads);
    let open = engine.open()?;
    let layer = open.need(LayerName::Roads)?.layer;
    let roads = kept.unwrap_or_else(|| Driven::of(layer, open.plane()));
    let snapping = Snapping::new(query.snap_m);
    Ok(Begun::Working(Box::new(SectionsJob { query, roads: Some(roads), snapping: Some(snapping) })))
}

struct SectionsJob {
    query: SectionsQuery,
    roads: Option<Driven>,
    snapping: Option<Snapping>,
}

impl Job for SectionsJob {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        let crashes = engine.open()?.need(LayerName::Crashes)?;
        if let (Some(roads), Some(snapping)) = (&self.roads, &mut self.snapping)
            && let units::Step::More { done, total } = snapping.step(roads, crashes.placed.index.xy())
        {
            return Ok(Step::More(Progress { what: "sections".to_owned(), done, total }));
        }
        let (Some(roads), Some(snapping)) = (self.roads.take(), self.snapping.take()) else {
            return Err(EngineError::Stale);
        };
        let snapped = snapping.finish();
        engine.network = Some(Network::new(roads, snapped, crashes.layer));
        Ok(Step::Done(Box::new(answer(engine, self.query.clone())?)))
    }
}

fn answer(engine: &mut Engine, query: SectionsQuery) -> Result<Reply, EngineError> {
    let passing = engine.passing(&query.crashes)?;
    let (Some(network), Some(open)) = (&mut engine.network, &engine.open) else { return Err(EngineError::NoCity) };
    network.count(open.need(LayerName::Crashes)?.layer, &query.crashes, passing.as_ref());
    network.rank(query.sort);
    let among = Among::of(open, &network.roads, &query)?;
    let (out_of_range, unknown_range) = network.choose(&among);
    let counted = &network.counted;
    let in_scope = || network.order.iter().filter(|p| among.has(**p)).map(|p| &counted.sections[*p]);
    let loosened = if network.ranked.is_empty() { among.loosened(in_scope()) } else { Loosened::new() };
    let is_whole = query.is_of_all();
    let values = || network.ranked.iter().filter_map(|p| classed(&counted.sections[*p], query.sort));
    let whole = network.whole.as_ref().filter(|_| !query.own_classes);
    let mut edges = match whole {
        Some(whole) => query.breaks.edges(classed_of(whole, &among, query.sort), CLASSES),
        None => query.breaks.edges(values(), CLASSES),
    };
    // What passes a filter may lie below all that all crashes make: the lowest class reaches down to it.
    let own = !matches!(query.breaks, Breaks::Typed(_));
    if let (true, Some(lowest), Some(least)) = (own, edges.first_mut(), values().reduce(f64::min)) {
        *lowest = lowest.min(least);
    }
    let edges = if query.sort.is_rate() { edges } else { of_whole_numbers(&edges) };
    let cut_over_ranked = own && whole.is_none();
    let valued = |wanted: fn(Option<f64>) -> bool| {
        network.ranked.iter().filter(|p| wanted(query.sort.value(&counted.sections[**p]))).count() as u32
    };
    let (zero, unknown) = (valued(|v| v == Some(0.0)), valued(|v| v.is_none()));
    let short = network.ranked.iter().filter(|p| query.sort.is_rate() && counted.sections[**p].is_short()).count();
    let years = counted.years();
    let places: Vec<usize> = query.selected.iter().filter_map(|r| network.roads.place(*r)).collect();
    let on_selected = rows_on(&network.snapped, passing.as_ref(), &places);
    let row = |place: usize| section_row(open, &counted.sections[place], query.sort, years, &edges);
    let mut rows: Vec<SectionRow> = network.ranked.iter().take(LISTED).map(|p| row(*p)).collect::<Result<_, _>>()?;
    let mut selected: Vec<SectionRow> = places.iter().map(|p| row(*p)).collect::<Result<_, _>>()?;
    let districts = &mut network.districts;
    let ranks: HashMap<u32, u32> =
        network.ranked.iter().zip(1..).map(|(place, rank)| (network.roads.row(*place), rank)).collect();
    for row in rows.iter_mut().chain(&mut selected) {
        row.rank = ranks.get(&row.hit.feature.row).copied();
    }
    // As they are ranked; what is in no ranking, as it lies in the file.
    selected.sort_by_key(|row| (row.rank.is_none(), row.rank));
    for list in [&mut rows, &mut selected] {
        tell_apart_by(open, list.iter_mut().take(LISTED).map(|r| &mut r.hit), |of, at| {
            *districts.entry(of.row).or_insert_with(|| open.district_of(of, at))
        });
    }
    let asked = working::CrashesAsked { filter: &query.crashes, left_out: network.left_out };
    let worst = network.ranked.first().map(|p| &counted.sections[*p]);
    let explanation = working::sections(counted, query.snap_m, query.sort, worst, &asked);
    let table = SectionTable {
        revision: 0,
        class_counts: class_counts(values(), &edges),
        crashes: counted.crashes,
        left_out: network.left_out,
        unsnapped: counted.unsnapped,
        period: period(counted.days),
        years,
        rows,
        with_crash: network.ranked.len() as u32,
        ranked_crashes: network.ranked.iter().map(|place| counted.sections[*place].crashes).sum(),
        in_scope: among.size(counted.sections.len()),
        out_of_range,
        unknown_range,
        loosened,
        short: short as u32,
        zero,
        unknown,
        sections: counted.sections.len() as u32,
        third: if is_whole { counted.fewest_with_a_third() } else { None },
        selection: working::selection(counted, &places, query.snap_m, &asked),
        total: total(places.len(), &counted.total(places.iter().copied()), years),
        events: crash_lines(open, &on_selected)?,
        line: line_of(open, &selected),
        selected,
        explanation: if is_whole { explanation } else { among_said(explanation, cut_over_ranked) },
        breaks: edges,
        query,
    };
    let mut values = vec![None; open.need(LayerName::Roads)?.layer.len()];
    for s in network.ranked.iter().map(|place| &counted.sections[*place]) {
        values[s.row as usize] = classed(s, table.query.sort);
    }
    let ranked = listed(engine, &table, &on_selected);
    engine.rankings.keep(Listing::Sections(table.query.clone()), ranked);
    let revision = engine.paint(LayerName::Roads, &table.breaks, values.into_iter());
    Ok(Reply::Sections(Box::new(SectionTable { revision, ..table })))
}

/// The working of a ranking that is not of all sections, whose classes may be cut over the ranked ones.
fn among_said(mut of: Explanation, cut_over_ranked: bool) -> Explanation {
    of.notes.push(said!(
        "只排所选范围内、数值在所设范围内的路段；各路段的数值与全市排名里的相同。",
        "Only sections of the chosen scope whose figures lie in the ranges set are ranked; their figures are those of the \
         city's ranking."
    ));
    let cut = cut_over_ranked.then(|| said!("分级按参加排名的路段划分。", "Classes are cut over the ranked ones."));
    of.notes.extend(cut);
    of
}

/// What a table lists: the sections as they are ranked; of a ranking of the selection those without a crash too, behind
/// them, where no range leaves them out. And the crashes on the selected ones.
fn listed(engine: &Engine, table: &SectionTable, crashes: &[u32]) -> Vec<Subject> {
    let Some(network) = &engine.network else { return Vec::new() };
    let of_selection = table.query.scope == SectionScope::Selected;
    let without = table.selected.iter().filter(|row| of_selection && row.crashes == 0);
    let without = without.map(|row| row.hit.feature.row).filter(|row| network.asks(*row));
    let ranked = network.ranked.iter().map(|place| network.roads.row(*place));
    let sections = ranked.chain(without).map(|row| (LayerName::Roads, row));
    sections.chain(crashes.iter().map(|row| (LayerName::Crashes, *row))).collect()
}

/// The rows of the crashes on some sections that pass the filter. Looks at every crash of the city.
fn rows_on(snapped: &Snapped, passing: Option<&Passing>, places: &[usize]) -> Vec<u32> {
    if places.is_empty() {
        return Vec::new();
    }
    let places: HashSet<usize> = places.iter().copied().collect();
    let passes = |row: usize| passing.is_none_or(|passing| passing.rows[row]);
    let is_there = |row: &usize| passes(*row) && snapped.section(*row).is_some_and(|place| places.contains(&place));
    (0..snapped.len()).filter(is_there).map(|row| row as u32).collect()
}

/// Some crashes as they are listed, the newest first; of one moment by row.
fn crash_lines(open: &Open, rows: &[u32]) -> Result<Vec<CrashLine>, EngineError> {
    let crashes = open.need(LayerName::Crashes)?.layer;
    let moment = |row: usize| match crashes.value(row, "at") {
        Some(Value::DateTime(seconds)) => Some(seconds),
        _ => None,
    };
    let mut rows: Vec<usize> = rows.iter().map(|row| *row as usize).collect();
    rows.sort_by_cached_key(|row| (Reverse(moment(*row)), *row));
    let line = |row: usize| {
        let text = |field| crashes.text(row, field).map(str::to_owned);
        let at = moment(row).map(write_date_time).unwrap_or_default().replace('T', " ");
        Ok(CrashLine {
            hit: open.hit(FeatureRef { layer: LayerName::Crashes, row: row as u32 }, None)?,
            at: at.get(..16).unwrap_or(&at).to_owned(),
            severity: text("severity").unwrap_or_default(),
            party: text("party"),
            deaths: crashes.number(row, "deaths"),
            injured: crashes.number(row, "injured"),
        })
    };
    rows.into_iter().take(CRASHES_LISTED).map(line).collect()
}

/// The line of the one selected section, its longest part: what lies along it can be asked for.
fn line_of(open: &Open, selected: &[SectionRow]) -> Vec<LngLat> {
    let ([one], Some(roads)) = (selected, open.city().layer(LayerName::Roads)) else { return Vec::new() };
    let shape = roads.shapes().get(one.hit.feature.row as usize);
    shape.parts().map(|(part, _)| part).max_by_key(|part| part.len()).map(<[LngLat]>::to_vec).unwrap_or_default()
}

/// Every row of the ranking that a table has the head of.
pub fn whole_ranking(engine: &Engine, of: &SectionTable) -> Result<Vec<SectionRow>, EngineError> {
    let (Some(network), Some(open)) = (&engine.network, &engine.open) else { return Err(EngineError::NoCity) };
    let places = network.ranked.iter().map(|place| &network.counted.sections[*place]);
    let row = |(s, rank): (&SectionCrashes, u32)| {
        Ok(SectionRow { rank: Some(rank), ..section_row(open, s, of.query.sort, of.years, &of.breaks)? })
    };
    places.zip(1..).map(row).collect()
}

/// A section's crashes in the question that was asked last.
pub struct RowCrashes {
    /// Its row.
    pub row: u32,
    /// Its crashes.
    pub crashes: u32,
    /// Whether the question is about it.
    pub asked: bool,
}

/// The crashes of every driven section in the ranking that was asked for last.
pub fn crashes_by_row(engine: &Engine) -> Vec<RowCrashes> {
    let Some(network) = &engine.network else { return Vec::new() };
    let of = |(s, asked): (&SectionCrashes, &bool)| RowCrashes { row: s.row, crashes: s.crashes, asked: *asked };
    network.counted.sections.iter().zip(&network.asked).map(of).collect()
}

/// Why some rows of the roads layer are in no class of the ranking that was asked for last; all 0 where none was. Rows that
/// are no driven section are not counted.
pub fn classless(engine: &Engine, rows: &[u32]) -> Classless {
    let mut of = Classless::default();
    let Some(network) = &engine.network else { return of };
    for s in rows.iter().filter_map(|row| network.counted.sections.get(network.roads.place(*row)?)) {
        match network.sort.value(s) {
            _ if !network.asks(s.row) => of.outside += 1,
            _ if s.crashes == 0 => of.none += 1,
            _ if network.sort.is_rate() && s.is_short() => of.short += 1,
            Some(0.0) => of.zero += 1,
            None => of.unknown += 1,
            Some(_) => {}
        }
    }
    of
}

/// The values of all asked sections that are in a class.
fn classed_of(of: &CrashesBySection, among: &Among<'_>, sort: SectionSort) -> impl Iterator<Item = f64> {
    let asked = of.sections.iter().enumerate().filter(|(place, s)| s.crashes > 0 && among.ranks(*place, s));
    asked.filter_map(move |(_, s)| classed(s, sort))
}

/// The values of a number of the sections that a question ranks but for its range of that number: of all in the scope, and
/// of those.
pub fn values(engine: &mut Engine, query: &SectionsQuery, number: &str) -> Result<Figures, EngineError> {
    let (Some(network), Some(open)) = (&engine.network, &engine.open) else { return Err(EngineError::NoCity) };
    let among = Among::of(open, &network.roads, query)?;
    let sections =
        network.order.iter().filter(|place| among.has(**place)).map(|place| &network.counted.sections[*place]);
    let passing = sections.clone().filter(|of| among.judge_but(Some(number), of) == Judged::In);
    let figures = |of: &SectionCrashes| figure(of, number);
    Ok(Figures { passing: passing.map(figures).collect(), all: sections.map(figures).collect() })
}

/// The value that puts a section into a class. A rate over a short section means little: it is in none, so that legend,
/// map and table count the same, and the classes of the others are not stretched.
fn classed(s: &SectionCrashes, sort: SectionSort) -> Option<f64> {
    sort.value(s).filter(|v| *v > 0.0 && !(sort.is_rate() && s.is_short()))
}

fn section_row(
    open: &Open,
    s: &SectionCrashes,
    sort: SectionSort,
    years: Option<f64>,
    edges: &[f64],
) -> Result<SectionRow, EngineError> {
    let roads = open.need(LayerName::Roads)?.layer;
    let value = sort.value(s);
    Ok(SectionRow {
        hit: open.hit(FeatureRef { layer: LayerName::Roads, row: s.row }, None)?,
        class_code: roads.text(s.row as usize, "class").unwrap_or_default().to_owned(),
        length_m: s.length_m,
        crashes: s.crashes,
        fatal: s.fatal,
        serious: s.serious,
        slight: s.slight,
        damage: s.damage,
        per_km: s.per_km(),
        per_km_year: years.and_then(|years| s.per_km_year(years)),
        deaths: s.deaths_known(),
        deaths_unknown: s.deaths_unknown,
        epdo: s.epdo(),
        epdo_per_km: s.epdo_per_km(),
        value,
        short: s.is_short(),
        class: classed(s, sort).filter(|_| s.crashes > 0).and_then(|v| class_of(v, edges)),
        rank: None,
    })
}

fn total(sections: usize, sum: &SectionCrashes, years: Option<f64>) -> SectionTotal {
    SectionTotal {
        sections: sections as u32,
        length_m: sum.length_m,
        crashes: sum.crashes,
        fatal: sum.fatal,
        serious: sum.serious,
        slight: sum.slight,
        damage: sum.damage,
        per_km: sum.per_km(),
        per_km_year: years.and_then(|years| sum.per_km_year(years)),
        deaths: sum.deaths_known(),
        deaths_unknown: sum.deaths_unknown,
        epdo: sum.epdo(),
        epdo_per_km: sum.epdo_per_km(),
    }
}
