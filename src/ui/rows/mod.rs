//! A layer as a table under the map: any column, several sort keys, a search, the rows that are looked at. A million
//! rows scroll as ten do: the engine gives the window that is seen.

mod body;
mod columns;
mod take;

use super::commands::Page;
use super::desk::Desk;
use super::parts::{Edge, Icon, Region, icon, icon_button};
use super::say::use_say;
use super::session::Session;
use super::state::AppState;
use super::terms::{self, count};
use super::words::Word;
use crate::domain::LayerName;
use crate::engine::{Area, ColumnKey, Reply, Request, RowsPage, RowsQuery, SortKey};
use crate::view::{Role, SWITCHED};
use body::{Body, keep_marked};
use columns::{ColumnMenu, keep_columns};
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;
use take::Take;

/// How long the hand rests before a typed search or a moved map asks anew.
const REST: Duration = Duration::from_millis(250);

/// Rows that are asked for before the first that is seen.
const AHEAD: u32 = 40;
/// Rows that are asked for at once.
const WINDOW: u32 = 160;

/// Which rows are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    All,
    View,
    Area,
}

impl Within {
    const ALL: [(Self, &'static str, Word); 3] = [
        (Self::All, "all", Word::RowsOfCity),
        (Self::View, "view", Word::RowsInView),
        (Self::Area, "area", Word::RowsInArea),
    ];
}

/// The open table: what it asks, and the window that came back.
#[derive(Clone, Copy)]
struct Table {
    layer: RwSignal<LayerName>,
    sort: RwSignal<Vec<SortKey>>,
    /// The columns that are shown, in the table's order.
    columns: RwSignal<Vec<ColumnKey>>,
    /// The place of the first row that is seen.
    from: RwSignal<u32>,
    page: RwSignal<Option<Arc<RowsPage>>>,
    waiting: RwSignal<bool>,
    query: Memo<RowsQuery>,
}

/// Whether a table of a layer is open.
pub fn is_open(session: Session, desk: Desk) -> bool {
    desk.rows.get().is_some_and(|layer| session.has(layer))
}

/// Opens or closes the table of a layer: without one that of what the workbench is about.
pub fn toggle(page: Page, layer: Option<LayerName>) {
    let Page { app, desk, session, .. } = page;
    let is_open = untrack(|| is_open(session, desk));
    let about = match untrack(|| app.role.get()) {
        Role::Traffic => [LayerName::Crashes, LayerName::Roads],
        Role::Fire => [LayerName::Venues, LayerName::FireStations],
        Role::Ledger => [LayerName::Dangers, LayerName::Facilities],
        Role::Overview | Role::Planning => [LayerName::Facilities, LayerName::Venues],
    };
    let usual = || about.into_iter().chain(SWITCHED.iter().copied()).find(|layer| untrack(|| session.has(*layer)));
    match layer {
        None if is_open => desk.rows.set(None),
        Some(layer) if is_open && desk.rows.get_untracked() == Some(layer) => desk.rows.set(None),
        _ => desk.rows.set(layer.or_else(usual)),
    }
}

/// The table.
#[component]
pub fn RowsDock() -> impl IntoView {
    let (app, desk, session) = (expect_context::<AppState>(), expect_context::<Desk>(), expect_context::<Session>());
    let say = use_say();
    let layer = RwSignal::new(desk.rows.get_untracked().unwrap_or(LayerName::Facilities));
    let (text, within) = (RwSignal::new(String::new()), RwSignal::new(Within::All));
    let sort = RwSignal::new(Vec::new());
    // What the map shows, once it rests.
    let view = RwSignal::new(desk.bounds.get_untracked());
    Effect::new(move |_| {
        let bounds = desk.bounds.get();
        set_timeout(
            move || {
                if desk.bounds.try_get_untracked() == Some(bounds) {
                    super::state::assign(view, bounds);
                }
            },
            REST,
        );
    });
    let query = Memo::new(move |_| RowsQuery {
        layer: layer.get(),
        area: match within.get() {
            Within::All => None,
            Within::View => view.get().map(Area::Box),
            Within::Area => app.area.get(),
        },
        text: text.get(),
        sort: sort.get(),
        crashes: app.crash_filter(),
        as_of: super::asks::level_day(app),
        lang: say.lang(),
    });
    let table = Table {
        layer,
        sort,
        columns: RwSignal::new(Vec::new()),
        from: RwSignal::new(0),
        page: RwSignal::new(None),
        waiting: RwSignal::new(false),
        query,
    };
    keep_layer(desk, table);
    keep_window(session, table);
    keep_marked(session, table);
    let title = move || terms::layer(layer.get(), say.lang()).to_owned();
    let summary = move || {
        table.page.with(|page| {
            page.as_ref()
                .map(|page| say.fill(Word::RowsOf, &[&count(u64::from(page.total)), &count(u64::from(page.all))]))
        })
    };
    let choices = move || {
        let city = session.drawn();
        let layers = LayerName::ALL.iter().copied().filter(|l| city.as_ref().is_some_and(|c| c.layer(*l).is_some()));
        layers
            .map(|of| {
                let chosen = move || layer.get() == of;
                view! { <option value=of.code() prop:selected=chosen>{terms::layer(of, say.lang()).to_owned()}</option> }
            })
            .collect_view()
    };
    let places = move || {
        let has_area = app.area.with(Option::is_some);
        Within::ALL
            .into_iter()
            .filter(|(of, ..)| *of != Within::Area || has_area)
            .map(|(of, code, word)| {
                let chosen = move || within.get() == of;
                view! { <option value=code prop:selected=chosen>{say.t(word)}</option> }
            })
            .collect_view()
    };
    let pick_layer = move |ev| {
        if let Some(of) = LayerName::from_code(&event_target_value(&ev)) {
            desk.rows.set(Some(of));
        }
    };
    let pick_place = move |ev| {
        let code = event_target_value(&ev);
        if let Some((of, ..)) = Within::ALL.into_iter().find(|(_, c, _)| *c == code) {
            within.set(of);
        }
    };
    // An area that is let go leaves the whole city.
    Effect::new(move |_| {
        if app.area.with(Option::is_none) && within.get_untracked() == Within::Area {
            within.set(Within::All);
        }
    });
    let mut search = debounce(REST, move |now: String| super::state::assign(text, now));
    view! {
        <section class="dock rows-dock" aria-label=move || say.fill(Word::TableOf, &[&title()])>
            <Edge of=Region::Dock />
            <header class="dock-head">
                <span class="select">
                    <select aria-label=say.t(Word::TableLayer) on:change=pick_layer>{choices}</select>
                    {icon(Icon::Down)}
                </span>
                <input
                    type="search"
                    class="rows-search"
                    placeholder=say.t(Word::SearchRows)
                    aria-label=say.t(Word::SearchRows)
                    on:input=move |ev| search(event_target_value(&ev))
                />
                <span class="select">
                    <select aria-label=say.t(Word::WhichRows) on:change=pick_place>{places}</select>
                    {icon(Icon::Down)}
                </span>
                <span class="note summary" role="status">{summary}</span>
                <span class="spring"></span>
                <ColumnMenu table />
                <Take table />
                {icon_button(Icon::Close, Word::Close, move || desk.rows.set(None))}
            </header>
            <Body table />
        </section>
    }
    .into_any()
}

/// Another layer begins a table of its own.
fn keep_layer(desk: Desk, table: Table) {
    Effect::new(move |_| {
        if let Some(layer) = desk.rows.get().filter(|layer| *layer != table.layer.get_untracked()) {
            table.sort.set(Vec::new());
            table.page.set(None);
            table.layer.set(layer);
        }
    });
}

/// Asks for the window that is seen: of another table its beginning.
fn keep_window(session: Session, table: Table) {
    let before = StoredValue::new(None::<RowsQuery>);
    Effect::new(move |_| {
        let query = table.query.get();
        if session.city.with(Option::is_none) {
            return;
        }
        if before.get_value().as_ref().is_some_and(|before| *before != query) {
            table.from.set(0);
        }
        before.set_value(Some(query.clone()));
        let from = table.from.get().saturating_sub(AHEAD);
        table.waiting.set(true);
        session.ask(Request::Rows { query: Box::new(query), from, count: WINDOW, mark: None }, move |answer| {
            table.waiting.try_set(false);
            match answer {
                Ok(Reply::Rows(page)) => {
                    keep_columns(table, &page);
                    table.page.try_set(Some(Arc::new(*page)));
                }
                Ok(_) => {}
                Err(error) => session.say_trouble(error),
            }
        });
    });
}
