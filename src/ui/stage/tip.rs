//! A small word beside the pointer: what lies there and its figure.

use crate::domain::{LayerName, NumberRanges};
use crate::engine::{FeatureRef, Hit, VenueSort};
use crate::text::Lang;
use crate::ui::asks::{shows_conflicts, shows_levels};
use crate::ui::dangers;
use crate::ui::desk::{Desk, Width, map_size};
use crate::ui::later::Later;
use crate::ui::parts::beside;
use crate::ui::say::use_say;
use crate::ui::sentences;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::{count, number};
use crate::ui::words::Word;
use crate::view::Role;
use leptos::prelude::*;
use std::time::Duration;

/// How far from the pointer the tip stands, px.
const ASIDE: f64 = 14.0;
/// As wide as a tip may be (`.tip` in regions.css), and as high as one of three lines, px.
const ROOM: (f64, f64) = (280.0, 80.0);
/// How long the pointer rests before it is told anything.
const REST: Duration = Duration::from_millis(300);

/// The tip.
#[component]
pub fn Tip() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let rested = rested(desk);
    move || {
        if desk.width.get() == Width::Phone || !rested.get() {
            return None;
        }
        desk.cursor.get()?;
        let lang = say.lang();
        let (title, note) = match desk.hovered.get() {
            Some(feature) => {
                of_feature(app, session, feature, lang).or_else(|| of_surface(app, session, desk, lang))?
            }
            None => of_surface(app, session, desk, lang)?,
        };
        let [left, right, top, bottom] = sides(desk.pointer_px.get_untracked());
        Some(view! {
            <div
                class="tip"
                style:left=left
                style:right=right
                style:top=top
                style:bottom=bottom
                role="status"
            >
                <b>{title}</b>
                <span class="note">{note}</span>
            </div>
        })
    }
}

/// Beside the pointer, on the sides where there is room: left, right, top and bottom, of which two are set.
fn sides((x, y): (f64, f64)) -> [Option<String>; 4] {
    let (width, height) = map_size().unwrap_or((f64::INFINITY, f64::INFINITY));
    let side = |at: f64, whole: f64, room: f64| {
        let px = |px: f64| Some(format!("{px:.0}px"));
        if at + ASIDE + room > whole { [None, px(whole - at + ASIDE)] } else { [px(at + ASIDE), None] }
    };
    let ([left, right], [top, bottom]) = (side(x, width, ROOM.0), side(y, height, ROOM.1));
    [left, right, top, bottom]
}

/// Whether the pointer has rested since it last moved.
fn rested(desk: Desk) -> ReadSignal<bool> {
    let (rested, set_rested) = signal(false);
    let later = Later::new(REST);
    Effect::new(move |_| {
        desk.cursor.track();
        if rested.get_untracked() {
            set_rested.set(false);
        }
        later.start(move || {
            set_rested.try_set(true);
        });
    });
    rested
}

/// Name and figure of a feature, as far as the shown answer knows it.
fn of_feature(app: AppState, session: Session, feature: FeatureRef, lang: Lang) -> Option<(String, String)> {
    let named = |hit: &Hit, note: String| Some((lang.of(&hit.name).to_owned(), note));
    let answers = session.answers;
    match app.role.get() {
        Role::Planning if shows_levels(app) => answers.levels.with(|t| {
            let table = t.as_ref()?;
            let row = table.rows.iter().find(|r| r.hit.feature == feature)?;
            let reason = sentences::level_line(table, row, lang);
            named(&row.hit, format!("{} · {reason}", sentences::level_figure(row, table.query.kind, lang)))
        }),
        Role::Planning if shows_conflicts(app) => answers.conflicts.with(|t| {
            let rows = &t.as_ref()?.rows;
            let its = rows.iter().filter(|r| r.hazard.feature == feature || r.site.feature == feature);
            let first = its.clone().next()?;
            let hit = if first.hazard.feature == feature { &first.hazard } else { &first.site };
            let pairs = Word::ConflictPairs.fill(lang, &[&count(its.count() as u64)]);
            named(hit, format!("{pairs} · {}", sentences::pair_reason(first, lang)))
        }),
        Role::Planning => answers.exposure.with(|t| {
            let row = t.as_ref()?.rows.iter().find(|r| r.hit.feature == feature)?;
            let figure = sentences::exposure_figure(row, lang);
            named(&row.hit, format!("{figure} · {}", sentences::exposure_reason(row, lang)))
        }),
        Role::Traffic if feature.layer == LayerName::Roads => answers.sections.with(|t| {
            let table = t.as_ref()?;
            let (sort, row) = (table.query.sort, table.rows.iter().find(|r| r.hit.feature == feature)?);
            let figure = sentences::section_figure(row, sort, lang);
            named(&row.hit, format!("{figure} · {}", sentences::section_reason(row, lang)))
        }),
        Role::Fire => answers.venues.with(|t| {
            let row = t.as_ref()?.rows.iter().find(|r| r.hit.feature == feature)?;
            let people = row.hit.people.map(|p| Word::PeopleIs.fill(lang, &[&number(p)])).unwrap_or_default();
            let reason = sentences::venue_reason(row, VenueSort::People, &NumberRanges::default(), lang);
            named(&row.hit, if people.is_empty() { reason } else { format!("{people} · {reason}") })
        }),
        Role::Ledger if feature.layer == LayerName::Dangers => answers.ledger.with(|t| {
            let row = t.as_ref()?.rows.iter().find(|row| row.feature == feature)?;
            let state = lang.of(&row.state.says()).to_owned();
            let place = dangers::target(row, lang).unwrap_or_default();
            Some((row.what.clone(), beside(&place, &beside(&state, &dangers::late(row, lang)))))
        }),
        _ => None,
    }
}

/// The density where the pointer rests.
fn of_surface(app: AppState, session: Session, desk: Desk, lang: Lang) -> Option<(String, String)> {
    if !app.shows_density() {
        return None;
    }
    let query = session.answers.density.with(|s| s.as_ref().map(|s| s.query.clone()))?;
    // The value of the place where the pointer was is not the one where it is.
    let value = session.answers.density_at.get().filter(|v| desk.pointed() == Some(v.at))?;
    let title = format!("{} {}", number(value.per_km2), sentences::density_unit(&query, lang));
    Some((title, sentences::made_of(&query, value.points, lang)))
}
