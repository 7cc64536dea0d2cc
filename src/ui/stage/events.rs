//! What the map says, and what the page does about it.

use crate::domain::LayerName;
use crate::engine::Area;
use crate::engine::FeatureRef;
use crate::map::event::{CameraMove, MapEvent, Picked, Tool};
use crate::map::icons::Shape;
use crate::ui::area::{measure, take_area};
use crate::ui::asks::{pin, select_row};
use crate::ui::commands::Page;
use crate::ui::desk::{Desk, SheetHeight};
use crate::ui::kept::home;
use crate::ui::ledger::{choose_mark, let_go};
use crate::ui::roads::{Pick, path_through, pick_roads};
use crate::ui::session::{Session, Trouble};
use crate::ui::state::{AppState, assign};
use crate::ui::words::Word;
use crate::units::LngLat;
use crate::view::Role;
use leptos::prelude::*;

/// Takes what the map says. It may say it late: nothing here assumes that the page still stands.
pub fn hear(page: Page, event: MapEvent) {
    let Page { app, session, desk, .. } = page;
    match event {
        MapEvent::Ready => {
            let city = session.city.with_untracked(|c| c.as_ref().and_then(|c| home(desk, c)));
            desk.show(app.camera.get_untracked(), city, false);
        }
        MapEvent::Moved { camera, bounds, metres_per_px, by_user, settled } => {
            desk.looks.try_set(Some(camera));
            desk.metres_per_px.try_set(Some(metres_per_px));
            desk.see_awaited();
            if by_user {
                desk.forget_before();
                desk.whole.try_set(false);
            }
            if settled {
                assign(desk.heading, None);
                desk.bounds.try_set(Some(bounds));
                if desk.whole.try_get_untracked() == Some(false) {
                    assign(app.camera, Some(camera));
                }
            }
        }
        MapEvent::Clicked { at, .. } if session.correct.picking.get_untracked() => {
            session.correct.picked(desk, Some(at));
        }
        MapEvent::Clicked { at, features, shift, alt } => {
            let pick = Pick::of_keys(shift, alt);
            if desk.tool.get_untracked() == Tool::Path {
                let road = features.iter().find(|of| of.layer == LayerName::Roads && of.count == 1);
                let lang = page.look.lang.get_untracked();
                match road {
                    Some(road) => path_through(app, session, desk, lang, road.row, pick),
                    None => drop(session.toast.try_set(Some(Word::PathMissed.said(lang).to_owned()))),
                }
            } else {
                clicked(app, session, desk, at, &features, pick);
            }
        }
        MapEvent::Hovered(picked) => {
            let one = picked.filter(|p| p.count == 1).map(|p| FeatureRef { layer: p.layer, row: p.row });
            assign(desk.hovered, one);
        }
        MapEvent::Cursor(at) => assign(desk.cursor, at),
        MapEvent::Drawn { area, shift, alt } => {
            desk.tool.try_set(Tool::Pan);
            match area {
                Some(area) => take_area(page, area, Pick::of_keys(shift, alt)),
                // Given up, and what was drawn just before it with it.
                None => {
                    desk.measuring.try_set(false);
                    desk.measured.try_set(None);
                }
            }
        }
        // While nobody has chosen otherwise, the whole city stays in view.
        MapEvent::Recut => {
            if desk.whole.try_get_untracked() == Some(true) {
                let city = session.city.with_untracked(|c| c.as_ref().and_then(|c| home(desk, c)));
                desk.show(None, city, false);
            }
        }
        MapEvent::Pictured { serial, picture } => drop(desk.pictured.try_set(Some((serial, picture)))),
        MapEvent::Drawing(points) => {
            // Late, of a tool that has been put away.
            if desk.tool.try_get_untracked().is_some_and(|tool| tool != Tool::Pan) {
                drawing(session, desk, points);
            }
        }
        MapEvent::Lined { tool, line, shift, alt } => lined(page, tool, line, Pick::of_keys(shift, alt)),
        MapEvent::Failed(reason) => drop(session.trouble.try_set(Some(Trouble::MapFailed(reason)))),
        MapEvent::Undrawable => assign(desk.drawable, false),
        MapEvent::ContextLost => drop(session.trouble.try_set(Some(Trouble::MapLost))),
        MapEvent::ContextRestored => {
            session.trouble.try_update(|trouble| {
                if *trouble == Some(Trouble::MapLost) {
                    *trouble = None;
                }
            });
        }
    }
}

/// What is being drawn; what is being measured is said meanwhile.
fn drawing(session: Session, desk: Desk, points: Vec<LngLat>) {
    if desk.tool.get_untracked() == Tool::Measure {
        match points.len() {
            0 | 1 => desk.measured.set(None),
            _ => measure(session, points.clone(), move |measured| {
                if desk.tool.try_get_untracked() == Some(Tool::Measure) {
                    desk.measured.try_set(Some(measured));
                }
            }),
        }
    }
    desk.drawing.set(points);
}

/// Takes a line that was drawn.
fn lined(page: Page, tool: Tool, line: Vec<LngLat>, pick: Pick) {
    let desk = page.desk;
    desk.tool.try_set(Tool::Pan);
    if tool == Tool::Measure {
        desk.measuring.set(true);
        measure(page.session, line, move |measured| {
            // Put away meanwhile: it does not come back.
            if desk.measuring.try_get_untracked() == Some(true) {
                desk.measuring.set(false);
                desk.measured.set(Some(measured));
            }
        });
    } else {
        take_area(page, Area::Along { line, within_m: desk.along_m.get_untracked() }, pick);
    }
}

/// Ends what is being drawn, as a double click does.
pub fn finish(page: Page) {
    let (tool, mut points) = (page.desk.tool.get_untracked(), page.desk.drawing.get_untracked());
    points.dedup();
    page.desk.drawing.set(Vec::new());
    match tool {
        Tool::Measure | Tool::Along => lined(page, tool, points, Pick::Replace),
        Tool::Polygon => {
            page.desk.tool.set(Tool::Pan);
            take_area(page, Area::Lasso(points), Pick::Replace);
        }
        _ => {}
    }
}

/// Takes the surface apart at a place, which the panel that opens must not cover.
fn pin_place(app: AppState, desk: Desk, at: LngLat) {
    if untrack(|| desk.is_phone()) {
        desk.sheet.set(SheetHeight::Half);
    }
    app.area.set(None);
    pin(app, desk, at);
    desk.see_place(at);
}

fn clicked(app: AppState, session: Session, desk: Desk, at: LngLat, features: &[Picked], pick: Pick) {
    let surface = untrack(|| app.shows_density()) && session.answers.density.with_untracked(Option::is_some);
    // A surface is what is looked at: a line or an area that lies under it is not meant, only a symbol on it.
    let meant = |of: &&Picked| !surface || Shape::of(of.layer).is_some();
    let Some(first) = features.iter().find(meant) else {
        match pick {
            Pick::Replace if surface => pin_place(app, desk, at),
            Pick::Replace => {
                app.selected.set(None);
                if app.role.get_untracked() == Role::Ledger {
                    let_go(app);
                }
            }
            _ => {}
        }
        return;
    };
    if first.count > 1 {
        // A cell of many: go nearer, until they come apart.
        desk.order(CameraMove::Zoom { by: 1.5, about: Some(at) });
        return;
    }
    if untrack(|| desk.is_phone()) {
        desk.sheet.set(SheetHeight::Half);
    }
    if app.role.get_untracked() == Role::Traffic && first.layer == LayerName::Roads {
        pick_roads(app, session, desk, &[first.row], pick, None);
    } else if app.role.get_untracked() == Role::Ledger && first.layer == LayerName::Dangers {
        choose_mark(app, session, desk, FeatureRef { layer: first.layer, row: first.row });
    } else {
        select_row(app, session, desk, FeatureRef { layer: first.layer, row: first.row });
    }
}
