//! Places where people gather or sleep.

use super::values::{metres, number, shown};
use super::{Sink, Values, kinds};
use crate::dataset::foreign::osm::Tags;
use crate::domain::LayerName;
use crate::domain::kinds::VENUE_KINDS;
use std::borrow::Cow;

pub(super) fn import(sink: &mut Sink<'_, '_>) {
    kinds::import(sink, LayerName::Venues, VENUE_KINDS, kinds_of, values_of);
}

/// Key, values, kind.
const TABLE: &[(&str, &[&str], &str)] = &[
    ("amenity", &["hospital"], "hospital"),
    ("healthcare", &["hospital"], "hospital"),
    ("amenity", &["clinic"], "clinic"),
    ("healthcare", &["clinic"], "clinic"),
    ("amenity", &["nursing_home"], "nursing_home"),
    ("social_facility", &["nursing_home", "assisted_living"], "nursing_home"),
    ("social_facility", &["group_home", "shelter"], "welfare_home"),
    ("amenity", &["kindergarten"], "kindergarten"),
    ("amenity", &["school"], "school"),
    ("amenity", &["college", "university"], "university"),
    ("shop", &["mall"], "mall"),
    ("amenity", &["marketplace"], "market"),
    ("shop", &["supermarket"], "supermarket"),
    ("railway", &["station"], "station"),
    ("public_transport", &["station"], "station"),
    ("amenity", &["bus_station"], "station"),
    ("tourism", &["hotel"], "hotel"),
    ("tourism", &["hostel"], "small_hotel"),
    ("tourism", &["guest_house"], "guest_house"),
    ("amenity", &["restaurant"], "restaurant"),
    ("amenity", &["internet_cafe"], "net_cafe"),
    ("amenity", &["karaoke_box"], "karaoke"),
    ("amenity", &["bar", "pub", "nightclub"], "bar"),
    ("amenity", &["public_bath"], "bathhouse"),
    ("leisure", &["sauna"], "bathhouse"),
    ("amenity", &["theatre"], "theatre"),
    ("amenity", &["cinema"], "cinema"),
    ("leisure", &["stadium"], "stadium"),
    ("leisure", &["sports_centre", "sports_hall"], "sports_hall"),
    ("tourism", &["museum"], "museum"),
    ("amenity", &["library"], "library"),
    ("amenity", &["community_centre"], "community_hall"),
    ("amenity", &["place_of_worship"], "worship"),
];

/// Tall, but nobody gathers or sleeps in them.
const NOT_LIVED_IN: &[&str] =
    &["no", "silo", "storage_tank", "cooling_tower", "chimney", "tower", "transformer_tower", "industrial", "church"];

/// Higher than this is a high-rise (GB 50016: dwellings over 27 m).
const HIGH_RISE_M: f64 = 27.0;
/// Where the height is not tagged: as many storeys make it one.
const HIGH_RISE_LEVELS: f64 = 10.0;

fn kinds_of(tags: Tags<'_>) -> Vec<&'static str> {
    let fits = |(key, values, _): &&(&str, &[&str], &str)| tags.is_one_of(key, values);
    let mut kinds: Vec<&'static str> = TABLE.iter().filter(fits).map(|(_, _, kind)| *kind).collect();
    if tags.get("building").is_some_and(|b| !NOT_LIVED_IN.contains(&b)) {
        let high = match (height(tags), levels(tags)) {
            (Some(m), _) => m > HIGH_RISE_M,
            (None, Some(n)) => n >= HIGH_RISE_LEVELS,
            (None, None) => false,
        };
        if high {
            kinds.push("high_rise");
        }
    }
    kinds
}

fn height(tags: Tags<'_>) -> Option<f64> {
    tags.get("height").and_then(metres)
}

fn levels(tags: Tags<'_>) -> Option<f64> {
    tags.get("building:levels").and_then(number)
}

fn values_of(tags: Tags<'_>) -> Values<'_> {
    let mut values = Values::new();
    let mut put = |field: &'static str, value: Option<Cow<'static, str>>| {
        if let Some(value) = value {
            values.push((field, value));
        }
    };
    let plain = |key: &str| tags.get(key).and_then(number).map(|n| Cow::Owned(shown(n)));
    put("capacity", plain("capacity"));
    put("beds", plain("beds"));
    put("floors", levels(tags).map(|n| Cow::Owned(shown(n))));
    put("occupied_floor", plain("level"));
    put("height_m", height(tags).map(|m| Cow::Owned(shown(m))));
    put("underground", tags.is("location", "underground").then_some(Cow::Borrowed("yes")));
    put("opening_hours", tags.get("opening_hours").map(|v| Cow::Owned(v.to_owned())));
    values
}
