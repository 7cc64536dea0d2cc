//! The base map: water, green, built-up land, buildings, railways, names of places.

use super::values::{metres, number, shown};
use super::{Sink, Values, items};
use crate::dataset::foreign::osm::{Item, ObjectKind, Tags};
use crate::domain::LayerName;
use std::borrow::Cow;

pub(super) fn water(sink: &mut Sink<'_, '_>) {
    lines(sink, LayerName::Water, |tags| match (tags.get("waterway"), tags.get("natural")) {
        (Some("river"), _) => Some("river"),
        (Some("stream"), _) => Some("stream"),
        (Some("canal"), _) => Some("other"),
        (_, Some("coastline")) => Some("sea"),
        _ => None,
    });
    areas(sink, LayerName::Water, |tags| {
        if tags.is("waterway", "riverbank")
            || tags.is("natural", "water") && tags.is_one_of("water", &["river", "stream"])
        {
            return Some("river");
        }
        if tags.is("natural", "water") {
            let lake = tags.is_one_of("water", &["lake", "pond", "reservoir", "basin", "oxbow", "lagoon"]);
            return Some(if lake { "lake" } else { "other" });
        }
        tags.is_one_of("landuse", &["reservoir", "basin"]).then_some("lake")
    });
}

pub(super) fn green(sink: &mut Sink<'_, '_>) {
    areas(sink, LayerName::Green, |tags| {
        if tags.is("landuse", "forest") || tags.is("natural", "wood") {
            Some("forest")
        } else if tags.is_one_of("leisure", &["park", "garden"]) {
            Some("park")
        } else if tags.is_one_of("landuse", &["farmland", "meadow", "orchard", "vineyard", "farm"]) {
            Some("farmland")
        } else if tags.is_one_of("natural", &["scrub", "heath", "grassland", "wetland"])
            || tags.is_one_of("landuse", &["grass", "village_green", "cemetery", "recreation_ground"])
        {
            Some("other")
        } else {
            None
        }
    });
}

pub(super) fn built(sink: &mut Sink<'_, '_>) {
    areas(sink, LayerName::Built, |tags| match tags.get("landuse")? {
        "residential" => Some("residential"),
        "industrial" => Some("industrial"),
        "commercial" | "retail" => Some("commercial"),
        "institutional" | "education" | "garages" | "railway" | "construction" => Some("other"),
        _ => None,
    });
}

pub(super) fn buildings(sink: &mut Sink<'_, '_>) {
    let osm = sink.osm;
    let rows = sink.builder(LayerName::Buildings);
    for item in items(osm) {
        let tags = item.tags();
        if item.kind == ObjectKind::Node || tags.get("building").is_none_or(|b| b == "no") {
            continue;
        }
        let mut values = Values::new();
        let numbers = [
            ("levels", tags.get("building:levels").and_then(number)),
            ("height_m", tags.get("height").and_then(metres)),
        ];
        values.extend(numbers.into_iter().filter_map(|(f, v)| Some((f, Cow::Owned(shown(v?))))));
        super::push_place(rows, osm, item, &values);
    }
}

pub(super) fn railways(sink: &mut Sink<'_, '_>) {
    lines(sink, LayerName::Railways, |tags| {
        let kinds = ["rail", "light_rail", "subway", "tram", "narrow_gauge", "monorail", "funicular"];
        let kind = tags.get("railway")?;
        kinds.into_iter().find(|k| *k == kind)
    });
}

pub(super) fn places(sink: &mut Sink<'_, '_>) {
    let osm = sink.osm;
    let rows = sink.builder(LayerName::Places);
    for item in osm.nodes() {
        let tags = item.tags();
        let kind = match tags.get("place") {
            Some(kind @ ("city" | "town" | "village" | "suburb")) => kind,
            Some("hamlet" | "quarter" | "neighbourhood" | "isolated_dwelling") => "other",
            _ => continue,
        };
        let mut values: Values<'_> = vec![("kind", Cow::Borrowed(kind))];
        let population = tags.get("population").and_then(number);
        values.extend(population.map(|p| ("population", Cow::Owned(shown(p)))));
        super::push_place(rows, osm, item, &values);
    }
}

/// Ways as lines.
fn lines(sink: &mut Sink<'_, '_>, layer: LayerName, kind_of: fn(Tags<'_>) -> Option<&'static str>) {
    let osm = sink.osm;
    let rows = sink.builder(layer);
    for way in osm.ways() {
        let Some(kind) = kind_of(way.tags()) else { continue };
        let values: Values<'_> = vec![("kind", Cow::Borrowed(kind))];
        super::push_line(rows, osm, way, &values);
    }
}

/// Closed ways and relations as areas; a relation of the extract's border is left out.
fn areas(sink: &mut Sink<'_, '_>, layer: LayerName, kind_of: fn(Tags<'_>) -> Option<&'static str>) {
    let osm = sink.osm;
    let rows = sink.builder(layer);
    let is_area = |i: &Item<'_>| i.kind != ObjectKind::Node;
    for item in items(osm).filter(is_area) {
        let Some(kind) = kind_of(item.tags()) else { continue };
        let values: Values<'_> = vec![("kind", Cow::Borrowed(kind))];
        super::push_place(rows, osm, item, &values);
    }
}
