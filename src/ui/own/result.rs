//! What would come of the choice: the sum, the first rows, what would be noticed, what would not be taken.

use crate::dataset::own::{OwnNotice, OwnOutcome};
use crate::dataset::report::Rejection;
use crate::domain::{FieldType, LayerName, schema};
use crate::text::Lang;
use crate::ui::parts::{RejectedRow, RejectedTable};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::terms::{self, count};
use crate::ui::words::Word;
use leptos::prelude::*;

/// The result, as far as it is known.
#[component]
pub fn Outcome() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let own = session.own;
    let body = move || {
        let outcome = own.outcome.get()?;
        let layer = own.choice.with(|c| c.as_ref().map(|c| c.layer))?;
        let lang = say.lang();
        Some(view! {
            <p class="sentence">{sum(&outcome, lang)}</p>
            {inside(&outcome, lang)}
            {preview(&outcome, layer, lang)}
            {noticed(&outcome, lang)}
        })
    };
    view! {
        <h3>{say.t(Word::OwnResult)}</h3>
        <div class:stale=own.busy>{body}</div>
        <RejectedRows />
    }
}

fn sum(of: &OwnOutcome, lang: Lang) -> String {
    let sums = [of.read, of.taken, of.merged, of.skipped, of.rejected].map(count);
    Word::OwnSum.fill(lang, &sums.each_ref().map(String::as_str))
}

fn inside(of: &OwnOutcome, lang: Lang) -> Option<impl IntoView + use<>> {
    let inside = of.inside.filter(|_| of.taken > 0)?;
    let text = match inside {
        0 => Word::OwnOutside.said(lang).to_owned(),
        n => Word::OwnInside.fill(lang, &[&count(n)]),
    };
    Some(view! { <p class="note" class:why=inside == 0>{text}</p> })
}

fn preview(of: &OwnOutcome, layer: LayerName, lang: Lang) -> Option<impl IntoView + use<>> {
    if of.rows.is_empty() {
        return None;
    }
    let placed = of.rows.iter().any(|r| r.at.is_some());
    let heads = of.fields.iter().map(|f| view! { <th scope="col">{terms::field(layer, f, lang)}</th> }).collect_view();
    let rows = of.rows.iter().map(|row| {
        let cells = of.fields.iter().zip(&row.values).map(|(field, value)| {
            let text = value.as_deref().map_or_else(|| "–".to_owned(), |v| shown(layer, field, v, lang));
            view! { <td>{text}</td> }
        });
        let at = placed.then(|| view! { <td class="number">{row.at.map(terms::position)}</td> });
        view! {
            <tr>
                <td class="number">{count(u64::from(row.row))}</td>
                {at}
                {cells.collect_view()}
            </tr>
        }
    });
    let rows = rows.collect_view();
    let at = placed.then(|| view! { <th class="number" scope="col">{Word::OwnPosition.said(lang)}</th> });
    Some(view! {
        <h4>{Word::OwnPreview.fill(lang, &[&count(of.rows.len() as u64)])}</h4>
        <div class="own-scroll">
            <table class="table own-preview">
                <thead>
                    <tr>
                        <th class="number" scope="col">{Word::Row.said(lang)}</th>
                        {at}
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    })
}

/// A value as the page says it.
fn shown(layer: LayerName, field: &str, value: &str, lang: Lang) -> String {
    match schema::all(layer).find(|f| f.name == field).map(|f| f.kind) {
        Some(FieldType::Code(_) | FieldType::Kind(_)) => terms::code(layer, field, value, lang),
        Some(FieldType::Flag) => {
            let word = if value == "yes" { Word::Yes } else { Word::No };
            word.said(lang).to_owned()
        }
        Some(FieldType::List) => list(value),
        _ => value.to_owned(),
    }
}

/// A list of records as a form has them: names before their amounts.
fn list(json: &str) -> String {
    let Ok(serde_json::Value::Array(items)) = serde_json::from_str(json) else { return json.to_owned() };
    let item = |item: &serde_json::Value| match item {
        serde_json::Value::Object(members) => {
            let texts = members.values().filter_map(|v| v.as_str()).map(str::to_owned);
            let tonnes = |key: &str| if key.ends_with("_t") { " t" } else { " m" };
            let numbers = members.iter().filter_map(|(k, v)| Some(format!("{}{}", v.as_f64()?, tonnes(k))));
            texts.chain(numbers).collect::<Vec<_>>().join(" ")
        }
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    items.iter().map(item).collect::<Vec<_>>().join(" · ")
}

fn noticed(of: &OwnOutcome, lang: Lang) -> impl IntoView + use<> {
    let line = |n: &OwnNotice| {
        let says = lang.of(&n.text);
        let text = match n.row {
            Some(row) => Word::OwnNoticed.fill(lang, &[says, &count(n.count), &count(u64::from(row)), &n.found]),
            None => Word::OwnNoticedFile.fill(lang, &[says, &count(n.count)]),
        };
        view! { <li>{text}</li> }
    };
    let lines = of.noticed.iter().map(line).collect_view();
    (!of.noticed.is_empty()).then(|| {
        view! {
            <h4>{Word::NoticedTitle.said(lang)}</h4>
            <ul class="notes">{lines}</ul>
        }
    })
}

/// The rows that would not be read.
#[component]
fn RejectedRows() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let own = session.own;
    let rows = Memo::new(move |_| {
        let lang = say.lang();
        let told = |r: &Rejection| RejectedRow {
            file: String::new(),
            row: u64::from(r.row),
            field: r.field.clone(),
            found: if r.found.is_empty() { Word::OwnBlank.said(lang).to_owned() } else { r.found.clone() },
            expected: if lang == Lang::Zh { r.expected_zh.clone() } else { r.expected.clone() },
        };
        own.outcome.with(|o| o.as_ref().map(|o| o.rejections.iter().map(told).collect::<Vec<_>>()).unwrap_or_default())
    });
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty())>
            <h4>{say.t(Word::OwnRejected)}</h4>
            <RejectedTable rows first=5 one_file=true />
        </Show>
    }
}
