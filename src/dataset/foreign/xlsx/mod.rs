//! XLSX workbooks: one sheet's cells as a stream of rows.
//!
//! A reader of our own and not the `calamine` crate, whose range of a sheet is dense: two cells in opposite corners, a
//! workbook of 2 KB, ask it for 550 GB and end the process, and a date far out of range panics. Here cells are streamed,
//! what the sheet says about its own size is not even read, and everything inflated is counted against [`Limits`]; shared
//! strings are the only thing held.

mod cell;
mod style;

pub use cell::{Cell, datetime_of_serial};

use super::limit::Limited;
use crate::dataset::builder::{LayerBuilder, RawValue};
use crate::dataset::columns::Columns;
use crate::dataset::format::{FileError, Format, LayerReader, Opening};
use crate::dataset::limits::Limits;
use cell::SheetReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::io::{BufRead, BufReader, Cursor, Read};
use style::Styles;
use zip::ZipArchive;

/// XLSX in a dataset: the first sheet, its first row the header.
pub const FORMAT: Format = Format { name: "xlsx", endings: &["xlsx", "xlsm"], open };

fn open(opening: &Opening) -> Box<dyn LayerReader> {
    Box::new(Whole { limits: opening.limits, bytes: Vec::new() })
}

/// An archive's directory lies at its end: the file is gathered before it is read.
struct Whole {
    limits: Limits,
    bytes: Vec<u8>,
}

impl LayerReader for Whole {
    fn feed(&mut self, bytes: &[u8], _rows: &mut LayerBuilder) -> Result<(), FileError> {
        if (self.bytes.len() + bytes.len()) as u64 > self.limits.file_bytes {
            return Err(too_big());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn finish(&mut self, rows: &mut LayerBuilder) -> Result<(), FileError> {
        let bytes = std::mem::take(&mut self.bytes);
        let mut columns: Option<(Columns, u32)> = None;
        read(&bytes, None, self.limits, &mut |row, cells| {
            match &mut columns {
                Some((columns, header)) => columns.push(rows, row - *header, cells.iter().map(Cell::raw)),
                None => {
                    let names: Vec<String> = cells.iter().map(|c| c.shown()).collect();
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    columns = Some((Columns::from_header(&names, rows)?, row));
                }
            }
            Ok(())
        })?;
        if columns.is_none() {
            return Err(FileError::new("工作表是空的", "the sheet is empty"));
        }
        Ok(())
    }
}

fn too_big() -> FileError {
    FileError::new("工作簿解压后过大", "the workbook unpacks to more than is allowed")
}

fn broken(why: impl std::fmt::Display) -> FileError {
    FileError::new(format!("无法读取该 XLSX 工作簿（{why}）"), format!("this XLSX workbook cannot be read ({why})"))
}

/// Hears a row: its number in the sheet, from 1, and its cells up to the last one that is not empty.
pub type OnRow<'a> = dyn FnMut(u32, &[Cell]) -> Result<(), FileError> + 'a;

/// Reads the rows of a sheet (the first one where no name is given) that have cells.
pub fn read(bytes: &[u8], sheet: Option<&str>, limits: Limits, on_row: &mut OnRow<'_>) -> Result<(), FileError> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(FileError::new(
            "这是旧版 .xls 或加密的工作簿；请另存为不加密的 .xlsx",
            "this is an old .xls workbook, or one with a password; save it as .xlsx without one",
        ));
    }
    let mut book = Book::open(bytes, limits)?;
    let part = book.sheet_part(sheet)?;
    let strings = book.strings()?;
    let styles = match book.part("styles.xml")? {
        Some(part) => Styles::read(part)?,
        None => Styles::default(),
    };
    let epoch_1904 = book.epoch_1904;
    let part = book.entry(&part)?.ok_or_else(|| broken("it names a sheet that is not in it"))?;
    SheetReader { strings: &strings, styles: &styles, epoch_1904, limits }.read(part, on_row)
}

/// A part of the archive as XML.
type Xml<'a> = Reader<BufReader<Box<dyn Read + 'a>>>;

struct Book<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    limits: Limits,
    /// The folder of the workbook's parts, with its slash.
    folder: String,
    sheets: Vec<(String, String)>,
    targets: Vec<(String, String)>,
    epoch_1904: bool,
}

impl<'a> Book<'a> {
    fn open(bytes: &'a [u8], limits: Limits) -> Result<Self, FileError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if zip.len() > limits.entries {
            return Err(broken("too many parts"));
        }
        let mut book =
            Self { zip, limits, folder: "xl/".to_owned(), sheets: Vec::new(), targets: Vec::new(), epoch_1904: false };
        let mut targets = Vec::new();
        if let Some(mut xml) = book.part("_rels/workbook.xml.rels")? {
            each_element(&mut xml, |e| {
                if e.local_name().as_ref() == "Relationship"
                    && let (Some(id), Some(target)) = (attribute(e, "Id"), attribute(e, "Target"))
                {
                    targets.push((id, target));
                }
            })?;
        }
        let (mut sheets, mut epoch_1904) = (Vec::new(), false);
        let mut xml = book.part("workbook.xml")?.ok_or_else(|| broken("it has no workbook part"))?;
        each_element(&mut xml, |e| match e.local_name().as_ref() {
            "sheet" => {
                let id = e.attributes().flatten().find(|a| a.key.local_name().as_ref() == "id" && a.key.0 != "id");
                let id = id.and_then(|a| a.normalized_value(XmlVersion::Implicit1_0).ok()).unwrap_or_default();
                sheets.push((attribute(e, "name").unwrap_or_default(), id.into_owned()));
            }
            "workbookPr" => {
                epoch_1904 = attribute(e, "date1904").is_some_and(|v| matches!(v.as_str(), "1" | "true"));
            }
            _ => {}
        })?;
        drop(xml);
        (book.targets, book.sheets, book.epoch_1904) = (targets, sheets, epoch_1904);
        Ok(book)
    }

    fn part(&mut self, name: &str) -> Result<Option<Xml<'_>>, FileError> {
        let name = format!("{}{name}", self.folder);
        self.entry(&name)
    }

    fn entry(&mut self, name: &str) -> Result<Option<Xml<'_>>, FileError> {
        let limit = self.limits.file_bytes;
        match self.zip.by_name(name) {
            Ok(file) => {
                let limited: Box<dyn Read> = Box::new(Limited::new(file, limit));
                Ok(Some(Reader::from_reader(BufReader::with_capacity(1 << 15, limited))))
            }
            Err(zip::result::ZipError::FileNotFound) => Ok(None),
            Err(e) => Err(broken(e)),
        }
    }

    /// The archive's path of a sheet.
    fn sheet_part(&self, name: Option<&str>) -> Result<String, FileError> {
        let found = match name {
            Some(name) => self.sheets.iter().find(|(n, _)| n == name),
            None => self.sheets.first(),
        };
        let Some((_, id)) = found else {
            let names: Vec<&str> = self.sheets.iter().map(|(n, _)| n.as_str()).collect();
            let (wanted, names) = (name.unwrap_or(""), names.join(", "));
            return Err(FileError::new(
                format!("工作簿中没有工作表 {wanted:?}；现有：{names}"),
                format!("the workbook has no sheet {wanted:?}; it has: {names}"),
            ));
        };
        let target = self.targets.iter().find(|(i, _)| i == id).map(|(_, t)| t.as_str());
        let target = target.ok_or_else(|| broken("it does not say where the sheet is"))?;
        Ok(match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("{}{target}", self.folder),
        })
    }

    fn strings(&mut self) -> Result<Vec<Box<str>>, FileError> {
        let Some(mut xml) = self.part("sharedStrings.xml")? else { return Ok(Vec::new()) };
        let mut strings = Vec::new();
        let mut buffer = Vec::new();
        let mut text = String::new();
        let (mut in_text, mut phonetic) = (false, false);
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(broken)? {
                Event::Start(e) => match e.local_name().as_ref() {
                    "si" => text.clear(),
                    "t" => in_text = !phonetic,
                    "rPh" => phonetic = true,
                    _ => {}
                },
                Event::End(e) => match e.local_name().as_ref() {
                    "si" => strings.push(text.as_str().into()),
                    "t" => in_text = false,
                    "rPh" => phonetic = false,
                    _ => {}
                },
                Event::Empty(e) if e.local_name().as_ref() == "si" => strings.push("".into()),
                Event::Eof => return Ok(strings),
                event if in_text => push_text(&event, &mut text),
                _ => {}
            }
        }
    }
}

/// Adds what an event says in words.
fn push_text(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(t) => text.push_str(&t.xml10_content()),
        Event::CData(t) => text.push_str(&t.xml10_content()),
        Event::GeneralRef(r) => match r.as_ref() {
            "amp" => text.push('&'),
            "lt" => text.push('<'),
            "gt" => text.push('>'),
            "quot" => text.push('"'),
            "apos" => text.push('\''),
            _ => text.extend(r.resolve_char_ref().ok().flatten()),
        },
        _ => {}
    }
}

fn attribute(e: &BytesStart<'_>, key: &str) -> Option<String> {
    let attribute = e.try_get_attribute(key).ok().flatten()?;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|v| v.into_owned())
}

fn each_element<R: BufRead>(xml: &mut Reader<R>, mut hear: impl FnMut(&BytesStart<'_>)) -> Result<(), FileError> {
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(broken)? {
            Event::Start(e) | Event::Empty(e) => hear(&e),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

impl Cell {
    /// The cell as the builder takes it.
    pub fn raw(&self) -> RawValue<'_> {
        match self {
            Self::Empty => RawValue::Missing,
            Self::Text(t) => RawValue::Text(t),
            Self::Number(n) => RawValue::Number(*n),
            Self::Flag(b) => RawValue::Bool(*b),
        }
    }

    /// The cell in words.
    pub fn shown(&self) -> String {
        self.raw().shown().into_owned()
    }
}

#[cfg(test)]
mod tests;
