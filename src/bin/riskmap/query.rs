//! `riskmap query`: features in a box, near something, nearest to something, inside something.

use crate::load;
use crate::outcome::{Failure, Outcome, Verdict, print};
use crate::what;
use riskmap::domain::{Column, Layer, LayerName, ShapeKind, Value, schema};
use riskmap::engine::open::anchor;
use riskmap::units::LngLat;
use serde_json::{Map, Value as Json, json};
use std::path::PathBuf;

/// What is asked.
#[derive(clap::Args)]
pub struct Args {
    /// The dataset: a folder or a .zip.
    dir: PathBuf,
    /// The layer.
    layer: String,
    /// Features that touch a box, W,S,E,N in degrees, borders inclusive.
    #[arg(long, allow_hyphen_values = true, value_name = "W,S,E,N")]
    r#box: Option<String>,
    /// Features within so many metres of WHAT.
    #[arg(long, value_name = "METRES", requires = "of")]
    within: Option<f64>,
    /// The so many features nearest to WHAT.
    #[arg(long, value_name = "K", requires = "of", conflicts_with = "within")]
    nearest: Option<usize>,
    /// LON,LAT, LAYER:ID or a GeoJSON file (a point, line or polygon).
    #[arg(long, allow_hyphen_values = true, value_name = "WHAT")]
    of: Option<String>,
    /// Features inside (or touching) the polygon of a GeoJSON file.
    #[arg(long, value_name = "FILE.geojson")]
    inside: Option<PathBuf>,
    /// Features whose field is exactly this.
    #[arg(long, value_name = "KEY=VALUE")]
    r#where: Vec<String>,
    /// Only how many.
    #[arg(long)]
    count: bool,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

/// How an answer is written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Csv,
    Json,
    Geojson,
}

/// Answers.
pub fn run(args: Args) -> Outcome {
    print(answer(&args).map_err(Failure::said)?)?;
    Ok(Verdict::Good)
}

struct Found {
    row: usize,
    distance_m: Option<f64>,
}

fn answer(args: &Args) -> Result<Vec<u8>, String> {
    let name = LayerName::from_code(&args.layer).ok_or_else(|| format!("there is no layer {:?}", args.layer))?;
    let engine = load::open(&args.dir)?;
    let open = engine.open().map_err(|e| e.to_string())?;
    let layer = open.city().layer(name).ok_or_else(|| format!("the dataset has no layer {name}"))?;
    let mut found = find(args, open, layer)?;
    for condition in &args.r#where {
        let (key, wanted) = condition.split_once('=').ok_or_else(|| format!("{condition:?}: expected KEY=VALUE"))?;
        let known = key == "id"
            || schema::position(name, key).is_some()
            || (0..layer.len()).any(|row| layer.extras(row).any(|(k, _)| k == key));
        if !known {
            return Err(format!("{name} has no field {key:?}"));
        }
        found.retain(|f| text_of(layer, f.row, key).is_some_and(|v| v == wanted));
    }
    if args.count {
        return Ok(format!("{}\n", found.len()).into_bytes());
    }
    match args.format {
        Format::Csv => csv(layer, &found),
        Format::Json => Ok(line(&Json::Array(found.iter().map(|f| Json::Object(properties(layer, f))).collect()))),
        Format::Geojson => {
            let features: Vec<Json> = found
                .iter()
                .map(|f| json!({"type": "Feature", "geometry": geometry(layer, f.row), "properties": properties(layer, f)}))
                .collect();
            Ok(line(&json!({"type": "FeatureCollection", "features": features})))
        }
    }
}

fn line(json: &Json) -> Vec<u8> {
    format!("{json}\n").into_bytes()
}

/// The rows that every spatial condition accepts: by distance where one is asked, by row otherwise.
fn find(args: &Args, open: &riskmap::engine::Open, layer: &Layer) -> Result<Vec<Found>, String> {
    let spatial = args.r#box.is_some() || args.of.is_some() || args.inside.is_some();
    if !spatial {
        return Ok((0..layer.len()).map(|row| Found { row, distance_m: None }).collect());
    }
    let ready = open.need(layer.name()).map_err(|e| e.to_string())?;
    let (index, shapes) = (&ready.placed.index, layer.shapes());
    let mut found: Vec<Found> = match &args.of {
        Some(what) => {
            let probe = what::probe(open, what)?;
            let hits = match (args.within, args.nearest) {
                (Some(radius), _) if !(radius.is_finite() && radius >= 0.0) => {
                    return Err(format!("--within {radius}: expected metres, 0 or more"));
                }
                (Some(radius), _) => index.within(shapes, &probe, radius),
                (None, Some(k)) => index.nearest(shapes, &probe, k),
                (None, None) => return Err("--of needs --within or --nearest".to_owned()),
            };
            hits.into_iter().map(|h| Found { row: h.row as usize, distance_m: Some(h.distance_m) }).collect()
        }
        None => (0..layer.len()).map(|row| Found { row, distance_m: None }).collect(),
    };
    if let Some(text) = &args.r#box {
        let rows = index.in_box(shapes, &what::lnglat_box(text)?);
        found.retain(|f| rows.binary_search(&(f.row as u32)).is_ok());
    }
    if let Some(path) = &args.inside {
        let rows = index.in_polygon(shapes, &what::polygon(path)?);
        found.retain(|f| rows.binary_search(&(f.row as u32)).is_ok());
    }
    Ok(found)
}

fn csv(layer: &Layer, found: &[Found]) -> Result<Vec<u8>, String> {
    let fields: Vec<&str> =
        schema::all(layer.name()).map(|f| f.name).filter(|f| *f != "name" && layer.column(f).is_some()).collect();
    let mut extras: Vec<&str> = Vec::new();
    for f in found {
        for (key, _) in layer.extras(f.row) {
            if !extras.contains(&key) {
                extras.push(key);
            }
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = ["layer", "id", "name", "lon", "lat", "distance_m"];
    writer.write_record(head.iter().chain(&fields).chain(&extras)).map_err(|e| e.to_string())?;
    for f in found {
        let at = anchor(layer, f.row);
        let mut record = vec![
            layer.name().code().to_owned(),
            layer.id(f.row).to_owned(),
            layer.text(f.row, "name").unwrap_or_default().to_owned(),
            at.map_or_else(String::new, |p| format!("{:.7}", p.lng)),
            at.map_or_else(String::new, |p| format!("{:.7}", p.lat)),
            f.distance_m.map_or_else(String::new, |d| format!("{d:.3}")),
        ];
        for key in fields.iter().chain(&extras) {
            record.push(text_of(layer, f.row, key).unwrap_or_default());
        }
        writer.write_record(&record).map_err(|e| e.to_string())?;
    }
    writer.into_inner().map_err(|e| e.to_string())
}

/// A value as text: codes and text as they are, numbers shortest, days and times in ISO form.
fn text_of(layer: &Layer, row: usize, key: &str) -> Option<String> {
    if key == "id" {
        return Some(layer.id(row).to_owned());
    }
    if schema::position(layer.name(), key).is_none() {
        return layer.extras(row).find(|(k, _)| *k == key).map(|(_, v)| v.to_owned());
    }
    Some(match layer.value(row, key)? {
        Value::Text(t) => t.to_owned(),
        Value::Code(t) => t.to_owned(),
        Value::Number(v) => v.to_string(),
        Value::Flag(v) => v.to_string(),
        Value::Date(v) => riskmap::dataset::dates::write_date(v),
        Value::DateTime(v) => riskmap::dataset::dates::write_date_time(v),
    })
}

fn properties(layer: &Layer, found: &Found) -> Map<String, Json> {
    let row = found.row;
    let mut out = Map::new();
    out.insert("layer".to_owned(), layer.name().code().into());
    out.insert("id".to_owned(), layer.id(row).into());
    let name = layer.title(row);
    out.insert("name".to_owned(), layer.text(row, "name").map_or(Json::Null, |_| name.zh.into()));
    if let Some(d) = found.distance_m {
        out.insert("distance_m".to_owned(), json!(d));
    }
    for (def, value) in layer.values(row) {
        let json = match value {
            Value::Number(v) => json!(v),
            Value::Flag(v) => json!(v),
            Value::Text(t)
                if matches!(layer.column(def.name), Some(Column::Text(_))) && def.kind == schema::FieldType::List =>
            {
                serde_json::from_str(t).unwrap_or_else(|_| Json::from(t))
            }
            _ => text_of(layer, row, def.name).map_or(Json::Null, Json::from),
        };
        out.insert(def.name.to_owned(), json);
    }
    for (key, value) in layer.extras(row) {
        out.insert(key.to_owned(), value.into());
    }
    out
}

fn geometry(layer: &Layer, row: usize) -> Json {
    let shape = layer.shapes().get(row);
    let pair = |p: &LngLat| json!([seven(p.lng), seven(p.lat)]);
    let ring = |part: &[LngLat]| Json::Array(part.iter().map(pair).collect());
    match shape.kind() {
        ShapeKind::None => Json::Null,
        ShapeKind::Point => {
            shape.coords().first().map_or(Json::Null, |p| json!({"type": "Point", "coordinates": pair(p)}))
        }
        ShapeKind::Line => {
            let parts: Vec<Json> = shape.parts().map(|(part, _)| ring(part)).collect();
            match <[Json; 1]>::try_from(parts) {
                Ok([only]) => json!({"type": "LineString", "coordinates": only}),
                Err(parts) => json!({"type": "MultiLineString", "coordinates": parts}),
            }
        }
        ShapeKind::Polygon => {
            let mut members: Vec<Vec<Json>> = Vec::new();
            for (part, hole) in shape.parts() {
                match members.last_mut().filter(|_| hole) {
                    Some(member) => member.push(ring(part)),
                    None => members.push(vec![ring(part)]),
                }
            }
            match <[Vec<Json>; 1]>::try_from(members) {
                Ok([only]) => json!({"type": "Polygon", "coordinates": only}),
                Err(members) => json!({"type": "MultiPolygon", "coordinates": members}),
            }
        }
    }
}

/// A coordinate with seven decimals, 11 mm.
fn seven(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}
