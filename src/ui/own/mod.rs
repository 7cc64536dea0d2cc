//! A table of the reader's own: matched to fields by an importer that lives as long as the form, then joined to the city.

mod columns;
mod form;
mod place;
mod result;
mod template;

pub use form::OwnTableForm;
pub use template::Templates;

use super::desk::{Desk, Dialog};
use super::session::{Session, Trouble};
use crate::dataset::own::{ColumnUse, OwnAsk, OwnChoice, OwnGuess, OwnOutcome, OwnPlace, OwnTable, Sure};
use crate::domain::{FieldType, LayerName, Words, schema};
use crate::engine::{EngineError, Export, NamedBytes, OnRoads, Reply, Request};
use crate::platform::files::{self, Picked};
use crate::platform::importer::Importer;
use crate::platform::today;
use crate::text::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The table that is being matched.
#[derive(Clone, Copy)]
pub struct Own {
    importer: StoredValue<Option<Importer>, LocalStorage>,
    /// Counts the questions, so that only the newest answer is shown.
    asked: StoredValue<u32>,
    /// What it holds.
    pub table: RwSignal<Option<Arc<OwnTable>>>,
    /// How it is best read.
    pub guess: RwSignal<Option<Arc<OwnGuess>>>,
    /// How it is to be read.
    pub choice: RwSignal<Option<OwnChoice>>,
    /// What would come of it.
    pub outcome: RwSignal<Option<Arc<OwnOutcome>>>,
    /// What the city's roads say of the system.
    pub roads: RwSignal<Option<OnRoads>>,
    /// An answer is on its way.
    pub busy: RwSignal<bool>,
}

impl Own {
    /// None.
    pub fn new() -> Self {
        Self {
            importer: StoredValue::new_local(None),
            asked: StoredValue::new(0),
            table: RwSignal::new(None),
            guess: RwSignal::new(None),
            choice: RwSignal::new(None),
            outcome: RwSignal::new(None),
            roads: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Looks at a table. What is none is said, and the city stays.
    pub fn look(self, session: Session, desk: Desk, files: Picked) {
        self.forget();
        session.trouble.try_set(None);
        let Some(engine) = session.engine() else { return };
        let importer = match engine.look() {
            Ok(importer) => importer,
            Err(error) => {
                session.trouble.try_set(Some(Trouble::NotOpened(Words::same(error.to_string()))));
                return;
            }
        };
        self.importer.set_value(Some(importer.clone()));
        self.busy.set(true);
        desk.dialog.try_set(Some(Dialog::Own));
        spawn_local(async move {
            match importer.hold(&files).await {
                Ok(_) => self.read_as(session, desk, None),
                Err(error) => self.give_up(session, desk, error),
            }
        });
    }

    /// Reads it as a layer, or as whichever it seems to be.
    pub fn read_as(self, session: Session, desk: Desk, layer: Option<LayerName>) {
        let into = place(session);
        self.ask(session, desk, OwnAsk::Guess { layer, into }, move |reply| {
            if let Reply::OwnGuess(table, guess) = reply {
                self.roads.try_set(None);
                self.table.try_set(Some(Arc::new(*table)));
                self.choice.try_set(Some(guess.choice.clone()));
                self.guess.try_set(Some(Arc::new(*guess)));
                self.judge(session, desk);
            }
        });
    }

    /// Changes the choice, and asks what comes of it.
    pub fn choose(self, session: Session, desk: Desk, change: impl FnOnce(&mut OwnChoice)) {
        self.choice.update(|choice| {
            if let Some(choice) = choice {
                change(choice);
            }
        });
        self.judge(session, desk);
    }

    fn judge(self, session: Session, desk: Desk) {
        let Some(choice) = self.choice.get_untracked() else { return };
        self.ask(session, desk, OwnAsk::Judge { choice, into: place(session) }, move |reply| {
            if let Reply::OwnOutcome(outcome) = reply {
                self.hold_against_roads(session, desk, &outcome);
                self.outcome.try_set(Some(Arc::new(*outcome)));
            }
        });
    }

    /// Degrees that do not say their system may lie on roads in one of them alone: said, and chosen as long as the reader
    /// has not.
    fn hold_against_roads(self, session: Session, desk: Desk, outcome: &OwnOutcome) {
        let known = self.guess.with_untracked(|g| g.as_ref().is_none_or(|g| g.system_sure > Sure::Asked));
        let city = session.city.with_untracked(Option::is_some);
        if known || !city || outcome.degrees.is_empty() || self.roads.with_untracked(Option::is_some) {
            return;
        }
        let number = self.asked.get_value();
        session.ask(Request::OnRoads(outcome.degrees.clone()), move |answer| {
            let Ok(Reply::OnRoads(Some(found))) = answer else { return };
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            self.roads.try_set(Some(found));
            let open = self.choice.with_untracked(|c| c.as_ref().is_some_and(|c| c.system.is_none()));
            if let Some(code) = found.verdict().filter(|_| open) {
                self.choose(session, desk, |c| c.system = Some(code.to_owned()));
            }
        });
    }

    /// Adds it to the city.
    pub fn add(self, session: Session, desk: Desk) {
        let Some(choice) = self.choice.get_untracked() else { return };
        let (layer, replaces) = (choice.layer, choice.replaces);
        let bounds = self.outcome.with_untracked(|o| o.as_ref().and_then(|o| o.bounds));
        self.ask(session, desk, OwnAsk::Take { choice, into: place(session) }, move |reply| {
            if let Reply::Imported(files) = reply {
                let parts = files.into_iter().map(|f| (f.name, js_sys::Uint8Array::from(f.bytes.as_slice())));
                let files = Picked::from_parts(parts.collect());
                desk.dialog.try_set(None);
                session.add_own(files, layer, bounds, replaces);
            }
        });
    }

    /// Saves the rows that would not be taken.
    pub fn save_rejected(self, session: Session, desk: Desk, lang: Lang) {
        let Some(choice) = self.choice.get_untracked() else { return };
        let ask = OwnAsk::Rejected { choice, into: place(session), zh: lang == Lang::Zh };
        self.ask(session, desk, ask, move |reply| {
            if let Reply::File(file) = reply {
                save(session, &file);
            }
        });
    }

    /// Saves the plan that says how it is read.
    pub fn save_plan(self, session: Session) {
        let plan = self.outcome.with_untracked(|o| o.as_ref().map(|o| o.plan.clone()));
        let file = self.table.with_untracked(|t| t.as_ref().map(|t| t.file.clone()));
        if let (Some(plan), Some(file)) = (plan, file) {
            let stem = file.split('.').next().unwrap_or(&file);
            save(session, &NamedBytes { name: format!("{stem}.toml"), bytes: plan.into_bytes() });
        }
    }

    /// Ends the importer and forgets the table.
    pub fn forget(self) {
        self.importer.try_set_value(None);
        self.asked.try_update_value(|n| *n += 1);
        self.table.try_set(None);
        self.guess.try_set(None);
        self.choice.try_set(None);
        self.outcome.try_set(None);
        self.roads.try_set(None);
        self.busy.try_set(false);
    }

    fn ask(self, session: Session, desk: Desk, ask: OwnAsk, then: impl FnOnce(Reply) + 'static) {
        let Some(importer) = self.importer.try_get_value().flatten() else { return };
        let Some(number) = self.asked.try_update_value(|n| {
            *n += 1;
            *n
        }) else {
            return;
        };
        self.busy.try_set(true);
        spawn_local(async move {
            let answer = importer.ask(ask).await;
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            self.busy.try_set(false);
            match answer {
                Ok(reply) => then(reply),
                Err(error) => self.give_up(session, desk, error),
            }
        });
    }

    fn give_up(self, session: Session, desk: Desk, error: EngineError) {
        if desk.dialog.try_get_untracked().flatten() == Some(Dialog::Own) {
            desk.dialog.try_set(None);
        }
        self.forget();
        match error {
            EngineError::Dataset(why) => drop(session.trouble.try_set(Some(Trouble::NotOpened(why)))),
            error => session.say_trouble(error),
        }
    }
}

/// Saves the open city with the reader's own tables as a dataset.
pub fn save_dataset(session: Session) {
    session.ask_or_say(Request::Export { table: Export::Dataset, on: today() }, move |reply| {
        if let Reply::File(file) = reply {
            save(session, &file);
        }
    });
}

fn save(session: Session, file: &NamedBytes) {
    if let Err(error) = files::save(file) {
        session.trouble.try_set(Some(Trouble::NotSaved(error.to_string())));
    }
}

/// Where a table goes: the open city's box, and the day it is.
fn place(session: Session) -> OwnPlace {
    let near = session.city.with_untracked(|c| c.as_ref().and_then(|c| c.bounds));
    OwnPlace { near, today: today() }
}

/// The fields that the chosen layer cannot do without and no column gives.
fn lacking(choice: &OwnChoice) -> Vec<&'static schema::Field> {
    let given = |name: &str| choice.columns.iter().any(|c| matches!(c, ColumnUse::Field(f) if f == name));
    schema::fields(choice.layer).iter().filter(|f| f.required && !given(f.name)).collect()
}

/// The codes that a field may have; none where it is free.
fn codes(field: &schema::Field) -> Vec<&'static str> {
    match field.kind {
        FieldType::Code(codes) => codes.to_vec(),
        FieldType::Kind(kinds) => kinds.iter().map(|k| k.code).collect(),
        _ => Vec::new(),
    }
}
