//! The form of one correction: what is wrong, what is right, and why.

use super::What;
use crate::domain::schema::is_count;
use crate::engine::{Datum, FieldForm, Reply, Request, Takes};
use crate::spatial::Plane;
use crate::text::System;
use crate::ui::desk::Desk;
use crate::ui::parts::{Choice, Icon, Select, icon, kind_icon};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::units::LngLat;
use leptos::prelude::*;

/// The form of one correction.
#[component]
pub fn CorrectForm() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let it = session.correct;
    // Whatever closes it but picking a place gives the correction up.
    on_cleanup(move || {
        if it.picking.try_get_untracked() != Some(true) {
            it.forget();
        }
    });
    let about = move || {
        let form = it.form.get()?;
        let (name, id) = (say.of(&form.hit.name), form.hit.id.clone());
        Some(if name == id { name } else { format!("{name} · {id}") })
    };
    let ways = move || {
        let form = it.form.get();
        let (moves, goes) = form.map_or((false, false), |form| (form.point.is_some(), form.removable));
        let all = [
            (What::Value, Word::CorrectValue, true),
            (What::Position, Word::CorrectPosition, moves),
            (What::Same, Word::CorrectSame, goes),
            (What::Gone, Word::CorrectGone, goes),
        ];
        let one = move |(what, word, _): (What, Word, bool)| {
            let on = move || it.what.get() == what;
            let choose = move |_| {
                it.refused.set(None);
                it.what.set(what);
            };
            view! {
                <button type="button" class:on=on aria-pressed=move || on().to_string() on:click=choose>
                    {say.t(word)}
                </button>
            }
        };
        all.into_iter().filter(|(.., can)| *can).map(one).collect_view()
    };
    let part = move || match it.what.get() {
        What::Value => view! { <ValuePart /> }.into_any(),
        What::Position => view! { <PositionPart /> }.into_any(),
        What::Same => view! { <SamePart /> }.into_any(),
        What::Gone => view! { <p class="note">{say.t(Word::CorrectGoneHow)}</p> }.into_any(),
    };
    let lacks_reason = move || it.reason.with(|reason| reason.trim().is_empty());
    let whole = Memo::new(move |_| it.draft().is_some() && !lacks_reason() && !it.busy.get());
    let refused = move || {
        let why = it.refused.with(|why| why.as_ref().map(|why| say.of(why)));
        why.or_else(|| (it.draft().is_some() && lacks_reason()).then(|| say.word(Word::CorrectNoReason).to_owned()))
    };
    view! {
        <form
            class="correct"
            on:submit=move |ev| {
                ev.prevent_default();
                if whole.get_untracked() {
                    it.apply(app, session, desk, say.lang());
                }
            }
        >
            <p class="sentence">{about}</p>
            <div class="segmented" role="group" aria-label=say.t(Word::CorrectWhat)>
                {ways}
            </div>
            {part}
            <label class="stacked">
                <span>{say.t(Word::CorrectReason)}</span>
                <textarea
                    class="grow"
                    rows="2"
                    maxlength="500"
                    placeholder=say.t(Word::CorrectReasonHow)
                    prop:value=move || it.reason.get()
                    on:input=move |ev| {
                        it.refused.set(None);
                        it.reason.set(event_target_value(&ev));
                    }
                ></textarea>
            </label>
            <label class="stacked">
                <span>{say.t(Word::CorrectWho)}</span>
                <input
                    class="grow"
                    type="text"
                    maxlength="100"
                    prop:value=move || it.who.get()
                    on:input=move |ev| it.who.set(event_target_value(&ev))
                />
            </label>
            <p class="note why" role="status">{refused}</p>
            <div class="actions">
                <button type="submit" class="button primary" disabled=move || !whole.get()>
                    {say.t(Word::CorrectApply)}
                </button>
                <button type="button" class="button" on:click=move |_| desk.dialog.set(None)>
                    {say.t(Word::Cancel)}
                </button>
            </div>
            <p class="note">{say.t(Word::CorrectKeep)}</p>
        </form>
    }
}

/// A field and its value.
#[component]
fn ValuePart() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let it = session.correct;
    let options = Signal::derive(move || {
        let lang = say.lang();
        let Some(form) = it.form.get() else { return Vec::new() };
        let layer = form.hit.feature.layer;
        form.fields.iter().map(|f| Choice::new(&f.field, terms::field(layer, &f.field, lang))).collect()
    });
    let field = Memo::new(move |_| {
        let (form, name) = (it.form.get()?, it.field.get());
        form.fields.iter().find(|f| f.field == name).cloned()
    });
    let now = move || {
        let (layer, field) = (it.form.get()?.hit.feature.layer, field.get()?);
        let lang = say.lang();
        let said = match (&field.now, &field.takes) {
            (None, _) => Word::Unknown.said(lang).to_owned(),
            (Some(code), Takes::Code(_)) => terms::code(layer, &field.field, code, lang),
            (Some(flag), Takes::Flag) => if flag == "yes" { Word::Yes } else { Word::No }.said(lang).to_owned(),
            (Some(number), Takes::Number { unit, .. }) => {
                let v = number.parse().unwrap_or(f64::NAN);
                format!("{number} {}", terms::unit_of(v, unit, lang))
            }
            (Some(text), Takes::DateTime) => text.replace('T', " "),
            (Some(text), _) => text.clone(),
        };
        Some(say.fill(Word::CorrectNow, &[said.trim()]))
    };
    view! {
        <Select label=Word::CorrectField options value=it.field on_pick=move |name| it.choose_field(name) />
        <p class="note">{now}</p>
        {move || field.get().map(|field| value_field(session, field))}
    }
}

/// A field by what it takes.
fn value_field(session: Session, field: FieldForm) -> AnyView {
    let (it, say) = (session.correct, use_say());
    let layer = it.form.with_untracked(|form| form.as_ref().map(|form| form.hit.feature.layer));
    let label = say.t(Word::CorrectTo);
    let set = move |value: String| {
        it.refused.set(None);
        it.value.set(value);
    };
    let list = |lines: Vec<(String, String)>, required: bool| {
        let lines = lines.into_iter().map(move |(code, words)| {
            let value = code.clone();
            view! { <option value=value prop:selected=move || it.value.with(|v| *v == code)>{words}</option> }
        });
        let unknown = (!required).then(|| {
            view! {
                <option value="" prop:selected=move || it.value.with(String::is_empty)>
                    {say.t(Word::CorrectUnknown)}
                </option>
            }
        });
        view! {
            <label class="field">
                <span>{label}</span>
                <span class="select">
                    <select on:change=move |ev| set(event_target_value(&ev))>{unknown} {lines.collect_view()}</select>
                    {icon(Icon::Down)}
                </span>
            </label>
        }
        .into_any()
    };
    let lang = say.lang();
    let typed = |kind: &'static str, after: String, step: &'static str| {
        view! {
            <label class="field">
                <span>{label}</span>
                <input
                    class="grow"
                    type=kind
                    step=step
                    prop:value=move || it.value.get()
                    on:input=move |ev| set(event_target_value(&ev))
                />
                <span class="unit">{after}</span>
            </label>
        }
        .into_any()
    };
    match (&field.takes, layer) {
        (Takes::Code(codes), Some(layer)) => {
            let words = |code: &String| (code.clone(), terms::code(layer, &field.field, code, lang));
            list(codes.iter().map(words).collect(), field.required)
        }
        (Takes::Flag, _) => {
            let words = |code: &str, word: Word| (code.to_owned(), word.said(lang).to_owned());
            list(vec![words("yes", Word::Yes), words("no", Word::No)], field.required)
        }
        (Takes::Number { unit, min, max }, _) => {
            let range = say.fill(Word::CorrectRange, &[&terms::number(*min), &terms::number(*max)]);
            let step = if is_count(&field.field, unit) { "1" } else { "any" };
            let is_people = matches!(field.field.as_str(), "people_day" | "people_night");
            let crowded = move || {
                let form = it.form.get().filter(|_| is_people)?;
                let capacity = form.fields.iter().find(|f| f.field == "capacity")?.now.as_ref()?.parse().ok()?;
                let over = it.value.with(|v| v.parse::<f64>().is_ok_and(|v| v > capacity));
                over.then(|| say.fill(Word::CorrectCrowded, &[&terms::number(capacity)]))
            };
            view! {
                {typed("number", terms::unit_of(2.0, unit, lang).to_owned(), step)}
                <p class="note">{range}</p>
                <p class="note" role="status">{crowded}</p>
            }
            .into_any()
        }
        (Takes::Date, _) => typed("date", String::new(), ""),
        (Takes::DateTime, _) => typed("datetime-local", String::new(), "1"),
        (Takes::List, _) => view! {
            {typed("text", String::new(), "")}
            <p class="note">{say.t(Word::CorrectListHow)}</p>
        }
        .into_any(),
        (Takes::Text | Takes::Code(_), _) => typed("text", String::new(), ""),
    }
}

/// The system in which a position is typed, of the one in which positions are written.
fn datum(system: System) -> Datum {
    match system {
        System::Gcj02 => Datum::Gcj02,
        System::Bd09 => Datum::Bd09,
        System::Wgs84 | System::Dms | System::GaussKruger => Datum::Wgs84,
    }
}

/// Where it lies: clicked on the map, or typed.
#[component]
fn PositionPart() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let it = session.correct;
    let missed = RwSignal::new(false);
    let written = move |at: LngLat| {
        let system = desk.system.get();
        system.written(at).or_else(|| System::Wgs84.written(at)).unwrap_or_default()
    };
    let now = move || {
        let at = it.form.get()?.point?;
        Some(say.fill(Word::CorrectPlaceNow, &[&desk.system.get().name(Some(at)), &written(at)]))
    };
    let then = move || {
        let (at, was) = (it.spot.get()?, it.form.get()?.point?);
        let plane = Plane::centred_on(was);
        let (far, unit) = terms::metres_parts(plane.xy(was).distance_m(plane.xy(at)));
        Some(say.fill(Word::CorrectMoves, &[&written(at), &far, unit]))
    };
    let typed = move |ev| {
        let text = event_target_value(&ev);
        if text.trim().is_empty() {
            return missed.set(false);
        }
        let near = it.form.with_untracked(|form| form.as_ref().and_then(|form| form.point));
        let wanted = datum(desk.system.get_untracked());
        session.ask_or_say(Request::Find { text, near, limit: 1 }, move |reply| {
            let Reply::Findings(found) = reply else { return };
            let own = found.positions.iter().find(|p| p.datum == wanted).or(found.positions.first());
            missed.try_set(own.is_none());
            if let Some(position) = own {
                it.spot.try_set(Some(position.at));
                it.refused.try_set(None);
            }
        });
    };
    view! {
        <p class="note">{now}</p>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| it.pick(desk)>
                {icon(Icon::Locate)}
                {say.t(Word::CorrectPick)}
            </button>
        </div>
        <label class="stacked">
            <span>{move || say.fill(Word::CorrectType, &[datum(desk.system.get()).name()])}</span>
            <input class="grow" type="text" inputmode="decimal" on:change=typed />
        </label>
        <p class="note" role="status">
            {move || if missed.get() { Some(say.word(Word::CorrectNoPosition).to_owned()) } else { then() }}
        </p>
    }
}

/// With which one it is the same, and which of the two stays.
#[component]
fn SamePart() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let it = session.correct;
    let metres = move || it.form.with(|form| form.as_ref().map_or(0.0, |form| form.alike_m)).to_string();
    let lines = move || {
        let form = it.form.get()?;
        let lang = say.lang();
        let one = |(n, other): (usize, &crate::engine::Alike)| {
            let hit = &other.hit;
            let (far, unit) = terms::metres_parts(hit.distance_m.unwrap_or_default());
            let name = lang.of(&hit.name).to_owned();
            let told = if name == hit.id { String::new() } else { hit.id.clone() };
            view! {
                <li>
                    <label>
                        <input
                            type="radio"
                            name="same"
                            prop:checked=move || it.same.get() == Some(n)
                            on:change=move |_| it.same.set(Some(n))
                        />
                        {kind_icon(hit.feature.layer, &hit.kind)}
                        <span class="named">{name} " " <span class="note">{told}</span></span>
                        <span class="number">{far} " " <span class="unit">{unit}</span></span>
                    </label>
                </li>
            }
        };
        let all = form.alike.iter().enumerate().map(one).collect_view();
        let none = form.alike.is_empty();
        let head = if none { Word::CorrectNoneNear } else { Word::CorrectSameAs };
        Some(view! {
            <p class="note">{say.fill(head, &[&metres()])}</p>
            <ul class="alike">{all}</ul>
        })
    };
    let stays = move || {
        let (form, other) = (it.form.get()?, it.same.get()?);
        let other = form.alike.get(other)?;
        let one = |hit: &crate::engine::Hit, that: bool| {
            let words = say.fill(Word::CorrectThisStays, &[&format!("{} · {}", say.of(&hit.name), hit.id)]);
            view! {
                <li>
                    <label>
                        <input
                            type="radio"
                            name="stays"
                            prop:checked=move || it.other_stays.get() == that
                            on:change=move |_| it.other_stays.set(that)
                        />
                        <span class="named">{words}</span>
                    </label>
                </li>
            }
        };
        // Two of different kinds are seldom one.
        let kinds = [&form.hit.kind, &other.hit.kind];
        let differ = (kinds[0] != kinds[1]).then(|| {
            let [one, two] = kinds.map(|kind| terms::kind(form.hit.feature.layer, kind, say.lang()));
            view! { <p class="note why">{say.fill(Word::CorrectKinds, &[&one, &two])}</p> }
        });
        Some(view! {
            <ul class="alike stays" aria-label=say.t(Word::CorrectStays)>
                {one(&form.hit, false)} {one(&other.hit, true)}
            </ul>
            {differ}
            <p class="note">{say.t(Word::CorrectSameHow)}</p>
        })
    };
    view! {
        {lines}
        {stays}
    }
}

/// What is said over the map while a place is being picked.
#[component]
pub fn PickingBar() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let it = session.correct;
    let name = move || it.form.with(|form| form.as_ref().map(|form| say.of(&form.hit.name))).unwrap_or_default();
    view! {
        <Show when=move || it.picking.get()>
            <div class="trouble picking" role="status">
                {icon(Icon::Locate)}
                <p>{move || say.fill(Word::CorrectPicking, &[&name()])}</p>
                <button type="button" class="link" on:click=move |_| it.picked(desk, None)>
                    {say.t(Word::Cancel)}
                </button>
            </div>
        </Show>
    }
}
