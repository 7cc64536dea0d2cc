//! Every layer that the map draws, bottom to top, in one list. What is not in the list cannot be drawn: the style is
//! built by matching on [`MapLayer`], and strangers have no variant.

use crate::domain::LayerName;
use crate::view::Faded;

/// What turns a map layer on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// On as soon as a city is open.
    Base,
    /// On with a layer of the dataset.
    Layer(LayerName),
    /// On with a layer of the dataset when that layer is painted by a method.
    Painted(LayerName),
    /// On with a layer of the dataset when that layer is painted by level.
    Level(LayerName),
    /// On with a layer of the dataset unless it is painted by level.
    Plain(LayerName),
    /// On with the places that nobody has inspected.
    Unchecked,
    /// On with a density surface.
    Density,
    /// Always on: what the page itself draws.
    Overlay,
}

macro_rules! map_layers {
    ($($variant:ident $id:literal $switch:expr,)*) => {
        /// A layer of the map. The order of the variants is the order of drawing, bottom to top.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the ids say what they draw; what for is said at each group")]
        pub enum MapLayer { $($variant,)* }

        impl MapLayer {
            /// Every map layer, bottom to top.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its id in the style.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// The map layer of an id; strangers are refused.
            pub fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some(Self::$variant),)* _ => None }
            }

            /// What turns it on.
            pub const fn switch(self) -> Switch {
                match self { $(Self::$variant => $switch,)* }
            }
        }
    };
}

use LayerName::{Crashes, Districts, Facilities, FireStations, Hydrants, Pipelines, Roads, Routes, Venues};
use Switch::{Base, Density, Layer, Level, Overlay, Painted, Plain, Unchecked};

/// Hydrants are a matter of the street: from this zoom on they are drawn.
pub const HYDRANTS_FROM: f64 = 12.0;
/// From this zoom on hydrants are symbols instead of dots.
pub const HYDRANT_ICONS_FROM: f64 = 15.0;
/// From this zoom on every place carries its kind's icon; farther away only the worst do.
pub const ICONS_FROM: f64 = 14.0;

map_layers! {
    // The ground.
    Background "background" Overlay,
    Land "land" Base,
    LandSeam "land-seam" Base,
    Built "built" Base,
    Farm "farm" Base,
    Green "green" Base,
    Stream "stream" Base,
    RiverBank "river-bank" Base,
    River "river" Base,
    Water "water" Base,
    WaterBank "water-bank" Base,
    // Surfaces lie under buildings and roads, so that streets stay readable.
    DensityBand "density-band" Density,
    DistrictLevel "district-level" Level(Districts),
    Building "building" Base,
    BuildingEdge "building-edge" Base,
    // Roads: all casings, then all fills, so that junctions are open.
    Path "path" Base,
    Track "track" Base,
    ServiceCase "service-case" Base,
    MinorCase "minor-case" Base,
    MainCase "main-case" Base,
    Tunnel "tunnel" Base,
    ServiceRoad "service-road" Base,
    MinorRoad "minor-road" Base,
    MainRoad "main-road" Base,
    BridgeCase "bridge-case" Base,
    BridgeRoad "bridge-road" Base,
    Rail "rail" Base,
    RailDash "rail-dash" Base,
    DistrictHalo "district-halo" Base,
    DistrictBorder "district-border" Base,
    DistrictChosen "district-chosen" Base,
    // Reach of what is selected.
    RingFill "ring-fill" Overlay,
    RingEdge "ring-edge" Overlay,
    // Outlines of features that are known as areas.
    VenueArea "venue-area" Layer(Venues),
    VenueAreaEdge "venue-area-edge" Layer(Venues),
    FacilityArea "facility-area" Layer(Facilities),
    FacilityAreaEdge "facility-area-edge" Layer(Facilities),
    StationArea "station-area" Layer(FireStations),
    // Road sections by amount; under each line layer what is selected or hovered.
    SectionHit "section-hit" Layer(Roads),
    SectionHover "section-hover" Layer(Roads),
    SectionSelected "section-selected" Layer(Roads),
    SectionSelectedHalo "section-selected-halo" Layer(Roads),
    SectionHalo "section-halo" Painted(Roads),
    Section "section" Painted(Roads),
    // Routes of dangerous goods.
    RouteHover "route-hover" Layer(Routes),
    RouteSelected "route-selected" Layer(Routes),
    RouteHalo "route-halo" Layer(Routes),
    Route "route" Layer(Routes),
    RouteClassEdge "route-class-edge" Painted(Routes),
    RouteClass "route-class" Painted(Routes),
    // Pipelines: two lines close together.
    PipelineHover "pipeline-hover" Layer(Pipelines),
    PipelineSelected "pipeline-selected" Layer(Pipelines),
    PipelineHalo "pipeline-halo" Layer(Pipelines),
    Pipeline "pipeline" Layer(Pipelines),
    PipelineCore "pipeline-core" Layer(Pipelines),
    PipelineClassEdge "pipeline-class-edge" Painted(Pipelines),
    PipelineClass "pipeline-class" Painted(Pipelines),
    // Every hazard with the sites inside its rings.
    ConflictHalo "conflict-halo" Overlay,
    ConflictLine "conflict-line" Overlay,
    // Straight lines from what is selected, under the symbols at their ends.
    TieHalo "tie-halo" Overlay,
    TieLine "tie-line" Overlay,
    TieEnd "tie-end" Overlay,
    // Points. A dot is always drawn, so nothing is hidden; a symbol covers it where there is room.
    CrashCell "crash-cell" Layer(Crashes),
    Crash "crash" Layer(Crashes),
    HydrantCell "hydrant-cell" Layer(Hydrants),
    Hydrant "hydrant" Layer(Hydrants),
    VenueCell "venue-cell" Plain(Venues),
    VenueDot "venue-dot" Plain(Venues),
    FacilityCell "facility-cell" Plain(Facilities),
    FacilityDot "facility-dot" Plain(Facilities),
    // What nobody has inspected: hollow.
    UncheckedVenue "unchecked-venue" Unchecked,
    UncheckedFacility "unchecked-facility" Unchecked,
    // Names: the topmost claims its place first.
    DistrictLabel "district-label" Base,
    WaterLabel "water-label" Base,
    RiverLabel "river-label" Base,
    RoadLabel "road-label" Base,
    RouteIcon "route-icon" Layer(Routes),
    PipelineIcon "pipeline-icon" Layer(Pipelines),
    PlaceLabel "place-label" Base,
    DistrictLetter "district-letter" Level(Districts),
    CrashCount "crash-count" Layer(Crashes),
    HydrantCount "hydrant-count" Layer(Hydrants),
    HydrantIcon "hydrant-icon" Layer(Hydrants),
    VenueCount "venue-count" Plain(Venues),
    FacilityCount "facility-count" Plain(Facilities),
    UncheckedVenueCount "unchecked-venue-count" Unchecked,
    UncheckedFacilityCount "unchecked-facility-count" Unchecked,
    CrashHover "crash-hover" Layer(Crashes),
    HydrantHover "hydrant-hover" Layer(Hydrants),
    VenueHover "venue-hover" Layer(Venues),
    FacilityHover "facility-hover" Layer(Facilities),
    StationHover "station-hover" Layer(FireStations),
    CrashSelected "crash-selected" Layer(Crashes),
    HydrantSelected "hydrant-selected" Layer(Hydrants),
    VenueSelected "venue-selected" Layer(Venues),
    FacilitySelected "facility-selected" Layer(Facilities),
    StationSelected "station-selected" Layer(FireStations),
    VenueSymbol "venue-symbol" Plain(Venues),
    FacilitySymbol "facility-symbol" Plain(Facilities),
    // Levels: a shape each, the worst on top; none ever gives way.
    VenueLevel "venue-level" Level(Venues),
    FacilityLevel "facility-level" Level(Facilities),
    StationSymbol "station-symbol" Layer(FireStations),
    // Rows of the reader's own say so, under their symbols.
    OwnCrash "own-crash" Layer(Crashes),
    OwnHydrant "own-hydrant" Layer(Hydrants),
    OwnVenue "own-venue" Layer(Venues),
    OwnFacility "own-facility" Layer(Facilities),
    OwnStation "own-station" Layer(FireStations),
    // The head of the ranking, in cells and below their symbols' zoom too.
    WorstHover "worst-hover" Overlay,
    WorstSymbol "worst-symbol" Overlay,
    // Listed dangers: a dot each, symbols where there is room, and at every zoom those that are late.
    DangerDot "danger-dot" Overlay,
    DangerSymbol "danger-symbol" Overlay,
    DangerLate "danger-late" Overlay,
    DangerHover "danger-hover" Overlay,
    TieLabel "tie-label" Overlay,
    RingLabel "ring-label" Overlay,
    // A surface's highest value, and the pinned place on it.
    DensestMark "densest-mark" Overlay,
    DensestLabel "densest-label" Overlay,
    Pin "pin" Overlay,
    // The feature in the inspector, wherever and however small it is.
    FocusRing "focus-ring" Overlay,
    FocusSymbol "focus-symbol" Overlay,
    // What is being drawn.
    DrawnFill "drawn-fill" Overlay,
    DrawnEdge "drawn-edge" Overlay,
}

impl MapLayer {
    /// What its own solidity goes by; none where it has that of the page.
    pub const fn faded(self) -> Option<Faded> {
        match self.switch() {
            Density => Some(Faded::Surface),
            Layer(layer) | Painted(layer) | Level(layer) | Plain(layer) => Some(Faded::Layer(layer)),
            Base | Overlay | Unchecked => None,
        }
    }

    /// The map layers that answer to the pointer, and so name a feature of the dataset.
    pub fn hits() -> impl Iterator<Item = Self> {
        use MapLayer::*;
        [
            DistrictLevel,
            VenueArea,
            FacilityArea,
            StationArea,
            SectionHit,
            Section,
            Route,
            RouteClass,
            Pipeline,
            PipelineClass,
            CrashCell,
            Crash,
            HydrantCell,
            Hydrant,
            VenueCell,
            VenueDot,
            FacilityCell,
            FacilityDot,
            UncheckedVenue,
            UncheckedFacility,
            HydrantIcon,
            VenueSymbol,
            FacilitySymbol,
            StationSymbol,
            VenueLevel,
            FacilityLevel,
            WorstSymbol,
            DangerDot,
            DangerSymbol,
            DangerLate,
        ]
        .into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_name_one_layer_each() {
        for layer in MapLayer::ALL {
            assert_eq!(MapLayer::from_id(layer.id()), Some(*layer));
        }
        assert_eq!(MapLayer::from_id("poi-label"), None);
    }

    #[test]
    fn surfaces_lie_under_buildings_and_roads_and_names_on_top() {
        assert!(MapLayer::Water < MapLayer::DensityBand && MapLayer::DensityBand < MapLayer::Building);
        assert!(MapLayer::Section < MapLayer::FacilityDot && MapLayer::FacilityDot < MapLayer::PlaceLabel);
        assert!(MapLayer::PlaceLabel < MapLayer::DistrictLetter, "a name gives way to a level");
        assert!(MapLayer::PlaceLabel < MapLayer::FacilitySymbol && MapLayer::FacilitySymbol < MapLayer::FocusSymbol);
    }

    #[test]
    fn only_layers_of_the_dataset_answer_to_the_pointer() {
        for layer in MapLayer::hits() {
            use MapLayer::{DangerDot, DangerLate, DangerSymbol, WorstSymbol};
            // These carry layer and row as properties.
            let named = matches!(layer, WorstSymbol | DangerDot | DangerSymbol | DangerLate);
            assert!(
                named || matches!(layer.switch(), Layer(_) | Painted(_) | Level(_) | Plain(_) | Unchecked),
                "{}",
                layer.id()
            );
        }
    }
}
