//! A sheet about selected road sections: what they add up to.

use super::html::{Galley, escape};
use super::sight::Sight;
use crate::engine::SectionTable;
use crate::text::Lang;
use crate::ui::sentences::{Caption, crashes_asked, deaths, period, selection_note};
use crate::ui::terms::{count, number};
use crate::ui::words::Word;

/// The largest scale at which a selection is shown, by its denominator.
const NEAREST: f64 = 5_000.0;
/// Room for what stands beside it, px.
const MARGIN: (f64, f64) = (48.0, 36.0);

/// What the sections add up to, and what that rests on. Sections of one road are called by it.
pub fn caption(table: &SectionTable, lang: Lang) -> Caption {
    let total = &table.total;
    let first = table.selected.first().map(|row| lang.of(&row.hit.name)).unwrap_or_default();
    let same = table.selected.iter().all(|row| lang.of(&row.hit.name) == first);
    let name = if same { first } else { Word::SelectedSections.said(lang) };
    let n = |n: u32| count(u64::from(n));
    let title =
        Word::SelectionFinding.fill(lang, &[name, &n(total.sections), &n(total.crashes), &number(total.per_km)]);
    let killed = if total.fatal == 0 { count(0) } else { deaths(total.into(), lang) };
    let note = [
        selection_note(total, lang),
        format!("{} {killed}", Word::Deaths.said(lang)),
        Word::SnapIs.fill(lang, &[&number(table.query.snap_m)]),
        period(&table.period),
        crashes_asked(&table.query.crashes, table.period.is_some(), lang),
    ];
    Caption { title, note: note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ") }
}

/// All of them.
pub fn sight(table: &SectionTable) -> Option<Sight> {
    let all = table.selected.iter().map(|row| row.hit.bounds).reduce(|a, b| a.union(b))?;
    Some(Sight { margin: MARGIN, ..Sight::of(all).no_nearer(NEAREST) })
}

/// The sums of the selected sections.
pub fn write(galley: &mut Galley, table: &SectionTable, lang: Lang) {
    if table.selected.is_empty() {
        return;
    }
    let total = &table.total;
    let killed = if total.fatal == 0 { count(0) } else { deaths(total.into(), lang) };
    let n = |n: u32| count(u64::from(n));
    let pair = |word: Word, value: String| (word.said(lang).to_owned(), escape(&value));
    let measured = |word: Word, value: f64, unit: Word| {
        (word.said(lang).to_owned(), format!("{} <small>{}</small>", number(value), escape(unit.said(lang))))
    };
    galley.heading(Word::SheetSum.said(lang), &selection_note(total, lang));
    galley.pairs(&[
        pair(Word::Crashes, n(total.crashes)),
        pair(Word::FatalCrashes, n(total.fatal)),
        pair(Word::InjuryCrashes, n(total.serious + total.slight)),
        pair(Word::DamageCrashes, n(total.damage)),
        pair(Word::Deaths, killed),
        measured(Word::Rate, total.per_km, Word::CrashesPerKm),
        measured(Word::Epdo, total.epdo, Word::EpdoWeights),
        measured(Word::SortEpdoPerKm, total.epdo_per_km, Word::EpdoRate),
    ]);
}
