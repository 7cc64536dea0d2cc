//! What the card of a corrected thing says, and the way to correct it.

use crate::domain::is_correctable;
use crate::engine::{FeatureCard, FeatureRef};
use crate::text::Lang;
use crate::ui::desk::Desk;
use crate::ui::parts::{Icon, icon};
use crate::ui::session::Session;
use crate::ui::terms;
use crate::ui::words::Word;
use leptos::prelude::*;

/// The corrections that a feature owes something to, each with what stood there, why, and the way back.
pub fn corrected(session: Session, card: &FeatureCard, lang: Lang) -> Option<impl IntoView + use<>> {
    let layer = card.hit.feature.layer;
    let line = |of: &crate::engine::Corrected| {
        let place = of.place;
        let took: Vec<String> = of.took.iter().map(|field| terms::field(layer, field, lang)).collect();
        let took = (!took.is_empty()).then(|| {
            view! { <p class="note">{Word::CorrectTook.fill(lang, &[&took.join(lang.pick("、", ", "))])}</p> }
        });
        view! {
            <li>
                <p>{lang.of(&of.says).to_owned()}</p>
                {took}
                <p class="note">
                    {lang.of(&of.grounds).to_owned()} " "
                    <button type="button" class="link" on:click=move |_| session.correct.undo(session, place, lang)>
                        {Word::CorrectUndo.said(lang)}
                    </button>
                </p>
            </li>
        }
    };
    let lines = card.corrections.iter().map(line).collect_view();
    (!card.corrections.is_empty()).then(|| {
        view! {
            <section class="section corrected">
                <h2>
                    <span>{Word::CorrectedByHand.said(lang)}</span>
                </h2>
                <ul>{lines}</ul>
            </section>
        }
    })
}

/// The way to correct a feature, where its layer takes corrections.
pub fn correct_button(session: Session, desk: Desk, of: FeatureRef, lang: Lang) -> Option<impl IntoView + use<>> {
    is_correctable(of.layer).then(|| {
        view! {
            <button type="button" class="link" on:click=move |_| session.correct.open(session, desk, of, None)>
                {Word::Correct.said(lang)}
            </button>
        }
    })
}

/// The same at one of its fields, for the pointer: the keyboard has the form's list of fields.
pub fn correct_field(
    (session, desk): (Session, Desk),
    of: FeatureRef,
    field: &str,
    lang: Lang,
) -> Option<impl IntoView + use<>> {
    is_correctable(of.layer).then(|| {
        let said = Word::CorrectOne.fill(lang, &[&terms::field(of.layer, field, lang)]);
        let field = field.to_owned();
        let open = move |_| session.correct.open(session, desk, of, Some(field.clone()));
        view! {
            <button type="button" class="pen" tabindex="-1" title=said.clone() aria-label=said on:click=open>
                {icon(Icon::Pen)}
            </button>
        }
    })
}
