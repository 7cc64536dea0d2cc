//! A twin that asks questions of the whole list of events, where the ledger runs a machine over it.

use super::*;
use EventKind::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, PartialEq)]
struct Seen {
    state: State,
    open: bool,
    signed: [Option<bool>; 3],
    closing: FalseClosing,
    supervised: bool,
    closed_on: Option<Date>,
    doubts: BTreeSet<FaultKind>,
}

fn seen(s: &Standing<'_>) -> Seen {
    Seen {
        state: s.state,
        open: s.open,
        signed: s.signatures.map(|s| s.map(|s| s.in_order)),
        closing: s.false_closing,
        supervised: s.supervised,
        closed_on: s.closed_on,
        doubts: s.faults.iter().map(|f| f.kind).filter(|k| k.keeps_open()).collect(),
    }
}

fn rank(kind: Option<EventKind>) -> usize {
    kind.map_or(0, |kind| 1 + EventKind::ALL.iter().position(|k| *k == kind).unwrap())
}

fn in_turn(events: &[Event]) -> Vec<Event> {
    let mut by_day: BTreeMap<Date, Vec<Event>> = BTreeMap::new();
    for e in events {
        by_day.entry(e.at.date()).or_default().push(e.clone());
    }
    let mut all = Vec::new();
    for (_, mut day) in by_day {
        day.sort_by_key(|e| e.at.time());
        let clocks = day.iter().all(Event::has_clock);
        day.sort_by_key(|e| (clocks.then(|| e.at.time()), rank(e.kind)));
        all.extend(day);
    }
    all
}

fn naive(dangers: &[Danger], of: &Danger, events: &[Event], on: Date) -> Seen {
    let all = in_turn(events);
    let past: Vec<&Event> = all.iter().filter(|e| e.at.date() <= on).collect();
    let mut doubts = BTreeSet::new();
    let early = |e: &Event| of.found_on.is_some_and(|found| e.at.date() < found);
    for e in &past {
        match e.kind {
            None => _ = doubts.insert(FaultKind::UnknownEvent),
            Some(SignInspector | SignOwner | SignLeader) if early(e) => {
                doubts.insert(FaultKind::SignatureBeforeDiscovery);
            }
            Some(_) if early(e) => _ = doubts.insert(FaultKind::EventBeforeDiscovery),
            _ => {}
        }
    }
    let valid: Vec<&Event> = past.into_iter().filter(|e| e.kind.is_some() && !early(e)).collect();
    let kind = |e: &Event| e.kind.unwrap();
    let hard = |k: EventKind| matches!(k, Assign | ReportMended | Close | Return | Reopen);
    let signs = |k: EventKind| matches!(k, SignInspector | SignOwner | SignLeader);
    let mut kept: Vec<&Event> = Vec::new();
    for (i, e) in valid.iter().enumerate() {
        // Those before it that nothing parts from it in time.
        let mut first = i;
        while first > 0 && valid[first - 1].is_at_the_time_of(valid[first]) {
            first -= 1;
        }
        let beside: Vec<EventKind> = valid[first..i].iter().map(|e| kind(e)).filter(|k| *k != kind(e)).collect();
        let contradicts = (kind(e) == Return && beside.iter().any(|k| signs(*k) || *k == Close))
            || (e.has_clock() && hard(kind(e)) && beside.iter().any(|k| hard(*k)));
        if contradicts {
            doubts.insert(FaultKind::TwoStates);
        }
        if !contradicts || matches!(kind(e), Return | Reopen) {
            kept.push(e);
        }
    }
    let k: Vec<EventKind> = kept.iter().map(|e| kind(e)).collect();
    let last_hard = |before: usize| (0..before).rev().find(|i| hard(k[*i]));
    let closed = |before: usize| last_hard(before).is_some_and(|i| k[i] == Close);
    let begins = |before: usize| {
        (0..before).rev().find(|i| matches!(k[*i], Assign | ReportMended | Return | Reopen)).map_or(0, |i| i + 1)
    };
    for i in 0..k.len() {
        let told = (0..i).any(|j| !matches!(k[j], Plan | Supervise | Extend | SignOwner | SignLeader));
        // The event that was replayed before it, kept or not.
        let before = valid.iter().position(|e| std::ptr::eq(*e, kept[i])).and_then(|p| p.checked_sub(1));
        let later = before.is_some_and(|p| valid[p].at.date() < kept[i].at.date());
        if (k[i] == Register && told && later)
            || (closed(i) && matches!(k[i], Register | Grade | Assign | Plan | Supervise | Extend | ReportMended))
        {
            doubts.insert(FaultKind::EventOutOfOrder);
        }
    }
    let roles = [SignInspector, SignOwner, SignLeader];
    let round = |to: usize| {
        let from = begins(to);
        let find = |role: usize| (from..to).filter(|i| roles[role] == k[*i]).collect::<Vec<_>>();
        let (i, o, l) = (find(0), find(1), find(2));
        let pair = |o: &usize| i.iter().any(|i| i < o);
        let triple = |l: &usize| o.iter().any(|o| pair(o) && o < l);
        [
            (!i.is_empty()).then_some(true),
            (!o.is_empty()).then(|| o.iter().any(pair)),
            (!l.is_empty()).then(|| l.iter().any(triple)),
        ]
    };
    let mut closing = FalseClosing::default();
    for i in (0..k.len()).filter(|i| k[*i] == Close) {
        let signed = round(i);
        let all = signed.iter().all(Option::is_some);
        closing.signature_missing |= !all;
        closing.out_of_order |= all && signed[2] == Some(false);
        let on_close = kept[i].at.date();
        closing.recurred |= dangers.iter().any(|d| {
            let same = d.target.is_some() && d.target == of.target && d.category.is_some() && d.category == of.category;
            same && of.found_on.is_some()
                && d.found_on.is_some_and(|f| f > on_close && f <= on && on_close.until(f).unwrap().get_days() <= 90)
        });
    }
    closing.reopened = (0..k.len()).any(|i| matches!(k[i], Return | Reopen) && closed(i));
    let told = events.iter().any(|e| e.kind.is_some_and(|k| hard(k) || matches!(k, Register | Grade | SignInspector)));
    let found = of.found_on.or(all.first().map(|e| e.at.date()));
    let n = k.len();
    let replayed = match last_hard(n) {
        Some(i) if k[i] == Close => State::Closed,
        h if k[h.map_or(0, |i| i + 1)..].contains(&SignInspector) => State::Accepted,
        Some(i) => match k[i] {
            Assign if k[i..].contains(&Plan) => State::Mending,
            Assign => State::Assigned,
            ReportMended => State::ToVerify,
            Return => State::Returned,
            _ => State::Mending,
        },
        None if k.contains(&Grade) => State::Graded,
        None => State::Registered,
    };
    let state = if found.is_some_and(|f| on < f) {
        State::NotYetFound
    } else if told {
        replayed
    } else {
        of.status.unwrap_or(State::Registered)
    };
    if let Some(given) = of.status
        && told
        && state != State::NotYetFound
        && all.iter().all(|e| e.at.date() <= on)
    {
        let told = [given, state];
        let mending =
            [[State::Mending, State::Assigned], [State::Mending, State::Returned], [State::Assigned, State::Mending]];
        if given != state && !mending.contains(&told) {
            doubts.insert(FaultKind::StatusDisagrees);
        }
    }
    let last_close = (0..n).rev().find(|i| k[*i] == Close);
    let sound = last_close.is_none_or(|i| round(i)[2] == Some(true));
    let open = match state {
        State::NotYetFound => !doubts.is_empty(),
        State::Closed => !doubts.is_empty() || !sound,
        _ => true,
    };
    let listed = events.iter().any(|e| e.kind == Some(Supervise));
    Seen {
        state,
        open,
        signed: round(n),
        closing,
        supervised: k.contains(&Supervise) || (!listed && of.supervised == Some(true) && state != State::NotYetFound),
        closed_on: last_close.map(|i| kept[i].at.date()),
        doubts,
    }
}

/// The events of each danger.
fn grouped(dangers: &[Danger], events: &[(Name, Event)]) -> Vec<Vec<Event>> {
    let of = |d: &Danger| events.iter().filter(|(id, _)| *id == d.id).map(|(_, e)| e.clone()).collect();
    dangers.iter().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_machine_says_what_the_whole_list_says((dangers, events) in any_ledger(), n in -4i16..45) {
        let ledger = Ledger::new(dangers.clone(), events.clone());
        let of = grouped(&dangers, &events);
        for (i, danger) in dangers.iter().enumerate() {
            let standing = ledger.standing(i, day(n)).unwrap();
            prop_assert_eq!(seen(&standing), naive(&dangers, danger, &of[i], day(n)), "{:#?}", ledger.events(i));
        }
    }

    #[test]
    fn what_lies_ahead_changes_no_state((dangers, events) in any_ledger(), n in -4i16..35) {
        // Due days of a row, its given status and what is listed are of the last day: they are left out here.
        let blank = |d: &Danger| Danger { due_on: None, status: Some(State::Registered), supervised: None, ..d.clone() };
        let dangers: Vec<Danger> = dangers.iter().map(blank).collect();
        let past: Vec<(Name, Event)> = events.iter().filter(|(_, e)| e.at.date() <= day(n)).cloned().collect();
        let (all, cut) = (Ledger::new(dangers.clone(), events), Ledger::new(dangers.clone(), past));
        for i in (0..dangers.len()).filter(|i| dangers[*i].found_on.is_some()) {
            let (a, b) = (all.standing(i, day(n)).unwrap(), cut.standing(i, day(n)).unwrap());
            prop_assert_eq!(a.state, b.state);
            prop_assert_eq!((a.due_on, a.false_closing, a.signatures), (b.due_on, b.false_closing, b.signatures));
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(
        (dangers, events) in any_ledger(), n in -4i16..45, seed in prop::collection::vec(any::<u32>(), 64),
    ) {
        let shuffled: Vec<(Name, Event)> = {
            let mut keyed: Vec<_> = events.iter().cloned().enumerate().collect();
            keyed.sort_by_key(|(i, _)| (seed[i % 64].wrapping_mul(*i as u32 | 1), *i));
            keyed.into_iter().map(|(_, e)| e).collect()
        };
        let mut turned = dangers.clone();
        turned.reverse();
        let (a, b) = (Ledger::new(dangers.clone(), events), Ledger::new(turned, shuffled));
        for i in 0..dangers.len() {
            prop_assert_eq!(a.standing(i, day(n)), b.standing(dangers.len() - 1 - i, day(n)));
        }
    }

    #[test]
    fn a_fault_never_closes(danger in any_danger(), events in any_events(), n in 0i16..45, word in 0u8..3) {
        let bad = match word {
            0 => Event { kind: None, ..event(n.min(20), 9, Close) },
            1 => event(-9, 9, SignInspector),
            _ => event(-9, 9, Close),
        };
        let danger = Danger { found_on: Some(danger.found_on.unwrap_or(day(0))), ..danger };
        let mut more = events.clone();
        more.push(bad);
        let (a, b) = (one(danger.clone(), events), one(danger, more));
        let (a, b) = (a.standing(0, day(n)).unwrap(), b.standing(0, day(n)).unwrap());
        prop_assert!(b.open || !a.open);
        prop_assert!(b.open, "{:?}", b.faults);
        prop_assert!(b.late == a.late || !a.open || a.late == Late::Unknown, "{:?} {:?}", a.late, b.late);
    }
}
