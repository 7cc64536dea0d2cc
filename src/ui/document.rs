//! What the page tells the document: language, theme, title; and what it hears of it: keys, width.

use super::desk::{Desk, Width};
use super::say::Say;
use super::session::Session;
use super::state::AppState;
use super::words::Word;
use crate::platform::prefs;
use crate::text::Lang;
use crate::view::Theme;
use leptos::ev;
use leptos::prelude::*;

/// How the page looks now: what the link says, else what was chosen on this machine, else what the browser prefers.
#[derive(Clone, Copy)]
pub struct Appearance {
    /// The language.
    pub lang: Memo<Lang>,
    /// The theme.
    pub theme: Memo<Theme>,
}

impl Appearance {
    /// The page's look for a view.
    pub fn of(app: AppState) -> Self {
        let kept_lang = prefs::get("lang").and_then(|code| Lang::from_code(&code)).unwrap_or_else(prefs::browser_lang);
        let kept_theme = match prefs::get("theme").as_deref() {
            Some("dark") => Theme::Dark,
            Some("light") => Theme::Light,
            _ if prefs::prefers_dark() => Theme::Dark,
            _ => Theme::Light,
        };
        Self {
            lang: Memo::new(move |_| app.lang.get().unwrap_or(kept_lang)),
            theme: Memo::new(move |_| app.theme.get().unwrap_or(kept_theme)),
        }
    }
}

/// Writes language, theme, touch size and title to the document, as long as the owner lives.
pub fn keep_document(look: Appearance, session: Session, desk: Desk, say: Say) {
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            let lang = if look.lang.get() == Lang::Zh { "zh-CN" } else { "en" };
            let theme = if look.theme.get() == Theme::Dark { "dark" } else { "light" };
            let _ = root.set_attribute("lang", lang);
            let _ = root.set_attribute("data-theme", theme);
            let _ = if desk.is_phone() {
                root.set_attribute("data-touch", "")
            } else {
                root.remove_attribute("data-touch")
            };
        }
    });
    Effect::new(move |_| {
        let title = match session.drawn() {
            Some(city) if city.fictional && !say.of(&city.name).to_lowercase().contains(say.word(Word::Fictional)) => {
                format!("{} ({}) · riskmap", say.of(&city.name), say.word(Word::Fictional))
            }
            Some(city) => format!("{} · riskmap", say.of(&city.name)),
            None => "riskmap".to_owned(),
        };
        document().set_title(&title);
    });
}

/// The page's width in CSS pixels.
pub fn page_width() -> Width {
    Width::of(window().inner_width().ok().and_then(|w| w.as_f64()).unwrap_or(1440.0))
}

/// Follows the page's width: each form of the layout starts with its own panels open.
pub fn follow_width(desk: Desk) {
    let resized = window_event_listener(ev::resize, move |_| {
        let width = page_width();
        if desk.width.get_untracked() != width {
            desk.width.set(width);
            desk.left.set(width != Width::Tablet);
            desk.right.set(true);
        }
    });
    on_cleanup(move || resized.remove());
}
