//! What a why lists: open dangers, sites inside rings, the rings, what would lower the level, what is missing.

use super::FIRST;
use crate::domain::{LayerName, Level};
use crate::engine::{ConflictLine, DangerLine, LevelKind, RingLine, Why};
use crate::risk::assess::{Part, WayDown};
use crate::risk::ledger::DangerLevel;
use crate::risk::parts::span;
use crate::risk::rating::Lowering;
use crate::text::{Lang, Text};
use crate::ui::dangers::{late_in, line_state};
use crate::ui::desk::Desk;
use crate::ui::ledger::open_danger;
use crate::ui::parts::{HitLink, first_rows, level_name, typeset};
use crate::ui::sentences;
use crate::ui::state::AppState;
use crate::ui::terms::{self, count, metres, number};
use crate::ui::words::Word;
use leptos::prelude::*;

/// A section of some lines, the rest of them folded.
fn listed(title: Word, note: String, rows: Vec<AnyView>, lang: Lang) -> impl IntoView + use<> {
    view! {
        <section class="section">
            <h2>
                <span>{title.said(lang)}</span>
                <span class="note">{note}</span>
            </h2>
            {first_rows(rows, FIRST, "neighbours", lang)}
        </section>
    }
}

/// Major dangers first, the most overdue first.
pub fn dangers(app: AppState, desk: Desk, why: &Why, lang: Lang) -> impl IntoView + use<> {
    let (all, at) = (why.dangers.as_slice(), why.hit.at);
    let mut lines: Vec<&DangerLine> = all.iter().collect();
    lines.sort_by_key(|line| (line.level == DangerLevel::General, std::cmp::Reverse(line.late.past())));
    let row = |line: &&DangerLine| {
        let class = if line.late.past().is_some() { "bad" } else { "unknown" };
        let late = view! { <span class=class>{late_in(line.late, line.state, lang)}</span> };
        let state = line_state(line, lang);
        let id = line.id.clone();
        view! {
            <li class="danger" data-id=line.id.clone()>
                <span class="what">
                    <button
                        type="button"
                        class="link whole"
                        title=Word::OpenDanger.fill(lang, &[&line.id])
                        on:click=move |_| open_danger(app, desk, &id, Some(at))
                    >
                        {line.id.clone()}
                    </button>
                    " "
                    {line.what.clone()}
                </span>
                {late}
                <span class="note">{state}</span>
            </li>
        }
        .into_any()
    };
    let rows = lines.iter().map(row).collect::<Vec<_>>();
    let note = if rows.is_empty() { String::new() } else { Word::OpenOf.fill(lang, &[&count(rows.len() as u64)]) };
    let none = rows.is_empty();
    view! {
        {(!none).then(|| listed(Word::OpenDangersTitle, note, rows, lang))}
        {none.then(|| view! {
            <section class="section">
                <p class="note">{Word::NoOpenDangers.said(lang)}</p>
            </section>
        })}
    }
}

pub fn conflicts(all: &[ConflictLine], lang: Lang) -> impl IntoView + use<> {
    let row = |line: &ConflictLine| {
        let people = line.people.map_or_else(
            || Word::PeopleUnknown.said(lang).to_owned(),
            |people| Word::PeopleIs.fill(lang, &[&number(people)]),
        );
        let short = Word::ShortOf.fill(lang, &[&metres(line.conflict.deficit_m)]);
        view! { <HitLink hit=line.site.clone() remark=format!("{people} · {short}") /> }.into_any()
    };
    let rows = all.iter().map(row).collect::<Vec<_>>();
    let note = Word::InAll.fill(lang, &[&count(rows.len() as u64)]);
    (!rows.is_empty()).then(|| listed(Word::ConflictsTitle, note, rows, lang))
}

pub fn rings(all: &[RingLine], lang: Lang) -> impl IntoView + use<> {
    let row = |ring: &RingLine| {
        let level = ring.level.map(|level| level_name(level, lang).into_any());
        view! {
            <li class="ring">
                <span>{typeset(lang.of(&ring.says))}</span>
                {level.unwrap_or_else(|| ().into_any())}
                <span class="number">{span(ring.radius_m).to_string()} <span class="unit">"m"</span></span>
            </li>
        }
        .into_any()
    };
    let rows = all.iter().map(row).collect::<Vec<_>>();
    (!rows.is_empty()).then(|| listed(Word::RingsTitle, Word::RingLevelMeans.said(lang).to_owned(), rows, lang))
}

/// What would bring the level down, each change with the level of the whole then; below, what changes one method alone.
pub fn lower(why: &Why, kind: LevelKind, lang: Lang) -> impl IntoView + use<> {
    let row = |change: &Lowering, of: Option<String>, to: Level| {
        let mark = change.just_under.then(|| view! { <span class="tag doubtful">{Word::JustUnder.said(lang)}</span> });
        let of = of.map(|of| view! { <span class="note">{of}</span> " " });
        view! {
            <li class="lowering">
                <span>{of} {change.says.told(lang).into_owned()} " " {mark}</span>
                <span class="to">"→ " {level_name(to, lang)}</span>
            </li>
        }
    };
    let whole = why.lowers(kind).map(|(way, to)| row(&way.change, None, to)).collect_view();
    let none = whole.is_empty().then(|| view! { <p class="note">{sentences::held(why, kind, lang)}</p> });
    let name = |way: &WayDown| sentences::of_method(way.of, lang);
    let alone: Vec<_> =
        why.lowers_one_alone(kind).map(|way| row(&way.change, Some(name(way)), way.change.to)).collect();
    let alone = (!alone.is_empty()).then(|| {
        view! {
            <details>
                <summary>{Word::LowersOneAlone.fill(lang, &[&count(alone.len() as u64)])}</summary>
                <ul>{alone}</ul>
            </details>
        }
    });
    let possible = why.rating(kind).level() != Level::Blue;
    possible.then(|| {
        view! {
            <section class="section lower">
                <h2>
                    <span>{Word::LowerTitle.said(lang)}</span>
                </h2>
                <ul>{whole}</ul>
                {none}
                {alone}
            </section>
        }
    })
}

/// How much of what the methods ask for is known, and what is not.
pub fn missing(why: &Why, lang: Lang) -> impl IntoView + use<> {
    let known: Vec<f64> = why.parts.iter().filter_map(|part| part.worked.explanation.completeness).collect();
    let share = (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64);
    let says = match missing_names(why, lang).as_str() {
        "" => Word::NothingMissing.said(lang).to_owned(),
        names => Word::MissingThese.fill(lang, &[names]),
    };
    share.map(|share| {
        let width = format!("{:.0}%", share.clamp(0.0, 1.0) * 100.0);
        view! {
            <section class="section">
                <h2>
                    <span>{Word::LevelInputs.said(lang)}</span>
                    <b class="aside">{terms::percent(share)}</b>
                </h2>
                <span class="meter" aria-hidden="true">
                    <i style:width=width></i>
                </span>
                <p class="note">{Word::ShareOfInputs.said(lang)}</p>
                <p class="note">{says}</p>
            </section>
        }
    })
}

/// What is missing, in words; empty where nothing is.
pub fn missing_names(why: &Why, lang: Lang) -> String {
    let of_parts = sentences::missing(why.hit.feature.layer, &fields(&why.parts), usize::MAX, lang);
    let of_ledger = sentences::missing(LayerName::Dangers, &why.raised.missing, usize::MAX, lang);
    let names = [of_parts, of_ledger].into_iter().filter(|names| !names.is_empty()).collect::<Vec<_>>();
    names.join(Word::ListComma.said(lang))
}

fn fields(parts: &[Part]) -> Vec<Text> {
    parts.iter().flat_map(|part| part.worked.missing.iter().cloned()).collect()
}
