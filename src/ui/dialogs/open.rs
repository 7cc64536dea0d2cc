//! Opening a dataset from the reader's own machine.

use crate::platform::files::{self, NotPicked, Picked};
use crate::ui::cities::Copies;
use crate::ui::desk::{Desk, Dialog};
use crate::ui::own;
use crate::ui::parts::{Icon, icon};
use crate::ui::say::use_say;
use crate::ui::session::{Session, Trouble};
use crate::ui::words::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Folder, files, or dropping: three ways to the same thing.
#[component]
pub fn OpenData() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let folder = move |_| open(session, desk, files::pick_folder());
    let some = move |_| open(session, desk, files::pick_files());
    view! {
        <p>{say.t(Word::OpenDatasetHow)}</p>
        <div class="actions">
            <button type="button" class="button primary" on:click=folder>
                {icon(Icon::Layers)}
                {say.t(Word::OpenFolder)}
            </button>
            <button type="button" class="button" on:click=some>
                {icon(Icon::File)}
                {say.t(Word::OpenFiles)}
            </button>
        </div>
        <p class="note">{say.t(Word::OrDrop)}</p>
        <own::Templates />
        <p class="note">{say.t(Word::LocalOnly)}</p>
        <Copies />
        <Show when=move || session.city.with(Option::is_some)>
            <button type="button" class="link" on:click=move |_| desk.dialog.set(Some(Dialog::Changes))>
                {say.t(Word::CompareWith)}
            </button>
            <button type="button" class="link" on:click=move |_| desk.dialog.set(Some(Dialog::AnotherCity))>
                {say.t(Word::BesideCity)}
                "…"
            </button>
        </Show>
    }
}

/// Opens what the reader picks or dropped.
pub fn open(session: Session, desk: Desk, picked: impl Future<Output = Result<Picked, NotPicked>> + 'static) {
    spawn_local(async move {
        match picked.await {
            Ok(files) if files.is_empty() => {}
            Ok(files) => {
                desk.dialog.try_set(None);
                if files.is_lone_table() {
                    session.own.look(session, desk, files);
                } else {
                    session.open_files(files);
                }
            }
            Err(error) => {
                desk.dialog.try_set(None);
                session.trouble.try_set(Some(Trouble::NotOpened(error.words())));
            }
        }
    });
}
