//! An importer that holds one table and is asked about it, for as long as the page shows it.

use super::PlatformError;
use super::files::Picked;
use super::worker::{Purpose, Said, Worker};
use crate::dataset::own::OwnAsk;
use crate::domain::Words;
use crate::engine::{EngineError, FromEngine, PROTOCOL, Reply, Request, ToEngine};
use futures_channel::oneshot;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A running importer. Dropping the last clone ends it.
#[derive(Clone)]
pub struct Importer {
    inner: Rc<Inner>,
    worker: Rc<Worker>,
}

type Answer = Result<Reply, EngineError>;

#[derive(Default)]
struct Inner {
    waiting: RefCell<BTreeMap<u32, oneshot::Sender<Answer>>>,
    next_id: Cell<u32>,
    /// Woken when the worker is up; it hears nothing before.
    ready: RefCell<Vec<oneshot::Sender<()>>>,
    is_ready: Cell<bool>,
    /// Why nothing more will be answered.
    failed: RefCell<Option<String>>,
    last_words: RefCell<String>,
}

impl Importer {
    /// Starts one.
    pub(super) fn start(address: &str) -> Result<Self, PlatformError> {
        let inner = Rc::new(Inner::default());
        let heard = Rc::downgrade(&inner);
        let worker = Worker::start(address, move |said| {
            if let Some(inner) = heard.upgrade() {
                inner.hear(said);
            }
        })?;
        Ok(Self { inner, worker: Rc::new(worker) })
    }

    /// Gives it the table.
    pub async fn hold(&self, files: &Picked) -> Answer {
        let (id, answer) = self.wait().await?;
        self.worker.post_files(id, Purpose::Look, files).map_err(not_asked)?;
        answer.await.unwrap_or(Err(EngineError::Stale))
    }

    /// Asks about it. They are answered one after the other.
    pub async fn ask(&self, ask: OwnAsk) -> Answer {
        let (id, answer) = self.wait().await?;
        let message = ToEngine::Ask { id, request: Box::new(Request::Own(Box::new(ask))) };
        self.worker.post(&message).map_err(not_asked)?;
        answer.await.unwrap_or(Err(EngineError::Stale))
    }

    async fn wait(&self) -> Result<(u32, oneshot::Receiver<Answer>), EngineError> {
        if !self.inner.is_ready.get() && self.inner.failed.borrow().is_none() {
            let (wake, ready) = oneshot::channel();
            self.inner.ready.borrow_mut().push(wake);
            // Whether it is up or failed is told below.
            let _ = ready.await;
        }
        if let Some(why) = &*self.inner.failed.borrow() {
            return Err(stopped(why));
        }
        let id = self.inner.next_id.get() + 1;
        self.inner.next_id.set(id);
        let (send, answer) = oneshot::channel();
        self.inner.waiting.borrow_mut().insert(id, send);
        Ok((id, answer))
    }
}

impl Inner {
    fn hear(&self, said: Said) {
        match said {
            Said::Message(FromEngine::Ready(PROTOCOL)) => {
                self.is_ready.set(true);
                for wake in self.ready.take() {
                    // Whoever waited may be gone.
                    let _ = wake.send(());
                }
            }
            Said::Message(FromEngine::Ready(version)) => {
                self.fail(&format!("it speaks protocol {version}, the page {PROTOCOL}: reload the page"));
            }
            Said::Message(FromEngine::Progress(..) | FromEngine::Partial(..)) => {}
            Said::Message(FromEngine::Answer(id, result)) => {
                let waiting = self.waiting.borrow_mut().remove(&id);
                if let Some(waiting) = waiting {
                    // Nobody may be listening any more.
                    let _ = waiting.send(result);
                }
            }
            // The trap that follows ends the worker.
            Said::Message(FromEngine::Panic(text)) => drop(self.last_words.replace(text)),
            Said::Failed(text) => {
                let words = self.last_words.take();
                self.fail(if words.is_empty() { &text } else { &words });
            }
        }
    }

    fn fail(&self, why: &str) {
        self.failed.replace(Some(why.to_owned()));
        self.ready.take();
        for (_, waiting) in self.waiting.take() {
            let _ = waiting.send(Err(stopped(why)));
        }
    }
}

fn stopped(why: &str) -> EngineError {
    EngineError::Dataset(Words::new(format!("导入程序停止：{why}"), format!("the importer stopped: {why}")))
}

fn not_asked(error: PlatformError) -> EngineError {
    stopped(&error.to_string())
}
