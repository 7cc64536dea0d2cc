//! What is inside an area: choosing one with a drawing, around something, or by a district; asking for it; letting it go.
//! And measuring, which asks in the same way and keeps nothing.

use super::asks::known_rows;
use super::commands::Page;
use super::desk::{Desk, SheetHeight};
use super::roads::{Pick, pick_area, take_path};
use super::session::Session;
use super::state::{AppState, assign};
use super::words::Word;
use crate::domain::LayerName;
use crate::engine::{Area, InsideQuery, Measured, Reply, Request};
use crate::map::event::Tool;
use crate::units::{LngLat, LngLatBox};
use crate::view::Role;
use crate::view::area::{fitted, outline};
use leptos::prelude::*;
use std::sync::Arc;

/// Features of a layer that are listed; the file holds all.
const LISTED: u32 = 60;

/// What a drawn area is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aim {
    /// To see what is inside.
    #[default]
    Inside,
    /// To select road sections.
    Sections,
}

/// What something is looked for around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around {
    /// The inspected feature.
    Selected,
    /// The position that a search found.
    Found,
    /// The middle of the map.
    Middle,
}

impl Around {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Selected, Self::Found, Self::Middle];

    /// What is so near to it now, metres; none while there is no such thing.
    pub fn area(self, page: Page, metres: f64) -> Option<Area> {
        let circle = |at: LngLat| Area::Circle { at, radius_m: metres };
        match self {
            Self::Selected => match page.app.selected.get() {
                Some(selected) => page.session.answers.card.with(|card| {
                    let hit = &card.as_ref()?.hit;
                    (hit.feature.layer == selected.layer && hit.id == selected.id).then(|| circle(hit.at))
                }),
                None => section_line(page).map(|line| Area::Along { line, within_m: metres }),
            },
            Self::Found => page.desk.found.get().map(circle),
            Self::Middle => page.desk.looks.get().map(|camera| circle(LngLat::new(camera.lng, camera.lat))),
        }
    }

    /// Whether there is such a thing now.
    pub fn is_there(self, page: Page) -> bool {
        self.area(page, 1.0).is_some()
    }

    /// What it is called.
    pub const fn word(self) -> Word {
        match self {
            Self::Selected => Word::AroundSelected,
            Self::Found => Word::AroundFound,
            Self::Middle => Word::AroundMiddle,
        }
    }
}

/// The line of the one selected road section.
fn section_line(page: Page) -> Option<Vec<LngLat>> {
    if page.app.role.get() != Role::Traffic || page.app.traffic.with(|t| t.selected.len()) != 1 {
        return None;
    }
    page.session.answers.sections.with(|t| t.as_ref().map(|t| t.line.clone()).filter(|line| line.len() > 1))
}

/// Whether road sections can be selected: drawing may then be for either.
pub fn selects_sections(page: Page) -> bool {
    page.app.role.get() == Role::Traffic && page.session.has(LayerName::Crashes) && page.session.has(LayerName::Roads)
}

/// What a drawing is for now.
pub fn aim(page: Page) -> Aim {
    if selects_sections(page) { page.desk.aim.get() } else { Aim::Inside }
}

/// Lowers a phone's sheet: the tools lie on the map, and so does what is drawn.
pub fn make_room(desk: Desk) {
    if untrack(|| desk.is_phone()) {
        desk.sheet.set(SheetHeight::Peek);
    }
}

/// Takes a tool in hand to select road sections; in hand already it is put down.
pub fn toggle_sections_tool(desk: Desk, tool: Tool) {
    desk.aim.set(Aim::Sections);
    if desk.tool.get_untracked() == tool { desk.tool.set(Tool::Pan) } else { take_tool(desk, tool) }
}

/// Takes a tool in hand, and the map into focus: its keys draw as well.
pub fn take_tool(desk: Desk, tool: Tool) {
    make_room(desk);
    desk.tools.set(false);
    desk.measuring.set(false);
    desk.measured.set(None);
    desk.drawing.set(Vec::new());
    desk.path_from.set(None);
    desk.tool.set(tool);
    super::commands::focus_map();
}

/// Selects the way between two selected sections; with none, one or many of them, the ends are clicked.
pub fn find_path(page: Page) {
    let Page { app, desk, session, look } = page;
    match untrack(|| known_rows(app, session)).as_deref() {
        Some([from, to]) => {
            desk.tools.set(false);
            take_path(app, session, desk, look.lang.get_untracked(), (*from, *to), Pick::Add);
        }
        _ => take_tool(desk, Tool::Path),
    }
}

/// Takes an area: for the road sections in it, or for all that is inside.
pub fn take_area(page: Page, area: Area, pick: Pick) {
    if untrack(|| aim(page)) == Aim::Sections {
        pick_area(page.app, page.session, page.desk, area, pick);
    } else {
        look_inside(page, area);
    }
}

/// Shows what is inside an area. What a link cannot say of it is not asked either.
pub fn look_inside(page: Page, area: Area) {
    let Page { app, desk, .. } = page;
    let px = desk.metres_per_px.get_untracked().unwrap_or(1.0) / 111_000.0;
    app.selected.set(None);
    app.pin.set(None);
    desk.working.set(false);
    desk.right.set(true);
    if untrack(|| desk.is_phone()) {
        desk.sheet.set(SheetHeight::Half);
    }
    assign(app.area, Some(fitted(area, px.max(1e-5))));
}

/// Lists what is in view: the map in words, for who cannot see it or would rather read.
pub fn list_view(page: Page) {
    if let Some(bounds) = page.desk.bounds.get_untracked() {
        page.desk.tools.set(false);
        look_inside(page, Area::Box(bounds));
        page.desk.to_heading.set(true);
    }
}

/// Shows what is inside a circle around something, and turns the map there.
pub fn look_around(page: Page, around: Around) {
    let metres = page.desk.around_m.get_untracked();
    let Some(area) = untrack(|| around.area(page, metres)) else { return };
    let bounds = match &area {
        Area::Along { line, .. } => LngLatBox::around(line.iter().copied()),
        drawn => LngLatBox::around(outline(drawn).into_iter().flatten().flatten()),
    };
    page.desk.tools.set(false);
    take_area(page, area, Pick::Replace);
    if let Some(bounds) = bounds {
        page.desk.see_area(bounds);
    }
}

/// Shows what is inside a district, and turns the map there.
pub fn look_in_district(page: Page, id: String) {
    page.desk.tools.set(false);
    super::left::look_at(page.session, page.desk, &id);
    take_area(page, Area::District(id), Pick::Replace);
}

/// Keeps the answer in step with the area, as long as the owner lives.
pub fn keep_inside(app: AppState, session: Session, desk: Desk) {
    // What a link names without saying where to look is looked at.
    let named = StoredValue::new(untrack(|| app.area.get().filter(|_| app.camera.with(Option::is_none))));
    let wanted = Memo::new(move |_| {
        let generation = session.city.with(|c| c.as_ref().map(|c| c.generation))?;
        Some((
            generation,
            InsideQuery { area: app.area.get()?, as_of: app.shown_day(), limit: LISTED, crashes: app.crash_filter() },
        ))
    });
    Effect::new(move |_| match wanted.get() {
        None => session.answers.inside.set(None),
        Some((_, query)) => session.ask(Request::Inside(query.clone()), move |answer| match answer {
            Ok(Reply::Inside(table)) => {
                if named.try_update_value(Option::take).flatten().as_ref() == Some(&query.area) {
                    // A panel that opens beside the map would turn it to the whole city again.
                    desk.whole.try_set(false);
                    desk.see_area(table.bounds);
                }
                session.answers.inside.try_set(Some(Arc::new(*table)));
            }
            Ok(_) => {}
            Err(error) => {
                // What cannot be asked about does not stay on the map, nor in the link.
                app.area.try_update(|area| {
                    area.take_if(|area| *area == query.area);
                });
                session.say_trouble(error);
            }
        }),
    });
}

/// Measures positions; what comes while others are under way takes their place.
pub fn measure(session: Session, points: Vec<LngLat>, then: impl FnOnce(Measured) + 'static) {
    session.ask(Request::Measure(points), move |answer| match answer {
        Ok(Reply::Measured(measured)) => then(measured),
        Ok(_) => {}
        Err(error) => session.say_trouble(error),
    });
}
