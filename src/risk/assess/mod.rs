//! The levels of a whole city: what every method is asked, where its inputs come from, and how their answers join.
//!
//! A facility's base level is the worst of all methods that apply to it, at either end of what is missing; the method
//! that decides names it. What no method of this crate applies to is unrated, and says so.

mod book;
mod city;
mod conflicts;
mod facility;
mod near;
mod parameters;
mod pipeline;
mod venue;
mod ways_down;

pub use book::{Accident, Book, Subject, date_of, subject};
pub use city::{Assessor, Levels, RATED, Why};
pub use conflicts::{Conflict, Conflicts, Searched, of_facility as conflicts_of};
pub use facility::{FARTHEST_M, Facilities};
pub use near::Surroundings;
pub use parameters::Parameters;
pub use pipeline::Pipelines;
pub use venue::Venues;
pub use ways_down::WayDown;

use super::rating::{Rating, Worked};
use crate::domain::{Level, Words};
use serde::{Deserialize, Serialize};

/// A method that gives a base level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Method {
    /// GB 18218-2018: major hazard installations.
    Gb18218,
    /// The 4 × 4 matrix of hazardous-chemical area grading.
    AreaGrading,
    /// LEC: likelihood, exposure, consequence of a job.
    Lec,
    /// The four-colour score of 2018.
    Score,
    /// Quantity and distance of explosives.
    Explosives,
    /// Fireball and gas cloud of pressure vessels.
    Vessels,
    /// Gas, water and rockburst of mines; residents below tailings ponds.
    Mine,
    /// High-consequence areas of pipelines.
    Pipeline,
    /// This project's venue index.
    VenueIndex,
}

impl Method {
    /// Every method, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Gb18218,
        Self::AreaGrading,
        Self::Lec,
        Self::Score,
        Self::Explosives,
        Self::Vessels,
        Self::Mine,
        Self::Pipeline,
        Self::VenueIndex,
    ];

    /// The name on the command line and in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gb18218 => "gb18218",
            Self::AreaGrading => "area-grading",
            Self::Lec => "lec",
            Self::Score => "score-2018",
            Self::Explosives => "explosives",
            Self::Vessels => "vessels",
            Self::Mine => "mine",
            Self::Pipeline => "hca",
            Self::VenueIndex => "venue-index",
        }
    }

    /// What it is called.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Gb18218 => ("重大危险源 GB 18218-2018", "Major hazard installation, GB 18218-2018"),
            Self::AreaGrading => ("安全风险分区矩阵", "Area grading matrix"),
            Self::Lec => ("作业条件 LEC", "LEC"),
            Self::Score => ("四色评分（2018）", "Four-colour score (2018)"),
            Self::Explosives => ("民爆影响圈", "Explosives quantity–distance"),
            Self::Vessels => ("压力容器影响圈", "Pressure vessel rings"),
            Self::Mine => ("矿山分级", "Mine classes"),
            Self::Pipeline => ("管道高后果区", "Pipeline high-consequence areas"),
            Self::VenueIndex => ("场所指标", "Venue index"),
        };
        Words::new(zh, en)
    }
}

/// What the methods give of one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// The worst of all methods that apply, at either end.
    pub rating: Rating,
    /// The method that decides; none where none applies.
    pub method: Option<Method>,
}

impl Base {
    /// No method applies.
    pub const NONE: Self = Self { rating: Rating::unknown(), method: None };

    /// The worst of some ratings. Of methods that rate the same the first decides.
    pub fn of(parts: impl IntoIterator<Item = (Method, Rating)>) -> Self {
        let mut base: Option<(Method, Rating, Rating)> = None;
        for (method, rating) in parts {
            base = Some(match base {
                None => (method, rating, rating),
                Some((decides, its, all)) => {
                    let worse = (rating.worst, rating.best) < (its.worst, its.best);
                    let (decides, its) = if worse { (method, rating) } else { (decides, its) };
                    (decides, its, all.worse(rating))
                }
            });
        }
        base.map_or(Self::NONE, |(method, _, rating)| Self { rating, method: Some(method) })
    }

    /// The level, where it stands.
    pub fn level(self) -> Level {
        self.rating.level()
    }
}

/// A method's whole answer about one subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Which method.
    pub method: Method,
    /// Its answer.
    pub worked: Worked,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_method_decides_and_an_open_one_leaves_it_open() {
        let exactly = Rating::exactly;
        let base = Base::of([(Method::Lec, exactly(Level::Yellow)), (Method::Gb18218, exactly(Level::Orange))]);
        assert_eq!((base.level(), base.method), (Level::Orange, Some(Method::Gb18218)));
        let base = Base::of([(Method::Lec, exactly(Level::Yellow)), (Method::Gb18218, Rating::unknown())]);
        assert_eq!(base.rating, Rating { best: Level::Yellow, worst: Level::Red });
        assert_eq!((base.level(), base.method), (Level::Unrated, Some(Method::Gb18218)));
        let base = Base::of([(Method::Lec, exactly(Level::Red)), (Method::Gb18218, Rating::unknown())]);
        assert_eq!((base.level(), base.method), (Level::Red, Some(Method::Lec)), "what is missing decides nothing");
        assert_eq!(Base::of([]), Base::NONE);
    }
}
