//! A feature's exposure as the ranking has it: the figure, its place in the ranking, people by day and by night and the
//! counts that each is the larger of.

use crate::engine::{Counted, ExposureOf, FeatureRef};
use crate::text::Lang;
use crate::ui::asks::shows_exposure;
use crate::ui::parts::Working;
use crate::ui::sentences::{exposure_value, ranked_as};
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::{count, metres, number};
use crate::ui::words::Word;
use leptos::prelude::*;

/// The exposure of the inspected feature; nothing where the workbench does not ask for any.
#[component]
pub fn Exposure(
    /// The feature.
    of: FeatureRef,
    /// The language.
    lang: Lang,
) -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let wanted = Memo::new(move |_| shows_exposure(app, of.layer));
    move || {
        let one = session.answers.exposure_of.get().filter(|one| wanted.get() && one.row.hit.feature == of)?;
        // Until the new distance is counted the old figures are known to be old.
        let distance_m = one.query.distance_m;
        let stale = move || app.planning.with(|p| p.distance_m) != distance_m;
        let rank = session.answers.exposure.with(|table| {
            let table = table.as_ref().filter(|t| t.query == one.query)?;
            let place = table.rows.iter().position(|row| row.hit.feature == of)?;
            Some(Word::RankOf.fill(lang, &[&count(place as u64 + 1), &count(table.rows.len() as u64)]))
        });
        Some(view! { <section class="section exposure" class:stale=stale>{figures(&one, rank, lang)}</section> })
    }
}

fn figures(one: &ExposureOf, rank: Option<String>, lang: Lang) -> impl IntoView + use<> {
    let row = &one.row;
    let by_people = row.counted != Counted::Venues;
    let (title, unit) =
        if by_people { (Word::PeopleWithin, Word::UnitPeople) } else { (Word::VenueCountWithin, Word::UnitVenues) };
    let which = ranked_as(row.counted);
    let counts = [
        (Word::PeopleByDay, Some(row.people_day)),
        (Word::ResidentsByDay, row.residents_day),
        (Word::InVenuesByDay, Some(row.venue_day)),
        (Word::PeopleByNight, Some(row.people_night)),
        (Word::ResidentsByNight, row.residents_night),
        (Word::InVenuesByNight, Some(row.venue_night)),
    ];
    // People in venues that nobody counted add nothing: their sum is a lower bound, and so is the larger of it and of another.
    let least = |word: Word| match word {
        Word::InVenuesByDay | Word::PeopleByDay => row.unknown[0] > 0,
        Word::InVenuesByNight | Word::PeopleByNight => row.unknown[1] > 0,
        _ => false,
    };
    let counts = counts.into_iter().filter(|_| by_people).map(|(word, people)| {
        let part = !matches!(word, Word::PeopleByDay | Word::PeopleByNight);
        let said = match people {
            Some(people) => {
                let unit = Word::UnitPeople.fill(lang, &[&number(people)]);
                view! { {least(word).then_some("≥ ")} {number(people)} <span class="unit">{unit}</span> }.into_any()
            }
            None => view! { <span class="unknown">{Word::Unknown.said(lang)}</span> }.into_any(),
        };
        view! {
            <dt class:part=part class:largest=word == which>{word.said(lang)}</dt>
            <dd class:part=part class:largest=word == which>{said}</dd>
        }
    });
    let counts = counts.collect_view();
    view! {
        <h2>
            <span>{title.fill(lang, &[&metres(one.query.distance_m)])}</span>
            <span class="note">{rank}</span>
        </h2>
        <p class="under-pointer">
            <b>{exposure_value(row)}</b>
            <span class="unit">{unit.fill(lang, &[&number(row.value)])}</span>
            <span class="spring"></span>
            <span class="note">{which.said(lang)}</span>
        </p>
        <dl class="attributes">
            {counts}
            <dt>{Word::SensitiveSites.said(lang)}</dt>
            <dd>{count(u64::from(row.sensitive))} " / " {count(u64::from(row.venues))}</dd>
            <dt>{Word::UnknownByDay.said(lang)}</dt>
            <dd>{count(u64::from(row.unknown[0]))}</dd>
            <dt>{Word::UnknownByNight.said(lang)}</dt>
            <dd>{count(u64::from(row.unknown[1]))}</dd>
        </dl>
        <details>
            <summary>{Word::HowComputed.said(lang)}</summary>
            <div class="folded-working">
                <Working of=one.explanation.clone() lang share_of=Word::ShareWithPeople />
            </div>
        </details>
    }
}
