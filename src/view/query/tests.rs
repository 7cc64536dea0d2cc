use super::*;
use crate::domain::{CrashFilter, CrashPart, Level, NumberRanges};
use crate::engine::{Area, Breaks, LedgerFilter, LedgerGroup, LevelKind, SectionSort, VenueSort};
use crate::risk::ledger::{DangerLevel, State};
use crate::view::{FeatureId, Ledger};

fn ranges(layers: &[LayerName], text: &str) -> NumberRanges {
    let mut ranges = NumberRanges::default();
    ranges.read(layers, text).unwrap();
    ranges
}

fn filter() -> CrashFilter {
    let mut filter = CrashFilter::over(Some(19_723), Some(20_088));
    filter.add_hours(22, 4);
    filter.toggle_weekday(6);
    filter.toggle_word(CrashPart::Weather, "雨 & 雾=?");
    filter
}

fn everything() -> View {
    View {
        role: Role::Fire,
        city: Some("/data/列支敦士登 & co/".to_owned()),
        lang: Some(Lang::En),
        theme: Some(Theme::Dark),
        layers: Some(vec![LayerName::Facilities, LayerName::Crashes]),
        looks: {
            let mut looks = crate::view::Looks::default();
            looks.fade(crate::view::Faded::Surface, 35);
            looks.fade(crate::view::Faded::Layer(LayerName::Venues), 60);
            looks.raise(LayerName::Routes, &[LayerName::Routes, LayerName::Pipelines]);
            looks
        },
        selected: Some(FeatureId { layer: LayerName::Venues, id: "a:b=c?100%".to_owned() }),
        area: Some(Area::Circle { at: LngLat::new(112.3, 30.9), radius_m: 500.0 }),
        pin: Some(View::pin_at(LngLat::new(112.345678, -0.000004))),
        camera: Some(Camera { lng: -2.25, lat: 53.5, zoom: 11.25, bearing: -30.0 }),
        day: Some("2025-11-07".to_owned()),
        planning: Planning {
            numbers: ranges(&[RATED[0]], "workers_day:10..100"),
            only: vec![Level::Red, Level::Unrated],
            mode: PlanningMode::Exposure,
            density_of: Some(LayerName::Venues),
            weight: Some("people_day".to_owned()),
            bandwidth_m: 250.0,
            exposure_of: LayerName::Routes,
            distance_m: 1234.5,
            breaks: Breaks::Equal,
            levels_of: LayerName::Venues,
            level: LevelKind::Base,
            district: Some("990103".to_owned()),
            hazard: Some("lpg_station".to_owned()),
            site_kind: Some("school".to_owned()),
            site: None,
        },
        traffic: Traffic {
            snap_m: 15.0,
            sort: SectionSort::EpdoPerKm,
            breaks: Breaks::Quantile,
            own_classes: false,
            scope: Ranked::Selection,
            ranges: ranges(&[LayerName::Roads], "length_m:100.."),
            selected: vec!["w1-2".to_owned(), "人民路 1".to_owned()],
            made: vec![],
        },
        fire: Fire {
            ranges: ranges(&[LayerName::Venues], "station_m:2000.5..~"),
            levels: vec![Level::Orange],
            kinds: vec!["mall".to_owned(), "hotel".to_owned()],
            district: Some("990102".to_owned()),
            lacking: crate::engine::Lack::Hydrant.into(),
            sort: Some(VenueSort::HydrantDistance),
        },
        ledger: Ledger {
            filter: LedgerFilter {
                ranges: ranges(&[LayerName::Dangers], "overdue_days:..30"),
                sector: Some("gas".to_owned()),
                district: Some("990102".to_owned()),
                campaign: Some("2025-gas-100".to_owned()),
                leader: Some("副市长 甲".to_owned()),
                department: Some("城管委".to_owned()),
                enterprise: Some("甲燃气".to_owned()),
                level: Some(DangerLevel::Major),
                state: Some(State::ToVerify),
                group: Some(LedgerGroup::Overdue),
            },
            danger: Some("Y-00012".to_owned()),
            unchecked: true,
        },
        crashes: filter(),
        compare: None,
        seen: None,
    }
}

#[test]
fn the_default_view_is_no_text() {
    assert_eq!(View::default().to_query(), "");
    assert_eq!(View::from_query(""), (View::default(), vec![]));
}

#[test]
fn every_part_comes_back() {
    for role in Role::OPEN {
        // Of the workbenches' own parameters those of the open one.
        let View { pin, planning, traffic, fire, ledger, .. } = everything();
        let own = match role {
            Role::Planning => View { pin, planning, ..View::default() },
            Role::Traffic => View { traffic, ..View::default() },
            Role::Ledger => View { ledger, ..View::default() },
            Role::Fire => View { fire, ..View::default() },
            Role::Overview => View::default(),
        };
        let (all, asked) = (View { role, ..everything() }, View { role, ..everything() }.to_query());
        let expected = View {
            pin: own.pin,
            day: all.shown_day(),
            planning: own.planning,
            traffic: own.traffic,
            fire: own.fire,
            ledger: own.ledger,
            crashes: if role == Role::Traffic { filter() } else { CrashFilter::default() },
            ..all
        };
        assert_eq!(View::from_query(&asked), (expected.clone(), vec![]));
        assert_eq!(expected.to_query(), asked);
        assert_eq!(View::from_query(&format!("?{asked}")).0.to_query(), asked);
    }
    for sort in SectionSort::ALL {
        let view = View { role: Role::Traffic, traffic: Traffic { sort, ..Traffic::default() }, ..View::default() };
        assert_eq!(View::from_query(&view.to_query()), (view, vec![]));
    }
}

#[test]
fn a_link_to_levels_says_whose_which_and_when() {
    let query = "v=1&role=planning&day=2025-11-07&of=pipelines&level=base&in=990103";
    let (view, ignored) = View::from_query(query);
    assert_eq!(ignored, Vec::<String>::new());
    assert_eq!(view.planning.mode, PlanningMode::Levels);
    assert_eq!(view.planning.levels_of, LayerName::Pipelines);
    assert_eq!((view.planning.level, view.day.as_deref()), (LevelKind::Base, Some("2025-11-07")));
    assert_eq!(view.to_query(), query);
    // The ledger's day had a name of its own once.
    assert_eq!(View::from_query("role=ledger&on=2025-11-07").0.day.as_deref(), Some("2025-11-07"));
    // What has no level, no such level, no day of the calendar.
    let (view, ignored) = View::from_query("mode=levels&of=roads&level=worst&day=2025-02-30");
    assert_eq!(ignored, ["of=roads", "level=worst", "day=2025-02-30"]);
    assert_eq!(view.planning, Planning { mode: PlanningMode::Levels, ..Planning::default() });
}

#[test]
fn a_link_keeps_what_is_compared_and_the_classes_that_somebody_typed() {
    let query = "v=1&role=planning&vs=2025-11-07.dynamic.beside&at=112,31,9";
    let (view, ignored) = View::from_query(query);
    assert_eq!((ignored, view.to_query().as_str()), (vec![], query));
    let fire = View { role: Role::Fire, ..view };
    assert!(!fire.to_query().contains("vs="), "another workbench compares nothing");
    let query = "v=1&role=planning&mode=density&breaks=0.5_2_10";
    let (view, ignored) = View::from_query(query);
    assert_eq!((ignored, view.to_query().as_str()), (vec![], query));
    let traffic = "v=1&role=traffic&classes=1_2_5&from=2024-01-01&vs=from.2023-01-01";
    assert_eq!(View::from_query(traffic).0.to_query(), traffic);
    for bad in ["breaks=2_1", "breaks=1_1", "breaks=-1", "breaks=1_2_3_4_5_6_7", "breaks=a_b", "vs=worst"] {
        assert_eq!(View::from_query(bad).1, [bad]);
    }
}

#[test]
fn a_filter_of_crashes_goes_along_where_crashes_are_asked() {
    let planning = Planning { mode: PlanningMode::Density, ..Planning::default() };
    let density = View { role: Role::Planning, planning, crashes: filter(), ..View::default() };
    let query = density.to_query();
    assert!(
        query
            .starts_with("v=1&role=planning&mode=density&from=2024-01-01&to=2024-12-31&hours=22-5&weekdays=7&weather=")
    );
    assert_eq!(View::from_query(&query), (density.clone(), vec![]));
    let of_venues = Planning { density_of: Some(LayerName::Venues), ..density.planning.clone() };
    let venues = View { planning: of_venues, ..density }.to_query();
    assert_eq!(venues, "v=1&role=planning&mode=density&density=venues");
    let (view, ignored) =
        View::from_query("role=traffic&hours=25-3&to=2024-01-01&from=2025-01-01&weekdays=8&light=day");
    assert_eq!(ignored, ["hours=25-3", "from=2025-01-01", "weekdays=8"]);
    assert_eq!(view.crashes.parts().collect::<Vec<_>>(), [CrashPart::Days, CrashPart::Light]);
}

#[test]
fn a_link_to_conflicts_says_which_and_the_pair_that_is_looked_at() {
    let query = "v=1&role=planning&sel=facilities:F-9&mode=conflicts&in=990103&hazard=lpg_station&site=venues:V-7";
    let (view, ignored) = View::from_query(query);
    assert_eq!((ignored, view.to_query().as_str()), (vec![], query));
    assert_eq!(view.planning.site, Some(FeatureId { layer: LayerName::Venues, id: "V-7".to_owned() }));
    let mut levels = view;
    levels.planning.mode = PlanningMode::Levels;
    assert!(!levels.to_query().contains("site="), "elsewhere nobody looks at a pair");
    assert_eq!(View::from_query("site=V-7&site=moon:1").1, ["site=V-7", "site=moon:1"]);
}

#[test]
fn a_newcomer_sees_the_overview_and_an_old_link_planning() {
    for bare in ["", "?", "v=1", "lang=en&theme=dark", "v=1&data=big.zip"] {
        assert_eq!(View::from_query(bare).0.role, Role::Overview, "{bare}");
    }
    for old in ["v=1&mode=levels", "v=1&at=112,30,9", "sel=facilities:F-1", "v=1&layers="] {
        assert_eq!(View::from_query(old).0.role, Role::Planning, "{old}");
    }
    assert_eq!(View::default().to_query(), "");
    for role in Role::ALL {
        let view = View { role, lang: Some(Lang::En), ..View::default() };
        assert_eq!(View::from_query(&view.to_query()), (view, vec![]));
    }
}

#[test]
fn planning_begins_with_levels_and_links_of_before_with_density() {
    let mode = |link: &str| View::from_query(link).0.planning.mode;
    assert_eq!(mode("v=1&role=planning"), PlanningMode::Levels);
    for before in [
        "v=1&at=112,30,9",
        "v=1&role=planning&bw=250",
        "v=1&role=planning&density=venues&weight=people_day",
        "v=1&role=planning&pin=112.3,30.9",
        "v=1&role=planning&hours=22-5",
    ] {
        assert_eq!(mode(before), PlanningMode::Density, "{before}");
    }
    assert_eq!(mode("v=1&role=planning&bw=250&mode=levels"), PlanningMode::Levels);
    assert_eq!(mode("v=1&mode=exposure"), PlanningMode::Exposure);
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_kept() {
    let (view, ignored) =
        View::from_query("role=fire&at=200,0,3&bw=NaN&nonsense=1&pin=112.3&sort=%E4%BA&within=inf&lang=en");
    assert_eq!(view.role, Role::Fire);
    assert_eq!(view.lang, Some(Lang::En));
    assert_eq!(view.camera, None);
    assert_eq!(ignored.len(), 6, "{ignored:?}");
}

#[test]
fn float_noise_does_not_change_the_text() {
    let mut a = everything();
    let b = a.to_query();
    if let Some(c) = &mut a.camera {
        c.lng += 1e-9;
        c.zoom -= 1e-7;
    }
    assert_eq!(a.to_query(), b);
}
