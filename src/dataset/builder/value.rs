//! One raw value against one field of the schema.

use super::super::dates::{self, Offset};
use super::lists;
use crate::domain::kinds::Kind;
use crate::domain::{Cell, Field, FieldType, Value, schema};
use std::borrow::Cow;

/// A value as a file has it, before the schema has judged it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RawValue<'a> {
    /// An empty cell, a null, a missing property.
    Missing,
    /// Words; also numbers and dates of formats that know only text.
    Text(&'a str),
    /// A number of a format that knows numbers.
    Number(f64),
    /// Yes or no of a format that knows it.
    Bool(bool),
    /// A list or an object as JSON text.
    Json(&'a str),
}

impl RawValue<'_> {
    /// The value as words for a report.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Missing => Cow::Borrowed(""),
            Self::Text(t) | Self::Json(t) => Cow::Borrowed(t),
            Self::Number(n) => Cow::Owned(n.to_string()),
            Self::Bool(b) => Cow::Borrowed(if *b { "true" } else { "false" }),
        }
    }
}

/// A value that the schema accepts. Text is owned only where it is not the file's own.
#[derive(Debug, PartialEq)]
pub(super) enum Read<'a> {
    Missing,
    Text(Cow<'a, str>),
    Code(&'static str),
    /// Outside the closed list: `other`, and the file's own word.
    OtherCode(&'a str),
    Number(f64),
    Flag(bool),
    Date(i32),
    DateTime(i64, Offset),
    /// Readable but not what the field takes.
    Wrong,
}

/// Judges a value. Never fails: what cannot be read is [`Read::Wrong`].
pub(super) fn read<'a>(field: &Field, raw: RawValue<'a>) -> Read<'a> {
    let raw = match raw {
        RawValue::Text(t) => match t.trim() {
            "" => return Read::Missing,
            t => RawValue::Text(t),
        },
        RawValue::Missing => return Read::Missing,
        other => other,
    };
    match field.kind {
        FieldType::Text => text(raw),
        FieldType::Code(codes) => code(codes, raw),
        FieldType::Kind(kinds) => kind(kinds, raw),
        FieldType::Number { min, max, .. } => number(raw, min, max),
        FieldType::Flag => flag(raw).map_or(Read::Wrong, Read::Flag),
        FieldType::Date => match raw {
            RawValue::Text(t) => dates::parse_date(t).map_or(Read::Wrong, Read::Date),
            RawValue::Number(n) => compact_date(n).map_or(Read::Wrong, Read::Date),
            _ => Read::Wrong,
        },
        FieldType::DateTime => match raw {
            RawValue::Text(t) => dates::parse_date_time(t).map_or(Read::Wrong, |(s, o)| Read::DateTime(s, o)),
            RawValue::Number(n) => {
                compact_date(n).map_or(Read::Wrong, |d| Read::DateTime(i64::from(d) * 86_400, Offset::None))
            }
            _ => Read::Wrong,
        },
        FieldType::List => match raw {
            RawValue::Text(t) => lists::from_text(field.name, t).map_or(Read::Wrong, |t| Read::Text(Cow::Owned(t))),
            RawValue::Json(t) => lists::from_json(t).map_or(Read::Wrong, |t| Read::Text(Cow::Owned(t))),
            _ => Read::Wrong,
        },
    }
}

/// A value that a field takes, owned; none is unknown. An error says what the field takes, in Chinese and English. Unlike a
/// file's row, a value by itself must be of the closed list.
pub fn judged(field: &Field, raw: RawValue<'_>) -> Result<Option<Cell>, (String, String)> {
    Ok(Some(match read(field, raw) {
        Read::Missing => return Ok(None),
        Read::Text(text) => Cell::Text(text.into_owned()),
        Read::Code(code) => Cell::Plain(Value::Code(code)),
        Read::Number(n) => Cell::Plain(Value::Number(n)),
        Read::Flag(f) => Cell::Plain(Value::Flag(f)),
        Read::Date(d) => Cell::Plain(Value::Date(d)),
        Read::DateTime(s, _) => Cell::Plain(Value::DateTime(s)),
        Read::OtherCode(_) | Read::Wrong => return Err(expected(field)),
    }))
}

fn text(raw: RawValue<'_>) -> Read<'_> {
    match raw {
        RawValue::Text(t) | RawValue::Json(t) => Read::Text(Cow::Borrowed(t)),
        RawValue::Number(n) => Read::Text(Cow::Owned(n.to_string())),
        RawValue::Bool(b) => Read::Text(Cow::Borrowed(if b { "true" } else { "false" })),
        RawValue::Missing => Read::Missing,
    }
}

fn code<'a>(codes: &'static [&'static str], raw: RawValue<'a>) -> Read<'a> {
    let RawValue::Text(word) = raw else { return Read::Wrong };
    match codes.iter().find(|c| c.eq_ignore_ascii_case(word)) {
        Some(code) => Read::Code(code),
        None if codes.contains(&"other") => Read::OtherCode(word),
        None => Read::Wrong,
    }
}

/// A kind by its code, or by the very name that the page shows for it.
fn kind<'a>(kinds: &'static [Kind], raw: RawValue<'a>) -> Read<'a> {
    let RawValue::Text(word) = raw else { return Read::Wrong };
    let same = |k: &&Kind| k.code.eq_ignore_ascii_case(word) || k.zh == word || k.en.eq_ignore_ascii_case(word);
    kinds.iter().find(same).map_or(Read::OtherCode(word), |k| Read::Code(k.code))
}

fn number(raw: RawValue<'_>, min: f64, max: f64) -> Read<'_> {
    let value = match raw {
        RawValue::Number(n) => Some(n),
        RawValue::Text(t) => t.parse().ok(),
        _ => None,
    };
    match value {
        Some(v) if (min..=max).contains(&v) => Read::Number(v + 0.0),
        _ => Read::Wrong,
    }
}

fn flag(raw: RawValue<'_>) -> Option<bool> {
    let word = match raw {
        RawValue::Bool(b) => return Some(b),
        RawValue::Number(1.0) => return Some(true),
        RawValue::Number(0.0) => return Some(false),
        RawValue::Text(t) => t,
        _ => return None,
    };
    let is = |words: &[&str]| words.iter().any(|w| w.eq_ignore_ascii_case(word));
    if is(&["yes", "true", "1", "y", "t", "是", "有"]) {
        Some(true)
    } else if is(&["no", "false", "0", "n", "f", "否", "无"]) {
        Some(false)
    } else {
        None
    }
}

/// 20240301 as a number; any other number is not a day.
fn compact_date(n: f64) -> Option<i32> {
    let whole = (10_000_101.0..=99_991_231.0).contains(&n) && n.fract() == 0.0;
    let n = whole.then_some(n as u32)?;
    dates::days((n / 10_000) as i32, n / 100 % 100, n % 100)
}

/// What a field takes, in Chinese and English, for messages.
pub(super) fn expected(field: &Field) -> (String, String) {
    let both = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    match field.kind {
        FieldType::Text => both("文字", "text"),
        FieldType::Code(codes) => (format!("以下之一：{}", codes.join("、")), format!("one of {}", codes.join(", "))),
        FieldType::Kind(_) => both("类别", "a kind"),
        FieldType::Number { unit, min, max } => {
            let (zh, en) = match schema::unit_words(unit) {
                Some((zh, en)) => (zh.to_owned(), format!(" {en}")),
                None if unit.is_empty() => (String::new(), String::new()),
                None => (format!("{unit} "), format!(" {unit}")),
            };
            (format!("介于 {min} 与 {max} {zh}之间的数"), format!("a number from {min} to {max}{en}"))
        }
        FieldType::Flag => both("是或否", "yes or no"),
        FieldType::Date => both("日期，年-月-日", "a date, YYYY-MM-DD"),
        FieldType::DateTime => both("当地日期与时间，年-月-日T时:分", "a local date and time, YYYY-MM-DDTHH:MM"),
        FieldType::List => both("列表：JSON，或 键:值;键:值", "a list: JSON, or key:value;key:value"),
    }
}
