//! Foreign tables as layers of a dataset: CSV of any encoding, GeoPackage.

use super::text;
use crate::dataset::builder::LayerBuilder;
use crate::dataset::csv::CsvReader;
use crate::dataset::format::{FileError, Format, LayerReader, Opening};
use crate::dataset::report::WarningKind;
use crate::domain::Words;

/// CSV whose encoding is found out.
pub const FORMAT: Format = Format { name: "csv", endings: &["csv", "tsv", "txt"], open: |o| whole(o, read_csv) };

/// GeoPackage: the first table of features. In the browser it says where one is read.
pub const GEOPACKAGE: Format = Format { name: "gpkg", endings: &["gpkg"], open: |o| whole(o, read_gpkg) };

/// Reads a gathered file, or, where it could not be had to its end, those rows of it that are whole.
type ReadWhole = fn(&[u8], End, &Opening, &mut LayerBuilder) -> Result<(), FileError>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Reached,
    BrokenOff,
}

fn whole(opening: &Opening, read: ReadWhole) -> Box<dyn LayerReader> {
    Box::new(Whole { opening: opening.clone(), bytes: Vec::new(), read })
}

/// Gathers a file before it is read.
struct Whole {
    opening: Opening,
    bytes: Vec<u8>,
    read: ReadWhole,
}

impl LayerReader for Whole {
    fn feed(&mut self, bytes: &[u8], _rows: &mut LayerBuilder) -> Result<(), FileError> {
        if (self.bytes.len() + bytes.len()) as u64 > self.opening.limits.file_bytes {
            return Err(FileError::new("文件过大", "the file is larger than is allowed"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn finish(&mut self, rows: &mut LayerBuilder) -> Result<(), FileError> {
        (self.read)(&std::mem::take(&mut self.bytes), End::Reached, &self.opening, rows)
    }

    fn broken_off(&mut self, rows: &mut LayerBuilder) {
        // What else is wrong with half a file hides nothing: why it is half is said by whoever broke off.
        let _ = (self.read)(&std::mem::take(&mut self.bytes), End::BrokenOff, &self.opening, rows);
    }
}

fn read_csv(bytes: &[u8], end: End, opening: &Opening, rows: &mut LayerBuilder) -> Result<(), FileError> {
    // Half a character at the end would make the whole look like another encoding.
    let bytes = if end == End::BrokenOff { whole_lines(bytes) } else { bytes };
    let decoded = text::decode(bytes, None);
    if decoded.had_errors {
        let words = Words::new(
            "有些字节既不是 UTF-8 也不是 GB18030，已显示为 �",
            "some bytes are neither UTF-8 nor GB18030 and show as �",
        );
        rows.warn(WarningKind::Encoding, None, "", "", words);
    }
    let mut reader = CsvReader::new(opening.limits);
    reader.feed(decoded.text.as_bytes(), rows)?;
    if end == End::BrokenOff { Ok(()) } else { reader.finish(rows) }
}

/// The lines that have an end.
pub(in crate::dataset) fn whole_lines(bytes: &[u8]) -> &[u8] {
    &bytes[..memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1)]
}

fn read_gpkg(bytes: &[u8], end: End, opening: &Opening, rows: &mut LayerBuilder) -> Result<(), FileError> {
    use super::record::{Found, Sink};
    use crate::dataset::builder::{RawValue, Slot};

    if end == End::BrokenOff {
        return Ok(()); // half a database is none
    }
    let mut slots: Vec<Slot> = Vec::new();
    let sink: &mut Sink<'_> = &mut |found| {
        match found {
            Found::Header(columns) => slots = columns.names().iter().map(|n| rows.slot(n)).collect(),
            Found::Crs(_) if opening.crs_is_declared => {}
            Found::Crs(code) => rows.set_crs((opening.open_crs)(&code?)?),
            Found::Blank => rows.skip(1),
            Found::Bad(row, what, zh, en) => rows.reject(row, "", &what, zh, en),
            Found::Warning(kind, text) => rows.warn(kind, None, "", "", text),
            Found::Row(record) => {
                let values: Vec<_> =
                    slots.iter().zip(record.values).map(|(slot, v)| (*slot, RawValue::Text(v))).collect();
                rows.push(record.row, record.geometry.raw(), &values);
            }
        }
        Ok(())
    };
    super::gpkg::read(bytes, None, opening.limits, sink)
}
