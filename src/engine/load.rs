//! Opening a city: file by file, so that the base map is drawn while the rest is still being read.

use super::open::Open;
use super::protocol::{CityInfo, EngineError, NamedBytes, Progress, Reply};
use super::{Engine, Job, Step};
use crate::dataset::files::{Files, MANIFEST};
use crate::dataset::read::{LayerLoad, Reading, Wanted};
use crate::dataset::{DatasetError, Formats};
use crate::domain::{LayerName, Words};
use crate::units::LngLatBox;
use std::collections::VecDeque;

/// A city being opened. Ask for [`Self::next_file`], feed it, finish it, until there is none.
pub struct Loading {
    reading: Reading,
    queue: VecDeque<Wanted>,
    report: Option<String>,
    now: Now,
    taken: bool,
}

/// What is being read.
enum Now {
    Nothing,
    Layer(Wanted, Option<Box<LayerLoad>>),
    Report(String, Vec<u8>),
}

impl Loading {
    /// Begins with the manifest; `formats` are those that this program can read.
    pub fn new(manifest: &[u8], formats: Formats) -> Result<Self, EngineError> {
        let reading = Reading::new(manifest, formats).map_err(|e| EngineError::Dataset(e.words()))?;
        let mut queue: Vec<Wanted> = reading.wanted().to_vec();
        queue.sort_by_key(|w| drawn_first(w.layer));
        let report = reading.wanted_report().map(str::to_owned);
        Ok(Self { reading, queue: queue.into(), report, now: Now::Nothing, taken: false })
    }

    /// The next file to be fed, relative to the manifest.
    pub fn next_file(&mut self) -> Option<String> {
        if let Some(wanted) = self.queue.pop_front() {
            let href = wanted.href.clone();
            let load = self.reading.open(&wanted).map(Box::new);
            self.now = Now::Layer(wanted, load);
            return Some(href);
        }
        let report = self.report.take()?;
        self.now = Now::Report(report.clone(), Vec::new());
        Some(report)
    }

    /// What is being read, for the progress line.
    pub fn what(&self) -> String {
        match &self.now {
            Now::Layer(wanted, _) => wanted.layer.code().to_owned(),
            Now::Report(..) | Now::Nothing => "report".to_owned(),
        }
    }

    /// Takes the next piece of the file.
    pub fn feed(&mut self, bytes: &[u8]) {
        match &mut self.now {
            Now::Layer(_, Some(load)) => load.feed(bytes),
            Now::Report(_, all) => all.extend_from_slice(bytes),
            Now::Layer(_, None) | Now::Nothing => {}
        }
    }

    /// Says that the file could not be had.
    pub fn missing(&mut self, why: &Words) {
        if let Now::Layer(wanted, _) = std::mem::replace(&mut self.now, Now::Nothing) {
            self.reading.missing(&wanted, why);
        }
    }

    /// Ends the file. Gives the city so far when there is something new to draw.
    pub fn finish_file(&mut self, engine: &mut Engine) -> Result<Option<Box<CityInfo>>, EngineError> {
        match std::mem::replace(&mut self.now, Now::Nothing) {
            Now::Layer(wanted, Some(load)) => self.take(&wanted, *load, engine),
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
        let bounds = LngLatBox::around(layer.shapes().coords().iter().copied());
        if !self.taken {
            // The first layer with a place centres the plane; the old city goes now, when the new one is certain.
            let Some(bounds) = bounds else { return Ok(None) };
            let generation = engine.next_generation();
            let mut open = Open::over(&bounds, generation);
            open.swap_city(self.reading.city_mut());
            open.place_all();
            engine.replace(open);
            self.taken = true;
        } else {
            self.swap_city(engine);
            if let Some(open) = &mut engine.open {
                open.place(wanted.layer);
            }
        }
        let base_is_coming = self.queue.iter().any(|w| drawn_first(w.layer) == 0);
        let info = engine.open.as_ref().map(|open| Box::new(open.info()));
        Ok(info.filter(|_| !base_is_coming && wanted.layer.is_spatial()))
    }

    /// Once a layer is taken the city lives in the engine, so that it can be drawn; while rows are added it is here.
    /// Called again it goes back.
    fn swap_city(&mut self, engine: &mut Engine) {
        if self.taken
            && let Some(open) = &mut engine.open
        {
            open.swap_city(self.reading.city_mut());
        }
    }

    /// Ends reading: looks at the whole city and notes what is suspicious.
    pub fn finish(mut self, engine: &mut Engine) -> Result<Box<CityInfo>, EngineError> {
        if self.reading.needs_importer() {
            return Err(EngineError::NeedsImporter);
        }
        if !self.taken {
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
        open.set_report(loaded.report);
        Ok(Box::new(open.info()))
    }
}

/// The base map first, for the page to look like a place; then by the list's order.
fn drawn_first(layer: LayerName) -> u8 {
    match layer {
        LayerName::Districts => 0,
        l if l.is_base_map() => 0,
        LayerName::Roads => 0,
        l if l.is_spatial() => 1,
        _ => 2,
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
        added.map_err(|e| refused(e.into()))?;
    }
    let mut files = heap.rooted(&formats.limits).map_err(|e| refused(e.into()))?;
    let manifest = files.take(MANIFEST).ok_or_else(|| refused(DatasetError::NoManifest(files.len())))?;
    Ok(OpenJob { loading: Some(Loading::new(&manifest, formats)?), files, file: None })
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
}
