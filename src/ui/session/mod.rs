//! The engine and what it has answered: state that a link does not keep and a reload computes again.

mod answers;
mod opening;

pub use answers::Answers;
pub use opening::{DEFAULT_CITY, Opening, full_address};

use super::beside::Beside;
use super::correct::Correcting;
use super::desk::Desk;
use super::own::Own;
use super::state::{AppState, assign};
use crate::domain::{LayerName, Words};
use crate::engine::{CityInfo, EngineError, Reply, Request};
use crate::map::{self, Channel};
use crate::platform::engine::{Engine, Event};
use crate::text::Lang;
use crate::units::LngLatBox;
use crate::view::View;
use crate::view::cities::KeptCity;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashMap;
use std::sync::Arc;

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
    /// The engine of the city beside this one stopped, with the message that it left.
    OtherStopped(String),
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
    /// What the earlier dataset and the open one are called where they lie; empty for what came with the page.
    pub compared_files: RwSignal<[String; 2]>,
    /// The workbench's answer is being computed.
    pub computing: RwSignal<bool>,
    /// Rows of the selected road sections, by id, as far as the engine has told them.
    pub road_rows: RwSignal<HashMap<String, u32>>,
    /// Answers.
    pub answers: Answers,
    /// A table of the reader's own that is being matched.
    pub own: Own,
    /// Corrections made by hand.
    pub correct: Correcting,
    /// Another city beside the open one.
    pub beside: Beside,
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
            compared_files: RwSignal::new(Default::default()),
            computing: RwSignal::new(false),
            road_rows: RwSignal::new(HashMap::new()),
            answers: Answers::new(),
            own: Own::new(),
            correct: Correcting::new(),
            beside: Beside::new(),
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
            Some(Ok(port)) => map::set_tile_port(Channel::Open, &port),
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

    /// The day of the open city's data, YYYY-MM-DD; none before one is open, empty where its manifest names none.
    pub fn data_day(self) -> Option<String> {
        self.city.with(|city| city.as_ref().map(|city| city.as_of.clone()))
    }

    /// What the map shows, once it rests.
    pub fn seen(self) -> Option<LngLatBox> {
        self.desk.bounds.get()
    }

    /// Whether time runs through the crashes by itself.
    pub fn is_playing(self) -> bool {
        self.desk.playing.get()
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

    /// Whether a dialog stands on the page.
    pub fn has_dialog(self) -> bool {
        self.desk.dialog.try_get_untracked().flatten().is_some()
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

    /// Follows a view that Back or Forward brought: its dataset, its camera.
    pub fn restore(self, view: &View) {
        if self.address.get_value().is_some_and(|open| open != view.city) {
            self.open_address(view.city.clone());
        }
        let bounds = self.city.with_untracked(|c| c.as_ref().and_then(|c| c.bounds));
        self.desk.show(view.camera, bounds, true);
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
