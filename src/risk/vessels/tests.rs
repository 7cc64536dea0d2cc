use super::*;
use crate::domain::Words;
use crate::risk::blast;
use proptest::prelude::*;

static NAME: Words = Words { zh: String::new(), en: String::new() };

fn near(found: f64, said: f64, digits: f64) {
    assert!((found - said).abs() <= digits, "{found} is not {said}");
}

fn vessel(substance: &str, mass_t: Option<f64>) -> Vessel {
    Vessel { substance: Some(substance.to_owned()).filter(|s| !s.is_empty()), mass_t }
}

fn school(distance_m: f64) -> Site<'static> {
    Site { target: Target::Vulnerable, distance_m, name: &NAME, row: "venues.csv#1" }
}

fn inputs<'a>(vessels: &'a [Vessel], sites: &'a [Site<'a>]) -> Inputs<'a> {
    Inputs {
        vessels,
        at_most: None,
        sites,
        searched_m: 1e9,
        unverified_heats: false,
        row: "facilities.csv#1",
        faults: &[],
    }
}

#[test]
fn t5_1_the_published_example() {
    let (kg, x) = (11_957.7, 100.0);
    near(diameter_m(kg), 132.63, 0.005);
    near(duration_s(kg), 10.29, 0.005);
    near(view_factor(kg, x), 0.2546, 0.00005);
    near(flux_kw_m2(kg, x), 89.1, 0.05);
}

#[test]
fn t5_2_a_road_tanker_of_20_tonnes() {
    let kg = 20_000.0;
    near(diameter_m(kg), 157.44, 0.005);
    near(duration_s(kg), 12.21, 0.005);
    for (q, x) in [(37.5, 219.7), (25.0, 278.0), (12.5, 405.1), (5.0, 651.5), (4.0, 730.0)] {
        near(flux_reach_m(kg, q), x, 0.05);
    }
    for (tdu, x) in DOSES.into_iter().zip([204.1, 264.9, 353.0]) {
        near(dose_reach_m(kg, tdu), x, 0.05);
    }
    near(flux_kw_m2(kg, 300.0), 21.81, 0.005);
    near(dose_tdu(kg, 300.0), 744.2, 0.05);
}

#[test]
fn t5_3_a_share_of_a_sphere_of_50_tonnes() {
    let kg = 50_000.0;
    near(diameter_m(kg), 213.67, 0.005);
    near(duration_s(kg), 15.78, 0.005);
    for (tdu, x) in DOSES.into_iter().zip([311.2, 400.6, 530.9]) {
        near(dose_reach_m(kg, tdu), x, 0.05);
    }
}

#[test]
fn t5_4_a_cloud_of_20_tonnes_of_propane() {
    near(one_psi_m(20_000.0, 46_333.0), 459.9, 0.05);
    let tnt = |share: f64| Range::exactly(share * 20_000.0 * 46_333.0 / 4680.0);
    near(blast::reach_m(tnt(0.1), blast::PSI_KPA).unwrap().low, 490.9, 0.1);
    near(tnt(0.03).low, 5940.0, 0.5);
    near(blast::reach_m(tnt(0.03), 20.7).unwrap().low, 143.5, 0.1);
    near(blast::reach_m(tnt(0.03), 6.9).unwrap().low, 328.6, 0.2);
}

#[test]
fn the_duration_jumps_at_30_tonnes() {
    near(duration_s(29_999.999_9), 13.98, 0.005);
    near(duration_s(30_000.0), 14.49, 0.005);
    assert!(dose_reach_m(29_999.999_9, 1000.0) < dose_reach_m(30_000.0, 1000.0));
}

#[test]
fn a_small_fireball_gives_no_dose() {
    assert_eq!(dose_reach_m(190.0, 1800.0), 0.0);
    assert!(dose_reach_m(200.0, 1800.0) > 0.0);
    assert_eq!((dose_reach_m(0.0, 500.0), one_psi_m(0.0, f64::INFINITY)), (0.0, 0.0));
    assert!(dose_reach_m(f64::INFINITY, 500.0).is_infinite());
}

#[test]
fn levels_follow_the_rings() {
    let lpg = [vessel("74-98-6", Some(20.0)), vessel("68476-85-7", Some(5.0))];
    let level = |d| rate(&inputs(&lpg, &[school(d)])).rating.level();
    assert_eq!(
        [level(204.0), level(264.0), level(352.0), level(459.0)],
        [Level::Red, Level::Orange, Level::Yellow, Level::Yellow]
    );
    assert_eq!(level(460.0), Level::Blue);
    assert_eq!(rate(&inputs(&lpg, &[])).largest, [Some(0), Some(0)]);
}

#[test]
fn what_a_vessel_holds_decides_which_rings_apply() {
    let level = |substance: &str, t: Option<f64>, d: f64| rate(&inputs(&[vessel(substance, t)], &[school(d)])).rating;
    assert_eq!(level("chlorine", Some(50.0), 10.0).level(), Level::Blue, "no flammable gas");
    assert_eq!(level("74-82-8", Some(20.0), 204.0).level(), Level::Yellow, "methane gives a cloud, no fireball");
    let open = level("", Some(20.0), 204.0);
    assert_eq!(open, Rating { best: Level::Blue, worst: Level::Red });
    assert_eq!(level("", Some(20.0), 650.0).level(), Level::Blue, "not even hydrogen reaches so far");
    assert_eq!(level("74-98-6", None, 1e6), Rating { best: Level::Blue, worst: Level::Red });
    assert_eq!(rate(&inputs(&[], &[])).rating.level(), Level::Unrated, "no vessels recorded");
}

#[test]
fn heats_that_nobody_checked_are_off_unless_asked_for() {
    assert_eq!(Gas::of(Some("115-07-1"), false).heat_kj_kg, Range { low: 0.0, high: gases::MOST_HEAT });
    let asked = Gas::of(Some(" 115-07-1 "), true);
    assert_eq!((asked.heat_kj_kg.known(), asked.confidence), (Some(45_762.0), Confidence::Unverified));
    assert_eq!(Gas::of(Some("丙烷"), false).heat_kj_kg.known(), Some(46_333.0));
}

#[test]
fn faults_keep_the_row_and_never_lower() {
    let mut faults = Vec::new();
    let vessels =
        read(r#"[{"substance":"74-98-6","mass_t":-4},{"substance":"74-98-6","mass_t":"12 t"},5]"#, &mut faults);
    assert_eq!((vessels.len(), faults.len()), (3, 3));
    let sites = [school(100.0)];
    let outcome = rate(&Inputs { faults: &faults, ..inputs(&vessels, &sites) });
    assert_eq!((outcome.rating.level(), outcome.faults.len()), (Level::Unrated, 3));
    let bad = [vessel("74-98-6", Some(f64::NAN))];
    assert_eq!(rate(&inputs(&bad, &sites)).faults.len(), 1);
    let worked = explain(&inputs(&bad, &sites));
    assert_eq!((worked.missing, worked.explanation.completeness), (vec!["vessels.mass_t".into()], Some(0.5)));
}

#[test]
fn what_would_lower_it_does() {
    let lpg = [vessel("74-98-6", Some(20.0))];
    let sites = [school(250.0)];
    let worked = explain(&inputs(&lpg, &sites));
    let said: Vec<_> = worked.lowering.iter().map(|l| (l.says.en().trim().to_owned(), l.to)).collect();
    assert_eq!(
        said,
        [
            ("vessel 1 (74-98-6) no more than 17.7 t".to_owned(), Level::Yellow),
            ("at least 265 m away".to_owned(), Level::Yellow)
        ]
    );
    assert!(dose_tdu(17_700.0, 250.0) < 1000.0 && dose_tdu(17_800.0, 250.0) > 1000.0);
    assert!(worked.figures.iter().all(|f| f.source.contains("screening value")));
}

proptest! {
    #[test]
    fn the_far_branch_gives_the_dose_back(kg in 300.0f64..500_000.0, tdu in 100.0f64..1800.0) {
        let x = dose_reach_m(kg, tdu);
        prop_assert!(x >= diameter_m(kg) / 2.0 / 2f64.sqrt() - 1e-9);
        prop_assert!((dose_tdu(kg, x) / tdu - 1.0).abs() < 1e-9);
    }

    #[test]
    fn more_gas_never_lowers(t in 0.0f64..400.0, more in 0.0f64..400.0, d in 0.0f64..3000.0) {
        let at = |t| rate(&inputs(&[vessel("74-98-6", Some(t))], &[school(d)])).rating;
        let (less, more) = (at(t), at(t + more));
        prop_assert!(more.worst <= less.worst && more.best <= less.best);
    }

    #[test]
    fn unknown_holds_every_value(t in 0.0f64..5000.0, d in 0.0f64..5000.0, gas in 0usize..5) {
        let name = ["74-98-6", "74-82-8", "1333-74-0", "74-85-1", "chlorine"][gas];
        let sites = [school(d)];
        let one = rate(&inputs(&[vessel(name, Some(t))], &sites)).rating;
        for open in [vessel(name, None), vessel("", Some(t)), vessel("", None)] {
            let open = rate(&inputs(&[open], &sites)).rating;
            prop_assert!(open.worst <= one.worst && one.best <= open.best);
        }
    }

    #[test]
    fn the_order_of_vessels_changes_nothing(t in proptest::collection::vec(0.0f64..200.0, 1..5), d in 0.0f64..900.0) {
        let vessels: Vec<_> = t.iter().enumerate().map(|(i, t)| vessel(["74-98-6", "", "chlorine"][i % 3], Some(*t))).collect();
        let back: Vec<_> = vessels.iter().rev().cloned().collect();
        let sites = [school(d)];
        let (a, b) = (rate(&inputs(&vessels, &sites)), rate(&inputs(&back, &sites)));
        prop_assert_eq!((a.rating, a.rings), (b.rating, b.rings));
    }

    #[test]
    fn wild_json_never_panics(text in ".{0,80}") {
        let mut faults = Vec::new();
        let vessels = read(&text, &mut faults);
        rate(&Inputs { faults: &faults, ..inputs(&vessels, &[]) });
    }
}

#[test]
fn without_a_record_of_vessels_one_holds_at_most_all_there_is() {
    let (all, none) = (vessel("68476-85-7", Some(22.0)), [] as [Vessel; 0]);
    let whole = rate(&inputs(std::slice::from_ref(&all), &[]));
    for (metres, low, high) in [(1.0, Level::Blue, Level::Red), (5_000.0, Level::Blue, Level::Blue)] {
        let sites = [school(metres)];
        let bounded = rate(&Inputs { at_most: Some(&all), ..inputs(&none, &sites) });
        assert_eq!((bounded.rating.best, bounded.rating.worst), (low, high), "a school at {metres} m");
        for (ring, largest) in bounded.rings.iter().zip(&whole.rings) {
            assert_eq!((ring.radius_m.low, ring.radius_m.high), (0.0, largest.radius_m.high));
        }
        // Of how much gas there is nothing is known either.
        let open = rate(&inputs(&none, &sites));
        assert_eq!((open.rating.best, open.rating.worst), (Level::Blue, Level::Red));
    }
    let worked = explain(&Inputs { at_most: Some(&all), ..inputs(&none, &[]) });
    assert_eq!(worked.missing, [crate::text::Text::from("vessels")]);
}
