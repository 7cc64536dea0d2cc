//! One feature: everything that is known of it, what is not, and who is near.

use super::open::Open;
use super::protocol::{EngineError, FeatureCard, FeatureRef, FieldValue, HYDRANT_RADIUS_M, Hit, Known, Neighbours};
use crate::dataset::dates::{write_date, write_date_time};
use crate::domain::{FieldType, Layer, LayerName, Value, schema};
use crate::spatial::{self, Probe};

/// Neighbours that a list shows; the counts are of all.
const LISTED: usize = 200;
const LISTED_HYDRANTS: usize = 50;
const STATIONS: usize = 3;

/// A feature's card.
pub fn card(open: &Open, of: FeatureRef, radius_m: f64) -> Result<FeatureCard, EngineError> {
    if !(0.0..=50_000.0).contains(&radius_m) {
        return Err(EngineError::Parameter {
            name: "radius_m".to_owned(),
            found: radius_m.to_string(),
            expected: "0 to 50,000 m".to_owned(),
        });
    }
    let layer = open.feature(of)?.layer;
    let row = of.row as usize;
    let hit = open.hit(of, None)?;
    let fields = fields(layer, row);
    let known = fields.iter().filter(|f| f.value != Known::Unknown).count();
    let district = open.district_of(of, hit.at).and_then(|row| {
        let layer = open.get(LayerName::Districts)?.layer;
        Some(super::open::name_of(layer, row as usize))
    });
    Ok(FeatureCard {
        district,
        source: layer.source(row),
        completeness: if fields.is_empty() { 1.0 } else { known as f64 / fields.len() as f64 },
        fields,
        extras: layer.extras(row).map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
        neighbours: neighbours(open, of, radius_m)?,
        hit,
    })
}

fn fields(layer: &Layer, row: usize) -> Vec<FieldValue> {
    schema::fields(layer.name())
        .iter()
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
        Value::DateTime(seconds) => Known::Text(write_date_time(seconds)),
    }
}

/// The records of a list, each as name and text pairs; `None` when the text is no list.
fn list(text: &str) -> Option<Vec<Vec<(String, String)>>> {
    let serde_json::Value::Array(items) = serde_json::from_str(text).ok()? else { return None };
    Some(
        items
            .into_iter()
            .map(|item| match item {
                serde_json::Value::Object(map) => map.into_iter().map(|(k, v)| (k, plain(&v))).collect(),
                other => vec![(String::new(), plain(&other))],
            })
            .collect(),
    )
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn neighbours(open: &Open, of: FeatureRef, radius_m: f64) -> Result<Neighbours, EngineError> {
    let probe = open.probe(of)?;
    let near = |layer: LayerName, radius_m: f64| -> Vec<spatial::Hit> {
        let Some(ready) = open.get(layer) else { return Vec::new() };
        let mut hits = ready.placed.index.within(ready.layer.shapes(), &probe, radius_m);
        hits.retain(|h| FeatureRef { layer, row: h.row } != of);
        hits
    };
    let listed = |layer: LayerName, hits: &[spatial::Hit], most: usize| -> Result<Vec<Hit>, EngineError> {
        hits.iter().take(most).map(|h| open.hit(FeatureRef { layer, row: h.row }, Some(h.distance_m))).collect()
    };
    let venues = near(LayerName::Venues, radius_m);
    let facilities = near(LayerName::Facilities, radius_m);
    let hydrants = near(LayerName::Hydrants, HYDRANT_RADIUS_M);
    let (people_known, people) = headcount(open, &venues);
    let dry = open.get(LayerName::Hydrants).map_or(0, |ready| {
        hydrants.iter().filter(|h| ready.layer.flag(h.row as usize, "working") == Some(false)).count()
    });
    Ok(Neighbours {
        radius_m,
        venues: listed(LayerName::Venues, &venues, LISTED)?,
        venue_count: venues.len() as u32,
        people_known,
        people,
        facilities: listed(LayerName::Facilities, &facilities, LISTED)?,
        facility_count: facilities.len() as u32,
        stations: listed(
            LayerName::FireStations,
            &nearest(open, of, &probe, LayerName::FireStations, STATIONS),
            STATIONS,
        )?,
        hydrants: listed(LayerName::Hydrants, &hydrants, LISTED_HYDRANTS)?,
        dry_hydrants: dry as u32,
        nearest_hydrant: listed(LayerName::Hydrants, &nearest(open, of, &probe, LayerName::Hydrants, 1), 1)?.pop(),
    })
}

/// The nearest features of a layer, the feature itself left out.
fn nearest(open: &Open, of: FeatureRef, probe: &Probe, layer: LayerName, k: usize) -> Vec<spatial::Hit> {
    let Some(ready) = open.get(layer) else { return Vec::new() };
    let mut hits = ready.placed.index.nearest(ready.layer.shapes(), probe, k + 1);
    hits.retain(|h| FeatureRef { layer, row: h.row } != of);
    hits.truncate(k);
    hits
}

/// How many venues say how many people they hold, and how many that is: the larger of day and night.
fn headcount(open: &Open, venues: &[spatial::Hit]) -> (u32, f64) {
    let Some(ready) = open.get(LayerName::Venues) else { return (0, 0.0) };
    let (mut known, mut people) = (0, 0.0);
    for hit in venues {
        let row = hit.row as usize;
        let day = ready.layer.number(row, "people_day");
        let night = ready.layer.number(row, "people_night");
        if let Some(most) = day.into_iter().chain(night).reduce(f64::max) {
            known += 1;
            people += most;
        }
    }
    (known, people)
}
