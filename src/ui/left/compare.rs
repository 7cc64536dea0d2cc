//! Comparing two states: what the other half shows, how both are shown, and the list of what changed.

use crate::dataset::dates::{parse_date, write_date};
use crate::engine::{Changes, Comparison, LevelKind};
use crate::ui::commands::{Command, Page};
use crate::ui::compare::{can_compare, compare_with, compared, comparing, own_days, swap};
use crate::ui::kept::views;
use crate::ui::lines;
use crate::ui::parts::{Choice, Icon, Measure, Ranking, Segmented, Select, icon};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::{AppState, assign};
use crate::ui::terms::count;
use crate::ui::words::Word;
use crate::view::kept::Kept;
use crate::view::{Against, Compare, Split, View};
use leptos::prelude::*;
use std::sync::Arc;

const SPLITS: &[(Split, Word)] = &[(Split::Swipe, Word::SplitSwipe), (Split::Beside, Word::SplitBeside)];
const KINDS: &[(LevelKind, Word)] = &[(LevelKind::Base, Word::BaseLevel), (LevelKind::Dynamic, Word::DynamicLevel)];

/// A button that begins a comparison; while there is one, its settings and what changed.
#[component]
pub fn Comparing() -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let Page { app, session, .. } = page;
    let can = Memo::new(move |_| can_compare(app, session));
    let on = Memo::new(move |_| comparing(app).is_some());
    view! {
        <Show when=move || can.get() && !session.beside.is_there()>
            <Show
                when=move || on.get()
                fallback=move || view! {
                    <div class="actions padded">
                        <button type="button" class="button" on:click=move |_| Command::Compare.run(page)>
                            {icon(Icon::Compare)}
                            {say.t(Word::CompareStates)}
                        </button>
                        <button type="button" class="link" on:click=move |_| Command::AnotherCity.run(page)>
                            {say.t(Word::BesideCity)}
                            "…"
                        </button>
                    </div>
                }
            >
                <section class="section flush comparing">
                    <h2>
                        <span>{say.t(Word::CompareTitle)}</span>
                        <button type="button" class="link" on:click=move |_| app.compare.set(None)>
                            {say.t(Word::EndCompare)}
                        </button>
                    </h2>
                    <Choices />
                    <Changed />
                </section>
            </Show>
        </Show>
    }
    .into_any()
}

/// What the other half shows, and how.
#[component]
fn Choices() -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let Page { app, session, desk, .. } = page;
    let compare = Memo::new(move |_| comparing(app));
    let split = Signal::derive(move || compare.with(|c| c.as_ref().map(|c| c.split).unwrap_or_default()));
    let pick = move |split| {
        if let Some(compare) = compare.get_untracked() {
            assign(app.compare, Some(Compare { split, ..compare }));
        }
    };
    // The fields stay while what they hold changes: another kind of comparison has other ones.
    let which = Memo::new(move |_| compare.with(|c| c.as_ref().map(|c| std::mem::discriminant(&c.with))));
    let fields = move || {
        which.track();
        match compare.get_untracked()?.with {
            Against::Levels { .. } => Some(view! { <OtherLevels /> }.into_any()),
            Against::From(_) => Some(view! { <OtherPeriod /> }.into_any()),
            Against::Bandwidth(_) => Some(
                view! {
                    <Measure
                        label=Word::OtherBandwidth
                        value=Signal::derive(move || match comparing(app).map(|c| c.with) {
                            Some(Against::Bandwidth(metres)) => metres,
                            _ => 500.0,
                        })
                        min=100.0
                        max=5000.0
                        on_change=move |m| compare_with(app, Against::Bandwidth(m))
                    />
                }
                .into_any(),
            ),
        }
    };
    let kept = Memo::new(move |_| {
        let (role, planning, crashes) = (app.role.get(), app.planning.get(), app.crashes.get());
        let now = View { role, planning, crashes, ..View::default() };
        let beside = |kept: Kept| Some((Against::of_view(&now, &View::from_query(&kept.query).0)?, kept.name));
        views().into_iter().filter_map(beside).collect::<Vec<_>>()
    });
    let named = move || {
        let none = Choice::new("", say.word(Word::NoNamedView));
        kept.with(|kept| {
            std::iter::once(none).chain(kept.iter().map(|(_, name)| Choice::new(name, name))).collect::<Vec<_>>()
        })
    };
    let chosen = move || {
        let with = compare.with(|c| c.as_ref().map(|c| c.with.clone()));
        kept.with(|kept| kept.iter().find(|(of, _)| Some(of) == with.as_ref()).map(|(_, name)| name.clone()))
            .unwrap_or_default()
    };
    let take = move |name: String| {
        let with = kept.with_untracked(|kept| kept.iter().find(|(_, of)| *of == name).map(|(with, _)| with.clone()));
        if let Some(with) = with {
            compare_with(app, with);
        }
    };
    view! {
        {fields}
        <Show when=move || kept.with(|kept| !kept.is_empty())>
            <Select
                label=Word::FromNamedView
                options=Signal::derive(named)
                value=Signal::derive(chosen)
                on_pick=Callback::new(take)
            />
        </Show>
        <Show when=move || !desk.is_phone()>
            <div class="field">
                <span>{say.t(Word::CompareSplit)}</span>
                <Segmented label=Word::CompareSplit options=SPLITS value=split on_pick=pick />
            </div>
        </Show>
        <div class="actions padded">
            <button type="button" class="button" on:click=move |_| swap(app, session)>
                {say.t(Word::SwapStates)}
            </button>
        </div>
    }
}

/// A day to be typed or picked: what is no day within the limits leaves the one in force.
#[component]
fn DayField(
    label: Word,
    #[prop(into)] value: Signal<Option<i32>>,
    #[prop(into)] limits: Signal<Option<(i32, i32)>>,
    #[prop(into)] on_pick: Callback<i32>,
) -> impl IntoView {
    let say = use_say();
    let written = move || value.get().map(write_date).unwrap_or_default();
    let limit = move |of: fn((i32, i32)) -> i32| limits.get().map(|limits| write_date(of(limits)));
    let picked = move |ev: web_sys::Event| {
        let day = parse_date(&event_target_value(&ev));
        let within =
            untrack(|| limits.get()).is_none_or(|(first, last)| day.is_some_and(|day| (first..=last).contains(&day)));
        match day.filter(|_| within) {
            Some(day) => on_pick.run(day),
            None => {
                use wasm_bindgen::JsCast;
                if let Some(field) = ev.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok()) {
                    field.set_value(&untrack(written));
                }
            }
        }
    };
    view! {
        <label class="field">
            <span>{say.t(label)}</span>
            <span class="input day">
                <input
                    type="date"
                    min=move || limit(|(first, _)| first)
                    max=move || limit(|(_, last)| last)
                    prop:value=written
                    on:change=picked
                />
            </span>
        </label>
    }
}

/// The day and the rule of the other state's levels.
#[component]
fn OtherLevels() -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let Page { app, session, .. } = page;
    let now = Memo::new(move |_| match comparing(app).map(|c| c.with) {
        Some(Against::Levels { day, kind }) => (day, kind),
        _ => (None, LevelKind::Dynamic),
    });
    let of_data = move || session.data_day().as_deref().and_then(parse_date);
    let day = move || now.with(|(day, _)| day.as_deref().and_then(parse_date)).or_else(of_data);
    let limits = move || {
        let ledger = session.answers.days.with(|d| d.as_ref().and_then(|d| crate::ui::sentences::days_of(&d.days)));
        let of_data = of_data()?;
        let (first, last) = ledger.unwrap_or((of_data, of_data));
        Some((first.min(of_data), last.max(of_data)))
    };
    let pick_day = move |day: i32| {
        let day = (Some(day) != untrack(of_data)).then(|| write_date(day));
        compare_with(app, Against::Levels { day, kind: now.get_untracked().1 });
    };
    let pick_kind = move |kind| compare_with(app, Against::Levels { day: now.get_untracked().0, kind });
    view! {
        <DayField
            label=Word::OtherDay
            value=Signal::derive(day)
            limits=Signal::derive(limits)
            on_pick=Callback::new(pick_day)
        />
        <div class="field">
            <span>{say.t(Word::OtherHalf)}</span>
            <Segmented
                label=Word::OtherHalf
                options=KINDS
                value=Signal::derive(move || now.with(|(_, kind)| *kind))
                on_pick=pick_kind
            />
        </div>
    }
}

/// The first day of the other state's period, which is as long as that of the page.
#[component]
fn OtherPeriod() -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let Page { app, session, .. } = page;
    let from = move || match comparing(app).map(|c| c.with) {
        Some(Against::From(from)) => Some(from),
        _ => None,
    };
    let length = Memo::new(move |_| own_days(app, session).map(|(first, last)| last - first + 1));
    let limits = move || {
        let (first, last) = session.answers.crashes.with(|c| c.as_ref().and_then(|c| c.days))?;
        Some((first, (last - length.get()? + 1).max(first)))
    };
    let said = move || length.get().map(|days| say.fill(Word::SameLength, &[&count(days.unsigned_abs().into())]));
    view! {
        <DayField
            label=Word::OtherFrom
            value=Signal::derive(from)
            limits=Signal::derive(limits)
            on_pick=Callback::new(move |day| compare_with(app, Against::From(day)))
        />
        <p class="note padded">{said}</p>
    }
}

/// What changed: each a link.
#[component]
fn Changed() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let say = use_say();
    let found = Memo::new(move |_| compared(app, session));
    let lines = Memo::new(move |_| {
        let lang = say.lang();
        found.with(|found| Arc::new(found.as_ref().map(|found| lines::change_lines(found, lang)).unwrap_or_default()))
    });
    let all = Signal::derive(move || found.with(|found| found.as_ref().map_or(0, |found| changed(found))));
    let order =
        move || match found.with(|found| found.as_ref().map(|found| matches!(found.changes, Changes::Counts(_)))) {
            Some(true) => say.word(Word::MoreFirst),
            _ => say.word(Word::WorseFirst),
        };
    let some = move || found.with(|found| found.as_ref().is_some_and(|found| found.changes != Changes::None));
    view! {
        <Show when=some>
            <h2>
                <span>{say.t(Word::WhatChanged)}</span>
                <span class="note">{order}</span>
            </h2>
            <Show
                when=move || { all.get() > 0 }
                fallback=move || view! { <p class="note padded">{say.t(Word::NothingChanged)}</p> }
            >
                <Ranking lines stale=Signal::stored(false) all />
            </Show>
        </Show>
    }
}

/// How many changed in all.
fn changed(of: &Comparison) -> usize {
    match &of.changes {
        Changes::Levels(changes) => (changes.worse + changes.better + changes.unknown) as usize,
        Changes::Counts(changes) => (changes.more + changes.fewer) as usize,
        Changes::None => 0,
    }
}
