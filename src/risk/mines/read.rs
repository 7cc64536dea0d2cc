//! What the dataset says of a mine or pond.

use super::super::faults::{self, Fault, Wrong};
use super::{Mine, Rockburst, Status};
use serde_json::Value;

/// Reads `mine` from the dataset's JSON text.
pub fn read(text: &str, faults: &mut Vec<Fault>) -> Mine {
    let Some(record) = record("mine", text, faults) else { return Mine::default() };
    let mut get = |member: &str| faults::number(&record, member, &format!("mine.{member}"), None, faults);
    let relative_m3_t = get("gas_relative_m3_t");
    let absolute_m3_min = get("gas_absolute_m3_min");
    let heading_m3_min = get("gas_heading_m3_min");
    let face_m3_min = get("gas_face_m3_min");
    let inflow_m3_h = get("inflow_m3_h");
    let inflow_max_m3_h = get("inflow_max_m3_h");
    let inrush_m3_h = get("inrush_m3_h");
    let capacity_l_sm = get("capacity_l_sm");
    let slope_m = get("slope_m");
    let outburst = faults::flag(&record, "outburst", "mine.outburst", faults);
    let rockburst = match record.get("rockburst") {
        // Yes says no grade; the least will do, since every grade counts the same.
        Some(Value::Bool(yes)) => Some(if *yes { Rockburst::Weak } else { Rockburst::None }),
        _ => faults::text(&record, "rockburst", "mine.rockburst", None, faults).and_then(|t| Rockburst::of(&t, faults)),
    };
    Mine {
        relative_m3_t,
        absolute_m3_min,
        heading_m3_min,
        face_m3_min,
        outburst,
        inflow_m3_h,
        inflow_max_m3_h,
        inrush_m3_h,
        capacity_l_sm,
        rockburst,
        slope_m,
    }
}

/// Reads who lives below a pond from the dataset's JSON text of `tailings`.
pub fn read_tailings(text: &str, faults: &mut Vec<Fault>) -> Option<f64> {
    let record = record("tailings", text, faults)?;
    faults::number(&record, "residents_below", "tailings.residents_below", None, faults)
}

fn record(field: &str, text: &str, faults: &mut Vec<Fault>) -> Option<Value> {
    if text.trim().is_empty() {
        return None;
    }
    let wrong = match serde_json::from_str(text) {
        Ok(Value::Null) => return None,
        Ok(record @ Value::Object(_)) => return Some(record),
        Ok(_) => Wrong::NoRecord,
        Err(_) => Wrong::NoJson,
    };
    faults.push(Fault::new(field, None, wrong));
    None
}

impl Rockburst {
    /// A grade by its word.
    pub fn of(text: &str, faults: &mut Vec<Fault>) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "none" | "no" | "无" | "无冲击" => Some(Self::None),
            "weak" | "弱" | "弱冲击" => Some(Self::Weak),
            "medium" | "moderate" | "中" | "中等" | "中等冲击" => Some(Self::Medium),
            "strong" | "强" | "强冲击" => Some(Self::Strong),
            _ => {
                faults.push(Fault::new("mine.rockburst", None, Wrong::UnknownWord));
                None
            }
        }
    }
}

impl Status {
    /// A state by its code.
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "operating" => Some(Self::Operating),
            "under_construction" => Some(Self::UnderConstruction),
            "suspended" => Some(Self::Suspended),
            "closed" => Some(Self::Closed),
            _ => None,
        }
    }
}
