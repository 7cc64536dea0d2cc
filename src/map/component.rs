//! The map as a part of the page.

use super::adapter::Adapter;
use super::binding::MapError;
use super::event::{Go, MapEvent, Padding, Pose, Tool};
use super::scene::Scene;
use crate::units::LngLatBox;
use crate::view::Camera;
use leptos::html::Div;
use leptos::prelude::*;

/// The map. It fills its box (class `map`), shows the scene and says what the reader does; it decides nothing.
///
/// Tiles come from the port that [`super::set_tile_port`] was given last.
#[component]
pub fn MapView(
    /// What is shown.
    #[prop(into)]
    scene: Signal<Scene>,
    /// The newest order to the camera; each is followed once.
    #[prop(into)]
    go: Signal<Option<Go>>,
    /// What the pointer does.
    #[prop(into)]
    tool: Signal<Tool>,
    /// The newest order to stand for a picture; each is answered by [`MapEvent::Pictured`].
    #[prop(into)]
    pose: Signal<Option<Pose>>,
    /// What covers the map at its sides.
    #[prop(into)]
    padding: Signal<Padding>,
    /// What the map is, for those who hear it.
    #[prop(into)]
    title: Signal<String>,
    /// Where it looks at first.
    #[prop(optional_no_strip)]
    camera: Option<Camera>,
    /// It shows another state of what a first map shows, and looks where that one does.
    #[prop(optional)]
    second: bool,
    /// As a second map it shows another place, this one, at the scale of the first.
    #[prop(optional_no_strip)]
    apart: Option<LngLatBox>,
    /// Told what happens, always in a task of its own.
    on_event: Callback<MapEvent>,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let adapter = StoredValue::new_local(None::<Adapter>);
    let is_made = RwSignal::new(false);
    // The page may be gone when the map still speaks.
    let tell = move |event| {
        on_event.try_run(event);
    };
    let check = move |result: Option<Result<(), MapError>>| {
        if let Some(Err(error)) = result {
            tell(MapEvent::Failed(error.to_string()));
        }
    };
    let with = move |act: &dyn Fn(&mut Adapter) -> Result<(), MapError>| {
        check(adapter.try_update_value(|a| a.as_mut().map(act)).flatten());
    };

    Effect::new(move |_| {
        let Some(container) = place.get() else { return };
        if is_made.get_untracked() {
            return;
        }
        let (scene, title) = (scene.get_untracked(), title.get_untracked());
        match Adapter::new(&container, scene, camera, &title, second, apart, tell) {
            Ok(made) => {
                adapter.set_value(Some(made));
                is_made.set(true);
            }
            Err(MapError::NoWebGl) => tell(MapEvent::Undrawable),
            Err(error) => tell(MapEvent::Failed(error.to_string())),
        }
    });
    Effect::new(move |_| is_made.get().then(|| scene.with(|scene| with(&|a| a.show(scene)))));
    Effect::new(move |_| is_made.get().then(|| tool.with(|tool| with(&|a| a.tool(*tool)))));
    Effect::new(move |_| {
        is_made.get().then(|| {
            title.with(|title| {
                with(&|a| {
                    a.title(title);
                    Ok(())
                })
            })
        })
    });
    Effect::new(move |_| {
        if let (true, Some(order)) = (is_made.get(), go.get()) {
            with(&|a| a.go(order, padding.get_untracked()));
        }
    });
    Effect::new(move |_| {
        let Some(pose) = pose.get() else { return };
        let stands = adapter.try_update_value(|a| a.as_mut().map(|a| a.pose(pose))).flatten();
        let why = match stands {
            Some(Ok(())) => return,
            Some(Err(error)) => error.to_string(),
            None => String::new(),
        };
        tell(MapEvent::Pictured { serial: pose.serial, picture: Err(why) });
    });
    on_cleanup(move || drop(adapter.try_update_value(Option::take)));

    view! { <div class="map" node_ref=place></div> }
}
