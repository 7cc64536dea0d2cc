//! The ledger of hidden dangers: where each stands on any day, who must act, what was closed that should not have been.
//!
//! **Question.** Which dangers are open on a day, which are overdue, who must act next, and which closings do not hold?
//!
//! **Source.** Levels, ledger, re-check with signatures and closing as public guidance on hidden-danger ledgers describes
//! them (checked against one source). The states and the order of the three signatures are this project's own rule:
//! registered 登记, graded 定级, assigned 交办, mending 整改中, to verify 待复查, returned 退回整改 or accepted 验收, closed
//! 销号; signed by the inspector, then the owner (the enterprise's legal person), then the leader of the territory.
//!
//! **Formula.** The state on a day is what the danger's events up to the end of that day lead to. Overdue: it counts as
//! open and `day > due`, so from the day after the due day. An extension moves the due day only where someone stands for
//! it; the original day stays visible. A closing is false when the three signatures were not all there in order, when
//! the same category is found at the same target 1 to [`RECURS_WITHIN_DAYS`] days after it, or when it is undone.
//!
//! **Units.** Days of the city's calendar.
//!
//! **Assumptions.** Acceptance is the inspector's signature; a report of mending, a return, a new assignment or a
//! reopening begins a new round of signatures. A time of midnight is a day alone, and within such a day things come in
//! the order of [`EventKind`]. What was found on the day of a closing does not make it false: one visit finds several of
//! a kind. A given status without events stands alone on every day from discovery on.
//!
//! **Bad input.** The row is kept and the fault named ([`FaultKind`]); it never lowers: a danger whose events are faulty
//! counts as open, and of two due days the earlier counts.
//!
//! **When not to use.** Dates say nothing of whether the work was done: a danger closed in order is closed on paper.
//!
//! **Confidence.** Terms checked against one source; states, order of signatures and 90 days a rule of this project.
//!
//! **Cost.** Events are grouped once, `O(n log n)` within each danger; a day is one scan over them.

mod danger;
mod explain;
mod replay;
mod standing;
pub mod summary;
#[cfg(test)]
mod tests;
mod words;

pub use danger::{Danger, DangerLevel, Event, EventKind, Name, State, at_place, sort};
pub use explain::explain;
pub use standing::{Basis, FalseClosing, Fault, FaultKind, Late, Next, Signature, Standing};

use jiff::civil::Date;
use std::collections::HashMap;

/// The same kind of danger found at the same target so many days after a closing, or fewer, makes it false. A rule of
/// this project, no standard.
pub const RECURS_WITHIN_DAYS: i64 = 90;

/// Where one danger stands at the end of a day, from its own events in any order. Whether the same kind came back is
/// known to a whole [`Ledger`] only.
pub fn state_on<'a>(danger: &'a Danger, events: &'a mut [Event], day: Date) -> Standing<'a> {
    sort(events);
    replay::replay(danger, events, &[], day)
}

/// All dangers of a city with their events, ready to be asked for any day.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    dangers: Vec<Danger>,
    /// By danger, in the order in which they are replayed.
    events: Vec<Event>,
    /// Where each danger's events begin; one more than there are dangers.
    starts: Vec<u32>,
    /// Days of discovery by kind and target, ascending.
    found: Vec<Date>,
    /// Each danger's part of `found`.
    same_kind: Vec<(u32, u32)>,
    index: HashMap<Name, u32>,
    strays: Vec<Fault>,
}

impl Ledger {
    /// Groups events by the danger that they name. Of two dangers with one id the first has the events.
    pub fn new<Id: AsRef<str>>(dangers: Vec<Danger>, events: impl IntoIterator<Item = (Id, Event)>) -> Self {
        let mut index: HashMap<Name, u32> = HashMap::with_capacity(dangers.len());
        for (i, danger) in dangers.iter().enumerate() {
            index.entry(danger.id.clone()).or_insert(i as u32);
        }
        let mut strays = Vec::new();
        let mut of: Vec<(u32, Event)> = Vec::new();
        for (id, event) in events {
            match index.get(id.as_ref()) {
                Some(i) => of.push((*i, event)),
                None => strays.push(Fault { kind: FaultKind::UnknownDanger, event: Some(event.row), field: "danger" }),
            }
        }
        strays.sort_unstable();
        of.sort_by_key(|(i, _)| *i);
        let mut starts = vec![0u32; dangers.len() + 1];
        for (i, _) in &of {
            starts[*i as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut events: Vec<Event> = of.into_iter().map(|(_, event)| event).collect();
        for pair in starts.windows(2) {
            sort(&mut events[pair[0] as usize..pair[1] as usize]);
        }
        let (found, same_kind) = same_kind(&dangers);
        Self { dangers, events, starts, found, same_kind, index, strays }
    }

    /// How many dangers there are.
    pub fn len(&self) -> usize {
        self.dangers.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.dangers.is_empty()
    }

    /// All dangers, in the order in which they were given.
    pub fn dangers(&self) -> &[Danger] {
        &self.dangers
    }

    /// The place of a danger.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.index.get(id).map(|i| *i as usize)
    }

    /// A danger's events, in the order in which they are replayed; none for a place that is not there.
    pub fn events(&self, danger: usize) -> &[Event] {
        match self.starts.get(danger..danger + 2) {
            Some([from, to]) => &self.events[*from as usize..*to as usize],
            _ => &[],
        }
    }

    /// Where a danger stands at the end of a day; none for a place that is not there.
    pub fn standing(&self, danger: usize, day: Date) -> Option<Standing<'_>> {
        let (from, to) = *self.same_kind.get(danger)?;
        let found = &self.found[from as usize..to as usize];
        Some(replay::replay(self.dangers.get(danger)?, self.events(danger), found, day))
    }

    /// Where every danger stands at the end of a day, in the order of the dangers.
    pub fn standings(&self, day: Date) -> impl Iterator<Item = (&Danger, Standing<'_>)> {
        self.dangers.iter().enumerate().filter_map(move |(i, danger)| Some((danger, self.standing(i, day)?)))
    }

    /// Events of dangers that the ledger does not have.
    pub fn strays(&self) -> &[Fault] {
        &self.strays
    }
}

/// Days of discovery by kind and target, ascending, and each danger's part of them.
fn same_kind(dangers: &[Danger]) -> (Vec<Date>, Vec<(u32, u32)>) {
    let key = |i: u32| {
        let d = &dangers[i as usize];
        Some((d.target.as_deref()?, d.category.as_deref()?, d.found_on?))
    };
    let mut order: Vec<u32> = (0..dangers.len() as u32).filter(|i| key(*i).is_some()).collect();
    order.sort_unstable_by(|a, b| key(*a).cmp(&key(*b)).then(a.cmp(b)));
    let mut found = Vec::with_capacity(order.len());
    let mut parts = vec![(0, 0); dangers.len()];
    let kind = |i: u32| key(i).map(|(target, category, _)| (target, category));
    for group in order.chunk_by(|a, b| kind(*a) == kind(*b)) {
        let from = found.len() as u32;
        found.extend(group.iter().filter_map(|i| dangers[*i as usize].found_on));
        for i in group {
            parts[*i as usize] = (from, found.len() as u32);
        }
    }
    (found, parts)
}
