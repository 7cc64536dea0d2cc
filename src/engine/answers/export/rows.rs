//! A layer's table as a file: CSV, text between tabs, a workbook, GeoJSON.

use super::super::super::Engine;
use super::super::super::csv_out::{Cell, table};
use super::super::super::open::{Open, anchor};
use super::super::super::protocol::{
    ColumnKey, EngineError, Known, Listing, NamedBytes, RowsColumn, RowsFormat, RowsQuery, SectionScope,
};
use super::super::super::xlsx_out::{MOST_ROWS, Sheet, workbook};
use super::super::levels::Teller;
use super::super::rows::{Table, answer_before, cell, check, district, figure, listed};
use super::{About, inside::area, ledger::filter as ledger_filter};
use crate::dataset::push_feature;
use crate::domain::{CrashFilter, Layer, LayerName};
use crate::risk::assess::RATED;
use crate::text::{self, Lang, crash_filter};

/// Writes the rows of a table in its order.
pub fn table_of(
    engine: &mut Engine,
    query: &RowsQuery,
    keys: &[ColumnKey],
    format: RowsFormat,
    on: &str,
) -> Result<NamedBytes, EngineError> {
    check(engine.open()?, query)?;
    answer_before(engine, query)?;
    while RATED.contains(&query.layer) && engine.prepare()?.is_some() {}
    let Table { rows, columns, .. } = listed(engine, query)?;
    if format == RowsFormat::Xlsx && rows.len() >= MOST_ROWS {
        return Err(EngineError::Parameter {
            name: "rows".to_owned(),
            found: rows.len().to_string(),
            expected: format!("at most {} for a workbook: take CSV", MOST_ROWS - 1),
        });
    }
    let columns: Vec<&RowsColumn> =
        keys.iter().filter_map(|key| columns.iter().find(|column| column.key == *key)).collect();
    let open = engine.open()?;
    let layer = open.city().layer(query.layer).ok_or(EngineError::NoLayer(query.layer))?;
    let spatial = query.layer.is_spatial();
    let name = |ending: &str| format!("{}.{ending}", query.layer.code());
    if format == RowsFormat::GeoJson {
        return Ok(NamedBytes { name: name("geojson"), bytes: geojson(layer, &rows).into_bytes() });
    }
    let teller = Teller::of(engine, query.as_of.as_deref())?;
    let in_words = format != RowsFormat::Csv;
    // In blocks: of a million rows the cells are never all there at once.
    let cells = rows.chunks(1024).flat_map(|some| {
        let levels = teller.rows(query.layer, some.iter().copied());
        let of_row = |(row, level): (&u32, Option<_>)| {
            let at = *row as usize;
            let of_column = |column: &&RowsColumn| match &column.key {
                ColumnKey::Id => Cell::text(layer.id(at)),
                ColumnKey::Name => Cell::text(query.lang.of(&layer.title(at))),
                ColumnKey::Level => level.map_or(Cell::Empty, |level| match in_words {
                    true => Cell::text(text::level_with_letter(level, query.lang)),
                    false => Cell::text(level.code()),
                }),
                ColumnKey::District => {
                    district(open, query.layer, *row).map_or(Cell::Empty, |name| Cell::text(query.lang.of(&name)))
                }
                ColumnKey::Figure(of) => {
                    figure(engine, query, *row, *of).map_or(Cell::Empty, |v| Cell::Number(v, of.decimals()))
                }
                ColumnKey::Field(name) => of_field(layer, at, name, in_words.then_some(query.lang)),
                key @ ColumnKey::Extra(_) => match cell(layer, at, key) {
                    Some(Known::Text(text)) => Cell::Text(text),
                    _ => Cell::Empty,
                },
            };
            let place = anchor(layer, at).filter(|_| spatial);
            let degrees = |of: fn(crate::units::LngLat) -> f64| place.map_or(Cell::Empty, |at| Cell::Number(of(at), 7));
            let place = spatial.then(|| [degrees(|at| at.lng), degrees(|at| at.lat)]);
            columns.iter().map(of_column).chain(place.into_iter().flatten()).collect::<Vec<Cell>>()
        };
        some.iter().zip(levels).map(of_row).collect::<Vec<_>>()
    });
    let about = about(open, query, rows.len(), on);
    let place: &[&str] = if spatial { &["lon", "lat"] } else { &[] };
    let said = |column: &&RowsColumn| match column.unit_said(query.lang) {
        "" => column.title(query.layer, query.lang),
        unit => query
            .lang
            .pick("{0}（{1}）", "{0} ({1})")
            .replace("{0}", &column.title(query.layer, query.lang))
            .replace("{1}", unit),
    };
    let heads = || columns.iter().map(said).chain(place.iter().map(|name| (*name).to_owned())).collect::<Vec<String>>();
    Ok(match format {
        RowsFormat::Csv => {
            let names: Vec<String> = columns.iter().map(|column| column.name_with_unit()).collect();
            let heads: Vec<&str> = names.iter().map(String::as_str).chain(place.iter().copied()).collect();
            table(&name("csv"), &heads, &about, cells)
        }
        RowsFormat::Text => between_tabs(&name("txt"), heads(), cells),
        _ => {
            let rows = Sheet { name: text::layer(query.layer, query.lang), head: heads(), rows: cells };
            let facts = about.names().map(Cell::text).zip(about.cells()).map(<[Cell; 2]>::from).map(Vec::from);
            let head = [("项目", "What"), ("内容", "Value")].map(|(zh, en)| query.lang.pick(zh, en).to_owned());
            let about = Sheet { name: query.lang.pick("依据", "Rests on"), head: head.to_vec(), rows: facts };
            workbook(&name("xlsx"), rows, about)
        }
    })
}

/// A value of a field: codes as the data has them, or in words.
fn of_field(layer: &Layer, row: usize, name: &str, words: Option<Lang>) -> Cell {
    match cell(layer, row, &ColumnKey::Field(name.to_owned())) {
        Some(Known::Text(text)) => Cell::Text(text),
        Some(Known::Code(code)) => {
            Cell::Text(words.map_or_else(|| code.clone(), |lang| text::code(layer.name(), name, &code, lang)))
        }
        Some(Known::Number(v)) => Cell::Exact(v),
        Some(Known::Flag(flag)) => Cell::text(match words {
            Some(lang) => lang.pick(["否", "是"][usize::from(flag)], ["no", "yes"][usize::from(flag)]),
            None => ["no", "yes"][usize::from(flag)],
        }),
        // A list stays the JSON that it is read from again.
        Some(Known::List(_)) => layer.text(row, name).map_or(Cell::Empty, Cell::text),
        Some(Known::Unknown) | None => Cell::Empty,
    }
}

/// Rows that a spreadsheet takes from the clipboard: no tab or line in a cell, and no formula either.
fn between_tabs(name: &str, heads: Vec<String>, rows: impl Iterator<Item = Vec<Cell>>) -> NamedBytes {
    let flat = |text: String| text.replace(['\t', '\r', '\n'], " ");
    let mut out = heads.into_iter().map(flat).collect::<Vec<_>>().join("\t");
    for row in rows {
        out.push('\n');
        out.push_str(&row.iter().map(|cell| flat(cell.write())).collect::<Vec<_>>().join("\t"));
    }
    NamedBytes { name: name.to_owned(), bytes: out.into_bytes() }
}

fn geojson(layer: &Layer, rows: &[u32]) -> String {
    let mut out = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for (n, row) in rows.iter().enumerate() {
        push_feature(layer, *row as usize, &mut out);
        out.push_str(if n + 1 < rows.len() { ",\n" } else { "\n" });
    }
    out.push_str("]}\n");
    out
}

/// Which rows a workbench listed, where the table held those alone.
fn listed_as(about: About, open: &Open, query: &RowsQuery) -> About {
    let district = |row: Option<u32>| {
        let name = |row| open.city().layer(LayerName::Districts).map(|layer| layer.id(row as usize).to_owned());
        row.and_then(name).unwrap_or_else(|| "all".to_owned())
    };
    let any = |of: &Option<String>| of.clone().unwrap_or_else(|| "all".to_owned());
    let crashes = |filter: &CrashFilter| match crash_filter(filter, Lang::En) {
        all if all.is_empty() => "all".to_owned(),
        some => some,
    };
    let ranges = |layer, of| super::ranges(layer, of).unwrap_or_else(|| "all".to_owned());
    let levels = |of| super::of_levels(of).unwrap_or_else(|| "all".to_owned());
    match &query.listing {
        None if query.layer == LayerName::Crashes => about.and("crash_filter", "all"),
        None => about,
        Some(Listing::Crashes(filter)) => about.and("crash_filter", crashes(filter)),
        Some(Listing::Sections(of)) => {
            let sections = match of.scope {
                SectionScope::Selected => format!("selected: {}", of.selected.len()),
                SectionScope::Box(of) => super::with_crash(Some(of)),
                SectionScope::City => super::with_crash(None),
            };
            let about = about.and("sections", sections).and("crash_filter", crashes(&of.crashes));
            about.and("ranges", ranges(LayerName::Roads, &of.ranges))
        }
        Some(Listing::Venues(of)) => {
            let kinds = if of.kinds.is_empty() { "all".to_owned() } else { of.kinds.join(" ") };
            let lacking = if of.lacking.is_empty() { "all".to_owned() } else { of.lacking.codes() };
            let about = about.and("kinds", kinds).and("in_district", district(of.district)).and("lacking", lacking);
            about.and("ranges", ranges(LayerName::Venues, &of.ranges)).and("levels", levels(&of.levels))
        }
        Some(Listing::Levels(of)) => {
            let about = about.and("in_district", district(of.district)).and("ranges", ranges(of.layer, &of.ranges));
            about.and("levels", levels(&of.levels))
        }
        Some(Listing::Exposure(of)) => {
            about.and("ranked_within_m", of.distance_m.to_string()).and("ranges", ranges(of.layer, &of.ranges))
        }
        Some(Listing::Conflicts(of)) => about
            .and("in_conflict", "yes")
            .and("hazard_kind", any(&of.kind))
            .and("site_kind", any(&of.site))
            .and("in_district", district(of.district)),
        Some(Listing::Ledger(of)) => about.and("ledger_filter", ledger_filter(&of.filter)),
    }
}

fn about(open: &Open, query: &RowsQuery, rows: usize, on: &str) -> About {
    let key = |key: &super::super::super::protocol::SortKey| {
        format!("{}{}", key.column.name(), if key.descending { " descending" } else { "" })
    };
    let sorted: Vec<String> = query.sort.iter().map(key).collect();
    let mut about = About::dataset(open, &[query.layer]).and("rows", rows.to_string());
    let unsorted = if query.listing.is_some() { "as listed" } else { "file" };
    about = about.and("sorted_by", if sorted.is_empty() { unsorted.to_owned() } else { sorted.join(", ") });
    if let Some(of) = &query.area {
        about = about.and("area", area(of));
    }
    if !query.text.trim().is_empty() {
        about = about.and("holds", query.text.trim());
    }
    about = listed_as(about, open, query);
    if RATED.contains(&query.layer) {
        about = about.and("levels_on", query.as_of.as_deref().unwrap_or(&open.city().manifest.as_of));
    }
    about.and("exported_on", on)
}
