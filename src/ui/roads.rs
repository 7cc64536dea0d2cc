//! Selecting road sections. The selection is a list of ids, which a link keeps; map and engine speak of rows. Every
//! change goes through the engine, whose answer names both.

use super::asks::known_rows;
use super::desk::Desk;
use super::session::Session;
use super::state::AppState;
use crate::domain::LayerName;
use crate::engine::{Area, Reply, Request, SectionTable, SectionsQuery};
use leptos::prelude::*;
use std::sync::Arc;

/// What becomes of the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Only these.
    Replace,
    /// These too; a single one that is selected already leaves.
    Add,
    /// Not these.
    Remove,
}

impl Pick {
    /// How the keys held at a click or a drawing change the selection.
    pub fn of_keys(shift: bool, alt: bool) -> Self {
        match (shift, alt) {
            (_, true) => Self::Remove,
            (true, false) => Self::Add,
            (false, false) => Self::Replace,
        }
    }

    fn apply(self, old: &[u32], rows: &[u32]) -> Vec<u32> {
        let kept = |row: &&u32| !rows.contains(row);
        match (self, rows) {
            (Self::Replace, rows) => rows.to_vec(),
            (Self::Add, [one]) if old.contains(one) => old.iter().filter(kept).copied().collect(),
            (Self::Add, rows) => old.iter().filter(kept).chain(rows).copied().collect(),
            (Self::Remove, _) => old.iter().filter(kept).copied().collect(),
        }
    }
}

/// Changes the selection by some rows.
pub fn pick_roads(app: AppState, session: Session, desk: Desk, rows: &[u32], pick: Pick) {
    let old = untrack(|| known_rows(app, session)).unwrap_or_default();
    let selected = pick.apply(&old, rows);
    if selected.is_empty() {
        clear_roads(app, desk);
        return;
    }
    let query =
        app.traffic.with_untracked(|t| SectionsQuery { snap_m: t.snap_m, sort: t.sort, breaks: t.breaks, selected });
    session.ask_or_say(Request::Sections(query), move |reply| {
        let Reply::Sections(table) = reply else { return };
        let table = Arc::new(*table);
        // The answer first: the view that names its selection then needs no other one.
        session.answers.sections.try_set(Some(Arc::clone(&table)));
        take(app, session, &table);
        app.selected.try_set(None);
        desk.working.try_set(false);
        desk.right.try_set(true);
    });
}

/// Makes the sections that the engine named the selection.
fn take(app: AppState, session: Session, table: &SectionTable) {
    let ids: Vec<String> = table.selected.iter().map(|row| row.hit.id.clone()).collect();
    session.road_rows.try_update(|rows| {
        rows.extend(table.selected.iter().map(|row| (row.hit.id.clone(), row.hit.feature.row)));
    });
    app.traffic.try_update(|traffic| traffic.selected = ids);
}

/// Selects the sections in a drawn area.
pub fn pick_area(app: AppState, session: Session, desk: Desk, area: Area, pick: Pick) {
    desk.drawn.set(Some(area.clone()));
    session.ask_or_say(Request::Select { layer: LayerName::Roads, area }, move |reply| {
        if let Reply::Selected { rows, .. } = reply {
            pick_roads(app, session, desk, &rows, pick);
        }
    });
}

/// Selects nothing.
pub fn clear_roads(app: AppState, desk: Desk) {
    desk.drawn.try_set(None);
    app.traffic.try_update(|traffic| traffic.selected.clear());
}
