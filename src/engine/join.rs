//! A reader's own table taken into the open city. The importer has made a dataset of it, whose manifest says as which layer
//! and beside or in place of what; reading it is reading any dataset.

use super::open::Open;
use super::protocol::{EngineError, NamedBytes, Progress, Reply};
use super::{Engine, Job, Step};
use crate::dataset::files::{Files, MANIFEST};
use crate::dataset::read::{LayerLoad, Reading, Wanted};
use crate::dataset::{DatasetError, Formats, Rejection, Report, check, patches};
use crate::domain::{City, Layer, LayerFile, LayerName, Words};
use std::collections::VecDeque;

/// Bytes of a file that are read in one step.
const PIECE: usize = 4 << 20;

/// Begins to join a dataset of own tables.
pub fn join_files(named: Vec<NamedBytes>) -> Result<JoinJob, EngineError> {
    let refused = |e: DatasetError| EngineError::Dataset(e.words());
    let mut files = Files::new();
    for file in named {
        files.insert(&file.name, file.bytes).map_err(|e| refused(e.into()))?;
    }
    let manifest = files.take(MANIFEST).ok_or_else(|| refused(DatasetError::NoManifest(files.len())))?;
    let reading = Reading::new(&manifest, Formats::canonical()).map_err(refused)?;
    let queue = reading.wanted().to_vec().into();
    Ok(JoinJob { reading: Some(reading), queue, files, now: None, what: String::new() })
}

/// Own tables being read.
pub struct JoinJob {
    reading: Option<Reading>,
    queue: VecDeque<Wanted>,
    files: Files,
    now: Option<(LayerLoad, Vec<u8>, usize)>,
    /// The code of the layer that is being read.
    what: String,
}

impl Job for JoinJob {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        engine.open()?;
        let Some(reading) = &mut self.reading else { return Err(EngineError::Stale) };
        if self.now.is_none() {
            let Some(wanted) = self.queue.pop_front() else { return self.finish(engine) };
            wanted.layer.code().clone_into(&mut self.what);
            match (self.files.take(&wanted.href), reading.open(&wanted)) {
                (Some(bytes), Some(load)) => self.now = Some((load, bytes, 0)),
                (None, _) => reading.missing(&wanted, &Words::new("文件不存在", "it is not there")),
                (_, None) => {}
            }
        }
        let mut progress = Progress { what: self.what.clone(), done: 0, total: 0 };
        if let Some((load, bytes, at)) = &mut self.now {
            let end = (*at + PIECE).min(bytes.len());
            load.feed(&bytes[*at..end]);
            *at = end;
            (progress.done, progress.total) = (end as u64, bytes.len() as u64);
            if end == bytes.len()
                && let Some((load, ..)) = self.now.take()
            {
                reading.take(load);
            }
        }
        Ok(Step::More(progress))
    }
}

impl JoinJob {
    /// All is read: from here on nothing can fail, and the city changes.
    fn finish(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        let mut reading = self.reading.take().ok_or(EngineError::Stale)?;
        if let Some(name) = reading.wanted_report().map(str::to_owned)
            && let Some(bytes) = self.files.take(&name)
        {
            reading.take_import_report(&name, &bytes);
        }
        let loaded = reading.finish();
        let generation = engine.next_generation();
        let mut open = engine.open.take().ok_or(EngineError::NoCity)?;
        open.join(&loaded.city, loaded.report, generation);
        let info = Box::new(open.info());
        // What was computed for the city as it was is not true of it any more.
        engine.replace(open);
        Ok(Step::Done(Box::new(Reply::Opened(info))))
    }
}

impl Open {
    /// Takes a reader's own layers in: each beside the rows that are there or, where its manifest says so, in their place.
    /// Rows whose id is used already are left out and reported.
    fn join(&mut self, own: &City, mut report: Report, generation: u32) {
        check::strip(&mut report);
        let (city, whole) = self.city_and_report();
        // Rows are added to what was read, and then put right with the rest.
        patches::undo(city, whole);
        for source in &own.manifest.sources {
            if !city.manifest.sources.contains(source) {
                city.manifest.sources.push(source.clone());
            }
        }
        let mut added: Vec<&Layer> = Vec::new();
        for mut data in own.manifest.own_data.iter().cloned() {
            let Some(layer) = LayerName::from_code(&data.layer).and_then(|name| own.layer(name)) else { continue };
            let mut told = report.layers.remove(&data.layer).unwrap_or_default();
            match city.layer_mut(layer.name()).filter(|_| !data.replaces) {
                Some(there) => {
                    for row in there.append(layer) {
                        told.kept = told.kept.saturating_sub(1);
                        told.reject(id_in_use(layer, row));
                        data.rows = data.rows.saturating_sub(1);
                    }
                    whole.layers.entry(data.layer.clone()).or_default().absorb(told);
                }
                None => {
                    city.insert(layer.clone());
                    whole.layers.insert(data.layer.clone(), told);
                    city.manifest.own_data.retain(|d| d.layer != data.layer);
                }
            }
            let file = LayerFile { href: data.file.clone(), ..LayerFile::default() };
            city.manifest.layers.entry(data.layer.clone()).or_insert(file);
            city.manifest.own_data.push(data);
            added.push(layer);
        }
        whole.warnings.extend(report.warnings);
        patches::redo(city, whole);
        self.centre_if_nowhere(added.iter().copied());
        added.into_iter().for_each(|layer| self.place(layer.name()));
        self.look_again(generation);
    }
}

/// A row of a reader's own whose id the city uses already.
fn id_in_use(layer: &Layer, row: usize) -> Rejection {
    let source = layer.source(row);
    let (file, number) = source.rsplit_once('#').unwrap_or((&source, "0"));
    Rejection {
        file: file.to_owned(),
        row: number.parse().unwrap_or_default(),
        field: "id".to_owned(),
        found: layer.id(row).to_owned(),
        expected: "an id that the open city does not use yet".to_owned(),
        expected_zh: "已打开的城市没有用过的编号".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Begun, Engine, Export, Request, village};
    use super::*;
    use crate::domain::OwnData;
    use crate::engine::CityInfo;

    fn file(name: &str, text: &str) -> NamedBytes {
        NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    fn own(rows: &str, replaces: bool) -> Vec<NamedBytes> {
        let manifest = format!(
            r#"{{"schema":"riskmap/1","name":{{"zh":"x","en":"x"}},"as_of":"2026-02-01",
            "layers":{{"venues":{{"href":"venues.csv"}}}},"sources":[{{"name":"名单.csv","attribution":"名单.csv"}}],
            "own_data":[{{"layer":"venues","file":"名单.csv","rows":2,"added":"2026-02-01","replaces":{replaces}}}]}}"#
        );
        vec![file("city.json", &manifest), file("venues.csv", rows)]
    }

    fn city(reply: Reply) -> CityInfo {
        match reply {
            Reply::Opened(city) => *city,
            other => panic!("{other:?}"),
        }
    }

    fn open() -> (Engine, CityInfo) {
        let mut engine = Engine::new();
        let venues = "id,name,kind,lon,lat\nV1,石桥小学,school,112.05,30.05\nV2,石桥旅馆,hotel,112.15,30.05\n";
        let files = village::files("venues", "venues.csv", venues);
        let reply = engine.handle(Request::Open(files)).unwrap();
        (engine, city(reply))
    }

    const TWO: &str = "id,name,kind,lon,lat,_src\nW1,甲网吧,net_cafe,112.002,30.001,名单.csv#1\nV1,乙,school,112.002,30.002,名单.csv#2\n";

    #[test]
    fn own_rows_stand_beside_the_citys_and_are_said_to() {
        let (mut engine, before) = open();
        let n = before.layer(LayerName::Venues).unwrap().count;
        let after = city(engine.handle(Request::Join(own(TWO, false))).unwrap());
        assert_eq!(after.layer(LayerName::Venues).unwrap().count, n + 1, "V1 is the city's own");
        assert!(after.generation > before.generation, "tiles are cut anew");
        assert_eq!(after.rejected, before.rejected + 1);
        let said = OwnData {
            layer: "venues".into(),
            file: "名单.csv".into(),
            rows: 1,
            added: "2026-02-01".into(),
            replaces: false,
        };
        assert_eq!(after.own, [said]);
        assert!(after.sources.iter().any(|s| s.name == "名单.csv"));
        let found = engine.handle(Request::Lookup { layer: LayerName::Venues, id: "W1".into() }).unwrap();
        assert!(matches!(&found, Reply::Found(hits) if hits.len() == 1 && hits[0].own), "it is in the index, and own");
        let citys = engine.handle(Request::Lookup { layer: LayerName::Venues, id: "V1".into() }).unwrap();
        assert!(matches!(&citys, Reply::Found(hits) if hits.len() == 1 && !hits[0].own), "V1 is the city's");
        let tile = engine.tile("riskmap://venues/0/0/0?v=9").unwrap();
        assert!(tile.windows(3).any(|bytes| bytes == b"own"), "the map tells them apart");
        let report = engine.open().unwrap().report();
        assert!(report.adds_up() && report.layers["venues"].kept == u64::from(n) + 1);
    }

    #[test]
    fn a_table_may_take_the_place_of_a_layer() {
        let (mut engine, _) = open();
        engine.handle(Request::Join(own(TWO, false))).unwrap();
        let after = city(engine.handle(Request::Join(own(TWO, true))).unwrap());
        assert_eq!(after.layer(LayerName::Venues).unwrap().count, 2);
        let found = engine.handle(Request::Lookup { layer: LayerName::Venues, id: "V1".into() }).unwrap();
        assert!(matches!(&found, Reply::Found(hits) if hits[0].own), "all that is there is own");
        assert_eq!(after.own.len(), 1, "what was replaced is not there any more");
        assert!(engine.open().unwrap().report().adds_up());
    }

    #[test]
    fn without_a_city_or_a_manifest_nothing_changes() {
        assert_eq!(Engine::new().handle(Request::Join(own(TWO, false))), Err(EngineError::NoCity));
        let (mut engine, before) = open();
        assert!(matches!(engine.handle(Request::Join(vec![file("a.csv", "x")])), Err(EngineError::Dataset(_))));
        assert_eq!(engine.open().unwrap().info(), before);
    }

    #[test]
    fn a_saved_city_opens_again_as_it_is() {
        let (mut engine, _) = open();
        let joined = city(engine.handle(Request::Join(own(TWO, false))).unwrap());
        let reply = engine.handle(Request::Export { table: Export::Dataset, on: "2026-02-02".into() }).unwrap();
        let Reply::File(zip) = reply else { panic!("{reply:?}") };
        assert!(zip.name.ends_with(".zip"));
        let mut second = Engine::new();
        let again = city(second.handle(Request::Open(vec![zip.clone()])).unwrap());
        // Positions are written to the centimetre, so boxes may differ by less.
        let plain = |of: &CityInfo| CityInfo { generation: 0, bounds: None, districts: Vec::new(), ..of.clone() };
        assert_eq!(plain(&again), plain(&joined));
        // Saved again it is the same to the last byte.
        let reply = second.handle(Request::Export { table: Export::Dataset, on: "2026-02-03".into() }).unwrap();
        assert!(reply == Reply::File(zip));
    }

    #[test]
    fn a_tile_that_is_asked_for_before_its_layer_is_there_hides_no_own_row() {
        let (mut engine, _) = open();
        engine.handle(Request::Join(own(TWO, false))).unwrap();
        let reply = engine.handle(Request::Export { table: Export::Dataset, on: "2026-02-02".into() }).unwrap();
        let Reply::File(zip) = reply else { panic!("{reply:?}") };
        let mut second = Engine::new();
        let Begun::Working(mut job) = second.begin(Request::Open(vec![zip])).unwrap() else {
            panic!("it opens at once")
        };
        let mut early = 0;
        while !matches!(job.step(&mut second).unwrap(), Step::Done(_)) {
            early += usize::from(second.tile("riskmap://venues/0/0/0?v=1").unwrap().is_empty());
        }
        assert!(early > 0);
        let tile = second.tile("riskmap://venues/0/0/0?v=2").unwrap();
        assert!(tile.windows(3).any(|bytes| bytes == b"own"), "the map tells them apart");
    }

    #[test]
    fn a_table_called_like_the_citys_file_makes_no_row_of_the_citys_own() {
        let (mut engine, _) = open();
        let called = |of: NamedBytes| {
            let text = String::from_utf8(of.bytes).unwrap().replace("名单.csv", "venues.csv");
            NamedBytes { bytes: text.into_bytes(), ..of }
        };
        engine.handle(Request::Join(own(TWO, false).into_iter().map(called).collect())).unwrap();
        let open = engine.open().unwrap();
        let venues = open.city().layer(LayerName::Venues).unwrap();
        assert_eq!((venues.source(0), venues.source(2)), ("venues.csv#1".to_owned(), "venues.csv#1".to_owned()));
        assert_eq!([0, 1, 2].map(|row| open.is_own(venues, row)), [false, false, true]);
        assert_eq!(open.own_rows(LayerName::Venues), Some(vec![false, false, true]));
    }
}
