//! Named views, and the district that the page starts in.

use crate::domain::LayerName;
use crate::ui::bar::role_word;
use crate::ui::commands::Page;
use crate::ui::kept::{area_of, forget_view, keep_view, show_view, start_in, views};
use crate::ui::parts::{Choice, Icon, Select, icon};
use crate::ui::say::use_say;
use crate::ui::words::Word;
use crate::view::View;
use crate::view::kept::{Kept, NAME};
use leptos::html;
use leptos::prelude::*;

/// The list, a field to keep one more, and the reader's own district.
#[component]
pub fn Views() -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let all = RwSignal::new(views());
    let failed = RwSignal::new(false);
    let name = NodeRef::<html::Input>::new();
    let keep = move |submit: web_sys::SubmitEvent| {
        submit.prevent_default();
        let Some(field) = name.get_untracked() else { return };
        let kept = keep_view(page.app, &field.value());
        failed.set(!kept);
        if kept {
            field.set_value("");
            all.set(views());
        }
    };
    let rows = move || {
        let lines = all.get().into_iter().map(|view| view! { <Row view all /> });
        lines.collect_view()
    };
    view! {
        <form class="actions" on:submit=keep>
            <input autofocus node_ref=name class="grow" maxlength=NAME placeholder=say.t(Word::ViewName) aria-label=say.t(Word::ViewName) />
            <button type="submit" class="button primary">
                {say.t(Word::KeepView)}
            </button>
        </form>
        <Show when=move || failed.get()>
            <p class="note" role="status">{say.t(Word::ViewNotKept)}</p>
        </Show>
        <Show
            when=move || all.with(|all| !all.is_empty())
            fallback=move || view! { <p class="note">{say.t(Word::NoViews)}</p> }
        >
            <ul class="kept">{rows}</ul>
        </Show>
        <OwnArea />
        <p class="note">{say.t(Word::KeptHere)}</p>
    }
}

/// A named view: a click shows it.
#[component]
fn Row(view: Kept, all: RwSignal<Vec<Kept>>) -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let (role, name) = (View::from_query(&view.query).0.role, view.name.clone());
    let forget = {
        let name = name.clone();
        move |_| {
            forget_view(&name);
            all.set(views());
        }
    };
    let on = view.on.clone();
    let show = move |_| {
        page.desk.dialog.set(None);
        show_view(page, &view);
    };
    let label = {
        let name = name.clone();
        move || say.fill(Word::ForgetView, &[&name])
    };
    view! {
        <li>
            <button type="button" class="link" on:click=show>
                {name}
            </button>
            <span class="note">{move || format!("{} · {on}", say.word(role_word(role)))}</span>
            <button type="button" class="icon-button" title=label.clone() aria-label=label on:click=forget>
                {icon(Icon::Close)}
            </button>
        </li>
    }
}

/// The district that the page starts in.
#[component]
fn OwnArea() -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let session = page.session;
    let own = RwSignal::new(untrack(|| session.city.with(|c| c.as_ref().and_then(|c| area_of(&c.name.zh)))));
    let options = move || {
        let whole = Choice::new("", say.word(Word::WholeCity));
        let all = session.city.with(|c| c.as_ref().map(|c| c.districts.clone()).unwrap_or_default());
        std::iter::once(whole).chain(all.into_iter().map(|d| Choice::new(d.id, say.of(&d.name)))).collect::<Vec<_>>()
    };
    let pick = move |id: String| {
        let id = (!id.is_empty()).then_some(id);
        own.set(id.clone());
        session.city.with_untracked(|city| city.iter().for_each(|city| start_in(&city.name.zh, id.clone())));
    };
    view! {
        <Show when=move || session.has(LayerName::Districts)>
            <Select
                label=Word::StartsIn
                options=Signal::derive(options)
                value=Signal::derive(move || own.get().unwrap_or_default())
                on_pick=Callback::new(pick)
            />
        </Show>
    }
}
