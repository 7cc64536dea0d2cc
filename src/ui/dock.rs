//! The dock under the map: road sections ranked, by crashes per km or by the column whose head was clicked.

use super::crashes::NoMatch;
use super::desk::{Desk, Width};
use super::document::Appearance;
use super::lines::class_mark;
use super::numbers::{Held, NoneInRange};
use super::parts::{Edge, Mark, More, Region, SaveButton, Segmented, beside, fly_to, walk_rows};
use super::roads::{Pick, clear_roads, pick_roads};
use super::say::use_say;
use super::sentences::{deaths, is_few, short};
use super::session::Session;
use super::state::AppState;
use super::terms::{self, count, number};
use super::words::Word;
use crate::domain::LayerName;
use crate::engine::{Export, SectionRow, SectionScope, SectionSort, SectionTable, SectionsQuery};
use crate::map::palette::Palette;
use crate::risk::sections::FEW_CRASHES;
use crate::text::Lang;
use crate::view::{Ranked, Role};
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
    let say = use_say();
    let table = session.answers.sections;
    let shown = RwSignal::new(FIRST);
    let total = Signal::derive(move || table.with(|t| t.as_ref().map_or(0, |t| t.rows.len())));
    let summary = move || {
        table.with(|t| {
            let t = t.as_ref()?;
            Some(say.fill(Word::SectionsOf, &[&count(u64::from(t.in_scope)), &count(u64::from(t.with_crash))]))
        })
    };
    let selected = move || app.traffic.with(|t| t.selected.len());
    let export = Signal::derive(move || table.with(|t| t.as_ref().map(|t| Export::Sections(ranking(t)))));
    let all = Signal::derive(move || table.with(|t| t.as_ref().map_or(0, |t| t.with_crash as usize)));
    view! {
        <section class="dock" aria-label=say.t(Word::SectionRanking)>
            <Edge of=Region::Dock />
            <header class="dock-head">
                <h2>{say.t(Word::SectionRanking)}</h2>
                <Scope />
                <span class="note summary" aria-live="polite">{summary}</span>
                <span class="spring"></span>
                <Show when=move || { selected() > 0 }>
                    <span class="note">{move || say.fill(Word::SectionsSelected, &[&count(selected() as u64)])}</span>
                    <button type="button" class="button quiet clear-roads" on:click=move |_| clear_roads(app)>
                        {say.t(Word::ClearSelection)}
                    </button>
                </Show>
                <SaveButton label=Word::SaveRanking what=export />
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
                <NoMatch />
                <NoneRanked />
                <More of=total shown all table=LayerName::Roads />
            </div>
        </section>
    }
    .into_any()
}

/// The question of the whole ranking, for a file: what is selected is in it where the ranking is of the selection alone;
/// otherwise the inspector saves it.
pub fn ranking(of: &SectionTable) -> SectionsQuery {
    match of.query.scope {
        SectionScope::Selected => of.query.clone(),
        _ => SectionsQuery { selected: Vec::new(), ..of.query.clone() },
    }
}

const SCOPES: &[(Ranked, Word)] = &[
    (Ranked::City, Word::WholeCity),
    (Ranked::View, Word::SectionsInView),
    (Ranked::Selection, Word::SectionsOfSelection),
];

/// Which sections are ranked: all, those in view, the selected ones.
#[component]
pub fn Scope() -> impl IntoView {
    let app = expect_context::<AppState>();
    let any = Memo::new(move |_| app.traffic.with(|t| !t.selected.is_empty()));
    // With nothing selected all of the city is ranked.
    let scope = Memo::new(move |_| match app.traffic.with(|t| t.scope) {
        Ranked::Selection if !any.get() => Ranked::City,
        scope => scope,
    });
    view! {
        <Segmented
            label=Word::WhichSections
            options=SCOPES
            value=scope
            off=Signal::derive(move || (!any.get()).then_some(Ranked::Selection))
            on_pick=move |of| app.traffic.update(|t| t.scope = of)
        />
    }
}

/// No section is ranked: which range to loosen.
#[component]
pub fn NoneRanked() -> impl IntoView {
    let table = expect_context::<Session>().answers.sections;
    let none = Memo::new(move |_| table.with(|t| t.as_ref().is_some_and(|t| t.with_crash == 0 && t.out_of_range > 0)));
    let parts = move || table.with(|t| t.as_ref().map(|t| t.loosened.clone()).unwrap_or_default());
    view! {
        <Show when=move || none.get()>
            <NoneInRange held=Held::Sections says=Word::NoSectionRanked parts=Signal::derive(parts) />
        </Show>
    }
}

#[component]
fn Head() -> impl IntoView {
    let say = use_say();
    let number = |class: &'static str, word: Word| {
        view! {
            <th class=format!("number {class}") scope="col">
                {say.t(word)} <br /> <span class="unit">{say.t(Word::CrashUnit)}</span>
            </th>
        }
    };
    view! {
        <tr>
            <th class="number" scope="col">{say.t(Word::Rank)}</th>
            <th scope="col">{say.t(Word::Road)}</th>
            <th class="spare-2" scope="col">{say.t(Word::RoadClass)}</th>
            <th class="number" scope="col">{say.t(Word::Length)}</th>
            <Sorted by=SectionSort::Crashes word=Word::Crashes unit=Word::CrashTotal />
            {number("", Word::FatalCrashes)}
            {number("spare-3", Word::InjuryCrashes)}
            {number("spare-1", Word::DamageCrashes)}
            <Sorted by=SectionSort::Deaths word=Word::Deaths unit=Word::PersonUnit />
            <Sorted by=SectionSort::Epdo word=Word::Epdo unit=Word::EpdoWeights />
            <Sorted by=SectionSort::EpdoPerKm word=Word::Epdo unit=Word::EachKm />
            <Sorted by=SectionSort::PerKm word=Word::Rate unit=Word::PerKm />
            <th class="bar-column" aria-hidden="true"></th>
        </tr>
    }
}

/// The head of a column that sections can be ranked by, highest first.
#[component]
fn Sorted(by: SectionSort, word: Word, unit: Word) -> impl IntoView {
    let (app, say) = (expect_context::<AppState>(), use_say());
    let on = move || is_sorted(app, by);
    view! {
        <th
            class="number"
            class:sorted=on
            class:spare-1=by == SectionSort::EpdoPerKm
            scope="col"
            aria-sort=move || if on() { "descending" } else { "none" }
        >
            <button
                type="button"
                class="sort"
                title=say.t(Word::SortByThis)
                on:click=move |_| app.traffic.update(|t| t.sort = by)
            >
                {say.t(word)}
                {move || on().then_some(" ↓")}
                <br />
                <span class="unit">{say.t(unit)}</span>
            </button>
        </th>
    }
}

fn is_sorted(app: AppState, by: SectionSort) -> bool {
    app.traffic.with(|t| t.sort == by)
}

#[component]
fn Rows(shown: RwSignal<usize>) -> impl IntoView {
    let (session, look, say) = (expect_context::<Session>(), expect_context::<Appearance>(), use_say());
    move || {
        let (lang, palette, shown) = (say.lang(), Palette::of(look.theme.get()), shown.get());
        session.answers.sections.with(|table| {
            let Some(table) = table else { return Vec::new() };
            let classes = table.breaks.len();
            // What is in no class has no bar, and shortens none.
            let classed = table.rows.iter().filter(|r| r.class.is_some());
            let most = classed.filter_map(|r| r.value).fold(0.0, f64::max);
            let rows = table.rows.iter().take(shown).enumerate();
            rows.map(|(n, r)| row(n + 1, r, class_mark(r.class, classes, palette), most, lang)).collect::<Vec<_>>()
        })
    }
}

fn row(rank: usize, of: &SectionRow, mark: Mark, most: f64, lang: Lang) -> impl IntoView + use<> {
    let say = use_say();
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let desk = expect_context::<Desk>();
    let (hit, feature) = (of.hit.clone(), of.hit.feature);
    let id = of.hit.id.clone();
    let chosen = Memo::new(move |_| app.traffic.with(|t| t.selected.contains(&id)));
    let so_many = |n: u32| count(u64::from(n));
    let title = beside(lang.of(&of.hit.name), lang.of(&of.hit.apart));
    let share = of.value.filter(|_| of.class.is_some() && most > 0.0).map_or(0.0, |value| 100.0 * value / most);
    let sorted = move |by| move || is_sorted(app, by);
    let colour = match mark {
        Mark::Class(colour) => colour,
        _ => String::new(),
    };
    let (length, unit) = terms::metres_parts(of.length_m);
    let short = short(of, lang).map(|(said, means)| view! { <span class="tag dashed short" title=means>{said}</span> });
    let few = is_few(of).then(|| {
        let means = Word::FewMeans.fill(lang, &[&count(u64::from(FEW_CRASHES))]);
        view! { <span class="tag dashed few" title=means>{Word::FewCrashes.said(lang)}</span> }
    });
    let bounds = of.hit.bounds;
    let in_selection = Memo::new(move |_| app.traffic.with(|t| t.scope == Ranked::Selection && !t.selected.is_empty()));
    let pick = move |shift: bool, alt: bool| {
        // A list of what is selected is walked, and stays; Alt takes a section out.
        if in_selection.get_untracked() && !alt {
            return desk.see(bounds);
        }
        // What leaves the selection need not be seen.
        let seen = (!alt).then(|| (desk.orders(), bounds));
        pick_roads(app, session, desk, &[feature.row], Pick::of_keys(shift, alt), seen);
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
            title=move || in_selection.get().then(|| say.word(Word::SeeSectionHint))
            on:click=move |click| pick(click.shift_key(), click.alt_key())
            on:dblclick=move |_| fly_to(desk, &hit)
            on:keydown=on_key
            on:mouseenter=move |_| desk.hovered.set(Some(feature))
            on:mouseleave=move |_| desk.hovered.set(None)
        >
            <td class="number">
                <span class="pin">{rank}</span>
            </td>
            <td class="name" title=title>
                {lang.of(&of.hit.name).to_owned()} " " {short} " " {few} " "
                <span class="note">{lang.of(&of.hit.apart).to_owned()}</span>
            </td>
            <td class="spare-2">{terms::code(LayerName::Roads, "class", &of.class_code, lang)}</td>
            <td class="number">{length} <span class="unit">{unit}</span></td>
            <td class="number" class:sorted=sorted(SectionSort::Crashes)>{so_many(of.crashes)}</td>
            <td class="number">{so_many(of.fatal)}</td>
            <td class="number spare-3">{so_many(of.serious + of.slight)}</td>
            <td class="number spare-1">{so_many(of.damage)}</td>
            <td class="number" class:sorted=sorted(SectionSort::Deaths)>{deaths(of.into(), lang)}</td>
            <td class="number" class:sorted=sorted(SectionSort::Epdo)>{number(of.epdo)}</td>
            <td class="number spare-1" class:sorted=sorted(SectionSort::EpdoPerKm)>{number(of.epdo_per_km)}</td>
            <td class="number" class:sorted=sorted(SectionSort::PerKm)>{number(of.per_km)}</td>
            <td class="bar-column" aria-hidden="true">
                <i class="cell-bar" style:width=format!("{share:.0}%") style:background-color=colour></i>
            </td>
        </tr>
    }
}
