//! The levels of districts: each has the worst of all that stands in it.

use super::super::super::Engine;
use super::super::super::protocol::{
    DistrictLevels, EngineError, FeatureRef, FilterPart, LevelCount, LevelKind, LevelRow, LevelsQuery, LevelsTable,
    Loosened,
};
use super::day_of;
use super::table::{Ranked, Told, by_worst, count, open_dangers};
use crate::domain::{LayerName, Level};
use crate::risk::assess::{Base, RATED};
use crate::risk::district_levels;
use crate::risk::rating::Rating;
use std::collections::BTreeMap;

/// What stands in a district.
#[derive(Default)]
struct Inside {
    of: Vec<(Base, Rating)>,
    open: u32,
    overdue: u32,
    falsely: u32,
}

impl Inside {
    fn levels(&self, kind: LevelKind) -> district_levels::Levels {
        let mut levels = district_levels::Levels::default();
        for (base, dynamic) in &self.of {
            levels.add(if kind == LevelKind::Base { base.rating } else { *dynamic });
        }
        levels
    }
}

/// The table without its revision, the classes that the districts are painted in, and all that it ranks.
pub(super) fn ranked(engine: &Engine, query: LevelsQuery, told: &mut Told) -> Result<Ranked, EngineError> {
    let open = engine.open()?;
    let day = day_of(open, query.as_of.as_deref())?;
    let (book, levels) = engine.book.as_ref().zip(engine.levels.as_ref()).ok_or(EngineError::NoCity)?;
    let layer = open.need(LayerName::Districts)?.layer;
    let mut inside: BTreeMap<Option<u32>, Inside> = BTreeMap::new();
    for name in RATED {
        let Some(subjects) = open.city().layer(name) else { continue };
        let (base, dynamic) = (levels.base(name), levels.dynamic(name));
        let districts = told.districts_of(open, subjects);
        for (row, district) in districts.iter().enumerate() {
            let (Some(base), Some(dynamic)) = (base.get(row), dynamic.get(row)) else { continue };
            let its = inside.entry(*district).or_default();
            let dangers = open_dangers(book, (name, row as u32), day);
            its.of.push((*base, *dynamic));
            its.open += dangers.open;
            its.overdue += dangers.overdue;
            its.falsely += dangers.falsely;
        }
    }
    // What holds other districts and nothing of its own is told by these.
    let names: Vec<&str> = (0..layer.len()).filter_map(|row| layer.text(row, "parent")).collect();
    for row in 0..layer.len() as u32 {
        if !names.contains(&layer.id(row as usize)) {
            inside.entry(Some(row)).or_default();
        }
    }
    let mut districts = Vec::with_capacity(inside.len());
    for (district, its) in &inside {
        let hit = district.map(|row| open.hit(FeatureRef { layer: LayerName::Districts, row }, None)).transpose()?;
        let worst = its.levels(LevelKind::Dynamic).worst();
        districts.push(DistrictLevels { hit, worst, counts: count(its.of.iter().copied()) });
    }
    by_worst(&mut districts, query.kind);
    let wanted = |row: u32| query.district.is_none_or(|district| district == row);
    let rating = |its: &Inside, kind: LevelKind| match its.levels(kind).worst() {
        Level::Unrated => Rating::unknown(),
        level => Rating::exactly(level),
    };
    let row_of = |district: &DistrictLevels| -> Option<LevelRow> {
        let hit = district.hit.clone()?;
        let its = inside.get(&Some(hit.feature.row)).filter(|_| wanted(hit.feature.row))?;
        let levels = its.levels(query.kind);
        let rated = 1.0 - levels.share(Level::Unrated).unwrap_or(1.0);
        Some(LevelRow {
            base: rating(its, LevelKind::Base),
            dynamic: rating(its, LevelKind::Dynamic),
            method: None,
            completeness: (levels.total() > 0).then_some(rated),
            missing: Vec::new(),
            open: its.open,
            overdue: its.overdue,
            falsely: its.falsely,
            hit,
        })
    };
    let all: Vec<LevelRow> = districts.iter().filter_map(row_of).collect();
    let counts = Level::ALL.map(|level| LevelCount {
        level,
        base: all.iter().filter(|row| row.base.level() == level).count() as u32,
        dynamic: all.iter().filter(|row| row.dynamic.level() == level).count() as u32,
    });
    let mut classes = vec![Level::Unrated.class(); layer.len()];
    for (district, its) in inside.iter().filter_map(|(district, its)| Some(((*district)?, its))) {
        if let Some(class) = classes.get_mut(district as usize) {
            *class = rating(its, query.kind).level().class();
        }
    }
    let is_asked = |row: &LevelRow| row.rating(query.kind).level().is_among(&query.levels);
    let in_district = all.len() as u32;
    let all: Vec<LevelRow> = all.into_iter().filter(is_asked).collect();
    let loosened =
        (all.is_empty() && in_district > 0 && !query.levels.is_empty()).then_some((FilterPart::Levels, in_district));
    let ranked = all.iter().map(|row| row.hit.feature.row).collect();
    let worst = all.first().and_then(|row| inside.get(&Some(row.hit.feature.row)));
    let explanation = district_levels::explain(&worst.map(|its| its.levels(query.kind)).unwrap_or_default());
    let table = LevelsTable {
        left_out: 0,
        loosened: Loosened::from_iter(loosened),
        revision: 0,
        as_of: day.to_string(),
        counts: counts.to_vec(),
        rows: all.into_iter().take(query.limit as usize).collect(),
        districts,
        explanation: explanation.explanation,
        query,
    };
    Ok((table, classes, ranked))
}
