//! Histories worked out by hand.

use super::*;
use EventKind::*;

#[test]
fn a_history_in_order_goes_through_every_state() {
    let ledger = one(danger(1), in_order());
    let on = |n| ledger.standing(0, day(n)).unwrap();
    let states = [(0, State::NotYetFound), (1, State::Graded), (2, State::Assigned), (12, State::ToVerify)];
    for (n, state) in states.into_iter().chain([(18, State::Accepted), (19, State::Accepted), (20, State::Closed)]) {
        assert_eq!((on(n).state, on(n).faults), (state, vec![]), "day {n}");
    }
    let posts = [(0, None), (1, Some(Next::Assign)), (2, Some(Next::Mend)), (12, Some(Next::Verify))];
    for (n, next) in posts.into_iter().chain([(18, Some(Next::Close)), (20, None)]) {
        assert_eq!(on(n).next, next, "day {n}");
    }
    assert!(!on(0).open && on(1).open && on(19).open && !on(20).open);
    let s = on(20);
    assert!(!s.false_closing.any() && s.signatures.iter().all(|s| s.unwrap().in_order));
    assert_eq!((s.closed_on, s.basis), (Some(day(20)), Basis::Events));
    assert_eq!(s.signatures[1].unwrap().post, Some("安委办"));
}

#[test]
fn overdue_begins_on_the_day_after_the_due_day_and_ends_with_closing() {
    let ledger = one(danger(1), in_order());
    let late = |n| ledger.standing(0, day(n)).unwrap().overdue_days();
    assert_eq!(
        [late(14), late(15), late(16), late(19), late(20), late(90)],
        [None, None, Some(1), Some(4), None, None]
    );
}

#[test]
fn an_extension_moves_the_due_day_where_someone_stands_for_it() {
    let mut events = in_order();
    events.push(due(14, 9, Extend, 17));
    let ledger = one(danger(1), events.clone());
    let on = |n| ledger.standing(0, day(n)).unwrap();
    assert_eq!((on(13).due_on, on(14).due_on), (Some(day(15)), Some(day(17))));
    assert_eq!((on(16).original_due_on, on(16).is_extended(), on(13).is_extended()), (Some(day(15)), true, false));
    assert_eq!((on(17).late, on(18).late), (Late::No, Late::Days(1)));
    events[8].post = None;
    let ledger = one(danger(1), events);
    let s = ledger.standing(0, day(16)).unwrap();
    assert_eq!((s.due_on, s.late, kinds(&s)), (Some(day(15)), Late::Days(1), vec![FaultKind::ExtensionUnsigned]));
    let ledger = one(danger(1), vec![due(2, 9, Assign, 15), event(14, 9, Extend)]);
    assert_eq!(kinds(&ledger.standing(0, day(16)).unwrap()), [FaultKind::ExtensionWithoutDate]);
}

#[test]
fn of_two_extensions_at_one_time_the_earlier_day_counts() {
    for days in [[17, 19], [19, 17]] {
        let mut events = vec![due(2, 9, Assign, 15)];
        events.extend(days.map(|to| due(14, 9, Extend, to)));
        let ledger = one(danger(1), events);
        let s = ledger.standing(0, day(18)).unwrap();
        assert_eq!((s.due_on, kinds(&s)), (Some(day(17)), vec![FaultKind::DueDisagrees]));
    }
}

#[test]
fn the_row_of_an_extended_danger_tells_both_days() {
    let row = Danger { due_on: Some(day(17)), original_due_on: Some(day(15)), ..danger(1) };
    let ledger = one(row.clone(), vec![due(2, 9, Assign, 15), due(14, 9, Extend, 17)]);
    let s = ledger.standing(0, day(30)).unwrap();
    assert_eq!((s.due_on, s.original_due_on, kinds(&s)), (Some(day(17)), Some(day(15)), vec![]));
    // A day that no extension brought: the earlier counts.
    let ledger = one(row, vec![due(2, 9, Assign, 15)]);
    let s = ledger.standing(0, day(30)).unwrap();
    assert_eq!((s.due_on, kinds(&s)), (Some(day(15)), vec![FaultKind::DueDisagrees]));
    // A row that the extension did not reach keeps the first day.
    let row = Danger { due_on: Some(day(15)), ..danger(1) };
    let ledger = one(row, vec![due(2, 9, Assign, 15), due(14, 9, Extend, 17)]);
    let s = ledger.standing(0, day(30)).unwrap();
    assert_eq!((s.due_on, kinds(&s)), (Some(day(17)), vec![]));
}

#[test]
fn a_closing_without_its_signatures_in_order_is_false_and_does_not_count() {
    let mut events = in_order();
    events.remove(5);
    let ledger = one(danger(1), events);
    let s = ledger.standing(0, day(25)).unwrap();
    assert_eq!(s.false_closing.codes().collect::<Vec<_>>(), ["signature_missing"]);
    assert!(s.open && s.state == State::Closed && s.next == Some(Next::Review));
    assert_eq!((s.overdue_days(), s.late), (None, Late::Days(10)));
    let mut events = in_order();
    (events[4].kind, events[5].kind) = (Some(SignOwner), Some(SignInspector));
    let ledger = one(danger(1), events);
    let s = ledger.standing(0, day(25)).unwrap();
    assert_eq!(s.false_closing.codes().collect::<Vec<_>>(), ["signatures_out_of_order"]);
    assert_eq!(s.signatures.map(|s| s.unwrap().in_order), [true, false, false]);
    // Signed after it was closed.
    let mut events = in_order();
    events[7].at = at(18, 10);
    events[5].at = at(19, 9);
    events[6].at = at(19, 10);
    let ledger = one(danger(1), events);
    let s = ledger.standing(0, day(25)).unwrap();
    assert!(s.false_closing.signature_missing && s.open);
}

#[test]
fn days_without_a_clock_are_taken_in_order() {
    let mut events = in_order();
    for e in &mut events {
        e.at = day(3).into();
    }
    events.reverse();
    let ledger = one(danger(1), events.clone());
    let s = ledger.standing(0, day(3)).unwrap();
    assert!(!s.open && !s.false_closing.any() && s.faults.is_empty(), "{s:?}");
    // One with a clock among them says nothing of the others.
    events[7].at = at(3, 16);
    let ledger = one(danger(1), events);
    assert!(!ledger.standing(0, day(3)).unwrap().open);
}

#[test]
fn the_same_kind_back_within_90_days_makes_a_closing_false() {
    let again = |found: i16, category: &str| {
        let second = Danger { category: Some(category.into()), ..Danger { id: "Y-2".into(), ..danger(found) } };
        let events = in_order().into_iter().map(|e| ("Y-1", e));
        Ledger::new(vec![danger(1), second], events)
    };
    let recurred = |l: &Ledger, n| l.standing(0, day(n)).unwrap().false_closing.recurred;
    let ledger = again(110, "储存");
    assert!(recurred(&ledger, 110) && !recurred(&ledger, 109), "known from the day on which it came back");
    assert!(!ledger.standing(0, day(120)).unwrap().open, "the new one stands for it");
    assert!(recurred(&again(21, "储存"), 200));
    assert!(
        !recurred(&again(111, "储存"), 200) && !recurred(&again(20, "储存"), 200) && !recurred(&again(50, "仪表"), 200)
    );
}

#[test]
fn a_reopened_danger_is_open_with_its_new_due_day_and_asks_for_new_signatures() {
    let mut events = in_order();
    events.push(due(40, 9, Reopen, 50));
    let ledger = one(Danger { status: Some(State::Mending), ..danger(1) }, events.clone());
    let s = ledger.standing(0, day(52)).unwrap();
    assert_eq!((s.state, s.due_on, s.late), (State::Mending, Some(day(50)), Late::Days(2)));
    assert_eq!((s.signatures, s.original_due_on), ([None; 3], Some(day(15))));
    assert!(s.false_closing.reopened && s.faults.is_empty());
    assert!(!ledger.standing(0, day(39)).unwrap().open);
    events.push(event(53, 9, Close));
    let ledger = one(danger(1), events);
    assert!(ledger.standing(0, day(60)).unwrap().false_closing.signature_missing);
}

#[test]
fn a_danger_sent_back_waits_for_mending() {
    let ledger = one(danger(1), vec![due(2, 9, Assign, 15), event(5, 9, ReportMended), event(6, 9, Return)]);
    let s = ledger.standing(0, day(6)).unwrap();
    assert_eq!((s.state, s.next, s.false_closing.any()), (State::Returned, Some(Next::Mend), false));
}

#[test]
fn a_given_status_stands_alone_where_nothing_else_tells() {
    let ledger = one(Danger { status: Some(State::Closed), ..danger(1) }, vec![]);
    let s = ledger.standing(0, day(9)).unwrap();
    assert_eq!((s.state, s.basis, s.open), (State::Closed, Basis::Given, false));
    let ledger = one(danger(1), vec![]);
    let s = ledger.standing(0, day(9)).unwrap();
    assert_eq!((s.state, s.basis, s.open), (State::Registered, Basis::Neither, true));
    let ledger = one(Danger { status: Some(State::Mending), ..danger(1) }, vec![]);
    let s = ledger.standing(0, day(9)).unwrap();
    assert_eq!((s.late, s.plan_approved), (Late::Unknown, None));
}

#[test]
fn faults_are_named_and_the_danger_counts_as_open() {
    let told = |danger: Danger, change: &dyn Fn(&mut Vec<Event>)| {
        let mut events = in_order();
        change(&mut events);
        let ledger = one(danger, events);
        let s = ledger.standing(0, day(30)).unwrap();
        (kinds(&s), s.open, s.state)
    };
    let closed = State::Closed;
    let of = |kind| (vec![kind], true, closed);
    assert_eq!(told(danger(2), &|_| ()), (vec![FaultKind::EventBeforeDiscovery; 2], true, closed));
    let early = told(danger(1), &|e| e.push(event(0, 9, SignOwner)));
    assert_eq!(early, of(FaultKind::SignatureBeforeDiscovery));
    assert_eq!(told(danger(1), &|e| e.push(Event { kind: None, ..event(3, 9, Close) })), of(FaultKind::UnknownEvent));
    assert_eq!(told(danger(1), &|e| e.push(event(3, 9, Register))), of(FaultKind::EventOutOfOrder));
    assert_eq!(told(Danger { status: Some(State::Mending), ..danger(1) }, &|_| ()), of(FaultKind::StatusDisagrees));
    let (faults, open, state) = told(danger(1), &|e| e.push(event(20, 9, Return)));
    assert_eq!((faults, open, state), (vec![FaultKind::TwoStates], true, State::Returned));
    let (faults, open, state) = told(danger(1), &|e| e.push(event(20, 9, ReportMended)));
    assert_eq!((faults, open, state), (vec![FaultKind::TwoStates], true, State::ToVerify));
    // A fault of the row's own dates says nothing against its closing.
    let (faults, open, _) = told(Danger { target: None, due_on: Some(day(0)), ..danger(1) }, &|_| ());
    assert_eq!(faults, [FaultKind::NoTarget, FaultKind::DatesOutOfOrder, FaultKind::DueDisagrees]);
    assert!(!open);
    let stray = Ledger::new(vec![danger(1)], [("Y-9", event(1, 9, Register))]);
    assert_eq!(stray.strays()[0].kind, FaultKind::UnknownDanger);
    assert_eq!(stray.standing(3, day(1)), None);
    assert!(stray.events(3).is_empty() && stray.find("Y-1") == Some(0));
}

#[test]
fn a_major_danger_needs_a_plan_and_is_listed() {
    let major = Danger { level: DangerLevel::Major, ..danger(1) };
    let ledger = one(major, vec![due(2, 9, Assign, 15), event(5, 9, Plan), event(5, 10, Supervise)]);
    let on = |n| ledger.standing(0, day(n)).unwrap();
    assert_eq!((on(4).plan_approved, on(4).next, on(4).supervised), (Some(false), Some(Next::Plan), false));
    assert_eq!((on(5).plan_approved, on(5).next, on(5).supervised), (Some(true), Some(Next::Mend), true));
    assert_eq!(on(5).state, State::Mending);
}

#[test]
fn a_standing_is_explained_in_both_languages() {
    let mut events = in_order();
    events.push(due(14, 9, Extend, 17));
    (events[4].kind, events[5].kind) = (Some(SignOwner), Some(SignInspector));
    let ledger = one(danger(1), events);
    let s = ledger.standing(0, day(19)).unwrap();
    let told = explain(&ledger.dangers()[0], &s, "dangers.csv#1", day(19));
    assert_eq!(told.steps[0].says.zh(), "2025-01-20 状态：验收（由事件逐条推得）");
    assert_eq!(told.steps[1].says.en(), "Due on 2025-01-18, first 2025-01-16, 2 days overdue");
    assert_eq!(told.steps[1].substituted.zh(), "2025-01-20 − 2025-01-18 = 2 d");
    assert!(told.steps[2].says.zh().contains("顺序不符"), "{}", told.steps[2].says.zh());
    assert_eq!(told.steps[3].says.zh(), "下一步：企业法定代表人签字");
    assert_eq!(told.completeness, Some(1.0));
    let events = ledger.events(0).to_vec();
    assert_eq!(state_on(&danger(1), &mut events.clone(), day(19)).state, State::Accepted);
    assert_eq!(State::from_code("not_yet_found"), None);
    assert_eq!(EventKind::from_code("sign_owner"), Some(SignOwner));
    assert_eq!(at_place(112.123_456_7, 31.0), "@112.12346,31.00000");
}
