//! Facilities and venues that nobody has inspected: how many, and when asked for, which and where.

use crate::engine::{Export, UncheckedRow};
use crate::text::Lang;
use crate::ui::asks::select;
use crate::ui::desk::Desk;
use crate::ui::ledger::change;
use crate::ui::parts::{More, SaveButton, beside, kind_icon, walk_rows};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::{self, count, number};
use crate::ui::words::Word;
use crate::view::FeatureId;
use leptos::prelude::*;

/// Rows shown before "more".
const FIRST: usize = 10;

/// The count, the switch, the list.
#[component]
pub fn Unchecked() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let table = session.answers.ledger;
    let on = Memo::new(move |_| app.ledger.with(|l| l.unchecked));
    let n = move || table.with(|t| t.as_ref().map(|t| t.never_inspected));
    let said = move || {
        let in_campaign = app.ledger.with(|l| l.filter.campaign.is_some());
        let word = if in_campaign { Word::NeverInspectedIn } else { Word::NeverInspected };
        n().map(|n| say.fill(word, &[&count(u64::from(n))]))
    };
    let later = move || {
        let n = table.with(|t| t.as_ref().map_or(0, |t| t.inspected_later));
        (n > 0).then(|| view! { <p class="sub">{say.fill(Word::InspectedLater, &[&count(u64::from(n))])}</p> })
    };
    let toggle = move |_| change(app, |l| l.unchecked = !l.unchecked);
    let label = move || say.word(if on.get() { Word::HideUnchecked } else { Word::ShowUnchecked });
    view! {
        <div class="unchecked">
            <p class="sub never">{said}</p>
            <Show when=move || n().is_some_and(|n| n > 0 || on.get())>
                <button
                    type="button"
                    class="link"
                    aria-expanded=move || on.get().to_string()
                    on:click=toggle
                >
                    {label}
                </button>
            </Show>
        </div>
        {later}
        <Show when=move || on.get() && n().is_some()>
            <List />
        </Show>
    }
}

#[component]
fn List() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let table = session.answers.unchecked;
    let shown = RwSignal::new(FIRST);
    let listed = Signal::derive(move || table.with(|t| t.as_ref().map_or(0, |t| t.rows.len())));
    let all = Signal::derive(move || table.with(|t| t.as_ref().map_or(0, |t| (t.count - t.unplaced) as usize)));
    let export = Signal::derive(move || table.with(|t| t.as_ref().map(|t| Export::Unchecked(t.query.clone()))));
    let rows = move || {
        let (lang, shown) = (say.lang(), shown.get());
        table.with(|t| {
            let rows = t.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default();
            rows.iter().take(shown).map(|of| row(of, lang)).collect::<Vec<_>>()
        })
    };
    let split = move || {
        table.with(|t| {
            t.as_ref().map(|t| {
                let [facilities, venues] = [t.facilities, t.venues].map(|n| count(u64::from(n)));
                say.fill(Word::UncheckedSplit, &[&facilities, &venues])
            })
        })
    };
    let none = move || table.with(|t| t.as_ref().is_some_and(|t| t.count == 0));
    view! {
        <section class="section flush unchecked-list">
            <h2>
                <span>{say.t(Word::UncheckedTitle)}</span>
                <span class="note" aria-live="polite">{split}</span>
            </h2>
            <Show when=none>
                <p class="sub" role="status">{say.t(Word::UncheckedNone)}</p>
            </Show>
            <ol class="ranking danger-list" on:keydown=move |key| walk_rows(&key)>{rows}</ol>
            <More of=listed shown all />
            <div class="actions">
                <SaveButton label=Word::SaveUnchecked what=export />
            </div>
        </section>
    }
}

fn row(of: &UncheckedRow, lang: Lang) -> impl IntoView + use<> {
    let (app, desk) = (expect_context::<AppState>(), expect_context::<Desk>());
    let hit = of.hit.clone();
    let (feature, id, bounds) = (hit.feature, FeatureId { layer: hit.feature.layer, id: hit.id.clone() }, hit.bounds);
    let district = of.district.as_ref().map(|name| lang.of(name).to_owned()).unwrap_or_default();
    let leader = if of.leader.is_empty() { Word::LeaderUnknown.said(lang).to_owned() } else { of.leader.clone() };
    let place = beside(&district, &beside(&leader, &of.department));
    let people = of.people.map(|n| Word::PeopleIs.fill(lang, &[&number(n)]));
    let title = terms::kind(feature.layer, &hit.kind, lang);
    let chosen = {
        let id = id.clone();
        move || app.selected.with(|s| s.as_ref() == Some(&id))
    };
    let choose = move |_| {
        desk.see(bounds);
        select(app, desk, id.clone());
    };
    view! {
        <li data-row="">
            <button
                type="button"
                class="danger-row"
                title=title
                aria-current=move || chosen().then_some("true")
                on:click=choose
                on:mouseenter=move |_| desk.hovered.set(Some(feature))
                on:mouseleave=move |_| desk.hovered.set(None)
            >
                <span class="name">{kind_icon(feature.layer, &hit.kind)} {lang.of(&hit.name).to_owned()}</span>
                <span class="figure">{people}</span>
                <span class="reason">{beside(lang.of(&hit.apart), &place)}</span>
            </button>
        </li>
    }
}
