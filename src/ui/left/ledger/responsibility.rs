//! Who answers for what: leader, district, department, enterprise. Each of them filters the ledger.

use crate::engine::{LedgerFilter, LedgerTable, ResponsibilityRow};
use crate::text::Lang;
use crate::ui::dangers::{answers_for, responsibility_counts};
use crate::ui::ledger::change;
use crate::ui::parts::{Icon, icon};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::count;
use crate::ui::words::Word;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Rows that are unfolded, by the codes on the way to each.
type Unfolded = RwSignal<BTreeSet<Vec<String>>>;

/// The table as a tree that folds.
#[component]
pub fn Responsibility() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let table = session.answers.ledger;
    let unfolded: Unfolded = RwSignal::new(BTreeSet::new());
    let rows = move || {
        let lang = say.lang();
        table.with(|t| {
            let seen = t.as_ref().map(|t| unfolded.with(|open| seen(t, open))).unwrap_or_default();
            seen.into_iter().map(|(path, of, below)| row(unfolded, path, &of, below, lang)).collect::<Vec<_>>()
        })
    };
    let heads = [Word::OpenShort, Word::GroupOverdue, Word::FalseShort, Word::NeverShort];
    let heads = heads.map(|word| view! { <th class="number" scope="col">{say.t(word)}</th> });
    view! {
        <section class="section flush responsibility">
            <h2>
                <span>{say.t(Word::Responsibility)}</span>
                <span class="note">{say.t(Word::ResponsibilityChain)}</span>
            </h2>
            <table class="table" class:stale=session.computing>
                <thead>
                    <tr>
                        <th scope="col">{say.t(Word::WhoAnswers)}</th>
                        {heads.collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

/// The rows under unfolded ones, each with the codes on the way to it and whether there is something below.
fn seen(table: &LedgerTable, unfolded: &BTreeSet<Vec<String>>) -> Vec<(Vec<String>, ResponsibilityRow, bool)> {
    let mut rows = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let all = &table.responsibility;
    for (n, row) in all.iter().enumerate() {
        let depth = usize::from(row.depth).max(1);
        path.truncate(depth - 1);
        let is_seen = (1..depth).all(|d| path.get(..d).is_some_and(|way| unfolded.contains(way)));
        path.push(row.code.clone());
        if is_seen {
            let below = all.get(n + 1).is_some_and(|next| next.depth > row.depth);
            rows.push((path.clone(), row.clone(), below));
        }
    }
    rows
}

/// The filter that a row of a depth sets.
fn of_depth(filter: &mut LedgerFilter, depth: u8) -> Option<&mut Option<String>> {
    match depth {
        1 => Some(&mut filter.leader),
        2 => Some(&mut filter.district),
        3 => Some(&mut filter.department),
        4 => Some(&mut filter.enterprise),
        _ => None,
    }
}

fn row(
    unfolded: Unfolded,
    path: Vec<String>,
    of: &ResponsibilityRow,
    below: bool,
    lang: Lang,
) -> impl IntoView + use<> {
    let app = expect_context::<AppState>();
    let (depth, code, name) = (of.depth, of.code.clone(), answers_for(of, lang));
    let way: Vec<(u8, String)> = (1..).zip(path.iter().cloned()).filter(|(_, code)| !code.is_empty()).collect();
    let is_open = unfolded.with_untracked(|open| open.contains(&path));
    let fold = below.then(|| {
        let toggle = move |_| {
            unfolded.update(|open| {
                if !open.remove(&path) {
                    open.insert(path.clone());
                }
            });
        };
        view! {
            <button
                type="button"
                class="icon-button small twig"
                class:open=is_open
                aria-expanded=is_open.to_string()
                aria-label=Word::ShowBelow.fill(lang, &[&name])
                on:click=toggle
            >
                {icon(Icon::Right)}
            </button>
        }
    });
    let filters = of_depth(&mut LedgerFilter::default(), depth).is_some() && !code.is_empty();
    let chosen = {
        let way = way.clone();
        Memo::new(move |_| {
            let mut filter = app.ledger.with(|l| l.filter.clone());
            way.iter().all(|(depth, code)| of_depth(&mut filter, *depth).is_some_and(|c| c.as_ref() == Some(code)))
        })
    };
    // What stands below a leader is asked for below that leader: the list is as long as the row says.
    let pick = move |_| {
        let is_off = !chosen.get_untracked();
        change(app, |l| {
            for (depth, code) in &way {
                if let Some(chosen) = of_depth(&mut l.filter, *depth) {
                    *chosen = is_off.then(|| code.clone());
                }
            }
        });
    };
    let said = if filters {
        view! {
            <button type="button" class="link" aria-pressed=move || chosen.get().to_string() on:click=pick>
                {name.clone()}
            </button>
        }
        .into_any()
    } else {
        view! { <span>{name.clone()}</span> }.into_any()
    };
    let so_many = |n: u32| count(u64::from(n));
    view! {
        <tr aria-selected=move || chosen.get().to_string() title=responsibility_counts(of, lang)>
            <td class=format!("who depth-{depth}")>
                <span class="who-line">{fold} {said}</span>
            </td>
            <td class="number">{so_many(of.open)}</td>
            <td class="number" class:late={of.overdue > 0}>{so_many(of.overdue)}</td>
            <td class="number">{so_many(of.falsely_closed)}</td>
            <td class="number">{so_many(of.never_inspected)}</td>
        </tr>
    }
}
