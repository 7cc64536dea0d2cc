//! In which coordinate system the table's positions are, and where in the city it goes.

use crate::dataset::own::OwnSystem;
use crate::ui::desk::Desk;
use crate::ui::parts::{Icon, icon};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::terms;
use crate::ui::words::Word;
use leptos::prelude::*;

/// What no code can be.
const OTHER: &str = "?";

/// The coordinate system, asked unless the table says it.
#[component]
pub fn System() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let own = session.own;
    let other = RwSignal::new(false);
    let systems = Memo::new(move |_| -> Vec<OwnSystem> {
        own.outcome.with(|o| o.as_ref().map(|o| o.systems.clone()).unwrap_or_default())
    });
    let chosen = Memo::new(move |_| own.choice.with(|c| c.as_ref().and_then(|c| c.system.clone())));
    let lines = move || {
        let line = |system: OwnSystem| {
            let name = say.of(&system.name);
            let label = match system.inside {
                Some(share) => say.fill(Word::OwnSystemInside, &[&name, &terms::percent(share)]),
                None => name,
            };
            let code = system.code.clone();
            let on = move || chosen.with(|c| c.as_deref() == Some(&code)) && !other.get();
            view! { <option value=system.code prop:selected=on>{label}</option> }
        };
        systems.get().into_iter().map(line).collect_view()
    };
    let set = move |code: String| {
        let code = code.trim().to_owned();
        own.choose(session, desk, |c| c.system = (!code.is_empty()).then_some(code));
    };
    let pick = move |code: String| {
        other.set(code == OTHER);
        set(if code == OTHER { String::new() } else { code });
    };
    let roads = move || {
        let found = own.roads.get().filter(|f| f.verdict().is_some())?;
        let share = |n: u32| terms::percent(f64::from(n) / f64::from(found.of.max(1)));
        let shares = [found.wgs84, found.gcj02, found.bd09].map(share);
        let shares: Vec<&str> = shares.iter().map(String::as_str).collect();
        Some(view! { <p class="note">{say.fill(Word::OwnOnRoads, &shares)}</p> })
    };
    view! {
        <Show when=move || systems.with(|s| !s.is_empty())>
            <label class="field">
                <span>{say.t(Word::OwnSystem)}</span>
                <span class="select">
                    <select on:change=move |ev| pick(event_target_value(&ev))>
                        <option value="" prop:selected=move || chosen.with(Option::is_none) && !other.get()>
                            {say.t(Word::OwnChoose)}
                        </option>
                        {lines}
                        <option value=OTHER prop:selected=other>{say.t(Word::OwnSystemOther)}</option>
                    </select>
                    {icon(Icon::Down)}
                </span>
            </label>
            {roads}
            <Show when=move || other.get()>
                <label class="field">
                    <span>{say.t(Word::OwnSystemCode)}</span>
                    <input
                        class="grow"
                        placeholder="EPSG:4547"
                        on:change=move |ev| set(event_target_value(&ev))
                    />
                </label>
            </Show>
        </Show>
    }
}

/// Beside or in place of what the city has.
#[component]
pub fn Where() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let own = session.own;
    let layer = Memo::new(move |_| own.choice.with(|c| c.as_ref().map(|c| c.layer)));
    let there = Memo::new(move |_| {
        let layer = layer.get()?;
        session.city.with(|c| c.as_ref().map(|c| (say.of(&c.name), c.layer(layer).map_or(0, |l| l.count))))
    });
    let replaces = Memo::new(move |_| own.choice.with(|c| c.as_ref().is_some_and(|c| c.replaces)));
    let set = move |on: bool| own.choose(session, desk, |c| c.replaces = on);
    let option = move |on: bool, word: Word, name: String, count: String| {
        view! {
            <label class="radio">
                <input
                    type="radio"
                    name="own-where"
                    prop:checked=move || replaces.get() == on
                    on:change=move |_| set(on)
                />
                {say.fill(word, &[&name, &count])}
            </label>
        }
    };
    let body = move || {
        let name = layer.get().map(|l| terms::layer(l, say.lang()).to_owned()).unwrap_or_default();
        match there.get() {
            None => view! { <p>{say.word(Word::OwnAlone)}</p> }.into_any(),
            Some((city, 0)) => view! { <p>{say.fill(Word::OwnNew, &[&city, &name])}</p> }.into_any(),
            Some((_, count)) => {
                let count = terms::count(u64::from(count));
                view! {
                    {option(false, Word::OwnBeside, name.clone(), count.clone())}
                    {option(true, Word::OwnReplace, name, count)}
                }
                .into_any()
            }
        }
    };
    view! {
        <h3>{say.t(Word::OwnWhere)}</h3>
        <div class="own-where">{body}</div>
    }
}
