//! The address bar: one writer, one reader.

use super::later::Later;
use super::state::AppState;
use crate::platform::url;
use crate::view::View;
use leptos::prelude::*;
use std::time::Duration;

/// How long the view rests before the address is written.
const REST: Duration = Duration::from_millis(200);

/// Keeps the address and the view in step, as long as the owner lives. `restored` is told of every view
/// that Back and Forward bring.
/// What passes by while `playing` is no step: the address is written where it stops.
pub fn keep_address(app: AppState, playing: RwSignal<bool>, restored: impl Fn(&View) + 'static) {
    let view = Memo::new(move |_| app.snapshot());
    let later = Later::new(REST);
    Effect::new(move |_| {
        later.stop();
        let view = view.get();
        if playing.get() {
            return;
        }
        later.start(move || write(&view));
    });
    let listening = url::on_pop(move |query: String| {
        let (view, _) = View::from_query(&query);
        playing.set(false);
        app.restore(view.clone());
        restored(&view);
    });
    // The guard is no signal's business, but must die with the owner.
    let listening = StoredValue::new_local(listening);
    on_cleanup(move || drop(listening.try_update_value(|guard| guard.take())));
}

/// A moved camera replaces the present entry of the history; anything else is a step that Back undoes.
fn write(view: &View) {
    let (query, shown) = (view.to_query(), url::query());
    let (old, _) = View::from_query(&shown);
    if query == old.to_query() {
        return;
    }
    let same_place = View { camera: old.camera, ..view.clone() }.to_query() == old.to_query();
    if same_place { url::replace(&query) } else { url::push(&query) }
}

/// The view as its link has it, wherever the camera is.
pub fn here(app: AppState) -> String {
    View { camera: None, ..app.snapshot() }.to_query()
}

/// Takes back the last step of the view (a workbench, a filter, a selection, an area), or does it again; whether there
/// was one. Steps are the history's, so Back and Forward do the same.
pub fn step(app: AppState, again: bool) -> bool {
    // What was done a moment ago is a step, too.
    write(&untrack(|| app.snapshot()));
    if again { url::forward() } else { url::back() }
}
