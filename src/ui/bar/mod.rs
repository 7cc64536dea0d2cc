//! The bar over the page: whose city, which workbench, how fresh and how complete, search, and the page's own switches.

mod search;
mod switches;

pub use search::Search;
pub use switches::{Switches, copy_link};

use super::desk::{Desk, Dialog};
use super::parts::{Icon, icon};
use super::say::use_say;
use super::session::Session;
use super::state::AppState;
use super::terms;
use super::words::Word;
use crate::view::Role;
use leptos::prelude::*;
/// What a workbench is called.
pub const fn role_word(role: Role) -> Word {
    match role {
        Role::Overview => Word::Overview,
        Role::Planning => Word::Planning,
        Role::Traffic => Word::Traffic,
        Role::Fire => Word::Fire,
        Role::Ledger => Word::Ledger,
    }
}

/// The bar.
#[component]
pub fn Bar() -> impl IntoView {
    view! {
        <header class="bar">
            <Brand />
            <Tabs />
            <span class="spring"></span>
            <Freshness />
            <Search />
            <Switches />
        </header>
    }
    .into_any()
}

/// The mark, and the city behind which another one can be opened.
#[component]
pub fn Brand() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let name = move || session.drawn().map_or_else(|| say.word(Word::NoCity).to_owned(), |c| say.of(&c.name));
    // Some names say so themselves.
    let fictional = move || {
        let word = say.word(Word::Fictional);
        session.drawn().is_some_and(|c| c.fictional && !say.of(&c.name).to_lowercase().contains(word))
    };
    view! {
        <div class="brand">
            <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
                <path d="M12 1.6 22.4 12 12 22.4 1.6 12z" />
                <path d="M12 7.2v9.6M7.2 12h9.6" />
            </svg>
            <span class="product">"riskmap"</span>
            <button
                type="button"
                class="city"
                title=say.t(Word::OpenDataset)
                aria-haspopup="dialog"
                on:click=move |_| desk.dialog.set(Some(Dialog::OpenData))
            >
                <span class="city-name">{name}</span>
                <Show when=fictional>
                    <span class="tag">{say.t(Word::Fictional)}</span>
                </Show>
                {icon(Icon::Down)}
            </button>
        </div>
    }
}

/// The workbenches.
#[component]
pub fn Tabs() -> impl IntoView {
    let (app, desk, say) = (expect_context::<AppState>(), expect_context::<Desk>(), use_say());
    let tabs = Role::OPEN.iter().map(|&role| {
        let on = move || app.role.get() == role;
        view! {
            <a
                href=format!("?role={}", role.code())
                class="tab"
                aria-current=move || on().then_some("page")
                on:click=move |ev| {
                    ev.prevent_default();
                    desk.working.set(false);
                    desk.page.set(super::desk::SheetPage::Answer);
                    app.open_role(role);
                    // A phone has one sheet: what was inspected gives way to what was asked for.
                    if desk.is_phone() {
                        app.selected.set(None);
                        app.area.set(None);
                    }
                }
            >
                {crate::ui::parts::role_icon(role)}
                <span>{say.t(role_word(role))}</span>
            </a>
        }
    });
    view! { <nav class="tabs" aria-label=say.t(Word::Workbenches)>{tabs.collect_view()}</nav> }
}

/// The day of the data and how much of it is known.
#[component]
fn Freshness() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let figures = move || {
        let city = session.city.get()?;
        let data = (!city.as_of.is_empty()).then(|| {
            view! { <span>{say.word(Word::DataTo)} " " <b>{city.as_of.clone()}</b></span> }
        });
        // Another day of the city takes the place of the day of its data, and leads back to it.
        let day = app.shown_day().map(|day| {
            view! {
                <button type="button" class="link on-day" title=say.word(Word::DayOfData) on:click=move |_| app.day.set(None)>
                    {say.word(Word::CityOn)}
                    " "
                    <b>{day}</b>
                    {icon(Icon::Close)}
                </button>
            }
        });
        let day = day.map_or_else(|| data.into_any(), IntoAny::into_any);
        let known = city.completeness.map(|share| {
            view! {
                <span class="known" title=say.word(Word::CompletenessMeans)>
                    {say.word(Word::Complete)} " " <b>{terms::percent(share)}</b>
                </span>
            }
        });
        Some(view! { <div class="freshness">{day}{known}</div> })
    };
    view! { {figures} }
}
