//! What is wrong with a value that a method was given: data for the person who can mend it.
//!
//! A faulty value counts as unknown, so that it can never lower a level: the method computes both ends, as for a value
//! that is missing, and hands the fault back with its result.

use super::rating::Range;
use crate::text::{Said, said, same};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A value that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The field, as the dataset names it.
    pub field: String,
    /// Its place in a list, from 0.
    pub at: Option<u32>,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wrong {
    /// The text is no JSON.
    NoJson,
    /// A list was expected.
    NoList,
    /// A record with named members was expected.
    NoRecord,
    /// A number without unit was expected.
    NoNumber,
    /// Yes or no was expected.
    NoFlag,
    /// Text was expected.
    NoText,
    /// Less than nothing.
    Negative,
    /// Infinite, or no number at all.
    NotFinite,
    /// A word that is not in the list.
    UnknownWord,
}

impl Fault {
    /// A fault of a field, or of one entry of a list.
    pub fn new(field: &str, at: Option<usize>, wrong: Wrong) -> Self {
        Self { field: field.to_owned(), at: at.and_then(|at| u32::try_from(at).ok()), wrong }
    }

    /// The fault in words, with the place as people count.
    pub fn says(&self) -> Said {
        let what = match self.wrong {
            Wrong::NoJson => said!("不是 JSON", "is no JSON"),
            Wrong::NoList => said!("应为列表", "should be a list"),
            Wrong::NoRecord => said!("应为记录", "should be a record"),
            Wrong::NoNumber => said!("应为不带单位的数", "should be a number without unit"),
            Wrong::NoFlag => said!("应为是或否", "should be yes or no"),
            Wrong::NoText => said!("应为文字", "should be text"),
            Wrong::Negative => said!("为负", "is negative"),
            Wrong::NotFinite => said!("不是有限的数", "is no finite number"),
            Wrong::UnknownWord => said!("不在名单内", "is not in the list"),
        };
        let place = self.at.map_or_else(Said::default, |at| same!("[{0}]", at as usize + 1));
        said!(
            "数据有误：{0}{1} {2}，按未知处理",
            "Data fault: {0}{1} {2}; taken as unknown",
            self.field.clone(),
            place,
            what
        )
    }
}

/// What is wrong with a quantity that cannot be less than nothing.
pub fn wrong(value: f64) -> Option<Wrong> {
    match value {
        v if !v.is_finite() => Some(Wrong::NotFinite),
        v if v < 0.0 => Some(Wrong::Negative),
        _ => None,
    }
}

/// A quantity as a range: unknown where it is missing or cannot be, and then the fault is noted.
pub fn quantity(field: &str, at: Option<usize>, value: Option<f64>, faults: &mut Vec<Fault>) -> Range {
    match value.map(|v| (v, wrong(v))) {
        Some((v, None)) => Range::exactly(v),
        Some((_, Some(wrong))) => {
            faults.push(Fault::new(field, at, wrong));
            Range::unknown()
        }
        None => Range::unknown(),
    }
}

/// The records of a list that a field holds as JSON text. An empty text is an empty list.
pub fn records(field: &str, text: &str, faults: &mut Vec<Fault>) -> Vec<Value> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    match serde_json::from_str(text) {
        Ok(Value::Array(list)) => list,
        Ok(Value::Null) => Vec::new(),
        Ok(_) => {
            faults.push(Fault::new(field, None, Wrong::NoList));
            Vec::new()
        }
        Err(_) => {
            faults.push(Fault::new(field, None, Wrong::NoJson));
            Vec::new()
        }
    }
}

/// A member that should be a number: JSON numbers, and text that is one and nothing else.
pub fn number(record: &Value, member: &str, field: &str, at: Option<usize>, faults: &mut Vec<Fault>) -> Option<f64> {
    let found = match record.get(member)? {
        Value::Null => return None,
        Value::Number(n) => n.as_f64(),
        Value::String(text) if text.trim().is_empty() => return None,
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let Some(value) = found else {
        faults.push(Fault::new(field, at, Wrong::NoNumber));
        return None;
    };
    let wrong = wrong(value);
    faults.extend(wrong.map(|wrong| Fault::new(field, at, wrong)));
    wrong.is_none().then_some(value)
}

/// A member that should be text; numbers are taken as written. Blank is missing.
pub fn text(record: &Value, member: &str, field: &str, at: Option<usize>, faults: &mut Vec<Fault>) -> Option<String> {
    match record.get(member)? {
        Value::Null => None,
        Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        Value::Number(n) => Some(n.to_string()),
        _ => {
            faults.push(Fault::new(field, at, Wrong::NoText));
            None
        }
    }
}

/// A member that should be yes or no.
pub fn flag(record: &Value, member: &str, field: &str, faults: &mut Vec<Fault>) -> Option<bool> {
    match record.get(member)? {
        Value::Null => None,
        Value::Bool(yes) => Some(*yes),
        _ => {
            faults.push(Fault::new(field, None, Wrong::NoFlag));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_is_unknown_and_named() {
        let mut faults = Vec::new();
        assert_eq!(quantity("m", None, Some(-1.0), &mut faults), Range::unknown());
        assert_eq!(quantity("m", Some(2), Some(f64::NAN), &mut faults), Range::unknown());
        assert_eq!(quantity("m", None, Some(0.0), &mut faults), Range::exactly(0.0));
        assert_eq!(faults.iter().map(|f| f.wrong).collect::<Vec<_>>(), [Wrong::Negative, Wrong::NotFinite]);
        assert_eq!(faults[1].says().words().en, "Data fault: m[3] is no finite number; taken as unknown");
    }

    #[test]
    fn members_are_read_as_they_are_written() {
        let record: Value =
            serde_json::json!({"a": 2, "b": "3.5", "c": "3 t", "d": [1], "e": -4, "f": null, "g": true});
        let mut faults = Vec::new();
        let mut get = |member| number(&record, member, member, None, &mut faults);
        assert_eq!((get("a"), get("b"), get("c"), get("f"), get("z")), (Some(2.0), Some(3.5), None, None, None));
        assert_eq!((get("d"), get("e")), (None, None));
        assert_eq!(flag(&record, "g", "g", &mut faults), Some(true));
        assert_eq!(flag(&record, "a", "a", &mut faults), None);
        let wrongs: Vec<_> = faults.iter().map(|f| f.wrong).collect();
        assert_eq!(wrongs, [Wrong::NoNumber, Wrong::NoNumber, Wrong::Negative, Wrong::NoFlag]);
    }
}
