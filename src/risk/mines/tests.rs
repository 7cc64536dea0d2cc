use super::*;
use proptest::prelude::*;

/// A coal mine of which all is known, and nothing is bad.
fn calm() -> Inputs<'static> {
    let mine = Mine {
        relative_m3_t: Some(3.0),
        absolute_m3_min: Some(8.0),
        heading_m3_min: Some(1.0),
        face_m3_min: Some(2.0),
        outburst: Some(false),
        inflow_m3_h: Some(80.0),
        inflow_max_m3_h: Some(200.0),
        rockburst: Some(Rockburst::None),
        ..Mine::default()
    };
    Inputs {
        kind: Kind::Coal,
        status: Some(Status::Operating),
        sealed: Some(false),
        running: Some(true),
        north_west: Some(false),
        mine,
        residents_below: None,
        row: "facilities.csv#1",
        faults: &[],
    }
}

fn with(change: impl Fn(&mut Inputs<'static>)) -> Rating {
    let mut inputs = calm();
    change(&mut inputs);
    rate(&inputs).rating
}

#[test]
fn t7_1_a_face_above_its_limit() {
    let mine = Mine { relative_m3_t: Some(8.0), absolute_m3_min: Some(30.0), face_m3_min: Some(6.0), ..calm().mine };
    let outcome = rate(&Inputs { mine, ..calm() });
    assert_eq!((outcome.gas, outcome.rating.level()), (Some([GasGrade::High; 2]), Level::Orange));
    // One figure over its limit is enough, whatever the others are.
    let bare = Mine { heading_m3_min: None, ..mine };
    assert_eq!(gas_grade(&bare), [GasGrade::High; 2]);
    let absolute = Mine { relative_m3_t: Some(9.5), absolute_m3_min: Some(45.0), ..calm().mine };
    assert_eq!(gas_grade(&absolute), [GasGrade::High; 2]);
}

#[test]
fn t7_2_complex_by_its_mean_inflow() {
    let mine = Mine { inflow_m3_h: Some(700.0), inflow_max_m3_h: Some(900.0), ..calm().mine };
    assert_eq!(water_type(&mine, Some(false)), [WaterType::Complex; 2]);
    assert_eq!(rate(&Inputs { mine, ..calm() }).rating.level(), Level::Orange);
    assert_eq!(water_type(&mine, Some(true)), [WaterType::Complex; 2]);
}

#[test]
fn limits_belong_to_the_better_side() {
    let gas = |relative, absolute| {
        gas_grade(&Mine { relative_m3_t: Some(relative), absolute_m3_min: Some(absolute), ..calm().mine })
    };
    assert_eq!(
        (gas(10.0, 40.0), gas(10.1, 0.0), gas(0.0, 40.1)),
        ([GasGrade::Low; 2], [GasGrade::High; 2], [GasGrade::High; 2])
    );
    let water = |q1, q2, nw| {
        water_type(&Mine { inflow_m3_h: Some(q1), inflow_max_m3_h: Some(q2), ..Mine::default() }, Some(nw))
    };
    assert_eq!(water(180.0, 300.0, false), [WaterType::Simple; 2]);
    assert_eq!((water(600.0, 0.0, false), water(601.0, 0.0, false)), ([WaterType::Medium; 2], [WaterType::Complex; 2]));
    assert_eq!(
        (water(2100.0, 0.0, false), water(0.0, 3001.0, false)),
        ([WaterType::Complex; 2], [WaterType::Extreme; 2])
    );
    assert_eq!((water(90.0, 210.0, true), water(180.0, 0.0, true)), ([WaterType::Simple; 2], [WaterType::Medium; 2]));
    assert_eq!(
        (water(1200.0, 0.0, true), water(1201.0, 0.0, true)),
        ([WaterType::Complex; 2], [WaterType::Extreme; 2])
    );
    let others =
        |q3, q| water_type(&Mine { inrush_m3_h: Some(q3), capacity_l_sm: Some(q), ..calm().mine }, Some(false));
    assert_eq!((others(0.0, 0.1), others(1.0, 0.0)), ([WaterType::Simple; 2], [WaterType::Medium; 2]));
    assert_eq!((others(601.0, 0.0), others(0.0, 5.1)), ([WaterType::Complex; 2], [WaterType::Extreme; 2]));
}

#[test]
fn the_first_rule_that_matches_decides() {
    assert_eq!(with(|_| {}).level(), Level::Yellow);
    assert_eq!(with(|i| i.mine.outburst = Some(true)).level(), Level::Red);
    assert_eq!(with(|i| i.mine.rockburst = Some(Rockburst::Weak)).level(), Level::Red);
    assert_eq!(with(|i| i.mine.inflow_max_m3_h = Some(3400.0)).level(), Level::Red);
    let suspended = |running| {
        with(move |i| {
            i.mine.outburst = Some(true);
            i.status = Some(Status::Suspended);
            i.running = running;
        })
    };
    assert_eq!((suspended(Some(true)).level(), suspended(Some(false)).level()), (Level::Orange, Level::Red));
    assert_eq!(suspended(None), Rating { best: Level::Orange, worst: Level::Red });
    let closed = |sealed| with(move |i| (i.status, i.sealed) = (Some(Status::Closed), sealed));
    assert_eq!((closed(Some(true)).level(), closed(Some(false)).level()), (Level::Blue, Level::Yellow));
    assert_eq!(closed(None), Rating { best: Level::Blue, worst: Level::Yellow });
    assert_eq!(with(|i| i.status = None), Rating { best: Level::Yellow, worst: Level::Yellow }, "it is not sealed");
    assert_eq!(with(|i| (i.kind, i.mine.slope_m) = (Kind::OpenPit, Some(101.0))).level(), Level::Orange);
    assert_eq!(with(|i| (i.kind, i.mine.slope_m) = (Kind::OpenPit, Some(100.0))).level(), Level::Yellow);
}

#[test]
fn ponds_above_residents_are_red() {
    let pond = |n| with(move |i| (i.kind, i.residents_below) = (Kind::Tailings, n));
    assert_eq!((pond(Some(1.0)).level(), pond(Some(0.0)).level()), (Level::Red, Level::Yellow));
    assert_eq!(pond(None), Rating { best: Level::Yellow, worst: Level::Red });
}

#[test]
fn low_gas_needs_all_four_figures() {
    assert_eq!(gas_grade(&calm().mine), [GasGrade::Low; 2]);
    let bare = Mine { face_m3_min: None, ..calm().mine };
    assert_eq!(gas_grade(&bare), [GasGrade::Low, GasGrade::High]);
    let inputs = Inputs { mine: bare, ..calm() };
    assert_eq!(rate(&inputs).rating, Rating { best: Level::Yellow, worst: Level::Orange });
    let worked = explain(&inputs);
    assert_eq!(worked.missing, ["mine.gas_face_m3_min"]);
    assert!(worked.explanation.unknown.iter().any(|u| u.zh().contains("不能判为低瓦斯")));
    assert_eq!(gas_grade(&Mine::default()), [GasGrade::Low, GasGrade::Outburst]);
}

#[test]
fn faults_are_listed_and_never_lower() {
    let worse = with(|i| i.mine.relative_m3_t = Some(-8.0));
    assert_eq!(worse, Rating { best: Level::Yellow, worst: Level::Orange });
    let mut inputs = calm();
    (inputs.mine.inrush_m3_h, inputs.mine.inflow_m3_h) = (Some(f64::NAN), Some(f64::INFINITY));
    let outcome = rate(&inputs);
    assert_eq!((outcome.faults.len(), outcome.rating.worst), (2, Level::Red));
}

#[test]
fn records_are_read_from_json() {
    let mut faults = Vec::new();
    let text = r#"{"gas_relative_m3_t":21.4,"gas_absolute_m3_min":"68","outburst":true,"inflow_m3_h":142,"inflow_max_m3_h":268,"rockburst":"弱","depth_m":280}"#;
    let mine = read(text, &mut faults);
    assert_eq!((mine.relative_m3_t, mine.absolute_m3_min, mine.outburst), (Some(21.4), Some(68.0), Some(true)));
    assert_eq!((mine.rockburst, faults.len()), (Some(Rockburst::Weak), 0));
    assert_eq!(read_tailings(r#"{"volume_m3":400000,"residents_below":120}"#, &mut faults), Some(120.0));
    let bad = read(r#"{"rockburst":"very","inflow_m3_h":"80 m3/h","outburst":1,"gas_relative_m3_t":-2}"#, &mut faults);
    assert_eq!((bad, faults.len()), (Mine::default(), 4));
    assert_eq!((read("[]", &mut faults), faults.len()), (Mine::default(), 5));
}

#[test]
fn what_would_lower_it_does() {
    let mut inputs = calm();
    inputs.mine.face_m3_min = Some(6.0);
    let said: Vec<_> = explain(&inputs).lowering.into_iter().map(|l| (l.says.words().en, l.to, l.just_under)).collect();
    assert_eq!(said, [("gas of a working face no more than 5 m³/min".to_owned(), Level::Yellow, true)]);
    let pond = Inputs { kind: Kind::Tailings, residents_below: Some(40.0), ..calm() };
    let said: Vec<_> = explain(&pond).lowering.into_iter().map(|l| (l.says.words().en, l.to)).collect();
    assert_eq!(said, [("no residents below".to_owned(), Level::Yellow)]);
    let said: Vec<_> = explain(&calm()).lowering.into_iter().map(|l| (l.says.words().en, l.to)).collect();
    assert_eq!(said, [("closed and sealed".to_owned(), Level::Blue)]);
}

fn any_inputs() -> impl Strategy<Value = Inputs<'static>> {
    let kinds = prop_oneof![Just(Kind::Coal), Just(Kind::Metal), Just(Kind::OpenPit), Just(Kind::Tailings)];
    let states = prop_oneof![
        Just(Status::Operating),
        Just(Status::UnderConstruction),
        Just(Status::Suspended),
        Just(Status::Closed)
    ];
    let bursts = prop_oneof![3 => Just(Rockburst::None), 1 => Just(Rockburst::Medium)];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), proptest::bool::weighted(0.2));
    let gas = (0.0f64..15.0, 0.0f64..60.0, 0.0f64..5.0, 0.0f64..8.0);
    let water = (0.0f64..3000.0, 0.0f64..4000.0, 0.0f64..150.0, 0.0f64..2.0);
    (kinds, states, bursts, flags, gas, water).prop_map(|(kind, status, rockburst, flags, gas, water)| Inputs {
        kind,
        status: Some(status),
        sealed: Some(flags.0),
        running: Some(flags.1),
        north_west: Some(flags.2),
        mine: Mine {
            relative_m3_t: Some(gas.0),
            absolute_m3_min: Some(gas.1),
            heading_m3_min: Some(gas.2),
            face_m3_min: Some(gas.3),
            outburst: Some(flags.3),
            inflow_m3_h: Some(water.0),
            inflow_max_m3_h: Some(water.1),
            rockburst: Some(rockburst),
            slope_m: Some(water.2),
            ..Mine::default()
        },
        residents_below: Some(water.3.floor()),
        ..calm()
    })
}

proptest! {
    #[test]
    fn more_gas_and_water_never_lower(inputs in any_inputs(), up in 1.0f64..3.0) {
        let now = rate(&inputs).rating;
        let more = |v: Option<f64>| v.map(|v| v * up);
        let m = inputs.mine;
        for mine in [
            Mine { relative_m3_t: more(m.relative_m3_t), ..m },
            Mine { face_m3_min: more(m.face_m3_min), ..m },
            Mine { inflow_m3_h: more(m.inflow_m3_h), ..m },
            Mine { inflow_max_m3_h: more(m.inflow_max_m3_h), ..m },
            Mine { slope_m: more(m.slope_m), ..m },
        ] {
            let then = rate(&Inputs { mine, ..inputs }).rating;
            prop_assert!(then.worst <= now.worst && then.best <= now.best);
        }
    }

    #[test]
    fn unknown_holds_every_value(inputs in any_inputs(), which in 0usize..13) {
        let one = rate(&inputs).rating;
        prop_assert_eq!(one.best, one.worst);
        let mut open = inputs;
        match which {
            0 => open.status = None,
            1 => open.sealed = None,
            2 => open.running = None,
            3 => open.north_west = None,
            4 => open.mine.outburst = None,
            5 => open.mine.relative_m3_t = None,
            6 => open.mine.face_m3_min = None,
            7 => open.mine.inflow_m3_h = None,
            8 => open.mine.inflow_max_m3_h = None,
            9 if open.kind == Kind::Coal => open.mine.rockburst = None,
            10 => open.mine.slope_m = None,
            11 => open.residents_below = None,
            _ => open = Inputs { status: None, mine: Mine { rockburst: open.mine.rockburst, ..Mine::default() }, ..open },
        }
        let open = rate(&open).rating;
        prop_assert!(open.worst <= one.worst && one.best <= open.best);
    }

    #[test]
    fn wild_json_never_panics(text in ".{0,80}") {
        let mut faults = Vec::new();
        read(&text, &mut faults);
        read_tailings(&text, &mut faults);
    }
}
