//! Crashes by road section, for the traffic police.

use super::super::open::Open;
use super::super::protocol::{
    EngineError, FeatureRef, Progress, Reply, SectionRow, SectionTable, SectionTotal, SectionsQuery,
};
use super::super::{Begun, Engine, Job, Step};
use super::{CLASSES, period, within};
use crate::domain::LayerName;
use crate::network::{Driven, Snapped, Snapping};
use crate::risk::sections::{CrashesBySection, SectionCrashes, by_section};
use crate::risk::working;
use crate::surface::breaks::{class_counts, class_of};
use crate::units;

/// Rows of the ranking that are sent; the counts are of all.
const LISTED: usize = 2_000;

/// The driven network and where the crashes lie on it: kept while the snapping distance stays, so that a new selection
/// is answered at once.
pub struct Network {
    roads: Driven,
    snapped: Snapped,
    counted: CrashesBySection,
    ranked: Vec<usize>,
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
        let counted = by_section(crashes.layer, &roads, &snapped);
        let ranked = counted.ranked();
        engine.network = Some(Network { roads, snapped, counted, ranked });
        Ok(Step::Done(Box::new(answer(engine, self.query.clone())?)))
    }
}

fn answer(engine: &mut Engine, query: SectionsQuery) -> Result<Reply, EngineError> {
    let (Some(network), Some(open)) = (&engine.network, &engine.open) else { return Err(EngineError::NoCity) };
    let counted = &network.counted;
    // Short sections are ranked last and do not stretch the classes of the others.
    let long = network.ranked.iter().filter(|p| !counted.sections[**p].is_short());
    let edges = query.breaks.edges(long.map(|p| counted.sections[*p].per_km()), CLASSES);
    let row = |s: &SectionCrashes| section_row(open, s, &edges);
    let rows = network.ranked.iter().take(LISTED).map(|p| row(&counted.sections[*p])).collect::<Result<_, _>>()?;
    let selected: Vec<SectionRow> = query
        .selected
        .iter()
        .filter_map(|r| network.roads.place(*r))
        .map(|p| row(&counted.sections[p]))
        .collect::<Result<_, _>>()?;
    let worst = network.ranked.first().map(|p| &counted.sections[*p]);
    let table = SectionTable {
        revision: 0,
        class_counts: class_counts(network.ranked.iter().map(|p| counted.sections[*p].per_km()), &edges),
        crashes: counted.crashes,
        unsnapped: counted.unsnapped,
        period: period(counted.days),
        years: counted.years(),
        rows,
        with_crash: network.ranked.len() as u32,
        sections: counted.sections.len() as u32,
        total: total(&selected),
        selected,
        explanation: working::sections(counted, query.snap_m, worst),
        breaks: edges,
        query,
    };
    let mut values = vec![None; open.need(LayerName::Roads)?.layer.len()];
    for s in counted.sections.iter().filter(|s| s.crashes > 0) {
        values[s.row as usize] = Some(s.per_km());
    }
    let revision = engine.paint(LayerName::Roads, &table.breaks, values.into_iter());
    Ok(Reply::Sections(Box::new(SectionTable { revision, ..table })))
}

fn section_row(open: &Open, s: &SectionCrashes, edges: &[f64]) -> Result<SectionRow, EngineError> {
    let roads = open.need(LayerName::Roads)?.layer;
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
        short: s.is_short(),
        class: (s.crashes > 0).then(|| class_of(s.per_km(), edges)).flatten(),
    })
}

fn total(rows: &[SectionRow]) -> SectionTotal {
    rows.iter().fold(SectionTotal::default(), |t, r| SectionTotal {
        sections: t.sections + 1,
        length_m: t.length_m + r.length_m,
        crashes: t.crashes + r.crashes,
        fatal: t.fatal + r.fatal,
        serious: t.serious + r.serious,
        slight: t.slight + r.slight,
        damage: t.damage + r.damage,
    })
}
