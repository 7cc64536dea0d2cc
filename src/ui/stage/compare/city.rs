//! The map of another city beside that of the open one: its own place at the same scale, in the same classes.

use crate::domain::LayerName;
use crate::engine::{CityInfo, FeatureRef, Reply, Request, RowFilter};
use crate::map::event::{MapEvent, Tool};
use crate::map::scene::{Channel, Paint, Scene};
use crate::map::{MapView, Padding};
use crate::ui::beside::{answered, front, names};
use crate::ui::commands::Page;
use crate::ui::dangers::marks;
use crate::ui::parts::{Icon, icon_button};
use crate::ui::say::use_say;
use crate::ui::stage::events::hear;
use crate::ui::stage::refusal;
use crate::ui::stage::scene::{conflict_lines, tallies_of, worst_levels};
use crate::ui::terms;
use crate::ui::words::Word;
use crate::view::{PlanningMode, Role, View};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The other city's map, while there is one.
#[component]
pub fn CityHalf(
    /// What the map of the open city shows.
    scene: Memo<Scene>,
) -> impl IntoView {
    let session = Page::here().session;
    // Another city in the place of this one has a map of its own.
    let city = Memo::new(move |_| session.beside.city.get());
    move || city.get().filter(|_| session.city.with(Option::is_some)).map(|city| view! { <Half scene city /> })
}

#[component]
fn Half(scene: Memo<Scene>, city: Arc<CityInfo>) -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let Page { app, session, desk, .. } = page;
    let beside = session.beside;
    let look = Memo::new(move |_| {
        scene.with(|one| Scene {
            channel: Channel::Beside,
            theme: one.theme,
            lang: one.lang,
            looks: one.looks.clone(),
            large: one.large,
            isolated: one.isolated.clone(),
            ..Scene::default()
        })
    });
    let other = Memo::new(move |_| {
        let Some((city, view)) = front(app, session) else { return Scene::default() };
        let answer = answered(app, session);
        scene_of(look.get(), &city, &view, answer.as_ref().and_then(|of| of.1.as_ref().ok()))
    });
    let both = Memo::new(move |_| names(session, say.lang()).unwrap_or_default());
    let right = move || {
        let name = both.with(|(_, right)| right.clone());
        let asks = front(app, session).and_then(|(city, view)| view.wanted(&city, &[]));
        match (asks, answered(app, session)) {
            (None, _) => say.fill(Word::BesideNoAnswer, &[&name]),
            (Some(_), None) => say.fill(Word::BesideComputing, &[&name]),
            (Some(_), Some(of)) => match &of.1 {
                Ok(_) => name,
                Err(error) => say.fill(Word::BesideRefused, &[&name, &refusal(error, say.lang())]),
            },
        }
    };
    let heard = move |event: MapEvent| match event {
        MapEvent::Clicked { features, .. } => {
            look_at(page, features.first().map(|picked| FeatureRef { layer: picked.layer, row: picked.row }))
        }
        MapEvent::Failed(_) | MapEvent::Undrawable | MapEvent::ContextLost | MapEvent::ContextRestored => {
            hear(page, event)
        }
        // Where it looks, and what it shows under the pointer, is its own.
        _ => {}
    };
    let looked_at = move || {
        let hit = beside.looked_at.get()?;
        let lang = say.lang();
        let layer = terms::layer(hit.feature.layer, lang).to_owned();
        let kind = if hit.kind.is_empty() { layer } else { terms::kind(hit.feature.layer, &hit.kind, lang) };
        Some(view! {
            <div class="half-hit" role="status">
                <b>{lang.of(&hit.name).to_owned()}</b>
                <span class="note">{format!("{kind} · {}", hit.id)}</span>
                {icon_button(Icon::Close, Word::Close, move || beside.looked_at.set(None))}
            </div>
        })
    };
    view! {
        <div class="compare beside cities" class:away=move || desk.tool.get() != Tool::Pan>
            <MapView
                second=true
                apart=city.bounds
                scene=other
                go=Signal::stored(None)
                tool=Signal::stored(Tool::Pan)
                pose=Signal::stored(None)
                padding=Signal::stored(Padding::default())
                title=Signal::derive(move || say.fill(Word::BesideMap, &[&right()]))
                camera=None
                on_event=Callback::new(heard)
            />
            <p class="half-name left">{move || both.with(|(left, _)| left.clone())}</p>
            <p class="half-name right" aria-live="polite">{right}</p>
            <p class="half-note">{say.t(Word::BesideApartShort)}</p>
            {looked_at}
            <div class="half-line" aria-hidden="true"></div>
        </div>
    }
    .into_any()
}

/// Says what was clicked on the other city's map; a click on nothing lets it go.
fn look_at(page: Page, of: Option<FeatureRef>) {
    let beside = page.session.beside;
    let Some(of) = of else { return drop(beside.looked_at.try_set(None)) };
    beside.ask(Request::Feature { of, radius_m: 0.0, as_of: None }, move |answer| {
        if let Ok(Reply::Feature(card)) = answer {
            beside.looked_at.try_set(Some(Arc::new(card.hit)));
        }
    });
}

/// What the other city's map shows: the question of the workbench in its own data. Before it is answered nothing is painted.
fn scene_of(look: Scene, city: &CityInfo, view: &View, answer: Option<&Reply>) -> Scene {
    let present = city.present();
    let mut scene = Scene {
        generation: Some(city.generation),
        visible: view.visible(&present).into_iter().collect(),
        present: present.into_iter().collect(),
        ..look
    };
    if let Some(crashes) = view.crash_filter().filter(|crashes| !crashes.shows_all()) {
        scene.filters.insert(LayerName::Crashes, RowFilter::of_crashes(crashes));
    }
    let filter = match view.role {
        Role::Fire => Some((LayerName::Venues, view.fire.filter(city))),
        Role::Planning if view.planning.mode == PlanningMode::Levels => {
            Some((view.planning.levels_of, view.planning.filter(city)))
        }
        _ => None,
    };
    scene.filters.extend(filter.filter(|(_, filter)| !filter.shows_all()));
    let amount = |layer, revision, edges: &[f64]| BTreeMap::from([(layer, Paint::amount(revision, edges.len()))]);
    match answer {
        Some(Reply::Density(of)) => scene.density = Some(Paint::amount(of.revision, of.breaks.len())),
        Some(Reply::Exposure(of)) => scene.paints = amount(of.query.layer, of.revision, &of.breaks),
        Some(Reply::Sections(of)) => scene.paints = amount(LayerName::Roads, of.revision, &of.breaks),
        Some(Reply::Venues(of)) => scene.paints = BTreeMap::from([(LayerName::Venues, Paint::levels(of.revision))]),
        Some(Reply::Overview(of)) => {
            scene.paints = of.layers.iter().map(|layer| (layer.layer, Paint::levels(of.revision))).collect();
        }
        Some(Reply::Levels(of)) => {
            scene.paints = BTreeMap::from([(of.query.layer, Paint::levels(of.revision))]);
            scene.tallies = tallies_of(of);
            scene.worst = worst_levels(of, &scene);
        }
        Some(Reply::Ledger(of)) => scene.dangers = marks(of),
        Some(Reply::Conflicts(of)) => scene.conflicts = conflict_lines(of),
        _ => {}
    }
    scene
}
