//! A layer as a table under the map: any column, several sort keys, a search, the rows that are looked at. A million
//! rows scroll as ten do: the engine gives the window that is seen.

mod body;
mod columns;
mod take;

use super::commands::Page;
use super::desk::Desk;
use super::parts::{Edge, Icon, Region, icon, icon_button};
use super::say::use_say;
use super::sentences::{Names, listed_as};
use super::session::Session;
use super::state::AppState;
use super::terms::{self, count};
use super::words::Word;
use crate::domain::LayerName;
use crate::engine::{Area, ColumnKey, Listing, Reply, Request, RowsPage, RowsQuery, SortKey};
use crate::view::{PlanningMode, RATED, Role, SWITCHED};
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
    /// What is looked for.
    text: RwSignal<String>,
    within: RwSignal<Within>,
    /// What decides the order, once a reader has chosen; none is the order in which it opens.
    chosen: RwSignal<Option<Vec<SortKey>>>,
    /// Only what the workbench lists, where it lists rows of this layer.
    as_listed: RwSignal<bool>,
    /// What the workbench lists of the layer, whether the table asks for it or not.
    listing: Memo<Option<Listing>>,
    /// The columns that are shown, in the table's order.
    columns: RwSignal<Vec<ColumnKey>>,
    /// The place of the first row that is seen.
    from: RwSignal<u32>,
    page: RwSignal<Option<Arc<RowsPage>>>,
    waiting: RwSignal<bool>,
    query: Memo<RowsQuery>,
}

impl Table {
    /// What decides the order.
    fn sort(self) -> Vec<SortKey> {
        self.query.with(|query| query.sort.clone())
    }
}

/// The order in which a table opens: the list's own, else the worst or the newest first.
fn own_order(layer: LayerName, listing: Option<&Listing>) -> Vec<SortKey> {
    let by = |column, descending| vec![SortKey { column, descending }];
    match listing {
        Some(listing) if !matches!(listing, Listing::Crashes(_)) && layer != LayerName::Crashes => Vec::new(),
        _ if RATED.contains(&layer) => by(ColumnKey::Level, false),
        _ if layer == LayerName::Crashes => by(ColumnKey::Field("at".to_owned()), true),
        _ => Vec::new(),
    }
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
        Role::Traffic => [LayerName::Roads, LayerName::Crashes],
        Role::Fire => [LayerName::Venues, LayerName::FireStations],
        Role::Ledger => [LayerName::Dangers, LayerName::Facilities],
        Role::Planning => match app.planning.with_untracked(|p| (p.mode, p.levels_of, p.exposure_of)) {
            (PlanningMode::Levels, of, _) | (PlanningMode::Exposure, _, of) => [of, LayerName::Facilities],
            _ => [LayerName::Facilities, LayerName::Venues],
        },
        Role::Overview => [LayerName::Facilities, LayerName::Venues],
    };
    // Asked for while the first city is being read, it opens as soon as there is one.
    let has = |layer: &LayerName| untrack(|| session.city.with(Option::is_none) || session.has(*layer));
    let usual = || about.into_iter().chain(SWITCHED.iter().copied()).find(has);
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
    let (chosen, as_listed) = (RwSignal::new(None::<Vec<SortKey>>), RwSignal::new(true));
    let listing = Memo::new(move |_| super::asks::listing(app, session, layer.get()));
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
    let query = Memo::new(move |_| {
        let (layer, listing) = (layer.get(), listing.get().filter(|_| as_listed.get()));
        RowsQuery {
            layer,
            area: match within.get() {
                Within::All => None,
                Within::View => view.get().map(Area::Box),
                Within::Area => app.area.get(),
            },
            text: text.get(),
            sort: chosen.get().unwrap_or_else(|| own_order(layer, listing.as_ref())),
            listing,
            as_of: app.shown_day(),
            lang: say.lang(),
        }
    });
    let table = Table {
        layer,
        text,
        within,
        chosen,
        as_listed,
        listing,
        columns: RwSignal::new(Vec::new()),
        from: RwSignal::new(0),
        page: RwSignal::new(None),
        waiting: RwSignal::new(false),
        query,
    };
    keep_layer(desk, table);
    keep_listing(app, table);
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
                    prop:value=move || text.get()
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
            <ListedAs table />
            <Body table />
        </section>
    }
    .into_any()
}

/// By which filters the table holds what the workbench lists, to be taken off and put on again.
#[component]
fn ListedAs(table: Table) -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    // What lets every row through is no filter.
    let narrows = move || {
        let page =
            table.page.with(|page| page.as_ref().map(|page| (page.query.listing.is_some(), page.listed, page.all)));
        table.listing.with(Option::is_some)
            && page.is_some_and(|(asked, listed, all)| !table.as_listed.get() || (asked && listed < all))
    };
    let narrows = Memo::new(move |_| narrows());
    let said = move || {
        let lang = say.lang();
        let district = |row| session.district_name(Some(row), lang);
        let district_of = |id: &str| {
            let name = |city: &std::sync::Arc<crate::engine::CityInfo>| {
                city.districts.iter().find(|d| d.id == id).map(|d| lang.of(&d.name).to_owned())
            };
            session.city.with(|city| city.as_ref().and_then(name))
        };
        let cover = session.answers.venues.with(|t| t.as_ref().map(|t| t.cover));
        let names = Names { district: &district, district_of: &district_of, cover };
        match table.listing.with(|of| of.as_ref().map(|of| listed_as(of, &names, lang)).unwrap_or_default()) {
            nothing if nothing.is_empty() => Word::ListedAlone.said(lang).to_owned(),
            some if table.as_listed.get() => Word::ListedAs.fill(lang, &[&some]),
            some => Word::InBrackets.fill(lang, &[Word::ListedAlone.said(lang), &some]),
        }
    };
    let hint = move || if table.as_listed.get() { say.word(Word::WholeLayer) } else { say.word(Word::ListedAlone) };
    view! {
        <Show when=move || narrows.get()>
            <div class="dock-filter">
                <button
                    type="button"
                    class="chip"
                    class:on=move || table.as_listed.get()
                    class:removes=move || table.as_listed.get()
                    aria-pressed=move || table.as_listed.get().to_string()
                    title=hint
                    on:click=move |_| table.as_listed.update(|on| *on = !*on)
                >
                    <span>{said}</span>
                    {move || table.as_listed.get().then(|| icon(Icon::Close))}
                </button>
            </div>
        </Show>
    }
    .into_any()
}

/// Another layer begins a table of its own.
fn keep_layer(desk: Desk, table: Table) {
    Effect::new(move |_| {
        if let Some(layer) = desk.rows.get().filter(|layer| *layer != table.layer.get_untracked()) {
            table.chosen.set(None);
            table.as_listed.set(true);
            table.page.set(None);
            table.layer.set(layer);
        }
    });
}

/// Another workbench lists something else: the table holds that, in its order.
fn keep_listing(app: AppState, table: Table) {
    Effect::new(move |before: Option<Role>| {
        let role = app.role.get();
        if before.is_some_and(|before| before != role) {
            table.as_listed.set(true);
            table.chosen.set(None);
        }
        role
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
