//! Worked examples of the matrix, its bands, and wrong records.

use super::*;
use proptest::prelude::*;

fn area(items: [f64; 6], people: f64, hazard: Grade, targets: Targets) -> Inputs {
    Inputs {
        items: items.map(Some),
        people_area: Range::exactly(people),
        people_unit: Range::exactly(0.0),
        hazard: (hazard, hazard),
        targets,
        row: "f#1".to_owned(),
        ..Inputs::default()
    }
}

#[test]
fn t6_3_a_kindergarten_makes_it_red() {
    let inputs = area([4.0, 2.0, 3.0, 3.0, 3.0, 3.0], 12.0, Grade::Third, Targets::exactly(0, 0));
    let outcome = rate(&inputs);
    assert_eq!((outcome.l, outcome.s), (Range::exactly(3.0), Range::exactly(3.0)));
    assert_eq!(outcome.rating, Rating::exactly(Level::Orange));
    let near = Inputs { targets: Targets::exactly(0, 1), ..inputs.clone() };
    assert_eq!((rate(&near).s, rate(&near).rating.level()), (Range::exactly(4.0), Level::Red));
    let worked = explain(&inputs);
    let said: Vec<_> = worked.explanation.steps.iter().map(|s| s.substituted.zh()).collect();
    assert_eq!(said, ["⌈(4 + 2 + 3 + 3 + 3 + 3)/6⌉ = 3", "max(3, 1, 2, 1) = 3", "(3, 3) → B"]);
    assert_eq!((worked.explanation.completeness, worked.missing.len()), (Some(1.0), 0));
}

#[test]
fn every_cell_of_the_matrix_and_every_band() {
    let row = |l: f64| [1.0, 2.0, 3.0, 4.0].map(|s| level(l, s).letter());
    assert_eq!(
        [1.0, 2.0, 3.0, 4.0].map(row),
        [["D", "D", "D", "C"], ["D", "C", "C", "B"], ["D", "C", "B", "A"], ["C", "B", "A", "A"]]
    );
    assert_eq!([0.0, 2.0, 3.0, 9.0, 9.5, 10.0, 29.0, 30.0].map(people_score), [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 3.0, 4.0]);
    let pressure = [0.0, 0.1, 0.11, 1.59, 1.6, 9.9, 10.0, f64::NAN].map(pressure_score);
    assert_eq!(pressure, [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 0.0].map(|s| Some(s).filter(|s| *s > 0.0)));
    let temperature = [-196.0, 20.0, 21.0, 150.0, 449.0, 450.0].map(temperature_score);
    assert_eq!(temperature, [1.0, 1.0, 2.0, 3.0, 3.0, 4.0].map(Some));
    assert_eq!(
        ["甲", "乙类", "丙", "丁", "戊", "己"].map(fire_score),
        [Some(4.0), Some(3.0), Some(2.0), Some(1.0), Some(1.0), None]
    );
    assert_eq!(
        [0, 1, 2, 3, 4, 5, 6].map(toxicity_score),
        [Some(0.0), Some(4.0), Some(3.0), Some(2.0), Some(1.0), Some(1.0), None]
    );
    assert_eq!([control_score(true, true), control_score(false, true), control_score(false, false)], [4.0, 3.0, 0.0]);
    let targets = |third, others| Targets::exactly(third, others).score().low;
    assert_eq!([targets(0, 0), targets(1, 0), targets(2, 0), targets(3, 0), targets(1, 1)], [1.0, 2.0, 3.0, 4.0, 4.0]);
    let none = area([0.0; 6], 0.0, Grade::None, Targets::exactly(0, 0));
    assert_eq!(rate(&none).l, Range::exactly(1.0), "0 counts as 1");
}

#[test]
fn a_missing_severity_is_both_ends_unless_the_default_is_asked_for() {
    let whole = area([4.0; 6], 12.0, Grade::Third, Targets::exactly(0, 0));
    let open = Inputs { targets: Targets::default(), ..whole.clone() };
    let outcome = rate(&open);
    assert_eq!((outcome.s, outcome.rating), (Range { low: 3.0, high: 4.0 }, Rating::exactly(Level::Red)));
    let open = Inputs { items: [Some(2.0); 6], ..open };
    assert_eq!(rate(&open).rating, Rating { best: Level::Yellow, worst: Level::Orange });
    assert_eq!(explain(&open).missing, ["venues"]);
    let asked = Inputs { conservative_defaults: true, ..open };
    assert_eq!(rate(&asked).rating, Rating::exactly(Level::Orange));
    assert!(explain(&asked).explanation.notes.iter().any(|n| n.en().contains("As asked")));
    // What is known to be 4 asks for nothing more.
    let red = Inputs { targets: Targets::exactly(0, 1), people_unit: Range::unknown(), ..whole };
    assert!(explain(&red).missing.is_empty());
    assert_eq!(rate(&Inputs::default()).rating, Rating::unknown());
}

#[test]
fn wrong_inputs_are_told_and_count_as_unknown() {
    let mut wrong = area([2.0; 6], 12.0, Grade::None, Targets::exactly(0, 0));
    wrong.items[1] = Some(-1.0);
    wrong.items[2] = Some(2.5);
    wrong.people_area = Range::exactly(-5.0);
    wrong.targets.others = Range::exactly(f64::NAN);
    let outcome = rate(&wrong);
    assert_eq!(
        outcome.faults,
        [Fault::Item(Item::Toxicity), Fault::Item(Item::Control), Fault::PeopleArea, Fault::Targets]
    );
    assert_eq!((outcome.l, outcome.s), (Range { low: 2.0, high: 3.0 }, Range { low: 1.0, high: 4.0 }));
    assert_eq!(explain(&wrong).explanation.unknown.len(), 4);
}

#[test]
fn single_changes_that_help_are_named() {
    let inputs = area([4.0, 2.0, 3.0, 3.0, 3.0, 3.0], 12.0, Grade::Third, Targets::exactly(0, 0));
    let said: Vec<(String, Level)> = explain(&inputs).lowering.into_iter().map(|l| (l.says.words().en, l.to)).collect();
    // Six threes: one step less leaves a mean above 2, so no item helps by itself; people do.
    assert_eq!(said, [("people in this area and those beside it from 12 to 9".to_owned(), Level::Yellow)]);
    let near = Inputs { targets: Targets::exactly(1, 1), people_area: Range::exactly(1.0), ..inputs };
    let said: Vec<String> = explain(&near).lowering.into_iter().map(|l| l.says.words().en).collect();
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("down to 1 of the third class"), "{said:?}");
    let edge = area([4.0, 2.0, 3.0, 2.0, 1.0, 1.0], 12.0, Grade::None, Targets::exactly(0, 0));
    let said: Vec<String> = explain(&edge).lowering.into_iter().map(|l| l.says.words().en).collect();
    assert!(said.contains(&"fire class from 4 to 3".to_owned()), "13/6 is 3, 12/6 is 2: {said:?}");
}

fn range() -> impl Strategy<Value = Range> {
    (0..40u32, 0..40u32).prop_map(|(low, more)| Range { low: f64::from(low), high: f64::from(low + more) })
}

proptest! {
    #[test]
    fn worse_never_lowers_and_the_ends_hold(
        items in proptest::array::uniform6(proptest::option::of((0..=4u32).prop_map(f64::from))),
        people in (range(), range()), targets in (range(), range()), more in 0..30u32, at in 0..6usize, share in 0.0..=1.0f64,
    ) {
        let grades = [Grade::First, Grade::Second, Grade::Third, Grade::Fourth, Grade::None];
        let inputs = Inputs {
            items,
            people_area: people.0,
            people_unit: people.1,
            hazard: (grades[4 - at % 2], grades[at % 3]),
            targets: Targets { third_class: targets.0, others: targets.1 },
            ..Inputs::default()
        };
        let was = rate(&inputs).rating;
        let up = |n: Range| Range { low: n.low + f64::from(more), high: n.high + f64::from(more) };
        let mut item = inputs.clone();
        item.items[at] = item.items[at].map(|score| (score + f64::from(more)).min(4.0));
        let mut more_targets = inputs.clone();
        more_targets.targets.third_class = up(more_targets.targets.third_class);
        let worse = [item, more_targets, Inputs { people_area: up(people.0), ..inputs.clone() }];
        for now in worse.iter().map(|i| rate(i).rating) {
            prop_assert!(now.best <= was.best && now.worst <= was.worst);
        }
        let inside = |n: Range| Range::exactly((n.low + share * (n.high - n.low)).floor().max(n.low));
        let known = Inputs {
            items: items.map(|score| Some(score.unwrap_or((share * 4.0).round()))),
            people_area: inside(people.0),
            people_unit: inside(people.1),
            hazard: (inputs.hazard.0, inputs.hazard.0),
            targets: Targets { third_class: inside(targets.0), others: inside(targets.1) },
            ..inputs.clone()
        };
        let now = rate(&known).rating;
        prop_assert!(now.best <= was.best && now.worst >= was.worst);
        for worked in [explain(&inputs), explain(&known)] {
            prop_assert!(worked.lowering.iter().all(|l| l.to > worked.rating.level() && l.to != Level::Unrated));
        }
    }
}
