//! Small settings that stay on this machine: panel sizes, theme, language, and the views that the reader has named. Never
//! data.

use crate::text::Lang;

const PREFIX: &str = "riskmap.";

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// A setting, if the browser keeps any.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(&format!("{PREFIX}{key}")).ok()?
}

/// Keeps a setting; whether the browser did. One that refuses loses only the setting.
pub fn set(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(&format!("{PREFIX}{key}"), value).is_ok())
}

fn of_this_tab() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// What was chosen in this tab since it was opened, if the browser keeps any.
pub fn of_tab(key: &str) -> Option<String> {
    of_this_tab()?.get_item(&format!("{PREFIX}{key}")).ok()?
}

/// Keeps a choice for this tab, as long as it is open. One that refuses loses only the choice.
pub fn keep_for_tab(key: &str, value: &str) {
    if let Some(storage) = of_this_tab() {
        let _ = storage.set_item(&format!("{PREFIX}{key}"), value);
    }
}

/// Chinese when the browser's first language is, English otherwise.
pub fn browser_lang() -> Lang {
    let first = web_sys::window().and_then(|w| w.navigator().language()).unwrap_or_default();
    if first.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}

/// Whether the page is touched rather than pointed at.
pub fn is_touched() -> bool {
    web_sys::window().and_then(|w| w.match_media("(pointer: coarse)").ok()?).is_some_and(|m| m.matches())
}

/// Whether the system asks that nothing moves by itself.
pub fn prefers_still() -> bool {
    let asked = |w: web_sys::Window| w.match_media("(prefers-reduced-motion: reduce)").ok()?;
    web_sys::window().and_then(asked).is_some_and(|m| m.matches())
}

/// Whether the system asks for a dark page.
pub fn prefers_dark() -> bool {
    web_sys::window().and_then(|w| w.match_media("(prefers-color-scheme: dark)").ok()?).is_some_and(|m| m.matches())
}
