//! Two cities in the left panel: which ones, whose classes, and the figures of both.

use super::asks::{has_classes, lock_to, whose};
use super::{Whose, names};
use crate::engine::CityFigures;
use crate::ui::commands::{Command, Page};
use crate::ui::compare::can_compare;
use crate::ui::parts::{Icon, Segmented, icon, unbroken};
use crate::ui::say::use_say;
use crate::ui::sentences::{Figure, figures};
use crate::ui::session::Session;
use crate::ui::stage::refusal;
use crate::ui::terms;
use crate::ui::words::Word;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

const WHOSE: &[(Whose, Word)] = &[(Whose::Open, Word::BesideClassesOpen), (Whose::Other, Word::BesideClassesOther)];

/// The way to another city, where the workbench has no other comparison to begin.
#[component]
pub fn Begin() -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let Page { app, session, .. } = page;
    let shown = Memo::new(move |_| {
        session.city.with(Option::is_some) && !session.beside.is_there() && !can_compare(app, session)
    });
    view! {
        <Show when=move || shown.get()>
            <div class="actions padded">
                <button type="button" class="button" on:click=move |_| Command::AnotherCity.run(page)>
                    {icon(Icon::Compare)}
                    {say.t(Word::BesideCity)}
                    "…"
                </button>
            </div>
        </Show>
    }
}

/// The comparison of two cities, while there is one.
#[component]
pub fn TwoCities() -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let Page { app, session, .. } = page;
    let beside = session.beside;
    let there = Memo::new(move |_| beside.is_there());
    let reads = move || {
        beside.opening.with(|opening| {
            let parts = &opening.as_ref()?.parts;
            let share = parts.last().filter(|part| part.total > 0).map(|part| part.done as f64 / part.total as f64);
            let share = share.map(|share| format!(" {}", terms::percent(share))).unwrap_or_default();
            Some(format!("{}{share}", say.word(Word::BesideReading)))
        })
    };
    let classes = Memo::new(move |_| has_classes(app, session));
    // It was asked for at the panel's foot, or elsewhere.
    let section = NodeRef::<html::Section>::new();
    Effect::new(move |_| {
        if let Some(section) = section.get() {
            section.scroll_into_view();
        }
    });
    view! {
        <Show when=move || there.get()>
            <section node_ref=section class="section flush comparing two-cities">
                <h2>
                    <span>{say.t(Word::BesideTitle)}</span>
                    <button type="button" class="link" on:click=move |_| beside.close(app)>
                        {say.t(Word::EndBeside)}
                    </button>
                </h2>
                <p class="note padded" role="status">{reads}</p>
                <Show when=move || beside.city.with(Option::is_some)>
                    <Show when=move || classes.get()>
                        <div class="field">
                            <span>{say.t(Word::BesideClasses)}</span>
                            <Segmented
                                label=Word::BesideClasses
                                options=WHOSE
                                value=Signal::derive(move || whose(app, beside))
                                on_pick=move |whose| lock_to(app, session, whose)
                            />
                        </div>
                    </Show>
                    <Figures />
                    <p class="note padded">{say.t(Word::BesideApart)}</p>
                </Show>
            </section>
        </Show>
    }
    .into_any()
}

/// The figures of both, one beside the other; those of a city that still counts are on their way.
#[component]
fn Figures() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let beside = session.beside;
    let heads = move || {
        let (open, other) = names(session, say.lang()).unwrap_or_default();
        [open, other].map(|name| view! { <th scope="col">{unbroken(&name)}</th> }).collect_view()
    };
    let rows = move || {
        let lang = say.lang();
        let of = |of: Arc<CityFigures>| figures(&of, lang);
        let open = beside.figures.get().map(|(_, figures)| of(figures));
        let its = beside.its_figures.get();
        let refused = its.as_ref().and_then(|its| its.as_ref().err()).map(|error| refusal(error, lang));
        let other = its.and_then(Result::ok).map(of);
        let labels = open.as_ref().or(other.as_ref())?.iter().map(|figure| figure.label.clone()).collect::<Vec<_>>();
        let cell = |all: &Option<Vec<Figure>>, n: usize, refused: Option<&String>| match all
            .as_ref()
            .and_then(|all| all.get(n))
        {
            Some(Figure { value, rests, .. }) => {
                view! { <td><b>{value.clone()}</b><small>{rests.clone()}</small></td> }.into_any()
            }
            None => {
                let said = refused.cloned().unwrap_or_else(|| Word::Computing.said(lang).to_owned());
                view! { <td class="note">{said}</td> }.into_any()
            }
        };
        let row = |(n, label): (usize, String)| {
            view! { <tr><th scope="row">{label}</th>{cell(&open, n, None)}{cell(&other, n, refused.as_ref())}</tr> }
        };
        Some(labels.into_iter().enumerate().map(row).collect_view())
    };
    view! {
        <table class="table city-figures" aria-label=say.t(Word::BesideFigures)>
            <thead>
                <tr>
                    <th scope="col">{say.t(Word::BesideFigure)}</th>
                    {heads}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
