//! What a fire crew asks of a place first, as far as the data has a field for it. What nobody recorded is said in one line.

use super::sentences::aside;
use super::terms::{self, metres};
use super::values::{self, Said};
use super::words::Word;
use crate::domain::LayerName;
use crate::engine::{FeatureCard, FieldValue, Hit, Known, Neighbours};
use crate::text::Lang;

/// The fields, in the order in which a crew asks: who is there and can they leave, how high and deep, can an engine come
/// near, what burns, what protects, how many ways out.
pub const FIELDS: &[&str] = &[
    "people_day",
    "people_night",
    "workers_day",
    "workers_night",
    "sleeping",
    "mobility",
    "floors",
    "storeys",
    "occupied_floor",
    "height_m",
    "underground",
    "protection.engine_access",
    "exits",
    "fuel_class",
    "fire_class",
    "units",
    "substances",
    "protection.sprinklers",
    "protection.alarm",
    "protection.smoke_control",
    "protection.own_brigade",
    "attendants_night",
    "net_explosive_kg",
];

/// Whether a crew may be sent to features of a layer.
pub const fn is_sent_to(layer: LayerName) -> bool {
    matches!(layer, LayerName::Venues | LayerName::Facilities)
}

/// A place's stock is told in one of these two ways.
const STOCK: [&str; 2] = ["units", "substances"];

/// The fields that are known, in order, and the names of the others.
pub fn facts(card: &FeatureCard, lang: Lang) -> (Vec<&FieldValue>, Vec<String>) {
    let field = |name: &str| card.fields.iter().find(|field| field.field == name);
    let is_known = |field: &&FieldValue| field.value != Known::Unknown;
    let stock = STOCK.into_iter().any(|name| field(name).is_some_and(|field| is_known(&field)));
    let (known, unknown): (Vec<&FieldValue>, Vec<&FieldValue>) =
        FIELDS.iter().filter_map(|name| field(name)).partition(is_known);
    let unknown = unknown.into_iter().filter(|field| !(stock && STOCK.contains(&&*field.field)));
    (known, unknown.map(|field| terms::field(card.hit.feature.layer, &field.field, lang)).collect())
}

/// What a station or a hydrant among some neighbours brings, as far as it is known.
pub fn brought(near: &Neighbours, hit: &Hit, lang: Lang) -> String {
    let one = |field: &FieldValue| {
        let label = terms::field(hit.feature.layer, &field.field, lang);
        match values::said(hit.feature.layer, field, lang) {
            Said::Amount(number, unit) if unit.is_empty() => Some(format!("{label} {number}")),
            Said::Amount(number, unit) => Some(format!("{label} {number} {unit}")),
            _ => None,
        }
    };
    near.brought_by(hit.feature).iter().filter_map(one).collect::<Vec<_>>().join(" · ")
}

/// The nearest hydrant that is known to work, where the nearest that is not known to be dry is none; with its distance and
/// what it brings.
pub fn sure_water(near: &Neighbours, lang: Lang) -> Option<String> {
    let unsaid = near.nearest_hydrant.as_ref().is_some_and(|hit| hit.working.is_none());
    let sure = near.water.iter().find(|hit| hit.working == Some(true)).filter(|_| unsaid)?;
    Some(aside(&[sure.id.clone(), away(sure), brought(near, sure, lang)]))
}

fn away(hit: &Hit) -> String {
    hit.distance_m.map_or_else(String::new, metres)
}

/// The nearest fire station, the nearest hydrant that is not known to be dry, and where nobody knows whether that works the
/// nearest that does: each with its name or id, its distance and what it brings.
pub fn help(card: &FeatureCard, lang: Lang) -> Vec<(Word, String)> {
    let near = &card.neighbours;
    let station = near.stations.first().map_or_else(
        || Word::NoStations.said(lang).to_owned(),
        |hit| aside(&[lang.of(&hit.name).to_owned(), away(hit), brought(near, hit, lang)]),
    );
    let water = near.nearest_hydrant.as_ref().map_or_else(
        || (Word::NearestWater, Word::NoWater.said(lang).to_owned()),
        |hit| {
            let said = aside(&[hit.id.clone(), away(hit), brought(near, hit, lang)]);
            // Not known to be dry is not known to work.
            match hit.working {
                Some(_) => (Word::NearestWater, said),
                None => (Word::NearestHydrant, Word::HydrantUnsaid.fill(lang, &[&said])),
            }
        },
    );
    let sure = sure_water(near, lang).map(|said| (Word::NearestWater, said));
    [(Word::SheetStation, station), water].into_iter().chain(sure).collect()
}
