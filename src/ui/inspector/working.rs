//! How the workbench's answer was computed.

use super::close_button;
use crate::risk::explain::Explanation;
use crate::ui::desk::Desk;
use crate::ui::parts::{MethodLink, Working};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::words::Word;
use crate::view::{PlanningMode, Role};
use leptos::prelude::*;

/// The working of the answer that is shown.
pub fn explanation(app: AppState, session: Session) -> Option<Explanation> {
    let answers = session.answers;
    match app.role.get() {
        Role::Planning => match app.planning.with(|p| p.mode) {
            PlanningMode::Density => answers.density.with(|s| s.as_ref().map(|s| s.explanation.clone())),
            PlanningMode::Exposure => {
                let table = answers.exposure.get()?;
                // The selected feature's own numbers, where it is one of the ranking.
                let own = answers.exposure_of.get().filter(|one| one.query == table.query);
                Some(own.map_or_else(|| table.explanation.clone(), |one| one.explanation.clone()))
            }
            PlanningMode::Levels => answers.levels.with(|t| t.as_ref().map(|t| t.explanation.clone())),
            PlanningMode::Conflicts => answers.conflicts.with(|t| t.as_ref().map(|t| t.explanation.clone())),
        },
        Role::Traffic => answers.sections.with(|t| t.as_ref().map(|t| t.explanation.clone())),
        Role::Fire => answers.venues.with(|t| t.as_ref().map(|t| t.explanation.clone())),
        Role::Overview => answers.overview.with(|t| t.as_ref().map(|t| t.explanation.clone())),
        Role::Ledger => None,
    }
}

/// The page of the method behind the answer that is shown; none where several are behind it.
fn method(app: AppState) -> Option<&'static str> {
    match app.role.get() {
        Role::Planning => match app.planning.with(|p| p.mode) {
            PlanningMode::Density => Some("density"),
            PlanningMode::Exposure => Some("exposure"),
            PlanningMode::Levels => None,
            PlanningMode::Conflicts => Some("conflicts"),
        },
        Role::Traffic => Some("sections"),
        Role::Fire => Some("venues"),
        Role::Overview | Role::Ledger => None,
    }
}

/// Of what the completeness of the answer that is shown is the share.
fn share_of(app: AppState) -> Word {
    match app.role.get() {
        Role::Planning => match app.planning.with(|p| p.mode) {
            PlanningMode::Density => Word::ShareWithWeight,
            PlanningMode::Exposure => Word::ShareWithPeople,
            PlanningMode::Levels => Word::ShareRated,
            PlanningMode::Conflicts => Word::ShareWithRings,
        },
        Role::Traffic => Word::ShareOnRoads,
        Role::Fire => Word::ShareWithPeopleAndFloors,
        Role::Overview | Role::Ledger => Word::ShareRated,
    }
}

/// The working as the inspector's page.
#[component]
pub fn WorkingPage() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let working = Memo::new(move |_| explanation(app, session));
    let title = move || working.with(|w| w.as_ref().map(|w| w.title.told(say.lang()).into_owned()).unwrap_or_default());
    let body = move || working.get().map(|of| view! { <Working of lang=say.lang() share_of=share_of(app) /> });
    view! {
        <div class="inspected">
            <header class="object">
                <div class="names">
                    <p>{say.t(Word::HowComputed)}</p>
                    <h1>{title}</h1>
                </div>
                {close_button(move || desk.working.set(false))}
            </header>
            <div class:stale=session.computing>{body}</div>
            <div class="actions padded">{move || view! { <MethodLink code=method(app).unwrap_or_default() /> }}</div>
        </div>
    }
}
