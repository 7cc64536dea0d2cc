//! An area's items from the dataset's `grading`, a JSON record. What cannot be read is a fault, and unknown.
//!
//! Each item stands as a score from 0 to 4 under its own name (`fire`, `toxicity`, `control`, `process`, `pressure`,
//! `temperature`) or as what it is: `fire_class` (甲 to 戊), `toxicity_category` (0 to 5), `process` in words (`none`,
//! `continuous`, `batch`, `hazardous_continuous`, `hazardous_batch`), `pressure_mpa`, `temperature_c`. People stand under
//! `people_area` (or `people`) and `people_unit`. Where both forms of an item are there, the worse counts.

use super::{Inputs, Item, Process, fire_score, pressure_score, temperature_score, toxicity_score};
use crate::risk::rating::Range;
use serde_json::{Map, Value};

/// No number: the item is there and cannot be read.
const UNREAD: f64 = f64::NAN;

impl Inputs {
    /// Items and people of a record; grade and targets are found elsewhere.
    pub fn read(text: &str) -> Self {
        let Ok(Value::Object(record)) = serde_json::from_str(text) else {
            return Self { unreadable: true, ..Self::default() };
        };
        let people = |names: &[&str]| {
            let json = names.iter().find_map(|name| given(&record, name));
            json.map_or(Range::unknown(), |json| Range::exactly(json.as_f64().unwrap_or(UNREAD)))
        };
        Self {
            items: Item::ALL.map(|item| worse(score(&record, item), raw(&record, item))),
            people_area: people(&["people_area", "people"]),
            people_unit: people(&["people_unit"]),
            ..Self::default()
        }
    }
}

fn given<'a>(record: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    record.get(name).filter(|json| !json.is_null())
}

/// An item as a score. A process may be in words under the same name.
fn score(record: &Map<String, Value>, item: Item) -> Option<f64> {
    let json = given(record, item.field())?;
    let words = (item == Item::Process).then(|| json.as_str().and_then(process)).flatten();
    Some(json.as_f64().or(words).unwrap_or(UNREAD))
}

fn process(text: &str) -> Option<f64> {
    let process = match text.trim() {
        "none" => Process::None,
        "continuous" => Process::Continuous,
        "batch" => Process::Batch,
        "hazardous_continuous" => Process::HazardousContinuous,
        "hazardous_batch" => Process::HazardousBatch,
        _ => return None,
    };
    Some(process.score())
}

/// An item as what it is.
fn raw(record: &Map<String, Value>, item: Item) -> Option<f64> {
    let (name, read): (&str, fn(&Value) -> Option<f64>) = match item {
        Item::Fire => ("fire_class", |json| fire_score(json.as_str()?)),
        Item::Toxicity => ("toxicity_category", |json| toxicity_score(u8::try_from(json.as_u64()?).ok()?)),
        Item::Pressure => ("pressure_mpa", |json| pressure_score(json.as_f64()?)),
        Item::Temperature => ("temperature_c", |json| temperature_score(json.as_f64()?)),
        Item::Control | Item::Process => return None,
    };
    given(record, name).map(|json| read(json).unwrap_or(UNREAD))
}

/// The worse of two forms; no number is worse than any, for it may be.
fn worse(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) if a.is_nan() || b.is_nan() => Some(UNREAD),
        (Some(a), Some(b)) => Some(a.max(b)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Fault, rate};
    use super::*;

    #[test]
    fn both_forms_are_read_and_the_worse_counts() {
        let inputs = Inputs::read(
            r#"{"fire_class":"甲","toxicity":2,"control":3,"process":"hazardous_continuous","pressure_mpa":2.5,
                "temperature":1,"temperature_c":200,"people":12,"people_unit":3}"#,
        );
        assert_eq!(inputs.items, [4.0, 2.0, 3.0, 3.0, 3.0, 3.0].map(Some), "T6.3's items");
        assert_eq!((inputs.people_area, inputs.people_unit), (Range::exactly(12.0), Range::exactly(3.0)));
        assert_eq!(Inputs::read("{}"), Inputs::default());
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for bad in ["", "[]", "7", "{"] {
            assert_eq!(rate(&Inputs::read(bad)).faults, [Fault::Unreadable], "{bad}");
        }
        let inputs = Inputs::read(r#"{"fire_class":"X","toxicity":"2","process":"odd","pressure":null,"people":"9"}"#);
        let items = [Item::Fire, Item::Toxicity, Item::Process].map(Fault::Item);
        assert_eq!(rate(&inputs).faults, [&items[..], &[Fault::PeopleArea]].concat());
    }
}
