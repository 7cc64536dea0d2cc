//! Pipelines: every `man_made=pipeline`, drains and rainwater too, told apart by product.

use super::values::{megapascals, millimetres, shown};
use super::{Sink, Values, push_line};
use crate::domain::LayerName;
use std::borrow::Cow;

pub(super) fn import(sink: &mut Sink<'_, '_>) {
    let osm = sink.osm;
    let rows = sink.builder(LayerName::Pipelines);
    for item in osm.ways() {
        let tags = item.tags();
        if !tags.is("man_made", "pipeline") {
            continue;
        }
        let mut values = Values::new();
        let product = tags.get("substance").or_else(|| tags.get("type")).or_else(|| tags.get("content"));
        let location = tags.get("location").and_then(|l| match l {
            "underground" => Some("underground"),
            "overground" | "overhead" | "surface" => Some("overground"),
            "underwater" => Some("underwater"),
            _ => None,
        });
        let year = tags.get("start_date").and_then(|d| d.get(..4)).filter(|y| y.bytes().all(|b| b.is_ascii_digit()));
        let numbers = [
            ("diameter_mm", tags.get("diameter").and_then(millimetres)),
            ("pressure_mpa", tags.get("pressure").and_then(megapascals)),
        ];
        let words =
            [("product", product), ("operator", tags.get("operator")), ("location", location), ("laid_year", year)];
        values.extend(words.into_iter().filter_map(|(f, v)| Some((f, Cow::Borrowed(v?)))));
        values.extend(numbers.into_iter().filter_map(|(f, v)| Some((f, Cow::Owned(shown(v?))))));
        push_line(rows, osm, item, &values);
    }
}
