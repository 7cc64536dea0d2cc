//! What was not read, for the page's list.

use super::super::open::Open;
use super::super::protocol::{LayerReading, NotRead, Notice, Rejected};
use crate::dataset::Warning;
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
    let notices = report.warnings.iter().chain(of_layers).map(notice).collect();
    NotRead { layers, notices }
}

fn notice(of: &Warning) -> Notice {
    Notice {
        layer: of.layer.clone(),
        file: of.file.clone(),
        row: of.row.map(u64::from),
        field: of.field.clone(),
        found: of.found.clone(),
        says: of.text.clone(),
    }
}
