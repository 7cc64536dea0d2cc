//! Long lists: shown in parts, walked with the arrow keys.

use crate::domain::LayerName;
use crate::text::Lang;
use crate::ui::desk::Desk;
use crate::ui::say::use_say;
use crate::ui::words::Word;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The button under a list that is not shown to its end.
#[component]
pub fn More(
    /// How many rows there are.
    #[prop(into)]
    of: Signal<usize>,
    /// How many are shown; raised by the button.
    shown: RwSignal<usize>,
    /// How many there are in all, where the rows are only the first of them: said, with how many of them are shown.
    #[prop(into)]
    all: Signal<usize>,
    /// The layer whose table holds all of them: the last line opens it.
    #[prop(into, optional)]
    table: MaybeProp<LayerName>,
) -> impl IntoView {
    let say = use_say();
    let left = move || of.get().saturating_sub(shown.get());
    let first_of = move || {
        let figures = [of.get().min(shown.get()), all.get()].map(|n| crate::ui::terms::count(n as u64));
        say.fill(Word::FirstOf, &[&figures[0], &figures[1]])
    };
    view! {
        <Show when=move || { of.get() < all.get() }>
            <p class="note first-of">{first_of}</p>
        </Show>
        <Show when=move || { left() > 0 }>
            <button type="button" class="button quiet more" on:click=move |_| shown.update(|n| *n += 50)>
                {move || say.fill(Word::MoreRows, &[&crate::ui::terms::count(left() as u64)])}
            </button>
        </Show>
        <Show when=move || { shown.get() < all.get() }>
            {move || table.get().map(|layer| in_table(layer, all.get() as u64, say.lang()))}
        </Show>
    }
}

/// The last line of a list that is not whole: all of it stands in the table.
pub fn in_table(layer: LayerName, all: u64, lang: Lang) -> impl IntoView + use<> {
    let desk = expect_context::<Desk>();
    view! {
        <button type="button" class="link in-table" on:click=move |_| desk.rows.set(Some(layer))>
            {Word::AllInTable.fill(lang, &[&crate::ui::terms::count(all)])}
        </button>
    }
}

/// A list of which the first rows are seen and the rest is folded under them.
pub fn first_rows(mut rows: Vec<AnyView>, first: usize, class: &'static str, lang: Lang) -> impl IntoView + use<> {
    let rest = if rows.len() > first { rows.split_off(first) } else { Vec::new() };
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <details>
                <summary>{Word::MoreRows.fill(lang, &[&crate::ui::terms::count(rest.len() as u64)])}</summary>
                <ul class=class>{rest}</ul>
            </details>
        }
    });
    view! {
        <ul class=class>{rows}</ul>
        {rest}
    }
}

/// Moves the focus between the rows of a list or table with the arrow keys, Home and End. Rows are siblings marked
/// `data-row`; the focus goes to the row itself or to the button in it.
pub fn walk_rows(key: &web_sys::KeyboardEvent) {
    let Some(target) = key.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) else { return };
    let Ok(Some(row)) = target.closest("[data-row]") else { return };
    let next = match key.key().as_str() {
        "ArrowDown" => row.next_element_sibling(),
        "ArrowUp" => row.previous_element_sibling(),
        "Home" => row.parent_element().and_then(|p| p.first_element_child()),
        "End" => row.parent_element().and_then(|p| p.last_element_child()),
        _ => return,
    };
    let Some(next) = next.filter(|n| n.has_attribute("data-row")) else { return };
    key.prevent_default();
    let inner = next.query_selector("button").ok().flatten().unwrap_or(next);
    if let Ok(row) = inner.dyn_into::<web_sys::HtmlElement>() {
        let _ = row.focus();
    }
}
