//! `riskmap density`: the exact density of a layer's points at given places.

use crate::load;
use crate::outcome::{Failure, Outcome, Verdict, print};
use riskmap::domain::LayerName;
use riskmap::engine::{DensityQuery, Engine, Reply, Request};
use riskmap::surface::Breaks;
use riskmap::units::LngLat;
use std::path::{Path, PathBuf};

/// What is asked.
#[derive(clap::Args)]
pub struct Args {
    /// The dataset: a folder or a .zip.
    dir: PathBuf,
    /// The layer whose points count.
    layer: String,
    /// The kernel.
    #[arg(long, value_enum, default_value_t = Kernel::Quartic)]
    kernel: Kernel,
    /// The kernel's radius in metres.
    #[arg(long, value_name = "M")]
    bandwidth: f64,
    /// The number field that weighs the points; without it every point counts once.
    #[arg(long, value_name = "FIELD")]
    weight: Option<String>,
    /// Places to answer at: CSV with columns lon and lat.
    #[arg(long, value_name = "FILE.csv")]
    points: PathBuf,
}

/// Kernels of the plane.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kernel {
    /// K(u) = 3/π · (1 − u²)², u < 1.
    Quartic,
}

/// Answers `lon,lat,per_km2`.
pub fn run(args: Args) -> Outcome {
    let Kernel::Quartic = args.kernel;
    let layer = LayerName::from_code(&args.layer)
        .ok_or_else(|| Failure::said(format!("there is no layer {:?}", args.layer)))?;
    let places = places(&args.points).map_err(Failure::said)?;
    let mut engine = load::open(&args.dir).map_err(Failure::said)?;
    let query = DensityQuery { layer, weight: args.weight, bandwidth_m: args.bandwidth, breaks: Breaks::Pretty };
    print(answer(&mut engine, &query, &places).map_err(Failure::said)?)?;
    Ok(Verdict::Good)
}

fn answer(engine: &mut Engine, query: &DensityQuery, places: &[LngLat]) -> Result<String, String> {
    let mut out = "lon,lat,per_km2\n".to_owned();
    for at in places {
        let request = Request::DensityAt { query: query.clone(), at: *at };
        match engine.handle(request).map_err(|e| e.to_string())? {
            Reply::DensityAt(d) => out.push_str(&format!("{:.7},{:.7},{}\n", at.lng, at.lat, d.per_km2)),
            _ => return Err("the engine answered something else".to_owned()),
        }
    }
    Ok(out)
}

fn places(path: &Path) -> Result<Vec<LngLat>, String> {
    let name = path.display();
    let mut reader = csv::Reader::from_path(path).map_err(|e| format!("{name}: {e}"))?;
    let header = reader.headers().map_err(|e| format!("{name}: {e}"))?.clone();
    let column = |wanted: &str| {
        let found = header.iter().position(|h| h.trim_start_matches('\u{feff}').trim().eq_ignore_ascii_case(wanted));
        found.ok_or_else(|| format!("{name}: no column {wanted:?}"))
    };
    let (lon, lat) = (column("lon")?, column("lat")?);
    let mut places = Vec::new();
    for (i, record) in reader.records().enumerate() {
        let record = record.map_err(|e| format!("{name}: {e}"))?;
        let number = |at: usize| record.get(at).and_then(|v| v.trim().parse().ok());
        let place = number(lon).zip(number(lat)).map(|(lng, lat)| LngLat::new(lng, lat)).filter(|p| p.is_valid());
        places.push(place.ok_or_else(|| format!("{name} row {}: expected lon and lat in degrees", i + 1))?);
    }
    Ok(places)
}
