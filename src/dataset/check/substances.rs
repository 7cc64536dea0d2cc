//! Substances: CAS numbers with a wrong check digit, quantities that are missing.

use super::super::report::{Report, WarningKind};
use super::note;
use crate::domain::cas::{self, Cas};
use crate::domain::{City, LayerName, Words};
use serde_json::Value;

/// Notes CAS numbers that cannot be right and substances without a quantity.
pub(super) fn cas_numbers(city: &City, report: &mut Report) {
    if let Some(layer) = city.layer(LayerName::Facilities) {
        for field in ["substances", "units", "vessels"] {
            if layer.column(field).is_none() {
                continue;
            }
            for row in 0..layer.len() {
                let Some(json) = layer.text(row, field).and_then(|t| serde_json::from_str::<Value>(t).ok()) else {
                    continue;
                };
                let mut wrong = Vec::new();
                let mut unknown = Vec::new();
                walk(&json, &mut wrong, &mut unknown);
                for cas in wrong {
                    note(report, layer, row, (WarningKind::CasNumber, field, &cas), wrong_cas);
                }
                for name in unknown {
                    note(report, layer, row, (WarningKind::Quantity, field, &name), || {
                        Words::new("没有以吨计的数量；按未知处理", "no quantity in tonnes; taken as unknown")
                    });
                }
            }
        }
    }
    for (name, field) in [(LayerName::Routes, "cargo"), (LayerName::Tracks, "cargo")] {
        let Some(layer) = city.layer(name).filter(|l| l.column(field).is_some()) else { continue };
        for row in 0..layer.len() {
            if let Some(cas) = layer.text(row, field).filter(|t| is_wrong(t)) {
                note(report, layer, row, (WarningKind::CasNumber, field, cas), wrong_cas);
            }
        }
    }
}

fn wrong_cas() -> Words {
    Words::new("CAS 号校验位不符", "the check digit of the CAS number does not fit")
}

/// Looks at every record that has a `substance`. JSON of a list field is nested at most 128 deep.
fn is_wrong(text: &str) -> bool {
    cas::check(&cas::plain(text)) == Cas::Wrong
}

fn walk(json: &Value, wrong: &mut Vec<String>, unknown: &mut Vec<String>) {
    match json {
        Value::Array(items) => items.iter().for_each(|item| walk(item, wrong, unknown)),
        Value::Object(record) => {
            if let Some(Value::String(name)) = record.get("substance") {
                if is_wrong(name) {
                    wrong.push(name.clone());
                }
                let quantity = record.get("quantity_t").or_else(|| record.get("mass_t"));
                if !quantity.is_some_and(Value::is_number) {
                    unknown.push(name.clone());
                }
            }
            record.values().for_each(|value| walk(value, wrong, unknown));
        }
        _ => {}
    }
}
