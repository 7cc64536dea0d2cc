use super::*;
use proptest::prelude::*;

static NAME: Words = Words { zh: String::new(), en: String::new() };

fn near(found: f64, said: f64, digits: f64) {
    assert!((found - said).abs() <= digits, "{found} is not {said}");
}

fn object(kind: Kind, at_m: f64, distance_m: f64) -> Object<'static> {
    Object { kind, from_m: at_m, to_m: at_m, distance_m, name: &NAME, row: "venues.csv#1" }
}

fn line<'a>(product: Product, of: Option<(f64, f64)>, objects: &'a [Object<'a>]) -> Inputs<'a> {
    Inputs {
        length_m: 10_000.0,
        diameter_mm: of.map(|o| o.0),
        pressure_mpa: of.map(|o| o.1),
        product,
        objects,
        searched_m: 1e9,
        options: Options::default(),
        row: "pipelines.geojson#1",
    }
}

fn houses(n: usize, households: f64, from_m: f64, step_m: f64) -> Vec<Object<'static>> {
    (0..n).map(|i| object(Kind::Households(Some(households)), from_m + step_m * i as f64, 100.0)).collect()
}

fn spans(areas: &[Area]) -> Vec<(f64, f64, Grade)> {
    areas.iter().map(|a| (a.from_m, a.to_m, a.grade)).collect()
}

#[test]
fn t4_1_thirty_inches_a_thousand_psi() {
    near(0.69 * (1000f64 * 30.0 * 30.0).sqrt(), 654.6, 0.05);
    near(0.69 * (1000f64 * 30.0 * 30.0).sqrt() * 0.3048, 199.52, 0.005);
    near(radius_m(762.0, 6.895), 198.09, 0.005);
}

#[test]
fn t4_2_radii() {
    let cases = [
        (813.0, 10.0, 254.52),
        (1016.0, 10.0, 318.07),
        (1219.0, 12.0, 418.05),
        (508.0, 6.3, 126.23),
        (219.0, 1.6, 27.42),
    ];
    for (d, p, r) in cases {
        near(radius_m(d, p), r, 0.005);
    }
    assert_eq!(radius_m(0.0, f64::INFINITY), 0.0);
}

#[test]
fn t4_3_a_school_inside_the_radius_of_a_large_line() {
    let objects = [object(Kind::Identified, 5000.0, 240.0)];
    let outcome = rate(&line(Product::Gas, Some((813.0, 10.0)), &objects));
    assert_eq!(outcome.rating.level(), Level::Orange);
    assert_eq!(outcome.areas, outcome.possible);
    let reason = Reason { item: Item::GasSiteLarge, grade: Grade::Two, object: 0, count: 1.0 };
    assert_eq!(outcome.areas[0].reasons, [reason]);
    assert_eq!(spans(&outcome.areas), [(4800.0, 5200.0, Grade::Two)]);
    let past = [object(Kind::Identified, 5000.0, 255.0)];
    assert_eq!(rate(&line(Product::Gas, Some((813.0, 10.0)), &past)).rating.level(), Level::Blue);
}

#[test]
fn t4_4_a_school_beside_a_middling_line() {
    let level =
        |d| rate(&line(Product::Gas, Some((508.0, 6.3)), &[object(Kind::Identified, 5000.0, d)])).rating.level();
    assert_eq!((level(180.0), level(200.0), level(210.0)), (Level::Yellow, Level::Yellow, Level::Blue));
}

#[test]
fn a_small_line_reaches_only_its_radius() {
    let level =
        |d| rate(&line(Product::Gas, Some((219.0, 1.5)), &[object(Kind::Identified, 5000.0, d)])).rating.level();
    assert_eq!((level(26.0), level(27.0)), (Level::Yellow, Level::Blue));
    // Between the radius of a barely large line and 200 m the text leaves a gap; item e closes it.
    let gap = [object(Kind::Identified, 5000.0, 199.0)];
    assert_eq!(rate(&line(Product::Gas, Some((763.0, 6.91)), &gap)).rating.level(), Level::Yellow);
}

#[test]
fn oil_items() {
    let level = |kind, d| rate(&line(Product::Oil, None, &[object(kind, 5000.0, d)])).rating.level();
    assert_eq!((level(Kind::Water, 200.0), level(Kind::Water, 201.0)), (Level::Red, Level::Blue));
    assert_eq!((level(Kind::BuiltUp, 200.0), level(Kind::Reserve, 100.0)), (Level::Red, Level::Orange));
    assert_eq!(
        (level(Kind::Village(Some(50.0)), 10.0), level(Kind::Village(Some(49.0)), 10.0)),
        (Level::Orange, Level::Blue)
    );
    assert_eq!((level(Kind::Railway, 50.0), level(Kind::Railway, 50.1)), (Level::Yellow, Level::Blue));
    assert_eq!(
        (level(Kind::Road(RoadClass::National), 0.0), level(Kind::Road(RoadClass::Minor), 0.0)),
        (Level::Yellow, Level::Blue)
    );
    assert_eq!((level(Kind::Flammable, 49.0), level(Kind::Identified, 0.0)), (Level::Yellow, Level::Blue));
}

#[test]
fn unknowns_of_oil_stay_open() {
    let rating = |kind, d| rate(&line(Product::Oil, None, &[object(kind, 5000.0, d)])).rating;
    let open = |best, worst| Rating { best, worst };
    assert_eq!(rating(Kind::Road(RoadClass::Unknown), 10.0), open(Level::Blue, Level::Yellow));
    assert_eq!(rating(Kind::Village(None), 10.0), open(Level::Blue, Level::Orange));
    assert_eq!(rating(Kind::Households(None), 10.0), open(Level::Blue, Level::Orange));
    assert_eq!(rating(Kind::Water, f64::NAN), open(Level::Blue, Level::Red));
    assert_eq!(rating(Kind::TallBuilding, 10.0).level(), Level::Blue, "one is not concentrated");
    let two = [object(Kind::TallBuilding, 100.0, 10.0), object(Kind::TallBuilding, 900.0, 10.0)];
    assert_eq!(rate(&line(Product::Oil, None, &two)).rating, open(Level::Blue, Level::Red));
    let set = |n| Inputs {
        options: Options { concentrated: Some(n), ..Options::default() },
        ..line(Product::Oil, None, &two)
    };
    assert_eq!((rate(&set(2)).rating.level(), rate(&set(3)).rating.level()), (Level::Red, Level::Blue));
}

#[test]
fn a_hundred_households_in_two_kilometres() {
    let level = |list: &[Object<'_>]| rate(&line(Product::Oil, None, list)).rating.level();
    // 21 houses 100 m apart stand in one window of 2 km, both ends counted.
    assert_eq!(level(&houses(21, 4.9, 3000.0, 100.0)), Level::Orange);
    assert_eq!(level(&houses(21, 4.7, 3000.0, 100.0)), Level::Blue);
    assert_eq!(level(&houses(21, 4.9, 3000.0, 101.0)), Level::Blue);
    let outcome = rate(&line(Product::Oil, None, &houses(21, 5.0, 3000.0, 100.0)));
    assert_eq!(spans(&outcome.areas), [(2800.0, 5200.0, Grade::Two)]);
    assert_eq!(outcome.areas[0].reasons[0].count, 105.0);
}

#[test]
fn areas_are_clipped_and_merged() {
    let objects = [
        object(Kind::Water, 100.0, 0.0),
        object(Kind::Railway, 9990.0, 0.0),
        object(Kind::Road(RoadClass::Expressway), 350.0, 30.0),
    ];
    let plain = rate(&line(Product::Oil, None, &objects));
    assert_eq!(
        spans(&plain.areas),
        [(0.0, 300.0, Grade::Three), (310.0, 390.0, Grade::One), (9940.0, 10_000.0, Grade::One)]
    );
    let inputs =
        Inputs { options: Options { merge_gaps: true, ..Options::default() }, ..line(Product::Oil, None, &objects) };
    assert_eq!(spans(&rate(&inputs).areas), [(0.0, 390.0, Grade::Three), (9940.0, 10_000.0, Grade::One)]);
    let said = explain(&inputs).explanation.notes;
    assert!(said.iter().any(|n| n.en().contains("not per standard") && n.zh().contains("未经标准原文核对")));
}

#[test]
fn location_classes_are_off_unless_switched_on() {
    let list = houses(30, 5.0, 3000.0, 50.0);
    let off = line(Product::Gas, Some((508.0, 6.3)), &list);
    assert_eq!(rate(&off).rating, Rating { best: Level::Blue, worst: Level::Orange });
    let on = Inputs { options: Options { location_classes: true, ..Options::default() }, ..off };
    assert_eq!(rate(&on).rating.level(), Level::Orange);
    let worked = explain(&on).explanation;
    assert!(worked.notes.iter().any(|n| n.en().contains("not per standard")));
    // What is counted is said with its noun, and the rule as an item of the standard.
    let labels: Vec<String> = worked.steps.iter().flat_map(|s| &s.inputs).map(|i| i.label.en().to_string()).collect();
    assert!(labels.iter().any(|l| l.ends_with(" (gas item b; 150 households)")), "{labels:?}");
    let open = [object(Kind::Households(None), 3000.0, 50.0)];
    let unknown = explain(&line(Product::Gas, Some((508.0, 6.3)), &open)).explanation.unknown;
    assert!(unknown.iter().any(|u| u.en() == "1 place with an unknown number of households"), "{unknown:?}");
    let recorded = [Object { to_m: 4000.0, ..object(Kind::LocationClass(4), 3000.0, 0.0) }];
    let outcome = rate(&line(Product::Gas, Some((508.0, 6.3)), &recorded));
    assert_eq!(spans(&outcome.areas), [(3000.0, 4000.0, Grade::Three)]);
}

#[test]
fn unknown_size_and_product_give_both_ends() {
    let objects = [object(Kind::Identified, 5000.0, 150.0), object(Kind::Water, 5000.0, 150.0)];
    let rating = |product, of| rate(&line(product, of, &objects[..1])).rating;
    assert_eq!(rating(Product::Gas, None), Rating { best: Level::Blue, worst: Level::Orange });
    assert_eq!(
        rating(Product::Gas, Some((508.0, f64::NAN))).level(),
        Level::Yellow,
        "no pressure makes it large or small"
    );
    let open = rate(&line(Product::Unknown, Some((508.0, 6.3)), &objects)).rating;
    assert_eq!(open, Rating { best: Level::Yellow, worst: Level::Red });
    assert_eq!(rating(Product::Other, Some((508.0, 6.3))), Rating::unknown());
    let short = Inputs { searched_m: 220.0, ..line(Product::Gas, Some((813.0, 10.0)), &[]) };
    assert_eq!(rate(&short).rating, Rating { best: Level::Blue, worst: Level::Orange });
    assert_eq!(rate(&Inputs { searched_m: 100.0, ..short }).rating.worst, Level::Red);
    assert_eq!(explain(&line(Product::Unknown, None, &[])).missing, ["product", "diameter_mm", "pressure_mpa"]);
}

#[test]
fn products_are_read_by_name() {
    let cases = [
        (Some("natural_gas"), Product::Gas),
        (Some("天然气"), Product::Gas),
        (Some("Oil"), Product::Oil),
        (Some("成品油"), Product::Oil),
        (Some("water"), Product::Other),
        (Some("hydrogen"), Product::Other),
        (Some(" "), Product::Unknown),
        (None, Product::Unknown),
    ];
    for (text, said) in cases {
        assert_eq!(Product::of(text), said, "{text:?}");
    }
}

#[test]
fn faults_are_listed_and_never_lower() {
    let objects = [
        object(Kind::Water, f64::NAN, 10.0),
        object(Kind::Households(Some(-3.0)), 100.0, 10.0),
        object(Kind::Identified, 100.0, -1.0),
        object(Kind::LocationClass(9), 100.0, 0.0),
    ];
    let outcome = rate(&Inputs { length_m: f64::NAN, ..line(Product::Oil, Some((-1.0, 1.0)), &objects) });
    assert_eq!((outcome.faults.len(), outcome.rating), (6, Rating { best: Level::Blue, worst: Level::Red }));
}

#[test]
fn what_would_lower_it_does() {
    let objects = [object(Kind::Identified, 5000.0, 240.0)];
    let inputs = line(Product::Gas, Some((813.0, 10.0)), &objects);
    let worked = explain(&inputs);
    let said: Vec<_> = worked.lowering.iter().map(|l| (l.says.en().trim().to_owned(), l.to)).collect();
    assert_eq!(
        said,
        [
            ("maximum allowable operating pressure no more than 8.89 MPa".to_owned(), Level::Blue),
            ("at least 255 m from the line".to_owned(), Level::Blue),
        ]
    );
    assert!(radius_m(813.0, 8.89) < 240.0 && radius_m(813.0, 8.9) > 240.0);
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        (0.0f64..60.0).prop_map(|n| Kind::Households(Some(n.floor()))),
        (0.0f64..120.0).prop_map(|n| Kind::Village(Some(n.floor()))),
        Just(Kind::TallBuilding),
        Just(Kind::BuiltUp),
        (0u8..6).prop_map(Kind::LocationClass),
        Just(Kind::Road(RoadClass::National)),
        Just(Kind::Road(RoadClass::Unknown)),
        Just(Kind::Identified),
        Just(Kind::Railway),
        Just(Kind::Water),
        Just(Kind::Flammable),
        Just(Kind::Reserve),
    ]
}

fn objects() -> impl Strategy<Value = Vec<Object<'static>>> {
    let one = (kinds(), 0.0f64..10_000.0, 0.0f64..3000.0, 0.0f64..400.0)
        .prop_map(|(kind, from_m, long, d)| Object { to_m: from_m + long, ..object(kind, from_m, d) });
    proptest::collection::vec(one, 0..12)
}

fn options() -> impl Strategy<Value = Options> {
    (any::<bool>(), any::<bool>(), proptest::option::of(1u32..5)).prop_map(
        |(merge_gaps, location_classes, concentrated)| Options {
            merge_gaps,
            location_classes,
            concentrated,
            ..Options::default()
        },
    )
}

/// The fullest window by trying every beginning on a fine comb and at every object's ends.
fn fullest(list: &[Extent], window: f64) -> f64 {
    let starts = list.iter().flat_map(|e| [e.from_m - window, e.to_m, e.from_m]);
    let held = |s: f64| list.iter().filter(|e| e.to_m >= s && e.from_m <= s + window).map(|e| e.weight).sum::<f64>();
    starts.map(held).fold(0.0, f64::max)
}

proptest! {
    #[test]
    fn the_window_finds_what_brute_force_finds(list in proptest::collection::vec((0.0f64..9000.0, 0.0f64..2500.0, 0u32..50), 0..15), least in 1u32..200) {
        let list: Vec<_> = list.iter().map(|(f, l, n)| Extent { from_m: *f, to_m: f + l, weight: f64::from(*n) }).collect();
        let found = stretches(&list, 2000.0, f64::from(least));
        let most = fullest(&list, 2000.0);
        prop_assert_eq!(!found.is_empty(), most >= f64::from(least));
        let max = found.iter().map(|s| s.weight).fold(0.0, f64::max);
        prop_assert!(found.is_empty() || (max - most).abs() < 1e-6);
    }

    #[test]
    fn more_of_anything_never_lowers(list in objects(), more in objects(), d in 100.0f64..1300.0, p in 0.1f64..12.0, up in 1.0f64..1.5, options in options(), gas in any::<bool>()) {
        let product = if gas { Product::Gas } else { Product::Oil };
        let at = |d, p, list: &[Object<'_>]| rate(&Inputs { options, ..line(product, Some((d, p)), list) }).rating;
        let now = at(d, p, &list);
        let both = [list.clone(), more].concat();
        for then in [at(d * up, p, &list), at(d, p * up, &list), at(d, p, &both)] {
            prop_assert!(then.worst <= now.worst && then.best <= now.best);
        }
    }

    #[test]
    fn what_a_product_does_not_ask_about_changes_nothing(list in objects(), options in options(), product in 0usize..3) {
        let product = [Product::Gas, Product::Oil, Product::Unknown][product];
        let asked: Vec<_> = list.iter().filter(|object| product.asks(object.kind)).copied().collect();
        let of = |list: &[Object<'_>]| {
            let outcome = rate(&Inputs { options, ..line(product, Some((813.0, 8.0)), list) });
            (outcome.rating, spans(&outcome.areas), spans(&outcome.possible))
        };
        prop_assert_eq!(of(&asked), of(&list));
    }

    #[test]
    fn the_order_of_objects_changes_nothing(list in objects(), options in options(), gas in any::<bool>()) {
        let product = if gas { Product::Gas } else { Product::Oil };
        let back: Vec<_> = list.iter().rev().copied().collect();
        let of = |list: &[Object<'_>]| {
            let outcome = rate(&Inputs { options, ..line(product, Some((813.0, 8.0)), list) });
            (outcome.rating, spans(&outcome.areas), spans(&outcome.possible))
        };
        prop_assert_eq!(of(&list), of(&back));
    }

    #[test]
    fn unknown_holds_every_value(list in objects(), d in 0.0f64..1500.0, p in 0.0f64..15.0, options in options(), gas in any::<bool>()) {
        let product = if gas { Product::Gas } else { Product::Oil };
        let at = |product, d, p| rate(&Inputs { options, diameter_mm: d, pressure_mpa: p, ..line(product, None, &list) }).rating;
        let one = at(product, Some(d), Some(p));
        for open in [at(product, None, Some(p)), at(product, Some(d), None), at(product, None, None), at(Product::Unknown, Some(d), Some(p))] {
            prop_assert!(open.worst <= one.worst && one.best <= open.best);
        }
    }

    #[test]
    fn areas_lie_apart_on_the_line(list in objects(), options in options()) {
        let outcome = rate(&Inputs { options, ..line(Product::Oil, None, &list) });
        let gap = if options.merge_gaps { GAP_M } else { 0.0 };
        for pair in outcome.possible.windows(2) {
            prop_assert!(pair[1].from_m > pair[0].to_m + gap);
        }
        for area in outcome.areas.iter().chain(&outcome.possible) {
            prop_assert!(0.0 <= area.from_m && area.from_m <= area.to_m && area.to_m <= 10_000.0);
            prop_assert_eq!(area.reasons.iter().map(|r| r.grade).max(), Some(area.grade));
        }
    }
}
