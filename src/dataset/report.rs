//! What reading a dataset kept, merged, skipped, rejected and noticed.
//!
//! No row vanishes: in every layer `read = kept + merged + skipped + rejected_count`. Details are capped so that a
//! million bad rows cost no more than the cap; the counts never are.

use crate::domain::Words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// At most so many rejections of a layer are kept in full.
pub const MAX_REJECTIONS: usize = 100_000;
/// At most so many warnings of one kind are kept in full for a layer, so that no kind hides another.
pub const MAX_WARNINGS: usize = 1_000;

/// A row that was not taken, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// The file.
    pub file: String,
    /// The row, from 1 = first row of data.
    pub row: u32,
    /// The field, or `geometry`.
    pub field: String,
    /// What stood there, shortened.
    pub found: String,
    /// What should have stood there, English.
    pub expected: String,
    /// The same in Chinese.
    pub expected_zh: String,
}

/// What a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// A value could not be read or believed and is now unknown.
    ValueDropped,
    /// A kind outside the closed list, kept as `other`.
    UnknownKind,
    /// A time with an offset from UTC was read as local time.
    OffsetIgnored,
    /// A polygon's ring was not closed, and was.
    RingClosed,
    /// A part of a line or polygon without length or area was left out.
    PartDropped,
    /// A polygon's border crosses itself.
    SelfCrossing,
    /// A road section of several parts.
    SeveralParts,
    /// Rows without an id that are alike in every value.
    SameRow,
    /// A column that cannot be used.
    Column,
    /// Rows that are not UTF-8.
    Encoding,
    /// A file ends in the middle; what came before was kept.
    Truncated,
    /// A layer could not be read at all.
    Unreadable,
    /// The manifest names a layer that does not exist.
    UnknownLayer,
    /// The manifest is odd in a place that does not stop reading.
    Manifest,
    /// Import's report and the data disagree.
    ReportMismatch,
    /// A quotation mark that is never closed: what comes after it is one row.
    OpenQuote,
    /// Eastings with a zone number that their system does not have, or without the one that it has.
    ZoneMended,
    /// Rows that were rejected for their coordinates and fit if these are swapped.
    SwappedRefused,
    /// Far from everything else in its layer, or in the city.
    Outlier,
    /// Longitude and latitude that fit only if swapped.
    Swapped,
    /// A whole layer lies a constant few hundred metres off.
    Shifted,
    /// The same thing twice within a few metres.
    Duplicate,
    /// Dates that cannot have happened in this order.
    DateOrder,
    /// A CAS number whose check digit fails.
    CasNumber,
    /// A quantity that is not said in tonnes.
    Quantity,
    /// A reference to nothing.
    NoTarget,
    /// A correction made by hand for something that is not there any more.
    CorrectionUnfit,
    /// A correction made by hand that is malformed.
    CorrectionRejected,
    /// Data farther from the city's centre than its plane is good for.
    WideCity,
}

/// Something to know about data that was taken all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What it is about.
    pub kind: WarningKind,
    /// The layer's code; empty for the whole dataset.
    pub layer: String,
    /// The file; may be empty.
    pub file: String,
    /// The row, where it is one row.
    pub row: Option<u32>,
    /// The field; may be empty.
    pub field: String,
    /// What stood there, shortened; may be empty.
    pub found: String,
    /// The sentence for people.
    pub text: Words,
}

impl Warning {
    /// A warning about a whole layer, or with an empty layer about the dataset.
    pub fn of_layer(kind: WarningKind, layer: &str, file: &str, text: Words) -> Self {
        Self {
            kind,
            layer: layer.to_owned(),
            file: file.to_owned(),
            row: None,
            field: String::new(),
            found: String::new(),
            text,
        }
    }
}

/// What became of a layer's rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerReport {
    /// Rows that were in the file.
    pub read: u64,
    /// Rows that are now features.
    pub kept: u64,
    /// Rows that say again what another row says.
    pub merged: u64,
    /// Rows left out on purpose.
    pub skipped: u64,
    /// Rows that could not be taken, the first [`MAX_REJECTIONS`] of them.
    pub rejected: Vec<Rejection>,
    /// How many were rejected.
    pub rejected_count: u64,
    /// What to know about rows that were kept, the first [`MAX_WARNINGS`] of each kind.
    pub warnings: Vec<Warning>,
    /// How many warnings there were, by kind.
    pub warning_counts: BTreeMap<WarningKind, u64>,
}

impl LayerReport {
    /// Counts a rejection, and keeps it while there is room.
    pub fn reject(&mut self, rejection: Rejection) {
        self.rejected_count += 1;
        if self.rejected.len() < MAX_REJECTIONS {
            self.rejected.push(rejection);
        }
    }

    /// Counts a warning, and keeps what `make` makes of it while there is room.
    pub fn warn(&mut self, kind: WarningKind, make: impl FnOnce() -> Warning) {
        let count = self.warning_counts.entry(kind).or_default();
        *count += 1;
        if *count <= MAX_WARNINGS as u64 {
            self.warnings.push(make());
        }
    }

    /// How many warnings of each kind were counted and not kept.
    pub fn more(&self) -> impl Iterator<Item = (WarningKind, u64)> {
        let cap = MAX_WARNINGS as u64;
        self.warning_counts.iter().filter(move |(_, n)| **n > cap).map(move |(kind, n)| (*kind, n - cap))
    }

    /// Whether every row is accounted for.
    pub fn adds_up(&self) -> bool {
        let parts = [self.kept, self.merged, self.skipped, self.rejected_count];
        parts.iter().try_fold(0u64, |sum, n| sum.checked_add(*n)) == Some(self.read)
            && self.rejected.len() as u64 == self.rejected_count.min(MAX_REJECTIONS as u64)
    }

    /// Adds what another file of the same layer gave.
    pub fn absorb(&mut self, other: Self) {
        self.read = self.read.saturating_add(other.read);
        self.kept = self.kept.saturating_add(other.kept);
        self.merged = self.merged.saturating_add(other.merged);
        self.skipped = self.skipped.saturating_add(other.skipped);
        self.rejected_count = self.rejected_count.saturating_add(other.rejected_count);
        self.rejected.extend(other.rejected);
        self.rejected.truncate(MAX_REJECTIONS);
        self.warnings.extend(other.warnings);
        let mut kept: BTreeMap<WarningKind, usize> = BTreeMap::new();
        self.warnings.retain(|w| {
            let n = kept.entry(w.kind).or_default();
            *n += 1;
            *n <= MAX_WARNINGS
        });
        for (kind, n) in other.warning_counts {
            let count = self.warning_counts.entry(kind).or_default();
            *count = count.saturating_add(n);
        }
    }
}

/// What became of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// By layer code.
    pub layers: BTreeMap<String, LayerReport>,
    /// What concerns the whole dataset, or several layers, or a layer that could not be read.
    pub warnings: Vec<Warning>,
}

impl Report {
    /// Adds what import did before these files were written. Import's own rows were kept then and are read now; those
    /// that it merged, skipped and rejected are counted beside today's.
    pub fn add_import(&mut self, import: Self) {
        for (code, before) in import.layers {
            if !before.adds_up() {
                let text =
                    Words::new("导入报告的计数对不上；未采用", "the counts of import's report do not add up; not used");
                self.warnings.push(Warning::of_layer(WarningKind::ReportMismatch, &code, "", text));
                continue;
            }
            let Some(now) = self.layers.get_mut(&code) else {
                if before.kept > 0 {
                    let text = Words::new(
                        format!("导入时有 {} 行，现在没有这个图层", before.kept),
                        format!("import kept {} rows, and now there is no such layer", before.kept),
                    );
                    self.warnings.push(Warning::of_layer(WarningKind::ReportMismatch, &code, "", text));
                }
                // What import rejected stays known even if nothing of the layer was kept.
                let gone = LayerReport { read: before.read.saturating_sub(before.kept), kept: 0, ..before };
                self.layers.insert(code, gone);
                continue;
            };
            if before.kept != now.read {
                let text = Words::new(
                    format!("导入时保留 {} 行，现在读到 {} 行；文件后来被改动过", before.kept, now.read),
                    format!(
                        "import kept {} rows and {} are read now; the file was changed since",
                        before.kept, now.read
                    ),
                );
                self.warnings.push(Warning::of_layer(WarningKind::ReportMismatch, &code, "", text));
            }
            let today = std::mem::take(now);
            let before = LayerReport { read: before.read.saturating_sub(before.kept), kept: 0, ..before };
            *now = before;
            now.absorb(today);
        }
        self.warnings.extend(import.warnings);
    }

    /// The report to be written beside a city that is saved: what can be known of the rows that are not in it, and what was
    /// noticed when they were first read; whatever reading it again notices again is left out.
    pub fn to_save(&self) -> Self {
        use WarningKind::*;
        let once = |kind: &WarningKind| {
            matches!(
                kind,
                ValueDropped
                    | UnknownKind
                    | OffsetIgnored
                    | RingClosed
                    | PartDropped
                    | Encoding
                    | OpenQuote
                    | ZoneMended
                    | SwappedRefused
                    | Truncated
                    | Unreadable
            )
        };
        let mut out = self.clone();
        out.warnings.retain(|w| once(&w.kind));
        for layer in out.layers.values_mut() {
            layer.warnings.retain(|w| once(&w.kind));
            layer.warning_counts.retain(|kind, _| once(kind));
        }
        out
    }

    /// Whether every row of every layer is accounted for.
    pub fn adds_up(&self) -> bool {
        self.layers.values().all(LayerReport::adds_up)
    }
}

/// A value as it is shown in a report: in one line, at most 80 characters.
pub fn shortened(text: &str) -> String {
    const MAX: usize = 80;
    let mut out: String =
        text.chars().take(MAX).map(|c| if c.is_control() || c == '\u{fffd}' { '·' } else { c }).collect();
    if text.chars().nth(MAX).is_some() {
        out.push('…');
    }
    out
}
