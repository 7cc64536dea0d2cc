//! The finding about one thing that is chosen: its name and level, and the one reason for it.

use super::{Caption, aside, level_reason, rating};
use crate::domain::LayerName;
use crate::engine::{Cover, FeatureCard, Hit, Lack, LevelKind, LevelRow, Neighbours, Why};
use crate::text::{Lang, Text};
use crate::ui::terms::{self, count, metres, number};
use crate::ui::words::Word;

/// A feature: its level where it has one, else its kind. `cover` brings the limits of the fire services, who ask first
/// whether help reaches it.
pub fn chosen_caption(
    card: &FeatureCard,
    why: Option<&Why>,
    kind: LevelKind,
    cover: Option<&Cover>,
    lang: Lang,
) -> Caption {
    let hit = &card.hit;
    let name = lang.of(&hit.name);
    let kind_name = terms::kind(hit.feature.layer, &hit.kind, lang);
    let reach = cover.map(|cover| reach_reason(card, cover, lang)).unwrap_or_default();
    match why {
        Some(why) => Caption {
            title: Word::NameIs.fill(lang, &[name, &rating(why.rating(kind), lang)]),
            note: aside(&[reach, level_reason(&row_of(why), kind, lang), why.as_of.clone()]),
        },
        None => Caption { title: name.to_owned(), note: aside(&[reach, kind_name, hit.id.clone()]) },
    }
}

/// Whether a station and a hydrant reach it, with the distances and the limits.
fn reach_reason(card: &FeatureCard, cover: &Cover, lang: Lang) -> String {
    let near = &card.neighbours;
    let dry = |hit: &&Hit| hit.working == Some(false);
    let hydrant = near.hydrants.iter().find(|hit| !dry(hit)).or(near.nearest_hydrant.as_ref());
    let said = |lack: Lack, hit: Option<&Hit>, known: bool| {
        let hit = hit.filter(|_| known)?;
        let (beyond, within) = match (lack, hit.working) {
            (Lack::Station, _) => (Word::StationBeyond, Word::StationWithin),
            // Not known to be dry is not known to work.
            (Lack::Hydrant, None) => (Word::HydrantUnsaidBeyond, Word::HydrantUnsaidWithin),
            (Lack::Hydrant, Some(_)) => (Word::HydrantBeyond, Word::HydrantWithin),
        };
        let away = hit.distance_m?;
        let word = if away > cover.metres(lack) { beyond } else { within };
        Some(word.fill(lang, &[&metres(away), &terms::limit_m(cover.metres(lack))]))
    };
    aside(&[
        said(Lack::Station, near.stations.first(), cover.no_station.is_some()).unwrap_or_default(),
        said(Lack::Hydrant, hydrant, cover.no_hydrant.is_some()).unwrap_or_default(),
    ])
}

/// What a list of levels says of it.
fn row_of(why: &Why) -> LevelRow {
    let dangers = &why.dangers;
    let mut missing: Vec<Text> = why.parts.iter().flat_map(|part| part.worked.missing.iter().cloned()).collect();
    missing.sort();
    missing.dedup();
    LevelRow {
        hit: why.hit.clone(),
        base: why.base,
        dynamic: why.dynamic,
        method: why.method,
        completeness: None,
        missing,
        open: dangers.len() as u32,
        overdue: dangers.iter().filter(|line| line.late.overdue(line.state).is_some()).count() as u32,
        falsely: dangers.iter().filter(|line| !line.not_closed.is_empty()).count() as u32,
    }
}

/// Whether the fire services ask of a layer's features if help reaches them.
pub const fn is_covered(layer: LayerName) -> bool {
    matches!(layer, LayerName::Venues | LayerName::Facilities)
}

/// People in the venues around, by day and by night, each with how many venues say so.
pub fn people_known(near: &Neighbours, lang: Lang) -> String {
    let ([day, night], [by_day, by_night]) = (near.people.map(number), near.people_known.map(|n| count(u64::from(n))));
    Word::PeopleKnown.fill(lang, &[&day, &by_day, &night, &by_night])
}

#[cfg(test)]
mod tests {
    use super::super::tests::hit;
    use super::*;
    use crate::domain::Level;
    use crate::engine::Neighbours;
    use crate::risk::assess::Method;
    use crate::risk::ledger::{DangerLevel, Late, State};
    use crate::risk::rating::{Rating, Worked};

    #[test]
    fn the_finding_about_a_venue_says_level_reach_and_what_decides() {
        let near = |m: f64, id: &str| Hit { distance_m: Some(m), ..hit(LayerName::Hydrants, id) };
        let dry = Hit { working: Some(false), ..near(40.0, "dry") };
        let card = FeatureCard {
            hit: hit(LayerName::Venues, "云江宾馆"),
            district: None,
            source: String::new(),
            fields: vec![],
            extras: vec![],
            corrections: vec![],
            completeness: 1.0,
            neighbours: Neighbours {
                radius_m: 500.0,
                reach: vec![],
                venues: vec![],
                venue_count: 0,
                people_known: [0; 2],
                people: [0.0; 2],
                facilities: vec![],
                facility_count: 0,
                lines: vec![],
                stations: vec![near(2_000.0, "s")],
                hydrants: vec![dry, Hit { working: Some(true), ..near(90.0, "wet") }],
                dry_hydrants: 1,
                nearest_hydrant: None,
                water: vec![],
                brings: vec![],
            },
            as_of: None,
        };
        let why = Why {
            hit: card.hit.clone(),
            as_of: "2026-03-03".to_owned(),
            base: Rating::exactly(Level::Orange),
            method: Some(Method::VenueIndex),
            dynamic: Rating::exactly(Level::Orange),
            parts: vec![],
            raised: Worked {
                because: Default::default(),
                rating: Rating::exactly(Level::Orange),
                figures: vec![],
                missing: vec![],
                lowering: vec![],
                explanation: Default::default(),
            },
            ways_down: vec![],
            held_by_ledger: false,
            dangers: vec![],
            conflicts: vec![],
            rings: vec![],
            reached_by: None,
        };
        let cover = Cover {
            of: 1,
            station_m: 1_795.0,
            hydrant_m: 150.0,
            no_station: Some(1),
            no_hydrant: Some(0),
            neither: Some(0),
        };
        let said = chosen_caption(&card, Some(&why), LevelKind::Dynamic, Some(&cover), Lang::Zh);
        assert_eq!(said.title, "云江宾馆：B 较大");
        assert!(
            said.note.starts_with("最近消防站 2.00 km，超过 1,795 m · 最近可用消火栓 90 m，在 150 m 内 · "),
            "a dry hydrant is passed over: {}",
            said.note
        );
        assert!(said.note.ends_with(" · 2026-03-03"), "{}", said.note);
        let mut unsaid = card.clone();
        unsaid
            .neighbours
            .hydrants
            .iter_mut()
            .filter(|hit| hit.working == Some(true))
            .for_each(|hit| hit.working = None);
        let said = chosen_caption(&unsaid, Some(&why), LevelKind::Dynamic, Some(&cover), Lang::Zh);
        assert!(said.note.contains("90 m（是否可用未知），在 150 m 内"), "{}", said.note);
        // Closed in a way that does not count, past its day: open, but not overdue, as everywhere in the ledger.
        let line = crate::engine::DangerLine {
            id: "Y-1".to_owned(),
            what: String::new(),
            level: DangerLevel::General,
            state: State::Closed,
            late: Late::Days(9),
            not_closed: vec![crate::domain::Words::new("缺签字", "a signature is missing")],
        };
        let dangers = [line.clone(), crate::engine::DangerLine { state: State::Assigned, not_closed: vec![], ..line }];
        let said = |n: usize, lang| {
            let why = Why { dangers: dangers[..n].to_vec(), ..why.clone() };
            chosen_caption(&card, Some(&why), LevelKind::Dynamic, None, lang).note
        };
        assert!(said(1, Lang::Zh).contains(" · 1 条隐患未销号（1 条虚假销号） · "), "{}", said(1, Lang::Zh));
        assert!(
            said(2, Lang::Zh).contains(" · 2 条隐患未销号，其中 1 条逾期、1 条虚假销号 · "),
            "{}",
            said(2, Lang::Zh)
        );
        assert!(said(2, Lang::En).contains(" · 2 open dangers, of them 1 overdue, 1 falsely closed · "));
        let bare = chosen_caption(&card, None, LevelKind::Dynamic, None, Lang::En);
        assert_eq!((bare.title.as_str(), bare.note.as_str()), ("云江宾馆", "Hotel · 云江宾馆"));
    }
}
