//! Tables as a workbook (Office Open XML, ECMA-376): a sheet of rows under a frozen head, a sheet of what they rest on.
//!
//! Written by hand: a workbook of plain cells is five small files in a zip, and the libraries that write one are larger
//! than the whole engine's budget. Text is text to a spreadsheet here, so nothing that begins like a formula is run.

use super::csv_out::Cell;
use super::protocol::NamedBytes;
use super::save::zip_of;
use std::fmt::Write as _;

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
/// How every sheet begins.
pub const SHEET: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
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
    let tabs = [rows.name.to_owned(), about.name.to_owned()];
    book(name, tabs.each_ref().map(String::as_str), [sheet(rows), sheet(about)])
}

/// A workbook of two sheets, by what their tabs say and their whole text.
pub fn book(name: &str, tabs: [&str; 2], sheets: [String; 2]) -> NamedBytes {
    let tab = |of: &str, n: u32| {
        let mut out = String::from("<sheet name=\"");
        escape(&of.chars().filter(|c| !":\\/?*[]".contains(*c)).take(31).collect::<String>(), &mut out);
        let _ = write!(out, "\" sheetId=\"{n}\" r:id=\"rId{n}\"/>");
        out
    };
    let book = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{}{}</sheets></workbook>"#,
        tab(tabs[0], 1),
        tab(tabs[1], 2)
    );
    let files = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", &sheets[0]),
        ("xl/worksheets/sheet2.xml", &sheets[1]),
    ];
    let bytes = zip_of(files.iter().map(|(path, text)| (*path, text.as_bytes())));
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

/// A cell of text; style 1 is bold.
pub fn words(text: &str, style: u8, out: &mut String) {
    let _ = write!(out, r#"<c t="inlineStr" s="{style}"><is><t xml:space="preserve">"#);
    escape(text, out);
    out.push_str("</t></is></c>");
}

/// Writes text as XML has it; what no XML may hold becomes the replacement character.
pub fn escape(text: &str, out: &mut String) {
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
