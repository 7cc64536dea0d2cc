//! Tables to take along.

mod about;
mod changes;
mod conflicts;
mod inside;
mod ledger;
mod rows;
mod unchecked;

use super::super::Engine;
use super::super::card::{CardQuery, everyone_near};
use super::super::csv_out::{Cell, table};
use super::super::open::Open;
use super::super::protocol::{
    Counted, EngineError, Export, ExposureQuery, HYDRANT_RADIUS_M, Hit, LevelKind, LevelsQuery, NamedBytes, Reply,
    Request, SectionRow, SectionScope, SectionSort, SectionTable, SectionsQuery, VenueSort, VenuesQuery,
};
use super::not_read;
use super::sections::whole_ranking;
use crate::domain::{Layer, LayerName, Level, NumberRanges};
use crate::risk::sections::{BRIEF_M, SHORT_M, under};
use crate::risk::venues::{HYDRANT_BAND_M, STATION_BAND_M};
use crate::text::{Lang, crash_filter, number_ranges};
use crate::units::LngLatBox;
pub use about::About;

/// Computes a table again, as the page shows it, and writes it whole. `on` is the day of the export.
pub fn export(engine: &mut Engine, export: Export, on: &str) -> Result<NamedBytes, EngineError> {
    match export {
        Export::Sections(query) => sections(engine, query, on),
        Export::Exposure(query) => exposure(engine, query, on),
        Export::Venues(query) => venues(engine, query, on),
        Export::Levels(query) => levels(engine, query, on),
        Export::Conflicts(query) => conflicts::table_of(engine, query, on),
        Export::Ledger(query) => ledger::table_of(engine, query, on),
        Export::Unchecked(query) => unchecked::table_of(engine, query, on),
        Export::Inside(query) => inside::table_of(engine, query, on),
        Export::Near { of, radius_m, as_of } => near(engine, CardQuery { of, radius_m, as_of }, on),
        Export::Rows { query, columns, format } => rows::table_of(engine, &query, &columns, format, on),
        Export::Changes => changes::table_of(engine, on),
        Export::NotRead => not_read_table(engine.open()?, on),
        Export::Dataset => super::super::save::dataset(engine.open()?),
        Export::Corrections => Ok(super::super::correct::file(engine.open()?)),
        Export::Template { layer, lang } => Ok(super::super::template::template(layer, lang)),
    }
}

/// The columns of [`head`].
const HEAD: [&str; 9] = ["layer", "id", "name", "name_en", "kind", "district", "district_en", "lon", "lat"];

/// What a feature is and where. The English names stay empty where the data has none.
fn head(open: &Open, hit: &Hit) -> Vec<Cell> {
    let english = |layer: Option<&Layer>, row: u32| {
        layer.and_then(|layer| layer.text(row as usize, "name_en")).map_or(Cell::Empty, Cell::text)
    };
    let districts = open.city().layer(LayerName::Districts);
    let district = districts.zip(open.district_of(hit.feature, hit.at));
    vec![
        Cell::text(hit.feature.layer.code()),
        Cell::text(&hit.id),
        Cell::text(&hit.name.zh),
        english(open.city().layer(hit.feature.layer), hit.feature.row),
        Cell::text(&hit.kind),
        district.map_or(Cell::Empty, |(layer, row)| Cell::text(layer.title(row as usize).zh)),
        district.map_or(Cell::Empty, |(layer, row)| english(Some(layer), row)),
        Cell::Number(hit.at.lng, 7),
        Cell::Number(hit.at.lat, 7),
    ]
}

/// A rank, as the page counts it; none for what is in no ranking.
fn rank(place: Option<usize>) -> Cell {
    place.map_or(Cell::Empty, |place| Cell::Count(place as u32 + 1))
}

fn sections(engine: &mut Engine, query: SectionsQuery, on: &str) -> Result<NamedBytes, EngineError> {
    let Reply::Sections(t) = engine.handle(Request::Sections(query))? else { return Err(EngineError::Stale) };
    let ranking = whole_ranking(engine, &t)?;
    let open = engine.open()?;
    let of_selected = !t.selected.is_empty() && t.query.scope != SectionScope::Selected;
    let (file, rows) =
        if of_selected { ("selected-sections.csv", &t.selected) } else { ("section-ranking.csv", &ranking) };
    let header = [
        &["rank"],
        &HEAD[..4],
        &["class"],
        &HEAD[5..],
        &[
            "length_m",
            "crashes",
            "fatal",
            "serious",
            "slight_or_unknown",
            "damage_only",
            "crashes_per_km",
            "short_section",
            "crashes_per_km_year",
            "deaths",
            "fatal_without_deaths",
            "epdo_8_3_1",
            "epdo_per_km",
        ],
    ]
    .concat();
    let rows = rows.iter().map(|r| {
        let mut cells = vec![r.rank.map_or(Cell::Empty, Cell::Count)];
        cells.extend(head(open, &r.hit));
        cells.extend(section(r));
        cells
    });
    Ok(table(file, &header, &about_sections(open, &t, on), rows))
}

fn section(r: &SectionRow) -> [Cell; 13] {
    [
        Cell::Number(r.length_m, 1),
        Cell::Count(r.crashes),
        Cell::Count(r.fatal),
        Cell::Count(r.serious),
        Cell::Count(r.slight),
        Cell::Count(r.damage),
        Cell::Number(r.per_km, 3),
        Cell::Text(under(r.length_m).map_or_else(|| "no".to_owned(), |metres| format!("under {metres} m"))),
        Cell::number(r.per_km_year, 3),
        Cell::number(r.deaths, 0),
        Cell::Count(r.deaths_unknown),
        Cell::Number(r.epdo, 0),
        Cell::Number(r.epdo_per_km, 3),
    ]
}

/// Which sections a ranking of the city or of a box is of.
fn with_crash(within: Option<LngLatBox>) -> String {
    match within {
        Some(of) => {
            let [west, south, east, north] =
                [of.west, of.south, of.east, of.north].map(|degrees| format!("{degrees:.5}"));
            format!("with a crash that touch the box {west}, {south}, {east}, {north}")
        }
        None => "with a crash".to_owned(),
    }
}

fn about_sections(open: &Open, t: &SectionTable, on: &str) -> About {
    let (from, to) = t.period.clone().unwrap_or_default();
    let ranked_by = match t.query.sort {
        SectionSort::PerKm => "crashes_per_km",
        SectionSort::Crashes => "crashes",
        SectionSort::Deaths => "deaths",
        SectionSort::Epdo => "epdo_8_3_1",
        SectionSort::EpdoPerKm => "epdo_per_km",
    };
    let selected =
        |n: usize| format!("selected sections: {n}; a box or lasso takes every section that it touches, whole");
    let scope = match (t.query.scope, t.selected.len()) {
        (SectionScope::Selected, n) => format!("with a crash, of {}", selected(n)),
        (_, n) if n > 0 => selected(n),
        (SectionScope::Box(of), _) => format!("sections {}", with_crash(Some(of))),
        (SectionScope::City, _) => format!("sections {}", with_crash(None)),
    };
    // What is selected is listed whatever its figures.
    let is_ranking = t.selected.is_empty() || t.query.scope == SectionScope::Selected;
    let figures = ranges(LayerName::Roads, &t.query.ranges).filter(|_| is_ranking);
    let filter = [Some(scope), figures].into_iter().flatten().collect::<Vec<_>>().join("; ");
    let crashes = match crash_filter(&t.query.crashes, Lang::En) {
        all if all.is_empty() => "all".to_owned(),
        some => format!("{some}; left out because a value is unknown: {}", t.left_out),
    };
    let method = format!(
        "each crash goes to the nearest driven section within snap_m; crashes_per_km = crashes / length over the whole \
         period; epdo = 8 a fatal crash + 3 an injury crash + 1 with damage only; sections under {SHORT_M} m are in no \
         class and ranked last by rate; short_section says which are under {SHORT_M} m or {BRIEF_M} m, where one crash more \
         changes the rate much"
    );
    About::dataset(open, &[LayerName::Roads, LayerName::Crashes, LayerName::Districts])
        .and("crashes_from", from)
        .and("crashes_to", to)
        .and("snap_m", t.query.snap_m.to_string())
        .and("ranked_by", ranked_by)
        .and("filter", filter)
        .and("crash_filter", crashes)
        .and("method", method)
        .and("exported_on", on)
}

fn exposure(engine: &mut Engine, query: ExposureQuery, on: &str) -> Result<NamedBytes, EngineError> {
    let Reply::Exposure(t) = engine.handle(Request::Exposure(query))? else { return Err(EngineError::Stale) };
    let open = engine.open()?;
    let header = [
        &["rank"],
        &HEAD[..],
        &[
            "people_day",
            "people_night",
            "ranked_value",
            "ranked_value_is",
            "ranked_value_counts",
            "venue_people_day",
            "venue_people_night",
            "residents_day",
            "residents_night",
            "sensitive_venues",
            "venues",
            "venues_without_headcount_day",
            "venues_without_headcount_night",
            "distance_m",
        ],
    ]
    .concat();
    let people = |known: f64| if t.by_people { Cell::Number(known, 0) } else { Cell::Empty };
    let rows = t.rows.iter().enumerate().map(|(place, r)| {
        let mut cells = vec![rank(Some(place))];
        cells.extend(head(open, &r.hit));
        cells.extend([
            people(r.people_day),
            people(r.people_night),
            Cell::Number(r.value, 0),
            Cell::text(match r.counted.is_night() {
                Some(false) => "people_day",
                Some(true) => "people_night",
                None => "venues",
            }),
            Cell::text(counted(r.counted)),
            people(r.venue_day),
            people(r.venue_night),
            Cell::number(r.residents_day, 0),
            Cell::number(r.residents_night, 0),
            Cell::Count(r.sensitive),
            Cell::Count(r.venues),
            Cell::Count(r.unknown[0]),
            Cell::Count(r.unknown[1]),
            Cell::Number(t.query.distance_m, 0),
        ]);
        cells
    });
    let (ranked_by, method) = if t.by_people {
        (
            "people_day or people_night, whichever are more",
            "people_day is the larger of venue_people_day and residents_day, people_night likewise, never their sum: lower \
             bounds; each venue within distance_m of the boundary counts once, residents are spread over their areas",
        )
    } else {
        ("venues", "no headcount is known; each venue within distance_m of the boundary counts once")
    };
    let layers = [t.query.layer, LayerName::Venues, LayerName::Residents, LayerName::Districts];
    let about = About::dataset(open, &layers)
        .and("ranked_by", ranked_by)
        .and("filter", ranges(t.query.layer, &t.query.ranges).unwrap_or_else(|| "none".to_owned()))
        .and("method", method)
        .and("exported_on", on);
    Ok(table("exposure.csv", &header, &about, rows))
}

/// What an exposure's value counts, as a word for scripts.
const fn counted(what: Counted) -> &'static str {
    match what {
        Counted::VenuesByDay => "venue_people_day",
        Counted::VenuesByNight => "venue_people_night",
        Counted::ResidentsByDay => "residents_day",
        Counted::ResidentsByNight => "residents_night",
        Counted::Venues => "venues",
    }
}

fn venues(engine: &mut Engine, mut query: VenuesQuery, on: &str) -> Result<NamedBytes, EngineError> {
    query.limit = u32::MAX;
    let Reply::Venues(t) = engine.handle(Request::Venues(query))? else { return Err(EngineError::Stale) };
    let open = engine.open()?;
    let figures = [
        "people",
        "people_day",
        "people_night",
        "floors",
        "station",
        "station_straight_m",
        "hydrant",
        "hydrant_straight_m",
        "level",
    ];
    let header = [&["rank"], &HEAD[..], &figures].concat();
    let rows = t.rows.iter().enumerate().map(|(place, r)| {
        let mut cells = vec![rank(Some(place))];
        cells.extend(head(open, &r.hit));
        let [day, night] = r.people;
        cells.extend([r.hit.people, day, night, r.floors].map(|figure| Cell::number(figure, 0)));
        for near in [&r.station, &r.hydrant] {
            cells.push(near.as_ref().map_or(Cell::Empty, |h| Cell::text(&h.id)));
            cells.push(Cell::number(near.as_ref().and_then(|h| h.distance_m), 1));
        }
        cells.push(level(&r.hit));
        cells
    });
    let district = t.query.district.zip(open.city().layer(LayerName::Districts));
    let district = district.map(|(row, layer)| format!("district: {}", layer.title(row as usize).zh));
    let kinds = (!t.query.kinds.is_empty()).then(|| format!("kinds: {}", t.query.kinds.join(", ")));
    let lacking = t.query.lacking.each().map(|lack| format!("beyond {} m of a {}", t.cover.metres(lack), lack.code()));
    let ranges = ranges(LayerName::Venues, &t.query.ranges);
    let filter: Vec<String> =
        kinds.into_iter().chain(district).chain(lacking).chain(ranges).chain(only(&t.query.levels)).collect();
    let ranked_by = match t.query.sort {
        VenueSort::People => "people, then level".to_owned(),
        VenueSort::Level => "level, then people".to_owned(),
        VenueSort::Floors => "floors, then level, then people".to_owned(),
        VenueSort::StationDistance => {
            format!("station_straight_m in bands of {STATION_BAND_M} m, then level, then people")
        }
        VenueSort::HydrantDistance => {
            format!("hydrant_straight_m in bands of {HYDRANT_BAND_M} m, then level, then people")
        }
    };
    let layers = [LayerName::Venues, LayerName::FireStations, LayerName::Hydrants, LayerName::Districts];
    let about = About::dataset(open, &layers)
        .and("ranked_by", ranked_by)
        .and("filter", if filter.is_empty() { "none".to_owned() } else { filter.join("; ") })
        .and("levels_as_of", &t.as_of)
        .and(
            "method",
            "people is the larger of day and night; straight lines to the nearest fire station and to the nearest hydrant \
             not known to be dry; level is the level on levels_as_of, a screening value; largest and worst first, unknown \
             last",
        )
        .and("exported_on", on);
    Ok(table("venue-ranking.csv", &header, &about, rows))
}

fn levels(engine: &mut Engine, mut query: LevelsQuery, on: &str) -> Result<NamedBytes, EngineError> {
    query.limit = u32::MAX;
    let Reply::Levels(mut t) = engine.handle(Request::Levels(query))? else { return Err(EngineError::Stale) };
    engine.tell_known(&mut t)?;
    let open = engine.open()?;
    let figures = [
        "base",
        "base_best",
        "base_worst",
        "dynamic",
        "dynamic_best",
        "dynamic_worst",
        "decided_by",
        "completeness",
        "missing",
        "open_dangers",
        "overdue_dangers",
        "levels_as_of",
        "open_falsely_closed",
    ];
    // A district has the worst level of all that stands in it: how many have which is said beside it.
    let of_districts = t.query.layer == LayerName::Districts;
    let inside: &[&str] = if of_districts { &["n_red", "n_orange", "n_yellow", "n_blue", "n_unrated"] } else { &[] };
    let header = [&["rank"], &HEAD[..], &figures, inside].concat();
    let rows = t.rows.iter().enumerate().map(|(place, r)| {
        let mut cells = vec![rank(Some(place))];
        cells.extend(head(open, &r.hit));
        for rating in [r.base, r.dynamic] {
            cells.extend([rating.level(), rating.best, rating.worst].map(|level| Cell::text(level.code())));
        }
        cells.extend([
            r.method.map_or(Cell::Empty, |method| Cell::text(method.code())),
            Cell::number(r.completeness, 3),
            Cell::text(r.missing.join("; ")),
            Cell::Count(r.open),
            Cell::Count(r.overdue),
            Cell::text(&t.as_of),
            Cell::Count(r.falsely),
        ]);
        let own = t.districts.iter().filter(|_| of_districts);
        let own =
            own.filter(|d| d.hit.as_ref().is_some_and(|hit| hit.feature == r.hit.feature)).flat_map(|d| &d.counts);
        cells.extend(own.map(|n| Cell::Count(n.of(t.query.kind))));
        cells
    });
    let district = t.query.district.zip(open.city().layer(LayerName::Districts));
    let district = district.map(|(row, layer)| format!("district: {}", layer.title(row as usize).zh));
    let filter = district.into_iter().chain(ranges(t.query.layer, &t.query.ranges)).chain(only(&t.query.levels));
    let filter: Vec<String> = filter.collect();
    use LayerName::{Accidents, DangerEvents, Dangers, Districts, Residents, Venues};
    let method = if of_districts {
        "base and dynamic are the worst level of the facilities, pipelines and venues inside, never an average; n_ counts \
         them by the level that is ranked; completeness is the share that is rated; screening values"
    } else {
        "base is the worst of all methods that apply; dynamic is base raised by open dangers and fatal accidents; best \
         and worst are the ends of what is missing: where they differ the level is unrated; screening values"
    };
    let about = About::dataset(open, &[t.query.layer, Dangers, DangerEvents, Accidents, Residents, Venues, Districts])
        .and("ranked_by", if t.query.kind == LevelKind::Base { "base" } else { "dynamic" })
        .and("filter", if filter.is_empty() { "none".to_owned() } else { filter.join("; ") })
        .and("method", method)
        .and("exported_on", on);
    Ok(table("levels.csv", &header, &about, rows))
}

fn near(engine: &mut Engine, query: CardQuery, on: &str) -> Result<NamedBytes, EngineError> {
    while engine.prepare()?.is_some() {}
    let near = everyone_near(engine, &query)?;
    let open = engine.open()?;
    let header = [&HEAD[..], &["straight_m", "level", "people"]].concat();
    let rows = near.iter().map(|hit| {
        let mut cells = head(open, hit);
        cells.push(Cell::number(hit.distance_m, 1));
        cells.extend([level(hit), Cell::number(hit.people, 0)]);
        cells
    });
    let CardQuery { of, radius_m, as_of } = query;
    let subject = open.hit(of, None)?;
    let layers = [of.layer, LayerName::Venues, LayerName::Facilities, LayerName::FireStations, LayerName::Hydrants];
    let method = format!(
        "straight lines between boundaries: venues, facilities, pipelines and routes within radius_m by level on \
         levels_as_of, then by distance; hydrants within {HYDRANT_RADIUS_M} m, the nearest fire stations; people is the \
         larger of day and night; levels are screening values"
    );
    let about = About::dataset(open, &layers)
        .and("near", format!("{}:{} {}", of.layer, subject.id, subject.name.zh))
        .and("radius_m", radius_m.to_string())
        .and("levels_as_of", as_of.as_deref().unwrap_or(&open.city().manifest.as_of))
        .and("method", method)
        .and("exported_on", on);
    Ok(table("neighbours.csv", &header, &about, rows))
}

/// Ranges of numbers; none where nothing is left out.
fn ranges(layer: LayerName, of: &NumberRanges) -> Option<String> {
    (!of.is_empty()).then(|| number_ranges(layer, of, Lang::En))
}

/// Levels that are asked for; none where all are.
fn of_levels(of: &[Level]) -> Option<String> {
    let codes: Vec<&str> = of.iter().map(|level| level.code()).collect();
    (!codes.is_empty()).then(|| codes.join(" "))
}

/// The same as a part of a filter.
fn only(of: &[Level]) -> Option<String> {
    of_levels(of).map(|codes| format!("levels: {codes}"))
}

/// A feature's level as scripts read it; empty for what has none.
fn level(hit: &Hit) -> Cell {
    hit.level.map_or(Cell::Empty, |level| Cell::text(level.code()))
}

fn not_read_table(open: &Open, on: &str) -> Result<NamedBytes, EngineError> {
    let found = not_read(open);
    let header = ["layer", "file", "row", "field", "found", "expected"];
    let rows = found.layers.iter().flat_map(|layer| {
        layer.rows.iter().map(|r| {
            vec![
                Cell::text(&layer.layer),
                Cell::text(&r.file),
                Cell::Number(r.row as f64, 0),
                Cell::text(&r.field),
                Cell::text(&r.found),
                Cell::text(&r.expected.en),
            ]
        })
    });
    let about = About::dataset(open, &[]).and("exported_on", on);
    Ok(table("not-read.csv", &header, &about, rows))
}
