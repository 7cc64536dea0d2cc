//! The page: state, context, layout.

use super::address::keep_address;
use super::area::keep_inside;
use super::asks::keep_asking;
use super::bar::Bar;
use super::beside::keep_beside;
use super::cities::open_first;
use super::commands::Page;
use super::compare::keep_comparing;
use super::desk::Desk;
use super::dialogs::Dialogs;
use super::dock::{Dock, has_dock};
use super::document::{Appearance, follow_width, keep_document, page_width};
use super::drop::DropZone;
use super::first::keep_first_view;
use super::inspector::{Inspector, is_open};
use super::kept::keep_area;
use super::keys::listen_for_keys;
use super::ledger::{LedgerDock, has_table};
use super::left::LeftPanel;
use super::phone::PhoneTabs;
use super::roads::{keep_making, tell_left_out};
use super::rows::{self, RowsDock};
use super::say::Say;
use super::session::Session;
use super::stage::{Stage, has_strip, has_time_strip, keep_day};
use super::state::AppState;
use super::taking::TakeAlong;
use super::tour::{Tour, is_new};
use super::words::Word;
use crate::platform::url;
use crate::view::{Role, View};
use leptos::prelude::*;

/// The page.
#[component]
pub fn App() -> impl IntoView {
    let (view, ignored) = View::from_query(&url::query());
    let app = AppState::new(view);
    let desk = Desk::new(page_width());
    desk.at_home.set(url::query().is_empty());
    let look = Appearance::of(app);
    let say = Say::new(look.lang);
    let session = Session::start(app, desk, &program("engine"), &program("importer"));
    provide_context(app);
    provide_context(desk);
    provide_context(look);
    provide_context(say);
    provide_context(session);

    if !ignored.is_empty() {
        session.toast.set(Some(untrack(|| say.fill(Word::LinkPartsIgnored, &[&ignored.join(" · ")]))));
    }
    // A link that asks for the overview gets it, whatever it says.
    if app.role.get_untracked() == Role::Overview && !url::query().contains("role=") {
        keep_first_view(app, session);
        if is_new() {
            desk.tour.set(Some(0));
        }
    }
    keep_area(Page { app, desk, session, look });
    keep_asking(app, session, desk);
    keep_day(app, session);
    keep_comparing(app, session);
    keep_beside(app, session);
    keep_inside(app, session, desk);
    keep_making(app, session);
    tell_left_out(app, session, say);
    keep_document(look, session, desk, say);
    follow_width(desk);
    super::correct::guard_closing(session);
    listen_for_keys(Page { app, desk, session, look });
    keep_address(app, desk.playing, move |view| session.restore(view));
    open_first(app, session);

    // A layer's table takes the place of the workbench's own.
    let rows = Memo::new(move |_| rows::is_open(session, desk));
    // A room sees the map, the finding and the legend.
    let bare = move || rows.get() || desk.projector.get();
    let shows_dock = move || !bare() && has_dock(app, session, desk);
    let shows_ledger = move || !bare() && has_table(app, session, desk);
    let right = Memo::new(move |_| is_open(app, desk) && desk.right.get());
    view! {
        <div
            class="app"
            inert=desk.taking
            style=("--left", move || desk.chosen(desk.left_px))
            style=("--right", move || desk.chosen(desk.right_px))
            style=("--dock", move || desk.chosen(desk.dock_px))
            data-sheet=move || desk.sheet_name()
            class:projector=desk.projector
            class:has-ledger=shows_ledger
            class:has-dock=move || shows_dock() || rows.get()
            class:has-rows=rows
            class:has-strip=move || has_strip(app, session)
            class:has-times=move || has_time_strip(app, session, desk)
            class:no-left=move || !desk.left.get()
            class:no-right=move || !right.get()
        >
            <Bar />
            <LeftPanel />
            <Stage />
            <Show when=shows_dock>
                <Dock />
            </Show>
            <Show when=shows_ledger>
                <LedgerDock />
            </Show>
            <Show when=move || rows.get()>
                <RowsDock />
            </Show>
            <Inspector />
            <PhoneTabs />
        </div>
        <Tour />
        <Dialogs />
        <TakeAlong />
        <DropZone />
    }
}

/// Where a worker's program lies: the build writes it into the page.
fn program(name: &str) -> String {
    let meta = document().query_selector(&format!("meta[name=riskmap-{name}]")).ok().flatten();
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}
