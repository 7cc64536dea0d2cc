//! Selecting road sections. The selection is a list of ids, which a link keeps, or the way it was made where they are too
//! many; map and engine speak of rows. Every change goes through the engine, whose answer names both.

use super::asks::{asking, known_rows, select, select_row};
use super::commands::Page;
use super::desk::Desk;
use super::say::Say;
use super::session::Session;
use super::state::AppState;
use super::words::Word;
use crate::domain::LayerName;
use crate::engine::{Area, EngineError, FeatureRef, Hit, Reply, Request, SectionTable};
use crate::map::event::Tool;
use crate::platform::engine::Engine;
use crate::text::Lang;
use crate::units::LngLatBox;
use crate::view::area::tidied;
use crate::view::selection::{Picked, Step};
use crate::view::{FeatureId, Ranked, Role, Traffic, View};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// What becomes of the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Only these.
    Replace,
    /// These too; a single one that is selected already leaves.
    Add,
    /// Not these.
    Remove,
}

impl Pick {
    /// How the keys held at a click or a drawing change the selection.
    pub fn of_keys(shift: bool, alt: bool) -> Self {
        match (shift, alt) {
            (_, true) => Self::Remove,
            (true, false) => Self::Add,
            (false, false) => Self::Replace,
        }
    }

    fn apply(self, old: &[u32], rows: &[u32]) -> Vec<u32> {
        match self {
            Self::Replace => rows.to_vec(),
            Self::Add if self.takes_out(old, rows) => without(old, rows),
            Self::Add => without(old, rows).into_iter().chain(rows.iter().copied()).collect(),
            Self::Remove => without(old, rows),
        }
    }

    fn takes_out(self, old: &[u32], rows: &[u32]) -> bool {
        match (self, rows) {
            (Self::Add, [one]) => old.contains(one),
            (pick, _) => pick == Self::Remove,
        }
    }
}

/// Rows but for some, in their order.
fn without(old: &[u32], rows: &[u32]) -> Vec<u32> {
    let gone: std::collections::HashSet<&u32> = rows.iter().collect();
    old.iter().filter(|row| !gone.contains(row)).copied().collect()
}

/// Changes the selection by some rows. `seen` is what the reader wants to see of them, if it may be out of sight.
pub fn pick_roads(
    app: AppState,
    session: Session,
    desk: Desk,
    rows: &[u32],
    pick: Pick,
    seen: Option<(u32, LngLatBox)>,
) {
    let (old, ids) = (untrack(|| known_rows(app, session)).unwrap_or_default(), known_ids(session, rows));
    let out = pick.takes_out(&old, rows);
    let one = (pick == Pick::Replace).then(|| rows.first().copied()).flatten().filter(|_| rows.len() == 1);
    let selected = pick.apply(&old, rows);
    let rows = rows.to_vec();
    // A whole road that was found is what is looked at; of one section alone there is no ranking.
    let scope = match (pick, rows.len()) {
        (Pick::Replace, 1) => Some(Ranked::City),
        (Pick::Replace, _) => Some(Ranked::Selection),
        _ => None,
    };
    change(app, session, selected, scope, move |table| {
        if let Some(row) = one.filter(|_| table.selected.is_empty()) {
            // A path or a track is no section: it has no crashes, but attributes.
            return select_row(app, session, desk, FeatureRef { layer: LayerName::Roads, row });
        }
        let joined = || table.selected.iter().filter(|s| rows.contains(&s.hit.feature.row)).map(|s| s.hit.id.clone());
        let ids = if out { ids } else { joined().collect() };
        take(app, session, desk, table, Step { out, what: Picked::Roads(ids) }, pick == Pick::Replace);
        if let Some((serial, bounds)) = seen {
            desk.see_unless_ordered(serial, bounds);
        }
    });
}

/// A section that was clicked for a path: the first one is where it begins, the second where it ends.
pub fn path_through(app: AppState, session: Session, desk: Desk, say: Lang, row: u32, pick: Pick) {
    match desk.path_from.get_untracked() {
        None => {
            desk.path_from.set(Some((row, pick)));
            pick_roads(app, session, desk, &[row], pick, None);
        }
        Some((from, pick)) => {
            desk.path_from.set(None);
            desk.tool.set(Tool::Pan);
            take_path(app, session, desk, say, (from, row), pick);
        }
    }
}

/// Selects the shortest way between two sections, or takes it out of the selection.
pub fn take_path(app: AppState, session: Session, desk: Desk, lang: Lang, (from, to): (u32, u32), pick: Pick) {
    session.ask_or_say(Request::Path { from, to }, move |reply| {
        let Reply::Path(way) = reply else { return };
        let said = match way {
            None => Word::NoPath.said(lang).to_owned(),
            Some(way) => {
                let pick = if pick == Pick::Remove { pick } else { Pick::Add };
                // One section alone would leave the selection when it is added again.
                if way.rows.len() > 1 {
                    pick_roads(app, session, desk, &way.rows, pick, None);
                }
                let length = super::terms::metres(way.length_m);
                let word = if way.against { Word::PathAgainst } else { Word::PathTaken };
                word.fill(lang, &[&super::terms::count(way.rows.len() as u64), &length])
            }
        };
        session.toast.try_set(Some(said));
    });
}

/// Selects the sections in a drawn area.
pub fn pick_area(app: AppState, session: Session, desk: Desk, area: Area, pick: Pick) {
    // What a link cannot say of the drawing is not asked either: whoever opens it gets the same sections.
    let px = desk.metres_per_px.get_untracked().unwrap_or(1.0) / 111_000.0;
    let area = tidied(area, px.max(1e-5));
    desk.drawn.set(Some(area.clone()));
    session.ask(Request::Select { layer: LayerName::Roads, area: area.clone() }, move |answer| {
        // What was drawn has done its work: left on the map it would look like a filter.
        desk.drawn.try_update(|drawn| drawn.take_if(|drawn| *drawn == area));
        let rows = match answer {
            Ok(Reply::Selected { rows, .. }) => rows,
            Ok(_) => return,
            Err(error) => return session.say_trouble(error),
        };
        let old = untrack(|| known_rows(app, session)).unwrap_or_default();
        let selected = match pick {
            Pick::Add => without(&old, &rows).into_iter().chain(rows).collect(),
            _ => pick.apply(&old, &rows),
        };
        let step = Step { out: pick == Pick::Remove, what: Picked::Area(area) };
        // Whoever draws around sections asks about these.
        change(app, session, selected, (pick == Pick::Replace).then_some(Ranked::Selection), move |table| {
            take(app, session, desk, table, step, pick == Pick::Replace);
        });
    });
}

/// Turns the selection in view inside out: what is selected leaves, what is not joins; out of view nothing changes.
pub fn invert_in_view(page: Page) {
    let Page { app, desk, session, look } = page;
    let Some(bounds) = desk.bounds.get_untracked() else { return };
    let px = desk.metres_per_px.get_untracked().unwrap_or(1.0) / 111_000.0;
    let area = tidied(Area::Box(bounds), px.max(1e-5));
    session.ask_or_say(Request::Select { layer: LayerName::Roads, area: area.clone() }, move |reply| {
        let Reply::Selected { rows, .. } = reply else { return };
        let say = |word: Word| drop(session.toast.try_set(Some(word.said(look.lang.get_untracked()).to_owned())));
        if rows.is_empty() {
            return say(Word::InvertNothing);
        }
        let old = untrack(|| known_rows(app, session)).unwrap_or_default();
        let outside = without(&old, &rows);
        let gone = known_ids(session, &without(&old, &outside));
        let joined = without(&rows, &old);
        let selected: Vec<u32> = outside.into_iter().chain(joined).collect();
        change(app, session, selected, None, move |table| {
            let ids = know(session, table);
            let steps = [
                Some(Step { out: false, what: Picked::Area(area) }),
                (!gone.is_empty()).then_some(Step { out: true, what: Picked::Roads(gone) }),
            ];
            app.traffic.try_update(|traffic| {
                for step in steps.into_iter().flatten() {
                    traffic.select(ids.clone(), step, false);
                }
            });
            app.selected.try_set(None);
            app.area.try_set(None);
            desk.right.try_set(true);
            let n = super::terms::count(ids.len() as u64);
            session.toast.try_set(Some(Word::SectionsInverted.fill(look.lang.get_untracked(), &[&n])));
        });
    });
}

/// Asks for some rows as the selection; with none of them nothing is selected. With a scope the ranking is of that from
/// then on, unless it is what the map shows, which a selection does not change.
fn change(
    app: AppState,
    session: Session,
    selected: Vec<u32>,
    scope: Option<Ranked>,
    then: impl FnOnce(&SectionTable) + 'static,
) {
    if selected.is_empty() {
        clear_roads(app);
        return;
    }
    let scope = scope.filter(|_| app.traffic.with_untracked(|t| t.scope != Ranked::View));
    let view = untrack(|| {
        // A selection is the traffic police's, whichever workbench is open when its rows are known.
        let mut view = View { role: Role::Traffic, ..asking(app, session) };
        view.traffic.scope = scope.unwrap_or(view.traffic.scope);
        view
    });
    let question = session.city.with_untracked(|city| city.as_ref().and_then(|city| view.wanted(city, &selected)));
    let Some(question @ Request::Sections(_)) = question else { return };
    session.ask_or_say(question, move |reply| {
        let Reply::Sections(table) = reply else { return };
        let table = Arc::new(*table);
        // The answer first: the view that names its selection then needs no other one.
        session.answers.sections.try_set(Some(Arc::clone(&table)));
        then(&table);
        if let Some(scope) = scope {
            app.traffic.try_update(|traffic| traffic.scope = scope);
        }
    });
}

/// Makes the sections that the engine named the selection.
fn take(app: AppState, session: Session, desk: Desk, table: &SectionTable, step: Step, anew: bool) {
    let ids = know(session, table);
    app.traffic.try_update(|traffic| traffic.select(ids, step, anew));
    app.selected.try_set(None);
    app.area.try_set(None);
    desk.working.try_set(false);
    desk.right.try_set(true);
}

/// Keeps the rows of the sections that the engine named, and gives their ids.
fn know(session: Session, table: &SectionTable) -> Vec<String> {
    session.road_rows.try_update(|rows| {
        rows.extend(table.selected.iter().map(|row| (row.hit.id.clone(), row.hit.feature.row)));
    });
    table.selected.iter().map(|row| row.hit.id.clone()).collect()
}

/// The ids of rows, as far as the engine has told them.
fn known_ids(session: Session, rows: &[u32]) -> Vec<String> {
    session.road_rows.with_untracked(|known| {
        let known = known.iter().filter(|(_, row)| rows.contains(row));
        known.map(|(id, _)| id.clone()).collect()
    })
}

/// Opens a feature as a click on it does: a road section with its crashes for the traffic police, all else with what is
/// known of it.
pub fn open_feature(app: AppState, session: Session, desk: Desk, hit: &Hit) {
    let role = app.role.get_untracked();
    if role == Role::Traffic && hit.feature.layer == LayerName::Roads && untrack(|| session.has(LayerName::Crashes)) {
        pick_roads(app, session, desk, &[hit.feature.row], Pick::Replace, None);
    } else if hit.feature.layer == LayerName::Dangers {
        super::ledger::open_danger(app, desk, &hit.id, None);
    } else {
        select(app, desk, FeatureId { layer: hit.feature.layer, id: hit.id.clone() });
    }
}

/// Opens what a search found: of a road all its sections are selected for the traffic police; elsewhere a road has nothing
/// to tell and is only looked at.
pub fn open_found(app: AppState, session: Session, desk: Desk, hit: &Hit) {
    if hit.sections.is_empty() {
        open_feature(app, session, desk, hit);
    } else if app.role.get_untracked() == Role::Traffic && untrack(|| session.has(LayerName::Crashes)) {
        desk.drawn.set(None);
        pick_roads(app, session, desk, &hit.sections, Pick::Replace, None);
    }
}

/// Whether the inspector opens on what a search found: a whole road is selected by the traffic police alone.
pub fn opens(page: Page, hit: &Hit) -> bool {
    hit.sections.is_empty() || untrack(|| super::area::selects_sections(page))
}

/// Selects nothing.
pub fn clear_roads(app: AppState) {
    app.traffic.try_update(Traffic::select_none);
}

/// Says once that a selection is too large for the link, as long as the owner lives.
pub fn tell_left_out(app: AppState, session: Session, say: Say) {
    let left_out = Memo::new(move |_| app.traffic.with(Traffic::is_left_out));
    let said = StoredValue::new(false);
    Effect::new(move |_| {
        if left_out.get() && !said.get_value() {
            said.set_value(true);
            session.toast.set(Some(untrack(|| say.word(Word::SelectionNotInLink)).to_owned()));
        }
    });
}

/// Makes the selection of a link again that says how it was made, as long as the owner lives.
pub fn keep_making(app: AppState, session: Session) {
    let wanted = Memo::new(move |_| {
        let generation = session.city.with(|c| c.as_ref().map(|c| c.generation))?;
        let made = app.traffic.with(|t| t.selected.is_empty().then(|| t.made.clone()));
        Some((generation, made.filter(|made| !made.is_empty())?))
    });
    Effect::new(move |_| {
        let (Some((_, made)), Some(engine)) = (wanted.get(), session.engine()) else { return };
        spawn_local(async move {
            let rows = replayed(&engine, &made).await;
            let is_wanted = wanted.try_with_untracked(|w| w.as_ref().is_some_and(|(_, now)| *now == made));
            match rows {
                _ if is_wanted != Some(true) => {}
                Ok(rows) => change(app, session, rows, None, move |table| {
                    let ids = know(session, table);
                    app.traffic.try_update(|traffic| traffic.selected = ids);
                }),
                Err(error) => {
                    session.say_trouble(error);
                    clear_roads(app);
                }
            }
        });
    });
}

/// The rows that some steps select, one after the other.
async fn replayed(engine: &Engine, made: &[Step]) -> Result<Vec<u32>, EngineError> {
    let layer = LayerName::Roads;
    let mut selected = Vec::new();
    for step in made {
        let mut rows = Vec::new();
        match &step.what {
            Picked::Area(area) => {
                if let Reply::Selected { rows: inside, .. } =
                    engine.ask(Request::Select { layer, area: area.clone() }).await?
                {
                    rows = inside;
                }
            }
            Picked::Roads(ids) => {
                for id in ids {
                    // One that the city does not have leaves the selection.
                    if let Reply::Found(hits) = engine.ask(Request::Lookup { layer, id: id.clone() }).await? {
                        rows.extend(hits.first().map(|hit| hit.feature.row));
                    }
                }
            }
        }
        selected = without(&selected, &rows);
        if !step.out {
            selected.extend(rows);
        }
    }
    Ok(selected)
}
