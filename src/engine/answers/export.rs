//! Tables to take along.

use super::super::Engine;
use super::super::card::everyone_near;
use super::super::csv_out::{Cell, table};
use super::super::protocol::{Counted, EngineError, Export, Hit, NamedBytes, Reply, Request, SectionRow};
use super::not_read;
use super::sections::whole_ranking;

/// Computes a table again, as the page shows it, and writes it whole.
pub fn export(engine: &mut Engine, export: Export) -> Result<NamedBytes, EngineError> {
    match export {
        Export::Sections(query) => {
            let Reply::Sections(t) = engine.handle(Request::Sections(query))? else { return Err(EngineError::Stale) };
            if t.selected.is_empty() {
                return Ok(sections("section-ranking.csv", &whole_ranking(engine, &t)?));
            }
            Ok(sections("selected-sections.csv", &t.selected))
        }
        Export::Exposure(query) => {
            let Reply::Exposure(t) = engine.handle(Request::Exposure(query))? else { return Err(EngineError::Stale) };
            let header = [
                "layer",
                "id",
                "name",
                "kind",
                "lon",
                "lat",
                "venue_people_day",
                "venue_people_night",
                "residents",
                "sensitive_venues",
                "venues",
                "venues_without_headcount",
                "distance_m",
                "residents_day",
                "residents_night",
                "ranked_value",
                "ranked_value_counts",
            ];
            Ok(table(
                "exposure.csv",
                &header,
                t.rows.iter().map(|r| {
                    let mut cells = head(&r.hit);
                    cells.extend([
                        Cell::Number(r.people_day, 0),
                        Cell::Number(r.people_night, 0),
                        Cell::number(r.residents, 0),
                        Cell::Count(r.sensitive),
                        Cell::Count(r.venues),
                        Cell::Count(r.unknown),
                        Cell::Number(t.query.distance_m, 0),
                        Cell::number(r.residents_day, 0),
                        Cell::number(r.residents_night, 0),
                        Cell::Number(r.value, 0),
                        Cell::text(counted(r.counted)),
                    ]);
                    cells
                }),
            ))
        }
        Export::Venues(mut query) => {
            query.limit = u32::MAX;
            let Reply::Venues(t) = engine.handle(Request::Venues(query))? else { return Err(EngineError::Stale) };
            let header = [
                "layer",
                "id",
                "name",
                "kind",
                "lon",
                "lat",
                "people",
                "floors",
                "station",
                "station_straight_m",
                "hydrant",
                "hydrant_straight_m",
            ];
            Ok(table(
                "venues.csv",
                &header,
                t.rows.iter().map(|r| {
                    let mut cells = head(&r.hit);
                    cells.extend([Cell::number(r.people, 0), Cell::number(r.floors, 0)]);
                    for near in [&r.station, &r.hydrant] {
                        cells.push(near.as_ref().map_or(Cell::Empty, |h| Cell::text(&h.id)));
                        cells.push(Cell::number(near.as_ref().and_then(|h| h.distance_m), 1));
                    }
                    cells
                }),
            ))
        }
        Export::Near { of, radius_m } => {
            let near = everyone_near(engine.open()?, of, radius_m)?;
            let header = ["layer", "id", "name", "kind", "lon", "lat", "straight_m"];
            Ok(table(
                "neighbours.csv",
                &header,
                near.iter().map(|hit| {
                    let mut cells = head(hit);
                    cells.push(Cell::number(hit.distance_m, 1));
                    cells
                }),
            ))
        }
        Export::NotRead => {
            let found = not_read(engine.open()?);
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
            Ok(table("not-read.csv", &header, rows))
        }
    }
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

fn head(hit: &Hit) -> Vec<Cell> {
    vec![
        Cell::text(hit.feature.layer.code()),
        Cell::text(&hit.id),
        Cell::text(&hit.name.zh),
        Cell::text(&hit.kind),
        Cell::Number(hit.at.lng, 7),
        Cell::Number(hit.at.lat, 7),
    ]
}

fn sections(file: &str, rows: &[SectionRow]) -> NamedBytes {
    let header = [
        "layer",
        "id",
        "name",
        "class",
        "lon",
        "lat",
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
    ];
    table(
        file,
        &header,
        rows.iter().map(|r| {
            let mut cells = head(&r.hit);
            cells.extend([
                Cell::Number(r.length_m, 1),
                Cell::Count(r.crashes),
                Cell::Count(r.fatal),
                Cell::Count(r.serious),
                Cell::Count(r.slight),
                Cell::Count(r.damage),
                Cell::Number(r.per_km, 3),
                Cell::text(if r.short { "yes" } else { "no" }),
                Cell::number(r.per_km_year, 3),
                Cell::number(r.deaths, 0),
                Cell::Count(r.deaths_unknown),
                Cell::Number(r.epdo, 0),
                Cell::Number(r.epdo_per_km, 3),
            ]);
            cells
        }),
    )
}
