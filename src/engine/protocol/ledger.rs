//! Answers about the ledger of hidden dangers: who has to do what, what is late, what was closed falsely.

use super::{FeatureRef, FilterPart, Hit, Loosened};
use crate::domain::{NumberRanges, Words};
use crate::risk::explain::Explanation;
use crate::risk::ledger::{DangerLevel, FalseClosing, Late, Next, State};
use crate::units::LngLat;
use serde::{Deserialize, Serialize};

/// Which dangers, on which day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LedgerQuery {
    /// The day, YYYY-MM-DD; none is the day of the data.
    pub as_of: Option<String>,
    /// What is let through.
    pub filter: LedgerFilter,
    /// At most so many rows come back; the counts are of all.
    pub limit: u32,
}

/// A filter of the ledger; what is empty lets all through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerFilter {
    /// A sector's code.
    pub sector: Option<String>,
    /// A district's id.
    pub district: Option<String>,
    /// A campaign's id.
    pub campaign: Option<String>,
    /// The post that answers for the district.
    pub leader: Option<String>,
    /// The department that supervises the place.
    pub department: Option<String>,
    /// The enterprise that runs the place.
    pub enterprise: Option<String>,
    /// How grave.
    pub level: Option<DangerLevel>,
    /// A state; of dangers found by the day.
    pub state: Option<State>,
    /// One of the groups that people ask for.
    pub group: Option<LedgerGroup>,
    /// Ranges of the days overdue.
    pub ranges: NumberRanges,
}

impl LedgerFilter {
    /// The filters that leave something out.
    pub fn parts(&self) -> Vec<FilterPart> {
        use FilterPart::{Campaign, Department, District, Enterprise, Grade, Group, Leader, Sector, State};
        let set = [
            (Group, self.group.is_some()),
            (Campaign, self.campaign.is_some()),
            (Sector, self.sector.is_some()),
            (District, self.district.is_some()),
            (Leader, self.leader.is_some()),
            (Department, self.department.is_some()),
            (Enterprise, self.enterprise.is_some()),
            (Grade, self.level.is_some()),
            (State, self.state.is_some()),
        ];
        let numbers = (0..).zip(self.ranges.iter()).map(|(place, _)| FilterPart::Number(place));
        set.into_iter().filter(|(_, is)| *is).map(|(part, _)| part).chain(numbers).collect()
    }

    /// The same filter without a part of it.
    pub fn without(&self, part: FilterPart) -> Self {
        let mut other = self.clone();
        match part {
            FilterPart::Group => other.group = None,
            FilterPart::Campaign => other.campaign = None,
            FilterPart::Sector => other.sector = None,
            FilterPart::District => other.district = None,
            FilterPart::Leader => other.leader = None,
            FilterPart::Department => other.department = None,
            FilterPart::Enterprise => other.enterprise = None,
            FilterPart::Grade => other.level = None,
            FilterPart::State => other.state = None,
            FilterPart::Number(place) => other.ranges = other.ranges.without_at(place),
            _ => {}
        }
        other
    }
}

/// A group of dangers that people ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LedgerGroup {
    /// Counting as open.
    Open,
    /// Past its due day.
    Overdue,
    /// Reported mended, with a signature missing.
    SignatureMissing,
    /// With a closing that is false.
    FalselyClosed,
    /// Listed for supervision.
    Supervised,
    /// With a fault in its rows.
    Faulty,
}

impl LedgerGroup {
    /// Every group, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Overdue, Self::SignatureMissing, Self::FalselyClosed, Self::Supervised, Self::Faulty];

    /// The name in links.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::SignatureMissing => "unsigned",
            Self::FalselyClosed => "false",
            Self::Supervised => "supervised",
            Self::Faulty => "faulty",
        }
    }

    /// The group of a name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }
}

/// The days that a ledger tells of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerDays {
    /// The first and the last day on which something happened; none where nothing did.
    pub days: Option<(String, String)>,
    /// Dangers found anywhere in each seven days from that first day on.
    pub weeks: Vec<u32>,
}

/// The ledger on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LedgerTable {
    /// What was asked.
    pub query: LedgerQuery,
    /// The day.
    pub as_of: String,
    /// How many pass the filter.
    pub count: u32,
    /// How many pass all else, and no range because a number is unknown.
    pub left_out: u32,
    /// How many pass it whichever group is chosen.
    pub found: u32,
    /// Where none passes: what to loosen.
    pub loosened: Loosened,
    /// How many of each group pass, whichever group is chosen.
    pub groups: Vec<(LedgerGroup, u32)>,
    /// How many are in each state, whichever state is chosen, in the chain's order.
    pub states: Vec<(State, u32)>,
    /// Choices that the ledger has, for the filters: sectors, districts, campaigns and leaders.
    pub choices: LedgerChoices,
    /// The rows: overdue first, longest first; then major ones; then by the due day.
    pub rows: Vec<LedgerRow>,
    /// Who answers for what.
    pub responsibility: Vec<ResponsibilityRow>,
    /// Stock and increment of a campaign by day; none where the filter names no campaign.
    pub burn_down: Option<BurnDownTable>,
    /// Facilities and venues that were never inspected in the campaign, or ever where none is chosen.
    pub never_inspected: u32,
    /// How many of which only an inspection after the day is known: whether there were earlier ones nobody knows.
    pub inspected_later: u32,
}

/// What the ledger's filters can be set to, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LedgerChoices {
    /// Sector codes.
    pub sectors: Vec<String>,
    /// Districts by id.
    pub districts: Vec<(String, Words)>,
    /// Campaigns by id.
    pub campaigns: Vec<(String, String)>,
    /// Posts that answer for districts.
    pub leaders: Vec<String>,
    /// Departments that supervise a place with a danger.
    pub departments: Vec<String>,
    /// Enterprises that run a place with a danger, of those dangers that pass whichever enterprise is chosen.
    pub enterprises: Vec<String>,
}

/// A danger in the ledger's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LedgerRow {
    /// The danger.
    pub feature: FeatureRef,
    /// Its id.
    pub id: String,
    /// Where it is, or its target; none where neither has a place.
    pub at: Option<LngLat>,
    /// What it is, as recorded.
    pub what: String,
    /// Where it is; none where its target does not exist.
    pub target: Option<Hit>,
    /// Its row names a target at all.
    pub names_target: bool,
    /// Its sector's code.
    pub sector: String,
    /// Its district.
    pub district: Option<Words>,
    /// How grave.
    pub level: DangerLevel,
    /// Where it stands.
    pub state: State,
    /// How late it is.
    pub late: Late,
    /// Found on.
    pub found_on: String,
    /// To be mended by; empty where nothing says so.
    pub due_on: String,
    /// Inspector, owner, leader: missing, signed, or signed out of order.
    pub signed: [Signed; 3],
    /// What is false about its closing.
    pub false_closing: FalseClosing,
    /// Who must act next.
    pub next: Option<Next>,
    /// Listed for supervision.
    pub supervised: bool,
    /// Faults of its rows.
    pub faults: u32,
}

/// A signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signed {
    /// Nobody has signed.
    Missing,
    /// Signed, in order.
    InOrder,
    /// Signed before someone who has to sign earlier.
    OutOfOrder,
}

/// One danger's own page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DangerPage {
    /// Its row in the list.
    pub row: LedgerRow,
    /// The day.
    pub as_of: String,
    /// The day by which it was to be mended at first; empty where it was never moved or is not known.
    pub original_due_on: String,
    /// The three signatures: who, in which post, when.
    pub signatures: [Option<(String, String, String)>; 3],
    /// What happened, in order: time, what, by whom, in which post; up to the day.
    pub events: Vec<(String, Words, String, String)>,
    /// What is wrong with its rows.
    pub faults: Vec<Words>,
    /// What is false about its closings.
    pub falsely: Vec<Words>,
    /// The working.
    pub explanation: Explanation,
}

/// A row of the responsibility table; its counts hold everything below it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResponsibilityRow {
    /// 1 a leader, 2 a district, 3 a department, 4 an enterprise.
    pub depth: u8,
    /// What a filter names it by: the leader's post, the district's id, else its name; empty is not known.
    pub code: String,
    /// Its name; empty is not known.
    pub name: Words,
    /// Facilities and venues.
    pub subjects: u32,
    /// Of these, never inspected.
    pub never_inspected: u32,
    /// Open dangers.
    pub open: u32,
    /// Of these, major.
    pub open_major: u32,
    /// Overdue dangers.
    pub overdue: u32,
    /// Falsely closed dangers.
    pub falsely_closed: u32,
}

/// A campaign's burn-down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BurnDownTable {
    /// The campaign.
    pub campaign: String,
    /// Open when it began.
    pub stock: u32,
    /// Found during it.
    pub increment: u32,
    /// By day: the day; open of the stock, of the increment; cleared of the stock, of the increment.
    pub days: Vec<(String, [u32; 4])>,
    /// The same sums by sector: sector, stock, increment, open at the end.
    pub sectors: Vec<(String, [u32; 3])>,
}
