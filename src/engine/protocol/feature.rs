//! One feature: as an entry of a list, and with everything known about it.

use super::{Corrected, FeatureRef};
use crate::domain::{Level, Words};
use crate::units::{LngLat, LngLatBox};
use serde::{Deserialize, Serialize};

/// A feature that matches a search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The feature.
    pub feature: FeatureRef,
    /// Its id.
    pub id: String,
    /// Its name; both are the id where it has none.
    pub name: Words,
    /// Its kind's code, or empty.
    pub kind: String,
    /// A position on it.
    pub at: LngLat,
    /// Its extent, to fly there; a point's is itself.
    pub bounds: LngLatBox,
    /// What tells it from others of its name in the same list: its district, its id, or both. Empty where nothing in the
    /// list bears its name.
    pub apart: Words,
    /// Rows of all the sections of the road that it stands for, ascending; empty for a feature that stands for itself.
    pub sections: Vec<u32>,
    /// Metres from where the reader looks, or from the subject.
    pub distance_m: Option<f64>,
    /// Whether a hydrant works: no is a dry one. None where nothing is said, and for all that is no hydrant.
    pub working: Option<bool>,
    /// Its level on the day that is asked about; none for what has no level, and before the city is rated.
    pub level: Option<Level>,
    /// People in a venue, the larger of day and night; none where nothing is said, and for all that is no venue.
    pub people: Option<f64>,
    /// It comes from a table of the reader's own.
    pub own: bool,
}

/// Everything about one feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeatureCard {
    /// The feature itself.
    pub hit: Hit,
    /// The district it lies in, if known.
    pub district: Option<Words>,
    /// Where the row came from: "file#row".
    pub source: String,
    /// Every field of its layer, unknown ones included, in the schema's order; behind them those that every layer has, as
    /// far as they are known.
    pub fields: Vec<FieldValue>,
    /// Values that the schema does not know: name and text as found.
    pub extras: Vec<(String, String)>,
    /// Corrections made by hand that it owes something to.
    pub corrections: Vec<Corrected>,
    /// Share of the layer's own fields that are known, 0…1.
    pub completeness: f64,
    /// Who is near.
    pub neighbours: Neighbours,
    /// The day of the levels, as it was asked for; none is the day of the data.
    pub as_of: Option<String>,
}

/// A field of a feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldValue {
    /// The field's name in the schema.
    pub field: String,
    /// Its unit, or empty.
    pub unit: String,
    /// What is known.
    pub value: Known,
}

/// A value as the page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Known {
    /// Not in the data.
    Unknown,
    /// Words from the data.
    Text(String),
    /// One of a closed list, to be put in words by the page.
    Code(String),
    /// A number in the field's unit.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Records of a list, each as name and text pairs.
    List(Vec<Vec<(String, String)>>),
}

/// Who is near a feature. Distances are straight lines between boundaries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbours {
    /// How far was looked, metres.
    pub radius_m: f64,
    /// The polygons that hold every place so near: of each the outer ring, then holes; all closed.
    pub reach: Vec<Vec<Vec<LngLat>>>,
    /// Venues within the radius, the worst level first, then the nearest; at most 200.
    pub venues: Vec<Hit>,
    /// How many venues are within the radius.
    pub venue_count: u32,
    /// How many of them say how many people they hold by day, and by night.
    pub people_known: [u32; 2],
    /// People in those venues by day, and by night.
    pub people: [f64; 2],
    /// Facilities within the radius, likewise; at most 200.
    pub facilities: Vec<Hit>,
    /// How many facilities are within the radius.
    pub facility_count: u32,
    /// Pipelines and transport routes within the radius, likewise; of each at most 200.
    pub lines: Vec<Hit>,
    /// The nearest fire stations, at most three.
    pub stations: Vec<Hit>,
    /// Hydrants within 150 m, nearest first; at most 50.
    pub hydrants: Vec<Hit>,
    /// How many of those hydrants are known to be dry.
    pub dry_hydrants: u32,
    /// The nearest hydrant that is not known to be dry, wherever it is.
    pub nearest_hydrant: Option<Hit>,
    /// The nearest hydrants, wherever they are, nearest first: some, and on to the first that is known to work.
    pub water: Vec<Hit>,
    /// What each of the stations and hydrants above brings: a station its engines, crew and water, a hydrant its flow, in
    /// this order, unknown ones included.
    pub brings: Vec<(FeatureRef, Vec<FieldValue>)>,
}

impl Neighbours {
    /// What a station or hydrant among them brings; nothing of what is neither.
    pub fn brought_by(&self, of: FeatureRef) -> &[FieldValue] {
        self.brings.iter().find(|(it, _)| *it == of).map_or(&[], |(_, fields)| fields)
    }
}

/// How far around a feature hydrants are listed, metres.
pub const HYDRANT_RADIUS_M: f64 = 150.0;
