//! What the page says about two states side by side.

use super::{Caption, aside, counted, crashes_asked, density_unit};
use crate::dataset::dates::{parse_date, write_date};
use crate::domain::{LayerName, Level};
use crate::engine::{
    Changes, CompareQuery, Comparison, CountChange, CountChanges, DensitySurface, LevelChange, LevelChanges, LevelKind,
    LevelsQuery, OtherState,
};
use crate::risk::change::CHANCE;
use crate::text::Lang;
use crate::ui::terms::{self, count, metres, number};
use crate::ui::words::Word;

/// Whether the other state is the earlier one, and so stands left of the one that the page shows: what was before is left of
/// what came of it. Of one day the base comes before what the day makes of it. `as_of` is the day of the data, `days` the
/// period of the state that the page shows.
pub fn other_is_earlier(query: &CompareQuery, as_of: &str, days: Option<(i32, i32)>) -> bool {
    let level = |of: &LevelsQuery| (parse_date(of.as_of.as_deref().unwrap_or(as_of)), of.kind == LevelKind::Dynamic);
    let from = |filter: &crate::domain::CrashFilter| filter.from.or(days.map(|days| days.0));
    match query {
        CompareQuery::Levels { one, other } => level(other) < level(one),
        CompareQuery::Density { one, other } => from(&other.crashes) < from(&one.crashes),
        CompareQuery::Sections { one, other } => from(&other.crashes) < from(&one.crashes),
    }
}

/// What each half shows: the left one, then the right one; the earlier is left.
pub fn halves(query: &CompareQuery, as_of: &str, days: Option<(i32, i32)>, lang: Lang) -> (String, String) {
    let (one, other) = states(query, as_of, days, lang);
    if other_is_earlier(query, as_of, days) { (other, one) } else { (one, other) }
}

fn states(query: &CompareQuery, as_of: &str, days: Option<(i32, i32)>, lang: Lang) -> (String, String) {
    let of_levels = |of: &LevelsQuery| {
        let day = of.as_of.as_deref().unwrap_or(as_of);
        Word::LevelsAt.fill(lang, &[day, kind_word(of.kind).said(lang)])
    };
    let period = |filter: &crate::domain::CrashFilter| {
        let (first, last) = (filter.from.or(days.map(|d| d.0)), filter.to.or(days.map(|d| d.1)));
        [first, last].into_iter().flatten().map(write_date).collect::<Vec<_>>().join(" – ")
    };
    match query {
        CompareQuery::Levels { one, other } => (of_levels(one), of_levels(other)),
        CompareQuery::Density { one, other } if one.crashes == other.crashes => {
            let of = |m: f64| Word::BandwidthOf.fill(lang, &[&metres(m)]);
            (of(one.bandwidth_m), of(other.bandwidth_m))
        }
        CompareQuery::Density { one, other } => (period(&one.crashes), period(&other.crashes)),
        CompareQuery::Sections { one, other } => (period(&one.crashes), period(&other.crashes)),
    }
}

const fn kind_word(kind: LevelKind) -> Word {
    match kind {
        LevelKind::Base => Word::BaseLevel,
        LevelKind::Dynamic => Word::DynamicLevel,
    }
}

/// The finding of two states: what became what, and from when to when, as the halves stand. `one` is the surface that the
/// page shows, where there is one.
pub fn comparison_caption(
    of: &Comparison,
    (left, right): &(String, String),
    one: Option<&DensitySurface>,
    lang: Lang,
) -> Caption {
    let span = Word::FromTo.fill(lang, &[left, right]);
    match (&of.changes, &of.query) {
        (Changes::Levels(changes), CompareQuery::Levels { one, other }) => {
            let rules = one.kind != other.kind && one.as_of == other.as_of;
            levels(changes, one.layer, rules, span, lang)
        }
        (Changes::Counts(changes), query) => {
            let layer = match query {
                CompareQuery::Sections { .. } => LayerName::Roads,
                _ => LayerName::Districts,
            };
            let filter = match query {
                CompareQuery::Sections { one, .. } => crashes_asked(&one.crashes, true, lang),
                CompareQuery::Density { one, .. } => crashes_asked(&one.crashes, true, lang),
                CompareQuery::Levels { .. } => String::new(),
            };
            counts(changes, layer, aside(&[span, filter]), lang)
        }
        _ => {
            let peak = |of: Option<f64>| of.map_or(Word::Unknown.said(lang).to_owned(), number);
            let (other, unit) = match &of.other {
                OtherState::Density(surface) => (Some(surface.max_per_km2), density_unit(&surface.query, lang)),
                _ => (None, String::new()),
            };
            let peaks = [peak(one.map(|one| one.max_per_km2)), peak(other)];
            Caption { title: Word::PeaksOfBandwidths.fill(lang, &[&peaks[0], &peaks[1], &unit]), note: span }
        }
    }
}

fn levels(changes: &LevelChanges, layer: LayerName, rules: bool, span: String, lang: Lang) -> Caption {
    let n = |n: u32| count(u64::from(n));
    let title = match (rules, changes.worse, changes.better) {
        (true, 0, 0) => Word::BaseAsDynamic.said(lang).to_owned(),
        // By the methods' rule a level on the day is never better than its base.
        (true, worse, 0) => Word::BaseToDynamic.fill(lang, &[&counted_short(layer, worse, lang)]),
        (_, 0, 0) => Word::LevelsNoChange.said(lang).to_owned(),
        (_, worse, better) => Word::LevelsWorseBetter.fill(lang, &[&counted_short(layer, worse, lang), &n(better)]),
    };
    let unknown =
        if changes.unknown > 0 { Word::RatedOnOneSide.fill(lang, &[&n(changes.unknown)]) } else { String::new() };
    let note =
        aside(&[terms::layer(layer, lang).to_owned(), span, unknown, Word::LevelSame.fill(lang, &[&n(changes.same)])]);
    Caption { title, note }
}

/// So many places, where a sentence says 处 itself.
fn counted_short(layer: LayerName, n: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => count(u64::from(n)),
        Lang::En => counted(layer, n, lang),
    }
}

/// So many sections or districts.
fn places(layer: LayerName, n: u32, lang: Lang) -> String {
    let word = if layer == LayerName::Roads { Word::CountSections } else { Word::CountAreas };
    word.fill(lang, &[&count(u64::from(n))])
}

fn counts(changes: &CountChanges, layer: LayerName, span: String, lang: Lang) -> Caption {
    let n = |n: u32| count(u64::from(n));
    let of = |n: u32| places(layer, n, lang);
    let totals = [n(changes.total_before), n(changes.total_after)];
    let title = if changes.more + changes.fewer == 0 {
        Word::CountsUnchanged.fill(lang, &[&totals[0], &totals[1]])
    } else {
        Word::CountsChanged.fill(lang, &[&totals[0], &totals[1], &of(changes.more), &of(changes.fewer)])
    };
    let sure = [of(changes.places), of(changes.surely_more), of(changes.surely_fewer)];
    let note = aside(&[span, Word::SureOfPlaces.fill(lang, &[&sure[0], &sure[1], &sure[2]])]);
    Caption { title, note }
}

/// From which letter to which.
pub fn change_figure(of: &LevelChange, lang: Lang) -> String {
    let letter = |level: Level| if level == Level::Unrated { Word::Unrated.said(lang) } else { level.letter() };
    format!("{} → {}", letter(of.from), letter(of.to))
}

/// What in the ledger may have moved a level: its open dangers, and those of them that are overdue.
pub fn change_reason(of: &LevelChange, lang: Lang) -> String {
    let moved = |word: Word, before: u32, after: u32| {
        let n = |n: u32| count(u64::from(n));
        if before == after { String::new() } else { word.fill(lang, &[&n(before), &n(after)]) }
    };
    let (before, after) = (of.open_before, of.open_after);
    aside(&[moved(Word::DangersFromTo, before.0, after.0), moved(Word::OverdueFromTo, before.1, after.1)])
}

/// How many more or fewer.
pub fn count_figure(of: &CountChange) -> String {
    let grown = i64::from(of.after) - i64::from(of.before);
    let n = count(grown.unsigned_abs());
    if grown < 0 { format!("−{n}") } else { format!("+{n}") }
}

/// Whether chance explains it.
pub fn count_reason(of: &CountChange, lang: Lang) -> String {
    match of.chance {
        chance if chance < CHANCE => Word::BeyondChance.said(lang).to_owned(),
        chance => Word::MayBeChance.fill(lang, &[&terms::share(chance)]),
    }
}

/// A period's first and last day.
pub fn days_of(period: &Option<(String, String)>) -> Option<(i32, i32)> {
    let (first, last) = period.as_ref()?;
    Some((parse_date(first)?, parse_date(last)?))
}

#[cfg(test)]
mod tests {
    use super::super::tests::hit;
    use super::*;
    use crate::domain::CrashFilter;
    use crate::engine::SectionsQuery;

    fn level_query(day: Option<&str>, kind: LevelKind) -> LevelsQuery {
        LevelsQuery { as_of: day.map(str::to_owned), kind, limit: 200, ..LevelsQuery::of(LayerName::Facilities) }
    }

    fn of_levels(one: LevelsQuery, other: LevelsQuery, changes: LevelChanges) -> Comparison {
        let table = crate::engine::LevelsTable {
            left_out: 0,
            loosened: vec![],
            query: other.clone(),
            revision: 1,
            as_of: String::new(),
            counts: Vec::new(),
            rows: Vec::new(),
            districts: Vec::new(),
            explanation: Default::default(),
        };
        Comparison {
            query: CompareQuery::Levels { one, other },
            other: OtherState::Levels(Box::new(table)),
            changes: Changes::Levels(changes),
        }
    }

    #[test]
    fn two_days_say_which_became_worse_from_the_earlier_to_the_later() {
        let query = (level_query(None, LevelKind::Dynamic), level_query(Some("2025-12-02"), LevelKind::Dynamic));
        let changes =
            LevelChanges { forward: false, worse: 12, better: 5, unknown: 3, same: 80, ..LevelChanges::default() };
        let of = of_levels(query.0, query.1, changes);
        let said = halves(&of.query, "2026-03-03", None, Lang::Zh);
        assert_eq!(said, ("2025-12-02（动态）".to_owned(), "2026-03-03（动态）".to_owned()), "before is left");
        let caption = comparison_caption(&of, &said, None, Lang::Zh);
        assert_eq!(caption.title, "12 处变差，5 处变好");
        assert_eq!(
            caption.note,
            "危险设施 · 左 2025-12-02（动态） → 右 2026-03-03（动态） · 3 处只在一边定了级 · 80 处相同"
        );
        let said = halves(&of.query, "2026-03-03", None, Lang::En);
        let caption = comparison_caption(&of, &said, None, Lang::En);
        assert_eq!(caption.title, "12 hazardous sites became worse, 5 better");
    }

    #[test]
    fn the_ledger_alone_makes_the_difference_between_the_rules() {
        let query = (level_query(None, LevelKind::Dynamic), level_query(None, LevelKind::Base));
        let changes = LevelChanges { worse: 1, same: 9, ..LevelChanges::default() };
        let of = of_levels(query.0, query.1, changes);
        let said = halves(&of.query, "2026-03-03", None, Lang::En);
        assert_eq!(said.0, "2026-03-03 (Base)", "the base comes before what the day makes of it");
        assert_eq!(
            comparison_caption(&of, &said, None, Lang::En).title,
            "Dangers and accidents make 1 hazardous site worse"
        );
        let change = LevelChange {
            hit: hit(LayerName::Facilities, "甲"),
            from: Level::Yellow,
            to: Level::Red,
            open_before: (0, 0),
            open_after: (2, 1),
        };
        assert_eq!(change_figure(&change, Lang::Zh), "C → A");
        assert_eq!(change_reason(&change, Lang::Zh), "未销号隐患 0 → 2 · 逾期 0 → 1");
        assert_eq!(change_reason(&LevelChange { open_after: (0, 0), ..change }, Lang::Zh), "", "nothing to tell");
    }

    #[test]
    fn two_periods_say_what_chance_explains() {
        let query = |from: &str, to: &str| SectionsQuery {
            own_classes: false,
            crashes: CrashFilter::over(parse_date(from), parse_date(to)),
            ..SectionsQuery::default()
        };
        let query =
            CompareQuery::Sections { one: query("2025-01-01", "2025-12-31"), other: query("2024-01-01", "2024-12-30") };
        assert_eq!(halves(&query, "", None, Lang::En).0, "2024-01-01 – 2024-12-30");
        let changes = CountChanges {
            total_before: 1200,
            total_after: 980,
            more: 1,
            fewer: 30,
            surely_fewer: 3,
            places: 60,
            ..CountChanges::default()
        };
        let caption = counts(&changes, LayerName::Roads, "…".to_owned(), Lang::En);
        assert_eq!(caption.title, "Crashes went from 1,200 to 980: more in 1 section, fewer in 30 sections");
        assert!(caption.note.contains("of 60 sections with crashes, 0 sections rose and 3 sections fell"));
        let row = CountChange { hit: hit(LayerName::Roads, "甲"), before: 9, after: 2, chance: 0.0654 };
        assert_eq!(
            (count_figure(&row), count_reason(&row, Lang::Zh)),
            ("−7".to_owned(), "可能是偶然（7 %）".to_owned())
        );
        let sure = CountChange { before: 2, after: 10, chance: 0.0386, ..row };
        assert_eq!(
            (count_figure(&sure), count_reason(&sure, Lang::En)),
            ("+8".to_owned(), "more than chance".to_owned())
        );
    }
}
