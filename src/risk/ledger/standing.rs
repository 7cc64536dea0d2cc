//! Where a danger stands on a day, as plain data.

use super::danger::State;
use crate::domain::Words;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// Where a state was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Basis {
    /// Replayed from the events.
    Events,
    /// No event tells it: the status that the ledger gives stands alone, on every day from discovery on.
    Given,
    /// Neither event nor status: it counts as registered.
    Neither,
}

/// How late a danger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Late {
    /// Not late, or not open.
    No,
    /// Days past the due day; 1 on the day after it.
    Days(u32),
    /// It has been assigned, but no due day is known.
    Unknown,
}

impl Late {
    /// Days overdue in a state; none on the due day itself, and none when closed, soundly or not: what is closed is not
    /// called overdue, though a closing that does not count leaves it [`past`](Self::past) its due day.
    pub fn overdue(self, state: State) -> Option<u32> {
        self.past().filter(|_| state != State::Closed)
    }

    /// Days past the due day as long as it counts as open; none where it is not past, or nobody knows.
    pub const fn past(self) -> Option<u32> {
        match self {
            Self::Days(days) => Some(days),
            Self::No | Self::Unknown => None,
        }
    }
}

/// One of the three signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature<'a> {
    /// Who signed.
    pub by: Option<&'a str>,
    /// In which post.
    pub post: Option<&'a str>,
    /// When.
    pub at: DateTime,
    /// The event's row.
    pub row: u32,
    /// Everyone who has to sign before had signed, in order.
    pub in_order: bool,
}

/// Who must act next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Next {
    /// The inspection team sets the level.
    Grade,
    /// The safety committee's office says who mends it, and by when.
    Assign,
    /// The unit brings a plan for approval: a major danger without one.
    Plan,
    /// The unit mends it.
    Mend,
    /// The inspector looks again, and signs or sends back.
    Verify,
    /// The owner signs.
    OwnerSigns,
    /// The leader of the territory signs.
    LeaderSigns,
    /// The office closes it out.
    Close,
    /// The office looks again at a closing that does not hold.
    Review,
}

/// What makes a closing false. Found from events and dates, never stored; several can hold at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FalseClosing {
    /// Closed while one of the three signatures was missing.
    pub signature_missing: bool,
    /// Closed with all three, but not in order.
    pub out_of_order: bool,
    /// The same kind of danger was found again at the same target within [`RECURS_WITHIN_DAYS`](super::RECURS_WITHIN_DAYS) days.
    pub recurred: bool,
    /// Opened again, or sent back, after closing.
    pub reopened: bool,
}

impl FalseClosing {
    /// Whether any holds.
    pub const fn any(self) -> bool {
        self.signature_missing || self.out_of_order || self.recurred || self.reopened
    }

    /// The names of those that hold.
    pub fn codes(self) -> impl Iterator<Item = &'static str> {
        [
            (self.signature_missing, "signature_missing"),
            (self.out_of_order, "signatures_out_of_order"),
            (self.recurred, "recurred_within_90_days"),
            (self.reopened, "reopened"),
        ]
        .into_iter()
        .filter_map(|(holds, code)| holds.then_some(code))
    }
}

/// What is wrong with a row of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FaultKind {
    /// An event on a day before discovery; it is not applied.
    EventBeforeDiscovery,
    /// A signature on a day before discovery; it does not count.
    SignatureBeforeDiscovery,
    /// An event that cannot have come at this place: registered after other things, or mended after closing.
    EventOutOfOrder,
    /// Two events at one time that cannot both hold; the less advanced state does.
    TwoStates,
    /// A word that is no event.
    UnknownEvent,
    /// The given status is not what the events say; the events count.
    StatusDisagrees,
    /// Dates of the danger's row that cannot have come in this order.
    DatesOutOfOrder,
    /// Two due days without an extension between them; the earlier counts.
    DueDisagrees,
    /// A later due day that nobody approved; the earlier counts.
    ExtensionUnsigned,
    /// An extension that names no day.
    ExtensionWithoutDate,
    /// A danger without a target.
    NoTarget,
    /// An event of a danger that the ledger does not have.
    UnknownDanger,
}

impl FaultKind {
    /// Whether the state is in doubt, so that the danger counts as open. Faults of due days and dates do not need it:
    /// there the stricter day counts.
    pub const fn keeps_open(self) -> bool {
        use FaultKind::*;
        matches!(
            self,
            EventBeforeDiscovery
                | SignatureBeforeDiscovery
                | EventOutOfOrder
                | TwoStates
                | UnknownEvent
                | StatusDisagrees
        )
    }
}

/// A fault and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The event's row; none where it is in the danger's own row.
    pub event: Option<u32>,
    /// The field, as the dataset names it.
    pub field: &'static str,
}

/// Where a danger stands at the end of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing<'a> {
    /// Its state, from the events; what the ledger says, not what is believed: see [`open`](Self::open).
    pub state: State,
    /// Where the state was taken from.
    pub basis: Basis,
    /// Whether it counts as open. Not only while it is not closed: a closing without the three signatures in order does
    /// not count, nor does any where an event is faulty.
    pub open: bool,
    /// The due day, extensions included.
    pub due_on: Option<Date>,
    /// The due day before any extension.
    pub original_due_on: Option<Date>,
    /// How late it is, as long as it counts as open.
    pub late: Late,
    /// The signatures since it was last reported mended, sent back or reopened: inspector, owner, leader.
    pub signatures: [Option<Signature<'a>>; 3],
    /// Who must act next; nobody where it is not found yet or soundly closed.
    pub next: Option<Next>,
    /// Listed for supervision.
    pub supervised: bool,
    /// Whether its plan is approved; none where it has no event and no date that tells.
    pub plan_approved: Option<bool>,
    /// The day of the last closing.
    pub closed_on: Option<Date>,
    /// What is false about any of its closings so far.
    pub false_closing: FalseClosing,
    /// What is wrong with its rows, as known on the day.
    pub faults: Vec<Fault>,
}

impl Standing<'_> {
    /// Days overdue: [`Late::overdue`].
    pub fn overdue_days(&self) -> Option<u32> {
        self.late.overdue(self.state)
    }

    /// Whether it was closed and yet counts as open.
    pub fn is_falsely_closed(&self) -> bool {
        self.open && self.state == State::Closed
    }

    /// Why its closing does not count, one sentence a reason; empty where it is not closed, or soundly.
    pub fn why_not_closed(&self) -> Vec<Words> {
        if !self.is_falsely_closed() {
            return Vec::new();
        }
        let faults = self.faults.iter().filter(|fault| fault.kind.keeps_open()).map(|fault| fault.kind.says());
        let mut all = self.false_closing.says();
        for says in faults {
            if !all.contains(&says) {
                all.push(says);
            }
        }
        all
    }

    /// The due day was moved.
    pub fn is_extended(&self) -> bool {
        matches!((self.original_due_on, self.due_on), (Some(first), Some(now)) if now > first)
    }

    /// Whether the day lies on or after its discovery.
    pub fn is_found(&self) -> bool {
        self.state != State::NotYetFound
    }
}
