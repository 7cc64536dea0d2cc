//! What a link restores, as signals: one a slice that changes at its own pace.

use crate::domain::{CrashFilter, LayerName};
use crate::engine::Area;
use crate::text::Lang;
use crate::units::LngLat;
use crate::view::{
    Camera, Compare, FeatureId, Fire, Ledger, Looks, Planning, PlanningMode, Role, Theme, Traffic, View,
};
use leptos::prelude::*;

/// The page's own copy of [`View`]. Everything else on the page follows from it and from the engine's answers.
#[derive(Clone, Copy)]
pub struct AppState {
    /// The workbench.
    pub role: RwSignal<Role>,
    /// The dataset's address; none is the one that the page was built with.
    pub city: RwSignal<Option<String>>,
    /// The language; none follows the browser.
    pub lang: RwSignal<Option<Lang>>,
    /// The theme; none follows the browser.
    pub theme: RwSignal<Option<Theme>>,
    /// Layers on; none is the workbench's own choice.
    pub layers: RwSignal<Option<Vec<LayerName>>>,
    /// How layers are drawn that are drawn otherwise than they are by themselves.
    pub looks: RwSignal<Looks>,
    /// The feature in the inspector.
    pub selected: RwSignal<Option<FeatureId>>,
    /// The area whose inside is shown.
    pub area: RwSignal<Option<Area>>,
    /// The place on a density surface whose value is taken apart.
    pub pin: RwSignal<Option<LngLat>>,
    /// Where the map looks; none shows the whole city.
    pub camera: RwSignal<Option<Camera>>,
    /// The day on which the city is shown; none is the day of the data.
    pub day: RwSignal<Option<String>>,
    /// Planning.
    pub planning: RwSignal<Planning>,
    /// Traffic.
    pub traffic: RwSignal<Traffic>,
    /// Fire.
    pub fire: RwSignal<Fire>,
    /// The ledger.
    pub ledger: RwSignal<Ledger>,
    /// Which crashes count, where the workbench asks crashes.
    pub crashes: RwSignal<CrashFilter>,
    /// The state that is compared with.
    pub compare: RwSignal<Option<Compare>>,
}

impl AppState {
    /// The signals of a view.
    pub fn new(view: View) -> Self {
        Self {
            role: RwSignal::new(view.role),
            city: RwSignal::new(view.city),
            lang: RwSignal::new(view.lang),
            theme: RwSignal::new(view.theme),
            layers: RwSignal::new(view.layers),
            looks: RwSignal::new(view.looks),
            selected: RwSignal::new(view.selected),
            area: RwSignal::new(view.area),
            pin: RwSignal::new(view.pin),
            camera: RwSignal::new(view.camera),
            day: RwSignal::new(view.day),
            planning: RwSignal::new(view.planning),
            traffic: RwSignal::new(view.traffic),
            fire: RwSignal::new(view.fire),
            ledger: RwSignal::new(view.ledger),
            crashes: RwSignal::new(view.crashes),
            compare: RwSignal::new(view.compare),
        }
    }

    /// Whether the workbench shows a density surface.
    pub fn shows_density(self) -> bool {
        self.role.get() == Role::Planning && self.planning.with(|p| p.mode == PlanningMode::Density)
    }

    /// The view as it stands; whoever calls this in a reactive place follows every slice.
    pub fn snapshot(self) -> View {
        View {
            role: self.role.get(),
            city: self.city.get(),
            lang: self.lang.get(),
            theme: self.theme.get(),
            layers: self.layers.get(),
            looks: self.looks.get(),
            selected: self.selected.get(),
            area: self.area.get(),
            pin: self.pin.get(),
            camera: self.camera.get(),
            day: self.day.get(),
            planning: self.planning.get(),
            traffic: self.traffic.get(),
            fire: self.fire.get(),
            ledger: self.ledger.get(),
            crashes: self.crashes.get(),
            compare: self.compare.get(),
            seen: None,
        }
    }

    /// The filter of crashes that the workbench goes by; see [`View::crash_filter`].
    pub fn crash_filter(self) -> CrashFilter {
        let (role, planning, crashes) = (self.role.get(), self.planning.get(), self.crashes.get());
        View { role, planning, crashes, ..View::default() }.crash_filter().unwrap_or_default()
    }

    /// The day on which the workbench shows the city; see [`View::shown_day`].
    pub fn shown_day(self) -> Option<String> {
        let view =
            View { role: self.role.get(), planning: self.planning.get(), day: self.day.get(), ..View::default() };
        view.shown_day()
    }

    /// Shows the city on another day. That of the data is no part of a link.
    pub fn show_day(self, day: &str, of_data: &str) {
        assign(self.day, (day != of_data).then(|| day.to_owned()));
    }

    /// The pinned place, where the workbench shows a density surface; see [`View::pinned`].
    pub fn pinned(self) -> Option<LngLat> {
        let view =
            View { role: self.role.get(), planning: self.planning.get(), pin: self.pin.get(), ..View::default() };
        view.pinned()
    }

    /// Takes over a view, slice by slice; what is equal already is not touched. Of the workbenches' own parameters only
    /// those of the view's are taken: its link names no others.
    pub fn restore(self, view: View) {
        if view.asks_crashes() {
            assign(self.crashes, view.crashes.clone());
        }
        if view.is_dated() {
            assign(self.day, view.day.clone());
        }
        assign(self.role, view.role);
        assign(self.city, view.city);
        assign(self.lang, view.lang);
        assign(self.theme, view.theme);
        assign(self.layers, view.layers);
        assign(self.looks, view.looks.clone());
        assign(self.selected, view.selected);
        assign(self.area, view.area);
        assign(self.camera, view.camera);
        assign(self.compare, view.compare.clone());
        match view.role {
            Role::Planning => {
                assign(self.pin, view.pin);
                assign(self.planning, view.planning);
            }
            Role::Traffic => {
                let mut traffic = view.traffic;
                // The link names the steps alone; their sections need not be looked up again.
                if !traffic.made.is_empty() && self.traffic.with_untracked(|now| now.made == traffic.made) {
                    traffic.selected = self.traffic.with_untracked(|now| now.selected.clone());
                }
                assign(self.traffic, traffic);
            }
            Role::Fire => assign(self.fire, view.fire),
            Role::Ledger => assign(self.ledger, view.ledger),
            Role::Overview => {}
        }
    }

    /// Opens a workbench with its own choice of layers.
    pub fn open_role(self, role: Role) {
        if self.role.get_untracked() != role {
            self.layers.set(None);
            self.role.set(role);
        }
    }
}

/// Sets a signal unless it holds the value already, so that nothing is told twice. Late callbacks may call this.
pub fn assign<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_with_untracked(|old| *old != value) == Some(true) {
        signal.try_set(value);
    }
}
