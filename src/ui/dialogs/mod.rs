//! Dialogs: opening a dataset, the state of the data, methods, keys, kept views.

mod changes;
mod facts;
mod help;
mod methods;
mod not_read;
mod open;
mod views;

pub use open::open;

use super::beside::ChooseCity;
use super::desk::{Desk, Dialog};
use super::parts::{Icon, icon_button};
use super::say::use_say;
use super::words::Word;
use super::{correct, own};
use leptos::html;
use leptos::prelude::*;

/// The open dialog, if there is one.
#[component]
pub fn Dialogs() -> impl IntoView {
    let desk = expect_context::<Desk>();
    move || {
        desk.dialog.get().map(|dialog| match dialog {
            Dialog::Help => view! { <Modal title=Word::Help><help::Help /></Modal> }.into_any(),
            Dialog::NotRead => {
                view! { <Modal title=Word::NotReadTitle wide=true><not_read::NotReadReport /></Modal> }.into_any()
            }
            Dialog::Methods(code) => {
                view! { <Modal title=Word::Methods wide=true><methods::Methods code /></Modal> }.into_any()
            }
            Dialog::Changes => view! { <Modal title=Word::Changes wide=true><changes::Changes /></Modal> }.into_any(),
            Dialog::Own => view! { <Modal title=Word::OwnTitle wide=true><own::OwnTableForm /></Modal> }.into_any(),
            Dialog::Correct => view! { <Modal title=Word::CorrectTitle><correct::CorrectForm /></Modal> }.into_any(),
            Dialog::Corrections => {
                view! { <Modal title=Word::Corrections wide=true><correct::CorrectionList /></Modal> }.into_any()
            }
            Dialog::AnotherCity => view! { <Modal title=Word::BesideCity><ChooseCity /></Modal> }.into_any(),
            Dialog::Views => view! { <Modal title=Word::Views><views::Views /></Modal> }.into_any(),
            Dialog::OpenData => view! { <Modal title=Word::OpenDataset><open::OpenData /></Modal> }.into_any(),
        })
    }
}

/// A dialog over the page. The browser keeps the focus in it and, when it is closed, gives it back.
#[component]
fn Modal(title: Word, #[prop(optional)] wide: bool, children: Children) -> impl IntoView {
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(element) = element.get()
            && !element.open()
        {
            let _ = element.show_modal();
        }
    });
    // However it goes away: closed first, so that the focus returns.
    on_cleanup(move || {
        if let Some(element) = element.try_get_untracked().flatten() {
            element.close();
        }
    });
    // A click on the backdrop is a click on the dialog's own box, outside of its content.
    let outside = move |click: web_sys::MouseEvent| {
        if click.target() == click.current_target() {
            desk.dialog.set(None);
        }
    };
    // The event comes a moment later: by then another dialog may stand in the same element.
    let closed = move |_| {
        if element.try_get_untracked().flatten().is_none_or(|element| !element.open()) {
            desk.dialog.try_set(None);
        }
    };
    view! {
        <dialog
            node_ref=element
            class="dialog"
            class:wide=wide
            aria-label=say.t(title)
            on:click=outside
            on:close=closed
        >
            <div class="dialog-inside">
                <header>
                    <h2>{say.t(title)}</h2>
                    {icon_button(Icon::Close, Word::Close, move || desk.dialog.set(None))}
                </header>
                {children()}
            </div>
        </dialog>
    }
}
