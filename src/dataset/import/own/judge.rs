//! What comes of a choice: the plan carried out, its first rows, and the rows that it does not take.

use super::super::sources::{self, SourceFormat};
use super::super::{ImportError, Imported, run};
use super::{Own, sheet, systems};
use crate::dataset::files::Files;
use crate::dataset::foreign::record::Found;
use crate::dataset::own::{OwnChoice, OwnNotice, OwnOutcome, OwnPlace, OwnRow};
use crate::dataset::write::words_of;
use crate::domain::OwnData;
use crate::units::LngLatBox;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Rows of the preview, and of rejected rows that are told at once.
const SHOWN: usize = 6;
/// Rejected rows that the page is told; all are in the file that it saves.
const TOLD: usize = 200;

impl Own {
    /// What would come of a choice.
    pub fn judge(&self, choice: &OwnChoice, into: &OwnPlace) -> Result<OwnOutcome, ImportError> {
        let imported = self.carry_out(choice, into)?;
        let found = systems::find(&self.sheet, &choice.columns, into.near);
        let mut out = OwnOutcome {
            plan: self.plan(choice, into),
            systems: found.systems,
            degrees: found.degrees,
            ..OwnOutcome::default()
        };
        let code = choice.layer.code();
        if let Some(report) = imported.report.layers.get(code) {
            (out.read, out.taken) = (report.read, report.kept);
            (out.merged, out.skipped, out.rejected) = (report.merged, report.skipped, report.rejected_count);
            out.rejections = report.rejected.iter().take(TOLD).cloned().collect();
            for (kind, count) in &report.warning_counts {
                if let Some(first) = report.warnings.iter().find(|w| w.kind == *kind) {
                    out.noticed.push(OwnNotice {
                        count: *count,
                        row: first.row,
                        field: first.field.clone(),
                        found: first.found.clone(),
                        text: first.text.clone(),
                    });
                }
            }
        }
        for warning in &imported.report.warnings {
            out.noticed.push(OwnNotice {
                count: 1,
                row: warning.row,
                field: warning.field.clone(),
                found: warning.found.clone(),
                text: warning.text.clone(),
            });
        }
        let Some(layer) = imported.city.layer(choice.layer) else { return Ok(out) };
        for row in 0..layer.len().min(SHOWN) {
            for (field, _) in layer.values(row) {
                if !field.name.starts_with('_') && !out.fields.iter().any(|f| f == field.name) {
                    out.fields.push(field.name.to_owned());
                }
            }
        }
        out.rows = (0..layer.len().min(SHOWN))
            .map(|row| OwnRow {
                row: layer.source(row).rsplit_once('#').and_then(|(_, n)| n.parse().ok()).unwrap_or_default(),
                at: layer.shapes().get(row).coords().first().copied(),
                values: out.fields.iter().map(|f| layer.value(row, f).map(words_of)).collect(),
            })
            .collect();
        out.bounds = LngLatBox::around(layer.shapes().coords().iter().copied());
        out.inside = into.near.filter(|_| out.bounds.is_some()).map(|near| {
            let is_inside = |row: &usize| {
                let coords = layer.shapes().get(*row);
                coords.coords().first().is_some_and(|at| near.contains(*at))
            };
            (0..layer.len()).filter(is_inside).count() as u64
        });
        Ok(out)
    }

    /// The dataset of a choice; its manifest says that it is the reader's own.
    pub fn take(&self, choice: &OwnChoice, into: &OwnPlace) -> Result<Files, ImportError> {
        let mut imported = self.carry_out(choice, into)?;
        let rows = imported.city.layer(choice.layer).map_or(0, |layer| layer.len() as u64);
        imported.city.manifest.own_data = vec![OwnData {
            layer: choice.layer.code().to_owned(),
            file: self.name.clone(),
            rows,
            added: into.today.clone(),
            replaces: choice.replaces,
        }];
        let failed = |error: crate::dataset::FilesError| ImportError::Source {
            file: self.name.clone(),
            error: crate::dataset::FileError { words: error.words(), needs_importer: false },
        };
        imported.into_files().map_err(failed)
    }

    fn carry_out(&self, choice: &OwnChoice, into: &OwnPlace) -> Result<Imported, ImportError> {
        let open = |_: &str| Ok(Cow::Borrowed(self.bytes.as_slice()));
        run(&self.plan(choice, into), &open, &self.formats, &mut |_| {})
    }

    /// The rows that a choice does not take, each with its number, the reason and its own cells: CSV, UTF-8 with BOM.
    pub fn rejected(&self, choice: &OwnChoice, into: &OwnPlace, zh: bool) -> Result<String, ImportError> {
        let imported = self.carry_out(choice, into)?;
        let reports = imported.report.layers.values();
        let mut why: BTreeMap<u32, String> = BTreeMap::new();
        for r in reports.flat_map(|report| &report.rejected) {
            let mut reason = String::new();
            let field = if r.field.is_empty() { String::new() } else { format!("{}: ", r.field) };
            let _ = match zh {
                true => write!(reason, "{field}读到“{}”，应为{}", r.found, r.expected_zh),
                false => write!(reason, "{field}found {:?}, expected {}", r.found, r.expected),
            };
            why.insert(r.row, reason);
        }
        let failed = |error| ImportError::Source { file: self.name.clone(), error };
        let source = sheet::source(&self.name, self.sheet.format, self.sheet.table.above);
        let format = SourceFormat::of(&source).map_err(failed)?;
        let mut out = String::from("\u{feff}");
        let head = if zh { ["行", "原因"] } else { ["row", "reason"] };
        let columns = self.sheet.table.columns.iter().map(|c| c.name.as_str());
        record(head.into_iter().chain(columns), &mut out);
        let mut told: BTreeSet<u32> = BTreeSet::new();
        sources::read(&source, format, &self.bytes, self.formats.limits, &mut |found| {
            if let Found::Row(row) = found
                && let Some(reason) = why.get(&row.row)
            {
                told.insert(row.row);
                let number = row.row.to_string();
                let cells = row.values.iter().map(String::as_str);
                record([number.as_str(), reason.as_str()].into_iter().chain(cells), &mut out);
            }
            Ok(())
        })
        .map_err(failed)?;
        // Rows that the reader itself could not take apart have no cells to be repeated.
        for (row, reason) in why.iter().filter(|(row, _)| !told.contains(row)) {
            let number = row.to_string();
            record([number.as_str(), reason.as_str()].into_iter(), &mut out);
        }
        Ok(out)
    }
}

/// A line of CSV; a text that a spreadsheet would run as a formula is kept from it by an apostrophe.
fn record<'a>(cells: impl Iterator<Item = &'a str>, out: &mut String) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(',');
        }
        let formula =
            cell.starts_with(['=', '+', '@', '\t', '\r']) || cell.starts_with('-') && cell.parse::<f64>().is_err();
        let guarded = if formula { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) };
        if guarded.contains([',', '"', '\n', '\r', ';', '\t']) {
            let _ = write!(out, "\"{}\"", guarded.replace('"', "\"\""));
        } else {
            out.push_str(&guarded);
        }
    }
    out.push_str("\r\n");
}
