//! How a figure was computed: steps on a rail, each with its formula, the same line with numbers, and what went in.

use super::{Icon, icon};
use crate::risk::explain::{Confidence, Explanation, Input, Origin, Step};
use crate::text::{Lang, Said, formula as formula_in, source as source_in};
use crate::ui::desk::{Desk, Dialog};
use crate::ui::say::use_say;
use crate::ui::sheet::html::raised;
use crate::ui::sheet::working::{confidence as sure, origin as told};
use crate::ui::terms;
use crate::ui::words::Word;
use leptos::prelude::*;

/// Opens and closes the working of the workbench's answer in the inspector.
#[component]
pub fn WorkingButton() -> impl IntoView {
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let toggle = move |_| {
        desk.working.update(|open| *open = !*open);
        desk.right.set(true);
    };
    view! {
        <button
            type="button"
            class="button quiet working-button"
            aria-expanded=move || desk.working.get().to_string()
            on:click=toggle
        >
            {icon(Icon::Help)}
            {say.t(Word::HowComputed)}
        </button>
    }
}

/// Opens a method's page: what it asks, where it is from, when not to use it. All of them for an empty code.
#[component]
pub fn MethodLink(
    /// The method's code.
    code: &'static str,
) -> impl IntoView {
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let open = move |_| desk.dialog.set(Some(Dialog::Methods(code)));
    view! {
        <button type="button" class="link method-link" on:click=open>
            {say.t(if code.is_empty() { Word::Methods } else { Word::AboutMethod })}
        </button>
    }
}

/// A working, in a language.
#[component]
pub fn Working(
    /// The working.
    of: Explanation,
    /// The language.
    lang: Lang,
    /// Of what its completeness is the share.
    #[prop(optional)]
    share_of: Option<Word>,
) -> impl IntoView {
    let lines = |class: &'static str, title: Word, words: &[Said]| {
        let items = words.iter().map(|w| view! { <li>{w.told(lang).into_owned()}</li> }).collect_view();
        (!words.is_empty()).then(|| {
            view! {
                <section class="section">
                    <h2><span>{title.said(lang)}</span></h2>
                    <ul class=class>{items}</ul>
                </section>
            }
        })
    };
    let steps = of.steps.iter().enumerate().map(|(n, step)| one_step(n + 1, step, lang)).collect_view();
    let share_of = share_of.unwrap_or(Word::ShareOfSteps);
    let completeness = of.completeness.map(|share| super::super::inspector::completeness(share, share_of, lang));
    view! {
        <section class="section first">
            <ol class="working">{steps}</ol>
        </section>
        {lines("unknowns", Word::WhatWasUnknown, &of.unknown)}
        {lines("notes", Word::Assumptions, &of.notes)}
        {completeness}
    }
}

fn one_step(n: usize, step: &Step, lang: Lang) -> impl IntoView + use<> {
    let formula = (!step.formula.is_empty() || !step.substituted.is_empty()).then(|| {
        view! {
            <div class="formula" tabindex="0">
                <div>{typeset(&formula_in(&step.formula.told(lang), lang))}</div>
                {(!step.substituted.is_empty()).then(|| view! { <div class="substituted">{typeset(&formula_in(&step.substituted.told(lang), lang))}</div> })}
            </div>
        }
    });
    let inputs = (!step.inputs.is_empty()).then(|| {
        view! {
            <table class="inputs">
                <thead>
                    <tr>
                        <th>{Word::Quantity.said(lang)}</th>
                        <th class="number">{Word::Value.said(lang)}</th>
                        <th>{Word::Source.said(lang)}</th>
                    </tr>
                </thead>
                <tbody>{step.inputs.iter().map(|input| one_input(input, lang)).collect_view()}</tbody>
            </table>
        }
    });
    view! {
        <li>
            <span class="step-number" aria-hidden="true">{n}</span>
            <h3>{typeset(&step.says.told(lang))}</h3>
            {formula}
            {inputs}
        </li>
    }
}

/// A line of a formula with its powers raised: what follows a `^` up to the end of its braces, or of its letters and
/// digits.
pub fn typeset(line: &str) -> Vec<AnyView> {
    let mut parts = line.split('^');
    let mut shown = vec![parts.next().unwrap_or_default().to_owned().into_any()];
    for part in parts {
        let (power, rest) = raised(part);
        let power = power.replace('⅓', "1/3").replace('⅙', "1/6");
        shown.push(view! { <sup>{power}</sup> }.into_any());
        shown.push(rest.to_owned().into_any());
    }
    shown
}

fn one_input(input: &Input, lang: Lang) -> impl IntoView + use<> {
    let value = match input.value {
        Some(value) => view! {
            {terms::number(value)}
            <span class="unit">{typeset(terms::unit_of(value, &input.unit, lang))}</span>
        }
        .into_any(),
        // What has several values has none to show here: they stand in the formula.
        None if matches!(input.from, Origin::Constant { .. }) => ().into_any(),
        None => view! { <span class="unknown">{Word::Unknown.said(lang)}</span> }.into_any(),
    };
    let (symbol, label) = input.shown(lang);
    let symbol = (!symbol.is_empty()).then(|| view! { <em>{symbol.to_owned()}</em> " " });
    view! {
        <tr>
            <td>{symbol}{typeset(&label)}</td>
            <td class="number">{value}</td>
            <td>{origin(&input.from, lang)}</td>
        </tr>
    }
}

/// How sure a constant or formula is.
pub fn confidence_tag(confidence: Confidence, lang: Lang) -> impl IntoView {
    let class = match confidence {
        Confidence::TwoSources | Confidence::Checked => "tag",
        Confidence::Derived | Confidence::OurRule => "tag dashed",
        Confidence::Unverified => "tag doubtful",
    };
    let word = sure(confidence);
    view! { <span class=class>{word.said(lang)}</span> }
}

fn origin(from: &Origin, lang: Lang) -> AnyView {
    match from {
        Origin::Row(source) => view! { <span class="source">{source.clone()}</span> }.into_any(),
        Origin::Constant { source, confidence } => {
            view! { {source_in(source, lang)} " " {confidence_tag(*confidence, lang)} }.into_any()
        }
        other => told(other, lang).into_any(),
    }
}
