//! `riskmap template LAYER --out FILE`: an empty workbook for a layer, with the values that each field may have.

use crate::outcome::{Failure, Outcome, Verdict};
use riskmap::domain::LayerName;
use riskmap::engine;
use riskmap::text::Lang;
use std::path::PathBuf;

/// Arguments of `template`.
#[derive(clap::Args)]
pub struct Args {
    /// The layer: facilities, venues, hydrants, …
    layer: String,
    /// The workbook that is written.
    #[arg(long)]
    out: PathBuf,
    /// The language of its words: zh or en.
    #[arg(long, default_value = "zh")]
    lang: String,
}

/// Runs `template`.
pub fn run(args: Args) -> Outcome {
    let layer = LayerName::from_code(&args.layer).ok_or_else(|| {
        let codes: Vec<&str> = LayerName::ALL.iter().map(|l| l.code()).collect();
        Failure::said(format!("there is no layer {:?}; there are {}", args.layer, codes.join(", ")))
    })?;
    let lang = Lang::from_code(&args.lang)
        .ok_or_else(|| Failure::said(format!("there is no language {:?}; there are zh and en", args.lang)))?;
    let book = engine::template(layer, lang);
    std::fs::write(&args.out, book.bytes).map_err(|e| Failure::said(format!("{}: {e}", args.out.display())))?;
    Ok(Verdict::Good)
}
