//! What the engine has answered last, by kind of question.

use crate::engine::{
    ChangesTable, Comparison, ConflictTable, CrashCounts, DangerPage, DensityAt, DensityParts, DensitySurface,
    ExposureOf, ExposureTable, FeatureCard, InsideTable, LayerCount, LedgerDays, LedgerTable, LevelsTable, NotRead,
    OverviewTable, SectionTable, UncheckedTable, VenueTable, Why,
};
use leptos::prelude::*;
use std::sync::Arc;

macro_rules! answers {
    ($($(#[$doc:meta])* $name:ident: $kind:ty;)*) => {
        /// The latest answer of each kind; an older one stays until its successor arrives.
        #[derive(Clone, Copy)]
        pub struct Answers {
            $($(#[$doc])* pub $name: RwSignal<$kind>,)*
        }

        impl Answers {
            pub(super) fn new() -> Self {
                Self { $($name: RwSignal::new(Default::default()),)* }
            }

            /// Forgets everything: another city is open.
            pub(super) fn clear(self) {
                $(self.$name.try_set(Default::default());)*
            }
        }
    };
}

answers! {
    /// Planning: density.
    density: Option<Arc<DensitySurface>>;
    /// Planning: exposure.
    exposure: Option<Arc<ExposureTable>>;
    /// Planning: levels.
    levels: Option<Arc<LevelsTable>>;
    /// The worst of the city.
    overview: Option<Arc<OverviewTable>>;
    /// Planning: conflicts.
    conflicts: Option<Arc<ConflictTable>>;
    /// The other of two compared states.
    compared: Option<Arc<Comparison>>;
    /// Traffic.
    sections: Option<Arc<SectionTable>>;
    /// Fire.
    venues: Option<Arc<VenueTable>>;
    /// The days that the ledger tells of.
    days: Option<Arc<LedgerDays>>;
    /// The ledger.
    ledger: Option<Arc<LedgerTable>>;
    /// The ledger: what nobody has inspected.
    unchecked: Option<Arc<UncheckedTable>>;
    /// The danger in the inspector.
    danger: Option<Arc<DangerPage>>;
    /// The density under the pointer.
    density_at: Option<DensityAt>;
    /// The density at the pinned place, taken apart.
    parts: Option<Arc<DensityParts>>;
    /// The inspected feature's exposure.
    exposure_of: Option<Arc<ExposureOf>>;
    /// Why the inspected feature has its level.
    why: Option<Arc<Why>>;
    /// What is inside the area.
    inside: Option<Arc<InsideTable>>;
    /// The inspected feature.
    card: Option<Arc<FeatureCard>>;
    /// Counts by layer for what the map shows.
    in_view: Arc<Vec<LayerCount>>;
    /// What was not read.
    not_read: Option<Arc<NotRead>>;
    /// Crashes by the choices of their filter.
    crashes: Option<Arc<CrashCounts>>;
    /// What changed since an earlier dataset.
    changes: Option<Arc<ChangesTable>>;
}
