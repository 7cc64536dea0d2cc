//! Who is near a feature: venues and facilities within a radius, the worst level first, the nearest fire stations,
//! hydrants. Straight lines.

use crate::domain::LayerName;
use crate::engine::{Export, FeatureCard, HYDRANT_RADIUS_M, Hit, Neighbours};
use crate::text::Lang;
use crate::ui::asks::{radius_m, shows_exposure};
use crate::ui::commands::{Command, Page};
use crate::ui::crew;
use crate::ui::desk::Desk;
use crate::ui::parts::{HitLink, Icon, SaveButton, beside, first_rows, icon, remark};
use crate::ui::sentences;
use crate::ui::state::AppState;
use crate::ui::terms::{count, metres};
use crate::ui::words::Word;
use leptos::prelude::*;
use std::sync::Arc;

/// Neighbours listed before "more".
const FIRST: usize = 12;

/// The neighbours' sections.
#[component]
pub fn Near(
    /// Whose neighbours.
    card: Arc<FeatureCard>,
    /// Stations and hydrants too; otherwise they stand elsewhere.
    help: bool,
    /// The language.
    lang: Lang,
) -> impl IntoView {
    let app = expect_context::<AppState>();
    let near = &card.neighbours;
    let (of, radius_m, as_of) = (card.hit.feature, near.radius_m, card.as_of.clone());
    let layer = of.layer;
    let venues = section(
        Word::VenuesWithin.fill(lang, &[&metres(near.radius_m)]),
        // Where the exposure stands above, its figure is the one of people.
        venues_note(near, !untrack(|| shows_exposure(app, layer)), lang),
        (links(near, &near.venues, lang), near.venue_count),
        Word::NoVenuesNear,
        lang,
    );
    let facilities = section(
        Word::FacilitiesWithin.fill(lang, &[&metres(near.radius_m)]),
        so_many(near.facilities.len(), near.facility_count, lang),
        (links(near, &near.facilities, lang), near.facility_count),
        Word::NoFacilitiesNear,
        lang,
    );
    let (lines, line_count) = (links(near, &near.lines, lang), near.lines.len() as u32);
    let lines = section(
        Word::LinesWithin.fill(lang, &[&metres(near.radius_m)]),
        Word::InAll.fill(lang, &[&count(u64::from(line_count))]),
        (lines, line_count),
        Word::NoLinesNear,
        lang,
    );
    let page = Page::here();
    let wants_water = !matches!(layer, LayerName::Hydrants | LayerName::Crashes | LayerName::Roads);
    view! {
        <section class="section">
            <Radius layer />
            <p class="note">{Word::NearOrder.said(lang)}</p>
        </section>
        {venues}
        {facilities}
        {lines}
        {(help && !near.stations.is_empty()).then(|| stations(near, lang))}
        {(help && wants_water).then(|| hydrants(near, lang))}
        <div class="actions padded">
            <SaveButton label=Word::SaveNear what=Signal::derive(move || Some(Export::Near { of, radius_m, as_of: as_of.clone() })) />
            // Elsewhere the bar has it; a phone's would let the feature go.
            <Show when=move || page.desk.is_phone()>
                <button type="button" class="button" on:click=move |_| Command::Print.run(page)>
                    {icon(Icon::Print)}
                    {Word::PrintSheet.said(lang)}
                </button>
            </Show>
        </div>
    }
}

/// The nearest fire stations.
pub fn stations(near: &Neighbours, lang: Lang) -> impl IntoView + use<> {
    let links = links(near, &near.stations, lang);
    let all = links.len() as u32;
    let straight = Word::StraightLine.said(lang).to_owned();
    section(Word::NearestStations.said(lang).to_owned(), straight, (links, all), Word::NoStations, lang)
}

/// How far around is looked. For an exposure it is the workbench's own distance, the same field as at the left.
#[component]
fn Radius(layer: LayerName) -> impl IntoView {
    let (app, desk) = (expect_context::<AppState>(), expect_context::<Desk>());
    let change = move |m| {
        if untrack(|| shows_exposure(app, layer)) {
            app.planning.update(|p| p.distance_m = m);
        } else {
            desk.radius_m.set(m);
        }
    };
    view! {
        <crate::ui::parts::Measure
            label=Word::LookWithin
            plain=true
            value=Signal::derive(move || radius_m(app, desk, layer))
            min=50.0
            max=5000.0
            on_change=change
        />
    }
}

/// How many there are and how many people they hold, as far as known.
fn venues_note(near: &Neighbours, with_people: bool, lang: Lang) -> String {
    let all = so_many(near.venues.len(), near.venue_count, lang);
    if near.people_known == [0; 2] || !with_people {
        return all;
    }
    format!("{all} · {}", sentences::people_known(near, lang))
}

/// How many there are, and how many of them are listed: the worst levels first.
fn so_many(listed: usize, all: u32, lang: Lang) -> String {
    let n = |n: u64| count(n);
    match (listed as u64) < u64::from(all) {
        true => Word::ListedOf.fill(lang, &[&n(listed as u64), &n(u64::from(all))]),
        false => Word::InAll.fill(lang, &[&n(u64::from(all))]),
    }
}

/// The hydrants at hand; with none the nearest one.
pub fn hydrants(near: &Neighbours, lang: Lang) -> impl IntoView + use<> {
    let note = match near.dry_hydrants {
        0 => Word::InAll.fill(lang, &[&count(near.hydrants.len() as u64)]),
        dry => Word::DryAmong.fill(lang, &[&count(near.hydrants.len() as u64), &count(u64::from(dry))]),
    };
    let mut rows = links(near, &near.hydrants, lang);
    if near.hydrants.is_empty()
        && let Some(nearest) = &near.nearest_hydrant
    {
        let remark = beside(Word::NearestOne.said(lang), &crew::brought(near, nearest, lang));
        rows.push(view! { <HitLink hit=nearest.clone() remark=remark /> }.into_any());
    }
    let all = rows.len() as u32;
    section(Word::HydrantsWithin.fill(lang, &[&metres(HYDRANT_RADIUS_M)]), note, (rows, all), Word::NoHydrants, lang)
}

/// Neighbours as links; a station or a hydrant with what it brings.
fn links(near: &Neighbours, hits: &[Hit], lang: Lang) -> Vec<AnyView> {
    let link = |hit: &Hit| {
        let remark = beside(&remark(hit, lang), &crew::brought(near, hit, lang));
        view! { <HitLink hit=hit.clone() remark=remark out=hit.working == Some(false) /> }.into_any()
    };
    hits.iter().map(link).collect()
}

/// A list of neighbours, and how many there are in all.
fn section(
    title: String,
    note: String,
    (rows, all): (Vec<AnyView>, u32),
    none: Word,
    lang: Lang,
) -> impl IntoView + use<> {
    let listed = rows.len() as u64;
    let first_of = (listed < u64::from(all)).then(|| {
        let text = Word::FirstOf.fill(lang, &[&count(listed), &count(u64::from(all))]);
        view! { <p class="note">{text}</p> }
    });
    let empty = rows.is_empty().then(|| view! { <p class="note">{none.said(lang)}</p> });
    view! {
        <section class="section">
            <h2>
                <span>{title}</span>
                <span class="note">{note}</span>
            </h2>
            {first_rows(rows, FIRST, "neighbours", lang)}
            {first_of}
            {empty}
        </section>
    }
}
