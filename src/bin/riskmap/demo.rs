//! `riskmap demo`: writes the invented city into a new folder.

use crate::outcome::{Failure, Outcome, Verdict};
use riskmap::demo::{Options, Output, make};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What to make, and where.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// One seed, one city: the same bytes on every machine
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many times the usual number of people and things (venues, crashes, …); roads and facilities stay
    #[arg(long, default_value_t = 1.0, allow_negative_numbers = true)]
    scale: f64,
    /// The folder to make; it must be empty or not exist
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Also write what was put in on purpose (black spots, false closings, …) to this file, outside the dataset
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
}

/// Makes the city beside its final place and moves it there when it is complete.
pub fn run(args: Args) -> Outcome {
    if occupied(&args.out)? {
        return Err(Failure::said(format!("folder is not empty: {}", args.out.display())));
    }
    if let Some(truth) = &args.truth
        && truth.starts_with(&args.out)
    {
        return Err(Failure::said(format!("the truth must lie outside the dataset: {}", truth.display())));
    }
    let unfinished = beside(&args.out)?;
    let made = fill(&args, &unfinished);
    if made.is_err() {
        // What is half-written helps nobody; if it cannot be removed, the first failure is still the one to tell.
        let _ = fs::remove_dir_all(&unfinished);
    }
    made.map(|()| Verdict::Good)
}

fn fill(args: &Args, unfinished: &Path) -> Result<(), Failure> {
    fs::create_dir_all(unfinished)?;
    let truth = make(Options { seed: args.seed, scale: args.scale }, &mut Folder(unfinished))?;
    if let Some(path) = &args.truth {
        fs::write(path, serde_json::to_vec_pretty(&truth)?)?;
    }
    if args.out.exists() {
        fs::remove_dir(&args.out)?;
    }
    Ok(fs::rename(unfinished, &args.out)?)
}

/// Whether something is at the place that must stay.
fn occupied(path: &Path) -> Result<bool, Failure> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(Failure::said(format!("cannot use {}: {e}", path.display()))),
    }
}

/// A hidden folder beside the final one, on the same disk, so that the last move cannot fail halfway.
fn beside(out: &Path) -> Result<PathBuf, Failure> {
    let Some(name) = out.file_name() else {
        return Err(Failure::said(format!("not a folder that can be made: {}", out.display())));
    };
    let hidden = format!(".{}.unfinished-{}", name.to_string_lossy(), std::process::id());
    Ok(out.with_file_name(hidden))
}

struct Folder<'a>(&'a Path);

impl Output for Folder<'_> {
    fn file(&mut self, name: &str, fill: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut out = BufWriter::new(File::create(self.0.join(name))?);
        fill(&mut out)?;
        out.flush()
    }
}
