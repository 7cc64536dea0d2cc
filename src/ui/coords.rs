//! The position under the pointer, in the system that the reader works in.

use super::commands::Page;
use super::words::Word;
use crate::platform::prefs;
use crate::text::System;
use crate::units::LngLat;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

/// The system that this machine's reader chose.
pub fn kept() -> System {
    prefs::get("coordinates").and_then(|code| System::from_code(&code)).unwrap_or_default()
}

/// Chooses a system.
pub fn choose(page: Page, system: System) {
    prefs::set("coordinates", system.code());
    page.desk.system.set(system);
}

/// The next system of the list.
pub fn choose_next(page: Page) {
    let now = page.desk.system.get_untracked();
    let place = System::ALL.iter().position(|system| *system == now).unwrap_or(0);
    choose(page, System::ALL[(place + 1) % System::ALL.len()]);
}

/// The position under the pointer; without one that of the map's middle.
fn place(page: Page) -> Option<LngLat> {
    let middle = || page.desk.looks.get_untracked().map(|camera| LngLat::new(camera.lng, camera.lat));
    page.desk.cursor.get_untracked().or_else(middle)
}

/// Copies it.
pub fn copy(page: Page) {
    let lang = page.look.lang.get_untracked();
    let Some(at) = place(page) else { return };
    let system = page.desk.system.get_untracked();
    let Some(text) = system.written(at) else {
        page.session.toast.set(Some(Word::NoZoneHere.said(lang).to_owned()));
        return;
    };
    let copied = window().navigator().clipboard().write_text(&text);
    spawn_local(async move {
        let said = match JsFuture::from(copied).await {
            Ok(_) => Word::PositionCopied.fill(lang, &[&text, &system.name(Some(at))]),
            Err(_) => Word::PositionNotCopied.fill(lang, &[&text]),
        };
        page.session.toast.try_set(Some(said));
    });
}
