//! A density surface: of what, how wide, in which classes, and the value under the pointer.

use super::planning::{breaks_choices, breaks_code, breaks_of};
use crate::domain::LayerName;
use crate::engine::DensitySurface;
use crate::map::palette::Palette;
use crate::ui::desk::Desk;
use crate::ui::document::Appearance;
use crate::ui::parts::{Choice, Measure, Parting, Select, WorkingButton};
use crate::ui::say::use_say;
use crate::ui::sentences;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::view::DENSITY_LAYERS;
use leptos::prelude::*;

/// The density's questions and figures.
#[component]
pub fn Density() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
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
        <Select
            label=Word::Breaks
            options=Signal::derive(move || breaks_choices(say))
            value=Signal::derive(move || breaks_code(app.planning.with(|p| p.breaks)))
            on_pick=move |code: String| app.planning.update(|p| p.breaks = breaks_of(&code))
        />
        <Classes />
        <UnderPointer />
    }
    .into_any()
}

/// The classes, and whether the surface keeps what went in.
#[component]
fn Classes() -> impl IntoView {
    let (session, look, say) = (expect_context::<Session>(), expect_context::<Appearance>(), use_say());
    let unit = move || {
        session
            .answers
            .density
            .with(|s| s.as_ref().map(|s| sentences::density_unit(&s.query, say.lang())).unwrap_or_default())
    };
    let body = move || {
        let surface = session.answers.density.get()?;
        let lang = say.lang();
        let ramp = ramp(&surface, Palette::of(look.theme.get()));
        Some(view! {
            {ramp}
            <p class="sum">{sentences::conserved(&surface, lang)}</p>
            {(surface.without_weight > 0).then(|| view! {
                <p class="note">{say.fill(Word::WithoutWeight, &[&terms::count(u64::from(surface.without_weight))])}</p>
            })}
            <WorkingButton />
        })
    };
    view! {
        <Show when=move || session.answers.density.with(Option::is_some)>
            <Parting title=Signal::derive(move || say.word(Word::Classes).to_owned()) note=Signal::derive(unit)>
                <div class:stale=session.computing aria-live="polite">{body}</div>
            </Parting>
        </Show>
    }
}

/// The classes as one strip: each with its lower edge under it, the maximum at the end.
pub fn ramp(surface: &DensitySurface, palette: &Palette) -> impl IntoView + use<> {
    let colours = palette.amount(surface.breaks.len());
    let cells = surface.breaks.iter().zip(colours).map(|(edge, colour)| {
        view! {
            <span class="ramp-cell">
                <i style:background-color=colour></i>
                <small>{terms::number(*edge)}</small>
            </span>
        }
    });
    let cells = cells.collect_view();
    view! {
        <div class="ramp">
            {cells}
            <small class="ramp-end">{terms::number(surface.max_per_km2)}</small>
        </div>
    }
}

/// The exact value where the pointer rests.
#[component]
fn UnderPointer() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let place = Signal::derive(move || desk.cursor.get().map(terms::position).unwrap_or_default());
    let body = move || {
        let lang = say.lang();
        let value = session.answers.density_at.get();
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
            _ => view! { <p class="note">{say.word(Word::PointAtMap)}</p> }.into_any(),
        }
    };
    view! {
        <Show when=move || session.answers.density.with(Option::is_some)>
            <Parting title=Signal::derive(move || say.word(Word::UnderPointer).to_owned()) note=place>
                {body}
            </Parting>
        </Show>
    }
}
