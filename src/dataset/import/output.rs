//! An imported city as files: `city.json`, a file a layer, the report.

use super::{Imported, REPORT};
use crate::dataset::dates;
use crate::dataset::files::{Files, FilesError, MANIFEST};
use crate::dataset::patches;
use crate::dataset::write::push_patches;
use crate::domain::{FieldType, Layer, LayerFile, Shape, ShapeKind, Value};
use crate::units::LngLat;
use flate2::{Compression, GzBuilder};
use std::io::Write;

/// Layers larger than this are gzipped.
const GZIP_FROM: usize = 256 << 10;

impl Imported {
    /// The dataset's files. Layers are GeoJSON, a feature a line; those without places are CSV.
    pub fn into_files(self) -> Result<Files, FilesError> {
        let mut files = Files::new();
        let mut manifest = self.city.manifest.clone();
        for layer in self.city.layers().map(Layer::as_read) {
            let code = layer.name().code();
            let (ending, bytes) =
                if layer.name().is_spatial() { ("geojson", geojson(layer)) } else { ("csv", csv(layer)) };
            let mut href = format!("{code}.{ending}");
            let bytes = if bytes.len() > GZIP_FROM {
                href.push_str(".gz");
                gzipped(&bytes)
            } else {
                bytes
            };
            files.insert(&href, bytes)?;
            manifest.layers.insert(code.to_owned(), LayerFile { href, ..LayerFile::default() });
        }
        push_patches(&self.city, &mut manifest, &mut files)?;
        manifest.rule_packs = self.city.rules.iter().map(|pack| pack.file.clone()).collect();
        for pack in &self.city.rules {
            files.insert(&pack.file, pack.text.clone().into_bytes())?;
        }
        let report = patches::uncounted(&self.city, &self.report);
        let json = |what: serde_json::Result<Vec<u8>>| what.map_err(|e| FilesError::Archive(e.to_string()));
        files.insert(REPORT, json(serde_json::to_vec_pretty(&report))?)?;
        files.insert(MANIFEST, json(serde_json::to_vec_pretty(&manifest))?)?;
        Ok(files)
    }
}

/// The same bytes for the same layer: no time, no name in the header.
fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gz = GzBuilder::new().mtime(0).write(Vec::new(), Compression::new(6));
    // A vector takes every byte.
    let _ = gz.write_all(bytes);
    gz.finish().unwrap_or_default()
}

fn geojson(layer: &Layer) -> Vec<u8> {
    let mut out = b"{\"type\":\"FeatureCollection\",\"features\":[".to_vec();
    for row in 0..layer.len() {
        out.extend_from_slice(if row == 0 { b"\n" } else { b",\n" });
        out.extend_from_slice(b"{\"type\":\"Feature\",\"geometry\":");
        geometry(layer.shapes().get(row), &mut out);
        out.extend_from_slice(b",\"properties\":{\"id\":");
        text(layer.id(row), &mut out);
        for (field, value) in layer.values(row) {
            out.push(b',');
            text(field.name, &mut out);
            out.push(b':');
            match value {
                // Lists are JSON text already.
                Value::Text(t) if field.kind == FieldType::List => out.extend_from_slice(t.as_bytes()),
                Value::Number(n) => out.extend_from_slice(n.to_string().as_bytes()),
                Value::Flag(f) => out.extend_from_slice(if f { b"true" } else { b"false" }),
                other => text(&words(&other), &mut out),
            }
        }
        for (name, value) in layer.extras(row) {
            out.push(b',');
            text(name, &mut out);
            out.push(b':');
            text(value, &mut out);
        }
        out.extend_from_slice(b"}}");
    }
    out.extend_from_slice(b"\n]}\n");
    out
}

fn words(value: &Value<'_>) -> String {
    match value {
        Value::Text(t) => (*t).to_owned(),
        Value::Code(c) => (*c).to_owned(),
        Value::Number(n) => n.to_string(),
        Value::Flag(f) => (if *f { "yes" } else { "no" }).to_owned(),
        Value::Date(d) => dates::write_date(*d),
        Value::DateTime(s) => dates::write_date_time(*s),
    }
}

fn text(words: &str, out: &mut Vec<u8>) {
    // Writing text into a vector cannot fail.
    let _ = serde_json::to_writer(&mut *out, words);
}

fn geometry(shape: Shape<'_>, out: &mut Vec<u8>) {
    let position = |p: &LngLat, out: &mut Vec<u8>| out.extend_from_slice(format!("[{},{}]", p.lng, p.lat).as_bytes());
    let part = |part: &[LngLat], out: &mut Vec<u8>| {
        out.push(b'[');
        for (i, p) in part.iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            position(p, out);
        }
        out.push(b']');
    };
    let separated = |pieces: Vec<Vec<u8>>, out: &mut Vec<u8>| out.extend_from_slice(&pieces.join(&b','));
    let parts: Vec<(Vec<u8>, bool)> = shape
        .parts()
        .map(|(coords, hole)| {
            let mut piece = Vec::new();
            part(coords, &mut piece);
            (piece, hole)
        })
        .collect();
    match shape.kind() {
        ShapeKind::None => out.extend_from_slice(b"null"),
        ShapeKind::Point => {
            out.extend_from_slice(b"{\"type\":\"Point\",\"coordinates\":");
            match shape.coords().first() {
                Some(p) => position(p, out),
                None => out.extend_from_slice(b"[]"),
            }
            out.push(b'}');
        }
        ShapeKind::Line => {
            let lone = parts.len() == 1;
            let kind: &[u8] = if lone { b"LineString" } else { b"MultiLineString" };
            out.extend_from_slice(b"{\"type\":\"");
            out.extend_from_slice(kind);
            out.extend_from_slice(if lone { b"\",\"coordinates\":" } else { b"\",\"coordinates\":[" });
            separated(parts.into_iter().map(|(p, _)| p).collect(), out);
            out.extend_from_slice(if lone { b"}" } else { b"]}" });
        }
        ShapeKind::Polygon => {
            // A ring that is no hole begins the next member.
            let mut members: Vec<Vec<Vec<u8>>> = Vec::new();
            for (ring, hole) in parts {
                match members.last_mut() {
                    Some(member) if hole => member.push(ring),
                    _ => members.push(vec![ring]),
                }
            }
            let lone = members.len() == 1;
            let members: Vec<Vec<u8>> =
                members.into_iter().map(|rings| [b"[".to_vec(), rings.join(&b','), b"]".to_vec()].concat()).collect();
            out.extend_from_slice(if lone {
                b"{\"type\":\"Polygon\",\"coordinates\":"
            } else {
                b"{\"type\":\"MultiPolygon\",\"coordinates\":["
            });
            separated(members, out);
            out.extend_from_slice(if lone { b"}" } else { b"]}" });
        }
    }
}

fn csv(layer: &Layer) -> Vec<u8> {
    let mut header = vec!["id".to_owned()];
    for row in 0..layer.len() {
        let names = layer.values(row).map(|(f, _)| f.name).chain(layer.extras(row).map(|(n, _)| n));
        for name in names {
            if !header.iter().any(|h| h == name) {
                header.push(name.to_owned());
            }
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    // A vector takes every byte, and every record has as many values as the header.
    let _ = writer.write_record(&header);
    for row in 0..layer.len() {
        let mut record = vec![String::new(); header.len()];
        record[0] = layer.id(row).to_owned();
        let values = layer.values(row).map(|(f, v)| (f.name, words(&v)));
        let extras = layer.extras(row).map(|(n, v)| (n, v.to_owned()));
        for (name, value) in values.chain(extras) {
            if let Some(at) = header.iter().position(|h| h == name) {
                record[at] = value;
            }
        }
        let _ = writer.write_record(&record);
    }
    writer.into_inner().unwrap_or_default()
}
