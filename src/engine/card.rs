//! One feature: everything that is known of it, what is not, and who is near.

use super::apart::tell_apart;
use super::open::Open;
use super::protocol::{EngineError, FeatureCard, FeatureRef, FieldValue, HYDRANT_RADIUS_M, Hit, Known, Neighbours};
use crate::dataset::dates::{write_date, write_date_time};
use crate::domain::{FieldType, Layer, LayerName, Value, schema};
use crate::spatial::{self, Probe};
use crate::units::Xy;
use serde_json::Value as Json;

/// Neighbours that a list shows; the counts are of all.
const LISTED: usize = 200;
const LISTED_HYDRANTS: usize = 50;
const STATIONS: usize = 3;
/// Along which dangerous things go.
const LINES: [LayerName; 2] = [LayerName::Pipelines, LayerName::Routes];

/// A feature's card.
pub fn card(open: &Open, of: FeatureRef, radius_m: f64) -> Result<FeatureCard, EngineError> {
    check_radius(radius_m)?;
    let layer = open.feature(of)?.layer;
    let row = of.row as usize;
    let hit = open.hit(of, None)?;
    let fields = fields(layer, row);
    let own = || fields.iter().filter(|f| schema::COMMON.iter().all(|common| common.name != f.field));
    let known = own().filter(|f| f.value != Known::Unknown).count();
    let asked = own().count();
    let district = open.district_of(of, hit.at).and_then(|row| {
        let layer = open.get(LayerName::Districts)?.layer;
        Some(layer.title(row as usize))
    });
    Ok(FeatureCard {
        district,
        source: layer.source(row),
        completeness: if asked == 0 { 1.0 } else { known as f64 / asked as f64 },
        fields,
        extras: layer.extras(row).map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
        neighbours: neighbours(open, of, radius_m)?,
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
    schema::fields(layer.name())
        .iter()
        .chain(common)
        .map(|def| {
            let unit = match def.kind {
                FieldType::Number { unit, .. } => unit,
                _ => "",
            };
            let value = match layer.value(row, def.name) {
                None => Known::Unknown,
                Some(value) => known(def.kind, value),
            };
            FieldValue { field: def.name.to_owned(), unit: unit.to_owned(), value }
        })
        .collect()
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

fn neighbours(open: &Open, of: FeatureRef, radius_m: f64) -> Result<Neighbours, EngineError> {
    let probe = open.probe(of)?;
    let near = |layer: LayerName, radius_m: f64| within(open, of, &probe, layer, radius_m);
    let listed = |layer: LayerName, hits: &[spatial::Hit], most: usize| -> Result<Vec<Hit>, EngineError> {
        let hits = hits.iter().take(most).map(|h| open.hit(FeatureRef { layer, row: h.row }, Some(h.distance_m)));
        let mut hits: Vec<Hit> = hits.collect::<Result<_, _>>()?;
        tell_apart(open, &mut hits);
        Ok(hits)
    };
    let venues = near(LayerName::Venues, radius_m);
    let facilities = near(LayerName::Facilities, radius_m);
    let hydrants = near(LayerName::Hydrants, HYDRANT_RADIUS_M);
    let mut lines = Vec::new();
    for layer in LINES {
        lines.extend(listed(layer, &near(layer, radius_m), LISTED)?);
    }
    lines.sort_by(|a, b| a.distance_m.unwrap_or_default().total_cmp(&b.distance_m.unwrap_or_default()));
    let (people_known, people) = headcount(open, &venues);
    let dry = open.get(LayerName::Hydrants).map_or(0, |ready| {
        hydrants.iter().filter(|h| ready.layer.flag(h.row as usize, "working") == Some(false)).count()
    });
    let degrees = |ring: Vec<Xy>| ring.into_iter().map(|at| open.plane().lnglat(at)).collect();
    let reach = probe.reach(radius_m).into_iter().map(|rings| rings.into_iter().map(degrees).collect()).collect();
    Ok(Neighbours {
        radius_m,
        reach,
        venues: listed(LayerName::Venues, &venues, LISTED)?,
        venue_count: venues.len() as u32,
        people_known,
        people,
        facilities: listed(LayerName::Facilities, &facilities, LISTED)?,
        facility_count: facilities.len() as u32,
        lines,
        stations: listed(
            LayerName::FireStations,
            &nearest(open, of, &probe, LayerName::FireStations, STATIONS),
            STATIONS,
        )?,
        hydrants: listed(LayerName::Hydrants, &hydrants, LISTED_HYDRANTS)?,
        dry_hydrants: dry as u32,
        nearest_hydrant: listed(LayerName::Hydrants, &nearest(open, of, &probe, LayerName::Hydrants, 1), 1)?.pop(),
        water: listed(LayerName::Hydrants, &water(open, of, &probe), usize::MAX)?,
    })
}

/// Venues, facilities, pipelines and routes within a radius, the nearest fire stations, the hydrants within [`HYDRANT_RADIUS_M`]: all of
/// them, nearest first of each.
pub fn everyone_near(open: &Open, of: FeatureRef, radius_m: f64) -> Result<Vec<Hit>, EngineError> {
    check_radius(radius_m)?;
    let probe = open.probe(of)?;
    let all = [
        (LayerName::Venues, within(open, of, &probe, LayerName::Venues, radius_m)),
        (LayerName::Facilities, within(open, of, &probe, LayerName::Facilities, radius_m)),
        (LayerName::Pipelines, within(open, of, &probe, LayerName::Pipelines, radius_m)),
        (LayerName::Routes, within(open, of, &probe, LayerName::Routes, radius_m)),
        (LayerName::FireStations, nearest(open, of, &probe, LayerName::FireStations, STATIONS)),
        (LayerName::Hydrants, within(open, of, &probe, LayerName::Hydrants, HYDRANT_RADIUS_M)),
    ];
    let all = all.into_iter().flat_map(|(layer, hits)| hits.into_iter().map(move |hit| (layer, hit)));
    all.map(|(layer, hit)| open.hit(FeatureRef { layer, row: hit.row }, Some(hit.distance_m))).collect()
}

/// The features of a layer within a radius, nearest first, the feature itself left out.
fn within(open: &Open, of: FeatureRef, probe: &Probe, layer: LayerName, radius_m: f64) -> Vec<spatial::Hit> {
    let Some(ready) = open.get(layer) else { return Vec::new() };
    let mut hits = ready.placed.index.within(ready.layer.shapes(), probe, radius_m);
    hits.retain(|h| FeatureRef { layer, row: h.row } != of);
    hits
}

/// The nearest features of a layer, the feature itself left out.
fn nearest(open: &Open, of: FeatureRef, probe: &Probe, layer: LayerName, k: usize) -> Vec<spatial::Hit> {
    let Some(ready) = open.get(layer) else { return Vec::new() };
    let mut hits = ready.placed.index.nearest(ready.layer.shapes(), probe, k + 1);
    hits.retain(|h| FeatureRef { layer, row: h.row } != of);
    hits.truncate(k);
    hits
}

/// Nearest hydrants that are listed wherever they are.
const WATER: usize = 6;

/// The nearest hydrants; where none of the first is known to work, on to the first that is.
fn water(open: &Open, of: FeatureRef, probe: &Probe) -> Vec<spatial::Hit> {
    let Some(ready) = open.get(LayerName::Hydrants) else { return Vec::new() };
    let mut asked = WATER;
    loop {
        let mut hits = nearest(open, of, probe, LayerName::Hydrants, asked);
        let works = hits.iter().position(|hit| ready.layer.flag(hit.row as usize, "working") == Some(true));
        if works.is_some() || hits.len() < asked {
            hits.truncate(works.map_or(WATER, |at| WATER.max(at + 1)));
            return hits;
        }
        asked *= 4;
    }
}

/// How many venues say how many people they hold, and how many that is: the larger of all by day and all by night, as
/// an exposure ranking counts them. One time of day at a time: whoever is at school by day may be at home by night.
fn headcount(open: &Open, venues: &[spatial::Hit]) -> (u32, f64) {
    let Some(ready) = open.get(LayerName::Venues) else { return (0, 0.0) };
    let (mut known, mut by_day, mut by_night) = (0, 0.0, 0.0);
    for hit in venues {
        let people = |field| ready.layer.number(hit.row as usize, field);
        let (day, night) = (people("people_day"), people("people_night"));
        known += u32::from(day.or(night).is_some());
        by_day += day.unwrap_or(0.0);
        by_night += night.unwrap_or(0.0);
    }
    (known, f64::max(by_day, by_night))
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
