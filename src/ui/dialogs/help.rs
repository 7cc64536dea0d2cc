//! Help: the tour, the methods, the state of the data, the keys.

use crate::ui::commands::{Command, Page};
use crate::ui::say::use_say;
use crate::ui::words::Word;
use leptos::prelude::*;

/// Keys that are no command's.
const KEYS: [(&str, Word); 9] = [
    ("Ctrl K", Word::KeySearch),
    ("Ctrl P", Word::KeyPrint),
    ("← ↑ → ↓", Word::KeyPan),
    ("+ −", Word::KeyZoom),
    ("↑ ↓ Home End", Word::KeyRows),
    ("Enter", Word::KeyEnter),
    ("Shift", Word::KeyShift),
    ("␣ Enter ⌫", Word::KeyDraw),
    ("Esc", Word::KeyEscape),
];

/// What each key does.
#[component]
pub fn Help() -> impl IntoView {
    let (say, page) = (use_say(), Page::here());
    let commands = move || {
        let keyed = Command::all(page).into_iter().filter_map(|command| Some((command.key()?, command)));
        let row = |(key, command): (String, Command)| {
            view! {
                <dt>
                    <kbd>{key}</kbd>
                </dt>
                <dd>{command.says(page, say.lang())}</dd>
            }
        };
        keyed.map(row).collect_view()
    };
    let rows = KEYS.map(|(key, word)| {
        view! {
            <dt>
                <kbd>{key}</kbd>
            </dt>
            <dd>{say.t(word)}</dd>
        }
    });
    view! {
        <div class="actions">
            <button
                type="button"
                class="button"
                on:click=move |_| {
                    page.desk.dialog.set(None);
                    Command::Tour.run(page);
                }
            >
                {say.t(Word::Tour)}
            </button>
            <button type="button" class="button" on:click=move |_| Command::Methods.run(page)>
                {say.t(Word::Methods)}
            </button>
            <button type="button" class="button" on:click=move |_| Command::NotRead.run(page)>
                {say.t(Word::NotReadTitle)}
            </button>
        </div>
        <dl class="keys">{rows.collect_view()} {commands}</dl>
        <p class="note">{say.t(Word::LocalOnly)}</p>
    }
}
