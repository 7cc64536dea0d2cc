//! Values of the style times a number, expressions too: fainter layers, larger marks.

use super::Draw;
use crate::view::{Faded, Looks, SWITCHED};
use serde_json::{Value, json};

/// Marks of a meeting room's screen are so much larger.
const LARGER: f64 = 1.4;
/// And its names.
const LARGER_TEXT: f64 = 1.35;

/// A number, or what an expression gives, times a number. What depends on the zoom must stay the outermost, so its stops are
/// taken one by one.
fn times(value: &Value, by: f64) -> Value {
    let rounded = |n: f64| json!((n * by * 1000.0).round() / 1000.0);
    let Value::Array(parts) = value else { return value.as_f64().map_or_else(|| value.clone(), rounded) };
    let first = match parts.first().and_then(Value::as_str) {
        Some("interpolate") => 4,
        Some("step") => 2,
        _ => return json!(["*", by, value]),
    };
    let is_output = |place: usize| place >= first && (place - first).is_multiple_of(2);
    let part = |(place, part): (usize, &Value)| if is_output(place) { times(part, by) } else { part.clone() };
    Value::Array(parts.iter().enumerate().map(part).collect())
}

impl Draw {
    /// The same, so many percent as solid.
    pub(super) fn solid(mut self, percent: u8) -> Self {
        let by = f64::from(percent) / 100.0;
        let names: &[&str] = match self.kind {
            "fill" => &["fill-opacity"],
            "line" => &["line-opacity"],
            "circle" => &["circle-opacity", "circle-stroke-opacity"],
            "symbol" => &["icon-opacity", "text-opacity"],
            _ => &[],
        };
        for name in names {
            let value = self.paint.get(*name).map_or_else(|| json!(by), |own| times(own, by));
            self.paint.insert((*name).to_owned(), value);
        }
        self
    }

    /// The same, each feature as solid as its layer: what the page itself draws of several.
    pub(super) fn solid_by_layer(mut self, looks: &Looks) -> Self {
        let faded = SWITCHED.iter().map(|layer| (layer.code(), looks.solid(Faded::Layer(*layer))));
        let cases: Vec<Value> = faded
            .filter(|(_, percent)| *percent < 100)
            .flat_map(|(code, percent)| [json!(code), json!(f64::from(percent) / 100.0)])
            .collect();
        if !cases.is_empty() {
            let head = [json!("match"), json!(["get", "layer"])];
            let by = Value::from(head.into_iter().chain(cases).chain([json!(1)]).collect::<Vec<_>>());
            self.paint.insert("icon-opacity".to_owned(), by.clone());
            self.paint.insert("text-opacity".to_owned(), by);
        }
        self
    }

    /// The same with larger names, and where they are no ground with larger marks.
    pub(super) fn larger(mut self, ground: bool) -> Self {
        if let Some(size) = self.layout.get_mut("text-size") {
            *size = times(size, LARGER_TEXT);
        }
        if ground {
            return self;
        }
        if self.layout.contains_key("icon-image") {
            let size = self.layout.get("icon-size").map_or_else(|| json!(LARGER), |own| times(own, LARGER));
            self.layout.insert("icon-size".to_owned(), size);
        }
        for name in ["circle-radius", "circle-stroke-width", "line-width"] {
            if let Some(width) = self.paint.get_mut(name) {
                *width = times(width, LARGER);
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stops_and_expressions_are_multiplied() {
        assert_eq!(times(&json!(0.5), 0.5), json!(0.25));
        assert_eq!(
            times(&json!(["interpolate", ["linear"], ["zoom"], 8, 0.4, 12, ["case", true, 1, 0]]), 0.5),
            json!(["interpolate", ["linear"], ["zoom"], 8, 0.2, 12, ["*", 0.5, ["case", true, 1, 0]]])
        );
        assert_eq!(times(&json!(["step", ["zoom"], 0, 14, 1]), 0.5), json!(["step", ["zoom"], 0.0, 14, 0.5]));
        assert_eq!(times(&json!(["get", "x"]), 2.0), json!(["*", 2.0, ["get", "x"]]));
        assert_eq!(times(&json!("round"), 2.0), json!("round"));
    }

    #[test]
    fn a_layer_is_fainter_whatever_it_is_drawn_with() {
        let fill = Draw::bare("fill").paint("fill-opacity", 0.8).solid(50);
        assert_eq!(fill.paint["fill-opacity"], json!(0.4));
        let circle = Draw::bare("circle").solid(60);
        assert_eq!(
            (&circle.paint["circle-opacity"], &circle.paint["circle-stroke-opacity"]),
            (&json!(0.6), &json!(0.6))
        );
        let symbol = Draw::bare("symbol").layout("icon-image", "a").layout("text-size", 10).larger(false);
        assert_eq!((&symbol.layout["icon-size"], &symbol.layout["text-size"]), (&json!(1.4), &json!(13.5)));
        assert!(!Draw::bare("line").paint("line-width", 2).larger(true).paint["line-width"].is_array());
    }
}
