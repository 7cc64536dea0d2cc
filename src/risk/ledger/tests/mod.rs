//! The ledger by hand, and against a twin written the other way round.

mod hand;
mod summaries;
mod twin;

use super::*;
use jiff::civil::{DateTime, date};
use proptest::prelude::*;

/// A day of the tests' calendar, by number.
fn day(n: i16) -> Date {
    date(2025, 1, 1).checked_add(jiff::Span::new().days(n)).unwrap()
}

fn at(n: i16, hour: i8) -> DateTime {
    day(n).at(hour, 0, 0, 0)
}

/// An event that someone stands for.
fn event(n: i16, hour: i8, kind: EventKind) -> Event {
    Event { post: Some("安委办".into()), ..Event::new(0, at(n, hour), kind) }
}

/// The same, setting a due day.
fn due(n: i16, hour: i8, kind: EventKind, due_on: i16) -> Event {
    Event { due_on: Some(day(due_on)), ..event(n, hour, kind) }
}

fn danger(found: i16) -> Danger {
    Danger {
        target: Some("facilities:F-1".into()),
        category: Some("储存".into()),
        found_on: Some(day(found)),
        ..Danger::new("Y-1", 1, DangerLevel::General)
    }
}

/// A history in order, closed on day 20; due on day 15, reported mended on day 12.
fn in_order() -> Vec<Event> {
    use EventKind::*;
    vec![
        event(1, 9, Register),
        event(1, 10, Grade),
        due(2, 9, Assign, 15),
        event(12, 9, ReportMended),
        event(18, 9, SignInspector),
        event(18, 10, SignOwner),
        event(18, 11, SignLeader),
        event(20, 9, Close),
    ]
}

fn one(danger: Danger, events: Vec<Event>) -> Ledger {
    let id = danger.id.clone();
    Ledger::new(vec![danger], events.into_iter().map(|e| (id.clone(), e)))
}

fn kinds(s: &Standing<'_>) -> Vec<FaultKind> {
    s.faults.iter().map(|f| f.kind).collect()
}

prop_compose! {
    fn any_event()(
        n in -2i16..30, hour in prop::sample::select(vec![0i8, 0, 9, 10]), kind in 0usize..14,
        due_on in prop::option::weighted(0.4, 0i16..40), signed in prop::bool::weighted(0.8), row in 0u32..99,
    ) -> Event {
        Event {
            row,
            at: at(n, hour),
            kind: EventKind::ALL.get(kind).copied(),
            by: None,
            post: signed.then(|| "安委办".into()),
            due_on: due_on.map(day),
        }
    }
}

/// A history in order, with some things left out, shifted or put in.
fn any_events() -> impl Strategy<Value = Vec<Event>> {
    let messy = prop::collection::vec(any_event(), 0..10);
    let kept = prop::collection::vec((prop::bool::weighted(0.9), 0i16..10, prop::bool::weighted(0.3)), 8);
    let more = prop::collection::vec(any_event(), 0..3);
    let mended = (kept, more).prop_map(|(kept, more)| {
        let mut all: Vec<Event> = in_order()
            .into_iter()
            .zip(kept)
            .filter(|(_, (kept, ..))| *kept)
            .map(|(e, (_, shift, alone))| {
                let on = if shift == 9 { e.at.date().yesterday().unwrap() } else { e.at.date() };
                Event { at: if alone { on.into() } else { on.to_datetime(e.at.time()) }, ..e }
            })
            .collect();
        all.extend(more);
        all
    });
    prop_oneof![messy, mended]
}

prop_compose! {
    fn any_danger()(
        major in any::<bool>(), found in prop::option::weighted(0.9, -1i16..4), due_on in prop::option::of(0i16..40),
        original in prop::option::of(0i16..40), plan in prop::option::of(-2i16..20), supervised in any::<Option<bool>>(),
        status in prop::option::of(0usize..8), target in prop::option::weighted(0.9, 0u8..2),
        category in prop::option::weighted(0.9, 0u8..2), sector in prop::option::of(0u8..2),
    ) -> Danger {
        Danger {
            target: target.map(|t| format!("facilities:F-{t}").into()),
            category: category.map(|c| format!("c{c}").into()),
            sector: sector.map(|s| ["gas", "fire"][s as usize].into()),
            found_on: found.map(day),
            due_on: due_on.map(day),
            original_due_on: original.map(day),
            plan_approved_on: plan.map(day),
            supervised,
            status: status.map(|s| State::GIVEN[s]),
            ..Danger::new("Y-1", 1, if major { DangerLevel::Major } else { DangerLevel::General })
        }
    }
}

/// A small city: dangers with ids of their own, some found later than others.
fn any_ledger() -> impl Strategy<Value = (Vec<Danger>, Vec<(Name, Event)>)> {
    prop::collection::vec((any_danger(), any_events(), 0i16..30), 1..6).prop_map(|all| {
        let (mut dangers, mut events) = (Vec::new(), Vec::new());
        for (i, (mut d, of, shift)) in all.into_iter().enumerate() {
            d.id = format!("Y-{i}").into();
            if shift > 15 {
                d.found_on = Some(day(shift));
            }
            events.extend(of.into_iter().map(|e| (d.id.clone(), e)));
            dangers.push(d);
        }
        (dangers, events)
    })
}
