//! Roads: every highway way that is not an area. Ways of motor traffic are split where they meet, so that sections end
//! at junctions and a road graph can be built from `from_node` and `to_node`.

use super::values::{flag, metres, number, shown, speed_kmh, tonnes};
use super::{Sink, Values, positions, push};
use crate::dataset::foreign::osm::{Item, Osm, Tags};
use crate::dataset::wkt::OwnedGeometry;
use crate::domain::LayerName;
use crate::domain::schema::is_driven;
use std::borrow::Cow;

/// `highway` values that are places or drawn areas, not ways.
const NOT_WAYS: &[&str] =
    &["services", "rest_area", "platform", "bus_stop", "elevator", "traffic_island", "razed", "abandoned"];

pub(super) fn import(sink: &mut Sink<'_, '_>) {
    let osm = sink.osm;
    let meets = junctions(osm);
    let rows = sink.builder(LayerName::Roads);
    for way in osm.ways() {
        let Some(class) = class(way.tags()) else { continue };
        let parts = parts(osm, way, is_driven(class).then_some(meets.as_slice()));
        if parts.is_empty() {
            rows.skip(1);
            continue;
        }
        let values = values_of(way.tags(), class);
        for (i, nodes) in parts.iter().enumerate() {
            let id = if parts.len() == 1 { way.code() } else { format!("{}-{}", way.code(), i + 1) };
            let line: Vec<_> = nodes.iter().filter_map(|n| osm.position(*n)).collect();
            let mut own = values.clone();
            if let (Some(from), Some(to)) = (nodes.first(), nodes.last()) {
                own.push(("from_node", Cow::Owned(format!("n{from}"))));
                own.push(("to_node", Cow::Owned(format!("n{to}"))));
            }
            push(rows, way, &id, &OwnedGeometry::Lines(vec![positions(&line)]), &own);
        }
    }
}

fn class<'a>(tags: Tags<'a>) -> Option<&'a str> {
    let class = tags.get("highway")?;
    (!NOT_WAYS.contains(&class) && !tags.is("area", "yes")).then_some(class)
}

/// By node: whether ways of motor traffic meet there (it stands in two of them, or twice in one).
fn junctions(osm: &Osm) -> Vec<bool> {
    let mut seen = vec![0u8; osm.node_count()];
    for way in osm.ways() {
        if class(way.tags()).is_none_or(|c| !is_driven(c)) {
            continue;
        }
        for node in way.refs() {
            if let Some(at) = osm.node_place(*node) {
                seen[at] = seen[at].saturating_add(1);
            }
        }
    }
    seen.into_iter().map(|n| n > 1).collect()
}

/// The way cut at junctions, and where the extract lacks its nodes.
fn parts(osm: &Osm, way: Item<'_>, junctions: Option<&[bool]>) -> Vec<Vec<i64>> {
    let mut parts = Vec::new();
    let mut part: Vec<i64> = Vec::new();
    let mut end = |part: &mut Vec<i64>| {
        if part.len() > 1 {
            parts.push(std::mem::take(part));
        }
        part.clear();
    };
    for node in way.refs() {
        let Some(at) = osm.node_place(*node) else {
            end(&mut part);
            continue;
        };
        if part.last() == Some(node) {
            continue;
        }
        part.push(*node);
        if part.len() > 1 && junctions.is_some_and(|j| j[at]) {
            end(&mut part);
            part.push(*node);
        }
    }
    end(&mut part);
    parts
}

fn values_of<'a>(tags: Tags<'a>, class: &'a str) -> Values<'a> {
    let mut values: Values<'a> = vec![("class", Cow::Borrowed(class))];
    let words = [
        ("ref", tags.get("ref")),
        ("oneway", oneway(tags)),
        ("bridge", flag(tags.get("bridge"))),
        // A passage under a building is no tunnel for dangerous goods, nor is it open air: it stays unsaid.
        ("tunnel", flag(tags.get("tunnel").filter(|t| *t != "building_passage"))),
        ("tunnel_category", tags.get("hazmat:adr_tunnel_cat").or_else(|| tags.get("tunnel:category"))),
    ];
    let numbers = [
        ("lanes", tags.get("lanes").and_then(number)),
        ("speed_kmh", tags.get("maxspeed").and_then(speed_kmh)),
        ("max_height_m", tags.get("maxheight").and_then(metres)),
        ("max_weight_t", tags.get("maxweight").and_then(tonnes)),
    ];
    values.extend(words.into_iter().filter_map(|(f, v)| Some((f, Cow::Borrowed(v?)))));
    values.extend(numbers.into_iter().filter_map(|(f, v)| Some((f, Cow::Owned(shown(v?))))));
    values
}

/// One-way by its tag; motorways and roundabouts are one-way by what the tags mean in OSM.
fn oneway(tags: Tags<'_>) -> Option<&'static str> {
    match tags.get("oneway") {
        Some("yes" | "true" | "1") => Some("yes"),
        Some("-1" | "reverse") => Some("reverse"),
        Some("no" | "false" | "0") => Some("no"),
        Some(_) => None,
        None => {
            let implied = tags.is_one_of("junction", &["roundabout", "circular"]) || tags.is("highway", "motorway");
            implied.then_some("yes")
        }
    }
}
