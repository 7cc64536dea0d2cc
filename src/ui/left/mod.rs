//! The left panel: the workbench's first answer, the layers, adding data. On a phone it is the sheet.

mod breaks;
mod compare;
mod conflicts;
mod data;
mod density;
mod districts;
mod exposure;
mod fire;
mod layers;
mod ledger;
mod levels;
mod looks;
mod only;
mod overview;
mod planning;
mod traffic;

use super::bar::{Brand, Switches};
use super::beside::{Begin, TwoCities};
use super::desk::{Desk, SheetHeight, SheetPage, Width};
use super::parts::{Edge, Icon, Region, icon, icon_button, role_icon};
use super::say::use_say;
use super::session::Session;
use super::stage::CaptionText;
use super::state::AppState;
use super::words::Word;
use crate::view::Role;
use data::{DataFoot, LackNote, lacking};
pub use districts::look_at;
use leptos::prelude::*;
pub use planning::MODES;

/// The left panel, or its rail when it is folded.
#[component]
pub fn LeftPanel() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let folded = Memo::new(move |_| !desk.left.get() && !desk.is_phone());
    move || if folded.get() { view! { <Rail /> }.into_any() } else { view! { <Panel /> }.into_any() }
}

#[component]
fn Panel() -> impl IntoView {
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let layers_only = move || desk.is_phone() && desk.page.get() == SheetPage::Layers;
    view! {
        <aside class="panel left" aria-label=say.t(Word::Workbench) class:layers-only=layers_only>
            <Show when=move || desk.is_phone()>
                <Grip />
                <Show when=layers_only>
                    <div class="phone-extras">
                        <Brand />
                        <Switches />
                    </div>
                </Show>
                <div class="sheet-head"><CaptionText /></div>
            </Show>
            <div class="scroll">
                <Show when=move || desk.width.get() != Width::Phone>
                    <button
                        type="button"
                        class="icon-button fold"
                        title=say.t(Word::FoldLeft)
                        aria-label=say.t(Word::FoldLeft)
                        on:click=move |_| desk.left.set(false)
                    >
                        {icon(Icon::Left)}
                    </button>
                </Show>
                <div class="answer">
                    <TwoCities />
                    <Answer />
                    <Begin />
                </div>
                <layers::Layers />
            </div>
            <DataFoot />
            <Edge of=Region::Left />
        </aside>
    }
    .into_any()
}

/// The workbench's answer, or what the city lacks for it.
#[component]
fn Answer() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    // Settings of a question that cannot be asked are of no use. Planning has another question.
    let lacks = Memo::new(move |_| session.city.with(Option::is_some) && !lacking(app, session).is_empty());
    view! {
        <LackNote />
        {move || match app.role.get() {
            Role::Traffic if lacks.get() => view! { <traffic::CrashesAlone /> }.into_any(),
            Role::Fire | Role::Ledger if lacks.get() => ().into_any(),
            Role::Planning => view! { <planning::Planning /> }.into_any(),
            Role::Traffic => view! { <traffic::Traffic /> }.into_any(),
            Role::Fire => view! { <fire::Fire /> }.into_any(),
            Role::Ledger => view! { <ledger::Ledger /> }.into_any(),
            Role::Overview => view! { <overview::Overview /> }.into_any(),
        }}
    }
}

/// What is left of a folded panel: its icons.
#[component]
fn Rail() -> impl IntoView {
    let (app, desk, say) = (expect_context::<AppState>(), expect_context::<Desk>(), use_say());
    view! {
        <aside class="rail" aria-label=say.t(Word::Workbench)>
            {icon_button(Icon::Right, Word::UnfoldLeft, move || desk.left.set(true))}
            <button
                type="button"
                class="icon-button"
                title=say.t(Word::Workbench)
                aria-label=say.t(Word::Workbench)
                on:click=move |_| desk.left.set(true)
            >
                {move || role_icon(app.role.get())}
            </button>
            {icon_button(Icon::File, Word::AddData, move || desk.dialog.set(Some(super::desk::Dialog::OpenData)))}
        </aside>
    }
    .into_any()
}

/// The bar at the sheet's top: a tap goes to the next height, a drag to the nearest.
#[component]
pub fn Grip() -> impl IntoView {
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let started = StoredValue::new(None::<(f64, SheetHeight)>);
    let dragged = StoredValue::new(false);
    // By the click, a touch's last event: one that followed would meet what the sheet has uncovered.
    let next = move |ev: web_sys::MouseEvent| {
        // The keyboard's clicks count none.
        if dragged.get_value() && ev.detail() > 0 {
            return;
        }
        desk.sheet.update(|h| {
            *h = match *h {
                SheetHeight::Peek => SheetHeight::Half,
                SheetHeight::Half => SheetHeight::Tall,
                SheetHeight::Tall => SheetHeight::Peek,
            }
        });
    };
    let lifted = move |ev: web_sys::PointerEvent| {
        let Some((y, height)) = started.get_value() else { return };
        started.set_value(None);
        let up = y - f64::from(ev.client_y());
        if up.abs() < 12.0 {
            return;
        }
        dragged.set_value(true);
        desk.sheet.set(match (height, up > 0.0) {
            (SheetHeight::Peek, true) | (SheetHeight::Tall, false) => SheetHeight::Half,
            (_, true) => SheetHeight::Tall,
            (_, false) => SheetHeight::Peek,
        });
    };
    view! {
        <button
            type="button"
            class="grip"
            aria-label=say.t(Word::SheetHeight)
            on:pointerdown=move |ev| {
                if let Some(bar) = ev.current_target() {
                    use wasm_bindgen::JsCast;
                    let _ = bar.unchecked_into::<web_sys::Element>().set_pointer_capture(ev.pointer_id());
                }
                dragged.set_value(false);
                started.set_value(Some((f64::from(ev.client_y()), desk.sheet.get_untracked())));
            }
            on:pointerup=lifted
            on:click=next
        ></button>
    }
}
