//! A length in metres, dragged or typed: both are the same field.

use crate::ui::say::use_say;
use crate::ui::words::Word;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Steps of the slider.
const STEPS: f64 = 200.0;

/// A slider over a typed field, in metres. The slider is logarithmic: 100 to 200 m is as wide as 1 to 2 km.
#[component]
pub fn Measure(
    /// What is measured.
    label: Word,
    /// Metres.
    #[prop(into)]
    value: Signal<f64>,
    /// The least, more than 0.
    min: f64,
    /// The most.
    max: f64,
    /// Without the slider: the field alone.
    #[prop(optional)]
    plain: bool,
    /// Told of every change, while dragging too.
    #[prop(into)]
    on_change: Callback<f64>,
) -> impl IntoView {
    let say = use_say();
    let place = move || (STEPS * (value.get() / min).ln() / (max / min).ln()).clamp(0.0, STEPS).round();
    // What was emptied, is no number or was brought into the range: the field says what is in force.
    let say_again = move |target: Option<web_sys::EventTarget>| {
        if let Some(field) = target.and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            field.set_value(&untrack(|| value.get()).to_string());
        }
    };
    let typed = move |ev: web_sys::Event| {
        if let Ok(metres) = event_target_value(&ev).parse::<f64>()
            && metres.is_finite()
        {
            on_change.run(metres.clamp(min, max));
        }
        say_again(ev.target());
    };
    let dragged = move |ev| {
        if let Ok(place) = event_target_value(&ev).parse::<f64>() {
            on_change.run(rounded(min * (max / min).powf(place / STEPS)).clamp(min, max));
        }
    };
    let slider = view! {
        <input
            type="range"
            class="slider"
            min="0"
            max=STEPS
            step="1"
            aria-label=say.t(label)
            aria-valuetext=move || format!("{} m", value.get())
            style=("--done", move || format!("{}%", place() / STEPS * 100.0))
            prop:value=move || place().to_string()
            on:input=dragged
        />
        <div class="ends" aria-hidden="true">
            <span>{crate::ui::terms::metres(min)}</span>
            <span>{crate::ui::terms::metres(max)}</span>
        </div>
    };
    view! {
        <div class="measure" class:plain=plain>
            <label class="field">
                <span>{say.t(label)}</span>
                <span class="input">
                    <input
                        type="number"
                        inputmode="decimal"
                        min=min
                        max=max
                        step="any"
                        prop:value=move || value.get().to_string()
                        on:change=typed
                        on:blur=move |ev| say_again(ev.target())
                    />
                    <span class="unit">"m"</span>
                </span>
            </label>
            {(!plain).then_some(slider)}
        </div>
    }
}

/// A length that a person would say: steps of 5 under 200 m, of 10 under 1 km, of 50 above.
fn rounded(metres: f64) -> f64 {
    let step = match metres {
        m if m < 200.0 => 5.0,
        m if m < 1000.0 => 10.0,
        _ => 50.0,
    };
    (metres / step).round() * step
}
