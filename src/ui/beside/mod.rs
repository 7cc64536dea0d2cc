//! Another city beside the open one: opened in an engine of its own, asked what the open city is asked, in the same classes.
//! The engine is not started before somebody asks for a city, and ends with the comparison.

mod asks;
mod choose;
mod panel;

pub use asks::{answered, front, keep_beside, names, waits};
pub use choose::{ChooseCity, take};
pub use panel::{Begin, TwoCities};

use super::session::{Opening, Session, Trouble};
use super::state::{AppState, assign};
use crate::engine::{CityFigures, CityInfo, EngineError, Hit, Reply, Request};
use crate::map::{self, Channel};
use crate::platform::engine::{Engine, Event, Reopened};
use crate::platform::files::Picked;
use crate::surface::Breaks;
use crate::view::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Whose classes both maps have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// The open city's.
    #[default]
    Open,
    /// The other one's.
    Other,
}

/// Where another city is.
pub enum Source {
    /// Files of the reader's machine, and those of own tables that belong to them.
    Files(Picked, Vec<Picked>),
    /// An address, relative to the page.
    Address(&'static str),
}

/// What was asked of the other city, with the answer.
pub type Answered = Option<Arc<(Request, Result<Reply, EngineError>)>>;

/// The other city's classes in the place of a workbench's own.
#[derive(Clone, Debug)]
struct Locked {
    /// Of which workbench.
    role: Role,
    /// The question whose answer they were cut over.
    asked: Request,
    /// How the workbench cut before.
    before: Breaks,
    /// The other city's edges.
    edges: Breaks,
}

/// The other city.
#[derive(Clone, Copy)]
pub struct Beside {
    engine: StoredValue<Option<Engine>, LocalStorage>,
    /// Counts the cities: what is said of one that was let go is not heard.
    number: StoredValue<u32>,
    /// It is being read.
    pub opening: RwSignal<Option<Opening>>,
    /// It is open.
    pub city: RwSignal<Option<Arc<CityInfo>>>,
    /// Its answer to the workbench's question.
    pub answer: RwSignal<Answered>,
    /// The figures of the open city, by its generation.
    pub figures: RwSignal<Option<(u32, Arc<CityFigures>)>>,
    /// The figures of the other city, or why there are none.
    pub its_figures: RwSignal<Option<Result<Arc<CityFigures>, EngineError>>>,
    /// The feature of it that was clicked.
    pub looked_at: RwSignal<Option<Arc<Hit>>>,
    /// The classes that were taken from it.
    locked: RwSignal<Option<Locked>>,
    /// Counts what it is asked again.
    again: RwSignal<u32>,
}

impl Beside {
    /// None.
    pub fn new() -> Self {
        Self {
            engine: StoredValue::new_local(None),
            number: StoredValue::new(0),
            opening: RwSignal::new(None),
            city: RwSignal::new(None),
            answer: RwSignal::new(None),
            figures: RwSignal::new(None),
            its_figures: RwSignal::new(None),
            looked_at: RwSignal::new(None),
            locked: RwSignal::new(None),
            again: RwSignal::new(0),
        }
    }

    /// Whether a city is beside the open one, or on its way.
    pub fn is_there(self) -> bool {
        self.city.with(Option::is_some) || self.opening.with(Option::is_some)
    }

    /// Opens a city beside the open one, in the place of the one that is there.
    pub fn open(self, app: AppState, session: Session, source: Source) {
        self.close(app);
        let Some(number) = self.number.try_get_value() else { return };
        let hear = move |event| self.hear(app, session, number, event);
        let engine = match session.engine().map(|engine| engine.beside(hear)) {
            Some(Ok(engine)) => engine,
            Some(Err(error)) => {
                session.trouble.try_set(Some(Trouble::NoEngine(error.to_string())));
                return;
            }
            None => return,
        };
        session.trouble.try_set(None);
        self.engine.set_value(Some(engine.clone()));
        self.opening.set(Some(Opening::default()));
        spawn_local(async move {
            let answer = match source {
                // A table that cannot be joined is no other city: its figures would say less than it has.
                Source::Files(files, tables) => match engine.open_with(files, tables).await {
                    Ok(Reopened { city, failed }) => failed.into_iter().next().map_or(Ok(Reply::Opened(city)), Err),
                    Err(error) => Err(error),
                },
                Source::Address(address) => engine.open_url(super::session::full_address(address)).await,
            };
            if self.number.try_get_value() == Some(number) {
                self.opened(app, session, &engine, answer);
            }
        });
    }

    fn opened(self, app: AppState, session: Session, engine: &Engine, answer: Result<Reply, EngineError>) {
        self.opening.try_set(None);
        let error = match answer {
            Ok(Reply::Opened(info)) => match engine.tile_port() {
                Ok(port) => {
                    map::set_tile_port(Channel::Beside, &port);
                    // One comparison at a time.
                    assign(app.compare, None);
                    self.city.try_set(Some(Arc::new(*info)));
                    return;
                }
                Err(error) => Trouble::MapFailed(error.to_string()),
            },
            // Its end is told where it is heard.
            Ok(_) | Err(EngineError::Stale | EngineError::Stopped(_)) => return,
            Err(EngineError::Dataset(why)) => Trouble::NotOpened(why),
            Err(error) => Trouble::Refused(error),
        };
        self.close(app);
        session.trouble.try_set(Some(error));
    }

    /// Lets the city go: its engine ends, and its memory is free.
    pub fn close(self, app: AppState) {
        self.number.try_update_value(|n| *n += 1);
        if let Some(engine) = self.engine.try_update_value(Option::take).flatten() {
            engine.end();
        }
        self.opening.try_set(None);
        self.city.try_set(None);
        self.answer.try_set(None);
        self.its_figures.try_set(None);
        self.looked_at.try_set(None);
        asks::give_back(self, app);
        map::end_tile_port(Channel::Beside);
    }

    /// Asks its engine; an answer that comes when another city is there is dropped.
    pub fn ask(self, request: Request, then: impl FnOnce(Result<Reply, EngineError>) + 'static) {
        let Some(engine) = self.engine.try_get_value().flatten() else { return };
        let number = self.number.try_get_value();
        spawn_local(async move {
            let answer = engine.ask(request).await;
            if self.number.try_get_value() == number && answer != Err(EngineError::Stale) {
                then(answer);
            }
        });
    }

    /// What its engine says by itself. One that stopped is not started anew: what ended it once may end it again, and the
    /// open city needs the memory.
    fn hear(self, app: AppState, session: Session, number: u32, event: Event) {
        if self.number.try_get_value() != Some(number) {
            return;
        }
        match event {
            Event::Progress(progress) => {
                self.opening.try_update(|opening| {
                    if let Some(opening) = opening {
                        opening.take(progress);
                    }
                });
            }
            Event::Restarted { reason, .. } => {
                self.close(app);
                session.trouble.try_set(Some(Trouble::OtherStopped(reason)));
            }
            Event::Ready | Event::Partial(_) => {}
        }
    }
}
