//! Why a feature has its level: the ladder, every method with its working, the dangers, who stands too near, what would
//! bring it down, and what is missing.

mod lists;

use super::reaching::rings_around;
use crate::domain::Level;
use crate::engine::{FeatureRef, LevelKind, Why};
use crate::risk::assess::{Method, Part};
use crate::risk::parts::span;
use crate::risk::rating::{Figure, Rating, Worked};
use crate::text::Lang;
use crate::ui::asks::{says_why, shows_conflicts, shows_levels};
use crate::ui::desk::Desk;
use crate::ui::parts::{MethodLink, Working, confidence_tag, level_class, level_name, level_shape, typeset};
use crate::ui::sentences;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::{self, count};
use crate::ui::words::Word;
use leptos::prelude::*;
use lists::{conflicts, dangers, lower, missing, missing_names, rings};
use std::collections::HashMap;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// Lines listed before "more".
const FIRST: usize = 8;

/// The key of the rule by which the ledger raises a level; its counts are told in its working, in words.
const DAY: &str = "day";

/// The level of the inspected feature: a line, and where the workbench shows levels the whole why.
#[component]
pub fn WhyLevel(
    /// The feature.
    of: FeatureRef,
    /// The language.
    lang: Lang,
) -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let desk = expect_context::<Desk>();
    let why = Memo::new(move |_| session.answers.why.get().filter(|why| why.hit.feature == of));
    // Where another question is asked the whole why is a touch away, and folds again: nobody is led off.
    let asked = RwSignal::new(false);
    let whole = Memo::new(move |_| says_why(app) || asked.get());
    let rings_first = Memo::new(move |_| shows_conflicts(app));
    // What a reader unfolds stays so while the day moves.
    let folds: Folds = StoredValue::new(HashMap::new());
    let stale = move || {
        let asked = app.shown_day().or_else(|| session.data_day());
        whole.get() && why.with(|w| w.as_ref().map(|w| w.as_of.clone())) != asked
    };
    let body = move || {
        let why = why.get()?;
        Some(if whole.get() {
            let kind = if shows_levels(app) { app.planning.with(|p| p.level) } else { LevelKind::Dynamic };
            view! {
                {(!says_why(app)).then(|| the_line(&why, asked, lang))}
                {the_whole((app, desk), &why, kind, folds, lang)}
            }
            .into_any()
        } else if rings_first.get() {
            the_rings(&why, asked, folds, lang).into_any()
        } else {
            let around = why.reached_by.as_ref().and_then(|of| rings_around(of, lang));
            view! {
                {the_line(&why, asked, lang)}
                {around}
            }
            .into_any()
        })
    };
    view! { <div class="why" class:stale=stale>{body}</div> }
}

/// Which methods a reader has unfolded or folded.
type Folds = StoredValue<HashMap<&'static str, bool>>;

/// The level in one line; the whole why unfolds below it, and folds again.
fn the_line(why: &Why, asked: RwSignal<bool>, lang: Lang) -> impl IntoView + use<> {
    let (base, now) = (why.base.level(), why.dynamic.level());
    let base = (base != now).then(|| {
        view! {
            <span class="note">{Word::BaseLevel.said(lang)}</span>
            {level_name(base, lang)}
        }
    });
    view! {
        <section class="section level-line">
            <span class="note">{Word::Level.said(lang)}</span>
            {level_name(now, lang)}
            {base}
            <span class="spring"></span>
            <button
                type="button"
                class="link"
                aria-expanded=move || asked.get().to_string()
                on:click=move |_| asked.update(|asked| *asked = !*asked)
            >
                {move || if asked.get() { Word::Fewer } else { Word::Why }.said(lang)}
            </button>
        </section>
    }
}

fn the_whole(
    (app, desk): (AppState, Desk),
    why: &Arc<Why>,
    kind: LevelKind,
    folds: Folds,
    lang: Lang,
) -> impl IntoView + use<> {
    let shown = why.rating(kind);
    let title = match shown.level() {
        Level::Unrated => Word::WhyUnrated.said(lang).to_owned(),
        level => Word::WhyLevel.fill(lang, &[&terms::level_with_letter(level, lang)]),
    };
    let unrated = shown.level() == Level::Unrated;
    // The list below holds one entry more: what the ledger makes of the base.
    let apply = match why.parts.len() {
        0 => Word::NoMethodThenDay.said(lang).to_owned(),
        n => Word::MethodsApply.fill(lang, &[&count(n as u64)]),
    };
    let methods = why.parts.iter().map(|part| one_method(part, why.method == Some(part.method), folds, lang));
    let methods = methods.collect_view();
    let raised = why.dynamic.level() != why.base.level() || !why.dangers.is_empty();
    let name = Word::DayRule.said(lang).to_owned();
    let day = folded(DAY, name, why.dynamic, false, &why.raised, (folds, raised), lang);
    let day = view! { <li>{day}</li> }.into_any();
    // What decides the level that is shown stands first.
    let decides = kind == LevelKind::Dynamic && why.dynamic.level() != why.base.level();
    let (first, last) = if decides { (Some(day), None) } else { (None, Some(day)) };
    // What decides and what would bring it down come first; the working is there for whoever asks how.
    view! {
        <section class="section">
            {ladder(why.base, why.dynamic, lang)}
            <h2>
                <span>{title}</span>
                <span class="note">{Word::Screening.said(lang)}</span>
            </h2>
            {unrated.then(|| lacks(why, lang)).flatten().map(|lacks| view! { <p class="lacks">{lacks}</p> })}
            {unrated.then(|| view! { <p>{sentences::rating(shown, lang)}</p> })}
            <p class="decides">{deciding(why, kind, lang)}</p>
            {because(why, lang).map(|says| view! { <p>{says}</p> })}
            {of_several(why, lang).map(|says| view! { <p class="note">{says}</p> })}
        </section>
        {lower(why, kind, lang)}
        {dangers(app, desk, why, lang)}
        {conflicts(&why.conflicts, lang)}
        {rings(&why.rings, lang)}
        {why.reached_by.as_ref().and_then(|of| rings_around(of, lang))}
        <section class="section">
            <h2>
                <span>{Word::HowComputed.said(lang)}</span>
            </h2>
            <p class="note">{apply}</p>
            <ol class="methods">{first} {methods} {last}</ol>
        </section>
        {missing(why, lang)}
    }
}

/// What an unrated place needs before anything else can be said of it; nothing would help where no method applies.
fn lacks(why: &Why, lang: Lang) -> Option<String> {
    let names = missing_names(why, lang);
    (!names.is_empty()).then(|| Word::NeededFirst.fill(lang, &[&names]))
}

/// Of several methods with a wider or another range than the base: which one sets either end of the base.
fn of_several(why: &Why, lang: Lang) -> Option<String> {
    let base = why.base;
    let sets = |end: fn(Rating) -> Level| why.parts.iter().find(|part| end(part.worked.rating) == end(base));
    let (best, worst) = (sets(|rating| rating.best)?, sets(|rating| rating.worst)?);
    let differs = why.parts.iter().any(|part| part.worked.rating != base);
    let name = |part: &Part| lang.of(&part.method.words()).to_owned();
    (base.level() == Level::Unrated && differs).then(|| {
        let ends = [base.best, base.worst].map(|level| terms::level_with_letter(level, lang));
        Word::RangeOfSeveral.fill(lang, &[&ends[0], &name(best), &ends[1], &name(worst)])
    })
}

/// What weighs most in the method that sets the base.
fn because(why: &Why, lang: Lang) -> Option<String> {
    let part = why.parts.iter().find(|part| why.method == Some(part.method))?;
    (!part.worked.because.is_empty()).then(|| part.worked.because.told(lang).into_owned())
}

/// What decides the level that is shown: the method, and what the ledger makes of it.
fn deciding(why: &Why, kind: LevelKind, lang: Lang) -> String {
    let method = why.method.map(|method| {
        let says = [lang.of(&method.words()), &sentences::rating(why.base, lang)].map(str::to_owned);
        Word::DecidedBy.fill(lang, &[&says[0], &says[1]])
    });
    let raised = (kind == LevelKind::Dynamic && why.dynamic.level() != why.base.level())
        .then(|| Word::RaisedTo.fill(lang, &[&sentences::rating(why.dynamic, lang), &count(why.dangers.len() as u64)]));
    let parts: Vec<String> = method.into_iter().chain(raised).collect();
    if parts.is_empty() { Word::NoMethod.said(lang).to_owned() } else { parts.join(lang.pick("", " ")) }
}

/// The level in one line; then who stands inside which ring, and how the rings were computed.
fn the_rings(why: &Arc<Why>, asked: RwSignal<bool>, folds: Folds, lang: Lang) -> impl IntoView + use<> {
    let ringed = why.parts.iter().filter(|part| matches!(part.method, Method::Explosives | Method::Vessels));
    let methods: Vec<_> = ringed.map(|part| one_method(part, why.method == Some(part.method), folds, lang)).collect();
    let working = (!methods.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>
                    <span>{Word::HowComputed.said(lang)}</span>
                    <span class="note">{Word::Screening.said(lang)}</span>
                </h2>
                <ol class="methods">{methods}</ol>
            </section>
        }
    });
    view! {
        {the_line(why, asked, lang)}
        {conflicts(&why.conflicts, lang)}
        {rings(&why.rings, lang)}
        {working}
    }
}

/// The steps of the ladder, from low to major.
const STEPS: [Level; 4] = [Level::Blue, Level::Yellow, Level::Orange, Level::Red];

/// The four steps: the base sunk, the level of the day edged. Between the ends of what is missing every step is possible.
/// What the steps are called stands over all of its steps, each name on a line of its own.
fn ladder(base: Rating, now: Rating, lang: Lang) -> impl IntoView + use<> {
    let within = |of: Rating, level: Level| of.best >= level && level >= of.worst;
    let (base_word, now_word) = (Word::BaseLevel.said(lang), Word::DynamicLevel.said(lang));
    let names = match base == now {
        true => vec![(base, format!("{base_word} · {now_word}"))],
        false => vec![(base, base_word.to_owned()), (now, now_word.to_owned())],
    };
    // Names over different steps have room beside each other.
    let apart = !STEPS.iter().any(|level| within(base, *level) && within(now, *level));
    let steps_at = if apart { 2 } else { names.len() + 1 };
    let over = names.into_iter().zip(1..).map(|((of, name), line)| {
        let line = if apart { 1 } else { line };
        let first = STEPS.iter().position(|level| within(of, *level)).unwrap_or(0) + 1;
        let many = STEPS.iter().filter(|level| within(of, **level)).count().max(1);
        let place = format!("{line} / {first} / auto / span {many}");
        view! { <li class="over" class:several={many > 1} style:grid-area=place aria-hidden="true">{name}</li> }
    });
    let over = over.collect_view();
    let steps = STEPS.into_iter().zip(1..).map(|(level, column)| {
        let (is_base, is_now) = (within(base, level), within(now, level));
        view! {
            <li class=format!("step {}", level_class(level))
                class:base=is_base
                class:now=is_now
                class:maybe=is_now && now.level() == Level::Unrated
                style:grid-area=format!("{steps_at} / {column}")
            >
                <span>
                    {level_shape(level)}
                    {terms::level_with_letter(level, lang)}
                </span>
            </li>
        }
    });
    let says = format!("{base_word} {}, {now_word} {}", sentences::rating(base, lang), sentences::rating(now, lang));
    view! {
        <ol class="ladder" aria-label=says>
            {over}
            {steps.collect_view()}
        </ol>
    }
}

fn one_method(part: &Part, decides: bool, folds: Folds, lang: Lang) -> impl IntoView + use<> {
    let name = lang.of(&part.method.words()).to_owned();
    let rating = part.worked.rating;
    let inside = folded(part.method.code(), name, rating, decides, &part.worked, (folds, decides), lang);
    view! { <li>{inside}</li> }
}

/// A method with its level; unfolded its figures and its working.
fn folded(
    key: &'static str,
    name: String,
    rating: Rating,
    decides: bool,
    worked: &Worked,
    (folds, open): (Folds, bool),
    lang: Lang,
) -> impl IntoView + use<> {
    let open = folds.with_value(|folds| folds.get(key).copied()).unwrap_or(open);
    let toggled = move |event: web_sys::Event| {
        let Some(details) = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) else { return };
        folds.update_value(|folds| {
            folds.insert(key, details.has_attribute("open"));
        });
    };
    let level = match rating.level() {
        Level::Unrated => view! {
            <span class="level-name u">
                {level_shape(Level::Unrated)}
                {sentences::rating(rating, lang)}
            </span>
        }
        .into_any(),
        level => level_name(level, lang).into_any(),
    };
    view! {
        <details open=open on:toggle=toggled>
            <summary>
                <span class="method">{name}</span>
                {level}
                {decides.then(|| view! { <span class="tag">{Word::Decides.said(lang)}</span> })}
            </summary>
            {(key != DAY).then(|| figures(&worked.figures, lang))}
            <div class="folded-working">
                <Working of=worked.explanation.clone() lang />
                <MethodLink code=key />
            </div>
        </details>
    }
}

/// The figures by which a method rates; formulas and sources are in its working.
fn figures(figures: &[Figure], lang: Lang) -> impl IntoView + use<> {
    let row = |figure: &Figure| {
        let unit = terms::unit_of(figure.value.known().unwrap_or(2.0), &figure.unit, lang).to_owned();
        let name = match figure.name.told(lang) {
            name if name == "alpha" => "α".into(),
            name if name == "score" => Word::Points.said(lang).into(),
            name => name,
        };
        view! {
            <tr title=crate::text::source(&figure.source, lang)>
                <td>
                    <em>{typeset(&name)}</em>
                </td>
                <td class="number">{span(figure.value).to_string()} <span class="unit">{unit}</span></td>
                <td class="number">{confidence_tag(figure.confidence, lang)}</td>
            </tr>
        }
    };
    let table = |of: &[Figure]| {
        view! {
            <table class="inputs figures-of">
                <tbody>{of.iter().map(row).collect_view()}</tbody>
            </table>
        }
    };
    // What decides comes first; a long tail of factors would push the working out of sight.
    let (first, rest) = figures.split_at(figures.len().min(FIRST));
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <details>
                <summary>{Word::MoreRows.fill(lang, &[&count(rest.len() as u64)])}</summary>
                {table(rest)}
            </details>
        }
    });
    (!first.is_empty()).then(|| view! { {table(first)} {rest} })
}
