//! What the inspector shows: a feature with its neighbours, its exposure and its level, a pinned place, a danger.

use super::{radius_m, shows_exposure, shows_levels};
use crate::domain::NumberRanges;
use crate::engine::{ExposureQuery, FeatureRef, Reply, Request};
use crate::ui::desk::Desk;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::view::{FeatureId, RATED, Role};
use leptos::prelude::*;
use std::sync::Arc;

/// The inspected feature and its neighbours.
pub(super) fn ask_feature(app: AppState, session: Session, desk: Desk) {
    let wanted = Memo::new(move |_| {
        let generation = session.city.with(|c| c.as_ref().map(|c| c.generation))?;
        let selected = app.selected.get()?;
        let radius_m = radius_m(app, desk, selected.layer);
        Some((generation, selected, radius_m, app.shown_day()))
    });
    Effect::new(move |_| {
        let Some((_, of, radius_m, as_of)) = wanted.get() else {
            session.answers.card.set(None);
            return;
        };
        let shown = session
            .answers
            .card
            .with_untracked(|card| card.as_ref().map(|c| (c.hit.clone(), (c.neighbours.radius_m, c.as_of.clone()))));
        match shown {
            Some((hit, asked)) if hit.feature.layer == of.layer && hit.id == of.id => {
                if asked != (radius_m, as_of.clone()) {
                    ask_card(session, hit.feature, radius_m, as_of);
                }
            }
            _ => {
                let (missing, layer) = (of.id.clone(), of.layer);
                session.ask(Request::Lookup { layer: of.layer, id: of.id }, move |answer| match answer {
                    Ok(Reply::Found(hits)) if !hits.is_empty() => {
                        // What was merged into another is selected as that one.
                        if hits[0].id != missing {
                            app.selected.try_set(Some(FeatureId { layer, id: hits[0].id.clone() }));
                        }
                        ask_card(session, hits[0].feature, radius_m, as_of);
                    }
                    Ok(_) => {
                        app.selected.try_set(None);
                        session.say_trouble(crate::engine::EngineError::NotThere(missing));
                    }
                    Err(error) => {
                        // A danger without a place of its own cannot be shown: no empty inspector stays open for it.
                        if matches!(error, crate::engine::EngineError::NotThere(_)) {
                            app.selected.try_set(None);
                        }
                        session.say_trouble(error);
                    }
                });
            }
        }
    });
}

/// The inspected feature's exposure, asked as the ranking is.
pub(super) fn ask_exposure_of(app: AppState, session: Session) {
    let wanted = Memo::new(move |_| {
        let generation = session.city.with(|c| c.as_ref().map(|c| c.generation))?;
        let selected = app.selected.get().filter(|s| shows_exposure(app, s.layer))?;
        let of = session.answers.card.with(|card| card.as_ref().map(|c| (c.hit.feature, c.hit.id.clone())))?;
        let is_shown = of.0.layer == selected.layer && of.1 == selected.id;
        // One feature's figure is its own, whichever others are listed.
        let query = app.planning.with(|p| ExposureQuery {
            layer: selected.layer,
            distance_m: p.distance_m,
            ranges: NumberRanges::default(),
            breaks: p.breaks,
        });
        is_shown.then_some((generation, query, of.0))
    });
    Effect::new(move |_| match wanted.get() {
        None => session.answers.exposure_of.set(None),
        Some((_, query, of)) => session.ask(Request::ExposureOf { query, of }, move |answer| match answer {
            Ok(Reply::ExposureOf(one)) => drop(session.answers.exposure_of.try_set(Some(Arc::new(*one)))),
            Ok(_) => {}
            Err(error) => session.say_trouble(error),
        }),
    });
}

/// Why the inspected feature has its level: on the workbench's day where it shows levels, else on the day of the data.
pub(super) fn ask_why(app: AppState, session: Session) {
    let wanted = Memo::new(move |_| {
        let generation = session.city.with(|c| c.as_ref().map(|c| c.generation))?;
        let selected = app.selected.get().filter(|s| RATED.contains(&s.layer))?;
        let of = session.answers.card.with(|card| card.as_ref().map(|c| (c.hit.feature, c.hit.id.clone())))?;
        let day = app.shown_day();
        (of.0.layer == selected.layer && of.1 == selected.id).then_some((generation, of.0, day))
    });
    Effect::new(move |_| match wanted.get() {
        None => session.answers.why.set(None),
        Some((_, of, as_of)) => session.ask(Request::Why { of, as_of }, move |answer| match answer {
            Ok(Reply::Why(why)) => drop(session.answers.why.try_set(Some(Arc::new(*why)))),
            Ok(_) => {}
            // Elsewhere the level is a line beside what was asked for, and its trouble nobody's.
            Err(error) if untrack(|| shows_levels(app)) => session.say_trouble(error),
            Err(_) => {}
        }),
    });
}

/// Features that are asked for of what makes a pinned value.
const PARTS: u32 = 200;

/// The pinned place: of the surface that is shown, so that both say the same.
pub(super) fn ask_pinned(app: AppState, session: Session) {
    let wanted = Memo::new(move |_| {
        let generation = session.city.with(|c| c.as_ref().map(|c| c.generation))?;
        let at = app.pinned()?;
        Some((generation, session.answers.density.with(|s| s.as_ref().map(|s| s.query.clone()))?, at))
    });
    Effect::new(move |_| match wanted.get() {
        None => session.answers.parts.set(None),
        Some((_, query, at)) => {
            session.ask(Request::DensityParts { query, at, most: PARTS }, move |answer| match answer {
                Ok(Reply::DensityParts(parts)) => drop(session.answers.parts.try_set(Some(Arc::new(*parts)))),
                Ok(_) => {}
                Err(error) => session.say_trouble(error),
            });
        }
    });
}

/// The danger in the inspector, on the ledger's day.
pub(super) fn ask_danger(app: AppState, session: Session) {
    let wanted = Memo::new(move |_| {
        let generation = session.city.with(|c| c.as_ref().map(|c| c.generation))?;
        if app.role.get() != Role::Ledger {
            return None;
        }
        Some((generation, app.ledger.with(|l| l.danger.clone())?, app.day.get()))
    });
    Effect::new(move |_| match wanted.get() {
        None => session.answers.danger.set(None),
        Some((_, id, as_of)) => session.ask(Request::Danger { id, as_of }, move |answer| match answer {
            Ok(Reply::Danger(page)) => drop(session.answers.danger.try_set(Some(Arc::new(*page)))),
            Ok(_) => {}
            Err(error) => {
                // A link may name a danger that this city does not have: no empty inspector stays open for it.
                app.ledger.try_update(|l| l.danger = None);
                session.say_trouble(error);
            }
        }),
    });
}

fn ask_card(session: Session, of: FeatureRef, radius_m: f64, as_of: Option<String>) {
    session.ask_or_say(Request::Feature { of, radius_m, as_of }, move |reply| {
        if let Reply::Feature(card) = reply {
            session.answers.card.try_set(Some(Arc::new(*card)));
        }
    });
}
