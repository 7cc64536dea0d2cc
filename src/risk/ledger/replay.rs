//! The state machine: a danger's events replayed up to a day.

use super::RECURS_WITHIN_DAYS;
use super::danger::{Danger, DangerLevel, Event, EventKind, State, days};
use super::standing::{Basis, FalseClosing, Fault, FaultKind, Late, Next, Signature, Standing};
use jiff::civil::Date;

/// Where a danger stands at the end of a day. `events` are its own, in the order of [`sort`](super::sort); `same_kind`
/// are the days of discovery of the same kind of danger at the same target, ascending.
pub(super) fn replay<'a>(danger: &'a Danger, events: &'a [Event], same_kind: &[Date], day: Date) -> Standing<'a> {
    let found = danger.found_on.or_else(|| events.first().map(|e| e.at.date()));
    let moved = events.iter().any(|e| e.due_on.is_some() && e.is_signed() && moves_due(e.kind));
    let mut r = Replay {
        danger,
        day,
        same_kind,
        state: None,
        sound: true,
        // Once a due day has moved, the row's is the last one and says nothing of the days before.
        due: danger.original_due_on.or(if moved { None } else { danger.due_on }),
        first_due: danger.original_due_on,
        signed: [None; 3],
        supervised: false,
        planned: false,
        closed_on: None,
        false_closing: FalseClosing::default(),
        faults: Vec::new(),
        before: None,
        at_once: 0,
    };
    r.check_row();
    let past = events.iter().take_while(|e| e.at.date() <= day).inspect(|e| r.take(e)).count();
    r.finish(events, past, found)
}

fn moves_due(kind: Option<EventKind>) -> bool {
    matches!(kind, Some(EventKind::Extend | EventKind::Return | EventKind::Reopen))
}

struct Replay<'a, 'k> {
    danger: &'a Danger,
    day: Date,
    same_kind: &'k [Date],
    state: Option<State>,
    /// The last closing had its signatures.
    sound: bool,
    due: Option<Date>,
    first_due: Option<Date>,
    signed: [Option<Signature<'a>>; 3],
    supervised: bool,
    planned: bool,
    closed_on: Option<Date>,
    false_closing: FalseClosing,
    faults: Vec<Fault>,
    before: Option<&'a Event>,
    /// Kinds of the events at the time of the last one.
    at_once: u16,
}

impl<'a> Replay<'a, '_> {
    fn fault(&mut self, kind: FaultKind, event: Option<u32>, field: &'static str) {
        self.faults.push(Fault { kind, event, field });
    }

    fn check_row(&mut self) {
        let d = self.danger;
        if d.target.is_none() {
            self.fault(FaultKind::NoTarget, None, "target");
        }
        let wrong =
            |earlier: Option<Date>, later: Option<Date>| matches!((earlier, later), (Some(a), Some(b)) if b < a);
        for (earlier, later, field) in [
            (d.found_on, d.due_on, "due_on"),
            (d.found_on, d.original_due_on, "original_due_on"),
            (d.found_on, d.plan_approved_on, "plan_approved_on"),
            (d.original_due_on, d.due_on, "original_due_on"),
        ] {
            if wrong(earlier, later) {
                self.fault(FaultKind::DatesOutOfOrder, None, field);
            }
        }
    }

    fn take(&mut self, e: &'a Event) {
        let row = Some(e.row);
        let Some(kind) = e.kind else { return self.fault(FaultKind::UnknownEvent, row, "event") };
        if self.danger.found_on.is_some_and(|found| e.at.date() < found) {
            let signs = kind.signer().is_some();
            use FaultKind::{EventBeforeDiscovery, SignatureBeforeDiscovery};
            self.fault(if signs { SignatureBeforeDiscovery } else { EventBeforeDiscovery }, row, "at");
            if kind == EventKind::Assign {
                self.assign_due(e);
            }
            return;
        }
        if self.before.is_none_or(|b| !b.is_at_the_time_of(e)) {
            self.at_once = 0;
        }
        let contradicts = contradicts(kind, self.at_once, e.has_clock());
        if contradicts {
            self.fault(FaultKind::TwoStates, row, "at");
        }
        self.at_once |= kind.bit();
        // What leads back holds; what leads on does not.
        if !contradicts || matches!(kind, EventKind::Return | EventKind::Reopen) {
            self.apply(kind, e);
        }
        self.before = Some(e);
    }

    fn apply(&mut self, kind: EventKind, e: &'a Event) {
        use EventKind::*;
        let closed = self.state == Some(State::Closed);
        let late_start =
            kind == Register && self.state.is_some() && self.before.is_some_and(|b| b.at.date() < e.at.date());
        let after_closing = closed && kind < Close && kind.signer().is_none();
        if late_start || after_closing {
            self.fault(FaultKind::EventOutOfOrder, Some(e.row), "at");
        }
        match kind {
            Register => self.state = self.state.or(Some(State::Registered)),
            Grade if self.state.is_none_or(|s| s < State::Graded) => self.state = Some(State::Graded),
            Grade => {}
            Assign => {
                self.back_to(State::Assigned);
                self.assign_due(e);
            }
            Plan => {
                self.planned = true;
                if self.state == Some(State::Assigned) {
                    self.state = Some(State::Mending);
                }
            }
            Supervise => self.supervised = true,
            Extend if e.due_on.is_none() => self.fault(FaultKind::ExtensionWithoutDate, Some(e.row), "due_on"),
            Extend => self.move_due(e),
            ReportMended => self.back_to(State::ToVerify),
            SignInspector | SignOwner | SignLeader => self.sign(kind, e),
            Close => self.close(e.at.date()),
            Return | Reopen => {
                self.false_closing.reopened |= closed;
                self.back_to(if kind == Return { State::Returned } else { State::Mending });
                self.move_due(e);
            }
        }
    }

    /// To a state in which what was signed before says nothing.
    fn back_to(&mut self, state: State) {
        self.state = Some(state);
        self.signed = [None; 3];
    }

    fn assign_due(&mut self, e: &Event) {
        let Some(due) = e.due_on else { return };
        self.first_due = self.first_due.or(Some(due));
        if self.due.is_some_and(|d| d != due) {
            self.fault(FaultKind::DueDisagrees, Some(e.row), "due_on");
        }
        self.due = Some(self.due.map_or(due, |d| d.min(due)));
    }

    fn move_due(&mut self, e: &Event) {
        let Some(due) = e.due_on else { return };
        match self.due {
            Some(d) if due > d && !e.is_signed() => {
                return self.fault(FaultKind::ExtensionUnsigned, Some(e.row), "post");
            }
            Some(d) if due < d && e.kind == Some(EventKind::Extend) => {
                self.fault(FaultKind::DueDisagrees, Some(e.row), "due_on");
            }
            _ => {}
        }
        self.due = Some(due);
    }

    fn sign(&mut self, kind: EventKind, e: &'a Event) {
        let Some(k) = kind.signer() else { return };
        let in_order = k == 0 || self.signed[k - 1].is_some_and(|s| s.in_order);
        if self.signed[k].is_none_or(|s| !s.in_order) {
            let (by, post) = (e.by.as_deref(), e.post.as_deref());
            self.signed[k] = Some(Signature { by, post, at: e.at, row: e.row, in_order });
        }
        if k == 0 && self.state != Some(State::Closed) {
            self.state = Some(State::Accepted);
        }
    }

    fn close(&mut self, on: Date) {
        let all = self.signed.iter().all(Option::is_some);
        self.sound = self.signed[2].is_some_and(|s| s.in_order);
        self.false_closing.signature_missing |= !all;
        self.false_closing.out_of_order |= all && !self.sound;
        self.state = Some(State::Closed);
        self.closed_on = Some(on);
        let next = self.same_kind.partition_point(|found| *found <= on);
        let back = |found: &&Date| **found <= self.day && days(on, **found) <= RECURS_WITHIN_DAYS;
        self.false_closing.recurred |= self.same_kind.get(next).filter(back).is_some();
    }

    fn finish(mut self, events: &[Event], past: usize, found: Option<Date>) -> Standing<'a> {
        let (danger, day) = (self.danger, self.day);
        let told = events.iter().any(|e| e.kind.is_some_and(EventKind::tells_state));
        let complete = past == events.len();
        let basis = match danger.status {
            _ if told => Basis::Events,
            Some(_) => Basis::Given,
            None => Basis::Neither,
        };
        let state = match (found, danger.status) {
            (Some(found), _) if day < found => State::NotYetFound,
            (_, Some(given)) if !told => given,
            _ => self.state.unwrap_or(State::Registered),
        };
        // The given status is of the last day: it is compared once no event lies ahead.
        if told && complete && danger.status.is_some_and(|given| !agree(given, state)) && state != State::NotYetFound {
            self.fault(FaultKind::StatusDisagrees, None, "status");
        }
        let first_due = self.first_due.or(danger.due_on);
        if let (true, Some(given)) = (complete, danger.due_on) {
            // A row that was not touched by an extension still has the first day.
            if self.due.is_some_and(|due| due != given && (Some(given) != first_due || given > due)) {
                self.fault(FaultKind::DueDisagrees, None, "due_on");
                self.due = self.due.map(|due| due.min(given));
            }
            self.due = self.due.or(Some(given));
        }
        let doubt = self.faults.iter().any(|f| f.kind.keeps_open());
        let open = match state {
            State::NotYetFound => doubt,
            State::Closed => doubt || !self.sound,
            _ => true,
        };
        let late = match self.due {
            _ if !open => Late::No,
            Some(due) => u32::try_from(days(due, day)).ok().filter(|n| *n > 0).map_or(Late::No, Late::Days),
            // Nobody has been told yet by when.
            None if state < State::Assigned => Late::No,
            None => Late::Unknown,
        };
        let plan_on = danger.plan_approved_on.filter(|on| danger.found_on.is_none_or(|found| *on >= found));
        let plan_approved = match plan_on {
            Some(on) => Some(on <= day),
            None if self.planned => Some(true),
            None if events.is_empty() => None,
            None => Some(false),
        };
        let listed = events.iter().any(|e| e.kind == Some(EventKind::Supervise));
        Standing {
            next: next(danger, state, open, plan_approved, &self.signed),
            state,
            basis,
            open,
            due_on: self.due,
            original_due_on: first_due,
            late,
            signatures: self.signed,
            supervised: self.supervised || (!listed && danger.supervised == Some(true) && state != State::NotYetFound),
            plan_approved,
            closed_on: self.closed_on,
            false_closing: self.false_closing,
            faults: self.faults,
        }
    }
}

/// Whether an event cannot hold beside those at the same time.
///
/// Where a clock stands beside the day, two that set different states contradict. Where only the day is known they may
/// well have come one after the other, except that nothing tells whether a signature or closing came before the return.
fn contradicts(kind: EventKind, at_once: u16, clock: bool) -> bool {
    use EventKind::*;
    let sets = Assign.bit() | ReportMended.bit() | Close.bit() | Return.bit() | Reopen.bit();
    let signs = SignInspector.bit() | SignOwner.bit() | SignLeader.bit();
    let others = at_once & !kind.bit();
    let returned = kind == Return && others & (signs | Close.bit()) != 0;
    returned || (clock && kind.bit() & sets != 0 && others & sets != 0)
}

/// Whether a given status is what the events say. No event marks the day on which mending begins.
fn agree(given: State, told: State) -> bool {
    use State::{Assigned, Mending, Returned};
    given == told || (given == Mending && matches!(told, Assigned | Returned)) || (given == Assigned && told == Mending)
}

fn next(
    danger: &Danger,
    state: State,
    open: bool,
    planned: Option<bool>,
    signed: &[Option<Signature<'_>>; 3],
) -> Option<Next> {
    let missing = |k: usize| signed[k].is_none_or(|s| !s.in_order);
    Some(match state {
        State::Closed if open => Next::Review,
        State::NotYetFound | State::Closed => return None,
        State::Registered => Next::Grade,
        State::Graded => Next::Assign,
        State::Assigned | State::Mending | State::Returned
            if danger.level == DangerLevel::Major && planned == Some(false) =>
        {
            Next::Plan
        }
        State::Assigned | State::Mending | State::Returned => Next::Mend,
        State::ToVerify => Next::Verify,
        State::Accepted if missing(1) => Next::OwnerSigns,
        State::Accepted if missing(2) => Next::LeaderSigns,
        State::Accepted => Next::Close,
    })
}
