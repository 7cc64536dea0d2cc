//! What holds for any plant.

use super::*;
use proptest::prelude::*;

const NAMES: [&str; 8] = ["氯", "氨", "68476-85-7", "汽油", "6484-52-2", "锑化氢", "68334-30-5", "某物"];

fn stocks() -> impl Strategy<Value = Vec<(usize, Option<f64>)>> {
    proptest::collection::vec((0..NAMES.len(), proptest::option::weighted(0.9, 0.0..300.0f64)), 0..6)
}

fn plant(units: &[Vec<(usize, Option<f64>)>], complete: Option<bool>, residents: Range) -> Inputs {
    let stock = |(name, t): &(usize, Option<f64>)| Stock::new(NAMES[*name], Vec::new(), *t, None);
    let unit = |stocks: &Vec<_>| Unit { stocks: stocks.iter().map(stock).collect(), ..Unit::default() };
    Inputs { units: units.iter().map(unit).collect(), complete, residents, ..Inputs::default() }
}

fn people() -> impl Strategy<Value = Range> {
    (0.0..150.0f64, 0.0..60.0f64, any::<bool>())
        .prop_map(|(low, more, known)| Range { low, high: if known { low } else { low + more } })
}

fn complete() -> impl Strategy<Value = Option<bool>> {
    prop_oneof![Just(None), Just(Some(false)), Just(Some(true))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// One tonne, one resident, one substance, one unit more never lowers either end; where nothing says that all is
    /// declared the worst end of S < 1 is open already, and the level that is shown does not fall.
    #[test]
    fn more_never_lowers(
        units in proptest::collection::vec(stocks(), 1..4), c in complete(), n in people(),
        more in 0.0..200.0f64, which in 0..20usize, extra in (0..NAMES.len(), 0.0..300.0f64),
    ) {
        let was = rate(&plant(&units, c, n)).rating;
        let mut tonnes = units.clone();
        let u = which % tonnes.len();
        if let Some(stock) = tonnes[u].first_mut() {
            stock.1 = stock.1.map(|t| t + more);
        }
        let mut substance = units.clone();
        substance[u].push((extra.0, Some(extra.1)));
        let mut unit = units.clone();
        unit.push(vec![(extra.0, Some(extra.1))]);
        let homes = Range { low: n.low + more, high: n.high + more };
        let changed = [plant(&tonnes, c, n), plant(&substance, c, n), plant(&unit, c, n), plant(&units, c, homes)];
        for now in changed.iter().map(|inputs| rate(inputs).rating) {
            prop_assert!(now.best <= was.best, "{was:?} → {now:?}");
            prop_assert!(c.is_none() || now.worst <= was.worst, "{was:?} → {now:?}");
            prop_assert!(now.level() <= was.level() || now.level() == Level::Unrated, "{was:?} → {now:?}");
        }
    }

    /// The order of units and substances changes no digit.
    #[test]
    fn order_does_not_matter(units in proptest::collection::vec(stocks(), 0..4), c in complete(), n in people()) {
        let mut turned: Vec<Vec<_>> = units.iter().map(|u| u.iter().rev().copied().collect()).collect();
        turned.reverse();
        let (a, b) = (rate(&plant(&units, c, n)), rate(&plant(&turned, c, n)));
        prop_assert_eq!((a.rating, a.s, a.r, a.best, a.worst), (b.rating, b.s, b.r, b.best, b.worst));
        prop_assert_eq!(a.faults.len(), b.faults.len());
    }

    /// Whatever the unknown turns out to be, the figures lie between the ends that were given.
    #[test]
    fn the_ends_hold_any_value_between(
        stocks in stocks(), n in people(), share in 0.0..1.0f64, t in 0.0..1e4f64, q in 0..85usize, class in 0..24usize,
    ) {
        let open = rate(&plant(std::slice::from_ref(&stocks), Some(true), n));
        let mut inputs = plant(std::slice::from_ref(&stocks), Some(true), Range::exactly(n.low + share * (n.high - n.low)));
        for stock in &mut inputs.units[0].stocks {
            stock.quantity_t.get_or_insert(t);
            *stock = match stock.identity {
                Identity::Listed([_]) => continue,
                Identity::Listed(rows) => Stock::new(rows[q % rows.len()].zh, Vec::new(), stock.quantity_t, None),
                Identity::Unknown(Why::Name) => Stock::new(substances::TABLE[q].zh, Vec::new(), stock.quantity_t, None),
                _ => Stock::new("x", classes::Class::all().skip(class).take(1).collect(), stock.quantity_t, None),
            };
        }
        let known = rate(&inputs);
        let within = |a: Range, b: Range| b.low <= a.low * (1.0 + 1e-9) && a.high <= b.high * (1.0 + 1e-9);
        prop_assert!(within(known.s, open.s) && within(known.r, open.r), "{known:?} {open:?}");
        prop_assert!(known.rating.best <= open.rating.best && known.rating.worst >= open.rating.worst);
    }

    /// Every change that is said to lower the level does, and nothing is said of what is blue or unrated.
    #[test]
    fn every_change_lowers(units in proptest::collection::vec(stocks(), 1..3), n in 0..150u32) {
        let worked = explain(&plant(&units, Some(true), Range::exactly(f64::from(n))));
        let level = worked.rating.level();
        prop_assert!(worked.lowering.iter().all(|l| l.to > level && l.to != Level::Unrated));
        prop_assert!(worked.lowering.is_empty() || !matches!(level, Level::Blue | Level::Unrated));
    }

    /// Wild texts are read without a panic, and explained.
    #[test]
    fn any_text_is_read(text in "\\PC{0,60}", json in "[\\[\\]{}\":,a-z0-9 -]{0,60}") {
        for units in [read(Some(&text), Some(&json)), read(Some(&json), Some(&text))] {
            prop_assert_eq!(explain(&Inputs { units, ..Inputs::default() }).rating.level(), Level::Unrated);
        }
    }
}
