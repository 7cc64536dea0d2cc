//! The crashes in time, as a strip at the map's foot.

use crate::ui::asks::shows_crashes;
use crate::ui::crashes::TimeBar;
use crate::ui::desk::{Desk, Width};
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::view::Role;
use leptos::prelude::*;

/// Whether the strip stands there: for the traffic police, where there is room. A phone has it in its sheet.
pub fn has_times(app: AppState, session: Session, desk: Desk) -> bool {
    app.role.get() == Role::Traffic && desk.width.get() != Width::Phone && shows_crashes(app, session)
}

/// The strip.
#[component]
pub fn Times() -> impl IntoView {
    view! {
        <div class="strip times">
            <TimeBar />
        </div>
    }
    .into_any()
}
