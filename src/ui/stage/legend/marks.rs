//! What is drawn besides the classes: where help and water come from, other layers, the rings and straight lines of what
//! is chosen. As long as a mark is on the map it has its row here.

use crate::domain::LayerName;
use crate::engine::{RingLine, Why};
use crate::map::layers::{HYDRANT_ICONS_FROM, HYDRANTS_FROM};
use crate::map::scene::Scene;
use crate::risk::parts::span;
use crate::text::Lang;
use crate::ui::asks::radius_m;
use crate::ui::desk::Desk;
use crate::ui::parts::{layer_icon, level_shape};
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms::{self, metres};
use crate::ui::words::Word;
use leptos::prelude::*;

/// How finely hydrants are drawn at a zoom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    /// Not at all.
    None,
    /// As dots.
    Dots,
    /// As symbols.
    Symbols,
}

impl Grain {
    pub(super) fn at(zoom: f64) -> Self {
        match zoom {
            zoom if zoom < HYDRANTS_FROM => Self::None,
            zoom if zoom < HYDRANT_ICONS_FROM => Self::Dots,
            _ => Self::Symbols,
        }
    }
}

fn row(symbol: AnyView, name: String, number: String) -> AnyView {
    view! {
        <tr>
            <td>{symbol}</td>
            <td>{name}</td>
            <td class="number">{number}</td>
        </tr>
    }
    .into_any()
}

/// Stations, hydrants and what else is on besides the venues, for the fire services: of the whole city, as no filter is
/// about them.
pub(super) fn of_help(session: Session, grain: Grain, lang: Lang) -> Vec<AnyView> {
    let shown = |layer| {
        let n = session.city.with(|c| c.as_ref()?.layer(layer).map(|l| l.count));
        n.filter(|_| session.shows(layer)).map(|n| terms::count(u64::from(n)))
    };
    let filtered = session.answers.venues.with(|t| t.as_ref().is_some_and(|t| t.is_filtered()));
    let of_city = |word: Word| {
        if filtered { Word::OfWholeCity.fill(lang, &[word.said(lang)]) } else { word.said(lang).to_owned() }
    };
    let mut rows = Vec::new();
    rows.extend(shown(LayerName::FireStations).map(|n| {
        let symbol = view! { <span class="station">{layer_icon(LayerName::FireStations)}</span> };
        row(symbol.into_any(), of_city(Word::FireStations), n)
    }));
    let hydrant = |dry: bool| match grain {
        Grain::Symbols => {
            view! { <span class="bare" class:out=dry>{layer_icon(LayerName::Hydrants)}</span> }.into_any()
        }
        _ => view! { <span class="speck" class:out=dry></span> }.into_any(),
    };
    let near = |name: String| match grain {
        Grain::None => Word::SeenCloser.fill(lang, &[&name]),
        _ => name,
    };
    let hydrants = shown(LayerName::Hydrants);
    let dry = session.city.with(|c| c.as_ref().map(|c| c.dry_hydrants)).filter(|n| *n > 0 && hydrants.is_some());
    rows.extend(hydrants.map(|n| row(hydrant(false), near(of_city(Word::Hydrants)), n)));
    rows.extend(dry.map(|n| row(hydrant(true), near(of_city(Word::DryHydrants)), terms::count(u64::from(n)))));
    for layer in [LayerName::Facilities, LayerName::Pipelines, LayerName::Routes, LayerName::Crashes] {
        rows.extend(shown(layer).map(|n| {
            let symbol = view! { <span class="bare">{layer_icon(layer)}</span> };
            row(symbol.into_any(), terms::layer(layer, lang).to_owned(), n)
        }));
    }
    rows
}

/// Rings and straight lines of what is chosen, as long as they are drawn: whose they are, what each means, how far it
/// reaches.
pub(super) fn of_chosen(app: AppState, session: Session, desk: Desk, scene: &Scene, lang: Lang) -> Option<AnyView> {
    let name = scene.focus.as_ref().map(|mark| lang.of(&mark.name).to_owned());
    let feature = scene.focus.as_ref().map(|mark| mark.feature);
    let ring = || view! { <span class="ring-line"></span> }.into_any();
    let mut rows = Vec::new();
    let labelled = !scene.ring_labels.is_empty();
    if labelled {
        let is_its = |why: &&std::sync::Arc<Why>| Some(why.hit.feature) == feature;
        let lines =
            session.answers.why.with(|w| w.as_ref().filter(is_its).map(|w| w.rings.clone())).unwrap_or_default();
        rows.extend(lines.iter().filter(|line| !line.outline.is_empty()).map(|line| of_ring(line, lang)));
    } else if !scene.reach.is_empty() {
        let reach = match feature {
            Some(of) => radius_m(app, desk, of.layer),
            None => app.planning.with(|p| p.bandwidth_m),
        };
        rows.push(row(ring(), Word::RingAround.said(lang).to_owned(), metres(reach)));
    }
    if !scene.ties.is_empty() {
        let line = view! { <span class="tie-line"></span> };
        rows.push(row(line.into_any(), Word::TieMeans.said(lang).to_owned(), String::new()));
    }
    if feature.is_some() && !rows.is_empty() {
        rows.push(row(
            view! { <span class="chosen-ring"></span> }.into_any(),
            Word::ChosenRing.said(lang).to_owned(),
            String::new(),
        ));
    }
    let title = match name {
        Some(name) if labelled => Word::RingsOf.fill(lang, &[&name]),
        Some(name) => Word::AroundIt.fill(lang, &[&name]),
        None => Word::AroundPlace.said(lang).to_owned(),
    };
    (!rows.is_empty()).then(|| {
        view! {
            <h4>{title}</h4>
            <table class="chosen-marks">
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    })
}

/// A ring: what it is, and which level a site inside it makes of the hazard. That level is not the hazard's own.
fn of_ring(line: &RingLine, lang: Lang) -> AnyView {
    let gives = line.level.map(|level| {
        view! {
            <span class="gives">
                {level_shape(level)} {Word::RingGives.fill(lang, &[&terms::level_with_letter(level, lang)])}
            </span>
        }
    });
    view! {
        <tr>
            <td>
                <span class="ring-line"></span>
            </td>
            <td>{lang.of(&line.says).to_owned()} {gives}</td>
            <td class="number">{format!("{} m", span(line.radius_m))}</td>
        </tr>
    }
    .into_any()
}
