//! Answers as rows of a ranking.

use super::parts::{Mark, RankLine};
use super::sentences::{exposure_reason, ranked_value, section_reason, venue_reason};
use super::terms::{self, number};
use super::words::Word;
use crate::engine::{ExposureTable, SectionTable, VenueSort, VenueTable};
use crate::map::palette::Palette;
use crate::text::Lang;

/// The mark of a class.
pub fn class_mark(class: Option<u8>, classes: usize, palette: &Palette) -> Mark {
    let colour = class.and_then(|c| palette.amount(classes).get(usize::from(c)).cloned());
    colour.map_or(Mark::NoClass, Mark::Class)
}

/// Rows of an exposure ranking.
pub fn exposure_lines(table: &ExposureTable, palette: &Palette, lang: Lang) -> Vec<RankLine> {
    let unit = if table.by_people { Word::PeopleUnit } else { Word::VenuesUnit }.said(lang);
    let line = |row: &crate::engine::ExposureRow| RankLine {
        hit: row.hit.clone(),
        mark: class_mark(row.class, table.breaks.len(), palette),
        reason: exposure_reason(row, table.by_people, lang),
        figure: number(row.value),
        under: unit.to_owned(),
    };
    table.rows.iter().map(line).collect()
}

/// Rows of a section ranking.
pub fn section_lines(table: &SectionTable, palette: &Palette, lang: Lang) -> Vec<RankLine> {
    let line = |row: &crate::engine::SectionRow| RankLine {
        hit: row.hit.clone(),
        mark: class_mark(row.class, table.breaks.len(), palette),
        reason: section_reason(row, lang),
        figure: number(row.per_km),
        under: Word::PerKm.said(lang).to_owned(),
    };
    table.rows.iter().map(line).collect()
}

/// Rows of a venue ranking.
pub fn venue_lines(table: &VenueTable, lang: Lang) -> Vec<RankLine> {
    let sort = table.query.sort;
    let line = |row: &crate::engine::VenueRow| {
        let (figure, under) = match (ranked_value(row, sort), sort) {
            (None, _) => (Word::Unknown.said(lang).to_owned(), String::new()),
            (Some(v), VenueSort::People) => (number(v), Word::PeopleUnit.said(lang).to_owned()),
            (Some(v), VenueSort::Floors) => (number(v), Word::FloorsUnit.said(lang).to_owned()),
            (Some(v), VenueSort::StationDistance | VenueSort::HydrantDistance) => {
                let (value, unit) = terms::metres_parts(v);
                (value, unit.to_owned())
            }
        };
        RankLine {
            hit: row.hit.clone(),
            mark: Mark::Kind { worry: row.worry },
            reason: venue_reason(row, sort, lang),
            figure,
            under,
        }
    };
    table.rows.iter().map(line).collect()
}
