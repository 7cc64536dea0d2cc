//! A district's levels: the worst, and how many of each.
//!
//! **Question.** How dangerous is what stands in a district?
//!
//! **Source.** A rule of this project, no standard.
//!
//! **Formula.** Worst level `W = max level_i`, counts `n_l` and shares `n_l / n`. Never an average: one red place among a
//! hundred blue ones would be blue.
//!
//! **Units.** Subjects (facilities, venues, pipelines); shares 0…1.
//!
//! **Assumptions.** What is unrated decides nothing: it stands beside with its own count, and the district's own rating
//! holds both ends, so that a red place among unrated ones makes red all the same.
//!
//! **When not to use.** To rank districts: a large one has more of everything. Shares depend on what a city enters as a
//! subject.
//!
//! **Confidence.** A rule of this project.

use super::dynamic::both_ends;
use super::explain::{Confidence, Explanation, Input, Origin, Step};
use super::parts::count;
use super::rating::{Figure, Range, Rating, Worked};
use crate::domain::Level;
use crate::text::{Gap, said, same};
use serde::{Deserialize, Serialize};

/// Levels of a district's subjects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levels {
    counts: [u32; 5],
    rating: Option<Rating>,
}

impl Levels {
    /// Adds a subject.
    pub fn add(&mut self, rating: Rating) {
        let rating = both_ends(rating);
        self.counts[rating.level() as usize] += 1;
        self.rating = Some(self.rating.map_or(rating, |all| all.worse(rating)));
    }

    /// Adds another district's subjects: a town's to its county.
    pub fn merge(&mut self, other: &Self) {
        for (n, more) in self.counts.iter_mut().zip(other.counts) {
            *n += more;
        }
        self.rating = match (self.rating, other.rating) {
            (Some(a), Some(b)) => Some(a.worse(b)),
            (a, b) => a.or(b),
        };
    }

    /// Subjects of a level.
    pub fn count(&self, level: Level) -> u32 {
        self.counts[level as usize]
    }

    /// All subjects.
    pub fn total(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// The share of a level; none without subjects.
    pub fn share(&self, level: Level) -> Option<f64> {
        (self.total() > 0).then(|| f64::from(self.count(level)) / f64::from(self.total()))
    }

    /// The worst level of those that are rated; unrated where none is.
    pub fn worst(&self) -> Level {
        Level::ALL.into_iter().find(|l| self.count(*l) > 0).unwrap_or(Level::Unrated)
    }

    /// How far the district's worst level could be rated; none without subjects.
    pub fn rating(&self) -> Option<Rating> {
        self.rating
    }
}

/// Levels by district, in the order of the districts, and last those of subjects that lie in none: together they are all
/// that the map shows. A district that is not there counts as none.
pub fn by_district(districts: usize, subjects: impl IntoIterator<Item = (Option<usize>, Rating)>) -> Vec<Levels> {
    let mut all = vec![Levels::default(); districts + 1];
    for (district, rating) in subjects {
        all[district.unwrap_or(districts).min(districts)].add(rating);
    }
    all
}

/// The working of a district's level.
pub fn explain(levels: &Levels) -> Worked {
    let n = levels.total();
    let rating = levels.rating().unwrap_or(Rating::unknown());
    let number = |level: Level| f64::from(levels.count(level));
    let figure = |level: Level| {
        Figure::new(same!("n_{0}", level.code()), Range::exactly(number(level)), "", "riskmap", Confidence::OurRule)
    };
    let each = Level::ALL.map(|l| same!("{0} {1}", l.letter(), count(levels.count(l).into())));
    let unrated = levels.count(Level::Unrated);
    let mut unknown = Vec::new();
    if unrated > 0 {
        unknown.push(said!(
            "{0} 处未定级，不计入最差等级",
            "{0} unrated, and decide nothing",
            count(u64::from(unrated))
        ));
    }
    Worked {
        because: Default::default(),
        rating,
        figures: Level::ALL.map(figure).to_vec(),
        missing: Vec::new(),
        lowering: Vec::new(),
        explanation: Explanation {
            title: said!("区域等级：取最差", "Level of a district: the worst"),
            steps: vec![Step {
                says: said!("共 {0} 处，最差 {1}", "{0} in all, the worst {1}", count(u64::from(n)), levels.worst()),
                formula: "W = max level_i".into(),
                substituted: same!("{0}", Gap::list(each, ", ", ", ")),
                inputs: Level::ALL
                    .map(|l| Input {
                        symbol: format!("n_{}", l.code()).into(),
                        label: said!("处数", "subjects"),
                        value: Some(number(l)),
                        unit: "".into(),
                        from: Origin::Computed,
                    })
                    .to_vec(),
            }],
            unknown,
            notes: vec![said!("不取平均：平均会掩盖最严重的。", "Never an average: it hides the worst ones.")],
            completeness: (n > 0).then(|| f64::from(n - unrated) / f64::from(n)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OPEN: Rating = Rating { best: Level::Blue, worst: Level::Orange };

    #[test]
    fn one_red_among_many_blue_is_red() {
        let mut levels = Levels::default();
        assert_eq!((levels.worst(), levels.rating(), levels.share(Level::Red)), (Level::Unrated, None, None));
        (0..99).for_each(|_| levels.add(Rating::exactly(Level::Blue)));
        levels.add(Rating::exactly(Level::Red));
        assert_eq!((levels.worst(), levels.total()), (Level::Red, 100));
        assert_eq!(levels.share(Level::Red), Some(0.01));
        let worked = explain(&levels);
        assert_eq!(worked.rating.level(), Level::Red);
        assert_eq!(worked.explanation.steps[0].substituted.zh(), "A 1, B 0, C 0, D 99, – 0");
    }

    #[test]
    fn what_is_unrated_decides_nothing() {
        let mut levels = Levels::default();
        levels.add(Rating::exactly(Level::Yellow));
        levels.add(OPEN);
        assert_eq!(levels.worst(), Level::Yellow);
        assert_eq!(levels.rating(), Some(Rating { best: Level::Yellow, worst: Level::Orange }));
        levels.add(Rating::exactly(Level::Orange));
        assert_eq!(levels.rating().unwrap().level(), Level::Orange, "now the unrated one cannot change it");
        assert_eq!(levels.count(Level::Unrated), 1);
        assert_eq!(explain(&levels).explanation.unknown.len(), 1);
    }

    #[test]
    fn towns_add_up_to_their_county_and_the_table_to_the_map() {
        let red = Rating::exactly(Level::Red);
        let all =
            by_district(2, [(Some(0), red), (None, OPEN), (Some(1), Rating::exactly(Level::Blue)), (Some(7), red)]);
        assert_eq!(all.iter().map(Levels::total).sum::<u32>(), 4);
        assert_eq!(all[2].total(), 2);
        let mut county = all[0];
        county.merge(&all[1]);
        county.merge(&Levels::default());
        assert_eq!((county.total(), county.worst()), (2, Level::Red));
    }

    proptest! {
        #[test]
        fn order_changes_nothing_and_one_more_never_lowers(levels in prop::collection::vec((0usize..4, 0usize..4), 1..40)) {
            let rating = |(a, b): &(usize, usize)| Rating { best: Level::ALL[*a.max(b)], worst: Level::ALL[*a.min(b)] };
            let sum = |of: &mut dyn Iterator<Item = Rating>| {
                let mut sum = Levels::default();
                of.for_each(|r| sum.add(r));
                sum
            };
            let all = sum(&mut levels.iter().map(rating));
            prop_assert_eq!(all, sum(&mut levels.iter().rev().map(rating)));
            let fewer = sum(&mut levels.iter().skip(1).map(rating));
            if let (Some(more), Some(fewer)) = (all.rating(), fewer.rating()) {
                prop_assert!(more.best <= fewer.best && more.worst <= fewer.worst);
            }
        }
    }
}
