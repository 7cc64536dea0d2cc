//! Choosing one of a few (segments) or of many (a list).

use crate::ui::choice::Choice;
use crate::ui::say::use_say;
use crate::ui::words::Word;
use leptos::prelude::*;

/// One of a few, all of them in sight. The chosen one is reversed ink: a state, not an action.
#[component]
pub fn Segmented<T>(
    /// What is chosen among, for readers of the page's text.
    label: Word,
    /// The choices.
    options: &'static [(T, Word)],
    /// The chosen one.
    #[prop(into)]
    value: Signal<T>,
    /// One that cannot be chosen now.
    #[prop(optional, into)]
    off: Option<Signal<Option<T>>>,
    /// Told of a choice.
    #[prop(into)]
    on_pick: Callback<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let say = use_say();
    let buttons = options.iter().map(|&(option, word)| {
        let on = move || value.get() == option;
        view! {
            <button
                type="button"
                class:on=on
                aria-pressed=move || on().to_string()
                disabled=move || off.is_some_and(|off| off.get() == Some(option))
                on:click=move |_| on_pick.run(option)
            >
                {say.t(word)}
            </button>
        }
    });
    view! {
        <div class="segmented" role="group" aria-label=say.t(label)>
            {buttons.collect_view()}
        </div>
    }
}

/// One of many, behind its label.
#[component]
pub fn Select(
    /// Stands before the list.
    label: Word,
    /// The lines.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// The chosen code.
    #[prop(into)]
    value: Signal<String>,
    /// Told of a choice.
    #[prop(into)]
    on_pick: Callback<String>,
) -> impl IntoView {
    let say = use_say();
    let lines = move || {
        let lines = options.get().into_iter().map(|choice| {
            let code = choice.code.clone();
            let chosen = move || value.with(|v| *v == code);
            view! { <option value=choice.code prop:selected=chosen>{choice.label}</option> }
        });
        lines.collect_view()
    };
    view! {
        <label class="field">
            <span>{say.t(label)}</span>
            <span class="select">
                <select on:change=move |ev| on_pick.run(event_target_value(&ev))>{lines}</select>
                {super::icon(super::Icon::Down)}
            </span>
        </label>
    }
}
