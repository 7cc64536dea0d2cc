//! Constants that the manifest's `parameters` set otherwise. Every method shows what was set.
//!
//! | parameter | sets |
//! |---|---|
//! | `gb18218.threshold_t.CAS` | the threshold Q of a substance, tonnes |
//! | `gb18218.beta.CAS` | its β |
//! | `dynamic.general_days` | days past due from which one general danger raises a level (30) |
//! | `dynamic.general_count` | overdue general dangers that raise a level (3) |
//! | `dynamic.accident_days` | days that a fatal accident counts (365) |
//! | `pipelines.location_classes` | 1: count location classes 3 and 4, which nobody has checked against GB 50251 |
//! | `pipelines.merge_gaps` | 1: merge high-consequence areas up to 50 m apart, unchecked too |
//! | `pipelines.concentrated` | so many buildings of four storeys and more in 2 km are concentrated |

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
    /// Names that nothing reads, or values that cannot be.
    pub unread: Vec<String>,
}

impl Parameters {
    /// Reads a manifest's parameters.
    pub fn read(of: &BTreeMap<String, f64>) -> Self {
        let mut read = Self::default();
        for (name, value) in of {
            if !read.set(name, *value) {
                read.unread.push(name.clone());
            }
        }
        read
    }

    fn set(&mut self, name: &str, value: f64) -> bool {
        let days = || (value.fract() == 0.0 && (0.0..=36_500.0).contains(&value)).then_some(value as u32);
        let entry = |of: &str| Override { of: of.to_owned(), value, note: format!("city.json parameters {name}") };
        let put = |at: &mut u32| days().map(|n| *at = n).is_some();
        if let Some(cas) = name.strip_prefix("gb18218.threshold_t.") {
            self.gb18218.thresholds.push(entry(cas));
            return value > 0.0 && value.is_finite();
        }
        if let Some(cas) = name.strip_prefix("gb18218.beta.") {
            self.gb18218.betas.push(entry(cas));
            return value > 0.0 && value.is_finite();
        }
        match name {
            "dynamic.general_days" => put(&mut self.dynamic.general_days),
            "dynamic.general_count" => put(&mut self.dynamic.general_count),
            "dynamic.accident_days" => put(&mut self.dynamic.accident_days),
            "pipelines.location_classes" => {
                self.pipelines.location_classes = value == 1.0;
                value == 0.0 || value == 1.0
            }
            "pipelines.merge_gaps" => {
                self.pipelines.merge_gaps = value == 1.0;
                value == 0.0 || value == 1.0
            }
            "pipelines.concentrated" => days().map(|n| self.pipelines.concentrated = Some(n)).is_some(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_read_and_what_is_not_known_is_said() {
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
        assert_eq!(read.unread, ["dynamic.general_count", "speed_of_light"]);
    }
}
