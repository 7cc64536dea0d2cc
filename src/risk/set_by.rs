//! Constants that a city sets otherwise, each with where it comes from: the manifest's `parameters`, or a rule pack with its
//! source.

use super::explain::{Input, Origin, Step};
use crate::domain::{City, RulePack, RuleValue, Words, parameters};
use crate::text::said;
use std::collections::BTreeMap;

/// What is set, by the parameter's name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetBy(BTreeMap<String, Set>);

/// A constant that is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// Its value.
    pub value: f64,
    /// Where it comes from.
    pub from: Origin,
}

/// Nothing is set: every constant is the method's own.
pub static NOTHING: SetBy = SetBy(BTreeMap::new());

impl SetBy {
    /// What a city's manifest and rule packs set, as far as a method can read it.
    pub fn of(city: &City) -> Self {
        let from = |name: &str, pack: Option<usize>| match pack.and_then(|pack| city.rules.get(pack)) {
            None => Origin::Parameter,
            Some(pack) => of_pack(pack, pack.values.get(name)),
        };
        let set = city.settings().set;
        Self(
            set.into_iter()
                .map(|(name, s)| (name.clone(), Set { value: s.value, from: from(&name, s.pack) }))
                .collect(),
        )
    }

    /// A constant, if it is set.
    pub fn get(&self, name: &str) -> Option<&Set> {
        self.0.get(name)
    }

    /// A constant's value, or the method's own.
    pub fn or(&self, name: &str, own: f64) -> f64 {
        self.get(name).map_or(own, |set| set.value)
    }

    /// Where a constant comes from, if it is set.
    pub fn from(&self, name: &str) -> Option<Origin> {
        self.get(name).map(|set| set.from.clone())
    }

    /// What is set under a beginning of names, with the rest of each name.
    pub fn under<'a>(&'a self, beginning: &'a str) -> impl Iterator<Item = (&'a str, &'a Set)> {
        self.0.iter().filter_map(move |(name, set)| Some((name.strip_prefix(beginning)?, set)))
    }

    /// The step of a working that lists what is set under a beginning of names; none where nothing is.
    pub fn step(&self, beginning: &str) -> Option<Step> {
        let input = |(rest, set): (&str, &Set)| {
            let symbol = format!("{beginning}{rest}");
            let (label, unit) = parameters::label(&symbol);
            Input {
                symbol: symbol.into(),
                label: label.into(),
                value: Some(set.value),
                unit: unit.into(),
                from: set.from.clone(),
            }
        };
        let inputs: Vec<Input> = self.under(beginning).map(input).collect();
        let says = said!("本城另行设定的常数", "Constants that this city sets otherwise");
        (!inputs.is_empty()).then(|| Step { says, inputs, ..Step::default() })
    }
}

impl Set {
    /// Where it comes from, as a note says it of the parameter of a name.
    pub fn note(&self, name: &str) -> String {
        match &self.from {
            Origin::Constant { source, .. } => source.to_string(),
            _ => format!("city.json parameters {name}"),
        }
    }
}

/// A pack's value: the pack's name, its source, and where in that it stands.
fn of_pack(pack: &RulePack, value: Option<&RuleValue>) -> Origin {
    let Words { zh, en } = &pack.name;
    let name = if zh == en { zh.clone() } else { format!("{zh} / {en}") };
    let line = value.map(|value| value.source.as_str()).filter(|line| !line.is_empty());
    let source = [Some(name.as_str()), Some(pack.source.as_str()), line].into_iter().flatten().collect::<Vec<_>>();
    Origin::Constant { source: source.join(" · ").into(), confidence: pack.confidence }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Confidence, Manifest};

    #[test]
    fn a_packs_value_names_the_pack_and_its_source() {
        let value = |value, source: &str| RuleValue { value, source: source.to_owned() };
        let values = [("dynamic.general_days", value(15.0, "第四条")), ("dynamic.general_count", value(2.0, ""))];
        let pack = RulePack {
            file: "a.toml".to_owned(),
            name: Words::new("甲省", "Province A"),
            source: "办法 · 1号".to_owned(),
            confidence: Confidence::Checked,
            values: values.map(|(name, value)| (name.to_owned(), value)).into(),
            text: String::new(),
        };
        let parameters = [("dynamic.general_count".to_owned(), 4.0)].into();
        let mut city = City::new(Manifest { parameters, ..Manifest::default() });
        city.rules.push(pack);
        let set = SetBy::of(&city);
        let source = "甲省 / Province A · 办法 · 1号 · 第四条".into();
        let days = Origin::Constant { source, confidence: Confidence::Checked };
        assert_eq!(set.from("dynamic.general_days"), Some(days));
        assert_eq!((set.or("dynamic.general_count", 3.0), set.or("dynamic.accident_days", 365.0)), (4.0, 365.0));
        let step = set.step("dynamic.").unwrap();
        assert_eq!(
            step.inputs.iter().map(|i| &*i.symbol).collect::<Vec<_>>(),
            ["dynamic.general_count", "dynamic.general_days"]
        );
        assert_eq!((&step.inputs[0].from, &*step.inputs[1].unit), (&Origin::Parameter, "d"));
        assert!(set.step("pipelines.").is_none());
    }
}
