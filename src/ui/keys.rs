//! Keys that work anywhere on the page.

use super::commands::{Command, Page};
use super::kept::home;
use super::words::Word;
use crate::map::event::Tool;
use crate::view::Role;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Listens for the page's keys, as long as the owner lives.
pub fn listen_for_keys(page: Page) {
    let listening = window_event_listener(ev::keydown, move |key| {
        if is_print(&key) {
            key.prevent_default();
            if !key.repeat() {
                print(page);
            }
            return;
        }
        if key.alt_key() || key.default_prevented() {
            return;
        }
        if key.ctrl_key() || key.meta_key() {
            if let Some(command) = of_chord(&key).filter(|_| !is_busy(page, &key)) {
                command.run(page);
                key.prevent_default();
            }
            return;
        }
        if key.key() == "Escape" {
            if page.session.correct.picking.get_untracked() {
                // The form comes back in this very task: the browser would close it with the same key.
                key.prevent_default();
            }
            escape(page);
            return;
        }
        if is_busy(page, &key) {
            return;
        }
        let Some(command) = Command::of_key(&key.key()) else { return };
        command.run(page);
        key.prevent_default();
    });
    on_cleanup(move || listening.remove());
}

/// The command of a key that is pressed with Ctrl or ⌘.
fn of_chord(key: &web_sys::KeyboardEvent) -> Option<Command> {
    match (key.key().as_str(), key.shift_key()) {
        ("z", false) => Some(Command::Undo),
        ("z" | "Z", true) | ("y", false) => Some(Command::Redo),
        _ => None,
    }
}

/// Whether the key is for something else than the page: a field, a dialog, the print sheet.
fn is_busy(page: Page, key: &web_sys::KeyboardEvent) -> bool {
    is_typing(key) || page.desk.taking.get_untracked() || page.desk.dialog.get_untracked().is_some()
}

/// Undoes the last mode: the print sheet, a dialog, the tour, drawing, the tools, what was measured, a working, a comparison,
/// the room's screen, then the selection, the area, the pinned place. A selection that the map went to is let go with it: the
/// map looks again where it looked before, unless somebody has moved it since.
fn escape(page: Page) {
    let Page { app, desk, .. } = page;
    if desk.taking.get_untracked() {
        desk.taking.set(false);
    } else if desk.dialog.get_untracked().is_some() {
        desk.dialog.set(None);
    } else if page.session.correct.picking.get_untracked() {
        page.session.correct.picked(desk, None);
    } else if desk.tour.get_untracked().is_some() {
        super::tour::end(page);
    } else if desk.tool.get_untracked() != Tool::Pan {
        desk.tool.set(Tool::Pan);
    } else if desk.tools.get_untracked() {
        desk.tools.set(false);
    } else if desk.measuring.get_untracked() || desk.measured.with_untracked(Option::is_some) {
        desk.measuring.set(false);
        desk.measured.set(None);
    } else if desk.working.get_untracked() {
        desk.working.set(false);
    } else if untrack(|| super::compare::comparing(app)).is_some() {
        app.compare.set(None);
    } else if untrack(|| page.session.beside.is_there()) {
        page.session.beside.close(app);
    } else if desk.projector.get_untracked() {
        desk.show_to_room(false);
    } else if app.selected.with_untracked(Option::is_some) {
        app.selected.set(None);
        go_back(page);
    } else if app.role.get_untracked() == Role::Ledger && app.ledger.with_untracked(|l| l.danger.is_some()) {
        super::ledger::let_go(app);
        go_back(page);
    } else if app.area.with_untracked(Option::is_some) {
        app.area.set(None);
    } else if desk.found.get_untracked().is_some() {
        desk.found.set(None);
    } else if untrack(|| app.pinned()).is_some() {
        app.pin.set(None);
    } else if app.role.get_untracked() == Role::Traffic && app.traffic.with_untracked(|t| !t.selected.is_empty()) {
        super::roads::clear_roads(app);
        page.session.toast.set(Some(Word::SelectionCleared.said(page.look.lang.get_untracked()).to_owned()));
        go_back(page);
    } else {
        go_back(page);
    }
}

/// Looks again where the map looked before it went to what was chosen.
fn go_back(page: Page) {
    let Page { app, desk, session, .. } = page;
    let Some(camera) = desk.take_before() else { return };
    let city = session.city.with_untracked(|city| city.as_ref().and_then(|city| home(desk, city)));
    desk.show(camera, city, true);
    super::state::assign(app.camera, camera);
}

/// The browser's own keys for printing.
fn is_print(key: &web_sys::KeyboardEvent) -> bool {
    (key.ctrl_key() || key.meta_key()) && !key.alt_key() && !key.shift_key() && key.key().eq_ignore_ascii_case("p")
}

/// Opens the print sheet: the page itself is made for a screen. An open one is printed.
fn print(page: Page) {
    if page.desk.taking.get_untracked() {
        page.desk.printing.set(true);
    } else {
        page.desk.dialog.set(None);
        Command::Print.run(page);
    }
}

/// Whether the key goes into a field. A box that was just ticked and a slider take no letters.
fn is_typing(key: &web_sys::KeyboardEvent) -> bool {
    let Some(target) = key.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) else { return false };
    match target.tag_name().as_str() {
        "INPUT" => !matches!(target.get_attribute("type").as_deref(), Some("checkbox" | "radio" | "range")),
        tag => matches!(tag, "SELECT" | "TEXTAREA"),
    }
}
