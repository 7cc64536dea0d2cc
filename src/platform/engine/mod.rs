//! The page's end of the engine: asks, waits, and starts the worker anew when it stops.
//!
//! A worker that trapped must not be entered again: it is ended, a new one is started, what was open is opened again,
//! and the page is told once what failed.

mod reopen;

pub use reopen::Reopened;

use super::PlatformError;
use super::files::Picked;
use super::importer::Importer;
use super::worker::{Purpose, Said, Worker};
use crate::dataset::format::any_needs_importer;
use crate::domain::{OwnData, Words};
use crate::engine::{CityInfo, EngineError, FromEngine, PROTOCOL, Progress, Reply, Request, ToEngine};
use futures_channel::oneshot;
use reopen::Pending;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use web_sys::{MessageChannel, MessagePort};

/// What the engine tells the page unasked.
#[derive(Clone, Debug)]
pub enum Event {
    /// The worker is up.
    Ready,
    /// A long answer is on its way.
    Progress(Progress),
    /// A city that is being opened, with the layers that are ready.
    Partial(Box<CityInfo>),
    /// The worker stopped and was started anew. The map needs a new tile port.
    Restarted {
        /// What it said last.
        reason: String,
        /// What it was doing.
        doing: String,
        /// The city that was opened again; none when there was none, or when opening it is what failed.
        reopened: Option<Box<CityInfo>>,
    },
}

/// The engine, as the page sees it. Cheap to clone; every clone is the same engine.
#[derive(Clone)]
pub struct Engine(Rc<Inner>);

struct Inner {
    engine_address: String,
    importer_address: String,
    on_event: Box<dyn Fn(Event)>,
    worker: RefCell<Option<Worker>>,
    ready: Cell<bool>,
    next_id: Cell<u32>,
    waiting: RefCell<BTreeMap<u32, Waiting>>,
    /// Messages for a worker that has not said that it is ready: earlier ones would be lost.
    unsent: RefCell<Vec<Post>>,
    open: RefCell<Option<Opened>>,
    /// Own tables that were joined to what is open, to be joined again.
    joined: RefCell<Vec<Joined>>,
    /// Corrections that were made to what is open, to be made again.
    corrected: RefCell<Vec<Request>>,
    /// What is being put back into what was opened again.
    pending: RefCell<Pending>,
    /// Counts openings: what is put back into one must not get into the next.
    openings: Cell<u32>,
    last_words: RefCell<String>,
    restarts: Cell<u32>,
    /// So often in a row it is started anew.
    most_restarts: u32,
}

struct Waiting {
    answer: oneshot::Sender<Result<Reply, EngineError>>,
    kind: Option<&'static str>,
    doing: String,
}

/// A reader's own table that was joined to what is open.
#[derive(Clone)]
pub struct Joined {
    /// Its dataset, as the importer made it.
    pub files: Picked,
    /// What the open city says of it.
    pub own: OwnData,
}

/// What is open, to be opened again.
#[derive(Clone)]
enum Opened {
    Url(String),
    Files(Picked),
}

enum Post {
    Message(ToEngine),
    Files(u32, Purpose, Picked),
    Port(MessagePort),
}

/// A worker that stops so often in a row is not started again.
const MAX_RESTARTS: u32 = 5;

impl Engine {
    /// Starts the worker at an address; the importer's is kept for when a foreign format is opened.
    pub fn start(
        engine_address: &str,
        importer_address: &str,
        on_event: impl Fn(Event) + 'static,
    ) -> Result<Self, PlatformError> {
        Self::start_with(engine_address, importer_address, MAX_RESTARTS, on_event)
    }

    /// Starts another engine of the same programs, which is not started anew when it stops.
    pub fn beside(&self, on_event: impl Fn(Event) + 'static) -> Result<Self, PlatformError> {
        Self::start_with(&self.0.engine_address, &self.0.importer_address, 0, on_event)
    }

    fn start_with(
        engine_address: &str,
        importer_address: &str,
        most_restarts: u32,
        on_event: impl Fn(Event) + 'static,
    ) -> Result<Self, PlatformError> {
        let engine = Self(Rc::new(Inner {
            engine_address: engine_address.to_owned(),
            importer_address: importer_address.to_owned(),
            on_event: Box::new(on_event),
            worker: RefCell::default(),
            ready: Cell::default(),
            next_id: Cell::new(1),
            waiting: RefCell::default(),
            unsent: RefCell::default(),
            open: RefCell::default(),
            joined: RefCell::default(),
            corrected: RefCell::default(),
            pending: RefCell::default(),
            openings: Cell::default(),
            last_words: RefCell::default(),
            restarts: Cell::default(),
            most_restarts,
        }));
        engine.start_worker()?;
        Ok(engine)
    }

    /// Ends the worker and its memory with it; whoever still waits is told that nothing comes.
    pub fn end(&self) {
        self.0.ready.set(false);
        drop(self.0.worker.replace(None));
        self.0.unsent.borrow_mut().clear();
        for (_, waiting) in self.0.waiting.take() {
            // Nobody may be listening any more.
            let _ = waiting.answer.send(Err(EngineError::Stale));
        }
    }

    /// Asks. A newer request of the same [`Request::kind`] makes this one resolve to [`EngineError::Stale`].
    pub async fn ask(&self, request: Request) -> Result<Reply, EngineError> {
        let (id, answer) = self.wait(request.kind(), doing(&request));
        self.send(Post::Message(ToEngine::Ask { id, request: Box::new(request) }));
        answer.await.unwrap_or(Err(EngineError::Stale))
    }

    /// Opens the dataset at an address (a folder's, ending in a slash, or a .zip's).
    pub async fn open_url(&self, url: String) -> Result<Reply, EngineError> {
        let (id, answer) = self.wait(Some("open"), format!("open {url}"));
        self.count_opening();
        self.send(Post::Message(ToEngine::OpenUrl { id, url: url.clone() }));
        let reply = answer.await.unwrap_or(Err(EngineError::Stale))?;
        self.is_open(Opened::Url(url));
        Ok(reply)
    }

    /// Opens files from this machine. What the engine does not read itself goes through the importer first.
    pub async fn open_files(&self, files: Picked) -> Result<Reply, EngineError> {
        let mut files = if any_needs_importer(files.names()) { self.import(files).await? } else { files };
        let mut reply = self.post_files(&files).await;
        if reply == Err(EngineError::NeedsImporter) {
            files = self.import(files).await?;
            reply = self.post_files(&files).await;
        }
        let reply = reply?;
        self.is_open(Opened::Files(files));
        Ok(reply)
    }

    fn count_opening(&self) {
        self.0.openings.set(self.0.openings.get().wrapping_add(1));
    }

    /// Something is open, and nothing was done to it yet.
    fn is_open(&self, what: Opened) {
        self.0.open.replace(Some(what));
        self.0.joined.take();
        self.0.corrected.take();
        self.0.pending.take();
    }

    /// What differs between an earlier dataset and the open one. The files are the engine's own formats or a dataset's that
    /// the importer made.
    pub async fn compare(&self, older: Picked) -> Result<Reply, EngineError> {
        let older = if any_needs_importer(older.names()) { self.import(older).await? } else { older };
        let (id, answer) = self.wait(Some("changes"), "compare two datasets".to_owned());
        self.send(Post::Files(id, Purpose::Older, older));
        answer.await.unwrap_or(Err(EngineError::Stale))
    }

    /// The files of the open dataset, as the engine read them; none where it came from an address.
    pub fn files(&self) -> Option<Picked> {
        match &*self.0.open.borrow() {
            Some(Opened::Files(files)) => Some(files.clone()),
            Some(Opened::Url(_)) | None => None,
        }
    }

    /// Takes a reader's own table, as the importer has made a dataset of it, into the open city.
    pub async fn join(&self, files: Picked) -> Result<Reply, EngineError> {
        let reply = self.post_join(&files).await?;
        if let Reply::Opened(city) = &reply
            && let Some(own) = city.own.last()
        {
            self.0.joined.borrow_mut().push(Joined { files, own: own.clone() });
        }
        Ok(reply)
    }

    /// The tables that were joined to what is open, in their order.
    pub fn joined(&self) -> Vec<Joined> {
        self.0.joined.borrow().clone()
    }

    /// Changes the corrections of the open city.
    pub async fn correct(&self, request: Request) -> Result<Reply, EngineError> {
        let reply = self.ask(request.clone()).await?;
        self.0.corrected.borrow_mut().push(request);
        Ok(reply)
    }

    /// Holds a table in an importer of its own, which lives as long as the answer is kept.
    pub fn look(&self) -> Result<Importer, PlatformError> {
        Importer::start(&self.0.importer_address)
    }

    /// A port on which the map may ask for tiles, straight from the worker. A new one is needed after a restart.
    pub fn tile_port(&self) -> Result<MessagePort, PlatformError> {
        let channel = MessageChannel::new().map_err(|e| PlatformError::new("connect the map", &e))?;
        self.send(Post::Port(channel.port2()));
        Ok(channel.port1())
    }

    /// Gives up every request of a kind ("open", "density", …).
    pub fn cancel(&self, kind: &str) {
        self.0.supersede(kind, |id| self.send(Post::Message(ToEngine::Cancel(id))));
    }

    /// Gives up what is being opened, and waits until the engine has: from then on what was open before is open again.
    pub async fn give_up_opening(&self) {
        self.cancel("open");
        // Requests are answered one after the other, so that any answer comes after that.
        let (id, answer) = self.wait(None, "give up opening".to_owned());
        self.send(Post::Message(ToEngine::Ask { id, request: Box::new(Request::NotRead) }));
        // Whatever it is: what matters is that the engine spoke.
        let _ = answer.await;
    }

    async fn post_files(&self, files: &Picked) -> Result<Reply, EngineError> {
        let names: Vec<&str> = files.names().collect();
        let (id, answer) = self.wait(Some("open"), format!("open {}", names.join(", ")));
        self.count_opening();
        self.send(Post::Files(id, Purpose::Open, files.clone()));
        answer.await.unwrap_or(Err(EngineError::Stale))
    }

    async fn post_join(&self, files: &Picked) -> Result<Reply, EngineError> {
        let (id, answer) = self.wait(Some("join"), "add own data".to_owned());
        self.send(Post::Files(id, Purpose::Join, files.clone()));
        answer.await.unwrap_or(Err(EngineError::Stale))
    }

    /// Runs the importer over files and gives its dataset. It is ended when it has answered, because its memory never
    /// shrinks, and when opening is given up or begun anew.
    async fn import(&self, files: Picked) -> Result<Picked, EngineError> {
        let names: Vec<&str> = files.names().collect();
        let (id, answer) = self.wait(Some("open"), format!("import {}", names.join(", ")));
        let failed = |why: String| {
            let words = Words::new(format!("导入程序没有完成：{why}"), format!("the importer did not finish: {why}"));
            Err(EngineError::Dataset(words))
        };
        let importer = Rc::new(RefCell::new(None::<Worker>));
        let (running, inner) = (Rc::downgrade(&importer), Rc::clone(&self.0));
        let last_words = RefCell::new(String::new());
        let worker = Worker::start(&self.0.importer_address, move |said| {
            let result = match said {
                Said::Message(FromEngine::Ready(version)) if version == PROTOCOL => {
                    let Some(importer) = running.upgrade() else { return };
                    let sent = importer.borrow().as_ref().map(|worker| worker.post_files(id, Purpose::Open, &files));
                    match sent {
                        Some(Err(error)) => failed(error.to_string()),
                        Some(Ok(())) | None => return,
                    }
                }
                Said::Message(FromEngine::Ready(version)) => {
                    failed(format!("it speaks protocol {version}, the page {PROTOCOL}: reload the page"))
                }
                Said::Message(FromEngine::Progress(_, progress)) => return (inner.on_event)(Event::Progress(progress)),
                Said::Message(FromEngine::Partial(..)) => return,
                Said::Message(FromEngine::Answer(_, result)) => result,
                // The trap that follows ends the worker.
                Said::Message(FromEngine::Panic(text)) => return drop(last_words.replace(text)),
                Said::Failed(text) => {
                    let words = last_words.take();
                    failed(if words.is_empty() { text } else { words })
                }
            };
            inner.answer(id, result);
        });
        match worker {
            Ok(worker) => drop(importer.replace(Some(worker))),
            Err(error) => self.0.answer(id, failed(error.to_string())),
        }
        match answer.await.unwrap_or(Err(EngineError::Stale))? {
            Reply::Imported(files) => Ok(Picked::from_parts(
                files.into_iter().map(|f| (f.name, js_sys::Uint8Array::from(f.bytes.as_slice()))).collect(),
            )),
            _ => Err(EngineError::Dataset(Words::new("导入没有得到数据集", "the importer gave no dataset"))),
        }
    }

    fn wait(&self, kind: Option<&'static str>, doing: String) -> (u32, oneshot::Receiver<Result<Reply, EngineError>>) {
        if let Some(kind) = kind {
            self.cancel(kind);
        }
        let id = self.0.next_id.get();
        self.0.next_id.set(id.wrapping_add(1));
        let (answer, receive) = oneshot::channel();
        self.0.waiting.borrow_mut().insert(id, Waiting { answer, kind, doing });
        (id, receive)
    }

    fn send(&self, post: Post) {
        if !self.0.ready.get() {
            self.0.unsent.borrow_mut().push(post);
            return;
        }
        let worker = self.0.worker.borrow();
        let Some(worker) = worker.as_ref() else { return };
        let sent = match &post {
            Post::Message(message) => worker.post(message),
            Post::Files(id, purpose, files) => worker.post_files(*id, *purpose, files),
            Post::Port(port) => worker.post_port(port),
        };
        if let Err(error) = sent {
            let id = match post {
                Post::Message(ToEngine::Ask { id, .. } | ToEngine::OpenUrl { id, .. }) | Post::Files(id, ..) => id,
                Post::Message(ToEngine::Cancel(_)) | Post::Port(_) => return,
            };
            self.0.answer(id, Err(EngineError::Stopped(error.to_string())));
        }
    }

    fn start_worker(&self) -> Result<(), PlatformError> {
        self.0.ready.set(false);
        let weak = Rc::downgrade(&self.0);
        let worker = Worker::start(&self.0.engine_address, move |said| {
            if let Some(inner) = weak.upgrade() {
                Self(inner).heard(said);
            }
        })?;
        self.0.worker.replace(Some(worker));
        Ok(())
    }

    fn heard(&self, said: Said) {
        match said {
            Said::Message(FromEngine::Ready(version)) if version == PROTOCOL => {
                self.0.ready.set(true);
                for post in self.0.unsent.take() {
                    self.send(post);
                }
                (self.0.on_event)(Event::Ready);
            }
            Said::Message(FromEngine::Ready(version)) => {
                let reason = format!("the engine speaks protocol {version}, the page {PROTOCOL}: reload the page");
                self.0.worker.replace(None);
                self.0.fail_all(&reason);
                (self.0.on_event)(Event::Restarted { reason, doing: String::new(), reopened: None });
            }
            Said::Message(FromEngine::Progress(_, progress)) => (self.0.on_event)(Event::Progress(progress)),
            Said::Message(FromEngine::Partial(_, city)) => (self.0.on_event)(Event::Partial(city)),
            Said::Message(FromEngine::Answer(id, result)) => {
                self.0.restarts.set(0);
                self.0.answer(id, result);
            }
            Said::Message(FromEngine::Panic(text)) => {
                self.0.last_words.replace(text);
            }
            Said::Failed(text) => self.restart(&text),
        }
    }
}

impl Inner {
    fn answer(&self, id: u32, result: Result<Reply, EngineError>) {
        let waiting = self.waiting.borrow_mut().remove(&id);
        if let Some(waiting) = waiting {
            // Nobody may be listening any more.
            let _ = waiting.answer.send(result);
        }
    }

    /// Answers every request of a kind as stale, and says so to `cancel`.
    fn supersede(&self, kind: &str, mut cancel: impl FnMut(u32)) {
        let old: Vec<u32> =
            self.waiting.borrow().iter().filter(|(_, w)| w.kind == Some(kind)).map(|(id, _)| *id).collect();
        for id in old {
            cancel(id);
            self.answer(id, Err(EngineError::Stale));
        }
    }

    /// Fails everything that waits; gives what the oldest of it was.
    fn fail_all(&self, reason: &str) -> String {
        self.unsent.borrow_mut().clear();
        let waiting = self.waiting.take();
        let doing = waiting.values().next().map(|w| w.doing.clone()).unwrap_or_default();
        for (_, w) in waiting {
            let _ = w.answer.send(Err(EngineError::Stopped(format!("{}: {reason}", w.doing))));
        }
        doing
    }
}

/// What a request does, for the message after a stop.
fn doing(request: &Request) -> String {
    match request {
        Request::Open(files) => format!("open {} files", files.len()),
        Request::Feature { of, .. } => format!("describe {} {}", of.layer, of.row),
        Request::Density(q) => format!("density of {}", q.layer),
        Request::Exposure(q) => format!("exposure of {}", q.layer),
        Request::Correct(_) | Request::Uncorrect(_) | Request::Patch { .. } => "correct the data".to_owned(),
        other => other.kind().unwrap_or("export").to_owned(),
    }
}
