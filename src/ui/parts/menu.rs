//! A list that drops from a button, until Escape or a click elsewhere puts it away.

use leptos::ev;
use leptos::html::Details;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A button and its list.
#[component]
pub fn Menu(
    /// What the button says.
    #[prop(into)]
    label: ViewFn,
    /// The list.
    children: Children,
) -> impl IntoView {
    let menu = NodeRef::<Details>::new();
    let close = move || menu.get_untracked().is_some_and(|menu| menu.open() && menu.remove_attribute("open").is_ok());
    let elsewhere = window_event_listener(ev::pointerdown, move |ev| {
        let inside = ev.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let is_ours = menu.get_untracked().is_some_and(|menu| menu.contains(inside.as_ref()));
        if !is_ours {
            close();
        }
    });
    on_cleanup(move || elsewhere.remove());
    let key = move |key: web_sys::KeyboardEvent| {
        if key.key() == "Escape" && close() {
            key.stop_propagation();
            let summary = menu.get_untracked().and_then(|menu| menu.query_selector("summary").ok().flatten());
            if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = summary.focus();
            }
        }
    };
    view! {
        <details class="menu" node_ref=menu on:keydown=key>
            <summary class="button quiet">{label.run()}</summary>
            <div class="menu-list">{children()}</div>
        </details>
    }
    .into_any()
}
