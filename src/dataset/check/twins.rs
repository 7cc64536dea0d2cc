//! The same thing twice.

use super::super::report::{Report, WarningKind};
use super::{centre, distance_m, note};
use crate::domain::{City, Column, Layer, LayerName, Words};
use crate::units::LngLat;
use std::collections::BTreeMap;

/// The same name and kind within this distance is the same thing twice. 10 m.
const SAME_M: f64 = 10.0;
/// Without a name, the same kind is the same thing only in the same place. 1 m: what positions are rounded by.
const SAME_PLACE_M: f64 = 1.0;
/// Sorted by latitude, a twin is next to its twin but for strangers of the same latitude: looking at a few neighbours
/// bounds the work for ten thousand things of one name.
const NEIGHBOURS: usize = 8;

/// Rows that may be one thing, each with its place.
type Group = Vec<(LngLat, usize)>;

/// Notes the same name and kind within a few metres, the same kind without a name in the same place, and crashes of the
/// same place, minute and severity.
pub(super) fn duplicates(city: &City, report: &mut Report) {
    use LayerName::{Facilities, FireStations, Hydrants, Residents, Venues};
    for layer in city.layers().filter(|l| matches!(l.name(), Facilities | Venues | FireStations | Hydrants | Residents))
    {
        let mut groups: BTreeMap<(&str, &str), Group> = BTreeMap::new();
        for row in 0..layer.len() {
            let name = layer.text(row, "name").unwrap_or("");
            // People without a name for their house live in one place by the dozen.
            if let Some(at) = centre(layer, row).filter(|_| !name.is_empty() || layer.name() != Residents) {
                groups.entry((name, layer.text(row, "kind").unwrap_or(""))).or_default().push((at, row));
            }
        }
        for ((name, kind), group) in groups {
            if name.is_empty() {
                twins(report, layer, group, SAME_PLACE_M, ("kind", kind), |other| {
                    Words::new(
                        format!("与 {other} 同类同位置，均无名称；都保留"),
                        format!("the same kind in the same place as {other}, both without a name; both are kept"),
                    )
                });
            } else {
                twins(report, layer, group, SAME_M, ("name", name), |other| {
                    Words::new(
                        format!("与 {other} 同名同类，相距不足 10 米；都保留"),
                        format!("the same name and kind as {other}, within 10 m; both are kept"),
                    )
                });
            }
        }
    }
    if let Some(layer) = city.layer(LayerName::Crashes) {
        crashes(layer, report);
    }
}

/// Crashes that agree in place, time and severity. A day alone, without a time, is no time: at a busy junction it comes
/// twice.
fn crashes(layer: &Layer, report: &mut Report) {
    let (Some(Column::DateTime(at)), Some(Column::Code(severity))) = (layer.column("at"), layer.column("severity"))
    else {
        return;
    };
    // Minute, severity and row in one number: a million of them take 8 MB, and sort twice as fast as a tuple does.
    const ROW_BITS: u32 = 26;
    let mut keys: Vec<u64> = Vec::with_capacity(layer.len());
    keys.extend((0u64..1 << ROW_BITS).zip(at.iter().zip(severity)).filter_map(|(row, (at, severity))| {
        let minute = u32::try_from(at.div_euclid(60)).ok().filter(|minute| minute % 1_440 != 0 || at % 60 != 0)?;
        Some((u64::from(minute) << 6 | u64::from(severity & 63)) << ROW_BITS | row)
    }));
    keys.sort_unstable();
    // Of one minute and severity by what else they agree in; the room is used again.
    let mut alike: Vec<(i64, usize)> = Vec::new();
    for run in keys.chunk_by(|a, b| a >> ROW_BITS == b >> ROW_BITS).filter(|run| run.len() > 1) {
        alike.clear();
        alike.extend(run.iter().map(|key| (key & ((1 << ROW_BITS) - 1)) as usize).map(|row| (at[row], row)));
        alike.sort_unstable();
        for group in alike.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
            let found = layer.text(group[0].1, "severity").unwrap_or("");
            let places = group.iter().filter_map(|(_, row)| Some((centre(layer, *row)?, *row))).collect();
            twins(report, layer, places, SAME_PLACE_M, ("severity", found), |other| {
                Words::new(
                    format!("与 {other} 的位置、时间、程度都相同；都保留"),
                    format!("the same place, time and severity as {other}; both are kept"),
                )
            });
        }
    }
}

/// Notes every member of a group that has an earlier one so near.
fn twins(
    report: &mut Report,
    layer: &Layer,
    mut group: Group,
    within_m: f64,
    (field, found): (&str, &str),
    words: impl Fn(&str) -> Words,
) {
    group.sort_unstable_by(|a, b| a.0.lat.total_cmp(&b.0.lat).then(a.1.cmp(&b.1)));
    for (i, (at, row)) in group.iter().enumerate().skip(1) {
        let before = &group[i.saturating_sub(NEIGHBOURS)..i];
        // A degree of latitude is 111 km: most are strangers at a glance.
        let near =
            |other: LngLat| (at.lat - other.lat).abs() * 100_000.0 <= within_m && distance_m(*at, other) <= within_m;
        if let Some((_, twin)) = before.iter().find(|(other, _)| near(*other)) {
            note(report, layer, *row, (WarningKind::Duplicate, field, found), || words(layer.id(*twin)));
        }
    }
}
