//! The traffic workbench: which sections have the crashes. The ranking itself is the dock under the map; on a phone it
//! is here.

use super::breaks::BreaksField;
use super::compare::Comparing;
use crate::domain::ranges::LENGTH_M;
use crate::domain::{LayerName, NumberRange};
use crate::engine::{Export, SectionSort};
use crate::map::event::Tool;
use crate::map::palette::Palette;
use crate::platform::prefs;
use crate::ui::area::toggle_sections_tool;
use crate::ui::crashes::{CrashFilters, bar_in_panel};
use crate::ui::desk::Desk;
use crate::ui::dock::{NoneRanked, Scope, ranking};
use crate::ui::document::Appearance;
use crate::ui::numbers::{Held, NumberFilter, RangeChips};
use crate::ui::parts::{Choice, Icon, Measure, Ranking, SaveButton, Select, Settings, WorkingButton, icon};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::{count, metres};
use crate::ui::words::Word;
use crate::ui::{lines, sentences};
use leptos::prelude::*;
use std::sync::Arc;

/// What sections can be ranked by.
const SORTS: [(SectionSort, &str, Word); 5] = [
    (SectionSort::PerKm, "per-km", Word::SortPerKm),
    (SectionSort::Crashes, "crashes", Word::SortCrashes),
    (SectionSort::Deaths, "deaths", Word::SortDeaths),
    (SectionSort::Epdo, "epdo", Word::SortEpdo),
    (SectionSort::EpdoPerKm, "epdo-per-km", Word::SortEpdoPerKm),
];

/// What traffic police see of a city without road sections: its crashes, by time and kind.
#[component]
pub fn CrashesAlone() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, say) = (expect_context::<Desk>(), use_say());
    view! {
        <Show when=move || session.has(LayerName::Crashes)>
            <header class="panel-head">
                <h2>{say.t(Word::CrashesAlone)}</h2>
            </header>
            <CrashFilters
                open=untrack(|| !desk.is_phone())
                bar=Signal::derive(move || bar_in_panel(app, session, desk))
            />
        </Show>
    }
    .into_any()
}

/// The traffic workbench's panel.
#[component]
pub fn Traffic() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, look, say) = (expect_context::<Desk>(), expect_context::<Appearance>(), use_say());
    let table = session.answers.sections;
    let summary = move || table.with(|t| t.as_ref().map(|t| sentences::sections_summary(t, say.lang())));
    let sort_code = move || {
        let sort = app.traffic.with(|t| t.sort);
        SORTS.iter().find(|(s, ..)| *s == sort).map_or("", |(_, code, _)| code).to_owned()
    };
    let pick_sort = move |code: String| {
        if let Some((sort, ..)) = SORTS.iter().find(|(_, c, _)| *c == code) {
            app.traffic.update(|t| t.sort = *sort);
        }
    };
    let all = Signal::derive(move || table.with(|t| t.as_ref().map_or(0, |t| t.with_crash as usize)));
    let export = Signal::derive(move || table.with(|t| t.as_ref().map(|t| Export::Sections(ranking(t)))));
    let lines = Memo::new(move |_| {
        let (lang, palette) = (say.lang(), Palette::of(look.theme.get()));
        table.with(|t| Arc::new(t.as_ref().map(|t| lines::section_lines(t, palette, lang)).unwrap_or_default()))
    });
    let outside = move || {
        let n = table.with(|t| t.as_ref().map_or(0, |t| t.out_of_range));
        (n > 0).then(|| say.fill(Word::OutsideRangesMore, &[&count(u64::from(n))]))
    };
    let how_to = if prefs::is_touched() { Word::TouchToSelect } else { Word::HowToSelect };
    view! {
        <header class="panel-head">
            <h2>{say.t(Word::TrafficTitle)}</h2>
        </header>
        <p class="sub" aria-live="polite" class:stale=session.computing>{summary}</p>
        <CrashFilters
            open=untrack(|| !desk.is_phone())
            bar=Signal::derive(move || bar_in_panel(app, session, desk))
        />
        <Settings>
        <Measure
            label=Word::SnapWithin
            value=Signal::derive(move || app.traffic.with(|t| t.snap_m))
            min=5.0
            max=200.0
            on_change=move |m| app.traffic.update(|t| t.snap_m = m)
        />
        <BreaksField
            value=Signal::derive(move || app.traffic.with(|t| t.breaks))
            edges=Signal::derive(move || table.with(|t| t.as_ref().map(|t| t.breaks.clone()).unwrap_or_default()))
            whole=Signal::derive(move || !app.traffic.with(|t| t.sort.is_rate()))
            unit=Signal::derive(move || say.word(unit_word(app.traffic.with(|t| t.sort))).to_owned())
            on_pick=move |breaks| app.traffic.update(|t| t.breaks = breaks)
        />
        <Select
            label=Word::SortBy
            options=Signal::derive(move || SORTS.iter().map(|(_, c, w)| Choice::new(*c, say.word(*w))).collect::<Vec<_>>())
            value=Signal::derive(sort_code)
            on_pick=pick_sort
        />
        <LeastLength />
        <NumberFilter held=Held::Sections />
        </Settings>
        <RangeChips held=Held::Sections />
        <p class="sub" aria-live="polite">{outside}</p>
        <Comparing />
        <section class="section">
            <h2>
                <span>{say.t(Word::SelectSections)}</span>
            </h2>
            <p class="note">{say.t(how_to)}</p>
            <div class="actions">
                {drawing(desk, Tool::Box, Icon::Box, Word::BoxTool)}
                {drawing(desk, Tool::Lasso, Icon::Lasso, Word::LassoTool)}
            </div>
        </section>
        <Show when=move || table.with(Option::is_some)>
            <div class="actions padded">
                <WorkingButton />
            </div>
        </Show>
        <Show when=move || desk.is_phone()>
            <div class="actions padded">
                <Scope />
            </div>
            <NoneRanked />
            <Ranking lines stale=session.computing all table=LayerName::Roads />
            <div class="actions padded">
                <SaveButton label=Word::SaveRanking what=export />
            </div>
        </Show>
    }
    .into_any()
}

/// So short a section may be to be ranked, metres; the chip of its range says it, and takes it off.
const LEAST_LENGTHS: [f64; 4] = [50.0, 100.0, 200.0, 500.0];

/// The least length of a ranked section.
#[component]
fn LeastLength() -> impl IntoView {
    let (app, say) = (expect_context::<AppState>(), use_say());
    let least = Memo::new(move |_| app.traffic.with(|t| t.ranges.get(LENGTH_M).and_then(|range| range.from)));
    let options = move || {
        let none = Choice::new("", say.word(Word::LeastLengthOff));
        // What was typed as a range stands in the list too.
        let own = least.get().filter(|own| !LEAST_LENGTHS.contains(own));
        let some = LEAST_LENGTHS.into_iter().chain(own).map(|m| Choice::new(m.to_string(), metres(m)));
        std::iter::once(none).chain(some).collect::<Vec<_>>()
    };
    let pick = move |code: String| {
        app.traffic.update(|t| {
            let to = t.ranges.get(LENGTH_M).and_then(|range| range.to);
            match NumberRange::new(LENGTH_M, code.parse().ok(), to) {
                Some(range) => t.ranges.set(range),
                None => t.ranges.clear(LENGTH_M),
            }
        });
    };
    view! {
        <Select
            label=Word::LeastLength
            options=Signal::derive(options)
            value=Signal::derive(move || least.get().map(|m| m.to_string()).unwrap_or_default())
            on_pick=pick
        />
        <p class="note field-note">{say.t(Word::LeastLengthNote)}</p>
    }
}

/// What a ranked value counts, and per what.
const fn unit_word(sort: SectionSort) -> Word {
    match sort {
        SectionSort::PerKm => Word::EdgeUnitPerKm,
        SectionSort::Crashes => Word::EdgeUnitCrashes,
        SectionSort::Deaths => Word::EdgeUnitPeople,
        SectionSort::Epdo => Word::EdgeUnitEpdo,
        SectionSort::EpdoPerKm => Word::EdgeUnitEpdoPerKm,
    }
}

/// A drawing tool as a button with its name.
fn drawing(desk: Desk, tool: Tool, symbol: Icon, word: Word) -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let on = move || desk.tool.get() == tool;
    view! {
        <button
            type="button"
            class="button"
            disabled=move || session.answers.sections.with(Option::is_none)
            aria-pressed=move || on().to_string()
            on:click=move |_| toggle_sections_tool(desk, tool)
        >
            {icon(symbol)}
            {say.t(word)}
        </button>
    }
}
