//! The list of dangers in a phone's sheet: two lines each.

use super::{FIRST, Hand, is_chosen, signs};
use crate::engine::{Export, LedgerRow};
use crate::text::Lang;
use crate::ui::dangers::{late, no_target, target};
use crate::ui::desk::Desk;
use crate::ui::parts::{More, SaveButton, beside, walk_rows};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::words::Word;
use leptos::prelude::*;

/// The list.
#[component]
pub fn DangerList() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let table = session.answers.ledger;
    let shown = RwSignal::new(FIRST / 10);
    let listed = Signal::derive(move || table.with(|t| t.as_ref().map_or(0, |t| t.rows.len())));
    let all = Signal::derive(move || table.with(|t| t.as_ref().map_or(0, |t| t.count as usize)));
    let export = Signal::derive(move || table.with(|t| t.as_ref().map(|t| Export::Ledger(t.query.clone()))));
    let rows = move || {
        let (lang, shown) = (say.lang(), shown.get());
        table.with(|t| {
            let rows = t.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default();
            rows.iter().take(shown).map(|of| row(of, lang)).collect::<Vec<_>>()
        })
    };
    view! {
        <ol class="ranking danger-list" class:stale=session.computing on:keydown=move |key| walk_rows(&key)>{rows}</ol>
        <More of=listed shown all />
        <div class="actions padded">
            <SaveButton label=Word::SaveLedger what=export />
        </div>
    }
}

fn row(of: &LedgerRow, lang: Lang) -> impl IntoView + use<> {
    let (app, desk) = (expect_context::<AppState>(), expect_context::<Desk>());
    let hand = StoredValue::new(Hand::of(app, desk, of));
    let id = of.id.clone();
    let late = late(of, lang);
    let place = target(of, lang).unwrap_or_else(|| no_target(of, lang).to_owned());
    let reason = beside(&place, &beside(lang.of(&of.state.says()), &of.id));
    view! {
        <li data-row="">
            <button
                type="button"
                class="danger-row"
                aria-current=move || is_chosen(app, &id).then_some("true")
                on:click=move |_| hand.with_value(Hand::choose)
            >
                <span class="name">{of.what.clone()}</span>
                <span class="figure late">{late}</span>
                <span class="reason">{reason}</span>
                {signs(of, lang)}
            </button>
        </li>
    }
}
