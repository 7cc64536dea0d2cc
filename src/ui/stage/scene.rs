//! What the map is to show: the view and the answers, as a scene.

use crate::domain::{LayerName, Level, Words};
use crate::engine::{
    ConflictLine, ConflictTable, DistrictLevels, FeatureCard, FeatureRef, Hit, LevelKind, LevelRow, LevelsTable,
    OverviewTable, RingLine, RowFilter,
};
use crate::map::event::Tool;
use crate::map::icons::{OVERDUE, Shape};
use crate::map::scene::{Conflict, Mark, Paint, PlaceLabel, Scale, Scene, Tie};
use crate::risk::parts::span;
use crate::text::Lang;
use crate::ui::asks::known_rows;
use crate::ui::dangers::{marks, overdue_days};
use crate::ui::desk::Desk;
use crate::ui::document::Appearance;
use crate::ui::sentences;
use crate::ui::session::Session;
use crate::ui::stage::legend::shown;
use crate::ui::state::AppState;
use crate::ui::terms::metres;
use crate::ui::words::Word;
use crate::units::LngLat;
use crate::view::area::outline;
use crate::view::{FeatureId, PlanningMode, Role, Theme};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The scene; whoever calls this in a reactive place follows all that it is made of.
pub fn scene(app: AppState, session: Session, desk: Desk, look: Appearance) -> Scene {
    let city = session.drawn();
    let role = app.role.get();
    let mode = app.planning.with(|p| p.mode);
    let mut scene = Scene {
        // Paper is white.
        theme: if desk.taking.get() { Theme::Light } else { look.theme.get() },
        lang: look.lang.get(),
        generation: city.as_ref().map(|c| c.generation),
        hovered: desk.hovered.get(),
        ..Scene::default()
    };
    if let Some(city) = &city {
        scene.present = city.present().into_iter().collect();
    }
    scene.visible = session.visible().into_iter().collect();
    scene.looks = app.looks.get();
    scene.large = desk.projector.get();
    let crashes = app.crash_filter();
    if !crashes.shows_all() {
        scene.filters.insert(LayerName::Crashes, RowFilter::of_crashes(crashes));
    }
    let mut isolated = desk.isolated.get();
    match role {
        Role::Planning if mode == PlanningMode::Density => {
            scene.density = density_paint(app, session);
            scene.densest = session.answers.density.with(|surface| {
                let surface = surface.as_ref().filter(|_| scene.density.is_some())?;
                Some(PlaceLabel {
                    at: surface.densest?,
                    label: sentences::densest(surface, Word::DensestLabel, scene.lang),
                })
            });
        }
        Role::Planning if mode == PlanningMode::Exposure => scene.paints = exposure_paint(app, session),
        Role::Planning if mode == PlanningMode::Conflicts => {
            scene.conflicts = conflicts(session);
            scene.district = city.as_ref().and_then(|city| app.planning.with(|p| p.district_row(city)));
        }
        Role::Planning => {
            scene.paints = levels_paint(app, session);
            scene.tallies = tallies(session);
            let of = app.planning.with(|p| p.levels_of);
            let filter = city.as_ref().map(|city| app.planning.with(|p| p.filter(city))).unwrap_or_default();
            if of == LayerName::Districts {
                // Their borders stay: only what is coloured is narrowed.
                isolated = shown(app, desk);
            } else if !filter.shows_all() {
                scene.filters.insert(of, filter);
            }
            scene.district = city.as_ref().and_then(|city| app.planning.with(|p| p.district_row(city)));
        }
        Role::Traffic => {
            scene.paints = section_paint(session);
            let mut rows = known_rows(app, session).unwrap_or_default();
            rows.sort_unstable();
            if !rows.is_empty() {
                scene.drawn = desk.drawn.with(|area| area.as_ref().map(outline).unwrap_or_default());
                scene.selected.insert(LayerName::Roads, rows);
            }
        }
        Role::Fire => {
            scene.paints = venues_paint(session);
            let filter = city.as_ref().map(|city| app.fire.with(|f| f.filter(city)));
            scene.district = city.as_ref().and_then(|city| app.fire.with(|f| f.district_row(city)));
            scene.filters.extend(filter.filter(|f| !f.shows_all()).map(|f| (LayerName::Venues, f)));
        }
        Role::Ledger => {
            show_dangers(app, session, &mut scene);
            let revision = session.answers.unchecked.with(|t| t.as_ref().map(|t| t.revision));
            scene.unchecked = revision.filter(|_| app.ledger.with(|l| l.unchecked));
        }
        Role::Overview => scene.paints = overview_paint(session),
    }
    show_area(app, session, &mut scene);
    scene.worst = worst(app, session, &scene);
    scene.isolated = isolated;
    scene.pin = session.correct.spot.get().or_else(|| app.pinned()).or_else(|| desk.found.get());
    session.answers.parts.with(|parts| {
        if let Some(parts) = parts.as_ref().filter(|p| scene.pin == Some(p.at)) {
            scene.reach.clone_from(&parts.reach);
        }
    });
    let selected = app.selected.get();
    session.answers.card.with(|card| {
        if let (Some(card), Some(selected)) = (card, selected)
            && card.hit.feature.layer == selected.layer
            && card.hit.id == selected.id
        {
            scene.focus = Some(focus(card, role, session, &scene.paints));
            // Its own symbol and name are enough.
            scene.worst.retain(|mark| mark.feature != card.hit.feature);
            scene.reach.clone_from(&card.neighbours.reach);
            if role == Role::Overview || role == Role::Planning && mode == PlanningMode::Levels {
                show_why(card, session, None, &mut scene);
            }
            if role == Role::Planning && mode == PlanningMode::Conflicts {
                let site = app.planning.with(|p| p.site.clone());
                show_why(card, session, site.as_ref(), &mut scene);
                show_hazards_of(card, session, &mut scene);
            }
            if role == Role::Fire {
                // Paper has nothing to point at: its lines name what its tables list.
                scene.ties = ties(card, desk.taking.get(), scene.lang);
            }
        }
    });
    show_measured(desk, &mut scene);
    scene
}

/// The area whose inside is shown: the engine's outline as soon as it has answered.
fn show_area(app: AppState, session: Session, scene: &mut Scene) {
    let Some(area) = app.area.get() else { return };
    scene.drawn = session.answers.inside.with(|table| match table {
        Some(table) if table.query.area == area => table.outline.clone(),
        _ => outline(&area),
    });
}

/// What was measured, leg by leg.
fn show_measured(desk: Desk, scene: &mut Scene) {
    if desk.tool.get() == Tool::Measure {
        return;
    }
    desk.measured.with(|measured| {
        let Some(of) = measured else { return };
        let legs = of.points.windows(2).zip(&of.legs_m);
        let legs = legs.map(|(ends, m)| Tie { from: ends[0], to: ends[1], label: metres(*m), main: true });
        scene.ties.extend(legs);
        if of.area_m2.is_some() && scene.drawn.is_empty() {
            scene.drawn = vec![vec![of.points.clone()]];
        }
    });
}

/// The listed dangers, and the chosen one where nothing else is looked at.
fn show_dangers(app: AppState, session: Session, scene: &mut Scene) {
    session.answers.ledger.with(|table| {
        let Some(table) = table else { return };
        scene.dangers = marks(table);
        let place = |of: FeatureRef| table.rows.iter().find(|row| row.feature == of).and_then(|row| row.at);
        let mark_at = |at: LngLat| scene.dangers.iter().find(|mark| mark.at == at).cloned();
        // One mark stands for all that is listed at its place.
        if let Some(hovered) = scene.hovered.filter(|of| of.layer == LayerName::Dangers) {
            scene.hovered = place(hovered).and_then(mark_at).map(|mark| mark.feature);
        }
        let chosen = app.ledger.with(|l| l.danger.clone());
        let page = session.answers.danger.with(|page| {
            let row = page.as_ref().map(|page| &page.row).filter(|row| Some(&row.id) == chosen.as_ref())?;
            let name = row.target.as_ref().map_or_else(|| Words::same(&row.what), |hit| hit.name.clone());
            let kind = if overdue_days(row).is_some() { OVERDUE } else { "" }.to_owned();
            Some(Mark { feature: row.feature, kind, class: None, name, at: row.at? })
        });
        scene.focus = page.map(|own| mark_at(own.at).unwrap_or(own));
        // Its own symbol and name are enough.
        let focus = scene.focus.as_ref().map(|mark| mark.feature);
        scene.dangers.retain(|mark| Some(mark.feature) != focus);
    });
}

/// The shown density, if it is of what is asked: the surface of another layer must not stand under its name.
fn density_paint(app: AppState, session: Session) -> Option<Paint> {
    session.answers.density.with(|surface| {
        let surface = surface.as_ref()?;
        let of = session.density_layer();
        let same = of == surface.query.layer && app.planning.with(|p| p.weight == surface.query.weight);
        same.then(|| Paint::amount(surface.revision, surface.breaks.len()))
    })
}

fn exposure_paint(app: AppState, session: Session) -> BTreeMap<LayerName, Paint> {
    session.answers.exposure.with(|table| {
        let shown = table.as_ref().filter(|t| app.planning.with(|p| p.exposure_of == t.query.layer));
        shown.map(|t| (t.query.layer, Paint::amount(t.revision, t.breaks.len()))).into_iter().collect()
    })
}

fn levels_paint(app: AppState, session: Session) -> BTreeMap<LayerName, Paint> {
    session.answers.levels.with(|table| {
        let shown = table.as_ref().filter(|t| app.planning.with(|p| p.levels_of == t.query.layer));
        shown.map(|t| (t.query.layer, Paint::levels(t.revision))).into_iter().collect()
    })
}

fn overview_paint(session: Session) -> BTreeMap<LayerName, Paint> {
    session.answers.overview.with(|table| {
        let of = |t: &Arc<OverviewTable>| {
            t.layers.iter().map(|of| (of.layer, Paint::levels(t.revision))).collect::<Vec<_>>()
        };
        table.iter().flat_map(of).collect()
    })
}

fn tallies(session: Session) -> BTreeMap<u32, u32> {
    session.answers.levels.with(|table| table.as_ref().map(|table| tallies_of(table)).unwrap_or_default())
}

/// How many places of each district stand at its worst level, where districts are what is painted.
pub(super) fn tallies_of(table: &LevelsTable) -> BTreeMap<u32, u32> {
    if table.query.layer != LayerName::Districts {
        return BTreeMap::new();
    }
    let of = |district: &DistrictLevels| {
        let worst = Level::ALL.into_iter().filter_map(|level| {
            let count = district.counts.iter().find(|count| count.level == level)?.of(table.query.kind);
            (count > 0 && level != Level::Unrated).then_some(count)
        });
        Some((district.hit.as_ref()?.feature.row, worst.into_iter().next()?))
    };
    table.districts.iter().filter_map(of).collect()
}

/// The levels of the venues, as the fire services' ranking painted them.
fn venues_paint(session: Session) -> BTreeMap<LayerName, Paint> {
    session.answers.venues.with(|table| table.iter().map(|t| (LayerName::Venues, Paint::levels(t.revision))).collect())
}

fn section_paint(session: Session) -> BTreeMap<LayerName, Paint> {
    session.answers.sections.with(|table| {
        let paint = table.as_ref().map(|t| Paint::amount(t.revision, t.breaks.len()));
        paint.map(|p| (LayerName::Roads, p)).into_iter().collect()
    })
}

/// Conflicts to which a line is drawn.
const CONFLICTS: usize = 12;

/// The rings of the inspected hazard, and a line to each site that stands too near; the one that is looked at, else the
/// gravest, is the main one.
fn show_why(card: &FeatureCard, session: Session, site: Option<&FeatureId>, scene: &mut Scene) {
    session.answers.why.with(|why| {
        let Some(why) = why.as_ref().filter(|why| why.hit.feature == card.hit.feature) else { return };
        let rings: Vec<_> = why.rings.iter().flat_map(|ring| ring.outline.iter().cloned()).collect();
        if !rings.is_empty() {
            scene.reach = rings;
        }
        scene.ring_labels = why.rings.iter().filter_map(|ring| ring_label(ring, scene.lang)).collect();
        let is_site =
            |line: &&ConflictLine| site.is_some_and(|s| s.layer == line.site.feature.layer && s.id == line.site.id);
        let looked_at = why.conflicts.iter().find(is_site);
        scene.partner = looked_at.filter(|line| Shape::of(line.site.feature.layer).is_some()).map(|line| Mark {
            feature: line.site.feature,
            kind: line.site.kind.clone(),
            class: Some(class_of_ring(line)),
            name: line.site.name.clone(),
            at: line.site.at,
        });
        let partner = scene.partner.as_ref().map(|mark| mark.feature);
        scene.worst.retain(|mark| Some(mark.feature) != partner);
        let main = looked_at.or(why.conflicts.first());
        let others = why.conflicts.iter().filter(|line| Some(*line) != main);
        let lang = scene.lang;
        scene.ties = main
            .into_iter()
            .chain(others)
            .take(CONFLICTS)
            .enumerate()
            .map(|(n, line)| tie(line, n == 0, lang))
            .collect();
    });
}

/// The lines from the inspected site to the hazards that it stands too near to.
fn show_hazards_of(card: &FeatureCard, session: Session, scene: &mut Scene) {
    let lang = scene.lang;
    session.answers.conflicts.with(|table| {
        let rows = table.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default();
        let its = rows.iter().filter(|line| line.site.feature == card.hit.feature).take(CONFLICTS);
        scene.ties.extend(its.enumerate().map(|(n, line)| tie(line, n == 0, lang)));
    });
}

/// What a ring says of itself, at its northernmost place; nothing where its reach is not known.
fn ring_label(ring: &RingLine, lang: Lang) -> Option<PlaceLabel> {
    let outer = ring.outline.iter().filter_map(|polygon| polygon.first()).flatten();
    let at = *outer.max_by(|a, b| a.lat.total_cmp(&b.lat))?;
    // A level here would be read as the site's own; what the ring gives is said in the legend.
    Some(PlaceLabel { at, label: format!("{} · {} m", lang.of(&ring.says), span(ring.radius_m)) })
}

fn tie(line: &ConflictLine, main: bool, lang: Lang) -> Tie {
    let label = Word::ShortBy.fill(lang, &[&metres(line.conflict.distance_m), &metres(line.conflict.deficit_m)]);
    Tie { from: line.hazard.at, to: line.site.at, label, main }
}

/// The class of a conflict's ring on the map.
fn class_of_ring(line: &ConflictLine) -> u8 {
    line.conflict.level.unwrap_or(Level::Unrated).class()
}

/// A line for each pair that is listed.
fn conflicts(session: Session) -> Vec<Conflict> {
    session.answers.conflicts.with(|t| t.as_ref().map(|t| conflict_lines(t)).unwrap_or_default())
}

/// The pairs of a table as lines.
pub(super) fn conflict_lines(table: &ConflictTable) -> Vec<Conflict> {
    let line = |line: &ConflictLine| Conflict { from: line.hazard.at, to: line.site.at, class: class_of_ring(line) };
    table.rows.iter().map(line).collect()
}

/// The ends of the listed pairs, each once: hazards first, the gravest pair's first.
fn ends(session: Session, mark: impl Fn(&Hit, Option<u8>) -> Mark) -> Vec<Mark> {
    session.answers.conflicts.with(|table| {
        let rows = table.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default();
        let hazards = rows.iter().map(|row| (&row.hazard, class_of_ring(row)));
        let sites = rows.iter().map(|row| (&row.site, class_of_ring(row)));
        let mut seen = std::collections::BTreeSet::new();
        // Where people merely live nothing stands that has a symbol: the line ends there.
        let all = hazards.chain(sites).filter(|(hit, _)| Shape::of(hit.feature.layer).is_some());
        all.filter(|(hit, _)| seen.insert(hit.feature)).map(|(hit, class)| mark(hit, Some(class))).collect()
    })
}

/// How many of a ranking's head keep their symbols at every zoom.
const WORST: usize = 20;

/// The head of the workbench's ranking, as far as its layer is on.
fn worst(app: AppState, session: Session, scene: &Scene) -> Vec<Mark> {
    let mark = |hit: &Hit, class| Mark {
        feature: hit.feature,
        kind: hit.kind.clone(),
        class,
        name: hit.name.clone(),
        at: hit.at,
    };
    let on = |layer| scene.visible.contains(&layer);
    match app.role.get() {
        Role::Fire if on(LayerName::Venues) => session.answers.venues.with(|table| {
            let rows = table.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default();
            let class = |hit: &Hit| Some(hit.level.unwrap_or(Level::Unrated).class());
            rows.iter().take(WORST).map(|row| mark(&row.hit, class(&row.hit))).collect()
        }),
        Role::Overview => session.answers.overview.with(|table| {
            let rows = table.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default().iter().map(|row| &row.row);
            // A line carries its level along itself.
            let points = rows.filter(|row| Shape::of(row.hit.feature.layer).is_some());
            points.map(|row| mark(&row.hit, Some(row.dynamic.level().class()))).collect()
        }),
        Role::Planning if app.planning.with(|p| p.mode == PlanningMode::Conflicts) => ends(session, mark),
        Role::Planning if app.planning.with(|p| p.mode == PlanningMode::Levels) => {
            session.answers.levels.with(|table| table.as_ref().map(|t| worst_levels(t, scene)).unwrap_or_default())
        }
        Role::Planning if scene.paints.contains_key(&LayerName::Facilities) && on(LayerName::Facilities) => {
            session.answers.exposure.with(|table| {
                let rows = table.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default();
                let head = rows.iter().take(WORST).filter(|row| row.class.is_some());
                head.map(|row| mark(&row.hit, row.class)).collect()
            })
        }
        _ => Vec::new(),
    }
}

/// The head of a ranking of levels, as far as its layer is painted and on.
pub(super) fn worst_levels(table: &LevelsTable, scene: &Scene) -> Vec<Mark> {
    let layer = table.query.layer;
    // A line carries its level along itself.
    let points = Shape::of(layer).is_some() && scene.visible.contains(&layer) && scene.paints.contains_key(&layer);
    let level = |row: &LevelRow| row.rating(table.query.kind).level();
    let mark = |row: &LevelRow| Mark {
        feature: row.hit.feature,
        kind: row.hit.kind.clone(),
        class: Some(level(row).class()),
        name: row.hit.name.clone(),
        at: row.hit.at,
    };
    table.rows.iter().filter(|row| points && level(row) == Level::Red).take(WORST).map(mark).collect()
}

/// Hydrants to which a line is drawn.
const HYDRANTS: usize = 12;

/// From a place to where help and water come from: the nearest station, the hydrants at hand, or else the nearest one.
/// No line leads to a dry hydrant. On paper the nearest of them is labelled at every scale.
fn ties(card: &FeatureCard, named: bool, lang: Lang) -> Vec<Tie> {
    let near = &card.neighbours;
    let tie = |hit: &Hit, main: bool| {
        let label = metres(hit.distance_m?);
        let label = if main { Word::StraightTo.fill(lang, &[&label]) } else { label };
        let label = if named { format!("{} · {label}", hit.id) } else { label };
        (hit.at != card.hit.at).then_some(Tie { from: card.hit.at, to: hit.at, label, main })
    };
    if !matches!(card.hit.feature.layer, LayerName::Venues | LayerName::Facilities) {
        return Vec::new();
    }
    let wet = |hit: &&Hit| hit.working != Some(false);
    let at_hand = near.hydrants.iter().filter(wet).take(HYDRANTS);
    let farther = near.nearest_hydrant.iter().filter(|_| !near.hydrants.iter().any(|hit| wet(&hit)));
    let water = at_hand.chain(farther).enumerate().filter_map(|(i, hit)| tie(hit, named && i == 0));
    water.chain(near.stations.first().and_then(|hit| tie(hit, true))).collect()
}

fn focus(card: &FeatureCard, role: Role, session: Session, paints: &BTreeMap<LayerName, Paint>) -> Mark {
    let scale = paints.get(&card.hit.feature.layer).map(|paint| paint.scale);
    let class = scale.and_then(|scale| match scale {
        Scale::Level => {
            let its = |row: &LevelRow| row.hit.feature == card.hit.feature;
            let levels = session.answers.levels.get().filter(|t| t.query.layer == card.hit.feature.layer);
            let kind = levels.as_ref().map_or(LevelKind::Dynamic, |table| table.query.kind);
            let told = || {
                let of_venue = |t: &Arc<crate::engine::VenueTable>| {
                    t.rows.iter().find(|row| row.hit.feature == card.hit.feature).and_then(|row| row.hit.level)
                };
                session.answers.venues.with(|t| t.as_ref().and_then(of_venue)).filter(|_| role == Role::Fire)
            };
            if let Some(level) = told() {
                return Some(level.class());
            }
            let levels = levels.filter(|_| role != Role::Fire);
            let listed = || levels.as_ref()?.rows.iter().find(|row| its(row)).map(|row| row.rating(kind));
            let overview = || {
                session
                    .answers
                    .overview
                    .with(|t| t.as_ref()?.rows.iter().find(|of| its(&of.row)).map(|of| of.row.dynamic))
            };
            let why =
                || Some(session.answers.why.get().filter(|why| why.hit.feature == card.hit.feature)?.rating(kind));
            Some(listed().or_else(overview).or_else(why)?.level().class())
        }
        Scale::Amount => session.answers.exposure.with(|table| {
            let rows = &table.as_ref()?.rows;
            rows.iter().find(|row| row.hit.feature == card.hit.feature)?.class
        }),
    });
    Mark { feature: card.hit.feature, kind: card.hit.kind.clone(), class, name: card.hit.name.clone(), at: card.hit.at }
}
