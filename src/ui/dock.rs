//! The dock under the map: road sections ranked by crashes per km.

use super::desk::{Desk, Width};
use super::document::Appearance;
use super::lines::class_mark;
use super::parts::{Edge, Mark, More, Region, SaveButton, fly_to, walk_rows};
use super::roads::{Pick, clear_roads, pick_roads};
use super::say::use_say;
use super::session::Session;
use super::state::AppState;
use super::terms::{self, count, number};
use super::words::Word;
use crate::domain::LayerName;
use crate::engine::{Export, SectionRow};
use crate::map::palette::Palette;
use crate::text::Lang;
use crate::view::Role;
use leptos::prelude::*;

/// Rows shown before "more".
const FIRST: usize = 60;

/// Whether the page has a dock now. A city without roads or crashes has no sections to rank.
pub fn has_dock(app: AppState, session: Session, desk: Desk) -> bool {
    let ranks =
        || session.city.with(Option::is_none) || (session.has(LayerName::Roads) && session.has(LayerName::Crashes));
    app.role.get() == Role::Traffic && desk.width.get() != Width::Phone && ranks()
}

/// The ranked table of sections.
#[component]
pub fn Dock() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let table = session.answers.sections;
    let shown = RwSignal::new(FIRST);
    let total = Signal::derive(move || table.with(|t| t.as_ref().map_or(0, |t| t.rows.len())));
    let summary = move || {
        table.with(|t| {
            let t = t.as_ref()?;
            Some(say.fill(Word::SectionsOf, &[&count(u64::from(t.sections)), &count(u64::from(t.with_crash))]))
        })
    };
    let selected = move || app.traffic.with(|t| t.selected.len());
    let export = Signal::derive(move || table.with(|t| t.as_ref().map(|t| Export::Sections(t.query.clone()))));
    view! {
        <section class="dock" aria-label=say.t(Word::SectionRanking)>
            <Edge of=Region::Dock />
            <header class="dock-head">
                <h2>{say.t(Word::SectionRanking)}</h2>
                <span class="note" aria-live="polite">{summary}</span>
                <span class="spring"></span>
                <Show when=move || { selected() > 0 }>
                    <span class="note">{move || say.fill(Word::SectionsSelected, &[&count(selected() as u64)])}</span>
                    <button type="button" class="button quiet" on:click=move |_| clear_roads(app, desk)>
                        {say.t(Word::ClearSelection)}
                    </button>
                </Show>
                <SaveButton label=Word::SaveCsv what=export />
            </header>
            <div class="dock-body" class:stale=session.computing>
                <table class="table">
                    <thead>
                        <Head />
                    </thead>
                    <tbody on:keydown=move |key| walk_rows(&key)>
                        <Rows shown />
                    </tbody>
                </table>
                <More of=total shown />
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let say = use_say();
    let number = |word: Word, unit: Word| {
        view! { <th class="number" scope="col">{say.t(word)} <br /> <span class="unit">{say.t(unit)}</span></th> }
    };
    view! {
        <tr>
            <th class="number" scope="col">{say.t(Word::Rank)}</th>
            <th scope="col">{say.t(Word::Road)}</th>
            <th scope="col">{say.t(Word::RoadClass)}</th>
            <th class="number" scope="col">{say.t(Word::Length)}</th>
            {number(Word::Crashes, Word::CrashUnit)}
            {number(Word::FatalCrashes, Word::CrashUnit)}
            {number(Word::InjuryCrashes, Word::CrashUnit)}
            {number(Word::DamageCrashes, Word::CrashUnit)}
            {number(Word::Deaths, Word::PersonUnit)}
            {number(Word::Epdo, Word::EpdoWeights)}
            <th class="number sorted" scope="col" aria-sort="descending">
                {say.t(Word::Rate)}
                " ↓"
                <br />
                <span class="unit">{say.t(Word::PerKm)}</span>
            </th>
            <th class="bar-column" aria-hidden="true"></th>
        </tr>
    }
}

#[component]
fn Rows(shown: RwSignal<usize>) -> impl IntoView {
    let (session, look, say) = (expect_context::<Session>(), expect_context::<Appearance>(), use_say());
    move || {
        let (lang, palette, shown) = (say.lang(), Palette::of(look.theme.get()), shown.get());
        session.answers.sections.with(|table| {
            let Some(table) = table else { return Vec::new() };
            let classes = table.breaks.len();
            let most = table.rows.iter().map(|r| r.per_km).fold(0.0, f64::max);
            let rows = table.rows.iter().take(shown).enumerate();
            rows.map(|(n, r)| row(n + 1, r, class_mark(r.class, classes, palette), most, lang)).collect::<Vec<_>>()
        })
    }
}

/// How many were killed, as far as the fatal crashes say.
fn deaths(of: &SectionRow, lang: Lang) -> String {
    match of.deaths {
        _ if of.fatal == 0 => "–".to_owned(),
        None => Word::Unknown.said(lang).to_owned(),
        Some(n) if of.deaths_unknown > 0 => format!("≥ {}", number(n)),
        Some(n) => number(n),
    }
}

fn row(rank: usize, of: &SectionRow, mark: Mark, most: f64, lang: Lang) -> impl IntoView + use<> {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let desk = expect_context::<Desk>();
    let (hit, feature) = (of.hit.clone(), of.hit.feature);
    let id = of.hit.id.clone();
    let chosen = Memo::new(move |_| app.traffic.with(|t| t.selected.contains(&id)));
    let dash = |n: u32| if n == 0 { "–".to_owned() } else { count(u64::from(n)) };
    let width = if most > 0.0 { 88.0 * of.per_km / most } else { 0.0 };
    let colour = match mark {
        Mark::Class(colour) => colour,
        _ => String::new(),
    };
    let (length, unit) = terms::metres_parts(of.length_m);
    let short = of.short.then(|| view! { <span class="tag dashed">{Word::ShortSection.said(lang)}</span> });
    let pick = move |shift: bool, alt: bool| {
        pick_roads(app, session, desk, &[feature.row], Pick::of_keys(shift, alt));
    };
    let on_key = move |key: web_sys::KeyboardEvent| {
        if matches!(key.key().as_str(), "Enter" | " ") {
            key.prevent_default();
            pick(key.shift_key() || key.key() == " ", key.alt_key());
        }
    };
    view! {
        <tr
            tabindex="0"
            data-row=""
            aria-selected=move || chosen.get().to_string()
            class:hovered=move || desk.hovered.get() == Some(feature)
            on:click=move |click| pick(click.shift_key(), click.alt_key())
            on:dblclick=move |_| fly_to(desk, &hit)
            on:keydown=on_key
            on:mouseenter=move |_| desk.hovered.set(Some(feature))
            on:mouseleave=move |_| desk.hovered.set(None)
        >
            <td class="number">
                <span class="pin">{rank}</span>
            </td>
            <td class="name">{lang.of(&of.hit.name).to_owned()} " " {short}</td>
            <td>{terms::code(LayerName::Roads, "class", &of.class_code, lang)}</td>
            <td class="number">{length} <span class="unit">{unit}</span></td>
            <td class="number">{dash(of.crashes)}</td>
            <td class="number">{dash(of.fatal)}</td>
            <td class="number">{dash(of.serious + of.slight)}</td>
            <td class="number">{dash(of.damage)}</td>
            <td class="number">{deaths(of, lang)}</td>
            <td class="number">{number(of.epdo)}</td>
            <td class="number sorted">{number(of.per_km)}</td>
            <td class="bar-column" aria-hidden="true">
                <i class="cell-bar" style:width=format!("{width:.0}px") style:background-color=colour></i>
            </td>
        </tr>
    }
}
