//! Burn-downs against a count of every day, and tables by hand.

use super::super::summary::*;
use super::*;

fn period(from: i16, to: i16) -> Period<'static> {
    Period { campaign: None, sector: Some("gas"), from: day(from), to: day(to) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn a_burn_down_is_what_every_day_counts((dangers, events) in any_ledger(), from in -3i16..20, days in 0i16..25) {
        let ledger = Ledger::new(dangers, events);
        let period = Period { sector: None, ..period(from, from + days) };
        let burn = burn_down(&ledger, &period);
        prop_assert_eq!(burn.days.len(), days as usize + 1);
        let open = |n: i16| ledger.standings(day(n)).filter(|(_, s)| s.open).count() as u32;
        let there = |n: i16| ledger.standings(day(n)).filter(|(_, s)| s.open || s.is_found()).count() as u32;
        prop_assert_eq!(burn.stock, open(from - 1));
        prop_assert_eq!(burn.increment, there(from + days) - there(from - 1));
        let mut before = burn.stock;
        for (i, d) in burn.days.iter().enumerate() {
            let n = from + i as i16;
            prop_assert_eq!(d.on, day(n));
            prop_assert_eq!(d.open(), open(n), "{:?}", d);
            prop_assert_eq!(d.found, there(n) - there(n - 1));
            prop_assert_eq!(d.open() + d.cleared_stock + d.cleared_increment, before + d.found + d.reopened);
            before = d.open();
        }
        let mut sum = 0;
        for of in by_sector(&ledger, &period).values() {
            sum += of.days.last().unwrap().open();
        }
        prop_assert_eq!(sum, before);
    }

    #[test]
    fn the_table_counts_every_danger_once((dangers, events) in any_ledger(), n in -3i16..40) {
        let ledger = Ledger::new(dangers, events);
        let subjects = [Subject { target: "facilities:F-1", leader: Some("王"), district: Some("d"), ..Subject::default() }];
        let table = responsibility(&subjects, ledger.standings(day(n)), |_| None, day(n));
        let sum = |depth| table.iter().filter(|r| r.depth == depth).map(|r| (r.open, r.overdue, r.falsely_closed))
            .fold((0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2));
        let all = |keep: &dyn Fn(&Standing<'_>) -> bool| ledger.standings(day(n)).filter(|(_, s)| keep(s)).count() as u32;
        let count = (all(&|s| s.open), all(&|s| s.overdue_days().is_some()), all(&|s| s.false_closing.any()));
        for depth in 1..=4 {
            prop_assert_eq!(sum(depth), count);
        }
    }
}

#[test]
fn stock_and_increment_are_cleared_by_day() {
    let gas = |id: &str, found| Danger { id: id.into(), sector: Some("gas".into()), ..danger(found) };
    let of = |id: &str| in_order().into_iter().map(|e| (Name::from(id), e)).collect::<Vec<_>>();
    let mut events = of("Y-1");
    let mut false_one = of("Y-2");
    false_one.remove(5);
    events.extend(false_one);
    let other = Danger { id: "Y-4".into(), campaign: Some("2025".into()), sector: None, ..danger(6) };
    let fire = Danger { id: "Y-5".into(), sector: Some("fire".into()), ..danger(6) };
    let ledger = Ledger::new(vec![gas("Y-1", 1), gas("Y-2", 1), gas("Y-3", 7), other, fire], events);
    let burn = burn_down(&ledger, &Period { campaign: Some("2025"), ..period(5, 30) });
    assert_eq!((burn.stock, burn.increment, burn.days.len()), (2, 2, 26));
    let d = burn.days[15];
    assert_eq!((d.on, d.cleared_stock, d.falsely, d.open_stock, d.open_increment), (day(20), 1, 1, 1, 2));
    assert_eq!((burn.days[1].found, burn.days[2].found), (1, 1));
    assert_eq!(by_sector(&ledger, &period(5, 30)).len(), 1);
    assert!(burn_down(&ledger, &period(5, 4)).days.is_empty());
}

#[test]
fn the_table_goes_from_leader_to_enterprise() {
    let subject = |target, leader, enterprise, inspected: Option<i16>| Subject {
        target,
        leader: Some(leader),
        district: Some("d1"),
        department: Some("应急局"),
        enterprise: Some(enterprise),
        inspected_on: inspected.map(day),
        last_on: None,
    };
    let subjects = [
        subject("facilities:F-1", "王", "甲", Some(3)),
        subject("facilities:F-2", "王", "乙", None),
        subject("facilities:F-3", "李", "丙", Some(30)),
    ];
    let late = Danger { due_on: Some(day(4)), status: Some(State::Mending), ..danger(1) };
    let place = Danger { id: "Y-2".into(), target: None, district: Some("d2".into()), ..danger(1) };
    let ledger = Ledger::new(vec![late, place], Vec::<(Name, Event)>::new());
    let table = responsibility(&subjects, ledger.standings(day(10)), |d| (d == "d2").then_some("赵"), day(10));
    let line = |r: &TableRow<'_>| {
        (r.depth, r.names[r.depth - 1].unwrap_or("–").to_owned(), r.open, r.overdue, r.never_inspected)
    };
    let lines: Vec<_> = table.iter().map(line).collect();
    let row = |depth, name: &str, open, overdue, never| (depth, name.to_owned(), open, overdue, never);
    assert_eq!(lines[0], row(1, "王", 1, 1, 1));
    assert_eq!(lines[3..5], [row(4, "甲", 1, 1, 0), row(4, "乙", 0, 0, 1)]);
    assert_eq!(lines[5], row(1, "赵", 1, 0, 0));
    assert_eq!(lines[8], row(4, "–", 1, 0, 0));
    assert_eq!(lines[9], row(1, "李", 0, 0, 1));
    assert_eq!(table.len(), 13);
}

#[test]
fn overdue_days_fall_into_bands() {
    let standing = |n: i16| {
        let ledger = one(Danger { due_on: Some(day(0)), status: Some(State::Mending), ..danger(0) }, vec![]);
        let s = ledger.standing(0, day(n)).unwrap();
        Standing { signatures: [None; 3], ..s.clone() }.late
    };
    assert_eq!(standing(7), Late::Days(7));
    let all: Vec<Ledger> = (0..100)
        .map(|n| one(Danger { due_on: Some(day(100 - n)), status: Some(State::Mending), ..danger(0) }, vec![]))
        .collect();
    let standings: Vec<Standing<'_>> = all.iter().map(|l| l.standing(0, day(100)).unwrap()).collect();
    let sum = overdue(standings.iter().map(|s| (DangerLevel::General, s)), Some(DangerLevel::General));
    assert_eq!((sum.in_time, sum.bands, sum.most, sum.median), (1, [7, 23, 60, 9], 99, 50));
    assert_eq!(
        overdue(standings.iter().map(|s| (DangerLevel::General, s)), Some(DangerLevel::Major)),
        Overdue::default()
    );
}
