//! `riskmap info DIR`: what a dataset holds: layers, how many, how long, where.

use crate::check::{Shape, corrected, load};
use crate::outcome::{Outcome, Verdict, stdout};
use geo::{Geodesic, Length, LineString};
use riskmap::dataset::patches;
use riskmap::domain::{Layer, ShapeKind};
use riskmap::units::LngLatBox;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `info`.
#[derive(clap::Args)]
pub struct Args {
    /// The dataset: a folder with city.json, or a .zip of one.
    dir: PathBuf,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    format: Shape,
}

/// Runs `info`.
pub fn run(args: Args) -> Outcome {
    let loaded = load(&args.dir)?;
    let city = &loaded.city;
    let mut out = stdout();
    if args.format == Shape::Json {
        let mut layers = Map::new();
        for layer in city.layers() {
            layers.insert(layer.name().code().to_owned(), described(layer));
        }
        let (name, as_of) = (&city.manifest.name, &city.manifest.as_of);
        serde_json::to_writer_pretty(
            &mut out,
            &json!({ "name": name, "as_of": as_of, "layers": layers, "corrections": patches::counts(city) }),
        )?;
        writeln!(out)?;
    } else {
        let manifest = &city.manifest;
        writeln!(out, "{} · {} · {}", manifest.name.zh, manifest.name.en, manifest.as_of)?;
        for layer in city.layers() {
            let length = length_km(layer).map_or(String::new(), |km| format!("  {km:.1} km"));
            let bbox = bounds(layer)
                .map_or(String::new(), |b| format!("  {:.4} {:.4} {:.4} {:.4}", b.west, b.south, b.east, b.north));
            writeln!(out, "{:<14} {:>8}{bbox}{length}", layer.name().code(), layer.len())?;
        }
        if let Some(line) = corrected(city) {
            writeln!(out, "{line}")?;
        }
        for source in &manifest.sources {
            writeln!(out, "{}: {} ({})", source.name, source.attribution, source.licence)?;
        }
    }
    out.flush()?;
    Ok(Verdict::Good)
}

fn described(layer: &Layer) -> Value {
    let bbox = bounds(layer).map(|b| [b.west, b.south, b.east, b.north]);
    let mut value = json!({ "count": layer.len(), "bbox": bbox });
    if let Some(km) = length_km(layer) {
        value["length_km"] = json!((km * 1000.0).round() / 1000.0);
    }
    value
}

fn bounds(layer: &Layer) -> Option<LngLatBox> {
    LngLatBox::around(layer.shapes().coords().iter().copied())
}

/// Kilometres of a layer's lines on the ellipsoid; none where it has no lines.
fn length_km(layer: &Layer) -> Option<f64> {
    let mut metres = None;
    for row in 0..layer.len() {
        let shape = layer.shapes().get(row);
        if shape.kind() != ShapeKind::Line {
            continue;
        }
        for (part, _) in shape.parts() {
            let line: LineString = part.iter().map(|p| (p.lng, p.lat)).collect();
            *metres.get_or_insert(0.0) += Geodesic.length(&line);
        }
    }
    metres.map(|m: f64| m / 1000.0)
}
