//! The planning workbench: how dangerous, where it is dense, who is exposed, who stands too near.

use super::conflicts::Conflicts;
use super::density::Density;
use super::exposure::Exposure;
use super::levels::Levels;
use crate::ui::parts::Segmented;
use crate::ui::say::use_say;
use crate::ui::state::AppState;
use crate::ui::words::Word;
use crate::view::PlanningMode;
use leptos::prelude::*;

/// The questions of planning, and what they are called.
pub const MODES: &[(PlanningMode, Word)] = &[
    (PlanningMode::Levels, Word::Levels),
    (PlanningMode::Density, Word::Density),
    (PlanningMode::Exposure, Word::Exposure),
    (PlanningMode::Conflicts, Word::Conflicts),
];

/// The planning workbench's panel.
#[component]
pub fn Planning() -> impl IntoView {
    let (app, say) = (expect_context::<AppState>(), use_say());
    let mode = Memo::new(move |_| app.planning.with(|p| p.mode));
    let pick = move |mode| app.planning.update(|p| p.mode = mode);
    let title = move || match mode.get() {
        PlanningMode::Density => say.word(Word::DensityTitle),
        PlanningMode::Exposure => say.word(Word::ExposureTitle),
        PlanningMode::Levels => say.word(Word::LevelsTitle),
        PlanningMode::Conflicts => say.word(Word::ConflictsHead),
    };
    view! {
        <header class="panel-head modes">
            <h2>{title}</h2>
            <Segmented label=Word::WhatToShow options=MODES value=mode on_pick=pick />
        </header>
        {move || match mode.get() {
            PlanningMode::Density => view! { <Density /> }.into_any(),
            PlanningMode::Exposure => view! { <Exposure /> }.into_any(),
            PlanningMode::Levels => view! { <Levels /> }.into_any(),
            PlanningMode::Conflicts => view! { <Conflicts /> }.into_any(),
        }}
    }
    .into_any()
}
