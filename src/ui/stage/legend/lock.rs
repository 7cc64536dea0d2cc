//! Locking the classes: they stay as they are when a day, a filter or a city changes.

use crate::engine::Edges;
use crate::surface::Breaks;
use crate::ui::classes::{breaks, own_breaks, set_breaks};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::words::Word;
use crate::view::{PlanningMode, Role};
use leptos::prelude::*;

/// The edges in force, where the workbench cuts classes.
fn edges(app: AppState, session: Session) -> Option<Vec<f64>> {
    let answers = session.answers;
    match (app.role.get(), app.planning.with(|p| p.mode)) {
        (Role::Traffic, _) => answers.sections.with(|t| t.as_ref().map(|t| t.breaks.clone())),
        (Role::Planning, PlanningMode::Density) => answers.density.with(|s| s.as_ref().map(|s| s.breaks.clone())),
        (Role::Planning, PlanningMode::Exposure) => answers.exposure.with(|t| t.as_ref().map(|t| t.breaks.clone())),
        _ => None,
    }
}

/// Says whether the classes are locked, and locks or unlocks them.
#[component]
pub fn Lock() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let locked = Memo::new(move |_| matches!(breaks(app, app.role.get()), Breaks::Typed(_)));
    let there = Memo::new(move |_| edges(app, session).is_some_and(|edges| Edges::new(&edges).is_ok()));
    let turn = move |_| {
        let role = app.role.get_untracked();
        let edges = || untrack(|| edges(app, session)).and_then(|edges| Edges::new(&edges).ok()).map(Breaks::Typed);
        let to = if locked.get_untracked() { None } else { edges() };
        set_breaks(app, role, to.unwrap_or(own_breaks(role)));
    };
    view! {
        <Show when=move || there.get()>
            <p class="note lock">
                <Show when=move || locked.get()>{say.t(Word::ClassesLocked)} " "</Show>
                <button type="button" class="link" aria-pressed=move || locked.get().to_string() on:click=turn>
                    {move || say.t(if locked.get() { Word::UnlockClasses } else { Word::LockClasses })}
                </button>
            </p>
        </Show>
    }
}
