//! A feature as a link: it flies there and selects; Back returns.

use super::{kind_icon, level_mark, own_mark};
use crate::domain::LayerName;
use crate::engine::Hit;
use crate::map::event::CameraMove;
use crate::text::Lang;
use crate::ui::asks::select;
use crate::ui::desk::Desk;
use crate::ui::ledger::open_danger;
use crate::ui::say::use_say;
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::view::FeatureId;
use leptos::prelude::*;

/// The zoom at which one feature is looked at.
const CLOSE_ZOOM: f64 = 15.0;

/// Moves the map to a feature, no closer than needed, and never farther away than it is for a point.
pub fn fly_to(desk: Desk, hit: &Hit) {
    let max_zoom = desk.looks.with_untracked(|camera| camera.map_or(CLOSE_ZOOM, |c| c.zoom.max(CLOSE_ZOOM)));
    desk.order(CameraMove::Fit { bounds: hit.bounds, max_zoom });
}

/// Flies to a feature and opens it in the inspector.
pub fn go_to(app: AppState, desk: Desk, hit: &Hit) {
    fly_to(desk, hit);
    match hit.feature.layer {
        LayerName::Dangers => open_danger(app, desk, &hit.id, None),
        layer => select(app, desk, FeatureId { layer, id: hit.id.clone() }),
    }
}

/// Two remarks in one; either may be empty.
pub fn beside(one: &str, other: &str) -> String {
    [one, other].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What a list says of a feature beside its name: that it is dry, its kind, the people in it.
pub fn remark(hit: &Hit, lang: Lang) -> String {
    if hit.working == Some(false) {
        return Word::Dry.said(lang).to_owned();
    }
    let kind = if hit.kind.is_empty() { String::new() } else { terms::kind(hit.feature.layer, &hit.kind, lang) };
    let people = hit.people.map(|n| Word::PeopleIs.fill(lang, &[&terms::number(n)])).unwrap_or_default();
    beside(&kind, &people)
}

/// A neighbour: icon, level, name, a remark, metres.
#[component]
pub fn HitLink(
    /// The feature.
    hit: Hit,
    /// Said before the distance.
    #[prop(into, optional)]
    remark: String,
    /// Struck through: known not to serve.
    #[prop(optional)]
    out: bool,
) -> impl IntoView {
    let (app, desk, say) = (expect_context::<AppState>(), expect_context::<Desk>(), use_say());
    let name = hit.name.clone();
    let title = {
        let hit = hit.clone();
        move || beside(say.lang().of(&hit.name), &terms::kind(hit.feature.layer, &hit.kind, say.lang()))
    };
    let distance = hit.distance_m.map(terms::metres_parts);
    let symbol = kind_icon(hit.feature.layer, &hit.kind);
    let own = hit.own;
    let own = move || own.then(|| own_mark(say.lang()));
    let level = hit.level;
    let level = move || level.map(|level| level_mark(level, say.lang()));
    let apart = hit.apart.clone();
    let remark = move || beside(say.lang().of(&apart), &remark);
    let go = move |_| go_to(app, desk, &hit);
    view! {
        <li class="neighbour" class:out=out>
            {symbol}
            <span class="named">
                {level}
                <button type="button" class="link" title=title on:click=go>
                    {move || say.lang().of(&name).to_owned()}
                </button>
                {own}
            </span>
            <span class="note">{remark}</span>
            <span class="number">
                {distance.map(|(value, unit)| view! { {value} <span class="unit">{unit}</span> })}
            </span>
        </li>
    }
}
