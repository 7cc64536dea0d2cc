//! How a layer is drawn: how solid, and over which others.

use crate::domain::LayerName;
use crate::ui::parts::{Icon, icon};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::view::Faded;
use crate::view::looks::FAINTEST;
use leptos::prelude::*;

/// Layers that are drawn as lines: they lie under all points, whatever their order is.
const LINES: [LayerName; 3] = [LayerName::Roads, LayerName::Routes, LayerName::Pipelines];

/// A layer's solidity and place.
#[component]
pub fn LayerLooks(
    /// The layer.
    layer: LayerName,
) -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let among = Memo::new(move |_| {
        let shown = session.visible();
        let drawn_alike = |of: &LayerName| LINES.contains(of) == LINES.contains(&layer) && session.has(*of);
        shown.into_iter().filter(drawn_alike).collect::<Vec<_>>()
    });
    // At an end of the order a step changes nothing.
    let can = move |up: bool| {
        app.looks.with(|looks| {
            let mut other = looks.clone();
            among.with(|among| if up { other.raise(layer, among) } else { other.lower(layer, among) });
            other != *looks
        })
    };
    let step = move |up: bool| {
        let among = among.get_untracked();
        app.looks.update(|looks| if up { looks.raise(layer, &among) } else { looks.lower(layer, &among) });
    };
    let button = move |up: bool, symbol: Icon, word: Word| {
        let title = move || say.fill(word, &[terms::layer(layer, say.lang())]);
        view! {
            <button
                type="button"
                class="icon-button"
                class:up=up
                title=title
                aria-label=title
                disabled=move || !can(up)
                on:click=move |_| step(up)
            >
                {icon(symbol)}
            </button>
        }
    };
    view! {
        <div class="layer-looks">
            <Solid what=Faded::Layer(layer) />
            {button(true, Icon::Down, Word::LayerUp)}
            {button(false, Icon::Down, Word::LayerDown)}
        </div>
    }
    .into_any()
}

/// How solid something is drawn.
#[component]
pub fn Solid(
    /// What.
    what: Faded,
) -> impl IntoView {
    let (app, say) = (expect_context::<AppState>(), use_say());
    let percent = move || app.looks.with(|looks| looks.solid(what));
    let dragged = move |ev| {
        if let Ok(percent) = event_target_value(&ev).parse::<u8>() {
            app.looks.update(|looks| looks.fade(what, percent));
        }
    };
    let least = f64::from(FAINTEST);
    view! {
        <label class="field solid">
            <span>{say.t(Word::Opacity)}</span>
            <input
                type="range"
                class="slider"
                min=FAINTEST
                max="100"
                step="5"
                aria-valuetext=move || format!("{} %", percent())
                style=("--done", move || format!("{}%", (f64::from(percent()) - least) / (100.0 - least) * 100.0))
                prop:value=move || percent().to_string()
                on:input=dragged
            />
            <span class="number">{move || format!("{} %", percent())}</span>
        </label>
    }
}
