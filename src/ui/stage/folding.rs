//! Boxes over the map fold: where room is short, beside something chosen, and when the reader says so.

use crate::platform::prefs;
use crate::ui::desk::{Desk, map_size};
use crate::ui::inspector;
use crate::ui::parts::{Icon, icon};
use crate::ui::say::use_say;
use crate::ui::state::AppState;
use crate::ui::words::Word;
use leptos::prelude::*;

/// A map that is narrower or lower than this has no room for boxes over it, px.
const ROOM: (f64, f64) = (560.0, 360.0);
/// Whether a box over the map stands open: as the reader chose for the session, and else where there is room for it.
/// Beside something chosen another choice is kept than without.
#[derive(Clone, Copy)]
pub(super) struct Folding {
    what: &'static str,
    chosen: Memo<bool>,
    short: Memo<bool>,
    kept: RwSignal<[Option<bool>; 2]>,
    folds_for_chosen: bool,
}

impl Folding {
    /// A box, by a name under which the choice is kept.
    pub(super) fn of(app: AppState, desk: Desk, what: &'static str, folds_for_chosen: bool) -> Self {
        let short = Memo::new(move |_| {
            desk.bounds.track();
            desk.is_phone() || map_size().is_some_and(|(width, height)| width < ROOM.0 || height < ROOM.1)
        });
        let kept = [false, true].map(|chosen| prefs::of_tab(&key(what, chosen)).map(|open| open == OPEN));
        let chosen = Memo::new(move |_| inspector::is_open(app, desk));
        Self { what, chosen, short, kept: RwSignal::new(kept), folds_for_chosen }
    }

    /// Whether it is open; whoever calls this in a reactive place follows it.
    pub(super) fn is_open(self) -> bool {
        let chosen = self.chosen.get();
        let kept = self.kept.with(|kept| kept[usize::from(chosen)]);
        kept.unwrap_or_else(|| !(self.short.get() || chosen && self.folds_for_chosen))
    }

    /// The button that opens and folds it.
    pub(super) fn button(self, class: &'static str, word: Word) -> impl IntoView {
        let (say, open) = (use_say(), Memo::new(move |_| self.is_open()));
        view! {
            <button
                type="button"
                class=class
                aria-expanded=move || open.get().to_string()
                aria-label=say.t(word)
                title=say.t(word)
                on:click=move |_| self.turn()
            >
                {icon(Icon::Down)}
            </button>
        }
    }

    /// Opens or folds it, and keeps that for the session.
    pub(super) fn turn(self) {
        let (open, chosen) = untrack(|| (!self.is_open(), self.chosen.get()));
        self.kept.update(|kept| kept[usize::from(chosen)] = Some(open));
        prefs::keep_for_tab(&key(self.what, chosen), if open { OPEN } else { "" });
    }
}

const OPEN: &str = "open";

fn key(what: &str, chosen: bool) -> String {
    format!("{what}{}", if chosen { ".chosen" } else { "" })
}
