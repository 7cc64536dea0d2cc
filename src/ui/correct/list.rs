//! The list of corrections, with the ways to keep them.

use crate::domain::{Entry, Standing};
use crate::engine::{CorrectionRow, Export, Reply, Request};
use crate::text::Lang;
use crate::ui::desk::Desk;
use crate::ui::parts::{SaveButton, go_to};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::count;
use crate::ui::words::Word;
use leptos::prelude::*;
use std::sync::Arc;

/// The list of corrections.
#[component]
pub fn CorrectionList() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let (app, desk) = (expect_context::<AppState>(), expect_context::<Desk>());
    let it = session.correct;
    // Asked anew whenever the city is another one.
    Effect::new(move |_| {
        if session.city.with(Option::is_some) && it.list.with(Option::is_none) {
            session.ask_or_say(Request::Corrections, move |reply| {
                if let Reply::Corrections(list) = reply {
                    it.list.try_set(Some(Arc::new(list)));
                }
            });
        }
    });
    let counts = move || session.city.with(|c| c.as_ref().map(|c| c.corrections)).unwrap_or_default();
    let sum = move || {
        let of = counts();
        let parts = [of.all(), of.applied, of.no_longer_fit, of.rejected];
        if parts[0] == 0 {
            return say.word(Word::CorrectionsNone).to_owned();
        }
        let parts = parts.map(|n| count(n.into()));
        say.fill(Word::CorrectionsSum, &parts.each_ref().map(String::as_str))
    };
    let lines = move || {
        let (list, lang) = (it.list.get()?, say.lang());
        Some(list.iter().map(|of| line((app, session, desk), of, lang)).collect_view())
    };
    let some = move || counts().all() > 0;
    let file = Signal::derive(move || some().then_some(Export::Corrections));
    let dataset = Signal::derive(move || session.city.with(Option::is_some).then_some(Export::Dataset));
    let refused = move || it.refused.with(|why| why.as_ref().map(|why| say.of(why)));
    // A click on either saves: what is saved is not lost.
    let saved = move |_| it.unsaved.set(false);
    view! {
        <p class="sentence">{sum}</p>
        <ul class="corrections">{lines}</ul>
        <p class="note why" role="status">{refused}</p>
        <div class="actions">
            <span class="saves" on:click=saved>
                <SaveButton label=Word::CorrectionsSave what=file />
                <SaveButton label=Word::SaveDataset what=dataset />
            </span>
            <button type="button" class="link" on:click=move |_| it.open_file(session)>
                {say.t(Word::CorrectionsOpen)}
            </button>
        </div>
        <p class="note">
            {move || it.unsaved.get().then(|| view! { <b>{say.t(Word::CorrectionsUnsaved)}</b> " " })}
            {say.t(Word::CorrectKeep)}
        </p>
    }
}

fn line((app, session, desk): (AppState, Session, Desk), of: &CorrectionRow, lang: Lang) -> impl IntoView + use<> {
    let (word, class, why, found) = match &of.entry {
        Entry::Read { standing: Some(Standing::Unfit { why, found, .. }), .. } => {
            (Word::CorrectionUnfit, "tag bad", Some(lang.of(why).to_owned()), found.clone())
        }
        Entry::Read { .. } => (Word::CorrectionApplied, "tag", None, String::new()),
        Entry::Rejected { found, .. } => (Word::CorrectionRejected, "tag bad", None, found.clone()),
    };
    let found = (!found.is_empty()).then(|| Word::CorrectionFound.fill(lang, &[&found]));
    let why = [why, found].into_iter().flatten().collect::<Vec<_>>().join(lang.pick("；", "; "));
    let title = lang.of(&of.title).to_owned();
    let name = match of.hit.clone() {
        Some(hit) => {
            let go = move |_| {
                desk.dialog.set(None);
                go_to(app, desk, &hit);
            };
            view! { <button type="button" class="link" on:click=go>{title}</button> }.into_any()
        }
        None => view! { <span>{title}</span> }.into_any(),
    };
    let place = of.place;
    view! {
        <li>
            <p class="head">
                <span class="number">{place + 1}</span>
                {name}
                <span class=class>{word.said(lang)}</span>
                <button
                    type="button"
                    class="link undo"
                    on:click=move |_| session.correct.undo(session, place, lang)
                >
                    {Word::CorrectUndo.said(lang)}
                </button>
            </p>
            <p>{lang.of(&of.says).to_owned()}</p>
            <p class="note why">{why}</p>
            <p class="note">{lang.of(&of.grounds).to_owned()}</p>
        </li>
    }
}
