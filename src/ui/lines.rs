//! Answers as rows of a ranking.

use super::parts::{Mark, RankLine};
use super::sentences::{
    change_figure, change_reason, count_figure, count_reason, exposure_reason, exposure_value, level_figure,
    level_line, overview_change, overview_reason, people_word, ranked_value, section_reason, section_value,
    venue_reason,
};
use super::terms::{self, number};
use super::words::Word;
use crate::engine::{
    Changes, Comparison, CountChange, ExposureRow, ExposureTable, LevelChange, LevelRow, LevelsTable, OverviewRow,
    OverviewTable, SectionRow, SectionTable, VenueSort, VenueTable,
};
use crate::map::palette::Palette;
use crate::risk::change::CHANCE;
use crate::text::Lang;
use crate::units::{LngLat, LngLatBox};

/// The mark of a class.
pub fn class_mark(class: Option<u8>, classes: usize, palette: &Palette) -> Mark {
    let colour = class.and_then(|c| palette.amount(classes).get(usize::from(c)).cloned());
    colour.map_or(Mark::NoClass, Mark::Class)
}

/// A box with so many metres around it.
fn around(of: LngLatBox, metres: f64) -> LngLatBox {
    let north = metres / 111_320.0;
    let east = north / of.centre().lat.to_radians().cos().max(0.01);
    LngLatBox { west: of.west - east, south: of.south - north, east: of.east + east, north: of.north + north }
}

/// A box with a place.
fn with(of: LngLatBox, place: Option<LngLat>) -> LngLatBox {
    LngLatBox::around(place).map_or(of, |other| of.union(other))
}

/// Rows of an exposure ranking. What is seen with a feature is who is near.
pub fn exposure_lines(table: &ExposureTable, palette: &Palette, lang: Lang) -> Vec<RankLine> {
    let line = |row: &ExposureRow| RankLine {
        hit: row.hit.clone(),
        mark: class_mark(row.class, table.breaks.len(), palette),
        sight: around(row.hit.bounds, table.query.distance_m),
        reason: exposure_reason(row, lang),
        figure: exposure_value(row),
        under: exposure_unit(row).fill(lang, &[&number(row.value)]),
    };
    table.rows.iter().map(line).collect()
}

/// What the ranked figure of an exposure counts.
const fn exposure_unit(row: &ExposureRow) -> Word {
    match row.counted.is_night() {
        Some(false) => Word::UnitPeopleDay,
        Some(true) => Word::UnitPeopleNight,
        None => Word::UnitVenues,
    }
}

/// How much around a place is seen with it, metres: as far as residents count for a plant.
const AROUND_M: f64 = 500.0;

/// Rows of a ranking of levels.
pub fn level_lines(table: &LevelsTable, lang: Lang) -> Vec<RankLine> {
    let kind = table.query.kind;
    let line = |row: &LevelRow| RankLine {
        hit: row.hit.clone(),
        mark: Mark::Level(row.rating(kind).level()),
        sight: around(row.hit.bounds, AROUND_M),
        reason: level_line(table, row, lang),
        figure: level_figure(row, kind, lang),
        under: String::new(),
    };
    table.rows.iter().map(line).collect()
}

/// What differs between two compared states.
pub fn change_lines(of: &Comparison, lang: Lang) -> Vec<RankLine> {
    let level = |row: &LevelChange| RankLine {
        hit: row.hit.clone(),
        mark: Mark::Level(row.to),
        sight: around(row.hit.bounds, AROUND_M),
        reason: change_reason(row, lang),
        figure: change_figure(row, lang),
        under: String::new(),
    };
    let counted = |row: &CountChange| RankLine {
        hit: row.hit.clone(),
        mark: Mark::Kind { worry: row.after > row.before && row.chance < CHANCE },
        sight: row.hit.bounds,
        reason: count_reason(row, lang),
        figure: count_figure(row),
        under: Word::ComparedCrashes.fill(lang, &[&terms::count(row.before.into()), &terms::count(row.after.into())]),
    };
    match &of.changes {
        Changes::Levels(changes) => changes.rows.iter().map(level).collect(),
        Changes::Counts(changes) => changes.rows.iter().map(counted).collect(),
        Changes::None => Vec::new(),
    }
}

/// Rows of the overview: why, whom it concerns, and what a month has changed.
pub fn overview_lines(table: &OverviewTable, lang: Lang) -> Vec<RankLine> {
    let line = |of: &OverviewRow| RankLine {
        hit: of.row.hit.clone(),
        mark: Mark::Level(of.row.dynamic.level()),
        sight: around(of.row.hit.bounds, AROUND_M),
        reason: overview_reason(of, lang),
        figure: of.people.map_or_else(|| Word::Unknown.said(lang).to_owned(), number),
        under: overview_change(of, lang),
    };
    table.rows.iter().map(line).collect()
}

/// Rows of a section ranking.
pub fn section_lines(table: &SectionTable, palette: &Palette, lang: Lang) -> Vec<RankLine> {
    let line = |row: &SectionRow| {
        let (figure, unit) = section_value(row, table.query.sort, lang);
        RankLine {
            hit: row.hit.clone(),
            mark: class_mark(row.class, table.breaks.len(), palette),
            sight: row.hit.bounds,
            reason: section_reason(row, lang),
            under: unit.fill(lang, &[&figure]),
            figure,
        }
    };
    table.rows.iter().map(line).collect()
}

/// Rows of a venue ranking. What is seen with a venue is the nearest station.
pub fn venue_lines(table: &VenueTable, lang: Lang) -> Vec<RankLine> {
    let sort = table.query.sort;
    let line = |row: &crate::engine::VenueRow| {
        let (figure, under) = match (ranked_value(row, sort), sort) {
            (None, _) => (Word::Unknown.said(lang).to_owned(), String::new()),
            (Some(v), VenueSort::People | VenueSort::Level) => {
                (number(v), people_word(row.people).fill(lang, &[&number(v)]))
            }
            (Some(v), VenueSort::Floors) => (number(v), Word::UnitFloors.fill(lang, &[&number(v)])),
            (Some(v), VenueSort::StationDistance | VenueSort::HydrantDistance) => {
                let (value, unit) = terms::metres_parts(v);
                (value, unit.to_owned())
            }
        };
        RankLine {
            hit: row.hit.clone(),
            mark: row.hit.level.map_or(Mark::Kind { worry: row.worry }, Mark::Level),
            sight: with(row.hit.bounds, row.station.as_ref().map(|station| station.at)),
            reason: venue_reason(row, sort, &table.query.ranges, lang),
            figure,
            under,
        }
    };
    table.rows.iter().map(line).collect()
}
