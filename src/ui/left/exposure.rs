//! Exposure: who is near facilities, pipelines or routes, ranked.

use super::breaks::BreaksField;
use crate::domain::LayerName;
use crate::engine::Export;
use crate::map::palette::Palette;
use crate::ui::document::Appearance;
use crate::ui::numbers::{Held, NoneInRange, NumberFilter, RangeChips};
use crate::ui::parts::{Choice, Measure, Ranking, SaveButton, Select, Settings, WorkingButton};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::ui::{lines, sentences};
use crate::view::EXPOSING;
use leptos::prelude::*;
use std::sync::Arc;

/// The exposure's questions and ranking.
#[component]
pub fn Exposure() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let layers = move || {
        let lang = say.lang();
        let present = EXPOSING.into_iter().filter(|l| session.has(*l) || app.planning.with(|p| p.exposure_of == *l));
        present.map(|l| Choice::new(l.code(), terms::layer(l, lang))).collect::<Vec<_>>()
    };
    let pick_layer = move |code: String| {
        if let Some(layer) = LayerName::from_code(&code) {
            app.planning.update(|p| p.exposure_of = layer);
            session.set_visible(layer, true);
        }
    };
    let outside = move || {
        let n = session.answers.exposure.with(|t| t.as_ref().map_or(0, |t| t.out_of_range));
        (n > 0).then(|| say.fill(Word::OutOfRangeOf, &[&terms::count(u64::from(n))]))
    };
    view! {
        <p class="sub">{say.t(Word::ExposureNote)}</p>
        <Settings>
        <Select
            label=Word::ExposureOf
            options=Signal::derive(layers)
            value=Signal::derive(move || app.planning.with(|p| p.exposure_of.code().to_owned()))
            on_pick=pick_layer
        />
        <Measure
            label=Word::Within
            value=Signal::derive(move || app.planning.with(|p| p.distance_m))
            min=50.0
            max=5000.0
            on_change=move |m| app.planning.update(|p| p.distance_m = m)
        />
        <BreaksField
            value=Signal::derive(move || app.planning.with(|p| p.breaks))
            edges=Signal::derive(move || session.answers.exposure.with(|t| t.as_ref().map(|t| t.breaks.clone()).unwrap_or_default()))
            whole=Signal::derive(move || session.answers.exposure.with(|t| t.as_ref().is_some_and(|t| !t.by_people)))
            unit=Signal::derive(move || {
                let people = session.answers.exposure.with(|t| t.as_ref().is_none_or(|t| t.by_people));
                say.word(if people { Word::EdgeUnitPeople } else { Word::EdgeUnitVenues }).to_owned()
            })
            on_pick=move |breaks| app.planning.update(|p| p.breaks = breaks)
        />
        <NumberFilter held=Held::Exposure />
        </Settings>
        <RangeChips held=Held::Exposure />
        <p class="sub" aria-live="polite">{outside}</p>
        <Rows />
    }
    .into_any()
}

#[component]
fn Rows() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (look, say) = (expect_context::<Appearance>(), use_say());
    let table = session.answers.exposure;
    let loosened = move || table.with(|t| t.as_ref().map(|t| t.loosened.clone()).unwrap_or_default());
    let empty = move || table.with(|t| t.as_ref().is_some_and(|t| t.rows.is_empty() && t.out_of_range > 0));
    let lines = Memo::new(move |_| {
        let (lang, palette) = (say.lang(), Palette::of(look.theme.get()));
        table.with(|t| Arc::new(t.as_ref().map(|t| lines::exposure_lines(t, palette, lang)).unwrap_or_default()))
    });
    let ranked_by = move || table.with(|t| t.as_ref().map(|t| sentences::exposure_ranked_by(t, say.lang())));
    let export = Signal::derive(move || table.with(|t| t.as_ref().map(|t| Export::Exposure(t.query.clone()))));
    view! {
        <Show when=move || table.with(Option::is_some)>
            <section class="section flush">
                <h2>
                    <span>{say.t(Word::Ranking)}</span>
                    <span class="note" aria-live="polite">{ranked_by}</span>
                </h2>
                <Show when=empty>
                    <NoneInRange held=Held::Exposure says=Word::NothingExposed parts=Signal::derive(loosened) />
                </Show>
                <Ranking
                    lines
                    stale=session.computing
                    table=Signal::derive(move || Some(app.planning.with(|p| p.exposure_of)))
                />
                <div class="actions">
                    <WorkingButton />
                    <SaveButton label=Word::SaveCsv what=export />
                </div>
            </section>
        </Show>
    }
}
