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
    use crate::engine::{Hit, village};

    /// Three sections of one road and one of another in the west, one of the first road's name in the east.
    fn found(text: &str) -> Vec<Hit> {
        let section = |id: &str, name: &str, west: f64| {
            let east = west + 0.01;
            format!(
                r#"{{"type":"Feature","id":"{id}","properties":{{"name":"{name}","class":"primary"}},"geometry":{{"type":
                "LineString","coordinates":[[{west},30.05],[{east},30.05]]}}}}"#
            )
        };
        let roads = village::collection(&[
            section("r1", "解放路", 112.02),
            section("r2", "解放路", 112.03),
            section("r3", "解放西路", 112.05),
            section("r4", "解放路", 112.15),
            section("r5", "解放路", 112.04),
        ]);
        village::found("roads", "roads.geojson", &roads, text)
    }

    #[test]
    fn sections_of_one_name_are_one_road_in_each_district() {
        let said: Vec<_> =
            found("解放").iter().map(|h| (h.name.zh.clone(), h.sections.clone(), h.apart.zh.clone())).collect();
        let road = |name: &str, sections: &[u32], apart: &str| (name.to_owned(), sections.to_vec(), apart.to_owned());
        assert_eq!(said, [road("解放路", &[0, 1, 4], "西区"), road("解放西路", &[], ""), road("解放路", &[], "东区")]);
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
