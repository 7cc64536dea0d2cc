//! Units and substances from the dataset's JSON. Nothing that stands there stops the reading: what cannot be read is a
//! fault at its element, and unknown.

use super::classes::Class;
use super::stock::{Basis, Identity, Stock, Why};
use super::{FaultKind, Unit, UnitKind};
use serde_json::{Map, Value};

/// The units of a facility from its fields `units` and `substances`, as JSON texts; none for a field it does not have.
/// `substances` is one unit without a name, beside those of `units` where both are there.
pub fn read(units: Option<&str>, substances: Option<&str>) -> Vec<Unit> {
    let mut out = Vec::new();
    if let Some(text) = units {
        match list(text) {
            Ok(items) => out.extend(items.into_iter().map(unit)),
            Err(kind) => out.push(unreadable(kind)),
        }
    }
    if let Some(text) = substances {
        out.push(match list(text) {
            Ok(items) => Unit { stocks: items.into_iter().map(stock).collect(), ..Unit::default() },
            Err(kind) => unreadable(kind),
        });
    }
    out
}

fn list(text: &str) -> Result<Vec<Value>, FaultKind> {
    match serde_json::from_str(text) {
        Ok(Value::Array(items)) => Ok(items),
        Ok(_) => Err(FaultKind::NotAList),
        Err(_) => Err(FaultKind::NotJson),
    }
}

fn unreadable(kind: FaultKind) -> Unit {
    Unit { unreadable: true, noted: vec![kind], ..Unit::default() }
}

fn unit(json: Value) -> Unit {
    let Value::Object(mut record) = json else { return unreadable(FaultKind::NotARecord) };
    let mut unit = Unit { id: name(record.get("id")), ..Unit::default() };
    unit.kind = match record.get("kind") {
        None | Some(Value::Null) => None,
        Some(Value::String(kind)) if kind.trim() == "production" => Some(UnitKind::Production),
        Some(Value::String(kind)) if kind.trim() == "storage" => Some(UnitKind::Storage),
        Some(_) => {
            unit.noted.push(FaultKind::UnitKind);
            None
        }
    };
    match record.remove("substances") {
        Some(Value::Array(items)) => unit.stocks = items.into_iter().map(stock).collect(),
        other => {
            let missing = matches!(other, None | Some(Value::Null));
            unit.noted.push(if missing { FaultKind::NoSubstances } else { FaultKind::NotAList });
            unit.unreadable = true;
        }
    }
    unit
}

/// A name may be written as a number.
fn name(json: Option<&Value>) -> String {
    match json {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn stock(json: Value) -> Stock {
    let Value::Object(record) = json else {
        let identity = Identity::Unknown(Why::NoName);
        let noted = vec![FaultKind::NotARecord];
        return Stock { written: String::new(), identity, classes: Vec::new(), quantity_t: None, basis: None, noted };
    };
    let mut noted = Vec::new();
    let classes = match record.get("hazard_class") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(text)) if text.trim().is_empty() => Vec::new(),
        Some(json) => json.as_str().and_then(Class::read_all).unwrap_or_else(|| {
            noted.push(FaultKind::HazardClass);
            Vec::new()
        }),
    };
    let quantity_t = quantity(&record, &mut noted);
    let basis = match record.get("as") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) if text.trim() == "design_max" => Some(Basis::DesignMax),
        Some(Value::String(text)) if text.trim() == "present" => Some(Basis::Present),
        Some(_) => {
            noted.push(FaultKind::Basis);
            None
        }
    };
    let written = match record.get("substance") {
        Some(Value::String(text)) => text.trim(),
        _ => "",
    };
    Stock { noted, ..Stock::new(written, classes, quantity_t, basis) }
}

/// Tonnes. A number in a text is taken; with a unit behind it, it is not: "20 kg" would be read a thousandfold.
fn quantity(record: &Map<String, Value>, noted: &mut Vec<FaultKind>) -> Option<f64> {
    let json = record.get("quantity_t").filter(|json| !json.is_null());
    let Some(json) = json else {
        if record.get("quantity").is_some_and(|json| !json.is_null()) {
            noted.push(FaultKind::QuantityWithoutUnit);
        }
        return None;
    };
    let number = match json {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    if number.is_none() {
        noted.push(FaultKind::QuantityUnread);
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let units = read(
            Some(
                r#"[{"id":"罐区","kind":"storage","substances":
                [{"substance":"7782-50-5","quantity_t":60,"as":"design_max"},
                 {"substance":"柴油","quantity_t":"30","as":"present","hazard_class":"W5.4"}]}]"#,
            ),
            Some(r#"[{"substance":"LPG","quantity_t":1.5}]"#),
        );
        assert_eq!(units.len(), 2);
        assert_eq!((units[0].id.as_str(), units[0].kind), ("罐区", Some(UnitKind::Storage)));
        assert_eq!(units[0].stocks[0].basis, Some(Basis::DesignMax));
        assert_eq!(units[0].stocks[1].identity, Identity::ByClass);
        assert_eq!(units[0].stocks[1].known_t(), Some(30.0));
        assert_eq!(units[1].stocks[0].identity.row().unwrap().cas[0], "68476-85-7");
        assert!(read(None, None).is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_noted_where_it_stands() {
        let unit = |text| read(Some(text), None).remove(0);
        assert_eq!(unit("{").noted, [FaultKind::NotJson]);
        assert_eq!(unit("{}").noted, [FaultKind::NotAList]);
        assert_eq!(unit("[7]").noted, [FaultKind::NotARecord]);
        assert_eq!(unit("[{}]").noted, [FaultKind::NoSubstances]);
        assert_eq!(unit(r#"[{"kind":3,"substances":{}}]"#).noted, [FaultKind::UnitKind, FaultKind::NotAList]);
        let stock = |text: &str| read(None, Some(text)).remove(0).stocks.remove(0);
        assert_eq!(stock("[null]").noted, [FaultKind::NotARecord]);
        assert_eq!(stock(r#"[{"substance":"氯","quantity":3}]"#).noted, [FaultKind::QuantityWithoutUnit]);
        assert_eq!(stock(r#"[{"substance":"氯","quantity_t":"3 kg"}]"#).noted, [FaultKind::QuantityUnread]);
        assert_eq!(stock(r#"[{"substance":"氯","quantity_t":"NaN"}]"#).known_t(), None);
        let both = stock(r#"[{"substance":"氯","quantity_t":-1,"hazard_class":"X","as":"much"}]"#);
        assert_eq!(both.noted, [FaultKind::HazardClass, FaultKind::Basis]);
        assert_eq!((both.quantity_t, both.known_t()), (Some(-1.0), None));
    }
}
