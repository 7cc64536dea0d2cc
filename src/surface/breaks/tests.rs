use super::*;
use proptest::prelude::*;

/// Upper bounds by jenkspy 0.4.1 (`jenks_breaks`) and mapclassify 2.10.0 (`FisherJenks`), which agree; see
/// `tests/reference/breaks`.
fn lower_edges(values: &[f64], uppers: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut edges = vec![sorted[0]];
    for upper in &uppers[..uppers.len() - 1] {
        edges.extend(sorted.iter().find(|v| *v > upper));
    }
    edges
}

#[test]
fn typed_edges_ascend_and_stay_whatever_the_values_are() {
    let edges = Edges::new(&[0.5, 2.0, 10.0]).unwrap();
    assert_eq!(Breaks::Typed(edges).edges([3.0, 100.0], 5), [0.5, 2.0, 10.0]);
    assert_eq!(Breaks::Typed(edges).edges([], 5), [0.5, 2.0, 10.0], "of nothing too");
    assert_eq!(Edges::new(&[]), Err(EdgesError::Count(0)));
    assert_eq!(Edges::new(&[1.0; 7]), Err(EdgesError::Count(7)));
    assert_eq!(Edges::new(&[1.0, 3.0, 3.0]), Err(EdgesError::NotAscending(3.0, 3.0)));
    assert_eq!(Edges::new(&[-1.0]), Err(EdgesError::NoNumber(-1.0)));
    assert!(matches!(Edges::new(&[f64::NAN]), Err(EdgesError::NoNumber(_))));
    assert_eq!(Edges::try_from(Vec::from(edges)), Ok(edges));
    assert!(Edges::try_from(vec![2.0, 1.0]).is_err(), "nobody smuggles them in");
}

#[test]
fn natural_breaks_as_others_find_them() {
    let reference = include_str!("../../../tests/reference/breaks/values.csv");
    let mut cases = 0;
    for line in reference.lines().skip(1) {
        let mut cells = line.split(',');
        let (name, classes) = (cells.next().unwrap(), cells.next().unwrap().parse().unwrap());
        let list = |text: &str| text.split(' ').map(|v| v.parse().unwrap()).collect::<Vec<f64>>();
        let (uppers, values) = (list(cells.next().unwrap()), list(cells.next().unwrap()));
        let edges = Breaks::Natural.edges(values.iter().copied(), classes);
        assert_eq!(edges, lower_edges(&values, &uppers), "{name}, {classes} classes");
        cases += 1;
    }
    assert!(cases >= 8);
}

#[test]
fn equal_quantile_and_pretty() {
    let ten = (1..=10).map(f64::from);
    assert_eq!(Breaks::Equal.edges(ten.clone(), 3), [1.0, 4.0, 7.0]);
    assert_eq!(Breaks::Quantile.edges(ten.clone(), 5), [1.0, 3.0, 5.0, 7.0, 9.0]);
    assert_eq!(class_counts(ten.clone(), &Breaks::Quantile.edges(ten, 5)), [2; 5]);
    assert_eq!(Breaks::Pretty.edges([0.0, 47.0], 5), [0.0, 10.0, 20.0, 30.0, 40.0]);
    assert_eq!(Breaks::Pretty.edges([0.13, 0.92], 5), [0.0, 0.2, 0.4, 0.6, 0.8]);
    assert_eq!(Breaks::Pretty.edges([1.0, 1e6], 4), [0.0, 5e5, 1e6]);
}

#[test]
fn round_classes_of_skewed_values_are_a_ladder() {
    // People near the demo city's facilities: deciles 9 to 7,654, one of 64,881.
    let people = [9.0, 900.0, 1174.0, 1493.0, 1999.0, 2684.0, 3324.0, 4448.0, 6030.0, 7654.0, 64_881.0];
    let edges = Breaks::Pretty.edges(people, 5);
    assert_eq!(edges, [0.0, 2000.0, 5000.0, 10_000.0, 20_000.0, 50_000.0]);
    assert_eq!(class_counts(people, &edges), [5, 3, 2, 0, 0, 1]);
    assert_eq!(Breaks::Pretty.edges([-1.0, 0.0, 0.0, 0.0, 100.0], 5)[0], -50.0, "no ladder below 0");
    assert_eq!(Breaks::Pretty.edges([50.0, 51.0, 52.0, 100.0], 5), [40.0, 60.0, 80.0, 100.0]);
    // No class lies wholly below the lowest value; and four values in one class of either kind are no reason.
    assert_eq!(Breaks::Pretty.edges([30.0, 60.0, 70.0, 80.0, 90.0, 900.0], 5), [20.0, 50.0, 100.0, 200.0, 500.0]);
    assert_eq!(Breaks::Pretty.edges([30.0, 31.0, 32.0, 33.0, 900.0], 5), [0.0, 200.0, 400.0, 600.0, 800.0]);
}

#[test]
fn a_ladder_goes_down_in_round_numbers_from_four_fifths_of_the_highest() {
    assert_eq!(ladder(412.0, 5), [10.0, 20.0, 50.0, 100.0, 200.0]);
    assert_eq!(ladder(3.82, 5), [0.1, 0.2, 0.5, 1.0, 2.0]);
    assert_eq!(ladder(0.03, 4), [0.002, 0.005, 0.01, 0.02]);
    assert_eq!(ladder(125.0, 2), [50.0, 100.0], "four fifths of 125 is 100");
    assert_eq!(ladder(124.0, 2), [20.0, 50.0]);
    assert_eq!(ladder(7.0, 0), [0.0; 0]);
    for none in [0.0, -3.0, f64::NAN, f64::INFINITY] {
        assert!(ladder(none, 5).is_empty());
    }
}

#[test]
fn classes_of_whole_numbers_begin_with_one_that_they_hold() {
    let equal = Breaks::Equal.edges([1.0, 1.0, 2.0, 3.0], 5);
    assert_eq!(of_whole_numbers(&equal), [1.0, 2.0, 3.0], "of {equal:?} two hold no number");
    assert_eq!(of_whole_numbers(&[0.0, 1.0, 2.0, 5.0]), [1.0, 2.0, 5.0]);
    assert_eq!(of_whole_numbers(&[0.0, 200.0]), [1.0, 200.0]);
    assert!(of_whole_numbers(&[]).is_empty());
    for v in (1..40).map(f64::from) {
        let edges = [0.5, 3.2, 7.0, 7.5, 30.1];
        let same = |a: f64, b: f64| class_of(a, &edges) == class_of(b, &edges);
        let whole = of_whole_numbers(&edges);
        assert_eq!(same(v, v + 1.0), class_of(v, &whole) == class_of(v + 1.0, &whole), "{v}");
    }
}

#[test]
fn ties_and_few_values() {
    for way in [Breaks::Quantile, Breaks::Natural, Breaks::Equal, Breaks::Pretty] {
        assert!(way.edges([], 5).is_empty());
        assert!(way.edges([f64::NAN, f64::INFINITY], 5).is_empty());
        assert!(way.edges([1.0, 2.0], 0).is_empty());
        assert_eq!(way.edges([7.0, 7.0, f64::NAN], 5), [7.0]);
    }
    assert_eq!(Breaks::Quantile.edges([0.0, 0.0, 0.0, 0.0, 5.0], 4), [0.0, 5.0]);
    assert_eq!(Breaks::Natural.edges([1.0, 1.0, 9.0], 6), [1.0, 9.0]);
}

#[test]
fn many_values_are_thinned_but_keep_their_ends_and_their_number() {
    let distinct: Vec<(f64, f64)> = (0..120_001).map(|i| (f64::from(i), 2.0)).collect();
    let kept = thinned(&distinct);
    assert_eq!((kept.len(), kept[0].0, kept[kept.len() - 1].0), (NATURAL_LIMIT, 0.0, 120_000.0));
    assert_eq!(kept.iter().map(|k| k.1).sum::<f64>(), 240_002.0);
    let edges = Breaks::Natural.edges((0..120_001).map(f64::from), 4);
    for (edge, want) in edges.iter().zip([0.0, 30_000.0, 60_000.0, 90_000.0]) {
        assert!((edge - want).abs() < 10.0, "{edges:?}");
    }
}

/// Every way to cut the sorted values, to find the least sum of squares.
fn least(sorted: &[f64], classes: usize) -> f64 {
    let squares = |run: &[f64]| {
        let mean = run.iter().sum::<f64>() / run.len() as f64;
        run.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>()
    };
    if classes == 1 {
        return squares(sorted);
    }
    (classes - 1..sorted.len())
        .map(|cut| least(&sorted[..cut], classes - 1) + squares(&sorted[cut..]))
        .fold(f64::INFINITY, f64::min)
}

proptest! {
    #[test]
    fn natural_is_the_least_of_all_cuts(values in proptest::collection::vec(-50i32..50, 4..11), classes in 2usize..4) {
        let mut sorted: Vec<f64> = values.into_iter().map(f64::from).collect();
        sorted.sort_by(f64::total_cmp);
        let edges = Breaks::Natural.edges(sorted.iter().copied(), classes);
        let mut found = 0.0;
        for class in 0..edges.len() {
            let run: Vec<f64> =
                sorted.iter().copied().filter(|v| class_of(*v, &edges) == Some(class as u8)).collect();
            let mean = run.iter().sum::<f64>() / run.len() as f64;
            found += run.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
        }
        prop_assert!((found - least(&sorted, classes)).abs() < 1e-6);
    }

    #[test]
    fn a_ladders_classes_are_as_many_as_asked(high in 1e-200..1e200f64, classes in 1usize..8) {
        let edges = ladder(high, classes);
        prop_assert_eq!(edges.len(), classes);
        prop_assert!(edges.windows(2).all(|w| (1.99..2.51).contains(&(w[1] / w[0]))), "{:?}", edges);
        let top = edges[classes - 1] / high;
        prop_assert!((0.319..=0.801).contains(&top), "{}", top);
    }

    #[test]
    fn edges_ascend_and_classes_hold_every_value(
        values in proptest::collection::vec(-1e4..1e4f64, 1..60), classes in 1usize..8, way in 0usize..4,
    ) {
        let way = [Breaks::Quantile, Breaks::Natural, Breaks::Equal, Breaks::Pretty][way];
        let edges = way.edges(values.iter().copied(), classes);
        prop_assert!(edges.windows(2).all(|w| w[0] < w[1]), "{edges:?}");
        let counts = class_counts(values.iter().copied(), &edges);
        prop_assert_eq!(counts.iter().sum::<u32>() as usize, values.len());
        let most = if way == Breaks::Pretty { classes + 2 } else { classes };
        prop_assert!(edges.len() <= most, "{edges:?} for {classes}");
    }
}
