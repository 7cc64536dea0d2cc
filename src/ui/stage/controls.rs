//! The map's controls: nearer, farther, north, the whole city, box and lasso.

use crate::map::event::{CameraMove, Tool};
use crate::ui::area::{selects_sections, toggle_sections_tool};
use crate::ui::commands::{Command, Page};
use crate::ui::desk::{Desk, SheetHeight, SheetPage};
use crate::ui::parts::{Icon, icon, icon_button};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::words::Word;
use crate::view::Role;
use leptos::prelude::*;

/// The controls at the map's top right.
#[component]
pub fn Controls() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, page, say) = (expect_context::<Desk>(), Page::here(), use_say());
    let turned = Memo::new(move |_| desk.looks.with(|c| c.is_some_and(|c| c.bearing.abs() > 0.05)));
    let show_layers = move || {
        desk.page.update(|page| *page = if *page == SheetPage::Layers { SheetPage::Answer } else { SheetPage::Layers });
        app.selected.set(None);
        desk.sheet.set(SheetHeight::Half);
    };
    view! {
        <div class="controls">
            <Show when=move || desk.is_phone()>
                <div>{icon_button(Icon::Layers, Word::Layers, show_layers)}</div>
            </Show>
            <Show when=move || desk.projector.get()>
                <div>{icon_button(Icon::Close, Word::EndProjector, move || Command::Projector.run(page))}</div>
            </Show>
            <div class="zoom">
                {icon_button(Icon::Plus, Word::ZoomIn, move || desk.order(CameraMove::Zoom { by: 1.0, about: None }))}
                {icon_button(Icon::Minus, Word::ZoomOut, move || desk.order(CameraMove::Zoom { by: -1.0, about: None }))}
            </div>
            <div>
                <Show when=move || turned.get()>
                    {icon_button(Icon::North, Word::NorthUp, move || desk.order(CameraMove::North))}
                </Show>
                {icon_button(Icon::Locate, Word::WholeCity, move || Command::WholeCity.run(page))}
            </div>
            <div>
                <button
                    type="button"
                    class="icon-button"
                    class:on=move || desk.tools.get()
                    title=say.t(Word::SelectAndMeasure)
                    aria-label=say.t(Word::SelectAndMeasure)
                    aria-expanded=move || desk.tools.get().to_string()
                    on:click=move |_| Command::Tools.run(page)
                >
                    {icon(Icon::Area)}
                </button>
            </div>
            <Show when=move || app.role.get() == Role::Traffic && (selects_sections(page) || session.city.with(Option::is_none))>
                <div>
                    {tool(desk, session, Tool::Box, Icon::Box, Word::BoxTool)}
                    {tool(desk, session, Tool::Lasso, Icon::Lasso, Word::LassoTool)}
                </div>
            </Show>
        </div>
    }
}

fn tool(desk: Desk, session: Session, tool: Tool, symbol: Icon, word: Word) -> impl IntoView {
    let say = use_say();
    let on = move || desk.tool.get() == tool;
    view! {
        <button
            type="button"
            class="icon-button"
            class:on=on
            disabled=move || session.answers.sections.with(Option::is_none)
            title=say.t(word)
            aria-label=say.t(word)
            aria-pressed=move || on().to_string()
            on:click=move |_| toggle_sections_tool(desk, tool)
        >
            {icon(symbol)}
        </button>
    }
}
