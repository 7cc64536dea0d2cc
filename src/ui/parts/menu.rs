//! A list that drops from a button, until Escape or a click elsewhere puts it away.

use leptos::ev;
use leptos::html::Details;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// As wide as a list is at most, with what it keeps from the page's edge, px.
const WIDEST: f64 = 288.0;
/// What a list keeps from the page's edge and from its button together, px.
const AWAY: f64 = 12.0;
/// As high as a list is at least, px.
const LEAST: f64 = 120.0;
/// The same at most, px.
const MOST: f64 = 420.0;

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
    // It drops to where there is room, and is no higher than that: no edge of the page cuts it.
    let (down, from_left, room) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(0.0));
    let place = move |_| {
        let Some(menu) = menu.get_untracked().filter(|menu| menu.open()) else { return };
        let (at, page) = (menu.get_bounding_client_rect(), window().inner_height().ok().and_then(|h| h.as_f64()));
        let (above, below) = (at.top(), page.unwrap_or(0.0) - at.bottom());
        down.set(below > above);
        from_left.set(at.right() < WIDEST);
        room.set(above.max(below) - AWAY);
    };
    view! {
        <details class="menu" node_ref=menu on:keydown=key on:toggle=place>
            <summary class="button quiet">{label.run()}</summary>
            <div
                class="menu-list"
                class:down=down
                class:from-left=from_left
                style:max-height=move || format!("{:.0}px", room.get().clamp(LEAST, MOST))
            >
                {children()}
            </div>
        </details>
    }
    .into_any()
}
