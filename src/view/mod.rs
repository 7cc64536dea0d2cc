//! What the page's address keeps: role, city, layers, selection, parameters, camera. Plain data with a text form both
//! ways, and which requests a view needs.

pub mod area;
pub mod cities;
pub mod compare;
pub mod kept;
pub mod ledger;
pub mod looks;
mod query;
pub mod selection;
mod wanted;

pub use compare::{Against, Compare, Split};
pub use ledger::Ledger;
pub use looks::{Faded, Looks};
pub use query::{Ignored, sort_code};

use crate::domain::{CrashFilter, LayerName, Level, NumberRanges};
use crate::engine::{Area, Breaks, Lack, LevelKind, SectionSort, VenueSort};
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

    /// The layers that are on when nothing is said.
    pub const fn layers(self) -> &'static [LayerName] {
        use LayerName::*;
        match self {
            // Of thousands of venues the worst are named; all of them would bury the rest.
            Self::Overview => &[Facilities, Pipelines],
            Self::Planning => &[Facilities, Pipelines, Routes],
            // The sections are the answer; thousands of crash dots would bury it.
            Self::Traffic => &[Roads],
            Self::Fire => &[Venues, FireStations, Hydrants],
            // What is listed is what is on the map: nothing else stands beside it unasked.
            Self::Ledger => &[],
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

/// What a planner looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlanningMode {
    /// A density surface.
    Density,
    /// Exposure near facilities, pipelines or routes.
    Exposure,
    /// The four levels of facilities, pipelines or venues: what a planner asks first.
    #[default]
    Levels,
    /// Sensitive sites inside the rings of hazards.
    Conflicts,
}

impl PlanningMode {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::Density, Self::Exposure, Self::Levels, Self::Conflicts];

    /// Its name in a link.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Density => "density",
            Self::Exposure => "exposure",
            Self::Levels => "levels",
            Self::Conflicts => "conflicts",
        }
    }
}

/// The planning workbench's parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Planning {
    /// Density, exposure, levels or conflicts.
    pub mode: PlanningMode,
    /// The density's points; none is the first of [`DENSITY_LAYERS`] that the city has.
    pub density_of: Option<LayerName>,
    /// The number field that weighs them.
    pub weight: Option<String>,
    /// The kernel's radius, metres.
    pub bandwidth_m: f64,
    /// Whose exposure.
    pub exposure_of: LayerName,
    /// How near counts, metres.
    pub distance_m: f64,
    /// How classes are cut.
    pub breaks: Breaks,
    /// Whose levels: one of [`LEVELLED`].
    pub levels_of: LayerName,
    /// By the methods alone, or with what the ledger makes of them.
    pub level: LevelKind,
    /// The day of the levels, YYYY-MM-DD; none is the day of the data.
    pub day: Option<String>,
    /// The id of the district whose levels or conflicts are listed; none is the whole city.
    pub district: Option<String>,
    /// Ranges of numbers of what has levels, and of what is near; those that the layer does not have are not asked, see
    /// [`Planning::ranges`].
    pub numbers: NumberRanges,
    /// Only what has one of these levels, worst first; empty is all.
    pub only: Vec<Level>,
    /// The kind of hazard whose conflicts are listed; none is every kind.
    pub hazard: Option<String>,
    /// The kind of site whose conflicts are listed; none is every kind.
    pub site_kind: Option<String>,
    /// Of the conflicts of the selected hazard the one that is looked at, by its site.
    pub site: Option<FeatureId>,
}

impl Default for Planning {
    fn default() -> Self {
        Self {
            mode: PlanningMode::default(),
            density_of: None,
            weight: None,
            bandwidth_m: 500.0,
            exposure_of: LayerName::Facilities,
            distance_m: 500.0,
            breaks: Breaks::Pretty,
            levels_of: LayerName::Facilities,
            level: LevelKind::Dynamic,
            day: None,
            district: None,
            numbers: NumberRanges::default(),
            only: Vec::new(),
            hazard: None,
            site_kind: None,
            site: None,
        }
    }
}

impl Planning {
    /// The layer whose density is asked in a city that has some layers: what the link says, or else the first that the
    /// city has. A city with none of them is asked for the first, so that what it lacks is said.
    pub fn density_layer(&self, present: &[LayerName]) -> LayerName {
        let own = DENSITY_LAYERS.into_iter().find(|l| present.contains(l));
        self.density_of.or(own).unwrap_or(DENSITY_LAYERS[0])
    }

    /// What planning begins with in a city that has some layers, of which something can be rated or not: levels are asked
    /// of the first layer that has any, and where nothing can be rated density is. What a link names stays.
    pub fn begin_in(&mut self, present: &[LayerName], rated: bool) {
        if self.mode != PlanningMode::Levels || present.contains(&self.levels_of) && rated {
            return;
        }
        match LEVELLED.into_iter().find(|l| RATED.contains(l) && present.contains(l)).filter(|_| rated) {
            Some(layer) => self.levels_of = layer,
            None => self.mode = PlanningMode::Density,
        }
    }

    /// Asks for another layer's density, unweighted. What equals the city's own is not kept.
    pub fn set_density_layer(&mut self, layer: LayerName, present: &[LayerName]) {
        self.weight = None;
        self.density_of = None;
        self.density_of = (layer != self.density_layer(present)).then_some(layer);
    }
}

/// Which sections are ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ranked {
    /// All of the city.
    #[default]
    City,
    /// Those that the map shows.
    View,
    /// The selected ones; with none selected all of the city.
    Selection,
}

/// The traffic workbench's parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Traffic {
    /// Crashes farther than this from every section belong to none, metres.
    pub snap_m: f64,
    /// What sections are ranked and classed by.
    pub sort: SectionSort,
    /// How classes are cut.
    pub breaks: Breaks,
    /// Under a filter the classes are cut over the crashes that pass; otherwise over all.
    pub own_classes: bool,
    /// Which sections are ranked, classed and painted.
    pub scope: Ranked,
    /// Of these only those whose figures lie in these ranges.
    pub ranges: NumberRanges,
    /// Selected sections, by id.
    pub selected: Vec<String>,
    /// How they were selected, where their ids are too many for a link. A link's steps are here before their sections are.
    pub made: Vec<selection::Step>,
}

impl Default for Traffic {
    fn default() -> Self {
        Self {
            snap_m: 30.0,
            sort: SectionSort::PerKm,
            breaks: Breaks::Natural,
            own_classes: true,
            scope: Ranked::City,
            ranges: NumberRanges::default(),
            selected: Vec::new(),
            made: Vec::new(),
        }
    }
}

/// The fire workbench's parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fire {
    /// Kinds shown; empty is all.
    pub kinds: Vec<String>,
    /// A district's id; none is the whole city.
    pub district: Option<String>,
    /// Only venues that lack this; none is all.
    pub lacking: Option<Lack>,
    /// Only venues whose numbers lie in these ranges.
    pub ranges: NumberRanges,
    /// Only venues of these levels, worst first; empty is all.
    pub levels: Vec<Level>,
    /// What is ranked by; none is what the city knows, see [`Fire::sorted_by`].
    pub sort: Option<VenueSort>,
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

/// Turns a level on or off; levels stand worst first, and all of them are none.
pub fn toggle_level(levels: &mut Vec<Level>, level: Level) {
    match levels.iter().position(|of| *of == level) {
        Some(at) => drop(levels.remove(at)),
        None => {
            levels.push(level);
            levels.sort_unstable();
        }
    }
    if levels.len() == Level::ALL.len() {
        levels.clear();
    }
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

    /// The layers that are on when the link names none: the workbench's, and of levels those that have one and can be
    /// told apart, with the one that is asked about.
    pub fn own_layers(&self) -> Vec<LayerName> {
        // Hazards and sites that stand too near to each other are drawn with the line between them, and a surface is what is
        // looked at: nothing else covers them unasked.
        if self.role == Role::Planning && matches!(self.planning.mode, PlanningMode::Conflicts | PlanningMode::Density)
        {
            return Vec::new();
        }
        if self.role == Role::Planning && self.planning.mode == PlanningMode::Levels {
            // A district's level is that of all that stands in it.
            if self.planning.levels_of == LayerName::Districts {
                return vec![LayerName::Districts];
            }
            let places = [LayerName::Facilities, LayerName::Pipelines];
            let of = self.planning.levels_of;
            return places.into_iter().filter(|l| *l != of).chain([of]).collect();
        }
        self.role.layers().to_vec()
    }

    /// The layers that are on in a city that has some layers: what the link says, or else the workbench's own choice.
    /// Where the city has none of these, what comes nearest is on, and at last all that it has: an empty map would say
    /// that there is nothing.
    pub fn visible(&self, present: &[LayerName]) -> Vec<LayerName> {
        self.layers.clone().unwrap_or_else(|| {
            let has = |layers: &[LayerName]| layers.iter().any(|l| present.contains(l));
            let own = self.own_layers();
            // A surface stands for its points, which would cover it.
            let lacks_surface = self.shows_density() && !has(&DENSITY_LAYERS);
            match self.role {
                _ if has(&own) || own.is_empty() && !lacks_surface => own,
                Role::Traffic if has(&[LayerName::Crashes]) => vec![LayerName::Crashes],
                _ => SWITCHED.iter().copied().filter(|l| present.contains(l)).collect(),
            }
        })
    }

    /// Turns a layer on or off. What equals the workbench's own choice is not kept.
    pub fn set_visible(&mut self, layer: LayerName, on: bool, present: &[LayerName]) {
        let mut layers: Vec<LayerName> = self.visible(present).into_iter().filter(|l| *l != layer).collect();
        if on {
            layers.push(layer);
        }
        layers.sort_unstable();
        self.layers = None;
        let mut own = self.visible(present);
        own.sort_unstable();
        self.layers = (layers != own).then_some(layers);
    }
}

/// Layers whose density means something, the one to begin with first.
pub const DENSITY_LAYERS: [LayerName; 4] =
    [LayerName::Crashes, LayerName::Venues, LayerName::Facilities, LayerName::Dangers];

pub use crate::domain::ranges::EXPOSING;
pub use crate::risk::assess::RATED;

/// Layers whose levels are asked: those that are rated, and the districts that they stand in.
pub const LEVELLED: [LayerName; 4] =
    [LayerName::Facilities, LayerName::Pipelines, LayerName::Venues, LayerName::Districts];

/// Layers that can be turned on and off; the base map and tables without places cannot.
pub const SWITCHED: &[LayerName] = &[
    LayerName::Facilities,
    LayerName::Pipelines,
    LayerName::Routes,
    LayerName::Venues,
    LayerName::Roads,
    LayerName::Crashes,
    LayerName::FireStations,
    LayerName::Hydrants,
];

#[cfg(test)]
mod tests {
    use super::*;
    use LayerName::{Crashes, Facilities, FireStations, Roads, Venues, Water};

    #[test]
    fn planning_begins_with_the_first_points_that_a_city_has() {
        let mut planning = Planning::default();
        assert_eq!(planning.density_layer(&[Roads, Venues, Crashes]), Crashes);
        assert_eq!(planning.density_layer(&[Facilities, Venues]), Venues);
        assert_eq!(planning.density_layer(&[Roads]), Crashes, "what is lacking is said of the first");
        planning.set_density_layer(Facilities, &[Facilities, Venues]);
        assert_eq!(planning.density_of, Some(Facilities));
        assert_eq!(planning.density_layer(&[Venues]), Facilities, "a link's word counts");
        planning.set_density_layer(Venues, &[Facilities, Venues]);
        assert_eq!(planning.density_of, None, "the city's own is no part of a link");
        planning.set_density_layer(Crashes, &[Facilities, Venues]);
        assert_eq!(planning.density_of, Some(Crashes));
    }

    #[test]
    fn levels_come_first_where_something_can_be_rated_and_else_density() {
        let begun = |present: &[LayerName], rated| {
            let mut planning = Planning::default();
            planning.begin_in(present, rated);
            (planning.mode, planning.levels_of)
        };
        assert_eq!(begun(&[Crashes, Venues, Facilities], true), (PlanningMode::Levels, Facilities));
        assert_eq!(begun(&[Crashes, Venues], true), (PlanningMode::Levels, Venues), "the first that there is");
        assert_eq!(begun(&[Crashes, Venues], false).0, PlanningMode::Density, "venues of which nothing is known");
        assert_eq!(begun(&[Crashes, Roads], true).0, PlanningMode::Density);
        let mut asked = Planning { mode: PlanningMode::Exposure, ..Planning::default() };
        asked.begin_in(&[Crashes], false);
        assert_eq!(asked.mode, PlanningMode::Exposure, "what is asked stays asked");
    }

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

    #[test]
    fn what_is_asked_about_is_on_the_map() {
        let of = |levels_of| {
            let planning = Planning { mode: PlanningMode::Levels, levels_of, ..Planning::default() };
            View { role: Role::Planning, planning, ..View::default() }
        };
        assert_eq!(of(Facilities).visible(&[Facilities, Venues]), [LayerName::Pipelines, Facilities]);
        assert_eq!(of(Venues).visible(&[Facilities, Venues]), [Facilities, LayerName::Pipelines, Venues]);
        assert_eq!(of(LayerName::Districts).visible(&[Facilities, LayerName::Districts]), [LayerName::Districts]);
        let mut off = of(Venues);
        off.set_visible(Venues, false, &[Facilities, Venues]);
        assert_eq!(off.layers, Some(vec![Facilities, LayerName::Pipelines]), "a link's word counts");
    }

    #[test]
    fn a_city_without_the_workbenchs_layers_shows_what_it_has() {
        let fire = View { role: Role::Fire, ..View::default() };
        assert_eq!(fire.visible(&[Venues, Crashes]), Role::Fire.layers());
        assert_eq!(fire.visible(&[Water, Crashes, Facilities]), [Facilities, Crashes]);
        assert_eq!(View { layers: Some(vec![]), ..fire.clone() }.visible(&[Crashes]), [], "a link's word counts");
        let of = |role| View { role, ..View::default() };
        let density = Planning { mode: PlanningMode::Density, ..Planning::default() };
        let surface = View { planning: density, ..of(Role::Planning) };
        assert_eq!(surface.visible(&[Venues, Crashes, Facilities]), [], "nothing covers the surface unasked");
        assert_eq!(surface.visible(&[Roads]), [Roads]);
        assert_eq!(of(Role::Traffic).visible(&[Venues, Crashes]), [Crashes]);
        let mut changed = fire.clone();
        changed.set_visible(Crashes, false, &[Crashes, Facilities]);
        assert_eq!(changed.layers, Some(vec![Facilities]));
        changed.set_visible(Crashes, true, &[Crashes, Facilities]);
        assert_eq!(changed.layers, None);
        changed.set_visible(FireStations, false, &[Venues]);
        assert_eq!(changed.layers.map(|l| l.len()), Some(Role::Fire.layers().len() - 1));
    }
}
