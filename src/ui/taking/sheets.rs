//! The print sheet's state: its text laid out by heights that the browser measures, the map's picture, what is saved of it.

use super::super::asks::shows_levels;
use super::super::compare::{compared, other_is_left};
use super::super::desk::{Desk, map_size};
use super::super::say::Say;
use super::super::session::{Session, Trouble};
use super::super::sheet::html::escape;
use super::super::sheet::paper::{self, Sheet, Turn};
use super::super::sheet::{Frame, Front, Galley, Measured, Plate, Room, Sight, pages, slide};
use super::super::state::{AppState, assign};
use super::super::words::Word;
use super::subject::{self, Subject, shows_two_cities};
use super::{gather, key};
use crate::domain::LayerName;
use crate::engine::{
    Area, Lacks, LedgerFilter, LedgerQuery, LedgerTable, NamedBytes, OnlyRows, Reply, Request, Tallies,
};
use crate::map::event::{Picture, Pose};
use crate::map::layers::HYDRANTS_FROM;
use crate::platform::{self, files, picture};
use crate::text::Lang;
use crate::view::Role;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// The style sheets that a saved page needs.
const STYLES: &str = "tokens sheet";
/// About how wide a legend in the map's corner is, px.
const KEY_PX: f64 = 220.0;
/// The sheet is on the screen before the map is drawn, which holds the page up for seconds where there is no graphics card.
const FIRST_THE_SHEET: Duration = Duration::from_millis(60);

/// How the text is laid out, and how large the map's frame is, CSS px.
#[derive(Clone, Debug, Default, PartialEq)]
struct Layout {
    pages: Vec<Vec<usize>>,
    frame: (f64, f64),
}

/// A picture in its frame, and what lies there.
#[derive(Clone, Debug, PartialEq)]
struct Shot {
    picture: Picture,
    tallies: Option<Tallies>,
}

/// What the sheet is made of.
#[derive(Clone, Copy)]
pub(super) struct Sheets {
    app: AppState,
    session: Session,
    desk: Desk,
    pub(super) sheet: RwSignal<Sheet>,
    pub(super) whole: RwSignal<bool>,
    layout: RwSignal<Layout>,
    shot: RwSignal<Option<Result<Shot, String>>>,
    printed: StoredValue<String>,
    lang: Memo<Lang>,
    /// What the map must show; none is what the screen shows.
    sight: Memo<Option<Sight>>,
    /// The number of the newest pose that was ordered.
    posed: StoredValue<u32>,
    /// The number of the pose whose picture the sheet waits for.
    awaited: StoredValue<u32>,
    /// The number of the pose whose picture the slide waits for.
    pub(super) slide: RwSignal<Option<u32>>,
    /// The whole ledger, for a briefing, once it is here: none where it is not wanted or there is none.
    ledger: RwSignal<Option<Option<Arc<LedgerTable>>>>,
    /// What became of the newest file.
    told: RwSignal<Option<String>>,
}

impl Sheets {
    /// A sheet of a size and turn, before anything is drawn.
    pub(super) fn new(app: AppState, session: Session, desk: Desk, sheet: Sheet, say: Say) -> Self {
        Self {
            app,
            session,
            desk,
            sheet: RwSignal::new(sheet),
            whole: RwSignal::new(false),
            layout: RwSignal::new(Layout::default()),
            shot: RwSignal::new(None),
            printed: StoredValue::new(platform::now()),
            lang: Memo::new(move |_| say.lang()),
            sight: Memo::new(move |_| sight(app, session, desk)),
            posed: StoredValue::new(0),
            awaited: StoredValue::new(0),
            slide: RwSignal::new(None),
            ledger: RwSignal::new(None),
            told: RwSignal::new(None),
        }
    }

    /// Whether nothing is on the way any more.
    pub(super) fn is_ready(self) -> bool {
        self.shot.with(Option::is_some) && self.ledger.with(Option::is_some) && !subject::waits(self.app, self.session)
    }

    /// Prints on the page's order, as soon as all is there.
    pub(super) fn print_when_ready(self) {
        let printing = self.desk.printing;
        printing.set(false);
        let now = Memo::new(move |_| printing.get() && self.is_ready());
        Effect::new(move |_| {
            if now.get() {
                printing.set(false);
                // The newest pages are on the page by then.
                request_animation_frame(|| drop(window().print()));
            }
        });
    }

    /// What the bar says of it.
    pub(super) fn says(self) -> String {
        let lang = self.lang.get();
        if let Some(told) = self.told.get() {
            return told;
        }
        let pages = self.layout.with(|layout| layout.pages.len().max(1)).to_string();
        self.shot.with(|shot| match shot {
            None => Word::SheetDrawing.said(lang).to_owned(),
            Some(Err(_)) => Word::SheetPages.fill(lang, &[&pages]),
            Some(Ok(shot)) => {
                let dpi = (shot.picture.ratio * 96.0).round();
                Word::SheetReady.fill(lang, &[&pages, &dpi.to_string()])
            }
        })
    }

    /// A briefing says what is open in the ledger, too.
    pub(super) fn read_ledger(self) {
        if !untrack(|| gather::is_briefing(self.app, self.session) && self.session.has(LayerName::Dangers)) {
            return self.ledger.set(Some(None));
        }
        let as_of = self.session.answers.overview.with_untracked(|t| t.as_ref().map(|t| t.as_of.clone()));
        let query = LedgerQuery { as_of, filter: LedgerFilter::default(), limit: 0 };
        self.session.ask(Request::Ledger(query), move |answer| {
            let table = if let Ok(Reply::Ledger(table)) = answer { Some(Arc::new(*table)) } else { None };
            self.ledger.try_set(Some(table));
        });
    }

    /// The sheet's classes.
    fn class(self) -> String {
        let brief = if gather::is_briefing(self.app, self.session) { " brief" } else { "" };
        format!("{}{brief}", self.sheet.get().class())
    }

    fn front(self) -> Front {
        let lang = self.lang.get();
        let printed = self.printed.get_value();
        self.shot.with(|shot| {
            let seen = match shot {
                Some(Ok(Shot { picture, tallies: Some(tallies) })) => Some((tallies, picture.ring.as_slice())),
                _ => None,
            };
            gather::front(self.app, self.session, seen, &printed, lang)
        })
    }

    fn galley(self) -> Galley {
        let ledger = self.ledger.get().flatten();
        let upright = self.sheet.get().turn == Turn::Portrait;
        gather::galley((self.app, self.session), ledger.as_deref(), self.whole.get(), upright, self.lang.get())
    }

    fn plate(self) -> Plate {
        self.shot.with(|shot| match shot {
            None => Plate::Drawing,
            Some(Err(why)) => Plate::None(why.clone()),
            Some(Ok(Shot { picture, .. })) => Plate::Picture {
                uri: picture.uri.clone(),
                metres_per_px: picture.metres_per_px,
                bearing: picture.bearing,
            },
        })
    }

    /// The pages as HTML.
    pub(super) fn pages(self) -> String {
        let (front, galley, plate) = (self.front(), self.galley(), self.plate());
        let (sheet, lang) = (self.sheet.get(), self.lang.get());
        self.layout.with(|layout| {
            let of = layout.pages.len().max(1);
            let page = |n: usize| {
                let head = if n == 0 { front.head() + &front.figure(&plate, sheet, lang) } else { String::new() };
                let slips = layout.pages.get(n).cloned().unwrap_or_default();
                let body = match sheet.turn {
                    Turn::Landscape if n == 0 => String::new(),
                    _ => format!("<div class=\"page-body\">{}</div>", galley.html(slips, false)),
                };
                format!("<section class=\"sheet {}\">{head}{body}{}</section>", self.class(), front.foot(n + 1, of))
            };
            (0..of).map(page).collect()
        })
    }

    /// What is measured: the first page, another one, and the whole text on a page without an end.
    pub(super) fn ruled(self) -> String {
        let (front, galley, sheet) = (self.front(), self.galley(), self.sheet.get());
        let (class, lang) = (self.class(), self.lang.get());
        let first = match sheet.turn {
            Turn::Landscape => "",
            Turn::Portrait => "<div class=\"page-body\"></div>",
        };
        format!(
            "<section class=\"sheet {class}\">{}{}{first}{foot}</section>\
             <section class=\"sheet {class}\"><div class=\"page-body\"></div>{foot}</section>\
             <section class=\"sheet {class}\"><div class=\"page-body\">{}</div></section>",
            front.head(),
            front.figure(&Plate::Drawing, sheet, lang),
            galley.html(0..galley.slips.len(), true),
            foot = front.foot(1, 1),
        )
    }

    /// Lays the text out anew whenever it or the paper changes.
    pub(super) fn keep_laying_out(self, rule: NodeRef<html::Div>, ruled: Memo<String>) {
        Effect::new(move |_| {
            ruled.track();
            let Some(rule) = rule.get() else { return };
            // By then the rule holds it.
            request_animation_frame(move || {
                if let Some(layout) = self.measure(&rule) {
                    assign(self.layout, layout);
                }
            });
        });
    }

    /// The layout by the heights of what stands in the rule; none where the sheet was closed meanwhile.
    fn measure(self, rule: &web_sys::Element) -> Option<Layout> {
        let sheet = self.sheet.try_get_untracked()?;
        let galley = untrack(|| self.galley());
        let bodies = heights(rule, ".page-body");
        let measured = Measured { slips: heights(rule, "[data-slip]"), heads: heights(rule, "[data-head]") };
        let body = |n: usize| bodies.get(n).copied().unwrap_or(0.0);
        let room = match sheet.turn {
            Turn::Landscape => Room { first: 0.0, other: body(0) },
            Turn::Portrait => Room { first: body(0), other: body(1) },
        };
        let plate = rule.query_selector(".plate").ok().flatten();
        let size = |plate: web_sys::Element| (f64::from(plate.client_width()), f64::from(plate.client_height()));
        Some(Layout { pages: pages(&galley, &measured, room), frame: plate.map_or((0.0, 0.0), size) })
    }

    /// Has the map drawn anew whenever its frame or what it shows changes.
    pub(super) fn keep_posing(self) {
        let frame = Memo::new(move |_| self.layout.with(|layout| layout.frame));
        let waits = Memo::new(move |_| subject::waits(self.app, self.session));
        let shown = Memo::new(move |_| (self.app.role.get(), self.lang.get(), self.sight.get()));
        Effect::new(move |_| {
            let (width, height) = frame.get();
            shown.track();
            if waits.get() || width < 1.0 || height < 1.0 {
                return;
            }
            self.shot.set(None);
            self.told.set(None);
            self.awaited.set_value(self.pose(width, height, paper::PRINT_RATIO, true));
        });
    }

    /// Orders a picture, at a round scale or at the one that fits; gives its number.
    fn pose(self, width: f64, height: f64, ratio: f64, round: bool) -> u32 {
        let serial =
            self.desk.pose.with_untracked(|pose| pose.map_or(0, |pose| pose.serial)).max(self.posed.get_value()) + 1;
        self.posed.set_value(serial);
        let (metres_per_px, camera) = (self.desk.metres_per_px.get_untracked(), self.desk.looks.get_untracked());
        // Under an upright map the legend stands below it.
        let beside = !round || self.sheet.get_untracked().turn == Turn::Landscape;
        // Of two maps side by side each has half of the frame.
        let states = untrack(|| compared(self.app, self.session)).is_some();
        let cities = untrack(|| shows_two_cities(self.app, self.session));
        let room = if states || cities { width / 2.0 } else { width };
        let frame = Frame { size: (room, height), covered: if beside { KEY_PX } else { 0.0 } };
        let bearing = camera.map_or(0.0, |camera| camera.bearing);
        let wanted = self.sight.get_untracked().and_then(|sight| sight.fit(frame, bearing, round));
        let (center, zoom_by) = match (wanted, metres_per_px, camera) {
            (Some((at, wanted)), Some(metres_per_px), Some(camera)) => {
                // A pixel of the same zoom is as wide as its parallel is long.
                let there = metres_per_px * paper::parallel(at.lat, camera.lat);
                (Some(at), Some((there / wanted).log2()))
            }
            (_, metres_per_px, _) => {
                let seen = metres_per_px.zip(map_size());
                (None, seen.and_then(|(metres, seen)| paper::zoom_by(metres, seen, (room, height), round)))
            }
        };
        let flip = states && untrack(|| other_is_left(self.app, self.session));
        let pose = Pose { serial, width, height, ratio, zoom_by: zoom_by.unwrap_or(0.0), center, flip };
        // The colours of paper are told to the map first.
        let desk = self.desk;
        let give = move || {
            // A newer one may have taken its place meanwhile.
            if [self.awaited.try_get_value(), self.slide.try_get_untracked().flatten()].contains(&Some(serial)) {
                desk.pose.try_set(Some(pose));
            }
        };
        set_timeout(give, FIRST_THE_SHEET);
        serial
    }

    pub(super) fn hear_pictures(self) {
        Effect::new(move |_| {
            let Some((serial, picture)) = self.desk.pictured.get() else { return };
            if Some(serial) == self.slide.get_untracked() {
                self.slide.set(None);
                self.compose(picture);
            } else if serial == self.awaited.get_value() {
                self.take(picture);
            }
        });
    }

    /// Puts a picture on the sheet, and counts what is in it.
    fn take(self, picture: Result<Picture, String>) {
        let lang = self.lang.get_untracked();
        let picture = match picture {
            Ok(picture) => picture,
            Err(why) => {
                let why = if why.is_empty() { Word::SheetNoPicture.said(lang).to_owned() } else { why };
                return self.shot.set(Some(Err(why)));
            }
        };
        let mut layers = untrack(|| key::counted(self.app, self.session));
        let lat = picture.ring.iter().map(|at| at.lat).sum::<f64>() / picture.ring.len().max(1) as f64;
        let zoom = paper::zoom(picture.metres_per_px, lat);
        layers.retain(|layer| *layer != LayerName::Hydrants || zoom >= HYDRANTS_FROM);
        let fire = self.app.fire.get_untracked();
        let is_fire = self.app.role.get_untracked() == Role::Fire;
        let levels = untrack(|| shows_levels(self.app));
        let district = self.session.city.with_untracked(|city| match (is_fire, levels) {
            (true, _) => fire.district_row(city.as_ref()?),
            (_, true) => self.app.planning.with_untracked(|p| p.district_row(city.as_ref()?)),
            _ => None,
        });
        let only = match (is_fire, levels) {
            (true, _) => {
                Some(OnlyRows { layer: LayerName::Venues, ranges: fire.ranges.clone(), levels: fire.levels.clone() })
            }
            (_, true) => Some(self.app.planning.with_untracked(|p| OnlyRows {
                layer: p.levels_of,
                ranges: p.ranges(),
                levels: p.only.clone(),
            })),
            _ => None,
        };
        let request = Request::Tally {
            area: Area::Lasso(picture.ring.clone()),
            layers,
            kinds: if is_fire { fire.kinds } else { Vec::new() },
            district,
            lacking: if is_fire { fire.lacking } else { Lacks::default() },
            only: only.map(Box::new),
            crashes: untrack(|| self.app.crash_filter()),
        };
        let awaited = self.awaited.get_value();
        self.shot.set(Some(Ok(Shot { picture, tallies: None })));
        self.session.ask(request, move |answer| {
            if self.awaited.try_get_value() != Some(awaited) {
                return;
            }
            if let Ok(Reply::Tallies(found)) = answer {
                self.shot.try_update(|shot| {
                    if let Some(Ok(shot)) = shot {
                        shot.tallies = Some(found);
                    }
                });
            }
        });
    }

    /// Orders the slide's picture; with none the slide has no map.
    pub(super) fn save_slide(self) {
        let (_, _, width, height) = slide::MAP;
        self.slide.set(Some(self.pose(width, height, paper::SLIDE_RATIO, false)));
    }

    fn compose(self, shot: Result<Picture, String>) {
        let lang = self.lang.get_untracked();
        let (metres_per_px, bearing, uri) = match shot {
            Ok(shot) => (shot.metres_per_px, shot.bearing, shot.uri),
            Err(why) => return self.not_saved(Word::SheetNoMap.fill(lang, &[&why])),
        };
        let svg = slide::over(&untrack(|| self.front()), metres_per_px, bearing, lang);
        let name = untrack(|| gather::file_name(self.app, self.session, lang)) + ".png";
        spawn_local(async move {
            match picture::compose(&uri, slide::MAP, &svg, slide::SIZE, paper::SLIDE_RATIO).await {
                Ok(bytes) => self.save(NamedBytes { name, bytes }),
                Err(error) => self.not_saved(error.to_string()),
            }
        });
    }

    /// Saves the pages as one file, with the picture and the styles inside and no script.
    pub(super) fn save_page(self) {
        let (lang, front) = untrack(|| (self.lang.get(), self.front()));
        let name = untrack(|| gather::file_name(self.app, self.session, lang)) + ".html";
        match picture::styles(STYLES) {
            Ok(styles) => {
                let page = format!(
                    "<!doctype html>\n<html lang=\"{}\" data-theme=\"print\">\n<head><meta charset=\"utf-8\">\
                     <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
                     <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\
                     <title>{}</title>\n<style>{}</style></head>\n<body class=\"sheets\">{}</body>\n</html>\n",
                    if lang == Lang::Zh { "zh-CN" } else { "en" },
                    escape(&front.title),
                    styles.replace("</", "<\\/"),
                    untrack(|| self.pages()),
                );
                self.save(NamedBytes { name, bytes: page.into_bytes() });
            }
            Err(error) => self.not_saved(error.to_string()),
        }
    }

    fn save(self, file: NamedBytes) {
        match files::save(&file) {
            Ok(()) => {
                let says = self.lang.try_get_untracked().map(|lang| Word::SheetSaved.fill(lang, &[&file.name]));
                self.told.try_set(says);
            }
            Err(error) => self.not_saved(error.to_string()),
        }
    }

    /// Says it here, and on the page for when the sheet is gone.
    fn not_saved(self, why: String) {
        self.told.try_set(self.lang.try_get_untracked().map(|lang| Word::NotSaved.fill(lang, &[&why])));
        self.session.trouble.try_set(Some(Trouble::NotSaved(why)));
    }
}

/// What the sheet's map must show; none is what the screen shows. An overview is of the whole city, and where nobody has
/// chosen otherwise so is every other answer, whatever the screen's shape.
fn sight(app: AppState, session: Session, desk: Desk) -> Option<Sight> {
    let city = || {
        let whole = app.role.get() == Role::Overview || desk.whole.get();
        session.city.with(|c| c.as_ref().and_then(|c| c.bounds)).filter(|_| whole).map(Sight::of)
    };
    // Two cities stand as they do on the screen: one place is not both.
    let two = shows_two_cities(app, session);
    Subject::now(app, session).sight().or_else(|| city().filter(|_| !two))
}

/// The heights of elements in the order of the document, px.
fn heights(within: &web_sys::Element, what: &str) -> Vec<f64> {
    let Ok(all) = within.query_selector_all(what) else { return Vec::new() };
    let one = |n| all.item(n).and_then(|node| node.dyn_into::<web_sys::Element>().ok());
    (0..all.length()).filter_map(one).map(|e| e.get_bounding_client_rect().height()).collect()
}
