//! The four levels: whose, by which rule, how many of each, who is worst, and by district.

use super::compare::Comparing;
use super::districts::{DistrictSelect, look_at};
use super::only::OnlyLevels;
use crate::domain::{LayerName, Level};
use crate::engine::{DistrictLevels, Export, FilterPart, LevelCount, LevelKind, LevelsTable};
use crate::text::Lang;
use crate::ui::desk::Desk;
use crate::ui::numbers::{Held, NumberFilter, RangeChips, drop_range, range_names};
use crate::ui::parts::{
    Choice, CountColumn, Loosen, Parting, Ranking, SaveButton, Segmented, Select, Settings, WorkingButton,
    level_counts, level_shape, walk_rows,
};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::words::Word;
use crate::ui::{lines, terms};
use crate::view::LEVELLED;
use leptos::prelude::*;
use std::sync::Arc;

const KINDS: &[(LevelKind, Word)] = &[(LevelKind::Base, Word::BaseLevel), (LevelKind::Dynamic, Word::DynamicLevel)];

/// The levels' questions, counts and ranking.
#[component]
pub fn Levels() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let layers = move || {
        let lang = say.lang();
        let chosen = app.planning.with(|p| p.levels_of);
        let present = LEVELLED.into_iter().filter(|l| session.has(*l) || *l == chosen);
        let named = |l| match l {
            LayerName::Districts => Word::DistrictsOf.said(lang),
            l => terms::layer(l, lang),
        };
        present.map(|l| Choice::new(l.code(), named(l))).collect::<Vec<_>>()
    };
    let pick_layer = move |code: String| {
        if let Some(layer) = LayerName::from_code(&code) {
            app.planning.update(|p| p.levels_of = layer);
            session.set_visible(layer, true);
        }
    };
    let kind = Memo::new(move |_| app.planning.with(|p| p.level));
    view! {
        <p class="sub">{say.t(Word::LevelsNote)}</p>
        <Settings>
            <Select
                label=Word::LevelsOf
                options=Signal::derive(layers)
                value=Signal::derive(move || app.planning.with(|p| p.levels_of.code().to_owned()))
                on_pick=pick_layer
            />
            <DistrictSelect
                value=Signal::derive(move || app.planning.with(|p| p.district.clone()))
                on_pick=move |id| app.planning.update(|p| p.district = id)
            />
            <NumberFilter held=Held::Levels />
            <div class="field">
                <span>{say.t(Word::Level)}</span>
                <Segmented
                    label=Word::WhichLevel
                    options=KINDS
                    value=kind
                    on_pick=move |kind| app.planning.update(|p| p.level = kind)
                />
            </div>
            <OnlyLevels counts=Signal::derive(move || session.answers.levels.with(|t| {
                let of = |t: &Arc<LevelsTable>| t.counts.iter().map(|n| (n.level, n.of(t.query.kind))).collect();
                t.as_ref().map(of).unwrap_or_default()
            })) />
        </Settings>
        <RangeChips held=Held::Levels />
        <Comparing />
        <Answer />
    }
    .into_any()
}

#[component]
fn Answer() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let desk = expect_context::<Desk>();
    let table = session.answers.levels;
    let shown = Memo::new(move |_| {
        table.with(|t| t.as_ref().is_some_and(|t| t.query.layer == app.planning.with(|p| p.levels_of)))
    });
    let counts = move || table.with(|t| t.as_ref().map(|t| counts(&t.counts, t.query.kind, say.lang())));
    let lines = Memo::new(move |_| {
        let lang = say.lang();
        table.with(|t| Arc::new(t.as_ref().map(|t| lines::level_lines(t, lang)).unwrap_or_default()))
    });
    let all = Signal::derive(move || table.with(|t| t.as_ref().map_or(0, |t| t.ranked() as usize)));
    let export = Signal::derive(move || table.with(|t| t.as_ref().map(|t| Export::Levels(t.query.clone()))));
    let districts = move || table.get().map(|t| districts((app, session, desk), &t, say.lang()));
    let some = move || table.with(|t| t.as_ref().is_some_and(|t| !t.districts.is_empty()));
    view! {
        <Show when=move || shown.get()>
            <section class="section">
                <div class:stale=session.computing aria-live="polite">{counts}</div>
            </section>
            <section class="section flush">
                <h2>
                    <span>{say.t(Word::Ranking)}</span>
                    <span class="note">{say.t(Word::RankedWorst)}</span>
                </h2>
                <Show when=move || all.get() == 0>
                    <NoMatch />
                </Show>
                <Ranking lines stale=session.computing all table=Signal::derive(move || Some(app.planning.with(|p| p.levels_of))) />
                <div class="actions">
                    <WorkingButton />
                    <SaveButton label=Word::SaveCsv what=export />
                </div>
            </section>
            <Show when=some>
                <Parting
                    title=Signal::derive(move || say.word(Word::DistrictsTitle).to_owned())
                    note=Signal::derive(move || say.word(Word::NeverAverage).to_owned())
                >
                    <div class="level-table" class:stale=session.computing>{districts}</div>
                </Parting>
            </Show>
        </Show>
    }
}

/// Nothing of the layer passes: each filter, and how many would come without it.
#[component]
fn NoMatch() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let table = session.answers.levels;
    let says = move || {
        let layer =
            |t: &Arc<LevelsTable>| say.fill(Word::NothingToRate, &[&terms::layer_within(t.query.layer, say.lang())]);
        table.with(|t| t.as_ref().map(layer).unwrap_or_default())
    };
    let parts = move || table.with(|t| t.as_ref().map(|t| t.loosened.clone()).unwrap_or_default());
    let drop = move |part| match part {
        FilterPart::Number(place) => drop_range(Held::Levels, app, place),
        FilterPart::Levels => app.planning.update(|p| p.only.clear()),
        _ => app.planning.update(|p| p.district = None),
    };
    let several = move || {
        app.planning
            .with(|p| usize::from(p.district.is_some()) + usize::from(!p.only.is_empty()) + p.ranges().iter().len() > 1)
    };
    let clear = Callback::new(move |()| {
        Held::Levels.clear(app);
        app.planning.update(|p| (p.district, p.only) = (None, Vec::new()));
    });
    view! {
        <Loosen
            says=Signal::derive(says)
            parts=Signal::derive(parts)
            on_drop=drop
            numbers=Signal::derive(move || range_names(Held::Levels, app, say.lang()))
            clear=Signal::derive(move || several().then_some(clear))
        />
    }
}

/// How many have each level, by both rules; the one that is shown stands out.
fn counts(counts: &[LevelCount], kind: LevelKind, lang: Lang) -> impl IntoView + use<> {
    let column = |word: Word, of: LevelKind| CountColumn {
        head: word.said(lang).to_owned(),
        counts: Level::ALL.map(|level| counts.iter().find(|c| c.level == level).map_or(0, |c| c.of(of))),
        stands_out: of == kind,
    };
    level_counts(&[column(Word::BaseLevel, LevelKind::Base), column(Word::DynamicLevel, LevelKind::Dynamic)], lang)
}

/// A row a district: its worst level's shape, and how many of each.
fn districts(
    (app, session, desk): (AppState, Session, Desk),
    table: &LevelsTable,
    lang: Lang,
) -> impl IntoView + use<> {
    let kind = table.query.kind;
    let head = Level::ALL.into_iter().map(|level| {
        view! {
            <th class="number" title=terms::level_with_letter(level, lang)>
                {level_shape(level)}
                <span>{if level == Level::Unrated { terms::level(level, lang) } else { level.letter() }}</span>
            </th>
        }
    });
    let head = head.collect_view();
    let row = |district: &DistrictLevels| {
        let cells = Level::ALL.into_iter().map(|level| {
            let n = district.counts.iter().find(|c| c.level == level).map_or(0, |c| c.of(kind));
            view! { <td class="number">{terms::count(u64::from(n))}</td> }
        });
        let cells = cells.collect_view();
        let name = match &district.hit {
            None => view! { <span class="note">{Word::InNoDistrict.said(lang)}</span> }.into_any(),
            Some(hit) => {
                let (id, name) = (hit.id.clone(), lang.of(&hit.name).to_owned());
                let title = Word::LookAtDistrict.fill(lang, &[&name]);
                let chosen = {
                    let id = id.clone();
                    Memo::new(move |_| app.planning.with(|p| p.district.as_ref() == Some(&id)))
                };
                // A second click lists the whole city again.
                let choose = move |_| {
                    let id = (!chosen.get_untracked()).then(|| id.clone());
                    look_at(session, desk, id.as_deref().unwrap_or_default());
                    app.planning.update(|p| p.district = id);
                };
                view! {
                    <button
                        type="button"
                        class="link"
                        title=title
                        aria-pressed=move || chosen.get().to_string()
                        on:click=choose
                    >
                        {name}
                    </button>
                }
                .into_any()
            }
        };
        view! {
            <tr data-row="">
                <th scope="row">{name}</th>
                {cells}
            </tr>
        }
    };
    let rows = table.districts.iter().map(row).collect_view();
    view! {
        <table class="district-levels" on:keydown=move |key| walk_rows(&key)>
            <thead>
                <tr>
                    <th>{Word::District.said(lang)}</th>
                    {head}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
