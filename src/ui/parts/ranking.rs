//! A ranking: rows of 44, the rank, a mark, the name over one line of reason, the figure at the right.

use super::{More, beside, fly_to, kind_icon, level_shape, walk_rows};
use crate::domain::{LayerName, Level};
use crate::engine::Hit;
use crate::text::Lang;
use crate::ui::desk::Desk;
use crate::ui::roads::open_feature;
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::units::LngLatBox;
use leptos::prelude::*;
use std::sync::Arc;

/// Rows shown before "more".
const FIRST: usize = 10;

/// What stands before a row's name.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A class, by its colour on the map.
    Class(String),
    /// Below the first class.
    NoClass,
    /// A level, by its shape.
    Level(Level),
    /// The kind's drawing; inverted for the kinds that worry.
    Kind {
        /// One of the kinds that worry a city most.
        worry: bool,
    },
}

/// A row of a ranking, ready to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct RankLine {
    /// The feature.
    pub hit: Hit,
    /// What stands before the name.
    pub mark: Mark,
    /// What should be seen with it when it is chosen.
    pub sight: LngLatBox,
    /// One line of reason.
    pub reason: String,
    /// The figure; empty when unknown.
    pub figure: String,
    /// Under the figure.
    pub under: String,
}

/// The word by what comes from a table of the reader's own.
pub fn own_mark(lang: Lang) -> impl IntoView {
    view! { <span class="own-mark">{terms::own_mark(lang)}</span> }
}

/// The ranking.
#[component]
pub fn Ranking(
    /// The rows, in order.
    #[prop(into)]
    lines: Signal<Arc<Vec<RankLine>>>,
    /// Figures are being computed anew.
    #[prop(into)]
    stale: Signal<bool>,
    /// How many are ranked in all, where the rows are only the first of them.
    #[prop(into, optional)]
    all: Option<Signal<usize>>,
    /// The layer whose table holds all of them.
    #[prop(into, optional)]
    table: MaybeProp<LayerName>,
) -> impl IntoView {
    let shown = RwSignal::new(FIRST);
    let total = Signal::derive(move || lines.with(|l| l.len()));
    let rows = move || {
        let lines = lines.get();
        let rows: Vec<_> =
            lines.iter().take(shown.get()).cloned().enumerate().map(|(n, line)| row(n + 1, line)).collect();
        rows
    };
    view! {
        <ol class="ranking" class:stale=stale on:keydown=move |key| walk_rows(&key)>{rows}</ol>
        <More of=total shown all=all.unwrap_or(total) table />
    }
}

/// A part of a reason that is longer than this may break at its spaces.
const LONG_PART: usize = 24;

/// A line of reasons that breaks between them, within one only where it is long.
fn in_parts(reason: &str) -> String {
    let part = |part: &str| match part.chars().count() > LONG_PART {
        true => part.to_owned(),
        false => part.replace(' ', "\u{a0}"),
    };
    reason.split(" · ").map(part).collect::<Vec<_>>().join(" · ")
}

fn row(rank: usize, line: RankLine) -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let RankLine { hit, mark, sight, reason, figure, under } = line;
    let reason = beside(untrack(|| say.lang()).of(&hit.apart), &reason);
    let whole = beside(untrack(|| say.lang()).of(&hit.name), &reason);
    let feature = hit.feature;
    let chosen = {
        let id = hit.id.clone();
        move || {
            app.selected.with(|s| s.as_ref().is_some_and(|s| s.layer == feature.layer && s.id == id))
                || (feature.layer == LayerName::Roads && app.traffic.with(|t| t.selected.contains(&id)))
        }
    };
    let name = untrack(|| say.lang().of(&hit.name)).to_owned();
    let own = hit.own.then(|| own_mark(untrack(|| say.lang())));
    let mark = match mark {
        Mark::Class(colour) => view! { <span class="swatch" style:background-color=colour></span> }.into_any(),
        Mark::NoClass => view! { <span class="swatch none"></span> }.into_any(),
        Mark::Level(level) => level_shape(level).into_any(),
        Mark::Kind { worry } => {
            view! { <span class="disc" class:worry=worry>{kind_icon(feature.layer, &hit.kind)}</span> }.into_any()
        }
    };
    // A click by keyboard has no clicks to count: it goes there, as a double click does.
    let choose = {
        let hit = hit.clone();
        move |click: web_sys::MouseEvent| {
            if click.detail() == 0 {
                fly_to(desk, &hit)
            } else {
                desk.see(sight)
            }
            open_feature(app, session, desk, &hit);
        }
    };
    let go = move |_| fly_to(desk, &hit);
    view! {
        <li data-row="">
            <button
                type="button"
                class="rank-row"
                title=whole
                aria-current=move || chosen().then_some("true")
                class:hovered=move || desk.hovered.get() == Some(feature)
                on:click=choose
                on:dblclick=go
                on:mouseenter=move |_| desk.hovered.set(Some(feature))
                on:mouseleave=move |_| desk.hovered.set(None)
            >
                <span class="rank">{rank}</span>
                {mark}
                <span class="name">{name} {own}</span>
                <span class="reason">{in_parts(&reason)}</span>
                <span class="figure">{figure}</span>
                <span class="under">{under}</span>
            </button>
        </li>
    }
}
