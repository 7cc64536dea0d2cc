//! What is open, opened again as it was: with the tables that were joined to it and the corrections that were made.

use super::{Engine, Event, Joined, Opened};
use crate::domain::OwnData;
use crate::engine::{CityInfo, EngineError, Export, Reply, Request};
use crate::platform::files::Picked;
use crate::platform::today;
use wasm_bindgen_futures::spawn_local;

/// What is still to be put back into the city that is open.
#[derive(Default)]
pub(super) struct Pending {
    tables: Vec<Picked>,
    corrections: Vec<Request>,
}

/// A city that is open again, and why a table or a correction of it could not be put back.
pub struct Reopened {
    /// The city.
    pub city: Box<CityInfo>,
    /// What failed.
    pub failed: Vec<EngineError>,
}

impl Engine {
    /// Opens files from this machine and joins own tables to them. A table that cannot be joined is told and left out.
    pub async fn open_with(&self, files: Picked, tables: Vec<Picked>) -> Result<Reopened, EngineError> {
        let reply = self.open_files(files).await?;
        self.put_back(reply, Pending { tables, corrections: Vec::new() }).await
    }

    /// Takes a table that was joined away again: what is open is opened anew, all else is joined and corrected as it was. A
    /// correction of what is gone is listed as one that fits no longer. Where what is open cannot be opened anew all stays.
    pub async fn unjoin(&self, of: &OwnData) -> Result<Reopened, EngineError> {
        let open = self.0.open.borrow().clone().ok_or(EngineError::NoCity)?;
        let mut joined = self.joined();
        let place = joined.iter().rposition(|table| table.own == *of);
        joined.remove(place.ok_or_else(|| EngineError::NotThere(format!("table {}", of.file)))?);
        // The list as it stands, not how it came about: places in it may be others after a row is gone.
        let corrections = match self.0.corrected.borrow().is_empty() {
            true => None,
            false => Some(Request::Export { table: Export::Corrections, on: today() }),
        };
        let corrections = match corrections {
            Some(request) => match self.ask(request).await? {
                Reply::File(file) => vec![Request::Patch { file, instead: true }],
                _ => Vec::new(),
            },
            None => Vec::new(),
        };
        let tables = joined.into_iter().map(|table| table.files).collect();
        self.open_again(open, Pending { tables, corrections }).await
    }

    async fn open_again(&self, what: Opened, rest: Pending) -> Result<Reopened, EngineError> {
        let reply = match what {
            Opened::Url(url) => self.open_url(url).await?,
            Opened::Files(files) => {
                let reply = self.post_files(&files).await?;
                self.is_open(Opened::Files(files));
                reply
            }
        };
        self.put_back(reply, rest).await
    }

    /// Joins tables to what was just opened and makes corrections. What fails is left out; what stops the worker is not tried
    /// again after that, and the rest is. Ends where something else is opened meanwhile.
    async fn put_back(&self, opened: Reply, mut rest: Pending) -> Result<Reopened, EngineError> {
        let Reply::Opened(city) = opened else { return Err(EngineError::Stale) };
        let mut out = Reopened { city, failed: Vec::new() };
        let opening = self.0.openings.get();
        while !(rest.tables.is_empty() && rest.corrections.is_empty()) {
            if self.0.openings.get() != opening {
                return Err(EngineError::Stale);
            }
            let answer = if rest.tables.is_empty() {
                let request = rest.corrections.remove(0);
                self.0.pending.replace(rest);
                self.correct(request).await
            } else {
                let table = rest.tables.remove(0);
                self.0.pending.replace(rest);
                self.join(table).await
            };
            match answer {
                Ok(Reply::Opened(city)) => out.city = city,
                Ok(_) => {}
                // Whoever took over goes on with the rest.
                Err(error @ (EngineError::Stale | EngineError::Stopped(_))) => return Err(error),
                Err(error) => out.failed.push(error),
            }
            rest = self.0.pending.take();
        }
        Ok(out)
    }

    /// Starts the worker anew after it stopped, with what was open in it.
    pub(super) fn restart(&self, said: &str) {
        // Dropped outside of the borrow: ending a worker runs no code of ours.
        drop(self.0.worker.replace(None));
        let words = self.0.last_words.take();
        let reason = if words.is_empty() { said.to_owned() } else { words };
        let opening = self.0.waiting.borrow().values().any(|w| w.kind == Some("open"));
        let mut rest = self.0.pending.take();
        rest.tables.splice(0..0, self.0.joined.take().into_iter().map(|table: Joined| table.files));
        rest.corrections.splice(0..0, self.0.corrected.take());
        let doing = self.0.fail_all(&reason);
        self.0.restarts.set(self.0.restarts.get() + 1);
        let engine = self.clone();
        // Not inside the listener of the worker that was just ended.
        spawn_local(async move {
            let again = engine.0.restarts.get() <= engine.0.most_restarts && engine.start_worker().is_ok();
            let open = engine.0.open.borrow().clone().filter(|_| again && !opening);
            let reopened = match open {
                Some(open) => engine.open_again(open, rest).await.ok().map(|reopened| reopened.city),
                None => None,
            };
            (engine.0.on_event)(Event::Restarted { reason, doing, reopened });
        });
    }
}
