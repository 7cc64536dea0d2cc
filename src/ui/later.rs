//! What is done after a while, unless something comes between.

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// One thing that waits. It is called off with the owner of the place where it was made.
#[derive(Clone, Copy)]
pub struct Later {
    waiting: StoredValue<Option<TimeoutHandle>>,
    after: Duration,
}

impl Later {
    /// Nothing waits yet; what will is done after so long.
    pub fn new(after: Duration) -> Self {
        let later = Self { waiting: StoredValue::new(None), after };
        on_cleanup(move || later.stop());
        later
    }

    /// Has this wait, in the place of what waited.
    pub fn start(self, what: impl FnOnce() + 'static) {
        self.stop();
        self.waiting.try_set_value(set_timeout_with_handle(what, self.after).ok());
    }

    /// Calls off what waits.
    pub fn stop(self) {
        if let Some(timer) = self.waiting.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}
