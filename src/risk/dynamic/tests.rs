use super::*;
use crate::risk::set_by::NOTHING;
use Level::{Blue, Orange, Red, Yellow};
use jiff::civil::date;
use proptest::prelude::*;

const TODAY: Date = date(2026, 3, 1);

fn major(late: Late, plan_approved: Option<bool>) -> OpenDanger<'static> {
    OpenDanger { level: DangerLevel::Major, plan_approved, ..general(late) }
}

fn general(late: Late) -> OpenDanger<'static> {
    OpenDanger {
        id: "Y-1",
        row: "dangers.csv#1",
        level: DangerLevel::General,
        late,
        plan_approved: None,
        doubt: Doubt::None,
    }
}

fn inputs<'a>(base: Level, dangers: &'a [OpenDanger<'a>], accidents: &'a [Accident<'a>]) -> Inputs<'a> {
    Inputs { base: Rating::exactly(base), day: TODAY, dangers, accidents, params: Params::default(), set_by: &NOTHING }
}

fn level(base: Level, dangers: &[OpenDanger<'_>]) -> Level {
    rate(&inputs(base, dangers, &[])).rating.level()
}

const PLANNED: Option<bool> = Some(true);

#[test]
fn t6_4_dangers_raise_a_level_and_closing_lowers_it() {
    assert_eq!(level(Yellow, &[major(Late::No, PLANNED)]), Orange);
    assert_eq!(level(Yellow, &[major(Late::Days(1), PLANNED)]), Red);
    assert_eq!(level(Blue, &[general(Late::Days(1)); 3]), Yellow);
    assert_eq!(level(Yellow, &[]), Yellow);
    assert_eq!(level(Blue, &[]), Blue);
}

#[test]
fn t6_2_a_fatal_accident_within_a_year_is_red() {
    let accident = |on, deaths| Accident { id: "A-1", row: "accidents.csv#1", on, deaths };
    let of = |on, deaths| rate(&inputs(Yellow, &[], &[accident(on, deaths)])).rating;
    assert_eq!(of(Some(TODAY), Some(1.0)).level(), Red);
    assert_eq!(of(Some(date(2025, 3, 1)), Some(1.0)).level(), Red, "the 365th day");
    assert_eq!(of(Some(date(2025, 2, 28)), Some(1.0)).level(), Yellow);
    assert_eq!(of(Some(date(2026, 3, 2)), Some(1.0)).level(), Yellow, "not yet happened");
    assert_eq!(of(Some(TODAY), Some(0.0)).level(), Yellow);
    let open = Rating { best: Yellow, worst: Red };
    assert_eq!(of(None, Some(2.0)), open);
    assert_eq!(of(Some(TODAY), None), open);
    let bad = [accident(Some(TODAY), Some(-1.0)), accident(Some(TODAY), Some(f64::NAN))];
    let outcome = rate(&inputs(Yellow, &[], &bad));
    assert_eq!((outcome.rating, outcome.faulty), (open, 2));
    assert_eq!(explain(&inputs(Yellow, &[], &bad)).missing, ["deaths"]);
}

#[test]
fn boundaries_of_the_rule() {
    assert_eq!(level(Blue, &[major(Late::No, PLANNED)]), Orange, "orange at least");
    assert_eq!(level(Red, &[major(Late::No, PLANNED)]), Red);
    assert_eq!(level(Blue, &[major(Late::No, Some(false))]), Red, "no approved plan");
    assert_eq!(level(Blue, &[general(Late::Days(30))]), Blue);
    assert_eq!(level(Blue, &[general(Late::Days(31))]), Yellow);
    assert_eq!(level(Blue, &[general(Late::Days(1)); 2]), Blue);
    assert_eq!(level(Blue, &[general(Late::No); 9]), Blue);
    assert_eq!(level(Yellow, &[major(Late::No, PLANNED), general(Late::Days(31))]), Red, "one step each");
    assert_eq!(level(Level::Unrated, &[]), Level::Unrated);
}

#[test]
fn what_is_unknown_leaves_both_ends() {
    let of = |d| rate(&inputs(Yellow, &[d], &[])).rating;
    assert_eq!(of(major(Late::No, None)), Rating { best: Orange, worst: Red });
    assert_eq!(of(major(Late::Unknown, PLANNED)), Rating { best: Orange, worst: Red });
    assert_eq!(of(general(Late::Unknown)), Rating { best: Yellow, worst: Orange });
    let worked = explain(&inputs(Yellow, &[major(Late::Unknown, None)], &[]));
    assert_eq!(worked.missing, ["due_on", "plan_approved_on"]);
    assert_eq!(worked.explanation.completeness, Some(1.0 - 2.0 / 3.0));
    assert_eq!(worked.explanation.title.zh(), "2026-03-01 动态等级：B 较大 至 A 重大");
    let open = Rating { best: Blue, worst: Red };
    let worked = explain(&Inputs { base: open, ..inputs(Yellow, &[], &[]) });
    assert_eq!(worked.explanation.unknown.iter().map(|u| u.zh()).collect::<Vec<_>>(), ["基础等级未定"]);
}

#[test]
fn a_reason_names_its_danger_and_closing_it_lowers() {
    let of = |id, d| OpenDanger { id, ..d };
    let dangers =
        [of("Y-7", major(Late::Days(5), PLANNED)), of("Y-8", general(Late::Days(40))), of("Y-9", general(Late::No))];
    let worked = explain(&inputs(Blue, &dangers, &[]));
    let all = reasons(&inputs(Blue, &dangers, &[]));
    assert_eq!(all.iter().map(|r| r.id).collect::<Vec<_>>(), ["Y-7", "Y-8"]);
    assert_eq!(all[0].says.zh(), "重大隐患 Y-7，逾期 5 天，整改方案已批准");
    assert_eq!(all[1].says.en(), "general danger Y-8, 40 days overdue (more than 30)");
    assert_eq!(
        worked.explanation.steps.iter().map(|s| s.substituted.zh()).collect::<Vec<_>>(),
        ["dyn = D", "dyn = D → A", "dyn = A → A"]
    );
    assert_eq!(worked.lowering.len(), 1);
    assert_eq!((&*worked.lowering[0].says.en(), worked.lowering[0].to), ("danger Y-7 closed, signed in order", Yellow));
    // Two that veto: neither alone.
    let two = [of("Y-1", major(Late::Days(1), PLANNED)), of("Y-2", major(Late::Days(1), PLANNED))];
    let worked = explain(&inputs(Blue, &two, &[]));
    assert!(
        worked.lowering.is_empty() && worked.explanation.notes.iter().any(|n| n.en().starts_with("No single closing"))
    );
    // A plan approved does as well as a closing, where nothing else is wrong.
    let worked = explain(&inputs(Blue, &[major(Late::No, Some(false))], &[]));
    assert_eq!(worked.lowering.iter().map(|l| l.to).collect::<Vec<_>>(), [Blue, Orange]);
}

#[test]
fn overridden_numbers_are_shown() {
    let params = Params { general_count: 2, ..Params::default() };
    let dangers = [general(Late::Days(1)); 2];
    let given = Inputs { params, ..inputs(Blue, &dangers, &[]) };
    assert_eq!(rate(&given).rating.level(), Yellow);
    let worked = explain(&given);
    assert!(worked.explanation.notes.iter().any(|n| n.en() == "Parameter general_count is overridden: 2 (default 3)."));
    let parameters = worked.explanation.steps.iter().flat_map(|s| &s.inputs);
    assert_eq!(parameters.filter(|i| i.from == crate::risk::explain::Origin::Parameter).count(), 1);
}

#[test]
fn a_closing_that_does_not_count_says_so() {
    use crate::risk::ledger::{Event, EventKind, Ledger};
    let found = date(2026, 1, 1);
    let danger = Danger { found_on: Some(found), due_on: Some(found), ..Danger::new("Y-3", 1, DangerLevel::Major) };
    let ledger = Ledger::new(vec![danger], [("Y-3", Event::new(1, found, EventKind::Close))]);
    let standing = ledger.standing(0, TODAY).unwrap();
    let open = [OpenDanger::of(&ledger.dangers()[0], &standing, "dangers.csv#1").unwrap()];
    assert_eq!((open[0].late, open[0].doubt), (Late::Days(59), Doubt::Closing));
    let says = &reasons(&inputs(Blue, &open, &[]))[0].says;
    assert!(says.zh().ends_with("仍计") && says.en().ends_with("still counts"), "{says:?}");
}

fn any_late() -> impl Strategy<Value = Late> {
    prop_oneof![Just(Late::No), Just(Late::Unknown), (1u32..60).prop_map(Late::Days)]
}

fn any_open() -> impl Strategy<Value = OpenDanger<'static>> {
    (any::<bool>(), any_late(), any::<Option<bool>>())
        .prop_map(|(m, late, plan)| if m { major(late, plan) } else { general(late) })
}

fn any_base() -> impl Strategy<Value = Rating> {
    (0usize..4, 0usize..4).prop_map(|(a, b)| Rating { best: Level::ALL[a.max(b)], worst: Level::ALL[a.min(b)] })
}

proptest! {
    #[test]
    fn more_never_lowers(
        base in any_base(), dangers in prop::collection::vec(any_open(), 0..6), more in any_open(), turn in 0usize..6,
        longer in 0u32..60,
    ) {
        let of = |dangers: &[OpenDanger<'_>]| rate(&Inputs { base, ..inputs(Blue, dangers, &[]) }).rating;
        let before = of(&dangers);
        prop_assert!(before.best <= base.best && before.worst <= base.worst, "never better than the base");
        let mut all = dangers.clone();
        all.push(more);
        let after = of(&all);
        prop_assert!(after.best <= before.best && after.worst <= before.worst);
        let turn = turn % all.len();
        all.rotate_left(turn);
        prop_assert_eq!(of(&all), after);
        let late = |d: &OpenDanger<'static>| match d.late {
            Late::Days(n) => OpenDanger { late: Late::Days(n + longer), ..*d },
            Late::No => OpenDanger { late: Late::Days(1 + longer), ..*d },
            Late::Unknown => *d,
        };
        let later = of(&dangers.iter().map(late).collect::<Vec<_>>());
        prop_assert!(later.best <= before.best && later.worst <= before.worst);
    }

    #[test]
    fn both_ends_hold_whatever_is_true(
        base in any_base(), dangers in prop::collection::vec(any_open(), 0..6),
        truth in prop::collection::vec((prop_oneof![Just(Late::No), (1u32..60).prop_map(Late::Days)], any::<bool>()), 6),
    ) {
        let of = |base, dangers: &[OpenDanger<'_>]| rate(&Inputs { base, ..inputs(Blue, dangers, &[]) }).rating;
        let ends = of(base, &dangers);
        let known: Vec<OpenDanger<'_>> = dangers.iter().zip(&truth).map(|(d, (late, plan))| OpenDanger {
            late: if d.late == Late::Unknown { *late } else { d.late },
            plan_approved: d.plan_approved.or(Some(*plan)),
            ..*d
        }).collect();
        for base in [base.best, base.worst] {
            let level = of(Rating::exactly(base), &known).level();
            prop_assert!(level <= ends.best && level >= ends.worst);
        }
    }

    #[test]
    fn what_lowers_is_what_rating_again_says(base in any_base(), dangers in prop::collection::vec(any_open(), 1..6)) {
        let ids = ["a", "b", "c", "d", "e", "f"];
        let dangers: Vec<OpenDanger<'_>> = dangers.iter().zip(ids).map(|(d, id)| OpenDanger { id, ..*d }).collect();
        let given = Inputs { base, ..inputs(Blue, &dangers, &[]) };
        let (worked, now) = (explain(&given), rate(&given).rating);
        prop_assert_eq!(worked.rating, now);
        for id in dangers.iter().map(|d| d.id) {
            let rest: Vec<OpenDanger<'_>> = dangers.iter().filter(|d| d.id != id).copied().collect();
            let then = rate(&Inputs { dangers: &rest, ..given }).rating;
            let says = format!("danger {id} closed, signed in order");
            let offered = worked.lowering.iter().find(|l| l.says.en() == says).map(|l| l.to);
            prop_assert_eq!(offered, (then.worst > now.worst).then(|| then.level()));
        }
    }
}
