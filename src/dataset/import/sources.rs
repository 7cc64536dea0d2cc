//! Readers of a plan's sources: CSV in any encoding, XLSX, GeoJSON, GeoPackage. Each turns its file into records.

use super::plan::Source;
use crate::dataset::crs::is_plain;
use crate::dataset::csv::{delimiter, open_quote};
use crate::dataset::foreign::gpkg;
use crate::dataset::foreign::limit::unpacked;
use crate::dataset::foreign::record::{Columns, Found, Record, Sink};
use crate::dataset::foreign::table::whole_lines;
use crate::dataset::foreign::text::{self, Decoded};
use crate::dataset::foreign::xlsx::{self, Cell};
use crate::dataset::format::FileError;
use crate::dataset::geojson::read_geometry;
use crate::dataset::limits::Limits;
use crate::dataset::report::WarningKind;
use crate::dataset::wkt::OwnedGeometry;
use crate::domain::Words;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::io::Read;

/// The formats of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceFormat {
    /// Tables as text.
    Csv,
    /// Workbooks.
    Xlsx,
    /// GeoJSON.
    GeoJson,
    /// OSM PBF or XML.
    Osm,
    /// GeoPackage.
    Gpkg,
}

impl SourceFormat {
    /// By the plan's word, or else by the file's ending.
    pub fn of(source: &Source) -> Result<Self, FileError> {
        let lower = source.file.to_ascii_lowercase();
        let stem = lower.strip_suffix(".gz").unwrap_or(&lower);
        let ending = stem.rsplit(['.', '/']).next().unwrap_or("");
        let word = source.format.as_deref().unwrap_or(ending);
        Ok(match word.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "txt" => Self::Csv,
            "xlsx" | "xlsm" | "xls" => Self::Xlsx,
            "geojson" | "json" => Self::GeoJson,
            "osm" | "pbf" | "osm.pbf" | "xml" => Self::Osm,
            "gpkg" => Self::Gpkg,
            other => {
                return Err(FileError::new(
                    format!("不认识的格式 {other:?}；有 csv、xlsx、geojson、osm、pbf、gpkg（用 format 指明）"),
                    format!(
                        "unknown format {other:?}; there are csv, xlsx, geojson, osm, pbf, gpkg (say it by format)"
                    ),
                ));
            }
        })
    }
}

/// Reads a source's records.
pub fn read(
    source: &Source,
    format: SourceFormat,
    bytes: &[u8],
    limits: Limits,
    sink: &mut Sink<'_>,
) -> Result<(), FileError> {
    match format {
        SourceFormat::Xlsx => read_xlsx(source, bytes, limits, sink),
        SourceFormat::Csv => {
            let (bytes, broken) = inflated(bytes, limits)?;
            // Half a character at the end would make the whole look like another encoding.
            let whole = if broken.is_some() { whole_lines(&bytes) } else { &bytes };
            let rows = read_csv(source, whole, sink)?;
            broken.map_or(Ok(()), |words| sink(Found::Warning(WarningKind::Truncated, after(rows, words))))
        }
        SourceFormat::GeoJson => {
            let (bytes, broken) = inflated(bytes, limits)?;
            let whole = match std::str::from_utf8(&bytes) {
                Err(e) if broken.is_some() => &bytes[..e.valid_up_to()],
                _ => &bytes,
            };
            read_geojson(whole, broken, limits, sink)
        }
        SourceFormat::Gpkg => gpkg::read(bytes, source.sheet.as_deref(), limits, sink),
        SourceFormat::Osm => Err(FileError::new(
            "OSM 文件请用 profile = \"osm\" 导入",
            "an OSM extract is imported by profile = \"osm\"",
        )),
    }
}

/// The bytes, unpacked where they are gzip, counted while they are. Of a damaged file what comes before the damage, and what
/// is wrong with it.
fn inflated(bytes: &[u8], limits: Limits) -> Result<(Cow<'_, [u8]>, Option<Words>), FileError> {
    if !crate::dataset::foreign::limit::is_gzip(bytes) {
        return Ok((Cow::Borrowed(bytes), None));
    }
    let mut out = Vec::new();
    let Err(e) = unpacked(bytes, limits.file_bytes).read_to_end(&mut out) else { return Ok((Cow::Owned(out), None)) };
    if out.is_empty() {
        return Err(FileError::new(
            format!("gzip 文件无法解压：{e}"),
            format!("the gzip file cannot be unpacked: {e}"),
        ));
    }
    Ok((Cow::Owned(out), Some(Words::new(format!("gzip 文件损坏：{e}"), format!("the gzip file is damaged: {e}")))))
}

/// What is said of a file that cannot be read after some of its rows.
fn after(rows: u32, Words { zh, en }: Words) -> Words {
    Words::new(
        format!("文件在第 {rows} 行之后无法读取（{zh}）；此前的已保留"),
        format!("the file cannot be read after row {rows} ({en}); those before were kept"),
    )
}

/// Gives how many rows there were.
fn read_csv(source: &Source, bytes: &[u8], sink: &mut Sink<'_>) -> Result<u32, FileError> {
    if bytes.contains(&0)
        && source.encoding.is_none()
        && !bytes.starts_with(&[0xff, 0xfe])
        && !bytes.starts_with(&[0xfe, 0xff])
    {
        return Err(FileError::new("不是文本文件", "not a text file"));
    }
    let Decoded { text, had_errors, .. } = text::decode(bytes, source.encoding.as_deref());
    if had_errors {
        let words = Words::new(
            "有些字节既不是 UTF-8 也不是 GB18030，已显示为 �；可用 encoding 指明编码",
            "some bytes are neither UTF-8 nor GB18030 and show as �; the plan's encoding can name another",
        );
        sink(Found::Warning(WarningKind::Encoding, words))?;
    }
    let mut rest: &str = &text;
    for _ in 0..source.skip_rows {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    let first = rest.split_once('\n').map_or(rest, |(line, _)| line);
    let delimiter = delimiter(first.as_bytes());
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(rest.as_bytes());
    let header = reader.headers().map_err(|e| unreadable(&e))?;
    let columns = Columns::of_header(header.iter());
    if columns.names().iter().all(String::is_empty) {
        return Err(FileError::new("没有表头", "there is no header"));
    }
    sink(Found::Header(&columns))?;
    let mut record = csv::StringRecord::new();
    let mut values: Vec<String> = Vec::new();
    let mut row = 0;
    while reader.read_record(&mut record).map_err(|e| unreadable(&e))? {
        row += 1;
        let start = record.position().map_or(0, |p| p.byte() as usize);
        let left = rest.get(start..).unwrap_or("");
        // Only the last record can be one that is open.
        if reader.position().byte() as usize >= rest.len() && is_open(left, delimiter) {
            sink(Found::Warning(WarningKind::OpenQuote, open_quote(row, left.as_bytes())))?;
            sink(Found::Bad(row, left.to_owned(), "闭合的引号", "a quotation mark that is closed"))?;
            break;
        }
        fill(&mut values, record.iter());
        table_row(row, &columns, &values, sink)?;
    }
    Ok(row)
}

/// Whether a quotation mark is open at the end of a table's last record: then a line end would not end it.
fn is_open(record: &str, delimiter: u8) -> bool {
    use csv_core::ReadRecordResult::{InputEmpty, OutputEndsFull, OutputFull};
    let mut core = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    // What it holds is of no interest: an open mark may make one field of all that is left of a file.
    let (mut fields, mut ends) = ([0; 4096], [0; 256]);
    let mut rest = record.as_bytes();
    while !rest.is_empty() {
        let (result, taken, ..) = core.read_record(rest, &mut fields, &mut ends);
        rest = &rest[taken..];
        if !matches!(result, InputEmpty | OutputFull | OutputEndsFull) {
            return false;
        }
    }
    matches!(core.read_record(b"\n", &mut fields, &mut ends).0, InputEmpty)
}

/// Copies a row's values over the last row's, keeping allocations.
fn fill<'a>(values: &mut Vec<String>, cells: impl Iterator<Item = &'a str>) {
    let mut n = 0;
    for cell in cells {
        match values.get_mut(n) {
            Some(value) => {
                value.clear();
                value.push_str(cell);
            }
            None => values.push(cell.to_owned()),
        }
        n += 1;
    }
    values.truncate(n);
}

fn table_row(row: u32, columns: &Columns, values: &[String], sink: &mut Sink<'_>) -> Result<(), FileError> {
    if values.iter().all(|v| v.trim().is_empty()) {
        return sink(Found::Blank);
    }
    if let Some(surplus) = values.iter().skip(columns.names().len()).find(|v| !v.trim().is_empty()) {
        return sink(Found::Bad(row, surplus.clone(), "与表头一样多的列", "as many values as the header has columns"));
    }
    sink(Found::Row(Record { row, geometry: &OwnedGeometry::Missing, columns, values }))
}

fn unreadable(e: &csv::Error) -> FileError {
    FileError::new(format!("表格无法读取：{e}"), format!("the table cannot be read: {e}"))
}

fn read_xlsx(source: &Source, bytes: &[u8], limits: Limits, sink: &mut Sink<'_>) -> Result<(), FileError> {
    let mut columns: Option<(Columns, u32)> = None;
    let mut values: Vec<String> = Vec::new();
    xlsx::read(bytes, source.sheet.as_deref(), limits, &mut |row, cells| {
        if row <= source.skip_rows {
            return Ok(());
        }
        let words: Vec<Cow<'_, str>> = cells.iter().map(cell_text).collect();
        match &columns {
            None => {
                let header = Columns::of_header(words.iter());
                sink(Found::Header(&header))?;
                columns = Some((header, row));
                Ok(())
            }
            Some((columns, header)) => {
                fill(&mut values, words.iter().map(|w| w.as_ref()));
                table_row(row - *header, columns, &values, sink)
            }
        }
    })?;
    if columns.is_none() {
        return Err(FileError::new("工作表是空的", "the sheet is empty"));
    }
    Ok(())
}

fn cell_text(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Text(t) => Cow::Borrowed(t),
        other => Cow::Owned(other.shown()),
    }
}

fn read_geojson(bytes: &[u8], broken: Option<Words>, limits: Limits, sink: &mut Sink<'_>) -> Result<(), FileError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|_| FileError::new("GeoJSON 不是 UTF-8 文字", "the GeoJSON is not UTF-8 text"))?;
    let mut features = Features { sink, limits, columns: Columns::default(), values: Vec::new(), row: 0, stop: None };
    let mut json = serde_json::Deserializer::from_str(text);
    let outcome = TopObject(&mut features).deserialize(&mut json);
    let (row, stop) = (features.row, features.stop.take());
    if let Some(stop) = stop {
        return Err(stop);
    }
    match outcome {
        Err(_) if row > 0 && broken.is_some() => {
            sink(Found::Warning(WarningKind::Truncated, after(row, broken.unwrap_or_default())))
        }
        Ok(()) if row > 0 || text.contains("FeatureCollection") => Ok(()),
        Ok(()) => Err(FileError::new("不是 GeoJSON：没有要素", "not GeoJSON: it has no features")),
        Err(e) if row == 0 => Err(FileError::new(format!("不是 GeoJSON：{e}"), format!("not GeoJSON: {e}"))),
        Err(e) => {
            let words = after(row, Words::same(e.to_string()));
            sink(Found::Warning(WarningKind::Truncated, words))
        }
    }
}

struct Features<'a, 'b> {
    sink: &'a mut Sink<'b>,
    limits: Limits,
    columns: Columns,
    values: Vec<String>,
    row: u32,
    stop: Option<FileError>,
}

#[derive(serde::Deserialize)]
struct Feature<'a> {
    #[serde(borrow, default)]
    geometry: Option<&'a RawValue>,
    #[serde(default)]
    properties: Option<serde_json::Map<String, serde_json::Value>>,
    #[serde(default)]
    id: Option<serde_json::Value>,
}

impl Features<'_, '_> {
    /// The old `crs` member, `{"type": "name", "properties": {"name": "…"}}`, before the features that it is about.
    fn crs(&mut self, raw: &RawValue) -> Result<(), FileError> {
        let value: serde_json::Value = serde_json::from_str(raw.get()).unwrap_or_default();
        let Some(name) = value["properties"]["name"].as_str().filter(|name| !is_plain(name)) else { return Ok(()) };
        let code = if self.row == 0 {
            Ok(name.to_owned())
        } else {
            Err(FileError::new(
                format!("坐标系 {name:?} 写在要素之后；请用 crs 指明"),
                format!("the coordinate system {name:?} comes after the features; say it by crs"),
            ))
        };
        (self.sink)(Found::Crs(code))
    }

    fn take(&mut self, raw: &RawValue) -> Result<(), FileError> {
        self.row += 1;
        if raw.get().len() > self.limits.row_bytes {
            return (self.sink)(Found::Bad(self.row, String::new(), "较小的要素", "a smaller feature"));
        }
        let feature: Feature<'_> = match serde_json::from_str(raw.get()) {
            Ok(feature) => feature,
            Err(e) => {
                let found = format!("{e}: {}", raw.get());
                return (self.sink)(Found::Bad(self.row, found, "GeoJSON 要素", "a GeoJSON feature"));
            }
        };
        self.values.iter_mut().for_each(String::clear);
        for (key, value) in feature.properties.into_iter().flatten() {
            self.put(&key, value, 0);
        }
        if let Some(id) = feature.id {
            self.put("id", id, 0);
        }
        let geometry = feature.geometry.map_or(OwnedGeometry::Missing, read_geometry);
        let record = Record { row: self.row, geometry: &geometry, columns: &self.columns, values: &self.values };
        (self.sink)(Found::Row(record))
    }

    /// Nested objects become dotted names, lists JSON text.
    fn put(&mut self, key: &str, value: serde_json::Value, depth: usize) {
        let text = match value {
            serde_json::Value::Null => return,
            serde_json::Value::String(s) => s,
            serde_json::Value::Object(members) if depth < 8 => {
                for (name, value) in members {
                    self.put(&format!("{key}.{name}"), value, depth + 1);
                }
                return;
            }
            other => other.to_string(),
        };
        let place = self.columns.place_or_add(key);
        if self.values.len() <= place {
            self.values.resize(place + 1, String::new());
        }
        if self.values[place].is_empty() {
            self.values[place] = text;
        }
    }
}

/// The outermost object: a collection whose features are handed on one by one, or a lone feature.
struct TopObject<'x, 'a, 'b>(&'x mut Features<'a, 'b>);

impl<'de> DeserializeSeed<'de> for TopObject<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for TopObject<'_, '_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a FeatureCollection")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut geometry, mut properties) = (None::<&RawValue>, None::<&RawValue>);
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            match key.as_ref() {
                "features" => map.next_value_seed(FeatureList(&mut *self.0))?,
                "crs" => {
                    if let Err(stop) = self.0.crs(map.next_value()?) {
                        self.0.stop = Some(stop);
                        return Err(serde::de::Error::custom("stopped"));
                    }
                }
                "geometry" => geometry = Some(map.next_value()?),
                "properties" => properties = Some(map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if let Some(geometry) = geometry {
            let properties = properties.map_or("null", RawValue::get);
            let text = format!(r#"{{"geometry":{},"properties":{properties}}}"#, geometry.get());
            let raw = RawValue::from_string(text).map_err(serde::de::Error::custom)?;
            if let Err(stop) = self.0.take(&raw) {
                self.0.stop = Some(stop);
            }
        }
        Ok(())
    }
}

struct FeatureList<'x, 'a, 'b>(&'x mut Features<'a, 'b>);

impl<'de> DeserializeSeed<'de> for FeatureList<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for FeatureList<'_, '_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(raw) = seq.next_element::<&RawValue>()? {
            if let Err(stop) = self.0.take(raw) {
                self.0.stop = Some(stop);
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}
