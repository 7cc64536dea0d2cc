//! Every message between page and worker comes through the codec as it went in.

use riskmap::dataset::Rejection;
use riskmap::dataset::own::{
    ColumnUse, OwnAsk, OwnChoice, OwnColumn, OwnGuess, OwnNotice, OwnOutcome, OwnPlace, OwnRow, OwnSystem, OwnTable,
    Sure,
};
use riskmap::dataset::patches::Counts;
use riskmap::domain::{
    Act, Correction, CrashFilter, CrashPart, Entry, LayerName, Level, NumberRange, NumberRanges, OwnData, Source,
    Standing, Stood, Words,
};
use riskmap::engine::*;
use riskmap::risk::assess::{Conflict, Method, Part, WayDown};
use riskmap::risk::explain::{Confidence, Explanation, Input, Origin, Step};
use riskmap::risk::ledger::{DangerLevel, FalseClosing, Late, Next, State};
use riskmap::risk::rating::{Figure, Lowering, Range, Rating, Worked};
use riskmap::risk::rings::{RingKind, Target};
use riskmap::surface::Breaks;
use riskmap::text::{Gap, Lang, Number, Said, Written};
use riskmap::units::{LngLat, LngLatBox};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::fmt::Debug;

fn there_and_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(message: &T) {
    let bytes = postcard::to_allocvec(message).expect("written");
    let back: T = postcard::from_bytes(&bytes).expect("read");
    assert_eq!(&back, message);
    // A message that is cut short is refused, never half read.
    for end in 0..bytes.len().min(40) {
        assert_ne!(postcard::from_bytes::<T>(&bytes[..end]).ok().as_ref(), Some(message), "cut at {end}");
    }
}

const BOX: LngLatBox = LngLatBox { west: 112.0, south: 30.5, east: 112.5, north: 31.0 };

fn crash_filter() -> CrashFilter {
    let mut filter = CrashFilter::over(Some(-1), Some(20_000));
    filter.add_hours(22, 4);
    filter.toggle_weekday(6);
    filter.toggle_word(CrashPart::Severity, "fatal");
    filter.toggle_word(CrashPart::Party, "car");
    filter
}

fn density_query() -> DensityQuery {
    DensityQuery {
        layer: LayerName::Crashes,
        weight: Some("deaths".to_owned()),
        bandwidth_m: 500.0,
        breaks: Breaks::Natural,
        crashes: crash_filter(),
    }
}

fn exposure_query() -> ExposureQuery {
    ExposureQuery {
        layer: LayerName::Pipelines,
        distance_m: 500.0,
        ranges: ranges("people_within", "1000.."),
        breaks: Breaks::Quantile,
    }
}

fn sections_query() -> SectionsQuery {
    SectionsQuery {
        snap_m: 30.0,
        sort: SectionSort::Epdo,
        breaks: Breaks::Equal,
        own_classes: true,
        scope: SectionScope::Box(BOX),
        ranges: ranges("length_m", "100.."),
        selected: vec![3, 1, u32::MAX],
        crashes: crash_filter(),
    }
}

fn ranges(number: &str, ends: &str) -> NumberRanges {
    let mut ranges = NumberRanges::default();
    ranges.set(NumberRange::of_ends(number, ends).expect("a range"));
    ranges
}

fn venues_query() -> VenuesQuery {
    VenuesQuery {
        as_of: Some("2025-11-07".to_owned()),
        kinds: vec!["mall".to_owned()],
        district: Some(2),
        lacking: Lacks::from(Lack::Station).toggled(Lack::Hydrant),
        ranges: ranges("beds", "50..500~"),
        levels: vec![Level::Orange],
        sort: VenueSort::HydrantDistance,
        limit: 500,
    }
}

fn levels_query() -> LevelsQuery {
    LevelsQuery {
        layer: LayerName::Pipelines,
        as_of: Some("2025-11-07".to_owned()),
        kind: LevelKind::Base,
        district: Some(3),
        ranges: ranges("diameter_mm", "..300"),
        levels: vec![Level::Red, Level::Blue],
        limit: 200,
    }
}

fn ledger_query() -> LedgerQuery {
    let filter = LedgerFilter {
        sector: Some("gas".to_owned()),
        district: Some("990102".to_owned()),
        campaign: Some("2025-gas-100".to_owned()),
        leader: Some("副市长".to_owned()),
        department: Some("城管委".to_owned()),
        enterprise: Some("甲燃气".to_owned()),
        level: Some(DangerLevel::Major),
        state: Some(State::ToVerify),
        group: Some(LedgerGroup::SignatureMissing),
        ranges: ranges("overdue_days", "30.."),
    };
    LedgerQuery { as_of: Some("2026-01-15".to_owned()), filter, limit: 200 }
}

fn inside_query() -> InsideQuery {
    InsideQuery {
        area: Area::District("990102".to_owned()),
        as_of: Some("2026-01-15".to_owned()),
        limit: 100,
        crashes: crash_filter(),
    }
}

fn conflicts_query() -> ConflictsQuery {
    ConflictsQuery {
        kind: Some("lpg_station".to_owned()),
        site: Some("school".to_owned()),
        district: Some(2),
        limit: 500,
    }
}

fn rows_query() -> RowsQuery {
    RowsQuery {
        layer: LayerName::Venues,
        area: Some(Area::Box(BOX)),
        text: "人民路".to_owned(),
        sort: vec![
            SortKey { column: ColumnKey::Level, descending: false },
            SortKey { column: ColumnKey::Field("people_day".to_owned()), descending: true },
        ],
        listing: Some(Listing::Venues(venues_query())),
        as_of: Some("2026-03-03".to_owned()),
        lang: Lang::En,
    }
}

/// A correction of every kind.
fn corrections() -> Vec<Correction> {
    let was = || Stood { name: Some("n".to_owned()), at: Some(LngLat::new(112.0, 31.0)) };
    let acts = [
        Act::Move { to: LngLat::new(112.0, 31.0), was: LngLat::new(112.1, 31.0) },
        Act::Set { field: "floors".to_owned(), to: Some("3".to_owned()), was: None },
        Act::Merge { into: "V2".to_owned(), was: was() },
        Act::Remove { was: Stood::default() },
    ];
    let of = |act| Correction {
        layer: LayerName::Venues,
        id: "V1".to_owned(),
        act,
        reason: "r".to_owned(),
        who: "w".to_owned(),
        on: "2026-03-03".to_owned(),
    };
    acts.map(of).to_vec()
}

fn correction_rows() -> Vec<CorrectionRow> {
    let standings = [
        None,
        Some(Standing::Applied { took: vec!["a".to_owned()] }),
        Some(Standing::Unfit { field: "f".to_owned(), found: "x".to_owned(), why: Words::same("w") }),
        Some(Standing::Applied { took: vec![] }),
    ];
    let read =
        corrections().into_iter().zip(standings).map(|(correction, standing)| Entry::Read { correction, standing });
    let rejected = Entry::Rejected {
        raw: "{}".to_owned(),
        field: "f".to_owned(),
        found: "x".to_owned(),
        why: Words::new("中", "en"),
    };
    let row = |entry| CorrectionRow {
        place: 1,
        entry,
        title: Words::same("t"),
        says: Words::same("s"),
        grounds: Words::same("g"),
        hit: Some(hit()),
    };
    read.chain([rejected]).map(row).collect()
}

fn correctable() -> Correctable {
    let takes = [
        Takes::Text,
        Takes::Code(vec!["a".to_owned()]),
        Takes::Number { unit: "m".to_owned(), min: 0.0, max: 5.0 },
        Takes::Flag,
        Takes::Date,
        Takes::DateTime,
        Takes::List,
    ];
    let form = |takes| FieldForm { field: "f".to_owned(), takes, now: Some("1".to_owned()), required: true };
    Correctable {
        hit: hit(),
        fields: takes.map(form).to_vec(),
        point: Some(LngLat::new(112.0, 31.0)),
        removable: true,
        stood: Stood { name: None, at: Some(LngLat::new(112.0, 31.0)) },
        alike: vec![Alike { hit: hit(), stood: Stood::default() }],
        alike_m: 500.0,
    }
}

fn requests() -> Vec<Request> {
    let of = FeatureRef { layer: LayerName::Venues, row: 7 };
    let correct = corrections().into_iter().map(|correction| Request::Correct(Box::new(correction)));
    let mut all = other_requests(of);
    all.extend(correct);
    all
}

fn other_requests(of: FeatureRef) -> Vec<Request> {
    vec![
        Request::Open(vec![NamedBytes { name: "city.json".to_owned(), bytes: vec![0, 255, 7] }]),
        Request::Join(vec![NamedBytes { name: "city.json".to_owned(), bytes: vec![0, 255, 7] }]),
        Request::OnRoads(vec![LngLat::new(112.0, 31.0)]),
        Request::Own(Box::new(OwnAsk::Guess { layer: Some(LayerName::Venues), into: own_place() })),
        Request::Own(Box::new(OwnAsk::Judge { choice: own_choice(), into: own_place() })),
        Request::Own(Box::new(OwnAsk::Take { choice: own_choice(), into: OwnPlace::default() })),
        Request::Own(Box::new(OwnAsk::Rejected { choice: own_choice(), into: own_place(), zh: true })),
        Request::InView { area: BOX, crashes: crash_filter() },
        Request::Feature { of, radius_m: 500.0, as_of: Some("2025-11-07".to_owned()) },
        Request::Lookup { layer: LayerName::Roads, id: "w1-2".to_owned() },
        Request::Find { text: "人民路".to_owned(), near: Some(LngLat::new(112.0, 31.0)), limit: 20 },
        Request::Density(density_query()),
        Request::DensityAt { query: density_query(), at: LngLat::new(112.1, 30.9) },
        Request::DensityParts { query: density_query(), at: LngLat::new(112.1, 30.9), most: 200 },
        Request::Exposure(exposure_query()),
        Request::ExposureOf { query: exposure_query(), of },
        Request::Sections(sections_query()),
        Request::Venues(venues_query()),
        Request::Overview(OverviewQuery { as_of: Some("2026-03-03".to_owned()), limit: 10 }),
        Request::Figures,
        Request::Levels(levels_query()),
        Request::Levels(LevelsQuery { as_of: None, kind: LevelKind::Dynamic, district: None, ..levels_query() }),
        Request::Why { of, as_of: Some("2025-11-07".to_owned()) },
        Request::Why { of, as_of: None },
        Request::Conflicts(conflicts_query()),
        Request::Compare(Box::new(compare_query())),
        Request::Compare(Box::new(CompareQuery::Density {
            one: density_query(),
            other: DensityQuery { breaks: Breaks::Typed(Edges::new(&[0.5, 2.0]).expect("edges")), ..density_query() },
        })),
        Request::Compare(Box::new(CompareQuery::Sections { one: sections_query(), other: sections_query() })),
        Request::Unchecked(ledger_query()),
        Request::Days,
        Request::Ledger(ledger_query()),
        Request::Danger { id: "Y-00012".to_owned(), as_of: None },
        Request::Select { layer: LayerName::Roads, area: Area::Box(BOX) },
        Request::Select { layer: LayerName::Roads, area: Area::Lasso(vec![LngLat::new(1.0, 2.0)]) },
        Request::Tally {
            area: Area::Box(BOX),
            layers: vec![LayerName::Venues, LayerName::Hydrants],
            kinds: vec!["mall".to_owned()],
            district: Some(2),
            lacking: Lack::Hydrant.into(),
            only: Some(Box::new(OnlyRows {
                layer: LayerName::Venues,
                ranges: ranges("floors", "3.."),
                levels: vec![Level::Red, Level::Unrated],
            })),
            crashes: crash_filter(),
        },
        Request::Crashes(crash_filter()),
        Request::Histogram { of: Listing::Venues(venues_query()), number: "beds".to_owned() },
        Request::Rows { query: Box::new(rows_query()), from: 200, count: 60, mark: Some(of) },
        Request::Export {
            table: Export::Rows {
                query: Box::new(rows_query()),
                columns: vec![ColumnKey::Id, ColumnKey::Name, ColumnKey::Extra("电话".to_owned())],
                format: RowsFormat::Xlsx,
            },
            on: "2026-03-03".to_owned(),
        },
        Request::Select { layer: LayerName::Roads, area: Area::Circle { at: LngLat::new(1.0, 2.0), radius_m: 500.0 } },
        Request::Select {
            layer: LayerName::Roads,
            area: Area::Along { line: vec![LngLat::new(1.0, 2.0), LngLat::new(1.1, 2.0)], within_m: 50.0 },
        },
        Request::Path { from: 3, to: 9 },
        Request::Inside(inside_query()),
        Request::Measure(vec![LngLat::new(1.0, 2.0), LngLat::new(1.1, 2.0)]),
        Request::Export { table: Export::Inside(inside_query()), on: "2026-03-03".to_owned() },
        Request::NotRead,
        Request::Corrections,
        Request::Correctable(of),
        Request::Uncorrect(4),
        Request::Patch { file: NamedBytes { name: "patches.json".to_owned(), bytes: vec![1] }, instead: true },
        Request::Export { table: Export::Corrections, on: String::new() },
        Request::Changes(vec![NamedBytes { name: "city.json".to_owned(), bytes: b"{}".to_vec() }]),
        Request::Export { table: Export::Sections(sections_query()), on: "2026-03-03".to_owned() },
        Request::Export { table: Export::Exposure(exposure_query()), on: "2026-03-03".to_owned() },
        Request::Export { table: Export::Venues(venues_query()), on: "2026-03-03".to_owned() },
        Request::Export { table: Export::Ledger(ledger_query()), on: "2026-03-03".to_owned() },
        Request::Export { table: Export::Conflicts(conflicts_query()), on: "2026-03-03".to_owned() },
        Request::Export { table: Export::Unchecked(ledger_query()), on: "2026-03-03".to_owned() },
        Request::Export { table: Export::Levels(levels_query()), on: "2026-03-03".to_owned() },
        Request::Export {
            table: Export::Near { of: FeatureRef { layer: LayerName::Venues, row: 2 }, radius_m: 500.0, as_of: None },
            on: "2026-03-03".to_owned(),
        },
        Request::Export { table: Export::Changes, on: "2026-03-03".to_owned() },
        Request::Export { table: Export::NotRead, on: "2026-03-03".to_owned() },
        Request::Export { table: Export::Dataset, on: "2026-03-03".to_owned() },
        Request::Export {
            table: Export::Template { layer: LayerName::Dangers, lang: Lang::En },
            on: "2026-03-03".to_owned(),
        },
    ]
}

fn own_place() -> OwnPlace {
    OwnPlace { near: Some(BOX), today: "2026-03-03".to_owned() }
}

fn own_choice() -> OwnChoice {
    OwnChoice {
        layer: LayerName::Facilities,
        columns: vec![
            ColumnUse::Keep,
            ColumnUse::Id,
            ColumnUse::X,
            ColumnUse::Y,
            ColumnUse::Xy,
            ColumnUse::Wkt,
            ColumnUse::Field("kind".to_owned()),
            ColumnUse::Quantity,
        ],
        fixed: vec![("kind".to_owned(), "fuel_station".to_owned())],
        system: Some("GCJ02".to_owned()),
        replaces: true,
    }
}

fn own_guess() -> OwnGuess {
    OwnGuess {
        layers: vec![LayerName::Facilities, LayerName::Venues],
        layer_sure: Sure::Likely,
        choice: own_choice(),
        sure: vec![Sure::Asked, Sure::Sure],
        systems: vec![own_system()],
        system_sure: Sure::Asked,
        notes: vec![Words::new("中", "en")],
    }
}

fn own_system() -> OwnSystem {
    OwnSystem { code: "BD09".to_owned(), name: Words::same("BD-09"), inside: Some(0.5) }
}

/// Grows with the enum: a new variant does not compile until it has a name here, and fails until it has a sample above.
fn request_name(request: &Request) -> &'static str {
    match request {
        Request::Open(_) => "open",
        Request::Join(_) => "join",
        Request::Own(_) => "own",
        Request::OnRoads(_) => "on_roads",
        Request::InView { .. } => "in_view",
        Request::Feature { .. } => "feature",
        Request::Lookup { .. } => "lookup",
        Request::Find { .. } => "find",
        Request::Density(_) => "density",
        Request::DensityAt { .. } => "density_at",
        Request::DensityParts { .. } => "density_parts",
        Request::Exposure(_) => "exposure",
        Request::ExposureOf { .. } => "exposure_of",
        Request::Sections(_) => "sections",
        Request::Venues(_) => "venues",
        Request::Overview(_) => "overview",
        Request::Figures => "figures",
        Request::Levels(_) => "levels",
        Request::Why { .. } => "why",
        Request::Conflicts(_) => "conflicts",
        Request::Compare(_) => "compare",
        Request::Days => "days",
        Request::Ledger(_) => "ledger",
        Request::Unchecked(_) => "unchecked",
        Request::Danger { .. } => "danger",
        Request::Select { .. } => "select",
        Request::Tally { .. } => "tally",
        Request::Path { .. } => "path",
        Request::Inside(_) => "inside",
        Request::Measure(_) => "measure",
        Request::NotRead => "not_read",
        Request::Corrections => "corrections",
        Request::Correctable(_) => "correctable",
        Request::Correct(_) => "correct",
        Request::Uncorrect(_) => "uncorrect",
        Request::Patch { .. } => "patch",
        Request::Changes(_) => "changes",
        Request::Crashes(_) => "crashes",
        Request::Histogram { .. } => "histogram",
        Request::Rows { .. } => "rows",
        Request::Export { .. } => "export",
    }
}

fn hit() -> Hit {
    Hit {
        feature: FeatureRef { layer: LayerName::Roads, row: 1 },
        id: "w1".to_owned(),
        name: Words::new("人民路", "Renmin Road"),
        kind: "primary".to_owned(),
        at: LngLat::new(112.0, 31.0),
        bounds: BOX,
        sections: vec![3, 4],
        apart: Words::same("a"),
        distance_m: Some(12.5),
        working: Some(false),
        level: Some(Level::Orange),
        people: Some(540.0),
        own: true,
    }
}

/// A sentence with a gap of every kind.
fn said() -> Said {
    let number = |written| Gap::Number(Number::between(1.0, f64::INFINITY, written));
    let mut gaps: Vec<Gap> =
        [Written::Rounded, Written::Exact, Written::Short, Written::Hundredths].map(number).to_vec();
    gaps.extend([Gap::Whole(-3), Gap::Level(Level::Red), Gap::Text("b".into()), Gap::Said(Said::plain("丙", "c"))]);
    let all = Gap::list(gaps, "、", ", ");
    Said::filled("甲{0}", "a {0}", vec![all])
}

fn explanation() -> Explanation {
    let origins = [
        Origin::Row("a.csv#3".to_owned()),
        Origin::Layer("venues".into(), 3),
        Origin::Parameter,
        Origin::Computed,
        Origin::Corrected { row: "a.csv#3".to_owned(), was: Some("97".to_owned()) },
        Origin::Constant { source: "GB 18218".into(), confidence: Confidence::TwoSources },
    ];
    let input = |from| Input { symbol: "q".into(), label: said(), value: None, unit: "t".into(), from };
    Explanation {
        title: said(),
        steps: vec![Step {
            says: said(),
            formula: "a".into(),
            substituted: "b".into(),
            inputs: origins.map(input).to_vec(),
        }],
        unknown: vec![said()],
        notes: vec![said()],
        completeness: Some(0.5),
    }
}

fn section_row() -> SectionRow {
    SectionRow {
        hit: hit(),
        class_code: "primary".to_owned(),
        length_m: 200.0,
        crashes: 4,
        fatal: 1,
        serious: 1,
        slight: 1,
        damage: 1,
        per_km: 20.0,
        per_km_year: None,
        deaths: Some(2.0),
        deaths_unknown: 1,
        epdo: 15.0,
        epdo_per_km: 75.0,
        value: Some(15.0),
        short: false,
        class: Some(4),
        rank: Some(7),
    }
}

fn exposure_row() -> ExposureRow {
    ExposureRow {
        hit: hit(),
        people_day: 1.0,
        venue_day: 1.0,
        venue_night: 0.5,
        people_night: 2.0,
        sensitive: 3,
        venues: 4,
        unknown: [5, 6],
        residents_day: None,
        residents_night: Some(7.0),
        value: 2.0,
        counted: Counted::ResidentsByNight,
        class: Some(0),
    }
}

fn worked() -> Worked {
    // Nothing bounds what is not known: infinity crosses the border too.
    Worked {
        because: said(),
        rating: Rating { best: Level::Yellow, worst: Level::Red },
        figures: vec![Figure::new("S", Range::unknown(), "t", "GB 18218", Confidence::TwoSources)],
        missing: vec!["units".into()],
        lowering: vec![Lowering { says: said(), to: Level::Blue, just_under: true }],
        explanation: explanation(),
    }
}

fn conflict() -> ConflictLine {
    ConflictLine {
        status: Some("suspended".to_owned()),
        hazard: hit(),
        site: hit(),
        conflict: Conflict {
            facility: 1,
            layer: LayerName::Venues,
            row: 2,
            target: Target::Vulnerable,
            ring: RingKind::Licensed,
            named: "村庄".to_owned(),
            level: Some(Level::Red),
            radius_m: Range::exactly(670.0),
            distance_m: 358.0,
            deficit_m: 312.0,
        },
        people: Some(214.0),
        people_day: Some(214.0),
        people_night: None,
    }
}

fn ledger_row() -> LedgerRow {
    LedgerRow {
        feature: FeatureRef { layer: LayerName::Dangers, row: 11 },
        id: "Y-00012".to_owned(),
        at: Some(LngLat::new(112.0, 31.0)),
        what: "阀门失效".to_owned(),
        target: Some(hit()),
        names_target: true,
        sector: "gas".to_owned(),
        district: Some(Words::same("甲区")),
        level: DangerLevel::Major,
        state: State::Accepted,
        late: Late::Days(3),
        found_on: "2026-01-01".to_owned(),
        due_on: "2026-01-12".to_owned(),
        signed: [Signed::InOrder, Signed::OutOfOrder, Signed::Missing],
        false_closing: FalseClosing { recurred: true, ..FalseClosing::default() },
        next: Some(Next::LeaderSigns),
        supervised: true,
        faults: 1,
    }
}

fn levels() -> LevelsTable {
    let counts = Level::ALL.map(|level| LevelCount { level, base: 1, dynamic: 2 }).to_vec();
    LevelsTable {
        query: levels_query(),
        revision: 4,
        as_of: "2025-11-07".to_owned(),
        counts: counts.clone(),
        left_out: 4,
        loosened: vec![(FilterPart::Number(1), 3)],
        rows: vec![LevelRow {
            hit: hit(),
            base: Rating::exactly(Level::Orange),
            dynamic: Rating::exactly(Level::Red),
            method: Some(Method::Pipeline),
            completeness: Some(0.75),
            missing: vec!["diameter_mm".into()],
            open: 3,
            overdue: 1,
            falsely: 1,
        }],
        districts: vec![DistrictLevels { hit: None, worst: Level::Unrated, counts }],
        explanation: explanation(),
    }
}

fn compare_query() -> CompareQuery {
    CompareQuery::Levels { one: levels_query(), other: LevelsQuery { as_of: None, ..levels_query() } }
}

fn compared() -> Vec<Reply> {
    let change = LevelChange { hit: hit(), from: Level::Blue, to: Level::Red, open_before: (0, 0), open_after: (3, 1) };
    let levels = LevelChanges { forward: true, worse: 1, better: 2, unknown: 3, same: 4, rows: vec![change] };
    let days = || ("2024-01-01".to_owned(), "2024-12-30".to_owned());
    let counts = CountChanges {
        forward: false,
        before: days(),
        after: days(),
        days: 365,
        total_before: 9,
        total_after: 7,
        more: 1,
        fewer: 2,
        surely_more: 0,
        surely_fewer: 1,
        places: 5,
        rows: vec![CountChange { hit: hit(), before: 4, after: 1, chance: 0.375 }],
    };
    [Changes::Levels(levels), Changes::Counts(counts), Changes::None]
        .map(|changes| {
            let other = OtherState::Levels(Box::new(self::levels()));
            Reply::Compared(Box::new(Comparison { query: compare_query(), other, changes }))
        })
        .to_vec()
}

fn why() -> Why {
    Why {
        hit: hit(),
        as_of: "2025-11-07".to_owned(),
        base: Rating::unknown(),
        method: None,
        dynamic: Rating::exactly(Level::Red),
        parts: vec![Part { method: Method::Gb18218, worked: worked() }],
        raised: worked(),
        ways_down: vec![WayDown {
            of: Some(Method::Lec),
            change: Lowering { says: said(), to: Level::Blue, just_under: true },
            base: Rating::unknown(),
            dynamic: Rating::exactly(Level::Yellow),
        }],
        held_by_ledger: true,
        dangers: vec![DangerLine {
            id: "Y-0217".to_owned(),
            what: "紧急切断阀失效".to_owned(),
            level: DangerLevel::Major,
            state: State::Mending,
            late: Late::Days(37),
            not_closed: vec![Words::new("销号时缺签字", "closed with a signature missing")],
        }],
        conflicts: vec![conflict()],
        rings: vec![RingLine {
            says: Words::new("圈", "ring"),
            radius_m: Range { low: 5.0, high: f64::INFINITY },
            level: None,
            outline: vec![vec![vec![LngLat::new(1.0, 2.0)]]],
        }],
        reached_by: Some(ReachedBy { count: 1, ..ReachedBy::default() }),
    }
}

fn city() -> CityInfo {
    CityInfo {
        generation: 2,
        name: Words::new("岚川", "Lanchuan"),
        fictional: true,
        as_of: "2026-03-03".to_owned(),
        bounds: Some(BOX),
        layers: vec![LayerInfo {
            layer: LayerName::Venues,
            count: 3,
            kinds: vec![KindCount { kind: "mall".to_owned(), count: 3 }],
            numbers: vec!["people_day".to_owned()],
            restricted: true,
        }],
        dry_hydrants: 3,
        districts: vec![DistrictInfo {
            row: 1,
            id: "990102".to_owned(),
            name: Words::same("x"),
            level: "county".to_owned(),
            bounds: Some(BOX),
        }],
        sources: vec![Source { name: "s".to_owned(), url: Some("u".to_owned()), retrieved: None, ..Source::default() }],
        own: vec![OwnData {
            layer: "venues".to_owned(),
            file: "f".to_owned(),
            rows: 2,
            replaces: true,
            ..OwnData::default()
        }],
        corrections: Counts { applied: 2, no_longer_fit: 1, rejected: 3 },
        rejected: 4,
        warnings: 5,
        completeness: Some(0.87),
        rated: true,
    }
}

fn replies() -> Vec<Reply> {
    let known = [
        Known::Unknown,
        Known::Text("t".to_owned()),
        Known::Code("c".to_owned()),
        Known::Number(-1.5),
        Known::Flag(true),
        Known::List(vec![vec![("k".to_owned(), "v".to_owned())]]),
    ];
    vec![
        Reply::Opened(Box::new(city())),
        Reply::OnRoads(Some(OnRoads { of: 5, wgs84: 1, gcj02: 4, bd09: 2 })),
        Reply::OwnGuess(
            Box::new(OwnTable {
                file: "名单.csv".to_owned(),
                form: "CSV · gb18030".to_owned(),
                rows: 3,
                above: 1,
                shapes: false,
                columns: vec![OwnColumn { name: "名称".to_owned(), filled: 2, samples: vec!["甲".to_owned()] }],
            }),
            Box::new(own_guess()),
        ),
        Reply::OwnOutcome(Box::new(OwnOutcome {
            read: 3,
            taken: 2,
            rejected: 1,
            rejections: vec![Rejection { file: "f".to_owned(), row: 2, ..Rejection::default() }],
            fields: vec!["name".to_owned()],
            rows: vec![OwnRow { row: 1, at: Some(LngLat::new(112.0, 31.0)), values: vec![None, Some("x".to_owned())] }],
            noticed: vec![OwnNotice {
                count: 2,
                row: Some(1),
                field: "f".to_owned(),
                found: "x".to_owned(),
                text: Words::same("w"),
            }],
            inside: Some(2),
            bounds: Some(BOX),
            systems: vec![own_system()],
            degrees: vec![LngLat::new(112.0, 31.0)],
            plan: "[city]".to_owned(),
            ..OwnOutcome::default()
        })),
        Reply::InView(vec![LayerCount { layer: LayerName::Crashes, in_view: 1, total: 2 }]),
        Reply::Feature(Box::new(FeatureCard {
            hit: hit(),
            district: Some(Words::same("d")),
            source: "f#1".to_owned(),
            fields: known.map(|value| FieldValue { field: "x".to_owned(), unit: "m".to_owned(), value }).to_vec(),
            extras: vec![("phone".to_owned(), "=1".to_owned())],
            corrections: vec![Corrected {
                place: 3,
                field: "floors".to_owned(),
                took: vec!["note".to_owned()],
                says: Words::same("s"),
                grounds: Words::same("g"),
                moved: true,
                of: hit().feature,
            }],
            completeness: 0.3,
            neighbours: Neighbours {
                radius_m: 500.0,
                reach: vec![vec![vec![LngLat::new(1.0, 2.0), LngLat::new(1.0, 3.0)]]],
                venues: vec![hit()],
                venue_count: 1,
                people_known: [1, 2],
                people: [40.0, 30.0],
                facilities: vec![],
                facility_count: 0,
                lines: vec![hit()],
                stations: vec![hit()],
                hydrants: vec![hit()],
                dry_hydrants: 1,
                nearest_hydrant: Some(hit()),
                water: vec![hit()],
                brings: vec![(hit().feature, vec![])],
            },
            as_of: Some("2025-11-07".to_owned()),
        })),
        Reply::Found(vec![hit()]),
        Reply::Findings(Box::new(Findings {
            hits: vec![hit()],
            positions: vec![PositionHit {
                at: LngLat::new(112.3, 30.9),
                written: LngLat::new(112.305, 30.898),
                datum: Datum::Gcj02,
            }],
        })),
        Reply::Density(Box::new(DensitySurface {
            query: density_query(),
            revision: 3,
            breaks: vec![1.0, 2.0],
            max_per_km2: 9.0,
            densest: Some(LngLat::new(112.3, 30.9)),
            cell_m: 50.0,
            points: 10,
            without_weight: 1,
            left_out: 4,
            total: 10.0,
            integral: 9.99,
            period: Some(("2023-01-01".to_owned(), "2025-12-31".to_owned())),
            explanation: explanation(),
        })),
        Reply::DensityAt(DensityAt { at: LngLat::new(1.0, 2.0), per_km2: 3.5, points: 4 }),
        Reply::DensityParts(Box::new(DensityParts {
            query: density_query(),
            at: LngLat::new(1.0, 2.0),
            per_km2: 3.5,
            points: 4,
            parts: vec![DensityPart { hit: hit(), weight: 2.0, per_km2: 1.5, facts: vec![] }],
            reach: vec![vec![vec![LngLat::new(1.0, 2.0)]]],
            explanation: explanation(),
        })),
        Reply::ExposureOf(Box::new(ExposureOf {
            query: exposure_query(),
            row: exposure_row(),
            explanation: explanation(),
        })),
        Reply::Exposure(Box::new(ExposureTable {
            query: exposure_query(),
            revision: 1,
            by_people: true,
            breaks: vec![1.0],
            class_counts: vec![2],
            out_of_range: 3,
            loosened: vec![(FilterPart::Number(0), 2)],
            rows: vec![exposure_row()],
            explanation: explanation(),
        })),
        Reply::Sections(Box::new(SectionTable {
            query: sections_query(),
            revision: 1,
            breaks: vec![1.0],
            class_counts: vec![1],
            crashes: 5,
            left_out: 6,
            unsnapped: 1,
            period: None,
            years: Some(3.0),
            rows: vec![section_row()],
            with_crash: 1,
            ranked_crashes: 3,
            in_scope: 7,
            out_of_range: 2,
            unknown_range: 1,
            loosened: vec![(FilterPart::Levels, 2)],
            short: 1,
            zero: 2,
            unknown: 1,
            sections: 9,
            third: Some(1),
            selected: vec![section_row()],
            events: vec![CrashLine {
                hit: hit(),
                at: "2024-04-21 17:54".to_owned(),
                severity: "injury".to_owned(),
                party: Some("car-bicycle".to_owned()),
                deaths: None,
                injured: Some(2.0),
            }],
            line: vec![LngLat::new(1.0, 2.0), LngLat::new(1.1, 2.0)],
            selection: explanation(),
            total: SectionTotal {
                sections: 1,
                length_m: 200.0,
                crashes: 4,
                fatal: 1,
                serious: 1,
                slight: 1,
                damage: 1,
                per_km: 20.0,
                per_km_year: Some(20.0 / 3.0),
                deaths: None,
                deaths_unknown: 1,
                epdo: 15.0,
                epdo_per_km: 75.0,
            },
            explanation: explanation(),
        })),
        Reply::Venues(Box::new(VenueTable {
            left_out: 5,
            query: venues_query(),
            as_of: "2026-03-03".to_owned(),
            count: 1,
            kinds: vec![KindCount { kind: "mall".to_owned(), count: 1 }],
            worry: 1,
            levels: vec![(Level::Red, 1), (Level::Unrated, 0)],
            revision: 7,
            cover: Cover {
                of: 3,
                station_m: 1_795.0,
                hydrant_m: 150.0,
                no_station: Some(2),
                no_hydrant: None,
                neither: None,
            },
            loosened: vec![(FilterPart::Lacking, 4)],
            rows: vec![VenueRow {
                hit: hit(),
                people: [Some(12.0), None],
                floors: Some(6.0),
                station: Some(hit()),
                hydrant: None,
                worry: true,
                missing: vec!["exits".into()],
            }],
            explanation: explanation(),
        })),
        Reply::Overview(Box::new(OverviewTable {
            query: OverviewQuery::default(),
            revision: 3,
            as_of: "2026-03-03".to_owned(),
            before: "2026-02-01".to_owned(),
            rose: 1,
            rated: 1,
            fell: 2,
            layers: vec![OverviewLayer { layer: LayerName::Facilities, now: levels().counts, before: levels().counts }],
            rows: vec![OverviewRow { row: levels().rows[0].clone(), before: Rating::unknown(), people: Some(1286.0) }],
            explanation: levels().explanation,
        })),
        Reply::Levels(Box::new(levels())),
        Reply::Why(Box::new(why())),
        Reply::Conflicts(Box::new(ConflictTable {
            query: conflicts_query(),
            as_of: "2026-03-03".to_owned(),
            count: 9,
            hazards: 3,
            sites: 8,
            kinds: vec![KindCount { kind: "lpg_station".to_owned(), count: 9 }],
            site_kinds: vec![KindCount { kind: "residents".to_owned(), count: 9 }],
            ringed: 5,
            unknown: 1,
            unknown_rows: vec![hit()],
            loosened: vec![(FilterPart::Hazard, 1), (FilterPart::SiteKind, 2)],
            rows: vec![conflict()],
            explanation: explanation(),
        })),
        Reply::Unchecked(Box::new(UncheckedTable {
            query: ledger_query(),
            revision: 7,
            as_of: "2026-03-03".to_owned(),
            count: 3,
            facilities: 1,
            venues: 2,
            unplaced: 1,
            rows: vec![UncheckedRow {
                hit: hit(),
                district: Some(Words::same("甲区")),
                leader: "副市长".to_owned(),
                department: String::new(),
                people: Some(3.0),
            }],
        })),
        Reply::Days(LedgerDays {
            days: Some(("2025-01-02".to_owned(), "2026-03-03".to_owned())),
            weeks: vec![0, 12, 3],
        }),
        Reply::Ledger(Box::new(LedgerTable {
            query: ledger_query(),
            as_of: "2026-01-15".to_owned(),
            count: 1,
            left_out: 2,
            found: 3,
            loosened: vec![(FilterPart::Group, 3)],
            groups: LedgerGroup::ALL.map(|group| (group, 1)).to_vec(),
            states: State::GIVEN.map(|state| (state, 2)).to_vec(),
            choices: LedgerChoices {
                sectors: vec!["gas".to_owned()],
                districts: vec![("990102".to_owned(), Words::new("甲区", "A"))],
                campaigns: vec![("c".to_owned(), "百日".to_owned())],
                leaders: vec!["副市长".to_owned()],
                departments: vec!["城管委".to_owned()],
                enterprises: vec!["甲燃气".to_owned()],
            },
            rows: vec![ledger_row()],
            responsibility: vec![ResponsibilityRow {
                depth: 2,
                code: "990102".to_owned(),
                name: Words::same("甲区"),
                subjects: 9,
                never_inspected: 2,
                open: 3,
                open_major: 1,
                overdue: 1,
                falsely_closed: 1,
            }],
            burn_down: Some(BurnDownTable {
                campaign: "c".to_owned(),
                stock: 4,
                increment: 2,
                days: vec![("2026-01-01".to_owned(), [4, 0, 0, 0])],
                sectors: vec![("gas".to_owned(), [4, 2, 1])],
            }),
            never_inspected: 2,
            inspected_later: 5,
        })),
        Reply::Danger(Box::new(DangerPage {
            row: ledger_row(),
            as_of: "2026-01-15".to_owned(),
            original_due_on: "2026-01-10".to_owned(),
            signatures: [Some(("甲".to_owned(), "检查人".to_owned(), "2026-01-02T10:00:00".to_owned())), None, None],
            events: vec![("2026-01-01 09:00:00".to_owned(), Words::same("登记"), String::new(), "安全员".to_owned())],
            faults: vec![Words::same("f")],
            falsely: vec![Words::same("g")],
            explanation: explanation(),
        })),
        Reply::Selected { layer: LayerName::Roads, rows: vec![0, 5, 9] },
        Reply::Path(Some(Way { rows: vec![3, 4, 9], length_m: 12.5, against: true })),
        Reply::Inside(Box::new(InsideTable {
            query: inside_query(),
            as_of: "2026-01-15".to_owned(),
            district: Some(Words::new("甲区", "A")),
            outline: vec![vec![vec![LngLat::new(1.0, 2.0)]]],
            bounds: BOX,
            area_m2: 3e6,
            layers: vec![InsideLayer {
                layer: LayerName::Hydrants,
                count: 3,
                kinds: vec![KindCount { kind: "a".to_owned(), count: 3 }],
                levels: vec![LevelCount { level: Level::Red, base: 1, dynamic: 2 }],
                troubled: 1,
                rows: vec![hit()],
            }],
            people: Some(InsidePeople {
                venue_day: 1.0,
                venue_night: 2.0,
                known_day: 3,
                known_night: 4,
                unknown: 5,
                residents_day: Some(6.0),
                residents_night: None,
            }),
            reached_by: Some(ReachedBy {
                count: 2,
                rings: vec![ReachingRing {
                    hazard: hit(),
                    says: Words::new("圈", "ring"),
                    radius_m: 7.5,
                    level: Some(Level::Red),
                }],
                unknown: 1,
                inside: 3,
            }),
            explanation: explanation(),
        })),
        Reply::Measured(Measured {
            points: vec![LngLat::new(1.0, 2.0)],
            legs_m: vec![1.5],
            closing_m: 2.5,
            area_m2: Some(3.0),
        }),
        Reply::Changes(Box::new(ChangesTable {
            before: DataOf { name: Words::new("甲村", "Village"), as_of: "2024-01-01".to_owned() },
            after: DataOf { name: Words::new("甲村", "Village"), as_of: "2024-02-01".to_owned() },
            layers: vec![LayerChanges {
                layer: LayerName::Venues,
                before: 7,
                after: 8,
                added: 2,
                gone: 1,
                moved: 1,
                altered: 3,
                worse: 1,
                better: 0,
            }],
            total: 6,
            rows: vec![RowChange {
                layer: LayerName::Venues,
                id: "V-1".to_owned(),
                name: Words::same("a hotel"),
                hit: Some(hit()),
                presence: Presence::Both,
                moved_m: Some(12.5),
                values: vec![ValueChange {
                    field: ColumnKey::Field("people_day".to_owned()),
                    unit: String::new(),
                    before: Known::Unknown,
                    after: Known::Number(40.0),
                }],
                level: Some((Level::Blue, Level::Yellow)),
            }],
        })),
        Reply::Corrections(correction_rows()),
        Reply::Correctable(Box::new(correctable())),
        Reply::NotRead(Box::new(NotRead {
            layers: vec![LayerReading {
                layer: "crashes".to_owned(),
                read: 3,
                kept: 2,
                rejected: 1,
                rows: vec![Rejected {
                    file: "f".to_owned(),
                    row: 2,
                    field: "at".to_owned(),
                    found: "<b>".to_owned(),
                    expected: Words::same("a date"),
                }],
                ..LayerReading::default()
            }],
            notices: vec![Notice {
                layer: "venues".to_owned(),
                file: "venues.csv".to_owned(),
                row: Some(7),
                field: "floors".to_owned(),
                found: "-3".to_owned(),
                says: Words::same("n"),
            }],
        })),
        Reply::Tallies(vec![(
            LayerName::Hydrants,
            Tally {
                count: 9,
                classes: vec![1, 0, 2],
                unclassed: 6,
                worry: 0,
                out: 3,
                sections: Classless { short: 1, zero: 2, unknown: 3, none: 4, outside: 5 },
            },
        )]),
        Reply::File(NamedBytes { name: "t.csv".to_owned(), bytes: vec![1] }),
        Reply::Imported(vec![NamedBytes { name: "city.json".to_owned(), bytes: vec![2] }]),
        Reply::Rows(Box::new(RowsPage {
            query: rows_query(),
            columns: vec![RowsColumn {
                key: ColumnKey::Field("people_day".to_owned()),
                unit: "persons".to_owned(),
                kind: ColumnKind::Number,
                known: 3,
            }],
            all: 9,
            listed: 6,
            total: 4,
            loosened: vec![(FilterPart::Text, 2)],
            from: 2,
            rows: vec![RowsRow {
                of: FeatureRef { layer: LayerName::Venues, row: 7 },
                id: "v7".to_owned(),
                name: Words::new("甲", "A"),
                level: Some(Level::Orange),
                district: Some(Words::same("乙")),
                cells: vec![
                    Known::Number(4.5),
                    Known::Unknown,
                    Known::List(vec![vec![("a".to_owned(), "b".to_owned())]]),
                ],
            }],
            marked: Some(3),
        })),
        Reply::Figures(Box::new(CityFigures {
            as_of: "2026-01-31".to_owned(),
            residents: Some(KnownSum { sum: 1200.5, known: 3, of: 4 }),
            venues_day: None,
            venues_night: Some(KnownSum::default()),
            levels: vec![(LayerName::Venues, vec![LevelCount { level: Level::Red, base: 1, dynamic: 2 }])],
            crashes: Some(CrashFigures {
                count: 9,
                period: Some(("2024-01-01".to_owned(), "2025-12-31".to_owned())),
                years: Some(2.0),
            }),
            roads_km: Some(12.5),
            dangers: Some(DangerFigures { found: 4, open: 3, overdue: 2, due_unknown: 1 }),
            cover: Some(Cover::default()),
        })),
        Reply::Histogram(Box::new(Histogram {
            number: "area_m2".to_owned(),
            unit: "m²".to_owned(),
            edges: vec![0.0, 1.0, 2.0, 5.0],
            ladder: true,
            whole: false,
            counts: vec![4, 0, 9],
            unknown: 7,
        })),
        Reply::Crashes(Box::new(CrashCounts {
            filter: crash_filter(),
            all: 9,
            passing: 3,
            unknown: 1,
            days: Some((-40, 20_000)),
            step: Some(BarStep::Week),
            bars: vec![Bar { from: -42, counts: [1, 0, 2] }],
            until: 20_007,
            hours: vec![0; 24],
            weekdays: vec![3, 1],
            words: [vec![("fatal".to_owned(), 2)], vec![], vec![("雾".to_owned(), 1)], vec![]],
            unknown_of: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
            without: [7; 10],
        })),
    ]
}

fn reply_name(reply: &Reply) -> &'static str {
    match reply {
        Reply::Opened(_) => "opened",
        Reply::OnRoads(_) => "on_roads",
        Reply::OwnGuess(..) => "own_guess",
        Reply::OwnOutcome(_) => "own_outcome",
        Reply::InView(_) => "in_view",
        Reply::Feature(_) => "feature",
        Reply::Found(_) => "found",
        Reply::Findings(_) => "findings",
        Reply::Density(_) => "density",
        Reply::DensityAt(_) => "density_at",
        Reply::DensityParts(_) => "density_parts",
        Reply::Exposure(_) => "exposure",
        Reply::ExposureOf(_) => "exposure_of",
        Reply::Sections(_) => "sections",
        Reply::Venues(_) => "venues",
        Reply::Overview(_) => "overview",
        Reply::Figures(_) => "figures",
        Reply::Levels(_) => "levels",
        Reply::Why(_) => "why",
        Reply::Conflicts(_) => "conflicts",
        Reply::Compared(_) => "compared",
        Reply::Days(_) => "days",
        Reply::Ledger(_) => "ledger",
        Reply::Unchecked(_) => "unchecked",
        Reply::Danger(_) => "danger",
        Reply::Selected { .. } => "selected",
        Reply::Tallies(_) => "tallies",
        Reply::Path(_) => "path",
        Reply::Inside(_) => "inside",
        Reply::Measured(_) => "measured",
        Reply::NotRead(_) => "not_read",
        Reply::Corrections(_) => "corrections",
        Reply::Correctable(_) => "correctable",
        Reply::Changes(_) => "changes",
        Reply::File(_) => "file",
        Reply::Imported(_) => "imported",
        Reply::Crashes(_) => "crashes",
        Reply::Rows(_) => "rows",
        Reply::Histogram(_) => "histogram",
    }
}

fn errors() -> Vec<EngineError> {
    vec![
        EngineError::NoCity,
        EngineError::NoLayer(LayerName::Roads),
        EngineError::NotThere("x".to_owned()),
        EngineError::Parameter { name: "a".to_owned(), found: "b".to_owned(), expected: "c".to_owned() },
        EngineError::Narrow { bandwidth_m: 500.0, least_m: 4_000.0 },
        EngineError::Area(BadArea::Reach(0.5)),
        EngineError::Dataset(Words::new("中", "en")),
        EngineError::Correction { field: "set".to_owned(), why: Words::new("中", "en") },
        EngineError::NeedsImporter,
        EngineError::Stale,
        EngineError::Stopped("x".to_owned()),
    ]
}

#[test]
fn every_request_survives() {
    let samples = requests();
    let names: BTreeSet<_> = samples.iter().map(request_name).collect();
    assert_eq!(names.len(), 41, "{names:?}");
    for (id, request) in samples.into_iter().enumerate() {
        there_and_back(&ToEngine::Ask { id: id as u32, request: Box::new(request) });
    }
    there_and_back(&ToEngine::OpenUrl { id: 1, url: "data/".to_owned() });
    there_and_back(&ToEngine::Cancel(7));
}

#[test]
fn every_reply_survives() {
    let samples: Vec<Reply> = replies().into_iter().chain(compared()).collect();
    let names: BTreeSet<_> = samples.iter().map(reply_name).collect();
    assert_eq!(names.len(), 39, "{names:?}");
    for reply in samples {
        there_and_back(&FromEngine::Answer(1, Ok(reply)));
    }
    for error in errors() {
        there_and_back(&FromEngine::Answer(2, Err(error)));
    }
    there_and_back(&FromEngine::Ready(PROTOCOL));
    there_and_back(&FromEngine::Partial(1, Box::new(city())));
    there_and_back(&FromEngine::Progress(1, Progress { what: "roads".to_owned(), done: 1, total: 2 }));
    there_and_back(&FromEngine::Panic("index out of bounds".to_owned()));
}

#[test]
fn noise_is_refused_or_read_but_never_fatal() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..20_000 {
        let mut bytes = Vec::new();
        for _ in 0..state % 64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            bytes.push((state >> 33) as u8);
        }
        state = state.wrapping_add(1);
        let _ = postcard::from_bytes::<ToEngine>(&bytes);
        let _ = postcard::from_bytes::<FromEngine>(&bytes);
    }
}
