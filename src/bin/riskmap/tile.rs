//! `riskmap tile`: the bytes of one vector tile, as the map gets them.

use crate::load;
use crate::outcome::{Failure, Outcome, Verdict, print};
use std::path::PathBuf;

/// Which tile.
#[derive(clap::Args)]
pub struct Args {
    /// The dataset: a folder or a .zip.
    dir: PathBuf,
    /// The layer.
    layer: String,
    /// Zoom.
    z: u8,
    /// Column.
    x: u32,
    /// Row, from the north.
    y: u32,
}

/// Writes the tile to standard output.
pub fn run(args: Args) -> Outcome {
    let mut engine = load::open(&args.dir).map_err(Failure::said)?;
    print(engine.tile(&format!("{}/{}/{}/{}", args.layer, args.z, args.x, args.y))?)?;
    Ok(Verdict::Good)
}
