//! What a workbench lists, as its table asks for it; and which filter to loosen where nothing is listed.

use super::{ConflictsQuery, ExposureQuery, LedgerQuery, LevelsQuery, Request, SectionsQuery, VenuesQuery};
use crate::domain::{CrashFilter, LayerName};
use serde::{Deserialize, Serialize};

/// What a workbench lists: its own question. A table that asks for it holds the rows that the list counts, in its order,
/// however few of them the list shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Listing {
    /// Venues, as the fire services rank them.
    Venues(VenuesQuery),
    /// A layer by its levels.
    Levels(LevelsQuery),
    /// A layer by who is near.
    Exposure(ExposureQuery),
    /// Hazards with a site inside their rings, and these sites.
    Conflicts(ConflictsQuery),
    /// Road sections with a crash, or the selected ones; and the crashes on the selected ones.
    Sections(SectionsQuery),
    /// Hidden dangers.
    Ledger(LedgerQuery),
    /// Crashes that pass a filter, as in the file.
    Crashes(CrashFilter),
}

impl Listing {
    /// What the answer to a workbench's question lists of a layer; none where it lists none of it.
    pub fn of(question: &Request, layer: LayerName) -> Option<Self> {
        use LayerName::{Crashes, Dangers, Facilities, Residents, Roads, Venues};
        Some(match question {
            Request::Venues(query) if layer == Venues => Self::Venues(query.clone()),
            Request::Levels(query) if layer == query.layer => Self::Levels(query.clone()),
            Request::Exposure(query) if layer == query.layer => Self::Exposure(query.clone()),
            Request::Conflicts(query) if matches!(layer, Facilities | Venues | Residents) => {
                Self::Conflicts(query.clone())
            }
            Request::Sections(query) if layer == Roads => Self::Sections(query.clone()),
            Request::Sections(query) if layer == Crashes && query.selected.is_empty() => {
                Self::Crashes(query.crashes.clone())
            }
            Request::Sections(query) if layer == Crashes => Self::Sections(query.clone()),
            Request::Density(query) if layer == Crashes && query.layer == layer => Self::Crashes(query.crashes.clone()),
            Request::Ledger(query) if layer == Dangers => Self::Ledger(query.clone()),
            _ => return None,
        })
    }

    /// The question whose answer it is; none where the rows need no ranking.
    pub fn question(&self) -> Option<Request> {
        Some(match self {
            Self::Venues(query) => Request::Venues(query.clone()),
            Self::Levels(query) => Request::Levels(query.clone()),
            Self::Exposure(query) => Request::Exposure(query.clone()),
            Self::Conflicts(query) => Request::Conflicts(query.clone()),
            Self::Sections(query) => Request::Sections(query.clone()),
            Self::Ledger(query) => Request::Ledger(query.clone()),
            Self::Crashes(_) => return None,
        })
    }
}

/// One filter of a list or table, which can be dropped alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FilterPart {
    /// Kinds of venue.
    Kinds,
    /// The district.
    District,
    /// What venues lack.
    Lacking,
    /// The kind of hazard.
    Hazard,
    /// The kind of site.
    SiteKind,
    /// The ledger's group.
    Group,
    /// The danger's sector.
    Sector,
    /// The campaign.
    Campaign,
    /// Who answers for the district.
    Leader,
    /// The department.
    Department,
    /// The enterprise.
    Enterprise,
    /// How grave.
    Grade,
    /// Where it stands.
    State,
    /// A table's search.
    Text,
    /// A table's area.
    Area,
    /// What the workbench lists.
    Listing,
    /// The levels.
    Levels,
    /// The range of a number, by its place among the ranges.
    Number(u8),
}

/// Filters each of which alone, dropped, would leave some rows, and how many. Told where nothing is left.
pub type Loosened = Vec<(FilterPart, u32)>;
