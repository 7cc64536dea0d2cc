//! One danger: what and where it is, where it stands, who has signed and who must act, what happened, how it was judged.

use super::close_button;
use crate::domain::LayerName;
use crate::engine::{DangerPage, LedgerRow, LedgerTable, Signed};
use crate::risk::ledger::DangerLevel;
use crate::text::Lang;
use crate::ui::dangers::{SIGNERS, late, next, no_target, overdue_days, sector};
use crate::ui::desk::Desk;
use crate::ui::ledger::{choose, let_go};
use crate::ui::parts::{HitLink, Icon, Working, icon, layer_icon, unbroken};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::count;
use crate::ui::words::Word;
use leptos::prelude::*;

/// The chosen danger.
#[component]
pub fn Danger() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let body = move || {
        let page = session.answers.danger.get()?;
        let lang = say.lang();
        // Another danger's page must not stand under this one's name while its own is on the way.
        let current = app.ledger.with(|l| l.danger.as_deref() == Some(&page.row.id));
        Some(view! {
            <div class:stale=!current>
                {header(&page, lang)}
                {standing(&page, lang)}
                {chain(&page, lang)}
                {reasons(Word::WhyFalse, &page.falsely, lang)}
                {reasons(Word::GroupFaulty, &page.faults, lang)}
                {events(&page, lang)}
                <Others of=page.row.clone() />
                <section class="section how">
                    <h2>
                        <span>{Word::HowComputed.said(lang)}</span>
                    </h2>
                </section>
                <Working of=page.explanation.clone() lang share_of=Word::ShareOfRecord />
            </div>
        })
    };
    view! {
        <div class="inspected">
            <div class="object-close">{close_button(move || let_go(app))}</div>
            {body}
        </div>
    }
}

/// What it is; its id where nobody wrote that down.
fn what(row: &LedgerRow) -> String {
    if row.what.is_empty() { row.id.clone() } else { row.what.clone() }
}

/// What it is, and what weighs most.
fn header(page: &DangerPage, lang: Lang) -> impl IntoView + use<> {
    let row = &page.row;
    let line = [row.id.clone(), sector(&row.sector, lang)];
    let district = row.district.as_ref().map(|name| lang.of(name).to_owned());
    let line = line.into_iter().chain(district).collect::<Vec<_>>().join(" · ");
    let tag = |class: &'static str, text: String| (!text.is_empty()).then(|| view! { <span class=class>{text}</span> });
    let said = |holds: bool, word: Word| if holds { word.said(lang).to_owned() } else { String::new() };
    let major = if row.level == DangerLevel::Major { "tag strong" } else { "tag" };
    view! {
        <header class="object">
            <span class="object-icon">{layer_icon(LayerName::Dangers)}</span>
            <div class="names">
                <h1>{what(row)}</h1>
                <p>{unbroken(&line)}</p>
                <p class="tags">
                    {tag(major, lang.of(&row.level.says()).to_owned())}
                    {tag("tag bad", late(row, lang))}
                    {tag("tag strong", said(row.supervised, Word::GroupSupervised))}
                    {tag("tag bad", said(row.false_closing.any(), Word::GroupFalse))}
                </p>
            </div>
        </header>
    }
}

/// Where it stands on the day, and who must act.
fn standing(page: &DangerPage, lang: Lang) -> impl IntoView + use<> {
    let row = &page.row;
    let known = |text: &str| if text.is_empty() { Word::Unknown.said(lang).to_owned() } else { text.to_owned() };
    let lines = [
        (Word::State, Some(lang.of(&row.state.says()).to_owned())),
        (Word::NextAct, Some(next(row, lang))),
        (Word::FoundOn, Some(known(&row.found_on))),
        (Word::DueOn, Some(known(&row.due_on))),
        (Word::DueAtFirst, Some(page.original_due_on.clone()).filter(|on| !on.is_empty())),
        (Word::DaysLate, overdue_days(row).map(|days| count(u64::from(days)))),
    ];
    let lines = lines.into_iter().filter_map(|(word, text)| {
        let text = text?;
        Some(view! {
            <dt>{word.said(lang)}</dt>
            <dd>{unbroken(&text)}</dd>
        })
    });
    let place = match &row.target {
        Some(hit) => view! {
            <ul class="neighbours">
                <HitLink hit=hit.clone() />
            </ul>
        }
        .into_any(),
        None => view! { <p class="unknown">{no_target(row, lang)}</p> }.into_any(),
    };
    view! {
        <section class="section">
            <h2>
                <span>{Word::Target.said(lang)}</span>
                <span class="note whole">{Word::AsOf.fill(lang, &[&page.as_of])}</span>
            </h2>
            {place}
            <dl class="attributes">{lines.collect_view()}</dl>
        </section>
    }
}

/// The signature chain: three rows in order.
fn chain(page: &DangerPage, lang: Lang) -> impl IntoView + use<> {
    let rows = SIGNERS.iter().zip(page.row.signed).zip(&page.signatures).map(|(((_, who), signed), by)| {
        let who = who.said(lang);
        let mark = match signed {
            Signed::Missing => view! { <span class="seal"></span> }.into_any(),
            Signed::InOrder => view! { <span class="seal done">{icon(Icon::Check)}</span> }.into_any(),
            Signed::OutOfOrder => view! { <span class="seal wrong">{icon(Icon::Warn)}</span> }.into_any(),
        };
        let (name, post, at) = by.clone().unwrap_or_default();
        let title = [who, &name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let note = match signed {
            Signed::Missing => view! { <span class="note">{Word::Waiting.said(lang)}</span> }.into_any(),
            Signed::InOrder => view! { <span class="note">{post}</span> }.into_any(),
            Signed::OutOfOrder => view! {
                <span class="note">
                    <b class="late">{Word::OutOfOrder.said(lang)}</b>
                    " "
                    {post}
                </span>
            }
            .into_any(),
        };
        view! {
            <li>
                {mark}
                <b>{title}</b>
                <span class="note at">{clock(&at)}</span>
                {note}
            </li>
        }
    });
    view! {
        <section class="section">
            <h2>
                <span>{Word::SignatureChain.said(lang)}</span>
                <span class="note">{Word::SignatureOrder.said(lang)}</span>
            </h2>
            <ol class="chain">{rows.collect_view()}</ol>
        </section>
    }
}

/// A moment as it is read: the day, and the time without seconds; a midnight is a day alone.
fn clock(at: &str) -> String {
    let (day, time) = at.split_once(['T', ' ']).unwrap_or((at, ""));
    match time.get(..5).unwrap_or(time) {
        "" | "00:00" => day.to_owned(),
        time => format!("{day} {time}"),
    }
}

fn reasons(title: Word, says: &[crate::domain::Words], lang: Lang) -> Option<impl IntoView + use<>> {
    let lines = says.iter().map(|words| view! { <li>{lang.of(words).to_owned()}</li> }).collect_view();
    (!says.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>
                    <span>{title.said(lang)}</span>
                </h2>
                <ul class="notes">{lines}</ul>
            </section>
        }
    })
}

/// What happened, in order.
fn events(page: &DangerPage, lang: Lang) -> impl IntoView + use<> {
    let rows = page.events.iter().map(|(at, says, by, post)| {
        let who = [by, post].into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        view! {
            <li>
                <span class="note at">{clock(at)}</span>
                <span>{lang.of(says).to_owned()}</span>
                <span class="note">{who}</span>
            </li>
        }
    });
    view! {
        <section class="section">
            <h2>
                <span>{Word::WhatHappened.said(lang)}</span>
                <span class="note">{Word::EventCount.fill(lang, &[&count(page.events.len() as u64)])}</span>
            </h2>
            <ol class="events">{rows.collect_view()}</ol>
        </section>
    }
}

/// The other listed dangers at the same place: on the map they are one mark.
#[component]
fn Others(of: LedgerRow) -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let others = Memo::new(move |_| {
        let there = |t: &LedgerTable| {
            let rows = t.rows.iter().filter(|row| row.id != of.id && of.at.is_some() && row.at == of.at);
            rows.cloned().collect::<Vec<_>>()
        };
        session.answers.ledger.with(|t| t.as_ref().map(|t| there(t)).unwrap_or_default())
    });
    let rows = move || {
        let lang = say.lang();
        let link = |row: LedgerRow| {
            let (title, state, late) = (what(&row), lang.of(&row.state.says()).to_owned(), late(&row, lang));
            view! {
                <li>
                    <button type="button" class="link" on:click=move |_| choose(app, desk, &row.id, row.at)>
                        {title}
                    </button>
                    <span class="note">{state} " " <b class="late">{late}</b></span>
                </li>
            }
        };
        others.get().into_iter().map(link).collect_view()
    };
    view! {
        <Show when=move || others.with(|rows| !rows.is_empty())>
            <section class="section">
                <h2>
                    <span>{say.t(Word::OthersThere)}</span>
                </h2>
                <ul class="others">{rows}</ul>
            </section>
        </Show>
    }
}
