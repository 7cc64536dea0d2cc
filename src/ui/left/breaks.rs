//! How classes are cut: by a rule, or at edges that somebody types.

use crate::engine::Edges;
use crate::surface::Breaks;
use crate::ui::edges::{Wrong, read, three_figures};
use crate::ui::parts::{Choice, Select};
use crate::ui::say::use_say;
use crate::ui::words::Word;
use leptos::prelude::*;

/// The ways to cut classes, and what they are called.
const BREAKS: [(Breaks, &str, Word); 4] = [
    (Breaks::Pretty, "pretty", Word::BreaksPretty),
    (Breaks::Natural, "natural", Word::BreaksNatural),
    (Breaks::Quantile, "quantile", Word::BreaksQuantile),
    (Breaks::Equal, "equal", Word::BreaksEqual),
];
const TYPED: &str = "typed";

/// The way to cut classes, and where they are typed the edges. What cannot be meant is said beside the field and leaves
/// those in force.
#[component]
pub fn BreaksField(
    /// The way.
    #[prop(into)]
    value: Signal<Breaks>,
    /// The edges in force, lowest first: where typing begins.
    #[prop(into)]
    edges: Signal<Vec<f64>>,
    /// What is classed counts, so that its edges are whole numbers.
    #[prop(into)]
    whole: Signal<bool>,
    /// The unit of the edges.
    #[prop(into)]
    unit: Signal<String>,
    /// Told of a change.
    #[prop(into)]
    on_pick: Callback<Breaks>,
) -> impl IntoView {
    let say = use_say();
    let options = move || {
        let ways = BREAKS.iter().map(|(_, code, word)| Choice::new(*code, say.word(*word)));
        ways.chain([Choice::new(TYPED, say.word(Word::BreaksTyped))]).collect::<Vec<_>>()
    };
    let code = move || {
        let way = value.get();
        BREAKS.iter().find(|(of, ..)| *of == way).map_or(TYPED, |(_, code, _)| code).to_owned()
    };
    let pick = move |code: String| match BREAKS.iter().find(|(_, of, _)| *of == code) {
        Some((way, ..)) => on_pick.run(*way),
        None => {
            // Before there are any, those of a rule stay in force.
            let edges = edges.get_untracked();
            let rounded: Vec<f64> = edges.iter().map(|edge| three_figures(*edge)).collect();
            // Typing begins with the numbers that the legend shows, where these tell the classes apart.
            if let Ok(edges) = Edges::new(&rounded).or_else(|_| Edges::new(&edges)) {
                on_pick.run(Breaks::Typed(edges));
            }
        }
    };
    let typed = Memo::new(move |_| matches!(value.get(), Breaks::Typed(_)));
    view! {
        <Select label=Word::Breaks options=Signal::derive(options) value=Signal::derive(code) on_pick=pick />
        <Show when=move || typed.get()>
            <TypedEdges value whole unit on_pick />
        </Show>
    }
    .into_any()
}

#[component]
fn TypedEdges(
    value: Signal<Breaks>,
    whole: Signal<bool>,
    unit: Signal<String>,
    on_pick: Callback<Breaks>,
) -> impl IntoView {
    let say = use_say();
    let wrong = RwSignal::new(None::<Wrong>);
    let written = move || match value.get() {
        Breaks::Typed(edges) => edges.as_slice().iter().map(f64::to_string).collect::<Vec<_>>().join("  "),
        _ => String::new(),
    };
    let typed = move |ev| match read(&event_target_value(&ev), whole.get_untracked()) {
        Ok(edges) => {
            wrong.set(None);
            on_pick.run(Breaks::Typed(edges));
        }
        Err(why) => wrong.set(Some(why)),
    };
    let said = move || wrong.with(|wrong| wrong.as_ref().map(|wrong| wrong.says(say.lang())));
    view! {
        <label class="field typed-edges">
            <span>{say.t(Word::LowerEdges)}</span>
            <span class="input">
                <input
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    spellcheck="false"
                    aria-invalid=move || wrong.with(Option::is_some).to_string()
                    aria-describedby="edges-wrong"
                    prop:value=written
                    on:change=typed
                />
                <span class="unit">{unit}</span>
            </span>
        </label>
        <p id="edges-wrong" class="field-error" role="alert">{said}</p>
    }
}
