//! The answers, one for each kind of request.

use super::{
    ChangesTable, CityFigures, CityInfo, Comparison, ConflictTable, Correctable, CorrectionRow, CrashCounts,
    DangerPage, DensityAt, DensityParts, DensitySurface, ExposureOf, ExposureTable, FeatureCard, Findings, Histogram,
    Hit, InsideTable, LayerCount, LedgerDays, LedgerTable, LevelsTable, Measured, NamedBytes, NotRead, OnRoads,
    OverviewTable, RowsPage, SectionTable, Tallies, UncheckedTable, VenueTable, Way, Why,
};
use crate::dataset::own::{OwnGuess, OwnOutcome, OwnTable};
use crate::domain::LayerName;
use serde::{Deserialize, Serialize};

/// What the engine answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// A city is open.
    Opened(Box<CityInfo>),
    /// Counts by layer.
    InView(Vec<LayerCount>),
    /// One feature.
    Feature(Box<FeatureCard>),
    /// The feature of an id, or none.
    Found(Vec<Hit>),
    /// What a search finds.
    Findings(Box<Findings>),
    /// The worst of a city.
    Overview(Box<OverviewTable>),
    /// A density surface.
    Density(Box<DensitySurface>),
    /// The density at one place.
    DensityAt(DensityAt),
    /// The density at one place, and what makes it.
    DensityParts(Box<DensityParts>),
    /// An exposure ranking.
    Exposure(Box<ExposureTable>),
    /// How one feature's exposure was computed.
    ExposureOf(Box<ExposureOf>),
    /// A section ranking.
    Sections(Box<SectionTable>),
    /// A venue ranking.
    Venues(Box<VenueTable>),
    /// The figures of a city.
    Figures(Box<CityFigures>),
    /// Levels.
    Levels(Box<LevelsTable>),
    /// Why a subject has its level.
    Why(Box<Why>),
    /// Sites inside rings.
    Conflicts(Box<ConflictTable>),
    /// Another state, and what differs.
    Compared(Box<Comparison>),
    /// The days that the ledger tells of.
    Days(LedgerDays),
    /// The ledger.
    Ledger(Box<LedgerTable>),
    /// Facilities and venues that nobody has inspected.
    Unchecked(Box<UncheckedTable>),
    /// One danger's page.
    Danger(Box<DangerPage>),
    /// Rows of a layer, ascending.
    Selected {
        /// Which layer.
        layer: LayerName,
        /// Its rows.
        rows: Vec<u32>,
    },
    /// What lies in an area, layer by layer.
    Tallies(Tallies),
    /// The shortest way between two sections; none where nothing joins them.
    Path(Option<Way>),
    /// What is inside an area.
    Inside(Box<InsideTable>),
    /// Lengths and area on the ground.
    Measured(Measured),
    /// What was not read.
    NotRead(Box<NotRead>),
    /// The corrections made by hand, in their order.
    Corrections(Vec<CorrectionRow>),
    /// What of a feature can be put right.
    Correctable(Box<Correctable>),
    /// A file to save.
    File(NamedBytes),
    /// A dataset that the importer made of foreign files.
    Imported(Vec<NamedBytes>),
    /// What a table of the reader's own holds, and how it is best read.
    OwnGuess(Box<OwnTable>, Box<OwnGuess>),
    /// On how many of some positions there is a road; none where the city has no roads.
    OnRoads(Option<OnRoads>),
    /// What would come of a reader's own table.
    OwnOutcome(Box<OwnOutcome>),
    /// A window of a layer's table.
    Rows(Box<RowsPage>),
    /// Crashes by the choices of a filter.
    Crashes(Box<CrashCounts>),
    /// How many rows have which value of a number.
    Histogram(Box<Histogram>),
    /// What differs from an earlier dataset.
    Changes(Box<ChangesTable>),
}
