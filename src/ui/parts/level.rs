//! A level as it stands in lists and texts: shape, letter and word beside its colour, as on the map.

use crate::domain::Level;
use crate::text::Lang;
use crate::ui::terms;
use crate::ui::words::Word;
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

/// A level in a narrow cell: shape and letter; its word is read aloud.
pub fn level_mark(level: Level, lang: Lang) -> impl IntoView {
    let word = terms::level_with_letter(level, lang);
    let letter = if level == Level::Unrated { "" } else { level.letter() };
    view! {
        <span
            class=format!("level-mark level-name {}", level_class(level))
            role="img"
            aria-label=word.clone()
            title=word
        >
            {level_shape(level)}
            {letter}
        </span>
    }
}

/// A column of a table of levels.
pub struct CountColumn {
    /// What it counts.
    pub head: String,
    /// How many have each level, in the order of [`Level::ALL`].
    pub counts: [u32; 5],
    /// Whether it stands out among the others.
    pub stands_out: bool,
}

/// How many have each level: a row a level.
pub fn level_counts(columns: &[CountColumn], lang: Lang) -> impl IntoView + use<> {
    let head = columns.iter().map(|of| view! { <th class="number">{of.head.clone()}</th> }).collect_view();
    let row = |(place, level): (usize, Level)| {
        let cell = |of: &CountColumn| {
            let n = of.counts[place];
            view! {
                <td class="number" class:shown=of.stands_out>
                    {terms::count(u64::from(n))}
                </td>
            }
        };
        view! {
            <tr>
                <th scope="row">{level_name(level, lang)}</th>
                {columns.iter().map(cell).collect_view()}
            </tr>
        }
    };
    view! {
        <table class="level-counts">
            <thead>
                <tr>
                    <th>{Word::Level.said(lang)}</th>
                    {head}
                </tr>
            </thead>
            <tbody>{Level::ALL.into_iter().enumerate().map(row).collect_view()}</tbody>
        </table>
    }
}
