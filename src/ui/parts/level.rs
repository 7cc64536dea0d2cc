//! A level as it stands in lists and texts: shape, letter and word beside its colour, as on the map.

use crate::domain::Level;
use crate::text::Lang;
use crate::ui::terms;
use leptos::prelude::*;

/// The class of the style sheet that has a level's colours.
pub const fn level_class(level: Level) -> &'static str {
    match level {
        Level::Red => "a",
        Level::Orange => "b",
        Level::Yellow => "c",
        Level::Blue => "d",
        Level::Unrated => "u",
    }
}

/// A level's shape, hidden from readers of the page's text: its name stands beside it.
pub fn level_shape(level: Level) -> impl IntoView {
    let drawn = match level {
        Level::Red => view! { <path d="M8 .9 15.1 8 8 15.1.9 8z" /> }.into_any(),
        Level::Orange => view! { <path d="M8 1.8 15.2 14.2H.8z" /> }.into_any(),
        Level::Yellow => view! { <rect x="2.2" y="2.2" width="11.6" height="11.6" /> }.into_any(),
        Level::Blue => view! { <circle cx="8" cy="8" r="6" /> }.into_any(),
        Level::Unrated => view! { <circle cx="8" cy="8" r="6" stroke-dasharray="2.4 1.8" /> }.into_any(),
    };
    view! {
        <svg class=format!("level-shape {}", level_class(level)) viewBox="0 0 16 16" aria-hidden="true">
            {drawn}
        </svg>
    }
}

/// A level in a text: shape, letter, word.
pub fn level_name(level: Level, lang: Lang) -> impl IntoView {
    view! {
        <span class=format!("level-name {}", level_class(level))>
            {level_shape(level)}
            {terms::level_with_letter(level, lang)}
        </span>
    }
}
