//! What the page says about the whole city.

use super::{Caption, aside, level_reason};
use crate::domain::Level;
use crate::engine::{LevelKind, OverviewRow, OverviewTable};
use crate::risk::rating::Rating;
use crate::text::{Lang, layer_within};
use crate::ui::terms::count;
use crate::ui::words::Word;

/// The finding: how many places are major, how many more or fewer than a month ago, and which became so.
pub fn overview_caption(table: &OverviewTable, lang: Lang) -> Caption {
    let n = |n: u32| count(u64::from(n));
    let (now, then) = (table.now(Level::Red), table.then(Level::Red));
    let (high, all) = (table.now(Level::Orange), Level::ALL.map(|level| table.now(level)).iter().sum::<u32>());
    let unrated = table.now(Level::Unrated);
    let title = match now {
        _ if all == 0 => Word::NothingRatedYet.said(lang).to_owned(),
        _ if unrated == all => Word::NoneOfAllRated.fill(lang, &[&n(all)]),
        0 if high > 0 => Word::CityNoneMajor.fill(lang, &[&n(high)]),
        0 => Word::NoneHigh.said(lang).to_owned(),
        now if now > then => Word::CityMajorMore.fill(lang, &[&n(now), &n(now - then)]),
        now if now < then => Word::CityMajorFewer.fill(lang, &[&n(now), &n(then - now)]),
        now => Word::CityMajorSame.fill(lang, &[&n(now)]),
    };
    let rose = table.rows.iter().find(|of| table.rose > 0 && change(of) > 0).map(|of| {
        let (name, apart) = (lang.of(&of.row.hit.name), lang.of(&of.row.hit.apart));
        let name = if apart.is_empty() { name.to_owned() } else { Word::InBrackets.fill(lang, &[name, apart]) };
        Word::RoseToMajor.fill(lang, &[&n(table.rose), &name])
    });
    // What came and what went make the difference that the title says.
    let rated = if table.rated == 0 { String::new() } else { Word::RatedMajor.fill(lang, &[&n(table.rated)]) };
    let fell = if table.fell == 0 { String::new() } else { Word::FellFromMajor.fill(lang, &[&n(table.fell)]) };
    let unrated = if unrated == 0 { String::new() } else { Word::UnratedOf.fill(lang, &[&places(unrated, lang)]) };
    // The map shows facilities and pipelines; what the city has of major risk is mostly venues.
    let by_layer = table.layers.iter().map(|of| (of.layer, of.now(Level::Red))).filter(|(_, n)| *n > 0);
    let by_layer: Vec<String> =
        by_layer.map(|(layer, of)| format!("{} {}", layer_within(layer, lang), n(of))).collect();
    let by_layer = match by_layer.len() {
        0 | 1 => String::new(),
        _ => Word::ByLayer.fill(lang, &[&by_layer.join(Word::ListComma.said(lang))]),
    };
    let note = aside(&[
        by_layer,
        rose.unwrap_or_default(),
        rated,
        fell,
        Word::ComparedWith.fill(lang, &[&table.as_of, &table.before]),
        unrated,
    ]);
    Caption { title, note }
}

/// So many places of any layer.
fn places(n: u32, lang: Lang) -> String {
    Word::SoManyPlaces.fill(lang, &[&count(u64::from(n))])
}

/// Why a place is among the worst, in one line.
pub fn overview_reason(of: &OverviewRow, lang: Lang) -> String {
    level_reason(&of.row, LevelKind::Dynamic, lang)
}

/// What a month has changed: by how many levels it became worse or better. Nothing where it stayed, or nobody could say.
pub fn overview_change(of: &OverviewRow, lang: Lang) -> String {
    match change(of) {
        0 => String::new(),
        steps if steps > 0 => Word::LevelsUp.fill(lang, &[&steps.to_string()]),
        steps => Word::LevelsDown.fill(lang, &[&(-steps).to_string()]),
    }
}

/// By how many levels a place became worse; below 0 where it became better.
fn change(of: &OverviewRow) -> i32 {
    let place = |rating: Rating| Level::ALL.iter().position(|level| *level == rating.level()).unwrap_or(0) as i32;
    let rated = |rating: Rating| rating.level() != Level::Unrated;
    if rated(of.before) && rated(of.row.dynamic) { place(of.before) - place(of.row.dynamic) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::super::tests::hit;
    use super::*;
    use crate::domain::LayerName;
    use crate::engine::{LevelCount, LevelRow, OverviewLayer, OverviewQuery};

    fn row(before: Level, now: Level) -> OverviewRow {
        let row = LevelRow {
            hit: hit(LayerName::Facilities, "城东储配站"),
            base: Rating::exactly(Level::Orange),
            dynamic: Rating::exactly(now),
            method: Some(crate::risk::assess::Method::Gb18218),
            completeness: Some(1.0),
            missing: Vec::new(),
            open: 2,
            overdue: 1,
            falsely: 0,
        };
        let before = if before == Level::Unrated { Rating::unknown() } else { Rating::exactly(before) };
        OverviewRow { row, before, people: Some(1286.0) }
    }

    fn table(now: [u32; 5], before: [u32; 5], rows: Vec<OverviewRow>) -> OverviewTable {
        let counts = |of: [u32; 5]| {
            let all = Level::ALL.into_iter().zip(of);
            all.map(|(level, n)| LevelCount { level, base: 0, dynamic: n }).collect::<Vec<_>>()
        };
        OverviewTable {
            query: OverviewQuery::default(),
            revision: 1,
            as_of: "2026-03-03".to_owned(),
            before: "2026-02-01".to_owned(),
            rose: 2,
            rated: 0,
            fell: 1,
            layers: vec![OverviewLayer { layer: LayerName::Facilities, now: counts(now), before: counts(before) }],
            rows,
            explanation: Default::default(),
        }
    }

    #[test]
    fn the_finding_compares_with_a_month_ago_and_names_what_rose() {
        let of = |now, before| {
            let rows = vec![row(Level::Red, Level::Red), row(Level::Orange, Level::Red)];
            overview_caption(&table(now, before, rows), Lang::Zh)
        };
        let more = of([4, 1, 0, 0, 2], [3, 2, 0, 0, 2]);
        assert_eq!(more.title, "全市 4 处重大风险，比一个月前多 1 处");
        assert_eq!(more.note, "2 处新升为重大，如城东储配站 · 1 处降出重大 · 2026-03-03，对比 2026-02-01 · 2 处未评");
        // Where more than one layer has some, it is said how many each.
        let mut both = table([4, 1, 0, 0, 2], [3, 2, 0, 0, 2], Vec::new());
        both.layers.push(OverviewLayer { layer: LayerName::Venues, ..both.layers[0].clone() });
        let both = overview_caption(&both, Lang::Zh);
        assert_eq!(both.title, "全市 8 处重大风险，比一个月前多 2 处");
        assert!(both.note.starts_with("其中危险设施 4、公众场所 4 · "), "{}", both.note);
        assert_eq!(of([4, 1, 0, 0, 0], [6, 2, 0, 0, 0]).title, "全市 4 处重大风险，比一个月前少 2 处");
        assert_eq!(of([4, 1, 0, 0, 0], [4, 2, 0, 0, 0]).title, "全市 4 处重大风险，与一个月前相同");
        assert_eq!(of([0, 3, 0, 0, 0], [0; 5]).title, "没有重大风险，较大风险 3 处");
        assert_eq!(of([0, 0, 0, 0, 9], [0; 5]).title, "9 处都未评：缺少定级所需的数据");
        let one = overview_caption(&table([1, 0, 0, 0, 0], [0; 5], Vec::new()), Lang::En);
        assert_eq!(one.title, "1 place at major risk, 1 more than a month ago");
    }

    #[test]
    fn a_change_is_said_in_levels_and_unrated_is_none() {
        let said = |before, now| overview_change(&row(before, now), Lang::Zh);
        assert_eq!(said(Level::Orange, Level::Red), "+1 级");
        assert_eq!(said(Level::Blue, Level::Red), "+3 级");
        assert_eq!(said(Level::Red, Level::Yellow), "−2 级");
        assert_eq!(said(Level::Red, Level::Red), "");
        assert_eq!(said(Level::Unrated, Level::Red), "");
    }
}
