//! What the map is to show: the view and the answers, as a scene.

use crate::domain::LayerName;
use crate::engine::{FeatureCard, Hit};
use crate::map::scene::{Mark, Paint, Scene, Tie};
use crate::text::Lang;
use crate::ui::asks::known_rows;
use crate::ui::desk::Desk;
use crate::ui::document::Appearance;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::metres;
use crate::ui::words::Word;
use crate::view::{PlanningMode, Role};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The scene; whoever calls this in a reactive place follows all that it is made of.
pub fn scene(app: AppState, session: Session, desk: Desk, look: Appearance) -> Scene {
    let city = session.drawn();
    let role = app.role.get();
    let mode = app.planning.with(|p| p.mode);
    let mut scene = Scene {
        theme: look.theme.get(),
        lang: look.lang.get(),
        generation: city.as_ref().map(|c| c.generation),
        hovered: desk.hovered.get(),
        ..Scene::default()
    };
    if let Some(city) = &city {
        scene.present = city.present().into_iter().collect();
    }
    scene.visible = session.visible().into_iter().collect();
    match role {
        Role::Planning if mode == PlanningMode::Density => scene.density = density_paint(app, session),
        Role::Planning => scene.paints = exposure_paint(app, session),
        Role::Traffic => {
            scene.paints = section_paint(session);
            let mut rows = known_rows(app, session).unwrap_or_default();
            rows.sort_unstable();
            if !rows.is_empty() {
                scene.drawn = desk.drawn.get();
                scene.selected.insert(LayerName::Roads, rows);
            }
        }
        Role::Fire => {
            let filter = city.as_ref().map(|city| app.fire.with(|f| f.filter(city)));
            scene.district = city.as_ref().and_then(|city| app.fire.with(|f| f.district_row(city)));
            scene.filters.extend(filter.filter(|f| !f.shows_all()).map(|f| (LayerName::Venues, f)));
        }
        Role::Overview | Role::Ledger => {}
    }
    scene.worst = worst(app, session, &scene);
    scene.isolated = desk.isolated.get();
    scene.pin = app.pinned();
    session.answers.parts.with(|parts| {
        if let Some(parts) = parts.as_ref().filter(|p| scene.pin == Some(p.at)) {
            scene.reach.clone_from(&parts.reach);
        }
    });
    let selected = app.selected.get();
    session.answers.card.with(|card| {
        if let (Some(card), Some(selected)) = (card, selected)
            && card.hit.feature.layer == selected.layer
            && card.hit.id == selected.id
        {
            scene.focus = Some(focus(card, session, &scene.paints));
            // Its own symbol and name are enough.
            scene.worst.retain(|mark| mark.feature != card.hit.feature);
            scene.reach.clone_from(&card.neighbours.reach);
            if role == Role::Fire {
                scene.ties = ties(card, scene.lang);
            }
        }
    });
    scene
}

/// The shown density, if it is of what is asked: the surface of another layer must not stand under its name.
fn density_paint(app: AppState, session: Session) -> Option<Paint> {
    session.answers.density.with(|surface| {
        let surface = surface.as_ref()?;
        let of = session.density_layer();
        let same = of == surface.query.layer && app.planning.with(|p| p.weight == surface.query.weight);
        same.then(|| Paint { revision: surface.revision, classes: surface.breaks.len() })
    })
}

fn exposure_paint(app: AppState, session: Session) -> BTreeMap<LayerName, Paint> {
    session.answers.exposure.with(|table| {
        let shown = table.as_ref().filter(|t| app.planning.with(|p| p.exposure_of == t.query.layer));
        shown.map(|t| (t.query.layer, Paint { revision: t.revision, classes: t.breaks.len() })).into_iter().collect()
    })
}

fn section_paint(session: Session) -> BTreeMap<LayerName, Paint> {
    session.answers.sections.with(|table| {
        let paint = table.as_ref().map(|t| Paint { revision: t.revision, classes: t.breaks.len() });
        paint.map(|p| (LayerName::Roads, p)).into_iter().collect()
    })
}

/// How many of a ranking's head keep their symbols at every zoom.
const WORST: usize = 20;

/// The head of the workbench's ranking, as far as its layer is on.
fn worst(app: AppState, session: Session, scene: &Scene) -> Vec<Mark> {
    let mark = |hit: &Hit, class| Mark {
        feature: hit.feature,
        kind: hit.kind.clone(),
        class,
        name: hit.name.clone(),
        at: hit.at,
    };
    let on = |layer| scene.visible.contains(&layer);
    match app.role.get() {
        Role::Fire if on(LayerName::Venues) => session.answers.venues.with(|table| {
            let rows = table.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default();
            rows.iter().take(WORST).map(|row| mark(&row.hit, None)).collect()
        }),
        Role::Planning if scene.paints.contains_key(&LayerName::Facilities) && on(LayerName::Facilities) => {
            session.answers.exposure.with(|table| {
                let rows = table.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default();
                let head = rows.iter().take(WORST).filter(|row| row.class.is_some());
                head.map(|row| mark(&row.hit, row.class)).collect()
            })
        }
        _ => Vec::new(),
    }
}

/// Hydrants to which a line is drawn.
const HYDRANTS: usize = 12;

/// From a place to where help and water come from: the nearest station, the hydrants at hand, or else the nearest one.
/// No line leads to a dry hydrant.
fn ties(card: &FeatureCard, lang: Lang) -> Vec<Tie> {
    let near = &card.neighbours;
    let tie = |hit: &Hit, main: bool| {
        let label = metres(hit.distance_m?);
        let label = if main { Word::StraightTo.fill(lang, &[&label]) } else { label };
        (hit.at != card.hit.at).then_some(Tie { from: card.hit.at, to: hit.at, label, main })
    };
    if !matches!(card.hit.feature.layer, LayerName::Venues | LayerName::Facilities) {
        return Vec::new();
    }
    let wet = |hit: &&Hit| hit.working != Some(false);
    let at_hand = near.hydrants.iter().filter(wet).take(HYDRANTS);
    let farther = near.nearest_hydrant.iter().filter(wet).filter(|_| near.hydrants.is_empty());
    let water = at_hand.chain(farther).filter_map(|hit| tie(hit, false));
    water.chain(near.stations.first().and_then(|hit| tie(hit, true))).collect()
}

fn focus(card: &FeatureCard, session: Session, paints: &BTreeMap<LayerName, Paint>) -> Mark {
    let class = paints.get(&card.hit.feature.layer).and_then(|_| {
        session.answers.exposure.with(|table| {
            let rows = &table.as_ref()?.rows;
            rows.iter().find(|row| row.hit.feature == card.hit.feature)?.class
        })
    });
    Mark { feature: card.hit.feature, kind: card.hit.kind.clone(), class, name: card.hit.name.clone(), at: card.hit.at }
}
