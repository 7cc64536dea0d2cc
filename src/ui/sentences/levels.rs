//! What the page says about the four levels.

use super::listing::listed_levels;
use super::{Caption, aside, counted};
use crate::domain::{LayerName, Level};
use crate::engine::{DistrictLevels, LevelKind, LevelRow, LevelsTable, Why};
use crate::risk::assess::Method;
use crate::risk::rating::Rating;
use crate::text::{Lang, Text, number_ranges};
use crate::ui::terms::{self, count};
use crate::ui::words::Word;

/// The finding of the levels: how many are major, and how many of these the ledger made so.
pub fn levels_caption(table: &LevelsTable, district: Option<String>, lang: Lang) -> Caption {
    let (layer, kind) = (table.query.layer, table.query.kind);
    let of = |level: Level, kind: LevelKind| table.counts.iter().find(|c| c.level == level).map_or(0, |c| c.of(kind));
    let all: u32 = table.counts.iter().map(|c| c.of(kind)).sum();
    let (major, high, unrated) = (of(Level::Red, kind), of(Level::Orange, kind), of(Level::Unrated, kind));
    // A level on a day is never better than its base, so what is major by its base is major on the day too.
    let raised = major.saturating_sub(of(Level::Red, LevelKind::Base));
    let title = match () {
        () if all == 0 => Word::NothingToRate.fill(lang, &[&terms::layer_within(layer, lang)]),
        () if unrated == all => Word::NoneRated.fill(lang, &[&counted(layer, all, lang)]),
        () if layer == LayerName::Districts && major > 0 && raised > 0 => {
            Word::DistrictsMajorRaised.fill(lang, &[&counted(layer, major, lang), &so_many(layer, raised, lang)])
        }
        () if layer == LayerName::Districts && major > 0 => {
            Word::DistrictsMajor.fill(lang, &[&counted(layer, major, lang)])
        }
        () if layer == LayerName::Districts && high > 0 => {
            Word::DistrictsHigh.fill(lang, &[&counted(layer, high, lang)])
        }
        () if major > 0 && raised > 0 => {
            Word::MajorRaised.fill(lang, &[&counted(layer, major, lang), &so_many(layer, raised, lang)])
        }
        () if major > 0 => Word::MajorOf.fill(lang, &[&counted(layer, major, lang)]),
        () if high > 0 => Word::NoneMajor.fill(lang, &[&counted(layer, high, lang)]),
        () => Word::NoneHigh.said(lang).to_owned(),
    };
    let which = if kind == LevelKind::Base { Word::BaseLevelIs } else { Word::DynamicLevelIs };
    let unrated = match unrated {
        0 => String::new(),
        n => Word::UnratedOf.fill(lang, &[&so_many(layer, n, lang)]),
    };
    let ranges = number_ranges(layer, &table.query.ranges, lang);
    let note = aside(&[
        district.unwrap_or_default(),
        ranges,
        which.said(lang).to_owned(),
        table.as_of.clone(),
        unrated,
        listed_levels(&table.query.levels, lang),
    ]);
    Caption { title, note }
}

/// How far a rating goes: its level with letter and word, or both ends of what is missing.
pub fn rating(of: Rating, lang: Lang) -> String {
    match of.level() {
        Level::Unrated => Word::UnratedBetween
            .fill(lang, &[&terms::level_with_letter(of.best, lang), &terms::level_with_letter(of.worst, lang)]),
        level => terms::level_with_letter(level, lang),
    }
}

/// A subject's letter; where the ledger moved it, from which to which.
pub fn level_figure(row: &LevelRow, kind: LevelKind, lang: Lang) -> String {
    let letter = |rating: Rating| match rating.level() {
        Level::Unrated => Word::Unrated.said(lang),
        level => level.letter(),
    };
    let (base, now) = (letter(row.base), letter(row.rating(kind)));
    if base == now { now.to_owned() } else { format!("{base} → {now}") }
}

/// How many missing things a line names.
const NAMED: usize = 3;

/// What is missing, in words, each thing once; `most` of them by name.
pub fn missing(layer: LayerName, fields: &[Text], most: usize, lang: Lang) -> String {
    let mut names: Vec<String> = fields.iter().map(|field| terms::missing(layer, field, lang)).collect();
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    let left = names.len().saturating_sub(most);
    let named = names.iter().take(most).map(String::as_str).collect::<Vec<_>>().join(Word::ListComma.said(lang));
    if left == 0 { named } else { Word::AndMore.fill(lang, &[&named, &count(left as u64)]) }
}

/// One line of reason for a district's level: how many have the worst level and their share, how many there are in all,
/// how many of them nobody could rate. Never an average.
pub fn district_reason(of: &DistrictLevels, kind: LevelKind, lang: Lang) -> String {
    let n = |level: Level| of.counts.iter().find(|c| c.level == level).map_or(0, |c| c.of(kind));
    let all: u32 = of.counts.iter().map(|c| c.of(kind)).sum();
    let so_many = |n: u32| count(u64::from(n));
    if all == 0 {
        return Word::NothingInDistrict.said(lang).to_owned();
    }
    let worst = Level::ALL.into_iter().find(|level| n(*level) > 0 && *level != Level::Unrated);
    let worst = worst.map_or_else(String::new, |level| {
        let share = terms::share(f64::from(n(level)) / f64::from(all));
        Word::WorstShare.fill(lang, &[&terms::level_with_letter(level, lang), &so_many(n(level)), &share])
    });
    let unrated = match n(Level::Unrated) {
        0 => String::new(),
        n => Word::UnratedOf.fill(lang, &[&self::so_many(LayerName::Facilities, n, lang)]),
    };
    aside(&[worst, Word::OfSubjects.fill(lang, &[&so_many(all)]), unrated])
}

/// One line of reason for a row of a table of levels.
pub fn level_line(table: &LevelsTable, row: &LevelRow, lang: Lang) -> String {
    let is_its = |district: &&DistrictLevels| district.hit.as_ref().is_some_and(|hit| hit.feature == row.hit.feature);
    match table.districts.iter().find(is_its) {
        Some(district) => district_reason(district, table.query.kind, lang),
        None => level_reason(row, table.query.kind, lang),
    }
}

/// One line of reason for a level: what is missing where it decides, the method, the dangers.
pub fn level_reason(row: &LevelRow, kind: LevelKind, lang: Lang) -> String {
    let shown = row.rating(kind);
    let method = row.method.map_or_else(|| Word::NoMethod.said(lang).to_owned(), |m| lang.of(&m.words()).to_owned());
    let unrated = match shown.level() {
        // Where no method applies nothing is missing that would help.
        Level::Unrated if row.method.is_some() => {
            let ends = Word::UnratedBetween.fill(lang, &[shown.best.letter(), shown.worst.letter()]);
            let lacks = missing(row.hit.feature.layer, &row.missing, NAMED, lang);
            if lacks.is_empty() { ends } else { Word::LacksThese.fill(lang, &[&ends, &lacks]) }
        }
        _ => String::new(),
    };
    let some = |n: u32, word: Word| if n > 0 { word.fill(lang, &[&count(u64::from(n))]) } else { String::new() };
    let dangers = || {
        let open = some(row.open, Word::OpenOf);
        let parts = [some(row.overdue, Word::OverdueOf), some(row.falsely, Word::FalselyOf)];
        let parts = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        // Parts of the open ones, not dangers beside them.
        let word = match (parts.is_empty(), row.open) {
            (true, _) => return open,
            (_, 1) => Word::InBrackets,
            _ => Word::OfThem,
        };
        word.fill(lang, &[&open, &parts.join(Word::ListComma.said(lang))])
    };
    let dangers = if kind == LevelKind::Dynamic { dangers() } else { String::new() };
    aside(&[unrated, method, dangers])
}

/// So many of a layer, where it is plain of what.
fn so_many(layer: LayerName, n: u32, lang: Lang) -> String {
    let word = match layer {
        LayerName::Pipelines => Word::SoManyLines,
        LayerName::Districts => Word::SoManyDistricts,
        _ => Word::SoManyPlaces,
    };
    word.fill(lang, &[&count(u64::from(n))])
}

/// A method, or the ledger, by name.
pub fn of_method(method: Option<Method>, lang: Lang) -> String {
    method.map_or_else(|| Word::TheLedger.said(lang).to_owned(), |method| lang.of(&method.words()).to_owned())
}

/// Why no single change brings a level down.
pub fn held(why: &Why, kind: LevelKind, lang: Lang) -> String {
    if why.ways_down.is_empty() {
        return Word::NothingLowers.said(lang).to_owned();
    }
    let names: Vec<String> = why.held_by(kind).into_iter().map(|method| of_method(method, lang)).collect();
    Word::HeldTogether.fill(lang, &[&names.join(Word::ListComma.said(lang))])
}

#[cfg(test)]
mod tests {
    use super::super::tests::hit;
    use super::*;
    use crate::risk::explain::Explanation;

    fn level_row(base: Rating, dynamic: Rating) -> LevelRow {
        LevelRow {
            hit: hit(LayerName::Facilities, "城东储配站"),
            base,
            dynamic,
            method: Some(crate::risk::assess::Method::Gb18218),
            completeness: Some(0.5),
            missing: vec!["residents.residents".into(), "substances_complete".into()],
            open: 2,
            overdue: 1,
            falsely: 0,
        }
    }

    fn levels(kind: LevelKind, counts: [(u32, u32); 5]) -> LevelsTable {
        let count = |(level, (base, dynamic))| crate::engine::LevelCount { level, base, dynamic };
        LevelsTable {
            left_out: 0,
            loosened: vec![],
            query: crate::engine::LevelsQuery {
                kind,
                limit: 10,
                ..crate::engine::LevelsQuery::of(LayerName::Facilities)
            },
            revision: 1,
            as_of: "2026-03-03".to_owned(),
            counts: Level::ALL.into_iter().zip(counts).map(count).collect(),
            rows: vec![],
            districts: vec![],
            explanation: Explanation::default(),
        }
    }

    #[test]
    fn the_finding_of_levels_says_how_many_are_major_and_what_the_ledger_made_of_them() {
        let counts = [(36, 61), (40, 30), (50, 45), (60, 52), (14, 12)];
        let said = |kind, counts, lang| levels_caption(&levels(kind, counts), None, lang);
        let day = said(LevelKind::Dynamic, counts, Lang::Zh);
        assert_eq!(day.title, "61 处危险设施为重大风险，其中 25 处因隐患或事故升级");
        assert_eq!(day.note, "动态等级 · 2026-03-03 · 12 处未评");
        assert_eq!(said(LevelKind::Base, counts, Lang::En).title, "36 hazardous sites at major risk");
        let calm = [(0, 0), (0, 1), (5, 4), (0, 0), (0, 0)];
        assert_eq!(said(LevelKind::Dynamic, calm, Lang::En).title, "None at major risk, 1 hazardous site at high risk");
        assert_eq!(said(LevelKind::Base, calm, Lang::Zh).title, "没有重大或较大风险");
        let none = [(0, 0), (0, 0), (0, 0), (0, 0), (3, 3)];
        assert_eq!(said(LevelKind::Dynamic, none, Lang::Zh).title, "3 处危险设施均未评");
        assert_eq!(said(LevelKind::Dynamic, [(0, 0); 5], Lang::En).title, "No facilities here");
        let district = levels_caption(&levels(LevelKind::Base, calm), Some("沙湾区".to_owned()), Lang::Zh);
        assert_eq!(district.note, "沙湾区 · 基础等级 · 2026-03-03");
    }

    #[test]
    fn a_district_says_its_worst_with_its_share_and_never_an_average() {
        let count = |(level, n)| crate::engine::LevelCount { level, base: n, dynamic: n };
        let of = |counts: [u32; 5]| DistrictLevels {
            hit: None,
            worst: Level::Red,
            counts: Level::ALL.into_iter().zip(counts).map(count).collect(),
        };
        let said = |counts, lang| district_reason(&of(counts), LevelKind::Dynamic, lang);
        assert_eq!(said([3, 40, 50, 1_407, 100], Lang::Zh), "A 重大 3 处，占 0.2 % · 共 1,600 处 · 100 处未评");
        assert_eq!(said([0, 0, 1, 1, 0], Lang::En), "1 C Moderate, 50 % · of 2 in all");
        assert_eq!(said([0, 0, 0, 0, 7], Lang::En), "of 7 in all · 7 unrated");
        assert_eq!(said([0; 5], Lang::Zh), "没有设施、管线和场所");
    }

    #[test]
    fn a_level_that_is_not_rated_says_between_what_and_what_is_missing() {
        let open = Rating { best: Level::Yellow, worst: Level::Red };
        let row = level_row(open, open);
        assert_eq!(level_figure(&row, LevelKind::Dynamic, Lang::Zh), "未评");
        assert_eq!(
            level_reason(&row, LevelKind::Base, Lang::Zh),
            "未评（C 至 A）：缺居民人口、物质已全部申报 · 重大危险源 GB 18218-2018"
        );
        assert_eq!(rating(open, Lang::En), "unrated (C Moderate to A Major)");
        let moved = level_row(Rating::exactly(Level::Yellow), Rating::exactly(Level::Red));
        assert_eq!(level_figure(&moved, LevelKind::Dynamic, Lang::En), "C → A");
        assert_eq!(level_figure(&moved, LevelKind::Base, Lang::En), "C");
        assert_eq!(
            level_reason(&moved, LevelKind::Dynamic, Lang::En),
            "Major hazard installation, GB 18218-2018 · 2 open dangers, of them 1 overdue"
        );
        let many = ["on", "exits", "floors", "beds"].map(Text::from);
        assert_eq!(missing(LayerName::Venues, &many, 3, Lang::En), "day of an accident, exits, floors and 1 more");
    }
}
