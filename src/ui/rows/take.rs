//! The table taken along: copied as text, or saved as CSV, workbook or GeoJSON. What is taken is the rows that the table
//! holds, in its order, with the columns that it shows.

use super::Table;
use crate::engine::{Export, Reply, Request, RowsFormat};
use crate::platform;
use crate::ui::parts::{Icon, Menu, SaveButton, icon};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::terms::count;
use crate::ui::words::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

/// More rows than this are saved, not copied.
const MOST_COPIED: u32 = 100_000;

/// The menu of what the table can become.
#[component]
pub fn Take(table: Table) -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let export = move |format: RowsFormat| {
        Signal::derive(move || {
            table.page.with(|page| page.as_ref().map(|page| Box::new(page.query.clone()))).map(|query| Export::Rows {
                query,
                columns: table.columns.get(),
                format,
            })
        })
    };
    let total = move || table.page.with(|page| page.as_ref().map_or(0, |page| page.total));
    let text = export(RowsFormat::Text);
    let copy = move |_| {
        let (Some(what), rows) = (text.get_untracked(), untrack(total)) else { return };
        let lang = untrack(|| say.lang());
        session.ask_or_say(Request::Export { table: what, on: platform::today() }, move |reply| {
            let Reply::File(file) = reply else { return };
            let text = String::from_utf8_lossy(&file.bytes).into_owned();
            let copied = window().navigator().clipboard().write_text(&text);
            spawn_local(async move {
                let said = match JsFuture::from(copied).await {
                    Ok(_) => Word::RowsCopied.fill(lang, &[&count(u64::from(rows))]),
                    Err(_) => Word::RowsNotCopied.said(lang).to_owned(),
                };
                session.toast.try_set(Some(said));
            });
        });
    };
    view! {
        <Menu label=move || view! { {icon(Icon::Download)} {say.t(Word::TakeTable)} }.into_any()>
            <div class="choices">
                <button
                    type="button"
                    class="button"
                    disabled=move || { total() == 0 || total() > MOST_COPIED }
                    on:click=copy
                >
                    {say.t(Word::CopyRows)}
                </button>
                <SaveButton label=Word::SaveCsv what=export(RowsFormat::Csv) />
                <SaveButton label=Word::SaveXlsx what=export(RowsFormat::Xlsx) />
                <SaveButton label=Word::SaveGeoJson what=export(RowsFormat::GeoJson) />
            </div>
        </Menu>
    }
    .into_any()
}
