//! What is open, folded or being drawn on this screen: nothing that a link keeps.

use super::area::Aim;
use super::parts::Region;
use super::roads::Pick;
use crate::domain::LayerName;
use crate::engine::{Area, FeatureRef, Measured};
use crate::map::event::{CameraMove, Go, Picture, Pose, Tool};
use crate::map::sight::{AREA_PX, PLACE_PX, Rect, Screen, THING_PX};
use crate::text::System;
use crate::units::{LngLat, LngLatBox};
use crate::view::{Camera, View};
use leptos::prelude::*;
use std::time::Duration;

/// How wide the page is; the layout has one form for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Width {
    /// Under 768: one column, bottom tabs and sheets.
    Phone,
    /// 768–1023: the left panel is a rail, the inspector floats.
    Tablet,
    /// 1024 and more: three columns.
    Desk,
}

impl Width {
    /// The form for a width in CSS pixels.
    pub fn of(px: f64) -> Self {
        match px {
            px if px < 768.0 => Self::Phone,
            px if px < 1024.0 => Self::Tablet,
            _ => Self::Desk,
        }
    }
}

/// How high a phone's sheet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetHeight {
    /// The finding alone.
    Peek,
    /// Half of the screen.
    Half,
    /// Nearly all of it.
    Tall,
}

/// What a phone's sheet shows when nothing is inspected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetPage {
    /// The workbench's answer.
    Answer,
    /// The layers.
    Layers,
}

/// A dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Rows that were not read.
    NotRead,
    /// Keys.
    Help,
    /// Opening a dataset.
    OpenData,
    /// What changed since an earlier dataset.
    Changes,
    /// Another city, to stand beside the open one.
    AnotherCity,
    /// A table of the reader's own, on its way into the city.
    Own,
    /// A correction of one thing.
    Correct,
    /// The corrections that were made.
    Corrections,
    /// Named views.
    Views,
    /// The methods, one of them by its code; the first for an empty one.
    Methods(&'static str),
}

/// What is open on this screen.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The page's form.
    pub width: RwSignal<Width>,
    /// This browser can draw a map.
    pub drawable: RwSignal<bool>,
    /// The left panel is unfolded.
    pub left: RwSignal<bool>,
    /// The inspector is unfolded.
    pub right: RwSignal<bool>,
    /// The left panel's width, if it was chosen, px.
    pub left_px: RwSignal<Option<f64>>,
    /// The inspector's width, if it was chosen, px.
    pub right_px: RwSignal<Option<f64>>,
    /// The dock's height, if it was chosen, px.
    pub dock_px: RwSignal<Option<f64>>,
    /// How high the sheet stands.
    pub sheet: RwSignal<SheetHeight>,
    /// The layer whose table is open.
    pub rows: RwSignal<Option<LayerName>>,
    /// What the sheet shows.
    pub page: RwSignal<SheetPage>,
    /// The open dialog.
    pub dialog: RwSignal<Option<Dialog>>,
    /// The tool in the hand.
    pub tool: RwSignal<Tool>,
    /// The panel of tools is open.
    pub tools: RwSignal<bool>,
    /// What a drawn area is for, where it may be for either.
    pub aim: RwSignal<Aim>,
    /// The positions of what is being drawn.
    pub drawing: RwSignal<Vec<LngLat>>,
    /// What was measured, until it is put away.
    pub measured: RwSignal<Option<Measured>>,
    /// What was drawn is being measured.
    pub measuring: RwSignal<bool>,
    /// The section at which a path begins, and what its sections do to the selection.
    pub path_from: RwSignal<Option<(u32, Pick)>>,
    /// How far around something is looked, metres.
    pub around_m: RwSignal<f64>,
    /// How far from a drawn line is looked, metres.
    pub along_m: RwSignal<f64>,
    /// The system in which positions are written.
    pub system: RwSignal<System>,
    /// A position that was searched for.
    pub found: RwSignal<Option<LngLat>>,
    /// The box or lasso of which the sections are being asked.
    pub drawn: RwSignal<Option<Area>>,
    /// Where the pointer is on the map's element, px.
    pub pointer_px: RwSignal<(f64, f64)>,
    /// The newest order to the map's camera.
    pub go: RwSignal<Option<Go>>,
    /// The serial number of the newest order, also of one that the map is given some frames later.
    ordered: StoredValue<u32>,
    /// What is to be seen as soon as there is a map: its box, and how large its pixels may be.
    awaited: StoredValue<Option<(LngLatBox, f64)>>,
    /// The map shows the whole city because nobody has chosen otherwise; a link then names no camera.
    pub whole: RwSignal<bool>,
    /// The page was opened without a link: it may start in the reader's own district.
    pub at_home: RwSignal<bool>,
    /// Metres that a pixel is wide at the map's centre.
    pub metres_per_px: RwSignal<Option<f64>>,
    /// The working of the workbench's answer is open in the inspector.
    pub working: RwSignal<bool>,
    /// Where the pointer is on the map.
    pub cursor: RwSignal<Option<LngLat>>,
    /// Where the newest flight ends, while it is under way.
    pub heading: RwSignal<Option<Camera>>,
    /// What the map really shows; its camera may have been chosen by the map itself.
    pub looks: RwSignal<Option<Camera>>,
    /// Where the map looked before it went to what was chosen, as long as nobody has moved it since; the inner none is the
    /// whole city.
    before: RwSignal<Option<Option<Camera>>>,
    /// The box that the map shows.
    pub bounds: RwSignal<Option<LngLatBox>>,
    /// The feature under the pointer, on the map or in a list.
    pub hovered: RwSignal<Option<FeatureRef>>,
    /// How far around the inspected feature neighbours are listed, metres.
    pub radius_m: RwSignal<f64>,
    /// Classes that the legend isolates on the map, ascending; none shows all.
    pub isolated: RwSignal<Vec<u8>>,
    /// The print sheet is open.
    pub taking: RwSignal<bool>,
    /// The print sheet is to be printed as soon as it is whole.
    pub printing: RwSignal<bool>,
    /// The focus goes to the inspector's heading once that is there.
    pub to_heading: RwSignal<bool>,
    /// A window of time is moving over the crashes by itself.
    pub playing: RwSignal<bool>,
    /// The newest order to the map to stand for a picture.
    pub pose: RwSignal<Option<Pose>>,
    /// The newest picture by its pose's number, or why there is none.
    pub pictured: RwSignal<Option<(u32, Result<Picture, String>)>>,
    /// Files hang over the page.
    pub dropping: RwSignal<bool>,
    /// Where the handle between two compared states stands, in parts of the map's width.
    pub split: RwSignal<f64>,
    /// The page is shown to a room: everything larger, the panels folded.
    pub projector: RwSignal<bool>,
    /// Where the tour stands; none when nobody takes it.
    pub tour: RwSignal<Option<usize>>,
}

impl Desk {
    /// The place under the pointer, as exactly as a click would pin it.
    pub fn pointed(self) -> Option<LngLat> {
        self.cursor.get().map(View::pin_at)
    }

    /// A desk for a page of this width.
    pub fn new(width: Width) -> Self {
        Self {
            width: RwSignal::new(width),
            drawable: RwSignal::new(true),
            left: RwSignal::new(width != Width::Tablet),
            right: RwSignal::new(true),
            left_px: RwSignal::new(Region::Left.kept()),
            right_px: RwSignal::new(Region::Right.kept()),
            dock_px: RwSignal::new(Region::Dock.kept()),
            sheet: RwSignal::new(SheetHeight::Half),
            rows: RwSignal::new(None),
            page: RwSignal::new(SheetPage::Answer),
            dialog: RwSignal::new(None),
            tool: RwSignal::new(Tool::Pan),
            tools: RwSignal::new(false),
            aim: RwSignal::new(Aim::Inside),
            drawing: RwSignal::new(Vec::new()),
            measured: RwSignal::new(None),
            measuring: RwSignal::new(false),
            path_from: RwSignal::new(None),
            around_m: RwSignal::new(500.0),
            along_m: RwSignal::new(300.0),
            system: RwSignal::new(super::coords::kept()),
            found: RwSignal::new(None),
            drawn: RwSignal::new(None),
            pointer_px: RwSignal::new((0.0, 0.0)),
            go: RwSignal::new(None),
            ordered: StoredValue::new(0),
            awaited: StoredValue::new(None),
            whole: RwSignal::new(true),
            at_home: RwSignal::new(false),
            metres_per_px: RwSignal::new(None),
            working: RwSignal::new(false),
            cursor: RwSignal::new(None),
            heading: RwSignal::new(None),
            looks: RwSignal::new(None),
            before: RwSignal::new(None),
            bounds: RwSignal::new(None),
            hovered: RwSignal::new(None),
            radius_m: RwSignal::new(500.0),
            isolated: RwSignal::new(Vec::new()),
            taking: RwSignal::new(false),
            printing: RwSignal::new(false),
            to_heading: RwSignal::new(false),
            playing: RwSignal::new(false),
            pose: RwSignal::new(None),
            pictured: RwSignal::new(None),
            dropping: RwSignal::new(false),
            split: RwSignal::new(0.5),
            projector: RwSignal::new(false),
            tour: RwSignal::new(None),
        }
    }

    /// Whether the page has a phone's form.
    pub fn is_phone(self) -> bool {
        self.width.get() == Width::Phone
    }

    /// A chosen size as CSS, where the page has columns.
    pub fn chosen(self, size: RwSignal<Option<f64>>) -> Option<String> {
        size.get().filter(|_| self.width.get() == Width::Desk).map(|px| format!("{px}px"))
    }

    /// How high the sheet stands, for the style sheet; none where there is no sheet.
    pub fn sheet_name(self) -> Option<&'static str> {
        self.is_phone().then(|| match self.sheet.get() {
            SheetHeight::Peek => "peek",
            SheetHeight::Half => "half",
            SheetHeight::Tall => "tall",
        })
    }

    /// Shows the page to a room, with the panels folded, or to one reader again.
    pub fn show_to_room(self, on: bool) {
        self.projector.set(on);
        if self.width.get_untracked() != Width::Phone {
            self.left.set(!on && self.width.get_untracked() == Width::Desk);
            self.right.set(!on);
        }
    }

    /// Orders the camera somewhere; from then on a link names it.
    pub fn order(self, to: CameraMove) {
        match to {
            CameraMove::Fit { .. } => self.keep_before(),
            _ => self.forget_before(),
        }
        self.whole.try_set(false);
        self.give(to, true);
    }

    /// Keeps where the map looks, to be shown again once what it goes to is let go; of several goals in a row where it
    /// looked before the first.
    fn keep_before(self) {
        if self.before.try_get_untracked() == Some(None) {
            let whole = self.whole.try_get_untracked() == Some(true);
            let looks = self.looks.try_get_untracked().flatten();
            self.before.try_set(if whole { Some(None) } else { looks.map(Some) });
        }
    }

    /// The map stays where it is: somebody has looked about, or gone somewhere on purpose.
    pub fn forget_before(self) {
        self.before.try_set(None);
    }

    /// Where the map looked before it went to what is now let go: the inner none is the whole city; the outer one where
    /// nothing leads back.
    pub fn take_before(self) -> Option<Option<Camera>> {
        let before = self.before.try_get_untracked().flatten();
        self.forget_before();
        before
    }

    /// Brings a thing to where it can be seen, clear of the panels; nothing moves when it is well in view.
    pub fn see(self, bounds: LngLatBox) {
        self.see_later(self.orders(), bounds, THING_PX);
    }

    /// Brings an area to where what lies in it can be told apart.
    pub fn see_area(self, bounds: LngLatBox) {
        self.see_later(self.orders(), bounds, AREA_PX);
    }

    /// Looks at an area from as near as it is seen whole, clear of what floats on the map.
    pub fn fit(self, bounds: LngLatBox) {
        self.see_later(self.orders(), bounds, f64::INFINITY);
    }

    /// Brings a place to where it can be seen, at the zoom that it was chosen at.
    pub fn see_place(self, at: LngLat) {
        let place = LngLatBox { west: at.lng, south: at.lat, east: at.lng, north: at.lat };
        self.see_later(self.orders(), place, PLACE_PX);
    }

    /// Brings a thing into view, unless the camera was ordered elsewhere since the serial number of an order.
    pub fn see_unless_ordered(self, serial: u32, bounds: LngLatBox) {
        self.see_later(serial, bounds, THING_PX);
    }

    fn see_later(self, serial: u32, bounds: LngLatBox, legible_px: f64) {
        if self.width.try_get_untracked() == Some(Width::Phone) {
            self.sheet.try_update(|sheet| {
                if *sheet == SheetHeight::Tall {
                    *sheet = SheetHeight::Half;
                }
            });
            set_timeout(move || self.look_at(serial, bounds, legible_px), SHEET);
        } else {
            // Panels that open with the choice are there two frames later, and the map's size with them.
            request_animation_frame(move || request_animation_frame(move || self.look_at(serial, bounds, legible_px)));
        }
    }

    /// The serial number of the newest order to the camera.
    pub fn orders(self) -> u32 {
        self.ordered.try_get_value().unwrap_or_default()
    }

    fn look_at(self, serial: u32, bounds: LngLatBox, legible_px: f64) {
        let from = self.heading.try_get_untracked().flatten().or_else(|| self.looks.try_get_untracked().flatten());
        if self.orders() != serial {
            return;
        }
        let Some(from) = from else {
            self.awaited.try_set_value(Some((bounds, legible_px)));
            return;
        };
        if let Some(camera) = screen().look(from, bounds, NEAR_ZOOM, legible_px) {
            // A thing is let go again; an area or a place was gone to on purpose.
            if legible_px == THING_PX {
                self.keep_before();
            } else {
                self.forget_before();
            }
            self.whole.try_set(false);
            self.issue(self.next_order(), CameraMove::To(camera), true);
        }
    }

    /// Shows a camera from a link at once, or the whole city where the link names none.
    pub fn show(self, camera: Option<Camera>, city: Option<LngLatBox>, fly: bool) {
        self.forget_before();
        match (camera, city) {
            (Some(camera), _) => {
                self.whole.set(false);
                self.give(CameraMove::To(camera), fly);
            }
            (None, Some(bounds)) => {
                self.whole.set(true);
                self.give(CameraMove::Fit { bounds, max_zoom: CITY_ZOOM }, fly);
            }
            (None, None) => {}
        }
    }

    /// Panels that open with the order change the map's size, and it learns of that one frame later; a flight that
    /// began before would end beside its goal.
    fn give(self, to: CameraMove, fly: bool) {
        let serial = self.next_order();
        request_animation_frame(move || request_animation_frame(move || self.issue(serial, to, fly)));
    }

    fn next_order(self) -> u32 {
        let next = self.orders() + 1;
        self.ordered.try_set_value(next);
        next
    }

    /// Goes to what was to be seen before there was a map.
    pub fn see_awaited(self) {
        if let Some((bounds, legible_px)) = self.awaited.try_update_value(Option::take).flatten() {
            self.whole.try_set(false);
            self.see_later(self.orders(), bounds, legible_px);
        }
    }

    fn issue(self, serial: u32, to: CameraMove, fly: bool) {
        // A later order may have needed fewer frames.
        if self.go.try_get_untracked().flatten().is_some_and(|go| go.serial > serial) {
            return;
        }
        let heading = match to {
            CameraMove::To(camera) if fly => Some(camera),
            _ => None,
        };
        self.heading.try_set(heading);
        self.go.try_set(Some(Go { serial, to, fly }));
    }
}

/// The map's element as it stands, and what floats on it.
fn screen() -> Screen {
    let rect = |element: &web_sys::Element| {
        let r = element.get_bounding_client_rect();
        Rect { left: r.left(), top: r.top(), right: r.right(), bottom: r.bottom() }
    };
    let Ok(Some(map)) = document().query_selector(".stage .map") else { return Screen::default() };
    let map = rect(&map);
    let floats = FLOATS.iter().filter_map(|what| document().query_selector(what).ok().flatten());
    let on_map = |r: Rect| Rect {
        left: r.left - map.left,
        top: r.top - map.top,
        right: r.right - map.left,
        bottom: r.bottom - map.top,
    };
    let floats =
        floats.map(|float| rect(&float)).filter(|r| r.left < r.right && r.top < r.bottom).map(on_map).collect();
    Screen { width: map.right - map.left, height: map.bottom - map.top, floats }
}

/// Width and height of the map's element, px; none where there is no map.
pub fn map_size() -> Option<(f64, f64)> {
    let Screen { width, height, .. } = screen();
    (width > 1.0 && height > 1.0).then_some((width, height))
}

/// What may lie over the map.
const FLOATS: [&str; 7] = [".caption", ".legend", ".controls", ".strip", ".bar", ".panel.left", ".panel.right"];
/// The longest motion of a phone's sheet.
const SHEET: Duration = Duration::from_millis(280);
/// What is brought into view is shown no nearer than this: some hundred metres about it are seen too.
const NEAR_ZOOM: f64 = 15.0;

/// A city is never shown nearer than this when nobody has chosen.
const CITY_ZOOM: f64 = 14.0;
