//! What the page's address keeps: role, city, layers, selection, parameters, camera. Plain data with a text form both
//! ways, and which requests a view needs.

pub mod area;
pub mod cities;
pub mod compare;
mod fire;
pub mod kept;
pub mod ledger;
pub mod looks;
mod planning;
mod query;
pub mod selection;
mod traffic;
mod visible;
mod wanted;

pub use crate::domain::ranges::EXPOSING;
pub use crate::risk::assess::RATED;
pub use compare::{Against, Compare, Split};
pub use fire::{Fire, toggle_level};
pub use ledger::Ledger;
pub use looks::{Faded, Looks};
pub use planning::{DENSITY_LAYERS, LEVELLED, Planning, PlanningMode};
pub use query::{Ignored, sort_code};
pub use traffic::{Ranked, Traffic};
pub use visible::SWITCHED;

use crate::domain::{CrashFilter, LayerName};
use crate::engine::Area;
use crate::text::Lang;
use crate::units::{LngLat, LngLatBox};

/// A workbench. The role chooses a presentation; it is never a permission.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// The whole city at a glance: what a newcomer sees.
    #[default]
    Overview,
    /// Planners.
    Planning,
    /// Traffic police.
    Traffic,
    /// Fire services.
    Fire,
    /// Those who keep the ledger of hidden dangers.
    Ledger,
}

impl Role {
    /// Every workbench.
    pub const ALL: [Self; 5] = [Self::Overview, Self::Planning, Self::Traffic, Self::Fire, Self::Ledger];
    /// The workbenches that can be opened.
    pub const OPEN: [Self; 5] = [Self::Overview, Self::Planning, Self::Traffic, Self::Fire, Self::Ledger];

    /// Its name in a link.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Planning => "planning",
            Self::Traffic => "traffic",
            Self::Fire => "fire",
            Self::Ledger => "ledger",
        }
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Ink on paper.
    Light,
    /// Paper on ink.
    Dark,
}

/// Where the map looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Centre, degrees east.
    pub lng: f64,
    /// Centre, degrees north.
    pub lat: f64,
    /// MapLibre's zoom.
    pub zoom: f64,
    /// Degrees clockwise from north.
    pub bearing: f64,
}

/// A feature as a link keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureId {
    /// Its layer.
    pub layer: LayerName,
    /// Its id.
    pub id: String,
}

/// Everything that a link restores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// The workbench.
    pub role: Role,
    /// The dataset's address; none is the one that the page was built with. Datasets opened from the reader's own
    /// machine are never named in a link.
    pub city: Option<String>,
    /// The language; none follows the browser.
    pub lang: Option<Lang>,
    /// The theme; none follows the browser.
    pub theme: Option<Theme>,
    /// Layers on; none is the workbench's own choice.
    pub layers: Option<Vec<LayerName>>,
    /// How layers are drawn that are drawn otherwise than they are by themselves.
    pub looks: Looks,
    /// The feature in the inspector.
    pub selected: Option<FeatureId>,
    /// The area whose inside is shown.
    pub area: Option<Area>,
    /// The place on a density surface whose value is taken apart.
    pub pin: Option<LngLat>,
    /// Where the map looks; none shows the whole city.
    pub camera: Option<Camera>,
    /// The day on which the city is shown, YYYY-MM-DD, where [`Self::is_dated`]; none is the day of the data.
    pub day: Option<String>,
    /// Planning.
    pub planning: Planning,
    /// Traffic.
    pub traffic: Traffic,
    /// Fire.
    pub fire: Fire,
    /// The ledger.
    pub ledger: Ledger,
    /// Which crashes count, where [`Self::asks_crashes`].
    pub crashes: CrashFilter,
    /// The state that is compared with; see [`Self::comparing`].
    pub compare: Option<Compare>,
    /// What the map shows, where a question is about it. No part of a link, which names the camera.
    pub seen: Option<LngLatBox>,
}

impl View {
    /// A place as a link keeps it, to about a metre: what is pinned is exactly what the link says.
    pub fn pin_at(at: LngLat) -> LngLat {
        let kept = |degrees: f64| (degrees * 1e5).round() / 1e5;
        LngLat::new(kept(at.lng), kept(at.lat))
    }

    /// Whether the workbench shows a density surface.
    pub fn shows_density(&self) -> bool {
        self.role == Role::Planning && self.planning.mode == PlanningMode::Density
    }

    /// Whether what the workbench shows is the city on a day: its levels, its hidden dangers.
    pub fn is_dated(&self) -> bool {
        match self.role {
            Role::Overview | Role::Fire | Role::Ledger => true,
            Role::Planning => self.planning.mode == PlanningMode::Levels,
            Role::Traffic => false,
        }
    }

    /// The day on which the workbench shows the city; none is the day of the data.
    pub fn shown_day(&self) -> Option<String> {
        self.day.clone().filter(|_| self.is_dated())
    }

    /// Whether the workbench asks crashes, and so goes by their filter: traffic, and planning where it may show their
    /// density.
    pub fn asks_crashes(&self) -> bool {
        match self.role {
            Role::Traffic => true,
            Role::Planning => {
                self.shows_density() && self.planning.density_of.is_none_or(|of| of == LayerName::Crashes)
            }
            _ => false,
        }
    }

    /// The pinned place, where the workbench shows a density surface.
    pub fn pinned(&self) -> Option<LngLat> {
        self.pin.filter(|_| self.shows_density())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_of_the_surface_and_of_the_links_own_digits() {
        let at = View::pin_at(LngLat::new(112.123_456_7, 30.999_999_9));
        assert_eq!(at, LngLat::new(112.12346, 31.0));
        let density = Planning { mode: PlanningMode::Density, ..Planning::default() };
        let pinned = View { role: Role::Planning, planning: density, pin: Some(at), ..View::default() };
        assert_eq!(pinned.pinned(), Some(at));
        assert_eq!(View { role: Role::Fire, ..pinned.clone() }.pinned(), None);
        let exposure = Planning { mode: PlanningMode::Exposure, ..Planning::default() };
        assert_eq!(View { planning: exposure, ..pinned }.pinned(), None);
    }
}
