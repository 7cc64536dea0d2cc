//! Empty forms to be filled in.

use crate::domain::LayerName;
use crate::engine::{Export, Reply, Request};
use crate::platform::today;
use crate::ui::parts::{Choice, Icon, Select, icon};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::terms;
use crate::ui::words::Word;
use leptos::prelude::*;

/// The layers that people keep lists of.
const KEPT: &[LayerName] = &[
    LayerName::Facilities,
    LayerName::Venues,
    LayerName::Hydrants,
    LayerName::FireStations,
    LayerName::Dangers,
    LayerName::Crashes,
    LayerName::Residents,
    LayerName::Inspections,
    LayerName::Penalties,
    LayerName::Accidents,
    LayerName::Pipelines,
    LayerName::Routes,
];

fn save(session: Session, layer: LayerName, lang: crate::text::Lang) {
    let table = Export::Template { layer, lang };
    session.ask_or_say(Request::Export { table, on: today() }, move |reply| {
        if let Reply::File(file) = reply {
            super::save(session, &file);
        }
    });
}

/// A form for any layer, where data is added.
#[component]
pub fn Templates() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let layer = RwSignal::new(LayerName::Facilities);
    let options = Signal::derive(move || {
        let lang = say.lang();
        KEPT.iter().map(|l| Choice::new(l.code(), terms::layer(*l, lang))).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || layer.get().code().to_owned());
    let pick = move |code: String| {
        if let Some(of) = LayerName::from_code(&code) {
            layer.set(of);
        }
    };
    view! {
        <p class="note">{say.t(Word::OwnTemplateFor)}</p>
        <div class="actions">
            <Select label=Word::Layer options value on_pick=pick />
            <button
                type="button"
                class="button"
                on:click=move |_| save(session, layer.get_untracked(), untrack(|| say.lang()))
            >
                {icon(Icon::Download)}
                {say.t(Word::OwnTemplate)}
            </button>
        </div>
    }
}

/// The form of the layer that the table is read as.
#[component]
pub fn ThisTemplate() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let save = move |_| {
        if let Some(layer) = session.own.choice.with_untracked(|c| c.as_ref().map(|c| c.layer)) {
            save(session, layer, untrack(|| say.lang()));
        }
    };
    view! {
        <button type="button" class="button" on:click=save>
            {icon(Icon::Download)}
            {say.t(Word::OwnTemplate)}
        </button>
    }
}
