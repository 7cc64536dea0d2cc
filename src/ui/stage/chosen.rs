//! The finding about what is chosen, in the place of the city's.

use crate::engine::LevelKind;
use crate::text::Lang;
use crate::ui::asks::shows_levels;
use crate::ui::commands::Page;
use crate::ui::roads::clear_roads;
use crate::ui::sentences::{Caption, chosen_caption, exposed_caption, is_covered};
use crate::ui::session::Session;
use crate::ui::sheet::{area, object, pair, selection};
use crate::ui::state::AppState;
use crate::ui::taking::subject::{Subject, inspected_card};
use crate::view::{PlanningMode, Role};
use leptos::prelude::*;

/// What is chosen, in a sentence; none where nothing is, or nothing is known of it yet.
pub fn chosen(app: AppState, session: Session, lang: Lang) -> Option<Caption> {
    match Subject::now(app, session) {
        Subject::Answer | Subject::Crew(_) => feature(app, session, lang),
        Subject::Area(_, table) => table.map(|table| area::caption(&table, lang)),
        Subject::Pair(pair) => {
            let as_of = session.answers.conflicts.with(|t| t.as_ref().map(|t| t.as_of.clone()));
            Some(pair::caption(&pair.line, &as_of.unwrap_or_default(), lang))
        }
        Subject::Danger(page) => Some(object::danger_caption(&page, lang)),
        Subject::Sections(table) => Some(selection::caption(&table, lang)),
    }
}

/// The inspected feature in a sentence; none where nothing is known of it yet, or where a density is asked for.
pub fn feature(app: AppState, session: Session, lang: Lang) -> Option<Caption> {
    // Where amounts are asked for, a level is no answer.
    match app.planning.with(|p| p.mode) {
        PlanningMode::Density if app.role.get() == Role::Planning => return None,
        PlanningMode::Exposure if app.role.get() == Role::Planning => {
            let inspected = inspected_card(app, session)?.hit.feature;
            let of = session.answers.exposure_of.get().filter(|of| of.row.hit.feature == inspected)?;
            return Some(exposed_caption(&of, lang));
        }
        _ => {}
    }
    let card = inspected_card(app, session)?;
    let why = session.answers.why.get().filter(|why| why.hit.feature == card.hit.feature);
    let kind = if shows_levels(app) { app.planning.with(|p| p.level) } else { LevelKind::Dynamic };
    let asks = app.role.get() == Role::Fire && is_covered(card.hit.feature.layer);
    let cover = session.answers.venues.with(|t| t.as_ref().map(|t| t.cover)).filter(|_| asks);
    Some(chosen_caption(&card, why.as_deref(), kind, cover.as_ref(), lang))
}

/// Lets go of what is chosen, whatever it is: the city's finding is said again.
pub fn let_go(page: Page) {
    let Page { app, desk, .. } = page;
    desk.working.set(false);
    app.selected.set(None);
    app.area.set(None);
    if app.role.get_untracked() == Role::Ledger && app.ledger.with_untracked(|l| l.danger.is_some()) {
        crate::ui::ledger::let_go(app);
    }
    if app.role.get_untracked() == Role::Traffic && app.traffic.with_untracked(|t| !t.selected.is_empty()) {
        clear_roads(app);
    }
}
