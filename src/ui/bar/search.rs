//! Search by id or name: type, arrow, Enter; the map flies there.

use crate::engine::{Hit, Reply, Request};
use crate::ui::desk::Desk;
use crate::ui::parts::{Icon, beside, fly_to, icon, kind_icon};
use crate::ui::roads::open_found;
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::units::LngLat;
use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use std::sync::Arc;

/// Hits that are listed.
const LIMIT: u32 = 12;

/// What has been found for the text in the field.
#[derive(Clone, Copy)]
struct Finding {
    text: RwSignal<String>,
    hits: RwSignal<Option<Arc<Vec<Hit>>>>,
    /// The line that Enter takes.
    at: RwSignal<usize>,
    open: RwSignal<bool>,
}

/// The search field and its list.
#[component]
pub fn Search() -> impl IntoView {
    let (app, desk) = (expect_context::<AppState>(), expect_context::<Desk>());
    let (session, say) = (expect_context::<Session>(), use_say());
    let field = NodeRef::<Input>::new();
    let finding = Finding {
        text: RwSignal::new(String::new()),
        hits: RwSignal::new(None),
        at: RwSignal::new(0),
        open: RwSignal::new(false),
    };
    let keys = window_event_listener(ev::keydown, move |key| {
        if (key.ctrl_key() || key.meta_key()) && key.key().eq_ignore_ascii_case("k") {
            key.prevent_default();
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
                field.select();
            }
        }
    });
    on_cleanup(move || keys.remove());

    let take = move |hit: &Hit| {
        fly_to(desk, hit);
        open_found(app, session, desk, hit);
        finding.open.set(false);
    };
    let on_key = move |key: web_sys::KeyboardEvent| {
        let count = finding.hits.with_untracked(|h| h.as_ref().map_or(0, |h| h.len()));
        match key.key().as_str() {
            "ArrowDown" if count > 0 => finding.at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => finding.at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                let hits = finding.hits.get_untracked();
                if let Some(hit) = hits.as_ref().and_then(|h| h.get(finding.at.get_untracked())) {
                    take(hit);
                }
            }
            "Escape" => {
                key.stop_propagation();
                finding.open.set(false);
                if let Some(field) = field.get_untracked() {
                    let _ = field.blur();
                }
            }
            _ => return,
        }
        key.prevent_default();
    };
    let on_input = move |ev| {
        let text = event_target_value(&ev);
        finding.text.set(text.clone());
        find(app, session, finding, text);
    };
    view! {
        <div class="search" role="search">
            <label class="find">
                {icon(Icon::Search)}
                <input
                    node_ref=field
                    type="search"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=say.t(Word::Search)
                    aria-controls="search-hits"
                    aria-autocomplete="list"
                    aria-expanded=move || finding.open.get().to_string()
                    aria-activedescendant=move || {
                        finding.open.get().then(|| format!("search-hit-{}", finding.at.get()))
                    }
                    placeholder=move || say.word(Word::SearchHint)
                    on:input=on_input
                    on:keydown=on_key
                    on:focus=move |_| finding.open.set(finding.hits.with_untracked(Option::is_some))
                    on:blur=move |_| finding.open.set(false)
                />
                <kbd aria-hidden="true">"Ctrl K"</kbd>
            </label>
            <Hits finding on_take=Callback::new(move |hit: Hit| take(&hit)) />
        </div>
    }
}

/// Asks for what matches; nearer features first.
fn find(app: AppState, session: Session, finding: Finding, text: String) {
    if text.trim().is_empty() {
        finding.hits.set(None);
        finding.open.set(false);
        return;
    }
    let near = app.camera.get_untracked().map(|c| LngLat::new(c.lng, c.lat));
    session.ask_or_say(Request::Find { text, near, limit: LIMIT }, move |reply| {
        if let Reply::Found(hits) = reply {
            finding.at.try_set(0);
            finding.hits.try_set(Some(Arc::new(hits)));
            finding.open.try_set(true);
        }
    });
}

#[component]
fn Hits(finding: Finding, on_take: Callback<Hit>) -> impl IntoView {
    let say = use_say();
    let lines = move || {
        let hits = finding.hits.get()?;
        if hits.is_empty() {
            let text = finding.text.get_untracked();
            return Some(view! { <li class="nothing">{say.fill(Word::NothingFound, &[&text])}</li> }.into_any());
        }
        let lang = say.lang();
        let lines = hits.iter().cloned().enumerate().map(|(n, hit)| {
            let layer = hit.feature.layer;
            let what = if hit.kind.is_empty() {
                terms::layer(layer, lang).to_owned()
            } else {
                terms::kind(layer, &hit.kind, lang)
            };
            let (name, symbol) = (lang.of(&hit.name).to_owned(), kind_icon(layer, &hit.kind));
            let apart = lang.of(&hit.apart);
            // What tells it apart may end with the id already.
            let id = match hit.sections.len() {
                0 if apart.ends_with(&*hit.id) => apart.to_owned(),
                0 => beside(apart, &hit.id),
                n => beside(&Word::WholeRoad.fill(lang, &[&terms::count(n as u64)]), apart),
            };
            // The field keeps the focus until the line is taken: its blur closes the list.
            view! {
                <li
                    id=format!("search-hit-{n}")
                    role="option"
                    aria-selected=move || (finding.at.get() == n).to_string()
                    on:mousedown=move |ev| {
                        ev.prevent_default();
                        on_take.run(hit.clone());
                    }
                >
                    {symbol}
                    <span class="name">{name}</span>
                    <span class="note">{what} " · " {id}</span>
                </li>
            }
        });
        Some(lines.collect_view().into_any())
    };
    view! {
        <ul
            id="search-hits"
            class="search-hits"
            role="listbox"
            aria-label=say.t(Word::SearchHits)
            hidden=move || !finding.open.get()
        >
            {lines}
        </ul>
    }
}
