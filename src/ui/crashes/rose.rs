//! Crashes over the day: a rose of 24 hours, midnight on top, clockwise; a wedge's area is its number.

use super::counts;
use crate::domain::CrashPart;
use crate::domain::crashes::HOURS;
use crate::engine::CrashCounts;
use crate::platform::prefs;
use crate::text::clock;
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::count;
use crate::ui::words::Word;
use leptos::prelude::*;
use std::f64::consts::TAU;
use wasm_bindgen::JsCast;

/// The radii between which wedges grow, in the drawing's units.
const INNER: f64 = 26.0;
const OUTER: f64 = 82.0;
/// Where the hours' names stand.
const NAMES: f64 = 92.0;

/// The rose with its hours to be chosen.
#[component]
pub fn Hours() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    // The hour that is looked at, and the one from which Shift takes.
    let seen = RwSignal::new(None::<u8>);
    let anchor = StoredValue::new(0u8);
    let focus = RwSignal::new(8u8);
    let svg = NodeRef::<leptos::svg::Svg>::new();
    // A plain click begins anew, as in every list; a finger has no keys, and each tap adds or removes.
    let take = move |hour: u8, shift: bool, adds: bool| {
        app.crashes.update(|filter| match (shift, adds || prefs::is_touched()) {
            (true, _) => filter.add_hours(anchor.get_value(), hour),
            (false, true) => filter.toggle_hour(hour),
            (false, false) => {
                let alone = (0..HOURS).all(|other| filter.has_hour(other) == (other == hour));
                filter.clear(CrashPart::Hours);
                if !alone {
                    filter.toggle_hour(hour);
                }
            }
        });
        anchor.set_value(hour);
    };
    let pressed = move |key: web_sys::KeyboardEvent, hour: u8| {
        let other = match key.key().as_str() {
            "ArrowRight" | "ArrowDown" => (hour + 1) % HOURS,
            "ArrowLeft" | "ArrowUp" => (hour + HOURS - 1) % HOURS,
            "Enter" | " " => {
                key.prevent_default();
                return take(hour, key.shift_key(), key.ctrl_key() || key.meta_key());
            }
            _ => return,
        };
        key.prevent_default();
        key.stop_propagation();
        focus.set(other);
        let found = svg.get_untracked().and_then(|svg| svg.query_selector(&format!("[data-hour='{other}']")).ok()?);
        if let Some(wedge) = found.and_then(|wedge| wedge.dyn_into::<web_sys::SvgElement>().ok()) {
            // A wedge that is not there any more needs no focus.
            let _ = wedge.focus();
        }
    };
    let n = move |hour: u8| counts(session).and_then(|c| c.hours.get(usize::from(hour)).copied()).unwrap_or(0);
    let most = Memo::new(move |_| counts(session).and_then(|c| c.hours.iter().copied().max()).unwrap_or(0).max(1));
    let any = Memo::new(move |_| app.crashes.with(|f| f.has(CrashPart::Hours)));
    let wedge = move |hour: u8| {
        let on = move || app.crashes.with(|f| f.has_hour(hour));
        let says = move || {
            Word::ChoiceCounts.fill(say.lang(), &[&clock(hour, hour + 1, say.lang()), &count(u64::from(n(hour)))])
        };
        let radius = move || {
            (INNER.powi(2) + (OUTER.powi(2) - INNER.powi(2)) * f64::from(n(hour)) / f64::from(most.get())).sqrt()
        };
        view! {
            <g
                role="button"
                data-hour=hour.to_string()
                tabindex=move || if focus.get() == hour { "0" } else { "-1" }
                aria-label=says
                aria-pressed=move || on().to_string()
                class:on=on
                class:off=move || any.get() && !on()
                on:click=move |click: web_sys::MouseEvent| {
                    take(hour, click.shift_key(), click.ctrl_key() || click.meta_key())
                }
                on:keydown=move |key| pressed(key, hour)
                on:pointerenter=move |_| seen.set(Some(hour))
                on:focus=move |_| {
                    focus.set(hour);
                    seen.set(Some(hour));
                }
            >
                <path class="ground" d=sector(hour, OUTER) />
                <path class="wedge" d=move || sector(hour, radius()) />
            </g>
        }
    };
    let middle = move || {
        let lang = say.lang();
        let c = counts(session)?;
        Some(match seen.get() {
            Some(hour) => (clock(hour, hour + 1, lang), count(u64::from(n(hour)))),
            None if any.get() => (
                Word::ChosenHours.said(lang).to_owned(),
                count(total(&c, |hour| app.crashes.with(|f| f.has_hour(hour)))),
            ),
            None => (Word::PartHours.said(lang).to_owned(), count(total(&c, |_| true))),
        })
    };
    let unknown =
        move || counts(session).and_then(|c| super::unknown(c.unknown_of[CrashPart::Hours as usize], say.lang()));
    let how = if prefs::is_touched() { Word::TouchHours } else { Word::HowToHours };
    let names = [(0, 0.0, -NAMES), (6, NAMES, 0.0), (12, 0.0, NAMES), (18, -NAMES, 0.0)];
    let names = names.map(|(hour, x, y): (u8, f64, f64)| {
        view! { <text class="axis" x=x.to_string() y=(y + 4.0).to_string()>{hour}</text> }
    });
    view! {
        <div class="rose" role="group" aria-label=say.t(Word::HoursRose) title=say.t(how) class:stale=session.computing>
            <svg node_ref=svg viewBox="-104 -104 208 208" on:pointerleave=move |_| seen.set(None)>
                {(0..HOURS).map(wedge).collect_view()}
                <g aria-hidden="true">
                    {names.collect_view()}
                    <text class="middle" y="-3">{move || middle().map(|(name, _)| name)}</text>
                    <text class="middle figure" y="13">{move || middle().map(|(_, n)| n)}</text>
                </g>
            </svg>
            <p class="note">{say.t(how)}</p>
            <p class="note unknown-hours">{unknown}</p>
        </div>
    }
}

/// The crashes of some hours.
fn total(c: &CrashCounts, wanted: impl Fn(u8) -> bool) -> u64 {
    c.hours.iter().zip(0..).filter(|(_, hour)| wanted(*hour)).map(|(n, _)| u64::from(*n)).sum()
}

/// An hour's part of the ring up to a radius, with a sliver left to its neighbours.
fn sector(hour: u8, radius: f64) -> String {
    let sliver = 0.012;
    let angle = |hour: f64| TAU * (hour / f64::from(HOURS) - 0.25);
    let (from, to) = (angle(f64::from(hour)) + sliver, angle(f64::from(hour) + 1.0) - sliver);
    let at = |radius: f64, angle: f64| format!("{:.2} {:.2}", radius * angle.cos(), radius * angle.sin());
    format!(
        "M{} A{INNER} {INNER} 0 0 1 {} L{} A{radius:.2} {radius:.2} 0 0 0 {}Z",
        at(INNER, from),
        at(INNER, to),
        at(radius, to),
        at(radius, from)
    )
}
