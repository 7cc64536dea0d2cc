//! Loading, trouble, and words that pass.

use crate::domain::LayerName;
use crate::engine::{EngineError, Progress};
use crate::text::Lang;
use crate::ui::cities::CopyOffer;
use crate::ui::correct::PickingBar;
use crate::ui::desk::Desk;
use crate::ui::later::Later;
use crate::ui::parts::{Icon, icon};
use crate::ui::say::use_say;
use crate::ui::session::{Session, Trouble};
use crate::ui::state::AppState;
use crate::ui::terms::{self, metres};
use crate::ui::words::Word;
use leptos::prelude::*;
use std::time::Duration;

/// How long a passing word stays.
const TOAST: Duration = Duration::from_secs(6);
/// Reading shorter than this needs no way out.
const CANCEL_AFTER: Duration = Duration::from_secs(2);

/// What stands over the map's lower edge.
#[component]
pub fn Notices() -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <Show when=move || session.opening.with(Option::is_some)>
            <Loading />
        </Show>
        <Drawing />
        <EmptyView />
        <NoMap />
        <TroubleBar />
        <PickingBar />
        <CopyOffer />
        <Toast />
    }
}

/// A surface is being computed: said at once, as the map shows nothing of it, or still the one before.
#[component]
fn Drawing() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let drawing =
        Memo::new(move |_| app.shows_density() && session.computing.get() && session.opening.with(Option::is_none));
    view! {
        <Show when=move || drawing.get()>
            <p class="drawing" role="status">
                {say.t(Word::DrawingSurface)} "…"
            </p>
        </Show>
    }
}

/// The browser has nothing to draw a map with: said for as long as it is so, with what works all the same.
#[component]
fn NoMap() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    view! {
        <Show when=move || !desk.drawable.get() && session.opening.with(Option::is_none)>
            <section class="loading empty undrawable" role="status">
                <h3>{say.t(Word::NoMap)}</h3>
                <p>{say.t(Word::NoMapNote)}</p>
            </section>
        </Show>
    }
}

/// Nothing of what is on lies in view: said, with the way back.
#[component]
fn EmptyView() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let empty = Memo::new(move |_| {
        session.answers.in_view.with(|counts| {
            let mut shown = counts.iter().filter(|c| c.total > 0 && session.shows(c.layer)).peekable();
            shown.peek().is_some() && shown.all(|c| c.in_view == 0)
        })
    });
    // Who looks at a thing, a place or an area misses nothing.
    let looked_at =
        move || app.selected.with(Option::is_some) || app.pinned().is_some() || app.area.with(Option::is_some);
    let back = move |_| {
        desk.show(None, session.drawn().and_then(|c| c.bounds), true);
        app.camera.set(None);
    };
    view! {
        <Show when=move || empty.get() && !looked_at() && session.opening.with(Option::is_none)>
            <section class="loading empty" role="status">
                <h3>{say.t(Word::EmptyView)}</h3>
                <button type="button" class="button" on:click=back>
                    {say.t(Word::WholeCity)}
                </button>
            </section>
        </Show>
    }
}

/// A dataset being read, layer by layer.
#[component]
fn Loading() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let (long, set_long) = signal(false);
    Later::new(CANCEL_AFTER).start(move || {
        set_long.try_set(true);
    });
    let parts = move || {
        let lang = say.lang();
        let parts = session.opening.with(|o| o.as_ref().map(|o| o.parts.clone()).unwrap_or_default());
        let city = session.partial.get();
        let drawn = |part: &Progress| {
            city.as_ref()?.layers.iter().find(|l| l.layer.code() == part.what).map(|l| u64::from(l.count))
        };
        parts.into_iter().map(|part| one_part(drawn(&part), part, lang)).collect::<Vec<_>>()
    };
    let name = move || session.partial.get().map(|c| say.of(&c.name)).unwrap_or_default();
    view! {
        <section class="loading" role="status" aria-label=say.t(Word::Reading)>
            <h3>
                <span>{move || say.fill(Word::ReadingCity, &[&name()])}</span>
                <Show when=move || long.get()>
                    <button type="button" class="link" on:click=move |_| session.cancel_opening()>
                        {say.t(Word::Cancel)}
                    </button>
                </Show>
            </h3>
            <ul>{parts}</ul>
        </section>
    }
}

/// What is being read: its share while it is, how many features it gave once they are drawn.
fn one_part(drawn: Option<u64>, part: Progress, lang: Lang) -> impl IntoView {
    let name = LayerName::from_code(&part.what).map_or(part.what, |l| terms::layer(l, lang).to_owned());
    let done = part.total > 0 && part.done >= part.total;
    let share = if part.total > 0 { part.done as f64 / part.total as f64 } else { 0.0 };
    let figures = match (done, drawn) {
        (true, Some(count)) => terms::count(count),
        (true, None) => String::new(),
        (false, _) if part.total > 0 => terms::percent(share),
        (false, _) => String::new(),
    };
    let meter = view! {
        <span class="meter">
            <i style:width=format!("{:.0}%", 100.0 * share)></i>
        </span>
    };
    view! {
        <li class:done=done>
            <span class="tick">{done.then(|| icon(Icon::Check))}</span>
            <span class="name">{name}</span>
            <span class="number">{figures}</span>
            {(!done).then_some(meter)}
        </li>
    }
}

/// What went wrong: one sentence, what is safe, one action.
#[component]
fn TroubleBar() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    move || {
        let trouble = session.trouble.get()?;
        let text = sentence(&trouble, say.lang());
        // What would do is one step away.
        let least = match trouble {
            Trouble::Refused(EngineError::Narrow { least_m, .. }) if least_m.is_finite() => Some(least_m),
            _ => None,
        };
        let widen = least.map(|least_m| {
            let take = move |_| {
                app.planning.update(|planning| planning.bandwidth_m = least_m);
                session.trouble.set(None);
            };
            view! {
                <button type="button" class="link" on:click=take>
                    {Word::TakeBandwidth.fill(say.lang(), &[&metres(least_m)])}
                </button>
            }
        });
        Some(view! {
            <div class="trouble" role="alert">
                {icon(Icon::Warn)}
                <p>{text}</p>
                {widen}
                <button type="button" class="link" on:click=move |_| session.trouble.set(None)>
                    {say.word(Word::Dismiss)}
                </button>
            </div>
        })
    }
}

fn sentence(trouble: &Trouble, lang: Lang) -> String {
    match trouble {
        Trouble::NotOpened(why) => Word::NotOpened.fill(lang, &[lang.of(why)]),
        Trouble::Refused(error) => refusal(error, lang),
        Trouble::Restarted { doing, reason, reopened } => {
            let word = if *reopened { Word::RestartedWithData } else { Word::RestartedWithoutData };
            word.fill(lang, &[doing, reason])
        }
        Trouble::OtherStopped(why) => Word::BesideStopped.fill(lang, &[why]),
        Trouble::NoEngine(why) => Word::NoEngine.fill(lang, &[why]),
        Trouble::NotKept(why) => Word::NotKept.fill(lang, &[why]),
        Trouble::CopyNotRead(why) => Word::CopyNotRead.fill(lang, &[why]),
        Trouble::NotSaved(why) => Word::NotSaved.fill(lang, &[why]),
        Trouble::MapFailed(why) => Word::MapFailed.fill(lang, &[why]),
        Trouble::MapLost => Word::MapLost.said(lang).to_owned(),
    }
}

/// What an answer that the engine refused says.
pub fn refusal(error: &EngineError, lang: Lang) -> String {
    match error {
        EngineError::NoCity => Word::NoCityOpen.said(lang).to_owned(),
        EngineError::NoLayer(layer) => Word::CityLacks.fill(lang, &[&terms::layer_within(*layer, lang)]),
        EngineError::NotThere(what) => {
            let parts = what.split_once(':').and_then(|(layer, id)| Some((LayerName::from_code(layer)?, id)));
            let named = parts.map(|(layer, id)| format!("{} {id}", terms::layer_within(layer, lang)));
            Word::NotThere.fill(lang, &[named.as_deref().unwrap_or(what)])
        }
        EngineError::Parameter { name, found, expected } => Word::BadParameter.fill(lang, &[name, found, expected]),
        EngineError::Narrow { bandwidth_m, least_m } => {
            Word::BandwidthNarrow.fill(lang, &[&metres(*bandwidth_m), &metres(*least_m)])
        }
        EngineError::Area(bad) => lang.of(&bad.says()).to_owned(),
        EngineError::Dataset(why) => Word::NotOpened.fill(lang, &[lang.of(why)]),
        EngineError::Correction { why, .. } => lang.of(why).to_owned(),
        EngineError::NeedsImporter => Word::NeedsImporter.said(lang).to_owned(),
        EngineError::Stopped(why) => Word::NoEngine.fill(lang, &[why]),
        EngineError::Stale => String::new(),
    }
}

/// A word that passes after six seconds, unless the pointer is on it. While a city is being read it stays: the reader
/// has other things to look at.
#[component]
fn Toast() -> impl IntoView {
    let session = expect_context::<Session>();
    let later = Later::new(TOAST);
    let start = move || later.start(move || drop(session.toast.try_set(None)));
    Effect::new(move |_| {
        if session.toast.with(Option::is_some) && session.opening.with(Option::is_none) {
            start();
        }
    });
    move || {
        let text = session.toast.get()?;
        Some(view! {
            <div class="toast" role="status" on:mouseenter=move |_| later.stop() on:mouseleave=move |_| start()>
                {text}
            </div>
        })
    }
}
