//! The hazards of which a ring reaches what is inspected.

use crate::engine::{ReachedBy, ReachingRing};
use crate::text::Lang;
use crate::ui::parts::{HitLink, Parting, first_rows};
use crate::ui::terms::{self, count};
use crate::ui::words::Word;
use leptos::prelude::*;

/// Hazards listed before "more".
const FIRST: usize = 5;

/// Of an area: the hazards outside of which a ring reaches in, also where none is known to.
pub fn rings_reach(of: &ReachedBy, lang: Lang) -> impl IntoView + use<> {
    let screening = if of.count > 0 { Word::RingsScreening } else { Word::NoRingReaches };
    let inside = (of.inside > 0).then(|| Word::RingsOfInside.fill(lang, &[&count(u64::from(of.inside))]));
    section(of, Word::RingsReach, screening, inside, lang)
}

/// Of one site: the hazards of which a ring reaches it; nothing where none is known that may.
pub fn rings_around(of: &ReachedBy, lang: Lang) -> Option<impl IntoView + use<>> {
    let any = of.count + of.unknown > 0;
    any.then(|| section(of, Word::RingsAround, Word::RingsScreening, None, lang))
}

fn section(of: &ReachedBy, title: Word, screening: Word, inside: Option<String>, lang: Lang) -> impl IntoView + use<> {
    let note = match of.count {
        0 => String::new(),
        n => Word::InAll.fill(lang, &[&count(u64::from(n))]),
    };
    let unknown = (of.unknown > 0).then(|| Word::RingsMayReach.fill(lang, &[&count(u64::from(of.unknown))]));
    let link = |ring: &ReachingRing| {
        let remark = Word::RingReaches.fill(lang, &[lang.of(&ring.says), &terms::metres(ring.radius_m)]);
        view! { <HitLink hit=ring.hazard.clone() remark=remark /> }.into_any()
    };
    let links: Vec<AnyView> = of.rings.iter().map(link).collect();
    let listed = of.rings.len() as u64;
    let first_of = (listed < u64::from(of.count))
        .then(|| Word::FirstOf.fill(lang, &[&count(listed), &count(u64::from(of.count))]));
    let said = |text: String| view! { <p class="note">{text}</p> };
    view! {
        <Parting title=Signal::stored(title.said(lang).to_owned()) note=Signal::stored(note)>
            <p class="note">{screening.said(lang)}</p>
            {first_rows(links, FIRST, "neighbours", lang)}
            {first_of.map(said)}
            {inside.map(said)}
            {unknown.map(said)}
        </Parting>
    }
}
