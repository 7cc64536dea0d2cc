//! Saving a table as CSV.

use super::{Icon, icon};
use crate::engine::{Export, Reply, Request};
use crate::platform::{self, files};
use crate::ui::say::use_say;
use crate::ui::session::{Session, Trouble};
use crate::ui::words::Word;
use leptos::prelude::*;

/// A button that saves what `what` names at the moment of the click.
#[component]
pub fn SaveButton(
    /// What is written on it.
    label: Word,
    /// The table; none disables the button.
    #[prop(into)]
    what: Signal<Option<Export>>,
) -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let save = move |_| {
        let Some(table) = what.get_untracked() else { return };
        session.ask_or_say(Request::Export { table, on: platform::today() }, move |reply| {
            if let Reply::File(file) = reply
                && let Err(error) = files::save(&file)
            {
                session.trouble.try_set(Some(Trouble::NotSaved(error.to_string())));
            }
        });
    };
    view! {
        <button type="button" class="button" disabled=move || what.with(Option::is_none) on:click=save>
            {icon(Icon::Download)}
            {say.t(label)}
        </button>
    }
}
