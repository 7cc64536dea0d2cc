//! Corrections made by hand: the form that makes one, the list of them, and what a corrected thing's card says.

mod card;
mod form;
mod list;

pub use card::{correct_button, correct_field, corrected};
pub use form::{CorrectForm, PickingBar};
pub use list::CorrectionList;

use super::address::here;
use super::desk::{Desk, Dialog};
use super::inspector::look_at_heading;
use super::session::{Session, Trouble};
use super::state::AppState;
use super::words::Word;
use crate::dataset::patches::Counts;
use crate::domain::{Act, Correction, Words};
use crate::engine::{Correctable, CorrectionRow, EngineError, FeatureRef, NamedBytes, Reply, Request};
use crate::platform::{files, today};
use crate::text::Lang;
use crate::units::LngLat;
use crate::view::FeatureId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Has the browser ask before the page is closed with corrections that are not saved, as long as the owner lives.
pub fn guard_closing(session: Session) {
    let closing = window_event_listener(leptos::ev::beforeunload, move |ev| {
        if session.correct.unsaved.try_get_untracked() == Some(true) {
            ev.prevent_default();
        }
    });
    on_cleanup(move || closing.remove());
}

/// What is wrong with a thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// A value.
    #[default]
    Value,
    /// Where it is.
    Position,
    /// It is there twice.
    Same,
    /// It is not there.
    Gone,
}

/// A correction that was the last step taken, as long as the view is what it was then.
#[derive(Clone, Debug)]
struct LastStep {
    /// The view right after it.
    view: String,
    /// Its place in the list while it is in force.
    place: Option<u32>,
    /// What it is.
    correction: Correction,
}

/// The correction that is being made, and the list of those that were.
#[derive(Clone, Copy)]
pub struct Correcting {
    /// What can be put right.
    pub form: RwSignal<Option<Arc<Correctable>>>,
    /// What is wrong.
    pub what: RwSignal<What>,
    /// The field.
    pub field: RwSignal<String>,
    /// Its value; empty is unknown.
    pub value: RwSignal<String>,
    /// Where it lies.
    pub spot: RwSignal<Option<LngLat>>,
    /// The place among those that are near of the one that is the same.
    pub same: RwSignal<Option<usize>>,
    /// The other one stays.
    pub other_stays: RwSignal<bool>,
    /// Why.
    pub reason: RwSignal<String>,
    /// Who says so.
    pub who: RwSignal<String>,
    /// Why the engine does not take it.
    pub refused: RwSignal<Option<Words>>,
    /// An answer is on its way.
    pub busy: RwSignal<bool>,
    /// The next click on the map says where it lies.
    pub picking: RwSignal<bool>,
    /// The list.
    pub list: RwSignal<Option<Arc<Vec<CorrectionRow>>>>,
    /// There are corrections that no file has.
    pub unsaved: RwSignal<bool>,
    /// What undoing takes back, or redoing does again.
    last: RwSignal<Option<LastStep>>,
    /// So many the city came with.
    came: StoredValue<u32>,
}

impl Correcting {
    /// None.
    pub fn new() -> Self {
        Self {
            form: RwSignal::new(None),
            what: RwSignal::new(What::Value),
            field: RwSignal::new(String::new()),
            value: RwSignal::new(String::new()),
            spot: RwSignal::new(None),
            same: RwSignal::new(None),
            other_stays: RwSignal::new(false),
            reason: RwSignal::new(String::new()),
            who: RwSignal::new(String::new()),
            refused: RwSignal::new(None),
            busy: RwSignal::new(false),
            picking: RwSignal::new(false),
            list: RwSignal::new(None),
            unsaved: RwSignal::new(false),
            last: RwSignal::new(None),
            came: StoredValue::new(0),
        }
    }

    /// Begins anew with a city and the corrections that it came with.
    pub fn begin(self, came: u32) {
        self.list.try_set(None);
        self.unsaved.try_set(false);
        self.last.try_set(None);
        self.came.try_set_value(came);
    }

    /// Goes on in the same city, whose rows have changed.
    pub fn go_on(self) {
        self.list.try_set(None);
        self.last.try_set(None);
    }

    /// Opens the form for a feature, at a field of it or at the first.
    pub fn open(self, session: Session, desk: Desk, of: FeatureRef, field: Option<String>) {
        session.ask_or_say(Request::Correctable(of), move |reply| {
            let Reply::Correctable(form) = reply else { return };
            self.forget();
            let first = form.fields.iter().find(|f| Some(&f.field) == field.as_ref()).or(form.fields.first());
            self.field.try_set(first.map(|f| f.field.clone()).unwrap_or_default());
            self.value.try_set(first.and_then(|f| f.now.clone()).unwrap_or_default());
            self.form.try_set(Some(Arc::new(*form)));
            desk.dialog.try_set(Some(Dialog::Correct));
        });
    }

    /// Chooses the field; its value begins as what stands there.
    pub fn choose_field(self, field: String) {
        let now = self
            .form
            .with_untracked(|form| form.as_ref()?.fields.iter().find(|f| f.field == field).and_then(|f| f.now.clone()));
        self.value.set(now.unwrap_or_default());
        self.field.set(field);
        self.refused.set(None);
    }

    /// Puts the form away and waits for a click on the map.
    pub fn pick(self, desk: Desk) {
        self.picking.set(true);
        desk.dialog.set(None);
    }

    /// A place on the map was clicked, or picking was given up.
    pub fn picked(self, desk: Desk, at: Option<LngLat>) {
        self.picking.try_set(false);
        if at.is_some() {
            self.spot.try_set(at);
            self.refused.try_set(None);
        }
        desk.dialog.try_set(Some(Dialog::Correct));
    }

    /// Forgets the correction that is being made. Who makes it stays the same.
    pub fn forget(self) {
        self.form.try_set(None);
        self.what.try_set(What::Value);
        self.spot.try_set(None);
        self.same.try_set(None);
        self.other_stays.try_set(false);
        self.reason.try_set(String::new());
        self.refused.try_set(None);
        self.picking.try_set(false);
    }

    /// The correction as far as it is made, and the id of what stays; none while something is missing.
    pub fn draft(self) -> Option<(Correction, Option<String>)> {
        let form = self.form.get()?;
        let own = form.hit.id.clone();
        let (id, act, stays) = match self.what.get() {
            What::Value => {
                let name = self.field.get();
                let field = form.fields.iter().find(|f| f.field == name)?;
                let to = Some(self.value.get().trim().to_owned()).filter(|value| !value.is_empty());
                if to == field.now {
                    return None;
                }
                (own.clone(), Act::Set { field: name, to, was: field.now.clone() }, Some(own))
            }
            What::Position => (own.clone(), Act::Move { to: self.spot.get()?, was: form.point? }, Some(own)),
            What::Same => {
                let other = form.alike.get(self.same.get()?)?;
                let other_id = other.hit.id.clone();
                if self.other_stays.get() {
                    (own, Act::Merge { into: other_id.clone(), was: form.stood.clone() }, Some(other_id))
                } else {
                    (other_id, Act::Merge { into: own.clone(), was: other.stood.clone() }, Some(own))
                }
            }
            What::Gone => (own, Act::Remove { was: form.stood.clone() }, None),
        };
        let (reason, who) = (self.reason.get().trim().to_owned(), self.who.get().trim().to_owned());
        Some((Correction { layer: form.hit.feature.layer, id, act, reason, who, on: today() }, stays))
    }

    /// Applies it.
    pub fn apply(self, app: AppState, session: Session, desk: Desk, lang: Lang) {
        let Some((correction, stays)) = untrack(|| self.draft()) else { return };
        let layer = correction.layer;
        self.add(app, session, correction, move || {
            desk.dialog.try_set(None);
            self.forget();
            session.toast.try_set(Some(Word::CorrectDone.said(lang).to_owned()));
            // The button that opened the form is gone with the card that it stood in.
            if stays.is_some() {
                look_at_heading(desk);
            }
            app.selected.try_set(stays.map(|id| FeatureId { layer, id }));
        });
    }

    /// Adds a correction as the last of the list and remembers it as the last step.
    fn add(self, app: AppState, session: Session, correction: Correction, then: impl FnOnce() + 'static) {
        let last = correction.clone();
        self.change(session, Request::Correct(Box::new(correction)), move |counts| {
            then();
            let place = Some(counts.all().saturating_sub(1));
            self.last.try_set(Some(LastStep { view: untrack(|| here(app)), place, correction: last }));
        });
    }

    /// Takes one back, by its place in the list.
    pub fn undo(self, session: Session, place: u32, lang: Lang) {
        self.change(session, Request::Uncorrect(place), move |_| {
            session.toast.try_set(Some(Word::CorrectUndone.said(lang).to_owned()));
        });
    }

    /// Takes the last step back, or does it again, if it was a correction; whether it was.
    pub fn step(self, app: AppState, session: Session, lang: Lang, again: bool) -> bool {
        let Some(last) = self.last.get_untracked().filter(|last| last.view == untrack(|| here(app))) else {
            return false;
        };
        match (last.place, again) {
            // The one before is still on its way: a key that is held is pressed once.
            _ if self.busy.get_untracked() => {}
            (Some(place), false) => self.change(session, Request::Uncorrect(place), move |_| {
                self.last.try_set(Some(LastStep { place: None, ..last }));
                session.toast.try_set(Some(Word::CorrectUndoneRedo.said(lang).to_owned()));
            }),
            (None, true) => self.add(app, session, last.correction, move || {
                session.toast.try_set(Some(Word::CorrectDone.said(lang).to_owned()));
            }),
            _ => return false,
        }
        true
    }

    /// Takes over a file of corrections that the reader picks.
    pub fn open_file(self, session: Session) {
        spawn_local(async move {
            match files::pick_files().await {
                Ok(picked) => {
                    for (name, bytes) in picked.parts() {
                        let file = NamedBytes { name: name.clone(), bytes: bytes.to_vec() };
                        self.change(session, Request::Patch { file, instead: false }, |_| {});
                    }
                }
                Err(error) => drop(session.trouble.try_set(Some(Trouble::NotOpened(error.words())))),
            }
        });
    }

    fn change(self, session: Session, request: Request, then: impl FnOnce(Counts) + 'static) {
        let Some(engine) = session.engine() else { return };
        self.busy.try_set(true);
        self.refused.try_set(None);
        spawn_local(async move {
            let answer = engine.correct(request).await;
            self.busy.try_set(false);
            match answer {
                Ok(Reply::Opened(info)) => {
                    let counts = info.corrections;
                    session.take_corrected(*info);
                    // A city that came without any and has none again has nothing to lose.
                    self.unsaved.try_set(counts.all() > 0 || self.came.try_get_value() != Some(0));
                    then(counts);
                }
                Ok(_) => {}
                // A dialog says why.
                Err(EngineError::Correction { why, .. }) if session.has_dialog() => {
                    self.refused.try_set(Some(why));
                }
                Err(error) => session.say_trouble(error),
            }
        });
    }
}
