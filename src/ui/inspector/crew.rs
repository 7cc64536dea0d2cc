//! What a fire crew asks of a place first: people, floors, access, what burns, what protects, water and the station.

use super::attributes::row;
use super::neighbours::{hydrants, stations};
use crate::engine::FeatureCard;
use crate::text::Lang;
use crate::ui::crew::{facts, help};
use crate::ui::parts::unbroken;
use crate::ui::words::Word;
use leptos::prelude::*;

/// The crew's facts; what is unknown is said too, in one line.
pub fn crew(card: &FeatureCard, lang: Lang) -> impl IntoView + use<> {
    let layer = card.hit.feature.layer;
    let (known, unknown) = facts(card, lang);
    let rows = known.into_iter().map(|field| row(layer, field, lang)).collect_view();
    let help = help(card, lang).into_iter().map(|(word, said)| {
        view! {
            <dt>{word.said(lang)}</dt>
            <dd>{unbroken(&said)}</dd>
        }
    });
    let unknown = (!unknown.is_empty()).then(|| {
        let said = Word::SheetUnknownFields.fill(lang, &[&unknown.join(Word::ListComma.said(lang))]);
        view! { <p class="note unknown-line">{said}</p> }
    });
    view! {
        <section class="section crew">
            <h2>
                <span>{Word::CrewTitle.said(lang)}</span>
                <span class="note">{Word::StraightLine.said(lang)}</span>
            </h2>
            <dl class="attributes">{rows} {help.collect_view()}</dl>
            {unknown}
        </section>
        {stations(&card.neighbours, lang)}
        {hydrants(&card.neighbours, lang)}
    }
}
