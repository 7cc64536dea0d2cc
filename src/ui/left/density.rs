//! A density surface: of what, how wide, in which classes, and the value under the pointer.

use super::breaks::BreaksField;
use super::compare::Comparing;
use super::looks::Solid;
use crate::domain::LayerName;
use crate::platform::prefs;
use crate::ui::crashes::{CrashFilters, bar_in_panel};
use crate::ui::desk::Desk;
use crate::ui::parts::{Choice, Measure, Parting, Select, Settings, WorkingButton};
use crate::ui::say::use_say;
use crate::ui::sentences;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::view::{DENSITY_LAYERS, Faded};
use leptos::prelude::*;

/// The density's questions and figures.
#[component]
pub fn Density() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let desk = expect_context::<Desk>();
    let layers = move || {
        let lang = say.lang();
        let chosen = session.density_layer();
        let present = DENSITY_LAYERS.into_iter().filter(|l| session.has(*l) || chosen == *l);
        present.map(|l| Choice::new(l.code(), terms::layer(l, lang))).collect::<Vec<_>>()
    };
    let pick_layer = move |code: String| {
        if let Some(layer) = LayerName::from_code(&code) {
            session.set_density_layer(layer);
        }
    };
    let weights = move || {
        let (lang, layer) = (say.lang(), session.density_layer());
        let fields = session.city.with(|city| {
            let info = city.as_ref().and_then(|c| c.layer(layer));
            info.map(|l| l.numbers.clone()).unwrap_or_default()
        });
        let counted = Choice::new("", say.word(Word::Unweighted));
        let fields = fields.into_iter().map(|f| Choice::new(f.clone(), terms::field(layer, &f, lang)));
        std::iter::once(counted).chain(fields).collect::<Vec<_>>()
    };
    let pick_weight = move |field: String| app.planning.update(|p| p.weight = (!field.is_empty()).then_some(field));
    view! {
        <p class="sub">{say.t(Word::DensityNote)}</p>
        <Settings>
        <Select
            label=Word::DensityOf
            options=Signal::derive(layers)
            value=Signal::derive(move || session.density_layer().code().to_owned())
            on_pick=pick_layer
        />
        <Select
            label=Word::WeightedBy
            options=Signal::derive(weights)
            value=Signal::derive(move || app.planning.with(|p| p.weight.clone().unwrap_or_default()))
            on_pick=pick_weight
        />
        <Measure
            label=Word::Bandwidth
            value=Signal::derive(move || app.planning.with(|p| p.bandwidth_m))
            min=100.0
            max=5000.0
            on_change=move |m| app.planning.update(|p| p.bandwidth_m = m)
        />
        <BreaksField
            value=Signal::derive(move || app.planning.with(|p| p.breaks))
            edges=Signal::derive(move || session.answers.density.with(|s| s.as_ref().map(|s| s.breaks.clone()).unwrap_or_default()))
            whole=false
            unit=Signal::derive(move || {
                session.answers.density.with(|s| s.as_ref().map(|s| sentences::density_unit(&s.query, say.lang())).unwrap_or_default())
            })
            on_pick=move |breaks| app.planning.update(|p| p.breaks = breaks)
        />
        <Solid what=Faded::Surface />
        </Settings>
        <CrashFilters open=false bar=Signal::derive(move || bar_in_panel(app, session, desk)) />
        <Comparing />
        <Sum />
        <UnderPointer />
    }
    .into_any()
}

/// Whether the surface keeps what went in, and how it was computed. Its classes are in the legend on the map.
#[component]
fn Sum() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let body = move || {
        let surface = session.answers.density.get()?;
        let lang = say.lang();
        Some(view! {
            <p class="sum">{sentences::conserved(&surface, lang)}</p>
            {(surface.without_weight > 0).then(|| view! {
                <p class="note">{say.fill(Word::WithoutWeight, &[&terms::count(u64::from(surface.without_weight))])}</p>
            })}
            <WorkingButton />
        })
    };
    view! {
        <Show when=move || session.answers.density.with(Option::is_some)>
            <section class="section">
                <div class:stale=session.computing aria-live="polite">{body}</div>
            </section>
        </Show>
    }
}

/// The exact value where the pointer rests.
#[component]
fn UnderPointer() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    // A finger does not hover: it taps, and the place is pinned.
    let touched = prefs::is_touched();
    let (title, hint) = if touched { (Word::OnTheMap, Word::TapMap) } else { (Word::UnderPointer, Word::PointAtMap) };
    let pointed = Memo::new(move |_| !touched && desk.cursor.with(Option::is_some));
    let stale = move || session.answers.density_at.with(|v| v.map(|v| v.at)) != desk.pointed();
    let place = move || desk.cursor.get().filter(|_| !touched).map(terms::position).unwrap_or_default();
    let place = Signal::derive(place);
    let body = move || {
        let lang = say.lang();
        let value = session.answers.density_at.get().filter(|_| pointed.get());
        let query = session.answers.density.with(|s| s.as_ref().map(|s| s.query.clone()));
        match (value, query) {
            (Some(value), Some(query)) => view! {
                <p class="under-pointer">
                    <b>{terms::number(value.per_km2)}</b>
                    <span class="unit">{sentences::density_unit(&query, lang)}</span>
                    <span class="spring"></span>
                    <span class="note">{sentences::made_of(&query, value.points, lang)}</span>
                </p>
            }
            .into_any(),
            _ => view! { <p class="note">{say.word(hint)}</p> }.into_any(),
        }
    };
    view! {
        <Show when=move || session.answers.density.with(Option::is_some)>
            <Parting title=Signal::derive(move || say.word(title).to_owned()) note=place>
                <div class:stale=stale>{body}</div>
            </Parting>
        </Show>
    }
}
