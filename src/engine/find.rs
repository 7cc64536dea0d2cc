//! Search by id or name.

use super::apart::tell_apart;
use super::open::{Open, anchor};
use super::protocol::{FeatureRef, Hit};
use crate::domain::{Layer, LayerName};
use crate::units::LngLat;

/// How well a row matches; the first is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    Id,
    Name,
    Start,
    Inside,
}

/// Features whose id or name holds the text, best match first, then nearest to where the reader looks, then layer and
/// row. Base map shapes and tables without places are left out; towns and villages are found.
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
    found.truncate(limit);
    let mut hits: Vec<Hit> =
        found.into_iter().filter_map(|(_, distance, feature)| open.hit(feature, from.map(|_| distance)).ok()).collect();
    tell_apart(open, &mut hits);
    hits
}

fn matches(layer: &Layer, row: usize, wanted: &str) -> Option<Match> {
    if layer.id(row).eq_ignore_ascii_case(wanted) {
        return Some(Match::Id);
    }
    ["name", "name_en", "ref"]
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
