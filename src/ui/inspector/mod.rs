//! The inspector at the right: the selected feature, the chosen danger, what is inside an area, the pinned place, the selected road sections, or
//! the working of an answer. On a phone it takes the sheet's place.

mod attributes;
mod crew;
mod danger;
mod exposure;
mod inside;
mod neighbours;
mod object;
mod place;
mod reaching;
mod sections;
mod why;
mod working;

pub use working::explanation;

use super::desk::Desk;
use super::parts::{Edge, Icon, Region, icon, icon_button};
use super::say::use_say;
use super::session::Session;
use super::state::AppState;
use super::terms;
use super::words::Word;
use crate::text::Lang;
use crate::view::Role;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// What the inspector shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Working,
    Object,
    Danger,
    Inside,
    Place,
    Sections,
}

/// A working comes before the feature that was open, a feature before the place or the selection that led to it.
fn page(app: AppState, desk: Desk) -> Option<Page> {
    // The ledger's list has no working of its own: each danger has.
    if desk.working.get() && app.role.get() != Role::Ledger {
        Some(Page::Working)
    } else if app.selected.with(Option::is_some) {
        Some(Page::Object)
    } else if app.role.get() == Role::Ledger && app.ledger.with(|l| l.danger.is_some()) {
        Some(Page::Danger)
    } else if app.area.with(Option::is_some) {
        Some(Page::Inside)
    } else if app.pinned().is_some() {
        Some(Page::Place)
    } else if app.role.get() == Role::Traffic && app.traffic.with(|t| !t.selected.is_empty()) {
        Some(Page::Sections)
    } else {
        None
    }
}

/// Whether there is something to inspect.
pub fn is_open(app: AppState, desk: Desk) -> bool {
    page(app, desk).is_some()
}

/// The inspector, or the button that unfolds it; nothing when there is nothing to inspect.
#[component]
pub fn Inspector() -> impl IntoView {
    let (app, desk, say) = (expect_context::<AppState>(), expect_context::<Desk>(), use_say());
    let page = Memo::new(move |_| page(app, desk));
    keep_heading(app, desk, page);
    let folded = Memo::new(move |_| !desk.right.get() && !desk.is_phone());
    move || {
        let page = page.get()?;
        if folded.get() {
            return Some(view! { <Folded /> }.into_any());
        }
        let inside = match page {
            Page::Working => view! { <working::WorkingPage /> }.into_any(),
            Page::Object => view! { <object::Object /> }.into_any(),
            Page::Danger => view! { <danger::Danger /> }.into_any(),
            Page::Inside => view! { <inside::Inside /> }.into_any(),
            Page::Place => view! { <place::Place /> }.into_any(),
            Page::Sections => view! { <sections::Sections /> }.into_any(),
        };
        Some(
            view! {
                <aside class="panel right" aria-label=say.t(Word::Inspector)>
                    <Show when=move || desk.is_phone()>
                        <super::left::Grip />
                    </Show>
                    {inside}
                    <Edge of=Region::Right />
                </aside>
            }
            .into_any(),
        )
    }
}

/// How long a heading is waited for: what comes later was asked for by something else.
const HEADING_WAIT: Duration = Duration::from_secs(8);

/// Puts the focus on the inspector's heading, which reads it aloud, once what was asked for is there.
pub fn look_at_heading(desk: Desk) {
    desk.right.set(true);
    desk.to_heading.set(true);
    let give_up = move || {
        desk.to_heading.try_set(false);
    };
    set_timeout(give_up, HEADING_WAIT);
}

fn keep_heading(app: AppState, desk: Desk, page: Memo<Option<Page>>) {
    let session = expect_context::<Session>();
    let is_there = move || match page.get() {
        None => false,
        Some(Page::Object) => {
            let card = session.answers.card.with(|card| card.as_ref().map(|card| card.hit.id.clone()));
            card.is_some() && app.selected.with(|s| s.as_ref().map(|s| s.id.clone())) == card
        }
        Some(Page::Danger) => {
            let shown = session.answers.danger.with(|page| page.as_ref().map(|page| page.row.id.clone()));
            shown.is_some() && app.ledger.with(|l| l.danger.clone()) == shown
        }
        Some(Page::Sections) => !session.computing.get(),
        Some(Page::Working | Page::Inside | Page::Place) => true,
    };
    Effect::new(move |_| {
        if desk.to_heading.get() && is_there() {
            let before = document().active_element();
            request_animation_frame(move || {
                // Who searches again meanwhile has taken the wish back.
                if desk.to_heading.try_update(std::mem::take) != Some(true) {
                    return;
                }
                let now = document().active_element();
                // Whoever has gone on by then, to the search, is not fetched back.
                if now == before || now.is_none_or(|now| now.tag_name() == "BODY") {
                    focus_heading();
                }
            });
        }
    });
}

/// Headings take no focus of their own: this one does while it is read.
fn focus_heading() {
    if let Ok(Some(heading)) = document().query_selector(".panel.right h1")
        && let Ok(heading) = heading.dyn_into::<web_sys::HtmlElement>()
    {
        heading.set_tab_index(-1);
        let _ = heading.focus();
    }
}

/// A folded inspector.
#[component]
fn Folded() -> impl IntoView {
    let (desk, say) = (expect_context::<Desk>(), use_say());
    view! {
        <button
            type="button"
            class="icon-button unfold-right"
            title=say.t(Word::UnfoldRight)
            aria-label=say.t(Word::UnfoldRight)
            on:click=move |_| desk.right.set(true)
        >
            {icon(Icon::Left)}
        </button>
    }
}

/// The button that closes what is inspected.
fn close_button(close: impl Fn() + 'static) -> impl IntoView {
    icon_button(Icon::Close, Word::Close, close)
}

/// How much is known, as a section, and of what it is the share.
pub fn completeness(share: f64, of: Word, lang: Lang) -> impl IntoView {
    let width = format!("{:.0}%", share.clamp(0.0, 1.0) * 100.0);
    view! {
        <section class="section">
            <h2>
                <span>{Word::Completeness.said(lang)}</span>
                <b class="aside">{terms::percent(share)}</b>
            </h2>
            <span class="meter" aria-hidden="true">
                <i style:width=width></i>
            </span>
            <p class="note">{of.said(lang)}</p>
        </section>
    }
}
