//! A plan and a heap of raw files to a dataset: what `riskmap import` and the page's importer both do.
//!
//! Nothing is lost on the way: for every layer read = kept + merged + skipped + rejected, said in `import-report.json`
//! beside the manifest.

mod auto;
mod datetime;
mod heap;
mod osm;
mod output;
pub mod own;
mod places;
pub mod plan;
mod rule;
mod sources;
mod table;

pub use auto::plan_for;
pub use heap::{HeapError, dataset_of};
pub use plan::{Plan, PlanError};

use super::builder::LayerBuilder;
use super::format::{FileError, Formats};
use super::report::{LayerReport, Report, Warning};
use super::{patches, rules};
use crate::domain::{City, Entry, LayerFile, LayerName, Manifest, Words};
use plan::{CityPlan, Source, What};
use sources::SourceFormat;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What `schema` says in manifests of this version.
const SCHEMA: &str = "riskmap/1";
/// What the report is called in the dataset.
pub const REPORT: &str = "import-report.json";

/// Why nothing could be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The plan cannot be carried out.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A source cannot be read at all.
    #[error("{file}: {error}")]
    Source {
        /// The source's file.
        file: String,
        /// Why.
        error: FileError,
    },
}

impl ImportError {
    /// The sentence for people.
    pub fn words(&self) -> Words {
        match self {
            Self::Plan(e) => e.words.clone(),
            Self::Source { file, error } => {
                Words::new(format!("{file}：{}", error.words.zh), format!("{file}: {}", error.words.en))
            }
        }
    }
}

/// How far an import has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// The source's file.
    pub file: &'a str,
    /// What is being made of it; none while it is read.
    pub layer: Option<LayerName>,
    /// Which source, from 0.
    pub source: usize,
    /// Of how many.
    pub sources: usize,
    /// Bytes or rows done of this source, or features made of it.
    pub done: u64,
    /// Of how many; 0 where that is not known.
    pub total: u64,
}

/// What came of a source.
#[derive(Clone, Debug)]
pub struct SourceOutcome {
    /// Its file.
    pub file: String,
    /// By layer: read, kept or held for its group, merged, skipped, rejected.
    pub layers: Vec<(LayerName, LayerReport)>,
}

/// An imported city.
pub struct Imported {
    /// The city: manifest and layers.
    pub city: City,
    /// What was kept, merged, skipped, rejected and why.
    pub report: Report,
    /// The same by source, without the details, in the plan's order.
    pub sources: Vec<SourceOutcome>,
}

impl Imported {
    /// Takes over corrections that are not in the list yet, such as those that stand beside an earlier import, and applies them
    /// all.
    pub fn correct(&mut self, corrections: Vec<Entry>) {
        patches::undo(&mut self.city, &mut self.report);
        patches::add(&mut self.city.corrections, corrections);
        patches::redo(&mut self.city, &mut self.report);
    }
}

/// Gives a source's bytes by the name that the plan has for it.
pub type OpenFile<'a> = dyn Fn(&str) -> Result<Cow<'a, [u8]>, FileError> + 'a;

/// Carries out a plan.
pub fn run(
    plan: &str,
    open: &OpenFile<'_>,
    formats: &Formats,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Imported, ImportError> {
    let plan = Plan::parse(plan)?;
    let mut import = Import { formats, layers: BTreeMap::new(), judged: BTreeMap::new(), warnings: Vec::new() };
    let mut outcomes = Vec::new();
    let n = plan.sources.len();
    for (i, source) in plan.sources.iter().enumerate() {
        let at = |error| ImportError::Source { file: source.file.clone(), error };
        let bytes = open(&source.file).map_err(at)?;
        let mut heard =
            |layer, done, total| progress(Progress { file: &source.file, layer, source: i, sources: n, done, total });
        heard(None, 0, 0);
        let before = import.counts();
        import.source(source, &bytes, &mut heard).map_err(at)?;
        let layers = import.since(&before);
        if let (What::Layer(_), [(_, all)]) = (&source.what, layers.as_slice()) {
            heard(None, all.read, all.read);
        }
        outcomes.push(SourceOutcome { file: source.file.clone(), layers });
    }
    let mut packs = Vec::new();
    for file in &plan.city.rule_packs {
        let bytes = open(file).map_err(|error| ImportError::Source { file: file.clone(), error })?;
        let mut odd = Vec::new();
        match rules::parse(&format!("rules/{}", short_name(file)), &bytes, &mut odd) {
            // What is odd in it is said whenever the dataset is read.
            Some(pack) => packs.push(pack),
            None => import.warnings.extend(odd),
        }
    }
    let corrections = match &plan.city.patches {
        Some(file) => {
            let bytes = open(file).map_err(|error| ImportError::Source { file: file.clone(), error })?;
            patches::parse(short_name(file), &bytes, &mut import.warnings)
        }
        None => Vec::new(),
    };
    let mut imported = import.finish(plan.city, outcomes);
    imported.correct(corrections);
    imported.city.manifest.rule_packs = packs.iter().map(|pack| pack.file.clone()).collect();
    imported.city.rules = packs;
    Ok(imported)
}

/// Hears how far a source has come: what is being made of it, done, of how many.
type Heard<'a> = dyn FnMut(Option<LayerName>, u64, u64) + 'a;

/// An import under way.
struct Import<'a> {
    formats: &'a Formats,
    layers: BTreeMap<LayerName, LayerBuilder>,
    /// Rejections of rows that were judged one by one before they were merged.
    judged: BTreeMap<LayerName, LayerReport>,
    /// What concerns a source as a whole.
    warnings: Vec<Warning>,
}

impl Import<'_> {
    fn source(&mut self, source: &Source, bytes: &[u8], heard: &mut Heard<'_>) -> Result<(), FileError> {
        match &source.what {
            What::Osm => osm::import(source, bytes, self, heard),
            What::Layer(plan) => {
                let format = SourceFormat::of(source)?;
                let crs = match &source.crs {
                    Some(code) => (self.formats.open_crs)(code)?,
                    None => None,
                };
                let limits = self.formats.limits;
                let open_crs = self.formats.open_crs;
                let builder = self.builder(plan.layer, source);
                builder.set_crs(crs);
                builder.set_bounds(source.bounds);
                let judged = table::import(source, plan, format, bytes, limits, open_crs, builder, heard)?;
                self.judged.entry(plan.layer).or_default().absorb(judged);
                Ok(())
            }
        }
    }

    /// The builder of a layer, told that rows of this source come now.
    fn builder(&mut self, layer: LayerName, source: &Source) -> &mut LayerBuilder {
        let file = short_name(&source.file);
        let builder = self.layers.entry(layer).or_insert_with(|| LayerBuilder::new(layer, file));
        builder.set_file(file);
        builder
    }

    fn counts(&self) -> BTreeMap<LayerName, LayerReport> {
        self.layers.iter().map(|(name, builder)| (*name, self.counted(*name, builder))).collect()
    }

    fn counted(&self, name: LayerName, builder: &LayerBuilder) -> LayerReport {
        let mut counts = builder.counts();
        if let Some(judged) = self.judged.get(&name) {
            counts.read += judged.read;
            counts.rejected_count += judged.rejected_count;
        }
        counts
    }

    fn since(&self, before: &BTreeMap<LayerName, LayerReport>) -> Vec<(LayerName, LayerReport)> {
        let none = LayerReport::default();
        let mut out = Vec::new();
        for (name, now) in self.counts() {
            let then = before.get(&name).unwrap_or(&none);
            let grown = LayerReport {
                read: now.read - then.read,
                kept: now.kept - then.kept,
                merged: now.merged - then.merged,
                skipped: now.skipped - then.skipped,
                rejected_count: now.rejected_count - then.rejected_count,
                ..LayerReport::default()
            };
            if grown.read > 0 {
                out.push((name, grown));
            }
        }
        out
    }

    fn finish(mut self, plan: CityPlan, sources: Vec<SourceOutcome>) -> Imported {
        let mut manifest = Manifest {
            schema: SCHEMA.to_owned(),
            name: plan.name,
            crs: "EPSG:4326".to_owned(),
            as_of: plan.as_of,
            timezone: plan.timezone,
            sources: plan.sources,
            campaigns: plan.campaigns,
            conventions: plan.conventions,
            parameters: plan.parameters,
            report: Some(REPORT.to_owned()),
            ..Manifest::default()
        };
        let mut report = Report { warnings: self.warnings, ..Report::default() };
        let mut layers = Vec::new();
        for (name, builder) in self.layers {
            let (layer, mut told) = builder.finish();
            if let Some(judged) = self.judged.remove(&name) {
                told.absorb(judged);
            }
            report.layers.insert(name.code().to_owned(), told);
            manifest.layers.insert(name.code().to_owned(), LayerFile::default());
            layers.push(layer);
        }
        let mut city = City::new(manifest);
        for layer in layers {
            city.insert(layer);
        }
        Imported { city, report, sources }
    }
}

/// The part of a path that reports call the file.
fn short_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
