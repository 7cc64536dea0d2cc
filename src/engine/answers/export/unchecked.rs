//! Facilities and venues that nobody has inspected, as a table.

use super::super::super::Engine;
use super::super::super::csv_out::{Cell, table};
use super::super::super::protocol::{EngineError, LedgerQuery, NamedBytes};
use super::super::unchecked;
use super::{About, HEAD, head, ledger};
use crate::domain::LayerName;

/// Every such place that passes the filter, in the order of the list.
pub fn table_of(engine: &mut Engine, mut query: LedgerQuery, on: &str) -> Result<NamedBytes, EngineError> {
    query.limit = u32::MAX;
    // The map goes on showing what it shows: a table asks about the same places.
    let t = unchecked(engine, query)?;
    let open = engine.open()?;
    let header = [&HEAD[..], &["leader", "department", "people"]].concat();
    let known = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::text(text) };
    let rows = t.rows.iter().map(|row| {
        let mut cells = head(open, &row.hit);
        cells.extend([known(&row.leader), known(&row.department), Cell::number(row.people, 0)]);
        cells
    });
    let layers = [LayerName::Facilities, LayerName::Venues, LayerName::Inspections, LayerName::Districts];
    let about = About::dataset(open, &layers)
        .and("as_of", &t.as_of)
        .and("filter", ledger::places(&t.query.filter))
        .and(
            "method",
            "facilities and venues of which no inspection by the day as_of is known, in the campaign of the filter or ever, \
             neither of the inspections nor the last one of their own row; facilities first, then venues with the most \
             people first",
        )
        .and("exported_on", on);
    Ok(table("not-inspected.csv", &header, &about, rows))
}
