//! A city back to files: `city.json` and one file a layer. The same city gives the same bytes on every machine.

use super::columns;
use super::dates::{write_date, write_date_time};
use super::files::{Files, FilesError, MANIFEST};
use super::patches;
use super::report::Report;
use crate::domain::{City, Field, FieldType, Layer, LayerFile, Manifest, Shape, ShapeKind, Value, schema};
use crate::units::LngLat;
use flate2::{Compression, GzBuilder};
use std::fmt::Write as _;
use std::io::Write as _;

/// The name under which a report is written beside the manifest.
pub const REPORT: &str = "import-report.json";

/// How to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteOptions {
    /// Layers of points with at least so many rows become CSV; smaller ones GeoJSON. 5,000.
    pub csv_from_rows: usize,
    /// Whether layers are gzipped.
    pub gzip: bool,
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self { csv_from_rows: 5_000, gzip: false }
    }
}

/// Writes a city. Coordinates are WGS84 with 7 decimals (about a centimetre). A report is written beside the manifest
/// and named in it.
pub fn write(city: &City, report: Option<&Report>, options: &WriteOptions) -> Result<Files, FilesError> {
    let mut files = Files::new();
    let mut manifest = city.manifest.clone();
    manifest.schema = super::manifest::SCHEMA.to_owned();
    manifest.crs = "EPSG:4326".to_owned();
    let before = std::mem::take(&mut manifest.layers);
    for layer in city.layers().map(Layer::as_read) {
        let code = layer.name().code();
        let table = fits_table(layer) && (layer.is_empty() || is_tall(layer, options));
        let (ending, text) = if table { ("csv", csv(layer)) } else { ("geojson", geojson(layer)) };
        let (href, bytes) = if options.gzip {
            (format!("{code}.{ending}.gz"), gzip(text.as_bytes()))
        } else {
            (format!("{code}.{ending}"), text.into_bytes())
        };
        files.insert(&href, bytes)?;
        let old = before.get(code).cloned().unwrap_or_default();
        manifest.layers.insert(code.to_owned(), LayerFile { href, format: None, crs: None, ..old });
    }
    push_patches(city, &mut manifest, &mut files)?;
    // What could not be read is in the report, and not written again.
    manifest.rule_packs = city.rules.iter().map(|pack| pack.file.clone()).collect();
    for pack in &city.rules {
        files.insert(&pack.file, pack.text.clone().into_bytes())?;
    }
    if let Some(report) = report {
        let report = &patches::uncounted(city, report);
        manifest.report = Some(REPORT.to_owned());
        files.insert(REPORT, pretty(report))?;
    } else {
        manifest.report = None;
    }
    files.insert(MANIFEST, pretty(&manifest))?;
    Ok(files)
}

/// The corrections of a city as a file of their own, which its manifest names. The layers are written as they were read.
pub(super) fn push_patches(city: &City, manifest: &mut Manifest, files: &mut Files) -> Result<(), FilesError> {
    if city.corrections.is_empty() {
        manifest.patches = None;
        return Ok(());
    }
    let name = manifest.patches.get_or_insert_with(|| patches::PATCHES.to_owned());
    files.insert(name, patches::write(&city.corrections))
}

fn pretty(value: &impl serde::Serialize) -> Vec<u8> {
    // These types hold strings, numbers and string-keyed maps only, which always serialise.
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Without a name or a time in the header, so that the bytes depend on the content alone.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::with_capacity(bytes.len() / 4), Compression::new(9));
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Whether a layer's rows can stand in a table: points or no places at all, and no column that a table would take for
/// a geometry.
fn fits_table(layer: &Layer) -> bool {
    let shapes = layer.shapes();
    let mut kinds = (0..shapes.len()).map(|row| shapes.get(row).kind());
    kinds.all(|kind| matches!(kind, ShapeKind::Point | ShapeKind::None))
        && (0..layer.len()).all(|row| layer.extras(row).all(|(name, _)| !columns::is_geometry_name(name)))
}

fn is_tall(layer: &Layer, options: &WriteOptions) -> bool {
    !layer.name().is_spatial() || layer.len() >= options.csv_from_rows
}

/// A layer as a table: id, lon, lat where it has places, the fields that any row fills, unknown fields.
pub fn csv(layer: &Layer) -> String {
    let spatial = layer.name().is_spatial();
    let fields: Vec<&Field> = schema::all(layer.name()).filter(|f| layer.column(f.name).is_some()).collect();
    let required: Vec<&Field> =
        schema::fields(layer.name()).iter().filter(|f| f.required && layer.column(f.name).is_none()).collect();
    let mut extras: Vec<&str> = Vec::new();
    for row in 0..layer.len() {
        for (name, _) in layer.extras(row) {
            if !extras.contains(&name) {
                extras.push(name);
            }
        }
    }
    let mut out = String::from("id");
    out.push_str(if spatial { ",lon,lat" } else { "" });
    for name in fields.iter().chain(&required).map(|f| f.name).chain(extras.iter().copied()) {
        out.push(',');
        push_cell(name, &mut out);
    }
    out.push('\n');
    for row in 0..layer.len() {
        push_cell(layer.id(row), &mut out);
        if spatial {
            match layer.shapes().get(row).coords() {
                [at] => {
                    out.push(',');
                    push_degrees(at.lng, &mut out);
                    out.push(',');
                    push_degrees(at.lat, &mut out);
                }
                _ => out.push_str(",,"),
            }
        }
        for field in &fields {
            out.push(',');
            if let Some(value) = layer.value(row, field.name) {
                push_cell(&words_of(value), &mut out);
            }
        }
        for _ in &required {
            out.push(',');
        }
        for name in &extras {
            out.push(',');
            if let Some((_, text)) = layer.extras(row).find(|(n, _)| n == name) {
                push_cell(text, &mut out);
            }
        }
        out.push('\n');
    }
    out
}

/// A value as a table has it.
pub fn words_of(value: Value<'_>) -> String {
    match value {
        Value::Text(t) | Value::Code(t) => t.to_owned(),
        Value::Number(n) => n.to_string(),
        Value::Flag(f) => if f { "yes" } else { "no" }.to_owned(),
        Value::Date(d) => write_date(d),
        Value::DateTime(s) => write_date_time(s),
    }
}

fn push_cell(text: &str, out: &mut String) {
    if text.contains([',', ';', '\t', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

/// A layer as a GeoJSON FeatureCollection, one feature a line.
pub fn geojson(layer: &Layer) -> String {
    let mut out = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for row in 0..layer.len() {
        push_feature(layer, row, &mut out);
        out.push_str(if row + 1 < layer.len() { ",\n" } else { "\n" });
    }
    out.push_str("]}\n");
    out
}

/// One row as a GeoJSON feature; its id stands among the properties.
pub fn push_feature(layer: &Layer, row: usize, out: &mut String) {
    out.push_str("{\"type\":\"Feature\",\"geometry\":");
    push_geometry(layer.shapes().get(row), out);
    out.push_str(",\"properties\":{\"id\":");
    push_json_text(layer.id(row), out);
    for (field, value) in layer.values(row) {
        out.push(',');
        push_json_text(field.name, out);
        out.push(':');
        match value {
            Value::Text(json) if field.kind == FieldType::List => out.push_str(json),
            Value::Number(n) => push_number(n, out),
            Value::Flag(f) => out.push_str(if f { "true" } else { "false" }),
            other => push_json_text(&words_of(other), out),
        }
    }
    for (name, text) in layer.extras(row) {
        out.push(',');
        push_json_text(name, out);
        out.push(':');
        push_json_text(text, out);
    }
    out.push_str("}}");
}

/// The shortest form that reads back as the same number.
fn push_number(n: f64, out: &mut String) {
    let _ = write!(out, "{n}");
}

fn push_json_text(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

/// A shape as a GeoJSON geometry.
pub fn push_geometry(shape: Shape<'_>, out: &mut String) {
    match shape.kind() {
        ShapeKind::None => out.push_str("null"),
        ShapeKind::Point => {
            out.push_str("{\"type\":\"Point\",\"coordinates\":");
            for at in shape.coords().iter().take(1) {
                push_position(*at, out);
            }
            out.push('}');
        }
        ShapeKind::Line => {
            let parts: Vec<_> = shape.parts().map(|(part, _)| part).collect();
            let one = parts.len() == 1;
            out.push_str(if one {
                "{\"type\":\"LineString\",\"coordinates\":"
            } else {
                "{\"type\":\"MultiLineString\",\"coordinates\":["
            });
            push_list(&parts, out);
            out.push_str(if one { "}" } else { "]}" });
        }
        ShapeKind::Polygon => {
            let mut members: Vec<Vec<&[LngLat]>> = Vec::new();
            for (ring, hole) in shape.parts() {
                match members.last_mut() {
                    Some(member) if hole => member.push(ring),
                    _ => members.push(vec![ring]),
                }
            }
            let one = members.len() == 1;
            out.push_str(if one {
                "{\"type\":\"Polygon\",\"coordinates\":"
            } else {
                "{\"type\":\"MultiPolygon\",\"coordinates\":["
            });
            for (i, rings) in members.iter().enumerate() {
                out.push_str(if i > 0 { ",[" } else { "[" });
                push_list(rings, out);
                out.push(']');
            }
            out.push_str(if one { "}" } else { "]}" });
        }
    }
}

fn push_list(parts: &[&[LngLat]], out: &mut String) {
    for (i, part) in parts.iter().enumerate() {
        out.push_str(if i > 0 { ",[" } else { "[" });
        for (j, at) in part.iter().enumerate() {
            if j > 0 {
                out.push(',');
            }
            push_position(*at, out);
        }
        out.push(']');
    }
}

fn push_position(at: LngLat, out: &mut String) {
    out.push('[');
    push_degrees(at.lng, out);
    out.push(',');
    push_degrees(at.lat, out);
    out.push(']');
}

/// Degrees with at most 7 decimals and no idle zeros.
fn push_degrees(degrees: f64, out: &mut String) {
    let start = out.len();
    let _ = write!(out, "{degrees:.7}");
    let kept = out[start..].trim_end_matches('0').trim_end_matches('.').len();
    out.truncate(start + kept);
    if &out[start..] == "-0" {
        out.replace_range(start.., "0");
    }
}
