//! Conflicts of hazards and sites as a table.

use super::super::super::csv_out::{Cell, table};
use super::super::super::protocol::{ConflictLine, ConflictsQuery, EngineError, NamedBytes, Reply, Request};
use super::super::super::{Engine, Open};
use super::{About, HEAD, head, level, rank};
use crate::domain::LayerName;

/// Every pair that passes the filter, in the order of the list.
pub fn table_of(engine: &mut Engine, mut query: ConflictsQuery, on: &str) -> Result<NamedBytes, EngineError> {
    query.limit = u32::MAX;
    let Reply::Conflicts(t) = engine.handle(Request::Conflicts(query))? else { return Err(EngineError::Stale) };
    let open = engine.open()?;
    let prefixed = |prefix: &str| HEAD.map(|name| format!("{prefix}_{name}"));
    let (hazard, site) = (prefixed("hazard"), prefixed("site"));
    let figures = [
        "target",
        "ring",
        "ring_named",
        "ring_level",
        "ring_radius_m",
        "distance_m",
        "deficit_m",
        "people_day",
        "people_night",
        "hazard_level",
        "site_level",
    ];
    let header: Vec<&str> =
        std::iter::once("rank").chain(hazard.iter().chain(&site).map(String::as_str)).chain(figures).collect();
    let rows = t.rows.iter().enumerate().map(|(place, line)| {
        let mut cells = vec![rank(Some(place))];
        cells.extend(head(open, &line.hazard));
        cells.extend(head(open, &line.site));
        cells.extend(figures_of(line));
        cells
    });
    let district = t.query.district.zip(open.city().layer(LayerName::Districts));
    let district = district.map(|(row, layer)| format!("hazard or site in district: {}", layer.title(row as usize).zh));
    let kind = t.query.kind.as_ref().map(|kind| format!("kind of hazard: {kind}"));
    let site = t.query.site.as_ref().map(|kind| format!("kind of site: {kind}"));
    let filter: Vec<String> = kind.into_iter().chain(site).chain(district).collect();
    let about = about(open)
        .and("as_of", &t.as_of)
        .and("ranked_by", "ring_level, then deficit_m")
        .and("filter", if filter.is_empty() { "none".to_owned() } else { filter.join("; ") })
        .and(
            "method",
            format!(
                "rings of explosives by quantity and of vessels by substance and mass, each site once a hazard with the \
                 gravest ring, then the deepest; distances boundary to boundary; deficit_m = ring_radius_m - distance_m; \
                 rings are for reference and no safety distances, but those of a licence; {} hazards with a ring of \
                 unknown reach are not told; screening values",
                t.unknown
            ),
        )
        .and("exported_on", on);
    Ok(table("conflicts.csv", &header, &about, rows))
}

fn about(open: &Open) -> About {
    About::dataset(open, &[LayerName::Facilities, LayerName::Venues, LayerName::Residents, LayerName::Districts])
}

fn figures_of(line: &ConflictLine) -> [Cell; 11] {
    let c = &line.conflict;
    [
        Cell::text(&c.target.words().en),
        Cell::text(&c.ring.words().en),
        if c.named.is_empty() { Cell::Empty } else { Cell::text(&c.named) },
        c.level.map_or(Cell::Empty, |level| Cell::text(level.code())),
        Cell::Number(c.radius_m.low, 1),
        Cell::Number(c.distance_m, 1),
        Cell::Number(c.deficit_m, 1),
        Cell::number(line.people_day, 0),
        Cell::number(line.people_night, 0),
        level(&line.hazard),
        level(&line.site),
    ]
}
