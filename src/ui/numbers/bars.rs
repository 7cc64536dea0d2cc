//! The histogram of a number, with two handles over it.

use super::Looked;
use crate::domain::LayerName;
use crate::domain::ranges::number_unit;
use crate::engine::Histogram;
use crate::text::{Lang, amount, unit};
use crate::ui::parts::steps;
use crate::ui::say::use_say;
use crate::ui::terms::count;
use crate::ui::words::Word;
use leptos::html::Div;
use leptos::prelude::*;
use std::sync::Arc;

/// The bars' height in their own units.
const HEIGHT: f64 = 100.0;
/// So near to a handle the pointer takes it, px.
const GRIP: f64 = 10.0;
/// Bins that a key steps with Shift, and Page Up and Down.
const LONG_STEP: i64 = 5;

/// What the pointer drags: an end, or a new range from a bin on.
#[derive(Clone, Copy)]
enum Drag {
    From,
    To,
    Range(usize),
}

impl Looked {
    /// Where the ends lie, in bins from the first edge.
    fn places(self, of: &Histogram) -> (f64, f64) {
        let (from, to) = self.ends();
        let all = of.counts.len() as f64;
        (from.map_or(0.0, |from| of.place(from)), to.map_or(all, |to| of.place_of_end(to)))
    }

    /// Puts the lower end on an edge; it stays below the upper one.
    fn lower(self, of: &Histogram, edge: i64) {
        let (_, to) = untrack(|| self.ends());
        let (_, upper) = untrack(|| self.places(of));
        let edge = edge.clamp(0, (upper.ceil() as i64 - 1).max(0)) as usize;
        self.set(of.ends(edge, edge).0, to);
    }

    /// Puts the upper end on an edge; it stays above the lower one.
    fn upper(self, of: &Histogram, edge: i64) {
        let (from, _) = untrack(|| self.ends());
        let (lower, _) = untrack(|| self.places(of));
        let bins = of.counts.len() as i64;
        let edge = edge.clamp((lower.floor() as i64 + 1).min(bins), bins) as usize;
        self.set(from, of.ends(edge, edge).1);
    }
}

/// The histogram with its handles. Of what nobody knows there is none.
#[component]
pub fn Bars(looked: Looked, layer: Memo<LayerName>) -> impl IntoView {
    let say = use_say();
    let track = NodeRef::<Div>::new();
    let drag = StoredValue::new(None::<Drag>);
    let of = looked.histogram;
    let has = Memo::new(move |_| of.with(|of| of.as_ref().is_some_and(|of| of.counts.len() > 1)));
    let none = move || of.with(|of| of.as_ref().is_some_and(|of| of.edges.is_empty()));
    let bin_at = move |x: f64| {
        let bins = of.with_untracked(|of| of.as_ref().map_or(0, |of| of.counts.len()));
        let rect = track.get_untracked()?.get_bounding_client_rect();
        let at = ((x - rect.left()) / rect.width().max(1.0)).clamp(0.0, 1.0);
        Some((((at * bins as f64) as usize).min(bins.saturating_sub(1)), rect))
    };
    let choose = move |of: &Histogram, first: usize, last: usize| {
        let (from, to) = of.ends(first.min(last), first.max(last) + 1);
        looked.set(from, to);
    };
    let moved = move |x: f64| {
        let (Some(held), Some((bin, _)), Some(of)) = (drag.get_value(), bin_at(x), of.get_untracked()) else { return };
        match held {
            Drag::From => looked.lower(&of, bin as i64),
            Drag::To => looked.upper(&of, bin as i64 + 1),
            Drag::Range(anchor) => choose(&of, anchor, bin),
        }
    };
    let pressed = move |ev: web_sys::PointerEvent| {
        let x = f64::from(ev.client_x());
        let (Some((bin, rect)), Some(of)) = (bin_at(x), of.get_untracked()) else { return };
        let (lower, upper) = untrack(|| looked.places(&of));
        let bins = of.counts.len() as f64;
        let near = |place: f64| (rect.left() + place / bins * rect.width() - x).abs() <= GRIP;
        let set = looked.range.with_untracked(Option::is_some);
        let alone = set && (lower, upper) == (bin as f64, bin as f64 + 1.0);
        if let Some(track) = track.get_untracked() {
            // Where the pointer cannot be kept the drag ends at the edge.
            let _ = track.set_pointer_capture(ev.pointer_id());
        }
        let held = match () {
            // A second press lets the bin go.
            () if alone => return looked.set(None, None),
            () if near(upper) => Drag::To,
            () if near(lower) => Drag::From,
            () => Drag::Range(bin),
        };
        drag.set_value(Some(held));
        if let Drag::Range(_) = held {
            choose(&of, bin, bin);
        }
    };
    let shares = move || {
        let of = of.get()?;
        let (lower, upper) = looked.places(&of);
        let bins = of.counts.len().max(1) as f64;
        Some((lower / bins, upper / bins))
    };
    let percent = |share: f64| format!("{:.3}%", 100.0 * share.clamp(0.0, 1.0));
    let left = move || percent(shares().map_or(0.0, |(lower, _)| lower));
    let right = move || percent(shares().map_or(1.0, |(_, upper)| upper));
    let width = move || percent(shares().map_or(1.0, |(lower, upper)| (upper - lower).max(0.0)));
    let bars = move || of.get().map(|of| drawn(&of, layer.get(), say.lang()));
    let ends = move || {
        let of = of.get()?;
        let (first, last) = (of.edges.first()?, of.edges.last()?);
        let last = if of.whole { last - 1.0 } else { *last };
        Some([*first, last].map(|end| view! { <span>{amount(&of.number, end)}</span> }).collect_view())
    };
    let note = move || {
        let of = of.get()?;
        let top = say.fill(Word::NumberTop, &[&count(u64::from(of.counts.iter().copied().max()?))]);
        Some(if of.ladder { format!("{top} · {}", say.word(Word::NumberLadder)) } else { top })
    };
    view! {
        <Show when=none>
            <p class="note">{say.t(Word::NumberNone)}</p>
        </Show>
        <Show when=move || has.get()>
            <div
                class="time-track number-track"
                node_ref=track
                title=say.t(Word::HowToNumber)
                on:pointerdown=pressed
                on:pointermove=move |ev: web_sys::PointerEvent| moved(f64::from(ev.client_x()))
                on:pointerup=move |_| drag.set_value(None)
                on:pointercancel=move |_| drag.set_value(None)
            >
                {bars}
                <i
                    class="time-chosen"
                    class:none=move || looked.range.with(Option::is_none)
                    style:left=left
                    style:width=width
                ></i>
                <Handle first=true looked layer at=Signal::derive(left) />
                <Handle first=false looked layer at=Signal::derive(right) />
            </div>
            <div class="time-ends" aria-hidden="true">{ends}</div>
            <p class="note number-note">{note}</p>
        </Show>
    }
}

/// The bars, each as wide as the others.
fn drawn(of: &Arc<Histogram>, layer: LayerName, lang: Lang) -> impl IntoView + use<> {
    let most = f64::from(of.counts.iter().copied().max().unwrap_or(0).max(1));
    let one = |(bin, n): (usize, &u32)| {
        // What is little is still something.
        let height = if *n > 0 { (HEIGHT * f64::from(*n) / most).max(2.0) } else { 0.0 };
        view! {
            <g>
                <title>{Word::NumberBar.fill(lang, &[&values_of(of, bin, layer, lang), &count(u64::from(*n))])}</title>
                // What is empty is pointed at too.
                <rect class="ground" x=bin.to_string() y="0" width="1" height=HEIGHT.to_string() />
                <rect
                    class="injury"
                    x=format!("{:.2}", bin as f64 + 0.06)
                    y=format!("{:.2}", HEIGHT - height)
                    width="0.88"
                    height=format!("{height:.2}")
                />
            </g>
        }
    };
    let bars = of.counts.iter().enumerate().map(one).collect_view();
    view! {
        <svg
            class="time-bars"
            viewBox=format!("0 0 {} {HEIGHT}", of.counts.len().max(1))
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            {bars}
        </svg>
    }
}

/// The values of a bin, with their unit.
fn values_of(of: &Histogram, bin: usize, layer: LayerName, lang: Lang) -> String {
    let (Some(from), Some(to)) = (of.edges.get(bin), of.edges.get(bin + 1)) else { return String::new() };
    let to = if of.whole { to - 1.0 } else { *to };
    let said = |end: f64| amount(&of.number, end);
    let values = if *from == to { said(*from) } else { format!("{}–{}", said(*from), said(to)) };
    with_unit(&values, &of.number, layer, lang)
}

fn with_unit(value: &str, number: &str, layer: LayerName, lang: Lang) -> String {
    match number_unit(layer, number) {
        None | Some("") => value.to_owned(),
        Some(of) => format!("{value} {}", unit(of, lang)),
    }
}

/// One end of the range.
#[component]
fn Handle(first: bool, looked: Looked, layer: Memo<LayerName>, at: Signal<String>) -> impl IntoView {
    let say = use_say();
    let of = looked.histogram;
    let place = move || {
        let (lower, upper) = of.get().map_or((0.0, 0.0), |of| looked.places(&of));
        if first { lower } else { upper }
    };
    let bins = move || of.with(|of| of.as_ref().map_or(0, |of| of.counts.len()));
    // One end cannot pass the other.
    let limit = move |other: bool| {
        let (lower, upper) = of.get().map_or((0.0, 0.0), |of| looked.places(&of));
        match (first, other) {
            (true, false) => 0.0,
            (false, true) => bins() as f64,
            (true, true) => upper,
            (false, false) => lower,
        }
    };
    let says = move || {
        let (from, to) = looked.ends();
        let end = if first { from } else { to };
        let number = looked.number.get();
        let said = |end: f64| with_unit(&amount(&number, end), &number, layer.get(), say.lang());
        end.map_or_else(|| say.word(Word::NumberNoLimit).to_owned(), said)
    };
    let step = move |by: i64| {
        let Some(of) = of.get_untracked() else { return };
        let now = untrack(place);
        // An end between two edges goes to the nearer one on its way first.
        let edge = if by < 0 { now.ceil() as i64 } else { now.floor() as i64 }.saturating_add(by);
        if first { looked.lower(&of, edge) } else { looked.upper(&of, edge) }
    };
    let pressed = move |key: web_sys::KeyboardEvent| {
        let Some(by) = steps(&key, LONG_STEP) else { return };
        step(by);
    };
    view! {
        <span
            class="time-thumb"
            role="slider"
            tabindex="0"
            aria-label=say.t(if first { Word::LeastOf } else { Word::MostOf })
            aria-valuemin=move || format!("{:.2}", limit(false))
            aria-valuemax=move || format!("{:.2}", limit(true))
            aria-valuenow=move || format!("{:.2}", place())
            aria-valuetext=says
            style:left=at
            on:keydown=pressed
        ></span>
    }
}
