//! What was not read, for the page's list.

use super::super::open::Open;
use super::super::protocol::{LayerReading, NotRead, Rejected};
use crate::domain::Words;

/// The open city's report.
pub fn not_read(open: &Open) -> NotRead {
    let report = open.report();
    let layers = report
        .layers
        .iter()
        .map(|(layer, r)| LayerReading {
            layer: layer.clone(),
            read: r.read,
            kept: r.kept,
            merged: r.merged,
            skipped: r.skipped,
            rejected: r.rejected_count,
            rows: r
                .rejected
                .iter()
                .map(|x| Rejected {
                    file: x.file.clone(),
                    row: u64::from(x.row),
                    field: x.field.clone(),
                    found: x.found.clone(),
                    expected: Words::new(&x.expected_zh, &x.expected),
                })
                .collect(),
        })
        .collect();
    let of_layers = report.layers.values().flat_map(|r| &r.warnings);
    let notices = report.warnings.iter().chain(of_layers).map(|w| w.text.clone()).collect();
    NotRead { layers, notices }
}
