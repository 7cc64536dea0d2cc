//! The standard's worked examples, its boundaries, and records that are wrong.

use super::*;
use crate::risk::explain::{Confidence, Origin};

fn plant(substances: &[(&str, f64)], residents: f64) -> Inputs {
    Inputs {
        units: vec![unit("", substances)],
        complete: Some(true),
        residents: Range::exactly(residents),
        residents_rows: 1,
        row: "facilities.geojson#1".to_owned(),
        ..Inputs::default()
    }
}

fn unit(id: &str, substances: &[(&str, f64)]) -> Unit {
    let stocks = substances.iter().map(|(name, t)| Stock::new(name, Vec::new(), Some(*t), None)).collect();
    Unit { id: id.to_owned(), stocks, ..Unit::default() }
}

fn near(range: Range, value: f64) -> bool {
    (range.low - value).abs() < 1e-9 && (range.high - value).abs() < 1e-9
}

#[test]
fn t1_1_three_substances_make_a_fourth_grade() {
    let inputs = plant(&[("68476-85-7", 20.0), ("7664-41-7", 8.0), ("86290-81-5", 30.0)], 60.0);
    let outcome = rate(&inputs);
    assert!(near(outcome.s, 1.35) && near(outcome.r, 3.525) && near(outcome.alpha, 1.5), "{outcome:?}");
    assert_eq!((outcome.best, outcome.worst), (Grade::Fourth, Grade::Fourth));
    assert_eq!(outcome.rating.level(), Level::Yellow);
    let worked = explain(&inputs);
    let said = |i: usize| worked.explanation.steps[i].substituted.zh();
    assert_eq!(said(0), "20/50 + 8/10 + 30/200 = 1.35");
    assert_eq!(said(1), "60 → 1.5");
    assert_eq!(said(2), "1.5·(1.5·20/50 + 2·8/10 + 1·30/200) = 3.525");
    assert_eq!(worked.figures.iter().map(|f| f.name.zh()).collect::<Vec<_>>(), ["S", "alpha", "R"]);
    assert_eq!(worked.explanation.completeness, Some(1.0));
    assert!(worked.missing.is_empty() && worked.explanation.unknown.is_empty());
    let betas = &worked.explanation.steps[2].inputs;
    let sure = |i: usize| matches!(&betas[i].from, Origin::Constant { confidence, .. } if *confidence == [Confidence::Derived, Confidence::TwoSources, Confidence::Derived][i]);
    assert!((0..3).all(sure), "{betas:?}");
    assert_eq!(worked.explanation.steps[0].inputs[0].from, Origin::Row("facilities.geojson#1".to_owned()));
}

#[test]
fn t1_2_under_one_is_no_installation_whatever_r_is() {
    let outcome = rate(&plant(&[("68476-85-7", 45.0)], 1000.0));
    assert!(near(outcome.s, 0.9));
    assert_eq!(outcome.best, Grade::None);
    assert_eq!(outcome.rating.level(), Level::Blue);
}

/// A plant of substances, with residents around it, is S, R and of a grade.
fn is(substances: &[(&str, f64)], residents: f64, s: f64, r: f64, grade: Grade) {
    let outcome = rate(&plant(substances, residents));
    assert!(near(outcome.s, s) && near(outcome.r, r), "{outcome:?}");
    assert_eq!((outcome.best, outcome.worst), (grade, grade));
}

#[test]
fn t1_3_lpg_among_a_hundred_residents() {
    is(&[("68476-85-7", 400.0)], 100.0, 8.0, 24.0, Grade::Third);
}

#[test]
fn t1_4_chlorine_among_forty_residents() {
    is(&[("7782-50-5", 60.0)], 40.0, 12.0, 57.6, Grade::Second);
}

#[test]
fn t1_5_ammonia_among_many() {
    is(&[("氨", 100.0)], 150.0, 10.0, 40.0, Grade::Third);
}

#[test]
fn t1_6_petrol_and_methanol_among_few() {
    is(&[("汽油", 3000.0), ("methanol", 1000.0)], 10.0, 17.0, 17.0, Grade::Third);
}

#[test]
fn t1_7_boundaries() {
    let alpha = |people: f64| Inputs { residents: Range::exactly(people), ..Inputs::default() }.alpha();
    let cases = [(0.0, 0.5), (1.0, 1.0), (29.0, 1.0), (30.0, 1.2), (49.0, 1.2), (50.0, 1.5), (99.0, 1.5), (100.0, 2.0)];
    for (people, a) in cases {
        assert_eq!(alpha(people), Range::exactly(a), "{people}");
    }
    // People spread over an area: a part counts as one.
    assert_eq!([alpha(0.2), alpha(99.2), alpha(99.000_000_000_1)].map(|a| a.low), [1.0, 2.0, 1.5]);
    let grades = [(100.0, Grade::First), (50.0, Grade::Second), (10.0, Grade::Third), (9.99, Grade::Fourth)];
    for (r, grade) in grades {
        assert_eq!(Grade::of(1.0, r), grade, "{r}");
    }
    assert_eq!(Grade::of(0.999, 500.0), Grade::None);
    // Ten tenths that add up to a little less than one are one.
    assert_eq!(rate(&plant(&[("氨", 1.0); 10], 0.0)).best, Grade::Fourth);
}

#[test]
fn each_unit_stands_for_itself_and_the_worst_for_the_plant() {
    let mut inputs = plant(&[("氯", 4.0)], 0.0);
    inputs.units.push(unit("罐区", &[("氯", 4.5)]));
    assert_eq!(rate(&inputs).rating.level(), Level::Blue, "never summed over units");
    inputs.units.push(unit("大罐区", &[("氯", 300.0)]));
    let outcome = rate(&inputs);
    assert_eq!((outcome.unit, outcome.rating.level()), (Some(2), Level::Red), "{outcome:?}");
    assert!(near(outcome.r, 0.5 * 4.0 * 60.0));
}

#[test]
fn what_is_not_declared_leaves_the_worst_end_open() {
    let level = |complete, t| {
        let inputs = Inputs { complete, ..plant(&[("氨", t)], 10.0) };
        rate(&inputs).rating
    };
    let open = Rating { best: Level::Blue, worst: Level::Red };
    assert_eq!(level(Some(true), 9.0), Rating::exactly(Level::Blue));
    assert_eq!((level(None, 9.0), level(Some(false), 9.0)), (open, open));
    assert_eq!(level(None, 11.0), Rating::exactly(Level::Yellow), "what is declared is enough");
    assert_eq!(level(Some(false), 11.0), Rating { best: Level::Yellow, worst: Level::Red });
    assert_eq!(rate(&Inputs::default()).rating, open);
    let worked = explain(&Inputs { complete: None, ..plant(&[("氨", 9.0)], 10.0) });
    assert_eq!(worked.missing, ["substances_complete"]);
    assert!(near(worked.figures[0].value, 0.9), "S is that of what is declared");
}

#[test]
fn grades_of_one_substance_run_over_both_ends() {
    let inputs = plant(&[("6484-52-2", 20.0)], 10.0);
    let outcome = rate(&inputs);
    assert_eq!(outcome.s, Range { low: 0.4, high: 4.0 });
    assert_eq!((outcome.best, outcome.worst), (Grade::None, Grade::Fourth));
    assert_eq!(outcome.faults[0].kind, FaultKind::Ambiguous);
    let said = rate(&plant(&[("硝酸铵（含可燃物≤0.2%）", 20.0)], 10.0));
    assert!(near(said.s, 0.4) && said.faults.is_empty());
    // The hazard class tells them apart too.
    let mut by_class = plant(&[], 10.0);
    by_class.units[0].stocks = vec![Stock::new("9004-70-0", vec![classes::Class::W10], Some(100.0), None)];
    assert!(near(rate(&by_class).s, 2.0) && rate(&by_class).faults.is_empty(), "{:?}", rate(&by_class));
    by_class.units[0].stocks = vec![Stock::new("9004-70-0", vec![], Some(100.0), None)];
    assert_eq!(rate(&by_class).s, Range { low: 2.0, high: 100.0 });
}

#[test]
fn wrong_records_are_told_and_never_lower_a_level() {
    let read = |json: &str| Inputs { units: read(None, Some(json)), ..plant(&[], 10.0) };
    let cases: [(&str, FaultKind); 9] = [
        (r#"[{"substance":"氯","quantity_t":-60}]"#, FaultKind::QuantityBad),
        (r#"[{"substance":"氯"}]"#, FaultKind::QuantityMissing),
        (r#"[{"substance":"氯","quantity":60}]"#, FaultKind::QuantityWithoutUnit),
        (r#"[{"substance":"氯","quantity_t":"60 kg"}]"#, FaultKind::QuantityUnread),
        (r#"[{"substance":"7782-50-4","quantity_t":60}]"#, FaultKind::CheckDigit),
        (r#"[{"substance":"某物","quantity_t":60}]"#, FaultKind::UnknownName),
        (r#"[{"substance":"68334-30-5","quantity_t":60}]"#, FaultKind::NoThreshold),
        (r#"[{"quantity_t":60}]"#, FaultKind::NoName),
        ("[", FaultKind::NotJson),
    ];
    for (json, kind) in cases {
        let outcome = rate(&read(json));
        assert_eq!(outcome.faults.iter().map(|f| f.kind).collect::<Vec<_>>(), [kind], "{json}");
        assert_eq!(outcome.rating.level(), Level::Unrated, "{json}: {outcome:?}");
        let worked = explain(&read(json));
        assert!(worked.explanation.unknown.len() == 1 && !worked.missing.is_empty(), "{json}: {worked:?}");
        assert!(worked.lowering.is_empty());
    }
    // A bad class beside a named substance, and a class that differs.
    let both = read(r#"[{"substance":"三硝基甲苯","quantity_t":60,"hazard_class":"W10"}]"#);
    let outcome = rate(&both);
    assert_eq!(outcome.faults[0].kind, FaultKind::ClassDiffers);
    assert_eq!(outcome.r, Range { low: 12.0, high: 24.0 });
    // A class for what Table 1 does not have.
    let diesel = rate(&read(r#"[{"substance":"68334-30-5","quantity_t":60,"hazard_class":"W5.4"}]"#));
    assert!(near(diesel.s, 0.012) && diesel.faults.is_empty());
    let several = rate(&read(r#"[{"substance":"某气","quantity_t":10,"hazard_class":"J3,W2"}]"#));
    assert!(near(several.s, 1.0) && near(several.r, 2.0), "{several:?}");
    let residents = rate(&Inputs { residents: Range::exactly(-3.0), ..plant(&[("氯", 60.0)], 0.0) });
    assert_eq!((residents.alpha, residents.faults[0].kind), (Range { low: 0.5, high: 2.0 }, FaultKind::Residents));
}

#[test]
fn lowering_is_found_by_rating_again() {
    let worked = explain(&plant(&[("7782-50-5", 60.0)], 40.0));
    let to: Vec<(Level, String)> = worked.lowering.iter().map(|l| (l.to, l.says.words().en)).collect();
    assert_eq!(
        to[0],
        (Level::Yellow, "unit: chlorine from 60 t to 52.08 t, grade 2 → grade 3".to_owned()),
        "1.2·4·52.0833/5 = 50"
    );
    assert_eq!(to[1].0, Level::Yellow);
    assert!(to[1].1.contains("from 40 to 29"), "{to:?}");
    assert!(worked.lowering.iter().all(|l| l.just_under));
    // From grade 3 the next colour is blue; what lowers the grade alone is said.
    let third = explain(&plant(&[("68476-85-7", 400.0)], 100.0));
    assert_eq!(third.lowering.len(), 1);
    assert_eq!(third.lowering[0].to, Level::Blue);
    assert!(third.lowering[0].says.en().contains("to 49.99 t"), "{:?}", third.lowering);
    assert!(third.explanation.notes.iter().any(|n| n.en().contains("to 166.6 t, grade 3 → grade 4")));
    // Two units at one level: no single change lowers the plant.
    let mut two = plant(&[("氯", 60.0)], 40.0);
    two.units.push(unit("2", &[("氯", 61.0)]));
    let two = explain(&two);
    assert_eq!(two.lowering.len(), 1, "residents alone: {:?}", two.lowering);
    assert!(two.explanation.notes.iter().any(|n| n.en().starts_with("2 units stand at this level")));
}

#[test]
fn overrides_are_used_and_said() {
    let set =
        |of: &str, value| Override { of: of.to_owned(), value, note: "省规定".to_owned(), from: Origin::Parameter };
    let mut inputs = plant(&[("7782-50-5", 60.0), ("LPG", 25.0)], 40.0);
    inputs.overrides = Overrides {
        thresholds: vec![set("7782-50-5", 2.0), set("LPG", f64::NAN)],
        betas: vec![set("W2", 3.0)],
        alpha: Some(Alpha {
            steps: vec![(0.0, 1.0), (40.0, 3.0)],
            set: vec![(40.0, Origin::Parameter)],
            note: "更严".to_owned(),
        }),
    };
    let outcome = rate(&inputs);
    assert!(near(outcome.s, 30.5) && near(outcome.r, 3.0 * (4.0 * 30.0 + 3.0 * 0.5)), "{outcome:?}");
    assert_eq!(outcome.faults[0].kind, FaultKind::Override);
    let worked = explain(&inputs);
    assert!(worked.explanation.notes.iter().filter(|n| n.zh().starts_with("参数覆盖")).count() == 4);
    assert_eq!(worked.explanation.steps[0].inputs[1].from, Origin::Parameter);
    let alpha = |people| inputs.overrides.alpha_from(Range::exactly(people)).is_some();
    assert!(alpha(40.0) && !alpha(39.0), "a step that is the standard's says so");
}

#[test]
fn a_city_may_set_what_table_1_does_not_have() {
    let set =
        |of: &str, value| Override { of: of.to_owned(), value, note: "省规定".to_owned(), from: Origin::Parameter };
    // Diesel, which no table names.
    let mut inputs = plant(&[("68334－30－5", 60.0)], 40.0);
    assert_eq!(rate(&inputs).rating.level(), Level::Unrated);
    inputs.overrides.thresholds = vec![set("68334-30-5", 50.0)];
    let threshold = rate(&inputs);
    assert!(near(threshold.s, 1.2), "{threshold:?}");
    assert_eq!((threshold.r.known(), threshold.faults[0].kind), (None, FaultKind::NoThreshold), "β is not known");
    inputs.overrides.betas = vec![set("68334-30-5", 1.0)];
    let both = rate(&inputs);
    assert!(near(both.r, 1.2 * 1.2) && both.faults.is_empty(), "{both:?}");
    let worked = explain(&inputs);
    let from = |symbol: &str| {
        let inputs = worked.explanation.steps.iter().flat_map(|step| &step.inputs);
        inputs.into_iter().find(|i| i.symbol == symbol).map(|i| i.from.clone())
    };
    assert_eq!((from("Q₁"), from("β₁")), (Some(Origin::Parameter), Some(Origin::Parameter)));
    // Of a class the threshold is the class's, unless the city sets the substance's own.
    inputs.units[0].stocks =
        vec![Stock::new("68334-30-5", vec![classes::Class::read("W5.4").unwrap()], Some(60.0), None)];
    assert!(near(rate(&inputs).s, 1.2));
}

#[test]
fn what_is_present_is_the_least_only_where_asked() {
    let mut inputs = plant(&[], 10.0);
    inputs.units[0].stocks = vec![Stock::new("氯", Vec::new(), Some(60.0), Some(Basis::Present))];
    assert!(near(rate(&inputs).s, 12.0));
    inputs.count_design_max = true;
    assert_eq!(rate(&inputs).s, Range { low: 12.0, high: f64::INFINITY });
    assert!(explain(&inputs).explanation.notes.iter().any(|n| n.zh().contains("未经标准原文核对")));
}

#[test]
fn of_a_plant_without_a_record_s_is_unknown_unless_it_is_declared_to_hold_nothing() {
    let s = |complete, units: Vec<Unit>| {
        let worked = explain(&Inputs { complete, units, ..plant(&[], 10.0) });
        worked.figures.iter().find(|figure| figure.name.en() == "S").map(|figure| figure.value)
    };
    for complete in [None, Some(false)] {
        assert_eq!(s(complete, vec![]), Some(Range::unknown()));
        assert_eq!(s(complete, vec![unit("罐区", &[])]), Some(Range::unknown()), "a unit of which nothing is said");
    }
    assert_eq!(s(Some(true), vec![]), Some(Range::exactly(0.0)));
    let worked = explain(&Inputs { complete: None, units: vec![], ..plant(&[], 10.0) });
    assert!(worked.explanation.unknown.iter().any(|said| said.zh().starts_with("没有填报任何物质")));
}
