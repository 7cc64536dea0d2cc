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

#[cfg(test)]
mod tests {
    use super::*;

    fn args(out: &Path, scale: f64, truth: Option<PathBuf>) -> Args {
        Args { seed: 1, scale, out: out.to_owned(), truth }
    }

    fn refused(args: Args, why: &str) {
        match run(args) {
            Err(Failure::Said(words)) => assert!(words.contains(why), "{words}"),
            other => panic!("{other:?}"),
        }
    }

    /// What lies beside the folder that was asked for.
    fn left(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn what_makes_no_sense_is_refused_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("city");
        for scale in [0.0, -3.0, f64::NAN, 1e12] {
            refused(args(&out, scale, None), "scale must be");
        }
        refused(args(&out, 1.0, Some(out.join("truth.json"))), "outside the dataset");
        assert_eq!(left(folder.path()), 0);
    }

    #[test]
    fn a_folder_in_use_stays_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("mine.txt"), "mine").unwrap();
        refused(args(folder.path(), 1.0, None), "not empty");
        refused(args(&folder.path().join("mine.txt"), 1.0, None), "mine.txt");
        assert_eq!(fs::read(folder.path().join("mine.txt")).unwrap(), b"mine");
        assert_eq!(left(folder.path()), 1);
    }
}
