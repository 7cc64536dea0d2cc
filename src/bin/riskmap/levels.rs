//! `riskmap levels`: base and dynamic level of facilities, pipelines and venues.

use crate::format::Format;
use crate::load;
use crate::outcome::{Failure, Outcome, Verdict, stdout};
use riskmap::domain::LayerName;
use riskmap::engine::{Engine, LevelRow, LevelsQuery, Reply, Request};
use riskmap::risk::assess::RATED;
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `levels`.
#[derive(clap::Args)]
pub struct Args {
    /// The dataset: a folder or a .zip.
    dir: PathBuf,
    /// Only this layer: facilities, pipelines or venues.
    #[arg(long)]
    layer: Option<String>,
    /// The day, YYYY-MM-DD; the manifest's if none is given.
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

/// Runs `levels`: worst first within a layer, unrated last.
pub fn run(args: Args) -> Outcome {
    let layers =
        match &args.layer {
            None => RATED.to_vec(),
            Some(code) => {
                let layer = LayerName::from_code(code).filter(|layer| RATED.contains(layer));
                vec![layer.ok_or_else(|| {
                    Failure::said(format!("--layer {code}: expected facilities, pipelines or venues"))
                })?]
            }
        };
    let mut engine = load::open(&args.dir).map_err(Failure::said)?;
    let mut rows = Vec::new();
    for layer in layers {
        rows.extend(of_layer(&mut engine, layer, args.as_of.clone())?);
    }
    let mut out = stdout();
    match args.format {
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(&mut out);
            csv.write_record(["layer", "id", "name", "base", "dynamic", "method", "completeness", "missing"])?;
            for row in &rows {
                csv.write_record([
                    row.hit.feature.layer.code(),
                    &row.hit.id,
                    &row.hit.name.zh,
                    row.base.level().code(),
                    row.dynamic.level().code(),
                    row.method.map_or("", |m| m.code()),
                    &row.completeness.map_or(String::new(), |c| format!("{c:.3}")),
                    &row.missing.join(" "),
                ])?;
            }
            csv.flush()?;
        }
        Format::Json => {
            let rows: Vec<Value> = rows.iter().map(as_json).collect();
            serde_json::to_writer_pretty(&mut out, &rows)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(Verdict::Good)
}

fn of_layer(engine: &mut Engine, layer: LayerName, as_of: Option<String>) -> Result<Vec<LevelRow>, Failure> {
    let there = engine.open().is_ok_and(|open| open.city().layer(layer).is_some_and(|l| !l.is_empty()));
    if !there {
        return Ok(Vec::new());
    }
    let query = LevelsQuery { as_of, ..LevelsQuery::of(layer) };
    match engine.handle(Request::Levels(query))? {
        Reply::Levels(mut table) => {
            engine.tell_known(&mut table)?;
            Ok(table.rows)
        }
        other => Err(Failure::said(format!("unexpected answer {other:?}"))),
    }
}

fn as_json(row: &LevelRow) -> Value {
    json!({
        "layer": row.hit.feature.layer.code(),
        "id": row.hit.id,
        "name": row.hit.name,
        "base": row.base.level().code(),
        "base_range": [row.base.best.code(), row.base.worst.code()],
        "dynamic": row.dynamic.level().code(),
        "dynamic_range": [row.dynamic.best.code(), row.dynamic.worst.code()],
        "method": row.method.map(|m| m.code()),
        "completeness": row.completeness,
        "missing": row.missing,
        "open_dangers": row.open,
        "overdue_dangers": row.overdue,
        "open_falsely_closed": row.falsely,
    })
}
