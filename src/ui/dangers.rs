//! What the page says of the ledger of hidden dangers, and where its rows stand on the map. Computed from the reply alone.

use super::sentences::Caption;
use super::terms::{self, count};
use super::words::Word;
use crate::domain::{LayerName, Words};
use crate::engine::{
    BurnDownTable, DangerLine, LedgerFilter, LedgerGroup, LedgerRow, LedgerTable, ResponsibilityRow, Signed,
};
use crate::map::icons::OVERDUE;
use crate::map::scene::Mark;
use crate::risk::ledger::{Late, State};
use crate::text::{Lang, number_ranges};
use std::collections::HashMap;

/// What a group is called.
pub const fn group_word(group: Option<LedgerGroup>) -> Word {
    match group {
        None => Word::GroupAll,
        Some(LedgerGroup::Open) => Word::GroupOpen,
        Some(LedgerGroup::Overdue) => Word::GroupOverdue,
        Some(LedgerGroup::SignatureMissing) => Word::GroupUnsigned,
        Some(LedgerGroup::FalselyClosed) => Word::GroupFalse,
        Some(LedgerGroup::Supervised) => Word::GroupSupervised,
        Some(LedgerGroup::Faulty) => Word::GroupFaulty,
    }
}

/// How many of a group pass the other filters.
pub fn in_group(table: &LedgerTable, group: Option<LedgerGroup>) -> u32 {
    match group {
        None => table.found,
        Some(group) => table.groups.iter().find(|(g, _)| *g == group).map_or(0, |(_, n)| *n),
    }
}

/// The ledger's finding: how many are overdue, how many falsely closed, where most.
pub fn caption(table: &LedgerTable, lang: Lang) -> Caption {
    let overdue = in_group(table, Some(LedgerGroup::Overdue));
    let falsely = count(u64::from(in_group(table, Some(LedgerGroup::FalselyClosed))));
    // The table of who answers knows no state and no range: beside one it would name another number.
    let narrowed = |of: &LedgerFilter| of.state.is_some() || !of.ranges.is_empty();
    let most = most_overdue(table).filter(|_| !narrowed(&table.query.filter));
    let title = match (overdue, most) {
        (0, _) => Word::LedgerNoneOverdue.fill(lang, &[&falsely]),
        (n, Some((name, there))) => Word::LedgerFindingMost
            .fill(lang, &[&count(u64::from(n)), &falsely, lang.of(name), &count(u64::from(there))]),
        (n, None) => Word::LedgerFinding.fill(lang, &[&count(u64::from(n)), &falsely]),
    };
    let unplaced = match unplaced(table) {
        0 => String::new(),
        n => Word::LedgerUnplaced.fill(lang, &[&count(u64::from(n))]),
    };
    let note = [
        Word::LedgerListed.fill(lang, &[&count(u64::from(table.count))]),
        number_ranges(LayerName::Dangers, &table.query.filter.ranges, lang),
        unplaced,
        Word::AsOf.fill(lang, &[&table.as_of]),
    ];
    let note = note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    Caption { title, note }
}

/// The district with the most overdue dangers, where there is more than one to compare. Several leaders may answer for
/// parts of one district, which then has a row under each.
fn most_overdue(table: &LedgerTable) -> Option<(&Words, u32)> {
    let mut districts: Vec<(&str, &Words, u32)> = Vec::new();
    for row in table.responsibility.iter().filter(|row| row.depth == 2 && !row.code.is_empty()) {
        match districts.iter_mut().find(|(code, ..)| *code == row.code) {
            Some((.., overdue)) => *overdue += row.overdue,
            None => districts.push((&row.code, &row.name, row.overdue)),
        }
    }
    let most = districts.iter().map(|(.., overdue)| *overdue).max().filter(|n| *n > 0)?;
    let (_, name, _) = districts.iter().find(|(.., overdue)| *overdue == most)?;
    (districts.len() > 1).then_some((*name, most))
}

/// How many of the listed rows have no place.
pub fn unplaced(table: &LedgerTable) -> u32 {
    table.rows.iter().filter(|row| row.at.is_none()).count() as u32
}

/// What is said in the place of a target that the data does not have, or that nobody named.
pub fn no_target(row: &LedgerRow, lang: Lang) -> &'static str {
    if row.names_target { Word::TargetMissing } else { Word::TargetUnsaid }.said(lang)
}

/// Days past the due day of a danger that is not closed.
pub fn overdue_days(row: &LedgerRow) -> Option<u32> {
    row.late.overdue(row.state)
}

/// How late a danger is; empty where it is not.
pub fn late(row: &LedgerRow, lang: Lang) -> String {
    late_in(row.late, row.state, lang)
}

/// The same of a state. What is closed, though its closing does not count, is past its day and not called overdue.
pub fn late_in(late: Late, state: State, lang: Lang) -> String {
    let days = |days: u32| count(u64::from(days));
    match (late.overdue(state), late) {
        (Some(n), _) => Word::LateBy.fill(lang, &[&days(n)]),
        (None, Late::Days(n)) => Word::PastBy.fill(lang, &[&days(n)]),
        (None, Late::Unknown) => Word::DueUnknown.said(lang).to_owned(),
        (None, Late::No) => String::new(),
    }
}

/// How grave a danger is and where it stands; of a closing that does not count, why.
pub fn line_state(line: &DangerLine, lang: Lang) -> String {
    let stands = if line.not_closed.is_empty() {
        lang.of(&line.state.says()).to_owned()
    } else {
        let why = line.not_closed.iter().map(|words| lang.of(words)).collect::<Vec<_>>();
        Word::FalselyBecause.fill(lang, &[&why.join(Word::ListComma.said(lang))])
    };
    format!("{} · {stands}", lang.of(&line.level.says()))
}

/// Where a danger is: its target's name; none where nothing says.
pub fn target(row: &LedgerRow, lang: Lang) -> Option<String> {
    row.target.as_ref().map(|hit| lang.of(&hit.name).to_owned())
}

/// Who must act next, and what there is to do.
pub fn next(row: &LedgerRow, lang: Lang) -> String {
    row.next.map_or_else(
        || Word::NobodyNext.said(lang).to_owned(),
        |next| format!("{} · {}", lang.of(&next.post()), lang.of(&next.act())),
    )
}

/// The three who sign, in order: in a table and in full.
pub const SIGNERS: [(Word, Word); 3] = [
    (Word::MarkInspector, Word::SignerInspector),
    (Word::MarkOwner, Word::SignerOwner),
    (Word::MarkLeader, Word::SignerLeader),
];

/// The three signatures in words.
pub fn signed(row: &LedgerRow, lang: Lang) -> String {
    let said = SIGNERS.iter().zip(row.signed).map(|((_, who), signed)| {
        let word = match signed {
            Signed::Missing => Word::SignedNot,
            Signed::InOrder => Word::SignedIs,
            Signed::OutOfOrder => Word::SignedEarly,
        };
        word.fill(lang, &[who.said(lang)])
    });
    said.collect::<Vec<_>>().join(Word::ListComma.said(lang))
}

/// A sector in words.
pub fn sector(code: &str, lang: Lang) -> String {
    match code {
        "" => Word::NotStated.said(lang).to_owned(),
        code => terms::code(LayerName::Dangers, "sector", code, lang),
    }
}

/// A responsible post, district, department or enterprise in words.
pub fn answers_for(row: &ResponsibilityRow, lang: Lang) -> String {
    match lang.of(&row.name) {
        "" => Word::NotStated.said(lang).to_owned(),
        name => name.to_owned(),
    }
}

/// All that a row of the table of who answers counts.
pub fn responsibility_counts(row: &ResponsibilityRow, lang: Lang) -> String {
    let n = |n: u32| count(u64::from(n));
    Word::ResponsibilityCounts.fill(
        lang,
        &[
            &answers_for(row, lang),
            &n(row.subjects),
            &n(row.never_inspected),
            &n(row.open),
            &n(row.open_major),
            &n(row.overdue),
            &n(row.falsely_closed),
        ],
    )
}

/// What a burn-down shows.
pub fn burn_down_finding(of: &BurnDownTable, lang: Lang) -> String {
    let n = |n: u32| count(u64::from(n));
    let (on, left) = of.days.last().map_or((String::new(), 0), |(on, d)| (on.clone(), d[0] + d[1]));
    Word::BurnDownFinding.fill(lang, &[&n(of.stock), &n(of.increment), &on, &n(left)])
}

/// The listed dangers that have a place, one mark a place: the first of the list there stands for all of them.
pub fn marks(table: &LedgerTable) -> Vec<Mark> {
    let mut marks: Vec<(Mark, u32)> = Vec::new();
    let mut at_place: HashMap<(u64, u64), usize> = HashMap::new();
    for row in &table.rows {
        let Some(at) = row.at else { continue };
        let overdue = overdue_days(row).is_some();
        let place = *at_place.entry((at.lng.to_bits(), at.lat.to_bits())).or_insert(marks.len());
        match marks.get_mut(place) {
            Some((mark, there)) => {
                *there += 1;
                if overdue {
                    OVERDUE.clone_into(&mut mark.kind);
                }
            }
            None => {
                let name = row.target.as_ref().map_or_else(|| Words::same(&row.what), |hit| hit.name.clone());
                let kind = if overdue { OVERDUE } else { "" }.to_owned();
                marks.push((Mark { feature: row.feature, kind, class: None, name, at }, 1));
            }
        }
    }
    let named = |(mark, there): (Mark, u32)| {
        let several = |lang: Lang| Word::DangersThere.fill(lang, &[lang.of(&mark.name), &there.to_string()]);
        match there {
            1 => mark,
            _ => Mark { name: Words::new(several(Lang::Zh), several(Lang::En)), ..mark },
        }
    };
    marks.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{FeatureRef, LedgerChoices, LedgerQuery};
    use crate::risk::ledger::{DangerLevel, FalseClosing, Next};
    use crate::units::LngLat;

    fn row(n: u32, at: Option<(f64, f64)>, late: Late, state: State) -> LedgerRow {
        LedgerRow {
            feature: FeatureRef { layer: LayerName::Dangers, row: n },
            id: format!("Y-{n}"),
            at: at.map(|(lng, lat)| LngLat::new(lng, lat)),
            what: "消防车通道被占用".to_owned(),
            target: None,
            names_target: true,
            sector: "fire".to_owned(),
            district: None,
            level: DangerLevel::General,
            state,
            late,
            found_on: "2026-01-01".to_owned(),
            due_on: "2026-02-01".to_owned(),
            signed: [Signed::InOrder, Signed::OutOfOrder, Signed::Missing],
            false_closing: FalseClosing::default(),
            next: Some(Next::LeaderSigns),
            supervised: false,
            faults: 0,
        }
    }

    fn district(code: &str, overdue: u32) -> ResponsibilityRow {
        ResponsibilityRow {
            depth: 2,
            code: code.to_owned(),
            name: Words::same(code),
            subjects: 3,
            never_inspected: 1,
            open: overdue,
            open_major: 0,
            overdue,
            falsely_closed: 0,
        }
    }

    fn table(rows: Vec<LedgerRow>, overdue: u32) -> LedgerTable {
        LedgerTable {
            left_out: 0,
            query: LedgerQuery::default(),
            as_of: "2026-03-03".to_owned(),
            count: rows.len() as u32,
            found: 9,
            loosened: vec![],
            groups: vec![(LedgerGroup::Overdue, overdue), (LedgerGroup::FalselyClosed, 4)],
            states: vec![],
            choices: LedgerChoices::default(),
            rows,
            responsibility: vec![district("东区", 2), district("西区", 1), district("西区", 2)],
            burn_down: None,
            never_inspected: 0,
            inspected_later: 0,
        }
    }

    #[test]
    fn the_finding_says_how_many_and_where_most() {
        let of = table(vec![row(1, None, Late::No, State::Mending)], 4);
        assert_eq!(caption(&of, Lang::Zh).title, "逾期 4 条，虚假销号 4 条；逾期最多：西区，3 条");
        assert_eq!(caption(&of, Lang::Zh).note, "列出 1 条 · 1 条没有位置，只在表里 · 截至 2026-03-03");
        assert_eq!(caption(&table(vec![], 0), Lang::En).title, "None overdue, 4 falsely closed");
        let mut of = of;
        of.query.filter.state = Some(State::Mending);
        assert_eq!(caption(&of, Lang::En).title, "4 overdue, 4 falsely closed", "the table knows no state");
    }

    #[test]
    fn dangers_at_one_place_are_one_mark_and_late_if_one_of_them_is() {
        let of = table(
            vec![
                row(1, Some((112.0, 31.0)), Late::No, State::Mending),
                row(2, None, Late::Days(3), State::Mending),
                row(3, Some((112.5, 31.0)), Late::No, State::Mending),
                row(4, Some((112.0, 31.0)), Late::Days(3), State::Mending),
            ],
            2,
        );
        let told: Vec<(u32, String, String)> =
            marks(&of).into_iter().map(|m| (m.feature.row, m.kind, m.name.zh)).collect();
        let expected = [(1, OVERDUE, "消防车通道被占用 ×2"), (3, "", "消防车通道被占用")];
        assert_eq!(told, expected.map(|(n, kind, name)| (n, kind.to_owned(), name.to_owned())));
    }

    #[test]
    fn what_is_closed_is_not_overdue_though_its_closing_may_be_false() {
        let closed = row(1, None, Late::Days(9), State::Closed);
        assert_eq!((overdue_days(&closed), late(&closed, Lang::Zh)), (None, "期限已过 9 天".to_owned()));
        assert_eq!(late(&row(1, None, Late::Days(1), State::Mending), Lang::En), "1 day late");
        assert_eq!(late(&row(1, None, Late::Unknown, State::Assigned), Lang::Zh), "期限未知");
    }

    #[test]
    fn a_false_closing_says_that_it_counts_as_open_and_why() {
        let line = |state, not_closed| DangerLine {
            id: "Y-1".to_owned(),
            what: String::new(),
            level: DangerLevel::Major,
            state,
            late: Late::Days(45),
            not_closed,
        };
        let missing = FalseClosing { signature_missing: true, ..FalseClosing::default() }.says();
        let falsely = line(State::Closed, missing);
        assert_eq!(line_state(&falsely, Lang::Zh), "重大隐患 · 虚假销号，仍算未销号：销号时缺签字");
        assert_eq!(late_in(falsely.late, falsely.state, Lang::En), "45 days past its due day");
        assert_eq!(line_state(&line(State::Mending, vec![]), Lang::Zh), "重大隐患 · 整改中");
    }

    #[test]
    fn signatures_are_said_in_order() {
        let of = row(1, None, Late::No, State::Accepted);
        assert_eq!(signed(&of, Lang::Zh), "检查人已签、企业法定代表人越序签字、属地领导未签");
        assert_eq!(next(&of, Lang::Zh), "属地包联领导 · 签字");
    }

    #[test]
    fn a_burn_down_says_where_it_began_and_what_is_left() {
        let day = |on: &str, open| (on.to_owned(), open);
        let of = BurnDownTable {
            campaign: "c".to_owned(),
            stock: 10,
            increment: 5,
            days: vec![day("2026-01-01", [10, 0, 0, 0]), day("2026-01-02", [6, 2, 4, 3])],
            sectors: vec![],
        };
        let said = burn_down_finding(&of, Lang::Zh);
        assert_eq!(said, "开始时存量 10 条，期间新增 5 条；到 2026-01-02 还剩 8 条");
        assert_eq!(burn_down_finding(&of, Lang::En), "10 open when it began, 5 found since; 8 left on 2026-01-02");
    }
}
