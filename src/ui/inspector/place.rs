//! A pinned place on a density surface: the value there, what makes it, and how it was computed.

use super::close_button;
use crate::engine::{DensityParts, DensitySurface};
use crate::map::palette::Palette;
use crate::surface::breaks::class_of;
use crate::text::Lang;
use crate::ui::document::Appearance;
use crate::ui::parts::{HitLink, More, Parting, Working, beside};
use crate::ui::say::use_say;
use crate::ui::sentences;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::{self, number};
use crate::ui::values::in_line;
use crate::ui::words::Word;
use leptos::prelude::*;
use std::sync::Arc;

/// Parts listed before "more".
const FIRST: usize = 8;

/// The pinned place.
#[component]
pub fn Place() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (look, say) = (expect_context::<Appearance>(), use_say());
    let parts = session.answers.parts;
    let shown = RwSignal::new(FIRST);
    Effect::new(move |_| {
        app.pin.track();
        shown.set(FIRST);
    });
    let head = move || {
        let surface = session.answers.density.get();
        parts.with(|p| p.as_ref().map(|p| header(p, surface, Palette::of(look.theme.get()), say.lang())))
    };
    let listed = Signal::derive(move || parts.with(|p| p.as_ref().map_or(0, |p| p.parts.len())));
    let rows = move || parts.with(|p| p.as_ref().map(|p| links(p, shown.get(), say.lang())));
    let note = Signal::derive(move || {
        let lang = say.lang();
        let all = |p: &Arc<DensityParts>| sentences::counted(p.query.layer, p.points, lang);
        parts.with(|p| p.as_ref().map(|p| Word::InAllByShare.fill(lang, &[&all(p)])).unwrap_or_default())
    });
    let others = move || parts.with(|p| p.as_ref().and_then(|p| others(p, shown.get(), say.lang())));
    let working = move || {
        parts.get().map(|p| {
            let lang = say.lang();
            view! {
                <section class="section how">
                    <h2>
                        <span>{Word::HowComputed.said(lang)}</span>
                    </h2>
                </section>
                <Working of=p.explanation.clone() lang share_of=Word::ShareWithWeight />
            }
        })
    };
    // Another place's value must not stand under this one while its own is on the way.
    let stale = move || {
        let at = app.pin.get();
        session.computing.get() || parts.with(|p| p.as_ref().map(|p| p.at) != at)
    };
    view! {
        <div class="inspected">
            <div class="object-close">{close_button(move || app.pin.set(None))}</div>
            <div class:stale=stale>
                {head}
                <Show when=move || { listed.get() > 0 }>
                    <Parting title=Signal::derive(move || say.word(Word::WhatMakesIt).to_owned()) note>
                        <ul class="neighbours">{rows}</ul>
                        <p class="note">{others}</p>
                        <More of=listed shown all=listed />
                    </Parting>
                </Show>
                {working}
            </div>
        </div>
    }
}

/// The value with its unit, on the colour that it has on the map.
fn header(
    parts: &DensityParts,
    surface: Option<Arc<DensitySurface>>,
    palette: &Palette,
    lang: Lang,
) -> impl IntoView + use<> {
    let colour = surface.filter(|s| s.query == parts.query).and_then(|s| {
        let class = class_of(parts.per_km2, &s.breaks)?;
        palette.amount(s.breaks.len()).get(usize::from(class)).cloned()
    });
    let line = [
        Word::DensityHere.fill(lang, &[terms::layer(parts.query.layer, lang)]),
        Word::BandwidthIs.fill(lang, &[&number(parts.query.bandwidth_m)]),
    ];
    let nothing = (parts.points == 0).then(|| sentences::made_of(&parts.query, 0, lang));
    let line = line.into_iter().chain(nothing).collect::<Vec<_>>().join(" · ");
    let tile = colour.map(|colour| view! { <span class="object-icon tile" style:background-color=colour></span> });
    view! {
        <header class="object">
            {tile}
            <div class="names">
                <h1>
                    {number(parts.per_km2)} " " <span class="unit">{sentences::density_unit(&parts.query, lang)}</span>
                </h1>
                <p>{line}</p>
                <p class="whole">{terms::position(parts.at)}</p>
            </div>
        </header>
    }
}

/// The parts as links, each with its share and its distance.
fn links(parts: &DensityParts, shown: usize, lang: Lang) -> Vec<AnyView> {
    let link = |part: &crate::engine::DensityPart| {
        let share = Word::ShareIs.fill(lang, &[&number(100.0 * parts.share(part))]);
        let remark = match parts.query.weight {
            Some(_) => format!("{} · {share}", Word::WeightIs.fill(lang, &[&number(part.weight)])),
            None => share,
        };
        let remark = beside(&in_line(parts.query.layer, &part.facts, lang), &remark);
        view! { <HitLink hit=part.hit.clone() remark /> }.into_any()
    };
    parts.parts.iter().take(shown).map(link).collect()
}

/// How many features are not listed, and what they make together; none when all are.
fn others(parts: &DensityParts, shown: usize, lang: Lang) -> Option<String> {
    let left = parts.points.saturating_sub(shown.min(parts.parts.len()) as u32);
    let listed: f64 = parts.parts.iter().take(shown).map(|part| parts.share(part)).sum();
    let share = number(100.0 * (1.0 - listed).max(0.0));
    (left > 0).then(|| Word::OthersMake.fill(lang, &[&sentences::counted(parts.query.layer, left, lang), &share]))
}
