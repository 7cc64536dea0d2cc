//! Worked examples of LEC, its ends, and wrong scores.

use super::*;
use proptest::prelude::*;
use std::borrow::Cow;

fn job(l: f64, e: f64, c: f64) -> Inputs {
    Inputs { l: Some(l), e: Some(e), c: Some(c), table: Some(CTable::Classic), row: "f#1".to_owned() }
}

#[test]
fn t6_1_products_and_their_colours() {
    let cases = [
        (3.0, 6.0, 15.0, 270.0, Level::Orange),
        (6.0, 6.0, 7.0, 252.0, Level::Orange),
        (1.0, 10.0, 40.0, 400.0, Level::Red),
        (0.5, 6.0, 15.0, 45.0, Level::Blue),
    ];
    for (l, e, c, d, colour) in cases {
        let outcome = rate(&job(l, e, c));
        assert_eq!((outcome.d, outcome.rating.level()), (Range::exactly(d), colour), "{l}·{e}·{c}");
    }
    let ends = [(320.0, Level::Orange), (320.1, Level::Red), (160.0, Level::Orange), (159.9, Level::Yellow)];
    for (d, colour) in ends.into_iter().chain([(70.0, Level::Yellow), (69.9, Level::Blue)]) {
        assert_eq!(level(d), colour, "{d}");
    }
    assert_eq!(explain(&job(3.0, 6.0, 15.0)).explanation.steps[0].substituted.zh(), "3·6·15 = 270");
}

#[test]
fn what_is_missing_or_off_its_scale_runs_over_its_scale() {
    let missing = rate(&Inputs { l: None, ..job(0.0, 6.0, 15.0) });
    assert!((missing.d.low - 9.0).abs() < 1e-9 && missing.d.high == 900.0, "{missing:?}");
    assert_eq!(missing.rating, Rating { best: Level::Blue, worst: Level::Red });
    assert_eq!(missing.faults, [None; 3]);
    let between = rate(&job(5.0, 6.0, 15.0));
    assert_eq!((between.d, between.faults[0]), (Range { low: 270.0, high: 540.0 }, Some(Fault::Between(Score::L))));
    for bad in [-1.0, 0.0, 11.0, f64::NAN, f64::INFINITY] {
        let outcome = rate(&job(bad, 10.0, 100.0));
        assert_eq!(outcome.faults[0], Some(Fault::OffScale(Score::L)), "{bad}");
        assert_eq!(outcome.d, Range { low: 100.0, high: 10_000.0 });
    }
    let worked = explain(&Inputs { c: Some(-1.0), table: None, ..job(3.0, 6.0, 0.0) });
    assert_eq!(worked.missing, ["lec.c", "lec.table"]);
    assert_eq!(worked.explanation.unknown.len(), 2);
    assert_eq!(worked.explanation.completeness, Some(0.5));
}

#[test]
fn tables_are_told_apart() {
    assert_eq!(
        ["classic", " Classic ", "deaths3", ""].map(CTable::read),
        [Some(CTable::Classic), Some(CTable::Classic), Some(CTable::Other), None]
    );
}

#[test]
fn the_next_lower_score_that_helps_is_named() {
    let worked = explain(&job(3.0, 6.0, 15.0));
    let said: Vec<(Cow<'_, str>, Level, bool)> =
        worked.lowering.iter().map(|l| (l.says.en(), l.to, l.just_under)).collect();
    assert_eq!(
        said,
        [
            ("likelihood (L) from 3 to 1: D = 90".into(), Level::Yellow, false),
            ("exposure (E) from 6 to 3: D = 135".into(), Level::Yellow, false),
            ("consequence (C) from 15 to 7: D = 126".into(), Level::Yellow, false),
        ]
    );
    assert!(explain(&job(1.0, 10.0, 40.0)).lowering.iter().any(|l| l.says.en().contains("D = 240")));
    assert!(explain(&job(0.5, 6.0, 15.0)).lowering.is_empty());
    // 6·10·7 = 420 to 6·6·7 = 252; 3·10·15 = 450 to 3·10·7 = 210; 10·3·15 = 450 to 10·2·15 = 300, just under 320.
    let near = explain(&job(10.0, 3.0, 15.0));
    assert!(near.lowering.iter().any(|l| l.just_under && l.says.en().contains("D = 300")), "{:?}", near.lowering);
}

fn score(scale: &'static [f64]) -> impl Strategy<Value = Option<f64>> {
    prop_oneof![proptest::sample::select(scale).prop_map(Some), (0.0..120.0f64).prop_map(Some), Just(None)]
}

proptest! {
    #[test]
    fn higher_scores_never_lower_and_the_ends_hold(l in score(&L), e in score(&E), c in score(&C), up in 0..7usize) {
        let inputs = Inputs { l, e, c, ..Inputs::default() };
        let was = rate(&inputs);
        for s in Score::ALL {
            let (range, _) = inputs.score(s);
            let known = |v: &&f64| range.low <= **v && **v <= range.high;
            for v in s.scale().iter().filter(known) {
                let now = rate(&inputs.with(s, *v));
                prop_assert!(was.d.low <= now.d.low && now.d.high <= was.d.high);
            }
            let higher = s.scale()[up % s.scale().len()];
            if range.high <= higher {
                let now = rate(&inputs.with(s, higher)).rating;
                prop_assert!(now.best <= was.rating.best && now.worst <= was.rating.worst);
            }
        }
        let worked = explain(&inputs);
        prop_assert!(worked.lowering.iter().all(|l| l.to > was.rating.level() && l.to != Level::Unrated));
    }
}
