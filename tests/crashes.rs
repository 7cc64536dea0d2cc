//! Filtered crashes: counts against a twin that counts one row at a time, and rankings against a city that holds only what
//! passes.

mod demo;
#[allow(dead_code, reason = "only how many features there are is asked")]
mod mvt;

use proptest::prelude::*;
use riskmap::domain::{CrashFilter, CrashPart, LayerName, NumberRange};
use riskmap::engine::*;
use riskmap::units::LngLatBox;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A crash as a row of the file and as the twin knows it. Minute of the day 0 is a day alone.
#[derive(Clone, Debug)]
struct Crash {
    /// Days since 1970-01-01.
    day: i32,
    minute: u32,
    severity: &'static str,
    light: Option<&'static str>,
    weather: Option<&'static str>,
    party: Option<&'static str>,
    deaths: Option<u32>,
    at: (u32, u32),
}

const SEVERITIES: [&str; 5] = ["fatal", "serious", "slight", "injury", "damage_only"];
const LIGHTS: [&str; 3] = ["day", "dusk", "night_lit"];
const WEATHERS: [&str; 3] = ["rain", "晴 & 雾", "fog"];
const PARTIES: [&str; 4] = ["car-car", "car-pedestrian", "bus", "pedestrian-bus"];
/// 2023-01-01.
const FIRST: i32 = 19_358;

fn crash(span: i32) -> impl Strategy<Value = Crash> {
    let word = |words: &'static [&'static str]| proptest::option::weighted(0.8, proptest::sample::select(words));
    let when = (0..span, prop_oneof![1 => Just(0), 5 => 0..1440u32]);
    let kind = (proptest::sample::select(&SEVERITIES[..]), word(&LIGHTS), word(&WEATHERS), word(&PARTIES));
    (when, kind, proptest::option::of(0..3u32), (0..60u32, 0..40u32)).prop_map(
        |((day, minute), (severity, light, weather, party), deaths, at)| Crash {
            day: FIRST + day,
            minute,
            severity,
            light,
            weather,
            party,
            deaths,
            at,
        },
    )
}

fn filter(span: i32) -> impl Strategy<Value = CrashFilter> {
    let day = || proptest::option::weighted(0.4, -5..span + 5);
    let some = |words: &'static [&'static str]| prop_oneof![2 => Just(vec![]), 1 => proptest::sample::subsequence(words, 0..=2)];
    let words = (some(&SEVERITIES), some(&LIGHTS), some(&WEATHERS), some(&["car", "bus", "pedestrian", "tram"]));
    let hours = prop_oneof![2 => Just(vec![]), 1 => proptest::collection::vec((0..24u8, 0..24u8), 1..3)];
    let weekdays =
        prop_oneof![2 => Just(vec![]), 1 => proptest::sample::subsequence((0..7u8).collect::<Vec<_>>(), 1..5)];
    let range = || {
        let ends = (proptest::option::of(0..3u8), proptest::option::of(0..3u8), any::<bool>());
        proptest::option::weighted(0.3, ends)
    };
    // No crash of these cities says how many were hurt.
    let numbers = (range(), prop_oneof![4 => Just(None), 1 => range()]);
    (day(), day(), hours, weekdays, words, numbers).prop_map(|(from, to, hours, weekdays, words, numbers)| {
        let mut filter = CrashFilter::over(from.map(|d| FIRST + d), to.map(|d| FIRST + d));
        hours.into_iter().for_each(|(first, last)| filter.add_hours(first, last));
        weekdays.into_iter().for_each(|day| filter.toggle_weekday(day));
        for (part, words) in CrashPart::OF_WORDS.into_iter().zip([words.0, words.1, words.2, words.3]) {
            words.into_iter().for_each(|word| filter.toggle_word(part, word));
        }
        for (number, ends) in [("deaths", numbers.0), ("injured", numbers.1)] {
            let Some((from, to, with_unknown)) = ends else { continue };
            let range = NumberRange::new(number, from.map(f64::from), to.map(f64::from));
            range.into_iter().for_each(|range| filter.numbers.set(NumberRange { with_unknown, ..range }));
        }
        filter
    })
}

/// Hour, if the time says more than a day.
fn hour(of: &Crash) -> Option<u8> {
    (of.minute > 0).then_some((of.minute / 60) as u8)
}

/// 1970-01-01 was a Thursday.
fn weekday(day: i32) -> u8 {
    jiff::civil::date(1970, 1, 1)
        .checked_add(jiff::Span::new().days(day))
        .expect("a day of the calendar")
        .weekday()
        .to_monday_zero_offset() as u8
}

/// Whether a crash passes one part, judged by itself.
fn passes(of: &Crash, filter: &CrashFilter, part: CrashPart) -> bool {
    let wanted = filter.words(part);
    let word = |own: Option<&str>| wanted.is_empty() || own.is_some_and(|own| wanted.iter().any(|w| w == own));
    match part {
        CrashPart::Days => filter.from.is_none_or(|d| of.day >= d) && filter.to.is_none_or(|d| of.day <= d),
        CrashPart::Hours => !filter.has(part) || hour(of).is_some_and(|hour| filter.has_hour(hour)),
        CrashPart::Weekdays => !filter.has(part) || filter.has_weekday(weekday(of.day)),
        CrashPart::Severity => word(Some(of.severity)),
        CrashPart::Light => word(of.light),
        CrashPart::Weather => word(of.weather),
        CrashPart::Party => {
            wanted.is_empty()
                || of.party.is_some_and(|party| party.split('-').any(|one| wanted.iter().any(|w| w == one)))
        }
        CrashPart::Deaths | CrashPart::Injured | CrashPart::Vehicles => {
            let deaths = of.deaths.filter(|_| part == CrashPart::Deaths).map(f64::from);
            filter.numbers.get(part.field()).is_none_or(|range| match deaths {
                Some(n) => range.from.unwrap_or(f64::MIN) <= n && n <= range.to.unwrap_or(f64::MAX),
                None => range.with_unknown,
            })
        }
    }
}

/// The part's value is not known.
fn is_unknown(of: &Crash, part: CrashPart) -> bool {
    match part {
        CrashPart::Days | CrashPart::Weekdays | CrashPart::Severity => false,
        CrashPart::Hours => hour(of).is_none(),
        CrashPart::Light => of.light.is_none(),
        CrashPart::Weather => of.weather.is_none(),
        CrashPart::Party => of.party.is_none(),
        CrashPart::Deaths => of.deaths.is_none(),
        CrashPart::Injured | CrashPart::Vehicles => true,
    }
}

fn all_pass(of: &Crash, filter: &CrashFilter) -> bool {
    CrashPart::ALL.into_iter().all(|part| passes(of, filter, part))
}

/// Streets 0.001 degrees apart, and crashes at and between them.
fn city(crashes: &[Crash]) -> Engine {
    let mut csv = String::from("id,at,severity,deaths,light,weather,party,lon,lat\n");
    for (n, c) in crashes.iter().enumerate() {
        let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(c.day)).expect("a day");
        let time = if c.minute == 0 { String::new() } else { format!("T{:02}:{:02}", c.minute / 60, c.minute % 60) };
        let deaths = c.deaths.map(|n| n.to_string()).unwrap_or_default();
        let [light, weather, party] = [c.light, c.weather, c.party].map(Option::unwrap_or_default);
        let (lon, lat) = (112.0 + f64::from(c.at.0) * 2e-4, 31.0 + f64::from(c.at.1) * 1e-4);
        writeln!(csv, "C{n},{date}{time},{},{deaths},{light},{weather},{party},{lon:.4},{lat:.4}", c.severity)
            .expect("memory");
    }
    let streets: Vec<String> = (0..8)
        .map(|n| {
            let (lat, end) = (31.0 + f64::from(n) * 5e-4, if n == 3 { 112.0003 } else { 112.012 });
            format!(
                r#"{{"type":"Feature","id":"r{n}","properties":{{"class":"primary"}},"geometry":{{"type":"LineString","coordinates":[[112.0,{lat}],[{end},{lat}]]}}}}"#
            )
        })
        .collect();
    let roads = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, streets.join(","));
    let manifest = r#"{"schema":"riskmap/1","name":{"zh":"甲","en":"A"},"as_of":"2026-01-01","layers":{"roads":{"href":"r.geojson"},"crashes":{"href":"c.csv"}}}"#;
    let file = |name: &str, text: String| NamedBytes { name: name.to_owned(), bytes: text.into_bytes() };
    let files = vec![file("city.json", manifest.to_owned()), file("r.geojson", roads), file("c.csv", csv)];
    let mut engine = Engine::new();
    assert!(matches!(engine.handle(Request::Open(files)), Ok(Reply::Opened(_))));
    engine
}

fn counts(engine: &mut Engine, filter: &CrashFilter) -> CrashCounts {
    match engine.handle(Request::Crashes(filter.clone())) {
        Ok(Reply::Crashes(counts)) => *counts,
        other => panic!("{other:?}"),
    }
}

fn sections(engine: &mut Engine, filter: &CrashFilter, sort: SectionSort) -> SectionTable {
    let query = SectionsQuery {
        snap_m: 20.0,
        sort,
        breaks: Breaks::Natural,
        // A city that holds only what passes knows of no others.
        own_classes: true,
        scope: Default::default(),
        ranges: Default::default(),
        selected: vec![2, 5],
        crashes: filter.clone(),
    };
    match engine.handle(Request::Sections(query)) {
        Ok(Reply::Sections(table)) => *table,
        other => panic!("{other:?}"),
    }
}

const EVERYWHERE: LngLatBox = LngLatBox { west: 111.0, south: 30.0, east: 113.0, north: 32.0 };

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_choice_is_counted_as_a_naive_count_has_it(
        (crashes, filters) in prop_oneof![Just(60), Just(400), Just(1500)].prop_flat_map(|span| (
            proptest::collection::vec(crash(span), 1..160),
            proptest::collection::vec(filter(span), 3),
        )),
    ) {
        let mut engine = city(&crashes);
        for filter in &filters {
            let found = counts(&mut engine, filter);
            let without = |part| filter.without(part);
            let count = |of: &dyn Fn(&Crash) -> bool| crashes.iter().filter(|c| of(c)).count() as u32;
            let passing = count(&|c| all_pass(c, filter));
            prop_assert_eq!((found.all, found.passing), (crashes.len() as u32, passing));
            let unknown = count(&|c| {
                let mut failed = CrashPart::ALL.into_iter().filter(|p| !passes(c, filter, *p)).peekable();
                failed.peek().is_some() && failed.all(|part| is_unknown(c, part))
            });
            prop_assert_eq!(found.unknown, unknown);
            for part in CrashPart::ALL {
                let free = without(part);
                prop_assert_eq!(found.without[part as usize], count(&|c| all_pass(c, &free)), "{:?}", part);
                let blank = count(&|c| all_pass(c, &free) && is_unknown(c, part));
                prop_assert_eq!(found.unknown_of[part as usize], blank, "{:?}", part);
            }
            let free = without(CrashPart::Hours);
            for (n, own) in found.hours.iter().enumerate() {
                prop_assert_eq!(*own, count(&|c| all_pass(c, &free) && hour(c) == Some(n as u8)));
            }
            let free = without(CrashPart::Weekdays);
            for (n, own) in found.weekdays.iter().enumerate() {
                prop_assert_eq!(*own, count(&|c| all_pass(c, &free) && weekday(c.day) == n as u8));
            }
            // What stands beside a choice is what the map shows with it alone in its part.
            for part in CrashPart::OF_WORDS {
                for (word, own) in found.choices(part) {
                    let mut one = without(part);
                    one.toggle_word(part, word);
                    prop_assert_eq!(*own, count(&|c| all_pass(c, &one)), "{:?} {}", part, word);
                }
            }
            let free = without(CrashPart::Days);
            for (n, bar) in found.bars.iter().enumerate() {
                let until = found.bars.get(n + 1).map_or(found.until, |next| next.from);
                let within = |c: &Crash| all_pass(c, &free) && (bar.from..until).contains(&c.day);
                let of = |wanted: &[&str]| count(&|c| within(c) && wanted.contains(&c.severity));
                prop_assert_eq!(bar.counts, [of(&SEVERITIES[..1]), of(&SEVERITIES[1..4]), of(&SEVERITIES[4..])]);
            }
            prop_assert_eq!(found.bars.iter().flat_map(|bar| bar.counts).sum::<u32>(), found.without[CrashPart::Days as usize]);
            // A number's histogram is under all other parts, and holds every one of these crashes.
            let of = Listing::Crashes(filter.clone());
            let Ok(Reply::Histogram(deaths)) = engine.handle(Request::Histogram { of, number: "deaths".to_owned() }) else {
                panic!("a histogram")
            };
            let free = without(CrashPart::Deaths);
            for (edges, own) in deaths.edges.windows(2).zip(&deaths.counts) {
                let within = |c: &Crash| c.deaths.map(f64::from).is_some_and(|n| edges[0] <= n && n < edges[1]);
                prop_assert_eq!(*own, count(&|c| all_pass(c, &free) && within(c)));
            }
            let all = deaths.counts.iter().sum::<u32>() + deaths.unknown;
            prop_assert_eq!(all, found.without[CrashPart::Deaths as usize]);
            if let Some((part, n)) = found.loosen() {
                prop_assert_eq!(n, found.without[part as usize]);
                prop_assert!(filter.parts().all(|other| found.without[other as usize] <= n));
            }
        }
    }

    #[test]
    fn a_filtered_ranking_is_that_of_a_city_which_holds_only_what_passes(
        crashes in proptest::collection::vec(crash(900), 40..200),
        filter in filter(900),
    ) {
        let some: Vec<Crash> = crashes.iter().filter(|c| all_pass(c, &filter)).cloned().collect();
        prop_assume!(!some.is_empty());
        let (mut whole, mut part) = (city(&crashes), city(&some));
        // Asked before: what was counted for all must not stay.
        sections(&mut whole, &CrashFilter::default(), SectionSort::PerKm);
        for sort in SectionSort::ALL {
            let (a, b) = (sections(&mut whole, &filter, sort), sections(&mut part, &CrashFilter::default(), sort));
            prop_assert_eq!((a.crashes, a.unsnapped, a.with_crash), (b.crashes, b.unsnapped, b.with_crash));
            prop_assert_eq!((&a.breaks, &a.class_counts, a.third), (&b.breaks, &b.class_counts, b.third));
            // The yearly rate is of the period, which a city of the rest does not know.
            let years = a.years.expect("some pass, so the days meet");
            let bare = |rows: &[SectionRow]| rows.iter().map(|r| SectionRow { per_km_year: None, ..r.clone() }).collect::<Vec<_>>();
            prop_assert_eq!(bare(&a.rows), bare(&b.rows));
            prop_assert_eq!(bare(&a.selected), bare(&b.selected));
            prop_assert_eq!(SectionTotal { per_km_year: None, ..a.total }, SectionTotal { per_km_year: None, ..b.total });
            let yearly = (years >= 365.0 / 365.25).then(|| a.total.per_km / years);
            prop_assert_eq!(a.total.per_km_year, yearly);
            let days = crashes.iter().map(|c| c.day);
            let first = days.clone().min().expect("there are some").max(filter.from.unwrap_or(i32::MIN));
            let last = days.max().expect("there are some").min(filter.to.unwrap_or(i32::MAX));
            prop_assert!((years * 365.25 - f64::from(last - first + 1)).abs() < 1e-9);
        }
        // The map's own counts: of a tally, of the box, of a surface.
        let request = Request::Tally {
            area: Area::Box(EVERYWHERE),
            layers: vec![LayerName::Crashes],
            kinds: vec![],
            district: None,
            lacking: Default::default(),
            only: None,
            crashes: filter.clone(),
        };
        let Ok(Reply::Tallies(tallies)) = whole.handle(request) else { panic!("a tally") };
        prop_assert_eq!(tallies[0].1.count, some.len() as u32);
        let Ok(Reply::InView(seen)) = whole.handle(Request::InView { area: EVERYWHERE, crashes: filter.clone() }) else {
            panic!("counts")
        };
        let query = InsideQuery { area: Area::Box(EVERYWHERE), as_of: None, limit: 1, crashes: filter.clone() };
        let Ok(Reply::Inside(inside)) = whole.handle(Request::Inside(query)) else { panic!("an area") };
        let inside = inside.layers.iter().find(|of| of.layer == LayerName::Crashes).map(|of| of.count);
        prop_assert_eq!(inside, Some(some.len() as u32));
        let seen: BTreeMap<_, _> = seen.iter().map(|of| (of.layer, of.in_view)).collect();
        prop_assert_eq!((seen[&LayerName::Crashes], seen[&LayerName::Roads]), (some.len() as u32, 8));
        // A field that no row fills is none to weigh by.
        let weight = some.iter().any(|c| c.deaths.is_some()).then(|| "deaths".to_owned());
        let query = |crashes| DensityQuery {
            layer: LayerName::Crashes,
            weight: weight.clone(),
            bandwidth_m: 200.0,
            breaks: Breaks::Pretty,
            crashes,
        };
        let (a, b) = (query(filter.clone()), query(CrashFilter::default()));
        let Ok(Reply::Density(surface)) = whole.handle(Request::Density(a.clone())) else { panic!("a surface") };
        let Ok(Reply::Density(own)) = part.handle(Request::Density(b.clone())) else { panic!("a surface") };
        prop_assert_eq!((surface.points, surface.without_weight, surface.total), (own.points, own.without_weight, own.total));
        let at = riskmap::units::LngLat::new(112.006, 31.002);
        let Ok(Reply::DensityAt(a)) = whole.handle(Request::DensityAt { query: a, at }) else { panic!("a value") };
        let Ok(Reply::DensityAt(b)) = part.handle(Request::DensityAt { query: b, at }) else { panic!("a value") };
        prop_assert_eq!(a.points, b.points);
        // The planes of the two cities need not have the same middle.
        prop_assert!((a.per_km2 - b.per_km2).abs() <= 1e-3 * b.per_km2.max(1.0), "{} {}", a.per_km2, b.per_km2);
    }
}

#[test]
fn a_table_says_which_crashes_it_counts() {
    let one = |minute, severity| Crash {
        day: FIRST + 400,
        minute,
        severity,
        light: None,
        weather: Some("rain"),
        party: None,
        deaths: None,
        at: (5, 0),
    };
    let mut engine =
        city(&[one(60, "fatal"), one(0, "slight"), one(900, "slight"), Crash { day: FIRST, ..one(61, "slight") }]);
    let mut filter = CrashFilter::over(Some(FIRST + 300), None);
    filter.add_hours(23, 1);
    let table = sections(&mut engine, &filter, SectionSort::Crashes);
    assert_eq!((table.crashes, table.left_out), (1, 1), "the one at a day alone is neither in nor out");
    assert_eq!(table.period, Some(("2023-10-28".to_owned(), "2024-02-05".to_owned())));
    let said: Vec<_> = table.explanation.unknown.iter().map(|w| w.zh()).collect();
    assert!(said.iter().any(|w| w == "1 起事故因筛选所问的取值不明而未计入"), "{said:?}");
    let export = Request::Export { table: Export::Sections(table.query), on: "2026-01-01".to_owned() };
    let Ok(Reply::File(file)) = engine.handle(export) else { panic!("a file") };
    let text = String::from_utf8(file.bytes).unwrap();
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let row: BTreeMap<String, String> = rows.deserialize().next().unwrap().unwrap();
    assert_eq!(row["crash_filter"], "from 2023-10-28 · 23:00–02:00; left out because a value is unknown: 1");
    assert_eq!((row["crashes_from"].as_str(), row["crashes_to"].as_str()), ("2023-10-28", "2024-02-05"));
    // The map's tile holds the one that is counted, and no other.
    let mut drawn = |filter: &str| {
        let tile = mvt::decode(&engine.tile(&format!("riskmap://crashes/0/0/0?v=1{filter}")).unwrap());
        tile.get("crashes").map_or(0, |tile| tile.features.len())
    };
    assert_eq!((drawn(&RowFilter::of_crashes(filter).to_query()), drawn("")), (1, 4));
}

/// What a filter leaves is classed by the limits of all crashes, so that both can be compared; asked otherwise by its own.
#[test]
fn the_classes_stay_while_a_filter_is_set() {
    let mut engine = demo::lanchuan();
    let mut ask = |crashes: &CrashFilter, own_classes| {
        let query = SectionsQuery { own_classes, crashes: crashes.clone(), ..SectionsQuery::default() };
        match engine.handle(Request::Sections(query)) {
            Ok(Reply::Sections(table)) => *table,
            other => panic!("{other:?}"),
        }
    };
    let everything = CrashFilter::default();
    let mut night = CrashFilter::default();
    night.add_hours(22, 4);
    let all = ask(&everything, false);
    let kept = ask(&night, false);
    let own = ask(&night, true);
    assert_eq!(kept.breaks[1..], all.breaks[1..], "the limits stay");
    assert_ne!(own.breaks, kept.breaks, "unless those that pass are asked to set them");
    assert_eq!(
        kept.class_counts.iter().sum::<u32>(),
        kept.with_crash - kept.short,
        "none falls out of the lowest class"
    );
    assert_eq!(own.class_counts.iter().sum::<u32>(), own.with_crash - own.short);
    let again = ask(&night, false);
    assert_eq!((&kept.breaks, &kept.rows), (&again.breaks, &again.rows));
    assert_eq!(ask(&everything, true).breaks, all.breaks, "without a filter there is one way alone");
}
