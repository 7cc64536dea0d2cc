//! The ledger of hidden dangers: its list, above the map or in a phone's sheet, and the one danger that is chosen.

mod list;
mod signs;
mod table;

pub use list::DangerList;
pub use signs::signs;
pub use table::LedgerDock;

use super::desk::{Desk, Width};
use super::session::Session;
use super::state::{AppState, assign};
use crate::domain::LayerName;
use crate::engine::{FeatureRef, LedgerRow};
use crate::units::{LngLat, LngLatBox};
use crate::view::{Ledger, Role};
use leptos::prelude::*;

/// Rows shown before "more".
const FIRST: usize = 200;

/// Whether the page has the ledger's table above the map now.
pub fn has_table(app: AppState, session: Session, desk: Desk) -> bool {
    let lists = || session.city.with(Option::is_none) || session.has(LayerName::Dangers);
    app.role.get() == Role::Ledger && desk.width.get() != Width::Phone && lists()
}

/// Chooses a danger: the inspector tells of it, and the map shows where it is.
pub fn choose(app: AppState, desk: Desk, id: &str, at: Option<LngLat>) {
    desk.working.try_set(false);
    desk.right.try_set(true);
    assign(app.selected, None);
    app.ledger.try_update(|l| l.danger = Some(id.to_owned()));
    if let Some(at) = at {
        desk.see(LngLatBox { west: at.lng, south: at.lat, east: at.lng, north: at.lat });
    }
}

/// Opens a danger from wherever it is named: in the ledger, on the day that is looked at.
pub fn open_danger(app: AppState, desk: Desk, id: &str, at: Option<LngLat>) {
    if app.role.get_untracked() != Role::Ledger {
        app.open_role(Role::Ledger);
    }
    choose(app, desk, id, at);
}

/// Chooses the danger of a mark on the map.
pub fn choose_mark(app: AppState, session: Session, desk: Desk, of: FeatureRef) {
    let id = session.answers.ledger.with_untracked(|t| {
        let rows = t.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default();
        rows.iter().find(|row| row.feature == of).map(|row| row.id.clone())
    });
    if let Some(id) = id {
        choose(app, desk, &id, None);
    }
}

/// Lets the danger go.
pub fn let_go(app: AppState) {
    if app.ledger.with_untracked(|l| l.danger.is_some()) {
        app.ledger.update(|l| l.danger = None);
    }
}

/// Changes what is listed. The danger in the inspector stays: it may be one of those that are left out.
pub fn change(app: AppState, how: impl FnOnce(&mut Ledger)) {
    app.ledger.update(how);
}

/// Whether a row's danger is the chosen one.
fn is_chosen(app: AppState, id: &str) -> bool {
    app.ledger.with(|l| l.danger.as_deref() == Some(id))
}

/// What a row does when the pointer comes and goes, and when it is chosen.
#[derive(Clone)]
struct Hand {
    app: AppState,
    desk: Desk,
    feature: FeatureRef,
    id: String,
    at: Option<LngLat>,
}

impl Hand {
    fn of(app: AppState, desk: Desk, row: &LedgerRow) -> Self {
        Self { app, desk, feature: row.feature, id: row.id.clone(), at: row.at }
    }

    fn choose(&self) {
        choose(self.app, self.desk, &self.id, self.at);
    }

    fn comes(&self) {
        self.desk.hovered.set(Some(self.feature));
    }

    fn goes(&self) {
        self.desk.hovered.set(None);
    }
}
