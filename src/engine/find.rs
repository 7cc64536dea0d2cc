//! Search by id or name.

use super::apart::tell_apart;
use super::open::{Open, anchor};
use super::protocol::{FeatureRef, Hit};
use crate::domain::{Layer, LayerName};
use crate::units::LngLat;
use std::collections::HashSet;

/// How well a row matches; the first is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    Id,
    Name,
    Start,
    Inside,
}

/// The fields that hold a name.
const NAMES: [&str; 3] = ["name", "name_en", "ref"];

/// Features whose id or name holds the text, best match first, then nearest to where the reader looks, then layer and
/// row. Base map shapes and tables without places are left out; towns and villages are found. Sections that bear a road's
/// name are found as one road in each district.
pub fn find(open: &Open, text: &str, near: Option<LngLat>, limit: usize) -> Vec<Hit> {
    let wanted = text.trim().to_lowercase();
    if wanted.is_empty() {
        return Vec::new();
    }
    let from = near.map(|p| open.plane().xy(p));
    let mut found: Vec<(Match, f64, FeatureRef)> = Vec::new();
    for layer in open.city().layers() {
        let name = layer.name();
        if !name.is_spatial() || (name.is_base_map() && name != LayerName::Places) {
            continue;
        }
        for row in 0..layer.len() {
            let Some(how) = matches(layer, row, &wanted) else { continue };
            let Some(at) = anchor(layer, row) else { continue };
            let distance = from.map_or(0.0, |f| f.distance_m(open.plane().xy(at)));
            found.push((how, distance, FeatureRef { layer: name, row: row as u32 }));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    let sections: Vec<u32> = found.iter().filter(|(how, _, of)| is_section(*how, *of)).map(|(.., of)| of.row).collect();
    let (mut hits, mut taken): (Vec<Hit>, HashSet<u32>) = (Vec::new(), HashSet::new());
    for (how, distance, feature) in found {
        if hits.len() == limit {
            break;
        }
        let of_road = is_section(how, feature);
        if of_road && taken.contains(&feature.row) {
            continue;
        }
        let Ok(mut hit) = open.hit(feature, from.map(|_| distance)) else { continue };
        if of_road {
            make_whole(open, &mut hit, &sections);
            taken.extend(&hit.sections);
        }
        hits.push(hit);
    }
    tell_apart(open, &mut hits);
    hits
}

/// Whether a row was found as a part of a road: an id asks for the section itself.
fn is_section(how: Match, of: FeatureRef) -> bool {
    of.layer == LayerName::Roads && how != Match::Id
}

/// Lets a section stand for all of its road: those of its name in its district.
fn make_whole(open: &Open, hit: &mut Hit, found: &[u32]) {
    let Some(ready) = open.get(LayerName::Roads) else { return };
    let district = open.district_of(hit.feature, hit.at);
    let named = |row: u32| NAMES.map(|field| ready.layer.text(row as usize, field));
    let name = named(hit.feature.row);
    let mut bounds = hit.bounds;
    let mut sections = Vec::new();
    for row in found.iter().copied().filter(|row| named(*row) == name) {
        let Ok(section) = open.hit(FeatureRef { row, ..hit.feature }, None) else { continue };
        if open.district_of(section.feature, section.at) == district {
            bounds = bounds.union(section.bounds);
            sections.push(row);
        }
    }
    if sections.len() > 1 {
        sections.sort_unstable();
        (hit.sections, hit.bounds) = (sections, bounds);
    }
}

fn matches(layer: &Layer, row: usize, wanted: &str) -> Option<Match> {
    if layer.id(row).eq_ignore_ascii_case(wanted) {
        return Some(Match::Id);
    }
    NAMES
        .into_iter()
        .filter_map(|field| layer.text(row, field))
        .filter_map(|name| {
            let name = name.to_lowercase();
            if name == wanted {
                Some(Match::Name)
            } else if name.starts_with(wanted) {
                Some(Match::Start)
            } else {
                name.contains(wanted).then_some(Match::Inside)
            }
        })
        .min()
}

#[cfg(test)]
mod tests {
    use crate::engine::{Engine, Hit, NamedBytes, Reply, Request};

    /// Three sections of one road and one of another in the west, one of the first road's name in the east.
    fn found(text: &str) -> Vec<Hit> {
        let manifest = r#"{"schema":"riskmap/1","name":{"zh":"村","en":"village"},"as_of":"2026-01-31","layers":{
            "districts":{"href":"districts.geojson"},"roads":{"href":"roads.geojson"}},
            "sources":[{"name":"made for a test","licence":"CC0-1.0","attribution":"made for a test"}]}"#;
        let square = |id: &str, west: f64| {
            format!(
                r#"{{"type":"Feature","id":"{id}","properties":{{"name":"{id}","level":"county"}},"geometry":{{"type":"Polygon",
                "coordinates":[[[{west},30],[{0},30],[{0},30.1],[{west},30.1],[{west},30]]]}}}}"#,
                west + 0.1
            )
        };
        let section = |id: &str, name: &str, west: f64| {
            format!(
                r#"{{"type":"Feature","id":"{id}","properties":{{"name":"{name}","class":"primary"}},"geometry":{{"type":
                "LineString","coordinates":[[{west},30.05],[{},30.05]]}}}}"#,
                west + 0.01
            )
        };
        let collection =
            |features: &[String]| format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
        let districts = collection(&[square("W", 112.0), square("E", 112.1)]);
        let roads = collection(&[
            section("r1", "解放路", 112.02),
            section("r2", "解放路", 112.03),
            section("r3", "解放西路", 112.05),
            section("r4", "解放路", 112.15),
            section("r5", "解放路", 112.04),
        ]);
        let file = |name: &str, text: &str| NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
        let files =
            vec![file("city.json", manifest), file("districts.geojson", &districts), file("roads.geojson", &roads)];
        let mut engine = Engine::new();
        engine.handle(Request::Open(files)).expect("the village opens");
        match engine.handle(Request::Find { text: text.to_owned(), near: None, limit: 20 }) {
            Ok(Reply::Found(hits)) => hits,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn sections_of_one_name_are_one_road_in_each_district() {
        let said: Vec<_> =
            found("解放").iter().map(|h| (h.name.zh.clone(), h.sections.clone(), h.apart.zh.clone())).collect();
        let road = |name: &str, sections: &[u32], apart: &str| (name.to_owned(), sections.to_vec(), apart.to_owned());
        assert_eq!(said, [road("解放路", &[0, 1, 4], "W"), road("解放西路", &[], ""), road("解放路", &[], "E")]);
    }

    #[test]
    fn a_road_is_looked_at_whole_and_a_section_is_found_by_its_id() {
        let road = &found("解放路")[0];
        assert!((road.bounds.west - 112.02).abs() < 1e-9 && (road.bounds.east - 112.05).abs() < 1e-9, "{road:?}");
        let section = found("r2");
        assert_eq!(section.len(), 1);
        assert!(section[0].sections.is_empty());
    }
}
