//! Rule packs: a province's own thresholds with their sources, and what is in force of packs and manifest.

use super::city::{City, Words};
use super::parameters::{self, Unread};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How sure a constant or formula is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Confidence {
    /// Two independent sources agree.
    TwoSources,
    /// Checked against one source.
    Checked,
    /// Derived, with a numeric cross-check.
    Derived,
    /// A rule of this project, no standard.
    OurRule,
    /// Not checked against the official text.
    Unverified,
}

/// A rule pack that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct RulePack {
    /// Its file, relative to the manifest.
    pub file: String,
    /// What it is called.
    pub name: Words,
    /// Title, number and day of its source, in one line.
    pub source: String,
    /// How sure its values are.
    pub confidence: Confidence,
    /// The constants that it sets, by name.
    pub values: BTreeMap<String, RuleValue>,
    /// The file's text, for whoever writes the city again.
    pub text: String,
}

/// A constant as a pack sets it.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleValue {
    /// Its value.
    pub value: f64,
    /// Where in the source it stands; empty where the pack does not say.
    pub source: String,
}

/// A constant that is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its value.
    pub value: f64,
    /// The pack that sets it, by its place; none is the manifest.
    pub pack: Option<usize>,
}

/// A constant that is set and not read.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// Its name.
    pub name: String,
    /// What it is set to.
    pub value: f64,
    /// The pack that sets it, by its place; none is the manifest.
    pub pack: Option<usize>,
    /// Why it is not read.
    pub why: Unread,
}

/// What is set, and what cannot be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// What is in force, by name.
    pub set: BTreeMap<String, Setting>,
    /// What is not, packs first, in their order.
    pub refused: Vec<Refused>,
}

impl City {
    /// The constants that the manifest and its rule packs set. A later pack's value takes the place of an earlier one's, the
    /// manifest's own that of every pack. What no method can read takes no place.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        for (i, pack) in self.rules.iter().enumerate() {
            settings.add(pack.values.iter().map(|(name, set)| (name, set.value)), Some(i));
        }
        settings.add(self.manifest.parameters.iter().map(|(name, value)| (name, *value)), None);
        settings.keep_order();
        settings
    }
}

impl Settings {
    fn add<'a>(&mut self, values: impl Iterator<Item = (&'a String, f64)>, pack: Option<usize>) {
        for (name, value) in values {
            match parameters::judge(name, value) {
                Ok(()) => {
                    self.set.insert(name.clone(), Setting { value, pack });
                }
                Err(why) => self.refused.push(Refused { name: name.clone(), value, pack, why }),
            }
        }
    }

    /// Steps that would fall where they must rise are all left at the method's own.
    fn keep_order(&mut self) {
        for steps in parameters::RISING {
            let values = steps.iter().map(|(name, own)| self.set.get(*name).map_or(*own, |set| set.value));
            if values.is_sorted() {
                continue;
            }
            for (name, _) in *steps {
                if let Some(Setting { value, pack }) = self.set.remove(*name) {
                    self.refused.push(Refused { name: (*name).to_owned(), value, pack, why: Unread::Order });
                }
            }
        }
    }

    /// How many constants a pack (none: the manifest) sets that are in force.
    pub fn in_force(&self, pack: Option<usize>) -> usize {
        self.set.values().filter(|set| set.pack == pack).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Manifest;

    fn pack(values: &[(&str, f64)]) -> RulePack {
        let value =
            |(name, value): &(&str, f64)| ((*name).to_owned(), RuleValue { value: *value, source: String::new() });
        RulePack {
            file: "rules/a.toml".to_owned(),
            name: Words::same("A"),
            source: String::new(),
            confidence: Confidence::Checked,
            values: values.iter().map(value).collect(),
            text: String::new(),
        }
    }

    fn settings(packs: &[&[(&str, f64)]], own: &[(&str, f64)]) -> Settings {
        let parameters = own.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        let mut city = City::new(Manifest { parameters, ..Manifest::default() });
        city.rules = packs.iter().map(|values| pack(values)).collect();
        city.settings()
    }

    #[test]
    fn the_later_pack_and_then_the_manifest_is_in_force() {
        let first: &[_] = &[("dynamic.general_days", 15.0), ("dynamic.general_count", 2.0), ("mines.north_west", 1.0)];
        let second: &[_] = &[("dynamic.general_days", 10.0), ("dynamic.general_count", 1.5)];
        let settings = settings(&[first, second], &[("mines.north_west", 0.0), ("speed_of_light", 3e8)]);
        let of = |name: &str| settings.set.get(name).map(|s| (s.value, s.pack));
        assert_eq!(of("dynamic.general_days"), Some((10.0, Some(1))));
        assert_eq!(of("dynamic.general_count"), Some((2.0, Some(0))), "what cannot be overrides nothing");
        assert_eq!(of("mines.north_west"), Some((0.0, None)));
        let refused: Vec<_> = settings.refused.iter().map(|r| (r.name.as_str(), r.pack, r.why)).collect();
        assert_eq!(
            refused,
            [("dynamic.general_count", Some(1), Unread::Value), ("speed_of_light", None, Unread::Name)]
        );
        assert_eq!([None, Some(0), Some(1)].map(|pack| settings.in_force(pack)), [1, 1, 1]);
    }

    #[test]
    fn steps_that_fall_are_left_as_they_are() {
        let set = settings(&[&[("venue_index.yellow", 6.0)]], &[("dynamic.general_days", 9.0)]);
        assert_eq!(set.set.len(), 1);
        assert_eq!((set.refused[0].name.as_str(), set.refused[0].why), ("venue_index.yellow", Unread::Order));
        assert_eq!(settings(&[&[("venue_index.yellow", 6.0)]], &[("venue_index.orange", 7.0)]).set.len(), 2);
    }
}
