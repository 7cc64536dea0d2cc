//! A choice as an import plan: what the page shows is what `riskmap import` does.

use super::header::Header;
use super::sheet::Sheet;
use super::values::{self, Fit};
use crate::dataset::own::{ColumnUse, Labels, OwnChoice, OwnPlace};
use crate::domain::{FieldType, schema};
use std::fmt::Write;

/// The plan's text.
pub(super) fn text(sheet: &Sheet, choice: &OwnChoice, into: &OwnPlace, labels: &Labels) -> String {
    let file = &sheet.table.file;
    let stem = file.strip_suffix(".gz").unwrap_or(file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let mut out = format!(
        "[city]\nname = {{ zh = {0}, en = {0} }}\nas_of = {1}\n\n[[city.sources]]\nname = {2}\n\
         retrieved = {1}\n\n[[source]]\nfile = {2}\nformat = {3}\nlayer = {4}\nrest = \"keep\"\n",
        quoted(stem),
        quoted(&into.today),
        quoted(file),
        quoted(sheet.format),
        quoted(choice.layer.code()),
    );
    if let Some(system) = &choice.system {
        let _ = writeln!(out, "crs = {}", quoted(system));
    }
    if sheet.table.above > 0 {
        let _ = writeln!(out, "skip_rows = {}", sheet.table.above);
    }
    out.push_str("\n[source.fields]\n");
    let name = |at: usize| sheet.table.columns[at].name.as_str();
    let mut done: Vec<&str> = Vec::new();
    for (at, used_as) in choice.columns.iter().enumerate().take(sheet.table.columns.len()) {
        match used_as {
            ColumnUse::Keep | ColumnUse::Quantity => {}
            _ if name(at).is_empty() => {}
            ColumnUse::Id => line("id", &quoted(name(at)), &mut out),
            ColumnUse::X => line("x", &quoted(name(at)), &mut out),
            ColumnUse::Y => line("y", &quoted(name(at)), &mut out),
            ColumnUse::Xy => line("xy", &quoted(name(at)), &mut out),
            ColumnUse::Wkt => line("geometry", &quoted(name(at)), &mut out),
            ColumnUse::Field(field) if done.contains(&field.as_str()) => {}
            ColumnUse::Field(field) => {
                done.push(field);
                line(&key(field), &rule(sheet, choice, at, field, labels), &mut out);
            }
        }
    }
    for (field, value) in &choice.fixed {
        if !done.contains(&field.as_str()) {
            line(&key(field), &format!("{{ value = {} }}", quoted(value)), &mut out);
        }
    }
    out
}

fn line(key: &str, value: &str, out: &mut String) {
    let _ = writeln!(out, "{key} = {value}");
}

/// What a field is made from.
fn rule(sheet: &Sheet, choice: &OwnChoice, at: usize, field: &str, labels: &Labels) -> String {
    let column = &sheet.table.columns[at].name;
    let of = |wanted: ColumnUse| {
        let uses = choice.columns.iter().enumerate();
        uses.filter(move |(_, c)| **c == wanted).map(|(i, _)| i).collect::<Vec<usize>>()
    };
    let same = of(ColumnUse::Field(field.to_owned()));
    if same.len() > 1 {
        // A day before its time of day.
        let mut columns = same;
        columns.sort_by_key(|at| sheet.values(*at).next().is_some_and(|v| v.contains([':', '时'])));
        let names: Vec<String> = columns.iter().map(|at| quoted(&sheet.table.columns[*at].name)).collect();
        return format!("{{ columns = [{}] }}", names.join(", "));
    }
    if field == "substances"
        && let Some(quantity) = of(ColumnUse::Quantity).first().copied()
    {
        let quantity = quoted(&sheet.table.columns[quantity].name);
        return format!("{{ columns = [{}, {quantity}], join = \":\" }}", quoted(column));
    }
    let Some(def) = schema::all(choice.layer).find(|f| f.name == field) else { return quoted(column) };
    if matches!(def.kind, FieldType::Code(_) | FieldType::Kind(_) | FieldType::Flag) {
        let map = values::map(sheet, at, choice.layer, def, labels);
        if map.is_empty() {
            return quoted(column);
        }
        let pairs: Vec<String> =
            map.iter().map(|(word, code)| format!("{} = {}", quoted(word), quoted(code))).collect();
        return format!("{{ column = {}, map = {{ {} }} }}", quoted(column), pairs.join(", "));
    }
    match values::fit(sheet, at, &Header::of(column), def) {
        Fit::Unit(unit, None) => format!("{{ column = {}, unit = {} }}", quoted(column), quoted(unit)),
        Fit::Unit(unit, Some(pattern)) => {
            format!("{{ column = {}, extract = {}, unit = {} }}", quoted(column), quoted(&pattern), quoted(unit))
        }
        Fit::Format(format) => format!("{{ column = {}, format = {} }}", quoted(column), quoted(format)),
        Fit::Plain | Fit::No => quoted(column),
    }
}

/// A key with dots in it is one key.
fn key(field: &str) -> String {
    if field.contains('.') { quoted(field) } else { field.to_owned() }
}

/// A JSON string is a TOML string, but for one control character that JSON lets through.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}
