//! The working of a venue ranking.

use super::super::explain::{Explanation, Step};
use super::super::venues::VenueSort;
use super::{count, input, rows};
use crate::domain::LayerName;
use crate::text::{Said, said};

/// What a venue ranking was made of.
#[derive(Clone, Debug, Default)]
pub struct VenueFacts {
    /// Venues that pass the filter.
    pub venues: u32,
    /// Of these, with a headcount.
    pub people_known: u32,
    /// Of these, with floors.
    pub floors_known: u32,
    /// Of these, with a level.
    pub rated: u32,
    /// What they are ranked by.
    pub sort: VenueSort,
    /// Who lacks what, with the limits.
    pub beyond: Step,
    /// Fire stations in the city.
    pub stations: u32,
    /// Hydrants in the city: all, known to be dry, not known to work or not.
    pub hydrants: (u32, u32, u32),
}

/// The working of a venue ranking.
pub fn venues(f: &VenueFacts) -> Explanation {
    let (hydrants, dry, unsaid) = f.hydrants;
    let mut unknown = Vec::new();
    let missing = f.venues - f.people_known;
    if missing > 0 {
        let n = count(u64::from(missing));
        unknown.push(said!("{0} 处人数未知，排在最后", "{0} venues without a headcount stand last", n));
    }
    let missing = f.venues - f.floors_known;
    if missing > 0 {
        let n = count(u64::from(missing));
        unknown.push(said!("{0} 处层数未知", "{0} venues without floors", n));
    }
    let missing = f.venues - f.rated;
    if missing > 0 {
        let n = count(u64::from(missing));
        unknown.push(said!(
            "{0} 处未评级：缺数据时两端不一致",
            "{0} venues are unrated: what is missing would decide",
            n
        ));
    }
    if unsaid > 0 {
        let n = count(u64::from(unsaid));
        unknown.push(said!(
            "{0} 个消火栓是否可用未知，按可用计",
            "{0} hydrants say nothing of their state and count as usable",
            n
        ));
    }
    let straight = Step {
        says: said!("直线距离，从场所边界量起", "Straight lines, measured from the venue's boundary"),
        formula: "d = min |venue − station|".into(),
        substituted: Said::default(),
        inputs: vec![
            input("", said!("场所", "venues"), Some(f64::from(f.venues)), "", rows(LayerName::Venues, f.venues)),
            input(
                "",
                said!("消防站", "fire stations"),
                Some(f64::from(f.stations)),
                "",
                rows(LayerName::FireStations, f.stations),
            ),
            input(
                "",
                said!("消火栓，干栓除外", "hydrants, dry ones left out"),
                Some(f64::from(hydrants - dry)),
                "",
                rows(LayerName::Hydrants, hydrants),
            ),
        ],
    };
    let order = Step { says: f.sort.order().into(), ..Step::default() };
    Explanation {
        title: said!("场所、消防站与消火栓", "Venues, stations and hydrants"),
        steps: vec![order, straight, f.beyond.clone()],
        unknown,
        notes: vec![
            said!("不是到达时间：消防车沿路行驶。", "Not a response time: an engine drives along roads."),
            said!(
                "重点类别为本项目规则：高层、地下、人员密集、有人住宿或行动不便者。",
                "The kinds marked are a rule of this project: high, underground, crowded, slept in, or with people who need help."
            ),
        ],
        completeness: (f.venues > 0).then(|| f64::from(f.people_known + f.floors_known) / f64::from(2 * f.venues)),
    }
}
