//! `riskmap check DIR`: what a dataset keeps, merges, skips and rejects, and what is odd in it; import's report included.

use crate::explain::confidence;
use crate::outcome::{Failure, Outcome, Verdict, stdout};
use crate::told;
use riskmap::dataset::check::unjudged_for_shift;
use riskmap::dataset::patches::{self, Counts};
use riskmap::dataset::{Files, Formats, Loaded, Warning, WarningKind};
use riskmap::domain::{City, Confidence, RulePack, Words};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `check`.
#[derive(clap::Args)]
pub struct Args {
    /// The dataset: a folder with city.json, or a .zip of one.
    dir: PathBuf,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    format: Shape,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Shape {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Runs `check`.
pub fn run(args: Args) -> Outcome {
    let loaded = load(&args.dir)?;
    let report = &loaded.report;
    let rules = rules(&loaded.city);
    let unjudged = unjudged_for_shift(&loaded.city);
    let corrections = patches::counts(&loaded.city);
    let mut out = stdout();
    let all = || report.warnings.iter().chain(report.layers.values().flat_map(|l| &l.warnings));
    match args.format {
        Shape::Json => {
            let warnings: Vec<&Warning> = all().collect();
            serde_json::to_writer_pretty(
                &mut out,
                &serde_json::json!({
                    "layers": report.layers, "warnings": warnings, "rules": rules, "unjudged_for_shift": unjudged,
                    "corrections": corrections,
                }),
            )?;
            writeln!(out)?;
        }
        Shape::Text => {
            for (code, n) in &report.layers {
                writeln!(
                    out,
                    "{code:<14} read {:>8}  kept {:>8}  merged {:>7}  skipped {:>6}  rejected {:>6}",
                    n.read, n.kept, n.merged, n.skipped, n.rejected_count
                )?;
            }
            for pack in &rules {
                writeln!(out, "{}", said(pack))?;
            }
            if let Some(line) = corrected(&loaded.city) {
                writeln!(out, "{line}")?;
            }
            for (code, layer) in &report.layers {
                for r in &layer.rejected {
                    let (file, row, field) = (&r.file, r.row, &r.field);
                    writeln!(
                        out,
                        "rejected: {code}: {file} data row {row}: {field}: found {:?}, expected {}",
                        r.found, r.expected
                    )?;
                }
            }
            for w in &report.warnings {
                told::warning(&mut out, w)?;
            }
            for (code, layer) in &report.layers {
                told::warnings(&mut out, code, layer)?;
            }
            if report.layers.values().any(|l| l.rejected_count > 0) || all().any(|w| w.row.is_some()) {
                writeln!(out, "({})", told::ROWS)?;
            }
            if !unjudged.is_empty() {
                let names: Vec<&str> = unjudged.iter().map(|name| name.code()).collect();
                let names = names.join(", ");
                writeln!(out, "too little to tell whether the whole layer is shifted: {names}")?;
            }
        }
    }
    out.flush()?;
    let rejected = report.layers.values().any(|l| l.rejected_count > 0);
    let failed =
        all().any(|w| matches!(w.kind, WarningKind::Unreadable | WarningKind::Truncated | WarningKind::OpenQuote));
    let unfit = corrections.no_longer_fit + corrections.rejected > 0;
    Ok(Verdict::good_if(!rejected && !failed && !unfit))
}

/// How the corrections made by hand stand, in one line; none where there are none.
pub fn corrected(city: &City) -> Option<String> {
    let Counts { applied, no_longer_fit, rejected } = patches::counts(city);
    let file = city.manifest.patches.as_deref().unwrap_or(patches::PATCHES);
    (!city.corrections.is_empty())
        .then(|| format!("corrections: {file}: {applied} applied, {no_longer_fit} no longer fit, {rejected} malformed"))
}

/// A rule pack that was read.
#[derive(serde::Serialize)]
struct Rules {
    file: String,
    name: Words,
    source: String,
    confidence: Confidence,
    /// The constants that it sets and that are in force, with their values.
    in_force: BTreeMap<String, f64>,
    /// Those in whose place a later pack or the manifest has put its own.
    overridden: Vec<String>,
}

/// The rule packs that are in force, the last the strongest.
fn rules(city: &City) -> Vec<Rules> {
    let settings = city.settings();
    let of = |(i, pack): (usize, &RulePack)| {
        let its = |name: &String| settings.set.get(name).map(|set| (set.pack == Some(i), set.value));
        Rules {
            file: pack.file.clone(),
            name: pack.name.clone(),
            source: pack.source.clone(),
            confidence: pack.confidence,
            in_force: pack.values.keys().filter_map(|n| its(n).filter(|s| s.0).map(|s| (n.clone(), s.1))).collect(),
            overridden: pack.values.keys().filter(|n| its(n).is_some_and(|s| !s.0)).cloned().collect(),
        }
    };
    city.rules.iter().enumerate().map(of).collect()
}

fn said(pack: &Rules) -> String {
    let values: Vec<String> = pack.in_force.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    let values = if values.is_empty() { "nothing in force".to_owned() } else { values.join(", ") };
    let (file, source, sure) = (&pack.file, &pack.source, confidence(pack.confidence));
    let mut said = format!("rules: {file}: {} ({source}; {sure}): {values}", pack.name.en);
    if !pack.overridden.is_empty() {
        said += &format!("; overridden: {}", pack.overridden.join(", "));
    }
    said
}

/// Reads a dataset from a folder or a .zip, in every format that the command line knows.
pub fn load(path: &Path) -> Result<Loaded, Failure> {
    let mut files = Files::new();
    let formats = Formats::all();
    if path.is_file() {
        let bytes = std::fs::read(path).map_err(|e| Failure::said(format!("{}: {e}", path.display())))?;
        files = Files::from_zip_by(&bytes, &formats.limits, riskmap::dataset::foreign::text::gbk)?;
    } else {
        gather(path, path, &mut files)?;
    }
    riskmap::dataset::read(files, &formats, &mut |_| {}).map_err(|e| Failure::said(format!("{}: {e}", path.display())))
}

fn gather(root: &Path, folder: &Path, files: &mut Files) -> Result<(), Failure> {
    let said = |e: std::io::Error| Failure::said(format!("{}: {e}", folder.display()));
    for entry in std::fs::read_dir(folder).map_err(said)? {
        let path = entry.map_err(said)?.path();
        if path.is_dir() {
            gather(root, &path, files)?;
        } else {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let bytes = std::fs::read(&path).map_err(|e| Failure::said(format!("{}: {e}", path.display())))?;
            files.insert(&name, bytes)?;
        }
    }
    Ok(())
}
