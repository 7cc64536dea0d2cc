//! Constants that the manifest's `parameters` set otherwise; [`crate::domain::parameters`] lists them. Every method shows
//! what was set. What cannot be read is passed over here and said where the dataset is checked.

use crate::domain::parameters::judge;
use crate::risk::dynamic::Params;
use crate::risk::gb18218::{Override, Overrides};
use crate::risk::pipelines::Options;
use std::collections::BTreeMap;

/// What a manifest sets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    /// Of GB 18218.
    pub gb18218: Overrides,
    /// Of the dynamic rule.
    pub dynamic: Params,
    /// Of pipelines.
    pub pipelines: Options,
}

impl Parameters {
    /// Reads a manifest's parameters.
    pub fn read(of: &BTreeMap<String, f64>) -> Self {
        let mut read = Self::default();
        for (name, value) in of.iter().filter(|(name, value)| judge(name, **value).is_ok()) {
            read.set(name, *value);
        }
        read
    }

    fn set(&mut self, name: &str, value: f64) {
        let entry = |of: &str| Override { of: of.to_owned(), value, note: format!("city.json parameters {name}") };
        if let Some(cas) = name.strip_prefix("gb18218.threshold_t.") {
            self.gb18218.thresholds.push(entry(cas));
        } else if let Some(cas) = name.strip_prefix("gb18218.beta.") {
            self.gb18218.betas.push(entry(cas));
        }
        match name {
            "dynamic.general_days" => self.dynamic.general_days = value as u32,
            "dynamic.general_count" => self.dynamic.general_count = value as u32,
            "dynamic.accident_days" => self.dynamic.accident_days = value as u32,
            "pipelines.location_classes" => self.pipelines.location_classes = value == 1.0,
            "pipelines.merge_gaps" => self.pipelines.merge_gaps = value == 1.0,
            "pipelines.concentrated" => self.pipelines.concentrated = Some(value as u32),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_read_and_what_cannot_be_is_passed_over() {
        let set = [
            ("gb18218.threshold_t.7664-41-7", 20.0),
            ("dynamic.general_days", 15.0),
            ("pipelines.location_classes", 1.0),
            ("dynamic.general_count", 2.5),
            ("speed_of_light", 3e8),
        ];
        let read = Parameters::read(&set.map(|(name, value)| (name.to_owned(), value)).into_iter().collect());
        assert_eq!(read.gb18218.thresholds[0].of, "7664-41-7");
        assert_eq!((read.dynamic.general_days, read.dynamic.general_count), (15, 3));
        assert!(read.pipelines.location_classes);
    }
}
