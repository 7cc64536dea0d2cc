//! The form: what the table is, how its columns are read, what would come of it, where it goes.

use super::columns::Columns;
use super::place::{System, Where};
use super::result::Outcome;
use super::{codes, lacking};
use crate::dataset::own::{OwnChoice, Sure};
use crate::domain::{LayerName, Words};
use crate::ui::desk::Desk;
use crate::ui::parts::{Choice, Icon, Select, icon};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::terms;
use crate::ui::words::Word;
use leptos::prelude::*;

/// The form of a table on its way into the city.
#[component]
pub fn OwnTableForm() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let own = session.own;
    on_cleanup(move || own.forget());
    let about = move || {
        let table = own.table.get()?;
        let columns = terms::count(table.columns.len() as u64);
        Some(say.fill(Word::OwnFile, &[&table.file, &table.form, &terms::count(table.rows), &columns]))
    };
    let known = Memo::new(move |_| own.guess.with(Option::is_some));
    view! {
        <div class="own-table">
            <p class="sentence" role="status">
                {move || about().unwrap_or_else(|| say.word(Word::OwnReading).to_owned())}
            </p>
            <Show when=move || known.get()>
                <Layer />
                <Notes />
                <Columns />
                <Fixed />
                <System />
                <Outcome />
                <Where />
                <Actions />
            </Show>
        </div>
    }
}

/// Which layer it is.
#[component]
fn Layer() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let own = session.own;
    let options = Signal::derive(move || {
        let lang = say.lang();
        let layers = own.guess.with(|g| g.as_ref().map(|g| g.layers.clone()).unwrap_or_default());
        layers.into_iter().map(|l| Choice::new(l.code(), terms::layer(l, lang))).collect::<Vec<_>>()
    });
    let value =
        Signal::derive(move || own.choice.with(|c| c.as_ref().map(|c| c.layer.code().to_owned()).unwrap_or_default()));
    let sure = move || {
        own.guess.with(|g| {
            let g = g.as_ref()?;
            let chosen = own.choice.with(|c| c.as_ref().map(|c| c.layer));
            (chosen == g.layers.first().copied()).then(|| match g.layer_sure {
                Sure::Sure => Word::OwnLayerSure,
                Sure::Likely => Word::OwnLayerLikely,
                Sure::Asked => Word::OwnLayerAsked,
            })
        })
    };
    let pick = move |code: String| own.read_as(session, desk, LayerName::from_code(&code));
    view! {
        <Select label=Word::OwnLayer options value on_pick=pick />
        <p class="note">{move || sure().map_or_else(|| say.word(Word::OwnChanged), |word| say.word(word))}</p>
    }
}

/// What there is to know of the guess.
#[component]
fn Notes() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let notes = move || {
        let notes: Vec<Words> = session.own.guess.with(|g| g.as_ref().map(|g| g.notes.clone()).unwrap_or_default());
        notes.into_iter().map(|note| view! { <li>{say.of(&note)}</li> }).collect_view()
    };
    view! { <ul class="notes">{notes}</ul> }
}

/// What every row is, where no column says it and none can do without.
#[component]
fn Fixed() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let own = session.own;
    let fields = Memo::new(move |_| {
        let lacks = |c: &OwnChoice| lacking(c).into_iter().map(|f| (c.layer, f.name)).collect::<Vec<_>>();
        own.choice.with(|c| c.as_ref().map(lacks).unwrap_or_default())
    });
    let one = move |(layer, name): (LayerName, &'static str)| {
        let field = crate::domain::schema::fields(layer).iter().find(|f| f.name == name)?;
        let codes = codes(field);
        let label = move || {
            let lang = say.lang();
            format!("{} · {}", say.word(Word::OwnFixed), terms::field(layer, name, lang))
        };
        let value = move || {
            let of = |c: &OwnChoice| c.fixed.iter().find(|(f, _)| f == name).map(|(_, v)| v.clone());
            own.choice.with(|c| c.as_ref().and_then(of)).unwrap_or_default()
        };
        let set = move |value: String| {
            own.choose(session, desk, |c| {
                c.fixed.retain(|(f, _)| f != name);
                if !value.is_empty() {
                    c.fixed.push((name.to_owned(), value));
                }
            });
        };
        // What has no list (a day, a vehicle) must stand in a column.
        let list = (!codes.is_empty()).then(|| {
            let lines = move || {
                let lang = say.lang();
                let line = |code: &&'static str| {
                    let code = *code;
                    let chosen = move || value() == code;
                    view! { <option value=code prop:selected=chosen>{terms::code(layer, name, code, lang)}</option> }
                };
                codes.iter().map(line).collect_view()
            };
            view! {
                <label class="field">
                    <span>{label}</span>
                    <span class="select">
                        <select on:change=move |ev| set(event_target_value(&ev))>
                            <option value="">{say.t(Word::OwnChoose)}</option>
                            {lines}
                        </select>
                        {icon(Icon::Down)}
                    </span>
                </label>
            }
        });
        Some(list)
    };
    move || fields.get().into_iter().map(one).collect_view()
}

/// Why it cannot be added yet; none when it can.
fn hindrance(session: Session) -> Option<(Word, Vec<&'static str>, Option<LayerName>)> {
    let own = session.own;
    let choice = own.choice.get()?;
    let fixed = |name: &str| choice.fixed.iter().any(|(f, _)| f == name);
    let lacks: Vec<&'static str> = lacking(&choice).into_iter().map(|f| f.name).filter(|f| !fixed(f)).collect();
    if !lacks.is_empty() {
        return Some((Word::OwnLacks, lacks, Some(choice.layer)));
    }
    let placed = own.outcome.with(|o| o.as_ref().is_some_and(|o| !o.systems.is_empty()));
    if placed && choice.system.is_none() {
        return Some((Word::OwnSystemAsk, Vec::new(), None));
    }
    let nothing = own.outcome.with(|o| o.as_ref().is_some_and(|o| o.taken == 0));
    nothing.then_some((Word::OwnNothing, Vec::new(), None))
}

#[component]
fn Actions() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let own = session.own;
    let why = move || {
        let (word, fields, layer) = hindrance(session)?;
        let lang = say.lang();
        let names: Vec<String> =
            fields.iter().map(|f| layer.map_or_else(|| (*f).to_owned(), |l| terms::field(l, f, lang))).collect();
        Some(say.fill(word, &[&names.join(say.word(Word::ListComma))]))
    };
    let blocked =
        Memo::new(move |_| own.busy.get() || own.outcome.with(Option::is_none) || hindrance(session).is_some());
    let rejected = move || own.outcome.with(|o| o.as_ref().is_some_and(|o| o.rejected > 0));
    view! {
        <p class="note why" role="status">{why}</p>
        <div class="actions">
            <button type="button" class="button primary" disabled=blocked on:click=move |_| own.add(session, desk)>
                {icon(Icon::Layers)}
                {say.t(Word::OwnAdd)}
            </button>
            <Show when=rejected>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| own.save_rejected(session, desk, untrack(|| say.lang()))
                >
                    {icon(Icon::Download)}
                    {say.t(Word::OwnSaveRejected)}
                </button>
            </Show>
            <button
                type="button"
                class="button"
                disabled=move || own.outcome.with(Option::is_none)
                on:click=move |_| own.save_plan(session)
            >
                {icon(Icon::Download)}
                {say.t(Word::OwnSavePlan)}
            </button>
            <super::template::ThisTemplate />
        </div>
        <p class="note">{say.t(Word::LocalOnly)}</p>
    }
}
