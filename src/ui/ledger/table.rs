//! The list of dangers as a table above the map: what is overdue first.

use super::{FIRST, Hand, is_chosen, signs};
use crate::engine::{Export, LedgerRow};
use crate::risk::ledger::Late;
use crate::text::Lang;
use crate::ui::dangers::{late, next, no_target, overdue_days, target};
use crate::ui::desk::Desk;
use crate::ui::parts::{More, SaveButton, walk_rows};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::count;
use crate::ui::words::Word;
use leptos::prelude::*;

/// The table.
#[component]
pub fn LedgerDock() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let table = session.answers.ledger;
    let shown = RwSignal::new(FIRST);
    let listed = Signal::derive(move || table.with(|t| t.as_ref().map_or(0, |t| t.rows.len())));
    let all = Signal::derive(move || table.with(|t| t.as_ref().map_or(0, |t| t.count as usize)));
    let summary =
        move || table.with(|t| t.as_ref().map(|t| say.fill(Word::LedgerListed, &[&count(u64::from(t.count))])));
    let export = Signal::derive(move || table.with(|t| t.as_ref().map(|t| Export::Ledger(t.query.clone()))));
    let heads = [
        ("", Word::DangerId),
        ("wide", Word::DangerWhat),
        ("wide", Word::Target),
        ("spare-2", Word::District),
        ("spare-2", Word::Grade),
        ("", Word::State),
        ("number", Word::DueOn),
        ("number", Word::DaysLate),
        ("", Word::Signatures),
        ("spare-1", Word::NextAct),
    ];
    let heads = heads.map(|(class, word)| view! { <th class=class scope="col">{say.t(word)}</th> });
    let empty = move || table.with(|t| t.as_ref().is_some_and(|t| t.count == 0));
    view! {
        <section class="dock ledger-dock" aria-label=say.t(Word::LedgerTable)>
            <header class="dock-head">
                <h2>{say.t(Word::LedgerTable)}</h2>
                <span class="note summary" aria-live="polite">{summary}</span>
                <span class="spring"></span>
                <SaveButton label=Word::SaveLedger what=export />
            </header>
            <div class="dock-body" class:stale=session.computing>
                <table class="table">
                    <thead>
                        <tr>{heads.collect_view()}</tr>
                    </thead>
                    <tbody on:keydown=move |key| walk_rows(&key)>
                        <Rows shown />
                    </tbody>
                </table>
                <Show when=empty>
                    <p class="no-match" role="status">{say.t(Word::NoDangers)}</p>
                </Show>
                <More of=listed shown all />
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Rows(shown: RwSignal<usize>) -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    move || {
        let (lang, shown) = (say.lang(), shown.get());
        session.answers.ledger.with(|table| {
            let rows = table.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default();
            rows.iter().take(shown).map(|of| row(of, lang)).collect::<Vec<_>>()
        })
    }
}

fn row(of: &LedgerRow, lang: Lang) -> impl IntoView + use<> {
    let (app, desk) = (expect_context::<AppState>(), expect_context::<Desk>());
    let hand = StoredValue::new(Hand::of(app, desk, of));
    let choose = move || hand.with_value(Hand::choose);
    let chosen = {
        let id = of.id.clone();
        Memo::new(move |_| is_chosen(app, &id))
    };
    let feature = of.feature;
    let on_key = move |key: web_sys::KeyboardEvent| {
        if matches!(key.key().as_str(), "Enter" | " ") {
            key.prevent_default();
            choose();
        }
    };
    let place = match target(of, lang) {
        Some(name) => view! { <td class="wide" title=name.clone()>{name.clone()}</td> }.into_any(),
        None => view! { <td class="wide unknown">{no_target(of, lang)}</td> }.into_any(),
    };
    let days = match of.late {
        Late::Unknown => Word::Unknown.said(lang).to_owned(),
        // What was closed falsely is past its day and not called overdue; its title says so.
        Late::Days(past) if overdue_days(of).is_none() => Word::InRoundBrackets.fill(lang, &[&count(u64::from(past))]),
        _ => count(u64::from(overdue_days(of).unwrap_or(0))),
    };
    let due = if of.due_on.is_empty() { Word::Unknown.said(lang).to_owned() } else { of.due_on.clone() };
    // Its reasons are sentences: here they would push the signatures out of the table.
    let why = || of.false_closing.says().iter().map(|why| lang.of(why).to_owned()).collect::<Vec<_>>().join("\n");
    let falsely = of
        .false_closing
        .any()
        .then(|| view! { " " <span class="tag bad" title=why()>{Word::GroupFalse.said(lang)}</span> });
    let next = next(of, lang);
    view! {
        <tr
            tabindex="0"
            data-row=""
            aria-selected=move || chosen.get().to_string()
            class:hovered=move || desk.hovered.get() == Some(feature)
            on:click=move |_| choose()
            on:keydown=on_key
            on:mouseenter=move |_| hand.with_value(Hand::comes)
            on:mouseleave=move |_| hand.with_value(Hand::goes)
        >
            <td>{of.id.clone()}</td>
            <td class="name wide" title=of.what.clone()>{of.what.clone()}</td>
            {place}
            <td class="spare-2">{of.district.as_ref().map(|name| lang.of(name).to_owned())}</td>
            <td class="spare-2">{lang.of(&of.level.says()).to_owned()}</td>
            <td>{lang.of(&of.state.says()).to_owned()} {falsely}</td>
            <td class="number">{due}</td>
            <td class="number" class:late=overdue_days(of).is_some() title=late(of, lang)>{days}</td>
            <td>{signs(of, lang)}</td>
            <td class="spare-1" title=next.clone()>{next.clone()}</td>
        </tr>
    }
}
