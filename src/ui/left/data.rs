//! Adding data, what was not read, and what the city lacks for a workbench.

use crate::domain::LayerName;
use crate::ui::desk::{Desk, Dialog};
use crate::ui::parts::{Icon, icon};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::view::{PlanningMode, RATED, Role};
use leptos::prelude::*;

/// The panel's foot: add data, rows not read.
#[component]
pub fn DataFoot() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let remark = move || {
        let city = session.city.get()?;
        let text = match (city.rejected, city.warnings) {
            (0, 0) => return None,
            (0, noticed) => say.fill(Word::Noticed, &[&terms::count(u64::from(noticed))]),
            (rows, _) => say.fill(Word::RowsNotRead, &[&terms::count(rows)]),
        };
        Some(view! {
            <span class="note">{text}</span>
            <button type="button" class="link" on:click=move |_| desk.dialog.set(Some(Dialog::NotRead))>
                {say.word(Word::SeeWhy)}
            </button>
        })
    };
    let corrections = move || {
        let city = session.city.get()?;
        let of = city.corrections;
        let all = of.applied + of.no_longer_fit + of.rejected;
        // Where something was noticed the state of the data leads there, too.
        (all > 0 && city.rejected == 0 && city.warnings == 0).then(|| {
            let open = move |_| desk.dialog.set(Some(Dialog::Corrections));
            view! {
                <button type="button" class="link" on:click=open>
                    {say.fill(Word::CorrectionsCount, &[&terms::count(all.into())])}
                </button>
            }
        })
    };
    view! {
        <footer class="data-foot">
            <button type="button" class="link" on:click=move |_| desk.dialog.set(Some(Dialog::OpenData))>
                {say.t(Word::AddData)}
                "…"
            </button>
            {corrections}
            <span class="spring"></span>
            {remark}
        </footer>
    }
}

/// Layers without which the workbench has no answer.
pub fn lacking(app: AppState, session: Session) -> Vec<LayerName> {
    let needed: Vec<LayerName> = match app.role.get() {
        Role::Planning => app.planning.with(|p| match p.mode {
            PlanningMode::Density => vec![session.density_layer()],
            PlanningMode::Exposure => vec![p.exposure_of, LayerName::Venues],
            PlanningMode::Levels => vec![p.levels_of],
            PlanningMode::Conflicts => vec![LayerName::Facilities],
        }),
        Role::Traffic => vec![LayerName::Roads, LayerName::Crashes],
        Role::Fire => vec![LayerName::Venues],
        Role::Ledger => vec![LayerName::Dangers],
        // Any that is rated is enough.
        Role::Overview if RATED.into_iter().any(|layer| session.has(layer)) => Vec::new(),
        Role::Overview => vec![LayerName::Facilities],
    };
    needed.into_iter().filter(|layer| !session.has(*layer)).collect()
}

/// What the open city lacks for this workbench, and what to do about it.
#[component]
pub fn LackNote() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let missing =
        Memo::new(move |_| if session.city.with(Option::is_some) { lacking(app, session) } else { Vec::new() });
    let names = move || {
        let lang = say.lang();
        missing.get().iter().map(|l| terms::layer_within(*l, lang)).collect::<Vec<_>>().join(say.word(Word::ListComma))
    };
    view! {
        <Show when=move || missing.with(|m| !m.is_empty())>
            <div class="lack" role="status">
                {icon(Icon::Warn)}
                <p>{move || say.fill(Word::CityLacks, &[&names()])}</p>
                <button type="button" class="link" on:click=move |_| desk.dialog.set(Some(Dialog::OpenData))>
                    {say.t(Word::AddData)}
                </button>
            </div>
        </Show>
    }
}
