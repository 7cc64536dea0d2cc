//! What is taken along: the print sheet as it will be printed, over the page; from it the picture for slides and the
//! page that opens offline. The sheet's text is laid out here, by heights that the browser measures; the map stands for
//! its picture behind it.

mod gather;
mod key;
mod sheets;
pub mod subject;

use super::desk::{Desk, Width, map_size};
use super::parts::{Icon, Segmented, icon, icon_button};
use super::say::use_say;
use super::session::Session;
use super::sheet::paper::{Paper, Sheet, Turn};
use super::state::AppState;
use super::words::Word;
use leptos::html;
use leptos::prelude::*;
use sheets::Sheets;
use subject::Subject;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

const PAPERS: &[(Paper, Word)] = &[(Paper::A4, Word::PaperA4), (Paper::A3, Word::PaperA3)];
const TURNS: &[(Turn, Word)] = &[(Turn::Portrait, Word::PaperPortrait), (Turn::Landscape, Word::PaperLandscape)];
const LENGTHS: &[(bool, Word)] = &[(false, Word::ListHead), (true, Word::ListWhole)];
/// The print sheet, while it is open.
#[component]
pub fn TakeAlong() -> impl IntoView {
    let desk = expect_context::<Desk>();
    move || desk.taking.get().then(|| view! { <Taking /> })
}

/// The sheet with its bar. Every text in its HTML has gone through [`escape`].
#[component]
fn Taking() -> impl IntoView {
    let (app, session, desk) = (expect_context::<AppState>(), expect_context::<Session>(), expect_context::<Desk>());
    let say = use_say();
    // What is looked at has its text on the map's page.
    let answers = untrack(|| matches!(Subject::now(app, session), Subject::Answer));
    // A briefing is one page that stands.
    let lies = answers
        && !untrack(|| gather::is_briefing(app, session))
        && map_size().is_some_and(|(width, height)| width > height);
    let turn = if lies { Turn::Landscape } else { Turn::Portrait };
    let sheets = Sheets::new(app, session, desk, Sheet { paper: Paper::A4, turn }, say);
    let rule = NodeRef::<html::Div>::new();
    let preview = NodeRef::<html::Div>::new();
    let ruled = Memo::new(move |_| sheets.ruled());
    sheets.keep_laying_out(rule, ruled);
    sheets.keep_posing();
    sheets.hear_pictures();
    sheets.read_ledger();
    sheets.print_when_ready();
    let first = NodeRef::<html::Div>::new();
    keep_focus(first);
    fit_to_screen(sheets, desk.width, preview);
    let pages = Memo::new(move |_| sheets.pages());
    let close = move || desk.taking.set(false);
    let sheet = Signal::derive(move || sheets.sheet.get());
    view! {
        <section class="taking" role="dialog" aria-modal="true" aria-label=say.t(Word::PrintSheet)>
            <header class="taking-bar">
                <h2>{say.t(Word::PrintSheet)}</h2>
                <Segmented
                    label=Word::PaperSize
                    options=PAPERS
                    value=Signal::derive(move || sheet.get().paper)
                    on_pick=move |paper| sheets.sheet.update(|s| s.paper = paper)
                />
                <Segmented
                    label=Word::PaperTurn
                    options=TURNS
                    value=Signal::derive(move || sheet.get().turn)
                    on_pick=move |turn| sheets.sheet.update(|s| s.turn = turn)
                />
                <Segmented
                    label=Word::ListLength
                    options=LENGTHS
                    value=sheets.whole
                    on_pick=move |whole| sheets.whole.set(whole)
                />
                <span class="note" role="status">{move || sheets.says()}</span>
                <span class="spring"></span>
                <button type="button" class="button" disabled=move || sheets.slide.get().is_some() on:click=move |_| sheets.save_slide()>
                    {icon(Icon::Download)}
                    {say.t(Word::SavePicture)}
                </button>
                <button type="button" class="button" disabled=move || !sheets.is_ready() on:click=move |_| sheets.save_page()>
                    {icon(Icon::Download)}
                    {say.t(Word::SavePage)}
                </button>
                <button
                    type="button"
                    class="button primary"
                    disabled=move || !sheets.is_ready()
                    on:click=move |_| drop(window().print())
                >
                    {icon(Icon::Print)}
                    {say.t(Word::PrintNow)}
                </button>
                {icon_button(Icon::Close, Word::Close, close)}
            </header>
            <div node_ref=first class="taking-desk" tabindex="0" role="region" aria-label=say.t(Word::Preview)>
                <div node_ref=preview class="sheets" data-theme="print" inner_html=pages></div>
            </div>
            <div node_ref=rule class="taking-rule sheets" data-theme="print" aria-hidden="true" inner_html=ruled></div>
        </section>
    }
}

/// Gives the focus to the sheet, and back to where it was.
fn keep_focus(first: NodeRef<html::Div>) {
    let before = document().active_element().and_then(|e| e.dyn_into::<HtmlElement>().ok());
    let before = StoredValue::new_local(before);
    Effect::new(move |_| {
        if let Some(preview) = first.get() {
            let _ = preview.focus();
        }
    });
    on_cleanup(move || {
        if let Some(Some(element)) = before.try_get_value() {
            // The page under the sheet takes no focus before the sheet is gone.
            request_animation_frame(move || drop(element.focus()));
        }
    });
}

/// Shrinks the preview to what the screen is wide; paper keeps its size.
fn fit_to_screen(sheets: Sheets, page: RwSignal<Width>, preview: NodeRef<html::Div>) {
    Effect::new(move |_| {
        let (Some(preview), width) = (preview.get(), sheets.sheet.get().width_px()) else { return };
        page.track();
        let room = window().inner_width().ok().and_then(|w| w.as_f64()).unwrap_or(width) - 48.0;
        let zoom = (room / width).min(1.0);
        let style = web_sys::HtmlElement::style(&preview);
        let _ = style.set_property("zoom", &format!("{zoom:.4}"));
    });
}
