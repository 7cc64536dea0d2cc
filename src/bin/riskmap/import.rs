//! `riskmap import PLAN.toml --out DIR`: raw files to a dataset, and what became of every row.

use crate::check::corrected;
use crate::outcome::{Failure, Outcome, Verdict, stdout};
use crate::told;
use riskmap::dataset::files::MANIFEST;
use riskmap::dataset::import::{self, Imported};
use riskmap::dataset::{FileError, Formats, LayerReport, WarningKind, dates, manifest, patches};
use riskmap::domain::Entry;
use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Arguments of `import`.
#[derive(clap::Args)]
pub struct Args {
    /// The plan, or an OSM extract that needs none.
    plan: PathBuf,
    /// The folder that becomes the dataset.
    #[arg(long)]
    out: PathBuf,
    /// The day of the data, YYYY-MM-DD, where there is no plan to say it; today if not given.
    #[arg(long)]
    as_of: Option<String>,
}

/// At most so many rejected rows of a layer are told; all are in the report.
const TOLD: usize = 10;

/// Runs `import`.
pub fn run(args: Args) -> Outcome {
    let said = |path: &Path, e: std::io::Error| Failure::said(format!("{}: {e}", path.display()));
    let as_of = args.as_of.unwrap_or_else(today);
    let name = args.plan.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let plan = match import::plan_for(&name, &as_of) {
        Some(plan) => plan,
        None => {
            let bytes = std::fs::read(&args.plan).map_err(|e| said(&args.plan, e))?;
            String::from_utf8(bytes)
                .map_err(|_| Failure::said(format!("{}: the plan is not UTF-8 text", args.plan.display())))?
        }
    };
    let folder = args.plan.parent().unwrap_or(Path::new(""));
    let open = |file: &str| {
        let path = folder.join(file);
        std::fs::read(&path).map(Cow::Owned).map_err(|e| FileError::new(format!("无法打开：{e}"), e.to_string()))
    };
    let mut last = usize::MAX;
    let imported = import::run(&plan, &open, &Formats::all(), &mut |p| {
        if p.source != last {
            last = p.source;
            eprintln!("reading {} ({} of {})", p.file, p.source + 1, p.sources);
        }
    });
    let mut imported = imported.map_err(|e| Failure::said(e.to_string()))?;
    // Those beside the plan, then those beside an earlier import in the same folder: importing anew keeps both.
    for folder in [folder, &args.out] {
        let kept = corrections_in(folder, &mut imported)?;
        imported.correct(kept);
    }
    let verdict = tell(&imported)?;
    let files = imported.into_files()?;
    std::fs::create_dir_all(&args.out).map_err(|e| said(&args.out, e))?;
    for (name, bytes) in files.iter() {
        let path = args.out.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|e| said(folder, e))?;
        }
        std::fs::write(&path, bytes).map_err(|e| said(&path, e))?;
    }
    Ok(verdict)
}

/// The corrections that lie in a folder.
fn corrections_in(folder: &Path, imported: &mut Imported) -> Result<Vec<Entry>, Failure> {
    let named = std::fs::read(folder.join(MANIFEST)).ok().and_then(|bytes| manifest::parse(&bytes).ok());
    let name = named.and_then(|(manifest, _)| manifest.patches).unwrap_or_else(|| patches::PATCHES.to_owned());
    let path = folder.join(&name);
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let said = |why: String| Failure::said(format!("{}: {why}; nothing was written", path.display()));
    let bytes = std::fs::read(&path).map_err(|e| said(e.to_string()))?;
    let mut odd = Vec::new();
    let kept = patches::parse(&name, &bytes, &mut odd);
    // Writing over a file that cannot be read would lose what is in it.
    if let Some(warning) = odd.first() {
        return Err(said(warning.text.en.clone()));
    }
    if !kept.is_empty() {
        imported.city.manifest.patches = Some(name);
    }
    Ok(kept)
}

#[allow(clippy::disallowed_methods, reason = "native only: the day when no plan says one")]
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    dates::write_date((seconds / 86_400) as i32)
}

/// What each source gave, and why rows were dropped.
fn tell(imported: &Imported) -> Result<Verdict, Failure> {
    let mut out = stdout();
    let mut good = true;
    for source in &imported.sources {
        writeln!(out, "{}", source.file)?;
        for (layer, n) in &source.layers {
            writeln!(
                out,
                "  {:<14} read {:>8}  kept {:>8}  merged {:>7}  skipped {:>6}  rejected {:>6}",
                layer.code(),
                n.read,
                n.kept,
                n.merged,
                n.skipped,
                n.rejected_count
            )?;
        }
    }
    if let Some(line) = corrected(&imported.city) {
        writeln!(out, "{line}")?;
    }
    for warning in &imported.report.warnings {
        good = false;
        told::warning(&mut out, warning)?;
    }
    for (code, layer) in &imported.report.layers {
        good &= layer.rejected_count == 0;
        for r in layer.rejected.iter().take(TOLD) {
            writeln!(
                out,
                "rejected: {code}: {} data row {}: {}: found {:?}, expected {}",
                r.file, r.row, r.field, r.found, r.expected
            )?;
        }
        if layer.rejected_count > TOLD as u64 {
            let more = layer.rejected_count - TOLD as u64;
            writeln!(out, "rejected: {code}: {more} more, all in {}", import::REPORT)?;
        }
        // What broke off is as bad as what could not be read, whatever the format.
        good &=
            !layer.warning_counts.keys().any(|kind| matches!(kind, WarningKind::Truncated | WarningKind::OpenQuote));
        told::warnings(&mut out, code, layer)?;
    }
    let row = |l: &LayerReport| l.rejected_count > 0 || l.warnings.iter().any(|w| w.row.is_some());
    if imported.report.layers.values().any(row) {
        writeln!(out, "({})", told::ROWS)?;
    }
    out.flush()?;
    Ok(Verdict::good_if(good))
}
