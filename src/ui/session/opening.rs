//! Opening a dataset: from a link, from the reader's machine, from a copy that the browser kept; a table of their own into
//! it; an earlier one beside it.

use super::{Copied, Session, Trouble};
use crate::domain::{LayerName, OwnData};
use crate::engine::{CityInfo, EngineError, Progress, Reply};
use crate::map::event::CameraMove;
use crate::platform::engine::Reopened;
use crate::platform::files::Picked;
use crate::ui::kept::home;
use crate::ui::roads::clear_roads;
use crate::ui::state::assign;
use crate::units::LngLatBox;
use crate::view::cities::KeptCity;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashMap;
use std::sync::Arc;

/// The dataset that the page shows when a link names none, relative to the page.
pub const DEFAULT_CITY: &str = "data/";

/// Own rows are shown from no nearer: what is around them is seen, too.
const OWN_ZOOM: f64 = 15.0;

/// A dataset being opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opening {
    /// What is being read, in order of appearance.
    pub parts: Vec<Progress>,
}

impl Session {
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
    pub(super) fn show_old(self) {
        let was_drawn = self.partial.try_get_untracked().flatten().is_some();
        self.partial.try_set(None);
        if let Some(city) = self.city.try_get_untracked().flatten().filter(|_| was_drawn) {
            self.show_city(&city);
        }
    }

    /// Opens the dataset that a link names; none is the one that the page was built with.
    pub fn open_address(self, address: Option<String>) {
        let Some(engine) = self.engine() else { return };
        let url = full_address(address.as_deref().unwrap_or(DEFAULT_CITY));
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
            self.open_own(files, Vec::new(), Copied::Offered);
        }
    }

    /// Opens a copy that this browser kept, with the tables that were joined to it.
    pub fn open_copy(self, files: Picked, joined: Vec<Picked>, city: KeptCity) {
        self.leave_place();
        self.open_own(files, joined, Copied::Made(city));
    }

    /// Forgets where the view was and what was chosen: another city has other places.
    fn leave_place(self) {
        self.app.camera.set(None);
        self.app.selected.set(None);
        self.app.pin.set(None);
        self.app.area.set(None);
        clear_roads(self.app);
    }

    /// Opens the reader's own data in the view that the page has, and joins own tables to it.
    pub fn open_own(self, files: Picked, joined: Vec<Picked>, copied: Copied) {
        let Some(engine) = self.engine() else { return };
        self.begin_opening();
        spawn_local(async move {
            let (answer, failed) = parted(engine.open_with(files, joined).await);
            if self.opened(answer) {
                self.address.try_set_value(None);
                self.copied.try_set(Some(copied));
                assign(self.app.city, None);
                self.say_first(failed);
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
        let city = self.city.with_untracked(|city| city.as_ref().and_then(|city| city.bounds));
        self.begin_opening();
        spawn_local(async move {
            let answer = engine.join(files).await;
            self.opening.try_set(None);
            match answer {
                Ok(Reply::Opened(info)) => {
                    self.take_corrected(*info);
                    self.offer_copy();
                    self.set_visible(layer, true);
                    if let Some(bounds) = bounds.map(|rows| within(rows, city)) {
                        self.desk.order(CameraMove::Fit { bounds: with_room(bounds), max_zoom: OWN_ZOOM });
                    }
                }
                Ok(_) => {}
                Err(error) => self.say_trouble(error),
            }
        });
    }

    /// Takes an own table away again. The city is as it was before the table was joined.
    pub fn remove_own(self, own: OwnData) {
        let Some(engine) = self.engine() else { return };
        // Rows are others now.
        self.app.selected.set(None);
        self.app.pin.set(None);
        self.begin_opening();
        spawn_local(async move {
            let (answer, failed) = parted(engine.unjoin(&own).await);
            // Another opening took over.
            if answer == Err(EngineError::Stale) {
                return;
            }
            self.opening.try_set(None);
            self.partial.try_set(None);
            match answer {
                Ok(Reply::Opened(info)) => {
                    self.take_corrected(*info);
                    self.offer_copy();
                    self.say_first(failed);
                }
                Ok(_) => {}
                Err(error) => self.say_trouble(error),
            }
        });
    }

    /// Says what could not be put back; where it is more than one thing, the first.
    fn say_first(self, failed: Vec<EngineError>) {
        if let Some(error) = failed.into_iter().next() {
            self.say_trouble(error);
        }
    }

    /// A copy that this browser keeps has not what was joined or taken away since: another is offered.
    fn offer_copy(self) {
        if matches!(self.copied.try_get_untracked().flatten(), Some(Copied::Made(_))) {
            self.copied.try_set(Some(Copied::Offered));
        }
    }

    /// Compares what is open with an earlier dataset.
    pub fn compare(self, older: Picked) {
        let Some(engine) = self.engine().filter(|_| !older.is_empty()) else { return };
        let open = engine.files().map(|files| files.called());
        let open = open.or_else(|| self.app.city.get_untracked()).unwrap_or_default();
        self.compared_files.set([older.called(), open]);
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
    pub(super) fn show_city(self, info: &CityInfo) {
        if let Some(camera) = self.app.camera.try_get_untracked() {
            self.desk.show(camera, home(self.desk, info), false);
        }
    }

    /// Takes over the open city as corrections leave it.
    pub fn take_corrected(self, info: CityInfo) {
        self.correct.go_on();
        self.show_anew(info);
    }

    pub(super) fn take_city(self, info: CityInfo) {
        self.correct.begin(info.corrections.all());
        self.show_anew(info);
    }

    /// A link may name a district that the city does not have: it is said, and the whole city is asked about.
    fn leave_unknown_districts(self, info: &CityInfo) {
        let unknown = |id: Option<&String>| id.filter(|id| info.districts.iter().all(|d| d.id != **id)).cloned();
        let of_planning = self.app.planning.try_with_untracked(|p| unknown(p.district.as_ref())).flatten();
        let of_fire = self.app.fire.try_with_untracked(|f| unknown(f.district.as_ref())).flatten();
        if of_planning.is_some() {
            self.app.planning.try_update(|p| p.district = None);
        }
        if of_fire.is_some() {
            self.app.fire.try_update(|f| f.district = None);
        }
        if let Some(id) = of_planning.or(of_fire) {
            self.say_trouble(EngineError::NotThere(format!("{}:{id}", LayerName::Districts.code())));
        }
    }

    fn show_anew(self, info: CityInfo) {
        self.answers.clear();
        self.road_rows.try_set(HashMap::new());
        let mut planning = self.app.planning.try_get_untracked().unwrap_or_default();
        planning.begin_in(&info.present(), info.rated);
        assign(self.app.planning, planning);
        self.leave_unknown_districts(&info);
        self.city.try_set(Some(Arc::new(info)));
    }
}

impl Opening {
    /// Takes over how far it is.
    pub fn take(&mut self, progress: Progress) {
        match self.parts.iter_mut().find(|p| p.what == progress.what) {
            Some(part) => *part = progress,
            None => self.parts.push(progress),
        }
    }
}

/// The part of some rows' box that lies in the city, as far as one does: a stray row does not take the map away.
fn within(rows: LngLatBox, city: Option<LngLatBox>) -> LngLatBox {
    city.and_then(|city| rows.intersection(city)).unwrap_or(rows)
}

/// An address that may be relative to the page.
pub fn full_address(named: &str) -> String {
    let here = document().base_uri().ok().flatten().unwrap_or_default();
    web_sys::Url::new_with_base(named, &here).map_or_else(|_| named.to_owned(), |url| url.href())
}

/// A reopened city as an answer, and what could not be put back.
fn parted(answer: Result<Reopened, EngineError>) -> (Result<Reply, EngineError>, Vec<EngineError>) {
    match answer {
        Ok(Reopened { city, failed }) => (Ok(Reply::Opened(city)), failed),
        Err(error) => (Err(error), Vec::new()),
    }
}

/// A box that a few things at one place can be seen in: at least some two kilometres wide.
fn with_room(b: LngLatBox) -> LngLatBox {
    const LEAST: f64 = 0.02;
    let (x, y) = ((LEAST - (b.east - b.west)).max(0.0) / 2.0, (LEAST - (b.north - b.south)).max(0.0) / 2.0);
    LngLatBox { west: b.west - x, south: b.south - y, east: b.east + x, north: b.north + y }
}
