//! The map and what floats on it: the finding, the controls, the legend, scale and attribution, loading and trouble.

mod caption;
mod chosen;
mod compare;
mod controls;
mod days;
mod events;
mod folding;
mod furniture;
mod legend;
mod notices;
mod scene;
mod times;
mod tip;
mod tools;

pub use caption::{CaptionText, caption};
pub use chosen::feature as chosen_feature;
pub use days::{has_strip, keep_day};
pub use furniture::credits;
pub use legend::{asked_levels, painted, toggle_asked_level};
pub use notices::refusal;
pub use times::has_times as has_time_strip;
pub use tools::SHAPES;

use super::asks::count_in_view;
use super::commands::Page;
use super::desk::{Desk, SheetHeight, Width};
use super::document::Appearance;
use super::say::use_say;
use super::session::Session;
use super::state::AppState;
use super::words::Word;
use crate::map::event::Tool;
use crate::map::{MapView, Padding};
use leptos::prelude::*;

/// The map with its furniture.
#[component]
pub fn Stage() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, look, say) = (expect_context::<Desk>(), expect_context::<Appearance>(), use_say());
    let page = Page::here();
    let scene = Memo::new(move |_| scene::scene(app, session, desk, look));
    let padding = Memo::new(move |_| padding(desk, app, session));
    count_again(app, session, desk);
    let moved = move |pointer: web_sys::PointerEvent| {
        // Where the stage is, not the half that the pointer is on.
        use wasm_bindgen::JsCast;
        let Some(stage) = pointer.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) else { return };
        let around = stage.get_bounding_client_rect();
        let at = (f64::from(pointer.client_x()) - around.left(), f64::from(pointer.client_y()) - around.top());
        desk.pointer_px.set(at);
    };
    view! {
        <main class="stage" aria-label=say.t(Word::Map) on:pointermove=moved>
            <MapView
                scene
                go=desk.go
                tool=desk.tool
                pose=desk.pose
                padding
                title=Signal::derive(move || say.word(Word::Map).to_owned())
                camera=app.camera.get_untracked()
                on_event=Callback::new(move |event| events::hear(page, event))
            />
            <compare::OtherHalf scene />
            <compare::CityHalf scene />
            <caption::CaptionBox />
            <controls::Controls />
            <Show when=move || desk.tools.get() && desk.tool.get() == Tool::Pan>
                <tools::Tools />
            </Show>
            <Show when=move || desk.tool.get() != Tool::Pan || desk.measured.with(Option::is_some)>
                <tools::InHand />
            </Show>
            <legend::LegendBox scene />
            <furniture::Furniture />
            <Show when=move || has_strip(app, session)>
                <days::Days />
            </Show>
            <Show when=move || times::has_times(app, session, desk)>
                <times::Times />
            </Show>
            <tip::Tip />
            <notices::Notices />
        </main>
    }
    .into_any()
}

/// Counts what is in view whenever the view, the city or the filter of crashes changes.
fn count_again(app: AppState, session: Session, desk: Desk) {
    Effect::new(move |_| {
        let generation = session.city.with(|c| c.as_ref().map(|c| c.generation));
        if let (Some(_), Some(bounds)) = (generation, desk.bounds.get()) {
            count_in_view(session, bounds, app.crash_filter());
        }
    });
}

/// Nothing that is fitted into the map touches its edge: a symbol there would be half hidden.
const MARGIN: f64 = 24.0;

/// The height of the strip with the days, px; beside a phone's sheet it lies over the map.
const STRIP: f64 = 56.0;

/// How much of the map is covered: the sheet on a phone, the floating inspector on a tablet.
fn padding(desk: Desk, app: AppState, session: Session) -> Padding {
    let around = Padding { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN };
    match desk.width.get() {
        // Two cities stand one over the other, above the sheet.
        Width::Phone if session.beside.city.with(Option::is_some) => Padding { top: 64.0, ..around },
        Width::Phone => {
            let page = window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(844.0);
            let sheet = match desk.sheet.get() {
                SheetHeight::Peek => 96.0,
                SheetHeight::Half | SheetHeight::Tall => 340f64.min(page * 0.5),
            };
            let strip = if has_strip(app, session) { STRIP } else { 0.0 };
            Padding { top: 64.0, right: MARGIN, bottom: sheet + strip + 56.0, left: MARGIN }
        }
        Width::Tablet if desk.right.get() && super::inspector::is_open(app, desk) => {
            Padding { right: 352.0 + MARGIN, ..around }
        }
        _ => around,
    }
}
