//! What the inspector shows, as text: a feature with what is known of it and who is near, a danger, a place.

use super::html::{Column, Galley, escape};
use super::lists::{kind, name};
use super::reaching::rings_around;
use super::sight::Sight;
use super::{marks, working};
use crate::domain::{LayerName, Level, Words};
use crate::engine::{
    DangerPage, FeatureCard, FieldValue, HYDRANT_RADIUS_M, Hit, Known, LedgerRow, LevelKind, Neighbours, Why,
};
use crate::risk::assess::WayDown;
use crate::risk::parts::span;
use crate::risk::rating::Rating;
use crate::text::Lang;
use crate::ui::dangers::{late, late_in, line_state, next, no_target, overdue_days, sector, signed, target};
use crate::ui::sentences::{self, Caption};
use crate::ui::terms::{self, count, metres};
use crate::ui::values::{Said, said};
use crate::ui::words::Word;
use crate::units::LngLatBox;

/// Neighbours of one sort that are listed.
const NEAR: usize = 20;

/// Fields that the head or the last line shows.
fn is_elsewhere(field: &str) -> bool {
    matches!(field, "name" | "name_en" | "district" | "kind" | "kind_text") || field.starts_with('_')
}

/// What a field says, as HTML.
pub fn value(layer: LayerName, field: &FieldValue, lang: Lang) -> String {
    match said(layer, field, lang) {
        Said::Unknown => Word::Unknown.said(lang).to_owned(),
        Said::Text(text) => escape(&text),
        Said::Amount(number, unit) => format!("{} <small>{}</small>", escape(&number), escape(&unit)),
        Said::Records(records) => records.iter().map(|r| escape(r)).collect::<Vec<_>>().join("<br>"),
    }
}

/// A feature; `whole` writes the whole why of its level.
pub fn feature(galley: &mut Galley, card: &FeatureCard, why: Option<&Why>, whole: bool, lang: Lang) {
    let hit = &card.hit;
    let layer = hit.feature.layer;
    let district = card.district.as_ref().map(|d| lang.of(d).to_owned()).filter(|d| !d.is_empty());
    let line = [Some(kind(hit, lang)), district, Some(hit.id.clone())];
    let line = line.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    galley.block(
        format!("<h2 class=\"subject\"><span>{}</span><small>{}</small></h2>", name(hit, lang), escape(&line)),
        true,
    );
    if let Some(why) = why {
        ladder(galley, why, lang);
    }
    if let (Some(why), true) = (why, whole) {
        the_why(galley, why, lang);
    }
    attributes(galley, card, &[], lang);
    near(galley, &card.neighbours, lang);
    help(galley, &card.neighbours, layer, lang);
    galley.note(&format!("{}: {}", Word::ReadFrom.said(lang), card.source));
}

/// All that is known of it but for some fields, and the names of what is not.
pub fn attributes(galley: &mut Galley, card: &FeatureCard, elsewhere: &[&str], lang: Lang) {
    let layer = card.hit.feature.layer;
    let shown = card.fields.iter().filter(|f| !is_elsewhere(&f.field) && !elsewhere.contains(&&*f.field));
    let (known, unknown): (Vec<&FieldValue>, Vec<&FieldValue>) = shown.partition(|f| f.value != Known::Unknown);
    let known = known.iter().map(|f| (terms::field(layer, &f.field, lang), value(layer, f, lang)));
    let extras = card.extras.iter().map(|(name, text)| (name.clone(), escape(text)));
    let pairs: Vec<(String, String)> = known.chain(extras).collect();
    if !pairs.is_empty() {
        galley.subheading(Word::Attributes.said(lang));
        galley.pairs(&pairs);
    }
    let names: Vec<String> = unknown.iter().map(|f| terms::field(layer, &f.field, lang)).collect();
    if !names.is_empty() {
        galley.note(&Word::SheetUnknownFields.fill(lang, &[&names.join(Word::ListComma.said(lang))]));
    }
}

/// A list of neighbours; how many there are in all is said.
fn hits(galley: &mut Galley, title: &str, hits: &[Hit], all: usize, lang: Lang) {
    if hits.is_empty() {
        return;
    }
    let shown = hits.len().min(NEAR);
    let n = |n: usize| count(n as u64);
    let note = if shown < all {
        Word::SheetRowsOf.fill(lang, &[&n(shown), &n(all)])
    } else {
        Word::InAll.fill(lang, &[&n(all)])
    };
    galley.block(format!("<h3><span>{}</span><small>{}</small></h3>", escape(title), escape(&note)), true);
    // What is rated stands by level first: the level is said, or nobody could tell the order.
    let rated = hits.iter().any(|hit| hit.level.is_some());
    let mut columns = if rated { vec![Column::text(Word::Level.said(lang), 6)] } else { Vec::new() };
    columns.extend([
        Column::text(Word::SheetName.said(lang), 14),
        Column::text(Word::SheetKind.said(lang), 9),
        Column::number(Word::SheetDistance.said(lang), "", 5),
    ]);
    let row = |hit: &Hit| {
        let level = |level: Level| marks::level(level, &terms::level_with_letter(level, lang));
        let level = rated.then(|| hit.level.map(level).unwrap_or_default());
        let dry = if hit.working == Some(false) { Word::Dry.said(lang) } else { "" };
        let kind = if dry.is_empty() { kind(hit, lang) } else { dry.to_owned() };
        let away = hit.distance_m.map_or_else(String::new, |m| escape(&metres(m)));
        level.into_iter().chain([name(hit, lang), escape(&kind), away]).collect::<Vec<_>>()
    };
    galley.table(&columns, hits.iter().take(shown).map(row));
}

/// Venues, facilities and lines at hand.
pub fn near(galley: &mut Galley, of: &Neighbours, lang: Lang) {
    let within = metres(of.radius_m);
    hits(galley, &Word::VenuesWithin.fill(lang, &[&within]), &of.venues, of.venue_count as usize, lang);
    if of.people_known != [0; 2] {
        galley.note(&sentences::people_known(of, lang));
    }
    hits(galley, &Word::FacilitiesWithin.fill(lang, &[&within]), &of.facilities, of.facility_count as usize, lang);
    hits(galley, &Word::LinesWithin.fill(lang, &[&within]), &of.lines, of.lines.len(), lang);
}

/// The nearest fire stations and the water at hand.
fn help(galley: &mut Galley, of: &Neighbours, layer: LayerName, lang: Lang) {
    let stations = Word::InBrackets.fill(lang, &[Word::NearestStations.said(lang), Word::StraightLine.said(lang)]);
    hits(galley, &stations, &of.stations, of.stations.len(), lang);
    if matches!(layer, LayerName::Hydrants | LayerName::Crashes | LayerName::Roads) {
        return;
    }
    let within = Word::HydrantsWithin.fill(lang, &[&metres(HYDRANT_RADIUS_M)]);
    match (&of.hydrants[..], &of.nearest_hydrant) {
        ([], Some(nearest)) => {
            let away = nearest.distance_m.map_or_else(String::new, metres);
            galley.note(&format!("{}: {} · {} {}", within, count(0), Word::NearestOne.said(lang), away));
        }
        ([], None) => galley.note(Word::NoHydrants.said(lang)),
        (some, _) => hits(galley, &within, some, some.len(), lang),
    }
}

/// Base level and level on the day.
pub fn ladder(galley: &mut Galley, why: &Why, lang: Lang) {
    let one = |word: Word, of: Rating| {
        format!("<dt>{}</dt><dd>{}</dd>", word.said(lang), marks::level(of.level(), &sentences::rating(of, lang)))
    };
    let both = one(Word::DynamicLevel, why.dynamic) + &one(Word::BaseLevel, why.base);
    galley.block(format!("<dl class=\"both\">{both}</dl>"), false);
}

/// Why it has its level: every method, what the ledger adds, dangers, rings, what would lower it.
fn the_why(galley: &mut Galley, why: &Why, lang: Lang) {
    let title = match why.dynamic.level() {
        Level::Unrated => Word::WhyUnrated.said(lang).to_owned(),
        level => Word::WhyLevel.fill(lang, &[&terms::level_with_letter(level, lang)]),
    };
    let note = format!("{} · {}", Word::Screening.said(lang), Word::AsOf.fill(lang, &[&why.as_of]));
    galley.heading(&title, &note);
    if let Some(part) = why.parts.iter().find(|part| why.method == Some(part.method) && !part.worked.because.is_empty())
    {
        galley.line(&part.worked.because.told(lang));
    }
    if why.parts.is_empty() {
        galley.note(Word::NoMethod.said(lang));
    }
    let raised = why.dynamic != why.base || !why.dangers.is_empty();
    if raised {
        method(galley, Word::DayRule.said(lang), why.dynamic, lang);
        working::write(galley, &why.raised.explanation, lang);
    }
    for part in &why.parts {
        let decides = if why.method == Some(part.method) { Word::Decides.said(lang) } else { "" };
        let called = match decides {
            "" => lang.of(&part.method.words()).to_owned(),
            decides => Word::InBrackets.fill(lang, &[lang.of(&part.method.words()), decides]),
        };
        method(galley, &called, part.worked.rating, lang);
        working::write(galley, &part.worked.explanation, lang);
    }
    dangers(galley, why, lang);
    lowering(galley, why, lang);
    let site = |line: &crate::engine::ConflictLine| {
        format!("{} · {}", sentences::site_name(line, lang), sentences::pair_reason(line, lang))
    };
    if !why.conflicts.is_empty() {
        galley.subheading(Word::ConflictsTitle.said(lang));
        galley.points(why.conflicts.iter().take(NEAR).map(site));
    }
    if !why.rings.is_empty() {
        galley.subheading(Word::RingsTitle.said(lang));
        galley.points(why.rings.iter().map(|ring| format!("{}: {} m", lang.of(&ring.says), span(ring.radius_m))));
    }
    if let Some(of) = &why.reached_by {
        rings_around(galley, of, lang);
    }
}

fn method(galley: &mut Galley, called: &str, rating: Rating, lang: Lang) {
    let level = marks::level(rating.level(), &sentences::rating(rating, lang));
    galley.block(format!("<h3><span>{}</span>{level}</h3>", escape(called)), true);
}

fn dangers(galley: &mut Galley, why: &Why, lang: Lang) {
    let line = |of: &crate::engine::DangerLine| {
        let parts = [of.id.clone(), of.what.clone(), line_state(of, lang), late_in(of.late, of.state, lang)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    if !why.dangers.is_empty() {
        galley.subheading(Word::OpenDangersTitle.said(lang));
        galley.points(why.dangers.iter().map(line));
    }
}

fn lowering(galley: &mut Galley, why: &Why, lang: Lang) {
    let line = |(way, to): (&WayDown, Level)| {
        let just = if way.change.just_under { format!(" ({})", Word::JustUnder.said(lang)) } else { String::new() };
        format!("{}{just} → {}", way.change.says.told(lang), terms::level_with_letter(to, lang))
    };
    let lines: Vec<String> = why.lowers(LevelKind::Dynamic).map(line).collect();
    let held = lines.is_empty() && !why.ways_down.is_empty();
    if held || !lines.is_empty() {
        galley.subheading(Word::LowerTitle.said(lang));
        galley.points(lines);
    }
    if held {
        galley.note(&sentences::held(why, LevelKind::Dynamic, lang));
    }
}

/// The largest scale at which a danger's place is shown, by its denominator.
const DANGER_SCALE: f64 = 5_000.0;

/// What a hidden danger is called.
fn danger_title(row: &LedgerRow) -> &str {
    if row.what.is_empty() { &row.id } else { &row.what }
}

/// A hidden danger's title: what it is, where it stands, how late it is.
pub fn danger_caption(page: &DangerPage, lang: Lang) -> Caption {
    let row = &page.row;
    let late = if overdue_days(row).is_some() { late(row, lang) } else { String::new() };
    let stands = [lang.of(&row.level.says()).to_owned(), lang.of(&row.state.says()).to_owned(), late];
    let stands = stands.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let place = target(row, lang).unwrap_or_else(|| no_target(row, lang).to_owned());
    let note = [row.id.clone(), place, Word::AsOf.fill(lang, &[&page.as_of])];
    Caption { title: Word::DangerFinding.fill(lang, &[danger_title(row), &stands]), note: note.join(" · ") }
}

/// Where a danger is; none where nobody knows.
pub fn danger_sight(page: &DangerPage) -> Option<Sight> {
    let at = page.row.at?;
    let place = LngLatBox { west: at.lng, south: at.lat, east: at.lng, north: at.lat };
    Some(Sight::of(place).no_nearer(DANGER_SCALE))
}

/// A hidden danger: where it stands, who has signed and who must act, what happened, how it was judged.
pub fn danger(galley: &mut Galley, page: &DangerPage, lang: Lang) {
    let row: &LedgerRow = &page.row;
    let district = row.district.as_ref().map(|d| lang.of(d).to_owned());
    let line =
        [Some(row.id.clone()), Some(sector(&row.sector, lang)), district, Some(Word::AsOf.fill(lang, &[&page.as_of]))];
    let line = line.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    galley.block(
        format!(
            "<h2 class=\"subject\"><span>{}</span><small>{}</small></h2>",
            escape(danger_title(row)),
            escape(&line)
        ),
        true,
    );
    let known = |text: &str| if text.is_empty() { Word::Unknown.said(lang).to_owned() } else { text.to_owned() };
    let place = target(row, lang).unwrap_or_else(|| no_target(row, lang).to_owned());
    let pair = |word: Word, value: String| (word.said(lang).to_owned(), escape(&value));
    let mut pairs = vec![
        pair(Word::Target, place),
        pair(Word::Grade, lang.of(&row.level.says()).to_owned()),
        pair(Word::State, lang.of(&row.state.says()).to_owned()),
        pair(Word::NextAct, next(row, lang)),
        pair(Word::FoundOn, known(&row.found_on)),
        pair(Word::DueOn, known(&row.due_on)),
    ];
    if !page.original_due_on.is_empty() {
        pairs.push(pair(Word::DueAtFirst, page.original_due_on.clone()));
    }
    if overdue_days(row).is_some() {
        pairs.push(pair(Word::DaysLate, late(row, lang)));
    }
    pairs.push(pair(Word::Signatures, signed(row, lang)));
    galley.pairs(&pairs);
    let reasons = |galley: &mut Galley, title: Word, says: &[Words]| {
        if !says.is_empty() {
            galley.subheading(title.said(lang));
            galley.points(says.iter().map(|words| lang.of(words).to_owned()));
        }
    };
    reasons(galley, Word::WhyFalse, &page.falsely);
    reasons(galley, Word::GroupFaulty, &page.faults);
    if !page.events.is_empty() {
        galley.subheading(Word::WhatHappened.said(lang));
        let event = |(at, says, by, post): &(String, Words, String, String)| {
            let parts = [at.as_str(), lang.of(says), by, post];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        };
        galley.points(page.events.iter().map(event));
    }
    galley.heading(Word::HowComputed.said(lang), "");
    working::write(galley, &page.explanation, lang);
}
