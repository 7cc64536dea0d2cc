//! Features that lie where they cannot be meant: far away, or with longitude and latitude swapped.

use super::super::report::{LayerReport, Report, Warning, WarningKind};
use super::{Spot, centre, distance_m, note, quantile};
use crate::domain::{City, Layer, Words};
use crate::units::{LngLat, LngLatBox, TRUE_WITHIN_M, TURNS};
use std::borrow::Cow;
use std::ops::Range;

/// A layer of fewer features has no middle to be far from.
const FEW: usize = 20;
/// A feature of a layer without a middle is far if it is more than this many times as far from the city's middle as the
/// city reaches.
const FAR_OF_CITY_TIMES: f64 = 3.0;
/// A feature is far if it is more than this many times as far from the layer's middle as 90 of 100 are, …
const FAR_TIMES: f64 = 6.0;
/// … and more than this. 20 km.
const FAR_M: f64 = 20_000.0;

/// Where most of a city's features lie.
struct Usual {
    /// The box of all but the farthest fiftieth on each side, each layer counting alike, grown by half.
    bounds: LngLatBox,
    /// Half the diagonal of that box before it was grown, metres.
    reach_m: f64,
}

/// `None` for a city of too few features.
fn usual(city: &City) -> Option<Usual> {
    const SAMPLE: usize = 500;
    let samples: Vec<(&Layer, Vec<LngLat>)> = city
        .layers()
        .map(|layer| {
            let step = layer.len().div_ceil(SAMPLE).max(1);
            (layer, (0..layer.len()).step_by(step).filter_map(|row| centre(layer, row)).collect())
        })
        .collect();
    let all = || samples.iter().flat_map(|(_, places)| places.iter().copied());
    if all().count() < FEW {
        return None;
    }
    let boxed = |one: &dyn Fn(LngLat) -> f64, two: &dyn Fn(LngLat) -> f64| {
        let (mut ones, mut twos): (Vec<f64>, Vec<f64>) = all().map(|p| (one(p), two(p))).unzip();
        box_of(&mut ones, &mut twos)
    };
    // Of each position the lesser number and the greater: whichever way round it stands, that is the same. So nothing that
    // is swapped widens this box, however much of it there is.
    let (lesser, greater) = (|p: LngLat| p.lng.min(p.lat), |p: LngLat| p.lng.max(p.lat));
    let folded = boxed(&lesser, &greater)?;
    // Where longitudes and latitudes are nearly the same numbers, nothing can be told that way.
    if folded.0.east >= folded.0.south {
        let (bounds, reach_m) = boxed(&|p| p.lng, &|p| p.lat)?;
        return Some(Usual { bounds, reach_m });
    }
    let fits = |p: &&LngLat| folded.0.contains(LngLat::new(lesser(**p), greater(**p)));
    let (mut votes, mut lines, mut rows) = (0.0, 0.0, 0.0);
    for (layer, places) in &samples {
        let all = places.iter().filter(fits).count() as f64;
        let as_folded = places.iter().filter(fits).filter(|p| p.lng < p.lat).count() as f64;
        if all > 0.0 {
            // Each layer has a vote, by most of its own features; a handful of features have a part of one.
            let vote = (2.0 * as_folded - all).signum() * (all / 5.0).min(1.0);
            votes += vote;
            // No column of a table says which is which in lines and areas: of two layers those are likelier right.
            lines += if layer.shapes().all_points() { 0.0 } else { vote };
            rows += 2.0 * as_folded - all;
        }
    }
    let side = [votes, lines, rows].into_iter().find(|n| *n != 0.0).unwrap_or(0.0);
    let LngLatBox { west, south, east, north } = folded.0;
    let turned = LngLatBox { west: south, south: west, east: north, north: east };
    let bounds = if side > 0.0 { folded.0 } else { turned };
    let corner = |b: LngLatBox| distance_m(b.centre(), LngLat::new(b.east, b.north));
    // What a degree of longitude measures hangs on which of the two is the latitude.
    let reach_m = corner(bounds) / corner(folded.0) * folded.1;
    Some(Usual { bounds, reach_m })
}

/// The box of most values, grown by half, and half its diagonal before.
fn box_of(lngs: &mut [f64], lats: &mut [f64]) -> Option<(LngLatBox, f64)> {
    let (west, east) = (quantile(lngs, 0.02)?, quantile(lngs, 0.98)?);
    let (south, north) = (quantile(lats, 0.02)?, quantile(lats, 0.98)?);
    let grow = ((east - west).max(north - south) / 2.0).max(0.05);
    let tight = LngLatBox { west, south, east, north };
    let reach_m = distance_m(tight.centre(), LngLat::new(east, north));
    Some((LngLatBox { west: west - grow, south: south - grow, east: east + grow, north: north + grow }, reach_m))
}

fn swapped(p: LngLat) -> LngLat {
    LngLat::new(p.lat, p.lng)
}

/// Notes what is far from everything else in its layer (in a layer of few: in the city), or fits the city only with its
/// coordinates swapped.
pub(super) fn far_and_swapped(city: &City, report: &mut Report) {
    let usual = usual(city);
    let bounds = usual.as_ref().map(|u| u.bounds);
    let fits_swapped = |at: LngLat| bounds.is_some_and(|b| !b.contains(at) && b.contains(swapped(at)));
    let swapped_words = || {
        Words::new(
            "经纬度互换后才落在本市范围内；未改动",
            "fits the city only if longitude and latitude are swapped; not changed",
        )
    };
    for layer in city.layers() {
        let (middle, whole) = match (middle(layer, fits_swapped), &usual) {
            (Some(middle), _) => (Some(middle), false),
            (None, Some(Usual { bounds, reach_m })) => {
                (Some((Spot::new(bounds.centre()), (FAR_OF_CITY_TIMES * reach_m).max(FAR_M))), true)
            }
            (None, None) => (None, false),
        };
        let is_far = |at: LngLat| middle.is_some_and(|(middle, far)| middle.distance_m(at) > far);
        let mut odd = Vec::new();
        for from in (0..layer.len()).step_by(TURNS) {
            let rows = from..layer.len().min(from + TURNS);
            add_odd(layer, rows, |at| fits_swapped(at) || is_far(at), &mut odd);
        }
        for (row, at) in odd {
            let found = format!("({}, {})", at.lng, at.lat);
            if fits_swapped(at) {
                note(report, layer, row, (WarningKind::Swapped, "geometry", &found), swapped_words);
            } else if let Some((middle, _)) = middle {
                let km = (middle.distance_m(at) / 1_000.0).round();
                let of = if whole { ["本市", "of the city"] } else { ["本图层", "of its layer"] };
                note(report, layer, row, (WarningKind::Outlier, "geometry", &found), || {
                    Words::new(
                        format!("距{}其余部分约 {km} 公里", of[0]),
                        format!("about {km} km from the rest {}", of[1]),
                    )
                });
            }
        }
    }
    // In the east of Asia a swapped longitude is no latitude at all: such rows were rejected at the door. Where all of a
    // file's were, reading has said so.
    for (code, layer) in &mut report.layers {
        let fits = |p: LngLat| bounds.is_some_and(|b| b.contains(swapped(p)));
        let n = layer.rejected.iter().filter(|r| position_of(&r.found).is_some_and(fits)).count();
        if n > 0 && !layer.warning_counts.contains_key(&WarningKind::SwappedRefused) {
            hint_swapped(code, n, layer);
        }
    }
}

fn hint_swapped(code: &str, n: usize, layer: &mut LayerReport) {
    let file = layer.rejected.first().map_or(String::new(), |r| r.file.clone());
    let text = Words::new(
        format!("{n} 行坐标无效被拒绝；经纬度互换后落在本市范围内"),
        format!(
            "{n} rows were rejected for their coordinates, which fit the city if longitude and latitude are swapped"
        ),
    );
    layer.warn(WarningKind::Swapped, || Warning::of_layer(WarningKind::Swapped, code, &file, text));
}

/// The position that a rejection shows as "(x, y)".
fn position_of(found: &str) -> Option<LngLat> {
    let (x, y) = found.strip_prefix('(')?.strip_suffix(')')?.split_once(", ")?;
    Some(LngLat::new(x.parse().ok()?, y.parse().ok()?))
}

/// The median position of a layer's features that stand the right way round, and the distance from it beyond which a
/// feature is far.
fn middle(layer: &Layer, is_swapped: impl Fn(LngLat) -> bool) -> Option<(Spot, f64)> {
    let mut places: Cow<'_, [LngLat]> = match layer.shapes() {
        points if points.all_points() => points.coords().into(),
        _ => (0..layer.len()).filter_map(|row| centre(layer, row)).collect(),
    };
    if places.iter().any(|at| is_swapped(*at)) {
        places.to_mut().retain(|at| !is_swapped(*at));
    }
    if places.len() < FEW {
        return None;
    }
    // One list for all three.
    let mut values = Vec::with_capacity(places.len());
    let mut share_of = |share, of: &dyn Fn(LngLat) -> f64| {
        values.clear();
        places.chunks(TURNS).for_each(|places| add_values(places, of, &mut values));
        quantile(&mut values, share)
    };
    let middle = Spot::new(LngLat::new(share_of(0.5, &|p| p.lng)?, share_of(0.5, &|p| p.lat)?));
    let usual = share_of(0.9, &|p| middle.distance_m(p))?;
    Some((middle, (FAR_TIMES * usual).max(FAR_M)))
}

#[inline(never)] // see TURNS
fn add_values(places: &[LngLat], of: &dyn Fn(LngLat) -> f64, out: &mut Vec<f64>) {
    out.extend(places.iter().map(|p| of(*p)));
}

/// Adds the rows whose middle is odd.
#[inline(never)] // see TURNS
fn add_odd(layer: &Layer, rows: Range<usize>, is_odd: impl Fn(LngLat) -> bool, out: &mut Vec<(usize, LngLat)>) {
    out.extend(rows.filter_map(|row| Some((row, centre(layer, row).filter(|at| is_odd(*at))?))));
}

/// Notes a city that is wider than its plane is good for.
pub(super) fn wide(city: &City, report: &mut Report) {
    let Some(Usual { reach_m, .. }) = usual(city) else { return };
    if reach_m > TRUE_WITHIN_M {
        let km = (reach_m / 1_000.0).round();
        let text = Words::new(
            format!("数据范围达中心 {km} 公里之外；150 公里以外平面有变形，距离和密度换算为地面上的"),
            format!(
                "the data reach {km} km from their centre; beyond 150 km distances and densities are turned into those of \
                 the ground"
            ),
        );
        report.warnings.push(Warning::of_layer(WarningKind::WideCity, "", "", text));
    }
}
