//! A layer that lies a constant few hundred metres beside the others: what an unconverted GCJ-02 layer among WGS84 ones
//! looks like.
//!
//! Two signs. Things of the same name in two layers that are all apart by the same vector; and points that belong on
//! roads (or in buildings) but lie there only after one and the same move.

use super::super::report::{Report, Warning, WarningKind};
use super::{centre, distance_m, offset_m, quantile};
use crate::domain::{City, Layer, LayerName, Words};
use crate::units::LngLat;
use std::collections::{BTreeMap, HashSet};

/// Moves that are looked for, metres. GCJ-02 is 300–700 m off in China.
const SHIFT_M: std::ops::RangeInclusive<f64> = 250.0..=800.0;
/// Cell of the picture of roads, metres: as wide as a wide road, and what positions are uncertain by.
const CELL_M: f64 = 25.0;
/// How many cells a layer is moved at most in each direction.
const REACH: i32 = 32;
/// Points of a layer that are tried.
const SAMPLE: usize = 300;
/// With fewer points chance alone could find a better place.
const FEW: usize = 40;
/// How many standard deviations above all other moves the best must stand out.
const SIGMAS: f64 = 5.0;

/// Notes layers that are shifted against others.
pub(super) fn shifted(city: &City, report: &mut Report) {
    let mut said = HashSet::new();
    for (reference, names) in [
        (LayerName::Roads, &[LayerName::Crashes, LayerName::Routes, LayerName::Tracks, LayerName::Hydrants][..]),
        (LayerName::Buildings, &[LayerName::Venues, LayerName::Facilities, LayerName::FireStations][..]),
    ] {
        let Some(ground) = city.layer(reference) else { continue };
        let Some(picture) = Picture::of(ground) else { continue };
        for layer in names.iter().filter_map(|name| city.layer(*name)) {
            if let Some(move_m) = picture.best_move(layer) {
                // The layer must be moved by this to fit: it lies the other way.
                say(report, layer.name(), reference, (-move_m.0, -move_m.1));
                said.insert((layer.name(), reference));
            }
        }
    }
    let named: Vec<_> = city.layers().filter(|l| l.name().is_spatial()).map(|l| (l.name(), by_name(l))).collect();
    for (i, (a, places)) in named.iter().enumerate() {
        for (b, others) in &named[..i] {
            if !said.contains(&(*a, *b))
                && let Some(offset) = common_offset(others, places)
            {
                say(report, *a, *b, offset);
            }
        }
    }
}

fn say(report: &mut Report, layer: LayerName, reference: LayerName, (east, north): (f64, f64)) {
    let round = |m: f64| (m / 10.0).round() * 10.0;
    let (total, east, north) = (round(libm::hypot(east, north)), round(east), round(north));
    let text = Words::new(
        format!(
            "{layer} 整体相对 {reference} 偏移约 {total} 米（东 {east}，北 {north}）；其一可能是未转换的 GCJ-02 或 BD-09 坐标；未改动"
        ),
        format!(
            "all of {layer} lies about {total} m from {reference} (east {east}, north {north}); one of them may be in GCJ-02 or BD-09 without being converted; not changed"
        ),
    );
    report.warnings.push(Warning::of_layer(WarningKind::Shifted, layer.code(), "", text));
}

/// Things by name, where a layer has a name only once.
fn by_name(layer: &Layer) -> BTreeMap<&str, LngLat> {
    let mut found: BTreeMap<&str, Option<LngLat>> = BTreeMap::new();
    if layer.column("name").is_none() {
        return BTreeMap::new();
    }
    for row in 0..layer.len() {
        if let (Some(name), Some(at)) = (layer.text(row, "name"), centre(layer, row)) {
            found.entry(name).and_modify(|at| *at = None).or_insert(Some(at));
        }
    }
    found.into_iter().filter_map(|(name, at)| Some((name, at?))).collect()
}

/// The vector by which things of the same name are apart, if it is the same for most of them.
fn common_offset(from: &BTreeMap<&str, LngLat>, to: &BTreeMap<&str, LngLat>) -> Option<(f64, f64)> {
    let offsets: Vec<(f64, f64)> = from.iter().filter_map(|(name, a)| Some(offset_m(*a, *to.get(name)?))).collect();
    if offsets.len() < 8 {
        return None;
    }
    let east = quantile(&mut offsets.iter().map(|o| o.0).collect::<Vec<_>>(), 0.5)?;
    let north = quantile(&mut offsets.iter().map(|o| o.1).collect::<Vec<_>>(), 0.5)?;
    let agree = offsets.iter().filter(|o| libm::hypot(o.0 - east, o.1 - north) < 40.0).count();
    (SHIFT_M.contains(&libm::hypot(east, north)) && agree * 3 >= offsets.len() * 2).then_some((east, north))
}

/// The cells that a layer's lines or borders pass through.
struct Picture {
    origin: LngLat,
    cells: HashSet<(i32, i32)>,
}

impl Picture {
    /// At most so many cells are drawn: a province's roads need no more to be recognised.
    const MAX_CELLS: usize = 2_000_000;

    fn of(layer: &Layer) -> Option<Self> {
        let mut coords = layer.shapes().coords().iter();
        let origin = *coords.next()?;
        let mut cells = HashSet::new();
        for row in 0..layer.len() {
            for (part, _) in layer.shapes().get(row).parts() {
                for w in part.windows(2) {
                    let (a, b) = (offset_m(origin, w[0]), offset_m(origin, w[1]));
                    let steps = (distance_m(w[0], w[1]) / CELL_M).ceil().clamp(1.0, 10_000.0);
                    for i in 0..=steps as usize {
                        let t = i as f64 / steps;
                        cells.insert(cell((a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)));
                    }
                }
            }
            if cells.len() > Self::MAX_CELLS {
                break;
            }
        }
        Some(Self { origin, cells })
    }

    /// The move, metres east and north, that puts a layer on this picture far better than every other move does, if
    /// it is one that is looked for. `None` where the layer lies well as it is.
    fn best_move(&self, layer: &Layer) -> Option<(f64, f64)> {
        let coords = layer.shapes().coords();
        let step = coords.len().div_ceil(SAMPLE).max(1);
        let points: Vec<(i32, i32)> = coords.iter().step_by(step).map(|p| cell(offset_m(self.origin, *p))).collect();
        if points.len() < FEW {
            return None;
        }
        let (mut best, mut best_at) = (0, (0, 0));
        let (mut sum, mut squares, mut n) = (0.0, 0.0, 0.0);
        for dy in -REACH..=REACH {
            for dx in -REACH..=REACH {
                let hits = points.iter().filter(|(x, y)| self.cells.contains(&(x + dx, y + dy))).count();
                (sum, squares, n) = (sum + hits as f64, squares + (hits * hits) as f64, n + 1.0);
                if hits > best {
                    (best, best_at) = (hits, (dx, dy));
                }
            }
        }
        let mean = sum / n;
        let deviation = (squares / n - mean * mean).max(0.0).sqrt();
        let stands_out = best as f64 > mean + SIGMAS * deviation && best * 2 > points.len();
        let moved = (f64::from(best_at.0) * CELL_M, f64::from(best_at.1) * CELL_M);
        (stands_out && SHIFT_M.contains(&libm::hypot(moved.0, moved.1))).then_some(moved)
    }
}

fn cell((east, north): (f64, f64)) -> (i32, i32) {
    ((east / CELL_M).floor() as i32, (north / CELL_M).floor() as i32)
}
