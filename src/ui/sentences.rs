//! What the page says about an answer: captions, reasons, summaries. Computed from the reply alone, so that no sentence
//! can say what the figures do not.

use super::terms::{self, count, number};
use super::words::Word;
use crate::domain::{LayerName, Level};
use crate::engine::{
    Counted, DensityQuery, DensitySurface, ExposureRow, ExposureTable, LevelKind, LevelRow, LevelsTable, SectionRow,
    SectionSort, SectionTable, SectionTotal, VenueRow, VenueSort, VenueTable,
};
use crate::risk::rating::Rating;
use crate::text::Lang;
use crate::view::DENSITY_LAYERS;

/// The finding in one line, and what it rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Caption {
    /// The finding.
    pub title: String,
    /// What it rests on.
    pub note: String,
}

/// Joins parts that stand side by side.
fn aside(parts: &[String]) -> String {
    parts.iter().filter(|p| !p.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// A period as text; empty for none.
pub fn period(days: &Option<(String, String)>) -> String {
    days.as_ref().map(|(from, to)| if from == to { from.clone() } else { format!("{from} – {to}") }).unwrap_or_default()
}

/// So many features of a layer, with the layer's own counting word.
pub fn counted(layer: LayerName, n: u32, lang: Lang) -> String {
    let word = match layer {
        LayerName::Crashes => Word::CountCrashes,
        LayerName::Venues => Word::CountVenues,
        LayerName::Facilities => Word::CountFacilities,
        LayerName::Dangers => Word::CountDangers,
        LayerName::Pipelines => Word::CountPipelines,
        _ => Word::CountPoints,
    };
    word.fill(lang, &[&count(u64::from(n))])
}

/// The unit of a density.
pub fn density_unit(query: &DensityQuery, lang: Lang) -> String {
    match &query.weight {
        Some(field) => Word::PerKm2.fill(lang, &[&terms::field(query.layer, field, lang)]),
        None => match query.layer {
            LayerName::Crashes => Word::CrashesPerKm2,
            LayerName::Dangers => Word::DangersPerKm2,
            _ => Word::PlacesPerKm2,
        }
        .said(lang)
        .to_owned(),
    }
}

/// Whether the surface keeps the sum of what went in, with both numbers; what they differ by only where it shows.
pub fn conserved(surface: &DensitySurface, lang: Lang) -> String {
    let (integral, total) = (number(surface.integral), number(surface.total));
    let percent = 100.0 * (surface.integral - surface.total).abs() / surface.total.abs().max(1.0);
    // A difference that no digit of the percentage shows is the rounding of the two numbers, not of the method.
    if integral == total || percent < 0.0005 {
        return Word::Conserved.fill(lang, &[&total, &total]);
    }
    Word::NearlyConserved.fill(lang, &[&integral, &total, &number(percent)])
}

/// How many points make a value.
pub fn made_of(query: &DensityQuery, points: u32, lang: Lang) -> String {
    match points {
        0 => Word::MadeOfNone.fill(lang, &[&number(query.bandwidth_m)]),
        n => Word::MadeOf.fill(lang, &[&counted(query.layer, n, lang)]),
    }
}

/// The density's finding; where the reader has not chosen the layer and it stands in for the usual one, that too.
pub fn density_caption(surface: &DensitySurface, chosen: bool, lang: Lang) -> Caption {
    let what = terms::layer(surface.query.layer, lang);
    let title = if surface.points == 0 {
        Word::DensityNone.fill(lang, &[what])
    } else {
        Word::DensityFinding.fill(lang, &[what, &number(surface.max_per_km2), &density_unit(&surface.query, lang)])
    };
    let usual = DENSITY_LAYERS[0];
    let instead = if chosen || surface.query.layer == usual {
        String::new()
    } else {
        let within = |layer| terms::layer_within(layer, lang);
        Word::InsteadOf.fill(lang, &[&within(usual), &within(surface.query.layer)])
    };
    let note = aside(&[
        instead,
        counted(surface.query.layer, surface.points, lang),
        Word::BandwidthIs.fill(lang, &[&number(surface.query.bandwidth_m)]),
        period(&surface.period),
    ]);
    Caption { title, note }
}

/// The exposure's finding.
pub fn exposure_caption(table: &ExposureTable, lang: Lang) -> Caption {
    let distance = terms::metres(table.query.distance_m);
    let title = match table.rows.first().filter(|row| row.value > 0.0) {
        Some(worst) => {
            let word = if table.by_people { Word::ExposureByPeople } else { Word::ExposureByVenues };
            let when = ranked_as(worst.counted).said(lang).to_lowercase();
            word.fill(lang, &[&distance, lang.of(&worst.hit.name), &number(worst.value), &when])
        }
        None => Word::ExposureNone.fill(lang, &[&distance, terms::layer(table.query.layer, lang)]),
    };
    let note = aside(&[
        Word::OfLayer.fill(lang, &[terms::layer(table.query.layer, lang), &count(table.rows.len() as u64)]),
        exposure_ranked_by(table, lang),
    ]);
    Caption { title, note }
}

/// What an exposure ranking counts.
pub fn exposure_ranked_by(table: &ExposureTable, lang: Lang) -> String {
    if table.by_people { Word::ByPeople } else { Word::ByVenues }.said(lang).to_owned()
}

/// What an exposure's ranked value is called, wherever it stands.
pub const fn ranked_as(counted: Counted) -> Word {
    match counted.is_night() {
        Some(false) => Word::PeopleByDay,
        Some(true) => Word::PeopleByNight,
        None => Word::ByVenues,
    }
}

/// The ranked figure of an exposure, with its name.
pub fn exposure_figure(row: &ExposureRow, lang: Lang) -> String {
    let word = match row.counted.is_night() {
        Some(false) => Word::ByDayIs,
        Some(true) => Word::ByNightIs,
        None => Word::CountVenues,
    };
    word.fill(lang, &[&number(row.value)])
}

/// One line of reason for an exposure: people at the other time of day than the ranked figure's, and what is near.
pub fn exposure_reason(row: &ExposureRow, lang: Lang) -> String {
    let venues = count(u64::from(row.venues));
    let sensitive = Word::SensitiveOf.fill(lang, &[&count(u64::from(row.sensitive)), &venues]);
    let unknown = match row.unknown {
        n if n > 0 && row.counted != Counted::Venues => Word::WithoutHeadcount.fill(lang, &[&count(u64::from(n))]),
        _ => String::new(),
    };
    let other = match row.counted.is_night() {
        None => String::new(),
        Some(false) => Word::ByNightIs.fill(lang, &[&number(row.people_night)]),
        Some(true) => Word::ByDayIs.fill(lang, &[&number(row.people_day)]),
    };
    aside(&[other, sensitive, unknown])
}

/// So many of a layer, where it is plain of what.
fn so_many(layer: LayerName, n: u32, lang: Lang) -> String {
    let word = if layer == LayerName::Pipelines { Word::SoManyLines } else { Word::SoManyPlaces };
    word.fill(lang, &[&count(u64::from(n))])
}

/// The finding of the levels: how many are major, and how many of these the ledger made so.
pub fn levels_caption(table: &LevelsTable, district: Option<String>, lang: Lang) -> Caption {
    let (layer, kind) = (table.query.layer, table.query.kind);
    let of = |level: Level, kind: LevelKind| table.counts.iter().find(|c| c.level == level).map_or(0, |c| c.of(kind));
    let all: u32 = table.counts.iter().map(|c| c.of(kind)).sum();
    let (major, high, unrated) = (of(Level::Red, kind), of(Level::Orange, kind), of(Level::Unrated, kind));
    // A level on a day is never better than its base, so what is major by its base is major on the day too.
    let raised = major.saturating_sub(of(Level::Red, LevelKind::Base));
    let title = match () {
        () if all == 0 => Word::NothingToRate.fill(lang, &[&terms::layer_within(layer, lang)]),
        () if unrated == all => Word::NoneRated.fill(lang, &[&counted(layer, all, lang)]),
        () if major > 0 && raised > 0 => {
            Word::MajorRaised.fill(lang, &[&counted(layer, major, lang), &so_many(layer, raised, lang)])
        }
        () if major > 0 => Word::MajorOf.fill(lang, &[&counted(layer, major, lang)]),
        () if high > 0 => Word::NoneMajor.fill(lang, &[&counted(layer, high, lang)]),
        () => Word::NoneHigh.said(lang).to_owned(),
    };
    let which = if kind == LevelKind::Base { Word::BaseLevelIs } else { Word::DynamicLevelIs };
    let unrated = match unrated {
        0 => String::new(),
        n => Word::UnratedOf.fill(lang, &[&so_many(layer, n, lang)]),
    };
    let note = aside(&[district.unwrap_or_default(), which.said(lang).to_owned(), table.as_of.clone(), unrated]);
    Caption { title, note }
}

/// How far a rating goes: its level with letter and word, or both ends of what is missing.
pub fn rating(of: Rating, lang: Lang) -> String {
    match of.level() {
        Level::Unrated => Word::UnratedBetween
            .fill(lang, &[&terms::level_with_letter(of.best, lang), &terms::level_with_letter(of.worst, lang)]),
        level => terms::level_with_letter(level, lang),
    }
}

/// A subject's letter; where the ledger moved it, from which to which.
pub fn level_figure(row: &LevelRow, kind: LevelKind, lang: Lang) -> String {
    let letter = |rating: Rating| match rating.level() {
        Level::Unrated => Word::Unrated.said(lang),
        level => level.letter(),
    };
    let (base, now) = (letter(row.base), letter(row.rating(kind)));
    if base == now { now.to_owned() } else { format!("{base} → {now}") }
}

/// How many missing things a line names.
const NAMED: usize = 3;

/// What is missing, in words, each thing once; `most` of them by name.
pub fn missing(layer: LayerName, fields: &[String], most: usize, lang: Lang) -> String {
    let mut names: Vec<String> = fields.iter().map(|field| terms::missing(layer, field, lang)).collect();
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    let left = names.len().saturating_sub(most);
    let named = names.iter().take(most).map(String::as_str).collect::<Vec<_>>().join(Word::ListComma.said(lang));
    if left == 0 { named } else { Word::AndMore.fill(lang, &[&named, &count(left as u64)]) }
}

/// One line of reason for a level: what is missing where it decides, the method, the dangers.
pub fn level_reason(row: &LevelRow, kind: LevelKind, lang: Lang) -> String {
    let shown = row.rating(kind);
    let method = row.method.map_or_else(|| Word::NoMethod.said(lang).to_owned(), |m| lang.of(&m.words()).to_owned());
    let unrated = match shown.level() {
        // Where no method applies nothing is missing that would help.
        Level::Unrated if row.method.is_some() => {
            let ends = Word::UnratedBetween.fill(lang, &[shown.best.letter(), shown.worst.letter()]);
            let lacks = missing(row.hit.feature.layer, &row.missing, NAMED, lang);
            if lacks.is_empty() { ends } else { Word::LacksThese.fill(lang, &[&ends, &lacks]) }
        }
        _ => String::new(),
    };
    let some = |n: u32, word: Word| if n > 0 { word.fill(lang, &[&count(u64::from(n))]) } else { String::new() };
    let dangers = [some(row.open, Word::OpenOf), some(row.overdue, Word::OverdueOf)];
    let [open, overdue] = if kind == LevelKind::Dynamic { dangers } else { Default::default() };
    aside(&[unrated, method, open, overdue])
}

/// What the traffic panel says under its title.
pub fn sections_summary(table: &SectionTable, lang: Lang) -> String {
    aside(&[
        period(&table.period),
        Word::SectionsOf.fill(lang, &[&count(u64::from(table.sections)), &count(u64::from(table.with_crash))]),
        Word::CrashesUnsnapped.fill(lang, &[&count(u64::from(table.crashes)), &count(u64::from(table.unsnapped))]),
    ])
}

/// The traffic finding.
pub fn sections_caption(table: &SectionTable, lang: Lang) -> Caption {
    // The highest value, of a full section where there is one: of a table that is ranked by it, the first row's.
    let value = |row: &SectionRow| row.value.unwrap_or(f64::NEG_INFINITY);
    let behind = |row: &SectionRow| table.query.sort.is_rate() && row.short;
    let worst = table.rows.iter().min_by(|a, b| behind(a).cmp(&behind(b)).then(value(b).total_cmp(&value(a))));
    let title = match (worst, table.query.sort, table.third) {
        (None, ..) => Word::NoCrashOnRoads.said(lang).to_owned(),
        (_, SectionSort::PerKm | SectionSort::Crashes, Some(n)) => {
            Word::ThirdOfCrashes.fill(lang, &[&count(u64::from(n))])
        }
        (Some(worst), sort, _) => most_of(worst, sort, lang),
    };
    let note = aside(&[
        Word::CrashesUnsnapped.fill(lang, &[&count(u64::from(table.crashes)), &count(u64::from(table.unsnapped))]),
        Word::SnapIs.fill(lang, &[&number(table.query.snap_m)]),
        period(&table.period),
    ]);
    Caption { title, note }
}

/// The finding about the section with the highest value.
fn most_of(worst: &SectionRow, sort: SectionSort, lang: Lang) -> String {
    let most = |word: Word, value: f64| word.fill(lang, &[lang.of(&worst.hit.name), &number(value)]);
    match (sort, worst.value) {
        (SectionSort::PerKm, _) => most(Word::WorstSection, worst.per_km),
        (SectionSort::Crashes, _) => most(Word::MostCrashes, f64::from(worst.crashes)),
        (SectionSort::Deaths, Some(killed)) if killed > 0.0 => most(Word::MostKilled, killed),
        (SectionSort::Deaths, Some(_)) => Word::NobodyKilled.said(lang).to_owned(),
        (SectionSort::Deaths, None) => Word::KilledUnknown.said(lang).to_owned(),
        (SectionSort::Epdo, _) => most(Word::MostEpdo, worst.epdo),
        (SectionSort::EpdoPerKm, _) => most(Word::MostEpdoPerKm, worst.epdo_per_km),
    }
}

/// What a section is ranked by, and its unit, to be filled with the figure.
pub fn section_value(row: &SectionRow, sort: SectionSort, lang: Lang) -> (String, Word) {
    match sort {
        SectionSort::PerKm => (number(row.per_km), Word::PerKm),
        SectionSort::Crashes => (count(u64::from(row.crashes)), Word::UnitCrashes),
        SectionSort::Deaths => (deaths(row.into(), lang), Word::UnitKilled),
        SectionSort::Epdo => (number(row.epdo), Word::Epdo),
        SectionSort::EpdoPerKm => (number(row.epdo_per_km), Word::EpdoRate),
    }
}

/// The same in one piece.
pub fn section_figure(row: &SectionRow, sort: SectionSort, lang: Lang) -> String {
    let (figure, unit) = section_value(row, sort, lang);
    format!("{figure} {}", unit.fill(lang, &[&figure]))
}

/// One line of reason for a section.
pub fn section_reason(row: &SectionRow, lang: Lang) -> String {
    let short = if row.short { Word::ShortSection.said(lang).to_owned() } else { String::new() };
    aside(&[
        Word::CountCrashes.fill(lang, &[&count(u64::from(row.crashes))]),
        terms::metres(row.length_m),
        terms::code(LayerName::Roads, "class", &row.class_code, lang),
        short,
    ])
}

/// Fatal crashes, how many people they say were killed, and how many of them do not say.
#[derive(Clone, Copy, Debug)]
pub struct Killed {
    fatal: u32,
    known: Option<f64>,
    unknown: u32,
}

impl From<&SectionRow> for Killed {
    fn from(of: &SectionRow) -> Self {
        Self { fatal: of.fatal, known: of.deaths, unknown: of.deaths_unknown }
    }
}

impl From<&SectionTotal> for Killed {
    fn from(of: &SectionTotal) -> Self {
        Self { fatal: of.fatal, known: of.deaths, unknown: of.deaths_unknown }
    }
}

/// How many were killed, as far as the fatal crashes say.
pub fn deaths(of: Killed, lang: Lang) -> String {
    match of.known {
        _ if of.fatal == 0 => "–".to_owned(),
        None => Word::Unknown.said(lang).to_owned(),
        Some(n) if of.unknown > 0 => format!("≥ {}", number(n)),
        Some(n) => number(n),
    }
}

/// The selection's sum, in words.
pub fn selection_note(total: &SectionTotal, lang: Lang) -> String {
    Word::SelectionNote.fill(lang, &[&count(u64::from(total.sections)), &terms::metres(total.length_m)])
}

/// The fire services' finding: the first of the ranking, by what it is ranked by.
pub fn venues_caption(table: &VenueTable, lang: Lang) -> Caption {
    let title = match table.rows.first() {
        None => Word::NoVenues.said(lang).to_owned(),
        Some(first) => {
            let name = lang.of(&first.hit.name);
            match (table.query.sort, ranked_value(first, table.query.sort)) {
                (VenueSort::People, Some(v)) => Word::MostPeople.fill(lang, &[name, &number(v)]),
                (VenueSort::Floors, Some(v)) => Word::MostFloors.fill(lang, &[name, &number(v)]),
                (VenueSort::StationDistance, Some(v)) => Word::FarthestStation.fill(lang, &[name, &terms::metres(v)]),
                (VenueSort::HydrantDistance, Some(v)) => Word::FarthestHydrant.fill(lang, &[name, &terms::metres(v)]),
                (_, None) => Word::VenuesPass.fill(lang, &[&count(u64::from(table.count))]),
            }
        }
    };
    let worry = table.rows.iter().filter(|row| row.worry).count();
    let note = aside(&[
        Word::VenuesPass.fill(lang, &[&count(u64::from(table.count))]),
        if worry > 0 && (table.rows.len() as u32) == table.count {
            Word::WorryCount.fill(lang, &[&count(worry as u64)])
        } else {
            String::new()
        },
        Word::StraightLine.said(lang).to_owned(),
    ]);
    Caption { title, note }
}

/// What a venue is ranked by; none is unknown.
pub fn ranked_value(row: &VenueRow, sort: VenueSort) -> Option<f64> {
    match sort {
        VenueSort::People => row.people,
        VenueSort::Floors => row.floors,
        VenueSort::StationDistance => row.station.as_ref().and_then(|h| h.distance_m),
        VenueSort::HydrantDistance => row.hydrant.as_ref().and_then(|h| h.distance_m),
    }
}

/// One line of reason for a venue: all four values, the ranked one left to the figure.
pub fn venue_reason(row: &VenueRow, sort: VenueSort, lang: Lang) -> String {
    let all = [VenueSort::People, VenueSort::Floors, VenueSort::StationDistance, VenueSort::HydrantDistance];
    let said = all.into_iter().filter(|s| *s != sort).filter_map(|s| {
        let value = ranked_value(row, s)?;
        Some(match s {
            VenueSort::People => Word::PeopleIs.fill(lang, &[&number(value)]),
            VenueSort::Floors => Word::FloorsIs.fill(lang, &[&number(value)]),
            VenueSort::StationDistance => Word::StationAt.fill(lang, &[&terms::metres(value)]),
            VenueSort::HydrantDistance => Word::HydrantAt.fill(lang, &[&terms::metres(value)]),
        })
    });
    let kind = terms::kind(LayerName::Venues, &row.hit.kind, lang);
    std::iter::once(kind).chain(said).collect::<Vec<_>>().join(" · ")
}

/// The length of a scale bar: a round number of metres at most so many pixels long, and its pixels.
pub fn scale_bar(metres_per_px: f64, longest_px: f64) -> Option<(f64, f64)> {
    let longest_m = metres_per_px * longest_px;
    if !longest_m.is_finite() || longest_m <= 0.0 {
        return None;
    }
    let power = 10f64.powf(longest_m.log10().floor());
    let length_m = [5.0, 2.0, 1.0].iter().map(|step| step * power).find(|m| *m <= longest_m)?;
    Some((length_m, length_m / metres_per_px))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Words;
    use crate::engine::{Breaks, FeatureRef, Hit, SectionsQuery, VenuesQuery};
    use crate::risk::explain::Explanation;
    use crate::units::{LngLat, LngLatBox};

    fn hit(layer: LayerName, name: &str) -> Hit {
        Hit {
            feature: FeatureRef { layer, row: 0 },
            id: name.to_owned(),
            name: Words::same(name),
            kind: "hotel".to_owned(),
            at: LngLat::default(),
            bounds: LngLatBox { west: 0.0, south: 0.0, east: 0.0, north: 0.0 },
            sections: Vec::new(),
            apart: Words::default(),
            distance_m: None,
            working: None,
        }
    }

    fn sections(crashes: &[u32], all: u32, third: Option<u32>) -> SectionTable {
        let row = |n: &u32| SectionRow {
            hit: hit(LayerName::Roads, "人民路"),
            class_code: "primary".to_owned(),
            length_m: 500.0,
            crashes: *n,
            fatal: 0,
            serious: 0,
            slight: 0,
            damage: *n,
            per_km: f64::from(*n) * 2.0,
            per_km_year: None,
            deaths: Some(0.0),
            deaths_unknown: 0,
            epdo: f64::from(*n),
            epdo_per_km: f64::from(*n) * 2.0,
            value: Some(f64::from(*n) * 2.0),
            short: false,
            class: None,
        };
        SectionTable {
            query: SectionsQuery { snap_m: 30.0, sort: SectionSort::PerKm, breaks: Breaks::Natural, selected: vec![] },
            revision: 1,
            breaks: vec![],
            class_counts: vec![],
            crashes: all,
            unsnapped: 2,
            period: Some(("2023-01-01".to_owned(), "2025-12-31".to_owned())),
            years: Some(3.0),
            rows: crashes.iter().map(row).collect(),
            with_crash: crashes.len() as u32,
            short: 0,
            zero: 0,
            unknown: 0,
            sections: 100,
            third,
            selected: vec![],
            total: SectionTotal::default(),
            selection: Explanation::default(),
            explanation: Explanation::default(),
        }
    }

    #[test]
    fn the_traffic_finding_says_a_third_or_else_the_highest_rate() {
        let said = sections_caption(&sections(&[2, 6, 3, 4, 5], 30, Some(2)), Lang::Zh).title;
        assert_eq!(said, "2 段路占全部事故的三分之一");
        // The rows may be ranked by something else.
        assert_eq!(sections_caption(&sections(&[4, 9], 300, None), Lang::Zh).title, "人民路 每公里 18 起，最高");
        assert_eq!(sections_caption(&sections(&[], 0, None), Lang::En).title, Word::NoCrashOnRoads.said(Lang::En));
    }

    #[test]
    fn an_unknown_value_is_never_said_as_a_number() {
        let row = VenueRow {
            hit: hit(LayerName::Venues, "云江宾馆"),
            people: None,
            floors: Some(4.0),
            station: None,
            hydrant: None,
            worry: true,
        };
        let table = VenueTable {
            query: VenuesQuery { kinds: vec![], district: None, sort: VenueSort::People, limit: 10 },
            count: 1,
            kinds: vec![],
            rows: vec![row.clone()],
            explanation: Explanation::default(),
        };
        assert_eq!(venues_caption(&table, Lang::Zh).title, "1 处场所");
        assert_eq!(venue_reason(&row, VenueSort::People, Lang::Zh), "宾馆 · 4 层");
    }

    #[test]
    fn a_sum_differs_only_where_a_digit_shows_it() {
        let surface = |integral: f64, total: f64| DensitySurface {
            query: DensityQuery { layer: LayerName::Crashes, weight: None, bandwidth_m: 500.0, breaks: Breaks::Pretty },
            revision: 1,
            breaks: vec![],
            max_per_km2: 1.0,
            cell_m: 25.0,
            points: 1,
            without_weight: 0,
            total,
            integral,
            period: None,
            explanation: Explanation::default(),
        };
        let said = |integral, total| conserved(&surface(integral, total), Lang::Zh);
        assert_eq!(said(10_298.97, 10_299.0), "合计守恒：面上积分 10,299 = 合计 10,299");
        assert_eq!(said(3_512_345.6, 3_512_340.0), "合计守恒：面上积分 3,512,340 = 合计 3,512,340");
        assert_eq!(said(1e-12, 0.0), "合计守恒：面上积分 0 = 合计 0");
        assert_eq!(said(10_288.0, 10_299.0), "面上积分 10,288，合计 10,299，差 0.107 %");
    }

    fn level_row(base: Rating, dynamic: Rating) -> LevelRow {
        LevelRow {
            hit: hit(LayerName::Facilities, "城东储配站"),
            base,
            dynamic,
            method: Some(crate::risk::assess::Method::Gb18218),
            completeness: Some(0.5),
            missing: vec!["residents.residents".to_owned(), "substances_complete".to_owned()],
            open: 2,
            overdue: 1,
        }
    }

    fn levels(kind: LevelKind, counts: [(u32, u32); 5]) -> LevelsTable {
        let count = |(level, (base, dynamic))| crate::engine::LevelCount { level, base, dynamic };
        LevelsTable {
            query: crate::engine::LevelsQuery {
                layer: LayerName::Facilities,
                as_of: None,
                kind,
                district: None,
                limit: 10,
            },
            revision: 1,
            as_of: "2026-03-03".to_owned(),
            days: None,
            weeks: Vec::new(),
            counts: Level::ALL.into_iter().zip(counts).map(count).collect(),
            rows: vec![],
            districts: vec![],
            explanation: Explanation::default(),
        }
    }

    #[test]
    fn the_finding_of_levels_says_how_many_are_major_and_what_the_ledger_made_of_them() {
        let counts = [(36, 61), (40, 30), (50, 45), (60, 52), (14, 12)];
        let said = |kind, counts, lang| levels_caption(&levels(kind, counts), None, lang);
        let day = said(LevelKind::Dynamic, counts, Lang::Zh);
        assert_eq!(day.title, "61 处危险设施为重大风险，其中 25 处因隐患或事故升级");
        assert_eq!(day.note, "动态等级 · 2026-03-03 · 12 处未评");
        assert_eq!(said(LevelKind::Base, counts, Lang::En).title, "36 hazardous sites at major risk");
        let calm = [(0, 0), (0, 1), (5, 4), (0, 0), (0, 0)];
        assert_eq!(said(LevelKind::Dynamic, calm, Lang::En).title, "None at major risk, 1 hazardous site at high risk");
        assert_eq!(said(LevelKind::Base, calm, Lang::Zh).title, "没有重大或较大风险");
        let none = [(0, 0), (0, 0), (0, 0), (0, 0), (3, 3)];
        assert_eq!(said(LevelKind::Dynamic, none, Lang::Zh).title, "3 处危险设施均未评");
        assert_eq!(said(LevelKind::Dynamic, [(0, 0); 5], Lang::En).title, "No facilities here");
        let district = levels_caption(&levels(LevelKind::Base, calm), Some("沙湾区".to_owned()), Lang::Zh);
        assert_eq!(district.note, "沙湾区 · 基础等级 · 2026-03-03");
    }

    #[test]
    fn a_level_that_is_not_rated_says_between_what_and_what_is_missing() {
        let open = Rating { best: Level::Yellow, worst: Level::Red };
        let row = level_row(open, open);
        assert_eq!(level_figure(&row, LevelKind::Dynamic, Lang::Zh), "未评");
        assert_eq!(
            level_reason(&row, LevelKind::Base, Lang::Zh),
            "未评（C 至 A）：缺居民人口、物质已全部申报 · 重大危险源 GB 18218-2018"
        );
        assert_eq!(rating(open, Lang::En), "unrated (C Moderate to A Major)");
        let moved = level_row(Rating::exactly(Level::Yellow), Rating::exactly(Level::Red));
        assert_eq!(level_figure(&moved, LevelKind::Dynamic, Lang::En), "C → A");
        assert_eq!(level_figure(&moved, LevelKind::Base, Lang::En), "C");
        assert_eq!(
            level_reason(&moved, LevelKind::Dynamic, Lang::En),
            "Major hazard installation, GB 18218-2018 · 2 open dangers · 1 overdue"
        );
        let many: Vec<String> = ["on", "exits", "floors", "beds"].map(str::to_owned).to_vec();
        assert_eq!(missing(LayerName::Venues, &many, 3, Lang::En), "day of an accident, exits, floors and 1 more");
    }

    #[test]
    fn a_scale_bar_is_round_and_fits() {
        assert_eq!(scale_bar(10.0, 100.0), Some((1000.0, 100.0)));
        assert_eq!(scale_bar(9.0, 100.0), Some((500.0, 500.0 / 9.0)));
        assert_eq!(scale_bar(0.35, 100.0).map(|s| s.0), Some(20.0));
        assert_eq!(scale_bar(0.0, 100.0), None);
        assert_eq!(scale_bar(f64::NAN, 100.0), None);
    }
}
