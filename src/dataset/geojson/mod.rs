//! GeoJSON: a FeatureCollection, one Feature, a bare geometry, or one of these a line.
//!
//! Features are cut out of the stream and parsed one by one, so that a bad one is rejected and the rest stays, and so
//! that a file need never be in memory as a whole.

mod feature;
mod scan;

use super::builder::LayerBuilder;
use super::crs;
use super::format::{FileError, Format, LayerReader, Opening};
use super::report::{WarningKind, shortened};
use super::wkt::OwnedGeometry;
use crate::domain::Words;
use feature::Feature;
#[cfg(feature = "foreign")]
pub(super) use feature::geometry as read_geometry;
use scan::{Found, NotJson, Scanner};
use serde_json::value::RawValue;

/// GeoJSON.
pub const FORMAT: Format =
    Format { name: "geojson", endings: &["geojson", "json", "geojsonl", "geojsons", "ndjson"], open };

fn open(opening: &Opening) -> Box<dyn LayerReader> {
    Box::new(GeoJsonReader::new(opening))
}

/// Reads GeoJSON in pieces.
pub struct GeoJsonReader {
    scanner: Scanner,
    document: Document,
    begun: bool,
    failed: bool,
}

/// What is known of the top object that is being read.
struct Document {
    opening: Opening,
    /// Features so far, of every top object.
    row: u32,
    has_items: bool,
    kind: Option<String>,
    /// Members that matter if the top object is itself a feature or a geometry.
    members: Vec<(String, Box<RawValue>)>,
}

impl From<NotJson> for FileError {
    fn from(_: NotJson) -> Self {
        Self::new("不是有效的 JSON；此后未读", "not valid JSON from here on; nothing after it was read")
    }
}

impl GeoJsonReader {
    /// A reader at the beginning of a file.
    pub fn new(opening: &Opening) -> Self {
        Self {
            // The top object and `features` are two levels of their own.
            scanner: Scanner::new(opening.limits.depth.saturating_sub(2), opening.limits.row_bytes),
            document: Document { opening: opening.clone(), row: 0, has_items: false, kind: None, members: Vec::new() },
            begun: false,
            failed: false,
        }
    }
}

impl LayerReader for GeoJsonReader {
    fn feed(&mut self, mut bytes: &[u8], rows: &mut LayerBuilder) -> Result<(), FileError> {
        if self.failed || bytes.is_empty() {
            return Ok(());
        }
        if !self.begun {
            // A byte order mark may come in pieces; none of its bytes can begin JSON.
            while let [0xef | 0xbb | 0xbf, rest @ ..] = bytes {
                bytes = rest;
            }
            bytes = bytes.trim_ascii_start();
            match bytes.first() {
                None => return Ok(()),
                Some(b'{' | 0x1e) => self.begun = true,
                Some(other) => {
                    self.failed = true;
                    return Err(not_geojson(*other));
                }
            }
        }
        let Self { scanner, document, .. } = self;
        let done = scanner.feed(bytes, |found| document.take(found, rows));
        if done.is_err() {
            self.failed = true;
            if let Some(item) = self.scanner.open_item() {
                self.document.reject_part(item, rows);
            }
        }
        done
    }

    fn finish(&mut self, rows: &mut LayerBuilder) -> Result<(), FileError> {
        if self.failed {
            return Ok(());
        }
        if !self.begun {
            return Err(FileError::new("空文件", "an empty file"));
        }
        if self.scanner.is_outside() {
            return Ok(());
        }
        if !self.document.has_items && self.document.row == 0 && self.scanner.open_item().is_none() {
            return Err(FileError::new("文件在第一个要素之前中断", "the file ends before its first feature"));
        }
        let text = Words::new(
            "文件不完整，在中间结束；此前的要素已保留",
            "the file ends in the middle; the features before were kept",
        );
        rows.warn(WarningKind::Truncated, Some(self.document.row), "", "", text);
        if let Some(item) = self.scanner.open_item() {
            self.document.reject_part(item, rows);
        }
        Ok(())
    }
}

impl Document {
    fn take(&mut self, found: Found<'_>, rows: &mut LayerBuilder) -> Result<(), FileError> {
        match found {
            Found::Item(bytes) => {
                self.has_items = true;
                self.row += 1;
                self.item(bytes, rows);
            }
            Found::TooMuch => {
                self.has_items = true;
                self.row += 1;
                let (depth, mb) = (self.opening.limits.depth, self.opening.limits.row_bytes >> 20);
                let zh = format!("至多 {depth} 层嵌套、{mb} MB 的要素");
                rows.reject(self.row, "", "", &zh, &format!("a feature of at most {depth} levels and {mb} MB"));
            }
            Found::Member(key, value) => self.member(key, value, rows)?,
            Found::End => self.end(rows)?,
        }
        Ok(())
    }

    fn item(&self, bytes: &[u8], rows: &mut LayerBuilder) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            rows.reject(self.row, "", &String::from_utf8_lossy(bytes), "UTF-8 文字", "UTF-8 text");
            return;
        };
        match serde_json::from_str::<Feature<'_>>(text) {
            Ok(feature) => self.push(&feature, rows),
            Err(e) => rows.reject(self.row, "", &format!("{e}: {text}"), "GeoJSON 要素", "a GeoJSON feature"),
        }
    }

    fn push(&self, feature: &Feature<'_>, rows: &mut LayerBuilder) {
        match feature.values(rows) {
            Ok(values) => {
                let values: Vec<_> = values.iter().map(|(slot, value)| (*slot, value.raw())).collect();
                rows.push(self.row, feature.geometry().raw(), &values);
            }
            Err(e) => rows.reject(self.row, "properties", &e.to_string(), "JSON 对象", "a JSON object"),
        }
    }

    /// The part of an item before the file broke off.
    fn reject_part(&mut self, item: &[u8], rows: &mut LayerBuilder) {
        self.row += 1;
        rows.reject(self.row, "", &String::from_utf8_lossy(item), "完整的要素", "a complete feature");
    }

    fn member(&mut self, key: &str, value: &[u8], rows: &mut LayerBuilder) -> Result<(), FileError> {
        match key {
            "type" => self.kind = serde_json::from_slice(value).ok(),
            "crs" if !self.opening.crs_is_declared => self.crs(value, rows)?,
            "geometry" | "properties" | "id" | "coordinates" | "geometries" => {
                if let Ok(raw) = serde_json::from_slice::<Box<RawValue>>(value) {
                    self.members.push((key.to_owned(), raw));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The old `crs` member: `{"type": "name", "properties": {"name": "…"}}`.
    fn crs(&mut self, value: &[u8], rows: &mut LayerBuilder) -> Result<(), FileError> {
        let value: serde_json::Value = serde_json::from_slice(value).unwrap_or_default();
        let Some(name) = value.pointer("/properties/name").and_then(|n| n.as_str()) else { return Ok(()) };
        if crs::is_plain(name) {
            return Ok(());
        }
        let crs = (self.opening.open_crs)(name)?;
        if crs.is_some() && self.has_items {
            return Err(FileError::new(
                format!("坐标系 {name:?} 写在要素之后；请在清单的 crs 中写明"),
                format!("the coordinate system {name:?} comes after the features; say it in the manifest's crs"),
            ));
        }
        rows.set_crs(crs);
        Ok(())
    }

    fn end(&mut self, rows: &mut LayerBuilder) -> Result<(), FileError> {
        let kind = self.kind.take();
        let members = std::mem::take(&mut self.members);
        let get = |key: &str| members.iter().find(|(k, _)| k == key).map(|(_, raw)| &**raw);
        match kind.as_deref() {
            Some("FeatureCollection") => {}
            Some("Feature") => {
                self.row += 1;
                self.push(&Feature::of(get("geometry"), get("properties"), get("id")), rows);
            }
            Some("Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon") => {
                self.row += 1;
                let kind = kind.as_deref().unwrap_or_default();
                let coordinates = get("coordinates").map_or("null", RawValue::get);
                let text = format!(r#"{{"type":"{kind}","coordinates":{coordinates}}}"#);
                let geometry = RawValue::from_string(text)
                    .map_or_else(|e| OwnedGeometry::Unreadable(e.to_string()), |raw| feature::geometry(&raw));
                rows.push(self.row, geometry.raw(), &[]);
            }
            // Some writers forget the type.
            None if self.has_items => {}
            other => {
                let found = shortened(other.unwrap_or("—"));
                return Err(FileError::new(
                    format!("不是 GeoJSON：type 是 {found:?}"),
                    format!("not GeoJSON: its type is {found:?}"),
                ));
            }
        }
        Ok(())
    }
}

fn not_geojson(first: u8) -> FileError {
    match first {
        b'<' => FileError::new(
            "不是 GeoJSON：像是网页或 XML（下载可能失败了）",
            "not GeoJSON: it looks like a web page or XML (a failed download?)",
        ),
        b'[' => FileError::new(
            "不是 GeoJSON：最外层是数组，应为 FeatureCollection",
            "not GeoJSON: the outermost value is an array, not a FeatureCollection",
        ),
        0xff | 0xfe => FileError::new("不是 UTF-8：像是 UTF-16", "not UTF-8: it looks like UTF-16"),
        _ => FileError::new("不是 GeoJSON", "not GeoJSON"),
    }
}
