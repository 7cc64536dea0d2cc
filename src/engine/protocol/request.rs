//! What the engine can be asked.

#[cfg(doc)]
use super::Reply;
use super::{
    Breaks, ColumnKey, CompareQuery, ConflictsQuery, FeatureRef, InsideQuery, Lacks, LedgerQuery, LevelsQuery, Listing,
    NamedBytes, OverviewQuery, RowsFormat, RowsQuery, SectionSort, VenueSort,
};
use crate::dataset::own::OwnAsk;
use crate::domain::{Correction, CrashFilter, LayerName, Level, NumberRanges};
use crate::text::Lang;
use crate::units::{LngLat, LngLatBox};
use serde::{Deserialize, Serialize};

/// What the engine can be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Make these files the open city. Answer: [`Reply::Opened`].
    Open(Vec<NamedBytes>),
    /// Take a reader's own table, as the importer has made a dataset of it, into the open city. Answer: [`Reply::Opened`].
    Join(Vec<NamedBytes>),
    /// About the table that the importer holds; the engine has none. Answer: [`Reply::OwnGuess`], [`Reply::OwnOutcome`],
    /// [`Reply::Imported`] or [`Reply::File`].
    Own(Box<OwnAsk>),
    /// On how many of some positions there is a road, in whichever system they are. Answer: [`Reply::OnRoads`].
    OnRoads(Vec<LngLat>),
    /// How many features of each layer lie in a box. Answer: [`Reply::InView`].
    InView {
        /// The box.
        area: LngLatBox,
        /// Which crashes count.
        crashes: CrashFilter,
    },
    /// Everything about one feature. Answer: [`Reply::Feature`].
    Feature {
        /// Which one.
        of: FeatureRef,
        /// How far its neighbours may be, metres.
        radius_m: f64,
        /// The day of the levels, YYYY-MM-DD; none is the day of the data.
        as_of: Option<String>,
    },
    /// The feature of an id (from a link). Answer: [`Reply::Found`] with one hit, or none.
    Lookup {
        /// Its layer.
        layer: LayerName,
        /// Its id.
        id: String,
    },
    /// Features whose id or name holds some text or sounds like it, and positions. Answer: [`Reply::Findings`].
    Find {
        /// What was typed.
        text: String,
        /// Where the reader is looking: nearer ones first among equal matches.
        near: Option<LngLat>,
        /// At most so many.
        limit: u32,
    },
    /// The worst of all that is rated. Answer: [`Reply::Overview`]; it paints facilities, pipelines and venues.
    Overview(OverviewQuery),
    /// A density surface of a layer's points. Answer: [`Reply::Density`]; its bands are the tile layer `density`.
    Density(DensityQuery),
    /// The exact density at one place. Answer: [`Reply::DensityAt`].
    DensityAt {
        /// The same surface.
        query: DensityQuery,
        /// The place.
        at: LngLat,
    },
    /// The exact density at one place, and what makes it. Answer: [`Reply::DensityParts`].
    DensityParts {
        /// The same surface.
        query: DensityQuery,
        /// The place.
        at: LngLat,
        /// At most so many features come back, largest part first; the count is of all.
        most: u32,
    },
    /// People and sensitive venues near facilities, pipelines or routes. Answer: [`Reply::Exposure`]; paints the layer.
    Exposure(ExposureQuery),
    /// How one feature's figure in that ranking was computed. Answer: [`Reply::ExposureOf`].
    ExposureOf {
        /// The same ranking.
        query: ExposureQuery,
        /// The feature, of the query's layer.
        of: FeatureRef,
    },
    /// Crashes by road section. Answer: [`Reply::Sections`]; paints the roads.
    Sections(SectionsQuery),
    /// Venues ranked for the fire services. Answer: [`Reply::Venues`].
    Venues(VenuesQuery),
    /// The figures of the whole city on the day of its data, what another city is compared by. Answer:
    /// [`Reply::Figures`]; nothing is painted.
    Figures,
    /// The four levels of facilities, pipelines or venues on a day. Answer: [`Reply::Levels`]; paints the layer.
    Levels(LevelsQuery),
    /// Why a subject has its level on a day. Answer: [`Reply::Why`].
    Why {
        /// The subject.
        of: FeatureRef,
        /// The day, YYYY-MM-DD; none is the day of the data.
        as_of: Option<String>,
    },
    /// Sensitive sites inside the rings of hazards. Answer: [`Reply::Conflicts`].
    Conflicts(ConflictsQuery),
    /// Another state beside the one that was asked for, and what differs. Answer: [`Reply::Compared`]; the other state has a
    /// paint of its own, and that of the first stays.
    Compare(Box<CompareQuery>),
    /// The days that the ledger tells of. Answer: [`Reply::Days`].
    Days,
    /// The ledger of hidden dangers on a day. Answer: [`Reply::Ledger`].
    Ledger(LedgerQuery),
    /// Facilities and venues that nobody has inspected, by the ledger's filters. Answer: [`Reply::Unchecked`]; its marks
    /// are in tiles with `unchecked`.
    Unchecked(LedgerQuery),
    /// One danger's page. Answer: [`Reply::Danger`].
    Danger {
        /// Its id.
        id: String,
        /// The day, YYYY-MM-DD; none is the day of the data.
        as_of: Option<String>,
    },
    /// The rows of a layer inside an area. Answer: [`Reply::Selected`].
    Select {
        /// Which layer.
        layer: LayerName,
        /// Where.
        area: Area,
    },
    /// What of some layers lies in an area, by the classes that the map paints them in; of one layer only some rows, of
    /// crashes in time and kind. Answer: [`Reply::Tallies`].
    Tally {
        /// Where.
        area: Area,
        /// Which layers.
        layers: Vec<LayerName>,
        /// Of the layer of `only`, or else of the venues: kinds; empty is all.
        kinds: Vec<String>,
        /// Of the same: a district's row; none is the whole city.
        district: Option<u32>,
        /// Of the same: only what lacks all of this.
        lacking: Lacks,
        /// Of one of the layers only some rows.
        only: Option<Box<OnlyRows>>,
        /// Which crashes count.
        crashes: CrashFilter,
    },
    /// The shortest way along the roads between two sections, by their rows. Answer: [`Reply::Path`].
    Path {
        /// Where it begins.
        from: u32,
        /// Where it ends.
        to: u32,
    },
    /// What is inside an area. Answer: [`Reply::Inside`].
    Inside(InsideQuery),
    /// Lengths and area of positions on the ground, in their order. Answer: [`Reply::Measured`].
    Measure(Vec<LngLat>),
    /// What was not read, merged, skipped or noticed when the city was opened. Answer: [`Reply::NotRead`].
    NotRead,
    /// The corrections made by hand. Answer: [`Reply::Corrections`].
    Corrections,
    /// What of a feature can be put right. Answer: [`Reply::Correctable`].
    Correctable(FeatureRef),
    /// Apply one more correction to the open city. Answer: [`Reply::Opened`]; one that does not hold changes nothing.
    Correct(Box<Correction>),
    /// Take a correction out of the list, by its place. Answer: [`Reply::Opened`].
    Uncorrect(u32),
    /// Take over a file of corrections. Answer: [`Reply::Opened`].
    Patch {
        /// The file.
        file: NamedBytes,
        /// In the place of those that are in force; else what is not among them is added.
        instead: bool,
    },
    /// A table as CSV, UTF-8 with BOM. Answer: [`Reply::File`].
    Export {
        /// Which one.
        table: Export,
        /// The day it is, YYYY-MM-DD: written into the table.
        on: String,
    },
    /// A window of a layer's table. Answer: [`Reply::Rows`].
    Rows {
        /// The table.
        query: Box<RowsQuery>,
        /// The place of the first row.
        from: u32,
        /// At most so many rows, and at most 1,000.
        count: u32,
        /// A feature whose place in the table is asked, too.
        mark: Option<FeatureRef>,
    },
    /// How many crashes pass a filter, and how many each of its choices would leave. Answer: [`Reply::Crashes`].
    Crashes(CrashFilter),
    /// How many rows of a workbench's list have which value of a number, under all filters but this number's own. Answer:
    /// [`Reply::Histogram`].
    Histogram {
        /// What is listed: venues, levels, dangers or crashes.
        of: Listing,
        /// The number's name: a field of the schema, or one of [`crate::domain::ranges`].
        number: String,
    },
    /// What differs between an earlier dataset, in these files, and the open city. Answer: [`Reply::Changes`].
    Changes(Vec<NamedBytes>),
}

impl Request {
    /// Requests of the same kind supersede one another: the newest wins. `None`: each stands alone.
    pub fn kind(&self) -> Option<&'static str> {
        Some(match self {
            Self::Open(_) => "open",
            Self::Changes(_) => "changes",
            Self::Join(_) => "join",
            Self::Correctable(_) => "correctable",
            Self::Own(_) => "own",
            Self::OnRoads(_) => "on_roads",
            Self::InView { .. } => "in_view",
            Self::Feature { .. } => "feature",
            Self::Find { .. } => "find",
            Self::Overview(_) => "overview",
            Self::Density(_) => "density",
            Self::DensityAt { .. } => "density_at",
            Self::DensityParts { .. } => "density_parts",
            Self::Exposure(_) => "exposure",
            Self::ExposureOf { .. } => "exposure_of",
            Self::Sections(_) => "sections",
            Self::Venues(_) => "venues",
            Self::Figures => "figures",
            Self::Levels(_) => "levels",
            Self::Why { .. } => "why",
            Self::Conflicts(_) => "conflicts",
            Self::Compare(_) => "compare",
            Self::Days => "days",
            Self::Ledger(_) => "ledger",
            Self::Unchecked(_) => "unchecked",
            Self::Danger { .. } => "danger",
            Self::Select { .. } => "select",
            Self::Tally { .. } => "tally",
            Self::Path { .. } => "path",
            Self::Inside(_) => "inside",
            Self::Measure(_) => "measure",
            Self::Rows { .. } => "rows",
            Self::Crashes(_) => "crashes",
            Self::Histogram { .. } => "histogram",
            Self::Lookup { .. } | Self::NotRead | Self::Corrections | Self::Export { .. } => return None,
            // Each changes the city: none is overtaken.
            Self::Correct(_) | Self::Uncorrect(_) | Self::Patch { .. } => return None,
        })
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
    /// Which crashes count; of another layer nothing.
    pub crashes: CrashFilter,
}

/// What exposure is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExposureQuery {
    /// Facilities, pipelines or routes.
    pub layer: LayerName,
    /// How near counts as exposed, metres, boundary to boundary.
    pub distance_m: f64,
    /// Only features whose figures ([`crate::domain::ranges::OF_EXPOSURE`]) lie in these ranges.
    pub ranges: NumberRanges,
    /// How classes are cut.
    pub breaks: Breaks,
}

/// Some rows of a layer, as the map shows them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnlyRows {
    /// The layer.
    pub layer: LayerName,
    /// Their numbers lie in these ranges.
    pub ranges: NumberRanges,
    /// The layer's paint gave them one of these levels; empty is all.
    pub levels: Vec<Level>,
}

/// Which sections a ranking chooses among.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum SectionScope {
    /// All of the city.
    #[default]
    City,
    /// Those that a box touches.
    Box(LngLatBox),
    /// The selected ones.
    Selected,
}

/// How crashes are given to road sections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SectionsQuery {
    /// A crash farther than this from every section belongs to none.
    pub snap_m: f64,
    /// What is ranked and classed by.
    pub sort: SectionSort,
    /// How classes are cut.
    pub breaks: Breaks,
    /// The classes are cut over the crashes that pass; else over all, so that what a filter leaves can be compared.
    pub own_classes: bool,
    /// Which sections are ranked, classed and painted.
    pub scope: SectionScope,
    /// Of these only those whose figures ([`crate::domain::ranges::OF_SECTIONS`]) lie in these ranges.
    pub ranges: NumberRanges,
    /// The selected sections, to be summed; whatever their figures.
    pub selected: Vec<u32>,
    /// Which crashes count.
    pub crashes: CrashFilter,
}

impl SectionsQuery {
    /// Whether all sections of the city with a crash are ranked.
    pub fn is_of_all(&self) -> bool {
        self.scope == SectionScope::City && self.ranges.is_empty()
    }
}

/// All sections by crashes per km, as the page first asks.
impl Default for SectionsQuery {
    fn default() -> Self {
        Self {
            snap_m: 30.0,
            sort: SectionSort::default(),
            breaks: Breaks::Natural,
            own_classes: true,
            scope: SectionScope::default(),
            ranges: NumberRanges::default(),
            selected: Vec::new(),
            crashes: CrashFilter::default(),
        }
    }
}

/// Which venues, in which order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VenuesQuery {
    /// The day of the levels, YYYY-MM-DD; none is the day of the data.
    pub as_of: Option<String>,
    /// Kind codes; empty is all.
    pub kinds: Vec<String>,
    /// A district's row; none is the whole city.
    pub district: Option<u32>,
    /// Only those that lack all of this.
    pub lacking: Lacks,
    /// Only those whose numbers lie in these ranges.
    pub ranges: NumberRanges,
    /// Only those of these levels, worst first; empty is all.
    pub levels: Vec<Level>,
    /// What is ranked by.
    pub sort: VenueSort,
    /// At most so many rows come back; the count is of all.
    pub limit: u32,
}

/// An area, borders inclusive. Boxes and rings have edges that are straight in degrees; distances are metres on the
/// city's plane.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Area {
    /// A box.
    Box(LngLatBox),
    /// A ring; closed when its last position is not its first.
    Lasso(Vec<LngLat>),
    /// A circle.
    Circle {
        /// Its centre.
        at: LngLat,
        /// Its radius, metres.
        radius_m: f64,
    },
    /// All that lies near a line.
    Along {
        /// The line.
        line: Vec<LngLat>,
        /// How near, metres.
        within_m: f64,
    },
    /// A district, by its id.
    District(String),
}

/// Which table is exported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Export {
    /// Road sections: the selected ones (`selected-sections.csv`) where some are, and the ranking is not of them; else the
    /// ranking (`section-ranking.csv`).
    Sections(SectionsQuery),
    /// Exposure ranking.
    Exposure(ExposureQuery),
    /// Venue ranking.
    Venues(VenuesQuery),
    /// Levels of a layer, however many.
    Levels(LevelsQuery),
    /// Sites inside rings, however many.
    Conflicts(ConflictsQuery),
    /// Hidden dangers, as the ledger lists them.
    Ledger(LedgerQuery),
    /// Facilities and venues that nobody has inspected, however many.
    Unchecked(LedgerQuery),
    /// All that is inside an area, however many.
    Inside(InsideQuery),
    /// Who is near a feature, however many: what [`super::Neighbours`] lists the nearest of.
    Near {
        /// Which one.
        of: FeatureRef,
        /// How far venues and facilities may be, metres.
        radius_m: f64,
        /// The day of the levels, YYYY-MM-DD; none is the day of the data.
        as_of: Option<String>,
    },
    /// The rows of a layer's table, in its order.
    Rows {
        /// The table.
        query: Box<RowsQuery>,
        /// Its columns; of GeoJSON every field is written.
        columns: Vec<ColumnKey>,
        /// The kind of file.
        format: RowsFormat,
    },
    /// The differences that the newest [`Request::Changes`] found, as many as are held.
    Changes,
    /// Rows that were not read, with the reason.
    NotRead,
    /// The open city as a dataset in a zip, the reader's own tables in it.
    Dataset,
    /// The corrections made by hand, as the file that stands beside a dataset.
    Corrections,
    /// An empty workbook for a layer, with the values that each field may have; no city need be open.
    Template {
        /// The layer.
        layer: LayerName,
        /// The language of its words.
        lang: Lang,
    },
}
