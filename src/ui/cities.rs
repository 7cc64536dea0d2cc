//! Copies of the reader's own datasets in this browser: offered once, made when asked for, opened again, forgotten.

use super::desk::{Desk, Dialog};
use super::parts::{Icon, icon};
use super::say::use_say;
use super::session::{Copied, Session, Trouble};
use super::state::AppState;
use super::terms;
use super::words::Word;
use crate::platform::files::Picked;
use crate::platform::shelf::Store;
use crate::platform::{PlatformError, prefs, url};
use crate::view::cities::KeptCity;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The copy that the page was last open with: of this tab, and of any.
const LAST: &str = "city";

/// Opens what the page begins with: what the link names; else the copy that this tab was open with before a reload, or,
/// without any link, the one that this browser was last open with; else the data that the page came with.
pub fn open_first(app: AppState, session: Session) {
    let address = app.city.get_untracked();
    let of_tab = prefs::of_tab(LAST);
    let last = of_tab.or_else(|| prefs::get(LAST).filter(|_| url::query().is_empty()));
    let Some(key) = last.and_then(|key| key.parse().ok()).filter(|_| address.is_none()) else {
        return session.open_address(address);
    };
    spawn_local(async move {
        match copy_of(key).await {
            Ok((city, files, joined)) => session.open_own(files, joined, Copied::Made(city)),
            Err(error) => {
                begin_with(None);
                session.open_address(None);
                session.trouble.try_set(Some(Trouble::CopyNotRead(error.why)));
            }
        }
    });
}

/// What the page begins with next time.
fn begin_with(key: Option<u32>) {
    let key = key.map(|key| key.to_string()).unwrap_or_default();
    prefs::set(LAST, &key);
    prefs::keep_for_tab(LAST, &key);
}

/// A kept copy: what it is, its files, and those of the own tables that were joined to it.
pub async fn copy_of(key: u32) -> Result<(KeptCity, Picked, Vec<Picked>), PlatformError> {
    let store = Store::open().await?;
    let missing = || PlatformError { doing: "open a kept copy", why: "it is not there any more".to_owned() };
    let city = store.shelf().await.find(key).cloned().ok_or_else(missing)?;
    let (files, joined) = store.take(&city).await?;
    Ok((city, files, joined))
}

/// Keeps a copy of the open data.
fn keep(session: Session, say: super::say::Say) {
    let engine = session.engine();
    let Some(files) = engine.as_ref().and_then(|engine| engine.files()) else { return };
    let joined: Vec<Picked> =
        engine.map(|engine| engine.joined().into_iter().map(|table| table.files).collect()).unwrap_or_default();
    let Some(open) = session.city.get_untracked() else { return };
    session.copied.set(Some(Copied::Making));
    spawn_local(async move {
        let kept =
            async { Store::open().await?.keep(open.name.clone(), open.as_of.clone(), &files, &joined).await }.await;
        let still_open =
            session.city.try_get_untracked().flatten().is_some_and(|now| now.generation == open.generation);
        let copied = match kept {
            Ok(city) => {
                begin_with(Some(city.key));
                let size = terms::megabytes(city.bytes);
                let told = untrack(|| say.fill(Word::CopyKept, &[&say.of(&city.name), &size]));
                session.toast.try_set(Some(told));
                Copied::Made(city)
            }
            Err(error) => {
                session.trouble.try_set(Some(Trouble::NotKept(error.why)));
                Copied::Declined
            }
        };
        if still_open {
            session.copied.try_set(Some(copied));
        } else if session.copied.try_get_untracked() == Some(Some(Copied::Making)) {
            // A table came or went meanwhile: the copy lacks that.
            session.copied.try_set(Some(Copied::Offered));
        }
    });
}

/// Asks once whether a copy of what was opened shall be kept.
#[component]
pub fn CopyOffer() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let offered = Memo::new(move |_| {
        session.copied.with(|own| *own == Some(Copied::Offered)) && session.opening.with(Option::is_none)
    });
    let asks = move || {
        let name = session.city.with(|city| city.as_ref().map(|city| say.of(&city.name))).unwrap_or_default();
        say.fill(Word::CopyAsk, &[&name])
    };
    view! {
        <Show when=move || offered.get()>
            <section class="trouble" role="status">
                <p>{asks}</p>
                <button type="button" class="link" on:click=move |_| keep(session, say)>
                    {say.t(Word::KeepCopy)}
                </button>
                <button type="button" class="link" on:click=move |_| session.copied.set(Some(Copied::Declined))>
                    {say.t(Word::NotNow)}
                </button>
            </section>
        </Show>
    }
}

/// What this browser keeps: each opens, each can be forgotten; and the offer to keep what is open.
#[component]
pub fn Copies() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let all = RwSignal::new(Vec::<KeptCity>::new());
    let read = move || {
        spawn_local(async move {
            // A browser that keeps nothing has an empty list.
            if let Ok(store) = Store::open().await {
                all.try_set(store.shelf().await.cities);
            }
        });
    };
    read();
    // A copy that is being made, or has been, changes the list.
    Effect::new(move |before: Option<()>| {
        session.copied.track();
        if before.is_some() {
            read();
        }
    });
    let unkept = move || session.copied.with(|own| matches!(own, Some(Copied::Offered | Copied::Declined)));
    let making = move || session.copied.with(|own| *own == Some(Copied::Making));
    let own = move || session.copied.with(Option::is_some);
    let served = move |_| {
        desk.dialog.set(None);
        begin_with(None);
        session.open_address(None);
    };
    let rows = move || all.get().into_iter().map(|city| view! { <Row city all /> }).collect_view();
    let some = move || own() || all.with(|all| !all.is_empty());
    view! {
        <Show when=some>
            <section class="copies">
                <h3>{say.t(Word::Copies)}</h3>
                <ul class="kept">
                    {rows}
                    <Show when=own>
                        <li>
                            <button type="button" class="link" on:click=served>
                                {say.t(Word::ServedData)}
                            </button>
                        </li>
                    </Show>
                </ul>
                <Show when=unkept>
                    <button type="button" class="button" on:click=move |_| keep(session, say)>
                        {icon(Icon::Bookmark)}
                        {say.t(Word::KeepCopy)}
                    </button>
                </Show>
                <Show when=making>
                    <p class="note" role="status">{say.t(Word::KeepingCopy)}</p>
                </Show>
                <p class="note">{say.t(Word::CopyIsNoSave)}</p>
            </section>
        </Show>
    }
}

/// A kept copy: a click opens it.
#[component]
fn Row(city: KeptCity, all: RwSignal<Vec<KeptCity>>) -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let key = city.key;
    let name = {
        let name = city.name.clone();
        move || say.of(&name)
    };
    let is_open = move || session.copied.with(|own| matches!(own, Some(Copied::Made(open)) if open.key == key));
    let open = move |_| {
        desk.dialog.set(None);
        spawn_local(async move {
            match copy_of(key).await {
                Ok((city, files, joined)) => {
                    begin_with(Some(key));
                    session.open_copy(files, joined, city);
                }
                Err(error) => drop(session.trouble.try_set(Some(Trouble::CopyNotRead(error.why)))),
            }
        });
    };
    let forget = {
        let name = name.clone();
        move |_| {
            let name = untrack(&name);
            spawn_local(async move {
                let forgotten = async { Store::open().await?.forget(key).await }.await;
                if let Err(error) = forgotten {
                    session.trouble.try_set(Some(Trouble::NotKept(error.why)));
                    return;
                }
                if prefs::get(LAST).is_some_and(|last| last == key.to_string()) {
                    begin_with(None);
                }
                session.copied.try_update(|own| {
                    if matches!(own, Some(Copied::Made(open)) if open.key == key) {
                        *own = Some(Copied::Declined);
                    }
                });
                all.try_update(|all| all.retain(|city| city.key != key));
                session.toast.try_set(Some(untrack(|| say.fill(Word::CopyForgotten, &[&name]))));
            });
        }
    };
    let label = {
        let name = name.clone();
        move || say.fill(Word::ForgetCopy, &[&name()])
    };
    // Another copy of what is open is there to be compared.
    let comparable = {
        let name = city.name.clone();
        move || !is_open() && session.city.with(|open| open.as_ref().is_some_and(|open| open.name == name))
    };
    let compare = move |_| {
        desk.dialog.set(Some(Dialog::Changes));
        spawn_local(async move {
            match copy_of(key).await {
                Ok((_, files, joined)) => {
                    if !joined.is_empty() {
                        let left_out = untrack(|| say.fill(Word::CopyTablesLeftOut, &[&joined.len().to_string()]));
                        session.toast.try_set(Some(left_out));
                    }
                    session.compare(files);
                }
                Err(error) => drop(session.trouble.try_set(Some(Trouble::CopyNotRead(error.why)))),
            }
        });
    };
    let facts = {
        let (as_of, at, size) = (city.as_of.clone(), city.at.clone(), terms::megabytes(city.bytes));
        move || say.fill(Word::CopyFacts, &[&as_of, &at, &size])
    };
    view! {
        <li>
            <div class="whose">
                <button type="button" class="link" disabled=is_open on:click=open>
                    {name}
                </button>
                <p class="note">{facts} {move || is_open().then(|| format!(" · {}", say.word(Word::OpenNow)))}</p>
            </div>
            <Show when=comparable>
                <button type="button" class="button" on:click=compare>
                    {say.t(Word::CompareThis)}
                </button>
            </Show>
            <button type="button" class="icon-button" title=label.clone() aria-label=label on:click=forget>
                {icon(Icon::Close)}
            </button>
        </li>
    }
}
