//! What a newcomer sees: the overview, unless the city has nothing that could be rated.

use super::session::Session;
use super::state::AppState;
use crate::view::{RATED, Role};
use leptos::prelude::*;

/// Where the page was opened without a link, shows planning instead of an overview that would name nothing.
pub fn keep_first_view(app: AppState, session: Session) {
    Effect::new(move |done: Option<bool>| {
        if done == Some(true) || app.role.get() != Role::Overview || session.city.with(Option::is_none) {
            return done == Some(true);
        }
        let something = RATED.into_iter().any(|layer| session.has(layer));
        let rated = session.answers.overview.with(|table| table.as_ref().map(|table| !table.rows.is_empty()));
        match (something, rated) {
            (false, _) | (_, Some(false)) => app.open_role(Role::Planning),
            (true, Some(true)) => {}
            (true, None) => return false,
        }
        true
    });
}
