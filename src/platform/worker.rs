//! One worker running one of our programs: start, post, listen, end.

use super::PlatformError;
use super::files::Picked;
use crate::engine::{FromEngine, ToEngine};
use gloo_events::EventListener;
use js_sys::{Array, Uint8Array};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, MessagePort, WorkerOptions, WorkerType};

/// What posted files are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// They become the open city, or are imported.
    Open = 0,
    /// They are taken into the open city.
    Join = 1,
    /// They are held, to be asked about.
    Look = 2,
    /// They are compared with the open city.
    Older = 3,
}

impl Purpose {
    /// The purpose of a message's number.
    pub fn of(number: f64) -> Option<Self> {
        [Self::Open, Self::Join, Self::Look, Self::Older].into_iter().find(|p| f64::from(*p as u8) == number)
    }
}

/// What a worker says.
pub enum Said {
    /// A message.
    Message(FromEngine),
    /// It trapped, ran out of memory, or could not be loaded; it must be ended.
    Failed(String),
}

/// A running worker. Dropping it ends the worker at once, whatever it is doing.
pub struct Worker {
    inner: web_sys::Worker,
    _listeners: [EventListener; 3],
}

impl Worker {
    /// Starts the module script at an address. `on` is called for everything it says, each in a task of its own.
    pub fn start(address: &str, on: impl Fn(Said) + 'static) -> Result<Self, PlatformError> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let inner = web_sys::Worker::new_with_options(address, &options)
            .map_err(|e| PlatformError::new("start a worker", &e))?;
        let on = Rc::new(on);
        let failed = Rc::new(Cell::new(false));
        let message = {
            let (on, failed) = (Rc::clone(&on), Rc::clone(&failed));
            EventListener::new(&inner, "message", move |event| {
                let data = event.unchecked_ref::<MessageEvent>().data();
                if failed.get() {
                    return; // A trapped worker still answers; what it says is not to be believed.
                }
                match data.dyn_into::<Uint8Array>().ok().and_then(|b| postcard::from_bytes(&b.to_vec()).ok()) {
                    Some(message) => on(Said::Message(message)),
                    None => on(Said::Failed("a message that cannot be read".to_owned())),
                }
            })
        };
        let error = {
            let (on, failed) = (Rc::clone(&on), Rc::clone(&failed));
            EventListener::new(&inner, "error", move |event| {
                // A script that is missing gives a plain event without a message.
                let text = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|m| !m.is_empty());
                if !failed.replace(true) {
                    on(Said::Failed(text.unwrap_or_else(|| "the worker's program could not be loaded".to_owned())));
                }
            })
        };
        let garbled = EventListener::new(&inner, "messageerror", move |_| {
            if !failed.replace(true) {
                on(Said::Failed("a message that cannot be read".to_owned()));
            }
        });
        Ok(Self { inner, _listeners: [message, error, garbled] })
    }

    /// Posts a message.
    pub fn post(&self, message: &ToEngine) -> Result<(), PlatformError> {
        const DOING: &str = "ask the engine";
        let bytes = postcard::to_allocvec(message).map_err(|e| PlatformError { doing: DOING, why: e.to_string() })?;
        let bytes = Uint8Array::from(bytes.as_slice());
        self.inner
            .post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()))
            .map_err(|e| PlatformError::new(DOING, &e))
    }

    /// Posts opened files under a request's number: `[id, purpose, name, bytes, name, bytes, …]`. They are copied, so that
    /// they can be posted again when the worker has to be started anew.
    pub fn post_files(&self, id: u32, purpose: Purpose, files: &Picked) -> Result<(), PlatformError> {
        let message = Array::of2(&JsValue::from(id), &JsValue::from(purpose as u8));
        for (name, bytes) in files.parts() {
            message.push(&JsValue::from_str(name));
            message.push(bytes);
        }
        self.inner.post_message(&message).map_err(|e| PlatformError::new("open files", &e))
    }

    /// Hands the worker a port on which it answers tile requests.
    pub fn post_port(&self, port: &MessagePort) -> Result<(), PlatformError> {
        self.inner
            .post_message_with_transfer(port, &Array::of1(port))
            .map_err(|e| PlatformError::new("connect the map", &e))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.inner.terminate();
    }
}
