//! Files to a city, layer by layer, in steps that a worker can pause between.
//!
//! [`Reading`] says which files it wants ([`Reading::wanted`]); each is opened ([`Reading::open`]), fed in pieces as
//! they arrive and handed back. [`read`] does all that for files in memory.

use super::builder::LayerBuilder;
use super::check;
use super::files::{Files, FilesError, MANIFEST};
use super::format::{FileError, Formats, LayerReader, Opening};
use super::gunzip::Gunzip;
use super::manifest::{self, ManifestError};
use super::report::{LayerReport, Report, Warning, WarningKind};
use super::{patches, rules};
use crate::domain::{City, Layer, LayerName, RulePack, Words};

/// Why a dataset could not be opened at all. A layer that cannot be read is no such error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatasetError {
    /// The files do not hold together.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// There is no manifest.
    #[error("there is no city.json among the {0} files")]
    NoManifest(usize),
    /// The manifest cannot be used.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
}

impl DatasetError {
    /// The sentence for people.
    pub fn words(&self) -> Words {
        match self {
            Self::Files(e) => e.words(),
            Self::NoManifest(n) => Words::new(
                format!("{n} 个文件中没有 city.json；单独的表格要与说明其各列的导入方案（.toml）一起打开"),
                format!(
                    "{self}; tables alone are opened together with a plan (.toml) that says what their columns are"
                ),
            ),
            Self::Manifest(e) => Words::new(format!("city.json：{}", e.words.zh), self.to_string()),
        }
    }
}

/// How far reading is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The layer being read.
    pub layer: LayerName,
    /// Bytes of all files read so far, as they are stored.
    pub done: u64,
    /// Bytes of all files.
    pub total: u64,
}

/// A city and what reading it kept, rejected and noticed.
#[derive(Debug)]
pub struct Loaded {
    /// The city.
    pub city: City,
    /// The report.
    pub report: Report,
}

/// A file that a dataset names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The layer.
    pub layer: LayerName,
    /// The file, relative to the manifest.
    pub href: String,
}

/// A dataset being read.
pub struct Reading {
    formats: Formats,
    city: City,
    report: Report,
    wanted: Vec<Wanted>,
    rules: Vec<RulePack>,
    needs_importer: bool,
}

impl Reading {
    /// Starts with the manifest.
    pub fn new(manifest: &[u8], formats: Formats) -> Result<Self, DatasetError> {
        let (manifest, warnings) = manifest::parse(manifest)?;
        let wanted = |layer: &LayerName| {
            let file = manifest.layers.get(layer.code())?;
            Some(Wanted { layer: *layer, href: file.href.clone() })
        };
        let wanted = LayerName::ALL.iter().filter_map(wanted).collect();
        let report = Report { warnings, ..Report::default() };
        Ok(Self { formats, city: City::new(manifest), report, wanted, rules: Vec::new(), needs_importer: false })
    }

    /// The layers' files, in the order of [`LayerName::ALL`]. Any order of reading them will do.
    pub fn wanted(&self) -> &[Wanted] {
        &self.wanted
    }

    /// The file of import's report, if the manifest names one.
    pub fn wanted_report(&self) -> Option<&str> {
        self.city.manifest.report.as_deref()
    }

    /// The files of the rule packs, in the order in which they are to be taken.
    pub fn wanted_rules(&self) -> &[String] {
        &self.city.manifest.rule_packs
    }

    /// The file of corrections, if the manifest names one. It is to be taken before any layer is.
    pub fn wanted_patches(&self) -> Option<&str> {
        self.city.manifest.patches.as_deref()
    }

    /// The city as far as it has been read.
    pub fn city(&self) -> &City {
        &self.city
    }

    /// The city, to be lent to whoever draws it while it is being read. It must be back before the next layer is taken.
    pub fn city_mut(&mut self) -> &mut City {
        &mut self.city
    }

    /// Whether a file is one that only the importer (or the command line) reads.
    pub fn needs_importer(&self) -> bool {
        self.needs_importer
    }

    /// Opens a layer's file. Fails (and says so in the report) where no reader or coordinate system for it is at hand.
    pub fn open(&mut self, wanted: &Wanted) -> Option<LayerLoad> {
        match self.try_open(wanted) {
            Ok(load) => Some(load),
            Err(e) => {
                self.needs_importer |= e.needs_importer;
                self.unreadable(wanted, e.words);
                None
            }
        }
    }

    fn try_open(&self, wanted: &Wanted) -> Result<LayerLoad, FileError> {
        let manifest = &self.city.manifest;
        let file = manifest.layers.get(wanted.layer.code()).cloned().unwrap_or_default();
        let format = self.formats.find(file.format.as_deref(), &wanted.href).ok_or_else(|| {
            let named = file.format.as_deref().unwrap_or(&wanted.href);
            FileError::foreign(
                format!("{named:?} 的格式在此不能直接读取；请先导入转换（riskmap import，或在页面中打开此文件）"),
                format!("the format of {named:?} cannot be read here; it must be imported first (riskmap import, or open the file in the page)"),
            )
        })?;
        let (code, crs_is_declared) = manifest::crs_of(manifest, &file);
        let crs = (self.formats.open_crs)(code)?;
        let opening = Opening { limits: self.formats.limits, open_crs: self.formats.open_crs, crs_is_declared };
        let mut rows = LayerBuilder::new(wanted.layer, wanted.href.clone());
        rows.set_crs(crs);
        Ok(LayerLoad {
            wanted: wanted.clone(),
            reader: (format.open)(&opening),
            rows,
            gunzip: None,
            begun: false,
            bytes: 0,
            max_bytes: self.formats.limits.file_bytes,
            limits: self.formats.limits,
            failed: None,
        })
    }

    /// Says that a layer's file could not be had: not there, not fetched.
    pub fn missing(&mut self, wanted: &Wanted, why: &Words) {
        let href = &wanted.href;
        let words = Words::new(
            format!("清单中的文件 {href:?} 无法取得：{}", why.zh),
            format!("the file {href:?} of the manifest cannot be had: {}", why.en),
        );
        self.unreadable(wanted, words);
    }

    fn unreadable(&mut self, wanted: &Wanted, words: Words) {
        let code = wanted.layer.code();
        self.report.layers.entry(code.to_owned()).or_default();
        self.report.warnings.push(Warning::of_layer(WarningKind::Unreadable, code, &wanted.href, words));
    }

    /// Takes a layer that has been read to its end. Gives it back as part of the city.
    pub fn take(&mut self, load: LayerLoad) -> Option<&Layer> {
        let (wanted, layer, report, failed) = load.finish();
        let code = wanted.layer.code();
        let nothing = failed.is_some() && report.read == 0;
        if let Some(error) = failed {
            self.needs_importer |= error.needs_importer;
            let warning = Warning::of_layer(WarningKind::Unreadable, code, &wanted.href, error.words);
            // Where rows were read, the next is the one that could not be.
            let row = (report.read > 0).then(|| u32::try_from(report.read + 1).ok()).flatten();
            self.report.warnings.push(Warning { row, ..warning });
        }
        let told = self.report.layers.entry(code.to_owned()).or_default();
        *told = report;
        if nothing {
            return None;
        }
        let layer = patches::apply_layer(layer, &mut self.city.corrections, told);
        self.city.insert(layer);
        self.city.layer(wanted.layer)
    }

    /// Takes the file of corrections. What cannot be used of it is said in the report.
    pub fn take_patches(&mut self, name: &str, bytes: &[u8]) {
        self.city.corrections = patches::parse(name, bytes, &mut self.report.warnings);
    }

    /// Takes a file of corrections that lies beside the manifest, which does not name it.
    pub fn take_unnamed_patches(&mut self, bytes: &[u8]) {
        let text = Words::new(
            "已采用；清单中没有写 \"patches\": \"patches.json\"，从网上打开这份数据时不会读取它",
            "applied; city.json does not name it (\"patches\": \"patches.json\"), so that it is not read where the dataset is fetched from an address",
        );
        self.report.warnings.push(Warning::of_layer(WarningKind::Manifest, "", patches::PATCHES, text));
        self.city.manifest.patches = Some(patches::PATCHES.to_owned());
        self.take_patches(patches::PATCHES, bytes);
    }

    /// Says that the file of corrections could not be had.
    pub fn missing_patches(&mut self, name: &str, why: &Words) {
        let text = Words::new(
            format!("更正文件无法取得，更正未采用：{}", why.zh),
            format!("the file of corrections cannot be had, and none is applied: {}", why.en),
        );
        self.report.warnings.push(Warning::of_layer(WarningKind::Unreadable, "", name, text));
    }

    /// Takes the file of a rule pack. What cannot be used of it is said in the report.
    pub fn take_rules(&mut self, name: &str, bytes: &[u8]) {
        self.rules.extend(rules::parse(name, bytes, &mut self.report.warnings));
    }

    /// Says that the file of a rule pack could not be had.
    pub fn missing_rules(&mut self, name: &str, why: &Words) {
        let text = Words::new(
            format!("规则包无法取得，未采用：{}", why.zh),
            format!("the rule pack cannot be had and is not used: {}", why.en),
        );
        self.report.warnings.push(Warning::of_layer(WarningKind::Unreadable, "", name, text));
    }

    /// Takes import's report: what was merged, skipped and rejected then is part of the truth about the dataset.
    pub fn take_import_report(&mut self, name: &str, bytes: &[u8]) {
        match serde_json::from_slice::<Report>(bytes) {
            Ok(import) => self.report.add_import(import),
            Err(e) => self.report.warnings.push(Warning::of_layer(
                WarningKind::ReportMismatch,
                "",
                name,
                Words::new(format!("导入报告无法读取：{e}"), format!("import's report cannot be read: {e}")),
            )),
        }
    }

    /// Ends reading: looks at the whole city and notes what is suspicious.
    pub fn finish(mut self) -> Loaded {
        self.city.rules = self.rules;
        patches::finish(&mut self.city, &mut self.report);
        check::check(&self.city, &mut self.report);
        Loaded { city: self.city, report: self.report }
    }
}

/// A layer's file being read.
pub struct LayerLoad {
    wanted: Wanted,
    reader: Box<dyn LayerReader>,
    rows: LayerBuilder,
    gunzip: Option<Gunzip>,
    begun: bool,
    bytes: u64,
    max_bytes: u64,
    limits: super::limits::Limits,
    failed: Option<FileError>,
}

impl LayerLoad {
    /// Takes the next piece of the file, gzipped or not. About 5 ms a megabyte.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.failed.is_some() || bytes.is_empty() {
            return;
        }
        if !self.begun {
            self.begun = true;
            self.gunzip = Gunzip::is_gzip(bytes).then(|| Gunzip::new(self.limits));
        }
        self.bytes += bytes.len() as u64;
        let Self { reader, rows, gunzip, .. } = self;
        let done = if self.bytes > self.max_bytes {
            let mb = self.max_bytes >> 20;
            Err(FileError::new(
                format!("超过 {mb} MB；此后未读"),
                format!("more than {mb} MB; nothing after it was read"),
            ))
        } else if let Some(gunzip) = gunzip {
            gunzip.feed(bytes, |inflated| reader.feed(inflated, rows))
        } else {
            reader.feed(bytes, rows)
        };
        self.failed = done.err();
    }

    /// Bytes fed so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        self.rows.rows_read()
    }

    /// Whether nothing more can be read.
    pub fn failed(&self) -> bool {
        self.failed.is_some()
    }

    fn finish(self) -> (Wanted, Layer, LayerReport, Option<FileError>) {
        let Self { wanted, mut reader, mut rows, gunzip, mut failed, .. } = self;
        if failed.is_none()
            && let Some(mut gunzip) = gunzip
        {
            failed = gunzip.finish(|inflated| reader.feed(inflated, &mut rows)).err();
        }
        match failed {
            None => failed = reader.finish(&mut rows).err(),
            Some(_) => reader.broken_off(&mut rows),
        }
        let (layer, report) = rows.finish();
        (wanted, layer, report, failed)
    }
}

/// Files are fed in pieces of this size, so that progress is seen.
const PIECE: usize = 1 << 20;

/// Reads a dataset from files in memory.
pub fn read(files: Files, formats: &Formats, progress: &mut dyn FnMut(Progress)) -> Result<Loaded, DatasetError> {
    let mut files = files.rooted(&formats.limits)?;
    let manifest = files.take(MANIFEST).ok_or(DatasetError::NoManifest(files.len()))?;
    let mut reading = Reading::new(&manifest, formats.clone())?;
    match reading.wanted_patches().map(str::to_owned) {
        Some(name) => match files.get(&name) {
            Some(bytes) => reading.take_patches(&name, bytes),
            None => reading.missing_patches(&name, &Words::new("文件不存在", "it is not there")),
        },
        None => files.get(patches::PATCHES).into_iter().for_each(|bytes| reading.take_unnamed_patches(bytes)),
    }
    let wanted = reading.wanted().to_vec();
    let size = |w: &Wanted| files.get(&w.href).map_or(0, |b| b.len() as u64);
    let total = wanted.iter().map(size).sum();
    let mut done = 0;
    for file in &wanted {
        let Some(bytes) = files.get(&file.href) else {
            reading.missing(file, &Words::new("文件不存在", "it is not there"));
            continue;
        };
        if let Some(mut load) = reading.open(file) {
            for piece in bytes.chunks(PIECE) {
                load.feed(piece);
                progress(Progress { layer: file.layer, done: done + load.bytes(), total });
            }
            reading.take(load);
        }
        done += bytes.len() as u64;
        progress(Progress { layer: file.layer, done, total });
    }
    for name in reading.wanted_rules().to_vec() {
        match files.get(&name) {
            Some(bytes) => reading.take_rules(&name, bytes),
            None => reading.missing_rules(&name, &Words::new("文件不存在", "it is not there")),
        }
    }
    if let Some(name) = reading.wanted_report().map(str::to_owned) {
        match files.get(&name) {
            Some(bytes) => reading.take_import_report(&name, bytes),
            None => reading.take_import_report(&name, b""),
        }
    }
    Ok(reading.finish())
}
