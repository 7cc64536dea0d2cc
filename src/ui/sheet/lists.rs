//! The workbenches' lists as tables: text as text, unknown said as unknown, levels with shape and letter.

use super::html::{Column, Galley, escape};
use super::marks;
use crate::domain::{LayerName, Level};
use crate::engine::{
    Changes, Comparison, ConflictTable, CountChange, DensityParts, ExposureTable, Hit, LedgerTable, LevelChange,
    LevelsTable, OverviewTable, SectionRow, SectionTable, VenueTable,
};
use crate::text::Lang;
use crate::ui::dangers::{late, next, no_target, overdue_days, signed, target};
use crate::ui::sentences::{
    change_reason, count_figure, count_reason, deaths, exposure_figure, exposure_reason, level_figure, level_line,
    overview_change, overview_reason, pair_figure, pair_reason, short, site_name,
};
use crate::ui::terms::{self, count, metres, number};
use crate::ui::values::in_line;
use crate::ui::words::Word;

/// Rows of a list that is not asked for whole.
pub const HEAD: usize = 30;

/// A list that becomes a table.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// What it lists.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; cells are HTML.
    pub rows: Vec<Vec<String>>,
    /// How many rows there are in all: the page may have fewer.
    pub all: usize,
}

impl List {
    /// Writes the list, whole or its head; how many are left out is said.
    pub fn write(&self, galley: &mut Galley, whole: bool, lang: Lang) {
        let shown = if whole { self.rows.len() } else { self.rows.len().min(HEAD) };
        let n = |n: usize| count(n as u64);
        let note = if shown < self.all {
            Word::SheetRowsOf.fill(lang, &[&n(shown), &n(self.all)])
        } else {
            Word::SheetRows.fill(lang, &[&n(self.all)])
        };
        if shown > 0 {
            galley.heading(&self.title, &note);
            galley.table(&self.columns, self.rows.iter().take(shown).cloned());
        }
    }
}

fn unknown(lang: Lang) -> String {
    Word::Unknown.said(lang).to_owned()
}

/// A name, with what tells it from others of its name, and whether it is the reader's own.
pub fn name(hit: &Hit, lang: Lang) -> String {
    let own = if hit.own { terms::own_mark(lang) } else { "" };
    let remarks = [lang.of(&hit.apart), own].into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>();
    match remarks.join(" · ").as_str() {
        "" => escape(lang.of(&hit.name)),
        said => format!("{} <small>{}</small>", escape(lang.of(&hit.name)), escape(said)),
    }
}

/// What a thing is called: its kind, or its layer's one.
pub fn kind(hit: &Hit, lang: Lang) -> String {
    match hit.kind.as_str() {
        "" => terms::one(hit.feature.layer, lang).to_owned(),
        kind => terms::kind(hit.feature.layer, kind, lang),
    }
}

fn rank(n: usize) -> String {
    count(n as u64 + 1)
}

fn level(of: Level, figure: &str) -> String {
    marks::level(of, figure)
}

/// A column of words by a word of the page.
fn text(word: Word, share: u32, lang: Lang) -> Column {
    Column::text(word.said(lang), share)
}

fn figures(word: Word, unit: Word, share: u32, lang: Lang) -> Column {
    Column::number(word.said(lang), unit.said(lang), share)
}

fn ranked(lang: Lang) -> Column {
    Column::number(Word::Rank.said(lang), "", 4)
}

/// What differs between two states; none where nothing became anything.
pub fn changes(of: &Comparison, lang: Lang) -> Option<List> {
    let title = Word::WhatChanged.said(lang).to_owned();
    let of_level = |of: Level| {
        let letter = if of == Level::Unrated { terms::level(of, lang) } else { of.letter() };
        level(of, letter)
    };
    let levels = |(n, of): (usize, &LevelChange)| {
        vec![rank(n), of_level(of.from), of_level(of.to), name(&of.hit, lang), escape(&change_reason(of, lang))]
    };
    let counts = |(n, of): (usize, &CountChange)| {
        let [before, after] = [of.before, of.after].map(|n| count(u64::from(n)));
        vec![rank(n), name(&of.hit, lang), before, after, count_figure(of), escape(&count_reason(of, lang))]
    };
    let number = |word: Word| Column::number(word.said(lang), "", 5);
    Some(match &of.changes {
        Changes::None => return None,
        Changes::Levels(changes) => List {
            title,
            columns: vec![
                ranked(lang),
                text(Word::ChangeBefore, 5, lang),
                text(Word::ChangeAfter, 5, lang),
                text(Word::SheetName, 16, lang),
                text(Word::SheetReason, 20, lang),
            ],
            rows: changes.rows.iter().enumerate().map(levels).collect(),
            all: (changes.worse + changes.better + changes.unknown) as usize,
        },
        Changes::Counts(changes) => List {
            title,
            columns: vec![
                ranked(lang),
                text(Word::SheetName, 18, lang),
                number(Word::ChangeBefore),
                number(Word::ChangeAfter),
                number(Word::SheetChange),
                text(Word::SheetReason, 12, lang),
            ],
            rows: changes.rows.iter().enumerate().map(counts).collect(),
            all: (changes.more + changes.fewer) as usize,
        },
    })
}

/// The worst of the city.
pub fn overview(table: &OverviewTable, lang: Lang) -> List {
    let row = |(n, of): (usize, &crate::engine::OverviewRow)| {
        let hit = &of.row.hit;
        let now = of.row.dynamic.level();
        vec![
            rank(n),
            level(now, &terms::level_with_letter(now, lang)),
            name(hit, lang),
            escape(&kind(hit, lang)),
            escape(&overview_reason(of, lang)),
            of.people.map_or_else(|| unknown(lang), number),
            escape(&overview_change(of, lang)),
        ]
    };
    List {
        title: Word::WorstPlaces.said(lang).to_owned(),
        columns: vec![
            ranked(lang),
            text(Word::Level, 6, lang),
            text(Word::SheetName, 12, lang),
            text(Word::SheetKind, 8, lang),
            text(Word::SheetReason, 18, lang),
            Column::number(Word::SheetPeople.said(lang), "", 5),
            text(Word::SheetChange, 6, lang),
        ],
        rows: table.rows.iter().enumerate().map(row).collect(),
        all: table.rows.len(),
    }
}

/// The levels of a layer.
pub fn levels(table: &LevelsTable, lang: Lang) -> List {
    let kind_of = table.query.kind;
    let row = |(n, of): (usize, &crate::engine::LevelRow)| {
        let shown = of.rating(kind_of).level();
        let figure = level_figure(of, kind_of, lang);
        vec![
            rank(n),
            level(shown, &figure),
            name(&of.hit, lang),
            escape(&kind(&of.hit, lang)),
            escape(&level_line(table, of, lang)),
        ]
    };
    let all = table.counts.iter().map(|c| c.of(kind_of) as usize).sum();
    List {
        title: Word::Ranking.said(lang).to_owned(),
        columns: vec![
            ranked(lang),
            text(Word::Level, 5, lang),
            text(Word::SheetName, 12, lang),
            text(Word::SheetKind, 8, lang),
            text(Word::SheetReason, 24, lang),
        ],
        rows: table.rows.iter().enumerate().map(row).collect(),
        all,
    }
}

/// Who is most exposed.
pub fn exposure(table: &ExposureTable, lang: Lang) -> List {
    let row = |(n, of): (usize, &crate::engine::ExposureRow)| {
        vec![
            rank(n),
            name(&of.hit, lang),
            escape(&kind(&of.hit, lang)),
            escape(&exposure_figure(of, lang)),
            escape(&exposure_reason(of, lang)),
        ]
    };
    List {
        title: Word::Ranking.said(lang).to_owned(),
        columns: vec![
            ranked(lang),
            text(Word::SheetName, 12, lang),
            text(Word::SheetKind, 7, lang),
            text(Word::SheetPeople, 8, lang),
            text(Word::SheetReason, 20, lang),
        ],
        rows: table.rows.iter().enumerate().map(row).collect(),
        all: table.rows.len(),
    }
}

/// Sites inside rings.
pub fn conflicts(table: &ConflictTable, lang: Lang) -> List {
    let row = |(n, of): (usize, &crate::engine::ConflictLine)| {
        let ring = of.conflict.level.unwrap_or(Level::Unrated);
        let letter = if ring == Level::Unrated { terms::level(ring, lang) } else { ring.letter() };
        vec![
            rank(n),
            level(ring, letter),
            name(&of.hazard, lang),
            escape(&site_name(of, lang)),
            escape(&pair_reason(of, lang)),
            escape(&pair_figure(of, lang)),
        ]
    };
    List {
        title: Word::ConflictsTitle.said(lang).to_owned(),
        columns: vec![
            ranked(lang),
            text(Word::Level, 4, lang),
            text(Word::SheetSource, 11, lang),
            text(Word::SheetSite, 11, lang),
            text(Word::SheetReason, 22, lang),
            Column::number(Word::SheetShort.said(lang), "", 6),
        ],
        rows: table.rows.iter().enumerate().map(row).collect(),
        all: table.count as usize,
    }
}

/// Road sections: the selected ones where there are some, else the ranking.
pub fn sections(table: &SectionTable, lang: Lang) -> List {
    let chosen = !table.selected.is_empty();
    let so_many = |n: u32| count(u64::from(n));
    let row = |of: &SectionRow| {
        // A rate over so short a section means little.
        let short = short(of, lang).map(|(said, _)| escape(&said)).unwrap_or_default();
        vec![
            of.rank.map(so_many).unwrap_or_default(),
            name(&of.hit, lang),
            escape(&terms::code(LayerName::Roads, "class", &of.class_code, lang)),
            format!("{} <small>{short}</small>", escape(&metres(of.length_m))),
            so_many(of.crashes),
            so_many(of.fatal),
            so_many(of.serious + of.slight),
            so_many(of.damage),
            deaths(of.into(), lang),
            number(of.epdo),
            number(of.per_km),
            number(of.epdo_per_km),
        ]
    };
    let rows = if chosen { &table.selected } else { &table.rows };
    List {
        title: if chosen { Word::SelectedSections } else { Word::SectionRanking }.said(lang).to_owned(),
        columns: vec![
            ranked(lang),
            text(Word::Road, 12, lang),
            text(Word::RoadClass, 7, lang),
            Column::number(Word::Length.said(lang), "", 6),
            figures(Word::Crashes, Word::CrashUnit, 5, lang),
            figures(Word::FatalCrashes, Word::CrashUnit, 5, lang),
            figures(Word::InjuryCrashes, Word::CrashUnit, 5, lang),
            figures(Word::DamageCrashes, Word::CrashUnit, 5, lang),
            figures(Word::Deaths, Word::PersonUnit, 5, lang),
            figures(Word::Epdo, Word::EpdoWeights, 6, lang),
            figures(Word::Rate, Word::PerKm, 5, lang),
            figures(Word::SortEpdoPerKm, Word::EpdoRate, 8, lang),
        ],
        rows: rows.iter().map(row).collect(),
        all: if chosen { rows.len() } else { table.with_crash as usize },
    }
}

/// Venues as the fire services rank them.
pub fn venues(table: &VenueTable, lang: Lang) -> List {
    let known = |value: Option<f64>, said: fn(f64) -> String| value.map_or_else(|| unknown(lang), said);
    let far = |hit: &Option<Hit>| match hit {
        Some(hit) => {
            let away = hit.distance_m.map_or_else(|| unknown(lang), metres);
            format!("{} <small>{}</small>", escape(&away), escape(lang.of(&hit.name)))
        }
        None => unknown(lang),
    };
    let row = |(n, of): (usize, &crate::engine::VenueRow)| {
        vec![
            rank(n),
            name(&of.hit, lang),
            escape(&kind(&of.hit, lang)),
            known(of.hit.people, number),
            known(of.floors, number),
            far(&of.station),
            far(&of.hydrant),
        ]
    };
    List {
        title: Word::Ranking.said(lang).to_owned(),
        columns: vec![
            ranked(lang),
            text(Word::SheetName, 13, lang),
            text(Word::SheetKind, 7, lang),
            Column::number(Word::SheetPeople.said(lang), "", 5),
            Column::number(Word::SheetFloors.said(lang), "", 5),
            text(Word::SheetStation, 14, lang),
            text(Word::SheetHydrant, 9, lang),
        ],
        rows: table.rows.iter().enumerate().map(row).collect(),
        all: table.count as usize,
    }
}

/// The ledger's list.
pub fn ledger(table: &LedgerTable, lang: Lang) -> List {
    let row = |of: &crate::engine::LedgerRow| {
        let place = target(of, lang).unwrap_or_else(|| no_target(of, lang).to_owned());
        let due = if of.due_on.is_empty() { unknown(lang) } else { of.due_on.clone() };
        let days = overdue_days(of).map_or_else(|| late(of, lang), |days| count(u64::from(days)));
        vec![
            escape(&of.id),
            escape(&of.what),
            escape(&place),
            escape(of.district.as_ref().map_or("", |d| lang.of(d))),
            escape(lang.of(&of.level.says())),
            escape(lang.of(&of.state.says())),
            format!("<span class=\"whole\">{}</span>", escape(&due)),
            escape(&days),
            escape(&signed(of, lang)),
            escape(&next(of, lang)),
        ]
    };
    List {
        title: Word::LedgerTable.said(lang).to_owned(),
        columns: vec![
            text(Word::DangerId, 6, lang),
            text(Word::DangerWhat, 14, lang),
            text(Word::Target, 11, lang),
            text(Word::District, 7, lang),
            text(Word::Grade, 5, lang),
            text(Word::State, 6, lang),
            text(Word::DueOn, 8, lang),
            Column::number(Word::DaysLate.said(lang), "", 5),
            text(Word::Signatures, 13, lang),
            text(Word::NextAct, 10, lang),
        ],
        rows: table.rows.iter().map(row).collect(),
        all: table.count as usize,
    }
}

/// What makes the density at a pinned place.
pub fn parts(of: &DensityParts, lang: Lang) -> List {
    let what = |part: &crate::engine::DensityPart| match part.facts.as_slice() {
        [] => kind(&part.hit, lang),
        facts => in_line(part.hit.feature.layer, facts, lang),
    };
    let row = |(n, part): (usize, &crate::engine::DensityPart)| {
        vec![
            rank(n),
            name(&part.hit, lang),
            escape(&what(part)),
            part.hit.distance_m.map_or_else(|| unknown(lang), |m| escape(&metres(m))),
            escape(&terms::share(of.share(part))),
        ]
    };
    List {
        title: Word::WhatMakesIt.said(lang).to_owned(),
        columns: vec![
            ranked(lang),
            text(Word::SheetName, 16, lang),
            text(Word::SheetKind, 10, lang),
            Column::number(Word::SheetDistance.said(lang), "", 6),
            Column::number(Word::SheetShare.said(lang), "", 6),
        ],
        rows: of.parts.iter().enumerate().map(row).collect(),
        all: of.points as usize,
    }
}

#[cfg(test)]
mod tests;
