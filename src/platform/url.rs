//! The address bar: one reader, one writer.

use gloo_events::EventListener;

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
    // A browser refuses only when written to hundreds of times a second; the next write repairs it.
    let _ = if new_entry {
        history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address))
    };
}

/// Calls with the new text when the reader goes back or forward. Stops when the guard is dropped.
#[must_use = "dropping the guard stops listening"]
pub fn on_pop(call: impl Fn(String) + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "popstate", move |_| call(query())))
}
