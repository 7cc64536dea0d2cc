//! What the other city is asked: the question of the workbench, in the classes of the open city, and the figures of both.

use super::{Answered, Beside, Locked, Whose};
use crate::engine::{CityInfo, Reply, Request};
use crate::surface::{Breaks, Edges};
use crate::text::Lang;
use crate::ui::asks::{asking, known_rows};
use crate::ui::classes::{answered_edges, breaks, edges_of, own_breaks, set_breaks};
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::words::Word;
use crate::view::{Role, View};
use leptos::prelude::*;
use std::sync::Arc;

/// What a question is made of, as a view.
fn view(app: AppState, session: Session) -> View {
    View { layers: app.layers.get(), ..asking(app, session) }
}

/// The question of the workbench as the other city is asked, or none where it lacks the layers or the open city has not
/// answered yet, whose classes both have.
fn wanted(app: AppState, session: Session) -> Option<Request> {
    let (open, other) = (session.city.get()?, session.beside.city.get()?);
    let view = view(app, session);
    let edges = match view.wanted(&open, &known_rows(app, session).unwrap_or_default()) {
        Some(question) => edges_of(session.answers, &question)?,
        None => Vec::new(),
    };
    view.elsewhere((!edges.is_empty()).then_some(edges.as_slice())).wanted(&other, &[])
}

/// The same before anybody has cut classes.
fn unlocked(app: AppState, session: Session) -> Option<Request> {
    let other = session.beside.city.get()?;
    let mut view = view(app, session).elsewhere(None);
    let is_typed = |breaks: &Breaks| matches!(breaks, Breaks::Typed(_));
    let own = |breaks: Breaks, role| match is_typed(&breaks) {
        true => session
            .beside
            .locked
            .with(|locked| locked.as_ref().filter(|locked| locked.role == role).map(|locked| locked.before))
            .filter(|before| !is_typed(before))
            .unwrap_or(own_breaks(role)),
        false => breaks,
    };
    view.planning.breaks = own(view.planning.breaks, Role::Planning);
    view.traffic.breaks = own(view.traffic.breaks, Role::Traffic);
    view.wanted(&other, &[])
}

/// The view of the other city, for what the map shows beside the answer.
pub fn front(app: AppState, session: Session) -> Option<(Arc<CityInfo>, View)> {
    Some((session.beside.city.get()?, view(app, session).elsewhere(None)))
}

/// The other city's answer to what is asked now, or why there is none.
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
        beside.again.track();
        let Some(request) = wanted.get() else { return };
        if beside.answer.with_untracked(|of| of.as_ref().is_some_and(|of| of.0 == request)) {
            return;
        }
        beside.ask(request.clone(), move |answer| drop(beside.answer.try_set(Some(Arc::new((request, answer))))));
    });
    // Under its classes another question has others.
    let unlocked = Memo::new(move |_| unlocked(app, session));
    Effect::new(move |_| {
        let question = unlocked.get();
        let asked = beside.locked.with_untracked(|locked| locked.as_ref().map(|locked| locked.asked.clone()));
        if untrack(|| whose(app, beside)) == Whose::Other && asked != question {
            take_classes(app, session);
        }
    });
    let other = Memo::new(move |_| beside.city.with(|city| city.as_ref().map(|city| city.name.clone())));
    Effect::new(move |_| {
        if other.with(Option::is_none) {
            return;
        }
        beside.ask(Request::Figures, move |answer| {
            let figures = match answer {
                Ok(Reply::Figures(figures)) => Ok(Arc::new(*figures)),
                Ok(_) => return,
                Err(error) => Err(error),
            };
            beside.its_figures.try_set(Some(figures));
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
    // One comparison at a time: a step back may bring that of two states.
    Effect::new(move |_| {
        if app.compare.with(Option::is_some) && untrack(|| beside.is_there()) {
            beside.close(app);
        }
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

/// Whose classes both have: the other city's as long as the workbench is cut at the edges that were taken from it.
pub(super) fn whose(app: AppState, beside: Beside) -> Whose {
    let role = app.role.get();
    let is_its = |locked: &Locked| locked.role == role && breaks(app, role) == locked.edges;
    if beside.locked.with(|locked| locked.as_ref().is_some_and(is_its)) { Whose::Other } else { Whose::Open }
}

/// Gives both maps the classes of one city: what the page takes from the other one stands in its link as typed edges.
pub(super) fn lock_to(app: AppState, session: Session, to: Whose) {
    match to {
        Whose::Open => give_back(session.beside, app),
        Whose::Other => take_classes(app, session),
    }
}

fn take_classes(app: AppState, session: Session) {
    let beside = session.beside;
    let Some(asked) = untrack(|| unlocked(app, session)) else { return };
    let role = app.role.get_untracked();
    let question = asked.clone();
    beside.ask(asked, move |answer| {
        // The reader may be elsewhere by now.
        if untrack(|| unlocked(app, session)).as_ref() != Some(&question) {
            return;
        }
        let edges = match answer {
            Ok(reply) => answered_edges(&reply).and_then(|edges| Edges::new(edges).ok()).map(Breaks::Typed),
            Err(error) => return session.say_trouble(error),
        };
        // It was asked in the place of the workbench's own question.
        beside.answer.try_set(None);
        if let Some(edges) = edges {
            let before = match untrack(|| whose(app, beside)) {
                Whose::Other => beside.locked.with_untracked(|locked| locked.as_ref().map(|locked| locked.before)),
                Whose::Open => None,
            };
            let before = before.unwrap_or_else(|| untrack(|| breaks(app, role)));
            beside.locked.try_set(Some(Locked { role, asked: question, before, edges }));
            set_breaks(app, role, edges);
        }
        beside.again.try_update(|n| *n += 1);
    });
}

/// Puts back the classes that the page had before it took the other city's, unless they are others by now.
pub(super) fn give_back(beside: Beside, app: AppState) {
    let Some(locked) = beside.locked.try_update(Option::take).flatten() else { return };
    if untrack(|| breaks(app, locked.role)) == locked.edges {
        set_breaks(app, locked.role, locked.before);
    }
}

/// Whether the workbench's answer has classes that one city's values cut.
pub(super) fn has_classes(app: AppState, session: Session) -> bool {
    matches!(unlocked(app, session), Some(Request::Density(_) | Request::Exposure(_) | Request::Sections(_)))
}
