//! `riskmap changes OLDER DIR`: what differs between an earlier dataset and a later one.

use crate::format::Format;
use crate::load;
use crate::outcome::{Failure, Outcome, Verdict, stdout};
use riskmap::engine::{Export, Reply, Request};
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `changes`.
#[derive(clap::Args)]
pub struct Args {
    /// The earlier dataset: a folder or a .zip.
    older: PathBuf,
    /// The later one.
    dir: PathBuf,
    /// How the answer is written: CSV has every difference, JSON the counts and the first 500 rows.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

/// Runs `changes`: levels that became worse first.
pub fn run(args: Args) -> Outcome {
    let older = load::files(&args.older).map_err(Failure::said)?;
    let mut engine = load::open(&args.dir).map_err(Failure::said)?;
    let table = match engine.handle(Request::Changes(older))? {
        Reply::Changes(table) => *table,
        other => return Err(Failure::said(format!("unexpected answer {other:?}"))),
    };
    let mut out = stdout();
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &table)?;
            writeln!(out)?;
        }
        // The day of the export is the reader's own affair: a script compares two runs.
        Format::Csv => match engine.handle(Request::Export { table: Export::Changes, on: String::new() })? {
            Reply::File(file) => out.write_all(&file.bytes)?,
            other => return Err(Failure::said(format!("unexpected answer {other:?}"))),
        },
    }
    out.flush()?;
    Ok(Verdict::Good)
}
