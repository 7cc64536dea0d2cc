//! What changed since an earlier dataset: which one, the sums, layer by layer, then row by row.

use crate::engine::{ChangesTable, Export, LayerChanges, RowChange};
use crate::platform::files;
use crate::text::Lang;
use crate::ui::desk::Desk;
use crate::ui::parts::{Icon, More, SaveButton, go_to, icon, layer_icon, level_mark};
use crate::ui::say::use_say;
use crate::ui::sentences::changes::{doubts, of_row, sum};
use crate::ui::session::{Session, Trouble};
use crate::ui::state::AppState;
use crate::ui::terms::{self, count};
use crate::ui::words::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Choosing an earlier dataset, and the answer.
#[component]
pub fn Changes() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let pick = move |folder: bool| {
        spawn_local(async move {
            let picked = if folder { files::pick_folder().await } else { files::pick_files().await };
            match picked {
                Ok(files) => session.compare(files),
                Err(error) => {
                    session.trouble.try_set(Some(Trouble::NotOpened(error.words())));
                }
            }
        });
    };
    let table = move || session.answers.changes.get();
    let answer = move || table().map(|table| view! { <Answer table=(*table).clone() /> });
    let export = Signal::derive(move || table().filter(|table| table.total > 0).map(|_| Export::Changes));
    view! {
        <p>{say.t(Word::CompareHow)}</p>
        <div class="actions">
            <button type="button" class="button" disabled=session.comparing on:click=move |_| pick(true)>
                {icon(Icon::Layers)}
                {say.t(Word::OpenFolder)}
            </button>
            <button type="button" class="button" disabled=session.comparing on:click=move |_| pick(false)>
                {icon(Icon::File)}
                {say.t(Word::OpenFiles)}
            </button>
            <SaveButton label=Word::SaveChanges what=export />
        </div>
        <Show when=move || session.comparing.get()>
            <p role="status">
                {say.t(Word::Comparing)}
                <button type="button" class="link" on:click=move |_| session.cancel_comparing()>
                    {say.t(Word::Cancel)}
                </button>
            </p>
        </Show>
        <div role="status">{answer}</div>
    }
}

#[component]
fn Answer(table: ChangesTable) -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let shown = RwSignal::new(100usize);
    let (listed, all) = (table.rows.len(), table.total as usize);
    let head = {
        let table = table.clone();
        move || {
            let lang = say.lang();
            let (before, after) = (&table.before, &table.after);
            let files = session.compared_files.get();
            let named = |name: &str, file: &String| match file.as_str() {
                "" => name.to_owned(),
                file => Word::InBrackets.fill(lang, &[name, file]),
            };
            let names = [named(lang.of(&before.name), &files[0]), named(lang.of(&after.name), &files[1])];
            let days = [names[0].as_str(), before.as_of.as_str(), names[1].as_str(), after.as_of.as_str()];
            let doubts = doubts(&table, lang).into_iter().map(|doubt| view! { <p class="note">{doubt}</p> });
            view! {
                <p class="note">{Word::ChangesFromTo.fill(lang, &days)}</p>
                <p class="sentence">{sum(&table, lang)}</p>
                {doubts.collect_view()}
                {by_layer(&table, lang)}
            }
        }
    };
    let rows = StoredValue::new(table.rows);
    let lines = move || {
        let rows = rows.with_value(|rows| rows.iter().take(shown.get()).cloned().collect::<Vec<_>>());
        rows.into_iter().map(|row| view! { <Row row /> }).collect_view()
    };
    view! {
        {head}
        <Show when=move || { listed > 0 }>
            <ul class="changes">{lines}</ul>
            <More of=Signal::stored(listed) shown all=Signal::stored(all) />
        </Show>
        <p class="note">{say.t(Word::ChangesRests)}</p>
    }
}

/// The layers in which anything differs.
fn by_layer(table: &ChangesTable, lang: Lang) -> impl IntoView + use<> {
    let cells = |l: &LayerChanges| [l.added, l.gone, l.moved, l.altered, l.worse, l.better];
    let differ: Vec<&LayerChanges> = table.layers.iter().filter(|layer| cells(layer).iter().any(|n| *n > 0)).collect();
    let any = !differ.is_empty();
    let rows = differ.into_iter().map(|layer| {
        let counts = [layer.before, layer.after].into_iter().chain(cells(layer));
        let counts = counts.map(|n| view! { <td class="number">{count(u64::from(n))}</td> }).collect_view();
        view! { <tr><td>{terms::layer(layer.layer, lang)}</td>{counts}</tr> }
    });
    let rows = rows.collect_view();
    let heads = [
        Word::RowsBefore,
        Word::RowsAfter,
        Word::ChangesAdded,
        Word::ChangesGone,
        Word::ChangesMoved,
        Word::ChangesAltered,
        Word::ChangesWorse,
        Word::ChangesBetter,
    ];
    let heads = heads.map(|w| view! { <th class="number" scope="col">{w.said(lang)}</th> }).collect_view();
    any.then(|| {
        view! {
            <div class="not-read">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{Word::Layer.said(lang)}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    })
}

/// A row that differs; what is still there is a link to it.
#[component]
fn Row(row: RowChange) -> impl IntoView {
    let (app, desk, say) = (expect_context::<AppState>(), expect_context::<Desk>(), use_say());
    let symbol = layer_icon(row.layer);
    let name = row.name.clone();
    let name = move || say.of(&name);
    let title = match row.hit.clone() {
        Some(hit) => {
            let go = move |_| {
                desk.dialog.set(None);
                go_to(app, desk, &hit);
            };
            view! { <button type="button" class="link" on:click=go>{name}</button> }.into_any()
        }
        None => view! { <span class="named">{name}</span> }.into_any(),
    };
    let level = row.level.map(|(from, to)| {
        move || view! { <span class="from-to">{level_mark(from, say.lang())} " → " {level_mark(to, say.lang())}</span> }
    });
    let id = row.id.clone();
    let says = move || of_row(&row, say.lang()).join(" · ");
    view! {
        <li>
            {symbol}
            {title}
            <span class="note">{id}</span>
            {level}
            <span class="what">{says}</span>
        </li>
    }
}
