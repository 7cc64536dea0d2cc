//! The layers: on and off, how many are in view and in all.

use super::looks::LayerLooks;
use crate::domain::{LayerName, OwnData};
use crate::ui::commands::Page;
use crate::ui::desk::{Desk, Dialog};
use crate::ui::own::save_dataset;
use crate::ui::parts::{Icon, beside, icon, layer_icon};
use crate::ui::rows;
use crate::ui::say::use_say;
use crate::ui::session::{Copied, Session};
use crate::ui::terms;
use crate::ui::words::Word;
use crate::view::SWITCHED;
use leptos::html;
use leptos::prelude::*;

/// The list of layers.
#[component]
pub fn Layers() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let present = Memo::new(move |_| {
        let city = session.drawn();
        let has = |layer: &LayerName| city.as_ref().is_some_and(|c| c.layer(*layer).is_some());
        SWITCHED.iter().copied().filter(has).collect::<Vec<_>>()
    });
    let kept = move || session.copied.with(|copied| matches!(copied, Some(Copied::Made(_))));
    // Own tables are on this page alone until the city is saved with them.
    let save = move || {
        let own = session.city.with(|c| c.as_ref().is_some_and(|c| !c.own.is_empty()));
        own.then(|| {
            view! {
                <p class="note own-save">
                    {move || say.word(if kept() { Word::OwnInCopy } else { Word::OwnHereAlone })}
                    " "
                    <button
                        type="button"
                        class="link"
                        title=say.t(Word::SaveDatasetHow)
                        on:click=move |_| save_dataset(session)
                    >
                        {say.t(Word::SaveDataset)}
                    </button>
                </p>
            }
        })
    };
    // So are corrections, until they are saved.
    let desk = expect_context::<Desk>();
    let corrections = move || {
        session.correct.unsaved.get().then(|| {
            view! {
                <p class="note own-save">
                    {say.t(Word::CorrectionsUnsaved)}
                    " "
                    <button type="button" class="link" on:click=move |_| desk.dialog.set(Some(Dialog::Corrections))>
                        {say.t(Word::CorrectionsList)}
                    </button>
                </p>
            }
        })
    };
    view! {
        <Show when=move || present.with(|p| !p.is_empty())>
            <section class="section layers">
                <h2>
                    <span>{say.t(Word::Layers)}</span>
                    <Show when=move || desk.drawable.get()>
                        <span class="note">{say.t(Word::InViewAll)}</span>
                    </Show>
                </h2>
                // A row stays the element that it is while others come: a click in between is not lost.
                <ul>
                    <For each=move || present.get() key=|layer| *layer children=row />
                </ul>
                {save}
                {corrections}
            </section>
        </Show>
    }
}

fn row(layer: LayerName) -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let on = Memo::new(move |_| session.shows(layer));
    let total = move || {
        let city = session.drawn()?;
        city.layer(layer).map(|l| terms::count(u64::from(l.count)))
    };
    let in_view = move || {
        session
            .answers
            .in_view
            .with(|counts| counts.iter().find(|c| c.layer == layer).map(|c| terms::count(u64::from(c.in_view))))
    };
    // What is the reader's own among them is said where they are counted.
    let own_rows = move || {
        let city = session.drawn()?;
        let lines = city.own.iter().filter(|own| own.layer == layer.code());
        let lines = lines.map(|own| view! { <OwnTable own=own.clone() /> });
        Some(lines.collect_view())
    };
    let page = Page::here();
    let open = RwSignal::new(false);
    let drawn = move || say.fill(Word::LayerLooks, &[terms::layer(layer, say.lang())]);
    let title = move || say.fill(Word::TableOf, &[terms::layer(layer, say.lang())]);
    view! {
        <li class:off=move || !on.get()>
            <label>
                <input
                    type="checkbox"
                    prop:checked=on
                    on:change=move |ev| session.set_visible(layer, event_target_checked(&ev))
                />
                {layer_icon(layer)}
                <span class="name">{move || terms::layer(layer, say.lang())}</span>
                <span class="counts">
                    // Where no map is there is no view.
                    <Show when=move || desk.drawable.get()>
                        <b>{move || in_view().unwrap_or_else(|| "…".to_owned())}</b>
                        " / "
                    </Show>
                    {total}
                </span>
            </label>
            {own_rows}
            <button
                type="button"
                class="icon-button"
                title=drawn
                aria-label=drawn
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {icon(Icon::More)}
            </button>
            <button
                type="button"
                class="icon-button"
                title=title
                aria-label=title
                aria-pressed=move || (page.desk.rows.get() == Some(layer)).to_string()
                on:click=move |_| rows::toggle(page, Some(layer))
            >
                {icon(Icon::Table)}
            </button>
            <Show when=move || open.get()>
                <LayerLooks layer />
            </Show>
        </li>
    }
}

/// A table of the reader's own: what was added when, and the way to take it away again, asked once.
#[component]
fn OwnTable(own: OwnData) -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let (asked, kept) = (RwSignal::new(false), StoredValue::new(false));
    // The question takes the focus to the safe answer, and gives it back.
    let (keep, begin) = (NodeRef::<html::Button>::new(), NodeRef::<html::Button>::new());
    keep.on_load(|button| drop(button.focus()));
    begin.on_load(move |button| {
        if kept.try_get_value() == Some(true) {
            drop(button.focus());
        }
    });
    // What came with the dataset is a part of its files.
    let joined = session.engine().is_some_and(|engine| engine.joined().iter().any(|table| table.own == own));
    let (file, rows) = (own.file.clone(), terms::count(own.rows));
    let word = if own.replaces { Word::OwnInPlace } else { Word::OwnIn };
    let says = {
        let (file, rows, added) = (file.clone(), rows.clone(), own.added.clone());
        move || beside(&say.fill(word, &[&file, &rows]), &added)
    };
    let label = {
        let file = file.clone();
        move || say.fill(Word::OwnRemoveOf, &[&file])
    };
    let remove = move |_| session.remove_own(own.clone());
    let ask = move || {
        let (file, rows, remove, label) = (file.clone(), rows.clone(), remove.clone(), label.clone());
        if asked.get() {
            view! {
                <span role="alert">{move || say.fill(Word::OwnRemoveAsk, &[&file, &rows])}</span>
                <button type="button" class="link danger" on:click=remove>
                    {say.t(Word::OwnRemoveYes)}
                </button>
                <button
                    type="button"
                    class="link"
                    node_ref=keep
                    on:click=move |_| {
                        kept.set_value(true);
                        asked.set(false);
                    }
                >
                    {say.t(Word::OwnRemoveNo)}
                </button>
            }
            .into_any()
        } else {
            view! {
                <button
                    type="button"
                    class="link"
                    node_ref=begin
                    aria-label=label
                    on:click=move |_| asked.set(true)
                >
                    {say.t(Word::OwnRemove)}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <p class="own-in">
            <span>{says}</span>
            {joined.then_some(ask)}
        </p>
    }
}
