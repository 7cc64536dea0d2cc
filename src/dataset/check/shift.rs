//! A layer that lies a constant few hundred metres beside the others: what an unconverted GCJ-02 layer among WGS84 ones
//! looks like.
//!
//! Two signs, each for two layers at a time. Things of the same name that are all apart by the same vector; and corners
//! that lie on the other layer's lines and borders far more often after one move than after every other (`peak`). Most
//! layers say something of each other: venues stand beside roads, fields end at woods. Where two layers are apart, it is
//! said of the one that the fewer others agree with.

use super::super::report::{Report, Warning, WarningKind};
use super::peak::{Corners, Peak, Picture};
use super::{centre, offset_m, quantile};
use crate::domain::{City, Layer, LayerName, Words};
use crate::units::LngLat;
use std::collections::BTreeMap;

/// Moves that are looked for, metres. GCJ-02 is 300–700 m off in China.
const SHIFT_M: std::ops::RangeInclusive<f64> = 250.0..=800.0;
/// Two layers that fit best within this move lie alike, metres: three cells of a picture.
const ALIKE_M: f64 = 75.0;
/// Things of the same name are as far apart as the others within this, metres.
const SAME_M: f64 = 40.0;
/// What other layers are laid on: their lines and borders are dense, and other things keep to them.
const GROUNDS: [LayerName; 5] =
    [LayerName::Roads, LayerName::Buildings, LayerName::Built, LayerName::Green, LayerName::Water];

/// Notes layers that are shifted against others.
pub(super) fn shifted(city: &City, report: &mut Report) {
    let pairs = pairs(city);
    for group in groups(&pairs) {
        let near = |a: (f64, f64), b: (f64, f64)| are_alike((a.0 - b.0, a.1 - b.1));
        let alike = |at: (f64, f64)| group.iter().filter(|(_, other)| near(at, *other)).count();
        // Of equals the first: what others are laid on.
        let Some((_, main)) = group.iter().rev().max_by_key(|(_, at)| alike(*at)) else { continue };
        for (layer, at) in &group {
            let offset = (at.0 - main.0, at.1 - main.1);
            if !is_shift(offset) {
                continue;
            }
            let theirs: Vec<LayerName> =
                group.iter().filter(|(_, at)| near(*at, *main)).map(|(name, _)| *name).collect();
            let is_seen = |name: &&LayerName| pairs.iter().any(|p| p.is_of(*layer, **name));
            let mut seen: Vec<LayerName> = theirs.iter().filter(is_seen).copied().collect();
            if seen.is_empty() {
                seen.clone_from(&theirs); // told by a third
            }
            say(report, *layer, &seen, theirs.len(), offset);
        }
    }
}

/// Layers with features of which it cannot be told whether they are shifted: too few things in them, or nothing among the
/// other layers that they keep to.
pub(super) fn unjudged(city: &City) -> Vec<LayerName> {
    let pairs = pairs(city);
    let judged = |name: &LayerName| pairs.iter().any(|p| p.layer == *name || p.other == *name);
    placed(city).map(Layer::name).filter(|name| !judged(name)).collect()
}

fn are_alike((east, north): (f64, f64)) -> bool {
    libm::hypot(east, north) <= ALIKE_M
}

fn is_shift((east, north): (f64, f64)) -> bool {
    SHIFT_M.contains(&libm::hypot(east, north))
}

/// Two layers that say something of each other.
struct Pair {
    layer: LayerName,
    other: LayerName,
    /// How the first lies to the second, metres east and north.
    offset: (f64, f64),
}

impl Pair {
    fn is_of(&self, one: LayerName, two: LayerName) -> bool {
        (self.layer, self.other) == (one, two) || (self.other, self.layer) == (one, two)
    }
}

fn placed(city: &City) -> impl Iterator<Item = &Layer> {
    city.layers().filter(|l| l.name().is_spatial() && !l.shapes().coords().is_empty())
}

/// What the layers say of each other: that they lie alike, or how far they are apart.
fn pairs(city: &City) -> Vec<Pair> {
    let mut out = Vec::new();
    let Some(origin) = placed(city).find_map(|l| l.shapes().coords().first().copied()) else { return out };
    let corners: Vec<_> = placed(city).map(|l| (l.name(), Corners::of(l, origin))).collect();
    let grounds = GROUNDS.iter().filter_map(|name| city.layer(*name));
    for ground in grounds.filter(|g| !g.shapes().coords().is_empty()) {
        let picture = Picture::of(ground, origin);
        for (name, corners) in corners.iter().filter(|(name, _)| *name != ground.name()) {
            if let Some(Peak { move_m: (east, north), sure }) = picture.peak(corners) {
                // The layer must be moved by this to fit: it lies the other way.
                let offset = (-east, -north);
                if are_alike(offset) || (sure && is_shift(offset)) {
                    out.push(Pair { layer: *name, other: ground.name(), offset });
                }
            }
        }
    }
    let named: Vec<_> = placed(city).map(|l| (l.name(), by_name(l))).collect();
    for (i, (layer, places)) in named.iter().enumerate() {
        for (other, others) in &named[..i] {
            if let Some(offset) = common_offset(others, places) {
                out.push(Pair { layer: *layer, other: *other, offset });
            }
        }
    }
    out
}

/// Layers that are connected by pairs, each with where it lies in its group, metres east and north: what two layers say of
/// a third, they say of each other.
fn groups(pairs: &[Pair]) -> Vec<Vec<(LayerName, (f64, f64))>> {
    let mut layers: Vec<LayerName> = pairs.iter().flat_map(|p| [p.other, p.layer]).collect();
    let place = |name: &LayerName| GROUNDS.iter().position(|g| g == name).unwrap_or(GROUNDS.len());
    layers.sort_by_key(|name| (place(name), *name));
    layers.dedup();
    let mut groups: Vec<Vec<(LayerName, (f64, f64))>> = layers.iter().map(|name| vec![(*name, (0.0, 0.0))]).collect();
    // What lies alike is joined first: a layer that fits one other and seems apart from a second fits.
    let (alike, apart): (Vec<&Pair>, Vec<&Pair>) = pairs.iter().partition(|p| are_alike(p.offset));
    for pair in alike.into_iter().chain(apart) {
        let find = |wanted: LayerName| {
            let at = |g: &Vec<(LayerName, (f64, f64))>| g.iter().find(|(name, _)| *name == wanted).map(|(_, at)| *at);
            groups.iter().enumerate().find_map(|(i, g)| Some((i, at(g)?)))
        };
        let (Some((a, own)), Some((b, theirs))) = (find(pair.layer), find(pair.other)) else { continue };
        if a != b {
            let offset = if are_alike(pair.offset) { (0.0, 0.0) } else { pair.offset };
            let by = (theirs.0 + offset.0 - own.0, theirs.1 + offset.1 - own.1);
            let joined: Vec<_> = groups[a].drain(..).map(|(name, at)| (name, (at.0 + by.0, at.1 + by.1))).collect();
            groups[b].extend(joined);
        }
    }
    for group in &mut groups {
        group.sort_by_key(|(name, _)| (place(name), *name));
    }
    groups
}

fn say(report: &mut Report, layer: LayerName, others: &[LayerName], alike: usize, (east, north): (f64, f64)) {
    let round = |m: f64| (m / 10.0).round() * 10.0 + 0.0; // no −0
    let (total, east, north) = (round(libm::hypot(east, north)), round(east), round(north));
    let list = |names: &mut dyn Iterator<Item = &LayerName>, comma: &str| {
        names.map(|name| name.code()).collect::<Vec<_>>().join(comma)
    };
    let (zh, en) = (list(&mut others.iter(), "、"), list(&mut others.iter(), ", "));
    let why = if alike == 1 {
        Words::new(
            "其一可能是未转换的 GCJ-02 或 BD-09 坐标",
            "one of them may be in GCJ-02 or BD-09 without being converted",
        )
    } else {
        Words::new(
            format!("{alike} 个图层位置相互一致，可能是 {layer} 的 GCJ-02 或 BD-09 坐标未转换"),
            format!(
                "{alike} layers lie alike, so it may be {layer} that is in GCJ-02 or BD-09 without being converted"
            ),
        )
    };
    let text = Words::new(
        format!("{layer} 整体相对 {zh} 偏移约 {total} 米（东 {east}，北 {north}）；{}；未改动", why.zh),
        format!("all of {layer} lies about {total} m from {en} (east {east}, north {north}); {}; not changed", why.en),
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

/// The vector by which things of the same name are apart, if it is the same for most of them and either none or one that
/// is looked for.
fn common_offset(from: &BTreeMap<&str, LngLat>, to: &BTreeMap<&str, LngLat>) -> Option<(f64, f64)> {
    let offsets: Vec<(f64, f64)> = from.iter().filter_map(|(name, a)| Some(offset_m(*a, *to.get(name)?))).collect();
    if offsets.len() < 8 {
        return None;
    }
    let east = quantile(&mut offsets.iter().map(|o| o.0).collect::<Vec<_>>(), 0.5)?;
    let north = quantile(&mut offsets.iter().map(|o| o.1).collect::<Vec<_>>(), 0.5)?;
    let agree = offsets.iter().filter(|o| libm::hypot(o.0 - east, o.1 - north) < SAME_M).count();
    ((are_alike((east, north)) || is_shift((east, north))) && agree * 3 >= offsets.len() * 2).then_some((east, north))
}
