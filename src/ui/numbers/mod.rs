//! Filtering by a number: which one, a range over its histogram, and a chip for each range that is set.

mod bars;
mod held;

pub use held::Held;

use crate::domain::{LayerName, NumberRange};
use crate::engine::{FilterPart, Histogram, Loosened};
use crate::text::{field, number_range};
use crate::ui::asks::ask_histogram;
use crate::ui::parts::{Choice, Icon, Loosen, Select, icon};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::count;
use crate::ui::words::Word;
use bars::Bars;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// The number that is looked at, with its range and its histogram.
#[derive(Clone, Copy)]
struct Looked {
    app: AppState,
    held: Held,
    /// Its name.
    number: Memo<String>,
    /// Its range.
    range: Memo<Option<NumberRange>>,
    /// How many rows have which value; none until it is known.
    histogram: Signal<Option<Arc<Histogram>>>,
}

impl Looked {
    /// Sets both ends; without an end the number leaves nothing out. Whether the unknown stay is kept.
    fn set(self, from: Option<f64>, to: Option<f64>) {
        let number = self.number.get_untracked();
        let before = self.range.get_untracked();
        let with_unknown = before.as_ref().is_some_and(|range| range.with_unknown);
        let range = NumberRange::new(&number, from, to).map(|range| NumberRange { with_unknown, ..range });
        if range != before {
            self.held.change(self.app, |ranges| match range {
                Some(range) => ranges.set(range),
                None => ranges.clear(&number),
            });
        }
    }

    /// Its ends.
    fn ends(self) -> (Option<f64>, Option<f64>) {
        self.range.with(|range| range.as_ref().map_or((None, None), |range| (range.from, range.to)))
    }
}

/// The choice of a number and its range, folded until it is asked for.
#[component]
pub fn NumberFilter(held: Held) -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let numbers = Memo::new(move |_| held.numbers(app, session));
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(None::<String>);
    // What was chosen last, else what is filtered by, else the first.
    let number = Memo::new(move |_| {
        let last = chosen.get().filter(|number| numbers.with(|all| all.contains(number)));
        let set = || held.ranges(app).iter().next().map(|range| range.number.clone());
        last.or_else(set).or_else(|| numbers.with(|all| all.first().cloned())).unwrap_or_default()
    });
    let found = RwSignal::new(None::<Arc<Histogram>>);
    let layer = Memo::new(move |_| held.layer(app));
    ask_histogram(app, session, layer, Signal::derive(move || open.get().then(|| number.get())), found);
    let histogram = move || found.get().filter(|found| number.with(|number| found.number == *number));
    let range = Memo::new(move |_| number.with(|number| held.ranges(app).get(number).cloned()));
    let looked = Looked { app, held, number, range, histogram: Signal::derive(histogram) };
    let options = move || {
        let (layer, lang) = (layer.get(), say.lang());
        let set = number.get();
        let all = numbers.get();
        // What a link asks for stands in the list though the city may not have it.
        let missing = (!all.contains(&set)).then_some(set);
        all.into_iter().chain(missing).map(|n| Choice::new(n.clone(), field(layer, &n, lang))).collect::<Vec<_>>()
    };
    let several = move || numbers.with(|all| all.len() > 1);
    let any = move || numbers.with(|all| !all.is_empty());
    let toggled = move |event: web_sys::Event| {
        let details = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        open.set(details.is_some_and(|details| details.has_attribute("open")));
    };
    view! {
        <Show when=any>
            <details class="numbers" on:toggle=toggled>
                <summary>{say.t(Word::FilterNumbers)}</summary>
                <Show when=several>
                    <Select
                        label=Word::WhichNumber
                        options=Signal::derive(options)
                        value=Signal::derive(move || number.get())
                        on_pick=move |code| chosen.set(Some(code))
                    />
                </Show>
                <div
                    class="number-range"
                    role="group"
                    aria-label=move || number.with(|number| field(layer.get(), number, say.lang()))
                    class:stale=session.computing
                >
                    <Bars looked layer />
                    <Ends looked layer />
                    <Unknown looked />
                </div>
            </details>
        </Show>
    }
    .into_any()
}

/// Both ends, to be typed.
#[component]
fn Ends(looked: Looked, layer: Memo<LayerName>) -> impl IntoView {
    let say = use_say();
    let wrong = RwSignal::new(None::<(Word, String)>);
    let typed = move |ev: web_sys::Event, first: bool| {
        let text = event_target_value(&ev);
        // Commas part thousands, as they do where the page writes a number.
        let plain: String = text.chars().filter(|c| !matches!(c, ',' | '，') && !c.is_whitespace()).collect();
        let end = match plain.replace('−', "-").parse::<f64>() {
            _ if plain.is_empty() => None,
            Ok(end) if end.is_finite() => Some(end),
            _ => return wrong.set(Some((Word::NumberNotRead, text))),
        };
        let (from, to) = untrack(|| looked.ends());
        let (from, to) = if first { (end, to) } else { (from, end) };
        match from.zip(to) {
            Some((from, to)) if from > to => wrong.set(Some((Word::NumberCrossed, String::new()))),
            _ => {
                wrong.set(None);
                looked.set(from, to);
            }
        }
    };
    let written = move |first: bool| {
        let (from, to) = looked.ends();
        let end = if first { from } else { to };
        end.map(|end| end.to_string()).unwrap_or_default()
    };
    let one = move |first: bool| {
        let word = if first { Word::LeastOf } else { Word::MostOf };
        view! {
            <label class="input">
                <input
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=say.t(word)
                    placeholder=say.t(Word::NumberNoLimit)
                    aria-invalid=move || wrong.with(Option::is_some).to_string()
                    prop:value=move || written(first)
                    on:change=move |ev| typed(ev, first)
                />
            </label>
        }
    };
    let unit = move || {
        let unit = looked.number.with(|number| crate::domain::ranges::number_unit(layer.get(), number));
        unit.map(|unit| crate::text::unit(unit, say.lang()).to_owned())
    };
    let said = move || wrong.get().map(|(word, text)| say.fill(word, &[&text]));
    view! {
        <div class="number-ends">
            {one(true)} <span aria-hidden="true">"–"</span> {one(false)} <span class="unit">{unit}</span>
        </div>
        <p class="field-error" role="alert">{said}</p>
    }
}

/// How many have an unknown value, and whether they stay while a range is set.
#[component]
fn Unknown(looked: Looked) -> impl IntoView {
    let say = use_say();
    let n = move || looked.histogram.with(|of| of.as_ref().map_or(0, |of| of.unknown));
    let stay = move || looked.range.with(|range| range.as_ref().is_some_and(|range| range.with_unknown));
    let set = move || looked.range.with(Option::is_some);
    let keep = move |ev| {
        let with_unknown = event_target_checked(&ev);
        if let Some(range) = looked.range.get_untracked() {
            looked.held.change(looked.app, |ranges| ranges.set(NumberRange { with_unknown, ..range }));
        }
    };
    let said = move || say.fill(Word::NumberUnknown, &[&count(u64::from(n()))]);
    view! {
        <Show when=move || { n() > 0 || stay() }>
            <div class="number-unknown">
                <span class="note">{said}</span>
                <Show when=set>
                    <label>
                        <input type="checkbox" prop:checked=stay on:change=keep />
                        <span>{say.t(Word::KeepUnknown)}</span>
                    </label>
                </Show>
            </div>
        </Show>
    }
}

/// A chip for every range that is set; each takes itself out.
#[component]
pub fn RangeChips(held: Held) -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let any = Memo::new(move |_| !held.ranges(app).is_empty());
    let chips = move || {
        let (layer, lang) = (held.layer(app), say.lang());
        let ranges = held.ranges(app);
        let chip = |range: &NumberRange| {
            let said = number_range(layer, range, lang);
            let remove = Word::RemoveFilter.fill(lang, &[&said]);
            let number = range.number.clone();
            view! {
                <button
                    type="button"
                    class="chip on removes"
                    title=remove.clone()
                    aria-label=remove
                    on:click=move |_| held.change(app, |ranges| ranges.clear(&number))
                >
                    <span>{said}</span>
                    {icon(Icon::Close)}
                </button>
            }
        };
        ranges.iter().map(chip).collect::<Vec<_>>()
    };
    let left_out = move || match held.left_out(session) {
        0 => None,
        n => Some(view! { <p class="note left-out">{say.fill(Word::NumberLeftOut, &[&count(u64::from(n))])}</p> }),
    };
    view! {
        <Show when=move || any.get()>
            <div class="chips" role="group" aria-label=say.t(Word::FilterNumbers)>
                {chips}
            </div>
            {left_out}
        </Show>
    }
    .into_any()
}

/// Nothing lies in a list's ranges: which of them to loosen.
#[component]
pub fn NoneInRange(
    held: Held,
    /// What is not there.
    says: Word,
    /// The ranges, each with how many rows come without it.
    #[prop(into)]
    parts: Signal<Loosened>,
) -> impl IntoView {
    let (app, say) = (expect_context::<AppState>(), use_say());
    let drop = move |part: FilterPart| {
        if let FilterPart::Number(place) = part {
            drop_range(held, app, place);
        }
    };
    let clear = Callback::new(move |()| held.clear(app));
    view! {
        <Loosen
            says=Signal::derive(move || say.word(says).to_owned())
            parts
            on_drop=drop
            numbers=Signal::derive(move || range_names(held, app, say.lang()))
            clear=Signal::derive(move || Some(clear))
        />
    }
}

/// The numbers of some ranges in words, in their order: what there is to loosen.
pub fn range_names(held: Held, app: AppState, lang: crate::text::Lang) -> Vec<String> {
    let layer = held.layer(app);
    held.ranges(app).iter().map(|range| field(layer, &range.number, lang)).collect()
}

/// Takes the range at a place out.
pub fn drop_range(held: Held, app: AppState, place: u8) {
    // The place is one among the ranges that are asked, which may not be all that are kept.
    let asked = untrack(|| held.ranges(app).iter().nth(usize::from(place)).map(|range| range.number.clone()));
    if let Some(number) = asked {
        held.change(app, |ranges| ranges.clear(&number));
    }
}
