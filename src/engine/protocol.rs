//! What the page (or the command line, or a test) may ask the engine, and what it answers: data only.
//!
//! Every message crosses the worker's border as postcard bytes, so the types hold no `untagged`, no `flatten`, no
//! skipped fields; `tests/protocol.rs` sends every one there and back. Rows are row numbers inside the one open city;
//! what a link keeps is the id.

use crate::domain::{LayerName, Source, Words};
use crate::risk::explain::Explanation;
pub use crate::surface::Breaks;
use crate::units::{LngLat, LngLatBox};
use serde::{Deserialize, Serialize};

/// A feature of the open city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FeatureRef {
    /// Its layer.
    pub layer: LayerName,
    /// Its row in the open city.
    pub row: u32,
}

/// What the engine can be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Make these files the open city. Answer: [`Reply::Opened`].
    Open(Vec<NamedBytes>),
    /// How many features of each layer lie in a box. Answer: [`Reply::InView`].
    InView(LngLatBox),
    /// Everything about one feature. Answer: [`Reply::Feature`].
    Feature {
        /// Which one.
        of: FeatureRef,
        /// How far its neighbours may be, metres.
        radius_m: f64,
    },
    /// The feature of an id (from a link). Answer: [`Reply::Found`] with one hit, or none.
    Lookup {
        /// Its layer.
        layer: LayerName,
        /// Its id.
        id: String,
    },
    /// Features whose id or name holds some text. Answer: [`Reply::Found`].
    Find {
        /// What was typed.
        text: String,
        /// Where the reader is looking: nearer ones first among equal matches.
        near: Option<LngLat>,
        /// At most so many.
        limit: u32,
    },
    /// A density surface of a layer's points. Answer: [`Reply::Density`]; its bands are the tile layer `density`.
    Density(DensityQuery),
    /// The exact density at one place. Answer: [`Reply::DensityAt`].
    DensityAt {
        /// The same surface.
        query: DensityQuery,
        /// The place.
        at: LngLat,
    },
    /// People and sensitive venues near facilities, pipelines or routes. Answer: [`Reply::Exposure`]; paints the layer.
    Exposure(ExposureQuery),
    /// Crashes by road section. Answer: [`Reply::Sections`]; paints the roads.
    Sections(SectionsQuery),
    /// Venues ranked for the fire services. Answer: [`Reply::Venues`].
    Venues(VenuesQuery),
    /// The rows of a layer inside an area. Answer: [`Reply::Selected`].
    Select {
        /// Which layer.
        layer: LayerName,
        /// Where.
        area: Area,
    },
    /// What was not read, merged, skipped or noticed when the city was opened. Answer: [`Reply::NotRead`].
    NotRead,
    /// A table as CSV, UTF-8 with BOM. Answer: [`Reply::File`].
    Export(Export),
}

/// A file of a dataset.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedBytes {
    /// Its name relative to the dataset's folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for NamedBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.name, self.bytes.len())
    }
}

/// A density surface: of what, how wide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DensityQuery {
    /// The points: crashes, venues, dangers, facilities.
    pub layer: LayerName,
    /// The number field that weighs each point; none counts points. Points without a value are left out and counted.
    pub weight: Option<String>,
    /// The kernel's radius in metres.
    pub bandwidth_m: f64,
    /// How classes are cut.
    pub breaks: Breaks,
}

/// What exposure is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExposureQuery {
    /// Facilities, pipelines or routes.
    pub layer: LayerName,
    /// How near counts as exposed, metres, boundary to boundary.
    pub distance_m: f64,
    /// How classes are cut.
    pub breaks: Breaks,
}

/// How crashes are given to road sections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SectionsQuery {
    /// A crash farther than this from every section belongs to none.
    pub snap_m: f64,
    /// How classes are cut.
    pub breaks: Breaks,
    /// The selected sections, to be summed.
    pub selected: Vec<u32>,
}

/// Which venues, in which order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VenuesQuery {
    /// Kind codes; empty is all.
    pub kinds: Vec<String>,
    /// A district's row; none is the whole city.
    pub district: Option<u32>,
    /// What is ranked by.
    pub sort: VenueSort,
    /// At most so many rows come back; the count is of all.
    pub limit: u32,
}

/// What venues are ranked by; always the most worrying first, unknown last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VenueSort {
    /// The larger of people by day and by night.
    People,
    /// Floors.
    Floors,
    /// Metres to the nearest fire station, straight line.
    StationDistance,
    /// Metres to the nearest hydrant known to work or not known to be dry, straight line.
    HydrantDistance,
}

/// An area drawn on the map, in degrees, borders inclusive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Area {
    /// A box.
    Box(LngLatBox),
    /// A ring; closed when its last position is not its first.
    Lasso(Vec<LngLat>),
}

/// Which table is exported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Export {
    /// Road sections: the selected ones, or all with a crash when none is selected.
    Sections(SectionsQuery),
    /// Exposure ranking.
    Exposure(ExposureQuery),
    /// Venue ranking.
    Venues(VenuesQuery),
    /// Rows that were not read, with the reason.
    NotRead,
}

/// What the engine answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// A city is open.
    Opened(Box<CityInfo>),
    /// Counts by layer.
    InView(Vec<LayerCount>),
    /// One feature.
    Feature(Box<FeatureCard>),
    /// Features that match.
    Found(Vec<Hit>),
    /// A density surface.
    Density(Box<DensitySurface>),
    /// The density at one place.
    DensityAt(DensityAt),
    /// An exposure ranking.
    Exposure(Box<ExposureTable>),
    /// A section ranking.
    Sections(Box<SectionTable>),
    /// A venue ranking.
    Venues(Box<VenueTable>),
    /// Rows of a layer, ascending.
    Selected {
        /// Which layer.
        layer: LayerName,
        /// Its rows.
        rows: Vec<u32>,
    },
    /// What was not read.
    NotRead(Box<NotRead>),
    /// A file to save.
    File(NamedBytes),
    /// A dataset that the importer made of foreign files.
    Imported(Vec<NamedBytes>),
}

/// The open city.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CityInfo {
    /// Counts the cities opened by this engine, so that old tiles are told from new ones.
    pub generation: u32,
    /// Its name.
    pub name: Words,
    /// The place is invented.
    pub fictional: bool,
    /// The day of the data.
    pub as_of: String,
    /// The box around the districts, or around everything when there are none.
    pub bounds: Option<LngLatBox>,
    /// Its layers, in display order.
    pub layers: Vec<LayerInfo>,
    /// The districts below the city, for lists.
    pub districts: Vec<DistrictInfo>,
    /// Where the data came from.
    pub sources: Vec<Source>,
    /// Rows that were not read (rejected).
    pub rejected: u64,
    /// Things noticed but not corrected.
    pub warnings: u32,
    /// Share of the values that methods ask for which are known, 0…1; none when nothing asks.
    pub completeness: Option<f64>,
}

/// A layer of the open city.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerInfo {
    /// Which one.
    pub layer: LayerName,
    /// How many features.
    pub count: u32,
    /// How many of each kind, most first; empty where the layer has no kinds.
    pub kinds: Vec<KindCount>,
    /// Number fields that at least one row fills: what a density may be weighted by.
    pub numbers: Vec<String>,
}

/// How many features are of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindCount {
    /// The kind's code.
    pub kind: String,
    /// How many.
    pub count: u32,
}

/// A district of the open city.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DistrictInfo {
    /// Its row.
    pub row: u32,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Words,
    /// Its level (city, county, town, grid); unknown is empty.
    pub level: String,
}

/// How many of a layer's features lie in the view.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerCount {
    /// Which layer.
    pub layer: LayerName,
    /// In the box, borders included.
    pub in_view: u32,
    /// In the city.
    pub total: u32,
}

/// A feature that matches a search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The feature.
    pub feature: FeatureRef,
    /// Its id.
    pub id: String,
    /// Its name; both are the id where it has none.
    pub name: Words,
    /// Its kind's code, or empty.
    pub kind: String,
    /// A position on it.
    pub at: LngLat,
    /// Its extent, to fly there; a point's is itself.
    pub bounds: LngLatBox,
    /// Metres from where the reader looks, or from the subject.
    pub distance_m: Option<f64>,
}

/// Everything about one feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeatureCard {
    /// The feature itself.
    pub hit: Hit,
    /// The district it lies in, if known.
    pub district: Option<Words>,
    /// Where the row came from: "file#row".
    pub source: String,
    /// Every field of its layer, unknown ones included, in the schema's order.
    pub fields: Vec<FieldValue>,
    /// Values that the schema does not know: name and text as found.
    pub extras: Vec<(String, String)>,
    /// Share of the layer's fields that are known, 0…1.
    pub completeness: f64,
    /// Who is near.
    pub neighbours: Neighbours,
}

/// A field of a feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldValue {
    /// The field's name in the schema.
    pub field: String,
    /// Its unit, or empty.
    pub unit: String,
    /// What is known.
    pub value: Known,
}

/// A value as the page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Known {
    /// Not in the data.
    Unknown,
    /// Words from the data.
    Text(String),
    /// One of a closed list, to be put in words by the page.
    Code(String),
    /// A number in the field's unit.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Records of a list, each as name and text pairs.
    List(Vec<Vec<(String, String)>>),
}

/// Who is near a feature. Distances are straight lines between boundaries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbours {
    /// How far was looked, metres.
    pub radius_m: f64,
    /// Venues within the radius, nearest first; at most 200.
    pub venues: Vec<Hit>,
    /// How many venues are within the radius.
    pub venue_count: u32,
    /// How many of them say how many people they hold, and how many that is (the larger of day and night).
    pub people_known: u32,
    /// People in those venues.
    pub people: f64,
    /// Facilities within the radius, nearest first; at most 200.
    pub facilities: Vec<Hit>,
    /// How many facilities are within the radius.
    pub facility_count: u32,
    /// The nearest fire stations, at most three.
    pub stations: Vec<Hit>,
    /// Hydrants within 150 m, nearest first; at most 50.
    pub hydrants: Vec<Hit>,
    /// How many of those hydrants are known to be dry.
    pub dry_hydrants: u32,
    /// The nearest hydrant, wherever it is.
    pub nearest_hydrant: Option<Hit>,
}

/// How far around a feature hydrants are listed, metres.
pub const HYDRANT_RADIUS_M: f64 = 150.0;

/// A density surface, ready to be drawn as the tile layer `density`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DensitySurface {
    /// What was asked.
    pub query: DensityQuery,
    /// Counts the surfaces of this engine; part of the tiles' address.
    pub revision: u32,
    /// Lower edges of the classes, per km², ascending; below the first nothing is drawn.
    pub breaks: Vec<f64>,
    /// The highest value on the grid, per km².
    pub max_per_km2: f64,
    /// The grid's cell, metres.
    pub cell_m: f64,
    /// Points that count.
    pub points: u32,
    /// Points left out because they bring no weight.
    pub without_weight: u32,
    /// The sum of the weights; the surface integrates to it.
    pub total: f64,
    /// What the surface integrates to.
    pub integral: f64,
    /// First and last day of the points, where they have one.
    pub period: Option<(String, String)>,
    /// How it was computed.
    pub explanation: Explanation,
}

/// The density at one place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DensityAt {
    /// Where.
    pub at: LngLat,
    /// Weight per km², the exact sum.
    pub per_km2: f64,
    /// How many points made it.
    pub points: u32,
}

/// A ranking by exposure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExposureTable {
    /// What was asked.
    pub query: ExposureQuery,
    /// The paint's number; part of the tiles' address.
    pub revision: u32,
    /// Whether the ranking counts people; false: no headcount is known and venues are counted.
    pub by_people: bool,
    /// Lower edges of the classes.
    pub breaks: Vec<f64>,
    /// How many features fall in each class.
    pub class_counts: Vec<u32>,
    /// The rows, most exposed first.
    pub rows: Vec<ExposureRow>,
    /// How it was computed.
    pub explanation: Explanation,
}

/// One feature's exposure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExposureRow {
    /// The feature.
    pub hit: Hit,
    /// People by day in venues within the distance, as far as known.
    pub people_day: f64,
    /// People by night in venues within the distance, as far as known.
    pub people_night: f64,
    /// Residents within the distance; none where the city has no residents layer.
    pub residents: Option<f64>,
    /// Sensitive venues within the distance.
    pub sensitive: u32,
    /// All venues within the distance.
    pub venues: u32,
    /// Of those, how many bring no headcount.
    pub unknown: u32,
    /// The value that is ranked and classed.
    pub value: f64,
    /// Its class, 0 the lowest; none is below the first edge.
    pub class: Option<u8>,
}

/// A ranking of road sections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SectionTable {
    /// What was asked.
    pub query: SectionsQuery,
    /// The paint's number; part of the tiles' address.
    pub revision: u32,
    /// Lower edges of the classes, crashes per km.
    pub breaks: Vec<f64>,
    /// How many sections fall in each class.
    pub class_counts: Vec<u32>,
    /// Crashes in all.
    pub crashes: u32,
    /// Crashes farther than `snap_m` from every section.
    pub unsnapped: u32,
    /// First and last day of the crashes.
    pub period: Option<(String, String)>,
    /// Years between them, whole period counted.
    pub years: Option<f64>,
    /// Sections with a crash, worst first; at most 2,000.
    pub rows: Vec<SectionRow>,
    /// How many sections have a crash.
    pub with_crash: u32,
    /// How many driven sections there are.
    pub sections: u32,
    /// The selected sections, in the order asked.
    pub selected: Vec<SectionRow>,
    /// Their sum.
    pub total: SectionTotal,
    /// How it was computed.
    pub explanation: Explanation,
}

/// Crashes of a road section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SectionRow {
    /// The section.
    pub hit: Hit,
    /// Its class (OSM highway value).
    pub class_code: String,
    /// Its length, metres.
    pub length_m: f64,
    /// Its crashes.
    pub crashes: u32,
    /// Of these, with a death.
    pub fatal: u32,
    /// Of these, with a serious injury.
    pub serious: u32,
    /// Of these, with a slight injury or an injury of unknown degree.
    pub slight: u32,
    /// Of these, with damage only.
    pub damage: u32,
    /// Crashes per km over the whole period.
    pub per_km: f64,
    /// Too short for its rate to mean much.
    pub short: bool,
    /// Its class on the map; none without a crash.
    pub class: Option<u8>,
}

/// The sum over selected sections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SectionTotal {
    /// How many.
    pub sections: u32,
    /// Metres.
    pub length_m: f64,
    /// Crashes.
    pub crashes: u32,
    /// With a death.
    pub fatal: u32,
    /// With a serious injury.
    pub serious: u32,
    /// With a slight injury or one of unknown degree.
    pub slight: u32,
    /// With damage only.
    pub damage: u32,
}

/// A ranking of venues.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VenueTable {
    /// What was asked.
    pub query: VenuesQuery,
    /// How many venues pass the filter.
    pub count: u32,
    /// How many of them each kind has, in the list's order, before the kind filter.
    pub kinds: Vec<KindCount>,
    /// The rows, most worrying first.
    pub rows: Vec<VenueRow>,
    /// How it was computed.
    pub explanation: Explanation,
}

/// A venue as the fire services rank it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VenueRow {
    /// The venue.
    pub hit: Hit,
    /// The larger of people by day and by night.
    pub people: Option<f64>,
    /// Floors.
    pub floors: Option<f64>,
    /// The nearest fire station, straight line.
    pub station: Option<Hit>,
    /// The nearest hydrant not known to be dry, straight line.
    pub hydrant: Option<Hit>,
    /// One of the kinds that worry a city most.
    pub worry: bool,
}

/// What was not read, merged, skipped or noticed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NotRead {
    /// By layer.
    pub layers: Vec<LayerReading>,
    /// Things noticed but not corrected.
    pub notices: Vec<Words>,
}

/// How a layer was read: read = kept + merged + skipped + rejected.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LayerReading {
    /// The layer's code (a table of import that fed no layer keeps its own name).
    pub layer: String,
    /// Rows read.
    pub read: u64,
    /// Rows kept.
    pub kept: u64,
    /// Rows merged into another.
    pub merged: u64,
    /// Rows skipped because the plan says so.
    pub skipped: u64,
    /// Rows rejected.
    pub rejected: u64,
    /// The rejected rows, as many as were kept note of.
    pub rows: Vec<Rejected>,
}

/// A row that was not read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rejected {
    /// The file.
    pub file: String,
    /// The row, from 1.
    pub row: u64,
    /// The field, or empty for the whole row.
    pub field: String,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: Words,
}

/// Why the engine could not answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
pub enum EngineError {
    /// No city is open.
    #[error("no city is open")]
    NoCity,
    /// The city lacks the layer that the question needs.
    #[error("the city has no layer {0}")]
    NoLayer(LayerName),
    /// A row or field that is not there.
    #[error("there is no {0}")]
    NotThere(String),
    /// A parameter outside of what can be computed.
    #[error("{name} is {found}, expected {expected}")]
    Parameter {
        /// Which one.
        name: String,
        /// What was asked.
        found: String,
        /// What can be.
        expected: String,
    },
    /// The dataset could not be opened at all.
    #[error("{}", .0.en)]
    Dataset(Words),
    /// The dataset holds files that only the importer reads.
    #[error("the dataset must be imported first: it holds formats or coordinate systems that are not read directly")]
    NeedsImporter,
    /// A newer request of the same kind took its place.
    #[error("superseded by a newer request")]
    Stale,
    /// The engine stopped and was started anew; what it was doing is named.
    #[error("the engine stopped while {0}")]
    Stopped(String),
}

impl From<crate::spatial::SpatialError> for EngineError {
    fn from(error: crate::spatial::SpatialError) -> Self {
        Self::NotThere(error.to_string())
    }
}

/// How far a long answer is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done: a layer's code while opening, a method's name otherwise.
    pub what: String,
    /// Done so far, in any unit.
    pub done: u64,
    /// Out of; 0 when unknown.
    pub total: u64,
}

/// From the page to the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToEngine {
    /// A numbered request.
    Ask {
        /// Its number, ascending.
        id: u32,
        /// The request.
        request: Request,
    },
    /// Fetch a dataset from an address and open it; answered like [`Request::Open`].
    OpenUrl {
        /// Its number, ascending.
        id: u32,
        /// The folder's address, ending in a slash, or a .zip's.
        url: String,
    },
    /// Forget a request.
    Cancel(u32),
}

/// From the worker to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromEngine {
    /// The first message: the protocol's version.
    Ready(u32),
    /// Progress of a request.
    Progress(u32, Progress),
    /// A city that is being opened, with the layers that are ready: the map may draw them already.
    Partial(u32, Box<CityInfo>),
    /// The answer to a request.
    Answer(u32, Result<Reply, EngineError>),
    /// The text of a panic, just before the trap.
    Panic(String),
}

/// The protocol's version; an old cached worker is told from a new page by it.
pub const PROTOCOL: u32 = 1;

impl Request {
    /// Requests of the same kind supersede one another: the newest wins. `None`: each stands alone.
    pub fn kind(&self) -> Option<&'static str> {
        Some(match self {
            Self::Open(_) => "open",
            Self::InView(_) => "in_view",
            Self::Feature { .. } => "feature",
            Self::Find { .. } => "find",
            Self::Density(_) => "density",
            Self::DensityAt { .. } => "density_at",
            Self::Exposure(_) => "exposure",
            Self::Sections(_) => "sections",
            Self::Venues(_) => "venues",
            Self::Select { .. } => "select",
            Self::Lookup { .. } | Self::NotRead | Self::Export(_) => return None,
        })
    }
}
