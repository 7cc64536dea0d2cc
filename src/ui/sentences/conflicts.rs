//! What the page says about sites inside rings.

use super::{Caption, aside};
use crate::domain::{LayerName, Level};
use crate::engine::{ConflictLine, ConflictTable};
use crate::text::{Lang, register_name};
use crate::ui::terms::{self, count, metres, number};
use crate::ui::words::Word;
use crate::units::LngLatBox;

/// The finding: how many sites are inside the rings of how many hazards, and of how many nobody knows.
pub fn conflicts_caption(table: &ConflictTable, district: Option<String>, lang: Lang) -> Caption {
    let n = |n: u32| count(u64::from(n));
    let title = match table.count {
        0 => Word::ConflictsNone.said(lang).to_owned(),
        _ => Word::ConflictsFinding.fill(lang, &[&n(table.sites), &n(table.hazards)]),
    };
    let some = |of: u32, word: Word| if of == 0 { String::new() } else { word.fill(lang, &[&n(of)]) };
    let kind = table.query.kind.as_ref().map(|kind| terms::kind(crate::domain::LayerName::Facilities, kind, lang));
    let note = aside(&[
        district.unwrap_or_default(),
        kind.unwrap_or_default(),
        some(table.count, Word::ConflictPairs),
        some(table.unknown, Word::RingsUnknown),
        Word::ConflictsScreening.said(lang).to_owned(),
        table.as_of.clone(),
    ]);
    Caption { title, note }
}

/// Which pair it is.
pub fn pair_name(of: &ConflictLine, lang: Lang) -> String {
    Word::PairOf.fill(lang, &[lang.of(&of.hazard.name), &site_name(of, lang)])
}

/// The site of a pair; told from others of its name.
pub fn site_name(of: &ConflictLine, lang: Lang) -> String {
    match lang.of(&of.site.apart) {
        "" => lang.of(&of.site.name).to_owned(),
        apart => Word::InBrackets.fill(lang, &[lang.of(&of.site.name), apart]),
    }
}

/// How much nearer the site is than the ring reaches.
pub fn pair_figure(of: &ConflictLine, lang: Lang) -> String {
    Word::ShortOf.fill(lang, &[&metres(of.conflict.deficit_m)])
}

/// One line of reason: that the hazard does not operate, the ring, what it says, how far apart, who is there.
pub fn pair_reason(of: &ConflictLine, lang: Lang) -> String {
    let c = &of.conflict;
    let ring = lang.of(&c.ring.words()).to_owned();
    let ring =
        if c.named.is_empty() { ring } else { Word::InBrackets.fill(lang, &[&ring, register_name(&c.named, lang)]) };
    let level = c.level.filter(|level| *level != Level::Unrated).map(|l| terms::level_with_letter(l, lang));
    let status = of.status.as_ref().map(|code| terms::code(LayerName::Facilities, "status", code, lang));
    aside(&[
        status.unwrap_or_default(),
        level.unwrap_or_default(),
        ring,
        Word::Apart.fill(lang, &[&metres(c.distance_m)]),
        people(of, lang),
    ])
}

fn people(of: &ConflictLine, lang: Lang) -> String {
    let said = |people: Option<f64>| match people {
        Some(people) => Word::PeopleIs.fill(lang, &[&number(people)]),
        None => Word::Unknown.said(lang).to_owned(),
    };
    match (of.people_day, of.people_night) {
        (None, None) => Word::PeopleUnknown.said(lang).to_owned(),
        (day, night) => {
            let both = [Word::ByDayIs.fill(lang, &[&said(day)]), Word::ByNightIs.fill(lang, &[&said(night)])];
            both.join(Word::ListComma.said(lang))
        }
    }
}

/// What is seen of a pair: both ends, and the ring that the site is in, as far as it is known to reach.
pub fn pair_sight(of: &ConflictLine) -> LngLatBox {
    of.hazard.bounds.grown(of.conflict.distance_m + of.conflict.deficit_m).union(of.site.bounds)
}

#[cfg(test)]
mod tests {
    use super::super::tests::hit;
    use super::*;
    use crate::domain::Words;
    use crate::engine::ConflictsQuery;
    use crate::risk::assess::Conflict;
    use crate::risk::rating::Range;
    use crate::risk::rings::{RingKind, Target};

    fn line(day: Option<f64>, night: Option<f64>) -> ConflictLine {
        ConflictLine {
            hazard: hit(LayerName::Facilities, "城东储配站"),
            status: None,
            site: hit(LayerName::Venues, "第二小学"),
            conflict: Conflict {
                facility: 0,
                layer: LayerName::Venues,
                row: 0,
                target: Target::Vulnerable,
                ring: RingKind::Dose1000,
                named: String::new(),
                level: Some(Level::Red),
                radius_m: Range::exactly(670.0),
                distance_m: 358.0,
                deficit_m: 312.0,
            },
            people: day,
            people_day: day,
            people_night: night,
        }
    }

    #[test]
    fn a_pair_says_its_ring_how_near_and_who_is_there() {
        let of = line(Some(1_214.0), None);
        assert_eq!(pair_name(&of, Lang::Zh), "城东储配站 → 第二小学");
        assert_eq!(pair_figure(&of, Lang::Zh), "欠 312 m");
        assert_eq!(pair_reason(&of, Lang::Zh), "A 重大 · 火球热剂量 1000 tdu · 相距 358 m · 白天 1,214 人、夜间 未知");
        let mut unknown = line(None, None);
        unknown.conflict.level = None;
        unknown.site.apart = Words::same("沙湾区");
        unknown.status = Some("under_construction".to_owned());
        assert_eq!(pair_name(&unknown, Lang::En), "城东储配站 → 第二小学 (沙湾区)");
        assert_eq!(
            pair_reason(&unknown, Lang::En),
            "under construction · Fireball dose 1000 tdu · 358 m apart · people unknown"
        );
    }

    #[test]
    fn the_finding_says_what_is_not_known() {
        let mut table = ConflictTable {
            query: ConflictsQuery::default(),
            as_of: "2026-03-03".to_owned(),
            count: 9,
            hazards: 1,
            sites: 8,
            kinds: vec![],
            site_kinds: vec![],
            ringed: 5,
            unknown: 2,
            unknown_rows: vec![],
            loosened: vec![],
            rows: vec![],
            explanation: Default::default(),
        };
        let said = conflicts_caption(&table, None, Lang::Zh);
        assert_eq!(said.title, "8 处场所在 1 处危险设施的影响圈内");
        assert_eq!(said.note, "共 9 对 · 2 处的圈未知 · 筛查值，不是安全距离 · 2026-03-03");
        assert_eq!(conflicts_caption(&table, None, Lang::En).title, "8 sites inside the rings of 1 hazardous site");
        table.count = 0;
        let none = conflicts_caption(&table, Some("Shawan".to_owned()), Lang::En);
        assert_eq!(none.title, "No site inside any ring");
        assert_eq!(none.note, "Shawan · 2 with an unknown ring · screening value, no safety distance · 2026-03-03");
    }
}
