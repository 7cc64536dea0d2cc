//! A sheet about a hazard and a site inside its ring: which ring, how much too near, who is there, what is missing.

use super::html::{Column, Galley, escape, typeset};
use super::lists::{kind, name};
use super::sight::Sight;
use super::{crew, marks, object, working};
use crate::domain::Level;
use crate::engine::{ConflictLine, FeatureCard, Hit, Why};
use crate::risk::assess::{Method, Part};
use crate::risk::parts::span;
use crate::text::{Lang, Text, register_name};
use crate::ui::sentences::{self, Caption, pair_figure, pair_name, pair_reason, pair_sight, site_name};
use crate::ui::terms::{self, count, metres, number};
use crate::ui::words::Word;

/// The largest scale at which a pair is shown, by its denominator.
const NEAREST: f64 = 2_500.0;
/// Room for the names at both ends, px.
const MARGIN: (f64, f64) = (130.0, 64.0);

/// A pair, with what is known of the feature that is inspected.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The pair that is looked at.
    pub line: ConflictLine,
    /// All pairs of the inspected hazard or site.
    pub rows: Vec<ConflictLine>,
}

/// How near, and how much too near.
pub fn caption(of: &ConflictLine, as_of: &str, lang: Lang) -> Caption {
    let c = &of.conflict;
    let title = Word::PairFinding.fill(lang, &[&pair_name(of, lang), &metres(c.distance_m), &metres(c.deficit_m)]);
    let note = [pair_reason(of, lang), Word::ConflictsScreening.said(lang).to_owned(), as_of.to_owned()];
    Caption { title, note: note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ") }
}

/// Both ends.
pub fn sight(of: &ConflictLine) -> Sight {
    Sight { margin: MARGIN, ..Sight::of(pair_sight(of)).no_nearer(NEAREST) }
}

/// The pair, the hazard's rings and all its pairs, how the rings were computed and what is missing, the inspected feature.
pub fn write(
    galley: &mut Galley,
    pair: &Pair,
    (card, why): (Option<&FeatureCard>, Option<&Why>),
    most: usize,
    lang: Lang,
) {
    the_pair(galley, &pair.line, lang);
    if let Some(why) = why {
        rings(galley, why, lang);
        missing(galley, why, lang);
    }
    list(galley, &pair.rows, most, lang);
    if let Some(why) = why {
        for part in ringed(why) {
            galley.heading(lang.of(&part.method.words()), Word::HowComputed.said(lang));
            working::write(galley, &part.worked.explanation, lang);
        }
    }
    if let Some(card) = card {
        galley.heading(lang.of(&card.hit.name), &kind(&card.hit, lang));
        object::attributes(galley, card, &[], lang);
        galley.note(&format!("{}: {}", Word::ReadFrom.said(lang), card.source));
    }
}

fn the_pair(galley: &mut Galley, of: &ConflictLine, lang: Lang) {
    let c = &of.conflict;
    galley.heading(&pair_name(of, lang), Word::ConflictsScreening.said(lang));
    let end = |hit: &Hit| {
        let line = [kind(hit, lang), hit.id.clone(), crew::position(hit.at, lang)].join(" · ");
        format!("{} <small>{}</small>", name(hit, lang), escape(&line))
    };
    let ring = lang.of(&c.ring.words()).to_owned();
    let ring =
        if c.named.is_empty() { ring } else { Word::InBrackets.fill(lang, &[&ring, register_name(&c.named, lang)]) };
    let people = |people: Option<f64>| match people {
        Some(people) => {
            let unit = Word::UnitPeople.fill(lang, &[&number(people)]);
            format!("{} <small>{unit}</small>", number(people))
        }
        None => Word::Unknown.said(lang).to_owned(),
    };
    let level = match c.level.unwrap_or(Level::Unrated) {
        Level::Unrated => escape(Word::RingForReference.said(lang)),
        level => marks::level(level, &terms::level_with_letter(level, lang)),
    };
    let pair = |word: Word, value: String| (word.said(lang).to_owned(), value);
    galley.pairs(&[
        pair(Word::SheetSource, end(&of.hazard)),
        pair(Word::SheetSite, end(&of.site)),
        pair(Word::SheetRing, typeset(&ring)),
        pair(Word::RingLevel, level),
        pair(Word::RingReach, format!("{} <small>m</small>", span(c.radius_m))),
        pair(Word::SheetTarget, escape(lang.of(&c.target.words()))),
        pair(Word::DistanceBetween, escape(&metres(c.distance_m))),
        pair(Word::SheetShort, format!("<b>{}</b>", escape(&metres(c.deficit_m)))),
        pair(Word::PeopleByDay, people(of.people_day)),
        pair(Word::PeopleByNight, people(of.people_night)),
    ]);
}

fn rings(galley: &mut Galley, why: &Why, lang: Lang) {
    if why.rings.is_empty() {
        return;
    }
    galley.heading(Word::RingsTitle.said(lang), &count(why.rings.len() as u64));
    let columns = [
        Column::text(Word::SheetRing.said(lang), 20),
        Column::number(Word::RingReach.said(lang), "m", 6),
        Column::text(Word::RingLevel.said(lang), 8),
    ];
    let row = |ring: &crate::engine::RingLine| {
        let level = ring.level.filter(|level| *level != Level::Unrated);
        let level = level.map(|level| marks::level(level, &terms::level_with_letter(level, lang)));
        vec![
            typeset(lang.of(&ring.says)),
            escape(&span(ring.radius_m).to_string()),
            level.unwrap_or_else(|| escape(Word::RingForReference.said(lang))),
        ]
    };
    galley.table(&columns, why.rings.iter().map(row));
}

/// The methods that give rings.
fn ringed(why: &Why) -> impl Iterator<Item = &Part> {
    why.parts.iter().filter(|part| matches!(part.method, Method::Explosives | Method::Vessels))
}

/// Which inputs of the rings nobody knows; where all are known that is said too.
fn missing(galley: &mut Galley, why: &Why, lang: Lang) {
    let fields: Vec<Text> = ringed(why).flat_map(|part| part.worked.missing.iter().cloned()).collect();
    let names = sentences::missing(why.hit.feature.layer, &fields, usize::MAX, lang);
    let says = match names.as_str() {
        _ if ringed(why).next().is_none() => return,
        "" => Word::NothingMissing.said(lang).to_owned(),
        names => Word::MissingThese.fill(lang, &[names]),
    };
    galley.note(&says);
}

/// All pairs of the inspected feature.
fn list(galley: &mut Galley, rows: &[ConflictLine], most: usize, lang: Lang) {
    let shown = rows.len().min(most);
    let n = |n: usize| count(n as u64);
    let note = if shown < rows.len() {
        Word::SheetRowsOf.fill(lang, &[&n(shown), &n(rows.len())])
    } else {
        Word::SheetRows.fill(lang, &[&n(rows.len())])
    };
    galley.heading(Word::ConflictsTitle.said(lang), &note);
    let columns = [
        Column::text(Word::Level.said(lang), 4),
        Column::text(Word::SheetSource.said(lang), 11),
        Column::text(Word::SheetSite.said(lang), 12),
        Column::text(Word::SheetReason.said(lang), 22),
        Column::number(Word::SheetShort.said(lang), "", 6),
    ];
    let row = |of: &ConflictLine| {
        let ring = of.conflict.level.unwrap_or(Level::Unrated);
        let letter = if ring == Level::Unrated { terms::level(ring, lang) } else { ring.letter() };
        vec![
            marks::level(ring, letter),
            name(&of.hazard, lang),
            escape(&site_name(of, lang)),
            escape(&pair_reason(of, lang)),
            escape(&pair_figure(of, lang)),
        ]
    };
    galley.table(&columns, rows.iter().take(shown).map(row));
}
