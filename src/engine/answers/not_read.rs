//! What was not read, for the page's list.

use super::super::open::Open;
use super::super::protocol::{LayerReading, NotRead, Notice, Rejected};
use crate::dataset::{LayerReport, Warning, WarningKind};
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
    let more = report.layers.iter().flat_map(|(layer, r)| r.more().map(move |(kind, n)| (layer, r, kind, n)));
    let notices = report.warnings.iter().chain(of_layers).map(notice);
    NotRead { layers, notices: notices.chain(more.map(|(layer, r, kind, n)| left_out(layer, r, kind, n))).collect() }
}

/// Says how many more notices of a kind there are than are kept.
fn left_out(layer: &str, report: &LayerReport, kind: WarningKind, n: u64) -> Notice {
    let first = report.warnings.iter().find(|w| w.kind == kind);
    let like = first.map_or_else(Words::default, |w| w.text.clone());
    Notice {
        layer: layer.to_owned(),
        file: String::new(),
        row: None,
        field: String::new(),
        found: String::new(),
        says: Words::new(
            format!("另有 {n} 条同类提示未列出（如：{}）", like.zh),
            format!("{n} more of this kind are not listed (like: {})", like.en),
        ),
    }
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
