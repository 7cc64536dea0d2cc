//! The few expressions that the style is written in.

use crate::text::Lang;
use serde_json::{Value, json};

/// Widths double about every 1⅓ zooms, as the ground's own size on the screen does not quite.
const GROWTH: f64 = 1.7;

/// A value that grows with the zoom between stops.
pub(super) fn by_zoom<V: Into<Value>>(stops: impl IntoIterator<Item = (f64, V)>) -> Value {
    let mut expression = vec![json!("interpolate"), json!(["exponential", GROWTH]), json!(["zoom"])];
    for (zoom, value) in stops {
        expression.extend([json!(zoom), value.into()]);
    }
    Value::from(expression)
}

/// Picks a value by the text of a property.
pub(super) fn by_text<V: Into<Value> + Clone>(
    property: &str,
    cases: &[(&[&str], V)],
    otherwise: impl Into<Value>,
) -> Value {
    let mut expression = vec![json!("match"), json!(["get", property])];
    for (texts, value) in cases {
        expression.extend([json!(texts), value.clone().into()]);
    }
    expression.push(otherwise.into());
    Value::from(expression)
}

/// Whether a property is one of some texts.
pub(super) fn one_of(property: &str, texts: &[&str]) -> Value {
    json!(["match", ["get", property], texts, true, false])
}

/// Picks a value by a feature's class.
pub(super) fn by_class<V: Into<Value>>(values: impl IntoIterator<Item = V>, otherwise: impl Into<Value>) -> Value {
    let mut expression = vec![json!("match"), json!(["coalesce", ["get", "class"], 255])];
    for (class, value) in values.into_iter().enumerate() {
        expression.extend([json!(class), value.into()]);
    }
    let otherwise = otherwise.into();
    if expression.len() == 2 {
        return otherwise;
    }
    expression.push(otherwise);
    Value::from(expression)
}

/// Whether a feature has a class; where some are isolated, one of those.
pub(super) fn has_class(classes: usize, isolated: &[u8]) -> Value {
    match isolated {
        [] => json!(["<", ["coalesce", ["get", "class"], 255], classes]),
        some => json!(["match", ["coalesce", ["get", "class"], 255], some, true, false]),
    }
}

/// Whether a flag of a road is set.
pub(super) fn flag(property: &str) -> Value {
    json!(["in", ["to-string", ["get", property]], ["literal", ["yes", "true", "1"]]])
}

/// How many features a feature stands for.
pub(super) fn count() -> Value {
    json!(["coalesce", ["get", "count"], 1])
}

/// Whether a feature stands for several.
pub(super) fn is_cell() -> Value {
    json!([">", count(), 1])
}

/// Whether a feature stands for itself.
pub(super) fn is_single() -> Value {
    json!(["<=", count(), 1])
}

/// Whether a feature's row is one of some.
pub(super) fn rows(rows: &[u32]) -> Value {
    // A hash look-up however many rows there are; row −1 is nowhere.
    if rows.is_empty() { json!(["==", ["id"], -1]) } else { json!(["match", ["id"], rows, true, false]) }
}

/// All of some filters.
pub(super) fn all(filters: impl IntoIterator<Item = Value>) -> Value {
    let mut expression = vec![json!("all")];
    expression.extend(filters);
    Value::from(expression)
}

/// One value while the pointer is on the feature, and another otherwise.
pub(super) fn if_hovered(on: f64, off: f64) -> Value {
    json!(["case", ["boolean", ["feature-state", "hover"], false], on, off])
}

/// A feature's name in the reader's language, else in the other one.
pub(super) fn name(lang: Lang) -> Value {
    match lang {
        Lang::Zh => json!(["coalesce", ["get", "name"], ["get", "name_en"], ""]),
        Lang::En => json!(["coalesce", ["get", "name_en"], ["get", "name"], ""]),
    }
}

/// The fonts of running text: the page's own stack, the Latin face first.
pub(super) fn font() -> Value {
    json!([
        "Segoe UI",
        "-apple-system",
        "PingFang SC",
        "Microsoft YaHei UI",
        "HarmonyOS Sans SC",
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "Source Han Sans SC"
    ])
}

/// The same in weight 600, which MapLibre reads from the first family's name.
pub(super) fn bold() -> Value {
    json!([
        "Segoe UI Semibold",
        "-apple-system",
        "PingFang SC",
        "Microsoft YaHei UI",
        "HarmonyOS Sans SC",
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "Source Han Sans SC"
    ])
}
