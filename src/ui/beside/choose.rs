//! Choosing another city: a folder, files, a copy that this browser keeps, or the data that the page came with.

use super::Source;
use crate::platform::files::{self, NotPicked, Picked};
use crate::platform::shelf::Store;
use crate::ui::cities::copy_of;
use crate::ui::commands::Page;
use crate::ui::parts::{Icon, icon};
use crate::ui::say::use_say;
use crate::ui::session::{DEFAULT_CITY, Trouble};
use crate::ui::words::Word;
use crate::view::cities::KeptCity;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Takes what the reader picked or dropped as the other city.
pub fn take(page: Page, picked: impl Future<Output = Result<Picked, NotPicked>> + 'static) {
    let Page { app, session, desk, .. } = page;
    spawn_local(async move {
        match picked.await {
            Ok(files) if files.is_empty() => {}
            Ok(files) => {
                desk.dialog.try_set(None);
                session.beside.open(app, session, Source::Files(files, Vec::new()));
            }
            Err(error) => {
                desk.dialog.try_set(None);
                session.trouble.try_set(Some(Trouble::NotOpened(error.words())));
            }
        }
    });
}

/// The dialog.
#[component]
pub fn ChooseCity() -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let Page { app, session, desk, .. } = page;
    let copies = RwSignal::new(Vec::<KeptCity>::new());
    spawn_local(async move {
        // A browser that keeps nothing has an empty list.
        if let Ok(store) = Store::open().await {
            copies.try_set(store.shelf().await.cities);
        }
    });
    let rows = move || {
        let open = move |key: u32| {
            desk.dialog.set(None);
            spawn_local(async move {
                match copy_of(key).await {
                    Ok((_, files, joined)) => session.beside.open(app, session, Source::Files(files, joined)),
                    Err(error) => drop(session.trouble.try_set(Some(Trouble::CopyNotRead(error.why)))),
                }
            });
        };
        let row = move |city: KeptCity| {
            let (key, name) = (city.key, city.name.clone());
            view! {
                <li>
                    <button type="button" class="link" on:click=move |_| open(key)>
                        {move || say.of(&name)}
                    </button>
                    <span class="note">{city.as_of}</span>
                </li>
            }
        };
        copies.get().into_iter().map(row).collect_view()
    };
    let served = move |_| {
        desk.dialog.set(None);
        session.beside.open(app, session, Source::Address(DEFAULT_CITY));
    };
    view! {
        <p>{say.t(Word::BesideHow)}</p>
        <div class="actions">
            <button type="button" class="button primary" on:click=move |_| take(page, files::pick_folder())>
                {icon(Icon::Layers)}
                {say.t(Word::OpenFolder)}
            </button>
            <button type="button" class="button" on:click=move |_| take(page, files::pick_files())>
                {icon(Icon::File)}
                {say.t(Word::OpenFiles)}
            </button>
        </div>
        <Show when=move || copies.with(|all| !all.is_empty())>
            <h3>{say.t(Word::Copies)}</h3>
            <ul class="kept">{rows}</ul>
        </Show>
        <Show when=move || session.copied.with(Option::is_some) || app.city.with(Option::is_some)>
            <button type="button" class="link" on:click=served>
                {say.t(Word::BesideServed)}
            </button>
        </Show>
    }
}
