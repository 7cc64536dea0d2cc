//! What a report notices, as text for people: by kind, the first of each in full, the rest counted.

use riskmap::dataset::{LayerReport, Warning};
use std::io::{self, Write};

/// At most so many notices of one kind in one layer are told in full.
const TOLD: usize = 10;

/// How rows are numbered in what is told.
pub const ROWS: &str = "rows are numbered as data: the first after the head (or the first feature) is row 1";

/// A notice, in one line.
pub fn warning(out: &mut impl Write, w: &Warning) -> io::Result<()> {
    let place = w.row.map_or(w.file.clone(), |r| format!("{} data row {r}", w.file));
    let found = if w.found.is_empty() { String::new() } else { format!("found {:?}, ", w.found) };
    let parts: String =
        [&w.layer, &place, &w.field].into_iter().filter(|p| !p.is_empty()).map(|p| format!("{p}: ")).collect();
    writeln!(out, "warning: {parts}{found}{}", w.text.en)
}

/// A layer's notices, kind after kind.
pub fn warnings(out: &mut impl Write, code: &str, layer: &LayerReport) -> io::Result<()> {
    for (kind, n) in &layer.warning_counts {
        let mut told = 0;
        for w in layer.warnings.iter().filter(|w| w.kind == *kind).take(TOLD) {
            warning(out, w)?;
            told += 1;
        }
        if *n > told {
            writeln!(out, "warning: {code}: {} more like this, {n} in all", n - told)?;
        }
    }
    Ok(())
}
