//! Constants that the manifest's `parameters` and its rule packs set otherwise; [`crate::domain::parameters`] lists them. Every
//! method shows what was set. What cannot be read is passed over here and said where the dataset is checked.

use super::Method;
use crate::domain::City;
use crate::domain::parameters::{ALPHA, VENUE_INDEX};
use crate::risk::dynamic::Params;
use crate::risk::explain::Step;
use crate::risk::gb18218::{Alpha, Override, Overrides};
use crate::risk::pipelines::Options;
use crate::risk::set_by::{Set, SetBy};

/// What a city sets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    /// Of GB 18218.
    pub gb18218: Overrides,
    /// Of the dynamic rule.
    pub dynamic: Params,
    /// Of pipelines.
    pub pipelines: Options,
    /// Whether mines are in the north-west, where that is said.
    pub north_west: Option<bool>,
    /// All that is set, with where it comes from.
    pub set_by: SetBy,
}

impl Parameters {
    /// Reads what a city sets.
    pub fn read(city: &City) -> Self {
        let set = SetBy::of(city);
        let count = |name, own: u32| set.or(name, f64::from(own)) as u32;
        let on = |name| set.or(name, 0.0) == 1.0;
        let (d, p) = (Params::default(), Options::default());
        Self {
            gb18218: Overrides {
                thresholds: overrides(&set, "gb18218.threshold_t."),
                betas: overrides(&set, "gb18218.beta."),
                alpha: alpha(&set),
            },
            dynamic: Params {
                general_days: count("dynamic.general_days", d.general_days),
                general_count: count("dynamic.general_count", d.general_count),
                accident_days: count("dynamic.accident_days", d.accident_days),
            },
            pipelines: Options {
                location_classes: on("pipelines.location_classes"),
                merge_gaps: on("pipelines.merge_gaps"),
                concentrated: set.get("pipelines.concentrated").map(|set| set.value as u32),
                households: count("pipelines.households", p.households),
                village_households: count("pipelines.village_households", p.village_households),
            },
            north_west: set.get("mines.north_west").map(|set| set.value == 1.0),
            set_by: set,
        }
    }

    /// From which venue index on a level is yellow, orange, red.
    pub fn venue_breaks(&self) -> [f64; 3] {
        VENUE_INDEX.map(|(name, own)| self.set_by.or(name, own))
    }

    /// The step of a method's working that lists what is set of its constants. GB 18218 lists its own.
    pub fn step(&self, of: Method) -> Option<Step> {
        let beginning = match of {
            Method::Mine => "mines.",
            Method::Pipeline => "pipelines.",
            Method::VenueIndex => "venue_index.",
            _ => return None,
        };
        self.set_by.step(beginning)
    }
}

fn overrides(set: &SetBy, beginning: &str) -> Vec<Override> {
    let one = |(of, set): (&str, &Set)| Override {
        of: of.to_owned(),
        value: set.value,
        note: set.note(&format!("{beginning}{of}")),
        from: set.from.clone(),
    };
    set.under(beginning).map(one).collect()
}

fn alpha(set: &SetBy) -> Option<Alpha> {
    let people = |name: &str| name.rsplit('.').next().and_then(|n| n.parse().ok()).unwrap_or(0.0);
    let steps = ALPHA.map(|(name, own)| (people(name), set.or(name, own))).to_vec();
    let its =
        ALPHA.iter().filter_map(|(name, _)| Some((people(name), set.get(name)?.from.clone()))).collect::<Vec<_>>();
    let notes =
        ALPHA.iter().filter_map(|(name, _)| Some(set.get(name)?.note(name))).collect::<std::collections::BTreeSet<_>>();
    let note = notes.into_iter().collect::<Vec<_>>().join("; ");
    (!its.is_empty()).then_some(Alpha { steps, set: its, note })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Manifest;

    fn read(set: &[(&str, f64)]) -> Parameters {
        let parameters = set.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        Parameters::read(&City::new(Manifest { parameters, ..Manifest::default() }))
    }

    #[test]
    fn what_is_set_is_read_and_what_cannot_be_is_passed_over() {
        let read = read(&[
            ("gb18218.threshold_t.7664-41-7", 20.0),
            ("gb18218.alpha.0", 1.0),
            ("dynamic.general_days", 15.0),
            ("pipelines.location_classes", 1.0),
            ("pipelines.households", 30.0),
            ("dynamic.general_count", 2.5),
            ("mines.north_west", 0.0),
            ("venue_index.red", 12.0),
            ("speed_of_light", 3e8),
        ]);
        assert_eq!(read.gb18218.thresholds[0].of, "7664-41-7");
        assert_eq!(read.gb18218.alpha.as_ref().map(|a| a.steps[0]), Some((0.0, 1.0)));
        assert_eq!((read.dynamic.general_days, read.dynamic.general_count), (15, 3));
        assert_eq!((read.pipelines.location_classes, read.pipelines.households), (true, 30));
        assert_eq!((read.north_west, read.venue_breaks()), (Some(false), [2.0, 5.0, 12.0]));
        assert_eq!(read.step(Method::Pipeline).map(|step| step.inputs.len()), Some(2));
    }

    #[test]
    fn nothing_set_is_the_methods_own() {
        let read = read(&[]);
        assert_eq!(read, Parameters::default());
        assert_eq!(read.venue_breaks(), crate::risk::venue_index::THRESHOLDS);
        assert_eq!(ALPHA.map(|(_, alpha)| alpha), crate::risk::gb18218::ALPHA.map(|(_, alpha)| alpha));
    }
}
