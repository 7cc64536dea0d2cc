use super::*;
use std::io::Write;
use zip::write::SimpleFileOptions;

/// A workbook of one sheet with these rows of XML.
pub(crate) fn workbook(sheet_data: &str, workbook_pr: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns:r="r">{workbook_pr}<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#.to_owned(),
        ),
        (
            "xl/styles.xml",
            r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#.to_owned(),
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>A &amp; B</t></si><si><r><t>岚</t></r><rPh><t>x</t></rPh><r><t>川</t></r></si></sst>"
                .to_owned(),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData>{sheet_data}</sheetData></worksheet>"#),
        ),
    ];
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn rows(bytes: &[u8]) -> Vec<(u32, Vec<Cell>)> {
    let mut out = Vec::new();
    read(bytes, Some("表"), Limits::default(), &mut |row, cells| {
        out.push((row, cells.to_vec()));
        Ok(())
    })
    .unwrap();
    out
}

#[test]
fn cells_are_read_as_what_they_are() {
    let book = workbook(
        r#"<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c t="b"><v>1</v></c></row><row r="3"/>
        <row r="9"><c r="A9"><v>2.5</v></c><c r="B9" s="1"><v>45352</v></c><c r="C9" s="1"><v>45352.75</v></c>
        <c r="D9" t="e"><v>#N/A</v></c><c r="E9" s="1"><v>9e99</v></c><c r="F9" t="inlineStr"><is><t> x</t></is></c></row>"#,
        "",
    );
    let text = |t: &str| Cell::Text(t.to_owned());
    assert_eq!(
        rows(&book),
        [
            (2, vec![text("A & B"), Cell::Empty, text("岚川"), Cell::Flag(true)]),
            (
                9,
                vec![
                    Cell::Number(2.5),
                    text("2024-03-01"),
                    text("2024-03-01T18:00"),
                    Cell::Empty,
                    Cell::Number(9e99),
                    text(" x")
                ]
            ),
        ]
    );
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_one_row() {
    let book =
        workbook(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>7</v></c></row>"#, "");
    let rows = rows(&book);
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[1].0, rows[1].1.len(), &rows[1].1[16_383]), (1_048_576, 16_384, &Cell::Number(7.0)));
}

#[test]
fn what_it_unpacks_to_is_counted() {
    let book = workbook(&"<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>".repeat(200_000), "");
    assert!(book.len() < 100_000);
    let limits = Limits { file_bytes: 1 << 20, ..Limits::default() };
    let error = read(&book, None, limits, &mut |_, _| Ok(())).unwrap_err();
    assert!(error.words.en.contains("unpacks to more than 1 MB"), "{error}");
}

#[test]
fn both_epochs_and_nonsense_dates() {
    let of = |serial, epoch_1904| datetime_of_serial(serial, epoch_1904);
    assert_eq!(of(1.0, false).as_deref(), Some("1900-01-01"));
    assert_eq!(of(59.0, false).as_deref(), Some("1900-02-28"));
    assert_eq!(of(60.0, false), None, "29 February 1900 never was");
    assert_eq!(of(61.0, false).as_deref(), Some("1900-03-01"));
    assert_eq!(of(45_352.0, false), of(43_890.0, true));
    assert_eq!(of(0.0, true).as_deref(), Some("1904-01-01"));
    assert_eq!(of(0.5, false).as_deref(), Some("12:00:00"));
    for nonsense in [-1.0, 2_958_466.0, 1e300, f64::NAN, f64::INFINITY] {
        assert_eq!(of(nonsense, false), None);
    }
    let book = workbook(r#"<row r="1"><c r="A1" s="1"><v>43890</v></c></row>"#, r#"<workbookPr date1904="1"/>"#);
    assert_eq!(rows(&book)[0].1, [Cell::Text("2024-03-01".into())]);
}

#[test]
fn what_is_no_workbook_is_named() {
    for (bytes, words) in [
        (&b"\xd0\xcf\x11\xe0rest"[..], "old .xls"),
        (b"<html></html>", "cannot be read"),
        (b"", "cannot be read"),
        (b"PK\x03\x04", "cannot be read"),
    ] {
        let error = read(bytes, None, Limits::default(), &mut |_, _| Ok(())).unwrap_err();
        assert!(error.words.en.contains(words), "{error}");
    }
    let error = read(&workbook("", ""), Some("没有"), Limits::default(), &mut |_, _| Ok(())).unwrap_err();
    assert!(error.words.en.contains("it has: 表"), "{error}");
}
