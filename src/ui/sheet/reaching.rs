//! The hazards of which a ring reaches an area or a site, on paper.

use super::html::{Column, Galley, escape};
use super::lists::name;
use super::marks;
use crate::domain::Level;
use crate::engine::{ReachedBy, ReachingRing};
use crate::text::Lang;
use crate::ui::terms::{self, count, number};
use crate::ui::words::Word;

/// Of an area: the hazards outside of which a ring reaches in, also where none is known to.
pub fn rings_reach(galley: &mut Galley, of: &ReachedBy, lang: Lang) {
    let note = if of.count > 0 { Word::RingsScreening } else { Word::NoRingReaches };
    galley.heading(Word::RingsReach.said(lang), note.said(lang));
    table(galley, of, lang);
    if of.inside > 0 {
        galley.note(&Word::RingsOfInside.fill(lang, &[&count(u64::from(of.inside))]));
    }
}

/// Of one site: the hazards of which a ring reaches it; nothing where none is known that may.
pub fn rings_around(galley: &mut Galley, of: &ReachedBy, lang: Lang) {
    if of.count + of.unknown > 0 {
        galley.heading(Word::RingsAround.said(lang), Word::RingsScreening.said(lang));
        table(galley, of, lang);
    }
}

fn table(galley: &mut Galley, of: &ReachedBy, lang: Lang) {
    let columns = [
        Column::text(Word::HazardKind.said(lang), 22),
        Column::text(Word::Level.said(lang), 6),
        Column::text(Word::SheetRing.said(lang), 14),
        Column::number(Word::RadiusIs.said(lang), "m", 5),
        Column::number(Word::SheetDistance.said(lang), "m", 5),
    ];
    let row = |ring: &ReachingRing| {
        let level = ring.hazard.level.unwrap_or(Level::Unrated);
        vec![
            name(&ring.hazard, lang),
            marks::level(level, &terms::level_with_letter(level, lang)),
            escape(lang.of(&ring.says)),
            number(ring.radius_m),
            ring.hazard.distance_m.map(number).unwrap_or_default(),
        ]
    };
    if of.count > 0 {
        galley.table(&columns, of.rings.iter().map(row));
    }
    if of.unknown > 0 {
        galley.note(&Word::RingsMayReach.fill(lang, &[&count(u64::from(of.unknown))]));
    }
}
