//! The conflicts as a table: counted, filtered, with their working.

use super::super::super::RowFilter;
use super::super::super::apart::tell_apart;
use super::super::super::open::Open;
use super::super::super::protocol::{
    ConflictLine, ConflictTable, ConflictsQuery, EngineError, FeatureRef, FilterPart, KindCount, Loosened,
};
use super::tell::Teller;
use super::why::conflict_line;
use crate::domain::LayerName;
use crate::risk::assess::{Conflict, Searched, Subject};
use crate::risk::explain::{Explanation, Origin, Step};
use crate::risk::parts::{count, input, number, screening};
use crate::text::{said, same};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Hazards of unknown reach that are named; the others are counted.
const NAMED: usize = 100;

/// The table of a search, and both ends of all its pairs, in order, each once.
pub(super) fn table(
    (open, teller): (&Open, &Teller<'_>),
    query: ConflictsQuery,
    as_of: String,
    found: Searched,
) -> Result<(ConflictTable, Vec<Subject>), EngineError> {
    let facilities = open.need(LayerName::Facilities)?.layer;
    let kind = |row: u32| facilities.text(row as usize, "kind").unwrap_or_default();
    let is_of_kind = |row: u32| query.kind.as_deref().is_none_or(|wanted| kind(row) == wanted);
    let within = Within::of(open, query.district)?;
    let is_here = |c: &Conflict| within.has(LayerName::Facilities, c.facility) || within.has(c.layer, c.row);
    let site_of = |c: &Conflict| site_kind(open, c.layer, c.row);
    let is_at = |c: &Conflict| query.site.as_deref().is_none_or(|wanted| site_of(c) == wanted);
    let count_of = |passes: &dyn Fn(&Conflict) -> bool| found.conflicts.iter().filter(|c| passes(c)).count() as u32;
    // Each filter alone dropped; asked for only where nothing is left.
    let loosened = || -> Loosened {
        let without = [
            (FilterPart::Hazard, query.kind.is_some(), count_of(&|c| is_here(c) && is_at(c))),
            (FilterPart::SiteKind, query.site.is_some(), count_of(&|c| is_here(c) && is_of_kind(c.facility))),
            (FilterPart::District, query.district.is_some(), count_of(&|c| is_of_kind(c.facility) && is_at(c))),
        ];
        without.into_iter().filter(|(_, is, n)| *is && *n > 0).map(|(part, _, n)| (part, n)).collect()
    };
    let here: Vec<Conflict> = found.conflicts.iter().filter(|c| is_here(c)).cloned().collect();
    let kinds = counted(here.iter().filter(|c| is_at(c)).map(|c| kind(c.facility)));
    let site_kinds = counted(here.iter().filter(|c| is_of_kind(c.facility)).map(site_of));
    let pairs: Vec<Conflict> = here.into_iter().filter(|c| is_of_kind(c.facility) && is_at(c)).collect();
    let loosened = if pairs.is_empty() { loosened() } else { Loosened::new() };
    let mut seen = BTreeSet::new();
    let ends = pairs.iter().flat_map(|c| [(LayerName::Facilities, c.facility), (c.layer, c.row)]);
    let ends: Vec<Subject> = ends.filter(|end| seen.insert(*end)).collect();
    let hazards = pairs.iter().map(|c| c.facility).collect::<BTreeSet<_>>().len() as u32;
    let sites = pairs.iter().map(|c| (c.layer, c.row)).collect::<BTreeSet<_>>().len() as u32;
    let asked = |row: u32| is_of_kind(row) && within.has(LayerName::Facilities, row);
    let ringed: Vec<(u32, bool)> = found.ringed.into_iter().filter(|(row, _)| asked(*row)).collect();
    let open_rows: Vec<u32> = ringed.iter().filter(|(_, known)| !known).map(|(row, _)| *row).collect();
    let total = pairs.len() as u32;
    let lines = pairs.into_iter().take(query.limit as usize).map(|c| conflict_line(open, c));
    let mut rows: Vec<ConflictLine> = lines.collect::<Result<_, _>>()?;
    tell_apart(open, rows.iter_mut().map(|row| &mut row.site));
    teller.tell(rows.iter_mut().flat_map(|row| [&mut row.hazard, &mut row.site]));
    let hit = |row: &u32| open.hit(FeatureRef { layer: LayerName::Facilities, row: *row }, None).ok();
    let (ringed, unknown) = (ringed.len() as u32, open_rows.len() as u32);
    let explanation = working(total, ringed, unknown, facilities.len() as u32, rows.first());
    let table = ConflictTable {
        as_of,
        count: total,
        loosened,
        hazards,
        sites,
        kinds,
        site_kinds,
        ringed,
        unknown,
        unknown_rows: open_rows.iter().filter_map(hit).take(NAMED).collect(),
        rows,
        explanation,
        query,
    };
    Ok((table, ends))
}

/// The kind of a site: its own, or its layer where that has no kinds.
fn site_kind(open: &Open, layer: LayerName, row: u32) -> &str {
    let own = open.city().layer(layer).and_then(|layer| layer.text(row as usize, "kind"));
    own.unwrap_or(layer.code())
}

/// How many of some kinds, most first.
fn counted<'a>(kinds: impl Iterator<Item = &'a str>) -> Vec<KindCount> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for kind in kinds {
        *counts.entry(kind).or_default() += 1;
    }
    let mut counts: Vec<KindCount> =
        counts.into_iter().map(|(kind, count)| KindCount { kind: kind.to_owned(), count }).collect();
    counts.sort_by_key(|k| Reverse(k.count));
    counts
}

/// What lies in the district that is asked about.
struct Within(Option<BTreeMap<LayerName, Vec<bool>>>);

impl Within {
    fn of(open: &Open, district: Option<u32>) -> Result<Self, EngineError> {
        let Some(row) = district else { return Ok(Self(None)) };
        open.feature(FeatureRef { layer: LayerName::Districts, row })?;
        let mask = |name: LayerName| (name, RowFilter::new(name, &[], district).mask(open, name));
        let layers = [LayerName::Facilities, LayerName::Venues, LayerName::Residents];
        Ok(Self(Some(layers.into_iter().map(mask).collect())))
    }

    fn has(&self, layer: LayerName, row: u32) -> bool {
        let Some(masks) = &self.0 else { return true };
        masks.get(&layer).and_then(|mask| mask.get(row as usize)).copied().unwrap_or(false)
    }
}

/// How the pairs were found, with the numbers of the first.
fn working(pairs: u32, ringed: u32, unknown: u32, facilities: u32, first: Option<&ConflictLine>) -> Explanation {
    let n = |n: u32| count(u64::from(n));
    let rings = Step {
        says: said!(
            "{0} 处设施有影响圈：爆炸品按药量，压力容器按介质和存量",
            "{0} facilities have rings: explosives by their quantity, vessels by substance and mass",
            n(ringed)
        ),
        inputs: vec![input(
            "",
            said!("危险设施", "facilities"),
            Some(f64::from(facilities)),
            "",
            Origin::Layer(LayerName::Facilities.code().into(), facilities),
        )],
        ..Step::default()
    };
    let mut pair = Step {
        says: said!(
            "圈内有人居住或聚集的场所：{0} 对，边界到边界",
            "Sites inside in which people live or gather: {0} pairs, boundary to boundary",
            n(pairs)
        ),
        formula: "D = r − d > 0".into(),
        ..Step::default()
    };
    if let Some(line) = first {
        let c = &line.conflict;
        let ring = c.ring.words();
        pair.substituted = same!("{0} = {1} − {2}", number(c.deficit_m), number(c.radius_m.low), number(c.distance_m));
        pair.inputs = vec![
            input(
                "r",
                said!("圈的半径（{0}）", "radius of the ring ({0})", ring),
                Some(c.radius_m.low),
                "m",
                Origin::Computed,
            ),
            input(
                "d",
                said!("{0} 到 {1}", "{0} to {1}", &line.hazard.name, &line.site.name),
                Some(c.distance_m),
                "m",
                Origin::Computed,
            ),
        ];
    }
    let order = Step {
        says: said!(
            "每对只记一次，取最严重的圈，再取入圈最深的；先按圈的等级，再按欠的距离排",
            "Each pair is told once, in its gravest ring, then the one it is deepest in; ranked by the ring's level, then by how much is short"
        ),
        ..Step::default()
    };
    let mut unknowns = Vec::new();
    if unknown > 0 {
        unknowns.push(said!(
            "{0} 处设施的影响圈半径未知（数量未填），圈内有谁不作判断",
            "{0} facilities have a ring of unknown reach (no quantity): who is inside is not told",
            n(unknown)
        ));
    }
    Explanation {
        title: said!("影响圈与敏感场所的冲突", "Conflicts between hazard rings and sensitive sites"),
        steps: vec![rings, pair, order],
        unknown: unknowns,
        notes: vec![
            screening(),
            said!(
                "只有许可证上的外部距离是规定的距离；其余各圈为参考。没有确定在圈内的，不列。",
                "Only the distances of a licence are prescribed; all other rings are for reference. What is not surely inside is not listed."
            ),
        ],
        completeness: (ringed > 0).then(|| f64::from(ringed - unknown) / f64::from(ringed)),
    }
}
