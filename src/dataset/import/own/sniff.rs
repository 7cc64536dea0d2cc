//! What a file is by its first bytes: which of the readers takes it, or what it is instead of a table.

use crate::dataset::format::FileError;
use crate::dataset::own::{LARGEST, too_large};

/// The plan's word for the format that reads these bytes; the sentence that says what they are where none does.
pub(super) fn format(name: &str, bytes: &[u8]) -> Result<&'static str, FileError> {
    if bytes.len() as u64 > LARGEST {
        return Err(FileError { words: too_large(name, LARGEST), needs_importer: false });
    }
    let lower = name.to_ascii_lowercase();
    let stem = lower.strip_suffix(".gz").unwrap_or(&lower);
    let starts = |with: &[u8]| bytes.starts_with(with);
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if text.is_empty() {
        return Err(no("是空文件，没有一行数据", "is empty: there is not one row", name));
    }
    if starts(b"\x89PNG")
        || starts(b"\xff\xd8\xff")
        || starts(b"GIF8")
        || starts(b"II*\0")
        || starts(b"MM\0*")
        || starts(b"BM") && stem.ends_with(".bmp")
        || starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
    {
        return Err(no(
            "是图片，不是表格；请用原来的表格（XLSX、CSV）",
            "is a picture, no table; open the table that it shows (XLSX, CSV)",
            name,
        ));
    }
    if starts(b"%PDF") {
        return Err(no(
            "是 PDF，读不出其中的表格；请用原来的表格（XLSX、CSV）",
            "is a PDF, whose tables cannot be read; open the table that it was made from (XLSX, CSV)",
            name,
        ));
    }
    if starts(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(no(
            "是旧式 Office 文件（.xls 或 .doc）；请另存为 .xlsx 或 CSV",
            "is an old Office file (.xls or .doc); save it as .xlsx or CSV",
            name,
        ));
    }
    if starts(&[0x00, 0x00, 0x27, 0x0a]) || [".shp", ".dbf", ".shx"].iter().any(|e| stem.ends_with(e)) {
        return Err(no(
            "是 Shapefile 的一部分；请先转成 GeoJSON",
            "is a part of a shapefile; convert it to GeoJSON first",
            name,
        ));
    }
    if starts(b"PK") {
        return if stem.ends_with(".docx") || stem.ends_with(".pptx") {
            Err(no(
                "是文档，不是表格；请把其中的表格存为 XLSX 或 CSV",
                "is a document, no table; save its table as XLSX or CSV",
                name,
            ))
        } else {
            Ok("xlsx")
        };
    }
    if starts(b"SQLite format 3") {
        return Ok("gpkg");
    }
    let head = &text[..text.len().min(64)].to_ascii_lowercase();
    if head.starts_with(b"<!doctype html") || head.starts_with(b"<html") {
        return Err(no(
            "是网页，不是表格；下载时可能得到了登录页",
            "is a web page, no table; a download may have given a login page instead",
            name,
        ));
    }
    if head.starts_with(b"<kml") || head.starts_with(b"<?xml") {
        return Err(no(
            "是 XML（KML、GPX 等）；请先转成 GeoJSON",
            "is XML (KML, GPX …); convert it to GeoJSON first",
            name,
        ));
    }
    // Packed text is told by its name.
    let geojson = head.starts_with(b"{") || starts(&[0x1f, 0x8b]) && stem.ends_with("json");
    Ok(if geojson { "geojson" } else { "csv" })
}

fn no(zh: &str, en: &str, name: &str) -> FileError {
    FileError::new(format!("{name} {zh}"), format!("{name} {en}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_table_says_what_it_is() {
        for (name, bytes, zh) in [
            ("a.csv", b"".as_slice(), "空文件"),
            ("a.csv", b"\xef\xbb\xbf \r\n\r\n", "空文件"),
            ("a.png", b"\x89PNG\r\n\x1a\n", "图片"),
            ("a.csv", b"\xff\xd8\xff\xe0", "图片"),
            ("a.pdf", b"%PDF-1.7", "PDF"),
            ("a.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1], "旧式"),
            ("a.docx", b"PK\x03\x04", "文档"),
            ("a.shp", &[0, 0, 0x27, 0x0a], "Shapefile"),
            ("a.csv", b"<!DOCTYPE html><html>", "网页"),
            ("a.kml", b"<?xml version='1.0'?><kml>", "KML"),
        ] {
            let said = format(name, bytes).unwrap_err();
            assert!(said.words.zh.contains(zh) && said.words.en.starts_with(name), "{name}: {}", said.words.zh);
        }
        let huge = vec![b'x'; LARGEST as usize + 1];
        assert!(format("a.csv", &huge).unwrap_err().words.zh.contains("128 MB"));
    }

    #[test]
    fn a_table_is_told_by_its_bytes_whatever_it_is_called() {
        assert_eq!(format("a.txt", "名称,经度".as_bytes()), Ok("csv"));
        assert_eq!(format("a.csv", b"PK\x03\x04"), Ok("xlsx"));
        assert_eq!(format("a.json", b" {\"type\":"), Ok("geojson"));
        assert_eq!(format("a.geojson.gz", &[0x1f, 0x8b, 8]), Ok("geojson"));
    }
}
