//! What is inside an area, and how long and wide something on the ground is.

use super::{Area, Counted, Hit, KindCount, LevelCount};
use crate::domain::{CrashFilter, LayerName, Level, Words};
use crate::risk::explain::Explanation;
use crate::units::{LngLat, LngLatBox};
use serde::{Deserialize, Serialize};

/// What is asked of an area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InsideQuery {
    /// Where.
    pub area: Area,
    /// The day of levels and dangers, YYYY-MM-DD; none is the day of the data.
    pub as_of: Option<String>,
    /// At most so many features of a layer come back; the counts are of all.
    pub limit: u32,
    /// Which crashes count.
    pub crashes: CrashFilter,
}

/// What is inside an area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InsideTable {
    /// What was asked.
    pub query: InsideQuery,
    /// The day of levels and dangers.
    pub as_of: String,
    /// The district that was asked about; none for a drawn area.
    pub district: Option<Words>,
    /// Its outline: polygons, of each the outer ring, then holes; all closed.
    pub outline: Vec<Vec<Vec<LngLat>>>,
    /// The box around it.
    pub bounds: LngLatBox,
    /// Its area on the ellipsoid, m².
    pub area_m2: f64,
    /// What is inside, by layer, of the layers that the city has.
    pub layers: Vec<InsideLayer>,
    /// People inside; none where nothing in the city says how many people there are.
    pub people: Option<InsidePeople>,
    /// Hazards outside of which a ring reaches into it; none where the city has no facilities.
    pub reached_by: Option<ReachedBy>,
    /// How it was computed.
    pub explanation: Explanation,
}

/// Hazards outside an area of which a ring reaches into it: what a site there would stand inside of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReachedBy {
    /// How many.
    pub count: u32,
    /// The first of them: the gravest ring first, then the one that reaches farthest in, then by row.
    pub rings: Vec<ReachingRing>,
    /// Hazards of which it is not known how far their rings reach, that may reach into it.
    pub unknown: u32,
    /// Hazards in it that have rings themselves.
    pub inside: u32,
}

/// The gravest ring of a hazard that reaches into an area; of equally grave ones the smallest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReachingRing {
    /// The hazard, with its level on the day and the metres between its boundary and the area.
    pub hazard: Hit,
    /// What the ring is.
    pub says: Words,
    /// How far it reaches from the hazard's boundary at the least, metres.
    pub radius_m: f64,
    /// The level that a sensitive site inside it gives the hazard; none for rings that are only drawn.
    pub level: Option<Level>,
}

/// What is inside of one layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InsideLayer {
    /// The layer.
    pub layer: LayerName,
    /// How many features; of hidden dangers those that are open on the day.
    pub count: u32,
    /// How many of each kind, most first; of crashes of each severity, gravest first.
    pub kinds: Vec<KindCount>,
    /// How many of each level, worst first; empty where the layer is not rated.
    pub levels: Vec<LevelCount>,
    /// Of hydrants those known to be dry, of hidden dangers those overdue; 0 elsewhere.
    pub troubled: u32,
    /// The first features: the worst level and then the most people, the gravest crash, the most overdue danger first;
    /// then by row.
    pub rows: Vec<Hit>,
}

/// People inside an area.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct InsidePeople {
    /// By day in venues, as far as known.
    pub venue_day: f64,
    /// By night in venues, as far as known.
    pub venue_night: f64,
    /// Venues that say how many people they hold by day.
    pub known_day: u32,
    /// Venues that say how many people they hold by night.
    pub known_night: u32,
    /// Venues that say neither.
    pub unknown: u32,
    /// People of the residents layer by day; none without the layer. They may be the same people as those in venues.
    pub residents_day: Option<f64>,
    /// The same by night; permanent residents where it is not known.
    pub residents_night: Option<f64>,
}

impl InsidePeople {
    /// People by day: the larger of those in venues and of residents, never their sum. A lower bound.
    pub fn by_day(&self) -> f64 {
        self.residents_day.unwrap_or(0.0).max(self.venue_day)
    }

    /// People by night, likewise.
    pub fn by_night(&self) -> f64 {
        self.residents_night.unwrap_or(0.0).max(self.venue_night)
    }

    /// Whose count each of the two figures is, by day and by night: of equals that of the venues.
    pub fn counted(&self) -> [Counted; 2] {
        let more = |residents: Option<f64>, venues: f64| residents.is_some_and(|residents| residents > venues);
        [
            if more(self.residents_day, self.venue_day) { Counted::ResidentsByDay } else { Counted::VenuesByDay },
            if more(self.residents_night, self.venue_night) {
                Counted::ResidentsByNight
            } else {
                Counted::VenuesByNight
            },
        ]
    }
}

impl InsideTable {
    /// What is inside of one layer; none where the city has no such layer.
    pub fn of(&self, layer: LayerName) -> Option<&InsideLayer> {
        self.layers.iter().find(|of| of.layer == layer)
    }
}

/// Lengths and area of what was clicked, on the WGS84 ellipsoid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The positions.
    pub points: Vec<LngLat>,
    /// Metres from each position to the next along the shortest way.
    pub legs_m: Vec<f64>,
    /// Metres from the last position back to the first; 0 for fewer than three.
    pub closing_m: f64,
    /// The area inside, m²; none for fewer than three positions and where the outline crosses itself.
    pub area_m2: Option<f64>,
}

impl Measured {
    /// Metres from the first position to the last.
    pub fn length_m(&self) -> f64 {
        self.legs_m.iter().sum()
    }
}

/// What is wrong with an area that was asked about.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum BadArea {
    /// A ring needs three different corners.
    FewCorners,
    /// Its outline crosses or touches itself.
    CrossesItself,
    /// Nothing lies in it.
    Empty,
    /// A line needs two different positions.
    NoLine,
    /// A radius or distance, metres, outside of what is answered.
    Reach(f64),
    /// So many corners that nobody drew them.
    ManyCorners(u32),
    /// A position that is none.
    Nowhere,
}

/// The shortest radius of a circle and distance from a line, metres.
pub const LEAST_REACH_M: f64 = 1.0;
/// The longest.
pub const MOST_REACH_M: f64 = 100_000.0;
/// Corners of a ring and positions of a line that are taken at most.
pub const MOST_CORNERS: usize = 1_000;

impl BadArea {
    /// A sentence that says what is wrong and what would be right.
    pub fn says(self) -> Words {
        match self {
            Self::FewCorners => {
                Words::new("多边形至少要有三个不同的角。", "A polygon needs at least three different corners.")
            }
            Self::CrossesItself => Words::new(
                "图形的边线自相交，说不清哪边是里面；请重画，边线不要交叉。",
                "The outline crosses itself, so that nobody can say what is inside; draw it again without crossing.",
            ),
            Self::Empty => Words::new("图形没有面积；请画大一些。", "The shape has no area; draw it larger."),
            Self::NoLine => Words::new("线至少要有两个不同的点。", "A line needs at least two different points."),
            Self::Reach(found) => {
                let found = crate::text::number(found);
                Words::new(
                    format!("半径或距离为 {found} m，应在 1 m 到 100 km 之间。"),
                    format!("The radius or distance is {found} m; it must lie between 1 m and 100 km."),
                )
            }
            Self::ManyCorners(n) => Words::new(
                format!("图形有 {n} 个角，最多 {MOST_CORNERS} 个。"),
                format!("The shape has {n} corners; at most {MOST_CORNERS} are taken."),
            ),
            Self::Nowhere => Words::new(
                "图形里有不是经纬度的坐标。",
                "The shape holds coordinates that are no longitude and latitude.",
            ),
        }
    }
}
