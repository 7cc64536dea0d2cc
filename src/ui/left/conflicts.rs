//! Conflicts: which hazard's ring holds which site, worst first, and of which hazards nobody knows.

use super::districts::DistrictSelect;
use crate::domain::{LayerName, Level};
use crate::engine::{ConflictLine, ConflictTable, Export, FilterPart, KindCount};
use crate::map::event::CameraMove;
use crate::text::Lang;
use crate::ui::asks::select;
use crate::ui::desk::Desk;
use crate::ui::parts::{
    Choice, HitLink, Loosen, More, Parting, SaveButton, Select, Settings, WorkingButton, level_shape, walk_rows,
};
use crate::ui::say::{Say, use_say};
use crate::ui::sentences::{pair_figure, pair_name, pair_reason, pair_sight, site_kind, site_name};
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::{self, count};
use crate::ui::words::Word;
use crate::view::FeatureId;
use leptos::prelude::*;

/// Pairs shown before "more".
const FIRST: usize = 20;
/// The zoom at which a pair is looked at, at the most.
const CLOSE_ZOOM: f64 = 16.0;

/// The questions, and the pairs.
#[component]
pub fn Conflicts() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let hazards = move || {
        let named = |code: &str, lang| terms::kind(LayerName::Facilities, code, lang);
        choices(session, say, |t| &t.kinds, app.planning.with(|p| p.hazard.clone()), named)
    };
    let sites = move || choices(session, say, |t| &t.site_kinds, app.planning.with(|p| p.site_kind.clone()), site_kind);
    view! {
        <p class="sub">{say.t(Word::ConflictsNote)}</p>
        <Settings>
            <Select
                label=Word::HazardKind
                options=Signal::derive(hazards)
                value=Signal::derive(move || app.planning.with(|p| p.hazard.clone().unwrap_or_default()))
                on_pick=move |kind: String| app.planning.update(|p| p.hazard = (!kind.is_empty()).then_some(kind))
            />
            <Select
                label=Word::SiteKind
                options=Signal::derive(sites)
                value=Signal::derive(move || app.planning.with(|p| p.site_kind.clone().unwrap_or_default()))
                on_pick=move |kind: String| app.planning.update(|p| p.site_kind = (!kind.is_empty()).then_some(kind))
            />
            <DistrictSelect
                value=Signal::derive(move || app.planning.with(|p| p.district.clone()))
                on_pick=move |id| app.planning.update(|p| p.district = id)
            />
        </Settings>
        <Answer />
    }
    .into_any()
}

/// The kinds of either end with their pairs. What a link asks for stands in the list though nothing of its kind is in
/// conflict.
fn choices(
    session: Session,
    say: Say,
    kinds: fn(&ConflictTable) -> &Vec<KindCount>,
    asked: Option<String>,
    named: fn(&str, Lang) -> String,
) -> Vec<Choice> {
    let lang = say.lang();
    let mut lines = vec![Choice::new("", say.word(Word::AnyChoice))];
    session.answers.conflicts.with(|t| {
        let kinds = t.as_ref().map(|t| kinds(t).as_slice()).unwrap_or_default();
        let line =
            |k: &KindCount| Choice::new(&k.kind, format!("{} {}", named(&k.kind, lang), count(u64::from(k.count))));
        lines.extend(kinds.iter().map(line));
    });
    if let Some(kind) = asked
        && lines.iter().all(|line| line.code != kind)
    {
        lines.push(Choice::new(&kind, named(&kind, lang)));
    }
    lines
}

#[component]
fn Answer() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let table = session.answers.conflicts;
    let has = move || table.with(Option::is_some);
    let shown = RwSignal::new(FIRST);
    let listed = Signal::derive(move || table.with(|t| t.as_ref().map_or(0, |t| t.rows.len())));
    let all = Signal::derive(move || table.with(|t| t.as_ref().map_or(0, |t| t.count as usize)));
    let export = Signal::derive(move || table.with(|t| t.as_ref().map(|t| Export::Conflicts(t.query.clone()))));
    let rows = move || {
        let (lang, shown) = (say.lang(), shown.get());
        table.with(|t| {
            let rows = t.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default();
            rows.iter().take(shown).enumerate().map(|(n, of)| row(n + 1, of, lang)).collect::<Vec<_>>()
        })
    };
    view! {
        <Show when=has>
            <Show when=move || { all.get() == 0 }>
                <Nothing />
            </Show>
            <Show when=move || { all.get() > 0 }>
                <section class="section flush">
                    <h2>
                        <span>{say.t(Word::Ranking)}</span>
                        <span class="note">{say.t(Word::RankedByRing)}</span>
                    </h2>
                    <ol class="ranking pairs" class:stale=session.computing on:keydown=move |key| walk_rows(&key)>
                        {rows}
                    </ol>
                    <More of=listed shown all />
                    <div class="actions">
                        <WorkingButton />
                        <SaveButton label=Word::SaveCsv what=export />
                    </div>
                </section>
            </Show>
            <Unknown />
        </Show>
    }
}

/// No site is inside a ring: whether there are rings at all, and the way back to the whole city.
#[component]
fn Nothing() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let said = move || {
        let ringed = session.answers.conflicts.with(|t| t.as_ref().map_or(0, |t| t.ringed));
        match ringed {
            0 => say.word(Word::NoRingsHere).to_owned(),
            n => format!("{} · {}", say.word(Word::ConflictsNone), say.fill(Word::NoRings, &[&count(u64::from(n))])),
        }
    };
    let narrowed = move || app.planning.with(|p| p.hazard.is_some() || p.site_kind.is_some() || p.district.is_some());
    let clear = Callback::new(move |()| {
        app.planning.update(|p| (p.hazard, p.site_kind, p.district) = (None, None, None));
    });
    let parts = move || session.answers.conflicts.with(|t| t.as_ref().map(|t| t.loosened.clone()).unwrap_or_default());
    let drop = move |part: FilterPart| {
        app.planning.update(|p| match part {
            FilterPart::Hazard => p.hazard = None,
            FilterPart::SiteKind => p.site_kind = None,
            FilterPart::District => p.district = None,
            _ => {}
        });
    };
    view! {
        <Loosen
            says=Signal::derive(said)
            parts=Signal::derive(parts)
            on_drop=drop
            clear=Signal::derive(move || narrowed().then_some(clear))
        />
    }
}

/// Hazards of which nobody knows how far their rings reach.
#[component]
fn Unknown() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let table = session.answers.conflicts;
    let n = move || table.with(|t| t.as_ref().map_or(0, |t| t.unknown));
    let hits = move || {
        table.with(|t| {
            let hits = t.as_ref().map(|t| t.unknown_rows.as_slice()).unwrap_or_default();
            hits.iter().map(|hit| view! { <HitLink hit=hit.clone() /> }).collect::<Vec<_>>()
        })
    };
    let note = Signal::derive(move || say.fill(Word::InAll, &[&count(u64::from(n()))]));
    view! {
        <Show when=move || { n() > 0 }>
            <Parting title=Signal::derive(move || say.word(Word::UnknownRings).to_owned()) note>
                <p class="note">{say.t(Word::UnknownRingsNote)}</p>
                <details>
                    <summary>{say.t(Word::AsTable)}</summary>
                    <ul class="neighbours">{hits}</ul>
                </details>
            </Parting>
        </Show>
    }
}

fn row(rank: usize, of: &ConflictLine, lang: Lang) -> impl IntoView + use<> {
    let (app, desk) = (expect_context::<AppState>(), expect_context::<Desk>());
    let id = |hit: &crate::engine::Hit| FeatureId { layer: hit.feature.layer, id: hit.id.clone() };
    let (hazard, site) = (id(&of.hazard), id(&of.site));
    let (feature, bounds) = (of.hazard.feature, pair_sight(of));
    let chosen = {
        let (hazard, site) = (hazard.clone(), site.clone());
        move || {
            app.selected.with(|s| s.as_ref() == Some(&hazard)) && app.planning.with(|p| p.site.as_ref() == Some(&site))
        }
    };
    let go = move || desk.order(CameraMove::Fit { bounds, max_zoom: CLOSE_ZOOM });
    // A click by keyboard has no clicks to count: it goes there, as a double click does.
    let choose = move |click: web_sys::MouseEvent| {
        if click.detail() == 0 {
            go()
        } else {
            desk.see(bounds)
        }
        select(app, desk, hazard.clone());
        app.planning.update(|p| p.site = Some(site.clone()));
    };
    let (name, reason) = (pair_name(of, lang), pair_reason(of, lang));
    view! {
        <li data-row="">
            <button
                type="button"
                class="rank-row"
                title=format!("{name} · {reason}")
                aria-current=move || chosen().then_some("true")
                class:hovered=move || desk.hovered.get() == Some(feature)
                on:click=choose
                on:dblclick=move |_| go()
                on:mouseenter=move |_| desk.hovered.set(Some(feature))
                on:mouseleave=move |_| desk.hovered.set(None)
            >
                <span class="rank">{rank}</span>
                {level_shape(of.conflict.level.unwrap_or(Level::Unrated))}
                <span class="name">
                    <span class="from">{Word::PairOf.fill(lang, &[lang.of(&of.hazard.name), ""])}</span>
                    {site_name(of, lang)}
                </span>
                <span class="reason">{reason.clone()}</span>
                <span class="figure">{pair_figure(of, lang)}</span>
            </button>
        </li>
    }
}
