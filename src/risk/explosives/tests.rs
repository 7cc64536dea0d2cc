use super::*;
use crate::risk::blast;
use proptest::prelude::*;

static NAME: Words = Words { zh: String::new(), en: String::new() };

fn depot(net_kg: Option<f64>) -> Depot<'static> {
    Depot { net_kg, barricaded: None, name: &NAME, row: "facilities.csv#1" }
}

fn site(target: Target, distance_m: f64) -> Site<'static> {
    Site { target, distance_m, name: &NAME, row: "venues.csv#1" }
}

fn inputs<'a>(depots: &'a [Depot<'a>], sites: &'a [Site<'a>]) -> Inputs<'a> {
    Inputs { depots, pairs: &[], licensed: &[], sites, searched_m: 5000.0, faults: &[] }
}

fn level(q: f64, target: Target, d: f64) -> Level {
    rate(&inputs(&[depot(Some(q))], &[site(target, d)])).rating.level()
}

fn radii(q: f64) -> Vec<f64> {
    rings_of(Range::exactly(q), &[])
        .iter()
        .filter(|r| r.confidence == Confidence::Derived)
        .map(|r| r.radius_m.low)
        .collect()
}

fn near(found: f64, said: f64, digits: f64) {
    assert!((found - said).abs() <= digits, "{found} is not {said}");
}

#[test]
fn t3_1_one_tonne() {
    let r = radii(1000.0);
    for (found, said) in r.iter().zip([80.0, 148.0, 222.0, 452.0]) {
        near(*found, said, 1e-9);
    }
    assert_eq!(&r[4..], [270.0, 400.0], "debris reaches further than 22.2 Q^⅓");
    // The vulnerable building distance of AASTP-1 lies just inside the 2 kPa ring.
    near(44.4 * 1000f64.cbrt(), 444.0, 1e-9);
    near(blast::reach_m(Range::exactly(1000.0), 2.0).unwrap().low, 451.9, 0.05);
    near(40.0 * FT_PER_CBRT_LB * 1000f64.cbrt(), 158.7, 0.05);
}

#[test]
fn t3_2_five_tonnes_whole_or_in_two_magazines() {
    let r = radii(5000.0);
    near(5000f64.cbrt(), 17.0998, 0.00005);
    near(r[1], 253.1, 0.05);
    near(r[2], 379.6, 0.05);
    near(44.4 * 5000f64.cbrt(), 759.2, 0.05);
    near(blast::reach_m(Range::exactly(5000.0), 2.0).unwrap().low, 772.8, 0.05);
    let depots = [depot(Some(3000.0)), depot(Some(2000.0))];
    let pairs = [Pair { of: [0, 1], distance_m: 15.0 }];
    let outcome = rate(&Inputs { pairs: &pairs, ..inputs(&depots, &[]) });
    assert_eq!((outcome.quantity_kg, outcome.joined), (Range::exactly(5000.0), (2, 2)));
    let apart = [Pair { of: [0, 1], distance_m: 2.86 * 3000f64.cbrt() }];
    assert_eq!(rate(&Inputs { pairs: &apart, ..inputs(&depots, &[]) }).quantity_kg, Range::exactly(3000.0));
}

#[test]
fn t3_4_a_thousand_pounds_barricaded() {
    near(40.0 * 1000f64.cbrt(), 400.0, 1e-9);
    near(3.6 * FT_PER_CBRT_LB, K_APART_BARRICADED, 0.005);
    near(7.2 * FT_PER_CBRT_LB, K_APART, 0.005);
}

#[test]
fn levels_follow_the_rings() {
    use Target::{Inhabited, Process, Traffic, Vulnerable};
    assert_eq!((level(1000.0, Vulnerable, 451.0), level(1000.0, Vulnerable, 452.1)), (Level::Orange, Level::Blue));
    assert_eq!((level(1000.0, Inhabited, 221.0), level(1000.0, Inhabited, 222.1)), (Level::Orange, Level::Blue));
    assert_eq!((level(1000.0, Traffic, 147.0), level(1000.0, Traffic, 148.1)), (Level::Yellow, Level::Blue));
    assert_eq!(level(1000.0, Process, 10.0), Level::Blue);
    assert_eq!(level(0.0, Vulnerable, 0.0), Level::Blue, "an empty depot has no ring");
}

#[test]
fn a_licensed_distance_that_is_not_kept_is_red() {
    let licensed =
        [Licensed { target: "村庄".into(), m: Some(600.0) }, Licensed { target: "公路".into(), m: Some(300.0) }];
    let rate_at = |target, d| {
        let (depots, sites) = ([depot(Some(1000.0))], [site(target, d)]);
        rate(&Inputs { licensed: &licensed, ..inputs(&depots, &sites) }).rating.level()
    };
    assert_eq!((rate_at(Target::Inhabited, 599.0), rate_at(Target::Inhabited, 600.0)), (Level::Red, Level::Blue));
    assert_eq!(rate_at(Target::Vulnerable, 599.0), Level::Red, "a school is lived in as well");
    assert_eq!((rate_at(Target::Traffic, 299.0), rate_at(Target::Traffic, 300.0)), (Level::Yellow, Level::Blue));
}

#[test]
fn targets_of_licences_are_understood_or_left_open() {
    let cases = [
        ("学校、医院", Meant::Sites(Target::Vulnerable)),
        ("民用建筑", Meant::Sites(Target::Inhabited)),
        ("Village", Meant::Sites(Target::Inhabited)),
        ("公路", Meant::Sites(Target::Traffic)),
        ("110 kV 架空电力线", Meant::Other),
        ("工房", Meant::Sites(Target::Process)),
        ("venues:V-1", Meant::Unclear),
        ("", Meant::Unclear),
    ];
    for (target, said) in cases {
        assert_eq!(meant(target), said, "{target}");
    }
    let licensed = [Licensed { target: "?".into(), m: Some(600.0) }];
    let (depots, sites) = ([depot(Some(1.0))], [site(Target::Inhabited, 500.0)]);
    let rating = rate(&Inputs { licensed: &licensed, ..inputs(&depots, &sites) }).rating;
    assert_eq!(rating, Rating { best: Level::Blue, worst: Level::Red });
}

#[test]
fn an_unknown_quantity_is_unrated_with_both_ends() {
    let depots = [depot(None)];
    let rating = rate(&inputs(&depots, &[])).rating;
    assert_eq!(rating, Rating { best: Level::Blue, worst: Level::Orange });
    for bad in [-5.0, f64::NAN, f64::INFINITY] {
        let depots = [depot(Some(bad))];
        let outcome = rate(&inputs(&depots, &[]));
        assert_eq!((outcome.rating, outcome.faults.len()), (rating, 1), "{bad}");
    }
    let worked = explain(&inputs(&depots, &[]));
    assert_eq!(worked.missing, ["net_explosive_kg", "licensed_distances"]);
    assert!(worked.lowering.is_empty());
    let none = rate(&inputs(&[], &[]));
    assert_eq!(none.rating.level(), Level::Unrated);
}

#[test]
fn what_is_unknown_of_a_neighbour_stays_open() {
    let depots = [depot(Some(1000.0)), depot(None)];
    let pairs = [Pair { of: [0, 1], distance_m: 100.0 }];
    let outcome = rate(&Inputs { pairs: &pairs, ..inputs(&depots, &[]) });
    assert_eq!((outcome.quantity_kg.low, outcome.joined), (1000.0, (1, 2)));
    assert!(outcome.quantity_kg.high.is_infinite());
    // Between both separations only the barricades decide.
    let depots = [depot(Some(1000.0)), depot(Some(500.0))];
    let pairs = [Pair { of: [0, 1], distance_m: 20.0 }];
    let outcome = rate(&Inputs { pairs: &pairs, ..inputs(&depots, &[]) });
    assert_eq!(outcome.quantity_kg, Range { low: 1000.0, high: 1500.0 });
    let behind = depots.map(|d| Depot { barricaded: Some(true), ..d });
    let outcome = rate(&Inputs { pairs: &pairs, ..inputs(&behind, &[]) });
    assert_eq!(outcome.quantity_kg.known(), Some(1000.0));
}

#[test]
fn nearness_passes_on() {
    let depots = [depot(Some(1000.0)), depot(Some(1000.0)), depot(Some(1000.0))];
    let pairs = [
        Pair { of: [2, 1], distance_m: 5.0 },
        Pair { of: [1, 0], distance_m: 5.0 },
        Pair { of: [0, 9], distance_m: 1.0 },
    ];
    assert_eq!(rate(&Inputs { pairs: &pairs, ..inputs(&depots, &[]) }).quantity_kg.known(), Some(3000.0));
}

#[test]
fn what_would_lower_it_does() {
    let depots = [depot(Some(1000.0))];
    let sites = [site(Target::Vulnerable, 300.0), site(Target::Traffic, 500.0)];
    let worked = explain(&inputs(&depots, &sites));
    let said: Vec<_> = worked.lowering.iter().map(|l| (l.says.en().trim().to_owned(), l.to, l.just_under)).collect();
    assert_eq!(
        said,
        [
            ("net explosive quantity no more than 292 kg".to_owned(), Level::Blue, true),
            ("at least 452 m away".to_owned(), Level::Blue, true),
        ]
    );
    assert_eq!(level(292.0, Target::Vulnerable, 300.0), Level::Blue);
    assert_eq!(level(293.0, Target::Vulnerable, 300.0), Level::Orange);
    assert!(worked.explanation.notes.iter().any(|n| n.en().contains("not those of GB 50089")));
}

#[test]
fn licences_are_read_from_json() {
    let mut faults = Vec::new();
    let list = read(r#"[{"target":"村庄","m":670},{"target":"公路"},7,{"target":"学校","m":-3}]"#, &mut faults);
    assert_eq!(list.len(), 3);
    assert_eq!((list[0].m, list[1].m, list[2].m), (Some(670.0), None, None));
    assert_eq!(faults.len(), 2);
    let depots = [depot(Some(1.0))];
    let outcome = rate(&Inputs { faults: &faults, ..inputs(&depots, &[]) });
    assert_eq!(outcome.rating.worst, Level::Red, "a record nobody could read may hold a distance that is not kept");
}

proptest! {
    #[test]
    fn wild_json_never_panics(text in ".{0,60}", m in any::<f64>()) {
        let mut faults = Vec::new();
        read(&text, &mut faults);
        read(&format!(r#"[{{"target":"{}","m":{m:?}}}]"#, text.replace(['"', '\\'], "")), &mut faults);
    }

    #[test]
    fn more_explosive_never_lowers(q in 0.0f64..50_000.0, more in 0.0f64..50_000.0, other in 0.0f64..5000.0, apart in 0.0f64..80.0,
                                   d in proptest::collection::vec((0u8..4, 0.0f64..2500.0), 0..6)) {
        let kinds = [Target::Process, Target::Traffic, Target::Inhabited, Target::Vulnerable];
        let sites: Vec<_> = d.iter().map(|(k, d)| site(kinds[*k as usize], *d)).collect();
        let pairs = [Pair { of: [0, 1], distance_m: apart }];
        let at = |q| {
            let depots = [depot(Some(q)), depot(Some(other))];
            rate(&Inputs { pairs: &pairs, ..inputs(&depots, &sites) }).rating
        };
        let (less, more) = (at(q), at(q + more));
        prop_assert!(more.worst <= less.worst && more.best <= less.best);
    }

    #[test]
    fn unknown_holds_every_value(q in 0.0f64..1e6, d in 0.0f64..6000.0, k in 0usize..4) {
        let target = [Target::Process, Target::Traffic, Target::Inhabited, Target::Vulnerable][k];
        let sites = [site(target, d)];
        let open = rate(&inputs(&[depot(None)], &sites)).rating;
        let one = rate(&inputs(&[depot(Some(q))], &sites)).rating;
        prop_assert!(open.worst <= one.worst && one.best <= open.best);
    }

    #[test]
    fn the_order_of_depots_changes_nothing(q in proptest::collection::vec(0.0f64..9000.0, 3), m in proptest::collection::vec(0.0f64..60.0, 3)) {
        let depots = [depot(Some(q[0])), depot(Some(q[1])), depot(Some(q[2]))];
        let pairs = [Pair { of: [0, 1], distance_m: m[0] }, Pair { of: [1, 2], distance_m: m[1] }, Pair { of: [0, 2], distance_m: m[2] }];
        let turned = [depots[0], depots[2], depots[1]];
        let swapped = [Pair { of: [0, 1], distance_m: m[2] }, Pair { of: [2, 1], distance_m: m[1] }, Pair { of: [2, 0], distance_m: m[0] }];
        let a = rate(&Inputs { pairs: &pairs, ..inputs(&depots, &[]) }).quantity_kg;
        let b = rate(&Inputs { pairs: &swapped, ..inputs(&turned, &[]) }).quantity_kg;
        prop_assert!((a.low - b.low).abs() < 1e-6 && (a.high - b.high).abs() < 1e-6);
    }
}
