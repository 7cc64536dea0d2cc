//! One of very many: typed or chosen, with what fits so far below the field.

use super::{Icon, icon};
use crate::ui::choice::{Choice, line_of};
use crate::ui::say::use_say;
use crate::ui::words::Word;
use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// Each list on the page has an id of its own.
static LISTS: AtomicU32 = AtomicU32::new(0);

/// One of very many, behind its label. A part of a line is enough where only one line has it.
#[component]
pub fn Pick(
    /// Stands before the field.
    label: Word,
    /// The lines; the first stands for no choice.
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
    let id = format!("lines-{}", LISTS.fetch_add(1, Ordering::Relaxed));
    let missed = RwSignal::new(None::<String>);
    let shown = move || {
        let code = value.get();
        options.with(|all| all.iter().find(|line| line.code == code).map(|line| line.label.clone())).unwrap_or_default()
    };
    // What is typed while the field has the focus; the chosen line stands in it at all other times.
    let typed = RwSignal::new(None::<String>);
    let take = move |text: &str, whole: bool| {
        let code = options.with_untracked(|all| line_of(all, text, whole).map(|line| line.code.clone()));
        match code {
            Some(code) => {
                missed.set(None);
                on_pick.run(code);
                true
            }
            None => false,
        }
    };
    let input = move |ev| {
        let text = event_target_value(&ev);
        missed.set(None);
        if take(&text, true) {
            typed.set(None);
        } else {
            typed.set(Some(text));
        }
    };
    let change = move |ev| {
        let text = event_target_value(&ev);
        let text = text.trim();
        if !text.is_empty() && !take(text, true) && !take(text, false) {
            missed.set(Some(text.to_owned()));
        }
        typed.set(None);
    };
    let lines = move || {
        let lines = options.get().into_iter().map(|line| view! { <option value=line.label></option> });
        lines.collect_view()
    };
    view! {
        <label class="field">
            <span>{say.t(label)}</span>
            <span class="input">
                <input
                    type="text"
                    list=id.clone()
                    placeholder=shown
                    prop:value=move || typed.get().unwrap_or_else(shown)
                    on:focus=move |_| typed.set(Some(String::new()))
                    on:blur=move |_| drop(typed.try_set(None))
                    on:input=input
                    on:change=change
                />
                {icon(Icon::Down)}
            </span>
        </label>
        <datalist id=id>{lines}</datalist>
        <p class="note why" role="status">
            {move || missed.get().map(|text| say.fill(Word::NoSuchChoice, &[&text]))}
        </p>
    }
}
