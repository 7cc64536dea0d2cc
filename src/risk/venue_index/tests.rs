use super::*;
use crate::risk::set_by::NOTHING;
use proptest::prelude::*;

fn near(found: f64, said: f64, digits: f64) {
    assert!((found - said).abs() <= digits, "{found} is not {said}");
}

/// A small office of which all is known.
fn plain() -> Inputs {
    Inputs {
        people: [Some(5.0), Some(0.0)],
        capacity: None,
        area_m2: None,
        density: None,
        mobility: Some(Mobility::Able),
        attendants: [Some(0.0); 2],
        aged: Some(false),
        sleeping: Some(false),
        floor: Some(1.0),
        floors: Some(1.0),
        underground: Some(false),
        fuel: [Fuel::Ordinary; 2],
        sprinklers: Some(false),
        alarm: Some(false),
        smoke_control: Some(false),
        brigade: Some(false),
        exits: Some(2.0),
        travel_min: Range::exactly(3.0),
        hydrant_m: Range::exactly(100.0),
        breaks: THRESHOLDS,
        high_danger: false,
    }
}

fn nursing_home() -> Inputs {
    Inputs {
        people: [Some(60.0); 2],
        mobility: Some(Mobility::Limited),
        attendants: [Some(12.0), Some(5.0)],
        aged: Some(true),
        sleeping: Some(true),
        floor: Some(3.0),
        alarm: Some(true),
        travel_min: Range::exactly(5.5),
        ..plain()
    }
}

/// A venue of a kind with a floor area, in which nobody counted.
fn uncounted(kind: &str, floor: Option<f64>, area_m2: f64) -> Inputs {
    Inputs { people: [None; 2], floor, area_m2: Some(area_m2), density: density(kind, floor), ..plain() }
}

#[test]
fn t8_1_people_by_floor_area() {
    near(crowd::design_load(&uncounted("karaoke", Some(1.0), 600.0)).unwrap(), 300.0, 1e-9);
    near(crowd::design_load(&uncounted("mall", Some(1.0), 4000.0)).unwrap(), 2400.0, 1e-9);
    near(crowd::design_load(&uncounted("mall", Some(-2.0), 1000.0)).unwrap(), 560.0, 1e-9);
    assert_eq!(crowd::design_load(&uncounted("hospital", Some(1.0), 4000.0)), None, "the code gives none");
    assert_eq!(crowd::design_load(&uncounted("karaoke", None, -600.0)), None, "no area is below nothing");
}

#[test]
fn who_was_not_counted_is_bounded_by_what_the_venue_holds() {
    let of = |inputs: &Inputs| crowd::people(inputs, Time::Day);
    let karaoke = uncounted("karaoke", Some(1.0), 600.0);
    assert_eq!(of(&karaoke), Range { low: 0.0, high: 300.0 });
    assert_eq!(of(&Inputs { capacity: Some(120.0), ..karaoke }).high, 300.0, "the smaller record lowers nothing");
    assert_eq!(of(&Inputs { capacity: Some(500.0), ..karaoke }).high, 500.0);
    assert_eq!(of(&Inputs { people: [Some(450.0); 2], ..karaoke }), Range::exactly(450.0), "a count is a count");
    assert_eq!(of(&Inputs { people: [Some(-1.0); 2], ..karaoke }), Range::unknown(), "a fault lowers nothing");
    assert_eq!(of(&Inputs { area_m2: None, ..karaoke }), Range::unknown());
    // A room of 19 m² holds nine: whoever counts, O is 1.
    let small = uncounted("karaoke", Some(1.0), 19.0);
    assert_eq!(waterfall(&small, Time::Day)[0].value, Range::exactly(1.0));
    assert_eq!(rate(&small).rating.level(), Level::Blue);
    assert_eq!(rate(&Inputs { area_m2: None, ..small }).rating.level(), Level::Unrated);
}

#[test]
fn where_nobody_is_nobody_sleeps_and_nobody_has_to_be_helped() {
    let school = Inputs { people: [Some(400.0), Some(0.0)], attendants: [Some(20.0), None], ..nursing_home() };
    let of =
        |symbol, inputs: &Inputs| waterfall(inputs, Time::Night).iter().find(|f| f.symbol == symbol).map(|f| f.value);
    for symbol in [Symbol::T, Symbol::S] {
        assert_eq!(of(symbol, &school), Some(Range::exactly(1.0)), "{symbol:?}: whoever keeps watch, whoever sleeps");
    }
    assert!(rate(&school).index[1].known().is_some(), "the watch by night need not be known");
    assert!(!explain(&school, "venues.csv#7", &NOTHING).missing.contains(&"attendants_night".into()));
    // One who is there sleeps, and may have nobody.
    let one = Inputs { people: [Some(400.0), Some(1.0)], ..school };
    assert_eq!(
        (of(Symbol::S, &one), of(Symbol::T, &one)),
        (Some(Range::exactly(1.5)), Some(Range { low: 1.0, high: 4.0 }))
    );
    assert!(rate(&one).rating.worst <= rate(&school).rating.worst, "more people never lower");
}

#[test]
fn the_working_says_what_a_venue_holds() {
    let step = |inputs: &Inputs| explain(inputs, "venues.csv#7", &NOTHING).explanation.steps.remove(0);
    let karaoke = uncounted("karaoke", Some(1.0), 600.0);
    assert_eq!(step(&karaoke).says.en(), "People whom nobody counted are at most the 300 whom it holds");
    assert_eq!(step(&karaoke).substituted.en(), "0.5 · 600 = 300");
    let crowded = Inputs { people: [Some(450.0); 2], ..karaoke };
    assert_eq!(step(&crowded).says.en(), "Holds at most 300 people; up to 450 are recorded there, which is more");
    let licensed = Inputs { people: [Some(4.0); 2], capacity: Some(80.0), ..plain() };
    assert_eq!((step(&licensed).says.zh(), step(&licensed).formula.zh()), ("最多容纳 80 人".into(), "".into()));
    assert!(step(&plain()).says.en().starts_with("Index"), "nothing is said where nothing is recorded");
}

#[test]
fn t8_3_a_nursing_home_at_night() {
    let outcome = rate(&nursing_home());
    near(outcome.index[1].known().unwrap(), 10.8, 1e-9);
    assert_eq!((outcome.ratings[1].level(), outcome.rating.level()), (Level::Red, Level::Red));
    let running: Vec<_> = waterfall(&nursing_home(), Time::Night).iter().map(|f| f.running.low).collect();
    near(running[6], 10.368, 1e-9);
    near(running[13], 10.8, 1e-9);
}

#[test]
fn t8_4_a_restaurant_by_day() {
    let restaurant = Inputs {
        people: [Some(120.0), Some(0.0)],
        fuel: [Fuel::Elevated; 2],
        sprinklers: Some(true),
        alarm: Some(true),
        ..plain()
    };
    let outcome = rate(&restaurant);
    near(outcome.index[0].known().unwrap(), 1.986, 0.0005);
    assert_eq!(outcome.rating.level(), Level::Blue);
    assert_eq!(rate(&Inputs { high_danger: true, ..restaurant }).rating.level(), Level::Yellow);
}

#[test]
fn t8_5_living_above_a_workshop() {
    let mixed = Inputs {
        people: [Some(18.0); 2],
        sleeping: Some(true),
        floor: Some(2.0),
        fuel: [Fuel::Heavy; 2],
        exits: Some(1.0),
        travel_min: Range::exactly(6.0),
        ..plain()
    };
    let outcome = rate(&mixed);
    near(outcome.index[1].known().unwrap(), 7.714, 0.0005);
    assert_eq!(outcome.rating.level(), Level::Orange);
}

#[test]
fn t8_6_a_mall_in_a_basement() {
    let mall = Inputs {
        people: [Some(3000.0), Some(0.0)],
        underground: Some(true),
        fuel: fuel("mall", Some("medium"), &mut Vec::new()),
        sprinklers: Some(true),
        alarm: Some(true),
        smoke_control: Some(true),
        ..plain()
    };
    let outcome = rate(&mall);
    near(outcome.index[0].known().unwrap(), 3.677, 0.0005);
    assert_eq!(outcome.rating.level(), Level::Yellow);
}

#[test]
fn thresholds_belong_to_the_worse_side() {
    let cases = [
        (1.999, Level::Blue),
        (2.0, Level::Yellow),
        (4.999, Level::Yellow),
        (5.0, Level::Orange),
        (9.999, Level::Orange),
        (10.0, Level::Red),
    ];
    for (index, said) in cases {
        assert_eq!(level(index, THRESHOLDS), said, "{index}");
    }
    assert_eq!(level(1.5 * 1.2 / 0.9, THRESHOLDS), Level::Yellow, "a hair is no matter");
}

#[test]
fn bands_of_every_factor() {
    let of = |symbol: Symbol, inputs: Inputs| {
        let all = waterfall(&inputs, Time::Night);
        all.iter().find(|f| f.symbol == symbol).map(|f| f.value).unwrap()
    };
    let people = |n| of(Symbol::O, Inputs { people: [Some(n); 2], ..plain() }).known().unwrap();
    assert_eq!(
        [9.0, 10.0, 29.0, 30.0, 99.0, 100.0, 299.0, 300.0, 999.0, 1000.0].map(people),
        [1.0, 1.5, 1.5, 2.0, 2.0, 2.5, 2.5, 3.0, 3.0, 3.5]
    );
    let floor = |n| of(Symbol::L, Inputs { floor: Some(n), underground: None, ..plain() }).known().unwrap();
    assert_eq!([-1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 7.0].map(floor), [1.6, 1.1, 1.1, 1.2, 1.2, 1.4, 1.4, 1.6]);
    let help = |n| {
        of(
            Symbol::T,
            Inputs { people: [Some(60.0); 2], attendants: [Some(n); 2], mobility: Some(Mobility::Limited), ..plain() },
        )
    };
    assert_eq!([0.0, 5.0, 6.0, 12.0, 30.0].map(|n| help(n).known().unwrap()), [4.0, 1.5, 1.2, 1.1, 1.0]);
    let travel = |m| of(Symbol::Travel, Inputs { travel_min: Range::exactly(m), ..plain() }).known().unwrap();
    assert_eq!([4.0, 4.1, 8.0, 8.1].map(travel), [1.0, 0.8, 0.8, 0.6]);
    let hydrant = |m| of(Symbol::Hydrant, Inputs { hydrant_m: Range::exactly(m), ..plain() }).known().unwrap();
    assert_eq!([150.0, 150.1].map(hydrant), [1.0, 0.8]);
    assert_eq!(of(Symbol::Travel, Inputs { travel_min: Range::unknown(), ..plain() }), Range { low: 0.6, high: 1.0 });
    assert_eq!(of(Symbol::M, Inputs { mobility: Some(Mobility::Without), ..plain() }), Range { low: 3.2, high: 4.5 });
    let up_to = |floors| of(Symbol::L, Inputs { floor: None, floors: Some(floors), ..plain() });
    assert_eq!((up_to(5.0), up_to(1.0)), (Range { low: 1.1, high: 1.4 }, Range::exactly(1.1)));
}

#[test]
fn what_a_kind_says_of_fuel_and_age() {
    let mut faults = Vec::new();
    assert_eq!(fuel("school", None, &mut faults), [Fuel::Ordinary, Fuel::Heavy]);
    assert_eq!(fuel("mixed_use", Some("low"), &mut faults), [Fuel::Heavy; 2], "the kind gives the least");
    assert_eq!(fuel("office", Some("中"), &mut faults), [Fuel::Elevated; 2]);
    assert_eq!(faults, []);
    assert_eq!(fuel("office", Some("plenty"), &mut faults), [Fuel::Ordinary, Fuel::Heavy]);
    assert_eq!(faults[0].wrong, Wrong::UnknownWord);
    assert_eq!((aged("nursing_home"), aged("school"), aged("hospital")), (Some(true), Some(false), None));
}

#[test]
fn nothing_known_is_unrated() {
    let outcome = rate(&Inputs::default());
    assert_eq!(outcome.rating, Rating { best: Level::Blue, worst: Level::Red });
    assert!(outcome.index[1].high.is_finite());
    let worked = explain(&Inputs::default(), "venues.csv#1", &NOTHING);
    // By day nobody sleeps: that alone is known.
    assert_eq!((worked.missing.len(), worked.explanation.completeness), (16, Some(1.0 / 28.0)));
    assert!(worked.lowering.is_empty());
}

#[test]
fn faults_are_listed_and_never_lower() {
    let bad = Inputs {
        people: [Some(-3.0), Some(f64::NAN)],
        exits: Some(-1.0),
        floor: Some(f64::INFINITY),
        travel_min: Range { low: -1.0, high: 3.0 },
        ..nursing_home()
    };
    let outcome = rate(&bad);
    assert_eq!(outcome.faults.len(), 5);
    assert!(outcome.rating.worst <= rate(&nursing_home()).rating.worst);
    assert_eq!(rate(&plain()).faults, []);
}

#[test]
fn the_working_says_what_it_is() {
    let worked = explain(&nursing_home(), "venues.csv#7", &NOTHING);
    let night = &worked.explanation.steps[1];
    assert_eq!(night.says.en(), "Index at 02:00: 10.8");
    assert_eq!(
        night.substituted.zh(),
        "(2.00 · 1.60 · 1.20 · 1.50 · 1.20 · 1.50 · 1.00) / (1.00 · 1.20 · 1.00 · 1.00 · 1.00 · 0.80 · 1.00) = 10.8"
    );
    assert_eq!(
        worked.because.en(),
        "index at 02:00: 10.8, mostly from people ×2.00, mobility ×1.60, people to an attendant ×1.50, sleep ×1.50"
    );
    assert!(explain(&plain(), "venues.csv#1", &NOTHING).because.en().ends_with("mostly from floor ×1.10"));
    let notes = &worked.explanation.notes;
    assert_eq!((&*notes[0].zh(), &*notes[0].en()), ("本项目指标，非标准。", "This project's index, not a standard."));
    assert_eq!(worked.explanation.completeness, Some(1.0));
    let said: Vec<_> = worked.lowering.iter().map(|l| (l.says.words().en, l.to)).collect();
    assert!(said.contains(&("sprinklers".to_owned(), Level::Orange)), "{said:?}");
    assert!(
        said.contains(&("never more than 29 people there at once (now up to 60)".to_owned(), Level::Orange)),
        "{said:?}"
    );
    assert!(said.contains(&("an attendant to 10 people, day and night".to_owned(), Level::Orange)), "{said:?}");
}

#[test]
fn a_million_venues_are_quick() {
    let venues = [plain(), nursing_home(), Inputs::default()];
    // Unoptimised and shared, still no more than seconds: nothing is allocated.
    let reds = (0..100_000).filter(|i| rate(&venues[i % 3]).rating.worst == Level::Red).count();
    assert_eq!(reds, 66_666);
}

fn option<T: std::fmt::Debug + Clone + 'static>(
    of: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Option<T>> {
    proptest::option::weighted(0.8, of)
}

fn known() -> impl Strategy<Value = Inputs> {
    let mobility = prop_oneof![
        Just(Mobility::Able),
        Just(Mobility::Limited),
        Just(Mobility::NotMobile),
        Just(Mobility::NotMovable)
    ];
    let fuels = prop_oneof![Just(Fuel::Ordinary), Just(Fuel::Elevated), Just(Fuel::Heavy)];
    let flags = proptest::array::uniform7(any::<bool>());
    let numbers = (0.0f64..2000.0, 0.0f64..2000.0, 0.0f64..60.0, -2i32..40, 1u8..5, 0.0f64..15.0, 0.0f64..400.0);
    (mobility, fuels, flags, numbers).prop_map(|(mobility, fuel, f, n)| Inputs {
        people: [Some(n.0.floor() + 1.0), Some(n.1.floor() + 1.0)],
        // As many as are there and more: no venue of these holds fewer than were counted.
        capacity: Some(n.0.max(n.1).floor() + 1.0),
        area_m2: Some(2.0 * n.0.max(n.1) + 2.0),
        density: f[0].then_some(0.5),
        mobility: Some(mobility),
        attendants: [Some(n.2.floor()); 2],
        aged: Some(f[0]),
        sleeping: Some(f[1]),
        floor: Some(f64::from(n.3)),
        floors: Some(f64::from(n.3.max(1))),
        underground: Some(n.3 < 0),
        fuel: [fuel; 2],
        sprinklers: Some(f[2]),
        alarm: Some(f[3]),
        smoke_control: Some(f[4]),
        brigade: Some(f[5]),
        exits: Some(f64::from(n.4)),
        travel_min: Range::exactly(n.5),
        hydrant_m: Range::exactly(n.6),
        breaks: THRESHOLDS,
        high_danger: f[6],
    })
}

/// Forgets some of what is known.
fn forget(mut inputs: Inputs, which: u16) -> Inputs {
    let gone = |bit: u16| which & (1 << bit) != 0;
    if gone(0) {
        inputs.people[0] = None
    }
    if gone(1) {
        inputs.people[1] = None
    }
    if gone(0) && gone(2) {
        inputs.capacity = None
    }
    if gone(1) && gone(3) {
        inputs.area_m2 = None
    }
    if gone(2) {
        inputs.mobility = None
    }
    if gone(3) {
        inputs.attendants = [None; 2]
    }
    if gone(4) {
        inputs.aged = None
    }
    if gone(5) {
        inputs.sleeping = None
    }
    if gone(6) {
        inputs.floor = None
    }
    if gone(7) {
        inputs.floors = None
    }
    if gone(8) {
        inputs.underground = None
    }
    if gone(9) {
        inputs.fuel = [Fuel::Ordinary, Fuel::Heavy]
    }
    if gone(10) {
        inputs.sprinklers = None
    }
    if gone(11) {
        inputs.alarm = None
    }
    if gone(12) {
        (inputs.smoke_control, inputs.brigade) = (None, None)
    }
    if gone(13) {
        inputs.exits = None
    }
    if gone(14) {
        inputs.travel_min = Range::unknown()
    }
    if gone(15) {
        inputs.hydrant_m = Range::unknown()
    }
    inputs
}

proptest! {
    #[test]
    fn unknown_holds_every_value(inputs in known(), which in any::<u16>()) {
        let (one, open) = (rate(&inputs), rate(&forget(inputs, which)));
        prop_assert_eq!(one.rating.best, one.rating.worst);
        prop_assert!(open.rating.worst <= one.rating.worst && one.rating.best <= open.rating.best);
        for (open, one) in open.index.iter().zip(one.index) {
            prop_assert!(open.low <= one.low + 1e-9 && one.high <= open.high + 1e-9);
        }
    }

    #[test]
    fn more_people_and_later_help_never_lower(inputs in known(), which in any::<u16>(), more in 0.0f64..2000.0) {
        let inputs = forget(inputs, which);
        let now = rate(&inputs).rating;
        let up = |v: Option<f64>| v.map(|v| v + more);
        let later = |r: Range| Range { low: r.low + more, high: r.high + more };
        for then in [
            Inputs { people: inputs.people.map(up), ..inputs },
            Inputs { travel_min: later(inputs.travel_min), ..inputs },
            Inputs { hydrant_m: later(inputs.hydrant_m), ..inputs },
            Inputs { sprinklers: inputs.sprinklers.map(|_| false), ..inputs },
            Inputs { sleeping: inputs.sleeping.map(|_| true), ..inputs },
            Inputs { capacity: inputs.capacity.map(|n| n + more), ..inputs },
            Inputs { area_m2: inputs.area_m2.map(|n| n + more), ..inputs },
        ] {
            let then = rate(&then).rating;
            prop_assert!(then.worst <= now.worst && then.best <= now.best);
        }
    }

    #[test]
    fn wild_numbers_never_panic(people in option(any::<f64>()), floor in option(any::<f64>()), exits in option(any::<f64>()), low in any::<f64>(), high in any::<f64>()) {
        let inputs = Inputs { people: [people; 2], attendants: [exits, people], floor, floors: floor, exits, travel_min: Range { low, high }, ..Inputs::default() };
        let outcome = rate(&inputs);
        prop_assert!(outcome.index.iter().all(|r| r.low.is_finite() && r.high.is_finite()));
        explain(&inputs, "venues.csv#1", &NOTHING);
    }
}
