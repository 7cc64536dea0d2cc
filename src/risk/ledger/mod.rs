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
    /// Each danger's events, in the order in which they are replayed.
    events: Vec<Vec<Event>>,
    /// Days of discovery of one kind at one target, ascending.
    found: Vec<Vec<Date>>,
    /// Each danger's place in `found`.
    same_kind: Vec<Option<u32>>,
    /// Places in `found`, by target and category.
    kinds: HashMap<(Name, Name), u32>,
    index: HashMap<Name, u32>,
    strays: Vec<Fault>,
}

impl Ledger {
    /// Groups events by the danger that they name. Of two dangers with one id the first has the events.
    pub fn new<Id: AsRef<str>>(dangers: Vec<Danger>, events: impl IntoIterator<Item = (Id, Event)>) -> Self {
        let mut ledger = Self::default();
        for danger in dangers {
            ledger.add(danger);
        }
        for (id, event) in events {
            match ledger.find(id.as_ref()) {
                Some(danger) => ledger.events[danger].push(event),
                None => {
                    let kind = FaultKind::UnknownDanger;
                    ledger.strays.push(Fault { kind, event: Some(event.row), field: "danger" });
                }
            }
        }
        ledger.strays.sort_unstable();
        for its in &mut ledger.events {
            sort(its);
            its.shrink_to_fit();
        }
        ledger
    }

    /// Puts a danger in the place of the one with its id, or after all others, with all its events. Gives its place. Only
    /// it and dangers of the same kind at its old or new target can stand otherwise than before.
    pub fn put(&mut self, danger: Danger, mut events: Vec<Event>) -> usize {
        sort(&mut events);
        let place = match self.find(&danger.id) {
            None => self.add(danger),
            Some(place) => {
                self.leave_kind(place);
                self.dangers[place] = danger;
                self.enter_kind(place);
                place
            }
        };
        self.events[place] = events;
        place
    }

    fn add(&mut self, danger: Danger) -> usize {
        let place = self.dangers.len();
        self.index.entry(danger.id.clone()).or_insert(place as u32);
        self.dangers.push(danger);
        self.events.push(Vec::new());
        self.same_kind.push(None);
        self.enter_kind(place);
        place
    }

    fn enter_kind(&mut self, place: usize) {
        let Danger { target, category, found_on, .. } = &self.dangers[place];
        let (Some(target), Some(category), Some(on)) = (target, category, found_on) else { return };
        let next = self.found.len() as u32;
        let kind = *self.kinds.entry((target.clone(), category.clone())).or_insert(next);
        if kind == next {
            self.found.push(Vec::new());
        }
        let found = &mut self.found[kind as usize];
        found.insert(found.partition_point(|other| other <= on), *on);
        self.same_kind[place] = Some(kind);
    }

    fn leave_kind(&mut self, place: usize) {
        let (Some(kind), Some(on)) = (self.same_kind[place].take(), self.dangers[place].found_on) else { return };
        let found = &mut self.found[kind as usize];
        if let Ok(at) = found.binary_search(&on) {
            found.remove(at);
        }
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
        self.events.get(danger).map_or(&[], Vec::as_slice)
    }

    /// Where a danger stands at the end of a day; none for a place that is not there.
    pub fn standing(&self, danger: usize, day: Date) -> Option<Standing<'_>> {
        let found = self.same_kind.get(danger)?.map_or(&[][..], |kind| &self.found[kind as usize]);
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
