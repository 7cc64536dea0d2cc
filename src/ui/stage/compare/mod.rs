//! The second map of a comparison, over the first or beside it: the other state with the handle between both, or another city.

mod city;
mod scene;

pub use city::CityHalf;

use super::events::hear;
use crate::map::event::{MapEvent, Tool};
use crate::map::scene::Scene;
use crate::map::{MapView, Padding};
use crate::ui::commands::Page;
use crate::ui::compare::{compared, comparing, halves, other_is_left};
use crate::ui::kept::home;
use crate::ui::say::use_say;
use crate::ui::words::Word;
use crate::view::Split;
use leptos::html::Div;
use leptos::prelude::*;

/// How far the handle comes to the edges, and how far a key moves it, in parts of the width.
const NEAREST: f64 = 0.02;
const STEP: f64 = 0.02;
const LONG_STEP: f64 = 0.1;

/// The other half, while two states are compared.
#[component]
pub fn OtherHalf(
    /// What the page's own half shows.
    scene: Memo<Scene>,
) -> impl IntoView {
    let page = Page::here();
    let split = Memo::new(move |_| comparing(page.app).map(|compare| compare.split));
    keep_whole(page, split);
    view! {
        <Show when=move || split.get().is_some() && page.session.city.with(Option::is_some)>
            <Half scene split=Signal::derive(move || split.get().unwrap_or_default()) />
        </Show>
    }
}

/// A map that is made narrower or wider shows the whole city again, while nobody has chosen otherwise.
fn keep_whole(page: Page, split: Memo<Option<Split>>) {
    Effect::new(move |before: Option<bool>| {
        let beside = split.get() == Some(Split::Beside) || page.session.beside.city.with(Option::is_some);
        if before.is_some_and(|before| before != beside) && page.desk.whole.get_untracked() {
            let city = page.session.city.with_untracked(|c| c.as_ref().and_then(|c| home(page.desk, c)));
            page.desk.show(None, city, false);
        }
        beside
    });
}

#[component]
fn Half(scene: Memo<Scene>, split: Signal<Split>) -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let Page { app, session, desk, .. } = page;
    let other = Memo::new(move |_| scene.with(|scene| scene::other(scene, compared(app, session).as_deref())));
    let names = Memo::new(move |_| halves(app, session, say.lang()).unwrap_or_default());
    let waits = Memo::new(move |_| compared(app, session).is_none());
    // What was before stands left of what came of it, whichever of them the page shows.
    let before = Memo::new(move |_| other_is_left(app, session));
    let named = move |left: bool| {
        let name = names.with(|(one, other)| if left { one.clone() } else { other.clone() });
        if waits.get() && !name.is_empty() && left == before.get() {
            return format!("{name} · {}", say.word(Word::OtherComputing));
        }
        name
    };
    let title = Signal::derive(move || say.fill(Word::MapOfOther, &[&named(before.get())]));
    let lost = StoredValue::new(false);
    let heard = move |event: MapEvent| match event {
        // Where it looks is the first map's to say.
        MapEvent::Hovered(_)
        | MapEvent::Clicked { .. }
        | MapEvent::Cursor(_)
        | MapEvent::Failed(_)
        | MapEvent::Undrawable => hear(page, event),
        MapEvent::ContextLost | MapEvent::ContextRestored => {
            lost.try_set_value(event == MapEvent::ContextLost);
            hear(page, event);
        }
        _ => {}
    };
    // A map that is taken away lost does not come back.
    on_cleanup(move || {
        if lost.try_get_value() == Some(true) {
            hear(page, MapEvent::ContextRestored);
        }
    });
    let place = NodeRef::<Div>::new();
    let share = Memo::new(move |_| if split.get() == Split::Beside { 0.5 } else { desk.split.get() });
    view! {
        <div
            node_ref=place
            class="compare"
            class:beside=move || split.get() == Split::Beside
            class:before=before
            // What is drawn by hand is drawn on the first map alone.
            class:away=move || desk.tool.get() != Tool::Pan
            style=("--split", move || format!("{:.2}%", 100.0 * share.get()))
        >
            <MapView
                second=true
                scene=other
                go=Signal::stored(None)
                tool=Signal::stored(Tool::Pan)
                pose=Signal::stored(None)
                padding=Signal::stored(Padding::default())
                title
                camera=desk.looks.get_untracked()
                on_event=Callback::new(heard)
            />
            <p class="half-name left" aria-live="polite">{move || named(true)}</p>
            <p class="half-name right" aria-live="polite">{move || named(false)}</p>
            <Handle place split />
        </div>
    }
    .into_any()
}

/// The line between both halves; under a swipe it can be moved, by pointer, finger or key.
#[component]
fn Handle(place: NodeRef<Div>, split: Signal<Split>) -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let at = page.desk.split;
    let put = move |to: f64| at.set(to.clamp(NEAREST, 1.0 - NEAREST));
    let percent = move || format!("{:.0}", 100.0 * at.get());
    let dragged = move |pointer: web_sys::PointerEvent| {
        let Some(place) = place.get_untracked().filter(|_| pointer.buttons() & 1 == 1) else { return };
        let around = place.get_bounding_client_rect();
        if around.width() > 0.0 {
            put((f64::from(pointer.client_x()) - around.left()) / around.width());
        }
    };
    let held = move |pointer: web_sys::PointerEvent| {
        use wasm_bindgen::JsCast;
        if let Some(handle) = pointer.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) {
            let _ = handle.set_pointer_capture(pointer.pointer_id());
        }
    };
    let pressed = move |key: web_sys::KeyboardEvent| {
        let step = if key.shift_key() { LONG_STEP } else { STEP };
        let to = match key.key().as_str() {
            "ArrowLeft" | "ArrowDown" => at.get_untracked() - step,
            "ArrowRight" | "ArrowUp" => at.get_untracked() + step,
            "PageDown" => at.get_untracked() - LONG_STEP,
            "PageUp" => at.get_untracked() + LONG_STEP,
            "Home" => 0.0,
            "End" => 1.0,
            _ => return,
        };
        key.prevent_default();
        put(to);
    };
    view! {
        <Show
            when=move || split.get() == Split::Swipe
            fallback=|| view! { <div class="half-line" aria-hidden="true"></div> }
        >
            <div
                class="swipe"
                role="slider"
                tabindex="0"
                aria-orientation="horizontal"
                aria-label=say.t(Word::SwipeHandle)
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=percent
                aria-valuetext=move || say.fill(Word::SwipeAt, &[&percent()])
                title=say.t(Word::SwipeHandle)
                on:pointerdown=held
                on:pointermove=dragged
                on:keydown=pressed
            >
                <span aria-hidden="true"></span>
            </div>
        </Show>
    }
}
