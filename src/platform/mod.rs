//! The browser: workers, address bar, files, small settings. The only place, besides the map's binding, where its
//! objects are touched.

pub mod engine;
pub mod events;
pub mod fetch;
pub mod files;
pub mod importer;
pub mod picture;
pub mod prefs;
pub mod serve;
pub mod shelf;
pub mod url;
pub mod worker;

use wasm_bindgen::JsValue;

/// What the browser refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{doing}: {why}")]
pub struct PlatformError {
    /// What was being done.
    pub doing: &'static str,
    /// The browser's own words.
    pub why: String,
}

impl PlatformError {
    /// An error from whatever the browser threw.
    pub fn new(doing: &'static str, thrown: &JsValue) -> Self {
        Self { doing, why: text_of(thrown) }
    }
}

/// The text of something thrown: an `Error`'s message, a string, or its debug form.
pub fn text_of(thrown: &JsValue) -> String {
    if let Some(text) = thrown.as_string() {
        return text;
    }
    js_sys::Reflect::get(thrown, &JsValue::from_str("message"))
        .ok()
        .and_then(|m| m.as_string())
        .unwrap_or_else(|| format!("{thrown:?}"))
}

/// The day it is, by the reader's clock and time zone: YYYY-MM-DD.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// The minute it is, by the reader's clock and time zone: YYYY-MM-DD HH:MM.
pub fn now() -> String {
    let now = js_sys::Date::new_0();
    format!("{} {:02}:{:02}", today(), now.get_hours(), now.get_minutes())
}
