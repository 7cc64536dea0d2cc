//! Dates that cannot have come in this order.

use super::super::dates::{parse_date, write_date};
use super::super::report::{Report, WarningKind};
use super::note;
use crate::domain::{City, Column, Layer, LayerName, Value, Words};

/// Earlier and later dates of one row.
const ORDERS: &[(LayerName, &str, &str)] = &[
    (LayerName::Dangers, "found_on", "due_on"),
    (LayerName::Dangers, "found_on", "original_due_on"),
    (LayerName::Dangers, "found_on", "plan_approved_on"),
    (LayerName::Dangers, "original_due_on", "due_on"),
];

/// What has happened, and so cannot lie after the day of the data.
const PAST: &[(LayerName, &str)] = &[
    (LayerName::Crashes, "at"),
    (LayerName::Tracks, "at"),
    (LayerName::Dangers, "found_on"),
    (LayerName::DangerEvents, "at"),
    (LayerName::Inspections, "on"),
    (LayerName::Accidents, "on"),
    (LayerName::Penalties, "on"),
    (LayerName::Facilities, "inspected_on"),
    (LayerName::Facilities, "drill_on"),
    (LayerName::Venues, "inspected_on"),
    (LayerName::Venues, "drill_on"),
];

fn day(layer: &Layer, row: usize, field: &str) -> Option<i32> {
    match layer.value(row, field)? {
        Value::Date(d) => Some(d),
        Value::DateTime(s) => i32::try_from(s.div_euclid(86_400)).ok(),
        _ => None,
    }
}

/// Notes dates out of order.
pub(super) fn order(city: &City, report: &mut Report) {
    for (name, earlier, later) in ORDERS {
        let Some(layer) = city.layer(*name) else { continue };
        for row in 0..layer.len() {
            if let (Some(a), Some(b)) = (day(layer, row, earlier), day(layer, row, later))
                && b < a
            {
                let (first, last) = (write_date(a), write_date(b));
                note(report, layer, row, (WarningKind::DateOrder, later, &last), || {
                    Words::new(format!("早于 {earlier}（{first}）"), format!("before {earlier} ({first})"))
                });
            }
        }
    }
    let Some(today) = parse_date(&city.manifest.as_of) else { return };
    for (name, field) in PAST {
        let Some((layer, column)) = city.layer(*name).and_then(|l| Some((l, l.column(field)?))) else { continue };
        for (row, d) in after(column, today) {
            note(report, layer, row, (WarningKind::DateOrder, field, &write_date(d)), || {
                let as_of = &city.manifest.as_of;
                Words::new(format!("晚于数据日期 {as_of}"), format!("after the day of the data, {as_of}"))
            });
        }
    }
}

/// The rows whose day comes after a day, and what day it is. What is missing is the earliest of all.
fn after(column: &Column, day: i32) -> Vec<(usize, i32)> {
    let next_midnight = (i64::from(day) + 1) * 86_400;
    match column {
        Column::Date(days) => days.iter().copied().enumerate().filter(|(_, d)| *d > day).collect(),
        Column::DateTime(times) => {
            let late = times.iter().enumerate().filter(|(_, t)| **t >= next_midnight);
            late.filter_map(|(row, t)| Some((row, i32::try_from(t.div_euclid(86_400)).ok()?))).collect()
        }
        _ => Vec::new(),
    }
}
