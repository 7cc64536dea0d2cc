//! The day of the levels: a slider over the days of the ledger, and the day itself to be typed.

use crate::dataset::dates;
use crate::domain::LayerName;
use crate::ui::asks::shows_levels;
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::words::Word;
use crate::view::Role;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Days that an arrow key steps with Shift.
const LONG_STEP: i32 = 10;

/// Whether the map has a strip with the days at its foot: where levels are shown that a ledger moves. While a city is read it
/// stands there already: the map is not cut anew when the ledger comes.
pub fn has_strip(app: AppState, session: Session) -> bool {
    let dated = app.role.get() == Role::Overview || shows_levels(app);
    dated && (session.has(LayerName::Dangers) || session.opening.with(Option::is_some))
}

/// The first and the last day that can be chosen: those of the ledger, and the day of the data.
fn range(session: Session) -> Option<(i32, i32)> {
    let of_data = session.data_day().as_deref().and_then(dates::parse_date)?;
    let days = session.answers.days.with(|d| d.as_ref().and_then(|d| d.days.clone()));
    let (from, to) = days.map_or((None, None), |(from, to)| (dates::parse_date(&from), dates::parse_date(&to)));
    let (from, to) = (from.unwrap_or(of_data).min(of_data), to.unwrap_or(of_data).max(of_data));
    (from < to).then_some((from, to))
}

/// Keeps the day among those that can be chosen, as long as the owner lives: a link may name any, and it is judged by the
/// range of its own city alone.
pub fn keep_day(app: AppState, session: Session) {
    let say = use_say();
    Effect::new(move |_| {
        // Until the ledger's days are known nobody can say.
        if session.answers.days.with(Option::is_none) {
            return;
        }
        let Some((from, to)) = range(session) else { return };
        let day = app.day.with(|day| day.as_deref().and_then(dates::parse_date));
        if day.is_some_and(|day| !(from..=to).contains(&day)) {
            let ends = [from, to].map(dates::write_date);
            session.toast.set(Some(untrack(|| say.fill(Word::DayOutside, &[&ends[0], &ends[1]]))));
            app.day.set(None);
        }
    });
}

/// Dangers found by week, over the days that can be chosen: drawn, as the slider says the days.
fn bars(weeks: &[u32], days: i32) -> impl IntoView + use<> {
    let most = weeks.iter().copied().max().unwrap_or(0).max(1);
    let bar = |(week, n): (usize, &u32)| {
        let height = 14.0 * f64::from(*n) / f64::from(most);
        view! { <rect x=7 * week + 1 y=14.0 - height width="5" height=height /> }
    };
    let bars = weeks.iter().enumerate().map(bar).collect_view();
    view! {
        <svg class="found" viewBox=format!("0 0 {} 14", days.max(1)) preserveAspectRatio="none" aria-hidden="true">
            {bars}
        </svg>
    }
}

/// The strip.
#[component]
pub fn Days() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    // The range stays while another day is being computed.
    let range = Memo::new(move |old: Option<&Option<(i32, i32)>>| range(session).or_else(|| old.copied().flatten()));
    let day = Memo::new(move |_| {
        let of_data = || session.data_day().unwrap_or_default();
        app.day.get().unwrap_or_else(of_data)
    });
    let number = move || dates::parse_date(&day.get());
    let choose = move |number: i32| {
        if let Some(of_data) = untrack(|| session.data_day()) {
            app.show_day(&dates::write_date(number), &of_data);
        }
    };
    let step = move |by: i32| {
        if let (Some((from, to)), Some(now)) = (range.get_untracked(), untrack(number)) {
            choose((now + by).clamp(from, to));
        }
    };
    let dragged = move |ev| {
        if let (Some((from, _)), Ok(place)) = (range.get_untracked(), event_target_value(&ev).parse::<i32>()) {
            choose(from + place);
        }
    };
    let pressed = move |key: web_sys::KeyboardEvent| {
        let by = match (key.key().as_str(), key.shift_key()) {
            ("ArrowLeft" | "ArrowDown", true) => -LONG_STEP,
            ("ArrowRight" | "ArrowUp", true) => LONG_STEP,
            ("ArrowLeft" | "ArrowDown", false) => -1,
            ("ArrowRight" | "ArrowUp", false) => 1,
            _ => return,
        };
        key.prevent_default();
        step(by);
    };
    // What is no day leaves the one in force, and the field says it.
    let typed = move |ev: web_sys::Event| {
        let text = event_target_value(&ev).replace(['年', '月'], "-").replace('日', "");
        let number = dates::parse_date(text.trim());
        match (number, range.get_untracked()) {
            // Of a day to come nobody knows, and before the ledger there is nothing to tell.
            (number, Some((from, to))) if number.is_none_or(|n| !(from..=to).contains(&n)) => {
                let ends = [from, to].map(dates::write_date);
                let said = untrack(|| say.fill(Word::DayOutside, &[&ends[0], &ends[1]]));
                session.toast.set(Some(said));
            }
            (Some(number), _) => choose(number),
            (None, _) => {}
        }
        if let Some(field) = ev.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            field.set_value(&day.get_untracked());
        }
    };
    let length = move || range.get().map_or(0, |(from, to)| to - from);
    let place = move || {
        let (from, to) = range.get()?;
        Some(number()?.clamp(from, to) - from)
    };
    let done = move || format!("{}%", 100.0 * f64::from(place().unwrap_or(0)) / f64::from(length().max(1)));
    let bars = move || session.answers.days.with(|d| d.as_ref().map(|d| bars(&d.weeks, length())));
    let end = move |of: fn((i32, i32)) -> i32| range.get().map(|range| dates::write_date(of(range)));
    view! {
        <div class="strip" role="group" aria-label=say.t(Word::CityOn)>
            <label class="strip-day">
                <span class="note">{say.t(Word::CityOn)}</span>
                <span class="input">
                    <input
                        type="text"
                        inputmode="numeric"
                        autocomplete="off"
                        spellcheck="false"
                        aria-label=say.t(Word::CityOn)
                        prop:value=move || day.get()
                        on:change=typed
                    />
                </span>
            </label>
            <div class="strip-slide" title=say.t(Word::FoundByWeek)>
                {bars}
                <input
                    type="range"
                    class="slider"
                    min="0"
                    max=length
                    step="1"
                    disabled=move || range.with(Option::is_none)
                    title=say.t(Word::DayOfLevels)
                    aria-label=say.t(Word::Day)
                    aria-valuetext=move || day.get()
                    style=("--done", done)
                    prop:value=move || place().unwrap_or(0).to_string()
                    on:input=dragged
                    on:keydown=pressed
                />
                <div class="ends" aria-hidden="true">
                    <span>{move || end(|(from, _)| from)}</span>
                    <span>{move || end(|(_, to)| to)}</span>
                </div>
            </div>
            <button
                type="button"
                class="button quiet"
                disabled=move || app.day.with(Option::is_none)
                on:click=move |_| app.day.set(None)
            >
                {say.t(Word::DayOfData)}
            </button>
        </div>
    }
    .into_any()
}
