//! What the engine has answered last, by kind of question.

use crate::domain::LayerName;
use crate::engine::{
    ChangesTable, Comparison, ConflictTable, CrashCounts, DangerPage, DensityAt, DensityParts, DensitySurface,
    ExposureOf, ExposureTable, FeatureCard, InsideTable, LayerCount, LedgerDays, LedgerTable, LevelsTable, NotRead,
    OverviewTable, Reply, Request, SectionTable, UncheckedTable, VenueTable, Why,
};
use crate::view::RATED;
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

impl Answers {
    /// Whether the answer to a question is here already.
    pub fn holds(self, request: &Request) -> bool {
        match request {
            Request::Density(query) => self.density.with_untracked(|s| s.as_ref().is_some_and(|s| s.query == *query)),
            Request::Exposure(query) => self.exposure.with_untracked(|t| t.as_ref().is_some_and(|t| t.query == *query)),
            Request::Levels(query) => self.levels.with_untracked(|t| t.as_ref().is_some_and(|t| t.query == *query)),
            Request::Overview(query) => self.overview.with_untracked(|t| t.as_ref().is_some_and(|t| t.query == *query)),
            Request::Conflicts(query) => {
                self.conflicts.with_untracked(|t| t.as_ref().is_some_and(|t| t.query == *query))
            }
            Request::Sections(query) => self.sections.with_untracked(|t| t.as_ref().is_some_and(|t| t.query == *query)),
            Request::Venues(query) => self.venues.with_untracked(|t| t.as_ref().is_some_and(|t| t.query == *query)),
            Request::Ledger(query) => self.ledger.with_untracked(|t| t.as_ref().is_some_and(|t| t.query == *query)),
            _ => false,
        }
    }

    /// Keeps a workbench's answer. Others that painted the same layers are forgotten: they are asked, and paint, again.
    pub fn store(self, reply: Reply) {
        match reply {
            Reply::Density(surface) => drop(self.density.try_set(Some(Arc::new(*surface)))),
            Reply::Overview(table) => {
                RATED.into_iter().for_each(|layer| self.painted(layer));
                self.overview.try_set(Some(Arc::new(*table)));
            }
            Reply::Exposure(table) => {
                self.painted(table.query.layer);
                self.exposure.try_set(Some(Arc::new(*table)));
            }
            Reply::Levels(table) => {
                self.painted(table.query.layer);
                self.levels.try_set(Some(Arc::new(*table)));
            }
            Reply::Venues(table) => {
                self.painted(LayerName::Venues);
                self.venues.try_set(Some(Arc::new(*table)));
            }
            Reply::Conflicts(table) => drop(self.conflicts.try_set(Some(Arc::new(*table)))),
            Reply::Sections(table) => drop(self.sections.try_set(Some(Arc::new(*table)))),
            Reply::Ledger(table) => drop(self.ledger.try_set(Some(Arc::new(*table)))),
            _ => {}
        }
    }

    /// Forgets the answers whose paint of a layer is painted over.
    fn painted(self, layer: LayerName) {
        forget(self.levels, |table| table.query.layer == layer);
        forget(self.exposure, |table| table.query.layer == layer);
        forget(self.overview, |_| RATED.contains(&layer));
        forget(self.venues, |_| layer == LayerName::Venues);
    }
}

fn forget<T: Send + Sync + 'static>(answer: RwSignal<Option<Arc<T>>>, is_of: impl Fn(&T) -> bool) {
    if answer.try_with_untracked(|answer| answer.as_ref().is_some_and(|answer| is_of(answer))) == Some(true) {
        answer.try_set(None);
    }
}
