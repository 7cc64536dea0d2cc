//! The layers that a city may have, in the order in which lists show them.

use serde::{Deserialize, Serialize};

/// What shapes a layer's features may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Geometry {
    /// Points only.
    Point,
    /// Lines or multilines.
    Line,
    /// Polygons or multipolygons.
    Polygon,
    /// Points, or polygons for those whose outline is known.
    PointOrPolygon,
    /// Lines or polygons (rivers and lakes).
    LineOrPolygon,
    /// A table without places, or with optional points.
    PointOrNone,
    /// A table without places.
    None,
}

impl Geometry {
    /// Whether rows must have a place.
    pub fn required(self) -> bool {
        !matches!(self, Self::None | Self::PointOrNone)
    }
}

macro_rules! layers {
    ($($(#[$doc:meta])* $variant:ident $code:literal $geometry:ident,)*) => {
        /// A layer of the dataset. The code is its name in files, links and on the command line.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum LayerName { $($(#[$doc])* $variant,)* }

        impl LayerName {
            /// Every layer.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in files, links and on the command line.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The layer of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }

            /// The shapes that its features may have.
            pub const fn geometry(self) -> Geometry {
                match self { $(Self::$variant => Geometry::$geometry,)* }
            }
        }
    };
}

layers! {
    /// Administrative areas, from the city down to grid cells.
    Districts "districts" Polygon,
    /// Who lives where.
    Residents "residents" PointOrPolygon,
    /// Hazardous facilities.
    Facilities "facilities" PointOrPolygon,
    /// Long-distance and distribution pipelines.
    Pipelines "pipelines" Line,
    /// Places where people gather or sleep.
    Venues "venues" PointOrPolygon,
    /// Road sections, split at junctions.
    Roads "roads" Line,
    /// Traffic crashes.
    Crashes "crashes" Point,
    /// Approved routes of dangerous goods.
    Routes "routes" Line,
    /// Vehicle positions over time.
    Tracks "tracks" Point,
    /// Fire stations.
    FireStations "fire_stations" PointOrPolygon,
    /// Fire hydrants.
    Hydrants "hydrants" Point,
    /// Hidden dangers.
    Dangers "dangers" PointOrNone,
    /// What happened to a hidden danger.
    DangerEvents "danger_events" None,
    /// Inspections of facilities and venues.
    Inspections "inspections" None,
    /// Accidents at facilities and venues.
    Accidents "accidents" None,
    /// Penalties against facilities and venues.
    Penalties "penalties" None,
    /// Base map: rivers, lakes, sea.
    Water "water" LineOrPolygon,
    /// Base map: forest, park, farmland.
    Green "green" Polygon,
    /// Base map: residential, industrial, commercial land.
    Built "built" Polygon,
    /// Base map: building footprints.
    Buildings "buildings" Polygon,
    /// Base map: railways.
    Railways "railways" Line,
    /// Base map: names of towns and villages.
    Places "places" Point,
}

impl LayerName {
    /// Drawn quietly under everything, never coloured by risk.
    pub const fn is_base_map(self) -> bool {
        matches!(self, Self::Water | Self::Green | Self::Built | Self::Buildings | Self::Railways | Self::Places)
    }

    /// Whether features have a place and can be drawn.
    pub const fn is_spatial(self) -> bool {
        !matches!(self.geometry(), Geometry::None)
    }
}

impl std::fmt::Display for LayerName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}
