//! `riskmap density`: the exact density of a layer's points, at given places or on a grid.

use crate::geotiff;
use crate::load;
use crate::outcome::{Failure, Outcome, Verdict, print};
use riskmap::domain::{CrashFilter, LayerName};
use riskmap::engine::{DensityQuery, Engine, Reply, Request};
use riskmap::surface::Breaks;
use riskmap::units::LngLat;
use std::path::{Path, PathBuf};

/// What is asked.
#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("where").required(true).args(["points", "grid"]))]
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
    points: Option<PathBuf>,
    /// Metres between the nodes of a grid over all points and a bandwidth around them; needs --out.
    #[arg(long, value_name = "CELL_M", requires = "out")]
    grid: Option<f64>,
    /// The GeoTIFF that the grid goes to: 32-bit floats per km², on the city's own plane.
    #[arg(long, value_name = "FILE.tif", requires = "grid")]
    out: Option<PathBuf>,
}

/// Kernels of the plane.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kernel {
    /// K(u) = 3/π · (1 − u²)², u < 1.
    Quartic,
}

/// Answers `lon,lat,per_km2`, or writes the grid.
pub fn run(args: Args) -> Outcome {
    let Kernel::Quartic = args.kernel;
    let layer = LayerName::from_code(&args.layer)
        .ok_or_else(|| Failure::said(format!("there is no layer {:?}", args.layer)))?;
    let places = args.points.as_deref().map(places).transpose().map_err(Failure::said)?;
    let mut engine = load::open(&args.dir).map_err(Failure::said)?;
    let query = DensityQuery {
        layer,
        weight: args.weight,
        bandwidth_m: args.bandwidth,
        breaks: Breaks::Pretty,
        crashes: CrashFilter::default(),
    };
    if let Some(places) = places {
        print(answer(&mut engine, &query, &places).map_err(Failure::said)?)?;
    }
    if let (Some(cell_m), Some(out)) = (args.grid, args.out) {
        write_grid(&mut engine, &query, cell_m, &out)?;
    }
    Ok(Verdict::Good)
}

fn write_grid(engine: &mut Engine, query: &DensityQuery, cell_m: f64, out: &Path) -> Result<(), Failure> {
    let surface = engine
        .density_grid(query, cell_m)?
        .ok_or_else(|| Failure::said(format!("layer {} has no points: there is nothing to grid", query.layer)))?;
    let weighted = query.weight.as_ref().map_or_else(String::new, |field| format!(" weighted by {field}"));
    let what = format!(
        "Density of {}{weighted} per km2, quartic kernel, bandwidth {} m, by riskmap",
        query.layer, query.bandwidth_m
    );
    let bytes = geotiff::encode(&surface, engine.open()?.plane(), &what)?;
    std::fs::write(out, bytes).map_err(|e| Failure::said(format!("cannot write {}: {e}", out.display())))?;
    eprintln!(
        "{}: {} × {} nodes {cell_m} m apart, at most {:.2} per km², {} points, {} without a weight left out",
        out.display(),
        surface.grid.columns,
        surface.grid.rows,
        surface.max_per_km2,
        surface.points,
        surface.without_weight
    );
    Ok(())
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
