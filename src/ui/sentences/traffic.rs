//! What the page says about road sections.

use super::{Caption, aside, counted, period};
use crate::dataset::dates::write_date;
use crate::domain::{CrashFilter, CrashPart, LayerName};
use crate::engine::{CrashCounts, SectionRow, SectionScope, SectionSort, SectionTable, SectionTotal};
use crate::risk::sections::{FEW_CRASHES, under};
use crate::text::{Lang, crash_filter, number_ranges};
use crate::ui::terms::{self, count, number};
use crate::ui::words::Word;

/// What the traffic panel says under its title.
pub fn sections_summary(table: &SectionTable, lang: Lang) -> String {
    aside(&[
        period(&table.period),
        Word::SectionsOf.fill(lang, &[&count(u64::from(table.in_scope)), &count(u64::from(table.with_crash))]),
        among(table, lang),
        crashes_said(table, lang),
    ])
}

/// How many crashes are on the ranked sections: of all of them, how many lie on no road too.
fn crashes_said(table: &SectionTable, lang: Lang) -> String {
    let n = |n: u32| count(u64::from(n));
    if table.query.is_of_all() {
        Word::CrashesUnsnapped.fill(lang, &[&n(table.crashes), &n(table.unsnapped)])
    } else {
        Word::CrashesOfCity.fill(lang, &[&n(table.ranked_crashes), &n(table.crashes)])
    }
}

/// Which sections are ranked, where not all are: the scope, and the ranges.
pub fn among(table: &SectionTable, lang: Lang) -> String {
    let scope = match table.query.scope {
        SectionScope::City => "",
        SectionScope::Box(_) => Word::RankedInView.said(lang),
        SectionScope::Selected => Word::RankedOfSelection.said(lang),
    };
    aside(&[scope.to_owned(), number_ranges(LayerName::Roads, &table.query.ranges, lang)])
}

/// The traffic finding.
pub fn sections_caption(table: &SectionTable, lang: Lang) -> Caption {
    // The highest value, of a full section where there is one: of a table that is ranked by it, the first row's.
    let value = |row: &SectionRow| row.value.unwrap_or(f64::NEG_INFINITY);
    let behind = |row: &SectionRow| table.query.sort.is_rate() && row.short;
    let worst = table.rows.iter().min_by(|a, b| behind(a).cmp(&behind(b)).then(value(b).total_cmp(&value(a))));
    let filtered = !table.query.crashes.shows_all();
    let title = match (worst, table.query.sort, table.third) {
        (None, ..) if table.out_of_range > 0 => Word::NoSectionRanked.said(lang).to_owned(),
        (None, ..) if filtered && table.crashes == 0 => Word::NoCrashPasses.said(lang).to_owned(),
        (None, ..) => Word::NoCrashOnRoads.said(lang).to_owned(),
        (_, SectionSort::PerKm | SectionSort::Crashes, Some(n)) => {
            let word = if filtered { Word::ThirdOfPassing } else { Word::ThirdOfCrashes };
            word.fill(lang, &[&count(u64::from(n)), &count(u64::from(table.sections))])
        }
        (Some(worst), sort, _) => most_of(worst, sort, lang),
    };
    let note = aside(&[
        crashes_said(table, lang),
        among(table, lang),
        Word::SnapIs.fill(lang, &[&number(table.query.snap_m)]),
        period(&table.period),
        crashes_asked(&table.query.crashes, table.period.is_some(), lang),
        left_out(table.left_out, lang),
    ]);
    Caption { title, note }
}

/// The finding where a city has crashes and no road sections to give them to.
pub fn crashes_caption(counts: &CrashCounts, lang: Lang) -> Caption {
    let all = counted(LayerName::Crashes, counts.passing, lang);
    let fatal = counts.words[0].iter().find(|(word, _)| word == "fatal").map(|(_, n)| count(u64::from(*n)));
    let title = match fatal.filter(|_| !counts.filter.has(CrashPart::Severity)) {
        Some(fatal) => Word::CrashesAndFatal.fill(lang, &[&all, &fatal]),
        None => all,
    };
    let days = counts.filter.period(counts.days).map(|(from, to)| (write_date(from), write_date(to)));
    let note = aside(&[
        period(&days),
        crashes_asked(&counts.filter, days.is_some(), lang),
        left_out(counts.unknown, lang),
        Word::NoRoadsToSnap.said(lang).to_owned(),
    ]);
    Caption { title, note }
}

/// Which crashes count, in words; the days alone where the period does not say them.
pub fn crashes_asked(filter: &CrashFilter, has_period: bool, lang: Lang) -> String {
    let said = if has_period { filter.without(CrashPart::Days) } else { filter.clone() };
    crash_filter(&said, lang)
}

/// How many crashes a filter leaves out because a value is unknown; empty for none.
pub fn left_out(n: u32, lang: Lang) -> String {
    if n == 0 { String::new() } else { Word::CrashesLeftOut.fill(lang, &[&count(u64::from(n))]) }
}

/// The period of a yearly rate, with its years.
pub fn years(table: &SectionTable, lang: Lang) -> String {
    let years = table.years.map(|years| Word::YearsOf.fill(lang, &[&period(&table.period), &number(years)]));
    years.unwrap_or_default()
}

/// The finding about the section with the highest value.
fn most_of(worst: &SectionRow, sort: SectionSort, lang: Lang) -> String {
    let most = |word: Word, value: f64| word.fill(lang, &[lang.of(&worst.hit.name), &number(value)]);
    match (sort, worst.value) {
        (SectionSort::PerKm, _) => most(Word::WorstSection, worst.per_km),
        (SectionSort::Crashes, _) => most(Word::MostCrashes, f64::from(worst.crashes)),
        (SectionSort::Deaths, Some(killed)) if killed > 0.0 => most(Word::MostKilled, killed),
        (SectionSort::Deaths, Some(_)) => Word::NobodyKilled.said(lang).to_owned(),
        (SectionSort::Deaths, None) => Word::KilledUnknown.said(lang).to_owned(),
        (SectionSort::Epdo, _) => most(Word::MostEpdo, worst.epdo),
        (SectionSort::EpdoPerKm, _) => most(Word::MostEpdoPerKm, worst.epdo_per_km),
    }
}

/// What a section is ranked by, and its unit, to be filled with the figure.
pub fn section_value(row: &SectionRow, sort: SectionSort, lang: Lang) -> (String, Word) {
    match sort {
        SectionSort::PerKm => (number(row.per_km), Word::PerKm),
        SectionSort::Crashes => (count(u64::from(row.crashes)), Word::UnitCrashes),
        SectionSort::Deaths => (deaths(row.into(), lang), Word::UnitKilled),
        SectionSort::Epdo => (number(row.epdo), Word::Epdo),
        SectionSort::EpdoPerKm => (number(row.epdo_per_km), Word::EpdoRate),
    }
}

/// The same in one piece.
pub fn section_figure(row: &SectionRow, sort: SectionSort, lang: Lang) -> String {
    let (figure, unit) = section_value(row, sort, lang);
    format!("{figure} {}", unit.fill(lang, &[&figure]))
}

/// Whether a section's rate rests on so few crashes that its place in a ranking may be chance.
pub fn is_few(row: &SectionRow) -> bool {
    row.crashes < FEW_CRASHES
}

/// How a section is marked whose rate one crash changes much, and what the mark means.
pub fn short(row: &SectionRow, lang: Lang) -> Option<(String, String)> {
    let more = Word::OneMoreCrash.fill(lang, &[&number(1000.0 / row.length_m.max(1.0))]);
    under(row.length_m).map(|limit| (Word::UnderMetres.fill(lang, &[&number(limit)]), more))
}

/// One line of reason for a section.
pub fn section_reason(row: &SectionRow, lang: Lang) -> String {
    let short = short(row, lang).map(|(said, _)| said).unwrap_or_default();
    let few = if is_few(row) { Word::FewCrashes.said(lang).to_owned() } else { String::new() };
    aside(&[
        Word::CountCrashes.fill(lang, &[&count(u64::from(row.crashes))]),
        terms::metres(row.length_m),
        terms::code(LayerName::Roads, "class", &row.class_code, lang),
        short,
        few,
    ])
}

/// Fatal crashes, how many people they say were killed, and how many of them do not say.
#[derive(Clone, Copy, Debug)]
pub struct Killed {
    fatal: u32,
    known: Option<f64>,
    unknown: u32,
}

impl From<&SectionRow> for Killed {
    fn from(of: &SectionRow) -> Self {
        Self { fatal: of.fatal, known: of.deaths, unknown: of.deaths_unknown }
    }
}

impl From<&SectionTotal> for Killed {
    fn from(of: &SectionTotal) -> Self {
        Self { fatal: of.fatal, known: of.deaths, unknown: of.deaths_unknown }
    }
}

/// How many were killed, as far as the fatal crashes say.
pub fn deaths(of: Killed, lang: Lang) -> String {
    match of.known {
        _ if of.fatal == 0 => count(0),
        None => Word::Unknown.said(lang).to_owned(),
        Some(n) if of.unknown > 0 => format!("≥ {}", number(n)),
        Some(n) => number(n),
    }
}

/// The selection's sum, in words.
pub fn selection_note(total: &SectionTotal, lang: Lang) -> String {
    Word::SelectionNote.fill(lang, &[&count(u64::from(total.sections)), &terms::metres(total.length_m)])
}

#[cfg(test)]
mod tests {
    use super::super::tests::hit;
    use super::*;
    use crate::engine::SectionsQuery;

    fn sections(crashes: &[u32], all: u32, third: Option<u32>) -> SectionTable {
        let row = |n: &u32| SectionRow {
            hit: hit(LayerName::Roads, "人民路"),
            class_code: "primary".to_owned(),
            length_m: 500.0,
            crashes: *n,
            fatal: 0,
            serious: 0,
            slight: 0,
            damage: *n,
            per_km: f64::from(*n) * 2.0,
            per_km_year: None,
            deaths: Some(0.0),
            deaths_unknown: 0,
            epdo: f64::from(*n),
            epdo_per_km: f64::from(*n) * 2.0,
            value: Some(f64::from(*n) * 2.0),
            short: false,
            class: None,
            rank: None,
        };
        SectionTable {
            query: SectionsQuery { own_classes: false, ..SectionsQuery::default() },
            crashes: all,
            unsnapped: 2,
            period: Some(("2023-01-01".to_owned(), "2025-12-31".to_owned())),
            years: Some(3.0),
            rows: crashes.iter().map(row).collect(),
            with_crash: crashes.len() as u32,
            in_scope: 100,
            sections: 100,
            third,
            ..SectionTable::default()
        }
    }

    #[test]
    fn the_traffic_finding_says_a_third_or_else_the_highest_rate() {
        let said = sections_caption(&sections(&[2, 6, 3, 4, 5], 30, Some(2)), Lang::Zh).title;
        assert_eq!(said, "三分之一的事故集中在 2 段路上（全市 100 段）");
        // The rows may be ranked by something else.
        assert_eq!(sections_caption(&sections(&[4, 9], 300, None), Lang::Zh).title, "人民路 每公里 18 起，最高");
        assert_eq!(sections_caption(&sections(&[], 0, None), Lang::En).title, Word::NoCrashOnRoads.said(Lang::En));
    }

    #[test]
    fn of_some_sections_their_own_crashes_are_said_beside_the_citys() {
        let mut table = sections(&[2, 6], 10, None);
        table.ranked_crashes = 8;
        assert!(sections_summary(&table, Lang::Zh).ends_with(" · 10 起事故，2 起未落路"));
        table.query.scope = SectionScope::Selected;
        assert!(
            sections_summary(&table, Lang::Zh).ends_with("起事故，全市共 10 起"),
            "{}",
            sections_summary(&table, Lang::Zh)
        );
        assert!(sections_caption(&table, Lang::En).note.starts_with("8 crashes of 10 in the city · "));
    }

    #[test]
    fn of_a_filter_the_finding_claims_no_more_than_passes() {
        let mut table = sections(&[2, 6], 8, Some(1));
        table.query.crashes.toggle_word(CrashPart::Weather, "rain");
        table.query.crashes.from = Some(19_358);
        table.left_out = 3;
        let said = sections_caption(&table, Lang::Zh);
        assert_eq!(said.title, "符合筛选的事故，三分之一集中在 1 段路上（全市 100 段）");
        assert!(said.note.ends_with("2023-01-01 – 2025-12-31 · 雨 · 3 起因取值不明未计入"), "{}", said.note);
        let mut none = sections(&[], 0, None);
        (none.query, none.period) = (table.query, None);
        let said = sections_caption(&none, Lang::Zh);
        assert_eq!(said.title, "没有事故符合全部筛选");
        assert!(said.note.ends_with("2023-01-01 起 · 雨"), "{}", said.note);
    }
}
