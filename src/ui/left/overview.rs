//! The whole city: the worst places of any kind, and how many have each level.

use crate::domain::Level;
use crate::engine::{OverviewLayer, OverviewTable};
use crate::text::Lang;
use crate::ui::lines;
use crate::ui::parts::{CountColumn, Ranking, WorkingButton, level_counts};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::terms;
use crate::ui::words::Word;
use leptos::prelude::*;
use std::sync::Arc;

/// The overview's panel.
#[component]
pub fn Overview() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let table = session.answers.overview;
    let shown = Memo::new(move |_| table.with(Option::is_some));
    let lines = Memo::new(move |_| {
        let lang = say.lang();
        table.with(|t| Arc::new(t.as_ref().map(|t| lines::overview_lines(t, lang)).unwrap_or_default()))
    });
    let all = Signal::derive(move || lines.with(|lines| lines.len()));
    let counts = move || table.with(|t| t.as_ref().map(|t| counts(t, say.lang())));
    view! {
        <header class="panel-head">
            <h2>{say.t(Word::WorstPlaces)}</h2>
        </header>
        <p class="sub">{say.t(Word::WorstPlacesNote)}</p>
        <Show when=move || shown.get()>
            <section class="section flush">
                <Ranking lines stale=session.computing all />
                <div class="actions">
                    <WorkingButton />
                </div>
            </section>
            <section class="section">
                <h2>
                    <span>{say.t(Word::LevelsOfAll)}</span>
                    <span class="note">{say.t(Word::NeverAverage)}</span>
                </h2>
                <div class:stale=session.computing>{counts}</div>
            </section>
        </Show>
    }
    .into_any()
}

/// A row a level, a column a layer.
fn counts(table: &OverviewTable, lang: Lang) -> impl IntoView + use<> {
    let column = |of: &OverviewLayer| CountColumn {
        head: terms::layer(of.layer, lang).to_owned(),
        counts: Level::ALL.map(|level| of.now(level)),
        stands_out: false,
    };
    level_counts(&table.layers.iter().map(column).collect::<Vec<_>>(), lang)
}
