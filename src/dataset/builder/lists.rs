//! Lists of records inside one field: JSON text inside, `key:value;key:value` in tables.

use serde_json::{Map, Number, Value};

/// The two members that `key:value` stands for in a field; `None` for plain lists of words.
fn members(field: &str) -> Option<(&'static str, &'static str)> {
    match field {
        "substances" => Some(("substance", "quantity_t")),
        "licensed_distances" => Some(("target", "m")),
        "vessels" => Some(("substance", "mass_t")),
        _ => None,
    }
}

/// A list as a table's cell has it; JSON is taken as well. `None` where it is neither.
pub(super) fn from_text(field: &str, text: &str) -> Option<String> {
    if text.starts_with(['[', '{']) {
        return from_json(text);
    }
    let items = text.split([';', '；']).map(str::trim).filter(|item| !item.is_empty());
    let list = match members(field) {
        None => items.map(|item| Some(Value::from(item))).collect::<Option<Vec<_>>>()?,
        Some((key, value)) => items.map(|item| pair(key, value, item)).collect::<Option<Vec<_>>>()?,
    };
    Some(Value::Array(list).to_string())
}

/// One `key:value`; the value may be missing (the quantity is then unknown), but must be a number where it is given.
fn pair(key: &str, value: &str, item: &str) -> Option<Value> {
    let (name, number) = match item.rsplit_once([':', '：']) {
        Some((name, number)) => (name.trim(), number.trim()),
        None => (item, ""),
    };
    let mut record = Map::new();
    record.insert(key.to_owned(), Value::from(name));
    if !number.is_empty() {
        let number: f64 = number.parse().ok().filter(|n: &f64| n.is_finite() && *n >= 0.0)?;
        record.insert(value.to_owned(), Value::Number(Number::from_f64(number)?));
    }
    (!name.is_empty()).then_some(Value::Object(record))
}

/// JSON in its one compact form, members sorted; `None` where it is not JSON (or nested deeper than 128).
pub(super) fn from_json(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    matches!(value, Value::Array(_) | Value::Object(_)).then(|| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_become_records() {
        let json = from_text("substances", "68476-85-7:20; 7664-41-7:8.5").unwrap();
        assert_eq!(
            json,
            r#"[{"quantity_t":20.0,"substance":"68476-85-7"},{"quantity_t":8.5,"substance":"7664-41-7"}]"#
        );
        assert_eq!(
            from_text("licensed_distances", "venues:V-1:300").unwrap(),
            r#"[{"m":300.0,"target":"venues:V-1"}]"#
        );
        assert_eq!(from_text("substances", "氯").unwrap(), r#"[{"substance":"氯"}]"#);
        assert_eq!(from_text("score.vetoes", "a；b").unwrap(), r#"["a","b"]"#);
        assert_eq!(from_text("units", r#"[ {"id": 1} ]"#).unwrap(), r#"[{"id":1}]"#);
        for bad in ["68476-85-7:lots", "x:NaN", ":5", "[1,", "x:-1"] {
            assert_eq!(from_text("substances", bad), None, "{bad}");
        }
        let deep = "[".repeat(4000) + &"]".repeat(4000);
        assert_eq!(from_text("units", &deep), None);
    }
}
