//! What the other city is asked: the question of the workbench, in the classes of the open city, and the figures of both.

use super::{Answered, Beside, Whose};
use crate::engine::{CityInfo, Reply, Request};
use crate::surface::{Breaks, Edges};
use crate::text::Lang;
use crate::ui::asks::known_rows;
use crate::ui::session::Session;
use crate::ui::state::{AppState, assign};
use crate::ui::words::Word;
use crate::view::{Planning, PlanningMode, Role, Traffic, View};
use leptos::prelude::*;
use std::sync::Arc;

/// What a question is made of, as a view.
fn view(app: AppState) -> View {
    View {
        role: app.role.get(),
        layers: app.layers.get(),
        planning: app.planning.get(),
        traffic: app.traffic.get(),
        fire: app.fire.get(),
        ledger: app.ledger.get(),
        crashes: app.crashes.get(),
        ..View::default()
    }
}

/// The edges of the open city's classes, where its answer has any.
enum Classes {
    /// The four levels, or none.
    Fixed,
    /// These.
    Edges(Vec<f64>),
    /// The answer is on its way.
    Waits,
}

fn classes(app: AppState, session: Session, view: &View) -> Classes {
    let answers = session.answers;
    let Some(city) = session.city.get() else { return Classes::Waits };
    let has_edges = match (view.role, view.planning.mode) {
        (Role::Traffic, _) => true,
        (Role::Planning, mode) => matches!(mode, PlanningMode::Density | PlanningMode::Exposure),
        _ => false,
    };
    if !has_edges {
        return Classes::Fixed;
    }
    let Some(wanted) = view.wanted(&city, &known_rows(app, session).unwrap_or_default()) else { return Classes::Fixed };
    let found = match &wanted {
        Request::Sections(query) => answers.sections.with(|t| {
            let table = t.as_ref().filter(|t| t.query == *query)?;
            Some(table.breaks.clone())
        }),
        Request::Density(query) => answers.density.with(|s| {
            let surface = s.as_ref().filter(|s| s.query == *query)?;
            Some(surface.breaks.clone())
        }),
        Request::Exposure(query) => answers.exposure.with(|t| {
            let table = t.as_ref().filter(|t| t.query == *query)?;
            Some(table.breaks.clone())
        }),
        _ => Some(Vec::new()),
    };
    match found {
        Some(edges) if edges.is_empty() => Classes::Fixed,
        Some(edges) => Classes::Edges(edges),
        None => Classes::Waits,
    }
}

/// The question of the workbench as the other city is asked, or none where it lacks the layers or the open city has not
/// answered yet.
fn wanted(app: AppState, session: Session) -> Option<Request> {
    let city = session.beside.city.get()?;
    let view = view(app);
    let there = match classes(app, session, &view) {
        Classes::Waits => return None,
        Classes::Fixed => view.elsewhere(None),
        Classes::Edges(edges) => view.elsewhere(Some(&edges)),
    };
    there.wanted(&city, &[])
}

/// The view of the other city, for what the map shows beside the answer.
pub fn front(app: AppState, session: Session) -> Option<(Arc<CityInfo>, View)> {
    Some((session.beside.city.get()?, view(app).elsewhere(None)))
}

/// The other city's answer to what is asked now.
pub fn answered(app: AppState, session: Session) -> Answered {
    let wanted = wanted(app, session)?;
    session.beside.answer.get().filter(|of| of.0 == wanted)
}

/// Whether an answer of the other city is still on its way.
pub fn waits(app: AppState, session: Session) -> bool {
    wanted(app, session).is_some() && answered(app, session).is_none()
}

/// Keeps the other city's answer and the figures of both in step, as long as the owner lives.
pub fn keep_beside(app: AppState, session: Session) {
    let beside = session.beside;
    let wanted = Memo::new(move |_| wanted(app, session));
    Effect::new(move |_| {
        let Some(request) = wanted.get() else { return };
        if beside.answer.with_untracked(|of| of.as_ref().is_some_and(|of| of.0 == request)) {
            return;
        }
        beside.ask(request.clone(), move |answer| match answer {
            Ok(reply) => drop(beside.answer.try_set(Some(Arc::new((request, reply))))),
            Err(error) => session.say_trouble(error),
        });
    });
    let other = Memo::new(move |_| beside.city.with(|city| city.as_ref().map(|city| city.name.clone())));
    Effect::new(move |_| {
        if other.with(Option::is_none) {
            return;
        }
        beside.ask(Request::Figures, move |answer| {
            if let Ok(Reply::Figures(figures)) = answer {
                beside.its_figures.try_set(Some(Arc::new(*figures)));
            }
        });
    });
    let open = Memo::new(move |_| session.city.with(|city| city.as_ref().map(|city| city.generation)));
    Effect::new(move |_| {
        let Some(generation) = open.get().filter(|_| other.with(Option::is_some)) else { return };
        if beside.figures.with_untracked(|of| of.as_ref().is_some_and(|of| of.0 == generation)) {
            return;
        }
        session.ask_or_say(Request::Figures, move |reply| {
            if let Reply::Figures(figures) = reply {
                beside.figures.try_set(Some((generation, Arc::new(*figures))));
            }
        });
    });
}

/// Both cities by name, day and whether they are invented: the open one left.
pub fn names(session: Session, lang: Lang) -> Option<(String, String)> {
    let named = |city: &CityInfo| {
        let name = lang.of(&city.name);
        let said = name.to_lowercase().contains(Word::Fictional.said(lang));
        let name = if city.fictional && !said { Word::BesideInvented.fill(lang, &[name]) } else { name.to_owned() };
        if city.as_of.is_empty() { name } else { Word::BesideNamed.fill(lang, &[&name, &city.as_of]) }
    };
    let other = session.beside.city.get()?;
    let open = session.city.get()?;
    Some((named(&open), named(&other)))
}

/// Where the workbench keeps how its classes are cut, and how it cuts them by itself.
fn breaks(app: AppState) -> (Breaks, Breaks) {
    match app.role.get_untracked() {
        Role::Traffic => (app.traffic.with_untracked(|t| t.breaks), Traffic::default().breaks),
        _ => (app.planning.with_untracked(|p| p.breaks), Planning::default().breaks),
    }
}

fn set_breaks(app: AppState, to: Breaks) {
    match app.role.try_get_untracked() {
        Some(Role::Traffic) => {
            let traffic = app.traffic.get_untracked();
            assign(app.traffic, Traffic { breaks: to, ..traffic });
        }
        Some(_) => {
            let planning = app.planning.get_untracked();
            assign(app.planning, Planning { breaks: to, ..planning });
        }
        None => {}
    }
}

/// Gives both maps the classes of one city: what the page takes from the other one stands in its link as typed edges.
pub fn lock_to(app: AppState, session: Session, whose: Whose) {
    let beside = session.beside;
    if beside.whose.get_untracked() == whose {
        return;
    }
    if whose == Whose::Open {
        return give_back(beside, app);
    }
    let Some(city) = beside.city.get_untracked() else { return };
    let (now, by_itself) = breaks(app);
    let mut view = untrack(|| view(app)).elsewhere(None);
    let own = if matches!(now, Breaks::Typed(_)) { by_itself } else { now };
    (view.planning.breaks, view.traffic.breaks) = (own, own);
    let Some(request) = view.wanted(&city, &[]) else { return };
    beside.ask(request, move |answer| {
        let edges = match answer {
            Ok(Reply::Density(surface)) => surface.breaks,
            Ok(Reply::Exposure(table)) => table.breaks,
            Ok(Reply::Sections(table)) => table.breaks,
            Ok(_) => return,
            Err(error) => return session.say_trouble(error),
        };
        let Ok(edges) = Edges::new(&edges) else { return };
        beside.before.try_set_value(Some(now));
        beside.whose.try_set(Whose::Other);
        set_breaks(app, Breaks::Typed(edges));
        // The other city is asked again in them, and answers with the same.
        beside.answer.try_set(None);
    });
}

/// Puts back the classes that the page had before it took the other city's.
pub(super) fn give_back(beside: Beside, app: AppState) {
    beside.whose.try_set(Whose::Open);
    if let Some(before) = beside.before.try_update_value(Option::take).flatten() {
        set_breaks(app, before);
    }
}

/// Whether the workbench's answer has classes that one city's values cut.
pub(super) fn has_classes(app: AppState, session: Session) -> bool {
    let city = session.beside.city.get();
    city.is_some_and(|city| {
        let wanted = view(app).elsewhere(None).wanted(&city, &[]);
        matches!(wanted, Some(Request::Density(_) | Request::Exposure(_) | Request::Sections(_)))
    })
}
