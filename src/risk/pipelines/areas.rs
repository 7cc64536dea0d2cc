//! High-consequence areas: what the rules found along a line, put together.

use super::rules::{Grade, Hit, Item};
use serde::{Deserialize, Serialize};

/// A high-consequence area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Where it begins, metres along the line.
    pub from_m: f64,
    /// Where it ends, metres along the line.
    pub to_m: f64,
    /// Its grade: the worst of its reasons.
    pub grade: Grade,
    /// Why, the worst first.
    pub reasons: Vec<Reason>,
}

/// One rule that makes a stretch a high-consequence area.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Which rule.
    pub item: Item,
    /// The grade that it gives.
    pub grade: Grade,
    /// The nearest object that meets it, by its place in the list.
    pub object: usize,
    /// How many objects meet it, or how many households or buildings are in the fullest window.
    pub count: f64,
}

/// Puts what the rules found together: what overlaps, or is no farther apart than a gap, is one area.
pub(super) fn merge(mut hits: Vec<Hit>, gap_m: f64) -> Vec<Area> {
    hits.sort_by(|a, b| a.from_m.total_cmp(&b.from_m).then(a.to_m.total_cmp(&b.to_m)).then(a.object.cmp(&b.object)));
    let mut areas: Vec<(Area, Vec<Hit>)> = Vec::new();
    for hit in hits {
        match areas.last_mut() {
            Some((area, of)) if hit.from_m <= area.to_m + gap_m => {
                area.to_m = area.to_m.max(hit.to_m);
                area.grade = area.grade.max(hit.grade);
                of.push(hit);
            }
            _ => {
                let area = Area { from_m: hit.from_m, to_m: hit.to_m, grade: hit.grade, reasons: Vec::new() };
                areas.push((area, vec![hit]));
            }
        }
    }
    let finish = |(mut area, hits): (Area, Vec<Hit>)| {
        area.reasons = reasons(hits);
        area
    };
    areas.into_iter().map(finish).collect()
}

/// One reason a rule: the nearest object, and how many.
fn reasons(mut hits: Vec<Hit>) -> Vec<Reason> {
    hits.sort_by(|a, b| {
        let rule = b.grade.cmp(&a.grade).then(a.item.cmp(&b.item));
        rule.then(a.distance_m.total_cmp(&b.distance_m)).then(a.object.cmp(&b.object))
    });
    let mut reasons: Vec<Reason> = Vec::new();
    for hit in hits {
        match reasons.last_mut() {
            Some(last) if last.item == hit.item && last.grade == hit.grade => {
                last.count = if hit.item.counts() { last.count.max(hit.count) } else { last.count + hit.count };
            }
            _ => reasons.push(Reason { item: hit.item, grade: hit.grade, object: hit.object, count: hit.count }),
        }
    }
    reasons
}
