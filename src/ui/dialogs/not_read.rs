//! The state of the data: what it is, then what was not read, merged, skipped or noticed: the sums first, then the rows
//! with the reason.

use super::facts::Facts;
use crate::domain::LayerName;
use crate::engine::{Export, LayerReading, NotRead, Notice, Reply, Request};
use crate::text::{self, Lang};
use crate::ui::desk::{Desk, Dialog};
use crate::ui::parts::{RejectedRow, RejectedTable, SaveButton};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::terms::{self, count};
use crate::ui::words::Word;
use leptos::prelude::*;
use std::sync::Arc;

/// The report.
#[component]
pub fn NotReadReport() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let desk = expect_context::<Desk>();
    if session.answers.not_read.with_untracked(Option::is_none) {
        session.ask_or_say(Request::NotRead, move |reply| {
            if let Reply::NotRead(report) = reply {
                session.answers.not_read.try_set(Some(Arc::new(*report)));
            }
        });
    }
    let body = move || {
        let report = session.answers.not_read.get()?;
        let lang = say.lang();
        Some(view! {
            <p class="sentence">{sum_sentence(&report, lang)}</p>
            <RejectedRows />
            {notices(&report, lang)}
            {by_layer(&report, lang)}
        })
    };
    let any = move || session.city.with(|c| c.as_ref().is_some_and(|c| c.rejected > 0));
    let export = Signal::derive(move || any().then_some(Export::NotRead));
    let dataset = Signal::derive(move || session.city.with(Option::is_some).then_some(Export::Dataset));
    view! {
        <div class="not-read">
            <Facts />
            {body}
        </div>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| desk.dialog.set(Some(Dialog::Corrections))>
                {say.t(Word::CorrectionsList)}
            </button>
            <SaveButton label=Word::SaveNotRead what=export />
            <SaveButton label=Word::SaveDataset what=dataset />
        </div>
    }
}

/// read = kept + merged + skipped + rejected.
fn sum_sentence(report: &NotRead, lang: Lang) -> String {
    let sum = |of: fn(&LayerReading) -> u64| report.layers.iter().map(of).sum::<u64>();
    let sums = [sum(|l| l.read), sum(|l| l.kept), sum(|l| l.merged), sum(|l| l.skipped), sum(|l| l.rejected)];
    let sums = sums.map(count);
    Word::ReadSum.fill(lang, &sums.each_ref().map(String::as_str))
}

/// The same by layer.
fn by_layer(report: &NotRead, lang: Lang) -> impl IntoView + use<> {
    let rows = report.layers.iter().map(|l| {
        let name = LayerName::from_code(&l.layer).map_or_else(|| l.layer.clone(), |n| terms::layer(n, lang).to_owned());
        let cells = [l.read, l.kept, l.merged, l.skipped, l.rejected];
        let cells = cells.map(|n| view! { <td class="number">{count(n)}</td> });
        view! { <tr><td>{name}</td>{cells.collect_view()}</tr> }
    });
    let rows = rows.collect_view();
    let heads = [Word::Read, Word::Kept, Word::Merged, Word::Skipped, Word::Rejected];
    let heads = heads.map(|w| view! { <th class="number" scope="col">{w.said(lang)}</th> });
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{Word::Layer.said(lang)}</th>
                    {heads.collect_view()}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn notices(report: &NotRead, lang: Lang) -> impl IntoView + use<> {
    let line = |n: &Notice| {
        let place = place(n, lang);
        let place = (!place.is_empty()).then(|| view! { <span class="note">{place}</span> });
        view! { <li>{lang.of(&n.says).to_owned()} " " {place}</li> }
    };
    let lines = report.notices.iter().map(line).collect_view();
    (!report.notices.is_empty()).then(|| {
        view! {
            <h3>{Word::NoticedTitle.said(lang)}</h3>
            <ul class="notes">{lines}</ul>
        }
    })
}

/// Where something was noticed and what was found there, as far as the report says.
fn place(of: &Notice, lang: Lang) -> String {
    let row = of.row.map(|row| Word::RowNumber.fill(lang, &[&count(row)])).unwrap_or_default();
    // As the page calls it elsewhere; a column that the format does not know keeps the name that its file gives it.
    let field = LayerName::from_code(&of.layer).map(|layer| text::field(layer, &of.field, lang));
    let field = field.unwrap_or_else(|| of.field.clone());
    let parts = [of.file.as_str(), row.as_str(), field.as_str(), of.found.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Every row that was not read, of all layers.
#[component]
fn RejectedRows() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let rows = Memo::new(move |_| {
        let lang = say.lang();
        let told = |r: &crate::engine::Rejected| RejectedRow {
            file: r.file.clone(),
            row: r.row,
            field: r.field.clone(),
            found: r.found.clone(),
            expected: lang.of(&r.expected).to_owned(),
        };
        session.answers.not_read.with(|report| {
            let layers = report.as_ref().map(|r| r.layers.as_slice()).unwrap_or_default();
            layers.iter().flat_map(|l| l.rows.iter().map(told)).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty())>
            <RejectedTable rows first=100 />
        </Show>
    }
}
