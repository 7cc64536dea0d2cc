//! The fire workbench: venues by kind, people, floors and distance to station and hydrant.

use super::districts::DistrictSelect;
use super::only::OnlyLevels;
use crate::domain::LayerName;
use crate::engine::{Export, FilterPart, Lack, Lacks, VenueSort};
use crate::map::icons::WORRY_KINDS;
use crate::ui::desk::Desk;
use crate::ui::numbers::{Held, NumberFilter, RangeChips, drop_range, range_names};
use crate::ui::parts::{Choice, Loosen, Ranking, SaveButton, Select, Settings, WorkingButton, counted_chip, kind_icon};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::ui::{lines, sentences};
use crate::units::{LngLat, LngLatBox};
use crate::view::sort_code;
use leptos::prelude::*;
use std::sync::Arc;

/// Kinds shown before "more".
const FIRST_KINDS: usize = 9;

/// What an order is called.
const fn sort_word(by: VenueSort) -> Word {
    match by {
        VenueSort::People => Word::SortPeople,
        VenueSort::Level => Word::Level,
        VenueSort::Floors => Word::SortFloors,
        VenueSort::StationDistance => Word::SortStation,
        VenueSort::HydrantDistance => Word::SortHydrant,
    }
}

/// The fire workbench's panel.
#[component]
pub fn Fire() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let choice = move |by: VenueSort| Choice::new(sort_code(by), say.word(sort_word(by)));
    let sorts = move || VenueSort::ALL.into_iter().map(choice).collect::<Vec<_>>();
    let pick_sort = move |code: String| {
        let Some(by) = VenueSort::ALL.into_iter().find(|by| sort_code(*by) == code) else { return };
        session.city.with_untracked(|city| {
            app.fire.update(|f| match city {
                Some(city) => f.sort_by(by, city),
                None => f.sort = Some(by),
            });
        });
    };
    let sorted_by = move || {
        let own = |f: &crate::view::Fire| session.city.with(|city| city.as_ref().map(|city| f.sorted_by(city)));
        app.fire.with(own).unwrap_or_default()
    };
    view! {
        <header class="panel-head">
            <h2>{say.t(Word::FireTitle)}</h2>
        </header>
        <p class="sub">{say.t(Word::StraightLineNote)}</p>
        <Settings>
            <CoverChips />
            <KindChips />
            <OnlyLevels counts=Signal::derive(move || {
                session.answers.venues.with(|t| t.as_ref().map(|t| t.levels.clone()).unwrap_or_default())
            }) />
            <DistrictSelect
                value=Signal::derive(move || app.fire.with(|f| f.district.clone()))
                on_pick=move |id| app.fire.update(|f| f.district = id)
            />
            <NumberFilter held=Held::Venues />
            <Select
                label=Word::SortBy
                options=Signal::derive(sorts)
                value=Signal::derive(move || sort_code(sorted_by()).to_owned())
                on_pick=pick_sort
            />
        </Settings>
        <RangeChips held=Held::Venues />
        <p class="sub order" aria-live="polite">{move || say.of(&sorted_by().order())}</p>
        <Rows />
    }
    .into_any()
}

/// Whom help does not reach: two counts, each a filter.
#[component]
fn CoverChips() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let cover = Memo::new(move |_| session.answers.venues.with(|t| t.as_ref().map(|t| t.cover)));
    let lacks = move || {
        let known = |lack: &Lack| cover.get().is_some_and(|cover| cover.lacking(*lack).is_some());
        Lack::ALL.into_iter().filter(known).collect::<Vec<_>>()
    };
    let one = move |lack: Lack| {
        let on = move || app.fire.with(|f| f.lacking.has(lack));
        let toggle = move || app.fire.update(|f| f.lacking = f.lacking.toggled(lack));
        let name = move || cover.get().map(|cover| sentences::lack(&cover, lack, say.lang())).unwrap_or_default();
        let n = move || cover.get().and_then(|cover| cover.lacking_beside(lack, app.fire.with(|f| f.lacking)));
        counted_chip(name, n, on, toggle)
    };
    view! {
        <div class="chips cover" role="group" aria-label=say.t(Word::CoverTitle)>
            <For each=lacks key=|lack| lack.code() children=one />
        </div>
    }
}

/// The kinds with their counts, those that worry first.
#[component]
fn KindChips() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let all = RwSignal::new(false);
    let chosen = StoredValue::new(false);
    look_for_chosen(session, expect_context::<Desk>(), chosen);
    let kinds = Memo::new(move |_| {
        let mut kinds = session.answers.venues.with(|t| t.as_ref().map(|t| t.kinds.clone()).unwrap_or_default());
        kinds.retain(|k| k.count > 0 || app.fire.with(|f| f.kinds.contains(&k.kind)));
        kinds.sort_by_key(|k| (!WORRY_KINDS.contains(&k.kind.as_str()), std::cmp::Reverse(k.count)));
        kinds
    });
    let visible = move || {
        let kinds = kinds.get();
        let shown = if all.get() { kinds.len() } else { FIRST_KINDS };
        let folded =
            |n: usize, kind: &str| n >= shown && !app.fire.with_untracked(|f| f.kinds.iter().any(|k| k == kind));
        let visible = kinds.iter().enumerate().filter(|(n, k)| !folded(*n, &k.kind));
        visible.map(|(_, k)| k.kind.clone()).collect::<Vec<_>>()
    };
    let count_of = move |kind: &str| kinds.with(|all| all.iter().find(|k| k.kind == kind).map_or(0, |k| k.count));
    // The kinds that worry, as one choice.
    let worry = Memo::new(move |_| {
        kinds.with(|kinds| {
            let worry = kinds.iter().filter(|k| WORRY_KINDS.contains(&k.kind.as_str()));
            worry.map(|k| (k.kind.clone(), k.count)).unzip::<String, u32, Vec<_>, Vec<_>>()
        })
    });
    let all_worry = Memo::new(move |_| {
        let (of, _) = worry.get();
        app.fire.with(|f| f.kinds.len() == of.len() && of.iter().all(|k| f.kinds.contains(k)))
    });
    let toggle_worry = move |_| {
        chosen.set_value(true);
        let kinds = if all_worry.get_untracked() { Vec::new() } else { worry.get_untracked().0 };
        app.fire.update(|f| f.kinds = kinds);
    };
    let hidden = move || kinds.with(|k| k.len().saturating_sub(FIRST_KINDS));
    view! {
        <div class="chips" role="group" aria-label=say.t(Word::Kinds)>
            <Show when=move || worry.with(|(of, _)| of.len() > 1)>
                <button
                    type="button"
                    class="chip"
                    class:on=all_worry
                    aria-pressed=move || all_worry.get().to_string()
                    on:click=toggle_worry
                >
                    {say.t(Word::WorryChip)}
                    " "
                    <span class="number">
                        {move || worry.with(|(_, n)| terms::count(n.iter().copied().map(u64::from).sum()))}
                    </span>
                </button>
            </Show>
            // A chip stays the element that it is while the counts change: it keeps the focus.
            <For
                each=visible
                key=|kind| kind.clone()
                children=move |kind| {
                    let of = kind.clone();
                    chip(app, chosen, kind, Signal::derive(move || count_of(&of)))
                }
            />
            <Show when=move || { hidden() > 0 }>
                <button type="button" class="chip" on:click=move |_| all.update(|a| *a = !*a)>
                    {move || {
                        if all.get() {
                            say.word(Word::Fewer).to_owned()
                        } else {
                            say.fill(Word::MoreKinds, &[&hidden().to_string()])
                        }
                    }}
                </button>
            </Show>
            <Show when=move || app.fire.with(|f| !f.kinds.is_empty())>
                <button type="button" class="link" on:click=move |_| app.fire.update(|f| f.kinds.clear())>
                    {say.t(Word::AllKinds)}
                </button>
            </Show>
        </div>
    }
}

/// Turns the map to the venues of the kinds that were just chosen, if it shows none of them.
fn look_for_chosen(session: Session, desk: Desk, chosen: StoredValue<bool>) {
    Effect::new(move |_| {
        let places: Option<Vec<LngLat>> =
            session.answers.venues.with(|t| t.as_ref().map(|t| t.rows.iter().map(|row| row.hit.at).collect()));
        if !chosen.get_value() {
            return;
        }
        chosen.set_value(false);
        let (Some(places), Some(shown)) = (places, desk.bounds.get_untracked()) else { return };
        if !places.iter().any(|at| shown.contains(*at))
            && let Some(around) = LngLatBox::around(places)
        {
            desk.see_area(around);
        }
    });
}

fn chip(app: AppState, chosen: StoredValue<bool>, kind: String, count: Signal<u32>) -> impl IntoView {
    let say = use_say();
    let name = {
        let kind = kind.clone();
        move || terms::kind(LayerName::Venues, &kind, say.lang())
    };
    let symbol = kind_icon(LayerName::Venues, &kind);
    let on = {
        let kind = kind.clone();
        move || app.fire.with(|f| f.kinds.contains(&kind))
    };
    let pressed = on.clone();
    let toggle = move |_| {
        chosen.set_value(true);
        app.fire.update(|f| match f.kinds.iter().position(|k| *k == kind) {
            Some(at) => drop(f.kinds.remove(at)),
            None => f.kinds.push(kind.clone()),
        });
    };
    view! {
        <button type="button" class="chip" class:on=on aria-pressed=move || pressed().to_string() on:click=toggle>
            {symbol}
            {name}
            " "
            <span class="number">{move || terms::count(u64::from(count.get()))}</span>
        </button>
    }
}

#[component]
fn Rows() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let table = session.answers.venues;
    let lines = Memo::new(move |_| {
        let lang = say.lang();
        table.with(|t| Arc::new(t.as_ref().map(|t| lines::venue_lines(t, lang)).unwrap_or_default()))
    });
    let counted =
        move || table.with(|t| t.as_ref().map(|t| say.fill(Word::VenuesPass, &[&terms::count(u64::from(t.count))])));
    let export = Signal::derive(move || table.with(|t| t.as_ref().map(|t| Export::Venues(t.query.clone()))));
    let all = Signal::derive(move || table.with(|t| t.as_ref().map_or(0, |t| t.count as usize)));
    let empty = move || table.with(|t| t.as_ref().is_some_and(|t| t.count == 0));
    view! {
        <Show when=move || table.with(Option::is_some)>
            <section class="section flush">
                <h2>
                    <span>{say.t(Word::Ranking)}</span>
                    <span class="note" aria-live="polite">{counted}</span>
                </h2>
                <Show when=empty>
                    <NoMatch />
                </Show>
                <Ranking lines stale=session.computing all table=LayerName::Venues />
                <div class="actions">
                    <WorkingButton />
                    <SaveButton label=Word::SaveCsv what=export />
                </div>
            </section>
        </Show>
    }
}

/// Nothing passes: each filter, and how many would come without it.
#[component]
fn NoMatch() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let parts = move || session.answers.venues.with(|t| t.as_ref().map(|t| t.loosened.clone()).unwrap_or_default());
    let drop = move |part: FilterPart| {
        if let FilterPart::Number(place) = part {
            return drop_range(Held::Venues, app, place);
        }
        app.fire.update(|f| match part {
            FilterPart::Kinds => f.kinds.clear(),
            FilterPart::Lacking => f.lacking = Lacks::default(),
            FilterPart::District => f.district = None,
            FilterPart::Levels => f.levels.clear(),
            _ => {}
        });
    };
    let clear = Callback::new(move |()| {
        app.fire.update(|f| *f = crate::view::Fire { sort: f.sort, ..crate::view::Fire::default() });
    });
    let filtered = move || session.answers.venues.with(|t| t.as_ref().is_some_and(|t| t.is_filtered()));
    view! {
        <Loosen
            says=Signal::derive(move || say.word(Word::NoVenues).to_owned())
            parts=Signal::derive(parts)
            on_drop=drop
            numbers=Signal::derive(move || range_names(Held::Venues, app, say.lang()))
            clear=Signal::derive(move || filtered().then_some(clear))
        />
    }
}
