//! What is inside an area: people, levels, dangers, every layer's count and list, the file, and how it was computed.

use super::close_button;
use super::reaching::rings_reach;
use crate::domain::{CrashFilter, LayerName, Level};
use crate::engine::{Area, Counted, Export, Hit, InsideLayer, InsidePeople, InsideTable, KindCount};
use crate::text::{Lang, crash_filter};
use crate::ui::desk::Desk;
use crate::ui::parts::{
    CountColumn, HitLink, Icon, Measure, Parting, SaveButton, Working, first_rows, icon, icon_button, level_counts,
    remark, unbroken,
};
use crate::ui::say::use_say;
use crate::ui::sentences::{area_said, area_size};
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::{self, count, number};
use crate::ui::words::Word;
use leptos::prelude::*;
use std::sync::Arc;

/// Features of a layer that are listed before "more".
const FIRST: usize = 5;

/// What is inside the area.
#[component]
pub fn Inside() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let say = use_say();
    let table = session.answers.inside;
    let body = move || {
        table.get().map(|t| {
            let lang = say.lang();
            view! {
                {summary(&t, lang)}
                {levels(&t, lang)}
                {t.reached_by.as_ref().map(|of| rings_reach(of, lang))}
                {t.people.map(|people| who(&people, lang))}
                {t.layers.iter().map(|of| layer(of, &t.query.crashes, lang)).collect_view()}
                {working(&t, lang)}
            }
        })
    };
    // The answer about another area must not stand under this one.
    let stale = move || {
        let asked = app.area.get();
        table.with(|t| t.as_ref().map(|t| &t.query.area) != asked.as_ref())
    };
    let export = Signal::derive(move || table.with(|t| t.as_ref().map(|t| Export::Inside(t.query.clone()))));
    let close = move || app.area.set(None);
    view! {
        <div class="inspected">
            <div class="object-close">{close_button(close)}</div>
            <Header />
            <div class:stale=stale>
                <Reach />
                {body}
            </div>
        </div>
        <footer class="foot">
            <button type="button" class="button" on:click=move |_| close()>
                {say.t(Word::ClearArea)}
            </button>
            <span class="spring"></span>
            <SaveButton label=Word::SaveInside what=export />
        </footer>
    }
}

/// The radius or distance, to be typed. It stands apart from the answer, so that a new one does not take the field away.
#[component]
fn Reach() -> impl IntoView {
    let app = expect_context::<AppState>();
    let kind = Memo::new(move |_| match app.area.get() {
        Some(Area::Circle { .. }) => Some(Word::RadiusIs),
        Some(Area::Along { .. }) => Some(Word::DistanceIs),
        _ => None,
    });
    let value = Signal::derive(move || match app.area.get() {
        Some(Area::Circle { radius_m, .. }) => radius_m,
        Some(Area::Along { within_m, .. }) => within_m,
        _ => 0.0,
    });
    let change = Callback::new(move |metres: f64| {
        app.area.update(|area| match area {
            Some(Area::Circle { radius_m, .. }) => *radius_m = metres,
            Some(Area::Along { within_m, .. }) => *within_m = metres,
            _ => {}
        });
    });
    move || {
        kind.get().map(|label| {
            view! {
                <section class="section reach">
                    <Measure label plain=true value min=1.0 max=100_000.0 on_change=change />
                </section>
            }
        })
    }
}

/// The name of the area, with its size and day once they are known. It stays while the answer comes: the heading keeps
/// the focus of whoever has it read aloud.
#[component]
fn Header() -> impl IntoView {
    let (app, table) = (expect_context::<AppState>(), expect_context::<Session>().answers.inside);
    let (desk, say) = (expect_context::<Desk>(), use_say());
    // What is said is of the area that is asked for, never of the one before.
    let answered = Memo::new(move |_| {
        let asked = app.area.get();
        table.with(|t| t.clone().filter(|t| Some(&t.query.area) == asked.as_ref()))
    });
    let name = move || {
        let district = answered.with(|t| t.as_ref().and_then(|t| t.district.clone()));
        let lang = say.lang();
        district.map(|name| lang.of(&name).to_owned()).or_else(|| app.area.get().map(|area| area_said(&area, lang)))
    };
    let line = move || {
        answered.with(|t| match t {
            Some(t) => {
                let (value, unit) = area_size(t.area_m2);
                let said = Word::AreaAndDay.fill(say.lang(), &[&format!("{value} {unit}"), &t.as_of]);
                view! { <p>{unbroken(&said)}</p> }.into_any()
            }
            None => view! { <p role="status">{say.t(Word::Computing)}</p> }.into_any(),
        })
    };
    let bounds = move || answered.with(|t| t.as_ref().map(|t| t.bounds));
    view! {
        <header class="object">
            <span class="object-icon tile">{icon(Icon::Area)}</span>
            <div class="names">
                <h1>{name}</h1>
                {line}
            </div>
            <Show when=move || bounds().is_some()>
                {icon_button(Icon::Locate, Word::ShowOnMap, move || {
                        if let Some(bounds) = bounds() {
                            desk.see_area(bounds);
                        }
                    })}
            </Show>
        </header>
    }
}

/// The four figures that are asked for first, said aloud when they change.
fn summary(t: &InsideTable, lang: Lang) -> impl IntoView + use<> {
    let people = |of: fn(&InsidePeople) -> f64| t.people.as_ref().map(|p| number(of(p)));
    let of = |layer| t.of(layer).map(|of| count(u64::from(of.count)));
    // The larger of two counts: whose it is stands under it.
    let [day, night] = t.people.as_ref().map_or([None; 2], |p| p.counted().map(|counted| Some(taken(counted))));
    let figures = [
        (people(InsidePeople::by_day), Word::PeopleByDay, day),
        (people(InsidePeople::by_night), Word::PeopleByNight, night),
        (of(LayerName::Dangers), Word::OpenDangersTitle, None),
        (of(LayerName::Crashes), Word::Crashes, None),
    ];
    let figures = figures.into_iter().map(|(figure, word, whose)| {
        let whose = whose.map(|whose| view! { <small class="whose">{whose.said(lang)}</small> });
        view! {
            <div>
                <b>{figure.unwrap_or_else(|| Word::Unknown.said(lang).to_owned())}</b>
                <small>{word.said(lang)}</small>
                {whose}
            </div>
        }
    });
    let nothing = t.layers.iter().all(|of| of.count == 0);
    let unknown = t.people.filter(|p| p.unknown > 0);
    let note = match unknown {
        _ if nothing => Some(Word::NothingInside.said(lang).to_owned()),
        Some(p) => Some(Word::PeopleAtLeast.fill(lang, &[&count(u64::from(p.unknown))])),
        None => None,
    };
    view! {
        <div role="status">
            <div class="figures">{figures.collect_view()}</div>
            {note.map(|note| view! { <p class="note inside-note">{note}</p> })}
        </div>
    }
}

/// Whose count a figure of people is.
const fn taken(counted: Counted) -> Word {
    match counted {
        Counted::ResidentsByDay | Counted::ResidentsByNight => Word::TakenResidents,
        _ => Word::TakenVenues,
    }
}

/// How many of each level, of all that is rated.
fn levels(t: &InsideTable, lang: Lang) -> Option<impl IntoView + use<>> {
    let rated = t.layers.iter().filter(|of| !of.levels.is_empty() && of.count > 0);
    let columns: Vec<CountColumn> = rated
        .map(|of| CountColumn {
            head: terms::layer(of.layer, lang).to_owned(),
            counts: Level::ALL.map(|level| of.levels.iter().find(|n| n.level == level).map_or(0, |n| n.dynamic)),
            stands_out: true,
        })
        .collect();
    (!columns.is_empty()).then(|| {
        let title = Word::LevelsOn.fill(lang, &[&t.as_of]);
        view! {
            <section class="section">
                <h2>
                    <span>{title}</span>
                </h2>
                {level_counts(&columns, lang)}
            </section>
        }
    })
}

/// People, with the counts that each figure is the larger of.
fn who(p: &InsidePeople, lang: Lang) -> impl IntoView + use<> {
    let rows = [
        (Word::InVenuesByDay, Some(p.venue_day)),
        (Word::ResidentsByDay, p.residents_day),
        (Word::InVenuesByNight, Some(p.venue_night)),
        (Word::ResidentsByNight, p.residents_night),
    ];
    let rows = rows.into_iter().filter_map(|(word, people)| {
        let people = people?;
        let unit = Word::UnitPeople.fill(lang, &[&number(people)]);
        Some(view! {
            <dt>{word.said(lang)}</dt>
            <dd>
                {number(people)} " " <span class="unit">{unit}</span>
            </dd>
        })
    });
    let known = [p.known_day, p.known_night, p.unknown].map(|n| count(u64::from(n)));
    view! {
        <section class="section">
            <h2>
                <span>{Word::PeopleInside.said(lang)}</span>
            </h2>
            <dl class="attributes">{rows.collect_view()}</dl>
            <p class="note">{Word::VenuesKnown.fill(lang, &[&known[0], &known[1], &known[2]])}</p>
        </section>
    }
}

/// One layer: how many, of which kinds, the first of the list.
fn layer(of: &InsideLayer, crashes: &CrashFilter, lang: Lang) -> impl IntoView + use<> {
    let (title, name) = (layer_title(of.layer, lang), of.layer);
    let troubled = match (of.troubled, name) {
        // Of crashes those that pass the workbench's filter are counted.
        (_, LayerName::Crashes) => Some(crash_filter(crashes, lang)).filter(|said| !said.is_empty()),
        (0, _) => None,
        (n, LayerName::Hydrants) => Some(Word::DryOf.fill(lang, &[&count(u64::from(n))])),
        (n, _) => Some(Word::OverdueOf.fill(lang, &[&count(u64::from(n))])),
    };
    let listed = of.rows.len() as u64;
    let all = match listed < u64::from(of.count) {
        true => Word::ListedOf.fill(lang, &[&count(listed), &count(u64::from(of.count))]),
        false => Word::InAll.fill(lang, &[&count(u64::from(of.count))]),
    };
    let order =
        (!of.levels.is_empty() && of.count > 1).then(|| view! { <p class="note">{Word::InsideOrder.said(lang)}</p> });
    let note = troubled.map_or_else(|| all.clone(), |troubled| format!("{all} · {troubled}"));
    let kind = |n: &KindCount| {
        let word = match name {
            LayerName::Crashes => terms::code(name, "severity", &n.kind, lang),
            _ => terms::kind(name, &n.kind, lang),
        };
        view! {
            <li>
                <span>{word}</span>
                <b class="number">{count(u64::from(n.count))}</b>
            </li>
        }
    };
    // One kind alone tells no more than the count.
    let kinds =
        (of.kinds.len() > 1).then(|| view! { <ul class="kind-counts">{of.kinds.iter().map(kind).collect_view()}</ul> });
    let links: Vec<AnyView> = of.rows.iter().map(|hit| link(hit, lang)).collect();
    let first_of = (listed < u64::from(of.count)).then(|| {
        let text = Word::FirstOf.fill(lang, &[&count(listed), &count(u64::from(of.count))]);
        view! { <p class="note">{text}</p> }
    });
    view! {
        <Parting title=Signal::stored(title) note=Signal::stored(note)>
            {kinds}
            {order}
            {first_rows(links, FIRST, "neighbours", lang)}
            {first_of}
        </Parting>
    }
}

fn layer_title(layer: LayerName, lang: Lang) -> String {
    match layer {
        LayerName::Dangers => Word::OpenDangersTitle.said(lang).to_owned(),
        layer => terms::layer(layer, lang).to_owned(),
    }
}

fn link(hit: &Hit, lang: Lang) -> AnyView {
    view! { <HitLink hit=hit.clone() remark=remark(hit, lang) out=hit.working == Some(false) /> }.into_any()
}

fn working(t: &Arc<InsideTable>, lang: Lang) -> impl IntoView + use<> {
    view! {
        <section class="section">
            <details>
                <summary>{Word::HowComputed.said(lang)}</summary>
                <div class="folded-working">
                    <Working of=t.explanation.clone() lang share_of=Word::ShareWithPeople />
                </div>
            </details>
        </section>
    }
}
