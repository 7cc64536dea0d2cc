//! Comparing two states: beginning and ending it, and asking the engine for the other one.

use super::asks::{asking, known_rows};
use super::classes::edges_of;
use super::commands::Page;
use super::sentences::{self, Caption, days_of};
use super::session::Session;
use super::state::{AppState, assign};
use super::words::Word;
use crate::dataset::dates::parse_date;
use crate::domain::{CrashFilter, CrashPart, LayerName};
use crate::engine::{CompareQuery, Comparison, LevelKind, Reply, Request, SectionScope, SectionsQuery};
use crate::text::Lang;
use crate::view::compare::{a_quarter_before, two_periods};
use crate::view::{Against, Compare, PlanningMode, Role, View};
use leptos::prelude::*;
use std::sync::Arc;

/// What a comparison is made of, as a view.
fn view(app: AppState) -> View {
    View {
        role: app.role.get(),
        planning: app.planning.get(),
        traffic: app.traffic.get(),
        crashes: app.crashes.get(),
        compare: app.compare.get(),
        ..View::default()
    }
}

/// The comparison that the workbench shows, whether or not its answer is here.
pub fn comparing(app: AppState) -> Option<Compare> {
    app.compare.with(Option::is_some).then(|| view(app).comparing().cloned()).flatten()
}

/// Whether the workbench has two states to compare.
pub fn can_compare(app: AppState, session: Session) -> bool {
    session.city.with(|city| city.as_ref().is_some_and(|city| view(app).can_compare(city)))
}

/// The days of the crashes in the state that the page shows, where it is made of crashes.
pub fn own_days(app: AppState, session: Session) -> Option<(i32, i32)> {
    let answers = session.answers;
    match app.role.get() {
        Role::Traffic => answers.sections.with(|t| t.as_ref().and_then(|t| days_of(&t.period))),
        _ => answers.density.with(|s| s.as_ref().and_then(|s| days_of(&s.period))),
    }
}

/// What is asked of both states, once that of the page is answered.
fn wanted(app: AppState, session: Session) -> Option<CompareQuery> {
    comparing(app)?;
    let city = session.city.get()?;
    let view = View { compare: app.compare.get(), ..asking(app, session) };
    let one = view.wanted(&city, &known_rows(app, session)?)?;
    // What is on its way has other classes.
    let edges = edges_of(session.answers, &one)?;
    let one = match one {
        // What is selected changes no section, unless the ranking is of it.
        Request::Sections(query) if query.scope != SectionScope::Selected => {
            Request::Sections(SectionsQuery { selected: Vec::new(), ..query })
        }
        one => one,
    };
    view.compared(&city, one, own_days(app, session), &edges)
}

/// Keeps the other state's answer in step with the view, as long as the owner lives.
pub fn keep_comparing(app: AppState, session: Session) {
    let wanted =
        Memo::new(move |_| Some((session.city.with(|c| c.as_ref().map(|c| c.generation)), wanted(app, session)?)));
    Effect::new(move |_| {
        let Some((_, query)) = wanted.get() else { return };
        if session.answers.compared.with_untracked(|c| c.as_ref().is_some_and(|c| c.query == query)) {
            return;
        }
        session.ask_or_say(Request::Compare(Box::new(query)), move |reply| {
            if let Reply::Compared(comparison) = reply {
                session.answers.compared.try_set(Some(Arc::new(*comparison)));
            }
        });
    });
}

/// The comparison as far as it is answered.
pub fn compared(app: AppState, session: Session) -> Option<Arc<Comparison>> {
    let wanted = wanted(app, session)?;
    session.answers.compared.get().filter(|comparison| comparison.query == wanted)
}

/// Whether the other state stands left of the one that the page shows: it is the earlier one.
pub fn other_is_left(app: AppState, session: Session) -> bool {
    let as_of = || session.data_day().unwrap_or_default();
    wanted(app, session).is_some_and(|query| sentences::other_is_earlier(&query, &as_of(), own_days(app, session)))
}

/// What each half is called: the left one and the right one. Both are named before the other state is answered.
pub fn halves(app: AppState, session: Session, lang: Lang) -> Option<(String, String)> {
    let query = wanted(app, session)?;
    let as_of = session.data_day()?;
    Some(sentences::halves(&query, &as_of, own_days(app, session), lang))
}

/// The finding of the comparison.
pub fn caption(app: AppState, session: Session, lang: Lang) -> Option<Caption> {
    let comparison = compared(app, session)?;
    let halves = halves(app, session, lang)?;
    let one = session.answers.density.get();
    Some(sentences::comparison_caption(&comparison, &halves, one.as_deref(), lang))
}

/// Begins a comparison with what a reader most likely means, or ends the one that is there.
pub fn toggle(page: Page) {
    let Page { app, session, look, .. } = page;
    if untrack(|| comparing(app)).is_some() {
        return app.compare.set(None);
    }
    match untrack(|| first_choice(app, session)) {
        Ok(with) => app.compare.set(Some(Compare::with(with))),
        Err(why) => session.toast.set(Some(why.said(look.lang.get_untracked()).to_owned())),
    }
}

fn first_choice(app: AppState, session: Session) -> Result<Against, Word> {
    let planning = app.planning.get();
    match (app.role.get(), planning.mode) {
        (Role::Planning, PlanningMode::Levels) => Ok(other_levels(app, session)),
        (Role::Planning, _) if session.density_layer() != LayerName::Crashes => {
            Ok(Against::Bandwidth((2.0 * planning.bandwidth_m).min(50_000.0)))
        }
        _ => other_period(app, session).map(Against::From),
    }
}

/// The levels of a quarter before; where no ledger moves them, the other rule's.
fn other_levels(app: AppState, session: Session) -> Against {
    let (level, shown) = (app.planning.with(|p| p.level), app.day.get());
    let as_of = session.data_day().unwrap_or_default();
    let day = parse_date(shown.as_deref().unwrap_or(&as_of));
    let first = session.answers.days.with(|d| d.as_ref().and_then(|d| days_of(&d.days))).map(|(first, _)| first);
    match day.zip(first).filter(|(day, first)| first < day) {
        Some((day, first)) if level == LevelKind::Dynamic => {
            let day = crate::dataset::dates::write_date(a_quarter_before(day, first));
            Against::Levels { day: Some(day), kind: LevelKind::Dynamic }
        }
        _ => {
            let kind = if level == LevelKind::Base { LevelKind::Dynamic } else { LevelKind::Base };
            Against::Levels { day: shown, kind }
        }
    }
}

/// The first day of the period to compare with: just before the one that is shown, or just after it. Where all days are
/// shown, or so many that there is no room beside them, the page turns to the last year first.
fn other_period(app: AppState, session: Session) -> Result<i32, Word> {
    let counts = session.answers.crashes.get().ok_or(Word::CompareWaits)?;
    let all = counts.days.ok_or(Word::CompareNoDays)?;
    let shown = app.crashes.with(|filter| filter.has(CrashPart::Days).then(|| filter.period(Some(all)))).flatten();
    if let Some((first, last)) = shown {
        let length = last - first + 1;
        if first - length >= all.0 {
            return Ok(first - length);
        }
        if last + length <= all.1 {
            return Ok(last + 1);
        }
    }
    let (before, after) = two_periods(all).ok_or(Word::CompareNoDays)?;
    app.crashes.update(|filter| set_days(filter, after, all));
    Ok(before.0)
}

/// Puts a period into a filter; the ends of the data are no part of it.
fn set_days(filter: &mut CrashFilter, (first, last): (i32, i32), all: (i32, i32)) {
    filter.from = (first != all.0).then_some(first);
    filter.to = (last != all.1).then_some(last);
}

/// Lets the page show the other state, and compares it with the one that it showed.
pub fn swap(app: AppState, session: Session) {
    let Some(compare) = untrack(|| comparing(app)) else { return };
    let with = match compare.with {
        Against::Levels { day, kind } => {
            let kind_now = app.planning.with_untracked(|p| p.level);
            let now = Against::Levels { day: app.day.get_untracked(), kind: kind_now };
            app.planning.update(|p| p.level = kind);
            let of_data = untrack(|| session.data_day());
            assign(app.day, day.filter(|day| Some(day) != of_data.as_ref()));
            now
        }
        Against::From(from) => {
            let all = session.answers.crashes.with_untracked(|c| c.as_ref().and_then(|c| c.days));
            let (Some((first, last)), Some(all)) = (untrack(|| own_days(app, session)), all) else { return };
            app.crashes.update(|filter| set_days(filter, (from, from + last - first), all));
            Against::From(first)
        }
        Against::Bandwidth(metres) => {
            let now = app.planning.with_untracked(|p| p.bandwidth_m);
            app.planning.update(|p| p.bandwidth_m = metres);
            Against::Bandwidth(now)
        }
    };
    app.compare.set(Some(Compare { with, ..compare }));
}

/// Compares with something else.
pub fn compare_with(app: AppState, with: Against) {
    if let Some(compare) = untrack(|| comparing(app)) {
        assign(app.compare, Some(Compare { with, ..compare }));
    }
}
