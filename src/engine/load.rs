//! Opening a city: file by file, so that the map grows while the rest is still being read.

use super::open::Open;
use super::protocol::{CityInfo, EngineError, NamedBytes, Progress, Reply};
use super::{Engine, Job, Step};
use crate::dataset::files::{Files, FilesError, MANIFEST};
use crate::dataset::format::needs_importer;
use crate::dataset::read::{LayerLoad, Reading, Wanted};
use crate::dataset::{DatasetError, Formats, patches, rules};
use crate::domain::{LayerName, Words};
use crate::units::LngLatBox;
use std::collections::VecDeque;

/// A city being opened. Ask for [`Self::next_file`], feed it, finish it, until there is none.
pub struct Loading {
    reading: Reading,
    /// The file of corrections, which comes before the layers that it corrects.
    patches: Option<String>,
    queue: VecDeque<Wanted>,
    rules: VecDeque<String>,
    report: Option<String>,
    now: Now,
    /// The engine as it was before this city took its place; none while it has not.
    before: Option<Box<Engine>>,
}

/// What is being read.
enum Now {
    Nothing,
    Patches(String, Vec<u8>),
    Layer(Wanted, Option<Box<LayerLoad>>),
    Rules(String, Vec<u8>),
    Report(String, Vec<u8>),
}

impl Loading {
    /// Begins with the manifest; `formats` are those that this program can read.
    pub fn new(manifest: &[u8], formats: Formats) -> Result<Self, EngineError> {
        let reading = Reading::new(manifest, formats).map_err(|e| EngineError::Dataset(e.words()))?;
        let mut queue: Vec<Wanted> = reading.wanted().to_vec();
        queue.sort_by_key(|w| Stage::of(w.layer));
        let rules = reading.wanted_rules().to_vec().into();
        let report = reading.wanted_report().map(str::to_owned);
        let patches = reading.wanted_patches().map(str::to_owned);
        Ok(Self { reading, patches, queue: queue.into(), rules, report, now: Now::Nothing, before: None })
    }

    /// Offers a file of corrections that lies beside the manifest: taken where that names none.
    pub fn offer_patches(&mut self, bytes: &[u8]) {
        if self.reading.wanted_patches().is_none() {
            self.reading.take_unnamed_patches(bytes);
        }
    }

    /// The next file to be fed, relative to the manifest.
    pub fn next_file(&mut self) -> Option<String> {
        if let Some(patches) = self.patches.take() {
            self.now = Now::Patches(patches.clone(), Vec::new());
            return Some(patches);
        }
        if let Some(wanted) = self.queue.pop_front() {
            let href = wanted.href.clone();
            let load = self.reading.open(&wanted).map(Box::new);
            self.now = Now::Layer(wanted, load);
            return Some(href);
        }
        if let Some(rules) = self.rules.pop_front() {
            self.now = Now::Rules(rules.clone(), Vec::new());
            return Some(rules);
        }
        let report = self.report.take()?;
        self.now = Now::Report(report.clone(), Vec::new());
        Some(report)
    }

    /// The files that [`Self::next_file`] will name, in its order.
    pub fn to_come(&self) -> impl Iterator<Item = &str> {
        let layers = self.queue.iter().map(|w| w.href.as_str());
        let layers = self.patches.as_deref().into_iter().chain(layers);
        layers.chain(self.rules.iter().map(String::as_str)).chain(self.report.as_deref())
    }

    /// What is being read, for the progress line.
    pub fn what(&self) -> String {
        match &self.now {
            Now::Layer(wanted, _) => wanted.layer.code().to_owned(),
            Now::Rules(..) => "rules".to_owned(),
            Now::Patches(..) => "patches".to_owned(),
            Now::Report(..) | Now::Nothing => "report".to_owned(),
        }
    }

    /// Takes the next piece of the file.
    pub fn feed(&mut self, bytes: &[u8]) {
        match &mut self.now {
            Now::Layer(_, Some(load)) => load.feed(bytes),
            // A pack may be too large, and says so by one byte.
            Now::Rules(_, all) if all.len() > rules::LARGEST => {}
            Now::Patches(_, all) if all.len() > patches::LARGEST => {}
            Now::Rules(_, all) | Now::Patches(_, all) | Now::Report(_, all) => all.extend_from_slice(bytes),
            Now::Layer(_, None) | Now::Nothing => {}
        }
    }

    /// Says that the file could not be had.
    pub fn missing(&mut self, why: &Words) {
        match std::mem::replace(&mut self.now, Now::Nothing) {
            Now::Layer(wanted, _) => self.reading.missing(&wanted, why),
            Now::Rules(name, _) => self.reading.missing_rules(&name, why),
            Now::Patches(name, _) => self.reading.missing_patches(&name, why),
            Now::Report(..) | Now::Nothing => {}
        }
    }

    /// Ends the file. Gives the city so far when there is something new to draw.
    pub fn finish_file(&mut self, engine: &mut Engine) -> Result<Option<Box<CityInfo>>, EngineError> {
        match std::mem::replace(&mut self.now, Now::Nothing) {
            Now::Layer(wanted, Some(load)) => self.take(&wanted, *load, engine),
            Now::Patches(name, bytes) => {
                self.reading.take_patches(&name, &bytes);
                Ok(None)
            }
            Now::Rules(name, bytes) => {
                self.reading.take_rules(&name, &bytes);
                Ok(None)
            }
            Now::Report(name, bytes) => {
                self.reading.take_import_report(&name, &bytes);
                Ok(None)
            }
            Now::Layer(_, None) | Now::Nothing => Ok(None),
        }
    }

    fn take(
        &mut self,
        wanted: &Wanted,
        load: LayerLoad,
        engine: &mut Engine,
    ) -> Result<Option<Box<CityInfo>>, EngineError> {
        self.swap_city(engine);
        let Some(layer) = self.reading.take(load) else {
            self.swap_city(engine);
            return Ok(None);
        };
        if self.before.is_none() {
            // The first layer with a place centres the plane. The old city waits, should this one be given up.
            let Some(mut open) = Open::around(layer, engine.generation + 1) else { return Ok(None) };
            engine.next_generation();
            open.swap_city(self.reading.city_mut());
            open.place_all();
            self.before = Some(Box::new(engine.replace(open)));
        } else {
            self.swap_city(engine);
            if let Some(open) = &mut engine.open {
                open.place(wanted.layer);
            }
        }
        // Files of one stage come close together: drawing each by itself would cut the same tiles again and again.
        let stage = Stage::of(wanted.layer);
        let more_to_come = stage != Stage::Asked && self.queue.front().is_some_and(|w| Stage::of(w.layer) == stage);
        let open = engine.open.as_ref().filter(|_| !more_to_come && wanted.layer.is_spatial());
        Ok(open.map(|open| Box::new(open.info())))
    }

    /// Once a layer is taken the city lives in the engine, so that it can be drawn; while rows are added it is here.
    /// Called again it goes back.
    fn swap_city(&mut self, engine: &mut Engine) {
        engine.narrowed.clear();
        engine.rings = Default::default();
        engine.own.clear();
        if self.before.is_some()
            && let Some(open) = &mut engine.open
        {
            open.swap_city(self.reading.city_mut());
        }
    }

    /// Ends reading: looks at the whole city and notes what is suspicious.
    pub fn finish(mut self, engine: &mut Engine) -> Result<Box<CityInfo>, EngineError> {
        if self.reading.needs_importer() {
            self.give_up(engine);
            return Err(EngineError::NeedsImporter);
        }
        if self.before.is_none() {
            // Nothing has a place: a dataset of tables, or of nothing.
            let generation = engine.next_generation();
            engine.replace(Open::over(&LngLatBox { west: 0.0, south: 0.0, east: 0.0, north: 0.0 }, generation));
        } else {
            self.swap_city(engine);
        }
        let loaded = self.reading.finish();
        let Some(open) = &mut engine.open else { return Err(EngineError::NoCity) };
        let mut city = loaded.city;
        open.swap_city(&mut city);
        open.centre_on_most();
        open.set_report(loaded.report);
        Ok(Box::new(open.info()))
    }

    /// Gives the engine back what was open before.
    pub fn give_up(self, engine: &mut Engine) {
        if let Some(before) = self.before {
            engine.restore(*before);
        }
    }
}

/// When a layer is read: what makes the page look like this place first, what is seen only from near last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Where the city is and what its parts are called.
    Districts,
    /// Waters, land, railways, names of places.
    Ground,
    /// The roads, which are many.
    Roads,
    /// What is asked about; each layer is drawn as soon as it is there.
    Asked,
    /// The houses: the largest file of most cities, and not drawn where a whole city is shown.
    Buildings,
    /// Tables without places.
    Tables,
}

impl Stage {
    fn of(layer: LayerName) -> Self {
        match layer {
            LayerName::Districts => Self::Districts,
            LayerName::Roads => Self::Roads,
            LayerName::Buildings => Self::Buildings,
            l if l.is_base_map() => Self::Ground,
            l if l.is_spatial() => Self::Asked,
            _ => Self::Tables,
        }
    }
}

/// Opens files in memory, a piece a step.
pub fn open_files(files: Vec<NamedBytes>, formats: Formats) -> Result<OpenJob, EngineError> {
    let refused = |e: DatasetError| EngineError::Dataset(e.words());
    let mut heap = Files::new();
    for file in files {
        let added = if file.name.to_ascii_lowercase().ends_with(".zip") {
            Files::from_zip(&file.bytes, &formats.limits)
                .and_then(|zip| zip.iter().try_for_each(|(name, bytes)| heap.insert(name, bytes.to_vec())))
        } else {
            heap.insert(&file.name, file.bytes)
        };
        added.map_err(|e| match e {
            // The importer can tell what the names are.
            FilesError::NotUtf8(_) => EngineError::NeedsImporter,
            e => refused(e.into()),
        })?;
    }
    let mut files = heap.rooted(&formats.limits).map_err(|e| refused(e.into()))?;
    let Some(manifest) = files.take(MANIFEST) else {
        // An archive may hold a plan and its tables as well as a dataset.
        let foreign = files.names().any(needs_importer);
        return Err(if foreign { EngineError::NeedsImporter } else { refused(DatasetError::NoManifest(files.len())) });
    };
    let mut loading = Loading::new(&manifest, formats)?;
    if let Some(bytes) = files.get(patches::PATCHES) {
        loading.offer_patches(bytes);
    }
    Ok(OpenJob { loading: Some(loading), files, file: None })
}

/// Files in memory being opened.
pub struct OpenJob {
    loading: Option<Loading>,
    files: Files,
    file: Option<(Vec<u8>, usize)>,
}

/// Bytes of a file that are read in one step.
const PIECE: usize = 4 << 20;

impl Job for OpenJob {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        let Some(loading) = &mut self.loading else { return Err(EngineError::Stale) };
        if self.file.is_none() {
            let Some(name) = loading.next_file() else {
                let city = self.loading.take().ok_or(EngineError::Stale)?.finish(engine)?;
                return Ok(Step::Done(Box::new(Reply::Opened(city))));
            };
            match self.files.take(&name) {
                Some(bytes) => self.file = Some((bytes, 0)),
                None => loading.missing(&Words::new("文件不存在", "it is not there")),
            }
        }
        let mut progress = Progress { what: loading.what(), done: 0, total: 0 };
        if let Some((bytes, at)) = &mut self.file {
            let end = (*at + PIECE).min(bytes.len());
            loading.feed(&bytes[*at..end]);
            *at = end;
            (progress.done, progress.total) = (end as u64, bytes.len() as u64);
            if end == bytes.len() {
                self.file = None;
                if let Some(city) = loading.finish_file(engine)? {
                    return Ok(Step::Partial(city));
                }
            }
        }
        Ok(Step::More(progress))
    }

    fn give_up(self: Box<Self>, engine: &mut Engine) {
        if let Some(loading) = self.loading {
            loading.give_up(engine);
        }
    }
}
