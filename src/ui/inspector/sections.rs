//! The selected road sections: their sum and how it was computed, their crashes one by one, their list, their file.

use super::close_button;
use crate::domain::{LayerName, Words};
use crate::engine::{CrashLine, Export, Hit, SectionRow, SectionScope, SectionTable, SectionsQuery};
use crate::text::Lang;
use crate::ui::area::Around;
use crate::ui::commands::{Command, Page};
use crate::ui::desk::Desk;
use crate::ui::parts::{
    HitLink, Icon, Parting, SaveButton, Working, beside, first_rows, fly_to, icon_button, in_table,
};
use crate::ui::roads::{Pick, clear_roads, pick_roads};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::{self, count, number};
use crate::ui::words::Word;
use crate::ui::{sentences, terms::metres};
use crate::units::LngLatBox;
use crate::view::Ranked;
use leptos::prelude::*;

/// Sections listed one by one; the file holds all.
const LISTED: usize = 200;
/// Crashes listed before "more".
const FIRST: usize = 12;

/// The selection.
#[component]
pub fn Sections() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let table = session.answers.sections;
    let head = move || table.with(|t| t.as_ref().map(|t| header(session, desk, t, say.lang())));
    let rows = move || {
        let lang = say.lang();
        table.with(|t| {
            let rows = t.as_ref().map(|t| t.selected.as_slice()).unwrap_or_default();
            rows.iter().take(LISTED).map(|row| one(app, session, desk, row, lang)).collect::<Vec<_>>()
        })
    };
    let first_of = move || {
        let all = table.with(|t| t.as_ref().map_or(0, |t| t.selected.len()));
        let text = || say.fill(Word::FirstOf, &[&count(LISTED as u64), &count(all as u64)]);
        let ranked = app.traffic.with(|t| t.scope == Ranked::Selection);
        (all > LISTED).then(|| {
            view! {
                <p class="note">{text()}</p>
                // The table holds what is ranked.
                {ranked.then(|| in_table(LayerName::Roads, all as u64, say.lang()))}
            }
        })
    };
    let page = Page::here();
    let crashes = move || table.with(|t| t.as_ref().map(|t| events(t, say.lang())));
    // All that are selected, those without a crash too: a ranking of the selection would leave them out.
    let selected = |t: &SectionTable| match t.query.scope {
        SectionScope::Selected => SectionsQuery { scope: SectionScope::City, ..t.query.clone() },
        _ => t.query.clone(),
    };
    let export = Signal::derive(move || table.with(|t| t.as_ref().map(|t| Export::Sections(selected(t)))));
    view! {
        <div class="inspected" class:stale=session.computing>
            <div class="object-close">{close_button(move || clear_roads(app))}</div>
            {head}
            {crashes}
            <Parting title=Signal::derive(move || say.word(Word::SelectedSections).to_owned())>
                <ul class="selected-sections">{rows}</ul>
                {first_of}
            </Parting>
        </div>
        <footer class="foot">
            <button type="button" class="button" on:click=move |_| clear_roads(app)>
                {say.t(Word::ClearSelection)}
            </button>
            <Show when=move || Around::Selected.is_there(page)>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| Command::Around(Around::Selected).run(page)
                >
                    {say.t(Word::WhatIsAround)}
                </button>
            </Show>
            <span class="spring"></span>
            <SaveButton label=Word::SaveSelection what=export />
        </footer>
    }
}

/// Looks at all selected sections.
pub fn fit_selection(session: Session, desk: Desk) {
    let bounds = session.answers.sections.with_untracked(|t| {
        let boxes = t.as_ref()?.selected.iter().map(|row| row.hit.bounds);
        boxes.reduce(LngLatBox::union)
    });
    if let Some(bounds) = bounds {
        desk.fit(bounds);
    }
}

/// The selection's name and its sums.
fn header(session: Session, desk: Desk, table: &SectionTable, lang: Lang) -> impl IntoView + use<> {
    let total = table.total;
    let first = table.selected.first().map(|row| lang.of(&row.hit.name).to_owned()).unwrap_or_default();
    let same = table.selected.iter().all(|row| lang.of(&row.hit.name) == first);
    let name = if same { first } else { Word::SectionsSelected.fill(lang, &[&count(u64::from(total.sections))]) };
    let injured = total.serious + total.slight;
    let figures = [
        (total.crashes, Word::Crashes),
        (total.fatal, Word::FatalCrashes),
        (injured, Word::InjuryCrashes),
        (total.damage, Word::DamageCrashes),
    ];
    let figures = figures.map(|(n, word)| {
        view! {
            <div>
                <b>{count(u64::from(n))}</b>
                <small>{word.said(lang)}</small>
            </div>
        }
    });
    let killed = sentences::deaths((&total).into(), lang);
    let rates = [
        (Word::Rate, number(total.per_km), Word::CrashesPerKm.said(lang).to_owned()),
        (Word::Deaths, killed.clone(), Word::UnitPeople.fill(lang, &[&killed])),
        (Word::Epdo, number(total.epdo), Word::EpdoWeights.said(lang).to_owned()),
        (Word::SortEpdoPerKm, number(total.epdo_per_km), Word::EpdoRate.said(lang).to_owned()),
    ];
    let yearly = total.per_km_year.map(|rate| (Word::RateYear, number(rate), yearly_unit(table, lang)));
    let rates = rates.into_iter().chain(yearly).map(|(word, figure, unit)| {
        view! {
            <dt>{word.said(lang)}</dt>
            <dd>{figure} " " <span class="unit">{unit}</span></dd>
        }
    });
    view! {
        <header class="object">
            <span class="object-icon tile">{crate::ui::parts::layer_icon(crate::domain::LayerName::Roads)}</span>
            <div class="names">
                <h1>{name}</h1>
                <p>{sentences::selection_note(&total, lang)}</p>
            </div>
            {icon_button(Icon::Locate, Word::FitSelection, move || fit_selection(session, desk))}
        </header>
        <div class="figures">{figures.collect_view()}</div>
        <section class="section">
            <dl class="attributes">{rates.collect_view()}</dl>
            <details>
                <summary>{Word::HowComputed.said(lang)}</summary>
                <div class="folded-working">
                    <Working of=table.selection.clone() lang />
                </div>
            </details>
        </section>
    }
}

/// The crashes one by one, the newest first, each a link.
fn events(table: &SectionTable, lang: Lang) -> impl IntoView + use<> {
    let links: Vec<AnyView> = table.events.iter().map(|of| crash(of, lang)).collect();
    let (listed, all) = (links.len() as u64, u64::from(table.total.crashes));
    let note = match listed < all {
        true => Word::NewestOf.fill(lang, &[&count(listed), &count(all)]),
        false => Word::NewestFirst.fill(lang, &[&count(all)]),
    };
    view! {
        <Parting title=Signal::stored(Word::CrashList.said(lang).to_owned()) note=Signal::stored(note)>
            {first_rows(links, FIRST, "neighbours crash-lines", lang)}
            {(listed < all).then(|| in_table(LayerName::Crashes, all, lang))}
        </Parting>
    }
}

/// A crash: when it was, how grave, who was in it.
fn crash(of: &CrashLine, lang: Lang) -> AnyView {
    let layer = crate::domain::LayerName::Crashes;
    let people = |n: Option<f64>, word: Word| n.filter(|n| *n > 0.0).map(|n| word.fill(lang, &[&number(n)]));
    let severity = Some(terms::code(layer, "severity", &of.severity, lang)).filter(|_| !of.severity.is_empty());
    let party = of.party.as_ref().map(|party| crate::text::text(layer, "party", party, lang));
    let remark = [severity, people(of.deaths, Word::KilledIs), people(of.injured, Word::InjuredIs), party];
    let remark = remark.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    // What tells it apart from the others is when it was: its name, which is its id, stands in the tip.
    let when = if of.at.is_empty() { of.hit.id.clone() } else { of.at.clone() };
    let hit = Hit { name: Words::same(when), ..of.hit.clone() };
    view! { <HitLink hit remark /> }.into_any()
}

/// The unit of the yearly rate, and the years that it is of.
fn yearly_unit(table: &SectionTable, lang: Lang) -> String {
    format!("{} · {}", Word::CrashesPerKmYear.said(lang), sentences::years(table, lang))
}

fn one(app: AppState, session: Session, desk: Desk, row: &SectionRow, lang: Lang) -> impl IntoView + use<> {
    let (hit, feature) = (row.hit.clone(), row.hit.feature);
    let reason = [
        Word::CountCrashes.fill(lang, &[&count(u64::from(row.crashes))]),
        metres(row.length_m),
        terms::code(crate::domain::LayerName::Roads, "class", &row.class_code, lang),
    ]
    .join(" · ");
    view! {
        <li>
            <button type="button" class="link" on:click=move |_| fly_to(desk, &hit)>
                {lang.of(&row.hit.name).to_owned()}
            </button>
            <span class="number">{number(row.per_km)} <span class="unit">{Word::PerKm.said(lang)}</span></span>
            <span class="note">{beside(lang.of(&row.hit.apart), &reason)}</span>
            <button
                type="button"
                class="icon-button small"
                title=Word::TakeOut.said(lang)
                aria-label=Word::TakeOut.said(lang)
                on:click=move |_| pick_roads(app, session, desk, &[feature.row], Pick::Remove, None)
            >
                {crate::ui::parts::icon(crate::ui::parts::Icon::Close)}
            </button>
        </li>
    }
}
