//! The workers' end: reads messages, steps the engine's jobs, gives the browser its turn between the steps.

use super::events::Yielder;
use super::worker::Purpose;
use super::{PlatformError, fetch, text_of};
use crate::dataset::Formats;
#[cfg(feature = "foreign")]
use crate::dataset::import::{ImportError, own::Own};
#[cfg(feature = "foreign")]
use crate::dataset::own::OwnAsk;
use crate::domain::Words;
use crate::engine::{
    Begun, Engine, EngineError, FromEngine, Loading, NamedBytes, PROTOCOL, Progress, Reply, Request, Step, ToEngine,
};
#[cfg(feature = "foreign")]
use crate::text::LABELS;
use js_sys::{Array, Object, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, VecDeque};
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

/// What a worker was asked.
enum Task {
    Ask(u32, Box<Request>),
    Url(u32, String),
    Files(u32, Purpose, Vec<NamedBytes>),
}

impl Task {
    fn id(&self) -> u32 {
        match self {
            Self::Ask(id, _) | Self::Url(id, _) | Self::Files(id, ..) => *id,
        }
    }
}

/// Runs the engine in this worker until the page ends it.
pub fn engine() {
    let Some(server) = Server::new() else { return };
    server.listen(|server| Box::pin(server.run()));
}

/// Runs the importer in this worker: one heap of files in, one dataset out.
#[cfg(feature = "foreign")]
pub fn importer() {
    let Some(server) = Server::new() else { return };
    server.listen(|server| Box::pin(server.run_importer()));
}

type Listener = Closure<dyn Fn(MessageEvent)>;
type Running = std::pin::Pin<Box<dyn Future<Output = ()>>>;

struct Server {
    scope: DedicatedWorkerGlobalScope,
    engine: RefCell<Engine>,
    queue: RefCell<VecDeque<Task>>,
    cancelled: RefCell<BTreeSet<u32>>,
    running: Cell<bool>,
    /// Somebody waits for a rest.
    resting: Cell<bool>,
    /// Messages and questions for tiles so far.
    heard: Cell<u32>,
    /// What to wake when a request is given up: it may wait for a server that never answers.
    waiting: Cell<Option<Waker>>,
    yielder: Yielder,
    /// Ports stay open as long as their listeners live: as long as the worker.
    ports: RefCell<Vec<(MessagePort, Listener)>>,
    /// The importer: the table that the reader is asking about.
    #[cfg(feature = "foreign")]
    own: RefCell<Option<Own>>,
    listener: RefCell<Option<Listener>>,
}

impl Server {
    fn new() -> Option<Rc<Self>> {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into().ok()?;
        let last_words = scope.clone();
        std::panic::set_hook(Box::new(move |info| post(&last_words, &FromEngine::Panic(info.to_string()))));
        Some(Rc::new(Self {
            scope,
            engine: RefCell::default(),
            queue: RefCell::default(),
            cancelled: RefCell::default(),
            running: Cell::default(),
            resting: Cell::default(),
            heard: Cell::default(),
            waiting: Cell::default(),
            yielder: Yielder::new()?,
            ports: RefCell::default(),
            #[cfg(feature = "foreign")]
            own: RefCell::default(),
            listener: RefCell::default(),
        }))
    }

    fn listen(self: &Rc<Self>, run: impl Fn(Rc<Self>) -> Running + 'static) {
        let server = Rc::clone(self);
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            server.received(event.data());
            if !server.queue.borrow().is_empty() && !server.running.replace(true) {
                spawn_local(run(Rc::clone(&server)));
            }
        });
        self.scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        self.listener.replace(Some(listener));
        post(&self.scope, &FromEngine::Ready(PROTOCOL));
    }

    /// Three forms: postcard bytes, `[id, purpose, name, bytes, …]` for files, a port for tiles.
    fn received(self: &Rc<Self>, data: JsValue) {
        self.hear();
        let data = match data.dyn_into::<MessagePort>() {
            Ok(port) => return self.serve_tiles(port),
            Err(data) => data,
        };
        let data = match data.dyn_into::<Array>() {
            Ok(parts) => {
                let mut parts = parts.iter();
                let id = parts.next().and_then(|id| id.as_f64()).unwrap_or_default() as u32;
                let purpose = parts.next().and_then(|p| p.as_f64()).and_then(Purpose::of).unwrap_or(Purpose::Open);
                let mut files = Vec::new();
                while let (Some(name), Some(bytes)) = (parts.next(), parts.next()) {
                    let bytes = bytes.dyn_into::<Uint8Array>().map(|b| b.to_vec()).unwrap_or_default();
                    files.push(NamedBytes { name: name.as_string().unwrap_or_default(), bytes });
                }
                return self.queue.borrow_mut().push_back(Task::Files(id, purpose, files));
            }
            Err(data) => data,
        };
        let bytes = data.dyn_into::<Uint8Array>().map(|b| b.to_vec()).unwrap_or_default();
        match postcard::from_bytes(&bytes) {
            Ok(ToEngine::Ask { id, request }) => self.queue.borrow_mut().push_back(Task::Ask(id, request)),
            Ok(ToEngine::OpenUrl { id, url }) => self.queue.borrow_mut().push_back(Task::Url(id, url)),
            Ok(ToEngine::Cancel(id)) => {
                self.cancelled.borrow_mut().insert(id);
                if let Some(waiting) = self.waiting.take() {
                    waiting.wake();
                }
            }
            Err(e) => post(&self.scope, &FromEngine::Panic(format!("a message that cannot be read: {e}"))),
        }
    }

    /// Answers `{id, url}` on the port with `{id, bytes}` or `{id, error}`, at once: cutting a tile is faster than
    /// deciding whether it is still wanted.
    fn serve_tiles(self: &Rc<Self>, port: MessagePort) {
        let (server, out) = (Rc::clone(self), port.clone());
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            server.hear();
            let data = event.data();
            let get = |name: &str| Reflect::get(&data, &name.into()).unwrap_or(JsValue::UNDEFINED);
            let reply = Object::new();
            let set = |name: &str, value: &JsValue| {
                // Setting a property of a plain object does not fail.
                let _ = Reflect::set(&reply, &name.into(), value);
            };
            set("id", &get("id"));
            let url = get("url").as_string().unwrap_or_default();
            let transfer = Array::new();
            match server.engine.borrow_mut().tile(&url) {
                Ok(bytes) => {
                    let bytes = Uint8Array::from(bytes.as_slice()).buffer();
                    set("bytes", &bytes);
                    transfer.push(&bytes);
                }
                Err(error) => set("error", &error.to_string().into()),
            }
            let _ = out.post_message_with_transferable(&reply, &transfer);
        });
        port.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        self.ports.borrow_mut().push((port, listener));
    }

    async fn run(self: Rc<Self>) {
        while let Some(task) = self.next_task() {
            let id = task.id();
            let result = match task {
                Task::Ask(_, request) => self.ask(id, *request).await,
                Task::Url(_, url) => self.open_url(id, &url).await,
                Task::Files(_, Purpose::Join, files) => self.ask(id, Request::Join(files)).await,
                Task::Files(_, Purpose::Older, files) => self.ask(id, Request::Changes(files)).await,
                Task::Files(_, _, files) => self.ask(id, Request::Open(files)).await,
            };
            post(&self.scope, &FromEngine::Answer(id, result));
            // Whatever came in meanwhile is heard before the next task, so that a cancel comes in time.
            self.yielder.next_task().await;
        }
        self.running.set(false);
        if !self.resting.replace(true) {
            self.prepare_ahead().await;
            self.resting.set(false);
        }
    }

    fn hear(&self) {
        self.heard.set(self.heard.get().wrapping_add(1));
    }

    /// Makes ready what most questions need, as long as nobody asks anything.
    async fn prepare_ahead(&self) {
        while !self.running.get() {
            let heard = self.heard.get();
            self.sleep(REST_MS).await;
            while heard == self.heard.get() {
                if !self.engine.borrow_mut().prepare_ahead() {
                    return;
                }
                self.yielder.next_task().await;
            }
        }
    }

    async fn sleep(&self, ms: i32) {
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            // A scope that takes no timer is about to end.
            let _ = self.scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        });
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    }

    fn next_task(&self) -> Option<Task> {
        loop {
            let task = self.queue.borrow_mut().pop_front()?;
            if !self.cancelled.borrow_mut().remove(&task.id()) {
                return Some(task);
            }
        }
    }

    /// Whether the request was given up; asked between steps.
    fn given_up(&self, id: u32) -> Result<(), EngineError> {
        if self.cancelled.borrow_mut().remove(&id) { Err(EngineError::Stale) } else { Ok(()) }
    }

    /// Waits for the network, unless the request is given up meanwhile.
    async fn unless_given_up<T>(&self, id: u32, what: impl Future<Output = T>) -> Result<T, EngineError> {
        let mut what = pin!(what);
        poll_fn(|task| {
            if let Err(stale) = self.given_up(id) {
                return Poll::Ready(Err(stale));
            }
            self.waiting.set(Some(task.waker().clone()));
            what.as_mut().poll(task).map(Ok)
        })
        .await
    }

    async fn ask(&self, id: u32, request: Request) -> Result<Reply, EngineError> {
        let mut job = match self.engine.borrow_mut().begin(request)? {
            Begun::Done(reply) => return Ok(*reply),
            Begun::Working(job) => job,
        };
        let why = loop {
            let step = job.step(&mut self.engine.borrow_mut());
            match step {
                Ok(Step::Done(reply)) => return Ok(*reply),
                Ok(Step::More(progress)) => post(&self.scope, &FromEngine::Progress(id, progress)),
                Ok(Step::Partial(city)) => post(&self.scope, &FromEngine::Partial(id, city)),
                Err(error) => break error,
            }
            self.yielder.next_task().await;
            if let Err(stale) = self.given_up(id) {
                break stale;
            }
        };
        job.give_up(&mut self.engine.borrow_mut());
        Err(why)
    }

    /// Opens a dataset file by file as it comes over the network, so that the base map is drawn while the rest is read.
    async fn open_url(&self, id: u32, url: &str) -> Result<Reply, EngineError> {
        if !url.ends_with('/') {
            let name = url.rsplit('/').next().unwrap_or(url).to_owned();
            let bytes = self.unless_given_up(id, fetch::bytes(url)).await?.map_err(not_fetched)?;
            return self.ask(id, Request::Open(vec![NamedBytes { name, bytes }])).await;
        }
        let manifest = format!("{url}city.json");
        let manifest = self.unless_given_up(id, fetch::bytes(&manifest)).await?.map_err(not_fetched)?;
        let mut loading = Loading::new(&manifest, Formats::canonical())?;
        if let Err(why) = self.read_files(id, url, &mut loading).await {
            loading.give_up(&mut self.engine.borrow_mut());
            return Err(why);
        }
        let city = loading.finish(&mut self.engine.borrow_mut())?;
        Ok(Reply::Opened(city))
    }

    /// Reads a dataset's files one by one; those that come next are asked for meanwhile, so that the way to the server is
    /// not waited for at each.
    async fn read_files(&self, id: u32, url: &str, loading: &mut Loading) -> Result<(), EngineError> {
        let mut asked = VecDeque::new();
        loop {
            let next = loading.to_come().skip(asked.len()).take(ASKED_AHEAD - asked.len());
            asked.extend(next.map(|file| fetch::ask(format!("{url}{file}"))));
            let (Some(_), Some(answer)) = (loading.next_file(), asked.pop_front()) else { return Ok(()) };
            match self.unless_given_up(id, answer).await? {
                Ok(Ok(stream)) => self.read_stream(id, stream, loading).await?,
                Ok(Err(error)) => loading.missing(&Words::same(error.to_string())),
                Err(_) => return Err(EngineError::Stale),
            }
            let partial = loading.finish_file(&mut self.engine.borrow_mut())?;
            if let Some(city) = partial {
                post(&self.scope, &FromEngine::Partial(id, city));
            }
            self.yielder.next_task().await;
            self.given_up(id)?;
        }
    }

    async fn read_stream(&self, id: u32, mut stream: fetch::Stream, loading: &mut Loading) -> Result<(), EngineError> {
        let (mut told, mut copied) = (0.0, vec![0; PIECE]);
        while let Some(chunk) = self.unless_given_up(id, stream.next()).await?.map_err(not_fetched)? {
            for from in (0..chunk.length()).step_by(PIECE) {
                let piece = chunk.subarray(from, chunk.length().min(from + PIECE as u32));
                let copied = &mut copied[..piece.length() as usize];
                piece.copy_to(copied);
                loading.feed(copied);
            }
            let (done, total) = stream.progress();
            let now = js_sys::Date::now();
            if now - told >= TOLD_EVERY_MS || done == total {
                told = now;
                post(&self.scope, &FromEngine::Progress(id, Progress { what: loading.what(), done, total }));
            }
            self.yielder.next_task().await;
            self.given_up(id)?;
        }
        Ok(())
    }
}

/// So long nobody must have asked anything.
const REST_MS: i32 = 300;

/// A large file comes in hundreds of pieces; the page need not draw each.
const TOLD_EVERY_MS: f64 = 50.0;

/// Bytes that are copied out of the browser's hands at once. Pieces of one size leave no holes between what stays.
const PIECE: usize = 128 << 10;

/// Files of a dataset that are asked for at once.
const ASKED_AHEAD: usize = 4;

fn not_fetched(error: PlatformError) -> EngineError {
    EngineError::Dataset(Words::same(error.to_string()))
}

#[cfg(feature = "foreign")]
impl Server {
    async fn run_importer(self: Rc<Self>) {
        while let Some(task) = self.next_task() {
            let id = task.id();
            let result = match task {
                Task::Files(_, Purpose::Look, files) => self.look(files),
                Task::Files(_, _, files) => self.import(id, files),
                Task::Ask(_, request) => match *request {
                    Request::Own(ask) => self.own(*ask),
                    _ => Err(EngineError::NotThere("importer's answer".to_owned())),
                },
                Task::Url(..) => Err(EngineError::NotThere("importer's answer".to_owned())),
            };
            post(&self.scope, &FromEngine::Answer(id, result));
        }
        self.running.set(false);
    }

    /// Holds the one table that the reader is asking about.
    fn look(&self, files: Vec<NamedBytes>) -> Result<Reply, EngineError> {
        let [file] = <[NamedBytes; 1]>::try_from(files).map_err(|_| EngineError::NotThere("lone table".to_owned()))?;
        let own = Own::new(&file.name, file.bytes, LABELS).map_err(|e| EngineError::Dataset(e.words))?;
        self.own.replace(Some(own));
        // What it holds is asked next, with where it goes.
        Ok(Reply::Found(Vec::new()))
    }

    fn own(&self, ask: OwnAsk) -> Result<Reply, EngineError> {
        let own = self.own.borrow();
        let own = own.as_ref().ok_or_else(|| EngineError::NotThere("table".to_owned()))?;
        let failed = |e: ImportError| EngineError::Dataset(e.words());
        Ok(match ask {
            OwnAsk::Guess { layer, into } => {
                Reply::OwnGuess(Box::new(own.table().clone()), Box::new(own.guess(layer, &into)))
            }
            OwnAsk::Judge { choice, into } => Reply::OwnOutcome(Box::new(own.judge(&choice, &into).map_err(failed)?)),
            OwnAsk::Take { choice, into } => Reply::Imported(named(&own.take(&choice, &into).map_err(failed)?)),
            OwnAsk::Rejected { choice, into, zh } => {
                let stem = own.table().file.split('.').next().unwrap_or_default();
                let name = format!("{stem}-{}.csv", if zh { "未读入" } else { "not-read" });
                Reply::File(NamedBytes { name, bytes: own.rejected(&choice, &into, zh).map_err(failed)?.into_bytes() })
            }
        })
    }

    fn import(&self, id: u32, files: Vec<NamedBytes>) -> Result<Reply, EngineError> {
        let heap = files.into_iter().map(|f| (f.name, f.bytes)).collect();
        let today = String::from(js_sys::Date::new_0().to_iso_string());
        let files =
            crate::dataset::import::dataset_of(heap, today.get(..10).unwrap_or_default(), &mut |what, done, total| {
                post(&self.scope, &FromEngine::Progress(id, Progress { what, done, total }));
            })
            .map_err(|e| EngineError::Dataset(e.words()))?;
        Ok(Reply::Imported(named(&files)))
    }
}

#[cfg(feature = "foreign")]
fn named(files: &crate::dataset::Files) -> Vec<NamedBytes> {
    files.iter().map(|(name, bytes)| NamedBytes { name: name.to_owned(), bytes: bytes.to_vec() }).collect()
}

fn post(scope: &DedicatedWorkerGlobalScope, message: &FromEngine) {
    let Ok(bytes) = postcard::to_allocvec(message) else { return };
    let bytes = Uint8Array::from(bytes.as_slice());
    if let Err(e) = scope.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer())) {
        web_sys::console::error_1(&text_of(&e).into());
    }
}
