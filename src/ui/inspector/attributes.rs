//! What is known of a feature, with units; what is unknown, said so; and where it was read.

use crate::domain::LayerName;
use crate::engine::{FeatureCard, FieldValue, Known};
use crate::text::Lang;
use crate::ui::correct::{correct_button, correct_field};
use crate::ui::desk::Desk;
use crate::ui::parts::unbroken;
use crate::ui::session::Session;
use crate::ui::terms;
use crate::ui::values::{Said, said};
use crate::ui::words::Word;
use leptos::prelude::*;

/// Unknown fields up to this many are listed one by one; more of them fold.
const UNKNOWN_LISTED: usize = 8;

/// Fields that the header or the provenance shows.
fn is_elsewhere(field: &str) -> bool {
    matches!(field, "name" | "name_en" | "district" | "kind" | "kind_text") || field.starts_with('_')
}

/// The attributes but for those that stand elsewhere: known ones first, in the schema's order.
pub fn attributes(page: (Session, Desk), card: &FeatureCard, elsewhere: &[&str], lang: Lang) -> impl IntoView + use<> {
    let shown = card.fields.iter().filter(|f| !is_elsewhere(&f.field) && !elsewhere.contains(&&*f.field));
    let (known, unknown): (Vec<&FieldValue>, Vec<&FieldValue>) = shown.partition(|f| f.value != Known::Unknown);
    let known_rows = known.iter().map(|f| marked(page, card, f, lang)).collect_view();
    let extras = card.extras.iter().map(|(name, text)| {
        view! {
            <dt class="extra">{name.clone()}</dt>
            <dd>{unbroken(text)}</dd>
        }
    });
    let extras = extras.collect_view();
    let unknown_rows = unknown.iter().map(|f| marked(page, card, f, lang)).collect_view();
    let count = unknown.len();
    let unknown = if count <= UNKNOWN_LISTED {
        view! { <dl class="attributes">{unknown_rows}</dl> }.into_any()
    } else {
        view! {
            <details class="unknown-fields">
                <summary>{Word::UnknownFields.fill(lang, &[&count.to_string()])}</summary>
                <dl class="attributes">{unknown_rows}</dl>
            </details>
        }
        .into_any()
    };
    view! {
        <section class="section">
            <h2>
                <span>{Word::Attributes.said(lang)}</span>
                {correct_button(page.0, page.1, card.hit.feature, lang)}
            </h2>
            <dl class="attributes">{known_rows} {extras}</dl>
            {unknown}
        </section>
    }
}

/// A field's name and what is known of it, and that it was corrected, if it was.
fn marked(page: (Session, Desk), card: &FeatureCard, field: &FieldValue, lang: Lang) -> impl IntoView + use<> {
    let by_hand = card.corrections.iter().any(|c| c.field == field.field || c.took.contains(&field.field));
    let layer = card.hit.feature.layer;
    let tag = by_hand.then(|| view! { " " <span class="tag">{Word::CorrectedTag.said(lang)}</span> });
    let is_list = matches!(&field.value, Known::List(records) if !records.is_empty());
    let pen = correct_field(page, card.hit.feature, &field.field, lang);
    view! {
        <dt>{terms::field(layer, &field.field, lang)} {pen}</dt>
        <dd class:list=is_list>{value(layer, field, lang)} {tag}</dd>
    }
}

/// A field's name and what is known of it.
pub fn row(layer: LayerName, field: &FieldValue, lang: Lang) -> impl IntoView + use<> {
    let is_list = matches!(&field.value, Known::List(records) if !records.is_empty());
    view! {
        <dt>{terms::field(layer, &field.field, lang)}</dt>
        <dd class:list=is_list>{value(layer, field, lang)}</dd>
    }
}

fn value(layer: LayerName, field: &FieldValue, lang: Lang) -> AnyView {
    match said(layer, field, lang) {
        Said::Unknown => view! { <span class="unknown">{Word::Unknown.said(lang)}</span> }.into_any(),
        Said::Text(text) => unbroken(&text),
        Said::Amount(number, unit) => view! {
            {number}
            <span class="unit">{unit}</span>
        }
        .into_any(),
        Said::Records(records) => {
            let records = records.into_iter().map(|record| view! { <li>{record}</li> });
            view! { <ul class="records">{records.collect_view()}</ul> }.into_any()
        }
    }
}

/// Where the row was read, and what it was before.
pub fn provenance(card: &FeatureCard, lang: Lang) -> impl IntoView + use<> {
    let before = |name: &str| {
        card.fields.iter().find(|f| f.field == name).and_then(|f| match &f.value {
            Known::Text(text) => Some(text.clone()),
            _ => None,
        })
    };
    let rows = [
        (Word::ReadFrom, Some(card.source.clone())),
        (Word::PositionBefore, before("_xy0")),
        (Word::SystemBefore, before("_crs0")),
        (Word::Assumed, before("_assumed")),
    ];
    let rows = rows.into_iter().filter_map(|(word, text)| {
        let text = text?;
        Some(view! {
            <dt>{word.said(lang)}</dt>
            <dd class="source">{unbroken(&text)}</dd>
        })
    });
    let rows = rows.collect_view();
    view! {
        <section class="section">
            <h2>
                <span>{Word::Provenance.said(lang)}</span>
            </h2>
            <dl class="attributes">{rows}</dl>
        </section>
    }
}
