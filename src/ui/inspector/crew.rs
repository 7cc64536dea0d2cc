//! What a fire crew asks of a place first: people, floors, the nearest station, water.

use super::attributes::row;
use super::neighbours::{hydrants, stations};
use crate::domain::LayerName;
use crate::engine::FeatureCard;
use crate::text::Lang;
pub use crate::ui::sheet::object::CREW_FIELDS as FIELDS;
use crate::ui::words::Word;
use leptos::prelude::*;

/// Whether a crew may be sent to features of a layer.
pub fn asks(layer: LayerName) -> bool {
    matches!(layer, LayerName::Venues | LayerName::Facilities)
}

/// The crew's facts; what is unknown is said too.
pub fn crew(card: &FeatureCard, lang: Lang) -> impl IntoView + use<> {
    let layer = card.hit.feature.layer;
    let asked = FIELDS.iter().filter_map(|name| card.fields.iter().find(|f| f.field == *name));
    let rows = asked.map(|field| row(layer, field, lang)).collect_view();
    view! {
        <section class="section">
            <h2>
                <span>{Word::CrewTitle.said(lang)}</span>
            </h2>
            <dl class="attributes">{rows}</dl>
        </section>
        {stations(&card.neighbours, lang)}
        {hydrants(&card.neighbours, lang)}
    }
}
