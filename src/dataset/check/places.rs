//! Features that lie where they cannot be meant: far away, swapped, twice.

use super::super::report::{LayerReport, Report, Warning, WarningKind};
use super::{Spot, centre, distance_m, note, quantile};
use crate::domain::{City, Layer, LayerName, Words};
use crate::units::{LngLat, LngLatBox, TURNS};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// A layer of fewer features has no middle to be far from.
const FEW: usize = 20;
/// A feature is far if it is more than this many times as far from the layer's middle as 90 of 100 are, …
const FAR_TIMES: f64 = 6.0;
/// … and more than this. 20 km.
const FAR_M: f64 = 20_000.0;
/// The same name and kind within this distance is the same thing twice. 10 m.
const SAME_M: f64 = 10.0;
/// The city's plane is good to 3e-4 up to this distance from its centre. 150 km.
const PLANE_M: f64 = 150_000.0;

/// The box of all but the farthest hundredth of a city's features on each side, each layer counting alike, grown by
/// half. `None` for a city of too few features.
fn usual_box(city: &City) -> Option<LngLatBox> {
    const SAMPLE: usize = 500;
    let (mut lngs, mut lats) = (Vec::new(), Vec::new());
    for layer in city.layers() {
        let step = layer.len().div_ceil(SAMPLE).max(1);
        for at in (0..layer.len()).step_by(step).filter_map(|row| centre(layer, row)) {
            lngs.push(at.lng);
            lats.push(at.lat);
        }
    }
    if lngs.len() < FEW {
        return None;
    }
    let (west, east) = (quantile(&mut lngs, 0.02)?, quantile(&mut lngs, 0.98)?);
    let (south, north) = (quantile(&mut lats, 0.02)?, quantile(&mut lats, 0.98)?);
    let grow = ((east - west).max(north - south) / 2.0).max(0.05);
    Some(LngLatBox { west: west - grow, south: south - grow, east: east + grow, north: north + grow })
}

fn swapped(p: LngLat) -> LngLat {
    LngLat::new(p.lat, p.lng)
}

/// Notes what is far from everything else in its layer, or fits the city only with its coordinates swapped.
pub(super) fn far_and_swapped(city: &City, report: &mut Report) {
    let usual = usual_box(city);
    let fits_swapped = |at: LngLat| usual.is_some_and(|b| !b.contains(at) && b.contains(swapped(at)));
    let swapped_words = || {
        Words::new(
            "经纬度互换后才落在本市范围内；未改动",
            "fits the city only if longitude and latitude are swapped; not changed",
        )
    };
    for layer in city.layers() {
        let middle = middle(layer);
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
                note(report, layer, row, (WarningKind::Outlier, "geometry", &found), || {
                    Words::new(
                        format!("距本图层其余部分约 {km} 公里"),
                        format!("about {km} km from the rest of its layer"),
                    )
                });
            }
        }
    }
    // In the east of Asia a swapped longitude is no latitude at all: such rows were rejected at the door.
    for (code, layer) in &mut report.layers {
        let fits = |p: LngLat| usual.is_some_and(|b| b.contains(swapped(p)));
        let n = layer.rejected.iter().filter(|r| position_of(&r.found).is_some_and(fits)).count();
        if n > 0 {
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

/// A layer's median position, and the distance from it beyond which a feature is far.
fn middle(layer: &Layer) -> Option<(Spot, f64)> {
    let places: Cow<'_, [LngLat]> = match layer.shapes() {
        points if points.all_points() => points.coords().into(),
        _ => (0..layer.len()).filter_map(|row| centre(layer, row)).collect(),
    };
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

/// Notes the same name and kind within a few metres.
pub(super) fn duplicates(city: &City, report: &mut Report) {
    use LayerName::{Facilities, FireStations, Hydrants, Residents, Venues};
    for layer in city.layers().filter(|l| matches!(l.name(), Facilities | Venues | FireStations | Hydrants | Residents))
    {
        let mut groups: BTreeMap<(&str, &str), Vec<(LngLat, usize)>> = BTreeMap::new();
        for row in 0..layer.len() {
            if let (Some(name), Some(at)) = (layer.text(row, "name"), centre(layer, row)) {
                groups.entry((name, layer.text(row, "kind").unwrap_or(""))).or_default().push((at, row));
            }
        }
        for ((name, _), mut group) in groups {
            group.sort_unstable_by(|a, b| a.0.lat.total_cmp(&b.0.lat).then(a.1.cmp(&b.1)));
            // Sorted by latitude, a twin is next to its twin but for strangers of the same latitude: looking at a few
            // neighbours bounds the work for ten thousand things of one name.
            for (i, (at, row)) in group.iter().enumerate().skip(1) {
                let twin = group[i.saturating_sub(8)..i].iter().find(|(other, _)| distance_m(*at, *other) <= SAME_M);
                if let Some((_, twin)) = twin {
                    let other = layer.id(*twin).to_owned();
                    note(report, layer, *row, (WarningKind::Duplicate, "name", name), || {
                        Words::new(
                            format!("与 {other} 同名同类，相距不足 10 米；都保留"),
                            format!("the same name and kind as {other}, within 10 m; both are kept"),
                        )
                    });
                }
            }
        }
    }
}

/// Notes a city that is wider than its plane is good for.
pub(super) fn wide(city: &City, report: &mut Report) {
    let Some(usual) = usual_box(city) else { return };
    let centre = usual.centre();
    let corner = LngLat::new(usual.east, usual.north);
    // The box was grown by half on each side.
    let reach_m = distance_m(centre, corner) / 2.0;
    if reach_m > PLANE_M {
        let km = (reach_m / 1_000.0).round();
        let text = Words::new(
            format!("数据范围达中心 {km} 公里之外；150 公里以外的距离误差可能超过万分之三"),
            format!("the data reach {km} km from their centre; beyond 150 km distances may be off by more than 3e-4"),
        );
        report.warnings.push(Warning::of_layer(WarningKind::WideCity, "", "", text));
    }
}
