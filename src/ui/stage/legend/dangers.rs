//! The marks of the ledger's map.

use crate::domain::LayerName;
use crate::engine::{LedgerTable, UncheckedTable};
use crate::text::Lang;
use crate::ui::dangers::overdue_days;
use crate::ui::parts::layer_icon;
use crate::ui::terms;
use crate::ui::words::Word;
use leptos::prelude::*;

/// How a listed danger is drawn, with how many are listed and have a place.
pub(super) fn of_dangers(table: &LedgerTable, unchecked: Option<&UncheckedTable>, lang: Lang) -> impl IntoView + use<> {
    let placed = table.rows.iter().filter(|row| row.at.is_some());
    let late = placed.clone().filter(|row| overdue_days(row).is_some()).count() as u64;
    let in_time = placed.count() as u64 - late;
    let row = |class: &'static str, word: Word, n: u64| {
        view! {
            <tr>
                <td>
                    <span class=class>{layer_icon(LayerName::Dangers)}</span>
                </td>
                <td>{word.said(lang)}</td>
                <td class="number">{terms::count(n)}</td>
            </tr>
        }
    };
    // Two counts that add up to the one of the table of who answers.
    let hollow = unchecked.map(|t| {
        let row = |class: &'static str, word: Word, n: u32| {
            view! {
                <tr>
                    <td>
                        <span class=class></span>
                    </td>
                    <td>{word.said(lang)}</td>
                    <td class="number">{terms::count(u64::from(n))}</td>
                </tr>
            }
        };
        view! {
            {row("hollow facility", Word::LegendUncheckedFacilities, t.facilities)}
            {row("hollow", Word::LegendUncheckedVenues, t.venues)}
        }
    });
    let none = unchecked.map(|t| t.unplaced).filter(|n| *n > 0);
    let none = none
        .map(|n| view! { <p class="note">{Word::UncheckedUnplaced.fill(lang, &[&terms::count(u64::from(n))])}</p> });
    view! {
        <h3>{Word::LegendDangers.said(lang)}</h3>
        <table>
            <tbody>
                {row("disc tile late", Word::LegendLate, late)} {row("disc", Word::LegendInTime, in_time)} {hollow}
            </tbody>
        </table>
        {none}
    }
}
