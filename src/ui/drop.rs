//! Files dropped anywhere on the page.

use super::beside::take as take_beside;
use super::commands::Page;
use super::desk::{Desk, Dialog};
use super::dialogs::open;
use super::say::use_say;
use super::session::Session;
use super::words::Word;
use crate::platform::files;
use leptos::ev;
use leptos::prelude::*;

/// Takes dropped files, and says so while they hang over the page.
#[component]
pub fn DropZone() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let page = Page::here();
    // Without a prevented default a browser opens the file in place of the page.
    let over = window_event_listener(ev::dragover, move |drag| {
        drag.prevent_default();
        super::state::assign(desk.dropping, true);
    });
    let left = window_event_listener(ev::dragleave, move |drag| {
        if drag.related_target().is_none() {
            desk.dropping.set(false);
        }
    });
    let dropped = window_event_listener(ev::drop, move |drag| {
        drag.prevent_default();
        desk.dropping.set(false);
        if let Some(transfer) = drag.data_transfer() {
            let picked = files::dropped(&transfer);
            match desk.dialog.get_untracked() {
                Some(Dialog::AnotherCity) => take_beside(page, picked),
                _ => open(session, desk, picked),
            }
        }
    });
    on_cleanup(move || {
        over.remove();
        left.remove();
        dropped.remove();
    });
    view! {
        <Show when=move || desk.dropping.get()>
            <div class="drop" role="status">
                <p>{say.t(Word::DropHere)}</p>
            </div>
        </Show>
    }
}
