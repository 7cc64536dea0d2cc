//! What a field is made from: a column, several, a constant; through a map, a pattern, a date format, a unit.

use super::datetime::Format;
use regex_lite::Regex;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// What a field is made from.
#[derive(Debug, Default)]
pub struct Rule {
    columns: Vec<String>,
    /// What stands between the columns' texts; a blank where nothing is said.
    join: Option<String>,
    map: Option<BTreeMap<String, String>>,
    otherwise: Option<Otherwise>,
    format: Option<Format>,
    value: Option<String>,
    extract: Option<Regex>,
    unit: Option<String>,
}

/// What becomes of a row whose value is not in the map.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Otherwise {
    Reject,
    Skip,
    Value(String),
}

/// What a rule makes of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Made<'a> {
    /// Nothing stands there.
    Missing,
    /// The value, in words.
    Text(Cow<'a, str>),
    /// The row is left out on purpose.
    Skip,
    /// The row is rejected: what was found, what was expected in Chinese and English.
    Reject {
        /// What stood there.
        found: String,
        /// What should have, Chinese.
        expected_zh: String,
        /// What should have, English.
        expected: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    column: Option<String>,
    columns: Option<Vec<String>>,
    join: Option<String>,
    map: Option<BTreeMap<String, String>>,
    otherwise: Option<String>,
    format: Option<String>,
    value: Option<toml::Value>,
    extract: Option<String>,
    unit: Option<String>,
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ColumnOrTable;
        impl<'de> Visitor<'de> for ColumnOrTable {
            type Value = Rule;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a column or a table")
            }
            fn visit_str<E: serde::de::Error>(self, column: &str) -> Result<Rule, E> {
                Ok(Rule { columns: vec![column.to_owned()], ..Rule::default() })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Rule, A::Error> {
                let table = Table::deserialize(MapAccessDeserializer::new(map))?;
                Rule::of(table).map_err(serde::de::Error::custom)
            }
        }
        deserializer.deserialize_any(ColumnOrTable)
    }
}

impl Rule {
    fn of(table: Table) -> Result<Self, String> {
        let columns = match (table.column, table.columns) {
            (Some(one), None) => vec![one],
            (None, Some(several)) => several,
            (None, None) => Vec::new(),
            _ => return Err("column and columns exclude each other".to_owned()),
        };
        let value = match table.value {
            None => None,
            Some(toml::Value::String(s)) => Some(s),
            Some(toml::Value::Integer(v)) => Some(v.to_string()),
            Some(toml::Value::Float(v)) => Some(v.to_string()),
            Some(toml::Value::Boolean(v)) => Some(v.to_string()),
            Some(toml::Value::Datetime(d)) => Some(d.to_string()),
            Some(_) => return Err("value must be text, a number, true or false, or a date".to_owned()),
        };
        let extract = match table.extract {
            None => None,
            Some(pattern) => Some(Regex::new(&pattern).map_err(|e| format!("extract {pattern:?}: {e}"))?),
        };
        let format = match table.format {
            None => None,
            Some(format) => Some(Format::parse(&format)?),
        };
        let otherwise = table.otherwise.map(|word| match word.as_str() {
            "reject" => Otherwise::Reject,
            "skip" => Otherwise::Skip,
            _ => Otherwise::Value(word),
        });
        Ok(Self { columns, join: table.join, map: table.map, otherwise, format, value, extract, unit: table.unit })
    }

    /// The column, where the rule is nothing but one.
    pub fn plain_column(&self) -> Option<&str> {
        let plain = self.map.is_none()
            && self.otherwise.is_none()
            && self.format.is_none()
            && self.value.is_none()
            && self.extract.is_none()
            && self.unit.is_none()
            && self.join.is_none();
        if !plain {
            return None;
        }
        match self.columns.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The columns that it reads.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The unit that the source's numbers are in.
    pub fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    /// Whether it is a constant: what the plan assumes.
    pub fn is_constant(&self) -> bool {
        self.value.is_some()
    }

    /// Whether it reads a date by a format.
    pub fn is_date(&self) -> bool {
        self.format.is_some()
    }

    /// Whether its parts fit together.
    pub(super) fn check(&self) -> Result<(), String> {
        let from_columns = !self.columns.is_empty();
        if from_columns == self.value.is_some() {
            return Err("it needs either column (or columns) or value".to_owned());
        }
        if self.value.is_some() && (self.map.is_some() || self.format.is_some() || self.extract.is_some()) {
            return Err("a constant value takes no map, format or extract".to_owned());
        }
        if self.join.is_some() && self.columns.len() < 2 {
            return Err("join needs several columns".to_owned());
        }
        if self.otherwise.is_some() && self.map.is_none() {
            return Err("otherwise needs a map".to_owned());
        }
        Ok(())
    }

    /// Makes the value of a row. `get` gives a column's text; blank is none.
    pub fn make<'a>(&'a self, get: &dyn Fn(&str) -> Option<Cow<'a, str>>, factor: Option<Unit>) -> Made<'a> {
        let found: Cow<'a, str> = if let Some(value) = &self.value {
            Cow::Borrowed(value)
        } else {
            match self.columns.as_slice() {
                [one] => get(one).unwrap_or_default(),
                several => {
                    let parts: Vec<_> = several.iter().filter_map(|c| get(c)).collect();
                    // What the first column does not name, the others cannot say anything of.
                    if self.join.is_some() && several.first().is_none_or(|first| get(first).is_none()) {
                        return Made::Missing;
                    }
                    // A date without its time is no date and time; a reader of both must see that one is missing.
                    if self.format.is_some() && parts.len() < several.len() {
                        Cow::Borrowed("")
                    } else {
                        Cow::Owned(parts.join(self.join.as_deref().unwrap_or(" ")))
                    }
                }
            }
        };
        let trimmed = match &found {
            Cow::Borrowed(t) => Cow::Borrowed(t.trim()),
            Cow::Owned(t) => Cow::Owned(t.trim().to_owned()),
        };
        let trimmed = match &self.extract {
            Some(pattern) => Cow::Owned(extracted(pattern, &trimmed)),
            None => trimmed,
        };
        if let Some(map) = &self.map {
            return self.mapped(map, trimmed);
        }
        if trimmed.is_empty() {
            return Made::Missing;
        }
        if let Some(format) = &self.format {
            return match format.read(&trimmed) {
                Some(date) => Made::Text(Cow::Owned(date)),
                None => Made::Reject {
                    found: trimmed.into_owned(),
                    expected_zh: format!("按 {} 写的日期时间", format.text()),
                    expected: format!("a date and time written as {}", format.text()),
                },
            };
        }
        match (factor, trimmed.replace(',', "").parse::<f64>()) {
            (Some(unit), Ok(number)) => Made::Text(Cow::Owned(unit.convert(number).to_string())),
            _ => Made::Text(trimmed),
        }
    }

    fn mapped<'a>(&'a self, map: &'a BTreeMap<String, String>, found: Cow<'a, str>) -> Made<'a> {
        if let Some(value) = map.get(found.as_ref()) {
            return if value.is_empty() { Made::Missing } else { Made::Text(Cow::Borrowed(value)) };
        }
        match &self.otherwise {
            Some(Otherwise::Value(value)) => Made::Text(Cow::Borrowed(value)),
            Some(Otherwise::Skip) => Made::Skip,
            Some(Otherwise::Reject) => {
                let known: Vec<&str> = map.keys().map(String::as_str).collect();
                let known = known.join(", ");
                Made::Reject {
                    found: found.into_owned(),
                    expected_zh: format!("以下之一：{known}"),
                    expected: format!("one of {known}"),
                }
            }
            None if found.is_empty() => Made::Missing,
            None => Made::Text(found),
        }
    }
}

/// The first group of a pattern's first match, or the match itself; nothing where it does not match.
fn extracted(pattern: &Regex, text: &str) -> String {
    let captures = pattern.captures(text);
    let group = captures.as_ref().and_then(|c| c.get(1).or_else(|| c.get(0)));
    group.map_or(String::new(), |m| m.as_str().to_owned())
}

/// Turns numbers of one unit into another: times a factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit(f64);

/// Name, what it measures, how many of the dimension's first unit it is.
const UNITS: &[(&str, &str, f64)] = &[
    ("m", "length", 1.0),
    ("mm", "length", 1e-3),
    ("cm", "length", 1e-2),
    ("km", "length", 1e3),
    ("in", "length", 0.0254),
    ("ft", "length", 0.3048),
    ("mi", "length", 1609.344),
    ("t", "mass", 1.0),
    ("kg", "mass", 1e-3),
    ("lb", "mass", 0.000_453_592_37),
    ("MPa", "pressure", 1.0),
    ("kPa", "pressure", 1e-3),
    ("bar", "pressure", 0.1),
    ("psi", "pressure", 0.006_894_757_293_168),
    ("psig", "pressure", 0.006_894_757_293_168),
    ("km/h", "speed", 1.0),
    ("mph", "speed", 1.609_344),
    ("m/s", "speed", 3.6),
    ("L/s", "flow", 1.0),
    ("L/min", "flow", 1.0 / 60.0),
    ("m³/h", "flow", 1.0 / 3.6),
    ("m²", "area", 1.0),
    ("m2", "area", 1.0),
    ("ha", "area", 1e4),
    ("km²", "area", 1e6),
    ("m³", "volume", 1.0),
    ("m3", "volume", 1.0),
    // As tables of Chinese offices write them.
    ("毫米", "length", 1e-3),
    ("厘米", "length", 1e-2),
    ("米", "length", 1.0),
    ("公里", "length", 1e3),
    ("千米", "length", 1e3),
    ("吨", "mass", 1.0),
    ("万吨", "mass", 1e4),
    ("千克", "mass", 1e-3),
    ("公斤", "mass", 1e-3),
    ("兆帕", "pressure", 1.0),
    ("公里/小时", "speed", 1.0),
    ("升/秒", "flow", 1.0),
    ("平方米", "area", 1.0),
    ("㎡", "area", 1.0),
    ("亩", "area", 10_000.0 / 15.0),
    ("公顷", "area", 1e4),
    ("平方公里", "area", 1e6),
    ("平方千米", "area", 1e6),
    ("立方米", "volume", 1.0),
    ("万立方米", "volume", 1e4),
    ("persons", "people", 1.0),
    ("人", "people", 1.0),
    ("名", "people", 1.0),
    ("people", "people", 1.0),
    ("万人", "people", 1e4),
    ("vehicles/day", "traffic", 1.0),
    ("辆/日", "traffic", 1.0),
    ("/year", "frequency", 1.0),
    ("次/年", "frequency", 1.0),
    ("per year", "frequency", 1.0),
    ("", "number", 1.0),
    ("个", "number", 1.0),
    ("层", "number", 1.0),
    ("张", "number", 1.0),
    ("户", "number", 1.0),
    ("辆", "number", 1.0),
    ("处", "number", 1.0),
];

/// The unit in which numbers are a field's own.
pub(super) fn unit_of_target(target: &str) -> Option<&'static str> {
    let same = |unit: &&(&str, &str, f64)| Unit::between(unit.0, target) == Some(Unit(1.0)) && !unit.0.is_empty();
    UNITS
        .iter()
        .find(|unit| unit.0 == target && !unit.0.is_empty())
        .or_else(|| UNITS.iter().find(same))
        .map(|unit| unit.0)
}

/// The unit of a plan that a table's word means, whatever its case and width; none where it is no unit.
pub(super) fn unit_named(word: &str) -> Option<&'static str> {
    let exact = UNITS.iter().find(|(name, ..)| *name == word);
    let loosely = || UNITS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(word));
    exact.or_else(loosely).map(|(name, ..)| *name).filter(|name| !name.is_empty())
}

impl Unit {
    /// From one unit to another; `None` where they do not measure the same.
    pub fn between(from: &str, to: &str) -> Option<Self> {
        let find = |name: &str| UNITS.iter().find(|(n, _, _)| *n == name);
        let ((_, a, of_from), (_, b, of_to)) = (find(from)?, find(to)?);
        (a == b).then_some(Self(of_from / of_to))
    }

    fn convert(self, number: f64) -> f64 {
        // Fifteen digits: what the factor's last bit adds is not data.
        let product = number * self.0;
        format!("{product:.12e}").parse().unwrap_or(product)
    }
}
