//! Answers of the engine over a city that is small enough to be worked out by hand.

#[allow(dead_code, reason = "only numbers are read here")]
mod mvt;

use riskmap::domain::LayerName;
use riskmap::engine::*;
use riskmap::units::LngLat;

/// A city of these files, opened; `layers` are the manifest's layers with their files.
fn open(layers: &[(&str, &str)], files: &[(&str, &str)]) -> Engine {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    open_bytes(layers, files.collect())
}

fn open_bytes(layers: &[(&str, &str)], files: Vec<(String, Vec<u8>)>) -> Engine {
    let layers: Vec<String> = layers.iter().map(|(layer, file)| format!(r#""{layer}":{{"href":"{file}"}}"#)).collect();
    let manifest = format!(
        r#"{{"schema":"riskmap/1","name":{{"zh":"甲市","en":"A"}},"as_of":"2024-01-01","layers":{{{}}}}}"#,
        layers.join(",")
    );
    let files = std::iter::once(("city.json".to_owned(), manifest.into_bytes())).chain(files);
    let files = files.map(|(name, bytes)| NamedBytes { name, bytes }).collect();
    let mut engine = Engine::new();
    assert!(matches!(engine.handle(Request::Open(files)), Ok(Reply::Opened(_))));
    engine
}

fn features(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn feature(id: &str, properties: &str, kind: &str, coordinates: &str) -> String {
    format!(
        r#"{{"type":"Feature","id":"{id}","properties":{{{properties}}},"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}"#
    )
}

fn sections(engine: &mut Engine, sort: SectionSort, selected: Vec<u32>) -> SectionTable {
    let query = SectionsQuery { sort, own_classes: false, selected, ..SectionsQuery::default() };
    match engine.handle(Request::Sections(query)) {
        Ok(Reply::Sections(table)) => *table,
        other => panic!("{other:?}"),
    }
}

/// The request for a table, on some day.
fn save(table: Export) -> Request {
    Request::Export { table, on: "2026-11-26".to_owned() }
}

/// The rows of a table, each by column.
fn rows_of(file: NamedBytes) -> Vec<std::collections::BTreeMap<String, String>> {
    let text = String::from_utf8(file.bytes).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// Two streets along meridians, a hundredth of a degree long: at 31° north that is 1,108.6 m (WGS 84).
const STREET_KM: f64 = 1.1086;

fn two_streets() -> Engine {
    let street = |id: &str, lon: &str| {
        feature(id, r#""class":"primary""#, "LineString", &format!("[[{lon},31.0],[{lon},31.01]]"))
    };
    let crashes = "id,lon,lat,at,severity,deaths\n\
        1,112.0,31.002,2022-01-01,fatal,2\n\
        2,112.0,31.004,2022-07-01,fatal,\n\
        3,112.0,31.006,2022-08-01,damage_only,\n\
        4,112.02,31.002,2022-09-01,damage_only,0\n\
        5,112.02,31.004,2022-10-01,damage_only,0\n\
        6,112.02,31.006,2022-11-01,serious,0\n\
        7,112.02,31.008,2023-12-31,injury,0\n";
    open(
        &[("roads", "roads.geojson"), ("crashes", "crashes.csv")],
        &[("roads.geojson", &features(&[street("a", "112.0"), street("b", "112.02")])), ("crashes.csv", crashes)],
    )
}

#[test]
fn sections_are_ranked_by_what_was_asked() {
    let mut engine = two_streets();
    let first = |table: &SectionTable| table.rows[0].hit.id.clone();
    let by_rate = sections(&mut engine, SectionSort::PerKm, vec![]);
    assert_eq!((first(&by_rate), by_rate.rows.len()), ("b".to_owned(), 2));
    assert!((by_rate.rows[0].per_km - 4.0 / STREET_KM).abs() < 1e-3, "{}", by_rate.rows[0].per_km);
    assert_eq!(by_rate.rows[0].value, Some(by_rate.rows[0].per_km));
    let years = 730.0 / 365.25;
    assert!((by_rate.rows[0].per_km_year.unwrap() - 4.0 / STREET_KM / years).abs() < 1e-3);

    // 8 a fatal crash, 3 an injury crash, 1 one with damage only.
    let by_epdo = sections(&mut engine, SectionSort::Epdo, vec![]);
    let (a, b) = (&by_epdo.rows[0], &by_epdo.rows[1]);
    assert_eq!((first(&by_epdo).as_str(), a.epdo, b.epdo), ("a", 17.0, 8.0));
    assert_eq!((a.value, by_epdo.breaks.as_slice(), b.class), (Some(17.0), [8.0, 17.0].as_slice(), Some(0)));
    assert!((a.epdo_per_km - 17.0 / STREET_KM).abs() < 0.01);

    // One fatal crash says two deaths, the other nothing; without a death there is no class.
    let by_deaths = sections(&mut engine, SectionSort::Deaths, vec![]);
    let (a, b) = (&by_deaths.rows[0], &by_deaths.rows[1]);
    assert_eq!((a.deaths, a.deaths_unknown, a.class), (Some(2.0), 1, Some(0)));
    assert_eq!((b.deaths, b.deaths_unknown, b.class), (Some(0.0), 0, None));
    assert_eq!(by_deaths.class_counts, [1]);
    assert_eq!(by_deaths.explanation.unknown.len(), 1, "{:?}", by_deaths.explanation.unknown);
    assert_eq!(first(&sections(&mut engine, SectionSort::Crashes, vec![])), "b");
}

#[test]
fn the_selection_adds_up_and_its_table_says_the_same() {
    let mut engine = two_streets();
    let table = sections(&mut engine, SectionSort::PerKm, vec![1, 0]);
    let total = table.total;
    assert_eq!(
        (total.sections, total.crashes, total.fatal, total.serious, total.slight, total.damage),
        (2, 7, 2, 1, 1, 3)
    );
    assert_eq!((total.epdo, total.deaths, total.deaths_unknown), (25.0, Some(2.0), 1));
    let ranks = |rows: &[SectionRow]| rows.iter().map(|row| (row.hit.id.clone(), row.rank)).collect::<Vec<_>>();
    // Each has its place in the city, whatever the order in which they were selected.
    assert_eq!(ranks(&sections(&mut engine, SectionSort::PerKm, vec![0]).selected), [("a".to_owned(), Some(2))]);
    assert_eq!(ranks(&sections(&mut engine, SectionSort::Epdo, vec![1]).selected), [("b".to_owned(), Some(2))]);
    assert!((total.per_km - 7.0 / (2.0 * STREET_KM)).abs() < 1e-3);
    let Ok(Reply::File(file)) = engine.handle(save(Export::Sections(table.query))) else { panic!() };
    assert_eq!(file.name, "selected-sections.csv");
    let rows = rows_of(file);
    let cell = |row: usize, name: &str| rows[row - 1][name].as_str();
    assert_eq!((cell(1, "id"), cell(1, "epdo_8_3_1"), cell(1, "deaths")), ("b", "8", "0"));
    assert_eq!((cell(2, "id"), cell(2, "epdo_8_3_1"), cell(2, "deaths")), ("a", "17", "2"));
    assert_eq!((cell(1, "fatal_without_deaths"), cell(2, "fatal_without_deaths")), ("0", "1"));
    assert_eq!((cell(2, "crashes_per_km"), cell(2, "crashes_per_km_year")), ("2.706", "1.354"));
}

#[test]
fn a_venue_belongs_to_the_district_that_its_row_names_in_list_and_card_alike() {
    let square =
        |west: &str, east: &str| format!("[[[{west},31.0],[{east},31.0],[{east},31.1],[{west},31.1],[{west},31.0]]]");
    let district = |id: &str, ring: &str| feature(id, &format!(r#""name":"{id}","level":"county""#), "Polygon", ring);
    let venues =
        "id,lon,lat,kind,district\n1,112.05,31.05,hotel,\n2,112.05,31.06,hotel,east\n3,112.15,31.05,mall,west\n";
    let mut engine = open(
        &[("districts", "districts.geojson"), ("venues", "venues.csv")],
        &[
            (
                "districts.geojson",
                &features(&[district("west", &square("112.0", "112.1")), district("east", &square("112.1", "112.2"))]),
            ),
            ("venues.csv", venues),
        ],
    );
    for (district, name, wanted) in [(0, "west", ["1", "3"].as_slice()), (1, "east", &["2"])] {
        let query = VenuesQuery { district: Some(district), limit: 10, ..VenuesQuery::default() };
        let Ok(Reply::Venues(table)) = engine.handle(Request::Venues(query)) else { panic!() };
        let mut ids: Vec<&str> = table.rows.iter().map(|r| r.hit.id.as_str()).collect();
        ids.sort_unstable();
        assert_eq!(ids, wanted, "{name}");
        for row in &table.rows {
            let of = FeatureRef { layer: LayerName::Venues, row: row.hit.feature.row };
            let Ok(Reply::Feature(card)) = engine.handle(Request::Feature { of, radius_m: 0.0, as_of: None }) else {
                panic!()
            };
            assert_eq!(card.district.unwrap().en, name, "{}", row.hit.id);
        }
    }
}

#[test]
fn people_who_may_be_the_same_are_never_added() {
    let venues = "id,lon,lat,kind,people_day,people_night\n\
        1,112.001,31.0,dormitory,50,800\n\
        2,112.002,31.0,school,600,0\n\
        3,112.003,31.0,hotel,,\n";
    let layers = [("facilities", "facilities.csv"), ("venues", "venues.csv"), ("residents", "residents.csv")];
    let files = |residents: &'static str| {
        [
            ("facilities.csv", "id,lon,lat,kind\nF,112.0,31.0,works\n"),
            ("venues.csv", venues),
            ("residents.csv", residents),
        ]
    };
    let ask = |residents| {
        let mut engine = open(&layers, &files(residents));
        let query = ExposureQuery {
            layer: LayerName::Facilities,
            distance_m: 500.0,
            ranges: Default::default(),
            breaks: Breaks::Pretty,
        };
        match engine.handle(Request::Exposure(query)) {
            Ok(Reply::Exposure(table)) => *table,
            other => panic!("{other:?}"),
        }
    };
    // 800 sleep in the dormitory, and are among the 1,000 who live here.
    let table = ask("id,lon,lat,residents\n1,112.0,31.001,1000\n");
    let row = &table.rows[0];
    assert_eq!((row.venue_day, row.venue_night, row.unknown), (650.0, 800.0, [1, 1]));
    assert_eq!((row.residents_day, row.residents_night), (Some(0.0), Some(1000.0)));
    assert_eq!((row.people_day, row.people_night), (650.0, 1000.0));
    assert_eq!((row.value, row.counted), (1000.0, Counted::ResidentsByNight));
    assert_eq!(
        table.explanation.steps[0].substituted.zh(),
        "N_day = max(650, 0) = 650,  N_night = max(800, 1,000) = 1,000,  N = max(650, 1,000) = 1,000"
    );
    assert!(table.explanation.notes[0].en().contains("never added"), "{:?}", table.explanation.notes[0]);
    let fewer = ask("id,lon,lat,residents,people_day,people_night\n1,112.0,31.001,1000,400,700\n");
    assert_eq!((fewer.rows[0].value, fewer.rows[0].counted), (800.0, Counted::VenuesByNight));
}

/// What is taken along is the whole ranking, short sections too, however much of it the page lists.
#[test]
fn the_exported_ranking_has_every_section_with_a_crash() {
    let layers = [("roads", "roads.geojson.gz"), ("crashes", "crashes.csv.gz")];
    let read = |(_, file): &(&str, &str)| {
        let path = format!("{}/data/lanchuan/{file}", env!("CARGO_MANIFEST_DIR"));
        ((*file).to_owned(), std::fs::read(path).unwrap())
    };
    let mut engine = open_bytes(&layers, layers.iter().map(read).collect());
    let table = sections(&mut engine, SectionSort::PerKm, vec![]);
    assert!((table.rows.len() as u32) < table.with_crash, "the city is large enough to tell");
    let Ok(Reply::File(file)) = engine.handle(save(Export::Sections(table.query))) else { panic!() };
    assert_eq!(file.name, "section-ranking.csv");
    let rows = rows_of(file);
    let counts: Vec<u32> = rows.iter().map(|row| row["crashes"].parse().unwrap()).collect();
    assert_eq!(counts.len() as u32, table.with_crash);
    assert_eq!(counts.iter().sum::<u32>(), table.crashes - table.unsnapped, "every snapped crash is in a row");
    assert!(rows.iter().any(|row| row["short_section"] == "under 50 m"), "short sections are there");
    let ranks: Vec<usize> = rows.iter().map(|row| row["rank"].parse().unwrap()).collect();
    assert!(ranks.iter().copied().eq(1..=rows.len()));
}

/// Round classes on the demo city's surfaces: as many as asked, the highest one a place of its own.
#[test]
fn round_classes_of_a_density_surface_are_neither_few_nor_many() {
    let layers = [("crashes", "crashes.csv.gz"), ("venues", "venues.csv.gz"), ("facilities", "facilities.geojson.gz")];
    let read = |(_, file): &(&str, &str)| {
        let path = format!("{}/data/lanchuan/{file}", env!("CARGO_MANIFEST_DIR"));
        ((*file).to_owned(), std::fs::read(path).unwrap())
    };
    let mut engine = open_bytes(&layers, layers.iter().map(read).collect());
    for layer in [LayerName::Crashes, LayerName::Venues, LayerName::Facilities] {
        for bandwidth_m in [250.0, 500.0, 1500.0] {
            let query =
                DensityQuery { layer, weight: None, bandwidth_m, breaks: Breaks::Pretty, crashes: Default::default() };
            let Ok(Reply::Density(surface)) = engine.handle(Request::Density(query)) else { panic!() };
            let (edges, max) = (&surface.breaks, surface.max_per_km2);
            // The densest place has that value: told by the plain sum there.
            let at = surface.densest.expect("there are points");
            let asked = Request::DensityAt { query: surface.query.clone(), at };
            let Ok(Reply::DensityAt(exact)) = engine.handle(asked) else { panic!() };
            assert!((exact.per_km2 / max - 1.0).abs() < 0.02, "{layer} {bandwidth_m} m: {} of {max}", exact.per_km2);
            assert!((4..=6).contains(&edges.len()), "{layer} {bandwidth_m} m: {edges:?}");
            assert!(edges[0] >= max * 0.016 && edges[0] <= max * 0.04, "{layer} {bandwidth_m} m: {edges:?} of {max}");
            assert!(edges[edges.len() - 1] <= max * 0.8, "{layer} {bandwidth_m} m: {edges:?} of {max}");
            for edge in edges {
                let first = format!("{edge:e}");
                assert!(["1e", "2e", "5e"].iter().any(|round| first.starts_with(round)), "{edge}");
            }
        }
    }
}

#[test]
fn what_was_noticed_says_where() {
    let venues = "id,lon,lat,kind,floors\n1,112.0,31.0,hotel,6\n2,112.001,31.0,spaceport,two\n";
    let mut engine = open(&[("venues", "venues.csv")], &[("venues.csv", venues)]);
    let Ok(Reply::NotRead(found)) = engine.handle(Request::NotRead) else { panic!() };
    let places: Vec<_> = found.notices.iter().map(|n| (n.row, n.field.as_str(), n.found.as_str())).collect();
    assert_eq!(places, [(Some(2), "kind", "spaceport"), (Some(2), "floors", "two")], "{:?}", found.notices);
    assert!(found.notices.iter().all(|n| n.layer == "venues" && n.file == "venues.csv" && !n.says.zh.is_empty()));
}

#[test]
fn a_list_tells_dry_hydrants_from_others() {
    let hydrants = "id,lon,lat,working\nwet,112.0,31.0001,yes\ndry,112.0,31.0002,no\nunsaid,112.0,31.0003,\n";
    let layers = [("venues", "venues.csv"), ("hydrants", "hydrants.csv")];
    let files = [("venues.csv", "id,lon,lat,kind\nv,112.0,31.0,hotel\n"), ("hydrants.csv", hydrants)];
    let mut engine = open(&layers, &files);
    let of = FeatureRef { layer: LayerName::Venues, row: 0 };
    let Ok(Reply::Feature(card)) = engine.handle(Request::Feature { of, radius_m: 100.0, as_of: None }) else {
        panic!()
    };
    let states: Vec<_> = card.neighbours.hydrants.iter().map(|h| (h.id.as_str(), h.working)).collect();
    assert_eq!(states, [("wet", Some(true)), ("dry", Some(false)), ("unsaid", None)]);
    assert_eq!((card.neighbours.dry_hydrants, card.hit.working), (1, None));
    let water: Vec<_> = card.neighbours.water.iter().map(|h| h.id.as_str()).collect();
    assert_eq!(water, ["wet", "dry", "unsaid"], "all there are, nearest first");
}

#[test]
fn water_is_looked_for_until_a_hydrant_works() {
    // Ten that nobody knows, north of the venue every 11 m; the eleventh works, the twelfth too.
    let row = |n: u32| format!("{n},112.0,{},{}\n", 31.0 + 1e-4 * f64::from(n), if n > 10 { "yes" } else { "" });
    let hydrants: String = (1..=12).map(row).collect();
    let files = [
        ("venues.csv", "id,lon,lat,kind\nv,112.0,31.0,hotel\n"),
        ("hydrants.csv", &format!("id,lon,lat,working\n{hydrants}")),
    ];
    let mut engine = open(&[("venues", "venues.csv"), ("hydrants", "hydrants.csv")], &files);
    let of = FeatureRef { layer: LayerName::Venues, row: 0 };
    let Ok(Reply::Feature(card)) = engine.handle(Request::Feature { of, radius_m: 100.0, as_of: None }) else {
        panic!()
    };
    let water: Vec<_> = card.neighbours.water.iter().map(|h| h.id.clone()).collect();
    assert_eq!(water, (1..=11).map(|n| n.to_string()).collect::<Vec<_>>());
}

/// Numbers that follow no pattern, the same every time.
fn noise(state: &mut u64) -> f64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 11) as f64 / (1u64 << 53) as f64
}

fn parts(engine: &mut Engine, query: &DensityQuery, at: LngLat, most: u32) -> DensityParts {
    match engine.handle(Request::DensityParts { query: query.clone(), at, most }) {
        Ok(Reply::DensityParts(parts)) => *parts,
        other => panic!("{other:?}"),
    }
}

/// Points and areas, some without a weight: what the R-tree finds is what a look at every row finds, the parts make the
/// value, and the value is that of the surface.
#[test]
fn the_parts_of_a_density_are_those_of_a_look_at_every_feature() {
    let mut state = 7;
    let mut rows = Vec::new();
    for i in 0..400 {
        let (lng, lat) = (112.0 + 0.03 * noise(&mut state), 31.0 + 0.03 * noise(&mut state));
        let people = format!("{:.0}", 900.0 * noise(&mut state));
        let known = if i % 7 == 0 { String::new() } else { format!(r#","people_day":{people}"#) };
        let properties = format!(r#""kind":"school"{known}"#);
        rows.push(if i % 3 == 0 {
            // A square of some 200 m; its anchor is its middle.
            let (w, e, s, n) = (lng - 1e-3, lng + 1e-3, lat - 1e-3, lat + 1e-3);
            let ring = format!("[[[{w},{s}],[{e},{s}],[{e},{n}],[{w},{n}],[{w},{s}]]]");
            feature(&i.to_string(), &properties, "Polygon", &ring)
        } else {
            feature(&i.to_string(), &properties, "Point", &format!("[{lng},{lat}]"))
        });
    }
    let mut engine = open(&[("venues", "v.geojson")], &[("v.geojson", &features(&rows))]);
    for weight in [None, Some("people_day".to_owned())] {
        let query = DensityQuery {
            layer: LayerName::Venues,
            weight: weight.clone(),
            bandwidth_m: 700.0,
            breaks: Breaks::Pretty,
            crashes: Default::default(),
        };
        let surface = engine.density_grid(&query, 35.0).unwrap().unwrap();
        for _ in 0..20 {
            let at = LngLat::new(112.0 + 0.03 * noise(&mut state), 31.0 + 0.03 * noise(&mut state));
            let found = parts(&mut engine, &query, at, 1_000);
            let open = engine.open().unwrap();
            let (layer, plane) = (open.city().layer(LayerName::Venues).unwrap(), open.plane());
            let place = plane.xy(at);
            let mut twin: Vec<(String, f64, f64)> = (0..layer.len())
                .filter_map(|row| {
                    let m = plane.xy(riskmap::engine::open::anchor(layer, row)?).distance_m(place);
                    let weight = match &weight {
                        None => Some(1.0),
                        Some(field) => layer.number(row, field),
                    };
                    let height = 3.0 / (std::f64::consts::PI * 0.49) * (1.0 - (m / 700.0).powi(2)).powi(2);
                    (m < 700.0).then_some((layer.id(row).to_owned(), m, weight? * height))
                })
                .collect();
            twin.sort_by(|a, b| b.2.total_cmp(&a.2));
            assert_eq!(found.points as usize, twin.len());
            assert_eq!(found.parts.len(), twin.len());
            for (part, (id, m, value)) in found.parts.iter().zip(&twin) {
                assert_eq!(&part.hit.id, id);
                assert!(
                    (part.hit.distance_m.unwrap() - m).abs() < 1e-6
                        && (part.per_km2 - value).abs() < 1e-9 * value.max(1.0)
                );
            }
            let sum: f64 = found.parts.iter().map(|part| part.per_km2).sum();
            let shares: f64 = found.parts.iter().map(|part| found.share(part)).sum();
            assert!((sum - found.per_km2).abs() <= 1e-9 * found.per_km2, "{sum} {}", found.per_km2);
            assert!((shares - 1.0).abs() < 1e-9 || found.per_km2 == 0.0, "{shares}");
            // Between nodes a twentieth of the bandwidth apart the surface is straight to a part in a hundred.
            if let Some(drawn) = surface.at(place) {
                assert!((drawn - sum).abs() < 0.01 * surface.max_per_km2, "{drawn} {sum}");
            }
            let head = parts(&mut engine, &query, at, 3);
            assert_eq!((head.points, head.per_km2), (found.points, found.per_km2));
            assert_eq!(head.parts, found.parts[..found.parts.len().min(3)]);
            let (left, share) = head.unlisted();
            assert_eq!(left as usize, found.parts.len() - head.parts.len());
            let listed: f64 = head.parts.iter().map(|part| head.share(part)).sum();
            assert!(found.per_km2 == 0.0 || (listed + share - 1.0).abs() < 1e-9);
        }
    }
}

#[test]
fn a_place_with_nothing_near_says_so_and_a_surface_that_cannot_be_is_refused() {
    let mut engine = two_streets();
    let query = DensityQuery {
        layer: LayerName::Crashes,
        weight: None,
        bandwidth_m: 500.0,
        breaks: Breaks::Pretty,
        crashes: Default::default(),
    };
    let nothing = parts(&mut engine, &query, LngLat::new(112.3, 31.3), 10);
    assert_eq!((nothing.per_km2, nothing.points, nothing.unlisted()), (0.0, 0, (0, 0.0)));
    let at = LngLat::new(112.0, 31.004);
    for query in [
        DensityQuery { bandwidth_m: 1.0, ..query.clone() },
        DensityQuery { layer: LayerName::Venues, ..query.clone() },
        DensityQuery { weight: Some("at".to_owned()), ..query.clone() },
    ] {
        assert!(engine.handle(Request::DensityParts { query, at, most: 10 }).is_err());
    }
}

/// Two schools of one name and one of another: who reads what makes a value knows which is which.
#[test]
fn what_makes_a_density_is_told_apart() {
    let venues = "id,name,lon,lat,kind\na,东风小学,112.0,31.0,school\nb,东风小学,112.001,31.0,school\n\
        c,长江小学,112.002,31.0,school\n";
    let mut engine = open(&[("venues", "v.csv")], &[("v.csv", venues)]);
    let query = DensityQuery {
        layer: LayerName::Venues,
        weight: None,
        bandwidth_m: 500.0,
        breaks: Breaks::Pretty,
        crashes: Default::default(),
    };
    let found = parts(&mut engine, &query, LngLat::new(112.0, 31.0), 10);
    let apart: Vec<_> = found.parts.iter().map(|part| (part.hit.id.as_str(), part.hit.apart.zh.as_str())).collect();
    assert_eq!(apart, [("a", "a"), ("b", "b"), ("c", "")]);
}

/// A plant with a dormitory of 50 by day and 400 by night and a school of 900 by day near it.
#[test]
fn a_features_exposure_is_worked_through_with_its_own_numbers_and_its_card_says_the_same() {
    let plant = |id: &str, lng: &str| feature(id, r#""kind":"works""#, "Point", &format!("[{lng},31.0]"));
    let venues = "id,lon,lat,kind,people_day,people_night\n\
        d,112.001,31.0,dormitory,50,400\n\
        s,112.002,31.0,school,900,0\n\
        h,112.101,31.0,hotel,10,30\n";
    let mut engine = open(
        &[("facilities", "f.geojson"), ("venues", "v.csv")],
        &[("f.geojson", &features(&[plant("a", "112.0"), plant("b", "112.1")])), ("v.csv", venues)],
    );
    let query = ExposureQuery {
        layer: LayerName::Facilities,
        distance_m: 500.0,
        ranges: Default::default(),
        breaks: Breaks::Pretty,
    };
    let Ok(Reply::Exposure(table)) = engine.handle(Request::Exposure(query.clone())) else { panic!() };
    let line = |explanation: &riskmap::risk::explain::Explanation| explanation.steps[0].substituted.words().zh;
    assert_eq!(line(&table.explanation), "N = max(950, 400) = 950", "the most exposed, when none is asked about");
    for (row, (id, value, said)) in
        [("a", 950.0, "N = max(950, 400) = 950"), ("b", 30.0, "N = max(10, 30) = 30")].into_iter().enumerate()
    {
        let of = FeatureRef { layer: LayerName::Facilities, row: row as u32 };
        let Ok(Reply::ExposureOf(one)) = engine.handle(Request::ExposureOf { query: query.clone(), of }) else {
            panic!()
        };
        assert_eq!((one.row.hit.feature, line(&one.explanation).as_str()), (of, said));
        assert_eq!(one.row.value, value);
        assert_eq!(table.rows.iter().find(|r| r.hit.id == id).map(|r| r.value), Some(value));
        let Ok(Reply::Feature(card)) = engine.handle(Request::Feature { of, radius_m: 500.0, as_of: None }) else {
            panic!()
        };
        let [day, night] = card.neighbours.people;
        assert_eq!(day.max(night), value, "venues alone, and no residents: one figure");
    }
    let missing = FeatureRef { layer: LayerName::Facilities, row: 9 };
    assert!(engine.handle(Request::ExposureOf { query: query.clone(), of: missing }).is_err());
    let venue = FeatureRef { layer: LayerName::Venues, row: 0 };
    assert!(engine.handle(Request::ExposureOf { query, of: venue }).is_err());
}

/// Three streets: two of 1.1 km, and one of some 33 m whose one crash makes the highest rate of all.
#[test]
fn what_is_too_short_for_a_rate_is_in_no_class_and_counted_beside_them() {
    let street = |id: &str, lon: &str, end: &str| {
        feature(id, r#""class":"primary""#, "LineString", &format!("[[{lon},31.0],[{lon},{end}]]"))
    };
    let rows = [street("a", "112.0", "31.01"), street("b", "112.02", "31.01"), street("c", "112.04", "31.0003")];
    let crashes = "id,lon,lat,at,severity\n\
        1,112.0,31.002,2022-01-01,fatal\n\
        2,112.0,31.004,2022-07-01,fatal\n\
        3,112.02,31.006,2022-08-01,damage_only\n\
        4,112.04,31.0001,2022-09-01,damage_only\n";
    let mut engine = open(
        &[("roads", "roads.geojson"), ("crashes", "crashes.csv")],
        &[("roads.geojson", &features(&rows)), ("crashes.csv", crashes)],
    );
    let in_class = |table: &SectionTable, class: usize| {
        table.rows.iter().filter(|row| row.class == u8::try_from(class).ok()).count() as u32
    };
    for sort in SectionSort::ALL {
        let table = sections(&mut engine, sort, vec![]);
        for (class, count) in table.class_counts.iter().enumerate() {
            assert_eq!(in_class(&table, class), *count, "{sort:?}: class {class} in the table");
        }
        let short = table.rows.iter().find(|row| row.hit.id == "c").unwrap();
        let valued = table.rows.iter().filter(|row| row.value.is_some_and(|v| v > 0.0)).count() as u32;
        assert_eq!(table.class_counts.iter().sum::<u32>() + table.short, valued, "{sort:?}: all are accounted for");
        let in_no_class = table.short + table.zero + table.unknown;
        assert_eq!(table.class_counts.iter().sum::<u32>() + in_no_class, table.with_crash, "{sort:?}");
        assert_eq!(
            (short.short, short.class.is_none(), table.short),
            (true, sort.is_rate() || sort == SectionSort::Deaths, u32::from(sort.is_rate()))
        );
    }
}

/// Two crashes 40 km apart at a narrow bandwidth: the peak is found, and it is a dot on a map of the whole.
#[test]
fn a_narrow_peak_in_a_wide_city_is_neither_lost_nor_invisible() {
    let crashes = "id,lon,lat,at,severity\n1,112.0,31.0,2022-01-01,fatal\n2,112.3,31.2,2022-07-01,fatal\n";
    let mut engine = open(&[("crashes", "crashes.csv")], &[("crashes.csv", crashes)]);
    let query = DensityQuery {
        layer: LayerName::Crashes,
        weight: None,
        bandwidth_m: 100.0,
        breaks: Breaks::Pretty,
        crashes: Default::default(),
    };
    let Ok(Reply::Density(surface)) = engine.handle(Request::Density(query)) else { panic!() };
    let peak = 3.0 / (std::f64::consts::PI * 0.01);
    assert!(surface.cell_m <= 20.0, "{}", surface.cell_m);
    assert!((surface.max_per_km2 / peak - 1.0).abs() < 0.1, "{} of {peak}", surface.max_per_km2);
    // At zoom 8 a tile is some 134 km: a bandwidth is a fifth of a pixel.
    let world = |lng: f64, lat: f64| {
        let y = (1.0 - (std::f64::consts::FRAC_PI_4 + lat.to_radians() / 2.0).tan().ln() / std::f64::consts::PI) / 2.0;
        (((lng + 180.0) / 360.0 * 256.0) as u32, (y * 256.0) as u32)
    };
    let (x, y) = world(112.0, 31.0);
    let tile = engine.tile(&format!("density/8/{x}/{y}")).unwrap();
    let layers = mvt::decode(&tile);
    let top = layers["density"].features.iter().filter(|f| f.number("class") == Some(4.0)).flat_map(|f| &f.parts);
    let sides = top.map(|ring| {
        let span = |values: Vec<i64>| values.iter().max().unwrap() - values.iter().min().unwrap();
        (span(ring.iter().map(|p| p.0).collect()), span(ring.iter().map(|p| p.1).collect()))
    });
    let sides: Vec<_> = sides.collect();
    let four_pixels = |side: i64| (31..=32).contains(&side);
    assert!(!sides.is_empty() && sides.iter().all(|s| four_pixels(s.0) && four_pixels(s.1)), "{sides:?} units");
}

/// A town's district has the town's own name, another its village's: each name stands once at every zoom.
#[test]
fn a_district_leaves_its_name_to_the_place_in_it() {
    let square = |west: f64| {
        let east = west + 0.1;
        format!("[[[{west},31.0],[{east},31.0],[{east},31.1],[{west},31.1],[{west},31.0]]]")
    };
    let district = |name: &str, west: f64| {
        feature(name, &format!(r#""name":"{name}","level":"county""#), "Polygon", &square(west))
    };
    let place = |id: &str, name: &str, kind: &str, lng: f64| {
        feature(id, &format!(r#""name":"{name}","kind":"{kind}""#), "Point", &format!("[{lng},31.02]"))
    };
    let districts = [district("甲", 112.0), district("乙", 112.1), district("丙", 112.2)];
    // A village of the third's name lies outside of it, in the second.
    let places =
        [place("1", "甲", "town", 112.05), place("2", "乙", "village", 112.15), place("3", "丙", "village", 112.15)];
    let mut engine = open(
        &[("districts", "d.geojson"), ("places", "p.geojson")],
        &[("d.geojson", &features(&districts)), ("p.geojson", &features(&places))],
    );
    let layers = mvt::decode(&engine.tile("districts/5/25/13").unwrap());
    let until =
        |row: u64| layers["districts_label"].features.iter().find(|f| f.id == Some(row)).unwrap().number("until");
    assert_eq!([until(0), until(1), until(2)], [Some(0.0), Some(12.0), None]);
}

/// A list shows 200 neighbours at most; what is taken along has all: of one level the nearest first.
#[test]
fn every_neighbour_can_be_taken_along() {
    let mut venues = "id,lon,lat,kind\n".to_owned();
    for i in 0..250 {
        venues += &format!("v{i},112.0,{:.6},hotel\n", 31.0 + f64::from(i) * 1e-5);
    }
    let stations = "id,lon,lat\ns,112.01,31.0\n";
    let layers = [("venues", "venues.csv"), ("fire_stations", "stations.csv")];
    let mut engine = open(&layers, &[("venues.csv", &venues), ("stations.csv", stations)]);
    let of = FeatureRef { layer: LayerName::Venues, row: 0 };
    let Ok(Reply::Feature(card)) = engine.handle(Request::Feature { of, radius_m: 500.0, as_of: None }) else {
        panic!()
    };
    assert_eq!((card.neighbours.venues.len(), card.neighbours.venue_count), (200, 249));
    let export = save(Export::Near { of, radius_m: 500.0, as_of: None });
    let Ok(Reply::File(file)) = engine.handle(export) else { panic!() };
    assert_eq!(file.name, "neighbours.csv");
    let rows = rows_of(file);
    let ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str()).collect();
    let expected: Vec<String> = (1..250).map(|i| format!("v{i}")).chain(["s".to_owned()]).collect();
    assert_eq!(ids, expected);
    assert!(engine.handle(save(Export::Near { of, radius_m: -1.0, as_of: None })).is_err());
}

/// A village with everything that a table's rows are to say of themselves.
fn village() -> Engine {
    let manifest = r#"{"schema":"riskmap/1","name":{"zh":"甲村（虚构）","en":"A (fictional)"},"as_of":"2024-01-01","fictional":true,
        "layers":{"roads":{"href":"roads.geojson","as_of":"2023-06-30"},"crashes":{"href":"crashes.csv"},
        "districts":{"href":"districts.geojson"},"venues":{"href":"venues.csv"},"facilities":{"href":"facilities.csv"}},
        "sources":[{"name":"=made","licence":"CC0-1.0","attribution":"made for a test","url":"https://example.org/d",
        "retrieved":"2024-01-02"}]}"#;
    let street = |id: &str, names: &str, lon: &str, end: &str| {
        let line = format!("[[{lon},31.0],[{lon},{end}]]");
        feature(id, &format!(r#""class":"primary"{names}"#), "LineString", &line)
    };
    let roads = [
        street("a", r#","name":"东街","name_en":"East Street""#, "112.0", "31.01"),
        street("b", r#","name":"西街""#, "112.02", "31.01"),
        street("c", "", "112.04", "31.01"),
        street("d", "", "112.06", "31.0003"),
    ];
    let crashes = "id,lon,lat,at,severity,deaths\n\
        1,112.0,31.002,2022-01-01,fatal,1\n2,112.02,31.002,2022-07-01,damage_only,0\n\
        3,112.02,31.004,2023-12-31,damage_only,0\n4,112.06,31.0001,2023-01-01,slight,0\n";
    let ring = "[[[111.9,30.9],[112.01,30.9],[112.01,31.1],[111.9,31.1],[111.9,30.9]]]";
    let district = feature("D", r#""name":"东区","name_en":"East","level":"county""#, "Polygon", ring);
    let venues = "id,lon,lat,kind,people_day,people_night\nv,112.001,31.0,hotel,10,90\nw,112.001,31.001,mall,,\n";
    let files = [
        ("city.json", manifest.to_owned()),
        ("roads.geojson", features(&roads)),
        ("crashes.csv", crashes.to_owned()),
        ("districts.geojson", features(&[district])),
        ("venues.csv", venues.to_owned()),
        ("facilities.csv", "id,lon,lat,kind\nF,112.0,31.0,works\n".to_owned()),
    ];
    let files = files.map(|(name, text)| NamedBytes { name: name.to_owned(), bytes: text.into_bytes() });
    let mut engine = Engine::new();
    assert!(matches!(engine.handle(Request::Open(files.to_vec())), Ok(Reply::Opened(_))));
    engine
}

/// Whoever gets a table without the page it came from reads in any of its rows what it is.
#[test]
fn every_row_of_a_table_says_where_it_is_from() {
    let mut engine = village();
    let of = FeatureRef { layer: LayerName::Facilities, row: 0 };
    let sections = SectionsQuery {
        snap_m: 25.0,
        sort: SectionSort::Deaths,
        own_classes: false,
        selected: vec![2, 1],
        ..SectionsQuery::default()
    };
    let exposure = ExposureQuery {
        layer: LayerName::Facilities,
        distance_m: 500.0,
        ranges: Default::default(),
        breaks: Breaks::Pretty,
    };
    let venues =
        VenuesQuery { kinds: vec!["hotel".to_owned()], district: Some(0), limit: 10, ..VenuesQuery::default() };
    let all = [
        Export::Sections(sections),
        Export::Exposure(exposure),
        Export::Venues(venues),
        Export::Near { of, radius_m: 500.0, as_of: None },
        Export::Levels(LevelsQuery {
            as_of: Some("2023-07-01".to_owned()),
            limit: 0,
            ..LevelsQuery::of(LayerName::Facilities)
        }),
    ];
    let mut tables = all.map(|table| match engine.handle(save(table)) {
        Ok(Reply::File(file)) => rows_of(file),
        other => panic!("{other:?}"),
    });
    for row in tables.iter().flatten() {
        assert_eq!(
            (row["dataset"].as_str(), row["fictional"].as_str()),
            ("甲村（虚构） / A (fictional)", "虚构 fictional")
        );
        assert_eq!(row["sources"], "'=made (CC0-1.0) made for a test https://example.org/d fetched 2024-01-02");
        assert_eq!((row["data_as_of"].as_str(), row["exported_on"].as_str()), ("2024-01-01", "2026-11-26"));
        assert!(!row["method"].is_empty());
    }
    let [sections, exposure, venues, near, levels] = &mut tables;
    let said = |row: &std::collections::BTreeMap<String, String>, names: &[&str]| {
        names.iter().map(|name| row[*name].clone()).collect::<Vec<_>>()
    };
    // However few rows the page asked for, the file has all of them.
    let names = ["rank", "id", "base", "base_best", "base_worst", "open_dangers", "levels_as_of", "ranked_by"];
    assert_eq!(said(&levels[0], &names), ["1", "F", "unrated", "blue", "red", "0", "2023-07-01", "dynamic"]);
    // Which method decides the base is a column, what the figures are another.
    assert_eq!(levels[0]["decided_by"], "", "no method applies");
    assert!(levels[0]["method"].starts_with("base is the worst of all methods"));
    let about = ["layers", "crashes_from", "crashes_to", "snap_m", "ranked_by", "filter"];
    assert_eq!(
        said(&sections[0], &about),
        [
            "roads: roads.geojson (2023-06-30); crashes: crashes.csv (2024-01-01); districts: districts.geojson (2024-01-01)",
            "2022-01-01",
            "2023-12-31",
            "25",
            "deaths",
            "selected sections: 2; a box or lasso takes every section that it touches, whole"
        ]
    );
    // By rank. Without a crash there is no rank, without a name in English none is made up.
    let names = ["id", "rank", "name", "name_en", "district"];
    assert_eq!(said(&sections[0], &names), ["b", "3", "西街", "", ""]);
    assert_eq!(said(&sections[1], &names), ["c", "", "c", "", ""]);
    let names = ["rank", "people_day", "people_night", "ranked_value", "ranked_value_is", "district", "district_en"];
    assert_eq!(said(&exposure[0], &names), ["1", "10", "90", "90", "people_night", "东区", "East"]);
    assert_eq!(
        said(&venues[0], &["rank", "id", "ranked_by", "filter"]),
        ["1", "v", "people, then level", "kinds: hotel; district: 东区"]
    );
    assert_eq!(venues.len(), 1);
    assert_eq!(said(&near[0], &["near", "radius_m"]), ["facilities:F F", "500"]);
}

/// Four streets, one of 33 m: what is said of some of them together is theirs added up, and the working says so.
#[test]
fn the_sum_of_a_selection_is_worked_through() {
    let mut engine = village();
    let table = sections(&mut engine, SectionSort::PerKm, vec![0, 2, 3]);
    let km = 2.0 * STREET_KM + 0.0333;
    assert!((table.total.per_km - 2.0 / km).abs() < 1e-3, "crashes over length, sections without a crash too");
    let mean = table.selected.iter().map(|row| row.per_km).sum::<f64>() / 3.0;
    assert!((table.total.per_km - mean).abs() > 5.0, "the mean of rates is another number");
    let working = &table.selection;
    assert_eq!(
        (&*working.steps[0].formula.zh(), &*working.steps[0].substituted.zh()),
        ("r = Σn / ΣL", "2 / 2.25 km = 0.889")
    );
    assert_eq!(working.steps[0].inputs[0].value, Some(2.0));
    assert!((working.steps[0].inputs[1].value.unwrap() - km).abs() < 1e-3);
    assert!(working.steps[1].says.en().starts_with("1 killed"), "{:?}", working.steps[1].says);
    assert!(working.steps[2].substituted.zh().starts_with("8·1 + 3·1 + 1·0 = 11,"), "{:?}", working.steps[2]);
    let notes: Vec<_> = working.notes.iter().map(|note| note.en()).collect();
    assert!(notes.iter().any(|note| note.starts_with("1 of them under 50 m")), "{notes:?}");
    assert!(notes.iter().any(|note| note.contains("touches")), "{notes:?}");
    let long = sections(&mut engine, SectionSort::PerKm, vec![0]);
    assert!(long.selection.notes.iter().all(|note| !note.en().contains("50 m")), "{:?}", long.selection.notes);
}

/// Ranked by people killed, the classes and what is in none of them are all sections with a crash.
#[test]
fn a_legend_of_people_killed_adds_up_and_each_number_stands_in_one_class() {
    let mut engine = village();
    for (sort, edges, none) in
        [(SectionSort::Deaths, vec![1.0], (2, 0)), (SectionSort::Crashes, vec![1.0, 2.0], (0, 0))]
    {
        let table = sections(&mut engine, sort, vec![]);
        assert_eq!((table.breaks, (table.zero, table.unknown)), (edges, none), "{sort:?}");
        assert_eq!(table.class_counts.iter().sum::<u32>() + table.zero + table.unknown, table.with_crash, "{sort:?}");
    }
    let mut unsaid = two_streets();
    let table = sections(&mut unsaid, SectionSort::Deaths, vec![]);
    assert_eq!((table.class_counts.as_slice(), table.zero, table.unknown), ([1].as_slice(), 1, 0));
}

/// One danger a month past its due day, one in time: the table tells both apart and says what was let through.
#[test]
fn the_ledgers_table_says_where_each_danger_stands() {
    let dangers = "id,district,level,sector,what,found_on,due_on,lon,lat\n\
        late,,general,gas,阀门失效,2023-10-01,2023-12-01,112.0,31.0\n\
        early,,major,fire,=1+1,2023-12-20,2024-02-01,,\n";
    let events = "id,danger,at,event,post,due_on\n\
        1,late,2023-10-01T09:00:00,register,安全员,\n\
        2,late,2023-10-01T10:00:00,grade,检查组组长,\n\
        3,late,2023-10-02T09:00:00,assign,安委办,2023-12-01\n\
        4,early,2023-12-20T09:00:00,register,安全员,\n";
    let mut engine = open(
        &[("dangers", "dangers.csv"), ("danger_events", "danger_events.csv")],
        &[("dangers.csv", dangers), ("danger_events.csv", events)],
    );
    let mut rows = |filter: LedgerFilter| {
        let query = LedgerQuery { as_of: None, filter, limit: 1 };
        let Ok(Reply::File(file)) = engine.handle(save(Export::Ledger(query))) else { panic!() };
        assert_eq!(file.name, "ledger.csv");
        rows_of(file)
    };
    let said = |row: &std::collections::BTreeMap<String, String>, names: &[&str]| {
        names.iter().map(|name| row[*name].clone()).collect::<Vec<_>>()
    };
    let all = rows(LedgerFilter::default());
    assert_eq!(all.len(), 2, "the list's limit is no limit of the table");
    let names = ["id", "level", "state", "due_on", "days_past_due", "signed_inspector", "next_post", "lon"];
    let late = ["late", "general", "assigned", "2023-12-01", "31", "missing", "责任单位", "112.0000000"];
    assert_eq!(said(&all[0], &names), late);
    let early = ["early", "major", "registered", "2024-02-01", "0", "missing", "检查组", ""];
    assert_eq!(said(&all[1], &names), early);
    assert_eq!(
        said(&all[1], &["what", "as_of", "filter", "exported_on"]),
        ["'=1+1", "2024-01-01", "none", "2026-11-26"]
    );
    let overdue =
        LedgerFilter { group: Some(LedgerGroup::Overdue), sector: Some("gas".to_owned()), ..LedgerFilter::default() };
    let overdue = rows(overdue);
    assert_eq!(said(&overdue[0], &["id", "filter"]), ["late", "group: overdue; sector: gas"]);
    assert_eq!(overdue.len(), 1);
}
