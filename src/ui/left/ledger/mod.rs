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
use crate::ui::numbers::{Held, RangeChips, range_names};
use crate::ui::parts::{Loosen, Settings, counted_chip};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
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
        <RangeChips held=Held::Dangers />
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
        let n = move || session.answers.ledger.with(|t| t.as_ref().map(|t| in_group(t, group)));
        let name = move || say.word(group_word(group)).to_owned();
        counted_chip(name, n, on, move || change(app, |l| l.filter.group = group))
    });
    view! {
        <div class="chips" role="group" aria-label=say.t(Word::Groups)>
            {chips.collect_view()}
        </div>
    }
}

/// Nothing passes: each filter, and how many would come without it.
#[component]
fn NoMatch() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let table = session.answers.ledger;
    let empty = move || table.with(|t| t.as_ref().is_some_and(|t| t.count == 0));
    let parts = move || table.with(|t| t.as_ref().map(|t| t.loosened.clone()).unwrap_or_default());
    let filtered = move || app.ledger.with(|l| !l.filter.parts().is_empty());
    let clear = Callback::new(move |()| change(app, |l| l.filter = Default::default()));
    view! {
        <Show when=empty>
            <Loosen
                says=Signal::derive(move || say.word(Word::NoDangers).to_owned())
                parts=Signal::derive(parts)
                on_drop=move |part| change(app, |l| l.filter = l.filter.without(part))
                numbers=Signal::derive(move || range_names(Held::Dangers, app, say.lang()))
                clear=Signal::derive(move || filtered().then_some(clear))
            />
        </Show>
    }
}
