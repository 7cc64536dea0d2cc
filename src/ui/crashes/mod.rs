//! Filtering crashes in time and kind: what is chosen, what each choice would leave, and what to loosen where nothing is
//! left. The same for the traffic police and for the density of planners.

mod rose;
mod time;

pub use time::TimeBar;

use super::asks::shows_crashes;
use super::desk::Desk;
use super::numbers::{Held, NumberFilter};
use super::parts::{Icon, counted_chip, icon};
use super::say::use_say;
use super::session::Session;
use super::state::AppState;
use super::terms::{self, count};
use super::words::Word;
use crate::dataset::dates::{parse_date, write_date};
use crate::domain::crashes::{NIGHT, WEEKDAYS};
use crate::domain::{CrashFilter, CrashPart, LayerName};
use crate::engine::CrashCounts;
use crate::text::{Lang, clock, crash_part, weekday};
use leptos::prelude::*;
use std::sync::Arc;

/// What a part of the filter is called.
fn part_name(part: CrashPart, lang: Lang) -> String {
    match part {
        CrashPart::Days => Word::PartDays.said(lang).to_owned(),
        CrashPart::Hours => Word::PartHours.said(lang).to_owned(),
        CrashPart::Weekdays => Word::PartWeekdays.said(lang).to_owned(),
        _ => terms::field(LayerName::Crashes, part.field(), lang).to_owned(),
    }
}

/// The newest counts.
fn counts(session: Session) -> Option<Arc<CrashCounts>> {
    session.answers.crashes.get()
}

/// The filter with its choices. With `bar` the crashes in time stand in it, where no strip under the map shows them.
#[component]
pub fn CrashFilters(
    /// Unfolded at first.
    open: bool,
    /// Whether the crashes in time stand here.
    #[prop(into)]
    bar: Signal<bool>,
) -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let shown = Memo::new(move |_| shows_crashes(app, session));
    let passing = move || {
        let counts = counts(session)?;
        let said = |n: u32| count(u64::from(n));
        Some(match app.crashes.with(CrashFilter::shows_all) {
            true => String::new(),
            false => say.fill(Word::CrashesPass, &[&said(counts.passing), &said(counts.all)]),
        })
    };
    view! {
        <Show when=move || shown.get()>
            <section class="section flush crash-filters">
                <h2>
                    <span>{say.t(Word::FilterCrashes)}</span>
                    <span class="note" aria-live="polite">{passing}</span>
                </h2>
                <Night />
                <Active />
                <NoMatch />
                <details open=open>
                    <summary>{say.t(Word::CrashChoices)}</summary>
                    <Show when=move || bar.get()>
                        <TimeBar />
                    </Show>
                    <Days />
                    <rose::Hours />
                    <Weekdays />
                    <Words part=CrashPart::Severity />
                    <NumberFilter held=Held::Crashes />
                    <details open=untrack(|| more_is_chosen(app))>
                        <summary>{say.t(Word::MoreCrashFilters)}</summary>
                        <Words part=CrashPart::Light />
                        <Words part=CrashPart::Weather />
                        <Words part=CrashPart::Party />
                    </details>
                </details>
            </section>
        </Show>
    }
    .into_any()
}

fn more_is_chosen(app: AppState) -> bool {
    let folded = [CrashPart::Light, CrashPart::Weather, CrashPart::Party];
    app.crashes.with(|filter| folded.into_iter().any(|part| filter.has(part)))
}

/// The crashes at night, in one step: what is asked for most often.
#[component]
fn Night() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let (first, last) = NIGHT;
    let at_night = move |hour: u8| hour >= first || hour <= last;
    let n = move || {
        counts(session).map(|c| c.hours.iter().zip(0..).filter(|(_, hour)| at_night(*hour)).map(|(n, _)| *n).sum())
    };
    let on = Memo::new(move |_| app.crashes.with(CrashFilter::is_night));
    let name = move || say.fill(Word::AtNight, &[&clock(first, last + 1, say.lang())]);
    let toggle = move || app.crashes.update(CrashFilter::toggle_night);
    view! { <div class="chips">{counted_chip(name, n, move || on.get(), toggle)}</div> }
}

/// A chip for every part that leaves something out; each takes itself out.
#[component]
fn Active() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let chips = move || {
        let lang = say.lang();
        app.crashes.with(|filter| filter.parts().map(|part| chip(app, filter, part, lang)).collect::<Vec<_>>())
    };
    let any = move || app.crashes.with(|filter| !filter.shows_all());
    let several = move || app.crashes.with(|filter| filter.parts().count() > 1);
    let left_out = move || {
        let n = counts(session).map_or(0, |counts| counts.unknown);
        (n > 0).then(|| view! { <p class="note">{say.fill(Word::CrashesLeftOut, &[&count(u64::from(n))])}</p> })
    };
    view! {
        <Show when=any>
            <div class="chips" role="group" aria-label=say.t(Word::FilterCrashes)>
                {chips}
                <Show when=several>
                    <button type="button" class="link" on:click=move |_| app.crashes.set(CrashFilter::default())>
                        {say.t(Word::ClearAll)}
                    </button>
                </Show>
            </div>
            {left_out}
        </Show>
    }
}

fn chip(app: AppState, filter: &CrashFilter, part: CrashPart, lang: Lang) -> impl IntoView + use<> {
    let said = crash_part(filter, part, lang);
    let remove = Word::RemoveFilter.fill(lang, &[&said]);
    view! {
        <button
            type="button"
            class="chip on removes"
            title=remove.clone()
            aria-label=remove
            on:click=move |_| app.crashes.update(|filter| filter.clear(part))
        >
            <span>{said}</span>
            {icon(Icon::Close)}
        </button>
    }
}

/// Nothing passes: which filter to loosen.
#[component]
pub fn NoMatch() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let inside = move || {
        let lang = say.lang();
        let counts = counts(session).filter(|counts| counts.passing == 0 && !counts.filter.shows_all())?;
        let help = match counts.loosen() {
            Some((part, n)) => {
                let said = Word::LoosenMost.fill(lang, &[&part_name(part, lang), &count(u64::from(n))]);
                let loosen = move |_| app.crashes.update(|filter| filter.clear(part));
                view! {
                    <button type="button" class="link" on:click=loosen>
                        {said}
                    </button>
                }
                .into_any()
            }
            None => view! { <p class="note">{Word::LoosenNone.said(lang)}</p> }.into_any(),
        };
        Some(view! {
            <div class="no-match" role="status">
                <p>{Word::NoCrashPasses.said(lang)}</p>
                {help}
            </div>
        })
    };
    view! { {inside} }
}

/// The first and the last day, to be typed or picked.
#[component]
fn Days() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let range = move || {
        let (from, to) = counts(session).and_then(|c| c.days)?;
        let (from, to) = app.crashes.with(|f| (f.from.unwrap_or(from), f.to.unwrap_or(to)));
        Some(format!("{} – {}", write_date(from), write_date(to)))
    };
    view! {
        <div class="crash-days" role="group" aria-label=say.t(Word::PartDays)>
            <Day first=true />
            <span aria-hidden="true">"–"</span>
            <Day first=false />
        </div>
        // The browser's own fields write days as the machine does; here they stand as everywhere on the page.
        <p class="note own-days">{range}</p>
    }
}

#[component]
fn Day(first: bool) -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let end = move |filter: &CrashFilter| if first { filter.from } else { filter.to };
    let all = move || counts(session).and_then(|c| c.days).map(|(from, to)| if first { from } else { to });
    let value = move || app.crashes.with(end).or_else(all).map(write_date).unwrap_or_default();
    let limit = move |of: fn((i32, i32)) -> i32| counts(session).and_then(|c| c.days).map(|days| write_date(of(days)));
    let picked = move |ev| {
        // What was emptied is the end of the data; what crosses the other end takes it along.
        let day = parse_date(&event_target_value(&ev)).filter(|day| Some(*day) != untrack(all));
        app.crashes.update(|filter| {
            if first {
                filter.from = day;
                filter.to = filter.to.filter(|to| day.is_none_or(|day| day <= *to));
            } else {
                filter.to = day;
                filter.from = filter.from.filter(|from| day.is_none_or(|day| *from <= day));
            }
        });
    };
    view! {
        <span class="input day">
            <input
                type="date"
                aria-label=say.t(if first { Word::FromDay } else { Word::ToDay })
                min=move || limit(|(from, _)| from)
                max=move || limit(|(_, to)| to)
                prop:value=value
                on:change=picked
            />
        </span>
    }
}

/// How many are in no choice because the value is unknown.
fn unknown(n: u32, lang: Lang) -> Option<impl IntoView + use<>> {
    (n > 0).then(|| view! { <span class="note">{Word::UnknownIs.fill(lang, &[&count(u64::from(n))])}</span> })
}

/// The days of the week.
#[component]
fn Weekdays() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let one = |day: u8| {
        counted_chip(
            move || weekday(day, say.lang()).to_owned(),
            move || counts(session).and_then(|c| c.weekdays.get(usize::from(day)).copied()).or(Some(0)),
            move || app.crashes.with(|f| f.has_weekday(day)),
            move || app.crashes.update(|f| f.toggle_weekday(day)),
        )
    };
    let unknown = move || counts(session).and_then(|c| unknown(c.unknown_of[CrashPart::Weekdays as usize], say.lang()));
    view! {
        <div class="chips week" role="group" aria-label=say.t(Word::PartWeekdays) class:stale=session.computing>
            {(0..WEEKDAYS).map(one).collect_view()}
            {unknown}
        </div>
    }
}

/// The words of a part.
#[component]
fn Words(part: CrashPart) -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let words = move || {
        let of = |c: Arc<CrashCounts>| c.choices(part).iter().map(|(word, _)| word.clone()).collect::<Vec<_>>();
        counts(session).map(of).unwrap_or_default()
    };
    let one = move |word: String| {
        let word = StoredValue::new(word);
        let said = move |word: &String| match part {
            CrashPart::Severity => terms::code(LayerName::Crashes, part.field(), word, say.lang()),
            _ => terms::text(LayerName::Crashes, part.field(), word, say.lang()),
        };
        let n = move |word: &String| {
            let of = |c: Arc<CrashCounts>| c.choices(part).iter().find(|(of, _)| of == word).map(|(_, n)| *n);
            counts(session).and_then(of).unwrap_or(0)
        };
        counted_chip(
            move || word.with_value(said),
            move || Some(word.with_value(n)),
            move || word.with_value(|word| app.crashes.with(|f| f.words(part).contains(word))),
            move || word.with_value(|word| app.crashes.update(|f| f.toggle_word(part, word))),
        )
    };
    let unknown = move || counts(session).and_then(|c| unknown(c.unknown_of[part as usize], say.lang()));
    let name = Signal::derive(move || part_name(part, say.lang()));
    let any = move || counts(session).is_some_and(|c| !c.choices(part).is_empty());
    view! {
        <Show when=any>
            <h3>{name}</h3>
            <div class="chips" role="group" aria-label=name class:stale=session.computing>
                <For each=words key=|word| word.clone() children=one />
                {unknown}
            </div>
        </Show>
    }
}

/// Whether the crashes in time stand in a panel: on a phone, where nothing but the map lies over the map, and for planners.
pub fn bar_in_panel(app: AppState, session: Session, desk: Desk) -> bool {
    shows_crashes(app, session) && !super::stage::has_time_strip(app, session, desk)
}
