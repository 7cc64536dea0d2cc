//! Facilities and venues that nobody has inspected: as a list, and as marks in tiles.

use super::super::Engine;
use super::super::apart::tell_apart;
use super::super::protocol::{EngineError, FeatureRef, Hit, LedgerQuery, UncheckedRow, UncheckedTable};
use super::ledger;
use crate::domain::LayerName;
use crate::risk::venues::people;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Those that the table of who answers counts as never inspected; their marks are in tiles from then on.
pub fn unchecked(engine: &mut Engine, query: LedgerQuery) -> Result<UncheckedTable, EngineError> {
    engine.read_book()?;
    let open = engine.open()?;
    let book = engine.book.as_ref().ok_or(EngineError::NoCity)?;
    let (day, places) = ledger::unchecked(open, book, &query)?;
    let mut marks: BTreeMap<LayerName, Vec<bool>> = BTreeMap::new();
    for name in ledger::SUBJECTS {
        marks.insert(name, vec![false; open.city().layer(name).map_or(0, |layer| layer.len())]);
    }
    for (name, row) in places.iter().map(|place| place.of) {
        if let Some(mark) = marks.get_mut(&name).and_then(|rows| rows.get_mut(row as usize)) {
            *mark = true;
        }
    }
    let of_layer = |name: LayerName| places.iter().filter(|place| place.of.0 == name).count() as u32;
    let (facilities, venues) = (of_layer(LayerName::Facilities), of_layer(LayerName::Venues));
    let count = places.len() as u32;
    let hits = places.into_iter().filter_map(|ledger::Unchecked { of: (layer, row), subject, district }| {
        // A place without a position is counted, and cannot be gone to.
        let hit = open.hit(FeatureRef { layer, row }, None).ok()?;
        let people = open.city().layer(layer).filter(|_| layer == LayerName::Venues).and_then(|l| people(l, row));
        Some(UncheckedRow {
            hit,
            district,
            leader: subject.leader.unwrap_or_default().to_owned(),
            department: subject.department.unwrap_or_default().to_owned(),
            people,
        })
    });
    let mut rows: Vec<UncheckedRow> = hits.collect();
    let unplaced = count - rows.len() as u32;
    rows.sort_by_key(|row| (row.hit.feature.layer, Reverse(row.people.map_or(-1, |n| n as i64)), row.hit.feature.row));
    rows.truncate(query.limit as usize);
    let of_rows: Vec<&mut Hit> = rows.iter_mut().map(|row| &mut row.hit).collect();
    tell_apart(open, of_rows);
    engine.unchecked = marks;
    let revision = engine.next_revision();
    Ok(UncheckedTable { query, revision, as_of: day.to_string(), count, facilities, venues, unplaced, rows })
}
