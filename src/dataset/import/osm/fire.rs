//! Fire stations and hydrants.

use super::values::number;
use super::{Sink, Values, items, push_place};
use crate::domain::LayerName;
use std::borrow::Cow;

pub(super) fn stations(sink: &mut Sink<'_, '_>) {
    let osm = sink.osm;
    let rows = sink.builder(LayerName::FireStations);
    for item in items(osm) {
        if item.tags().is("amenity", "fire_station") {
            push_place(rows, osm, item, &Values::new());
        }
    }
}

pub(super) fn hydrants(sink: &mut Sink<'_, '_>) {
    let osm = sink.osm;
    let rows = sink.builder(LayerName::Hydrants);
    for item in osm.nodes() {
        let tags = item.tags();
        let disused = tags.is("disused:emergency", "fire_hydrant");
        if !tags.is("emergency", "fire_hydrant") && !disused {
            continue;
        }
        let mut values = Values::new();
        if let Some(code) = tags.get("ref") {
            values.push(("code", Cow::Borrowed(code)));
        }
        // Litres a minute only where it says so: the tag has no unit of its own.
        let flow = tags.get("flow_rate").or_else(|| tags.get("fire_hydrant:flow_capacity"));
        if let Some(per_minute) = flow.and_then(|f| f.to_ascii_lowercase().strip_suffix("l/min").and_then(number)) {
            values.push(("flow_lps", Cow::Owned(super::values::shown(per_minute / 60.0))));
        }
        if disused || tags.is("disused", "yes") || tags.is("operational_status", "broken") {
            values.push(("working", Cow::Borrowed("no")));
        }
        push_place(rows, osm, item, &values);
    }
}
