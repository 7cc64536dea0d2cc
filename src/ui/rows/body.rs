//! Head and rows of the table. Only the window that is seen is in the page: room above and below stands for the rest.

use super::{AHEAD, Table, Within};
use crate::domain::LayerName;
use crate::engine::{
    ColumnKey, ColumnKind, FieldValue, FilterPart, Known, Reply, Request, RowsColumn, RowsPage, RowsQuery, RowsRow,
    SortKey,
};
use crate::text::Lang;
use crate::ui::asks::go_to_row;
use crate::ui::desk::Desk;
use crate::ui::ledger::open_danger;
use crate::ui::parts::{Loosen, level_mark, walk_rows};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::{count, number};
use crate::ui::values::{Said, said};
use crate::ui::words::Word;
use leptos::html::Div;
use leptos::prelude::*;

/// A row's height where none is there to be measured, px.
const ROW_PX: f64 = 32.0;

/// A row's height as it stands, px: under a finger it is higher.
fn measured_px() -> f64 {
    let row = document().query_selector(".rows-dock tr[data-row]").ok().flatten();
    row.map_or(ROW_PX, |row| row.get_bounding_client_rect().height()).max(1.0)
}

/// The columns of a page that are shown, with their places among its cells.
fn shown(page: &RowsPage, keys: &[ColumnKey]) -> Vec<(RowsColumn, Option<usize>)> {
    let mut cell = 0;
    let mut columns = Vec::new();
    for column in &page.columns {
        let in_cells = matches!(column.key, ColumnKey::Figure(_) | ColumnKey::Field(_) | ColumnKey::Extra(_));
        let place = in_cells.then_some(cell);
        cell += usize::from(place.is_some());
        if keys.contains(&column.key) {
            columns.push((column.clone(), place));
        }
    }
    columns
}

/// Head and rows.
#[component]
pub fn Body(table: Table) -> impl IntoView {
    let say = use_say();
    let scrolled = NodeRef::<Div>::new();
    let columns = Memo::new(move |_| {
        let keys = table.columns.get();
        table.page.with(|page| page.as_ref().map(|page| shown(page, &keys))).unwrap_or_default()
    });
    let total = Memo::new(move |_| table.page.with(|page| page.as_ref().map_or(0, |page| page.total)));
    // Another order begins at the top.
    Effect::new(move |before: Option<RowsQuery>| {
        let query = table.query.get();
        if before.is_some_and(|before| before != query)
            && let Some(body) = scrolled.get_untracked()
        {
            body.set_scroll_top(0);
        }
        query
    });
    let row_px = RwSignal::new(ROW_PX);
    Effect::new(move |_| {
        table.page.track();
        request_animation_frame(move || {
            if row_px.try_get_untracked().is_some_and(|before| before != measured_px()) {
                row_px.try_set(measured_px());
            }
        });
    });
    let scroll = move |_| {
        let Some(body) = scrolled.get_untracked() else { return };
        let first = (f64::from(body.scroll_top()) / row_px.get_untracked()) as u32;
        // A new window is asked for when half of what was asked ahead is used up.
        let from = table.from.get_untracked();
        if first.abs_diff(from) >= AHEAD / 2 {
            table.from.set(first);
        }
    };
    let head = move || {
        let layer = table.layer.get();
        columns.get().into_iter().map(|(column, _)| head(table, layer, column, say.lang())).collect_view()
    };
    let above = move || table.page.with(|page| page.as_ref().map_or(0, |page| page.from));
    let below =
        move || table.page.with(|page| page.as_ref().map_or(0, |page| page.total - page.from - page.rows.len() as u32));
    let room = move |rows: u32| format!("{}px", f64::from(rows) * row_px.get());
    // A row stays the element that it is while the window moves, and keeps the focus; in another table it is another.
    let tables = StoredValue::new((0, None::<(RowsQuery, Vec<ColumnKey>, Lang)>));
    let rows = move || {
        let Some(page) = table.page.get() else { return Vec::new() };
        let now = (page.query.clone(), table.columns.get(), say.lang());
        tables.update_value(|(n, before)| {
            if before.as_ref() != Some(&now) {
                (*n, *before) = (*n + 1, Some(now));
            }
        });
        let n = tables.with_value(|(n, _)| *n);
        page.rows.iter().zip(page.from..).map(|(row, place)| (n, place, row.clone())).collect()
    };
    let line = move |(_, place, row): (u32, u32, RowsRow)| {
        columns.with_untracked(|columns| line(&row, place, columns, untrack(|| say.lang())))
    };
    view! {
        <div class="dock-body" node_ref=scrolled class:stale=table.waiting on:scroll=scroll>
            <table class="table" aria-rowcount=move || (total.get() + 1).to_string()>
                <thead>
                    <tr aria-rowindex="1">{head}</tr>
                </thead>
                <tbody on:keydown=move |key| walk_rows(&key)>
                    <tr class="room" aria-hidden="true" style:height=move || room(above())></tr>
                    <For each=rows key=|(table, place, _)| (*table, *place) children=line />
                    <tr class="room" aria-hidden="true" style:height=move || room(below())></tr>
                </tbody>
            </table>
            <Show when=move || { total.get() == 0 && table.page.with(Option::is_some) }>
                <NoMatch table />
            </Show>
        </div>
    }
    .into_any()
}

/// No row fits: each filter, and how many would come without it.
#[component]
fn NoMatch(table: Table) -> impl IntoView {
    let say = use_say();
    let loosen = move |part: FilterPart| match part {
        FilterPart::Text => table.text.set(String::new()),
        FilterPart::Area => table.within.set(Within::All),
        FilterPart::Listing => table.as_listed.set(false),
        _ => {}
    };
    let filtered = move || {
        table.query.with(|query| !query.text.trim().is_empty() || query.area.is_some() || query.listing.is_some())
    };
    let clear = Callback::new(move |()| {
        for part in [FilterPart::Text, FilterPart::Area, FilterPart::Listing] {
            loosen(part);
        }
    });
    let parts = move || table.page.with(|page| page.as_ref().map(|page| page.loosened.clone()).unwrap_or_default());
    view! {
        <Loosen
            says=Signal::derive(move || say.word(Word::NoRows).to_owned())
            parts=Signal::derive(parts)
            on_drop=loosen
            clear=Signal::derive(move || filtered().then_some(clear))
        />
    }
    .into_any()
}

/// A column's head: a click sorts by it, then the other way, then not; with Shift it becomes a further key.
fn head(table: Table, layer: LayerName, column: RowsColumn, lang: Lang) -> AnyView {
    let key = column.key.clone();
    let place = move || {
        table.query.with(|query| {
            let sort = &query.sort;
            sort.iter().position(|of| of.column == key).map(|at| (at, sort[at].descending, sort.len()))
        })
    };
    let place = Memo::new(move |_| place());
    let mark = move || {
        place.get().map(|(at, descending, all)| {
            let arrow = if descending { "↓" } else { "↑" };
            if all > 1 { format!(" {arrow}{}", at + 1) } else { format!(" {arrow}") }
        })
    };
    let aria = move || match place.get() {
        Some((0, true, _)) => "descending",
        Some((0, false, _)) => "ascending",
        _ => "none",
    };
    let key = column.key.clone();
    let sort = move |ev: web_sys::MouseEvent| {
        let adds = ev.shift_key();
        let mut sort = untrack(|| table.sort());
        let now = sort.iter().find(|of| of.column == key).map(|of| of.descending);
        if !adds {
            sort.retain(|of| of.column == key);
        }
        match now {
            None => sort.push(SortKey { column: key.clone(), descending: false }),
            Some(false) => sort.iter_mut().filter(|of| of.column == key).for_each(|of| of.descending = true),
            Some(true) => sort.retain(|of| of.column != key),
        }
        table.chosen.set(Some(sort));
    };
    let unit = column.unit_said(lang).to_owned();
    view! {
        <th class:number=column.kind == ColumnKind::Number class:sorted=move || place.get().is_some() scope="col" aria-sort=aria>
            <button type="button" class="sort" title=Word::SortHint.said(lang) on:click=sort>
                {column.title(layer, lang)}
                {mark}
                {(!unit.is_empty()).then(|| view! { <br /> <span class="unit">{unit}</span> })}
            </button>
        </th>
    }
    .into_any()
}

fn line(row: &RowsRow, place: u32, columns: &[(RowsColumn, Option<usize>)], lang: Lang) -> AnyView {
    let (app, session, desk) = (expect_context::<AppState>(), expect_context::<Session>(), expect_context::<Desk>());
    let (of, layer) = (row.of, row.of.layer);
    let id = row.id.clone();
    let cells = columns.iter().map(|(column, at)| {
        let value = match (&column.key, at) {
            (ColumnKey::Name, _) => Some(lang.of(&row.name).to_owned()),
            (ColumnKey::Level, _) => {
                let mark = row.level.map(|level| level_mark(level, lang));
                return view! { <td>{mark}</td> }.into_any();
            }
            (ColumnKey::Figure(_), Some(at)) => row.cells.get(*at).and_then(|value| match value {
                Known::Number(v) => Some(number(*v)),
                _ => None,
            }),
            (ColumnKey::District, _) => row.district.as_ref().map(|name| lang.of(name).to_owned()),
            (key, Some(at)) => row.cells.get(*at).and_then(|value| {
                let field = FieldValue { field: key.name().to_owned(), unit: String::new(), value: value.clone() };
                match said(layer, &field, lang) {
                    Said::Unknown => None,
                    Said::Text(text) => Some(text),
                    Said::Amount(number, _) => Some(number),
                    Said::Records(records) => Some(Word::RecordsAre.fill(lang, &[&count(records.len() as u64)])),
                }
            }),
            _ => Some(row.id.clone()),
        };
        let title = value.clone().filter(|value| value.chars().count() > LONG);
        let value = value.map_or_else(
            || view! { <span class="unknown">{Word::Unknown.said(lang)}</span> }.into_any(),
            |value| value.into_any(),
        );
        view! {
            <td class:number=column.kind == ColumnKind::Number class:name=column.key == ColumnKey::Name title=title>
                {value}
            </td>
        }
        .into_any()
    });
    let cells = cells.collect::<Vec<_>>();
    let selected = {
        let id = id.clone();
        move || is_chosen(app, layer, &id)
    };
    let open = move || {
        match layer {
            LayerName::Dangers => open_danger(app, desk, &id, None),
            // What has no place is only listed.
            layer if layer.is_spatial() => go_to_row(app, session, desk, of),
            _ => {}
        }
    };
    let on_key = {
        let open = open.clone();
        move |key: web_sys::KeyboardEvent| {
            if matches!(key.key().as_str(), "Enter" | " ") {
                key.prevent_default();
                open();
            }
        }
    };
    view! {
        <tr
            tabindex="0"
            data-row=place.to_string()
            aria-rowindex=(place + 2).to_string()
            aria-selected=move || selected().to_string()
            class:hovered=move || desk.hovered.get() == Some(of)
            on:click=move |_| open()
            on:keydown=on_key
            on:pointerenter=move |_| desk.hovered.set(Some(of))
            on:pointerleave=move |_| desk.hovered.set(None)
        >
            {cells}
        </tr>
    }
    .into_any()
}

/// Longer texts say themselves whole when the pointer rests on them.
const LONG: usize = 16;

fn is_chosen(app: AppState, layer: LayerName, id: &str) -> bool {
    match layer {
        LayerName::Dangers => app.ledger.with(|ledger| ledger.danger.as_deref() == Some(id)),
        _ => app.selected.with(|of| of.as_ref().is_some_and(|of| of.layer == layer && of.id == id)),
    }
}

/// Turns to the row of what is selected elsewhere.
pub fn keep_marked(session: Session, table: Table) {
    Effect::new(move |_| {
        let of = session.answers.card.with(|card| card.as_ref().map(|card| card.hit.feature));
        let Some(of) = of.filter(|of| of.layer == table.layer.get_untracked()) else { return };
        let is_there =
            table.page.with_untracked(|page| page.as_ref().is_none_or(|page| page.rows.iter().any(|row| row.of == of)));
        if is_there {
            return;
        }
        let query = Box::new(table.query.get_untracked());
        session.ask(Request::Rows { query, from: 0, count: 0, mark: Some(of) }, move |answer| {
            if let Ok(Reply::Rows(page)) = answer
                && let Some(place) = page.marked
                && let Ok(Some(body)) = document().query_selector(".rows-dock .dock-body")
            {
                body.set_scroll_top(((f64::from(place) - 2.0) * measured_px()) as i32);
            }
        });
    });
}
