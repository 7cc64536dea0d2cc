//! The engine and what it has answered: state that a link does not keep and a reload computes again.

use super::desk::Desk;
use super::kept::home;
use super::own::Own;
use super::roads::clear_roads;
use super::state::{AppState, assign};
use crate::domain::{LayerName, Words};
use crate::engine::{
    ChangesTable, CityInfo, Comparison, ConflictTable, CrashCounts, DangerPage, DensityAt, DensityParts,
    DensitySurface, EngineError, ExposureOf, ExposureTable, FeatureCard, InsideTable, LayerCount, LedgerTable,
    LevelsTable, NotRead, OverviewTable, Progress, Reply, Request, SectionTable, UncheckedTable, VenueTable, Why,
};
use crate::map;
use crate::map::event::CameraMove;
use crate::platform::engine::{Engine, Event};
use crate::platform::files::Picked;
use crate::text::Lang;
use crate::units::LngLatBox;
use crate::view::View;
use crate::view::cities::KeptCity;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashMap;
use std::sync::Arc;

/// The dataset that the page shows when a link names none, relative to the page.
const DEFAULT_CITY: &str = "data/";

/// Own rows are shown from no nearer: what is around them is seen, too.
const OWN_ZOOM: f64 = 15.0;

/// The latest answer of each kind; an older one stays until its successor arrives.
#[derive(Clone, Copy)]
pub struct Answers {
    /// Planning: density.
    pub density: RwSignal<Option<Arc<DensitySurface>>>,
    /// Planning: exposure.
    pub exposure: RwSignal<Option<Arc<ExposureTable>>>,
    /// Planning: levels.
    pub levels: RwSignal<Option<Arc<LevelsTable>>>,
    /// The worst of the city.
    pub overview: RwSignal<Option<Arc<OverviewTable>>>,
    /// Planning: conflicts.
    pub conflicts: RwSignal<Option<Arc<ConflictTable>>>,
    /// The other of two compared states.
    pub compared: RwSignal<Option<Arc<Comparison>>>,
    /// Traffic.
    pub sections: RwSignal<Option<Arc<SectionTable>>>,
    /// Fire.
    pub venues: RwSignal<Option<Arc<VenueTable>>>,
    /// The ledger.
    pub ledger: RwSignal<Option<Arc<LedgerTable>>>,
    /// The ledger: what nobody has inspected.
    pub unchecked: RwSignal<Option<Arc<UncheckedTable>>>,
    /// The danger in the inspector.
    pub danger: RwSignal<Option<Arc<DangerPage>>>,
    /// The density under the pointer.
    pub density_at: RwSignal<Option<DensityAt>>,
    /// The density at the pinned place, taken apart.
    pub parts: RwSignal<Option<Arc<DensityParts>>>,
    /// The inspected feature's exposure.
    pub exposure_of: RwSignal<Option<Arc<ExposureOf>>>,
    /// Why the inspected feature has its level.
    pub why: RwSignal<Option<Arc<Why>>>,
    /// What is inside the area.
    pub inside: RwSignal<Option<Arc<InsideTable>>>,
    /// The inspected feature.
    pub card: RwSignal<Option<Arc<FeatureCard>>>,
    /// Counts by layer for what the map shows.
    pub in_view: RwSignal<Arc<Vec<LayerCount>>>,
    /// What was not read.
    pub not_read: RwSignal<Option<Arc<NotRead>>>,
    /// Crashes by the choices of their filter.
    pub crashes: RwSignal<Option<Arc<CrashCounts>>>,
    /// What changed since an earlier dataset.
    pub changes: RwSignal<Option<Arc<ChangesTable>>>,
}

impl Answers {
    fn new() -> Self {
        Self {
            density: RwSignal::new(None),
            exposure: RwSignal::new(None),
            levels: RwSignal::new(None),
            overview: RwSignal::new(None),
            conflicts: RwSignal::new(None),
            compared: RwSignal::new(None),
            sections: RwSignal::new(None),
            venues: RwSignal::new(None),
            ledger: RwSignal::new(None),
            unchecked: RwSignal::new(None),
            danger: RwSignal::new(None),
            density_at: RwSignal::new(None),
            parts: RwSignal::new(None),
            exposure_of: RwSignal::new(None),
            why: RwSignal::new(None),
            inside: RwSignal::new(None),
            card: RwSignal::new(None),
            in_view: RwSignal::new(Arc::default()),
            not_read: RwSignal::new(None),
            crashes: RwSignal::new(None),
            changes: RwSignal::new(None),
        }
    }

    /// Forgets everything: another city is open.
    fn clear(self) {
        self.density.try_set(None);
        self.exposure.try_set(None);
        self.levels.try_set(None);
        self.overview.try_set(None);
        self.conflicts.try_set(None);
        self.compared.try_set(None);
        self.sections.try_set(None);
        self.venues.try_set(None);
        self.ledger.try_set(None);
        self.unchecked.try_set(None);
        self.danger.try_set(None);
        self.density_at.try_set(None);
        self.parts.try_set(None);
        self.exposure_of.try_set(None);
        self.why.try_set(None);
        self.inside.try_set(None);
        self.card.try_set(None);
        self.in_view.try_set(Arc::default());
        self.not_read.try_set(None);
        self.crashes.try_set(None);
        self.changes.try_set(None);
    }
}

/// What went wrong and is still worth saying.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// A dataset could not be opened; the old one stays.
    NotOpened(Words),
    /// A question could not be answered.
    Refused(EngineError),
    /// The engine stopped and was started anew; whether the data came back.
    Restarted {
        /// What it was doing.
        doing: String,
        /// The message it left.
        reason: String,
        /// The open data was loaded again.
        reopened: bool,
    },
    /// Something could not be drawn.
    MapFailed(String),
    /// The graphics card gave the map up; it comes back by itself.
    MapLost,
    /// A file could not be saved.
    NotSaved(String),
    /// A copy of the data could not be kept in this browser.
    NotKept(String),
    /// A copy that this browser kept could not be read.
    CopyNotRead(String),
    /// The engine could not be started at all.
    NoEngine(String),
}

/// Whether this browser has a copy of the reader's own data.
#[derive(Clone, Debug, PartialEq)]
pub enum Copied {
    /// It is asked for one.
    Offered,
    /// The reader wants none.
    Declined,
    /// It is being made.
    Making,
    /// It has.
    Made(KeptCity),
}

/// A dataset being opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opening {
    /// What is being read, in order of appearance.
    pub parts: Vec<Progress>,
}

/// The engine's handle and answers.
#[derive(Clone, Copy)]
pub struct Session {
    app: AppState,
    desk: Desk,
    engine: StoredValue<Option<Engine>, LocalStorage>,
    /// The open city.
    pub city: RwSignal<Option<Arc<CityInfo>>>,
    /// The city that is being opened, with the layers that are ready.
    pub partial: RwSignal<Option<Arc<CityInfo>>>,
    /// How a link names the open city; the outer none: no link can.
    address: StoredValue<Option<Option<String>>>,
    /// The open city came from the reader's own machine: whether this browser keeps a copy of it.
    pub copied: RwSignal<Option<Copied>>,
    /// A dataset is being opened.
    pub opening: RwSignal<Option<Opening>>,
    /// What went wrong.
    pub trouble: RwSignal<Option<Trouble>>,
    /// A word that passes.
    pub toast: RwSignal<Option<String>>,
    /// An earlier dataset is being read and compared.
    pub comparing: RwSignal<bool>,
    /// The workbench's answer is being computed.
    pub computing: RwSignal<bool>,
    /// Rows of the selected road sections, by id, as far as the engine has told them.
    pub road_rows: RwSignal<HashMap<String, u32>>,
    /// Answers.
    pub answers: Answers,
    /// A table of the reader's own that is being matched.
    pub own: Own,
}

impl Session {
    /// Starts the engine; where that fails the page says so and stays usable as far as it goes.
    pub fn start(app: AppState, desk: Desk, engine_address: &str, importer_address: &str) -> Self {
        let session = Self {
            app,
            desk,
            engine: StoredValue::new_local(None),
            city: RwSignal::new(None),
            partial: RwSignal::new(None),
            address: StoredValue::new(None),
            copied: RwSignal::new(None),
            opening: RwSignal::new(None),
            trouble: RwSignal::new(None),
            toast: RwSignal::new(None),
            comparing: RwSignal::new(false),
            computing: RwSignal::new(false),
            road_rows: RwSignal::new(HashMap::new()),
            answers: Answers::new(),
            own: Own::new(),
        };
        match Engine::start(engine_address, importer_address, move |event| session.hear(event)) {
            Ok(engine) => {
                session.engine.set_value(Some(engine));
                session.connect_map();
            }
            Err(error) => session.trouble.set(Some(Trouble::NoEngine(error.to_string()))),
        }
        session
    }

    /// Gives the map a port on which the running worker cuts tiles.
    fn connect_map(self) {
        match self.engine().map(|engine| engine.tile_port()) {
            Some(Ok(port)) => map::set_tile_port(&port),
            Some(Err(error)) => drop(self.trouble.try_set(Some(Trouble::MapFailed(error.to_string())))),
            None => {}
        }
    }

    /// The engine, if it runs.
    pub fn engine(self) -> Option<Engine> {
        self.engine.try_with_value(Clone::clone).flatten()
    }

    /// The city that the map draws: the one being opened as soon as it has a layer, the open one otherwise.
    pub fn drawn(self) -> Option<Arc<CityInfo>> {
        self.partial.get().or_else(|| self.city.get())
    }

    /// Gives up opening.
    pub fn cancel_opening(self) {
        self.opening.set(None);
        let Some(engine) = self.engine() else { return self.show_old() };
        spawn_local(async move {
            engine.give_up_opening().await;
            // Another may be on its way by now.
            if self.opening.try_with_untracked(Option::is_none) == Some(true) {
                self.show_old();
            }
        });
    }

    /// Turns the map back to the open city, where one that is not opened after all was drawn already.
    fn show_old(self) {
        let was_drawn = self.partial.try_get_untracked().flatten().is_some();
        self.partial.try_set(None);
        if let Some(city) = self.city.try_get_untracked().flatten().filter(|_| was_drawn) {
            self.show_city(&city);
        }
    }

    /// Whether the open city has a layer with something in it.
    pub fn has(self, layer: LayerName) -> bool {
        self.city.with(|c| c.as_ref().is_some_and(|c| c.layer(layer).is_some()))
    }

    /// The layers that are on. While a city is being read nobody knows yet what it lacks.
    pub fn visible(self) -> Vec<LayerName> {
        let view = View {
            role: self.app.role.get(),
            layers: self.app.layers.get(),
            planning: self.app.planning.get(),
            ..View::default()
        };
        let own = || view.own_layers();
        view.visible(&if self.partial.with(Option::is_some) { own() } else { self.present().unwrap_or_else(own) })
    }

    /// The name of a district of the open city, by its row.
    pub fn district_name(self, row: Option<u32>, lang: Lang) -> Option<String> {
        let named = |city: &Arc<CityInfo>| {
            city.districts.iter().find(|d| Some(d.row) == row).map(|d| lang.of(&d.name).to_owned())
        };
        self.city.with(|city| city.as_ref().and_then(named))
    }

    /// Whether a layer is on.
    pub fn shows(self, layer: LayerName) -> bool {
        self.visible().contains(&layer)
    }

    /// The layer whose density planning asks. While a city is being read nobody knows yet what it lacks.
    pub fn density_layer(self) -> LayerName {
        let present = if self.partial.with(Option::is_some) { None } else { self.present() };
        self.app.planning.with(|p| p.density_layer(&present.unwrap_or_default()))
    }

    /// Asks for another layer's density.
    pub fn set_density_layer(self, layer: LayerName) {
        let present = untrack(|| self.present()).unwrap_or_default();
        self.app.planning.update(|p| p.set_density_layer(layer, &present));
    }

    /// Turns a layer on or off.
    pub fn set_visible(self, layer: LayerName, on: bool) {
        let mut view = untrack(|| self.app.snapshot());
        // While the first city is being read nobody knows yet what it lacks: the workbench's own layers count as there.
        let present = untrack(|| self.present()).unwrap_or_else(|| view.own_layers());
        view.set_visible(layer, on, &present);
        assign(self.app.layers, view.layers);
    }

    /// The layers of the open city that have something in them.
    fn present(self) -> Option<Vec<LayerName>> {
        self.city.with(|c| c.as_ref().map(|c| c.present()))
    }

    /// Asks; an answer that a newer question has overtaken is dropped silently.
    pub fn ask(self, request: Request, then: impl FnOnce(Result<Reply, EngineError>) + 'static) {
        let Some(engine) = self.engine() else { return };
        spawn_local(async move {
            match engine.ask(request).await {
                Err(EngineError::Stale) => {}
                answer => then(answer),
            }
        });
    }

    /// Asks, and shows what went wrong, if anything did.
    pub fn ask_or_say(self, request: Request, then: impl FnOnce(Reply) + 'static) {
        self.ask(request, move |answer| match answer {
            Ok(reply) => then(reply),
            Err(error) => self.say_trouble(error),
        });
    }

    /// Shows an error. A stopped engine is announced by its restart instead.
    pub fn say_trouble(self, error: EngineError) {
        if !matches!(error, EngineError::Stopped(_) | EngineError::Stale) {
            self.trouble.try_set(Some(Trouble::Refused(error)));
        }
    }

    /// Opens the dataset that a link names; none is the one that the page was built with.
    pub fn open_address(self, address: Option<String>) {
        let Some(engine) = self.engine() else { return };
        let here = document().base_uri().ok().flatten().unwrap_or_default();
        let named = address.as_deref().unwrap_or(DEFAULT_CITY);
        let url = web_sys::Url::new_with_base(named, &here).map_or_else(|_| named.to_owned(), |url| url.href());
        self.begin_opening();
        spawn_local(async move {
            let answer = engine.open_url(url).await;
            if self.opened(answer) {
                self.address.try_set_value(Some(address));
                self.copied.try_set(None);
            }
        });
    }

    /// Opens a dataset from the reader's own machine. No link can name it.
    pub fn open_files(self, files: Picked) {
        if !files.is_empty() {
            self.leave_place();
            self.open_own(files, Copied::Offered);
        }
    }

    /// Opens a copy that this browser kept.
    pub fn open_copy(self, files: Picked, city: KeptCity) {
        self.leave_place();
        self.open_own(files, Copied::Made(city));
    }

    /// Forgets where the view was and what was chosen: another city has other places.
    fn leave_place(self) {
        self.app.camera.set(None);
        self.app.selected.set(None);
        self.app.pin.set(None);
        self.app.area.set(None);
        clear_roads(self.app);
    }

    /// Opens the reader's own data in the view that the page has.
    pub fn open_own(self, files: Picked, copied: Copied) {
        let Some(engine) = self.engine() else { return };
        self.begin_opening();
        spawn_local(async move {
            let answer = engine.open_files(files).await;
            if self.opened(answer) {
                self.address.try_set_value(None);
                self.copied.try_set(Some(copied));
                assign(self.app.city, None);
            }
        });
    }

    /// Takes a dataset of a reader's own table into the open city, or makes it the city where none is open. What was
    /// computed of the city is computed anew, and the map turns to the rows.
    pub fn add_own(self, files: Picked, layer: LayerName, bounds: Option<LngLatBox>, replaces: bool) {
        let Some(engine) = self.engine() else { return };
        if self.city.with_untracked(Option::is_none) {
            return self.open_files(files);
        }
        if replaces {
            // Its rows are others now.
            self.app.selected.set(None);
            self.app.pin.set(None);
        }
        self.begin_opening();
        spawn_local(async move {
            let answer = engine.join(files).await;
            self.opening.try_set(None);
            match answer {
                Ok(Reply::Opened(info)) => {
                    self.take_city(*info);
                    self.set_visible(layer, true);
                    if let Some(bounds) = bounds {
                        self.desk.order(CameraMove::Fit { bounds: with_room(bounds), max_zoom: OWN_ZOOM });
                    }
                }
                Ok(_) => {}
                Err(error) => self.say_trouble(error),
            }
        });
    }

    /// Compares what is open with an earlier dataset.
    pub fn compare(self, older: Picked) {
        let Some(engine) = self.engine().filter(|_| !older.is_empty()) else { return };
        self.answers.changes.set(None);
        self.comparing.set(true);
        spawn_local(async move {
            let answer = engine.compare(older).await;
            if answer == Err(EngineError::Stale) {
                return;
            }
            self.comparing.try_set(false);
            match answer {
                Ok(Reply::Changes(table)) => drop(self.answers.changes.try_set(Some(Arc::new(*table)))),
                Ok(_) => {}
                Err(EngineError::Dataset(why)) => drop(self.trouble.try_set(Some(Trouble::NotOpened(why)))),
                Err(error) => self.say_trouble(error),
            }
        });
    }

    /// Gives a comparison up.
    pub fn cancel_comparing(self) {
        self.comparing.set(false);
        if let Some(engine) = self.engine() {
            engine.cancel("changes");
        }
    }

    /// The open city came from the reader's own machine.
    pub fn is_own(self) -> bool {
        self.copied.with_untracked(Option::is_some)
    }

    /// Follows a view that Back or Forward brought: its dataset, its camera.
    pub fn restore(self, view: &View) {
        if self.address.get_value().is_some_and(|open| open != view.city) {
            self.open_address(view.city.clone());
        }
        let bounds = self.city.with_untracked(|c| c.as_ref().and_then(|c| c.bounds));
        self.desk.show(view.camera, bounds, true);
    }

    fn begin_opening(self) {
        self.trouble.try_set(None);
        self.opening.try_set(Some(Opening::default()));
    }

    /// Takes over an opened city; says whether there is one.
    fn opened(self, answer: Result<Reply, EngineError>) -> bool {
        if answer == Err(EngineError::Stale) {
            return false;
        }
        self.opening.try_set(None);
        if !matches!(answer, Ok(Reply::Opened(_))) {
            self.show_old();
        }
        match answer {
            Ok(Reply::Opened(info)) => {
                self.partial.try_set(None);
                self.show_city(&info);
                self.take_city(*info);
                true
            }
            Ok(_) => false,
            Err(EngineError::Stopped(_)) => false,
            Err(EngineError::Dataset(why)) => {
                self.trouble.try_set(Some(Trouble::NotOpened(why)));
                false
            }
            Err(error) => {
                self.say_trouble(error);
                false
            }
        }
    }

    /// Turns the map to a city, unless the link says where to look.
    fn show_city(self, info: &CityInfo) {
        if let Some(camera) = self.app.camera.try_get_untracked() {
            self.desk.show(camera, home(self.desk, info), false);
        }
    }

    fn take_city(self, info: CityInfo) {
        self.answers.clear();
        self.road_rows.try_set(HashMap::new());
        let mut planning = self.app.planning.try_get_untracked().unwrap_or_default();
        planning.begin_in(&info.present(), info.rated);
        assign(self.app.planning, planning);
        self.city.try_set(Some(Arc::new(info)));
    }

    /// What the engine says by itself.
    fn hear(self, event: Event) {
        match event {
            Event::Ready => {}
            Event::Progress(progress) => {
                self.opening.try_update(|opening| {
                    if let Some(opening) = opening {
                        opening.take(progress);
                    }
                });
            }
            Event::Partial(info) => {
                if self.partial.try_with_untracked(Option::is_none) == Some(true) {
                    self.show_city(&info);
                }
                self.partial.try_set(Some(Arc::new(*info)));
            }
            Event::Restarted { reason, doing, reopened } => {
                self.computing.try_set(false);
                self.opening.try_set(None);
                self.partial.try_set(None);
                self.connect_map();
                let back = reopened.is_some();
                if let Some(info) = reopened {
                    self.take_city(*info);
                }
                self.trouble.try_set(Some(Trouble::Restarted { doing, reason, reopened: back }));
            }
        }
    }
}

/// A box that a few things at one place can be seen in: at least some two kilometres wide.
fn with_room(b: LngLatBox) -> LngLatBox {
    const LEAST: f64 = 0.02;
    let (x, y) = ((LEAST - (b.east - b.west)).max(0.0) / 2.0, (LEAST - (b.north - b.south)).max(0.0) / 2.0);
    LngLatBox { west: b.west - x, south: b.south - y, east: b.east + x, north: b.north + y }
}

impl Opening {
    fn take(&mut self, progress: Progress) {
        match self.parts.iter_mut().find(|p| p.what == progress.what) {
            Some(part) => *part = progress,
            None => self.parts.push(progress),
        }
    }
}
