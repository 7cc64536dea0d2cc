//! A choice that is pressed or not, with how many it holds.

use crate::ui::terms::count;
use leptos::prelude::*;

/// A choice: its name, how many the map would show with it, whether it is taken. It stays the element that it is while these
/// change, and keeps the focus.
pub fn counted_chip(
    name: impl Fn() -> String + Send + Sync + 'static,
    n: impl Fn() -> Option<u32> + Send + Sync + 'static,
    on: impl Fn() -> bool + Copy + Send + Sync + 'static,
    press: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="chip"
            class:on=on
            aria-pressed=move || on().to_string()
            on:click=move |_| press()
        >
            {name}
            " "
            <span class="number">{move || n().map(|n| count(u64::from(n)))}</span>
        </button>
    }
}
