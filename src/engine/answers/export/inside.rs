//! All that is inside an area as a table: a row a feature.

use super::super::super::Engine;
use super::super::super::csv_out::{Cell, table};
use super::super::super::protocol::{Area, EngineError, Hit, InsideQuery, InsideTable, NamedBytes, Reply, Request};
use super::{About, HEAD, head};
use crate::domain::LayerName;
use crate::risk::assess::RATED;
use crate::text::{Lang, crash_filter};

/// The columns behind [`HEAD`].
const OWN: [&str; 8] =
    ["people_day", "people_night", "level_base", "level", "severity", "working", "days_overdue", "target"];

/// Every feature inside, layer by layer, each in the order of its list.
pub fn table_of(engine: &mut Engine, mut query: InsideQuery, on: &str) -> Result<NamedBytes, EngineError> {
    query.limit = u32::MAX;
    let Reply::Inside(t) = engine.handle(Request::Inside(query))? else { return Err(EngineError::Stale) };
    let header = [&HEAD[..], &OWN].concat();
    let hits = t.layers.iter().flat_map(|of| &of.rows);
    let rows: Vec<Vec<Cell>> = hits.map(|hit| row(engine, &t, hit)).collect::<Result<_, EngineError>>()?;
    let layers: Vec<LayerName> =
        t.layers.iter().map(|of| of.layer).chain([LayerName::Residents, LayerName::Districts]).collect();
    let people = t.people.map_or(String::new(), |p| {
        let night = p.by_night();
        format!("at least {:.0} by day, {night:.0} by night; {} venues say nothing", p.by_day(), p.unknown)
    });
    let crashes = match crash_filter(&t.query.crashes, Lang::En) {
        all if all.is_empty() => "all".to_owned(),
        some => some,
    };
    let about = About::dataset(engine.open()?, &layers)
        .and("as_of", &t.as_of)
        .and("area", area(&t.query.area))
        .and("area_km2", format!("{:.6}", t.area_m2 / 1e6))
        .and("people_inside", people)
        .and("crash_filter", crashes)
        .and(
            "method",
            "points by position, lines and polygons that touch, borders inside; hidden dangers open on as_of by their own \
             place or else their target's; level is the level on as_of; area on the WGS84 ellipsoid",
        )
        .and("exported_on", on);
    Ok(table("inside.csv", &header, &about, rows))
}

fn row(engine: &Engine, t: &InsideTable, hit: &Hit) -> Result<Vec<Cell>, EngineError> {
    let open = engine.open()?;
    let (name, at) = (hit.feature.layer, hit.feature.row as usize);
    let layer = open.city().layer(name).ok_or(EngineError::NoLayer(name))?;
    let number = |field: &str| Cell::number(layer.number(at, field).filter(|_| name == LayerName::Venues), 0);
    let levels = engine.levels.as_ref().filter(|_| RATED.contains(&name));
    let base = levels.and_then(|levels| levels.base(name).get(at)).map(|base| base.rating.level());
    let level = levels.and_then(|levels| levels.dynamic(name).get(at)).map(|rating| rating.level());
    let working = layer.flag(at, "working").filter(|_| name == LayerName::Hydrants);
    let danger = (name == LayerName::Dangers).then(|| engine.book.as_ref()?.ledger.find(&hit.id)).flatten();
    let day = t.as_of.parse().ok();
    let overdue = danger.zip(engine.book.as_ref()).zip(day).and_then(|((place, book), day)| {
        book.ledger.standing(place, day).map(|standing| standing.overdue_days().unwrap_or(0))
    });
    let mut cells = head(open, hit);
    cells.extend([
        number("people_day"),
        number("people_night"),
        base.map_or(Cell::Empty, |level| Cell::text(level.code())),
        level.map_or(Cell::Empty, |level| Cell::text(level.code())),
        layer.text(at, "severity").filter(|_| name == LayerName::Crashes).map_or(Cell::Empty, Cell::text),
        working.map_or(Cell::Empty, |yes| Cell::text(if yes { "yes" } else { "no" })),
        overdue.map_or(Cell::Empty, Cell::Count),
        layer.text(at, "target").filter(|_| name == LayerName::Dangers).map_or(Cell::Empty, Cell::text),
    ]);
    Ok(cells)
}

/// The area as a script would write it.
pub(super) fn area(of: &Area) -> String {
    let pairs = |ring: &[crate::units::LngLat]| {
        ring.iter().map(|p| format!("{} {}", p.lng, p.lat)).collect::<Vec<_>>().join(", ")
    };
    match of {
        Area::Box(b) => format!("box {} {} {} {}", b.west, b.south, b.east, b.north),
        Area::Lasso(ring) => format!("polygon {}", pairs(ring)),
        Area::Circle { at, radius_m } => format!("circle {} {} radius_m {radius_m}", at.lng, at.lat),
        Area::Along { line, within_m } => format!("line {} within_m {within_m}", pairs(line)),
        Area::District(id) => format!("district {id}"),
    }
}
