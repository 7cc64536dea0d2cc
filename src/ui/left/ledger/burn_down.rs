//! A campaign's burn-down: stock and inflow that are still open, by day, one on the other.

use crate::engine::BurnDownTable;
use crate::text::Lang;
use crate::ui::chart::{apart, stacked};
use crate::ui::dangers::{burn_down_finding, sector};
use crate::ui::parts::Parting;
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::count;
use crate::ui::words::Word;
use leptos::prelude::*;

/// The areas' box, px; right of it stand their names.
const WIDTH: f64 = 212.0;
const HEIGHT: f64 = 96.0;
/// The line of a label.
const LINE: f64 = 14.0;
/// Days from one row of the table to the next.
const STEP: usize = 7;

/// The burn-down, or how to get one.
#[component]
pub fn BurnDown() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let table = session.answers.ledger;
    let has = move || table.with(|t| t.as_ref().is_some_and(|t| !t.choices.campaigns.is_empty()));
    let named = Signal::derive(move || {
        let id = app.ledger.with(|l| l.filter.campaign.clone());
        table.with(|t| {
            let campaigns = t.as_ref().map(|t| t.choices.campaigns.as_slice()).unwrap_or_default();
            campaigns.iter().find(|(c, _)| Some(c) == id.as_ref()).map(|(_, name)| name.clone()).unwrap_or_default()
        })
    });
    let inside = move || {
        let lang = say.lang();
        table.with(|t| match t.as_ref().and_then(|t| t.burn_down.as_ref()) {
            Some(of) => shown(of, lang).into_any(),
            None => view! { <p class="note">{Word::ChooseCampaign.said(lang)}</p> }.into_any(),
        })
    };
    view! {
        <Show when=has>
            <Parting title=Signal::derive(move || say.word(Word::BurnDown).to_owned()) note=named>
                <div class:stale=session.computing>{inside}</div>
            </Parting>
        </Show>
    }
}

fn shown(of: &BurnDownTable, lang: Lang) -> impl IntoView + use<> {
    let finding = burn_down_finding(of, lang);
    view! {
        {chart(of, &finding, lang)}
        <p class="sum">{finding.clone()}</p>
        {sectors(of, lang)}
        <details>
            <summary>{Word::AsTable.said(lang)}</summary>
            {days(of, lang)}
        </details>
    }
}

/// The areas with their names at the last day, zero at the foot, the most at the head, the first and the last day.
fn chart(of: &BurnDownTable, finding: &str, lang: Lang) -> Option<impl IntoView + use<>> {
    let open: Vec<[u32; 2]> = of.days.iter().map(|(_, d)| [d[0], d[1]]).collect();
    let areas = stacked(&open, WIDTH, HEIGHT)?;
    let last = open.last().copied().unwrap_or_default();
    let [stock_y, inflow_y] = apart(areas.middles, LINE, HEIGHT);
    let n = |n: u32| count(u64::from(n));
    let label = |y: f64| format!("{:.0}", y + 4.0);
    let days = [of.days.first(), of.days.last()].map(|d| d.map(|(on, _)| on.clone()).unwrap_or_default());
    let [first_day, last_day] = days;
    Some(view! {
        <svg class="chart" viewBox="0 -14 288 128" role="img" aria-label=finding.to_owned()>
            <path class="stock" d=areas.lower></path>
            <path class="inflow" d=areas.upper></path>
            <line class="axis" x1="0" x2=WIDTH.to_string() y1=HEIGHT.to_string() y2=HEIGHT.to_string()></line>
            <text class="axis" x="0" y="-4">{n(areas.top)}</text>
            <text class="label stock" x="218" y=label(stock_y)>{Word::StockIs.fill(lang, &[&n(last[0])])}</text>
            <text class="label inflow" x="218" y=label(inflow_y)>{Word::InflowIs.fill(lang, &[&n(last[1])])}</text>
            <text class="axis" x="0" y="110">{first_day}</text>
            <text class="axis end" x=WIDTH.to_string() y="110">{last_day}</text>
        </svg>
    })
}

fn head(words: &[Word], lang: Lang) -> impl IntoView + use<> {
    let cells = words.iter().enumerate().map(|(n, word)| {
        view! { <th class:number={n > 0} scope="col">{word.said(lang)}</th> }
    });
    view! { <tr>{cells.collect_view()}</tr> }
}

fn line(name: String, figures: &[u32]) -> impl IntoView + use<> {
    let cells = figures.iter().map(|n| view! { <td class="number">{count(u64::from(*n))}</td> });
    view! {
        <tr>
            <td class="whole">{name}</td>
            {cells.collect_view()}
        </tr>
    }
}

/// The sums by sector.
fn sectors(of: &BurnDownTable, lang: Lang) -> impl IntoView + use<> {
    let rows = of.sectors.iter().map(|(code, figures)| line(sector(code, lang), figures)).collect_view();
    view! {
        <table class="inputs sums">
            <thead>{head(&[Word::BySector, Word::Stock, Word::Inflow, Word::LeftOver], lang)}</thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// A week to a row, with what was cleared since the row before.
fn days(of: &BurnDownTable, lang: Lang) -> impl IntoView + use<> {
    let (first, rest) = of.days.split_at(1.min(of.days.len()));
    let weeks = std::iter::once(first).chain(rest.chunks(STEP));
    let rows = weeks.filter_map(|days| {
        let (on, open) = days.last()?;
        let cleared = days.iter().map(|(_, d)| d[2] + d[3]).sum();
        Some(line(on.clone(), &[open[0], open[1], cleared]))
    });
    let rows = rows.collect_view();
    view! {
        <table class="inputs sums">
            <thead>{head(&[Word::Day, Word::Stock, Word::Inflow, Word::Cleared], lang)}</thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
