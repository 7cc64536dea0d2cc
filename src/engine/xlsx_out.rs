//! Tables as a workbook (Office Open XML, ECMA-376): a sheet of rows under a frozen head, a sheet of what they rest on.
//!
//! Written by hand: a workbook of plain cells is five small files in a zip, and the libraries that write one are larger
//! than the whole engine's budget. Text is text to a spreadsheet here, so nothing that begins like a formula is run.

use super::csv_out::Cell;
use super::protocol::NamedBytes;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The most rows that a sheet holds, its head included (ECMA-376, the limits of spreadsheets).
pub const MOST_ROWS: usize = 1_048_576;
/// The most characters of a cell.
const MOST_CHARS: usize = 32_767;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
/// Style 0 plain, style 1 bold: the head.
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf fontId="0" xfId="0"/><xf fontId="1" xfId="0" applyFont="1"/></cellXfs></styleSheet>"#;
const SHEET: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#;

/// A sheet: its name, its head and its rows.
pub struct Sheet<'a, R> {
    /// What its tab says: at most 31 characters, none of `: \ / ? * [ ]`.
    pub name: &'a str,
    /// The first row.
    pub head: Vec<String>,
    /// The others, of its length.
    pub rows: R,
}

/// A workbook of a sheet of rows and of a sheet of what they rest on.
pub fn workbook(
    name: &str,
    rows: Sheet<'_, impl Iterator<Item = Vec<Cell>>>,
    about: Sheet<'_, impl Iterator<Item = Vec<Cell>>>,
) -> NamedBytes {
    let tab = |of: &str, n: u32| {
        let mut out = String::from("<sheet name=\"");
        escape(&of.chars().filter(|c| !":\\/?*[]".contains(*c)).take(31).collect::<String>(), &mut out);
        let _ = write!(out, "\" sheetId=\"{n}\" r:id=\"rId{n}\"/>");
        out
    };
    let book = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{}{}</sheets></workbook>"#,
        tab(rows.name, 1),
        tab(about.name, 2)
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Without a time, so that the bytes depend on the content alone.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let mut file = |path: &str, text: &str| {
        // Writing to memory does not fail.
        let _ = zip.start_file(path, options);
        let _ = zip.write_all(text.as_bytes());
    };
    file("[Content_Types].xml", TYPES);
    file("_rels/.rels", RELS);
    file("xl/workbook.xml", &book);
    file("xl/_rels/workbook.xml.rels", BOOK_RELS);
    file("xl/styles.xml", STYLES);
    file("xl/worksheets/sheet1.xml", &sheet(rows));
    file("xl/worksheets/sheet2.xml", &sheet(about));
    let bytes = zip.finish().map(Cursor::into_inner).unwrap_or_default();
    NamedBytes { name: name.to_owned(), bytes }
}

fn sheet(of: Sheet<'_, impl Iterator<Item = Vec<Cell>>>) -> String {
    let mut out = String::from(SHEET);
    out.push_str(r#"<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData><row>"#);
    of.head.iter().for_each(|text| words(text, 1, &mut out));
    out.push_str("</row>");
    for row in of.rows.take(MOST_ROWS - 1) {
        out.push_str("<row>");
        for cell in row {
            match cell {
                Cell::Text(text) => words(&text, 0, &mut out),
                Cell::Number(v, decimals) if v.is_finite() => {
                    let _ = write!(out, "<c><v>{v:.decimals$}</v></c>");
                }
                Cell::Exact(v) if v.is_finite() => {
                    let _ = write!(out, "<c><v>{v}</v></c>");
                }
                Cell::Count(n) => {
                    let _ = write!(out, "<c><v>{n}</v></c>");
                }
                Cell::Number(..) | Cell::Exact(_) | Cell::Empty => out.push_str("<c/>"),
            }
        }
        out.push_str("</row>");
    }
    out.push_str("</sheetData></worksheet>");
    out
}

fn words(text: &str, style: u8, out: &mut String) {
    let _ = write!(out, r#"<c t="inlineStr" s="{style}"><is><t xml:space="preserve">"#);
    escape(text, out);
    out.push_str("</t></is></c>");
}

/// Writes text as XML has it; what no XML may hold becomes the replacement character.
fn escape(text: &str, out: &mut String) {
    for c in text.chars().take(MOST_CHARS) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}
