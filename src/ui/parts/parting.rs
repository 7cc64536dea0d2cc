//! A section of a panel.

use leptos::prelude::*;

/// A section: a title, a note at its right, a hairline above, no box.
#[component]
pub fn Parting(
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// A note at the title's right.
    #[prop(into, optional)]
    note: Signal<String>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section">
            <h2>
                <span>{title}</span>
                <span class="note">{note}</span>
            </h2>
            {children()}
        </section>
    }
}
