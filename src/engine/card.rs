//! One feature: everything that is known of it, what is not, and who is near.

use super::answers::Teller;
use super::apart::tell_apart;
use super::open::Open;
use super::protocol::{
    EngineError, FeatureCard, FeatureRef, FieldValue, HYDRANT_RADIUS_M, Hit, Known, Neighbours, Reply,
};
use super::{Begun, Engine, Job, Step};
use crate::dataset::dates::{write_date, write_date_time};
use crate::domain::schema::Field;
use crate::domain::{FieldType, Layer, LayerName, Level, Value, schema};
use crate::risk::assess::RATED;
use crate::risk::venues::{Indexed, nearest_with_water};
use crate::spatial::{self, Probe};
use crate::units::Xy;
use serde_json::Value as Json;

/// Neighbours that a list shows; the counts are of all.
const LISTED: usize = 200;
const LISTED_HYDRANTS: usize = 50;
const STATIONS: usize = 3;
/// Along which dangerous things go.
const LINES: [LayerName; 2] = [LayerName::Pipelines, LayerName::Routes];

/// Which card is asked for.
pub struct CardQuery {
    /// Whose.
    pub of: FeatureRef,
    /// How far its neighbours may be, metres.
    pub radius_m: f64,
    /// The day of the levels; none is that of the data.
    pub as_of: Option<String>,
}

/// Begins a feature's card. Who is near stands there by level: the city is rated first, once.
pub fn begin(engine: &Engine, query: CardQuery) -> Result<Begun, EngineError> {
    check_radius(query.radius_m)?;
    engine.open()?.feature(query.of)?;
    Ok(Begun::Working(Box::new(Working { query })))
}

struct Working {
    query: CardQuery,
}

impl Job for Working {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        match engine.prepare()? {
            Some(progress) => Ok(Step::More(progress)),
            None => Ok(Step::Done(Box::new(Reply::Feature(Box::new(card(engine, &self.query)?))))),
        }
    }
}

fn card(engine: &Engine, query: &CardQuery) -> Result<FeatureCard, EngineError> {
    let (open, of) = (engine.open()?, query.of);
    let layer = open.feature(of)?.layer;
    let row = of.row as usize;
    let mut hit = open.hit(of, None)?;
    let fields = fields(layer, row);
    let own = || fields.iter().filter(|f| schema::COMMON.iter().all(|common| common.name != f.field));
    let known = own().filter(|f| f.value != Known::Unknown).count();
    let asked = own().count();
    let district = open.district_of(of, hit.at).and_then(|row| {
        let layer = open.get(LayerName::Districts)?.layer;
        Some(layer.title(row as usize))
    });
    let around = Around::of(engine, of, query.as_of.as_deref())?;
    around.teller.tell([&mut hit]);
    Ok(FeatureCard {
        district,
        source: layer.source(row),
        completeness: if asked == 0 { 1.0 } else { known as f64 / asked as f64 },
        fields,
        extras: layer.extras(row).map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
        corrections: super::correct::of_feature(open, of),
        neighbours: around.neighbours(query.radius_m)?,
        as_of: query.as_of.clone(),
        hit,
    })
}

fn check_radius(radius_m: f64) -> Result<(), EngineError> {
    if (0.0..=50_000.0).contains(&radius_m) {
        return Ok(());
    }
    Err(EngineError::Parameter {
        name: "radius_m".to_owned(),
        found: radius_m.to_string(),
        expected: "0 to 50,000 m".to_owned(),
    })
}

/// The layer's own fields, then what every layer has, as far as it is known: a note is not missing where there is none.
fn fields(layer: &Layer, row: usize) -> Vec<FieldValue> {
    let common = schema::COMMON.iter().filter(|def| layer.value(row, def.name).is_some());
    schema::fields(layer.name()).iter().chain(common).map(|def| field(layer, row, def)).collect()
}

/// What a list says of a crash, which has no name: when it was and how severe. Nothing of other layers.
pub fn crash_facts(layer: &Layer, row: u32) -> Vec<FieldValue> {
    let is_fact = |def: &&Field| layer.name() == LayerName::Crashes && matches!(def.name, "at" | "severity");
    let facts = schema::fields(layer.name()).iter().filter(is_fact).map(|def| field(layer, row as usize, def));
    facts.filter(|fact| fact.value != Known::Unknown).collect()
}

fn field(layer: &Layer, row: usize, def: &Field) -> FieldValue {
    let unit = match def.kind {
        FieldType::Number { unit, .. } => unit,
        _ => "",
    };
    FieldValue { field: def.name.to_owned(), unit: unit.to_owned(), value: value(layer, row, def.name) }
}

/// A row's value of a field of the schema.
pub fn value(layer: &Layer, row: usize, field: &str) -> Known {
    let of = schema::all(layer.name()).find(|def| def.name == field);
    of.and_then(|def| Some(known(def.kind, layer.value(row, field)?))).unwrap_or(Known::Unknown)
}

fn known(kind: FieldType, value: Value<'_>) -> Known {
    match value {
        Value::Text(text) if kind == FieldType::List => {
            list(text).map_or_else(|| Known::Text(text.to_owned()), Known::List)
        }
        Value::Text(text) => Known::Text(text.to_owned()),
        Value::Code(code) => Known::Code(code.to_owned()),
        Value::Number(number) => Known::Number(number),
        Value::Flag(flag) => Known::Flag(flag),
        Value::Date(days) => Known::Text(write_date(days)),
        Value::DateTime(seconds) => Known::Text(write_date_time(seconds).replace('T', " ")),
    }
}

/// The records of a list, each as name and text pairs; an object is a list of one. `None` when the text is neither.
fn list(text: &str) -> Option<Vec<Vec<(String, String)>>> {
    match serde_json::from_str(text).ok()? {
        Json::Array(items) => Some(items.into_iter().flat_map(records).collect()),
        object @ Json::Object(_) => Some(records(object)),
        _ => None,
    }
}

/// The records of an item: one, or where it holds a list of records (a unit its substances) one for each of these, with
/// the item's own members before them.
fn records(item: Json) -> Vec<Vec<(String, String)>> {
    let Json::Object(members) = item else { return vec![vec![(String::new(), plain(&item))]] };
    let is_list = |value: &Json| matches!(value, Json::Array(inner) if inner.iter().all(Json::is_object));
    let (lists, own): (Vec<_>, Vec<_>) = members.into_iter().partition(|(_, value)| is_list(value));
    let own: Vec<_> = own.iter().filter(|(_, v)| !v.is_null()).map(|(name, v)| (name.clone(), plain(v))).collect();
    let inner = lists.into_iter().flat_map(|(_, value)| match value {
        Json::Array(inner) => inner,
        _ => Vec::new(),
    });
    let mut all: Vec<_> = inner.flat_map(records).map(|inner| own.iter().cloned().chain(inner).collect()).collect();
    if all.is_empty() {
        all.push(own);
    }
    all
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What is around a feature.
struct Around<'a> {
    open: &'a Open,
    of: FeatureRef,
    probe: Probe,
    teller: Teller<'a>,
}

impl<'a> Around<'a> {
    fn of(engine: &'a Engine, of: FeatureRef, as_of: Option<&str>) -> Result<Self, EngineError> {
        let open = engine.open()?;
        Ok(Self { open, of, probe: open.probe(of)?, teller: Teller::of(engine, as_of)? })
    }

    fn neighbours(&self, radius_m: f64) -> Result<Neighbours, EngineError> {
        let open = self.open;
        let venues = self.within(LayerName::Venues, radius_m);
        let facilities = self.within(LayerName::Facilities, radius_m);
        let hydrants = self.within(LayerName::Hydrants, HYDRANT_RADIUS_M);
        let mut lines = Vec::new();
        for layer in LINES {
            lines.extend(self.listed(layer, &self.within(layer, radius_m), LISTED)?);
        }
        lines.sort_by(|a, b| {
            let away = |hit: &Hit| hit.distance_m.unwrap_or_default();
            worst_first(a.level).cmp(&worst_first(b.level)).then(away(a).total_cmp(&away(b)))
        });
        let (people_known, people) = headcount(open, &venues);
        let dry = open.get(LayerName::Hydrants).map_or(0, |ready| {
            hydrants.iter().filter(|h| ready.layer.flag(h.row as usize, "working") == Some(false)).count()
        });
        let degrees = |ring: Vec<Xy>| ring.into_iter().map(|at| open.plane().lnglat(at)).collect();
        let reach = self.probe.reach_on(open.plane(), radius_m).into_iter();
        let stations = self.listed(LayerName::FireStations, &self.stations(), STATIONS)?;
        let at_hand = self.listed(LayerName::Hydrants, &hydrants, LISTED_HYDRANTS)?;
        let nearest_hydrant = self.listed(LayerName::Hydrants, self.water().as_slice(), 1)?.pop();
        let water = self.listed(LayerName::Hydrants, &self.hydrants(), usize::MAX)?;
        let help = stations.iter().chain(&at_hand).chain(&nearest_hydrant).chain(&water).map(|hit| hit.feature);
        Ok(Neighbours {
            brings: self.brings(help),
            radius_m,
            reach: reach.map(|rings| rings.into_iter().map(degrees).collect()).collect(),
            venues: self.listed(LayerName::Venues, &venues, LISTED)?,
            venue_count: venues.len() as u32,
            people_known,
            people,
            facilities: self.listed(LayerName::Facilities, &facilities, LISTED)?,
            facility_count: facilities.len() as u32,
            lines,
            stations,
            hydrants: at_hand,
            dry_hydrants: dry as u32,
            nearest_hydrant,
            water,
        })
    }

    /// What each of some stations and hydrants brings, each told once.
    fn brings(&self, help: impl Iterator<Item = FeatureRef>) -> Vec<(FeatureRef, Vec<FieldValue>)> {
        let mut told: Vec<(FeatureRef, Vec<FieldValue>)> = Vec::new();
        for of in help {
            let Some(layer) = self.open.city().layer(of.layer) else { continue };
            if told.iter().all(|(it, _)| *it != of) {
                let of_layer = schema::fields(of.layer).iter().filter(|def| BROUGHT.contains(&def.name));
                told.push((of, of_layer.map(|def| field(layer, of.row as usize, def)).collect()));
            }
        }
        told
    }

    /// The first of some features as lists show them.
    fn listed(&self, layer: LayerName, hits: &[spatial::Hit], most: usize) -> Result<Vec<Hit>, EngineError> {
        let hit = |h: &spatial::Hit| self.open.hit(FeatureRef { layer, row: h.row }, Some(h.distance_m));
        let mut hits: Vec<Hit> = hits.iter().take(most).map(hit).collect::<Result<_, _>>()?;
        tell_apart(self.open, &mut hits);
        self.teller.tell(&mut hits);
        Ok(hits)
    }

    /// The features of a layer within a radius, the feature itself left out: the worst level first, then the nearest.
    fn within(&self, layer: LayerName, radius_m: f64) -> Vec<spatial::Hit> {
        let Some(ready) = self.open.get(layer) else { return Vec::new() };
        let mut hits = ready.placed.index.within(ready.layer.shapes(), &self.probe, radius_m);
        hits.retain(|h| FeatureRef { layer, row: h.row } != self.of);
        if !RATED.contains(&layer) {
            return hits;
        }
        let levels = self.teller.rows(layer, hits.iter().map(|h| h.row));
        let mut rated: Vec<(usize, spatial::Hit)> = levels.into_iter().map(worst_first).zip(hits).collect();
        // They come nearest first, and stay so within a level.
        rated.sort_by_key(|(level, _)| *level);
        rated.into_iter().map(|(_, hit)| hit).collect()
    }

    /// The nearest features of a layer, the feature itself left out.
    fn nearest(&self, layer: LayerName, k: usize) -> Vec<spatial::Hit> {
        let Some(ready) = self.open.get(layer) else { return Vec::new() };
        let mut hits = ready.placed.index.nearest(ready.layer.shapes(), &self.probe, k + 1);
        hits.retain(|h| FeatureRef { layer, row: h.row } != self.of);
        hits.truncate(k);
        hits
    }

    /// The nearest fire stations.
    fn stations(&self) -> Vec<spatial::Hit> {
        self.nearest(LayerName::FireStations, STATIONS)
    }

    /// The nearest hydrants; where none of the first is known to work, on to the first that is.
    fn hydrants(&self) -> Vec<spatial::Hit> {
        let Some(ready) = self.open.get(LayerName::Hydrants) else { return Vec::new() };
        let mut asked = WATER;
        loop {
            let mut hits = self.nearest(LayerName::Hydrants, asked);
            let works = hits.iter().position(|hit| ready.layer.flag(hit.row as usize, "working") == Some(true));
            if works.is_some() || hits.len() < asked {
                hits.truncate(works.map_or(WATER, |at| WATER.max(at + 1)));
                return hits;
            }
            asked *= 4;
        }
    }

    /// The nearest hydrant that is not known to be dry.
    fn water(&self) -> Option<spatial::Hit> {
        let ready = self.open.get(LayerName::Hydrants)?;
        nearest_with_water(Indexed { layer: ready.layer, index: &ready.placed.index }, &self.probe)
    }
}

/// A level as a place in an order: what has none stands behind all.
fn worst_first(level: Option<Level>) -> usize {
    level.map_or(Level::ALL.len(), |level| level as usize)
}

/// Who is near a feature, as [`Neighbours`] lists the first of them: venues, facilities, pipelines and routes within a
/// radius, the nearest fire stations, the hydrants within [`HYDRANT_RADIUS_M`].
pub fn everyone_near(engine: &Engine, query: &CardQuery) -> Result<Vec<Hit>, EngineError> {
    check_radius(query.radius_m)?;
    let around = Around::of(engine, query.of, query.as_of.as_deref())?;
    let within = |layer| (layer, around.within(layer, query.radius_m));
    let all = [
        within(LayerName::Venues),
        within(LayerName::Facilities),
        within(LayerName::Pipelines),
        within(LayerName::Routes),
        (LayerName::FireStations, around.stations()),
        (LayerName::Hydrants, around.within(LayerName::Hydrants, HYDRANT_RADIUS_M)),
    ];
    let hits = all.iter().map(|(layer, hits)| around.listed(*layer, hits, usize::MAX));
    Ok(hits.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Nearest hydrants that are listed wherever they are.
const WATER: usize = 6;
/// What a station or a hydrant brings to a fire.
const BROUGHT: [&str; 4] = ["engines", "crew", "water_t", "flow_lps"];

/// How many venues say how many people they hold, and how many that is, by day and by night. One time of day at a time:
/// whoever is at school by day may be at home by night.
fn headcount(open: &Open, venues: &[spatial::Hit]) -> ([u32; 2], [f64; 2]) {
    let (mut known, mut people) = ([0; 2], [0.0; 2]);
    let Some(ready) = open.get(LayerName::Venues) else { return (known, people) };
    for (time, field) in ["people_day", "people_night"].into_iter().enumerate() {
        let at = venues.iter().filter_map(|hit| ready.layer.number(hit.row as usize, field));
        (known[time], people[time]) = at.fold((0, 0.0), |(n, sum), people| (n + 1, sum + people));
    }
    (known, people)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let records = list(text).unwrap();
        let pairs =
            |record: Vec<(String, String)>| record.into_iter().map(|(n, t)| format!("{n}={t}")).collect::<Vec<_>>();
        records.into_iter().map(|record| pairs(record).join(" ")).collect()
    }

    #[test]
    fn lists_are_records_of_names_and_texts() {
        let units = r#"[{"id":"a","kind":"storage","substances":[{"substance":"x","quantity_t":1.5},{"substance":"y"}]},
            {"id":"b","substances":[]}]"#;
        assert_eq!(
            told(units),
            ["id=a kind=storage quantity_t=1.5 substance=x", "id=a kind=storage substance=y", "id=b"]
        );
        assert_eq!(told(r#"{"people":30,"site":null}"#), ["people=30"]);
        assert_eq!(told(r#"["one",2]"#), ["=one", "=2"]);
        assert_eq!(told("[]"), [""; 0]);
        assert_eq!(list("3"), None);
    }
}
