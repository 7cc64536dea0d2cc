//! An edge between two regions that can be dragged, or moved with the arrow keys. The size stays on this machine.

use crate::platform::prefs;
use crate::ui::desk::{Desk, Width};
use crate::ui::say::use_say;
use crate::ui::words::Word;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Which region's edge it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// The left panel, at its right edge.
    Left,
    /// The inspector, at its left edge.
    Right,
    /// The dock, at its upper edge.
    Dock,
}

impl Region {
    /// The name of its setting.
    const fn key(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Dock => "dock",
        }
    }

    /// Its size when nobody has chosen, the least and the most, px.
    const fn sizes(self) -> (f64, f64, f64) {
        match self {
            Self::Left => (320.0, 280.0, 400.0),
            Self::Right => (384.0, 352.0, 480.0),
            Self::Dock => (288.0, 160.0, 560.0),
        }
    }

    /// The size kept on this machine.
    pub fn kept(self) -> Option<f64> {
        let (_, least, most) = self.sizes();
        prefs::get(self.key())?.parse::<f64>().ok().filter(|px| (least..=most).contains(px))
    }

    const fn signal(self, desk: Desk) -> RwSignal<Option<f64>> {
        match self {
            Self::Left => desk.left_px,
            Self::Right => desk.right_px,
            Self::Dock => desk.dock_px,
        }
    }
}

/// The edge of a region.
#[component]
pub fn Edge(of: Region) -> impl IntoView {
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let (usual, least, most) = of.sizes();
    let size = of.signal(desk);
    let now = move || size.get().unwrap_or(usual);
    // Where the drag began: the pointer and the size then.
    let grabbed = StoredValue::new(None::<(f64, f64)>);
    let along = move |ev: &web_sys::PointerEvent| match of {
        Region::Left => f64::from(ev.client_x()),
        Region::Right => -f64::from(ev.client_x()),
        Region::Dock => -f64::from(ev.client_y()),
    };
    let keep = move || prefs::set(of.key(), &untrack(now).round().to_string());
    let set = move |px: f64| size.set(Some(px.clamp(least, most).round()));
    let grab = move |ev: web_sys::PointerEvent| {
        if let Some(edge) = ev.current_target() {
            // Without capture the drag ends at the edge; that is all that is lost.
            let _ = edge.unchecked_into::<web_sys::Element>().set_pointer_capture(ev.pointer_id());
        }
        grabbed.set_value(Some((along(&ev), untrack(now))));
    };
    let drag = move |ev: web_sys::PointerEvent| {
        if let Some((from, px)) = grabbed.get_value() {
            set(px + along(&ev) - from);
        }
    };
    let release = move |_| {
        if grabbed.get_value().is_some() {
            grabbed.set_value(None);
            keep();
        }
    };
    let step = move |key: web_sys::KeyboardEvent| {
        let by = match (key.key().as_str(), of) {
            ("ArrowRight", Region::Left) | ("ArrowLeft", Region::Right) | ("ArrowUp", Region::Dock) => 16.0,
            ("ArrowLeft", Region::Left) | ("ArrowRight", Region::Right) | ("ArrowDown", Region::Dock) => -16.0,
            _ => return,
        };
        key.prevent_default();
        set(untrack(now) + by);
        keep();
    };
    view! {
        <Show when=move || desk.width.get() == Width::Desk>
            <div
                class="edge"
                class:flat=of == Region::Dock
                role="separator"
                tabindex="0"
                aria-label=say.t(Word::Resize)
                aria-orientation=if of == Region::Dock { "horizontal" } else { "vertical" }
                aria-valuenow=move || now().to_string()
                aria-valuemin=least.to_string()
                aria-valuemax=most.to_string()
                on:pointerdown=grab
                on:pointermove=drag
                on:pointerup=release
                on:keydown=step
            ></div>
        </Show>
    }
}
