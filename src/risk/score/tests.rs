//! Worked examples of the score, its bands, direct red, and wrong records.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

fn total(value: f64) -> Inputs {
    Inputs {
        value: Some(value),
        vetoes: Some(Vec::new()),
        accidents: Some(Vec::new()),
        as_of: Some(date(2024, 6, 1)),
        row: "f#1".to_owned(),
        ..Inputs::default()
    }
}

fn base(value: f64) -> Inputs {
    Inputs {
        kind: Kind::Base,
        own_brigade: Some(false),
        standardisation: Some(Standardisation::None),
        five_years_without: Some(false),
        ..total(value)
    }
}

fn accident(on: Date, deaths: f64) -> Accident {
    Accident { on: Some(on), deaths: Some(deaths), ..Accident::default() }
}

#[test]
fn t6_2_points_and_a_veto() {
    let mut firm = Inputs {
        standardisation: Some(Standardisation::Third),
        accidents: Some(vec![accident(date(2023, 1, 5), 1.0)]),
        ..base(78.0)
    };
    let outcome = rate(&firm);
    assert_eq!((outcome.points, outcome.rating.level()), (Range::exactly(72.0), Level::Orange));
    assert_eq!(explain(&firm).explanation.steps[0].substituted.zh(), "78 + 0 + 2 + 0 + −8 = 72");
    firm.vetoes = Some(vec!["在役装置未经正规设计且未进行设计诊断".to_owned()]);
    let outcome = rate(&firm);
    assert_eq!((outcome.rating.level(), outcome.direct.as_slice()), (Level::Red, &[DirectRed::Veto(0)][..]));
    assert_eq!(outcome.points, Range::exactly(72.0), "regardless of the points");
}

#[test]
fn bands_own_their_lower_ends() {
    let cases = [(90.0, Level::Blue), (89.9, Level::Yellow), (75.0, Level::Yellow), (74.9, Level::Orange)];
    for (points, colour) in cases.into_iter().chain([(60.0, Level::Orange), (59.9, Level::Red)]) {
        assert_eq!(rate(&total(points)).rating.level(), colour, "{points}");
    }
}

#[test]
fn accidents_make_red_within_their_periods() {
    let red = |accidents: Vec<Accident>| rate(&Inputs { accidents: Some(accidents), ..total(95.0) }).direct;
    assert_eq!(red(vec![accident(date(2021, 6, 1), 10.0)]), [DirectRed::Major], "the first day counts");
    assert!(red(vec![accident(date(2021, 5, 31), 30.0)]).is_empty());
    assert!(red(vec![accident(date(2022, 1, 1), 9.0)]).is_empty());
    let two = vec![accident(date(2022, 1, 1), 3.0), accident(date(2023, 1, 1), 3.0)];
    assert_eq!(red(two), [DirectRed::TwoLarge]);
    let fatal = vec![accident(date(2023, 6, 1), 1.0), accident(date(2024, 6, 1), 2.0)];
    assert_eq!(red(fatal), [DirectRed::TwoFatal]);
    assert!(red(vec![accident(date(2023, 5, 31), 1.0), accident(date(2024, 6, 1), 2.0)]).is_empty());
    let class = |class| Accident { class: Some(class), ..accident(date(2024, 1, 1), 0.0) };
    assert_eq!(red(vec![class(Class::Major)]), [DirectRed::Major], "the worse of class and deaths");
    assert_eq!(["重大事故", "general", "?"].map(Class::read), [Some(Class::Major), Some(Class::Ordinary), None]);
}

#[test]
fn what_is_missing_leaves_both_ends() {
    let open = Rating { best: Level::Blue, worst: Level::Red };
    assert_eq!(rate(&Inputs { vetoes: None, ..total(95.0) }).rating, open);
    assert_eq!(rate(&Inputs { accidents: None, ..total(95.0) }).rating, Rating::exactly(Level::Blue));
    assert_eq!(rate(&Inputs { value: None, ..total(0.0) }).rating, open);
    let veto = Inputs { value: None, vetoes: Some(vec!["x".to_owned()]), ..total(0.0) };
    assert_eq!(rate(&veto).rating, Rating::exactly(Level::Red), "what is missing decides nothing");
    assert!(explain(&veto).missing.is_empty());
    let bonus = Inputs { own_brigade: None, ..base(88.0) };
    assert_eq!(rate(&bonus).rating, Rating { best: Level::Blue, worst: Level::Yellow });
    let undated = Accident { deaths: Some(12.0), ..Accident::default() };
    assert_eq!(rate(&Inputs { accidents: Some(vec![undated.clone()]), ..total(95.0) }).rating, open);
    let worked = explain(&Inputs { accidents: Some(vec![undated]), ..total(95.0) });
    assert_eq!(worked.missing, ["accidents.on"]);
}

#[test]
fn wrong_records_are_told() {
    for bad in [-1.0, 124.0, f64::NAN, f64::INFINITY] {
        let outcome = rate(&total(bad));
        assert_eq!((outcome.faults.as_slice(), outcome.rating.level()), (&[Fault::Value][..], Level::Unrated), "{bad}");
    }
    let wrong = Inputs {
        vetoes: Some(vec!["  ".to_owned()]),
        accidents: Some(vec![accident(date(2024, 6, 2), -1.0)]),
        ..total(95.0)
    };
    let outcome = rate(&wrong);
    assert_eq!(outcome.faults, [Fault::BlankVeto(0), Fault::Deaths(0), Fault::Future(0)]);
    assert_eq!(outcome.rating, Rating { best: Level::Blue, worst: Level::Red });
    assert_eq!(explain(&wrong).explanation.unknown.len(), 3);
}

#[test]
fn five_years_without_an_accident_are_not_claimed_against_the_register() {
    let firm = |on| Inputs {
        five_years_without: Some(true),
        accidents: Some(vec![Accident { on, deaths: Some(0.0), ..Accident::default() }]),
        ..base(87.0)
    };
    let claimed = firm(Some(date(2020, 1, 1)));
    assert_eq!((rate(&claimed).points, rate(&claimed).faults), (Range::exactly(87.0), vec![Fault::FiveYears]));
    assert_eq!(rate(&firm(Some(date(2019, 5, 31)))).points, Range::exactly(92.0));
    assert_eq!(rate(&firm(None)).points, Range { low: 87.0, high: 92.0 });
}

#[test]
fn what_would_lower_it() {
    let said = |inputs: &Inputs| -> Vec<(String, Level)> {
        explain(inputs).lowering.into_iter().map(|l| (l.says.words().en, l.to)).collect()
    };
    assert_eq!(
        said(&base(72.0)),
        [
            ("3 points more in the four-colour score, to 75".to_owned(), Level::Yellow),
            ("An own full-time fire brigade (3 points more in the score)".to_owned(), Level::Yellow),
            ("Standardisation of level 2".to_owned(), Level::Yellow),
        ]
    );
    let veto = Inputs { vetoes: Some(vec!["安全设施停用".to_owned()]), ..total(80.0) };
    assert_eq!(said(&veto), [("Mend what is vetoed: 安全设施停用".to_owned(), Level::Yellow)]);
    let two = Inputs { vetoes: Some(vec!["a".to_owned(), "b".to_owned()]), ..total(80.0) };
    assert!(said(&two).is_empty(), "no single change helps");
}

fn any_accident() -> impl Strategy<Value = Accident> {
    (0..2000i64, proptest::option::of(0.0..40.0f64), any::<bool>(), any::<bool>()).prop_map(
        |(days, deaths, notorious, dated)| {
            let on = date(2024, 6, 1).checked_sub(jiff::Span::new().days(days)).ok().filter(|_| dated);
            Accident { on, deaths, notorious, ..Accident::default() }
        },
    )
}

proptest! {
    #[test]
    fn worse_inputs_never_lower(
        value in 0.0..100.0f64, less in 0.0..50.0f64, is_base in any::<bool>(),
        accidents in proptest::collection::vec(any_accident(), 0..4), one in any_accident(),
    ) {
        let firm = Inputs { accidents: Some(accidents), ..if is_base { base(value) } else { total(value) } };
        let was = rate(&firm).rating;
        let mut more = firm.clone();
        more.accidents.as_mut().unwrap().push(one);
        let lower = Inputs { value: Some((value - less).max(0.0)), ..firm.clone() };
        let veto = Inputs { vetoes: Some(vec!["x".to_owned()]), ..firm.clone() };
        for now in [more, lower, veto].iter().map(|i| rate(i).rating) {
            prop_assert!(now.best <= was.best && now.worst <= was.worst);
        }
        let mut turned = firm.clone();
        turned.accidents.as_mut().unwrap().reverse();
        prop_assert_eq!(rate(&turned).rating, was);
        // Whatever the unknown turns out to be lies between the ends.
        let mut known = firm.clone();
        for a in known.accidents.iter_mut().flatten() {
            a.deaths.get_or_insert(less);
            a.on.get_or_insert(date(2023, 9, 1));
        }
        let known = rate(&known);
        prop_assert!(known.rating.best <= was.best && known.rating.worst >= was.worst);
        let worked = explain(&firm);
        prop_assert!(worked.lowering.iter().all(|l| l.to > was.level() && l.to != Level::Unrated));
    }
}
