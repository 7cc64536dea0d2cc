//! What a ledger of hidden dangers holds: dangers and what happened to each.

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A text that many rows share: a post, a sector, a target. The caller hands out one copy a text.
pub type Name = Arc<str>;

/// How grave a hidden danger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DangerLevel {
    /// General (一般隐患): small, can be removed at once.
    General,
    /// Major (重大隐患): needs a shutdown and time, or is beyond the unit's own power.
    Major,
}

/// Where a danger stands in its sign-off chain, least advanced first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum State {
    /// The day lies before its discovery.
    NotYetFound,
    /// 登记.
    Registered,
    /// 定级.
    Graded,
    /// 交办.
    Assigned,
    /// 整改中.
    Mending,
    /// 退回整改.
    Returned,
    /// 待复查.
    ToVerify,
    /// 验收: the inspector has signed.
    Accepted,
    /// 销号.
    Closed,
}

impl State {
    /// The states that a ledger can give, least advanced first.
    pub const GIVEN: [Self; 8] = [
        Self::Registered,
        Self::Graded,
        Self::Assigned,
        Self::Mending,
        Self::Returned,
        Self::ToVerify,
        Self::Accepted,
        Self::Closed,
    ];

    /// Its name in the dataset.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotYetFound => "not_yet_found",
            Self::Registered => "registered",
            Self::Graded => "graded",
            Self::Assigned => "assigned",
            Self::Mending => "mending",
            Self::Returned => "returned",
            Self::ToVerify => "to_verify",
            Self::Accepted => "accepted",
            Self::Closed => "closed",
        }
    }

    /// The state that the dataset names so; none for any other word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::GIVEN.into_iter().find(|s| s.code() == code)
    }
}

/// What can happen to a danger. Of two things at one time the lower in this list is taken to come later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EventKind {
    /// It is written down.
    Register,
    /// Its level is set.
    Grade,
    /// Someone is told to mend it, by a day.
    Assign,
    /// The plan of a major one is approved.
    Plan,
    /// It is listed for supervision (挂牌督办).
    Supervise,
    /// Its due day is moved.
    Extend,
    /// The responsible unit says that it is mended.
    ReportMended,
    /// The inspector signs.
    SignInspector,
    /// The owner signs: the enterprise's legal person.
    SignOwner,
    /// The leader of the territory signs.
    SignLeader,
    /// It is closed out.
    Close,
    /// It is sent back to be mended.
    Return,
    /// It is opened again.
    Reopen,
}

impl EventKind {
    /// Every one.
    pub const ALL: [Self; 13] = [
        Self::Register,
        Self::Grade,
        Self::Assign,
        Self::Plan,
        Self::Supervise,
        Self::Extend,
        Self::ReportMended,
        Self::SignInspector,
        Self::SignOwner,
        Self::SignLeader,
        Self::Close,
        Self::Return,
        Self::Reopen,
    ];

    /// Its name in the dataset.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Grade => "grade",
            Self::Assign => "assign",
            Self::Plan => "plan",
            Self::Supervise => "supervise",
            Self::Extend => "extend",
            Self::ReportMended => "report_mended",
            Self::SignInspector => "sign_inspector",
            Self::SignOwner => "sign_owner",
            Self::SignLeader => "sign_leader",
            Self::Close => "close",
            Self::Return => "return",
            Self::Reopen => "reopen",
        }
    }

    /// The event that the dataset names so; none for any other word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    /// Whose signature it is: 0 inspector, 1 owner, 2 leader.
    pub(super) const fn signer(self) -> Option<usize> {
        match self {
            Self::SignInspector => Some(0),
            Self::SignOwner => Some(1),
            Self::SignLeader => Some(2),
            _ => None,
        }
    }

    /// Whether the state follows from it.
    pub(super) const fn tells_state(self) -> bool {
        !matches!(self, Self::Plan | Self::Supervise | Self::Extend | Self::SignOwner | Self::SignLeader)
    }

    pub(super) const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A hidden danger, as the ledger has it.
#[derive(Clone, Debug)]
pub struct Danger {
    /// Its id.
    pub id: Name,
    /// Its row, for the caller to find it again.
    pub row: u32,
    /// Where it is: the target as the dataset names it, or [`at_place`] for one that has only a position.
    pub target: Option<Name>,
    /// How grave it is.
    pub level: DangerLevel,
    /// Fire, gas, chemicals …
    pub sector: Option<Name>,
    /// The campaign that found it.
    pub campaign: Option<Name>,
    /// What kind of danger; without one nothing can be told of the same kind coming back.
    pub category: Option<Name>,
    /// Its district, by code.
    pub district: Option<Name>,
    /// The day of discovery.
    pub found_on: Option<Date>,
    /// The day by which it has to be mended, extensions included.
    pub due_on: Option<Date>,
    /// That day before any extension.
    pub original_due_on: Option<Date>,
    /// The day on which its plan was approved.
    pub plan_approved_on: Option<Date>,
    /// Listed for supervision.
    pub supervised: Option<bool>,
    /// Its state on the day of the data, as the ledger gives it.
    pub status: Option<State>,
}

impl Danger {
    /// A danger of which only id and level are known.
    pub fn new(id: impl Into<Name>, row: u32, level: DangerLevel) -> Self {
        Self {
            id: id.into(),
            row,
            target: None,
            level,
            sector: None,
            campaign: None,
            category: None,
            district: None,
            found_on: None,
            due_on: None,
            original_due_on: None,
            plan_approved_on: None,
            supervised: None,
            status: None,
        }
    }
}

/// The target of a danger that has only a position: the same text within about a metre, so that what comes back at the
/// same place is found. Two positions of one place that lie farther apart are two places.
pub fn at_place(longitude: f64, latitude: f64) -> String {
    format!("@{longitude:.5},{latitude:.5}")
}

/// Something that happened to a danger.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its row, for the caller to find it again.
    pub row: u32,
    /// When; midnight where only the day is known.
    pub at: DateTime,
    /// What; none for a word that is no event.
    pub kind: Option<EventKind>,
    /// Who did it.
    pub by: Option<Name>,
    /// In which post.
    pub post: Option<Name>,
    /// The due day that it sets.
    pub due_on: Option<Date>,
}

impl Event {
    /// An event of which only time and kind are known.
    pub fn new(row: u32, at: impl Into<DateTime>, kind: EventKind) -> Self {
        Self { row, at: at.into(), kind: Some(kind), by: None, post: None, due_on: None }
    }

    /// Whether someone stands for it.
    pub(super) fn is_signed(&self) -> bool {
        self.by.is_some() || self.post.is_some()
    }

    /// Whether more than its day is known.
    pub(super) fn has_clock(&self) -> bool {
        self.at.time() != Time::midnight()
    }

    /// Whether nothing tells which of both came first.
    pub(super) fn is_at_the_time_of(&self, other: &Self) -> bool {
        self.at == other.at || (self.at.date() == other.at.date() && !(self.has_clock() && other.has_clock()))
    }
}

/// Puts the events of one danger in the order in which they are replayed, whatever order they come in.
///
/// By time. A ledger that notes days only says nothing of the order within a day: there, and at one minute, they stand
/// in the order of [`EventKind`]; of two that set a due day the earlier day is taken last, since the last one counts.
pub fn sort(events: &mut [Event]) {
    let rest = |a: &Event, b: &Event| {
        (a.kind.cmp(&b.kind))
            .then(b.due_on.cmp(&a.due_on))
            .then(a.at.cmp(&b.at))
            .then_with(|| a.by.cmp(&b.by))
            .then_with(|| a.post.cmp(&b.post))
            .then(a.row.cmp(&b.row))
    };
    events.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| rest(a, b)));
    for day in events.chunk_by_mut(|a, b| a.at.date() == b.at.date()) {
        // A midnight comes first in its day, and stands for any time of it.
        if day.len() > 1 && !day[0].has_clock() {
            day.sort_by(rest);
        }
    }
}

/// Whole days from one day to another; negative where the other comes first.
pub(super) fn days(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}
