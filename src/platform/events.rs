//! Giving the browser its turn.

use js_sys::Function;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageChannel, MessageEvent, MessagePort};

/// Ends the current task and goes on in the next one, after whatever messages have come in.
///
/// An `.await` alone resumes in a microtask, before any message is delivered; nested timers wait 4 ms. A message to
/// oneself does neither.
#[derive(Clone)]
pub struct Yielder {
    port: MessagePort,
    waiting: Rc<RefCell<VecDeque<Function>>>,
    _listener: Rc<Closure<dyn Fn(MessageEvent)>>,
}

impl Yielder {
    /// A yielder; one a thread is enough. `None` when the browser has no message channels.
    pub fn new() -> Option<Self> {
        let channel = MessageChannel::new().ok()?;
        let waiting: Rc<RefCell<VecDeque<Function>>> = Rc::default();
        let queue = Rc::clone(&waiting);
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |_| {
            let next = queue.borrow_mut().pop_front();
            if let Some(resolve) = next {
                // A promise's resolver never throws.
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
        });
        channel.port1().set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Self { port: channel.port2(), waiting, _listener: Rc::new(listener) })
    }

    /// Waits for the next task.
    pub async fn next_task(&self) {
        let promise = js_sys::Promise::new(&mut |resolve, _| self.waiting.borrow_mut().push_back(resolve));
        if self.port.post_message(&JsValue::NULL).is_ok() {
            let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        }
    }
}
