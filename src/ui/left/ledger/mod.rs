//! The ledger's panel: the finding, groups, filters, a campaign's burn-down, who answers for what. The list itself is
//! above the map; on a phone it is here.

mod burn_down;
mod filters;
mod responsibility;
mod unchecked;

use crate::engine::LedgerGroup;
use crate::ui::dangers::{caption, group_word, in_group};
use crate::ui::desk::Desk;
use crate::ui::ledger::{DangerList, change};
use crate::ui::parts::Settings;
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::count;
use crate::ui::words::Word;
use burn_down::BurnDown;
use filters::Filters;
use leptos::prelude::*;
use responsibility::Responsibility;
use unchecked::Unchecked;

/// The ledger's panel.
#[component]
pub fn Ledger() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let table = session.answers.ledger;
    let finding = move || table.with(|t| t.as_ref().map(|t| caption(t, say.lang()).title));
    view! {
        <header class="panel-head">
            <h2>{say.t(Word::LedgerTitle)}</h2>
        </header>
        <Show when=move || !desk.is_phone()>
            <p class="finding" aria-live="polite" class:stale=session.computing>{finding}</p>
        </Show>
        <Groups />
        <Settings>
            <Filters />
        </Settings>
        <NoMatch />
        <Show when=move || desk.is_phone()>
            <DangerList />
        </Show>
        <Unchecked />
        <BurnDown />
        <Responsibility />
    }
    .into_any()
}

/// The groups with their counts.
#[component]
fn Groups() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let groups = std::iter::once(None).chain(LedgerGroup::ALL.map(Some));
    let chips = groups.map(|group| {
        let on = move || app.ledger.with(|l| l.filter.group == group);
        let n = move || session.answers.ledger.with(|t| t.as_ref().map(|t| count(u64::from(in_group(t, group)))));
        view! {
            <button
                type="button"
                class="chip"
                class:on=on
                aria-pressed=move || on().to_string()
                on:click=move |_| change(app, |l| l.filter.group = group)
            >
                {say.t(group_word(group))}
                " "
                <span class="number">{n}</span>
            </button>
        }
    });
    view! {
        <div class="chips" role="group" aria-label=say.t(Word::Groups)>
            {chips.collect_view()}
        </div>
    }
}

/// Nothing passes: how many would come without the group, and the way back to all.
#[component]
fn NoMatch() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let table = session.answers.ledger;
    let empty = move || table.with(|t| t.as_ref().is_some_and(|t| t.count == 0));
    let found = move || table.with(|t| t.as_ref().map_or(0, |t| t.found));
    view! {
        <Show when=empty>
            <div class="no-match" role="status">
                <p>{say.t(Word::NoDangers)}</p>
                <Show when=move || { found() > 0 }>
                    <button type="button" class="link" on:click=move |_| change(app, |l| l.filter.group = None)>
                        {move || say.fill(Word::DropGroup, &[&count(u64::from(found()))])}
                    </button>
                </Show>
                <button type="button" class="link" on:click=move |_| change(app, |l| l.filter = Default::default())>
                    {say.t(Word::ClearFilters)}
                </button>
            </div>
        </Show>
    }
}
