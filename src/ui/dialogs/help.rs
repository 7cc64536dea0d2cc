//! The keys.

use crate::ui::say::use_say;
use crate::ui::words::Word;
use leptos::prelude::*;

const KEYS: [(&str, Word); 11] = [
    ("Ctrl K", Word::KeySearch),
    ("1 2 3 4", Word::KeyWorkbench),
    ("M", Word::KeyMap),
    ("← ↑ → ↓", Word::KeyPan),
    ("+ −", Word::KeyZoom),
    ("[ ]", Word::KeyFold),
    ("↑ ↓ Home End", Word::KeyRows),
    ("Enter", Word::KeyEnter),
    ("Shift", Word::KeyShift),
    ("Esc", Word::KeyEscape),
    ("?", Word::KeyHelp),
];

/// What each key does.
#[component]
pub fn Help() -> impl IntoView {
    let say = use_say();
    let rows = KEYS.map(|(key, word)| {
        view! {
            <dt>
                <kbd>{key}</kbd>
            </dt>
            <dd>{say.t(word)}</dd>
        }
    });
    view! {
        <dl class="keys">{rows.collect_view()}</dl>
        <p class="note">{say.t(Word::LocalOnly)}</p>
    }
}
