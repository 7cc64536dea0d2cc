//! One page for whoever leads: how many have each level and what a month changed, beside the map; the ten worst, what is open
//! in the ledger and who answers for it; in small print how it was computed and from what.

use super::html::{Column, Galley, escape};
use super::{lists, marks};
use crate::domain::Level;
use crate::engine::{LedgerGroup, LedgerTable, OverviewLayer, OverviewTable};
use crate::risk::explain::Explanation;
use crate::text::Lang;
use crate::ui::dangers::answers_for;
use crate::ui::terms::{self, count};
use crate::ui::words::Word;

/// So many of those who answer are listed.
const LISTED: usize = 3;
/// The columns of the level and of the kind in the list of the worst: on this page a letter and a name say enough, and no row
/// takes two lines. Shares of the columns in the table's width.
const LEVEL: usize = 1;
const KIND: usize = 3;
const SHARES: [u32; 6] = [6, 6, 36, 36, 8, 9];

/// Writes the page's text; a city without a ledger has no part about it, and levels that stand beside the map are not said
/// again.
pub fn write(
    galley: &mut Galley,
    table: &OverviewTable,
    ledger: Option<&LedgerTable>,
    levels_beside: bool,
    lang: Lang,
) {
    let mut worst = lists::overview(table, lang);
    worst.columns.remove(KIND);
    for (row, of) in worst.rows.iter_mut().zip(&table.rows) {
        row.remove(KIND);
        let level = of.row.dynamic.level();
        row[LEVEL] = marks::level(level, level.letter());
    }
    for (column, share) in worst.columns.iter_mut().zip(SHARES) {
        column.share = share;
    }
    worst.write(galley, true, lang);
    if !levels_beside {
        levels(galley, table, lang);
    }
    if let Some(ledger) = ledger.filter(|ledger| ledger.found > 0) {
        open_dangers(galley, ledger, lang);
    }
}

/// The levels, for beside the map, as HTML.
pub fn beside(table: &OverviewTable, lang: Lang) -> String {
    let mut galley = Galley::default();
    levels(&mut galley, table, lang);
    galley.html(0..galley.slips.len(), false)
}

/// How it was computed, from what, and what it is not for, in small print: the page has no second one.
pub fn small_print(galley: &mut Galley, of: &Explanation, sources: &[String], lang: Lang) {
    let said = |parts: Vec<String>| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let steps = of.steps.iter().map(|step| &step.says).chain(&of.notes).map(|said| said.told(lang).into_owned());
    let title = of.title.told(lang).into_owned();
    for (head, parts) in [(title, steps.collect()), (Word::SheetSources.said(lang).to_owned(), sources.to_vec())] {
        galley.note(&Word::NameIs.fill(lang, &[&head, &said(parts)]));
    }
}

/// A row a level, a column a layer: how many there are, and how many more or fewer than before.
fn levels(galley: &mut Galley, table: &OverviewTable, lang: Lang) {
    galley.heading(Word::LevelsOfAll.said(lang), &Word::BriefChange.fill(lang, &[&table.before]));
    let cell = |of: &OverviewLayer, level: Level| {
        let now = of.now(level);
        let then = of.before.iter().find(|count| count.level == level).map_or(0, |count| count.dynamic);
        let change = match i64::from(now) - i64::from(then) {
            0 => String::new(),
            more if more > 0 => format!(" <small>(+{})</small>", count(more.unsigned_abs())),
            fewer => format!(" <small>(−{})</small>", count(fewer.unsigned_abs())),
        };
        format!("{}{change}", count(u64::from(now)))
    };
    let columns: Vec<Column> = std::iter::once(Column::text(Word::Level.said(lang), 10))
        .chain(table.layers.iter().map(|of| Column::number(terms::layer(of.layer, lang), "", 10)))
        .collect();
    let rows = Level::ALL.into_iter().map(|level| {
        let head = marks::level(level, &terms::level_with_letter(level, lang));
        std::iter::once(head).chain(table.layers.iter().map(|of| cell(of, level))).collect()
    });
    galley.table(&columns, rows);
}

fn open_dangers(galley: &mut Galley, ledger: &LedgerTable, lang: Lang) {
    let group = |of: LedgerGroup| ledger.groups.iter().find(|(group, _)| *group == of).map_or(0, |(_, n)| *n);
    let leaders = || ledger.responsibility.iter().filter(|row| row.depth == 1);
    let major: u32 = leaders().map(|row| row.open_major).sum();
    let figures = [
        group(LedgerGroup::Open),
        major,
        group(LedgerGroup::Overdue),
        group(LedgerGroup::SignatureMissing),
        group(LedgerGroup::FalselyClosed),
        ledger.never_inspected,
    ];
    let figures = figures.map(|n| count(u64::from(n)));
    galley.heading(Word::Responsibility.said(lang), &Word::AsOf.fill(lang, &[&ledger.as_of]));
    galley.line(&Word::BriefLedger.fill(lang, &figures.each_ref().map(String::as_str)));
    let number = |word: Word| Column::number(word.said(lang), "", 6);
    let columns = [
        Column::text(Word::WhoAnswers.said(lang), 16),
        number(Word::OpenShort),
        number(Word::MajorShort),
        number(Word::GroupOverdue),
        number(Word::FalseShort),
        number(Word::NeverShort),
    ];
    let rows = leaders().take(LISTED).map(|row| {
        let name = escape(&answers_for(row, lang));
        let counts = [row.open, row.open_major, row.overdue, row.falsely_closed, row.never_inspected];
        std::iter::once(name).chain(counts.map(|n| count(u64::from(n)))).collect()
    });
    galley.table(&columns, rows);
    let all = leaders().count();
    if all > LISTED {
        galley.note(&Word::SheetRowsOf.fill(lang, &[&LISTED.to_string(), &all.to_string()]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LayerName, Words};
    use crate::engine::{LevelCount, OverviewQuery, ResponsibilityRow};

    fn counts(red: u32, blue: u32) -> Vec<LevelCount> {
        [(Level::Red, red), (Level::Blue, blue)]
            .map(|(level, dynamic)| LevelCount { level, base: dynamic, dynamic })
            .into()
    }

    fn overview() -> OverviewTable {
        OverviewTable {
            query: OverviewQuery::default(),
            revision: 1,
            as_of: "2026-01-31".to_owned(),
            before: "2026-01-01".to_owned(),
            rose: 0,
            rated: 0,
            fell: 0,
            layers: vec![OverviewLayer { layer: LayerName::Venues, now: counts(12, 30), before: counts(9, 1_034) }],
            rows: Vec::new(),
            explanation: Default::default(),
        }
    }

    fn ledger() -> LedgerTable {
        let row = |depth, name: &str, open| ResponsibilityRow {
            depth,
            code: name.to_owned(),
            name: Words::same(name),
            subjects: 5,
            never_inspected: 2,
            open,
            open_major: 1,
            overdue: 3,
            falsely_closed: 4,
        };
        LedgerTable {
            left_out: 0,
            query: Default::default(),
            as_of: "2026-01-31".to_owned(),
            count: 7,
            found: 7,
            groups: vec![(LedgerGroup::Open, 7), (LedgerGroup::Overdue, 3)],
            states: Vec::new(),
            choices: Default::default(),
            rows: Vec::new(),
            responsibility: vec![
                row(1, "副市长 <甲>", 7),
                row(2, "江南区", 4),
                row(3, "应急局", 4),
                row(2, "江北区", 3),
            ],
            burn_down: None,
            never_inspected: 1_791,
            inspected_later: 0,
            loosened: Default::default(),
        }
    }

    fn html(ledger: Option<&LedgerTable>) -> String {
        let mut galley = Galley::default();
        write(&mut galley, &overview(), ledger, false, Lang::Zh);
        galley.html(0..galley.slips.len(), false)
    }

    #[test]
    fn levels_stand_with_what_a_month_changed() {
        let html = html(None);
        for part in ["12 <small>(+3)</small>", "30 <small>(−1,004)</small>", "2026-01-01"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains(Word::Responsibility.zh()), "a city without a ledger has no such part");
    }

    #[test]
    fn what_stands_beside_the_map_is_not_said_again_and_how_it_was_computed_is_small_print() {
        let levels = beside(&overview(), Lang::En);
        assert!(levels.contains("12 <small>(+3)</small>"), "{levels}");
        let mut galley = Galley::default();
        write(&mut galley, &overview(), None, true, Lang::En);
        let of = Explanation { title: "Four levels".into(), notes: vec!["the worst".into()], ..Explanation::default() };
        small_print(&mut galley, &of, &["A & B".to_owned(), "for screening".to_owned()], Lang::En);
        let html = galley.html(0..galley.slips.len(), false);
        assert!(!html.contains("(+3)"), "{html}");
        for part in ["Four levels: the worst", "A &amp; B · for screening"] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }

    #[test]
    fn the_leaders_are_listed_and_what_is_below_them_is_the_ledgers() {
        let html = html(Some(&ledger()));
        for part in ["副市长 &lt;甲&gt;", "1,791"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("江南区") && !html.contains("应急局"), "{html}");
    }
}
