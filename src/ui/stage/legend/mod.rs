//! The legend: what, unit and parameter in its title, one row a class, drawn as on the map. A click on a class isolates it.
//! Where room is short, or something is chosen, it folds to its title.

mod classes;
mod dangers;
mod lock;
mod marks;
mod shown;

use super::folding::Folding;
use crate::domain::LayerName;
use crate::engine::{ExposureTable, OtherState, SectionTable};
use crate::map::event::CameraMove;
use crate::map::legend::Legend;
use crate::map::scene::Scene;
use crate::text::Lang;
use crate::ui::asks::{shows_conflicts, shows_levels};
use crate::ui::compare::{compared, other_is_left};
use crate::ui::desk::Desk;
use crate::ui::document::Appearance;
use crate::ui::say::use_say;
use crate::ui::sentences;
use crate::ui::session::Session;
use crate::ui::state::{AppState, assign};
use crate::ui::terms;
use crate::ui::words::Word;
use crate::view::{Camera, PlanningMode, Role, Theme};
use classes::{Chosen, of_classes};
use dangers::of_dangers;
use leptos::prelude::*;
use lock::Lock;
use marks::{Grain, of_chosen, of_help};
pub use shown::{asked_levels, shown, toggle_asked_level};

/// So many venues and fewer are each drawn for themselves at any zoom.
const NEVER_COUNTED: u32 = 4_000;
/// From this zoom on no symbol stands for several.
const COUNTED_UNTIL: f64 = 12.0;

/// The zoom at which the densest place is looked at: its neighbourhood, with the names of its streets.
const DENSEST_ZOOM: f64 = 14.0;

/// The legend of what the map shows.
#[component]
pub fn LegendBox(
    /// What the map shows.
    scene: Memo<Scene>,
) -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, look, say) = (expect_context::<Desk>(), expect_context::<Appearance>(), use_say());
    let painted = Memo::new(move |_| painted(app, session, look.theme.get()));
    let other = Memo::new(move |_| other_half(app, session, look.theme.get()));
    let left = Memo::new(move |_| other_is_left(app, session));
    let shared = move || {
        let cities = session.beside.city.with(Option::is_some);
        let compares = other.with(Option::is_some) || cities;
        let counts = cities.then(|| view! { <p class="note">{say.word(Word::BesideCounts)}</p> });
        compares.then(|| view! { <p class="note shared-classes">{say.word(Word::SharedClasses)}</p> {counts} })
    };
    let without = move || without_class(app, session);
    forget_isolated(app, session, desk);
    let grain = Memo::new(move |_| desk.looks.get().map_or(Grain::Symbols, |camera| Grain::at(camera.zoom)));
    let own = Chosen(Memo::new(move |_| scene.with(|scene| own_classes(app, session, scene))));
    let help = move || {
        let rows = if app.role.get() == Role::Fire { of_help(session, grain.get(), say.lang()) } else { Vec::new() };
        (!rows.is_empty()).then(|| view! { <table class="marks"><tbody>{rows}</tbody></table> })
    };
    let notes = move || {
        let lang = say.lang();
        [too_fine(app, session, desk, lang), not_drawn(app, session, lang), counted(app, session, desk, lang)]
            .into_iter()
            .flatten()
            .map(|said| view! { <p class="note">{said}</p> })
            .collect_view()
    };
    let chosen = move || scene.with(|scene| of_chosen(app, session, desk, scene, say.lang()));
    let rows = move || {
        let lang = say.lang();
        match painted.get() {
            Some(legend) if !legend.rows.is_empty() => Some(
                view! {
                    {of_classes(desk, &legend, (other.get().as_ref(), left.get()), without(), own, lang)}
                    {shared()}
                    <Densest />
                    {help}
                    {notes}
                    <Limits />
                    <Lock />
                    {chosen}
                }
                .into_any(),
            ),
            None if app.role.get() == Role::Ledger => {
                let unchecked = session.answers.unchecked.get().filter(|_| app.ledger.with(|l| l.unchecked));
                session
                    .answers
                    .ledger
                    .with(|t| t.as_ref().map(|t| of_dangers(t, unchecked.as_deref(), lang).into_any()))
            }
            None if app.role.get() == Role::Fire && session.city.with(Option::is_some) => Some(
                view! {
                    <h3>{Word::Symbols.said(lang)} " " <span class="unit">{Word::CountAll.said(lang)}</span></h3>
                    {help}
                    {chosen}
                }
                .into_any(),
            ),
            _ => None,
        }
    };
    let folding = Folding::of(app, desk, "legend", true);
    let open = Memo::new(move |_| folding.is_open());
    move || {
        rows().map(|rows| {
            view! {
                <section class="legend" class:folded=move || !open.get() aria-label=say.word(Word::Legend)>
                    {folding.button("legend-fold", Word::Legend)}
                    {rows}
                </section>
            }
        })
    }
}

/// Where a surface is highest, and the way there.
#[component]
fn Densest() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let place = move || {
        let surface = session.answers.density.get().filter(|_| app.shows_density())?;
        let at = surface.densest?;
        let go =
            move |_| desk.order(CameraMove::To(Camera { lng: at.lng, lat: at.lat, zoom: DENSEST_ZOOM, bearing: 0.0 }));
        Some(view! {
            <p class="note densest">
                {say.word(Word::DensestPlace)}
                " "
                <button type="button" class="link" title=say.word(Word::GoToDensest) on:click=go>
                    {format!("{} {}", terms::number(surface.max_per_km2), sentences::density_unit(&surface.query, say.lang()))}
                </button>
            </p>
        })
    };
    view! { {place} }
}

/// Over which crashes the classes are cut, while a filter is set: said, and to be changed.
#[component]
fn Limits() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let filtered = move || {
        let answered = session.answers.sections.with(|t| t.as_ref().is_some_and(|t| !t.query.crashes.shows_all()));
        app.role.get() == Role::Traffic && answered
    };
    let own = Memo::new(move |_| app.traffic.with(|t| t.own_classes));
    view! {
        <Show when=filtered>
            <p class="note limits">
                {move || say.t(if own.get() { Word::ClassesOfPassing } else { Word::ClassesOfAll })}
                " "
                <button
                    type="button"
                    class="link"
                    on:click=move |_| app.traffic.update(|t| t.own_classes = !t.own_classes)
                >
                    {move || say.t(if own.get() { Word::CutOverAll } else { Word::CutOverPassing })}
                </button>
            </p>
        </Show>
    }
}

/// The classes of what is chosen.
fn own_classes(app: AppState, session: Session, scene: &Scene) -> Vec<u8> {
    if app.role.get() == Role::Traffic {
        let of_selected = |t: &std::sync::Arc<SectionTable>| t.selected.iter().filter_map(|row| row.class).collect();
        return session.answers.sections.with(|t| t.as_ref().map(of_selected).unwrap_or_default());
    }
    let focus = scene.focus.as_ref().filter(|mark| scene.paints.contains_key(&mark.feature.layer));
    focus.map(|mark| mark.class.unwrap_or(u8::MAX)).into_iter().collect()
}

/// That a symbol with a number stands for several, where some do.
fn counted(app: AppState, session: Session, desk: Desk, lang: Lang) -> Option<String> {
    let venues = session.answers.venues.with(|t| t.as_ref().map_or(0, |t| t.count));
    let far = desk.looks.get().is_some_and(|camera| camera.zoom < COUNTED_UNTIL);
    let some = app.role.get() == Role::Fire && far && venues > NEVER_COUNTED;
    some.then(|| Word::CellsCount.said(lang).to_owned())
}

/// The legend of what is painted, in a theme's colours; for the ledger none is.
pub fn painted(app: AppState, session: Session, theme: Theme) -> Option<Legend> {
    let answers = session.answers;
    match app.role.get() {
        Role::Planning => match app.planning.with(|p| p.mode) {
            PlanningMode::Density => answers.density.with(|s| s.as_ref().map(|s| Legend::of_density(s, theme))),
            PlanningMode::Exposure => answers.exposure.with(|t| t.as_ref().map(|t| Legend::of_exposure(t, theme))),
            PlanningMode::Levels => answers.levels.with(|t| t.as_ref().map(|t| Legend::of_levels(t))),
            PlanningMode::Conflicts => answers.conflicts.with(|t| t.as_ref().map(|t| Legend::of_conflicts(t, theme))),
        },
        Role::Traffic => answers.sections.with(|t| t.as_ref().map(|t| Legend::of_sections(t, theme))),
        Role::Overview => answers.overview.with(|t| t.as_ref().map(|t| Legend::of_overview(t, &session.visible()))),
        Role::Fire => answers.venues.with(|t| {
            let table = t.as_ref().filter(|_| session.shows(LayerName::Venues))?;
            Some(Legend::of_venues(table))
        }),
        Role::Ledger => None,
    }
}

/// The legend of the right half, where two states are compared.
fn other_half(app: AppState, session: Session, theme: Theme) -> Option<Legend> {
    Some(match &compared(app, session)?.other {
        OtherState::Levels(table) => Legend::of_levels(table),
        OtherState::Density(surface) => Legend::of_density(surface, theme),
        OtherState::Sections(table) => Legend::of_sections(table, theme),
    })
}

/// How many features are in no class, and why.
fn without_class(app: AppState, session: Session) -> Vec<(Word, u32)> {
    let answers = session.answers;
    let mut all = match app.role.get() {
        // What is unrated is a row of its own there, and a line has its ring.
        Role::Planning if shows_levels(app) || shows_conflicts(app) => Vec::new(),
        Role::Planning => answers.exposure.with(|t| {
            let none = |t: &ExposureTable, near: bool| {
                t.rows.iter().filter(|r| r.class.is_none() && (r.value > 0.0) == near).count() as u32
            };
            let both = |t: &ExposureTable| {
                [
                    (Word::NoneNear, none(t, false)),
                    (Word::BelowEdges, none(t, true)),
                    (Word::OutsideRanges, t.out_of_range),
                ]
            };
            t.iter().flat_map(|t| both(t)).collect()
        }),
        Role::Traffic => answers.sections.with(|t| {
            let both = |t: &SectionTable| {
                [
                    (Word::TooShort, t.short),
                    // Only of the number killed can a section with crashes have none, or an unknown one.
                    (Word::CrashNobodyKilled, t.zero),
                    (Word::CrashKilledUnknown, t.unknown),
                    (Word::BelowEdges, below(t)),
                    (Word::NoCrash, t.in_scope.saturating_sub(t.with_crash + t.out_of_range)),
                    (Word::OutsideRanges, t.out_of_range),
                    (Word::OutsideScope, t.sections.saturating_sub(t.in_scope)),
                ]
            };
            t.iter().flat_map(|t| both(t)).collect()
        }),
        Role::Fire | Role::Overview | Role::Ledger => Vec::new(),
    };
    all.retain(|(_, n)| *n > 0);
    all
}

/// Sections with a crash that lie below the lowest of the typed edges.
fn below(of: &SectionTable) -> u32 {
    let classed: u32 = of.class_counts.iter().sum();
    of.with_crash.saturating_sub(classed + of.short + of.zero + of.unknown)
}

/// A bandwidth of fewer pixels than this shows no shape.
const SHAPE_PX: f64 = 3.0;
/// A surface is as good as its kernel from so many cells to the bandwidth on.
const CELLS_TO_BANDWIDTH: f64 = 3.0;

/// What a surface cannot show: its shape at this zoom, or at any, because its cells are as coarse as its bandwidth.
fn too_fine(app: AppState, session: Session, desk: Desk, lang: Lang) -> Option<String> {
    if !app.shows_density() {
        return None;
    }
    let (bandwidth_m, cell_m) =
        session.answers.density.with(|s| s.as_ref().map(|s| (s.query.bandwidth_m, s.cell_m)))?;
    let px = bandwidth_m / desk.metres_per_px.get()?;
    if px < SHAPE_PX {
        return Some(Word::FineBandwidth.fill(lang, &[&terms::metres(bandwidth_m), &terms::number(px)]));
    }
    (bandwidth_m < CELLS_TO_BANDWIDTH * cell_m).then(|| Word::CoarseCells.fill(lang, &[&terms::metres(cell_m)]))
}

/// That not every pair is drawn, where there are too many.
fn not_drawn(app: AppState, session: Session, lang: Lang) -> Option<String> {
    if !shows_conflicts(app) {
        return None;
    }
    let (drawn, all) =
        session.answers.conflicts.with(|t| t.as_ref().map(|t| (t.rows.len() as u64, u64::from(t.count))))?;
    (drawn < all).then(|| Word::DrawnFirst.fill(lang, &[&terms::count(drawn), &terms::count(all)]))
}

/// Other classes than those that were isolated are another legend's: nothing stays put away.
fn forget_isolated(app: AppState, session: Session, desk: Desk) {
    let answers = session.answers;
    let shown = Memo::new(move |_| {
        let breaks = [
            answers.density.with(|s| s.as_ref().map(|s| s.breaks.clone())),
            answers.exposure.with(|t| t.as_ref().map(|t| t.breaks.clone())),
            answers.sections.with(|t| t.as_ref().map(|t| t.breaks.clone())),
        ];
        // Levels are the same on every day; only of another layer they are another legend's.
        (app.role.get(), app.planning.with(|p| (p.mode, p.levels_of)), breaks)
    });
    Effect::new(move |_| {
        shown.track();
        assign(desk.isolated, Vec::new());
    });
}
