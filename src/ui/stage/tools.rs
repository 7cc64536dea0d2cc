//! Selecting and measuring: the tools, what is looked for around or in, and the hand's own words while something is drawn.

use super::events::finish;
use crate::domain::LayerName;
use crate::engine::Measured;
use crate::map::event::Tool;
use crate::ui::area::{
    Aim, Around, aim, find_path, list_view, look_around, look_in_district, selects_sections, take_tool,
};
use crate::ui::commands::Page;
use crate::ui::parts::{Choice, Icon, Measure, Segmented, Select, icon, icon_button};
use crate::ui::say::use_say;
use crate::ui::sentences::area_size;
use crate::ui::terms::{self, metres};
use crate::ui::words::Word;
use crate::view::area::radius_m;
use leptos::prelude::*;

/// The tools that draw an area, with what they are called and how they are used.
pub const SHAPES: [(Tool, Icon, Word, Word); 5] = [
    (Tool::Box, Icon::Box, Word::ShapeBox, Word::HowBox),
    (Tool::Circle, Icon::Circle, Word::ShapeCircle, Word::HowCircle),
    (Tool::Polygon, Icon::Polygon, Word::ShapePolygon, Word::HowPolygon),
    (Tool::Lasso, Icon::Lasso, Word::ShapeLasso, Word::HowLasso),
    (Tool::Along, Icon::Along, Word::ShapeAlong, Word::HowAlong),
];

/// The least and the most that can be typed, metres.
const REACH: (f64, f64) = (1.0, 100_000.0);

/// The panel of tools.
#[component]
pub fn Tools() -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let desk = page.desk;
    let shapes = SHAPES.map(|(tool, symbol, word, how)| {
        view! {
            <button type="button" class="button" title=say.t(how) on:click=move |_| take_tool(desk, tool)>
                {icon(symbol)}
                {say.t(word)}
            </button>
        }
    });
    let arounds = Around::ALL.map(|around| {
        let there = Memo::new(move |_| around.is_there(page));
        view! {
            <button type="button" class="button" disabled=move || !there.get() on:click=move |_| look_around(page, around)>
                {say.t(around.word())}
            </button>
        }
    });
    let districts = move || {
        let none = Choice::new("", say.word(Word::ChooseDistrict));
        let all = page.session.city.with(|c| c.as_ref().map(|c| c.districts.clone()).unwrap_or_default());
        std::iter::once(none).chain(all.into_iter().map(|d| Choice::new(d.id, say.of(&d.name)))).collect::<Vec<_>>()
    };
    let has_districts = move || page.session.has(LayerName::Districts);
    view! {
        <section class="tools" aria-label=say.t(Word::SelectAndMeasure)>
            <header>
                <h2>{say.t(Word::SelectAndMeasure)}</h2>
                {icon_button(Icon::Close, Word::Close, move || desk.tools.set(false))}
            </header>
            <Show
                when=move || selects_sections(page)
                fallback=move || view! { <p class="note">{say.t(Word::WhatIsInside)}</p> }
            >
                <Segmented
                    label=Word::SelectAndMeasure
                    options=&[(Aim::Inside, Word::WhatIsInside), (Aim::Sections, Word::PickSections)]
                    value=desk.aim
                    on_pick=Callback::new(move |aim| desk.aim.set(aim))
                />
            </Show>
            <div class="tool-grid">
                {shapes}
                <Show when=move || aim(page) == Aim::Sections>
                    <button type="button" class="button" title=say.t(Word::HowPath) on:click=move |_| find_path(page)>
                        {icon(Icon::Link)}
                        {say.t(Word::PathTool)}
                    </button>
                </Show>
            </div>
            <Measure
                label=Word::RadiusIs
                plain=true
                value=desk.around_m
                min=REACH.0
                max=REACH.1
                on_change=Callback::new(move |m| desk.around_m.set(m))
            />
            <div class="tool-rows">
                {arounds}
                <button type="button" class="button" on:click=move |_| list_view(page)>
                    {say.t(Word::ListView)}
                    <kbd>"L"</kbd>
                </button>
            </div>
            <Show when=has_districts>
                <Select
                    label=Word::District
                    options=Signal::derive(districts)
                    value=Signal::derive(String::new)
                    on_pick=Callback::new(move |id: String| {
                        if !id.is_empty() {
                            look_in_district(page, id);
                        }
                    })
                />
            </Show>
            <div class="tool-rows measures">
                <button
                    type="button"
                    class="button"
                    title=say.t(Word::HowMeasure)
                    on:click=move |_| take_tool(desk, Tool::Measure)
                >
                    {icon(Icon::Ruler)}
                    {say.t(Word::MeasureTool)}
                    <kbd>"D"</kbd>
                </button>
            </div>
        </section>
    }
    .into_any()
}

/// What is said while a tool is in hand, and what was measured until it is put away.
#[component]
pub fn InHand() -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let desk = page.desk;
    let title = move || {
        let lang = say.lang();
        let word = match desk.tool.get() {
            Tool::Pan | Tool::Measure => Word::MeasureTool,
            Tool::Path => Word::PathTool,
            tool => SHAPES.iter().find(|(of, ..)| *of == tool).map_or(Word::ShapeBox, |(.., word, _)| *word),
        };
        let of = match (desk.tool.get(), aim(page)) {
            (Tool::Pan | Tool::Measure | Tool::Path, _) => None,
            (_, Aim::Sections) => Some(Word::PickSections),
            (_, Aim::Inside) => Some(Word::WhatIsInside),
        };
        let own = word.said(lang);
        of.map_or_else(|| own.to_owned(), |of| format!("{own} · {}", of.said(lang)))
    };
    let how = move || {
        let word = match desk.tool.get() {
            Tool::Pan => return None,
            Tool::Measure => Word::HowMeasure,
            Tool::Path if desk.path_from.with(Option::is_some) => Word::PathGoesOn,
            Tool::Path => Word::HowPath,
            tool => SHAPES.iter().find(|(of, ..)| *of == tool).map(|(.., how)| *how)?,
        };
        Some(view! { <p class="note">{say.word(word)}</p> })
    };
    let figure = move || {
        let points = desk.drawing.get();
        match (desk.tool.get(), points.as_slice()) {
            (Tool::Circle, [at, rim]) => {
                Some(view! { <p class="figure">{say.fill(Word::RadiusFigure, &[&metres(radius_m(*at, *rim))])}</p> })
            }
            _ => None,
        }
    };
    let clicked = move || matches!(desk.tool.get(), Tool::Polygon | Tool::Along | Tool::Measure);
    let enough = move || {
        let least = if desk.tool.get() == Tool::Polygon { 3 } else { 2 };
        desk.drawing.with(|points| points.len() >= least)
    };
    let close = move |_| {
        desk.tool.set(Tool::Pan);
        desk.drawing.set(Vec::new());
        desk.measured.set(None);
    };
    let along = move || {
        (desk.tool.get() == Tool::Along).then(|| {
            view! {
                <Measure
                    label=Word::DistanceIs
                    plain=true
                    value=desk.along_m
                    min=REACH.0
                    max=REACH.1
                    on_change=Callback::new(move |m| desk.along_m.set(m))
                />
            }
        })
    };
    view! {
        <section class="tools in-hand" aria-label=title>
            <header>
                <h2>{title}</h2>
                <button
                    type="button"
                    class="icon-button"
                    title=say.t(Word::PutAway)
                    aria-label=say.t(Word::PutAway)
                    on:click=close
                >
                    {icon(Icon::Close)}
                </button>
            </header>
            {how}
            {along}
            <div role="status">
                {figure}
                {move || desk.measured.get().map(|m| view! { <Figures of=m /> })}
            </div>
            <Show when=clicked>
                <button type="button" class="button primary" disabled=move || !enough() on:click=move |_| finish(page)>
                    {icon(Icon::Check)}
                    {say.t(Word::DrawingDone)}
                </button>
            </Show>
        </section>
    }
    .into_any()
}

/// Lengths and area, every leg on its own line.
#[component]
fn Figures(of: Measured) -> impl IntoView {
    let say = use_say();
    let row = |word: Word, (value, unit): (String, &'static str)| {
        view! {
            <dt>{say.t(word)}</dt>
            <dd>
                {value} " " <span class="unit">{unit}</span>
            </dd>
        }
    };
    let legs: Vec<_> = of
        .legs_m
        .iter()
        .enumerate()
        .map(|(n, m)| {
            view! {
                <li>
                    <span>{say.fill(Word::LegNumber, &[&terms::count(n as u64 + 1)])}</span>
                    <b class="number">{metres(*m)}</b>
                </li>
            }
        })
        .collect();
    let many = legs.len() > 1;
    let perimeter =
        (of.legs_m.len() > 1).then(|| row(Word::MeasuredAround, terms::metres_parts(of.length_m() + of.closing_m)));
    let area = of.area_m2.map(|m2| row(Word::MeasuredArea, area_size(m2)));
    let crossing = (of.points.len() > 2 && of.area_m2.is_none())
        .then(|| view! { <p class="note">{say.t(Word::MeasuredCrossing)}</p> });
    view! {
        <dl class="attributes">
            {row(Word::MeasuredLength, terms::metres_parts(of.length_m()))}
            {perimeter}
            {area}
        </dl>
        {crossing}
        {many.then(|| view! { <details><summary>{say.t(Word::MeasuredLegs)}</summary><ol class="legs">{legs}</ol></details> })}
        <p class="note">{say.t(Word::MeasuredHow)}</p>
    }
}
