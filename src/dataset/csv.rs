//! Tables as text: UTF-8, with or without a byte order mark; comma, semicolon or tab.
//!
//! csv-core is the judge of every row. Rows that it would only cut at their delimiters are cut by `plain` instead, which
//! need not look at every byte.

mod plain;

use super::builder::{LayerBuilder, RawValue};
use super::columns::Columns;
use super::format::{FileError, Format, LayerReader, Opening};
use super::limits::Limits;
use super::report::WarningKind;
use crate::domain::Words;
use csv_core::ReadRecordResult;

/// CSV.
pub const FORMAT: Format = Format { name: "csv", endings: &["csv", "tsv", "txt"], open };

fn open(opening: &Opening) -> Box<dyn LayerReader> {
    Box::new(CsvReader::new(opening.limits))
}

/// So many bytes may pass before the header ends.
const MAX_HEADER: usize = 1 << 20;

/// Reads a table in pieces. A row costs no allocation beyond what its columns keep.
pub struct CsvReader {
    limits: Limits,
    stage: Stage,
    /// The bytes before the header ended.
    head: Vec<u8>,
    core: csv_core::Reader,
    delimiter: u8,
    /// Whether csv-core may be in the middle of a record.
    in_core: bool,
    /// Fields of the record being read, unquoted, one after another, and where each ends.
    bytes: Vec<u8>,
    ends: Vec<usize>,
    n_bytes: usize,
    n_ends: usize,
    row: u32,
    said_encoding: bool,
}

enum Stage {
    /// The header has not ended.
    Head,
    Rows(Columns),
    Failed,
}

impl CsvReader {
    /// A reader at the beginning of a file.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            stage: Stage::Head,
            head: Vec::new(),
            core: csv_core::Reader::new(),
            delimiter: b',',
            in_core: true,
            bytes: vec![0; 1024],
            ends: vec![0; 64],
            n_bytes: 0,
            n_ends: 0,
            row: 0,
            said_encoding: false,
        }
    }

    /// Waits for the first line, then finds the delimiter and starts.
    fn feed_head(&mut self, bytes: &[u8], rows: &mut LayerBuilder, last: bool) -> Result<(), FileError> {
        self.head.extend_from_slice(bytes);
        let end = line_end(&self.head);
        if end.is_none() && !last {
            if self.head.len() > MAX_HEADER {
                return Err(FileError::new(
                    "首行超过 1 MB，不像表格",
                    "the first line is longer than 1 MB: not a table",
                ));
            }
            return Ok(());
        }
        let head = std::mem::take(&mut self.head);
        if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
            return Err(needs_utf8("UTF-16"));
        }
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
        let line = &head[..line_end(head).unwrap_or(head.len())];
        if line.contains(&0) {
            return Err(FileError::new("不是文本文件", "not a text file"));
        }
        if std::str::from_utf8(line).is_err() {
            return Err(needs_utf8(""));
        }
        self.delimiter = delimiter(line);
        self.core = csv_core::ReaderBuilder::new().delimiter(self.delimiter).build();
        self.feed_rows(head, rows, false)
    }

    /// `last` says that the file has ended; only then does an empty piece mean something.
    fn feed_rows(&mut self, mut input: &[u8], rows: &mut LayerBuilder, last: bool) -> Result<(), FileError> {
        while !input.is_empty() || last {
            if !self.in_core {
                input = &input[self.plain_rows(input, rows)..];
                // What is left, if anything, is no plain row.
                self.in_core = true;
                continue;
            }
            let (result, n_in, n_out, n_end) =
                self.core.read_record(input, &mut self.bytes[self.n_bytes..], &mut self.ends[self.n_ends..]);
            input = &input[n_in..];
            self.n_bytes += n_out;
            self.n_ends += n_end;
            match result {
                ReadRecordResult::InputEmpty if !last => return Ok(()),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.grow_bytes()?,
                ReadRecordResult::OutputEndsFull => self.grow_ends()?,
                ReadRecordResult::Record => {
                    self.record(rows)?;
                    self.in_core = false;
                }
                ReadRecordResult::End => return Ok(()),
            }
        }
        Ok(())
    }

    /// Takes plain rows until there is none; gives how many bytes they were.
    fn plain_rows(&mut self, input: &[u8], rows: &mut LayerBuilder) -> usize {
        let Stage::Rows(columns) = &self.stage else { return 0 };
        let (mut taken, mut values) = (0, Vec::new());
        // A longer row is csv-core's, which knows how long a row may be.
        let longest = self.bytes.len();
        while let Some(plain) = plain::next(&input[taken..], self.delimiter, longest, &mut self.ends) {
            self.row += 1;
            columns.push_by(rows, self.row, plain.fields(&self.ends).map(RawValue::Text), &mut values);
            taken += plain.taken;
        }
        taken
    }

    fn grow_bytes(&mut self) -> Result<(), FileError> {
        if self.bytes.len() >= self.limits.row_bytes {
            let (row, mb) = (self.row + 1, self.limits.row_bytes >> 20);
            return Err(FileError::new(
                format!("第 {row} 行超过 {mb} MB（可能有引号未闭合）；此后未读"),
                format!("row {row} is longer than {mb} MB (a quotation mark may be open); nothing after it was read"),
            ));
        }
        self.bytes.resize(self.bytes.len() * 2, 0);
        Ok(())
    }

    fn grow_ends(&mut self) -> Result<(), FileError> {
        if self.ends.len() > self.limits.columns {
            let (row, columns) = (self.row + 1, self.limits.columns);
            return Err(FileError::new(
                format!("第 {row} 行超过 {columns} 列；此后未读"),
                format!("row {row} has more than {columns} columns; nothing after it was read"),
            ));
        }
        self.ends.resize(self.ends.len() * 2, 0);
        Ok(())
    }

    /// Takes the record that has just ended: the header first, then rows.
    fn record(&mut self, rows: &mut LayerBuilder) -> Result<(), FileError> {
        let bytes = &self.bytes[..self.n_bytes];
        let ends = &self.ends[..self.n_ends];
        self.n_bytes = 0;
        self.n_ends = 0;
        let text = std::str::from_utf8(bytes);
        match &mut self.stage {
            Stage::Failed => {}
            Stage::Head => {
                let text = text.map_err(|_| needs_utf8(""))?;
                let header: Vec<&str> = fields(text, ends).collect();
                let columns = Columns::from_header(&header, rows)?;
                self.stage = Stage::Rows(columns);
            }
            Stage::Rows(columns) => {
                self.row += 1;
                match text {
                    // A field that ends inside a character is as bad as one that has none.
                    Ok(text) if ends.iter().all(|end| text.is_char_boundary(*end)) => {
                        columns.push(rows, self.row, fields(text, ends).map(RawValue::Text));
                    }
                    _ => {
                        if !self.said_encoding {
                            self.said_encoding = true;
                            rows.warn(WarningKind::Encoding, Some(self.row), "", "", needs_utf8("").words);
                        }
                        rows.reject(self.row, "", &String::from_utf8_lossy(bytes), "UTF-8 文字", "UTF-8 text");
                    }
                }
            }
        }
        Ok(())
    }
}

impl LayerReader for CsvReader {
    fn feed(&mut self, bytes: &[u8], rows: &mut LayerBuilder) -> Result<(), FileError> {
        let done = match self.stage {
            Stage::Failed => return Ok(()),
            Stage::Head => self.feed_head(bytes, rows, false),
            Stage::Rows(_) => self.feed_rows(bytes, rows, false),
        };
        if done.is_err() {
            self.stage = Stage::Failed;
        }
        done
    }

    fn finish(&mut self, rows: &mut LayerBuilder) -> Result<(), FileError> {
        if let Stage::Failed = self.stage {
            return Ok(());
        }
        if let Stage::Head = self.stage {
            if self.head.is_empty() {
                return Err(FileError::new("空文件：没有表头", "an empty file: there is no header"));
            }
            self.feed_head(&[], rows, true)?;
        }
        let Stage::Rows(columns) = &self.stage else {
            // The file is one line without an end.
            return self.feed_rows(&[], rows, true);
        };
        let wanted = columns.len();
        if !self.in_core {
            return Ok(()); // the last row has its end
        }
        // A line end would end a row that is only begun, and become part of a field whose quotation mark is open.
        while self.bytes.len() <= self.n_bytes + 1 {
            self.grow_bytes()?;
        }
        if self.ends.len() <= self.n_ends + 1 {
            self.grow_ends()?;
        }
        let (result, _, n_out, n_end) =
            self.core.read_record(b"\n", &mut self.bytes[self.n_bytes..], &mut self.ends[self.n_ends..]);
        let open = matches!(result, ReadRecordResult::InputEmpty) && n_out > 0;
        if open {
            let row = self.row + 1;
            let text = open_quote(row, &self.bytes[..self.n_bytes]);
            rows.warn(WarningKind::OpenQuote, Some(row), "", "", text);
        }
        (self.n_bytes, self.n_ends) = (self.n_bytes + n_out, self.n_ends + n_end);
        match result {
            ReadRecordResult::Record if self.n_ends >= wanted => return self.record(rows),
            ReadRecordResult::Record => {
                let text = Words::new(
                    "文件在一行中间结束；此前的行已保留",
                    "the file ends in the middle of a row; the rows before were kept",
                );
                rows.warn(WarningKind::Truncated, Some(self.row + 1), "", "", text);
            }
            _ if open => {}
            // Only empty lines came after the last row.
            _ => return Ok(()),
        }
        let found = String::from_utf8_lossy(&self.bytes[..self.n_bytes]).into_owned();
        rows.reject(self.row + 1, "", &found, "完整的一行", "a complete row");
        Ok(())
    }
}

/// What is said of a quotation mark that is open at the end of a file, `rest` being what the file has from there on.
pub(super) fn open_quote(row: u32, rest: &[u8]) -> Words {
    let lines = memchr::memchr_iter(b'\n', rest).count() + usize::from(rest.last() != Some(&b'\n'));
    Words::new(
        format!("第 {row} 行开始的引号一直没有闭合；从那里起的 {lines} 行文字被当作一行，未采用；此前的行已保留"),
        format!(
            "a quotation mark opened in row {row} is never closed; the {lines} lines from there on are one row, which was not taken; the rows before were kept"
        ),
    )
}

fn fields<'a>(text: &'a str, ends: &'a [usize]) -> impl Iterator<Item = &'a str> {
    let mut start = 0;
    ends.iter().map(move |&end| {
        let field = text.get(start..end).unwrap_or("");
        start = end;
        field
    })
}

/// Where the first line ends, outside of quotation marks.
fn line_end(bytes: &[u8]) -> Option<usize> {
    let mut quoted = false;
    bytes.iter().position(|b| {
        quoted ^= *b == b'"';
        !quoted && matches!(b, b'\n' | b'\r')
    })
}

/// The delimiter that the header has most of.
pub(super) fn delimiter(header: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0)];
    for b in header {
        quoted ^= *b == b'"';
        if !quoted && let Some((_, n)) = counts.iter_mut().find(|(d, _)| d == b) {
            *n += 1;
        }
    }
    // Of equals the first counts.
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(d, _)| *d)
}

fn needs_utf8(found: &str) -> FileError {
    let (zh, en) = match found {
        "" => ("可能是 GB18030/GBK".to_owned(), "it may be GB18030 or GBK".to_owned()),
        other => (format!("像是 {other}"), format!("it looks like {other}")),
    };
    FileError::foreign(
        format!("不是 UTF-8 文本（{zh}）；请先导入转换（riskmap import，或在页面中打开此文件）"),
        format!("not UTF-8 text ({en}); it must be imported first (riskmap import, or open the file in the page)"),
    )
}
