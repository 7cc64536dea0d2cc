//! The only places where the page asks the engine by itself: the workbench's answer, the inspected feature and its
//! exposure, counts in view, the value under the pointer and at the pinned place. Each is an effect at the edge; what it asks is derived from the view.

mod inspected;

use super::desk::Desk;
use super::later::Later;
use super::session::Session;
use super::state::AppState;
use crate::domain::{CrashFilter, LayerName};
use crate::engine::{FeatureRef, Histogram, Listing, Reply, Request};
use crate::units::{LngLat, LngLatBox};
use crate::view::{EXPOSING, FeatureId, PlanningMode, Ranked, Role, View};
use inspected::{ask_danger, ask_exposure_of, ask_feature, ask_pinned, ask_why};
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// How long the pointer rests before the value under it is asked.
const POINTER_REST: Duration = Duration::from_millis(60);

/// Keeps the engine's answers in step with the view, as long as the owner lives.
pub fn keep_asking(app: AppState, session: Session, desk: Desk) {
    resolve_roads(app, session);
    ask_wanted(app, session);
    ask_feature(app, session, desk);
    ask_exposure_of(app, session);
    ask_why(app, session);
    ask_under_pointer(app, session, desk);
    ask_pinned(app, session);
    ask_danger(app, session);
    ask_unchecked(app, session);
    ask_crash_counts(app, session);
    ask_days(app, session);
}

/// The days that the ledger tells of, once for a city.
fn ask_days(app: AppState, session: Session) {
    let wanted = Memo::new(move |_| {
        let dated = View { role: app.role.get(), planning: app.planning.get(), ..View::default() }.is_dated();
        let generation = session.city.with(|c| c.as_ref().map(|c| c.generation))?;
        (dated && session.has(LayerName::Dangers)).then_some(generation)
    });
    Effect::new(move |_| {
        if wanted.get().is_some() && session.answers.days.with_untracked(Option::is_none) {
            session.ask_or_say(Request::Days, move |reply| {
                if let Reply::Days(days) = reply {
                    session.answers.days.try_set(Some(Arc::new(days)));
                }
            });
        }
    });
}

/// The view as far as questions depend on it: camera, selection and layers change none, and are not followed, but where a
/// question is about what the map shows.
pub fn asking(app: AppState, session: Session) -> View {
    let mut traffic = app.traffic.get();
    // While time runs its pictures are compared: in classes that stay.
    traffic.own_classes &= !session.is_playing();
    View {
        role: app.role.get(),
        day: app.day.get(),
        planning: app.planning.get(),
        seen: if traffic.scope == Ranked::View { session.seen() } else { None },
        traffic,
        fire: app.fire.get(),
        ledger: app.ledger.get(),
        crashes: app.crashes.get(),
        ..View::default()
    }
}

/// What the workbench lists of a layer; none where it lists none of it, or while selected sections are not resolved yet.
pub fn listing(app: AppState, session: Session, layer: LayerName) -> Option<Listing> {
    let city = session.city.get()?;
    asking(app, session).listing(&city, &known_rows(app, session)?, layer)
}

/// The workbench's main question.
fn ask_wanted(app: AppState, session: Session) {
    // The generation is part of the question: the same one to another city is another question.
    let wanted = Memo::new(move |_| {
        let city = session.city.get()?;
        let rows = known_rows(app, session)?;
        Some((city.generation, asking(app, session).wanted(&city, &rows)?))
    });
    let newest = StoredValue::new(0u32);
    Effect::new(move |_| {
        let Some((_, request)) = wanted.get() else {
            session.computing.set(false);
            return;
        };
        newest.update_value(|n| *n += 1);
        if session.answers.holds(&request) {
            session.computing.set(false);
            return;
        }
        let mine = newest.get_value();
        session.computing.set(true);
        session.ask(request, move |answer| {
            if newest.try_get_value() == Some(mine) {
                session.computing.try_set(false);
            }
            match answer {
                Ok(reply) => session.answers.store(reply),
                Err(error) => session.say_trouble(error),
            }
        });
    });
}

/// The rows of the selected road sections; `None` while some are not resolved yet.
pub fn known_rows(app: AppState, session: Session) -> Option<Vec<u32>> {
    app.traffic.with(|traffic| {
        session.road_rows.with(|rows| traffic.selected.iter().map(|id| rows.get(id).copied()).collect())
    })
}

/// Looks up the rows of road sections that a link names. An id that the city does not have leaves the selection.
fn resolve_roads(app: AppState, session: Session) {
    Effect::new(move |_| {
        let Some(city) = session.city.get() else { return };
        let unknown: Vec<String> = app.traffic.with(|traffic| {
            session
                .road_rows
                .with_untracked(|rows| traffic.selected.iter().filter(|id| !rows.contains_key(*id)).cloned().collect())
        });
        for id in unknown {
            let generation = city.generation;
            session.ask(Request::Lookup { layer: LayerName::Roads, id: id.clone() }, move |answer| {
                if session.city.try_with_untracked(|c| c.as_ref().map(|c| c.generation)) != Some(Some(generation)) {
                    return;
                }
                match answer {
                    Ok(Reply::Found(hits)) if !hits.is_empty() => {
                        session.road_rows.try_update(|rows| rows.insert(id, hits[0].feature.row));
                    }
                    _ => {
                        app.traffic.try_update(|traffic| traffic.selected.retain(|other| *other != id));
                    }
                }
            });
        }
    });
}

/// How far around a feature neighbours are listed, metres. Where the workbench asks for exposure it is its distance: the
/// list is then of those that the ranking counts.
pub fn radius_m(app: AppState, desk: Desk, layer: LayerName) -> f64 {
    if shows_exposure(app, layer) { app.planning.with(|p| p.distance_m) } else { desk.radius_m.get() }
}

/// Whether the workbench asks for exposure, and a feature of this layer has one.
pub fn shows_exposure(app: AppState, layer: LayerName) -> bool {
    app.role.get() == Role::Planning
        && app.planning.with(|p| p.mode == PlanningMode::Exposure)
        && EXPOSING.contains(&layer)
}

/// Whether the workbench shows levels.
pub fn shows_levels(app: AppState) -> bool {
    app.role.get() == Role::Planning && app.planning.with(|p| p.mode == PlanningMode::Levels)
}

/// Whether the inspector says the whole why.
pub fn says_why(app: AppState) -> bool {
    app.role.get() == Role::Overview || shows_levels(app)
}

/// Whether the workbench shows conflicts.
pub fn shows_conflicts(app: AppState) -> bool {
    app.role.get() == Role::Planning && app.planning.with(|p| p.mode == PlanningMode::Conflicts)
}

/// What nobody has inspected, while it is shown.
fn ask_unchecked(app: AppState, session: Session) {
    let wanted = Memo::new(move |_| {
        let city = session.city.get()?;
        let view = View { role: app.role.get(), day: app.day.get(), ledger: app.ledger.get(), ..View::default() };
        Some((city.generation, view.unchecked(&city)?))
    });
    Effect::new(move |_| match wanted.get() {
        // The marks stay in the engine: what was shown is shown again at once.
        None => {}
        Some((_, request)) => session.ask(request, move |answer| match answer {
            Ok(Reply::Unchecked(table)) => drop(session.answers.unchecked.try_set(Some(Arc::new(*table)))),
            Ok(_) => {}
            Err(error) => session.say_trouble(error),
        }),
    });
}

/// What is asked of the crashes in time and kind, where the workbench goes by their filter.
fn crash_counts(app: AppState, session: Session) -> Option<(u32, Request)> {
    let city = session.city.get()?;
    let (role, planning, crashes) = (app.role.get(), app.planning.get(), app.crashes.get());
    Some((city.generation, View { role, planning, crashes, ..View::default() }.crash_counts(&city)?))
}

/// Whether the workbench shows crashes that can be filtered.
pub fn shows_crashes(app: AppState, session: Session) -> bool {
    crash_counts(app, session).is_some()
}

/// How many crashes each choice of the filter would leave.
fn ask_crash_counts(app: AppState, session: Session) {
    let wanted = Memo::new(move |_| crash_counts(app, session));
    Effect::new(move |_| {
        // What was counted stays: it is right again as soon as it is shown again.
        let Some((_, request)) = wanted.get() else { return };
        session.ask(request, move |answer| match answer {
            Ok(Reply::Crashes(counts)) => drop(session.answers.crashes.try_set(Some(Arc::new(*counts)))),
            Ok(_) => {}
            Err(error) => session.say_trouble(error),
        });
    });
}

/// The histogram of a number of what the workbench lists, as long as one is looked at and the owner lives. What was
/// counted stays until the next one is here.
pub fn ask_histogram(
    app: AppState,
    session: Session,
    layer: Memo<LayerName>,
    number: Signal<Option<String>>,
    found: RwSignal<Option<Arc<Histogram>>>,
) {
    let wanted = Memo::new(move |_| {
        let city = session.city.get()?;
        let rows = known_rows(app, session)?;
        let request = asking(app, session).histogram(&city, layer.get(), &rows, &number.get()?)?;
        Some((city.generation, request))
    });
    Effect::new(move |_| {
        let Some((_, request)) = wanted.get() else { return };
        session.ask(request, move |answer| match answer {
            Ok(Reply::Histogram(histogram)) => drop(found.try_set(Some(Arc::new(*histogram)))),
            Ok(_) => {}
            Err(error) => session.say_trouble(error),
        });
    });
}

/// Pins a place and opens the inspector on it.
pub fn pin(app: AppState, desk: Desk, at: LngLat) {
    desk.working.try_set(false);
    desk.right.try_set(true);
    super::state::assign(app.selected, None);
    super::state::assign(app.pin, Some(View::pin_at(at)));
}

/// Selects the feature of a row, as the map and the lists know it.
pub fn select_row(app: AppState, session: Session, desk: Desk, of: FeatureRef) {
    take_row(app, session, desk, of, false);
}

/// Selects the feature of a row, and brings it into view.
pub fn go_to_row(app: AppState, session: Session, desk: Desk, of: FeatureRef) {
    take_row(app, session, desk, of, true);
}

fn take_row(app: AppState, session: Session, desk: Desk, of: FeatureRef, see: bool) {
    let (radius_m, as_of) = untrack(|| (radius_m(app, desk, of.layer), app.shown_day()));
    session.ask_or_say(Request::Feature { of, radius_m, as_of }, move |reply| {
        if let Reply::Feature(card) = reply {
            let selected = FeatureId { layer: of.layer, id: card.hit.id.clone() };
            if see {
                desk.see(card.hit.bounds);
            }
            session.answers.card.try_set(Some(Arc::new(*card)));
            select(app, desk, selected);
        }
    });
}

/// Selects a feature and opens the inspector.
pub fn select(app: AppState, desk: Desk, feature: FeatureId) {
    desk.working.try_set(false);
    desk.right.try_set(true);
    // Of another hazard another site is too near.
    if app.planning.try_with_untracked(|p| p.site.is_some()) == Some(true) {
        app.planning.try_update(|p| p.site = None);
    }
    super::state::assign(app.selected, Some(feature));
}

/// Counts what the map shows, layer by layer.
pub fn count_in_view(session: Session, area: LngLatBox, crashes: CrashFilter) {
    if session.city.with_untracked(Option::is_none) {
        return;
    }
    session.ask(Request::InView { area, crashes }, move |answer| {
        if let Ok(Reply::InView(counts)) = answer {
            session.answers.in_view.try_set(Arc::new(counts));
        }
    });
}

/// The density under the pointer, asked when it rests.
fn ask_under_pointer(app: AppState, session: Session, desk: Desk) {
    let place = Memo::new(move |_| if app.shows_density() { desk.pointed() } else { None });
    let later = Later::new(POINTER_REST);
    Effect::new(move |_| {
        later.stop();
        let query = session.answers.density.with(|s| s.as_ref().map(|s| s.query.clone()));
        let (Some(at), Some(query)) = (place.get(), query) else { return };
        later.start(move || ask_density_at(session, query, at));
    });
}

fn ask_density_at(session: Session, query: crate::engine::DensityQuery, at: LngLat) {
    session.ask(Request::DensityAt { query, at }, move |answer| {
        if let Ok(Reply::DensityAt(value)) = answer {
            session.answers.density_at.try_set(Some(value));
        }
    });
}
