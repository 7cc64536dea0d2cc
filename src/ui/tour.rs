//! Two minutes through the workbenches: each is opened, and a card says what it answers. Offered to who opens the page
//! for the first time without a link; found again in the help and by name.

use super::commands::Page;
use super::parts::{Icon, icon};
use super::say::use_say;
use super::words::Word;
use crate::platform::prefs;
use crate::view::{PlanningMode, Role};
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;

/// Kept on this machine once the tour was taken or declined.
const TAKEN: &str = "toured";

/// What a stop opens, if it opens anything, and what it says.
type Stop = (Option<(Role, Option<PlanningMode>)>, Word);

/// The offer, then the stops; what on the page each speaks of is outlined by the style sheet (`.tour` in regions.css).
const STOPS: [Stop; 8] = [
    (None, Word::TourOffer),
    (Some((Role::Overview, None)), Word::TourOverview),
    (Some((Role::Planning, Some(PlanningMode::Levels))), Word::TourLevels),
    (Some((Role::Planning, Some(PlanningMode::Density))), Word::TourDensity),
    (Some((Role::Traffic, None)), Word::TourTraffic),
    (Some((Role::Fire, None)), Word::TourFire),
    (Some((Role::Ledger, None)), Word::TourLedger),
    (Some((Role::Overview, None)), Word::TourEnd),
];

/// Whether a newcomer is to be offered the tour.
pub fn is_new() -> bool {
    prefs::get(TAKEN).is_none()
}

/// Goes to a stop; past the last one the tour is over.
pub fn go_to(page: Page, stop: usize) {
    let Some((opens, _)) = STOPS.get(stop) else { return end(page) };
    if let Some((role, mode)) = opens {
        page.desk.working.set(false);
        page.app.open_role(*role);
        if let Some(mode) = mode {
            page.app.planning.update(|p| p.mode = *mode);
        }
    }
    page.desk.tour.set(Some(stop));
}

/// Ends the tour, and does not offer it again.
pub fn end(page: Page) {
    prefs::set(TAKEN, "yes");
    page.desk.tour.set(None);
}

/// The card.
#[component]
pub fn Tour() -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let next = NodeRef::<html::Button>::new();
    // Who walks by keyboard goes on with Enter; an offer takes the focus from nobody.
    Effect::new(move |_| {
        if page.desk.tour.get().is_some_and(|stop| stop > 0)
            && let Some(next) = next.get()
        {
            let _ = next.focus();
        }
    });
    // Who begins to work has answered the offer.
    let elsewhere = window_event_listener(ev::pointerdown, move |press| {
        let target = press.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        let outside = target.is_some_and(|t| t.closest(".tour").is_ok_and(|tour| tour.is_none()));
        if outside && page.desk.tour.try_get_untracked().flatten() == Some(0) {
            end(page);
        }
    });
    on_cleanup(move || elsewhere.remove());
    let card = move || {
        let stop = page.desk.tour.get()?;
        let (_, says) = STOPS.get(stop)?;
        let last = stop + 1 == STOPS.len();
        let forth = match stop {
            0 => Word::TourBegin,
            _ if last => Word::TourDone,
            _ => Word::TourNext,
        };
        let place = (stop > 0).then(|| format!("{stop} / {}", STOPS.len() - 1));
        let back = (stop > 1).then(|| {
            view! {
                <button type="button" class="button quiet" on:click=move |_| go_to(page, stop - 1)>
                    {say.word(Word::TourBack)}
                </button>
            }
        });
        Some(view! {
            <aside class="tour" data-stop=stop.to_string() aria-label=say.word(Word::Tour)>
                <p aria-live="polite">{say.word(*says)}</p>
                <div class="actions">
                    <span class="note">{place}</span>
                    <span class="spring"></span>
                    {back}
                    <button node_ref=next type="button" class="button primary" on:click=move |_| go_to(page, stop + 1)>
                        {say.word(forth)}
                    </button>
                </div>
                <button
                    type="button"
                    class="icon-button"
                    title=say.word(Word::TourSkip)
                    aria-label=say.word(Word::TourSkip)
                    on:click=move |_| end(page)
                >
                    {icon(Icon::Close)}
                </button>
            </aside>
        })
    };
    view! { {card} }
}
