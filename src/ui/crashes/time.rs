//! Crashes in time: a histogram stacked by severity with two thumbs over it, and a window that moves by itself.

use super::counts;
use crate::dataset::dates::write_date;
use crate::domain::CrashPart;
use crate::engine::{Bar, BarStep, CrashCounts};
use crate::platform::prefs;
use crate::text::{Lang, crash_part};
use crate::ui::desk::Desk;
use crate::ui::parts::steps;
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::count;
use crate::ui::words::Word;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// How long a window rests before it moves on.
const REST: Duration = Duration::from_millis(800);
/// Bars that a key steps with Shift, and Page Up and Down.
const LONG_STEP: i64 = 10;
/// The bars' height in their own units.
const HEIGHT: f64 = 100.0;
/// So near to a thumb the pointer takes it, px.
const GRIP: f64 = 10.0;

/// What the pointer drags: an end, or a new range from a bar on.
#[derive(Clone, Copy)]
enum Drag {
    From,
    To,
    Range(usize),
}

/// Places of the first and the last bar that are chosen, whole or in part.
fn chosen(of: &CrashCounts, from: Option<i32>, to: Option<i32>) -> (usize, usize) {
    let place = |day: i32| of.bars.partition_point(|bar| bar.from <= day).saturating_sub(1);
    (from.map_or(0, place), to.map_or(of.bars.len().saturating_sub(1), place))
}

/// The last day of a bar.
fn end(of: &CrashCounts, bar: usize) -> i32 {
    of.bars.get(bar + 1).map_or(of.until, |next| next.from) - 1
}

/// The histogram with its range.
#[component]
pub fn TimeBar() -> impl IntoView {
    let (app, session, desk) = (expect_context::<AppState>(), expect_context::<Session>(), expect_context::<Desk>());
    let say = use_say();
    let drag = StoredValue::new(None::<Drag>);
    let track = NodeRef::<leptos::html::Div>::new();
    let has = Memo::new(move |_| counts(session).is_some_and(|c| c.bars.len() > 1));
    // Bars are chosen by their places; the ends of the data are no part of a filter.
    let choose = move |first: usize, last: usize| {
        let Some(c) = untrack(|| counts(session)) else { return };
        let top = c.bars.len() - 1;
        let (first, last) = (first.min(last).min(top), last.max(first).min(top));
        let (from, to) = ((first > 0).then(|| c.bars[first].from), (last < top).then(|| end(&c, last)));
        if app.crashes.with_untracked(|f| (f.from, f.to) != (from, to)) {
            app.crashes.update(|f| (f.from, f.to) = (from, to));
        }
    };
    let now = move || {
        let c = counts(session)?;
        let (from, to) = app.crashes.with(|f| (f.from, f.to));
        let (first, last) = chosen(&c, from, to);
        Some((c, first, last))
    };
    // The share of the whole width at which a day lies.
    let share = |c: &CrashCounts, day: i32| {
        let (from, until) = (c.bars.first().map_or(0, |bar| bar.from), c.until);
        (f64::from(day - from) / f64::from((until - from).max(1))).clamp(0.0, 1.0)
    };
    let ends = move || {
        let c = counts(session)?;
        let (from, to) = app.crashes.with(|f| (f.from, f.to));
        let first = from.unwrap_or_else(|| c.bars.first().map_or(0, |bar| bar.from));
        Some((share(&c, first), share(&c, to.map_or(c.until, |to| to + 1))))
    };
    let bar_at = move |x: f64| {
        let c = untrack(|| counts(session))?;
        let rect = track.get_untracked()?.get_bounding_client_rect();
        let at = ((x - rect.left()) / rect.width().max(1.0)).clamp(0.0, 1.0);
        let first = c.bars.first()?.from;
        let day = first + (at * f64::from(c.until - first)) as i32;
        Some((chosen(&c, Some(day), None).0, rect))
    };
    let moved = move |x: f64| {
        let (Some(held), Some((bar, _)), Some((_, first, last))) = (drag.get_value(), bar_at(x), untrack(now)) else {
            return;
        };
        match held {
            Drag::From => choose(bar.min(last), last),
            Drag::To => choose(first, bar.max(first)),
            Drag::Range(anchor) => choose(anchor, bar),
        }
    };
    let pressed = move |ev: web_sys::PointerEvent| {
        let x = f64::from(ev.client_x());
        let (Some((bar, rect)), Some((_, first, last)), Some((left, right))) = (bar_at(x), untrack(now), untrack(ends))
        else {
            return;
        };
        desk.playing.set(false);
        let near = |share: f64| (rect.left() + share * rect.width() - x).abs() <= GRIP;
        let filtered = app.crashes.with_untracked(|f| f.has(CrashPart::Days));
        let alone = filtered && (first, last) == (bar, bar);
        let held = match () {
            () if filtered && !alone && near(right) => Drag::To,
            () if filtered && !alone && near(left) => Drag::From,
            () => Drag::Range(bar),
        };
        if let Some(track) = track.get_untracked() {
            // Where the pointer cannot be kept the drag ends at the edge.
            let _ = track.set_pointer_capture(ev.pointer_id());
        }
        match held {
            Drag::Range(_) if alone => app.crashes.update(|f| f.clear(CrashPart::Days)),
            Drag::Range(_) => {
                drag.set_value(Some(held));
                choose(bar, bar);
            }
            _ => drag.set_value(Some(held)),
        }
    };
    let bars = move || counts(session).map(|c| drawn(&c, say.lang()));
    let range = move || match app.crashes.with(|f| crash_part(f, CrashPart::Days, say.lang())) {
        all if all.is_empty() => say.word(Word::AllDays).to_owned(),
        some => some,
    };
    let step = move || {
        let c = counts(session)?;
        let most = count(u64::from(c.bars.iter().map(|bar| bar.counts.iter().sum::<u32>()).max()?));
        Some(say.fill(Word::BarsUpTo, &[say.word(by(c.step?)), &most]))
    };
    let has_days = move || app.crashes.with(|f| f.has(CrashPart::Days));
    let percent = |share: f64| format!("{:.3}%", 100.0 * share);
    let left = move || percent(ends().map_or(0.0, |(left, _)| left));
    let width = move || percent(ends().map_or(1.0, |(left, right)| right - left));
    let right = move || percent(ends().map_or(1.0, |(_, right)| right));
    view! {
        <Show when=move || has.get()>
            <div class="time" role="group" aria-label=say.t(Word::CrashesInTime)>
                <div class="time-head">
                    <Play choose=Callback::new(move |(first, last)| choose(first, last)) />
                    <span class="time-range" aria-live="polite">{range}</span>
                    <span class="note">{step}</span>
                    <span class="spring"></span>
                    <Key />
                </div>
                <div
                    class="time-track"
                    node_ref=track
                    title=say.t(Word::HowToTime)
                    class:stale=session.computing
                    on:pointerdown=pressed
                    on:pointermove=move |ev: web_sys::PointerEvent| moved(f64::from(ev.client_x()))
                    on:pointerup=move |_| drag.set_value(None)
                    on:pointercancel=move |_| drag.set_value(None)
                >
                    {bars}
                    <i class="time-chosen" class:none=move || !has_days() style:left=left style:width=width></i>
                    <Thumb first=true at=Signal::derive(left) now=Signal::derive(now) choose=Callback::new(move |(a, b)| choose(a, b)) />
                    <Thumb first=false at=Signal::derive(right) now=Signal::derive(now) choose=Callback::new(move |(a, b)| choose(a, b)) />
                </div>
                <Ends />
            </div>
        </Show>
    }
    .into_any()
}

/// How long a bar is, in words.
fn by(step: BarStep) -> Word {
    match step {
        BarStep::Day => Word::CrashesByDay,
        BarStep::Week => Word::CrashesByWeek,
        BarStep::Month => Word::CrashesByMonth,
        BarStep::Year => Word::CrashesByYear,
    }
}

/// What is drawn how.
#[component]
fn Key() -> impl IntoView {
    let say = use_say();
    let groups = move || {
        let lang = say.lang();
        let groups = [("fatal", Word::FatalCrashes), ("injury", Word::InjuryCrashes), ("damage", Word::DamageCrashes)];
        groups.map(|(class, word)| view! { <span><i class=class></i> {word.said(lang)}</span> }).collect_view()
    };
    view! { <span class="time-key note">{groups}</span> }
}

/// The bars, the gravest at the foot.
fn drawn(c: &CrashCounts, lang: Lang) -> impl IntoView + use<> {
    let most = c.bars.iter().map(|bar| bar.counts.iter().sum::<u32>()).max().unwrap_or(0).max(1);
    let first = c.bars.first().map_or(0, |bar| bar.from);
    let one = |(place, bar): (usize, &Bar)| {
        let (x, width) = (bar.from - first, f64::from(end(c, place) + 1 - bar.from) * 0.84);
        let mut foot = HEIGHT;
        let parts = bar.counts.iter().zip(["fatal", "injury", "damage"]).map(|(n, class)| {
            let height = HEIGHT * f64::from(*n) / f64::from(most);
            foot -= height;
            (*n > 0).then(|| {
                view! {
                    <rect
                        class=class
                        x=x.to_string()
                        y=format!("{foot:.2}")
                        width=format!("{width:.2}")
                        height=format!("{height:.2}")
                    />
                }
            })
        });
        let parts = parts.collect_view();
        view! {
            <g>
                <title>{says(c, place, bar, lang)}</title>
                // What is empty is pointed at too.
                <rect class="ground" x=x.to_string() y="0" width=format!("{width:.2}") height=HEIGHT.to_string() />
                {parts}
            </g>
        }
    };
    let bars = c.bars.iter().enumerate().map(one).collect_view();
    view! {
        <svg
            class="time-bars"
            viewBox=format!("0 0 {} {HEIGHT}", (c.until - first).max(1))
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            {bars}
        </svg>
    }
}

/// A bar in words.
fn says(c: &CrashCounts, place: usize, bar: &Bar, lang: Lang) -> String {
    let (from, to) = (write_date(bar.from), write_date(end(c, place)));
    let days = if from == to { from } else { format!("{from} – {to}") };
    let [fatal, injury, _] = bar.counts.map(|n| count(u64::from(n)));
    Word::BarSays.fill(lang, &[&days, &count(u64::from(bar.counts.iter().sum::<u32>())), &fatal, &injury])
}

/// The first and the last day of all.
#[component]
fn Ends() -> impl IntoView {
    let session = expect_context::<Session>();
    let day = move |of: fn((i32, i32)) -> i32| counts(session).and_then(|c| c.days).map(|days| write_date(of(days)));
    view! {
        <div class="time-ends" aria-hidden="true">
            <span>{move || day(|(from, _)| from)}</span>
            <span>{move || day(|(_, to)| to)}</span>
        </div>
    }
}

/// What a range of bars is made of.
type Now = Option<(Arc<CrashCounts>, usize, usize)>;

/// One end of the range.
#[component]
fn Thumb(first: bool, at: Signal<String>, now: Signal<Now>, choose: Callback<(usize, usize)>) -> impl IntoView {
    let (app, desk, say) = (expect_context::<AppState>(), expect_context::<Desk>(), use_say());
    let place = move || now.with(|now| now.as_ref().map_or(0, |(_, a, b)| if first { *a } else { *b }));
    let top = move || now.with(|now| now.as_ref().map_or(0, |(c, ..)| c.bars.len().saturating_sub(1)));
    // One end cannot pass the other.
    let least = move || if first { 0 } else { now.with(|now| now.as_ref().map_or(0, |(_, a, _)| *a)) };
    let most = move || if first { now.with(|now| now.as_ref().map_or(0, |(_, _, b)| *b)) } else { top() };
    let says = move || {
        let own = app.crashes.with(|f| if first { f.from } else { f.to });
        let all = |c: &CrashCounts| c.days.map(|(from, to)| if first { from } else { to });
        own.or_else(|| now.with(|now| now.as_ref().and_then(|(c, ..)| all(c)))).map(write_date)
    };
    let step = move |by: i64| {
        let Some((c, a, b)) = now.get_untracked() else { return };
        let top = c.bars.len() as i64 - 1;
        // An end within a bar goes to the bar's own edge first.
        let own = app.crashes.with_untracked(|f| if first { f.from } else { f.to });
        let within = if first {
            by < 0 && own.is_some_and(|day| day > c.bars[a].from)
        } else {
            by > 0 && own.is_some_and(|day| day < end(&c, b))
        };
        let by = if within { by - by.signum() } else { by };
        let to = |place: usize| (place as i64).saturating_add(by);
        if first {
            choose.run((to(a).clamp(0, b as i64) as usize, b));
        } else {
            choose.run((a, to(b).clamp(a as i64, top) as usize));
        }
    };
    let pressed = move |key: web_sys::KeyboardEvent| {
        let Some(by) = steps(&key, LONG_STEP) else { return };
        desk.playing.set(false);
        step(by);
    };
    view! {
        <span
            class="time-thumb"
            role="slider"
            tabindex="0"
            aria-label=say.t(if first { Word::FromDay } else { Word::ToDay })
            aria-valuemin=move || least().to_string()
            aria-valuemax=move || most().to_string()
            aria-valuenow=move || place().to_string()
            aria-valuetext=says
            style:left=at
            on:keydown=pressed
        ></span>
    }
}

/// Moves the range on, bar by bar: by itself, or for whoever wants nothing to move by itself one step a press.
#[component]
fn Play(choose: Callback<(usize, usize)>) -> impl IntoView {
    let (app, session, desk) = (expect_context::<AppState>(), expect_context::<Session>(), expect_context::<Desk>());
    let say = use_say();
    let still = prefs::prefers_still();
    // Gives whether there is a next one.
    let next = move || {
        let Some(c) = untrack(|| counts(session)) else { return false };
        let top = c.bars.len().saturating_sub(1);
        let (from, to) = app.crashes.with_untracked(|f| (f.from, f.to));
        let (first, last) = chosen(&c, from, to);
        let whole = from.is_none() && to.is_none();
        match () {
            // A twelfth of the whole, from the beginning.
            () if whole => choose.run((0, (top / 12).min(top))),
            () if last >= top => return false,
            () => choose.run((first + 1, last + 1)),
        }
        true
    };
    let again = move || {
        let Some(c) = untrack(|| counts(session)) else { return };
        let (from, to) = app.crashes.with_untracked(|f| (f.from, f.to));
        let (first, last) = chosen(&c, from, to);
        if from.is_some() && last + 1 >= c.bars.len() {
            choose.run((0, last - first));
        } else {
            next();
        }
    };
    let timer = StoredValue::new(None::<IntervalHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    Effect::new(move |_| {
        stop();
        if desk.playing.get() {
            let tick = move || {
                // The next window waits for the answer about this one.
                if session.computing.try_get_untracked() == Some(false) && !next() {
                    desk.playing.try_set(false);
                }
            };
            timer.set_value(set_interval_with_handle(tick, REST).ok());
        }
    });
    on_cleanup(move || {
        stop();
        desk.playing.try_set(false);
    });
    let pressed = move |_| {
        if still {
            again();
        } else if desk.playing.get_untracked() {
            desk.playing.set(false);
        } else {
            again();
            desk.playing.set(true);
        }
    };
    let word = move || match (still, desk.playing.get()) {
        (true, _) => Word::NextTime,
        (false, true) => Word::PauseTime,
        (false, false) => Word::PlayTime,
    };
    view! {
        <button type="button" class="button quiet" aria-pressed=move || (!still).then(|| desk.playing.get().to_string()) on:click=pressed>
            {move || say.word(word())}
        </button>
        <Show when=move || app.crashes.with(|f| f.has(CrashPart::Days))>
            <button
                type="button"
                class="button quiet"
                on:click=move |_| {
                    desk.playing.set(false);
                    app.crashes.update(|f| f.clear(CrashPart::Days));
                }
            >
                {say.t(Word::AllDays)}
            </button>
        </Show>
    }
}
