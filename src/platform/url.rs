//! The address bar: one reader, one writer. Every entry of the history that the page writes carries its number among the
//! page's own, so that going back and forward stays within the page.

use gloo_events::EventListener;
use std::cell::Cell;
use wasm_bindgen::JsValue;

thread_local! {
    /// The number of the last entry to go forward to.
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// The text behind the `?`, without it.
pub fn query() -> String {
    let search = web_sys::window().and_then(|w| w.location().search().ok()).unwrap_or_default();
    search.trim_start_matches('?').to_owned()
}

/// The whole address of this page, to be copied.
pub fn href() -> String {
    web_sys::window().and_then(|w| w.location().href().ok()).unwrap_or_default()
}

/// Writes the text as a new entry of the history.
pub fn push(query: &str) {
    write(query, true);
}

/// Writes the text over the present entry.
pub fn replace(query: &str) {
    write(query, false);
}

fn write(text: &str, new_entry: bool) {
    if query() == text {
        return;
    }
    let Some(window) = web_sys::window() else { return };
    let Ok(history) = window.history() else { return };
    let path = window.location().pathname().unwrap_or_default();
    let address = if text.is_empty() { path } else { format!("{path}?{text}") };
    let entry = entry(&history) + u32::from(new_entry);
    // A browser refuses only when written to hundreds of times a second; the next write repairs it.
    let _ = if new_entry {
        LAST.set(entry);
        history.push_state_with_url(&entry.into(), "", Some(&address))
    } else {
        history.replace_state_with_url(&entry.into(), "", Some(&address))
    };
}

/// The number of the present entry; the first is 0.
fn entry(history: &web_sys::History) -> u32 {
    history.state().ok().as_ref().and_then(JsValue::as_f64).map_or(0, |entry| entry as u32)
}

/// Goes to the entry before, if it is the page's own; whether it is.
pub fn back() -> bool {
    let Some(history) = web_sys::window().and_then(|w| w.history().ok()) else { return false };
    entry(&history) > 0 && history.back().is_ok()
}

/// Goes to the entry after, if the page wrote one since it was opened; whether it did.
pub fn forward() -> bool {
    let Some(history) = web_sys::window().and_then(|w| w.history().ok()) else { return false };
    entry(&history) < LAST.get() && history.forward().is_ok()
}

/// Calls with the new text when the reader goes back or forward. Stops when the guard is dropped.
#[must_use = "dropping the guard stops listening"]
pub fn on_pop(call: impl Fn(String) + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "popstate", move |_| call(query())))
}
