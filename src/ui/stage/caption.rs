//! The finding: one computed sentence, and what it rests on.

use super::chosen::{chosen, let_go};
use super::folding::Folding;
use crate::domain::LayerName;
use crate::text::Lang;
use crate::ui::commands::Page;
use crate::ui::compare;
use crate::ui::dangers;
use crate::ui::desk::Desk;
use crate::ui::parts::{Icon, icon, unbroken};
use crate::ui::say::use_say;
use crate::ui::sentences::{self, Caption};
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::view::{PlanningMode, Role};
use leptos::prelude::*;

/// The workbench's finding, as far as there is one.
pub fn caption(app: AppState, session: Session, lang: Lang) -> Caption {
    if let Some(found) = compare::caption(app, session, lang) {
        return found;
    }
    let answers = session.answers;
    let found = match app.role.get() {
        Role::Planning => match app.planning.with(|p| p.mode) {
            PlanningMode::Density => {
                // Where the city lacks what planning begins with, nobody has chosen what is shown: said.
                let chosen = app.planning.with(|p| p.density_of.is_some());
                answers.density.with(|s| s.as_ref().map(|s| sentences::density_caption(s, chosen, lang)))
            }
            PlanningMode::Exposure => {
                answers.exposure.with(|t| t.as_ref().map(|t| sentences::exposure_caption(t, lang)))
            }
            PlanningMode::Levels => answers.levels.with(|t| {
                let table = t.as_ref()?;
                let district = session.district_name(table.query.district, lang);
                Some(sentences::levels_caption(table, district, lang))
            }),
            PlanningMode::Conflicts => answers.conflicts.with(|t| {
                let table = t.as_ref()?;
                let district = session.district_name(table.query.district, lang);
                Some(sentences::conflicts_caption(table, district, lang))
            }),
        },
        Role::Traffic if session.city.with(Option::is_some) && !session.has(LayerName::Roads) => {
            answers.crashes.with(|counts| counts.as_ref().map(|counts| sentences::crashes_caption(counts, lang)))
        }
        Role::Traffic => answers.sections.with(|t| t.as_ref().map(|t| sentences::sections_caption(t, lang))),
        Role::Fire => answers.venues.with(|t| t.as_ref().map(|t| sentences::venues_caption(t, lang))),
        Role::Ledger => answers.ledger.with(|t| t.as_ref().map(|t| dangers::caption(t, lang))),
        Role::Overview => answers.overview.with(|t| t.as_ref().map(|t| sentences::overview_caption(t, lang))),
    };
    found.unwrap_or_else(|| without_answer(app, session, lang))
}

/// What can be said before there is an answer, or where the city has no data for one.
fn without_answer(app: AppState, session: Session, lang: Lang) -> Caption {
    let density = app.shows_density();
    let title = match session.drawn() {
        None if session.opening.with(Option::is_some) => Word::Reading.said(lang).to_owned(),
        None => Word::NoCityOpen.said(lang).to_owned(),
        Some(_) if session.computing.get() && density => format!("{}…", Word::DrawingSurface.said(lang)),
        Some(_) if session.computing.get() => Word::Computing.said(lang).to_owned(),
        Some(city) => {
            let features: u64 = city.layers.iter().map(|l| u64::from(l.count)).sum();
            Word::CityHolds.fill(lang, &[lang.of(&city.name), &terms::count(features)])
        }
    };
    Caption { title, note: String::new() }
}

/// The finding's two lines, for the map and for a phone's sheet: of what is chosen, else of the city.
#[component]
pub fn CaptionText() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let caption = Memo::new(move |_| {
        let of_chosen = chosen(app, session, say.lang());
        (of_chosen.is_some(), of_chosen.unwrap_or_else(|| caption(app, session, say.lang())))
    });
    let page = Page::here();
    view! {
        <h1 class:stale=session.computing>{move || caption.with(|(_, c)| c.title.clone())}</h1>
        <p class="rests-on">{move || caption.with(|(_, c)| unbroken(&c.note))}</p>
        <Show when=move || caption.with(|(of_chosen, _)| *of_chosen)>
            <button type="button" class="link back" on:click=move |_| let_go(page)>
                {icon(Icon::Left)}
                {say.t(Word::BackToCity)}
            </button>
        </Show>
    }
}

/// The finding on the map; it folds to its first line.
#[component]
pub fn CaptionBox() -> impl IntoView {
    let (app, desk) = (expect_context::<AppState>(), expect_context::<Desk>());
    let folding = Folding::of(app, desk, "caption", false);
    let open = Memo::new(move |_| folding.is_open());
    view! {
        <div class="caption" class:folded=move || !open.get()>
            <div aria-live="polite">
                <CaptionText />
            </div>
            {folding.button("caption-fold", Word::FoldCaption)}
        </div>
    }
}
