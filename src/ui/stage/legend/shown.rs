//! Which classes are shown. Where the workbench lists what has levels it is a filter of list and map alike, part of the link;
//! elsewhere the legend isolates classes on the map alone.

use crate::domain::Level;
use crate::ui::asks::shows_levels;
use crate::ui::desk::Desk;
use crate::ui::state::AppState;
use crate::view::{Role, toggle_level};
use leptos::prelude::*;

/// Whether the classes are levels that the list is filtered by.
pub fn filters_levels(app: AppState) -> bool {
    app.role.get() == Role::Fire || shows_levels(app)
}

/// The levels that list and map are narrowed to; none is all.
pub fn asked_levels(app: AppState) -> Vec<Level> {
    match app.role.get() {
        Role::Fire => app.fire.with(|f| f.levels.clone()),
        _ if shows_levels(app) => app.planning.with(|p| p.only.clone()),
        _ => Vec::new(),
    }
}

/// Changes these levels.
fn change(app: AppState, how: impl FnOnce(&mut Vec<Level>)) {
    if app.role.get_untracked() == Role::Fire {
        app.fire.update(|f| how(&mut f.levels));
    } else {
        app.planning.update(|p| how(&mut p.only));
    }
}

/// Takes a level in, or out.
pub fn toggle_asked_level(app: AppState, level: Level) {
    change(app, |levels| toggle_level(levels, level));
}

/// The classes that are shown alone, ascending; none is all.
pub fn shown(app: AppState, desk: Desk) -> Vec<u8> {
    if filters_levels(app) {
        let mut classes: Vec<u8> = asked_levels(app).into_iter().map(Level::class).collect();
        classes.sort_unstable();
        return classes;
    }
    desk.isolated.get()
}

/// A click shows a class alone, or all again when it was alone; with Shift it joins or leaves those shown.
pub(super) fn choose(app: AppState, desk: Desk, class: u8, shift: bool) {
    if let (true, Some(level)) = (untrack(|| filters_levels(app)), level_of(class)) {
        return change(app, |levels| match (shift, levels.as_slice()) {
            (true, _) => toggle_level(levels, level),
            (false, [one]) if *one == level => levels.clear(),
            (false, _) => *levels = vec![level],
        });
    }
    desk.isolated.update(|shown| {
        let at = shown.binary_search(&class);
        match (shift, at) {
            (true, Ok(at)) => drop(shown.remove(at)),
            (true, Err(at)) => shown.insert(at, class),
            (false, Ok(_)) if shown.len() == 1 => shown.clear(),
            (false, _) => *shown = vec![class],
        }
    });
}

fn level_of(class: u8) -> Option<Level> {
    Level::ALL.into_iter().find(|level| level.class() == class)
}
