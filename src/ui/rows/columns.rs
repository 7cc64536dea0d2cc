//! Which columns are shown: those that say most, until the reader chooses. The choice stays on this machine.

use super::Table;
use crate::domain::LayerName;
use crate::engine::{ColumnKey, ColumnKind, RowsColumn, RowsPage};
use crate::platform::prefs;
use crate::ui::parts::Menu;
use crate::ui::say::use_say;
use crate::ui::terms::count;
use crate::ui::words::Word;
use leptos::prelude::*;

/// So many columns are shown unasked.
const USUAL: usize = 12;
/// A column that fewer rows fill is not shown unasked.
const FILLED: f64 = 0.05;

fn setting(layer: LayerName) -> String {
    format!("columns-{}", layer.code())
}

/// A column's name in the setting: fields that the schema does not know stand behind a colon.
fn code(key: &ColumnKey) -> String {
    match key {
        ColumnKey::Extra(name) => format!(":{name}"),
        ColumnKey::Id | ColumnKey::Name | ColumnKey::Level | ColumnKey::District | ColumnKey::Figure(_) => {
            format!("@{}", key.name())
        }
        ColumnKey::Field(name) => name.clone(),
    }
}

/// Chooses the columns of a layer that is shown for the first time.
pub fn keep_columns(table: Table, page: &RowsPage) {
    let is_new =
        table.columns.with_untracked(|shown| !shown.iter().all(|key| page.columns.iter().any(|c| c.key == *key)));
    let kept = prefs::get(&setting(page.query.layer));
    // What the workbench computes comes and goes with what it lists.
    let is_figure = |key: &ColumnKey| matches!(key, ColumnKey::Figure(_));
    let lacks = page.columns.iter().any(|c| is_figure(&c.key))
        && !table.columns.with_untracked(|shown| shown.iter().any(is_figure));
    if is_new || kept.is_none() && lacks || table.columns.with_untracked(Vec::is_empty) {
        let kept: Vec<String> = kept.iter().flat_map(|kept| kept.split('\n')).map(str::to_owned).collect();
        let chosen: Vec<ColumnKey> =
            page.columns.iter().map(|c| &c.key).filter(|key| kept.contains(&code(key))).cloned().collect();
        table.columns.set(if chosen.is_empty() { usual(page) } else { chosen });
    }
}

fn usual(page: &RowsPage) -> Vec<ColumnKey> {
    let says = |column: &&RowsColumn| {
        let filled = f64::from(column.known) >= FILLED * f64::from(page.all);
        // What the list is ranked by is what it is read for, however few of the layer's rows it lists.
        let ranks = matches!(column.key, ColumnKey::Figure(_));
        ranks || filled && !column.key.name().starts_with('_') && column.kind != ColumnKind::List
    };
    page.columns.iter().filter(says).take(USUAL).map(|column| column.key.clone()).collect()
}

/// The list of columns, to choose from.
#[component]
pub fn ColumnMenu(table: Table) -> impl IntoView {
    let say = use_say();
    let toggle = move |key: &ColumnKey, on: bool| {
        let Some(page) = table.page.get_untracked() else { return };
        let mut shown = table.columns.get_untracked();
        shown.retain(|of| of != key);
        if on {
            shown.push(key.clone());
        }
        // In the table's order, and never none.
        let shown: Vec<ColumnKey> =
            page.columns.iter().map(|c| c.key.clone()).filter(|of| shown.contains(of)).collect();
        if !shown.is_empty() {
            prefs::set(&setting(page.query.layer), &shown.iter().map(code).collect::<Vec<_>>().join("\n"));
            table.columns.set(shown);
        }
    };
    let all =
        Memo::new(move |_| table.page.with(|page| page.as_ref().map(|page| (page.query.layer, page.columns.clone()))));
    let lines = move || {
        let (layer, columns) = all.get()?;
        let lang = say.lang();
        let lines = columns.into_iter().map(|column| {
            let title = column.title(layer, lang);
            let (of, known) = (column.key.clone(), count(u64::from(column.known)));
            let on = move || table.columns.with(|shown| shown.contains(&of));
            let key = column.key;
            view! {
                <li>
                    <label>
                        <input type="checkbox" prop:checked=on on:change=move |ev| toggle(&key, event_target_checked(&ev)) />
                        <span class="name">{title}</span>
                        <span class="number note">{known}</span>
                    </label>
                </li>
            }
        });
        Some(lines.collect_view())
    };
    view! {
        <Menu label=move || say.t(Word::Columns).into_any()>
            <p class="note">{say.t(Word::ColumnsHint)}</p>
            <ul>{lines}</ul>
        </Menu>
    }
    .into_any()
}
